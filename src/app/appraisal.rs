//! Appraisals: points and verdicts for judged criteria, given by hand above what the unit reported.

use std::sync::Arc;

pub use crate::db::appraisal::AppraisalRow;

use super::actor::{Actor, Right};
use super::audit::Entry;
use super::frame::Frame;
use super::live::{Basis, LiveReports, appraised};
use super::plan::{PlanRow, PlanState, demand_state, touch};
use super::problem::{FIELD_REFUSED, NOT_FOUND, OUT_OF_REACH, Problem, STALE};
use super::report::{participant_within_reach, within_reach};
use super::service::{Change, Service};
use super::stored_figure::{parts_of, written};
use super::text_field::{LONGEST_TEXT, optional};
use crate::contest::figure::Value;
use crate::contest::fraction::Numeral;
use crate::contest::plan::{MetricKind, Plan, Rule};
use crate::db::Engine;
use crate::db::appraisal::{
    appraisals_after, count_appraisals, insert_appraisal, last_appraisal, next_appraisal_id,
};

/// What an appraiser gives.
#[derive(Debug, Clone)]
pub struct NewAppraisal {
    /// The unit's code.
    pub unit: String,
    /// The code of the metric.
    pub metric: String,
    /// The code of the item, of a metric that is split (by scorer).
    pub item: Option<String>,
    /// Points as a decimal with a point, or `true` or `false`; `None` withdraws.
    pub value: Option<String>,
    /// Why. Needed where something stands there already.
    pub note: Option<String>,
    /// The number of the appraisal that the caller has seen to stand, 0 for none; `None`: whichever stands.
    pub seen: Option<i64>,
}

/// Why nothing was given.
#[derive(Debug)]
pub struct RefusedAppraisals {
    /// What is wrong as a whole; with cells refused, what is wrong with the first of them.
    pub problem: Problem,
    /// The cells that are refused, by their position among those handed in; empty where the whole is.
    pub cells: Vec<usize>,
    /// What is wrong with each but the first of them.
    pub others: Vec<Problem>,
}

/// What is to be given, found sound.
struct Checked {
    value: Option<Value>,
    unit: u32,
    slot: usize,
    note: Option<String>,
    before: Option<AppraisalRow>,
}

/// A page of appraisals.
#[derive(Debug)]
pub struct AppraisalPage {
    /// The plan with its units.
    pub frame: Arc<Frame>,
    /// The appraisals.
    pub rows: Vec<AppraisalRow>,
    /// How many there are in all.
    pub total: i64,
}

/// What is given in a row, as interfaces write it; `None`: withdrawn.
pub fn given(row: &AppraisalRow) -> Option<String> {
    appraised(row).map(|value| written(value, &[]))
}

/// The slot of a metric's item, if it can be appraised: points and yes or no alone.
fn slot(plan: &Plan, metric: &str, item: Option<&str>) -> Result<usize, Problem> {
    let refused = |field: &'static str, allowed: Vec<&str>| {
        FIELD_REFUSED.with("field", field).with("expected", allowed.join(", "))
    };
    let is_judged = |at: usize| {
        plan.criteria.iter().any(|criterion| match &criterion.rule {
            Rule::Judged { of, .. } | Rule::Flag { of, .. } => *of == at,
            _ => false,
        })
    };
    let judged = || plan.metrics.iter().enumerate().filter(|(at, _)| is_judged(*at)).map(|(_, known)| known);
    let Some(known) = judged().find(|known| known.code == metric) else {
        return Err(refused("metric", judged().map(|metric| metric.code.as_str()).collect()));
    };
    let items = known.breakdown.map_or(&[][..], |breakdown| &plan.breakdowns[breakdown].items);
    match item {
        None if items.is_empty() => Ok(known.first_slot),
        Some(item) if let Some(at) = items.iter().position(|known| known.code == item) => {
            Ok(known.first_slot + at)
        }
        _ => Err(refused("item", items.iter().map(|item| item.code.as_str()).collect())),
    }
}

/// A value for a metric: within 0 and the least maximum of the criteria that judge by it.
fn value(plan: &Plan, metric: &str, text: &str) -> Result<Value, Problem> {
    let at = plan.metrics.iter().position(|known| known.code == metric).unwrap_or(usize::MAX);
    if plan.metrics.get(at).is_some_and(|known| known.kind == MetricKind::Flag) {
        return match text {
            "true" => Ok(Value::Flag(true)),
            "false" => Ok(Value::Flag(false)),
            _ => Err(FIELD_REFUSED.with("field", "value").with("expected", "true, false")),
        };
    }
    let maxima = plan.criteria.iter().filter_map(|criterion| match &criterion.rule {
        Rule::Judged { of, maximum, .. } if *of == at => *maximum,
        _ => None,
    });
    let most = maxima.min_by(|left, right| left.fraction().cmp(&right.fraction()));
    let points = Numeral::parse(text).filter(|points| {
        points.mantissa >= 0 && most.is_none_or(|most| points.fraction() <= most.fraction())
    });
    points.map(Value::Points).ok_or_else(|| {
        let most = most.map_or_else(String::new, |most| most.to_string());
        FIELD_REFUSED.with("field", "value").with("expected", format!("0-{most}"))
    })
}

impl Service {
    /// Gives points or a verdict, corrects or withdraws them.
    ///
    /// # Errors
    /// When the actor may not, the unit is out of reach, the metric isn't given by hand, the value is out of range, or
    /// a note is missing where something stands already; and those of the database.
    pub fn appraise(
        &self,
        actor: &Actor,
        plan_id: i64,
        new: &NewAppraisal,
    ) -> Result<(Arc<Frame>, AppraisalRow), Problem> {
        let given = self.appraise_all(actor, plan_id, std::slice::from_ref(new));
        let (frame, rows) = given.map_err(|refused| refused.problem)?;
        let row = rows.into_iter().next().expect("what was handed in was given");
        Ok((frame, row))
    }

