//! The way from a stored ranking to decisions: cases, the council that voted on them, and what was decided, as values: the
//! same whether they come from a database or from a file. Nobody is named: persons and members have numbers.

pub(super) mod check;
mod check_votes;
pub(super) mod gather;
pub(super) mod persons;
mod rankings;
pub(super) mod read;
mod seats;
pub(super) mod tables;
pub(super) mod whole;

use chrono::{NaiveDate, NaiveDateTime};

use rankings::numbered;

use super::container::{Head, OtherHead};
use crate::app::council::CouncilRole;
use crate::app::nomination::NominationState;
use crate::app::recusal::Why;
use crate::app::sitting::{AttendanceKind, ItemResult, ItemState, SessionState};
use crate::app::vote::{Standing, VoteChoice};
use crate::contest::case::CaseState;
use crate::contest::council::rule::ItemRule;
use crate::contest::council::tally::Tally;
use crate::contest::figure::Value;
use crate::contest::recusal::Kinship;

/// A person nominated.
#[derive(Debug, Clone)]
pub(super) struct Nominated {
    /// Its number.
    pub number: i64,
    /// The position of the unit that the person belongs to.
    pub unit: u32,
    /// The position of the unit that nominates.
    pub nominator: u32,
    /// The code of the kind of person.
    pub kind: String,
    /// The code of the award.
    pub award: String,
    /// Where it stands.
    pub state: NominationState,
    /// Whether the stored ranking of persons is made from it.
    pub is_ranked: bool,
    /// Its figures by slot, without texts, which may say who it is.
    pub figures: Vec<(usize, Value)>,
}

/// A case.
#[derive(Debug, Clone)]
pub(super) struct Case {
    /// Its number.
    pub number: i64,
    /// `collective` or `individual`.
    pub subject: String,
    /// The position of the unit; of a person, of the one it belongs to.
    pub unit: u32,
    /// The number of the nomination, of a person.
    pub nomination: Option<i64>,
    /// The code of the award.
    pub award: String,
    /// Where it is.
    pub state: CaseState,
    /// Whether it is on hold.
    pub is_held: bool,
    /// The tie at a quota's border that it belongs to.
    pub border: Option<i64>,
    /// The number of the stored ranking (of a person: of persons) that it was opened from.
    pub ranking: i64,
    /// Its place there.
    pub place: Option<i64>,
    /// The code of the reason there.
    pub reason: String,
    /// When it was opened, in UTC; `None` in a file of a format before.
    pub opened: Option<NaiveDateTime>,
}

impl Case {
    /// Whether it was there already at a moment.
    pub fn is_there(&self, at: NaiveDateTime) -> bool {
        self.opened.is_none_or(|opened| opened <= at)
    }
}

/// A member of the council.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member {
    /// The number.
    pub id: i64,
    /// The number of the first member that is the same person.
    pub person: i64,
    /// What it is in the council.
    pub role: CouncilRole,
    /// From this day on.
    pub from: NaiveDate,
    /// Up to this day, which no longer counts.
    pub until: Option<NaiveDate>,
}

/// A unit that a member belongs or belonged to.
#[derive(Debug, Clone)]
pub(super) struct MemberUnit {
    /// The member.
    pub member: i64,
    /// The unit's code.
    pub unit: String,
    /// From this day on.
    pub from: NaiveDate,
    /// Up to this day, which no longer counts.
    pub until: Option<NaiveDate>,
}

/// An interest that a member declared.
#[derive(Debug, Clone, Copy)]
pub(super) struct Declared {
    /// The number of the session.
    pub session: i64,
    /// The number of the case.
    pub case: i64,
    /// The member.
    pub member: i64,
    /// When, in UTC.
    pub at: NaiveDateTime,
}

/// A session.
#[derive(Debug, Clone, Copy)]
pub(super) struct Session {
    /// Its number.
    pub number: i64,
    /// Its day.
    pub held_on: NaiveDate,
    /// Where it stands.
    pub state: SessionState,
}

/// What was entered of a member.
#[derive(Debug, Clone, Copy)]
pub(super) struct Attendance {
    /// The number of the session.
    pub session: i64,
    /// Its number there.
    pub number: i64,
    /// The member.
    pub member: i64,
    /// What.
    pub kind: AttendanceKind,
    /// When, in UTC.
    pub at: NaiveDateTime,
}

