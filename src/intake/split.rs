//! Delimited text becomes rows of cells: separators, line ends and quotes, as RFC 4180 and spreadsheets read them.

use std::ops::ControlFlow;

use super::table::{Cell, MOST_COLUMNS, Row, Unreadable, cell_fits, trimmed};

/// A cell as it stands in a text that has quotes.
enum Raw<'t> {
    /// The cell's text as it is.
    Plain(&'t str),
    /// A quoted text with doubled quotes inside or something behind its closing quote: it has to be rewritten.
    Doubled { quoted: &'t str, behind: &'t str },
}

impl Raw<'_> {
    fn rewritten(&self) -> Option<String> {
        match self {
            Self::Plain(_) => None,
            Self::Doubled { quoted, behind } => Some(quoted.replace("\"\"", "\"") + behind),
        }
    }
}

/// Visits the rows of a text without any quote, in order; wholly empty ones are counted and left out.
pub(super) fn for_each_plain_row<'t>(
    text: &'t str,
    separator: u8,
    mut visit: impl FnMut(Row<'_>) -> ControlFlow<()>,
) {
    let bytes = text.as_bytes();
    let mut cells: Vec<Cell<'t>> = Vec::new();
    let mut number = 1;
    let mut start = 0;
    for end in memchr::memchr3_iter(separator, b'\n', b'\r', bytes) {
        let mark = bytes[end];
        if mark == b'\n' && start == end && end > 0 && bytes[end - 1] == b'\r' {
            start = end + 1;
            continue;
        }
        cells.push(Cell { text: trimmed(&text[start..end]), typed: false });
        start = end + 1;
        if mark != separator {
            if finish_row(number, &cells, &mut visit).is_break() {
                return;
            }
            cells.clear();
            number += 1;
        }
    }
    if start < text.len() || !cells.is_empty() {
        cells.push(Cell { text: trimmed(&text[start..]), typed: false });
        let _ = finish_row(number, &cells, &mut visit);
    }
}

/// Visits the rows of a text with quotes, as [`for_each_plain_row`] does. A line end inside quotes starts no row.
///
/// `rewritten` holds what [`check_quoted`] returned for the same text.
pub(super) fn for_each_quoted_row<'t>(
    text: &'t str,
    separator: u8,
    rewritten: &'t [String],
    mut visit: impl FnMut(Row<'_>) -> ControlFlow<()>,
) {
    let mut rewritten = rewritten.iter();
    let mut cells: Vec<Cell<'t>> = Vec::new();
    let mut number = 1;
    let mut at = 0;
    while let Some((raw, end)) = next_cell(text, at, separator) {
        let cell = match raw {
            Raw::Plain(cell) => cell,
            Raw::Doubled { .. } => rewritten.next().map_or("", String::as_str),
        };
        cells.push(Cell { text: trimmed(cell), typed: false });
        at = match end {
            CellEnd::Separator(next) => next,
            CellEnd::Row(next) => {
                if finish_row(number, &cells, &mut visit).is_break() {
                    return;
                }
                cells.clear();
                number += 1;
                next
            }
        };
        if at >= text.len() && cells.is_empty() {
            return;
        }
    }
}

