//! One's own account: who one is and what one may do, another password, and one's sessions.

use actix_web::web::Path;
use actix_web::{HttpResponse, get, post};
use askama::Template;

use super::fault::Fault;
use super::form::Form;
use super::page::{Page, rendered};
use super::refusal::refusal;
use super::visit::Visit;
use crate::app::problem::{FIELD_REFUSED, Problem};
use crate::app::service::Service;
use crate::app::session::OwnSession;

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage<'a> {
    page: Page<'a>,
    name: String,
    sessions: Vec<OwnSession>,
    refused: Option<String>,
}

impl AccountPage<'_> {
    fn rights(&self) -> Vec<&'static str> {
        self.page.visitor.actor.rights.iter().map(|right| right.code()).collect()
    }
}

fn account_page(
    service: &Service,
    page: Page<'_>,
    secret: &str,
    refused: Option<&Problem>,
) -> Result<String, Problem> {
    let actor = &page.visitor.actor;
    let (name, sessions) = (service.own_name(actor)?, service.own_sessions(actor, Some(secret))?);
    let refused = refused.map(|problem| refusal(page, problem));
    rendered(&AccountPage { page, name, sessions, refused })
}

/// One's own account.
#[get("/account")]
pub async fn show_account(visit: Visit) -> Result<HttpResponse, Fault> {
    let secret = visit.secret.clone();
    visit.page(move |service, page| account_page(service, page, &secret, None)).await
}

/// What became of it: the account with what was done, or again with why not. A password that was typed is never sent
/// back.
async fn told(visit: &Visit, done: Result<(), Problem>, what: &str) -> Result<HttpResponse, Fault> {
    let secret = visit.secret.clone();
    let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
        account_page(service, page, &secret, Some(problem))
    };
    visit.told(done.map(|()| "/account".to_owned()), what, again).await
}

/// Changes one's own password: the session at hand goes on, all others end.
#[post("/account/password")]
pub async fn change_password(visit: Visit, form: Form) -> Result<HttpResponse, Fault> {
    // Blanks around a password are part of it.
    let [old, new, again] = ["old", "new", "again"].map(|name| form.text(name).to_owned());
    let secret = visit.secret.clone();
    let change = move |service: &Service, actor: &_| {
        if new != again {
            return Ok(Err(FIELD_REFUSED.with("field", "password_again").with("expected", "=")));
        }
        Ok(service.change_own_password(actor, &secret, &old, &new))
    };
    let done = visit.run_hashing(change).await?;
    told(&visit, done, "password-changed").await
}

/// Ends one of one's own sessions; of the one at hand, whoever comes back logs in again.
#[post("/account/sessions/{session}/end")]
pub async fn end_session(visit: Visit, session: Path<String>, _form: Form) -> Result<HttpResponse, Fault> {
    let done = visit.run(move |service, actor| Ok(service.end_own_session(actor, &session))).await?;
    told(&visit, done, "session-ended").await
}
