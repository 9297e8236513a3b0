//! How firm ranks and quota borders are: how far weights may move, and the smallest correction that would flip them.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ops::Range;

use rust_decimal::Decimal;

use super::change::smallest_step;
use super::explain::{Border, Correction, Distance, Fragility};
use super::figure::Value;
use super::fraction::{Fraction, Numeral};
use super::judge::judge;
use super::plan::{OrderBy, Plan, Rule, Sum, Total};
use super::quota::group_of;
use super::ranking::{Standpoint, by_name, compare, compare_by, compare_standpoints, vietnamese};
use super::result::{Judgement, Ranked, Reason, Totals, UnitScore};
use super::score::total;
use super::scored::{Contest, Scored};
use super::trace::{Change, ExactPoints, Silent};
use super::view::View;

/// How firm the rank of every participant is, by its index in `Scores::units`; `only`: of the participants of one
/// cluster, the others being left at the default.
pub fn fragilities(contest: &Contest<'_>, scored: &Scored, only: Option<usize>) -> Vec<Fragility> {
    let mut all = vec![Fragility::default(); scored.scores.units.len()];
    let clusters = scored.ranking.clusters.iter().enumerate();
    for (_, ranked) in clusters.filter(|(cluster, _)| only.is_none_or(|only| only == *cluster)) {
        let groups = by_rank(scored, ranked);
        for pair in groups.windows(2) {
            for upper in pair[0] {
                let distance = distance(contest, scored, upper.participant, pair[1][0].participant);
                all[upper.participant as usize].below = Some(distance);
            }
            for lower in pair[1] {
                let distance = distance(contest, scored, pair[0][0].participant, lower.participant);
                all[lower.participant as usize].above = Some(distance);
            }
        }
    }
    all
}

/// How firm the ranks of some participants are, in the order asked for.
pub fn fragilities_of(contest: &Contest<'_>, scored: &Scored, wanted: &[u32]) -> Vec<Fragility> {
    let mut by_cluster: BTreeMap<usize, BTreeMap<u32, usize>> = BTreeMap::new();
    for (at, participant) in wanted.iter().enumerate() {
        let unit = contest.units.get(scored.scores.of(*participant).unit);
        if let Some(cluster) = unit.cluster {
            by_cluster.entry(cluster as usize).or_default().insert(*participant, at);
        }
    }
    let mut all = vec![Fragility::default(); wanted.len()];
    for (cluster, wanted) in by_cluster {
        let groups = by_rank(scored, &scored.ranking.clusters[cluster]);
        for (group, ranked) in groups.iter().enumerate() {
            for participant in ranked.iter().map(|ranked| ranked.participant) {
                if let Some(at) = wanted.get(&participant) {
                    all[*at] = among(contest, scored, &groups, group, participant);
                }
            }
        }
    }
    all
}

/// How firm the rank of a participant is that stands in one of the groups of its cluster.
fn among(
    contest: &Contest<'_>,
    scored: &Scored,
    groups: &[&[Ranked]],
    at: usize,
    participant: u32,
) -> Fragility {
    let above = at.checked_sub(1).map(|before| groups[before][0].participant);
    let below = groups.get(at + 1).map(|after| after[0].participant);
    Fragility {
        above: above.map(|better| distance(contest, scored, better, participant)),
        below: below.map(|worse| distance(contest, scored, participant, worse)),
    }
}

/// The units of a cluster by rank, without those excluded by hand: their rank follows from nothing that can move.
fn by_rank<'a>(scored: &Scored, ranked: &'a [Ranked]) -> Vec<&'a [Ranked]> {
    let left = ranked.partition_point(|ranked| !scored.scores.of(ranked.participant).excluded);
    ranked[..left].chunk_by(|left, right| left.rank == right.rank).collect()
}

/// How firm the rank of one participant is.
pub(crate) fn fragility(contest: &Contest<'_>, scored: &Scored, participant: u32) -> Fragility {
    let unit = contest.units.get(scored.scores.of(participant).unit);
    let Some(ranked) = unit.cluster.map(|cluster| &scored.ranking.clusters[cluster as usize]) else {
        return Fragility::default();
    };
    let groups = by_rank(scored, ranked);
    let Some(at) =
        groups.iter().position(|group| group.iter().any(|ranked| ranked.participant == participant))
    else {
        return Fragility::default();
    };
    among(contest, scored, &groups, at, participant)
}

