//! Units of a group whose figures are all the same.

use std::cmp::Ordering;
use std::hash::Hasher;

use rustc_hash::FxHasher;

use super::super::plan::Plausibility;
use super::super::plan::plausibility::CopiedRows;
use super::group::{Group, members};
use super::{About, Finding, Sight, Workings};

/// A unit with its group and a digest of its figures, by which equal ones come to lie side by side.
type Row = (Group, u64, u32);

pub(super) fn look(sight: &Sight<'_>, entry: &Plausibility, rule: &CopiedRows, finding: &mut Finding<'_>) {
    let slots = sight.plan.slots_of(&rule.of);
    let count = |unit: u32, slot: usize| sight.reports.count(unit, slot);
    let counted = |unit: u32| {
        let large = slots.iter().filter(|slot| count(unit, **slot).is_some_and(|it| it >= rule.not_below));
        u32::try_from(large.count()).unwrap_or(u32::MAX)
    };
    let mut rows: Vec<Row> = Vec::new();
    for (group, unit) in members(sight, entry, rule.per) {
        match counted(unit) {
            0 => {}
            few if few < rule.at_least_figures => finding.examined.too_few += 1,
            _ => {
                let mut digest = FxHasher::default();
                slots.iter().for_each(|slot| digest.write_i64(count(unit, *slot).unwrap_or(-1)));
                rows.push((group, digest.finish(), unit));
            }
        }
    }
    finding.examined.examined = rows.len() as u64;
    for units in copies(&mut rows, |left, right| {
        slots.iter().map(|slot| count(left, *slot)).cmp(slots.iter().map(|slot| count(right, *slot)))
    }) {
        let first = units[0];
        let workings = Workings::CopiedRows {
            figures: slots.iter().map(|slot| count(first, *slot)).collect(),
            counted: counted(first),
        };
        finding.remark(About::Units(units), slots.clone(), workings);
    }
}

/// The units of a group whose rows are the same, two or more at a time; in the order of each one's first unit.
fn copies(rows: &mut [Row], compare: impl Fn(u32, u32) -> Ordering) -> Vec<Vec<u32>> {
    let in_order = |left: &Row, right: &Row| {
        (left.0, left.1).cmp(&(right.0, right.1)).then_with(|| compare(left.2, right.2))
    };
    rows.sort_unstable_by(|left, right| in_order(left, right).then(left.2.cmp(&right.2)));
    let same = rows.chunk_by(|left, right| in_order(left, right) == Ordering::Equal);
    let mut copies: Vec<Vec<u32>> = same
        .filter(|same| same.len() > 1)
        .map(|same| same.iter().map(|(_, _, unit)| *unit).collect())
        .collect();
    copies.sort_unstable();
    copies
}
