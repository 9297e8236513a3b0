//! Cases: subjects on their way to an award, and every step they took.

use chrono::NaiveDateTime;
use diesel::dsl::{count_star, max};
use diesel::prelude::*;

use super::engine::{Engine, on};
use super::schema::{case_steps, cases};

/// A case.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = cases)]
#[diesel(treat_none_as_default_value = false)]
pub struct CaseRow {
    /// The id.
    pub id: i64,
    /// The plan.
    pub plan_id: i64,
    /// Its number in the plan, from 1.
    pub number: i64,
    /// `collective` or `individual`.
    pub subject: String,
    /// The position of the unit in the plan; of an individual, the unit it works in.
    pub unit: i64,
    /// The nomination, of an individual.
    pub nomination_id: Option<i64>,
    /// The code of the award.
    pub award: String,
    /// Where it is.
    pub state: String,
    /// Whether it is on hold.
    pub held: bool,
    /// The tie at a quota's border that the council settles; cases of one tie share a number.
    pub border: Option<i64>,
    /// The number of the stored ranking (of an individual: of persons) that it was opened from.
    pub snapshot: i64,
    /// Its place there.
    pub place: Option<i64>,
    /// The code of the reason there.
    pub reason: String,
    /// When it entered its state.
    pub since: NaiveDateTime,
    /// Counts every change to it.
    pub change: i64,
    /// Who opened it.
    pub made_by: String,
    /// When.
    pub made_at: NaiveDateTime,
}

/// A step of a case.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = case_steps)]
#[diesel(treat_none_as_default_value = false)]
pub struct CaseStepRow {
    /// The case.
    pub case_id: i64,
    /// Its number in the case, from 1.
    pub number: i64,
    /// What was done.
    pub action: String,
    /// The state before.
    pub from_state: String,
    /// The state after.
    pub to_state: String,
    /// The code of the reason, of a rejection.
    pub reason: Option<String>,
    /// Why, in words.
    pub note: Option<String>,
    /// Who did it.
    pub made_by: String,
    /// When.
    pub made_at: NaiveDateTime,
}

/// The id for the next case, and its number in a plan.
///
/// # Errors
/// Those of the database.
pub fn next_case(engine: &mut Engine, plan_id: i64) -> QueryResult<(i64, i64)> {
    let id: Option<i64> = cases::table.select(max(cases::id)).first(engine)?;
    let number: Option<i64> =
        cases::table.filter(cases::plan_id.eq(plan_id)).select(max(cases::number)).first(engine)?;
    Ok((id.unwrap_or(0) + 1, number.unwrap_or(0) + 1))
}

/// How many rows one statement writes or looks for: both engines bound the values in one.
const AT_ONCE: usize = 500;

/// Adds cases.
///
/// # Errors
/// Those of the database.
pub fn insert_cases(engine: &mut Engine, rows: &[CaseRow]) -> QueryResult<()> {
    on!(engine, |inner| {
        for few in rows.chunks(AT_ONCE) {
            diesel::insert_into(cases::table).values(few).execute(inner)?;
        }
    });
    Ok(())
}

/// Writes down where a case is now, whether it is held, and its count of changes.
///
/// # Errors
/// Those of the database.
pub fn update_case(engine: &mut Engine, case: &CaseRow) -> QueryResult<()> {
    diesel::update(cases::table.filter(cases::id.eq(case.id)))
        .set((
            cases::state.eq(&case.state),
            cases::held.eq(case.held),
            cases::since.eq(case.since),
            cases::change.eq(case.change),
        ))
        .execute(engine)
        .map(drop)
}

/// The case of a plan with a number.
///
/// # Errors
/// Those of the database.
pub fn case_by_number(engine: &mut Engine, plan_id: i64, number: i64) -> QueryResult<Option<CaseRow>> {
    let of_plan = cases::table.filter(cases::plan_id.eq(plan_id));
    of_plan.filter(cases::number.eq(number)).first(engine).optional()
}

/// The case with an id.
///
/// # Errors
/// Those of the database.
pub fn case_by_id(engine: &mut Engine, id: i64) -> QueryResult<Option<CaseRow>> {
    cases::table.filter(cases::id.eq(id)).first(engine).optional()
}

/// All cases of a plan, by number.
///
/// # Errors
/// Those of the database.
pub fn cases_of(engine: &mut Engine, plan_id: i64) -> QueryResult<Vec<CaseRow>> {
    cases::table.filter(cases::plan_id.eq(plan_id)).order(cases::number.asc()).load(engine)
}

/// All cases of a nomination, by number: one for each award that it is recommended for.
///
/// # Errors
/// Those of the database.
pub fn cases_of_nomination(
    engine: &mut Engine,
    plan_id: i64,
    nomination_id: i64,
) -> QueryResult<Vec<CaseRow>> {
    let of_plan = cases::table.filter(cases::plan_id.eq(plan_id));
    of_plan.filter(cases::nomination_id.eq(nomination_id)).order(cases::number.asc()).load(engine)
}

/// The legal reasons by which cases of a plan were rejected, by the id of the case.
///
/// # Errors
/// Those of the database.
pub fn reject_reasons_of(engine: &mut Engine, plan_id: i64) -> QueryResult<Vec<(i64, Option<String>)>> {
    let of_plan = cases::table.filter(cases::plan_id.eq(plan_id)).select(cases::id);
    case_steps::table
        .filter(case_steps::case_id.eq_any(of_plan))
        .filter(case_steps::action.eq("reject"))
        .order((case_steps::case_id.asc(), case_steps::number.asc()))
        .select((case_steps::case_id, case_steps::reason))
        .load(engine)
}

/// How many cases a plan has.
///
/// # Errors
/// Those of the database.
pub fn count_cases(engine: &mut Engine, plan_id: i64) -> QueryResult<i64> {
    cases::table.filter(cases::plan_id.eq(plan_id)).select(count_star()).first(engine)
}

/// Adds the next step of a case.
///
/// # Errors
/// Those of the database.
pub fn insert_step(engine: &mut Engine, step: &CaseStepRow) -> QueryResult<()> {
    diesel::insert_into(case_steps::table).values(step).execute(engine).map(drop)
}

/// The number for the next step of a case.
///
/// # Errors
/// Those of the database.
pub fn next_step(engine: &mut Engine, case_id: i64) -> QueryResult<i64> {
    let last: Option<i64> = case_steps::table
        .filter(case_steps::case_id.eq(case_id))
        .select(max(case_steps::number))
        .first(engine)?;
    Ok(last.unwrap_or(0) + 1)
}

/// The steps of a case, in order.
///
/// # Errors
/// Those of the database.
pub fn steps_of(engine: &mut Engine, case_id: i64) -> QueryResult<Vec<CaseStepRow>> {
    case_steps::table.filter(case_steps::case_id.eq(case_id)).order(case_steps::number.asc()).load(engine)
}

/// The steps of some cases, by case, in order.
///
/// # Errors
/// Those of the database.
pub fn steps_of_cases(engine: &mut Engine, cases: &[i64]) -> QueryResult<Vec<CaseStepRow>> {
    let mut rows = Vec::new();
    for few in cases.chunks(500) {
        let of_few = case_steps::table.filter(case_steps::case_id.eq_any(few.to_vec()));
        let order = (case_steps::case_id.asc(), case_steps::number.asc());
        rows.extend(of_few.order(order).load::<CaseStepRow>(engine)?);
    }
    Ok(rows)
}
