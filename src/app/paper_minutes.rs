//! The minutes of a council's session as a document. Who manages cases may have them, and each member of the council, of whose
//! copy the items are left out that the member has an interest in.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;

use super::actor::{Actor, Right};
use super::case::CaseRow;
use super::moment::on_the_wall;
use super::paper::Paper;
use super::paper_fields::PaperFields;
use super::paper_subject::{Naming, award_codes, award_name, people_of, subject_of};
use super::problem::{FIELD_REFUSED, NOT_A_MEMBER, OUT_OF_REACH, Problem};
use super::recusal::login_behind;
use super::service::Service;
use super::session_view::{Session, SessionItem, SessionMember, Why};
use super::sitting::{AttendanceKind, ItemResult, ItemState, SessionState};
use crate::contest::council::tally::least;
use crate::contest::plan::Threshold;
use crate::contest::recusal::Interest;
use crate::db::Engine;
use crate::db::council::memberships_of;
use crate::db::vote::ItemRow;
use crate::documents::paper::ballot::{Ballots, ItemGroup, ToldItem, VoteResult};
use crate::documents::paper::cited::CitedPlan;
use crate::documents::paper::filled::Filled;
use crate::documents::paper::honoured::Subject;
use crate::documents::paper::minutes::{
    Departure, Minutes, Presence, SettledTie, ToldMember, ToldQuorum, minutes, named,
};
use crate::documents::paper::seal::Standing;

/// What the council is called where nobody filled in how it is called.
const COUNCIL: &str = "Hội đồng Thi đua - Khen thưởng";
/// Why minutes aren't final.
const UNFINISHED: &str = "Phiên họp chưa kết thúc, kết quả còn có thể thay đổi.";
/// The same of a session that wasn't held.
const CANCELLED: &str = "Phiên họp không được tổ chức.";

impl Service {
    pub(super) fn minutes_paper(
        &self,
        actor: &Actor,
        plan_id: i64,
        fields: &PaperFields,
        filled: &Filled,
    ) -> Result<Paper, Problem> {
        let number =
            fields.session.ok_or_else(|| FIELD_REFUSED.with("field", "session").with("expected", "1"))?;
        let session = self.council_session(actor, (plan_id, number))?;
        // Minutes of but some units would tell less than they seem to.
        if actor.reach.is_some() {
            return Err(OUT_OF_REACH.with("units", "*"));
        }
        let is_member =
            self.read(actor, Right::ViewCases, |engine| is_member(engine, actor, &session.council))?;
        if !is_member && !actor.can(Right::ManageCases) {
            return Err(NOT_A_MEMBER.with("council", &session.council));
        }
        let cases: Vec<&CaseRow> = session.items.iter().map(|item| &item.case).collect();
        let people = self.read(actor, Right::ViewCases, |engine| people_of(engine, &cases))?;
        let subjects: BTreeMap<i64, Subject> = cases
            .iter()
            .map(|case| (case.id, subject_of(&session.frame, case, &people, Naming::For(actor))))
            .collect();
        let standing = match session.state() {
            SessionState::Closed => Standing::Final,
            SessionState::Cancelled => Standing::Provisional(CANCELLED),
            SessionState::Planned | SessionState::Open => Standing::Provisional(UNFINISHED),
        };
        let seal = self.seal_of_cases(actor, plan_id, standing, &cases)?;
        // An office that writes the minutes isn't the council.
        let is_council = filled.issuer.to_lowercase().contains("hội đồng");
        let council = if is_council { &filled.issuer } else { COUNCIL };
        let told = Minutes { is_extract: is_member, ..told(&session, council, &subjects) };
        Ok(Paper { document: minutes(&told, filled, &seal), plan: session.plan })
    }
}

/// Whether an actor is or was a member of a council. Of whatever it is shown of votes, cases may be left out.
pub(super) fn is_member(engine: &mut Engine, actor: &Actor, council: &str) -> Result<bool, Problem> {
    match login_behind(engine, actor)? {
        Some(login) => Ok(!memberships_of(engine, council, &login)?.is_empty()),
        None => Ok(false),
    }
}

