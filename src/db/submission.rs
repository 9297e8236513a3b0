//! Letters that submit cases for decision.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::max;
use diesel::prelude::*;

use super::engine::{Engine, on};
use super::schema::{submission_cases, submissions};

/// A letter.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = submissions)]
#[diesel(treat_none_as_default_value = false)]
pub struct SubmissionRow {
    /// The id.
    pub id: i64,
    /// The plan.
    pub plan_id: i64,
    /// The letter's number, such as `12/TTr-SNV`.
    pub number: String,
    /// Its date.
    pub sent_on: NaiveDate,
    /// What else is to be said.
    pub note: Option<String>,
    /// Who entered it.
    pub made_by: String,
    /// When.
    pub made_at: NaiveDateTime,
}

/// A case that a letter submits.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = submission_cases)]
pub struct SubmissionCaseRow {
    /// The letter.
    pub submission_id: i64,
    /// The case.
    pub case_id: i64,
}

/// The id for the next letter.
///
/// # Errors
/// Those of the database.
pub fn next_submission_id(engine: &mut Engine) -> QueryResult<i64> {
    let last: Option<i64> = submissions::table.select(max(submissions::id)).first(engine)?;
    Ok(last.unwrap_or(0) + 1)
}

/// Adds a letter with its cases.
///
/// # Errors
/// Those of the database.
pub fn insert_submission(
    engine: &mut Engine,
    row: &SubmissionRow,
    cases: &[SubmissionCaseRow],
) -> QueryResult<()> {
    diesel::insert_into(submissions::table).values(row).execute(engine)?;
    on!(engine, |inner| {
        for few in cases.chunks(500) {
            diesel::insert_into(submission_cases::table).values(few).execute(inner)?;
        }
    });
    Ok(())
}

/// The letters of a plan, by id.
///
/// # Errors
/// Those of the database.
pub fn submissions_of(engine: &mut Engine, plan_id: i64) -> QueryResult<Vec<SubmissionRow>> {
    submissions::table.filter(submissions::plan_id.eq(plan_id)).order(submissions::id.asc()).load(engine)
}

/// Which letters submitted which cases of a plan, by letter and case.
///
/// # Errors
/// Those of the database.
pub fn submitted_cases_of(engine: &mut Engine, plan_id: i64) -> QueryResult<Vec<SubmissionCaseRow>> {
    submission_cases::table
        .inner_join(submissions::table.on(submissions::id.eq(submission_cases::submission_id)))
        .filter(submissions::plan_id.eq(plan_id))
        .select(submission_cases::all_columns)
        .order((submission_cases::submission_id.asc(), submission_cases::case_id.asc()))
        .load(engine)
}
