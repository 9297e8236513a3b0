//! How a file of reports is to be read, as parameters say it.

use serde::Deserialize;
use utoipa::IntoParams;

use super::answer::Call;
use super::problem::Refused;
use crate::app::problem::{FIELD_REFUSED, Problem};
use crate::intake::column_choice::ColumnChoice;
use crate::intake::layout::Layout;
use crate::intake::number::NumberStyle;
use crate::intake::reports::ReadOptions;

/// How a file is to be read.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReadQuery {
    /// How numbers are written: `vi` (1.234,5) or `en` (1,234.5); without it, as the file's numbers prove.
    #[param(example = "vi")]
    pub numbers: Option<String>,
    /// What columns mean whose headers don't say it, or say it wrongly: letters and codes, `C:took_part,D:ignore`. A
    /// code is a figure's (`metric` or `metric.item`), `unit_code`, `unit_name`, `parent_code`, `parent_name`,
    /// `received_at`, or of long tables `metric`, `item`, `value`; `ignore` leaves a column out.
    #[param(example = "C:took_part,D:ignore")]
    pub columns: Option<String>,
    /// The encoding of a text file: `utf-8`, `utf-16le`, `utf-16be`, `windows-1258`, `tcvn3` or `vni`; without it, as it
    /// is recognised. Refused of spreadsheets and JSON.
    #[param(example = "utf-8")]
    pub encoding: Option<String>,
    /// What separates the cells of a text file: `comma`, `semicolon` or `tab`; without it, as it is recognised. Refused
    /// of spreadsheets and JSON.
    #[param(example = "comma")]
    pub separator: Option<String>,
    /// The row of the header, 1 being the first; without it, the one that is found. Refused of JSON.
    #[param(minimum = 1, maximum = 10_000_000, example = 1)]
    pub header_row: Option<u32>,
    /// The sheet of a spreadsheet; without it, the first visible one that has cells. Refused of other files.
    #[param(max_length = 100, example = "Sheet1")]
    pub sheet: Option<String>,
}

impl ReadQuery {
    /// What is asked of the intake.
    ///
    /// # Errors
    /// When something can't be said so.
    pub fn options(&self, call: &Call) -> Result<ReadOptions, Refused> {
        read_options(&Said {
            numbers: self.numbers.as_deref().unwrap_or(""),
            columns: self.columns.as_deref().unwrap_or(""),
            encoding: self.encoding.as_deref().unwrap_or(""),
            separator: self.separator.as_deref().unwrap_or(""),
            sheet: self.sheet.as_deref().unwrap_or(""),
            header_row: &self.header_row.map_or_else(String::new, |row| row.to_string()),
        })
        .map_err(|problem| call.refused(problem))
    }
}

/// What is said of how a file is to be read; empty texts say nothing.
pub struct Said<'a> {
    /// `vi` or `en`.
    pub numbers: &'a str,
    /// `C:took_part,D:ignore`.
    pub columns: &'a str,
    /// The code of an encoding.
    pub encoding: &'a str,
    /// The code of a separator.
    pub separator: &'a str,
    /// The row of the header.
    pub header_row: &'a str,
    /// The name of a sheet.
    pub sheet: &'a str,
}

/// What is asked of the intake.
///
/// # Errors
/// When something can't be said so; the problem tells what can.
pub fn read_options(said: &Said<'_>) -> Result<ReadOptions, Problem> {
    let refused = |field: &str, expected: &str| FIELD_REFUSED.with("field", field).with("expected", expected);
    let numbers = match said.numbers {
        "" => None,
        code => Some(NumberStyle::of_code(code).ok_or_else(|| refused("numbers", "vi, en"))?),
    };
    let columns =
        ColumnChoice::read(said.columns).ok_or_else(|| refused("columns", "C:took_part,D:ignore"))?;
    let layout = Layout::read(said.encoding, said.separator, said.header_row, said.sheet);
    let layout = layout.map_err(|fault| refused(fault.field, &fault.expected))?;
    Ok(ReadOptions { numbers, columns, layout, as_of: None })
}
