//! Nominating persons: entered, changed before they are accepted, withdrawn, accepted or returned, and their figures appraised.

use chrono::{Datelike, NaiveDateTime};
use rustc_hash::FxHashSet;

use super::actor::{Actor, Right};
use super::audit::Entry;
use super::frame::Frame;
use super::moment::on_the_wall;
use super::nomination::{
    NominationRecord, NominationRow, NominationState, apart_from, code_of, demand_change, expected,
    figures_of, individuals, is_judged, open_duplicates, slots, state_of,
};
use super::plan::{PlanState, demand_state};
use super::problem::{
    FIELD_REFUSED, FORBIDDEN, NOMINATION_CASE, NOMINATION_DUPLICATE, NOMINATION_ERASED, NOMINATION_LIMIT,
    NOMINATION_STATE, NOT_FOUND, Problem,
};
use super::report::within_reach;
use super::service::{Change, Service};
use super::stored_figure::write_figure;
use super::text_field::{LONGEST_TEXT, optional, required};
use crate::contest::figure::{Figure, Place, Value};
use crate::contest::fraction::Numeral;
use crate::contest::plan::{Amount, Individuals, MetricKind, QuotaPer};
use crate::db::case::{CaseRow, cases_of, cases_of_nomination};
use crate::db::nomination::{
    decide_nominations, insert_nominations, next_nomination, nominations_of, update_nomination,
};
use crate::intake::answer::read_answer;
use crate::intake::fold::fold;

/// The longest name and the longest position, in characters.
pub const LONGEST_NAME: usize = 200;

/// The longest summary of achievements, in characters.
pub const LONGEST_SUMMARY: usize = 4000;

/// How many nominations can be decided about at once.
pub const MOST_AT_ONCE: usize = 1000;

/// In which states of a plan persons can be nominated and decided about.
pub const STATES: &[PlanState] = &[PlanState::Collecting, PlanState::Closed, PlanState::Ranked];

/// A person to be nominated.
#[derive(Debug, Clone, Default)]
pub struct NewNomination {
    /// The code of the unit that nominates; `None`: the unit that the actor reaches.
    pub nominator: Option<String>,
    /// The code of the unit that the person belongs to.
    pub unit: String,
    /// The code of the kind of person.
    pub kind: String,
    /// The code of the award.
    pub award: String,
    /// The name.
    pub name: String,
    /// The year of birth, where it is told.
    pub birth_year: Option<i64>,
    /// The position held; may be empty.
    pub position: String,
    /// The summary of achievements.
    pub summary: String,
    /// Figures by the code of their slot, as written; empty ones are left out.
    pub figures: Vec<(String, String)>,
}

/// What is decided about a nomination.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The person is ranked.
    Accept,
    /// The unit is to correct something.
    Return,
}

/// What a nomination says, checked.
pub(super) struct Checked {
    pub unit: u32,
    pub nominator: u32,
    kind: String,
    pub award: String,
    name: String,
    birth_year: Option<i64>,
    position: String,
    summary: String,
    figures: Vec<(usize, Value, String)>,
}

impl Checked {
    /// As a row that isn't stored, to be compared with others.
    pub(super) fn as_row(&self, number: i64) -> NominationRow {
        NominationRow {
            id: number,
            plan_id: 0,
            number,
            unit: i64::from(self.unit),
            nominator: i64::from(self.nominator),
            kind: self.kind.clone(),
            award: self.award.clone(),
            folded: fold(&self.name),
            name: self.name.clone(),
            birth_year: self.birth_year,
            position: self.position.clone(),
            summary: self.summary.clone(),
            figures: list_of(&self.figures),
            state: NominationState::Submitted.code().to_owned(),
            change: 1,
            made_by: String::new(),
            made_at: NaiveDateTime::default(),
            decided_by: None,
            decided_at: None,
            decision_note: None,
            erased_by: None,
            erased_at: None,
            erase_reason: None,
            apart_from: None,
            apart_reason: None,
        }
    }
}

