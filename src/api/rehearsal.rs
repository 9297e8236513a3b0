//! A plan scored on figures that are there already, and compared with another draft or with other numbers; nothing is
//! stored.

use actix_web::web::Path;
use actix_web::{HttpResponse, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Call, json};
use super::body::Json;
use super::problem::{Problems, Refused};
use crate::app::ranking::LiveRanking;
use crate::app::rehearsal::{Against, Figures, Rehearsal};
use crate::contest::words::Words;
use crate::documents::comparison::{Moved, Summarised, compare};
use crate::documents::rehearsal::{AwardSummary, CriterionRemark, CriterionSummary, Summaries};

/// How many units that are recommended otherwise are listed; all are counted.
const LISTED: usize = 1000;

/// What is rehearsed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RehearsePlan {
    /// The id of the plan whose figures are taken: those last handed in, of units with the same code and of those that
    /// have become part of them since, for metrics of the same code and kind. It may be the plan itself.
    #[schema(example = 1)]
    pub figures_of: i64,
    /// The id of a plan that is compared with it on the same figures. Not together with `numbers`.
    pub against: Option<i64>,
    /// Numbers of the plan to change; the plan is compared with itself so changed.
    #[serde(default)]
    #[schema(max_items = 200)]
    pub numbers: Vec<ChangedNumber>,
}

/// A number of a plan with another value.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangedNumber {
    /// `bar.CRITERION`, `weight.CRITERION` (percent of its points), or `quota.AWARD.N` (its first quota being 1).
    #[schema(example = "bar.turnout", max_length = 200)]
    pub name: String,
    /// The value, a decimal; in percent where the plan's is.
    #[schema(example = "99.80", max_length = 30)]
    pub value: String,
}

/// Something that stands out at a criterion.
#[derive(Serialize, ToSchema)]
pub struct CriterionRemarkBody {
    /// `applies_to_nobody`, `no_figures`, `decides_nothing`, `nobody_meets`, `decides_nearly_all`,
    /// `points_decide_nearly_all`, `ceiling`, `floor`, `outweighs` or `one_is_more`.
    #[schema(example = "one_is_more")]
    pub code: String,
    /// How many units, or criteria, it is about; null where it tells no number.
    pub count: Option<usize>,
}

/// What a criterion did.
#[derive(Serialize, ToSchema)]
pub struct RehearsedCriterion {
    /// Its code.
    #[schema(example = "turnout")]
    pub criterion: String,
    /// How many units meet it.
    pub met: usize,
    /// How many don't.
    pub not_met: usize,
    /// For how many it is open.
    pub open: usize,
    /// How many miss this gate and no other.
    pub alone: usize,
    /// What stands out.
    pub remarks: Vec<CriterionRemarkBody>,
}

/// What an award found.
#[derive(Serialize, ToSchema)]
pub struct RehearsedAward {
    /// Its code.
    #[schema(example = "provincial_certificate")]
    pub award: String,
    /// How many meet what it requires.
    pub eligible: usize,
    /// How many are recommended.
    pub recommended: usize,
    /// How many tie at the border of a quota, or wait for such a tie.
    pub undecided: usize,
    /// How many quotas there are, each group by itself.
    pub quotas: usize,
    /// How many of them stay empty although they admit somebody.
    pub empty_quotas: usize,
}

/// What came out of a plan.
#[derive(Serialize, ToSchema)]
pub struct RehearsedPlan {
    /// What each criterion did, in the plan's order.
    pub criteria: Vec<RehearsedCriterion>,
    /// What each award found, in the plan's order.
    pub awards: Vec<RehearsedAward>,
}

/// A unit that is recommended otherwise.
#[derive(Serialize, ToSchema)]
pub struct MovedUnit {
    /// Its code.
    #[schema(example = "099")]
    pub unit: String,
    /// Its name.
    pub name: String,
    /// Its rank in the plan; null where it has none.
    pub rank: Option<u32>,
    /// Its rank in what it is compared with.
    pub other_rank: Option<u32>,
    /// The code of the highest award it is recommended for in the plan; null without one.
    pub award: Option<String>,
    /// The same in what it is compared with.
    pub other_award: Option<String>,
}

/// What a plan is compared with.
#[derive(Serialize, ToSchema)]
pub struct RehearsalComparison {
    /// What came out of it.
    pub other: RehearsedPlan,
    /// Units that are recommended otherwise, at most 1,000.
    pub moved: Vec<MovedUnit>,
    /// How many there are.
    pub moved_total: usize,
    /// How many units have another rank.
    pub reranked: usize,
}