fn told(session: &Session, council: &str, subjects: &BTreeMap<i64, Subject>) -> Minutes {
    let row = &session.row;
    let with_role = |role: &str| {
        let is_there = |member: &&SessionMember| member.row.role == role && came(session, member.row.id);
        session.members.iter().find(is_there).map(|member| member.row.name.clone())
    };
    let wall = |moment: Option<NaiveDateTime>| moment.map(on_the_wall);
    Minutes {
        plan: CitedPlan::of(&session.frame.plan),
        council: council.to_owned(),
        session: row.number,
        place: row.place.clone(),
        held_on: row.held_on,
        opened: wall(row.opened_at),
        closed: wall(row.closed_at),
        chair: with_role("chair").or_else(|| with_role("vice_chair")).unwrap_or_default(),
        secretary: with_role("secretary").unwrap_or_default(),
        members: session.members.iter().map(member).collect(),
        quorums: quorums(session),
        groups: groups(session, subjects),
        ties: ties(session, subjects),
        departures: departures(session, subjects),
        is_extract: false,
    }
}

/// Whether a member was there, if but for a time.
fn came(session: &Session, member: i64) -> bool {
    let present = AttendanceKind::Present.code();
    session.attendance.iter().any(|row| row.member_id == member && row.kind == present)
}

fn member(member: &SessionMember) -> ToldMember {
    let role = match member.row.role.as_str() {
        "chair" => "Chủ tịch Hội đồng",
        "vice_chair" => "Phó Chủ tịch Hội đồng",
        "secretary" => "Ủy viên, thư ký",
        _ => "Ủy viên",
    };
    ToldMember {
        name: member.row.name.clone(),
        position: member.row.position.clone(),
        role: role.to_owned(),
        presence: match member.kind {
            Some(AttendanceKind::Present) => Presence::Present,
            Some(AttendanceKind::Left) => Presence::Left,
            Some(AttendanceKind::InWriting) => Presence::InWriting,
            Some(AttendanceKind::Absent) | None => Presence::Absent,
        },
    }
}

/// What quorums the items' rules ask for, each once.
fn quorums(session: &Session) -> Vec<ToldQuorum> {
    let members = u32::try_from(session.members.len()).unwrap_or(u32::MAX);
    let came = session.members.iter().filter(|member| came(session, member.row.id)).count();
    let mut bars: Vec<Threshold> = Vec::new();
    for bar in session.items.iter().filter_map(|item| item.rule.and_then(|rule| rule.quorum)) {
        if !bars.contains(&bar) {
            bars.push(bar);
        }
    }
    let told = bars.into_iter().map(|bar| ToldQuorum {
        attending: i64::try_from(came).unwrap_or(i64::MAX),
        members: i64::from(members),
        required: i64::from(least(bar, members).max(1)),
        bar,
    });
    told.collect()
}

fn groups(session: &Session, subjects: &BTreeMap<i64, Subject>) -> Vec<ItemGroup> {
    let mut groups = Vec::new();
    for code in award_codes(&session.frame) {
        let mut inside: Vec<&SessionItem> =
            session.items.iter().filter(|item| item.case.award == code).collect();
        inside.sort_by_key(|item| item.row.number);
        if inside.is_empty() {
            continue;
        }
        // Items of one award may have been voted on by different rules, when the plan's was changed between.
        let rule = inside.iter().rev().find_map(|item| item.rule);
        let items = inside.iter().map(|item| told_item(session, item, subjects)).collect();
        groups.push(ItemGroup { award: award_name(&session.frame, &code), rule, items });
    }
    groups
}

fn told_item(session: &Session, item: &SessionItem, subjects: &BTreeMap<i64, Subject>) -> ToldItem {
    let name = |id: i64| {
        let found = session.members.iter().find(|member| member.row.id == id);
        found.map_or_else(String::new, |member| member.row.name.clone())
    };
    ToldItem {
        subject: subjects[&item.case.id].clone(),
        case: item.case.number,
        round: item.row.round,
        ballots: ballots_of(&item.row),
        result: result_of(item),
        recused: item.recused.iter().map(|(id, why)| (name(*id), told_why(*why).to_owned())).collect(),
    }
}

