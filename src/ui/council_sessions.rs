//! The sessions of a plan's council: listed, and planned.

use actix_web::web::Path;
use actix_web::{HttpResponse, get, post};
use askama::Template;
use chrono::NaiveDate;

use super::fault::Fault;
use super::form::Form;
use super::head::Head;
use super::page::{Page, rendered};
use super::refusal::refusal;
use super::typed_day::typed_day;
use super::visit::Visit;
use crate::app::council_session::{CouncilSessionRow, NewSession};
use crate::app::problem::Problem;
use crate::app::service::Service;
use crate::text::format;

/// What was typed into the form of a session.
#[derive(Debug, Clone, Default)]
pub struct TypedSession {
    /// The day.
    pub held_on: String,
    /// Where.
    pub place: String,
    /// What is said of it.
    pub note: String,
}

impl TypedSession {
    /// As a form sent it.
    pub fn of_form(form: &Form) -> Self {
        let field = |name: &str| form.field(name).to_owned();
        Self { held_on: field("held_on"), place: field("place"), note: field("note") }
    }

    /// As it stands.
    pub fn of(row: &CouncilSessionRow) -> Self {
        let note = row.note.clone().unwrap_or_default();
        Self { held_on: row.held_on.to_string(), place: row.place.clone(), note }
    }

    /// What is asked for.
    ///
    /// # Errors
    /// When the day is none.
    pub fn asked(&self) -> Result<NewSession, Problem> {
        let held_on = typed_day("held_on", &self.held_on)?;
        let note = Some(self.note.clone()).filter(|note| !note.is_empty());
        Ok(NewSession { held_on, place: self.place.clone(), note })
    }
}

#[derive(Template)]
#[template(path = "council_sessions.html")]
struct SessionsPage<'a> {
    page: Page<'a>,
    head: Head,
    council: Option<String>,
    sessions: Vec<CouncilSessionRow>,
    refused: Option<String>,
    typed: TypedSession,
}

impl SessionsPage<'_> {
    fn day(&self, day: &NaiveDate) -> String {
        format::date(*day)
    }
}

fn sessions_page(
    service: &Service,
    page: Page<'_>,
    plan: i64,
    (refused, typed): (Option<&Problem>, TypedSession),
) -> Result<String, Problem> {
    let (row, frame, sessions) = service.plan_sessions(&page.visitor.actor, plan)?;
    rendered(&SessionsPage {
        page,
        head: Head::of(page, &row, "way-cases"),
        council: frame.plan.process.council.clone(),
        sessions,
        refused: refused.map(|problem| refusal(page, problem)),
        typed,
    })
}

/// The sessions of a plan's council.
#[get("/plans/{plan}/sessions")]
pub async fn show_sessions(visit: Visit, plan: Path<i64>) -> Result<HttpResponse, Fault> {
    let made = move |service: &Service, page: Page<'_>| {
        sessions_page(service, page, *plan, (None, TypedSession::default()))
    };
    visit.page(made).await
}

/// Plans a session.
#[post("/plans/{plan}/sessions")]
pub async fn plan_session(visit: Visit, plan: Path<i64>, form: Form) -> Result<HttpResponse, Fault> {
    let (plan, typed) = (*plan, TypedSession::of_form(&form));
    let asked = typed.asked();
    let done = visit
        .run(move |service, actor| Ok(asked.and_then(|new| service.plan_session(actor, plan, &new))))
        .await?;
    let address = done.map(|row| format!("/plans/{plan}/sessions/{}", row.number));
    let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
        sessions_page(service, page, plan, (Some(problem), typed))
    };
    visit.told(address, "session-planned", again).await
}
