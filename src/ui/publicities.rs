//! Lists made public: all of a plan, and the form that makes one of appraised cases.

use actix_web::web::Path;
use actix_web::{HttpResponse, get, post};
use askama::Template;
use chrono::NaiveDate;

use super::fault::Fault;
use super::form::Form;
use super::head::Head;
use super::page::{Page, rendered};
use super::refusal::refusal;
use super::typed_day::{typed_day, typed_day_or_none};
use super::visit::Visit;
use crate::app::actor::Actor;
use crate::app::case::{CaseFilter, CaseRow};
use crate::app::problem::{FIELD_REFUSED, Problem};
use crate::app::publicity::{NewPublicity, Publicities, Publicity, ends_by_rule};
use crate::app::service::Service;
use crate::app::subject::Subject;
use crate::contest::case::CaseState;
use crate::contest::plan::Days;
use crate::text::format;

/// How many cases the form offers at once; all are counted.
const MOST: usize = 500;

/// A case that can be made public.
struct Choice {
    case: CaseRow,
    subject: Subject,
    award: String,
    is_chosen: bool,
}

#[derive(Template)]
#[template(path = "publicities.html")]
struct PublicitiesPage<'a> {
    page: Page<'a>,
    head: Head,
    all: &'a Publicities,
    choices: Vec<Choice>,
    waiting: usize,
    rule: Option<String>,
    by_rule: Option<NaiveDate>,
    refused: Option<String>,
    typed: Typed,
}

/// What was typed into the form.
#[derive(Debug, Clone, Default)]
struct Typed {
    cases: Vec<String>,
    starts_on: String,
    ends_on: String,
    note: String,
    was_sent: bool,
}

impl PublicitiesPage<'_> {
    fn date(&self, day: &NaiveDate) -> String {
        format::date(*day)
    }

    fn state(&self, list: &Publicity) -> &'static str {
        list.row.state_on(self.all.today).code()
    }
}

/// The name of an award of a plan.
pub fn award_name(page: Page<'_>, all: &Publicities, code: &str) -> String {
    let award = all.frame.plan.award_named(code);
    award.map_or(code, |award| page.words(&award.name)).to_owned()
}

fn publicities_page(
    service: &Service,
    page: Page<'_>,
    plan: i64,
    (refused, typed): (Option<&Problem>, Typed),
) -> Result<String, Problem> {
    let actor = &page.visitor.actor;
    let all = service.publicities(actor, plan)?;
    let mut cases: Vec<(CaseRow, Subject)> = Vec::new();
    if page.may("manage_cases") {
        let state = Some(CaseState::Appraised.code().to_owned());
        let found = service.cases(actor, plan, &CaseFilter { state, ..CaseFilter::default() })?;
        cases = found.rows.into_iter().zip(found.subjects).filter(|(case, _)| !case.held).collect();
    }
    let waiting = cases.len();
    cases.truncate(MOST);
    let choices = cases.into_iter().map(|(case, subject)| Choice {
        is_chosen: !typed.was_sent || typed.cases.contains(&case.number.to_string()),
        award: award_name(page, &all, &case.award),
        case,
        subject,
    });
    let rule = all.frame.plan.process.publicity.map(|rule| {
        let key =
            if rule.count == Days::Working { "publicity-rule-working" } else { "publicity-rule-calendar" };
        page.counted(key, rule.days)
    });
    let starts_on = if typed.was_sent { typed.starts_on.clone() } else { all.today.to_string() };
    rendered(&PublicitiesPage {
        page,
        head: Head::of(page, &all.plan, "way-cases"),
        choices: choices.collect(),
        waiting,
        rule,
        by_rule: typed_day_or_none("starts_on", &starts_on)
            .ok()
            .flatten()
            .and_then(|day| ends_by_rule(&all.frame.plan, day)),
        refused: refused.map(|problem| refusal(page, problem)),
        typed: Typed { starts_on, ..typed },
        all: &all,
    })
}

/// The lists of a plan.
#[get("/plans/{plan}/publicities")]
pub async fn show_publicities(visit: Visit, plan: Path<i64>) -> Result<HttpResponse, Fault> {
    visit.page(move |service, page| publicities_page(service, page, *plan, (None, Typed::default()))).await
}

/// What a form asks for.
fn asked(typed: &Typed) -> Result<NewPublicity, Problem> {
    let numbers = typed.cases.iter().map(|number| number.parse());
    let numbers: Result<Vec<i64>, _> = numbers.collect();
    Ok(NewPublicity {
        cases: numbers.map_err(|_| FIELD_REFUSED.with("field", "cases").with("expected", "1, 2, 3"))?,
        starts_on: typed_day("starts_on", &typed.starts_on)?,
        ends_on: typed_day_or_none("ends_on", &typed.ends_on)?,
        note: Some(typed.note.clone()),
    })
}

/// Makes a list public.
#[post("/plans/{plan}/publicities")]
pub async fn add_publicity(visit: Visit, plan: Path<i64>, form: Form) -> Result<HttpResponse, Fault> {
    let plan = *plan;
    let field = |name: &str| form.field(name).to_owned();
    let typed = Typed {
        cases: form.all("case").map(str::to_owned).collect(),
        starts_on: field("starts_on"),
        ends_on: field("ends_on"),
        note: field("note"),
        was_sent: true,
    };
    let new = asked(&typed);
    let add = move |service: &Service, actor: &Actor| {
        service.demand(actor, crate::app::actor::Right::ManageCases)?;
        Ok(new.and_then(|new| service.add_publicity(actor, plan, &new)))
    };
    let done = visit.run(add).await?;
    let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
        publicities_page(service, page, plan, (Some(problem), typed))
    };
    let address = done.map(|row| format!("/plans/{plan}/publicities/{}", row.number));
    visit.told(address, "publicity-made", again).await
}
