//! The milestones of a plan: over time as a picture, by level as a table, and the address for one's own calendar.

use std::sync::Arc;

use actix_web::web::{Path, Query};
use actix_web::{HttpRequest, HttpResponse, get, post};
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use super::fault::Fault;
use super::form::Form;
use super::head::Head;
use super::page::{Page, query_of, rendered};
use super::refusal::refusal;
use super::timeline::Timeline;
use super::visit::{Visit, see_done};
use crate::api::parameter::malformed;
use crate::app::frame::Frame;
use crate::app::milestone::{LevelMilestone, StateCounts};
use crate::app::problem::Problem;
use crate::app::service::Service;
use crate::app::token::TokenRow;
use crate::contest::milestone::MilestoneState;
use crate::contest::plan::Criterion;
use crate::documents::milestones::milestone_name;
use crate::text::format;

/// The day that is looked from, as the address says it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct AsOf {
    as_of: String,
}

/// A day in an address; empty: none.
///
/// # Errors
/// When it is no day.
pub fn typed_day(text: &str) -> Result<Option<NaiveDate>, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| malformed("as_of", "2021-05-23"))
}

/// A milestone with how the units of each level stand to it.
struct Group<'a> {
    criterion: &'a Criterion,
    asks_number: bool,
    levels: Vec<LevelMilestone>,
}

/// The address for a calendar program, shown once.
struct Address {
    all: String,
    by_level: Vec<(String, String)>,
    until: chrono::NaiveDateTime,
}

#[derive(Template)]
#[template(path = "milestones.html")]
struct MilestonesPage<'a> {
    page: Page<'a>,
    head: Head,
    frame: &'a Frame,
    as_of: &'a str,
    today: NaiveDate,
    has_any: bool,
    asks_number: bool,
    all: StateCounts,
    groups: Vec<Group<'a>>,
    timeline: Timeline,
    token: Option<TokenRow>,
    address: Option<Address>,
    refused: Option<String>,
    once: String,
}

impl MilestonesPage<'_> {
    fn day(&self, day: &NaiveDate) -> String {
        format::date(*day)
    }

    fn intro(&self) -> String {
        self.page.texts.get("milestones-intro", &[("day", format::date(self.today).into())])
    }

    fn name(&self, criterion: &Criterion) -> String {
        milestone_name(criterion, self.page.visitor.language)
    }

    fn states(&self) -> Vec<MilestoneState> {
        MilestoneState::ALL.into_iter().filter(|state| *state != MilestoneState::NotAsked).collect()
    }

    /// The query of the urging list with what is counted somewhere.
    fn urging(&self, milestone: &str, level: &str, state: &str) -> String {
        query_of(&[("milestone", milestone), ("level", level), ("state", state), ("as_of", self.as_of)])
    }

    fn level_code(&self, one: &LevelMilestone) -> &str {
        &self.frame.plan.levels[one.level].code
    }

    fn level(&self, one: &LevelMilestone) -> &str {
        self.page.words(&self.frame.plan.levels[one.level].name)
    }

    fn kept(&self, token: &TokenRow) -> String {
        let parts = [
            ("made", self.page.moment(&token.created_at).into()),
            ("until", self.page.moment(&token.expires_at).into()),
        ];
        self.page.texts.get("milestones-address-kept", &parts)
    }

    fn until(&self, address: &Address) -> String {
        let until = self.page.moment(&address.until).into();
        self.page.texts.get("milestones-address-until", &[("until", until)])
    }
}

/// What an address for a calendar program is made from: where the service is, and the secret with until when it holds.
struct Made {
    base: String,
    secret: String,
    until: chrono::NaiveDateTime,
}

