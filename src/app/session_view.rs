//! A session as an actor may see it: without the items that the actor has an interest in, and every total without them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDateTime;

use super::actor::{Actor, Right};
use super::attendance::own_declarations;
use super::case::{CaseRow, CaseStepRow};
use super::council::MemberRow;
use super::council_session::CouncilSessionRow;
use super::frame::Frame;
use super::plan::PlanRow;
use super::problem::Problem;
use super::recusal::Recusals;
pub use super::recusal::Why;
use super::service::Service;
use super::sitting::{AttendanceKind, ItemResult, ItemState, SessionState, Sitting};
use super::standing_case::UnitHolds;
use super::vote::{Standing, rule_of};
use crate::contest::case::CaseAction;
use crate::contest::council::agenda::order;
use crate::contest::council::rule::ItemRule;
use crate::contest::hold::HoldKind;
use crate::db::Engine;
use crate::db::case::steps_of_cases;
use crate::db::council_session::AttendanceRow;
pub use crate::db::vote::{BallotRow, ItemRow};
use crate::db::vote::{ItemMemberRow, VoteRow, ballots_of, standings_of, votes_on};

/// A member of a session.
#[derive(Debug, Clone)]
pub struct SessionMember {
    /// The member.
    pub row: MemberRow,
    /// What was entered of it last.
    pub kind: Option<AttendanceKind>,
}

/// How the actor itself stands to an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Own {
    /// Isn't a member.
    Nobody,
    /// Can vote now.
    MayVote,
    /// Has voted.
    Voted,
    /// Can't vote now.
    Waits,
}

/// An item of a session.
#[derive(Debug, Clone)]
pub struct SessionItem {
    /// The item.
    pub row: ItemRow,
    /// Its case.
    pub case: CaseRow,
    /// The rule: as written down when the vote was opened; before, as the plan has it.
    pub rule: Option<ItemRule>,
    /// The members with an interest: those written down when the vote was opened, with their interests of that moment; before,
    /// those of now. Of what was taken off the agenda, nobody.
    pub recused: Vec<(i64, Why)>,
    /// How many have voted.
    pub voted: usize,
    /// How the actor stands to it.
    pub own: Own,
    /// Whether the council departs from the recommendation.
    pub departs: bool,
    /// Why, as was said with the case.
    pub reason: Option<String>,
    /// How the unit that its case rests on is held as a whole.
    pub unit_hold: Option<HoldKind>,
}

/// A tie whose cases are on the agenda.
#[derive(Debug, Clone)]
pub struct SessionTie {
    /// Its number.
    pub number: i64,
    /// The numbers of its items that are counted and wait.
    pub items: Vec<i64>,
    /// The seats that were voted on.
    pub seats: Option<u32>,
}

/// A session.
#[derive(Debug, Clone)]
pub struct Session {
    /// The plan.
    pub plan: PlanRow,
    /// Its frame.
    pub frame: Arc<Frame>,
    /// The session.
    pub row: CouncilSessionRow,
    /// The code of the council.
    pub council: String,
    /// The members on the session's day.
    pub members: Vec<SessionMember>,
    /// Who came and left, in order.
    pub attendance: Vec<AttendanceRow>,
    /// How many members are there now.
    pub attending: u32,
    /// The items in the order in which they are taken.
    pub items: Vec<SessionItem>,
    /// Ties that wait to be settled.
    pub ties: Vec<SessionTie>,
    /// How many items depart from the recommendation.
    pub departures: usize,
    /// The member that the actor is.
    pub own: Option<i64>,
    /// The numbers of the cases in which it declared an interest here itself.
    pub declared: Vec<i64>,
}

/// How a member stood to an item, and whether it voted.
#[derive(Debug, Clone)]
pub struct ItemMember {
    /// The member.
    pub row: MemberRow,
    /// How it stood when the vote was opened.
    pub standing: Option<Standing>,
    /// Its interest in the case.
    pub interest: Option<Why>,
    /// Whether it has voted.
    pub voted: bool,
    /// In an open vote that is closed: how.
    pub choice: Option<String>,
}

/// An item with how each member stands to it.
#[derive(Debug, Clone)]
pub struct ItemDetail {
    /// The session.
    pub session: Session,
    /// The item.
    pub item: SessionItem,
    /// The members.
    pub members: Vec<ItemMember>,
    /// The ballots of a secret vote that is closed, by their codes.
    pub ballots: Vec<BallotRow>,
}

impl Session {
    /// The state.
    pub fn state(&self) -> SessionState {
        SessionState::of_code(&self.row.state).unwrap_or_else(|| unreachable!("the program wrote the state"))
    }

    /// How many items there are in a state.
    pub fn count(&self, state: ItemState) -> usize {
        self.items.iter().filter(|item| ItemState::of(&item.row) == state).count()
    }
}

