//! Objections to cases on a list made public: entered, and settled before the list's end is recorded.

use chrono::NaiveDate;

use super::actor::{Actor, Right};
use super::audit::Entry;
use super::case::{CaseRow, Said, move_case};
use super::moment::on_the_wall;
use super::problem::{FIELD_REFUSED, NOT_FOUND, OBJECTION_DAY, OBJECTION_SETTLED, Problem};
use super::publicity::{ObjectionRow, PublicityRow};
use super::service::Service;
use super::text_field::{LONGEST_TEXT, optional, required};
use crate::contest::case::{CaseAction, RejectReason};
use crate::db::case::{case_by_id, case_by_number};
use crate::db::publicity::{insert_objection, next_objection_id, objection_by_id, settle_objection};
use crate::text::format::date;

/// How many characters the name of who objects may have.
const LONGEST_SENDER: usize = 200;

/// An objection to be entered.
#[derive(Debug, Clone)]
pub struct NewObjection {
    /// The number of the case.
    pub case: i64,
    /// The day on which it was received.
    pub received_on: NaiveDate,
    /// Who sent it, if that is known and needed.
    pub sender: Option<String>,
    /// What it says.
    pub content: String,
}

/// How an objection is settled.
#[derive(Debug, Clone)]
pub struct Settlement {
    /// Whether what it says is right.
    pub is_upheld: bool,
    /// Why.
    pub note: String,
    /// What becomes of the case, when the objection is upheld: returned, held or rejected. A case that has left the way already, or is
    /// on hold, may stay as it is.
    pub then: Option<CaseAction>,
}

impl ObjectionRow {
    /// Whether it was received after a list's last day.
    pub fn is_late(&self, list: &PublicityRow) -> bool {
        self.received_on > list.ends_on
    }
}

/// What the audit log keeps of an objection: neither who sent it nor what it says.
fn told(row: &ObjectionRow, case: i64) -> serde_json::Value {
    serde_json::json!({
        "case": case, "received_on": row.received_on, "settlement": row.settlement, "settled_on": row.settled_on,
    })
}

/// What may become of a case whose objection is upheld.
const AFTERWARDS: [CaseAction; 3] = [CaseAction::Return, CaseAction::Hold, CaseAction::Reject];

/// Refuses a settlement that leaves open what becomes of the case, or decides it where the objection is rejected.
fn demand_fitting(settlement: &Settlement, case: &CaseRow) -> Result<(), Problem> {
    let is_settled = case.held || case.state_now().is_closed() || case.state_now().is_decided();
    let fits = match settlement.then {
        None => !settlement.is_upheld || is_settled,
        Some(action) => settlement.is_upheld && AFTERWARDS.contains(&action),
    };
    if fits {
        return Ok(());
    }
    let codes = AFTERWARDS.map(CaseAction::code).join(", ");
    let expected = if settlement.is_upheld { codes } else { "–".to_owned() };
    Err(FIELD_REFUSED.with("field", "then").with("expected", expected))
}

impl Service {
    /// Enters an objection to a case on a list.
    ///
    /// # Errors
    /// When the actor may not, no case on the list that it may see has the number, or the day is before its first day or in the
    /// future; and those of the database.
    pub fn add_objection(
        &self,
        actor: &Actor,
        (plan_id, number): (i64, i64),
        new: &NewObjection,
    ) -> Result<ObjectionRow, Problem> {
        let content = required("content", &new.content, LONGEST_TEXT)?;
        let sender = optional("sender", new.sender.as_deref(), LONGEST_SENDER)?;
        self.change(actor, Right::ManageCases, |change| {
            let seen = self.seen_list(change.engine, actor, plan_id, number)?;
            let case = case_by_number(change.engine, plan_id, new.case)?.filter(|case| seen.has(case.id));
            let case = case.ok_or_else(|| NOT_FOUND.with("what", format!("case {}", new.case)))?;
            let list = seen.row;
            let today = on_the_wall(change.now).date();
            if new.received_on < list.starts_on || new.received_on > today {
                return Err(OBJECTION_DAY.with("earliest", date(list.starts_on)).with("latest", date(today)));
            }
            let row = ObjectionRow {
                id: next_objection_id(change.engine)?,
                publicity_id: list.id,
                case_id: case.id,
                received_on: new.received_on,
                sender,
                content,
                made_by: actor.label.clone(),
                made_at: change.now,
                settled_on: None,
                settlement: None,
                settle_note: None,
                settled_by: None,
                settled_at: None,
            };
            insert_objection(change.engine, &row)?;
            let entry = Entry::new("objection.add", format!("objection:{}", row.id)).of_plan(plan_id);
            change.record(entry.after(&told(&row, case.number)))?;
            Ok(row)
        })
    }

    /// Settles an objection: upheld, and then the case is returned, held or rejected; or rejected.
    ///
    /// # Errors
    /// When the actor may not or mustn't see the case, it was settled already, or what becomes of the case doesn't follow its
    /// state; and those of the database.
    pub fn settle_objection(
        &self,
        actor: &Actor,
        (plan_id, number): (i64, i64),
        id: i64,
        settlement: &Settlement,
    ) -> Result<ObjectionRow, Problem> {
        let note = required("note", &settlement.note, LONGEST_TEXT)?;
        self.change(actor, Right::ManageCases, |change| {
            let (_, frame) = self.framed(change.engine, plan_id)?;
            let list = self.seen_list(change.engine, actor, plan_id, number)?;
            let before = objection_by_id(change.engine, list.row.id, id)?;
            let before = before.filter(|objection| list.has(objection.case_id));
            let before = before.ok_or_else(|| NOT_FOUND.with("what", format!("objection {id}")))?;
            if before.settled_at.is_some() {
                return Err(OBJECTION_SETTLED.with("objection", id));
            }
            let case = case_by_id(change.engine, before.case_id)?;
            let case = case.ok_or_else(|| NOT_FOUND.with("what", "case"))?;
            demand_fitting(settlement, &case)?;
            if let Some(action) = settlement.then {
                let reason = (action == CaseAction::Reject).then_some(RejectReason::ObjectionUpheld);
                let said = Said { note: Some(&note), reason };
                move_case(change, &frame.plan.process, &case, action, said)?;
            }
            let after = ObjectionRow {
                settled_on: Some(on_the_wall(change.now).date()),
                settlement: Some(if settlement.is_upheld { "upheld" } else { "rejected" }.to_owned()),
                settle_note: Some(note),
                settled_by: Some(actor.label.clone()),
                settled_at: Some(change.now),
                ..before.clone()
            };
            settle_objection(change.engine, &after)?;
            let entry = Entry::new("objection.settle", format!("objection:{id}")).of_plan(plan_id);
            let (was, is) = (told(&before, case.number), told(&after, case.number));
            change.record(entry.before(&was).after(&is))?;
            Ok(after)
        })
    }
}
