//! Files of reports: handed in, previewed, committed.

use actix_web::web::{Json, Path, Payload, Query};
use actix_web::{HttpResponse, get, post};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::{IntoParams, ToSchema};

use super::answer::{Call, json};
use super::body::demand_type;
use super::plan::{FileQuery, PlanBody};
use super::problem::{Problems, Refused, with_texts};
use crate::app::audit::written;
use crate::app::preview::{CellChange, Effect, Preview, UnitChange};
use crate::app::problem::{BODY_MALFORMED, FIELD_REFUSED, TOO_LARGE};
use crate::app::report::{Commit, Paper};
use crate::app::upload::UploadRow;
use crate::app::upload::{LARGEST_UPLOAD, PART};
use crate::contest::finding::{Finding, Findings, Severity};
use crate::contest::words::Language;
use crate::intake::number::NumberStyle;
use crate::intake::reports::ReadOptions;
use crate::text::finding::sentence;
use crate::text::format::column_letters;

/// The content types of tables.
pub const TABLES: &[&str] = &[
    "text/csv",
    "text/plain",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/octet-stream",
];

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

/// Something found in a file or among figures.
#[derive(Serialize, ToSchema)]
pub struct FindingBody {
    /// The stable code.
    #[schema(example = "number.malformed")]
    pub code: String,
    /// `error`, `warning` or `notice`.
    #[schema(example = "error")]
    pub severity: String,
    /// The file.
    pub file: String,
    /// The row as a spreadsheet counts; null when the whole file is meant.
    pub row: Option<u32>,
    /// The column's letters; null when the whole row is meant.
    #[schema(example = "C")]
    pub column: Option<String>,
    /// The header of the column.
    pub header: String,
    /// The code of the unit concerned; empty when none is.
    pub unit: String,
    /// The value as read.
    pub read: String,
    /// What is wrong, what was expected and what to do, in Vietnamese.
    pub text_vi: String,
    /// The same in English.
    pub text_en: String,
}

impl From<&Finding> for FindingBody {
    fn from(finding: &Finding) -> Self {
        let text = |language| with_texts(language, |texts| sentence(texts, finding));
        Self {
            code: finding.code.to_owned(),
            severity: match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Notice => "notice",
            }
            .to_owned(),
            file: finding.spot.file.clone(),
            row: (finding.spot.row > 0).then_some(finding.spot.row),
            column: (finding.spot.column > 0).then(|| column_letters(finding.spot.column.into())),
            header: finding.spot.header.clone(),
            unit: finding.unit.clone(),
            read: finding.read.clone(),
            text_vi: text(Language::Vietnamese),
            text_en: text(Language::English),
        }
    }
}

/// Everything found: all of it counted, the first thousand whole.
#[derive(Serialize, ToSchema)]
pub struct FindingsBody {
    /// How many errors there are in all.
    pub errors: u64,
    /// How many warnings there are in all.
    pub warnings: u64,
    /// How many notices there are in all.
    pub notices: u64,
    /// The findings, by file, row and column; at most the first thousand.
    pub items: Vec<FindingBody>,
}

