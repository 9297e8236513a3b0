//! The first visible sheet of a spreadsheet (XLSX) that has cells, each written as canonical text.
//!
//! The format holds every number as a double. Here alone they are met, and leave as decimal text.

use std::borrow::Cow;
use std::io::Cursor;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Style, Xlsx};

use super::decode::{composed, refuse_legacy};
use super::shared_strings::states_an_honest_count;
use super::table::{Cell, MOST_COLUMNS, Row, Unreadable, cell_fits, trimmed};
use super::uncomputed::formulas_without_value;

/// The largest number of rows that a sheet may have; Excel itself ends at 1,048,576.
pub const MOST_SHEET_ROWS: u32 = 2_000_000;
/// The largest number of bytes that a spreadsheet may unpack to, and that its cells may write.
pub const MOST_UNPACKED_BYTES: u64 = 1 << 30;

/// The cells of one sheet.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    name: String,
    /// The names of all visible sheets, in the file's order.
    names: Vec<String>,
    /// The texts of all cells, each followed by a line end.
    text: String,
    /// The cells that have a text, by row, then by column.
    cells: Vec<Stored>,
    /// Where formulas have no stored value; row and column count from 0.
    uncomputed: Vec<(u32, u32)>,
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
        Self::read_named(bytes, None)
    }

    /// Reads a sheet of a spreadsheet by its name, as far as a person says it.
    ///
    /// # Errors
    /// When there is no such sheet with cells, or the spreadsheet is damaged or beyond a limit.
    pub fn read_named(bytes: &[u8], wanted: Option<&str>) -> Result<Self, Unreadable> {
        match unpacked_bytes(bytes) {
            Some(size) if size <= MOST_UNPACKED_BYTES => {}
            Some(_) => return Err(Unreadable::TooLarge { limit: MOST_UNPACKED_BYTES }),
            None => {
                return Err(Unreadable::Spreadsheet(
                    "the directory of the ZIP archive is damaged".to_owned(),
                ));
            }
        }
        if !states_an_honest_count(bytes) {
            return Err(Unreadable::Spreadsheet("it states more texts than it can hold".to_owned()));
        }
        // The library computes with what a damaged file states and stops on overflow; that mustn't stop the program.
        let sheet = catch_unwind(AssertUnwindSafe(|| filled_sheet(bytes, wanted)))
            .map_err(|_| Unreadable::Spreadsheet("the file is damaged".to_owned()))??;
        refuse_legacy(&sheet.text).map_err(Unreadable::Decode)?;
        Ok(sheet)
    }

    /// The name of the sheet.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The names of all visible sheets of the file, in its order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The row and column, from 0, of every formula without a stored value, in order.
    pub fn uncomputed(&self) -> &[(u32, u32)] {
        &self.uncomputed
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
        // Keeps the words of neighbouring cells apart.
        self.text.push('\n');
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

/// The sheet that is wanted, else the first visible one, that has cells.
fn filled_sheet(bytes: &[u8], wanted: Option<&str>) -> Result<Sheet, Unreadable> {
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let names: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    let is_wanted = |name: &&String| {
        wanted.is_none_or(|wanted| composed(Cow::Borrowed(name.trim())) == composed(Cow::Borrowed(wanted)))
    };
    for name in names.iter().filter(is_wanted) {
        let mut sheet = Sheet { name: name.clone(), names: names.clone(), ..Sheet::default() };
        let mut reader = workbook.worksheet_cells_reader(&sheet.name).map_err(|error| damaged(&error))?;
        let mut empty = 0;
        let percentages: Vec<bool> = reader.styles().iter().map(shows_percentage).collect();
        while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(|error| damaged(&error))? {
            let percentage = percentages.get(style).copied().unwrap_or(false);
            if matches!(cell.get_value(), DataRef::Empty) {
                empty += 1;
            }
            let (text, typed) = canonical(cell.get_value(), percentage);
            sheet.add(cell.get_position(), &text, typed)?;
        }
        drop(reader);
        sheet.order()?;
        if !sheet.cells.is_empty() {
            sheet.uncomputed = formulas_without_value(&mut workbook, &sheet.name, empty);
            return Ok(sheet);
        }
    }
    match wanted {
        Some(wanted) => Err(Unreadable::NoSheet { wanted: wanted.to_owned(), names }),
        None => Err(Unreadable::Empty),
    }
}

fn damaged(error: &calamine::XlsxError) -> Unreadable {
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
    let comment = usize::try_from(number(end + 20, 2)?).ok()?;
    if end + 22 + comment != bytes.len() {
        return None;
    }
    let entries = number(end + 10, 2)?;
    let size = usize::try_from(number(end + 12, 4)?).ok()?;
    let mut at = end.checked_sub(size)?;
    let mut total = 0_u64;
    for _ in 0..entries {
        if !bytes.get(at..)?.starts_with(ENTRY) {
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
    // Anything more would be a directory that the reader might take another way.
    (at == end).then_some(total)
}

#[cfg(test)]
mod tests {
    use rust_xlsxwriter::{ExcelDateTime as Written, Format, Formula, Workbook};

    use super::super::decode::Undecodable;
    use super::super::table::Table;
    use super::*;

    fn rows(bytes: &[u8]) -> Vec<(u32, Vec<(String, bool)>)> {
        let mut rows = Vec::new();
        Table::read(bytes).unwrap().for_each_row(|row| {
            rows.push((
                row.number,
                row.cells.iter().map(|cell| (cell.text.to_owned(), cell.typed)).collect(),
            ));
            ControlFlow::Continue(())
        });
        rows
    }

    fn only_cell(write: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> (String, bool) {
        let mut workbook = Workbook::new();
        write(workbook.add_worksheet());
        rows(&workbook.save_to_buffer().unwrap())[0].1[0].clone()
    }

    #[test]
    fn numbers_are_written_as_they_were_typed() {
        for (number, text) in [
            (1234.5, "1234.5"),
            (366_340.0, "366340"),
            (0.1, "0.1"),
            (0.0, "0"),
            (-7.25, "-7.25"),
            (99.93, "99.93"),
            (1e15, "1000000000000000"),
            (0.000_000_1, "0.0000001"),
            (0.9993 * 100.0, "99.93"),
            (0.1 + 0.2, "0.3"),
            (1.0 / 3.0, "0.333333333333333"),
        ] {
            let cell = only_cell(|sheet| {
                sheet.write_number(0, 0, number).unwrap();
            });
            assert_eq!(cell, (text.to_owned(), true));
        }
    }

    #[test]
    fn percentages_are_written_as_they_are_shown() {
        for (format, number, text) in [
            ("0.00%", 0.9993, "99.93%"),
            ("0%", 1.0, "100%"),
            ("0.0%", 0.07, "7%"),
            ("0.00%", 0.0029, "0.29%"),
            ("0.00%", 0.998_95, "99.895%"),
            ("0.00%", -0.005, "-0.5%"),
            ("0.00\"%\"", 99.93, "99.93"),
            ("0.00\\%", 99.93, "99.93"),
            ("#,##0", 31913.0, "31913"),
        ] {
            let cell = only_cell(|sheet| {
                sheet.write_number_with_format(0, 0, number, &Format::new().set_num_format(format)).unwrap();
            });
            assert_eq!(cell, (text.to_owned(), true), "{format}");
        }
    }

    #[test]
    fn days_and_moments_are_written_in_iso_form() {
        for (format, written, text) in [
            ("dd/mm/yyyy", Written::from_ymd(2021, 5, 23).unwrap(), "2021-05-23"),
            (
                "dd/mm/yyyy hh:mm",
                Written::from_ymd(2021, 5, 23).unwrap().and_hms(19, 0, 0).unwrap(),
                "2021-05-23T19:00:00",
            ),
            (
                "dd/mm/yyyy hh:mm",
                Written::from_ymd(2021, 5, 23).unwrap().and_hms(18, 59, 59).unwrap(),
                "2021-05-23T18:59:59",
            ),
            ("hh:mm", Written::from_hms(19, 30, 0).unwrap(), "19:30:00"),
        ] {
            let cell = only_cell(|sheet| {
                sheet
                    .write_datetime_with_format(0, 0, &written, &Format::new().set_num_format(format))
                    .unwrap();
            });
            assert_eq!(cell, (text.to_owned(), true));
        }
    }

    #[test]
    fn rows_columns_and_kinds_of_cells_are_kept() {
        let mut workbook = Workbook::new();
        workbook.add_worksheet().set_name("Trống").unwrap();
        let hidden = workbook.add_worksheet();
        hidden.set_hidden(true).write_string(0, 0, "hidden").unwrap();
        let sheet = workbook.add_worksheet().set_name("Số liệu").unwrap();
        sheet.write_string(1, 0, " Xa\u{303} A\u{A0}").unwrap();
        sheet.write_string(1, 2, "00123").unwrap();
        sheet.write_boolean(3, 1, true).unwrap();
        sheet.write_blank(2, 0, &Format::new().set_bold()).unwrap();
        sheet.write_formula(3, 3, Formula::new("=B1+1").set_result("42")).unwrap();
        sheet.write_string(4, 0, "a\nb").unwrap();
        let bytes = workbook.save_to_buffer().unwrap();
        let cell = |text: &str, typed| (text.to_owned(), typed);
        assert_eq!(
            rows(&bytes),
            [
                (2, vec![cell("Xã A", false), cell("", false), cell("00123", false)]),
                (4, vec![cell("", false), cell("true", true), cell("", false), cell("42", true)]),
                (5, vec![cell("a\nb", false)]),
            ]
        );
        assert_eq!(Sheet::read(&bytes).unwrap().name(), "Số liệu");
    }

    #[test]
    fn text_of_old_fonts_is_refused_in_a_sheet_too() {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        for (column, word) in (0_u16..).zip(["TØnh", "§iÖn", "Biªn"]) {
            sheet.write_string(0, column, word).unwrap();
        }
        let bytes = workbook.save_to_buffer().unwrap();
        assert_eq!(Sheet::read(&bytes).err(), Some(Unreadable::Decode(Undecodable::Tcvn3)));
    }

    #[test]
    fn empty_damaged_and_oversized_files_are_refused() {
        let mut workbook = Workbook::new();
        workbook.add_worksheet();
        let empty = workbook.save_to_buffer().unwrap();
        assert_eq!(Sheet::read(&empty).err(), Some(Unreadable::Empty));

        let mut workbook = Workbook::new();
        workbook.add_worksheet().write_string(0, MOST_COLUMNS, "x").unwrap();
        let wide = workbook.save_to_buffer().unwrap();
        assert_eq!(
            Sheet::read(&wide).err(),
            Some(Unreadable::TooManyColumns { row: 1, limit: MOST_COLUMNS })
        );

        for cut in [4, 100, wide.len() / 2, wide.len() - 1] {
            assert!(matches!(Sheet::read(&wide[..cut]), Err(Unreadable::Spreadsheet(_))), "{cut}");
        }

        let mut bomb = empty;
        let entry = memchr::memmem::find(&bomb, b"PK\x01\x02").unwrap();
        bomb[entry + 24..entry + 28].copy_from_slice(&(1_u32 << 31).to_le_bytes());
        assert_eq!(Sheet::read(&bomb).err(), Some(Unreadable::TooLarge { limit: MOST_UNPACKED_BYTES }));
    }

    #[test]
    fn moving_the_point_is_exact() {
        for (text, moved) in [
            ("0", "0"),
            ("1", "100"),
            ("0.5", "50"),
            ("0.9993", "99.93"),
            ("12.3456", "1234.56"),
            ("-0.001", "-0.1"),
        ] {
            assert_eq!(shifted_by_hundred(text), moved);
        }
    }
}
