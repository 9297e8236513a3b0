//! A session of a council with all that decides in it: members of its day, who is there, who has an interest in what, and
//! what the actor may see of it.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDateTime;
use rustc_hash::{FxHashMap, FxHashSet};

use super::actor::{Actor, codes};
use super::case::{CaseRow, Nominators};
use super::council::{MemberRow, members_on};
use super::frame::Frame;
use super::plan::PlanRow;
use super::problem::{COUNCIL_MISSING, NOT_FOUND, Problem, QUORUM_LOST, SESSION_STATE};
use super::recusal::{History, Recusals, Why, login_behind, own_rows};
use super::service::Service;
use crate::contest::council::tally::{Room, has_quorum, least};
use crate::contest::plan::Threshold;
use crate::contest::recusal::Kinship;
use crate::db::Engine;
use crate::db::case::cases_of;
use crate::db::council::CaseUnit;
use crate::db::council_session::{AttendanceRow, CouncilSessionRow, attendance_of, session_by_number};
use crate::db::vote::{ItemRow, items_of};

codes! {
    /// Where a session stands.
    SessionState {
        /// Its day and agenda are prepared.
        Planned = "planned",
        /// It sits.
        Open = "open",
        /// It is over.
        Closed = "closed",
        /// It wasn't held.
        Cancelled = "cancelled",
    }
}

codes! {
    /// What is entered of a member.
    AttendanceKind {
        /// Came, or came back.
        Present = "present",
        /// Left.
        Left = "left",
        /// Doesn't come.
        Absent = "absent",
        /// Doesn't come and votes in writing.
        InWriting = "in_writing",
    }
}

codes! {
    /// Where an item of an agenda stands.
    ItemState {
        /// Not voted on yet.
        Pending = "pending",
        /// Votes are taken.
        Open = "open",
        /// Votes are counted.
        Closed = "closed",
        /// Taken off the agenda.
        Removed = "removed",
        /// Left for another session.
        Postponed = "postponed",
        /// The vote was broken off and doesn't count.
        Void = "void",
    }
}

codes! {
    /// What became of an item.
    ItemResult {
        /// The council is for it.
        Accepted = "accepted",
        /// The council isn't for it.
        Declined = "declined",
        /// The council isn't for it, and hasn't said why it departs from the recommendation.
        ReasonMissing = "reason_missing",
        /// Counted; it is compared with the others of its tie once all of these are counted.
        Counted = "counted",
        /// It takes a seat at a tie.
        Seat = "seat",
        /// It is equal at the last seat and voted on again.
        Again = "again",
        /// Others had more votes for all seats.
        NoSeat = "no_seat",
    }
}

impl ItemState {
    /// Of a row.
    pub fn of(item: &ItemRow) -> Self {
        Self::of_code(&item.state).unwrap_or_else(|| unreachable!("the program wrote the state"))
    }

    /// Whether it still keeps its case from standing on another agenda.
    pub const fn is_in_hand(self) -> bool {
        matches!(self, Self::Pending | Self::Open | Self::Closed)
    }
}

impl ItemResult {
    /// Of a row; `None` before it is counted.
    pub fn of(item: &ItemRow) -> Option<Self> {
        item.result.as_deref().and_then(Self::of_code)
    }

    /// Whether something is still to be done about it.
    pub const fn is_unfinished(self) -> bool {
        matches!(self, Self::ReasonMissing | Self::Counted)
    }
}

/// A session with all that decides in it.
#[derive(Debug)]
pub(super) struct Sitting {
    pub plan: PlanRow,
    pub frame: Arc<Frame>,
    pub session: CouncilSessionRow,
    /// The code of the council.
    pub council: String,
    /// The members on the session's day, by id.
    pub members: Vec<MemberRow>,
    /// Who came and left, in order.
    pub attendance: Vec<AttendanceRow>,
    /// The items that the actor may see, by number.
    pub items: Vec<ItemRow>,
    /// All cases of the plan, by id.
    pub cases: FxHashMap<i64, CaseRow>,
    /// Who has an interest in what now.
    pub recusals: Recusals,
    /// What is known of the members, and of the units around them.
    history: (History, Kinship),
    /// The cases that the actor mustn't see.
    pub hidden: FxHashSet<i64>,
    /// The login of the actor.
    pub login: Option<String>,
    /// The numbers of the items on hidden cases.
    pub hidden_items: BTreeSet<i64>,
}

impl Sitting {
    /// The state of the session.
    pub fn state(&self) -> SessionState {
        SessionState::of_code(&self.session.state)
            .unwrap_or_else(|| unreachable!("the program wrote the state"))
    }

    /// Refuses what the session's state doesn't allow.
    pub fn demand_state(&self, allowed: &[SessionState]) -> Result<(), Problem> {
        if allowed.contains(&self.state()) {
            return Ok(());
        }
        let allowed: Vec<&str> = allowed.iter().map(|state| state.code()).collect();
        let problem = SESSION_STATE.with("session", self.session.number);
        Err(problem.with("state", &self.session.state).with("allowed", allowed.join(", ")))
    }

