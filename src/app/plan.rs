//! Plans: drafted, launched and frozen, collecting, closed, ranked, finalised; and the units that take part.

use std::sync::Arc;

use chrono::NaiveDateTime;
use serde::Serialize;

pub use crate::db::plan::PlanRow;

use super::actor::{Actor, Right, codes};
use super::audit::Entry;
use super::frame::{Frame, rows_of};
use super::problem::{
    ALREADY_THERE, FIELD_REFUSED, FILE_ERRORS, NOT_FOUND, PLAN_BLOCKED, PLAN_MISTAKES, PLAN_STATE, Problem,
    STALE,
};
use super::service::{Change, Service, sha256};
use super::text_field::{LONGEST_TEXT, optional};
use crate::contest::finding::Findings;
use crate::contest::plan::Plan;
use crate::db::Engine;
use crate::db::plan::{
    count_plans, insert_plan, next_plan_id, plan_by_code, plan_by_id, plans_after, replace_participants,
    update_plan,
};
use crate::intake::plan_file::read_plan;
use crate::intake::source_file::SourceFile;
use crate::intake::units::read_units;

codes! {
    /// Where a plan stands.
    PlanState {
        /// Being written: file and units can change.
        Draft = "draft",
        /// Issued: file and units are frozen.
        Launched = "launched",
        /// Reports are taken.
        Collecting = "collecting",
        /// No more reports are taken.
        Closed = "closed",
        /// The ranking is stored.
        Ranked = "ranked",
        /// The recommendation is final and published.
        Finalised = "finalised",
    }
}

impl PlanState {
    /// Where a plan can go from here without a reason.
    pub const fn onward(self) -> &'static [Self] {
        match self {
            Self::Draft => &[Self::Launched],
            Self::Launched => &[Self::Collecting],
            Self::Collecting => &[Self::Closed],
            Self::Closed => &[Self::Ranked],
            Self::Ranked => &[Self::Finalised],
            Self::Finalised => &[],
        }
    }

    /// Where a plan can be taken back to, with a reason. A launched plan stays frozen: it never becomes a draft again.
    pub const fn back(self) -> &'static [Self] {
        match self {
            Self::Draft | Self::Launched | Self::Collecting => &[],
            Self::Closed => &[Self::Collecting],
            Self::Ranked => &[Self::Closed, Self::Collecting],
            Self::Finalised => &[Self::Ranked],
        }
    }
}

/// What the audit log keeps of a plan.
#[derive(Serialize)]
struct PlanRecord<'a> {
    code: &'a str,
    state: &'a str,
    hash: &'a str,
    reports_due: Option<NaiveDateTime>,
    reason: Option<&'a str>,
}

impl<'a> PlanRecord<'a> {
    fn of(row: &'a PlanRow, reason: Option<&'a str>) -> Self {
        Self { code: &row.code, state: &row.state, hash: &row.hash, reports_due: row.reports_due, reason }
    }
}

/// A plan file handed in.
#[derive(Debug, Clone, Copy)]
pub struct PlanFile<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its text.
    pub text: &'a str,
}

fn checked(file: PlanFile<'_>) -> Result<Plan, Problem> {
    read_plan(file.name, file.text).map_err(|mistakes| {
        let mut problem = PLAN_MISTAKES.with("count", mistakes.len());
        problem.mistakes = mistakes;
        problem
    })
}

/// The plan with an id.
pub(super) fn known_plan(engine: &mut Engine, id: i64) -> Result<PlanRow, Problem> {
    plan_by_id(engine, id)?.ok_or_else(|| NOT_FOUND.with("what", format!("plan {id}")))
}

/// The state in a row.
pub fn state_of(row: &PlanRow) -> PlanState {
    PlanState::of_code(&row.state).unwrap_or(PlanState::Draft)
}

/// Refuses what a plan's state doesn't allow.
pub(super) fn demand_state(row: &PlanRow, allowed: &[PlanState]) -> Result<(), Problem> {
    if allowed.contains(&state_of(row)) {
        return Ok(());
    }
    let allowed: Vec<&str> = allowed.iter().map(|state| state.code()).collect();
    Err(PLAN_STATE.with("state", &row.state).with("allowed", allowed.join(", ")))
}

