//! Reads a list of nominated persons: a column for each thing said of a person, and one for each figure. What the cells say
//! is checked where a single nomination is.

use std::ops::ControlFlow;

use super::fold::fold;
use super::header::{Column, Meaning};
use super::source_file::{HEADER_ROWS, SourceFile, spot};
use super::table::Row;
use super::unit_lookup::{Found, Named, UnitLookup, plain_code};
use crate::contest::finding::{Findings, Spot};
use crate::contest::finding_code as codes;
use crate::contest::plan::Plan;
use crate::contest::unit::Units;
use crate::contest::words::Words;

/// Something that a list says of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Said {
    /// The unit that the person belongs to.
    Unit,
    /// The name.
    Name,
    /// The year of birth.
    BirthYear,
    /// The kind of person.
    Kind,
    /// The award.
    Award,
    /// The position held.
    Position,
    /// The summary of achievements.
    Summary,
}

impl Said {
    /// All of them, in the order of a template's columns.
    pub const ALL: [Self; 7] =
        [Self::Unit, Self::Name, Self::BirthYear, Self::Kind, Self::Award, Self::Position, Self::Summary];

    /// Its column's code, its names, and further headers.
    const fn texts(self) -> (&'static str, &'static str, &'static str, &'static [&'static str]) {
        match self {
            Self::Unit => ("unit", "Mã đơn vị", "Unit code", &["ma", "don vi", "unit code"]),
            Self::Name => ("name", "Họ và tên", "Name", &["ho ten", "ten", "full name"]),
            Self::BirthYear => ("birth_year", "Năm sinh", "Year of birth", &["birth year", "nam sinh"]),
            Self::Kind => ("kind", "Loại cá nhân", "Kind of person", &["doi tuong", "loai"]),
            Self::Award => ("award", "Hình thức khen thưởng", "Award", &["hinh thuc", "de nghi"]),
            Self::Position => ("position", "Chức vụ", "Position", &["chuc danh", "chuc vu don vi cong tac"]),
            Self::Summary => {
                ("summary", "Tóm tắt thành tích", "Summary of achievements", &["thanh tich", "summary"])
            }
        }
    }

    /// The code of its column, which is the name of the field.
    pub const fn code(self) -> &'static str {
        self.texts().0
    }

    /// Its name.
    pub fn name(self) -> Words {
        let (_, vi, en, _) = self.texts();
        Words { vi: vi.to_owned(), en: en.to_owned() }
    }

    /// Whether a list must have its column.
    pub const fn is_needed(self) -> bool {
        !matches!(self, Self::BirthYear | Self::Position)
    }

    fn is_called(self, folded: &str) -> bool {
        let (code, vi, en, others) = self.texts();
        [code, vi, en].into_iter().any(|name| fold(name) == folded) || others.contains(&folded)
    }
}

/// A person as a list says.
#[derive(Debug, Clone)]
pub struct Line {
    /// The row, as a spreadsheet counts it.
    pub row: u32,
    /// The position of the unit.
    pub unit: Option<u32>,
    said: Vec<(Said, String)>,
    /// Figures by the code of their slot, as written.
    pub figures: Vec<(String, String)>,
}

impl Line {
    /// What the row says; empty where it says nothing.
    pub fn text(&self, said: Said) -> &str {
        self.said.iter().find(|(known, _)| *known == said).map_or("", |(_, text)| text)
    }
}

/// A list as it was read.
#[derive(Debug, Clone, Default)]
pub struct Nominees {
    /// Its rows, in order.
    pub lines: Vec<Line>,
    file: String,
    columns: Vec<Column>,
    places: Vec<(String, usize)>,
}

impl Nominees {
    /// The place of what a row says under a field's name or a slot's code.
    pub fn spot(&self, row: u32, field: &str) -> Spot {
        let column = self.places.iter().find(|(name, _)| name == field).map(|(_, column)| *column);
        spot(&self.file, row, column, &self.columns)
    }
}

/// The column headers of a template: what is said of a person, then the figures of some slots.
pub fn template_headers(plan: &Plan, slots: &[usize]) -> Vec<String> {
    let said = Said::ALL.iter().map(|said| said.code().to_owned());
    said.chain(slots.iter().map(|slot| plan.slot_code(*slot))).collect()
}

