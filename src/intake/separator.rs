//! What separates the cells of a delimited text: stated in its first line, or told by its first rows.

/// What separates the cells of a delimited text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// Tab
    Tab,
}

impl Separator {
    /// The separator itself.
    pub const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }

    /// The code by which it is said.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Comma => "comma",
            Self::Semicolon => "semicolon",
            Self::Tab => "tab",
        }
    }
}

/// What a first line such as `sep=;` states, and where the text behind that line starts.
pub(super) fn stated_separator(text: &str) -> (usize, Option<Separator>) {
    let end = memchr::memchr2(b'\n', b'\r', text.as_bytes()).unwrap_or(text.len());
    let line = &text[..end];
    let stated = line.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(line);
    let separator = match stated.as_bytes() {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', b','] => Separator::Comma,
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', b';'] => Separator::Semicolon,
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', b'\t'] => Separator::Tab,
        _ => return (0, None),
    };
    let rest = &text[end..];
    let next = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\n', '\r'])).unwrap_or(rest);
    (text.len() - next.len(), Some(separator))
}

/// How many rows tell the separator.
pub(super) const TELLING_ROWS: usize = 20;

/// How often each separator stands in the first rows, outside quotes: comma, semicolon, tab. Blank rows are left out.
pub(super) fn counts_of_separators(text: &str) -> Vec<[usize; 3]> {
    let mut rows: Vec<[usize; 3]> = Vec::new();
    let mut counts = [0; 3];
    let mut quoted = false;
    let mut filled = false;
    for byte in text.bytes().chain([b'\n']) {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => {
                if filled {
                    rows.push(counts);
                }
                if rows.len() == TELLING_ROWS {
                    break;
                }
                counts = [0; 3];
                filled = false;
            }
            b',' if !quoted => counts[0] += 1,
            b';' if !quoted => counts[1] += 1,
            b'\t' if !quoted => counts[2] += 1,
            _ => {}
        }
        filled |= !byte.is_ascii_whitespace();
    }
    rows
}

/// The separator that stands equally often in most rows.
///
/// Where several do, the one that stands most often; then tab before semicolon before comma, since commas are also
/// decimal marks.
pub(super) fn likely_separator(rows: &[[usize; 3]]) -> Separator {
    let evenness = |index: usize| {
        let of = |row: &[usize; 3]| row[index];
        rows.iter()
            .map(of)
            .filter(|count| *count > 0)
            .map(|count| (rows.iter().map(of).filter(|other| *other == count).count(), count))
            .max()
    };
    let separators = [Separator::Comma, Separator::Semicolon, Separator::Tab];
    (0..separators.len())
        .filter_map(|index| evenness(index).map(|even| (even, index)))
        .max()
        .map_or(Separator::Comma, |(_, index)| separators[index])
}
