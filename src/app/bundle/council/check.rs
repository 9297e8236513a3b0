//! Whether what stands about cases, votes and decisions follows from the rest: from the plan, the ranking, the units of the
//! members, and the votes. The first thing that doesn't is told, with the table and the line.

use std::borrow::Cow;
use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveDateTime};
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value;

use super::check_votes::check_items;
use super::persons::{again, comparable};
use super::rankings::{Rankings, named, needed};
use super::seats::check_ties;
use super::{Case, Item, MemberUnit, Way};
use crate::app::bundle::container::Head;
use crate::app::bundle::contents::Contents;
use crate::app::bundle::difference::{first_difference, first_line};
use crate::app::bundle::verify::Difference;
use crate::app::case::INDIVIDUAL;
use crate::app::frame::Frame;
use crate::app::nomination::code_of;
use crate::app::recusal::{History, Recusals};
use crate::app::service::sha256;
use crate::app::sitting::{ItemResult, ItemState};
use crate::contest::case::CaseState;
use crate::contest::recusal::{Belonging, Kinship};
use crate::contest::scored::Scored;
use crate::db::council::CaseUnit;
use crate::documents::stored::StoredUnit;

/// What isn't there.
pub(super) const NONE: &str = "–";

/// What a file states of results.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Stated<'a> {
    /// What it says of itself.
    pub head: &'a Head,
    /// The result of the units.
    pub ranking: &'a str,
    /// What the ranking of persons was made from.
    pub persons_inputs: &'a str,
    /// The result of the persons.
    pub persons: &'a str,
    /// The results of the other rankings, in the order of the head.
    pub others: &'a [Cow<'a, str>],
}

/// A cell of a table that isn't what comes out; the table has a header and a line for each thing.
pub(super) fn cell(
    member: &'static str,
    at: usize,
    column: &'static str,
    [stated, found]: [String; 2],
) -> Difference {
    let line = u64::try_from(at).unwrap_or(u64::MAX).saturating_add(2);
    Difference::Cell { member, line, column, stated, found }
}

/// Which units stand above which, by the plan's tree alone, or with what the register of units says beside it, as far as cases
/// and members are concerned.
pub(super) fn kinship_of(frame: &Frame, way: &Way, has_register: bool) -> Kinship {
    let mut whole = if has_register { way.kinship.clone() } else { Kinship::default() };
    let mut open: Vec<u32> = way.cases.iter().map(|case| case.unit).collect();
    open.extend(way.member_units.iter().filter_map(|row| frame.unit(&row.unit)));
    open.extend(
        way.kinship.pairs().flat_map(|(_, unit, other)| [unit, other]).filter_map(|it| frame.unit(it)),
    );
    let mut seen = FxHashSet::default();
    while let Some(at) = open.pop() {
        let unit = frame.units.get(at);
        if let Some(parent) = unit.parent.filter(|_| seen.insert(at)) {
            whole.stands_above(unit.code(), frame.units.get(parent).code());
            open.push(parent);
        }
    }
    whole
}

/// Who had an interest in the case of an item when its vote was opened.
pub(super) fn interests(
    frame: &Frame,
    way: &Way,
    kinship: &Kinship,
    (item, opened): (&Item, NaiveDateTime),
) -> Recusals {
    let members = way.held_on(item.key.0).map(|day| way.members_on(day)).unwrap_or_default();
    let unit =
        |row: &MemberUnit| (row.member, row.from, Belonging { unit: row.unit.clone(), until: row.until });
    let history = History {
        members: members.iter().map(|member| (member.id, member.person)).collect(),
        units: way.member_units.iter().map(unit).collect(),
        declared: way.declared.iter().map(|one| (one.member, one.case, one.at)).collect(),
    };
    let border = way.case_at(item.case).and_then(|at| way.cases[at].border);
    let goes_along = |case: &&Case| {
        case.number == item.case || border.is_some() && case.border == border && case.is_there(opened)
    };
    let of_case = |case: &Case| CaseUnit { id: case.number, unit: case.unit.into(), border: case.border };
    let cases: Vec<CaseUnit> = way.cases.iter().filter(goes_along).map(of_case).collect();
    history.when(frame, kinship, (&cases, opened))
}

