//! Persons nominated for awards: what is said of them goes to who may see it alone; answers to changes name them by number.

use std::collections::BTreeMap;

use actix_web::web::{Path, Payload, Query};
use actix_web::{HttpResponse, get, post, put};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::answer::{Call, json};
use super::body::{Json, demand_type, whole};
use super::export::Form;
use super::page::{Page, fifty, next_after};
use super::plan::{FileQuery, LARGEST_UNITS};
use super::problem::{ProblemBody, Problems, Refused, with_texts};
use crate::api::finding::FindingsBody;
use crate::app::actor::Right;
use crate::app::audit::written;
use crate::app::frame::Frame;
use crate::app::nominate::Verdict;
use crate::app::nomination::{NominationRow, figures_of, shown_name};
use crate::app::nomination_file::{NominationFile, TakenNominations};
use crate::app::nomination_said::NewNomination;
use crate::app::problem::Problem;
use crate::contest::finding::Findings;
use crate::contest::words::Language;
use crate::documents::nomination_list::nomination_list;
use crate::intake::source_file::SourceFile;

/// A person to be nominated.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddNomination {
    /// The code of the unit that nominates; null: the caller's own.
    #[schema(example = "099")]
    pub nominator: Option<String>,
    /// The code of the unit that the person belongs to; the nominating one, or one below it.
    #[schema(example = "099")]
    pub unit: String,
    /// The code of the kind of person.
    #[schema(example = "official")]
    pub kind: String,
    /// The code of the award.
    #[schema(example = "provincial_certificate_person")]
    pub award: String,
    /// The name.
    #[schema(example = "(họ và tên)", min_length = 1, max_length = 200)]
    pub name: String,
    /// The year of birth; null where it isn't told.
    #[schema(example = 1985, minimum = 1900)]
    pub birth_year: Option<i64>,
    /// The position held; may be empty.
    #[serde(default)]
    #[schema(example = "Chuyên viên", max_length = 200)]
    pub position: String,
    /// The summary of achievements.
    #[schema(example = "Hoàn thành nhiệm vụ trong tổ bầu cử", min_length = 1, max_length = 4000)]
    pub summary: String,
    /// Figures by the code of their metric, as text.
    #[serde(default)]
    #[schema(example = json!({ "tasks_done": "true" }))]
    pub figures: BTreeMap<String, String>,
}

impl From<AddNomination> for NewNomination {
    fn from(body: AddNomination) -> Self {
        Self {
            nominator: body.nominator,
            unit: body.unit,
            kind: body.kind,
            award: body.award,
            name: body.name,
            birth_year: body.birth_year,
            position: body.position,
            summary: body.summary,
            figures: body.figures.into_iter().collect(),
        }
    }
}

/// What became of a nomination; it names nobody.
#[derive(Serialize, ToSchema)]
pub struct NominationDone {
    /// Its number in the plan.
    #[schema(example = 12)]
    pub number: i64,
    /// `submitted`, `returned`, `accepted` or `withdrawn`.
    #[schema(example = "submitted")]
    pub state: String,
    /// Counts every change to it.
    #[schema(example = 1)]
    pub change: i64,
}

impl From<&NominationRow> for NominationDone {
    fn from(row: &NominationRow) -> Self {
        Self { number: row.number, state: row.state.clone(), change: row.change }
    }
}

/// Nominations that something became of.
#[derive(Serialize, ToSchema)]
pub struct NominationsDone {
    /// All of them.
    pub items: Vec<NominationDone>,
}

