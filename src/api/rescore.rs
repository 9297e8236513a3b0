//! Re-scores: staged with their difference, applied or cancelled as a whole.

use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, get, post, put};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Call, created, tagged};
use super::body::Json;
use super::page::Page;
use super::problem::{Problems, Refused};
use super::snapshot::SnapshotBody;
use crate::app::problem::FIELD_REFUSED;
use crate::app::rescore::{Rescore, RescoreDecision, UnitDifference};

/// Why the ranking is made anew.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StageRescore {
    /// Why; 1 to 2000 characters.
    #[schema(min_length = 1, max_length = 2000, example = "Xã đã đính chính số liệu")]
    pub reason: String,
    /// The moment as of which milestones without a date are overdue; without it none is.
    #[schema(example = "2021-06-15T10:00:00Z")]
    pub as_of: Option<DateTime<Utc>>,
}

/// What becomes of a staged re-score.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideRescore {
    /// `applied` or `cancelled`.
    #[schema(example = "applied")]
    pub state: String,
    /// Why; 1 to 2000 characters.
    #[schema(min_length = 1, max_length = 2000, example = "Hội đồng đã xem chênh lệch")]
    pub reason: String,
}

/// How a unit differs between two rankings.
#[derive(Serialize, ToSchema)]
pub struct UnitDifferenceBody {
    /// The unit's code.
    #[schema(example = "03127")]
    pub unit: String,
    /// The unit's name.
    #[schema(example = "Phường Noong Bua")]
    pub name: String,
    /// Its rank in the current ranking; null: it isn't there.
    pub rank_before: Option<u32>,
    /// Its rank in the new one; null: it isn't there.
    pub rank_after: Option<u32>,
    /// Its total in the current ranking; null without one.
    #[schema(example = "950.0")]
    pub total_before: Option<String>,
    /// Its total in the new one; null without one.
    #[schema(example = "960.0")]
    pub total_after: Option<String>,
    /// Codes of the awards it is recommended for in the current ranking.
    pub awards_before: Vec<String>,
    /// Codes of the awards in the new one.
    pub awards_after: Vec<String>,
}

/// A part of the inputs that differs.
#[derive(Serialize, ToSchema)]
pub struct InputChangeBody {
    /// `plan`, `as_of`, `unit`, `figures` or `hold`.
    #[schema(example = "figures")]
    pub kind: String,
    /// The unit's code; null of the plan and the moment.
    #[schema(example = "03127")]
    pub unit: Option<String>,
    /// As it stands in the inputs of the current ranking; null: not there.
    pub before: Option<String>,
    /// As it stands in the inputs of the new one; null: not there.
    pub after: Option<String>,
}

/// A re-score with its difference to the current ranking.
#[derive(Serialize, ToSchema)]
pub struct RescoreBody {
    /// The plan's count of changes.
    #[schema(example = 14)]
    pub change: i64,
    /// The stored ranking that it is.
    pub snapshot: SnapshotBody,
    /// The number of the ranking that it is compared with: the current one; null without one.
    #[schema(example = 1)]
    pub compared_with: Option<i64>,
    /// Whether what stands now isn't what it was made from; then it can't be applied.
    pub stale: bool,
    /// How many units are ranked.
    #[schema(example = 25)]
    pub total_units: usize,
    /// How many units differ.
    #[schema(example = 2)]
    pub total: usize,
    /// How many change their rank.
    #[schema(example = 2)]
    pub ranks_changed: usize,
    /// How many change their total.
    #[schema(example = 1)]
    pub totals_changed: usize,
    /// How many change their awards.
    #[schema(example = 0)]
    pub awards_changed: usize,
    /// The units that differ, of this page, in the order of the new ranking.
    pub items: Vec<UnitDifferenceBody>,
    /// What `after` takes for the next page; null on the last.
    pub next: Option<i64>,
    /// How many inputs differ.
    #[schema(example = 1)]
    pub inputs_changed: usize,
    /// The first thousand of them.
    pub inputs: Vec<InputChangeBody>,
}

/// How many inputs an answer shows; all are counted.
const INPUTS_SHOWN: usize = 1000;