fn finish_row(
    number: u32,
    cells: &[Cell<'_>],
    visit: &mut impl FnMut(Row<'_>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    if cells.iter().all(|cell| cell.text.is_empty()) {
        return ControlFlow::Continue(());
    }
    visit(Row { number, cells })
}

/// Where a cell ends and where reading goes on.
enum CellEnd {
    /// Another cell of the row follows.
    Separator(usize),
    /// The row is over.
    Row(usize),
}

/// The cell that starts at `at`; `None` when its quote isn't closed.
fn next_cell(text: &str, at: usize, separator: u8) -> Option<(Raw<'_>, CellEnd)> {
    let bytes = text.as_bytes();
    let ends_at = |from: usize| {
        memchr::memchr3(separator, b'\n', b'\r', &bytes[from..]).map_or(bytes.len(), |found| from + found)
    };
    let (raw, end) = if bytes.get(at) == Some(&b'"') {
        let (closing, doubled) = closing_quote(bytes, at + 1)?;
        let end = ends_at(closing + 1);
        let quoted = &text[at + 1..closing];
        if doubled || end > closing + 1 {
            (Raw::Doubled { quoted, behind: &text[closing + 1..end] }, end)
        } else {
            (Raw::Plain(quoted), end)
        }
    } else {
        let end = ends_at(at);
        (Raw::Plain(&text[at..end]), end)
    };
    let next = match bytes.get(end) {
        Some(mark) if *mark == separator => CellEnd::Separator(end + 1),
        Some(b'\r') if bytes.get(end + 1) == Some(&b'\n') => CellEnd::Row(end + 2),
        _ => CellEnd::Row(end + 1),
    };
    Some((raw, next))
}

/// Where the quote closes that opened before `from`, and whether it has doubled quotes inside.
fn closing_quote(bytes: &[u8], mut from: usize) -> Option<(usize, bool)> {
    let mut doubled = false;
    loop {
        let found = from + memchr::memchr(b'"', bytes.get(from..)?)?;
        if bytes.get(found + 1) != Some(&b'"') {
            return Some((found, doubled));
        }
        doubled = true;
        from = found + 2;
    }
}

/// Checks a text with quotes against the limits, and returns its cells that have to be rewritten, in order.
pub(super) fn check_quoted(text: &str, separator: u8) -> Result<Vec<String>, Unreadable> {
    let mut rewritten = Vec::new();
    let (mut row, mut column, mut at) = (1_u32, 1_u16, 0);
    while at < text.len() || column > 1 {
        let (raw, end) = next_cell(text, at, separator).ok_or(Unreadable::BrokenQuote { row })?;
        match raw.rewritten() {
            Some(cell) => {
                cell_fits(&cell, row, column)?;
                rewritten.push(cell);
            }
            None => {
                if let Raw::Plain(cell) = raw {
                    cell_fits(cell, row, column)?;
                }
            }
        }
        at = match end {
            CellEnd::Separator(_) if column == MOST_COLUMNS => {
                return Err(Unreadable::TooManyColumns { row, limit: MOST_COLUMNS });
            }
            CellEnd::Separator(next) => {
                column += 1;
                next
            }
            CellEnd::Row(next) => {
                row += 1;
                column = 1;
                next
            }
        };
    }
    Ok(rewritten)
}

/// Checks a text without quotes against the limits.
///
/// Short lines can't break them, so it jumps over as many as fit into one stride at a time.
pub(super) fn check_plain(text: &str, separator: u8) -> Result<(), Unreadable> {
    const STRIDE: usize = 4096;
    let bytes = text.as_bytes();
    let mut start = 0;
    while bytes.len() - start > STRIDE {
        if let Some(last) = memchr::memrchr2(b'\n', b'\r', &bytes[start..start + STRIDE]) {
            start += last + 1;
            continue;
        }
        let end = memchr::memchr2(b'\n', b'\r', &bytes[start..]).map_or(bytes.len(), |found| start + found);
        check_line(text, start..end, separator)?;
        start = end.saturating_add(1).min(bytes.len());
    }
    Ok(())
}

fn check_line(text: &str, line: std::ops::Range<usize>, separator: u8) -> Result<(), Unreadable> {
    let row_number = || row_at(text, line.start);
    let mut column = 1_u16;
    for cell in text[line.clone()].split(char::from(separator)) {
        if column > MOST_COLUMNS {
            return Err(Unreadable::TooManyColumns { row: row_number(), limit: MOST_COLUMNS });
        }
        cell_fits(cell, 0, column).map_err(|_| Unreadable::CellTooLong { row: row_number(), column })?;
        column += 1;
    }
    Ok(())
}

/// The number of the row that starts at a byte of a text without quotes.
fn row_at(text: &str, start: usize) -> u32 {
    let before = &text.as_bytes()[..start];
    let ends = memchr::memchr2_iter(b'\n', b'\r', before)
        .filter(|end| before[*end] == b'\r' || *end == 0 || before[*end - 1] != b'\r')
        .count();
    u32::try_from(ends + 1).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Rows = Vec<(u32, Vec<String>)>;

    fn collect(into: &mut Rows, row: Row<'_>) -> ControlFlow<()> {
        into.push((row.number, row.cells.iter().map(|cell| cell.text.to_owned()).collect()));
        ControlFlow::Continue(())
    }

    fn plain(text: &str) -> Rows {
        let mut rows = Rows::new();
        for_each_plain_row(text, b',', |row| collect(&mut rows, row));
        rows
    }

    fn quoted(text: &str) -> Rows {
        let rewritten = check_quoted(text, b',').unwrap();
        let mut rows = Rows::new();
        for_each_quoted_row(text, b',', &rewritten, |row| collect(&mut rows, row));
        rows
    }

    /// The cells as the csv crate reads them; it doesn't count rows as spreadsheets do.
    fn by_library(text: &str) -> Vec<Vec<String>> {
        csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes())
            .records()
            .map(|record| record.unwrap().iter().map(|cell| trimmed(cell).to_owned()).collect())
            .filter(|cells: &Vec<String>| cells.iter().any(|cell| !cell.is_empty()))
            .collect()
    }

    fn cells_of(rows: Rows) -> Vec<Vec<String>> {
        rows.into_iter().map(|(_, cells)| cells).collect()
    }

    proptest! {
        #[test]
        fn without_quotes_both_ways_give_the_same_rows(text in "[a1é ,\n\r]{0,40}") {
            prop_assert_eq!(plain(&text), quoted(&text));
            prop_assert_eq!(cells_of(plain(&text)), by_library(&text));
        }

        #[test]
        fn with_quotes_the_cells_are_those_of_the_csv_crate(
            cells in proptest::collection::vec("[a\",\r\né ]{0,6}", 1..12),
            width in 1_usize..4,
        ) {
            let rows: Vec<String> = cells
                .chunks(width)
                .map(|row| {
                    row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect::<Vec<_>>().join(",")
                })
                .collect();
            let text = rows.join("\r\n");
            prop_assert_eq!(cells_of(quoted(&text)), by_library(&text));
        }
    }

    #[test]
    fn quotes_inside_and_behind_are_kept_as_the_csv_crate_keeps_them() {
        for text in ["a\"b,c\n", "\"a\"b,c\n", "\"a\"\"b\"\"\" \"x\",c\n", " \"a\",b\n", "\"\",x\n\"\"\n"] {
            assert_eq!(cells_of(quoted(text)), by_library(text), "{text}");
        }
    }

    #[test]
    fn rows_are_counted_as_a_spreadsheet_counts_them() {
        let rows = quoted("h\n\"a\nb\",1\n\n\"c\r\nd\"\r\n,\ne");
        let numbers: Vec<u32> = rows.iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers, [1, 2, 4, 6]);
        assert_eq!(rows[1].1, ["a\nb", "1"]);
    }
}
