//! Holds and exclusions by hand, and later deadlines of single units.

use chrono::NaiveDateTime;
use diesel::dsl::max;
use diesel::prelude::*;

use super::engine::Engine;
use super::schema::{extensions, holds};

/// A hold or an exclusion.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = holds)]
#[diesel(treat_none_as_default_value = false)]
pub struct HoldRow {
    /// The id.
    pub id: i64,
    /// The plan.
    pub plan_id: i64,
    /// The unit's position in the plan.
    pub unit: i64,
    /// The code of the criterion; `None`: the whole unit.
    pub criterion: Option<String>,
    /// `hold` or `exclude`.
    pub kind: String,
    /// Why.
    pub reason: String,
    /// Who entered it.
    pub made_by: String,
    /// When.
    pub made_at: NaiveDateTime,
    /// Who lifted it.
    pub lifted_by: Option<String>,
    /// When.
    pub lifted_at: Option<NaiveDateTime>,
    /// Why.
    pub lift_reason: Option<String>,
}

/// A later deadline for one unit.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = extensions)]
pub struct ExtensionRow {
    /// The id.
    pub id: i64,
    /// The plan.
    pub plan_id: i64,
    /// The unit's position in the plan.
    pub unit: i64,
    /// Until when its reports are on time.
    pub until: NaiveDateTime,
    /// Who granted it.
    pub granted_by: String,
    /// Why.
    pub reason: String,
    /// Who entered it.
    pub made_by: String,
    /// When.
    pub made_at: NaiveDateTime,
}

/// The id for the next hold.
///
/// # Errors
/// Those of the database.
pub fn next_hold_id(engine: &mut Engine) -> QueryResult<i64> {
    let last: Option<i64> = holds::table.select(max(holds::id)).first(engine)?;
    Ok(last.unwrap_or(0) + 1)
}

/// Adds a hold.
///
/// # Errors
/// Those of the database.
pub fn insert_hold(engine: &mut Engine, hold: &HoldRow) -> QueryResult<()> {
    diesel::insert_into(holds::table).values(hold).execute(engine).map(drop)
}

/// Writes down that a hold was lifted.
///
/// # Errors
/// Those of the database.
pub fn lift_hold(engine: &mut Engine, hold: &HoldRow) -> QueryResult<()> {
    diesel::update(holds::table.filter(holds::id.eq(hold.id)))
        .set((
            holds::lifted_by.eq(&hold.lifted_by),
            holds::lifted_at.eq(hold.lifted_at),
            holds::lift_reason.eq(&hold.lift_reason),
        ))
        .execute(engine)
        .map(drop)
}

/// The hold of a plan with an id.
///
/// # Errors
/// Those of the database.
pub fn hold_by_id(engine: &mut Engine, plan_id: i64, id: i64) -> QueryResult<Option<HoldRow>> {
    holds::table.filter(holds::plan_id.eq(plan_id)).filter(holds::id.eq(id)).first(engine).optional()
}

/// All holds of a plan, by id.
///
/// # Errors
/// Those of the database.
pub fn holds_of(engine: &mut Engine, plan_id: i64) -> QueryResult<Vec<HoldRow>> {
    holds::table.filter(holds::plan_id.eq(plan_id)).order(holds::id.asc()).load(engine)
}

/// The id for the next later deadline.
///
/// # Errors
/// Those of the database.
pub fn next_extension_id(engine: &mut Engine) -> QueryResult<i64> {
    let last: Option<i64> = extensions::table.select(max(extensions::id)).first(engine)?;
    Ok(last.unwrap_or(0) + 1)
}

/// Adds a later deadline.
///
/// # Errors
/// Those of the database.
pub fn insert_extension(engine: &mut Engine, extension: &ExtensionRow) -> QueryResult<()> {
    diesel::insert_into(extensions::table).values(extension).execute(engine).map(drop)
}

/// All later deadlines of a plan, by id.
///
/// # Errors
/// Those of the database.
pub fn extensions_of(engine: &mut Engine, plan_id: i64) -> QueryResult<Vec<ExtensionRow>> {
    extensions::table.filter(extensions::plan_id.eq(plan_id)).order(extensions::id.asc()).load(engine)
}
