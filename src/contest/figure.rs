//! Figures (số liệu) that units have reported, each with the cell it came from.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime};

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
///
/// A figure takes 16 bytes, so that a million of them fit into 16 MB.
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
    figures: Vec<Packed>,
    /// By unit; empty while nothing is known of any.
    received: Vec<Option<NaiveDateTime>>,
    refused: BTreeSet<u32>,
}

/// A figure in two words: the value; then kind (4 bits, 0 where there is no figure), column (12), file (16) and row
/// (32). Of a numeral the lowest 4 bits of the value are the scale.
type Packed = [u64; 2];

const ABSENT: Packed = [0, 0];

/// The kind of a count.
const COUNT: u64 = 1;

/// How many columns a figure's place can tell apart.
const MOST_COLUMNS: u16 = 1 << 12;

fn pack(figure: Figure) -> Packed {
    let scaled = |Numeral { mantissa, scale }: Numeral| mantissa << 4 | i64::from(scale & 15);
    let (kind, bits) = match figure.value {
        Value::Count(count) => (COUNT, count),
        Value::Percentage(numeral) => (2, scaled(numeral)),
        Value::Points(numeral) => (3, scaled(numeral)),
        Value::Flag(answer) => (4, i64::from(answer)),
        Value::Date(day) => (5, i64::from(day.num_days_from_ce())),
        Value::Moment(moment) => (6, moment.and_utc().timestamp()),
        Value::Text(index) => (7, i64::from(index)),
    };
    words(kind, bits, figure.place)
}

#[inline]
fn words(kind: u64, bits: i64, Place { file, column, row }: Place) -> Packed {
    let column = column.min(MOST_COLUMNS - 1);
    [bits.cast_unsigned(), kind << 60 | u64::from(column) << 48 | u64::from(file) << 32 | u64::from(row)]
}

fn unpack([bits, rest]: Packed) -> Option<Figure> {
    let part = |shift: u32, width: u32| (rest >> shift) & ((1 << width) - 1);
    let narrow = |number: u64| u16::try_from(number).unwrap_or(u16::MAX);
    let bits = bits.cast_signed();
    let numeral = || Numeral { mantissa: bits >> 4, scale: u8::try_from(bits & 15).unwrap_or(0) };
    let value = match rest >> 60 {
        COUNT => Value::Count(bits),
        2 => Value::Percentage(numeral()),
        3 => Value::Points(numeral()),
        4 => Value::Flag(bits != 0),
        5 => Value::Date(NaiveDate::from_num_days_from_ce_opt(i32::try_from(bits).ok()?)?),
        6 => Value::Moment(DateTime::from_timestamp(bits, 0)?.naive_utc()),
        7 => Value::Text(u32::try_from(bits).ok()?),
        _ => return None,
    };
    let row = u32::try_from(part(0, 32)).unwrap_or(u32::MAX);
    Some(Figure { value, place: Place { file: narrow(part(32, 16)), column: narrow(part(48, 12)), row } })
}

impl Reports {
    /// No figure yet, for so many units and slots.
    pub fn empty(units: usize, slots: usize) -> Self {
        Self { slots, units, figures: vec![ABSENT; units * slots], ..Self::default() }
    }

    /// The figure of a unit in a slot.
    pub fn figure(&self, unit: u32, slot: usize) -> Option<Figure> {
        unpack(self.figures[unit as usize * self.slots + slot])
    }

    /// How many figures a unit can have.
    pub const fn slots(&self) -> usize {
        self.slots
    }

    /// All figures of a unit with their slots, in the order of slots.
    pub fn figures_of(&self, unit: u32) -> impl Iterator<Item = (usize, Figure)> + '_ {
        let start = unit as usize * self.slots;
        let figures = self.figures[start..start + self.slots].iter().enumerate();
        figures.filter_map(|(slot, packed)| Some((slot, unpack(*packed)?)))
    }

    /// For each slot whether any unit has a figure there.
    pub fn filled(&self) -> Vec<bool> {
        let mut filled = vec![false; self.slots];
        for of_unit in self.figures.chunks_exact(self.slots.max(1)) {
            for (filled, packed) in filled.iter_mut().zip(of_unit) {
                *filled |= *packed != ABSENT;
            }
        }
        filled
    }

    /// Puts a figure in place of what was there, and returns what was there.
    pub fn put(&mut self, unit: u32, slot: usize, figure: Option<Figure>) -> Option<Figure> {
        let packed = figure.map_or(ABSENT, pack);
        unpack(std::mem::replace(&mut self.figures[unit as usize * self.slots + slot], packed))
    }

    /// Puts a count where there is no figure yet. False, and nothing is done, where there is one.
    ///
    /// Millions of counts come this way: each goes right to its place.
    #[inline(always)]
    pub fn put_first_count(&mut self, unit: u32, slot: usize, count: i64, place: Place) -> bool {
        let figure = &mut self.figures[unit as usize * self.slots + slot];
        let is_first = *figure == ABSENT;
        if is_first {
            *figure = words(COUNT, count, place);
        }
        is_first
    }

    /// Takes away all figures of a unit, and when it was received.
    pub fn clear(&mut self, unit: u32) {
        let start = unit as usize * self.slots;
        self.figures[start..start + self.slots].fill(ABSENT);
        self.set_received(unit, None);
    }

    /// A count; `None` when missing.
    #[inline]
    pub fn count(&self, unit: u32, slot: usize) -> Option<i64> {
        let [bits, rest] = self.figures[unit as usize * self.slots + slot];
        (rest >> 60 == COUNT).then_some(bits.cast_signed())
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
        let start = unit as usize * self.slots;
        self.figures[start..start + self.slots].iter().any(|packed| *packed != ABSENT)
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
