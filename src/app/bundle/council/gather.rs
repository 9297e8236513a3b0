//! The way from a stored ranking to decisions, from the database: the cases of the plan that were opened from the ranking or from
//! one before it, or from a ranking of persons that goes with one of these, the sessions where they stood on the agenda, and the
//! decisions about them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;

use super::check::{interests, kinship_of};
use super::persons::{again, comparable, rankings_with};
use super::whole::{SettledAt, cases_up_to, settled_at, state_of_persons};
use super::{
    Attendance, Ballot, Case, Decision, Declared, Item, Member, MemberUnit, Nominated, Session, Stood, Vote,
    Way, Why,
};
use crate::app::actor::{Actor, Right};
use crate::app::bundle::contents::Contents;
use crate::app::council::CouncilRole;
use crate::app::frame::Frame;
use crate::app::nomination::state_of;
use crate::app::problem::{BUNDLE_HIDDEN, FORBIDDEN, INTERNAL, Problem};
use crate::app::recusal::{kinship, persons_among};
use crate::app::service::Service;
use crate::app::sitting::{AttendanceKind, ItemResult, ItemState, SessionState};
use crate::app::stored_figure::read_figures;
use crate::app::vote::{Standing, VoteChoice, rule_of};
use crate::contest::council::tally::{Tally, Votes};
use crate::contest::figure::Value;
use crate::contest::recusal::Kinship;
use crate::db::Engine;
use crate::db::award::awards_of_decisions;
use crate::db::case::{CaseRow, cases_of};
use crate::db::council::{MemberRow, members_of, recusals_by, units_of_members};
use crate::db::council_session::{AttendanceRow, CouncilSessionRow, attendance_of, sessions_of};
use crate::db::decision::decisions_after;
use crate::db::nomination::{NominationRankingRow, NominationRow, nomination_rankings_of, nominations_of};
use crate::db::snapshot::SnapshotRow;
use crate::db::vote::{ItemRow, ballots_of, items_of, standings_of, votes_on};

/// A code that the program wrote.
fn code<T>(found: Option<T>) -> Result<T, Problem> {
    found.ok_or_else(|| {
        tracing::error!("a code that the program wrote can't be read");
        Problem::from(&INTERNAL)
    })
}

fn narrow(number: i64) -> Result<u32, Problem> {
    code(u32::try_from(number).ok())
}

fn nominated(frame: &Frame, row: &NominationRow) -> Result<Nominated, Problem> {
    let mut figures = Vec::new();
    let slots = frame.plan.individuals.as_ref().map_or(0, |part| part.plan.slots());
    let read = read_figures(&row.figures, &mut Vec::new(), |figure| {
        if figure.slot < slots && !matches!(figure.value, Value::Text(_)) {
            figures.push((figure.slot, figure.value));
        }
    });
    code(read)?;
    figures.sort_by_key(|(slot, _)| *slot);
    Ok(Nominated {
        number: row.number,
        unit: narrow(row.unit)?,
        nominator: narrow(row.nominator)?,
        kind: row.kind.clone(),
        award: row.award.clone(),
        state: state_of(row),
        is_ranked: false,
        figures,
    })
}

fn case(row: &CaseRow, nominations: &[NominationRow]) -> Result<Case, Problem> {
    let of_row = |id: i64| nominations.iter().find(|it| it.id == id).map(|it| it.number);
    Ok(Case {
        number: row.number,
        subject: row.subject.clone(),
        unit: narrow(row.unit)?,
        nomination: row.nomination_id.and_then(of_row),
        award: row.award.clone(),
        state: row.state_now(),
        is_held: row.held,
        border: row.border,
        ranking: row.snapshot,
        place: row.place,
        reason: row.reason.clone(),
        opened: Some(row.made_at),
    })
}

