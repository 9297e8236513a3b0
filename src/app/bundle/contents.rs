//! What a bundle holds, as values: the same whether they come from a database or from a file.

use std::sync::Arc;

use chrono::NaiveDateTime;

use crate::app::frame::Frame;
use crate::app::inputs::inputs_of;
use crate::app::live::{LiveReports, Standing};
use crate::contest::choice::Choice;
use crate::contest::figure::{Figure, Place, Reports, Value};
use crate::contest::hold::Hold;

/// A file that figures were read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SourceFile {
    /// Its name as given.
    pub name: String,
    /// How many bytes it has.
    pub bytes: i64,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// The version of a unit's report that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StandingReport {
    /// The unit.
    pub unit: u32,
    /// The version's number.
    pub version: i64,
    /// When it was received, by the clock on the wall.
    pub received: NaiveDateTime,
    /// The file that it came from; index into [`Contents::files`].
    pub file: Option<usize>,
}

/// Where a figure is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// A cell of a file; index into [`Contents::files`], where it is known.
    Cell(Option<usize>, u32, u16),
    /// An appraiser gave it.
    Appraiser,
}

/// A figure that stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct StandingFigure {
    /// The unit.
    pub unit: u32,
    /// The plan's slot.
    pub slot: usize,
    /// The value; a text is an index into [`Contents::texts`].
    pub value: Value,
    /// Where it is from.
    pub origin: Origin,
}

/// Everything that a ranking was made from.
#[derive(Debug)]
pub(super) struct Contents {
    /// The plan with its units.
    pub frame: Arc<Frame>,
    /// The moment, in UTC, as of which milestones were overdue.
    pub as_of: Option<NaiveDateTime>,
    /// The files handed in.
    pub files: Vec<SourceFile>,
    /// The reports, in the order of units.
    pub reports: Vec<StandingReport>,
    /// The figures, in the order of units and slots.
    pub figures: Vec<StandingFigure>,
    /// Texts that figures refer to.
    pub texts: Vec<String>,
    /// Holds and exclusions by hand, in the order of units.
    pub holds: Vec<Hold>,
    /// Changes of the recommendation by hand, in the order of units.
    pub choices: Vec<Choice>,
}

impl Contents {
    /// The same as the core takes it.
    pub fn live(&self) -> LiveReports {
        let mut reports = Reports::empty(self.frame.units.list.len(), self.frame.plan.slots());
        reports.texts.clone_from(&self.texts);
        let place = Place { file: 0, column: 0, row: 0 };
        for figure in &self.figures {
            reports.put(figure.unit, figure.slot, Some(Figure { value: figure.value, place }));
        }
        for report in &self.reports {
            reports.set_received(report.unit, Some(report.received));
        }
        let mut live = LiveReports::of_figures(&self.frame, reports);
        for report in &self.reports {
            // Whatever id the version has in a database, nothing here is made from it.
            live.standing[report.unit as usize] = Some(Standing { id: 0, number: report.version });
        }
        live.holds.clone_from(&self.holds);
        live.choices.clone_from(&self.choices);
        live
    }

    /// The text that the input hash is of.
    pub fn inputs(&self, live: &LiveReports) -> String {
        inputs_of(&self.frame, live, self.as_of)
    }
}
