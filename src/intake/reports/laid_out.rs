//! Files whose encoding, separator or header row a person says. All figures here are synthetic.

use rust_xlsxwriter::Workbook;

use super::tests::units;
use super::{ReadOptions, Understood, open_reports, read_reports};
use crate::contest::finding::{Argument, Findings};
use crate::contest::plan::sample::{self, slots::*};
use crate::intake::column_choice::ColumnChoice;
use crate::intake::layout::Layout;
use crate::intake::source_file::SourceFile;

const DISTRICT: u32 = 1;

struct Read {
    incidents: Option<i64>,
    understood: Option<Understood>,
    /// Code, row and arguments of each finding.
    found: Vec<String>,
    /// The row whose columns a person is shown.
    matched: Option<u32>,
}

fn read(bytes: &[u8], said: [&str; 3], columns: &str) -> Read {
    read_laid_out(bytes, Layout::read(said[0], said[1], said[2], "").unwrap(), columns)
}

fn read_laid_out(bytes: &[u8], layout: Layout, columns: &str) -> Read {
    let plan = sample::plan();
    let columns = ColumnChoice::read(columns).unwrap();
    let options = ReadOptions { layout, columns, ..ReadOptions::default() };
    let opened = open_reports(&[SourceFile::new("1.csv", bytes)], &options.layout);
    let matching = opened[0].matching(&plan, &options.columns).unwrap();
    let mut findings = Findings::default();
    let (reports, understood) = read_reports(opened, &plan, &units(&plan), &options, &mut findings, &|_| {});
    let told = |argument: &Argument| match argument {
        Argument::Text(text) => text.clone(),
        other => format!("{other:?}"),
    };
    let found = findings.in_order().into_iter().map(|finding| {
        let arguments =
            finding.arguments.iter().map(|(name, argument)| format!(" {name}={}", told(argument)));
        format!("{} {}{}", finding.code, finding.spot.row, arguments.collect::<String>())
    });
    Read {
        incidents: reports.count(DISTRICT, INCIDENTS),
        understood: understood.into_iter().next(),
        found: found.collect(),
        matched: matching.map(|matching| matching.header_row),
    }
}

fn starts(found: &[String]) -> Vec<&str> {
    found.iter().map(|line| line.split_whitespace().next().unwrap_or("")).collect()
}

#[test]
fn text_of_old_fonts_is_read_when_a_person_says_its_encoding() {
    let tcvn3 = b"\xAE\xACn v\xDE;S\xE8 v\xF4 vi\xD6c\nHuy\xD6n M\xE9t;3\n";
    let plain = read(tcvn3, ["", "", ""], "");
    assert_eq!((plain.incidents, starts(&plain.found)), (None, vec!["file.undecodable.tcvn3"]));
    let said = read(tcvn3, ["tcvn3", "", ""], "");
    assert_eq!((said.incidents, said.found), (Some(3), Vec::new()));
    assert_eq!(said.understood.unwrap().encoding.unwrap().name(), "TCVN3 (ABC)");
}

#[test]
fn bytes_that_arent_in_the_encoding_are_refused_with_their_place() {
    let said = read(b"code,incidents\n001,3\nHuy\xD6n M\xE9t,3\n", ["utf-8", "", ""], "");
    assert_eq!((said.incidents, starts(&said.found)), (None, vec!["file.undecodable.chosen"]));
    let told = &said.found[0];
    assert!(told.contains("encoding=UTF-8") && told.contains("24") && told.contains('3'), "{told}");
}

#[test]
fn an_encoding_that_gives_another_text_than_the_recognised_one_is_told() {
    let said = read("code,incidents\n001,3\nHuyện Một,3\n".as_bytes(), ["windows-1258", "", ""], "");
    assert!(
        said.found[0].starts_with("file.encoding_other 0 chosen=Windows-1258 recognised=UTF-8"),
        "{:?}",
        said.found
    );
    let same = read(b"code,incidents\n001,3\n", ["windows-1258", "", ""], "");
    assert_eq!((same.incidents, same.found), (Some(3), Vec::new()), "the text is the same");
}

