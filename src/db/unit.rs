//! The register of units: each with the dates between which it was so, and what became of it.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::engine::{Engine, on};
use super::schema::{unit_successors, units};

/// A unit between two dates.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = units)]
#[diesel(treat_none_as_default_value = false)]
pub struct UnitRow {
    /// The official code; text.
    pub code: String,
    /// From this day on.
    pub valid_from: NaiveDate,
    /// Up to this day, which no longer counts; `None`: until further notice.
    pub valid_until: Option<NaiveDate>,
    /// The name.
    pub name: String,
    /// `province`, `district`, `commune` or another level.
    pub level: String,
    /// The code of the unit above.
    pub parent_code: Option<String>,
}

/// What a unit became part of.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = unit_successors)]
pub struct SuccessorRow {
    /// The unit that ended.
    pub code: String,
    /// The unit that it became part of.
    pub successor_code: String,
    /// From this day on.
    pub on_date: NaiveDate,
}

/// Everything in the register, by code and date.
///
/// # Errors
/// Those of the database.
pub fn all_units(engine: &mut Engine) -> QueryResult<Vec<UnitRow>> {
    units::table.order((units::code.asc(), units::valid_from.asc())).load(engine)
}

/// All rows of one unit, by date.
///
/// # Errors
/// Those of the database.
pub fn units_with_code(engine: &mut Engine, code: &str) -> QueryResult<Vec<UnitRow>> {
    units::table.filter(units::code.eq(code)).order(units::valid_from.asc()).load(engine)
}

/// Adds rows.
///
/// # Errors
/// Those of the database.
pub fn insert_units(engine: &mut Engine, rows: &[UnitRow]) -> QueryResult<()> {
    on!(engine, |inner| {
        for few in rows.chunks(1000) {
            diesel::insert_into(units::table).values(few).execute(inner)?;
        }
    });
    Ok(())
}

/// Ends a row on a day, which no longer counts.
///
/// # Errors
/// Those of the database.
pub fn end_unit(engine: &mut Engine, code: &str, from: NaiveDate, until: NaiveDate) -> QueryResult<()> {
    diesel::update(units::table.filter(units::code.eq(code)).filter(units::valid_from.eq(from)))
        .set(units::valid_until.eq(Some(until)))
        .execute(engine)
        .map(drop)
}

/// Adds what units became part of.
///
/// # Errors
/// Those of the database.
pub fn insert_successors(engine: &mut Engine, rows: &[SuccessorRow]) -> QueryResult<()> {
    on!(engine, |inner| {
        for few in rows.chunks(1000) {
            diesel::insert_into(unit_successors::table).values(few).execute(inner)?;
        }
    });
    Ok(())
}

/// What a unit became part of, and which units became part of it.
///
/// # Errors
/// Those of the database.
pub fn successors_of(engine: &mut Engine, code: &str) -> QueryResult<Vec<SuccessorRow>> {
    unit_successors::table
        .filter(unit_successors::code.eq(code).or(unit_successors::successor_code.eq(code)))
        .order((
            unit_successors::on_date.asc(),
            unit_successors::code.asc(),
            unit_successors::successor_code.asc(),
        ))
        .load(engine)
}

/// Whether the register or a plan has a unit with a code, or neither has any unit yet.
///
/// # Errors
/// Those of the database.
pub fn is_known_unit(engine: &mut Engine, code: &str) -> QueryResult<bool> {
    use super::schema::participants;
    use diesel::dsl::{exists, select};
    let in_register = select(exists(units::table.filter(units::code.eq(code)))).get_result(engine)?;
    let in_plan =
        select(exists(participants::table.filter(participants::code.eq(code)))).get_result(engine)?;
    if in_register || in_plan {
        return Ok(true);
    }
    let any_in_register: Option<String> = units::table.select(units::code).first(engine).optional()?;
    let any_in_plan: Option<String> =
        participants::table.select(participants::code).first(engine).optional()?;
    Ok(any_in_register.is_none() && any_in_plan.is_none())
}
