//! Lists made public for a time: made, prolonged, ended, given out as files.

use actix_web::web::Path;
use actix_web::{HttpResponse, get, post};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Call, json};
use super::body::Json;
use super::export::Form;
use super::objection::{ObjectionBody, objection_body};
use super::problem::{Problems, Refused, language_of, with_texts};
use crate::app::actor::Actor;
use crate::app::audit::written;
use crate::app::problem::Problem;
use crate::app::publicity::{NewPublicity, Publicities, Publicity, PublicityRow};
use crate::app::service::Service;
use crate::contest::words::Language;
use crate::documents::publicity::is_number;

/// A list to be made public.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddPublicity {
    /// The numbers of its cases, which are appraised.
    #[schema(min_items = 1, example = json!([1, 2]))]
    pub cases: Vec<i64>,
    /// The first day; today or later.
    #[schema(example = "2021-06-01")]
    pub starts_on: NaiveDate,
    /// The last day; null: as the plan's rule has it. Where the plan demands publicity it can only be later.
    #[schema(example = "2021-06-08")]
    pub ends_on: Option<NaiveDate>,
    /// What is said of it: where objections are received.
    #[schema(max_length = 2000)]
    pub note: Option<String>,
}

/// A later last day.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtendPublicity {
    /// The last day; later than the one that stands.
    #[schema(example = "2021-06-15")]
    pub ends_on: NaiveDate,
}

/// A list made public.
#[derive(Serialize, ToSchema)]
pub struct PublicityBody {
    /// Its number in the plan.
    #[schema(example = 1)]
    pub number: i64,
    /// `coming`, `running`, `over` (its end is to be recorded) or `ended`.
    #[schema(example = "running")]
    pub state: String,
    /// The first day.
    pub starts_on: NaiveDate,
    /// The last day.
    pub ends_on: NaiveDate,
    /// What is said of it.
    pub note: Option<String>,
    /// The numbers of its cases that the caller may see.
    pub cases: Vec<i64>,
    /// Objections to these, for who may see cases.
    pub objections: Vec<ObjectionBody>,
    /// How many of these nobody has settled.
    pub open_objections: usize,
    /// Who made it.
    #[schema(example = "user:can.bo")]
    pub made_by: String,
    /// When.
    #[schema(format = DateTime, example = "2021-05-31T02:30:00.000000Z")]
    pub made_at: String,
    /// Who recorded its end.
    pub ended_by: Option<String>,
    /// When.
    #[schema(format = DateTime)]
    pub ended_at: Option<String>,
}

/// The lists of a plan.
#[derive(Serialize, ToSchema)]
pub struct PublicityList {
    /// Those with cases that the caller may see, by number.
    pub items: Vec<PublicityBody>,
    /// How many there are.
    pub total: usize,
}

fn publicity_body(list: &Publicity, today: NaiveDate) -> PublicityBody {
    let row = &list.row;
    PublicityBody {
        number: row.number,
        state: row.state_on(today).code().to_owned(),
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        note: row.note.clone(),
        cases: list.cases.iter().map(|case| case.number).collect(),
        objections: list.objections.iter().map(|it| objection_body(it, list)).collect(),
        open_objections: list.open_objections(),
        made_by: row.made_by.clone(),
        made_at: written(row.made_at),
        ended_by: row.ended_by.clone(),
        ended_at: row.ended_at.map(written),
    }
}

/// List the lists made public
///
/// Those with cases that the caller may see.
#[utoipa::path(tag = "publicity", operation_id = "list_publicities", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 200, description = "All of them", body = PublicityList), Problems))]
#[get("/plans/{plan}/publicities")]
pub async fn list_publicities(call: Call, plan: Path<i64>) -> Result<HttpResponse, Refused> {
    let Publicities { lists, today, .. } =
        call.run(move |service, actor| service.publicities(actor, *plan)).await?;
    let items: Vec<PublicityBody> = lists.iter().map(|list| publicity_body(list, today)).collect();
    Ok(json(&PublicityList { total: items.len(), items }))
}

