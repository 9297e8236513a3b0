//! The ranking as a spreadsheet: the columns of its CSV, for people to read on in.
//!
//! Ranks and points are numbers there, so that they can be sorted and summed; everything else is text, also what begins
//! like a formula. A number with more digits than a spreadsheet keeps (15) stays text.
//!
//! `rust_xlsxwriter` makes the workbook with its first row; the other rows are written here, in parts at once, since a
//! hundred thousand of them took the library two seconds.

use std::error::Error;
use std::io::{Cursor, Read};

use csv::{Reader, ReaderBuilder, StringRecord};
pub use rust_xlsxwriter::XlsxError;
use rust_xlsxwriter::{Format, Workbook};

use super::archive::{Archive, Packed, Packer};
use crate::contest::parallel::{on_parts, part_length};

/// How many significant digits a spreadsheet keeps.
const DIGITS: usize = 15;
/// How many characters a cell may have.
const LONGEST_CELL: usize = 32_767;
/// How many bytes of rows are packed together.
const PACKED: usize = 1 << 16;
/// The name of the sheet that says where a list comes from.
pub const SOURCE_SHEET: &str = "Nguồn";
/// The part of a workbook that holds its lines.
const SHEET: &str = "xl/worksheets/sheet1.xml";

/// A workbook with the lines of a ranking's CSV, made on some threads.
///
/// # Errors
/// When there are more lines than a sheet has rows, a cell is too long for one, or lines differ in length.
pub fn workbook_of(csv: &[u8], threads: usize) -> Result<Vec<u8>, XlsxError> {
    let is_number =
        |header: &str| header == "rank" || header == "total_points" || header.ends_with(".points");
    workbook_with(csv, is_number, &[], threads)
}

/// A workbook with the lines of a CSV, with numbers in the columns whose headers say so, made on some threads. Where there are
/// notes that say where the lines come from, they stand on a sheet of their own, so that the lines can be sorted and filtered.
///
/// # Errors
/// When there are more lines than a sheet has rows, a cell is too long for one, or lines differ in length.
pub fn workbook_with(
    csv: &[u8],
    is_number: impl Fn(&str) -> bool,
    notes: &[String],
    threads: usize,
) -> Result<Vec<u8>, XlsxError> {
    let mut reader = reader(csv);
    let mut header = StringRecord::new();
    reader.read_record(&mut header).map_err(other)?;
    let start = usize::try_from(reader.position().byte()).map_err(other)?;
    let numbers: Vec<bool> = header.iter().map(is_number).collect();
    let parts = on_parts(split(&csv[start..], threads), |part| packed_rows(part, &numbers));
    let parts: Vec<(u32, Packed)> = parts.into_iter().collect::<Result<_, _>>()?;
    let (rows, parts): (Vec<u32>, Vec<Packed>) = parts.into_iter().unzip();
    filled(&frame(&header, rows.iter().sum(), notes)?, parts)
}

fn reader(csv: &[u8]) -> Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).from_reader(csv)
}

fn other(error: impl Error) -> XlsxError {
    XlsxError::CustomError(error.to_string())
}

/// The workbook with its first row alone, but set up for the others: the last cell of the last row stands there, so that the library
/// knows how far they go.
fn frame(header: &StringRecord, rows: u32, notes: &[String]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let bold = Format::new().set_bold();
    let last = u16::try_from(header.len().saturating_sub(1)).map_err(other)?;
    sheet.write_blank(rows, last, &bold)?;
    for (column, name) in (0..=last).zip(header) {
        sheet.write_string_with_format(0, column, name, &bold)?;
    }
    sheet.set_freeze_panes(1, 3)?.autofilter(0, 0, rows, last)?;
    sheet.set_column_width(0, 12)?.set_column_width(2, 32)?;
    if !notes.is_empty() {
        let sheet = workbook.add_worksheet();
        sheet.set_name(SOURCE_SHEET)?.set_column_width(0, 110)?;
        for (row, note) in (0..).zip(notes) {
            sheet.write_string(row, 0, note)?;
        }
    }
    workbook.save_to_buffer()
}

