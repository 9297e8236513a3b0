//! Recommendations: quotas used and left, ties to settle, borders, and every unit in or out with its reason.

use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::answer::{Call, tagged};
use super::page::WordsBody;
use super::problem::{Problems, Refused, with_texts};
use crate::app::live::Basis;
use crate::app::problem::FIELD_REFUSED;
use crate::contest::plan::QuotaPer;
use crate::contest::result::Reason;
use crate::contest::words::Language;
use crate::documents::fragility::border_lines;
use crate::documents::ranking::{RankingDocument, per_code};
use crate::documents::reason::{quota_text, reason_text};

/// Which part of the recommendation is wanted.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RecommendationQuery {
    /// `submitted` or `accepted`: as it stands now. Without it the stored ranking's once the plan is ranked, else by
    /// submitted reports.
    #[param(example = "accepted")]
    pub basis: Option<String>,
    /// Only the award with this code.
    pub award: Option<String>,
    /// Only lines after this one; `next` of the page before.
    #[serde(default)]
    #[param(minimum = 0, example = 0)]
    pub after: usize,
    /// At most so many lines, 1 to 1000.
    #[serde(default = "hundred")]
    #[param(minimum = 1, maximum = 1000, example = 100)]
    pub limit: usize,
}

const fn hundred() -> usize {
    100
}

/// How far a quota is used in one group.
#[derive(Serialize, ToSchema)]
pub struct QuotaBody {
    /// `cluster`, `source`, `subject` or `overall`.
    #[schema(example = "cluster")]
    pub per: String,
    /// The code of the group; null for overall.
    pub group: Option<String>,
    /// What the quota admits, in Vietnamese.
    #[schema(example = "tối đa 2 đơn vị mỗi cụm")]
    pub text_vi: String,
    /// The same in English.
    #[schema(example = "at most 2 units per cluster")]
    pub text_en: String,
    /// How many it admits.
    #[schema(example = 2)]
    pub limit: u32,
    /// How many seats are taken for certain.
    #[schema(example = 1)]
    pub used: u32,
    /// How many may be taken, however open ties are settled.
    #[schema(example = 2)]
    pub used_at_most: u32,
    /// How many are left.
    #[schema(example = 1)]
    pub left: u32,
}

/// An award.
#[derive(Serialize, ToSchema)]
pub struct AwardBody {
    /// Its code.
    #[schema(example = "bang-khen")]
    pub code: String,
    /// Its name.
    pub name: WordsBody,
    /// How many units are recommended.
    #[schema(example = 4)]
    pub recommended: usize,
    /// The codes of units that tie at a border and wait for a person.
    pub ties_to_settle: Vec<String>,
    /// Its quotas by group.
    pub quotas: Vec<QuotaBody>,
}

/// The border of a quota and how firm it is.
#[derive(Serialize, ToSchema)]
pub struct BorderBody {
    /// The award's code.
    #[schema(example = "bang-khen")]
    pub award: String,
    /// `cluster`, `source`, `subject` or `overall`.
    #[schema(example = "cluster")]
    pub per: String,
    /// The code of the group; null for overall.
    pub group: Option<String>,
    /// The last unit inside.
    pub better: String,
    /// The first outside.
    pub worse: String,
    /// Points between them; null where there are none.
    #[schema(example = "0.5")]
    pub gap: Option<String>,
    /// How firm it is, in Vietnamese.
    pub text_vi: String,
    /// The same in English.
    pub text_en: String,
}

/// Why a unit is or isn't recommended for an award.
#[derive(Serialize, ToSchema)]
pub struct UnitReasonBody {
    /// The line in the whole list; what `after` takes.
    pub line: usize,
    /// The award's code.
    #[schema(example = "bang-khen")]
    pub award: String,
    /// The code of the unit's cluster.
    pub cluster: String,
    /// The unit's code.
    #[schema(example = "03127")]
    pub unit: String,
    /// The unit's name.
    pub name: String,
    /// Its rank in its cluster.
    pub rank: u32,
    /// Whether it is recommended.
    pub recommended: bool,
    /// The reason's code.
    #[schema(example = "quota_full")]
    pub reason: String,
    /// What the reason refers to.
    pub reason_detail: Option<String>,
    /// The reason in Vietnamese.
    pub text_vi: String,
    /// The reason in English.
    pub text_en: String,
}

/// A page of a recommendation.
#[derive(Serialize, ToSchema)]
pub struct RecommendationPage {
    /// The plan's count of changes.
    pub change: i64,
    /// The number of the stored ranking that it is of; null of one as it stands now.
    pub snapshot: Option<i64>,
    /// Whether it can still change.
    pub provisional: bool,
    /// The awards in the plan's order.
    pub awards: Vec<AwardBody>,
    /// The borders of the quotas.
    pub borders: Vec<BorderBody>,
    /// Every unit at every award, of this page: awards in the plan's order, then clusters and ranks.
    pub items: Vec<UnitReasonBody>,
    /// How many lines there are in all.
    pub total: usize,
    /// What `after` takes for the next page; null on the last.
    pub next: Option<usize>,
}

fn both(work: impl Fn(&crate::text::Texts) -> String) -> (String, String) {
    (with_texts(Language::Vietnamese, &work), with_texts(Language::English, &work))
}

