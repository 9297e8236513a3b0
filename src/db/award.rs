//! The register of awards: each given by a decision. Nothing is deleted; a revocation is written on it.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::{count_star, max};
use diesel::prelude::*;

use super::decision::DecisionRow;
use super::engine::{Engine, on};
use super::schema::{awards, decisions, nominations};

/// An award.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = awards)]
#[diesel(treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct AwardRow {
    /// The id, by which the register numbers it.
    pub id: i64,
    /// The decision that gives it.
    pub decision_id: i64,
    /// The case.
    pub case_id: i64,
    /// The plan.
    pub plan_id: i64,
    /// `collective` or `individual`.
    pub subject: String,
    /// The code of the unit; of an individual, of the one it works in.
    pub unit_code: String,
    /// The name of that unit, as the decision has it.
    pub unit_name: String,
    /// The nomination, of an individual.
    pub nomination_id: Option<i64>,
    /// The unit's name, folded.
    pub folded: String,
    /// The code of the kind of collective or person.
    pub kind: String,
    /// Its name in Vietnamese.
    pub kind_vi: String,
    /// Its name in English.
    pub kind_en: String,
    /// Whether a person leads; `None` of collectives, and where it isn't known.
    pub leads: Option<bool>,
    /// The code of the plan's award.
    pub award: String,
    /// The code of the form in the rule pack; empty where the plan names none.
    pub form: String,
    /// The emulation title (danh hiệu), when it is one.
    pub title: Option<String>,
    /// The form of commendation (hình thức), when it is one.
    pub form_name: Option<String>,
    /// The year of the decision.
    pub year: i64,
    /// The money in đồng.
    pub money: Option<i64>,
    /// How many base wages.
    pub coefficient: Option<String>,
    /// The base wage in đồng.
    pub base_wage: Option<i64>,
    /// Which of the numbers aren't checked, by code, separated by commas.
    pub unsure: String,
    /// Where the money comes from.
    pub budget: Option<String>,
    /// When it was handed over.
    pub handed_over_on: Option<NaiveDate>,
    /// What was noted of that.
    pub hand_over_note: Option<String>,
    /// Who entered that.
    pub handed_over_by: Option<String>,
    /// When.
    pub handed_over_at: Option<NaiveDateTime>,
    /// The decision that revoked or removed it.
    pub revoked_by_decision: Option<i64>,
    /// The date of that.
    pub revoked_on: Option<NaiveDate>,
    /// The code of the reason.
    pub revoke_reason: Option<String>,
}

/// Where an award stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AwardState {
    /// Given, and not yet handed over.
    Waiting,
    /// Handed over.
    HandedOver,
    /// Revoked, or removed by an amendment.
    Revoked,
}

/// Which awards are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AwardFilter {
    /// Only those of a plan.
    pub plan_id: Option<i64>,
    /// Only those of decisions of a year.
    pub year: Option<i64>,
    /// Only those of a form, by its code in the rules.
    pub form: Option<String>,
    /// Only those that stand so.
    pub state: Option<AwardState>,
    /// Only `collective` or `individual`.
    pub subject: Option<String>,
    /// Only those whose unit has this in its name, folded, or as its code.
    pub unit: Option<(String, String)>,
    /// Also those of persons who have it in their name; only of who may see names.
    pub by_name: bool,
}

/// The id for the next award.
///
/// # Errors
/// Those of the database.
pub fn next_award_id(engine: &mut Engine) -> QueryResult<i64> {
    let last: Option<i64> = awards::table.select(max(awards::id)).first(engine)?;
    Ok(last.unwrap_or(0) + 1)
}

/// Adds awards.
///
/// # Errors
/// Those of the database.
pub fn insert_awards(engine: &mut Engine, rows: &[AwardRow]) -> QueryResult<()> {
    on!(engine, |inner| {
        for few in rows.chunks(500) {
            diesel::insert_into(awards::table).values(few).execute(inner)?;
        }
    });
    Ok(())
}

/// Writes an award's row anew.
///
/// # Errors
/// Those of the database.
pub fn update_award(engine: &mut Engine, row: &AwardRow) -> QueryResult<()> {
    diesel::update(awards::table.filter(awards::id.eq(row.id))).set(row).execute(engine).map(drop)
}

/// The awards that some decisions gave, by id.
///
/// # Errors
/// Those of the database.
pub fn awards_of_decisions(engine: &mut Engine, decision_ids: &[i64]) -> QueryResult<Vec<AwardRow>> {
    awards::table
        .filter(awards::decision_id.eq_any(decision_ids.to_vec()))
        .order(awards::id.asc())
        .load(engine)
}

