//! Figures that need a look: of a whole plan page by page, and of one unit beside its report. They decide nothing.

use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, get};
use askama::Template;
use serde::Deserialize;

use super::fault::Fault;
use super::head::Head;
use super::page::{Page, query_of, rendered};
use super::span::{Span, page_number};
use super::visit::Visit;
use crate::app::problem::Problem;
use crate::app::remark::{Remarks, Seen};
use crate::app::service::Service;
use crate::contest::plausibility::About;
use crate::documents::remark::{Telling, innocent_text, kind_text};

/// How many remarks a page shows.
const LINES: usize = 50;

/// How many units of a remark, and of those whose figures break rules, a page names.
const NAMED: usize = 20;

/// A unit, to be reached by its report.
struct Named {
    code: String,
    name: String,
}

/// A remark in words.
struct Line {
    units: Vec<Named>,
    more: usize,
    beyond: usize,
    group: Option<String>,
    text: String,
}

/// Remarks of one entry of the plan that stand together.
pub struct Group {
    code: String,
    kind: String,
    innocent: String,
    advice: Option<String>,
    lines: Vec<Line>,
}

/// How much was looked at for an entry.
struct Base {
    code: String,
    kind: String,
    is_of_groups: bool,
    examined: u64,
    remarked: u64,
    too_few: u64,
    without_spread: u64,
}

/// Which remarks are wanted.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    unit: String,
    entry: String,
    page: String,
}

impl Wanted {
    fn on_page(&self, page: usize) -> String {
        query_of(&[("unit", &self.unit), ("entry", &self.entry), ("page", &page.to_string())])
    }
}

#[derive(Template)]
#[template(path = "remarks.html")]
struct RemarksPage<'a> {
    page: Page<'a>,
    head: Head,
    wanted: &'a Wanted,
    entries: Vec<(String, String)>,
    groups: Vec<Group>,
    span: Span,
    bases: Option<Vec<Base>>,
    unsound: Vec<Named>,
    more_unsound: usize,
}

impl RemarksPage<'_> {
    /// How many remarks this page shows.
    fn shown(&self) -> usize {
        self.groups.iter().map(|group| group.lines.len()).sum()
    }
}

/// The remarks about one unit, as its report shows them.
#[derive(Template)]
#[template(path = "remarks_of_unit.html")]
pub struct OfUnit<'a> {
    page: Page<'a>,
    plan: i64,
    unit: String,
    groups: Vec<Group>,
    total: usize,
    shown: usize,
}

impl<'a> OfUnit<'a> {
    /// The remarks about a unit; `None` where there is none, or they aren't for the visitor.
    ///
    /// # Errors
    /// Those of the use case.
    pub fn of(service: &Service, page: Page<'a>, plan: i64, code: &str) -> Result<Option<String>, Problem> {
        if !page.may("appraise") {
            return Ok(None);
        }
        let remarks = service.remarks(&page.visitor.actor, plan, Some(code))?;
        if remarks.seen.is_empty() {
            return Ok(None);
        }
        let shown = remarks.seen.len().min(LINES);
        let groups = groups(page, &remarks, remarks.seen.iter().take(LINES));
        let total = remarks.seen.len();
        rendered(&OfUnit { page, plan, unit: code.to_owned(), groups, total, shown }).map(Some)
    }
}

fn named(remarks: &Remarks, unit: u32) -> Named {
    let unit = remarks.frame.units.get(unit);
    Named { code: unit.code().to_owned(), name: unit.name().to_owned() }
}

fn line(page: Page<'_>, remarks: &Remarks, seen: &Seen) -> Line {
    let remark = remarks.remark(seen);
    let telling = Telling { texts: page.texts, plan: &remarks.frame.plan, units: &remarks.frame.units };
    let group = match remark.about {
        About::Units(_) => None,
        About::Group { group, units } => {
            let parts = [("group", telling.group_text(group).into()), ("count", units.into())];
            Some(page.texts.get("remark-group-size", &parts))
        }
    };
    Line {
        units: seen.units.iter().take(NAMED).map(|unit| named(remarks, *unit)).collect(),
        more: seen.units.len().saturating_sub(NAMED),
        beyond: seen.beyond,
        group,
        text: telling.sentence(remark),
    }
}

/// Remarks by the entry of the plan that asks for them; they come in that order.
fn groups<'s>(page: Page<'_>, remarks: &Remarks, seen: impl Iterator<Item = &'s Seen>) -> Vec<Group> {
    let mut groups: Vec<(usize, Group)> = Vec::new();
    for seen in seen {
        let entry_index = remarks.remark(seen).entry;
        if groups.last().is_none_or(|(last, _)| *last != entry_index) {
            let entry = &remarks.frame.plan.plausibility[entry_index];
            let group = Group {
                code: entry.code.clone(),
                kind: kind_text(page.texts, &entry.kind),
                innocent: innocent_text(page.texts, &entry.kind),
                advice: entry.advice.as_ref().map(|advice| page.words(advice).to_owned()),
                lines: Vec::new(),
            };
            groups.push((entry_index, group));
        }
        if let Some((_, group)) = groups.last_mut() {
            group.lines.push(line(page, remarks, seen));
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

fn bases(page: Page<'_>, remarks: &Remarks) -> Option<Vec<Base>> {
    let entries = remarks.frame.plan.plausibility.iter().zip(remarks.examined.as_ref()?);
    let bases = entries.map(|(entry, examined)| Base {
        code: entry.code.clone(),
        kind: kind_text(page.texts, &entry.kind),
        is_of_groups: entry.kind.is_of_groups(),
        examined: examined.examined,
        remarked: examined.remarked,
        too_few: examined.too_few,
        without_spread: examined.without_spread,
    });
    Some(bases.collect()).filter(|bases: &Vec<Base>| !bases.is_empty())
}

/// Figures of a plan that need a look.
#[get("/plans/{plan}/remarks")]
pub async fn show_remarks(
    visit: Visit,
    plan: Path<i64>,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Fault> {
    let wanted = wanted.into_inner();
    visit
        .page(move |service, page| {
            let actor = &page.visitor.actor;
            let row = service.plan(actor, *plan)?;
            let unit = Some(wanted.unit.trim()).filter(|unit| !unit.is_empty());
            let remarks = service.remarks(actor, *plan, unit)?;
            let entries = &remarks.frame.plan.plausibility;
            let fits = |seen: &&Seen| {
                wanted.entry.is_empty() || entries[remarks.remark(seen).entry].code == wanted.entry
            };
            let found: Vec<&Seen> = remarks.seen.iter().filter(fits).collect();
            let span = Span::of(found.len(), page_number(&wanted.page), LINES);
            let unsound = remarks.unsound.iter().take(NAMED);
            let option = |entry: &crate::contest::plan::Plausibility| {
                (entry.code.clone(), kind_text(page.texts, &entry.kind))
            };
            rendered(&RemarksPage {
                page,
                head: Head::of(page, &row, "way-reports"),
                entries: entries.iter().map(option).collect(),
                groups: groups(page, &remarks, span.cut(found.into_iter())),
                span,
                bases: bases(page, &remarks),
                unsound: unsound.map(|it| named(&remarks, it.unit)).collect(),
                more_unsound: remarks.unsound.len().saturating_sub(NAMED),
                wanted: &wanted,
            })
        })
        .await
}
