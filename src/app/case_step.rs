//! The steps of a case: what may follow, and what is written down of it.

use serde::Serialize;

use super::audit::Entry;
use super::case::COLLECTIVE;
use super::dossier::demand_complete;
use super::problem::{CASE_HELD, CASE_NOT_HELD, CASE_STEP, FIELD_REFUSED, Problem};
use super::service::Change;
use super::text_field::{LONGEST_TEXT, optional};
use crate::contest::case::{CaseAction, CaseRefusal, CaseState, RejectReason, next};
use crate::contest::plan::Process;
use crate::db::case::{CaseRow, CaseStepRow, insert_step, next_step, update_case};

/// What is said with a step.
#[derive(Debug, Clone, Copy, Default)]
pub struct Said<'a> {
    /// Why, in words.
    pub note: Option<&'a str>,
    /// The legal reason, of a rejection.
    pub reason: Option<RejectReason>,
}

impl CaseRow {
    /// Where it is.
    pub fn state_now(&self) -> CaseState {
        CaseState::of_code(&self.state).unwrap_or_else(|| unreachable!("the program wrote the state"))
    }

    /// What may be done with it next.
    pub fn may_follow(&self, process: &Process) -> impl Iterator<Item = CaseAction> + use<> {
        let (state, held, publicity) = (self.state_now(), self.held, needs_publicity(process));
        CaseAction::ALL.iter().copied().filter(move |action| next(state, held, *action, publicity).is_ok())
    }
}

/// Whether the plan wants a list made public before a council votes.
pub fn needs_publicity(process: &Process) -> bool {
    process.publicity.is_some_and(|rule| rule.required)
}

/// What the audit log keeps of a case. What is written of a person stays with the case, where it can be erased.
#[derive(Serialize)]
pub(super) struct CaseRecord<'a> {
    number: i64,
    subject: &'a str,
    award: &'a str,
    state: &'a str,
    held: bool,
    reason: Option<&'a str>,
    note: Option<&'a str>,
}

impl<'a> CaseRecord<'a> {
    pub(super) fn of(row: &'a CaseRow, reason: Option<RejectReason>, note: Option<&'a str>) -> Self {
        Self {
            number: row.number,
            subject: &row.subject,
            award: &row.award,
            state: &row.state,
            held: row.held,
            reason: reason.map(RejectReason::code),
            note: note.filter(|_| row.subject == COLLECTIVE),
        }
    }
}

/// Moves a case one step, in the caller's transaction: state, step and audit record.
pub(super) fn move_case(
    change: &mut Change<'_>,
    process: &Process,
    before: &CaseRow,
    action: CaseAction,
    said: Said<'_>,
) -> Result<CaseRow, Problem> {
    let note = optional("note", said.note, LONGEST_TEXT)?;
    if action.needs_note() && note.is_none() {
        return Err(FIELD_REFUSED.with("field", "note").with("expected", format!("1-{LONGEST_TEXT}")));
    }
    if said.reason.is_some() != (action == CaseAction::Reject) {
        let codes: Vec<&str> = RejectReason::ALL.iter().map(|reason| reason.code()).collect();
        let expected = if action == CaseAction::Reject { codes.join(", ") } else { "–".to_owned() };
        return Err(FIELD_REFUSED.with("field", "reason").with("expected", expected));
    }
    let state = next(before.state_now(), before.held, action, needs_publicity(process))
        .map_err(|refusal| refused(refusal, before, action))?;
    if action == CaseAction::Complete {
        demand_complete(change.engine, process, before)?;
    }
    let held = match action {
        CaseAction::Hold => true,
        CaseAction::Release => false,
        // What has left the way isn't held any more.
        _ => before.held && !state.is_closed(),
    };
    let since = if state == before.state_now() { before.since } else { change.now };
    let after =
        CaseRow { state: state.code().to_owned(), held, since, change: before.change + 1, ..before.clone() };
    update_case(change.engine, &after)?;
    let step = CaseStepRow {
        case_id: after.id,
        number: next_step(change.engine, after.id)?,
        action: action.code().to_owned(),
        from_state: before.state.clone(),
        to_state: after.state.clone(),
        reason: said.reason.map(|reason| reason.code().to_owned()),
        note,
        made_by: change.actor.label.clone(),
        made_at: change.now,
    };
    insert_step(change.engine, &step)?;
    let entry = Entry::new("case.step", format!("case:{}", after.id)).of_plan(after.plan_id);
    let told = CaseRecord::of(&after, said.reason, step.note.as_deref());
    change.record(entry.before(&CaseRecord::of(before, None, None)).after(&told))?;
    Ok(after)
}

fn refused(refusal: CaseRefusal, case: &CaseRow, action: CaseAction) -> Problem {
    match refusal {
        CaseRefusal::Order => {
            CASE_STEP.with("case", case.number).with("state", &case.state).with("action", action.code())
        }
        CaseRefusal::Held => CASE_HELD.with("case", case.number),
        CaseRefusal::NotHeld => CASE_NOT_HELD.with("case", case.number),
    }
}
