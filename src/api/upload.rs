//! Files of reports: handed in, previewed, committed.

use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::web::{Bytes, Data, Path, Payload, Query};
use actix_web::{HttpResponse, get, post};
use chrono::{DateTime, Utc};
use futures_util::{Stream, StreamExt};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::answer::{Call, blocking, json};
use super::body::{Json, demand_type};
use super::export::XLSX;
use super::finding::FindingsBody;
use super::malformed::broken_off;
use super::plan::{FileQuery, PlanBody};
use super::preview::PreviewBody;
use super::problem::{Problems, Refused, language_of};
use super::read_query::ReadQuery;
use crate::app::actor::Actor;
use crate::app::audit::written;
use crate::app::commit::{Commit, Paper};
use crate::app::problem::{FIELD_REFUSED, Problem, TOO_LARGE};
use crate::app::read_file::is_json;
use crate::app::service::Service;
use crate::app::upload::{LARGEST_UPLOAD, PART, Receiving, UploadRow};
use crate::contest::finding::Findings;

/// The content types of tables.
pub const TABLES: &[&str] = &["text/csv", "text/plain", XLSX, "application/octet-stream"];

/// The content type of reports that programs send.
const JSON: &str = "application/json";

/// The content types of reports.
const REPORTS: &[&str] = &[TABLES[0], TABLES[1], TABLES[2], TABLES[3], JSON];

/// A file handed in.
#[derive(Serialize, ToSchema)]
pub struct UploadBody {
    /// The id.
    pub id: i64,
    /// The plan's id.
    pub plan: i64,
    /// `received` or `committed`.
    #[schema(example = "received")]
    pub state: String,
    /// The file's name.
    pub file_name: String,
    /// How many bytes it has.
    pub size: i64,
    /// SHA-256 of its bytes, in hexadecimal: the receipt.
    pub sha256: String,
    /// Who handed it in.
    pub uploaded_by: String,
    /// When.
    #[schema(format = DateTime)]
    pub uploaded_at: String,
}

impl From<&UploadRow> for UploadBody {
    fn from(row: &UploadRow) -> Self {
        Self {
            id: row.id,
            plan: row.plan_id,
            state: row.state.clone(),
            file_name: row.file_name.clone(),
            size: row.size,
            sha256: row.sha256.clone(),
            uploaded_by: row.uploaded_by.clone(),
            uploaded_at: written(row.uploaded_at),
        }
    }
}

/// What reading a list of units found.
#[derive(Serialize, ToSchema)]
pub struct UnitsRead {
    /// The plan with its new units; null when errors kept the list from being taken.
    pub plan: Option<PlanBody>,
    /// What was found.
    pub findings: FindingsBody,
}

impl UnitsRead {
    /// A plan with what was found.
    pub fn new(plan: Option<PlanBody>, findings: &Findings) -> Self {
        Self { plan, findings: findings.into() }
    }
}

/// A commit of a preview.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CommitUpload {
    /// The digest of the preview; if anything moved since, the commit is refused.
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub digest: String,
    /// How numbers are written; as for the preview.
    #[schema(example = "vi")]
    pub numbers: Option<String>,
    /// What columns mean; as for the preview.
    #[schema(example = "C:took_part,D:ignore")]
    pub columns: Option<String>,
    /// The encoding of a text file; as for the preview.
    #[schema(example = "utf-8")]
    pub encoding: Option<String>,
    /// What separates the cells of a text file; as for the preview.
    #[schema(example = "comma")]
    pub separator: Option<String>,
    /// The row of the header; as for the preview.
    #[schema(minimum = 1, maximum = 10_000_000, example = 1)]
    pub header_row: Option<u32>,
    /// The sheet of a spreadsheet; as for the preview.
    #[schema(max_length = 100, example = "Sheet1")]
    pub sheet: Option<String>,
    /// Whether cells with errors are left out; otherwise a file with any is refused whole.
    #[serde(default)]
    pub leave_out_rejected: bool,
    /// Why figures are corrected.
    #[schema(example = "Đã kiểm lại biên bản", max_length = 2000)]
    pub reason: Option<String>,
    /// When it was received on paper; only for who may enter such reports.
    #[schema(example = "2021-05-24T02:30:00Z")]
    pub received_at: Option<DateTime<Utc>>,
    /// Who vouches for that time.
    #[schema(max_length = 200)]
    pub vouched_by: Option<String>,
}