impl From<&Findings> for FindingsBody {
    fn from(findings: &Findings) -> Self {
        Self {
            errors: findings.errors,
            warnings: findings.warnings,
            notices: findings.notices,
            items: findings.in_order().into_iter().map(FindingBody::from).collect(),
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

/// How a file is to be read.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReadQuery {
    /// How numbers are written: `vi` (1.234,5) or `en` (1,234.5); without it, as the file's numbers prove.
    #[param(example = "vi")]
    pub numbers: Option<String>,
}

fn options(call: &Call, numbers: Option<&str>) -> Result<ReadOptions, Refused> {
    let numbers = match numbers {
        None => None,
        Some("vi") => Some(NumberStyle::Vietnamese),
        Some("en") => Some(NumberStyle::English),
        Some(_) => {
            return Err(call.refused(FIELD_REFUSED.with("field", "numbers").with("expected", "vi, en")));
        }
    };
    Ok(ReadOptions { numbers, as_of: None })
}

/// A figure that a file would set.
#[derive(Serialize, ToSchema)]
pub struct CellBody {
    /// The code of the metric.
    #[schema(example = "took_part")]
    pub metric: String,
    /// The code of the item, of a metric that is split.
    pub item: Option<String>,
    /// What stands now; null: nothing.
    pub before: Option<String>,
    /// What would stand.
    pub after: String,
    /// The row in the file.
    pub row: u32,
    /// The column's letters.
    #[schema(example = "C")]
    pub column: String,
}

/// What a file would change for a unit.
#[derive(Serialize, ToSchema)]
pub struct UnitChangeBody {
    /// The unit's code.
    pub unit: String,
    /// The unit's name.
    pub name: String,
    /// The number of the version that stands; 0 without one.
    pub base_version: i64,
    /// Errors between its figures as they would stand.
    pub errors: u64,
    /// Warnings.
    pub warnings: u64,
    /// Its created and changed figures.
    pub cells: Vec<CellBody>,
}

/// How a unit's place would change.
#[derive(Serialize, ToSchema)]
pub struct EffectBody {
    /// The unit's code.
    pub unit: String,
    /// The unit's name.
    pub name: String,
    /// Its rank now.
    pub rank_before: u32,
    /// Its rank then.
    pub rank_after: u32,
    /// Its total now; null where the plan gives no points or it has none.
    pub total_before: Option<String>,
    /// Its total then.
    pub total_after: Option<String>,
    /// Codes of the awards it is recommended for now.
    pub awards_before: Vec<String>,
    /// Codes of the awards it would be recommended for.
    pub awards_after: Vec<String>,
}

/// What a file would change. Nothing is stored yet.
#[derive(Serialize, ToSchema)]
pub struct PreviewBody {
    /// The file.
    pub upload: UploadBody,
    /// What committing quotes.
    pub digest: String,
    /// How many figures are created.
    pub created: u64,
    /// How many are changed.
    pub changed: u64,
    /// How many stay as they are.
    pub unchanged: u64,
    /// How many errors are in cells and rows that can't be taken.
    pub rejected: u64,
    /// How many units change.
    pub changed_units: usize,
    /// The first hundred units that change.
    pub units: Vec<UnitChangeBody>,
    /// How many units change their rank, total or recommendation.
    pub affected_units: usize,
    /// The first hundred of them.
    pub effects: Vec<EffectBody>,
    /// What is wrong or worth a look.
    pub findings: FindingsBody,
}

/// How many units a preview shows whole; all are counted.
const SHOWN: usize = 100;

fn cell_body(preview: &Preview, cell: &CellChange) -> CellBody {
    let (metric, item) = preview.frame.plan.slot(cell.slot);
    CellBody {
        metric: metric.code.clone(),
        item: item.map(|item| item.code.clone()),
        before: cell.before.clone(),
        after: cell.after.clone(),
        row: cell.figure.place.row,
        column: column_letters(u32::from(cell.figure.place.column) + 1),
    }
}

fn unit_body(preview: &Preview, change: &UnitChange) -> UnitChangeBody {
    let unit = preview.frame.units.get(change.unit);
    UnitChangeBody {
        unit: unit.code().to_owned(),
        name: unit.name().to_owned(),
        base_version: change.base,
        errors: change.errors,
        warnings: change.warnings,
        cells: change.cells.iter().map(|cell| cell_body(preview, cell)).collect(),
    }
}

fn effect_body(preview: &Preview, effect: &Effect) -> EffectBody {
    let unit = preview.frame.units.get(effect.unit);
    let awards = |awards: &[usize]| -> Vec<String> {
        awards.iter().map(|award| preview.frame.plan.awards[*award].code.clone()).collect()
    };
    EffectBody {
        unit: unit.code().to_owned(),
        name: unit.name().to_owned(),
        rank_before: effect.rank_before,
        rank_after: effect.rank_after,
        total_before: effect.total_before.map(|total| total.to_string()),
        total_after: effect.total_after.map(|total| total.to_string()),
        awards_before: awards(&effect.awards_before),
        awards_after: awards(&effect.awards_after),
    }
}

impl From<&Preview> for PreviewBody {
    fn from(preview: &Preview) -> Self {
        Self {
            upload: UploadBody::from(&preview.upload),
            digest: preview.digest.clone(),
            created: preview.created,
            changed: preview.changed,
            unchanged: preview.unchanged,
            rejected: preview.rejected,
            changed_units: preview.units.len(),
            units: preview.units.iter().take(SHOWN).map(|unit| unit_body(preview, unit)).collect(),
            affected_units: preview.effects.len(),
            effects: preview.effects.iter().take(SHOWN).map(|it| effect_body(preview, it)).collect(),
            findings: FindingsBody::from(&preview.findings),
        }
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
/// CSV or XLSX, wide or long. Nothing is changed yet: preview it, then commit it.
#[utoipa::path(tag = "uploads", operation_id = "add_upload", params(FileQuery,
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    request_body(content = String, content_type = "text/csv", description = "The file"),
    responses((status = 201, description = "Received", body = UploadBody), Problems))]
#[post("/plans/{plan}/uploads")]
pub async fn add_upload(
    call: Call,
    plan: Path<i64>,
    query: Query<FileQuery>,
    mut payload: Payload,
) -> Result<HttpResponse, Refused> {
    use futures_util::StreamExt;
    demand_type(&call, TABLES)?;
    let name = query.or("reports.csv");
    let mut receiving = call.run(move |service, actor| service.begin_upload(actor, *plan, &name)).await?;
    let mut digest = Sha256::new();
    let mut size = 0_u64;
    let mut part: Vec<u8> = Vec::with_capacity(PART);
    while let Some(piece) = payload.next().await {
        let piece = piece.map_err(|error| call.refused(BODY_MALFORMED.with("reason", error)))?;
        size += piece.len() as u64;
        if size > LARGEST_UPLOAD {
            return Err(call.refused(TOO_LARGE.with("limit", LARGEST_UPLOAD)));
        }
        digest.update(&piece);
        part.extend_from_slice(&piece);
        if part.len() >= PART {
            let whole = std::mem::replace(&mut part, Vec::with_capacity(PART));
            receiving = call
                .run(move |service, _| {
                    service.receive_part(&mut receiving, &whole)?;
                    Ok(receiving)
                })
                .await?;
        }
    }
    let sha256: String = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    let row = call
        .run(move |service, actor| {
            if !part.is_empty() {
                service.receive_part(&mut receiving, &part)?;
            }
            service.end_upload(actor, receiving, size, sha256)
        })
        .await?;
    Ok(HttpResponse::Created().json(UploadBody::from(&row)))
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
    let options = options(&call, query.numbers.as_deref())?;
    let body = call
        .run(move |service, actor| Ok(PreviewBody::from(&service.preview(actor, plan, upload, &options)?)))
        .await?;
    Ok(json(&body))
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
        options: options(&call, body.numbers.as_deref())?,
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
