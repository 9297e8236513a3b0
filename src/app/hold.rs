//! Holds and exclusions by hand, each with its reason, and later deadlines of single units.

use std::sync::Arc;

use chrono::NaiveDateTime;
use serde::Serialize;

pub use crate::db::hold::{ExtensionRow, HoldRow};

use super::actor::{Actor, Right};
use super::audit::Entry;
use super::frame::Frame;
use super::plan::{PlanState, demand_state, touch};
use super::problem::{ALREADY_THERE, FIELD_REFUSED, NOT_FOUND, Problem};
use super::report::{participant_within_reach, within_reach};
use super::service::Service;
use super::text_field::{LONGEST_TEXT, plausible, required};
use crate::contest::hold::{Hold, HoldKind};
use crate::db::Engine;
use crate::db::hold::{
    extensions_of, hold_by_id, holds_of, insert_extension, insert_hold, lift_hold, next_extension_id,
    next_hold_id,
};

/// A hold or an exclusion to be entered.
#[derive(Debug, Clone)]
pub struct NewHold {
    /// The unit's code.
    pub unit: String,
    /// The code of the criterion; `None`: the whole unit.
    pub criterion: Option<String>,
    /// Hold or exclusion.
    pub kind: HoldKind,
    /// Why.
    pub reason: String,
}

/// A later deadline to be granted.
#[derive(Debug, Clone)]
pub struct NewExtension {
    /// The unit's code.
    pub unit: String,
    /// Until when its reports are on time.
    pub until: NaiveDateTime,
    /// Who granted it.
    pub granted_by: String,
    /// Why.
    pub reason: String,
}

/// The code of a kind.
pub const fn kind_code(kind: HoldKind) -> &'static str {
    match kind {
        HoldKind::Hold => "hold",
        HoldKind::Exclude => "exclude",
    }
}

/// The holds of a plan that weren't lifted, as the core takes them.
pub(super) fn standing_holds(engine: &mut Engine, plan_id: i64, frame: &Frame) -> Result<Vec<Hold>, Problem> {
    let rows = holds_of(engine, plan_id)?;
    let holds = rows.into_iter().filter(|row| row.lifted_at.is_none()).filter_map(|row| {
        let named = |code: &str| frame.plan.criteria.iter().position(|criterion| criterion.code == code);
        Some(Hold {
            unit: u32::try_from(row.unit).ok()?,
            criterion: row.criterion.as_deref().and_then(named),
            kind: if row.kind == kind_code(HoldKind::Exclude) { HoldKind::Exclude } else { HoldKind::Hold },
            reason: row.reason,
        })
    });
    Ok(holds.collect())
}

fn is_within_reach(frame: &Frame, actor: &Actor, unit: i64) -> bool {
    u32::try_from(unit).is_ok_and(|unit| frame.is_within(unit, actor.reach.as_deref()))
}

#[derive(Serialize)]
struct HoldRecord<'a> {
    criterion: Option<&'a str>,
    kind: &'a str,
    reason: &'a str,
    lifted: bool,
    lift_reason: Option<&'a str>,
}

impl<'a> From<&'a HoldRow> for HoldRecord<'a> {
    fn from(row: &'a HoldRow) -> Self {
        Self {
            criterion: row.criterion.as_deref(),
            kind: &row.kind,
            reason: &row.reason,
            lifted: row.lifted_at.is_some(),
            lift_reason: row.lift_reason.as_deref(),
        }
    }
}

/// States in which what is known of units may still change.
const OPEN: &[PlanState] =
    &[PlanState::Launched, PlanState::Collecting, PlanState::Closed, PlanState::Ranked];

impl Service {
    /// Holds a unit, or one of its criteria, or excludes it.
    ///
    /// # Errors
    /// When the actor may not, the unit is out of reach, the criterion unknown, or the same hold stands already; and
    /// those of the database.
    pub fn add_hold(
        &self,
        actor: &Actor,
        plan_id: i64,
        new: &NewHold,
    ) -> Result<(Arc<Frame>, HoldRow), Problem> {
        let reason = required("reason", &new.reason, LONGEST_TEXT)?;
        self.change(actor, Right::DecideReports, |change| {
            let (mut row, frame) = self.framed(change.engine, plan_id)?;
            demand_state(&row, OPEN)?;
            let unit = i64::from(participant_within_reach(&frame, actor, &new.unit)?);
            let codes: Vec<&str> = frame.plan.criteria.iter().map(|it| it.code.as_str()).collect();
            if new.criterion.as_deref().is_some_and(|code| !codes.contains(&code)) {
                return Err(FIELD_REFUSED.with("field", "criterion").with("expected", codes.join(", ")));
            }
            let kind = kind_code(new.kind);
            let same = |it: &HoldRow| {
                it.lifted_at.is_none() && it.unit == unit && it.criterion == new.criterion && it.kind == kind
            };
            if holds_of(change.engine, plan_id)?.iter().any(same) {
                return Err(ALREADY_THERE.with("what", format!("{kind} {}", new.unit)));
            }
            let hold = HoldRow {
                id: next_hold_id(change.engine)?,
                plan_id,
                unit,
                criterion: new.criterion.clone(),
                kind: kind.to_owned(),
                reason,
                made_by: actor.label.clone(),
                made_at: change.now,
                lifted_by: None,
                lifted_at: None,
                lift_reason: None,
            };
            insert_hold(change.engine, &hold)?;
            touch(change, &mut row)?;
            let entry = Entry::new("hold.add", format!("hold:{}", hold.id)).of_plan(plan_id);
            change.record(entry.of_unit(&new.unit).after(&HoldRecord::from(&hold)))?;
            Ok((Arc::clone(&frame), hold))
        })
    }

