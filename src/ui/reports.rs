//! Every unit's report with where it stands: filtered, searched, page by page.

use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, get};
use askama::Template;
use rustc_hash::FxHashSet;
use serde::Deserialize;

use super::cluster_field::ClusterField;
use super::fault::Fault;
use super::head::Head;
use super::page::{Page, query_of, rendered};
use super::span::{Span, page_number};
use super::view::LINES;
use super::visit::Visit;
use crate::app::completeness::ReportFilter;
use crate::app::frame::Frame;
use crate::app::live::ReportStanding;
use crate::app::report::ReportState;
use crate::intake::fold::fold;

/// Which reports are wanted.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    state: String,
    cluster: String,
    late: String,
    found: String,
    q: String,
    page: String,
}

impl Wanted {
    fn filter(&self) -> ReportFilter {
        ReportFilter {
            state: ReportStanding::of_code(&self.state).map(ReportStanding::code),
            cluster: Some(self.cluster.clone()).filter(|cluster| !cluster.is_empty()),
            late: match self.late.as_str() {
                "true" => Some(true),
                "false" => Some(false),
                _ => None,
            },
        }
    }

    fn fits(&self, frame: &Frame, filter: &ReportFilter, search: &str, report: &ReportState) -> bool {
        let unit = frame.units.get(report.unit);
        filter.fits(frame, report)
            && (search.is_empty()
                || fold(unit.name()).contains(search)
                || unit.code().starts_with(self.q.trim()))
    }

    fn on_page(&self, page: usize) -> String {
        query_of(&[
            ("state", &self.state),
            ("cluster", &self.cluster),
            ("late", &self.late),
            ("found", &self.found),
            ("q", &self.q),
            ("page", &page.to_string()),
        ])
    }
}

#[derive(Template)]
#[template(path = "reports.html")]
struct ReportsPage<'a> {
    page: Page<'a>,
    head: Head,
    frame: &'a Frame,
    wanted: &'a Wanted,
    cluster_field: ClusterField<'a>,
    reports: Vec<&'a ReportState>,
    span: Span,
    all: usize,
}

impl ReportsPage<'_> {
    fn code(&self, report: &ReportState) -> &str {
        self.frame.units.get(report.unit).code()
    }

    fn name(&self, report: &ReportState) -> &str {
        self.frame.units.get(report.unit).name()
    }

    fn cluster(&self, report: &ReportState) -> &str {
        let cluster = self.frame.units.get(report.unit).cluster;
        let cluster = cluster.and_then(|cluster| self.frame.units.clusters.get(cluster as usize));
        cluster.map_or("", |cluster| self.page.words(&cluster.name))
    }

    fn states(&self) -> Vec<&'static str> {
        ReportStanding::ALL.iter().map(|state| state.code()).collect()
    }
}

/// The reports of a plan.
#[get("/plans/{plan}/reports")]
pub async fn show_reports(
    visit: Visit,
    plan: Path<i64>,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Fault> {
    let wanted = wanted.into_inner();
    visit
        .page(move |service, page| {
            let actor = &page.visitor.actor;
            let row = service.plan(actor, *plan)?;
            let (frame, states) = service.report_states(actor, *plan)?;
            let (filter, search) = (wanted.filter(), fold(&wanted.q));
            filter.check(&frame)?;
            let unsound = if wanted.found.is_empty() {
                None
            } else {
                let is_error = wanted.found == "errors";
                let all = service.unsound_reports(actor, *plan)?.into_iter();
                Some(all.filter(|it| it.is_error == is_error).map(|it| it.unit).collect::<FxHashSet<u32>>())
            };
            let fits = |report: &&ReportState| {
                unsound.as_ref().is_none_or(|units| units.contains(&report.unit))
                    && wanted.fits(&frame, &filter, &search, report)
            };
            let found: Vec<&ReportState> = states.iter().filter(fits).collect();
            let span = Span::of(found.len(), page_number(&wanted.page), LINES);
            rendered(&ReportsPage {
                page,
                head: Head::of(page, &row, "way-reports"),
                wanted: &wanted,
                cluster_field: ClusterField::new(page, *plan, frame.clusters(), &wanted.cluster),
                all: states.len(),
                reports: span.cut(found.into_iter()).collect(),
                span,
                frame: &frame,
            })
        })
        .await
}
