//! A unit's own page: until when it reports, where its report stands, where it stands itself and what it lacks.

use actix_web::web::Path;
use actix_web::{HttpResponse, get};
use askama::Template;
use chrono::NaiveDateTime;

use super::fault::Fault;
use super::head::Head;
use super::milestone_lines::{OwnMilestone, own_milestones};
use super::page::{Page, rendered};
use super::visit::Visit;
use crate::app::live::Basis;
use crate::app::plan::PlanRow;
use crate::app::problem::Problem;
use crate::app::report::{ReportState, VersionRow};
use crate::app::service::Service;
use crate::contest::result::Outcome;
use crate::documents::reason::criterion_label;

/// How many units a page shows.
const MOST: usize = 200;

/// A unit of the visitor.
struct Own {
    code: String,
    name: String,
    report: ReportState,
    last: Option<VersionRow>,
    due: Option<NaiveDateTime>,
    rank: Place,
    is_provisional: bool,
    lacking: Vec<String>,
    milestones: Vec<OwnMilestone>,
}

#[derive(Template)]
#[template(path = "mine.html")]
struct MinePage<'a> {
    page: Page<'a>,
    head: Head,
    plan: PlanRow,
    units: Vec<Own>,
    total: usize,
}

/// A rank, and of how many.
type Place = Option<(u32, u32)>;

/// Where a unit stands, whether that can still change, and the criteria that it hasn't met.
type Standing = (Place, bool, Vec<String>);

/// Where a unit stands among all: by what is accepted once a ranking is published, by what is submitted before.
fn standing(
    service: &Service,
    page: Page<'_>,
    (plan, code): (i64, &str),
    (basis, as_of): (Basis, Option<NaiveDateTime>),
) -> Result<Standing, Problem> {
    let (ranking, participant) = service.standing_of(&page.visitor.actor, plan, code, basis, as_of)?;
    let is_provisional = ranking.is_provisional();
    Ok(ranking.with_plain_document(|document| {
        if document.is_silent(participant) {
            return (None, is_provisional, Vec::new());
        }
        let of_cluster = document.clusters().find_map(|(_, ranked)| {
            let own = ranked.iter().find(|entry| entry.participant == participant)?;
            Some((own.rank, u32::try_from(ranked.len()).unwrap_or(u32::MAX)))
        });
        let judged = document.scored.scores.judgements_of(participant);
        let lacking = document.plan().criteria.iter().zip(judged).filter_map(|(criterion, judged)| {
            let outcome = judged.as_ref()?.outcome;
            let label = criterion_label(page.texts, criterion);
            (outcome != Outcome::Met).then(|| format!("{label}: {}", page.coded("outcome", outcome.code())))
        });
        (of_cluster, is_provisional, lacking.collect())
    }))
}

/// The visitor's own units.
#[get("/plans/{plan}/mine")]
pub async fn show_mine(visit: Visit, plan: Path<i64>) -> Result<HttpResponse, Fault> {
    let plan = *plan;
    visit
        .page(move |service, page| {
            let actor = &page.visitor.actor;
            let row = service.plan(actor, plan)?;
            let (frame, states) = service.report_states(actor, plan)?;
            let deadlines = service.deadlines(actor, plan)?;
            let milestones = service.milestones(actor, plan, None)?;
            let published = service.published_now(actor, plan)?;
            let shown = published
                .map_or((Basis::Submitted, None), |(_, stored, _)| (Basis::Accepted, stored.row.as_of));
            let total = states.len();
            let mut units = Vec::new();
            for report in states.into_iter().take(MOST) {
                let unit = frame.units.get(report.unit);
                let (_, versions) = service.versions(actor, plan, unit.code())?;
                let (rank, is_provisional, lacking) = standing(service, page, (plan, unit.code()), shown)?;
                units.push(Own {
                    code: unit.code().to_owned(),
                    name: unit.name().to_owned(),
                    due: deadlines.of(report.unit),
                    last: versions.into_iter().last(),
                    rank,
                    is_provisional,
                    lacking,
                    milestones: own_milestones(page, &milestones, report.unit),
                    report,
                });
            }
            rendered(&MinePage { page, head: Head::of(page, &row, "way-mine"), plan: row, units, total })
        })
        .await
}
