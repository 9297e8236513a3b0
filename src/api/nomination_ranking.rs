//! The ranking of nominated persons, and what is kept of a person: told whole, and erased.

use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::web::Path;
use actix_web::{HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Call, json};
use super::body::Json;
use super::nomination::NominationDone;
use super::page::WordsBody;
use super::problem::{Problems, Refused};
use crate::app::audit::written;
use crate::app::nomination::code_of;
use crate::app::nomination_privacy::ErasureReason;
use crate::app::nomination_ranking::{NominationRankingRow, PersonRanking, RecommendedPerson};
use crate::app::problem::NOT_FOUND;
use crate::contest::composition::Composition;

/// A person in a ranking, by number.
#[derive(Serialize, ToSchema)]
pub struct RankedPerson {
    /// The number of the nomination.
    #[schema(example = 12)]
    pub number: i64,
    /// The code of the cluster.
    #[schema(example = "all")]
    pub cluster: String,
    /// The place; ties share it. Null: none is shown.
    #[schema(example = 1)]
    pub rank: Option<u32>,
    /// `met`, `open` or `not_met`.
    #[schema(example = "met")]
    pub gates: String,
    /// Kept out, since the unit doesn't reach what the plan wants.
    pub excluded: bool,
    /// On hold, since that is open for the unit.
    pub on_hold: bool,
    /// By award the code of the reason, in the plan's order.
    pub awards: Vec<PersonAward>,
}

/// How a person stands to an award.
#[derive(Serialize, ToSchema)]
pub struct PersonAward {
    /// The code of the award.
    #[schema(example = "provincial_certificate_person")]
    pub award: String,
    /// The code of the reason.
    #[schema(example = "recommended")]
    pub reason: String,
}

/// How many of a kind of person are recommended.
#[derive(Serialize, ToSchema)]
pub struct CompositionLine {
    /// The code of the kind.
    #[schema(example = "official")]
    pub kind: String,
    /// Its name.
    pub name: WordsBody,
    /// Whether such persons lead others.
    pub leads: bool,
    /// How many are nominated for the award and accepted.
    #[schema(example = 12)]
    pub accepted: u32,
    /// How many of them are recommended.
    #[schema(example = 7)]
    pub recommended: u32,
    /// The share of all who are recommended, exactly: `7/83`. Null while nobody is.
    #[schema(example = "7/83")]
    pub share: Option<String>,
}

/// The composition of those recommended for an award.
#[derive(Serialize, ToSchema)]
pub struct CompositionBody {
    /// The code of the award.
    #[schema(example = "provincial_certificate_person")]
    pub award: String,
    /// How many are recommended: the base of every share.
    #[schema(example = 83)]
    pub recommended: u32,
    /// How many of them lead others.
    #[schema(example = 20)]
    pub leaders: u32,
    /// Their share, exactly; null while nobody is recommended.
    #[schema(example = "20/83")]
    pub leaders_share: Option<String>,
    /// By kind, in the plan's order.
    pub kinds: Vec<CompositionLine>,
}

/// A share of those who are recommended, exactly.
pub fn share(part: u32, whole: u32) -> Option<String> {
    (whole > 0).then(|| format!("{part}/{whole}"))
}

fn composition_body(persons: &PersonRanking, composition: &Composition) -> CompositionBody {
    let plan = &persons.individuals().plan;
    let (recommended, leaders) = (composition.recommended(), composition.leaders());
    let line = |of_kind: &crate::contest::composition::OfKind| CompositionLine {
        kind: plan.subjects[of_kind.kind].code.clone(),
        name: (&plan.subjects[of_kind.kind].name).into(),
        leads: of_kind.leads,
        accepted: of_kind.accepted,
        recommended: of_kind.recommended,
        share: share(of_kind.recommended, recommended),
    };
    CompositionBody {
        award: plan.awards[composition.award].code.clone(),
        recommended,
        leaders,
        leaders_share: share(leaders, recommended),
        kinds: composition.kinds.iter().map(line).collect(),
    }
}

/// The ranking of persons as it stands.
#[derive(Serialize, ToSchema)]
pub struct PersonRankingBody {
    /// Everybody accepted, cluster by cluster, the best first.
    pub items: Vec<RankedPerson>,
    /// How many there are.
    pub total: usize,
    /// The composition of every award.
    pub compositions: Vec<CompositionBody>,
}

