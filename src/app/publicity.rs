//! Publicity: a list of appraised cases is public for so many days, and what comes of that stands before any vote.

use std::sync::Arc;

use chrono::{Days, NaiveDate};
use rustc_hash::FxHashSet;

pub use crate::db::publicity::{ObjectionRow, PublicityRow};

use super::actor::{Actor, Right};
use super::audit::Entry;
use super::case::{CaseRow, Said, move_case, seen_among};
use super::frame::Frame;
use super::moment::on_the_wall;
use super::plan::{PlanRow, known_plan};
use super::problem::{
    FIELD_REFUSED, FORBIDDEN, LIST_PUBLIC, NOT_FOUND, OBJECTIONS_OPEN, PUBLICITY_BEGINS, PUBLICITY_ENDED,
    PUBLICITY_ENDS, Problem, RECUSED,
};
use super::service::{Change, Service};
use super::text_field::{LONGEST_TEXT, optional};
use crate::contest::calendar::add_days;
use crate::contest::case::CaseAction;
use crate::contest::plan::Plan;
use crate::db::Engine;
use crate::db::case::cases_of;
use crate::db::publicity::{
    insert_publicity, next_publicity, objections_of, publicities_of, publicity_by_number, publicity_cases_of,
    update_publicity,
};
use crate::text::format::date;

/// How far ahead the days of a list may lie.
const FURTHEST: Days = Days::new(366);

/// A list to be made public.
#[derive(Debug, Clone)]
pub struct NewPublicity {
    /// The numbers of its cases.
    pub cases: Vec<i64>,
    /// The first day.
    pub starts_on: NaiveDate,
    /// The last day; `None`: as the plan's rule has it.
    pub ends_on: Option<NaiveDate>,
    /// What is said of it: where objections are received.
    pub note: Option<String>,
}

/// A list made public, with its cases and objections as far as an actor may see them.
#[derive(Debug, Clone)]
pub struct Publicity {
    /// The list.
    pub row: PublicityRow,
    /// Its cases, by number.
    pub cases: Vec<CaseRow>,
    /// Objections to them, in the order in which they were entered.
    pub objections: Vec<ObjectionRow>,
}

/// The lists of a plan.
#[derive(Debug, Clone)]
pub struct Publicities {
    /// The plan.
    pub plan: PlanRow,
    /// Its frame.
    pub frame: Arc<Frame>,
    /// The lists with cases that the actor may see, by number.
    pub lists: Vec<Publicity>,
    /// The day.
    pub today: NaiveDate,
}

/// Where a list stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublicityState {
    /// It hasn't begun.
    Coming,
    /// It is public.
    Running,
    /// Its last day is over, and nobody has recorded that yet.
    Over,
    /// Its end was recorded.
    Ended,
}

impl PublicityState {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Coming => "coming",
            Self::Running => "running",
            Self::Over => "over",
            Self::Ended => "ended",
        }
    }
}

impl PublicityRow {
    /// Where it stands on a day.
    pub fn state_on(&self, today: NaiveDate) -> PublicityState {
        match self.state.as_str() {
            "ended" => PublicityState::Ended,
            _ if today < self.starts_on => PublicityState::Coming,
            _ if today <= self.ends_on => PublicityState::Running,
            _ => PublicityState::Over,
        }
    }
}

impl Publicity {
    /// How many of its objections nobody has settled.
    pub fn open_objections(&self) -> usize {
        self.objections.iter().filter(|objection| objection.settled_at.is_none()).count()
    }
}

/// A list with what decides what an actor may do with it.
pub(super) struct SeenList {
    /// The list.
    pub row: PublicityRow,
    cases: FxHashSet<i64>,
    hidden: FxHashSet<i64>,
}

impl SeenList {
    /// Whether a case stands on it that the actor may see.
    pub fn has(&self, case: i64) -> bool {
        self.cases.contains(&case) && !self.hidden.contains(&case)
    }

    /// Refuses what is done with all cases of the list at once by who has an interest in one of them. Nothing of that case
    /// is looked at before.
    fn demand_whole(&self) -> Result<(), Problem> {
        if self.cases.is_disjoint(&self.hidden) { Ok(()) } else { Err(Problem::from(&RECUSED)) }
    }

    /// Refuses what changes a list whose end was recorded.
    fn demand_open(&self) -> Result<(), Problem> {
        match self.row.state.as_str() {
            "ended" => Err(PUBLICITY_ENDED.with("number", self.row.number)),
            _ => Ok(()),
        }
    }
}

/// The first day on which a list that begins on a day may end, by the plan.
pub fn ends_by_rule(plan: &Plan, starts_on: NaiveDate) -> Option<NaiveDate> {
    let rule = plan.process.publicity?;
    add_days(starts_on, i64::from(rule.days), rule.count, &plan.calendar)
}

