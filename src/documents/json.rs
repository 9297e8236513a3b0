//! The ranking as JSON: a stable interface.
//!
//! Decimals are strings, counts are integers, what is missing is null. Keys, in this order:
//!
//! * `format`: `"thidua.ranking/1"`; changes only when a key changes its meaning or goes.
//! * `plan`: `code`, `title` (`vi`, `en`), `issuer`, `issued`, `from`, `to` (dates as `YYYY-MM-DD`).
//! * `as_of`: the moment asked for (`YYYY-MM-DDTHH:MM:SS`) or null. `provisional`: whether errors were found in the
//!   files and the ranking is made without the cells concerned.
//! * `criteria`: `code`, `number`, `name`, `gate`, `total` (`base`, `bonus`, `penalty`).
//! * `clusters`: `code`, `name`, `units`. Each unit: `cluster`, `code`, `name`, `rank`, `gates` (`met`, `open`,
//!   `not_met`), `total_points`, `base_points`, `bonus_points`, `penalty_points`, `incomplete`, `excluded`, `on_hold`;
//!   `criteria`: by criterion code null where it doesn't apply, else `outcome`, `points`, `measure` (`numerator`,
//!   `denominator`: the exact value); `recommendation`, `reason`, `reason_detail` as in the CSV; `awards`: by award
//!   code `reason`, `reason_detail`; `fragility`, only when asked for.
//! * `awards`: `code`, `name`, `recommended` and `ties_to_settle` (codes of units), `quotas`: `per` (`cluster`,
//!   `source`, `subject`, `overall`), `group` (its code, null for overall), `limit`, `used`, `used_at_most`, `left`.
//! * `borders`: `award`, `per`, `group`, and a distance.
//! * A distance: `better`, `worse` (codes of units), `gap` in points, `margin` (`numerator`, `denominator`: by what
//!   share weights may move), `correction` (`unit`, `figure`, `by`: the smallest change of one count; changes of other
//!   figures are told in words alone, so that results of earlier versions can still be compared).

use std::io::{self, Write};

use rust_decimal::Decimal;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::ranking::{RankingDocument, gates_code, per_code};
use crate::contest::explain::Distance;
use crate::contest::fraction::Fraction;
use crate::contest::plan::{QuotaPer, Total};
use crate::contest::result::{Judgement, Ranked, Reason};
use crate::contest::words::Words;

/// Writes the ranking as JSON.
///
/// # Errors
/// Those of the writer.
pub fn write_json(document: &RankingDocument<'_>, out: &mut impl Write) -> io::Result<()> {
    let plan = document.plan();
    let json = RankingJson {
        format: "thidua.ranking/1",
        plan: PlanJson {
            code: &plan.code,
            title: (&plan.title).into(),
            issuer: &plan.issuer,
            issued: plan.issued.to_string(),
            from: plan.from.to_string(),
            to: plan.to.to_string(),
        },
        as_of: document.contest.as_of.map(|moment| moment.format("%Y-%m-%dT%H:%M:%S").to_string()),
        provisional: document.provisional,
        criteria: plan
            .criteria
            .iter()
            .map(|criterion| CriterionJson {
                code: &criterion.code,
                number: &criterion.number,
                name: (&criterion.name).into(),
                gate: criterion.gate,
                total: match criterion.total {
                    Total::Base => "base",
                    Total::Bonus => "bonus",
                    Total::Penalty => "penalty",
                },
            })
            .collect(),
        clusters: document
            .clusters()
            .map(|(cluster, ranked)| ClusterJson {
                code: &cluster.code,
                name: (&cluster.name).into(),
                units: UnitsOfCluster { document: *document, cluster: &cluster.code, ranked },
            })
            .collect(),
        awards: (0..plan.awards.len()).map(|award| award_json(document, award)).collect(),
        borders: borders_json(document),
    };
    serde_json::to_writer_pretty(&mut *out, &json)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct RankingJson<'a> {
    format: &'static str,
    plan: PlanJson<'a>,
    as_of: Option<String>,
    provisional: bool,
    criteria: Vec<CriterionJson<'a>>,
    clusters: Vec<ClusterJson<'a>>,
    awards: Vec<AwardJson<'a>>,
    borders: Vec<BorderJson<'a>>,
}

#[derive(Serialize)]
struct PlanJson<'a> {
    code: &'a str,
    title: WordsJson<'a>,
    issuer: &'a str,
    issued: String,
    from: String,
    to: String,
}

