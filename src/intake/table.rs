//! A file's bytes become rows of cells, whether it is delimited text or a spreadsheet.

use std::borrow::Cow;
use std::ops::ControlFlow;

use super::content::Content;
use super::decode::{Decoded, Encoding, Undecodable, decode};
use super::decode_as::{decode_as, recognised_otherwise};
use super::layout::Layout;
use super::separator::{Separator, counts_of_separators, likely_separator, stated_separator};
use super::sheet::Sheet;
use super::split::{self, Checked};
use super::streamed::Streamed;

/// The largest number of rows that a delimited text may have.
pub const MOST_ROWS: u32 = 10_000_000;
/// The largest number of columns that a table may have.
pub const MOST_COLUMNS: u16 = 4_096;
/// The largest number of characters that a cell may have; spreadsheets have the same limit.
pub const LONGEST_CELL: usize = 32_767;

/// One cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell<'r> {
    /// The text without surrounding white space (no-break spaces included).
    pub text: &'r str,
    /// Whether a spreadsheet holds it as a number, date or truth value. The text is then canonical, whatever the
    /// style of the file's other numbers: `1234.5`, `99.93%`, `2021-05-23`, `2021-05-23T19:00:00`, `true`.
    pub typed: bool,
}

/// One row that isn't wholly empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<'r> {
    /// The row as a spreadsheet counts it, 1 being the first; a line end inside quotes starts no row.
    pub number: u32,
    /// Its cells, from column A on; rows may differ in length.
    pub cells: &'r [Cell<'r>],
}

/// Why a file can't be read as a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// It can't be read as text.
    Decode(Undecodable),
    /// The spreadsheet is damaged, or isn't one; what its reader says, in English.
    Spreadsheet(String),
    /// It is a file of another kind that may look like a table: its name, such as `PDF`.
    OtherFormat(&'static str),
    /// More rows than are read.
    TooManyRows {
        /// The largest number of rows.
        limit: u32,
    },
    /// More columns than are read.
    TooManyColumns {
        /// The row, 1 being the first.
        row: u32,
        /// The largest number of columns.
        limit: u16,
    },
    /// A cell with more than [`LONGEST_CELL`] characters; often the trace of a quote out of place.
    CellTooLong {
        /// The row, 1 being the first.
        row: u32,
        /// The column, 1 being A.
        column: u16,
    },
    /// A spreadsheet that unpacks to more bytes than are read.
    TooLarge {
        /// The largest number of bytes.
        limit: u64,
    },
    /// No cell with anything in it.
    Empty,
    /// An encoding or a separator was said of a spreadsheet, which has none.
    NoText,
    /// A sheet was said of a text, which has none.
    NoSpreadsheet,
    /// The spreadsheet has no such sheet, or nothing in it.
    NoSheet {
        /// The name that was said.
        wanted: String,
        /// The names of all visible sheets.
        names: Vec<String>,
    },
    /// A quote that is opened and never closed.
    BrokenQuote {
        /// The row in which it is opened, 1 being the first.
        row: u32,
    },
}

/// A delimited text (CSV) whose separator and quotes are known.
#[derive(Debug, Clone)]
pub struct Delimited<'a> {
    text: Cow<'a, str>,
    /// Where the first row starts, behind a `sep=` line.
    start: usize,
    encoding: Encoding,
    /// What the encoding is recognised as, where a person says another one.
    recognised: Option<Encoding>,
    separator: Separator,
    /// The cells that can't be borrowed from the text as they are, in order.
    rewritten: Vec<String>,
}

