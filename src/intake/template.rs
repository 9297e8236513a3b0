//! A template for reports: a wide CSV that opens right in a Vietnamese Excel, with codes and names filled in.

use super::header::{HeaderNames, Meaning};
use crate::contest::plan::{Plan, Rule, StandingBy};
use crate::contest::unit::Units;

/// What stands between cells; a Vietnamese Excel takes the comma for the decimal mark.
const SEPARATOR: char = ';';

/// The template: UTF-8 with a byte order mark, semicolons, CRLF; a header row that `read_reports` understands, and one
/// row per participant.
///
/// A code that Excel would change (leading zeros, dates) is written as `="00123"`. A name that Excel would take for a
/// formula gets an apostrophe in front. Reading understands both.
pub fn template(plan: &Plan, units: &Units) -> Vec<u8> {
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
    for unit in units.participants() {
        let unit = units.get(unit);
        let (code, name) = (shielded_code(&unit.code), shielded_name(&unit.name));
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
