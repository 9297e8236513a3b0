//! The agenda of a session: cases put on it and taken off.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use super::actor::{Actor, Right};
use super::audit::Entry;
use super::case::{CaseRow, needs_publicity};
use super::problem::{
    CASE_HELD, CASE_NOT_READY, CASE_ON_AGENDA, NOT_FOUND, Problem, VOTE_CLOSED, VOTE_OPENED,
    VOTE_RULE_MISSING,
};
use super::service::{Change, Service};
use super::sitting::{ItemResult, ItemState, SessionState, Sitting};
use crate::contest::case::CaseState;
use crate::contest::plan::Process;
use crate::db::Engine;
use crate::db::council_session::{CouncilSessionRow, sessions_of};
use crate::db::vote::{ItemRow, count_items, insert_item, items_of_plan, next_item_id, update_item};

/// What the audit log keeps of an item.
#[derive(Serialize)]
pub(super) struct ItemRecord<'a> {
    session: i64,
    item: i64,
    round: i64,
    state: &'a str,
    result: Option<&'a str>,
}

impl<'a> ItemRecord<'a> {
    /// Of an item of a session.
    pub fn of(session: i64, item: &'a ItemRow) -> Self {
        let ItemRow { number, round, state, result, .. } = item;
        Self { session, item: *number, round: *round, state, result: result.as_deref() }
    }
}

/// Refuses a case that can't be voted on.
pub(super) fn demand_ready(process: &Process, case: &CaseRow) -> Result<(), Problem> {
    let state = case.state_now();
    let is_there =
        state == CaseState::Published || state == CaseState::Appraised && !needs_publicity(process);
    if !is_there {
        return Err(CASE_NOT_READY.with("case", case.number).with("state", &case.state));
    }
    if case.held { Err(CASE_HELD.with("case", case.number)) } else { Ok(()) }
}

/// The agendas of all sessions of a plan.
struct Agendas {
    /// The items of each case, by id.
    items: FxHashMap<i64, Vec<ItemRow>>,
    sessions: Vec<CouncilSessionRow>,
}

impl Agendas {
    fn of(engine: &mut Engine, plan_id: i64) -> Result<Self, Problem> {
        let mut items: FxHashMap<i64, Vec<ItemRow>> = FxHashMap::default();
        for item in items_of_plan(engine, plan_id)? {
            items.entry(item.case_id).or_default().push(item);
        }
        Ok(Self { items, sessions: sessions_of(engine, plan_id)? })
    }

    fn of_case(&self, case: &CaseRow) -> &[ItemRow] {
        self.items.get(&case.id).map_or(&[], Vec::as_slice)
    }

    /// The number of the session on whose agenda a case stands and isn't done with.
    fn session_with(&self, case: &CaseRow) -> Option<i64> {
        let is_in_hand = |item: &&ItemRow| {
            let state = ItemState::of(item);
            state.is_in_hand()
                && (state != ItemState::Closed || ItemResult::of(item).is_some_and(ItemResult::is_unfinished))
        };
        let item = self.of_case(case).iter().find(is_in_hand)?;
        self.sessions.iter().find(|session| session.id == item.session_id).map(|session| session.number)
    }
}

/// The round of voting that comes after some items of a case.
pub(super) fn next_round(items: &[ItemRow]) -> i64 {
    let counted = items.iter().filter(|item| item.votes_for.is_some()).count();
    i64::try_from(counted).unwrap_or(i64::MAX).saturating_add(1)
}

