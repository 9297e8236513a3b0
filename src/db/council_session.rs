//! Sessions of councils: when they are held, and who came.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::max;
use diesel::prelude::*;

use super::engine::Engine;
use super::schema::{attendance, council_sessions, session_items};

/// A session of a plan's council.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = council_sessions)]
#[diesel(treat_none_as_default_value = false)]
pub struct CouncilSessionRow {
    /// The id.
    pub id: i64,
    /// The plan.
    pub plan_id: i64,
    /// Its number in the plan, from 1.
    pub number: i64,
    /// `planned`, `open`, `closed` or `cancelled`.
    pub state: String,
    /// Where.
    pub place: String,
    /// On which day.
    pub held_on: NaiveDate,
    /// What is said of it.
    pub note: Option<String>,
    /// Counts every change to it.
    pub change: i64,
    /// Who planned it.
    pub made_by: String,
    /// When.
    pub made_at: NaiveDateTime,
    /// When it was opened.
    pub opened_at: Option<NaiveDateTime>,
    /// When it was closed.
    pub closed_at: Option<NaiveDateTime>,
}

/// Who came, left, or votes in writing.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = attendance)]
pub struct AttendanceRow {
    /// The session.
    pub session_id: i64,
    /// Its number in the session, from 1.
    pub number: i64,
    /// The member.
    pub member_id: i64,
    /// `present`, `left`, `absent` or `in_writing`.
    pub kind: String,
    /// Who entered it.
    pub made_by: String,
    /// When.
    pub made_at: NaiveDateTime,
}

/// The id for the next session, and its number in a plan.
///
/// # Errors
/// Those of the database.
pub fn next_session(engine: &mut Engine, plan_id: i64) -> QueryResult<(i64, i64)> {
    let id: Option<i64> = council_sessions::table.select(max(council_sessions::id)).first(engine)?;
    let of_plan = council_sessions::table.filter(council_sessions::plan_id.eq(plan_id));
    let number: Option<i64> = of_plan.select(max(council_sessions::number)).first(engine)?;
    Ok((id.unwrap_or(0) + 1, number.unwrap_or(0) + 1))
}

/// Adds a session.
///
/// # Errors
/// Those of the database.
pub fn insert_session(engine: &mut Engine, session: &CouncilSessionRow) -> QueryResult<()> {
    diesel::insert_into(council_sessions::table).values(session).execute(engine).map(drop)
}

/// Writes a session's row anew.
///
/// # Errors
/// Those of the database.
pub fn update_session(engine: &mut Engine, session: &CouncilSessionRow) -> QueryResult<()> {
    diesel::update(council_sessions::table.filter(council_sessions::id.eq(session.id)))
        .set((
            council_sessions::state.eq(&session.state),
            council_sessions::place.eq(&session.place),
            council_sessions::held_on.eq(session.held_on),
            council_sessions::note.eq(&session.note),
            council_sessions::change.eq(session.change),
            council_sessions::opened_at.eq(session.opened_at),
            council_sessions::closed_at.eq(session.closed_at),
        ))
        .execute(engine)
        .map(drop)
}

/// The session of a plan with a number.
///
/// # Errors
/// Those of the database.
pub fn session_by_number(
    engine: &mut Engine,
    plan_id: i64,
    number: i64,
) -> QueryResult<Option<CouncilSessionRow>> {
    let of_plan = council_sessions::table.filter(council_sessions::plan_id.eq(plan_id));
    of_plan.filter(council_sessions::number.eq(number)).first(engine).optional()
}

/// The sessions of a plan, by number.
///
/// # Errors
/// Those of the database.
pub fn sessions_of(engine: &mut Engine, plan_id: i64) -> QueryResult<Vec<CouncilSessionRow>> {
    council_sessions::table
        .filter(council_sessions::plan_id.eq(plan_id))
        .order(council_sessions::number.asc())
        .load(engine)
}

/// The sessions in which a vote was opened, of any plan, by id.
///
/// # Errors
/// Those of the database.
pub fn sessions_with_votes(engine: &mut Engine) -> QueryResult<Vec<CouncilSessionRow>> {
    let opened = session_items::table
        .filter(session_items::opened_at.is_not_null())
        .select(session_items::session_id)
        .distinct();
    council_sessions::table
        .filter(council_sessions::id.eq_any(opened))
        .order(council_sessions::id.asc())
        .load(engine)
}

/// Adds who came, left, or votes in writing.
///
/// # Errors
/// Those of the database.
pub fn insert_attendance(engine: &mut Engine, row: &AttendanceRow) -> QueryResult<()> {
    diesel::insert_into(attendance::table).values(row).execute(engine).map(drop)
}

/// Who came to a session and left, in the order in which it was entered.
///
/// # Errors
/// Those of the database.
pub fn attendance_of(engine: &mut Engine, session_id: i64) -> QueryResult<Vec<AttendanceRow>> {
    attendance::table
        .filter(attendance::session_id.eq(session_id))
        .order(attendance::number.asc())
        .load(engine)
}
