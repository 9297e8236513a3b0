//! The register of units, with dates.

use actix_web::web::{Path, Payload, Query};
use actix_web::{HttpResponse, get, post};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::answer::{Call, json};
use super::body::{Json, demand_type, whole};
use super::plan::{LARGEST_UNITS, told, units_read};
use super::problem::{Problems, Refused};
use super::upload::{TABLES, UnitsRead};
use crate::app::actor::Right;
use crate::app::register::{UnitFilter, UnitHistory};
use crate::app::unit::{Merger, UnitRow};
use crate::app::unit_list::ListImport;
use crate::contest::finding::Findings;

/// A unit between two days.
#[derive(Deserialize, Serialize, ToSchema)]
pub struct RegisteredUnit {
    /// The official code; text, with its leading zeros.
    #[schema(example = "03127")]
    pub code: String,
    /// The name.
    #[schema(example = "Phường Noong Bua")]
    pub name: String,
    /// The level.
    #[schema(example = "commune")]
    pub level: String,
    /// The code of the unit above.
    #[schema(example = "094")]
    pub parent_code: Option<String>,
    /// From this day on.
    #[schema(example = "2021-01-01")]
    pub valid_from: NaiveDate,
    /// Up to this day, which no longer counts; null: until further notice.
    pub valid_until: Option<NaiveDate>,
}

impl From<&UnitRow> for RegisteredUnit {
    fn from(row: &UnitRow) -> Self {
        Self {
            code: row.code.clone(),
            name: row.name.clone(),
            level: row.level.clone(),
            parent_code: row.parent_code.clone(),
            valid_from: row.valid_from,
            valid_until: row.valid_until,
        }
    }
}

/// Units of a day, by code.
#[derive(Serialize, ToSchema)]
pub struct RegisteredUnitList {
    /// The units of this page.
    pub items: Vec<RegisteredUnit>,
    /// How many there are in all.
    pub total: usize,
    /// What `after` takes for the next page; null on the last.
    pub next: Option<String>,
}

/// Which units are wanted.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct UnitQuery {
    /// As of this day.
    #[param(example = "2021-05-23")]
    pub on: NaiveDate,
    /// Only those of this level.
    #[param(example = "commune")]
    pub level: Option<String>,
    /// Only those right below the unit with this code.
    pub parent: Option<String>,
    /// Only those whose name or code contains this, with or without diacritics.
    #[param(example = "dien bien")]
    pub search: Option<String>,
    /// Only what comes after this code; `next` of the page before.
    #[serde(default)]
    pub after: String,
    /// At most so many, 1 to 1000.
    #[serde(default = "fifty")]
    #[param(minimum = 1, maximum = 1000, example = 50)]
    pub limit: usize,
}

const fn fifty() -> usize {
    50
}

/// How a list is taken in.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ImportQuery {
    /// From this day on the list holds.
    #[param(example = "2021-01-01")]
    pub on: NaiveDate,
    /// Whether the list is complete: units that it doesn't have end on that day.
    #[serde(default)]
    pub complete: bool,
    /// Whether only to tell what would change.
    #[serde(default)]
    pub dry_run: bool,
}

/// What a list changes in the register.
#[derive(Serialize, ToSchema)]
pub struct RegisterChangeBody {
    /// Units that weren't there.
    #[schema(example = 11367)]
    pub created: usize,
    /// Units whose name, level or unit above is another from that day on.
    pub changed: usize,
    /// Units that end on that day.
    pub ended: usize,
    /// Units that stay as they are.
    pub unchanged: usize,
}

/// A unit that others become part of.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MergedUnit {
    /// The code.
    #[schema(example = "622")]
    pub code: String,
    /// The name.
    #[schema(example = "Thành phố Pleiku")]
    pub name: String,
    /// The level.
    #[schema(example = "district")]
    pub level: String,
    /// The code of the unit above.
    #[schema(example = "64")]
    pub parent_code: Option<String>,
}

/// A merger.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeUnits {
    /// From this day on.
    #[schema(example = "2025-07-01")]
    pub on: NaiveDate,
    /// The codes of the units that end.
    #[schema(example = json!(["623", "624"]))]
    pub from: Vec<String>,
    /// The unit that they become part of; made when it isn't there on that day.
    pub into: MergedUnit,
}

/// What became part of what.
#[derive(Serialize, ToSchema)]
pub struct SuccessionBody {
    /// The code of the unit that ended.
    #[schema(example = "623")]
    pub code: String,
    /// The code of the unit that it became part of.
    #[schema(example = "622")]
    pub successor_code: String,
    /// From this day on.
    #[schema(example = "2025-07-01")]
    pub on: NaiveDate,
}

/// A unit with what it was and became.
#[derive(Serialize, ToSchema)]
pub struct UnitHistoryBody {
    /// What it was, by date.
    pub validity: Vec<RegisteredUnit>,
    /// What it became part of, and what became part of it.
    pub successions: Vec<SuccessionBody>,
}