/// What a commit did.
#[derive(Serialize, ToSchema)]
pub struct CommittedBody {
    /// The file.
    pub upload: UploadBody,
    /// How many units have a new version.
    pub versions: usize,
    /// How many figures were created.
    pub created: u64,
    /// How many were changed.
    pub changed: u64,
    /// How many stayed.
    pub unchanged: u64,
    /// How many of the versions came after the deadline.
    pub late: usize,
    /// When it was received.
    #[schema(format = DateTime)]
    pub received_at: String,
}

/// Hand in a file of reports
///
/// CSV or XLSX, wide or long; or JSON: `{"figures": [{"unit", "metric", "item", "value"}]}` with every value as text.
/// Nothing is changed yet: preview it, then commit it.
#[utoipa::path(tag = "uploads", operation_id = "add_upload", params(FileQuery,
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    request_body(content((String = "text/csv"), (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (serde_json::Value = "application/json", example = json!({ "figures": [{ "unit": "622", "metric": "took_part", "value": "990" }] }))), description = "The file"),
    responses((status = 201, description = "Received", body = UploadBody), Problems))]
#[post("/plans/{plan}/uploads")]
pub async fn add_upload(
    call: Call,
    plan: Path<i64>,
    query: Query<FileQuery>,
    mut payload: Payload,
) -> Result<HttpResponse, Refused> {
    let kind = demand_type(&call, REPORTS)?;
    let name = match kind.as_str() {
        JSON => Some(query.or("reports.json")).filter(|name| is_json(name)).unwrap_or("reports.json".into()),
        _ => query.or("reports.csv"),
    };
    let receiving = call.run(move |service, actor| service.begin_upload(actor, *plan, &name)).await?;
    let received = receive(&call.service, &call.actor, &mut payload, receiving, broken_off).await;
    Ok(HttpResponse::Created().json(UploadBody::from(&received.map_err(|problem| call.refused(problem))?)))
}

/// Receives a file, and takes it away again when it can't be received whole.
///
/// # Errors
/// When it is broken off, too large or empty; and those of the database.
pub async fn receive<E>(
    service: &Data<Service>,
    actor: &Actor,
    pieces: &mut (impl Stream<Item = Result<Bytes, E>> + Unpin),
    receiving: Receiving,
    broken: impl Fn(&E) -> Problem,
) -> Result<UploadRow, Problem> {
    let begun = receiving.begun();
    let received = receive_parts(service, actor, pieces, receiving, broken).await;
    if received.is_err() {
        // The first failure is the one to tell; what can't be taken away now is taken away later.
        let service = service.clone();
        let _kept_for_now = blocking(move || service.discard_upload(&begun)).await;
    }
    received
}

/// Receives a file part by part, so that it never stands in memory whole.
async fn receive_parts<E>(
    service: &Data<Service>,
    actor: &Actor,
    pieces: &mut (impl Stream<Item = Result<Bytes, E>> + Unpin),
    mut receiving: Receiving,
    broken: impl Fn(&E) -> Problem,
) -> Result<UploadRow, Problem> {
    let mut digest = Sha256::new();
    let mut size = 0_u64;
    let mut part: Vec<u8> = Vec::with_capacity(PART);
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|error| broken(&error))?;
        size += piece.len() as u64;
        if size > LARGEST_UPLOAD {
            return Err(TOO_LARGE.with("limit", LARGEST_UPLOAD));
        }
        digest.update(&piece);
        part.extend_from_slice(&piece);
        if part.len() >= PART {
            let whole = std::mem::replace(&mut part, Vec::with_capacity(PART));
            let service = service.clone();
            receiving = blocking(move || {
                service.receive_part(&mut receiving, &whole)?;
                Ok(receiving)
            })
            .await?;
        }
    }
    let sha256: String = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    let (service, actor) = (service.clone(), actor.clone());
    blocking(move || {
        if !part.is_empty() {
            service.receive_part(&mut receiving, &part)?;
        }
        service.end_upload(&actor, receiving, size, sha256)
    })
    .await
}

