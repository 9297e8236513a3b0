//! The register of units: official lists taken in as of a day, mergers with successors, the tree of any day.

use chrono::NaiveDate;
use rustc_hash::{FxHashMap, FxHashSet};

pub use crate::db::unit::{SuccessorRow, UnitRow};

use super::actor::{Actor, Right};
use super::audit::Entry;
use super::plan::PlanRow;
use super::problem::{FIELD_REFUSED, NOT_FOUND, Problem, ROWS_REFUSED};
use super::register::{UnitHistory, history, holds_on};
use super::service::{Change, Service, sha256};
use super::text_field::required;
use crate::contest::finding::Findings;
use crate::db::unit::{all_units, end_unit, insert_successors, insert_units};
use crate::documents::csv::push_text;
use crate::intake::official_units::{OfficialUnit, RefusedRows, read_official_units};
use crate::intake::source_file::SourceFile;

/// What a list changes in the register.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RegisterChange {
    /// Units that weren't there.
    pub created: usize,
    /// Units whose name, level or unit above is another from that day on.
    pub changed: usize,
    /// Units that end on that day, since a complete list doesn't have them.
    pub ended: usize,
    /// Units that stay as they are.
    pub unchanged: usize,
}

/// How a list is taken in.
#[derive(Debug, Clone, Copy)]
pub struct ListImport {
    /// From this day on it holds.
    pub on: NaiveDate,
    /// Whether units that it doesn't have end on that day.
    pub complete: bool,
    /// Whether only to tell what would change.
    pub dry_run: bool,
}

/// A merger: units end on a day and become part of another.
#[derive(Debug, Clone)]
pub struct Merger {
    /// From this day on.
    pub on: NaiveDate,
    /// The codes of the units that end.
    pub from: Vec<String>,
    /// The unit that they become part of; made when it isn't there on that day.
    pub into: UnitRow,
}

fn refused(rows: &RefusedRows) -> Problem {
    let shown = rows.iter().take(20).map(|(row, column)| format!("{row} ({column})"));
    let shown: Vec<String> = shown.collect();
    ROWS_REFUSED.with("count", rows.len()).with("rows", shown.join(", "))
}

/// A tree of units has fewer levels; whoever climbs higher goes round in a circle.
const MOST_LEVELS: usize = 10;

/// Whether every unit above is there, up to one that has none above it.
fn reaches_the_top<'a>(
    parent: Option<&'a str>,
    parent_of: impl Fn(&'a str) -> Option<Option<&'a str>>,
) -> bool {
    let mut at = parent;
    for _ in 0..MOST_LEVELS {
        let Some(code) = at else { return true };
        let Some(above) = parent_of(code) else { return false };
        at = above;
    }
    false
}

/// What a list means for the register as it stands.
fn compare(
    register: &[UnitRow],
    list: &[OfficialUnit],
    import: ListImport,
) -> Result<(RegisterChange, Vec<UnitRow>, Vec<UnitRow>), Problem> {
    let day = import.on;
    let current: FxHashMap<&str, &UnitRow> =
        register.iter().filter(|row| holds_on(row, day)).map(|row| (row.code.as_str(), row)).collect();
    let later: FxHashSet<&str> =
        register.iter().filter(|row| row.valid_from > day).map(|row| row.code.as_str()).collect();
    let parents: FxHashMap<&str, Option<&str>> =
        list.iter().map(|unit| (unit.code.as_str(), unit.parent_code.as_deref())).collect();
    let parent_of = |code: &str| match parents.get(code) {
        Some(parent) => Some(*parent),
        // What a whole list doesn't have ends with it.
        None if import.complete => None,
        None => current.get(code).map(|row| row.parent_code.as_deref()),
    };
    let (mut change, mut new, mut ended) = (RegisterChange::default(), Vec::new(), Vec::new());
    let mut wrong: RefusedRows = Vec::new();
    for unit in list {
        if !reaches_the_top(unit.parent_code.as_deref(), parent_of) {
            wrong.push((unit.row, "parent_code"));
        }
        let row = UnitRow {
            code: unit.code.clone(),
            valid_from: day,
            valid_until: None,
            name: unit.name.clone(),
            level: unit.level.clone(),
            parent_code: unit.parent_code.clone(),
        };
        match current.get(unit.code.as_str()) {
            _ if later.contains(unit.code.as_str()) => wrong.push((unit.row, "code: later")),
            None => {
                change.created += 1;
                new.push(row);
            }
            Some(now)
                if (&now.name, &now.level, &now.parent_code) == (&row.name, &row.level, &row.parent_code) =>
            {
                change.unchanged += 1;
            }
            Some(now) if now.valid_from == day => wrong.push((unit.row, "code: same day")),
            Some(now) => {
                change.changed += 1;
                ended.push((*now).clone());
                new.push(row);
            }
        }
    }
    if import.complete {
        let gone = current.values().filter(|row| !parents.contains_key(row.code.as_str()));
        for row in gone {
            change.ended += 1;
            ended.push((*row).clone());
        }
    }
    if wrong.is_empty() { Ok((change, new, ended)) } else { Err(refused(&wrong)) }
}

