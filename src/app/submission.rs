//! Letters (tờ trình) that submit voted cases for decision.

use chrono::{Datelike, NaiveDate};
use rustc_hash::FxHashMap;

pub use crate::db::submission::SubmissionRow;

use super::actor::{Actor, Right};
use super::audit::Entry;
use super::case::{CaseRow, Nominators, Said, move_case};
use super::decision::{MOST, demand_day};
use super::frame::Frame;
use super::moment::on_the_wall;
use super::plan::{PlanRow, PlanState, demand_state};
use super::problem::{
    DECISION_EMPTY, FIELD_REFUSED, LETTER_BEFORE_LETTER, LETTER_NUMBER_USED, Problem, SUBMISSION_BEFORE_VOTE,
};
use super::service::{Change, Service};
use super::standing_case::Stops;
use super::text_field::{LONGEST_TEXT, optional, required};
use crate::contest::case::{CaseAction, CaseState};
use crate::db::Engine;
use crate::db::case::cases_of;
use crate::db::submission::{
    SubmissionCaseRow, insert_submission, next_submission_id, submissions_of, submitted_cases_of,
};
use crate::db::vote::voted_days_of;
use crate::intake::document_number::number_in_year;
use crate::text::format::date;

/// A letter to be entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSubmission {
    /// Its number, such as `12/TTr-SNV`.
    pub number: String,
    /// Its date.
    pub sent_on: NaiveDate,
    /// The numbers of the cases that it submits.
    pub cases: Vec<i64>,
    /// What else is to be said.
    pub note: Option<String>,
}

/// A letter with the numbers of its cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// The letter.
    pub row: SubmissionRow,
    /// The numbers of its cases that the actor may see.
    pub cases: Vec<i64>,
}

/// Which letter submitted which case of a plan; the latest one of each.
#[derive(Debug, Clone, Default)]
pub(super) struct Submitted {
    letters: FxHashMap<i64, SubmissionRow>,
    of_case: FxHashMap<i64, i64>,
}

impl Submitted {
    /// The letter that submitted a case.
    pub(super) fn letter_of(&self, case_id: i64) -> Option<&SubmissionRow> {
        self.letters.get(self.of_case.get(&case_id)?)
    }
}

/// What came before a letter.
struct Before {
    /// By case, the day of the session that voted on it.
    voted: FxHashMap<i64, NaiveDate>,
    /// The letters that submitted cases before.
    letters: Submitted,
}

impl Before {
    /// Refuses a letter that is dated before what it follows.
    fn demand(&self, case: &CaseRow, sent_on: NaiveDate) -> Result<(), Problem> {
        if let Some(day) = self.voted.get(&case.id).filter(|day| sent_on < **day) {
            return Err(SUBMISSION_BEFORE_VOTE.with("case", case.number).with("day", date(*day)));
        }
        match self.letters.letter_of(case.id).filter(|letter| sent_on < letter.sent_on) {
            None => Ok(()),
            Some(letter) => {
                let early = LETTER_BEFORE_LETTER.with("case", case.number).with("number", &letter.number);
                Err(early.with("day", date(letter.sent_on)))
            }
        }
    }
}

/// Refuses a number that another letter of the plan has in that year.
fn demand_unused(
    change: &mut Change<'_>,
    plan_id: i64,
    (number, sent_on): (&str, NaiveDate),
) -> Result<(), Problem> {
    let key = |number: &str, day: NaiveDate| number_in_year(day.year(), number);
    let letters = submissions_of(change.engine, plan_id)?;
    let used = letters.iter().find(|letter| key(&letter.number, letter.sent_on) == key(number, sent_on));
    used.map_or(Ok(()), |used| {
        Err(LETTER_NUMBER_USED.with("number", &used.number).with("day", date(used.sent_on)))
    })
}

