//! Stored rankings, and re-scores.

use actix_web::web::{Json, Path};
use actix_web::{HttpResponse, get, post, put};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Call, json};
use super::problem::{Problems, Refused};
use crate::app::audit::written;
use crate::app::snapshot::{SnapshotRow, Staged, StagedDecision, UnitDifference};

/// A stored ranking.
#[derive(Serialize, ToSchema)]
pub struct SnapshotBody {
    /// Its number among those of the plan.
    #[schema(example = 1)]
    pub number: i64,
    /// `current`, `staged`, `replaced` or `cancelled`.
    #[schema(example = "current")]
    pub state: String,
    /// The moment as of which milestones without a date were overdue.
    #[schema(format = DateTime, example = "2021-06-10T02:30:00.000000Z")]
    pub as_of: Option<String>,
    /// SHA-256 of everything that it rests on: plan, accepted versions with their figures, holds.
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub input_hash: String,
    /// SHA-256 of the result's bytes.
    #[schema(example = "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752")]
    pub result_hash: String,
    /// Who stored it.
    #[schema(example = "user:can.bo")]
    pub made_by: String,
    /// When.
    #[schema(format = DateTime, example = "2021-06-10T02:30:00.000000Z")]
    pub made_at: String,
    /// Why, of a re-score.
    pub reason: Option<String>,
    /// Who applied, cancelled or replaced it.
    pub decided_by: Option<String>,
    /// When.
    #[schema(format = DateTime)]
    pub decided_at: Option<String>,
}

impl From<&SnapshotRow> for SnapshotBody {
    fn from(row: &SnapshotRow) -> Self {
        Self {
            number: row.number,
            state: row.state.clone(),
            as_of: row.as_of.map(written),
            input_hash: row.input_hash.clone(),
            result_hash: row.result_hash.clone(),
            made_by: row.made_by.clone(),
            made_at: written(row.made_at),
            reason: row.reason.clone(),
            decided_by: row.decided_by.clone(),
            decided_at: row.decided_at.map(written),
        }
    }
}

/// All stored rankings of a plan.
#[derive(Serialize, ToSchema)]
pub struct SnapshotList {
    /// By number.
    pub items: Vec<SnapshotBody>,
    /// How many there are.
    pub total: usize,
}

/// How a unit differs from the current ranking.
#[derive(Serialize, ToSchema)]
pub struct DifferenceBody {
    /// The unit's code.
    #[schema(example = "099")]
    pub unit: String,
    /// The unit's name.
    #[schema(example = "Huyện Tuần Giáo")]
    pub name: String,
    /// Its rank in the current ranking; null: it isn't in it.
    #[schema(example = 6)]
    pub rank_before: Option<i64>,
    /// Its rank in this one.
    #[schema(example = 5)]
    pub rank_after: Option<i64>,
    /// Its total in the current ranking; null where there is none.
    pub total_before: Option<String>,
    /// Its total in this one.
    pub total_after: Option<String>,
    /// The code of the award it is recommended for in the current ranking.
    pub recommendation_before: Option<String>,
    /// The code of the award it is recommended for in this one.
    pub recommendation_after: Option<String>,
}

impl From<&UnitDifference> for DifferenceBody {
    fn from(of: &UnitDifference) -> Self {
        Self {
            unit: of.unit.clone(),
            name: of.name.clone(),
            rank_before: of.ranks.0,
            rank_after: of.ranks.1,
            total_before: of.totals.0.clone(),
            total_after: of.totals.1.clone(),
            recommendation_before: of.recommendations.0.clone(),
            recommendation_after: of.recommendations.1.clone(),
        }
    }
}

/// A stored ranking, and what differs in it from the current one.
#[derive(Serialize, ToSchema)]
pub struct SnapshotDifference {
    /// The stored ranking.
    pub snapshot: SnapshotBody,
    /// How many units differ.
    #[schema(example = 2)]
    pub differing_units: usize,
    /// All of them.
    pub differences: Vec<DifferenceBody>,
}

impl From<&Staged> for SnapshotDifference {
    fn from(staged: &Staged) -> Self {
        Self {
            snapshot: SnapshotBody::from(&staged.row),
            differing_units: staged.differences.len(),
            differences: staged.differences.iter().map(DifferenceBody::from).collect(),
        }
    }
}

