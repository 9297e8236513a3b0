//! A session of a council: who is there, the agenda with how each vote came out, and what is done with them.

use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, get, post};
use askama::Template;
use chrono::NaiveDate;

use super::council_sessions::TypedSession;
use super::fault::Fault;
use super::form::Form;
use super::head::Head;
use super::listing::From as FromLine;
use super::page::{Page, rendered};
use super::refusal::refusal;
use super::visit::Visit;
use crate::api::parameter::malformed;
use crate::app::actor::Actor;
use crate::app::case::CaseRow;
use crate::app::problem::{NOT_FOUND, Problem};
use crate::app::service::Service;
use crate::app::session_view::{Session, SessionItem, SessionMember};
use crate::app::sitting::{AttendanceKind, ItemState, SessionState};
use crate::app::subject::Subject;
use crate::text::format;

/// How many items a page shows at once; all are counted.
const ITEMS: usize = 300;

/// An item with what people call its case.
pub struct Line {
    /// The item.
    pub item: SessionItem,
    /// Whom it is about.
    pub subject: Subject,
    /// The award's name.
    pub award: String,
}

/// The name of an award of a plan.
fn award_name(page: Page<'_>, session: &Session, code: &str) -> String {
    let award = session.frame.plan.award_named(code);
    award.map_or_else(|| code.to_owned(), |award| page.words(&award.name).to_owned())
}

/// The lines of some items of a session.
///
/// # Errors
/// Those of the database.
pub fn lines_of(
    service: &Service,
    page: Page<'_>,
    session: &Session,
    items: &[SessionItem],
) -> Result<Vec<Line>, Problem> {
    let cases: Vec<CaseRow> = items.iter().map(|item| item.case.clone()).collect();
    let subjects = service.subjects(&page.visitor.actor, &session.frame, &cases)?;
    let line = |(item, subject): (&SessionItem, Subject)| Line {
        award: award_name(page, session, &item.case.award),
        item: item.clone(),
        subject,
    };
    Ok(items.iter().zip(subjects).map(line).collect())
}

#[derive(Template)]
#[template(path = "council_session.html")]
struct SessionPage<'a> {
    page: Page<'a>,
    head: Head,
    session: &'a Session,
    lines: Vec<Line>,
    /// How many items come before those shown.
    before: usize,
    refused: Option<String>,
    typed: TypedSession,
    /// What was typed as a reason.
    reason: String,
    /// The numbers of cases that were typed.
    cases: String,
}

impl SessionPage<'_> {
    /// The address of the session.
    fn base(&self) -> String {
        format!("/plans/{}/sessions/{}", self.head.id, self.session.row.number)
    }

    fn day(&self, day: &NaiveDate) -> String {
        format::date(*day)
    }

    /// Which items of how many are shown, when not all are.
    fn range(&self) -> Option<String> {
        let (last, total) = (self.before + self.lines.len(), self.session.items.len());
        (self.lines.len() < total).then(|| self.page.range(self.before + 1, last, total))
    }

    /// How many items come before the next page, if there is one.
    fn next(&self) -> Option<usize> {
        let next = self.before + self.lines.len();
        (next < self.session.items.len()).then_some(next)
    }

    fn can_run(&self) -> bool {
        self.page.may("manage_cases")
    }

    fn is(&self, state: &str) -> bool {
        self.session.state().code() == state
    }

    fn pending(&self) -> usize {
        self.session.count(ItemState::Pending)
    }

    fn open(&self) -> usize {
        self.session.count(ItemState::Open)
    }

    /// What can be entered of a member now.
    fn kinds(&self, member: &SessionMember) -> Vec<&'static str> {
        use AttendanceKind as K;
        let kinds: &[K] = match member.kind {
            None => &[K::Present, K::Absent, K::InWriting],
            Some(K::Present) => &[K::Left],
            Some(K::Left | K::Absent) => &[K::Present, K::InWriting],
            Some(K::InWriting) => &[K::Present, K::Absent],
        };
        kinds.iter().map(|kind| kind.code()).collect()
    }

    /// The names of those who leave the room for an item.
    fn leaving(&self, line: &Line) -> String {
        let name = |id: i64| self.session.members.iter().find(|member| member.row.id == id);
        let names: Vec<&str> =
            line.item.recused.iter().filter_map(|(id, _)| Some(name(*id)?.row.name.as_str())).collect();
        if names.is_empty() { "–".to_owned() } else { names.join(", ") }
    }

    /// The votes in favour of the number that counts, and how many were needed.
    fn arithmetic(&self, line: &Line) -> String {
        let row = &line.item.row;
        let (Some(votes), Some(base), Some(required)) = (row.votes_for, row.base, row.required) else {
            return String::new();
        };
        let parts = [("votes", votes.into()), ("base", base.into()), ("required", required.into())];
        self.page.texts.get("session-arithmetic", &parts)
    }
}

