//! What files of reports say, and what is found in them. All units and figures here are synthetic.

use std::fmt::Write as _;

use chrono::NaiveDateTime;

use super::*;
use crate::contest::figure::Value;
use crate::contest::finding::{Argument, Finding};
use crate::contest::finding_code::FINDING_CODES;
use crate::contest::fraction::Numeral;
use crate::contest::plan::sample::{self, slots::*};
use crate::intake::understood::NumbersUnderstood;
use crate::intake::units::read_units;

const UNITS: &str = "code,name,level,parent_code\n\
    01,Tỉnh Thử,province,\n\
    001,Huyện Một,district,01\n\
    002,Huyện Hai,district,01\n\
    00011,Xã Phú Quý,commune,001\n\
    00012,Xã Hoà Bình,commune,001\n\
    00021,Xã Hoà Bình,commune,002\n";
const PROVINCE: u32 = 0;
const ONE: u32 = 1;
const TWO: u32 = 2;
const PHU_QUY: u32 = 3;
const HOA_BINH_ONE: u32 = 4;
const HOA_BINH_TWO: u32 = 5;

pub(super) struct Read {
    pub reports: Reports,
    pub understood: Vec<Understood>,
    pub findings: Findings,
}

impl Read {
    fn count(&self, unit: u32, slot: usize) -> Option<i64> {
        self.reports.count(unit, slot)
    }

    fn value(&self, unit: u32, slot: usize) -> Option<Value> {
        self.reports.figure(unit, slot).map(|figure| figure.value)
    }

    /// `code file:row:column unit read`, one line each.
    fn found(&self) -> Vec<String> {
        self.findings.in_order().iter().map(|finding| line(finding)).collect()
    }

    fn codes(&self) -> Vec<&'static str> {
        self.findings.in_order().iter().map(|finding| finding.code).collect()
    }

    fn argument(&self, code: &str, name: &str) -> String {
        let findings = self.findings.in_order();
        let finding = findings.iter().find(|finding| finding.code == code).expect("the finding is there");
        let (_, argument) =
            finding.arguments.iter().find(|(known, _)| *known == name).expect("the argument is there");
        match argument {
            Argument::Text(text) => text.clone(),
            Argument::Words(words) => words.vi.clone(),
            Argument::Count(count) => count.to_string(),
            other => format!("{other:?}"),
        }
    }
}

fn line(finding: &Finding) -> String {
    let spot = &finding.spot;
    let mut line = format!("{} {}:{}", finding.code, spot.row, spot.column);
    for part in [&finding.unit, &finding.read] {
        if !part.is_empty() {
            write!(line, " {part}").unwrap();
        }
    }
    line
}

pub(super) fn units(plan: &Plan) -> Units {
    let mut findings = Findings::default();
    let units = read_units(SourceFile::new("units.csv", UNITS.as_bytes()), plan, &mut findings);
    assert_eq!(findings.total(), 0);
    units
}

fn read_with(plan: &Plan, files: &[&str], options: &ReadOptions) -> Read {
    let names: Vec<String> = (1..=files.len()).map(|number| format!("{number}.csv")).collect();
    let files: Vec<SourceFile<'_>> =
        names.iter().zip(files).map(|(name, text)| SourceFile::new(name, text.as_bytes())).collect();
    let mut findings = Findings::default();
    let units = units(plan);
    let (reports, understood) =
        read_reports(open_reports(&files, &Layout::default()), plan, &units, options, &mut findings, &|_| {});
    for finding in findings.in_order() {
        let known = FINDING_CODES.iter().find(|code| code.code == finding.code).expect("a known code");
        assert_eq!(known.severity, Some(finding.severity));
    }
    Read { reports, understood, findings }
}

fn read(files: &[&str]) -> Read {
    read_with(&sample::plan(), files, &ReadOptions::default())
}