/// Checks what is said of a person, and that the actor may say it.
pub(super) fn checked(
    frame: &Frame,
    actor: &Actor,
    now: NaiveDateTime,
    new: &NewNomination,
) -> Result<Checked, Problem> {
    let part = individuals(&frame.plan)?;
    let nominator =
        new.nominator.as_deref().filter(|code| !code.trim().is_empty()).or(actor.reach.as_deref());
    let nominator =
        nominator.ok_or_else(|| FIELD_REFUSED.with("field", "nominator").with("expected", "1-64"))?;
    let nominator = within_reach(frame, actor, nominator.trim())?;
    let unit = within_reach(frame, actor, new.unit.trim())?;
    let above = frame.units.get(nominator).code();
    if !frame.is_within(unit, Some(above)) {
        return Err(FIELD_REFUSED.with("field", "unit").with("expected", format!("{above} …")));
    }
    let kinds = || part.plan.subjects.iter().map(|kind| kind.code.as_str()).collect::<Vec<_>>().join(", ");
    if part.kind(&new.kind).is_none() {
        return Err(FIELD_REFUSED.with("field", "kind").with("expected", kinds()));
    }
    let awards = || part.plan.awards.iter().map(|award| award.code.as_str()).collect::<Vec<_>>().join(", ");
    if part.award(&new.award).is_none() {
        return Err(FIELD_REFUSED.with("field", "award").with("expected", awards()));
    }
    let name = one_line("name", &new.name)?;
    if fold(&name).is_empty() {
        return Err(FIELD_REFUSED.with("field", "name").with("expected", format!("1-{LONGEST_NAME}")));
    }
    Ok(Checked {
        unit,
        nominator,
        kind: new.kind.clone(),
        award: new.award.clone(),
        name,
        birth_year: new.birth_year.map(|year| birth_year(year, now)).transpose()?,
        position: if new.position.trim().is_empty() {
            String::new()
        } else {
            one_line("position", &new.position)?
        },
        summary: required("summary", &new.summary, LONGEST_SUMMARY)?,
        figures: values(part, &new.figures, false)?,
    })
}

/// A text of one line.
fn one_line(field: &'static str, text: &str) -> Result<String, Problem> {
    let text = required(field, text, LONGEST_NAME)?;
    if text.chars().any(char::is_control) {
        return Err(FIELD_REFUSED.with("field", field).with("expected", format!("1-{LONGEST_NAME}")));
    }
    Ok(text)
}

/// A year of birth of somebody who lives.
pub(super) fn birth_year(year: i64, now: NaiveDateTime) -> Result<i64, Problem> {
    let this = i64::from(on_the_wall(now).year());
    if (1900..=this).contains(&year) {
        return Ok(year);
    }
    Err(FIELD_REFUSED.with("field", "birth_year").with("expected", format!("1900-{this}")))
}

/// Figures as they are stored. Who nominates tells no judged ones.
pub(super) fn values(
    part: &Individuals,
    figures: &[(String, String)],
    with_judged: bool,
) -> Result<Vec<(usize, Value, String)>, Problem> {
    let plan = &part.plan;
    let mut all: Vec<(usize, Value, String)> = Vec::with_capacity(figures.len());
    for (code, text) in figures.iter().filter(|(_, text)| !text.trim().is_empty()) {
        let known = slots(plan, with_judged);
        let slot = known.iter().copied().find(|slot| plan.slot_code(*slot) == *code);
        let Some(slot) = slot.filter(|slot| all.iter().all(|(other, ..)| other != slot)) else {
            let codes: Vec<String> = known.iter().map(|slot| plan.slot_code(*slot)).collect();
            return Err(FIELD_REFUSED.with("field", "figures").with("expected", codes.join(", ")));
        };
        let kind = plan.slot(slot).0.kind;
        let Some((value, text)) = value_of(kind, text) else {
            return Err(FIELD_REFUSED.with("field", code).with("expected", expected(kind)));
        };
        all.push((slot, value, text));
    }
    all.sort_by_key(|(slot, ..)| *slot);
    Ok(all)
}

/// The largest count that a figure may be.
const LARGEST_COUNT: i64 = 1_000_000_000_000_000;

