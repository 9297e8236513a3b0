//! Plans and the units that take part.

use actix_web::web::{Path, Payload, Query};
use actix_web::{HttpResponse, get, post, put};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::answer::{Call, created, json, tagged};
use super::body::{Json, demand_type, whole};
use super::malformed::demand_text;
use super::page::{Page, WordsBody, next_after};
use super::problem::{Problems, Refused};
use crate::app::actor::Right;
use crate::app::audit::written;
use crate::app::plan::PlanRow;
use crate::app::plan::{PlanFile, PlanState, state_of};
use crate::app::problem::FIELD_REFUSED;
use crate::app::problem::Problem;
use crate::app::upload::plain_name;
use crate::contest::finding::Findings;
use crate::intake::source_file::SourceFile;

/// How many bytes a plan file may have.
const LARGEST_PLAN: usize = 2 * 1024 * 1024;

/// How many bytes a list of units may have.
pub const LARGEST_UNITS: usize = 32 * 1024 * 1024;

/// A plan.
#[derive(Serialize, ToSchema)]
pub struct PlanBody {
    /// The id.
    pub id: i64,
    /// The document's number.
    #[schema(example = "508/KH-UBND")]
    pub code: String,
    /// The title.
    pub title: WordsBody,
    /// `draft`, `launched`, `collecting`, `closed`, `ranked` or `finalised`.
    #[schema(example = "collecting")]
    pub state: String,
    /// Where it can go from here.
    #[schema(example = json!(["closed"]))]
    pub next_states: Vec<String>,
    /// The name of the plan file.
    pub file_name: String,
    /// SHA-256 of the plan file, in hexadecimal.
    pub hash: String,
    /// Until when reports are on time; null: they always are.
    #[schema(format = DateTime)]
    pub reports_due: Option<String>,
    /// Counts every change to the plan and to what is reported for it; the `ETag`.
    pub change: i64,
    /// Who made it.
    pub created_by: String,
    /// When.
    #[schema(format = DateTime)]
    pub created_at: String,
}

impl From<&PlanRow> for PlanBody {
    fn from(row: &PlanRow) -> Self {
        let state = state_of(row);
        let next = state.onward().iter().chain(state.back());
        Self {
            id: row.id,
            code: row.code.clone(),
            title: WordsBody { vi: row.title_vi.clone(), en: row.title_en.clone() },
            state: row.state.clone(),
            next_states: next.map(|state| state.code().to_owned()).collect(),
            file_name: row.file_name.clone(),
            hash: row.hash.clone(),
            reports_due: row.reports_due.map(written),
            change: row.change,
            created_by: row.created_by.clone(),
            created_at: written(row.created_at),
        }
    }
}

/// Plans, by id.
#[derive(Serialize, ToSchema)]
pub struct PlanList {
    /// The plans of this page.
    pub items: Vec<PlanBody>,
    /// How many there are in all.
    pub total: i64,
    /// What `after` takes for the next page; null on the last.
    pub next: Option<i64>,
}

/// How a file handed in is called.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FileQuery {
    /// The file's name, for findings; folders are cut off.
    #[param(example = "ke-hoach-508.toml", max_length = 400)]
    pub file_name: Option<String>,
}

impl FileQuery {
    /// The name, or another one.
    pub fn or(&self, other: &str) -> String {
        self.file_name.as_deref().map_or_else(|| other.to_owned(), plain_name)
    }
}

/// A deadline.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetReportsDue {
    /// Until when reports are on time; null: they always are.
    #[schema(example = "2021-05-26T10:00:00Z")]
    pub reports_due: Option<DateTime<Utc>>,
}

/// Another state for a plan.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MovePlan {
    /// The state.
    #[schema(example = "collecting")]
    pub to: String,
    /// Why; needed for going back.
    #[schema(example = "Ba xã nộp lại báo cáo", max_length = 2000)]
    pub reason: Option<String>,
}

/// A unit of a plan.
#[derive(Serialize, ToSchema)]
pub struct UnitBody {
    /// Its position in the plan's list; what `after` takes.
    pub position: i64,
    /// The official code.
    #[schema(example = "03127")]
    pub code: String,
    /// The name.
    pub name: String,
    /// The code of its level.
    #[schema(example = "commune")]
    pub level: String,
    /// The code of its type of subject.
    pub subject: Option<String>,
    /// The code of the unit above.
    pub parent: Option<String>,
    /// The code of its cluster; without one it doesn't take part.
    pub cluster: Option<String>,
    /// Who proposes it.
    pub source: Option<String>,
}

/// Units of a plan, by position.
#[derive(Serialize, ToSchema)]
pub struct UnitList {
    /// The units of this page.
    pub items: Vec<UnitBody>,
    /// How many there are in all.
    pub total: i64,
    /// How many of all take part.
    pub participants: i64,
    /// What `after` takes for the next page; null on the last.
    pub next: Option<i64>,
}

