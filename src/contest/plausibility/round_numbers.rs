//! Units whose figures are round more often than not.

use super::super::fraction::Fraction;
use super::super::plan::Plausibility;
use super::super::plan::plausibility::RoundNumbers;
use super::{About, Finding, Sight, Workings};

pub(super) fn look(sight: &Sight<'_>, entry: &Plausibility, rule: &RoundNumbers, finding: &mut Finding<'_>) {
    let slots = sight.plan.slots_of(&rule.of);
    let share = rule.share.percent();
    for unit in sight.wanted(entry) {
        let counts = || slots.iter().filter_map(|slot| Some((*slot, sight.reports.count(unit, *slot)?)));
        let above_zero = || counts().filter(|(_, count)| *count > 0);
        let reported = u32::try_from(above_zero().count()).unwrap_or(u32::MAX);
        if reported == 0 {
            continue;
        }
        if reported < rule.at_least_figures {
            finding.examined.too_few += 1;
            continue;
        }
        finding.examined.examined += 1;
        let round = above_zero().filter(|(_, count)| count % rule.multiple_of == 0).count();
        let round = u32::try_from(round).unwrap_or(u32::MAX);
        if Fraction::new(i64::from(round), i64::from(reported)) < share {
            continue;
        }
        let (slots, figures) = above_zero().unzip();
        finding.remark(About::Units(vec![unit]), slots, Workings::RoundNumbers { figures, round });
    }
}
