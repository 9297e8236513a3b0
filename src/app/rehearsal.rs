//! A rehearsal: a plan is scored on figures that are there already, of an earlier contest or of a file, before it is
//! launched. Nothing is stored.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::actor::{Actor, Right};
use super::frame::Frame;
use super::live::{Basis, LiveReports};
use super::problem::{PLAN_BLOCKED, Problem};
use super::ranking::LiveRanking;
use super::read_file::{content_of, read_content};
use super::service::Service;
use crate::contest::figure::Reports;
use crate::contest::finding::Findings;
use crate::intake::reports::ReadOptions;
use crate::intake::source_file::SourceFile;

/// Where the figures come from.
#[derive(Debug, Clone, Copy)]
pub enum Figures<'a> {
    /// What was last handed in for another plan, by its id: of units with the same code, the metrics with the same code
    /// and kind.
    Plan(i64),
    /// A file of reports.
    File(SourceFile<'a>),
}

/// A plan scored on figures that are there already.
#[derive(Debug)]
pub struct Rehearsal {
    /// What came out.
    pub ranking: LiveRanking,
    /// What is wrong or worth a look in the file.
    pub findings: Findings,
    /// How many participants have a figure.
    pub reported: usize,
    /// Slots of the plan of which nobody has a figure.
    pub unfilled: Vec<usize>,
}

impl Service {
    /// Scores a plan on figures that are there already. No hold, appraisal or choice takes part, but of another plan the
    /// points that appraisers gave.
    ///
    /// # Errors
    /// When the actor may not, there is no such plan, or it has no units yet; and those of the database.
    pub fn rehearse(&self, actor: &Actor, plan_id: i64, figures: Figures<'_>) -> Result<Rehearsal, Problem> {
        let mut findings = Findings::default();
        let (row, frame, reports) = self.read(actor, Right::ManagePlans, |engine| {
            let (row, frame) = self.framed(engine, plan_id)?;
            if frame.units.list.is_empty() {
                return Err(PLAN_BLOCKED.with("blockers", "no_participants"));
            }
            let reports = match figures {
                Figures::Plan(other) => {
                    let (other, from) = self.framed(engine, other)?;
                    let live = self.live.reports(engine, &other, &from, Basis::Submitted)?;
                    carried(&from, &live.reports, &frame)
                }
                Figures::File(file) => {
                    let content = content_of(file.name, file.bytes.to_vec());
                    read_content(&frame, file.name, &content, &ReadOptions::default(), &mut findings)?.reports
                }
            };
            Ok((row, frame, reports))
        })?;
        let taking_part = (0_u32..).zip(&frame.units.list).filter(|(_, unit)| unit.cluster.is_some());
        let reported = taking_part.filter(|(unit, _)| reports.has_any(*unit)).count();
        let all = || (0_u32..).take(frame.units.list.len());
        let is_filled = |slot: usize| all().any(|unit| reports.figure(unit, slot).is_some());
        let unfilled = (0..frame.plan.slots()).filter(|slot| !is_filled(*slot)).collect();
        let live = Arc::new(LiveReports::of_figures(&frame, reports));
        let scored = self.score(&live.contest(&frame, None));
        let ranking = LiveRanking::new(row, (frame, live), (Basis::Submitted, None), scored);
        Ok(Rehearsal { ranking, findings, reported, unfilled })
    }
}

/// The figures of another plan's units in the slots of this one.
fn carried(from: &Frame, figures: &Reports, to: &Frame) -> Reports {
    let mut reports = Reports::empty(to.units.list.len(), to.plan.slots());
    reports.texts.clone_from(&figures.texts);
    let slots: FxHashMap<String, usize> =
        (0..from.plan.slots()).map(|slot| (from.plan.slot_code(slot), slot)).collect();
    let here = 0..to.plan.slots();
    let pairs = here
        .filter_map(|slot| Some((*slots.get(&to.plan.slot_code(slot))?, slot, to.plan.slot(slot).0.kind)));
    let pairs: Vec<_> = pairs.collect();
    // Most lists of units are in the same order, so that the next unit there is tried before it is searched for.
    let mut next = 0;
    for (unit, named) in (0_u32..).zip(&to.units.list) {
        let is_next = from.units.list.get(next as usize).is_some_and(|unit| unit.code() == named.code());
        let source = if is_next { Some(next) } else { from.unit(named.code()) };
        let Some(source) = source else { continue };
        next = source + 1;
        reports.set_received(unit, figures.received(source));
        for &(there, here, kind) in &pairs {
            let figure = figures.figure(source, there).filter(|figure| kind.takes(figure.value));
            reports.put(unit, here, figure);
        }
    }
    reports
}
