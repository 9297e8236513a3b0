//! The first visible sheet of a spreadsheet (XLSX) that has cells, each written as canonical text.
//!
//! The format holds every number as a double. Here alone they are met, and leave as decimal text.

use std::borrow::Cow;
use std::io::Cursor;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Style, Xlsx};

use super::decode::{composed, refuse_legacy};
use super::table::{Cell, MOST_COLUMNS, Row, Unreadable, cell_fits, trimmed};

/// The largest number of rows that a sheet may have; Excel itself ends at 1,048,576.
pub const MOST_SHEET_ROWS: u32 = 2_000_000;
/// The largest number of bytes that a spreadsheet may unpack to, and that its cells may write.
pub const MOST_UNPACKED_BYTES: u64 = 1 << 30;

/// The cells of one sheet.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    name: String,
    /// The texts of all cells one after another.
    text: String,
    /// The cells that have a text, by row, then by column.
    cells: Vec<Stored>,
}

/// A cell of the sheet; row and column count from 0.
#[derive(Debug, Clone, Copy)]
struct Stored {
    row: u32,
    column: u16,
    typed: bool,
    start: usize,
    end: usize,
}

impl Sheet {
    /// Reads a spreadsheet.
    ///
    /// Formulas give the value that was last computed, errors their text (`#REF!`). A number that the sheet shows as a
    /// percentage is written as one: 0.9993 is `99.93%`.
    ///
    /// # Errors
    /// When it is damaged, has no cells or is beyond a limit.
    pub fn read(bytes: &[u8]) -> Result<Self, Unreadable> {
        if unpacked_bytes(bytes).is_none_or(|size| size > MOST_UNPACKED_BYTES) {
            return Err(Unreadable::TooLarge { limit: MOST_UNPACKED_BYTES });
        }
        // The library computes with what a damaged file states and stops on overflow; that mustn't stop the program.
        let sheet = catch_unwind(AssertUnwindSafe(|| first_filled_sheet(bytes)))
            .map_err(|_| Unreadable::Spreadsheet("the file is damaged".to_owned()))??;
        refuse_legacy(&sheet.text).map_err(Unreadable::Decode)?;
        Ok(sheet)
    }

    /// The name of the sheet.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Visits the rows in order until `visit` breaks off. Wholly empty rows are counted and left out.
    pub fn for_each_row(&self, mut visit: impl FnMut(Row<'_>) -> ControlFlow<()>) {
        let mut cells: Vec<Cell<'_>> = Vec::new();
        for row in self.cells.chunk_by(|left, right| left.row == right.row) {
            cells.clear();
            for stored in row {
                cells.resize(usize::from(stored.column), Cell { text: "", typed: false });
                cells.push(Cell { text: &self.text[stored.start..stored.end], typed: stored.typed });
            }
            let number = row.first().map_or(0, |stored| stored.row + 1);
            if visit(Row { number, cells: &cells }).is_break() {
                return;
            }
        }
    }

    /// Adds a cell, unless it is blank. `text` is in NFC afterwards.
    fn add(&mut self, position: (u32, u32), text: &str, typed: bool) -> Result<(), Unreadable> {
        let text = trimmed(text);
        if text.is_empty() {
            return Ok(());
        }
        let (row, wide_column) = position;
        if row >= MOST_SHEET_ROWS {
            return Err(Unreadable::TooManyRows { limit: MOST_SHEET_ROWS });
        }
        let column = u16::try_from(wide_column).ok().filter(|column| *column < MOST_COLUMNS);
        let column = column.ok_or(Unreadable::TooManyColumns { row: row + 1, limit: MOST_COLUMNS })?;
        cell_fits(text, row + 1, column + 1)?;
        let start = self.text.len();
        self.text.push_str(&composed(Cow::Borrowed(text)));
        if u64::try_from(self.text.len()).is_ok_and(|size| size > MOST_UNPACKED_BYTES) {
            return Err(Unreadable::TooLarge { limit: MOST_UNPACKED_BYTES });
        }
        self.cells.push(Stored { row, column, typed, start, end: self.text.len() });
        Ok(())
    }

    /// Puts the cells in order, should the file not have them so.
    fn order(&mut self) -> Result<(), Unreadable> {
        let place = |stored: &Stored| (stored.row, stored.column);
        if !self.cells.is_sorted_by_key(place) {
            self.cells.sort_by_key(place);
        }
        match self.cells.windows(2).find(|pair| place(&pair[0]) == place(&pair[1])) {
            Some(pair) => Err(Unreadable::Spreadsheet(format!(
                "row {} holds column {} twice",
                pair[0].row + 1,
                pair[0].column + 1
            ))),
            None => Ok(()),
        }
    }
}

fn first_filled_sheet(bytes: &[u8]) -> Result<Sheet, Unreadable> {
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let names: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    for name in names {
        let mut sheet = Sheet { name, ..Sheet::default() };
        let mut reader = workbook.worksheet_cells_reader(&sheet.name).map_err(damaged)?;
        let percentages: Vec<bool> = reader.styles().iter().map(shows_percentage).collect();
        while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(damaged)? {
            let percentage = percentages.get(style).copied().unwrap_or(false);
            let (text, typed) = canonical(cell.get_value(), percentage);
            sheet.add(cell.get_position(), &text, typed)?;
        }
        sheet.order()?;
        if !sheet.cells.is_empty() {
            return Ok(sheet);
        }
    }
    Err(Unreadable::Empty)
}

fn damaged(error: calamine::XlsxError) -> Unreadable {
    Unreadable::Spreadsheet(error.to_string())
}

/// The text of a cell, and whether the sheet holds it as a number, date or truth value.
fn canonical<'v>(value: &'v DataRef<'_>, percentage: bool) -> (Cow<'v, str>, bool) {
    match value {
        DataRef::Empty => (Cow::Borrowed(""), false),
        DataRef::String(text) => (Cow::Borrowed(text), false),
        DataRef::SharedString(text) => (Cow::Borrowed(text), false),
        DataRef::Error(error) => (Cow::Owned(error.to_string()), false),
        DataRef::Bool(answer) => (Cow::Borrowed(if *answer { "true" } else { "false" }), true),
        DataRef::Int(number) => (Cow::Owned(number.to_string()), true),
        DataRef::Float(number) if percentage => {
            (Cow::Owned(shifted_by_hundred(&decimal_text(*number)) + "%"), true)
        }
        DataRef::Float(number) => (Cow::Owned(decimal_text(*number)), true),
        DataRef::DateTime(moment) => (Cow::Owned(moment_text(moment)), true),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => (Cow::Borrowed(text), true),
    }
}

