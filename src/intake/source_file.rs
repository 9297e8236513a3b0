//! A file as it's handed in, and its columns once the header row is found.

use std::ops::ControlFlow;

use super::content::Content;
use super::decode::Undecodable;
use super::header::{Column, Header, HeaderNames, Meaning};
use super::layout::Layout;
use super::suggest::MOST_SUGGESTIONS;
use super::table::{LONGEST_CELL, Table, Unreadable};
use crate::contest::finding::{Findings, Spot};
use crate::contest::finding_code as codes;

/// A file: the name that findings show, and what is in it.
#[derive(Debug, Clone, Copy)]
pub struct SourceFile<'a> {
    /// The name as the user gave it.
    pub name: &'a str,
    /// What is in it. Whoever hands in what is fetched asks it afterwards whether it could be read piece by piece.
    pub content: Content<'a>,
}

/// How many rows are searched for the header.
pub const HEADER_ROWS: u32 = 20;

/// A spot in a file; `column` counts from 0, `None` means the whole row.
pub(super) fn spot(file: &str, row: u32, column: Option<usize>, columns: &[Column]) -> Spot {
    Spot {
        file: file.to_owned(),
        row,
        column: column.map_or(0, |column| u16::try_from(column + 1).unwrap_or(u16::MAX)),
        header: column
            .and_then(|column| columns.get(column))
            .map_or_else(String::new, |column| column.text.clone()),
    }
}

impl<'a> SourceFile<'a> {
    /// A file whose bytes are at hand.
    pub const fn new(name: &'a str, bytes: &'a [u8]) -> Self {
        Self { name, content: Content::Bytes(bytes) }
    }

    /// A spot that means the whole file.
    pub(super) fn whole(&self) -> Spot {
        spot(self.name, 0, None, &[])
    }