fn rescore_body(rescore: &Rescore, page: Page) -> RescoreBody {
    let counted =
        |differs: fn(&UnitDifference) -> bool| rescore.units.iter().filter(|it| differs(it)).count();
    let count = |number: i64| usize::try_from(number).unwrap_or(0);
    let (after, limit) = (count(page.after), count(page.limit()));
    let end = after.saturating_add(limit);
    RescoreBody {
        change: rescore.change,
        snapshot: SnapshotBody::from(&rescore.row),
        compared_with: rescore.compared_with,
        stale: rescore.stale,
        total_units: rescore.total_units,
        total: rescore.units.len(),
        ranks_changed: counted(|it| it.rank_before != it.rank_after),
        totals_changed: counted(|it| it.total_before != it.total_after),
        awards_changed: counted(|it| it.awards_before != it.awards_after),
        items: rescore
            .units
            .iter()
            .skip(after)
            .take(limit)
            .map(|it| UnitDifferenceBody {
                unit: it.unit.clone(),
                name: it.name.clone(),
                rank_before: it.rank_before,
                rank_after: it.rank_after,
                total_before: it.total_before.clone(),
                total_after: it.total_after.clone(),
                awards_before: it.awards_before.clone(),
                awards_after: it.awards_after.clone(),
            })
            .collect(),
        next: (end < rescore.units.len()).then(|| i64::try_from(end).unwrap_or(i64::MAX)),
        inputs_changed: rescore.inputs.len(),
        inputs: rescore
            .inputs
            .iter()
            .take(INPUTS_SHOWN)
            .map(|it| InputChangeBody {
                kind: it.kind.clone(),
                unit: it.unit.clone(),
                before: it.before.clone(),
                after: it.after.clone(),
            })
            .collect(),
    }
}

/// Stage a re-score
///
/// Makes a ranking from what stands now and compares it with the current one. Nothing is published until it is applied.
/// One at a time; the plan is collecting, closed or ranked.
#[utoipa::path(tag = "rankings", operation_id = "stage_rescore", params(Page,
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 201, description = "Staged", body = RescoreBody), Problems))]
#[post("/plans/{plan}/rescores")]
pub async fn stage_rescore(
    call: Call,
    plan: Path<i64>,
    page: Query<Page>,
    body: Json<StageRescore>,
) -> Result<HttpResponse, Refused> {
    let StageRescore { reason, as_of } = body.into_inner();
    let as_of = as_of.map(|as_of| as_of.naive_utc());
    let staged = call.run(move |service, actor| service.stage_rescore(actor, *plan, as_of, &reason)).await?;
    Ok(created(&rescore_body(&staged, *page), staged.change))
}

/// Get a re-score
///
/// With its difference to the current ranking, page by page.
#[utoipa::path(tag = "rankings", operation_id = "get_rescore", params(Page,
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("number" = i64, Path, description = "The number of the stored ranking that it is", example = 2)),
    responses((status = 200, description = "The re-score", body = RescoreBody), Problems))]
#[get("/plans/{plan}/rescores/{number}")]
pub async fn get_rescore(
    call: Call,
    path: Path<(i64, i64)>,
    page: Query<Page>,
) -> Result<HttpResponse, Refused> {
    let (plan, number) = path.into_inner();
    let rescore = call.run(move |service, actor| service.rescore(actor, plan, number)).await?;
    Ok(tagged(&rescore_body(&rescore, *page), rescore.change))
}

/// Apply or cancel a re-score
///
/// As a whole. One whose inputs moved since it was staged can only be cancelled.
#[utoipa::path(tag = "rankings", operation_id = "decide_rescore", params(Page,
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("number" = i64, Path, description = "The number of the stored ranking that it is", example = 2)),
    responses((status = 200, description = "Decided", body = RescoreBody), Problems))]
#[put("/plans/{plan}/rescores/{number}")]
pub async fn decide_rescore(
    call: Call,
    path: Path<(i64, i64)>,
    page: Query<Page>,
    body: Json<DecideRescore>,
) -> Result<HttpResponse, Refused> {
    let (plan, number) = path.into_inner();
    let DecideRescore { state, reason } = body.into_inner();
    let decision = match state.as_str() {
        "applied" => RescoreDecision::Apply,
        "cancelled" => RescoreDecision::Cancel,
        _ => {
            let problem = FIELD_REFUSED.with("field", "state").with("expected", "applied, cancelled");
            return Err(call.refused(problem));
        }
    };
    let done = call
        .run(move |service, actor| service.decide_rescore(actor, plan, number, decision, &reason))
        .await?;
    Ok(tagged(&rescore_body(&done, *page), done.change))
}