impl Service {
    /// Submits cases that the council voted for; also one that was sent back, by another letter.
    ///
    /// # Errors
    /// When the actor may not, the list is empty, a case can't be seen or wasn't voted for, its unit is on hold or an objection to it
    /// open, the rankings aren't what stands now, a quota admits fewer, the number is used, or the letter is dated before a
    /// vote, before an earlier letter or in the future; and those of the database.
    pub fn add_submission(
        &self,
        actor: &Actor,
        plan_id: i64,
        new: &NewSubmission,
    ) -> Result<Submission, Problem> {
        let number = required("number", &new.number, 100)?;
        let note = optional("note", new.note.as_deref(), LONGEST_TEXT)?;
        if new.cases.is_empty() {
            return Err(Problem::from(&DECISION_EMPTY));
        }
        if new.cases.len() > MOST {
            return Err(FIELD_REFUSED.with("field", "cases").with("expected", format!("1 – {MOST}")));
        }
        self.change(actor, Right::ManageCases, |change| {
            let (plan, frame) = self.framed(change.engine, plan_id)?;
            demand_state(&plan, &[PlanState::Ranked, PlanState::Finalised])?;
            let today = on_the_wall(change.now).date();
            demand_day(("sent_on", new.sent_on), (None, &SUBMISSION_BEFORE_VOTE), today)?;
            demand_unused(change, plan_id, (&number, new.sent_on))?;
            let cases = self.chosen_cases(change.engine, actor, plan_id, &new.cases)?;
            self.demand_submittable(change, (&plan, &frame), &cases)?;
            let before = Before {
                voted: voted_days_of(change.engine, plan_id)?.into_iter().collect(),
                letters: self.submitted(change.engine, plan_id)?,
            };
            let row = SubmissionRow {
                id: next_submission_id(change.engine)?,
                plan_id,
                number: number.clone(),
                sent_on: new.sent_on,
                note: note.clone(),
                made_by: actor.label.clone(),
                made_at: change.now,
            };
            let mut lines = Vec::with_capacity(cases.len());
            let said = format!("{number}, {}", date(new.sent_on));
            for case in &cases {
                before.demand(case, new.sent_on)?;
                let said = Said { note: Some(&said), reason: None };
                move_case(change, &frame.plan.process, case, CaseAction::Submit, said)?;
                lines.push(SubmissionCaseRow { submission_id: row.id, case_id: case.id });
            }
            insert_submission(change.engine, &row, &lines)?;
            let after = serde_json::json!({
                "number": row.number, "sent_on": row.sent_on.to_string(), "cases": new.cases,
            });
            let entry = Entry::new("submission.add", format!("submission:{}", row.id)).of_plan(plan_id);
            change.record(entry.after(&after))?;
            Ok(Submission { row, cases: new.cases.clone() })
        })
    }

    /// Refuses to submit cases that something stops, that rest on rankings that don't stand any more, or for which a quota has no
    /// room beside the awards that stand and the cases submitted already that the actor may see.
    fn demand_submittable(
        &self,
        change: &mut Change<'_>,
        (plan, frame): (&PlanRow, &Frame),
        cases: &[CaseRow],
    ) -> Result<(), Problem> {
        Stops::of(change.engine, plan.id, frame)?.demand_none(frame, cases.iter())?;
        let awards: Vec<&str> = cases.iter().map(|case| case.award.as_str()).collect();
        self.demand_fresh(change.engine, (plan, frame), &awards)?;
        let known = self.cases_at_hand(change.engine, change.actor, plan.id)?;
        let waiting = known.iter().filter(|case| case.state_now() == CaseState::Submitted);
        self.demand_quotas(change.engine, (plan, frame), cases, &waiting.collect::<Vec<_>>())
    }

    /// The letters of a plan with the cases that the actor may see, by id. Letters whose every case is hidden from the actor
    /// aren't told of.
    ///
    /// # Errors
    /// When the actor may not, and those of the database.
    pub fn submissions(&self, actor: &Actor, plan_id: i64) -> Result<Vec<Submission>, Problem> {
        self.read(actor, Right::ViewCases, |engine| {
            let (_, frame) = self.framed(engine, plan_id)?;
            let mut seen = self.cases_at_hand(engine, actor, plan_id)?;
            let nominators = Nominators::of_plan(engine, actor, plan_id)?;
            seen.retain(|case| nominators.reach(actor, &frame, case));
            letters_of(engine, plan_id, &seen)
        })
    }

    /// Which letter submitted which case of a plan.
    pub(super) fn submitted(&self, engine: &mut Engine, plan_id: i64) -> Result<Submitted, Problem> {
        let letters = submissions_of(engine, plan_id)?.into_iter().map(|row| (row.id, row)).collect();
        let lines = submitted_cases_of(engine, plan_id)?;
        let of_case = lines.into_iter().map(|line| (line.case_id, line.submission_id)).collect();
        Ok(Submitted { letters, of_case })
    }

    /// The cases of a plan, without those that the actor must not see as a member of the council.
    pub(super) fn cases_at_hand(
        &self,
        engine: &mut Engine,
        actor: &Actor,
        plan_id: i64,
    ) -> Result<Vec<CaseRow>, Problem> {
        let hidden = self.hidden_cases(engine, actor, plan_id)?;
        let mut cases = cases_of(engine, plan_id)?;
        cases.retain(|case| !hidden.contains(&case.id));
        Ok(cases)
    }
}

/// The letters of a plan with those of their cases that are given, by id; none that submits no such case.
pub(super) fn letters_of(
    engine: &mut Engine,
    plan_id: i64,
    seen: &[CaseRow],
) -> Result<Vec<Submission>, Problem> {
    let numbers: FxHashMap<i64, i64> = seen.iter().map(|case| (case.id, case.number)).collect();
    let lines = submitted_cases_of(engine, plan_id)?;
    let letters = submissions_of(engine, plan_id)?.into_iter().map(|row| {
        let of_letter = lines.iter().filter(|line| line.submission_id == row.id);
        let cases = of_letter.filter_map(|line| numbers.get(&line.case_id).copied()).collect();
        Submission { row, cases }
    });
    Ok(letters.filter(|letter| !letter.cases.is_empty()).collect())
}