fn at(text: &str) -> Option<NaiveDateTime> {
    Some(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
}

#[test]
fn a_wide_table_is_read_by_codes_and_by_vietnamese_names_with_and_without_diacritics() {
    for header in [
        "code,households.permanent,visited.permanent,incidents",
        "Mã đơn vị,Số hộ trong danh sách (thường trú),thường trú - Số hộ đã thăm,Số vụ việc",
        "ma don vi,TONG SO HO - THUONG TRU,so ho da tham thuong tru,so vu viec",
        "Unit,Households on the list (permanent),Households visited: permanent,Incidents",
    ] {
        let read = read(&[&format!("{header}\n001,100,99,0\n002,200,,-\n")]);
        assert_eq!(read.found(), [""; 0], "{header}");
        assert_eq!(read.count(ONE, HOUSEHOLDS_PERMANENT), Some(100), "{header}");
        assert_eq!(read.count(ONE, VISITED_PERMANENT), Some(99));
        assert_eq!(read.count(ONE, INCIDENTS), Some(0));
        assert_eq!(read.count(TWO, HOUSEHOLDS_PERMANENT), Some(200));
        assert_eq!((read.count(TWO, VISITED_PERMANENT), read.count(TWO, INCIDENTS)), (None, None));
        assert_eq!((read.understood[0].rows, read.understood[0].figures), (2, 4));
    }
}

#[test]
fn every_kind_of_value_is_read_with_its_place() {
    let read = read(&["code;coverage.permanent;complete;plan_day;finished_at;score;number\n\
         001;99,90%;có;23/05/2021;19:00 23/05/2021;-8,5;12/KH\n"]);
    assert_eq!(read.found(), [""; 0]);
    assert_eq!(
        read.value(ONE, COVERAGE_PERMANENT),
        Some(Value::Percentage(Numeral { mantissa: 9990, scale: 2 }))
    );
    assert_eq!(read.value(ONE, COMPLETE), Some(Value::Flag(true)));
    assert_eq!(read.value(ONE, PLAN_DAY), Some(Value::Date(sample::day(2021, 5, 23))));
    assert_eq!(read.value(ONE, FINISHED_AT), at("2021-05-23 19:00").map(Value::Moment));
    assert_eq!(read.value(ONE, SCORE), Some(Value::Points(Numeral { mantissa: -85, scale: 1 })));
    assert_eq!(read.value(ONE, NUMBER), Some(Value::Text(0)));
    assert_eq!(read.reports.texts, ["12/KH"]);
    let place = read.reports.figure(ONE, SCORE).unwrap().place;
    assert_eq!((place.file, place.row, place.column), (0, 2, 5));
}

#[test]
fn a_long_table_is_read_with_items_in_the_code_or_in_their_own_column() {
    for text in [
        "unit,metric,value\n001,households.permanent,100\n001,visited.permanent,99\n002,households.permanent,200\n",
        "Mã,Chỉ tiêu,Loại cư trú,Giá trị\n001,Tổng số hộ,thường trú,100\n001,visited,permanent,99\n002,households,thường trú,200\n",
        "đơn vị;chỉ tiêu;giá trị\n001;Số hộ trong danh sách (thường trú);100\n001;visited.permanent;99\n002;households.permanent;200\n",
    ] {
        let read = read(&[text]);
        assert_eq!(read.found(), [""; 0], "{text}");
        assert_eq!(read.understood[0].shape, Shape::Long);
        assert_eq!(read.count(ONE, HOUSEHOLDS_PERMANENT), Some(100));
        assert_eq!(read.count(ONE, VISITED_PERMANENT), Some(99));
        assert_eq!(read.count(TWO, HOUSEHOLDS_PERMANENT), Some(200));
    }
}

#[test]
fn the_order_of_long_rows_doesnt_matter() {
    let rows: Vec<String> = [("001", 1), ("002", 2), ("00011", 3)]
        .into_iter()
        .flat_map(|(unit, number)| {
            [("households.permanent", 10), ("visited.permanent", 5), ("incidents", 0)]
                .map(|(metric, base)| format!("{unit},{metric},{}\n", base * number))
        })
        .collect();
    for step in [1, 2, 4, 5, 7, 8] {
        let shuffled: String = (0..rows.len()).map(|at| rows[at * step % rows.len()].as_str()).collect();
        let read = read(&[&format!("unit,metric,value\n{shuffled}")]);
        assert_eq!(read.found(), [""; 0]);
        for (unit, number) in [(ONE, 1), (TWO, 2), (PHU_QUY, 3)] {
            assert_eq!(read.count(unit, HOUSEHOLDS_PERMANENT), Some(10 * number));
            assert_eq!(read.count(unit, VISITED_PERMANENT), Some(5 * number));
            assert_eq!(read.count(unit, INCIDENTS), Some(0));
        }
    }
}

#[test]
fn title_lines_may_stand_above_the_header_up_to_its_twentieth_row() {
    let table = "Mã,Số vụ việc\n001,3\n";
    for lines in [0, 6, 19] {
        let read = read(&[&format!("{}{table}", "UBND TỈNH THỬ,\n".repeat(lines))]);
        assert_eq!(read.found(), [""; 0]);
        assert_eq!(read.count(ONE, INCIDENTS), Some(3));
    }
    let read = read(&[&format!("{}{table}", "UBND TỈNH THỬ,\n".repeat(20))]);
    assert_eq!(read.found(), ["header.not_found 0:0 UBND TỈNH THỬ"]);
}

#[test]
fn columns_that_are_unknown_or_double_or_without_an_item_are_found() {
    let read = read(&[
        "STT,Mã,household.permanent,incidents,Số vụ việc,Số hộ đã thăm,Ghi chú,\n1,001,5,3,4,7,x,y\n",
    ]);
    assert_eq!(
        read.found(),
        [
            "column.unknown 1:3 household.permanent",
            "header.two_columns 1:5 Số vụ việc",
            "column.which_item 1:6 Số hộ đã thăm",
            "row.too_long 2:0",
        ]
    );
    assert_eq!(read.argument("header.two_columns", "first"), "D (incidents)");
    assert_eq!(read.argument("column.which_item", "items"), "visited.permanent, visited.temporary");
    assert!(read.argument("column.unknown", "suggestions").contains("households.permanent"));
    assert_eq!(read.count(ONE, INCIDENTS), None);
}

#[test]
fn a_metric_of_one_item_needs_no_item() {
    let mut plan = sample::plan();
    plan.breakdowns[0].items.truncate(1);
    sample::number_slots(&mut plan);
    let files = ["code,Tổng số hộ,visited\n001,5,4\n", "unit,metric,value\n002,households,7\n"];
    let read = read_with(&plan, &files, &ReadOptions::default());
    assert_eq!(read.found(), [""; 0]);
    assert_eq!((read.count(ONE, 0), read.count(ONE, 1), read.count(TWO, 0)), (Some(5), Some(4), Some(7)));
}

#[test]
fn a_column_with_values_and_no_header_is_told_once() {
    let read = read(&["code,,incidents\n001,x,1\n002,y,2\n"]);
    assert_eq!(read.found(), ["column.without_header 2:2 x"]);
}

#[test]
fn missing_cells_are_never_zero() {
    for blank in ["", "-", "—", "…", "N/A", "không có số liệu", "Khong co so lieu"] {
        let read = read(&[&format!("code,incidents,complete\n001,{blank},có\n")]);
        assert_eq!((read.count(ONE, INCIDENTS), read.found()), (None, vec![]), "{blank}");
    }
}

#[test]
fn bug_an_error_of_the_spreadsheet_program_was_a_missing_figure() {
    let read = read(&[
        "code,incidents,complete,plan_day,coverage.permanent\n001,#N/A,#N/A,#N/A,#N/A\n002,#REF!,,,\n",
    ]);
    let codes =
        ["number.malformed", "answer.unknown", "date.malformed", "number.malformed", "number.malformed"];
    assert_eq!(read.codes(), codes);
}

#[test]
fn the_style_of_numbers_is_decided_once_per_file_by_what_proves_it() {
    let table = |numbers: [&str; 3]| {
        let [one, two, score] = numbers;
        format!("code;incidents;score\n001;{one};1\n002;{two};{score}\n")
    };
    let check = |numbers, stated, expected: Option<i64>, understood| {
        let options = ReadOptions { numbers: stated, ..ReadOptions::default() };
        let read = read_with(&sample::plan(), &[&table(numbers)], &options);
        assert_eq!(read.count(ONE, INCIDENTS), expected, "{numbers:?}");
        assert_eq!(read.understood[0].numbers, understood, "{numbers:?}");
        let ambiguous = if expected.is_none() { vec!["number.ambiguous 2:2 001 31.913"] } else { vec![] };
        assert_eq!(read.found(), ambiguous);
    };
    use NumberStyle::{English, Vietnamese};
    check(["31913", "7", "1"], None, Some(31913), NumbersUnderstood::NotNeeded);
    check(["31.913", "7", "99,5"], None, Some(31913), NumbersUnderstood::Proven(Vietnamese));
    check(["31.913", "1.234.567", "1"], None, Some(31913), NumbersUnderstood::Proven(Vietnamese));
    check(["31,913", "7", "99.5"], None, Some(31913), NumbersUnderstood::Proven(English));
    check(["31.913", "7", "1"], None, None, NumbersUnderstood::Unproven);
    check(["31.913", "7", "1"], Some(Vietnamese), Some(31913), NumbersUnderstood::Stated(Vietnamese));
    check(["31.913", "1,234,567", "99,5"], None, None, NumbersUnderstood::Mixed);
}

#[test]
fn long_files_decide_their_style_from_numbers_alone() {
    let read = read(&["unit,metric,value\n001,incidents,31.913\n001,number,\"1,5\"\n002,score,\"1,5\"\n"]);
    assert_eq!(read.count(ONE, INCIDENTS), Some(31913));
    assert_eq!(read.understood[0].numbers, NumbersUnderstood::Proven(NumberStyle::Vietnamese));
    let read = self::read(&["unit,metric,value\n001,incidents,31.913\n001,number,\"1,5\"\n"]);
    assert_eq!(read.found(), ["number.ambiguous 2:3 001 31.913"]);
}

#[test]
fn faults_of_values_have_stable_codes() {
    for (column, value, code) in [
        ("incidents", "2.0732.328", "number.malformed"),
        ("incidents", "abc", "number.malformed"),
        ("incidents", "1.234", "number.ambiguous"),
        ("incidents", "-1", "number.negative"),
        ("incidents", "1,5", "number.fractional"),
        ("incidents", "1000000000000001", "number.too_large"),
        ("score", "0,0000000001", "number.too_precise"),
        ("coverage.permanent", "-1%", "number.negative"),
        ("coverage.permanent", "100,01%", "percentage.out_of_range"),
        ("coverage.permanent", "x%", "number.malformed"),
        ("complete", "có lẽ", "answer.unknown"),
        ("plan_day", "31/02/2021", "date.no_such_day"),
        ("plan_day", "hôm qua", "date.malformed"),
        ("finished_at", "sáng", "moment.malformed"),
    ] {
        let found = vec![format!("{code} 2:2 001 {value}")];
        assert_eq!(read(&[&format!("code;{column}\n001;{value}\n")]).found(), found);
        let long = read(&[&format!("unit;metric;value\n001;{column};{value}\n")]);
        assert_eq!(long.found(), vec![format!("{code} 2:3 001 {value}")]);
    }
    let largest = read(&["code,incidents,coverage.permanent\n001,1000000000000000,100\n"]);
    assert_eq!((largest.count(ONE, INCIDENTS), largest.found()), (Some(1_000_000_000_000_000), vec![]));
}

#[test]
fn a_row_of_an_unknown_unit_tells_its_faulty_values_too() {
    let wide = read(&["code,incidents\nZZ9,2.0732.328\n"]);
    assert_eq!(wide.codes(), ["unit.unknown", "number.malformed"]);
    let long = read(&["unit,metric,value\nZZ9,incidents,2.0732.328\n"]);
    assert_eq!(long.codes(), ["unit.unknown", "number.malformed"]);
}

#[test]
fn units_are_found_by_code_lost_zeros_excel_form_and_name_inside_the_parent() {
    for (code, unit, found) in [
        ("00011", PHU_QUY, vec![]),
        ("\"=\"\"00011\"\"\"", PHU_QUY, vec![]),
        ("'00011", PHU_QUY, vec![]),
        ("11", PHU_QUY, vec!["unit.leading_zero 2:1 00011 11"]),
        ("0000011", PHU_QUY, vec!["unit.leading_zero 2:1 00011 0000011"]),
        ("phu qui", PHU_QUY, vec![]),
        ("X. Phú Quí", PHU_QUY, vec![]),
    ] {
        let wide = read(&[&format!("unit,incidents\n{code},4\n")]);
        assert_eq!(
            (wide.count(unit, INCIDENTS), wide.found()),
            (Some(4), found.iter().map(ToString::to_string).collect()),
            "{code}"
        );
        let long = read(&[&format!("unit,metric,value\n{code},incidents,4\n")]);
        assert_eq!((long.count(unit, INCIDENTS), long.found().len()), (Some(4), found.len()), "{code}");
    }
    let read = read(&["Tên,Cấp trên,incidents\nXã Hòa Bình,001,1\nHoà Bình,Huyện Hai,2\n"]);
    assert_eq!(
        (read.count(HOA_BINH_ONE, INCIDENTS), read.count(HOA_BINH_TWO, INCIDENTS)),
        (Some(1), Some(2))
    );
    let long = self::read(&[
        "Tên,Cấp trên,metric,value\nXã Hòa Bình,001,incidents,1\nXã Hòa Bình,002,incidents,2\n",
    ]);
    assert_eq!(
        (long.count(HOA_BINH_ONE, INCIDENTS), long.count(HOA_BINH_TWO, INCIDENTS)),
        (Some(1), Some(2))
    );
}

#[test]
fn a_number_that_fits_two_codes_without_zeros_finds_the_one_of_the_name_beside_it() {
    let asked = read(&["code,incidents\n1,4\n"]);
    assert_eq!(asked.codes(), ["unit.ambiguous"], "01 and 001 both lose their zeros");
    assert_eq!(asked.count(ONE, INCIDENTS), None);
    let told = read(&["code,name,incidents\n1,Huyện Một,4\n"]);
    assert_eq!((told.codes(), told.count(ONE, INCIDENTS)), (vec!["unit.leading_zero"], Some(4)));
}

#[test]
fn unknown_and_ambiguous_units_are_told_and_never_created() {
    let read = read(&[
        "code,name,incidents\n00013,,1\n,Xã Hoà Bình,2\n,Xã Phú Quyx,3\n,,4\n99999,Xã Phú Quý,5\n001,Huyện Một,6\n",
    ]);
    assert_eq!(
        read.found(),
        [
            "unit.unknown 2:1 00013",
            "unit.ambiguous 3:1 Xã Hoà Bình",
            "unit.unknown 4:1 Xã Phú Quyx",
            "unit.missing 5:1",
            "unit.unknown 6:1 99999",
        ]
    );
    assert_eq!(read.argument("unit.ambiguous", "choices"), "00012 (Xã Hoà Bình), 00021 (Xã Hoà Bình)");
    assert_eq!(read.count(PHU_QUY, INCIDENTS), None);
    assert_eq!(read.count(ONE, INCIDENTS), Some(6));
}

#[test]
fn a_name_that_clearly_differs_from_the_code_is_a_warning() {
    let table = |name: &str| format!("code,name,incidents\n00012,{name},1\n");
    for name in ["Xã Hoà Bình", "HOA BINH", "xã Hòa Bình", "Xã Hoà Bình (huyện Một)", ""] {
        assert_eq!(read(&[&table(name)]).found(), [""; 0], "{name}");
    }
    assert_eq!(read(&[&table("Xã Phú Quý")]).found(), ["unit.name_differs 2:2 00012 Xã Phú Quý"]);
}

/// Rows of three units with the same metrics in the same order, so that each is what the row before makes likely.
fn likely_rows(change: impl Fn(&str, &str) -> String) -> String {
    let metrics = ["households.permanent", "visited.permanent", "incidents"];
    let row = |unit: &str, metric: &str| format!("{unit},{metric},5{}\n", change(unit, metric));
    ["001", "002", "00011"].iter().flat_map(|unit| metrics.map(|metric| row(unit, metric))).collect()
}

#[test]
fn a_likely_row_with_more_cells_than_columns_is_told_and_its_figure_kept() {
    let rows = likely_rows(|unit, metric| match (unit, metric) {
        ("002", "visited.permanent") => ",thừa".to_owned(),
        _ => String::new(),
    });
    let read = read(&[&format!("unit,metric,value\n{rows}")]);
    assert_eq!(read.found(), ["row.too_long 6:0"]);
    assert_eq!((read.count(TWO, VISITED_PERMANENT), read.understood[0].figures), (Some(5), 9));
}

#[test]
fn likely_rows_received_later_are_left_out_and_counted() {
    let options = ReadOptions { as_of: at("2021-05-24 08:00"), ..ReadOptions::default() };
    let rows = likely_rows(|unit, _| format!(",2021-05-24 0{}:00", if unit == "002" { 9 } else { 7 }));
    let read = read_with(&sample::plan(), &[&format!("unit,metric,value,received_at\n{rows}")], &options);
    assert_eq!(read.codes(), ["row.received_later"]);
    assert_eq!(read.argument("row.received_later", "count"), "3");
    assert_eq!((read.count(TWO, INCIDENTS), read.count(PHU_QUY, INCIDENTS)), (None, Some(5)));
    assert_eq!((read.understood[0].rows, read.understood[0].figures), (9, 6));
}

#[test]
fn bug_a_unit_that_doesnt_take_part_was_not_told_when_its_first_row_had_no_value() {
    let read = read(&["unit,metric,value\n01,incidents,-\n01,households.permanent,5\n"]);
    assert_eq!(read.found(), ["unit.not_participant 3:1 01"]);
}

#[test]
fn a_unit_that_doesnt_take_part_is_a_warning_and_keeps_its_figures() {
    let read = read(&["code,incidents,households.permanent\n01,4,5\n"]);
    assert_eq!(
        (read.count(PROVINCE, INCIDENTS), read.found()),
        (Some(4), vec!["unit.not_participant 2:1 01".to_owned()])
    );
    let long = self::read(&["unit,metric,value\n01,incidents,4\n01,households.permanent,5\n"]);
    assert_eq!(long.found(), ["unit.not_participant 2:1 01"]);
}

#[test]
fn a_figure_that_the_level_doesnt_have_is_a_warning() {
    let read = read(&["code,households.temporary\n001,5\n00011,6\n"]);
    assert_eq!(read.found(), ["figure.not_expected 2:2 001 5"]);
    assert_eq!(read.count(PHU_QUY, HOUSEHOLDS_TEMPORARY), Some(6));
}

#[test]
fn rows_of_totals_are_left_out_by_their_word() {
    for word in ["Tổng cộng", "TONG SO", "Cộng:", "Toàn tỉnh", "Total", "Tổng cộng toàn tỉnh"]
    {
        let read = read(&[&format!(
            "STT,code,households.permanent,incidents\n1,001,5,1\n2,002,6,2\n,{word},11,3\n"
        )]);
        assert_eq!(read.found(), [format!("row.total 4:2 {word}")]);
    }
    let read = read(&["STT,code,households.permanent\n1,001,5\n2,002,6\nTổng cộng,,11\n"]);
    assert_eq!(read.codes(), ["row.total"]);
    let differs = self::read(&["code,households.permanent,incidents\n001,5,1\n002,6,2\nTổng cộng,12,3\n"]);
    assert_eq!(differs.found(), ["row.total 4:1 Tổng cộng", "row.total_differs 4:2 12"]);
    assert_eq!(
        (differs.argument("row.total_differs", "stated"), differs.argument("row.total_differs", "sum")),
        ("12".to_owned(), "11".to_owned())
    );
    let long = self::read(&["unit,metric,value\n001,incidents,1\n002,incidents,2\nTổng cộng,incidents,4\n"]);
    assert_eq!(long.codes(), ["row.total", "row.total_differs"]);
}

#[test]
fn totals_of_one_level_or_of_one_group_agree_too() {
    let levels = "code,incidents\nToàn tỉnh,3\n001,1\n00011,1\n002,2\n00021,2\n";
    assert_eq!(read(&[levels]).codes(), ["row.total"]);
    let groups = "code,incidents\n001,1\n002,2\nCộng,3\n00011,4\n00012,5\nCộng,9\nTổng cộng,12\n";
    assert_eq!(read(&[groups]).codes(), ["row.total", "row.total", "row.total"]);
}

#[test]
fn rows_of_totals_are_left_out_by_their_sums() {
    let read = read(&["code,households.permanent,incidents\n001,5,1\n002,6,2\nTỉnh X,11,3\n"]);
    assert_eq!(read.found(), ["row.total_by_sum 4:1 Tỉnh X"]);
    assert_eq!(read.argument("row.total_by_sum", "columns"), "B (households.permanent), C (incidents)");
    let one_column = self::read(&["code,incidents\n001,5\n002,6\n00011,7\n,18\n"]);
    assert_eq!(one_column.codes(), ["row.total_by_sum"]);
    for not_total in [
        "code,households.permanent,incidents\n001,5,1\n002,6,2\nTỉnh X,11,4\n",
        "code,households.permanent,incidents\n001,5,1\nTỉnh X,5,1\n",
        "code,households.permanent,incidents\n001,5,1\n002,6,2\nX,11,3\n",
        "code,households.permanent,incidents\n001,0,0\n002,0,0\nTỉnh X,0,0\n",
        "code,households.permanent,incidents\n001,5,1\n002,6,2\nTỉnh X,11,\n",
        "code,households.permanent,incidents\n001,5,1\n002,6,2\nTỉnh X,11,3\n00011,1,1\n",
    ] {
        assert_eq!(self::read(&[not_total]).codes(), ["unit.unknown"], "{not_total}");
    }
}

#[test]
fn lines_of_text_below_the_table_are_left_out_with_a_notice() {
    let read = read(&["code,incidents\n001,5\n,\nNGƯỜI LẬP BIỂU,\n"]);
    assert_eq!(read.found(), ["row.without_figures 4:0 NGƯỜI LẬP BIỂU"]);
}

#[test]
fn a_later_file_corrects_and_a_blank_cell_never_erases() {
    let read = read(&[
        "code,incidents,households.permanent\n001,5,7\n",
        "code,incidents,households.permanent\n001,6,\n",
    ]);
    assert_eq!((read.count(ONE, INCIDENTS), read.count(ONE, HOUSEHOLDS_PERMANENT)), (Some(6), Some(7)));
    assert_eq!(read.found(), ["figure.corrected 2:2 001 6"]);
    assert_eq!(
        (read.argument("figure.corrected", "before"), read.argument("figure.corrected", "after")),
        ("5".to_owned(), "6".to_owned())
    );
    assert_eq!(read.reports.figure(ONE, INCIDENTS).unwrap().place.file, 1);
}

#[test]
fn the_time_of_receipt_goes_before_the_order_of_files() {
    let file = |count: u32, time: &str| format!("code,incidents,received_at\n001,{count},{time}\n");
    let early = file(5, "2021-05-24 08:00");
    let late = file(6, "2021-05-24 09:00");
    let read = read(&[&early, &late]);
    assert_eq!((read.count(ONE, INCIDENTS), read.reports.received(ONE)), (Some(6), at("2021-05-24 09:00")));
    assert_eq!(read.codes(), ["figure.corrected"]);
    let turned = self::read(&[&late, &early]);
    assert_eq!(
        (turned.count(ONE, INCIDENTS), turned.reports.received(ONE)),
        (Some(6), at("2021-05-24 09:00"))
    );
    assert_eq!(turned.codes(), ["figure.superseded"]);
    let one_file = self::read(&[&format!("{late}001,5,2021-05-24 08:00\n")]);
    assert_eq!((one_file.count(ONE, INCIDENTS), one_file.codes()), (Some(6), vec!["figure.superseded"]));
}

#[test]
fn sending_the_same_again_doesnt_move_the_clock() {
    let file = |time: &str| format!("code,incidents,received_at\n001,5,{time}\n");
    let read = read(&[&file("2021-05-24 08:00"), &file("2021-05-24 09:00")]);
    assert_eq!((read.reports.received(ONE), read.found()), (at("2021-05-24 08:00"), vec![]));
    let correction = "code,incidents,received_at\n001,6,2021-05-24 08:30\n";
    let read = self::read(&[&file("2021-05-24 08:00"), &file("2021-05-24 09:00"), correction]);
    assert_eq!(read.count(ONE, INCIDENTS), Some(5), "what was said last stands");
    let later = "code,households.permanent,received_at\n001,7,2021-05-24 10:00\n";
    let read = self::read(&[&file("2021-05-24 08:00"), later]);
    assert_eq!(read.reports.received(ONE), at("2021-05-24 10:00"), "a further figure is a later version");
}

#[test]
fn a_correction_without_a_time_makes_the_receipt_unknown() {
    let first = "code,incidents,received_at\n001,5,2021-05-24 08:00\n";
    let read = read(&[first, "code,incidents\n001,6\n"]);
    assert_eq!(
        (read.reports.received(ONE), read.codes()),
        (None, vec!["figure.corrected", "unit.receipt_unknown"])
    );
    let added = self::read(&[first, "code,complete\n001,có\n"]);
    assert_eq!((added.reports.received(ONE), added.codes()), (None, vec!["unit.receipt_unknown"]));
    let further = "code,households.permanent,received_at\n001,7,2021-05-24 07:00\n";
    let lost = self::read(&[first, "code,incidents\n001,6\n", "code,complete\n001,có\n", further]);
    assert_eq!(
        (lost.reports.received(ONE), lost.codes()),
        (None, vec!["figure.corrected", "unit.receipt_unknown"]),
        "a clock that is lost stays lost, and is told once"
    );
    let earlier = self::read(&["code,complete\n001,có\n", first]);
    assert_eq!((earlier.reports.received(ONE), earlier.codes()), (at("2021-05-24 08:00"), vec![]));
}

#[test]
fn the_clock_is_that_of_the_last_change_in_every_order_of_files() {
    let versions = [(5, "08:00"), (5, "08:30"), (6, "09:00"), (5, "10:00"), (5, "11:00")];
    let files =
        versions.map(|(count, time)| format!("code,incidents,received_at\n001,{count},2021-05-24 {time}\n"));
    let mut order = [0, 1, 2, 3, 4];
    for turn in 0..120 {
        let given: Vec<&str> = order.iter().map(|index| files[*index].as_str()).collect();
        let read = read(&given);
        assert_eq!(
            (read.count(ONE, INCIDENTS), read.reports.received(ONE)),
            (Some(5), at("2021-05-24 10:00")),
            "{order:?}"
        );
        order.swap(turn % 4, turn % 4 + 1);
    }
}

#[test]
fn a_figure_taken_back_stands_with_a_warning_and_a_blank_cell_is_silent() {
    let first = "code,incidents,received_at\n001,5,2021-05-24 08:00\n";
    for (later, codes) in [
        ("code,incidents,received_at\n001,-,2021-05-24 09:00\n", vec!["figure.not_withdrawn"]),
        ("unit,metric,value\n001,incidents,không có số liệu\n", vec!["figure.not_withdrawn"]),
        ("code,incidents,received_at\n001,,2021-05-24 09:00\n", vec![]),
        ("code,incidents,received_at\n001,-,2021-05-24 07:00\n", vec![]),
        ("code,incidents,received_at\n002,-,2021-05-24 09:00\n", vec![]),
    ] {
        let read = read(&[first, later]);
        assert_eq!((read.count(ONE, INCIDENTS), read.codes()), (Some(5), codes), "{later}");
    }
}

#[test]
fn one_file_that_says_two_things_is_an_error_and_the_same_twice_a_notice() {
    let wide = read(&["code,incidents,complete\n001,5,có\n001,6,có\n"]);
    assert_eq!(wide.found(), ["figure.duplicate 3:2 001 6", "figure.repeated 3:3 001 có"]);
    assert_eq!(
        (wide.count(ONE, INCIDENTS), wide.argument("figure.duplicate", "first_row")),
        (None, "2".to_owned())
    );
    let long = read(&["unit,metric,value\n001,incidents,5\n001,incidents,6\n001,incidents,5\n"]);
    assert_eq!(long.codes(), ["figure.duplicate", "figure.repeated"]);
    let timed = read(&["code,incidents,received_at\n001,5,2021-05-24 08:00\n001,6,2021-05-24 08:00\n"]);
    assert_eq!(timed.codes(), ["figure.duplicate"]);
}

#[test]
fn bug_of_two_contradicting_values_in_one_file_the_first_was_taken() {
    let timed = |rows: &[&str]| {
        let rows: String = rows.iter().map(|row| format!("001,{row}\n")).collect();
        format!("code,incidents,received_at\n{rows}")
    };
    // Whatever the order of rows: neither is taken, unless one received later at a time of its own says it.
    let [early, one, other, late] =
        ["4,24/05/2021 07:00", "5,24/05/2021 08:00", "6,24/05/2021 08:00", "7,24/05/2021 09:00"];
    let no_time = "8,";
    for (rows, count) in [
        (vec![one, other], None),
        (vec![other, one, other], None),
        (vec![early, one, other], None),
        (vec![one, other, early], None),
        (vec![one, other, late], Some(7)),
        (vec![one, late, other], Some(7)),
        (vec![late, one, other], Some(7)),
        (vec![one, no_time, late], None),
        (vec![one, late, no_time], None),
        (vec![one, other, no_time, late], None),
        (vec![late, no_time], None),
    ] {
        let read = read(&[&timed(&rows)]);
        assert_eq!(read.count(ONE, INCIDENTS), count, "{rows:?}");
        assert!(read.reports.has_reported(ONE), "{rows:?}");
    }
    // What an earlier file says stands as it was, and a later file says what it likes.
    let [before, contradiction] = ["code,incidents\n001,3\n", "code,incidents\n001,5\n001,6\n001,5\n"];
    let read = read(&[before, contradiction]);
    assert_eq!(read.codes(), ["figure.corrected", "figure.duplicate", "figure.repeated"]);
    let standing = read.reports.figure(ONE, INCIDENTS).unwrap();
    assert_eq!((standing.value, standing.place.file), (Value::Count(3), 0));
    let read = self::read(&[contradiction, before]);
    assert_eq!((read.count(ONE, INCIDENTS), read.findings.errors), (Some(3), 1));
    let read = self::read(&[&timed(&[early]), &timed(&[one, other])]);
    assert_eq!((read.count(ONE, INCIDENTS), read.reports.received(ONE)), (Some(4), at("2021-05-24 07:00")));
    // Texts are told apart by what they say.
    let read = self::read(&["code,number\n001,A\n001,B\n001,A\n"]);
    assert_eq!(read.codes(), ["figure.duplicate", "figure.repeated"]);
    assert_eq!(read.value(ONE, NUMBER), None);
}

#[test]
fn bug_of_two_columns_for_one_figure_the_first_was_taken() {
    let wide = read(&["code,incidents,complete,incidents\n001,5,có,6\n002,7,,7\n"]);
    assert_eq!(wide.codes(), ["header.two_columns"]);
    assert_eq!((wide.count(ONE, INCIDENTS), wide.value(ONE, COMPLETE)), (None, Some(Value::Flag(true))));
    assert!(!wide.reports.has_any(TWO) && wide.reports.has_reported(TWO));
    let long = read(&["unit,metric,value,value\n001,incidents,5,6\n"]);
    assert_eq!((long.codes(), long.count(ONE, INCIDENTS)), (vec!["header.two_columns"], None));
    assert_eq!(long.understood[0].rows, 1);
}

#[test]
fn percentages_are_the_same_whatever_their_digits() {
    let read = read(&["code,coverage.permanent\n001,99.9%\n", "code,coverage.permanent\n001,99.90%\n"]);
    assert_eq!(read.found(), [""; 0]);
}

#[test]
fn texts_are_compared_by_what_they_say() {
    let read = read(&["code,number\n001,A\n002,B\n", "code,number\n001,A\n002,C\n"]);
    assert_eq!(read.found(), ["figure.corrected 3:2 002 C"]);
    assert_eq!(read.reports.texts, ["A", "B", "C"]);
}

#[test]
fn rows_received_after_the_moment_asked_for_are_left_out_and_counted() {
    let options = ReadOptions { as_of: at("2021-05-24 08:00"), ..ReadOptions::default() };
    for header in ["code,incidents,received_at\n", "unit,value,received_at,metric\n"] {
        let rows = [
            "001,5,2021-05-24 08:00,incidents\n",
            "002,6,2021-05-24 08:01,incidents\n",
            "00011,7,2021-05-24 09:00,incidents\n",
        ];
        let wide = header.starts_with("code");
        let text: String = rows
            .iter()
            .map(|row| if wide { row.replace(",incidents", "") } else { (*row).to_owned() })
            .collect();
        let read = read_with(&sample::plan(), &[&format!("{header}{text}")], &options);
        assert_eq!((read.count(ONE, INCIDENTS), read.count(TWO, INCIDENTS)), (Some(5), None));
        assert_eq!(
            (read.codes(), read.argument("row.received_later", "count")),
            (vec!["row.received_later"], "2".to_owned())
        );
    }
}

#[test]
fn a_faulty_time_of_receipt_is_an_error_and_counts_as_none() {
    let read = read(&["code,incidents,received_at\n001,5,sáng\n002,6,24/05/2021 08:00\n"]);
    assert_eq!(read.found(), ["moment.malformed 2:3 sáng"]);
    assert_eq!((read.reports.received(ONE), read.reports.received(TWO)), (None, at("2021-05-24 08:00")));
}

#[test]
fn faults_of_metrics_in_long_tables_are_told() {
    let read = read(&[
        "unit,metric,item,value\n001,household,permanent,1\n001,households,,1\n001,households,permanet,1\n001,incidents,permanent,1\n001,,,1\n001,households,permanent,2\n",
    ]);
    assert_eq!(
        read.found(),
        [
            "metric.unknown 2:2 001 household",
            "item.missing 3:2 001 households",
            "item.unknown 4:3 001 permanet",
            "item.not_split 5:3 001 permanent",
            "metric.missing 6:2 001",
        ]
    );
    assert_eq!(read.count(ONE, HOUSEHOLDS_PERMANENT), Some(2));
}

#[test]
fn files_that_cant_be_read_are_told() {
    for (text, code) in
        [("", "file.empty"), ("code,incidents\n", "file.empty"), ("a\0b", "file.undecodable.nul_byte")]
    {
        assert_eq!(read(&[text]).codes(), [code], "{text:?}");
    }
    let read = read(&["hello", "code,incidents\n001,5\n"]);
    assert_eq!((read.codes(), read.count(ONE, INCIDENTS)), (vec!["header.not_found"], Some(5)));
    assert_eq!((read.reports.files.len(), read.understood.len()), (2, 1));
}

#[test]
fn a_bad_file_counts_all_findings_and_keeps_a_thousand() {
    let rows = "999999,incidents,x\n".repeat(5000);
    let read = read(&[&format!("unit,metric,value\n{rows}")]);
    // Of each row both the unit and the value.
    assert_eq!((read.findings.errors, read.findings.in_order().len()), (10_000, 1000));
}

#[test]
fn what_was_understood_is_told() {
    let read = read(&["\u{FEFF}STT;Mã;Thời điểm nhận;Số vụ việc;lạ\n1;001;;5;\n"]);
    let understood = &read.understood[0];
    assert_eq!(understood.separator, Some(crate::intake::separator::Separator::Semicolon));
    let meanings: Vec<Option<&str>> = understood
        .columns
        .iter()
        .map(|column| column.meaning.as_ref().map(|words| words.en.as_str()))
        .collect();
    assert_eq!(meanings, [None, Some("Unit code"), Some("Received at"), Some("Incidents"), None]);
}

#[test]
fn progress_is_told_while_rows_are_read() {
    let plan = sample::plan();
    let units = units(&plan);
    let text = format!("unit,metric,value\n{}", "001,incidents,5\n".repeat(40_000));
    let told = std::cell::RefCell::new(Vec::new());
    let file = SourceFile::new("1.csv", text.as_bytes());
    let mut findings = Findings::default();
    read_reports(
        open_reports(&[file, file], &Layout::default()),
        &plan,
        &units,
        &ReadOptions::default(),
        &mut findings,
        &|rows| {
            told.borrow_mut().push(rows);
        },
    );
    assert_eq!(*told.borrow(), [16_384, 32_768, 40_000, 56_384, 72_768, 80_000]);
}

#[test]
fn a_spreadsheet_gives_its_own_numbers_and_dates_whatever_the_style_of_its_texts() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let moment = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy hh:mm");
    let percent = rust_xlsxwriter::Format::new().set_num_format("0.00%");
    for (column, header) in (0_u16..).zip([
        "Mã",
        "incidents",
        "households.permanent",
        "score",
        "coverage.permanent",
        "received_at",
    ]) {
        sheet.write(0, column, header).unwrap();
    }
    sheet.write(1, 0, 11).unwrap();
    sheet.write(1, 1, 31913).unwrap();
    sheet.write(1, 2, "31.913").unwrap();
    sheet.write(1, 3, "1.234.567,5").unwrap();
    sheet.write_with_format(1, 4, 0.9993, &percent).unwrap();
    let received = rust_xlsxwriter::ExcelDateTime::from_ymd(2021, 5, 23).unwrap().and_hms(19, 0, 0).unwrap();
    sheet.write_with_format(1, 5, &received, &moment).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let plan = sample::plan();
    let units = units(&plan);
    let mut findings = Findings::default();
    let file = SourceFile::new("1.xlsx", &bytes);
    let (reports, understood) = read_reports(
        open_reports(&[file], &Layout::default()),
        &plan,
        &units,
        &ReadOptions::default(),
        &mut findings,
        &|_| {},
    );
    let codes: Vec<&str> = findings.in_order().iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["unit.leading_zero"]);
    assert_eq!(reports.count(PHU_QUY, INCIDENTS), Some(31913));
    assert_eq!(reports.count(PHU_QUY, HOUSEHOLDS_PERMANENT), Some(31913));
    let coverage = reports.figure(PHU_QUY, COVERAGE_PERMANENT).map(|figure| figure.value);
    assert_eq!(coverage, Some(Value::Percentage(Numeral { mantissa: 9993, scale: 2 })));
    assert_eq!(reports.received(PHU_QUY), at("2021-05-23 19:00"));
    assert_eq!((understood[0].encoding, understood[0].separator), (None, None));
}

