//! What would change an outcome: the smallest change of one figure, noted down only when somebody listens.

use std::cmp::Ordering;

use chrono::{Days, NaiveDate};

use super::calendar::days_late;
use super::change::{smallest_change, smallest_step};
use super::figure::Value;
use super::fraction::Numeral;
use super::milestone::Counting;
use super::plan::{Comparator, Sum};
use super::trace::{Instead, Reach, Step, Trace};
use super::view::View;

/// Which change of one figure is looked for.
pub(crate) struct Sought<'a> {
    /// The sum whose figures are tried.
    pub sum: &'a Sum,
    /// The items at which they are tried.
    pub items: &'a [usize],
    /// How the value must stand to its bar.
    pub comparator: Comparator,
    /// The furthest that a figure is raised.
    pub furthest: i64,
}

/// Notes the smallest change of one figure that flips whether a value meets its bar, if anybody listens. `side` says
/// on which side of the bar the value is.
pub(crate) fn note_change<'a, T: Trace>(
    view: View<'a>,
    sought: &Sought<'_>,
    side: impl Fn(View<'a>) -> Option<Ordering>,
    trace: &mut T,
) {
    if !T::LISTENS {
        return;
    }
    let Some(now) = side(view) else { return };
    let met = |side: Ordering| sought.comparator.holds(side, Ordering::Equal);
    let flips = |side: Ordering| met(side) != met(now);
    // Where exactly one value meets, a search must not step over it: the first value on another side is looked at.
    let reached =
        |side: Ordering| if sought.comparator == Comparator::Equal { side != now } else { flips(side) };
    let tried = sought.sum.terms.iter().flat_map(|term| sought.items.iter().map(|&item| (term.metric, item)));
    let smallest = tried.filter_map(|(metric, item)| {
        let slot = view.slot(metric, item);
        let at = |change| side(view.with(change));
        let change = smallest_change(slot, view.count(slot)?, sought.furthest, |change| {
            at(change).is_some_and(reached)
        })?;
        at(change).is_some_and(flips).then_some(change)
    });
    if let Some(change) = smallest.min_by_key(|change| change.by.abs()) {
        trace.note(|| Step::Change(change));
    }
}

/// The furthest day after the last one on time that is looked for.
const FURTHEST_DAY: i64 = 100_000;

/// Notes the last day that meets a milestone where it isn't met, else the first that doesn't.
pub(crate) fn note_other_day<T: Trace>(
    slot: usize,
    (last, met): (NaiveDate, bool),
    counting: Counting<'_>,
    trace: &mut T,
) {
    if !T::LISTENS {
        return;
    }
    let after = |by: i64| last.checked_add_days(Days::new(by.unsigned_abs()));
    let is_late = |by: i64| {
        after(by).is_none_or(|day| days_late(last, day, counting.days, counting.calendar) > counting.grace)
    };
    let Some(first_late) = smallest_step(1, FURTHEST_DAY, is_late) else { return };
    let (day, reach) =
        if met { (after(first_late), Reach::From) } else { (after(first_late - 1), Reach::UpTo) };
    if let Some(day) = day {
        trace.note(|| Step::Instead(Instead { slot, value: Value::Date(day), reach }));
    }
}

/// A number with decimals whose other values are tried.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tried {
    /// The number now; its last digit is the smallest step.
    pub now: Numeral,
    /// The largest that it can be; `None` when nothing bounds it.
    pub most: Option<Numeral>,
    /// How the value that follows from it must stand to its bar.
    pub comparator: Comparator,
}

/// The nearest other value of a number, not below zero, for which a value meets its bar where it doesn't now, or the
/// other way round. `side` says on which side of the bar the value is.
pub(crate) fn nearest_number(tried: Tried, side: impl Fn(Numeral) -> Option<Ordering>) -> Option<Numeral> {
    let Tried { now, most, comparator } = tried;
    let at = |by: i64| Numeral { mantissa: now.mantissa.saturating_add(by), scale: now.scale };
    let side_now = side(now)?;
    let met = |side: Ordering| comparator.holds(side, Ordering::Equal);
    let flips = |side: Ordering| met(side) != met(side_now);
    let reached =
        |side: Ordering| if comparator == Comparator::Equal { side != side_now } else { flips(side) };
    let room = match most {
        Some(most) => most.at_scale(now.scale)?.mantissa.saturating_sub(now.mantissa),
        None => i64::MAX,
    };
    let found = |direction: i64, room: i64| {
        let by = smallest_step(direction, room, |by| side(at(by)).is_some_and(reached))?;
        side(at(by)).is_some_and(flips).then_some(by)
    };
    let up = found(1, room);
    found(-1, up.map_or(now.mantissa, |up| now.mantissa.min(up - 1))).or(up).map(at)
}

/// Notes another answer that changes the outcome, or the nearest other number; what lies beyond a number does as well,
/// except where exactly one value meets the bar.
pub(crate) fn note_instead<T: Trace>(
    (slot, comparator): (usize, Comparator),
    now: Value,
    other: impl FnOnce() -> Option<Value>,
    trace: &mut T,
) {
    let Some(value) = T::LISTENS.then(other).flatten() else { return };
    let reach = match (now, value) {
        _ if comparator == Comparator::Equal => Reach::Exactly,
        (Value::Percentage(now), Value::Percentage(other)) | (Value::Points(now), Value::Points(other)) => {
            if other.fraction() > now.fraction() {
                Reach::From
            } else {
                Reach::UpTo
            }
        }
        _ => Reach::Exactly,
    };
    trace.note(|| Step::Instead(Instead { slot, value, reach }));
}
