//! Dossiers of cases and nominations: their parts, and the files that hold these.

use actix_web::web::{Path, Payload, Query};
use actix_web::{HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::answer::{Call, json};
use super::body::{Json, demand_type};
use super::dossier_file::{given_out, read_on, receive_file, stated_size};
use super::malformed::broken_off;
use super::problem::{Problems, Refused};
use crate::app::actor::Actor;
use crate::app::audit::written;
use crate::app::dossier::{Dossier, DossierFileRow, PartOfDossier, Whose};
use crate::app::dossier_file::{demand_stated_size, type_of};
use crate::app::service::Service;
use crate::contest::plan::FileType;

/// The content types of files of dossiers; what a file is says its content.
const TYPES: &[&str] = &[
    FileType::Pdf.media_type(),
    FileType::Docx.media_type(),
    FileType::Xlsx.media_type(),
    FileType::Jpeg.media_type(),
    FileType::Png.media_type(),
    "application/octet-stream",
];

/// For which part, and under which name.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DossierFileQuery {
    /// The code of the dossier's part.
    #[param(example = "achievement_report", max_length = 200)]
    pub part: String,
    /// The file's name with its ending, without folders.
    #[param(example = "bao-cao-thanh-tich.pdf", max_length = 400)]
    pub file_name: String,
}

/// A file of a dossier.
#[derive(Serialize, ToSchema)]
pub struct DossierFileBody {
    /// The id.
    pub id: i64,
    /// The code of the dossier's part.
    #[schema(example = "achievement_report")]
    pub part: String,
    /// Its name.
    #[schema(example = "bao-cao-thanh-tich.pdf")]
    pub file_name: String,
    /// What it is, by its content: `pdf`, `docx`, `xlsx`, `jpeg` or `png`.
    #[schema(example = "pdf")]
    pub r#type: String,
    /// How many bytes it has.
    pub size: i64,
    /// SHA-256 of its bytes, in hexadecimal: the receipt.
    pub sha256: String,
    /// Who handed it in.
    #[schema(example = "user:can.bo")]
    pub made_by: String,
    /// When.
    #[schema(format = DateTime, example = "2021-06-01T02:30:00.000000Z")]
    pub made_at: String,
    /// Who took it out of the dossier; null while it stands.
    pub removed_by: Option<String>,
    /// When.
    #[schema(format = DateTime)]
    pub removed_at: Option<String>,
    /// Why.
    pub remove_reason: Option<String>,
}

impl From<&DossierFileRow> for DossierFileBody {
    fn from(row: &DossierFileRow) -> Self {
        Self {
            id: row.id,
            part: row.part.clone(),
            file_name: row.file_name.clone(),
            r#type: type_of(row).map_or_else(String::new, |it| it.code().to_owned()),
            size: row.size,
            sha256: row.sha256.clone(),
            made_by: row.made_by.clone(),
            made_at: written(row.made_at),
            removed_by: row.removed_by.clone(),
            removed_at: row.removed_at.map(written),
            remove_reason: row.remove_reason.clone(),
        }
    }
}

/// A part of a dossier.
#[derive(Serialize, ToSchema)]
pub struct DossierPartBody {
    /// The code.
    #[schema(example = "achievement_report")]
    pub code: String,
    /// The name in Vietnamese.
    #[schema(example = "Báo cáo thành tích")]
    pub name_vi: String,
    /// The name in English.
    #[schema(example = "Achievement report")]
    pub name_en: String,
    /// Whether a dossier isn't complete without it.
    pub required: bool,
    /// What its files may be.
    pub types: Vec<String>,
    /// The largest file in megabytes (1,000,000 bytes).
    #[schema(example = 20)]
    pub largest_mb: u32,
    /// Whether a file of it stands.
    pub is_there: bool,
    /// Its files. Who handles cases sees those taken out again, too.
    pub files: Vec<DossierFileBody>,
}

/// A dossier.
#[derive(Serialize, ToSchema)]
pub struct DossierBody {
    /// The number of the case; null while there is none.
    pub case: Option<i64>,
    /// The number of the nomination, of a person's.
    pub nomination: Option<i64>,
    /// The code of the award.
    #[schema(example = "bang-khen-tinh")]
    pub award: String,
    /// Whether the caller may hand in files and take them out now.
    pub is_open: bool,
    /// The required parts that are lacking, by code.
    pub missing: Vec<String>,
    /// Its parts, in the plan's order.
    pub parts: Vec<DossierPartBody>,
}

