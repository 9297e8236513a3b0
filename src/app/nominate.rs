//! Nominating persons: entered, changed before they are accepted, withdrawn, accepted or returned, and their figures appraised.

use rustc_hash::FxHashSet;

use super::actor::{Actor, Right};
use super::audit::Entry;
use super::frame::Frame;
use super::nomination::{
    NominationRecord, NominationRow, NominationState, apart_from, code_of, demand_change, figures_of,
    individuals, is_judged, open_duplicates, slots, state_of,
};
use super::nomination_limit::demand_room;
use super::nomination_said::{Checked, NewNomination, checked, list_of, values};
use super::plan::{PlanState, demand_state};
use super::problem::{
    FIELD_REFUSED, FORBIDDEN, NOMINATION_CASE, NOMINATION_DUPLICATE, NOMINATION_ERASED, NOMINATION_STATE,
    NOT_FOUND, Problem,
};
use super::service::{Change, Service};
use super::text_field::{LONGEST_TEXT, optional, required};
use crate::db::case::{CaseRow, cases_of, cases_of_nomination};
use crate::db::nomination::{
    decide_nominations, insert_nominations, next_nomination, nominations_of, update_nomination,
};

/// How many nominations can be decided about at once.
pub const MOST_AT_ONCE: usize = 1000;

/// In which states of a plan persons can be nominated and decided about.
pub const STATES: &[PlanState] = &[PlanState::Collecting, PlanState::Closed, PlanState::Ranked];

/// What is decided about a nomination.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The person is ranked.
    Accept,
    /// The unit is to correct something.
    Return,
}

/// The row of a new nomination.
pub(super) fn row_of(
    change: &Change<'_>,
    plan_id: i64,
    (id, number): (i64, i64),
    said: &Checked,
) -> NominationRow {
    let (made_by, made_at) = (change.actor.label.clone(), change.now);
    NominationRow { id, plan_id, made_by, made_at, ..said.as_row(number) }
}

/// Notes what became of a nomination.
pub(super) fn record(
    change: &mut Change<'_>,
    action: &'static str,
    frame: &Frame,
    (before, after): (Option<&NominationRow>, &NominationRow),
) -> Result<(), Problem> {
    change.record(entry_of(action, frame, (before, after)))
}

/// What the audit log keeps of what became of a nomination.
fn entry_of(
    action: &'static str,
    frame: &Frame,
    (before, after): (Option<&NominationRow>, &NominationRow),
) -> Entry {
    let entry = Entry::new(action, format!("nomination:{}", after.id)).of_plan(after.plan_id);
    let entry = entry.of_unit(frame.code_at(after.nominator)).after(&NominationRecord::of(frame, after));
    match before {
        Some(before) => entry.before(&NominationRecord::of(frame, before)),
        None => entry,
    }
}

/// Writes a nomination anew and notes it.
fn write(
    change: &mut Change<'_>,
    action: &'static str,
    frame: &Frame,
    (before, after): (&NominationRow, NominationRow),
) -> Result<NominationRow, Problem> {
    let after = NominationRow { change: before.change + 1, ..after };
    update_nomination(change.engine, &after)?;
    record(change, action, frame, (Some(before), &after))?;
    Ok(after)
}

/// Refuses what a nomination's state doesn't allow, and what was erased.
fn demand(row: &NominationRow, allowed: &[NominationState]) -> Result<(), Problem> {
    if row.erased_at.is_some() {
        return Err(NOMINATION_ERASED.with("number", code_of(row.number)));
    }
    if allowed.contains(&state_of(row)) {
        return Ok(());
    }
    Err(NOMINATION_STATE.with("number", code_of(row.number)).with("state", &row.state))
}

