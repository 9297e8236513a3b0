//! A decision that amends another: adds cases, removes awards, corrects what was written wrong. The one amended stays.

use std::sync::Arc;

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::super::actor::{Actor, Right};
use super::super::audit::Entry;
use super::super::case::{CaseRow, Said, move_case};
use super::super::frame::Frame;
use super::super::plan::{PlanRow, demand_state};
use super::super::problem::{
    AMENDMENT_BEFORE_DECISION, AMENDMENT_EMPTY, AWARD_NOT_OF_DECISION, AWARD_REVOKED, FIELD_REFUSED,
    LISTED_TWICE, NOT_FOUND, Problem, REVOCATION_BEFORE_AWARD, REVOCATION_BEFORE_HAND_OVER,
};
use super::super::service::{Change, Service};
use super::super::text_field::{LONGEST_TEXT, required};
use super::head::{DecisionRecord, Kind, may_sign, row_of, unknown, without_power};
use super::issue::STATES;
use super::{
    AMENDMENT, AWARD, AwardRow, Decided, DecisionChangeRow, DecisionHead, DecisionRow, REMOVED, REVOCATION,
    demand_few,
};
use crate::contest::case::CaseAction;
use crate::db::Engine;
use crate::db::award::{awards_of_decisions, update_award};
use crate::db::case::case_by_id;
use crate::db::decision::{decision_by_id, decisions_about, insert_decision, insert_decision_changes};
use crate::intake::fold::fold;
use crate::text::format::date;

/// The fields that can be corrected.
pub const CORRECTED: [&str; 2] = ["unit_name", "budget"];

/// What is to be corrected of an award.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The award's id.
    pub award: i64,
    /// One of [`CORRECTED`]. Names of persons are corrected where they stand, with the nomination.
    pub field: String,
    /// What is to stand there.
    pub value: String,
}

/// An amendment to be entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amendment {
    /// What every decision says.
    pub head: DecisionHead,
    /// Why.
    pub reason: String,
    /// The numbers of submitted cases that it adds.
    pub add: Vec<i64>,
    /// The ids of awards that it removes.
    pub remove: Vec<i64>,
    /// What it corrects.
    pub correct: Vec<Correction>,
}

/// A decision with those that amend it, and all awards that they gave.
pub(super) struct Family {
    pub plan: PlanRow,
    pub frame: Arc<Frame>,
    pub root: DecisionRow,
    /// The awards, as what was done so far leaves them.
    awards: Vec<AwardRow>,
    /// The dates of the decisions, by id.
    dates: FxHashMap<i64, NaiveDate>,
}

impl Family {
    /// The award with an id that stands.
    pub(super) fn standing(&self, id: i64) -> Result<&AwardRow, Problem> {
        let award = self.awards.iter().find(|award| award.id == id);
        let award = award.ok_or_else(|| AWARD_NOT_OF_DECISION.with("award", id))?;
        if award.revoked_by_decision.is_some() { Err(AWARD_REVOKED.with("award", id)) } else { Ok(award) }
    }

    /// The date of the decision that gave an award.
    pub(super) fn given_on(&self, award: &AwardRow) -> NaiveDate {
        self.dates.get(&award.decision_id).copied().unwrap_or(self.root.issued_on)
    }

    /// Writes an award anew, here and in the database.
    fn put(&mut self, engine: &mut Engine, after: AwardRow) -> Result<(), Problem> {
        update_award(engine, &after)?;
        if let Some(award) = self.awards.iter_mut().find(|award| award.id == after.id) {
            *award = after;
        }
        Ok(())
    }

    /// Refuses a decision about an award that is dated before the one that gave it.
    fn demand_given(&self, row: &DecisionRow, award: &AwardRow) -> Result<(), Problem> {
        let given = self.given_on(award);
        if given <= row.issued_on {
            return Ok(());
        }
        let early =
            if row.kind == REVOCATION { &REVOCATION_BEFORE_AWARD } else { &AMENDMENT_BEFORE_DECISION };
        Err(early.with("day", date(given)))
    }