/// A workbook with other rows behind the first one of its sheet.
fn filled(frame: &[u8], rows: Vec<Packed>) -> Result<Vec<u8>, XlsxError> {
    let mut members = zip::ZipArchive::new(Cursor::new(frame)).map_err(other)?;
    let mut rows = Some(rows);
    let mut archive = Archive::default();
    for index in 0..members.len() {
        let mut member = members.by_index(index).map_err(other)?;
        let name = member.name().map_err(other)?.into_owned();
        let mut text = String::new();
        member.read_to_string(&mut text).map_err(other)?;
        let parts = match rows.take_if(|_| name == SHEET) {
            None => vec![Packer::packed(text.as_bytes())],
            Some(mut parts) => {
                let (start, _) = text.split_once("</row>").unwrap_or((&text, ""));
                let (_, end) = text.split_once("</sheetData>").unwrap_or(("", &text));
                parts.insert(0, Packer::packed(format!("{start}</row>").as_bytes()));
                parts.push(Packer::packed(format!("</sheetData>{end}").as_bytes()));
                parts
            }
        };
        archive.push(&name, &parts).map_err(other)?;
    }
    archive.finish().map_err(other)
}

/// Splits lines into parts of about the same length. A line ends outside quotes, behind an even number of them.
fn split(lines: &[u8], threads: usize) -> Vec<&[u8]> {
    let length = part_length(lines.len(), threads);
    let mut parts = Vec::new();
    let mut rest = lines;
    while rest.len() > length {
        let mut quotes = memchr::memchr_iter(b'"', &rest[..length]).count();
        let ends = |byte: &u8| {
            quotes += usize::from(*byte == b'"');
            *byte == b'\n' && quotes.is_multiple_of(2)
        };
        let end = rest[length..].iter().position(ends).map_or(rest.len(), |at| length + at + 1);
        let (part, others) = rest.split_at(end);
        parts.push(part);
        rest = others;
    }
    parts.push(rest);
    parts
}

/// The rows of some lines, and how many there are.
fn packed_rows(lines: &[u8], numbers: &[bool]) -> Result<(u32, Packed), XlsxError> {
    let mut reader = reader(lines);
    let mut record = StringRecord::new();
    let (mut rows, mut xml, mut packer) = (0, Vec::new(), Packer::new());
    while reader.read_record(&mut record).map_err(other)? {
        if record.len() != numbers.len() {
            return Err(XlsxError::CustomError("the lines differ in length".to_owned()));
        }
        xml.extend_from_slice(b"<row>");
        for (cell, is_number) in record.iter().zip(numbers) {
            push_cell(&mut xml, cell, *is_number)?;
        }
        xml.extend_from_slice(b"</row>");
        if xml.len() > PACKED {
            packer.push(&xml);
            xml.clear();
        }
        rows += 1;
    }
    packer.push(&xml);
    Ok((rows, packer.finish()))
}

fn push_cell(xml: &mut Vec<u8>, cell: &str, is_number: bool) -> Result<(), XlsxError> {
    if cell.is_empty() {
        xml.extend_from_slice(b"<c/>");
    } else if is_number && is_kept(cell) {
        xml.extend_from_slice(b"<c><v>");
        xml.extend_from_slice(without_idle_zeros(cell).as_bytes());
        xml.extend_from_slice(b"</v></c>");
    } else {
        let text = unquoted(cell);
        if text.len() > LONGEST_CELL && text.chars().count() > LONGEST_CELL {
            return Err(XlsxError::MaxStringLengthExceeded);
        }
        let white = [' ', '\t', '\n'];
        let space =
            if text.starts_with(white) || text.ends_with(white) { " xml:space=\"preserve\"" } else { "" };
        xml.extend_from_slice(b"<c t=\"inlineStr\"><is><t");
        xml.extend_from_slice(space.as_bytes());
        xml.push(b'>');
        push_text(xml, text);
        xml.extend_from_slice(b"</t></is></c>");
    }
    Ok(())
}

/// Whether a spreadsheet keeps a number as it is written.
fn is_kept(cell: &str) -> bool {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let plain = cell.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.'));
    plain && digits <= DIGITS && cell.parse::<f64>().is_ok()
}

/// A number without zeros at the end of its decimals.
fn without_idle_zeros(number: &str) -> &str {
    if number.contains('.') { number.trim_end_matches('0').trim_end_matches('.') } else { number }
}

