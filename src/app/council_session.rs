//! Sessions of a plan's council: planned, opened on their day, closed when nothing is left to be done, or cancelled.

use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

pub use crate::db::council_session::{AttendanceRow, CouncilSessionRow};

use super::actor::{Actor, Right};
use super::agenda::ItemRecord;
use super::audit::Entry;
use super::frame::Frame;
use super::plan::PlanRow;
use super::problem::{
    COUNCIL_MISSING, FIELD_REFUSED, Problem, RECUSED, SESSION_EARLY, SESSION_UNFINISHED, STALE,
};
use super::service::{Change, Service};
use super::sitting::{ItemResult, ItemState, SessionState, Sitting};
use super::text_field::{LONGEST_TEXT, optional, required};
use crate::contest::plan::Plan;
use crate::db::council_session::{insert_session, next_session, sessions_of, update_session};
use crate::db::vote::{ItemRow, update_item};
use crate::text::format::date;

/// A session as it is to be.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// On which day.
    pub held_on: NaiveDate,
    /// Where.
    pub place: String,
    /// What is said of it.
    pub note: Option<String>,
}

/// What the audit log keeps of a session: not what is said of it, which may tell of a person.
#[derive(Serialize)]
struct SessionRecord<'a> {
    number: i64,
    state: &'a str,
    held_on: NaiveDate,
    place: &'a str,
}

impl<'a> From<&'a CouncilSessionRow> for SessionRecord<'a> {
    fn from(row: &'a CouncilSessionRow) -> Self {
        let CouncilSessionRow { number, state, held_on, place, .. } = row;
        Self { number: *number, state, held_on: *held_on, place }
    }
}

/// Refuses a session that can't be: also one of a day before the contest began, by which letters and decisions would be dated.
fn check(plan: &Plan, new: &NewSession) -> Result<(String, Option<String>), Problem> {
    if !(1900..2200).contains(&new.held_on.year()) {
        return Err(FIELD_REFUSED.with("field", "held_on").with("expected", "1900-2199"));
    }
    if new.held_on < plan.from {
        let expected = format!("≥ {}", date(plan.from));
        return Err(FIELD_REFUSED.with("field", "held_on").with("expected", expected));
    }
    Ok((required("place", &new.place, 500)?, optional("note", new.note.as_deref(), LONGEST_TEXT)?))
}

/// Writes a session's row anew, with its record.
fn store(
    change: &mut Change<'_>,
    action: &'static str,
    before: &CouncilSessionRow,
    after: &CouncilSessionRow,
) -> Result<(), Problem> {
    update_session(change.engine, after)?;
    let entry = Entry::new(action, format!("council_session:{}", after.id)).of_plan(after.plan_id);
    change.record(entry.before(&SessionRecord::from(before)).after(&SessionRecord::from(after)))
}

impl Service {
    /// Plans a session of the plan's council.
    ///
    /// # Errors
    /// When the actor may not, the plan names no council, or a field is refused; and those of the database.
    pub fn plan_session(
        &self,
        actor: &Actor,
        plan_id: i64,
        new: &NewSession,
    ) -> Result<CouncilSessionRow, Problem> {
        self.change(actor, Right::ManageCases, |change| {
            let (_, frame) = self.framed(change.engine, plan_id)?;
            let (place, note) = check(&frame.plan, new)?;
            if frame.plan.process.council.is_none() {
                return Err(Problem::from(&COUNCIL_MISSING));
            }
            let (id, number) = next_session(change.engine, plan_id)?;
            let row = CouncilSessionRow {
                id,
                plan_id,
                number,
                state: SessionState::Planned.code().to_owned(),
                place,
                held_on: new.held_on,
                note,
                change: 1,
                made_by: change.actor.label.clone(),
                made_at: change.now,
                opened_at: None,
                closed_at: None,
            };
            insert_session(change.engine, &row)?;
            let entry = Entry::new("session.plan", format!("council_session:{id}")).of_plan(plan_id);
            change.record(entry.after(&SessionRecord::from(&row)))?;
            Ok(row)
        })
    }

    /// Changes day, place or note of a session that is planned. `expected` is the count of changes that the caller has
    /// seen.
    ///
    /// # Errors
    /// When the actor may not, the session isn't planned any more, a field is refused, or it was changed since; and those
    /// of the database.
    pub fn change_session(
        &self,
        actor: &Actor,
        session: (i64, i64),
        expected: Option<i64>,
        new: &NewSession,
    ) -> Result<CouncilSessionRow, Problem> {
        self.change(actor, Right::ManageCases, |change| {
            let sitting = self.sitting(change.engine, actor, session)?;
            let (place, note) = check(&sitting.frame.plan, new)?;
            let before = &sitting.session;
            if expected.is_some_and(|expected| expected != before.change) {
                return Err(STALE.with("expected", before.change));
            }
            sitting.demand_state(&[SessionState::Planned])?;
            let after = CouncilSessionRow {
                held_on: new.held_on,
                place,
                note,
                change: before.change + 1,
                ..before.clone()
            };
            store(change, "session.change", before, &after)?;
            Ok(after)
        })
    }

