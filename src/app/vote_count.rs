//! Votes counted: the arithmetic written down, and each case moved on.

use super::actor::{Actor, Right};
use super::case::{Said, move_case};
use super::problem::{Problem, VOTE_NOT_OPEN};
use super::service::{Change, Service};
use super::sitting::{ItemResult, ItemState, SessionState, Sitting, number};
use super::standing::{Standing, VoteChoice, room_of, votes_of};
use super::text_field::{LONGEST_TEXT, optional};
use super::vote::{open_item, record, rule_of, wanted};
use crate::contest::case::{CaseAction, RejectReason};
use crate::contest::council::rule::ItemRule;
use crate::contest::council::tally::Tally;
use crate::db::Engine;
use crate::db::vote::{ItemRow, ballots_of, standings_of, update_item, votes_on};

impl Service {
    /// Closes the vote on some items, or on all that are open: counts, and moves each case on. Where the council declines
    /// what was recommended, a reason is needed; without one it can be given later, and the case waits for it. Cases of a
    /// tie wait for the others.
    ///
    /// # Errors
    /// When the actor may not, a vote isn't open, too few members are there, or a case can't be moved; and those of the
    /// database.
    pub fn close_votes(
        &self,
        actor: &Actor,
        session: (i64, i64),
        numbers: &[i64],
        reason: Option<&str>,
    ) -> Result<Vec<ItemRow>, Problem> {
        let reason = optional("reason", reason, LONGEST_TEXT)?;
        let closed = self.change(actor, Right::ManageCases, |change| {
            let sitting = self.sitting(change.engine, actor, session)?;
            sitting.demand_state(&[SessionState::Open])?;
            let mut closed = Vec::new();
            for item in wanted(&sitting, numbers, ItemState::Open)? {
                let item = open_item(&sitting, item.number)?;
                closed.push(close_vote(change, &sitting, item, reason.as_deref())?);
            }
            Ok(closed)
        })?;
        self.forget_ballots(&closed);
        Ok(closed)
    }

    /// Clears away what the engine keeps of earlier states of the ballots on some items. The votes are kept whether or not that
    /// can be done now.
    pub(super) fn forget_ballots(&self, items: &[ItemRow]) {
        if !items.iter().filter_map(rule_of).any(|rule| rule.secret) {
            return;
        }
        match self.database.forget_ballots() {
            Ok(true) => {}
            Ok(false) => tracing::warn!("earlier states of secret ballots are kept by who still reads them"),
            Err(failed) => {
                tracing::warn!(?failed, "earlier states of secret ballots couldn't be cleared away");
            }
        }
    }
}

/// Counts an open item.
fn count(engine: &mut Engine, item: &ItemRow, rule: &ItemRule) -> Result<Tally, Problem> {
    let standings = standings_of(engine, &[item.id])?;
    let standings: Vec<Standing> =
        standings.iter().filter_map(|row| Standing::of_code(&row.standing)).collect();
    let votes = votes_on(engine, &[item.id])?;
    let in_writing = number(votes.iter().filter(|vote| vote.in_writing).count());
    let choices: Vec<String> = if rule.secret {
        ballots_of(engine, item.id)?.into_iter().map(|ballot| ballot.choice).collect()
    } else {
        votes.into_iter().filter_map(|vote| vote.choice).collect()
    };
    let choices: Vec<VoteChoice> = choices.iter().filter_map(|code| VoteChoice::of_code(code)).collect();
    Ok(Tally::of(rule, room_of(&standings, in_writing), votes_of(&choices)))
}

fn close_vote(
    change: &mut Change<'_>,
    sitting: &Sitting,
    item: &ItemRow,
    reason: Option<&str>,
) -> Result<ItemRow, Problem> {
    let rule = rule_of(item).ok_or_else(|| VOTE_NOT_OPEN.with("item", item.number))?;
    sitting.demand_quorum(rule.quorum)?;
    let tally = count(change.engine, item, &rule)?;
    let (case, process) = (sitting.case_of(item), &sitting.frame.plan.process);
    let result = match (case.border, tally.reached, reason) {
        (Some(_), _, _) => ItemResult::Counted,
        (None, true, _) => {
            move_case(change, process, case, CaseAction::Accept, Said::default())?;
            ItemResult::Accepted
        }
        (None, false, Some(_)) => {
            let said = Said { note: reason, reason: Some(RejectReason::NotVoted) };
            move_case(change, process, case, CaseAction::Reject, said)?;
            ItemResult::Declined
        }
        (None, false, None) => ItemResult::ReasonMissing,
    };
    let closed = ItemRow {
        state: ItemState::Closed.code().to_owned(),
        closed_at: Some(change.now),
        members: Some(tally.members.into()),
        recused: Some(tally.recused.into()),
        present: Some(tally.present.into()),
        in_writing: Some(tally.in_writing.into()),
        cast_votes: Some(tally.cast.into()),
        votes_for: Some(tally.votes.in_favour.into()),
        votes_against: Some(tally.votes.against.into()),
        votes_blank: Some(tally.votes.blank.into()),
        base: Some(tally.base.into()),
        required: Some(tally.required.into()),
        reached: Some(tally.reached),
        result: Some(result.code().to_owned()),
        ..item.clone()
    };
    update_item(change.engine, &closed)?;
    record(change, sitting, "vote.close", (item, &closed))?;
    Ok(closed)
}
