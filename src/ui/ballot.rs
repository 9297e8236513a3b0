//! The page on which a member of a council votes, made for a phone: what is open, one form for each item.

use actix_web::web::Path;
use actix_web::{HttpResponse, get, post};
use askama::Template;

use super::council_session::{Line, lines_of};
use super::fault::Fault;
use super::form::Form;
use super::head::Head;
use super::page::{Page, rendered};
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

#[derive(Template)]
#[template(path = "ballot.html")]
struct BallotPage<'a> {
    page: Page<'a>,
    head: Head,
    session: &'a Session,
    lines: Vec<Line>,
    receipt: Option<Receipt>,
    refused: Option<String>,
    reason: String,
}

impl BallotPage<'_> {
    /// The address of the session.
    fn base(&self) -> String {
        format!("/plans/{}/sessions/{}", self.head.id, self.session.row.number)
    }

    fn with(&self, own: Own) -> Vec<&Line> {
        self.lines.iter().filter(|line| line.item.own == own).collect()
    }

    /// Items that the member can vote on now.
    fn open(&self) -> Vec<&Line> {
        self.with(Own::MayVote)
    }

    /// Items that it has voted on.
    fn voted(&self) -> Vec<&Line> {
        self.with(Own::Voted)
    }

    /// Items that wait, of which an interest can be declared.
    fn waiting(&self) -> Vec<&Line> {
        let is_pending = |line: &&Line| ItemState::of(&line.item.row) == ItemState::Pending;
        self.lines.iter().filter(is_pending).collect()
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

fn ballot_page(
    service: &Service,
    page: Page<'_>,
    at: (i64, i64),
    receipt: Option<Receipt>,
    (refused, reason): (Option<&Problem>, String),
) -> Result<String, Problem> {
    let session = service.council_session(&page.visitor.actor, at)?;
    let concerns = |item: &&SessionItem| {
        item.own == Own::MayVote || item.own == Own::Voted || ItemState::of(&item.row) == ItemState::Pending
    };
    let items: Vec<SessionItem> = session.items.iter().filter(concerns).take(300).cloned().collect();
    rendered(&BallotPage {
        page,
        head: Head::of(page, &session.plan, "way-cases"),
        lines: lines_of(service, page, &session, &items)?,
        receipt,
        refused: refused.map(|problem| refusal(page, problem)),
        reason,
        session: &session,
    })
}

/// The page on which a member votes.
#[get("/plans/{plan}/sessions/{session}/vote")]
pub async fn show_ballot(visit: Visit, at: Path<(i64, i64)>) -> Result<HttpResponse, Fault> {
    let at = at.into_inner();
    visit.page(move |service, page| ballot_page(service, page, at, None, (None, String::new()))).await
}

/// Casts a vote. The code of a secret ballot is shown on the page that answers, and never again.
#[post("/plans/{plan}/sessions/{session}/vote")]
pub async fn cast(visit: Visit, at: Path<(i64, i64)>, form: Form) -> Result<HttpResponse, Fault> {
    let at = at.into_inner();
    let (item, choice) = (form.number("item"), VoteChoice::of_code(form.field("choice")));
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
                ballot_page(service, page, at, receipt, (None, String::new()))
            };
            visit.page(shown).await
        }
        Ok((_, None)) => Ok(see_done(&format!("/plans/{}/sessions/{}/vote", at.0, at.1), "vote-cast")),
        Err(problem) => {
            let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
                ballot_page(service, page, at, None, (Some(problem), String::new()))
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
        ballot_page(service, page, at, None, (Some(problem), reason))
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
        ballot_page(service, page, at, None, (Some(problem), String::new()))
    };
    visit.told(address, "recusal-taken-back", again).await
}
