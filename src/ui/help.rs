//! Help where the question arises: a page for every code of a finding or a problem, made from the tables that the program
//! itself uses.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse, get};
use askama::Template;

use super::fault::Fault;
use super::page::{Page, html, rendered};
use super::visit::visitor_of;
use crate::api::problem::with_texts;
use crate::app::actor::Actor;
use crate::app::problem::{NOT_FOUND, PROBLEM_CODES, Problem};
use crate::contest::finding::Severity;
use crate::contest::finding_code::FINDING_CODES;
use crate::text::finding::{key_of, severity};

/// A code with what it says.
struct Entry {
    code: &'static str,
    kind: String,
    text: String,
}

#[derive(Template)]
#[template(path = "help.html")]
struct HelpPage<'a> {
    page: Page<'a>,
    entries: Vec<Entry>,
    one: bool,
}

/// A text with its variables as they are named, in brackets.
fn pattern(page: Page<'_>, key: &str, arguments: &[&'static str]) -> String {
    let bracketed: Vec<(&str, String)> =
        ["read", "unit"].iter().chain(arguments).map(|name| (*name, format!("[{name}]"))).collect();
    let parts: Vec<_> = bracketed.iter().map(|(name, text)| (*name, text.into())).collect();
    page.texts.get(key, &parts)
}

fn entries(page: Page<'_>) -> Vec<Entry> {
    let findings = FINDING_CODES.iter().map(|finding| Entry {
        code: finding.code,
        kind: finding
            .severity
            .map_or_else(|| page.word("help-severity-by-plan"), |how: Severity| severity(page.texts, how)),
        text: pattern(page, &key_of(finding.code), finding.arguments),
    });
    let problems = PROBLEM_CODES.iter().map(|problem| Entry {
        code: problem.code,
        kind: format!("HTTP {}", problem.status),
        text: pattern(page, &format!("problem-{}", problem.code), problem.arguments),
    });
    findings.chain(problems).collect()
}

/// A page of help; help is for everybody, logged in or not.
///
/// # Errors
/// Those of making it, as a page.
pub fn shown(
    request: &HttpRequest,
    make: impl FnOnce(Page<'_>) -> Result<String, Problem>,
) -> Result<HttpResponse, Fault> {
    let visitor = visitor_of(request, Actor::nobody(None), "");
    let language = visitor.language;
    let made = with_texts(language, |texts| make(Page { texts, visitor: &visitor }));
    let body = made.map_err(|problem| Fault::at(request, problem))?;
    Ok(html(StatusCode::OK, language, body))
}

/// Every code.
#[get("/help")]
pub async fn show_help(request: HttpRequest) -> Result<HttpResponse, Fault> {
    shown(&request, |page| rendered(&HelpPage { page, entries: entries(page), one: false }))
}

/// One code.
#[get("/help/{code}")]
pub async fn show_help_of(request: HttpRequest, code: Path<String>) -> Result<HttpResponse, Fault> {
    shown(&request, |page| {
        let mut entries = entries(page);
        entries.retain(|entry| entry.code == code.as_str());
        if entries.is_empty() {
            return Err(NOT_FOUND.with("what", code.as_str()));
        }
        rendered(&HelpPage { page, entries, one: true })
    })
}