/// Rank the persons
///
/// As everything stands now: everybody accepted by number, and the composition of every award.
#[utoipa::path(tag = "individuals", operation_id = "get_person_ranking", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 200, description = "The ranking", body = PersonRankingBody), Problems))]
#[get("/plans/{plan}/nominations/ranking")]
pub async fn get_person_ranking(call: Call, plan: Path<i64>) -> Result<HttpResponse, Refused> {
    let persons = call.run(move |service, actor| service.person_ranking(actor, *plan)).await?;
    let plan = &persons.individuals().plan;
    let items: Vec<RankedPerson> = persons.ranking.with_plain_document(|document| {
        let mut items = Vec::new();
        for (cluster, ranked) in document.clusters() {
            for entry in ranked {
                let Some(row) = persons.row(document.unit(entry.participant).code()) else { continue };
                let score = document.score(entry.participant);
                let awards = plan.awards.iter().zip(&document.scored.recommendation.awards);
                items.push(RankedPerson {
                    number: row.number,
                    cluster: cluster.code.clone(),
                    rank: (!document.is_unranked(entry.participant)).then_some(entry.rank),
                    gates: crate::documents::ranking::gates_code(score.gates).to_owned(),
                    excluded: score.excluded,
                    on_hold: score.on_hold,
                    awards: awards
                        .map(|(award, result)| PersonAward {
                            award: award.code.clone(),
                            reason: result.reasons[entry.participant as usize].code().to_owned(),
                        })
                        .collect(),
                });
            }
        }
        items
    });
    let compositions = persons.compositions();
    let compositions = compositions.iter().map(|one| composition_body(&persons, one)).collect();
    Ok(json(&PersonRankingBody { total: items.len(), items, compositions }))
}

/// A stored ranking of persons.
#[derive(Serialize, ToSchema)]
pub struct StoredPersonRanking {
    /// Its number in the plan.
    #[schema(example = 1)]
    pub number: i64,
    /// SHA-256 of what it was made from.
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub input_hash: String,
    /// SHA-256 of what came out.
    #[schema(example = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae")]
    pub result_hash: String,
    /// Who stored it.
    #[schema(example = "user:officer")]
    pub made_by: String,
    /// When.
    #[schema(format = DateTime, example = "2021-06-15T10:00:00.000000Z")]
    pub made_at: String,
}

impl From<&NominationRankingRow> for StoredPersonRanking {
    fn from(row: &NominationRankingRow) -> Self {
        Self {
            number: row.number,
            input_hash: row.input_hash.clone(),
            result_hash: row.result_hash.clone(),
            made_by: row.made_by.clone(),
            made_at: written(row.made_at),
        }
    }
}

/// The stored rankings of persons.
#[derive(Serialize, ToSchema)]
pub struct StoredPersonRankings {
    /// By number.
    pub items: Vec<StoredPersonRanking>,
    /// How many there are.
    pub total: usize,
}

/// Store the ranking of persons
///
/// From what stands now, once the units' ranking is stored. Where nothing has changed since, the last one stays.
#[utoipa::path(tag = "individuals", operation_id = "store_person_ranking", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 201, description = "Stored", body = StoredPersonRanking), Problems))]
#[post("/plans/{plan}/nominations/rankings")]
pub async fn store_person_ranking(call: Call, plan: Path<i64>) -> Result<HttpResponse, Refused> {
    let row = call.run(move |service, actor| service.store_person_ranking(actor, *plan)).await?;
    Ok(HttpResponse::Created().json(StoredPersonRanking::from(&row)))
}

/// List the stored rankings of persons
///
/// By number, with the hashes of what each was made from and of what came out.
#[utoipa::path(tag = "individuals", operation_id = "list_person_rankings", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 200, description = "All of them", body = StoredPersonRankings), Problems))]
#[get("/plans/{plan}/nominations/rankings")]
pub async fn list_person_rankings(call: Call, plan: Path<i64>) -> Result<HttpResponse, Refused> {
    let rows = call.run(move |service, actor| service.person_rankings(actor, *plan)).await?;
    let items: Vec<StoredPersonRanking> = rows.iter().map(StoredPersonRanking::from).collect();
    Ok(json(&StoredPersonRankings { total: items.len(), items }))
}

