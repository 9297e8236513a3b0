//! Which cases a member of a council has an interest in, by its units and by what it declared, and so mustn't see; and what
//! interests were when a vote was opened.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveDateTime};
use rustc_hash::{FxHashMap, FxHashSet};

use super::actor::Actor;
use super::frame::Frame;
use super::moment::on_the_wall;
use super::problem::Problem;
use super::service::Service;
use super::sitting::unit_of_case;
use crate::contest::recusal::{Belonging, Interest, Interests, Kinship};
use crate::db::Engine;
use crate::db::case::cases_of;
use crate::db::council::{CaseUnit, MemberRow, MemberUnitRow, members_of, recusals_by, units_of_members};
use crate::db::token::token_by_id;
use crate::db::unit::{parents_since, successors_of};
use crate::db::webhook::webhook_by_id;

/// Who has an interest in which case, and what interest.
#[derive(Debug, Default)]
pub struct Recusals {
    interests: FxHashMap<(i64, i64), Interest>,
}

/// Why a member doesn't vote on an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// By an interest that follows from what stands in the tables.
    Interest(Interest),
    /// By what stood elsewhere when the vote was opened, and doesn't any more.
    Other,
}

impl Why {
    /// What stands for [`Self::Other`].
    const OTHER: &'static str = "other";

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Interest(interest) => interest.code(),
            Self::Other => Self::OTHER,
        }
    }

    /// The one with a code.
    pub fn of_code(code: &str) -> Option<Self> {
        if code == Self::OTHER { Some(Self::Other) } else { Interest::of_code(code).map(Self::Interest) }
    }
}

/// What decides who has an interest in what.
#[derive(Debug)]
struct Known<'a> {
    members: &'a [(i64, i64)],
    belongings: &'a [(i64, Belonging)],
    declared: &'a FxHashSet<(i64, i64)>,
    kinship: &'a Kinship,
}

/// What is known of members with its dates, so that interests can be told as of any moment.
#[derive(Debug, Default)]
pub(super) struct History {
    /// The members, each with the member that stands for its person.
    pub members: Vec<(i64, i64)>,
    /// The units that members belong or belonged to, and since when.
    pub units: Vec<(i64, NaiveDate, Belonging)>,
    /// Who declared an interest in which case, and when.
    pub declared: Vec<(i64, i64, NaiveDateTime)>,
}

impl History {
    /// Of members, with which units stand above which and what became of them, as far as these members and some cases are
    /// concerned.
    pub(super) fn load(
        engine: &mut Engine,
        frame: &Frame,
        members: &[MemberRow],
        cases: &[CaseUnit],
    ) -> Result<(Self, Kinship), Problem> {
        let ids: Vec<i64> = members.iter().map(|member| member.id).collect();
        let units = units_of_members(engine, &ids)?;
        let declared = recusals_by(engine, &ids)?;
        let subjects: BTreeSet<&str> = cases.iter().map(|case| frame.code_at(case.unit)).collect();
        let kinship = kinship(engine, frame, &subjects, units.iter().map(|row| row.unit_code.as_str()))?;
        let belonging = |row: MemberUnitRow| {
            (row.member_id, row.from_date, Belonging { unit: row.unit_code, until: row.until_date })
        };
        let history = Self {
            members: persons_among(members),
            units: units.into_iter().map(belonging).collect(),
            declared: declared.into_iter().map(|row| (row.member_id, row.case_id, row.made_at)).collect(),
        };
        Ok((history, kinship))
    }

    /// Who has an interest in which of some cases, by all that is known.
    pub(super) fn now(
        &self,
        frame: &Frame,
        kinship: &Kinship,
        cases: &[CaseUnit],
        today: NaiveDate,
    ) -> Recusals {
        self.as_of(frame, kinship, cases, (today, None))
    }

    /// Who had an interest in which of some cases when a vote was opened. Units that a member belongs to since later, and what it
    /// declared later, don't count.
    pub(super) fn when(
        &self,
        frame: &Frame,
        kinship: &Kinship,
        (cases, opened): (&[CaseUnit], NaiveDateTime),
    ) -> Recusals {
        self.as_of(frame, kinship, cases, (on_the_wall(opened).date(), Some(opened)))
    }