/// A value as a person writes it; `None` where it isn't one of its kind.
pub(super) fn value_of(kind: MetricKind, text: &str) -> Option<(Value, String)> {
    let text = text.trim();
    let value = match kind {
        MetricKind::Count => {
            let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
            Value::Count(text.parse().ok().filter(|count| is_plain && *count <= LARGEST_COUNT)?)
        }
        MetricKind::Flag => Value::Flag(read_answer(text)?),
        MetricKind::Points => Value::Points(points_of(text)?),
        MetricKind::Text => {
            let text = required("text", text, LONGEST_TEXT).ok()?;
            return Some((Value::Text(0), text));
        }
        MetricKind::Percentage { .. } | MetricKind::Date | MetricKind::Moment => return None,
    };
    Some((value, String::new()))
}

/// Points, with a comma or a point; a mark that may be one for thousands isn't understood.
fn points_of(text: &str) -> Option<Numeral> {
    crate::intake::typed_number::typed_decimal(text)
}

/// The figures as one text.
pub(super) fn list_of(figures: &[(usize, Value, String)]) -> String {
    let mut list = String::new();
    for (slot, value, text) in figures {
        let place = Place { file: 0, column: 0, row: 0 };
        let value = if matches!(value, Value::Text(_)) { Value::Text(0) } else { *value };
        write_figure(&mut list, *slot, Figure { value, place }, std::slice::from_ref(text), 0);
    }
    list
}

/// How many a unit may nominate for an award; `None`: the plan says nothing of it.
pub fn limit_of(part: &Individuals, award: &str, nominator: &str) -> Option<u32> {
    let award = part.plan.awards.iter().find(|it| it.code == award)?;
    let of_source = award.quotas.iter().filter(|quota| quota.per == QuotaPer::Source);
    let limits = of_source.filter_map(|quota| {
        let other = quota.except.iter().find(|(code, _)| code == nominator).map(|(_, number)| *number);
        other.or(match quota.amount {
            Amount::AtMost(number) => Some(number),
            Amount::Share { .. } => None,
        })
    });
    limits.min()
}

/// Refuses nominations of a unit beyond what the plan lets it nominate for an award: `more` besides those that stand.
pub(super) fn demand_room(
    frame: &Frame,
    rows: &[NominationRow],
    (nominator, award): (u32, &str),
    more: usize,
    without: Option<i64>,
) -> Result<(), Problem> {
    let part = individuals(&frame.plan)?;
    let code = frame.units.get(nominator).code();
    let Some(limit) = limit_of(part, award, code) else { return Ok(()) };
    let standing = rows.iter().filter(|row| {
        state_of(row) != NominationState::Withdrawn
            && row.nominator == i64::from(nominator)
            && row.award == award
            && Some(row.id) != without
    });
    let count = standing.count();
    if count + more <= limit as usize {
        return Ok(());
    }
    Err(NOMINATION_LIMIT
        .with("nominator", code)
        .with("award", award)
        .with("limit", limit)
        .with("count", count))
}

/// The row of a new nomination.
pub(super) fn row_of(
    change: &Change<'_>,
    plan_id: i64,
    (id, number): (i64, i64),
    said: &Checked,
) -> NominationRow {
    let (made_by, made_at) = (change.actor.label.clone(), change.now);
    NominationRow { id, plan_id, made_by, made_at, ..said.as_row(number) }
}

/// Notes what became of a nomination.
pub(super) fn record(
    change: &mut Change<'_>,
    action: &'static str,
    frame: &Frame,
    (before, after): (Option<&NominationRow>, &NominationRow),
) -> Result<(), Problem> {
    change.record(entry_of(action, frame, (before, after)))
}

/// What the audit log keeps of what became of a nomination.
fn entry_of(
    action: &'static str,
    frame: &Frame,
    (before, after): (Option<&NominationRow>, &NominationRow),
) -> Entry {
    let entry = Entry::new(action, format!("nomination:{}", after.id)).of_plan(after.plan_id);
    let entry = entry.of_unit(frame.code_at(after.nominator)).after(&NominationRecord::of(frame, after));
    match before {
        Some(before) => entry.before(&NominationRecord::of(frame, before)),
        None => entry,
    }
}

/// Writes a nomination anew and notes it.
fn write(
    change: &mut Change<'_>,
    action: &'static str,
    frame: &Frame,
    (before, after): (&NominationRow, NominationRow),
) -> Result<NominationRow, Problem> {
    let after = NominationRow { change: before.change + 1, ..after };
    update_nomination(change.engine, &after)?;
    record(change, action, frame, (Some(before), &after))?;
    Ok(after)
}