    /// Writes on an award that a decision takes it away, and moves its case.
    ///
    /// # Errors
    /// When the award doesn't stand, the decision is dated before it was given or handed over, or who signs has no power; and
    /// those of the database.
    pub(super) fn take_away(
        &mut self,
        change: &mut Change<'_>,
        (row, reason): (&DecisionRow, &str),
        id: i64,
    ) -> Result<(), Problem> {
        let award = self.standing(id)?.clone();
        self.demand_given(row, &award)?;
        if let Some(day) = award.handed_over_on.filter(|day| row.issued_on < *day) {
            return Err(REVOCATION_BEFORE_HAND_OVER.with("award", id).with("day", date(day)));
        }
        if !may_sign(&self.frame, &row.position, &award.award) {
            return Err(without_power(&self.frame, &row.position, &award.award));
        }
        let case = case_of(change.engine, &award)?;
        let note = format!("{}, {}", row.number, date(row.issued_on));
        let said = Said { note: Some(&note), reason: None };
        move_case(change, &self.frame.plan.process, &case, CaseAction::Revoke, said)?;
        let after = AwardRow {
            revoked_by_decision: Some(row.id),
            revoked_on: Some(row.issued_on),
            revoke_reason: Some(reason.to_owned()),
            ..award
        };
        self.put(change.engine, after)
    }
}

impl Service {
    /// A decision that gives awards, with its amendments and all awards that they gave.
    pub(super) fn family(&self, engine: &mut Engine, plan_id: i64, id: i64) -> Result<Family, Problem> {
        let (plan, frame) = self.framed(engine, plan_id)?;
        demand_state(&plan, STATES)?;
        let root = decision_by_id(engine, plan_id, id)?.filter(|row| row.kind == AWARD);
        let root = root.ok_or_else(|| unknown(id))?;
        let about = decisions_about(engine, id)?;
        let amendments = about.iter().filter(|it| it.kind == AMENDMENT);
        let giving = std::iter::once(&root).chain(amendments);
        let dates: FxHashMap<i64, NaiveDate> = giving.map(|it| (it.id, it.issued_on)).collect();
        let mut ids: Vec<i64> = dates.keys().copied().collect();
        ids.sort_unstable();
        let awards = awards_of_decisions(engine, &ids)?;
        Ok(Family { plan, frame, root, awards, dates })
    }

    /// Enters a decision that amends another.
    ///
    /// # Errors
    /// When the actor may not, nothing would change, an award isn't of the decision or was revoked, something is listed
    /// twice, a case can't be decided, the number is used, the date comes before the decision or before an award was given
    /// or handed over, or who signs has no power; and those of the database.
    pub fn add_amendment(
        &self,
        actor: &Actor,
        plan_id: i64,
        id: i64,
        new: &Amendment,
    ) -> Result<Decided, Problem> {
        let reason = required("reason", &new.reason, LONGEST_TEXT)?;
        demand_few("cases", new.add.len() + new.remove.len() + new.correct.len())?;
        self.change(actor, Right::DecideAwards, |change| {
            let mut family = self.family(change.engine, plan_id, id)?;
            if new.add.is_empty() && new.remove.is_empty() && new.correct.is_empty() {
                return Err(Problem::from(&AMENDMENT_EMPTY));
            }
            let kind = Kind {
                code: AMENDMENT,
                about: Some((&family.root, &AMENDMENT_BEFORE_DECISION)),
                reason_code: None,
                reason: Some(reason),
            };
            let (mut row, pack) = row_of(change, plan_id, &new.head, kind)?;
            let frame = Arc::clone(&family.frame);
            let added = self.chosen_cases(change.engine, actor, plan_id, &new.add)?;
            if !added.is_empty() {
                row.departures =
                    self.demand_issue(change, (&family.plan, &frame), (&row, &added, &new.add))?;
            }
            insert_decision(change.engine, &row)?;
            let mut changes = changed(change, &mut family, (&row, new))?;
            if !added.is_empty() {
                // What was removed just now may be given otherwise.
                self.demand_quotas(change.engine, (&family.plan, &frame), &added, &[])?;
                self.demand_once(change.engine, (&family.plan, &frame), (&row, &added))?;
                let given = self.give(change, &frame, (&row, pack), &added)?;
                changes.extend(given.iter().map(|award| line(&row, award.id, "add")));
            }
            for (number, line) in (1..).zip(&mut changes) {
                line.number = number;
            }
            insert_decision_changes(change.engine, &changes)?;
            let ids = changes.iter().map(|line| line.award_id).collect();
            let entry = Entry::new("decision.amend", format!("decision:{}", row.id)).of_plan(plan_id);
            change.record(entry.after(&DecisionRecord::of(&row, ids)))?;
            self.decided(change.engine, actor, (family.plan, family.frame), row)
        })
    }
}

