//! How a file is laid out, where a person says it: its encoding, what separates its cells, the row of its header, its
//! sheet. What isn't said is recognised by the file itself.

use super::decode::Encoding;
use super::separator::Separator;
use super::table::MOST_ROWS;

/// The encodings that can be said, with their codes.
pub const ENCODINGS: [(&str, Encoding); 6] = [
    ("utf-8", Encoding::Utf8),
    ("utf-16le", Encoding::Utf16LittleEndian),
    ("utf-16be", Encoding::Utf16BigEndian),
    ("windows-1258", Encoding::Windows1258),
    ("tcvn3", Encoding::Tcvn3),
    ("vni", Encoding::Vni),
];

/// The separators that can be said, with their codes.
pub const SEPARATORS: [(&str, Separator); 3] =
    [("comma", Separator::Comma), ("semicolon", Separator::Semicolon), ("tab", Separator::Tab)];

/// What a person says of how a file is laid out; `None`: as it is recognised.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layout {
    /// The encoding of a text.
    pub encoding: Option<Encoding>,
    /// What separates the cells of a text.
    pub separator: Option<Separator>,
    /// The row of the header as a spreadsheet counts it, 1 being the first.
    pub header_row: Option<u32>,
    /// The name of a spreadsheet's sheet.
    pub sheet: Option<String>,
}

/// The largest number of characters of a sheet's name; Excel itself ends at 31.
const LONGEST_NAME: usize = 100;

/// Why what is said of a layout can't be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayoutFault {
    /// What it was said of: `encoding`, `separator`, `header_row` or `sheet`.
    pub field: &'static str,
    /// What can be said of that.
    pub expected: String,
}

/// The codes of a list, comma-separated.
fn codes<T>(known: &[(&str, T)]) -> String {
    known.iter().map(|(code, _)| *code).collect::<Vec<_>>().join(", ")
}

fn found<T: Copy>(known: &[(&str, T)], field: &'static str, text: &str) -> Result<Option<T>, LayoutFault> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let found = known.iter().find(|(code, _)| code.eq_ignore_ascii_case(text)).map(|(_, meant)| *meant);
    found.map(Some).ok_or_else(|| LayoutFault { field, expected: codes(known) })
}

impl Layout {
    /// Reads an encoding by its code; an empty text says nothing.
    ///
    /// # Errors
    /// When there is no such code.
    pub fn encoding(text: &str) -> Result<Option<Encoding>, LayoutFault> {
        found(&ENCODINGS, "encoding", text)
    }

    /// Reads a separator by its code; an empty text says nothing.
    ///
    /// # Errors
    /// When there is no such code.
    pub fn separator(text: &str) -> Result<Option<Separator>, LayoutFault> {
        found(&SEPARATORS, "separator", text)
    }

    /// Reads the row of a header; an empty text says nothing.
    ///
    /// # Errors
    /// When it is no number, or of a row that no file has.
    pub fn header_row(text: &str) -> Result<Option<u32>, LayoutFault> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let row = text.parse().ok().filter(|row| (1..=MOST_ROWS).contains(row));
        row.map(Some).ok_or_else(|| LayoutFault { field: "header_row", expected: format!("1–{MOST_ROWS}") })
    }

    /// Reads the name of a sheet; an empty text says nothing.
    ///
    /// # Errors
    /// When it is longer than such names are.
    pub fn sheet(text: &str) -> Result<Option<String>, LayoutFault> {
        let name = text.trim();
        if name.chars().count() > LONGEST_NAME {
            return Err(LayoutFault { field: "sheet", expected: format!("≤ {LONGEST_NAME}") });
        }
        Ok(Some(name.to_owned()).filter(|name| !name.is_empty()))
    }

    /// Reads what is said; empty texts say nothing.
    ///
    /// # Errors
    /// When one of them can't be said.
    pub fn read(encoding: &str, separator: &str, header_row: &str, sheet: &str) -> Result<Self, LayoutFault> {
        Ok(Self {
            encoding: Self::encoding(encoding)?,
            separator: Self::separator(separator)?,
            header_row: Self::header_row(header_row)?,
            sheet: Self::sheet(sheet)?,
        })
    }

    /// What is said, by name, as [`Layout::read`] reads it.
    pub fn said(&self) -> Vec<(&'static str, String)> {
        let is_meant = |known: &&(&str, Encoding)| Some(known.1) == self.encoding;
        let encoding = ENCODINGS.iter().find(is_meant).map(|(code, _)| (*code).to_owned());
        let separator = self.separator.map(|meant| meant.code().to_owned());
        let header_row = self.header_row.map(|row| row.to_string());
        let sheet = self.sheet.clone();
        let all =
            [("encoding", encoding), ("separator", separator), ("header_row", header_row), ("sheet", sheet)];
        all.into_iter().filter_map(|(name, said)| said.map(|said| (name, said))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_read_as_it_is_written() {
        assert_eq!(Layout::read("", " ", "", " "), Ok(Layout::default()));
        assert_eq!(Layout::default().said(), []);
        for (encoding, _) in ENCODINGS {
            for (separator, _) in SEPARATORS {
                let layout = Layout::read(encoding, separator, "7", "Số liệu ").unwrap();
                let said = [
                    ("encoding", encoding),
                    ("separator", separator),
                    ("header_row", "7"),
                    ("sheet", "Số liệu"),
                ];
                assert_eq!(layout.said(), said.map(|(name, said)| (name, said.to_owned())));
            }
        }
        assert_eq!(Layout::encoding("TCVN3"), Ok(Some(Encoding::Tcvn3)));
    }

    #[test]
    fn what_cant_be_said_is_refused_with_what_can() {
        let refused = |fault: LayoutFault| (fault.field, fault.expected);
        let encodings = "utf-8, utf-16le, utf-16be, windows-1258, tcvn3, vni".to_owned();
        assert_eq!(refused(Layout::read("latin1", "", "", "").unwrap_err()), ("encoding", encodings));
        let separators = "comma, semicolon, tab".to_owned();
        assert_eq!(refused(Layout::read("", "|", "", "").unwrap_err()), ("separator", separators));
        for row in ["0", "-1", "1.5", "x", "10000001", "99999999999999999999"] {
            let (field, expected) = refused(Layout::read("", "", row, "").unwrap_err());
            assert_eq!((field, expected.as_str()), ("header_row", "1–10000000"), "{row}");
        }
        assert_eq!(Layout::read("", "", "", &"x".repeat(101)).unwrap_err().field, "sheet");
    }
}