/// Refuses what a nomination's state doesn't allow, and what was erased.
fn demand(row: &NominationRow, allowed: &[NominationState]) -> Result<(), Problem> {
    if row.erased_at.is_some() {
        return Err(NOMINATION_ERASED.with("number", code_of(row.number)));
    }
    if allowed.contains(&state_of(row)) {
        return Ok(());
    }
    Err(NOMINATION_STATE.with("number", code_of(row.number)).with("state", &row.state))
}

impl Service {
    /// Nominates a person.
    ///
    /// # Errors
    /// When the actor may not, a unit is out of reach, kind or award is unknown, something said isn't allowed, or the unit has
    /// nominated as many as the plan lets it; and those of the database.
    pub fn nominate(
        &self,
        actor: &Actor,
        plan_id: i64,
        new: &NewNomination,
    ) -> Result<NominationRow, Problem> {
        self.change(actor, Right::Nominate, |change| {
            let (plan, frame) = self.framed(change.engine, plan_id)?;
            individuals(&frame.plan)?;
            demand_state(&plan, STATES)?;
            let said = checked(&frame, actor, change.now, new)?;
            let rows = nominations_of(change.engine, plan_id)?;
            demand_room(&frame, &rows, (said.nominator, &said.award), 1, None)?;
            let ids = next_nomination(change.engine, plan_id)?;
            let row = row_of(change, plan_id, ids, &said);
            insert_nominations(change.engine, std::slice::from_ref(&row))?;
            record(change, "nomination.add", &frame, (None, &row))?;
            Ok(row)
        })
    }

    /// Changes what a nomination says before it is accepted; one that was returned waits again. What was given at appraisal
    /// stays. `expected` is the count of changes that the caller has seen.
    ///
    /// # Errors
    /// As [`Service::nominate`]; and when it is accepted or withdrawn, or was changed since.
    pub fn change_nomination(
        &self,
        actor: &Actor,
        plan_id: i64,
        number: i64,
        (expected, new): (Option<i64>, &NewNomination),
    ) -> Result<NominationRow, Problem> {
        self.change(actor, Right::Nominate, |change| {
            let (plan, frame) = self.framed(change.engine, plan_id)?;
            let part = individuals(&frame.plan)?;
            demand_state(&plan, STATES)?;
            let before = self.seen_nomination(change.engine, actor, (&frame, plan_id), number)?;
            demand_change(&before, expected)?;
            demand(&before, &[NominationState::Submitted, NominationState::Returned])?;
            let mut said = checked(&frame, actor, change.now, new)?;
            let rows = nominations_of(change.engine, plan_id)?;
            demand_room(&frame, &rows, (said.nominator, &said.award), 1, Some(before.id))?;
            let judged = figures_of(&part.plan, &before).into_iter();
            let judged = judged.filter(|figure| is_judged(&part.plan, figure.slot));
            said.figures.extend(judged.map(|figure| (figure.slot, figure.value, figure.text)));
            said.figures.sort_by_key(|(slot, ..)| *slot);
            let fresh = row_of(change, plan_id, (before.id, number), &said);
            let mut after =
                NominationRow { made_by: before.made_by.clone(), made_at: before.made_at, ..fresh };
            if tells_apart(&before) == tells_apart(&after) {
                after.apart_from.clone_from(&before.apart_from);
                after.apart_reason.clone_from(&before.apart_reason);
            } else {
                // It may be somebody else now: that it isn't one of the others was said of whom it was.
                join_again(change, &frame, &rows, number)?;
            }
            write(change, "nomination.change", &frame, (&before, after))
        })
    }

    /// Withdraws a nomination. One that was accepted is withdrawn by who manages cases, while no case of it is under way.
    ///
    /// # Errors
    /// When the actor may not, or it is withdrawn already; and those of the database.
    pub fn withdraw_nomination(
        &self,
        actor: &Actor,
        plan_id: i64,
        number: i64,
        expected: Option<i64>,
    ) -> Result<NominationRow, Problem> {
        self.change(actor, Right::Nominate, |change| {
            let (plan, frame) = self.framed(change.engine, plan_id)?;
            demand_state(&plan, STATES)?;
            let before = self.seen_nomination(change.engine, actor, (&frame, plan_id), number)?;
            demand_change(&before, expected)?;
            demand(
                &before,
                &[NominationState::Submitted, NominationState::Returned, NominationState::Accepted],
            )?;
            if state_of(&before) == NominationState::Accepted && !actor.can(Right::ManageCases) {
                return Err(FORBIDDEN.with("right", Right::ManageCases.code()));
            }
            demand_no_case(&cases_of_nomination(change.engine, plan_id, before.id)?, &before)?;
            let after =
                NominationRow { state: NominationState::Withdrawn.code().to_owned(), ..before.clone() };
            write(change, "nomination.withdraw", &frame, (&before, after))
        })
    }

