//! A rehearsal: a plan is scored on figures that are there already, of an earlier contest or of a file, before it is
//! launched. Nothing is stored.

use std::sync::Arc;

use super::actor::{Actor, Right};
use super::carried::{Carried, carried};
use super::frame::Frame;
use super::live::{Basis, LiveReports};
use super::problem::{FIELD_REFUSED, PLAN_BLOCKED, Problem};
use super::ranking::LiveRanking;
use super::read_file::{content_of, read_content};
use super::service::Service;
use super::what_if::changed;
use crate::contest::finding::Findings;
use crate::contest::summing::has_figures;
use crate::db::Engine;
use crate::db::plan::PlanRow;
use crate::db::unit::all_successors;
use crate::intake::reports::ReadOptions;
use crate::intake::source_file::SourceFile;

/// Where the figures come from.
#[derive(Debug, Clone, Copy)]
pub enum Figures<'a> {
    /// What was last handed in for another plan, by its id: the metrics with the same code and kind, of units with the
    /// same code and of those that have become part of them since, as the register says.
    Plan(i64),
    /// A file of reports.
    File(SourceFile<'a>),
}

/// What a plan is compared with, on the same figures.
#[derive(Debug, Clone, Copy)]
pub enum Against<'a> {
    /// Another plan, by its id.
    Plan(i64),
    /// The plan itself with some of its numbers changed, by their names.
    Numbers(&'a [(String, String)]),
}

impl<'a> Against<'a> {
    /// What somebody asks to compare with: another plan, other numbers, or nothing.
    ///
    /// # Errors
    /// When it is both: two things at once can't be told apart.
    pub fn asked(plan: Option<i64>, numbers: &'a [(String, String)]) -> Result<Option<Self>, Problem> {
        match (plan, numbers) {
            (Some(_), [(name, _), ..]) => {
                Err(FIELD_REFUSED.with("field", name).with("expected", "against = ∅"))
            }
            (Some(plan), []) => Ok(Some(Self::Plan(plan))),
            (None, []) => Ok(None),
            (None, numbers) => Ok(Some(Self::Numbers(numbers))),
        }
    }
}

/// A plan scored on figures that are there already.
#[derive(Debug)]
pub struct Rehearsal {
    /// What came out.
    pub ranking: LiveRanking,
    /// What came out of what it is compared with.
    pub other: Option<LiveRanking>,
    /// What is wrong or worth a look in the file.
    pub findings: Findings,
    /// How many participants have a figure.
    pub reported: usize,
    /// Slots of the plan of which nobody has a figure.
    pub unfilled: Vec<usize>,
    /// Units whose counts were added up from the units that became part of them since.
    pub merged: Vec<u32>,
    /// Codes of units with figures that have no place in the plan: neither they nor what they became part of.
    pub left_out: Vec<String>,
}

impl Service {
    /// Scores a plan on figures that are there already, and on the same figures what it is compared with. No hold,
    /// appraisal or choice takes part, but of a plan the points that appraisers gave.
    ///
    /// # Errors
    /// When the actor may not, there is no such plan, it has no units yet, or a number can't be changed so; and those of
    /// the database.
    pub fn rehearse(
        &self,
        actor: &Actor,
        plan_id: i64,
        figures: Figures<'_>,
        against: Option<Against<'_>>,
    ) -> Result<Rehearsal, Problem> {
        let mut findings = Findings::default();
        let ((row, frame, found), other) = self.read(actor, Right::ManagePlans, |engine| {
            let first = self.with_figures(engine, plan_id, figures, &mut findings)?;
            let other = match against {
                Some(Against::Plan(other)) => {
                    Some(self.with_figures(engine, other, figures, &mut Findings::default())?)
                }
                _ => None,
            };
            Ok((first, other))
        })?;
        let Carried { reports, merged, left_out } = found;
        let has_any = |unit: &u32| has_figures(&frame.plan, &frame.units, &reports, *unit);
        let reported = frame.units.participants().filter(has_any).count();
        let filled = reports.filled();
        let unfilled = (0..frame.plan.slots()).filter(|slot| !filled[*slot]).collect();
        let live = Arc::new(LiveReports::of_figures(&frame, reports));
        let other = match (other, against) {
            (Some((row, frame, found)), _) => {
                let live = Arc::new(LiveReports::of_figures(&frame, found.reports));
                Some(self.scored_for_rehearsal(row, frame, live))
            }
            (None, Some(Against::Numbers(numbers))) => {
                let frame = Arc::new(frame.with_plan(changed(&frame.plan, numbers)?));
                Some(self.scored_for_rehearsal(row.clone(), frame, Arc::clone(&live)))
            }
            (None, _) => None,
        };
        let ranking = self.scored_for_rehearsal(row, frame, live);
        Ok(Rehearsal { ranking, other, findings, reported, unfilled, merged, left_out })
    }

    /// A plan with the figures for it.
    fn with_figures(
        &self,
        engine: &mut Engine,
        plan_id: i64,
        figures: Figures<'_>,
        findings: &mut Findings,
    ) -> Result<(PlanRow, Arc<Frame>, Carried), Problem> {
        let (row, frame) = self.framed(engine, plan_id)?;
        if frame.units.list.is_empty() {
            return Err(PLAN_BLOCKED.with("blockers", "no_participants"));
        }
        let found = match figures {
            Figures::Plan(other) => {
                let (other, from) = self.framed(engine, other)?;
                let live = self.live.reports(engine, &other, &from, Basis::Submitted)?;
                carried(&from, &live.reports, &frame, &all_successors(engine)?)
            }
            Figures::File(file) => {
                let content = content_of(file.name, file.content.bytes().into_owned());
                let read = read_content(&frame, file.name, &content, &ReadOptions::default(), findings)?;
                Carried { reports: read.reports, merged: Vec::new(), left_out: Vec::new() }
            }
        };
        Ok((row, frame, found))
    }

    fn scored_for_rehearsal(&self, row: PlanRow, frame: Arc<Frame>, live: Arc<LiveReports>) -> LiveRanking {
        let scored = self.score(&live.contest(&frame, None));
        LiveRanking::new(row, (frame, live), (Basis::Submitted, None), scored)
    }
}
