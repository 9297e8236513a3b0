//! Ranks, recommendations and explanations as they stand.

use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, get};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::answer::{Call, tagged};
use super::explanation::{ExplainedCriterion, explained_criteria};
use super::export::Form;
use super::kept::Coding;
use super::problem::{Problems, Refused};
use super::snapshot::{stored_line, stored_page, stored_whole};
use crate::app::actor::Right;
use crate::app::live::Basis;
use crate::app::problem::{FIELD_REFUSED, FORBIDDEN};
use crate::app::ranking::{LiveRanking, ShownRanking};
use crate::contest::result::Ranked;
use crate::documents::csv::write_csv;
use crate::documents::json::write_json;
use crate::documents::ranking::{RankingDocument, gates_code};

/// Which ranking is wanted, and which part of it.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RankingQuery {
    /// Which versions of reports count: `submitted` (each unit's last that wasn't returned) or `accepted`. Unless told,
    /// once a plan is ranked, the ranking that is stored; before, `submitted`.
    #[param(example = "submitted")]
    pub basis: Option<String>,
    /// The moment as of which milestones without a date are overdue.
    pub as_of: Option<DateTime<Utc>>,
    /// Only the cluster with this code.
    pub cluster: Option<String>,
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

/// How one criterion came out.
#[derive(Serialize, ToSchema)]
pub struct CriterionBody {
    /// The criterion's code.
    pub criterion: String,
    /// `met`, `not_met`, `needs_judgement`, `missing` or `on_hold`; null where it doesn't apply.
    #[schema(example = "met")]
    pub outcome: Option<String>,
    /// The points, a decimal; null where there are none.
    #[schema(example = "12.5")]
    pub points: Option<String>,
    /// The numerator of the exact measure.
    pub numerator: Option<String>,
    /// Its denominator.
    pub denominator: Option<String>,
}

/// A unit in its cluster.
#[derive(Serialize, ToSchema)]
pub struct RankedBody {
    /// The line in the whole list; what `after` takes.
    pub line: usize,
    /// The code of the cluster.
    pub cluster: String,
    /// The unit's code.
    pub unit: String,
    /// The unit's name.
    pub name: String,
    /// The rank; ties share it (1, 1, 3).
    pub rank: u32,
    /// `met`, `open` or `not_met`.
    pub gates: String,
    /// The total, a decimal; null where there is none.
    pub total_points: Option<String>,
    /// Whether points are still open.
    pub incomplete: bool,
    /// Excluded by hand from every award.
    pub excluded: bool,
    /// The unit as a whole is on hold.
    pub on_hold: bool,
    /// The code of the award it is recommended for; null without one.
    pub recommendation: Option<String>,
    /// The reason's code.
    pub reason: Option<String>,
    /// What the reason refers to.
    pub reason_detail: Option<String>,
    /// Every criterion of the plan.
    pub criteria: Vec<CriterionBody>,
}

/// A page of a ranking.
#[derive(Serialize, ToSchema)]
pub struct RankingPage {
    /// The plan's count of changes that this is the ranking of.
    pub change: i64,
    /// `snapshot` of the stored ranking; else which versions of reports count.
    #[schema(example = "submitted")]
    pub basis: String,
    /// The number of the stored ranking; null of one as it stands now.
    pub snapshot: Option<i64>,
    /// Whether it can still change.
    pub provisional: bool,
    /// The lines of this page: clusters by name, then ranks.
    pub items: Vec<RankedBody>,
    /// How many lines there are in all.
    pub total: usize,
    /// What `after` takes for the next page; null on the last.
    pub next: Option<usize>,
}

/// A unit's standing with its explanation.
#[derive(Serialize, ToSchema)]
pub struct UnitStanding {
    /// The plan's count of changes that this is the standing of.
    pub change: i64,
    /// Whether it can still change.
    pub provisional: bool,
    /// The number of the stored ranking that this is from; null of one as it stands now.
    pub snapshot: Option<i64>,
    /// The unit in its cluster.
    pub unit: RankedBody,
    /// Every criterion that applies to it, step by step; empty when the inputs of a stored ranking have moved since.
    pub explained: Vec<ExplainedCriterion>,
    /// The full explanation in Vietnamese: every figure with its cell, every rule, every step.
    pub text_vi: String,
    /// The same in English.
    pub text_en: String,
}

/// Whether what is asked for is the stored ranking where there is one, or a live one, which only who may see rankings
/// gets.
fn wants_stored(call: &Call, query: &RankingQuery) -> Result<bool, Refused> {
    let live = query.basis.is_some() || query.as_of.is_some();
    if live && !call.actor.may(Right::ViewRanking) && call.actor.reach.is_none() {
        return Err(call.refused(FORBIDDEN.with("right", Right::ViewRanking.code())));
    }
    Ok(!live || !call.actor.may(Right::ViewRanking))
}