/// The last day of a new list.
fn end_of(plan: &Plan, new: &NewPublicity) -> Result<NaiveDate, Problem> {
    let by_rule = ends_by_rule(plan, new.starts_on);
    let is_required = plan.process.publicity.is_some_and(|rule| rule.required);
    let earliest = by_rule.filter(|_| is_required).unwrap_or(new.starts_on);
    let missing = || FIELD_REFUSED.with("field", "ends_on").with("expected", format!("≥ {}", date(earliest)));
    let ends_on = new.ends_on.or(by_rule).ok_or_else(missing)?;
    if ends_on < earliest {
        return Err(PUBLICITY_ENDS.with("earliest", date(earliest)));
    }
    demand_near(ends_on, new.starts_on)?;
    Ok(ends_on)
}

/// Refuses a day that is mistyped: none of a list lies a year ahead.
fn demand_near(day: NaiveDate, from: NaiveDate) -> Result<(), Problem> {
    let last = from.checked_add_days(FURTHEST).unwrap_or(day);
    if day <= last {
        return Ok(());
    }
    Err(FIELD_REFUSED.with("field", "ends_on").with("expected", format!("≤ {}", date(last))))
}

/// What the audit log keeps of a list.
fn told(row: &PublicityRow, cases: &[i64]) -> serde_json::Value {
    serde_json::json!({
        "number": row.number, "starts_on": row.starts_on, "ends_on": row.ends_on, "state": row.state, "cases": cases,
    })
}

impl Service {
    /// The lists of a plan that were, are or will be public, as far as an actor may see their cases.
    ///
    /// # Errors
    /// When it may see none, or there is no such plan; and those of the database.
    pub fn publicities(&self, actor: &Actor, plan_id: i64) -> Result<Publicities, Problem> {
        if !actor.may(Right::ViewCases) && !actor.may(Right::Nominate) {
            return Err(FORBIDDEN.with("right", Right::ViewCases.code()));
        }
        let (plan, frame, cases) = self.case_rows(actor, plan_id)?;
        self.read(actor, Right::View, |engine| {
            let on_lists = publicity_cases_of(engine, plan_id)?;
            let on_lists: FxHashSet<(i64, i64)> =
                on_lists.iter().map(|row| (row.publicity_id, row.case_id)).collect();
            let objections = objections_of(engine, plan_id)?;
            let lists = publicities_of(engine, plan_id)?.into_iter().map(|row| {
                let cases: Vec<CaseRow> =
                    cases.iter().filter(|case| on_lists.contains(&(row.id, case.id))).cloned().collect();
                let seen = |it: &&ObjectionRow| {
                    actor.may(Right::ViewCases)
                        && it.publicity_id == row.id
                        && cases.iter().any(|case| case.id == it.case_id)
                };
                let objections = objections.iter().filter(seen).map(|it| without_sender(actor, it)).collect();
                Publicity { row, cases, objections }
            });
            let lists = lists.filter(|list| !list.cases.is_empty()).collect();
            Ok(Publicities { plan, frame, lists, today: self.today() })
        })
    }

    /// A list of a plan.
    ///
    /// # Errors
    /// When the actor may see none of its cases, or there is none; and those of the database.
    pub fn publicity(
        &self,
        actor: &Actor,
        plan_id: i64,
        number: i64,
    ) -> Result<(Publicities, Publicity), Problem> {
        let mut all = self.publicities(actor, plan_id)?;
        let at = all.lists.iter().position(|list| list.row.number == number);
        let at = at.ok_or_else(|| NOT_FOUND.with("what", format!("publicity {number}")))?;
        let found = all.lists.swap_remove(at);
        Ok((all, found))
    }

    /// Makes a list of appraised cases public from a day on.
    ///
    /// # Errors
    /// When the actor may not, a case can't be seen, isn't appraised or is held, or the days aren't as the plan has them; and those
    /// of the database.
    pub fn add_publicity(
        &self,
        actor: &Actor,
        plan_id: i64,
        new: &NewPublicity,
    ) -> Result<PublicityRow, Problem> {
        let note = optional("note", new.note.as_deref(), LONGEST_TEXT)?;
        self.change(actor, Right::ManageCases, |change| {
            let (_, frame) = self.framed(change.engine, plan_id)?;
            let today = on_the_wall(change.now).date();
            if new.starts_on < today {
                return Err(PUBLICITY_BEGINS.with("earliest", date(today)));
            }
            demand_near(new.starts_on, today)?;
            let ends_on = end_of(&frame.plan, new)?;
            let mut numbers = new.cases.clone();
            numbers.sort_unstable();
            numbers.dedup();
            if numbers.is_empty() {
                return Err(FIELD_REFUSED.with("field", "cases").with("expected", "≥ 1"));
            }
            let hidden = self.hidden_cases(change.engine, actor, plan_id)?;
            let mut ids = Vec::with_capacity(numbers.len());
            for number in &numbers {
                let case = seen_among(change.engine, actor, (&frame, plan_id), &hidden, *number)?;
                ids.push(
                    move_case(change, &frame.plan.process, &case, CaseAction::Publish, Said::default())?.id,
                );
            }
            ids.sort_unstable();
            let (id, number) = next_publicity(change.engine, plan_id)?;
            let row = PublicityRow {
                id,
                plan_id,
                number,
                starts_on: new.starts_on,
                ends_on,
                state: "open".to_owned(),
                note,
                made_by: actor.label.clone(),
                made_at: change.now,
                ended_by: None,
                ended_at: None,
            };
            insert_publicity(change.engine, &row, &ids)?;
            let entry = Entry::new("publicity.add", format!("publicity:{id}")).of_plan(plan_id);
            change.record(entry.after(&told(&row, &numbers)))?;
            Ok(row)
        })
    }

