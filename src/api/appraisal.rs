//! Appraisals: points and verdicts for judged criteria, given by hand.

use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::answer::{Call, json};
use super::body::Json;
use super::page::next_after;
use super::problem::{Problems, Refused};
use crate::app::appraisal::{AppraisalRow, NewAppraisal, given};
use crate::app::audit::written;
use crate::app::frame::Frame;

/// What an appraiser gives.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddAppraisal {
    /// The unit's code.
    #[schema(example = "099")]
    pub unit: String,
    /// The code of a metric of kind points or yes/no.
    #[schema(example = "propaganda_mark")]
    pub metric: String,
    /// The code of the item (the scorer), of a metric that is split.
    pub item: Option<String>,
    /// Points as a decimal with a point, or `true` or `false`; null withdraws what was given.
    #[schema(example = "8.5")]
    pub value: Option<String>,
    /// Why; needed where something stands already, reported or given.
    #[schema(example = "Theo biên bản thẩm định", max_length = 2000)]
    pub note: Option<String>,
}

/// An appraisal.
#[derive(Serialize, ToSchema)]
pub struct AppraisalBody {
    /// The id; explanations name it as the row among `appraisals`.
    pub id: i64,
    /// The unit's code.
    #[schema(example = "099")]
    pub unit: String,
    /// The code of the metric.
    #[schema(example = "propaganda_mark")]
    pub metric: String,
    /// The code of the item, of a metric that is split.
    pub item: Option<String>,
    /// Its number among those of the same unit, metric and item; the highest stands.
    #[schema(example = 1)]
    pub number: i64,
    /// What was given; null: withdrawn.
    #[schema(example = "8.5")]
    pub value: Option<String>,
    /// Why.
    pub note: Option<String>,
    /// Who gave it.
    #[schema(example = "user:can.bo")]
    pub made_by: String,
    /// When.
    #[schema(format = DateTime, example = "2021-05-24T02:30:00.000000Z")]
    pub made_at: String,
}

/// Appraisals, in the order they were given.
#[derive(Serialize, ToSchema)]
pub struct AppraisalList {
    /// The appraisals of this page.
    pub items: Vec<AppraisalBody>,
    /// How many there are in all.
    pub total: i64,
    /// What `after` takes for the next page; null on the last.
    pub next: Option<i64>,
}

/// Which appraisals are wanted.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AppraisalQuery {
    /// Only those of the unit with this code. Who may see but its own units has to name one.
    #[param(example = "099")]
    pub unit: Option<String>,
    /// Only what comes after this key; `next` of the page before.
    #[serde(default)]
    #[param(minimum = 0, example = 0)]
    pub after: i64,
    /// At most so many, 1 to 1000.
    #[serde(default = "super::page::fifty")]
    #[param(minimum = 1, maximum = 1000, example = 50)]
    pub limit: i64,
}

fn appraisal_body(frame: &Frame, row: &AppraisalRow) -> AppraisalBody {
    let (metric, item) = frame.plan.slot(usize::try_from(row.slot).unwrap_or(0));
    AppraisalBody {
        id: row.id,
        unit: frame.code_at(row.unit).to_owned(),
        metric: metric.code.clone(),
        item: item.map(|item| item.code.clone()),
        number: row.number,
        value: given(row),
        note: row.note.clone(),
        made_by: row.made_by.clone(),
        made_at: written(row.made_at),
    }
}

/// Give points or a verdict
///
/// For a judged criterion, above what the unit reported. A correction is a new record; nothing is overwritten.
#[utoipa::path(tag = "appraisals", operation_id = "add_appraisal", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 201, description = "Given", body = AppraisalBody), Problems))]
#[post("/plans/{plan}/appraisals")]
pub async fn add_appraisal(
    call: Call,
    plan: Path<i64>,
    body: Json<AddAppraisal>,
) -> Result<HttpResponse, Refused> {
    let AddAppraisal { unit, metric, item, value, note } = body.into_inner();
    let new = NewAppraisal { unit, metric, item, value, note, seen: None };
    let (frame, row) = call.run(move |service, actor| service.appraise(actor, *plan, &new)).await?;
    Ok(HttpResponse::Created().json(appraisal_body(&frame, &row)))
}

/// List appraisals
///
/// Every record, also those that were corrected or withdrawn since.
#[utoipa::path(tag = "appraisals", operation_id = "list_appraisals", params(AppraisalQuery,
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 200, description = "A page of appraisals", body = AppraisalList), Problems))]
#[get("/plans/{plan}/appraisals")]
pub async fn list_appraisals(
    call: Call,
    plan: Path<i64>,
    query: Query<AppraisalQuery>,
) -> Result<HttpResponse, Refused> {
    let AppraisalQuery { unit, after, limit } = query.into_inner();
    let limit = limit.clamp(1, 1000);
    let page = call
        .run(move |service, actor| service.appraisals(actor, *plan, unit.as_deref(), after, limit))
        .await?;
    Ok(json(&AppraisalList {
        next: next_after(&page.rows, limit, |row| row.id),
        items: page.rows.iter().map(|row| appraisal_body(&page.frame, row)).collect(),
        total: page.total,
    }))
}
