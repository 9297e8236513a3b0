//! The ranking as a spreadsheet: the columns of its CSV, for people to read on in.
//!
//! Ranks and points are numbers there, so that they can be sorted and summed; everything else is text, also what begins
//! like a formula. A number with more digits than a spreadsheet keeps (15) stays text.

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

/// How many significant digits a spreadsheet keeps.
const DIGITS: usize = 15;

/// A workbook with the lines of a ranking's CSV.
///
/// # Errors
/// When there are more lines than a sheet has rows, or memory is short.
pub fn workbook_of(csv: &[u8]) -> Result<Vec<u8>, XlsxError> {
    workbook_with(csv, |header| header == "rank" || header == "total_points" || header.ends_with(".points"))
}

/// A workbook with the lines of a CSV, with numbers in the columns whose headers say so.
///
/// # Errors
/// When there are more lines than a sheet has rows, or memory is short.
pub fn workbook_with(csv: &[u8], is_number: impl Fn(&str) -> bool) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv);
    let bold = Format::new().set_bold();
    let mut numbers: Vec<bool> = Vec::new();
    let mut last = (0, 0);
    for (row, record) in (0_u32..).zip(reader.records()) {
        let record = record.map_err(|error| XlsxError::CustomError(error.to_string()))?;
        for (column, cell) in (0_u16..).zip(&record) {
            last = (row, last.1.max(column));
            if row == 0 {
                numbers.push(is_number(cell));
                sheet.write_string_with_format(row, column, cell, &bold)?;
            } else {
                write_cell(sheet, (row, column), cell, numbers.get(usize::from(column)) == Some(&true))?;
            }
        }
    }
    sheet.set_freeze_panes(1, 3)?.autofilter(0, 0, last.0, last.1)?;
    sheet.set_column_width(0, 12)?.set_column_width(2, 32)?;
    workbook.save_to_buffer()
}

fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &str,
    is_number: bool,
) -> Result<(), XlsxError> {
    let exact = cell.bytes().filter(u8::is_ascii_digit).count() <= DIGITS;
    match cell.parse::<f64>().ok().filter(|_| is_number && exact) {
        _ if cell.is_empty() => {}
        Some(number) => drop(sheet.write_number(row, column, number)?),
        None => drop(sheet.write_string(row, column, unquoted(cell))?),
    }
    Ok(())
}

/// In a CSV, an apostrophe keeps a text from being taken for a formula; a cell of text is none.
fn unquoted(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r']) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{Data, Reader, Xlsx};

    #[test]
    fn ranks_and_points_are_numbers_and_everything_else_is_text() {
        let csv = "cluster,code,name,rank,total_points,a.outcome,a.points\n\
                   1,007,'=1+1,1,95.50,met,12345678901234567.5\n\
                   1,008,\"Xã \"\"B\"\"\",2,,,0\n";
        let bytes = workbook_of(csv.as_bytes()).unwrap();
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
        let range = book.worksheet_range_at(0).unwrap().unwrap();
        let text = |text: &str| Data::String(text.to_owned());
        assert_eq!(range.get_size(), (3, 7));
        let row: Vec<Data> = range.rows().nth(1).unwrap().to_vec();
        assert_eq!(
            row,
            [
                text("1"),
                text("007"),
                text("=1+1"),
                Data::Float(1.0),
                Data::Float(95.5),
                text("met"),
                text("12345678901234567.5"),
            ]
        );
        let row: Vec<Data> = range.rows().nth(2).unwrap().to_vec();
        let wanted = [text("1"), text("008"), text("Xã \"B\""), Data::Float(2.0), Data::Empty, Data::Empty];
        assert_eq!(row[..6], wanted);
        assert_eq!(row[6], Data::Float(0.0));
    }
}