impl Service {
    /// Nominates a person.
    ///
    /// # Errors
    /// When the actor may not, a unit is out of reach, kind or award is unknown, something said isn't allowed, or the unit has
    /// nominated as many as the plan lets it; and those of the database.
    pub fn nominate(
        &self,
        actor: &Actor,
        plan_id: i64,
        new: &NewNomination,
    ) -> Result<NominationRow, Problem> {
        self.change(actor, Right::Nominate, |change| {
            let (plan, frame) = self.framed(change.engine, plan_id)?;
            individuals(&frame.plan)?;
            demand_state(&plan, STATES)?;
            let said = checked(&frame, actor, change.now, new)?;
            let rows = nominations_of(change.engine, plan_id)?;
            demand_room(&frame, &rows, (said.nominator, &said.award), 1, None)?;
            let ids = next_nomination(change.engine, plan_id)?;
            let row = row_of(change, plan_id, ids, &said);
            insert_nominations(change.engine, std::slice::from_ref(&row))?;
            record(change, "nomination.add", &frame, (None, &row))?;
            Ok(row)
        })
    }

    /// Changes what a nomination says before it is accepted; one that was returned waits again. What was given at appraisal
    /// stays. `expected` is the count of changes that the caller has seen.
    ///
    /// # Errors
    /// As [`Service::nominate`]; and when it is accepted or withdrawn, or was changed since.
    pub fn change_nomination(
        &self,
        actor: &Actor,
        plan_id: i64,
        number: i64,
        (expected, new): (Option<i64>, &NewNomination),
    ) -> Result<NominationRow, Problem> {
        self.change(actor, Right::Nominate, |change| {
            let (plan, frame) = self.framed(change.engine, plan_id)?;
            let part = individuals(&frame.plan)?;
            demand_state(&plan, STATES)?;
            let before = self.seen_nomination(change.engine, actor, (&frame, plan_id), number)?;
            demand_change(&before, expected)?;
            demand(&before, &[NominationState::Submitted, NominationState::Returned])?;
            let mut said = checked(&frame, actor, change.now, new)?;
            let rows = nominations_of(change.engine, plan_id)?;
            demand_room(&frame, &rows, (said.nominator, &said.award), 1, Some(before.id))?;
            let judged = figures_of(&part.plan, &before).into_iter();
            let judged = judged.filter(|figure| is_judged(&part.plan, figure.slot));
            said.figures.extend(judged.map(|figure| (figure.slot, figure.value, figure.text)));
            said.figures.sort_by_key(|(slot, ..)| *slot);
            let fresh = row_of(change, plan_id, (before.id, number), &said);
            let mut after =
                NominationRow { made_by: before.made_by.clone(), made_at: before.made_at, ..fresh };
            if tells_apart(&before) == tells_apart(&after) {
                after.apart_from.clone_from(&before.apart_from);
                after.apart_reason.clone_from(&before.apart_reason);
            } else {
                // It may be somebody else now: that it isn't one of the others was said of whom it was.
                join_again(change, &frame, &rows, number)?;
            }
            write(change, "nomination.change", &frame, (&before, after))
        })
    }

    /// Withdraws a nomination. One that was accepted is withdrawn by who manages cases, while no case of it is under way.
    ///
    /// # Errors
    /// When the actor may not, or it is withdrawn already; and those of the database.
    pub fn withdraw_nomination(
        &self,
        actor: &Actor,
        plan_id: i64,
        number: i64,
        expected: Option<i64>,
    ) -> Result<NominationRow, Problem> {
        self.change(actor, Right::Nominate, |change| {
            let (plan, frame) = self.framed(change.engine, plan_id)?;
            demand_state(&plan, STATES)?;
            let before = self.seen_nomination(change.engine, actor, (&frame, plan_id), number)?;
            demand_change(&before, expected)?;
            demand(
                &before,
                &[NominationState::Submitted, NominationState::Returned, NominationState::Accepted],
            )?;
            if state_of(&before) == NominationState::Accepted && !actor.can(Right::ManageCases) {
                return Err(FORBIDDEN.with("right", Right::ManageCases.code()));
            }
            demand_no_case(&cases_of_nomination(change.engine, plan_id, before.id)?, &before)?;
            let after =
                NominationRow { state: NominationState::Withdrawn.code().to_owned(), ..before.clone() };
            write(change, "nomination.withdraw", &frame, (&before, after))
        })
    }

