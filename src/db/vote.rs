//! Agendas, how members stand to their items, votes and secret ballots.
//!
//! A ballot of a secret vote has no name, no time and no order. So that not even the order of rows inside the engine tells
//! anything, all ballots of an item are written anew with each one, in the order of their codes.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::connection::SimpleConnection as _;
use diesel::dsl::{count_star, max};
use diesel::pg::CopyFormat;
use diesel::prelude::*;
use diesel::result::Error;

use super::engine::{Engine, on};
use super::schema::{ballots, council_sessions, item_members, session_items, votes};

/// A case on the agenda of a session.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = session_items)]
#[diesel(treat_none_as_default_value = false)]
pub struct ItemRow {
    /// The id.
    pub id: i64,
    /// The session.
    pub session_id: i64,
    /// Its number in the session, from 1.
    pub number: i64,
    /// The case.
    pub case_id: i64,
    /// The round of voting, from 1.
    pub round: i64,
    /// `pending`, `open`, `closed`, `removed`, `postponed` or `void`.
    pub state: String,
    /// The voting rule as it stood when the vote was opened.
    pub rule: Option<String>,
    /// When the vote was opened.
    pub opened_at: Option<NaiveDateTime>,
    /// When it was closed.
    pub closed_at: Option<NaiveDateTime>,
    /// All members.
    pub members: Option<i64>,
    /// Those who didn't vote since they have an interest.
    pub recused: Option<i64>,
    /// Those entitled who were there.
    pub present: Option<i64>,
    /// Those who voted in writing.
    pub in_writing: Option<i64>,
    /// Votes cast.
    pub cast_votes: Option<i64>,
    /// In favour.
    pub votes_for: Option<i64>,
    /// Against.
    pub votes_against: Option<i64>,
    /// Neither.
    pub votes_blank: Option<i64>,
    /// The number that the share was taken of.
    pub base: Option<i64>,
    /// The votes in favour that were needed.
    pub required: Option<i64>,
    /// Whether they were reached.
    pub reached: Option<bool>,
    /// What became of the case.
    pub result: Option<String>,
}

/// How a member stood when the vote on an item was opened.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = item_members)]
pub struct ItemMemberRow {
    /// The item.
    pub item_id: i64,
    /// The member.
    pub member_id: i64,
    /// `present`, `absent`, `in_writing`, `recused` or `recused_absent`.
    pub standing: String,
}

/// That a member has voted; in an open vote, how.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = votes)]
#[diesel(treat_none_as_default_value = false)]
pub struct VoteRow {
    /// The item.
    pub item_id: i64,
    /// The member.
    pub member_id: i64,
    /// `for`, `against` or `blank`; `None` in a secret vote.
    pub choice: Option<String>,
    /// Whether it was given in writing.
    pub in_writing: bool,
    /// Who entered it.
    pub made_by: String,
    /// When; `None` in a secret vote.
    pub made_at: Option<NaiveDateTime>,
}

/// A ballot of a secret vote.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = ballots)]
pub struct BallotRow {
    /// The item.
    pub item_id: i64,
    /// Its code, by chance.
    pub code: String,
    /// `for`, `against` or `blank`.
    pub choice: String,
}

/// The id for the next item.
///
/// # Errors
/// Those of the database.
pub fn next_item_id(engine: &mut Engine) -> QueryResult<i64> {
    let last: Option<i64> = session_items::table.select(max(session_items::id)).first(engine)?;
    Ok(last.unwrap_or(0) + 1)
}

/// Adds an item.
///
/// # Errors
/// Those of the database.
pub fn insert_item(engine: &mut Engine, item: &ItemRow) -> QueryResult<()> {
    diesel::insert_into(session_items::table).values(item).execute(engine).map(drop)
}

/// Writes an item's row anew.
///
/// # Errors
/// Those of the database.
pub fn update_item(engine: &mut Engine, item: &ItemRow) -> QueryResult<()> {
    let ItemRow { state, rule, opened_at, closed_at, result, reached, .. } = item;
    diesel::update(session_items::table.filter(session_items::id.eq(item.id)))
        .set((
            session_items::state.eq(state),
            session_items::rule.eq(rule),
            session_items::opened_at.eq(opened_at),
            session_items::closed_at.eq(closed_at),
            session_items::members.eq(item.members),
            session_items::recused.eq(item.recused),
            session_items::present.eq(item.present),
            session_items::in_writing.eq(item.in_writing),
            session_items::cast_votes.eq(item.cast_votes),
            session_items::votes_for.eq(item.votes_for),
            session_items::votes_against.eq(item.votes_against),
            session_items::votes_blank.eq(item.votes_blank),
            session_items::base.eq(item.base),
            session_items::required.eq(item.required),
            session_items::reached.eq(reached),
            session_items::result.eq(result),
        ))
        .execute(engine)
        .map(drop)
}

/// The items of a session, by number.
///
/// # Errors
/// Those of the database.
pub fn items_of(engine: &mut Engine, session_id: i64) -> QueryResult<Vec<ItemRow>> {
    session_items::table
        .filter(session_items::session_id.eq(session_id))
        .order(session_items::number.asc())
        .load(engine)
}

/// The items that a case stands on, in any session, by id.
///
/// # Errors
/// Those of the database.
pub fn items_of_case(engine: &mut Engine, case_id: i64) -> QueryResult<Vec<ItemRow>> {
    session_items::table
        .filter(session_items::case_id.eq(case_id))
        .order(session_items::id.asc())
        .load(engine)
}