    /// Who has an interest on a day, by everything that is known, or by what was known at a moment of it.
    fn as_of(
        &self,
        frame: &Frame,
        kinship: &Kinship,
        cases: &[CaseUnit],
        (day, known_at): (NaiveDate, Option<NaiveDateTime>),
    ) -> Recusals {
        let units = self.units.iter().filter(|(_, from, _)| known_at.is_none() || *from <= day);
        let belongings: Vec<(i64, Belonging)> =
            units.map(|(member, _, belonging)| (*member, belonging.clone())).collect();
        let declared = self.declared.iter().filter(|(_, _, at)| known_at.is_none_or(|known| *at <= known));
        let declared = declared.map(|(member, case, _)| (*member, *case)).collect();
        let known = Known { members: &self.members, belongings: &belongings, declared: &declared, kinship };
        Recusals::of_known(frame, &known, cases, day)
    }
}

impl Recusals {
    /// The interest of a member in a case.
    pub fn of(&self, member: i64, case: i64) -> Option<Interest> {
        self.interests.get(&(member, case)).copied()
    }

    /// The cases that any of some members has an interest in.
    fn cases_of(&self, members: &[MemberRow]) -> FxHashSet<i64> {
        let is_of_one = |member: &i64| members.iter().any(|row| row.id == *member);
        self.interests.keys().filter(|(member, _)| is_of_one(member)).map(|(_, case)| *case).collect()
    }

    /// The cases that members mustn't see who are all one person; computed anew where one of its rows isn't among those that these
    /// recusals were computed for.
    ///
    /// # Errors
    /// Those of the database.
    pub(super) fn hidden_from(
        &self,
        engine: &mut Engine,
        frame: &Frame,
        (own, among): (&[MemberRow], &[MemberRow]),
        cases: &[CaseUnit],
        today: NaiveDate,
    ) -> Result<FxHashSet<i64>, Problem> {
        if own.iter().all(|row| among.iter().any(|other| other.id == row.id)) {
            return Ok(self.cases_of(own));
        }
        Ok(Self::compute(engine, frame, own, cases, today)?.cases_of(own))
    }

    /// Computes who has an interest in which of some cases: all of a plan.
    ///
    /// Rows of one login are one person: what follows for one of them follows for all. Where cases tie at the border
    /// of a quota, whoever has an interest in one of them has one in all: a seat for one is none for another.
    ///
    /// # Errors
    /// Those of the database.
    pub fn compute(
        engine: &mut Engine,
        frame: &Frame,
        members: &[MemberRow],
        cases: &[CaseUnit],
        today: NaiveDate,
    ) -> Result<Self, Problem> {
        let (history, kinship) = History::load(engine, frame, members, cases)?;
        Ok(history.now(frame, &kinship, cases, today))
    }

    fn of_known(frame: &Frame, known: &Known<'_>, cases: &[CaseUnit], today: NaiveDate) -> Self {
        let subjects: BTreeSet<&str> = cases.iter().map(|case| frame.code_at(case.unit)).collect();
        let mut interests = FxHashMap::default();
        for (member, person) in known.members {
            let same = known.members.iter().filter(|(_, other)| other == person).map(|(other, _)| *other);
            let rows: Vec<i64> = same.collect();
            let own = known.belongings.iter().filter(|(of, _)| rows.contains(of));
            let belongings: Vec<Belonging> = own.map(|(_, belonging)| belonging.clone()).collect();
            let of_units = Interests::of(&belongings, known.kinship, frame.plan.from, today);
            let by_subject: FxHashMap<&str, Interest> =
                subjects.iter().filter_map(|code| Some((*code, of_units.in_unit(code)?))).collect();
            let mut borders = BTreeSet::new();
            for case in cases {
                let is_declared = || rows.iter().any(|row| known.declared.contains(&(*row, case.id)));
                let computed = by_subject.get(frame.code_at(case.unit)).copied();
                if let Some(interest) = computed.or_else(|| is_declared().then_some(Interest::Declared)) {
                    interests.insert((*member, case.id), interest);
                    borders.extend(case.border);
                }
            }
            for case in cases.iter().filter(|case| case.border.is_some_and(|it| borders.contains(&it))) {
                interests.entry((*member, case.id)).or_insert(Interest::SameTie);
            }
        }
        Self { interests }
    }
}

/// Members by id, each with the id of the first among them that is the same person.
pub(super) fn persons_among(members: &[MemberRow]) -> Vec<(i64, i64)> {
    let first = |member: &MemberRow| members.iter().find(|other| is_same_person(member, other));
    members.iter().map(|member| (member.id, first(member).map_or(member.id, |first| first.id))).collect()
}

