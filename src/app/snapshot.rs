//! Stored rankings: what a plan's ranking was made of and what came out, with hashes that anybody can recompute; and
//! re-scores, staged with their difference, then applied or cancelled as a whole.

use std::fmt::Write;
use std::sync::Arc;

use chrono::NaiveDateTime;
use serde_json::Value;
use sha2::{Digest, Sha256};

pub use crate::db::snapshot::SnapshotRow;

use super::actor::{Actor, Right};
use super::audit::{Entry, written as written_moment};
use super::frame::Frame;
use super::hold::kind_code;
use super::live::{Basis, LiveReports};
use super::moment::on_the_wall;
use super::plan::{PlanState, demand_state, state_of, touch};
use super::problem::{ALREADY_THERE, FORBIDDEN, NOT_FOUND, Problem, SNAPSHOT_OUTDATED};
use super::ranking::LiveRanking;
use super::service::{Change, Service, hexadecimal, sha256};
use super::stored_figure::written;
use super::text_field::{LONGEST_TEXT, required};
use crate::contest::score::score;
use crate::db::Engine;
use crate::db::plan::PlanRow;
use crate::db::snapshot::{
    insert_snapshot, next_snapshot, snapshot_by_number, snapshot_in_state, snapshots_of, update_snapshot,
};
use crate::documents::json::write_json;

/// SHA-256 over lines that end in `\n`: `plan` and the hash of its file; `as of` and the moment on the wall or `-`; for
/// each unit in the plan's order `unit`, its code and the number of its accepted version (0 without one), then for each
/// of its figures `figure`, the slot (0 is the first) and the value; then for each hold in the order they were entered
/// `hold`, the unit's code, the criterion's code or `-`, and the kind. Parts of a line have a tab between them.
pub fn input_hash(frame: &Frame, live: &LiveReports, as_of: Option<NaiveDateTime>) -> String {
    let mut digest = Sha256::new();
    let as_of = as_of.map_or_else(|| "-".to_owned(), |as_of| on_the_wall(as_of).to_string());
    digest.update(format!("plan\t{}\nas of\t{as_of}\n", frame.hash));
    let mut lines = String::new();
    for (index, unit) in (0_u32..).zip(&frame.units.list) {
        lines.clear();
        let number = live.standing[index as usize].map_or(0, |standing| standing.number);
        let mut line = |parts: std::fmt::Arguments<'_>| {
            lines.write_fmt(parts).expect("a text takes whatever is written to it");
        };
        line(format_args!("unit\t{}\t{number}\n", unit.code()));
        for (slot, figure) in live.reports.figures_of(index) {
            line(format_args!("figure\t{slot}\t{}\n", written(figure.value, &live.reports.texts)));
        }
        digest.update(&lines);
    }
    for hold in &live.holds {
        let criterion = hold.criterion.map_or("-", |criterion| frame.plan.criteria[criterion].code.as_str());
        let unit = frame.units.get(hold.unit).code();
        digest.update(format!("hold\t{unit}\t{criterion}\t{}\n", kind_code(hold.kind)));
    }
    hexadecimal(&digest.finalize())
}

/// How a unit differs between two stored rankings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitDifference {
    /// The unit's code.
    pub unit: String,
    /// The unit's name.
    pub name: String,
    /// Its rank, before and after; `None`: it isn't in that ranking.
    pub ranks: (Option<i64>, Option<i64>),
    /// Its total, before and after.
    pub totals: (Option<String>, Option<String>),
    /// The code of the award it is recommended for, before and after.
    pub recommendations: (Option<String>, Option<String>),
}

/// What differs between two stored rankings, in the order of the later one.
fn difference(before: &str, after: &str) -> Vec<UnitDifference> {
    let parsed = |text: &str| -> Value { serde_json::from_str(text).unwrap_or_default() };
    let (before, after) = (parsed(before), parsed(after));
    let units = |ranking: &Value| -> Vec<Value> {
        let clusters = ranking["clusters"].as_array().cloned().unwrap_or_default();
        clusters.iter().flat_map(|it| it["units"].as_array().cloned().unwrap_or_default()).collect()
    };
    let old: rustc_hash::FxHashMap<String, Value> =
        units(&before).into_iter().map(|unit| (text(&unit["code"]).unwrap_or_default(), unit)).collect();
    let mut differences = Vec::new();
    for new in units(&after) {
        let code = text(&new["code"]).unwrap_or_default();
        let old = old.get(&code).unwrap_or(&Value::Null);
        let found = UnitDifference {
            name: text(&new["name"]).unwrap_or_default(),
            ranks: (old["rank"].as_i64(), new["rank"].as_i64()),
            totals: (text(&old["total_points"]), text(&new["total_points"])),
            recommendations: (text(&old["recommendation"]), text(&new["recommendation"])),
            unit: code,
        };
        let same = found.ranks.0 == found.ranks.1
            && found.totals.0 == found.totals.1
            && found.recommendations.0 == found.recommendations.1;
        if !same {
            differences.push(found);
        }
    }
    differences
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// What becomes of a staged re-score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StagedDecision {
    /// It becomes the current ranking.
    Apply,
    /// It is dropped.
    Cancel,
}

