//! What reading a wide and a long file have in common: the unit of a row, its receipt, and keeping a figure.

use chrono::NaiveDateTime;

use super::ReadOptions;
use super::fractions::Fractions;
use super::telling::received_at;
use super::value::{Evidence, Numbers, Said, date_fault, is_missing, read_value};
use super::versions::{Kept, Versions};
use crate::contest::figure::{Figure, Place, Value};
use crate::contest::finding::{Findings, Spot};
use crate::contest::finding_code::{self as codes, FindingCode};
use crate::contest::fraction::{Fraction, Numeral};
use crate::contest::plan::{MetricKind, Plan};
use crate::contest::unit::Units;
use crate::intake::date::read_moment;
use crate::intake::header::{Header, Meaning};
use crate::intake::number::plain_count;
use crate::intake::source_file::{SourceFile, spot};
use crate::intake::table::Cell;
use crate::intake::totals::{TotalRow, Totals};
use crate::intake::understood::Shape;
use crate::intake::unit_lookup::{Found, Named, UnitLookup, plain_code};

/// What stays the same over all files.
pub(super) struct Ground<'a> {
    pub plan: &'a Plan,
    /// How many figures a unit can report.
    pub slots: usize,
    pub units: &'a Units,
    pub lookup: &'a UnitLookup<'a>,
    pub options: &'a ReadOptions,
    /// For each level and slot whether units of the level have the figure.
    pub expected: Vec<Vec<bool>>,
    pub progress: &'a dyn Fn(u64),
}

/// Where the columns are that wide and long files have in common.
#[derive(Debug, Clone, Copy)]
pub(super) struct UnitColumns {
    code: Option<usize>,
    name: Option<usize>,
    parent_code: Option<usize>,
    parent_name: Option<usize>,
    received: Option<usize>,
}

/// One file while it's read.
pub(super) struct Reading<'a, 'w> {
    pub ground: &'a Ground<'a>,
    pub file: SourceFile<'a>,
    pub index: u16,
    pub header: &'w Header,
    pub columns: UnitColumns,
    pub versions: &'w mut Versions,
    pub findings: &'w mut Findings,
    pub numbers: Numbers,
    pub totals: Totals,
    pub fractions: Fractions,
    pub rows: u64,
    pub rows_before: u64,
    pub figures: u64,
    pub received_later: i64,
    /// Per unit what was said about it already; empty until there is something to say.
    said: Vec<u8>,
    received_text: String,
    received: Result<Option<NaiveDateTime>, &'static FindingCode>,
}

const SAID_LEADING_ZERO: u8 = 1;
const SAID_NOT_PARTICIPANT: u8 = 2;
const SAID_NAME_DIFFERS: u8 = 4;

/// Whether a row counts by its time of receipt.
pub(super) enum Receipt {
    /// It does; the time, when the file says it.
    At(Option<NaiveDateTime>),
    /// It was received after the moment asked for.
    Later,
}

impl UnitColumns {
    pub fn of(header: &Header) -> Self {
        let unit = header.position(Meaning::Unit);
        Self {
            code: header.position(Meaning::UnitCode).or(unit),
            name: header.position(Meaning::UnitName),
            parent_code: header.position(Meaning::ParentCode),
            parent_name: header.position(Meaning::ParentName),
            received: header.position(Meaning::ReceivedAt),
        }
    }

    /// The column that names the unit: its code, else its name.
    pub fn unit(&self) -> Option<usize> {
        self.code.or(self.name)
    }

    pub fn code(&self) -> Option<usize> {
        self.code
    }

    pub fn received(&self) -> Option<usize> {
        self.received
    }

    pub fn named<'r>(&self, cell: impl Fn(usize) -> &'r str) -> Named<'r> {
        let text = |column: Option<usize>| column.map_or("", &cell);
        let parent = text(self.parent_code);
        Named {
            code: text(self.code),
            name: text(self.name),
            parent: if parent.is_empty() { text(self.parent_name) } else { parent },
        }
    }
}