    /// Opens the table, or says why it can't be opened.
    pub(super) fn open(&self, findings: &mut Findings) -> Option<Table<'a>> {
        self.opened(Table::read_as(self.content, &Layout::default()), findings)
    }

    /// The table that was opened from the file, or says why it couldn't be.
    pub(super) fn opened(
        &self,
        table: Result<Table<'a>, Unreadable>,
        findings: &mut Findings,
    ) -> Option<Table<'a>> {
        let table = table.inspect_err(|unreadable| self.refuse(unreadable, findings)).ok()?;
        if let (Some(recognised), Some(chosen)) = (table.recognised_otherwise(), table.encoding()) {
            codes::FILE_ENCODING_OTHER.raise(findings, |draft| {
                let draft = draft.at(self.whole()).with("chosen", chosen.name());
                draft.with("recognised", recognised.name())
            });
        }
        Some(table)
    }

    fn refuse(&self, unreadable: &Unreadable, findings: &mut Findings) {
        let limit = |limit: u64| i64::try_from(limit).unwrap_or(i64::MAX);
        let at = |row, column: Option<u16>| {
            spot(self.name, row, column.map(|column| usize::from(column) - 1), &[])
        };
        let whole = self.whole();
        match unreadable {
            Unreadable::Decode(undecodable) => self.refuse_text(undecodable, findings),
            Unreadable::Empty => codes::FILE_EMPTY.raise(findings, |draft| draft.at(whole)),
            Unreadable::NoText => {
                codes::FILE_CHOICE_OF_TEXT.raise(findings, |draft| draft.at(whole).with("format", "XLSX"));
            }
            Unreadable::NoSpreadsheet => {
                codes::FILE_CHOICE_OF_SHEET.raise(findings, |draft| draft.at(whole));
            }
            Unreadable::NoSheet { wanted, names } => codes::FILE_SHEET_UNKNOWN
                .raise(findings, |draft| draft.at(whole).with_read(wanted).with("sheets", names.join(", "))),
            Unreadable::Spreadsheet(reason) => codes::FILE_UNREADABLE_SPREADSHEET
                .raise(findings, |draft| draft.at(whole).with("reason", reason.as_str())),
            Unreadable::OtherFormat(format) => codes::FILE_UNREADABLE_OTHER_FORMAT
                .raise(findings, |draft| draft.at(whole).with("format", *format)),
            Unreadable::TooManyRows { limit: most } => codes::FILE_UNREADABLE_TOO_MANY_ROWS
                .raise(findings, |draft| draft.at(whole).with("limit", i64::from(*most))),
            Unreadable::TooManyColumns { row, limit: most } => codes::FILE_UNREADABLE_TOO_MANY_COLUMNS
                .raise(findings, |draft| draft.at(at(*row, None)).with("limit", i64::from(*most))),
            Unreadable::CellTooLong { row, column } => codes::FILE_UNREADABLE_CELL_TOO_LONG
                .raise(findings, |draft| {
                    draft.at(at(*row, Some((*column).max(1)))).with("limit", limit(LONGEST_CELL as u64))
                }),
            Unreadable::TooLarge { limit: most } => codes::FILE_UNREADABLE_TOO_LARGE
                .raise(findings, |draft| draft.at(whole).with("limit", limit(*most))),
            Unreadable::BrokenQuote { row } => {
                codes::FILE_UNREADABLE_BROKEN_QUOTE.raise(findings, |draft| draft.at(at(*row, None)));
            }
        }
    }

    fn refuse_text(&self, undecodable: &Undecodable, findings: &mut Findings) {
        let whole = self.whole();
        let offset = |byte: usize| i64::try_from(byte).unwrap_or(i64::MAX);
        match undecodable {
            Undecodable::Tcvn3 => codes::FILE_UNDECODABLE_TCVN3.raise(findings, |draft| draft.at(whole)),
            Undecodable::Vni => codes::FILE_UNDECODABLE_VNI.raise(findings, |draft| draft.at(whole)),
            Undecodable::Unknown { byte } => codes::FILE_UNDECODABLE_UNKNOWN
                .raise(findings, |draft| draft.at(whole).with("byte", offset(*byte))),
            Undecodable::NotChosen { encoding, byte, line } => {
                codes::FILE_UNDECODABLE_CHOSEN.raise(findings, |draft| {
                    let draft = draft.at(whole).with("encoding", encoding.name());
                    draft.with("byte", offset(*byte)).with("line", offset(*line))
                });
            }
            Undecodable::NulByte { byte } => codes::FILE_UNDECODABLE_NUL_BYTE
                .raise(findings, |draft| draft.at(whole).with("byte", offset(*byte))),
        }
    }

    /// Searches for the header row: the first one that `suffices`, else the one that comes nearest; where a person says
    /// the row, that alone.
    pub(super) fn search_header(
        &self,
        table: &Table<'_>,
        names: &HeaderNames,
        chosen_row: Option<u32>,
        suffices: impl Fn(&[Column]) -> bool,
    ) -> Searched {
        let mut searched = Searched::default();
        table.for_each_row(|row| {
            searched.last = row.number;
            match chosen_row {
                None if searched.seen >= HEADER_ROWS => return ControlFlow::Break(()),
                Some(chosen) if row.number < chosen => return ControlFlow::Continue(()),
                Some(chosen) if row.number > chosen => return ControlFlow::Break(()),
                _ => {}
            }
            searched.seen += 1;
            let columns = names.columns(row.cells.iter().map(|cell| cell.text));
            if suffices(&columns) {
                searched.found = Some(Header { row: row.number, columns });
                return ControlFlow::Break(());
            }
            let near = NearHeader::of(row.number, columns);
            if searched.nearest.as_ref().is_none_or(|best| near.counts() > best.counts()) {
                searched.nearest = Some(near);
            }
            ControlFlow::Continue(())
        });
        searched
    }

    /// Finds the header row, and says so when there is none. Where a person says what columns mean, it is enough that
    /// the row nearest to a header, or the one that is said to be it, `suffices` with that.
    pub(super) fn header(
        &self,
        table: &Table<'_>,
        names: &HeaderNames,
        chosen: &ChosenHeader,
        findings: &mut Findings,
        suffices: impl Fn(&[Column]) -> bool,
    ) -> Option<Header> {
        let searched = self.search_header(table, names, chosen.row, &suffices);
        let found = if chosen.columns.is_empty() {
            searched.found.clone()
        } else {
            let best = searched.best();
            best.map(|best| Header { columns: names.with_chosen(&best.columns, &chosen.columns), ..best })
        };
        let found = found.filter(|header| suffices(&header.columns));
        match (&found, chosen.row) {
            (None, Some(row)) => self.tell_not_in_row((row, &searched), names, findings),
            (None, None) if searched.seen == 0 => {
                codes::FILE_EMPTY.raise(findings, |draft| draft.at(self.whole()));
            }
            (None, None) => self.tell_no_header(searched.nearest.as_ref(), names, findings),
            (Some(header), _) => {
                self.check_header(header, names, findings);
                self.tell_uncomputed(table, header, findings);
            }
        }
        found
    }

    fn tell_no_header(&self, nearest: Option<&NearHeader>, names: &HeaderNames, findings: &mut Findings) {
        codes::HEADER_NOT_FOUND.raise(findings, |draft| {
            draft
                .at(self.whole())
                .with_read(&nearest.map_or_else(String::new, |near| near.texts(|it| it != Meaning::Blank)))
                .with("rows", i64::from(HEADER_ROWS))
                .with("nearest", nearest.map_or(0, |near| i64::from(near.row)))
                .with("recognised_count", nearest.map_or(0, |near| near.counts().0))
                .with("recognised", nearest.map_or_else(String::new, |near| near.texts(is_recognised)))
                .with("suggestions", nearest.map_or_else(String::new, |near| near.suggestions(names)))
        });
    }

    /// The row that is said to be the header isn't one: it has nothing, or other things than headers.
    fn tell_not_in_row(
        &self,
        (row, searched): (u32, &Searched),
        names: &HeaderNames,
        findings: &mut Findings,
    ) {
        let at = spot(self.name, row, None, &[]);
        let last = if searched.last > row { 0 } else { searched.last };
        match &searched.nearest {
            None => {
                codes::HEADER_ROW_BLANK.raise(findings, |draft| draft.at(at).with("last", i64::from(last)));
            }
            Some(near) => codes::HEADER_NOT_IN_ROW.raise(findings, |draft| {
                draft
                    .at(at)
                    .with_read(&near.texts(|it| it != Meaning::Blank))
                    .with("recognised_count", near.counts().0)
                    .with("recognised", near.texts(is_recognised))
                    .with("suggestions", near.suggestions(names))
            }),
        }
    }

    /// Formulas without a stored value, below the header in columns that mean something: their cells read as blank.
    fn tell_uncomputed(&self, table: &Table<'_>, header: &Header, findings: &mut Findings) {
        for (row, column) in table.uncomputed() {
            let column = usize::try_from(*column).unwrap_or(usize::MAX);
            let known = header.columns.get(column).is_some_and(|known| {
                !matches!(known.meaning, Meaning::Ignored | Meaning::Unknown | Meaning::Blank)
            });
            if *row >= header.row && known {
                let at = spot(self.name, row + 1, Some(column), &header.columns);
                codes::FORMULA_WITHOUT_VALUE.raise(findings, |draft| draft.at(at));
            }
        }
    }

    /// Two columns of one meaning, and columns of none.
    fn check_header(&self, header: &Header, names: &HeaderNames, findings: &mut Findings) {
        for (index, column) in header.columns.iter().enumerate() {
            let at = || spot(self.name, header.row, Some(index), &header.columns);
            match column.meaning {
                Meaning::Ignored | Meaning::Blank | Meaning::SplitMetric(_) => {}
                Meaning::Unknown => codes::COLUMN_UNKNOWN.raise(findings, |draft| {
                    draft
                        .at(at())
                        .with_read(&column.text)
                        .with("suggestions", names.suggestions(&column.text))
                }),
                meaning => {
                    let first = header.columns[..index].iter().position(|other| other.meaning == meaning);
                    if let Some(first) = first {
                        codes::HEADER_TWO_COLUMNS.raise(findings, |draft| {
                            let other = format!("{} ({})", column_letters(first), header.columns[first].text);
                            draft
                                .at(at())
                                .with_read(&column.text)
                                .with("meaning", names.shown(meaning))
                                .with("first", other)
                        });
                    }
                }
            }
        }
    }
}

