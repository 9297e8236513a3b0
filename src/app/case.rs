//! Cases: who sees which, and the steps that a person takes with them by hand.

use std::sync::Arc;

use chrono::NaiveDateTime;
use rustc_hash::{FxHashMap, FxHashSet};

pub use crate::db::case::{CaseRow, CaseStepRow};

use super::actor::{Actor, Right};
use super::awarded::HeldElsewhere;
pub use super::case_opening::Opened;
pub(super) use super::case_step::move_case;
pub use super::case_step::{Said, needs_publicity};
use super::frame::Frame;
use super::plan::PlanRow;
use super::problem::{FIELD_REFUSED, NOT_FOUND, Problem, STALE};
use super::service::{Change, Service};
use super::standing_case::UnitHolds;
use super::subject::{Subject, subjects_of};
pub use super::tier::LostBelow;
use crate::contest::case::{CaseAction, CaseState, RejectReason};
use crate::contest::hold::HoldKind;
use crate::contest::plan::Plan;
use crate::db::Engine;
use crate::db::case::{case_by_number, cases_of, reject_reasons_of, steps_of};
use crate::db::nomination::{nomination_by_id, nominators_of};
use crate::db::publicity::settlements_of_case;

/// A case of a unit.
pub const COLLECTIVE: &str = "collective";
/// A case of a person.
pub const INDIVIDUAL: &str = "individual";

/// The cases of a plan.
#[derive(Debug, Clone)]
pub struct Cases {
    /// The plan.
    pub plan: PlanRow,
    /// Its frame.
    pub frame: Arc<Frame>,
    /// The cases that the actor may see, by number.
    pub rows: Vec<CaseRow>,
    /// Whom they are about, in their order.
    pub subjects: Vec<Subject>,
    /// How the unit that each rests on is held as a whole, in their order.
    pub unit_holds: Vec<Option<HoldKind>>,
}

/// A case with its steps.
#[derive(Debug, Clone)]
pub struct Case {
    /// The plan.
    pub plan: PlanRow,
    /// Its frame.
    pub frame: Arc<Frame>,
    /// The case.
    pub row: CaseRow,
    /// Whom it is about.
    pub subject: Subject,
    /// Its steps, in order.
    pub steps: Vec<CaseStepRow>,
    /// The case for the award from whose list this one's is chosen, when that has left the way.
    pub below: Option<LostBelow>,
    /// What the subject holds in other plans, for what isn't told to be the same achievement; for who may see all cases.
    pub held_elsewhere: Vec<HeldElsewhere>,
    /// How the unit that it rests on is held as a whole.
    pub unit_hold: Option<HoldKind>,
}

/// Which cases are wanted; what is `None` doesn't restrict.
#[derive(Debug, Clone, Default)]
pub struct CaseFilter {
    /// The code of the state.
    pub state: Option<String>,
    /// The code of the award.
    pub award: Option<String>,
    /// `collective` or `individual`.
    pub subject: Option<String>,
}

impl CaseFilter {
    /// Refuses what no case can have, since an empty list would say that there is none.
    fn check(&self, plan: &Plan) -> Result<(), Problem> {
        let states: Vec<&str> = CaseState::ALL.iter().map(|state| state.code()).collect();
        let awards: Vec<&str> = plan.award_codes().collect();
        let fields = [
            ("state", &self.state, states),
            ("award", &self.award, awards),
            ("subject", &self.subject, vec![COLLECTIVE, INDIVIDUAL]),
        ];
        for (field, wanted, known) in fields {
            if wanted.as_deref().is_some_and(|wanted| !known.contains(&wanted)) {
                return Err(FIELD_REFUSED.with("field", field).with("expected", known.join(", ")));
            }
        }
        Ok(())
    }

    fn fits(&self, row: &CaseRow) -> bool {
        let fits = |wanted: &Option<String>, is: &str| wanted.as_deref().is_none_or(|wanted| wanted == is);
        fits(&self.state, &row.state) && fits(&self.award, &row.award) && fits(&self.subject, &row.subject)
    }
}

