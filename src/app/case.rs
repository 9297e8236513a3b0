//! Cases: opened from a stored ranking's recommendation, and moved step by step until an award is handed over.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDateTime;
use rustc_hash::FxHashSet;
use serde::Serialize;

pub use crate::db::case::{CaseRow, CaseStepRow};

use super::actor::{Actor, Right};
use super::audit::Entry;
use super::dossier::demand_complete;
use super::frame::Frame;
use super::plan::{PlanRow, PlanState, demand_state};
use super::problem::{CASE_HELD, CASE_NOT_HELD, CASE_STEP, FIELD_REFUSED, NOT_FOUND, Problem, STALE};
use super::service::{Change, Service};
use super::text_field::{LONGEST_TEXT, optional};
use crate::contest::case::{CaseAction, CaseRefusal, CaseState, RejectReason, next};
use crate::contest::plan::{Plan, Process};
use crate::db::Engine;
use crate::db::case::{
    case_by_number, cases_of, insert_case, insert_step, next_case, next_step, steps_of, update_case,
};
use crate::documents::stored::{StoredRanking, StoredUnit};

/// A case of a unit.
pub const COLLECTIVE: &str = "collective";
/// A case of a person.
pub const INDIVIDUAL: &str = "individual";

/// What is said with a step.
#[derive(Debug, Clone, Copy, Default)]
pub struct Said<'a> {
    /// Why, in words.
    pub note: Option<&'a str>,
    /// The legal reason, of a rejection.
    pub reason: Option<RejectReason>,
}

/// What came of opening cases.
#[derive(Debug, Clone, Default)]
pub struct Opened {
    /// The cases opened now.
    pub cases: Vec<CaseRow>,
    /// How many recommended subjects had a case already.
    pub there: usize,
    /// How many wait for a tie at another border or award, and get a case once that is settled.
    pub waiting: usize,
}

/// The cases of a plan.
#[derive(Debug, Clone)]
pub struct Cases {
    /// The plan.
    pub plan: PlanRow,
    /// Its frame.
    pub frame: Arc<Frame>,
    /// The cases that the actor may see, by number.
    pub rows: Vec<CaseRow>,
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
    /// Its steps, in order.
    pub steps: Vec<CaseStepRow>,
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

/// What the audit log keeps of a case. What is written of a person stays with the case, where it can be erased.
#[derive(Serialize)]
struct CaseRecord<'a> {
    number: i64,
    subject: &'a str,
    award: &'a str,
    state: &'a str,
    held: bool,
    reason: Option<&'a str>,
    note: Option<&'a str>,
}

impl<'a> CaseRecord<'a> {
    fn of(row: &'a CaseRow, reason: Option<RejectReason>, note: Option<&'a str>) -> Self {
        Self {
            number: row.number,
            subject: &row.subject,
            award: &row.award,
            state: &row.state,
            held: row.held,
            reason: reason.map(RejectReason::code),
            note: note.filter(|_| row.subject == COLLECTIVE),
        }
    }
}

impl CaseRow {
    /// Where it is.
    pub fn state_now(&self) -> CaseState {
        CaseState::of_code(&self.state).unwrap_or_else(|| unreachable!("the program wrote the state"))
    }

    /// The unit's position.
    pub fn unit_index(&self) -> u32 {
        u32::try_from(self.unit)
            .unwrap_or_else(|_| unreachable!("positions are written from numbers that fit"))
    }

    /// What may be done with it next.
    pub fn may_follow(&self, process: &Process) -> impl Iterator<Item = CaseAction> + use<> {
        let (state, held, publicity) = (self.state_now(), self.held, needs_publicity(process));
        CaseAction::ALL.iter().copied().filter(move |action| next(state, held, *action, publicity).is_ok())
    }
}

/// Whether the plan wants a list made public before a council votes.
pub fn needs_publicity(process: &Process) -> bool {
    process.publicity.is_some_and(|rule| rule.required)
}

