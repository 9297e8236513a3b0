//! What a contest's result says about its plan: which criteria decide something, which awards find somebody.

use std::cmp::Ordering;
use std::ops::Range;

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

/// What a ranking says about its plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summaries {
    /// What every criterion did, in the plan's order.
    pub criteria: Vec<CriterionSummary>,
    /// What every award found, in the plan's order.
    pub awards: Vec<AwardSummary>,
}

impl Summaries {
    /// Goes over a ranking once.
    pub fn of(document: &RankingDocument<'_>) -> Self {
        let awards = document.scored.recommendation.awards.iter().map(award_summary);
        Self { criteria: criterion_summaries(document), awards: awards.collect() }
    }
}

fn criterion_summaries(document: &RankingDocument<'_>) -> Vec<CriterionSummary> {
    let plan = document.plan();
    let scores = &document.scored.scores;
    let mut tallies = vec![Tally::default(); plan.criteria.len()];
    let bars: Vec<Option<CloseBar>> = (0..plan.criteria.len()).map(|at| CloseBar::of(plan, at)).collect();
    let mut missing = 0;
    for participant in (0_u32..).take(scores.units.len()) {
        let judgements = scores.judgements_of(participant);
        for ((tally, judged), bar) in tallies.iter_mut().zip(judgements).zip(&bars) {
            let Some(judged) = judged else { continue };
            tally.add(*judged);
            let is_small = |bar: &CloseBar| bar.is_passed_by_one(document, participant, *judged);
            tally.small += usize::from(bar.as_ref().is_some_and(is_small));
        }
        let is_missed = |judged: &Option<Judgement>| judged.is_some_and(|it| it.outcome == Outcome::NotMet);
        let gates = plan.criteria.iter().zip(judgements).enumerate();
        let mut missed =
            gates.filter(|(_, (criterion, judged))| criterion.gate && is_missed(judged)).map(|(at, _)| at);
        if let Some(first) = missed.next() {
            missing += 1;
            tallies[first].alone += usize::from(missed.next().is_none());
        }
    }
    let all: Decimal = tallies.iter().map(Tally::range).sum();
    let tells_apart = tallies.len() > 1 && !all.is_zero() && scores.units.len() >= FEWEST;
    let each = plan.criteria.iter().zip(&tallies);
    each.map(|(criterion, tally)| {
        let mut summary = tally.summary();
        let outweighed = outweighed(plan, criterion, tally);
        let decides_points =
            tells_apart && tally.range() * Decimal::from(NEARLY.1) >= all * Decimal::from(NEARLY.0);
        let remarks = [
            (outweighed > 0).then_some(CriterionRemark::Outweighs(outweighed)),
            (tally.small > 0).then_some(CriterionRemark::OneIsMore(tally.small)),
            is_nearly_all(tally.alone, missing).then_some(CriterionRemark::DecidesNearlyAll(tally.alone)),
            decides_points.then_some(CriterionRemark::PointsDecideNearlyAll),
        ];
        summary.remarks.extend(remarks.into_iter().flatten());
        summary
    })
    .collect()
}

/// What a criterion came to over the units looked at so far.
#[derive(Debug, Clone, Default)]
struct Tally {
    judged: usize,
    met: usize,
    not_met: usize,
    /// How many miss this gate and no other.
    alone: usize,
    /// How many are so small that a single one in the count passes the bar.
    small: usize,
    /// The points of the first that isn't open; and whether all others have the same.
    first: Option<Option<Decimal>>,
    differs: bool,
    /// How many have points, and the fewest and the most with how many have just these.
    with_points: usize,
    least: Option<(Decimal, usize)>,
    most: Option<(Decimal, usize)>,
}

