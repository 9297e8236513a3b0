//! Why a unit stands where it stands: every criterion with its figures, its rule, its points, and what would change it.

use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse, get, post};
use askama::Template;

use super::fault::Fault;
use super::form::Form;
use super::head::Head;
use super::page::{Page, escaped, mark_of, rendered};
use super::refusal::refusal;
use super::view::View;
use super::visit::Visit;
use crate::app::actor::Right;
use crate::app::hold::{HoldRow, NewHold};
use crate::app::live::Basis;
use crate::app::problem::{NOT_FOUND, Problem};
use crate::app::ranking::LiveRanking;
use crate::app::service::Service;
use crate::app::snapshot::Published;
use crate::contest::explain::CriterionExplanation;
use crate::contest::hold::HoldKind;
use crate::contest::trace::Step;
use crate::documents::fragility::fragility_lines;
use crate::documents::points_rule::points_text;
use crate::documents::ranking::RankingDocument;
use crate::documents::reason::{number_of, reason_text};
use crate::documents::rule::rule_text;
use crate::documents::step::{Telling, step_lines};
use crate::text::format;

/// A criterion as it came out.
struct CriterionPart {
    number: String,
    name: String,
    is_gate: bool,
    outcome: &'static str,
    points: Option<String>,
    rule: String,
    points_rule: Option<String>,
    source: String,
    verbatim: bool,
    figures: Vec<String>,
    steps: Vec<String>,
}

/// What is stored of a unit, where what stands now isn't any more what that was made from.
struct StoredPlace {
    number: i64,
    rank: Option<u32>,
    cluster_size: usize,
    total: Option<String>,
}

#[derive(Template)]
#[template(path = "unit.html")]
struct UnitPage<'a> {
    page: Page<'a>,
    head: Head,
    code: String,
    name: String,
    cluster: String,
    rank: Option<u32>,
    cluster_size: u32,
    total: Option<String>,
    incomplete: bool,
    on_hold: bool,
    excluded: bool,
    provisional: bool,
    stored: Option<StoredPlace>,
    criteria: Vec<CriterionPart>,
    awards: Vec<(String, String)>,
    firmness: Vec<String>,
    neighbours: (Option<String>, Option<String>),
    holds: Vec<HoldRow>,
    choices: Vec<(String, String)>,
    can_hold: bool,
    refused: Option<String>,
    typed: &'a str,
}

impl UnitPage<'_> {
    fn mark(&self, outcome: &str) -> &'static str {
        mark_of(outcome)
    }
}

fn criterion_part(
    page: Page<'_>,
    document: &RankingDocument<'_>,
    unit: u32,
    explained: &CriterionExplanation,
) -> CriterionPart {
    let plan = document.plan();
    let criterion = &plan.criteria[explained.criterion];
    let telling = Telling { texts: page.texts, document, unit, criterion };
    let told = |wanted: fn(&&Step) -> bool| {
        explained.steps.iter().filter(wanted).flat_map(|step| step_lines(&telling, step)).collect()
    };
    CriterionPart {
        number: number_of(criterion).to_owned(),
        name: page.words(&criterion.name).to_owned(),
        is_gate: criterion.gate,
        outcome: explained.judgement.outcome.code(),
        points: explained.judgement.points.map(|points| page.decimal(document.points(points))),
        rule: rule_text(page.texts, plan, criterion),
        points_rule: criterion.points.as_ref().map(|rule| points_text(page.texts, criterion, rule)),
        source: criterion.source.clone(),
        verbatim: criterion.verbatim,
        figures: told(|step| matches!(step, Step::Used(_))),
        steps: told(|step| !matches!(step, Step::Used(_))),
    }
}

/// The codes of the units that stand before and behind, to go on from one to the next.
fn neighbours(ranking: &LiveRanking, code: &str) -> (Option<String>, Option<String>) {
    let lines = &ranking.table().lines;
    let Some(at) = lines.iter().position(|line| line.code == code) else { return (None, None) };
    let code_at = |at: Option<usize>| at.and_then(|at| lines.get(at)).map(|line| line.code.clone());
    (code_at(at.checked_sub(1)), code_at(Some(at + 1)))
}

/// What stands beside a unit's explanation.
struct Own {
    holds: Vec<HoldRow>,
    stored: Option<StoredPlace>,
}

/// A unit's place in a stored ranking.
fn stored_place(page: Page<'_>, published: &Published, code: &str) -> StoredPlace {
    let clusters = published.ranking.clusters.iter();
    let found = clusters.flat_map(|cluster| cluster.units.iter().map(move |unit| (cluster, unit)));
    let found = found.into_iter().find(|(_, unit)| unit.code == code);
    StoredPlace {
        number: published.row.number,
        rank: found.filter(|(_, unit)| !unit.is_unranked()).map(|(_, unit)| unit.rank),
        cluster_size: found.map_or(0, |(cluster, _)| cluster.units.len()),
        total: found
            .and_then(|(_, unit)| unit.total_points.as_deref())
            .map(|total| format::digits(total, page.visitor.language)),
    }
}