/// Moves a case one step, in the caller's transaction: state, step and audit record.
pub(super) fn move_case(
    change: &mut Change<'_>,
    process: &Process,
    before: &CaseRow,
    action: CaseAction,
    said: Said<'_>,
) -> Result<CaseRow, Problem> {
    let note = optional("note", said.note, LONGEST_TEXT)?;
    if action.needs_note() && note.is_none() {
        return Err(FIELD_REFUSED.with("field", "note").with("expected", format!("1-{LONGEST_TEXT}")));
    }
    if said.reason.is_some() != (action == CaseAction::Reject) {
        let codes: Vec<&str> = RejectReason::ALL.iter().map(|reason| reason.code()).collect();
        let expected = if action == CaseAction::Reject { codes.join(", ") } else { "–".to_owned() };
        return Err(FIELD_REFUSED.with("field", "reason").with("expected", expected));
    }
    let state = next(before.state_now(), before.held, action, needs_publicity(process))
        .map_err(|refusal| refused(refusal, before, action))?;
    if action == CaseAction::Complete {
        demand_complete(change.engine, process, before)?;
    }
    let held = match action {
        CaseAction::Hold => true,
        CaseAction::Release => false,
        // What has left the way isn't held any more.
        _ => before.held && !state.is_closed(),
    };
    let since = if state == before.state_now() { before.since } else { change.now };
    let after =
        CaseRow { state: state.code().to_owned(), held, since, change: before.change + 1, ..before.clone() };
    update_case(change.engine, &after)?;
    let step = CaseStepRow {
        case_id: after.id,
        number: next_step(change.engine, after.id)?,
        action: action.code().to_owned(),
        from_state: before.state.clone(),
        to_state: after.state.clone(),
        reason: said.reason.map(|reason| reason.code().to_owned()),
        note,
        made_by: change.actor.label.clone(),
        made_at: change.now,
    };
    insert_step(change.engine, &step)?;
    let entry = Entry::new("case.step", format!("case:{}", after.id)).of_plan(after.plan_id);
    let told = CaseRecord::of(&after, said.reason, step.note.as_deref());
    change.record(entry.before(&CaseRecord::of(before, None, None)).after(&told))?;
    Ok(after)
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

fn refused(refusal: CaseRefusal, case: &CaseRow, action: CaseAction) -> Problem {
    match refusal {
        CaseRefusal::Order => {
            CASE_STEP.with("case", case.number).with("state", &case.state).with("action", action.code())
        }
        CaseRefusal::Held => CASE_HELD.with("case", case.number),
        CaseRefusal::NotHeld => CASE_NOT_HELD.with("case", case.number),
    }
}

/// A case to be opened.
#[derive(Debug, Clone)]
pub(super) struct NewCase {
    /// `collective` or `individual`.
    pub subject: &'static str,
    /// The unit's position.
    pub unit: i64,
    /// The nomination, of an individual.
    pub nomination_id: Option<i64>,
    /// The code of the award.
    pub award: String,
    /// The number of the stored ranking.
    pub snapshot: i64,
    /// The place there.
    pub place: Option<i64>,
    /// The reason's code there.
    pub reason: String,
    /// What ties at a quota's border: subjects with the same text tie at the same one.
    pub border: Option<String>,
}

/// What tells cases apart: the award with the nomination of a person, or with the unit.
type Key = (String, Option<i64>, Option<i64>);

fn key(award: &str, nomination_id: Option<i64>, unit: i64) -> Key {
    (award.to_owned(), nomination_id, nomination_id.is_none().then_some(unit))
}

/// The cases that a stored ranking of units asks for: who is recommended for some awards, and who ties at a border.
/// With how many wait for a tie elsewhere.
fn collectives(
    frame: &Frame,
    ranking: &StoredRanking,
    number: i64,
    awards: &[&str],
) -> (Vec<NewCase>, usize) {
    let mut waiting = 0;
    let mut new = Vec::new();
    for award in awards {
        for (_, unit) in ranking.units() {
            let Some(told) = unit.awards.get(*award) else { continue };
            let text = |name: &str| told[name].as_str().unwrap_or("");
            let (reason, detail) = (text("reason"), text("reason_detail"));
            let is_border = reason == "tie_to_settle";
            if matches!(reason, "waits_for_tie" | "waits_for_award") {
                waiting += 1;
            }
            if !is_border && !crate::contest::result::Reason::is_recommended_code(reason) {
                continue;
            }
            let Some(position) = frame.unit(&unit.code) else { continue };
            new.push(NewCase {
                subject: COLLECTIVE,
                unit: i64::from(position),
                nomination_id: None,
                award: (*award).to_owned(),
                snapshot: number,
                place: (!unit.is_unranked()).then(|| i64::from(unit.rank)),
                reason: reason.to_owned(),
                border: is_border.then(|| border_of(frame, award, detail, unit, position)),
            });
        }
    }
    (new, waiting)
}

/// The border at which a unit ties, as a text: the award, what the quota is counted over, and of what.
fn border_of(frame: &Frame, award: &str, per: &str, unit: &StoredUnit, position: u32) -> String {
    let at = frame.units.get(position);
    let group = match per {
        "cluster" => unit.cluster.clone(),
        "source" => at.source.map_or_else(String::new, |source| frame.units.sources[source as usize].clone()),
        "subject" => at.subject.map_or_else(String::new, |subject| subject.to_string()),
        _ => String::new(),
    };
    format!("{award}\t{per}\t{group}")
}

impl Service {
    /// Opens a case for each subject that the stored ranking recommends for some awards, or that ties at the border of their
    /// quotas and waits for the council. Subjects that have one already are left alone.
    ///
    /// # Errors
    /// When the actor may not, an award is unknown, or no ranking is stored; and those of the database.
    pub fn open_cases(&self, actor: &Actor, plan_id: i64, awards: &[String]) -> Result<Opened, Problem> {
        self.change(actor, Right::ManageCases, |change| {
            let (plan, frame) = self.framed(change.engine, plan_id)?;
            demand_state(&plan, &[PlanState::Ranked, PlanState::Finalised])?;
            let known: Vec<&str> = frame.plan.awards.iter().map(|award| award.code.as_str()).collect();
            if awards.iter().any(|code| !known.contains(&code.as_str())) {
                return Err(FIELD_REFUSED.with("field", "awards").with("expected", known.join(", ")));
            }
            let wanted = |code: &&str| awards.is_empty() || awards.iter().any(|award| award == code);
            let wanted: Vec<&str> = known.into_iter().filter(|code| wanted(code)).collect();
            let published = self.published_in(change.engine, actor, &plan)?;
            let published = published.ok_or_else(|| NOT_FOUND.with("what", "snapshot"))?;
            let (new, waiting) = collectives(&frame, &published.ranking, published.row.number, &wanted);
            let opened = open(change, &plan, new)?;
            Ok(Opened { waiting, ..opened })
        })
    }

    /// The cases of a plan that the actor may see: all of them, or those of the units in reach.
    ///
    /// # Errors
    /// When the actor may not, there is no such plan, or the filter names what no case can have; and those of the database.
    pub fn cases(&self, actor: &Actor, plan_id: i64, filter: &CaseFilter) -> Result<Cases, Problem> {
        self.read(actor, Right::View, |engine| {
            let (plan, frame) = self.framed(engine, plan_id)?;
            filter.check(&frame.plan)?;
            let hidden = self.unseen(engine, actor, plan_id)?;
            let mut rows = cases_of(engine, plan_id)?;
            rows.retain(|row| filter.fits(row) && sees(actor, &frame, &hidden, row));
            Ok(Cases { plan, frame, rows })
        })
    }

    /// A case with its steps.
    ///
    /// # Errors
    /// When the actor may not see it, or there is none; and those of the database.
    pub fn case(&self, actor: &Actor, plan_id: i64, number: i64) -> Result<Case, Problem> {
        self.read(actor, Right::View, |engine| {
            let (plan, frame) = self.framed(engine, plan_id)?;
            let row = self.seen_case(engine, actor, (&frame, plan_id), number)?;
            let steps = steps_of(engine, row.id)?;
            Ok(Case { plan, frame, row, steps })
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
        let hidden = self.unseen(engine, actor, plan_id)?;
        let row = case_by_number(engine, plan_id, number)?.filter(|row| sees(actor, frame, &hidden, row));
        row.ok_or_else(|| NOT_FOUND.with("what", format!("case {number}")))
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
            let steps = steps_of(change.engine, row.id)?;
            Ok(Case { plan, frame, row, steps })
        })
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
            let (plan, frame) = self.framed(change.engine, plan_id)?;
            let mut rows = Vec::with_capacity(numbers.len());
            for number in numbers {
                let before = self.seen_case(change.engine, actor, (&frame, plan_id), number)?;
                rows.push(by_hand(change, &frame.plan, &before, step)?);
            }
            Ok(Cases { plan, frame, rows })
        })
    }

    /// Ids of cases that the actor must not see, whatever its rights.
    fn unseen(&self, engine: &mut Engine, actor: &Actor, plan_id: i64) -> Result<FxHashSet<i64>, Problem> {
        self.hidden_cases(engine, actor, plan_id)
    }
}