fn address_of(page: Page<'_>, frame: &Frame, shown: &[LevelMilestone], made: Made, plan: i64) -> Address {
    let Made { base, secret, until } = made;
    let all = format!("{base}/api/v1/plans/{plan}/milestones.ics?key={secret}");
    let mut levels: Vec<usize> = shown.iter().map(|one| one.level).collect();
    levels.sort_unstable();
    levels.dedup();
    let by_level = levels.into_iter().map(|level| {
        let level = &frame.plan.levels[level];
        (page.words(&level.name).to_owned(), format!("{all}&level={}", page.part(&level.code)))
    });
    Address { by_level: by_level.collect(), all, until }
}

fn milestones_page(
    service: &Service,
    page: Page<'_>,
    (plan, as_of): (i64, &str),
    made: Option<Made>,
    refused: Option<&Problem>,
) -> Result<String, Problem> {
    let actor = &page.visitor.actor;
    let found = service.milestones(actor, plan, typed_day(as_of)?)?;
    let frame = Arc::clone(&found.frame);
    let by_level = found.by_level();
    let all = found.milestones();
    let numbered: Vec<usize> =
        all.iter().filter(|one| one.document.is_some()).map(|one| one.criterion).collect();
    let groups = by_level.chunk_by(|left, right| left.criterion == right.criterion);
    let groups = groups.map(|levels| Group {
        criterion: &frame.plan.criteria[levels[0].criterion],
        asks_number: numbered.contains(&levels[0].criterion),
        levels: levels.to_vec(),
    });
    rendered(&MilestonesPage {
        page,
        head: Head::of(page, &found.row, "way-milestones"),
        as_of,
        today: found.today,
        has_any: !all.is_empty(),
        asks_number: !numbered.is_empty(),
        all: by_level.iter().map(|one| one.counts).sum(),
        groups: groups.collect(),
        timeline: Timeline::of(page, &found, &by_level),
        token: if actor.is_token() { None } else { service.calendar_token(actor)? },
        address: made.map(|made| address_of(page, &frame, &by_level, made, plan)),
        refused: refused.map(|problem| refusal(page, problem)),
        once: service.secret(16),
        frame: &frame,
    })
}

/// The milestones of a plan.
#[get("/plans/{plan}/milestones")]
pub async fn show_milestones(
    visit: Visit,
    plan: Path<i64>,
    as_of: Query<AsOf>,
) -> Result<HttpResponse, Fault> {
    let shown = move |service: &Service, page: Page<'_>| {
        milestones_page(service, page, (*plan, as_of.as_of.trim()), None, None)
    };
    visit.page(shown).await
}

/// Makes an address at which the visitor's calendar program reads, once.
#[post("/plans/{plan}/milestones/address")]
pub async fn add_address(
    visit: Visit,
    request: HttpRequest,
    plan: Path<i64>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let base = {
        let connection = request.connection_info();
        format!("{}://{}", connection.scheme(), connection.host())
    };
    match visit.run_once(&form, Service::add_calendar_token).await? {
        Ok((row, secret)) => {
            let made = Made { base, secret, until: row.expires_at };
            let shown = move |service: &Service, page: Page<'_>| {
                milestones_page(service, page, (*plan, ""), Some(made), None)
            };
            visit.page(shown).await
        }
        Err(problem) => again(&visit, problem, *plan).await,
    }
}

/// Ends that address.
#[post("/plans/{plan}/milestones/address/stop")]
pub async fn stop_address(visit: Visit, plan: Path<i64>, _form: Form) -> Result<HttpResponse, Fault> {
    match visit.run(|service, actor| Ok(service.end_calendar_token(actor))).await? {
        Ok(()) => Ok(see_done(&format!("/plans/{plan}/milestones"), "calendar-stopped")),
        Err(problem) => again(&visit, problem, *plan).await,
    }
}

async fn again(visit: &Visit, problem: Problem, plan: i64) -> Result<HttpResponse, Fault> {
    let shown = move |service: &Service, page: Page<'_>, problem: &Problem| {
        milestones_page(service, page, (plan, ""), None, Some(problem))
    };
    visit.again(problem, shown).await
}
