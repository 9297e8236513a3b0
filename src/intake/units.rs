//! Reads the units file: who is there, in which tree, who takes part and in which cluster.

mod spellings;
#[cfg(test)]
mod tests;
mod tree;

use std::ops::ControlFlow;

use rustc_hash::FxHashMap;

use super::code_index::CodeIndex;
use super::fold::fold;
use super::header::{Header, HeaderNames, Meaning};
use super::source_file::{ChosenHeader, SourceFile, missing_column, spot};
use super::suggest::nearest;
use super::table::Row;
use super::unit_lookup::plain_code;
use crate::contest::finding::{Findings, Spot};
use crate::contest::finding_code as codes;
use crate::contest::plan::Plan;
use crate::contest::unit::{CodeAndName, Unit, Units};
use spellings::{Alike, Spellings};

/// Reads the units file. Rows with errors are left out where they can't stand (no code, a code twice, no level).
pub fn read_units(file: SourceFile<'_>, plan: &Plan, findings: &mut Findings) -> Units {
    let Some(table) = file.open(findings) else { return Units::default() };
    let names = HeaderNames::of_units();
    let header = file.header(&table, &names, &ChosenHeader::default(), findings, |columns| {
        let has = |meaning| columns.iter().any(|column| column.meaning == meaning);
        has(Meaning::UnitCode) && (has(Meaning::UnitName) || has(Meaning::Level))
    });
    let Some(header) = header else { return Units::default() };
    let needs_level = plan.levels.len() > 1;
    for meaning in [Meaning::UnitName, Meaning::Level] {
        let needed = meaning != Meaning::Level || needs_level;
        if needed && header.position(meaning).is_none() {
            missing_column(&file, &header, &names, meaning, findings);
        }
    }
    let mut reading = UnitsReading::new(file, plan, &header, findings);
    table.for_each_row(|row| {
        if row.number > reading.header.row {
            reading.read(row);
        }
        ControlFlow::Continue(())
    });
    reading.finish()
}

/// About how many bytes a row has, for setting room aside; more or fewer do no harm.
const BYTES_OF_A_ROW: usize = 64;

/// Where the columns of a units file are.
struct Columns {
    code: Option<usize>,
    name: Option<usize>,
    level: Option<usize>,
    parent: Option<usize>,
    subject: Option<usize>,
    cluster: Option<usize>,
    source: Option<usize>,
}

/// A parent named before its own row.
struct OpenParent {
    unit: u32,
    code: Box<str>,
}

struct UnitsReading<'a> {
    file: SourceFile<'a>,
    plan: &'a Plan,
    header: &'a Header,
    columns: Columns,
    findings: &'a mut Findings,
    units: Units,
    by_code: CodeIndex,
    rows: Vec<u32>,
    open_parents: Vec<OpenParent>,
    clusters: Vec<Option<u32>>,
    levels: FxHashMap<String, Option<usize>>,
    subjects: FxHashMap<String, Option<usize>>,
    sources: Spellings,
    cluster_names: Spellings,
}

impl<'a> UnitsReading<'a> {
    fn new(file: SourceFile<'a>, plan: &'a Plan, header: &'a Header, findings: &'a mut Findings) -> Self {
        let columns = Columns {
            code: header.position(Meaning::UnitCode),
            name: header.position(Meaning::UnitName),
            level: header.position(Meaning::Level),
            parent: header.position(Meaning::ParentCode),
            subject: header.position(Meaning::Subject),
            cluster: header.position(Meaning::Cluster),
            source: header.position(Meaning::Source),
        };
        let likely = file.content.length() / BYTES_OF_A_ROW;
        Self {
            file,
            plan,
            header,
            columns,
            findings,
            units: Units::of(Vec::with_capacity(likely)),
            by_code: CodeIndex::of_about(likely),
            rows: Vec::with_capacity(likely),
            open_parents: Vec::new(),
            clusters: Vec::with_capacity(likely),
            levels: FxHashMap::default(),
            subjects: FxHashMap::default(),
            sources: Spellings::default(),
            cluster_names: Spellings::default(),
        }
    }

    fn spot(&self, row: u32, column: Option<usize>) -> Spot {
        spot(self.file.name, row, column, &self.header.columns)
    }

    fn read(&mut self, row: Row<'_>) {
        if row.cells.iter().all(|cell| cell.text.is_empty()) {
            return;
        }
        let cell = |column: Option<usize>| {
            column.and_then(|column| row.cells.get(column)).map_or("", |cell| cell.text)
        };
        let columns = &self.columns;
        let code = plain_code(cell(columns.code));
        let (name, level, parent) =
            (cell(columns.name), cell(columns.level), plain_code(cell(columns.parent)));
        let (subject, cluster, source) = (cell(columns.subject), cell(columns.cluster), cell(columns.source));
        self.check_length(row);
        let Some(code) = self.new_code(code, row.number) else { return };
        if name.is_empty() && self.columns.name.is_some() {
            let at = self.spot(row.number, self.columns.name);
            codes::UNIT_NAME_MISSING.raise(self.findings, |draft| draft.at(at).with_unit(code));
        }
        let Some(level) = self.level(level, code, row.number) else { return };
        let subject = self.subject(subject, level, code, row.number);
        let index = u32::try_from(self.units.list.len()).unwrap_or(u32::MAX);
        let parent = if parent.is_empty() { None } else { self.parent(parent, index) };
        let (cluster_index, alike) = self.cluster_names.find(cluster);
        self.tell_alike(alike, cluster, code, (row.number, self.columns.cluster));
        let (source_index, alike) = self.sources.find(source);
        self.tell_alike(alike, source, code, (row.number, self.columns.source));
        self.by_code.insert(code, &self.units.list);
        self.rows.push(row.number);
        self.clusters.push(cluster_index);
        self.units.list.push(Unit {
            named: CodeAndName::new(code, name),
            level,
            subject,
            parent,
            cluster: None,
            source: source_index,
        });
    }

