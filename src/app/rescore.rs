//! A re-score: staged from what stands now, compared with the current ranking, then applied or cancelled as a whole.

use chrono::NaiveDateTime;
use rustc_hash::FxHashMap;

use super::actor::{Actor, Right};
use super::inputs::{InputChange, input_changes};
use super::plan::{PlanState, demand_state, known_plan, touch};
use super::problem::{NOT_FOUND, Problem, RESCORE_NOT_STAGED, RESCORE_STAGED, RESCORE_STALE};
use super::service::Service;
use super::snapshot::{SnapshotRow, Wanted, read_back, record_snapshot, supersede};
use super::text_field::{LONGEST_TEXT, plausible, required};
use crate::db::Engine;
use crate::db::snapshot::{snapshot_by_number, snapshot_in_state, update_snapshot};
use crate::documents::stored::StoredUnit;

/// In which states of a plan its stored ranking can be made anew.
const STATES: &[PlanState] = &[PlanState::Collecting, PlanState::Closed, PlanState::Ranked];

/// How a unit differs between two rankings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitDifference {
    /// The unit's code.
    pub unit: String,
    /// Its name.
    pub name: String,
    /// Its rank in the current ranking; `None`: it isn't there.
    pub rank_before: Option<u32>,
    /// Its rank in the new one.
    pub rank_after: Option<u32>,
    /// Its total in the current ranking.
    pub total_before: Option<String>,
    /// Its total in the new one.
    pub total_after: Option<String>,
    /// The awards it is recommended for in the current ranking.
    pub awards_before: Vec<String>,
    /// The awards in the new one.
    pub awards_after: Vec<String>,
}

/// A re-score with its difference to the ranking that it was or is compared with.
#[derive(Debug)]
pub struct Rescore {
    /// The plan's count of changes.
    pub change: i64,
    /// The stored ranking that it is.
    pub row: SnapshotRow,
    /// The number of the ranking it is compared with; `None` without one.
    pub compared_with: Option<i64>,
    /// Units that differ, in the order of the new ranking.
    pub units: Vec<UnitDifference>,
    /// How many units there are.
    pub total_units: usize,
    /// Inputs that differ.
    pub inputs: Vec<InputChange>,
    /// Whether what stands now isn't what it was made from.
    pub stale: bool,
}

/// What becomes of a staged re-score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RescoreDecision {
    /// It takes the place of the current ranking.
    Apply,
    /// It is dropped.
    Cancel,
}

impl Service {
    /// Stages a re-score from what stands now.
    ///
    /// # Errors
    /// When the actor may not, the plan's state doesn't allow it, it has no stored ranking yet, or another re-score is
    /// staged; and those of the database.
    pub fn stage_rescore(
        &self,
        actor: &Actor,
        plan_id: i64,
        as_of: Option<NaiveDateTime>,
        reason: &str,
    ) -> Result<Rescore, Problem> {
        let reason = required("reason", reason, LONGEST_TEXT)?;
        as_of.map_or(Ok(()), |as_of| plausible("as_of", as_of))?;
        self.change(actor, Right::DecideRanking, |change| {
            let mut plan = known_plan(change.engine, plan_id)?;
            demand_state(&plan, STATES)?;
            if let Some(staged) = snapshot_in_state(change.engine, plan_id, "staged")? {
                return Err(RESCORE_STAGED.with("number", staged.number));
            }
            if snapshot_in_state(change.engine, plan_id, "current")?.is_none() {
                return Err(NOT_FOUND.with("what", "snapshot"));
            }
            let wanted = Wanted { state: "staged", as_of, reason: Some(&reason) };
            let row = self.store_snapshot(change, &plan, &wanted)?;
            let mut staged = self.compared(change.engine, plan.change, row)?;
            touch(change, &mut plan)?;
            staged.change = plan.change;
            record_snapshot(change, "ranking.stage", &staged.row, &plan)?;
            Ok(staged)
        })
    }

    /// A re-score with its difference to the current ranking.
    ///
    /// # Errors
    /// When the actor may not, or there is none with that number; and those of the database.
    pub fn rescore(&self, actor: &Actor, plan_id: i64, number: i64) -> Result<Rescore, Problem> {
        self.read(actor, Right::ViewRanking, |engine| {
            let plan = known_plan(engine, plan_id)?;
            let row = known_rescore(engine, plan_id, number)?;
            self.compared(engine, plan.change, row)
        })
    }

