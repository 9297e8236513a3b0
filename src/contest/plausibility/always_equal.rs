//! Groups in which two metrics are equal in every unit.

use super::super::plan::Plausibility;
use super::super::plan::plausibility::AlwaysEqual;
use super::group::{groups, members};
use super::{About, Finding, Sight, Workings};

/// Of metrics that are split, each item is looked at by itself.
pub(super) fn look(sight: &Sight<'_>, entry: &Plausibility, rule: &AlwaysEqual, finding: &mut Finding<'_>) {
    let members = members(sight, entry, rule.per);
    let plan = sight.plan;
    let pairs = || plan.slots_of(&[rule.left]).into_iter().zip(plan.slots_of(&[rule.right]));
    for (group, members) in groups(&members) {
        for (left, right) in pairs() {
            let (mut units, mut equal) = (0_u32, 0_u32);
            for (_, unit) in members {
                let count = |slot| sight.reports.count(*unit, slot);
                let (Some(left), Some(right)) = (count(left), count(right)) else { continue };
                if left > 0 || right > 0 {
                    units += 1;
                    equal += u32::from(left == right);
                }
            }
            if units == 0 {
                continue;
            }
            if units < rule.at_least_units {
                finding.examined.too_few += 1;
                continue;
            }
            finding.examined.examined += 1;
            if equal == units {
                finding.remark(About::Group { group, units }, vec![left, right], Workings::AlwaysEqual);
            }
        }
    }
}
