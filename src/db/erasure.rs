//! Erasing what is written in words of some cases, wherever it stands: that there was something, when and by whom, stays.

use std::collections::BTreeSet;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::award::{AwardRow, awards_of_cases};
use super::engine::Engine;
use super::schema::{
    awards, case_steps, cases, council_sessions, decision_changes, decisions, nominations, objections,
    publicities, publicity_cases, recusals, session_items, submission_cases, submissions,
};

/// How many ids one statement looks for: both engines bound the values in one.
const AT_ONCE: usize = 500;

/// Takes away what is written in words of some cases: with their steps, objections and awards, of interests in them, and
/// of the lists, letters, sessions and decisions that they stand in. Where a word has to stand, `mark` does.
///
/// # Errors
/// Those of the database.
pub fn erase_words_about(engine: &mut Engine, cases: &[i64], mark: &str) -> QueryResult<()> {
    let (mut lists, mut letters, mut sessions) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for few in cases.chunks(AT_ONCE) {
        erase_words_of_cases(engine, few, mark)?;
        lists.extend(lists_with(engine, few)?);
        letters.extend(letters_with(engine, few)?);
        sessions.extend(sessions_with(engine, few)?);
    }
    let lists: Vec<i64> = lists.into_iter().collect();
    let letters: Vec<i64> = letters.into_iter().collect();
    let sessions: Vec<i64> = sessions.into_iter().collect();
    for few in lists.chunks(AT_ONCE) {
        let of_lists = publicities::table.filter(publicities::id.eq_any(few.to_vec()));
        diesel::update(of_lists).set(publicities::note.eq(None::<String>)).execute(engine)?;
    }
    for few in letters.chunks(AT_ONCE) {
        let of_letters = submissions::table.filter(submissions::id.eq_any(few.to_vec()));
        diesel::update(of_letters).set(submissions::note.eq(None::<String>)).execute(engine)?;
    }
    for few in sessions.chunks(AT_ONCE) {
        let of_sessions = council_sessions::table.filter(council_sessions::id.eq_any(few.to_vec()));
        diesel::update(of_sessions).set(council_sessions::note.eq(None::<String>)).execute(engine)?;
    }
    let own = awards_of_cases(engine, cases)?;
    erase_reasons(engine, (cases, &letters), &own, mark)
}

/// What stands in rows of the cases themselves.
fn erase_words_of_cases(engine: &mut Engine, cases: &[i64], mark: &str) -> QueryResult<()> {
    diesel::update(case_steps::table.filter(case_steps::case_id.eq_any(cases.to_vec())))
        .set(case_steps::note.eq(None::<String>))
        .execute(engine)?;
    diesel::update(objections::table.filter(objections::case_id.eq_any(cases.to_vec())))
        .set((objections::sender.eq(None::<String>), objections::content.eq("")))
        .execute(engine)?;
    let settled = objections::table.filter(objections::settle_note.is_not_null());
    diesel::update(settled.filter(objections::case_id.eq_any(cases.to_vec())))
        .set(objections::settle_note.eq(""))
        .execute(engine)?;
    diesel::update(awards::table.filter(awards::case_id.eq_any(cases.to_vec())))
        .set(awards::hand_over_note.eq(None::<String>))
        .execute(engine)?;
    diesel::update(recusals::table.filter(recusals::case_id.eq_any(cases.to_vec())))
        .set(recusals::reason.eq(mark))
        .execute(engine)
        .map(drop)
}

/// The lists made public with some cases.
fn lists_with(engine: &mut Engine, cases: &[i64]) -> QueryResult<Vec<i64>> {
    publicity_cases::table
        .filter(publicity_cases::case_id.eq_any(cases.to_vec()))
        .select(publicity_cases::publicity_id)
        .load(engine)
}

/// The letters that submitted some cases.
fn letters_with(engine: &mut Engine, cases: &[i64]) -> QueryResult<Vec<i64>> {
    submission_cases::table
        .filter(submission_cases::case_id.eq_any(cases.to_vec()))
        .select(submission_cases::submission_id)
        .load(engine)
}

/// The sessions with some cases on their agendas, or in which an interest in them was declared.
fn sessions_with(engine: &mut Engine, cases: &[i64]) -> QueryResult<Vec<i64>> {
    let mut found: Vec<i64> = session_items::table
        .filter(session_items::case_id.eq_any(cases.to_vec()))
        .select(session_items::session_id)
        .load(engine)?;
    let declared: Vec<i64> = recusals::table
        .filter(recusals::case_id.eq_any(cases.to_vec()))
        .select(recusals::session_id)
        .load(engine)?;
    found.extend(declared);
    Ok(found)
}

