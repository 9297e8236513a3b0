//! Counts of a unit that the plan lets be the sum of those below it: counts are added, ratios never averaged.
//!
//! Where one of the units below lacks the figure there is no sum: what is missing is never zero, and two sums over
//! different units would make no ratio.

use super::figure::Reports;
use super::fraction::LARGEST_COUNT;
use super::plan::Plan;
use super::scored::Contest;
use super::unit::Units;

/// A count that was added up from the units below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SumBelow {
    /// The sum.
    pub count: i64,
    /// How many units below it was added up from.
    pub units: u32,
}

impl Plan {
    /// The level whose units are added up for a unit that doesn't report a figure itself; `None` where it must be
    /// reported: the plan says nothing, the unit isn't above that level, or that level doesn't have the figure's item.
    pub fn summed_from(&self, slot: usize, level: usize) -> Option<usize> {
        let (metric, item) = self.slot(slot);
        let from = metric.summed_from.filter(|from| level < *from)?;
        item.is_none_or(|item| item.levels.is_empty() || item.levels.contains(&from)).then_some(from)
    }
}

/// The count that a unit has in a slot without having reported it: the sum over the units below it, where the plan says
/// so. `None` where it doesn't, where there are no such units, where one of them lacks the figure, and where the sum is
/// larger than a count can be.
pub fn sum_below(
    plan: &Plan,
    units: &Units,
    reports: &Reports,
    (unit, slot): (u32, usize),
) -> Option<SumBelow> {
    let from = plan.summed_from(slot, usize::from(units.get(unit).level))?;
    let mut sum = SumBelow { count: 0, units: 0 };
    for below in units.below(unit).filter(|below| usize::from(units.get(*below).level) == from) {
        let count = reports.count(below, slot)?;
        sum.count = sum.count.checked_add(count).filter(|sum| *sum <= LARGEST_COUNT)?;
        sum.units += 1;
    }
    (sum.units > 0).then_some(sum)
}

/// The count that stands for a unit in a slot: what it reported, else the sum over the units below it.
#[inline]
pub fn standing_count(plan: &Plan, units: &Units, reports: &Reports, at: (u32, usize)) -> Option<i64> {
    reports.count(at.0, at.1).or_else(|| Some(sum_below(plan, units, reports, at)?.count))
}

/// Whether a figure stands for a unit, be it reported or summed.
pub fn has_figures(plan: &Plan, units: &Units, reports: &Reports, unit: u32) -> bool {
    let has_sum = |slot| sum_below(plan, units, reports, (unit, slot)).is_some();
    reports.has_any(unit) || (0..plan.slots()).any(has_sum)
}

impl Contest<'_> {
    /// The sum that stands in for a count that isn't reported.
    pub fn sum_below(&self, unit: u32, slot: usize) -> Option<SumBelow> {
        sum_below(self.plan, self.units, self.reports, (unit, slot))
    }

    /// The count that stands for a unit in a slot.
    #[inline]
    pub fn count(&self, unit: u32, slot: usize) -> Option<i64> {
        standing_count(self.plan, self.units, self.reports, (unit, slot))
    }

    /// Whether a figure stands for a unit, be it reported or summed.
    pub fn has_figures(&self, unit: u32) -> bool {
        has_figures(self.plan, self.units, self.reports, unit)
    }
}