/// What a person says of a header.
#[derive(Default)]
pub(super) struct ChosenHeader {
    /// Its row; `None`: the one that is found.
    pub row: Option<u32>,
    /// What columns mean.
    pub columns: Vec<(usize, Meaning)>,
}

/// What the first rows of a file have of a header.
#[derive(Default)]
pub(super) struct Searched {
    found: Option<Header>,
    nearest: Option<NearHeader>,
    /// How many rows were looked at.
    seen: u32,
    /// The last row that isn't blank, as far as was searched.
    last: u32,
}

impl Searched {
    /// The header row, else the row that comes nearest to one and isn't blank.
    pub fn best(&self) -> Option<Header> {
        let near = self.nearest.as_ref().filter(|near| near.counts().1 > 0);
        let near = near.map(|near| Header { row: near.row, columns: near.columns.clone() });
        self.found.clone().or(near)
    }
}

/// A row that isn't the header row, and comes nearest to one so far.
struct NearHeader {
    row: u32,
    columns: Vec<Column>,
}

impl NearHeader {
    fn of(row: u32, columns: Vec<Column>) -> Self {
        Self { row, columns }
    }

    /// How many of its cells are recognised as headers, and how many aren't blank.
    fn counts(&self) -> (i64, i64) {
        let count = |wanted: fn(&&Column) -> bool| {
            i64::try_from(self.columns.iter().filter(wanted).count()).unwrap_or(i64::MAX)
        };
        (count(|column| is_recognised(column.meaning)), count(|column| column.meaning != Meaning::Blank))
    }

    /// The cells of some meanings, comma-separated.
    fn texts(&self, wanted: fn(Meaning) -> bool) -> String {
        let wanted = self.columns.iter().filter(|column| wanted(column.meaning));
        wanted.map(|column| column.text.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// What cells that aren't recognised may mean, comma-separated.
    fn suggestions(&self, names: &HeaderNames) -> String {
        let unknown = self.columns.iter().filter(|column| column.meaning == Meaning::Unknown);
        let near = unknown.map(|column| names.suggestions(&column.text)).filter(|near| !near.is_empty());
        near.take(MOST_SUGGESTIONS).collect::<Vec<_>>().join(", ")
    }
}

fn is_recognised(meaning: Meaning) -> bool {
    !matches!(meaning, Meaning::Unknown | Meaning::Blank)
}

/// A column as a spreadsheet names it: 0 is A, 26 is AA.
pub(super) fn column_letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"[rest % 26]));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// Says that a needed column isn't there.
pub(super) fn missing_column(
    file: &SourceFile<'_>,
    header: &Header,
    names: &HeaderNames,
    meaning: Meaning,
    findings: &mut Findings,
) {
    codes::COLUMN_MISSING.raise(findings, |draft| {
        draft.at(spot(file.name, header.row, None, &[])).with("column", names.shown(meaning))
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_in_a_spreadsheet() {
        for (column, letters) in
            [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
        {
            assert_eq!(column_letters(column), letters);
        }
    }
}
