//! Which version of a figure stands: a later one wins, by time of receipt or else by order of files.

use chrono::{DateTime, NaiveDateTime};
use rustc_hash::FxHashMap;

use crate::contest::figure::{Figure, Place, Reports, Value};

/// What became of a figure that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    /// There was none before.
    New,
    /// There was none before; an earlier file says when it was received, and this one doesn't.
    NewReceiptLost,
    /// An earlier version already said the same.
    Same,
    /// The same file already said the same.
    Repeated(Figure),
    /// It takes the place of an earlier version.
    Corrected {
        /// The earlier version.
        before: Figure,
        /// The unit had a time of receipt until now, and the correction has none.
        receipt_lost: bool,
    },
    /// It was received earlier than the one that stands, and left out.
    Superseded(Figure),
    /// The same file said something else, and not at another time; neither is taken.
    Duplicate(Figure),
    /// The same file says two values at a later time; left out.
    BeforeContradiction,
}

/// The figures as they stand while files are read.
pub(super) struct Versions {
    reports: Reports,
    slots: usize,
    /// Per figure when its standing version was received, in microseconds; empty while no file says.
    receipts: Vec<i64>,
    /// Per unit whether its time of receipt is known; empty while no file says one.
    clocks: Vec<Clock>,
    /// Versions that don't stand, of figures whose standing version says when it was received.
    past: Vec<PastVersion>,
    units: usize,
    /// By figure the first of the values by which the file being read contradicts itself, so that none is taken.
    contradictions: FxHashMap<usize, Version>,
    /// By figure what stood before the file being read said something else about it.
    displaced: Vec<(usize, Version)>,
}

/// A figure, and when it was received.
#[derive(Debug, Clone, Copy)]
struct Version {
    figure: Figure,
    received: i64,
}

/// Whether it's known when a unit reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Clock {
    /// No version so far says when it was received.
    Unsaid,
    /// A version of this file was the first to say it.
    Said(u16),
    /// A later version doesn't say it; that stays so, whatever follows.
    Lost,
}

/// A version of a figure that gave way to another one.
#[derive(Debug, Clone, Copy)]
struct PastVersion {
    figure: usize,
    received: i64,
    value: Value,
}

const NO_RECEIPT: i64 = i64::MIN;

fn instant(moment: NaiveDateTime) -> i64 {
    moment.and_utc().timestamp_micros()
}

impl Versions {
    pub fn new(units: usize, slots: usize) -> Self {
        Self {
            reports: Reports::empty(units, slots),
            slots,
            receipts: Vec::new(),
            clocks: Vec::new(),
            past: Vec::new(),
            units,
            contradictions: FxHashMap::default(),
            displaced: Vec::new(),
        }
    }

    /// A file is read from now on.
    pub fn begin_file(&mut self, name: &str) {
        self.end_file();
        self.reports.files.push(name.to_owned());
    }

    /// Where a file contradicts itself, what stood before it stands again.
    fn end_file(&mut self) {
        for (place, before) in std::mem::take(&mut self.displaced) {
            if self.contradictions.contains_key(&place) {
                let unit = u32::try_from(place / self.slots).unwrap_or(u32::MAX);
                self.reports.put(unit, place % self.slots, Some(before.figure));
                if let Some(receipt) = self.receipts.get_mut(place) {
                    *receipt = before.received;
                }
            }
        }
        self.contradictions.clear();
    }

    /// The headers of the file begun last.
    pub fn set_headers(&mut self, headers: Vec<String>) {
        self.reports.headers.push(headers);
    }

    /// The figures so far.
    pub fn reports(&self) -> &Reports {
        &self.reports
    }

    /// Notes that a value of the unit was refused.
    pub fn note_refused(&mut self, unit: u32) {
        self.reports.note_refused(unit);
    }

    /// Keeps a count that is the first version of its figure, where no file says when it was received and none
    /// contradicts itself. False, and nothing is done, for any other one.
    #[inline(always)]
    pub fn keep_first_count(&mut self, unit: u32, slot: usize, count: i64, place: Place) -> bool {
        let is_plain = self.clocks.is_empty() && self.contradictions.is_empty();
        is_plain && self.reports.put_first_count(unit, slot, count, place)
    }

    /// Keeps a figure, unless a version that goes before it stands.
    pub fn keep(&mut self, unit: u32, slot: usize, figure: Figure, received: Option<NaiveDateTime>) -> Kept {
        match self.reports.put(unit, slot, Some(figure)) {
            None => self.keep_new(unit, slot, figure, received),
            Some(before) => self.keep_again(unit, slot, (before, figure), received),
        }
    }

    /// What becomes of a figure, just put where there was none.
    fn keep_new(&mut self, unit: u32, slot: usize, figure: Figure, received: Option<NaiveDateTime>) -> Kept {
        if !self.contradictions.is_empty()
            && let Some(left_out) = self.keep_contradicted(unit, slot, figure, received)
        {
            return left_out;
        }
        if let Some(received) = received {
            self.set_receipt(unit, slot, instant(received), figure.place.file);
        } else if !self.clocks.is_empty()
            && matches!(self.clocks[unit as usize], Clock::Said(file) if file < figure.place.file)
        {
            self.lose_clock(unit);
            return Kept::NewReceiptLost;
        }
        Kept::New
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
        if before.place.file != figure.place.file && !(both && new < old) {
            let version = Version { figure: before, received: old };
            self.displaced.push((unit as usize * self.slots + slot, version));
        }
        if is_same(before.value, figure.value) {
            if both && new < old || same_version {
                self.reports.put(unit, slot, Some(before));
            }
            if new > old {
                self.remember(unit, slot, old, before.value);
                self.set_receipt(unit, slot, new, figure.place.file);
            } else if both && new < old {
                self.remember(unit, slot, new, figure.value);
            }
            return if same_version { Kept::Repeated(before) } else { Kept::Same };
        }
        if both && new < old {
            self.reports.put(unit, slot, Some(before));
            self.remember(unit, slot, new, figure.value);
            return Kept::Superseded(before);
        }
        if same_version {
            self.contradict(unit, slot, Version { figure: before, received: old.min(new) });
            return Kept::Duplicate(before);
        }
        if new != NO_RECEIPT {
            self.remember(unit, slot, old, before.value);
        }
        if old != new {
            self.set_receipt(unit, slot, new, figure.place.file);
        }
        let receipt_lost = new == NO_RECEIPT && self.lose_clock(unit);
        Kept::Corrected { before, receipt_lost }
    }

