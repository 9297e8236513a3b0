//! Members of councils: who belongs to a council from when until when, and to which units these people belong, which
//! decides what they may neither see nor vote on.

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

pub use crate::db::council::{MemberRow, MemberUnitRow};

use super::actor::{Actor, Right, codes};
use super::audit::Entry;
use super::problem::{
    ALREADY_THERE, DATES_ORDER, FIELD_REFUSED, MEMBERSHIP_VOTED, NOT_FOUND, OWN_MEMBERSHIP, Problem, STALE,
};
use super::recusal::{is_same_person, login_behind};
use super::service::{Change, Service};
use super::text_field::{LONGEST_CODE, required};
use super::user::demand_known_unit;
use crate::db::Engine;
use crate::db::council::{
    councils, insert_member, members_of, next_member_id, replace_units_of_member, units_of_members,
    update_member,
};
use crate::db::council_session::sessions_with_votes;
use crate::db::user::user_by_login_in_any_case;
use crate::text::format::date;

codes! {
    /// What a member is in a council.
    CouncilRole {
        /// Chairs it.
        Chair = "chair",
        /// Chairs it in place of the chair.
        ViceChair = "vice_chair",
        /// A member.
        Member = "member",
        /// A member who keeps the minutes.
        Secretary = "secretary",
    }
}

/// How many units a member has at most.
const MOST_UNITS: usize = 50;

/// A unit that a member belongs or belonged to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMemberUnit {
    /// The unit's code.
    pub unit_code: String,
    /// From this day on.
    pub from: NaiveDate,
    /// Up to this day, which no longer counts; `None`: until further notice.
    pub until: Option<NaiveDate>,
}

/// A member as it is to be.
#[derive(Debug, Clone)]
pub struct NewMember {
    /// The login, when the member is a user.
    pub login: Option<String>,
    /// The member's name.
    pub name: String,
    /// The member's position.
    pub position: String,
    /// What it is in the council.
    pub role: CouncilRole,
    /// A member from this day on.
    pub from: NaiveDate,
    /// Up to this day, which no longer counts; `None`: until further notice.
    pub until: Option<NaiveDate>,
    /// The units that it belongs or belonged to.
    pub units: Vec<NewMemberUnit>,
}

/// A member with its units.
#[derive(Debug, Clone)]
pub struct Member {
    /// The member.
    pub row: MemberRow,
    /// Its units, by code and date.
    pub units: Vec<MemberUnitRow>,
}

/// What the audit log keeps of a member.
#[derive(Serialize)]
struct MemberRecord<'a> {
    council: &'a str,
    login: Option<&'a str>,
    role: &'a str,
    from: NaiveDate,
    until: Option<NaiveDate>,
    units: Vec<(&'a str, NaiveDate, Option<NaiveDate>)>,
}

impl<'a> From<&'a Member> for MemberRecord<'a> {
    fn from(member: &'a Member) -> Self {
        let Member { row, units } = member;
        Self {
            council: &row.council,
            login: row.login.as_deref(),
            role: &row.role,
            from: row.from_date,
            until: row.until_date,
            units: units
                .iter()
                .map(|unit| (unit.unit_code.as_str(), unit.from_date, unit.until_date))
                .collect(),
        }
    }
}

/// Refuses a time that ends before it begins.
fn demand_order(from: NaiveDate, until: Option<NaiveDate>) -> Result<(), Problem> {
    let plausible = |day: NaiveDate| (1900..2200).contains(&day.year());
    if !plausible(from) || !until.is_none_or(plausible) {
        return Err(FIELD_REFUSED.with("field", "from").with("expected", "1900-2199"));
    }
    match until {
        Some(until) if until <= from => Err(DATES_ORDER.with("from", date(from)).with("until", date(until))),
        _ => Ok(()),
    }
}

/// Checks a member as it is to be, but for what depends on others: council, name and position without spaces around them.
fn check(council: &str, new: &NewMember) -> Result<(String, String, String), Problem> {
    let council = required("council", council, LONGEST_CODE)?;
    demand_order(new.from, new.until)?;
    if new.units.len() > MOST_UNITS {
        return Err(FIELD_REFUSED.with("field", "units").with("expected", format!("0-{MOST_UNITS}")));
    }
    for (at, unit) in new.units.iter().enumerate() {
        required("units", &unit.unit_code, LONGEST_CODE)?;
        demand_order(unit.from, unit.until)?;
        let same = |other: &NewMemberUnit| other.unit_code == unit.unit_code && other.from == unit.from;
        if new.units[..at].iter().any(same) {
            return Err(ALREADY_THERE.with("what", format!("unit {} {}", unit.unit_code, unit.from)));
        }
    }
    Ok((council, required("name", &new.name, 200)?, required("position", &new.position, 200)?))
}

