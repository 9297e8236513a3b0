//! The council: its members, its session, and its votes, each cast by the member itself or entered as it was given in writing.

use super::player::{Player, day};
use super::{
    CHAIR, COUNCIL, MEMBER, MEMBER_OF_UNIT, OFFICER, REPORTER_UNIT, SECOND_IN_TIE, SECRETARY, USERS,
};
use crate::app::actor::Actor;
use crate::app::council::{CouncilRole, MemberRow, NewMember, NewMemberUnit};
use crate::app::council_session::NewSession;
use crate::app::plan::{PlanState, state_of};
use crate::app::problem::{NOT_FOUND, Problem, VOTED_ALREADY, VOTER_RECUSED};
use crate::app::rescore::RescoreDecision;
use crate::app::session_view::{Own, Session, SessionItem};
use crate::app::sitting::{AttendanceKind, ItemState, SessionState};
use crate::app::vote::VoteChoice;

/// A member: login, name, position, what it is in the council, a unit, and whether it comes.
type Sitter =
    (Option<&'static str>, &'static str, &'static str, CouncilRole, Option<&'static str>, AttendanceKind);

/// The members.
const MEMBERS: [Sitter; 6] = [
    (
        Some(CHAIR),
        "Chủ tịch hội đồng (giả định)",
        "Lãnh đạo UBND tỉnh (giả định)",
        CouncilRole::Chair,
        None,
        AttendanceKind::Present,
    ),
    (
        Some(SECRETARY),
        "Thư ký hội đồng (giả định)",
        "Sở Nội vụ (giả định)",
        CouncilRole::Secretary,
        None,
        AttendanceKind::Present,
    ),
    (
        Some(MEMBER),
        "Thành viên hội đồng 1 (giả định)",
        "Thành viên (giả định)",
        CouncilRole::Member,
        None,
        AttendanceKind::Present,
    ),
    (
        Some(MEMBER_OF_UNIT),
        "Thành viên hội đồng 2 (giả định)",
        "Lãnh đạo huyện Tuần Giáo (giả định)",
        CouncilRole::Member,
        Some(REPORTER_UNIT),
        AttendanceKind::Present,
    ),
    (
        None,
        "Thành viên hội đồng 3 (giả định)",
        "Thành viên (giả định)",
        CouncilRole::Member,
        None,
        AttendanceKind::InWriting,
    ),
    (
        None,
        "Thành viên hội đồng 4 (giả định)",
        "Thành viên (giả định)",
        CouncilRole::Member,
        None,
        AttendanceKind::Absent,
    ),
];

/// Plays it as far as it hasn't been played.
pub fn play(player: &Player) -> Result<(), Problem> {
    sit(player)?;
    finalise(player)
}

/// What the council settled is taken over into the recommendation, the contest is scored anew, and the plan finalised.
fn finalise(player: &Player) -> Result<(), Problem> {
    let (plan, officer) = (player.known_plan()?, player.user(OFFICER)?);
    if state_of(&plan) != PlanState::Ranked {
        return Ok(());
    }
    player.at((6, 26), 9);
    let (_, chosen) = player.service.take_over_ties(&officer, plan.id)?;
    if !chosen.is_empty() {
        let reason = "Theo biểu quyết của hội đồng về các đơn vị ngang nhau";
        let staged = player.service.stage_rescore(&officer, plan.id, None, reason)?;
        let number = staged.row.number;
        player.service.decide_rescore(&officer, plan.id, number, RescoreDecision::Apply, reason)?;
        player.service.store_person_ranking(&officer, plan.id)?;
    }
    player.service.move_plan(&officer, plan.id, None, PlanState::Finalised, None).map(drop)
}

fn sit(player: &Player) -> Result<(), Problem> {
    let (plan, officer) = (player.known_plan()?, player.user(OFFICER)?);
    let service = &player.service;
    player.at((6, 24), 9);
    add_members(player, &officer)?;
    if service.council_sessions(&officer, plan.id)?.is_empty() {
        let place = "Phòng họp UBND tỉnh (giả định)".to_owned();
        service.plan_session(&officer, plan.id, &NewSession { held_on: day(6, 25), place, note: None })?;
    }
    let at = (plan.id, 1);
    player.at((6, 25), 8);
    let session = service.council_session(&officer, at)?;
    if session.state() == SessionState::Planned {
        service.move_session(&officer, at, SessionState::Open)?;
    }
    let session = service.council_session(&officer, at)?;
    if session.state() != SessionState::Open {
        return Ok(());
    }
    if session.items.is_empty() {
        service.add_items(&officer, at, &[])?;
    }
    attend(player, &officer, &session)?;
    declare(player, at)?;
    player.at((6, 25), 9);
    service.open_votes(&officer, at, &[])?;
    vote(player, &officer, at)?;
    player.at((6, 25), 15);
    service.close_votes(&officer, at, &[], None)?;
    for tie in service.council_session(&officer, at)?.ties {
        let reason =
            "Giả định: hội đồng biểu quyết, đơn vị có nhiều phiếu hơn được chọn vào suất cuối của cụm";
        service.settle_tie(&officer, at, tie.number, reason)?;
    }
    player.at((6, 25), 16);
    service.move_session(&officer, at, SessionState::Closed).map(drop)
}

