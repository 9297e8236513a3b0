//! What couldn't be done, as a page in words; whoever isn't logged in is sent to log in and comes back.

use actix_web::http::StatusCode;
use actix_web::http::header::RETRY_AFTER;
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use askama::Template;

use super::page::{Page, Visitor, escaped, html, rendered, status_of};
use super::refusal::refusal;
use super::visit::{see, visitor_of};
use crate::api::problem::with_texts;
use crate::app::actor::Actor;
use crate::app::problem::{Problem, UNAUTHENTICATED, UNAVAILABLE};

/// A problem on its way to a person.
pub struct Fault {
    problem: Problem,
    visitor: Box<Visitor>,
    is_read: bool,
}

#[derive(Template)]
#[template(path = "fault.html")]
struct FaultPage<'a> {
    page: Page<'a>,
    sentence: String,
    code: &'static str,
}

impl Fault {
    /// A problem of a request whose visitor isn't known.
    pub fn at(request: &HttpRequest, problem: Problem) -> Self {
        let visitor = Box::new(visitor_of(request, Actor::nobody(None), ""));
        Self { problem, visitor, is_read: request.method().is_safe() }
    }

    /// A problem of a visitor.
    pub fn of(visitor: Visitor, problem: Problem) -> Self {
        Self { problem, visitor: Box::new(visitor), is_read: true }
    }

    /// Its page.
    pub fn response(&self) -> HttpResponse {
        let status = status_of(&self.problem);
        if self.problem.code == &UNAUTHENTICATED {
            // What was sent is lost; the page that it was sent from is not.
            let here = if self.is_read { self.visitor.here.as_str() } else { page_of(&self.visitor.here) };
            return see(&format!("/log-in?then={}&why=session", escaped(here)));
        }
        let language = self.visitor.language;
        let made = with_texts(language, |texts| {
            let page = Page { texts, visitor: &self.visitor };
            rendered(&FaultPage {
                page,
                sentence: refusal(page, &self.problem),
                code: self.problem.code.code,
            })
        });
        let mut response = html(status, language, made.unwrap_or_default());
        if self.problem.code == &UNAVAILABLE
            && let Ok(seconds) = "5".parse()
        {
            response.headers_mut().insert(RETRY_AFTER, seconds);
        }
        response
    }
}

/// The pages that have forms; `#` is a number, `*` anything.
const WITH_FORMS: &[&str] = &[
    "/account",
    "/plans",
    "/plans/#",
    "/plans/#/appraisals",
    "/plans/#/cases/#/files",
    "/plans/#/deadlines",
    "/plans/#/decisions/#/amend",
    "/plans/#/decisions/#/hand-over",
    "/plans/#/decisions/#/revoke",
    "/plans/#/decisions/new",
    "/plans/#/file",
    "/plans/#/hand-in",
    "/plans/#/hand-in/#",
    "/plans/#/nominations/#/files",
    "/plans/#/publicities",
    "/plans/#/publicities/#",
    "/plans/#/ranking/*",
    "/plans/#/rankings",
    "/plans/#/rankings/#",
    "/plans/#/recommendation",
    "/plans/#/rehearsal",
    "/plans/#/reports/*",
    "/plans/#/submissions/new",
    "/plans/new",
    "/tokens",
    "/unit-lists/new",
    "/unit-mergers/new",
    "/units",
    "/units/*",
    "/users",
    "/users/*",
    "/webhooks",
    "/webhooks/#",
];

/// The page that a form's address belongs to: the nearest one above it that has forms, or the address itself.
fn page_of(address: &str) -> &str {
    let mut path = address.split('?').next().unwrap_or("/");
    while !WITH_FORMS.iter().any(|pattern| is_like(path, pattern)) {
        match path.rsplit_once('/') {
            Some((above, _)) if !above.is_empty() => path = above,
            _ => return "/",
        }
    }
    path
}

fn is_like(path: &str, pattern: &str) -> bool {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let fits = |(part, like): (&str, &str)| match like {
        "#" => is_number(part),
        "*" => !part.is_empty(),
        _ => part == like,
    };
    path.split('/').count() == pattern.split('/').count() && path.split('/').zip(pattern.split('/')).all(fits)
}

impl std::fmt::Debug for Fault {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str(self.problem.code.code)
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str(self.problem.code.code)
    }
}

impl ResponseError for Fault {
    fn status_code(&self) -> StatusCode {
        status_of(&self.problem)
    }

    fn error_response(&self) -> HttpResponse {
        self.response()
    }
}

#[cfg(test)]
mod tests {
    use super::page_of;

    #[test]
    fn a_form_leads_back_to_its_page() {
        for (form, page) in [
            ("/users", "/users"),
            ("/users/can.bo/change", "/users/can.bo"),
            ("/tokens/7/stop", "/tokens"),
            ("/webhooks/7/again?x=1", "/webhooks/7"),
            ("/account/sessions/3f1c/end", "/account"),
            ("/plans/check", "/plans"),
            ("/plans/1/state", "/plans/1"),
            ("/plans/1/hand-in/2", "/plans/1/hand-in/2"),
            ("/plans/1/reports/099/accept", "/plans/1/reports/099"),
            ("/plans/1/decisions/2/revoke", "/plans/1/decisions/2/revoke"),
            ("/plans/1/decisions/new", "/plans/1/decisions/new"),
            ("/plans/1/ranking/099/holds/2/lift", "/plans/1/ranking/099"),
            ("/log-out", "/"),
            ("/", "/"),
        ] {
            assert_eq!(page_of(form), page, "{form}");
        }
    }
}