/// Why decisions were made that gave, changed or revoked some awards; and those about cases submitted by the same letters, for
/// such a reason says why a case was left out.
fn erase_reasons(
    engine: &mut Engine,
    (cases, letters): (&[i64], &[i64]),
    own: &[AwardRow],
    mark: &str,
) -> QueryResult<()> {
    let mut found: BTreeSet<i64> = own.iter().flat_map(|award| award.revoked_by_decision).collect();
    let mut along: BTreeSet<i64> = cases.iter().copied().collect();
    for few in letters.chunks(AT_ONCE) {
        let submitted: Vec<i64> = submission_cases::table
            .filter(submission_cases::submission_id.eq_any(few.to_vec()))
            .select(submission_cases::case_id)
            .load(engine)?;
        along.extend(submitted);
    }
    let along: Vec<i64> = along.into_iter().collect();
    found.extend(awards_of_cases(engine, &along)?.iter().map(|award| award.decision_id));
    let awards: Vec<i64> = own.iter().map(|award| award.id).collect();
    for few in awards.chunks(AT_ONCE) {
        let changed: Vec<i64> = decision_changes::table
            .filter(decision_changes::award_id.eq_any(few.to_vec()))
            .select(decision_changes::decision_id)
            .load(engine)?;
        found.extend(changed);
    }
    let found: Vec<i64> = found.into_iter().collect();
    for few in found.chunks(AT_ONCE) {
        let given = decisions::table.filter(decisions::reason.is_not_null());
        diesel::update(given.filter(decisions::id.eq_any(few.to_vec())))
            .set(decisions::reason.eq(mark))
            .execute(engine)?;
    }
    Ok(())
}

/// Where a note stands that was said of several at once, each of whom has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotePlace {
    /// With the step of a case: its id, and the step's number.
    Step(i64, i64),
    /// With an award, of handing it over.
    Award(i64),
    /// With a nomination, of deciding about it.
    Nomination(i64),
}

/// What is done with cases by a person who says something; of the other steps the program notes numbers and days.
const SAID: [&str; 8] = ["complete", "appraise", "accept", "return", "reject", "hold", "release", "withdraw"];

/// The notes of a plan that were said in one act with those of some cases, and with what was decided about nominations at some
/// moments: also those that stand elsewhere.
///
/// # Errors
/// Those of the database.
pub fn notes_of_same_acts(
    engine: &mut Engine,
    plan_id: i64,
    cases: &[i64],
    decided: &[NaiveDateTime],
) -> QueryResult<Vec<(NotePlace, String)>> {
    let mut steps: BTreeSet<NaiveDateTime> = BTreeSet::new();
    for few in cases.chunks(AT_ONCE) {
        let moments: Vec<NaiveDateTime> = case_steps::table
            .filter(case_steps::case_id.eq_any(few.to_vec()))
            .filter(case_steps::action.eq_any(SAID))
            .filter(case_steps::note.is_not_null())
            .select(case_steps::made_at)
            .load(engine)?;
        steps.extend(moments);
    }
    let own = awards_of_cases(engine, cases)?;
    let handed: BTreeSet<NaiveDateTime> = own.iter().filter_map(|award| award.handed_over_at).collect();
    let mut found = Vec::new();
    for few in steps.into_iter().collect::<Vec<_>>().chunks(AT_ONCE) {
        let of_plan = cases::table.filter(cases::plan_id.eq(plan_id)).select(cases::id);
        let rows: Vec<(i64, i64, Option<String>)> = case_steps::table
            .filter(case_steps::case_id.eq_any(of_plan))
            .filter(case_steps::action.eq_any(SAID))
            .filter(case_steps::made_at.eq_any(few.to_vec()))
            .select((case_steps::case_id, case_steps::number, case_steps::note))
            .load(engine)?;
        found.extend(
            rows.into_iter().filter_map(|(case, number, note)| Some((NotePlace::Step(case, number), note?))),
        );
    }
    for few in handed.into_iter().collect::<Vec<_>>().chunks(AT_ONCE) {
        let rows: Vec<(i64, Option<String>)> = awards::table
            .filter(awards::plan_id.eq(plan_id))
            .filter(awards::handed_over_at.eq_any(few.to_vec()))
            .select((awards::id, awards::hand_over_note))
            .load(engine)?;
        found.extend(rows.into_iter().filter_map(|(id, note)| Some((NotePlace::Award(id), note?))));
    }
    for few in decided.chunks(AT_ONCE) {
        let rows: Vec<(i64, Option<String>)> = nominations::table
            .filter(nominations::plan_id.eq(plan_id))
            .filter(nominations::decided_at.eq_any(few.to_vec()))
            .select((nominations::id, nominations::decision_note))
            .load(engine)?;
        found.extend(rows.into_iter().filter_map(|(id, note)| Some((NotePlace::Nomination(id), note?))));
    }
    Ok(found)
}

/// Takes away notes.
///
/// # Errors
/// Those of the database.
pub fn erase_notes(engine: &mut Engine, places: &[NotePlace]) -> QueryResult<()> {
    for place in places {
        match *place {
            NotePlace::Step(case_id, number) => {
                let step = case_steps::table.filter(case_steps::case_id.eq(case_id));
                diesel::update(step.filter(case_steps::number.eq(number)))
                    .set(case_steps::note.eq(None::<String>))
                    .execute(engine)?
            }
            NotePlace::Award(id) => diesel::update(awards::table.filter(awards::id.eq(id)))
                .set(awards::hand_over_note.eq(None::<String>))
                .execute(engine)?,
            NotePlace::Nomination(id) => diesel::update(nominations::table.filter(nominations::id.eq(id)))
                .set(nominations::decision_note.eq(None::<String>))
                .execute(engine)?,
        };
    }
    Ok(())
}
