//! A rehearsal of a plan before it is launched: scored on the figures of an earlier contest or of a file, nothing stored.

use actix_multipart::Multipart;
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse, get, post};
use askama::Template;

use super::fault::Fault;
use super::form::SentFile;
use super::head::Head;
use super::page::{Page, pairs_of, rendered};
use super::refusal::refusal;
use super::visit::Visit;
use super::what_if::{Compared, NumberField, number_fields};
use crate::api::plan::LARGEST_UNITS;
use crate::app::actor::Right;
use crate::app::plan::PlanRow;
use crate::app::problem::{NOT_FOUND, Problem};
use crate::app::rehearsal::{Against, Figures, Rehearsal};
use crate::app::service::Service;
use crate::documents::comparison::{Summarised, compare};
use crate::documents::ranking::RankingDocument;
use crate::documents::reason::{number_of, reason_text};
use crate::documents::rehearsal::{AwardSummary, CriterionRemark, CriterionSummary, Summaries};
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
    remarks: Vec<String>,
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
    /// The plan that it is compared with; 0: none.
    against: i64,
    /// Numbers of the plan to change.
    numbers: Vec<NumberField>,
    file: Option<String>,
    outcome: Option<Outcome>,
    compared: Option<Compared>,
    refused: Option<String>,
}

impl RehearsalPage<'_> {
    fn plans_to_choose(&self) -> usize {
        usize::try_from(self.plans_in_all).unwrap_or(0)
    }

    fn is_from(&self, plan: &i64) -> bool {
        self.from == *plan
    }

    fn is_against(&self, plan: &i64) -> bool {
        self.against == *plan
    }

    fn has_typed(&self) -> bool {
        self.numbers.iter().any(|field| !field.typed.is_empty())
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

/// What stands out, in words.
fn remark_text(page: Page<'_>, remark: CriterionRemark) -> String {
    match remark.count() {
        None => page.coded("rehearsal-remark", remark.code()),
        Some(count) => page.counted(&format!("rehearsal-remark-{}", remark.code()), count),
    }
}

fn outcome(page: Page<'_>, rehearsal: &Rehearsal, (document, summaries): Summarised<'_>) -> Outcome {
    let plan = document.plan();
    let criteria = plan.criteria.iter().zip(summaries.criteria.iter().cloned());
    let awards = plan.awards.iter().zip(summaries.awards.iter().cloned());
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
                remarks: summary.remarks.iter().map(|remark| remark_text(page, *remark)).collect(),
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
#[derive(Clone, Copy)]
enum Asked<'a> {
    Nothing,
    Plan(i64),
    File(&'a SentFile),
}

/// What it is compared with, as the address says it.
#[derive(Debug, Default)]
struct Comparing {
    against: Option<i64>,
    numbers: Vec<(String, String)>,
}

fn rehearsal_page(
    service: &Service,
    page: Page<'_>,
    plan: i64,
    (asked, comparing): (Asked<'_>, &Comparing),
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
        Asked::Plan(other) => Some(Figures::Plan(other)),
        Asked::File(file) => Some(Figures::File(SourceFile::new(&file.name, &file.bytes))),
    };
    let against = Against::asked(comparing.against, &comparing.numbers);
    let rehearsed = |figures| service.rehearse(actor, plan, figures, against?);
    let done = figures.map(rehearsed).transpose();
    let (rehearsal, problem) = match done {
        Ok(rehearsal) => (rehearsal, None),
        Err(problem) => (None, Some(problem)),
    };
    let refused = refused.or(problem.as_ref());
    let (outcome, compared) = rehearsal.as_ref().map_or((None, None), |rehearsal| {
        rehearsal.ranking.with_plain_document(|document| {
            let first = (document, &Summaries::of(document));
            let compared = rehearsal.other.as_ref().map(|other| {
                other.with_plain_document(|second| {
                    Compared::of(page, compare(first, (second, &Summaries::of(second))))
                })
            });
            (Some(outcome(page, rehearsal, first)), compared)
        })
    });
    let frame = service.frame(actor, plan)?;
    rendered(&RehearsalPage {
        page,
        head: Head::of(page, &row, "way-rehearsal"),
        plans,
        plans_in_all: in_all - 1,
        from: if let Asked::Plan(other) = asked { other } else { 0 },
        against: comparing.against.unwrap_or(0),
        numbers: number_fields(page, &frame.plan, &comparing.numbers),
        compared,
        file: if let Asked::File(file) = asked { Some(file.name.clone()) } else { None },
        outcome,
        refused: refused.map(|problem| refusal(page, problem)),
    })
}

/// The id of a plan that an address names; none where it says nothing.
fn plan_named(value: &str) -> Result<Option<i64>, Problem> {
    if value.is_empty() {
        return Ok(None);
    }
    value.parse().map(Some).map_err(|_| NOT_FOUND.with("what", value))
}

/// What an address asks for: `from` and `against` are ids of plans, everything else that isn't empty is a number of the
/// plan with another value.
fn asked_by(query: &str) -> Result<(Option<i64>, Comparing), Problem> {
    let (mut from, mut comparing) = (None, Comparing::default());
    for (name, value) in pairs_of(query) {
        match name.as_str() {
            "from" => from = plan_named(&value)?,
            "against" => comparing.against = plan_named(&value)?,
            _ if value.trim().is_empty() => {}
            _ => comparing.numbers.push((name, value)),
        }
    }
    Ok((from, comparing))
}

/// The rehearsal of a plan, on the figures of another where one is chosen.
#[get("/plans/{plan}/rehearsal")]
pub async fn show_rehearsal(
    visit: Visit,
    request: HttpRequest,
    plan: Path<i64>,
) -> Result<HttpResponse, Fault> {
    let (from, comparing) = match asked_by(request.query_string()) {
        Ok(asked) => asked,
        Err(problem) => return Err(visit.fault(problem)),
    };
    let asked = from.map_or(Asked::Nothing, Asked::Plan);
    visit.page(move |service, page| rehearsal_page(service, page, *plan, (asked, &comparing), None)).await
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
                rehearsal_page(service, page, *plan, (Asked::File(&file), &Comparing::default()), None)
            };
            visit.page(made).await
        }
        Err(problem) => {
            let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
                let nothing = (Asked::Nothing, &Comparing::default());
                rehearsal_page(service, page, *plan, nothing, Some(problem))
            };
            visit.again(problem, again).await
        }
    }
}
