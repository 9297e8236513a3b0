//! What follows from votes that aren't done by counting: a reason for declining what was recommended, a tie at the border of
//! a quota, and votes that were broken off.

use serde::Serialize;

use super::actor::{Actor, Right};
use super::agenda::{ItemRecord, demand_ready, next_round, write_item};
use super::audit::Entry;
use super::case::{COLLECTIVE, Said, move_case};
use super::problem::{NOT_FOUND, Problem, QUOTA_CHANGED, TIE_OPEN, VOTE_CLOSED, VOTE_OPENED};
use super::service::{Change, Service};
use super::sitting::{ItemResult, ItemState, SessionState, Sitting};
use super::standing_case::UnitHolds;
use super::text_field::{LONGEST_TEXT, required};
use super::vote::{record, rule_of, unsettled};
use crate::contest::case::{CaseAction, RejectReason};
use crate::contest::council::border::{Settled, VotedOn, settle};
use crate::contest::council::rule::ItemRule;
use crate::db::vote::{ItemRow, items_of_case, update_item};

/// What the audit log keeps of a vote that was broken off.
#[derive(Serialize)]
struct VoidRecord<'a> {
    voided: ItemRecord<'a>,
    reason: Option<&'a str>,
}

impl Service {
    /// Says why the council declined what was recommended; the case is rejected with that.
    ///
    /// # Errors
    /// When the actor may not, no reason is given, or the item doesn't wait for one; and those of the database.
    pub fn explain_item(
        &self,
        actor: &Actor,
        session: (i64, i64),
        number: i64,
        reason: &str,
    ) -> Result<ItemRow, Problem> {
        let reason = required("reason", reason, LONGEST_TEXT)?;
        self.change(actor, Right::ManageCases, |change| {
            let sitting = self.sitting(change.engine, actor, session)?;
            sitting.demand_state(&[SessionState::Open])?;
            let item = unsettled(&sitting, number, ItemResult::ReasonMissing)?;
            let said = Said { note: Some(&reason), reason: Some(RejectReason::NotVoted) };
            let process = &sitting.frame.plan.process;
            move_case(change, process, sitting.case_of(item), CaseAction::Reject, said)?;
            let after = ItemRow { result: Some(ItemResult::Declined.code().to_owned()), ..item.clone() };
            update_item(change.engine, &after)?;
            record(change, &sitting, "vote.explain", (item, &after))?;
            Ok(after)
        })
    }

    /// Settles a tie at the border of a quota by the votes on its cases: most votes in favour first, never more than the
    /// seats; who is equal at the last seat is put on the agenda again. The reason is told with each case.
    ///
    /// # Errors
    /// When the actor may not, no reason is given, a case of the tie isn't counted yet, or the seats aren't those that were
    /// voted on; and those of the database.
    pub fn settle_tie(
        &self,
        actor: &Actor,
        session: (i64, i64),
        tie: i64,
        reason: &str,
    ) -> Result<Vec<ItemRow>, Problem> {
        let reason = required("reason", reason, LONGEST_TEXT)?;
        self.change(actor, Right::ManageCases, |change| {
            let sitting = self.sitting(change.engine, actor, session)?;
            sitting.demand_state(&[SessionState::Open])?;
            let items = counted(&sitting, tie)?;
            let seats = self.demand_seats(change, &sitting, tie, &items)?;
            let votes: Vec<VotedOn> = items.iter().map(|item| voted_on(item)).collect();
            let settled = settle(&votes, seats);
            let mut after = Vec::with_capacity(items.len());
            for (item, settled) in items.iter().zip(settled) {
                after.push(follow(change, &sitting, item, (settled, &reason))?);
            }
            Ok(after)
        })
    }

    /// The seats of a tie, if they are those that were voted on.
    fn demand_seats(
        &self,
        change: &mut Change<'_>,
        sitting: &Sitting,
        tie: i64,
        items: &[&ItemRow],
    ) -> Result<u32, Problem> {
        let now = self.seats_of_tie(change.engine, change.actor, sitting, sitting.case_of(items[0]))?;
        for item in items {
            let voted = rule_of(item).as_ref().and_then(|rule: &ItemRule| rule.seats).unwrap_or(0);
            if voted != now {
                return Err(QUOTA_CHANGED.with("tie", tie).with("voted", voted).with("now", now));
            }
        }
        Ok(now)
    }

