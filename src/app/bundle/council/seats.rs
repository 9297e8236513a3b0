//! Ties at the border of a quota: the seats that there were by the ranking, and how votes settle them.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;

use super::check::{NONE, cell};
use super::rankings::Rankings;
use super::{Case, Item, Way};
use crate::app::bundle::verify::Difference;
use crate::app::frame::Frame;
use crate::app::sitting::{ItemResult, ItemState};
use crate::contest::council::border::{Settled, VotedOn, settle};

/// What stands of an item of a tie that was settled so.
const fn result_of(settled: Settled) -> ItemResult {
    match settled {
        Settled::Seat => ItemResult::Seat,
        Settled::Again => ItemResult::Again,
        Settled::NoSeat => ItemResult::NoSeat,
        Settled::NotVoted => ItemResult::Declined,
    }
}

/// Items with their places in their table that were settled together.
type Round<'a> = Vec<(usize, &'a Item)>;

/// The rounds in which a tie was settled, first those that were first. What was settled together was so at one moment in one
/// session, within the same seats, and no unit or person twice.
fn settlements<'a>(way: &'a Way, tied: &[&Case]) -> Vec<Round<'a>> {
    let case_of = |item: &Item| tied.iter().find(|case| case.number == item.case);
    let is_settled = |item: &Item| {
        item.state == ItemState::Closed && item.result.is_some_and(|result| result != ItemResult::Counted)
    };
    let items = way.items.iter().enumerate();
    let mut items: Round<'_> =
        items.filter(|(_, item)| case_of(item).is_some() && is_settled(item)).collect();
    items.sort_by_key(|(_, item)| (item.settled, item.closed, item.key));
    let goes_with = |first: &Item, item: &Item| {
        let seats = |item: &Item| item.rule.and_then(|rule| rule.seats);
        (first.key.0, first.settled, seats(first)) == (item.key.0, item.settled, seats(item))
    };
    let subject = |item: &Item| case_of(item).map(|case| (case.unit, case.nomination));
    let mut rounds: Vec<Round<'_>> = Vec::new();
    for (at, item) in items {
        let last = rounds.last_mut().filter(|round| {
            goes_with(round[0].1, item) && round.iter().all(|(_, other)| subject(other) != subject(item))
        });
        match last {
            Some(round) => round.push((at, item)),
            None => rounds.push(vec![(at, item)]),
        }
    }
    rounds
}

/// Whether the seats that an item was voted on are those that there were: what the ranking says, less those given before, of which
/// some may have become free again.
fn check_seats(
    (frame, rankings, tied): (&Frame, &Rankings<'_>, &[&Case]),
    (at, item): (usize, &Item),
    (given, free): (u32, u32),
    known: &mut BTreeMap<(i64, NaiveDateTime), Option<Vec<u32>>>,
) -> Result<(), Box<Difference>> {
    let own = item.rule.and_then(|rule| rule.seats).unwrap_or(0);
    let (Some(opened), Some(case)) = (item.opened, tied.iter().find(|case| case.number == item.case)) else {
        return Ok(());
    };
    let all =
        known.entry((case.ranking, opened)).or_insert_with(|| rankings.seats(frame, tied, (case, opened)));
    let Some(all) = all else { return Ok(()) };
    let may = |all: &u32| (all.saturating_sub(given)..=all.saturating_sub(given) + free).contains(&own);
    if all.iter().any(may) {
        return Ok(());
    }
    let found = all.first().map(|all| format!("seats={}", all.saturating_sub(given)));
    let both = [format!("seats={own}"), found.unwrap_or_else(|| NONE.to_owned())];
    Err(Box::new(cell("items.csv", at, "rule", both)))
}

/// Settles every tie again: never more than the seats.
pub(super) fn check_ties(frame: &Frame, way: &Way, rankings: &Rankings<'_>) -> Result<(), Box<Difference>> {
    let mut ties: BTreeMap<i64, Vec<&Case>> = BTreeMap::new();
    for case in &way.cases {
        if let Some(border) = case.border {
            ties.entry(border).or_default().push(case);
        }
    }
    for tied in ties.values() {
        let mut known = BTreeMap::new();
        // A seat whose case left the way later is free again.
        let (mut given, mut free) = (0_u32, 0_u32);
        for round in settlements(way, tied) {
            for line in &round {
                check_seats((frame, rankings, tied), *line, (given, free), &mut known)?;
            }
            let seats = round[0].1.rule.and_then(|rule| rule.seats).unwrap_or(0);
            let votes = round.iter().map(|(_, item)| VotedOn {
                in_favour: item.tally.map_or(0, |tally| tally.votes.in_favour),
                reached: item.tally.is_some_and(|tally| tally.reached),
            });
            let settled = settle(&votes.collect::<Vec<_>>(), seats);
            for ((at, item), settled) in round.iter().zip(settled) {
                let found = result_of(settled);
                let takes = found == ItemResult::Seat;
                let has_left = way.case_at(item.case).is_some_and(|at| way.cases[at].state.step().is_none());
                given += u32::from(takes);
                free += u32::from(takes && has_left);
                if item.result != Some(found) {
                    let both = [item.result.map_or(NONE, ItemResult::code), found.code()].map(str::to_owned);
                    return Err(Box::new(cell("items.csv", *at, "result", both)));
                }
            }
        }
    }
    Ok(())
}