fn basis(call: &Call, code: Option<&str>) -> Result<Basis, Refused> {
    let Some(code) = code else { return Ok(Basis::Submitted) };
    Basis::of_code(code).ok_or_else(|| {
        call.refused(FIELD_REFUSED.with("field", "basis").with("expected", "submitted, accepted"))
    })
}

fn ranked_body(document: &RankingDocument<'_>, line: usize, cluster: &str, entry: Ranked) -> RankedBody {
    let participant = entry.participant;
    let (unit, score) = (document.unit(participant), document.score(participant));
    let standing = document.standing_reason(participant);
    let judged = document.scored.scores.judgements_of(participant);
    let points = |points: rust_decimal::Decimal| document.points(points).to_string();
    let plan = document.plan();
    RankedBody {
        line,
        cluster: cluster.to_owned(),
        unit: unit.code().to_owned(),
        name: unit.name().to_owned(),
        rank: entry.rank,
        gates: gates_code(score.gates).to_owned(),
        total_points: document.totals(participant).total.map(points),
        incomplete: score.incomplete,
        excluded: score.excluded,
        on_hold: score.on_hold,
        recommendation: standing
            .filter(|(_, reason)| reason.is_recommended())
            .map(|(award, _)| plan.awards[award].code.clone()),
        reason: standing.map(|(_, reason)| reason.code().to_owned()),
        reason_detail: standing
            .map(|(award, reason)| document.reason_detail(award, reason).to_owned())
            .filter(|detail| !detail.is_empty()),
        criteria: plan
            .criteria
            .iter()
            .zip(judged)
            .map(|(criterion, judged)| CriterionBody {
                criterion: criterion.code.clone(),
                outcome: judged.map(|judged| judged.outcome.code().to_owned()),
                points: judged.and_then(|judged| judged.points).map(points),
                numerator: judged
                    .and_then(|judged| judged.measure)
                    .map(|measure| measure.numerator().to_string()),
                denominator: judged
                    .and_then(|judged| judged.measure)
                    .map(|measure| measure.denominator().to_string()),
            })
            .collect(),
    }
}

fn page_body(ranking: &LiveRanking, cluster: Option<&str>, after: usize, limit: usize) -> RankingPage {
    ranking.with_plain_document(|document| {
        let clusters =
            || document.clusters().filter(|(known, _)| cluster.is_none_or(|wanted| known.code == wanted));
        let total = clusters().map(|(_, ranked)| ranked.len()).sum();
        let all = clusters()
            .flat_map(|(cluster, ranked)| ranked.iter().map(move |entry| (cluster.code.as_str(), *entry)));
        let items: Vec<RankedBody> = (1..)
            .zip(all)
            .skip(after)
            .take(limit)
            .map(|(line, (cluster, entry))| ranked_body(document, line, cluster, entry))
            .collect();
        let last = items.last().map_or(after, |item| item.line);
        RankingPage {
            change: ranking.row.change,
            basis: ranking.basis.code().to_owned(),
            snapshot: None,
            provisional: ranking.is_provisional(),
            next: (last < total && !items.is_empty()).then_some(last),
            items,
            total,
        }
    })
}

/// Get the ranking
///
/// Page by page. Once the plan is ranked this is the stored ranking, which everybody sees when it is finalised; with
/// `basis` or `as_of`, and before, it is the provisional one as it stands now, for who may see rankings.
#[utoipa::path(tag = "rankings", operation_id = "get_ranking", params(RankingQuery,
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("If-None-Match" = Option<String>, Header, description = "The tag of the page that the client has", example = "\"0\"")),
    responses((status = 200, description = "A page of the ranking", body = RankingPage),
    (status = 304, description = "The client has the page as it stands"), Problems))]