/// The borders of all quotas at which somebody stays outside.
pub fn borders(contest: &Contest<'_>, scored: &Scored) -> Vec<Border> {
    let plan = contest.plan;
    let mut borders = Vec::new();
    let alphabet = vietnamese();
    let order = |left: &u32, right: &u32| {
        compare(&plan.ranking, &scored.scores, *left, *right)
            .then_with(|| by_name(contest, &scored.scores, alphabet.as_ref(), *left, *right))
    };
    for (award, (rules, result)) in plan.awards.iter().zip(&scored.recommendation.awards).enumerate() {
        for usage in &result.usage {
            let per = rules.quotas[usage.quota].per;
            let in_group = |participant: u32| {
                let unit = contest.units.get(scored.scores.of(participant).unit);
                group_of(plan, contest.units, per, unit) == usage.group
            };
            if let Some((inside, outside)) = around(usage.quota, in_group, &result.reasons, order) {
                let distance = distance(contest, scored, inside, outside);
                borders.push(Border { award, quota: usage.quota, group: usage.group, distance });
            }
        }
    }
    borders
}

/// The last participant recommended and the first one kept outside by a quota, in one group; where nobody is
/// recommended since all of them tie, the first two that do. Those that stand equal are taken in the order of names.
fn around(
    quota: usize,
    in_group: impl Fn(u32) -> bool,
    reasons: &[Reason],
    order: impl Fn(&u32, &u32) -> Ordering,
) -> Option<(u32, u32)> {
    let ties = |reason: Reason| match reason {
        Reason::TieToSettle(by) | Reason::TieAdmitsNone(by) => by == quota,
        _ => false,
    };
    let kept_out = |reason: Reason| match reason {
        Reason::QuotaFull(by) | Reason::WaitsForTie(by) | Reason::LostLot(by) => by == quota,
        other => ties(other),
    };
    let of = |wanted: &dyn Fn(Reason) -> bool| -> Vec<u32> {
        (0_u32..)
            .zip(reasons)
            .filter(|&(participant, &reason)| wanted(reason) && in_group(participant))
            .map(|(p, _)| p)
            .collect()
    };
    let first = of(&kept_out).into_iter().min_by(&order)?;
    // Where a person settled a tie, the border is their word, which no figure moves.
    if !of(&|reason| matches!(reason, Reason::TakenIn(_))).is_empty() {
        return None;
    }
    if let Some(last) = of(&Reason::is_recommended).into_iter().max_by(&order) {
        return Some((last, first));
    }
    let mut tied = of(&ties);
    tied.sort_by(&order);
    Some((*tied.first()?, *tied.get(1)?))
}

/// How far the order of two participants is from changing; `better` stands before `worse`, or ties with it.
pub(crate) fn distance(contest: &Contest<'_>, scored: &Scored, better: u32, worse: u32) -> Distance {
    let (left, right) = (Standpoint::of(&scored.scores, better), Standpoint::of(&scored.scores, worse));
    let gap = left.totals.total.zip(right.totals.total).map(|(left, right)| left - right);
    Distance {
        better,
        worse,
        gap,
        margin: margin(contest, left, right, gap),
        correction: correction(contest, scored, better, worse),
    }
}

/// gap / Σ weight·|difference|, where points decide the order and no cap on a total is at work.
fn margin(
    contest: &Contest<'_>,
    left: Standpoint<'_>,
    right: Standpoint<'_>,
    gap: Option<Decimal>,
) -> Option<ExactPoints> {
    let deciding = contest.plan.ranking.iter().find(|key| compare_by(**key, left, right).is_ne())?;
    let gap = gap.filter(|gap| *deciding == OrderBy::Points && *gap > Decimal::ZERO)?;
    if is_capped(contest, left) || is_capped(contest, right) {
        return None;
    }
    let points = |judged: &Option<Judgement>| judged.and_then(|judged| judged.points).unwrap_or_default();
    let pairs = left.judgements.iter().zip(right.judgements);
    let moved: Decimal = pairs.map(|(left, right)| (points(left) - points(right)).abs()).sum();
    let scale = gap.scale().max(moved.scale());
    let whole = |decimal: Decimal| decimal.mantissa() * 10_i128.pow(scale - decimal.scale());
    let ratio = num_rational::Ratio::new(whole(gap), whole(moved));
    Some(ExactPoints { numerator: *ratio.numer(), denominator: *ratio.denom() })
}

