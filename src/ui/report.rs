//! One unit's report: its figures with what is found beside them, its versions side by side, and the decision on it.

use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, get, post};
use askama::Template;
use chrono::NaiveDateTime;
use serde::Deserialize;

use super::fault::Fault;
use super::form::Form;
use super::head::Head;
use super::milestone_lines::{OwnMilestone, own_milestones};
use super::page::{Page, escaped, rendered};
use super::refusal::refusal;
use super::remarks::OfUnit;
use super::visit::{Visit, see_done};
use crate::app::frame::Frame;
use crate::app::problem::{NOT_FOUND, Problem};
use crate::app::report::{Decision, VersionRow};
use crate::app::service::Service;
use crate::app::stored_figure::{StoredFigure, written};
use crate::contest::figure::Value;
use crate::contest::finding::Severity;
use crate::text::finding::{sentence, severity};
use crate::text::format;

/// A figure in the versions that are compared.
struct Cell {
    now: String,
    before: Option<String>,
}

/// A metric with its figures, one per item of its breakdown.
struct Row {
    name: String,
    cells: Vec<Cell>,
}

/// Metrics that are split alike, or not at all.
struct Group {
    items: Vec<String>,
    rows: Vec<Row>,
}

/// What was found.
struct Found {
    code: &'static str,
    severity: String,
    is_error: bool,
    text: String,
}

#[derive(Template)]
#[template(path = "report.html")]
struct ReportPage<'a> {
    page: Page<'a>,
    head: Head,
    code: &'a str,
    name: String,
    versions: Vec<VersionRow>,
    shown: Option<i64>,
    against: Option<i64>,
    groups: Vec<Group>,
    found: Vec<Found>,
    remarks: Option<String>,
    due: Option<NaiveDateTime>,
    milestones: Vec<OwnMilestone>,
    can_decide: bool,
    needs_note: bool,
    refused: Option<String>,
    typed: &'a Typed,
}

impl ReportPage<'_> {
    fn is_other(&self, version: &VersionRow) -> bool {
        Some(version.number) != self.shown
    }
}

/// What somebody typed into the forms of a decision.
#[derive(Debug, Clone, Default)]
struct Typed {
    note: String,
    questions: String,
}

/// Which versions are wanted.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Which {
    version: String,
    against: String,
}

/// A figure for people.
fn told(page: Page<'_>, figure: &StoredFigure, texts: &[String]) -> String {
    let language = page.visitor.language;
    match figure.value {
        Value::Count(count) => format::count(count, language),
        Value::Percentage(number) => format::percent(number, language),
        Value::Points(number) => format::numeral(number, language),
        Value::Flag(answer) => page.word(if answer { "answer-yes" } else { "answer-no" }),
        Value::Date(day) => format::date(day),
        Value::Moment(moment) => format::moment(moment),
        Value::Text(_) => written(figure.value, texts),
    }
}

/// The figures of a version by slot.
fn figures(
    service: &Service,
    page: Page<'_>,
    (plan, code): (i64, &str),
    frame: &Frame,
    number: i64,
) -> Result<Vec<String>, Problem> {
    let version = service.version(&page.visitor.actor, plan, code, number)?;
    let mut all = vec![String::new(); frame.plan.slots()];
    for figure in &version.figures {
        if let Some(slot) = all.get_mut(figure.slot) {
            *slot = told(page, figure, &version.texts);
        }
    }
    Ok(all)
}

