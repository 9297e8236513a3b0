//! The members of a bundle, written.

use std::borrow::Cow;

use super::contents::{Contents, Origin};
use super::council;
use super::gather::Gathered;
use crate::app::hold::kind_code;
use crate::app::stored_figure::written;
use crate::contest::figure::Value;
use crate::documents::csv::is_formula;
use crate::text::format::column_letters;

pub(super) const GROUPS: [&str; 4] = ["kind", "code", "name_vi", "name_en"];
pub(super) const UNITS: [&str; 7] = ["code", "name", "level", "subject", "parent", "cluster", "source"];
pub(super) const FILES: [&str; 4] = ["file", "name", "bytes", "sha256"];
pub(super) const REPORTS: [&str; 4] = ["unit", "version", "received", "file"];
pub(super) const FIGURES: [&str; 9] =
    ["unit", "metric", "item", "kind", "value", "given_by", "file", "row", "column"];
pub(super) const HOLDS: [&str; 4] = ["unit", "criterion", "kind", "reason"];
pub(super) const CHOICES: [&str; 4] = ["unit", "award", "kind", "reason"];

/// How moments of receipt are written.
pub(super) const RECEIVED: &str = "%Y-%m-%dT%H:%M:%S%.6f";

/// What a bundle says of how it is read.
pub(super) const READ_ME: &str = include_str!("README.txt");

/// Every member but the one that tells of them, in order.
pub(super) fn members(gathered: &Gathered) -> Vec<(String, Vec<u8>)> {
    let Gathered { plan_file, row, contents, way, persons, others, .. } = gathered;
    let mut members = vec![
        ("plan.toml", plan_file.clone().into_bytes()),
        ("groups.csv", groups(contents)),
        ("units.csv", units(contents)),
        ("files.csv", files(contents)),
        ("reports.csv", reports(contents)),
        ("figures.csv", figures(contents)),
        ("holds.csv", holds(contents)),
        ("choices.csv", choices(contents)),
        ("inputs.txt", row.inputs.clone().into_bytes()),
        ("ranking.json", row.result.clone().into_bytes()),
        ("ranking.csv", row.csv.clone().into_bytes()),
        ("README.txt", READ_ME.as_bytes().to_vec()),
    ];
    members.extend(council::tables::tables(contents, way));
    let (inputs, result) =
        persons.as_ref().map_or(("", ""), |persons| (&persons.inputs as &str, &persons.result as &str));
    members.push(("persons_inputs.txt", inputs.as_bytes().to_vec()));
    members.push(("persons_result.json", result.as_bytes().to_vec()));
    let members = members.into_iter().map(|(name, bytes)| (name.to_owned(), bytes));
    let others = others.iter().map(|(head, result)| (head.member(), result.clone().into_bytes()));
    members.chain(others).collect()
}

/// The word for the kind of a value.
pub(super) const fn kind_of(value: Value) -> &'static str {
    match value {
        Value::Count(_) => "count",
        Value::Percentage(_) => "percentage",
        Value::Points(_) => "points",
        Value::Flag(_) => "flag",
        Value::Date(_) => "date",
        Value::Moment(_) => "moment",
        Value::Text(_) => "text",
    }
}

/// A text that no spreadsheet runs; read back by [`super::read_tables::unshielded`].
pub(super) fn shielded(text: &str) -> Cow<'_, str> {
    if text.starts_with('\'') || is_formula(text.as_bytes()) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// A table while it is written.
pub(super) struct Table(csv::Writer<Vec<u8>>);

const MEMORY: &str = "memory takes whatever is written to it";

impl Table {
    pub(super) fn with(columns: &[&str]) -> Self {
        let mut builder = csv::WriterBuilder::new();
        let mut table = builder.terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
        table.write_record(columns).expect(MEMORY);
        Self(table)
    }

    pub(super) fn line<const COLUMNS: usize>(&mut self, cells: [&str; COLUMNS]) {
        self.0.write_record(cells.map(shielded).iter().map(|cell| cell.as_bytes())).expect(MEMORY);
    }

    pub(super) fn done(self) -> Vec<u8> {
        self.0.into_inner().expect(MEMORY)
    }
}

/// A file's number in tables; 1 is the first.
fn file_number(file: Option<usize>) -> String {
    file.map_or_else(String::new, |file| (file + 1).to_string())
}

fn groups(contents: &Contents) -> Vec<u8> {
    let mut table = Table::with(&GROUPS);
    let units = &contents.frame.units;
    for cluster in &units.clusters {
        table.line(["cluster", &cluster.code, &cluster.name.vi, &cluster.name.en]);
    }
    for source in &units.sources {
        table.line(["source", source, source, source]);
    }
    table.done()
}

fn units(contents: &Contents) -> Vec<u8> {
    let mut table = Table::with(&UNITS);
    let (plan, units) = (&contents.frame.plan, &contents.frame.units);
    for unit in &units.list {
        table.line([
            unit.code(),
            unit.name(),
            &plan.levels[usize::from(unit.level)].code,
            unit.subject.map_or("", |subject| &plan.subjects[usize::from(subject)].code),
            unit.parent.map_or("", |parent| units.get(parent).code()),
            unit.cluster.map_or("", |cluster| &units.clusters[cluster as usize].code),
            unit.source.map_or("", |source| &units.sources[source as usize]),
        ]);
    }
    table.done()
}

fn files(contents: &Contents) -> Vec<u8> {
    let mut table = Table::with(&FILES);
    for (at, file) in contents.files.iter().enumerate() {
        table.line([&file_number(Some(at)), &file.name, &file.bytes.to_string(), &file.sha256]);
    }
    table.done()
}

fn reports(contents: &Contents) -> Vec<u8> {
    let mut table = Table::with(&REPORTS);
    for report in &contents.reports {
        table.line([
            contents.frame.units.get(report.unit).code(),
            &report.version.to_string(),
            &report.received.format(RECEIVED).to_string(),
            &file_number(report.file),
        ]);
    }
    table.done()
}

fn figures(contents: &Contents) -> Vec<u8> {
    let mut table = Table::with(&FIGURES);
    for figure in &contents.figures {
        let (metric, item) = contents.frame.plan.slot(figure.slot);
        let (given_by, file, row, column) = match figure.origin {
            Origin::Cell(file, row, column) => {
                let column = column_letters(u32::from(column) + 1);
                ("report", file_number(file), row.to_string(), column)
            }
            Origin::Appraiser => ("appraiser", String::new(), String::new(), String::new()),
        };
        table.line([
            contents.frame.units.get(figure.unit).code(),
            &metric.code,
            item.map_or("", |item| &item.code),
            kind_of(figure.value),
            &written(figure.value, &contents.texts),
            given_by,
            &file,
            &row,
            &column,
        ]);
    }
    table.done()
}

fn holds(contents: &Contents) -> Vec<u8> {
    let mut table = Table::with(&HOLDS);
    let Contents { frame, holds, .. } = contents;
    for hold in holds {
        let criterion = hold.criterion.map_or("", |criterion| &frame.plan.criteria[criterion].code);
        table.line([frame.units.get(hold.unit).code(), criterion, kind_code(hold.kind), &hold.reason]);
    }
    table.done()
}

fn choices(contents: &Contents) -> Vec<u8> {
    let mut table = Table::with(&CHOICES);
    let Contents { frame, choices, .. } = contents;
    for choice in choices {
        let award = &frame.plan.awards[choice.award].code;
        table.line([frame.units.get(choice.unit).code(), award, choice.kind.code(), &choice.reason]);
    }
    table.done()
}