/// The cells of a file.
#[derive(Debug, Clone)]
pub enum Table<'a> {
    /// From a delimited text.
    Delimited(Delimited<'a>),
    /// From a delimited text that is read piece by piece.
    Streamed(Streamed<'a>),
    /// From a spreadsheet.
    Sheet(Sheet),
}

impl<'a> Table<'a> {
    /// Reads a file: a spreadsheet (XLSX) by its first bytes, else delimited text.
    ///
    /// # Errors
    /// When it is neither, is damaged, is empty or is beyond a limit.
    pub fn read(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        Self::read_as(Content::Bytes(bytes), &Layout::default())
    }

    /// Reads a file that is laid out as a person says. Of one that is fetched, a plain text is left where it is.
    ///
    /// # Errors
    /// When it is neither, is damaged, is empty, is beyond a limit or can't be laid out so.
    pub fn read_as(content: Content<'a>, layout: &Layout) -> Result<Self, Unreadable> {
        match content {
            Content::Bytes(bytes) => Self::of_bytes(Cow::Borrowed(bytes), layout),
            Content::Fetched(source) => match Streamed::open(source, layout) {
                Some(streamed) => Ok(Self::Streamed(streamed)),
                None => Self::of_bytes(Cow::Owned(source.whole()), layout),
            },
        }
    }

    fn of_bytes(bytes: Cow<'a, [u8]>, layout: &Layout) -> Result<Self, Unreadable> {
        if bytes.starts_with(b"PK\x03\x04") {
            if layout.encoding.is_some() || layout.separator.is_some() {
                return Err(Unreadable::NoText);
            }
            return Sheet::read_named(&bytes, layout.sheet.as_deref()).map(Self::Sheet);
        }
        if let Some(name) = other_format(&bytes) {
            return Err(Unreadable::OtherFormat(name));
        }
        if layout.sheet.is_some() {
            return Err(Unreadable::NoSpreadsheet);
        }
        let delimited = match bytes {
            Cow::Borrowed(bytes) => Delimited::read(bytes, layout)?,
            Cow::Owned(bytes) => Delimited::read(&bytes, layout)?.into_owned(),
        };
        Ok(Self::Delimited(delimited))
    }

    /// Visits the rows in order until `visit` breaks off. Wholly empty rows are counted and left out.
    pub fn for_each_row(&self, visit: impl FnMut(Row<'_>) -> ControlFlow<()>) {
        match self {
            Self::Delimited(delimited) => delimited.for_each_row(visit),
            Self::Streamed(streamed) => streamed.for_each_row(visit),
            Self::Sheet(sheet) => sheet.for_each_row(visit),
        }
    }

    /// The row and column, from 0, of every formula of a spreadsheet without a stored value, in order.
    pub fn uncomputed(&self) -> &[(u32, u32)] {
        match self {
            Self::Delimited(_) | Self::Streamed(_) => &[],
            Self::Sheet(sheet) => sheet.uncomputed(),
        }
    }

    /// The encoding of a delimited text; `None` for a spreadsheet.
    pub fn encoding(&self) -> Option<Encoding> {
        match self {
            Self::Delimited(delimited) => Some(delimited.encoding),
            Self::Streamed(streamed) => Some(streamed.encoding()),
            Self::Sheet(_) => None,
        }
    }

    /// The sheet that was read, and the names of all visible ones; `None` for a delimited text.
    pub fn sheet(&self) -> Option<(&str, &[String])> {
        match self {
            Self::Delimited(_) | Self::Streamed(_) => None,
            Self::Sheet(sheet) => Some((sheet.name(), sheet.names())),
        }
    }

    /// The encoding that a delimited text is recognised in, where a person says another one that gives another text.
    pub fn recognised_otherwise(&self) -> Option<Encoding> {
        match self {
            Self::Delimited(delimited) => delimited.recognised,
            Self::Streamed(_) | Self::Sheet(_) => None,
        }
    }

    /// The separator of a delimited text; `None` for a spreadsheet.
    pub fn separator(&self) -> Option<Separator> {
        match self {
            Self::Delimited(delimited) => Some(delimited.separator),
            Self::Streamed(streamed) => Some(streamed.separator()),
            Self::Sheet(_) => None,
        }
    }
}

impl<'a> Delimited<'a> {
    fn read(bytes: &'a [u8], layout: &Layout) -> Result<Self, Unreadable> {
        let decoded = match layout.encoding {
            Some(encoding) => decode_as(bytes, encoding),
            None => decode(bytes),
        };
        let decoded = decoded.map_err(Unreadable::Decode)?;
        let recognised = layout.encoding.and_then(|_| recognised_otherwise(bytes, &decoded));
        let (start, stated) = stated_separator(&decoded.text);
        let rest = &decoded.text[start..];
        if rest.len() > MOST_ROWS as usize && line_ends(rest) > MOST_ROWS as usize {
            return Err(Unreadable::TooManyRows { limit: MOST_ROWS });
        }
        let likely = || likely_separator(&counts_of_separators(rest));
        let separator = layout.separator.or(stated).unwrap_or_else(likely);
        let Checked { rewritten, open } = split::check(rest, separator.byte())?;
        if let Some(open) = open {
            return Err(Unreadable::BrokenQuote { row: split::row_at(rest, open, separator.byte()) });
        }
        let Decoded { text, encoding } = decoded;
        let delimited = Self { start, encoding, recognised, separator, rewritten, text };
        let mut empty = true;
        delimited.for_each_row(|_| {
            empty = false;
            ControlFlow::Break(())
        });
        if empty { Err(Unreadable::Empty) } else { Ok(delimited) }
    }

    /// The same, without the bytes that it was read from.
    fn into_owned<'o>(self) -> Delimited<'o> {
        let Self { text, start, encoding, recognised, separator, rewritten } = self;
        let text = Cow::Owned(text.into_owned());
        Delimited { text, start, encoding, recognised, separator, rewritten }
    }

    fn for_each_row(&self, mut visit: impl FnMut(Row<'_>) -> ControlFlow<()>) {
        let text = &self.text[self.start..];
        // Whether the visit broke off is known to whoever made it.
        let _ = split::for_each_row(text, self.separator.byte(), &self.rewritten, &mut 1, &mut visit);
    }
}

/// A text without surrounding white space, no-break and zero-width spaces included.
#[inline(always)]
pub(super) fn trimmed(text: &str) -> &str {
    if is_bare(text.as_bytes()) { text } else { trimmed_slowly(text) }
}

#[inline(never)]
fn trimmed_slowly(text: &str) -> &str {
    text.trim_matches(|letter: char| letter.is_whitespace() || matches!(letter, '\u{FEFF}' | '\u{200B}'))
}

/// Whether a text starts and ends with letters of which a glance tells that they are no white space.
#[inline(always)]
pub(super) fn is_bare(text: &[u8]) -> bool {
    let (Some(first), Some(last)) = (text.first(), text.last()) else { return false };
    first.is_ascii_graphic() && last.is_ascii_graphic() || is_bare_beyond_ascii(text)
}

/// The same of ASCII, letters of two bytes from 0xC3 on, and those from U+1E00 to U+1EFF, where Vietnamese letters are.
fn is_bare_beyond_ascii(text: &[u8]) -> bool {
    matches!(text, [b'!'..=b'~' | 0xC3..=0xDF, ..] | [0xE1, 0xB8..=0xBB, ..])
        && matches!(text, [.., b'!'..=b'~'] | [.., 0xC3..=0xDF, _] | [.., 0xE1, 0xB8..=0xBB, _])
}

/// Whether two texts are the same, without a call for short ones, of which millions are compared.
#[inline(always)]
pub(super) fn is_same(left: &str, right: &str) -> bool {
    let [left, right] = [left, right].map(str::as_bytes);
    if left.len() != right.len() || left.len() > 16 {
        return left == right;
    }
    // Two words, from the front and from the back, see every byte.
    match (left.first_chunk::<8>(), right.first_chunk::<8>()) {
        (Some(head), Some(other)) => head == other && left.last_chunk::<8>() == right.last_chunk::<8>(),
        _ => match (left.first_chunk::<4>(), right.first_chunk::<4>()) {
            (Some(head), Some(other)) => head == other && left.last_chunk::<4>() == right.last_chunk::<4>(),
            _ => left == right,
        },
    }
}

/// Checks a cell against [`LONGEST_CELL`].
pub(super) fn cell_fits(text: &str, row: u32, column: u16) -> Result<(), Unreadable> {
    if text.len() > LONGEST_CELL && text.chars().count() > LONGEST_CELL {
        return Err(Unreadable::CellTooLong { row, column });
    }
    Ok(())
}

fn line_ends(text: &str) -> usize {
    // Piece by piece, so that the second count finds each piece still near to the processor.
    let (mut feeds, mut returns) = (0, 0);
    for piece in text.as_bytes().chunks(1 << 16) {
        feeds += memchr::memchr_iter(b'\n', piece).count();
        returns += memchr::memchr_iter(b'\r', piece).count();
    }
    feeds.max(returns)
}

/// Kinds of file that people hand in for a table, told by their first bytes.
pub(super) fn other_format(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Some("XLS");
    }
    if bytes.starts_with(b"%PDF") {
        return Some("PDF");
    }
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    let begins = |mark: &[u8]| text.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark));
    if begins(b"<html") || begins(b"<!doctype") || begins(b"<table") {
        return Some("HTML");
    }
    begins(b"<?xml").then_some("XML")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(bytes: &[u8]) -> Vec<(u32, Vec<String>)> {
        let mut rows = Vec::new();
        Table::read(bytes).unwrap().for_each_row(|row| {
            rows.push((row.number, row.cells.iter().map(|cell| cell.text.to_owned()).collect()));
            ControlFlow::Continue(())
        });
        rows
    }

    fn row(number: u32, cells: &[&str]) -> (u32, Vec<String>) {
        (number, cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    fn separator(text: &str) -> Option<Separator> {
        Table::read(text.as_bytes()).unwrap().separator()
    }

    #[test]
    fn a_glance_at_the_ends_of_a_text_tells_no_white_space_for_a_letter() {
        let is_white = |letter: char| letter.is_whitespace() || matches!(letter, '\u{FEFF}' | '\u{200B}');
        for letter in '\0'..='\u{FFFF}' {
            for text in [format!("{letter}"), format!("a{letter}"), format!("{letter}ế")] {
                assert_eq!(trimmed(&text), text.trim_matches(is_white), "{text:?}");
            }
        }
        for text in ["a", "ế", "Đắk Lắk", "=1", "№ 1"] {
            assert_eq!(is_bare(text.as_bytes()), !text.starts_with('№'), "{text}");
        }
        assert!(!is_bare(b""));
    }

    #[test]
    fn texts_are_the_same_whatever_their_length_and_wherever_they_differ() {
        for length in 0..20 {
            let text = "x".repeat(length);
            assert!(is_same(&text, &text.clone()));
            assert!(!is_same(&text, &format!("{text}x")));
            for at in 0..length {
                let mut other = text.clone();
                other.replace_range(at..=at, "y");
                assert!(!is_same(&text, &other), "{text} {other}");
            }
        }
    }

    #[test]
    fn every_line_end_ends_a_row() {
        let expected = [row(1, &["code", "voters"]), row(2, &["01", "10"]), row(4, &["02", "20"])];
        assert_eq!(rows(b"code,voters\n01,10\n\n02,20\n"), expected);
        assert_eq!(rows(b"code,voters\r\n01,10\r\n\r\n02,20"), expected);
        assert_eq!(rows(b"code,voters\r01,10\r\r02,20\r"), expected);
        assert_eq!(rows(b"\"code\",voters\r\n01,10\r\n,\r\n02,20\r\n"), expected);
    }

    #[test]
    fn cells_lose_their_surrounding_white_space_only() {
        let text = " Xã  A ,\u{A0}1 234\u{A0},\"  b \"\n,x\t,\u{FEFF}\n";
        assert_eq!(rows(text.as_bytes()), [row(1, &["Xã  A", "1 234", "b"]), row(2, &["", "x", ""])]);
    }

    #[test]
    fn a_sep_line_states_the_separator_and_is_no_row() {
        assert_eq!(rows(b"sep=;\r\na,b;c\r\n"), [row(1, &["a,b", "c"])]);
        assert_eq!(rows(b"\"sep=,\"\na;b;x,c\n"), [row(1, &["a;b;x", "c"])]);
        assert_eq!(rows(b"SEP=\t\na\tb\n"), [row(1, &["a", "b"])]);
        assert_eq!(rows(b"sep=|\na,b\n")[0], row(1, &["sep=|"]));
    }

    #[test]
    fn the_separator_is_told_by_the_first_rows() {
        for (text, expected) in [
            ("code,voters\n01,10\n", Separator::Comma),
            ("code;voters\n01;10\n", Separator::Semicolon),
            ("code\tvoters\n01\t10\n", Separator::Tab),
            ("code;turnout\n01;99,93\n02;98,1\n", Separator::Semicolon),
            ("Đơn vị; Tổng (nam, nữ)\nA;99,93\nB;98,1\n", Separator::Semicolon),
            ("\"a;b;c;d\",x\n\"e;f;g;h\",y\n", Separator::Comma),
            ("BÁO CÁO; KẾT QUẢ\n\ncode,a,b\n01,2,3\n02,3,4\n", Separator::Comma),
            ("code\n01\n", Separator::Comma),
        ] {
            assert_eq!(separator(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn the_sample_is_read_alike_in_two_encodings() {
        let expected = [row(1, &["Xã Mường Luân", "Tỉnh Điện Biên"])];
        assert_eq!(rows("Xã Mường Luân;Tỉnh Điện Biên\r\n".as_bytes()), expected);
        assert_eq!(rows(b"Xa\xDE M\xFD\xF5\xCCng Lu\xE2n;Ti\xD2nh \xD0i\xEA\xF2n Bi\xEAn\r\n"), expected);
    }

    #[test]
    fn what_holds_nothing_is_empty() {
        for bytes in [&b""[..], b" ", b"\n\n", b",,\n,", b"sep=;\n", b"\"\"", b"\xEF\xBB\xBF", b"\xC2\xA0,"] {
            assert_eq!(Table::read(bytes).err(), Some(Unreadable::Empty), "{bytes:?}");
        }
    }

    #[test]
    fn a_quote_that_never_closes_is_refused_with_its_row() {
        let fault = |text: &str| Table::read(text.as_bytes()).err();
        assert_eq!(fault("a\n\"b\nc\",d\n\"e,f\n1,2\n"), Some(Unreadable::BrokenQuote { row: 3 }));
        assert_eq!(fault("\""), Some(Unreadable::BrokenQuote { row: 1 }));
        assert_eq!(fault("x,\"a\"\""), Some(Unreadable::BrokenQuote { row: 1 }));
    }

    #[test]
    fn limits_are_kept_at_their_border_with_and_without_quotes() {
        for end in ["\n", "\r\n", "\n\"q\"\n"] {
            let cell = |length: usize| format!("a,b{end}c,{}{end}", "ư".repeat(length));
            assert!(Table::read(cell(LONGEST_CELL).as_bytes()).is_ok());
            let row = if end.contains('q') { 3 } else { 2 };
            let expected = Unreadable::CellTooLong { row, column: 2 };
            assert_eq!(Table::read(cell(LONGEST_CELL + 1).as_bytes()).err(), Some(expected));
            let columns = |count: u16| format!("a,b{end}1{}{end}", ",1".repeat(usize::from(count) - 1));
            assert!(Table::read(columns(MOST_COLUMNS).as_bytes()).is_ok());
            let expected = Unreadable::TooManyColumns { row, limit: MOST_COLUMNS };
            assert_eq!(Table::read(columns(MOST_COLUMNS + 1).as_bytes()).err(), Some(expected));
        }
    }

    #[test]
    fn a_visit_can_break_off() {
        for text in ["a\nb\nc\n", "\"a\"\nb\nc\n"] {
            let mut seen = 0;
            Table::read(text.as_bytes()).unwrap().for_each_row(|row| {
                seen = row.number;
                if row.number == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            assert_eq!(seen, 2);
        }
    }

    #[test]
    fn other_kinds_of_file_are_named() {
        for (bytes, name) in [
            (&b"%PDF-1.7"[..], "PDF"),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "XLS"),
            (b"\xEF\xBB\xBF \n<HTML><table>", "HTML"),
            (b"<?xml version=\"1.0\"?>", "XML"),
        ] {
            assert_eq!(Table::read(bytes).err(), Some(Unreadable::OtherFormat(name)));
        }
        assert_eq!(Table::read(b"a\0b").err(), Some(Unreadable::Decode(Undecodable::NulByte { byte: 1 })));
    }
}
