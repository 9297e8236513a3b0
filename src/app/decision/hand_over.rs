//! Handing awards over (trao thưởng): the day, and what is noted of it.

use std::sync::Arc;

use chrono::NaiveDate;

use super::super::actor::{Actor, Right};
use super::super::audit::Entry;
use super::super::case::{Said, move_case};
use super::super::moment::on_the_wall;
use super::super::problem::{
    AWARD_HANDED_OVER, DECISION_EMPTY, HAND_OVER_BEFORE_DECISION, LISTED_TWICE, NOT_FOUND, Problem,
};
use super::super::service::Service;
use super::super::text_field::{LONGEST_TEXT, optional};
use super::{AwardRow, Decided, demand_day, demand_few};
use crate::contest::case::CaseAction;
use crate::db::award::update_award;
use crate::db::case::case_by_id;
use crate::text::format::date;

/// What is handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOver {
    /// The ids of the awards.
    pub awards: Vec<i64>,
    /// The day.
    pub day: NaiveDate,
    /// What is noted of it, such as the conference at which it was.
    pub note: Option<String>,
}

impl Service {
    /// Writes down that awards of a decision, or of its amendments, were handed over.
    ///
    /// # Errors
    /// When the actor may not, the list is empty, an award isn't of the decision, was revoked or handed over already, or the
    /// day comes before the decision that gave it or has yet to come; and those of the database.
    pub fn hand_over(
        &self,
        actor: &Actor,
        plan_id: i64,
        id: i64,
        new: &HandOver,
    ) -> Result<Decided, Problem> {
        let note = optional("note", new.note.as_deref(), LONGEST_TEXT)?;
        demand_few("awards", new.awards.len())?;
        self.change(actor, Right::DecideAwards, |change| {
            let family = self.family(change.engine, plan_id, id)?;
            if new.awards.is_empty() {
                return Err(Problem::from(&DECISION_EMPTY));
            }
            let today = on_the_wall(change.now).date();
            let frame = Arc::clone(&family.frame);
            for (at, award) in new.awards.iter().enumerate() {
                if new.awards[..at].contains(award) {
                    return Err(LISTED_TWICE.with("number", award));
                }
                let award = family.standing(*award)?;
                let given = Some(family.given_on(award));
                demand_day(("day", new.day), (given, &HAND_OVER_BEFORE_DECISION), today)?;
                let case = case_by_id(change.engine, award.case_id)?;
                let case = case.ok_or_else(|| NOT_FOUND.with("what", format!("case {}", award.case_id)))?;
                if award.handed_over_on.is_some() || case.state_now().is_closed() {
                    return Err(AWARD_HANDED_OVER.with("award", award.id));
                }
                let day = date(new.day);
                let said = Said { note: Some(&day), reason: None };
                move_case(change, &frame.plan.process, &case, CaseAction::HandOver, said)?;
                let after = AwardRow {
                    handed_over_on: Some(new.day),
                    hand_over_note: note.clone(),
                    handed_over_by: Some(actor.label.clone()),
                    handed_over_at: Some(change.now),
                    ..award.clone()
                };
                update_award(change.engine, &after)?;
            }
            let after = serde_json::json!({ "awards": new.awards, "day": new.day.to_string() });
            let entry = Entry::new("award.hand_over", format!("decision:{id}")).of_plan(plan_id);
            change.record(entry.after(&after))?;
            self.decided(change.engine, actor, (family.plan, frame), family.root)
        })
    }
}
