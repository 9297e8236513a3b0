//! The votes on each item of an agenda, counted again: by which rule, who was there and entitled, and what came out.

use std::collections::BTreeMap;

use super::check::{NONE, cell, interests, kinship_of};
use super::tables::{ITEMS, counted};
use super::{Ballot, Item, Stood, Vote, Way, Why};
use crate::app::bundle::verify::Difference;
use crate::app::frame::Frame;
use crate::app::sitting::{AttendanceKind, ItemResult, ItemState};
use crate::app::standing::{Standing, VoteChoice, room_of, votes_of};
use crate::contest::council::rule::{ItemRule, written};
use crate::contest::council::tally::{Tally, has_quorum};
use crate::contest::recusal::Kinship;

type Checked = Result<(), Box<Difference>>;

/// Lines about one item, each with its place in its table.
type Lines<'a, T> = BTreeMap<(i64, i64), Vec<(usize, &'a T)>>;

/// Lines of tables by the item that they are about.
struct ByItem<'a> {
    stood: Lines<'a, Stood>,
    votes: Lines<'a, Vote>,
    ballots: Lines<'a, Ballot>,
}

fn by_item<T>(rows: &[T], key: impl Fn(&T) -> (i64, i64)) -> Lines<'_, T> {
    let mut lines = Lines::new();
    for (at, row) in rows.iter().enumerate() {
        lines.entry(key(row)).or_default().push((at, row));
    }
    lines
}

fn of<'a, 'b, T>(lines: &'b Lines<'a, T>, item: &Item) -> &'b [(usize, &'a T)] {
    lines.get(&item.key).map_or(&[][..], Vec::as_slice)
}

fn fail<T>(
    member: &'static str,
    at: usize,
    column: &'static str,
    both: [String; 2],
) -> Result<T, Box<Difference>> {
    Err(Box::new(cell(member, at, column, both)))
}

/// Checks every item.
pub(super) fn check_items(frame: &Frame, way: &Way) -> Checked {
    let kinship = [true, false].map(|has_register| kinship_of(frame, way, has_register));
    let lines = ByItem {
        stood: by_item(&way.stood, |row| row.item),
        votes: by_item(&way.votes, |row| row.item),
        ballots: by_item(&way.ballots, |row| row.item),
    };
    for (at, item) in way.items.iter().enumerate() {
        let is_told = !of(&lines.votes, item).is_empty() || !of(&lines.ballots, item).is_empty();
        let is_counted = item.tally.is_some() || is_told;
        // What is told of a vote goes with where the item stands.
        let is_right = match item.state {
            ItemState::Closed => item.closed.is_some() && item.tally.is_some(),
            ItemState::Void => item.opened.is_some() && item.closed.is_some() == item.tally.is_some(),
            ItemState::Open => item.opened.is_some() && item.closed.is_none() && !is_counted,
            _ => item.opened.is_none() && item.closed.is_none() && !is_counted,
        };
        if !is_right || item.opened.is_none() && !of(&lines.stood, item).is_empty() {
            return fail("items.csv", at, "state", [item.state.code().to_owned(), NONE.to_owned()]);
        }
        if item.opened.is_some() {
            let rule = check_rule(frame, way, (at, item))?;
            check_standings(frame, way, (&kinship, &lines), (at, item, &rule))?;
            check_voters(&lines, (at, item, &rule))?;
            if item.closed.is_some() {
                check_tally(&lines, (at, item, &rule))?;
            }
        }
        check_result(way, at, item)?;
    }
    Ok(())
}

