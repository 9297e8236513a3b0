//! The members of a bundle, read back. Whatever stands there may have been written by anybody.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};
use rustc_hash::{FxHashMap, FxHashSet};

use super::contents::{Contents, Origin, SourceFile, StandingFigure, StandingReport};
use super::tables::{CHOICES, FIGURES, FILES, GROUPS, HOLDS, REPORTS, UNITS};
use crate::app::frame::Frame;
use crate::app::service::sha256;
use crate::contest::choice::{Choice, ChoiceKind};
use crate::contest::figure::Value;
use crate::contest::fraction::Numeral;
use crate::contest::hold::{Hold, HoldKind};
use crate::contest::plan::Plan;
use crate::contest::unit::{Cluster, CodeAndName, Unit, Units};
use crate::contest::words::Words;
use crate::intake::number::plain_count;
use crate::intake::plan_file::{Mistake, read_plan};

/// The most figures that there may be room for: units times what each can report, of 16 bytes each.
const MOST_FIGURES: usize = 1 << 26;

/// How many characters of what stands there are told at most.
const MOST_SHOWN: usize = 100;

/// Why the members can't be read.
#[derive(Debug)]
pub(super) enum Unreadable {
    /// The plan file has mistakes; the first.
    Plan(Box<Mistake>),
    /// The plan file isn't UTF-8.
    PlanText,
    /// A line of a table isn't what it must be.
    Line {
        /// The member.
        member: &'static str,
        /// The line, 1 being the header.
        line: u64,
        /// The column; empty: the line as a whole.
        column: &'static str,
        /// What stands there.
        text: String,
    },
}

/// A text as it was before it was guarded against spreadsheets.
pub(super) fn unshielded(text: &str) -> &str {
    text.strip_prefix('\'').unwrap_or(text)
}

/// The column that isn't what it must be.
pub(super) type Wrong = &'static str;

/// Visits the lines of a table.
pub(super) fn each_line<const COLUMNS: usize>(
    member: &'static str,
    bytes: &[u8],
    columns: [&'static str; COLUMNS],
    mut visit: impl FnMut([&str; COLUMNS]) -> Result<(), Wrong>,
) -> Result<(), Unreadable> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    let mut record = csv::StringRecord::new();
    let mut is_header = true;
    loop {
        let line = reader.position().line();
        let wrong = |column, text: &str| Unreadable::Line {
            member,
            line,
            column,
            text: text.chars().take(MOST_SHOWN).collect(),
        };
        if !reader.read_record(&mut record).map_err(|_| wrong("", ""))? {
            return if is_header { Err(wrong("", "")) } else { Ok(()) };
        }
        let mut cells = [""; COLUMNS];
        if record.len() != COLUMNS {
            return Err(wrong("", &record.iter().collect::<Vec<_>>().join(",")));
        }
        cells.iter_mut().zip(&record).for_each(|(cell, text)| *cell = unshielded(text));
        if std::mem::take(&mut is_header) {
            if cells != columns {
                return Err(wrong("", &record.iter().collect::<Vec<_>>().join(",")));
            }
            continue;
        }
        visit(cells).map_err(|column| {
            let at = columns.iter().position(|known| *known == column);
            wrong(column, at.map_or("", |at| cells[at]))
        })?;
    }
}

/// The number of a position that is kept in a narrower type.
fn narrow<T: TryFrom<usize>>(position: Option<usize>, column: Wrong) -> Result<T, Wrong> {
    position.and_then(|position| T::try_from(position).ok()).ok_or(column)
}

/// Reads everything that a ranking was made from.
pub(super) fn contents_of(
    members: &BTreeMap<String, Vec<u8>>,
    as_of: Option<NaiveDateTime>,
) -> Result<Contents, Unreadable> {
    let bytes = |member: &str| members.get(member).map_or(&[][..], Vec::as_slice);
    let source = bytes("plan.toml");
    let text = std::str::from_utf8(source).map_err(|_| Unreadable::PlanText)?;
    let plan = read_plan("plan.toml", text).map_err(|mistakes| {
        mistakes.into_iter().next().map_or(Unreadable::PlanText, |first| Unreadable::Plan(Box::new(first)))
    })?;
    let units = units_of(bytes("groups.csv"), bytes("units.csv"), &plan)?;
    let frame = Arc::new(Frame::of(sha256(source), plan, units));
    let mut contents = Contents {
        frame,
        as_of,
        files: Vec::new(),
        reports: Vec::new(),
        figures: Vec::new(),
        texts: Vec::new(),
        holds: Vec::new(),
        choices: Vec::new(),
    };
    read_files(&mut contents, bytes("files.csv"))?;
    read_reports(&mut contents, bytes("reports.csv"))?;
    read_figures(&mut contents, bytes("figures.csv"))?;
    read_holds(&mut contents, bytes("holds.csv"))?;
    read_choices(&mut contents, bytes("choices.csv"))?;
    Ok(contents)
}

