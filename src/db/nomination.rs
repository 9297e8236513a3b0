//! Persons nominated for awards, and the stored rankings of them. Names stand in these rows and nowhere else.

use chrono::NaiveDateTime;
use diesel::dsl::{count_star, max};
use diesel::prelude::*;

use super::engine::{Engine, on};
use super::schema::{nomination_rankings, nominations};

/// A person nominated for an award.
#[derive(Debug, Clone, Default, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = nominations)]
#[diesel(treat_none_as_default_value = false)]
pub struct NominationRow {
    /// The id.
    pub id: i64,
    /// The plan.
    pub plan_id: i64,
    /// Its number in the plan, from 1: by that the person is named everywhere else.
    pub number: i64,
    /// The position in the plan of the unit that the person belongs to.
    pub unit: i64,
    /// The position of the unit that nominates.
    pub nominator: i64,
    /// The code of the kind of person.
    pub kind: String,
    /// The code of the award.
    pub award: String,
    /// The name; empty once erased.
    pub name: String,
    /// The name folded for matching; empty once erased.
    pub folded: String,
    /// The year of birth, where it was told.
    pub birth_year: Option<i64>,
    /// The position held; may be empty.
    pub position: String,
    /// What the unit writes of the person's achievements.
    pub summary: String,
    /// The figures, as those of a report are kept.
    pub figures: String,
    /// Where it stands.
    pub state: String,
    /// Counts every change to it.
    pub change: i64,
    /// Who entered it.
    pub made_by: String,
    /// When.
    pub made_at: NaiveDateTime,
    /// Who decided last.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<NaiveDateTime>,
    /// Why; erased with the rest.
    pub decision_note: Option<String>,
    /// Who erased what it says of the person.
    pub erased_by: Option<String>,
    /// When.
    pub erased_at: Option<NaiveDateTime>,
    /// The code of the reason.
    pub erase_reason: Option<String>,
    /// The numbers of nominations of other persons who only look the same, with commas between.
    pub apart_from: Option<String>,
    /// Why they are others; erased with the rest.
    pub apart_reason: Option<String>,
}

/// A stored ranking of persons.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = nomination_rankings)]
pub struct NominationRankingRow {
    /// The id.
    pub id: i64,
    /// The plan.
    pub plan_id: i64,
    /// Its number in the plan, from 1.
    pub number: i64,
    /// SHA-256 of what it was made from.
    pub input_hash: String,
    /// What it was made from, line by line.
    pub inputs: String,
    /// SHA-256 of what came out.
    pub result_hash: String,
    /// What came out, in JSON.
    pub result: String,
    /// Who stored it.
    pub made_by: String,
    /// When.
    pub made_at: NaiveDateTime,
}

/// The id for the next nomination, and its number in a plan.
///
/// # Errors
/// Those of the database.
pub fn next_nomination(engine: &mut Engine, plan_id: i64) -> QueryResult<(i64, i64)> {
    let id: Option<i64> = nominations::table.select(max(nominations::id)).first(engine)?;
    let number: Option<i64> = nominations::table
        .filter(nominations::plan_id.eq(plan_id))
        .select(max(nominations::number))
        .first(engine)?;
    Ok((id.unwrap_or(0) + 1, number.unwrap_or(0) + 1))
}

/// How many rows one statement writes: both engines bound the values in one.
const AT_ONCE: usize = 500;

/// Adds nominations.
///
/// # Errors
/// Those of the database.
pub fn insert_nominations(engine: &mut Engine, rows: &[NominationRow]) -> QueryResult<()> {
    on!(engine, |inner| {
        for part in rows.chunks(AT_ONCE) {
            diesel::insert_into(nominations::table).values(part).execute(inner)?;
        }
    });
    Ok(())
}

/// Writes a nomination anew.
///
/// # Errors
/// Those of the database.
pub fn update_nomination(engine: &mut Engine, row: &NominationRow) -> QueryResult<()> {
    diesel::update(nominations::table.filter(nominations::id.eq(row.id)))
        .set((
            (
                nominations::unit.eq(row.unit),
                nominations::nominator.eq(row.nominator),
                nominations::kind.eq(&row.kind),
                nominations::award.eq(&row.award),
                nominations::name.eq(&row.name),
                nominations::folded.eq(&row.folded),
                nominations::birth_year.eq(row.birth_year),
                nominations::position.eq(&row.position),
            ),
            (
                nominations::summary.eq(&row.summary),
                nominations::figures.eq(&row.figures),
                nominations::state.eq(&row.state),
                nominations::change.eq(row.change),
                nominations::decided_by.eq(&row.decided_by),
                nominations::decided_at.eq(row.decided_at),
                nominations::decision_note.eq(&row.decision_note),
            ),
            (
                nominations::erased_by.eq(&row.erased_by),
                nominations::erased_at.eq(row.erased_at),
                nominations::erase_reason.eq(&row.erase_reason),
                nominations::apart_from.eq(&row.apart_from),
                nominations::apart_reason.eq(&row.apart_reason),
            ),
        ))
        .execute(engine)
        .map(drop)
}