#[test]
fn rows_for_signatures_and_of_column_numbers_are_left_out_with_a_notice() {
    for (text, found) in [
        (
            "code,name,incidents,complete\n(1),(2),(3),(4)\n001,Huyện Một,5,có\n",
            vec!["row.column_numbers 2:0 (1)"],
        ),
        ("code,name,incidents\nA,B,1\n001,Huyện Một,5\n", vec!["row.column_numbers 2:0 A"]),
        ("unit,metric,value\n1,2,3\n001,incidents,5\n", vec!["row.column_numbers 2:0 1"]),
        (
            "code,incidents,complete\n001,5,có\nNgười lập biểu,,Thủ trưởng đơn vị\n",
            vec!["row.without_figures 3:0 Người lập biểu"],
        ),
        (
            "unit,metric,value\n001,incidents,5\nNgười lập biểu,,Thủ trưởng\n",
            vec!["row.without_figures 3:0 Người lập biểu"],
        ),
        ("code,incidents,complete\n001,5,có\nHuyện Chín,,có\n", vec!["unit.unknown 3:1 Huyện Chín"]),
        (
            "code,incidents\n001,5\n,Ngày 24 tháng 5 năm 2021\n",
            vec!["row.without_figures 3:0 Ngày 24 tháng 5 năm 2021"],
        ),
        ("code,incidents\n001,5\n009,x\n", vec!["unit.unknown 3:1 009", "number.malformed 3:2 x"]),
        ("code,incidents\n001,5\n(1),(2)\n", vec!["unit.unknown 3:1 (1)", "number.malformed 3:2 (2)"]),
    ] {
        let read = read(&[text]);
        assert_eq!(
            (read.found(), read.count(ONE, INCIDENTS)),
            (found.into_iter().map(str::to_owned).collect(), Some(5)),
            "{text}"
        );
    }
}

