//! The days by which milestones and reports are due, for calendar programs.

use actix_web::http::header::{CONTENT_DISPOSITION, VARY};
use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, get};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::answer::Call;
use super::problem::{Problems, Refused, language_of, with_texts};
use crate::contest::words::Language;

/// In which language, and for which level.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CalendarQuery {
    /// Only milestones of the level with this code.
    #[param(example = "commune")]
    pub level: Option<String>,
    /// `vi` or `en`; without it, as `Accept-Language` says.
    #[param(inline, example = "vi")]
    pub language: Option<CalendarLanguage>,
    /// The secret of a token that carries the right `calendar` and no other, for calendar programs, which can't send
    /// headers. No other operation takes it here, and such a token opens no other.
    #[param(example = "thidua_…")]
    #[expect(dead_code, reason = "it is read before the operation, where it is found out who calls")]
    key: Option<String>,
}

/// A language that calendars are written in.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CalendarLanguage {
    /// Vietnamese.
    Vi,
    /// English.
    En,
}

/// Get the days of milestones as a calendar
///
/// For calendar programs (iCalendar, RFC 5545): an event of one day for each milestone and level that has units within
/// reach, on the last day that is on time; and one for the deadline of reports, where there is one.
#[utoipa::path(tag = "milestones", operation_id = "get_milestone_calendar", params(CalendarQuery,
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 200, description = "The calendar", content((String = "text/calendar"))), Problems))]
#[get("/plans/{plan}/milestones.ics")]
pub async fn get_milestone_calendar(
    call: Call,
    plan: Path<i64>,
    query: Query<CalendarQuery>,
) -> Result<HttpResponse, Refused> {
    let CalendarQuery { level, language, .. } = query.into_inner();
    let language = match language {
        Some(CalendarLanguage::Vi) => Language::Vietnamese,
        Some(CalendarLanguage::En) => Language::English,
        None => language_of(call.request().headers()),
    };
    let file = call
        .run(move |service, actor| {
            with_texts(language, |texts| service.calendar(actor, *plan, level.as_deref(), texts))
        })
        .await?;
    Ok(HttpResponse::Ok()
        .content_type("text/calendar; charset=utf-8")
        .insert_header((CONTENT_DISPOSITION, "inline; filename=\"milestones.ics\""))
        .insert_header((VARY, "accept-language"))
        .body(file))
}
