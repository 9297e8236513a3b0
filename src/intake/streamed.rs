//! A large delimited text that is read piece by piece, so that it never stands in memory as a whole.
//!
//! Only a plain text is: UTF-8 in NFC, whose separator its first piece tells, within all limits. Any other one is to be
//! read whole, which also finds what is to be said about it.

use std::ops::ControlFlow;

use super::content::Fetch;
use super::decode::{Encoding, foreign_pieces, is_surely_composed, utf_8};
use super::layout::Layout;
use super::legacy::TextJudge;
use super::separator::{Separator, TELLING_ROWS, counts_of_separators, likely_separator, stated_separator};
use super::split::{self, Checked};
use super::table::{MOST_ROWS, Row, other_format};

/// How many bytes are fetched at a time: few enough to stay near to the processor. A longer row makes it more.
const PIECE: usize = if cfg!(test) { 256 } else { 1 << 18 };

/// From what room on a longer row isn't waited for.
const MOST_ROOM: usize = 1 << 26;

/// A delimited text that is plain as far as its first piece shows.
#[derive(Debug, Clone, Copy)]
pub struct Streamed<'a> {
    source: &'a dyn Fetch,
    /// Where the first row starts, behind a byte order mark and a `sep=` line.
    start: usize,
    encoding: Encoding,
    separator: Separator,
}