fn store(
    change: &mut Change<'_>,
    new: &mut [UnitRow],
    ended: &[UnitRow],
    day: NaiveDate,
) -> Result<(), Problem> {
    for row in ended {
        end_unit(change.engine, &row.code, row.valid_from, day)?;
    }
    new.sort_by(|left, right| left.code.cmp(&right.code));
    Ok(insert_units(change.engine, new)?)
}

impl Service {
    /// Takes in an official list, as of a day: all of it or nothing.
    ///
    /// # Errors
    /// When the actor may not, or rows of the list can't be taken (then all of them are told); and those of the
    /// database.
    pub fn import_units(
        &self,
        actor: &Actor,
        file: &[u8],
        import: ListImport,
    ) -> Result<RegisterChange, Problem> {
        let list = read_official_units(file).map_err(|rows| refused(&rows))?;
        self.change(actor, Right::ManageUnits, |change| {
            let register = all_units(change.engine)?;
            let (counts, mut new, ended) = compare(&register, &list, import)?;
            let nothing = counts.created + counts.changed + counts.ended == 0;
            if import.dry_run || nothing {
                return Ok(counts);
            }
            store(change, &mut new, &ended, import.on)?;
            let after = serde_json::json!({
                "on": import.on, "complete": import.complete, "sha256": sha256(file),
                "created": counts.created, "changed": counts.changed, "ended": counts.ended,
            });
            change.record(Entry::new("units.import", "units").after(&after))?;
            Ok(counts)
        })
    }

