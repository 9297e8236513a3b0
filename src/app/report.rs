//! Reports by unit and version: accepted, returned, read. A correction is a new version; nothing is overwritten.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;

pub use crate::db::report::VersionRow;

use super::actor::{Actor, Right};
use super::audit::Entry;
use super::frame::Frame;
use super::live::{Basis, LiveReports};
use super::plan::{PlanState, demand_state, touch};
use super::problem::{
    FIELD_REFUSED, INTERNAL, NOT_FOUND, OUT_OF_REACH, Problem, REPORT_ERRORS, REPORT_STATE, REPORT_WARNINGS,
    STALE,
};
use super::service::{Change, Service};
use super::stored_figure::{StoredFigure, read_figures};
use super::text_field::{LONGEST_TEXT, optional, required};
use crate::contest::consistency::check_consistency_of;
use crate::contest::finding::Findings;
use crate::contest::plan::Plan;
use crate::db::report::{figures_of, update_version, versions_of};

/// What becomes of a report.
#[derive(Debug, Clone)]
pub enum Decision {
    /// It is accepted; with warnings, a note says why.
    Accept {
        /// Why it is accepted in spite of warnings.
        note: Option<String>,
    },
    /// It goes back with questions.
    Return {
        /// The questions.
        questions: String,
    },
}

/// Where a unit's report stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportState {
    /// The unit's index in the plan.
    pub unit: u32,
    /// `missing`, `submitted`, `accepted` or `returned`.
    pub state: &'static str,
    /// The number of its last version.
    pub version: Option<i64>,
    /// Whether that came after the deadline.
    pub late: bool,
    /// How many figures stand.
    pub figures: usize,
    /// How many a unit of its level can have.
    pub expected: usize,
}

/// A version with its figures.
#[derive(Debug, Clone)]
pub struct VersionWithFigures {
    /// The plan with its units.
    pub frame: Arc<Frame>,
    /// The version.
    pub version: VersionRow,
    /// Its figures, by slot.
    pub figures: Vec<StoredFigure>,
    /// The texts that they refer to.
    pub texts: Vec<String>,
}

#[derive(Serialize)]
struct VersionRecord<'a> {
    number: i64,
    state: &'a str,
    note: Option<&'a str>,
}

impl<'a> From<&'a VersionRow> for VersionRecord<'a> {
    fn from(version: &'a VersionRow) -> Self {
        Self { number: version.number, state: &version.state, note: version.decision_note.as_deref() }
    }
}

impl Service {
    /// Accepts a report or returns it. `number` is the version that the caller has seen.
    ///
    /// # Errors
    /// When the actor may not, the unit is out of reach, another version stands by now, it is decided already, it has
    /// errors, or warnings without a note; and those of the database.
    pub fn decide_report(
        &self,
        actor: &Actor,
        plan_id: i64,
        unit_code: &str,
        number: i64,
        decision: &Decision,
    ) -> Result<VersionRow, Problem> {
        self.change(actor, Right::DecideReports, |change| {
            let (mut row, frame) = self.framed(change.engine, plan_id)?;
            demand_state(&row, &[PlanState::Collecting, PlanState::Closed])?;
            let unit = within_reach(&frame, actor, unit_code)?;
            let versions = versions_of(change.engine, plan_id, i64::from(unit))?;
            let last = versions.last().ok_or_else(|| NOT_FOUND.with("what", unit_code))?;
            if last.number != number {
                return Err(STALE.with("expected", last.number));
            }
            if last.state != "submitted" {
                return Err(REPORT_STATE.with("state", &last.state));
            }
            let note = match decision {
                Decision::Accept { note } => {
                    let live = self.live.reports(change.engine, &row, &frame, Basis::Submitted)?;
                    demand_acceptable(&frame, &live, unit, note.as_deref())?;
                    optional("note", note.as_deref(), LONGEST_TEXT)?
                }
                Decision::Return { questions } => Some(required("questions", questions, LONGEST_TEXT)?),
            };
            let (state, action) = match decision {
                Decision::Accept { .. } => ("accepted", "report.accept"),
                Decision::Return { .. } => ("returned", "report.return"),
            };
            touch(change, &mut row)?;
            let decided = VersionRow {
                state: state.to_owned(),
                change: row.change,
                decided_by: Some(actor.label.clone()),
                decided_at: Some(change.now),
                decision_note: note,
                ..last.clone()
            };
            update_version(change.engine, &decided)?;
            if let Decision::Return { .. } = decision {
                stand_again(change, &versions, row.change)?;
            }
            let entry = Entry::new(action, format!("report_version:{}", last.id))
                .of_plan(plan_id)
                .of_unit(unit_code)
                .before(&VersionRecord::from(last))
                .after(&VersionRecord::from(&decided));
            change.record(entry)?;
            Ok(decided)
        })
    }

