//! Stored rankings: made from accepted reports, with a hash of what they were made from and one of what came out.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use chrono::NaiveDateTime;
use rustc_hash::FxHashMap;
use serde::Serialize;

pub use crate::db::snapshot::SnapshotRow;

use super::actor::{Actor, Right};
use super::audit::Entry;
use super::inputs::inputs_of;
use super::kept::Kept;
use super::live::Basis;
use super::moment::on_the_wall;
use super::plan::{PlanState, known_plan, state_of};
use super::problem::{FORBIDDEN, INTERNAL, NOT_FOUND, Problem};
use super::service::{Change, Service, sha256};
use crate::contest::fragility::borders;
use crate::contest::plan::Plan;
use crate::contest::scored::{Contest, Scored};
use crate::db::Engine;
use crate::db::plan::PlanRow;
use crate::db::snapshot::{
    count_snapshots, current_snapshot_id, insert_snapshot, next_snapshot, snapshot_by_number,
    snapshot_in_state, snapshots_after, update_snapshot,
};
use crate::documents::csv::write_csv;
use crate::documents::json::write_json;
use crate::documents::ranking::RankingDocument;
use crate::documents::ranking_table::RankingTable;
use crate::documents::stored::StoredRanking;

/// The ranking that stands for a plan, read back.
#[derive(Debug)]
pub struct Published {
    /// Its row.
    pub row: SnapshotRow,
    /// The ranking.
    pub ranking: StoredRanking,
    /// Pages made from it.
    pub kept: Kept,
    table: OnceLock<RankingTable>,
}

impl Published {
    /// A ranking that was read back.
    pub(super) fn of(row: SnapshotRow, ranking: StoredRanking) -> Self {
        Self { row, ranking, kept: Kept::default(), table: OnceLock::new() }
    }

    /// The ranking as a table of a plan; made when it is first asked for.
    pub fn table(&self, plan: &Plan) -> &RankingTable {
        self.table.get_or_init(|| RankingTable::of_stored(&self.ranking, plan))
    }
}

/// Rankings that were read back; a stored ranking never changes, so they are kept by id.
#[derive(Debug, Default)]
pub struct PublishedRankings {
    by_plan: Mutex<FxHashMap<i64, Arc<Published>>>,
    ranks: Mutex<FxHashMap<i64, Arc<StoredRanks>>>,
}

/// The ranks of a stored ranking, to tell what has moved since.
#[derive(Debug)]
pub struct StoredRanks {
    /// Its number.
    pub number: i64,
    by_code: FxHashMap<String, u32>,
    id: i64,
}

impl StoredRanks {
    /// The rank of the unit with a code.
    pub fn of(&self, code: &str) -> Option<u32> {
        self.by_code.get(code).copied()
    }
}

impl PublishedRankings {
    fn of_plan(&self, plan_id: i64) -> Option<Arc<Published>> {
        self.by_plan.lock().unwrap_or_else(PoisonError::into_inner).get(&plan_id).cloned()
    }

    fn keep(&self, plan_id: i64, published: &Arc<Published>) {
        let mut all = self.by_plan.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(plan_id, Arc::clone(published));
    }
}

/// What the audit log keeps of a stored ranking.
#[derive(Serialize)]
struct SnapshotRecord<'a> {
    number: i64,
    state: &'a str,
    input_hash: &'a str,
    result_hash: &'a str,
    reason: Option<&'a str>,
    change: i64,
}

impl<'a> SnapshotRecord<'a> {
    fn of(row: &'a SnapshotRow, change: i64) -> Self {
        let reason = row.decision_reason.as_deref().or(row.reason.as_deref());
        Self {
            number: row.number,
            state: &row.state,
            input_hash: &row.input_hash,
            result_hash: &row.result_hash,
            reason,
            change,
        }
    }
}

/// What is asked of a new stored ranking.
pub(super) struct Wanted<'a> {
    pub state: &'static str,
    pub as_of: Option<NaiveDateTime>,
    pub reason: Option<&'a str>,
}

/// Notes what became of a stored ranking.
pub(super) fn record_snapshot(
    change: &mut Change<'_>,
    action: &'static str,
    row: &SnapshotRow,
    plan: &PlanRow,
) -> Result<(), Problem> {
    let entry = Entry::new(action, format!("snapshot:{}", row.id)).of_plan(plan.id);
    change.record(entry.after(&SnapshotRecord::of(row, plan.change)))
}

/// Puts a stored ranking in place of the current one.
pub(super) fn supersede(change: &mut Change<'_>, plan_id: i64) -> Result<(), Problem> {
    if let Some(current) = snapshot_in_state(change.engine, plan_id, "current")? {
        let row = SnapshotRow { state: "superseded".to_owned(), ..current };
        update_snapshot(change.engine, &row)?;
    }
    Ok(())
}

