//! Moments: kept in UTC, judged by the clock on the wall in Vietnam, which is what plans and files mean.

use chrono::{NaiveDateTime, TimeDelta};

/// Vietnam is seven hours ahead of UTC all year round.
const AHEAD: TimeDelta = TimeDelta::hours(7);

/// A moment in UTC as the clock on the wall shows it.
pub fn on_the_wall(utc: NaiveDateTime) -> NaiveDateTime {
    utc.checked_add_signed(AHEAD).unwrap_or(utc)
}

/// A moment as a plan or a file writes it, in UTC.
pub fn in_utc(on_the_wall: NaiveDateTime) -> NaiveDateTime {
    on_the_wall.checked_sub_signed(AHEAD).unwrap_or(on_the_wall)
}