    /// Where the report of every participant within reach stands, in the plan's order.
    ///
    /// # Errors
    /// When the actor may not, or there is no such plan; and those of the database.
    pub fn report_states(
        &self,
        actor: &Actor,
        plan_id: i64,
    ) -> Result<(Arc<Frame>, Vec<ReportState>), Problem> {
        self.read(actor, Right::View, |engine| {
            let (row, frame) = self.framed(engine, plan_id)?;
            let live = self.live.reports(engine, &row, &frame, Basis::Submitted)?;
            let levels = 0..frame.plan.levels.len();
            let asked: Vec<_> = levels.map(|level| asked_at(&frame.plan, level)).collect();
            let states =
                frame.units.participants().filter(|unit| frame.is_within(*unit, actor.reach.as_deref()));
            let states = states.map(|unit| {
                let last = live.last[unit as usize];
                let asked = &asked[usize::from(frame.units.get(unit).level)];
                let (expected, figures) = asked_and_there(&frame, &live, unit, asked);
                ReportState {
                    unit,
                    state: last.state.code(),
                    version: (last.number > 0).then_some(last.number),
                    late: last.late,
                    figures,
                    expected,
                }
            });
            let states = states.collect();
            Ok((frame, states))
        })
    }

    /// All versions of a unit's report, by number.
    ///
    /// # Errors
    /// When the actor may not or the unit is out of reach; and those of the database.
    pub fn versions(
        &self,
        actor: &Actor,
        plan_id: i64,
        unit_code: &str,
    ) -> Result<(Arc<Frame>, Vec<VersionRow>), Problem> {
        self.read(actor, Right::View, |engine| {
            let (_, frame) = self.framed(engine, plan_id)?;
            let unit = within_reach(&frame, actor, unit_code)?;
            let versions = versions_of(engine, plan_id, i64::from(unit))?;
            Ok((frame, versions))
        })
    }

    /// What is found between the figures of a unit as they stand: what accepting its report demands a note for.
    ///
    /// # Errors
    /// When the actor may not or the unit is out of reach; and those of the database.
    pub fn standing_findings(
        &self,
        actor: &Actor,
        plan_id: i64,
        unit_code: &str,
    ) -> Result<Findings, Problem> {
        self.read(actor, Right::View, |engine| {
            let (row, frame) = self.framed(engine, plan_id)?;
            let unit = within_reach(&frame, actor, unit_code)?;
            let live = self.live.reports(engine, &row, &frame, Basis::Submitted)?;
            Ok(found_in(&frame, &live, unit))
        })
    }

    /// One version of a unit's report with its figures.
    ///
    /// # Errors
    /// When the actor may not, the unit is out of reach, or there is no such version; and those of the database.
    pub fn version(
        &self,
        actor: &Actor,
        plan_id: i64,
        unit_code: &str,
        number: i64,
    ) -> Result<VersionWithFigures, Problem> {
        self.read(actor, Right::View, |engine| {
            let (_, frame) = self.framed(engine, plan_id)?;
            let unit = within_reach(&frame, actor, unit_code)?;
            let versions = versions_of(engine, plan_id, i64::from(unit))?;
            let version = versions.into_iter().find(|version| version.number == number);
            let version = version.ok_or_else(|| NOT_FOUND.with("what", format!("{unit_code}/{number}")))?;
            let list = figures_of(engine, version.id)?.unwrap_or_default();
            let (mut figures, mut texts) = (Vec::new(), Vec::new());
            read_figures(&list, &mut texts, |figure| figures.push(figure)).ok_or(&INTERNAL)?;
            Ok(VersionWithFigures { frame, version, figures, texts })
        })
    }
}

