//! Items of a session's agenda: put on it, taken off, looked at.

use actix_web::web::Path;
use actix_web::{HttpResponse, delete, get, post};
use serde::Deserialize;
use utoipa::ToSchema;

use super::answer::{Call, json};
use super::body::Json;
use super::problem::{Problems, Refused};
use super::session_item_body::{ItemNumbers, WholeItem, numbers, whole_item};

/// Cases to be put on an agenda.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddItems {
    /// The cases' numbers; empty: all that can be voted on and stand on no agenda.
    pub cases: Vec<i64>,
}

/// Put cases on the agenda
///
/// Those named, or all that can be voted on; all of them, or none.
#[utoipa::path(tag = "councils", operation_id = "add_session_items", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("session" = i64, Path, description = "The session's number", example = 1)),
    responses((status = 201, description = "The new items", body = ItemNumbers), Problems))]
#[post("/plans/{plan}/sessions/{session}/items")]
pub async fn add_session_items(
    call: Call,
    path: Path<(i64, i64)>,
    body: Json<AddItems>,
) -> Result<HttpResponse, Refused> {
    let (at, cases) = (path.into_inner(), body.into_inner().cases);
    let rows = call.run(move |service, actor| service.add_items(actor, at, &cases)).await?;
    Ok(HttpResponse::Created().json(numbers(&rows)))
}

/// Get an item of an agenda
///
/// With the whole arithmetic once it is closed, and how each member stands to it. There is no such item for who is recused
/// from it.
#[utoipa::path(tag = "councils", operation_id = "get_session_item", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("session" = i64, Path, description = "The session's number", example = 1),
    ("item" = i64, Path, description = "The item's number", example = 1)),
    responses((status = 200, description = "The item", body = WholeItem), Problems))]
#[get("/plans/{plan}/sessions/{session}/items/{item}")]
pub async fn get_session_item(call: Call, path: Path<(i64, i64, i64)>) -> Result<HttpResponse, Refused> {
    let (plan, session, item) = path.into_inner();
    let detail = call.run(move |service, actor| service.session_item(actor, (plan, session), item)).await?;
    Ok(json(&whole_item(&detail)))
}

/// Take an item off the agenda
///
/// Before its vote is opened.
#[utoipa::path(tag = "councils", operation_id = "remove_session_item", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("session" = i64, Path, description = "The session's number", example = 1),
    ("item" = i64, Path, description = "The item's number", example = 1)),
    responses((status = 200, description = "Taken off", body = ItemNumbers), Problems))]
#[delete("/plans/{plan}/sessions/{session}/items/{item}")]
pub async fn remove_session_item(call: Call, path: Path<(i64, i64, i64)>) -> Result<HttpResponse, Refused> {
    let (plan, session, item) = path.into_inner();
    let row = call.run(move |service, actor| service.remove_item(actor, (plan, session), item)).await?;
    Ok(json(&numbers(&[row])))
}
