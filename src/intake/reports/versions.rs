//! Which version of a figure stands: a later one wins, by time of receipt or else by order of files.

use chrono::NaiveDateTime;

use crate::contest::figure::{Figure, Reports, Value};

/// What became of a figure that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    /// There was none before.
    New,
    /// An earlier version already said the same.
    Same,
    /// The same file already said the same.
    Repeated(Figure),
    /// It takes the place of an earlier version.
    Corrected {
        /// The earlier version.
        before: Figure,
        /// The unit had a time of receipt, and the correction has none.
        receipt_lost: bool,
    },
    /// It was received earlier than the one that stands, and left out.
    Superseded(Figure),
    /// The same file said something else, and not at another time; left out.
    Duplicate(Figure),
}

/// The figures as they stand while files are read.
pub(super) struct Versions {
    /// The figures.
    pub reports: Reports,
    slots: usize,
    /// Per figure when its latest version was received, in microseconds; empty while no file says.
    receipts: Vec<i64>,
    figures: usize,
}

const NO_RECEIPT: i64 = i64::MIN;

fn instant(moment: NaiveDateTime) -> i64 {
    moment.and_utc().timestamp_micros()
}

impl Versions {
    pub fn new(units: usize, slots: usize) -> Self {
        Self { reports: Reports::empty(units, slots), slots, receipts: Vec::new(), figures: units * slots }
    }

    /// Keeps a figure, unless a version that goes before it stands.
    #[inline]
    pub fn keep(&mut self, unit: u32, slot: usize, figure: Figure, received: Option<NaiveDateTime>) -> Kept {
        match self.reports.put(unit, slot, Some(figure)) {
            None => {
                if let Some(received) = received {
                    self.set_receipt(unit, slot, instant(received));
                    self.move_clock(unit, received);
                }
                Kept::New
            }
            Some(before) => self.keep_again(unit, slot, (before, figure), received),
        }
    }

    fn keep_again(
        &mut self,
        unit: u32,
        slot: usize,
        (before, figure): (Figure, Figure),
        received: Option<NaiveDateTime>,
    ) -> Kept {
        let old = self.receipt(unit, slot);
        let new = received.map_or(NO_RECEIPT, instant);
        let both = old != NO_RECEIPT && new != NO_RECEIPT;
        let same_version = before.place.file == figure.place.file && !(both && old != new);
        if is_same(before.value, figure.value) {
            if both && new < old || same_version {
                self.reports.put(unit, slot, Some(before));
            }
            if new > old {
                self.set_receipt(unit, slot, new);
            }
            return if same_version { Kept::Repeated(before) } else { Kept::Same };
        }
        if both && new < old {
            self.reports.put(unit, slot, Some(before));
            return Kept::Superseded(before);
        }
        if same_version {
            self.reports.put(unit, slot, Some(before));
            return Kept::Duplicate(before);
        }
        if old != new {
            self.set_receipt(unit, slot, new);
        }
        let receipt_lost = received.is_none() && self.reports.received(unit).is_some();
        match received {
            Some(received) => self.move_clock(unit, received),
            None => self.reports.set_received(unit, None),
        }
        Kept::Corrected { before, receipt_lost }
    }

    fn move_clock(&mut self, unit: u32, received: NaiveDateTime) {
        if self.reports.received(unit).is_none_or(|before| before < received) {
            self.reports.set_received(unit, Some(received));
        }
    }

    fn receipt(&self, unit: u32, slot: usize) -> i64 {
        self.receipts.get(unit as usize * self.slots + slot).copied().unwrap_or(NO_RECEIPT)
    }

    fn set_receipt(&mut self, unit: u32, slot: usize, receipt: i64) {
        if self.receipts.is_empty() {
            self.receipts = vec![NO_RECEIPT; self.figures];
        }
        self.receipts[unit as usize * self.slots + slot] = receipt;
    }

    /// A text as a value: that of the figure's present version when it says the same.
    pub fn text(&mut self, unit: u32, slot: usize, text: &str) -> Value {
        if let Some(Figure { value: Value::Text(index), .. }) = self.reports.figure(unit, slot)
            && self.reports.texts[index as usize] == text
        {
            return Value::Text(index);
        }
        self.reports.texts.push(text.to_owned());
        Value::Text(u32::try_from(self.reports.texts.len() - 1).unwrap_or(u32::MAX))
    }
}

/// The same value, though it may be written with other digits (99.9 and 99.90).
fn is_same(left: Value, right: Value) -> bool {
    match (left, right) {
        (Value::Percentage(left), Value::Percentage(right)) | (Value::Points(left), Value::Points(right)) => {
            left.fraction() == right.fraction()
        }
        _ => left == right,
    }
}
