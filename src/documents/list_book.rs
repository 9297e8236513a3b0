//! Lists as a workbook that opens right in a Vietnamese spreadsheet: a sheet for each list, with title, repeated header, filter,
//! and numbers and dates that the spreadsheet shows as its country writes them.
//!
//! Every text is written as text, also what begins like a formula or looks like a number. Where a list comes from stands on a
//! sheet of its own, so that lists can be sorted and filtered.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
pub use rust_xlsxwriter::XlsxError;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, IgnoreError, Workbook, Worksheet,
};

use super::xlsx::SOURCE_SHEET;

/// How many digits a spreadsheet keeps; larger numbers stay text.
const LARGEST: i64 = 999_999_999_999_999;
/// The row of the header; above it stand the title and what the list is of.
const HEADER: u32 = 3;
const FONT: &str = "Times New Roman";

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text.
    Text(String),
    /// A whole number, shown as it is.
    Number(i64),
    /// A sum of money or another count, shown in groups of three digits.
    Count(i64),
    /// A number with decimals.
    Decimal(Decimal),
    /// A day.
    Date(NaiveDate),
}

impl Cell {
    /// A text; nothing when it is empty.
    pub fn text(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }

    /// A day, if there is one.
    pub fn date(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::Empty, Self::Date)
    }
}

/// A list: a sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// The sheet's name.
    pub name: &'static str,
    /// The list's title.
    pub title: String,
    /// What it is of.
    pub about: String,
    /// Columns: name, and width in characters.
    pub columns: Vec<(&'static str, u16)>,
    /// Rows, with a cell per column.
    pub rows: Vec<Vec<Cell>>,
}

/// A workbook of lists. `notes` say where they come from, `made` is the day on which it is made.
///
/// # Errors
/// When a list has more rows than a sheet, or a text is too long for a cell.
pub fn workbook_of_lists(lists: &[List], notes: &[String], made: NaiveDate) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let created = day(made)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let formats = Formats::new();
    for list in lists {
        write_list(workbook.add_worksheet(), list, &formats)?;
    }
    let sheet = workbook.add_worksheet();
    sheet.set_name(SOURCE_SHEET)?.set_column_width(0, 110)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    for (row, note) in (0..).zip(notes) {
        sheet.write_string_with_format(row, 0, note, &formats.plain)?;
    }
    workbook.save_to_buffer()
}

/// How cells look.
struct Formats {
    plain: Format,
    title: Format,
    about: Format,
    header: Format,
    text: Format,
    number: Format,
    count: Format,
    decimal: Format,
    date: Format,
}

impl Formats {
    fn new() -> Self {
        let plain = Format::new().set_font_name(FONT).set_font_size(12);
        let cell = plain.clone().set_border(FormatBorder::Thin).set_align(FormatAlign::Top);
        Self {
            title: plain.clone().set_bold().set_font_size(14),
            about: plain.clone().set_align(FormatAlign::Top).set_align(FormatAlign::Left).set_text_wrap(),
            header: plain
                .clone()
                .set_bold()
                .set_border(FormatBorder::Thin)
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_text_wrap(),
            text: cell.clone().set_text_wrap().set_align(FormatAlign::Left),
            number: cell.clone().set_align(FormatAlign::Center),
            count: cell.clone().set_num_format("#,##0"),
            decimal: cell.clone().set_num_format("0.##"),
            date: cell.set_num_format("dd/mm/yyyy").set_align(FormatAlign::Center),
            plain,
        }
    }
}

fn day(day: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    let year = u16::try_from(day.year()).map_err(|error| XlsxError::CustomError(error.to_string()))?;
    let part = |number: u32| u8::try_from(number).unwrap_or(u8::MAX);
    ExcelDateTime::from_ymd(year, part(day.month()), part(day.day()))
}

fn write_list(sheet: &mut Worksheet, list: &List, formats: &Formats) -> Result<(), XlsxError> {
    let other = |error: std::num::TryFromIntError| XlsxError::CustomError(error.to_string());
    let last_column = u16::try_from(list.columns.len().saturating_sub(1)).map_err(other)?;
    let last_row = HEADER + u32::try_from(list.rows.len()).map_err(other)?;
    sheet.set_name(list.name)?;
    sheet.write_string_with_format(0, 0, &list.title, &formats.title)?;
    // As wide as the list and no wider: what juts out makes all of it smaller in print.
    let whole = list.columns.iter().map(|(_, width)| *width).sum();
    sheet.merge_range(1, 0, 1, last_column, &list.about, &formats.about)?;
    sheet.set_row_height(1, height_of(std::iter::once((list.about.as_str(), whole))))?;
    for (column, (name, width)) in (0..).zip(&list.columns) {
        sheet.write_string_with_format(HEADER, column, *name, &formats.header)?;
        sheet.set_column_width(column, *width)?;
    }
    sheet.set_row_height(HEADER, height_of(list.columns.iter().map(|(name, width)| (*name, *width))))?;
    for (row, cells) in (HEADER + 1..).zip(&list.rows) {
        let texts = cells.iter().zip(&list.columns).filter_map(|(cell, (_, width))| match cell {
            Cell::Text(text) => Some((text.as_str(), *width)),
            _ => None,
        });
        sheet.set_row_height(row, height_of(texts))?;
        for (column, cell) in (0..).zip(cells) {
            write_cell(sheet, (row, column), cell, formats)?;
        }
    }
    sheet.set_freeze_panes(HEADER + 1, 0)?.autofilter(HEADER, 0, last_row, last_column)?;
    sheet.ignore_error_range(HEADER, 0, last_row, last_column, IgnoreError::NumberStoredAsText)?;
    sheet.set_repeat_rows(HEADER, HEADER)?.set_landscape().set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0).set_margins(0.6, 0.6, 0.8, 0.8, 0.3, 0.3);
    sheet.set_footer("&C&\"Times New Roman\"Trang &P/&N");
    Ok(())
}

