//! Appraisals: points and verdicts given by hand. A correction is a new record.

use chrono::NaiveDateTime;
use diesel::dsl::max;
use diesel::prelude::*;

use super::engine::Engine;
use super::schema::appraisals;

/// What an appraiser gave.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = appraisals)]
#[diesel(treat_none_as_default_value = false)]
pub struct AppraisalRow {
    /// The id.
    pub id: i64,
    /// The plan.
    pub plan_id: i64,
    /// The unit's position in the plan.
    pub unit: i64,
    /// The plan's slot.
    pub slot: i64,
    /// Its number among those of the unit's slot; the highest stands.
    pub number: i64,
    /// The plan's count of changes when it was given.
    pub change: i64,
    /// The kind of value, as of a figure; 0: withdrawn.
    pub kind: i64,
    /// A flag as 0 or 1.
    pub count: Option<i64>,
    /// Points, in canonical form.
    pub text: Option<String>,
    /// Why.
    pub note: Option<String>,
    /// Who gave it.
    pub made_by: String,
    /// When.
    pub made_at: NaiveDateTime,
}

/// The id for the next appraisal.
///
/// # Errors
/// Those of the database.
pub fn next_appraisal_id(engine: &mut Engine) -> QueryResult<i64> {
    let last: Option<i64> = appraisals::table.select(max(appraisals::id)).first(engine)?;
    Ok(last.unwrap_or(0) + 1)
}

/// Adds an appraisal.
///
/// # Errors
/// Those of the database.
pub fn insert_appraisal(engine: &mut Engine, appraisal: &AppraisalRow) -> QueryResult<()> {
    diesel::insert_into(appraisals::table).values(appraisal).execute(engine).map(drop)
}

/// The appraisals of a plan given after a count of changes, in the order they were given.
///
/// # Errors
/// Those of the database.
pub fn appraisals_since(engine: &mut Engine, plan_id: i64, change: i64) -> QueryResult<Vec<AppraisalRow>> {
    appraisals::table
        .filter(appraisals::plan_id.eq(plan_id))
        .filter(appraisals::change.gt(change))
        .order(appraisals::id.asc())
        .load(engine)
}

/// The appraisal that stands in a unit's slot.
///
/// # Errors
/// Those of the database.
pub fn last_appraisal(
    engine: &mut Engine,
    plan_id: i64,
    unit: i64,
    slot: i64,
) -> QueryResult<Option<AppraisalRow>> {
    appraisals::table
        .filter(appraisals::plan_id.eq(plan_id))
        .filter(appraisals::unit.eq(unit))
        .filter(appraisals::slot.eq(slot))
        .order(appraisals::number.desc())
        .first(engine)
        .optional()
}

/// The appraisals of a plan after an id, at most so many, of one unit or of all.
///
/// # Errors
/// Those of the database.
pub fn appraisals_after(
    engine: &mut Engine,
    plan_id: i64,
    unit: Option<i64>,
    after: i64,
    limit: i64,
) -> QueryResult<Vec<AppraisalRow>> {
    let mut query = appraisals::table
        .filter(appraisals::plan_id.eq(plan_id))
        .filter(appraisals::id.gt(after))
        .order(appraisals::id.asc())
        .limit(limit)
        .into_boxed();
    if let Some(unit) = unit {
        query = query.filter(appraisals::unit.eq(unit));
    }
    query.load(engine)
}

/// How many appraisals a plan has, of one unit or of all.
///
/// # Errors
/// Those of the database.
pub fn count_appraisals(engine: &mut Engine, plan_id: i64, unit: Option<i64>) -> QueryResult<i64> {
    let mut query = appraisals::table.filter(appraisals::plan_id.eq(plan_id)).count().into_boxed();
    if let Some(unit) = unit {
        query = query.filter(appraisals::unit.eq(unit));
    }
    query.get_result(engine)
}
