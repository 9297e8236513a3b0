//! Who is recommended for which award, within the quotas, and why.

use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, get};
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::{Call, json};
use super::page::WordsBody;
use super::problem::{Problems, Refused, with_texts};
use super::ranking::{BasisQuery, basis};
use crate::contest::explain::Border;
use crate::contest::plan::QuotaPer;
use crate::contest::result::Reason;
use crate::contest::words::Language;
use crate::documents::ranking::{RankingDocument, per_code};
use crate::documents::reason::reason_text;

/// How far a quota is used.
#[derive(Serialize, ToSchema)]
pub struct QuotaBody {
    /// What it is counted by: `cluster`, `source`, `subject` or `overall`.
    #[schema(example = "cluster")]
    pub per: String,
    /// The code of the group; null for `overall`.
    pub group: Option<String>,
    /// How many it admits.
    #[schema(example = 2)]
    pub limit: u32,
    /// Seats that are surely taken.
    #[schema(example = 1)]
    pub used: u32,
    /// Seats taken at most, once open ties are settled.
    #[schema(example = 2)]
    pub used_at_most: u32,
}

/// A unit's place in an award.
#[derive(Serialize, ToSchema)]
pub struct ReasonedBody {
    /// The unit's code.
    #[schema(example = "099")]
    pub unit: String,
    /// The unit's name.
    #[schema(example = "Huyện Tuần Giáo")]
    pub name: String,
    /// Whether it is recommended.
    pub recommended: bool,
    /// Whether a tie or an open point must be settled first.
    pub undecided: bool,
    /// The reason's code.
    #[schema(example = "quota_full")]
    pub reason: String,
    /// The reason as a sentence.
    pub text: WordsBody,
}

/// What separates the last unit in from the first one out.
#[derive(Serialize, ToSchema)]
pub struct BorderBody {
    /// What the quota is counted by.
    pub per: String,
    /// The code of the group; null for `overall`.
    pub group: Option<String>,
    /// The code of the last unit in.
    pub better: String,
    /// The code of the first unit out.
    pub worse: String,
    /// The gap in points, a decimal; null where points don't decide.
    pub gap: Option<String>,
    /// The smallest change of one figure that would turn it; null where none does.
    pub correction: Option<CorrectionBody>,
}

/// A change of one figure.
#[derive(Serialize, ToSchema)]
pub struct CorrectionBody {
    /// The unit's code.
    #[schema(example = "099")]
    pub unit: String,
    /// The figure's code.
    #[schema(example = "took_part.commune_council")]
    pub figure: String,
    /// By how much.
    #[schema(example = -12)]
    pub by: i64,
}

/// An award.
#[derive(Serialize, ToSchema)]
pub struct AwardBody {
    /// The award's code.
    #[schema(example = "provincial_certificate")]
    pub award: String,
    /// Its name.
    pub name: WordsBody,
    /// How far its quotas are used.
    pub quotas: Vec<QuotaBody>,
    /// Who is recommended, and who waits for something to be settled, in the order of the ranking. The reasons of all
    /// others stand in the ranking.
    pub units: Vec<ReasonedBody>,
    /// How many others there are.
    #[schema(example = 71)]
    pub others: usize,
    /// How firm the borders of its quotas are.
    pub borders: Vec<BorderBody>,
}

/// The recommendation of a plan.
#[derive(Serialize, ToSchema)]
pub struct RecommendationBody {
    /// The plan's count of changes that this is the recommendation of.
    pub change: i64,
    /// Whether it can still change.
    pub provisional: bool,
    /// The awards, the highest first.
    pub awards: Vec<AwardBody>,
}

fn in_both(say: impl Fn(&crate::text::Texts) -> String) -> WordsBody {
    WordsBody { vi: with_texts(Language::Vietnamese, &say), en: with_texts(Language::English, &say) }
}

fn reasoned(document: &RankingDocument<'_>, award: usize, participant: u32, reason: Reason) -> ReasonedBody {
    let unit = document.unit(participant);
    ReasonedBody {
        unit: unit.code().to_owned(),
        name: unit.name().to_owned(),
        recommended: reason.is_recommended(),
        undecided: reason.is_undecided(),
        reason: reason.code().to_owned(),
        text: in_both(|texts| reason_text(texts, document, participant, (award, reason))),
    }
}

fn border_body(document: &RankingDocument<'_>, border: &Border) -> BorderBody {
    let quota = &document.plan().awards[border.award].quotas[border.quota];
    let code = |participant: u32| document.unit(participant).code().to_owned();
    BorderBody {
        per: per_code(quota.per).to_owned(),
        group: (quota.per != QuotaPer::Overall).then(|| document.group_code(quota, border.group).to_owned()),
        better: code(border.distance.better),
        worse: code(border.distance.worse),
        gap: border.distance.gap.map(|gap| document.points(gap).to_string()),
        correction: border.distance.correction.map(|correction| CorrectionBody {
            unit: code(correction.participant),
            figure: document.plan().slot_code(correction.change.slot),
            by: correction.change.by,
        }),
    }
}

fn award_body(document: &RankingDocument<'_>, award: usize) -> AwardBody {
    let plan = document.plan();
    let result = &document.scored.recommendation.awards[award];
    let quota_body = |usage: &crate::contest::result::QuotaUse| {
        let quota = &plan.awards[award].quotas[usage.quota];
        QuotaBody {
            per: per_code(quota.per).to_owned(),
            group: (quota.per != QuotaPer::Overall)
                .then(|| document.group_code(quota, usage.group).to_owned()),
            limit: usage.limit,
            used: usage.used,
            used_at_most: usage.used_at_most,
        }
    };
    let of = |participant: u32| result.reasons[participant as usize];
    let named: Vec<u32> = document
        .clusters()
        .flat_map(|(_, ranked)| ranked.iter().map(|ranked| ranked.participant))
        .filter(|participant| of(*participant).is_recommended() || of(*participant).is_undecided())
        .collect();
    AwardBody {
        award: plan.awards[award].code.clone(),
        name: WordsBody::from(&plan.awards[award].name),
        quotas: result.usage.iter().map(quota_body).collect(),
        others: result.reasons.len() - named.len(),
        units: named.iter().map(|one| reasoned(document, award, *one, of(*one))).collect(),
        borders: document
            .borders
            .iter()
            .filter(|border| border.award == award)
            .map(|border| border_body(document, border))
            .collect(),
    }
}

/// Get the recommendation
///
/// For each award how far its quotas are used, who is in and why, which ties wait, and how firm the borders are.
#[utoipa::path(tag = "rankings", operation_id = "get_recommendation", params(BasisQuery,
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 200, description = "The recommendation", body = RecommendationBody), Problems))]
#[get("/plans/{plan}/recommendation")]
pub async fn get_recommendation(
    call: Call,
    plan: Path<i64>,
    query: Query<BasisQuery>,
) -> Result<HttpResponse, Refused> {
    let query = query.into_inner();
    let basis = basis(&call, query.basis.as_deref())?;
    let as_of = query.as_of.map(|as_of| as_of.naive_utc());
    let body = call
        .run(move |service, actor| {
            let ranking = service.ranking(actor, *plan, basis, as_of)?;
            Ok(ranking.with_document(|document| RecommendationBody {
                change: ranking.row.change,
                provisional: document.provisional,
                awards: (0..document.plan().awards.len()).map(|award| award_body(document, award)).collect(),
            }))
        })
        .await?;
    Ok(json(&body))
}
