//! Stored rankings as pages ask for them, again and again: what was read back or compared is kept as long as it holds.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use super::actor::{Actor, Right};
use super::plan::{PlanRow, known_plan};
use super::problem::{NOT_FOUND, Problem};
use super::ranking::LiveRanking;
use super::rescore::Rescore;
use super::service::Service;
use super::snapshot::{Published, SnapshotRow, read_back};
use crate::db::Engine;
use crate::db::snapshot::{current_snapshot_id, snapshot_by_number, snapshot_in_state, snapshots_after};

/// What is kept, by plan: of each kind the last that was asked for.
#[derive(Debug, Default)]
pub struct StoredRankings {
    /// A stored ranking never changes but for what was decided about it, which isn't read from here.
    asked: Mutex<FxHashMap<i64, Arc<Published>>>,
    /// With the plan's count of changes.
    compared: Mutex<FxHashMap<i64, Arc<Rescore>>>,
    /// The plan's count of changes, the id of the current ranking, and whether that is stale.
    stale: Mutex<FxHashMap<i64, (i64, i64, bool)>>,
    /// The ranking of persons as it stands.
    persons: Mutex<FxHashMap<i64, KeptPersons>>,
}

/// What a ranking of persons was made from: the plan's count of changes, the id of the current ranking of units, and the sum of the
/// counts of changes of all nominations, each of which only grows.
pub(super) type PersonsKey = (i64, Option<i64>, i64);

/// A ranking of persons that is kept as long as nothing changes that it was made from.
#[derive(Debug, Clone)]
pub(super) struct KeptPersons {
    /// What it was made from.
    pub key: PersonsKey,
    /// The ranking, which names persons by number alone.
    pub ranking: Arc<LiveRanking>,
    /// The result hash of the ranking of units that a condition was taken from.
    pub units: Option<String>,
}

impl StoredRankings {
    /// The ranking of a plan's persons that was made from something, if it is kept.
    pub(super) fn persons(&self, plan_id: i64, key: PersonsKey) -> Option<KeptPersons> {
        kept(&self.persons, plan_id).filter(|kept| kept.key == key)
    }

    /// Keeps a ranking of a plan's persons.
    pub(super) fn keep_persons(&self, plan_id: i64, persons: KeptPersons) {
        keep(&self.persons, plan_id, persons);
    }

    /// Lets go of the ranking of a plan's persons: texts among their figures are to be erased.
    pub(super) fn forget_persons(&self, plan_id: i64) {
        self.persons.lock().unwrap_or_else(PoisonError::into_inner).remove(&plan_id);
    }
}

fn kept<T: Clone>(all: &Mutex<FxHashMap<i64, T>>, plan_id: i64) -> Option<T> {
    all.lock().unwrap_or_else(PoisonError::into_inner).get(&plan_id).cloned()
}

fn keep<T>(all: &Mutex<FxHashMap<i64, T>>, plan_id: i64, value: T) {
    all.lock().unwrap_or_else(PoisonError::into_inner).insert(plan_id, value);
}

impl Service {
    /// A stored ranking of a plan, whatever became of it, read back.
    ///
    /// # Errors
    /// When the actor may not, or there is none with that number; and those of the database.
    pub fn stored_ranking(
        &self,
        actor: &Actor,
        plan_id: i64,
        number: i64,
    ) -> Result<(PlanRow, Arc<Published>), Problem> {
        self.read(actor, Right::ViewRanking, |engine| {
            let plan = known_plan(engine, plan_id)?;
            if let Some(kept) = kept(&self.stored.asked, plan_id).filter(|kept| kept.row.number == number) {
                return Ok((plan, kept));
            }
            let row = snapshot_by_number(engine, plan_id, number)?;
            let row = row.ok_or_else(|| NOT_FOUND.with("what", format!("snapshot {number}")))?;
            let ranking = read_back(&row)?;
            let row = SnapshotRow { inputs: String::new(), result: String::new(), csv: String::new(), ..row };
            let published = Arc::new(Published::of(row, ranking));
            keep(&self.stored.asked, plan_id, Arc::clone(&published));
            Ok((plan, published))
        })
    }

    /// What is known of a stored ranking besides what it was made from and what came out, which is left empty.
    ///
    /// # Errors
    /// When the actor may not, or there is none with that number; and those of the database.
    pub fn stored_row(&self, actor: &Actor, plan_id: i64, number: i64) -> Result<SnapshotRow, Problem> {
        self.read(actor, Right::ViewRanking, |engine| {
            known_plan(engine, plan_id)?;
            let next = snapshots_after(engine, plan_id, number.saturating_sub(1), 1)?.pop();
            let found = next.filter(|row| row.number == number);
            found.ok_or_else(|| NOT_FOUND.with("what", format!("snapshot {number}")))
        })
    }

    /// A re-score with its difference to the current ranking, as [`Service::rescore`], kept until the plan changes. What
    /// it was made from and what came out is left empty.
    ///
    /// # Errors
    /// When the actor may not, or there is none with that number; and those of the database.
    pub fn kept_rescore(&self, actor: &Actor, plan_id: i64, number: i64) -> Result<Arc<Rescore>, Problem> {
        let change = self.plan(actor, plan_id)?.change;
        self.demand(actor, Right::ViewRanking)?;
        let fits = |kept: &Arc<Rescore>| kept.row.number == number && kept.change == change;
        if let Some(kept) = kept(&self.stored.compared, plan_id).filter(fits) {
            return Ok(kept);
        }
        let mut compared = self.rescore(actor, plan_id, number)?;
        for text in [&mut compared.row.inputs, &mut compared.row.result, &mut compared.row.csv] {
            *text = String::new();
        }
        let compared = Arc::new(compared);
        keep(&self.stored.compared, plan_id, Arc::clone(&compared));
        Ok(compared)
    }

    /// Whether what stands now isn't what the current stored ranking was made from.
    pub(super) fn is_ranking_stale(&self, engine: &mut Engine, plan: &PlanRow) -> Result<bool, Problem> {
        let Some(id) = current_snapshot_id(engine, plan.id)? else { return Ok(true) };
        if let Some((change, kept_id, is_stale)) = kept(&self.stored.stale, plan.id)
            && (change, kept_id) == (plan.change, id)
        {
            return Ok(is_stale);
        }
        let Some(current) = snapshot_in_state(engine, plan.id, "current")? else { return Ok(true) };
        let is_stale = self.inputs_now(engine, plan, current.as_of)? != current.inputs;
        keep(&self.stored.stale, plan.id, (plan.change, id, is_stale));
        Ok(is_stale)
    }
}