/// A nomination.
#[derive(Serialize, ToSchema)]
pub struct NominationBody {
    /// Its number in the plan.
    #[schema(example = 12)]
    pub number: i64,
    /// The name, or the number once it is erased.
    #[schema(example = "(họ và tên)")]
    pub name: String,
    /// The year of birth.
    #[schema(example = 1985)]
    pub birth_year: Option<i64>,
    /// The position held.
    pub position: String,
    /// The summary of achievements.
    pub summary: String,
    /// The code of the unit that the person belongs to.
    #[schema(example = "099")]
    pub unit: String,
    /// The code of the unit that nominates.
    #[schema(example = "099")]
    pub nominator: String,
    /// The code of the kind of person.
    #[schema(example = "official")]
    pub kind: String,
    /// The code of the award.
    #[schema(example = "provincial_certificate_person")]
    pub award: String,
    /// Figures by the code of their metric.
    #[schema(example = json!({ "tasks_done": "true" }))]
    pub figures: BTreeMap<String, String>,
    /// `submitted`, `returned`, `accepted` or `withdrawn`.
    #[schema(example = "submitted")]
    pub state: String,
    /// Numbers of nominations that may be of the same person and aren't settled.
    #[schema(example = json!([7]))]
    pub duplicates: Vec<i64>,
    /// Counts every change to it.
    #[schema(example = 1)]
    pub change: i64,
    /// Who entered it.
    #[schema(example = "user:xa.099")]
    pub made_by: String,
    /// When.
    #[schema(format = DateTime, example = "2021-05-24T02:30:00.000000Z")]
    pub made_at: String,
    /// Who decided last.
    pub decided_by: Option<String>,
    /// When.
    #[schema(format = DateTime)]
    pub decided_at: Option<String>,
    /// Why.
    pub decision_note: Option<String>,
    /// When what it said of the person was erased; null: it is there.
    #[schema(format = DateTime)]
    pub erased_at: Option<String>,
}

fn body(frame: &Frame, row: &NominationRow, duplicates: Option<&Vec<i64>>) -> NominationBody {
    let part = frame.plan.individuals.as_ref();
    let figures = part.map_or_else(Vec::new, |part| figures_of(&part.plan, row));
    NominationBody {
        number: row.number,
        name: shown_name(row, Language::Vietnamese),
        birth_year: row.birth_year,
        position: row.position.clone(),
        summary: row.summary.clone(),
        unit: frame.code_at(row.unit).to_owned(),
        nominator: frame.code_at(row.nominator).to_owned(),
        kind: row.kind.clone(),
        award: row.award.clone(),
        figures: figures.into_iter().map(|figure| (figure.code, figure.text)).collect(),
        state: row.state.clone(),
        duplicates: duplicates.cloned().unwrap_or_default(),
        change: row.change,
        made_by: row.made_by.clone(),
        made_at: written(row.made_at),
        decided_by: row.decided_by.clone(),
        decided_at: row.decided_at.map(written),
        decision_note: row.decision_note.clone(),
        erased_at: row.erased_at.map(written),
    }
}

/// Nominations of a plan.
#[derive(Serialize, ToSchema)]
pub struct NominationList {
    /// Those of this page.
    pub items: Vec<NominationBody>,
    /// How many fit.
    pub total: usize,
    /// The key for the next page; null at the end.
    pub next: Option<i64>,
}

/// Which nominations are wanted.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct NominationQuery {
    /// Only those in this state.
    #[param(example = "submitted")]
    pub state: Option<String>,
    /// Only of this kind of person.
    #[param(example = "official")]
    pub kind: Option<String>,
    /// Only for this award.
    #[param(example = "provincial_certificate_person")]
    pub award: Option<String>,
    /// Only those that this unit nominates.
    #[param(example = "099")]
    pub nominator: Option<String>,
    /// Only those that may be of the same person as another.
    #[param(example = false)]
    pub duplicates: Option<bool>,
    /// Only what comes after this number; `next` of the page before.
    #[serde(default)]
    #[param(minimum = 0, example = 0)]
    pub after: i64,
    /// At most so many, 1 to 1000.
    #[serde(default = "fifty")]
    #[param(minimum = 1, maximum = 1000, example = 50)]
    pub limit: i64,
}

