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
            let here = if self.is_read { self.visitor.here.as_str() } else { parent(&self.visitor.here) };
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

/// The page that a form's address belongs to.
fn parent(address: &str) -> &str {
    let path = address.split('?').next().unwrap_or("/");
    path.rsplit_once('/').map_or("/", |(page, _)| if page.is_empty() { "/" } else { page })
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
