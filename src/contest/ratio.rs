//! Ratios against a bar: exact by cross multiplication, or rounded where the plan says so, with both shown.

use std::cmp::Ordering;

use super::fraction::{Fraction, LARGEST_SCALE, Numeral};
use super::judge::{Found, each, is_upper};
use super::plan::{Across, Bar, Compare, Sum};
use super::trace::{Rounded, Step, Trace};
use super::turning::{Sought, Tried, nearest_number, note_change, note_instead};
use super::view::View;
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
    let together = view.judged_together(view.leading(rule.of), rule.across);
    each(together.map(|items| at(view, rule, &items, trace)), is_upper(rule.bar))
}

/// One item of a ratio, or all pooled: its value, and whether it meets the bar.
fn at<'a>(
    view: View<'a>,
    rule: &RatioRule<'_>,
    items: &[usize],
    trace: &mut impl Trace,
) -> Option<(bool, Fraction)> {
    view.note_all(rule.of, items, trace);
    view.note_all(rule.to, items, trace);
    let counts = counts(view, rule, items);
    let counted = counts.and_then(fraction);
    // Counts that are there and of which none is a ratio (0 of 0) are no reason to take a percentage as stated.
    let value = if counts.is_some() { counted? } else { stated(view, rule, items, trace)? };
    let met = meets(rule, value);
    trace.note(|| {
        let (rounded, rounded_met) = rounded(rule, value);
        Step::Ratio {
            item: view.shown(rule.of, items, rule.across),
            value,
            stated: counted.is_none(),
            exact_met: rule.bar.map(|bar| bar.comparator.holds(value, bar.fraction())),
            rounded,
            rounded_met,
        }
    });
    let Some(bar) = rule.bar else { return Some((met, value)) };
    if let Some(counted) = counted {
        let furthest =
            counted.denominator().saturating_add(counted.numerator().saturating_abs()).saturating_mul(2);
        let side = |changed: View<'a>| Some(side(bar, rule.compare, self::value(changed, rule, items)?));
        let sought = Sought { sum: rule.of, items, comparator: bar.comparator, furthest };
        note_change(view, &sought, side, trace);
    } else if let Some((slot, now)) = stated_figure(view, rule, items) {
        let other = || {
            // One digit more than is rounded to, and as many as the bar has.
            let digits = match rule.compare {
                Compare::Exact => bar.value.scale,
                Compare::HalfUp(scale) => (scale + 1).min(LARGEST_SCALE),
            };
            let most = Some(Numeral::whole(100));
            let tried = Tried { now: now.at_scale(digits)?, most, comparator: bar.comparator };
            let other = nearest_number(tried, |other| Some(side(bar, rule.compare, other.percent())))?;
            Some(Value::Percentage(other.without_zeros(now.scale)))
        };
        note_instead((slot, bar.comparator), Value::Percentage(now), other, trace);
    }
    Some((met, value))
}

/// The part and the whole; `None` when a count is missing.
#[inline]
fn counts(view: View<'_>, rule: &RatioRule<'_>, items: &[usize]) -> Option<(i64, i64)> {
    Some((view.narrow_sum(rule.of, items)?, view.narrow_sum(rule.to, items)?))
}

/// The exact value from counts; `None` when one is missing or the whole isn't above zero.
fn value(view: View<'_>, rule: &RatioRule<'_>, items: &[usize]) -> Option<Fraction> {
    fraction(counts(view, rule, items)?)
}

fn fraction((part, whole): (i64, i64)) -> Option<Fraction> {
    (whole > 0).then(|| Fraction::new(part, whole))
}

/// The percentage as stated.
fn stated(view: View<'_>, rule: &RatioRule<'_>, items: &[usize], trace: &mut impl Trace) -> Option<Fraction> {
    view.note(stated_slot(view, rule, items)?, trace);
    stated_figure(view, rule, items).map(|(_, stated)| stated.percent())
}

fn stated_slot(view: View<'_>, rule: &RatioRule<'_>, items: &[usize]) -> Option<usize> {
    // A checked plan states no percentages where items are pooled.
    Some(view.slot(rule.stated?, *items.first()?))
}

fn stated_figure(view: View<'_>, rule: &RatioRule<'_>, items: &[usize]) -> Option<(usize, Numeral)> {
    let slot = stated_slot(view, rule, items)?;
    match view.value(slot)? {
        Value::Percentage(numeral) => Some((slot, numeral)),
        _ => None,
    }
}

/// Whether a value meets the bar under the plan's compare policy.
fn meets(rule: &RatioRule<'_>, value: Fraction) -> bool {
    rule.bar.is_none_or(|bar| bar.comparator.holds(side(bar, rule.compare, value), Ordering::Equal))
}

/// On which side of the bar a value is under a compare policy.
#[inline]
fn side(bar: Bar, compare: Compare, value: Fraction) -> Ordering {
    match compare {
        Compare::Exact => value.cmp(&bar.fraction()),
        Compare::HalfUp(scale) => {
            // Only the shorter of both is lengthened, so that the largest values stay inside `i128`.
            let ten_to = |decimals: u8| i128::from(Fraction::ten_to(decimals));
            let rounded = value.half_up(factor(bar), scale) * ten_to(bar.value.scale.saturating_sub(scale));
            rounded.cmp(&(i128::from(bar.value.mantissa) * ten_to(scale.saturating_sub(bar.value.scale))))
        }
    }
}

fn factor(bar: Bar) -> i64 {
    if bar.percent { 100 } else { 1 }
}

fn rounded(rule: &RatioRule<'_>, value: Fraction) -> (Rounded, Option<bool>) {
    let scale = match rule.compare {
        Compare::Exact => SHOWN_SCALE,
        Compare::HalfUp(scale) => scale,
    };
    let rounded = Rounded { mantissa: value.half_up(rule.bar.map_or(100, factor), scale), scale };
    let met = |bar: Bar| bar.comparator.holds(side(bar, Compare::HalfUp(scale), value), Ordering::Equal);
    (rounded, rule.bar.map(met))
}