/// The stored ranking of persons with a number.
async fn stored(call: &Call, (plan, number): (i64, i64)) -> Result<NominationRankingRow, Refused> {
    call.run(move |service, actor| {
        let rows = service.person_rankings(actor, plan)?;
        let row = rows.into_iter().find(|row| row.number == number);
        row.ok_or_else(|| NOT_FOUND.with("what", format!("nomination_ranking {number}")))
    })
    .await
}

/// Get a stored ranking of persons
///
/// In the form of a ranking of units; a person's code says the number of the nomination. `sha256sum` of this text is the
/// `result_hash`.
#[utoipa::path(tag = "individuals", operation_id = "get_stored_person_ranking", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("number" = i64, Path, description = "The number of the stored ranking", example = 1)),
    responses((status = 200, description = "The ranking", body = serde_json::Value), Problems))]
#[get("/plans/{plan}/nominations/rankings/{number}")]
pub async fn get_stored_person_ranking(call: Call, path: Path<(i64, i64)>) -> Result<HttpResponse, Refused> {
    let row = stored(&call, path.into_inner()).await?;
    Ok(HttpResponse::Ok().content_type("application/json").body(row.result))
}

/// Get what a stored ranking of persons was made from
///
/// Line by line: the hash of the units' ranking, then as of a ranking of units. `sha256sum` of this text is the `input_hash`.
#[utoipa::path(tag = "individuals", operation_id = "get_person_ranking_inputs", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("number" = i64, Path, description = "The number of the stored ranking", example = 1)),
    responses((status = 200, description = "The inputs", body = String, content_type = "text/plain"), Problems))]
#[get("/plans/{plan}/nominations/rankings/{number}/inputs")]
pub async fn get_person_ranking_inputs(call: Call, path: Path<(i64, i64)>) -> Result<HttpResponse, Refused> {
    let row = stored(&call, path.into_inner()).await?;
    Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(row.inputs))
}

/// A recommended person as anybody may see it.
#[derive(Serialize, ToSchema)]
pub struct PublicPerson {
    /// By what the person is named: `CN-12`.
    #[schema(example = "CN-12")]
    pub code: String,
    /// The code of the unit that the person belongs to.
    #[schema(example = "099")]
    pub unit: String,
    /// The code of the kind of person.
    #[schema(example = "official")]
    pub kind: String,
    /// The code of the award.
    #[schema(example = "provincial_certificate_person")]
    pub award: String,
    /// The code of the reason.
    #[schema(example = "recommended")]
    pub reason: String,
}

/// Recommended persons as anybody may see them.
#[derive(Serialize, ToSchema)]
pub struct PublicPersons {
    /// By award and place.
    pub items: Vec<PublicPerson>,
    /// How many there are.
    pub total: usize,
}

/// List the recommended persons without their names
///
/// Of the last stored ranking of persons: number, unit, kind and award alone. Before the plan is finalised, for who may see
/// rankings.
#[utoipa::path(tag = "individuals", operation_id = "list_public_persons", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 200, description = "All of them", body = PublicPersons), Problems))]
#[get("/plans/{plan}/nominations/public")]
pub async fn list_public_persons(call: Call, plan: Path<i64>) -> Result<HttpResponse, Refused> {
    let (frame, found) = call.run(move |service, actor| service.redacted_individuals(actor, *plan)).await?;
    let item = |person: &RecommendedPerson| PublicPerson {
        code: code_of(person.row.number),
        unit: frame.code_at(person.row.unit).to_owned(),
        kind: person.row.kind.clone(),
        award: person.award.clone(),
        reason: person.reason.clone(),
    };
    let items: Vec<PublicPerson> = found.iter().map(item).collect();
    Ok(json(&PublicPersons { total: items.len(), items }))
}

/// How a person came out, in words.
#[derive(Serialize, ToSchema)]
pub struct PersonStanding {
    /// In Vietnamese; null while the nomination isn't accepted.
    pub text_vi: Option<String>,
    /// In English.
    pub text_en: Option<String>,
}

/// Explain how a person came out
///
/// Every criterion with its figures, the place and the awards, in words, as everything stands now.
#[utoipa::path(tag = "individuals", operation_id = "get_person_standing", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("nomination" = i64, Path, description = "The nomination's number", example = 12)),
    responses((status = 200, description = "The explanation", body = PersonStanding), Problems))]
#[get("/plans/{plan}/nominations/{nomination}/standing")]
pub async fn get_person_standing(call: Call, path: Path<(i64, i64)>) -> Result<HttpResponse, Refused> {
    let (plan, number) = path.into_inner();
    let told = call.run(move |service, actor| service.explain_person(actor, plan, number)).await?;
    let (text_vi, text_en) = told.map(|told| (told.text_vi, told.text_en)).unzip();
    Ok(json(&PersonStanding { text_vi, text_en }))
}

