//! The tables of the way from a ranking to decisions, read back. Whatever stands there may have been written by anybody.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveDateTime};
use rustc_hash::FxHashMap;

use super::tables::{
    ATTENDANCE, BALLOTS, CASES, DECISIONS, ITEM_MEMBERS, ITEMS, KINSHIP, MEMBER_UNITS, MEMBERS,
    NOMINATION_FIGURES, NOMINATIONS, RECUSALS, SESSIONS, VOTES, plan_of_persons,
};
use super::{
    Attendance, Ballot, Case, Decision, Declared, Item, Member, MemberUnit, Nominated, Session, Stood, Vote,
    Way, Why,
};
use crate::app::bundle::contents::Contents;
use crate::app::bundle::read_tables::{Unreadable, Wrong, each_line, value_of};
use crate::app::bundle::verify::moment;
use crate::app::case::{COLLECTIVE, INDIVIDUAL};
use crate::app::council::CouncilRole;
use crate::app::nomination::NominationState;
use crate::app::sitting::{AttendanceKind, ItemResult, ItemState, SessionState};
use crate::app::vote::{Standing, VoteChoice};
use crate::contest::case::CaseState;
use crate::contest::council::rule::ItemRule;
use crate::contest::council::tally::{Tally, Votes};
use crate::intake::number::plain_count;

/// What is read, with the numbers that may be referred to.
struct Reading<'a> {
    contents: &'a Contents,
    members: &'a BTreeMap<String, Vec<u8>>,
    way: Way,
    /// Whether the tables of cases and items are those of a format before, without their last columns.
    is_before: bool,
}

/// Reads everything of the way from a ranking to decisions.
pub(in super::super) fn way_of(
    members: &BTreeMap<String, Vec<u8>>,
    contents: &Contents,
    is_before: bool,
) -> Result<Way, Unreadable> {
    let mut reading = Reading { contents, members, way: Way::default(), is_before };
    reading.nominations()?;
    reading.figures()?;
    reading.cases()?;
    reading.council()?;
    reading.sessions()?;
    reading.items()?;
    reading.votes()?;
    reading.decisions()?;
    Ok(reading.way)
}

fn number(text: &str, column: Wrong) -> Result<i64, Wrong> {
    plain_count(text.as_bytes()).ok_or(column)
}

fn maybe<T>(text: &str, read: impl FnOnce(&str) -> Result<T, Wrong>) -> Result<Option<T>, Wrong> {
    if text.is_empty() { Ok(None) } else { read(text).map(Some) }
}

fn day(text: &str, column: Wrong) -> Result<NaiveDate, Wrong> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| column)
}

fn at(text: &str, column: Wrong) -> Result<NaiveDateTime, Wrong> {
    moment(text).ok_or(column)
}

fn yes_or_no(text: &str, column: Wrong) -> Result<bool, Wrong> {
    ["no", "yes"].iter().position(|it| *it == text).map(|at| at == 1).ok_or(column)
}

/// Refuses what doesn't come after what was there before, so that nothing stands twice and the order says nothing.
fn in_order<K: Ord>(last: &mut Option<K>, key: K, column: Wrong) -> Result<(), Wrong> {
    if last.as_ref().is_some_and(|last| *last >= key) {
        return Err(column);
    }
    *last = Some(key);
    Ok(())
}

/// A tally of the columns from `members` to `reached`; `None` where nothing was counted.
fn tally(cells: [&str; 12]) -> Result<Option<Tally>, Wrong> {
    if cells.iter().all(|cell| cell.is_empty()) {
        return Ok(None);
    }
    let count = |at: usize| cells[at].parse::<u32>().map_err(|_| ITEMS[at + 8]);
    Ok(Some(Tally {
        members: count(0)?,
        recused: count(1)?,
        entitled: count(2)?,
        present: count(3)?,
        in_writing: count(4)?,
        cast: count(5)?,
        votes: Votes { in_favour: count(6)?, against: count(7)?, blank: count(8)? },
        base: count(9)?,
        required: count(10)?,
        reached: yes_or_no(cells[11], "reached")?,
    }))
}