/// Whether an actor sees a case: all, or those of the units in reach, but none from which it is recused.
fn sees(actor: &Actor, frame: &Frame, hidden: &FxHashSet<i64>, row: &CaseRow) -> bool {
    let may = actor.may(Right::ViewCases) || actor.may(Right::Nominate);
    may && frame.is_within(row.unit_index(), actor.reach.as_deref()) && !hidden.contains(&row.id)
}

/// Opens the cases that aren't there yet.
pub(super) fn open(change: &mut Change<'_>, plan: &PlanRow, new: Vec<NewCase>) -> Result<Opened, Problem> {
    let there = cases_of(change.engine, plan.id)?;
    let mut opened = Opened::default();
    // Ties opened now get numbers of their own, after those of ties that are there.
    let last = there.iter().filter_map(|row| row.border).max().unwrap_or(0);
    let mut borders: BTreeMap<String, i64> = BTreeMap::new();
    let standing = there.iter().filter(|row| !row.state_now().is_closed());
    let standing: FxHashSet<Key> = standing.map(|row| key(&row.award, row.nomination_id, row.unit)).collect();
    for one in new {
        if standing.contains(&key(&one.award, one.nomination_id, one.unit)) {
            opened.there += 1;
            continue;
        }
        let count = i64::try_from(borders.len()).unwrap_or(i64::MAX);
        let border = one.border.clone().map(|border| *borders.entry(border).or_insert(last + count + 1));
        opened.cases.push(write(change, plan, one, border)?);
    }
    Ok(opened)
}

fn write(
    change: &mut Change<'_>,
    plan: &PlanRow,
    new: NewCase,
    border: Option<i64>,
) -> Result<CaseRow, Problem> {
    let (id, number) = next_case(change.engine, plan.id)?;
    let now: NaiveDateTime = change.now;
    let row = CaseRow {
        id,
        plan_id: plan.id,
        number,
        subject: new.subject.to_owned(),
        unit: new.unit,
        nomination_id: new.nomination_id,
        award: new.award,
        state: CaseState::Recommended.code().to_owned(),
        held: false,
        border,
        snapshot: new.snapshot,
        place: new.place,
        reason: new.reason,
        since: now,
        change: 1,
        made_by: change.actor.label.clone(),
        made_at: now,
    };
    insert_case(change.engine, &row)?;
    let entry = Entry::new("case.open", format!("case:{id}")).of_plan(plan.id);
    change.record(entry.after(&CaseRecord::of(&row, None, None)))?;
    Ok(row)
}
