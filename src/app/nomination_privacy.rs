//! What is kept of a nominated person: told whole to who manages cases, erased for a reason, and erased for all once the plan's
//! time of keeping is over. The number and the figures that were ranked stay, so that the ranking can still be checked.

use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use serde_json::{Value as Json, json};

use super::actor::{Actor, Right, codes};
use super::audit::{Entry, written};
use super::dossier::erase_files_of_nomination;
use super::frame::Frame;
use super::moment::on_the_wall;
use super::nominate::list_of;
use super::nomination::{NominationRecord, NominationRow, code_of, figures_of, individuals};
use super::objection::erase_objections_of_nomination;
use super::problem::{NOMINATION_ERASED, NOT_YET_DUE, Problem};
use super::service::{Change, Service};
use crate::contest::figure::Value;
use crate::contest::plan::{Individuals, Plan};
use crate::db::case::{cases_of, erase_step_notes, steps_of};
use crate::db::dossier::files_of_nomination;
use crate::db::nomination::{nomination_rankings_of, update_nomination};
use crate::documents::stored::StoredRanking;
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

/// Erases what a nomination, its files and the steps of its cases say of a person.
fn erase(
    change: &mut Change<'_>,
    part: &Individuals,
    row: &NominationRow,
    reason: ErasureReason,
) -> Result<NominationRow, Problem> {
    let after = erased(row, part, change, reason);
    update_nomination(change.engine, &after)?;
    erase_files_of_nomination(change, row.id)?;
    erase_objections_of_nomination(change, row.plan_id, row.id)?;
    let cases = cases_of(change.engine, row.plan_id)?;
    for case in cases.iter().filter(|case| case.nomination_id == Some(row.id)) {
        erase_step_notes(change.engine, case.id)?;
    }
    Ok(after)
}

impl Service {
    /// Everything that is kept about a person, as JSON. Who asked for it is noted; what was told isn't.
    ///
    /// # Errors
    /// When the actor may not, or there is no such nomination; and those of the database.
    pub fn export_person(&self, actor: &Actor, plan_id: i64, number: i64) -> Result<Json, Problem> {
        let told = self.read(actor, Right::ManageCases, |engine| {
            let (plan, frame) = self.framed(engine, plan_id)?;
            let part = individuals(&frame.plan)?;
            let row = self.seen_nomination(engine, actor, (&frame, plan_id), number)?;
            let mut cases = Vec::new();
            for case in cases_of(engine, plan_id)?.into_iter().filter(|it| it.nomination_id == Some(row.id)) {
                let steps: Vec<Json> = steps_of(engine, case.id)?
                    .iter()
                    .map(|step| {
                        json!({
                            "number": step.number, "action": step.action, "state": step.to_state,
                            "reason": step.reason, "note": step.note,
                            "made_by": step.made_by, "made_at": written(step.made_at),
                        })
                    })
                    .collect();
                cases.push(json!({
                    "number": case.number, "award": case.award, "state": case.state, "steps": steps,
                }));
            }
            let files = files_of_nomination(engine, row.id)?;
            let files = files.iter().map(|file| {
                json!({
                    "part": file.part, "file_name": file.file_name, "media_type": file.media_type,
                    "size": file.size, "sha256": file.sha256, "state": file.state,
                    "made_by": file.made_by, "made_at": written(file.made_at),
                })
            });
            let files: Vec<Json> = files.collect();
            let mut rankings = Vec::new();
            for stored in nomination_rankings_of(engine, plan_id)? {
                let Ok(ranking) = StoredRanking::read(&stored.result) else { continue };
                let code = code_of(number);
                let line = ranking.units().find(|(_, person)| person.code == code);
                rankings.extend(line.map(|(_, person)| {
                    json!({ "number": stored.number, "rank": person.rank, "awards": person.awards })
                }));
            }
            Ok(person_json(&frame, part, &plan.code, &row, [files, cases, rankings]))
        })?;
        self.note(actor, Entry::new("nomination.export", code_of(number)).of_plan(plan_id))?;
        Ok(told)
    }

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
            let after = erase(change, part, &row, reason)?;
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
            for row in rows.iter().filter(|row| due.numbers.binary_search(&row.number).is_ok()) {
                erase(change, part, row, ErasureReason::Retention)?;
            }
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

fn person_json(
    frame: &Frame,
    part: &Individuals,
    plan: &str,
    row: &NominationRow,
    [files, cases, rankings]: [Vec<Json>; 3],
) -> Json {
    let figures = figures_of(&part.plan, row).into_iter();
    let figures: serde_json::Map<String, Json> =
        figures.map(|figure| (figure.code, Json::String(figure.text))).collect();
    json!({
        "format": "thidua.person/1",
        "plan": plan,
        "number": row.number,
        "name": row.name,
        "birth_year": row.birth_year,
        "position": row.position,
        "summary": row.summary,
        "unit": frame.code_at(row.unit),
        "nominator": frame.code_at(row.nominator),
        "kind": row.kind,
        "award": row.award,
        "figures": figures,
        "state": row.state,
        "made_by": row.made_by,
        "made_at": written(row.made_at),
        "decided_by": row.decided_by,
        "decided_at": row.decided_at.map(written),
        "decision_note": row.decision_note,
        "apart_from": row.apart_from,
        "apart_reason": row.apart_reason,
        "erased_by": row.erased_by,
        "erased_at": row.erased_at.map(written),
        "erase_reason": row.erase_reason,
        "files": files,
        "cases": cases,
        "rankings": rankings,
    })
}