    /// Accepts or returns nominations: all of them, or none. What may be of the same person must be settled before one of them
    /// is accepted. The note stays with the nomination alone, since it may say who it is.
    ///
    /// # Errors
    /// When the actor may not, one of them can't be seen or doesn't wait, a note is missing for a return, or duplicates are open;
    /// and those of the database.
    pub fn decide_nominations(
        &self,
        actor: &Actor,
        plan_id: i64,
        numbers: &[i64],
        (verdict, note): (Verdict, Option<&str>),
    ) -> Result<Vec<NominationRow>, Problem> {
        let note = match verdict {
            Verdict::Accept => optional("note", note, LONGEST_TEXT)?,
            Verdict::Return => Some(required("note", note.unwrap_or(""), LONGEST_TEXT)?),
        };
        let mut seen = FxHashSet::default();
        let numbers: Vec<i64> = numbers.iter().copied().filter(|number| seen.insert(*number)).collect();
        if numbers.is_empty() || numbers.len() > MOST_AT_ONCE {
            return Err(FIELD_REFUSED
                .with("field", "numbers")
                .with("expected", format!("1 – {MOST_AT_ONCE}")));
        }
        self.change(actor, Right::ManageCases, |change| {
            let (plan, frame) = self.framed(change.engine, plan_id)?;
            individuals(&frame.plan)?;
            demand_state(&plan, STATES)?;
            let rows = self.nominations_without_interest(change.engine, actor, plan_id)?;
            let duplicates = open_duplicates(&rows);
            let (state, action, allowed) = match verdict {
                Verdict::Accept => {
                    (NominationState::Accepted, "nomination.accept", &[NominationState::Submitted][..])
                }
                Verdict::Return => (
                    NominationState::Returned,
                    "nomination.return",
                    &[NominationState::Submitted, NominationState::Accepted][..],
                ),
            };
            let cases = match verdict {
                Verdict::Accept => Vec::new(),
                Verdict::Return => cases_of(change.engine, plan_id)?,
            };
            let (mut decided, mut entries) = (Vec::with_capacity(numbers.len()), Vec::new());
            for number in &numbers {
                let before = rows.binary_search_by_key(number, |row| row.number).map(|at| &rows[at]);
                let before = before.map_err(|_| NOT_FOUND.with("what", code_of(*number)))?;
                demand(before, allowed)?;
                match (verdict, duplicates.get(number)) {
                    (Verdict::Accept, Some(others)) => return Err(duplicate(*number, others)),
                    (Verdict::Accept, None) => {}
                    (Verdict::Return, _) => demand_no_case(&cases, before)?,
                }
                let after = NominationRow {
                    state: state.code().to_owned(),
                    change: before.change + 1,
                    decided_by: Some(actor.label.clone()),
                    decided_at: Some(change.now),
                    decision_note: note.clone(),
                    ..before.clone()
                };
                entries.push(entry_of(action, &frame, (Some(before), &after)));
                decided.push(after);
            }
            decide_nominations(change.engine, &decided)?;
            change.record_all(entries)?;
            Ok(decided)
        })
    }

    /// Declares that a nomination and those that look the same are of different persons. The reason stays with the nomination.
    ///
    /// # Errors
    /// When the actor may not, or nothing looks the same; and those of the database.
    pub fn tell_apart(
        &self,
        actor: &Actor,
        plan_id: i64,
        number: i64,
        reason: &str,
    ) -> Result<NominationRow, Problem> {
        let reason = required("reason", reason, LONGEST_TEXT)?;
        self.change(actor, Right::ManageCases, |change| {
            let (plan, frame) = self.framed(change.engine, plan_id)?;
            individuals(&frame.plan)?;
            demand_state(&plan, STATES)?;
            let before = self.seen_nomination(change.engine, actor, (&frame, plan_id), number)?;
            let rows = self.nominations_without_interest(change.engine, actor, plan_id)?;
            let found = open_duplicates(&rows).remove(&number);
            let others = found.ok_or_else(|| NOT_FOUND.with("what", format!("{} = ?", code_of(number))))?;
            let mut apart = apart_from(&before);
            apart.extend(others);
            apart.sort_unstable();
            apart.dedup();
            let apart: Vec<String> = apart.iter().map(i64::to_string).collect();
            let after = NominationRow {
                apart_from: Some(apart.join(",")),
                apart_reason: Some(reason),
                ..before.clone()
            };
            write(change, "nomination.apart", &frame, (&before, after))
        })
    }

