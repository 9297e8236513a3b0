//! Until when the reports of a plan's units are on time: the plan's deadline, or a later one that was granted.

use chrono::NaiveDateTime;
use rustc_hash::FxHashMap;

use super::actor::{Actor, Right};
use super::plan::{PlanRow, known_plan};
use super::problem::Problem;
use super::service::Service;
use crate::db::Engine;
use crate::db::hold::extensions_of;

/// The deadlines of a plan's units.
#[derive(Debug)]
pub struct Deadlines {
    due: Option<NaiveDateTime>,
    later: FxHashMap<i64, NaiveDateTime>,
}

impl Deadlines {
    /// Those of a plan.
    pub(super) fn of_plan(engine: &mut Engine, row: &PlanRow) -> Result<Self, Problem> {
        let mut later: FxHashMap<i64, NaiveDateTime> = FxHashMap::default();
        for extension in extensions_of(engine, row.id)? {
            let until = later.entry(extension.unit).or_insert(extension.until);
            *until = extension.until.max(*until);
        }
        Ok(Self { due: row.reports_due, later })
    }

    /// The deadline of a unit; `None`: it has none.
    pub fn of(&self, unit: u32) -> Option<NaiveDateTime> {
        self.due.map(|due| self.later.get(&i64::from(unit)).map_or(due, |until| due.max(*until)))
    }
}

impl Service {
    /// The deadlines of a plan's units.
    ///
    /// # Errors
    /// When the actor may not, or there is no such plan; and those of the database.
    pub fn deadlines(&self, actor: &Actor, plan_id: i64) -> Result<Deadlines, Problem> {
        self.read(actor, Right::View, |engine| {
            let row = known_plan(engine, plan_id)?;
            Deadlines::of_plan(engine, &row)
        })
    }
}
