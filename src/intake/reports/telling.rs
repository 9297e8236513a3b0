//! What is said about figures while a file is read.

use chrono::NaiveDateTime;

use super::reading::Reading;
use super::versions::Kept;
use crate::contest::figure::{Reports, Value};
use crate::contest::finding::Argument;
use crate::contest::finding_code::{self as codes, FindingCode};
use crate::contest::fraction::Numeral;
use crate::contest::words::Words;

impl Reading<'_, '_> {
    /// Says what is wrong with the value of a cell; the unit is `None` where the row's isn't known.
    pub fn fault(
        &mut self,
        code: &FindingCode,
        unit: Option<u32>,
        slot: usize,
        (row, column): (u32, usize),
        read: &str,
    ) {
        if let Some(unit) = unit {
            self.versions.note_refused(unit);
        }
        let at = self.spot(row, Some(column));
        let (plan, units) = (self.ground.plan, self.ground.units);
        code.raise(self.findings, |draft| {
            let known = unit.map_or("", |unit| units.get(unit).code());
            draft.at(at).with_unit(known).with_read(read).with("figure", plan.slot_name(slot))
        });
    }

    /// Says that units of a level don't have a figure.
    pub(super) fn not_expected(
        &mut self,
        (unit, level, slot): (u32, u16, usize),
        (row, column): (u32, usize),
        read: &str,
    ) {
        let at = self.spot(row, Some(column));
        let (plan, units) = (self.ground.plan, self.ground.units);
        codes::FIGURE_NOT_EXPECTED.raise(self.findings, |draft| {
            draft
                .at(at)
                .with_unit(units.get(unit).code())
                .with_read(read)
                .with("figure", plan.slot_name(slot))
                .with("level", plan.levels[usize::from(level)].name.clone())
        });
    }

    /// Says what became of a figure that wasn't the first.
    pub(super) fn tell(
        &mut self,
        kept: &Kept,
        after: Value,
        (unit, slot): (u32, usize),
        (row, column): (u32, usize),
        read: &str,
    ) {
        let at = self.spot(row, Some(column));
        let reports = self.versions.reports();
        let shown = |value| shown(value, reports);
        let figure = || self.ground.plan.slot_name(slot);
        let code = self.ground.units.get(unit).code();
        let findings = &mut *self.findings;
        match *kept {
            Kept::New | Kept::Same | Kept::BeforeContradiction => {}
            Kept::NewReceiptLost => {
                codes::UNIT_RECEIPT_UNKNOWN.raise(findings, |draft| draft.at(at).with_unit(code));
            }
            Kept::Repeated(first) => codes::FIGURE_REPEATED.raise(findings, |draft| {
                let first_row = i64::from(first.place.row);
                draft
                    .at(at)
                    .with_unit(code)
                    .with_read(read)
                    .with("figure", figure())
                    .with("first_row", first_row)
            }),
            Kept::Duplicate(first) => codes::FIGURE_DUPLICATE.raise(findings, |draft| {
                let first_row = i64::from(first.place.row);
                let draft = draft.at(at).with_unit(code).with_read(read).with("figure", figure());
                draft
                    .with("before", shown(first.value))
                    .with("after", shown(after))
                    .with("first_row", first_row)
            }),
            Kept::Superseded(standing) => codes::FIGURE_SUPERSEDED.raise(findings, |draft| {
                let draft = draft.at(at).with_unit(code).with_read(read).with("figure", figure());
                draft.with("kept", shown(standing.value)).with("left_out", shown(after))
            }),
            Kept::Corrected { before, receipt_lost } => {
                codes::FIGURE_CORRECTED.raise(findings, |draft| {
                    let draft = draft.at(at).with_unit(code).with_read(read).with("figure", figure());
                    draft.with("before", shown(before.value)).with("after", shown(after))
                });
                if receipt_lost {
                    let at = self.spot(row, Some(column));
                    codes::UNIT_RECEIPT_UNKNOWN.raise(self.findings, |draft| draft.at(at).with_unit(code));
                }
            }
        }
    }

    /// Says that a later version takes a figure back, which stands nevertheless.
    pub(super) fn not_withdrawn(
        &mut self,
        (unit, slot): (u32, usize),
        (row, column): (u32, usize),
        read: &str,
        received: Option<NaiveDateTime>,
    ) {
        let Some(standing) = self.versions.is_later(unit, slot, self.index, received) else { return };
        let at = self.spot(row, Some(column));
        let (plan, code) = (self.ground.plan, self.ground.units.get(unit).code());
        let reports = self.versions.reports();
        codes::FIGURE_NOT_WITHDRAWN.raise(self.findings, |draft| {
            let draft = draft.at(at).with_unit(code).with_read(read).with("figure", plan.slot_name(slot));
            draft.with("kept", shown(standing.value, reports))
        });
    }

    /// Says how many rows were left out since they were received later.
    pub fn tell_received_later(&mut self) {
        if let (Some(as_of), 1..) = (self.ground.options.as_of, self.received_later) {
            let at = self.spot(0, None);
            let count = self.received_later;
            codes::ROW_RECEIVED_LATER.raise(self.findings, |draft| {
                draft.at(at).with("count", count).with("as_of", as_of.format("%Y-%m-%dT%H:%M:%S").to_string())
            });
        }
    }

    /// Says which rows of totals don't add up.
    pub fn tell_differences(&mut self) {
        for difference in self.totals.differences() {
            let at = self.spot(difference.row, Some(difference.cell.column));
            let figure = self.ground.plan.slot_name(difference.cell.slot);
            codes::ROW_TOTAL_DIFFERS.raise(self.findings, |draft| {
                let sum = i64::try_from(difference.sum)
                    .map_or_else(|_| Argument::Text(difference.sum.to_string()), Argument::Count);
                draft
                    .at(at)
                    .with_read(&difference.cell.stated.to_string())
                    .with("figure", figure)
                    .with("stated", difference.cell.stated)
                    .with("sum", sum)
            });
        }
    }
}

/// What the column of receipts is called.
pub(super) fn received_at() -> Words {
    Words { vi: "Thời điểm nhận".to_owned(), en: "Received at".to_owned() }
}

/// A value as a part of a sentence.
fn shown(value: Value, reports: &Reports) -> Argument {
    match value {
        Value::Count(count) => Argument::Count(count),
        Value::Percentage(stated) => Argument::Words(numeral(stated, " %")),
        Value::Points(given) => Argument::Words(numeral(given, "")),
        Value::Flag(true) => Argument::Words(Words { vi: "có".to_owned(), en: "yes".to_owned() }),
        Value::Flag(false) => Argument::Words(Words { vi: "không".to_owned(), en: "no".to_owned() }),
        Value::Date(date) => Argument::Text(date.format("%d/%m/%Y").to_string()),
        Value::Moment(moment) => Argument::Text(moment.format("%H:%M:%S %d/%m/%Y").to_string()),
        Value::Text(text) => Argument::Text(reports.texts.get(text as usize).cloned().unwrap_or_default()),
    }
}

/// A numeral with its printed digits and its sign, as each language writes it.
fn numeral(numeral: Numeral, sign: &str) -> Words {
    let text = numeral.to_string();
    Words { vi: text.replace('.', ",") + sign, en: text + sign }
}
