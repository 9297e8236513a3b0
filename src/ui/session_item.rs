//! An item of an agenda: its rule, the whole arithmetic of its vote, how each member stood to it, and what is done with it.

use actix_web::web::Path;
use actix_web::{HttpResponse, get, post};
use askama::Template;

use super::council_session::{Line, lines_of};
use super::fault::Fault;
use super::form::Form;
use super::head::Head;
use super::page::{Page, rendered};
use super::refusal::refusal;
use super::visit::Visit;
use crate::api::parameter::malformed;
use crate::app::actor::Actor;
use crate::app::problem::{NOT_FOUND, Problem};
use crate::app::service::Service;
use crate::app::session_view::{ItemDetail, ItemMember};
use crate::app::vote::VoteChoice;
use crate::contest::council::rule::ItemRule;
use crate::documents::plan_process::vote_rule_text;

/// A ballot's code that is shown once.
struct Receipt {
    code: Option<String>,
}

#[derive(Template)]
#[template(path = "session_item.html")]
struct ItemPage<'a> {
    page: Page<'a>,
    head: Head,
    detail: &'a ItemDetail,
    line: Line,
    receipt: Option<Receipt>,
    refused: Option<String>,
    reason: String,
}

impl ItemPage<'_> {
    /// The address of the session.
    fn above(&self) -> String {
        format!("/plans/{}/sessions/{}", self.head.id, self.detail.session.row.number)
    }

    /// The address of the item.
    fn base(&self) -> String {
        format!("{}/items/{}", self.above(), self.detail.item.row.number)
    }

    fn can_run(&self) -> bool {
        self.page.may("manage_cases") && self.detail.session.state().code() == "open"
    }

    fn is(&self, state: &str) -> bool {
        self.detail.item.row.state == state
    }

    fn result(&self) -> &str {
        self.detail.item.row.result.as_deref().unwrap_or("")
    }

    fn rule(&self, rule: &ItemRule) -> String {
        vote_rule_text(self.page.texts, &rule.as_of_plan())
    }

    /// The numbers of the arithmetic with the keys of their names.
    fn numbers(&self) -> Vec<(&'static str, i64)> {
        let row = &self.detail.item.row;
        let (Some(members), Some(recused)) = (row.members, row.recused) else { return Vec::new() };
        let of = |key: &'static str, number: Option<i64>| Some((key, number?));
        [
            of("tally-members", Some(members)),
            of("tally-recused", Some(recused)),
            of("tally-entitled", Some(members - recused)),
            of("tally-present", row.present),
            of("tally-in_writing", row.in_writing),
            of("tally-cast", row.cast_votes),
            of("tally-for", row.votes_for),
            of("tally-against", row.votes_against),
            of("tally-blank", row.votes_blank),
            of("tally-base", row.base),
            of("tally-required", row.required),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// Members whose votes in writing can be entered.
    fn writers(&self) -> Vec<&ItemMember> {
        let is_open = |member: &&ItemMember| {
            member.standing.is_some_and(|standing| standing.code() == "in_writing") && !member.voted
        };
        self.detail.members.iter().filter(is_open).collect()
    }

    fn choices(&self) -> Vec<&'static str> {
        VoteChoice::ALL.iter().map(|choice| choice.code()).collect()
    }

    /// Members of whom an interest can be declared.
    fn without_interest(&self) -> Vec<&ItemMember> {
        self.detail.members.iter().filter(|member| member.interest.is_none()).collect()
    }
}

fn item_page(
    service: &Service,
    page: Page<'_>,
    (plan, session, item): (i64, i64, i64),
    receipt: Option<Receipt>,
    (refused, reason): (Option<&Problem>, String),
) -> Result<String, Problem> {
    let detail = service.session_item(&page.visitor.actor, (plan, session), item)?;
    let mut lines = lines_of(service, page, &detail.session, std::slice::from_ref(&detail.item))?;
    rendered(&ItemPage {
        page,
        head: Head::of(page, &detail.session.plan, "way-cases"),
        line: lines.remove(0),
        receipt,
        refused: refused.map(|problem| refusal(page, problem)),
        reason,
        detail: &detail,
    })
}

/// An item of an agenda.
#[get("/plans/{plan}/sessions/{session}/items/{item}")]
pub async fn show_item(visit: Visit, at: Path<(i64, i64, i64)>) -> Result<HttpResponse, Fault> {
    let at = at.into_inner();
    visit.page(move |service, page| item_page(service, page, at, None, (None, String::new()))).await
}

/// What a form of the page asks for.
struct Asked {
    what: String,
    member: Result<i64, Problem>,
    choice: String,
    case: Result<i64, Problem>,
    reason: String,
}

/// What was done: a word for it, and a ballot's code.
type Done = (&'static str, Option<Receipt>);

impl Asked {
    /// Does it.
    fn carry_out(
        self,
        service: &Service,
        actor: &Actor,
        (plan, session, item): (i64, i64, i64),
    ) -> Result<Done, Problem> {
        let at = (plan, session);
        let reason = Some(self.reason.as_str()).filter(|reason| !reason.is_empty());
        let word = match self.what.as_str() {
            "open" => service.open_votes(actor, at, &[item]).map(|_| "votes-opened"),
            "close" => service.close_votes(actor, at, &[item], reason).map(|_| "votes-closed"),
            "remove" => service.remove_item(actor, at, item).map(|_| "item-removed"),
            "reason" => service.explain_item(actor, at, item, &self.reason).map(|_| "item-explained"),
            "void" => service.void_item(actor, at, item, &self.reason).map(|_| "item-void"),
            "recuse" => {
                let who = (self.case?, Some(self.member?));
                service.declare_recusal(actor, at, who, &self.reason).map(|_| "recusal-declared")
            }
            "written" => {
                let choice = VoteChoice::of_code(&self.choice).ok_or_else(|| malformed("choice", "for"))?;
                let code = service.enter_written_vote(actor, at, (item, choice), self.member?)?;
                return Ok(("vote-written", Some(Receipt { code })));
            }
            what => Err(NOT_FOUND.with("what", what)),
        };
        word.map(|word| (word, None))
    }
}

/// Does something with an item, as the address says.
#[post("/plans/{plan}/sessions/{session}/items/{item}/do/{what}")]
pub async fn run_item(
    visit: Visit,
    path: Path<(i64, i64, i64, String)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let (plan, session, item, what) = path.into_inner();
    let asked = Asked {
        member: form.number("member"),
        choice: form.field("choice").to_owned(),
        case: form.number("case"),
        reason: form.field("reason").to_owned(),
        what,
    };
    let at = (plan, session, item);
    let reason = asked.reason.clone();
    let hides = asked.what == "recuse";
    match visit.run(move |service, actor| Ok(asked.carry_out(service, actor, at))).await? {
        // The code of a ballot is shown once, on the page that answers.
        Ok((_, Some(receipt))) => {
            let shown = move |service: &Service, page: Page<'_>| {
                item_page(service, page, at, Some(receipt), (None, String::new()))
            };
            visit.page(shown).await
        }
        Ok((word, None)) => {
            let session = format!("/plans/{plan}/sessions/{session}");
            // Whoever declares an interest doesn't see the item any more.
            let address = if hides { session } else { format!("{session}/items/{item}") };
            Ok(super::visit::see_done(&address, word))
        }
        Err(problem) => {
            let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
                item_page(service, page, at, None, (Some(problem), reason))
            };
            visit.again(problem, again).await
        }
    }
}