/// The slots that units of a level have to report, each with the level that it is summed from where there are such units
/// below; those of other levels aren't among them.
fn asked_at(plan: &Plan, level: usize) -> Vec<(usize, Option<usize>)> {
    let has_item = |slot: &usize| {
        let (_, item) = plan.slot(*slot);
        item.is_none_or(|item| item.levels.is_empty() || item.levels.contains(&level))
    };
    (0..plan.slots()).filter(has_item).map(|slot| (slot, plan.summed_from(slot, level))).collect()
}

/// How many figures a unit has to report, those aside that are summed for it, and how many of them it has.
fn asked_and_there(
    frame: &Frame,
    live: &LiveReports,
    unit: u32,
    asked: &[(usize, Option<usize>)],
) -> (usize, usize) {
    let units = &frame.units;
    let is_summed = |from: usize| units.below(unit).any(|below| usize::from(units.get(below).level) == from);
    let asked = asked.iter().filter(|(_, from)| !from.is_some_and(is_summed));
    asked.fold((0, 0), |(all, there), (slot, _)| {
        (all + 1, there + usize::from(live.reports.figure(unit, *slot).is_some()))
    })
}

/// The unit with a code, if the actor reaches it.
pub(super) fn within_reach(frame: &Frame, actor: &Actor, code: &str) -> Result<u32, Problem> {
    let unit = frame.unit(code).ok_or_else(|| NOT_FOUND.with("what", code))?;
    if frame.is_within(unit, actor.reach.as_deref()) {
        Ok(unit)
    } else {
        Err(OUT_OF_REACH.with("units", code))
    }
}

/// The participant with a code, if the actor reaches it: what a unit that doesn't take part is given has no effect.
pub(super) fn participant_within_reach(frame: &Frame, actor: &Actor, code: &str) -> Result<u32, Problem> {
    let unit = within_reach(frame, actor, code)?;
    match frame.units.get(unit).cluster {
        Some(_) => Ok(unit),
        None => Err(FIELD_REFUSED.with("field", "unit").with("expected", "cluster ≠ ∅")),
    }
}

/// What is found between the figures of a unit as they stand.
fn found_in(frame: &Frame, live: &LiveReports, unit: u32) -> Findings {
    let mut findings = Findings::default();
    check_consistency_of(std::iter::once(unit), &frame.plan, &frame.units, &live.reports, &mut findings);
    findings
}

/// Refuses to accept a report with errors, or with warnings and without a note.
fn demand_acceptable(
    frame: &Frame,
    live: &LiveReports,
    unit: u32,
    note: Option<&str>,
) -> Result<(), Problem> {
    let findings = found_in(frame, live, unit);
    if findings.errors > 0 {
        return Err(REPORT_ERRORS.with("errors", findings.errors));
    }
    if findings.warnings > 0 && note.is_none_or(|note| note.trim().is_empty()) {
        return Err(REPORT_WARNINGS.with("warnings", findings.warnings));
    }
    Ok(())
}

/// After a version is returned, the one before that wasn't stands again, for each basis.
fn stand_again(change: &mut Change<'_>, versions: &[VersionRow], count: i64) -> Result<(), Problem> {
    let earlier = versions.split_last().map_or(&[][..], |(_, earlier)| earlier);
    let last = |wanted: fn(&&VersionRow) -> bool| earlier.iter().rfind(wanted).map(|version| version.id);
    let again: BTreeSet<i64> = [last(|it| it.state != "returned"), last(|it| it.state == "accepted")]
        .into_iter()
        .flatten()
        .collect();
    for version in earlier.iter().filter(|version| again.contains(&version.id)) {
        update_version(change.engine, &VersionRow { change: count, ..version.clone() })?;
    }
    Ok(())
}