/// Whether the council departs from the recommendation: it declines what was recommended, or takes what tied.
fn departs(item: &ItemRow, case: &CaseRow) -> bool {
    match ItemResult::of(item) {
        Some(ItemResult::Declined | ItemResult::ReasonMissing) => case.border.is_none(),
        Some(ItemResult::Seat) => true,
        _ => false,
    }
}

/// What was said with the step that a vote led to.
fn reason_of(item: &ItemRow, steps: &[CaseStepRow]) -> Option<String> {
    ItemResult::of(item).filter(|result| !result.is_unfinished())?;
    let of_vote = [CaseAction::Accept.code(), CaseAction::Reject.code()];
    steps.iter().rev().find(|step| of_vote.contains(&step.action.as_str())).and_then(|step| step.note.clone())
}

/// The items in the order in which they are taken: first those that were, by number; then those that wait, so that recused
/// members leave the room as few times as can be.
fn in_order(sitting: &Sitting) -> Vec<&ItemRow> {
    let is_pending = |item: &&ItemRow| ItemState::of(item) == ItemState::Pending;
    let (waiting, taken): (Vec<&ItemRow>, Vec<&ItemRow>) = sitting.items.iter().partition(is_pending);
    let sets: Vec<BTreeSet<i64>> = waiting
        .iter()
        .map(|item| sitting.recused(item.case_id).into_iter().map(|(member, _)| member).collect())
        .collect();
    taken.into_iter().chain(order(&sets).into_iter().map(|at| waiting[at])).collect()
}

fn own_of(sitting: &Sitting, item: &ItemRow, votes: &[VoteRow], standing: Option<Standing>) -> Own {
    let Some(own) = sitting.own() else { return Own::Nobody };
    if votes.iter().any(|vote| vote.item_id == item.id && vote.member_id == own.id) {
        return Own::Voted;
    }
    let is_open = ItemState::of(item) == ItemState::Open && sitting.state() == SessionState::Open;
    let may = is_open && standing == Some(Standing::Present) && sitting.is_there(own.id);
    if may { Own::MayVote } else { Own::Waits }
}

/// Ties with counted items that wait to be settled.
fn ties_of(items: &[SessionItem]) -> Vec<SessionTie> {
    let mut ties: BTreeMap<i64, SessionTie> = BTreeMap::new();
    for item in items {
        let is_counted = ItemResult::of(&item.row) == Some(ItemResult::Counted);
        let (Some(number), true) = (item.case.border, is_counted) else { continue };
        let seats = item.rule.and_then(|rule| rule.seats);
        let tie = ties.entry(number).or_insert_with(|| SessionTie { number, items: Vec::new(), seats });
        tie.items.push(item.row.number);
    }
    ties.into_values().collect()
}

/// How members stood when votes were opened.
struct Standings {
    /// By item, in the order of members.
    rows: BTreeMap<i64, Vec<ItemMemberRow>>,
    /// By the moment at which votes were opened, who had an interest in what.
    then: BTreeMap<NaiveDateTime, Recusals>,
}

impl Standings {
    fn of(rows: Vec<ItemMemberRow>) -> Self {
        let mut by_item: BTreeMap<i64, Vec<ItemMemberRow>> = BTreeMap::new();
        for row in rows {
            by_item.entry(row.item_id).or_default().push(row);
        }
        Self { rows: by_item, then: BTreeMap::new() }
    }

    fn of_item(&self, item: &ItemRow) -> &[ItemMemberRow] {
        self.rows.get(&item.id).map_or(&[], Vec::as_slice)
    }

    /// How a member stood.
    fn standing(&self, item: &ItemRow, member: i64) -> Option<Standing> {
        let row = self.of_item(item).iter().find(|row| row.member_id == member)?;
        Standing::of_code(&row.standing)
    }

    /// The members with an interest in an item's case. Once a vote was opened that never changes.
    fn recused(&mut self, sitting: &Sitting, item: &ItemRow) -> Vec<(i64, Why)> {
        let Some(opened) = item.opened_at else {
            let waits = ItemState::of(item) == ItemState::Pending;
            return if waits { sitting.recused(item.case_id) } else { Vec::new() };
        };
        let is_recused =
            |row: &&ItemMemberRow| Standing::of_code(&row.standing).is_some_and(Standing::is_recused);
        let recused: Vec<i64> =
            self.of_item(item).iter().filter(is_recused).map(|row| row.member_id).collect();
        if recused.is_empty() {
            return Vec::new();
        }
        let then = self.then.entry(opened).or_insert_with(|| sitting.recusals_when(opened));
        let why = |member: i64| then.of(member, item.case_id).map_or(Why::Other, Why::Interest);
        recused.into_iter().map(|member| (member, why(member))).collect()
    }
}

