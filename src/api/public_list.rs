//! The list that anybody sees while it is public, without logging in.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::blocking;
use super::identity::address_of;
use super::problem::{Problems, Refused, language_of};
use crate::app::public_list::{PublicAward, PublicLine, PublicList};
use crate::app::service::Service;

/// A line of a public list.
#[derive(Serialize, ToSchema)]
pub struct PublicLineBody {
    /// The number of the case, by which an objection can name it.
    #[schema(example = 1)]
    pub case: i64,
    /// The name of the collective or of the person.
    #[schema(example = "Xã Mường Báng")]
    pub name: String,
    /// The unit that a person works in, or that a collective belongs to.
    #[schema(example = "Huyện Tủa Chùa")]
    pub unit: Option<String>,
}

/// The lines of an award.
#[derive(Serialize, ToSchema)]
pub struct PublicAwardBody {
    /// The award's name in Vietnamese.
    #[schema(example = "Bằng khen của UBND tỉnh")]
    pub name_vi: String,
    /// The award's name in English.
    pub name_en: String,
    /// Its lines.
    pub items: Vec<PublicLineBody>,
}

/// A list while it is public.
#[derive(Serialize, ToSchema)]
pub struct PublicListBody {
    /// The number of the plan's document.
    #[schema(example = "508/KH-UBND")]
    pub code: String,
    /// The plan's title in Vietnamese.
    pub title_vi: String,
    /// The plan's title in English.
    pub title_en: String,
    /// The first day on which it is public.
    pub starts_on: NaiveDate,
    /// The last day.
    pub ends_on: NaiveDate,
    /// What is said of it: where objections are received.
    pub note: Option<String>,
    /// The awards with their lines.
    pub awards: Vec<PublicAwardBody>,
    /// How many lines there are.
    pub total: usize,
}

impl From<&PublicList> for PublicListBody {
    fn from(list: &PublicList) -> Self {
        let line =
            |it: &PublicLine| PublicLineBody { case: it.case, name: it.name.clone(), unit: it.unit.clone() };
        let award = |it: &PublicAward| PublicAwardBody {
            name_vi: it.name.vi.clone(),
            name_en: it.name.en.clone(),
            items: it.lines.iter().map(line).collect(),
        };
        Self {
            code: list.code.clone(),
            title_vi: list.title.vi.clone(),
            title_en: list.title.en.clone(),
            starts_on: list.row.starts_on,
            ends_on: list.row.ends_on,
            note: list.row.note.clone(),
            awards: list.awards.iter().map(award).collect(),
            total: list.total(),
        }
    }
}

/// Get a list while it is public
///
/// For anybody, without logging in, from its first to its last day: names and units alone. So many looks a minute from
/// one address.
#[utoipa::path(tag = "publicity", operation_id = "get_public_list", security(()), params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("publicity" = i64, Path, description = "The list's number", example = 1)),
    responses((status = 200, description = "The list", body = PublicListBody), Problems))]
#[get("/public-lists/{plan}/{publicity}")]
pub async fn get_public_list(
    request: HttpRequest,
    service: Data<Service>,
    path: Path<(i64, i64)>,
) -> Result<HttpResponse, Refused> {
    let (plan, number) = path.into_inner();
    let address = address_of(&request);
    let list = blocking(move || service.public_list(address, plan, number)).await;
    let list = list.map_err(|problem| Refused::new(problem, language_of(request.headers())))?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(PublicListBody::from(&list)))
}