/// The rule is the plan's, with the seats that a tie is about.
fn check_rule(frame: &Frame, way: &Way, (at, item): (usize, &Item)) -> Result<ItemRule, Box<Difference>> {
    let case = way.case_at(item.case).map(|at| &way.cases[at]);
    let of_plan = case.and_then(|case| frame.plan.process.vote_rule(&case.award));
    let is_tie = case.is_some_and(|case| case.border.is_some());
    let stated = item.rule.map_or_else(|| NONE.to_owned(), |rule| rule.to_string());
    let (Some(of_plan), Some(rule)) = (of_plan, item.rule) else {
        return fail("items.csv", at, "rule", [stated, NONE.to_owned()]);
    };
    let seats = if is_tie { rule.seats.or(Some(0)) } else { None };
    let found = ItemRule::of(of_plan, seats).to_string();
    if found == stated { Ok(rule) } else { fail("items.csv", at, "rule", [stated, found]) }
}

/// What had been entered last of a member when a vote was opened. Of what was entered at the very moment either may be so.
fn whereabouts(
    way: &Way,
    session: i64,
    member: i64,
    opened: chrono::NaiveDateTime,
) -> Vec<Option<AttendanceKind>> {
    let mut known = vec![None];
    for row in way.attendance.iter().filter(|row| row.session == session && row.member == member) {
        if row.at < opened {
            known = vec![Some(row.kind)];
        } else if row.at == opened {
            known.push(Some(row.kind));
        }
    }
    known
}