/// What was counted of an item whose vote is closed.
fn tally(row: &ItemRow) -> Option<Tally> {
    let count = |value: Option<i64>| value.and_then(|value| u32::try_from(value).ok());
    let (members, recused) = (count(row.members)?, count(row.recused)?);
    Some(Tally {
        members,
        recused,
        entitled: members.saturating_sub(recused),
        present: count(row.present)?,
        in_writing: count(row.in_writing)?,
        cast: count(row.cast_votes)?,
        votes: Votes {
            in_favour: count(row.votes_for)?,
            against: count(row.votes_against)?,
            blank: count(row.votes_blank)?,
        },
        base: count(row.base)?,
        required: count(row.required)?,
        reached: row.reached?,
    })
}

/// A stored ranking of persons, with how it stands.
pub(in super::super) type Ranked = (NominationRankingRow, &'static str);

/// A session with what was entered of it.
struct Held {
    row: CouncilSessionRow,
    items: Vec<ItemRow>,
    attendance: Vec<AttendanceRow>,
}

impl Service {
    /// Refuses who doesn't see everything of the way from a plan's ranking to decisions, where there is any.
    pub(in super::super) fn demand_all_of_way(
        &self,
        engine: &mut Engine,
        actor: &Actor,
        plan_id: i64,
    ) -> Result<(), Problem> {
        if cases_of(engine, plan_id)?.is_empty() && nominations_of(engine, plan_id)?.is_empty() {
            return Ok(());
        }
        let sees_all =
            actor.may(Right::ViewCases) && (actor.reach.is_none() || actor.can(Right::ManageCases));
        if !sees_all {
            return Err(FORBIDDEN.with("right", Right::ViewCases.code()));
        }
        // Whoever has an interest in a case gets nothing, since votes on it stand in the file.
        let is_recused = !self.hidden_cases(engine, actor, plan_id)?.is_empty();
        if is_recused { Err(Problem::from(&BUNDLE_HIDDEN)) } else { Ok(()) }
    }

    /// The way from a ranking to decisions, and the ranking of persons that goes with it, with how it stands.
    pub(in super::super) fn gather_way(
        &self,
        engine: &mut Engine,
        contents: &Contents,
        row: &SnapshotRow,
    ) -> Result<(Way, Option<Ranked>), Problem> {
        let frame = &contents.frame;
        let persons = nomination_rankings_of(engine, row.plan_id)?;
        let with: Vec<&NominationRankingRow> = rankings_with(&persons, &[&row.result_hash]).collect();
        let nominations = nominations_of(engine, row.plan_id)?;
        let mut way = Way::default();
        for nomination in &nominations {
            way.nominations.push(nominated(frame, nomination)?);
        }
        let rows = cases_up_to(engine, row, &persons)?;
        for one in &rows {
            way.cases.push(case(one, &nominations)?);
        }
        let numbers: BTreeMap<i64, i64> = rows.iter().map(|case| (case.id, case.number)).collect();
        self.gather_sessions(engine, frame, &numbers, (&mut way, row.plan_id))?;
        gather_decisions(engine, row.plan_id, &numbers, &mut way)?;
        let found = provable(self, contents, &mut way, &with)?;
        Ok((way, found.map(|it| (it.clone(), state_of_persons(&persons, it.number)))))
    }

    fn gather_sessions(
        &self,
        engine: &mut Engine,
        frame: &Arc<Frame>,
        cases: &BTreeMap<i64, i64>,
        (way, plan_id): (&mut Way, i64),
    ) -> Result<(), Problem> {
        let Some(council) = frame.plan.process.council.as_ref().filter(|_| !cases.is_empty()) else {
            return Ok(());
        };
        let all = sessions_of(engine, plan_id)?;
        let numbers: BTreeMap<i64, i64> = all.iter().map(|row| (row.id, row.number)).collect();
        let mut held = Vec::new();
        for row in all {
            let mut items = items_of(engine, row.id)?;
            items.retain(|item| cases.contains_key(&item.case_id));
            if !items.is_empty() {
                let attendance = attendance_of(engine, row.id)?;
                held.push(Held { row, items, attendance });
            }
        }
        let days: Vec<NaiveDate> = held.iter().map(|held| held.row.held_on).collect();
        gather_members(engine, (frame, council, &days), &held, (way, cases))?;
        let ids: Vec<i64> = way.members.iter().map(|member| member.id).collect();
        for row in recusals_by(engine, &ids)? {
            if let (Some(session), Some(case)) = (numbers.get(&row.session_id), cases.get(&row.case_id)) {
                let (session, case) = (*session, *case);
                way.declared.push(Declared { session, case, member: row.member_id, at: row.made_at });
            }
        }
        way.declared.sort_by_key(|it| (it.session, it.case, it.member));
        let settled = settled_at(engine, plan_id)?;
        for one in &held {
            gather_session(engine, (one, &settled), (way, cases))?;
        }
        put_reasons(frame, way);
        Ok(())
    }
}

/// The last of some rankings of persons that comes out of what stands in the tables; those it is made from are marked.
fn provable<'a>(
    service: &Service,
    contents: &Contents,
    way: &mut Way,
    rankings: &[&'a NominationRankingRow],
) -> Result<Option<&'a NominationRankingRow>, Problem> {
    if rankings.is_empty() {
        return Ok(None);
    }
    let must = contents.frame.plan.individuals.as_ref().and_then(|part| part.unit);
    let live = contents.live();
    let contest = live.contest(&contents.frame, contents.as_of.map(crate::app::moment::on_the_wall));
    let scored = must.map(|_| service.score(&contest));
    for ranking in rankings.iter().rev() {
        let codes: BTreeSet<&str> = ranking
            .inputs
            .lines()
            .filter_map(|line| line.strip_prefix("unit\t")?.split('\t').next())
            .collect();
        for one in &mut way.nominations {
            one.is_ranked = codes.contains(crate::app::nomination::code_of(one.number).as_str());
        }
        let units = ranking.inputs.lines().nth(1).and_then(|line| line.strip_prefix("units\t"));
        let made = again(&contents.frame, way, scored.as_ref(), units.unwrap_or("-"));
        if let Some([inputs, result]) = made
            && comparable(&contents.frame.plan, &ranking.inputs, &inputs) == inputs
            && result == ranking.result
        {
            return Ok(Some(ranking));
        }
    }
    way.nominations.iter_mut().for_each(|one| one.is_ranked = false);
    Ok(None)
}

