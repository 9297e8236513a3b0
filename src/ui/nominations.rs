//! The nominations of a plan: listed with filters, chosen ones accepted, and those due erased.

use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse, get, post};
use askama::Template;
use chrono::NaiveDate;

use super::fault::Fault;
use super::form::Form;
use super::head::Head;
use super::listing::{LINES, Listing};
use super::nomination_form::{Choice, awards, kinds, refused};
use super::page::{Page, pairs_of, query_of, rendered};
use super::visit::Visit;
use crate::api::parameter::malformed;
use crate::app::actor::Right;
use crate::app::nominate::Verdict;
use crate::app::nomination::{NominationRow, NominationState, Nominations, code_of, shown_name, state_of};
use crate::app::nomination_privacy::Due;
use crate::app::problem::Problem;
use crate::app::service::Service;
use crate::text::format;

/// Which nominations are wanted.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    state: String,
    kind: String,
    award: String,
    nominator: String,
    duplicates: String,
    after: String,
}

impl Wanted {
    fn of_query(query: &str) -> Self {
        let mut wanted = Self::default();
        for (name, value) in pairs_of(query) {
            match name.as_str() {
                "state" => wanted.state = value,
                "kind" => wanted.kind = value,
                "award" => wanted.award = value,
                "nominator" => wanted.nominator = value.trim().to_owned(),
                "duplicates" => wanted.duplicates = value,
                "after" => wanted.after = value,
                _ => {}
            }
        }
        wanted
    }

    fn query(&self) -> String {
        query_of(&[
            ("state", &self.state),
            ("kind", &self.kind),
            ("award", &self.award),
            ("nominator", &self.nominator),
            ("duplicates", &self.duplicates),
        ])
    }

    fn after(&self) -> Result<i64, Problem> {
        let said = self.after.trim();
        if said.is_empty() {
            return Ok(0);
        }
        said.parse().ok().filter(|after| *after >= 0).ok_or_else(|| malformed("after", "0, 1, 2 …"))
    }

    fn takes(&self, found: &Nominations, row: &NominationRow) -> bool {
        let is = |wanted: &str, value: &str| wanted.is_empty() || wanted == value;
        is(&self.state, &row.state)
            && is(&self.kind, &row.kind)
            && is(&self.award, &row.award)
            && is(&self.nominator, found.frame.code_at(row.nominator))
            && (self.duplicates.is_empty() || found.duplicates.contains_key(&row.number))
    }
}

/// A nomination in the list.
struct Line {
    number: i64,
    code: String,
    name: String,
    kind: String,
    unit: String,
    award: String,
    state: String,
    duplicates: String,
    can_accept: bool,
}

fn line(page: Page<'_>, found: &Nominations, row: &NominationRow) -> Line {
    let part = found.individuals();
    let kind = part.kind(&row.kind).map(|kind| page.words(&part.plan.subjects[kind].name).to_owned());
    let award = part.award(&row.award).map(|award| page.words(&part.plan.awards[award].name).to_owned());
    let unit = u32::try_from(row.unit).ok().map(|unit| found.frame.units.get(unit));
    let others = found.duplicates.get(&row.number).map_or(&[][..], Vec::as_slice);
    let others: Vec<String> = others.iter().map(|number| code_of(*number)).collect();
    Line {
        number: row.number,
        code: code_of(row.number),
        name: shown_name(row, page.visitor.language),
        kind: kind.unwrap_or_else(|| row.kind.clone()),
        unit: unit.map_or_else(String::new, |unit| format!("{} ({})", unit.name(), unit.code())),
        award: award.unwrap_or_else(|| row.award.clone()),
        state: row.state.clone(),
        duplicates: others.join(", "),
        can_accept: state_of(row) == NominationState::Submitted && row.erased_at.is_none(),
    }
}

#[derive(Template)]
#[template(path = "nominations.html")]
struct NominationsPage<'a> {
    page: Page<'a>,
    head: Head,
    list: Listing<Line>,
    wanted: &'a Wanted,
    query: String,
    kinds: Vec<Choice>,
    awards: Vec<Choice>,
    due: Option<Due>,
    refused: Option<String>,
    typed: Vec<i64>,
    can_nominate: bool,
    can_decide: bool,
    sees_all: bool,
}