impl Tally {
    fn add(&mut self, judged: Judgement) {
        self.judged += 1;
        match judged.outcome {
            Outcome::Met => self.met += 1,
            Outcome::NotMet => self.not_met += 1,
            _ => return,
        }
        self.differs |= *self.first.get_or_insert(judged.points) != judged.points;
        let Some(points) = judged.points else { return };
        self.with_points += 1;
        for (end, beyond) in [(&mut self.least, Ordering::Less), (&mut self.most, Ordering::Greater)] {
            match end {
                Some((known, _)) if points.cmp(known) == beyond => *end = Some((points, 1)),
                Some((known, count)) => *count += usize::from(points == *known),
                None => *end = Some((points, 1)),
            }
        }
    }

    /// From the fewest points that anybody has to the most.
    fn range(&self) -> Decimal {
        match (self.least, self.most) {
            (Some((least, _)), Some((most, _))) => most.saturating_sub(least),
            _ => Decimal::ZERO,
        }
    }

    fn summary(&self) -> CriterionSummary {
        let Self { judged, met, not_met, alone, .. } = *self;
        let remark = match (met, not_met) {
            (0, 0) if judged == 0 => Some(CriterionRemark::AppliesToNobody),
            (0, 0) => Some(CriterionRemark::NoFigures),
            (0, _) => Some(CriterionRemark::NobodyMeets),
            (2.., 0) if !self.differs => Some(CriterionRemark::DecidesNothing),
            _ => None,
        };
        let reached = |end: Option<(Decimal, usize)>| {
            let count = end.filter(|_| !self.range().is_zero())?.1;
            is_nearly_all(count, self.with_points).then_some(count)
        };
        let ends = [
            reached(self.most).map(CriterionRemark::Ceiling),
            reached(self.least).map(CriterionRemark::Floor),
        ];
        let remarks = remark.into_iter().chain(ends.into_iter().flatten()).collect();
        CriterionSummary { met, not_met, open: judged - met - not_met, alone, remarks }
    }
}

/// How many criteria of the base total carry fewer points than somebody's bonus or penalty.
fn outweighed(plan: &Plan, criterion: &Criterion, tally: &Tally) -> usize {
    if criterion.total == Total::Base {
        return 0;
    }
    let ends = [tally.least, tally.most].into_iter().flatten();
    let largest = ends.map(|(points, _)| points.abs()).max().unwrap_or_default();
    let base = plan.criteria.iter().filter(|criterion| criterion.total == Total::Base);
    let weights = base.filter_map(|criterion| criterion.points.as_ref()?.most());
    weights.filter(|weight| *weight < largest).count()
}

/// A bar of a ratio with what lies between it and all or none: 1 − bar where it is a least share, the bar where it is a
/// largest one; as a fraction.
struct CloseBar {
    above: i128,
    below: i128,
    /// The slots of what the ratio is taken of.
    slots: Range<usize>,
}

impl CloseBar {
    fn of(plan: &Plan, at: usize) -> Option<Self> {
        let Rule::Ratio { to, bar: Some(bar), .. } = &plan.criteria[at].rule else { return None };
        let value = bar.fraction();
        let (above, below) = (i128::from(value.numerator()), i128::from(value.denominator()));
        let left = match bar.comparator {
            Comparator::AtLeast | Comparator::MoreThan => below - above,
            Comparator::AtMost | Comparator::LessThan => above,
            Comparator::Equal => 0,
        };
        let metric = &plan.metrics[to.terms[0].metric];
        let slots = metric.first_slot..metric.first_slot + plan.items_of(metric);
        (left > 0).then_some(Self { above: left, below, slots })
    }

    /// Whether a unit is so small that a single one in its count is more than that: 1 / whole > above / below.
    fn is_passed_by_one(&self, document: &RankingDocument<'_>, participant: u32, judged: Judgement) -> bool {
        let Some(measure) = judged.measure else { return false };
        let unit = document.score(participant).unit;
        // A percentage that was only stated says nothing of how many there are.
        self.below > self.above * i128::from(measure.denominator())
            && self.slots.clone().any(|slot| document.contest.count(unit, slot).is_some())
    }
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

    fn summary_of(judged: &[Judgement]) -> CriterionSummary {
        let mut tally = Tally::default();
        judged.iter().for_each(|judged| tally.add(*judged));
        tally.summary()
    }

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
