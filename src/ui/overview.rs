//! A plan at a glance: where it stands, who is missing, what waits for the visitor, what happened last.

use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse, get, post};
use askama::Template;
use chrono::NaiveDate;

use super::fault::Fault;
use super::form::Form;
use super::head::Head;
use super::page::{Page, rendered};
use super::refusal::refusal;
use super::span::Span;
use super::view::View;
use super::visit::Visit;
use crate::app::blocker::Blocker;
use crate::app::completeness::Completeness;
use crate::app::event::{Event, all_kinds};
use crate::app::milestone::MilestoneFilter;
use crate::app::plan::{PlanRow, PlanState, state_of};
use crate::app::problem::{NOT_FOUND, Problem};
use crate::app::service::Service;
use crate::app::waiting::Waiting;
use crate::contest::milestone::MilestoneState;
use crate::contest::words::Words;

/// How many of the last changes are shown.
const CHANGES: usize = 10;

/// How many clusters a page shows.
const CLUSTERS: usize = 200;

/// How far back they are looked for, in audit records.
const BACK: i64 = 400;

/// How many days ahead milestones are told of.
const SOON: i64 = 7;

/// The length of a bar's whole, in the units of its picture.
const WHOLE: u64 = 1000;

/// A cluster with how complete its reports are.
struct ClusterLine {
    code: String,
    name: Words,
    completeness: Completeness,
    bar: Bar,
}

/// The parts of a bar: accepted, waiting, returned; what is left is missing.
struct Bar {
    accepted: u64,
    submitted: u64,
    returned: u64,
}

impl Bar {
    fn of(completeness: &Completeness) -> Self {
        let share = |part: u64| (part * WHOLE).checked_div(completeness.expected).unwrap_or(0);
        Self {
            accepted: share(completeness.accepted),
            submitted: share(completeness.submitted),
            returned: share(completeness.returned),
        }
    }

    const fn after_accepted(&self) -> u64 {
        self.accepted + self.submitted
    }
}

/// A state on the way of a plan.
struct Step {
    code: &'static str,
    is_here: bool,
    is_past: bool,
}

#[derive(Template)]
#[template(path = "overview.html")]
struct OverviewPage<'a> {
    page: Page<'a>,
    head: Head,
    plan: PlanRow,
    issuer: String,
    issued: NaiveDate,
    period: (NaiveDate, NaiveDate),
    steps: Vec<Step>,
    all: Completeness,
    all_bar: Bar,
    clusters: Vec<ClusterLine>,
    span: Span,
    blockers: Vec<Blocker>,
    waiting: Waiting,
    overdue: u64,
    late_cases: usize,
    soon: usize,
    remarks: usize,
    next: Option<&'static str>,
    changes: Vec<Event>,
    moves: Vec<&'static str>,
    refused: Option<String>,
    reason: String,
}

impl OverviewPage<'_> {
    fn missing(&self) -> u64 {
        self.all.expected - self.all.received
    }

    /// How many there are of something that waits; 0 also where it isn't for the visitor.
    fn some(&self, count: &Option<usize>) -> usize {
        count.unwrap_or(0)
    }

    /// The kinds of events after which the page is read again.
    fn kinds(&self) -> String {
        all_kinds().collect::<Vec<_>>().join(" ")
    }

    fn day(&self, day: &NaiveDate) -> String {
        crate::text::format::date(*day)
    }
}

fn steps(state: PlanState) -> Vec<Step> {
    let each = PlanState::ALL.iter();
    each.map(|step| Step { code: step.code(), is_here: *step == state, is_past: *step < state }).collect()
}

fn last_changes(service: &Service, page: Page<'_>, plan_id: i64) -> Result<Vec<Event>, Problem> {
    let last = service.last_event()?;
    let mut seen = (last - BACK).max(0);
    let mut events = Vec::new();
    loop {
        let heard = service.events_after(&page.visitor.actor, Some(plan_id), seen)?;
        seen = heard.seen;
        events.extend(heard.events);
        if !heard.more {
            break;
        }
    }
    events.reverse();
    events.truncate(CHANGES);
    Ok(events)
}

