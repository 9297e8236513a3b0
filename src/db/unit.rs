//! The register of units: each with the dates between which it was so, and what became of it.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::engine::{Engine, MultiBackend, on};
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

/// Which units of a day are wanted.
#[derive(Debug, Clone, Copy)]
pub struct DayFilter<'a> {
    /// The day.
    pub day: NaiveDate,
    /// Only those of a level.
    pub level: Option<&'a str>,
    /// Only those right below a unit.
    pub parent: Option<&'a str>,
}

/// The rows that hold on a day, of those wanted.
fn on_day<'a>(filter: &DayFilter<'a>) -> units::BoxedQuery<'a, MultiBackend> {
    let mut query = units::table
        .filter(units::valid_from.le(filter.day))
        .filter(units::valid_until.is_null().or(units::valid_until.gt(filter.day)))
        .into_boxed();
    if let Some(level) = filter.level {
        query = query.filter(units::level.eq(level));
    }
    if let Some(parent) = filter.parent {
        query = query.filter(units::parent_code.eq(parent));
    }
    query
}

/// How many units of a day are wanted.
///
/// # Errors
/// Those of the database.
pub fn count_on_day(engine: &mut Engine, filter: &DayFilter<'_>) -> QueryResult<i64> {
    on_day(filter).select(diesel::dsl::count_star()).first(engine)
}

/// The units of a day behind so many, at most so many, by code.
///
/// # Errors
/// Those of the database.
pub fn page_on_day(
    engine: &mut Engine,
    filter: &DayFilter<'_>,
    behind: usize,
    limit: usize,
) -> QueryResult<Vec<UnitRow>> {
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    on_day(filter).order(units::code.asc()).offset(number(behind)).limit(number(limit)).load(engine)
}

/// Codes and names of the units of a day, by code.
///
/// # Errors
/// Those of the database.
pub fn names_on_day(engine: &mut Engine, filter: &DayFilter<'_>) -> QueryResult<Vec<(String, String)>> {
    on_day(filter).order(units::code.asc()).select((units::code, units::name)).load(engine)
}

/// The levels of a day.
///
/// # Errors
/// Those of the database.
pub fn levels_on_day(engine: &mut Engine, day: NaiveDate) -> QueryResult<Vec<String>> {
    let filter = DayFilter { day, level: None, parent: None };
    on_day(&filter).select(units::level).distinct().order(units::level.asc()).load(engine)
}

/// The units of a day with one of some codes, by code.
///
/// # Errors
/// Those of the database.
pub fn units_of_codes(engine: &mut Engine, day: NaiveDate, codes: &[String]) -> QueryResult<Vec<UnitRow>> {
    let filter = DayFilter { day, level: None, parent: None };
    let mut rows = Vec::with_capacity(codes.len());
    for few in codes.chunks(500) {
        let query = on_day(&filter).filter(units::code.eq_any(few.to_vec()));
        rows.extend(query.order(units::code.asc()).load::<UnitRow>(engine)?);
    }
    Ok(rows)
}

/// Codes and names of units with one of some codes, by code and date.
///
/// # Errors
/// Those of the database.
pub fn names_with_codes(engine: &mut Engine, codes: &[String]) -> QueryResult<Vec<(String, String)>> {
    let mut names = Vec::with_capacity(codes.len());
    for few in codes.chunks(500) {
        let query = units::table.filter(units::code.eq_any(few.to_vec()));
        let query = query.order((units::code.asc(), units::valid_from.asc()));
        names.extend(query.select((units::code, units::name)).load::<(String, String)>(engine)?);
    }
    Ok(names)
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

/// What every unit became part of, by day and code.
///
/// # Errors
/// Those of the database.
pub fn all_successors(engine: &mut Engine) -> QueryResult<Vec<SuccessorRow>> {
    let order =
        (unit_successors::on_date.asc(), unit_successors::code.asc(), unit_successors::successor_code.asc());
    unit_successors::table.order(order).load(engine)
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

/// Which units stood right above some units, on a day or later, as pairs of codes.
///
/// # Errors
/// Those of the database.
pub fn parents_since(
    engine: &mut Engine,
    codes: &[String],
    since: NaiveDate,
) -> QueryResult<Vec<(String, String)>> {
    let mut pairs = Vec::new();
    for few in codes.chunks(500) {
        let rows: Vec<(String, Option<String>)> = units::table
            .filter(units::code.eq_any(few.to_vec()))
            .filter(units::valid_until.is_null().or(units::valid_until.gt(since)))
            .order((units::code.asc(), units::valid_from.asc()))
            .select((units::code, units::parent_code))
            .load(engine)?;
        pairs.extend(rows.into_iter().filter_map(|(code, parent)| Some((code, parent?))));
    }
    Ok(pairs)
}