/// The ballots of a vote that was closed.
pub(super) fn ballots_of(row: &ItemRow) -> Option<Ballots> {
    let recused = row.recused?;
    Some(Ballots {
        entitled: row.members? - recused,
        present: row.present?,
        in_writing: row.in_writing?,
        recused,
        votes_for: row.votes_for?,
        against: row.votes_against?,
        blank: row.votes_blank?,
        base: row.base?,
        required: row.required?,
    })
}

fn result_of(item: &SessionItem) -> VoteResult {
    match ItemState::of(&item.row) {
        ItemState::Pending | ItemState::Open => return VoteResult::NotHeld,
        ItemState::Removed => return VoteResult::Removed,
        ItemState::Postponed => return VoteResult::Postponed,
        ItemState::Void => return VoteResult::Void,
        ItemState::Closed => {}
    }
    match ItemResult::of(&item.row) {
        None => VoteResult::NotHeld,
        Some(ItemResult::Accepted | ItemResult::Seat) => VoteResult::Passed,
        Some(ItemResult::Declined | ItemResult::ReasonMissing) => VoteResult::Failed,
        Some(ItemResult::NoSeat) => VoteResult::NoSeat,
        Some(ItemResult::Again) => VoteResult::Again,
        Some(ItemResult::Counted) => VoteResult::Waiting,
    }
}

/// Why a member took no part, in words.
const fn told_why(why: Why) -> &'static str {
    let Why::Interest(interest) = why else { return "Có liên quan khi mở biểu quyết" };
    match interest {
        Interest::OwnUnit => "Thuộc đơn vị được xét",
        Interest::UnitAbove => "Đơn vị được xét là cấp trên của đơn vị mình",
        Interest::UnitBelow => "Đơn vị được xét thuộc đơn vị mình",
        Interest::PastUnit => {
            "Từng thuộc đơn vị được xét, đơn vị cấp trên hoặc đơn vị trực thuộc trong thời gian thi đua"
        }
        Interest::Declared => "Tự khai có liên quan",
        Interest::SameTie => "Có liên quan đến trường hợp bằng nhau cùng chỉ tiêu",
    }
}

/// The ties that were settled: of each case what its last round came to.
fn ties(session: &Session, subjects: &BTreeMap<i64, Subject>) -> Vec<SettledTie> {
    let mut ties: BTreeMap<i64, Vec<&SessionItem>> = BTreeMap::new();
    for item in &session.items {
        let settled = [VoteResult::Passed, VoteResult::Failed, VoteResult::NoSeat, VoteResult::Again];
        let Some(tie) = item.case.border.filter(|_| settled.contains(&result_of(item))) else { continue };
        let inside = ties.entry(tie).or_default();
        match inside.iter_mut().find(|other| other.case.id == item.case.id) {
            Some(other) if other.row.number < item.row.number => *other = item,
            Some(_) => {}
            None => inside.push(item),
        }
    }
    let told = ties.into_values().map(|mut inside| {
        inside.sort_by_key(|item| item.case.number);
        let award = inside.first().map_or("", |item| item.case.award.as_str());
        SettledTie {
            award: award_name(&session.frame, award),
            seats: inside.iter().find_map(|item| item.rule.and_then(|rule| rule.seats)),
            subjects: inside.iter().map(|item| (named(&subjects[&item.case.id]), result_of(item))).collect(),
            reason: inside.iter().find_map(|item| item.reason.clone()).unwrap_or_default(),
        }
    });
    told.collect()
}

fn departures(session: &Session, subjects: &BTreeMap<i64, Subject>) -> Vec<Departure> {
    let mut departing: Vec<&SessionItem> = session.items.iter().filter(|item| item.departs).collect();
    departing.sort_by_key(|item| item.row.number);
    let told = departing.into_iter().map(|item| Departure {
        subject: named(&subjects[&item.case.id]),
        award: award_name(&session.frame, &item.case.award),
        recommended: match item.case.border {
            Some(_) => "Bằng nhau ở ranh giới chỉ tiêu",
            None => "Trong số đề nghị",
        }
        .to_owned(),
        result: result_of(item),
        reason: item.reason.clone().unwrap_or_default(),
    });
    told.collect()
}