#[derive(Serialize)]
struct WordsJson<'a> {
    vi: &'a str,
    en: &'a str,
}

impl<'a> From<&'a Words> for WordsJson<'a> {
    fn from(words: &'a Words) -> Self {
        Self { vi: &words.vi, en: &words.en }
    }
}

#[derive(Serialize)]
struct CriterionJson<'a> {
    code: &'a str,
    number: &'a str,
    name: WordsJson<'a>,
    gate: bool,
    total: &'static str,
}

#[derive(Serialize)]
struct ClusterJson<'a> {
    code: &'a str,
    name: WordsJson<'a>,
    units: UnitsOfCluster<'a>,
}

/// The units of a cluster, each made only when it is written, so that memory stays flat.
struct UnitsOfCluster<'a> {
    document: RankingDocument<'a>,
    cluster: &'a str,
    ranked: &'a [Ranked],
}

impl Serialize for UnitsOfCluster<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer
            .collect_seq(self.ranked.iter().map(|entry| unit_json(&self.document, self.cluster, *entry)))
    }
}

#[derive(Serialize)]
struct UnitJson<'a> {
    cluster: &'a str,
    code: &'a str,
    name: &'a str,
    rank: u32,
    gates: &'static str,
    total_points: Option<Decimal>,
    base_points: Option<Decimal>,
    bonus_points: Option<Decimal>,
    penalty_points: Option<Decimal>,
    incomplete: bool,
    excluded: bool,
    on_hold: bool,
    criteria: ByCode<'a, Option<JudgementJson>>,
    recommendation: Option<&'a str>,
    reason: Option<&'static str>,
    reason_detail: Option<&'a str>,
    awards: ByCode<'a, ReasonJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fragility: Option<FragilityJson<'a>>,
}

/// A list whose entries are written as one object, in the list's order.
struct ByCode<'a, T>(Vec<(&'a str, T)>);

impl<T: Serialize> Serialize for ByCode<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (code, entry) in &self.0 {
            map.serialize_entry(code, entry)?;
        }
        map.end()
    }
}

#[derive(Serialize)]
struct JudgementJson {
    outcome: &'static str,
    points: Option<Decimal>,
    measure: Option<FractionJson<i64>>,
}

#[derive(Serialize)]
struct FractionJson<T> {
    numerator: T,
    denominator: T,
}

impl From<Fraction> for FractionJson<i64> {
    fn from(value: Fraction) -> Self {
        Self { numerator: value.numerator(), denominator: value.denominator() }
    }
}

#[derive(Serialize)]
struct ReasonJson<'a> {
    reason: &'static str,
    reason_detail: Option<&'a str>,
}

#[derive(Serialize)]
struct FragilityJson<'a> {
    above: Option<DistanceJson<'a>>,
    below: Option<DistanceJson<'a>>,
}

#[derive(Serialize)]
struct DistanceJson<'a> {
    better: &'a str,
    worse: &'a str,
    gap: Option<Decimal>,
    margin: Option<FractionJson<String>>,
    correction: Option<CorrectionJson<'a>>,
}

#[derive(Serialize)]
struct CorrectionJson<'a> {
    unit: &'a str,
    figure: String,
    by: i64,
}

#[derive(Serialize)]
struct AwardJson<'a> {
    code: &'a str,
    name: WordsJson<'a>,
    recommended: Vec<&'a str>,
    ties_to_settle: Vec<&'a str>,
    quotas: Vec<QuotaJson<'a>>,
}

#[derive(Serialize)]
struct QuotaJson<'a> {
    per: &'static str,
    group: Option<&'a str>,
    limit: u32,
    used: u32,
    used_at_most: u32,
    left: u32,
}

#[derive(Serialize)]
struct BorderJson<'a> {
    award: &'a str,
    per: &'static str,
    group: Option<&'a str>,
    #[serde(flatten)]
    distance: DistanceJson<'a>,
}

