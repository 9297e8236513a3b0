//! By when the cases of a plan must enter their next states, and which are late.

use chrono::NaiveDate;

use super::case::CaseRow;
use super::frame::Frame;
use super::moment::on_the_wall;
use crate::contest::stage::{NextStage, next_stage};

impl CaseRow {
    /// By when it must enter its next state, by its plan.
    pub fn next_stage(&self, frame: &Frame, today: NaiveDate) -> Option<NextStage> {
        let since = on_the_wall(self.since).date();
        next_stage(&frame.plan, (self.state_now(), self.held), since, today)
    }
}

/// The cases that are late today, with what was to be done, in their order.
pub fn overdue<'a>(frame: &Frame, cases: &'a [CaseRow], today: NaiveDate) -> Vec<(&'a CaseRow, NextStage)> {
    let next = cases.iter().filter_map(|case| Some((case, case.next_stage(frame, today)?)));
    next.filter(|(_, stage)| stage.late > 0).collect()
}