impl From<&Dossier> for DossierBody {
    fn from(dossier: &Dossier) -> Self {
        let part = |it: &PartOfDossier| DossierPartBody {
            code: it.part.code.clone(),
            name_vi: it.part.name.vi.clone(),
            name_en: it.part.name.en.clone(),
            required: it.part.required,
            types: it.part.types.iter().map(|kind| kind.code().to_owned()).collect(),
            largest_mb: it.part.largest_mb,
            is_there: it.is_there(),
            files: it.files.iter().map(DossierFileBody::from).collect(),
        };
        let missing = dossier.parts.iter().filter(|it| it.is_missing());
        Self {
            case: dossier.owner.case.as_ref().map(|case| case.number),
            nomination: dossier.owner.nomination.as_ref().map(|nomination| nomination.number),
            award: dossier.owner.award.clone(),
            is_open: dossier.is_open,
            missing: missing.map(|it| it.part.code.clone()).collect(),
            parts: dossier.parts.iter().map(part).collect(),
        }
    }
}

/// Why a file is taken out.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveFile {
    /// Why.
    #[schema(example = "Nộp nhầm bản chưa ký", min_length = 1, max_length = 2000)]
    pub reason: String,
}

async fn listed(call: Call, plan: i64, whose: Whose) -> Result<HttpResponse, Refused> {
    let dossier = call.run(move |service, actor| service.dossier(actor, plan, whose)).await?;
    Ok(json(&DossierBody::from(&dossier)))
}

async fn added(
    call: Call,
    (plan, whose): (i64, Whose),
    query: DossierFileQuery,
    mut payload: Payload,
) -> Result<HttpResponse, Refused> {
    let stated = stated_size(call.request());
    let begun = async {
        demand_type(&call, TYPES)?;
        demand_stated_size(stated).map_err(|problem| call.refused(problem))?;
        let DossierFileQuery { part, file_name } = query;
        call.run(move |service, actor| {
            service.begin_dossier_file(actor, (plan, whose), &part, &file_name, stated)
        })
        .await
    };
    let receiving = match begun.await {
        Ok(receiving) => receiving,
        Err(refused) => {
            read_on(&mut payload).await;
            return Err(refused);
        }
    };
    let received = receive_file(&call.service, &call.actor, &mut payload, receiving, broken_off).await;
    let row = received.map_err(|problem| call.refused(problem))?;
    Ok(HttpResponse::Created().json(DossierFileBody::from(&row)))
}

async fn got(call: Call, (plan, whose): (i64, Whose), file: i64) -> Result<HttpResponse, Refused> {
    let row = call.run(move |service, actor| service.dossier_file(actor, (plan, whose), file)).await?;
    Ok(given_out(call.service.clone(), row))
}

async fn removed(
    call: Call,
    (plan, whose): (i64, Whose),
    file: i64,
    reason: String,
) -> Result<HttpResponse, Refused> {
    let done = move |service: &Service, actor: &Actor| {
        service.remove_dossier_file(actor, (plan, whose), file, &reason)
    };
    Ok(json(&DossierFileBody::from(&call.run(done).await?)))
}

/// Get the dossier of a case
///
/// Its parts as the plan asks for them, which are there and which are lacking, and their files.
#[utoipa::path(tag = "dossiers", operation_id = "get_case_dossier", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("case" = i64, Path, description = "The case's number", example = 1)),
    responses((status = 200, description = "The dossier", body = DossierBody), Problems))]
#[get("/plans/{plan}/cases/{case}/files")]
pub async fn get_case_dossier(call: Call, path: Path<(i64, i64)>) -> Result<HttpResponse, Refused> {
    let (plan, case) = path.into_inner();
    listed(call, plan, Whose::Case(case)).await
}

/// Hand in a file for a part of a case's dossier
///
/// What the file is, is found by its content. Files with macros, protected or damaged ones, PDFs that run something and
/// files larger than the part takes are refused, and so is the same file once more. Nothing changes once the dossier
/// was found complete: the case is returned first.
#[utoipa::path(tag = "dossiers", operation_id = "add_case_file", params(DossierFileQuery,
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("case" = i64, Path, description = "The case's number", example = 1)),
    request_body(content((Vec<u8> = "application/pdf"), (Vec<u8> = "application/octet-stream")), description = "The file"),
    responses((status = 201, description = "In the dossier", body = DossierFileBody), Problems))]
#[post("/plans/{plan}/cases/{case}/files")]
pub async fn add_case_file(
    call: Call,
    path: Path<(i64, i64)>,
    query: Query<DossierFileQuery>,
    payload: Payload,
) -> Result<HttpResponse, Refused> {
    let (plan, case) = path.into_inner();
    added(call, (plan, Whose::Case(case)), query.into_inner(), payload).await
}