    /// Breaks off a vote that can't be ended or settled: too few members are there, its case can't be voted on any more,
    /// its unit is on hold, or the seats of its tie have changed. The votes don't count, and the case can be put on an agenda again.
    ///
    /// # Errors
    /// When the actor may not, no reason is given, or nothing of that is so; and those of the database.
    pub fn void_item(
        &self,
        actor: &Actor,
        session: (i64, i64),
        number: i64,
        reason: &str,
    ) -> Result<ItemRow, Problem> {
        let reason = required("reason", reason, LONGEST_TEXT)?;
        let void = self.change(actor, Right::ManageCases, |change| {
            let sitting = self.sitting(change.engine, actor, session)?;
            sitting.demand_state(&[SessionState::Open])?;
            let item = sitting.item(number)?;
            let case = sitting.case_of(item);
            let holds = UnitHolds::of(change.engine, session.0, &sitting.frame)?;
            let is_ready = demand_ready(&sitting.frame.plan.process, case).is_ok()
                && holds.on(&sitting.frame, case).is_none();
            let may = match (ItemState::of(item), ItemResult::of(item)) {
                (ItemState::Open, _) => {
                    let quorum = rule_of(item).and_then(|rule| rule.quorum);
                    !is_ready || sitting.demand_quorum(quorum).is_err()
                }
                (ItemState::Closed, Some(ItemResult::Counted)) => {
                    let tie = case.border.unwrap_or(0);
                    !is_ready || self.demand_seats(change, &sitting, tie, &[item]).is_err()
                }
                (ItemState::Closed, Some(ItemResult::ReasonMissing)) => !is_ready,
                _ => false,
            };
            if !may {
                let is_open = ItemState::of(item) == ItemState::Open;
                return Err(if is_open { &VOTE_OPENED } else { &VOTE_CLOSED }.with("item", number));
            }
            let after = ItemRow { state: ItemState::Void.code().to_owned(), result: None, ..item.clone() };
            update_item(change.engine, &after)?;
            let entry = Entry::new("vote.void", format!("case:{}", case.id)).of_plan(session.0);
            // What is written of a person stays out of the log.
            let reason = (case.subject == COLLECTIVE).then_some(reason.as_str());
            let told = VoidRecord { voided: ItemRecord::of(session.1, &after), reason };
            change.record(entry.before(&ItemRecord::of(session.1, item)).after(&told))?;
            Ok(after)
        })?;
        self.forget_ballots(std::slice::from_ref(&void));
        Ok(void)
    }
}

/// The counted items of a tie, once all of its cases that are still on their way are counted.
fn counted(sitting: &Sitting, tie: i64) -> Result<Vec<&ItemRow>, Problem> {
    let is_counted = |item: &&ItemRow| {
        ItemResult::of(item) == Some(ItemResult::Counted) && ItemState::of(item) == ItemState::Closed
    };
    let of_tie = |item: &&ItemRow| sitting.case_of(item).border == Some(tie);
    let items: Vec<&ItemRow> = sitting.items.iter().filter(is_counted).filter(of_tie).collect();
    let open = sitting
        .cases
        .values()
        .filter(|case| case.border == Some(tie) && case.state_now().step().is_some_and(|step| step < 4));
    let missing = open.into_iter().any(|case| !items.iter().any(|item| item.case_id == case.id));
    if items.is_empty() {
        return Err(NOT_FOUND.with("what", format!("tie {tie}")));
    }
    if missing { Err(TIE_OPEN.with("tie", tie)) } else { Ok(items) }
}

fn voted_on(item: &ItemRow) -> VotedOn {
    let in_favour = u32::try_from(item.votes_for.unwrap_or(0)).unwrap_or(0);
    VotedOn { in_favour, reached: item.reached == Some(true) }
}

/// Does what follows from how a case of a tie was settled.
fn follow(
    change: &mut Change<'_>,
    sitting: &Sitting,
    item: &ItemRow,
    (settled, reason): (Settled, &str),
) -> Result<ItemRow, Problem> {
    let (case, process) = (sitting.case_of(item), &sitting.frame.plan.process);
    let rejected = |reason_code| Said { note: Some(reason), reason: Some(reason_code) };
    let result = match settled {
        Settled::Seat => {
            let said = Said { note: Some(reason), reason: None };
            move_case(change, process, case, CaseAction::Accept, said)?;
            ItemResult::Seat
        }
        Settled::NotVoted => {
            move_case(change, process, case, CaseAction::Reject, rejected(RejectReason::NotVoted))?;
            ItemResult::Declined
        }
        Settled::NoSeat => {
            move_case(change, process, case, CaseAction::Reject, rejected(RejectReason::NoSeat))?;
            ItemResult::NoSeat
        }
        Settled::Again => {
            let round = next_round(&items_of_case(change.engine, case.id)?);
            write_item(change, sitting, (case, round))?;
            ItemResult::Again
        }
    };
    let after = ItemRow { result: Some(result.code().to_owned()), ..item.clone() };
    update_item(change.engine, &after)?;
    record(change, sitting, "vote.settle", (item, &after))?;
    Ok(after)
}