/// Whether a cap on a total changed the unit's points, so that they are no weighted sum any more.
fn is_capped(contest: &Contest<'_>, of: Standpoint<'_>) -> bool {
    let sum = |total: Total| -> Decimal {
        let judged = contest.plan.criteria.iter().zip(of.judgements);
        judged
            .filter(|(criterion, _)| criterion.total == total)
            .filter_map(|(_, judged)| judged.as_ref()?.points)
            .sum()
    };
    sum(Total::Base) != of.totals.base
        || sum(Total::Bonus) != of.totals.bonus
        || sum(Total::Penalty) != of.totals.penalty
}

/// The smallest change of one figure of either unit after which `better` no longer stands before `worse`: of a count
/// where there is one, else of a percentage, of points, of a day, of an answer.
///
/// Places in standings stay as they are. Where a figure serves several criteria in opposite ways, the change found
/// flips the order but a smaller one may exist.
fn correction(contest: &Contest<'_>, scored: &Scored, better: u32, worse: u32) -> Option<Correction> {
    let uses = slot_uses(contest);
    (0..KINDS).find_map(|kind| {
        let mut best: Option<(Fraction, Correction)> = None;
        for participant in [better, worse] {
            for (slot, criteria) in uses.iter().enumerate().filter(|(_, criteria)| !criteria.is_empty()) {
                let view = View::reported(contest, scored.scores.of(participant).unit);
                let Some(value) = view.value(slot).filter(|value| kind_of(*value) == Some(kind)) else {
                    continue;
                };
                let flips = |by: i64| {
                    let change = Change { slot, by };
                    if view.with(change).value(slot).is_none() {
                        return false;
                    }
                    let (judgements, (score, totals)) =
                        rescored(contest, scored, participant, criteria, change);
                    let changed = Standpoint { score: &score, totals: &totals, judgements: &judgements };
                    turns(contest, scored, (better, worse), (participant, changed))
                };
                let step = step_of(value);
                for (direction, furthest) in furthest(view, slot, value) {
                    // Of as small ones the first counts.
                    let known = best.map_or(furthest, |(size, _)| steps_below(size, step).min(furthest));
                    if let Some(by) = smallest_step(direction, known, flips) {
                        let change = Change { slot, by };
                        let to = view.with(change).value(slot).filter(|_| kind > 0);
                        best = Some((Fraction::new(by.abs(), step), Correction { participant, change, to }));
                    }
                }
            }
        }
        best.map(|(_, correction)| correction)
    })
}

/// How many kinds of figures can be changed.
const KINDS: usize = 5;

/// The kinds of figures, in the order in which they are tried; `None` for texts.
fn kind_of(value: Value) -> Option<usize> {
    match value {
        Value::Count(_) => Some(0),
        Value::Percentage(_) => Some(1),
        Value::Points(_) => Some(2),
        Value::Date(_) | Value::Moment(_) => Some(3),
        Value::Flag(_) => Some(4),
        Value::Text(_) => None,
    }
}

/// How many steps a figure's unit has.
fn step_of(value: Value) -> i64 {
    match value {
        Value::Percentage(number) | Value::Points(number) => Fraction::ten_to(number.scale),
        _ => 1,
    }
}

/// The most steps that are less than a size.
fn steps_below(size: Fraction, step: i64) -> i64 {
    let (above, below) = (i128::from(size.numerator()) * i128::from(step), i128::from(size.denominator()));
    i64::try_from((above - 1).max(0) / below).unwrap_or(i64::MAX)
}

