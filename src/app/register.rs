//! The register of units as it is read: which units there are on a day, and what one was and became.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::actor::{Actor, Right};
use super::problem::{NOT_FOUND, Problem};
use super::service::Service;
use crate::db::Engine;
use crate::db::unit::{
    DayFilter, SuccessorRow, UnitRow, all_units, count_on_day, levels_on_day, names_on_day, names_with_codes,
    page_on_day, successors_of, units_of_codes, units_with_code,
};
use crate::intake::fold::fold_unit_name;

/// Which units of a day are wanted.
#[derive(Debug, Clone, Default)]
pub struct UnitFilter {
    /// Only those of a level.
    pub level: Option<String>,
    /// Only those right below a unit.
    pub parent: Option<String>,
    /// Only those whose name or code contains this, with or without diacritics.
    pub search: Option<String>,
}

/// A unit with what it was and became.
#[derive(Debug, Clone)]
pub struct UnitHistory {
    /// Its rows, by date.
    pub rows: Vec<UnitRow>,
    /// What it became part of, and what became part of it.
    pub successions: Vec<SuccessorRow>,
}

/// A part of the units of a day.
#[derive(Debug, Clone)]
pub struct RegisterPage {
    /// The units of this page, by code.
    pub rows: Vec<UnitRow>,
    /// The names of the units above them.
    pub names: BTreeMap<String, String>,
    /// How many units are wanted in all.
    pub total: usize,
    /// How many units there are on that day.
    pub all: usize,
    /// Every level of that day.
    pub levels: Vec<String>,
    /// Which page it is, 1 being the first.
    pub number: usize,
    /// How many pages there are.
    pub pages: usize,
}

/// A unit with what it was and became, and what is below it on a day.
#[derive(Debug, Clone)]
pub struct RegisteredUnit {
    /// What it was and became.
    pub history: UnitHistory,
    /// The names of all units that its history speaks of.
    pub names: BTreeMap<String, String>,
    /// The first units right below it, by code.
    pub below: Vec<UnitRow>,
    /// How many are right below it.
    pub below_in_all: usize,
}

/// Whether a row holds on a day.
pub(super) fn holds_on(row: &UnitRow, day: NaiveDate) -> bool {
    row.valid_from <= day && row.valid_until.is_none_or(|until| day < until)
}

/// What is searched for in names and codes.
struct Search {
    typed: String,
    folded: String,
}

impl Search {
    fn of(text: &str) -> Self {
        Self { typed: text.trim().to_owned(), folded: fold_unit_name(text) }
    }

    fn finds(&self, code: &str, name: &str) -> bool {
        let in_code = code.contains(&self.typed);
        in_code || !self.folded.is_empty() && fold_unit_name(name).contains(&self.folded)
    }
}

