//! Delimited text becomes rows of cells: separators, line ends and quotes, as RFC 4180 and spreadsheets read them.
//!
//! Lines without a quote, nearly all of most files, are split 64 bytes at a time; the others cell by cell.

use std::borrow::Cow;
use std::ops::{ControlFlow, Range};

use super::table::{Cell, MOST_COLUMNS, Row, Unreadable, cell_fits, trimmed};

/// Visits the rows of a text in order; wholly empty ones are counted and left out. A line end inside quotes starts no
/// row. `number` is that of the first row, and afterwards that of the row behind the last one.
///
/// `rewritten` holds what [`check`] returned for the same text.
pub(super) fn for_each_row<'t>(
    text: &'t str,
    separator: u8,
    rewritten: &'t [String],
    number: &mut u32,
    visit: &mut impl FnMut(Row<'_>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut rewritten = rewritten.iter();
    let mut cells: Vec<Cell<'t>> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let plain = plain_lines(text, at);
        plain_rows(plain, separator, number, &mut cells, visit)?;
        at += plain.len();
        if !plain.is_empty() {
            continue;
        }
        let end = quoted_row(text, at, separator, |raw| {
            let cell = match raw {
                Raw::Plain(cell) => cell,
                Raw::Doubled { .. } => rewritten.next().map_or("", String::as_str),
            };
            cells.push(Cell { text: trimmed(cell), typed: false });
        });
        let Some(next) = end else { break };
        finish_row(number, &mut cells, visit)?;
        at = next;
    }
    ControlFlow::Continue(())
}

/// What [`check`] found.
#[derive(Debug)]
pub(super) struct Checked {
    /// The cells that [`for_each_row`] needs rewritten, in order.
    pub rewritten: Vec<String>,
    /// Where the last row starts, if a quote in it isn't closed; nothing from there on is checked.
    pub open: Option<usize>,
}

/// Checks a text against the limits.
pub(super) fn check(text: &str, separator: u8) -> Result<Checked, Unreadable> {
    let mut rewritten = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let quoted = quoted_line(text, at);
        check_plain(text, at..quoted.unwrap_or(text.len()), separator)?;
        let Some(line) = quoted else {
            break;
        };
        let mut columns = 0_usize;
        let mut fault = Ok(());
        let before = rewritten.len();
        let end = quoted_row(text, line, separator, |raw| {
            columns += 1;
            let column = u16::try_from(columns).unwrap_or(u16::MAX);
            let cell = raw.text();
            if fault.is_ok() && columns <= usize::from(MOST_COLUMNS) {
                fault = cell_fits(&cell, 0, column);
            }
            if let Raw::Doubled { .. } = raw {
                rewritten.push(cell.into_owned());
            }
        });
        let Some(next) = end else {
            rewritten.truncate(before);
            return Ok(Checked { rewritten, open: Some(line) });
        };
        at = next;
        let row = || row_at(text, line, separator);
        if columns > usize::from(MOST_COLUMNS) {
            return Err(Unreadable::TooManyColumns { row: row(), limit: MOST_COLUMNS });
        }
        fault.map_err(|fault| with_row(fault, row()))?;
    }
    Ok(Checked { rewritten, open: None })
}

/// How far ahead lines are searched for quotes, so that they are still near to the processor when they are split.
const AHEAD: usize = if cfg!(test) { 16 } else { 1 << 16 };

/// The lines from `at` on up to one with a quote, or as many as are near; none when the first has a quote.
fn plain_lines(text: &str, at: usize) -> &str {
    let rest = &text.as_bytes()[at..];
    let near = &rest[..rest.len().min(AHEAD)];
    let quote = memchr::memchr(b'"', near);
    let length = match memchr::memrchr2(b'\n', b'\r', &near[..quote.unwrap_or(near.len())]) {
        _ if quote.is_none() && near.len() == rest.len() => rest.len(),
        // Both parts of a line end belong together.
        Some(end) if rest[end] == b'\r' && rest.get(end + 1) == Some(&b'\n') => end + 2,
        Some(end) => end + 1,
        None if quote.is_some() => 0,
        None => quoted_line(text, at).map_or(rest.len(), |line| line - at),
    };
    &text[at..at + length]
}

/// Where the first line at or behind `at` starts that has a quote.
fn quoted_line(text: &str, at: usize) -> Option<usize> {
    let rest = &text.as_bytes()[at..];
    let quote = memchr::memchr(b'"', rest)?;
    Some(at + memchr::memrchr2(b'\n', b'\r', &rest[..quote]).map_or(0, |end| end + 1))
}

