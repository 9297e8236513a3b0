//! Changes of the recommendation by hand, each with its reason: who of those that tie is taken in, who is left out.

use std::sync::Arc;

use chrono::NaiveDateTime;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

pub use crate::db::choice::ChoiceRow;

use super::actor::{Actor, Right};
use super::audit::Entry;
use super::case::COLLECTIVE;
use super::frame::Frame;
use super::live::Basis;
use super::moment::on_the_wall;
use super::plan::{PlanRow, PlanState, demand_state, state_of, touch};
use super::problem::{ALREADY_THERE, CHOICE_WITHOUT_EFFECT, FIELD_REFUSED, NOT_FOUND, Problem, RECUSED};
use super::report::participant_within_reach;
use super::service::{Change, Service};
use super::text_field::{LONGEST_TEXT, required};
use crate::contest::choice::{Choice, ChoiceKind};
use crate::contest::result::Reason;
use crate::contest::scored::Contest;
use crate::db::Engine;
use crate::db::case::cases_of;
use crate::db::choice::{choice_by_id, choices_of, insert_choice, lift_choice, next_choice_id};
use crate::db::snapshot::snapshot_in_state;

/// How many units can be chosen at once.
pub const MOST_UNITS: usize = 1000;

/// Units to be taken in for an award, or left out.
#[derive(Debug, Clone)]
pub struct NewChoices {
    /// The code of the award.
    pub award: String,
    /// Taken in or left out.
    pub kind: ChoiceKind,
    /// The codes of the units.
    pub units: Vec<String>,
    /// Why.
    pub reason: String,
}

/// In which states of a plan its recommendation can be changed.
pub const STATES: &[PlanState] = &[PlanState::Collecting, PlanState::Closed, PlanState::Ranked];

/// The choices of a plan that weren't lifted, as the core takes them.
pub(super) fn standing_choices(
    engine: &mut Engine,
    plan_id: i64,
    frame: &Frame,
) -> Result<Vec<Choice>, Problem> {
    let rows = choices_of(engine, plan_id)?;
    let choices = rows.into_iter().filter(|row| row.lifted_at.is_none()).filter_map(|row| {
        Some(Choice {
            unit: u32::try_from(row.unit).ok()?,
            award: award_of(frame, &row.award)?,
            kind: ChoiceKind::of_code(&row.kind)?,
            reason: row.reason,
        })
    });
    Ok(choices.collect())
}

fn award_of(frame: &Frame, code: &str) -> Option<usize> {
    frame.plan.awards.iter().position(|award| award.code == code)
}

/// Which versions of reports the recommendation is shown by: those accepted once the ranking is stored.
pub fn basis_of(plan: &PlanRow) -> Basis {
    if state_of(plan) == PlanState::Ranked { Basis::Accepted } else { Basis::Submitted }
}

/// The same, with the moment as of which the stored ranking was made.
pub(super) fn shown_by(
    engine: &mut Engine,
    plan: &PlanRow,
) -> Result<(Basis, Option<NaiveDateTime>), Problem> {
    let basis = basis_of(plan);
    let current =
        if basis == Basis::Accepted { snapshot_in_state(engine, plan.id, "current")? } else { None };
    Ok((basis, current.and_then(|current| current.as_of)))
}

#[derive(Serialize)]
struct ChoiceRecord<'a> {
    award: &'a str,
    kind: &'a str,
    reason: &'a str,
    lifted: bool,
    lift_reason: Option<&'a str>,
}

impl<'a> From<&'a ChoiceRow> for ChoiceRecord<'a> {
    fn from(row: &'a ChoiceRow) -> Self {
        Self {
            award: &row.award,
            kind: &row.kind,
            reason: &row.reason,
            lifted: row.lifted_at.is_some(),
            lift_reason: row.lift_reason.as_deref(),
        }
    }
}

