//! Sessions of a plan's council: planned, opened, closed; who came; interests that members declare.

use actix_web::web::Path;
use actix_web::{HttpResponse, delete, get, post, put};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Call, created, json, tagged};
use super::body::Json;
use super::problem::{Problems, Refused};
use super::session_item_body::{SessionItemBody, item_body};
use crate::app::audit::written;
use crate::app::council_session::{AttendanceRow, CouncilSessionRow, NewSession};
use crate::app::problem::FIELD_REFUSED;
use crate::app::session_view::{Session, SessionMember, SessionTie};
use crate::app::sitting::{AttendanceKind, SessionState};

/// A session as it is to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WriteCouncilSession {
    /// On which day.
    #[schema(example = "2021-07-15")]
    pub held_on: NaiveDate,
    /// Where.
    #[schema(example = "Phòng họp số 1, UBND tỉnh", min_length = 1, max_length = 500)]
    pub place: String,
    /// What is said of it.
    #[schema(example = "Xét tặng Bằng khen", max_length = 2000)]
    pub note: Option<String>,
}

/// A session.
#[derive(Serialize, ToSchema)]
pub struct CouncilSessionBody {
    /// Its number in the plan.
    #[schema(example = 1)]
    pub number: i64,
    /// `planned`, `open`, `closed` or `cancelled`.
    #[schema(example = "planned")]
    pub state: String,
    /// On which day.
    pub held_on: NaiveDate,
    /// Where.
    pub place: String,
    /// What is said of it.
    pub note: Option<String>,
    /// Who planned it.
    #[schema(example = "user:can.bo")]
    pub made_by: String,
    /// When.
    #[schema(format = DateTime)]
    pub made_at: String,
    /// When it was opened.
    #[schema(format = DateTime)]
    pub opened_at: Option<String>,
    /// When it was closed.
    #[schema(format = DateTime)]
    pub closed_at: Option<String>,
}

/// The sessions of a plan.
#[derive(Serialize, ToSchema)]
pub struct CouncilSessionList {
    /// The sessions, by number.
    pub items: Vec<CouncilSessionBody>,
    /// How many there are.
    pub total: usize,
}

/// A member of a session.
#[derive(Serialize, ToSchema)]
pub struct SessionMemberBody {
    /// The member's id.
    #[schema(example = 1)]
    pub member: i64,
    /// The name.
    pub name: String,
    /// The position.
    pub position: String,
    /// `chair`, `vice_chair`, `member` or `secretary`.
    pub role: String,
    /// What was entered last: `present`, `left`, `absent`, `in_writing`; null: nothing yet.
    #[schema(example = "present")]
    pub kind: Option<String>,
}

/// What was entered of a member.
#[derive(Serialize, ToSchema)]
pub struct AttendanceBody {
    /// Its number in the session.
    pub number: i64,
    /// The member's id.
    pub member: i64,
    /// `present`, `left`, `absent` or `in_writing`.
    #[schema(example = "present")]
    pub kind: String,
    /// Who entered it.
    pub made_by: String,
    /// When.
    #[schema(format = DateTime)]
    pub made_at: String,
}

/// A tie at the border of a quota that waits to be settled.
#[derive(Serialize, ToSchema)]
pub struct SessionTieBody {
    /// Its number; cases of one tie share it.
    pub number: i64,
    /// The seats that were voted on.
    pub seats: Option<u32>,
    /// The numbers of its items that are counted.
    pub items: Vec<i64>,
}

/// A session with its members and its agenda, as the caller may see it.
#[derive(Serialize, ToSchema)]
pub struct WholeSession {
    /// The session.
    pub session: CouncilSessionBody,
    /// The code of the council.
    pub council: String,
    /// The members on the session's day.
    pub members: Vec<SessionMemberBody>,
    /// How many members there are.
    pub member_count: usize,
    /// How many of them are there now.
    pub attending: u32,
    /// Who came and left, in order.
    pub attendance: Vec<AttendanceBody>,
    /// The agenda in the order in which items are taken: those voted on by number, then those that wait, so that recused
    /// members leave the room as few times as can be. Without items that the caller is recused from.
    pub items: Vec<SessionItemBody>,
    /// Ties that wait to be settled.
    pub ties: Vec<SessionTieBody>,
    /// How many of these items depart from the recommendation.
    pub departures: usize,
    /// The caller's own id among the members; null: it isn't one.
    pub own_member: Option<i64>,
    /// The numbers of the cases in which it declared an interest in this session itself.
    pub declared: Vec<i64>,
}

impl From<&CouncilSessionRow> for CouncilSessionBody {
    fn from(row: &CouncilSessionRow) -> Self {
        Self {
            number: row.number,
            state: row.state.clone(),
            held_on: row.held_on,
            place: row.place.clone(),
            note: row.note.clone(),
            made_by: row.made_by.clone(),
            made_at: written(row.made_at),
            opened_at: row.opened_at.map(written),
            closed_at: row.closed_at.map(written),
        }
    }
}

