//! Items of a session's agenda: put on it, voted on, counted, settled.

use actix_web::web::Path;
use actix_web::{HttpResponse, delete, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Call, json, with_secret};
use super::body::Json;
use super::problem::{Problems, Refused, with_texts};
use crate::app::audit::written;
use crate::app::case::COLLECTIVE;
use crate::app::frame::Frame;
use crate::app::problem::FIELD_REFUSED;
use crate::app::session_view::{ItemDetail, ItemMember, ItemRow, Own, SessionItem};
use crate::app::vote::VoteChoice;
use crate::contest::council::rule::ItemRule;
use crate::contest::words::Language;
use crate::documents::plan_process::vote_rule_text;

/// The rule by which an item is voted on.
#[derive(Serialize, ToSchema)]
pub struct ItemRuleBody {
    /// As it is kept with the item.
    #[schema(
        example = "votes=more_than:5000/10000 of=all recused=leave_out secret=yes in_writing=yes quorum=at_least:2/3"
    )]
    pub rule: String,
    /// In words, in Vietnamese.
    pub text_vi: String,
    /// In words, in English.
    pub text_en: String,
    /// Whether it is secret.
    pub secret: bool,
    /// At a tie: how many seats it is about.
    pub seats: Option<u32>,
}

/// How a vote came out, step by step.
#[derive(Serialize, ToSchema)]
pub struct TallyBody {
    /// All members.
    #[schema(example = 9)]
    pub members: i64,
    /// Those who don't vote since they have an interest.
    #[schema(example = 1)]
    pub recused: i64,
    /// Those entitled to vote: all members but the recused.
    #[schema(example = 8)]
    pub entitled: i64,
    /// Those of them who were there.
    #[schema(example = 7)]
    pub present: i64,
    /// Those of them who voted in writing.
    #[schema(example = 1)]
    pub in_writing: i64,
    /// Votes cast; a blank vote is cast.
    #[schema(example = 8)]
    pub cast: i64,
    /// In favour.
    #[schema(example = 6)]
    pub in_favour: i64,
    /// Against.
    #[schema(example = 1)]
    pub against: i64,
    /// Neither.
    #[schema(example = 1)]
    pub blank: i64,
    /// The number that the share is taken of.
    #[schema(example = 8)]
    pub base: i64,
    /// The least number of votes in favour that is enough.
    #[schema(example = 5)]
    pub required: i64,
    /// Whether it was reached.
    pub reached: bool,
}

/// A member that is recused from an item, and why.
#[derive(Serialize, ToSchema)]
pub struct RecusedBody {
    /// The member's id.
    pub member: i64,
    /// `own_unit`, `unit_above`, `unit_below`, `past_unit`, `declared` or `same_tie`.
    #[schema(example = "own_unit")]
    pub interest: String,
}

/// An item of an agenda.
#[derive(Serialize, ToSchema)]
pub struct SessionItemBody {
    /// Its number in the session.
    #[schema(example = 1)]
    pub number: i64,
    /// The case's number.
    #[schema(example = 1)]
    pub case: i64,
    /// `collective` or `individual`.
    #[schema(example = "collective")]
    pub subject: String,
    /// The unit's code; of an individual, that of its unit.
    #[schema(example = "096")]
    pub unit: String,
    /// The unit's name, of a collective.
    pub unit_name: Option<String>,
    /// The code of the award.
    #[schema(example = "provincial_certificate")]
    pub award: String,
    /// The tie at the border of a quota that it belongs to.
    pub tie: Option<i64>,
    /// The round of voting.
    #[schema(example = 1)]
    pub round: i64,
    /// `pending`, `open`, `closed`, `removed`, `postponed` or `void`.
    #[schema(example = "pending")]
    pub state: String,
    /// The rule: as written down when the vote was opened; before, as the plan has it.
    pub rule: Option<ItemRuleBody>,
    /// The members that are recused from it.
    pub recused: Vec<RecusedBody>,
    /// How many have voted.
    pub voted: usize,
    /// How it came out; null before it is closed.
    pub tally: Option<TallyBody>,
    /// `accepted`, `declined`, `reason_missing`, `counted`, `seat`, `again` or `no_seat`; null before it is closed.
    pub result: Option<String>,
    /// Whether the council departs from the recommendation.
    pub departs: bool,
    /// Why, as was said.
    pub reason: Option<String>,
    /// When the vote was opened.
    #[schema(format = DateTime)]
    pub opened_at: Option<String>,
    /// When it was closed.
    #[schema(format = DateTime)]
    pub closed_at: Option<String>,
    /// Whether the caller can vote on it now.
    pub may_vote: bool,
}

