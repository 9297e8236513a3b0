//! Erasing what is kept of a nominated person: for a reason, and for all once the plan's time of keeping is over. The number and the
//! figures that were ranked stay, so that the ranking can still be checked.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, NaiveDateTime};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use super::actor::{Actor, Right, codes};
use super::audit::Entry;
use super::dossier::erase_files_of_nominations;
use super::frame::Frame;
use super::moment::on_the_wall;
use super::nomination::{NominationRecord, NominationRow, code_of, figures_of, individuals};
use super::nomination_said::list_of;
use super::problem::{NOMINATION_ERASED, NOT_YET_DUE, Problem};
use super::service::{Change, Service};
use crate::contest::figure::Value;
use crate::contest::plan::{Individuals, Plan};
use crate::db::case::cases_of;
use crate::db::erasure::{erase_notes, erase_words_about, notes_of_same_acts};
use crate::db::nomination::update_nomination;
use crate::intake::fold::fold;
use crate::text::format::date;

codes! {
    /// Why what is written of a person is erased. A word of a list, for a text could say who it is.
    ErasureReason {
        /// The person asked for it.
        Request = "request",
        /// An authority ordered it.
        Order = "order",
        /// The person was entered by mistake.
        Mistake = "mistake",
        /// The time of keeping is over.
        Retention = "retention",
    }
}

/// What stands where words were erased that have to stand, in the language in which such words are.
const ERASED_WORDS: &str = "[đã xóa]";

/// What the audit log keeps of an erasure: that it was done, and why; not what.
#[derive(Serialize)]
struct ErasureRecord {
    reason: &'static str,
    nomination: NominationRecord,
}

/// What the audit log keeps of an erasure of all that are due.
#[derive(Serialize)]
struct DueRecord {
    reason: &'static str,
    numbers: Vec<i64>,
}

/// Who is due to be erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// From this day on everybody is.
    pub from: NaiveDate,
    /// For how many years data are kept.
    pub years: u32,
    /// The numbers of the nominations that are due today and not erased yet.
    pub numbers: Vec<i64>,
}

/// The day from which what is written of persons is to be erased: so many years after the contest's last day.
pub fn due_from(plan: &Plan, part: &Individuals) -> NaiveDate {
    let years = i32::try_from(part.retention_years).unwrap_or(i32::MAX);
    let year = plan.to.year().saturating_add(years);
    // The 29th of February is followed by the 1st of March.
    let same_day = NaiveDate::from_ymd_opt(year, plan.to.month(), plan.to.day());
    same_day.or_else(|| NaiveDate::from_ymd_opt(year, 3, 1)).unwrap_or(NaiveDate::MAX)
}

/// The row without what says who it is. Texts among the figures go too; what is counted stays.
fn erased(
    row: &NominationRow,
    part: &Individuals,
    change: &Change<'_>,
    reason: ErasureReason,
) -> NominationRow {
    let figures = figures_of(&part.plan, row).into_iter();
    let figures = figures.filter(|figure| !matches!(figure.value, Value::Text(_)));
    let figures: Vec<(usize, Value, String)> =
        figures.map(|figure| (figure.slot, figure.value, figure.text)).collect();
    NominationRow {
        name: String::new(),
        folded: String::new(),
        birth_year: None,
        position: String::new(),
        summary: String::new(),
        figures: list_of(&figures),
        change: row.change + 1,
        decision_note: None,
        erased_by: Some(change.actor.label.clone()),
        erased_at: Some(change.now),
        erase_reason: Some(reason.code().to_owned()),
        apart_reason: None,
        ..row.clone()
    }
}

/// Erases what nominations, their files, and everything that is written in words of their cases say of persons.
fn erase(
    change: &mut Change<'_>,
    (plan_id, part): (i64, &Individuals),
    rows: &[&NominationRow],
    reason: ErasureReason,
) -> Result<Vec<NominationRow>, Problem> {
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let after = erased(row, part, change, reason);
        update_nomination(change.engine, &after)?;
        all.push(after);
    }
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    erase_files_of_nominations(change, &ids)?;
    let ids: FxHashSet<i64> = ids.into_iter().collect();
    let of_them = |id: Option<i64>| id.is_some_and(|id| ids.contains(&id));
    let cases = cases_of(change.engine, plan_id)?.into_iter();
    let cases: Vec<i64> = cases.filter(|case| of_them(case.nomination_id)).map(|case| case.id).collect();
    erase_copies(change, (plan_id, &cases), rows)?;
    erase_words_about(change.engine, &cases, ERASED_WORDS)?;
    Ok(all)
}

