//! Changes of the recommendation by hand.

use chrono::NaiveDateTime;
use diesel::dsl::max;
use diesel::prelude::*;

use super::engine::Engine;
use super::schema::choices;

/// A unit taken in for an award by hand, or left out.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = choices)]
#[diesel(treat_none_as_default_value = false)]
pub struct ChoiceRow {
    /// The id.
    pub id: i64,
    /// The plan.
    pub plan_id: i64,
    /// The unit's position in the plan.
    pub unit: i64,
    /// The code of the award.
    pub award: String,
    /// `take_in` or `leave_out`.
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

/// The id for the next choice.
///
/// # Errors
/// Those of the database.
pub fn next_choice_id(engine: &mut Engine) -> QueryResult<i64> {
    let last: Option<i64> = choices::table.select(max(choices::id)).first(engine)?;
    Ok(last.unwrap_or(0) + 1)
}

/// Adds a choice.
///
/// # Errors
/// Those of the database.
pub fn insert_choice(engine: &mut Engine, choice: &ChoiceRow) -> QueryResult<()> {
    diesel::insert_into(choices::table).values(choice).execute(engine).map(drop)
}

/// Writes down that a choice was lifted.
///
/// # Errors
/// Those of the database.
pub fn lift_choice(engine: &mut Engine, choice: &ChoiceRow) -> QueryResult<()> {
    diesel::update(choices::table.filter(choices::id.eq(choice.id)))
        .set((
            choices::lifted_by.eq(&choice.lifted_by),
            choices::lifted_at.eq(choice.lifted_at),
            choices::lift_reason.eq(&choice.lift_reason),
        ))
        .execute(engine)
        .map(drop)
}

/// The choice of a plan with an id.
///
/// # Errors
/// Those of the database.
pub fn choice_by_id(engine: &mut Engine, plan_id: i64, id: i64) -> QueryResult<Option<ChoiceRow>> {
    choices::table.filter(choices::plan_id.eq(plan_id)).filter(choices::id.eq(id)).first(engine).optional()
}

/// All choices of a plan, by id.
///
/// # Errors
/// Those of the database.
pub fn choices_of(engine: &mut Engine, plan_id: i64) -> QueryResult<Vec<ChoiceRow>> {
    choices::table.filter(choices::plan_id.eq(plan_id)).order(choices::id.asc()).load(engine)
}