fn add_members(player: &Player, officer: &Actor) -> Result<(), Problem> {
    let there = player.service.council_members(officer, COUNCIL)?;
    for (login, name, position, role, unit, _) in MEMBERS.iter().skip(there.len()) {
        debug_assert!(
            login.is_none_or(|login| USERS.iter().any(|user| user.0 == login)),
            "members are users"
        );
        let from = day(1, 1);
        let unit = unit.map(|unit| NewMemberUnit { unit_code: unit.to_owned(), from, until: None });
        let new = NewMember {
            login: login.map(str::to_owned),
            name: (*name).to_owned(),
            position: (*position).to_owned(),
            role: *role,
            from,
            until: None,
            units: unit.into_iter().collect(),
        };
        player.service.add_member(officer, COUNCIL, &new)?;
    }
    Ok(())
}

/// The member of a session with the name of one of ours.
fn member<'a>(session: &'a Session, name: &str) -> Result<&'a MemberRow, Problem> {
    let found = session.members.iter().find(|member| member.row.name == name);
    found.map(|member| &member.row).ok_or_else(|| NOT_FOUND.with("what", name))
}

/// Enters who comes, who stays away, and who votes in writing.
fn attend(player: &Player, officer: &Actor, session: &Session) -> Result<(), Problem> {
    let at = (session.plan.id, session.row.number);
    for (_, name, .., kind) in &MEMBERS {
        let member = member(session, name)?.id;
        if !session.attendance.iter().any(|row| row.member_id == member) {
            player.service.note_attendance(officer, at, (member, *kind))?;
        }
    }
    Ok(())
}

/// A member declares an interest in the first person's case.
fn declare(player: &Player, at: (i64, i64)) -> Result<(), Problem> {
    let actor = player.user(MEMBER)?;
    let session = player.service.council_session(&player.user(OFFICER)?, at)?;
    let is_declared = session.items.iter().any(|item| {
        item.case.nomination_id.is_some()
            && item.recused.iter().any(|(_, interest)| interest.code() == "declared")
    });
    let first = session.items.iter().filter(|item| item.case.nomination_id.is_some());
    let waits =
        |item: &&SessionItem| ItemState::of(&item.row) == ItemState::Pending && item.recused.is_empty();
    let Some(item) = first.filter(waits).min_by_key(|item| item.case.number) else { return Ok(()) };
    if is_declared {
        return Ok(());
    }
    let reason = "Giả định: có quan hệ gia đình với cá nhân được đề nghị";
    player.service.declare_recusal(&actor, at, (item.case.number, None), reason).map(drop)
}

/// Every member votes on what it may vote on.
fn vote(player: &Player, officer: &Actor, at: (i64, i64)) -> Result<(), Problem> {
    let service = &player.service;
    let frame = service.frame(officer, at.0)?;
    let is_second = |item: &SessionItem| {
        item.case.nomination_id.is_none() && frame.units.get(item.case.unit_index()).code() == SECOND_IN_TIE
    };
    for login in [CHAIR, SECRETARY, MEMBER, MEMBER_OF_UNIT] {
        let actor = player.user(login)?;
        let session = service.council_session(&actor, at)?;
        for item in session.items.iter().filter(|item| item.own == Own::MayVote) {
            // So that counts differ: the secretary leaves some ballots blank.
            let is_blank = login == SECRETARY && item.row.number % 30 == 10;
            let choice = if is_blank { VoteChoice::Blank } else { VoteChoice::For };
            service.cast_vote(&actor, at, (item.row.number, choice))?;
        }
    }
    let session = service.council_session(officer, at)?;
    for (_, name, .., kind) in &MEMBERS {
        if *kind != AttendanceKind::InWriting {
            continue;
        }
        let member = member(&session, name)?.id;
        for item in session.items.iter().filter(|item| ItemState::of(&item.row) == ItemState::Open) {
            // Of the two that tie, one gets a vote less.
            let choice = if is_second(item) { VoteChoice::Against } else { VoteChoice::For };
            match service.enter_written_vote(officer, at, (item.row.number, choice), member) {
                Err(problem) if ![&VOTED_ALREADY, &VOTER_RECUSED].contains(&problem.code) => {
                    return Err(problem);
                }
                _ => {}
            }
        }
    }
    Ok(())
}