/// A snapshot with what changed since the one that is current.
#[derive(Debug)]
pub struct Staged {
    /// The snapshot.
    pub row: SnapshotRow,
    /// Units that differ.
    pub differences: Vec<UnitDifference>,
}

fn record(row: &SnapshotRow) -> Value {
    serde_json::json!({
        "number": row.number,
        "state": row.state,
        "as_of": row.as_of.map(written_moment),
        "input_hash": row.input_hash,
        "result_hash": row.result_hash,
        "reason": row.reason,
    })
}

impl Service {
    /// What a snapshot of a plan would hold now, of accepted reports.
    fn taken(
        &self,
        engine: &mut Engine,
        row: &PlanRow,
        as_of: Option<NaiveDateTime>,
    ) -> Result<(String, String), Problem> {
        let frame = self.live.frame(engine, row)?;
        let live = self.live.reports(engine, row, &frame, Basis::Accepted)?;
        let hash = input_hash(&frame, &live, as_of);
        let scored = score(&live.contest(&frame, as_of.map(on_the_wall)));
        let basis = Basis::Accepted;
        let ranking = LiveRanking { row: row.clone(), frame: Arc::clone(&frame), live, basis, as_of, scored };
        let mut bytes = Vec::new();
        ranking
            .with_final_document(|document| write_json(document, &mut bytes))
            .expect("memory takes whatever is written to it");
        let result = String::from_utf8(bytes).expect("JSON is UTF-8");
        Ok((hash, result))
    }

    /// Stores a snapshot in a state, inside the change at hand.
    fn store_snapshot(
        &self,
        change: &mut Change<'_>,
        plan: &PlanRow,
        state: &str,
        reason: Option<String>,
    ) -> Result<SnapshotRow, Problem> {
        let as_of = Some(change.now);
        let (input_hash, result) = self.taken(change.engine, plan, as_of)?;
        let (id, number) = next_snapshot(change.engine, plan.id)?;
        let row = SnapshotRow {
            id,
            plan_id: plan.id,
            number,
            state: state.to_owned(),
            change: plan.change,
            as_of,
            input_hash,
            result_hash: sha256(result.as_bytes()),
            result,
            made_by: change.actor.label.clone(),
            made_at: change.now,
            reason,
            decided_by: None,
            decided_at: None,
        };
        insert_snapshot(change.engine, &row)?;
        Ok(row)
    }

    /// Stores the ranking of a plan that is being ranked, in place of an earlier one.
    pub(super) fn store_current(&self, change: &mut Change<'_>, plan: &PlanRow) -> Result<(), Problem> {
        self.replace_current(change, plan.id)?;
        let row = self.store_snapshot(change, plan, "current", None)?;
        let entry = Entry::new("ranking.store", format!("snapshot:{}", row.id)).of_plan(plan.id);
        change.record(entry.after(&record(&row)))
    }

    fn replace_current(&self, change: &mut Change<'_>, plan_id: i64) -> Result<(), Problem> {
        for (state, becomes) in [("current", "replaced"), ("staged", "cancelled")] {
            if let Some(found) = snapshot_in_state(change.engine, plan_id, state)? {
                let gone = SnapshotRow {
                    state: becomes.to_owned(),
                    decided_by: Some(change.actor.label.clone()),
                    decided_at: Some(change.now),
                    ..found.clone()
                };
                update_snapshot(change.engine, &gone)?;
                let entry = Entry::new("ranking.replace", format!("snapshot:{}", found.id)).of_plan(plan_id);
                change.record(entry.before(&record(&found)).after(&record(&gone)))?;
            }
        }
        Ok(())
    }

    /// Whether what a snapshot rests on has changed since.
    pub(super) fn is_outdated(
        &self,
        engine: &mut Engine,
        plan: &PlanRow,
        row: &SnapshotRow,
    ) -> Result<bool, Problem> {
        let frame = self.live.frame(engine, plan)?;
        let live = self.live.reports(engine, plan, &frame, Basis::Accepted)?;
        Ok(input_hash(&frame, &live, row.as_of) != row.input_hash)
    }

