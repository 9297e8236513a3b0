//! Letters that submit cases for decision.

use actix_web::web::Path;
use actix_web::{HttpResponse, get, post};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Call, json};
use super::body::Json;
use super::problem::{Problems, Refused};
use crate::app::audit::written;
use crate::app::submission::{NewSubmission, Submission};

/// A letter to be entered.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddSubmission {
    /// Its number: no other letter of the plan has it in that year.
    #[schema(example = "12/TTr-SNV", min_length = 1, max_length = 100)]
    pub number: String,
    /// Its date: not before the sessions that voted on its cases, not before an earlier letter with one of them, and not after
    /// today.
    #[schema(example = "2021-06-12")]
    pub sent_on: NaiveDate,
    /// The numbers of the cases that it submits; the council has voted for each.
    #[schema(example = json!([1, 2]), min_items = 1, max_items = 5000)]
    pub cases: Vec<i64>,
    /// What else is to be said.
    #[schema(max_length = 2000)]
    pub note: Option<String>,
}

/// A letter.
#[derive(Serialize, ToSchema)]
pub struct SubmissionBody {
    /// The id.
    pub id: i64,
    /// Its number.
    #[schema(example = "12/TTr-SNV")]
    pub number: String,
    /// Its date.
    pub sent_on: NaiveDate,
    /// The numbers of its cases that the caller may see; also of those that were sent back since.
    pub cases: Vec<i64>,
    /// What else was said.
    pub note: Option<String>,
    /// Who entered it.
    #[schema(example = "user:can.bo")]
    pub made_by: String,
    /// When.
    #[schema(format = DateTime, example = "2021-06-12T02:30:00.000000Z")]
    pub made_at: String,
}

/// The letters of a plan.
#[derive(Serialize, ToSchema)]
pub struct SubmissionList {
    /// Those with a case that the caller may see, in the order in which they were entered.
    pub items: Vec<SubmissionBody>,
    /// How many there are.
    pub total: usize,
}

impl From<Submission> for SubmissionBody {
    fn from(submission: Submission) -> Self {
        let Submission { row, cases } = submission;
        Self {
            id: row.id,
            number: row.number,
            sent_on: row.sent_on,
            cases,
            note: row.note,
            made_by: row.made_by,
            made_at: written(row.made_at),
        }
    }
}

/// Submit cases for decision
///
/// By a letter (tờ trình) with number and date. All of its cases are submitted, or none.
#[utoipa::path(tag = "decisions", operation_id = "add_submission", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 201, description = "Submitted", body = SubmissionBody), Problems))]
#[post("/plans/{plan}/submissions")]
pub async fn add_submission(
    call: Call,
    plan: Path<i64>,
    body: Json<AddSubmission>,
) -> Result<HttpResponse, Refused> {
    let AddSubmission { number, sent_on, cases, note } = body.into_inner();
    let new = NewSubmission { number, sent_on, cases, note };
    let made = call.run(move |service, actor| service.add_submission(actor, *plan, &new)).await?;
    Ok(HttpResponse::Created().json(SubmissionBody::from(made)))
}

/// List submission letters
///
/// With the numbers of the cases that each submitted.
#[utoipa::path(tag = "decisions", operation_id = "list_submissions", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 200, description = "All of them", body = SubmissionList), Problems))]
#[get("/plans/{plan}/submissions")]
pub async fn list_submissions(call: Call, plan: Path<i64>) -> Result<HttpResponse, Refused> {
    let found = call.run(move |service, actor| service.submissions(actor, *plan)).await?;
    let items: Vec<SubmissionBody> = found.into_iter().map(SubmissionBody::from).collect();
    Ok(json(&SubmissionList { total: items.len(), items }))
}
