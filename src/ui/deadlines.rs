//! Until when reports are on time: the plan's deadline, and the later ones that single units were granted.

use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, get, post};
use askama::Template;
use chrono::{DateTime, NaiveDateTime, Utc};
use serde::Deserialize;

use super::fault::Fault;
use super::form::Form;
use super::head::Head;
use super::page::{Page, query_of, rendered};
use super::span::{Span, page_number};
use super::typed_moment::{moment_text, typed_moment};
use super::view::LINES;
use super::visit::Visit;
use crate::api::problem::sentence;
use crate::app::actor::Right;
use crate::app::hold::{ExtensionRow, NewExtension};
use crate::app::plan::{PlanRow, PlanState, state_of};
use crate::app::problem::{FIELD_REFUSED, Problem, STALE};
use crate::app::service::Service;
use crate::intake::fold::fold;

/// A later deadline with its unit.
struct Granted {
    code: String,
    name: String,
    row: ExtensionRow,
}

/// What was typed into the forms.
#[derive(Debug, Clone, Default)]
struct Typed {
    due: Option<String>,
    unit: String,
    until: String,
    granted_by: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "deadlines.html")]
struct DeadlinesPage<'a> {
    page: Page<'a>,
    head: Head,
    plan: PlanRow,
    granted: Vec<Granted>,
    span: Span,
    wanted: &'a Wanted,
    can_set: bool,
    can_grant: bool,
    refused: Option<String>,
    due: String,
    typed: &'a Typed,
}

impl DeadlinesPage<'_> {
    fn shown(&self) -> String {
        due_text(&self.plan)
    }
}

/// Why something is refused, by the name of its field on the page.
fn refusal(page: Page<'_>, problem: &Problem) -> String {
    let argument = |name: &str| {
        problem.arguments.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value.as_str())
    };
    let label = match argument("field") {
        _ if problem.code != &FIELD_REFUSED => return sentence(problem, page.visitor.language),
        "until" => "deadlines-until",
        "granted_by" => "deadlines-by",
        "reason" => "report-why",
        "reports_due" => "deadlines-due",
        _ => return sentence(problem, page.visitor.language),
    };
    let expected = argument("expected");
    let after = expected.strip_prefix("> ").and_then(|text| text.parse::<DateTime<Utc>>().ok());
    let expected =
        after.map_or_else(|| expected.to_owned(), |after| format!("> {}", page.moment(&after.naive_utc())));
    page.texts.get("deadlines-refused", &[("field", page.word(label).into()), ("expected", expected.into())])
}

/// Which later deadlines are wanted.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    q: String,
    unit: String,
    page: String,
}

impl Wanted {
    fn on_page(&self, page: usize) -> String {
        query_of(&[("q", &self.q), ("page", &page.to_string())])
    }
}

fn deadlines_page(
    service: &Service,
    page: Page<'_>,
    (plan, wanted): (i64, &Wanted),
    (refused, typed): (Option<&Problem>, &Typed),
) -> Result<String, Problem> {
    let actor = &page.visitor.actor;
    let row = service.plan(actor, plan)?;
    let (frame, rows) = service.extensions(actor, plan)?;
    let search = fold(&wanted.q);
    let granted = rows.into_iter().rev().map(|row| {
        let code = frame.code_at(row.unit).to_owned();
        let name = frame.unit(&code).map_or("", |unit| frame.units.get(unit).name()).to_owned();
        Granted { code, name, row }
    });
    let fits = |one: &Granted| {
        search.is_empty() || fold(&one.name).contains(&search) || one.code.starts_with(wanted.q.trim())
    };
    // What was granted last stands first.
    let found: Vec<Granted> = granted.filter(fits).collect();
    let span = Span::of(found.len(), page_number(&wanted.page), LINES);
    let state = state_of(&row);
    let takes = matches!(state, PlanState::Launched | PlanState::Collecting);
    rendered(&DeadlinesPage {
        page,
        head: Head::of(page, &row, "way-deadlines"),
        granted: span.cut(found.into_iter()).collect(),
        span,
        wanted,
        can_set: page.may("manage_plans") && (takes || state == PlanState::Draft),
        can_grant: page.may("decide_reports") && takes && row.reports_due.is_some(),
        refused: refused.map(|problem| refusal(page, problem)),
        due: typed.due.clone().unwrap_or_else(|| due_text(&row)),
        typed,
        plan: row,
    })
}