fn some(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

fn unit_json<'a>(document: &RankingDocument<'a>, cluster: &'a str, entry: Ranked) -> UnitJson<'a> {
    let plan = document.plan();
    let participant = entry.participant;
    let (score, totals) = (document.score(participant), document.totals(participant));
    let unit = document.unit(participant);
    let standing = document.standing_reason(participant);
    let has_points = plan.points.is_some();
    let judgement = |judgement: &Judgement| JudgementJson {
        outcome: judgement.outcome.code(),
        points: judgement.points.map(|points| document.points(points)),
        measure: judgement.measure.map(FractionJson::from),
    };
    UnitJson {
        cluster,
        code: unit.code(),
        name: unit.name(),
        rank: entry.rank,
        gates: gates_code(score.gates),
        total_points: totals.total.map(|total| document.points(total)),
        base_points: has_points.then(|| document.points(totals.base)),
        bonus_points: has_points.then(|| document.points(totals.bonus)),
        penalty_points: has_points.then(|| document.points(totals.penalty)),
        incomplete: score.incomplete,
        excluded: score.excluded,
        on_hold: score.on_hold,
        criteria: ByCode(
            plan.criteria
                .iter()
                .zip(document.scored.scores.judgements_of(participant))
                .map(|(criterion, judged)| (criterion.code.as_str(), judged.as_ref().map(judgement)))
                .collect(),
        ),
        recommendation: standing
            .filter(|(_, reason)| reason.is_recommended())
            .map(|(award, _)| plan.awards[award].code.as_str()),
        reason: standing.map(|(_, reason)| reason.code()),
        reason_detail: standing.and_then(|(award, reason)| some(document.reason_detail(award, reason))),
        awards: ByCode(
            document
                .scored
                .recommendation
                .awards
                .iter()
                .enumerate()
                .filter_map(|(award, result)| {
                    let reason = *result.reasons.get(participant as usize)?;
                    let detail = some(document.reason_detail(award, reason));
                    Some((
                        plan.awards[award].code.as_str(),
                        ReasonJson { reason: reason.code(), reason_detail: detail },
                    ))
                })
                .collect(),
        ),
        fragility: document.fragilities.and_then(|all| all.get(participant as usize)).map(|it| {
            FragilityJson {
                above: it.above.as_ref().map(|distance| distance_json(document, distance)),
                below: it.below.as_ref().map(|distance| distance_json(document, distance)),
            }
        }),
    }
}

fn distance_json<'a>(document: &RankingDocument<'a>, distance: &Distance) -> DistanceJson<'a> {
    DistanceJson {
        better: document.unit(distance.better).code(),
        worse: document.unit(distance.worse).code(),
        gap: distance.gap.map(|gap| document.points(gap)),
        margin: distance.margin.map(|margin| FractionJson {
            numerator: margin.numerator.to_string(),
            denominator: margin.denominator.to_string(),
        }),
        correction: distance.correction.filter(|it| it.to.is_none()).map(|correction| CorrectionJson {
            unit: document.unit(correction.participant).code(),
            figure: document.plan().slot_code(correction.change.slot),
            by: correction.change.by,
        }),
    }
}

fn award_json<'a>(document: &RankingDocument<'a>, award: usize) -> AwardJson<'a> {
    let plan = document.plan();
    let codes = |wanted: fn(Reason) -> bool| {
        document.with_reason(award, wanted).into_iter().map(|it| document.unit(it).code()).collect()
    };
    let usage = document.scored.recommendation.awards.get(award).map_or(&[][..], |result| &result.usage);
    AwardJson {
        code: &plan.awards[award].code,
        name: (&plan.awards[award].name).into(),
        recommended: codes(Reason::is_recommended),
        ties_to_settle: codes(|reason| matches!(reason, Reason::TieToSettle(_))),
        quotas: usage
            .iter()
            .map(|usage| {
                let quota = &plan.awards[award].quotas[usage.quota];
                QuotaJson {
                    per: per_code(quota.per),
                    group: (quota.per != QuotaPer::Overall).then(|| document.group_code(quota, usage.group)),
                    limit: usage.limit,
                    used: usage.used,
                    used_at_most: usage.used_at_most,
                    left: usage.limit.saturating_sub(usage.used),
                }
            })
            .collect(),
    }
}

fn borders_json<'a>(document: &RankingDocument<'a>) -> Vec<BorderJson<'a>> {
    document
        .borders
        .iter()
        .map(|border| {
            let award = &document.plan().awards[border.award];
            let quota = &award.quotas[border.quota];
            BorderJson {
                award: &award.code,
                per: per_code(quota.per),
                group: (quota.per != QuotaPer::Overall).then(|| document.group_code(quota, border.group)),
                distance: distance_json(document, &border.distance),
            }
        })
        .collect()
}