    /// Accepts or returns nominations: all of them, or none. What may be of the same person must be settled before one of them
    /// is accepted. The note stays with the nomination alone, since it may say who it is.
    ///
    /// # Errors
    /// When the actor may not, one of them can't be seen or doesn't wait, a note is missing for a return, or duplicates are open;
    /// and those of the database.
    pub fn decide_nominations(
        &self,
        actor: &Actor,
        plan_id: i64,
        numbers: &[i64],
        (verdict, note): (Verdict, Option<&str>),
    ) -> Result<Vec<NominationRow>, Problem> {
        let note = match verdict {
            Verdict::Accept => optional("note", note, LONGEST_TEXT)?,
            Verdict::Return => Some(required("note", note.unwrap_or(""), LONGEST_TEXT)?),
        };
        let mut seen = FxHashSet::default();
        let numbers: Vec<i64> = numbers.iter().copied().filter(|number| seen.insert(*number)).collect();
        if numbers.is_empty() || numbers.len() > MOST_AT_ONCE {
            return Err(FIELD_REFUSED
                .with("field", "numbers")
                .with("expected", format!("1 – {MOST_AT_ONCE}")));
        }
        self.change(actor, Right::ManageCases, |change| {
            let (plan, frame) = self.framed(change.engine, plan_id)?;
            individuals(&frame.plan)?;
            demand_state(&plan, STATES)?;
            let rows = self.nominations_without_interest(change.engine, actor, plan_id)?;
            let duplicates = open_duplicates(&rows);
            let (state, action, allowed) = match verdict {
                Verdict::Accept => {
                    (NominationState::Accepted, "nomination.accept", &[NominationState::Submitted][..])
                }
                Verdict::Return => (
                    NominationState::Returned,
                    "nomination.return",
                    &[NominationState::Submitted, NominationState::Accepted][..],
                ),
            };
            let cases = match verdict {
                Verdict::Accept => Vec::new(),
                Verdict::Return => cases_of(change.engine, plan_id)?,
            };
            let (mut decided, mut entries) = (Vec::with_capacity(numbers.len()), Vec::new());
            for number in &numbers {
                let before = rows.binary_search_by_key(number, |row| row.number).map(|at| &rows[at]);
                let before = before.map_err(|_| NOT_FOUND.with("what", code_of(*number)))?;
                demand(before, allowed)?;
                match (verdict, duplicates.get(number)) {
                    (Verdict::Accept, Some(others)) => return Err(duplicate(*number, others)),
                    (Verdict::Accept, None) => {}
                    (Verdict::Return, _) => demand_no_case(&cases, before)?,
                }
                let after = NominationRow {
                    state: state.code().to_owned(),
                    change: before.change + 1,
                    decided_by: Some(actor.label.clone()),
                    decided_at: Some(change.now),
                    decision_note: note.clone(),
                    ..before.clone()
                };
                entries.push(entry_of(action, &frame, (Some(before), &after)));
                decided.push(after);
            }
            decide_nominations(change.engine, &decided)?;
            change.record_all(entries)?;
            Ok(decided)
        })
    }