/// Writes a text as XML. What XML can't hold is written as spreadsheets do, `_x000D_`, and what looks like that, too.
fn push_text(xml: &mut Vec<u8>, text: &str) {
    let is_special = |byte: &u8| matches!(byte, 0..=0x1F | b'&' | b'<' | b'>' | b'_' | 0xEF);
    // Without leaving early, so that many bytes are looked at together.
    if !text.as_bytes().iter().fold(false, |special, byte| special | is_special(byte)) {
        return xml.extend_from_slice(text.as_bytes());
    }
    for (at, letter) in text.char_indices() {
        match letter {
            '&' => xml.extend_from_slice(b"&amp;"),
            '<' => xml.extend_from_slice(b"&lt;"),
            '>' => xml.extend_from_slice(b"&gt;"),
            '_' if is_escape(&text.as_bytes()[at..]) => xml.extend_from_slice(b"_x005F_"),
            '\t' | '\n' | ' '..='\u{FFFD}' | '\u{10000}'.. => {
                xml.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
            }
            _ => xml.extend_from_slice(format!("_x{:04X}_", u32::from(letter)).as_bytes()),
        }
    }
}

/// Whether a text begins like a letter that was written by its number: `_x000D_`.
fn is_escape(text: &[u8]) -> bool {
    matches!(text, [b'_', b'x', digits @ .., ] if digits.len() > 4
        && digits[..4].iter().all(u8::is_ascii_hexdigit) && digits[4] == b'_')
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
    use calamine::{Data, Range, Reader as _, Xlsx};
    use proptest::prelude::*;

    use super::*;

    fn cells(workbook: Vec<u8>) -> Range<Data> {
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(workbook)).unwrap();
        book.worksheet_range_at(0).unwrap().unwrap()
    }

    /// The same workbook by the library alone.
    fn by_the_library(csv: &[u8]) -> Vec<u8> {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        let header = reader(csv).records().next().unwrap().unwrap();
        for (row, record) in (0_u32..).zip(reader(csv).records()) {
            for (column, (cell, name)) in (0_u16..).zip(record.unwrap().iter().zip(&header)) {
                let is_number = row > 0 && (name == "rank" || name.ends_with(".points"));
                if is_number && is_kept(cell) {
                    sheet.write_number(row, column, cell.parse::<f64>().unwrap()).unwrap();
                } else {
                    sheet.write_string(row, column, unquoted(cell)).unwrap();
                }
            }
        }
        workbook.save_to_buffer().unwrap()
    }

    fn any_cell() -> impl Strategy<Value = String> {
        prop_oneof![
            Just(String::new()),
            r"-?[0-9]{1,17}(\.[0-9]{1,3})?",
            r"Xã [A-D], Tỉnh [A-D]",
            r#"[ \t\na-c&<>"'=+_xA0-9\x{1}\x{b}\x{c}\x{1f}\x{fffd}\x{fffe}\x{ffff}\x{1f600}]{1,12}"#,
            r"(_x00[0-4][0-9A-G]_?){1,3}",
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn cells_are_those_that_the_library_writes(
            rows in prop::collection::vec(prop::collection::vec(any_cell(), 4), 0..40),
            threads in 1_usize..5,
        ) {
            let mut csv = csv::Writer::from_writer(Vec::new());
            csv.write_record(["code", "name", "rank", "a.points"]).unwrap();
            rows.iter().for_each(|row| csv.write_record(row).unwrap());
            let csv = csv.into_inner().unwrap();
            prop_assert_eq!(cells(workbook_of(&csv, threads).unwrap()), cells(by_the_library(&csv)));
        }
    }

    #[test]
    fn what_a_sheet_cannot_hold_is_refused() {
        let of = |lines: &str| workbook_of(format!("code,name\n{lines}").as_bytes(), 2);
        assert!(of(&format!("1,{}\n", "ư".repeat(LONGEST_CELL))).is_ok());
        let long = of(&format!("1,{}\n", "ư".repeat(LONGEST_CELL + 1)));
        assert!(matches!(long, Err(XlsxError::MaxStringLengthExceeded)));
        assert!(of("1,2,3\n").is_err());
        let header = StringRecord::from(vec!["code", "name"]);
        assert!(frame(&header, (1 << 20) - 1, &[]).is_ok());
        assert!(matches!(frame(&header, 1 << 20, &[]), Err(XlsxError::RowColumnLimitError)));
    }

    #[test]
    fn ranks_and_points_are_numbers_and_everything_else_is_text() {
        let csv = "cluster,code,name,rank,total_points,a.outcome,a.points\n\
                   1,007,'=1+1,1,95.50,met,12345678901234567.5\n\
                   1,008,\"Xã \"\"B\"\"\",2,,,0\n";
        let bytes = workbook_of(csv.as_bytes(), 2).unwrap();
        let range = cells(bytes);
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