/// The deadlines of a plan.
#[get("/plans/{plan}/deadlines")]
pub async fn show_deadlines(
    visit: Visit,
    plan: Path<i64>,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Fault> {
    let wanted = wanted.into_inner();
    let typed = Typed { unit: wanted.unit.clone(), ..Typed::default() };
    visit.page(move |service, page| deadlines_page(service, page, (*plan, &wanted), (None, &typed))).await
}

/// The page with what was done, or again with why not.
async fn told(
    visit: &Visit,
    plan: i64,
    done: Result<(), Problem>,
    (typed, what): (Typed, &str),
) -> Result<HttpResponse, Fault> {
    let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
        deadlines_page(service, page, (plan, &Wanted::default()), (Some(problem), &typed))
    };
    visit.told(done.map(|()| format!("/plans/{plan}/deadlines")), what, again).await
}

/// The deadline that stands, as its field holds it; empty without one.
fn due_text(row: &PlanRow) -> String {
    row.reports_due.map_or_else(String::new, moment_text)
}

/// The moment that must be there.
fn needed(field: &'static str, text: &str) -> Result<NaiveDateTime, Problem> {
    let missing = || FIELD_REFUSED.with("field", field).with("expected", "24/05/2021 17:00");
    typed_moment(field, text)?.ok_or_else(missing)
}

/// Sets until when reports are on time, or lets them always be.
#[post("/plans/{plan}/deadlines")]
pub async fn set_due(visit: Visit, plan: Path<i64>, form: Form) -> Result<HttpResponse, Fault> {
    let (plan, text, is_none) = (*plan, form.field("due").to_owned(), form.field("what") == "none");
    let shown = form.field("shown").to_owned();
    let typed = Typed { due: Some(text.clone()), ..Typed::default() };
    let done = visit
        .run(move |service, actor| {
            // Reports that come meanwhile raise the plan's count of changes; what matters is the deadline that was shown.
            service.demand(actor, Right::ManagePlans)?;
            let row = service.plan(actor, plan)?;
            if due_text(&row) != shown {
                return Ok(Err(STALE.with("expected", row.change)));
            }
            let due = if is_none { Ok(None) } else { needed("reports_due", &text).map(Some) };
            Ok(due.and_then(|due| service.set_reports_due(actor, plan, Some(row.change), due).map(drop)))
        })
        .await?;
    told(&visit, plan, done, (typed, if is_none { "due-none" } else { "due-set" })).await
}

/// Grants a unit a later deadline.
#[post("/plans/{plan}/deadlines/extensions")]
pub async fn grant(visit: Visit, plan: Path<i64>, form: Form) -> Result<HttpResponse, Fault> {
    let field = |name: &str| form.field(name).to_owned();
    let (plan, typed) = (
        *plan,
        Typed {
            due: None,
            unit: field("unit"),
            until: field("until"),
            granted_by: field("granted_by"),
            reason: field("reason"),
        },
    );
    let asked = typed.clone();
    let done = visit
        .run(move |service, actor| {
            let until = needed("until", &asked.until);
            Ok(until.and_then(|until| {
                let Typed { unit, granted_by, reason, .. } = asked;
                let new = NewExtension { unit, until, granted_by, reason };
                service.add_extension(actor, plan, &new).map(drop)
            }))
        })
        .await?;
    told(&visit, plan, done, (typed, "granted")).await
}