impl From<&UnitHistory> for UnitHistoryBody {
    fn from(of: &UnitHistory) -> Self {
        Self {
            validity: of.rows.iter().map(RegisteredUnit::from).collect(),
            successions: of
                .successions
                .iter()
                .map(|row| SuccessionBody {
                    code: row.code.clone(),
                    successor_code: row.successor_code.clone(),
                    on: row.on_date,
                })
                .collect(),
        }
    }
}

/// Units for a draft.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnitsFromRegister {
    /// As of this day: a contest is scored in the tree of its day.
    #[schema(example = "2021-05-23")]
    pub on: NaiveDate,
    /// The code of a unit that is taken with all below it; null: all units.
    #[schema(example = "64")]
    pub below: Option<String>,
}

/// List units of a day
///
/// In the order of their codes.
#[utoipa::path(tag = "units", operation_id = "list_units", params(UnitQuery),
    responses((status = 200, description = "A page of units", body = RegisteredUnitList), Problems))]
#[get("/units")]
pub async fn list_units(call: Call, query: Query<UnitQuery>) -> Result<HttpResponse, Refused> {
    let UnitQuery { on, level, parent, search, after, limit } = query.into_inner();
    let limit = limit.clamp(1, 1000);
    let filter = UnitFilter { level, parent, search };
    let (rows, total) =
        call.run(move |service, actor| service.units_on(actor, on, &filter, &after, limit)).await?;
    let next = rows.last().filter(|_| rows.len() == limit).map(|row| row.code.clone());
    Ok(json(&RegisteredUnitList { items: rows.iter().map(RegisteredUnit::from).collect(), total, next }))
}

/// Get a unit
///
/// Everything that it was, with dates, what it became part of, and what became part of it.
#[utoipa::path(tag = "units", operation_id = "get_unit", params(
    ("code" = String, Path, description = "The unit's code", example = "622")),
    responses((status = 200, description = "The unit", body = UnitHistoryBody), Problems))]
#[get("/units/{code}")]
pub async fn get_unit(call: Call, code: Path<String>) -> Result<HttpResponse, Refused> {
    let found = call.run(move |service, actor| service.unit_history(actor, &code)).await?;
    Ok(json(&UnitHistoryBody::from(&found)))
}

/// Take in an official list of units
///
/// CSV or XLSX with code, name, level and parent_code, as of a day; all of it or nothing. The same list again changes
/// nothing.
#[utoipa::path(tag = "units", operation_id = "import_units", params(ImportQuery),
    request_body(content = String, content_type = "text/csv", description = "The list"),
    responses((status = 200, description = "What it changed", body = RegisterChangeBody), Problems))]
#[post("/units/imports")]
pub async fn import_units(
    call: Call,
    query: Query<ImportQuery>,
    payload: Payload,
) -> Result<HttpResponse, Refused> {
    call.demand(Right::ManageUnits).await?;
    demand_type(&call, TABLES)?;
    let ImportQuery { on, complete, dry_run } = query.into_inner();
    let bytes = whole(&call, payload, LARGEST_UNITS).await?;
    let import = ListImport { on, complete, dry_run };
    let done = call.run(move |service, actor| service.import_units(actor, &bytes, import)).await?;
    Ok(json(&RegisterChangeBody {
        created: done.created,
        changed: done.changed,
        ended: done.ended,
        unchanged: done.unchanged,
    }))
}

/// Merge units
///
/// On a day; what was before stays in the register, with the successor named.
#[utoipa::path(tag = "units", operation_id = "merge_units",
    responses((status = 201, description = "Merged", body = UnitHistoryBody), Problems))]
#[post("/units/mergers")]
pub async fn merge_units(call: Call, body: Json<MergeUnits>) -> Result<HttpResponse, Refused> {
    let MergeUnits { on, from, into } = body.into_inner();
    let MergedUnit { code, name, level, parent_code } = into;
    let into = UnitRow { code, name, level, parent_code, valid_from: on, valid_until: None };
    let merger = Merger { on, from, into };
    let found = call.run(move |service, actor| service.merge_units(actor, &merger)).await?;
    Ok(HttpResponse::Created().json(UnitHistoryBody::from(&found)))
}

/// Take a draft's units from the register
///
/// As of a day. Later mergers change nothing in the plan.
#[utoipa::path(tag = "plans", operation_id = "take_plan_units", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 200, description = "Stored", body = UnitsRead), Problems))]
#[post("/plans/{plan}/units/from-register")]
pub async fn take_plan_units(
    call: Call,
    plan: Path<i64>,
    body: Json<UnitsFromRegister>,
) -> Result<HttpResponse, Refused> {
    let UnitsFromRegister { on, below } = body.into_inner();
    let (row, findings) = call
        .run(move |service, actor| {
            let mut findings = Findings::default();
            let done = service.units_from_register(actor, *plan, on, below.as_deref(), &mut findings);
            told(done, findings)
        })
        .await?;
    Ok(units_read(row.as_ref(), &findings))
}
