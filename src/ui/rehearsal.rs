//! A rehearsal of a plan before it is launched: scored on the figures of an earlier contest or of a file, nothing stored.

use actix_multipart::Multipart;
use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, get, post};
use askama::Template;
use serde::Deserialize;

use super::fault::Fault;
use super::form::SentFile;
use super::head::Head;
use super::page::{Page, rendered};
use super::refusal::refusal;
use super::visit::Visit;
use crate::api::plan::LARGEST_UNITS;
use crate::app::actor::Right;
use crate::app::plan::PlanRow;
use crate::app::problem::{NOT_FOUND, Problem};
use crate::app::rehearsal::{Figures, Rehearsal};
use crate::app::service::Service;
use crate::documents::ranking::RankingDocument;
use crate::documents::reason::{number_of, reason_text};
use crate::documents::rehearsal::{AwardSummary, CriterionSummary, award_summaries, criterion_summaries};
use crate::documents::rule::rule_text;
use crate::intake::source_file::SourceFile;

/// How many plans can be chosen from, how many findings and how many units of a cluster are shown; all are counted.
const MOST_PLANS: i64 = 1000;
const MOST_FINDINGS: usize = 100;
const MOST_UNITS: usize = 10;
const MOST_CLUSTERS: usize = 30;

/// A criterion and what it did.
struct CriterionLine {
    number: String,
    name: String,
    rule: String,
    is_gate: bool,
    summary: CriterionSummary,
}

/// An award and whom it found.
struct AwardLine {
    name: String,
    summary: AwardSummary,
}

/// The first of a cluster.
struct ClusterPart {
    name: String,
    units: Vec<UnitLine>,
    in_all: usize,
}

/// A unit.
struct UnitLine {
    rank: Option<u32>,
    code: String,
    name: String,
    total: Option<String>,
    standing: String,
}

/// What came out.
struct Outcome {
    participants: usize,
    reported: usize,
    unfilled: Vec<String>,
    merged: Vec<String>,
    merged_in_all: usize,
    left_out: Vec<String>,
    left_out_in_all: usize,
    criteria: Vec<CriterionLine>,
    awards: Vec<AwardLine>,
    clusters: Vec<ClusterPart>,
    clusters_in_all: usize,
    has_points: bool,
    findings: Vec<(String, &'static str)>,
    findings_in_all: u64,
}

#[derive(Template)]
#[template(path = "rehearsal.html")]
struct RehearsalPage<'a> {
    page: Page<'a>,
    head: Head,
    plans: Vec<PlanRow>,
    plans_in_all: i64,
    /// The plan whose figures were taken; 0: none.
    from: i64,
    file: Option<String>,
    outcome: Option<Outcome>,
    refused: Option<String>,
}

impl RehearsalPage<'_> {
    fn plans_to_choose(&self) -> usize {
        usize::try_from(self.plans_in_all).unwrap_or(0)
    }

    fn is_from(&self, plan: &i64) -> bool {
        self.from == *plan
    }
}

fn unit_line(page: Page<'_>, document: &RankingDocument<'_>, participant: u32, rank: u32) -> UnitLine {
    let unit = document.unit(participant);
    let standing = document.standing_reason(participant);
    UnitLine {
        rank: (!document.is_unranked(participant)).then_some(rank),
        code: unit.code().to_owned(),
        name: unit.name().to_owned(),
        total: document.totals(participant).total.map(|total| page.decimal(document.points(total))),
        standing: standing.map_or_else(String::new, |(award, reason)| {
            let award_name = page.words(&document.plan().awards[award].name);
            let reason = reason_text(page.texts, document, participant, (award, reason));
            format!("{award_name}: {reason}")
        }),
    }
}