/// How many awards each decision of a plan gave: decision, awards, those of them that stand.
///
/// # Errors
/// Those of the database.
pub fn award_counts_of(engine: &mut Engine, plan_id: i64) -> QueryResult<Vec<(i64, Option<i64>)>> {
    awards::table
        .filter(awards::plan_id.eq(plan_id))
        .order(awards::id.asc())
        .select((awards::decision_id, awards::revoked_by_decision))
        .load(engine)
}

/// The awards with some ids, by id.
///
/// # Errors
/// Those of the database.
pub fn awards_by_ids(engine: &mut Engine, ids: &[i64]) -> QueryResult<Vec<AwardRow>> {
    awards::table.filter(awards::id.eq_any(ids.to_vec())).order(awards::id.asc()).load(engine)
}

/// The awards that some cases were given, by id.
///
/// # Errors
/// Those of the database.
pub fn awards_of_cases(engine: &mut Engine, cases: &[i64]) -> QueryResult<Vec<AwardRow>> {
    let mut found = Vec::new();
    for few in cases.chunks(500) {
        let rows: Vec<AwardRow> = awards::table
            .filter(awards::case_id.eq_any(few.to_vec()))
            .order(awards::id.asc())
            .load(engine)?;
        found.extend(rows);
    }
    Ok(found)
}

/// The awards that stand of collectives or persons of a unit, over all plans, by id, with their decisions.
///
/// # Errors
/// Those of the database.
pub fn standing_awards_at(engine: &mut Engine, unit_code: &str) -> QueryResult<Vec<(AwardRow, DecisionRow)>> {
    awards::table
        .inner_join(decisions::table.on(decisions::id.eq(awards::decision_id)))
        .filter(awards::unit_code.eq(unit_code))
        .filter(awards::revoked_by_decision.is_null())
        .order(awards::id.asc())
        .select((awards::all_columns, decisions::all_columns))
        .load(engine)
}

/// Builds what a filter asks for; once to list and once to count.
macro_rules! filtered {
    ($filter:expr) => {{
        let mut query = awards::table
            .inner_join(decisions::table.on(decisions::id.eq(awards::decision_id)))
            .left_join(nominations::table.on(awards::nomination_id.eq(nominations::id.nullable())))
            .into_boxed();
        let filter: &AwardFilter = $filter;
        if let Some(plan_id) = filter.plan_id {
            query = query.filter(awards::plan_id.eq(plan_id));
        }
        if let Some(year) = filter.year {
            query = query.filter(awards::year.eq(year));
        }
        if let Some(form) = &filter.form {
            query = query.filter(awards::form.eq(form.clone()));
        }
        if let Some(subject) = &filter.subject {
            query = query.filter(awards::subject.eq(subject.clone()));
        }
        query = match filter.state {
            None => query,
            Some(AwardState::Revoked) => query.filter(awards::revoked_by_decision.is_not_null()),
            Some(AwardState::HandedOver) => query
                .filter(awards::revoked_by_decision.is_null())
                .filter(awards::handed_over_on.is_not_null()),
            Some(AwardState::Waiting) => query
                .filter(awards::revoked_by_decision.is_null())
                .filter(awards::handed_over_on.is_null()),
        };
        if let Some((folded, code)) = &filter.unit {
            // Folded texts have letters, digits and spaces alone, so that nothing in them means anything to a pattern.
            let pattern = format!("%{folded}%");
            let at_unit = awards::folded.like(pattern.clone()).or(awards::unit_code.eq(code.clone()));
            query = if filter.by_name {
                let named = awards::nomination_id.is_not_null().and(nominations::folded.like(pattern));
                query.filter(at_unit.or(named.assume_not_null()))
            } else {
                query.filter(at_unit)
            };
        }
        query
    }};
}

/// The awards after an id that a filter asks for, at most so many, with their decisions; and how many there are in all.
///
/// # Errors
/// Those of the database.
pub fn awards_after(
    engine: &mut Engine,
    (after, limit): (i64, i64),
    filter: &AwardFilter,
) -> QueryResult<(Vec<(AwardRow, DecisionRow)>, i64)> {
    let rows = filtered!(filter)
        .filter(awards::id.gt(after))
        .order(awards::id.asc())
        .limit(limit)
        .select((awards::all_columns, decisions::all_columns))
        .load(engine)?;
    let total = filtered!(filter).select(count_star()).first(engine)?;
    Ok((rows, total))
}

/// The years in which decisions gave awards, the latest first.
///
/// # Errors
/// Those of the database.
pub fn award_years(engine: &mut Engine) -> QueryResult<Vec<i64>> {
    awards::table.select(awards::year).distinct().order(awards::year.desc()).load(engine)
}

/// The forms that awards have, by code.
///
/// # Errors
/// Those of the database.
pub fn award_forms(engine: &mut Engine) -> QueryResult<Vec<String>> {
    awards::table.select(awards::form).distinct().order(awards::form.asc()).load(engine)
}
