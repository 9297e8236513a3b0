//! Decisions: entered, amended, revoked, and their awards handed over.

use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, get, post};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Call, json};
use super::body::Json;
use super::decision_body::{HeadBody, ListedDecision, WholeDecision};
use super::page::{Page, next_after};
use super::problem::{Problems, Refused};
use crate::app::decision::{Amendment, Correction, Decided, HandOver, NewDecision, Revocation};
use crate::app::problem::Problem;
use crate::contest::decision::RevokeReason;

/// A decision to be entered.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddDecision {
    /// What every decision says.
    pub head: HeadBody,
    /// The numbers of submitted cases.
    #[schema(example = json!([1, 2]), min_items = 1, max_items = 5000)]
    pub cases: Vec<i64>,
    /// Why it departs from what was recommended: needed when it leaves out cases that were submitted with those it has, or
    /// has one that wasn't recommended.
    #[schema(max_length = 2000)]
    pub reason: Option<String>,
}

/// What is corrected of an award.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectAward {
    /// The award's id.
    #[schema(example = 1)]
    pub award: i64,
    /// What is corrected.
    pub field: CorrectedField,
    /// What is to stand there.
    #[schema(example = "Xã Mường Phăng", min_length = 1, max_length = 300)]
    pub value: String,
}

/// A field that can be corrected.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CorrectedField {
    /// The name of the unit.
    UnitName,
    /// Where the money comes from.
    Budget,
}

/// An amendment to be entered.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddAmendment {
    /// What every decision says.
    pub head: HeadBody,
    /// Why.
    #[schema(example = "Đính chính tên đơn vị", min_length = 1, max_length = 2000)]
    pub reason: String,
    /// The numbers of submitted cases that it adds.
    #[serde(default)]
    pub add: Vec<i64>,
    /// The ids of awards that it removes.
    #[serde(default)]
    pub remove: Vec<i64>,
    /// What it corrects.
    #[serde(default)]
    pub correct: Vec<CorrectAward>,
}

/// Why awards are revoked.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RevokeReasonCode {
    /// What was declared isn't true.
    FalseDeclaration,
    /// The dossier was forged.
    ForgedDossier,
    /// A later verdict or disciplinary measure.
    LaterVerdict,
    /// Another reason, told in words.
    Other,
}

/// A revocation to be entered.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddRevocation {
    /// What every decision says.
    pub head: HeadBody,
    /// The legal reason.
    pub reason: RevokeReasonCode,
    /// Why, in words.
    #[schema(example = "Kê khai không đúng số liệu", min_length = 1, max_length = 2000)]
    pub note: String,
    /// The ids of awards that stand.
    #[schema(example = json!([1]), min_items = 1, max_items = 5000)]
    pub awards: Vec<i64>,
}

/// What is handed over.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOverAwards {
    /// The ids of awards of the decision, or of its amendments.
    #[schema(example = json!([1]), min_items = 1, max_items = 5000)]
    pub awards: Vec<i64>,
    /// The day: not before the decision, and not after today.
    #[schema(example = "2021-06-20")]
    pub day: NaiveDate,
    /// What is noted of it.
    #[schema(example = "Hội nghị tổng kết", max_length = 2000)]
    pub note: Option<String>,
}

/// The decisions of a plan.
#[derive(Serialize, ToSchema)]
pub struct DecisionList {
    /// Those of this page, in the order in which they were entered.
    pub items: Vec<ListedDecision>,
    /// How many there are.
    pub total: i64,
    /// What `after` takes for the next page; null on the last.
    pub next: Option<i64>,
}

fn created(made: &Decided) -> HttpResponse {
    HttpResponse::Created().json(WholeDecision::from(made))
}

/// List decisions
///
/// Those that give awards, that amend, and that revoke; in the order in which they were entered.
#[utoipa::path(tag = "decisions", operation_id = "list_decisions", params(Page,
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 200, description = "A page of decisions", body = DecisionList), Problems))]
#[get("/plans/{plan}/decisions")]
pub async fn list_decisions(call: Call, plan: Path<i64>, page: Query<Page>) -> Result<HttpResponse, Refused> {
    let (after, limit) = (page.after, page.limit());
    let (found, total) =
        call.run(move |service, actor| service.decisions(actor, *plan, (after, limit))).await?;
    let next = next_after(&found, limit, |listed| listed.row.id);
    Ok(json(&DecisionList { items: found.iter().map(ListedDecision::from).collect(), total, next }))
}

/// Get a decision
///
/// With its awards, their money, what amended it and what was revoked. Names of persons only for who may see cases.
#[utoipa::path(tag = "decisions", operation_id = "get_decision", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("decision" = i64, Path, description = "The decision's id", example = 1)),
    responses((status = 200, description = "The decision", body = WholeDecision), Problems))]
