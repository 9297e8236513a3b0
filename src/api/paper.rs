//! Documents in the layout of Decree 30/2020/NĐ-CP, as DOCX.

use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, get};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::answer::Call;
use super::problem::{Problems, Refused};
use crate::app::paper::PaperFields;
use crate::app::problem::{INTERNAL, NOT_FOUND, Problem};
use crate::documents::paper::docx::docx_of;
use crate::documents::paper::{Document, PaperKind};

/// The media type of a text document.
pub const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// What a person gives a document. What isn't given stays a dotted blank.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
#[derive(Default)]
pub struct PaperQuery {
    /// The body above the one that issues the document.
    #[param(max_length = 200, example = "UBND tỉnh Gia Lai")]
    pub superior: String,
    /// Who issues it.
    #[param(max_length = 200, example = "Sở Nội vụ")]
    pub issuer: String,
    /// The abbreviation in its sign.
    #[param(max_length = 200, example = "SNV")]
    pub abbreviation: String,
    /// Its number.
    #[param(max_length = 200, example = "15")]
    pub number: String,
    /// The place.
    #[param(max_length = 200, example = "Gia Lai")]
    pub place: String,
    /// The date.
    pub date: Option<NaiveDate>,
    /// To whom it goes, at most 30 lines.
    #[param(example = "Chủ tịch UBND tỉnh Gia Lai")]
    pub to: String,
    /// Who else gets it, at most 30 lines.
    #[param(example = "Như trên\nLưu: VT")]
    pub recipients: String,
    /// For whom it is signed.
    #[param(max_length = 200, example = "KT. GIÁM ĐỐC")]
    pub authority: String,
    /// The signatory's position.
    #[param(max_length = 200, example = "PHÓ GIÁM ĐỐC")]
    pub position: String,
    /// The signatory's name.
    #[param(max_length = 200)]
    pub signatory: String,
    /// The number of the stored ranking that a submission letter or a report is made from; without it, of the one that stands.
    #[param(minimum = 1, example = 1)]
    pub ranking: Option<i64>,
    /// The id of a letter that was entered: the submission letter is of its cases, with its number and date unless others are
    /// given; for who sees the cases of all units. Not together with `ranking`. Without both, it is of all that the council
    /// voted for, to who sees these, else of whom the ranking recommends.
    #[param(minimum = 1, example = 1)]
    pub letter: Option<i64>,
    /// The code of the unit that an explanation sheet is of; needed there.
    #[param(max_length = 64, example = "622")]
    pub unit: String,
    /// The code of the only cluster of which units are urged.
    #[param(example = "64")]
    pub cluster: String,
    /// Which units are urged: `missing` (nothing sent), `returned` (to be sent again), `late`; without it, all of these.
    #[param(example = "missing")]
    pub lacking: String,
    /// The day until which the units urged are asked to report.
    pub answer_by: Option<NaiveDate>,
    /// The id of the plan that a report compares the contest with.
    #[param(minimum = 1, example = 2)]
    pub compare: Option<i64>,
    /// The number of its stored ranking; without it, of the one that stands.
    #[param(minimum = 1, example = 1)]
    pub compare_ranking: Option<i64>,
    /// The number of the session that minutes are of; needed there.
    #[param(minimum = 1, example = 1)]
    pub session: Option<i64>,
    /// The id of the decision; needed there.
    #[param(minimum = 1, example = 1)]
    pub decision: Option<i64>,
    /// Who asked for a decision; the letters that did are known.
    #[param(max_length = 200, example = "Giám đốc Sở Nội vụ")]
    pub proposer: String,
    /// Who carries a decision out, besides those in its lists.
    #[param(max_length = 200, example = "Chánh Văn phòng UBND tỉnh, Giám đốc Sở Nội vụ")]
    pub executors: String,
}

impl From<PaperQuery> for PaperFields {
    fn from(query: PaperQuery) -> Self {
        Self {
            superior: query.superior,
            issuer: query.issuer,
            abbreviation: query.abbreviation,
            number: query.number,
            place: query.place,
            date: query.date,
            to: query.to,
            recipients: query.recipients,
            authority: query.authority,
            position: query.position,
            signatory: query.signatory,
            ranking: query.ranking,
            letter: query.letter,
            unit: query.unit,
            cluster: query.cluster,
            lacking: query.lacking,
            answer_by: query.answer_by,
            compare: query.compare,
            compare_ranking: query.compare_ranking,
            session: query.session,
            decision: query.decision,
            proposer: query.proposer,
            executors: query.executors,
        }
    }
}

/// The kind of document with a code.
///
/// # Errors
/// When there is none.
pub fn kind_of(code: &str) -> Result<PaperKind, Problem> {
    PaperKind::of_code(code).ok_or_else(|| NOT_FOUND.with("what", code))
}

/// A document as a file.
///
/// # Errors
/// When it would be too large for one.
pub fn file_of(document: &Document) -> Result<Vec<u8>, Problem> {
    docx_of(document).map_err(|error| {
        tracing::error!(%error, "a document can't be made");
        Problem::from(&INTERNAL)
    })
}

/// The answer: a file with a name.
pub fn answer(kind: PaperKind, bytes: Vec<u8>) -> HttpResponse {
    let name = format!("attachment; filename=\"{}.docx\"", kind.code());
    HttpResponse::Ok().content_type(DOCX).insert_header((CONTENT_DISPOSITION, name)).body(bytes)
}

/// Get a document of a plan
///
/// In the layout of Decree 30/2020/NĐ-CP, in Vietnamese, as DOCX: a submission letter with the lists of collectives and individuals
/// (`submission`; after a council's votes of whom it voted for, with the share of votes), the summary of achievements of all
/// cases (`achievements`), the minutes of a council's session (`minutes`), a decision with its lists (`decision`), the explanation
/// sheet of a unit's points (`explanation`), a letter that urges units to report (`urging`), or the summing-up report (`summary`).
/// What isn't final says so.
///
/// Minutes are for who manages cases and for members of the council, of whose copy the cases are left out that the member has an
/// interest in. A decision is a public act: who may see the plan may have it, with the names in it; what it says of itself
/// (number, date, who signed) can't be filled in otherwise. Everywhere else persons are named to who may see cases. Noted in the
/// audit log.
#[utoipa::path(tag = "documents", operation_id = "get_document", params(PaperQuery,
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("kind" = String, Path, description = "`submission`, `achievements`, `minutes`, `decision`, `explanation`, `urging` or `summary`", example = "submission")),
    responses((status = 200, description = "The document", content((String = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"))), Problems))]
#[get("/plans/{plan}/documents/{kind}")]
pub async fn get_document(
    call: Call,
    path: Path<(i64, String)>,
    query: Query<PaperQuery>,
) -> Result<HttpResponse, Refused> {
    let (plan, code) = path.into_inner();
    let kind = kind_of(&code).map_err(|problem| call.refused(problem))?;
    let fields = PaperFields::from(query.into_inner());
    let bytes = call
        .run(move |service, actor| {
            let paper = service.paper(actor, plan, kind, &fields)?;
            service.note_export(actor, plan, &format!("document:{}", kind.code()))?;
            file_of(&paper.document)
        })
        .await?;
    Ok(answer(kind, bytes))
}
