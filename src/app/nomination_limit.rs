//! How many persons a unit may nominate for an award.

use super::frame::Frame;
use super::nomination::{NominationRow, NominationState, individuals, state_of};
use super::problem::{NOMINATION_LIMIT, Problem};
use crate::contest::plan::{Amount, Individuals, QuotaPer};

/// How many a unit may nominate for an award; `None`: the plan says nothing of it.
pub(super) fn limit_of(part: &Individuals, award: &str, nominator: &str) -> Option<u32> {
    let award = part.plan.awards.iter().find(|it| it.code == award)?;
    let of_source = award.quotas.iter().filter(|quota| quota.per == QuotaPer::Source);
    let limits = of_source.filter_map(|quota| {
        let other = quota.except.iter().find(|(code, _)| code == nominator).map(|(_, number)| *number);
        other.or(match quota.amount {
            Amount::AtMost(number) => Some(number),
            Amount::Share { .. } => None,
        })
    });
    limits.min()
}

/// Refuses nominations of a unit beyond what the plan lets it nominate for an award: `more` besides those that stand.
pub(super) fn demand_room(
    frame: &Frame,
    rows: &[NominationRow],
    (nominator, award): (u32, &str),
    more: usize,
    without: Option<i64>,
) -> Result<(), Problem> {
    let part = individuals(&frame.plan)?;
    let code = frame.units.get(nominator).code();
    let Some(limit) = limit_of(part, award, code) else { return Ok(()) };
    let standing = rows.iter().filter(|row| {
        state_of(row) != NominationState::Withdrawn
            && row.nominator == i64::from(nominator)
            && row.award == award
            && Some(row.id) != without
    });
    let count = standing.count();
    if count + more <= limit as usize {
        return Ok(());
    }
    Err(NOMINATION_LIMIT
        .with("nominator", code)
        .with("award", award)
        .with("limit", limit)
        .with("count", count))
}