/// Whether `better` no longer stands before `worse` when one of them stands otherwise.
fn turns(
    contest: &Contest<'_>,
    scored: &Scored,
    (better, worse): (u32, u32),
    (participant, changed): (u32, Standpoint<'_>),
) -> bool {
    let keys = &contest.plan.ranking;
    let other = |participant| Standpoint::of(&scored.scores, participant);
    let order = if participant == better {
        compare_standpoints(keys, changed, other(worse))
    } else {
        compare_standpoints(keys, other(better), changed)
    };
    order.is_ge()
}

/// How many days a day is moved at most while a correction is looked for.
const FURTHEST_DAYS: i64 = 1000;

/// How far a figure is changed upward and downward while a correction is looked for.
fn furthest(view: View<'_>, slot: usize, value: Value) -> [(i64, i64); 2] {
    let (up, down) = match value {
        Value::Count(count) => {
            let counts = (0..view.contest.plan.slots()).filter_map(|slot| view.count(slot));
            (counts.max().unwrap_or(0).saturating_mul(2).saturating_add(10), count)
        }
        Value::Percentage(stated) => {
            let whole = Numeral::whole(100).at_scale(stated.scale).map_or(0, |whole| whole.mantissa);
            (whole.saturating_sub(stated.mantissa), stated.mantissa)
        }
        Value::Points(points) => {
            let most = most_points(view.contest.plan, slot).and_then(|most| most.at_scale(points.scale));
            let most = most.map_or(points.mantissa.saturating_mul(2), |most| most.mantissa);
            (most.saturating_sub(points.mantissa), points.mantissa)
        }
        Value::Flag(_) => (1, 0),
        Value::Date(_) | Value::Moment(_) => (FURTHEST_DAYS, FURTHEST_DAYS),
        Value::Text(_) => (0, 0),
    };
    [(1, up), (-1, down)]
}

/// The most points that can be given in a slot, where the plan says so.
fn most_points(plan: &Plan, slot: usize) -> Option<Numeral> {
    let maxima = plan.criteria.iter().filter_map(|criterion| match criterion.rule {
        Rule::Judged { of, maximum, .. } if slots_of(plan, of).contains(&slot) => maximum,
        _ => None,
    });
    maxima.max_by_key(|most| most.fraction())
}

fn slots_of(plan: &Plan, metric: usize) -> Range<usize> {
    let metric = &plan.metrics[metric];
    metric.first_slot..metric.first_slot + plan.items_of(metric)
}

/// For every slot, the criteria that look at it.
fn slot_uses(contest: &Contest<'_>) -> Vec<Vec<usize>> {
    let plan = contest.plan;
    let mut uses = vec![Vec::new(); plan.slots()];
    for (index, criterion) in plan.criteria.iter().enumerate() {
        let mut metrics: Vec<usize> = criterion.hold_when.into_iter().collect();
        let summed = |sum: &Sum| sum.terms.iter().map(|term| term.metric).collect::<Vec<_>>();
        match &criterion.rule {
            Rule::Ratio { of, to, stated, .. } => {
                metrics.extend(summed(of).into_iter().chain(summed(to)).chain(*stated));
            }
            Rule::Count { of, .. } => metrics.extend(summed(of)),
            Rule::Flag { of, .. } | Rule::Milestone { of, .. } | Rule::Judged { of, .. } => metrics.push(*of),
            Rule::Standing { .. } => {}
        }
        for slot in metrics.into_iter().flat_map(|metric| slots_of(plan, metric)) {
            if !uses[slot].contains(&index) {
                uses[slot].push(index);
            }
        }
    }
    uses
}

/// A participant's judgements, how it came out as a whole, and its totals, with one figure changed.
fn rescored(
    contest: &Contest<'_>,
    scored: &Scored,
    participant: u32,
    criteria: &[usize],
    change: Change,
) -> (Vec<Option<Judgement>>, (UnitScore, Totals)) {
    let unit = scored.scores.of(participant).unit;
    let view = View::reported(contest, unit).with(change);
    let mut judgements = scored.scores.judgements_of(participant).to_vec();
    for &criterion in criteria {
        judgements[criterion] = judge(view, criterion, None, &mut Silent);
    }
    let score = total(contest, unit, &judgements);
    (judgements, score)
}
