//! The manual, a page for each role. It is in Vietnamese, as those who need it are; its pictures are made by the test that
//! walks the pages.

use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse, get};
use askama::Template;

use super::fault::Fault;
use super::page::{Page, html, rendered};
use super::visit::visitor_of;
use crate::api::problem::with_texts;
use crate::app::actor::{Actor, Role};
use crate::app::problem::NOT_FOUND;

/// The manual of a role. A viewer reads what a member of the council does.
#[derive(Template)]
#[template(path = "manual.html")]
struct ManualPage<'a> {
    page: Page<'a>,
    role: &'static str,
}

impl ManualPage<'_> {
    fn roles(&self) -> impl Iterator<Item = &'static str> {
        Role::ALL.iter().filter(|role| **role != Role::Viewer).map(|role| role.code())
    }
}

/// The manual of a role.
#[get("/manual/{role}")]
pub async fn show_manual(request: HttpRequest, role: Path<String>) -> Result<HttpResponse, Fault> {
    let role = Role::of_code(&role).ok_or_else(|| Fault::at(&request, NOT_FOUND.with("what", role)))?;
    let role = if role == Role::Viewer { Role::CouncilMember } else { role };
    let visitor = visitor_of(&request, Actor::nobody(None), "");
    let language = visitor.language;
    let made = with_texts(language, |texts| {
        rendered(&ManualPage { page: Page { texts, visitor: &visitor }, role: role.code() })
    });
    let body = made.map_err(|problem| Fault::at(&request, problem))?;
    Ok(html(actix_web::http::StatusCode::OK, language, body))
}
