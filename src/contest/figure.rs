//! Figures (số liệu) that units have reported, each with the cell it came from.

use chrono::{NaiveDate, NaiveDateTime};

use super::fraction::Numeral;

/// A reported value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// A count, from 0 to `LARGEST_COUNT`.
    Count(i64),
    /// A percentage with its printed digits: 99.90 % is the numeral `99.90`.
    Percentage(Numeral),
    /// Points given by a scorer.
    Points(Numeral),
    /// Yes or no.
    Flag(bool),
    /// A day.
    Date(NaiveDate),
    /// A day and time.
    Moment(NaiveDateTime),
    /// A text; index into [`Reports::texts`].
    Text(u32),
}

/// Where a figure was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Index into [`Reports::files`].
    pub file: u16,
    /// The column, 0 being the first (A).
    pub column: u16,
    /// The row as a spreadsheet counts it, 1 being the first.
    pub row: u32,
}

/// A reported value and where it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// The value.
    pub value: Value,
    /// Where it was read.
    pub place: Place,
}

/// The figures of all units as they stand: each figure is its unit's last correction.
#[derive(Debug, Clone, Default)]
pub struct Reports {
    /// Names of the files read, in order.
    pub files: Vec<String>,
    /// The headers of the columns of each file, as it writes them; none for a file that couldn't be read.
    pub headers: Vec<Vec<String>>,
    /// Texts that figures refer to.
    pub texts: Vec<String>,
    slots: usize,
    figures: Vec<Option<Figure>>,
    received: Vec<Option<NaiveDateTime>>,
}

impl Reports {
    /// No figure yet, for so many units and slots.
    pub fn empty(units: usize, slots: usize) -> Self {
        Self { slots, figures: vec![None; units * slots], received: vec![None; units], ..Self::default() }
    }

    /// The figure of a unit in a slot.
    pub fn figure(&self, unit: u32, slot: usize) -> Option<Figure> {
        self.figures[unit as usize * self.slots + slot]
    }

    /// Puts a figure in place of what was there, and returns what was there.
    pub fn put(&mut self, unit: u32, slot: usize, figure: Option<Figure>) -> Option<Figure> {
        std::mem::replace(&mut self.figures[unit as usize * self.slots + slot], figure)
    }

    /// A count; `None` when missing.
    pub fn count(&self, unit: u32, slot: usize) -> Option<i64> {
        match self.figure(unit, slot)?.value {
            Value::Count(count) => Some(count),
            _ => None,
        }
    }

    /// When the last version that changed a figure was received; `None` when the files don't say.
    pub fn received(&self, unit: u32) -> Option<NaiveDateTime> {
        self.received[unit as usize]
    }

    /// Sets when the last version that changed a figure was received.
    pub fn set_received(&mut self, unit: u32, moment: Option<NaiveDateTime>) {
        self.received[unit as usize] = moment;
    }

    /// Whether the unit has any figure.
    pub fn has_any(&self, unit: u32) -> bool {
        let start = unit as usize * self.slots;
        self.figures[start..start + self.slots].iter().any(Option::is_some)
    }
}