/// Whether two rows are of one member.
pub fn is_same_person(one: &MemberRow, other: &MemberRow) -> bool {
    let same_login = |one: &String| other.login.as_ref().is_some_and(|it| it.eq_ignore_ascii_case(one));
    one.id == other.id || one.login.as_ref().is_some_and(same_login)
}

/// Which units stand above which, and what became of them, as far as some subjects and the units of members are
/// concerned: by the plan's tree, and by the register from the contest's first day on.
pub(super) fn kinship<'a>(
    engine: &mut Engine,
    frame: &Frame,
    subjects: &BTreeSet<&str>,
    of_members: impl Iterator<Item = &'a str>,
) -> Result<Kinship, Problem> {
    let mut kinship = Kinship::default();
    let mut codes: BTreeSet<String> = of_members.map(str::to_owned).collect();
    let mut open: Vec<String> = codes.iter().cloned().collect();
    while let Some(code) = open.pop() {
        for row in successors_of(engine, &code)? {
            kinship.became_part_of(&row.code, &row.successor_code);
            open.extend([row.code, row.successor_code].into_iter().filter(|it| codes.insert(it.clone())));
        }
    }
    codes.extend(subjects.iter().map(|code| (*code).to_owned()));
    let mut known = codes.clone();
    while !codes.is_empty() {
        let all: Vec<String> = codes.into_iter().collect();
        let mut pairs = parents_since(engine, &all, frame.plan.from)?;
        pairs.extend(all.iter().filter_map(|code| {
            let above = frame.units.get(frame.unit(code)?).parent?;
            Some((code.clone(), frame.units.get(above).code().to_owned()))
        }));
        codes = BTreeSet::new();
        for (code, above) in pairs {
            kinship.stands_above(&code, &above);
            if known.insert(above.clone()) {
                codes.insert(above);
            }
        }
    }
    Ok(kinship)
}

/// The login of who acts; for a token or a webhook, of who made it, who must learn by it no more than by itself.
pub fn login_behind(engine: &mut Engine, actor: &Actor) -> Result<Option<String>, Problem> {
    let mut label = actor.label.clone();
    // What makes tokens and webhooks is a person; a few steps are more than there are.
    for _ in 0..4 {
        let Some((kind, name)) = label.split_once(':') else { return Ok(None) };
        let id = name.parse().unwrap_or(0);
        label = match kind {
            "user" => return Ok(Some(name.to_owned())),
            "token" => token_by_id(engine, id)?.map_or(String::new(), |row| row.created_by),
            "webhook" => webhook_by_id(engine, id)?.map_or(String::new(), |row| row.made_by),
            _ => return Ok(None),
        };
    }
    Ok(None)
}

/// The members of a council who were so in the contest or later, of whom there may be several rows for one person.
pub fn members_since(
    engine: &mut Engine,
    council: &str,
    contest_from: NaiveDate,
) -> Result<Vec<MemberRow>, Problem> {
    let mut members = members_of(engine, council)?;
    members.retain(|member| member.until_date.is_none_or(|until| contest_from < until));
    Ok(members)
}

/// The rows of a login among those members.
pub(super) fn own_rows(
    engine: &mut Engine,
    council: &str,
    login: &str,
    contest_from: NaiveDate,
) -> Result<Vec<MemberRow>, Problem> {
    let mut own = members_since(engine, council, contest_from)?;
    own.retain(|row| row.login.as_deref().is_some_and(|it| it.eq_ignore_ascii_case(login)));
    Ok(own)
}

impl Service {
    /// The cases of a plan that an actor mustn't see, since it is a member of the plan's council with an interest in
    /// them: whatever else it is, and also when its membership has ended since the contest began. Everything that
    /// lists, counts, exports or tells of cases, votes or decisions leaves these out.
    ///
    /// # Errors
    /// When there is no such plan; and those of the database.
    pub fn hidden_cases(
        &self,
        engine: &mut Engine,
        actor: &Actor,
        plan_id: i64,
    ) -> Result<FxHashSet<i64>, Problem> {
        let (_, frame) = self.framed(engine, plan_id)?;
        let Some(council) = &frame.plan.process.council else { return Ok(FxHashSet::default()) };
        let Some(login) = login_behind(engine, actor)? else { return Ok(FxHashSet::default()) };
        let own = own_rows(engine, council, &login, frame.plan.from)?;
        if own.is_empty() {
            return Ok(FxHashSet::default());
        }
        let cases: Vec<CaseUnit> = cases_of(engine, plan_id)?.iter().map(unit_of_case).collect();
        Ok(Recusals::compute(engine, &frame, &own, &cases, self.today())?.cases_of(&own))
    }
}