/// A rehearsal.
#[derive(Serialize, ToSchema)]
pub struct RehearsalBody {
    /// How many units take part.
    pub participants: usize,
    /// How many of them have a figure.
    pub reported: usize,
    /// The figures of the plan that nobody has: `metric` or `metric.item`.
    pub unfilled: Vec<String>,
    /// Codes of units whose counts were added up from units that became part of them since.
    pub merged: Vec<String>,
    /// Codes of units with figures that have no place in the plan.
    pub left_out: Vec<String>,
    /// What came out of the plan.
    pub plan: RehearsedPlan,
    /// What came out of what it is compared with; null without.
    pub comparison: Option<RehearsalComparison>,
}

fn criterion_body((criterion, summary): (&str, &CriterionSummary)) -> RehearsedCriterion {
    let remark = |remark: &CriterionRemark| CriterionRemarkBody {
        code: remark.code().to_owned(),
        count: remark.count(),
    };
    RehearsedCriterion {
        criterion: criterion.to_owned(),
        met: summary.met,
        not_met: summary.not_met,
        open: summary.open,
        alone: summary.alone,
        remarks: summary.remarks.iter().map(remark).collect(),
    }
}

fn award_body((award, summary): (&str, &AwardSummary)) -> RehearsedAward {
    let AwardSummary { eligible, recommended, undecided, quotas, empty_quotas } = *summary;
    RehearsedAward { award: award.to_owned(), eligible, recommended, undecided, quotas, empty_quotas }
}

fn plan_body((document, summaries): Summarised<'_>) -> RehearsedPlan {
    let criteria = document.plan().criteria.iter().map(|criterion| criterion.code.as_str());
    let awards = document.plan().awards.iter().map(|award| award.code.as_str());
    RehearsedPlan {
        criteria: criteria.zip(&summaries.criteria).map(criterion_body).collect(),
        awards: awards.zip(&summaries.awards).map(award_body).collect(),
    }
}

fn moved_body(moved: Moved) -> MovedUnit {
    let ([rank, other_rank], [award, other_award]) = (moved.ranks, moved.awards);
    let code = |award: Option<(String, Words)>| award.map(|(code, _)| code);
    MovedUnit {
        unit: moved.code,
        name: moved.name,
        rank,
        other_rank,
        award: code(award),
        other_award: code(other_award),
    }
}

fn comparison_body(first: Summarised<'_>, other: &LiveRanking) -> RehearsalComparison {
    other.with_plain_document(|document| {
        let second = (document, &Summaries::of(document));
        let compared = compare(first, second);
        RehearsalComparison {
            other: plan_body(second),
            moved_total: compared.moved.len(),
            moved: compared.moved.into_iter().take(LISTED).map(moved_body).collect(),
            reranked: compared.reranked,
        }
    })
}

fn rehearsal_body(rehearsal: Rehearsal) -> RehearsalBody {
    let frame = &rehearsal.ranking.frame;
    let code = |unit: &u32| frame.units.get(*unit).code().to_owned();
    let (plan, comparison) = rehearsal.ranking.with_plain_document(|document| {
        let first = (document, &Summaries::of(document));
        (plan_body(first), rehearsal.other.as_ref().map(|other| comparison_body(first, other)))
    });
    RehearsalBody {
        participants: frame.units.participants().count(),
        reported: rehearsal.reported,
        unfilled: rehearsal.unfilled.iter().map(|slot| frame.plan.slot_code(*slot)).collect(),
        merged: rehearsal.merged.iter().map(code).collect(),
        plan,
        comparison,
        left_out: rehearsal.left_out,
    }
}

/// Rehearse a plan
///
/// Scores a plan on figures that are there already, before it is launched: who would meet what, which criteria decide
/// nothing or nearly everything, which quotas stay empty; alone, or compared with another draft or with other numbers on
/// the same figures. Nothing is stored.
#[utoipa::path(tag = "plans", operation_id = "rehearse_plan", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 200, description = "What came out", body = RehearsalBody), Problems))]
#[post("/plans/{plan}/rehearsal")]
pub async fn rehearse_plan(
    call: Call,
    plan: Path<i64>,
    body: Json<RehearsePlan>,
) -> Result<HttpResponse, Refused> {
    let RehearsePlan { figures_of, against, numbers } = body.into_inner();
    let numbers: Vec<(String, String)> =
        numbers.into_iter().map(|number| (number.name, number.value)).collect();
    let done = call
        .run(move |service, actor| {
            let against = Against::asked(against, &numbers)?;
            Ok(rehearsal_body(service.rehearse(actor, *plan, Figures::Plan(figures_of), against)?))
        })
        .await?;
    Ok(json(&done))
}
