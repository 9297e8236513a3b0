//! By when cases must enter their next states: which are late, by how much, and who is to be urged.

use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, get};
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use super::fault::Fault;
use super::head::Head;
use super::page::{Page, query_of, rendered};
use super::span::{Span, page_number};
use super::visit::Visit;
use crate::app::stage::{CaseDeadline, CaseDeadlines};
use crate::contest::case::CaseState;
use crate::text::format;

/// How many cases a page shows.
const LINES: usize = 200;

#[derive(Template)]
#[template(path = "case_deadlines.html")]
struct CaseDeadlinesPage<'a> {
    page: Page<'a>,
    head: Head,
    lines: Vec<&'a CaseDeadline>,
    span: Span,
    found: &'a CaseDeadlines,
    overdue: usize,
    wanted: &'a Wanted,
}

/// Which cases are wanted.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    show: String,
    #[serde(default)]
    page: String,
}

impl Wanted {
    fn on_page(&self, number: usize) -> String {
        query_of(&[("show", &self.show), ("page", &number.to_string())])
    }

    fn is_late_alone(&self) -> bool {
        self.show == "late"
    }
}

impl CaseDeadlinesPage<'_> {
    fn date(&self, day: &NaiveDate) -> String {
        format::date(*day)
    }

    /// The award's name.
    fn award(&self, line: &CaseDeadline) -> String {
        let award = self.found.frame.plan.award_named(&line.case.award);
        award.map_or(&*line.case.award, |award| self.page.words(&award.name)).to_owned()
    }

    /// Whether the unit is to be urged: its dossier is lacking. The other steps are those of who handles cases.
    fn is_of_unit(&self, line: &CaseDeadline) -> bool {
        line.stage.to == CaseState::Complete
    }
}

/// Cases with a deadline.
#[get("/plans/{plan}/case-deadlines")]
pub async fn show_case_deadlines(
    visit: Visit,
    plan: Path<i64>,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Fault> {
    visit
        .page(move |service, page| {
            let found = service.case_deadlines(&page.visitor.actor, *plan)?;
            let overdue = found.overdue();
            let lines = || found.lines.iter().filter(|line| !wanted.is_late_alone() || line.stage.late > 0);
            let span = Span::of(lines().count(), page_number(&wanted.page), LINES);
            rendered(&CaseDeadlinesPage {
                page,
                head: Head::of(page, &found.plan, "way-cases"),
                lines: span.cut(lines()).collect(),
                span,
                overdue,
                wanted: &wanted,
                found: &found,
            })
        })
        .await
}