#[test]
fn a_split_metric_beside_one_of_its_items_is_asked_which_item_it_is() {
    let read = read(&["code,visited.permanent,visited\n001,5,7\n"]);
    assert_eq!(read.found(), ["column.which_item 1:3 visited"]);
}

#[test]
fn a_percentage_up_to_one_beside_larger_ones_is_told() {
    for (texts, found) in [
        (["0.999", "99.9", "0"], vec!["percentage.maybe_fraction 2:2 001 0.999"]),
        (["99.9", "1", "1.1"], vec!["percentage.maybe_fraction 3:2 002 1"]),
        (["0.999", "0.998", "1"], vec![]),
        (["0.5%", "99.9%", "98%"], vec![]),
    ] {
        let [one, two, three] = texts;
        let read = read(&[&format!("code,coverage.permanent\n001,{one}\n002,{two}\n00011,{three}\n")]);
        assert_eq!(read.found(), found, "{texts:?}");
    }
}

#[test]
fn a_refused_cell_proves_no_style() {
    let read = read(&["code;incidents\n001;12.5\n002;1.234\n"]);
    assert_eq!(read.codes(), ["number.fractional", "number.ambiguous"]);
    assert_eq!(read.understood[0].numbers, NumbersUnderstood::Unproven);
}

#[test]
fn decimals_of_three_zeros_among_numbers_of_that_style_are_asked_about() {
    let text = "code;incidents;households.permanent;coverage.permanent\n001;366,000;1.000;99,9\n";
    let read = read(&[text]);
    assert_eq!(read.found(), ["number.ambiguous 2:2 001 366,000"]);
    assert_eq!(read.count(ONE, HOUSEHOLDS_PERMANENT), Some(1000));
    for (style, count) in [(NumberStyle::Vietnamese, 366), (NumberStyle::English, 366_000)] {
        let options = ReadOptions { numbers: Some(style), ..ReadOptions::default() };
        let read = read_with(&sample::plan(), &[text], &options);
        assert_eq!((read.codes(), read.count(ONE, INCIDENTS)), (vec![], Some(count)));
    }
}

