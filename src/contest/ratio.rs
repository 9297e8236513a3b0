//! Ratios against a bar: exact by cross multiplication, or rounded where the plan says so, with both shown.

use super::fraction::{Fraction, Numeral};
use super::judge::{Found, each, is_upper, note_change};
use super::plan::{Across, Bar, Compare, Sum};
use super::trace::{Step, Trace};
use super::view::{View, narrow};
use crate::contest::figure::Value;

/// The parts of a ratio rule.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RatioRule<'a> {
    pub of: &'a Sum,
    pub to: &'a Sum,
    pub stated: Option<usize>,
    pub across: Across,
    pub bar: Option<Bar>,
    pub compare: Compare,
}

/// Decimals shown for a rounded value where the plan compares exactly: official percentages carry two, half up.
const SHOWN_SCALE: u8 = 2;

/// Judges a ratio.
pub(crate) fn ratio(view: View<'_>, rule: &RatioRule<'_>, trace: &mut impl Trace) -> Found {
    let leading = view.leading(rule.of);
    let upper = is_upper(rule.bar);
    if rule.across == Across::Pooled {
        return each(std::iter::once(at(view, rule, None, trace)), upper);
    }
    each(view.items(leading, rule.across).map(|item| at(view, rule, Some(item), trace)), upper)
}

/// One item of a ratio, or all pooled (`None`): its value, and whether it meets the bar.
fn at<'a>(
    view: View<'a>,
    rule: &RatioRule<'_>,
    item: Option<usize>,
    trace: &mut impl Trace,
) -> Option<(bool, Fraction)> {
    note_figures(view, rule, item, trace);
    let counted = value(view, rule, item);
    let value = counted.or_else(|| stated(view, rule, item, trace))?;
    let met = meets(rule, value);
    let split = view.leading(rule.of).breakdown.is_some();
    trace.note(|| {
        let (rounded, rounded_met) = rounded(rule, value);
        Step::Ratio {
            item: item.filter(|_| split),
            value,
            stated: counted.is_none(),
            exact_met: rule.bar.map(|bar| bar.comparator.holds(value, bar.fraction())),
            rounded,
            rounded_met,
        }
    });
    if let (Some(_), Some(counted)) = (rule.bar, counted) {
        let first = view.items(view.leading(rule.of), rule.across).next().unwrap_or(0);
        let furthest = counted.denominator().saturating_add(counted.numerator().abs()).saturating_mul(2);
        let flips = |changed: View<'a>| self::value(changed, rule, item).map(|value| meets(rule, value));
        note_change(view, rule.of, item.unwrap_or(first), furthest, flips, trace);
    }
    Some((met, value))
}

/// The exact value from counts; `None` when one is missing or the whole isn't above zero.
fn value(view: View<'_>, rule: &RatioRule<'_>, item: Option<usize>) -> Option<Fraction> {
    let add = |sum: &Sum| match item {
        Some(item) => view.sum(sum, item),
        None => view.items(view.leading(rule.of), Across::Pooled).map(|item| view.sum(sum, item)).sum(),
    };
    let whole = narrow(add(rule.to)?);
    (whole > 0).then_some(())?;
    Some(Fraction::new(narrow(add(rule.of)?), whole))
}

/// The percentage as stated.
fn stated(
    view: View<'_>,
    rule: &RatioRule<'_>,
    item: Option<usize>,
    trace: &mut impl Trace,
) -> Option<Fraction> {
    let metric = rule.stated?;
    if item.is_none() && view.contest.plan.metrics[metric].breakdown.is_some() {
        return None;
    }
    let slot = view.slot(metric, item.unwrap_or(0));
    view.note(slot, trace);
    match view.value(slot)? {
        Value::Percentage(numeral) => Some(numeral.percent()),
        _ => None,
    }
}

fn note_figures(view: View<'_>, rule: &RatioRule<'_>, item: Option<usize>, trace: &mut impl Trace) {
    let terms = rule.of.terms.iter().chain(&rule.to.terms);
    match item {
        Some(item) => terms.for_each(|term| view.note(view.slot(term.metric, item), trace)),
        None => terms.for_each(|term| {
            for item in view.items(view.leading(rule.of), Across::Pooled) {
                view.note(view.slot(term.metric, item), trace);
            }
        }),
    }
}

/// Whether a value meets the bar under the plan's compare policy.
fn meets(rule: &RatioRule<'_>, value: Fraction) -> bool {
    rule.bar.is_none_or(|bar| match rule.compare {
        Compare::Exact => bar.comparator.holds(value, bar.fraction()),
        Compare::HalfUp(scale) => meets_rounded(bar, value, scale),
    })
}

fn meets_rounded(bar: Bar, value: Fraction, scale: u8) -> bool {
    let rounded = value.half_up(factor(bar), scale) * i128::from(Fraction::ten_to(bar.value.scale));
    let limit = i128::from(bar.value.mantissa) * i128::from(Fraction::ten_to(scale));
    bar.comparator.holds(rounded, limit)
}

fn factor(bar: Bar) -> i64 {
    if bar.percent { 100 } else { 1 }
}

fn rounded(rule: &RatioRule<'_>, value: Fraction) -> (Numeral, Option<bool>) {
    let scale = match rule.compare {
        Compare::Exact => SHOWN_SCALE,
        Compare::HalfUp(scale) => scale,
    };
    let rounded = value.half_up(rule.bar.map_or(100, factor), scale);
    let numeral = Numeral { mantissa: i64::try_from(rounded).unwrap_or(i64::MAX), scale };
    (numeral, rule.bar.map(|bar| meets_rounded(bar, value, scale)))
}
