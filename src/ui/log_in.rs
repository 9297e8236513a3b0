//! Logging in and out.

use actix_web::cookie::SameSite;
use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Query};
use actix_web::{HttpRequest, HttpResponse, get, post};
use askama::Template;
use serde::Deserialize;

use super::fault::Fault;
use super::form::Form;
use super::page::{Page, html, rendered, status_of};
use super::visit::{Visit, own_address, see, visitor_of};
use crate::api::answer::{blocking, permit_to_hash};
use crate::api::identity::{COOKIE, address_of, gone_cookie, session_cookie};
use crate::api::problem::{sentence, with_texts};
use crate::app::actor::Actor;
use crate::app::problem::{INTERNAL, Problem};
use crate::app::service::Service;

#[derive(Template)]
#[template(path = "log_in.html")]
struct LogInPage<'a> {
    page: Page<'a>,
    then: &'a str,
    login: &'a str,
    is_over: bool,
    refused: Option<String>,
}

/// Where to go on, and why somebody was sent here.
#[derive(Deserialize)]
pub struct Coming {
    #[serde(default)]
    then: String,
    #[serde(default)]
    why: String,
}

fn log_in_page(
    request: &HttpRequest,
    status: StatusCode,
    (then, login): (&str, &str),
    is_over: bool,
    refused: Option<&Problem>,
) -> Result<HttpResponse, Fault> {
    let visitor = visitor_of(request, Actor::nobody(None), "");
    let language = visitor.language;
    let made = with_texts(language, |texts| {
        rendered(&LogInPage {
            page: Page { texts, visitor: &visitor },
            then: own_address(then),
            login,
            is_over,
            refused: refused.map(|problem| sentence(problem, language)),
        })
    });
    Ok(html(status, language, made.map_err(|problem| Fault::at(request, problem))?))
}

/// The page to log in.
#[get("/log-in")]
pub async fn show_log_in(request: HttpRequest, coming: Query<Coming>) -> Result<HttpResponse, Fault> {
    let had_session = request.cookie(COOKIE).is_some() && coming.why == "session";
    log_in_page(&request, StatusCode::OK, (&coming.then, ""), had_session, None)
}

/// Logs in, and goes on to where the visitor wanted to be.
#[post("/log-in")]
pub async fn log_in(
    request: HttpRequest,
    service: Data<Service>,
    form: web::Form<LogIn>,
) -> Result<HttpResponse, Fault> {
    let LogIn { login, password, then } = form.into_inner();
    let fault = |problem: Problem| Fault::at(&request, problem);
    let permit = permit_to_hash().await.map_err(fault)?;
    let nobody = Actor::nobody(address_of(&request));
    // No database keeps the character NUL in a text.
    let name = login.replace('\0', "");
    let done = blocking(move || {
        let _kept_until_done = permit;
        service.log_in(&nobody, &name, &password)
    });
    match done.await {
        Ok(opened) => {
            let cookie = session_cookie(&request, opened.secret, SameSite::Lax);
            let mut response = see(own_address(&then));
            response.add_cookie(&cookie).map_err(|_| fault(Problem::from(&INTERNAL)))?;
            Ok(response)
        }
        Err(problem) => {
            let status = status_of(&problem);
            log_in_page(&request, status, (&then, &login), false, Some(&problem))
        }
    }
}

/// Who wants to log in, and where to go on.
#[derive(Deserialize)]
pub struct LogIn {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    then: String,
}

/// Ends the session.
#[post("/log-out")]
pub async fn log_out(visit: Visit, _form: Form) -> Result<HttpResponse, Fault> {
    let secret = visit.secret.clone();
    visit.run(move |service, actor| service.log_out(actor, &secret)).await?;
    let mut response = see("/log-in");
    // An empty cookie can be written.
    let _written = response.add_cookie(&gone_cookie());
    Ok(response)
}