#[get("/plans/{plan}/ranking")]
pub async fn get_ranking(
    call: Call,
    plan: Path<i64>,
    query: Query<RankingQuery>,
) -> Result<HttpResponse, Refused> {
    let query = query.into_inner();
    let basis = basis(&call, query.basis.as_deref())?;
    let stored = wants_stored(&call, &query)?;
    let as_of = query.as_of.map(|as_of| as_of.naive_utc());
    let limit = query.limit.clamp(1, 1000);
    let coding = Coding::of(call.request());
    let (bytes, change) = call
        .run_unless_known(coding.code(), move |service, actor| {
            let asked = format!("{limit} {} {:?}", query.after, query.cluster);
            let shown = service.shown_ranking(actor, *plan, stored, (basis, as_of))?;
            if let Some(cluster) = &query.cluster {
                service.frame(actor, *plan)?.cluster(cluster)?;
            }
            Ok(match shown {
                ShownRanking::Stored(plan, published) => {
                    let asked = format!("{} {asked}", plan.change);
                    let page = || stored_page(&plan, &published, &query);
                    (coding.kept(&published.kept, &asked, page), plan.change)
                }
                ShownRanking::Live(ranking) => {
                    let page = || page_body(&ranking, query.cluster.as_deref(), query.after, limit);
                    (coding.kept(&ranking.kept, &asked, page), ranking.row.change)
                }
            })
        })
        .await?;
    Ok(coding.answer(call.request(), bytes, change))
}

/// Get a unit's standing
///
/// Its rank, every criterion, and the full explanation. A unit sees its own before the ranking is published.
#[utoipa::path(tag = "rankings", operation_id = "get_unit_standing", params(RankingQuery,
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("unit" = String, Path, description = "The unit's code", example = "03127")),
    responses((status = 200, description = "The unit's standing", body = UnitStanding), Problems))]
#[get("/plans/{plan}/ranking/units/{unit}")]
pub async fn get_unit_standing(
    call: Call,
    path: Path<(i64, String)>,
    query: Query<RankingQuery>,
) -> Result<HttpResponse, Refused> {
    let (plan, code) = path.into_inner();
    let basis = basis(&call, query.basis.as_deref())?;
    let stored = wants_stored(&call, &query)?;
    let as_of = query.as_of.map(|as_of| as_of.naive_utc());
    let body = call
        .run(move |service, actor| {
            if let Some(found) =
                stored.then(|| service.published_unit(actor, plan, &code)).transpose()?.flatten()
            {
                return Ok(stored_line(found));
            }
            let found = service.explain_unit(actor, plan, &code, basis, as_of)?;
            Ok(found.ranking.with_plain_document(|document| {
                let all = document
                    .clusters()
                    .flat_map(|(cluster, ranked)| ranked.iter().map(move |entry| (cluster, *entry)));
                let line = (1..).zip(all).find(|(_, (_, entry))| entry.participant == found.participant);
                line.map(|(line, (cluster, entry))| UnitStanding {
                    change: found.ranking.row.change,
                    provisional: found.ranking.is_provisional(),
                    snapshot: None,
                    unit: ranked_body(document, line, &cluster.code, entry),
                    explained: explained_criteria(&found),
                    text_vi: found.text_vi.clone(),
                    text_en: found.text_en.clone(),
                })
            }))
        })
        .await?;
    let body = body.ok_or_else(|| call.refused(&crate::app::problem::INTERNAL))?;
    Ok(tagged(&body, body.change))
}

/// Export the whole ranking
///
/// As CSV (`Accept: text/csv`) or JSON, in the stable forms of `thidua rank`, or as a spreadsheet (XLSX). Noted in the audit log.
#[utoipa::path(tag = "rankings", operation_id = "export_ranking", params(RankingQuery,
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 200, description = "The whole ranking", content((String = "text/csv"), (serde_json::Value = "application/json"), (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), Problems))]
#[get("/plans/{plan}/ranking/export")]
pub async fn export_ranking(
    call: Call,
    plan: Path<i64>,
    query: Query<RankingQuery>,
) -> Result<HttpResponse, Refused> {
    let basis = basis(&call, query.basis.as_deref())?;
    let stored = wants_stored(&call, &query)?;
    let as_of = query.as_of.map(|as_of| as_of.naive_utc());
    let form = Form::of(call.request());
    let bytes = call
        .run(move |service, actor| {
            let shown = service.shown_ranking(actor, *plan, stored, (basis, as_of))?;
            service.note_export(actor, *plan, "ranking")?;
            let ranking = match shown {
                ShownRanking::Stored(_, published) => {
                    return stored_whole(service.threads(), &published.row, form);
                }
                ShownRanking::Live(ranking) => ranking,
            };
            let json = || {
                let mut bytes = Vec::new();
                let written = ranking.with_document(|document| write_json(document, &mut bytes));
                written.expect("memory takes whatever is written to it");
                bytes
            };
            let csv = || {
                let mut bytes = Vec::new();
                let written = ranking.with_plain_document(|document| write_csv(document, 1, &mut bytes));
                written.expect("memory takes whatever is written to it");
                bytes
            };
            form.bytes(service.threads(), json, csv)
        })
        .await?;
    Ok(form.answer("ranking", bytes))
}
