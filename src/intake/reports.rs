//! Reads files of reports, wide or long, into figures and findings.

mod fractions;
#[cfg(test)]
mod laid_out;
mod long;
mod matching;
mod metrics;
mod reading;
mod rows;
mod telling;
#[cfg(test)]
pub(in crate::intake) mod tests;
mod value;
mod versions;
mod wide;

use chrono::NaiveDateTime;

use super::column_choice::{ColumnChoice, resolved};
use super::header::{Column, Header, HeaderNames, Meaning};
use super::layout::Layout;
use super::number::NumberStyle;
use super::source_file::{ChosenHeader, SourceFile};
use super::table::{Table, Unreadable};
use super::understood::{Shape, Understood, UnderstoodColumn};
use super::unit_lookup::UnitLookup;
use crate::contest::figure::Reports;
use crate::contest::finding::Findings;
use crate::contest::finding_code as codes;
use crate::contest::plan::Plan;
use crate::contest::unit::Units;
pub use matching::{MatchedColumn, Matching};
use reading::{Ground, Reading};
use versions::Versions;

/// What a user can say about how files are to be read.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// How numbers are written; `None`: decided for each file by what its numbers prove.
    pub numbers: Option<NumberStyle>,
    /// Rows received after this moment are left out.
    pub as_of: Option<NaiveDateTime>,
    /// How the file is laid out. [`open_reports`] takes it.
    pub layout: Layout,
    /// What columns mean whose headers don't say it, or say it wrongly. [`OpenedFile::matching`] refuses what can't be.
    pub columns: Vec<ColumnChoice>,
}

impl ReadOptions {
    /// What is said of how a file is to be read, by name; what isn't said is left out.
    pub fn said(&self) -> Vec<(&'static str, String)> {
        let mut said = self.layout.said();
        said.extend(self.numbers.map(|style| ("numbers", style.code().to_owned())));
        if !self.columns.is_empty() {
            said.push(("columns", ColumnChoice::written(&self.columns)));
        }
        said
    }
}

/// A file whose table has been opened, which takes nothing but the file.
pub struct OpenedFile<'a> {
    file: SourceFile<'a>,
    table: Result<Table<'a>, Unreadable>,
    header_row: Option<u32>,
}

impl OpenedFile<'_> {
    /// The names of the visible sheets of a spreadsheet, in its order; none of a text.
    pub fn sheets(&self) -> &[String] {
        match &self.table {
            Ok(table) => table.sheet().map_or(&[], |(_, names)| names),
            Err(Unreadable::NoSheet { names, .. }) => names,
            Err(_) => &[],
        }
    }
}

/// Opens files: tells their encoding and separator, unless a person says them, and checks the limits of those that are
/// read whole. It can be done while units are read.
pub fn open_reports<'a>(files: &[SourceFile<'a>], layout: &Layout) -> Vec<OpenedFile<'a>> {
    let open = |file: &SourceFile<'a>| OpenedFile {
        file: *file,
        table: Table::read_as(file.content, layout),
        header_row: layout.header_row,
    };
    files.iter().map(open).collect()
}

/// Reads files of reports in the order given, which is the order of versions where rows don't say when they were
/// received. Good cells are kept beside bad ones; `findings` says whether the whole can be accepted.
///
/// `progress` hears now and then how many rows have been read so far.
pub fn read_reports(
    files: Vec<OpenedFile<'_>>,
    plan: &Plan,
    units: &Units,
    options: &ReadOptions,
    findings: &mut Findings,
    progress: &dyn Fn(u64),
) -> (Reports, Vec<Understood>) {
    let lookup = UnitLookup::new(units);
    let expected = expected(plan);
    let ground = Ground { plan, slots: plan.slots(), units, lookup: &lookup, options, expected, progress };
    let mut versions = Versions::new(units.list.len(), plan.slots());
    let names = HeaderNames::of_reports(plan);
    let mut understood = Vec::new();
    let mut rows = 0;
    for (position, OpenedFile { file, table, header_row }) in files.into_iter().enumerate() {
        let Ok(index) = u16::try_from(position) else {
            codes::FILE_TOO_MANY
                .raise(findings, |draft| draft.at(file.whole()).with("limit", i64::from(u16::MAX) + 1));
            break;
        };
        versions.begin_file(file.name);
        let table = file.opened(table, findings);
        let file = table.and_then(|table| {
            let opened = (file, &table, header_row);
            read_file(opened, index, rows, &ground, &names, (&mut versions, findings))
        });
        versions.set_headers(file.iter().flat_map(Understood::headers).collect());
        if let Some(file) = file {
            rows += file.rows;
            progress(rows);
            understood.push(file);
        }
    }
    (versions.finish(), understood)
}