/// How a member stood to an item.
#[derive(Serialize, ToSchema)]
pub struct ItemMemberBody {
    /// The member's id.
    pub member: i64,
    /// The name.
    pub name: String,
    /// `present`, `absent`, `in_writing`, `recused` or `recused_absent` when the vote was opened; null before.
    #[schema(example = "present")]
    pub standing: Option<String>,
    /// The interest, of a member that is recused.
    pub interest: Option<String>,
    /// Whether it has voted.
    pub voted: bool,
    /// In an open vote that is closed: `for`, `against` or `blank`. Of a secret vote always null.
    pub choice: Option<String>,
}

/// A ballot of a secret vote: whoever has its code finds it counted, and nobody else knows whose it is.
#[derive(Serialize, ToSchema)]
pub struct BallotBody {
    /// The code that the voter was told.
    pub code: String,
    /// `for`, `against` or `blank`.
    #[schema(example = "for")]
    pub choice: String,
}

/// An item with how each member stands to it.
#[derive(Serialize, ToSchema)]
pub struct WholeItem {
    /// The item.
    pub item: SessionItemBody,
    /// The members.
    pub members: Vec<ItemMemberBody>,
    /// The ballots of a secret vote that is closed, by code.
    pub ballots: Vec<BallotBody>,
}

fn rule_body(rule: &ItemRule) -> ItemRuleBody {
    let text = |language| with_texts(language, |texts| vote_rule_text(texts, &rule.as_of_plan()));
    ItemRuleBody {
        rule: rule.to_string(),
        text_vi: text(Language::Vietnamese),
        text_en: text(Language::English),
        secret: rule.secret,
        seats: rule.seats,
    }
}

fn tally_body(row: &ItemRow) -> Option<TallyBody> {
    let (members, recused) = (row.members?, row.recused?);
    Some(TallyBody {
        members,
        recused,
        entitled: members - recused,
        present: row.present?,
        in_writing: row.in_writing?,
        cast: row.cast_votes?,
        in_favour: row.votes_for?,
        against: row.votes_against?,
        blank: row.votes_blank?,
        base: row.base?,
        required: row.required?,
        reached: row.reached?,
    })
}

/// An item of a plan's session.
pub fn item_body(frame: &Frame, item: &SessionItem) -> SessionItemBody {
    let SessionItem { row, case, .. } = item;
    let recused = |it: &(i64, crate::contest::recusal::Interest)| RecusedBody {
        member: it.0,
        interest: it.1.code().to_owned(),
    };
    let name = || frame.units.get(case.unit_index()).name().to_owned();
    SessionItemBody {
        number: row.number,
        case: case.number,
        subject: case.subject.clone(),
        unit: frame.code_at(case.unit).to_owned(),
        unit_name: (case.subject == COLLECTIVE).then(name),
        award: case.award.clone(),
        tie: case.border,
        round: row.round,
        state: row.state.clone(),
        rule: item.rule.as_ref().map(rule_body),
        recused: item.recused.iter().map(recused).collect(),
        voted: item.voted,
        tally: tally_body(row),
        result: row.result.clone(),
        departs: item.departs,
        reason: item.reason.clone(),
        opened_at: row.opened_at.map(written),
        closed_at: row.closed_at.map(written),
        may_vote: item.own == Own::MayVote,
    }
}

fn member_body(member: &ItemMember) -> ItemMemberBody {
    ItemMemberBody {
        member: member.row.id,
        name: member.row.name.clone(),
        standing: member.standing.map(|standing| standing.code().to_owned()),
        interest: member.interest.map(|interest| interest.code().to_owned()),
        voted: member.voted,
        choice: member.choice.clone(),
    }
}

fn whole(detail: &ItemDetail) -> WholeItem {
    let ballot = |row: &crate::app::session_view::BallotRow| BallotBody {
        code: row.code.clone(),
        choice: row.choice.clone(),
    };
    WholeItem {
        item: item_body(&detail.session.frame, &detail.item),
        members: detail.members.iter().map(member_body).collect(),
        ballots: detail.ballots.iter().map(ballot).collect(),
    }
}

/// The numbers of items that something was done with.
#[derive(Serialize, ToSchema)]
pub struct ItemNumbers {
    /// The numbers, in the order in which it was done.
    pub items: Vec<i64>,
    /// How many.
    pub total: usize,
}

fn numbers(rows: &[ItemRow]) -> ItemNumbers {
    ItemNumbers { items: rows.iter().map(|row| row.number).collect(), total: rows.len() }
}

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
    Ok(json(&whole(&detail)))
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

/// Vote
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