fn count(number: i64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// The names of units by their codes.
fn names(
    engine: &mut Engine,
    codes: impl Iterator<Item = String>,
) -> Result<BTreeMap<String, String>, Problem> {
    let mut codes: Vec<String> = codes.collect();
    codes.sort_unstable();
    codes.dedup();
    // The last name that a unit had stands.
    Ok(names_with_codes(engine, &codes)?.into_iter().collect())
}

/// The rows of a page with how many there are in all, and the page's number.
fn found(
    engine: &mut Engine,
    filter: &DayFilter<'_>,
    search: Option<&Search>,
    (number, lines): (usize, usize),
) -> Result<(Vec<UnitRow>, usize, usize), Problem> {
    let on_page = |total: usize| number.clamp(1, total.div_ceil(lines).max(1));
    let Some(search) = search else {
        let total = count(count_on_day(engine, filter)?);
        let number = on_page(total);
        return Ok((page_on_day(engine, filter, (number - 1) * lines, lines)?, total, number));
    };
    let mut codes = names_on_day(engine, filter)?;
    codes.retain(|(code, name)| search.finds(code, name));
    let (total, number) = (codes.len(), on_page(codes.len()));
    let wanted: Vec<String> =
        codes.into_iter().skip((number - 1) * lines).take(lines).map(|(code, _)| code).collect();
    Ok((units_of_codes(engine, filter.day, &wanted)?, total, number))
}

/// What a unit was and became.
///
/// # Errors
/// When there never was such a unit; and those of the database.
pub(super) fn history(engine: &mut Engine, code: &str) -> Result<UnitHistory, Problem> {
    let rows = units_with_code(engine, code)?;
    if rows.is_empty() {
        return Err(NOT_FOUND.with("what", format!("unit {code}")));
    }
    Ok(UnitHistory { rows, successions: successors_of(engine, code)? })
}

impl Service {
    /// The units of a day after a code, at most so many, and how many there are in all.
    ///
    /// # Errors
    /// When the actor may not, and those of the database.
    pub fn units_on(
        &self,
        actor: &Actor,
        day: NaiveDate,
        filter: &UnitFilter,
        after: &str,
        limit: usize,
    ) -> Result<(Vec<UnitRow>, usize), Problem> {
        let search = filter.search.as_deref().map(Search::of);
        let mut rows = self.read(actor, Right::View, |engine| Ok(all_units(engine)?))?;
        rows.retain(|row| {
            holds_on(row, day)
                && filter.level.as_ref().is_none_or(|level| row.level == *level)
                && filter.parent.as_ref().is_none_or(|parent| row.parent_code.as_ref() == Some(parent))
                && search.as_ref().is_none_or(|search| search.finds(&row.code, &row.name))
        });
        let total = rows.len();
        let page = rows.into_iter().filter(|row| row.code.as_str() > after).take(limit);
        Ok((page.collect(), total))
    }

    /// A page of the units of a day, with so many lines; a page that isn't there is the nearest that is.
    ///
    /// # Errors
    /// When the actor may not, and those of the database.
    pub fn register_page(
        &self,
        actor: &Actor,
        day: NaiveDate,
        filter: &UnitFilter,
        (number, lines): (usize, usize),
    ) -> Result<RegisterPage, Problem> {
        let search = filter.search.as_deref().map(Search::of);
        self.read(actor, Right::View, |engine| {
            let wanted = DayFilter { day, level: filter.level.as_deref(), parent: filter.parent.as_deref() };
            let (rows, total, number) = found(engine, &wanted, search.as_ref(), (number, lines))?;
            let of_day = DayFilter { day, level: None, parent: None };
            let above = rows.iter().filter_map(|row| row.parent_code.clone()).chain(filter.parent.clone());
            Ok(RegisterPage {
                names: names(engine, above)?,
                all: count(count_on_day(engine, &of_day)?),
                levels: levels_on_day(engine, day)?,
                pages: total.div_ceil(lines).max(1),
                rows,
                total,
                number,
            })
        })
    }

    /// A unit with what it was and became.
    ///
    /// # Errors
    /// When the actor may not, or there never was such a unit; and those of the database.
    pub fn unit_history(&self, actor: &Actor, code: &str) -> Result<UnitHistory, Problem> {
        self.read(actor, Right::View, |engine| history(engine, code))
    }

    /// A unit with what it was and became, and the first units below it on a day, at most so many.
    ///
    /// # Errors
    /// As [`Service::unit_history`].
    pub fn registered_unit(
        &self,
        actor: &Actor,
        code: &str,
        day: NaiveDate,
        limit: usize,
    ) -> Result<RegisteredUnit, Problem> {
        self.read(actor, Right::View, |engine| {
            let history = history(engine, code)?;
            let filter = DayFilter { day, level: None, parent: Some(code) };
            let above = history.rows.iter().filter_map(|row| row.parent_code.clone());
            let beside =
                history.successions.iter().flat_map(|row| [row.code.clone(), row.successor_code.clone()]);
            Ok(RegisteredUnit {
                names: names(engine, above.chain(beside))?,
                below: page_on_day(engine, &filter, 0, limit)?,
                below_in_all: count(count_on_day(engine, &filter)?),
                history,
            })
        })
    }
}