    /// Lifts a hold or an exclusion.
    ///
    /// # Errors
    /// When the actor may not, or there is no such hold that still stands; and those of the database.
    pub fn lift_hold(
        &self,
        actor: &Actor,
        plan_id: i64,
        id: i64,
        reason: &str,
    ) -> Result<(Arc<Frame>, HoldRow), Problem> {
        let reason = required("reason", reason, LONGEST_TEXT)?;
        self.change(actor, Right::DecideReports, |change| {
            let (mut row, frame) = self.framed(change.engine, plan_id)?;
            demand_state(&row, OPEN)?;
            let before = hold_by_id(change.engine, plan_id, id)?.filter(|hold| hold.lifted_at.is_none());
            let before = before.ok_or_else(|| NOT_FOUND.with("what", format!("hold {id}")))?;
            let code = u32::try_from(before.unit).map(|unit| frame.units.get(unit).code().to_owned());
            let code = code.unwrap_or_default();
            within_reach(&frame, actor, &code)?;
            let lifted = HoldRow {
                lifted_by: Some(actor.label.clone()),
                lifted_at: Some(change.now),
                lift_reason: Some(reason),
                ..before.clone()
            };
            lift_hold(change.engine, &lifted)?;
            touch(change, &mut row)?;
            let entry = Entry::new("hold.lift", format!("hold:{id}")).of_plan(plan_id).of_unit(&code);
            change.record(entry.before(&HoldRecord::from(&before)).after(&HoldRecord::from(&lifted)))?;
            Ok((Arc::clone(&frame), lifted))
        })
    }

    /// All holds of a plan, also those that were lifted.
    ///
    /// # Errors
    /// When the actor may not, and those of the database.
    pub fn holds(&self, actor: &Actor, plan_id: i64) -> Result<(Arc<Frame>, Vec<HoldRow>), Problem> {
        self.read(actor, Right::ViewRanking, |engine| {
            let (_, frame) = self.framed(engine, plan_id)?;
            let mut rows = holds_of(engine, plan_id)?;
            rows.retain(|row| is_within_reach(&frame, actor, row.unit));
            Ok((frame, rows))
        })
    }

    /// Grants a unit a later deadline. Versions that came before keep what was noted of them.
    ///
    /// # Errors
    /// When the actor may not, the unit is out of reach, the plan has no deadline, or the new one isn't later; and
    /// those of the database.
    pub fn add_extension(
        &self,
        actor: &Actor,
        plan_id: i64,
        new: &NewExtension,
    ) -> Result<(Arc<Frame>, ExtensionRow), Problem> {
        let reason = required("reason", &new.reason, LONGEST_TEXT)?;
        plausible("until", new.until)?;
        let granted_by = required("granted_by", &new.granted_by, 200)?;
        self.change(actor, Right::DecideReports, |change| {
            let (mut row, frame) = self.framed(change.engine, plan_id)?;
            demand_state(&row, &[PlanState::Launched, PlanState::Collecting])?;
            let unit = i64::from(participant_within_reach(&frame, actor, &new.unit)?);
            let same = |it: &ExtensionRow| it.unit == unit && it.until == new.until;
            if extensions_of(change.engine, plan_id)?.iter().any(same) {
                return Err(
                    ALREADY_THERE.with("what", format!("{} {}", new.unit, super::audit::written(new.until)))
                );
            }
            if row.reports_due.is_none_or(|due| new.until <= due) {
                let due = row.reports_due.map_or("reports_due".to_owned(), super::audit::written);
                return Err(FIELD_REFUSED.with("field", "until").with("expected", format!("> {due}")));
            }
            let extension = ExtensionRow {
                id: next_extension_id(change.engine)?,
                plan_id,
                unit,
                until: new.until,
                granted_by,
                reason,
                made_by: actor.label.clone(),
                made_at: change.now,
            };
            insert_extension(change.engine, &extension)?;
            touch(change, &mut row)?;
            let after = serde_json::json!({
                "until": super::audit::written(extension.until),
                "granted_by": extension.granted_by,
                "reason": extension.reason,
            });
            let entry = Entry::new("extension.add", format!("extension:{}", extension.id)).of_plan(plan_id);
            change.record(entry.of_unit(&new.unit).after(&after))?;
            Ok((Arc::clone(&frame), extension))
        })
    }

    /// All later deadlines of a plan for units within reach.
    ///
    /// # Errors
    /// When the actor may not, and those of the database.
    pub fn extensions(
        &self,
        actor: &Actor,
        plan_id: i64,
    ) -> Result<(Arc<Frame>, Vec<ExtensionRow>), Problem> {
        self.read(actor, Right::View, |engine| {
            let (_, frame) = self.framed(engine, plan_id)?;
            let mut rows = extensions_of(engine, plan_id)?;
            rows.retain(|row| is_within_reach(&frame, actor, row.unit));
            Ok((frame, rows))
        })
    }
}
