//! Stored rankings: listed, whole, and what they were made from.

use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, get};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::answer::{Call, json};
use super::explanation::explained_criteria;
use super::export::Form;
use super::page::{Page, next_after};
use super::problem::{Problems, Refused, with_texts};
use super::ranking::{CriterionBody, RankedBody, RankingPage, RankingQuery, UnitStanding};
use crate::app::actor::Right;
use crate::app::audit::written;
use crate::app::plan::{PlanRow, PlanState, state_of};
use crate::app::problem::Problem;
use crate::app::ranking::PublishedUnit;
use crate::app::snapshot::{Published, SnapshotRow};
use crate::contest::words::Language;
use crate::documents::stored::StoredUnit;

/// A stored ranking.
#[derive(Serialize, ToSchema)]
pub struct SnapshotBody {
    /// Its number in the plan; 1 is the first.
    #[schema(example = 1)]
    pub number: i64,
    /// `current`, `superseded`, `staged` or `cancelled`.
    #[schema(example = "current")]
    pub state: String,
    /// The plan's count of changes that it was made at.
    #[schema(example = 12)]
    pub change: i64,
    /// The moment as of which milestones were overdue; null: a milestone without a date is missing.
    #[schema(format = DateTime, example = "2021-06-15T10:00:00.000000Z")]
    pub as_of: Option<String>,
    /// SHA-256 of what it was made from, as `get_snapshot_inputs` answers it.
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub input_hash: String,
    /// SHA-256 of the result in JSON, as `get_snapshot` answers it.
    #[schema(example = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae")]
    pub result_hash: String,
    /// Who made it.
    #[schema(example = "user:officer")]
    pub made_by: String,
    /// When.
    #[schema(format = DateTime, example = "2021-06-15T10:00:00.000000Z")]
    pub made_at: String,
    /// Why it was made anew; null of the ranking with which the plan became ranked.
    #[schema(example = "Xã đã đính chính số liệu")]
    pub reason: Option<String>,
    /// Who applied or cancelled it.
    #[schema(example = "user:officer")]
    pub decided_by: Option<String>,
    /// When.
    #[schema(format = DateTime, example = "2021-06-15T10:05:00.000000Z")]
    pub decided_at: Option<String>,
    /// Why.
    #[schema(example = "Hội đồng đã xem chênh lệch")]
    pub decision_reason: Option<String>,
}

impl From<&SnapshotRow> for SnapshotBody {
    fn from(row: &SnapshotRow) -> Self {
        Self {
            number: row.number,
            state: row.state.clone(),
            change: row.change,
            as_of: row.as_of.map(written),
            input_hash: row.input_hash.clone(),
            result_hash: row.result_hash.clone(),
            made_by: row.made_by.clone(),
            made_at: written(row.made_at),
            reason: row.reason.clone(),
            decided_by: row.decided_by.clone(),
            decided_at: row.decided_at.map(written),
            decision_reason: row.decision_reason.clone(),
        }
    }
}

/// Stored rankings of a plan, by number.
#[derive(Serialize, ToSchema)]
pub struct SnapshotList {
    /// Those of this page.
    pub items: Vec<SnapshotBody>,
    /// How many there are in all.
    #[schema(example = 1)]
    pub total: i64,
    /// What `after` takes for the next page; null on the last.
    pub next: Option<i64>,
}

/// List stored rankings
///
/// Every ranking that was stored for the plan, whatever became of it.
#[utoipa::path(tag = "rankings", operation_id = "list_snapshots", params(Page,
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 200, description = "A page of stored rankings", body = SnapshotList), Problems))]
#[get("/plans/{plan}/snapshots")]
pub async fn list_snapshots(call: Call, plan: Path<i64>, page: Query<Page>) -> Result<HttpResponse, Refused> {
    let (after, limit) = (page.after, page.limit());
    let (rows, total) =
        call.run(move |service, actor| service.snapshots_after(actor, *plan, after, limit)).await?;
    let next = next_after(&rows, limit, |row| row.number);
    Ok(json(&SnapshotList { items: rows.iter().map(SnapshotBody::from).collect(), total, next }))
}

/// Get a stored ranking
///
/// The whole result as it was stored, byte by byte: JSON, or CSV by `Accept: text/csv`. SHA-256 of the JSON is its
/// `result_hash`. A spreadsheet (XLSX) is made from the CSV. Who may not see rankings gets the current one of a finalised plan.
#[utoipa::path(tag = "rankings", operation_id = "get_snapshot", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("number" = i64, Path, description = "The number of the stored ranking", example = 1)),
    responses((status = 200, description = "The whole result",
        content((serde_json::Value = "application/json"), (String = "text/csv"), (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), Problems))]
#[get("/plans/{plan}/snapshots/{number}")]
pub async fn get_snapshot(call: Call, path: Path<(i64, i64)>) -> Result<HttpResponse, Refused> {
    let (plan, number) = path.into_inner();
    let form = Form::of(call.request());
    let bytes = call
        .run(move |service, actor| {
            let row = service.snapshot(actor, plan, number)?;
            service.note_export(actor, plan, &format!("snapshot:{number}"))?;
            stored_whole(service.threads(), &row, form)
        })
        .await?;
    Ok(form.answer(&format!("ranking-{number}"), bytes))
}