/// Download a file of a case's dossier
///
/// As it was handed in, to be kept under its name.
#[utoipa::path(tag = "dossiers", operation_id = "get_case_file", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("case" = i64, Path, description = "The case's number", example = 1),
    ("file" = i64, Path, description = "The file's id", example = 1)),
    responses((status = 200, description = "The file", content((String = "application/pdf"), (String = "application/octet-stream"))), Problems))]
#[get("/plans/{plan}/cases/{case}/files/{file}")]
pub async fn get_case_file(call: Call, path: Path<(i64, i64, i64)>) -> Result<HttpResponse, Refused> {
    let (plan, case, file) = path.into_inner();
    got(call, (plan, Whose::Case(case)), file).await
}

/// Take a file out of a case's dossier
///
/// With a reason; the record stays.
#[utoipa::path(tag = "dossiers", operation_id = "remove_case_file", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("case" = i64, Path, description = "The case's number", example = 1),
    ("file" = i64, Path, description = "The file's id", example = 1)),
    responses((status = 200, description = "Taken out", body = DossierFileBody), Problems))]
#[post("/plans/{plan}/cases/{case}/files/{file}/remove")]
pub async fn remove_case_file(
    call: Call,
    path: Path<(i64, i64, i64)>,
    body: Json<RemoveFile>,
) -> Result<HttpResponse, Refused> {
    let (plan, case, file) = path.into_inner();
    removed(call, (plan, Whose::Case(case)), file, body.into_inner().reason).await
}

/// Get the dossier of a nomination
///
/// As that of a case; once there is a case, it is the same dossier.
#[utoipa::path(tag = "dossiers", operation_id = "get_nomination_dossier", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("nomination" = i64, Path, description = "The nomination's number", example = 1)),
    responses((status = 200, description = "The dossier", body = DossierBody), Problems))]
#[get("/plans/{plan}/nominations/{nomination}/files")]
pub async fn get_nomination_dossier(call: Call, path: Path<(i64, i64)>) -> Result<HttpResponse, Refused> {
    let (plan, nomination) = path.into_inner();
    listed(call, plan, Whose::Nomination(nomination)).await
}

/// Hand in a file for a part of a nomination's dossier
///
/// As for a case.
#[utoipa::path(tag = "dossiers", operation_id = "add_nomination_file", params(DossierFileQuery,
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("nomination" = i64, Path, description = "The nomination's number", example = 1)),
    request_body(content((Vec<u8> = "application/pdf"), (Vec<u8> = "application/octet-stream")), description = "The file"),
    responses((status = 201, description = "In the dossier", body = DossierFileBody), Problems))]
#[post("/plans/{plan}/nominations/{nomination}/files")]
pub async fn add_nomination_file(
    call: Call,
    path: Path<(i64, i64)>,
    query: Query<DossierFileQuery>,
    payload: Payload,
) -> Result<HttpResponse, Refused> {
    let (plan, nomination) = path.into_inner();
    added(call, (plan, Whose::Nomination(nomination)), query.into_inner(), payload).await
}

/// Download a file of a nomination's dossier
///
/// As it was handed in, to be kept under its name.
#[utoipa::path(tag = "dossiers", operation_id = "get_nomination_file", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("nomination" = i64, Path, description = "The nomination's number", example = 1),
    ("file" = i64, Path, description = "The file's id", example = 1)),
    responses((status = 200, description = "The file", content((String = "application/pdf"), (String = "application/octet-stream"))), Problems))]
#[get("/plans/{plan}/nominations/{nomination}/files/{file}")]
pub async fn get_nomination_file(call: Call, path: Path<(i64, i64, i64)>) -> Result<HttpResponse, Refused> {
    let (plan, nomination, file) = path.into_inner();
    got(call, (plan, Whose::Nomination(nomination)), file).await
}

/// Take a file out of a nomination's dossier
///
/// With a reason; the record stays.
#[utoipa::path(tag = "dossiers", operation_id = "remove_nomination_file", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("nomination" = i64, Path, description = "The nomination's number", example = 1),
    ("file" = i64, Path, description = "The file's id", example = 1)),
    responses((status = 200, description = "Taken out", body = DossierFileBody), Problems))]
#[post("/plans/{plan}/nominations/{nomination}/files/{file}/remove")]
pub async fn remove_nomination_file(
    call: Call,
    path: Path<(i64, i64, i64)>,
    body: Json<RemoveFile>,
) -> Result<HttpResponse, Refused> {
    let (plan, nomination, file) = path.into_inner();
    removed(call, (plan, Whose::Nomination(nomination)), file, body.into_inner().reason).await
}
