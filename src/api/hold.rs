//! Holds and exclusions by hand, and later deadlines of single units.

use actix_web::web::Path;
use actix_web::{HttpResponse, get, post};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Call, json};
use super::body::Json;
use super::problem::{Problems, Refused};
use crate::app::audit::written;
use crate::app::frame::Frame;
use crate::app::hold::{ExtensionRow, HoldRow, NewExtension, NewHold};
use crate::contest::hold::HoldKind;

/// What is decided about a unit by hand.
#[derive(Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HoldKindBody {
    /// It waits for a complaint or an inspection.
    Hold,
    /// It isn't considered for any award.
    Exclude,
}

/// A hold or an exclusion to be entered.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddHold {
    /// The unit's code.
    #[schema(example = "099")]
    pub unit: String,
    /// The code of the criterion; null: the whole unit.
    pub criterion: Option<String>,
    /// Hold or exclusion.
    #[schema(example = "hold")]
    pub kind: HoldKindBody,
    /// Why.
    #[schema(example = "Đang xác minh đơn thư", min_length = 1, max_length = 2000)]
    pub reason: String,
}

/// Why something is lifted.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LiftHold {
    /// Why.
    #[schema(example = "Đã có kết luận: đơn không đúng", min_length = 1, max_length = 2000)]
    pub reason: String,
}

/// A hold or an exclusion.
#[derive(Serialize, ToSchema)]
pub struct HoldBody {
    /// The id.
    pub id: i64,
    /// The unit's code.
    #[schema(example = "099")]
    pub unit: String,
    /// The code of the criterion; null: the whole unit.
    pub criterion: Option<String>,
    /// `hold` or `exclude`.
    #[schema(example = "hold")]
    pub kind: String,
    /// Why.
    pub reason: String,
    /// Who entered it.
    #[schema(example = "user:can.bo")]
    pub made_by: String,
    /// When.
    #[schema(format = DateTime, example = "2021-05-24T02:30:00.000000Z")]
    pub made_at: String,
    /// Who lifted it; null while it stands.
    pub lifted_by: Option<String>,
    /// When.
    #[schema(format = DateTime)]
    pub lifted_at: Option<String>,
    /// Why.
    pub lift_reason: Option<String>,
}

/// All holds and exclusions of a plan.
#[derive(Serialize, ToSchema)]
pub struct HoldList {
    /// Those that stand, and those that were lifted.
    pub items: Vec<HoldBody>,
    /// How many there are.
    pub total: usize,
}

fn hold_body(frame: &Frame, row: &HoldRow) -> HoldBody {
    HoldBody {
        id: row.id,
        unit: frame.code_at(row.unit).to_owned(),
        criterion: row.criterion.clone(),
        kind: row.kind.clone(),
        reason: row.reason.clone(),
        made_by: row.made_by.clone(),
        made_at: written(row.made_at),
        lifted_by: row.lifted_by.clone(),
        lifted_at: row.lifted_at.map(written),
        lift_reason: row.lift_reason.clone(),
    }
}

/// Hold or exclude a unit
///
/// The whole unit or one of its criteria, with a reason.
#[utoipa::path(tag = "holds", operation_id = "add_hold", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 201, description = "Entered", body = HoldBody), Problems))]
#[post("/plans/{plan}/holds")]
pub async fn add_hold(call: Call, plan: Path<i64>, body: Json<AddHold>) -> Result<HttpResponse, Refused> {
    let AddHold { unit, criterion, kind, reason } = body.into_inner();
    let kind = match kind {
        HoldKindBody::Hold => HoldKind::Hold,
        HoldKindBody::Exclude => HoldKind::Exclude,
    };
    let new = NewHold { unit, criterion, kind, reason };
    let (frame, row) = call.run(move |service, actor| service.add_hold(actor, *plan, &new)).await?;
    Ok(HttpResponse::Created().json(hold_body(&frame, &row)))
}

/// Lift a hold or an exclusion
///
/// With a reason; the record stays.
#[utoipa::path(tag = "holds", operation_id = "lift_hold", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("hold" = i64, Path, description = "The hold's id", example = 1)),
    responses((status = 200, description = "Lifted", body = HoldBody), Problems))]
