//! Appraisals: what is given by hand for a criterion, unit by unit, what is still missing, and fields to give it in.

use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse, get, post};
use askama::Template;
use chrono::NaiveDateTime;

use super::appraisal_form::{Sent, SheetView, field_text, sent};
use super::cluster_field::ClusterField;
use super::fault::Fault;
use super::form::Form;
use super::head::Head;
use super::page::{Page, rendered};
use super::span::Span;
use super::visit::{Visit, see_done};
use crate::api::problem::sentence;
use crate::app::actor::Right;
use crate::app::appraisal::{AppraisalRow, RefusedAppraisals, given};
use crate::app::appraisal_sheet::{AppraisalSheet, Given, JudgedCriterion};
use crate::app::live::appraised;
use crate::app::plan::{PlanState, state_of};
use crate::app::problem::{FIELD_REFUSED, PARAMETER_MALFORMED, Problem, STALE};
use crate::app::service::Service;
use crate::contest::figure::Value;
use crate::documents::reason::criterion_label;
use crate::documents::rule::rule_text;
use crate::intake::fold::fold;
use crate::text::format;

/// How many units a page shows.
const UNITS: usize = 50;

/// How many earlier values of a cell are shown; all are counted.
const PAST: usize = 5;

/// Something that was given once.
struct Past {
    value: String,
    by: String,
    at: NaiveDateTime,
    note: Option<String>,
}

/// A cell to give something in.
struct Cell {
    /// Its name in the form: the unit's and the slot's number.
    id: String,
    /// Whose points it takes; empty where there is one scorer alone.
    scorer: String,
    value: String,
    was: String,
    seen: i64,
    own: Option<String>,
    given: Option<Past>,
    /// The last of what was given before.
    earlier: Vec<Past>,
    earlier_in_all: usize,
    is_refused: bool,
}

/// A unit with its cells, one per scorer.
struct Row {
    unit: u32,
    code: String,
    name: String,
    cluster: String,
    cells: Vec<Option<Cell>>,
    note: String,
}

/// A criterion to choose.
struct Choice {
    code: String,
    label: String,
    given: Given,
}

#[derive(Template)]
#[template(path = "appraisals.html")]
struct AppraisalsPage<'a> {
    page: Page<'a>,
    head: Head,
    view: &'a SheetView,
    choices: Vec<Choice>,
    cluster_field: ClusterField<'a>,
    label: String,
    rule: String,
    is_flag: bool,
    maximum: String,
    scorers: Vec<String>,
    rows: Vec<Row>,
    span: Span,
    all: usize,
    can_give: bool,
    refused: Vec<(Option<String>, String)>,
    note: &'a str,
}

impl AppraisalsPage<'_> {
    fn told(&self, past: &Past) -> String {
        let by = self.page.who(&past.by);
        let note = past.note.as_ref().map_or_else(String::new, |note| format!(": {note}"));
        format!("{by}, {}{note}", self.page.moment(&past.at))
    }
}

/// A value in words.
fn told(page: Page<'_>, value: Option<Value>) -> String {
    match value {
        Some(Value::Points(points)) => format::numeral(points, page.visitor.language),
        Some(Value::Flag(answer)) => page.word(if answer { "answer-yes" } else { "answer-no" }),
        Some(_) => String::new(),
        None => page.word("appraisals-withdrawn"),
    }
}

/// Why a cell is refused, in words for who filled it in.
fn refusal(page: Page<'_>, problem: &Problem) -> String {
    let argument = |name: &str| {
        problem.arguments.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value.as_str())
    };
    match argument("field") {
        "value" if problem.code == &FIELD_REFUSED => {
            let expected = argument("expected")
                .strip_suffix('-')
                .map_or_else(|| argument("expected").replace('-', " – "), |least| format!("≥ {least}"));
            page.texts.get("appraisals-value-refused", &[("expected", expected.into())])
        }
        "note" if problem.code == &FIELD_REFUSED => page.word("appraisals-note-needed"),
        _ if problem.code == &STALE => page.word("appraisals-stale"),
        _ => sentence(problem, page.visitor.language),
    }
}

/// What was sent and refused; empty when the page is read.
#[derive(Default)]
struct Again {
    sent: Sent,
    cells: Vec<(usize, Problem)>,
}

fn past(page: Page<'_>, row: &AppraisalRow) -> Past {
    Past {
        value: told(page, appraised(row)),
        by: row.made_by.clone(),
        at: row.made_at,
        note: row.note.clone(),
    }
}

