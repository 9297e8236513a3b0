//! The page on which a member of a council votes, made for a phone: what is open, one form for each item.

use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, get, post};
use askama::Template;
use serde::Deserialize;

use super::council_session::{Line, lines_of};
use super::fault::Fault;
use super::form::Form;
use super::head::Head;
use super::listing::{LINES, Listing};
use super::page::{Page, Whole, rendered};
use super::refusal::refusal;
use super::visit::{Visit, see_done};
use crate::api::parameter::malformed;
use crate::app::problem::Problem;
use crate::app::service::Service;
use crate::app::session_view::{Own, Session, SessionItem};
use crate::app::sitting::{ItemState, SessionState};
use crate::app::vote::VoteChoice;
use crate::documents::plan_process::vote_rule_text;

/// A ballot's code that is shown once, with the item that it is of.
struct Receipt {
    item: i64,
    code: String,
}

/// From where on the lists of the page are wanted: what can be voted on, and what waits.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    after: i64,
    waiting: i64,
}

#[derive(Template)]
#[template(path = "ballot.html")]
struct BallotPage<'a> {
    page: Page<'a>,
    head: Head,
    session: &'a Session,
    wanted: Wanted,
    /// Items that the member can vote on now.
    open: Listing<Line>,
    /// Items that wait, of which an interest can be declared.
    waiting: Listing<Line>,
    /// The last items that the member has voted on.
    voted: Vec<Line>,
    /// On how many it has voted.
    all_voted: usize,
    receipt: Option<Receipt>,
    refused: Option<String>,
    reason: String,
}

impl BallotPage<'_> {
    /// The address of the session.
    fn base(&self) -> String {
        format!("/plans/{}/sessions/{}", self.head.id, self.session.row.number)
    }

    /// That of what was voted on only the last is shown, when it is so.
    fn voted_shown(&self) -> Option<String> {
        let parts = [("count", Whole::part(&self.voted.len())), ("total", Whole::part(&self.all_voted))];
        (self.voted.len() < self.all_voted).then(|| self.page.texts.get("ballot-voted-shown", &parts))
    }

    fn may_declare(&self) -> bool {
        matches!(self.session.state(), SessionState::Planned | SessionState::Open)
    }

    fn choices(&self) -> Vec<&'static str> {
        VoteChoice::ALL.iter().map(|choice| choice.code()).collect()
    }

    fn rule(&self, item: &SessionItem) -> String {
        item.rule.map_or_else(String::new, |rule| vote_rule_text(self.page.texts, &rule.as_of_plan()))
    }
}

/// The items that a filter takes after a number, by number, as a page of a list. A page that has become empty is the first one.
fn listed(
    service: &Service,
    page: Page<'_>,
    session: &Session,
    (after, takes): (i64, impl Fn(&&SessionItem) -> bool),
) -> Result<Listing<Line>, Problem> {
    let mut items: Vec<SessionItem> = session.items.iter().filter(takes).cloned().collect();
    items.sort_by_key(|item| item.row.number);
    let total = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let after = if items.last().is_some_and(|last| after < last.row.number) { after } else { 0 };
    items.retain(|item| after < item.row.number);
    items.truncate(usize::try_from(LINES).expect("a hundred is a size") + 1);
    let lines = lines_of(service, page, session, &items)?;
    Ok(Listing::of(after, (lines, total), |line| line.item.row.number))
}

fn ballot_page(
    service: &Service,
    page: Page<'_>,
    (at, wanted): ((i64, i64), Wanted),
    receipt: Option<Receipt>,
    (refused, reason): (Option<&Problem>, String),
) -> Result<String, Problem> {
    let session = service.council_session(&page.visitor.actor, at)?;
    let is_pending = |item: &&SessionItem| ItemState::of(&item.row) == ItemState::Pending;
    let mut voted: Vec<SessionItem> =
        session.items.iter().filter(|item| item.own == Own::Voted).cloned().collect();
    voted.sort_by_key(|item| std::cmp::Reverse(item.row.number));
    let all_voted = voted.len();
    voted.truncate(usize::try_from(LINES).expect("a hundred is a size"));
    rendered(&BallotPage {
        page,
        head: Head::of(page, &session.plan, "way-cases"),
        wanted,
        open: listed(service, page, &session, (wanted.after, |item| item.own == Own::MayVote))?,
        waiting: listed(service, page, &session, (wanted.waiting, is_pending))?,
        voted: lines_of(service, page, &session, &voted)?,
        all_voted,
        receipt,
        refused: refused.map(|problem| refusal(page, problem)),
        reason,
        session: &session,
    })
}