fn award_body(document: &RankingDocument<'_>, index: usize) -> AwardBody {
    let award = &document.plan().awards[index];
    let usage = document.scored.recommendation.awards.get(index).map_or(&[][..], |result| &result.usage);
    let tied = document.with_reason(index, |reason| matches!(reason, Reason::TieToSettle(_)));
    AwardBody {
        code: award.code.clone(),
        name: WordsBody::from(&award.name),
        recommended: document.with_reason(index, Reason::is_recommended).len(),
        ties_to_settle: tied.into_iter().map(|it| document.unit(it).code().to_owned()).collect(),
        quotas: usage
            .iter()
            .map(|usage| {
                let quota = &award.quotas[usage.quota];
                let (text_vi, text_en) = both(|texts| quota_text(texts, document.plan(), quota));
                QuotaBody {
                    per: per_code(quota.per).to_owned(),
                    group: (quota.per != QuotaPer::Overall)
                        .then(|| document.group_code(quota, usage.group).to_owned()),
                    text_vi,
                    text_en,
                    limit: usage.limit,
                    used: usage.used,
                    used_at_most: usage.used_at_most,
                    left: usage.limit.saturating_sub(usage.used),
                }
            })
            .collect(),
    }
}

fn border_bodies(document: &RankingDocument<'_>, wanted: &dyn Fn(usize) -> bool) -> Vec<BorderBody> {
    let borders = document.borders.iter().filter(|border| wanted(border.award));
    borders
        .map(|border| {
            let award = &document.plan().awards[border.award];
            let quota = &award.quotas[border.quota];
            let told = |texts: &crate::text::Texts| {
                let lines = border_lines(texts, document, border);
                lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ")
            };
            let (text_vi, text_en) = both(told);
            BorderBody {
                award: award.code.clone(),
                per: per_code(quota.per).to_owned(),
                group: (quota.per != QuotaPer::Overall)
                    .then(|| document.group_code(quota, border.group).to_owned()),
                better: document.unit(border.distance.better).code().to_owned(),
                worse: document.unit(border.distance.worse).code().to_owned(),
                gap: border.distance.gap.map(|gap| document.points(gap).to_string()),
                text_vi,
                text_en,
            }
        })
        .collect()
}

fn page_body(
    document: &RankingDocument<'_>,
    change: i64,
    snapshot: Option<i64>,
    query: &RecommendationQuery,
) -> RecommendationPage {
    let plan = document.plan();
    let wanted = |award: usize| query.award.as_ref().is_none_or(|wanted| *wanted == plan.awards[award].code);
    let awards: Vec<usize> = (0..plan.awards.len()).filter(|award| wanted(*award)).collect();
    let ranked: Vec<_> = document
        .clusters()
        .flat_map(|(cluster, ranked)| ranked.iter().map(move |entry| (cluster, *entry)))
        .collect();
    let total = awards.len() * ranked.len();
    let lines = (0..total).skip(query.after).take(query.limit.clamp(1, 1000));
    let items: Vec<UnitReasonBody> = lines
        .filter_map(|line| {
            let award = awards[line / ranked.len()];
            let (cluster, entry) = ranked[line % ranked.len()];
            let reasons = &document.scored.recommendation.awards.get(award)?.reasons;
            let reason = *reasons.get(entry.participant as usize)?;
            let (text_vi, text_en) =
                both(|texts| reason_text(texts, document, entry.participant, (award, reason)));
            let unit = document.unit(entry.participant);
            Some(UnitReasonBody {
                line: line + 1,
                award: plan.awards[award].code.clone(),
                cluster: cluster.code.clone(),
                unit: unit.code().to_owned(),
                name: unit.name().to_owned(),
                rank: entry.rank,
                recommended: reason.is_recommended(),
                reason: reason.code().to_owned(),
                reason_detail: Some(document.reason_detail(award, reason).to_owned())
                    .filter(|detail| !detail.is_empty()),
                text_vi,
                text_en,
            })
        })
        .collect();
    let last = items.last().map_or(query.after, |item| item.line);
    RecommendationPage {
        change,
        snapshot,
        provisional: document.provisional,
        awards: awards.iter().map(|award| award_body(document, *award)).collect(),
        borders: border_bodies(document, &wanted),
        next: (last < total && !items.is_empty()).then_some(last),
        items,
        total,
    }
}

/// Get the recommendation
///
/// Per award the quotas used and left, who ties at a border, how firm borders are; and every unit in or out with the
/// reason, page by page. Once the plan is ranked it is that of the stored ranking.
#[utoipa::path(tag = "rankings", operation_id = "get_recommendations", params(RecommendationQuery,
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 200, description = "A page of the recommendation", body = RecommendationPage), Problems))]
#[get("/plans/{plan}/recommendations")]
pub async fn get_recommendations(
    call: Call,
    plan: Path<i64>,
    query: Query<RecommendationQuery>,
) -> Result<HttpResponse, Refused> {
    let query = query.into_inner();
    let basis = query.basis.as_deref().map(Basis::of_code);
    if basis == Some(None) {
        return Err(
            call.refused(FIELD_REFUSED.with("field", "basis").with("expected", "submitted, accepted"))
        );
    }
    let basis = basis.flatten();
    let body = call
        .run(move |service, actor| {
            let (ranking, snapshot) = service.recommended(actor, *plan, basis)?;
            Ok(ranking.with_document(|document| page_body(document, ranking.row.change, snapshot, &query)))
        })
        .await?;
    Ok(tagged(&body, body.change))
}