fn text_of(call: &Call, bytes: &[u8]) -> Result<String, Refused> {
    demand_text(bytes).map(str::to_owned).map_err(|problem| call.refused(problem))
}

/// List plans
///
/// By id, with the state each is in.
#[utoipa::path(tag = "plans", operation_id = "list_plans", params(Page),
    responses((status = 200, description = "A page of plans", body = PlanList), Problems))]
#[get("/plans")]
pub async fn list_plans(call: Call, page: Query<Page>) -> Result<HttpResponse, Refused> {
    let page = page.into_inner();
    let limit = page.limit();
    let (rows, total) = call.run(move |service, actor| service.plans_after(actor, page.after, limit)).await?;
    let next = next_after(&rows, limit, |row| row.id);
    Ok(json(&PlanList { items: rows.iter().map(PlanBody::from).collect(), total, next }))
}

/// Add a plan
///
/// Takes a plan file; a file with mistakes is refused with every mistake at once.
#[utoipa::path(tag = "plans", operation_id = "add_plan", params(FileQuery),
    request_body(content = String, content_type = "application/toml", description = "The plan file"),
    responses((status = 201, description = "Stored as a draft", body = PlanBody), Problems))]
#[post("/plans")]
pub async fn add_plan(
    call: Call,
    query: Query<FileQuery>,
    payload: Payload,
) -> Result<HttpResponse, Refused> {
    call.demand(Right::ManagePlans).await?;
    demand_type(&call, &["application/toml", "text/plain"])?;
    let bytes = whole(&call, payload, LARGEST_PLAN).await?;
    let (text, name) = (text_of(&call, &bytes)?, query.or("plan.toml"));
    let row = call
        .run(move |service, actor| service.add_plan(actor, PlanFile { name: &name, text: &text }))
        .await?;
    Ok(created(&PlanBody::from(&row), row.change))
}

/// Get a plan
///
/// With its state, and the states that it can go to from there.
#[utoipa::path(tag = "plans", operation_id = "get_plan",
    params(("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 200, description = "The plan", body = PlanBody), Problems))]
#[get("/plans/{plan}")]
pub async fn get_plan(call: Call, plan: Path<i64>) -> Result<HttpResponse, Refused> {
    let row = call.run(move |service, actor| service.plan(actor, *plan)).await?;
    Ok(tagged(&PlanBody::from(&row), row.change))
}

/// Get a plan's file
///
/// The file, byte for byte as it was handed in.
#[utoipa::path(tag = "plans", operation_id = "get_plan_source",
    params(("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 200, description = "The plan file", body = String, content_type = "application/toml"), Problems))]
#[get("/plans/{plan}/source")]
pub async fn get_plan_source(call: Call, plan: Path<i64>) -> Result<HttpResponse, Refused> {
    let row = call.run(move |service, actor| service.plan(actor, *plan)).await?;
    Ok(HttpResponse::Ok().content_type("application/toml").body(row.source))
}

/// Replace a draft's file
///
/// The units go with it, since they were read against the old one.
#[utoipa::path(tag = "plans", operation_id = "replace_plan", params(FileQuery,
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("If-Match" = Option<String>, Header, description = "The plan's ETag as last read", example = "\"1\"")),
    request_body(content = String, content_type = "application/toml", description = "The plan file"),
    responses((status = 200, description = "Stored", body = PlanBody), Problems))]
#[put("/plans/{plan}/source")]
pub async fn replace_plan(
    call: Call,
    plan: Path<i64>,
    query: Query<FileQuery>,
    payload: Payload,
) -> Result<HttpResponse, Refused> {
    call.demand(Right::ManagePlans).await?;
    demand_type(&call, &["application/toml", "text/plain"])?;
    let expected = call.if_match()?;
    let bytes = whole(&call, payload, LARGEST_PLAN).await?;
    let (text, name) = (text_of(&call, &bytes)?, query.or("plan.toml"));
    let row = call
        .run(move |service, actor| {
            service.replace_plan(actor, *plan, expected, PlanFile { name: &name, text: &text })
        })
        .await?;
    Ok(tagged(&PlanBody::from(&row), row.change))
}

/// Set the deadline of reports
///
/// Reports received later are marked late, unless the unit has a later deadline of its own.
#[utoipa::path(tag = "plans", operation_id = "set_reports_due", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("If-Match" = Option<String>, Header, description = "The plan's ETag as last read", example = "\"1\"")),
    responses((status = 200, description = "Set", body = PlanBody), Problems))]
#[put("/plans/{plan}/reports-due")]
pub async fn set_reports_due(
    call: Call,
    plan: Path<i64>,
    body: Json<SetReportsDue>,
) -> Result<HttpResponse, Refused> {
    let expected = call.if_match()?;
    let due = body.reports_due.map(|due| due.naive_utc());
    let row = call.run(move |service, actor| service.set_reports_due(actor, *plan, expected, due)).await?;
    Ok(tagged(&PlanBody::from(&row), row.change))
}