/// List nominations
///
/// Those of the units in reach, or all of them, by number.
#[utoipa::path(tag = "individuals", operation_id = "list_nominations", params(NominationQuery,
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 200, description = "A page of them", body = NominationList), Problems))]
#[get("/plans/{plan}/nominations")]
pub async fn list_nominations(
    call: Call,
    plan: Path<i64>,
    query: Query<NominationQuery>,
) -> Result<HttpResponse, Refused> {
    let found = call.run(move |service, actor| service.nominations(actor, *plan)).await?;
    let is = |wanted: &Option<String>, value: &str| wanted.as_deref().is_none_or(|wanted| wanted == value);
    let fits = |row: &&NominationRow| {
        is(&query.state, &row.state)
            && is(&query.kind, &row.kind)
            && is(&query.award, &row.award)
            && is(&query.nominator, found.frame.code_at(row.nominator))
            && (query.duplicates != Some(true) || found.duplicates.contains_key(&row.number))
    };
    let fitting: Vec<&NominationRow> = found.rows.iter().filter(fits).collect();
    let total = fitting.len();
    let limit = Page { after: query.after, limit: query.limit }.limit();
    let shown = fitting.into_iter().filter(|row| row.number > query.after);
    let items: Vec<NominationBody> = shown
        .take(usize::try_from(limit).unwrap_or(usize::MAX))
        .map(|row| body(&found.frame, row, found.duplicates.get(&row.number)))
        .collect();
    let next = next_after(&items, limit, |item| item.number);
    Ok(json(&NominationList { items, total, next }))
}

/// Get a nomination
///
/// With all that it says of the person, for who may see it.
#[utoipa::path(tag = "individuals", operation_id = "get_nomination", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("nomination" = i64, Path, description = "The nomination's number", example = 12)),
    responses((status = 200, description = "The nomination", body = NominationBody), Problems))]
#[get("/plans/{plan}/nominations/{nomination}")]
pub async fn get_nomination(call: Call, path: Path<(i64, i64)>) -> Result<HttpResponse, Refused> {
    let (plan, number) = path.into_inner();
    let found = call.run(move |service, actor| service.nomination(actor, plan, number)).await?;
    Ok(json(&body(&found.frame, &found.row, Some(&found.duplicates))))
}

/// Nominate a person
///
/// For the caller's own unit or one below it; no more persons for an award than the plan lets a unit nominate.
#[utoipa::path(tag = "individuals", operation_id = "add_nomination", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 201, description = "Nominated", body = NominationDone), Problems))]
#[post("/plans/{plan}/nominations")]
pub async fn add_nomination(
    call: Call,
    plan: Path<i64>,
    body: Json<AddNomination>,
) -> Result<HttpResponse, Refused> {
    let new = NewNomination::from(body.into_inner());
    let row = call.run(move |service, actor| service.nominate(actor, *plan, &new)).await?;
    Ok(HttpResponse::Created().json(NominationDone::from(&row)))
}

/// Change a nomination
///
/// Before it is accepted; one that was returned waits again. What was given at appraisal stays.
#[utoipa::path(tag = "individuals", operation_id = "change_nomination", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("nomination" = i64, Path, description = "The nomination's number", example = 12),
    ("If-Match" = Option<String>, Header, description = "The nomination's change as last read", example = "\"1\"")),
    responses((status = 200, description = "Changed", body = NominationDone), Problems))]
#[put("/plans/{plan}/nominations/{nomination}")]
pub async fn change_nomination(
    call: Call,
    path: Path<(i64, i64)>,
    body: Json<AddNomination>,
) -> Result<HttpResponse, Refused> {
    let (plan, number) = path.into_inner();
    let (expected, new) = (call.if_match()?, NewNomination::from(body.into_inner()));
    let row = call
        .run(move |service, actor| service.change_nomination(actor, plan, number, (expected, &new)))
        .await?;
    Ok(json(&NominationDone::from(&row)))
}

/// Withdraw a nomination
///
/// By who nominated; one that was accepted, by who manages cases.
#[utoipa::path(tag = "individuals", operation_id = "withdraw_nomination", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("nomination" = i64, Path, description = "The nomination's number", example = 12),
    ("If-Match" = Option<String>, Header, description = "The nomination's change as last read", example = "\"1\"")),
    responses((status = 200, description = "Withdrawn", body = NominationDone), Problems))]
#[post("/plans/{plan}/nominations/{nomination}/withdraw")]
pub async fn withdraw_nomination(call: Call, path: Path<(i64, i64)>) -> Result<HttpResponse, Refused> {
    let (plan, number) = path.into_inner();
    let expected = call.if_match()?;
    let row =
        call.run(move |service, actor| service.withdraw_nomination(actor, plan, number, expected)).await?;
    Ok(json(&NominationDone::from(&row)))
}

