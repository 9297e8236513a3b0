//! Lists of awards as workbooks.

use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, get};
use serde::Deserialize;
use utoipa::IntoParams;

use super::answer::Call;
use super::export::XLSX;
use super::problem::{Problems, Refused};
use crate::app::award_list::AwardList;
use crate::app::problem::{NOT_FOUND, Problem};

/// Which list made public.
#[derive(Deserialize, IntoParams, Default)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// The number of the list made public; needed for `public`, and for nothing else.
    #[param(minimum = 1, example = 1)]
    pub publicity: Option<i64>,
}

/// The list with a code.
///
/// # Errors
/// When there is none.
pub fn list_of(code: &str) -> Result<AwardList, Problem> {
    AwardList::of_code(code).ok_or_else(|| NOT_FOUND.with("what", code))
}

/// The answer: a workbook with a name.
pub fn answer(list: AwardList, bytes: Vec<u8>) -> HttpResponse {
    let name = format!("attachment; filename=\"awards-{}.xlsx\"", list.code());
    HttpResponse::Ok().content_type(XLSX).insert_header(("content-disposition", name)).body(bytes)
}

/// Download a list of awards as a workbook
///
/// In Vietnamese, with collectives and individuals on a sheet each, and where it comes from on the last: the cases that are on
/// their way (`proposed`), what decisions gave (`decided`), or a list made public (`public`). Persons are named to who may see
/// cases. Noted in the audit log.
#[utoipa::path(tag = "documents", operation_id = "get_award_list", params(ListQuery,
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("list" = String, Path, description = "`proposed`, `decided` or `public`", example = "proposed")),
    responses((status = 200, description = "The workbook", content((String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), Problems))]
#[get("/plans/{plan}/award-lists/{list}")]
pub async fn get_award_list(
    call: Call,
    path: Path<(i64, String)>,
    query: Query<ListQuery>,
) -> Result<HttpResponse, Refused> {
    let (plan, code) = path.into_inner();
    let list = list_of(&code).map_err(|problem| call.refused(problem))?;
    let publicity = query.publicity;
    let bytes = call.run(move |service, actor| service.award_list(actor, plan, (list, publicity))).await?;
    Ok(answer(list, bytes))
}