/// Erases what was said of several cases or nominations at once and names one of some persons: others have the same note.
fn erase_copies(
    change: &mut Change<'_>,
    (plan_id, cases): (i64, &[i64]),
    rows: &[&NominationRow],
) -> Result<(), Problem> {
    let decided: BTreeSet<NaiveDateTime> = rows.iter().filter_map(|row| row.decided_at).collect();
    let decided: Vec<NaiveDateTime> = decided.into_iter().collect();
    let names: Vec<String> = rows.iter().map(|row| format!(" {} ", row.folded)).collect();
    // A note of many is looked at once.
    let mut known: FxHashMap<String, bool> = FxHashMap::default();
    let mut named = Vec::new();
    for (place, note) in notes_of_same_acts(change.engine, plan_id, cases, &decided)? {
        let folded = format!(" {} ", fold(&note));
        let is_named = *known.entry(folded).or_insert_with_key(|note| {
            names.iter().any(|name| !name.trim().is_empty() && note.contains(name))
        });
        if is_named {
            named.push(place);
        }
    }
    Ok(erase_notes(change.engine, &named)?)
}

impl Service {
    /// Erases what is written of a person. It can't be taken back.
    ///
    /// # Errors
    /// When the actor may not, or it was done already; and those of the database.
    pub fn erase_person(
        &self,
        actor: &Actor,
        plan_id: i64,
        number: i64,
        reason: ErasureReason,
    ) -> Result<NominationRow, Problem> {
        self.change(actor, Right::ManageCases, |change| {
            let (_, frame) = self.framed(change.engine, plan_id)?;
            let part = individuals(&frame.plan)?;
            let row = self.seen_nomination(change.engine, actor, (&frame, plan_id), number)?;
            if row.erased_at.is_some() {
                return Err(NOMINATION_ERASED.with("number", code_of(number)));
            }
            let after = erase(change, (plan_id, part), &[&row], reason)?.swap_remove(0);
            self.stored.forget_persons(plan_id);
            let entry = Entry::new("nomination.erase", format!("nomination:{}", row.id)).of_plan(plan_id);
            let nomination = NominationRecord::of(&frame, &after);
            change.record(entry.after(&ErasureRecord { reason: reason.code(), nomination }))?;
            Ok(after)
        })
    }

    /// Who is due to be erased today.
    ///
    /// # Errors
    /// When the actor may not, or the plan has no part about persons; and those of the database.
    pub fn persons_due(&self, actor: &Actor, plan_id: i64) -> Result<Due, Problem> {
        let today = on_the_wall(self.now()).date();
        self.read(actor, Right::ManageCases, |engine| {
            let (_, frame) = self.framed(engine, plan_id)?;
            due(&frame, &self.nominations_without_interest(engine, actor, plan_id)?, today)
        })
    }

    /// Erases what is written of everybody who is due; the numbers of the nominations. Who has an interest in the case of one of
    /// them leaves that one to others.
    ///
    /// # Errors
    /// When the actor may not, or nobody is due yet; and those of the database.
    pub fn erase_due(&self, actor: &Actor, plan_id: i64) -> Result<Vec<i64>, Problem> {
        self.change(actor, Right::ManageCases, |change| {
            let (_, frame) = self.framed(change.engine, plan_id)?;
            let part = individuals(&frame.plan)?;
            let rows = self.nominations_without_interest(change.engine, actor, plan_id)?;
            let due = due(&frame, &rows, on_the_wall(change.now).date())?;
            if due.numbers.is_empty() {
                return Err(NOT_YET_DUE.with("from", date(due.from)));
            }
            let rows = rows.iter().filter(|row| due.numbers.binary_search(&row.number).is_ok());
            let rows: Vec<&NominationRow> = rows.collect();
            erase(change, (plan_id, part), &rows, ErasureReason::Retention)?;
            self.stored.forget_persons(plan_id);
            let entry = Entry::new("nomination.erase_due", format!("plan:{plan_id}")).of_plan(plan_id);
            let told = DueRecord { reason: ErasureReason::Retention.code(), numbers: due.numbers.clone() };
            change.record(entry.after(&told))?;
            Ok(due.numbers)
        })
    }
}

fn due(frame: &Frame, rows: &[NominationRow], today: NaiveDate) -> Result<Due, Problem> {
    let part = individuals(&frame.plan)?;
    let from = due_from(&frame.plan, part);
    let unerased = rows.iter().filter(|row| row.erased_at.is_none() && today >= from);
    Ok(Due { from, years: part.retention_years, numbers: unerased.map(|row| row.number).collect() })
}