fn groups(page: Page<'_>, frame: &Frame, now: &[String], before: Option<&[String]>) -> Vec<Group> {
    let plan = &frame.plan;
    let cell = |slot: usize| Cell {
        now: now.get(slot).cloned().unwrap_or_default(),
        before: before.map(|before| before.get(slot).cloned().unwrap_or_default()),
    };
    let mut groups: Vec<(Option<usize>, Group)> = Vec::new();
    for metric in &plan.metrics {
        let slots = metric.first_slot..metric.first_slot + plan.items_of(metric);
        let row = Row { name: page.words(&metric.name).to_owned(), cells: slots.map(cell).collect() };
        if !row.cells.iter().any(Cell::is_there) {
            continue;
        }
        if let Some((_, group)) = groups.last_mut().filter(|(breakdown, _)| *breakdown == metric.breakdown) {
            group.rows.push(row);
            continue;
        }
        let items = metric.breakdown.map_or(&[][..], |at| plan.breakdowns[at].items.as_slice());
        let items = items.iter().map(|item| page.words(&item.name).to_owned()).collect();
        groups.push((metric.breakdown, Group { items, rows: vec![row] }));
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

impl Cell {
    fn is_there(&self) -> bool {
        !self.now.is_empty() || self.before.as_ref().is_some_and(|before| !before.is_empty())
    }

    fn has_changed(&self) -> bool {
        self.before.as_ref().is_some_and(|before| *before != self.now)
    }
}

fn report_page(
    service: &Service,
    page: Page<'_>,
    (plan, code): (i64, &str),
    which: &Which,
    (refused, typed): (Option<&Problem>, &Typed),
) -> Result<String, Problem> {
    let actor = &page.visitor.actor;
    let row = service.plan(actor, plan)?;
    let (frame, versions) = service.versions(actor, plan, code)?;
    let unit = frame.unit(code).ok_or_else(|| NOT_FOUND.with("what", code))?;
    let last = versions.last().map(|version| version.number);
    let shown = which.version.parse().ok().or(last);
    let against = which.against.parse().ok().filter(|against| Some(*against) != shown);
    let read = |number| figures(service, page, (plan, code), &frame, number);
    let now = shown.map(read).transpose()?.unwrap_or_default();
    let before = against.map(read).transpose()?;
    let findings = service.standing_findings(actor, plan, code)?;
    let found = findings.in_order().into_iter().map(|finding| Found {
        code: finding.code,
        severity: severity(page.texts, finding.severity),
        is_error: finding.severity == Severity::Error,
        text: sentence(page.texts, finding),
    });
    let waits = versions.last().is_some_and(|version| version.state == "submitted");
    rendered(&ReportPage {
        page,
        head: Head::of(page, &row, "way-reports"),
        code,
        name: frame.units.get(unit).name().to_owned(),
        shown,
        against,
        groups: groups(page, &frame, &now, before.as_deref()),
        found: found.collect(),
        remarks: OfUnit::of(service, page, plan, code)?,
        due: service.deadlines(actor, plan)?.of(unit),
        milestones: own_milestones(page, &service.milestones(actor, plan, None)?, unit),
        can_decide: waits && shown == last && page.may("decide_reports"),
        needs_note: findings.warnings > 0,
        refused: refused.map(|problem| refusal(page, problem)),
        typed,
        versions,
    })
}

/// A unit's report.
#[get("/plans/{plan}/reports/{unit}")]
pub async fn show_report(
    visit: Visit,
    path: Path<(i64, String)>,
    which: Query<Which>,
) -> Result<HttpResponse, Fault> {
    let (plan, code) = path.into_inner();
    visit
        .page(move |service, page| {
            report_page(service, page, (plan, &code), &which, (None, &Typed::default()))
        })
        .await
}

/// The unit whose report waits next, behind another in the plan's order; else the first that waits.
fn next_waiting(service: &Service, page: Page<'_>, plan: i64, code: &str) -> Result<Option<String>, Problem> {
    let (frame, states) = service.report_states(&page.visitor.actor, plan)?;
    let here = frame.unit(code).unwrap_or(0);
    let waiting = || states.iter().filter(|report| report.state == "submitted");
    let next = waiting().find(|report| report.unit > here).or_else(|| waiting().next());
    Ok(next.map(|report| frame.units.get(report.unit).code().to_owned()))
}

/// Accepts a report or returns it, and goes on to the next that waits when that is wanted.
#[post("/plans/{plan}/reports/{unit}/{decision}")]
pub async fn decide_report(
    visit: Visit,
    path: Path<(i64, String, String)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let (plan, code, decision) = path.into_inner();
    let typed = Typed { note: form.field("note").to_owned(), questions: form.field("questions").to_owned() };
    let (decision, done) = match decision.as_str() {
        "accept" => {
            let note = Some(typed.note.clone()).filter(|note| !note.is_empty());
            (Decision::Accept { note }, "accepted")
        }
        "return" => (Decision::Return { questions: typed.questions.clone() }, "returned"),
        _ => return Err(Fault::of(visit.visitor, NOT_FOUND.with("what", decision))),
    };
    let number = form.number("version").map_err(|problem| visit.fault(problem))?;
    let goes_on = !form.field("next").is_empty();
    let (unit, visitor) = (code.clone(), visit.visitor.clone());
    let decided = visit
        .run(move |service, actor| {
            let Err(problem) = service.decide_report(actor, plan, &unit, number, &decision) else {
                return crate::api::problem::with_texts(visitor.language, |texts| {
                    let page = Page { texts, visitor: &visitor };
                    let next = if goes_on { next_waiting(service, page, plan, &unit)? } else { None };
                    Ok(Ok(next))
                });
            };
            Ok(Err(problem))
        })
        .await?;
    match decided {
        Ok(Some(next)) => Ok(see_done(&format!("/plans/{plan}/reports/{}", escaped(&next)), done)),
        Ok(None) if goes_on => Ok(see_done(&format!("/plans/{plan}/reports"), done)),
        Ok(None) => Ok(see_done(&format!("/plans/{plan}/reports/{}", escaped(&code)), done)),
        Err(problem) => {
            let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
                report_page(service, page, (plan, &code), &Which::default(), (Some(problem), &typed))
            };
            visit.again(problem, again).await
        }
    }
}
