//! Changes of the recommendation by hand.

use actix_web::web::Path;
use actix_web::{HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Call, json};
use super::body::Json;
use super::problem::{Problems, Refused};
use crate::app::audit::written;
use crate::app::choice::{ChoiceRow, NewChoices};
use crate::app::frame::Frame;
use crate::contest::choice::ChoiceKind;

/// Taken in or left out.
#[derive(Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChoiceKindBody {
    /// Of those that tie at the border of a quota these take the seats.
    TakeIn,
    /// The units aren't recommended for the award; their seats go to who comes next.
    LeaveOut,
}

/// Units to be taken in for an award, or left out.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddChoices {
    /// The code of the award.
    #[schema(example = "ubnd-tinh")]
    pub award: String,
    /// Taken in or left out.
    #[schema(example = "leave_out")]
    pub kind: ChoiceKindBody,
    /// The codes of the units.
    #[schema(example = json!(["099"]), min_items = 1, max_items = 1000)]
    pub units: Vec<String>,
    /// Why.
    #[schema(example = "Hội đồng thống nhất tại phiên họp", min_length = 1, max_length = 2000)]
    pub reason: String,
}

/// Why a choice is lifted.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LiftChoice {
    /// Why.
    #[schema(example = "Hội đồng xem xét lại", min_length = 1, max_length = 2000)]
    pub reason: String,
}

/// A unit taken in for an award, or left out.
#[derive(Serialize, ToSchema)]
pub struct ChoiceBody {
    /// The id.
    pub id: i64,
    /// The unit's code.
    #[schema(example = "099")]
    pub unit: String,
    /// The code of the award.
    #[schema(example = "ubnd-tinh")]
    pub award: String,
    /// `take_in` or `leave_out`.
    #[schema(example = "leave_out")]
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

/// Changes of a plan's recommendation by hand.
#[derive(Serialize, ToSchema)]
pub struct ChoiceList {
    /// Those that stand, and those that were lifted.
    pub items: Vec<ChoiceBody>,
    /// How many there are.
    pub total: usize,
}

fn choice_body(frame: &Frame, row: &ChoiceRow) -> ChoiceBody {
    ChoiceBody {
        id: row.id,
        unit: frame.code_at(row.unit).to_owned(),
        award: row.award.clone(),
        kind: row.kind.clone(),
        reason: row.reason.clone(),
        made_by: row.made_by.clone(),
        made_at: written(row.made_at),
        lifted_by: row.lifted_by.clone(),
        lifted_at: row.lifted_at.map(written),
        lift_reason: row.lift_reason.clone(),
    }
}

fn choice_list(frame: &Frame, rows: &[ChoiceRow]) -> ChoiceList {
    let items: Vec<ChoiceBody> = rows.iter().map(|row| choice_body(frame, row)).collect();
    ChoiceList { total: items.len(), items }
}

/// Change the recommendation by hand
///
/// Says who of those that tie at the border of a quota is taken in for an award, or leaves units out, so that others
/// come next; all of them or none, with a reason. Nobody is taken in past a better one, or above a quota.
#[utoipa::path(tag = "rankings", operation_id = "add_choices", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 201, description = "Entered", body = ChoiceList), Problems))]
#[post("/plans/{plan}/choices")]
pub async fn add_choices(
    call: Call,
    plan: Path<i64>,
    body: Json<AddChoices>,
) -> Result<HttpResponse, Refused> {
    let AddChoices { award, kind, units, reason } = body.into_inner();
    let kind = match kind {
        ChoiceKindBody::TakeIn => ChoiceKind::TakeIn,
        ChoiceKindBody::LeaveOut => ChoiceKind::LeaveOut,
    };
    let new = NewChoices { award, kind, units, reason };
    let (frame, rows) = call.run(move |service, actor| service.add_choices(actor, *plan, &new)).await?;
    Ok(HttpResponse::Created().json(choice_list(&frame, &rows)))
}

/// Take over what the council settled
///
/// Of units that tie at the border of a quota, takes in whom the council gave a seat, and leaves out whom it wasn't for:
/// the changes made now, none where the recommendation leaves nothing open that is settled. Score the contest anew after it.
#[utoipa::path(tag = "rankings", operation_id = "take_over_ties", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 200, description = "The changes made", body = ChoiceList), Problems))]
#[post("/plans/{plan}/choices/council")]
pub async fn take_over_ties(call: Call, plan: Path<i64>) -> Result<HttpResponse, Refused> {
    let (frame, rows) = call.run(move |service, actor| service.take_over_ties(actor, *plan)).await?;
    Ok(json(&choice_list(&frame, &rows)))
}

/// Lift a change of the recommendation
///
/// With a reason; the record stays, and the recommendation is again what follows from the figures.
#[utoipa::path(tag = "rankings", operation_id = "lift_choice", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("choice" = i64, Path, description = "The choice's id", example = 1)),
    responses((status = 200, description = "Lifted", body = ChoiceBody), Problems))]
#[post("/plans/{plan}/choices/{choice}/lift")]
pub async fn lift_choice(
    call: Call,
    path: Path<(i64, i64)>,
    body: Json<LiftChoice>,
) -> Result<HttpResponse, Refused> {
    let (plan, choice) = path.into_inner();
    let reason = body.into_inner().reason;
    let lifted = call.run(move |service, actor| service.lift_choice(actor, plan, choice, &reason)).await?;
    Ok(json(&choice_body(&lifted.0, &lifted.1)))
}

/// List changes of the recommendation by hand
///
/// Those that stand, and those that were lifted.
#[utoipa::path(tag = "rankings", operation_id = "list_choices", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 200, description = "All of them", body = ChoiceList), Problems))]
#[get("/plans/{plan}/choices")]
pub async fn list_choices(call: Call, plan: Path<i64>) -> Result<HttpResponse, Refused> {
    let (frame, rows) = call.run(move |service, actor| service.choices(actor, *plan)).await?;
    Ok(json(&choice_list(&frame, &rows)))
}
