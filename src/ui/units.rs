//! The register of units: which there are on a day, searched and filtered page by page, and what one was and became.

use std::collections::BTreeMap;

use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, get};
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use super::fault::Fault;
use super::page::{Page, query_of, rendered};
use super::view::LINES;
use super::visit::Visit;
use crate::api::parameter::malformed;
use crate::api::problem::sentence;
use crate::app::moment::on_the_wall;
use crate::app::problem::Problem;
use crate::app::register::{RegisterPage, RegisteredUnit, UnitFilter};
use crate::app::service::Service;
use crate::app::unit::UnitRow;
use crate::text::format;

/// Today, by the clock on the wall.
pub fn today(service: &Service) -> NaiveDate {
    on_the_wall(service.now()).date()
}

/// The day that a field says; today when it is empty.
///
/// # Errors
/// When it is no day.
pub fn day_of(service: &Service, field: &str, text: &str) -> Result<NaiveDate, Problem> {
    match text.trim() {
        "" => Ok(today(service)),
        text => text.parse().map_err(|_| malformed(field, "2021-05-23")),
    }
}

/// The name of a level; one that the texts don't know is shown as the register writes it.
pub fn level_name(page: Page<'_>, level: &str) -> String {
    match level {
        "province" | "district" | "commune" => page.coded("level", level),
        other => other.to_owned(),
    }
}

/// Between which days something holds.
pub fn between(page: Page<'_>, row: &UnitRow) -> String {
    let from = format::date(row.valid_from);
    match row.valid_until {
        None => page.texts.get("units-from-on", &[("from", from.into())]),
        Some(until) => {
            page.texts.get("units-between", &[("from", from.into()), ("until", format::date(until).into())])
        }
    }
}

/// The sentence of a problem with a form, in which fields are called as the form labels them: pairs of the field's name
/// and the key of its label.
pub fn sentence_of_form(page: Page<'_>, problem: &Problem, labels: &[(&str, &str)]) -> String {
    let told = |(name, value): &(&'static str, String)| {
        let label = labels.iter().find(|(field, _)| *name == "field" && field == value);
        (*name, label.map_or_else(|| value.clone(), |(_, key)| format!("“{}”", page.word(key))))
    };
    let arguments = problem.arguments.iter().map(told).collect();
    let named = Problem { code: problem.code, arguments, mistakes: Vec::new() };
    sentence(&named, page.visitor.language)
}

/// Which units are wanted.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    on: String,
    level: String,
    parent: String,
    q: String,
    page: String,
}

impl Wanted {
    fn filter(&self) -> UnitFilter {
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        UnitFilter { level: given(&self.level), parent: given(&self.parent), search: given(&self.q) }
    }

    fn on_page(&self, number: usize) -> String {
        let number = number.to_string();
        query_of(&[
            ("on", &self.on),
            ("level", &self.level),
            ("parent", &self.parent),
            ("q", &self.q),
            ("page", &number),
        ])
    }
}

#[derive(Template)]
#[template(path = "units.html")]
struct UnitsPage<'a> {
    page: Page<'a>,
    wanted: &'a Wanted,
    day: NaiveDate,
    found: RegisterPage,
}

impl UnitsPage<'_> {
    fn level(&self, level: &str) -> String {
        level_name(self.page, level)
    }

    fn name(&self, code: &str) -> &str {
        self.found.names.get(code).map_or("", String::as_str)
    }

    fn between(&self, row: &UnitRow) -> String {
        between(self.page, row)
    }

    fn told_day(&self) -> String {
        format::date(self.day)
    }

    fn first(&self) -> usize {
        (self.found.number - 1) * LINES
    }
}

/// The units of a day.
#[get("/units")]
pub async fn show_units(visit: Visit, wanted: Query<Wanted>) -> Result<HttpResponse, Fault> {
    visit
        .page(move |service, page| {
            let day = day_of(service, "on", &wanted.on)?;
            let number = wanted.page.parse().unwrap_or(1);
            let found = service.register_page(&page.visitor.actor, day, &wanted.filter(), (number, LINES))?;
            rendered(&UnitsPage { page, wanted: &wanted, day, found })
        })
        .await
}

#[derive(Template)]
#[template(path = "registered_unit.html")]
struct UnitPage<'a> {
    page: Page<'a>,
    code: &'a str,
    day: NaiveDate,
    unit: RegisteredUnit,
}

/// Another unit that this one became part of, or that became part of it.
struct Related<'a> {
    code: &'a str,
    name: &'a str,
    on: String,
}

impl UnitPage<'_> {
    /// The name that the unit has on the day, else its last.
    fn title(&self) -> &str {
        let rows = &self.unit.history.rows;
        let holds = |row: &&UnitRow| {
            row.valid_from <= self.day && row.valid_until.is_none_or(|until| self.day < until)
        };
        rows.iter().find(holds).or(rows.last()).map_or(self.code, |row| &row.name)
    }

    fn level(&self, level: &str) -> String {
        level_name(self.page, level)
    }

    fn name<'n>(&self, names: &'n BTreeMap<String, String>, code: &str) -> &'n str {
        names.get(code).map_or("", String::as_str)
    }

    fn between(&self, row: &UnitRow) -> String {
        between(self.page, row)
    }

    fn told_day(&self) -> String {
        format::date(self.day)
    }

    fn has_ended(&self) -> Option<String> {
        let last = self
            .unit
            .history
            .rows
            .iter()
            .map(|row| row.valid_until)
            .max_by_key(|until| until.unwrap_or(NaiveDate::MAX))?;
        last.filter(|until| *until <= self.day).map(format::date)
    }

    fn successors(&self) -> Vec<Related<'_>> {
        let rows = self.unit.history.successions.iter();
        let onward = rows.filter(|row| row.code == self.code);
        onward
            .map(|row| Related {
                code: &row.successor_code,
                name: self.name(&self.unit.names, &row.successor_code),
                on: format::date(row.on_date),
            })
            .collect()
    }

    fn predecessors(&self) -> Vec<Related<'_>> {
        let rows = self.unit.history.successions.iter();
        let back = rows.filter(|row| row.successor_code == self.code);
        back.map(|row| Related {
            code: &row.code,
            name: self.name(&self.unit.names, &row.code),
            on: format::date(row.on_date),
        })
        .collect()
    }
}

/// The day of a page.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct OnDay {
    on: String,
}

/// What a unit was and became.
#[get("/units/{code}")]
pub async fn show_registered_unit(
    visit: Visit,
    code: Path<String>,
    wanted: Query<OnDay>,
) -> Result<HttpResponse, Fault> {
    visit
        .page(move |service, page| {
            let day = day_of(service, "on", &wanted.on)?;
            let unit = service.registered_unit(&page.visitor.actor, &code, day, LINES)?;
            rendered(&UnitPage { page, code: &code, day, unit })
        })
        .await
}
