//! Merging units on a day: several of them become part of another, which is there or is made.

use actix_web::web::Query;
use actix_web::{HttpResponse, get, post};
use askama::Template;
use serde::Deserialize;

use super::fault::Fault;
use super::form::Form;
use super::page::{Page, escaped, rendered};
use super::units::sentence_of_form;
use super::visit::{Visit, see_done};
use crate::api::parameter::malformed;
use crate::app::actor::{Actor, Right};
use crate::app::problem::Problem;
use crate::app::service::Service;
use crate::app::unit::{Merger, Successor};

/// What was typed into the form.
#[derive(Debug, Clone, Default)]
struct Typed {
    on: String,
    from: String,
    code: String,
    name: String,
    level: String,
    parent: String,
}

impl Typed {
    fn of(form: &Form) -> Self {
        let field = |name: &str| form.field(name).to_owned();
        Self {
            on: field("on"),
            from: field("from"),
            code: field("code"),
            name: field("name"),
            level: field("level"),
            parent: field("parent"),
        }
    }

    /// The codes of the units that end: between commas, semicolons or white space.
    fn codes(&self) -> Vec<String> {
        let parts = self.from.split(|sign: char| sign.is_whitespace() || sign == ',' || sign == ';');
        parts.filter(|code| !code.is_empty()).map(str::to_owned).collect()
    }
}

/// The fields of a merger as the form labels them.
const LABELS: [(&str, &str); 6] = [
    ("on", "merger-on"),
    ("from", "merger-from"),
    ("into.code", "users-unit"),
    ("into.name", "units-name"),
    ("into.level", "units-level"),
    ("into.parent_code", "merger-parent"),
];

#[derive(Template)]
#[template(path = "unit_merger.html")]
struct MergerPage<'a> {
    page: Page<'a>,
    typed: &'a Typed,
    refused: Option<String>,
}

fn merger_page(
    service: &Service,
    page: Page<'_>,
    typed: &Typed,
    refused: Option<&Problem>,
) -> Result<String, Problem> {
    service.demand(&page.visitor.actor, Right::ManageUnits)?;
    let refused = refused.map(|problem| sentence_of_form(page, problem, &LABELS));
    rendered(&MergerPage { page, typed, refused })
}

/// Which units are to be merged.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Chosen {
    from: String,
}

/// The page to merge units.
#[get("/unit-mergers/new")]
pub async fn show_merger(visit: Visit, chosen: Query<Chosen>) -> Result<HttpResponse, Fault> {
    let typed = Typed { from: chosen.into_inner().from, ..Typed::default() };
    visit.page(move |service, page| merger_page(service, page, &typed, None)).await
}

fn merged(service: &Service, actor: &Actor, typed: &Typed) -> Result<(), Problem> {
    let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let on = typed.on.parse().map_err(|_| malformed("on", "2025-07-01"))?;
    let successor = Successor {
        code: typed.code.clone(),
        name: given(&typed.name),
        level: given(&typed.level),
        parent_code: given(&typed.parent),
    };
    let from = typed.codes();
    let into = service.successor(actor, on, successor, &from)?;
    service.merge_units(actor, &Merger { on, from, into }).map(drop)
}

/// Merges units.
#[post("/unit-mergers/new")]
pub async fn merge(visit: Visit, form: Form) -> Result<HttpResponse, Fault> {
    let typed = Typed::of(&form);
    let asked = typed.clone();
    let done = visit.run(move |service, actor| Ok(merged(service, actor, &asked))).await?;
    match done {
        Ok(()) => {
            let at = format!("/units/{}?on={}", escaped(&typed.code), escaped(&typed.on));
            Ok(see_done(&at, "units-merged"))
        }
        Err(problem) => {
            let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
                merger_page(service, page, &typed, Some(problem))
            };
            visit.again(problem, again).await
        }
    }
}