impl From<&AttendanceRow> for AttendanceBody {
    fn from(row: &AttendanceRow) -> Self {
        Self {
            number: row.number,
            member: row.member_id,
            kind: row.kind.clone(),
            made_by: row.made_by.clone(),
            made_at: written(row.made_at),
        }
    }
}

fn member_body(member: &SessionMember) -> SessionMemberBody {
    SessionMemberBody {
        member: member.row.id,
        name: member.row.name.clone(),
        position: member.row.position.clone(),
        role: member.row.role.clone(),
        kind: member.kind.map(|kind| kind.code().to_owned()),
    }
}

fn tie_body(tie: &SessionTie) -> SessionTieBody {
    SessionTieBody { number: tie.number, seats: tie.seats, items: tie.items.clone() }
}

fn whole(session: &Session) -> WholeSession {
    WholeSession {
        session: CouncilSessionBody::from(&session.row),
        council: session.council.clone(),
        members: session.members.iter().map(member_body).collect(),
        member_count: session.members.len(),
        attending: session.attending,
        attendance: session.attendance.iter().map(AttendanceBody::from).collect(),
        items: session.items.iter().map(|item| item_body(&session.frame, item)).collect(),
        ties: session.ties.iter().map(tie_body).collect(),
        departures: session.departures,
        own_member: session.own,
        declared: session.declared.clone(),
    }
}

/// List sessions of a plan's council
///
/// By number.
#[utoipa::path(tag = "councils", operation_id = "list_council_sessions", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 200, description = "All of them", body = CouncilSessionList), Problems))]
#[get("/plans/{plan}/sessions")]
pub async fn list_council_sessions(call: Call, plan: Path<i64>) -> Result<HttpResponse, Refused> {
    let rows = call.run(move |service, actor| service.council_sessions(actor, *plan)).await?;
    let items: Vec<CouncilSessionBody> = rows.iter().map(CouncilSessionBody::from).collect();
    Ok(json(&CouncilSessionList { total: items.len(), items }))
}

/// Plan a session
///
/// Of the council that the plan names.
#[utoipa::path(tag = "councils", operation_id = "add_council_session", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 201, description = "Planned", body = CouncilSessionBody), Problems))]
#[post("/plans/{plan}/sessions")]
pub async fn add_council_session(
    call: Call,
    plan: Path<i64>,
    body: Json<WriteCouncilSession>,
) -> Result<HttpResponse, Refused> {
    let WriteCouncilSession { held_on, place, note } = body.into_inner();
    let new = NewSession { held_on, place, note };
    let row = call.run(move |service, actor| service.plan_session(actor, *plan, &new)).await?;
    Ok(created(&CouncilSessionBody::from(&row), row.change))
}

/// Get a session
///
/// With members, attendance and agenda. Whoever is recused from an item finds nothing of it here, nor in any total.
#[utoipa::path(tag = "councils", operation_id = "get_council_session", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("session" = i64, Path, description = "The session's number", example = 1)),
    responses((status = 200, description = "The session", body = WholeSession), Problems))]
#[get("/plans/{plan}/sessions/{session}")]
pub async fn get_council_session(call: Call, path: Path<(i64, i64)>) -> Result<HttpResponse, Refused> {
    let at = path.into_inner();
    let session = call.run(move |service, actor| service.council_session(actor, at)).await?;
    Ok(tagged(&whole(&session), session.row.change))
}

/// Change a session
///
/// Day, place and note of one that is planned. With `If-Match`, refused when somebody changed it in between.
#[utoipa::path(tag = "councils", operation_id = "change_council_session", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("session" = i64, Path, description = "The session's number", example = 1),
    ("If-Match" = Option<String>, Header, description = "The tag of the session as it was read", example = "\"1\"")),
    responses((status = 200, description = "Changed", body = CouncilSessionBody), Problems))]
#[put("/plans/{plan}/sessions/{session}")]
pub async fn change_council_session(
    call: Call,
    path: Path<(i64, i64)>,
    body: Json<WriteCouncilSession>,
) -> Result<HttpResponse, Refused> {
    let (at, expected) = (path.into_inner(), call.if_match()?);
    let WriteCouncilSession { held_on, place, note } = body.into_inner();
    let new = NewSession { held_on, place, note };
    let row = call.run(move |service, actor| service.change_session(actor, at, expected, &new)).await?;
    Ok(tagged(&CouncilSessionBody::from(&row), row.change))
}

/// To which state a session goes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveCouncilSession {
    /// `open`, `closed` or `cancelled`.
    #[schema(example = "open")]
    pub state: String,
}

