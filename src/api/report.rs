//! Reports by unit and version: listed, accepted, returned.

use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::answer::{Call, json};
use super::body::Json;
use super::page::next_after;
use super::problem::{Problems, Refused};
use crate::app::audit::written;
use crate::app::completeness::ReportFilter;
use crate::app::frame::Frame;
use crate::app::report::VersionRow;
use crate::app::report::{Decision, ReportState, VersionWithFigures};
use crate::app::stored_figure::written as written_value;
use crate::text::format::column_letters;

/// Where a unit's report stands.
#[derive(Serialize, ToSchema)]
pub struct ReportBody {
    /// The unit's position in the plan's list; what `after` takes.
    pub position: i64,
    /// The unit's code.
    pub unit: String,
    /// The unit's name.
    pub name: String,
    /// `missing`, `submitted`, `accepted` or `returned`.
    #[schema(example = "submitted")]
    pub state: String,
    /// The number of the last version; null without one.
    pub version: Option<i64>,
    /// Whether the last version came after the deadline.
    pub late: bool,
    /// How many of the figures that the unit should report it has.
    pub figures: usize,
    /// How many it should have.
    pub expected_figures: usize,
}

/// Reports by unit.
#[derive(Serialize, ToSchema)]
pub struct ReportList {
    /// The units of this page.
    pub items: Vec<ReportBody>,
    /// How many participants the filters leave.
    pub total: i64,
    /// How many participants within reach there are in all: the base of `total`.
    #[schema(example = 17)]
    pub participants: i64,
    /// What `after` takes for the next page; null on the last.
    pub next: Option<i64>,
}

/// Where a report stands.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReportStateCode {
    /// Nothing was handed in.
    Missing,
    /// It waits to be accepted or returned.
    Submitted,
    /// It was accepted.
    Accepted,
    /// It was returned with questions.
    Returned,
}

impl ReportStateCode {
    const fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Submitted => "submitted",
            Self::Accepted => "accepted",
            Self::Returned => "returned",
        }
    }
}

/// Which reports are wanted.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReportQuery {
    /// Only those that stand so.
    #[param(inline, example = "missing")]
    pub state: Option<ReportStateCode>,
    /// Only units of the cluster with this code.
    #[param(example = "64")]
    pub cluster: Option<String>,
    /// Only those whose last version came late, or only the others.
    #[param(example = false)]
    pub late: Option<bool>,
    /// Only what comes after this key; `next` of the page before.
    #[serde(default)]
    #[param(minimum = 0, example = 0)]
    pub after: i64,
    /// At most so many, 1 to 1000.
    #[serde(default = "super::page::fifty")]
    #[param(minimum = 1, maximum = 1000, example = 50)]
    pub limit: i64,
}

/// A version of a unit's report.
#[derive(Serialize, ToSchema)]
pub struct VersionBody {
    /// Its number; 1 is the first.
    pub number: i64,
    /// `submitted`, `accepted` or `returned`.
    pub state: String,
    /// The file that it came from.
    pub upload: Option<i64>,
    /// Errors between its figures, when it was handed in.
    pub errors: i64,
    /// Warnings, when it was handed in.
    pub warnings: i64,
    /// Whether it came after the deadline.
    pub late: bool,
    /// When it was received.
    #[schema(format = DateTime)]
    pub received_at: String,
    /// Who handed it in.
    pub made_by: String,
    /// When, by the server's clock.
    #[schema(format = DateTime)]
    pub made_at: String,
    /// Who vouches for the receipt on paper.
    pub vouched_by: Option<String>,
    /// Why it was corrected.
    pub reason: Option<String>,
    /// Who accepted or returned it.
    pub decided_by: Option<String>,
    /// When.
    #[schema(format = DateTime)]
    pub decided_at: Option<String>,
    /// Why it was accepted with warnings, or the questions with which it was returned.
    pub decision_note: Option<String>,
}

