//! What a contest's result says about its plan: which criteria decide something, which awards find somebody.

use rust_decimal::Decimal;

use super::ranking::RankingDocument;
use crate::contest::plan::{Comparator, Criterion, Plan, Rule, Total};
use crate::contest::result::{AwardResult, Judgement, Outcome, Reason};

/// From this share of units on, something is said of nearly all of them: nine in ten.
const NEARLY: (usize, usize) = (9, 10);

/// Of fewer units nothing is said about nearly all.
const FEWEST: usize = 5;

/// How a criterion came out over all units that it applies to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CriterionSummary {
    /// How many units meet it.
    pub met: usize,
    /// How many don't.
    pub not_met: usize,
    /// For how many it is open: figures are missing, or a person has to judge.
    pub open: usize,
    /// How many miss this gate and no other; 0 where it is no gate.
    pub alone: usize,
    /// What stands out.
    pub remarks: Vec<CriterionRemark>,
}

/// What stands out at a criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CriterionRemark {
    /// It applies to nobody.
    AppliesToNobody,
    /// No unit has the figures that it needs.
    NoFigures,
    /// Whoever has figures meets it, and all with the same points: it tells nobody from anybody.
    DecidesNothing,
    /// Nobody who has figures meets it.
    NobodyMeets,
    /// Of the units that miss a gate, nearly all miss this one alone: so many.
    DecidesNearlyAll(usize),
    /// Of all points by which units differ, nearly all are those of this criterion.
    PointsDecideNearlyAll,
    /// So many, nearly all, have the most points that anybody has: it no longer tells good from better.
    Ceiling(usize),
    /// So many, nearly all, have the fewest points that anybody has.
    Floor(usize),
    /// Somebody's bonus or penalty is larger than the most points of so many criteria of the base total.
    Outweighs(usize),
    /// So many units are so small that a single one in the count is more than what lies between the bar and all or none.
    OneIsMore(usize),
}

impl CriterionRemark {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::AppliesToNobody => "applies_to_nobody",
            Self::NoFigures => "no_figures",
            Self::DecidesNothing => "decides_nothing",
            Self::NobodyMeets => "nobody_meets",
            Self::DecidesNearlyAll(_) => "decides_nearly_all",
            Self::PointsDecideNearlyAll => "points_decide_nearly_all",
            Self::Ceiling(_) => "ceiling",
            Self::Floor(_) => "floor",
            Self::Outweighs(_) => "outweighs",
            Self::OneIsMore(_) => "one_is_more",
        }
    }

    /// The number that it tells, if it tells one.
    pub const fn count(self) -> Option<usize> {
        match self {
            Self::AppliesToNobody
            | Self::NoFigures
            | Self::DecidesNothing
            | Self::NobodyMeets
            | Self::PointsDecideNearlyAll => None,
            Self::DecidesNearlyAll(count)
            | Self::Ceiling(count)
            | Self::Floor(count)
            | Self::Outweighs(count)
            | Self::OneIsMore(count) => Some(count),
        }
    }
}

/// Whether a part is nearly all of a whole that says something.
const fn is_nearly_all(part: usize, whole: usize) -> bool {
    whole >= FEWEST && part * NEARLY.1 >= whole * NEARLY.0
}

/// How an award came out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AwardSummary {
    /// How many units meet what it requires.
    pub eligible: usize,
    /// How many are recommended.
    pub recommended: usize,
    /// How many tie at the border of a quota, or wait for such a tie.
    pub undecided: usize,
    /// How many quotas there are, each cluster, source and subject by itself.
    pub quotas: usize,
    /// How many of them stay empty although they admit somebody.
    pub empty_quotas: usize,
}

