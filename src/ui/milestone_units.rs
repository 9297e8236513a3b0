//! The urging list (danh sách đôn đốc): units with their milestones, filtered, page by page, and as a file.

use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, get};
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use super::fault::Fault;
use super::head::Head;
use super::milestone_lines::stands;
use super::milestones::typed_day;
use super::page::{Page, query_of, rendered};
use super::span::{Span, page_number};
use super::view::LINES;
use super::visit::Visit;
use crate::api::export::Form as FileForm;
use crate::api::parameter::malformed;
use crate::api::problem::with_texts;
use crate::app::milestone::{MilestoneFilter, PlanMilestones, UnitMilestone};
use crate::app::problem::Problem;
use crate::contest::milestone::MilestoneState;
use crate::documents::milestones::{
    MilestoneLine, headers, is_number_column, milestone_name, milestones_in_words,
};
use crate::intake::fold::fold;
use crate::text::format;

/// What the address says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    milestone: String,
    level: String,
    state: String,
    within: String,
    cluster: String,
    parent: String,
    number: String,
    q: String,
    sort: String,
    as_of: String,
    page: String,
    #[serde(rename = "as")]
    form: String,
}

impl Wanted {
    fn filter(&self) -> Result<MilestoneFilter, Problem> {
        let said = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let states = match self.state.as_str() {
            "open" => MilestoneState::ALL.into_iter().filter(|state| state.is_open()).collect(),
            code => MilestoneState::of_code(code).into_iter().collect(),
        };
        let within = said(&self.within).map(|days| days.parse::<u16>());
        Ok(MilestoneFilter {
            milestone: said(&self.milestone),
            level: said(&self.level),
            states,
            within: within.transpose().map_err(|_| malformed("within", "0–65535"))?.map(i64::from),
            cluster: said(&self.cluster),
            parent: said(&self.parent),
            lacks_number: self.number == "none",
        })
    }

    /// What the filters, the search and the order leave.
    fn list<'m>(&self, found: &'m PlanMilestones) -> Result<Vec<UnitMilestone<'m>>, Problem> {
        let search = fold(&self.q);
        let mut list = found.list(&self.filter()?)?;
        let units = &found.frame.units;
        list.retain(|one| {
            let unit = units.get(one.unit);
            search.is_empty() || fold(unit.name()).contains(&search) || unit.code().starts_with(self.q.trim())
        });
        if self.sort == "days" {
            // Late ones first, the latest before all; then what is due, the nearest first.
            list.sort_by_key(|one| {
                let late = one.standing.state != MilestoneState::Due;
                (
                    !one.standing.state.is_open(),
                    !late,
                    if late { -one.standing.days } else { one.standing.days },
                )
            });
        }
        Ok(list)
    }

    fn query(&self, page: &str, form: &str) -> String {
        query_of(&[
            ("milestone", &self.milestone),
            ("level", &self.level),
            ("state", &self.state),
            ("within", &self.within),
            ("cluster", &self.cluster),
            ("parent", &self.parent),
            ("number", &self.number),
            ("q", &self.q),
            ("sort", &self.sort),
            ("as_of", &self.as_of),
            ("page", page),
            ("as", form),
        ])
    }

    fn on_page(&self, page: usize) -> String {
        self.query(&page.to_string(), "")
    }
}

#[derive(Template)]
#[template(path = "milestone_units.html")]
struct UnitsPage<'a> {
    page: Page<'a>,
    head: Head,
    found: &'a PlanMilestones,
    wanted: &'a Wanted,
    lines: Vec<(MilestoneLine<'a>, UnitMilestone<'a>)>,
    span: Span,
    all: usize,
    has_any: bool,
    asks_number: bool,
}

impl UnitsPage<'_> {
    fn day(&self, day: &Option<NaiveDate>) -> String {
        day.map_or_else(|| "–".to_owned(), format::date)
    }

    fn today(&self) -> String {
        self.page.texts.get("milestones-intro", &[("day", format::date(self.found.today).into())])
    }

    /// The milestones by code and name.
    fn milestones(&self) -> Vec<(&str, String)> {
        let criteria = &self.found.frame.plan.criteria;
        let all = self.found.milestones().into_iter().map(|one| &criteria[one.criterion]);
        all.map(|it| (it.code.as_str(), milestone_name(it, self.page.visitor.language))).collect()
    }

    fn states(&self) -> Vec<&'static str> {
        std::iter::once("open").chain(MilestoneState::ALL.into_iter().map(MilestoneState::code)).collect()
    }

    fn named(&self, line: &MilestoneLine<'_>) -> String {
        milestone_name(line.criterion, self.page.visitor.language)
    }

    fn stands(&self, one: &UnitMilestone<'_>) -> String {
        stands(self.page, &one.standing, one.counted, self.found.today)
    }

    fn everything(&self, form: &str) -> String {
        query_of(&[("as_of", &self.wanted.as_of), ("as", form)])
    }
}

/// Units with their milestones.
#[get("/plans/{plan}/milestones/units")]
pub async fn show_units(visit: Visit, plan: Path<i64>, wanted: Query<Wanted>) -> Result<HttpResponse, Fault> {
    visit
        .page(move |service, page| {
            let found = service.milestones(&page.visitor.actor, *plan, typed_day(&wanted.as_of)?)?;
            let list = wanted.list(&found)?;
            let span = Span::of(list.len(), page_number(&wanted.page), LINES);
            let lines = span.cut(list.iter()).map(|one| (found.line(one), *one));
            let milestones = found.milestones();
            rendered(&UnitsPage {
                page,
                head: Head::of(page, &found.row, "way-milestones"),
                lines: lines.collect(),
                span,
                all: found.list(&MilestoneFilter::default())?.len(),
                has_any: !milestones.is_empty(),
                asks_number: milestones.iter().any(|one| one.document.is_some()),
                wanted: &wanted,
                found: &found,
            })
        })
        .await
}

/// The list that a page shows, whole, as CSV or as a spreadsheet, in words.
#[get("/plans/{plan}/milestones/units/file")]
pub async fn export_units(
    visit: Visit,
    plan: Path<i64>,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Fault> {
    let form = if wanted.form == "xlsx" { FileForm::Xlsx } else { FileForm::Csv };
    let language = visit.visitor.language;
    let bytes = visit
        .run(move |service, actor| {
            let found = service.milestones(actor, *plan, typed_day(&wanted.as_of)?)?;
            let list = wanted.list(&found)?;
            service.note_export(actor, *plan, "milestones")?;
            with_texts(language, |texts| {
                let lines = list.iter().map(|one| found.line(one));
                let headers = headers(texts);
                let is_number = |header: &str| {
                    headers.iter().position(|known| known == header).is_some_and(is_number_column)
                };
                form.list(milestones_in_words(texts, lines), is_number, service.threads())
            })
        })
        .await?;
    Ok(form.answer("milestones", bytes))
}