/// Computes the way from a ranking to decisions again; `scored` is the ranking of units as it was made again. What isn't as it
/// must be: of the other rankings all, of the ranking of persons the first of each, and of the rest the first.
pub(in super::super) fn check_way(
    contents: &Contents,
    way: &Way,
    stated: Stated<'_>,
    scored: &Scored,
) -> Vec<Difference> {
    let mut found = check_others(way, stated);
    found.extend(check_persons(contents, way, stated, scored));
    let rest = check_items(&contents.frame, way).and_then(|()| {
        let rankings = Rankings::read(way, stated);
        check_ties(&contents.frame, way, &rankings)?;
        check_decisions(way)?;
        check_cases(contents, way, &rankings)
    });
    found.extend(rest.err().map(|difference| *difference));
    found
}

/// The other rankings are those whose hashes are named, and each is needed.
fn check_others(way: &Way, stated: Stated<'_>) -> Vec<Difference> {
    let needed = needed(way, &named(stated));
    let mut found = Vec::new();
    for (other, text) in stated.head.other_rankings.iter().zip(stated.others) {
        let (hash, member) = (sha256(text.as_bytes()), other.member());
        if !needed.contains(&(other.of, other.number)) {
            found.push(Difference::Strange(member));
        } else if hash != other.result_hash {
            found.push(Difference::OtherHash { member, stated: other.result_hash.clone(), found: hash });
        }
    }
    found
}

fn check_persons(contents: &Contents, way: &Way, stated: Stated<'_>, scored: &Scored) -> Vec<Difference> {
    let mut found = Vec::new();
    let Some(head) = &stated.head.persons else {
        for (member, text) in
            [("persons_inputs.txt", stated.persons_inputs), ("persons_result.json", stated.persons)]
        {
            if let Some((line, [stated, computed])) = first_line(text, "") {
                found.push(Difference::Text { member, line, stated, found: computed });
            }
        }
        return found;
    };
    for (of, stated, text) in [
        ("persons-input", &head.input_hash, stated.persons_inputs),
        ("persons-result", &head.result_hash, stated.persons),
    ] {
        let hash = sha256(text.as_bytes());
        if *stated != hash {
            found.push(Difference::Hash { of, stated: stated.clone(), found: hash });
        }
    }
    let must = contents.frame.plan.individuals.as_ref().and_then(|part| part.unit);
    let hash = stated.persons_inputs.lines().nth(1).and_then(|line| line.strip_prefix("units\t"));
    let own_hash = if hash == Some("-") { "-" } else { stated.head.ranking.result_hash.as_str() };
    let Some([inputs, result]) = again(&contents.frame, way, must.map(|_| scored), own_hash) else {
        found.push(Difference::NotComputed);
        return found;
    };
    let stated_inputs = comparable(&contents.frame.plan, stated.persons_inputs, &inputs);
    let text = |member, [stated, computed]: [&str; 2]| {
        let first = first_line(stated, computed);
        first.map(|(line, [stated, found])| Difference::Text { member, line, stated, found })
    };
    found.extend(text("persons_inputs.txt", [&stated_inputs, &inputs]));
    if stated.persons != result {
        let read = |text: &str| serde_json::from_str::<Value>(text).ok();
        let first = read(stated.persons).zip(read(&result));
        let first = first.and_then(|(stated, found)| first_difference(&stated, &found));
        let first = first.map(|part| Difference::Unit(Box::new(part)));
        found.extend(first.or_else(|| text("persons_result.json", [stated.persons, &result])));
    }
    found
}

/// What a ranking says of a unit or a person at an award: its reason, and its place.
pub(super) fn told_of(unit: &StoredUnit, award: &str) -> (String, Option<i64>) {
    let reason = unit.awards.get(award).and_then(|told| told["reason"].as_str()).unwrap_or(NONE);
    (reason.to_owned(), (!unit.is_unranked()).then_some(i64::from(unit.rank)))
}

/// The code by which a ranking knows the subject of a case.
pub(super) fn code_in_ranking(frame: &Frame, case: &Case) -> String {
    let unit = || frame.units.get(case.unit).code().to_owned();
    case.nomination.map_or_else(unit, code_of)
}