fn standing_page(
    service: &Service,
    page: Page<'_>,
    (plan, code): (i64, &str),
    view: &View,
    (refused, typed): (Option<&Problem>, &str),
) -> Result<String, Problem> {
    let actor = &page.visitor.actor;
    let stored = if view.basis().is_none() { service.published_now(actor, plan)? } else { None };
    let (basis, as_of) = match &stored {
        Some((_, published, _)) => (Basis::Accepted, published.row.as_of),
        None => (view.basis().unwrap_or(Basis::Submitted), None),
    };
    let stored = stored.filter(|(.., is_stale)| *is_stale);
    let stored = stored.map(|(_, published, _)| stored_place(page, &published, code));
    let (ranking, participant) = service.standing_of(actor, plan, code, basis, as_of)?;
    let holds = if page.may("decide_reports") { service.holds(actor, plan)?.1 } else { Vec::new() };
    let own = |hold: &HoldRow| hold.lifted_at.is_none() && ranking.frame.code_at(hold.unit) == code;
    let holds = holds.into_iter().filter(own).collect();
    let own = Own { holds, stored };
    ranking.with_document(|document| unit_page(page, &ranking, document, participant, (own, refused, typed)))
}

/// A unit's standing.
#[get("/plans/{plan}/ranking/{unit}")]
pub async fn show_unit(
    visit: Visit,
    request: HttpRequest,
    path: Path<(i64, String)>,
) -> Result<HttpResponse, Fault> {
    let (plan, code) = path.into_inner();
    let view = View::of_query(request.query_string());
    visit.page(move |service, page| standing_page(service, page, (plan, &code), &view, (None, ""))).await
}

/// What became of a hold: the page of its unit, or again with why not.
async fn told(
    visit: &Visit,
    (plan, code): (i64, String),
    done: Result<(), Problem>,
    (typed, what): (String, &str),
) -> Result<HttpResponse, Fault> {
    let address = format!("/plans/{plan}/ranking/{}", escaped(&code));
    let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
        standing_page(service, page, (plan, &code), &View::of_query(""), (Some(problem), &typed))
    };
    visit.told(done.map(|()| address), what, again).await
}

/// Holds a unit or excludes it.
#[post("/plans/{plan}/ranking/{unit}/holds")]
pub async fn add_hold(visit: Visit, path: Path<(i64, String)>, form: Form) -> Result<HttpResponse, Fault> {
    let (plan, code) = path.into_inner();
    let reason = form.field("reason").to_owned();
    let criterion = Some(form.field("criterion").to_owned()).filter(|code| !code.is_empty());
    let kind = if form.field("kind") == "exclude" { HoldKind::Exclude } else { HoldKind::Hold };
    let new = NewHold { unit: code.clone(), criterion, kind, reason: reason.clone() };
    let done = visit.run(move |service, actor| Ok(service.add_hold(actor, plan, &new).map(drop))).await?;
    told(&visit, (plan, code), done, (reason, "held")).await
}

/// Lifts a hold.
#[post("/plans/{plan}/ranking/{unit}/holds/{hold}/lift")]
pub async fn lift_hold(
    visit: Visit,
    path: Path<(i64, String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let (plan, code, hold) = path.into_inner();
    let reason = form.field("reason").to_owned();
    let why = reason.clone();
    let done =
        visit.run(move |service, actor| Ok(service.lift_hold(actor, plan, hold, &why).map(drop))).await?;
    told(&visit, (plan, code), done, (reason, "lifted")).await
}

fn unit_page(
    page: Page<'_>,
    ranking: &LiveRanking,
    document: &RankingDocument<'_>,
    participant: u32,
    (own, refused, typed): (Own, Option<&Problem>, &str),
) -> Result<String, Problem> {
    let actor = &page.visitor.actor;
    let Own { holds, stored } = own;
    let explanation = ranking.explained(actor, document, participant);
    let (unit, score) = (document.unit(participant), document.score(participant));
    let cluster = unit.cluster.and_then(|cluster| document.contest.units.clusters.get(cluster as usize));
    let cluster = cluster.ok_or_else(|| NOT_FOUND.with("what", unit.code()))?;
    let criteria =
        explanation.criteria.iter().map(|explained| criterion_part(page, document, score.unit, explained));
    let awards = explanation.awards.iter().enumerate().map(|(award, reason)| {
        let name = page.words(&document.plan().awards[award].name).to_owned();
        (name, reason_text(page.texts, document, participant, (award, *reason)))
    });
    let choices = document.plan().criteria.iter().map(|criterion| {
        (criterion.code.clone(), format!("{} {}", number_of(criterion), page.words(&criterion.name)))
    });
    rendered(&UnitPage {
        page,
        holds,
        stored,
        choices: choices.collect(),
        can_hold: page.may("decide_reports") && ranking.is_provisional(),
        refused: refused.map(|problem| refusal(page, problem)),
        typed,
        head: Head::of(page, &ranking.row, "way-ranking"),
        code: unit.code().to_owned(),
        name: unit.name().to_owned(),
        cluster: page.words(&cluster.name).to_owned(),
        rank: (!document.is_unranked(participant)).then_some(explanation.rank),
        cluster_size: explanation.cluster_size,
        total: document.totals(participant).total.map(|total| page.decimal(document.points(total))),
        incomplete: score.incomplete,
        on_hold: score.on_hold,
        excluded: score.excluded,
        provisional: ranking.is_provisional(),
        criteria: criteria.collect(),
        awards: awards.collect(),
        firmness: explanation
            .fragility
            .as_ref()
            .map_or_else(Vec::new, |told| fragility_lines(page.texts, document, told)),
        neighbours: if actor.may(Right::ViewRanking) {
            neighbours(ranking, unit.code())
        } else {
            (None, None)
        },
    })
}
