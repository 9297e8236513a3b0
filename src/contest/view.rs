//! The figures of one unit as a criterion sees them, as reported or with one of them changed.

use super::figure::Value;
use super::fraction::Numeral;
use super::plan::{Across, Metric, Sum, Term};
use super::scored::Contest;
use super::trace::{Change, Trace};
use super::trace::{Step, Used};

/// One unit of a contest, with at most one figure changed to ask "what if".
#[derive(Debug, Clone, Copy)]
pub(crate) struct View<'a> {
    /// The contest.
    pub contest: &'a Contest<'a>,
    /// Index into `Units::list`.
    pub unit: u32,
    /// The change that is tried.
    pub change: Option<Change>,
}

impl<'a> View<'a> {
    /// The unit as reported.
    pub fn reported(contest: &'a Contest<'a>, unit: u32) -> Self {
        Self { contest, unit, change: None }
    }

    /// The same unit with one figure changed.
    pub fn with(self, change: Change) -> Self {
        Self { change: Some(change), ..self }
    }

    /// The value in a slot.
    pub fn value(self, slot: usize) -> Option<Value> {
        let reported = self.contest.reports.figure(self.unit, slot).map(|figure| figure.value);
        let summed = || self.contest.sum_below(self.unit, slot).map(|sum| Value::Count(sum.count));
        let value = reported.or_else(summed)?;
        match self.change.filter(|change| change.slot == slot) {
            Some(change) => changed(value, change.by),
            None => Some(value),
        }
    }

    /// The count in a slot.
    #[inline(always)]
    pub fn count(self, slot: usize) -> Option<i64> {
        let count = self.contest.count(self.unit, slot)?;
        match self.change {
            Some(change) if change.slot == slot => Some(count + change.by),
            _ => Some(count),
        }
    }

    /// Notes that a slot was looked up.
    pub fn note(self, slot: usize, trace: &mut impl Trace) {
        trace.note(|| {
            let figure = self.contest.reports.figure(self.unit, slot);
            let sum = if figure.is_none() { self.contest.sum_below(self.unit, slot) } else { None };
            Step::Used(Used { unit: self.unit, slot, figure, sum })
        });
    }

    /// Notes that the figures of a sum were looked up.
    pub fn note_all<T: Trace>(self, sum: &Sum, items: &[usize], trace: &mut T) {
        if !T::LISTENS {
            return;
        }
        for term in &sum.terms {
            items.iter().for_each(|&item| self.note(self.slot(term.metric, item), trace));
        }
    }

    /// The items of a metric that exist at the unit's level; one, without number, for a metric that isn't split.
    pub fn items(self, metric: &Metric, across: Across) -> impl Iterator<Item = usize> + 'a {
        let level = usize::from(self.contest.units.get(self.unit).level);
        let items = metric.breakdown.map(|breakdown| &self.contest.plan.breakdowns[breakdown].items);
        (0..items.map_or(1, Vec::len)).filter(move |&item| match (across, items) {
            (Across::One(one), _) => item == one,
            (_, Some(items)) => items[item].levels.is_empty() || items[item].levels.contains(&level),
            (_, None) => true,
        })
    }

    /// The item that a step shows; none where items are pooled or the sum isn't split.
    pub fn shown(self, sum: &Sum, items: &[usize], across: Across) -> Option<usize> {
        let is_one = across != Across::Pooled && self.leading(sum).breakdown.is_some();
        items.first().copied().filter(|_| is_one)
    }

    /// The metric that a sum is split like: its first term's.
    pub fn leading(self, sum: &Sum) -> &'a Metric {
        &self.contest.plan.metrics[sum.terms[0].metric]
    }

    /// A sum over items, with its constant added once; `None` when a figure is missing, or when there is no item.
    pub fn sum(self, sum: &Sum, items: &[usize]) -> Option<i128> {
        let mut total = i128::from(sum.constant);
        for term in &sum.terms {
            for &item in items {
                let count = self.count(self.slot(term.metric, item))?;
                total += i128::from(term.factor) * i128::from(count);
            }
        }
        (!items.is_empty()).then_some(total)
    }

    /// The same as an `i64`, for a plan whose sums are bounded. Most sums are one figure, which needs no adding up.
    #[inline(always)]
    pub fn narrow_sum(self, sum: &Sum, items: &[usize]) -> Option<i64> {
        match (&sum.terms[..], items) {
            ([Term { metric, factor: 1 }], [item]) if sum.constant == 0 => {
                self.count(self.slot(*metric, *item))
            }
            _ => self.sum(sum, items).map(narrow),
        }
    }

    /// The items that a rule judges at once: all pooled, or one after another.
    pub fn judged_together(self, metric: &Metric, across: Across) -> impl Iterator<Item = Together> + 'a {
        let mut pooled =
            (across == Across::Pooled).then(|| Together::Pooled(self.items(metric, across).collect()));
        let mut single = self.items(metric, across);
        std::iter::from_fn(move || {
            if across == Across::Pooled {
                pooled.take()
            } else {
                single.next().map(|item| Together::One([item]))
            }
        })
    }

    /// The slot of a metric at an item; a metric that isn't split has one slot for every item.
    #[inline]
    pub fn slot(self, metric: usize, item: usize) -> usize {
        let metric = &self.contest.plan.metrics[metric];
        metric.first_slot + if metric.breakdown.is_some() { item } else { 0 }
    }
}

/// A value changed by so many steps: of a count by ones, of a percentage or points by its last printed digit, of a day by
/// days; an answer becomes the other one. `None` for a text, and beyond what there is.
fn changed(value: Value, by: i64) -> Option<Value> {
    let stepped = |number: Numeral| Some(Numeral { mantissa: number.mantissa.checked_add(by)?, ..number });
    let days = || chrono::Duration::try_days(by);
    match value {
        Value::Count(count) => count.checked_add(by).map(Value::Count),
        Value::Percentage(number) => stepped(number).map(Value::Percentage),
        Value::Points(number) => stepped(number).map(Value::Points),
        Value::Flag(answer) => Some(Value::Flag(answer != (by != 0))),
        Value::Date(day) => day.checked_add_signed(days()?).map(Value::Date),
        Value::Moment(moment) => moment.checked_add_signed(days()?).map(Value::Moment),
        Value::Text(_) => None,
    }
}

/// Items that are judged at once.
#[derive(Debug, Clone)]
pub(crate) enum Together {
    One([usize; 1]),
    Pooled(Vec<usize>),
}

impl std::ops::Deref for Together {
    type Target = [usize];

    fn deref(&self) -> &[usize] {
        match self {
            Self::One(item) => item,
            Self::Pooled(items) => items,
        }
    }
}

/// A sum as an `i64`. A plan is refused when its sums could pass that range.
fn narrow(sum: i128) -> i64 {
    i64::try_from(sum).expect("a checked plan bounds its sums")
}