/// Refuses a member whose login isn't a user's or belongs to another member at the same time, or whose units nobody
/// knows. The login as the user has it.
fn check_beside(
    engine: &mut Engine,
    council: &str,
    (id, new): (i64, &NewMember),
) -> Result<Option<String>, Problem> {
    for unit in &new.units {
        demand_known_unit(engine, Some(&unit.unit_code))?;
    }
    let Some(login) = new.login.as_deref().map(str::trim).filter(|login| !login.is_empty()) else {
        return Ok(None);
    };
    let user = user_by_login_in_any_case(engine, login)?;
    let user = user.ok_or_else(|| NOT_FOUND.with("what", format!("user {login}")))?;
    let overlaps = |other: &MemberRow| {
        let begins_after = other.until_date.is_some_and(|until| until <= new.from);
        let ends_before = new.until.is_some_and(|until| until <= other.from_date);
        !begins_after && !ends_before
    };
    let has_login = |other: &MemberRow| other.login.as_deref() == Some(user.login.as_str());
    if members_of(engine, council)?.iter().any(|other| other.id != id && has_login(other) && overlaps(other))
    {
        return Err(ALREADY_THERE.with("what", format!("member {}", user.login)));
    }
    Ok(Some(user.login))
}

fn rows_of(member_id: i64, new: &NewMember) -> Vec<MemberUnitRow> {
    let row = |unit: &NewMemberUnit| MemberUnitRow {
        member_id,
        unit_code: unit.unit_code.trim().to_owned(),
        from_date: unit.from,
        until_date: unit.until,
    };
    let mut rows: Vec<MemberUnitRow> = new.units.iter().map(row).collect();
    rows.sort_by(|one, other| (&one.unit_code, one.from_date).cmp(&(&other.unit_code, other.from_date)));
    rows
}

/// A member of a council with an id.
fn known(engine: &mut Engine, council: &str, id: i64) -> Result<Member, Problem> {
    let row = members_of(engine, council)?.into_iter().find(|member| member.id == id);
    let row = row.ok_or_else(|| NOT_FOUND.with("what", format!("member {id}")))?;
    Ok(Member { units: units_of_members(engine, &[id])?, row })
}

impl Service {
    /// Adds a member to a council.
    ///
    /// # Errors
    /// When the actor may not, a field is refused, dates are out of order, the login belongs to another member, or it would
    /// have been a member on a day on which the council voted; and those of the database.
    pub fn add_member(&self, actor: &Actor, council: &str, new: &NewMember) -> Result<Member, Problem> {
        let (council, name, position) = check(council, new)?;
        self.change(actor, Right::ManageCases, |change| {
            let login = check_beside(change.engine, &council, (0, new))?;
            let row = MemberRow {
                id: next_member_id(change.engine)?,
                council,
                login,
                name,
                position,
                role: new.role.code().to_owned(),
                from_date: new.from,
                until_date: new.until,
                change: 1,
                made_by: change.actor.label.clone(),
                made_at: change.now,
            };
            self.demand_votes_kept(change, None, &row)?;
            insert_member(change.engine, &row)?;
            let member = store_units(change, row, new)?;
            let entry = Entry::new("council.add_member", format!("member:{}", member.row.id));
            change.record(entry.after(&MemberRecord::from(&member)))?;
            Ok(member)
        })
    }