impl Service {
    /// Takes units in for an award, or leaves them out: all of them, or none.
    ///
    /// # Errors
    /// When the actor may not or has an interest in a case of one of the units, the award or a unit is unknown, something was
    /// decided about one of them already, or the choice would have no effect, since the unit doesn't tie at the border of a
    /// quota, or isn't eligible; and those of the database.
    pub fn add_choices(
        &self,
        actor: &Actor,
        plan_id: i64,
        new: &NewChoices,
    ) -> Result<(Arc<Frame>, Vec<ChoiceRow>), Problem> {
        self.change(actor, Right::DecideRanking, |change| {
            let (mut plan, frame) = self.framed(change.engine, plan_id)?;
            demand_state(&plan, STATES)?;
            let rows = self.choose(change, (&plan, &frame), new)?;
            touch(change, &mut plan)?;
            Ok((frame, rows))
        })
    }

    /// The same within a change.
    pub(super) fn choose(
        &self,
        change: &mut Change<'_>,
        (plan, frame): (&PlanRow, &Frame),
        new: &NewChoices,
    ) -> Result<Vec<ChoiceRow>, Problem> {
        let reason = required("reason", &new.reason, LONGEST_TEXT)?;
        if new.units.is_empty() || new.units.len() > MOST_UNITS {
            return Err(FIELD_REFUSED.with("field", "units").with("expected", format!("1 – {MOST_UNITS}")));
        }
        let codes = || frame.plan.awards.iter().map(|award| award.code.as_str()).collect::<Vec<_>>();
        let award = award_of(frame, &new.award)
            .ok_or_else(|| FIELD_REFUSED.with("field", "award").with("expected", codes().join(", ")))?;
        // Before anything is written: what is read now is kept in memory, also when this change isn't.
        let standing = standing_choices(change.engine, plan.id, frame)?;
        let hidden = self.hidden_choices(change.engine, change.actor, plan.id)?;
        let mut choices = standing.clone();
        for code in &new.units {
            let unit = participant_within_reach(frame, change.actor, code)?;
            if hidden.contains(&(new.award.clone(), i64::from(unit))) {
                return Err(Problem::from(&RECUSED));
            }
            if choices.iter().any(|it| it.unit == unit && it.award == award) {
                return Err(ALREADY_THERE.with("what", format!("{} {code}", new.award)));
            }
            choices.push(Choice { unit, award, kind: new.kind, reason: reason.clone() });
        }
        self.demand_effect(change.engine, (plan, frame), &choices, standing.len())?;
        let mut rows = Vec::with_capacity(new.units.len());
        for choice in &choices[standing.len()..] {
            let code = frame.units.get(choice.unit).code();
            rows.push(self.write_choice(change, plan.id, (new, code), (choice.unit, &reason))?);
        }
        Ok(rows)
    }

    fn write_choice(
        &self,
        change: &mut Change<'_>,
        plan_id: i64,
        (new, code): (&NewChoices, &str),
        (unit, reason): (u32, &str),
    ) -> Result<ChoiceRow, Problem> {
        let row = ChoiceRow {
            id: next_choice_id(change.engine)?,
            plan_id,
            unit: i64::from(unit),
            award: new.award.clone(),
            kind: new.kind.code().to_owned(),
            reason: reason.to_owned(),
            made_by: change.actor.label.clone(),
            made_at: change.now,
            lifted_by: None,
            lifted_at: None,
            lift_reason: None,
        };
        insert_choice(change.engine, &row)?;
        let entry = Entry::new("choice.add", format!("choice:{}", row.id)).of_plan(plan_id);
        change.record(entry.of_unit(code).after(&ChoiceRecord::from(&row)))?;
        Ok(row)
    }