    /// Gives points and verdicts for many units in one go, corrects or withdraws them: all of it, or nothing.
    ///
    /// # Errors
    /// As [`Service::appraise`], with every cell that is refused.
    pub fn appraise_all(
        &self,
        actor: &Actor,
        plan_id: i64,
        all: &[NewAppraisal],
    ) -> Result<(Arc<Frame>, Vec<AppraisalRow>), RefusedAppraisals> {
        let (mut cells, mut others) = (Vec::new(), Vec::new());
        let done = self.change(actor, Right::Appraise, |change| {
            let (mut row, frame) = self.framed(change.engine, plan_id)?;
            demand_state(&row, &[PlanState::Collecting, PlanState::Closed])?;
            let live = self.live.reports(change.engine, &row, &frame, Basis::Submitted)?;
            let mut checked = Vec::with_capacity(all.len());
            for (at, new) in all.iter().enumerate() {
                match check(change.engine, (plan_id, actor), &frame, &live, new) {
                    Ok(sound) => checked.push((new, sound)),
                    Err(problem) => {
                        cells.push(at);
                        others.push(problem);
                    }
                }
            }
            if !others.is_empty() {
                return Err(others.remove(0));
            }
            touch(change, &mut row)?;
            let rows = checked.into_iter().map(|(new, sound)| give(change, &row, new, sound));
            let rows = rows.collect::<Result<Vec<_>, Problem>>()?;
            Ok((frame, rows))
        });
        done.map_err(|problem| RefusedAppraisals { problem, cells, others })
    }

    /// The appraisals of a plan after an id, at most so many; of one unit, or of all.
    ///
    /// # Errors
    /// When the actor may not, or the unit is out of reach; and those of the database.
    pub fn appraisals(
        &self,
        actor: &Actor,
        plan_id: i64,
        unit: Option<&str>,
        after: i64,
        limit: i64,
    ) -> Result<AppraisalPage, Problem> {
        // Who sees but its own units asks for one of them.
        let right = if unit.is_some() { Right::View } else { Right::ViewRanking };
        if unit.is_none() && actor.reach.is_some() {
            return Err(OUT_OF_REACH.with("units", "*"));
        }
        self.read(actor, right, |engine| {
            let (_, frame) = self.framed(engine, plan_id)?;
            let unit = unit.map(|code| within_reach(&frame, actor, code)).transpose()?.map(i64::from);
            let rows = appraisals_after(engine, plan_id, unit, after, limit)?;
            let total = count_appraisals(engine, plan_id, unit)?;
            Ok(AppraisalPage { frame, rows, total })
        })
    }
}

/// Refuses what can't be given.
fn check(
    engine: &mut Engine,
    (plan_id, actor): (i64, &Actor),
    frame: &Frame,
    live: &LiveReports,
    new: &NewAppraisal,
) -> Result<Checked, Problem> {
    let note = optional("note", new.note.as_deref(), LONGEST_TEXT)?;
    let unit = participant_within_reach(frame, actor, &new.unit)?;
    let slot = slot(&frame.plan, &new.metric, new.item.as_deref())?;
    let value = new.value.as_deref().map(|text| value(&frame.plan, &new.metric, text)).transpose()?;
    let (at, slot_at) = (i64::from(unit), i64::try_from(slot).unwrap_or(i64::MAX));
    let before = last_appraisal(engine, plan_id, at, slot_at)?;
    let number = before.as_ref().map_or(0, |before| before.number);
    if new.seen.is_some_and(|seen| seen != number) {
        return Err(STALE.with("expected", number));
    }
    if live.reports.figure(unit, slot).is_some() && note.is_none() {
        return Err(FIELD_REFUSED.with("field", "note").with("expected", "1-2000"));
    }
    if value.is_none() && before.as_ref().is_none_or(|before| before.kind == 0) {
        return Err(NOT_FOUND.with("what", &new.metric));
    }
    Ok(Checked { value, unit, slot, note, before })
}

/// Writes down what is given, with its audit record.
fn give(
    change: &mut Change<'_>,
    plan: &PlanRow,
    new: &NewAppraisal,
    sound: Checked,
) -> Result<AppraisalRow, Problem> {
    let Checked { value, unit, slot, note, before } = sound;
    let (kind, count, text) = value.map_or((0, None, None), |value| parts_of(value, &[]));
    let appraisal = AppraisalRow {
        id: next_appraisal_id(change.engine)?,
        plan_id: plan.id,
        unit: i64::from(unit),
        slot: i64::try_from(slot).unwrap_or(i64::MAX),
        number: before.as_ref().map_or(1, |before| before.number + 1),
        change: plan.change,
        kind,
        count,
        text,
        note,
        made_by: change.actor.label.clone(),
        made_at: change.now,
    };
    insert_appraisal(change.engine, &appraisal)?;
    let told = |row: &AppraisalRow| {
        serde_json::json!({
            "metric": new.metric, "item": new.item, "value": given(row), "note": row.note, "number": row.number,
        })
    };
    let entry = Entry::new("appraisal.give", format!("appraisal:{}", appraisal.id));
    let entry = entry.of_plan(plan.id).of_unit(&new.unit).after(&told(&appraisal));
    change.record(match &before {
        Some(before) => entry.before(&told(before)),
        None => entry,
    })?;
    Ok(appraisal)
}
