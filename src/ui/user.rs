//! A user: changed, given another password, shut out, and all sessions ended.

use actix_web::web::Path;
use actix_web::{HttpResponse, get, post};
use askama::Template;

use super::fault::Fault;
use super::form::Form;
use super::page::{Page, rendered};
use super::refusal::refusal;
use super::users::{Secret, Typed, role_codes};
use super::visit::{Visit, see_done};
use crate::app::problem::Problem;
use crate::app::service::Service;
use crate::app::user::UserRow;

#[derive(Template)]
#[template(path = "user.html")]
struct UserPage<'a> {
    page: Page<'a>,
    user: UserRow,
    typed: Typed,
    can_change: bool,
    secret: Option<Secret>,
    refused: Option<String>,
}

impl UserPage<'_> {
    fn roles(&self) -> Vec<&'static str> {
        role_codes()
    }
}

/// A user's page; the form holds what was typed, else what stands, and always the count of changes that stands.
fn user_page(
    service: &Service,
    page: Page<'_>,
    login: &str,
    secret: Option<Secret>,
    (refused, typed): (Option<&Problem>, Option<Typed>),
) -> Result<String, Problem> {
    let user = service.user(&page.visitor.actor, login)?;
    let typed = typed.unwrap_or_else(|| Typed {
        login: user.login.clone(),
        name: user.name.clone(),
        role: user.role.clone(),
        unit: user.unit_code.clone().unwrap_or_default(),
    });
    let can_change = page.visitor.actor.reaches_as_far(user.unit_code.as_deref());
    let refused = refused.map(|problem| refusal(page, problem));
    rendered(&UserPage { page, user, typed, can_change, secret, refused })
}

/// A user.
#[get("/users/{login}")]
pub async fn show_user(visit: Visit, login: Path<String>) -> Result<HttpResponse, Fault> {
    visit.page(move |service, page| user_page(service, page, &login, None, (None, None))).await
}

/// What became of a change: the user's page, or again with why not.
async fn told(
    visit: &Visit,
    login: String,
    done: Result<&str, Problem>,
    typed: Option<Typed>,
) -> Result<HttpResponse, Fault> {
    match done {
        Ok(what) => Ok(see_done(&format!("/users/{login}"), what)),
        Err(problem) => {
            let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
                user_page(service, page, &login, None, (Some(problem), typed))
            };
            visit.again(problem, again).await
        }
    }
}

/// Gives a user another name, role or unit, unless somebody else was quicker.
#[post("/users/{login}/change")]
pub async fn change_user(visit: Visit, login: Path<String>, form: Form) -> Result<HttpResponse, Fault> {
    let login = login.into_inner();
    let typed = Typed { login: login.clone(), ..Typed::of_form(&form) };
    let (asked, seen) = (typed.clone().asked(), form.number("change"));
    let change = move |service: &Service, actor: &_| {
        let done = seen.and_then(|seen| service.change_user(actor, Some(seen), &asked?));
        Ok(done.map(|_| "changed"))
    };
    let done = visit.run(change).await?;
    told(&visit, login, done, Some(typed)).await
}

/// Gives a user another password, which is shown once.
#[post("/users/{login}/reset")]
pub async fn reset_user(visit: Visit, login: Path<String>, _form: Form) -> Result<HttpResponse, Fault> {
    let login = login.into_inner();
    let asked = login.clone();
    match visit.run_hashing(move |service, actor| Ok(service.reset_user(actor, &asked))).await? {
        Ok((user, password)) => {
            let secret = Secret { login: user.login, password };
            let shown = move |service: &Service, page: Page<'_>| {
                user_page(service, page, &login, Some(secret), (None, None))
            };
            visit.page(shown).await
        }
        Err(problem) => told(&visit, login, Err(problem), None).await,
    }
}

/// Shuts a user out.
#[post("/users/{login}/disable")]
pub async fn disable_user(visit: Visit, login: Path<String>, _form: Form) -> Result<HttpResponse, Fault> {
    let login = login.into_inner();
    let asked = login.clone();
    let done = visit.run(move |service, actor| Ok(service.disable_user(actor, &asked))).await?;
    told(&visit, login, done.map(|_| "disabled"), None).await
}

/// Ends all sessions of a user.
#[post("/users/{login}/end-sessions")]
pub async fn end_sessions(visit: Visit, login: Path<String>, _form: Form) -> Result<HttpResponse, Fault> {
    let login = login.into_inner();
    let asked = login.clone();
    let done = visit.run(move |service, actor| Ok(service.end_sessions_of(actor, &asked))).await?;
    told(&visit, login, done.map(|_| "sessions-ended"), None).await
}
