//! The list that anybody sees while it is public, without logging in.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};
use askama::Template;
use chrono::NaiveDate;

use super::fault::Fault;
use super::page::{Page, Visitor, html, rendered};
use super::visit::visitor_of;
use crate::api::answer::blocking;
use crate::api::identity::address_of;
use crate::api::problem::with_texts;
use crate::app::actor::Actor;
use crate::app::public_list::PublicList;
use crate::app::service::Service;
use crate::text::format;

#[derive(Template)]
#[template(path = "public_list.html")]
struct PublicListPage<'a> {
    page: Page<'a>,
    list: &'a PublicList,
}

impl PublicListPage<'_> {
    fn date(&self, day: &NaiveDate) -> String {
        format::date(*day)
    }
}

/// A list while it is public.
#[get("/cong-khai/{plan}/{publicity}")]
pub async fn show_public_list(
    request: HttpRequest,
    service: Data<Service>,
    path: Path<(i64, i64)>,
) -> Result<HttpResponse, Fault> {
    let (plan, number) = path.into_inner();
    let address = address_of(&request);
    // Who is logged in sees what everybody sees.
    let visitor: Visitor = visitor_of(&request, Actor::nobody(address), "");
    let language = visitor.language;
    let made = blocking(move || {
        let list = service.public_list(address, plan, number)?;
        let page =
            |texts: &_| rendered(&PublicListPage { page: Page { texts, visitor: &visitor }, list: &list });
        with_texts(language, page)
    });
    let body = made.await.map_err(|problem| Fault::at(&request, problem))?;
    let mut response = html(StatusCode::OK, language, body);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