/// What is decided about nominations.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideNominations {
    /// The numbers of the nominations.
    #[schema(example = json!([12]), min_items = 1, max_items = 1000)]
    pub numbers: Vec<i64>,
    /// Accepted, or returned to be corrected.
    #[schema(example = true)]
    pub accept: bool,
    /// Why; needed for a return. It stays with the nomination and is erased with it.
    #[schema(example = "Hồ sơ đầy đủ", max_length = 2000)]
    pub note: Option<String>,
}

/// Accept or return nominations
///
/// All of them or none. What may be of the same person must be settled before it is accepted.
#[utoipa::path(tag = "individuals", operation_id = "decide_nominations", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 200, description = "Decided", body = NominationsDone), Problems))]
#[post("/plans/{plan}/nominations/decide")]
pub async fn decide_nominations(
    call: Call,
    plan: Path<i64>,
    body: Json<DecideNominations>,
) -> Result<HttpResponse, Refused> {
    let DecideNominations { numbers, accept, note } = body.into_inner();
    let verdict = if accept { Verdict::Accept } else { Verdict::Return };
    let rows = call
        .run(move |service, actor| {
            service.decide_nominations(actor, *plan, &numbers, (verdict, note.as_deref()))
        })
        .await?;
    Ok(json(&NominationsDone { items: rows.iter().map(NominationDone::from).collect() }))
}

/// Why persons who look the same are different.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TellApart {
    /// Why. It stays with the nomination and is erased with it.
    #[schema(example = "Hai người trùng tên, khác đơn vị công tác", min_length = 1, max_length = 2000)]
    pub reason: String,
}

/// Declare persons different
///
/// Those that may be the same person as this one are others; with a reason.
#[utoipa::path(tag = "individuals", operation_id = "tell_nominations_apart", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("nomination" = i64, Path, description = "The nomination's number", example = 12)),
    responses((status = 200, description = "Declared", body = NominationDone), Problems))]
#[post("/plans/{plan}/nominations/{nomination}/apart")]
pub async fn tell_nominations_apart(
    call: Call,
    path: Path<(i64, i64)>,
    body: Json<TellApart>,
) -> Result<HttpResponse, Refused> {
    let (plan, number) = path.into_inner();
    let reason = body.into_inner().reason;
    let row = call.run(move |service, actor| service.tell_apart(actor, plan, number, &reason)).await?;
    Ok(json(&NominationDone::from(&row)))
}

/// Figures given at appraisal.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AppraiseNomination {
    /// Figures by the code of their metric; an empty one is taken away, those that aren't named stay.
    #[schema(example = json!({ "law_kept": "true" }))]
    pub figures: BTreeMap<String, String>,
}

/// Appraise a nomination
///
/// Gives or changes figures, judged ones among them.
#[utoipa::path(tag = "individuals", operation_id = "appraise_nomination", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("nomination" = i64, Path, description = "The nomination's number", example = 12),
    ("If-Match" = Option<String>, Header, description = "The nomination's change as last read", example = "\"1\"")),
    responses((status = 200, description = "Given", body = NominationDone), Problems))]
#[put("/plans/{plan}/nominations/{nomination}/figures")]
pub async fn appraise_nomination(
    call: Call,
    path: Path<(i64, i64)>,
    body: Json<AppraiseNomination>,
) -> Result<HttpResponse, Refused> {
    let (plan, number) = path.into_inner();
    let expected = call.if_match()?;
    let figures: Vec<(String, String)> = body.into_inner().figures.into_iter().collect();
    let row = call
        .run(move |service, actor| service.appraise_nomination(actor, plan, number, (expected, &figures)))
        .await?;
    Ok(json(&NominationDone::from(&row)))
}

/// How a file of nominations is taken.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct NominationFileQuery {
    /// The file's name, for findings; folders are cut off.
    #[param(example = "ca-nhan.csv", max_length = 400)]
    pub file_name: Option<String>,
    /// The code of the unit that nominates; without it, the caller's own.
    #[param(example = "099")]
    pub nominator: Option<String>,
    /// Whether only to tell what is in it.
    #[serde(default)]
    #[param(example = true)]
    pub dry_run: bool,
}