/// What every criterion of the plan did, in the plan's order.
pub fn criterion_summaries(document: &RankingDocument<'_>) -> Vec<CriterionSummary> {
    let plan = document.plan();
    let scores = &document.scored.scores;
    let participants = || (0_u32..).take(scores.units.len());
    // One criterion after the other: what all of them came to would be a lot at once.
    let each = plan.criteria.iter().enumerate().map(|(at, criterion)| {
        let judged: Vec<Judgement> =
            participants().filter_map(|participant| scores.judgements_of(participant)[at]).collect();
        let mut summary = summary_of(&judged);
        let outweighed = outweighed(plan, criterion, &judged);
        let small = participants().filter(|participant| one_is_more(document, at, *participant)).count();
        let counted = [
            (outweighed, CriterionRemark::Outweighs as fn(usize) -> CriterionRemark),
            (small, CriterionRemark::OneIsMore),
        ];
        let counted = counted.into_iter().filter(|(count, _)| *count > 0);
        summary.remarks.extend(counted.map(|(count, remark)| remark(count)));
        (summary, range_of(&judged))
    });
    let (mut summaries, ranges): (Vec<CriterionSummary>, Vec<Decimal>) = each.unzip();
    let missing = missed_gates(document, &mut summaries);
    let all: Decimal = ranges.iter().sum();
    let tells_apart = ranges.len() > 1 && !all.is_zero() && scores.units.len() >= FEWEST;
    for (summary, range) in summaries.iter_mut().zip(ranges) {
        if is_nearly_all(summary.alone, missing) {
            summary.remarks.push(CriterionRemark::DecidesNearlyAll(summary.alone));
        }
        if tells_apart && range * Decimal::from(NEARLY.1) >= all * Decimal::from(NEARLY.0) {
            summary.remarks.push(CriterionRemark::PointsDecideNearlyAll);
        }
    }
    summaries
}

/// Counts for each gate who misses it and no other, and tells how many miss any.
fn missed_gates(document: &RankingDocument<'_>, summaries: &mut [CriterionSummary]) -> usize {
    let (plan, scores) = (document.plan(), &document.scored.scores);
    let mut missing = 0;
    for participant in (0_u32..).take(scores.units.len()) {
        let judgements = plan.criteria.iter().zip(scores.judgements_of(participant)).enumerate();
        let is_missed = |judged: &Option<Judgement>| judged.is_some_and(|it| it.outcome == Outcome::NotMet);
        let mut missed = judgements
            .filter(|(_, (criterion, judged))| criterion.gate && is_missed(judged))
            .map(|(at, _)| at);
        if let Some(first) = missed.next() {
            missing += 1;
            summaries[first].alone += usize::from(missed.next().is_none());
        }
    }
    missing
}

/// The points that were given.
fn points_of(judged: &[Judgement]) -> impl Iterator<Item = Decimal> + '_ {
    judged.iter().filter(|it| !it.outcome.is_open()).filter_map(|it| it.points)
}

/// From the fewest points that anybody has to the most.
fn range_of(judged: &[Judgement]) -> Decimal {
    match (points_of(judged).min(), points_of(judged).max()) {
        (Some(least), Some(most)) => most.saturating_sub(least),
        _ => Decimal::ZERO,
    }
}

/// How many criteria of the base total carry fewer points than somebody's bonus or penalty.
fn outweighed(plan: &Plan, criterion: &Criterion, judged: &[Judgement]) -> usize {
    if criterion.total == Total::Base {
        return 0;
    }
    let largest = points_of(judged).map(|points| points.abs()).max().unwrap_or_default();
    let base = plan.criteria.iter().filter(|criterion| criterion.total == Total::Base);
    let weights = base.filter_map(|criterion| criterion.points.as_ref()?.most());
    weights.filter(|weight| *weight < largest).count()
}

/// Whether a unit is so small that a single one in its count is more than what lies between the bar and all or none:
/// 1 / whole > 1 − bar where the bar is a least share, > bar where it is a largest one.
fn one_is_more(document: &RankingDocument<'_>, at: usize, participant: u32) -> bool {
    let Rule::Ratio { to, bar: Some(bar), .. } = &document.plan().criteria[at].rule else { return false };
    let Some(Judgement { measure: Some(measure), .. }) =
        document.scored.scores.judgements_of(participant)[at]
    else {
        return false;
    };
    let (unit, plan) = (document.score(participant).unit, document.plan());
    let metric = &plan.metrics[to.terms[0].metric];
    let mut slots = metric.first_slot..metric.first_slot + plan.items_of(metric);
    // A percentage that was only stated says nothing of how many there are.
    if !slots.any(|slot| document.contest.reports.count(unit, slot).is_some()) {
        return false;
    }
    let bar_value = bar.fraction();
    let (above, below) = (i128::from(bar_value.numerator()), i128::from(bar_value.denominator()));
    let left = match bar.comparator {
        Comparator::AtLeast | Comparator::MoreThan => below - above,
        Comparator::AtMost | Comparator::LessThan => above,
        Comparator::Equal => return false,
    };
    left > 0 && below > left * i128::from(measure.denominator())
}

