//! The smallest change of one figure after which something else holds.

use super::trace::Change;

/// The furthest that is searched.
const FURTHEST: i64 = 1_000_000_000_000;

/// The smallest step `by` in one direction (+1 or -1) for which `holds(by)`; `holds` is monotone in that direction.
pub(crate) fn smallest_step(direction: i64, furthest: i64, holds: impl Fn(i64) -> bool) -> Option<i64> {
    let mut below = 0_i64;
    let mut at = 1_i64;
    let furthest = furthest.min(FURTHEST);
    if furthest < 1 {
        return None;
    }
    while !holds(direction * at.min(furthest)) {
        if at >= furthest {
            return None;
        }
        below = at;
        at *= 2;
    }
    let mut at = at.min(furthest);
    while at - below > 1 {
        let middle = below + (at - below) / 2;
        if holds(direction * middle) {
            at = middle;
        } else {
            below = middle;
        }
    }
    Some(direction * at)
}

/// The smallest change of the figure in one slot, now `count`, for which `holds`; upward where both are as small.
pub(crate) fn smallest_change(
    slot: usize,
    count: i64,
    furthest_up: i64,
    holds: impl Fn(Change) -> bool,
) -> Option<Change> {
    let try_step = |by: i64| holds(Change { slot, by });
    let up = smallest_step(1, furthest_up, try_step);
    let furthest_down = up.map_or(count, |up| count.min(up - 1));
    let down = smallest_step(-1, furthest_down, try_step);
    down.or(up).map(|by| Change { slot, by })
}
