//! Points or verdicts given by up to several scorers, combined as the plan says.

use num_rational::Ratio;

use super::figure::Value;
use super::fraction::{Fraction, Numeral};
use super::judge::{Found, against};
use super::plan::{Across, Bar, Combine, MetricKind};
use super::points::mean;
use super::result::Outcome;
use super::trace::{Step, Trace};
use super::view::View;

/// Judges by scorers. What nobody has given yet needs judgement; it isn't missing, and it isn't failed.
pub(crate) fn judged(
    view: View<'_>,
    of: usize,
    combine: &Combine,
    bar: Option<Bar>,
    trace: &mut impl Trace,
) -> Found {
    let metric = &view.contest.plan.metrics[of];
    let scorers: Vec<usize> = view.items(metric, Across::Each).collect();
    let given: Vec<Option<Numeral>> = scorers
        .iter()
        .map(|&item| {
            let slot = view.slot(of, item);
            view.note(slot, trace);
            match view.value(slot)? {
                Value::Points(points) => Some(points),
                Value::Flag(answer) => Some(Numeral::whole(i64::from(answer))),
                _ => None,
            }
        })
        .collect();
    let combined = combined(&scorers, &given, combine);
    let met = combined.map(|value| match bar {
        Some(bar) => bar.comparator.holds(value, bar.fraction()),
        None => metric.kind != MetricKind::Flag || value >= Fraction::whole(1),
    });
    trace.note(|| Step::Judged { given: given.clone(), combined, met });
    match met {
        None => (Outcome::NeedsJudgement, None),
        Some(_) => (against(met), combined),
    }
}

/// The combined value; `None` while a scorer that is needed hasn't given any, and where there is none to give it.
fn combined(scorers: &[usize], given: &[Option<Numeral>], combine: &Combine) -> Option<Fraction> {
    if *combine == Combine::Last {
        return given.iter().rev().flatten().next().map(|points| points.fraction());
    }
    let all: Vec<Fraction> =
        given.iter().map(|points| points.map(Numeral::fraction)).collect::<Option<_>>()?;
    if all.is_empty() {
        return None;
    }
    let sum = |weights: &mut dyn Iterator<Item = i128>| {
        all.iter().zip(weights).map(|(points, weight)| exact(*points) * weight).sum::<Ratio<i128>>()
    };
    let count = i128::try_from(all.len()).ok()?;
    match combine {
        Combine::Last => None,
        Combine::Lowest => all.iter().min().copied(),
        Combine::Highest => all.iter().max().copied(),
        Combine::Sum => mean(sum(&mut std::iter::repeat(1)), 1),
        Combine::Mean => mean(sum(&mut std::iter::repeat(1)), count),
        Combine::Weighted(weights) => {
            // Every scorer has its own weight, also at levels that lack another one.
            let own = || scorers.iter().filter_map(|&scorer| weights.get(scorer)).map(|&one| i128::from(one));
            let total = own().sum();
            (total > 0).then(|| mean(sum(&mut own()), total))?
        }
        Combine::Median => {
            let mut sorted = all.clone();
            sorted.sort();
            let (low, high) = (sorted.get((sorted.len() - 1) / 2)?, sorted.get(sorted.len() / 2)?);
            mean(exact(*low) + exact(*high), 2)
        }
    }
}

fn exact(points: Fraction) -> Ratio<i128> {
    Ratio::new(i128::from(points.numerator()), i128::from(points.denominator()))
}
