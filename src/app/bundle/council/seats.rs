//! Ties at the border of a quota: the seats that there are by the ranking, and how votes settle them.

use std::collections::BTreeMap;

use super::check::{Stated, cell, code_in_ranking};
use super::persons::rows_of;
use super::{Case, Item, Way};
use crate::app::border::{group_of_person, group_of_unit, per_of, seats_in};
use crate::app::bundle::verify::Difference;
use crate::app::case::INDIVIDUAL;
use crate::app::frame::Frame;
use crate::app::sitting::{ItemResult, ItemState};
use crate::contest::council::border::{Settled, VotedOn, settle};
use crate::db::nomination::NominationRow;
use crate::documents::stored::{StoredRanking, StoredUnit};

/// A stored ranking that cases were opened from.
pub(super) struct Known<'a> {
    number: i64,
    /// Whether it stood when the bundle was made; otherwise another one may have said how many seats there are.
    is_current: bool,
    text: &'a str,
    ranking: StoredRanking,
    places: BTreeMap<String, (usize, usize)>,
}

impl Known<'_> {
    /// The unit or person with a code.
    pub(super) fn unit(&self, code: &str) -> Option<&StoredUnit> {
        let (cluster, unit) = *self.places.get(code)?;
        self.ranking.clusters.get(cluster)?.units.get(unit)
    }
}

/// The stored rankings that cases were opened from.
pub(super) struct Rankings<'a> {
    /// The number of the ranking of units.
    pub number: i64,
    units: Option<Known<'a>>,
    persons: Option<Known<'a>>,
    rows: Vec<NominationRow>,
}

impl<'a> Rankings<'a> {
    /// Reads them, where there are cases.
    pub(super) fn read(way: &Way, stated: Stated<'a>) -> Self {
        let known = |text: &'a str, number, state: &str| {
            let ranking = StoredRanking::read(text).ok().filter(|_| !way.cases.is_empty())?;
            let mut places = BTreeMap::new();
            for (at, cluster) in ranking.clusters.iter().enumerate() {
                places.extend(
                    cluster.units.iter().enumerate().map(|(place, unit)| (unit.code.clone(), (at, place))),
                );
            }
            Some(Known { number, is_current: state == "current", text, ranking, places })
        };
        let head = stated.head;
        let persons = head.persons.as_ref();
        Self {
            number: head.ranking.number,
            units: known(stated.ranking, head.ranking.number, &head.ranking.state),
            persons: persons.and_then(|persons| known(stated.persons, persons.number, &persons.state)),
            rows: rows_of(way),
        }
    }

    /// The ranking that a case was opened from, when it is in the file.
    pub(super) fn of_case(&self, case: &Case) -> Option<&Known<'a>> {
        let known = if case.subject == INDIVIDUAL { &self.persons } else { &self.units };
        known.as_ref().filter(|known| known.number == case.ranking)
    }

    /// The seats of a tie before anybody takes one; `None`: that can't be told from the file.
    fn seats(&self, frame: &Frame, tied: &[&Case]) -> Option<u32> {
        let known = self.of_case(tied.first()?).filter(|known| known.is_current)?;
        let award = &tied[0].award;
        let codes: Vec<String> = tied.iter().map(|case| code_in_ranking(frame, case)).collect();
        let per = per_of(&known.ranking, award, &codes)?;
        let group_of = |per: &str, unit: &StoredUnit| match tied[0].subject.as_str() {
            INDIVIDUAL => group_of_person(frame, &self.rows, per, unit),
            _ => group_of_unit(frame, per, unit),
        };
        seats_in(&group_of, award, &codes, &per, (&known.ranking, known.text)).ok().flatten()
    }
}

/// What stands of an item of a tie that was settled so.
const fn result_of(settled: Settled) -> ItemResult {
    match settled {
        Settled::Seat => ItemResult::Seat,
        Settled::Again => ItemResult::Again,
        Settled::NoSeat => ItemResult::NoSeat,
        Settled::NotVoted => ItemResult::Declined,
    }
}

/// Items with their places in their table that were settled together, first those that were first: of each case the first
/// that was settled, then the second.
fn settlements<'a>(way: &'a Way, tied: &[&Case]) -> Vec<Vec<(usize, &'a Item)>> {
    let mut rounds: Vec<Vec<(usize, &Item)>> = Vec::new();
    for case in tied {
        let is_settled = |item: &&Item| item.result.is_some_and(|result| result != ItemResult::Counted);
        let of_case = |item: &&Item| item.case == case.number && item.state == ItemState::Closed;
        let items = way.items.iter().enumerate();
        let mut items: Vec<(usize, &Item)> =
            items.filter(|(_, item)| of_case(item) && is_settled(item)).collect();
        items.sort_by_key(|(_, item)| (item.closed, item.key));
        for (round, item) in items.into_iter().enumerate() {
            if rounds.len() <= round {
                rounds.push(Vec::new());
            }
            rounds[round].push(item);
        }
    }
    rounds
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
        let all = rankings.seats(frame, tied);
        // A seat whose case left the way later is free again.
        let (mut given, mut free) = (0_u32, 0_u32);
        for round in settlements(way, tied) {
            let seats = round[0].1.rule.and_then(|rule| rule.seats).unwrap_or(0);
            for (at, item) in &round {
                let own = item.rule.and_then(|rule| rule.seats).unwrap_or(0);
                let may = all.map(|all| all.saturating_sub(given)).map(|least| (least, least + free));
                let is_right = own == seats && may.is_none_or(|(least, most)| least <= own && own <= most);
                if !is_right {
                    let found = may.map_or(seats, |(least, _)| least);
                    let both = [format!("seats={own}"), format!("seats={found}")];
                    return Err(Box::new(cell("items.csv", *at, "rule", both)));
                }
            }
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
                    let both = [item.result.map_or("–", ItemResult::code), found.code()].map(str::to_owned);
                    return Err(Box::new(cell("items.csv", *at, "result", both)));
                }
            }
        }
    }
    Ok(())
}
