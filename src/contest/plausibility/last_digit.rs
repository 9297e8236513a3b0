//! Groups in whose figures some last digits are more frequent than others.
//!
//! Made-up numbers show themselves so: people prefer some digits. Counts that were really counted, and aren't small, end
//! in each digit about equally often.

use super::super::fraction::{Fraction, Numeral};
use super::super::plan::Plausibility;
use super::super::plan::plausibility::LastDigit;
use super::group::{groups, members};
use super::{About, Finding, Sight, Workings};

pub(super) fn look(sight: &Sight<'_>, entry: &Plausibility, rule: &LastDigit, finding: &mut Finding<'_>) {
    let slots = sight.plan.slots_of(&rule.of);
    for (group, members) in groups(&members(sight, entry, rule.per)) {
        let mut digits = [0_u64; 10];
        let mut units = 0_u32;
        for (_, unit) in members {
            let mut has_any = false;
            for slot in &slots {
                let Some(count) = sight.reports.count(*unit, *slot) else { continue };
                if count >= rule.not_below {
                    let digit = usize::try_from(count % 10).expect("a count isn't negative");
                    digits[digit] += 1;
                    has_any = true;
                }
            }
            units += u32::from(has_any);
        }
        let figures: u64 = digits.iter().sum();
        if figures == 0 {
            continue;
        }
        if figures < u64::from(rule.at_least_figures) {
            finding.examined.too_few += 1;
            continue;
        }
        finding.examined.examined += 1;
        if is_above(&digits, rule.chi_square_above) {
            finding.remark(About::Group { group, units }, slots.clone(), Workings::LastDigit { digits });
        }
    }
}

/// Chi-square of ten digits that should be equally frequent, as (above the line, below the line): with n figures, of
/// which `o` end in a digit, Σ (o − n/10)² / (n/10) = (10 · Σ o² − n²) / n.
pub fn chi_square(digits: &[u64; 10]) -> (i128, i128) {
    let figures: i128 = digits.iter().map(|count| i128::from(*count)).sum();
    let squares: i128 = digits.iter().map(|count| i128::from(*count) * i128::from(*count)).sum();
    (10 * squares - figures * figures, figures)
}

/// Whether chi-square is above a limit. With no more figures than memory holds, nothing leaves `i128`.
pub(super) fn is_above(digits: &[u64; 10], limit: Numeral) -> bool {
    let (above, below) = chi_square(digits);
    above * i128::from(Fraction::ten_to(limit.scale)) > i128::from(limit.mantissa) * below
}
