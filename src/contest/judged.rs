//! Points or verdicts given by up to several scorers, combined as the plan says.

use num_rational::Ratio;

use super::figure::Value;
use super::fraction::{Fraction, LARGEST_SCALE, Numeral};
use super::judge::{Found, against};
use super::plan::{Across, Bar, Combine, Comparator, MetricKind};
use super::points::mean;
use super::result::Outcome;
use super::trace::{Step, Trace};
use super::turning::{Tried, nearest_number, note_instead};
use super::view::View;

/// What is judged by scorers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct JudgedRule<'a> {
    /// The metric that holds what they give.
    pub of: usize,
    pub combine: &'a Combine,
    pub bar: Option<Bar>,
    /// The most that one can give.
    pub maximum: Option<Numeral>,
}

/// Judges by scorers. What nobody has given yet needs judgement; it isn't missing, and it isn't failed.
pub(crate) fn judged(view: View<'_>, rule: JudgedRule<'_>, trace: &mut impl Trace) -> Found {
    let metric = &view.contest.plan.metrics[rule.of];
    let scorers: Vec<usize> = view.items(metric, Across::Each).collect();
    let given: Vec<Option<Numeral>> = scorers
        .iter()
        .map(|&item| {
            let slot = view.slot(rule.of, item);
            view.note(slot, trace);
            match view.value(slot)? {
                Value::Points(points) => Some(points),
                Value::Flag(answer) => Some(Numeral::whole(i64::from(answer))),
                _ => None,
            }
        })
        .collect();
    let combined = combined(&scorers, &given, rule.combine);
    // A verdict is a yes; points without a bar are enough by being given.
    let is_verdict = metric.kind == MetricKind::Flag;
    let yes = Bar { comparator: Comparator::AtLeast, value: Numeral::whole(1), percent: false };
    let bar = rule.bar.or_else(|| is_verdict.then_some(yes));
    let met = combined.map(|value| bar.is_none_or(|bar| bar.comparator.holds(value, bar.fraction())));
    trace.note(|| Step::Judged { given: given.clone(), combined, met });
    if let (Some(bar), Some(_)) = (bar, combined) {
        let most = if is_verdict { Some(Numeral::whole(1)) } else { rule.maximum };
        note_other_score(view, rule, (&scorers, &given), (bar, most), trace);
    }
    match met {
        None => (Outcome::NeedsJudgement, None),
        Some(_) => (against(met), combined),
    }
}

/// Notes what one scorer would have to give so that the outcome is another: the one of whom the least is asked.
fn note_other_score<T: Trace>(
    view: View<'_>,
    rule: JudgedRule<'_>,
    (scorers, given): (&[usize], &[Option<Numeral>]),
    (bar, most): (Bar, Option<Numeral>),
    trace: &mut T,
) {
    if !T::LISTENS {
        return;
    }
    let is_verdict = view.contest.plan.metrics[rule.of].kind == MetricKind::Flag;
    let given_decimals = given.iter().flatten().map(|points| points.scale).max().unwrap_or(0);
    let decimals = (given_decimals.max(bar.value.scale) + 1).min(LARGEST_SCALE);
    let tries = given.iter().enumerate().filter_map(|(scorer, now)| {
        let written = now.as_ref()?;
        let now = written.at_scale(if is_verdict { 0 } else { decimals })?;
        let tried = Tried { now, most, comparator: bar.comparator };
        let other = nearest_number(tried, |other| {
            let mut changed = given.to_vec();
            changed[scorer] = Some(other);
            Some(combined(scorers, &changed, rule.combine)?.cmp(&bar.fraction()))
        })?;
        Some((now.mantissa.abs_diff(other.mantissa), scorer, now, other.without_zeros(written.scale)))
    });
    let Some((_, scorer, now, other)) = tries.min_by_key(|(by, scorer, ..)| (*by, *scorer)) else { return };
    let value = |number: Numeral| {
        if is_verdict { Value::Flag(number.mantissa > 0) } else { Value::Points(number) }
    };
    let slot = view.slot(rule.of, scorers[scorer]);
    note_instead((slot, bar.comparator), value(now), || Some(value(other)), trace);
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
