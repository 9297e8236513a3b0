//! Decisions: those that give awards, that amend, and that revoke. Each is a record of its own, never changed.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::{count_star, max};
use diesel::prelude::*;

use super::engine::{Engine, on};
use super::schema::{decision_changes, decisions};

/// A decision.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = decisions)]
#[diesel(treat_none_as_default_value = false)]
pub struct DecisionRow {
    /// The id.
    pub id: i64,
    /// The plan.
    pub plan_id: i64,
    /// `award`, `amendment` or `revocation`.
    pub kind: String,
    /// The number, such as `1234/QĐ-UBND`.
    pub number: String,
    /// The date.
    pub issued_on: NaiveDate,
    /// Who issued it.
    pub issuer: String,
    /// Who signed it.
    pub signatory: String,
    /// In which position.
    pub position: String,
    /// What it rests on, a line each.
    pub bases: String,
    /// The code of the rule pack of its date.
    pub rule_pack: String,
    /// The decision that it amends or revokes awards of.
    pub amends: Option<i64>,
    /// Of a revocation, one of the legal reasons.
    pub reason_code: Option<String>,
    /// Why, in words.
    pub reason: Option<String>,
    /// How often it departs from what was recommended.
    pub departures: i64,
    /// Issuer, year and number, folded.
    pub number_key: String,
    /// Who entered it.
    pub made_by: String,
    /// When.
    pub made_at: NaiveDateTime,
}

/// What an amendment adds, removes or corrects.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = decision_changes)]
#[diesel(treat_none_as_default_value = false)]
pub struct DecisionChangeRow {
    /// The amendment.
    pub decision_id: i64,
    /// Its number there, from 1.
    pub number: i64,
    /// The award.
    pub award_id: i64,
    /// `add`, `remove` or `correct`.
    pub kind: String,
    /// The field that is corrected.
    pub field: Option<String>,
    /// What stood there.
    pub before_text: Option<String>,
    /// What stands there now.
    pub after_text: Option<String>,
}

/// The id for the next decision.
///
/// # Errors
/// Those of the database.
pub fn next_decision_id(engine: &mut Engine) -> QueryResult<i64> {
    let last: Option<i64> = decisions::table.select(max(decisions::id)).first(engine)?;
    Ok(last.unwrap_or(0) + 1)
}

/// Adds a decision.
///
/// # Errors
/// Those of the database.
pub fn insert_decision(engine: &mut Engine, row: &DecisionRow) -> QueryResult<()> {
    diesel::insert_into(decisions::table).values(row).execute(engine).map(drop)
}

/// Adds what an amendment changes.
///
/// # Errors
/// Those of the database.
pub fn insert_decision_changes(engine: &mut Engine, rows: &[DecisionChangeRow]) -> QueryResult<()> {
    on!(engine, |inner| {
        for few in rows.chunks(500) {
            diesel::insert_into(decision_changes::table).values(few).execute(inner)?;
        }
    });
    Ok(())
}

/// The decision of a plan with an id.
///
/// # Errors
/// Those of the database.
pub fn decision_by_id(engine: &mut Engine, plan_id: i64, id: i64) -> QueryResult<Option<DecisionRow>> {
    let of_plan = decisions::table.filter(decisions::plan_id.eq(plan_id));
    of_plan.filter(decisions::id.eq(id)).first(engine).optional()
}

/// The decisions whose number's key ends in a number of a year, of any plan and issuer, by id. Keys are folded, so that nothing
/// in them means anything to a pattern.
///
/// # Errors
/// Those of the database.
pub fn decisions_with_number(engine: &mut Engine, number_in_year: &str) -> QueryResult<Vec<DecisionRow>> {
    let ending = decisions::table.filter(decisions::number_key.like(format!("%{number_in_year}")));
    ending.order(decisions::id.asc()).load(engine)
}

/// The decisions of a plan after an id, at most so many, with how many there are.
///
/// # Errors
/// Those of the database.
pub fn decisions_after(
    engine: &mut Engine,
    plan_id: i64,
    after: i64,
    limit: i64,
) -> QueryResult<(Vec<DecisionRow>, i64)> {
    let rows = decisions::table
        .filter(decisions::plan_id.eq(plan_id))
        .filter(decisions::id.gt(after))
        .order(decisions::id.asc())
        .limit(limit)
        .load(engine)?;
    let total = decisions::table.filter(decisions::plan_id.eq(plan_id)).select(count_star()).first(engine)?;
    Ok((rows, total))
}

/// The decisions that amend a decision or revoke awards of it, by id.
///
/// # Errors
/// Those of the database.
pub fn decisions_about(engine: &mut Engine, id: i64) -> QueryResult<Vec<DecisionRow>> {
    decisions::table.filter(decisions::amends.eq(id)).order(decisions::id.asc()).load(engine)
}

/// What some amendments change, by amendment and number.
///
/// # Errors
/// Those of the database.
pub fn decision_changes_of(engine: &mut Engine, ids: &[i64]) -> QueryResult<Vec<DecisionChangeRow>> {
    decision_changes::table
        .filter(decision_changes::decision_id.eq_any(ids.to_vec()))
        .order((decision_changes::decision_id.asc(), decision_changes::number.asc()))
        .load(engine)
}
