//! A list made public, as a file: what hangs on the notice board.
//!
//! UTF-8 with a byte order mark, comma, `\n`, a header line in words: number, award, name, unit, number of the case.

use super::csv::push_text;
use crate::text::Texts;

/// A line of the list.
#[derive(Debug, Clone)]
pub struct ListLine<'a> {
    /// The award's name.
    pub award: &'a str,
    /// The name of the collective or of the person.
    pub name: &'a str,
    /// The unit.
    pub unit: &'a str,
    /// The number of the case.
    pub case: i64,
}

/// The columns, by the keys of their headers.
const COLUMNS: [&str; 5] = ["number", "award", "name", "unit", "case"];

/// The file, in a language.
pub fn publicity_csv<'a>(texts: &Texts, lines: impl Iterator<Item = ListLine<'a>>) -> Vec<u8> {
    let mut file = "\u{feff}".as_bytes().to_vec();
    push_row(&mut file, &headers(texts));
    for (number, line) in (1_i64..).zip(lines) {
        let row = [
            number.to_string(),
            line.award.to_owned(),
            line.name.to_owned(),
            line.unit.to_owned(),
            line.case.to_string(),
        ];
        push_row(&mut file, &row);
    }
    file
}

/// The headers of the columns.
fn headers(texts: &Texts) -> [String; 5] {
    COLUMNS.map(|column| texts.word(&format!("publicity-column-{column}")))
}

/// Whether a column of the file holds numbers, by its header.
pub fn is_number(texts: &Texts, header: &str) -> bool {
    let headers = headers(texts);
    [&headers[0], &headers[4]].into_iter().any(|known| header.trim_start_matches('\u{feff}') == known)
}

fn push_row(file: &mut Vec<u8>, cells: &[String]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            file.push(b',');
        }
        push_text(file, cell);
    }
    file.push(b'\n');
}
