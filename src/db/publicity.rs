//! Lists made public for a time, the cases on them, and objections to these.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::max;
use diesel::prelude::*;

use super::engine::{Engine, on};
use super::schema::{objections, publicities, publicity_cases};

/// A list made public for a time.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = publicities)]
#[diesel(treat_none_as_default_value = false)]
pub struct PublicityRow {
    /// The id.
    pub id: i64,
    /// The plan.
    pub plan_id: i64,
    /// Its number in the plan, from 1.
    pub number: i64,
    /// The first day on which it is public.
    pub starts_on: NaiveDate,
    /// The last one.
    pub ends_on: NaiveDate,
    /// `open` or `ended`.
    pub state: String,
    /// What is said of it.
    pub note: Option<String>,
    /// Who made it.
    pub made_by: String,
    /// When.
    pub made_at: NaiveDateTime,
    /// Who recorded its end.
    pub ended_by: Option<String>,
    /// When.
    pub ended_at: Option<NaiveDateTime>,
}

/// A case on a list made public.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = publicity_cases)]
pub struct PublicityCaseRow {
    /// The list.
    pub publicity_id: i64,
    /// The case.
    pub case_id: i64,
}

/// An objection to a case on a list made public.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = objections)]
#[diesel(treat_none_as_default_value = false)]
pub struct ObjectionRow {
    /// The id.
    pub id: i64,
    /// The list.
    pub publicity_id: i64,
    /// The case.
    pub case_id: i64,
    /// The day on which it was received.
    pub received_on: NaiveDate,
    /// Who sent it, when that is known and needed.
    pub sender: Option<String>,
    /// What it says.
    pub content: String,
    /// Who entered it.
    pub made_by: String,
    /// When.
    pub made_at: NaiveDateTime,
    /// The day on which it was settled.
    pub settled_on: Option<NaiveDate>,
    /// `upheld` or `rejected`.
    pub settlement: Option<String>,
    /// Why.
    pub settle_note: Option<String>,
    /// Who settled it.
    pub settled_by: Option<String>,
    /// When that was entered.
    pub settled_at: Option<NaiveDateTime>,
}

/// The id for the next list, and its number in a plan.
///
/// # Errors
/// Those of the database.
pub fn next_publicity(engine: &mut Engine, plan_id: i64) -> QueryResult<(i64, i64)> {
    let id: Option<i64> = publicities::table.select(max(publicities::id)).first(engine)?;
    let of_plan = publicities::table.filter(publicities::plan_id.eq(plan_id));
    let number: Option<i64> = of_plan.select(max(publicities::number)).first(engine)?;
    Ok((id.unwrap_or(0) + 1, number.unwrap_or(0) + 1))
}

/// Adds a list with its cases.
///
/// # Errors
/// Those of the database.
pub fn insert_publicity(engine: &mut Engine, publicity: &PublicityRow, cases: &[i64]) -> QueryResult<()> {
    diesel::insert_into(publicities::table).values(publicity).execute(engine)?;
    let row = |case_id: &i64| PublicityCaseRow { publicity_id: publicity.id, case_id: *case_id };
    let rows: Vec<PublicityCaseRow> = cases.iter().map(row).collect();
    on!(engine, |inner| {
        for few in rows.chunks(500) {
            diesel::insert_into(publicity_cases::table).values(few).execute(inner)?;
        }
    });
    Ok(())
}

/// Writes down until when a list is public, and that its end was recorded.
///
/// # Errors
/// Those of the database.
pub fn update_publicity(engine: &mut Engine, publicity: &PublicityRow) -> QueryResult<()> {
    diesel::update(publicities::table.filter(publicities::id.eq(publicity.id)))
        .set((
            publicities::ends_on.eq(publicity.ends_on),
            publicities::state.eq(&publicity.state),
            publicities::ended_by.eq(&publicity.ended_by),
            publicities::ended_at.eq(publicity.ended_at),
        ))
        .execute(engine)
        .map(drop)
}