    /// Says that a name of a cluster or a source may be another spelling of an earlier one.
    fn tell_alike(
        &mut self,
        alike: Option<Alike>,
        read: &str,
        code: &str,
        (row, column): (u32, Option<usize>),
    ) {
        let Some(Alike { other }) = alike else { return };
        let at = self.spot(row, column);
        codes::UNIT_GROUP_ALIKE
            .raise(self.findings, |draft| draft.at(at).with_unit(code).with_read(read).with("other", other));
    }

    fn check_length(&mut self, row: Row<'_>) {
        let columns = self.header.columns.len();
        if row.cells.iter().skip(columns).any(|cell| !cell.text.is_empty()) {
            let at = self.spot(row.number, None);
            codes::ROW_TOO_LONG.raise(self.findings, |draft| {
                let count = |length: usize| i64::try_from(length).unwrap_or(i64::MAX);
                draft.at(at).with("cells", count(row.cells.len())).with("columns", count(columns))
            });
        }
    }

    /// The code, when it's there and new.
    fn new_code<'r>(&mut self, code: &'r str, row: u32) -> Option<&'r str> {
        let at = |reading: &Self| reading.spot(row, reading.columns.code);
        if code.is_empty() {
            let at = at(self);
            codes::UNIT_CODE_MISSING.raise(self.findings, |draft| draft.at(at));
            return None;
        }
        if let Some(first) = self.by_code.get(code, &self.units.list) {
            let first_row = self.rows[first as usize];
            let at = at(self);
            codes::UNIT_CODE_DUPLICATE.raise(self.findings, |draft| {
                draft.at(at).with_unit(code).with_read(code).with("first_row", i64::from(first_row))
            });
            return None;
        }
        Some(code)
    }

    fn level(&mut self, text: &str, code: &str, row: u32) -> Option<u16> {
        let plan = self.plan;
        if text.is_empty() && plan.levels.len() == 1 {
            return Some(0);
        }
        let found = match self.levels.get(text) {
            Some(found) => *found,
            None => {
                let wanted = fold(text);
                let found = (0..plan.levels.len()).find(|level| {
                    let level = &plan.levels[*level];
                    [&level.code, &level.name.vi, &level.name.en].iter().any(|name| fold(name) == wanted)
                });
                if found.is_some() {
                    self.levels.insert(text.to_owned(), found);
                }
                found
            }
        };
        if found.is_none() && self.columns.level.is_some() {
            let at = self.spot(row, self.columns.level);
            codes::UNIT_LEVEL_UNKNOWN.raise(self.findings, |draft| {
                let codes: Vec<&str> = plan.levels.iter().map(|level| level.code.as_str()).collect();
                let known =
                    plan.levels.iter().flat_map(|level| [level.code.as_str(), level.name.vi.as_str()]);
                draft
                    .at(at)
                    .with_unit(code)
                    .with_read(text)
                    .with("suggestions", nearest(text, known).join(", "))
                    .with("levels", codes.join(", "))
            });
        }
        found.and_then(|level| u16::try_from(level).ok())
    }

    fn subject(&mut self, text: &str, level: u16, code: &str, row: u32) -> Option<u16> {
        let plan = self.plan;
        if text.is_empty() {
            let level = usize::from(level);
            let found = plan.subjects.iter().position(|subject| subject.levels.contains(&level));
            return found.and_then(|subject| u16::try_from(subject).ok());
        }
        let found = match self.subjects.get(text) {
            Some(found) => *found,
            None => {
                let wanted = fold(text);
                let found = plan.subjects.iter().position(|subject| {
                    [&subject.code, &subject.name.vi, &subject.name.en]
                        .iter()
                        .any(|name| fold(name) == wanted)
                });
                if found.is_some() {
                    self.subjects.insert(text.to_owned(), found);
                }
                found
            }
        };
        if found.is_none() && !plan.subjects.is_empty() {
            let at = self.spot(row, self.columns.subject);
            codes::UNIT_SUBJECT_UNKNOWN.raise(self.findings, |draft| {
                let codes: Vec<&str> = plan.subjects.iter().map(|subject| subject.code.as_str()).collect();
                let known = plan
                    .subjects
                    .iter()
                    .flat_map(|subject| [subject.code.as_str(), subject.name.vi.as_str()]);
                draft
                    .at(at)
                    .with_unit(code)
                    .with_read(text)
                    .with("suggestions", nearest(text, known).join(", "))
                    .with("subjects", codes.join(", "))
            });
        }
        found.and_then(|subject| u16::try_from(subject).ok())
    }

    fn parent(&mut self, code: &str, unit: u32) -> Option<u32> {
        // Rows of one parent usually stand together.
        let before = self.units.list.last().and_then(|unit| unit.parent);
        if let Some(before) = before.filter(|before| self.units.get(*before).code() == code) {
            return Some(before);
        }
        let found = self.by_code.get(code, &self.units.list);
        if found.is_none() {
            self.open_parents.push(OpenParent { unit, code: code.into() });
        }
        found
    }
}