/// How many cases take a step at once at most.
const MOST_CASES: usize = 10_000;

/// What is to be done with a case by hand.
#[derive(Debug, Clone)]
pub struct Step {
    /// What.
    pub action: CaseAction,
    /// The legal reason, of a rejection.
    pub reason: Option<RejectReason>,
    /// Why, in words.
    pub note: Option<String>,
}

/// Whom a case is about: what tells it from others for the same award.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Whom {
    /// A person, by the id of the nomination.
    Person(i64),
    /// A unit, by its position.
    Unit(i64),
}

impl Whom {
    /// By a case's columns.
    pub(super) const fn of(nomination_id: Option<i64>, unit: i64) -> Self {
        match nomination_id {
            Some(id) => Self::Person(id),
            None => Self::Unit(unit),
        }
    }
}

/// The codes of the legal reasons by which cases of a plan were rejected last, by the id of the case.
pub(super) fn reject_reasons(engine: &mut Engine, plan_id: i64) -> Result<FxHashMap<i64, String>, Problem> {
    let all = reject_reasons_of(engine, plan_id)?.into_iter();
    Ok(all.filter_map(|(case, reason)| Some((case, reason?))).collect())
}

impl CaseRow {
    /// Whom it is about.
    pub(super) const fn whom(&self) -> Whom {
        Whom::of(self.nomination_id, self.unit)
    }

    /// The unit's position.
    pub fn unit_index(&self) -> u32 {
        u32::try_from(self.unit)
            .unwrap_or_else(|_| unreachable!("positions are written from numbers that fit"))
    }
}

/// Moves a case by a step that a person takes by hand.
fn by_hand(change: &mut Change<'_>, plan: &Plan, before: &CaseRow, step: &Step) -> Result<CaseRow, Problem> {
    if !step.action.is_by_hand() {
        let by_hand = CaseAction::ALL.iter().filter(|action| action.is_by_hand());
        let codes: Vec<&str> = by_hand.map(|action| action.code()).collect();
        return Err(FIELD_REFUSED.with("field", "action").with("expected", codes.join(", ")));
    }
    let said = Said { note: step.note.as_deref(), reason: step.reason };
    move_case(change, &plan.process, before, step.action, said)
}

impl Service {
    /// The cases of a plan that the actor may see: all of them, or those of the units in reach and of the persons whom these
    /// nominated.
    ///
    /// # Errors
    /// When the actor may not, there is no such plan, or the filter names what no case can have; and those of the database.
    pub fn cases(&self, actor: &Actor, plan_id: i64, filter: &CaseFilter) -> Result<Cases, Problem> {
        self.read(actor, Right::View, |engine| {
            let (plan, frame, rows) = self.rows_seen(engine, actor, plan_id, filter)?;
            listed(engine, (plan, frame), rows)
        })
    }

    /// All cases of a plan that the actor may see, where nobody asks whom they are about.
    pub(super) fn case_rows(
        &self,
        actor: &Actor,
        plan_id: i64,
    ) -> Result<(PlanRow, Arc<Frame>, Vec<CaseRow>), Problem> {
        self.read(actor, Right::View, |engine| self.rows_seen(engine, actor, plan_id, &CaseFilter::default()))
    }

    fn rows_seen(
        &self,
        engine: &mut Engine,
        actor: &Actor,
        plan_id: i64,
        filter: &CaseFilter,
    ) -> Result<(PlanRow, Arc<Frame>, Vec<CaseRow>), Problem> {
        let (plan, frame) = self.framed(engine, plan_id)?;
        filter.check(&frame.plan)?;
        let hidden = self.hidden_cases(engine, actor, plan_id)?;
        let nominators = Nominators::of_plan(engine, actor, plan_id)?;
        let mut rows = cases_of(engine, plan_id)?;
        rows.retain(|row| filter.fits(row) && sees(actor, &frame, (&hidden, &nominators), row));
        Ok((plan, frame, rows))
    }

