//! The register of units as it is changed: mergers with successors; and the units of a draft, taken from it.

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

pub use crate::db::unit::{SuccessorRow, UnitRow};

use super::actor::{Actor, Right};
use super::audit::Entry;
use super::plan::PlanRow;
use super::problem::{FIELD_REFUSED, NOT_FOUND, Problem};
use super::register::{UnitHistory, history, holds_on};
use super::service::{Change, Service};
use super::text_field::required;
use crate::contest::finding::Findings;
use crate::db::unit::{all_units, end_unit, insert_successors, insert_units, units_with_code};
use crate::documents::csv::push_text;
use crate::intake::source_file::SourceFile;

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

/// A tree of units has fewer levels; whoever climbs higher goes round in a circle.
pub(super) const MOST_LEVELS: usize = 10;

/// Ends rows on a day and adds others.
pub(super) fn store(
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

/// The unit that others become part of, as it is named: of one that is there the code is enough.
#[derive(Debug, Clone)]
pub struct Successor {
    /// The code.
    pub code: String,
    /// The name.
    pub name: Option<String>,
    /// The level.
    pub level: Option<String>,
    /// The code of the unit above.
    pub parent_code: Option<String>,
}

impl Service {
    /// The unit that others become part of on a day. Of one that is there, what isn't said is as it stands; of one that
    /// isn't itself among the merged, what is said must be so.
    ///
    /// # Errors
    /// When the actor may not, or a unit that is there is said to be another than it is; and those of the database.
    pub fn successor(
        &self,
        actor: &Actor,
        day: NaiveDate,
        successor: Successor,
        from: &[String],
    ) -> Result<UnitRow, Problem> {
        let rows = self
            .read(actor, Right::ManageUnits, |engine| Ok(units_with_code(engine, successor.code.trim())?))?;
        let mut row = UnitRow {
            valid_from: day,
            valid_until: None,
            code: successor.code,
            name: successor.name.clone().unwrap_or_default(),
            level: successor.level.clone().unwrap_or_default(),
            parent_code: successor.parent_code.clone(),
        };
        if let Some(known) = rows.into_iter().find(|row| holds_on(row, day)) {
            if !from.contains(&known.code) {
                stays_so("into.name", successor.name.as_ref(), Some(&known.name))?;
                stays_so("into.level", successor.level.as_ref(), Some(&known.level))?;
                stays_so("into.parent_code", successor.parent_code.as_ref(), known.parent_code.as_ref())?;
            }
            row.name = successor.name.unwrap_or(known.name);
            row.level = successor.level.unwrap_or(known.level);
            row.parent_code = successor.parent_code.or(known.parent_code);
        }
        Ok(row)
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
        self.replace_units(actor, plan_id, None, SourceFile::new(&name, &file), findings)
    }
}

/// Refuses what is said of a unit that stays when it isn't so.
fn stays_so(field: &'static str, said: Option<&String>, known: Option<&String>) -> Result<(), Problem> {
    if said.is_none() || said == known {
        return Ok(());
    }
    let known = known.map_or("–", String::as_str);
    Err(FIELD_REFUSED.with("field", field).with("expected", known))
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