/// Get what a stored ranking was made from
///
/// Line by line: the plan's hash, every unit, the version and the digest of every unit's figures, every hold.
/// `sha256sum` of this text is the `input_hash`; each figures line can be recomputed from the version of the report.
#[utoipa::path(tag = "rankings", operation_id = "get_snapshot_inputs", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("number" = i64, Path, description = "The number of the stored ranking", example = 1)),
    responses((status = 200, description = "The inputs", body = String, content_type = "text/plain"), Problems))]
#[get("/plans/{plan}/snapshots/{number}/inputs")]
pub async fn get_snapshot_inputs(call: Call, path: Path<(i64, i64)>) -> Result<HttpResponse, Refused> {
    let (plan, number) = path.into_inner();
    let row = call
        .run(move |service, actor| {
            service.demand(actor, Right::ViewRanking)?;
            service.snapshot(actor, plan, number)
        })
        .await?;
    Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(row.inputs))
}

/// Get a file that proves a stored ranking
///
/// One ZIP archive with the plan, the units, the figures of the accepted reports and where each was read, holds and
/// changes by hand, the result and every hash; with the persons, cases, votes and decisions that came of it, nobody named:
/// `thidua verify` computes all of it again without a database, and anybody can with other tools. `bundle.json` in it tells
/// of the format, `thidua.bundle/3`. Whoever doesn't see every case, or is recused from one, gets none. The export is recorded.
#[utoipa::path(tag = "rankings", operation_id = "get_snapshot_bundle", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("number" = i64, Path, description = "The number of the stored ranking", example = 1)),
    responses((status = 200, description = "The archive", body = String, content_type = "application/zip"), Problems))]
#[get("/plans/{plan}/snapshots/{number}/bundle")]
pub async fn get_snapshot_bundle(call: Call, path: Path<(i64, i64)>) -> Result<HttpResponse, Refused> {
    let (plan, number) = path.into_inner();
    let bytes = call.run(move |service, actor| service.bundle(actor, plan, number)).await?;
    Ok(HttpResponse::Ok()
        .content_type("application/zip")
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"ranking-{number}.bundle.zip\"")))
        .body(bytes))
}

/// The bytes of a stored ranking.
pub fn stored_whole(threads: usize, row: &SnapshotRow, form: Form) -> Result<Vec<u8>, Problem> {
    form.bytes(threads, || row.result.clone().into_bytes(), || row.csv.clone().into_bytes())
}

/// A page of the stored ranking.
pub fn stored_page(plan: &PlanRow, published: &Published, query: &RankingQuery) -> RankingPage {
    let wanted = |unit: &StoredUnit| query.cluster.as_ref().is_none_or(|wanted| *wanted == unit.cluster);
    let all: Vec<&StoredUnit> =
        published.ranking.units().map(|(_, unit)| unit).filter(|unit| wanted(unit)).collect();
    let total = all.len();
    let lines = (1..).zip(all).skip(query.after).take(query.limit.clamp(1, 1000));
    let items: Vec<RankedBody> = lines.map(|(line, unit)| stored_body(line, unit)).collect();
    let last = items.last().map_or(query.after, |item| item.line);
    RankingPage {
        change: plan.change,
        basis: "snapshot".to_owned(),
        snapshot: Some(published.row.number),
        provisional: state_of(plan) != PlanState::Finalised,
        next: (last < total && !items.is_empty()).then_some(last),
        items,
        total,
    }
}

/// A unit's standing in the stored ranking.
pub fn stored_line(found: PublishedUnit) -> Option<UnitStanding> {
    let (line, unit) = found.published.ranking.units().find(|(line, _)| *line == found.line)?;
    let moved = |language| with_texts(language, |texts| texts.word("explanation-inputs-moved"));
    let explained = found.explanation.as_ref().map(explained_criteria).unwrap_or_default();
    let (text_vi, text_en) = match found.explanation {
        Some(explanation) => (explanation.text_vi, explanation.text_en),
        None => (moved(Language::Vietnamese), moved(Language::English)),
    };
    Some(UnitStanding {
        change: found.plan.change,
        provisional: state_of(&found.plan) != PlanState::Finalised,
        snapshot: Some(found.published.row.number),
        unit: stored_body(line, unit),
        explained,
        text_vi,
        text_en,
    })
}

fn stored_body(line: usize, unit: &StoredUnit) -> RankedBody {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    let number = |value: Option<&Value>| value.and_then(Value::as_i64).map(|number| number.to_string());
    RankedBody {
        line,
        cluster: unit.cluster.clone(),
        unit: unit.code.clone(),
        name: unit.name.clone(),
        rank: unit.rank,
        gates: unit.gates.clone(),
        total_points: unit.total_points.clone(),
        incomplete: unit.incomplete,
        excluded: unit.excluded,
        on_hold: unit.on_hold,
        recommendation: unit.recommendation.clone(),
        reason: unit.reason.clone(),
        reason_detail: unit.reason_detail.clone(),
        criteria: unit
            .criteria
            .iter()
            .map(|(criterion, judged)| CriterionBody {
                criterion: criterion.clone(),
                outcome: text(judged.get("outcome")),
                points: text(judged.get("points")),
                numerator: number(judged.pointer("/measure/numerator")),
                denominator: number(judged.pointer("/measure/denominator")),
            })
            .collect(),
    }
}