    /// Changes a member: also to end the membership. `expected` is the count of changes that the caller has seen.
    ///
    /// # Errors
    /// As [`Service::add_member`]; when there is no such member, or it was changed since.
    pub fn change_member(
        &self,
        actor: &Actor,
        (council, id): (&str, i64),
        expected: Option<i64>,
        new: &NewMember,
    ) -> Result<Member, Problem> {
        let (council, name, position) = check(council, new)?;
        self.change(actor, Right::ManageCases, |change| {
            let before = known(change.engine, &council, id)?;
            demand_not_own(change, &before.row)?;
            if expected.is_some_and(|expected| expected != before.row.change) {
                return Err(STALE.with("expected", before.row.change));
            }
            let login = check_beside(change.engine, &council, (id, new))?;
            let row = MemberRow {
                login,
                name,
                position,
                role: new.role.code().to_owned(),
                from_date: new.from,
                until_date: new.until,
                change: before.row.change + 1,
                ..before.row.clone()
            };
            self.demand_votes_kept(change, Some(&before.row), &row)?;
            update_member(change.engine, &row)?;
            let member = store_units(change, row, new)?;
            let entry = Entry::new("council.change_member", format!("member:{id}"));
            change.record(entry.before(&MemberRecord::from(&before)).after(&MemberRecord::from(&member)))?;
            Ok(member)
        })
    }

    /// Refuses to change who was a member on the day of a session in which votes were opened: votes were counted, and minutes
    /// tell, by the members of that day.
    fn demand_votes_kept(
        &self,
        change: &mut Change<'_>,
        before: Option<&MemberRow>,
        after: &MemberRow,
    ) -> Result<(), Problem> {
        for session in sessions_with_votes(change.engine)? {
            let day = session.held_on;
            if before.is_some_and(|row| is_member_on(row, day)) == is_member_on(after, day) {
                continue;
            }
            let (_, frame) = self.framed(change.engine, session.plan_id)?;
            if frame.plan.process.council.as_ref() == Some(&after.council) {
                return Err(MEMBERSHIP_VOTED.with("session", session.number).with("day", date(day)));
            }
        }
        Ok(())
    }

    /// The members of a council with their units, also those that have left it, by id.
    ///
    /// # Errors
    /// When the actor may not, and those of the database.
    pub fn council_members(&self, actor: &Actor, council: &str) -> Result<Vec<Member>, Problem> {
        self.read(actor, Right::ViewCases, |engine| {
            let rows = members_of(engine, council)?;
            let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
            let units = units_of_members(engine, &ids)?;
            let of =
                |row: &MemberRow| units.iter().filter(|unit| unit.member_id == row.id).cloned().collect();
            Ok(rows.into_iter().map(|row| Member { units: of(&row), row }).collect())
        })
    }

    /// A member of a council.
    ///
    /// # Errors
    /// When the actor may not, or there is no such member; and those of the database.
    pub fn council_member(&self, actor: &Actor, council: &str, id: i64) -> Result<Member, Problem> {
        self.read(actor, Right::ViewCases, |engine| known(engine, council, id))
    }

    /// The codes of the councils that have members.
    ///
    /// # Errors
    /// When the actor may not, and those of the database.
    pub fn councils(&self, actor: &Actor) -> Result<Vec<String>, Problem> {
        self.read(actor, Right::ViewCases, |engine| Ok(councils(engine)?))
    }
}

/// Refuses a member that would change by which units it is recused.
fn demand_not_own(change: &mut Change<'_>, member: &MemberRow) -> Result<(), Problem> {
    let login = login_behind(change.engine, change.actor)?;
    let is_own = |of: &String| login.as_ref().is_some_and(|login| login.eq_ignore_ascii_case(of));
    if member.login.as_ref().is_some_and(is_own) { Err(Problem::from(&OWN_MEMBERSHIP)) } else { Ok(()) }
}

fn store_units(change: &mut Change<'_>, row: MemberRow, new: &NewMember) -> Result<Member, Problem> {
    let units = rows_of(row.id, new);
    replace_units_of_member(change.engine, row.id, &units)?;
    Ok(Member { row, units })
}

/// Whether somebody is a member on a day.
pub fn is_member_on(row: &MemberRow, day: NaiveDate) -> bool {
    row.from_date <= day && row.until_date.is_none_or(|until| day < until)
}

/// One row for each member of a council on a day; of two of one person the first.
pub(super) fn members_on(
    engine: &mut Engine,
    council: &str,
    day: NaiveDate,
) -> Result<Vec<MemberRow>, Problem> {
    let mut members: Vec<MemberRow> = Vec::new();
    for row in members_of(engine, council)? {
        if is_member_on(&row, day) && !members.iter().any(|other| is_same_person(other, &row)) {
            members.push(row);
        }
    }
    Ok(members)
}