impl NominationsPage<'_> {
    fn states(&self) -> Vec<&'static str> {
        NominationState::ALL.iter().map(|state| state.code()).collect()
    }

    /// Whether a nomination of the page can be accepted.
    fn can_accept_any(&self) -> bool {
        self.list.lines.iter().any(|line| line.can_accept)
    }

    fn day(&self, day: &NaiveDate) -> String {
        format::date(*day)
    }
}

fn nominations_page(
    service: &Service,
    page: Page<'_>,
    (plan, wanted): (i64, &Wanted),
    (refusal, typed): (Option<&Problem>, Vec<i64>),
) -> Result<String, Problem> {
    let actor = &page.visitor.actor;
    let found = service.nominations(actor, plan)?;
    let can_decide = actor.can(Right::ManageCases);
    let due = if can_decide { Some(service.persons_due(actor, plan)?) } else { None };
    let after = wanted.after()?;
    let fitting: Vec<&NominationRow> = found.rows.iter().filter(|row| wanted.takes(&found, row)).collect();
    let total = i64::try_from(fitting.len()).unwrap_or(i64::MAX);
    let most = usize::try_from(LINES).unwrap_or(usize::MAX) + 1;
    let shown = fitting.into_iter().filter(|row| row.number > after).take(most);
    let lines: Vec<Line> = shown.map(|row| line(page, &found, row)).collect();
    let part = found.individuals();
    rendered(&NominationsPage {
        page,
        head: Head::of(page, &found.plan, "way-cases"),
        list: Listing::of(after, (lines, total), |line| line.number),
        wanted,
        query: wanted.query(),
        kinds: kinds(page, part),
        awards: awards(page, part),
        due,
        refused: refusal.map(|problem| refused(page, part, problem)),
        typed,
        can_nominate: actor.may(Right::Nominate),
        can_decide,
        sees_all: actor.may(Right::ViewCases) && actor.reach.is_none(),
    })
}

/// The nominations of a plan.
#[get("/plans/{plan}/nominations")]
pub async fn show_nominations(
    visit: Visit,
    request: HttpRequest,
    plan: Path<i64>,
) -> Result<HttpResponse, Fault> {
    let wanted = Wanted::of_query(request.query_string());
    visit
        .page(move |service, page| nominations_page(service, page, (*plan, &wanted), (None, Vec::new())))
        .await
}

/// Shows the list again with why something was refused, or says what was done.
async fn told(
    visit: &Visit,
    plan: i64,
    done: Result<(), Problem>,
    (what, typed): (&str, Vec<i64>),
) -> Result<HttpResponse, Fault> {
    let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
        nominations_page(service, page, (plan, &Wanted::default()), (Some(problem), typed))
    };
    visit.told(done.map(|()| format!("/plans/{plan}/nominations")), what, again).await
}

/// Accepts the ticked nominations: all of them, or none.
#[post("/plans/{plan}/nominations/accept")]
pub async fn accept_nominations(visit: Visit, plan: Path<i64>, form: Form) -> Result<HttpResponse, Fault> {
    let numbers: Vec<i64> = form.all("number").filter_map(|number| number.parse().ok()).collect();
    let (plan, typed) = (*plan, numbers.clone());
    let done = visit
        .run(move |service, actor| {
            let done = service.decide_nominations(actor, plan, &numbers, (Verdict::Accept, None));
            Ok(done.map(drop))
        })
        .await?;
    told(&visit, plan, done, ("nominations_accepted", typed)).await
}

/// Erases what is written of everybody who is due.
#[post("/plans/{plan}/nominations/erase-due")]
pub async fn erase_due(visit: Visit, plan: Path<i64>, form: Form) -> Result<HttpResponse, Fault> {
    let (plan, sure) = (*plan, form.field("sure") == "1");
    let done = visit
        .run(move |service, actor| {
            if !sure {
                return Ok(Err(malformed("sure", "1")));
            }
            Ok(service.erase_due(actor, plan).map(drop))
        })
        .await?;
    told(&visit, plan, done, ("nominations_erased", Vec::new())).await
}
