//! What appraisers give and what they haven't given yet, criterion by criterion and unit by unit.

use std::sync::Arc;

use super::actor::{Actor, Right};
use super::appraisal::AppraisalRow;
use super::frame::Frame;
use super::live::{Basis, LiveReports};
use super::plan::PlanRow;
use super::problem::Problem;
use super::service::Service;
use crate::contest::fraction::Numeral;
use crate::contest::given::{given_metric, given_slots, open_slots};
use crate::contest::plan::{MetricKind, Plan, Rule};
use crate::contest::scored::Contest;
use crate::db::appraisal::appraisals_after;

/// A criterion that is judged by hand.
#[derive(Debug, Clone, Copy)]
pub struct JudgedCriterion {
    /// Index into `Plan::criteria`.
    pub criterion: usize,
    /// Index into `Plan::metrics`.
    pub metric: usize,
    /// Whether yes or no is given; else points.
    pub is_flag: bool,
    /// The most that can be given.
    pub maximum: Option<Numeral>,
}

/// The criteria of a plan that are judged by hand, in the plan's order.
pub fn judged_criteria(plan: &Plan) -> Vec<JudgedCriterion> {
    let each = plan.criteria.iter().enumerate();
    each.filter_map(|(at, criterion)| {
        let metric = given_metric(plan, criterion)?;
        let maximum = match &criterion.rule {
            Rule::Judged { maximum, .. } => *maximum,
            _ => None,
        };
        let is_flag = plan.metrics[metric].kind == MetricKind::Flag;
        Some(JudgedCriterion { criterion: at, metric, is_flag, maximum })
    })
    .collect()
}

/// How much of a criterion is given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Given {
    /// Cells in all: one per unit and scorer.
    pub cells: usize,
    /// Of these, in which something is still to be given.
    pub open: usize,
}

/// What is given by hand in a plan, as it stands.
#[derive(Debug)]
pub struct AppraisalSheet {
    /// The plan's row.
    pub row: PlanRow,
    /// The plan with its units.
    pub frame: Arc<Frame>,
    /// The reports, with what appraisers gave above them.
    pub live: Arc<LiveReports>,
    /// The criteria that are judged by hand, each with how much of it is given, of the units within reach.
    pub criteria: Vec<(JudgedCriterion, Given)>,
    /// The units within reach that take part.
    pub units: Vec<u32>,
}

impl AppraisalSheet {
    fn contest(&self) -> Contest<'_> {
        self.live.contest(&self.frame, None)
    }

    /// The slots of a unit that a criterion is judged by; none where it doesn't apply.
    pub fn slots(&self, unit: u32, judged: JudgedCriterion) -> Vec<usize> {
        given_slots(&self.contest(), unit, &self.frame.plan.criteria[judged.criterion])
    }

    /// Those of them in which something is still to be given.
    pub fn open(&self, unit: u32, judged: JudgedCriterion) -> Vec<usize> {
        open_slots(&self.contest(), unit, &self.frame.plan.criteria[judged.criterion])
    }
}

impl Service {
    /// What is given by hand in a plan and what isn't yet, of the units within reach.
    ///
    /// # Errors
    /// When the actor may not, or there is no such plan; and those of the database.
    pub fn appraisal_sheet(&self, actor: &Actor, plan_id: i64) -> Result<AppraisalSheet, Problem> {
        self.read(actor, Right::Appraise, |engine| {
            let (row, frame) = self.framed(engine, plan_id)?;
            let live = self.live.reports(engine, &row, &frame, Basis::Submitted)?;
            let reach = actor.reach.as_deref();
            let units: Vec<u32> =
                frame.units.participants().filter(|unit| frame.is_within(*unit, reach)).collect();
            let contest = live.contest(&frame, None);
            let criteria = judged_criteria(&frame.plan).into_iter().map(|judged| {
                let criterion = &frame.plan.criteria[judged.criterion];
                let given = units.iter().fold(Given::default(), |sum, unit| Given {
                    cells: sum.cells + given_slots(&contest, *unit, criterion).len(),
                    open: sum.open + open_slots(&contest, *unit, criterion).len(),
                });
                (judged, given)
            });
            let criteria = criteria.collect();
            Ok(AppraisalSheet { row, frame, live, criteria, units })
        })
    }

    /// Everything that was given to some units, also what was corrected or withdrawn since; by unit in the order asked
    /// for, the first first.
    ///
    /// # Errors
    /// When the actor may not, or there is no such plan; and those of the database.
    pub fn appraisals_of(
        &self,
        actor: &Actor,
        plan_id: i64,
        units: &[u32],
    ) -> Result<Vec<Vec<AppraisalRow>>, Problem> {
        self.read(actor, Right::Appraise, |engine| {
            let (_, frame) = self.framed(engine, plan_id)?;
            let reached = units.iter().filter(|unit| frame.is_within(**unit, actor.reach.as_deref()));
            let mut all = Vec::new();
            for unit in reached {
                all.push(appraisals_after(engine, plan_id, Some(i64::from(*unit)), 0, i64::MAX)?);
            }
            Ok(all)
        })
    }
}