/// The steps of the cases that were voted on, by case.
fn steps_of_counted(
    engine: &mut Engine,
    sitting: &Sitting,
) -> Result<BTreeMap<i64, Vec<CaseStepRow>>, Problem> {
    let counted = sitting.items.iter().filter(|item| item.result.is_some());
    let counted: BTreeSet<i64> = counted.map(|item| item.case_id).collect();
    let mut steps: BTreeMap<i64, Vec<CaseStepRow>> = BTreeMap::new();
    for step in steps_of_cases(engine, &counted.into_iter().collect::<Vec<_>>())? {
        steps.entry(step.case_id).or_default().push(step);
    }
    Ok(steps)
}

/// A session as the actor may see it.
fn view(engine: &mut Engine, sitting: Sitting) -> Result<Session, Problem> {
    let ids: Vec<i64> = sitting.items.iter().map(|item| item.id).collect();
    let votes = votes_on(engine, &ids)?;
    let mut standings = Standings::of(standings_of(engine, &ids)?);
    let own = sitting.own().map(|own| own.id);
    let steps = steps_of_counted(engine, &sitting)?;
    let declared = own_declarations(engine, &sitting)?;
    let holds = UnitHolds::of(engine, sitting.plan.id, &sitting.frame)?;
    let mut items = Vec::with_capacity(sitting.items.len());
    for row in in_order(&sitting) {
        let case = sitting.case_of(row);
        let standing = own.and_then(|own| standings.standing(row, own));
        let of_plan = || sitting.frame.plan.process.vote_rule(&case.award);
        let departs = departs(row, case);
        items.push(SessionItem {
            rule: rule_of(row).or_else(|| of_plan().map(|rule| ItemRule::of(rule, None))),
            recused: standings.recused(&sitting, row),
            voted: votes.iter().filter(|vote| vote.item_id == row.id).count(),
            own: own_of(&sitting, row, &votes, standing),
            reason: reason_of(row, steps.get(&case.id).map_or(&[], Vec::as_slice)),
            departs,
            unit_hold: holds.on(&sitting.frame, case),
            case: case.clone(),
            row: row.clone(),
        });
    }
    let member = |row: &MemberRow| SessionMember { row: row.clone(), kind: sitting.whereabouts(row.id) };
    Ok(Session {
        members: sitting.members.iter().map(member).collect(),
        attending: sitting.attending().0,
        ties: ties_of(&items),
        departures: items.iter().filter(|item| item.departs).count(),
        own: sitting.own().map(|own| own.id),
        declared: declared.iter().map(|row| sitting.cases[&row.case_id].number).collect(),
        items,
        plan: sitting.plan,
        frame: sitting.frame,
        row: sitting.session,
        council: sitting.council,
        attendance: sitting.attendance,
    })
}

impl Service {
    /// A session of a plan.
    ///
    /// # Errors
    /// When the actor may not, or there is no such session; and those of the database.
    pub fn council_session(&self, actor: &Actor, session: (i64, i64)) -> Result<Session, Problem> {
        self.read(actor, Right::ViewCases, |engine| {
            let sitting = self.sitting(engine, actor, session)?;
            view(engine, sitting)
        })
    }

    /// An item of a session with how each member stands to it. Before the vote is closed nobody is told how anybody voted.
    ///
    /// # Errors
    /// When the actor may not, or there is no such item that it may see; and those of the database.
    pub fn session_item(
        &self,
        actor: &Actor,
        session: (i64, i64),
        number: i64,
    ) -> Result<ItemDetail, Problem> {
        self.read(actor, Right::ViewCases, |engine| {
            let sitting = self.sitting(engine, actor, session)?;
            let row = sitting.item(number)?.clone();
            let session = view(engine, sitting)?;
            let item = session.items.iter().find(|item| item.row.id == row.id).cloned();
            let item = item.unwrap_or_else(|| unreachable!("every item that is seen is in the view"));
            let standings = standings_of(engine, &[row.id])?;
            let votes = votes_on(engine, &[row.id])?;
            let is_closed = row.closed_at.is_some();
            let member = |member: &SessionMember| {
                let standing = standings.iter().find(|it| it.member_id == member.row.id);
                let vote = votes.iter().find(|vote| vote.member_id == member.row.id);
                ItemMember {
                    row: member.row.clone(),
                    standing: standing.and_then(|it| Standing::of_code(&it.standing)),
                    interest: item.recused.iter().find(|it| it.0 == member.row.id).map(|it| it.1),
                    voted: vote.is_some(),
                    choice: vote.filter(|_| is_closed).and_then(|vote| vote.choice.clone()),
                }
            };
            let members = session.members.iter().map(member).collect();
            let ballots = if is_closed { ballots_of(engine, row.id)? } else { Vec::new() };
            Ok(ItemDetail { members, item, ballots, session })
        })
    }
}
