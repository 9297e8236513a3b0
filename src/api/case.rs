//! Cases: opened from a stored ranking, listed, and moved step by step.

use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, get, post};
use serde::Deserialize;
use utoipa::IntoParams;

use super::answer::{Call, created, json, tagged};
use super::body::Json;
use super::case_body::{
    CaseBody, CaseDetail, CaseList, OpenCases, OpenedCases, StepCase, StepCases, case_body, detail, in_list,
};
use super::page::fifty;
use super::problem::{Problems, Refused};
use crate::app::actor::Actor;
use crate::app::case::{CaseFilter, Cases, Opened, Step};
use crate::app::service::Service;

/// Which cases are listed.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CaseQuery {
    /// Only those in this state.
    #[param(example = "recommended")]
    pub state: Option<String>,
    /// Only those for this award.
    #[param(example = "provincial_certificate")]
    pub award: Option<String>,
    /// `collective` or `individual`.
    #[param(example = "collective")]
    pub subject: Option<String>,
    /// Only those with a larger number; `next` of the page before.
    #[serde(default)]
    #[param(minimum = 0, example = 0)]
    pub after: i64,
    /// At most so many, 1 to 1000.
    #[serde(default = "fifty")]
    #[param(minimum = 1, maximum = 1000, example = 50)]
    pub limit: i64,
}

/// Open cases
///
/// For each subject that the stored ranking recommends for some awards, and for those that tie at the border of a quota and wait for
/// the council. Who has a case already is left alone, so it may be asked again after a re-score.
#[utoipa::path(tag = "cases", operation_id = "open_cases", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 201, description = "Opened", body = OpenedCases), Problems))]
#[post("/plans/{plan}/cases")]
pub async fn open_cases(call: Call, plan: Path<i64>, body: Json<OpenCases>) -> Result<HttpResponse, Refused> {
    let awards = body.into_inner().awards;
    let Opened { cases, there, waiting, awarded } =
        call.run(move |service, actor| service.open_cases(actor, *plan, &awards)).await?;
    let opened = cases.iter().map(|row| row.number).collect();
    Ok(HttpResponse::Created().json(OpenedCases { opened, there, waiting, awarded }))
}

/// List cases
///
/// Those that the caller may see: all of them, or those of its own units and of the persons whom these nominated; none from which a
/// member of the council is recused.
#[utoipa::path(tag = "cases", operation_id = "list_cases", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1), CaseQuery),
    responses((status = 200, description = "A page of them", body = CaseList), Problems))]
#[get("/plans/{plan}/cases")]
pub async fn list_cases(
    call: Call,
    plan: Path<i64>,
    query: Query<CaseQuery>,
) -> Result<HttpResponse, Refused> {
    let CaseQuery { state, award, subject, after, limit } = query.into_inner();
    let filter = CaseFilter { state, award, subject };
    let limit = usize::try_from(limit.clamp(1, 1000)).expect("a thousand is a size");
    let list = move |service: &Service, actor: &Actor| {
        let cases: Cases = service.cases(actor, *plan, &filter)?;
        let total = cases.rows.len();
        let mut rest = in_list(&cases).filter(|(row, ..)| row.number > after);
        let items: Vec<CaseBody> =
            rest.by_ref().take(limit).map(|case| case_body(actor, &cases.frame, case)).collect();
        let next = items.last().map(|last| last.number).filter(|_| rest.next().is_some());
        Ok(CaseList { items, total, next })
    };
    Ok(json(&call.run(list).await?))
}

/// Read a case
///
/// With every step that it took.
#[utoipa::path(tag = "cases", operation_id = "get_case", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("case" = i64, Path, description = "The case's number", example = 1)),
    responses((status = 200, description = "The case", body = CaseDetail,
        headers(("ETag" = String, description = "Quote it in If-Match"))), Problems))]
#[get("/plans/{plan}/cases/{case}")]
pub async fn get_case(call: Call, path: Path<(i64, i64)>) -> Result<HttpResponse, Refused> {
    let (plan, number) = path.into_inner();
    let told = move |service: &Service, actor: &Actor| {
        let case = service.case(actor, plan, number)?;
        Ok((detail(actor, &case), case.row.change))
    };
    let (body, change) = call.run(told).await?;
    Ok(tagged(&body, change))
}

/// Take a step with a case
///
/// By hand: complete, appraise, return, reject, hold, release, withdraw. The other steps follow from a publicity, a vote or a decision.
/// What was submitted is returned to `voted`: the vote stands, the letter keeps its record, and another letter submits it.
#[utoipa::path(tag = "cases", operation_id = "step_case", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("case" = i64, Path, description = "The case's number", example = 1),
    ("If-Match" = Option<String>, Header, description = "The tag of the case as it was read", example = "\"1\"")),
    responses((status = 201, description = "Taken", body = CaseDetail), Problems))]
#[post("/plans/{plan}/cases/{case}/steps")]
pub async fn step_case(
    call: Call,
    path: Path<(i64, i64)>,
    body: Json<StepCase>,
) -> Result<HttpResponse, Refused> {
    let (plan, number) = path.into_inner();
    let expected = call.if_match()?;
    let StepCase { action, reason, note } = body.into_inner();
    let step = Step { action: action.into(), reason: reason.map(Into::into), note };
    let taken = move |service: &Service, actor: &Actor| {
        let case = service.step_case(actor, plan, number, (expected, &step))?;
        Ok((detail(actor, &case), case.row.change))
    };
    let (body, change) = call.run(taken).await?;
    Ok(created(&body, change))
}

/// Take a step with several cases
///
/// All of them, or none.
#[utoipa::path(tag = "cases", operation_id = "step_cases", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 200, description = "Taken", body = CaseList), Problems))]
#[post("/plans/{plan}/case-steps")]
pub async fn step_cases(call: Call, plan: Path<i64>, body: Json<StepCases>) -> Result<HttpResponse, Refused> {
    let StepCases { cases, action, reason, note } = body.into_inner();
    let step = Step { action: action.into(), reason: reason.map(Into::into), note };
    let taken = move |service: &Service, actor: &Actor| {
        let moved = service.step_cases(actor, *plan, &cases, &step)?;
        let items: Vec<CaseBody> = in_list(&moved).map(|case| case_body(actor, &moved.frame, case)).collect();
        Ok(CaseList { total: items.len(), items, next: None })
    };
    Ok(json(&call.run(taken).await?))
}