/// Move a plan to another state
///
/// On: draft, launched, collecting, closed, ranked, finalised; what is in the way is listed. Back: with a reason.
#[utoipa::path(tag = "plans", operation_id = "move_plan", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("If-Match" = Option<String>, Header, description = "The plan's ETag as last read", example = "\"1\"")),
    responses((status = 200, description = "Moved", body = PlanBody), Problems))]
#[put("/plans/{plan}/state")]
pub async fn move_plan(call: Call, plan: Path<i64>, body: Json<MovePlan>) -> Result<HttpResponse, Refused> {
    let expected = call.if_match()?;
    let body = body.into_inner();
    let Some(to) = PlanState::of_code(&body.to) else {
        let states: Vec<&str> = PlanState::ALL.iter().map(|state| state.code()).collect();
        return Err(call.refused(FIELD_REFUSED.with("field", "to").with("expected", states.join(", "))));
    };
    let row = call
        .run(move |service, actor| service.move_plan(actor, *plan, expected, to, body.reason.as_deref()))
        .await?;
    Ok(tagged(&PlanBody::from(&row), row.change))
}

/// Replace the units of a draft
///
/// Takes a list of units as CSV or XLSX, in the form of `thidua rank --units`.
#[utoipa::path(tag = "plans", operation_id = "replace_plan_units", params(FileQuery,
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("If-Match" = Option<String>, Header, description = "The plan's ETag as last read", example = "\"1\"")),
    request_body(content = String, content_type = "text/csv", description = "The list of units"),
    responses((status = 200, description = "Stored", body = super::upload::UnitsRead), Problems))]
#[put("/plans/{plan}/units")]
pub async fn replace_plan_units(
    call: Call,
    plan: Path<i64>,
    query: Query<FileQuery>,
    payload: Payload,
) -> Result<HttpResponse, Refused> {
    call.demand(Right::ManagePlans).await?;
    demand_type(&call, super::upload::TABLES)?;
    let expected = call.if_match()?;
    let bytes = whole(&call, payload, LARGEST_UNITS).await?;
    let name = query.or("units.csv");
    let (row, findings) = call
        .run(move |service, actor| {
            let mut findings = Findings::default();
            let file = SourceFile::new(&name, &bytes);
            let done = service.replace_units(actor, *plan, expected, file, &mut findings);
            told(done, findings)
        })
        .await?;
    Ok(units_read(row.as_ref(), &findings))
}

/// The findings are the answer to a list that is refused; the refusal only says that there are some.
pub fn told(
    done: Result<PlanRow, Problem>,
    findings: Findings,
) -> Result<(Option<PlanRow>, Findings), Problem> {
    match done {
        Ok(row) => Ok((Some(row), findings)),
        Err(problem) if findings.errors > 0 => {
            tracing::debug!(code = problem.code.code, "a list of units is refused");
            Ok((None, findings))
        }
        Err(problem) => Err(problem),
    }
}

/// The answer to a list of units: the plan when it was stored, and what was found.
pub fn units_read(row: Option<&PlanRow>, findings: &Findings) -> HttpResponse {
    let body = super::upload::UnitsRead::new(row.map(PlanBody::from), findings);
    match row {
        Some(row) => tagged(&body, row.change),
        None => HttpResponse::UnprocessableEntity().json(body),
    }
}

/// List the units of a plan
///
/// In the order of the list: those that take part, and those above them.
#[utoipa::path(tag = "plans", operation_id = "list_plan_units", params(Page,
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 200, description = "A page of units", body = UnitList), Problems))]
#[get("/plans/{plan}/units")]
pub async fn list_plan_units(
    call: Call,
    plan: Path<i64>,
    page: Query<Page>,
) -> Result<HttpResponse, Refused> {
    let page = page.into_inner();
    let limit = page.limit();
    let frame = call.run(move |service, actor| service.frame(actor, *plan)).await?;
    let (plan, units) = (&frame.plan, &frame.units);
    let code = |words: Option<&str>| words.map(str::to_owned);
    // Positions count from 1 here, so that `after=0` is the beginning.
    let items: Vec<UnitBody> = (1_i64..)
        .zip(&units.list)
        .skip(usize::try_from(page.after).unwrap_or(0))
        .take(usize::try_from(limit).unwrap_or(0))
        .map(|(position, unit)| UnitBody {
            position,
            code: unit.code().to_owned(),
            name: unit.name().to_owned(),
            level: plan.levels[usize::from(unit.level)].code.clone(),
            subject: code(unit.subject.map(|it| plan.subjects[usize::from(it)].code.as_str())),
            parent: code(unit.parent.map(|it| units.get(it).code())),
            cluster: code(unit.cluster.map(|it| units.clusters[it as usize].code.as_str())),
            source: code(unit.source.map(|it| units.sources[it as usize].as_str())),
        })
        .collect();
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let next = next_after(&items, limit, |unit| unit.position);
    Ok(json(&UnitList {
        next,
        total: count(units.list.len()),
        participants: count(units.participants().count()),
        items,
    }))
}