impl Service {
    /// What a ranking made now would be made from.
    pub(super) fn inputs_now(
        &self,
        engine: &mut Engine,
        plan: &PlanRow,
        as_of: Option<NaiveDateTime>,
    ) -> Result<String, Problem> {
        let frame = self.live.frame(engine, plan)?;
        let live = self.live.reports(engine, plan, &frame, Basis::Accepted)?;
        Ok(inputs_of(&frame, &live, as_of))
    }

    /// Makes a ranking from what stands now and stores it. `plan` is the row as it was before the change at hand counts:
    /// what is kept in memory must never carry a count that isn't kept in the database yet.
    pub(super) fn store_snapshot(
        &self,
        change: &mut Change<'_>,
        plan: &PlanRow,
        wanted: &Wanted<'_>,
    ) -> Result<SnapshotRow, Problem> {
        let frame = self.live.frame(change.engine, plan)?;
        let live = self.live.reports(change.engine, plan, &frame, Basis::Accepted)?;
        let inputs = inputs_of(&frame, &live, wanted.as_of);
        let contest = live.contest(&frame, wanted.as_of.map(on_the_wall));
        let scored = self.score(&contest);
        let [json, csv] = whole_result(contest, &scored, 1);
        let (id, number) = next_snapshot(change.engine, plan.id)?;
        let row = SnapshotRow {
            id,
            plan_id: plan.id,
            number,
            state: wanted.state.to_owned(),
            change: plan.change,
            as_of: wanted.as_of,
            input_hash: sha256(inputs.as_bytes()),
            inputs,
            result_hash: sha256(json.as_bytes()),
            result: json,
            csv,
            made_by: change.actor.label.clone(),
            made_at: change.now,
            reason: wanted.reason.map(str::to_owned),
            decided_by: None,
            decided_at: None,
            decision_reason: None,
        };
        insert_snapshot(change.engine, &row)?;
        Ok(row)
    }

    /// Stores the ranking with which a plan becomes ranked. Where the current one was made from the same inputs, it
    /// stays; what is staged is made void, since the plan went on without it.
    pub(super) fn store_on_ranked(
        &self,
        change: &mut Change<'_>,
        before: &PlanRow,
        after: &PlanRow,
    ) -> Result<(), Problem> {
        if let Some(staged) = snapshot_in_state(change.engine, before.id, "staged")? {
            let row = SnapshotRow {
                state: "cancelled".to_owned(),
                decided_by: Some(change.actor.label.clone()),
                decided_at: Some(change.now),
                ..staged
            };
            update_snapshot(change.engine, &row)?;
            record_snapshot(change, "ranking.cancel", &row, after)?;
        }
        let current = snapshot_in_state(change.engine, before.id, "current")?;
        if let Some(current) = current {
            let inputs = self.inputs_now(change.engine, before, current.as_of)?;
            if inputs == current.inputs {
                return Ok(());
            }
        }
        supersede(change, before.id)?;
        let wanted = Wanted { state: "current", as_of: None, reason: None };
        let row = self.store_snapshot(change, before, &wanted)?;
        record_snapshot(change, "ranking.store", &row, after)
    }

    /// The stored rankings of a plan after a number, at most so many, and how many there are in all. What they were
    /// made from and what came out is left empty.
    ///
    /// # Errors
    /// When the actor may not, or there is no such plan; and those of the database.
    pub fn snapshots_after(
        &self,
        actor: &Actor,
        plan_id: i64,
        after: i64,
        limit: i64,
    ) -> Result<(Vec<SnapshotRow>, i64), Problem> {
        self.read(actor, Right::ViewRanking, |engine| {
            known_plan(engine, plan_id)?;
            Ok((snapshots_after(engine, plan_id, after, limit)?, count_snapshots(engine, plan_id)?))
        })
    }

    /// A stored ranking, whole. Who may not see rankings gets the current one of a finalised plan alone.
    ///
    /// # Errors
    /// When the actor may not, or there is none; and those of the database.
    pub fn snapshot(&self, actor: &Actor, plan_id: i64, number: i64) -> Result<SnapshotRow, Problem> {
        self.read(actor, Right::View, |engine| {
            let plan = known_plan(engine, plan_id)?;
            let row = snapshot_by_number(engine, plan_id, number)?;
            let published = state_of(&plan) == PlanState::Finalised
                && row.as_ref().is_some_and(|row| row.state == "current");
            if !published && !actor.may(Right::ViewRanking) {
                return Err(FORBIDDEN.with("right", Right::ViewRanking.code()));
            }
            row.ok_or_else(|| NOT_FOUND.with("what", format!("snapshot {number}")))
        })
    }