/// Export everything about a person
///
/// As JSON, for who manages cases; the export is recorded.
#[utoipa::path(tag = "individuals", operation_id = "export_person", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("nomination" = i64, Path, description = "The nomination's number", example = 12)),
    responses((status = 200, description = "Everything that is kept", body = serde_json::Value), Problems))]
#[get("/plans/{plan}/nominations/{nomination}/export")]
pub async fn export_person(call: Call, path: Path<(i64, i64)>) -> Result<HttpResponse, Refused> {
    let (plan, number) = path.into_inner();
    let told = call.run(move |service, actor| service.export_person(actor, plan, number)).await?;
    let name = format!("attachment; filename=\"CN-{number}.json\"");
    Ok(HttpResponse::Ok().insert_header((CONTENT_DISPOSITION, name)).json(told))
}

/// Why what is written of a person is erased.
#[derive(Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ErasureReasonBody {
    /// The person asked for it.
    Request,
    /// An authority ordered it.
    Order,
    /// The person was entered by mistake.
    Mistake,
    /// The time of keeping is over.
    Retention,
}

/// An erasure.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ErasePerson {
    /// Why.
    #[schema(example = "request")]
    pub reason: ErasureReasonBody,
}

/// Erase what is written of a person
///
/// Name, year of birth, position, summary, notes and texts. The number and what is counted stay. It can't be taken back.
#[utoipa::path(tag = "individuals", operation_id = "erase_person", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("nomination" = i64, Path, description = "The nomination's number", example = 12)),
    responses((status = 200, description = "Erased", body = NominationDone), Problems))]
#[post("/plans/{plan}/nominations/{nomination}/erase")]
pub async fn erase_person(
    call: Call,
    path: Path<(i64, i64)>,
    body: Json<ErasePerson>,
) -> Result<HttpResponse, Refused> {
    let (plan, number) = path.into_inner();
    let reason = match body.into_inner().reason {
        ErasureReasonBody::Request => ErasureReason::Request,
        ErasureReasonBody::Order => ErasureReason::Order,
        ErasureReasonBody::Mistake => ErasureReason::Mistake,
        ErasureReasonBody::Retention => ErasureReason::Retention,
    };
    let row = call.run(move |service, actor| service.erase_person(actor, plan, number, reason)).await?;
    Ok(json(&NominationDone::from(&row)))
}

/// Who is due to be erased.
#[derive(Serialize, ToSchema)]
pub struct DueBody {
    /// From this day on everybody is.
    #[schema(format = Date, example = "2031-06-15")]
    pub from: String,
    /// For how many years data are kept.
    #[schema(example = 10)]
    pub years: u32,
    /// The numbers of the nominations that are due today and not erased yet.
    #[schema(example = json!([12]))]
    pub numbers: Vec<i64>,
}

/// Tell who is due to be erased
///
/// The day from which the plan's time of keeping is over, and the nominations that still say who a person is then.
#[utoipa::path(tag = "individuals", operation_id = "get_due_persons", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 200, description = "Who is due", body = DueBody), Problems))]
#[get("/plans/{plan}/nominations/due")]
pub async fn get_due_persons(call: Call, plan: Path<i64>) -> Result<HttpResponse, Refused> {
    let due = call.run(move |service, actor| service.persons_due(actor, *plan)).await?;
    Ok(json(&DueBody { from: due.from.to_string(), years: due.years, numbers: due.numbers }))
}

/// The nominations whose persons were erased.
#[derive(Serialize, ToSchema)]
pub struct ErasedBody {
    /// Their numbers.
    #[schema(example = json!([12]))]
    pub numbers: Vec<i64>,
}

/// Erase everybody who is due
///
/// Once the plan's time of keeping is over.
#[utoipa::path(tag = "individuals", operation_id = "erase_due_persons", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 200, description = "Erased", body = ErasedBody), Problems))]
#[post("/plans/{plan}/nominations/erase-due")]
pub async fn erase_due_persons(call: Call, plan: Path<i64>) -> Result<HttpResponse, Refused> {
    let numbers = call.run(move |service, actor| service.erase_due(actor, *plan)).await?;
    Ok(json(&ErasedBody { numbers }))
}