/// A unit's cells as they stand, or as they were typed.
fn row(
    page: Page<'_>,
    sheet: &AppraisalSheet,
    (unit, judged): (u32, JudgedCriterion),
    history: &[AppraisalRow],
    again: &Again,
) -> Row {
    let plan = &sheet.frame.plan;
    let metric = &plan.metrics[judged.metric];
    let slots = sheet.slots(unit, judged);
    let cell = |slot: usize| {
        if !slots.contains(&slot) {
            return None;
        }
        let here = |row: &&AppraisalRow| usize::try_from(row.slot).is_ok_and(|at| at == slot);
        let mut rows: Vec<&AppraisalRow> = history.iter().filter(here).collect();
        let seen = rows.last().map_or(0, |row| row.number);
        let standing = rows.pop_if(|row| given(row).is_some());
        let was = standing.map_or_else(String::new, |row| field_text(row, page.visitor.language));
        let typed = again.sent.typed(unit, slot);
        let own = sheet.live.own_figure(unit, slot).map(|figure| told(page, Some(figure.value)));
        Some(Cell {
            id: format!("{unit}-{slot}"),
            scorer: plan.slot(slot).1.map_or_else(String::new, |item| page.words(&item.name).to_owned()),
            value: typed.unwrap_or(&was).to_owned(),
            was,
            seen,
            own,
            given: standing.map(|row| past(page, row)),
            earlier: rows.iter().rev().take(PAST).map(|row| past(page, row)).collect(),
            earlier_in_all: rows.len(),
            is_refused: again.cells.iter().any(|(at, _)| again.sent.place(*at) == Some((unit, slot))),
        })
    };
    let known = sheet.frame.units.get(unit);
    let cluster = known.cluster.and_then(|cluster| sheet.frame.units.clusters.get(cluster as usize));
    Row {
        unit,
        code: known.code().to_owned(),
        name: known.name().to_owned(),
        cluster: cluster.map_or_else(String::new, |cluster| page.words(&cluster.name).to_owned()),
        cells: (metric.first_slot..metric.first_slot + plan.items_of(metric)).map(cell).collect(),
        note: again.sent.note_of(unit).to_owned(),
    }
}

/// The criterion that an address asks for; without one the first of which something is to be given.
fn chosen(sheet: &AppraisalSheet, code: &str) -> Result<Option<JudgedCriterion>, Problem> {
    let code_of = |judged: &JudgedCriterion| sheet.frame.plan.criteria[judged.criterion].code.as_str();
    if code.is_empty() {
        let open = sheet.criteria.iter().find(|(_, given)| given.open > 0).or(sheet.criteria.first());
        return Ok(open.map(|(judged, _)| *judged));
    }
    let found = sheet.criteria.iter().find(|(judged, _)| code_of(judged) == code);
    let codes: Vec<&str> = sheet.criteria.iter().map(|(judged, _)| code_of(judged)).collect();
    let unknown = || PARAMETER_MALFORMED.with("field", "criterion").with("expected", codes.join(", "));
    found.map(|(judged, _)| Some(*judged)).ok_or_else(unknown)
}

/// The units that a view asks for.
fn units(sheet: &AppraisalSheet, view: &SheetView, judged: JudgedCriterion) -> Result<Vec<u32>, Problem> {
    let frame = &sheet.frame;
    let cluster = if view.cluster.is_empty() { None } else { Some(frame.cluster(&view.cluster)?) };
    let search = fold(&view.search);
    let fits = |unit: &&u32| {
        let known = frame.units.get(**unit);
        (cluster.is_none() || known.cluster == cluster)
            && (search.is_empty()
                || fold(known.name()).contains(&search)
                || known.code().starts_with(view.search.trim()))
            && !sheet.slots(**unit, judged).is_empty()
            && (!view.is_open_alone() || !sheet.open(**unit, judged).is_empty())
    };
    Ok(sheet.units.iter().filter(fits).copied().collect())
}

/// What is refused: the cell, where it is one, and why.
fn refusals(
    page: Page<'_>,
    sheet: &AppraisalSheet,
    again: &Again,
    whole: Option<&Problem>,
) -> Vec<(Option<String>, String)> {
    let Some(whole) = whole else { return Vec::new() };
    if again.cells.is_empty() {
        let is_empty = whole.code == &FIELD_REFUSED && again.sent.is_unchanged();
        return vec![(None, if is_empty { page.word("appraisals-unchanged") } else { refusal(page, whole) })];
    }
    let told = again.cells.iter().map(|(at, problem)| {
        let Some((unit, slot)) = again.sent.place(*at) else { return (None, refusal(page, problem)) };
        let unit_name = sheet.frame.units.list.get(unit as usize).map_or("", |unit| unit.name());
        let item = sheet.frame.plan.slot(slot).1.map_or("", |item| page.words(&item.name));
        let scorer = if item.is_empty() { String::new() } else { format!(", {item}") };
        (Some(format!("{unit}-{slot}")), format!("{unit_name}{scorer}: {}", refusal(page, problem)))
    });
    told.collect()
}