    /// Lets a list be public longer.
    ///
    /// # Errors
    /// When the actor may not or has an interest in a case of it, its end was recorded, or the day isn't later than the one that
    /// stands, or is past; and those of the database.
    pub fn extend_publicity(
        &self,
        actor: &Actor,
        plan_id: i64,
        number: i64,
        ends_on: NaiveDate,
    ) -> Result<PublicityRow, Problem> {
        self.change(actor, Right::ManageCases, |change| {
            let list = self.seen_list(change.engine, actor, plan_id, number)?;
            list.demand_whole()?;
            list.demand_open()?;
            let before = list.row;
            let today = on_the_wall(change.now).date();
            let earliest = before.ends_on.succ_opt().unwrap_or(before.ends_on).max(today);
            if ends_on < earliest {
                return Err(PUBLICITY_ENDS.with("earliest", date(earliest)));
            }
            demand_near(ends_on, before.starts_on.max(today))?;
            let after = PublicityRow { ends_on, ..before.clone() };
            rewrite(change, "publicity.extend", (&before, &after))?;
            Ok(after)
        })
    }

    /// Records that a list's time is over. From then on a council may vote on its cases.
    ///
    /// # Errors
    /// When the actor may not or has an interest in a case of it, its last day isn't over, or an objection is open; and those of the
    /// database.
    pub fn end_publicity(&self, actor: &Actor, plan_id: i64, number: i64) -> Result<PublicityRow, Problem> {
        self.change(actor, Right::ManageCases, |change| {
            let list = self.seen_list(change.engine, actor, plan_id, number)?;
            list.demand_whole()?;
            list.demand_open()?;
            let before = list.row;
            if on_the_wall(change.now).date() <= before.ends_on {
                return Err(LIST_PUBLIC.with("number", number).with("ends", date(before.ends_on)));
            }
            let objections = objections_of(change.engine, plan_id)?;
            let open: Vec<i64> = objections
                .iter()
                .filter(|it| it.publicity_id == before.id && it.settled_at.is_none())
                .map(|it| it.case_id)
                .collect();
            if !open.is_empty() {
                let cases = cases_of(change.engine, plan_id)?;
                let numbers: Vec<String> = cases
                    .iter()
                    .filter(|case| open.contains(&case.id))
                    .map(|case| case.number.to_string())
                    .collect();
                return Err(OBJECTIONS_OPEN.with("count", open.len()).with("cases", numbers.join(", ")));
            }
            let after = PublicityRow {
                state: "ended".to_owned(),
                ended_by: Some(actor.label.clone()),
                ended_at: Some(change.now),
                ..before.clone()
            };
            rewrite(change, "publicity.end", (&before, &after))?;
            Ok(after)
        })
    }

    /// The list of a plan with a number, if the actor may see a case of it.
    pub(super) fn seen_list(
        &self,
        engine: &mut Engine,
        actor: &Actor,
        plan_id: i64,
        number: i64,
    ) -> Result<SeenList, Problem> {
        known_plan(engine, plan_id)?;
        let missing = || NOT_FOUND.with("what", format!("publicity {number}"));
        let row = publicity_by_number(engine, plan_id, number)?.ok_or_else(missing)?;
        let on_lists = publicity_cases_of(engine, plan_id)?;
        let on_it = on_lists.iter().filter(|on_it| on_it.publicity_id == row.id);
        let cases: FxHashSet<i64> = on_it.map(|on_it| on_it.case_id).collect();
        let hidden = self.hidden_cases(engine, actor, plan_id)?;
        if cases.is_subset(&hidden) { Err(missing()) } else { Ok(SeenList { row, cases, hidden }) }
    }
}

fn rewrite(
    change: &mut Change<'_>,
    action: &'static str,
    (before, after): (&PublicityRow, &PublicityRow),
) -> Result<(), Problem> {
    update_publicity(change.engine, after)?;
    let on_it = publicity_cases_of(change.engine, after.plan_id)?;
    let ids: Vec<i64> =
        on_it.iter().filter(|row| row.publicity_id == after.id).map(|row| row.case_id).collect();
    let numbers: Vec<i64> = cases_of(change.engine, after.plan_id)?
        .iter()
        .filter(|case| ids.contains(&case.id))
        .map(|case| case.number)
        .collect();
    let entry = Entry::new(action, format!("publicity:{}", after.id)).of_plan(after.plan_id);
    change.record(entry.before(&told(before, &numbers)).after(&told(after, &numbers)))
}

/// An objection as an actor may see it: who sent it is for who handles it.
fn without_sender(actor: &Actor, objection: &ObjectionRow) -> ObjectionRow {
    let sender = objection.sender.clone().filter(|_| actor.can(Right::ManageCases));
    ObjectionRow { sender, ..objection.clone() }
}