/// Counts a change to a plan, and writes its row anew.
pub(super) fn touch(change: &mut Change<'_>, row: &mut PlanRow) -> Result<(), Problem> {
    row.change += 1;
    Ok(update_plan(change.engine, row)?)
}

impl Service {
    /// Stores a draft.
    ///
    /// # Errors
    /// When the actor may not, the file has mistakes, or there is a plan with its code; and those of the database.
    pub fn add_plan(&self, actor: &Actor, file: PlanFile<'_>) -> Result<PlanRow, Problem> {
        let plan = checked(file)?;
        self.change(actor, Right::ManagePlans, |change| {
            if plan_by_code(change.engine, &plan.code)?.is_some() {
                return Err(ALREADY_THERE.with("what", &plan.code));
            }
            let row = PlanRow {
                id: next_plan_id(change.engine)?,
                code: plan.code,
                title_vi: plan.title.vi,
                title_en: plan.title.en,
                state: PlanState::Draft.code().to_owned(),
                file_name: file.name.to_owned(),
                source: file.text.to_owned(),
                hash: sha256(file.text.as_bytes()),
                reports_due: None,
                change: 1,
                created_by: actor.label.clone(),
                created_at: change.now,
            };
            insert_plan(change.engine, &row)?;
            let entry = Entry::new("plan.add", format!("plan:{}", row.id)).of_plan(row.id);
            change.record(entry.after(&PlanRecord::of(&row, None)))?;
            Ok(row)
        })
    }

    /// Puts another file in place of a draft's. Its units go with it, since they were read against the old one.
    /// `expected` is the count of changes that the caller has seen.
    ///
    /// # Errors
    /// When the actor may not, the plan is no draft or was changed since, or the file has mistakes; and those of the
    /// database.
    pub fn replace_plan(
        &self,
        actor: &Actor,
        id: i64,
        expected: Option<i64>,
        file: PlanFile<'_>,
    ) -> Result<PlanRow, Problem> {
        let plan = checked(file)?;
        self.change(actor, Right::ManagePlans, |change| {
            let before = known_plan(change.engine, id)?;
            demand_state(&before, &[PlanState::Draft])?;
            demand_version(&before, expected)?;
            if plan_by_code(change.engine, &plan.code)?.is_some_and(|other| other.id != id) {
                return Err(ALREADY_THERE.with("what", &plan.code));
            }
            let mut row = PlanRow {
                code: plan.code,
                title_vi: plan.title.vi,
                title_en: plan.title.en,
                file_name: file.name.to_owned(),
                source: file.text.to_owned(),
                hash: sha256(file.text.as_bytes()),
                ..before.clone()
            };
            if row.hash != before.hash {
                replace_participants(change.engine, id, &[], &[])?;
            }
            touch(change, &mut row)?;
            let entry = Entry::new("plan.replace", format!("plan:{id}")).of_plan(id);
            let entry = entry.before(&PlanRecord::of(&before, None)).after(&PlanRecord::of(&row, None));
            change.record(entry)?;
            Ok(row)
        })
    }

    /// Reads the units of a draft from a file, and puts them in place of those it has.
    ///
    /// # Errors
    /// When the actor may not, the plan is no draft or was changed since, or the file has errors (then they are in
    /// `findings`); and those of the database.
    pub fn replace_units(
        &self,
        actor: &Actor,
        id: i64,
        expected: Option<i64>,
        file: SourceFile<'_>,
        findings: &mut Findings,
    ) -> Result<PlanRow, Problem> {
        self.change(actor, Right::ManagePlans, |change| {
            let before = known_plan(change.engine, id)?;
            demand_state(&before, &[PlanState::Draft])?;
            demand_version(&before, expected)?;
            let plan = checked(PlanFile { name: &before.file_name, text: &before.source })?;
            let units = read_units(file, &plan, findings);
            if findings.errors > 0 {
                return Err(FILE_ERRORS.with("errors", findings.errors));
            }
            let (participants, groups) = rows_of(id, &units);
            replace_participants(change.engine, id, &participants, &groups)?;
            let mut row = before;
            touch(change, &mut row)?;
            let after = serde_json::json!({
                "file": file.name,
                "sha256": sha256(&file.content.bytes()),
                "units": units.list.len(),
                "participants": units.participants().count(),
            });
            let entry = Entry::new("plan.units", format!("plan:{id}")).of_plan(id);
            change.record(entry.after(&after))?;
            Ok(row)
        })
    }

