//! By when the cases of a plan must enter their next states, and which are late.

use std::sync::Arc;

use chrono::NaiveDate;

use super::actor::{Actor, Right};
use super::case::CaseRow;
use super::frame::Frame;
use super::moment::on_the_wall;
use super::plan::PlanRow;
use super::problem::{FORBIDDEN, Problem};
use super::service::Service;
use super::subject::Subject;
use crate::contest::stage::{NextStage, next_stage};

impl CaseRow {
    /// By when it must enter its next state, by its plan.
    pub fn next_stage(&self, frame: &Frame, today: NaiveDate) -> Option<NextStage> {
        let since = on_the_wall(self.since).date();
        next_stage(&frame.plan, (self.state_now(), self.held), since, today)
    }
}

/// How many cases are late today.
pub fn count_overdue(frame: &Frame, cases: &[CaseRow], today: NaiveDate) -> usize {
    let stages = cases.iter().filter_map(|case| case.next_stage(frame, today));
    stages.filter(|stage| stage.late > 0).count()
}

/// A case with what is to be done next.
#[derive(Debug, Clone)]
pub struct CaseDeadline {
    /// The case.
    pub case: CaseRow,
    /// Whom it is about.
    pub subject: Subject,
    /// What is to be done next, and by when.
    pub stage: NextStage,
}

/// The cases of a plan that have a deadline for their next state.
#[derive(Debug, Clone)]
pub struct CaseDeadlines {
    /// The plan.
    pub plan: PlanRow,
    /// Its frame.
    pub frame: Arc<Frame>,
    /// The cases, the latest ones first, then by the day on which they are due.
    pub lines: Vec<CaseDeadline>,
    /// The day.
    pub today: NaiveDate,
}

impl CaseDeadlines {
    /// How many of them are late.
    pub fn overdue(&self) -> usize {
        self.lines.iter().filter(|line| line.stage.late > 0).count()
    }
}

impl Service {
    /// The cases of a plan that an actor may see and that have a deadline for their next state.
    ///
    /// # Errors
    /// When it may see none, or there is no such plan; and those of the database.
    pub fn case_deadlines(&self, actor: &Actor, plan_id: i64) -> Result<CaseDeadlines, Problem> {
        if !actor.may(Right::ViewCases) && !actor.may(Right::Nominate) {
            return Err(FORBIDDEN.with("right", Right::ViewCases.code()));
        }
        let (plan, frame, rows) = self.case_rows(actor, plan_id)?;
        let today = self.today();
        let due = rows.into_iter().filter_map(|case| Some((case.next_stage(&frame, today)?, case)));
        let mut due: Vec<(NextStage, CaseRow)> = due.collect();
        due.sort_by_key(|(stage, case)| (std::cmp::Reverse(stage.late), stage.due, case.number));
        let (stages, cases): (Vec<NextStage>, Vec<CaseRow>) = due.into_iter().unzip();
        let subjects = self.subjects(actor, &frame, &cases)?;
        let lines = cases.into_iter().zip(subjects).zip(stages);
        let lines = lines.map(|((case, subject), stage)| CaseDeadline { case, subject, stage }).collect();
        Ok(CaseDeadlines { plan, frame, lines, today })
    }

    /// How many cases of a plan that an actor may see are late today.
    ///
    /// # Errors
    /// Those of the database.
    pub fn overdue_cases(&self, actor: &Actor, plan_id: i64) -> Result<usize, Problem> {
        let (_, frame, rows) = self.case_rows(actor, plan_id)?;
        Ok(count_overdue(&frame, &rows, self.today()))
    }
}