fn units_of(groups: &[u8], table: &[u8], plan: &Plan) -> Result<Units, Unreadable> {
    let mut units = Units::default();
    let (mut clusters, mut sources) = (FxHashMap::default(), FxHashMap::default());
    each_line("groups.csv", groups, GROUPS, |[kind, code, vi, en]| {
        let known = match kind {
            "cluster" => {
                let name = Words { vi: vi.to_owned(), en: en.to_owned() };
                units.clusters.push(Cluster { code: code.to_owned(), name });
                clusters.insert(code.to_owned(), units.clusters.len() - 1)
            }
            "source" => {
                units.sources.push(code.to_owned());
                sources.insert(code.to_owned(), units.sources.len() - 1)
            }
            _ => return Err("kind"),
        };
        if known.is_some() { Err("code") } else { Ok(()) }
    })?;
    let (mut by_code, mut parents) = (FxHashMap::default(), Vec::new());
    each_line("units.csv", table, UNITS, |[code, name, level, subject, parent, cluster, source]| {
        let in_group = |groups: &FxHashMap<String, usize>, code: &str, column| match code {
            "" => Ok(None),
            code => narrow(groups.get(code).copied(), column).map(Some),
        };
        let subject = match subject {
            "" => None,
            code => Some(narrow(plan.subjects.iter().position(|it| it.code == code), "subject")?),
        };
        let unit = Unit {
            named: CodeAndName::new(code, name),
            level: narrow(plan.levels.iter().position(|it| it.code == level), "level")?,
            subject,
            parent: None,
            cluster: in_group(&clusters, cluster, "cluster")?,
            source: in_group(&sources, source, "source")?,
        };
        let at: u32 = narrow(Some(units.list.len()), "code")?;
        if by_code.insert(code.to_owned(), at).is_some() || units.list.len() * plan.slots() > MOST_FIGURES {
            return Err("code");
        }
        units.list.push(unit);
        parents.push(parent.to_owned());
        Ok(())
    })?;
    put_parents(&mut units, &by_code, &parents)?;
    Ok(units)
}

/// Puts units below each other, never in a circle.
fn put_parents(
    units: &mut Units,
    by_code: &FxHashMap<String, u32>,
    parents: &[String],
) -> Result<(), Unreadable> {
    let wrong = |at: usize| Unreadable::Line {
        member: "units.csv",
        line: u64::try_from(at + 2).unwrap_or(u64::MAX),
        column: "parent",
        text: parents[at].clone(),
    };
    for (at, parent) in parents.iter().enumerate().filter(|(_, parent)| !parent.is_empty()) {
        units.list[at].parent = Some(*by_code.get(parent).ok_or_else(|| wrong(at))?);
    }
    // Those whose way up is known to end.
    let mut ends = vec![false; units.list.len()];
    for start in 0..units.list.len() {
        let mut way = Vec::new();
        let mut on_way = FxHashSet::default();
        let mut at = Some(start);
        while let Some(unit) = at.filter(|unit| !ends[*unit]) {
            if !on_way.insert(unit) {
                return Err(wrong(start));
            }
            way.push(unit);
            at = units.list[unit].parent.map(|parent| parent as usize);
        }
        way.into_iter().for_each(|unit| ends[unit] = true);
    }
    Ok(())
}

fn read_files(contents: &mut Contents, table: &[u8]) -> Result<(), Unreadable> {
    each_line("files.csv", table, FILES, |[number, name, bytes, sha256]| {
        let (name, sha256) = (name.to_owned(), sha256.to_owned());
        let bytes = plain_count(bytes.as_bytes()).ok_or("bytes")?;
        contents.files.push(SourceFile { name, bytes, sha256 });
        if number == contents.files.len().to_string() { Ok(()) } else { Err("file") }
    })
}

