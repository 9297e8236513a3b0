//! What a stored ranking is made from, written line by line, so that anybody can recompute its hash.
//!
//! The text is UTF-8, its lines end in LF, its columns are separated by one tab, and what is missing is `-`. The input
//! hash is SHA-256 of the whole text in hexadecimal, as `sha256sum` prints it. The lines, in this order:
//!
//! * `thidua.inputs/1`
//! * `plan`, SHA-256 of the plan file.
//! * `as_of`, the moment in UTC (`2021-05-24T01:00:00.000000Z`) as of which milestones are overdue.
//! * for every unit in the plan's order `unit`, its code, and the codes of its level, subject, parent, cluster, source.
//! * for every unit with figures, in the same order, `figures`, its code, the number of the report's version, the
//!   moment of receipt by the clock on the wall (`2021-05-24T08:00:00.000000`), how many figures stand, SHA-256 of
//!   their lines. Each of those lines is the code of the metric (`metric.item` where it is split), a tab, the kind
//!   (1 count, 2 percentage, 3 points, 4 flag, 5 date, 6 moment, 7 text), a tab, the value, LF; in the order of the
//!   plan's metrics and items. Points of appraisals are figures like others.
//! * for every hold in the order of units, `hold`, the unit's code, the criterion's code, `hold` or `exclude`, and the
//!   reason as a JSON string. Holds of one unit stand in the order in which they were made.
//! * for every change of the recommendation by hand in the order of units, `choice`, the unit's code, the award's code,
//!   `take_in` or `leave_out`, and the reason as a JSON string.

use std::collections::BTreeMap;
use std::fmt::Write;

use chrono::NaiveDateTime;

use super::frame::Frame;
use super::live::LiveReports;
use super::service::sha256;
use super::stored_figure::{parts_of, written};
use crate::contest::hold::HoldKind;

/// What cannot be there is written so.
const NONE: &str = "-";

/// Everything that a ranking is made from, as text.
pub fn inputs_of(frame: &Frame, live: &LiveReports, as_of: Option<NaiveDateTime>) -> String {
    let as_of = as_of.map_or_else(|| NONE.to_owned(), super::audit::written);
    let mut text = format!("thidua.inputs/1\nplan\t{}\nas_of\t{as_of}\n", frame.hash);
    let mut line = |parts: &[&str]| {
        text.push_str(&parts.join("\t"));
        text.push('\n');
    };
    let (plan, units) = (&frame.plan, &frame.units);
    for unit in &units.list {
        let subject = unit.subject.map(|it| plan.subjects[usize::from(it)].code.as_str());
        let parent = unit.parent.map(|it| units.get(it).code());
        let cluster = unit.cluster.map(|it| units.clusters[it as usize].code.as_str());
        let source = unit.source.map(|it| units.sources[it as usize].as_str());
        let level = plan.levels[usize::from(unit.level)].code.as_str();
        let or_none = |code: Option<&'_ str>| code.unwrap_or(NONE).to_owned();
        let (subject, parent) = (or_none(subject), or_none(parent));
        line(&["unit", unit.code(), level, &subject, &parent, &or_none(cluster), &or_none(source)]);
    }
    for (unit, of_unit) in (0_u32..).zip(&units.list) {
        let (count, digest) = figures_digest(frame, live, unit);
        let standing = live.standing.get(unit as usize).copied().flatten();
        if count == 0 && standing.is_none() {
            continue;
        }
        let number = standing.map_or_else(|| NONE.to_owned(), |standing| standing.number.to_string());
        let received = live.reports.received(unit);
        let received = received.map(|moment| moment.format("%Y-%m-%dT%H:%M:%S%.6f").to_string());
        let received = received.unwrap_or_else(|| NONE.to_owned());
        line(&["figures", of_unit.code(), &number, &received, &count.to_string(), &digest]);
    }
    let mut holds: Vec<_> = live.holds.iter().collect();
    holds.sort_by_key(|hold| hold.unit);
    for hold in holds {
        let kind = match hold.kind {
            HoldKind::Hold => "hold",
            HoldKind::Exclude => "exclude",
        };
        let criterion = hold.criterion.map_or(NONE, |criterion| plan.criteria[criterion].code.as_str());
        let reason = serde_json::to_string(&hold.reason).expect("a text is JSON");
        line(&["hold", units.get(hold.unit).code(), criterion, kind, &reason]);
    }
    let mut choices: Vec<_> = live.choices.iter().collect();
    choices.sort_by_key(|choice| choice.unit);
    for choice in choices {
        let award = plan.awards[choice.award].code.as_str();
        let reason = serde_json::to_string(&choice.reason).expect("a text is JSON");
        line(&["choice", units.get(choice.unit).code(), award, choice.kind.code(), &reason]);
    }
    text
}

/// How many figures of a unit stand, and SHA-256 of their lines.
fn figures_digest(frame: &Frame, live: &LiveReports, unit: u32) -> (usize, String) {
    let (mut count, mut lines) = (0, String::new());
    for (slot, figure) in live.reports.figures_of(unit) {
        let (kind, ..) = parts_of(figure.value, &live.reports.texts);
        let value = written(figure.value, &live.reports.texts);
        writeln!(lines, "{}\t{kind}\t{value}", frame.plan.slot_code(slot))
            .expect("a text takes whatever is written to it");
        count += 1;
    }
    (count, sha256(lines.as_bytes()))
}

/// A part of the inputs that differs between two rankings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputChange {
    /// `plan`, `as_of`, `unit`, `figures`, `hold` or `choice`.
    pub kind: String,
    /// The unit's code, where there is one.
    pub unit: Option<String>,
    /// The line before, without kind and unit; `None`: it wasn't there.
    pub before: Option<String>,
    /// The line after; `None`: it isn't there any more.
    pub after: Option<String>,
}

/// What differs between two inputs, by kind and unit.
pub fn input_changes(before: &str, after: &str) -> Vec<InputChange> {
    let mut lines: BTreeMap<(String, String), [Vec<String>; 2]> = BTreeMap::new();
    for (side, text) in [before, after].into_iter().enumerate() {
        for line in text.lines().skip(1) {
            let (kind, rest) = line.split_once('\t').unwrap_or((line, ""));
            let (unit, rest) = match kind {
                "plan" | "as_of" => ("", rest),
                _ => rest.split_once('\t').unwrap_or((rest, "")),
            };
            let key = (kind.to_owned(), unit.to_owned());
            lines.entry(key).or_default()[side].push(rest.to_owned());
        }
    }
    let mut changes = Vec::new();
    for ((kind, unit), [before, after]) in lines {
        if before != after {
            let shown = |lines: Vec<String>| Some(lines.join("\n")).filter(|text| !text.is_empty());
            changes.push(InputChange {
                kind,
                unit: Some(unit).filter(|unit| !unit.is_empty()),
                before: shown(before),
                after: shown(after),
            });
        }
    }
    changes
}
