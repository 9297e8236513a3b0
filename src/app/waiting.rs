//! What waits for somebody in a plan: findings to settle, cells without points, holds, a staged re-score.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use super::actor::{Actor, Right};
use super::appraisal_sheet::judged_criteria;
use super::frame::Frame;
use super::live::{Basis, LiveReports, ReportStanding};
use super::plan::{PlanState, state_of};
use super::problem::Problem;
use super::service::Service;
use crate::contest::consistency::{Unsound, unsound};
use crate::contest::given::open_slots;
use crate::db::snapshot::snapshots_after;

/// What waits; what isn't for the actor is `None`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Reports that wait and have errors.
    pub with_errors: Option<usize>,
    /// Reports that wait and have warnings alone.
    pub with_warnings: Option<usize>,
    /// Cells of judged criteria in which nothing was given.
    pub cells: Option<usize>,
    /// Holds and exclusions that stand.
    pub holds: Option<usize>,
    /// The number of the re-score that is staged.
    pub staged: Option<i64>,
}

/// What was counted of a plan, with the count of changes that it was counted at.
#[derive(Debug)]
struct Counted {
    change: i64,
    unsound: Vec<Unsound>,
    /// Units in which something is to be given, with how many cells.
    open: Vec<(u32, usize)>,
}

/// What was counted, by plan.
#[derive(Debug, Default)]
pub struct Counts(Mutex<FxHashMap<i64, Arc<Counted>>>);

impl Counts {
    fn of(&self, plan_id: i64, frame: &Frame, live: &LiveReports) -> Arc<Counted> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&plan_id).cloned();
        if let Some(kept) = kept.filter(|kept| kept.change == live.change) {
            return kept;
        }
        let waits = |unit: &u32| live.last[*unit as usize].state == ReportStanding::Submitted;
        let (plan, units) = (&frame.plan, &frame.units);
        let contest = live.contest(frame, None);
        let judged = judged_criteria(plan);
        let open = units.participants().filter_map(|unit| {
            let of = |criterion: usize| open_slots(&contest, unit, &plan.criteria[criterion]).len();
            let cells = judged.iter().map(|judged| of(judged.criterion)).sum::<usize>();
            (cells > 0).then_some((unit, cells))
        });
        let counted = Arc::new(Counted {
            change: live.change,
            unsound: unsound(units.participants().filter(waits), plan, units, &live.reports),
            open: open.collect(),
        });
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(plan_id, Arc::clone(&counted));
        counted
    }
}

impl Service {
    /// What waits for an actor in a plan, of the units within reach.
    ///
    /// # Errors
    /// When the actor may not, or there is no such plan; and those of the database.
    pub fn waiting(&self, actor: &Actor, plan_id: i64) -> Result<Waiting, Problem> {
        self.read(actor, Right::View, |engine| {
            let (row, frame) = self.framed(engine, plan_id)?;
            let mut waiting = Waiting::default();
            let within = |unit: u32| frame.is_within(unit, actor.reach.as_deref());
            let live = self.live.reports(engine, &row, &frame, Basis::Submitted)?;
            if actor.may(Right::DecideReports) || actor.may(Right::Appraise) {
                let counted = self.counts.of(plan_id, &frame, &live);
                if actor.may(Right::DecideReports) {
                    let found: Vec<bool> =
                        counted.unsound.iter().filter(|it| within(it.unit)).map(|it| it.is_error).collect();
                    let errors = found.iter().filter(|is_error| **is_error).count();
                    waiting.with_errors = Some(errors);
                    waiting.with_warnings = Some(found.len() - errors);
                }
                let can_be_given = matches!(state_of(&row), PlanState::Collecting | PlanState::Closed);
                if actor.may(Right::Appraise) && can_be_given {
                    let reached = counted.open.iter().filter(|(unit, _)| within(*unit));
                    waiting.cells = Some(reached.map(|(_, cells)| cells).sum());
                }
            }
            if actor.may(Right::ViewRanking) {
                let standing = live.holds.iter().filter(|hold| within(hold.unit)).count();
                waiting.holds = Some(standing);
            }
            if actor.can(Right::DecideRanking) {
                // Without what they were made from and what came out, which would be much to read.
                let all = snapshots_after(engine, plan_id, 0, i64::MAX)?;
                waiting.staged = all.iter().find(|row| row.state == "staged").map(|row| row.number);
            }
            Ok(waiting)
        })
    }

    /// The units within reach whose reports wait and have errors or warnings, in the plan's order.
    ///
    /// # Errors
    /// When the actor may not, or there is no such plan; and those of the database.
    pub fn unsound_reports(&self, actor: &Actor, plan_id: i64) -> Result<Vec<Unsound>, Problem> {
        self.read(actor, Right::DecideReports, |engine| {
            let (row, frame) = self.framed(engine, plan_id)?;
            let live = self.live.reports(engine, &row, &frame, Basis::Submitted)?;
            let counted = self.counts.of(plan_id, &frame, &live);
            let within = |it: &&Unsound| frame.is_within(it.unit, actor.reach.as_deref());
            Ok(counted.unsound.iter().filter(within).copied().collect())
        })
    }
}