fn appraisals_page(
    service: &Service,
    page: Page<'_>,
    (plan, view): (i64, &SheetView),
    (whole, again): (Option<&Problem>, &Again),
) -> Result<String, Problem> {
    let actor = &page.visitor.actor;
    let sheet = service.appraisal_sheet(actor, plan)?;
    let rules = &sheet.frame.plan;
    let criterion = |judged: &JudgedCriterion| &rules.criteria[judged.criterion];
    let judged = chosen(&sheet, &view.criterion)?;
    let units = judged.map_or_else(|| Ok(Vec::new()), |judged| units(&sheet, view, judged))?;
    let span = Span::of(units.len(), view.page, UNITS);
    let shown: Vec<u32> = span.cut(units.iter().copied()).collect();
    let history = service.appraisals_of(actor, plan, &shown)?;
    let rows = judged.map_or_else(Vec::new, |judged| {
        let each = shown.iter().zip(&history);
        each.map(|(unit, history)| row(page, &sheet, (*unit, judged), history, again)).collect()
    });
    let choices = sheet.criteria.iter().map(|(judged, given)| Choice {
        code: criterion(judged).code.clone(),
        label: criterion_label(page.texts, criterion(judged)),
        given: *given,
    });
    let metric = judged.map(|judged| &rules.metrics[judged.metric]);
    let items = metric.and_then(|metric| metric.breakdown).map(|at| rules.breakdowns[at].items.as_slice());
    let view = &SheetView {
        criterion: judged.map_or_else(String::new, |judged| criterion(&judged).code.clone()),
        page: span.number,
        ..view.clone()
    };
    rendered(&AppraisalsPage {
        page,
        head: Head::of(page, &sheet.row, "way-appraisals"),
        view,
        choices: choices.collect(),
        cluster_field: ClusterField::new(page, plan, sheet.frame.clusters(), &view.cluster),
        label: judged.map_or_else(String::new, |judged| criterion_label(page.texts, criterion(&judged))),
        rule: judged.map_or_else(String::new, |judged| rule_text(page.texts, rules, criterion(&judged))),
        is_flag: judged.is_some_and(|judged| judged.is_flag),
        maximum: judged
            .and_then(|judged| judged.maximum)
            .map_or_else(String::new, |most| format::numeral(most, page.visitor.language)),
        scorers: items
            .map_or_else(Vec::new, |items| items.iter().map(|it| page.words(&it.name).to_owned()).collect()),
        rows,
        span,
        all: sheet.units.len(),
        can_give: matches!(state_of(&sheet.row), PlanState::Collecting | PlanState::Closed),
        refused: refusals(page, &sheet, again, whole),
        note: &again.sent.note,
    })
}

/// What is given by hand, criterion by criterion.
#[get("/plans/{plan}/appraisals")]
pub async fn show_appraisals(
    visit: Visit,
    request: HttpRequest,
    plan: Path<i64>,
) -> Result<HttpResponse, Fault> {
    let view = SheetView::of_query(request.query_string());
    visit
        .page(move |service, page| appraisals_page(service, page, (*plan, &view), (None, &Again::default())))
        .await
}

/// Gives, corrects and withdraws what was typed: all of it, or nothing.
#[post("/plans/{plan}/appraisals")]
pub async fn give_appraisals(
    visit: Visit,
    request: HttpRequest,
    plan: Path<i64>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let (plan, view) = (*plan, SheetView::of_query(request.query_string()));
    visit.run(|service, actor| service.demand(actor, Right::Appraise)).await?;
    let sent = sent(&form).map_err(|problem| visit.fault(problem))?;
    let goes_on = !form.field("next").is_empty();
    let language = visit.visitor.language;
    let (done, sent) = visit
        .run(move |service, actor| {
            let sheet = service.appraisal_sheet(actor, plan)?;
            let all = sent.changes(&sheet, language)?;
            if all.is_empty() {
                let problem = FIELD_REFUSED.with("field", "value").with("expected", "");
                let refused = RefusedAppraisals { problem, cells: Vec::new(), others: Vec::new() };
                return Ok((Err(refused), sent));
            }
            Ok((service.appraise_all(actor, plan, &all).map(drop), sent))
        })
        .await?;
    match done {
        Ok(()) => {
            // Of what is open, the units just given are gone from the list.
            let on = if goes_on && !view.is_open_alone() { view.page + 1 } else { view.page };
            Ok(see_done(&format!("/plans/{plan}/appraisals?{}", view.on_page(on)), "appraised"))
        }
        Err(refused) => {
            let RefusedAppraisals { problem, cells, others } = refused;
            let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
                let mut cells = cells.into_iter();
                let first = cells.next().map(|at| (at, problem.again()));
                let cells = first.into_iter().chain(cells.zip(others)).collect();
                appraisals_page(service, page, (plan, &view), (Some(problem), &Again { sent, cells }))
            };
            visit.again(problem, again).await
        }
    }
}