    /// What was entered last of a member.
    pub fn whereabouts(&self, member: i64) -> Option<AttendanceKind> {
        let last = self.attendance.iter().rev().find(|row| row.member_id == member);
        last.and_then(|row| AttendanceKind::of_code(&row.kind))
    }

    /// Whether a member is there now.
    pub fn is_there(&self, member: i64) -> bool {
        self.whereabouts(member) == Some(AttendanceKind::Present)
    }

    /// How many members are there now, and how many there are.
    pub fn attending(&self) -> (u32, u32) {
        let count = self.members.iter().filter(|member| self.is_there(member.id)).count();
        (number(count), number(self.members.len()))
    }

    /// Refuses to take votes while too few members are there.
    pub fn demand_quorum(&self, quorum: Option<Threshold>) -> Result<(), Problem> {
        let (attending, members) = self.attending();
        let room = Room { members, attending, ..Room::default() };
        if has_quorum(quorum, room) {
            return Ok(());
        }
        let required = quorum.map_or(1, |quorum| least(quorum, members).max(1));
        let problem = QUORUM_LOST.with("attending", attending).with("required", required);
        Err(problem.with("members", members))
    }

    /// The member that the actor is.
    pub fn own(&self) -> Option<&MemberRow> {
        let login = self.login.as_deref()?;
        let is_own = |member: &&MemberRow| {
            member.login.as_deref().is_some_and(|other| other.eq_ignore_ascii_case(login))
        };
        self.members.iter().find(is_own)
    }

    /// The member with an id.
    pub fn member(&self, id: i64) -> Result<&MemberRow, Problem> {
        let found = self.members.iter().find(|member| member.id == id);
        found.ok_or_else(|| NOT_FOUND.with("what", format!("member {id}")))
    }

    /// An item that the actor may see.
    pub fn item(&self, number: i64) -> Result<&ItemRow, Problem> {
        let found = self.items.iter().find(|item| item.number == number);
        found.ok_or_else(|| NOT_FOUND.with("what", format!("item {number}")))
    }

    /// The case of an item.
    pub fn case_of(&self, item: &ItemRow) -> &CaseRow {
        &self.cases[&item.case_id]
    }

    /// The members with an interest in a case now, by id.
    pub fn recused(&self, case: i64) -> Vec<(i64, Why)> {
        let of = |member: &MemberRow| Some((member.id, Why::Interest(self.recusals.of(member.id, case)?)));
        self.members.iter().filter_map(of).collect()
    }

    /// Who had an interest in which case when votes were opened at a moment.
    pub fn recusals_when(&self, opened: NaiveDateTime) -> Recusals {
        let mut cases: Vec<CaseUnit> = self.cases.values().map(unit_of_case).collect();
        cases.sort_by_key(|case| case.id);
        let (history, kinship) = &self.history;
        history.when(&self.frame, kinship, (&cases, opened))
    }
}

/// A small number of people or items.
pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// What decides about interests in a case.
pub(super) fn unit_of_case(row: &CaseRow) -> CaseUnit {
    CaseUnit { id: row.id, unit: row.unit, border: row.border }
}

impl Service {
    /// The session of a plan with a number, with all that decides in it.
    pub(super) fn sitting(
        &self,
        engine: &mut Engine,
        actor: &Actor,
        (plan_id, number): (i64, i64),
    ) -> Result<Sitting, Problem> {
        let (plan, frame) = self.framed(engine, plan_id)?;
        let session = session_by_number(engine, plan_id, number)?;
        let session = session.ok_or_else(|| NOT_FOUND.with("what", format!("council_session {number}")))?;
        let council = frame.plan.process.council.clone().ok_or(&COUNCIL_MISSING)?;
        let members = members_on(engine, &council, session.held_on)?;
        let attendance = attendance_of(engine, session.id)?;
        let cases = cases_of(engine, plan_id)?;
        let units: Vec<CaseUnit> = cases.iter().map(unit_of_case).collect();
        let today = self.today();
        let history = History::load(engine, &frame, &members, &units)?;
        let recusals = history.0.now(&frame, &history.1, &units, today);
        let login = login_behind(engine, actor)?;
        let own = match &login {
            Some(login) => own_rows(engine, &council, login, frame.plan.from)?,
            None => Vec::new(),
        };
        let hidden = recusals.hidden_from(engine, &frame, (&own, &members), &units, today)?;
        let cases: FxHashMap<i64, CaseRow> = cases.into_iter().map(|row| (row.id, row)).collect();
        let mut items = items_of(engine, session.id)?;
        let is_hidden = |item: &ItemRow| hidden.contains(&item.case_id);
        let hidden_items = items.iter().filter(|item| is_hidden(item)).map(|item| item.number).collect();
        let nominators = Nominators::of_plan(engine, actor, plan_id)?;
        items.retain(|item| !is_hidden(item) && nominators.reach(actor, &frame, &cases[&item.case_id]));
        Ok(Sitting {
            plan,
            frame,
            session,
            council,
            members,
            attendance,
            items,
            cases,
            recusals,
            history,
            hidden,
            login,
            hidden_items,
        })
    }
}