    /// Declares that a nomination and those that look the same are of different persons. The reason stays with the nomination.
    ///
    /// # Errors
    /// When the actor may not, or nothing looks the same; and those of the database.
    pub fn tell_apart(
        &self,
        actor: &Actor,
        plan_id: i64,
        number: i64,
        reason: &str,
    ) -> Result<NominationRow, Problem> {
        let reason = required("reason", reason, LONGEST_TEXT)?;
        self.change(actor, Right::ManageCases, |change| {
            let (plan, frame) = self.framed(change.engine, plan_id)?;
            individuals(&frame.plan)?;
            demand_state(&plan, STATES)?;
            let before = self.seen_nomination(change.engine, actor, (&frame, plan_id), number)?;
            let rows = self.nominations_without_interest(change.engine, actor, plan_id)?;
            let found = open_duplicates(&rows).remove(&number);
            let others = found.ok_or_else(|| NOT_FOUND.with("what", format!("{} = ?", code_of(number))))?;
            let mut apart = apart_from(&before);
            apart.extend(others);
            apart.sort_unstable();
            apart.dedup();
            let apart: Vec<String> = apart.iter().map(i64::to_string).collect();
            let after = NominationRow {
                apart_from: Some(apart.join(",")),
                apart_reason: Some(reason),
                ..before.clone()
            };
            write(change, "nomination.apart", &frame, (&before, after))
        })
    }

    /// Gives or changes figures of a nomination at appraisal, judged ones among them. An empty one is taken away; those that
    /// aren't named stay.
    ///
    /// # Errors
    /// When the actor may not, it is withdrawn, or a figure isn't allowed; and those of the database.
    pub fn appraise_nomination(
        &self,
        actor: &Actor,
        plan_id: i64,
        number: i64,
        (expected, figures): (Option<i64>, &[(String, String)]),
    ) -> Result<NominationRow, Problem> {
        self.change(actor, Right::ManageCases, |change| {
            let (plan, frame) = self.framed(change.engine, plan_id)?;
            let part = individuals(&frame.plan)?;
            demand_state(&plan, STATES)?;
            let before = self.seen_nomination(change.engine, actor, (&frame, plan_id), number)?;
            demand_change(&before, expected)?;
            demand(
                &before,
                &[NominationState::Submitted, NominationState::Returned, NominationState::Accepted],
            )?;
            let known: Vec<String> =
                slots(&part.plan, true).iter().map(|it| part.plan.slot_code(*it)).collect();
            if figures.iter().any(|(code, _)| !known.contains(code)) {
                return Err(FIELD_REFUSED.with("field", "figures").with("expected", known.join(", ")));
            }
            let mut all = values(part, figures, true)?;
            let kept = figures_of(&part.plan, &before).into_iter();
            let kept = kept.filter(|figure| figures.iter().all(|(code, _)| *code != figure.code));
            all.extend(kept.map(|figure| (figure.slot, figure.value, figure.text)));
            all.sort_by_key(|(slot, ..)| *slot);
            let list = list_of(&all);
            write(
                change,
                "nomination.appraise",
                &frame,
                (&before, NominationRow { figures: list, ..before.clone() }),
            )
        })
    }
}

fn duplicate(number: i64, others: &[i64]) -> Problem {
    let others: Vec<String> = others.iter().map(|other| code_of(*other)).collect();
    NOMINATION_DUPLICATE.with("number", code_of(number)).with("others", others.join(", "))
}

/// What tells a person from another of the same name.
fn tells_apart(row: &NominationRow) -> (&str, i64, i64, Option<i64>) {
    (&row.name, row.unit, row.nominator, row.birth_year)
}

/// Takes back that others aren't the person of a nomination, wherever that was declared with one of them.
fn join_again(
    change: &mut Change<'_>,
    frame: &Frame,
    rows: &[NominationRow],
    number: i64,
) -> Result<(), Problem> {
    for before in rows.iter().filter(|row| row.number != number && apart_from(row).contains(&number)) {
        let rest: Vec<String> = apart_from(before)
            .into_iter()
            .filter(|other| *other != number)
            .map(|other| other.to_string())
            .collect();
        let is_none = rest.is_empty();
        let after = NominationRow {
            apart_from: (!is_none).then(|| rest.join(",")),
            apart_reason: before.apart_reason.clone().filter(|_| !is_none),
            ..before.clone()
        };
        write(change, "nomination.apart", frame, (before, after))?;
    }
    Ok(())
}

/// Refuses to take back a nomination of which a case is under way.
fn demand_no_case(cases: &[CaseRow], row: &NominationRow) -> Result<(), Problem> {
    let open = cases.iter().find(|case| case.nomination_id == Some(row.id) && !case.state_now().is_closed());
    match open {
        None => Ok(()),
        Some(case) => Err(NOMINATION_CASE.with("number", code_of(row.number)).with("case", case.number)),
    }
}