#[get("/plans/{plan}/decisions/{decision}")]
pub async fn get_decision(call: Call, path: Path<(i64, i64)>) -> Result<HttpResponse, Refused> {
    let (plan, id) = path.into_inner();
    let found = call.run(move |service, actor| service.decision(actor, plan, id)).await?;
    Ok(json(&WholeDecision::from(&found)))
}

/// Enter a decision
///
/// Cases that were submitted are awarded, with the money that goes with it by the rules of the decision's date. All of them,
/// or none.
#[utoipa::path(tag = "decisions", operation_id = "add_decision", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 201, description = "Entered", body = WholeDecision), Problems))]
#[post("/plans/{plan}/decisions")]
pub async fn add_decision(
    call: Call,
    plan: Path<i64>,
    body: Json<AddDecision>,
) -> Result<HttpResponse, Refused> {
    let AddDecision { head, cases, reason } = body.into_inner();
    let new = NewDecision { head: head.into(), cases, reason };
    let made = call.run(move |service, actor| service.add_decision(actor, *plan, &new)).await?;
    Ok(created(&made))
}

/// Amend a decision
///
/// By a decision of its own, which adds submitted cases, removes awards or corrects what was written wrong. The one amended
/// stays.
#[utoipa::path(tag = "decisions", operation_id = "add_amendment", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("decision" = i64, Path, description = "The id of the decision that gave the awards", example = 1)),
    responses((status = 201, description = "Entered", body = WholeDecision), Problems))]
#[post("/plans/{plan}/decisions/{decision}/amendments")]
pub async fn add_amendment(
    call: Call,
    path: Path<(i64, i64)>,
    body: Json<AddAmendment>,
) -> Result<HttpResponse, Refused> {
    let (plan, id) = path.into_inner();
    let AddAmendment { head, reason, add, remove, correct } = body.into_inner();
    let correct = correct.into_iter().map(|one| Correction {
        award: one.award,
        field: match one.field {
            CorrectedField::UnitName => "unit_name".to_owned(),
            CorrectedField::Budget => "budget".to_owned(),
        },
        value: one.value,
    });
    let new = Amendment { head: head.into(), reason, add, remove, correct: correct.collect() };
    let made = call.run(move |service, actor| service.add_amendment(actor, plan, id, &new)).await?;
    Ok(created(&made))
}

/// Revoke awards
///
/// By a decision of its own, with one of the legal reasons. The awards stay in the register, and say so; `standing` tells
/// the money that is left.
#[utoipa::path(tag = "decisions", operation_id = "add_revocation", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("decision" = i64, Path, description = "The id of the decision that gave the awards", example = 1)),
    responses((status = 201, description = "Entered", body = WholeDecision), Problems))]
#[post("/plans/{plan}/decisions/{decision}/revocations")]
pub async fn add_revocation(
    call: Call,
    path: Path<(i64, i64)>,
    body: Json<AddRevocation>,
) -> Result<HttpResponse, Refused> {
    let (plan, id) = path.into_inner();
    let AddRevocation { head, reason, note, awards } = body.into_inner();
    let reason = match reason {
        RevokeReasonCode::FalseDeclaration => RevokeReason::FalseDeclaration,
        RevokeReasonCode::ForgedDossier => RevokeReason::ForgedDossier,
        RevokeReasonCode::LaterVerdict => RevokeReason::LaterVerdict,
        RevokeReasonCode::Other => RevokeReason::Other,
    };
    let new = Revocation { head: head.into(), reason, note, awards };
    let made = call.run(move |service, actor| service.add_revocation(actor, plan, id, &new)).await?;
    Ok(created(&made))
}

/// Hand awards over
///
/// Writes down the day, and what is noted of it. All of them, or none.
#[utoipa::path(tag = "decisions", operation_id = "hand_over_awards", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("decision" = i64, Path, description = "The id of the decision that gave the awards", example = 1)),
    responses((status = 200, description = "Handed over", body = WholeDecision), Problems))]
#[post("/plans/{plan}/decisions/{decision}/hand-over")]
pub async fn hand_over_awards(
    call: Call,
    path: Path<(i64, i64)>,
    body: Json<HandOverAwards>,
) -> Result<HttpResponse, Refused> {
    let (plan, id) = path.into_inner();
    let HandOverAwards { awards, day, note } = body.into_inner();
    let new = HandOver { awards, day, note };
    let done: Result<Decided, Refused> = call
        .run(move |service, actor| -> Result<Decided, Problem> { service.hand_over(actor, plan, id, &new) })
        .await;
    Ok(json(&WholeDecision::from(&done?)))
}