    /// Merges units into another on a day.
    ///
    /// # Errors
    /// When the actor may not, or a unit isn't there on that day; and those of the database.
    pub fn merge_units(&self, actor: &Actor, merger: &Merger) -> Result<UnitHistory, Problem> {
        let mut into = UnitRow {
            valid_from: merger.on,
            valid_until: None,
            code: required("into.code", &merger.into.code, 20)?,
            name: required("into.name", &merger.into.name, 200)?,
            level: required("into.level", &merger.into.level, 20)?,
            parent_code: merger.into.parent_code.clone(),
        };
        self.change(actor, Right::ManageUnits, |change| {
            let register = all_units(change.engine)?;
            let on_day =
                |code: &str| register.iter().find(|row| row.code == code && holds_on(row, merger.on));
            let mut ended = Vec::new();
            for code in &merger.from {
                let row = on_day(code).ok_or_else(|| NOT_FOUND.with("what", format!("unit {code}")))?;
                if row.valid_from == merger.on || ended.contains(row) {
                    return Err(FIELD_REFUSED
                        .with("field", "on")
                        .with("expected", format!("> {}", row.valid_from)));
                }
                ended.push(row.clone());
            }
            if ended.iter().all(|row| row.code == into.code) && !ended.is_empty() {
                return Err(FIELD_REFUSED.with("field", "from").with("expected", format!("≠ {}", into.code)));
            }
            if ended.is_empty() {
                return Err(FIELD_REFUSED.with("field", "from").with("expected", "1-"));
            }
            let is_above = |code: &str| on_day(code).is_some_and(|row| !ended.contains(row));
            if let Some(parent) = into.parent_code.as_deref().filter(|parent| !is_above(parent)) {
                return Err(NOT_FOUND.with("what", format!("unit {parent}")));
            }
            let stays = on_day(&into.code).filter(|row| !ended.contains(row));
            let mut new = if stays.is_some() { Vec::new() } else { vec![into.clone()] };
            let moved = below_merged(&register, &ended, &into)?;
            new.extend(moved.iter().map(|row| UnitRow {
                valid_from: merger.on,
                parent_code: Some(into.code.clone()),
                ..(*row).clone()
            }));
            let ends: Vec<UnitRow> = ended.iter().cloned().chain(moved.into_iter().cloned()).collect();
            store(change, &mut new, &ends, merger.on)?;
            let successors: Vec<SuccessorRow> = ended
                .iter()
                .map(|row| SuccessorRow {
                    code: row.code.clone(),
                    successor_code: into.code.clone(),
                    on_date: merger.on,
                })
                .collect();
            insert_successors(change.engine, &successors)?;
            let after = serde_json::json!({ "on": merger.on, "from": merger.from, "into": into.code });
            change.record(
                Entry::new("units.merge", format!("unit:{}", into.code)).of_unit(&into.code).after(&after),
            )?;
            let code = std::mem::take(&mut into.code);
            history(change.engine, &code)
        })
    }

    /// Takes the units of a draft from the register, as of a day: one unit with all below it, or all.
    ///
    /// # Errors
    /// As for a list of units in a file.
    pub fn units_from_register(
        &self,
        actor: &Actor,
        plan_id: i64,
        day: NaiveDate,
        below: Option<&str>,
        findings: &mut Findings,
    ) -> Result<PlanRow, Problem> {
        let mut rows = self.read(actor, Right::ManagePlans, |engine| Ok(all_units(engine)?))?;
        rows.retain(|row| holds_on(row, day));
        let mut file = b"code,name,level,parent_code\n".to_vec();
        let parents: FxHashMap<&str, Option<&str>> =
            rows.iter().map(|row| (row.code.as_str(), row.parent_code.as_deref())).collect();
        let is_below = |code: &str| {
            let mut at = Some(code);
            (0..MOST_LEVELS).any(|_| {
                let here = at == below;
                at = at.and_then(|code| parents.get(code).copied().flatten());
                here
            })
        };
        for row in rows.iter().filter(|row| below.is_none() || is_below(&row.code)) {
            let above = row.parent_code.as_deref().filter(|_| Some(row.code.as_str()) != below);
            for (cell, end) in [
                (row.code.as_str(), b','),
                (&row.name, b','),
                (&row.level, b','),
                (above.unwrap_or(""), b'\n'),
            ] {
                push_text(&mut file, cell);
                file.push(end);
            }
        }
        let name = format!("register {day}.csv");
        self.replace_units(actor, plan_id, None, SourceFile { name: &name, bytes: &file }, findings)
    }
}

/// What is below units on the day of their merger: from that day on it is below the unit that they become.
fn below_merged<'a>(
    register: &'a [UnitRow],
    ended: &[UnitRow],
    into: &UnitRow,
) -> Result<Vec<&'a UnitRow>, Problem> {
    let day = into.valid_from;
    let is_below = |row: &&UnitRow| {
        let below = ended.iter().any(|above| row.parent_code.as_deref() == Some(&above.code));
        below && row.code != into.code && holds_on(row, day) && !ended.contains(row)
    };
    let moved: Vec<&UnitRow> = register.iter().filter(is_below).collect();
    match moved.iter().find(|row| row.valid_from == day) {
        Some(row) => Err(FIELD_REFUSED.with("field", "on").with("expected", format!("> {}", row.valid_from))),
        None => Ok(moved),
    }
}