fn summary_of(judged: &[Judgement]) -> CriterionSummary {
    let count = |wanted: fn(Outcome) -> bool| judged.iter().filter(|it| wanted(it.outcome)).count();
    let (met, not_met) = (count(|it| it == Outcome::Met), count(|it| it == Outcome::NotMet));
    let mut points = judged.iter().filter(|it| !it.outcome.is_open()).map(|it| it.points);
    let first = points.next();
    let same = points.all(|points| Some(points) == first);
    let remark = match (met, not_met) {
        (0, 0) if judged.is_empty() => Some(CriterionRemark::AppliesToNobody),
        (0, 0) => Some(CriterionRemark::NoFigures),
        (0, _) => Some(CriterionRemark::NobodyMeets),
        (2.., 0) if same => Some(CriterionRemark::DecidesNothing),
        _ => None,
    };
    let mut remarks: Vec<CriterionRemark> = remark.into_iter().collect();
    if !same && !range_of(judged).is_zero() {
        let all: Vec<Decimal> = points_of(judged).collect();
        let at = |end: Option<&Decimal>| all.iter().filter(|points| Some(*points) == end).count();
        let ends = [
            (at(all.iter().max()), CriterionRemark::Ceiling as fn(usize) -> _),
            (at(all.iter().min()), CriterionRemark::Floor),
        ];
        let reached = ends.into_iter().filter(|(count, _)| is_nearly_all(*count, all.len()));
        remarks.extend(reached.map(|(count, remark)| remark(count)));
    }
    CriterionSummary { met, not_met, open: judged.len() - met - not_met, alone: 0, remarks }
}

/// What became of every award of the plan, in the plan's order.
pub fn award_summaries(document: &RankingDocument<'_>) -> Vec<AwardSummary> {
    document.scored.recommendation.awards.iter().map(award_summary).collect()
}

fn award_summary(award: &AwardResult) -> AwardSummary {
    let count = |wanted: fn(Reason) -> bool| award.reasons.iter().filter(|it| wanted(**it)).count();
    AwardSummary {
        eligible: count(Reason::is_eligible),
        recommended: count(Reason::is_recommended),
        undecided: count(Reason::is_undecided),
        quotas: award.usage.len(),
        empty_quotas: award.usage.iter().filter(|it| it.limit > 0 && it.used_at_most == 0).count(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_out_is_said_at_every_border() {
        let judged = |outcome: Outcome, points: i64| Judgement {
            outcome,
            measure: None,
            points: Some(Decimal::from(points)),
        };
        let remark = |all: &[Judgement]| summary_of(all).remarks.first().copied().map(CriterionRemark::code);
        let (met, other) = (judged(Outcome::Met, 5), judged(Outcome::Met, 4));
        let (not_met, missing) = (judged(Outcome::NotMet, 0), judged(Outcome::Missing, 0));
        assert_eq!(remark(&[]), Some("applies_to_nobody"));
        assert_eq!(remark(&[missing, missing]), Some("no_figures"));
        assert_eq!(remark(&[met]), None, "one unit alone says nothing about the criterion");
        assert_eq!(remark(&[met, met, missing]), Some("decides_nothing"));
        assert_eq!(remark(&[met, other]), None, "points differ");
        assert_eq!(remark(&[met, not_met]), None);
        assert_eq!(remark(&[not_met, missing]), Some("nobody_meets"));
        let summary = summary_of(&[met, other, not_met, missing]);
        assert_eq!((summary.met, summary.not_met, summary.open), (2, 1, 1));
    }

    #[test]
    fn ends_that_nearly_all_reach_are_said_from_nine_in_ten_on() {
        let judged = |most: usize, least: usize| -> Vec<CriterionRemark> {
            let of = |points: i64| Judgement {
                outcome: Outcome::Met,
                measure: None,
                points: Some(Decimal::from(points)),
            };
            let all: Vec<Judgement> =
                std::iter::repeat_n(of(10), most).chain(std::iter::repeat_n(of(3), least)).collect();
            summary_of(&all).remarks
        };
        assert_eq!(judged(9, 1), [CriterionRemark::Ceiling(9)]);
        assert_eq!(judged(8, 1), [], "eight of nine are fewer than nine in ten");
        assert_eq!(judged(1, 9), [CriterionRemark::Floor(9)]);
        assert_eq!(judged(4, 0), [CriterionRemark::DecidesNothing]);
        assert!(!is_nearly_all(4, 4) && is_nearly_all(5, 5), "of four nothing is said");
    }
}
