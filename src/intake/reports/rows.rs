//! Rows of a table that aren't of a unit: numbers of columns below the header, and lines for signatures.

use super::reading::Reading;
use crate::contest::finding_code as codes;
use crate::contest::plan::MetricKind;
use crate::intake::answer::read_answer;
use crate::intake::table::Row;
use crate::intake::unit_lookup::{Found, Named};

impl Reading<'_, '_> {
    /// Leaves out the first row below the header when it numbers the columns and names no unit. Returns whether it did.
    pub(super) fn leave_out_column_numbers(&mut self, row: Row<'_>, named: Named<'_>) -> bool {
        if self.rows != 1 || !numbers_columns(row.cells.iter().map(|cell| cell.text)) {
            return false;
        }
        let numbered_name = !named.name.is_empty() && column_number(named.name).is_some();
        let unit = matches!(self.ground.lookup.find(named), Found::Unit(_) | Found::LeadingZero(_));
        if unit && !numbered_name {
            return false;
        }
        let at = self.spot(row.number, None);
        let first = row.cells.iter().map(|cell| cell.text).find(|text| !text.is_empty()).unwrap_or_default();
        codes::ROW_COLUMN_NUMBERS.raise(self.findings, |draft| draft.at(at).with_read(first));
        true
    }
}

/// Whether a cell of a row without a known unit may report a figure: it begins like a number (`ngày 24 tháng 5`
/// doesn't), or is an answer.
pub(super) fn may_be_figure(text: &str, kind: MetricKind) -> bool {
    let number = text.trim_start_matches(['+', '-', '−', '.', ',', '(', ' ']);
    number.starts_with(char::is_numeric) || kind == MetricKind::Flag && read_answer(text).is_some()
}

/// Whether a row names its unit by something like a code, so that it isn't a line of text.
pub(super) fn has_code(named: Named<'_>) -> bool {
    named.code.bytes().any(|byte| byte.is_ascii_digit()) && !named.code.contains(char::is_whitespace)
}

/// Whether cells number the columns: `(1)`, `(2)`, `(3)`, or `A`, `B`, `1`, `2`, `3=1+2`.
fn numbers_columns<'t>(texts: impl Iterator<Item = &'t str>) -> bool {
    let mut letter = 'A';
    let mut number = 1;
    let mut seen = 0;
    for text in texts.filter(|text| !text.is_empty()) {
        match column_number(text) {
            Some(ColumnNumber::Letter(found)) if number == 1 && found == letter => {
                letter = char::from_u32(u32::from(letter) + 1).unwrap_or('?');
            }
            Some(ColumnNumber::Number(found)) if found == number => number += 1,
            _ => return false,
        }
        seen += 1;
    }
    seen > 1 && number > 1
}

enum ColumnNumber {
    Letter(char),
    Number(u32),
}

/// The number or letter of a column, with or without brackets and with or without how it's computed.
fn column_number(text: &str) -> Option<ColumnNumber> {
    let text = text.trim_matches(|letter| matches!(letter, '(' | ')' | '[' | ']' | ' '));
    let text = text.split('=').next().unwrap_or_default().trim_end();
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) if letter.is_ascii_alphabetic() => {
            Some(ColumnNumber::Letter(letter.to_ascii_uppercase()))
        }
        _ if text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit()) => {
            text.parse().ok().map(ColumnNumber::Number)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_columns_are_told_from_figures() {
        for row in
            [&["(1)", "(2)", "(3)"][..], &["1", "2", "3"], &["A", "B", "1", "2"], &["a", "", "(1)", "2=1/3"]]
        {
            assert!(numbers_columns(row.iter().copied()), "{row:?}");
        }
        for row in [
            &["1", "3", "2"][..],
            &["2", "3"],
            &["1"],
            &["A", "B"],
            &["A", "5"],
            &["001", "1"],
            &["1", "x"],
            &[],
        ] {
            assert!(!numbers_columns(row.iter().copied()), "{row:?}");
        }
    }
}
