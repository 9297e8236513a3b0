//! The plan's criteria in words; and one criterion with how its measure is spread against its bar, who stands close to
//! it, and who would meet another bar.

use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, get};
use askama::Template;
use serde::Deserialize;

use super::fault::Fault;
use super::head::Head;
use super::page::{Page, rendered};
use super::visit::Visit;
use crate::app::live::Basis;
use crate::app::problem::{NOT_FOUND, PARAMETER_MALFORMED, Problem};
use crate::app::ranking::LiveRanking;
use crate::app::service::Service;
use crate::contest::explain::explain;
use crate::contest::fraction::Fraction;
use crate::contest::plan::{Bar, Criterion, CriterionKind, Plan};
use crate::contest::result::Outcome;
use crate::contest::trace::Step;
use crate::documents::points_rule::points_text;
use crate::documents::ranking::RankingDocument;
use crate::documents::reason::{number_of, whole_quota_text};
use crate::documents::rule::{bar_text, measure_text, rule_text};
use crate::documents::step::{Telling, step_lines};
use crate::intake::typed_number::typed_decimal;

/// How many bars a picture of a spread has at most.
const BARS: i128 = 24;

/// How many units close to the bar are looked at.
const CLOSE: usize = 20;

/// How many units in or out under another bar are listed; all are counted.
const MOST: usize = 100;

/// A criterion in words.
struct InWords {
    code: String,
    number: String,
    name: String,
    kinds: Vec<&'static str>,
    is_gate: bool,
    rule: String,
    points: Option<String>,
    source: String,
    met: usize,
    applies: usize,
}

/// An award in words.
struct AwardInWords {
    name: String,
    quotas: Vec<String>,
}

#[derive(Template)]
#[template(path = "criteria.html")]
struct CriteriaPage<'a> {
    page: Page<'a>,
    head: Head,
    criteria: Vec<InWords>,
    awards: Vec<AwardInWords>,
}

/// One bar of the picture.
struct Spread {
    from: String,
    to: String,
    count: usize,
    /// Its height among 100.
    height: usize,
    x: usize,
    is_bar: bool,
}

/// A unit close to the bar.
struct Close {
    code: String,
    name: String,
    measure: String,
    outcome: &'static str,
    changes: Vec<String>,
    disagrees: bool,
}

/// Who would be in or out with another bar.
struct WhatIf {
    bar: String,
    met: usize,
    into: Vec<(String, String)>,
    into_in_all: usize,
    out: Vec<(String, String)>,
    out_in_all: usize,
}

#[derive(Template)]
#[template(path = "criterion.html")]
struct CriterionPage<'a> {
    page: Page<'a>,
    head: Head,
    words: InWords,
    outcomes: Vec<(&'static str, usize)>,
    spread: Vec<Spread>,
    bar: Option<String>,
    close: Vec<Close>,
    asked: &'a str,
    what_if: Option<WhatIf>,
}

impl CriterionPage<'_> {
    fn mark(&self, outcome: &str) -> &'static str {
        super::page::mark_of(outcome)
    }

    fn width(&self) -> usize {
        self.spread.len() * 20
    }
}

fn in_words(page: Page<'_>, document: &RankingDocument<'_>, at: usize) -> InWords {
    let plan: &Plan = document.plan();
    let criterion = &plan.criteria[at];
    let judged = || judgements(document, at);
    InWords {
        code: criterion.code.clone(),
        number: number_of(criterion).to_owned(),
        name: page.words(&criterion.name).to_owned(),
        kinds: CriterionKind::of(criterion).into_iter().map(CriterionKind::code).collect(),
        is_gate: criterion.gate,
        rule: rule_text(page.texts, plan, criterion),
        points: criterion.points.as_ref().map(|rule| points_text(page.texts, criterion, rule)),
        source: criterion.source.clone(),
        met: judged().filter(|(_, outcome, _)| *outcome == Outcome::Met).count(),
        applies: judged().count(),
    }
}

