//! How a file was understood, so that a person can see it and object.

use super::decode::Encoding;
use super::number::NumberStyle;
use super::separator::Separator;
use crate::contest::words::Words;

/// The shape of a table of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One row per unit, one column per figure.
    Wide,
    /// One row per figure: unit, metric, value.
    Long,
}

/// How numbers were written, and how that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumbersUnderstood {
    /// Every number was plain digits.
    NotNeeded,
    /// As the user said.
    Stated(NumberStyle),
    /// As other numbers of the file prove.
    Proven(NumberStyle),
    /// The file's numbers prove both styles, so that ambiguous ones were refused.
    Mixed,
    /// No number of the file proves a style, so that ambiguous ones were refused.
    Unproven,
}

/// One column as it was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnderstoodColumn {
    /// The header as the file writes it.
    pub header: String,
    /// What it means; `None`: the column was left out.
    pub meaning: Option<Words>,
}

/// How a file of reports was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Understood {
    /// The file's name.
    pub file: String,
    /// The encoding; `None` for spreadsheets.
    pub encoding: Option<Encoding>,
    /// What stands between cells; `None` for spreadsheets.
    pub separator: Option<Separator>,
    /// The sheet of a spreadsheet; `None` for texts.
    pub sheet: Option<String>,
    /// Wide or long.
    pub shape: Shape,
    /// How numbers are written.
    pub numbers: NumbersUnderstood,
    /// The columns, from the first.
    pub columns: Vec<UnderstoodColumn>,
    /// The row of the header.
    pub header_row: u32,
    /// Rows below the header that aren't blank.
    pub rows: u64,
    /// Figures read, of known units and before the moment asked for.
    pub figures: u64,
}

impl Understood {
    /// The headers of the columns, from the first.
    pub fn headers(&self) -> impl Iterator<Item = String> + '_ {
        self.columns.iter().map(|column| column.header.clone())
    }
}