    /// A case with its steps.
    ///
    /// # Errors
    /// When the actor may not see it, or there is none; and those of the database.
    pub fn case(&self, actor: &Actor, plan_id: i64, number: i64) -> Result<Case, Problem> {
        self.read(actor, Right::View, |engine| {
            let (plan, frame) = self.framed(engine, plan_id)?;
            let row = self.seen_case(engine, actor, (&frame, plan_id), number)?;
            self.whole(engine, actor, (plan, frame), row)
        })
    }

    /// The case of a plan with a number, if the actor may see it.
    pub(super) fn seen_case(
        &self,
        engine: &mut Engine,
        actor: &Actor,
        (frame, plan_id): (&Frame, i64),
        number: i64,
    ) -> Result<CaseRow, Problem> {
        let hidden = self.hidden_cases(engine, actor, plan_id)?;
        seen_among(engine, actor, (frame, plan_id), &hidden, number)
    }

    /// Takes a step that a person takes by hand. `expected` is the count of changes that the caller has seen.
    ///
    /// # Errors
    /// When the actor may not, the step doesn't follow, something that it needs is missing, or the case was changed since; and
    /// those of the database.
    pub fn step_case(
        &self,
        actor: &Actor,
        plan_id: i64,
        number: i64,
        (expected, step): (Option<i64>, &Step),
    ) -> Result<Case, Problem> {
        self.change(actor, Right::ManageCases, |change| {
            let (plan, frame) = self.framed(change.engine, plan_id)?;
            let before = self.seen_case(change.engine, actor, (&frame, plan_id), number)?;
            if expected.is_some_and(|expected| expected != before.change) {
                return Err(STALE.with("expected", before.change));
            }
            let row = by_hand(change, &frame.plan, &before, step)?;
            self.whole(change.engine, actor, (plan, frame), row)
        })
    }

    fn whole(
        &self,
        engine: &mut Engine,
        actor: &Actor,
        (plan, frame): (PlanRow, Arc<Frame>),
        row: CaseRow,
    ) -> Result<Case, Problem> {
        let steps = steps_for(engine, actor, &row)?;
        let subject = subjects_of(engine, &frame, std::slice::from_ref(&row))?.swap_remove(0);
        let below = self.lost_below(engine, actor, &frame, &row)?;
        let held_elsewhere = self.held_elsewhere(engine, actor, (&frame, &row))?;
        let unit_hold = UnitHolds::of(engine, plan.id, &frame)?.on(&frame, &row);
        Ok(Case { plan, frame, row, subject, steps, below, held_elsewhere, unit_hold })
    }

    /// Takes a step with several cases: all of them, or none.
    ///
    /// # Errors
    /// As [`Self::step_case`], of the first case that can't take it; when there is none, or too many.
    pub fn step_cases(
        &self,
        actor: &Actor,
        plan_id: i64,
        numbers: &[i64],
        step: &Step,
    ) -> Result<Cases, Problem> {
        let mut numbers = numbers.to_vec();
        numbers.sort_unstable();
        numbers.dedup();
        if numbers.is_empty() || numbers.len() > MOST_CASES {
            return Err(FIELD_REFUSED.with("field", "cases").with("expected", format!("1 – {MOST_CASES}")));
        }
        self.change(actor, Right::ManageCases, |change| {
            let (plan, frame, seen) =
                self.rows_seen(change.engine, actor, plan_id, &CaseFilter::default())?;
            let mut rows = Vec::with_capacity(numbers.len());
            for number in numbers {
                let before = seen.binary_search_by_key(&number, |row| row.number);
                let before = before.map_err(|_| NOT_FOUND.with("what", format!("case {number}")))?;
                rows.push(by_hand(change, &frame.plan, &seen[before], step)?);
            }
            listed(change.engine, (plan, frame), rows)
        })
    }
}

/// Cases as a list shows them.
fn listed(
    engine: &mut Engine,
    (plan, frame): (PlanRow, Arc<Frame>),
    rows: Vec<CaseRow>,
) -> Result<Cases, Problem> {
    let subjects = subjects_of(engine, &frame, &rows)?;
    let holds = UnitHolds::of(engine, plan.id, &frame)?;
    let unit_holds = rows.iter().map(|row| holds.on(&frame, row)).collect();
    Ok(Cases { plan, frame, rows, subjects, unit_holds })
}

