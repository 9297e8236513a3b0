//! Members of councils and the units that they belong to; recusals that members declared.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::max;
use diesel::prelude::*;

use super::engine::{Engine, on};
use super::schema::{council_members, member_units, recusals};

/// A member of a council.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = council_members)]
#[diesel(treat_none_as_default_value = false)]
pub struct MemberRow {
    /// The id.
    pub id: i64,
    /// The code of the council.
    pub council: String,
    /// The login of the member, when it is a user.
    pub login: Option<String>,
    /// The member's name.
    pub name: String,
    /// The member's position.
    pub position: String,
    /// `chair`, `vice_chair`, `member` or `secretary`.
    pub role: String,
    /// From this day on.
    pub from_date: NaiveDate,
    /// Up to this day, which no longer counts; `None`: until further notice.
    pub until_date: Option<NaiveDate>,
    /// Counts every change to it.
    pub change: i64,
    /// Who entered it.
    pub made_by: String,
    /// When.
    pub made_at: NaiveDateTime,
}

/// A unit that a member belongs or belonged to.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = member_units)]
#[diesel(treat_none_as_default_value = false)]
pub struct MemberUnitRow {
    /// The member.
    pub member_id: i64,
    /// The unit's code.
    pub unit_code: String,
    /// From this day on.
    pub from_date: NaiveDate,
    /// Up to this day, which no longer counts; `None`: until further notice.
    pub until_date: Option<NaiveDate>,
}

/// An interest that a member declared.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = recusals)]
pub struct RecusalRow {
    /// The session.
    pub session_id: i64,
    /// The case.
    pub case_id: i64,
    /// The member.
    pub member_id: i64,
    /// Why.
    pub reason: String,
    /// Who entered it.
    pub made_by: String,
    /// When.
    pub made_at: NaiveDateTime,
}

/// The id for the next member.
///
/// # Errors
/// Those of the database.
pub fn next_member_id(engine: &mut Engine) -> QueryResult<i64> {
    let last: Option<i64> = council_members::table.select(max(council_members::id)).first(engine)?;
    Ok(last.unwrap_or(0) + 1)
}

/// Adds a member.
///
/// # Errors
/// Those of the database.
pub fn insert_member(engine: &mut Engine, member: &MemberRow) -> QueryResult<()> {
    diesel::insert_into(council_members::table).values(member).execute(engine).map(drop)
}

/// Writes a member's row anew.
///
/// # Errors
/// Those of the database.
pub fn update_member(engine: &mut Engine, member: &MemberRow) -> QueryResult<()> {
    diesel::update(council_members::table.filter(council_members::id.eq(member.id)))
        .set((
            council_members::login.eq(&member.login),
            council_members::name.eq(&member.name),
            council_members::position.eq(&member.position),
            council_members::role.eq(&member.role),
            council_members::from_date.eq(member.from_date),
            council_members::until_date.eq(member.until_date),
            council_members::change.eq(member.change),
        ))
        .execute(engine)
        .map(drop)
}

/// The members of a council, also those that have left it, by id.
///
/// # Errors
/// Those of the database.
pub fn members_of(engine: &mut Engine, council: &str) -> QueryResult<Vec<MemberRow>> {
    council_members::table
        .filter(council_members::council.eq(council))
        .order(council_members::id.asc())
        .load(engine)
}

/// The codes of all councils that have members.
///
/// # Errors
/// Those of the database.
pub fn councils(engine: &mut Engine) -> QueryResult<Vec<String>> {
    council_members::table
        .select(council_members::council)
        .distinct()
        .order(council_members::council.asc())
        .load(engine)
}

/// The memberships of a login in a council, by id; in small letters and others alike.
///
/// # Errors
/// Those of the database.
pub fn memberships_of(engine: &mut Engine, council: &str, login: &str) -> QueryResult<Vec<MemberRow>> {
    let mut members = members_of(engine, council)?;
    members.retain(|row| row.login.as_deref().is_some_and(|it| it.eq_ignore_ascii_case(login)));
    Ok(members)
}

/// The units of some members, by member, code and date.
///
/// # Errors
/// Those of the database.
pub fn units_of_members(engine: &mut Engine, members: &[i64]) -> QueryResult<Vec<MemberUnitRow>> {
    let order = (member_units::member_id.asc(), member_units::unit_code.asc(), member_units::from_date.asc());
    member_units::table.filter(member_units::member_id.eq_any(members.to_vec())).order(order).load(engine)
}

/// Puts new units in place of all units of a member.
///
/// # Errors
/// Those of the database.
pub fn replace_units_of_member(engine: &mut Engine, member: i64, units: &[MemberUnitRow]) -> QueryResult<()> {
    diesel::delete(member_units::table.filter(member_units::member_id.eq(member))).execute(engine)?;
    on!(engine, |inner| diesel::insert_into(member_units::table).values(units).execute(inner)).map(drop)
}

/// Adds an interest that a member declared.
///
/// # Errors
/// Those of the database.
pub fn insert_recusal(engine: &mut Engine, recusal: &RecusalRow) -> QueryResult<()> {
    diesel::insert_into(recusals::table).values(recusal).execute(engine).map(drop)
}

/// Takes away an interest that a member declared.
///
/// # Errors
/// Those of the database.
pub fn delete_recusal(engine: &mut Engine, recusal: &RecusalRow) -> QueryResult<()> {
    let of_session = recusals::table.filter(recusals::session_id.eq(recusal.session_id));
    let of_case = of_session.filter(recusals::case_id.eq(recusal.case_id));
    let one = of_case.filter(recusals::member_id.eq(recusal.member_id));
    diesel::delete(one).execute(engine).map(drop)
}

/// The interests declared in some sessions, by session, case and member.
///
/// # Errors
/// Those of the database.
pub fn recusals_of(engine: &mut Engine, sessions: &[i64]) -> QueryResult<Vec<RecusalRow>> {
    let order = (recusals::session_id.asc(), recusals::case_id.asc(), recusals::member_id.asc());
    recusals::table.filter(recusals::session_id.eq_any(sessions.to_vec())).order(order).load(engine)
}

/// The declared interests in a case, in order.
///
/// # Errors
/// Those of the database.
pub fn recusals_in(engine: &mut Engine, case_id: i64) -> QueryResult<Vec<RecusalRow>> {
    recusals::table
        .filter(recusals::case_id.eq(case_id))
        .order((recusals::session_id.asc(), recusals::member_id.asc()))
        .load(engine)
}

/// The interests that some members declared, by session, case and member.
///
/// # Errors
/// Those of the database.
pub fn recusals_by(engine: &mut Engine, members: &[i64]) -> QueryResult<Vec<RecusalRow>> {
    let order = (recusals::session_id.asc(), recusals::case_id.asc(), recusals::member_id.asc());
    recusals::table.filter(recusals::member_id.eq_any(members.to_vec())).order(order).load(engine)
}

/// A case with what decides about interests in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaseUnit {
    /// The id.
    pub id: i64,
    /// The position of its unit in the plan; of a person, that of the person's unit.
    pub unit: i64,
    /// The tie at the border of a quota that it belongs to.
    pub border: Option<i64>,
}