/// Preview a file
///
/// Figures created, changed (old, new) and unchanged by unit, everything found, and for who may see rankings the effect
/// on ranks, totals and recommendations.
#[utoipa::path(tag = "uploads", operation_id = "preview_upload", params(ReadQuery,
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("upload" = i64, Path, description = "The upload's id", example = 1)),
    responses((status = 200, description = "What the file would change", body = PreviewBody), Problems))]
#[get("/plans/{plan}/uploads/{upload}/preview")]
pub async fn preview_upload(
    call: Call,
    path: Path<(i64, i64)>,
    query: Query<ReadQuery>,
) -> Result<HttpResponse, Refused> {
    let (plan, upload) = path.into_inner();
    let options = query.options(&call)?;
    let body = call
        .run(move |service, actor| Ok(PreviewBody::from(&service.preview(actor, plan, upload, &options)?)))
        .await?;
    Ok(json(&body))
}

/// Download the rows that can't be taken
///
/// CSV that opens right in Excel: the header, every row with an error, and a last column that says why. Corrected, it can
/// be handed in as it is: that column is left out.
#[utoipa::path(tag = "uploads", operation_id = "get_rejected_rows", params(ReadQuery,
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("upload" = i64, Path, description = "The upload's id", example = 1)),
    responses((status = 200, description = "The rows", body = String, content_type = "text/csv"), Problems))]
#[get("/plans/{plan}/uploads/{upload}/rejected")]
pub async fn get_rejected_rows(
    call: Call,
    path: Path<(i64, i64)>,
    query: Query<ReadQuery>,
) -> Result<HttpResponse, Refused> {
    let (plan, upload) = path.into_inner();
    let options = query.options(&call)?;
    let language = language_of(call.request().headers());
    let bytes = call
        .run(move |service, actor| service.rejected_rows(actor, plan, upload, &options, language))
        .await?;
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"rejected.csv\""))
        .body(bytes))
}

/// Commit a file
///
/// Every changed unit gets a new version of its report: all of them, or none.
#[utoipa::path(tag = "uploads", operation_id = "commit_upload", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("upload" = i64, Path, description = "The upload's id", example = 1)),
    responses((status = 200, description = "Committed", body = CommittedBody), Problems))]
#[post("/plans/{plan}/uploads/{upload}/commit")]
pub async fn commit_upload(
    call: Call,
    path: Path<(i64, i64)>,
    body: Json<CommitUpload>,
) -> Result<HttpResponse, Refused> {
    let (plan, upload) = path.into_inner();
    let body = body.into_inner();
    let query = ReadQuery {
        numbers: body.numbers,
        columns: body.columns,
        encoding: body.encoding,
        separator: body.separator,
        header_row: body.header_row,
        sheet: body.sheet,
    };
    let paper = match (body.received_at, body.vouched_by) {
        (None, None) => None,
        (Some(received_at), Some(vouched_by)) if !vouched_by.trim().is_empty() => {
            Some(Paper { received_at: received_at.naive_utc(), vouched_by })
        }
        _ => {
            let problem =
                FIELD_REFUSED.with("field", "vouched_by").with("expected", "received_at + vouched_by");
            return Err(call.refused(problem));
        }
    };
    let commit = Commit {
        digest: body.digest,
        options: query.options(&call)?,
        leave_out_rejected: body.leave_out_rejected,
        reason: body.reason,
        paper,
    };
    let done = call.run(move |service, actor| service.commit(actor, plan, upload, &commit)).await?;
    Ok(json(&CommittedBody {
        upload: UploadBody::from(&done.upload),
        versions: done.versions,
        created: done.created,
        changed: done.changed,
        unchanged: done.unchanged,
        late: done.late,
        received_at: written(done.received_at),
    }))
}