    /// Takes neither of two values that one file states, `first` and another one.
    fn contradict(&mut self, unit: u32, slot: usize, first: Version) {
        let place = unit as usize * self.slots + slot;
        self.reports.put(unit, slot, None);
        self.reports.note_refused(unit);
        if let Some(receipt) = self.receipts.get_mut(place) {
            *receipt = NO_RECEIPT;
        }
        self.contradictions.insert(place, first);
    }

    /// What becomes of a value, just put, of which the file stated two already; `None` where it stands, since it was
    /// received later than those.
    fn keep_contradicted(
        &mut self,
        unit: u32,
        slot: usize,
        figure: Figure,
        received: Option<NaiveDateTime>,
    ) -> Option<Kept> {
        let place = unit as usize * self.slots + slot;
        let first = *self.contradictions.get(&place)?;
        let new = received.map_or(NO_RECEIPT, instant);
        let both = first.received != NO_RECEIPT && new != NO_RECEIPT;
        if both && new > first.received {
            self.contradictions.remove(&place);
            return None;
        }
        if new == NO_RECEIPT {
            // It contradicts the values of every time.
            self.contradictions.insert(place, Version { received: NO_RECEIPT, ..first });
        }
        self.reports.put(unit, slot, None);
        Some(if both && new < first.received {
            Kept::BeforeContradiction
        } else if self.says_same(first.figure.value, figure.value) {
            Kept::Repeated(first.figure)
        } else {
            Kept::Duplicate(first.figure)
        })
    }

    /// Whether two values say the same; texts are compared by what they say.
    fn says_same(&self, one: Value, other: Value) -> bool {
        let texts = &self.reports.texts;
        match (one, other) {
            (Value::Text(one), Value::Text(other)) => texts[one as usize] == texts[other as usize],
            (one, other) => is_same(one, other),
        }
    }

    /// The time of receipt of a unit isn't known any more. Returns whether it was until now.
    fn lose_clock(&mut self, unit: u32) -> bool {
        match self.clocks.get_mut(unit as usize) {
            Some(clock @ Clock::Said(_)) => {
                *clock = Clock::Lost;
                true
            }
            _ => false,
        }
    }

    fn remember(&mut self, unit: u32, slot: usize, received: i64, value: Value) {
        self.past.push(PastVersion { figure: unit as usize * self.slots + slot, received, value });
    }

    fn receipt(&self, unit: u32, slot: usize) -> i64 {
        self.receipts.get(unit as usize * self.slots + slot).copied().unwrap_or(NO_RECEIPT)
    }

    fn set_receipt(&mut self, unit: u32, slot: usize, receipt: i64, file: u16) {
        if self.receipts.is_empty() {
            self.receipts = vec![NO_RECEIPT; self.units * self.slots];
            self.clocks = vec![Clock::Unsaid; self.units];
        }
        self.receipts[unit as usize * self.slots + slot] = receipt;
        let clock = &mut self.clocks[unit as usize];
        if *clock == Clock::Unsaid && receipt != NO_RECEIPT {
            *clock = Clock::Said(file);
        }
    }

    /// Whether a version of this file, received then, is later than the one that stands.
    pub fn is_later(
        &self,
        unit: u32,
        slot: usize,
        file: u16,
        received: Option<NaiveDateTime>,
    ) -> Option<Figure> {
        let standing = self.reports.figure(unit, slot)?;
        let old = self.receipt(unit, slot);
        let new = received.map_or(NO_RECEIPT, instant);
        let later =
            if old != NO_RECEIPT && new != NO_RECEIPT { new > old } else { standing.place.file < file };
        later.then_some(standing)
    }

    /// The figures, and for each unit when the last version that changed one of them was received, whatever the order
    /// in which versions were read.
    pub fn finish(mut self) -> Reports {
        self.end_file();
        self.go_back_to_changes();
        for (unit, clock) in (0_u32..).zip(&self.clocks) {
            let start = unit as usize * self.slots;
            let last = self.receipts[start..start + self.slots].iter().copied().max();
            let known = last.filter(|last| *clock != Clock::Lost && *last != NO_RECEIPT);
            let moment = known.and_then(DateTime::from_timestamp_micros).map(|moment| moment.naive_utc());
            self.reports.set_received(unit, moment);
        }
        self.reports
    }

    /// Makes the receipts those of the versions since which the standing value has stood.
    fn go_back_to_changes(&mut self) {
        self.past.sort_by_key(|version| (version.figure, version.received));
        for versions in self.past.chunk_by(|one, other| one.figure == other.figure) {
            let Some(figure) = versions.first().map(|version| version.figure) else { continue };
            let unit = u32::try_from(figure / self.slots).unwrap_or(u32::MAX);
            let Some(standing) = self.reports.figure(unit, figure % self.slots) else { continue };
            let same = |version: &&PastVersion| self.says_same(version.value, standing.value);
            if let Some(first) = versions.iter().rev().take_while(same).last() {
                self.receipts[figure] = self.receipts[figure].min(first.received);
            }
        }
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
