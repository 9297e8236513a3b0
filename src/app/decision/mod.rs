//! Decisions: cases that were submitted are awarded, decisions amended, awards revoked and handed over. Each is a record of
//! its own; nothing is deleted.

mod amend;
mod hand_over;
mod head;
mod issue;
mod revoke;
mod view;

pub use crate::db::award::AwardRow;
pub use crate::db::decision::{DecisionChangeRow, DecisionRow};
pub use amend::{Amendment, CORRECTED, Correction};
pub use hand_over::HandOver;
pub use head::DecisionHead;
pub use issue::NewDecision;
pub use revoke::Revocation;
pub use view::{Decided, DecidedAward, Listed, Offered, Person};
pub(super) use view::{award_for, named, person_for, totals_of};

use chrono::{NaiveDate, NaiveTime};

use super::problem::{DATE_IN_FUTURE, FIELD_REFUSED, Problem, ProblemCode};
use super::text_field::plausible;
use crate::contest::decision::{DayRefusal, follows};
use crate::text::format::date;

/// A decision that gives awards.
pub const AWARD: &str = "award";
/// A decision that amends another.
pub const AMENDMENT: &str = "amendment";
/// A decision that revokes awards.
pub const REVOCATION: &str = "revocation";
/// The reason on an award that an amendment removed.
pub const REMOVED: &str = "amended";

/// How many cases or awards one decision may be about.
pub const MOST: usize = 5000;

/// Refuses a day that no decision is of, has yet to come, or comes before what it must follow; `early` is the problem of
/// the last.
pub(super) fn demand_day(
    (field, day): (&'static str, NaiveDate),
    (earlier, early): (Option<NaiveDate>, &'static ProblemCode),
    today: NaiveDate,
) -> Result<(), Problem> {
    plausible(field, day.and_time(NaiveTime::MIN))?;
    follows(day, earlier, today).map_err(|refusal| match refusal {
        DayRefusal::Future { today } => future(day, today),
        DayRefusal::Before { day } => early.with("day", date(day)),
    })
}

/// That a day has yet to come.
fn future(day: NaiveDate, today: NaiveDate) -> Problem {
    DATE_IN_FUTURE.with("day", date(day)).with("today", date(today))
}

/// Refuses a list that is too long to be one decision's.
fn demand_few(field: &'static str, count: usize) -> Result<(), Problem> {
    if count <= MOST {
        return Ok(());
    }
    Err(FIELD_REFUSED.with("field", field).with("expected", format!("1 – {MOST}")))
}