#[post("/plans/{plan}/holds/{hold}/lift")]
pub async fn lift_hold(
    call: Call,
    path: Path<(i64, i64)>,
    body: Json<LiftHold>,
) -> Result<HttpResponse, Refused> {
    let (plan, hold) = path.into_inner();
    let reason = body.into_inner().reason;
    let (frame, row) = call.run(move |service, actor| service.lift_hold(actor, plan, hold, &reason)).await?;
    Ok(json(&hold_body(&frame, &row)))
}

/// List holds and exclusions
///
/// Those that stand, and those that were lifted.
#[utoipa::path(tag = "holds", operation_id = "list_holds", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 200, description = "All of them", body = HoldList), Problems))]
#[get("/plans/{plan}/holds")]
pub async fn list_holds(call: Call, plan: Path<i64>) -> Result<HttpResponse, Refused> {
    let (frame, rows) = call.run(move |service, actor| service.holds(actor, *plan)).await?;
    let items: Vec<HoldBody> = rows.iter().map(|row| hold_body(&frame, row)).collect();
    Ok(json(&HoldList { total: items.len(), items }))
}

/// A later deadline to be granted.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddExtension {
    /// The unit's code.
    #[schema(example = "099")]
    pub unit: String,
    /// Until when its reports are on time; later than the plan's deadline.
    #[schema(example = "2021-05-28T10:00:00Z")]
    pub until: DateTime<Utc>,
    /// Who granted it.
    #[schema(example = "Giám đốc Sở Nội vụ", min_length = 1, max_length = 200)]
    pub granted_by: String,
    /// Why.
    #[schema(example = "Mưa lũ chia cắt địa bàn", min_length = 1, max_length = 2000)]
    pub reason: String,
}

/// A later deadline of a unit.
#[derive(Serialize, ToSchema)]
pub struct ExtensionBody {
    /// The id.
    pub id: i64,
    /// The unit's code.
    #[schema(example = "099")]
    pub unit: String,
    /// Until when its reports are on time.
    #[schema(format = DateTime, example = "2021-05-28T10:00:00.000000Z")]
    pub until: String,
    /// Who granted it.
    pub granted_by: String,
    /// Why.
    pub reason: String,
    /// Who entered it.
    #[schema(example = "user:can.bo")]
    pub made_by: String,
    /// When.
    #[schema(format = DateTime, example = "2021-05-24T02:30:00.000000Z")]
    pub made_at: String,
}

/// Later deadlines.
#[derive(Serialize, ToSchema)]
pub struct ExtensionList {
    /// Those of units within reach.
    pub items: Vec<ExtensionBody>,
    /// How many there are.
    pub total: usize,
}

fn extension_body(frame: &Frame, row: &ExtensionRow) -> ExtensionBody {
    ExtensionBody {
        id: row.id,
        unit: frame.code_at(row.unit).to_owned(),
        until: written(row.until),
        granted_by: row.granted_by.clone(),
        reason: row.reason.clone(),
        made_by: row.made_by.clone(),
        made_at: written(row.made_at),
    }
}

/// Grant a unit a later deadline
///
/// Reports received by then count as on time. What came before keeps what was noted of it.
#[utoipa::path(tag = "reports", operation_id = "add_extension", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 201, description = "Granted", body = ExtensionBody), Problems))]
#[post("/plans/{plan}/extensions")]
pub async fn add_extension(
    call: Call,
    plan: Path<i64>,
    body: Json<AddExtension>,
) -> Result<HttpResponse, Refused> {
    let AddExtension { unit, until, granted_by, reason } = body.into_inner();
    let new = NewExtension { unit, until: until.naive_utc(), granted_by, reason };
    let (frame, row) = call.run(move |service, actor| service.add_extension(actor, *plan, &new)).await?;
    Ok(HttpResponse::Created().json(extension_body(&frame, &row)))
}

/// List later deadlines
///
/// Those granted to units within reach.
#[utoipa::path(tag = "reports", operation_id = "list_extensions", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 200, description = "All of them", body = ExtensionList), Problems))]
#[get("/plans/{plan}/extensions")]
pub async fn list_extensions(call: Call, plan: Path<i64>) -> Result<HttpResponse, Refused> {
    let (frame, rows) = call.run(move |service, actor| service.extensions(actor, *plan)).await?;
    let items: Vec<ExtensionBody> = rows.iter().map(|row| extension_body(&frame, row)).collect();
    Ok(json(&ExtensionList { total: items.len(), items }))
}
