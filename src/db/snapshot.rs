//! Stored rankings. One of a plan is current, at most one is staged; none is ever taken away.

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
    /// Its number in the plan; 1 is the first.
    pub number: i64,
    /// `current`, `superseded`, `staged` or `cancelled`.
    pub state: String,
    /// The plan's count of changes that it was made at.
    pub change: i64,
    /// The moment as of which milestones are overdue.
    pub as_of: Option<NaiveDateTime>,
    /// SHA-256 of the inputs.
    pub input_hash: String,
    /// What it was made from, line by line.
    pub inputs: String,
    /// SHA-256 of the result.
    pub result_hash: String,
    /// The result as JSON.
    pub result: String,
    /// The result as CSV.
    pub csv: String,
    /// Who made it.
    pub made_by: String,
    /// When.
    pub made_at: NaiveDateTime,
    /// Why it was made anew.
    pub reason: Option<String>,
    /// Who applied or cancelled it.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<NaiveDateTime>,
    /// Why.
    pub decision_reason: Option<String>,
}

/// The id for the next stored ranking, and its number in a plan.
///
/// # Errors
/// Those of the database.
pub fn next_snapshot(engine: &mut Engine, plan_id: i64) -> QueryResult<(i64, i64)> {
    let id: Option<i64> = snapshots::table.select(max(snapshots::id)).first(engine)?;
    let of_plan = snapshots::table.filter(snapshots::plan_id.eq(plan_id));
    let number: Option<i64> = of_plan.select(max(snapshots::number)).first(engine)?;
    Ok((id.unwrap_or(0) + 1, number.unwrap_or(0) + 1))
}

/// Adds a stored ranking.
///
/// # Errors
/// Those of the database.
pub fn insert_snapshot(engine: &mut Engine, row: &SnapshotRow) -> QueryResult<()> {
    diesel::insert_into(snapshots::table).values(row).execute(engine).map(drop)
}

/// The stored ranking of a plan in a state of which there is at most one: `current` or `staged`.
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

/// The id of a plan's current ranking.
///
/// # Errors
/// Those of the database.
pub fn current_snapshot_id(engine: &mut Engine, plan_id: i64) -> QueryResult<Option<i64>> {
    snapshots::table
        .filter(snapshots::plan_id.eq(plan_id))
        .filter(snapshots::state.eq("current"))
        .select(snapshots::id)
        .first(engine)
        .optional()
}

/// The stored ranking of a plan with a number.
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

/// What a list shows of a stored ranking: everything but what it was made from and what came out, left empty.
///
/// # Errors
/// Those of the database.
pub fn snapshots_after(
    engine: &mut Engine,
    plan_id: i64,
    after: i64,
    limit: i64,
) -> QueryResult<Vec<SnapshotRow>> {
    use diesel::dsl::sql;
    use diesel::sql_types::Text;
    use snapshots as it;
    snapshots::table
        .filter(it::plan_id.eq(plan_id))
        .filter(it::number.gt(after))
        .order(it::number.asc())
        .limit(limit)
        .select((
            it::id,
            it::plan_id,
            it::number,
            it::state,
            it::change,
            it::as_of,
            it::input_hash,
            sql::<Text>("''"),
            it::result_hash,
            sql::<Text>("''"),
            sql::<Text>("''"),
            it::made_by,
            it::made_at,
            it::reason,
            it::decided_by,
            it::decided_at,
            it::decision_reason,
        ))
        .load(engine)
}

/// How many stored rankings a plan has.
///
/// # Errors
/// Those of the database.
pub fn count_snapshots(engine: &mut Engine, plan_id: i64) -> QueryResult<i64> {
    snapshots::table.filter(snapshots::plan_id.eq(plan_id)).count().get_result(engine)
}

/// Writes what may change of a stored ranking anew: its state, and what was decided about it.
///
/// # Errors
/// Those of the database.
pub fn update_snapshot(engine: &mut Engine, row: &SnapshotRow) -> QueryResult<()> {
    diesel::update(snapshots::table.filter(snapshots::id.eq(row.id)))
        .set((
            snapshots::state.eq(&row.state),
            snapshots::decided_by.eq(&row.decided_by),
            snapshots::decided_at.eq(row.decided_at),
            snapshots::decision_reason.eq(&row.decision_reason),
        ))
        .execute(engine)
        .map(drop)
}