/// The height of a row in points, for texts in columns of some width: not every spreadsheet finds it out by itself.
fn height_of<'t>(texts: impl Iterator<Item = (&'t str, u16)>) -> f64 {
    let lines = texts.map(|(text, width)| {
        let room = usize::from(width.saturating_sub(1).max(1));
        text.split('\n').map(|line| line.chars().count().div_ceil(room).max(1)).sum()
    });
    let most = lines.max().unwrap_or(1).max(1);
    // A row can't be higher than 409 points.
    f64::from(u16::try_from(most).unwrap_or(u16::MAX).saturating_mul(16).min(400))
}

fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    formats: &Formats,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => sheet.write_blank(row, column, &formats.text)?,
        Cell::Text(text) => sheet.write_string_with_format(row, column, text, &formats.text)?,
        Cell::Number(number) | Cell::Count(number) if number.unsigned_abs() > LARGEST.unsigned_abs() => {
            sheet.write_string_with_format(row, column, number.to_string(), &formats.text)?
        }
        Cell::Number(number) => sheet.write_with_format(row, column, *number, &formats.number)?,
        Cell::Count(number) => sheet.write_with_format(row, column, *number, &formats.count)?,
        Cell::Decimal(number) => {
            // A coefficient has few digits, which a spreadsheet keeps.
            match number.normalize().to_string().parse::<f64>() {
                Ok(value) => sheet.write_number_with_format(row, column, value, &formats.decimal)?,
                Err(_) => sheet.write_string_with_format(row, column, number.to_string(), &formats.text)?,
            }
        }
        Cell::Date(date) => sheet.write_datetime_with_format(row, column, day(*date)?, &formats.date)?,
    };
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Range, Reader as _, Xlsx};

    use super::*;

    fn list(rows: Vec<Vec<Cell>>) -> List {
        List {
            name: "Tập thể",
            title: "DANH SÁCH".to_owned(),
            about: "Kế hoạch".to_owned(),
            columns: vec![("TT", 6), ("Tên", 40), ("Tiền", 15)],
            rows,
        }
    }

    fn book(lists: &[List]) -> Xlsx<Cursor<Vec<u8>>> {
        let made = NaiveDate::from_ymd_opt(2021, 6, 5).unwrap();
        let bytes = workbook_of_lists(lists, &["Nhật ký số 1".to_owned()], made).unwrap();
        calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap()
    }

    fn range(lists: &[List]) -> Range<Data> {
        book(lists).worksheet_range_at(0).unwrap().unwrap()
    }

    #[test]
    fn texts_stay_texts_and_numbers_and_days_are_what_they_are() {
        let date = NaiveDate::from_ymd_opt(2021, 6, 5).unwrap();
        let cells = |first: Cell, second: Cell, third: Cell| vec![first, second, third];
        let range = range(&[list(vec![
            cells(Cell::Number(1), Cell::text("=1+1"), Cell::Count(2_235_000)),
            cells(Cell::Number(2), Cell::text("00123"), Cell::Count(i64::MAX)),
            cells(
                Cell::Date(date),
                Cell::text("Xã \"Đ\"\u{1} & <b>\nhai dòng"),
                Cell::Decimal(Decimal::new(150, 2)),
            ),
            cells(Cell::Empty, Cell::text(""), Cell::Empty),
        ])]);
        let at = |row: u32, column: u32| range.get_value((row, column)).cloned().unwrap_or(Data::Empty);
        let text = |text: &str| Data::String(text.to_owned());
        assert_eq!((at(0, 0), at(3, 1)), (text("DANH SÁCH"), text("Tên")));
        assert_eq!((at(4, 1), at(4, 2)), (text("=1+1"), Data::Float(2_235_000.0)));
        assert_eq!((at(5, 1), at(5, 2)), (text("00123"), text("9223372036854775807")));
        assert!(matches!(&at(6, 0), Data::DateTime(day) if day.as_f64() == 44_352.0));
        assert!(matches!(&at(6, 1), Data::String(name) if name.ends_with("& <b>\nhai dòng")));
        assert_eq!(at(6, 2), Data::Float(1.5));
        assert_eq!(at(7, 1), Data::Empty);
    }

    #[test]
    fn there_is_a_sheet_for_each_list_and_one_that_says_where_they_come_from() {
        let empty = list(Vec::new());
        let persons = List { name: "Cá nhân", ..empty.clone() };
        let mut book = book(&[empty, persons]);
        assert_eq!(book.sheet_names(), ["Tập thể", "Cá nhân", "Nguồn"]);
        let notes = book.worksheet_range("Nguồn").unwrap();
        assert_eq!(notes.get_value((0, 0)), Some(&Data::String("Nhật ký số 1".to_owned())));
    }

    #[test]
    fn a_text_too_long_for_a_cell_is_refused_and_not_cut() {
        let made = NaiveDate::from_ymd_opt(2021, 6, 5).unwrap();
        let long = list(vec![vec![Cell::Text("ư".repeat(32_768))]]);
        assert!(workbook_of_lists(&[long], &[], made).is_err());
    }

    #[test]
    fn the_same_lists_are_the_same_file() {
        let made = NaiveDate::from_ymd_opt(2021, 6, 5).unwrap();
        let bytes = || workbook_of_lists(&[list(Vec::new())], &[], made).unwrap();
        assert_eq!(bytes(), bytes());
    }
}