fn line(row: &DecisionRow, award_id: i64, kind: &str) -> DecisionChangeRow {
    DecisionChangeRow {
        decision_id: row.id,
        number: 0,
        award_id,
        kind: kind.to_owned(),
        field: None,
        before_text: None,
        after_text: None,
    }
}

/// The case of an award.
fn case_of(engine: &mut Engine, award: &AwardRow) -> Result<CaseRow, Problem> {
    let case = case_by_id(engine, award.case_id)?;
    case.ok_or_else(|| NOT_FOUND.with("what", format!("case {}", award.case_id)))
}

/// Removes and corrects awards; what is kept of that.
fn changed(
    change: &mut Change<'_>,
    family: &mut Family,
    (row, new): (&DecisionRow, &Amendment),
) -> Result<Vec<DecisionChangeRow>, Problem> {
    let mut changes = Vec::with_capacity(new.remove.len() + new.correct.len());
    for (at, award) in new.remove.iter().enumerate() {
        if new.remove[..at].contains(award) {
            return Err(LISTED_TWICE.with("number", award));
        }
        family.take_away(change, (row, REMOVED), *award)?;
        changes.push(line(row, *award, "remove"));
    }
    for (at, correction) in new.correct.iter().enumerate() {
        let same = |other: &Correction| other.award == correction.award && other.field == correction.field;
        if new.correct[..at].iter().any(same) {
            return Err(LISTED_TWICE.with("number", correction.award));
        }
        changes.push(correct(change, family, row, correction)?);
    }
    Ok(changes)
}

/// Corrects one field of an award, whatever else was corrected of it before.
fn correct(
    change: &mut Change<'_>,
    family: &mut Family,
    row: &DecisionRow,
    correction: &Correction,
) -> Result<DecisionChangeRow, Problem> {
    let award = family.standing(correction.award)?.clone();
    family.demand_given(row, &award)?;
    if !may_sign(&family.frame, &row.position, &award.award) {
        return Err(without_power(&family.frame, &row.position, &award.award));
    }
    let value = required("value", &correction.value, 300)?;
    let id = award.id;
    let (before, after) = match correction.field.as_str() {
        "unit_name" => {
            let before = award.unit_name.clone();
            (Some(before), AwardRow { unit_name: value.clone(), folded: fold(&value), ..award })
        }
        "budget" => (award.budget.clone(), AwardRow { budget: Some(value.clone()), ..award }),
        _ => return Err(FIELD_REFUSED.with("field", "field").with("expected", CORRECTED.join(", "))),
    };
    if before.as_deref() == Some(value.as_str()) {
        return Err(Problem::from(&AMENDMENT_EMPTY));
    }
    family.put(change.engine, after)?;
    Ok(DecisionChangeRow {
        field: Some(correction.field.clone()),
        before_text: before,
        after_text: Some(value),
        ..line(row, id, "correct")
    })
}