impl From<&VersionRow> for VersionBody {
    fn from(row: &VersionRow) -> Self {
        Self {
            number: row.number,
            state: row.state.clone(),
            upload: row.upload_id,
            errors: row.errors,
            warnings: row.warnings,
            late: row.late,
            received_at: written(row.received_at),
            made_by: row.made_by.clone(),
            made_at: written(row.made_at),
            vouched_by: row.vouched_by.clone(),
            reason: row.reason.clone(),
            decided_by: row.decided_by.clone(),
            decided_at: row.decided_at.map(written),
            decision_note: row.decision_note.clone(),
        }
    }
}

/// All versions of a unit's report.
#[derive(Serialize, ToSchema)]
pub struct VersionList {
    /// The unit's code.
    pub unit: String,
    /// The unit's name.
    pub name: String,
    /// The versions, by number.
    pub items: Vec<VersionBody>,
}

/// A figure with the cell it came from.
#[derive(Serialize, ToSchema)]
pub struct FigureBody {
    /// The code of the metric.
    #[schema(example = "took_part")]
    pub metric: String,
    /// The code of the item, of a metric that is split.
    pub item: Option<String>,
    /// The value: a count, a decimal, `true` or `false`, a date, a moment or a text.
    #[schema(example = "1925")]
    pub value: String,
    /// The file.
    pub upload: Option<i64>,
    /// The row there.
    pub row: i64,
    /// The column's letters.
    #[schema(example = "C")]
    pub column: String,
}

/// A version with its figures.
#[derive(Serialize, ToSchema)]
pub struct VersionFigures {
    /// The unit's code.
    pub unit: String,
    /// The version.
    pub version: VersionBody,
    /// Its figures, in the plan's order.
    pub figures: Vec<FigureBody>,
}

/// Accept a version.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptReport {
    /// The number of the version that was looked at.
    #[schema(example = 1)]
    pub version: i64,
    /// Why it is accepted in spite of warnings.
    #[schema(example = "Đã đối chiếu với biên bản gốc", max_length = 2000)]
    pub note: Option<String>,
}

/// Return a version.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnReport {
    /// The number of the version that was looked at.
    #[schema(example = 1)]
    pub version: i64,
    /// What the unit has to answer.
    #[schema(example = "Vì sao số phiếu thu vào lớn hơn số cử tri?", min_length = 1, max_length = 2000)]
    pub questions: String,
}

fn report_body(frame: &Frame, state: &ReportState) -> ReportBody {
    let unit = frame.units.get(state.unit);
    ReportBody {
        position: i64::from(state.unit) + 1,
        unit: unit.code().to_owned(),
        name: unit.name().to_owned(),
        state: state.state.to_owned(),
        version: state.version,
        late: state.late,
        figures: state.figures,
        expected_figures: state.expected,
    }
}

/// List reports by unit
///
/// Every participant within reach, with where its report stands; also those that haven't reported. Filters leave some.
#[utoipa::path(tag = "reports", operation_id = "list_reports", params(ReportQuery,
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 200, description = "A page of reports", body = ReportList), Problems))]
#[get("/plans/{plan}/reports")]
pub async fn list_reports(
    call: Call,
    plan: Path<i64>,
    query: Query<ReportQuery>,
) -> Result<HttpResponse, Refused> {
    let ReportQuery { state, cluster, late, after, limit } = query.into_inner();
    let limit = limit.clamp(1, 1000);
    let filter = ReportFilter { state: state.map(ReportStateCode::code), cluster, late };
    let (frame, states) = call.run(move |service, actor| service.report_states(actor, *plan)).await?;
    filter.check(&frame)?;
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let wanted: Vec<&ReportState> = states.iter().filter(|state| filter.fits(&frame, state)).collect();
    let items: Vec<ReportBody> = wanted
        .iter()
        .filter(|state| i64::from(state.unit) >= after)
        .take(usize::try_from(limit).unwrap_or(0))
        .map(|state| report_body(&frame, state))
        .collect();
    let next = next_after(&items, limit, |item| item.position);
    Ok(json(&ReportList { items, total: count(wanted.len()), participants: count(states.len()), next }))
}

