//! Stored rankings.

use chrono::NaiveDateTime;
use diesel::dsl::max;
use diesel::prelude::*;

use super::engine::Engine;
use super::schema::snapshots;

/// A stored ranking.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = snapshots)]
#[diesel(treat_none_as_default_value = false)]
pub struct SnapshotRow {
    /// The id.
    pub id: i64,
    /// The plan.
    pub plan_id: i64,
    /// Its number among those of the plan.
    pub number: i64,
    /// `current`, `staged`, `replaced` or `cancelled`.
    pub state: String,
    /// The plan's count of changes that it was made at.
    pub change: i64,
    /// The moment, in UTC, as of which milestones were overdue.
    pub as_of: Option<NaiveDateTime>,
    /// SHA-256 of everything that it rests on, in hexadecimal.
    pub input_hash: String,
    /// SHA-256 of the result, in hexadecimal.
    pub result_hash: String,
    /// The result, as the stable JSON of a ranking.
    pub result: String,
    /// Who stored it.
    pub made_by: String,
    /// When.
    pub made_at: NaiveDateTime,
    /// Why, of a re-score.
    pub reason: Option<String>,
    /// Who applied or cancelled it.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<NaiveDateTime>,
}

/// The id for the next snapshot, and its number in a plan.
///
/// # Errors
/// Those of the database.
pub fn next_snapshot(engine: &mut Engine, plan_id: i64) -> QueryResult<(i64, i64)> {
    let id: Option<i64> = snapshots::table.select(max(snapshots::id)).first(engine)?;
    let number: Option<i64> = snapshots::table
        .filter(snapshots::plan_id.eq(plan_id))
        .select(max(snapshots::number))
        .first(engine)?;
    Ok((id.unwrap_or(0) + 1, number.unwrap_or(0) + 1))
}

/// Adds a snapshot.
///
/// # Errors
/// Those of the database.
pub fn insert_snapshot(engine: &mut Engine, snapshot: &SnapshotRow) -> QueryResult<()> {
    diesel::insert_into(snapshots::table).values(snapshot).execute(engine).map(drop)
}

/// Writes a snapshot's state and decision anew.
///
/// # Errors
/// Those of the database.
pub fn update_snapshot(engine: &mut Engine, snapshot: &SnapshotRow) -> QueryResult<()> {
    diesel::update(snapshots::table.filter(snapshots::id.eq(snapshot.id)))
        .set((
            snapshots::state.eq(&snapshot.state),
            snapshots::decided_by.eq(&snapshot.decided_by),
            snapshots::decided_at.eq(snapshot.decided_at),
        ))
        .execute(engine)
        .map(drop)
}

/// The snapshot of a plan in a state; the last one.
///
/// # Errors
/// Those of the database.
pub fn snapshot_in_state(engine: &mut Engine, plan_id: i64, state: &str) -> QueryResult<Option<SnapshotRow>> {
    snapshots::table
        .filter(snapshots::plan_id.eq(plan_id))
        .filter(snapshots::state.eq(state))
        .order(snapshots::number.desc())
        .first(engine)
        .optional()
}

/// The snapshot of a plan with a number.
///
/// # Errors
/// Those of the database.
pub fn snapshot_by_number(
    engine: &mut Engine,
    plan_id: i64,
    number: i64,
) -> QueryResult<Option<SnapshotRow>> {
    snapshots::table
        .filter(snapshots::plan_id.eq(plan_id))
        .filter(snapshots::number.eq(number))
        .first(engine)
        .optional()
}

/// The moment as of which the current snapshot of a plan was made; `None` without a snapshot.
///
/// # Errors
/// Those of the database.
pub fn current_as_of(engine: &mut Engine, plan_id: i64) -> QueryResult<Option<Option<NaiveDateTime>>> {
    snapshots::table
        .filter(snapshots::plan_id.eq(plan_id))
        .filter(snapshots::state.eq("current"))
        .select(snapshots::as_of)
        .first(engine)
        .optional()
}

/// All snapshots of a plan, by number.
///
/// # Errors
/// Those of the database.
pub fn snapshots_of(engine: &mut Engine, plan_id: i64) -> QueryResult<Vec<SnapshotRow>> {
    snapshots::table.filter(snapshots::plan_id.eq(plan_id)).order(snapshots::number.asc()).load(engine)
}