/// Open, close or cancel a session
///
/// A session is opened on its day or later, closed when no vote is open, no reason is missing and no tie waits, and
/// cancelled before it is opened. Items that wait are left for another session.
#[utoipa::path(tag = "councils", operation_id = "move_council_session", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("session" = i64, Path, description = "The session's number", example = 1)),
    responses((status = 200, description = "Moved", body = CouncilSessionBody), Problems))]
#[post("/plans/{plan}/sessions/{session}/state")]
pub async fn move_council_session(
    call: Call,
    path: Path<(i64, i64)>,
    body: Json<MoveCouncilSession>,
) -> Result<HttpResponse, Refused> {
    let at = path.into_inner();
    let to = SessionState::of_code(&body.into_inner().state);
    let expected = "open, closed, cancelled";
    let to =
        to.ok_or_else(|| call.refused(FIELD_REFUSED.with("field", "state").with("expected", expected)))?;
    let row = call.run(move |service, actor| service.move_session(actor, at, to)).await?;
    Ok(tagged(&CouncilSessionBody::from(&row), row.change))
}

/// What is entered of a member.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddAttendance {
    /// The member's id.
    #[schema(example = 1)]
    pub member: i64,
    /// `present`, `left`, `absent` or `in_writing`.
    #[schema(example = "present")]
    pub kind: String,
}

/// Enter who came or left
///
/// In the order in which it happens: who is there decides about the quorum from then on.
#[utoipa::path(tag = "councils", operation_id = "add_attendance", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("session" = i64, Path, description = "The session's number", example = 1)),
    responses((status = 201, description = "Entered", body = AttendanceBody), Problems))]
#[post("/plans/{plan}/sessions/{session}/attendance")]
pub async fn add_attendance(
    call: Call,
    path: Path<(i64, i64)>,
    body: Json<AddAttendance>,
) -> Result<HttpResponse, Refused> {
    let (at, AddAttendance { member, kind }) = (path.into_inner(), body.into_inner());
    let kind = AttendanceKind::of_code(&kind).ok_or_else(|| {
        let codes: Vec<&str> = AttendanceKind::ALL.iter().map(|kind| kind.code()).collect();
        call.refused(FIELD_REFUSED.with("field", "kind").with("expected", codes.join(", ")))
    })?;
    let row = call.run(move |service, actor| service.note_attendance(actor, at, (member, kind))).await?;
    Ok(HttpResponse::Created().json(AttendanceBody::from(&row)))
}

/// An interest that is declared.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddRecusal {
    /// The case's number.
    #[schema(example = 1)]
    pub case: i64,
    /// The member's id; null: the caller itself.
    #[schema(example = 1)]
    pub member: Option<i64>,
    /// Why.
    #[schema(example = "Có người thân công tác tại đơn vị", min_length = 1, max_length = 2000)]
    pub reason: String,
}

/// An interest that was declared.
#[derive(Serialize, ToSchema)]
pub struct RecusalBody {
    /// The case's number.
    pub case: i64,
    /// The member's id.
    pub member: i64,
    /// Why.
    pub reason: String,
}

/// Declare an interest
///
/// By a member of its own, or by who runs the session. From then on the member neither votes on the case nor sees anything of
/// it. Refused once a vote on the case, or on another of its tie, was opened.
#[utoipa::path(tag = "councils", operation_id = "add_recusal", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("session" = i64, Path, description = "The session's number", example = 1)),
    responses((status = 201, description = "Declared", body = RecusalBody), Problems))]
#[post("/plans/{plan}/sessions/{session}/recusals")]
pub async fn add_recusal(
    call: Call,
    path: Path<(i64, i64)>,
    body: Json<AddRecusal>,
) -> Result<HttpResponse, Refused> {
    let (at, AddRecusal { case, member, reason }) = (path.into_inner(), body.into_inner());
    let row =
        call.run(move |service, actor| service.declare_recusal(actor, at, (case, member), &reason)).await?;
    Ok(HttpResponse::Created().json(RecusalBody { case, member: row.member_id, reason: row.reason }))
}

/// Take back a declared interest
///
/// By the member that declared it itself, before any vote on the case, or on another of its tie, was opened. What somebody else
/// entered, and what follows from the member's units, stays.
#[utoipa::path(tag = "councils", operation_id = "withdraw_recusal", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("session" = i64, Path, description = "The session's number", example = 1),
    ("case" = i64, Path, description = "The case's number", example = 1)),
    responses((status = 204, description = "Taken back"), Problems))]
#[delete("/plans/{plan}/sessions/{session}/recusals/{case}")]
pub async fn withdraw_recusal(call: Call, path: Path<(i64, i64, i64)>) -> Result<HttpResponse, Refused> {
    let (plan, session, case) = path.into_inner();
    call.run(move |service, actor| service.withdraw_recusal(actor, (plan, session), case)).await?;
    Ok(HttpResponse::NoContent().finish())
}