/// Visits the lines of a table whose last column came with the last format; in a table of a format before it is empty.
fn each_line_of<const COLUMNS: usize, const BEFORE: usize>(
    (member, bytes, is_before): (&'static str, &[u8], bool),
    columns: [&'static str; COLUMNS],
    mut visit: impl FnMut([&str; COLUMNS]) -> Result<(), Wrong>,
) -> Result<(), Unreadable> {
    if !is_before {
        return each_line(member, bytes, columns, visit);
    }
    let mut known = [""; BEFORE];
    known.copy_from_slice(&columns[..BEFORE]);
    each_line(member, bytes, known, |there| {
        let mut cells = [""; COLUMNS];
        cells[..BEFORE].copy_from_slice(&there);
        visit(cells)
    })
}

impl<'a> Reading<'a> {
    fn bytes(&self, member: &str) -> &'a [u8] {
        self.members.get(member).map_or(&[][..], Vec::as_slice)
    }

    fn nominations(&mut self) -> Result<(), Unreadable> {
        let frame = &self.contents.frame;
        let part = frame.plan.individuals.as_deref();
        let (bytes, way, mut last) = (self.bytes("nominations.csv"), &mut self.way, None);
        each_line("nominations.csv", bytes, NOMINATIONS, |cells| {
            let [nomination, unit, nominator, kind, award, state, ranked] = cells;
            let number = number(nomination, "nomination")?;
            in_order(&mut last, number, "nomination")?;
            let part = part.ok_or("nomination")?;
            way.nominations.push(Nominated {
                number,
                unit: frame.unit(unit).ok_or("unit")?,
                nominator: frame.unit(nominator).ok_or("nominator")?,
                kind: part.kind(kind).map(|_| kind.to_owned()).ok_or("kind")?,
                award: part.award(award).map(|_| award.to_owned()).ok_or("award")?,
                state: NominationState::of_code(state).ok_or("state")?,
                is_ranked: yes_or_no(ranked, "ranked")?,
                figures: Vec::new(),
            });
            Ok(())
        })
    }

    fn figures(&mut self) -> Result<(), Unreadable> {
        let plan = plan_of_persons(&self.contents.frame.plan);
        let slot_code = |slot: usize| {
            let (metric, item) = plan.slot(slot);
            (metric.code.as_str(), item.map_or("", |item| item.code.as_str()))
        };
        let slots: FxHashMap<_, _> = (0..plan.slots()).map(|slot| (slot_code(slot), slot)).collect();
        let (bytes, way, mut last) = (self.bytes("nomination_figures.csv"), &mut self.way, None);
        each_line("nomination_figures.csv", bytes, NOMINATION_FIGURES, |cells| {
            let [nomination, metric, item, kind, value] = cells;
            let nomination = number(nomination, "nomination")?;
            let slot = *slots.get(&(metric, item)).ok_or("metric")?;
            in_order(&mut last, (nomination, slot), "metric")?;
            let found = way.nominations.binary_search_by_key(&nomination, |it| it.number);
            let found = found.map_err(|_| "nomination")?;
            // Texts aren't in a bundle: they may say who somebody is.
            let value = if kind == "text" { Err("kind") } else { value_of(kind, value, &mut Vec::new()) }?;
            way.nominations[found].figures.push((slot, value));
            Ok(())
        })
    }

    fn cases(&mut self) -> Result<(), Unreadable> {
        let frame = &self.contents.frame;
        let table = ("cases.csv", self.bytes("cases.csv"), self.is_before);
        let (way, mut last) = (&mut self.way, None);
        each_line_of::<12, 11>(table, CASES, |cells| {
            let [case, subject, unit, nomination, award, state, held, border, ranking, place, reason, opened] =
                cells;
            let case = number(case, "case")?;
            in_order(&mut last, case, "case")?;
            let nomination = maybe(nomination, |text| number(text, "nomination"))?;
            let is_person = subject == INDIVIDUAL;
            if !is_person && subject != COLLECTIVE {
                return Err("subject");
            }
            let is_known = nomination.is_none_or(|it| way.nominations.iter().any(|one| one.number == it));
            if is_person != nomination.is_some() || !is_known {
                return Err("nomination");
            }
            let of_units = || frame.plan.awards.iter().find(|it| it.code == award);
            let of_subject = if is_person { frame.plan.person_award(award) } else { of_units() };
            of_subject.ok_or("award")?;
            way.cases.push(Case {
                number: case,
                subject: subject.to_owned(),
                unit: frame.unit(unit).ok_or("unit")?,
                nomination,
                award: award.to_owned(),
                state: CaseState::of_code(state).ok_or("state")?,
                is_held: yes_or_no(held, "held")?,
                border: maybe(border, |text| number(text, "border"))?,
                ranking: number(ranking, "ranking")?,
                place: maybe(place, |text| number(text, "place"))?,
                reason: reason.to_owned(),
                opened: maybe(opened, |text| at(text, "opened"))?,
            });
            Ok(())
        })
    }

    fn council(&mut self) -> Result<(), Unreadable> {
        let bytes =
            ["members.csv", "member_units.csv", "kinship.csv", "recusals.csv"].map(|it| self.bytes(it));
        let (way, mut last) = (&mut self.way, None);
        each_line("members.csv", bytes[0], MEMBERS, |[member, person, role, from, until]| {
            let id = number(member, "member")?;
            in_order(&mut last, id, "member")?;
            let person = number(person, "person")?;
            way.members.push(Member {
                id,
                person,
                role: CouncilRole::of_code(role).ok_or("role")?,
                from: day(from, "from")?,
                until: maybe(until, |text| day(text, "until"))?,
            });
            if way.members.iter().any(|it| it.id == person) { Ok(()) } else { Err("person") }
        })?;
        let ids: BTreeSet<i64> = way.members.iter().map(|member| member.id).collect();
        let known = |text: &str| number(text, "member").ok().filter(|id| ids.contains(id)).ok_or("member");
        each_line("member_units.csv", bytes[1], MEMBER_UNITS, |[member, unit, from, until]| {
            way.member_units.push(MemberUnit {
                member: known(member)?,
                unit: unit.to_owned(),
                from: day(from, "from")?,
                until: maybe(until, |text| day(text, "until"))?,
            });
            Ok(())
        })?;
        each_line("kinship.csv", bytes[2], KINSHIP, |[kind, unit, other]| {
            way.kinship.note(kind, unit, other).ok_or("kind")
        })?;
        each_line("recusals.csv", bytes[3], RECUSALS, |[session, case, member, moment]| {
            way.declared.push(Declared {
                session: number(session, "session")?,
                case: number(case, "case")?,
                member: known(member)?,
                at: at(moment, "at")?,
            });
            Ok(())
        })
    }

    fn sessions(&mut self) -> Result<(), Unreadable> {
        let bytes = ["sessions.csv", "attendance.csv"].map(|it| self.bytes(it));
        let (way, mut last) = (&mut self.way, None);
        each_line("sessions.csv", bytes[0], SESSIONS, |[session, held_on, state]| {
            let number = number(session, "session")?;
            in_order(&mut last, number, "session")?;
            let state = SessionState::of_code(state).ok_or("state")?;
            way.sessions.push(Session { number, held_on: day(held_on, "held_on")?, state });
            Ok(())
        })?;
        let mut last = None;
        each_line("attendance.csv", bytes[1], ATTENDANCE, |[session, order, member, kind, moment]| {
            let session = number(session, "session")?;
            let order = number(order, "number")?;
            in_order(&mut last, (session, order), "number")?;
            way.held_on(session).ok_or("session")?;
            let member = number(member, "member")?;
            if !way.members.iter().any(|it| it.id == member) {
                return Err("member");
            }
            way.attendance.push(Attendance {
                session,
                number: order,
                member,
                kind: AttendanceKind::of_code(kind).ok_or("kind")?,
                at: at(moment, "at")?,
            });
            Ok(())
        })
    }

    fn items(&mut self) -> Result<(), Unreadable> {
        let bytes = ["items.csv", "item_members.csv"].map(|it| self.bytes(it));
        let table = ("items.csv", bytes[0], self.is_before);
        let (way, mut last) = (&mut self.way, None);
        each_line_of::<22, 21>(table, ITEMS, |cells| {
            let [session, item, case, round, state, opened, closed, rule, counted @ .., result, settled] =
                cells;
            let key = (number(session, "session")?, number(item, "item")?);
            in_order(&mut last, key, "item")?;
            way.held_on(key.0).ok_or("session")?;
            let case = number(case, "case")?;
            way.case_at(case).ok_or("case")?;
            let item = Item {
                key,
                case,
                round: number(round, "round")?,
                state: ItemState::of_code(state).ok_or("state")?,
                opened: maybe(opened, |text| at(text, "opened"))?,
                closed: maybe(closed, |text| at(text, "closed"))?,
                rule: maybe(rule, |text| ItemRule::read(text).ok_or("rule"))?,
                tally: tally(counted)?,
                result: maybe(result, |text| ItemResult::of_code(text).ok_or("result"))?,
                settled: maybe(settled, |text| at(text, "settled"))?,
            };
            // A rule that reads the same and is written otherwise would go unseen.
            let written = item.rule.map_or_else(String::new, |rule| rule.to_string());
            way.items.push(item);
            if written == rule { Ok(()) } else { Err("rule") }
        })?;
        let mut last = None;
        each_line("item_members.csv", bytes[1], ITEM_MEMBERS, |[session, item, member, standing, why]| {
            let item = known_item(way, session, item)?;
            let member = number(member, "member")?;
            in_order(&mut last, (item, member), "member")?;
            if !way.members.iter().any(|it| it.id == member) {
                return Err("member");
            }
            let standing = Standing::of_code(standing).ok_or("standing")?;
            let why = maybe(why, |text| Why::of_code(text).ok_or("why"))?;
            way.stood.push(Stood { item, member, standing, why });
            Ok(())
        })
    }

    fn votes(&mut self) -> Result<(), Unreadable> {
        let bytes = ["votes.csv", "ballots.csv"].map(|it| self.bytes(it));
        let (way, mut last) = (&mut self.way, None);
        each_line("votes.csv", bytes[0], VOTES, |[session, item, member, choice, in_writing]| {
            let item = known_item(way, session, item)?;
            let member = number(member, "member")?;
            // A second vote of a member stands where the first does.
            in_order(&mut last, (item, member), "member")?;
            let choice = maybe(choice, |text| VoteChoice::of_code(text).ok_or("choice"))?;
            way.votes.push(Vote { item, member, choice, in_writing: yes_or_no(in_writing, "in_writing")? });
            Ok(())
        })?;
        let mut last = None;
        each_line("ballots.csv", bytes[1], BALLOTS, |[session, item, code, choice]| {
            let item = known_item(way, session, item)?;
            in_order(&mut last, (item, code.to_owned()), "code")?;
            let choice = VoteChoice::of_code(choice).ok_or("choice")?;
            way.ballots.push(Ballot { item, code: code.to_owned(), choice });
            Ok(())
        })
    }

    fn decisions(&mut self) -> Result<(), Unreadable> {
        let (bytes, way) = (self.bytes("decisions.csv"), &mut self.way);
        each_line("decisions.csv", bytes, DECISIONS, |cells| {
            let [decision, issued_on, case, award, revoked_on, reason] = cells;
            let case = number(case, "case")?;
            way.case_at(case).ok_or("case")?;
            way.decisions.push(Decision {
                number: decision.to_owned(),
                issued_on: day(issued_on, "issued_on")?,
                award: award.to_owned(),
                case,
                revoked_on: maybe(revoked_on, |text| day(text, "revoked_on"))?,
                revoke_reason: maybe(reason, |text| Ok(text.to_owned()))?,
            });
            Ok(())
        })
    }
}

/// The item that a table refers to.
fn known_item(way: &Way, session: &str, item: &str) -> Result<(i64, i64), Wrong> {
    let key = (number(session, "session")?, number(item, "item")?);
    way.items.binary_search_by_key(&key, |item| item.key).map(|_| key).map_err(|_| "item")
}