    /// Applies or cancels a staged re-score as a whole.
    ///
    /// # Errors
    /// When the actor may not, it isn't staged, or, to apply it, the plan's state doesn't allow it or the inputs moved;
    /// and those of the database.
    pub fn decide_rescore(
        &self,
        actor: &Actor,
        plan_id: i64,
        number: i64,
        decision: RescoreDecision,
        reason: &str,
    ) -> Result<Rescore, Problem> {
        let reason = required("reason", reason, LONGEST_TEXT)?;
        self.change(actor, Right::DecideRanking, |change| {
            let mut plan = known_plan(change.engine, plan_id)?;
            let staged = known_rescore(change.engine, plan_id, number)?;
            if staged.state != "staged" {
                return Err(RESCORE_NOT_STAGED.with("number", number).with("state", &staged.state));
            }
            let mut done = self.compared(change.engine, plan.change, staged)?;
            let (state, action) = match decision {
                RescoreDecision::Apply => {
                    demand_state(&plan, STATES)?;
                    if done.stale {
                        return Err(RESCORE_STALE.with("number", number));
                    }
                    supersede(change, plan_id)?;
                    ("current", "ranking.apply")
                }
                RescoreDecision::Cancel => ("cancelled", "ranking.cancel"),
            };
            touch(change, &mut plan)?;
            done.change = plan.change;
            state.clone_into(&mut done.row.state);
            done.row.decided_by = Some(actor.label.clone());
            done.row.decided_at = Some(change.now);
            done.row.decision_reason = Some(reason);
            update_snapshot(change.engine, &done.row)?;
            record_snapshot(change, action, &done.row, &plan)?;
            Ok(done)
        })
    }

    fn compared(&self, engine: &mut Engine, change: i64, row: SnapshotRow) -> Result<Rescore, Problem> {
        let plan = known_plan(engine, row.plan_id)?;
        let current = snapshot_in_state(engine, row.plan_id, "current")?;
        let after = read_back(&row)?;
        let before = current.as_ref().map(read_back).transpose()?;
        let before: Vec<&StoredUnit> =
            before.iter().flat_map(|it| it.units().map(|(_, unit)| unit)).collect();
        let after: Vec<&StoredUnit> = after.units().map(|(_, unit)| unit).collect();
        let inputs = current.as_ref().map(|current| input_changes(&current.inputs, &row.inputs));
        let stale = self.inputs_now(engine, &plan, row.as_of)? != row.inputs;
        Ok(Rescore {
            change,
            compared_with: current.map(|current| current.number),
            units: differences(&before, &after),
            total_units: after.len(),
            inputs: inputs.unwrap_or_default(),
            stale,
            row,
        })
    }
}

/// A re-score; the ranking with which the plan became ranked is none.
fn known_rescore(engine: &mut Engine, plan_id: i64, number: i64) -> Result<SnapshotRow, Problem> {
    snapshot_by_number(engine, plan_id, number)?
        .filter(|row| row.reason.is_some())
        .ok_or_else(|| NOT_FOUND.with("what", format!("rescore {number}")))
}

/// The units that differ, in the order of the new ranking, then those that are gone.
fn differences(before: &[&StoredUnit], after: &[&StoredUnit]) -> Vec<UnitDifference> {
    let mut old: FxHashMap<&str, &StoredUnit> =
        before.iter().map(|unit| (unit.code.as_str(), *unit)).collect();
    let mut found = Vec::new();
    let owned = |codes: Vec<&str>| codes.into_iter().map(str::to_owned).collect::<Vec<_>>();
    let mut add = |before: Option<&StoredUnit>, after: Option<&StoredUnit>| {
        let Some(named) = after.or(before) else { return };
        let difference = UnitDifference {
            unit: named.code.clone(),
            name: named.name.clone(),
            rank_before: before.map(|unit| unit.rank),
            rank_after: after.map(|unit| unit.rank),
            total_before: before.and_then(|unit| unit.total_points.clone()),
            total_after: after.and_then(|unit| unit.total_points.clone()),
            awards_before: before.map(|unit| owned(unit.recommended())).unwrap_or_default(),
            awards_after: after.map(|unit| owned(unit.recommended())).unwrap_or_default(),
        };
        let same = difference.rank_before == difference.rank_after
            && difference.total_before == difference.total_after
            && difference.awards_before == difference.awards_after;
        if !same {
            found.push(difference);
        }
    };
    for unit in after {
        add(old.remove(unit.code.as_str()), Some(unit));
    }
    for unit in before {
        add(old.remove(unit.code.as_str()), None);
    }
    found
}
