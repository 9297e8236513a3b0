//! What happened to plans, reports and rankings, as a stream: told from the audit log, so that nothing is told that
//! wasn't kept, in the order it was kept, by whichever process.

use chrono::NaiveDateTime;

use super::actor::{Actor, Right};
use super::frame::Frame;
use super::problem::Problem;
use super::service::Service;
use crate::db::Engine;
use crate::db::audit::{AuditRow, audit_of_actions, last_audit};
use crate::db::plan::plan_by_id;
use crate::db::report::units_of_change;

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The number of its audit record.
    pub seq: i64,
    /// When.
    pub at: NaiveDateTime,
    /// What: the action of its audit record.
    pub kind: String,
    /// The plan.
    pub plan_id: i64,
    /// The unit, where it is one.
    pub unit: Option<String>,
}

/// The actions that are told, and whether everybody who sees the plan is told of them.
const TOLD: [(&str, bool); 11] = [
    ("plan.move", true),
    ("plan.reports_due", true),
    ("report.commit", false),
    ("report.accept", false),
    ("report.return", false),
    ("extension.add", false),
    ("appraisal", false),
    ("hold.add", false),
    ("hold.lift", false),
    ("ranking.store", false),
    ("rescore.apply", false),
];

/// Events, and up to which audit record they were looked for.
#[derive(Debug)]
pub struct Events {
    /// Those that the actor may see.
    pub items: Vec<Event>,
    /// What the next look begins after.
    pub seen: i64,
}

impl Service {
    /// What happened after an audit record, of one plan or of all, as far as the actor may see it; at most so many
    /// records are looked at.
    ///
    /// # Errors
    /// When the actor may not, and those of the database.
    pub fn events_after(
        &self,
        actor: &Actor,
        plan_id: Option<i64>,
        after: i64,
        limit: i64,
    ) -> Result<Events, Problem> {
        self.read(actor, Right::View, |engine| {
            let actions = TOLD.map(|(action, _)| action);
            let rows = audit_of_actions(engine, after, limit, plan_id, &actions)?;
            let seen = rows.last().map_or(after, |row| row.seq);
            let mut items = Vec::new();
            for row in rows {
                if let Some(event) = self.event(engine, actor, row)? {
                    items.push(event);
                }
            }
            Ok(Events { items, seen })
        })
    }

    /// The number of the last audit record: where a listener begins who doesn't ask for what was before.
    ///
    /// # Errors
    /// When the actor may not, and those of the database.
    pub fn last_event(&self, actor: &Actor) -> Result<i64, Problem> {
        self.read(actor, Right::View, |engine| Ok(last_audit(engine)?.map_or(0, |last| last.seq)))
    }

    /// The event of a record, if the actor may see it.
    fn event(&self, engine: &mut Engine, actor: &Actor, row: AuditRow) -> Result<Option<Event>, Problem> {
        let Some(plan_id) = row.plan_id else { return Ok(None) };
        let for_all = TOLD.iter().any(|(action, for_all)| *for_all && row.action == *action);
        let sees_all = actor.may(Right::ViewRanking) && actor.reach.is_none();
        if !for_all && !sees_all {
            let Some(plan) = plan_by_id(engine, plan_id)? else { return Ok(None) };
            let frame = self.live.frame(engine, &plan)?;
            if !concerns(engine, &frame, actor, &row)? {
                return Ok(None);
            }
        }
        Ok(Some(Event { seq: row.seq, at: row.at, kind: row.action, plan_id, unit: row.unit_code }))
    }
}

/// Whether a record concerns a unit within the actor's reach.
fn concerns(engine: &mut Engine, frame: &Frame, actor: &Actor, row: &AuditRow) -> Result<bool, Problem> {
    let reach = actor.reach.as_deref();
    if let Some(code) = &row.unit_code {
        // Holds and points are for who sees rankings.
        let secret = row.action.starts_with("hold") || row.action == "appraisal";
        let within = frame.unit(code).is_some_and(|unit| frame.is_within(unit, reach));
        return Ok(within && (actor.may(Right::ViewRanking) || !secret));
    }
    if row.action != "report.commit" {
        return Ok(actor.may(Right::ViewRanking));
    }
    let after: serde_json::Value =
        row.after.as_deref().and_then(|after| serde_json::from_str(after).ok()).unwrap_or_default();
    let Some(change) = after["change"].as_i64() else { return Ok(false) };
    let units = units_of_change(engine, row.plan_id.unwrap_or(0), change)?;
    Ok(units.iter().any(|unit| u32::try_from(*unit).is_ok_and(|unit| frame.is_within(unit, reach))))
}