/// The page on which a member votes.
#[get("/plans/{plan}/sessions/{session}/vote")]
pub async fn show_ballot(
    visit: Visit,
    at: Path<(i64, i64)>,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Fault> {
    let at = (at.into_inner(), wanted.into_inner());
    visit.page(move |service, page| ballot_page(service, page, at, None, (None, String::new()))).await
}

/// Casts a vote. The code of a secret ballot is shown on the page that answers, and never again.
#[post("/plans/{plan}/sessions/{session}/vote")]
pub async fn cast(visit: Visit, at: Path<(i64, i64)>, form: Form) -> Result<HttpResponse, Fault> {
    let at = at.into_inner();
    let (item, choice) = (form.number("item"), VoteChoice::of_code(form.field("choice")));
    // The page goes on where it was.
    let wanted = Wanted { after: form.number("after").unwrap_or(0), waiting: 0 };
    let done = visit
        .run(move |service, actor| {
            let cast = || {
                let item = item?;
                let choice = choice.ok_or_else(|| malformed("choice", "for"))?;
                Ok((item, service.cast_vote(actor, at, (item, choice))?))
            };
            Ok(cast())
        })
        .await?;
    match done {
        Ok((item, Some(code))) => {
            let receipt = Some(Receipt { item, code });
            let shown = move |service: &Service, page: Page<'_>| {
                ballot_page(service, page, (at, wanted), receipt, (None, String::new()))
            };
            visit.page(shown).await
        }
        Ok((_, None)) => {
            let from = if wanted.after > 0 { format!("?after={}", wanted.after) } else { String::new() };
            Ok(see_done(&format!("/plans/{}/sessions/{}/vote{from}", at.0, at.1), "vote-cast"))
        }
        Err(problem) => {
            let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
                ballot_page(service, page, (at, wanted), None, (Some(problem), String::new()))
            };
            visit.again(problem, again).await
        }
    }
}

/// Declares the member's own interest in a case.
#[post("/plans/{plan}/sessions/{session}/recuse")]
pub async fn recuse(visit: Visit, at: Path<(i64, i64)>, form: Form) -> Result<HttpResponse, Fault> {
    let at = at.into_inner();
    let (case, reason) = (form.number("case"), form.field("reason").to_owned());
    let asked = reason.clone();
    let done = visit
        .run(move |service, actor| {
            Ok(case.and_then(|case| service.declare_recusal(actor, at, (case, None), &asked)))
        })
        .await?;
    let address = done.map(|_| format!("/plans/{}/sessions/{}/vote", at.0, at.1));
    let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
        ballot_page(service, page, (at, Wanted::default()), None, (Some(problem), reason))
    };
    visit.told(address, "recusal-declared", again).await
}

/// Takes back an interest that the member declared.
#[post("/plans/{plan}/sessions/{session}/recuse/back")]
pub async fn recuse_back(visit: Visit, at: Path<(i64, i64)>, form: Form) -> Result<HttpResponse, Fault> {
    let at = at.into_inner();
    let case = form.number("case");
    let done = visit
        .run(move |service, actor| Ok(case.and_then(|case| service.withdraw_recusal(actor, at, case))))
        .await?;
    let address = done.map(|()| format!("/plans/{}/sessions/{}/vote", at.0, at.1));
    let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
        ballot_page(service, page, (at, Wanted::default()), None, (Some(problem), String::new()))
    };
    visit.told(address, "recusal-taken-back", again).await
}