fn check_cases(contents: &Contents, way: &Way, rankings: &Rankings) -> Result<(), Box<Difference>> {
    let frame = &contents.frame;
    let voted = voted_for(way);
    for (at, case) in way.cases.iter().enumerate() {
        let differs = |column, stated: String, found: String| {
            if stated == found {
                Ok(())
            } else {
                Err(Box::new(cell("cases.csv", at, column, [stated, found])))
            }
        };
        if let Some(one) =
            way.nominations.iter().find(|it| it.is_ranked && Some(it.number) == case.nomination)
        {
            let unit = |at: u32| frame.units.get(at).code().to_owned();
            differs("unit", unit(case.unit), unit(one.unit))?;
        }
        if let Some(ranking) = rankings.of_case(case) {
            let unit = ranking.unit(&code_in_ranking(frame, case));
            let (reason, place) = unit.map_or((NONE.to_owned(), None), |unit| told_of(unit, &case.award));
            differs("reason", case.reason.clone(), reason)?;
            let shown = |place: Option<i64>| place.map_or_else(|| NONE.to_owned(), |place| place.to_string());
            differs("place", shown(case.place), shown(place))?;
            if let Some(stood) = rankings.other_than_stated(case) {
                differs("ranking", case.ranking.to_string(), stood.to_string())?;
            }
        } else if rankings.is_whole {
            differs("ranking", case.ranking.to_string(), NONE.to_owned())?;
        } else if case.subject != INDIVIDUAL {
            let number = rankings.number.to_string();
            differs("ranking", case.ranking.to_string(), number)?;
        }
        let is_tie = case.reason == "tie_to_settle";
        if is_tie != case.border.is_some() {
            let border = case.border.map_or_else(|| NONE.to_owned(), |border| border.to_string());
            differs("border", border, if is_tie { "tie_to_settle".to_owned() } else { NONE.to_owned() })?;
        }
        let needs_vote = case.state == CaseState::Revoked || case.state.step() >= CaseState::Voted.step();
        if needs_vote && !voted.contains_key(&case.number) {
            differs("state", case.state.code().to_owned(), "not_voted".to_owned())?;
        }
        follows_from_votes(way, case, at)?;
        let is_decided = way.decisions.iter().any(|one| one.case == case.number && one.revoked_on.is_none());
        if case.state.is_decided() != is_decided {
            let found = if is_decided { CaseState::Decided.code() } else { CaseState::Submitted.code() };
            differs("state", case.state.code().to_owned(), found.to_owned())?;
        }
    }
    Ok(())
}

/// By case that was voted for, the day of the session.
fn voted_for(way: &Way) -> FxHashMap<i64, NaiveDate> {
    let is_for = |item: &&Item| matches!(item.result, Some(ItemResult::Accepted | ItemResult::Seat));
    let items = way.items.iter().filter(|item| item.state == ItemState::Closed).filter(is_for);
    items.filter_map(|item| Some((item.case, way.held_on(item.key.0)?))).collect()
}

/// What the council declined is rejected, and what it is for isn't where it was before.
fn follows_from_votes(way: &Way, case: &Case, at: usize) -> Result<(), Box<Difference>> {
    let closed = way.items.iter().filter(|item| item.case == case.number && item.state == ItemState::Closed);
    for item in closed {
        let is_right = match item.result {
            Some(ItemResult::Declined | ItemResult::NoSeat) => case.state == CaseState::Rejected,
            Some(ItemResult::Accepted | ItemResult::Seat) => {
                case.state.step().is_none() || case.state.step() >= CaseState::Voted.step()
            }
            _ => true,
        };
        if !is_right {
            let found = item.result.map_or(NONE, ItemResult::code).to_owned();
            return Err(Box::new(cell("cases.csv", at, "state", [case.state.code().to_owned(), found])));
        }
    }
    Ok(())
}

fn check_decisions(way: &Way) -> Result<(), Box<Difference>> {
    let voted = voted_for(way);
    let mut given = BTreeSet::new();
    for (at, one) in way.decisions.iter().enumerate() {
        let differs = |column, stated: &str, found: &str| {
            let both = [stated.to_owned(), found.to_owned()];
            Err(Box::new(cell("decisions.csv", at, column, both)))
        };
        let number = one.case.to_string();
        let Some(case) = way.case_at(one.case).map(|at| &way.cases[at]) else {
            return differs("case", &number, NONE);
        };
        if case.award != one.award {
            return differs("award", &one.award, &case.award);
        }
        let Some(day) = voted.get(&one.case) else {
            return differs("case", &number, "not_voted");
        };
        if one.issued_on < *day {
            return differs("issued_on", &one.issued_on.to_string(), &day.to_string());
        }
        if !given.insert(one.case) {
            return differs("case", &number, "decided");
        }
    }
    Ok(())
}