    /// Gives or changes figures of a nomination at appraisal, judged ones among them. An empty one is taken away; those that
    /// aren't named stay.
    ///
    /// # Errors
    /// When the actor may not, it is withdrawn, or a figure isn't allowed; and those of the database.
    pub fn appraise_nomination(
        &self,
        actor: &Actor,
        plan_id: i64,
        number: i64,
        (expected, figures): (Option<i64>, &[(String, String)]),
    ) -> Result<NominationRow, Problem> {
        self.change(actor, Right::ManageCases, |change| {
            let (plan, frame) = self.framed(change.engine, plan_id)?;
            let part = individuals(&frame.plan)?;
            demand_state(&plan, STATES)?;
            let before = self.seen_nomination(change.engine, actor, (&frame, plan_id), number)?;
            demand_change(&before, expected)?;
            demand(
                &before,
                &[NominationState::Submitted, NominationState::Returned, NominationState::Accepted],
            )?;
            let known: Vec<String> =
                slots(&part.plan, true).iter().map(|it| part.plan.slot_code(*it)).collect();
            if figures.iter().any(|(code, _)| !known.contains(code)) {
                return Err(FIELD_REFUSED.with("field", "figures").with("expected", known.join(", ")));
            }
            let mut all = values(part, figures, true)?;
            let kept = figures_of(&part.plan, &before).into_iter();
            let kept = kept.filter(|figure| figures.iter().all(|(code, _)| *code != figure.code));
            all.extend(kept.map(|figure| (figure.slot, figure.value, figure.text)));
            all.sort_by_key(|(slot, ..)| *slot);
            let list = list_of(&all);
            write(
                change,
                "nomination.appraise",
                &frame,
                (&before, NominationRow { figures: list, ..before.clone() }),
            )
        })
    }
}

fn duplicate(number: i64, others: &[i64]) -> Problem {
    let others: Vec<String> = others.iter().map(|other| code_of(*other)).collect();
    NOMINATION_DUPLICATE.with("number", code_of(number)).with("others", others.join(", "))
}

/// What tells a person from another of the same name.
fn tells_apart(row: &NominationRow) -> (&str, i64, i64, Option<i64>) {
    (&row.name, row.unit, row.nominator, row.birth_year)
}

/// Takes back that others aren't the person of a nomination, wherever that was declared with one of them.
fn join_again(
    change: &mut Change<'_>,
    frame: &Frame,
    rows: &[NominationRow],
    number: i64,
) -> Result<(), Problem> {
    for before in rows.iter().filter(|row| row.number != number && apart_from(row).contains(&number)) {
        let rest: Vec<String> = apart_from(before)
            .into_iter()
            .filter(|other| *other != number)
            .map(|other| other.to_string())
            .collect();
        let is_none = rest.is_empty();
        let after = NominationRow {
            apart_from: (!is_none).then(|| rest.join(",")),
            apart_reason: before.apart_reason.clone().filter(|_| !is_none),
            ..before.clone()
        };
        write(change, "nomination.apart", frame, (before, after))?;
    }
    Ok(())
}

/// Refuses to take back a nomination of which a case is under way.
fn demand_no_case(cases: &[CaseRow], row: &NominationRow) -> Result<(), Problem> {
    let open = cases.iter().find(|case| case.nomination_id == Some(row.id) && !case.state_now().is_closed());
    match open {
        None => Ok(()),
        Some(case) => Err(NOMINATION_CASE.with("number", code_of(row.number)).with("case", case.number)),
    }
}
