//! Official lists of units: what one would change in the register from a day on, and taking it in.

use chrono::NaiveDate;
use rustc_hash::{FxHashMap, FxHashSet};

use super::actor::{Actor, Right};
use super::audit::Entry;
use super::problem::{DIGEST_STALE, Problem, ROWS_REFUSED};
use super::register::holds_on;
use super::service::{Change, Service, sha256};
use super::unit::{MOST_LEVELS, UnitRow, store};
use crate::db::unit::all_units;
use crate::intake::official_units::{OfficialUnit, RefusedRows, read_official_units};

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

/// In which way a list changes a unit. One unit can be changed in several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// It wasn't there.
    Added,
    /// It has another name.
    Renamed,
    /// It is below another unit.
    Moved,
    /// It is of another level.
    OtherLevel,
    /// It ends, since a complete list doesn't have it.
    Ended,
}

impl ChangeKind {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 5] = [Self::Added, Self::Renamed, Self::Moved, Self::OtherLevel, Self::Ended];

    /// The code for interfaces.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Renamed => "renamed",
            Self::Moved => "moved",
            Self::OtherLevel => "other-level",
            Self::Ended => "ended",
        }
    }

    fn is_of(self, before: Option<&UnitRow>, after: Option<&UnitRow>) -> bool {
        match (self, before, after) {
            (Self::Added, None, Some(_)) | (Self::Ended, Some(_), None) => true,
            (Self::Renamed, Some(before), Some(after)) => before.name != after.name,
            (Self::Moved, Some(before), Some(after)) => before.parent_code != after.parent_code,
            (Self::OtherLevel, Some(before), Some(after)) => before.level != after.level,
            _ => false,
        }
    }
}

/// A unit as it stands and as it would be.
#[derive(Debug, Clone)]
pub struct ChangedUnit {
    /// As it stands; `None`: it isn't there.
    pub before: Option<UnitRow>,
    /// As it would be; `None`: it would end.
    pub after: Option<UnitRow>,
}

/// The units that a list changes in one way.
#[derive(Debug, Clone)]
pub struct ChangedUnits {
    /// The way.
    pub kind: ChangeKind,
    /// How many there are.
    pub total: usize,
    /// The first of them, by code.
    pub first: Vec<ChangedUnit>,
}

/// What a list would change.
#[derive(Debug, Clone)]
pub struct RegisterPreview {
    /// In numbers.
    pub counts: RegisterChange,
    /// Unit by unit, in each way in which there are any.
    pub changes: Vec<ChangedUnits>,
    /// What confirming quotes: a digest of the list, its day, and everything that would change from what.
    pub digest: String,
}

/// What a list means for the register as it stands.
struct Comparison {
    counts: RegisterChange,
    new: Vec<UnitRow>,
    ended: Vec<UnitRow>,
}

impl Comparison {
    fn digest(&self, file: &[u8], import: ListImport) -> String {
        let mut told = format!("{}\n{}\n{}\n", sha256(file), import.on, import.complete);
        for (sign, rows) in [("+", &self.new), ("-", &self.ended)] {
            for row in rows {
                let parts = (&row.code, row.valid_from, &row.name, &row.level, &row.parent_code);
                told.push_str(&format!("{sign}{parts:?}\n"));
            }
        }
        sha256(told.as_bytes())
    }

    /// Every unit that changes, by code.
    fn units(&self) -> Vec<(Option<&UnitRow>, Option<&UnitRow>)> {
        let before: FxHashMap<&str, &UnitRow> =
            self.ended.iter().map(|row| (row.code.as_str(), row)).collect();
        let after: FxHashSet<&str> = self.new.iter().map(|row| row.code.as_str()).collect();
        let stays = self.new.iter().map(|row| (before.get(row.code.as_str()).copied(), Some(row)));
        let gone = self.ended.iter().filter(|row| !after.contains(row.code.as_str()));
        let mut units: Vec<_> = stays.chain(gone.map(|row| (Some(row), None))).collect();
        units.sort_by_key(|(before, after)| before.or(*after).map(|row| row.code.as_str()));
        units
    }