    /// Sets until when reports are on time; `None`: they always are.
    ///
    /// # Errors
    /// When the actor may not, the plan takes no more reports or was changed since; and those of the database.
    pub fn set_reports_due(
        &self,
        actor: &Actor,
        id: i64,
        expected: Option<i64>,
        due: Option<NaiveDateTime>,
    ) -> Result<PlanRow, Problem> {
        self.change(actor, Right::ManagePlans, |change| {
            let before = known_plan(change.engine, id)?;
            demand_state(&before, &[PlanState::Draft, PlanState::Launched, PlanState::Collecting])?;
            demand_version(&before, expected)?;
            let mut row = PlanRow { reports_due: due, ..before.clone() };
            touch(change, &mut row)?;
            let entry = Entry::new("plan.reports_due", format!("plan:{id}")).of_plan(id);
            let entry = entry.before(&PlanRecord::of(&before, None)).after(&PlanRecord::of(&row, None));
            change.record(entry)?;
            Ok(row)
        })
    }

    /// Takes a plan to another state. Going back needs a reason; going on, nothing may be in the way.
    ///
    /// # Errors
    /// When the actor may not, there is no such way, a reason is missing or something blocks; and those of the database.
    pub fn move_plan(
        &self,
        actor: &Actor,
        id: i64,
        expected: Option<i64>,
        to: PlanState,
        reason: Option<&str>,
    ) -> Result<PlanRow, Problem> {
        let reason = optional("reason", reason, LONGEST_TEXT)?;
        let reason = reason.as_deref();
        self.change(actor, Right::ManagePlans, |change| {
            let before = known_plan(change.engine, id)?;
            demand_version(&before, expected)?;
            let from = state_of(&before);
            if from.back().contains(&to) {
                if reason.is_none() {
                    return Err(FIELD_REFUSED.with("field", "reason").with("expected", "1-2000"));
                }
            } else if from.onward().contains(&to) {
                let blockers = self.blockers(change.engine, &before, to)?;
                if !blockers.is_empty() {
                    let told = blockers.iter().map(|blocker| format!("{}={}", blocker.code, blocker.count));
                    let all: Vec<String> = told.collect();
                    return Err(PLAN_BLOCKED.with("blockers", all.join(", ")));
                }
            } else {
                let allowed = from.onward().iter().chain(from.back());
                let allowed: Vec<&str> = allowed.map(|state| state.code()).collect();
                return Err(PLAN_STATE.with("state", from.code()).with("allowed", allowed.join(", ")));
            }
            let mut row = PlanRow { state: to.code().to_owned(), ..before.clone() };
            touch(change, &mut row)?;
            let entry = Entry::new("plan.move", format!("plan:{id}")).of_plan(id);
            let entry = entry.before(&PlanRecord::of(&before, None)).after(&PlanRecord::of(&row, reason));
            change.record(entry)?;
            if (from, to) == (PlanState::Closed, PlanState::Ranked) {
                self.store_on_ranked(change, &before, &row)?;
            }
            Ok(row)
        })
    }

    /// The plan with an id.
    ///
    /// # Errors
    /// When the actor may not, or there is no such plan; and those of the database.
    pub fn plan(&self, actor: &Actor, id: i64) -> Result<PlanRow, Problem> {
        self.read(actor, Right::View, |engine| known_plan(engine, id))
    }

    /// The plans after an id, at most so many, and how many there are in all.
    ///
    /// # Errors
    /// When the actor may not, and those of the database.
    pub fn plans_after(&self, actor: &Actor, after: i64, limit: i64) -> Result<(Vec<PlanRow>, i64), Problem> {
        self.read(actor, Right::View, |engine| Ok((plans_after(engine, after, limit)?, count_plans(engine)?)))
    }

    /// A plan's row and its frame.
    pub(super) fn framed(&self, engine: &mut Engine, id: i64) -> Result<(PlanRow, Arc<Frame>), Problem> {
        let row = known_plan(engine, id)?;
        let frame = self.live.frame(engine, &row)?;
        Ok((row, frame))
    }
}

/// Refuses a change by who has seen an earlier state.
fn demand_version(row: &PlanRow, expected: Option<i64>) -> Result<(), Problem> {
    match expected {
        Some(expected) if expected != row.change => Err(STALE.with("expected", row.change)),
        _ => Ok(()),
    }
}