/// Visits the rows of a text without any quote.
fn plain_rows<'t>(
    text: &'t str,
    separator: u8,
    number: &mut u32,
    cells: &mut Vec<Cell<'t>>,
    visit: &mut impl FnMut(Row<'_>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let bytes = text.as_bytes();
    let mut start = 0;
    let mut marks = Vec::new();
    for (group, part) in bytes.chunks(GROUP).enumerate() {
        find_marks(part, group * GROUP, separator, &mut marks);
        for &end in &marks {
            let mark = bytes[end];
            if start == end && mark == b'\n' && end > 0 && bytes[end - 1] == b'\r' {
                start = end + 1;
                continue;
            }
            cells.push(Cell { text: trimmed(&text[start..end]), typed: false });
            start = end + 1;
            if mark != separator {
                finish_row(number, cells, visit)?;
            }
        }
    }
    if start < text.len() || !cells.is_empty() {
        cells.push(Cell { text: trimmed(&text[start..]), typed: false });
        finish_row(number, cells, visit)?;
    }
    ControlFlow::Continue(())
}

fn finish_row(
    number: &mut u32,
    cells: &mut Vec<Cell<'_>>,
    visit: &mut impl FnMut(Row<'_>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let row = Row { number: *number, cells };
    let flow = if row.cells.iter().all(|cell| cell.text.is_empty()) {
        ControlFlow::Continue(())
    } else {
        visit(row)
    };
    cells.clear();
    *number += 1;
    flow
}

/// In how many bytes marks are found before the cells between them are looked at.
const GROUP: usize = if cfg!(test) { 2 * BLOCK } else { 64 * BLOCK };

/// Finds the separators and line ends in a part of a text, which begins at `at`; those found before are dropped.
fn find_marks(part: &[u8], at: usize, separator: u8, found: &mut Vec<usize>) {
    found.clear();
    let (blocks, tail) = part.as_chunks::<BLOCK>();
    let mut last = [0; BLOCK];
    last[..tail.len()].copy_from_slice(tail);
    for (index, block) in blocks.iter().chain([&last]).enumerate() {
        let start = at + index * BLOCK;
        let mut marks = marks_in(block, separator);
        while marks != 0 {
            found.push(start + marks.trailing_zeros() as usize);
            marks &= marks - 1;
        }
    }
}

/// How many bytes are searched for marks at a time.
const BLOCK: usize = 64;

/// Which bytes of a block are separators or line ends, the lowest bit being its first byte.
fn marks_in(block: &[u8; BLOCK], separator: u8) -> u64 {
    /// Multiplied with one bit in each byte, it gathers the eight of them in the highest byte.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    // Byte by byte without leaving early, so that many are looked at together.
    let equal = block.map(|byte| u8::from((byte == separator) | (byte == b'\n') | (byte == b'\r')));
    let mut marks = 0;
    for (shift, eight) in equal.as_chunks::<8>().0.iter().enumerate() {
        marks |= (u64::from_le_bytes(*eight).wrapping_mul(GATHER) >> 56) << (8 * shift);
    }
    marks
}

/// A cell as it stands in a line with quotes.
#[derive(Clone, Copy)]
enum Raw<'t> {
    /// The cell's text as it is.
    Plain(&'t str),
    /// A quoted text with doubled quotes inside or something behind its closing quote: it has to be rewritten.
    Doubled { quoted: &'t str, behind: &'t str },
}

impl<'t> Raw<'t> {
    fn text(self) -> Cow<'t, str> {
        match self {
            Self::Plain(cell) => Cow::Borrowed(cell),
            Self::Doubled { quoted, behind } => Cow::Owned(quoted.replace("\"\"", "\"") + behind),
        }
    }
}

/// Takes the cells of the row that starts at `at`, and returns where the next one starts; `None` when a quote isn't
/// closed.
fn quoted_row<'t>(
    text: &'t str,
    mut at: usize,
    separator: u8,
    mut take: impl FnMut(Raw<'t>),
) -> Option<usize> {
    let bytes = text.as_bytes();
    loop {
        let (raw, end) = next_cell(text, at, separator)?;
        take(raw);
        match bytes.get(end) {
            Some(mark) if *mark == separator => at = end + 1,
            Some(b'\r') if bytes.get(end + 1) == Some(&b'\n') => return Some(end + 2),
            _ => return Some(end + 1),
        }
    }
}