/// The members of the council on the days of some sessions, and whoever else stood in them, with their units.
fn gather_members(
    engine: &mut Engine,
    (frame, council, days): (&Frame, &str, &[NaiveDate]),
    held: &[Held],
    (way, cases): (&mut Way, &BTreeMap<i64, i64>),
) -> Result<(), Problem> {
    let items: Vec<i64> = held.iter().flat_map(|held| &held.items).map(|item| item.id).collect();
    let mut stood: BTreeSet<i64> =
        standings_of(engine, &items)?.into_iter().map(|row| row.member_id).collect();
    stood.extend(held.iter().flat_map(|held| &held.attendance).map(|row| row.member_id));
    let mut rows = members_of(engine, council)?;
    let was_there = |row: &MemberRow, day: NaiveDate| {
        row.from_date <= day && row.until_date.is_none_or(|until| day < until)
    };
    rows.retain(|row| stood.contains(&row.id) || days.iter().any(|day| was_there(row, *day)));
    for (row, (id, person)) in rows.iter().zip(persons_among(&rows)) {
        let role = code(CouncilRole::of_code(&row.role))?;
        way.members.push(Member { id, person, role, from: row.from_date, until: row.until_date });
    }
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let units = units_of_members(engine, &ids)?;
    let subjects: BTreeSet<&str> = way.cases.iter().map(|case| frame.units.get(case.unit).code()).collect();
    debug_assert_eq!(way.cases.len(), cases.len());
    let all = kinship(engine, frame, &subjects, units.iter().map(|row| row.unit_code.as_str()))?;
    // What the plan's tree says stands in another table.
    let in_tree = |unit: &str, above: &str| {
        let parent = frame.unit(unit).and_then(|unit| frame.units.get(unit).parent);
        parent.is_some_and(|parent| frame.units.get(parent).code() == above)
    };
    let mut beside = Kinship::default();
    for (kind, unit, other) in
        all.pairs().filter(|(kind, unit, other)| *kind != "below" || !in_tree(unit, other))
    {
        code(beside.note(kind, unit, other))?;
    }
    way.kinship = beside;
    way.member_units = units
        .into_iter()
        .map(|row| MemberUnit {
            member: row.member_id,
            unit: row.unit_code,
            from: row.from_date,
            until: row.until_date,
        })
        .collect();
    Ok(())
}

