//! A template for reports: a wide CSV that opens right in a Vietnamese Excel, with codes and names filled in.

use super::header::{HeaderNames, Meaning};
use crate::contest::plan::{Plan, Rule, StandingBy};
use crate::contest::unit::Units;

/// What stands between cells; a Vietnamese Excel takes the comma for the decimal mark.
const SEPARATOR: char = ';';

/// The template: UTF-8 with a byte order mark, semicolons, CRLF; a header row that `read_reports` understands, and one
/// row per participant that is wanted.
///
/// A code that Excel would change (leading zeros, dates) is written as `="00123"`. A name that Excel would take for a
/// formula gets an apostrophe in front. Reading understands both.
pub fn template(plan: &Plan, units: &Units, is_wanted: impl Fn(u32) -> bool) -> Vec<u8> {
    let names = HeaderNames::of_reports(plan);
    let mut header = vec!["Mã đơn vị".to_owned(), "Tên đơn vị".to_owned()];
    if scores_receipt(plan) {
        header.push("Thời điểm nhận".to_owned());
    }
    header.extend((0..plan.slots()).map(|slot| {
        let name = plan.slot_name(slot).vi;
        if names.meaning(&name) == Meaning::Slot(slot) { name } else { plan.slot_code(slot) }
    }));
    let mut text = String::from('\u{FEFF}');
    write_row(&mut text, header.iter().map(String::as_str));
    let blanks = header.len() - 2;
    for unit in units.participants().filter(|unit| is_wanted(*unit)) {
        let unit = units.get(unit);
        let (code, name) = (shielded_code(unit.code()), shielded_name(unit.name()));
        write_row(
            &mut text,
            [code.as_str(), name.as_str()].into_iter().chain(std::iter::repeat_n("", blanks)),
        );
    }
    text.into_bytes()
}

/// Whether some criterion needs to know when reports were received.
fn scores_receipt(plan: &Plan) -> bool {
    plan.criteria
        .iter()
        .any(|criterion| matches!(criterion.rule, Rule::Standing { by: StandingBy::Received { .. }, .. }))
}

fn write_row<'t>(text: &mut String, cells: impl Iterator<Item = &'t str>) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            text.push(SEPARATOR);
        }
        if cell.contains(['"', ';', '\r', '\n', ',', '\t']) {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(cell);
        }
    }
    text.push_str("\r\n");
}

/// A code in a form that Excel leaves as it is.
fn shielded_code(code: &str) -> String {
    let plain = !code.starts_with('0') && code.len() <= 11 && code.bytes().all(|byte| byte.is_ascii_digit());
    if plain { code.to_owned() } else { format!("=\"{}\"", code.replace('"', "\"\"")) }
}

/// A name that no spreadsheet takes for a formula.
fn shielded_name(name: &str) -> String {
    if name.starts_with(['=', '+', '-', '@', '\t', '\r', '\'']) {
        format!("'{name}")
    } else {
        name.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::contest::finding::Findings;
    use crate::contest::plan::MetricKind;
    use crate::contest::plan::sample;
    use crate::contest::unit::{Cluster, CodeAndName, Unit};
    use crate::contest::words::Words;
    use crate::intake::layout::Layout;
    use crate::intake::reports::{ReadOptions, open_reports, read_reports};
    use crate::intake::source_file::SourceFile;

    fn units(codes_and_names: &[(String, String)]) -> Units {
        let list = codes_and_names.iter().map(|(code, name)| Unit {
            named: CodeAndName::new(code, name),
            level: 2,
            subject: None,
            parent: None,
            cluster: Some(0),
            source: None,
        });
        let cluster = Cluster { code: "all".to_owned(), name: Words::same("Tất cả") };
        let mut units = Units::of(list.collect());
        units.clusters.push(cluster);
        units
    }

    fn named(pairs: &[(&str, &str)]) -> Units {
        units(&pairs.iter().map(|(code, name)| ((*code).to_owned(), (*name).to_owned())).collect::<Vec<_>>())
    }

    #[test]
    fn a_template_has_a_row_per_participant_with_code_and_name() {
        let mut plan = sample::plan();
        plan.metrics.truncate(1);
        let mut units =
            named(&[("00011", "Xã Một"), ("12", "=HYPERLINK(\"x\")"), ("MAR1", "Xã; Ba"), ("9", "Tỉnh")]);
        units.list[3].cluster = None;
        assert_eq!(
            String::from_utf8(template(&plan, &units, |_| true)).unwrap(),
            "\u{FEFF}Mã đơn vị;Tên đơn vị;Số hộ trong danh sách (thường trú);Số hộ trong danh sách (tạm trú)\r\n\
             \"=\"\"00011\"\"\";Xã Một;;\r\n\
             12;\"'=HYPERLINK(\"\"x\"\")\";;\r\n\
             \"=\"\"MAR1\"\"\";\"Xã; Ba\";;\r\n"
        );
    }

    #[test]
    fn an_empty_template_is_read_without_a_finding() {
        let plan = sample::plan();
        let units = named(&[("00011", "Xã Một"), ("12", "-Xã Hai"), ("=1+1", "@Ba")]);
        let bytes = template(&plan, &units, |_| true);
        let mut findings = Findings::default();
        let file = SourceFile::new("template.csv", &bytes);
        read_reports(
            open_reports(&[file], &Layout::default()),
            &plan,
            &units,
            &ReadOptions::default(),
            &mut findings,
            &|_| {},
        );
        assert_eq!(findings.in_order(), Vec::<&crate::contest::finding::Finding>::new());
    }

    proptest! {
        #[test]
        fn a_template_filled_with_counts_is_read_back_as_it_was_filled(
            codes in prop::collection::btree_set("[0-9]{1,6}|[A-Z]{1,3}[0-9]{1,3}|[=+@-][0-9]{1,3}", 1..12),
            names in prop::collection::vec("[=+@'-]?[A-Za-zÀ-ỹ][a-zà-ỹ0-9 ;,\"]{0,12}", 12),
            counts in prop::collection::vec(prop::option::of(0_i64..=1_000_000_000_000_000), 12 * 3),
        ) {
            let mut plan = sample::plan();
            plan.metrics.retain(|metric| metric.kind == MetricKind::Count);
            plan.breakdowns[0].items[1].levels.clear();
            plan.breakdowns[0].items.truncate(1);
            sample::number_slots(&mut plan);
            let pairs: Vec<(String, String)> = codes.into_iter().zip(names).collect();
            let units = units(&pairs);
            let text = String::from_utf8(template(&plan, &units, |_| true)).unwrap();
            let mut filled = String::new();
            for (row, line) in text.split_terminator("\r\n").enumerate() {
                if row == 0 {
                    filled.push_str(line);
                } else {
                    let counts = &counts[(row - 1) * 3..row * 3];
                    filled.push_str(line.strip_suffix(";;;").unwrap());
                    for count in counts {
                        filled.push(';');
                        filled.push_str(&count.map_or_else(String::new, |count: i64| count.to_string()));
                    }
                }
                filled.push_str("\r\n");
            }
            let mut findings = Findings::default();
            let file = SourceFile::new("filled.csv", filled.as_bytes());
            let (reports, _) =
                read_reports(open_reports(&[file], &Layout::default()), &plan, &units, &ReadOptions::default(), &mut findings, &|_| {});
            prop_assert_eq!(findings.in_order(), Vec::<&crate::contest::finding::Finding>::new());
            for (unit, _) in (0_u32..).zip(&pairs) {
                for slot in 0..3 {
                    prop_assert_eq!(reports.count(unit, slot), counts[unit as usize * 3 + slot]);
                }
            }
        }
    }
}