/// The cell that starts at `at`, and where it ends; `None` when its quote isn't closed.
fn next_cell(text: &str, at: usize, separator: u8) -> Option<(Raw<'_>, usize)> {
    let bytes = text.as_bytes();
    let ends_at = |from: usize| {
        memchr::memchr3(separator, b'\n', b'\r', &bytes[from..]).map_or(bytes.len(), |found| from + found)
    };
    if bytes.get(at) != Some(&b'"') {
        let end = ends_at(at);
        return Some((Raw::Plain(&text[at..end]), end));
    }
    let (closing, doubled) = closing_quote(bytes, at + 1)?;
    let end = ends_at(closing + 1);
    let quoted = &text[at + 1..closing];
    if doubled || end > closing + 1 {
        Some((Raw::Doubled { quoted, behind: &text[closing + 1..end] }, end))
    } else {
        Some((Raw::Plain(quoted), end))
    }
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

/// Checks lines without quotes against the limits.
///
/// Short lines can't break them, so it jumps over as many as fit into one stride at a time.
fn check_plain(text: &str, lines: Range<usize>, separator: u8) -> Result<(), Unreadable> {
    const STRIDE: usize = 4096;
    let bytes = &text.as_bytes()[..lines.end];
    let mut start = lines.start;
    while bytes.len() - start > STRIDE {
        if let Some(last) = memchr::memrchr2(b'\n', b'\r', &bytes[start..start + STRIDE]) {
            start += last + 1;
            continue;
        }
        let end = memchr::memchr2(b'\n', b'\r', &bytes[start..]).map_or(bytes.len(), |found| start + found);
        check_line(&text[start..end], separator)
            .map_err(|fault| with_row(fault, row_at(text, start, separator)))?;
        start = bytes.len().min(end + 1);
    }
    Ok(())
}

fn check_line(line: &str, separator: u8) -> Result<(), Unreadable> {
    for (column, cell) in (1_u16..).zip(line.split(char::from(separator))) {
        if column > MOST_COLUMNS {
            return Err(Unreadable::TooManyColumns { row: 0, limit: MOST_COLUMNS });
        }
        cell_fits(cell, 0, column)?;
    }
    Ok(())
}

fn with_row(fault: Unreadable, row: u32) -> Unreadable {
    match fault {
        Unreadable::CellTooLong { column, .. } => Unreadable::CellTooLong { row, column },
        Unreadable::TooManyColumns { limit, .. } => Unreadable::TooManyColumns { row, limit },
        other => other,
    }
}

/// The number of the row that starts at a byte.
pub(super) fn row_at(text: &str, start: usize, separator: u8) -> u32 {
    let mut row = 1;
    let mut at = 0;
    while at < start {
        let Some(next) = quoted_row(text, at, separator, |_| {}) else {
            break;
        };
        at = next;
        row += 1;
    }
    row
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

    fn rows_of(text: &str) -> Rows {
        let checked = check(text, b',').unwrap();
        assert_eq!(checked.open, None);
        let mut rows = Rows::new();
        let _ = for_each_row(text, b',', &checked.rewritten, &mut 1, &mut |row| collect(&mut rows, row));
        rows
    }

    /// The same text cell by cell, as if every line had a quote.
    fn cell_by_cell(text: &str) -> Rows {
        let mut rows = Rows::new();
        let (mut number, mut at) = (1, 0);
        while at < text.len() {
            let mut cells = Vec::new();
            let take = |raw: Raw<'_>| cells.push(trimmed(&raw.text()).to_owned());
            at = quoted_row(text, at, b',', take).unwrap();
            if cells.iter().any(|cell| !cell.is_empty()) {
                rows.push((number, cells));
            }
            number += 1;
        }
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
        fn without_quotes_both_ways_give_the_same_rows(text in "[a1é ,\n\r]{0,200}") {
            prop_assert_eq!(rows_of(&text), cell_by_cell(&text));
            prop_assert_eq!(cells_of(rows_of(&text)), by_library(&text));
        }

        #[test]
        fn lines_with_quotes_between_others_change_nothing(text in "([a1é ,\n\r]{0,90}\n(\"a\"\"[b,\n]\"|a\",|\"\")?[\n,]){0,5}") {
            prop_assert_eq!(rows_of(&text), cell_by_cell(&text));
            prop_assert_eq!(cells_of(rows_of(&text)), by_library(&text));
        }

        #[test]
        fn marks_are_found_wherever_they_stand(text in proptest::collection::vec(any::<u8>(), BLOCK)) {
            let block: [u8; BLOCK] = text.try_into().unwrap();
            for separator in [b',', b';', b'\t'] {
                let found = marks_in(&block, separator);
                for (at, byte) in block.iter().enumerate() {
                    prop_assert_eq!(found >> at & 1 == 1, [separator, b'\n', b'\r'].contains(byte));
                }
            }
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
            prop_assert_eq!(cells_of(rows_of(&text)), by_library(&text));
        }
    }

    #[test]
    fn quotes_inside_and_behind_are_kept_as_the_csv_crate_keeps_them() {
        for text in ["a\"b,c\n", "\"a\"b,c\n", "\"a\"\"b\"\"\" \"x\",c\n", " \"a\",b\n", "\"\",x\n\"\"\n"] {
            assert_eq!(cells_of(rows_of(text)), by_library(text), "{text}");
        }
    }

    #[test]
    fn rows_are_counted_as_a_spreadsheet_counts_them() {
        let rows = rows_of("h\n\"a\nb\",1\n\n\"c\r\nd\"\r\n,\ne");
        let numbers: Vec<u32> = rows.iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers, [1, 2, 4, 6]);
        assert_eq!(rows[1].1, ["a\nb", "1"]);
    }
}