/// The items of all sessions of a plan, by id.
///
/// # Errors
/// Those of the database.
pub fn items_of_plan(engine: &mut Engine, plan_id: i64) -> QueryResult<Vec<ItemRow>> {
    let sessions =
        council_sessions::table.filter(council_sessions::plan_id.eq(plan_id)).select(council_sessions::id);
    session_items::table
        .filter(session_items::session_id.eq_any(sessions))
        .order(session_items::id.asc())
        .load(engine)
}

/// The days of the sessions that closed a vote on cases of a plan, by day: the case's id and the day.
///
/// # Errors
/// Those of the database.
pub fn voted_days_of(engine: &mut Engine, plan_id: i64) -> QueryResult<Vec<(i64, NaiveDate)>> {
    session_items::table
        .inner_join(council_sessions::table.on(council_sessions::id.eq(session_items::session_id)))
        .filter(council_sessions::plan_id.eq(plan_id))
        .filter(session_items::state.eq("closed"))
        .select((session_items::case_id, council_sessions::held_on))
        .order((council_sessions::held_on.asc(), session_items::id.asc()))
        .load(engine)
}

/// Writes down how each member stands to an item.
///
/// # Errors
/// Those of the database.
pub fn insert_standings(engine: &mut Engine, rows: &[ItemMemberRow]) -> QueryResult<()> {
    on!(engine, |inner| {
        for few in rows.chunks(500) {
            diesel::insert_into(item_members::table).values(few).execute(inner)?;
        }
    });
    Ok(())
}

/// How each member stands to some items, by item and member.
///
/// # Errors
/// Those of the database.
pub fn standings_of(engine: &mut Engine, items: &[i64]) -> QueryResult<Vec<ItemMemberRow>> {
    let mut rows = Vec::new();
    for few in items.chunks(500) {
        let of_few = item_members::table.filter(item_members::item_id.eq_any(few.to_vec()));
        let order = (item_members::item_id.asc(), item_members::member_id.asc());
        rows.extend(of_few.order(order).load::<ItemMemberRow>(engine)?);
    }
    Ok(rows)
}

/// Adds that a member has voted.
///
/// # Errors
/// Those of the database.
pub fn insert_vote(engine: &mut Engine, vote: &VoteRow) -> QueryResult<()> {
    diesel::insert_into(votes::table).values(vote).execute(engine).map(drop)
}

/// Who has voted on some items, by item and member.
///
/// # Errors
/// Those of the database.
pub fn votes_on(engine: &mut Engine, items: &[i64]) -> QueryResult<Vec<VoteRow>> {
    let mut rows = Vec::new();
    for few in items.chunks(500) {
        let of_few = votes::table.filter(votes::item_id.eq_any(few.to_vec()));
        rows.extend(of_few.order((votes::item_id.asc(), votes::member_id.asc())).load::<VoteRow>(engine)?);
    }
    Ok(rows)
}

/// Puts a ballot into the others of its item. All are written anew in the order of their codes, so that the place of a
/// row in the engine tells nothing.
///
/// # Errors
/// Those of the database.
pub fn insert_ballot(engine: &mut Engine, ballot: &BallotRow) -> QueryResult<()> {
    let mut all = ballots_of(engine, ballot.item_id)?;
    all.push(ballot.clone());
    all.sort_by(|one, other| one.code.cmp(&other.code));
    diesel::delete(ballots::table.filter(ballots::item_id.eq(ballot.item_id))).execute(engine)?;
    on!(engine, |inner| {
        for few in all.chunks(500) {
            diesel::insert_into(ballots::table).values(few).execute(inner)?;
        }
    });
    Ok(())
}

/// Writes the table of ballots anew on PostgreSQL, in the order of items and codes. Rows that newer ones took the place of carry
/// the marks of their transactions; a vacuum leaves them as long as any transaction of the server is older, a new file
/// doesn't. Frozen rows are seen by those older transactions too, instead of an empty table.
///
/// # Errors
/// Those of the database. On the embedded engine nothing is done.
pub fn write_ballots_anew(engine: &mut Engine) -> QueryResult<()> {
    let Engine::PostgreSql(inner) = engine else { return Ok(()) };
    inner.batch_execute("LOCK TABLE ballots IN ACCESS EXCLUSIVE MODE")?;
    let all: Vec<BallotRow> =
        ballots::table.order((ballots::item_id.asc(), ballots::code.asc())).load(inner)?;
    inner.batch_execute("TRUNCATE ballots")?;
    let copy = diesel::copy_from(ballots::table)
        .from_raw_data((ballots::item_id, ballots::code, ballots::choice), |into| {
            write_rows(&all, into).map_err(|error| Error::SerializationError(Box::new(error)))
        })
        .with_format(CopyFormat::Csv)
        .with_freeze(true);
    copy.execute(inner).map(drop)
}

/// Ballots as the lines that PostgreSQL reads.
fn write_rows(ballots: &[BallotRow], into: &mut dyn std::io::Write) -> csv::Result<()> {
    let mut rows = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(into);
    for ballot in ballots {
        rows.write_record([&ballot.item_id.to_string(), &ballot.code, &ballot.choice])?;
    }
    Ok(rows.flush()?)
}

/// The ballots of an item, by code.
///
/// # Errors
/// Those of the database.
pub fn ballots_of(engine: &mut Engine, item_id: i64) -> QueryResult<Vec<BallotRow>> {
    ballots::table.filter(ballots::item_id.eq(item_id)).order(ballots::code.asc()).load(engine)
}

/// How many items of a session there are, also those that were removed.
///
/// # Errors
/// Those of the database.
pub fn count_items(engine: &mut Engine, session_id: i64) -> QueryResult<i64> {
    session_items::table.filter(session_items::session_id.eq(session_id)).select(count_star()).first(engine)
}