/// The place of a file that a table refers to by its number.
fn file_at(files: usize, number: &str) -> Result<Option<usize>, Wrong> {
    if number.is_empty() {
        return Ok(None);
    }
    let place = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    place.filter(|place| *place < files).map(Some).ok_or("file")
}

fn read_reports(contents: &mut Contents, table: &[u8]) -> Result<(), Unreadable> {
    let frame = Arc::clone(&contents.frame);
    let mut seen = FxHashSet::default();
    each_line("reports.csv", table, REPORTS, |[unit, version, received, file]| {
        let unit = frame.unit(unit).filter(|unit| seen.insert(*unit)).ok_or("unit")?;
        let received = NaiveDateTime::parse_from_str(received, "%Y-%m-%dT%H:%M:%S%.f");
        contents.reports.push(StandingReport {
            unit,
            version: plain_count(version.as_bytes()).ok_or("version")?,
            received: received.map_err(|_| "received")?,
            file: file_at(contents.files.len(), file)?,
        });
        Ok(())
    })
}

pub(super) fn value_of(kind: &str, text: &str, texts: &mut Vec<String>) -> Result<Value, Wrong> {
    let value = match kind {
        "count" => plain_count(text.as_bytes()).map(Value::Count),
        "percentage" => Numeral::parse(text).map(Value::Percentage),
        "points" => Numeral::parse(text).map(Value::Points),
        "flag" => ["false", "true"].iter().position(|it| *it == text).map(|at| Value::Flag(at == 1)),
        "date" => NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(Value::Date),
        "moment" => NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S").ok().map(Value::Moment),
        "text" => {
            texts.push(text.to_owned());
            u32::try_from(texts.len() - 1).ok().map(Value::Text)
        }
        _ => return Err("kind"),
    };
    value.ok_or("value")
}

fn read_figures(contents: &mut Contents, table: &[u8]) -> Result<(), Unreadable> {
    let frame = Arc::clone(&contents.frame);
    let slot_code = |slot: usize| {
        let (metric, item) = frame.plan.slot(slot);
        (metric.code.as_str(), item.map_or("", |item| item.code.as_str()))
    };
    let slots: FxHashMap<_, _> = (0..frame.plan.slots()).map(|slot| (slot_code(slot), slot)).collect();
    let mut seen = FxHashSet::default();
    each_line("figures.csv", table, FIGURES, |cells| {
        let [unit, metric, item, kind, value, given_by, file, row, _column] = cells;
        let unit = frame.unit(unit).ok_or("unit")?;
        let slot = slots.get(&(metric, item)).copied().filter(|slot| seen.insert((unit, *slot)));
        let slot = slot.ok_or("metric")?;
        let origin = match given_by {
            "report" => {
                let row = row.parse().map_err(|_| "row")?;
                // Letters tell people where to look; nothing is computed from them.
                Origin::Cell(file_at(contents.files.len(), file)?, row, 0)
            }
            "appraiser" => Origin::Appraiser,
            _ => return Err("given_by"),
        };
        let value = value_of(kind, value, &mut contents.texts)?;
        contents.figures.push(StandingFigure { unit, slot, value, origin });
        Ok(())
    })
}

fn read_holds(contents: &mut Contents, table: &[u8]) -> Result<(), Unreadable> {
    let Contents { frame, holds, .. } = contents;
    each_line("holds.csv", table, HOLDS, |[unit, criterion, kind, reason]| {
        let named = || frame.plan.criteria.iter().position(|it| it.code == criterion);
        holds.push(Hold {
            unit: frame.unit(unit).ok_or("unit")?,
            criterion: if criterion.is_empty() { None } else { Some(named().ok_or("criterion")?) },
            kind: match kind {
                "hold" => HoldKind::Hold,
                "exclude" => HoldKind::Exclude,
                _ => return Err("kind"),
            },
            reason: reason.to_owned(),
        });
        Ok(())
    })
}

fn read_choices(contents: &mut Contents, table: &[u8]) -> Result<(), Unreadable> {
    let Contents { frame, choices, .. } = contents;
    each_line("choices.csv", table, CHOICES, |[unit, award, kind, reason]| {
        choices.push(Choice {
            unit: frame.unit(unit).ok_or("unit")?,
            award: frame.plan.awards.iter().position(|it| it.code == award).ok_or("award")?,
            kind: ChoiceKind::of_code(kind).ok_or("kind")?,
            reason: reason.to_owned(),
        });
        Ok(())
    })
}