    /// Opens a session on its day or later, closes it, or cancels it.
    ///
    /// # Errors
    /// When the actor may not, the state doesn't follow, its day hasn't come, or votes are open or not explained; when it is to
    /// be closed or cancelled by who has an interest in a case on its agenda; and those of the database.
    pub fn move_session(
        &self,
        actor: &Actor,
        session: (i64, i64),
        to: SessionState,
    ) -> Result<CouncilSessionRow, Problem> {
        self.change(actor, Right::ManageCases, |change| {
            let sitting = self.sitting(change.engine, actor, session)?;
            let before = &sitting.session;
            let mut after = CouncilSessionRow {
                state: to.code().to_owned(),
                change: before.change + 1,
                ..before.clone()
            };
            let action = match to {
                SessionState::Planned => {
                    let expected = "open, closed, cancelled";
                    return Err(FIELD_REFUSED.with("field", "state").with("expected", expected));
                }
                SessionState::Open => {
                    sitting.demand_state(&[SessionState::Planned])?;
                    if self.today() < before.held_on {
                        let problem = SESSION_EARLY.with("session", before.number);
                        return Err(problem.with("date", date(before.held_on)));
                    }
                    after.opened_at = Some(change.now);
                    "session.open"
                }
                SessionState::Closed => {
                    sitting.demand_state(&[SessionState::Open])?;
                    end_items(change, &sitting)?;
                    after.closed_at = Some(change.now);
                    "session.close"
                }
                SessionState::Cancelled => {
                    sitting.demand_state(&[SessionState::Planned])?;
                    end_items(change, &sitting)?;
                    "session.cancel"
                }
            };
            store(change, action, before, &after)?;
            Ok(after)
        })
    }

    /// A plan with the sessions of its council, by number.
    ///
    /// # Errors
    /// As [`Service::council_sessions`].
    pub fn plan_sessions(
        &self,
        actor: &Actor,
        plan_id: i64,
    ) -> Result<(PlanRow, Arc<Frame>, Vec<CouncilSessionRow>), Problem> {
        self.read(actor, Right::ViewCases, |engine| {
            let (plan, frame) = self.framed(engine, plan_id)?;
            Ok((plan, frame, sessions_of(engine, plan_id)?))
        })
    }

    /// The sessions of a plan, by number.
    ///
    /// # Errors
    /// When the actor may not, or there is no such plan; and those of the database.
    pub fn council_sessions(&self, actor: &Actor, plan_id: i64) -> Result<Vec<CouncilSessionRow>, Problem> {
        self.read(actor, Right::ViewCases, |engine| {
            self.framed(engine, plan_id)?;
            Ok(sessions_of(engine, plan_id)?)
        })
    }
}

/// Leaves what wasn't voted on for another session. Refuses while votes are open, or wait for a reason or for others; and who
/// mustn't learn that of a case on the agenda.
fn end_items(change: &mut Change<'_>, sitting: &Sitting) -> Result<(), Problem> {
    if !sitting.hidden_items.is_empty() {
        return Err(Problem::from(&RECUSED));
    }
    // Whoever runs sessions without an interest sees all items.
    let items = &sitting.items;
    let is_unfinished = |item: &&ItemRow| {
        ItemState::of(item) == ItemState::Open
            || ItemState::of(item) == ItemState::Closed
                && ItemResult::of(item).is_some_and(ItemResult::is_unfinished)
    };
    let unfinished: Vec<&ItemRow> = items.iter().filter(is_unfinished).collect();
    if !unfinished.is_empty() {
        let numbers: Vec<String> = unfinished.iter().map(|item| item.number.to_string()).collect();
        return Err(SESSION_UNFINISHED.with("items", numbers.join(", ")));
    }
    for item in items.iter().filter(|item| ItemState::of(item) == ItemState::Pending) {
        let postponed = ItemRow { state: ItemState::Postponed.code().to_owned(), ..item.clone() };
        update_item(change.engine, &postponed)?;
        let entry = Entry::new("agenda.remove", format!("case:{}", item.case_id)).of_plan(sitting.plan.id);
        let number = sitting.session.number;
        change
            .record(entry.before(&ItemRecord::of(number, item)).after(&ItemRecord::of(number, &postponed)))?;
    }
    Ok(())
}