/// The case of a plan with a number, if the actor may see it; `hidden` are those from which it is recused.
pub(super) fn seen_among(
    engine: &mut Engine,
    actor: &Actor,
    (frame, plan_id): (&Frame, i64),
    hidden: &FxHashSet<i64>,
    number: i64,
) -> Result<CaseRow, Problem> {
    let missing = || NOT_FOUND.with("what", format!("case {number}"));
    let row = case_by_number(engine, plan_id, number)?.ok_or_else(missing)?;
    let nominators = Nominators::of_case(engine, actor, &row)?;
    if sees(actor, frame, (hidden, &nominators), &row) { Ok(row) } else { Err(missing()) }
}

/// The steps of a case, as an actor may see them: what was said of a hold, or where an objection was settled, is for who sees cases.
fn steps_for(engine: &mut Engine, actor: &Actor, row: &CaseRow) -> Result<Vec<CaseStepRow>, Problem> {
    let mut steps = steps_of(engine, row.id)?;
    if !actor.may(Right::ViewCases) {
        let settled = settlements_of_case(engine, row.id)?;
        for step in steps.iter_mut().filter(|step| is_internal(step, &settled)) {
            step.note = None;
        }
    }
    Ok(steps)
}

/// Whether what was said with a step isn't for the unit whose case it is. `settled` are the moments at which objections to it were.
fn is_internal(step: &CaseStepRow, settled: &[NaiveDateTime]) -> bool {
    let of_hold = [CaseAction::Hold.code(), CaseAction::Release.code()];
    of_hold.contains(&step.action.as_str())
        || settled.contains(&step.made_at)
        || step.reason.as_deref() == Some(RejectReason::ObjectionUpheld.code())
}

/// The positions of the units that nominated the persons whom cases are about, by the ids of the nominations.
///
/// What is said of a person is for the unit that nominated it; those below may be where the person works, and see nothing.
#[derive(Debug, Default)]
pub(super) struct Nominators(FxHashMap<i64, i64>);

impl Nominators {
    /// Of all persons of a plan; none are looked for where the actor reaches every unit.
    pub(super) fn of_plan(engine: &mut Engine, actor: &Actor, plan_id: i64) -> Result<Self, Problem> {
        if actor.reach.is_none() {
            return Ok(Self::default());
        }
        Ok(Self(nominators_of(engine, plan_id)?.into_iter().collect()))
    }

    /// Of the person of one case.
    fn of_case(engine: &mut Engine, actor: &Actor, case: &CaseRow) -> Result<Self, Problem> {
        let Some(id) = case.nomination_id.filter(|_| actor.reach.is_some()) else {
            return Ok(Self::default());
        };
        let row = nomination_by_id(engine, id)?;
        Ok(Self(row.into_iter().map(|row| (row.id, row.nominator)).collect()))
    }

    /// Whether an actor reaches a case: its unit, or the unit that nominated the person.
    pub(super) fn reach(&self, actor: &Actor, frame: &Frame, case: &CaseRow) -> bool {
        let Some(reach) = actor.reach.as_deref() else { return true };
        let unit = match case.nomination_id {
            None => Some(case.unit_index()),
            Some(id) => self.0.get(&id).and_then(|nominator| u32::try_from(*nominator).ok()),
        };
        unit.is_some_and(|unit| frame.is_within(unit, Some(reach)))
    }
}

/// Whether an actor sees a case: all, or those that it reaches, but none from which it is recused.
fn sees(
    actor: &Actor,
    frame: &Frame,
    (hidden, nominators): (&FxHashSet<i64>, &Nominators),
    row: &CaseRow,
) -> bool {
    let may = actor.may(Right::ViewCases) || actor.may(Right::Nominate);
    may && nominators.reach(actor, frame, row) && !hidden.contains(&row.id)
}