/// Writes of nominations, all of the same, what was decided about them; each count of changes is one more.
///
/// # Errors
/// Those of the database.
pub fn decide_nominations(engine: &mut Engine, decided: &[NominationRow]) -> QueryResult<()> {
    for few in decided.chunks(AT_ONCE) {
        let ids: Vec<i64> = few.iter().map(|row| row.id).collect();
        let same = &few[0];
        diesel::update(nominations::table.filter(nominations::id.eq_any(ids)))
            .set((
                nominations::state.eq(&same.state),
                nominations::change.eq(nominations::change + 1),
                nominations::decided_by.eq(&same.decided_by),
                nominations::decided_at.eq(same.decided_at),
                nominations::decision_note.eq(&same.decision_note),
            ))
            .execute(engine)?;
    }
    Ok(())
}

/// The ids of the nominations of a plan, with the positions of the units that nominate.
///
/// # Errors
/// Those of the database.
pub fn nominators_of(engine: &mut Engine, plan_id: i64) -> QueryResult<Vec<(i64, i64)>> {
    nominations::table
        .filter(nominations::plan_id.eq(plan_id))
        .select((nominations::id, nominations::nominator))
        .load(engine)
}

/// The counts of changes of all nominations of a plan.
///
/// # Errors
/// Those of the database.
pub fn nomination_changes_of(engine: &mut Engine, plan_id: i64) -> QueryResult<Vec<i64>> {
    nominations::table.filter(nominations::plan_id.eq(plan_id)).select(nominations::change).load(engine)
}

/// The nominations of a plan with the same folded name, by number.
///
/// # Errors
/// Those of the database.
pub fn nominations_called(
    engine: &mut Engine,
    plan_id: i64,
    folded: &str,
) -> QueryResult<Vec<NominationRow>> {
    nominations::table
        .filter(nominations::plan_id.eq(plan_id))
        .filter(nominations::folded.eq(folded))
        .order(nominations::number.asc())
        .load(engine)
}

/// All nominations of a plan, by number.
///
/// # Errors
/// Those of the database.
pub fn nominations_of(engine: &mut Engine, plan_id: i64) -> QueryResult<Vec<NominationRow>> {
    nominations::table.filter(nominations::plan_id.eq(plan_id)).order(nominations::number.asc()).load(engine)
}

/// The nomination with an id.
///
/// # Errors
/// Those of the database.
pub fn nomination_by_id(engine: &mut Engine, id: i64) -> QueryResult<Option<NominationRow>> {
    nominations::table.filter(nominations::id.eq(id)).first(engine).optional()
}

/// The nominations with some ids, by id.
///
/// # Errors
/// Those of the database.
pub fn nominations_by_ids(engine: &mut Engine, ids: &[i64]) -> QueryResult<Vec<NominationRow>> {
    let mut found = Vec::with_capacity(ids.len());
    for few in ids.chunks(AT_ONCE) {
        let rows: Vec<NominationRow> = nominations::table
            .filter(nominations::id.eq_any(few.to_vec()))
            .order(nominations::id.asc())
            .load(engine)?;
        found.extend(rows);
    }
    Ok(found)
}

/// The nomination of a plan with a number.
///
/// # Errors
/// Those of the database.
pub fn nomination_by_number(
    engine: &mut Engine,
    plan_id: i64,
    number: i64,
) -> QueryResult<Option<NominationRow>> {
    nominations::table
        .filter(nominations::plan_id.eq(plan_id))
        .filter(nominations::number.eq(number))
        .first(engine)
        .optional()
}

/// How many nominations of a plan still say who it is.
///
/// # Errors
/// Those of the database.
pub fn count_unerased(engine: &mut Engine, plan_id: i64) -> QueryResult<i64> {
    nominations::table
        .filter(nominations::plan_id.eq(plan_id))
        .filter(nominations::erased_at.is_null())
        .select(count_star())
        .first(engine)
}

/// The id for the next stored ranking of persons, and its number in a plan.
///
/// # Errors
/// Those of the database.
pub fn next_nomination_ranking(engine: &mut Engine, plan_id: i64) -> QueryResult<(i64, i64)> {
    let id: Option<i64> = nomination_rankings::table.select(max(nomination_rankings::id)).first(engine)?;
    let number: Option<i64> = nomination_rankings::table
        .filter(nomination_rankings::plan_id.eq(plan_id))
        .select(max(nomination_rankings::number))
        .first(engine)?;
    Ok((id.unwrap_or(0) + 1, number.unwrap_or(0) + 1))
}

/// Stores a ranking of persons.
///
/// # Errors
/// Those of the database.
pub fn insert_nomination_ranking(engine: &mut Engine, row: &NominationRankingRow) -> QueryResult<()> {
    diesel::insert_into(nomination_rankings::table).values(row).execute(engine).map(drop)
}

/// All stored rankings of persons of a plan, by number.
///
/// # Errors
/// Those of the database.
pub fn nomination_rankings_of(engine: &mut Engine, plan_id: i64) -> QueryResult<Vec<NominationRankingRow>> {
    nomination_rankings::table
        .filter(nomination_rankings::plan_id.eq(plan_id))
        .order(nomination_rankings::number.asc())
        .load(engine)
}

/// The last stored ranking of persons of a plan.
///
/// # Errors
/// Those of the database.
pub fn last_nomination_ranking(
    engine: &mut Engine,
    plan_id: i64,
) -> QueryResult<Option<NominationRankingRow>> {
    nomination_rankings::table
        .filter(nomination_rankings::plan_id.eq(plan_id))
        .order(nomination_rankings::number.desc())
        .first(engine)
        .optional()
}