/// List the versions of a unit's report
///
/// By number; nothing is overwritten, so every correction is there.
#[utoipa::path(tag = "reports", operation_id = "list_report_versions", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("unit" = String, Path, description = "The unit's code", example = "03127")),
    responses((status = 200, description = "The versions", body = VersionList), Problems))]
#[get("/plans/{plan}/reports/{unit}/versions")]
pub async fn list_report_versions(call: Call, path: Path<(i64, String)>) -> Result<HttpResponse, Refused> {
    let (plan, unit) = path.into_inner();
    let code = unit.clone();
    let (frame, rows) = call.run(move |service, actor| service.versions(actor, plan, &code)).await?;
    let name = frame.unit(&unit).map_or("", |index| frame.units.get(index).name()).to_owned();
    Ok(json(&VersionList { name, unit, items: rows.iter().map(VersionBody::from).collect() }))
}

fn version_figures(unit: String, found: &VersionWithFigures) -> VersionFigures {
    let slots = found.frame.plan.slots();
    let figures = found.figures.iter().filter(|figure| figure.slot < slots).map(|figure| {
        let (metric, item) = found.frame.plan.slot(figure.slot);
        FigureBody {
            metric: metric.code.clone(),
            item: item.map(|item| item.code.clone()),
            value: written_value(figure.value, &found.texts),
            upload: figure.upload_id,
            row: i64::from(figure.row),
            column: column_letters(u32::from(figure.column) + 1),
        }
    });
    VersionFigures { unit, version: VersionBody::from(&found.version), figures: figures.collect() }
}

/// Get a version of a unit's report
///
/// Every figure with the file, row and column it came from.
#[utoipa::path(tag = "reports", operation_id = "get_report_version", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("unit" = String, Path, description = "The unit's code", example = "03127"),
    ("version" = i64, Path, description = "The version's number", example = 1)),
    responses((status = 200, description = "The version with its figures", body = VersionFigures), Problems))]
#[get("/plans/{plan}/reports/{unit}/versions/{version}")]
pub async fn get_report_version(call: Call, path: Path<(i64, String, i64)>) -> Result<HttpResponse, Refused> {
    let (plan, unit, number) = path.into_inner();
    let code = unit.clone();
    let found = call.run(move |service, actor| service.version(actor, plan, &code, number)).await?;
    Ok(json(&version_figures(unit, &found)))
}

async fn decide(
    call: Call,
    (plan, unit): (i64, String),
    version: i64,
    decision: Decision,
) -> Result<HttpResponse, Refused> {
    let row =
        call.run(move |service, actor| service.decide_report(actor, plan, &unit, version, &decision)).await?;
    Ok(json(&VersionBody::from(&row)))
}

/// Accept a unit's report
///
/// Refused while its figures have errors; warnings need a note.
#[utoipa::path(tag = "reports", operation_id = "accept_report", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("unit" = String, Path, description = "The unit's code", example = "03127")),
    responses((status = 200, description = "Accepted", body = VersionBody), Problems))]
#[post("/plans/{plan}/reports/{unit}/accept")]
pub async fn accept_report(
    call: Call,
    path: Path<(i64, String)>,
    body: Json<AcceptReport>,
) -> Result<HttpResponse, Refused> {
    let AcceptReport { version, note } = body.into_inner();
    decide(call, path.into_inner(), version, Decision::Accept { note }).await
}

/// Return a unit's report with questions
///
/// The version before, if there is one, stands again.
#[utoipa::path(tag = "reports", operation_id = "return_report", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("unit" = String, Path, description = "The unit's code", example = "03127")),
    responses((status = 200, description = "Returned", body = VersionBody), Problems))]
#[post("/plans/{plan}/reports/{unit}/return")]
pub async fn return_report(
    call: Call,
    path: Path<(i64, String)>,
    body: Json<ReturnReport>,
) -> Result<HttpResponse, Refused> {
    let ReturnReport { version, questions } = body.into_inner();
    decide(call, path.into_inner(), version, Decision::Return { questions }).await
}