fn outcome(page: Page<'_>, rehearsal: &Rehearsal, document: &RankingDocument<'_>) -> Outcome {
    let plan = document.plan();
    let criteria = plan.criteria.iter().zip(criterion_summaries(document));
    let awards = plan.awards.iter().zip(award_summaries(document));
    let ranked = || document.clusters().filter(|(_, ranked)| !ranked.is_empty());
    let clusters = ranked().take(MOST_CLUSTERS).map(|(cluster, ranked)| ClusterPart {
        name: page.words(&cluster.name).to_owned(),
        units: ranked
            .iter()
            .take(MOST_UNITS)
            .map(|ranked| unit_line(page, document, ranked.participant, ranked.rank))
            .collect(),
        in_all: ranked.len(),
    });
    let named = |unit: &u32| {
        let unit = document.contest.units.get(*unit);
        format!("{} ({})", unit.name(), unit.code())
    };
    let first = rehearsal.findings.in_order().into_iter().take(MOST_FINDINGS);
    Outcome {
        participants: document.scored.scores.units.len(),
        reported: rehearsal.reported,
        unfilled: rehearsal
            .unfilled
            .iter()
            .map(|slot| page.words(&plan.slot_name(*slot)).to_owned())
            .collect(),
        merged: rehearsal.merged.iter().take(MOST_FINDINGS).map(named).collect(),
        merged_in_all: rehearsal.merged.len(),
        left_out: rehearsal.left_out.iter().take(MOST_FINDINGS).cloned().collect(),
        left_out_in_all: rehearsal.left_out.len(),
        criteria: criteria
            .map(|(criterion, summary)| CriterionLine {
                number: number_of(criterion).to_owned(),
                name: page.words(&criterion.name).to_owned(),
                rule: rule_text(page.texts, plan, criterion),
                is_gate: criterion.gate,
                summary,
            })
            .collect(),
        awards: awards
            .map(|(award, summary)| AwardLine { name: page.words(&award.name).to_owned(), summary })
            .collect(),
        clusters: clusters.collect(),
        clusters_in_all: ranked().count(),
        has_points: plan.points.is_some(),
        findings: first.map(|finding| (page.finding(finding), finding.code)).collect(),
        findings_in_all: rehearsal.findings.total(),
    }
}

/// What a rehearsal is asked for.
enum Asked<'a> {
    Nothing,
    Plan(i64),
    File(&'a SentFile),
}

fn rehearsal_page(
    service: &Service,
    page: Page<'_>,
    plan: i64,
    asked: &Asked<'_>,
    refused: Option<&Problem>,
) -> Result<String, Problem> {
    let actor = &page.visitor.actor;
    service.demand(actor, Right::ManagePlans)?;
    let row = service.plan(actor, plan)?;
    let (mut plans, in_all) = service.plans_after(actor, 0, MOST_PLANS)?;
    plans.retain(|other| other.id != plan);
    plans.reverse();
    let figures = match asked {
        Asked::Nothing => None,
        Asked::Plan(other) => Some(Figures::Plan(*other)),
        Asked::File(file) => Some(Figures::File(SourceFile { name: &file.name, bytes: &file.bytes })),
    };
    let done = figures.map(|figures| service.rehearse(actor, plan, figures)).transpose();
    let (rehearsal, problem) = match done {
        Ok(rehearsal) => (rehearsal, None),
        Err(problem) => (None, Some(problem)),
    };
    let refused = refused.or(problem.as_ref());
    let outcome = rehearsal.as_ref().map(|rehearsal| {
        rehearsal.ranking.with_plain_document(|document| outcome(page, rehearsal, document))
    });
    rendered(&RehearsalPage {
        page,
        head: Head::of(page, &row, "way-rehearsal"),
        plans,
        plans_in_all: in_all - 1,
        from: if let Asked::Plan(other) = asked { *other } else { 0 },
        file: if let Asked::File(file) = asked { Some(file.name.clone()) } else { None },
        outcome,
        refused: refused.map(|problem| refusal(page, problem)),
    })
}

/// Whose figures are asked for: the id of a plan.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct From {
    from: String,
}

/// The rehearsal of a plan, on the figures of another where one is chosen.
#[get("/plans/{plan}/rehearsal")]
pub async fn show_rehearsal(visit: Visit, plan: Path<i64>, from: Query<From>) -> Result<HttpResponse, Fault> {
    let from = from.into_inner().from;
    let asked = match from.parse() {
        _ if from.is_empty() => Asked::Nothing,
        Ok(other) => Asked::Plan(other),
        Err(_) => return Err(visit.fault(NOT_FOUND.with("what", from))),
    };
    visit.page(move |service, page| rehearsal_page(service, page, *plan, &asked, None)).await
}

/// The rehearsal of a plan on the figures of a file, which isn't kept.
#[post("/plans/{plan}/rehearsal")]
pub async fn rehearse_file(
    visit: Visit,
    plan: Path<i64>,
    mut parts: Multipart,
) -> Result<HttpResponse, Fault> {
    match SentFile::read(&visit.secret, &mut parts, LARGEST_UNITS).await {
        Ok(file) => {
            let made = move |service: &Service, page: Page<'_>| {
                rehearsal_page(service, page, *plan, &Asked::File(&file), None)
            };
            visit.page(made).await
        }
        Err(problem) => {
            let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
                rehearsal_page(service, page, *plan, &Asked::Nothing, Some(problem))
            };
            visit.again(problem, again).await
        }
    }
}