#[test]
fn bug_how_numbers_are_written_was_asked_where_the_answer_cant_help() {
    use NumberStyle::{English, Vietnamese};
    // Among numbers that prove a style, the other one makes a count of it: worth asking. Else it isn't.
    for (text, other, code) in [
        ("1.234", "99.5", "number.ambiguous"),
        ("1,234", "99,5", "number.ambiguous"),
        ("1.234", "1", "number.ambiguous"),
        ("1.234.567,5", "99,5", "number.fractional"),
        ("1,5", "99.5", "number.fractional"),
        ("12.5", "1", "number.fractional"),
    ] {
        let read = read(&[&format!("code;incidents;score\n001;{text};{other}\n")]);
        assert_eq!(read.codes(), [code], "{text}");
    }
    for (style, codes) in [(Vietnamese, vec![]), (English, vec!["number.fractional"])] {
        let options = ReadOptions { numbers: Some(style), ..ReadOptions::default() };
        let read = read_with(&sample::plan(), &["code;incidents;score\n001;1.234;99.5\n"], &options);
        assert_eq!(read.codes(), codes);
    }
}

#[test]
fn a_missing_header_row_names_the_row_most_like_one_and_what_is_known_of_it() {
    let read = read(&["BÁO CÁO,\nMã đơn vị,Số vụ vieec\n001,5\n"]);
    assert_eq!(read.found(), ["header.not_found 0:0 Mã đơn vị, Số vụ vieec"]);
    for (name, shown) in [("nearest", "2"), ("recognised", "Mã đơn vị"), ("suggestions", "Số vụ việc")]
    {
        assert_eq!(read.argument("header.not_found", name), shown);
    }
    let unlike = self::read(&["x\ny\n"]);
    assert_eq!(unlike.found(), ["header.not_found 0:0 x"]);
    assert_eq!(unlike.argument("header.not_found", "recognised"), "");
}

#[test]
fn corrected_numbers_are_written_as_the_language_does_with_their_digits() {
    let read = read(&["code;coverage.permanent\n001;99.90%\n", "code;coverage.permanent\n001;98,5%\n"]);
    assert_eq!(read.argument("figure.corrected", "before"), "99,90 %");
    assert_eq!(read.argument("figure.corrected", "after"), "98,5 %");
    let findings = read.findings.in_order();
    let english = findings[0].arguments.iter().find(|(name, _)| *name == "before").map(|(_, it)| it);
    assert!(matches!(english, Some(Argument::Words(words)) if words.en == "99.90 %"), "{english:?}");
}