/// Members, interests and attendance make out how each member stood; and enough of them were there.
fn check_standings(
    frame: &Frame,
    way: &Way,
    ([whole, tree], lines): (&[Kinship; 2], &ByItem<'_>),
    (at, item, rule): (usize, &Item, &ItemRule),
) -> Checked {
    let Some(opened) = item.opened else { return Ok(()) };
    let stood = of(&lines.stood, item);
    let first = stood.first().map_or(0, |(at, _)| *at);
    let listed = |ids: Vec<i64>| ids.iter().map(i64::to_string).collect::<Vec<_>>().join(" ");
    let stated = listed(stood.iter().map(|(_, stood)| stood.member).collect());
    let there = way.held_on(item.key.0).map(|day| way.members_on(day)).unwrap_or_default();
    let found = listed(there.iter().map(|member| member.id).collect());
    if stated != found {
        return fail("item_members.csv", first, "member", [stated, found]);
    }
    let recusals = interests(frame, way, whole, (item, opened));
    // Units may have become part of others since, so that alone the tree makes out that somebody should have been recused.
    let by_tree = interests(frame, way, tree, (item, opened));
    for (at, stood) in stood {
        let computed = recusals.of(stood.member, item.case);
        let is_recused = stood.standing.is_recused();
        let why = if is_recused { Some(computed.map_or(Why::Other, Why::Interest)) } else { None };
        let told = |why: Option<Why>| why.map_or(NONE, Why::code).to_owned();
        if stood.why != why {
            return fail("item_members.csv", *at, "why", [told(stood.why), told(why)]);
        }
        let has_interest = is_recused || by_tree.of(stood.member, item.case).is_some();
        let may: Vec<Standing> = whereabouts(way, item.key.0, stood.member, opened)
            .into_iter()
            .map(|whereabouts| Standing::by(has_interest, whereabouts, rule))
            .collect();
        if !may.contains(&stood.standing) {
            let both = [stood.standing, may[0]].map(|standing| standing.code().to_owned());
            return fail("item_members.csv", *at, "standing", both);
        }
    }
    let standings: Vec<Standing> = stood.iter().map(|(_, stood)| stood.standing).collect();
    let room = room_of(&standings, 0);
    if has_quorum(rule.quorum, room) {
        return Ok(());
    }
    let needed = rule.quorum.map_or_else(|| NONE.to_owned(), written);
    let both = [needed, format!("{}/{}", room.attending, room.members)];
    fail("items.csv", at, "rule", both)
}

/// Only who was entitled has voted, and a secret vote has a ballot for each voter.
fn check_voters(lines: &ByItem<'_>, (at, item, rule): (usize, &Item, &ItemRule)) -> Checked {
    let (votes, ballots) = (of(&lines.votes, item), of(&lines.ballots, item));
    let standings: BTreeMap<i64, Standing> =
        of(&lines.stood, item).iter().map(|(_, stood)| (stood.member, stood.standing)).collect();
    for (at, vote) in votes {
        let standing = standings.get(&vote.member).copied();
        let wanted = if vote.in_writing { Standing::InWriting } else { Standing::Present };
        if standing != Some(wanted) {
            let found = standing.map_or(NONE, Standing::code).to_owned();
            return fail("votes.csv", *at, "member", [vote.member.to_string(), found]);
        }
        if vote.choice.is_some() == rule.secret {
            let choice = vote.choice.map_or(NONE, VoteChoice::code).to_owned();
            let found = if rule.secret { "secret=yes" } else { "secret=no" };
            return fail("votes.csv", *at, "choice", [choice, found.to_owned()]);
        }
    }
    let wanted = if rule.secret { votes.len() } else { 0 };
    if ballots.len() == wanted {
        return Ok(());
    }
    let both = [ballots.len().to_string(), wanted.to_string()];
    match ballots.first() {
        Some((at, _)) => fail("ballots.csv", *at, "item", both),
        None => fail("items.csv", at, "cast", both),
    }
}

/// The arithmetic.
fn check_tally(lines: &ByItem<'_>, (at, item, rule): (usize, &Item, &ItemRule)) -> Checked {
    let standings: Vec<Standing> = of(&lines.stood, item).iter().map(|(_, stood)| stood.standing).collect();
    let (votes, ballots) = (of(&lines.votes, item), of(&lines.ballots, item));
    let in_writing = votes.iter().filter(|(_, vote)| vote.in_writing).count();
    let choices: Vec<VoteChoice> = if rule.secret {
        ballots.iter().map(|(_, ballot)| ballot.choice).collect()
    } else {
        votes.iter().filter_map(|(_, vote)| vote.choice).collect()
    };
    let room = room_of(&standings, u32::try_from(in_writing).unwrap_or(u32::MAX));
    let found = Item { tally: Some(Tally::of(rule, room, votes_of(&choices))), ..item.clone() };
    for ((stated, found), column) in counted(item).into_iter().zip(counted(&found)).zip(&ITEMS[8..]) {
        if stated != found {
            return fail("items.csv", at, column, [stated, found]);
        }
    }
    Ok(())
}

/// What came of it, but for ties, which are compared with each other.
fn check_result(way: &Way, at: usize, item: &Item) -> Checked {
    use ItemResult as R;
    let is_tie = way.case_at(item.case).is_some_and(|at| way.cases[at].border.is_some());
    let may: &[R] = match (item.state, item.tally) {
        (ItemState::Closed, Some(_)) if is_tie => &[R::Counted, R::Seat, R::Again, R::NoSeat, R::Declined],
        (ItemState::Closed, Some(tally)) if tally.reached => &[R::Accepted],
        (ItemState::Closed, Some(_)) => &[R::Declined, R::ReasonMissing],
        _ => &[],
    };
    let is_right = item.result.map_or(may.is_empty(), |result| may.contains(&result));
    if is_right {
        return check_moments(way, at, item);
    }
    let [stated, found] = [item.result, may.first().copied()].map(|it| it.map_or(NONE, R::code).to_owned());
    fail("items.csv", at, "result", [stated, found])
}

/// No case is voted on before it was opened, and no tie settled before its votes were closed.
fn check_moments(way: &Way, at: usize, item: &Item) -> Checked {
    let told = crate::app::audit::written;
    let case = way.case_at(item.case).and_then(|at| way.cases[at].opened);
    let is_settled = item.result.is_some_and(|result| result != ItemResult::Counted);
    match (case, item.opened, item.closed, item.settled) {
        (Some(case), Some(opened), ..) if opened < case => {
            fail("items.csv", at, "opened", [told(opened), told(case)])
        }
        (.., Some(settled)) if !is_settled => {
            fail("items.csv", at, "settled", [told(settled), NONE.to_owned()])
        }
        (.., Some(closed), Some(settled)) if settled < closed => {
            fail("items.csv", at, "settled", [told(settled), told(closed)])
        }
        _ => Ok(()),
    }
}