/// An item of an agenda.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// The number of the session, and its own there.
    pub key: (i64, i64),
    /// The number of the case.
    pub case: i64,
    /// The round of voting.
    pub round: i64,
    /// Where it stands.
    pub state: ItemState,
    /// When the vote was opened, in UTC.
    pub opened: Option<NaiveDateTime>,
    /// When it was closed, in UTC.
    pub closed: Option<NaiveDateTime>,
    /// The rule as it was written down.
    pub rule: Option<ItemRule>,
    /// What was counted.
    pub tally: Option<Tally>,
    /// What became of it.
    pub result: Option<ItemResult>,
    /// When its tie was settled, in UTC; `None` in a file of a format before, too.
    pub settled: Option<NaiveDateTime>,
}

/// How a member stood when a vote was opened.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stood {
    /// The item.
    pub item: (i64, i64),
    /// The member.
    pub member: i64,
    /// How.
    pub standing: Standing,
    /// Why it doesn't vote, when it doesn't.
    pub why: Option<Why>,
}

/// That a member has voted; in an open vote, how.
#[derive(Debug, Clone, Copy)]
pub(super) struct Vote {
    /// The item.
    pub item: (i64, i64),
    /// The member.
    pub member: i64,
    /// How, in an open vote.
    pub choice: Option<VoteChoice>,
    /// Whether in writing.
    pub in_writing: bool,
}

/// A ballot of a secret vote.
#[derive(Debug, Clone)]
pub(super) struct Ballot {
    /// The item.
    pub item: (i64, i64),
    /// Its code, by chance.
    pub code: String,
    /// How.
    pub choice: VoteChoice,
}

/// A case that a decision gives its award.
#[derive(Debug, Clone)]
pub(super) struct Decision {
    /// The number of the decision.
    pub number: String,
    /// Its date.
    pub issued_on: NaiveDate,
    /// The code of the award.
    pub award: String,
    /// The number of the case.
    pub case: i64,
    /// Since when it doesn't hold any more.
    pub revoked_on: Option<NaiveDate>,
    /// The code of the reason of that.
    pub revoke_reason: Option<String>,
}

/// Everything of the way from a stored ranking, and from those before it, to decisions.
#[derive(Debug, Default)]
pub(super) struct Way {
    /// The nominations, by number.
    pub nominations: Vec<Nominated>,
    /// The cases, by number.
    pub cases: Vec<Case>,
    /// The members, by number.
    pub members: Vec<Member>,
    /// Their units, by member, code and date.
    pub member_units: Vec<MemberUnit>,
    /// Which units stand below which and what became of them, beside the plan's tree.
    pub kinship: Kinship,
    /// Declared interests, by session, case and member.
    pub declared: Vec<Declared>,
    /// The sessions, by number.
    pub sessions: Vec<Session>,
    /// Who came and left, by session and number.
    pub attendance: Vec<Attendance>,
    /// The items, by session and number.
    pub items: Vec<Item>,
    /// How members stood, by item and member.
    pub stood: Vec<Stood>,
    /// Who has voted, by item and member; of votes that are closed.
    pub votes: Vec<Vote>,
    /// Ballots, by item and code; of votes that are closed.
    pub ballots: Vec<Ballot>,
    /// What was decided, by decision and case.
    pub decisions: Vec<Decision>,
}

impl Way {
    /// The place of the case with a number.
    pub fn case_at(&self, number: i64) -> Option<usize> {
        self.cases.binary_search_by_key(&number, |case| case.number).ok()
    }

    /// The members on a day, one of each person.
    pub fn members_on(&self, day: NaiveDate) -> Vec<Member> {
        let mut there: Vec<Member> = Vec::new();
        for member in &self.members {
            let is_there = member.from <= day && member.until.is_none_or(|until| day < until);
            if is_there && !there.iter().any(|other| other.person == member.person) {
                there.push(*member);
            }
        }
        there
    }

    /// How many cases rest on each of the other rankings that a head names.
    pub fn on_others(&self, head: &Head) -> Vec<usize> {
        let rests_on = |other: &OtherHead, case: &&Case| numbered(case) == (other.of, other.number);
        let count = |other| self.cases.iter().filter(|case| rests_on(other, case)).count();
        head.other_rankings.iter().map(count).collect()
    }

    /// The day of the session with a number.
    pub fn held_on(&self, number: i64) -> Option<NaiveDate> {
        self.sessions.iter().find(|session| session.number == number).map(|session| session.held_on)
    }
}