/// Make a list public
///
/// Of cases that are appraised and not held, from a day on. They become `published` at once; anybody sees the list from
/// its first to its last day.
#[utoipa::path(tag = "publicity", operation_id = "add_publicity", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 201, description = "Made", body = PublicityBody), Problems))]
#[post("/plans/{plan}/publicities")]
pub async fn add_publicity(
    call: Call,
    plan: Path<i64>,
    body: Json<AddPublicity>,
) -> Result<HttpResponse, Refused> {
    let AddPublicity { cases, starts_on, ends_on, note } = body.into_inner();
    let new = NewPublicity { cases, starts_on, ends_on, note };
    let plan = *plan;
    let row = call.run(move |service, actor| service.add_publicity(actor, plan, &new)).await?;
    let body = one(&call, plan, row.number).await?;
    Ok(HttpResponse::Created().json(body))
}

async fn one(call: &Call, plan: i64, number: i64) -> Result<PublicityBody, Refused> {
    let found = call.run(move |service, actor| service.publicity(actor, plan, number)).await?;
    Ok(publicity_body(&found.1, found.0.today))
}

async fn changed(call: &Call, plan: i64, row: PublicityRow) -> Result<HttpResponse, Refused> {
    Ok(json(&one(call, plan, row.number).await?))
}

/// Get a list made public
///
/// With its cases and objections as far as the caller may see them.
#[utoipa::path(tag = "publicity", operation_id = "get_publicity", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("publicity" = i64, Path, description = "The list's number", example = 1)),
    responses((status = 200, description = "The list", body = PublicityBody), Problems))]
#[get("/plans/{plan}/publicities/{publicity}")]
pub async fn get_publicity(call: Call, path: Path<(i64, i64)>) -> Result<HttpResponse, Refused> {
    let (plan, number) = path.into_inner();
    Ok(json(&one(&call, plan, number).await?))
}

/// Let a list be public longer
///
/// Until a later day than the one that stands.
#[utoipa::path(tag = "publicity", operation_id = "extend_publicity", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("publicity" = i64, Path, description = "The list's number", example = 1)),
    responses((status = 200, description = "Prolonged", body = PublicityBody), Problems))]
#[post("/plans/{plan}/publicities/{publicity}/extend")]
pub async fn extend_publicity(
    call: Call,
    path: Path<(i64, i64)>,
    body: Json<ExtendPublicity>,
) -> Result<HttpResponse, Refused> {
    let (plan, number) = path.into_inner();
    let ends_on = body.into_inner().ends_on;
    let row = call.run(move |service, actor| service.extend_publicity(actor, plan, number, ends_on)).await?;
    changed(&call, plan, row).await
}

/// Record the end of a list's publicity
///
/// Once its last day is over and every objection is settled. From then on a council may vote on its cases.
#[utoipa::path(tag = "publicity", operation_id = "end_publicity", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("publicity" = i64, Path, description = "The list's number", example = 1)),
    responses((status = 200, description = "Ended", body = PublicityBody), Problems))]
#[post("/plans/{plan}/publicities/{publicity}/end")]
pub async fn end_publicity(call: Call, path: Path<(i64, i64)>) -> Result<HttpResponse, Refused> {
    let (plan, number) = path.into_inner();
    let row = call.run(move |service, actor| service.end_publicity(actor, plan, number)).await?;
    changed(&call, plan, row).await
}

/// The file of a list, in words.
///
/// # Errors
/// When the actor may not see it, or there is none; and those of the database.
pub fn list_file(
    service: &Service,
    actor: &Actor,
    (plan, number): (i64, i64),
    (form, language): (Form, Language),
) -> Result<Vec<u8>, Problem> {
    with_texts(language, |texts| {
        let csv = service.publicity_file(actor, (plan, number), texts)?;
        form.list(csv, |header| is_number(texts, header), service.threads())
    })
}

/// Download a list made public
///
/// CSV, or XLSX by `Accept`, in words: what is on the notice board. Noted in the audit log.
#[utoipa::path(tag = "publicity", operation_id = "export_publicity", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("publicity" = i64, Path, description = "The list's number", example = 1)),
    responses((status = 200, description = "The list", content((String = "text/csv"), (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), Problems))]
#[get("/plans/{plan}/publicities/{publicity}/file")]
pub async fn export_publicity(call: Call, path: Path<(i64, i64)>) -> Result<HttpResponse, Refused> {
    let (plan, number) = path.into_inner();
    let form = match Form::of(call.request()) {
        Form::Json => Form::Csv,
        form => form,
    };
    let language = language_of(call.request().headers());
    let bytes =
        call.run(move |service, actor| list_file(service, actor, (plan, number), (form, language))).await?;
    Ok(form.answer(&format!("cong-khai-{number}"), bytes))
}