/// Writes a new item for a case, as the next of its session.
pub(super) fn write_item(
    change: &mut Change<'_>,
    sitting: &Sitting,
    (case, round): (&CaseRow, i64),
) -> Result<ItemRow, Problem> {
    let item = ItemRow {
        id: next_item_id(change.engine)?,
        session_id: sitting.session.id,
        number: count_items(change.engine, sitting.session.id)? + 1,
        case_id: case.id,
        round,
        state: ItemState::Pending.code().to_owned(),
        rule: None,
        opened_at: None,
        closed_at: None,
        members: None,
        recused: None,
        present: None,
        in_writing: None,
        cast_votes: None,
        votes_for: None,
        votes_against: None,
        votes_blank: None,
        base: None,
        required: None,
        reached: None,
        result: None,
    };
    insert_item(change.engine, &item)?;
    let entry = Entry::new("agenda.add", format!("case:{}", case.id)).of_plan(sitting.plan.id);
    change.record(entry.after(&ItemRecord::of(sitting.session.number, &item)))?;
    Ok(item)
}

impl Service {
    /// Puts cases on the agenda of a session: those with some numbers, or, without any, all that can be voted on and stand on
    /// no agenda yet. All of them, or none.
    ///
    /// # Errors
    /// When the actor may not, the session is over, there is no such case, one can't be voted on, or stands on an agenda
    /// already; and those of the database.
    pub fn add_items(
        &self,
        actor: &Actor,
        session: (i64, i64),
        numbers: &[i64],
    ) -> Result<Vec<ItemRow>, Problem> {
        self.change(actor, Right::ManageCases, |change| {
            let sitting = self.sitting(change.engine, actor, session)?;
            sitting.demand_state(&[SessionState::Planned, SessionState::Open])?;
            let process = &sitting.frame.plan.process;
            let mut cases: Vec<&CaseRow> =
                sitting.cases.values().filter(|case| !sitting.hidden.contains(&case.id)).collect();
            cases.sort_by_key(|case| case.number);
            let agendas = Agendas::of(change.engine, session.0)?;
            let mut wanted = Vec::new();
            if numbers.is_empty() {
                for case in cases {
                    let has_rule = process.vote_rule(&case.award).is_some();
                    let is_ready = has_rule && demand_ready(process, case).is_ok();
                    if is_ready && agendas.session_with(case).is_none() {
                        wanted.push(case);
                    }
                }
            } else {
                for number in numbers {
                    let case = cases.iter().find(|case| case.number == *number);
                    wanted.push(*case.ok_or_else(|| NOT_FOUND.with("what", format!("case {number}")))?);
                }
            }
            let mut items = Vec::with_capacity(wanted.len());
            let mut seen = FxHashSet::default();
            for case in wanted {
                let there =
                    agendas.session_with(case).or_else(|| (!seen.insert(case.id)).then_some(session.1));
                if let Some(there) = there {
                    return Err(CASE_ON_AGENDA.with("case", case.number).with("session", there));
                }
                demand_ready(process, case)?;
                if process.vote_rule(&case.award).is_none() {
                    return Err(VOTE_RULE_MISSING.with("award", &case.award));
                }
                let round = next_round(agendas.of_case(case));
                items.push(write_item(change, &sitting, (case, round))?);
            }
            Ok(items)
        })
    }

    /// Takes an item off the agenda before its vote is opened.
    ///
    /// # Errors
    /// When the actor may not, there is no such item, or its vote was opened; and those of the database.
    pub fn remove_item(&self, actor: &Actor, session: (i64, i64), number: i64) -> Result<ItemRow, Problem> {
        self.change(actor, Right::ManageCases, |change| {
            let sitting = self.sitting(change.engine, actor, session)?;
            sitting.demand_state(&[SessionState::Planned, SessionState::Open])?;
            let item = sitting.item(number)?;
            match ItemState::of(item) {
                ItemState::Pending => {}
                ItemState::Open => return Err(VOTE_OPENED.with("item", number)),
                _ => return Err(VOTE_CLOSED.with("item", number)),
            }
            let removed = ItemRow { state: ItemState::Removed.code().to_owned(), ..item.clone() };
            update_item(change.engine, &removed)?;
            let entry = Entry::new("agenda.remove", format!("case:{}", item.case_id)).of_plan(session.0);
            let (before, after) = (ItemRecord::of(session.1, item), ItemRecord::of(session.1, &removed));
            change.record(entry.before(&before).after(&after))?;
            Ok(removed)
        })
    }
}