/// Reads a list. `slots` are those of the plan for persons that who nominates may fill.
pub fn read_nominations(
    file: SourceFile<'_>,
    (plan, slots): (&Plan, &[usize]),
    units: &Units,
    findings: &mut Findings,
) -> Nominees {
    let mut nominees = Nominees { file: file.name.to_owned(), ..Nominees::default() };
    let Some(table) = file.open(findings) else { return nominees };
    let mut header = None;
    table.for_each_row(|row| {
        if row.number > HEADER_ROWS {
            return ControlFlow::Break(());
        }
        let places = places(&row, plan, slots);
        let has = |said: Said| places.iter().any(|(name, _)| name == said.code());
        if has(Said::Name) && (has(Said::Unit) || has(Said::Award)) {
            header = Some((row.number, columns(&row), places));
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    });
    let Some((header_row, columns, places)) = header else {
        missing(&file, 1, Said::Name, findings);
        return nominees;
    };
    let lacking: Vec<Said> = Said::ALL
        .into_iter()
        .filter(|said| said.is_needed() && places.iter().all(|(name, _)| name != said.code()))
        .collect();
    lacking.iter().for_each(|said| missing(&file, header_row, *said, findings));
    for (at, column) in columns.iter().enumerate() {
        if !column.text.is_empty() && places.iter().all(|(_, place)| *place != at) {
            let at = spot(file.name, header_row, Some(at), &columns);
            codes::COLUMN_UNKNOWN.raise(findings, |draft| {
                draft.at(at).with_read(&column.text).with("suggestions", String::new())
            });
        }
    }
    (nominees.columns, nominees.places) = (columns, places);
    if !lacking.is_empty() {
        return nominees;
    }
    let lookup = UnitLookup::new(units);
    table.for_each_row(|row| {
        if row.number > header_row && row.cells.iter().any(|cell| !cell.text.is_empty()) {
            let line = line(&nominees, &row, &lookup, units, findings);
            nominees.lines.push(line);
        }
        ControlFlow::Continue(())
    });
    nominees
}

fn missing(file: &SourceFile<'_>, row: u32, said: Said, findings: &mut Findings) {
    let at = spot(file.name, row, None, &[]);
    codes::COLUMN_MISSING.raise(findings, |draft| draft.at(at).with("column", said.name()));
}

fn columns(row: &Row<'_>) -> Vec<Column> {
    let column = |text: &str| Column { text: text.to_owned(), meaning: Meaning::Unknown };
    row.cells.iter().map(|cell| column(cell.text)).collect()
}

/// Where a row, were it the header, says which thing: the first column of each.
fn places(row: &Row<'_>, plan: &Plan, slots: &[usize]) -> Vec<(String, usize)> {
    let mut places: Vec<(String, usize)> = Vec::new();
    for (at, cell) in row.cells.iter().enumerate() {
        let folded = fold(cell.text);
        if folded.is_empty() {
            continue;
        }
        let said =
            Said::ALL.into_iter().find(|said| said.is_called(&folded)).map(|said| said.code().to_owned());
        let slot = || {
            let is_called = |slot: &usize| {
                let name = plan.slot_name(*slot);
                [plan.slot_code(*slot), name.vi, name.en].iter().any(|name| fold(name) == folded)
            };
            slots.iter().copied().find(is_called).map(|slot| plan.slot_code(slot))
        };
        if let Some(name) = said.or_else(slot).filter(|name| places.iter().all(|(known, _)| known != name)) {
            places.push((name, at));
        }
    }
    places
}

fn line(
    nominees: &Nominees,
    row: &Row<'_>,
    lookup: &UnitLookup<'_>,
    units: &Units,
    findings: &mut Findings,
) -> Line {
    let text = |name: &str| {
        let place = nominees.places.iter().find(|(known, _)| known == name);
        place.and_then(|(_, at)| row.cells.get(*at)).map_or("", |cell| cell.text)
    };
    let known = |name: &str| Said::ALL.iter().any(|said| said.code() == name);
    let figures = nominees.places.iter().filter(|(name, _)| !known(name));
    let code = text(Said::Unit.code());
    Line {
        row: row.number,
        unit: unit(nominees, (row.number, code), lookup, units, findings),
        said: Said::ALL.into_iter().map(|said| (said, text(said.code()).to_owned())).collect(),
        figures: figures.map(|(name, _)| (name.clone(), text(name).to_owned())).collect(),
    }
}

fn unit(
    nominees: &Nominees,
    (row, code): (u32, &str),
    lookup: &UnitLookup<'_>,
    units: &Units,
    findings: &mut Findings,
) -> Option<u32> {
    let at = nominees.spot(row, Said::Unit.code());
    let named = Named { code, ..Named::default() };
    match lookup.find(named) {
        Found::Unit(unit) => return Some(unit),
        Found::LeadingZero(unit) => {
            let code = units.get(unit).code();
            codes::UNIT_LEADING_ZERO.raise(findings, |draft| {
                draft.at(at).with_unit(code).with_read(plain_code(named.code)).with("code", code)
            });
            return Some(unit);
        }
        Found::Unnamed => codes::UNIT_MISSING.raise(findings, |draft| draft.at(at)),
        Found::Several(several) => codes::UNIT_AMBIGUOUS.raise(findings, |draft| {
            draft.at(at).with_read(code).with("choices", lookup.list(several.iter().copied()))
        }),
        Found::Nothing => codes::UNIT_UNKNOWN.raise(findings, |draft| {
            draft.at(at).with_read(code).with("suggestions", lookup.suggestions(named))
        }),
    }
    None
}
