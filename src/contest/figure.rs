//! Figures (số liệu) that units have reported, each with the cell it came from.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveDateTime};

use super::fraction::Numeral;
use super::packed::Figures;

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
    /// A day and time, to the second.
    Moment(NaiveDateTime),
    /// A text; index into [`Reports::texts`].
    Text(u32),
}

/// Where a figure was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Index into [`Reports::files`].
    pub file: u16,
    /// The column, 0 being the first (A); below 4,096.
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
    units: usize,
    figures: Figures,
    /// By unit; empty while nothing is known of any.
    received: Vec<Option<NaiveDateTime>>,
    refused: BTreeSet<u32>,
}

impl Reports {
    /// No figure yet, for so many units and slots.
    pub fn empty(units: usize, slots: usize) -> Self {
        Self { slots, units, figures: Figures::absent(units * slots), ..Self::default() }
    }

    /// The figure of a unit in a slot.
    pub fn figure(&self, unit: u32, slot: usize) -> Option<Figure> {
        self.figures.get(self.index(unit, slot))
    }

    fn index(&self, unit: u32, slot: usize) -> usize {
        unit as usize * self.slots + slot
    }

    /// How many figures a unit can have.
    pub const fn slots(&self) -> usize {
        self.slots
    }

    /// All figures of a unit with their slots, in the order of slots.
    pub fn figures_of(&self, unit: u32) -> impl Iterator<Item = (usize, Figure)> + '_ {
        (0..self.slots).filter_map(move |slot| Some((slot, self.figure(unit, slot)?)))
    }

    /// For each slot whether any unit has a figure there.
    pub fn filled(&self) -> Vec<bool> {
        let mut filled = vec![false; self.slots];
        for unit in 0..self.units {
            for (slot, filled) in filled.iter_mut().enumerate() {
                *filled |= self.figures.has(unit * self.slots + slot);
            }
        }
        filled
    }

    /// Puts a figure in place of what was there, and returns what was there.
    pub fn put(&mut self, unit: u32, slot: usize, figure: Option<Figure>) -> Option<Figure> {
        let index = self.index(unit, slot);
        let before = self.figures.get(index);
        self.figures.put(index, figure);
        before
    }

    /// Puts a count where there is no figure yet. False, and nothing is done, where there is one.
    ///
    /// Millions of counts come this way: each goes right to its place.
    #[inline(always)]
    pub fn put_first_count(&mut self, unit: u32, slot: usize, count: i64, place: Place) -> bool {
        let index = self.index(unit, slot);
        let is_first = !self.figures.has(index);
        if is_first {
            self.figures.put_first_count(index, count, place);
        }
        is_first
    }

    /// Takes away all figures of a unit, and when it was received.
    pub fn clear(&mut self, unit: u32) {
        for slot in 0..self.slots {
            self.put(unit, slot, None);
        }
        self.set_received(unit, None);
    }

    /// A count; `None` when missing.
    #[inline]
    pub fn count(&self, unit: u32, slot: usize) -> Option<i64> {
        self.figures.count(self.index(unit, slot))
    }

    /// When the last version that changed a figure was received; `None` when the files don't say.
    pub fn received(&self, unit: u32) -> Option<NaiveDateTime> {
        self.received.get(unit as usize).copied().flatten()
    }

    /// Sets when the last version that changed a figure was received.
    pub fn set_received(&mut self, unit: u32, moment: Option<NaiveDateTime>) {
        if moment.is_none() && self.received.is_empty() {
            return;
        }
        self.received.resize(self.units, None);
        self.received[unit as usize] = moment;
    }

    /// Notes that a value of the unit was refused.
    pub fn note_refused(&mut self, unit: u32) {
        self.refused.insert(unit);
    }

    /// Whether the unit has reported anything, be it only values that were refused.
    pub fn has_reported(&self, unit: u32) -> bool {
        self.has_any(unit) || self.refused.contains(&unit)
    }

    /// Whether the unit has any figure.
    pub fn has_any(&self, unit: u32) -> bool {
        (0..self.slots).any(|slot| self.figures.has(self.index(unit, slot)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_comes_back_as_it_was_put() {
        let day = NaiveDate::from_ymd_opt(2021, 5, 23).unwrap();
        let numeral = Numeral { mantissa: -1_000_000_000_000_000, scale: 9 };
        let values = [
            Value::Count(0),
            Value::Count(1_000_000_000_000_000),
            Value::Percentage(Numeral { mantissa: 9990, scale: 2 }),
            Value::Points(numeral),
            Value::Flag(true),
            Value::Flag(false),
            Value::Date(day),
            Value::Date(NaiveDate::MIN),
            Value::Date(NaiveDate::MAX),
            Value::Moment(day.and_hms_opt(19, 30, 59).unwrap()),
            Value::Text(u32::MAX),
        ];
        let mut reports = Reports::empty(2, 3);
        for value in values {
            for place in
                [Place { file: 0, column: 0, row: 0 }, Place { file: u16::MAX, column: 4095, row: u32::MAX }]
            {
                let figure = Figure { value, place };
                assert_eq!(reports.figure(1, 2), None);
                assert_eq!(reports.put(1, 2, Some(figure)), None);
                assert_eq!(reports.figure(1, 2), Some(figure));
                assert_eq!(
                    reports.count(1, 2).map(Value::Count),
                    Some(value).filter(|value| matches!(value, Value::Count(_)))
                );
                assert!(reports.has_any(1) && !reports.has_any(0));
                assert!(!reports.put_first_count(1, 2, 7, place), "there is a figure");
                assert_eq!(reports.put(1, 2, None), Some(figure));
            }
        }
    }

    #[test]
    fn a_first_count_is_put_as_any_other_figure() {
        for count in [0, 1, 1_000_000_000_000_000] {
            let mut reports = Reports::empty(1, 1);
            let place = Place { file: u16::MAX, column: u16::MAX, row: u32::MAX };
            assert!(reports.put_first_count(0, 0, count, place));
            let mut others = Reports::empty(1, 1);
            others.put(0, 0, Some(Figure { value: Value::Count(count), place }));
            assert_eq!((reports.figure(0, 0), reports.count(0, 0)), (others.figure(0, 0), Some(count)));
        }
    }
}