/// For each level and slot whether units of the level have the figure.
fn expected(plan: &Plan) -> Vec<Vec<bool>> {
    let of_level = |level: usize| {
        let has = |slot| {
            plan.slot(slot).1.is_none_or(|item| item.levels.is_empty() || item.levels.contains(&level))
        };
        (0..plan.slots()).map(has).collect()
    };
    (0..plan.levels.len()).map(of_level).collect()
}

fn shape(columns: &[Column]) -> Option<Shape> {
    let has = |meaning| columns.iter().any(|column| column.meaning == meaning);
    let unit = has(Meaning::UnitCode) || has(Meaning::UnitName) || has(Meaning::Unit);
    let figures =
        columns.iter().any(|column| matches!(column.meaning, Meaning::Slot(_) | Meaning::SplitMetric(_)));
    match (unit, figures, has(Meaning::Metric) && has(Meaning::Value)) {
        (true, true, _) => Some(Shape::Wide),
        (true, false, true) => Some(Shape::Long),
        _ => None,
    }
}

fn read_file<'a>(
    (file, table, header_row): (SourceFile<'a>, &Table<'a>, Option<u32>),
    index: u16,
    rows_before: u64,
    ground: &'a Ground<'a>,
    names: &HeaderNames,
    (versions, findings): (&mut Versions, &mut Findings),
) -> Option<Understood> {
    let columns = resolved(ground.plan, &ground.options.columns);
    let chosen = ChosenHeader { row: header_row, columns };
    let header = file.header(table, names, &chosen, findings, |columns| shape(columns).is_some())?;
    let shape = shape(&header.columns)?;
    let mut reading = Reading::new(ground, (file, index), &header, (versions, findings), rows_before, shape);
    match shape {
        Shape::Wide => wide::read_wide(table, &mut reading),
        Shape::Long => long::read_long(table, names, &mut reading),
    }
    reading.tell_received_later();
    reading.tell_differences();
    reading.tell_fractions();
    if reading.rows == 0 {
        codes::FILE_EMPTY.raise(reading.findings, |draft| draft.at(file.whole()));
    }
    let understood = (reading.numbers.understood, reading.rows, reading.figures);
    Some(understand(file, table, shape, &header, names, understood))
}

fn understand(
    file: SourceFile<'_>,
    table: &Table<'_>,
    shape: Shape,
    header: &Header,
    names: &HeaderNames,
    (numbers, rows, figures): (super::understood::NumbersUnderstood, u64, u64),
) -> Understood {
    let columns = header.columns.iter().map(|column| {
        let used = match column.meaning {
            Meaning::Ignored | Meaning::Unknown | Meaning::Blank | Meaning::SplitMetric(_) => false,
            Meaning::Metric | Meaning::Item | Meaning::Value => shape == Shape::Long,
            _ => true,
        };
        UnderstoodColumn { header: column.text.clone(), meaning: used.then(|| names.shown(column.meaning)) }
    });
    Understood {
        file: file.name.to_owned(),
        encoding: table.encoding(),
        separator: table.separator(),
        sheet: table.sheet().map(|(name, _)| name.to_owned()),
        shape,
        numbers,
        columns: columns.collect(),
        header_row: header.row,
        rows,
        figures,
    }
}
