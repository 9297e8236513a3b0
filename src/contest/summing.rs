//! Counts of a unit that the plan lets be the sum of those below it: counts are added, ratios never averaged.

use super::fraction::LARGEST_COUNT;
use super::plan::{IfMissing, Summed};
use super::scored::Contest;

/// A count that was added up from the units below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SumBelow {
    /// The sum.
    pub count: i64,
    /// How many units below have the figure.
    pub added: u32,
    /// How many units below are of the level that is summed.
    pub units: u32,
}

impl Contest<'_> {
    /// The count that a unit has in a slot without having reported it: the sum over the units below it, where the plan
    /// says so. `None` where it doesn't, where nobody below has the figure, where one lacks it and the plan leaves the sum
    /// open for that, and where the sum is larger than a count can be.
    pub fn sum_below(&self, unit: u32, slot: usize) -> Option<SumBelow> {
        let Summed { level, if_missing } = self.plan.slot(slot).0.summed?;
        if usize::from(self.units.get(unit).level) >= level {
            return None;
        }
        let mut sum = SumBelow { count: 0, added: 0, units: 0 };
        for below in self.units.below(unit).filter(|below| usize::from(self.units.get(*below).level) == level)
        {
            sum.units += 1;
            match self.reports.count(below, slot) {
                Some(count) => {
                    sum.count = sum.count.checked_add(count).filter(|sum| *sum <= LARGEST_COUNT)?;
                    sum.added += 1;
                }
                None if if_missing == IfMissing::Open => return None,
                None => {}
            }
        }
        (sum.added > 0).then_some(sum)
    }

    /// Whether a unit has a figure, be it reported or summed.
    pub fn has_figures(&self, unit: u32) -> bool {
        self.reports.has_any(unit) || (0..self.plan.slots()).any(|slot| self.sum_below(unit, slot).is_some())
    }
}