/// What a file of nominations came to.
#[derive(Serialize, ToSchema)]
pub struct NominationFileBody {
    /// How many persons it names without an error.
    pub persons: usize,
    /// The number of the first nomination made; null where none was.
    pub first: Option<i64>,
    /// The number of the last one.
    pub last: Option<i64>,
    /// What was found.
    pub findings: FindingsBody,
}

/// The findings are the answer to a file that is refused; the refusal only says that there are some.
pub fn told(
    done: Result<TakenNominations, Problem>,
    findings: Findings,
) -> Result<(Option<TakenNominations>, Findings), Problem> {
    match done {
        Ok(taken) => Ok((Some(taken), findings)),
        Err(_) if findings.errors > 0 => Ok((None, findings)),
        Err(problem) => Err(problem),
    }
}

/// Nominate many persons with a file
///
/// A table as the template has it: taken whole or not at all. The file itself isn't kept.
#[utoipa::path(tag = "individuals", operation_id = "import_nominations", params(NominationFileQuery,
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    request_body(content = String, content_type = "text/csv", description = "The table"),
    responses(Problems, (status = 200, description = "Taken, or only looked at", body = NominationFileBody),
        (status = 422, description = "Nothing was taken: the findings of the file, or a problem", content(
            (NominationFileBody = "application/json"), (ProblemBody = "application/problem+json")))))]
#[post("/plans/{plan}/nominations/file")]
pub async fn import_nominations(
    call: Call,
    plan: Path<i64>,
    query: Query<NominationFileQuery>,
    payload: Payload,
) -> Result<HttpResponse, Refused> {
    call.demand(Right::Nominate).await?;
    demand_type(&call, super::upload::TABLES)?;
    let bytes = whole(&call, payload, LARGEST_UNITS).await?;
    let NominationFileQuery { file_name, nominator, dry_run } = query.into_inner();
    let name = FileQuery { file_name }.or("nominations.csv");
    let (taken, findings) = call
        .run(move |service, actor| {
            let mut findings = Findings::default();
            let file = SourceFile::new(&name, &bytes);
            let given = NominationFile { file, nominator: nominator.as_deref(), dry_run };
            let done = service.nominate_many(actor, *plan, given, &mut findings);
            told(done, findings)
        })
        .await?;
    let numbers = taken.as_ref().and_then(|taken| taken.numbers);
    let body = NominationFileBody {
        persons: taken.as_ref().map_or(0, |taken| taken.persons),
        first: numbers.map(|(first, _)| first),
        last: numbers.map(|(_, last)| last),
        findings: (&findings).into(),
    };
    Ok(match taken {
        Some(_) => json(&body),
        None => HttpResponse::UnprocessableEntity().json(body),
    })
}

/// Get the template of a file of nominations
///
/// A table with its header alone, for spreadsheets.
#[utoipa::path(tag = "individuals", operation_id = "get_nomination_template", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 200, description = "The table", body = String, content_type = "text/csv"), Problems))]
#[get("/plans/{plan}/nominations/template")]
pub async fn get_nomination_template(call: Call, plan: Path<i64>) -> Result<HttpResponse, Refused> {
    let bytes = call.run(move |service, actor| service.nomination_template(actor, *plan)).await?;
    Ok(HttpResponse::Ok().content_type("text/csv; charset=utf-8").body(bytes))
}

/// Export the nominations
///
/// The list of those that the caller may see, in Vietnamese words, as CSV or as a spreadsheet. The export is recorded.
#[utoipa::path(tag = "individuals", operation_id = "export_nominations", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 200, description = "The list", content((String = "text/csv"), (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), Problems))]
#[get("/plans/{plan}/nominations/export")]
pub async fn export_nominations(call: Call, plan: Path<i64>) -> Result<HttpResponse, Refused> {
    let form = match Form::of(call.request()) {
        Form::Xlsx => Form::Xlsx,
        Form::Json | Form::Csv => Form::Csv,
    };
    let bytes = call
        .run(move |service, actor| {
            let found = service.nominations(actor, *plan)?;
            let list = with_texts(Language::Vietnamese, |texts| {
                nomination_list(texts, found.listed(Language::Vietnamese))
            });
            service.note_export(actor, *plan, "nominations")?;
            form.list(list, |_| false, service.threads())
        })
        .await?;
    Ok(form.answer("nominations", bytes))
}