    /// Scores a ranked plan again and stages the result; nothing that is published changes yet.
    ///
    /// # Errors
    /// When the actor may not, the plan isn't ranked, or another re-score is staged; and those of the database.
    pub fn stage_rescore(&self, actor: &Actor, plan_id: i64, reason: &str) -> Result<Staged, Problem> {
        let reason = required("reason", reason, LONGEST_TEXT)?;
        self.change(actor, Right::DecideRanking, |change| {
            let (mut plan, _) = self.framed(change.engine, plan_id)?;
            demand_state(&plan, &[PlanState::Ranked])?;
            if let Some(staged) = snapshot_in_state(change.engine, plan_id, "staged")? {
                return Err(ALREADY_THERE.with("what", format!("rescore {}", staged.number)));
            }
            let row = self.store_snapshot(change, &plan, "staged", Some(reason))?;
            touch(change, &mut plan)?;
            let current = snapshot_in_state(change.engine, plan_id, "current")?;
            let differences = difference(current.as_ref().map_or("", |it| &it.result), &row.result);
            let entry = Entry::new("rescore.stage", format!("snapshot:{}", row.id)).of_plan(plan_id);
            change.record(entry.after(&record(&row)))?;
            Ok(Staged { row, differences })
        })
    }

    /// Applies a staged re-score, or cancels it.
    ///
    /// # Errors
    /// When the actor may not, there is no such staged re-score, or, to apply it, what it rests on has changed since;
    /// and those of the database.
    pub fn decide_rescore(
        &self,
        actor: &Actor,
        plan_id: i64,
        number: i64,
        decision: StagedDecision,
    ) -> Result<SnapshotRow, Problem> {
        self.change(actor, Right::DecideRanking, |change| {
            let (mut plan, _) = self.framed(change.engine, plan_id)?;
            let staged = snapshot_by_number(change.engine, plan_id, number)?;
            let staged = staged.filter(|row| row.state == "staged");
            let staged = staged.ok_or_else(|| NOT_FOUND.with("what", format!("rescore {number}")))?;
            let mut decided = SnapshotRow {
                decided_by: Some(actor.label.clone()),
                decided_at: Some(change.now),
                ..staged.clone()
            };
            let action = match decision {
                StagedDecision::Apply => {
                    demand_state(&plan, &[PlanState::Ranked])?;
                    if self.is_outdated(change.engine, &plan, &staged)? {
                        return Err(SNAPSHOT_OUTDATED.with("number", number));
                    }
                    if let Some(current) = snapshot_in_state(change.engine, plan_id, "current")? {
                        update_snapshot(
                            change.engine,
                            &SnapshotRow { state: "replaced".to_owned(), ..current },
                        )?;
                    }
                    "current".clone_into(&mut decided.state);
                    "rescore.apply"
                }
                StagedDecision::Cancel => {
                    "cancelled".clone_into(&mut decided.state);
                    "rescore.cancel"
                }
            };
            update_snapshot(change.engine, &decided)?;
            touch(change, &mut plan)?;
            let entry = Entry::new(action, format!("snapshot:{}", staged.id)).of_plan(plan_id);
            change.record(entry.before(&record(&staged)).after(&record(&decided)))?;
            Ok(decided)
        })
    }

    /// All snapshots of a plan, by number. Before a plan is finalised only who may see rankings gets them.
    ///
    /// # Errors
    /// When the actor may not, and those of the database.
    pub fn snapshots(&self, actor: &Actor, plan_id: i64) -> Result<Vec<SnapshotRow>, Problem> {
        self.read(actor, Right::View, |engine| {
            demand_published(actor, &self.framed(engine, plan_id)?.0)?;
            let mut rows = snapshots_of(engine, plan_id)?;
            rows.retain(|row| row.state == "current" || actor.may(Right::ViewRanking));
            Ok(rows)
        })
    }

    /// A snapshot of a plan, and what differs in it from the one that is current.
    ///
    /// # Errors
    /// When the actor may not, or there is no such snapshot; and those of the database.
    pub fn snapshot(&self, actor: &Actor, plan_id: i64, number: i64) -> Result<Staged, Problem> {
        self.read(actor, Right::View, |engine| {
            demand_published(actor, &self.framed(engine, plan_id)?.0)?;
            let row = snapshot_by_number(engine, plan_id, number)?;
            let row = row.filter(|row| row.state == "current" || actor.may(Right::ViewRanking));
            let row = row.ok_or_else(|| NOT_FOUND.with("what", format!("snapshot {number}")))?;
            let current = snapshot_in_state(engine, plan_id, "current")?;
            let differences =
                current.map_or_else(Vec::new, |current| difference(&current.result, &row.result));
            Ok(Staged { row, differences })
        })
    }
}

fn demand_published(actor: &Actor, plan: &PlanRow) -> Result<(), Problem> {
    if state_of(plan) == PlanState::Finalised || actor.may(Right::ViewRanking) {
        Ok(())
    } else {
        Err(FORBIDDEN.with("right", Right::ViewRanking.code()))
    }
}