/// How many milestones of units are overdue, and how many are due soon.
fn milestones(service: &Service, page: Page<'_>, plan: i64) -> Result<(u64, usize), Problem> {
    let found = service.milestones(&page.visitor.actor, plan, None)?;
    if found.milestones().is_empty() {
        return Ok((0, 0));
    }
    let states = vec![MilestoneState::Due];
    let soon = MilestoneFilter { states, within: Some(SOON), ..MilestoneFilter::default() };
    let overdue = found.by_level().iter().map(|one| one.counts.overdue).sum();
    Ok((overdue, found.list(&soon)?.len()))
}

fn overview_page(
    service: &Service,
    page: Page<'_>,
    (plan, number): (i64, usize),
    (refused, reason): (Option<&Problem>, String),
) -> Result<String, Problem> {
    let actor = &page.visitor.actor;
    let row = service.plan(actor, plan)?;
    let (frame, completeness) = service.completeness(actor, plan)?;
    let state = state_of(&row);
    let next = state.onward().first();
    let manages = page.may("manage_plans");
    let blockers = match next {
        Some(to) if manages => service.plan_blockers(actor, plan, *to)?,
        _ => Vec::new(),
    };
    let all: Completeness = completeness.iter().copied().sum();
    let clusters = || frame.units.clusters.iter().zip(&completeness).filter(|(_, of)| of.expected > 0);
    let span = Span::of(clusters().count(), number, CLUSTERS);
    let shown = span.cut(clusters()).map(|(cluster, of)| ClusterLine {
        code: cluster.code.clone(),
        name: cluster.name.clone(),
        completeness: *of,
        bar: Bar::of(of),
    });
    let (overdue, soon) = milestones(service, page, plan)?;
    let moves = state.onward().iter().chain(state.back()).map(|state| state.code());
    rendered(&OverviewPage {
        page,
        head: Head::of(page, &row, "way-overview"),
        issuer: frame.plan.issuer.clone(),
        issued: frame.plan.issued,
        period: (frame.plan.from, frame.plan.to),
        steps: steps(state),
        all,
        all_bar: Bar::of(&all),
        clusters: shown.collect(),
        span,
        blockers,
        waiting: service.waiting(actor, plan)?,
        overdue,
        late_cases: service.overdue_cases(actor, plan)?,
        soon,
        remarks: if page.may("appraise") { service.remarks(actor, plan, None)?.seen.len() } else { 0 },
        next: next.map(|state| state.code()),
        changes: last_changes(service, page, plan)?,
        moves: if manages { moves.collect() } else { Vec::new() },
        refused: refused.map(|problem| refusal(page, problem)),
        reason,
        plan: row,
    })
}

/// The overview of a plan.
#[get("/plans/{plan}")]
pub async fn show_overview(
    visit: Visit,
    request: HttpRequest,
    plan: Path<i64>,
) -> Result<HttpResponse, Fault> {
    let number = View::of_query(request.query_string()).page;
    visit
        .page(move |service, page| overview_page(service, page, (*plan, number), (None, String::new())))
        .await
}

/// Moves a plan on, or back with a reason.
#[post("/plans/{plan}/state")]
pub async fn move_plan(visit: Visit, plan: Path<i64>, form: Form) -> Result<HttpResponse, Fault> {
    let (plan, to, reason) = (*plan, form.field("to").to_owned(), form.field("reason").to_owned());
    let seen = Some(form.number("change").map_err(|problem| visit.fault(problem))?);
    let why = reason.clone();
    let moved = visit
        .run(move |service, actor| {
            let Some(to) = PlanState::of_code(&to) else { return Ok(Err(NOT_FOUND.with("what", to))) };
            Ok(service.move_plan(actor, plan, seen, to, Some(&why)))
        })
        .await?;
    let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
        overview_page(service, page, (plan, 1), (Some(problem), reason))
    };
    visit.told(moved.map(|_| format!("/plans/{plan}")), "moved", again).await
}