impl<'a> Streamed<'a> {
    /// Looks at the first piece; `None` when the text isn't plain, isn't larger than that, or can't be fetched.
    pub(super) fn open(source: &'a dyn Fetch, layout: &Layout) -> Option<Self> {
        let is_said_otherwise = layout.encoding.is_some() || layout.sheet.is_some();
        if is_said_otherwise || source.is_not_plain() || source.length() <= PIECE {
            return None;
        }
        let mut head = vec![0; PIECE];
        if !source.fetch(0, &mut head) || other_format(&head).is_some() {
            return None;
        }
        let (mark, encoding) = match head[..] {
            [0xEF, 0xBB, 0xBF, ..] => (3, Encoding::Utf8WithMark),
            // A spreadsheet is no text, UTF-16 no UTF-8, though some bytes of it may be both.
            [b'P', b'K', ..] | [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => return None,
            _ => (0, Encoding::Utf8),
        };
        let text = utf_8(&head[mark..end_of_lines(&head)?]).ok()?;
        let (start, stated) = stated_separator(text);
        let likely = || {
            let rows = counts_of_separators(&text[start..]);
            (rows.len() == TELLING_ROWS).then(|| likely_separator(&rows))
        };
        let separator = layout.separator.or(stated).or_else(likely)?;
        Some(Self { source, start: mark + start, encoding, separator })
    }

    /// Visits the rows in order until `visit` breaks off, or until a piece shows that the text isn't plain, which is
    /// noted. Wholly empty rows are counted and left out.
    pub(super) fn for_each_row(&self, mut visit: impl FnMut(Row<'_>) -> ControlFlow<()>) {
        if self.read(&mut visit).is_none() {
            self.source.note_not_plain();
        }
    }

    /// Reads the text piece by piece, each of whole rows; `None` when one can't be fetched or isn't plain.
    fn read(&self, visit: &mut impl FnMut(Row<'_>) -> ControlFlow<()>) -> Option<()> {
        let mut judge = TextJudge::default();
        let mut room = vec![0; PIECE];
        let mut number = 1;
        let mut at = self.start;
        while at < self.source.length() {
            let rest = self.source.length() - at;
            let length = rest.min(room.len());
            let piece = &mut room[..length];
            let is_last = length == rest;
            if !self.source.fetch(at, piece) {
                return None;
            }
            let end = if is_last { length } else { end_of_lines(piece).unwrap_or(0) };
            let text = utf_8(&piece[..end]).ok()?;
            let Checked { rewritten, open } = split::check(text, self.separator.byte()).ok()?;
            let text = &text[..open.unwrap_or(end)];
            if is_last && open.is_some() || !is_plain(text, &mut judge) {
                return None;
            }
            if text.is_empty() {
                // The row is longer than the room. Such rows are hardly meant; often a quote isn't closed.
                if room.len() >= MOST_ROOM {
                    return None;
                }
                room.resize(room.len() * 2, 0);
                continue;
            }
            if split::for_each_row(text, self.separator.byte(), &rewritten, &mut number, visit).is_break() {
                return Some(());
            }
            if number > MOST_ROWS + 1 {
                return None;
            }
            at += text.len();
        }
        Some(())
    }

    pub(super) const fn encoding(&self) -> Encoding {
        self.encoding
    }

    pub(super) const fn separator(&self) -> Separator {
        self.separator
    }
}

/// Whether nothing in a piece has to be rewritten or refused, as far as can be judged from it and those before it.
fn is_plain(text: &str, judge: &mut TextJudge) -> bool {
    if memchr::memchr(0, text.as_bytes()).is_some() {
        return false;
    }
    if text.is_ascii() {
        return true;
    }
    judge.see(foreign_pieces(text));
    judge.verdict().is_none() && is_surely_composed(text)
}

/// Where the last line ends that is surely whole, the end of its line included; `None` when there is no such line.
fn end_of_lines(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [.., b'\n'] => Some(bytes.len()),
        // Behind a return at the very end the other part of a line end may follow.
        [head @ .., _] => memchr::memrchr2(b'\n', b'\r', head).map(|end| end + 1),
        [] => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::intake::content::Content;
    use crate::intake::content::kept::Kept;
    use crate::intake::table::{LONGEST_CELL, Table, Unreadable};

    type Rows = Vec<(u32, Vec<String>)>;
    type Read = Result<(Rows, Option<Encoding>, Option<Separator>), Unreadable>;

    fn read(content: Content<'_>) -> Read {
        rows_of(&Table::read_as(content, &Layout::default())?)
    }

    fn rows_of(table: &Table<'_>) -> Read {
        let mut rows = Rows::new();
        table.for_each_row(|row| {
            rows.push((row.number, row.cells.iter().map(|cell| cell.text.to_owned()).collect()));
            ControlFlow::Continue(())
        });
        Ok((rows, table.encoding(), table.separator()))
    }

    /// Reads what is fetched, once more where it turns out not to be plain; and whether it was plain.
    fn fetched(bytes: &[u8]) -> (Read, bool) {
        let source = Kept::new(bytes);
        let table = match Table::read_as(Content::Fetched(&source), &Layout::default()) {
            Ok(table) => table,
            Err(unreadable) => return (Err(unreadable), false),
        };
        let first = rows_of(&table);
        if source.is_not_plain() {
            return (read(Content::Fetched(&source)), false);
        }
        (first, matches!(table, Table::Streamed(_)))
    }

    /// So many rows that they fill more than a piece, which has enough of them to tell the separator.
    fn filled(separator: char) -> String {
        (0..60).map(|row| format!("{}{separator}Xã\n", row % 10)).collect()
    }

    proptest! {
        #[test]
        fn what_is_read_piece_by_piece_is_what_is_read_whole(
            start in "(\u{FEFF})?(sep=;\r?\n)?",
            text in "([a1é ,;\n\r]{0,90}[\n\r](\"a\"\"[b,\n]\"|a\",|\"\"|\"b\nc\"|\"{0,9})?[\n\r,]){0,9}",
        ) {
            let bytes = format!("{start}{}{text}{}", filled(','), filled(','));
            let (found, _) = fetched(bytes.as_bytes());
            prop_assert_eq!(found, read(Content::Bytes(bytes.as_bytes())));
        }

        #[test]
        fn a_plain_text_is_never_fetched_whole(text in "([a1é ,;]{0,40}(\r\n|\n|\r)|\"[a\"]{2}\n{0,3}\",x\n){40,60}") {
            let bytes = format!("{}{text}{}", filled(','), filled(','));
            if let Ok(whole) = read(Content::Bytes(bytes.as_bytes())) {
                prop_assert_eq!(fetched(bytes.as_bytes()), (Ok(whole), true));
            }
        }
    }

    #[test]
    fn what_isnt_plain_is_read_whole_wherever_that_shows() {
        let rows = filled(';');
        let utf_16: Vec<u8> = format!("\u{FEFF}{rows}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        let behind = |end: &[u8]| [rows.as_bytes(), end, b"\n", rows.as_bytes()].concat();
        let long = "ư".repeat(LONGEST_CELL + 1);
        let cases: [(&str, Vec<u8>); 12] = [
            ("decomposed", behind("Xa\u{303}".as_bytes())),
            ("NUL", behind(b"a\0b")),
            ("no UTF-8", behind(b"\xFFx")),
            ("Windows-1258", b"1;Xa\xDE M\xFD\xF5\xCCng Lu\xE2n\n".repeat(40)),
            ("TCVN3 as Latin letters", "1;TØnh §iÖn Biªn\n".repeat(40).into_bytes()),
            ("an open quote", behind(b"\"a;b")),
            ("an open quote at the end", [rows.as_bytes(), b"1;\"a"].concat()),
            ("a long cell", behind(long.as_bytes())),
            ("many columns", behind(";".repeat(5000).as_bytes())),
            ("UTF-16", utf_16),
            ("a spreadsheet", [b"PK\x03\x04", rows.as_bytes()].concat()),
            ("another format", [b"%PDF-1.7\n", rows.as_bytes()].concat()),
        ];
        for (name, bytes) in cases {
            assert_eq!(fetched(&bytes), (read(Content::Bytes(&bytes)), false), "{name}");
        }
    }

    #[test]
    fn a_row_may_be_longer_than_a_piece() {
        for row in ["x;".repeat(PIECE), format!("\"{}\";b", "x\n".repeat(PIECE)), "ư".repeat(3 * PIECE)] {
            let bytes = format!("{}{row}\n{}", filled(';'), filled(';'));
            assert_eq!(fetched(bytes.as_bytes()), (read(Content::Bytes(bytes.as_bytes())), true));
        }
    }

    #[test]
    fn what_cant_be_fetched_to_its_end_is_noted_and_read_as_nothing() {
        let text = filled(';');
        let source = Kept::broken_at(text.as_bytes(), text.len() - 1);
        assert!(read(Content::Fetched(&source)).is_ok() && source.is_not_plain());
        assert_eq!(read(Content::Fetched(&source)), Err(Unreadable::Empty));
    }

    #[test]
    fn more_rows_than_are_read_are_refused_as_of_a_whole_text() {
        let rows = |count: usize| filled(';') + &"\n".repeat(count - 60);
        for (count, is_plain) in [(MOST_ROWS as usize, true), (MOST_ROWS as usize + 1, false)] {
            let bytes = rows(count);
            assert_eq!(fetched(bytes.as_bytes()), (read(Content::Bytes(bytes.as_bytes())), is_plain));
        }
    }

    #[test]
    fn the_last_row_may_have_no_end() {
        for end in ["1;2", "1;\"2\"", "1;2\r", "1;"] {
            let bytes = filled(';') + end;
            assert_eq!(fetched(bytes.as_bytes()), (read(Content::Bytes(bytes.as_bytes())), true), "{end}");
        }
    }
}