    /// Refuses choices, those from `first` on, that wouldn't do what they say, or that would take a seat from a unit
    /// that was taken in before.
    fn demand_effect(
        &self,
        engine: &mut Engine,
        (plan, frame): (&PlanRow, &Frame),
        choices: &[Choice],
        first: usize,
    ) -> Result<(), Problem> {
        let (basis, as_of) = shown_by(engine, plan)?;
        let live = self.live.reports(engine, plan, frame, basis)?;
        let contest = live.contest(frame, as_of.map(on_the_wall));
        let scored = self.score(&Contest { choices, ..contest });
        let participant_of: FxHashMap<u32, usize> =
            scored.scores.units.iter().enumerate().map(|(at, score)| (score.unit, at)).collect();
        let award = choices[first].award;
        for (index, choice) in choices.iter().enumerate().filter(|(_, choice)| choice.award == award) {
            let Some(participant) = participant_of.get(&choice.unit) else { continue };
            let reason = scored.recommendation.awards[award].reasons[*participant];
            let has_effect = matches!(reason, Reason::TakenIn(_) | Reason::LeftOut(_));
            if !has_effect && (index >= first || choice.kind == ChoiceKind::TakeIn) {
                let code = frame.units.get(choice.unit).code();
                return Err(CHOICE_WITHOUT_EFFECT.with("unit", code).with("reason", reason.code()));
            }
        }
        Ok(())
    }

    /// Lifts a choice: the recommendation is again what follows from the figures.
    ///
    /// # Errors
    /// When the actor may not, or there is no such choice that still stands and that it may see; and those of the database.
    pub fn lift_choice(
        &self,
        actor: &Actor,
        plan_id: i64,
        id: i64,
        reason: &str,
    ) -> Result<(Arc<Frame>, ChoiceRow), Problem> {
        let reason = required("reason", reason, LONGEST_TEXT)?;
        self.change(actor, Right::DecideRanking, |change| {
            let (mut plan, frame) = self.framed(change.engine, plan_id)?;
            demand_state(&plan, STATES)?;
            let hidden = self.hidden_choices(change.engine, actor, plan_id)?;
            let before = choice_by_id(change.engine, plan_id, id)?.filter(|it| it.lifted_at.is_none());
            let before = before.filter(|row| !hidden.contains(&(row.award.clone(), row.unit)));
            let before = before.ok_or_else(|| NOT_FOUND.with("what", format!("choice {id}")))?;
            let lifted = ChoiceRow {
                lifted_by: Some(actor.label.clone()),
                lifted_at: Some(change.now),
                lift_reason: Some(reason),
                ..before.clone()
            };
            lift_choice(change.engine, &lifted)?;
            touch(change, &mut plan)?;
            let entry = Entry::new("choice.lift", format!("choice:{id}")).of_plan(plan_id);
            let entry = entry.of_unit(frame.code_at(before.unit));
            change.record(entry.before(&ChoiceRecord::from(&before)).after(&ChoiceRecord::from(&lifted)))?;
            Ok((Arc::clone(&frame), lifted))
        })
    }

    /// By award and unit, what cases are about from which the actor is recused.
    fn hidden_choices(
        &self,
        engine: &mut Engine,
        actor: &Actor,
        plan_id: i64,
    ) -> Result<FxHashSet<(String, i64)>, Problem> {
        let hidden = self.hidden_cases(engine, actor, plan_id)?;
        if hidden.is_empty() {
            return Ok(FxHashSet::default());
        }
        let cases = cases_of(engine, plan_id)?.into_iter();
        let cases = cases.filter(|case| case.subject == COLLECTIVE && hidden.contains(&case.id));
        Ok(cases.map(|case| (case.award, case.unit)).collect())
    }

    /// All choices of a plan, also those that were lifted; without those about cases from which the actor is recused.
    ///
    /// # Errors
    /// When the actor may not, and those of the database.
    pub fn choices(&self, actor: &Actor, plan_id: i64) -> Result<(Arc<Frame>, Vec<ChoiceRow>), Problem> {
        self.read(actor, Right::ViewRanking, |engine| {
            let (_, frame) = self.framed(engine, plan_id)?;
            let mut rows = choices_of(engine, plan_id)?;
            let reach = actor.reach.as_deref();
            let hidden = self.hidden_choices(engine, actor, plan_id)?;
            rows.retain(|row| {
                let is_within = u32::try_from(row.unit).is_ok_and(|unit| frame.is_within(unit, reach));
                is_within && !hidden.contains(&(row.award.clone(), row.unit))
            });
            Ok((frame, rows))
        })
    }
}