/// Every participant that a criterion applies to, with its outcome and its measure.
fn judgements<'d>(
    document: &'d RankingDocument<'d>,
    criterion: usize,
) -> impl Iterator<Item = (u32, Outcome, Option<Fraction>)> + 'd {
    let scores = &document.scored.scores;
    (0_u32..).take(scores.units.len()).filter_map(move |participant| {
        let judged = scores.judgements_of(participant).get(criterion)?.as_ref()?;
        Some((participant, judged.outcome, judged.measure))
    })
}

/// The measures in equal steps from the least to the greatest.
fn spread(page: Page<'_>, criterion: &Criterion, measures: &[Fraction]) -> Vec<Spread> {
    let scaled = |measure: Fraction| measure.truncated(100, 4);
    let all: Vec<i128> = measures.iter().map(|measure| scaled(*measure)).collect();
    let bar = criterion.bar().map(|bar| scaled(bar.fraction()));
    let ends = || all.iter().copied().chain(bar);
    let (Some(least), Some(most)) = (ends().min(), ends().max()) else { return Vec::new() };
    let step = ((most - least) / BARS + 1).max(1);
    let steps = usize::try_from((most - least) / step + 1).unwrap_or(1);
    let mut counts = vec![0_usize; steps];
    let at = |value: i128| usize::try_from((value - least) / step).unwrap_or(0);
    for value in &all {
        counts[at(*value)] += 1;
    }
    let highest = counts.iter().copied().max().unwrap_or(1).max(1);
    let told = |value: i128| {
        let number = i64::try_from(value).unwrap_or(i64::MAX);
        measure_text(page.texts, criterion, Fraction::new(number, 1_000_000))
    };
    let each = (0_i128..).zip(&counts).enumerate();
    each.map(|(x, (number, count))| Spread {
        from: told(least + number * step),
        to: told(least + (number + 1) * step - 1),
        count: *count,
        height: (count * 100).div_ceil(highest),
        x: x * 20,
        is_bar: bar.is_some_and(|bar| at(bar) == x),
    })
    .collect()
}

/// The units whose measures are the closest to the bar, with the smallest change that would turn each.
fn close(page: Page<'_>, document: &RankingDocument<'_>, at: usize) -> Vec<Close> {
    let criterion = &document.plan().criteria[at];
    let Some(bar) = criterion.bar() else { return Vec::new() };
    let goal = bar.fraction().truncated(100, 9);
    let mut all: Vec<(i128, u32, Outcome, Fraction)> = judgements(document, at)
        .filter_map(|(participant, outcome, measure)| {
            let measure = measure?;
            Some(((measure.truncated(100, 9) - goal).abs(), participant, outcome, measure))
        })
        .collect();
    all.sort_by_key(|(distance, participant, ..)| (*distance, *participant));
    let told = all.into_iter().take(CLOSE).map(|(_, participant, outcome, measure)| {
        let explained = explain(&document.contest, document.scored, participant);
        let steps = explained.criteria.iter().find(|part| part.criterion == at).map(|part| &part.steps);
        let steps = || steps.into_iter().flatten();
        let unit = document.unit(participant);
        let telling = Telling { texts: page.texts, document, unit: document.score(participant).unit, criterion };
        let changes = steps().filter(|step| matches!(step, Step::Change(_) | Step::Instead(_)));
        Close {
            code: unit.code().to_owned(),
            name: unit.name().to_owned(),
            measure: measure_text(page.texts, criterion, measure),
            outcome: outcome.code(),
            changes: changes.flat_map(|step| step_lines(&telling, step)).collect(),
            disagrees: steps().any(|step| {
                matches!(step, Step::Ratio { exact_met, rounded_met: Some(rounded), .. } if *exact_met != Some(*rounded))
            }),
        }
    });
    told.collect()
}