    /// Unit by unit, at most so many in each way.
    fn changes(&self, most: usize) -> Vec<ChangedUnits> {
        let units = self.units();
        let of_kind = |kind: ChangeKind| {
            let those = || units.iter().filter(move |(before, after)| kind.is_of(*before, *after));
            let first = those()
                .take(most)
                .map(|(before, after)| ChangedUnit { before: before.cloned(), after: after.cloned() });
            ChangedUnits { kind, total: those().count(), first: first.collect() }
        };
        ChangeKind::ALL.into_iter().map(of_kind).filter(|it| it.total > 0).collect()
    }
}

fn refused(rows: &RefusedRows) -> Problem {
    let shown = rows.iter().take(20).map(|(row, column)| format!("{row} ({column})"));
    let shown: Vec<String> = shown.collect();
    ROWS_REFUSED.with("count", rows.len()).with("rows", shown.join(", "))
}

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
fn compare(register: &[UnitRow], list: &[OfficialUnit], import: ListImport) -> Result<Comparison, Problem> {
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
    if !wrong.is_empty() {
        return Err(refused(&wrong));
    }
    ended.sort_by(|left, right| left.code.cmp(&right.code));
    Ok(Comparison { counts: change, new, ended })
}

impl Service {
    /// What an official list would change, with at most so many units in each way.
    ///
    /// # Errors
    /// As [`Service::import_units`].
    pub fn preview_units(
        &self,
        actor: &Actor,
        file: &[u8],
        import: ListImport,
        most: usize,
    ) -> Result<RegisterPreview, Problem> {
        self.demand(actor, Right::ManageUnits)?;
        let list = read_official_units(file).map_err(|rows| refused(&rows))?;
        self.read(actor, Right::ManageUnits, |engine| {
            let compared = compare(&all_units(engine)?, &list, import)?;
            Ok(RegisterPreview {
                counts: compared.counts,
                changes: compared.changes(most),
                digest: compared.digest(file, import),
            })
        })
    }

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
        self.take_in(actor, file, import, None)
    }

    /// Takes in an official list as its preview showed it.
    ///
    /// # Errors
    /// As [`Service::import_units`]; and when the digest isn't that of a preview made now.
    pub fn import_previewed_units(
        &self,
        actor: &Actor,
        file: &[u8],
        import: ListImport,
        digest: &str,
    ) -> Result<RegisterChange, Problem> {
        self.take_in(actor, file, import, Some(digest))
    }

    fn take_in(
        &self,
        actor: &Actor,
        file: &[u8],
        import: ListImport,
        digest: Option<&str>,
    ) -> Result<RegisterChange, Problem> {
        self.demand(actor, Right::ManageUnits)?;
        let list = read_official_units(file).map_err(|rows| refused(&rows))?;
        self.change(actor, Right::ManageUnits, |change| {
            let mut compared = compare(&all_units(change.engine)?, &list, import)?;
            if digest.is_some_and(|digest| digest != compared.digest(file, import)) {
                return Err(Problem::from(&DIGEST_STALE));
            }
            let counts = compared.counts;
            let nothing = counts.created + counts.changed + counts.ended == 0;
            if !import.dry_run && !nothing {
                keep(change, file, import, &mut compared)?;
            }
            Ok(counts)
        })
    }
}

/// Keeps what a list changes, and writes it down.
fn keep(
    change: &mut Change<'_>,
    file: &[u8],
    import: ListImport,
    compared: &mut Comparison,
) -> Result<(), Problem> {
    store(change, &mut compared.new, &compared.ended, import.on)?;
    let counts = compared.counts;
    let after = serde_json::json!({
        "on": import.on, "complete": import.complete, "sha256": sha256(file),
        "created": counts.created, "changed": counts.changed, "ended": counts.ended,
    });
    change.record(Entry::new("units.import", "units").after(&after))?;
    Ok(())
}