/// The list of a plan with a number.
///
/// # Errors
/// Those of the database.
pub fn publicity_by_number(
    engine: &mut Engine,
    plan_id: i64,
    number: i64,
) -> QueryResult<Option<PublicityRow>> {
    let of_plan = publicities::table.filter(publicities::plan_id.eq(plan_id));
    of_plan.filter(publicities::number.eq(number)).first(engine).optional()
}

/// The lists of a plan, by number.
///
/// # Errors
/// Those of the database.
pub fn publicities_of(engine: &mut Engine, plan_id: i64) -> QueryResult<Vec<PublicityRow>> {
    publicities::table.filter(publicities::plan_id.eq(plan_id)).order(publicities::number.asc()).load(engine)
}

/// Which case stands on which list of a plan, by list, then by case.
///
/// # Errors
/// Those of the database.
pub fn publicity_cases_of(engine: &mut Engine, plan_id: i64) -> QueryResult<Vec<PublicityCaseRow>> {
    let lists = publicities::table.filter(publicities::plan_id.eq(plan_id)).select(publicities::id);
    publicity_cases::table
        .filter(publicity_cases::publicity_id.eq_any(lists))
        .order((publicity_cases::publicity_id.asc(), publicity_cases::case_id.asc()))
        .load(engine)
}

/// The id for the next objection.
///
/// # Errors
/// Those of the database.
pub fn next_objection_id(engine: &mut Engine) -> QueryResult<i64> {
    let last: Option<i64> = objections::table.select(max(objections::id)).first(engine)?;
    Ok(last.unwrap_or(0) + 1)
}

/// Adds an objection.
///
/// # Errors
/// Those of the database.
pub fn insert_objection(engine: &mut Engine, objection: &ObjectionRow) -> QueryResult<()> {
    diesel::insert_into(objections::table).values(objection).execute(engine).map(drop)
}

/// Writes down how an objection was settled.
///
/// # Errors
/// Those of the database.
pub fn settle_objection(engine: &mut Engine, objection: &ObjectionRow) -> QueryResult<()> {
    diesel::update(objections::table.filter(objections::id.eq(objection.id)))
        .set((
            objections::settled_on.eq(objection.settled_on),
            objections::settlement.eq(&objection.settlement),
            objections::settle_note.eq(&objection.settle_note),
            objections::settled_by.eq(&objection.settled_by),
            objections::settled_at.eq(objection.settled_at),
        ))
        .execute(engine)
        .map(drop)
}

/// The objection to a list with an id.
///
/// # Errors
/// Those of the database.
pub fn objection_by_id(engine: &mut Engine, publicity_id: i64, id: i64) -> QueryResult<Option<ObjectionRow>> {
    let of_list = objections::table.filter(objections::publicity_id.eq(publicity_id));
    of_list.filter(objections::id.eq(id)).first(engine).optional()
}

/// The objections to all lists of a plan, by id.
///
/// # Errors
/// Those of the database.
pub fn objections_of(engine: &mut Engine, plan_id: i64) -> QueryResult<Vec<ObjectionRow>> {
    let lists = publicities::table.filter(publicities::plan_id.eq(plan_id)).select(publicities::id);
    objections::table.filter(objections::publicity_id.eq_any(lists)).order(objections::id.asc()).load(engine)
}

/// The moments at which objections to a case were settled: the steps that followed from that were taken then.
///
/// # Errors
/// Those of the database.
pub fn settlements_of_case(engine: &mut Engine, case_id: i64) -> QueryResult<Vec<NaiveDateTime>> {
    let of_case = objections::table.filter(objections::case_id.eq(case_id));
    let settled: Vec<Option<NaiveDateTime>> = of_case.select(objections::settled_at).load(engine)?;
    Ok(settled.into_iter().flatten().collect())
}
