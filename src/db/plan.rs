//! Plans and the units that take part in them.

use chrono::NaiveDateTime;
use diesel::dsl::max;
use diesel::prelude::*;

use super::engine::{Engine, on};
use super::schema::{participant_groups, participants, plans};

/// A plan.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = plans)]
#[diesel(treat_none_as_default_value = false)]
pub struct PlanRow {
    /// The id.
    pub id: i64,
    /// The document's number.
    pub code: String,
    /// The title in Vietnamese.
    pub title_vi: String,
    /// The title in English.
    pub title_en: String,
    /// The code of the state.
    pub state: String,
    /// The name of the plan file.
    pub file_name: String,
    /// The plan file.
    pub source: String,
    /// SHA-256 of the plan file, in hexadecimal.
    pub hash: String,
    /// Until when reports are on time.
    pub reports_due: Option<NaiveDateTime>,
    /// Counts every change to the plan and to what is reported for it.
    pub change: i64,
    /// Who made it.
    pub created_by: String,
    /// When.
    pub created_at: NaiveDateTime,
}

/// A unit of a plan; the numbers are positions in the plan's lists.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = participants)]
#[diesel(treat_none_as_default_value = false)]
pub struct ParticipantRow {
    /// The plan.
    pub plan_id: i64,
    /// Its position.
    pub position: i64,
    /// The official code.
    pub code: String,
    /// The name.
    pub name: String,
    /// Its level.
    pub level: i64,
    /// Its type of subject.
    pub subject: Option<i64>,
    /// The unit above.
    pub parent: Option<i64>,
    /// Its cluster; without one it doesn't take part.
    pub cluster: Option<i64>,
    /// Who proposes it.
    pub source: Option<i64>,
}

/// A cluster or a source of a plan's units.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = participant_groups)]
pub struct GroupRow {
    /// The plan.
    pub plan_id: i64,
    /// `cluster` or `source`.
    pub kind: String,
    /// Its position.
    pub position: i64,
    /// The code.
    pub code: String,
    /// The name in Vietnamese.
    pub name_vi: String,
    /// The name in English.
    pub name_en: String,
}

/// The id for the next plan.
///
/// # Errors
/// Those of the database.
pub fn next_plan_id(connection: &mut Engine) -> QueryResult<i64> {
    let last: Option<i64> = plans::table.select(max(plans::id)).first(connection)?;
    Ok(last.unwrap_or(0) + 1)
}

/// Adds a plan.
///
/// # Errors
/// Those of the database.
pub fn insert_plan(connection: &mut Engine, plan: &PlanRow) -> QueryResult<()> {
    diesel::insert_into(plans::table).values(plan).execute(connection).map(drop)
}

/// The plan with an id.
///
/// # Errors
/// Those of the database.
pub fn plan_by_id(connection: &mut Engine, id: i64) -> QueryResult<Option<PlanRow>> {
    plans::table.filter(plans::id.eq(id)).first(connection).optional()
}

/// The plan with a code.
///
/// # Errors
/// Those of the database.
pub fn plan_by_code(connection: &mut Engine, code: &str) -> QueryResult<Option<PlanRow>> {
    plans::table.filter(plans::code.eq(code)).first(connection).optional()
}

/// The plans after an id, at most so many, by id.
///
/// # Errors
/// Those of the database.
pub fn plans_after(connection: &mut Engine, after: i64, limit: i64) -> QueryResult<Vec<PlanRow>> {
    plans::table.filter(plans::id.gt(after)).order(plans::id.asc()).limit(limit).load(connection)
}

/// How many plans there are.
///
/// # Errors
/// Those of the database.
pub fn count_plans(connection: &mut Engine) -> QueryResult<i64> {
    plans::table.count().get_result(connection)
}

/// Writes a plan's row anew.
///
/// # Errors
/// Those of the database.
pub fn update_plan(connection: &mut Engine, plan: &PlanRow) -> QueryResult<()> {
    diesel::update(plans::table.filter(plans::id.eq(plan.id)))
        .set((
            plans::code.eq(&plan.code),
            plans::title_vi.eq(&plan.title_vi),
            plans::title_en.eq(&plan.title_en),
            plans::state.eq(&plan.state),
            plans::file_name.eq(&plan.file_name),
            plans::source.eq(&plan.source),
            plans::hash.eq(&plan.hash),
            plans::reports_due.eq(plan.reports_due),
            plans::change.eq(plan.change),
        ))
        .execute(connection)
        .map(drop)
}

/// How many rows go into one statement: nine columns, and an engine takes at most 32,766 values.
const AT_ONCE: usize = 3000;

/// Puts new units in place of all units of a plan.
///
/// # Errors
/// Those of the database.
pub fn replace_participants(
    connection: &mut Engine,
    plan_id: i64,
    units: &[ParticipantRow],
    groups: &[GroupRow],
) -> QueryResult<()> {
    diesel::delete(participants::table.filter(participants::plan_id.eq(plan_id))).execute(connection)?;
    diesel::delete(participant_groups::table.filter(participant_groups::plan_id.eq(plan_id)))
        .execute(connection)?;
    on!(connection, |inner| {
        for units in units.chunks(AT_ONCE) {
            diesel::insert_into(participants::table).values(units).execute(inner)?;
        }
        for groups in groups.chunks(AT_ONCE) {
            diesel::insert_into(participant_groups::table).values(groups).execute(inner)?;
        }
    });
    Ok(())
}

/// The units of a plan, in their order.
///
/// # Errors
/// Those of the database.
pub fn participants_of(connection: &mut Engine, plan_id: i64) -> QueryResult<Vec<ParticipantRow>> {
    participants::table
        .filter(participants::plan_id.eq(plan_id))
        .order(participants::position.asc())
        .load(connection)
}

/// The clusters and sources of a plan's units, in their order.
///
/// # Errors
/// Those of the database.
pub fn groups_of(connection: &mut Engine, plan_id: i64) -> QueryResult<Vec<GroupRow>> {
    participant_groups::table
        .filter(participant_groups::plan_id.eq(plan_id))
        .order((participant_groups::kind.asc(), participant_groups::position.asc()))
        .load(connection)
}
