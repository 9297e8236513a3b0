//! A decision that amends another: adds cases, removes awards, corrects what was written wrong. The one amended stays.

use std::sync::Arc;

use super::super::actor::{Actor, Right};
use super::super::audit::Entry;
use super::super::case::{CaseRow, Said, move_case};
use super::super::frame::Frame;
use super::super::plan::{PlanRow, demand_state};
use super::super::problem::{
    AMENDMENT_BEFORE_DECISION, AMENDMENT_EMPTY, AWARD_NOT_OF_DECISION, AWARD_REVOKED, FIELD_REFUSED,
    NOT_FOUND, Problem,
};
use super::super::service::{Change, Service};
use super::super::text_field::{LONGEST_TEXT, required};
use super::head::{DecisionRecord, Kind, may_sign, row_of, unknown, without_power};
use super::issue::STATES;
use super::{
    AMENDMENT, AWARD, AwardRow, Decided, DecisionChangeRow, DecisionHead, DecisionRow, REMOVED, demand_few,
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
    pub awards: Vec<AwardRow>,
}

impl Family {
    /// The award with an id that stands.
    pub(super) fn standing(&self, id: i64) -> Result<&AwardRow, Problem> {
        let award = self.awards.iter().find(|award| award.id == id);
        let award = award.ok_or_else(|| AWARD_NOT_OF_DECISION.with("award", id))?;
        if award.revoked_by_decision.is_some() { Err(AWARD_REVOKED.with("award", id)) } else { Ok(award) }
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
        let amendments = about.iter().filter(|it| it.kind == AMENDMENT).map(|it| it.id);
        let ids: Vec<i64> = std::iter::once(id).chain(amendments).collect();
        let awards = awards_of_decisions(engine, &ids)?;
        Ok(Family { plan, frame, root, awards })
    }

    /// Enters a decision that amends another.
    ///
    /// # Errors
    /// When the actor may not, nothing would change, an award isn't of the decision or was revoked, a case can't be
    /// decided, the number is used, the date comes before the decision, or who signs has no power; and those of the
    /// database.
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
            let family = self.family(change.engine, plan_id, id)?;
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
                row.departures = self.demand_issue(change, &frame, (&row, &added, &new.add))?;
            }
            insert_decision(change.engine, &row)?;
            let mut changes = Vec::new();
            for award in &new.remove {
                changes.push(remove(change, (&family, &row), *award)?);
            }
            for correction in &new.correct {
                changes.push(correct(change, (&family, &row), &new.remove, correction)?);
            }
            if !added.is_empty() {
                // What was removed just now may be given otherwise.
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

/// Writes on an award that a decision takes it away, and moves its case; the award as it is then.
pub(super) fn take_away(
    change: &mut Change<'_>,
    frame: &Frame,
    (row, reason): (&DecisionRow, &str),
    award: &AwardRow,
) -> Result<AwardRow, Problem> {
    if !may_sign(frame, &row.position, &award.award) {
        return Err(without_power(frame, &row.position, &award.award));
    }
    let case = case_of(change.engine, award)?;
    let note = format!("{}, {}", row.number, date(row.issued_on));
    let said = Said { note: Some(&note), reason: None };
    move_case(change, &frame.plan.process, &case, CaseAction::Revoke, said)?;
    let after = AwardRow {
        revoked_by_decision: Some(row.id),
        revoked_on: Some(row.issued_on),
        revoke_reason: Some(reason.to_owned()),
        ..award.clone()
    };
    update_award(change.engine, &after)?;
    Ok(after)
}

fn remove(
    change: &mut Change<'_>,
    (family, row): (&Family, &DecisionRow),
    id: i64,
) -> Result<DecisionChangeRow, Problem> {
    take_away(change, &family.frame, (row, REMOVED), family.standing(id)?)?;
    Ok(line(row, id, "remove"))
}

fn correct(
    change: &mut Change<'_>,
    (family, row): (&Family, &DecisionRow),
    removed: &[i64],
    correction: &Correction,
) -> Result<DecisionChangeRow, Problem> {
    let award = family.standing(correction.award)?;
    if removed.contains(&award.id) {
        return Err(AWARD_REVOKED.with("award", award.id));
    }
    if !may_sign(&family.frame, &row.position, &award.award) {
        return Err(without_power(&family.frame, &row.position, &award.award));
    }
    let value = required("value", &correction.value, 300)?;
    let (before, after) = match correction.field.as_str() {
        "unit_name" => {
            let after = AwardRow { unit_name: value.clone(), folded: fold(&value), ..award.clone() };
            (Some(award.unit_name.clone()), after)
        }
        "budget" => (award.budget.clone(), AwardRow { budget: Some(value.clone()), ..award.clone() }),
        _ => return Err(FIELD_REFUSED.with("field", "field").with("expected", CORRECTED.join(", "))),
    };
    if before.as_deref() == Some(value.as_str()) {
        return Err(Problem::from(&AMENDMENT_EMPTY));
    }
    update_award(change.engine, &after)?;
    Ok(DecisionChangeRow {
        field: Some(correction.field.clone()),
        before_text: before,
        after_text: Some(value),
        ..line(row, award.id, "correct")
    })
}