/// What was typed into the forms of the page.
#[derive(Debug, Clone, Default)]
struct Typed {
    session: Option<TypedSession>,
    reason: String,
    cases: String,
    /// How many items come before those shown.
    before: usize,
}

fn session_page(
    service: &Service,
    page: Page<'_>,
    at: (i64, i64),
    (refused, typed): (Option<&Problem>, Typed),
) -> Result<String, Problem> {
    let session = service.council_session(&page.visitor.actor, at)?;
    // What is behind the last item is the first page.
    let before = if typed.before < session.items.len() { typed.before } else { 0 };
    let shown = &session.items[before..session.items.len().min(before + ITEMS)];
    let lines = lines_of(service, page, &session, shown)?;
    rendered(&SessionPage {
        page,
        head: Head::of(page, &session.plan, "way-cases"),
        lines,
        before,
        refused: refused.map(|problem| refusal(page, problem)),
        typed: typed.session.unwrap_or_else(|| TypedSession::of(&session.row)),
        reason: typed.reason,
        cases: typed.cases,
        session: &session,
    })
}

/// A session.
#[get("/plans/{plan}/sessions/{session}")]
pub async fn show_session(
    visit: Visit,
    at: Path<(i64, i64)>,
    from: Query<FromLine>,
) -> Result<HttpResponse, Fault> {
    let at = at.into_inner();
    let shown = move |service: &Service, page: Page<'_>| {
        let before = usize::try_from(from.number()?).unwrap_or(usize::MAX);
        session_page(service, page, at, (None, Typed { before, ..Typed::default() }))
    };
    visit.page(shown).await
}

/// Numbers that were typed, divided by commas, semicolons or white space.
fn numbers_of(field: &'static str, text: &str) -> Result<Vec<i64>, Problem> {
    let parts = text.split(|sign: char| sign == ',' || sign == ';' || sign.is_whitespace());
    let number = |part: &str| part.parse().map_err(|_| malformed(field, "1, 2, 3"));
    parts.filter(|part| !part.is_empty()).map(number).collect()
}

/// What a form of the page asks for.
struct Asked {
    what: String,
    session: TypedSession,
    change: Result<i64, Problem>,
    member: Result<i64, Problem>,
    kind: String,
    cases: String,
    tie: Result<i64, Problem>,
    reason: String,
}

impl Asked {
    /// Does it; the word for what was done.
    fn carry_out(self, service: &Service, actor: &Actor, at: (i64, i64)) -> Result<&'static str, Problem> {
        let reason = Some(self.reason.as_str()).filter(|reason| !reason.is_empty());
        match self.what.as_str() {
            "change" => {
                service.change_session(actor, at, Some(self.change?), &self.session.asked()?)?;
                Ok("session-changed")
            }
            "open" | "closed" | "cancelled" => {
                let to = SessionState::of_code(&self.what).expect("these are states");
                service.move_session(actor, at, to)?;
                Ok("session-moved")
            }
            "attendance" => {
                let kind = AttendanceKind::of_code(&self.kind).ok_or_else(|| malformed("kind", "present"))?;
                service.note_attendance(actor, at, (self.member?, kind))?;
                Ok("attendance-noted")
            }
            "items" => {
                service.add_items(actor, at, &numbers_of("cases", &self.cases)?)?;
                Ok("items-added")
            }
            "open-votes" => service.open_votes(actor, at, &[]).map(|_| "votes-opened"),
            "close-votes" => service.close_votes(actor, at, &[], reason).map(|_| "votes-closed"),
            "settle" => service.settle_tie(actor, at, self.tie?, &self.reason).map(|_| "tie-settled"),
            what => Err(NOT_FOUND.with("what", what)),
        }
    }
}

/// Does something with a session, as the address says.
#[post("/plans/{plan}/sessions/{session}/do/{what}")]
pub async fn run_session(
    visit: Visit,
    path: Path<(i64, i64, String)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let (plan, number, what) = path.into_inner();
    let asked = Asked {
        session: TypedSession::of_form(&form),
        change: form.number("change"),
        member: form.number("member"),
        kind: form.field("kind").to_owned(),
        cases: form.field("cases").to_owned(),
        tie: form.number("tie"),
        reason: form.field("reason").to_owned(),
        what,
    };
    let typed = Typed {
        session: (asked.what == "change").then(|| asked.session.clone()),
        reason: asked.reason.clone(),
        cases: asked.cases.clone(),
        before: 0,
    };
    let at = (plan, number);
    let done = visit.run(move |service, actor| Ok(asked.carry_out(service, actor, at))).await?;
    let word = done.as_ref().map_or("", |word| *word);
    let address = match &done {
        Ok(_) => Ok(format!("/plans/{plan}/sessions/{number}")),
        Err(problem) => Err(problem.again()),
    };
    let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
        session_page(service, page, at, (Some(problem), typed))
    };
    visit.told(address, word, again).await
}
