//! Logging in and out.
//!
//! The form to log in carries a sign, too: else another site could log a visitor in as somebody of its own, and read
//! what is entered then. There is no session yet, so the page sets a cookie with a random value and its form repeats what
//! follows from it. Another site can neither read the one nor have a browser send the other (`SameSite=Lax`, and the form
//! is a `POST`). `Origin` would tell nothing here: with our `Referrer-Policy: no-referrer` browsers send `null` for our
//! own forms, and `Sec-Fetch-Site` isn't sent over plain HTTP inside of an office's network.

use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Query};
use actix_web::{HttpRequest, HttpResponse, get, post};
use askama::Template;
use serde::Deserialize;

use super::fault::Fault;
use super::form::Form;
use super::page::{Page, html, rendered, status_of};
use super::refusal::refusal;
use super::visit::{Visit, own_address, see, visitor_of};
use crate::api::answer::{blocking, permit_to_hash};
use crate::api::identity::{COOKIE, address_of, gone_cookie, session_cookie};
use crate::api::problem::with_texts;
use crate::app::actor::Actor;
use crate::app::login::{csrf_token, is_csrf_token};
use crate::app::problem::{CSRF_REFUSED, INTERNAL, Problem};
use crate::app::service::Service;

/// The cookie with the value that the form to log in proves to know.
const SIGN_COOKIE: &str = "thidua_log_in";

/// How many random bytes it has.
const SIGN_BYTES: usize = 16;

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

/// The value of the cookie that a browser came with, if it is one of ours.
fn sign_of(request: &HttpRequest) -> Option<String> {
    let sign = request.cookie(SIGN_COOKIE)?.value().to_owned();
    let is_ours = sign.len() == SIGN_BYTES * 2 && sign.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_ours.then_some(sign)
}

/// What the page shows besides.
#[derive(Default)]
struct Shown<'a> {
    then: &'a str,
    login: &'a str,
    is_over: bool,
    refused: Option<&'a Problem>,
}

fn log_in_page(
    request: &HttpRequest,
    service: &Service,
    status: StatusCode,
    shown: &Shown<'_>,
) -> Result<HttpResponse, Fault> {
    // One value serves every window: a second page to log in doesn't spoil the first.
    let sign = sign_of(request).unwrap_or_else(|| service.secret(SIGN_BYTES));
    let mut visitor = visitor_of(request, Actor::nobody(None), "");
    visitor.csrf = csrf_token(&sign);
    let language = visitor.language;
    let made = with_texts(language, |texts| {
        let page = Page { texts, visitor: &visitor };
        rendered(&LogInPage {
            page,
            then: own_address(shown.then),
            login: shown.login,
            is_over: shown.is_over,
            refused: shown.refused.map(|problem| refusal(page, problem)),
        })
    });
    let fault = |problem: Problem| Fault::at(request, problem);
    let mut response = html(status, language, made.map_err(fault)?);
    let cookie = Cookie::build(SIGN_COOKIE, sign)
        .path("/log-in")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(request.connection_info().scheme() == "https")
        .finish();
    response.add_cookie(&cookie).map_err(|_| fault(Problem::from(&INTERNAL)))?;
    Ok(response)
}

/// The page to log in.
#[get("/log-in")]
pub async fn show_log_in(
    request: HttpRequest,
    service: Data<Service>,
    coming: Query<Coming>,
) -> Result<HttpResponse, Fault> {
    let is_over = request.cookie(COOKIE).is_some() && coming.why == "session";
    let shown = Shown { then: &coming.then, is_over, ..Shown::default() };
    log_in_page(&request, &service, StatusCode::OK, &shown)
}

/// Logs in, and goes on to where the visitor wanted to be.
#[post("/log-in")]
pub async fn log_in(
    request: HttpRequest,
    service: Data<Service>,
    form: web::Form<LogIn>,
) -> Result<HttpResponse, Fault> {
    let LogIn { login, password, then, csrf } = form.into_inner();
    let fault = |problem: Problem| Fault::at(&request, problem);
    let again = |problem: &Problem| {
        let shown = Shown { then: &then, login: &login, is_over: false, refused: Some(problem) };
        log_in_page(&request, &service, status_of(problem), &shown)
    };
    if !sign_of(&request).is_some_and(|sign| is_csrf_token(&sign, &csrf)) {
        return again(&Problem::from(&CSRF_REFUSED));
    }
    let permit = permit_to_hash().await.map_err(fault)?;
    let nobody = Actor::nobody(address_of(&request));
    // No database keeps the character NUL in a text.
    let name = login.replace('\0', "");
    let asked = service.clone();
    let done = blocking(move || {
        let _kept_until_done = permit;
        asked.log_in(&nobody, &name, &password)
    });
    match done.await {
        Ok(opened) => {
            let cookie = session_cookie(&request, opened.secret);
            let mut response = see(own_address(&then));
            response.add_cookie(&cookie).map_err(|_| fault(Problem::from(&INTERNAL)))?;
            Ok(response)
        }
        Err(problem) => again(&problem),
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
    #[serde(default)]
    csrf: String,
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