/// Score again.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StageRescore {
    /// Why.
    #[schema(example = "Đã có kết luận xác minh đơn thư", min_length = 1, max_length = 2000)]
    pub reason: String,
}

/// What becomes of a staged re-score.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RescoreState {
    /// It becomes the current ranking.
    Applied,
    /// It is dropped.
    Cancelled,
}

/// A decision on a staged re-score.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideRescore {
    /// What becomes of it.
    #[schema(example = "applied")]
    pub state: RescoreState,
}

/// List stored rankings
///
/// Before a plan is finalised only who may see rankings gets them; then everybody gets the current one.
#[utoipa::path(tag = "rankings", operation_id = "list_snapshots", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 200, description = "All of them", body = SnapshotList), Problems))]
#[get("/plans/{plan}/snapshots")]
pub async fn list_snapshots(call: Call, plan: Path<i64>) -> Result<HttpResponse, Refused> {
    let rows = call.run(move |service, actor| service.snapshots(actor, *plan)).await?;
    let items: Vec<SnapshotBody> = rows.iter().map(SnapshotBody::from).collect();
    Ok(json(&SnapshotList { total: items.len(), items }))
}

/// Get a stored ranking
///
/// Its result, byte for byte as it was stored, in the stable JSON of `thidua rank`. Its SHA-256 is the `result_hash`.
#[utoipa::path(tag = "rankings", operation_id = "get_snapshot_result", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("snapshot" = i64, Path, description = "The snapshot's number", example = 1)),
    responses((status = 200, description = "The result", body = serde_json::Value), Problems))]
#[get("/plans/{plan}/snapshots/{snapshot}/result")]
pub async fn get_snapshot_result(call: Call, path: Path<(i64, i64)>) -> Result<HttpResponse, Refused> {
    let (plan, number) = path.into_inner();
    let found = call.run(move |service, actor| service.snapshot(actor, plan, number)).await?;
    Ok(HttpResponse::Ok().content_type("application/json").body(found.row.result))
}

/// Get a stored ranking's difference
///
/// How it differs from the current one, unit by unit.
#[utoipa::path(tag = "rankings", operation_id = "get_snapshot", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("snapshot" = i64, Path, description = "The snapshot's number", example = 1)),
    responses((status = 200, description = "The snapshot", body = SnapshotDifference), Problems))]
#[get("/plans/{plan}/snapshots/{snapshot}")]
pub async fn get_snapshot(call: Call, path: Path<(i64, i64)>) -> Result<HttpResponse, Refused> {
    let (plan, number) = path.into_inner();
    let found = call.run(move |service, actor| service.snapshot(actor, plan, number)).await?;
    Ok(json(&SnapshotDifference::from(&found)))
}

/// Stage a re-score
///
/// Scores a ranked plan again and shows what would differ. Nothing changes before it is applied.
#[utoipa::path(tag = "rankings", operation_id = "stage_rescore", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 201, description = "Staged", body = SnapshotDifference), Problems))]
#[post("/plans/{plan}/rescores")]
pub async fn stage_rescore(
    call: Call,
    plan: Path<i64>,
    body: Json<StageRescore>,
) -> Result<HttpResponse, Refused> {
    let reason = body.into_inner().reason;
    let staged = call.run(move |service, actor| service.stage_rescore(actor, *plan, &reason)).await?;
    Ok(HttpResponse::Created().json(SnapshotDifference::from(&staged)))
}

/// Apply or cancel a re-score
///
/// As a whole. Applying is refused when what it rests on has changed since.
#[utoipa::path(tag = "rankings", operation_id = "decide_rescore", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("snapshot" = i64, Path, description = "The staged snapshot's number", example = 2)),
    responses((status = 200, description = "Decided", body = SnapshotBody), Problems))]
#[put("/plans/{plan}/rescores/{snapshot}")]
pub async fn decide_rescore(
    call: Call,
    path: Path<(i64, i64)>,
    body: Json<DecideRescore>,
) -> Result<HttpResponse, Refused> {
    let (plan, number) = path.into_inner();
    let decision = match body.state {
        RescoreState::Applied => StagedDecision::Apply,
        RescoreState::Cancelled => StagedDecision::Cancel,
    };
    let row = call.run(move |service, actor| service.decide_rescore(actor, plan, number, decision)).await?;
    Ok(json(&SnapshotBody::from(&row)))
}