/// A double as the decimal text that was typed, never with an exponent.
///
/// The shortest text that reads back as the same double is what was typed, as long as that had up to 15 digits. A
/// computed double may need 17 (0.9993 * 100 is 99.92999999999999); it is rounded to the 15 digits that Excel itself
/// shows and compares.
fn decimal_text(number: f64) -> String {
    const SHOWN_DIGITS: usize = 15;
    let shortest = number.to_string();
    let digits = shortest.trim_start_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit).count();
    if !number.is_finite() || digits <= SHOWN_DIGITS || !shortest.contains('.') {
        return shortest;
    }
    format!("{number:.*e}", SHOWN_DIGITS - 1).parse::<f64>().map_or(shortest, |rounded| rounded.to_string())
}

/// A decimal text times one hundred, by moving its point: `0.9993` gives `99.93`.
fn shifted_by_hundred(text: &str) -> String {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let (moved, rest) = decimals.split_at(decimals.len().min(2));
    let joined = format!("{whole}{moved:0<2}");
    let whole = joined.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    if rest.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

/// A day, a moment or a time of day in ISO form; a number that is no day stays a number.
fn moment_text(moment: &ExcelDateTime) -> String {
    let serial = moment.as_f64();
    if moment.is_duration() || !(0.0..2_958_466.0).contains(&serial) {
        return decimal_text(serial);
    }
    let (year, month, day, hour, minute, second, millisecond) = moment.to_ymd_hms_milli();
    let fraction = if millisecond == 0 { String::new() } else { format!(".{millisecond:03}") };
    let time = format!("{hour:02}:{minute:02}:{second:02}{fraction}");
    if serial < 1.0 {
        time
    } else if (hour, minute, second, millisecond) == (0, 0, 0, 0) {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02}T{time}")
    }
}

/// Whether a number format shows one hundred times the number with a percent sign.
fn shows_percentage(style: &Style) -> bool {
    let Some(format) = &style.number_format else {
        return false;
    };
    let mut quoted = false;
    let mut letters = format.format_code.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => quoted = !quoted,
            _ if quoted => {}
            // The next character stands for itself, or for its width.
            '\\' | '_' | '*' => {
                letters.next();
            }
            '%' => return true,
            _ => {}
        }
    }
    false
}

/// The bytes that a ZIP archive unpacks to by its own directory, which its reader enforces; `None` when the directory
/// isn't whole or needs more than 32 bits.
fn unpacked_bytes(bytes: &[u8]) -> Option<u64> {
    const DIRECTORY_END: &[u8] = b"PK\x05\x06";
    const ENTRY: &[u8] = b"PK\x01\x02";
    let number = |at: usize, length: usize| -> Option<u64> {
        let field = bytes.get(at..at.checked_add(length)?)?;
        Some(field.iter().rev().fold(0, |sum, byte| (sum << 8) | u64::from(*byte)))
    };
    let end = memchr::memmem::rfind(bytes, DIRECTORY_END)?;
    let entries = number(end + 10, 2)?;
    let size = usize::try_from(number(end + 12, 4)?).ok()?;
    let mut at = end.checked_sub(size)?;
    let mut total = 0_u64;
    for _ in 0..entries {
        if bytes.get(at..at + ENTRY.len())? != ENTRY {
            return None;
        }
        let unpacked = number(at + 24, 4)?;
        if unpacked == u64::from(u32::MAX) {
            return None;
        }
        total += unpacked;
        let lengths = number(at + 28, 2)? + number(at + 30, 2)? + number(at + 32, 2)?;
        at = at.checked_add(46 + usize::try_from(lengths).ok()?)?;
    }
    Some(total)
}
