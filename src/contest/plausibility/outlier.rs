//! Units whose measure is far from the middle of their cluster, by the modified z-score of Iglewicz and Hoaglin:
//! 0.6745 · |measure − median| / MAD. Half of a cluster may be anything without moving median or MAD.

use std::cmp::Ordering;

use num_bigint::BigInt;

use num_traits::{Signed, Zero};

use super::super::fraction::{Fraction, Numeral};
use super::super::judge::judge;
use super::super::plan::Plausibility;
use super::super::plan::plausibility::{NoSpread, Outlier, Per};
use super::super::scored::Contest;
use super::super::trace::Silent;
use super::super::view::View;
use super::group::{Group, groups, members};
use super::{About, Distance, Exact, Finding, Sight, Workings};

/// 0.6745 in ten-thousandths: the upper quartile of the standard normal distribution, by which MAD estimates its
/// standard deviation.
const QUARTILE: i64 = 6745;

pub(super) fn look(sight: &Sight<'_>, entry: &Plausibility, rule: &Outlier, finding: &mut Finding<'_>) {
    let Sight { plan, units, reports, .. } = *sight;
    // Neither a hold nor the moment changes what was reported.
    let contest = Contest { plan, units, reports, holds: &[], choices: &[], as_of: None };
    let measure = |unit: u32| judge(View::reported(&contest, unit), rule.of, None, &mut Silent)?.measure;
    for (group, members) in groups(&members(sight, entry, Per::Cluster)) {
        let Group::Cluster(cluster) = group else { continue };
        let measures: Vec<(u32, Fraction)> =
            members.iter().filter_map(|(_, unit)| Some((*unit, measure(*unit)?))).collect();
        if measures.len() < rule.at_least_units.max(1) as usize {
            finding.examined.too_few += measures.len() as u64;
            continue;
        }
        finding.examined.examined += measures.len() as u64;
        let far = if fits_i128(&measures, rule.score_above) {
            far::<i128>(&measures, rule)
        } else {
            far::<BigInt>(&measures, rule)
        };
        finding.examined.without_spread += if far.has_spread { 0 } else { measures.len() as u64 };
        for at in far.places {
            let (unit, measure) = measures[at];
            let distance = distance((cluster, measures.len()), measure, &far.median, &far.spread);
            let workings = Workings::Outlier(Box::new(distance));
            finding.remark(About::Units(vec![unit]), Vec::new(), workings);
        }
    }
}

/// Which measures of a cluster are far from its middle.
pub(super) struct Far {
    has_spread: bool,
    pub places: Vec<usize>,
    pub median: Exact,
    pub spread: Exact,
}

/// The whole numbers that distances are worked out in: `i128` where they fit, else without bound.
pub(super) trait Whole: Clone + Ord + From<i64> + Signed + Into<BigInt> {}

impl<T: Clone + Ord + From<i64> + Signed + Into<BigInt>> Whole for T {}

/// A number over another above zero.
#[derive(Clone)]
struct Quotient<T> {
    above: T,
    below: T,
}

impl<T: Whole> Quotient<T> {
    fn of(above: T, below: T) -> Self {
        Self { above, below }
    }

    fn compare(&self, other: &Self) -> Ordering {
        (self.above.clone() * other.below.clone()).cmp(&(other.above.clone() * self.below.clone()))
    }

    /// The middle of some; the mean of the two in the middle of an even number.
    fn median(mut all: Vec<Self>) -> Self {
        let middle = all.len() / 2;
        let is_even = all.len().is_multiple_of(2);
        let (below, upper, _) = all.select_nth_unstable_by(middle, Self::compare);
        let lower = below.iter().filter(|_| is_even).max_by(|left, right| left.compare(right));
        let Some(lower) = lower else { return upper.clone() };
        let above = lower.above.clone() * upper.below.clone() + upper.above.clone() * lower.below.clone();
        Self { above, below: T::from(2) * lower.below.clone() * upper.below.clone() }
    }

    fn exact(&self) -> Exact {
        Exact::new(self.above.clone().into(), self.below.clone().into())
    }
}

/// Whether all that [`far`] multiplies stays inside `i128`. With numerators of `above` bits and denominators of `below`
/// bits, a distance without its common denominator takes `above + 2 below + 2` bits, and MAD `above + 3 below + 4`.
pub(super) fn fits_i128(measures: &[(u32, Fraction)], limit: Numeral) -> bool {
    let bits = |number: u64| 64 - number.leading_zeros();
    let largest = |of: fn(Fraction) -> u64| measures.iter().map(|(_, it)| bits(of(*it))).max().unwrap_or(0);
    let above = largest(|measure| measure.numerator().unsigned_abs());
    let below = largest(|measure| measure.denominator().unsigned_abs());
    let ten_to = bits(Fraction::ten_to(limit.scale).unsigned_abs());
    let limit = bits(limit.mantissa.unsigned_abs());
    above + 4 * below + 4 + (13 + ten_to).max(14 + limit) < 127
}

pub(super) fn far<T: Whole>(measures: &[(u32, Fraction)], rule: &Outlier) -> Far {
    let quotient =
        |measure: Fraction| Quotient::of(T::from(measure.numerator()), T::from(measure.denominator()));
    let all: Vec<Quotient<T>> = measures.iter().map(|(_, measure)| quotient(*measure)).collect();
    let median = Quotient::median(all.clone());
    // |a/b − p/q| = |a·q − p·b| / (b·q); q is the same in all, and comes back at the end.
    let distances: Vec<Quotient<T>> = all
        .into_iter()
        .map(|it| {
            let apart = it.above * median.below.clone() - median.above.clone() * it.below.clone();
            Quotient::of(apart.abs(), it.below)
        })
        .collect();
    let spread = Quotient::median(distances.clone());
    let has_spread = !spread.above.is_zero();
    let left = T::from(QUARTILE) * T::from(Fraction::ten_to(rule.score_above.scale));
    let right = T::from(10_000) * T::from(rule.score_above.mantissa);
    let is_far = |distance: &Quotient<T>| {
        if has_spread {
            left.clone() * distance.above.clone() * spread.below.clone()
                > right.clone() * spread.above.clone() * distance.below.clone()
        } else {
            rule.no_spread == NoSpread::AnyDifference && !distance.above.is_zero()
        }
    };
    let places = (0..).zip(&distances).filter(|(_, distance)| is_far(distance)).map(|(at, _)| at).collect();
    let spread = spread.exact() / Exact::from(median.below.clone().into());
    Far { has_spread, places, median: median.exact(), spread }
}

/// How far a measure is, for people to follow.
fn distance((cluster, units): (u32, usize), measure: Fraction, median: &Exact, spread: &Exact) -> Distance {
    let apart = (Exact::new(measure.numerator().into(), measure.denominator().into()) - median).abs();
    let quartile = Exact::new(QUARTILE.into(), 10_000.into());
    Distance {
        cluster,
        units: u32::try_from(units).unwrap_or(u32::MAX),
        measure,
        median: median.clone(),
        spread: spread.clone(),
        score: (!spread.is_zero()).then(|| quartile * apart / spread),
    }
}