    /// The ranks of the last stored ranking that was in force before the one with a number; without a number, of the
    /// last of all. `None` when there is none, or the actor may not see it.
    ///
    /// # Errors
    /// When there is no such plan; and those of the database.
    pub fn ranks_before(
        &self,
        actor: &Actor,
        plan_id: i64,
        number: Option<i64>,
    ) -> Result<Option<Arc<StoredRanks>>, Problem> {
        if !actor.may(Right::ViewRanking) {
            return Ok(None);
        }
        self.read(actor, Right::ViewRanking, |engine| {
            let all = snapshots_after(engine, plan_id, 0, i64::MAX)?;
            let was_in_force = |row: &&SnapshotRow| ["current", "superseded"].contains(&row.state.as_str());
            let earlier = |row: &&SnapshotRow| number.is_none_or(|number| row.number < number);
            let Some(last) = all.iter().filter(was_in_force).rfind(earlier) else { return Ok(None) };
            let kept =
                self.published.ranks.lock().unwrap_or_else(PoisonError::into_inner).get(&plan_id).cloned();
            if let Some(kept) = kept.filter(|kept| kept.id == last.id) {
                return Ok(Some(kept));
            }
            let Some(row) = snapshot_by_number(engine, plan_id, last.number)? else { return Ok(None) };
            let ranking = read_back(&row)?;
            let by_code = ranking.units().map(|(_, unit)| (unit.code.clone(), unit.rank)).collect();
            let ranks = Arc::new(StoredRanks { number: row.number, by_code, id: row.id });
            let mut all = self.published.ranks.lock().unwrap_or_else(PoisonError::into_inner);
            all.insert(plan_id, Arc::clone(&ranks));
            Ok(Some(ranks))
        })
    }

    /// The ranking that stands for a plan: what everybody sees once it is finalised, and who may see rankings once it
    /// is ranked. `None` before.
    ///
    /// # Errors
    /// When there is no such plan or the actor may not; and those of the database.
    pub fn published(
        &self,
        actor: &Actor,
        plan_id: i64,
    ) -> Result<Option<(PlanRow, Arc<Published>)>, Problem> {
        self.read(actor, Right::View, |engine| {
            let plan = known_plan(engine, plan_id)?;
            let published = self.published_in(engine, actor, &plan)?;
            Ok(published.map(|published| (plan, published)))
        })
    }

    /// The same, in a transaction that is there.
    pub(super) fn published_in(
        &self,
        engine: &mut Engine,
        actor: &Actor,
        plan: &PlanRow,
    ) -> Result<Option<Arc<Published>>, Problem> {
        match state_of(plan) {
            PlanState::Finalised => {}
            PlanState::Ranked if actor.may(Right::ViewRanking) => {}
            _ => return Ok(None),
        }
        self.standing_ranking(engine, plan)
    }

    /// The ranking that stands for a plan, whoever asks. `None` where none is stored.
    pub(super) fn standing_ranking(
        &self,
        engine: &mut Engine,
        plan: &PlanRow,
    ) -> Result<Option<Arc<Published>>, Problem> {
        let Some(id) = current_snapshot_id(engine, plan.id)? else { return Ok(None) };
        if let Some(kept) = self.published.of_plan(plan.id).filter(|kept| kept.row.id == id) {
            return Ok(Some(kept));
        }
        let Some(row) = snapshot_in_state(engine, plan.id, "current")? else { return Ok(None) };
        let ranking = read_back(&row)?;
        let published = Arc::new(Published::of(row, ranking));
        self.published.keep(plan.id, &published);
        Ok(Some(published))
    }
}

/// What came out, as it is stored: JSON and CSV. The CSV is made on some threads.
pub(super) fn whole_result(contest: Contest<'_>, scored: &Scored, threads: usize) -> [String; 2] {
    let borders = borders(&contest, scored);
    let document = RankingDocument {
        contest,
        scored,
        borders: &borders,
        fragilities: None,
        provisional: false,
        cluster: None,
    };
    let (mut json, mut csv) = (Vec::new(), Vec::new());
    write_json(&document, &mut json).expect("memory takes whatever is written to it");
    write_csv(&document, threads, &mut csv).expect("memory takes whatever is written to it");
    [json, csv].map(|bytes| String::from_utf8(bytes).expect("documents are UTF-8"))
}

/// A stored ranking as a value.
pub(super) fn read_back(row: &SnapshotRow) -> Result<StoredRanking, Problem> {
    StoredRanking::read(&row.result).map_err(|error| {
        tracing::error!(snapshot = row.id, %error, "a stored ranking can't be read");
        Problem::from(&INTERNAL)
    })
}
