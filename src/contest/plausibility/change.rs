//! Units whose figures differ much from those of their earlier report.

use super::super::fraction::{Fraction, Numeral};
use super::super::plan::Plausibility;
use super::super::plan::plausibility::Change;
use super::{About, Finding, Sight, Workings};

pub(super) fn look(sight: &Sight<'_>, entry: &Plausibility, rule: &Change, finding: &mut Finding<'_>) {
    let Some(earlier) = sight.earlier else {
        finding.examined.without_earlier = true;
        return;
    };
    let slots = sight.plan.slots_of(&rule.of);
    for unit in sight.wanted(entry) {
        let mut compared = false;
        let (mut changed, mut figures) = (Vec::new(), Vec::new());
        for slot in &slots {
            let (Some(before), Some(now)) = (earlier.count(unit, *slot), sight.reports.count(unit, *slot))
            else {
                continue;
            };
            compared = true;
            let by = (now - before).abs();
            if by >= rule.by_at_least && is_more(by, before, rule.more_than) {
                changed.push(*slot);
                figures.push((before, now));
            }
        }
        finding.examined.examined += u64::from(compared);
        if !changed.is_empty() {
            finding.remark(About::Units(vec![unit]), changed, Workings::Change { figures });
        }
    }
}

/// Whether a difference is more than a percentage of a whole; of nothing, every difference is.
pub(super) fn is_more(by: i64, whole: i64, percent: Numeral) -> bool {
    let hundred = 100 * i128::from(Fraction::ten_to(percent.scale));
    i128::from(by) * hundred > i128::from(percent.mantissa) * i128::from(whole)
}