impl<'a, 'w> Reading<'a, 'w> {
    pub fn new(
        ground: &'a Ground<'a>,
        (file, index): (SourceFile<'a>, u16),
        header: &'w Header,
        (versions, findings): (&'w mut Versions, &'w mut Findings),
        rows_before: u64,
        shape: Shape,
    ) -> Self {
        let grouped = shape == Shape::Wide;
        Self {
            ground,
            file,
            index,
            header,
            columns: UnitColumns::of(header),
            versions,
            findings,
            numbers: Numbers::new(ground.options.numbers),
            totals: Totals::new(ground.plan.levels.len(), ground.slots, grouped),
            fractions: Fractions::new(ground.slots),
            rows: 0,
            rows_before,
            figures: 0,
            received_later: 0,
            said: Vec::new(),
            received_text: String::new(),
            received: Ok(None),
        }
    }

    pub fn spot(&self, row: u32, column: Option<usize>) -> Spot {
        spot(self.file.name, row, column, &self.header.columns)
    }

    /// Counts a row, and tells who waits for it now and then.
    #[inline]
    pub fn count_row(&mut self) {
        self.rows += 1;
        if self.rows.is_multiple_of(16_384) {
            (self.ground.progress)(self.rows_before + self.rows);
        }
    }

    /// Whether it's the first time that this is said about a unit.
    pub(super) fn first_time(&mut self, unit: u32, what: u8) -> bool {
        if self.said.is_empty() {
            self.said = vec![0; self.ground.units.list.len()];
        }
        let said = &mut self.said[unit as usize];
        let first = *said & what == 0;
        *said |= what;
        first
    }

    /// The unit of a row, and what is to be said about how it was found.
    pub fn unit(&mut self, named: Named<'_>, row: u32) -> Result<u32, Found> {
        let unit = match self.ground.lookup.find(named) {
            Found::Unit(unit) => unit,
            Found::LeadingZero(unit) => {
                if self.first_time(unit, SAID_LEADING_ZERO) {
                    let code = self.ground.units.get(unit).code();
                    let at = self.spot(row, self.columns.code);
                    codes::UNIT_LEADING_ZERO.raise(self.findings, |draft| {
                        draft.at(at).with_unit(code).with_read(plain_code(named.code)).with("code", code)
                    });
                }
                unit
            }
            nothing => return Err(nothing),
        };
        if !named.code.is_empty()
            && !named.name.is_empty()
            && self.ground.lookup.name_differs(unit, named.name)
            && self.first_time(unit, SAID_NAME_DIFFERS)
        {
            let known = self.ground.units.get(unit);
            let at = self.spot(row, self.columns.name);
            codes::UNIT_NAME_DIFFERS.raise(self.findings, |draft| {
                draft.at(at).with_unit(known.code()).with_read(named.name).with("name", known.name())
            });
        }
        Ok(unit)
    }

    /// Says that a unit doesn't take part, once.
    pub fn check_participant(&mut self, unit: u32, row: u32) {
        let known = self.ground.units.get(unit);
        if known.cluster.is_none() && self.first_time(unit, SAID_NOT_PARTICIPANT) {
            let at = self.spot(row, self.columns.unit());
            codes::UNIT_NOT_PARTICIPANT.raise(self.findings, |draft| draft.at(at).with_unit(known.code()));
        }
    }

    /// Says that the unit of a row isn't known.
    pub fn unknown_unit(&mut self, named: Named<'_>, found: &Found, row: u32) {
        let lookup = self.ground.lookup;
        let at = self.spot(row, self.columns.unit());
        let read = if named.code.is_empty() { named.name } else { named.code };
        match found {
            Found::Unnamed => codes::UNIT_MISSING.raise(self.findings, |draft| draft.at(at)),
            Found::Several(units) => codes::UNIT_AMBIGUOUS.raise(self.findings, |draft| {
                draft.at(at).with_read(read).with("choices", lookup.list(units.iter().copied()))
            }),
            _ => codes::UNIT_UNKNOWN.raise(self.findings, |draft| {
                draft.at(at).with_read(read).with("suggestions", lookup.suggestions(named))
            }),
        }
    }

    /// Says that a row, kept because it might have been one of totals, is one of an unknown unit.
    pub fn not_a_total(&mut self, row: &TotalRow) {
        let [code, name, parent] = &row.named;
        let named = Named { code, name, parent };
        let found = self.ground.lookup.find(named);
        self.unknown_unit(named, &found, row.row);
    }

    /// The time of receipt that a row states; a faulty one is found and counts as none.
    pub fn receipt(&mut self, text: &str, row: u32) -> Receipt {
        if text.is_empty() {
            return Receipt::At(None);
        }
        if text != self.received_text {
            text.clone_into(&mut self.received_text);
            self.received = if is_missing(text) {
                Ok(None)
            } else {
                read_moment(text).map(Some).map_err(|fault| date_fault(fault, &codes::MOMENT_MALFORMED))
            };
        }
        match self.received {
            Ok(received) => {
                let later = self.ground.options.as_of.zip(received).is_some_and(|(as_of, at)| at > as_of);
                if later {
                    self.received_later += 1;
                    return Receipt::Later;
                }
                Receipt::At(received)
            }
            Err(code) => {
                let at = self.spot(row, self.columns.received);
                code.raise(self.findings, |draft| draft.at(at).with_read(text).with("figure", received_at()));
                Receipt::At(None)
            }
        }
    }

    /// Reads a cell and keeps what it says. Plain counts, of which millions come, have a way of their own, on which
    /// nothing is looked at twice.
    #[inline(always)]
    pub fn take(
        &mut self,
        (cell, kind): (Cell<'_>, MetricKind),
        of: (u32, u16, usize),
        place: (u32, usize),
        received: Option<NaiveDateTime>,
        evidence: &dyn Fn() -> Evidence,
    ) {
        if kind == MetricKind::Count
            && let Some(count) = plain_count(cell.text.as_bytes())
            && self.take_first_count(count, of, place, received)
        {
            return;
        }
        self.take_slowly((cell, kind), of, place, received, evidence);
    }

    /// Keeps a count of which there is nothing to say. False, and nothing is done, for any other one.
    #[inline(always)]
    pub fn take_first_count(
        &mut self,
        count: i64,
        (unit, level, slot): (u32, u16, usize),
        place: (u32, usize),
        received: Option<NaiveDateTime>,
    ) -> bool {
        let is_plain = received.is_none()
            && self.is_expected(level, slot)
            && self.versions.keep_first_count(unit, slot, count, self.place(place));
        if is_plain {
            self.figures += 1;
            self.totals.add(level, slot, count);
        }
        is_plain
    }

    /// Whether units of a level have a figure.
    fn is_expected(&self, level: u16, slot: usize) -> bool {
        self.ground.expected[usize::from(level)][slot]
    }

    fn place(&self, (row, column): (u32, usize)) -> Place {
        Place { file: self.index, column: u16::try_from(column).unwrap_or(u16::MAX), row }
    }

    #[inline(never)]
    fn take_slowly(
        &mut self,
        (cell, kind): (Cell<'_>, MetricKind),
        (unit, level, slot): (u32, u16, usize),
        place: (u32, usize),
        received: Option<NaiveDateTime>,
        evidence: &dyn Fn() -> Evidence,
    ) {
        let value = match read_value(cell, kind, &mut self.numbers, evidence) {
            Ok(Said::Nothing) if cell.text.is_empty() => return,
            Ok(Said::Nothing) => return self.not_withdrawn((unit, slot), place, cell.text, received),
            Ok(Said::Text(text)) => self.versions.text(unit, slot, text),
            Ok(Said::Value(value)) => value,
            Err(code) => return self.fault(code, Some(unit), slot, place, cell.text),
        };
        self.keep(value, (unit, level, slot), place, cell.text, received);
    }

    fn keep(
        &mut self,
        value: Value,
        (unit, level, slot): (u32, u16, usize),
        (row, column): (u32, usize),
        read: &str,
        received: Option<NaiveDateTime>,
    ) {
        self.figures += 1;
        match value {
            Value::Count(count) => self.totals.add(level, slot, count),
            Value::Percentage(stated) => self.check_percentage(stated, (unit, slot), (row, column), read),
            _ => {}
        }
        if !self.is_expected(level, slot) {
            self.not_expected((unit, level, slot), (row, column), read);
        }
        let place = self.place((row, column));
        let kept = self.versions.keep(unit, slot, Figure { value, place }, received);
        if kept != Kept::New {
            self.tell(&kept, value, (unit, slot), (row, column), read);
        }
    }

    fn check_percentage(
        &mut self,
        stated: Numeral,
        (unit, slot): (u32, usize),
        (row, column): (u32, usize),
        read: &str,
    ) {
        if stated.percent() > Fraction::whole(1) {
            self.fault(&codes::PERCENTAGE_OUT_OF_RANGE, Some(unit), slot, (row, column), read);
            self.fractions.above_one(slot);
        } else {
            self.fractions.see(stated, (unit, slot, row, column), read);
        }
    }
}
