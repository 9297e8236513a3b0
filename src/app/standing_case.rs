//! What stops a case that was opened, though nothing was done with the case itself: its unit is held or excluded, or an objection
//! to it is open.

use rustc_hash::FxHashMap;

use super::case::CaseRow;
use super::frame::Frame;
use super::hold::{kind_code, standing_holds};
use super::nomination_contest::participant;
use super::problem::{CASE_UNIT_HELD, OBJECTIONS_OPEN, Problem};
use crate::contest::hold::HoldKind;
use crate::db::Engine;
use crate::db::publicity::objections_of;

/// The units of a plan that are held or excluded as a whole.
#[derive(Debug, Default)]
pub(super) struct UnitHolds(FxHashMap<u32, HoldKind>);

impl UnitHolds {
    /// Those of a plan that stand.
    ///
    /// # Errors
    /// Those of the database.
    pub fn of(engine: &mut Engine, plan_id: i64, frame: &Frame) -> Result<Self, Problem> {
        let mut by_unit = FxHashMap::default();
        for hold in standing_holds(engine, plan_id, frame)?.iter().filter(|hold| hold.is_of_whole_unit()) {
            let kind = by_unit.entry(hold.unit).or_insert(hold.kind);
            if hold.kind == HoldKind::Exclude {
                *kind = HoldKind::Exclude;
            }
        }
        Ok(Self(by_unit))
    }

    /// How the unit that a case rests on is held.
    pub fn on(&self, frame: &Frame, case: &CaseRow) -> Option<HoldKind> {
        self.0.get(&rests_on(frame, case)?).copied()
    }

    /// Refuses a case whose unit is held.
    ///
    /// # Errors
    /// When it is.
    pub fn demand_none(&self, frame: &Frame, case: &CaseRow) -> Result<(), Problem> {
        let Some((unit, kind)) = rests_on(frame, case).zip(self.on(frame, case)) else { return Ok(()) };
        let unit = frame.units.get(unit);
        let held = CASE_UNIT_HELD.with("case", case.number).with("kind", kind_code(kind));
        Err(held.with("unit", format!("{} ({})", unit.name(), unit.code())))
    }
}

/// The unit that a case rests on: a collective itself; of a person, where the plan wants something of persons' units, the one that
/// the person's eligibility goes by. Elsewhere a person's case doesn't hang on any unit.
fn rests_on(frame: &Frame, case: &CaseRow) -> Option<u32> {
    match case.nomination_id {
        None => Some(case.unit_index()),
        Some(_) => {
            let wants_unit = frame.plan.individuals.as_ref().is_some_and(|part| part.unit.is_some());
            participant(frame, case.unit_index()).filter(|_| wants_unit)
        }
    }
}

/// The cases of a plan that objections are open to, each as often as there are.
#[derive(Debug)]
pub(super) struct OpenObjections(Vec<i64>);

impl OpenObjections {
    /// Those of a plan.
    ///
    /// # Errors
    /// Those of the database.
    pub fn of(engine: &mut Engine, plan_id: i64) -> Result<Self, Problem> {
        let objections = objections_of(engine, plan_id)?.into_iter();
        Ok(Self(objections.filter(|it| it.settled_at.is_none()).map(|it| it.case_id).collect()))
    }

    /// Whether one is open to a case.
    pub fn is_open(&self, case: &CaseRow) -> bool {
        self.0.contains(&case.id)
    }

    /// Refuses a case that one is open to.
    ///
    /// # Errors
    /// When it is so.
    pub fn demand_none(&self, case: &CaseRow) -> Result<(), Problem> {
        match self.0.iter().filter(|id| **id == case.id).count() {
            0 => Ok(()),
            count => Err(OBJECTIONS_OPEN.with("count", count).with("cases", case.number)),
        }
    }
}

/// What stops cases of a plan on their way into letters and decisions.
#[derive(Debug)]
pub(super) struct Stops {
    holds: UnitHolds,
    objections: OpenObjections,
}

impl Stops {
    /// All of a plan.
    ///
    /// # Errors
    /// Those of the database.
    pub fn of(engine: &mut Engine, plan_id: i64, frame: &Frame) -> Result<Self, Problem> {
        let holds = UnitHolds::of(engine, plan_id, frame)?;
        Ok(Self { holds, objections: OpenObjections::of(engine, plan_id)? })
    }

    /// Whether a case is stopped.
    pub fn stop(&self, frame: &Frame, case: &CaseRow) -> bool {
        self.holds.on(frame, case).is_some() || self.objections.is_open(case)
    }

    /// Refuses the first of some cases that is stopped.
    ///
    /// # Errors
    /// When one is.
    pub fn demand_none<'a>(
        &self,
        frame: &Frame,
        mut cases: impl Iterator<Item = &'a CaseRow>,
    ) -> Result<(), Problem> {
        cases.try_for_each(|case| {
            self.holds.demand_none(frame, case)?;
            self.objections.demand_none(case)
        })
    }
}