#[test]
fn the_separator_that_is_said_comes_before_the_recognised_and_the_stated_one() {
    let text = b"code;x,incidents\n001;9,3\n002;9,4\n";
    assert_eq!(read(text, ["", "", ""], "").incidents, None);
    let said = read(b"x;x,incidents,code\n1;9,3,001\n2;9,4,002\n", ["", "comma", ""], "");
    assert_eq!(said.incidents, Some(3), "{:?}", said.found);
    assert_eq!(said.understood.unwrap().separator.unwrap().code(), "comma");
    let stated = read(b"sep=;\ncode,incidents\n001,3\n", ["", "comma", ""], "");
    assert_eq!((stated.incidents, stated.found), (Some(3), Vec::new()));
    let wrong = read(b"code,incidents\n001,3\n", ["", "tab", ""], "");
    assert_eq!(starts(&wrong.found), ["header.not_found"]);
}

#[test]
fn the_row_that_is_said_is_the_header_wherever_it_stands() {
    // An older header above, then the one that counts.
    let two = b"code,incidents\n,\ncode,x,incidents\n001,9,3\n";
    assert_eq!(read(two, ["", "", ""], "").incidents, Some(9));
    let said = read(two, ["", "", "3"], "");
    assert_eq!((said.incidents, said.matched), (Some(3), Some(3)), "{:?}", said.found);
    assert_eq!(said.understood.unwrap().header_row, 3);
    let far = format!("{}code,incidents\n001,3\n", "UBND,\n".repeat(30));
    assert_eq!(starts(&read(far.as_bytes(), ["", "", ""], "").found), ["header.not_found"]);
    assert_eq!(read(far.as_bytes(), ["", "", "31"], "").incidents, Some(3));
    let with_columns = read(b"code,incidents\na,b\n001,3\n", ["", "", "2"], "A:unit_code,B:incidents");
    assert_eq!((with_columns.incidents, with_columns.matched), (Some(3), Some(2)));
}

#[test]
fn a_row_that_is_no_header_is_refused_in_words() {
    let text = b"code,incidents\n001,3\n,\n002,4\n";
    let refused = |row: &str| read(text, ["", "", row], "");
    let not = refused("2");
    assert!(not.found[0].starts_with("header.not_in_row 2 recognised_count="), "{:?}", not.found);
    assert_eq!((not.incidents, not.matched), (None, Some(2)), "its columns can be matched by hand");
    for (row, last) in [("3", 0), ("5", 4), ("10000000", 4)] {
        let blank = refused(row);
        assert_eq!(starts(&blank.found), ["header.row_blank"]);
        assert!(blank.found[0].contains(&format!("{row} last=")), "{:?}", blank.found);
        assert!(blank.found[0].contains(&last.to_string()), "{:?}", blank.found);
        assert_eq!(blank.matched, None);
    }
}

#[test]
fn a_spreadsheet_has_a_header_row_and_neither_encoding_nor_separator() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0_u32..).zip([["code", "households"], ["code", "incidents"], ["001", "3"]]) {
        for (column, cell) in (0_u16..).zip(cells) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    let bytes = book.save_to_buffer().unwrap();
    assert_eq!(read(&bytes, ["", "", "2"], "").incidents, Some(3));
    for said in [["utf-8", "", ""], ["", "comma", ""], ["tcvn3", "tab", "2"]] {
        let refused = read(&bytes, said, "");
        assert_eq!(refused.found, ["file.choice_of_text 0 format=XLSX"]);
    }
}

#[test]
fn the_sheet_that_is_said_is_read_and_another_one_is_refused_with_those_there_are() {
    let mut book = Workbook::new();
    for (name, figure) in [("Bìa", ""), ("Số liệu", "3"), ("Lần 2", "4")] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (row, cells) in (0_u32..).zip([["code", "incidents"], ["001", figure]]) {
            for (column, cell) in (0_u16..).zip(cells) {
                sheet.write_string(row, column, cell).unwrap();
            }
        }
    }
    book.add_worksheet().set_name("Trống").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let said = |sheet: &str| read_laid_out(&bytes, Layout::read("", "", "", sheet).unwrap(), "");
    assert_eq!(said("").incidents, None, "the first one has no figure");
    assert_eq!((said("Số liệu").incidents, said("Lần 2").incidents), (Some(3), Some(4)));
    assert_eq!(said("Lần 2").understood.unwrap().sheet.as_deref(), Some("Lần 2"));
    for missing in ["Trống", "Không có"] {
        assert_eq!(said(missing).found, ["file.sheet_unknown 0 sheets=Bìa, Số liệu, Lần 2, Trống"]);
    }
    let text = read_laid_out(b"code,incidents\n001,3\n", Layout::read("", "", "", "x").unwrap(), "");
    assert_eq!((text.incidents, text.found), (None, vec!["file.choice_of_sheet 0".to_owned()]));
}
