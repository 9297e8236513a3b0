//! Votes on items of an agenda: opened, cast, counted, explained, broken off; and ties settled by them.

use actix_web::web::Path;
use actix_web::{HttpResponse, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Call, json, with_secret};
use super::body::Json;
use super::problem::{Problems, Refused};
use super::session_item_body::{ItemNumbers, numbers};
use crate::app::problem::FIELD_REFUSED;
use crate::app::vote::VoteChoice;

/// Which votes are opened.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenVotes {
    /// The items' numbers; empty: all that wait.
    pub items: Vec<i64>,
}

/// Open votes
///
/// The rule and how each member stands to the item are written down and hold for the vote, whatever changes afterwards.
#[utoipa::path(tag = "councils", operation_id = "open_session_votes", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("session" = i64, Path, description = "The session's number", example = 1)),
    responses((status = 200, description = "The items that are open now", body = ItemNumbers), Problems))]
#[post("/plans/{plan}/sessions/{session}/votes/open")]
pub async fn open_session_votes(
    call: Call,
    path: Path<(i64, i64)>,
    body: Json<OpenVotes>,
) -> Result<HttpResponse, Refused> {
    let (at, items) = (path.into_inner(), body.into_inner().items);
    let rows = call.run(move |service, actor| service.open_votes(actor, at, &items)).await?;
    Ok(json(&numbers(&rows)))
}

/// Which votes are closed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseVotes {
    /// The items' numbers; empty: all that are open.
    pub items: Vec<i64>,
    /// Why the council declines what was recommended, if it does; null: it is said later.
    #[schema(max_length = 2000)]
    pub reason: Option<String>,
}

/// Close votes
///
/// Counts, and moves each case on: to `voted`, or to `rejected` where the council declines it. Cases of a tie wait until all
/// of them are counted. What is declined without a reason waits for one.
#[utoipa::path(tag = "councils", operation_id = "close_session_votes", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("session" = i64, Path, description = "The session's number", example = 1)),
    responses((status = 200, description = "The items that are closed now", body = ItemNumbers), Problems))]
#[post("/plans/{plan}/sessions/{session}/votes/close")]
pub async fn close_session_votes(
    call: Call,
    path: Path<(i64, i64)>,
    body: Json<CloseVotes>,
) -> Result<HttpResponse, Refused> {
    let (at, CloseVotes { items, reason }) = (path.into_inner(), body.into_inner());
    let close = move |service: &crate::app::service::Service, actor: &_| {
        service.close_votes(actor, at, &items, reason.as_deref())
    };
    let rows = call.run(close).await?;
    Ok(json(&numbers(&rows)))
}

/// A vote.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CastVote {
    /// `for`, `against` or `blank`.
    #[schema(example = "for")]
    pub choice: String,
    /// The id of the member who gave the vote in writing; null: the caller's own vote.
    pub member: Option<i64>,
}

/// That a vote is recorded.
#[derive(Serialize, ToSchema)]
pub struct CastBody {
    /// The item's number.
    pub item: i64,
    /// Of a secret vote the code of the ballot, by which the voter finds it counted; told once. Null of an open one.
    #[schema(example = "4f0c5e8a9b1d2c3e4f50")]
    pub receipt: Option<String>,
}

/// Cast a vote
///
/// A member votes once, for itself, logged in. Whoever runs the session enters votes that absent members gave in writing. Of
/// a secret vote nothing that is kept ties a member to a choice. (Takes no `Idempotency-Key`: a second vote is refused
/// anyway, and what is kept of a key would tell the choice.)
#[utoipa::path(tag = "councils", operation_id = "cast_vote", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("session" = i64, Path, description = "The session's number", example = 1),
    ("item" = i64, Path, description = "The item's number", example = 1)),
    responses((status = 201, description = "Recorded", body = CastBody), Problems))]
