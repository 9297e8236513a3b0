//! A decision that revokes awards, with one of the legal reasons. The record of each award stays, and says so.

use super::super::actor::{Actor, Right};
use super::super::audit::Entry;
use super::super::problem::{DECISION_EMPTY, LISTED_TWICE, Problem, REVOCATION_BEFORE_AWARD};
use super::super::service::Service;
use super::super::text_field::{LONGEST_TEXT, required};
use super::head::{DecisionRecord, Kind, row_of};
use super::{Decided, DecisionHead, REVOCATION, demand_few};
use crate::contest::decision::RevokeReason;
use crate::db::decision::insert_decision;

/// A revocation to be entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revocation {
    /// What every decision says.
    pub head: DecisionHead,
    /// The legal reason.
    pub reason: RevokeReason,
    /// Why, in words.
    pub note: String,
    /// The ids of the awards.
    pub awards: Vec<i64>,
}

impl Service {
    /// Enters a decision that revokes awards of another.
    ///
    /// # Errors
    /// When the actor may not, the list is empty, an award isn't of the decision or was revoked already, the number is
    /// used, the date comes before the award or its handing over, or who signs has no power; and those of the database.
    pub fn add_revocation(
        &self,
        actor: &Actor,
        plan_id: i64,
        id: i64,
        new: &Revocation,
    ) -> Result<Decided, Problem> {
        let note = required("note", &new.note, LONGEST_TEXT)?;
        demand_few("awards", new.awards.len())?;
        self.change(actor, Right::DecideAwards, |change| {
            let mut family = self.family(change.engine, plan_id, id)?;
            if new.awards.is_empty() {
                return Err(Problem::from(&DECISION_EMPTY));
            }
            let kind = Kind {
                code: REVOCATION,
                about: Some((&family.root, &REVOCATION_BEFORE_AWARD)),
                reason_code: Some(new.reason.code()),
                reason: Some(note),
            };
            let (row, _) = row_of(change, plan_id, &new.head, kind)?;
            insert_decision(change.engine, &row)?;
            for (at, award) in new.awards.iter().enumerate() {
                if new.awards[..at].contains(award) {
                    return Err(LISTED_TWICE.with("number", award));
                }
                family.take_away(change, (&row, new.reason.code()), *award)?;
            }
            let entry = Entry::new("decision.revoke", format!("decision:{}", row.id)).of_plan(plan_id);
            change.record(entry.after(&DecisionRecord::of(&row, new.awards.clone())))?;
            self.decided(change.engine, actor, (family.plan, family.frame), row)
        })
    }
}
