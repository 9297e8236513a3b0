//! Objections to cases on a list made public.

use actix_web::web::Path;
use actix_web::{HttpResponse, get, post};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Call, json};
use super::body::Json;
use super::problem::{Problems, Refused};
use crate::app::audit::written;
use crate::app::objection::{NewObjection, Settlement};
use crate::app::publicity::{ObjectionRow, Publicity};
use crate::contest::case::CaseAction;

/// An objection to be entered.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddObjection {
    /// The number of the case.
    #[schema(example = 1)]
    pub case: i64,
    /// The day on which it was received: not before the list's first day, not in the future.
    #[schema(example = "2021-06-03")]
    pub received_on: NaiveDate,
    /// Who sent it, if that is known and needed. Told to nobody but who handles cases.
    #[schema(max_length = 200)]
    pub sender: Option<String>,
    /// What it says.
    #[schema(example = "Số liệu cử tri đi bầu chưa đúng", min_length = 1, max_length = 2000)]
    pub content: String,
}

/// What becomes of a case whose objection is upheld.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AfterwardsBody {
    /// It is sent back to be mended.
    Return,
    /// It is held while something is verified.
    Hold,
    /// It is rejected.
    Reject,
}

/// How an objection is settled.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SettleObjection {
    /// Whether what it says is right.
    pub upheld: bool,
    /// Why.
    #[schema(example = "Đã đối chiếu biên bản: số liệu đúng", min_length = 1, max_length = 2000)]
    pub note: String,
    /// What becomes of the case when it is upheld; null when it is rejected, or the case is held or has left the way already.
    #[schema(value_type = Option<String>, example = "hold")]
    pub then: Option<AfterwardsBody>,
}

/// An objection.
#[derive(Serialize, ToSchema)]
pub struct ObjectionBody {
    /// The id.
    pub id: i64,
    /// The number of the case.
    #[schema(example = 1)]
    pub case: i64,
    /// The day on which it was received.
    pub received_on: NaiveDate,
    /// Whether that was after the list's last day.
    pub is_late: bool,
    /// Who sent it, for who handles cases.
    pub sender: Option<String>,
    /// What it says.
    pub content: String,
    /// Who entered it.
    #[schema(example = "user:can.bo")]
    pub made_by: String,
    /// When.
    #[schema(format = DateTime, example = "2021-06-03T02:30:00.000000Z")]
    pub made_at: String,
    /// The day on which it was settled; null while it is open.
    pub settled_on: Option<NaiveDate>,
    /// `upheld` or `rejected`.
    pub settlement: Option<String>,
    /// Why.
    pub settle_note: Option<String>,
    /// Who settled it.
    pub settled_by: Option<String>,
}

/// The objections to a list.
#[derive(Serialize, ToSchema)]
pub struct ObjectionList {
    /// In the order in which they were entered.
    pub items: Vec<ObjectionBody>,
    /// How many there are.
    pub total: usize,
    /// How many of them nobody has settled.
    pub open: usize,
}

/// An objection to a case of a list.
pub fn objection_body(row: &ObjectionRow, list: &Publicity) -> ObjectionBody {
    let case = list.cases.iter().find(|case| case.id == row.case_id);
    ObjectionBody {
        id: row.id,
        case: case.map_or(0, |case| case.number),
        received_on: row.received_on,
        is_late: row.is_late(&list.row),
        sender: row.sender.clone(),
        content: row.content.clone(),
        made_by: row.made_by.clone(),
        made_at: written(row.made_at),
        settled_on: row.settled_on,
        settlement: row.settlement.clone(),
        settle_note: row.settle_note.clone(),
        settled_by: row.settled_by.clone(),
    }
}

/// The body of an objection that was just written.
async fn told(call: &Call, plan: i64, number: i64, row: ObjectionRow) -> Result<ObjectionBody, Refused> {
    let (_, list) = call.run(move |service, actor| service.publicity(actor, plan, number)).await?;
    Ok(objection_body(&row, &list))
}

/// List the objections to a list
///
/// To its cases that the caller may see. Who sent them is told to who handles cases.
#[utoipa::path(tag = "publicity", operation_id = "list_objections", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("publicity" = i64, Path, description = "The list's number", example = 1)),
    responses((status = 200, description = "All of them", body = ObjectionList), Problems))]
#[get("/plans/{plan}/publicities/{publicity}/objections")]
pub async fn list_objections(call: Call, path: Path<(i64, i64)>) -> Result<HttpResponse, Refused> {
    let (plan, number) = path.into_inner();
    let (_, list) = call.run(move |service, actor| service.publicity(actor, plan, number)).await?;
    let items: Vec<ObjectionBody> = list.objections.iter().map(|row| objection_body(row, &list)).collect();
    Ok(json(&ObjectionList { total: items.len(), open: list.open_objections(), items }))
}

/// Enter an objection
///
/// To a case on the list. One received after the last day is told as late.
#[utoipa::path(tag = "publicity", operation_id = "add_objection", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("publicity" = i64, Path, description = "The list's number", example = 1)),
    responses((status = 201, description = "Entered", body = ObjectionBody), Problems))]
#[post("/plans/{plan}/publicities/{publicity}/objections")]
pub async fn add_objection(
    call: Call,
    path: Path<(i64, i64)>,
    body: Json<AddObjection>,
) -> Result<HttpResponse, Refused> {
    let at = path.into_inner();
    let AddObjection { case, received_on, sender, content } = body.into_inner();
    let new = NewObjection { case, received_on, sender, content };
    let row = call.run(move |service, actor| service.add_objection(actor, at, &new)).await?;
    Ok(HttpResponse::Created().json(told(&call, at.0, at.1, row).await?))
}

/// Settle an objection
///
/// Upheld, and then the case is returned, held or rejected with the same reason; or rejected. It is settled once.
#[utoipa::path(tag = "publicity", operation_id = "settle_objection", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("publicity" = i64, Path, description = "The list's number", example = 1),
    ("objection" = i64, Path, description = "The objection's id", example = 1)),
    responses((status = 200, description = "Settled", body = ObjectionBody), Problems))]
#[post("/plans/{plan}/publicities/{publicity}/objections/{objection}/settle")]
pub async fn settle_objection(
    call: Call,
    path: Path<(i64, i64, i64)>,
    body: Json<SettleObjection>,
) -> Result<HttpResponse, Refused> {
    let (plan, number, id) = path.into_inner();
    let SettleObjection { upheld, note, then } = body.into_inner();
    let then = then.map(|then| match then {
        AfterwardsBody::Return => CaseAction::Return,
        AfterwardsBody::Hold => CaseAction::Hold,
        AfterwardsBody::Reject => CaseAction::Reject,
    });
    let settlement = Settlement { is_upheld: upheld, note, then };
    let row = call
        .run(move |service, actor| service.settle_objection(actor, (plan, number), id, &settlement))
        .await?;
    Ok(json(&told(&call, plan, number, row).await?))
}