#[post("/plans/{plan}/sessions/{session}/items/{item}/votes")]
pub async fn cast_vote(
    call: Call,
    path: Path<(i64, i64, i64)>,
    body: Json<CastVote>,
) -> Result<HttpResponse, Refused> {
    let ((plan, session, item), CastVote { choice, member }) = (path.into_inner(), body.into_inner());
    let choice = VoteChoice::of_code(&choice).ok_or_else(|| {
        let codes: Vec<&str> = VoteChoice::ALL.iter().map(|choice| choice.code()).collect();
        call.refused(FIELD_REFUSED.with("field", "choice").with("expected", codes.join(", ")))
    })?;
    let at = (plan, session);
    let receipt = call
        .run(move |service, actor| match member {
            None => service.cast_vote(actor, at, (item, choice)),
            Some(member) => service.enter_written_vote(actor, at, (item, choice), member),
        })
        .await?;
    Ok(with_secret(HttpResponse::Created(), &CastBody { item, receipt }))
}

/// Why something is so.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SayWhy {
    /// Why.
    #[schema(example = "Hội đồng thấy thành tích chưa rõ", min_length = 1, max_length = 2000)]
    pub reason: String,
}

/// Say why the council departs
///
/// Of an item that was recommended and declined without a reason; its case is rejected with that.
#[utoipa::path(tag = "councils", operation_id = "explain_session_item", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("session" = i64, Path, description = "The session's number", example = 1),
    ("item" = i64, Path, description = "The item's number", example = 1)),
    responses((status = 200, description = "Explained", body = ItemNumbers), Problems))]
#[post("/plans/{plan}/sessions/{session}/items/{item}/reason")]
pub async fn explain_session_item(
    call: Call,
    path: Path<(i64, i64, i64)>,
    body: Json<SayWhy>,
) -> Result<HttpResponse, Refused> {
    let ((plan, session, item), reason) = (path.into_inner(), body.into_inner().reason);
    let row =
        call.run(move |service, actor| service.explain_item(actor, (plan, session), item, &reason)).await?;
    Ok(json(&numbers(&[row])))
}

/// Break a vote off
///
/// Where it can't be ended or settled: too few members are there, its case can't be voted on any more, or the seats of its
/// tie have changed. The votes don't count.
#[utoipa::path(tag = "councils", operation_id = "void_session_item", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("session" = i64, Path, description = "The session's number", example = 1),
    ("item" = i64, Path, description = "The item's number", example = 1)),
    responses((status = 200, description = "Broken off", body = ItemNumbers), Problems))]
#[post("/plans/{plan}/sessions/{session}/items/{item}/void")]
pub async fn void_session_item(
    call: Call,
    path: Path<(i64, i64, i64)>,
    body: Json<SayWhy>,
) -> Result<HttpResponse, Refused> {
    let ((plan, session, item), reason) = (path.into_inner(), body.into_inner().reason);
    let row =
        call.run(move |service, actor| service.void_item(actor, (plan, session), item, &reason)).await?;
    Ok(json(&numbers(&[row])))
}

/// Settle a tie
///
/// By the votes on its cases: most votes in favour first, never more than the seats; who is equal at the last seat is put on
/// the agenda again for another round. The reason is told with each case.
#[utoipa::path(tag = "councils", operation_id = "settle_session_tie", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("session" = i64, Path, description = "The session's number", example = 1),
    ("tie" = i64, Path, description = "The tie's number", example = 1)),
    responses((status = 200, description = "The items that are settled now", body = ItemNumbers), Problems))]
#[post("/plans/{plan}/sessions/{session}/ties/{tie}")]
pub async fn settle_session_tie(
    call: Call,
    path: Path<(i64, i64, i64)>,
    body: Json<SayWhy>,
) -> Result<HttpResponse, Refused> {
    let ((plan, session, tie), reason) = (path.into_inner(), body.into_inner().reason);
    let rows =
        call.run(move |service, actor| service.settle_tie(actor, (plan, session), tie, &reason)).await?;
    Ok(json(&numbers(&rows)))
}