fn gather_session(
    engine: &mut Engine,
    (held, settled): (&Held, &SettledAt),
    (way, cases): (&mut Way, &BTreeMap<i64, i64>),
) -> Result<(), Problem> {
    let session = held.row.number;
    let state = code(SessionState::of_code(&held.row.state))?;
    way.sessions.push(Session { number: session, held_on: held.row.held_on, state });
    for row in &held.attendance {
        let kind = code(AttendanceKind::of_code(&row.kind))?;
        let (number, member, at) = (row.number, row.member_id, row.made_at);
        way.attendance.push(Attendance { session, number, member, kind, at });
    }
    for row in &held.items {
        let key = (session, row.number);
        way.items.push(Item {
            key,
            case: code(cases.get(&row.case_id).copied())?,
            round: row.round,
            state: ItemState::of(row),
            opened: row.opened_at,
            closed: row.closed_at,
            rule: rule_of(row),
            tally: tally(row),
            result: ItemResult::of(row),
            settled: settled.get(&key).copied(),
        });
        for stood in standings_of(engine, &[row.id])? {
            let standing = code(Standing::of_code(&stood.standing))?;
            way.stood.push(Stood { item: key, member: stood.member_id, standing, why: None });
        }
        // Nothing is told of a vote before it is closed.
        if row.closed_at.is_none() {
            continue;
        }
        for vote in votes_on(engine, &[row.id])? {
            let choice = vote.choice.as_deref().map(|it| code(VoteChoice::of_code(it))).transpose()?;
            let in_writing = vote.in_writing;
            way.votes.push(Vote { item: key, member: vote.member_id, choice, in_writing });
        }
        for ballot in ballots_of(engine, row.id)? {
            let choice = code(VoteChoice::of_code(&ballot.choice))?;
            way.ballots.push(Ballot { item: key, code: ballot.code, choice });
        }
    }
    Ok(())
}

/// Says why each recused member didn't vote.
fn put_reasons(frame: &Frame, way: &mut Way) {
    let kinship = kinship_of(frame, way, true);
    let mut reasons = Vec::with_capacity(way.stood.len());
    let mut at = 0;
    for item in &way.items {
        let recusals = item.opened.map(|opened| interests(frame, way, &kinship, (item, opened)));
        // They stand in the order of the items.
        while let Some(stood) = way.stood.get(at).filter(|stood| stood.item == item.key) {
            let interest = recusals.as_ref().and_then(|recusals| recusals.of(stood.member, item.case));
            let why = interest.map_or(Why::Other, Why::Interest);
            reasons.push(stood.standing.is_recused().then_some(why));
            at += 1;
        }
    }
    way.stood.iter_mut().zip(reasons).for_each(|(stood, why)| stood.why = why);
}

fn gather_decisions(
    engine: &mut Engine,
    plan_id: i64,
    cases: &BTreeMap<i64, i64>,
    way: &mut Way,
) -> Result<(), Problem> {
    let (decisions, _) = decisions_after(engine, plan_id, 0, i64::MAX)?;
    let ids: Vec<i64> = decisions.iter().map(|decision| decision.id).collect();
    for award in awards_of_decisions(engine, &ids)? {
        let Some(case) = cases.get(&award.case_id) else { continue };
        let decision = code(decisions.iter().find(|decision| decision.id == award.decision_id))?;
        way.decisions.push(Decision {
            number: decision.number.clone(),
            issued_on: decision.issued_on,
            award: award.award,
            case: *case,
            revoked_on: award.revoked_on,
            revoke_reason: award.revoke_reason,
        });
    }
    Ok(())
}