/// Who would meet the criterion with another bar, and who not any more: by the exact measure.
fn what_if(
    page: Page<'_>,
    document: &RankingDocument<'_>,
    at: usize,
    asked: &str,
) -> Result<Option<WhatIf>, Problem> {
    let criterion = &document.plan().criteria[at];
    let (Some(known), false) = (criterion.bar(), asked.trim().is_empty()) else { return Ok(None) };
    let plain = asked.trim();
    let plain = if known.percent { plain.trim_end_matches('%').trim_end() } else { plain };
    let value = typed_decimal(plain)
        .ok_or_else(|| PARAMETER_MALFORMED.with("field", "bar").with("expected", "99.90"))?;
    let bar = Bar { value, ..known };
    let (mut met, mut into, mut out) = (0, Vec::new(), Vec::new());
    for (participant, outcome, measure) in judgements(document, at) {
        let Some(measure) = measure else { continue };
        let holds = bar.comparator.holds(measure, bar.fraction());
        met += usize::from(holds);
        let unit = document.unit(participant);
        let named = || (unit.code().to_owned(), unit.name().to_owned());
        match (outcome, holds) {
            (Outcome::NotMet, true) => into.push(named()),
            (Outcome::Met, false) => out.push(named()),
            _ => {}
        }
    }
    let (into_in_all, out_in_all) = (into.len(), out.len());
    into.truncate(MOST);
    out.truncate(MOST);
    Ok(Some(WhatIf { bar: bar_text(page.texts, bar), met, into, into_in_all, out, out_in_all }))
}

fn ranking(service: &Service, page: Page<'_>, plan: i64) -> Result<std::sync::Arc<LiveRanking>, Problem> {
    service.ranking(&page.visitor.actor, plan, Basis::Submitted, None)
}

/// The plan in words.
#[get("/plans/{plan}/criteria")]
pub async fn show_criteria(visit: Visit, plan: Path<i64>) -> Result<HttpResponse, Fault> {
    visit
        .page(move |service, page| {
            let ranking = ranking(service, page, *plan)?;
            ranking.with_plain_document(|document| {
                let rules = document.plan();
                let awards = rules.awards.iter().map(|award| AwardInWords {
                    name: page.words(&award.name).to_owned(),
                    quotas: award
                        .quotas
                        .iter()
                        .map(|quota| whole_quota_text(page.texts, rules, quota))
                        .collect(),
                });
                rendered(&CriteriaPage {
                    page,
                    head: Head::of(page, &ranking.row, "way-criteria"),
                    criteria: (0..rules.criteria.len()).map(|at| in_words(page, document, at)).collect(),
                    awards: awards.collect(),
                })
            })
        })
        .await
}

/// Another bar.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    bar: String,
}

/// A criterion.
#[get("/plans/{plan}/criteria/{criterion}")]
pub async fn show_criterion(
    visit: Visit,
    path: Path<(i64, String)>,
    asked: Query<Asked>,
) -> Result<HttpResponse, Fault> {
    let (plan, code) = path.into_inner();
    visit
        .page(move |service, page| {
            let ranking = ranking(service, page, plan)?;
            ranking.with_plain_document(|document| {
                let criteria = &document.plan().criteria;
                let at = criteria.iter().position(|criterion| criterion.code == code);
                let at = at.ok_or_else(|| NOT_FOUND.with("what", &code))?;
                let measures: Vec<Fraction> =
                    judgements(document, at).filter_map(|(_, _, measure)| measure).collect();
                let count = |outcome: Outcome| {
                    (outcome.code(), judgements(document, at).filter(|(_, it, _)| *it == outcome).count())
                };
                let outcomes = [
                    Outcome::Met,
                    Outcome::NotMet,
                    Outcome::NeedsJudgement,
                    Outcome::Missing,
                    Outcome::OnHold,
                ];
                rendered(&CriterionPage {
                    page,
                    head: Head::of(page, &ranking.row, "way-criteria"),
                    words: in_words(page, document, at),
                    outcomes: outcomes.map(count).into(),
                    spread: spread(page, &criteria[at], &measures),
                    bar: criteria[at].bar().map(|bar| bar_text(page.texts, bar)),
                    close: close(page, document, at),
                    what_if: what_if(page, document, at, &asked.bar)?,
                    asked: &asked.bar,
                })
            })
        })
        .await
}
