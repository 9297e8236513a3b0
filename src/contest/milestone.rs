//! Milestones: where each stands for a unit on a day, counted as the judge counts.

use chrono::NaiveDate;

use super::branch::applies;
use super::calendar::{Calendar, days_late, last_day};
use super::figure::{Reports, Value};
use super::plan::{Days, Due, Plan, Rule};
use super::unit::Units;

/// How a milestone stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MilestoneState {
    /// Done, and not later than the plan lets pass.
    OnTime,
    /// Done, later than the plan lets pass.
    Late,
    /// Not done, and later already than the plan lets pass.
    Overdue,
    /// Not done; the last day is over, the days of grace aren't.
    InGrace,
    /// Not done, and not due before today.
    Due,
    /// Nothing is asked of the unit: its level has no day, or the criterion isn't for it.
    NotAsked,
}

impl MilestoneState {
    /// All of them, in order.
    pub const ALL: [Self; 6] =
        [Self::OnTime, Self::Late, Self::Overdue, Self::InGrace, Self::Due, Self::NotAsked];

    /// The stable code for interfaces.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OnTime => "on_time",
            Self::Late => "late",
            Self::Overdue => "overdue",
            Self::InGrace => "in_grace",
            Self::Due => "due",
            Self::NotAsked => "not_asked",
        }
    }

    /// The one with a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether it is done.
    pub const fn is_done(self) -> bool {
        matches!(self, Self::OnTime | Self::Late)
    }

    /// Whether it is asked for and not done.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Overdue | Self::InGrace | Self::Due)
    }
}

/// How days are counted towards a milestone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counting<'p> {
    /// Which days count.
    pub days: Days,
    /// Days late that still meet it.
    pub grace: i64,
    /// Days that differ from those of an ordinary week.
    pub calendar: &'p Calendar,
}

/// How far a milestone is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Progress {
    /// How it stands.
    pub state: MilestoneState,
    /// Days late, as the plan counts them; 0 when it isn't.
    pub late: i64,
}

/// How far a milestone is whose last day on time is `last`; `None` when it isn't done and there is no day to look from.
pub(crate) fn progress(
    last: NaiveDate,
    done: Option<NaiveDate>,
    today: Option<NaiveDate>,
    counting: Counting<'_>,
) -> Option<Progress> {
    let late = days_late(last, done.or(today)?, counting.days, counting.calendar);
    let state = match (done.is_some(), late <= counting.grace) {
        (true, true) => MilestoneState::OnTime,
        (true, false) => MilestoneState::Late,
        (false, false) => MilestoneState::Overdue,
        (false, true) if today.is_some_and(|today| today > last) => MilestoneState::InGrace,
        (false, true) => MilestoneState::Due,
    };
    Some(Progress { state, late })
}

impl Due {
    /// The last day on time for a level; `None` when nothing is asked of it.
    pub fn last_day_at(&self, level: usize) -> Option<NaiveDate> {
        let own = self.by_level.iter().find(|(at, _)| *at == level).map(|(_, day)| *day);
        own.or(self.all).map(|day| last_day(day, self.inclusive))
    }
}

/// The day of completion that a value tells.
pub(crate) fn day_of(value: Option<Value>) -> Option<NaiveDate> {
    match value {
        Some(Value::Date(day)) => Some(day),
        Some(Value::Moment(moment)) => Some(moment.date()),
        _ => None,
    }
}

/// A milestone of a plan.
#[derive(Debug, Clone, Copy)]
pub struct Milestone<'p> {
    /// Index into [`Plan::criteria`].
    pub criterion: usize,
    /// The metric with the day of completion; index into [`Plan::metrics`].
    pub of: usize,
    /// The metric with the number of the document that proves it; index into [`Plan::metrics`].
    pub document: Option<usize>,
    /// When it is due.
    pub due: &'p Due,
    /// Days late that still meet it.
    pub grace: i64,
    /// How days are counted.
    pub days: Days,
}

/// The milestones of a plan, in its order.
pub fn milestones(plan: &Plan) -> impl Iterator<Item = Milestone<'_>> {
    plan.criteria.iter().enumerate().filter_map(|(criterion, one)| match &one.rule {
        Rule::Milestone { of, document, due, grace, days } => {
            Some(Milestone { criterion, of: *of, document: *document, due, grace: *grace, days: *days })
        }
        _ => None,
    })
}

/// Where a milestone stands for a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing<'r> {
    /// How it stands.
    pub state: MilestoneState,
    /// The last day on time; `None` when nothing is asked.
    pub last: Option<NaiveDate>,
    /// The day of completion.
    pub done: Option<NaiveDate>,
    /// The number of the document.
    pub number: Option<&'r str>,
    /// Days as the plan counts them: late so far, or left until the last day; 0 on it.
    pub days: i64,
}

impl Milestone<'_> {
    /// Where it stands for a unit on a day.
    pub fn standing<'r>(
        &self,
        plan: &Plan,
        units: &Units,
        reports: &'r Reports,
        (unit, today): (u32, NaiveDate),
    ) -> Standing<'r> {
        let value = |metric: usize| reports.figure(unit, plan.metrics[metric].first_slot).map(|it| it.value);
        let done = day_of(value(self.of));
        let number = match self.document.and_then(value) {
            Some(Value::Text(text)) => reports.texts.get(text as usize).map(String::as_str),
            _ => None,
        };
        let who = units.get(unit);
        let is_for = applies(plan, &plan.criteria[self.criterion], who);
        let last = self.due.last_day_at(usize::from(who.level)).filter(|_| is_for);
        let counting = Counting { days: self.days, grace: self.grace, calendar: &plan.calendar };
        let found = last.and_then(|last| Some((last, progress(last, done, Some(today), counting)?)));
        let Some((last, Progress { state, late })) = found else {
            return Standing { state: MilestoneState::NotAsked, last: None, done, number, days: 0 };
        };
        let days = match state {
            MilestoneState::Due => days_late(today, last, self.days, &plan.calendar),
            _ => late,
        };
        Standing { state, last: Some(last), done, number, days }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn state(last: &str, done: &str, today: &str, (days, grace): (Days, i64)) -> (MilestoneState, i64) {
        let calendar = Calendar { holidays: vec![day("2021-01-26")], working_days: Vec::new() };
        let counting = Counting { days, grace, calendar: &calendar };
        let read = |text: &str| text.parse().ok();
        let found = progress(day(last), read(done), read(today), counting).unwrap();
        (found.state, found.late)
    }

    #[test]
    fn days_around_the_last_one() {
        use MilestoneState::{Due, InGrace, Late, OnTime, Overdue};
        // Friday 22/01 is the last day; Tuesday 26/01 is a holiday.
        let calendar = |grace| (Days::Calendar, grace);
        let working = |grace| (Days::Working, grace);
        for (done, today, counting, wanted) in [
            ("2021-01-21", "", calendar(0), (OnTime, 0)),
            ("2021-01-22", "", calendar(0), (OnTime, 0)),
            ("2021-01-23", "", calendar(0), (Late, 1)),
            ("2021-01-23", "", calendar(1), (OnTime, 1)),
            ("2021-01-24", "", calendar(1), (Late, 2)),
            ("", "2021-01-21", calendar(0), (Due, 0)),
            ("", "2021-01-22", calendar(0), (Due, 0)),
            ("", "2021-01-23", calendar(0), (Overdue, 1)),
            ("", "2021-01-23", calendar(1), (InGrace, 1)),
            ("", "2021-01-24", calendar(1), (Overdue, 2)),
            ("2021-01-24", "", working(0), (OnTime, 0)),
            ("2021-01-25", "", working(0), (Late, 1)),
            ("2021-01-26", "", working(1), (OnTime, 1)),
            ("2021-01-27", "", working(1), (Late, 2)),
            ("", "2021-01-24", working(0), (InGrace, 0)),
            ("", "2021-01-25", working(0), (Overdue, 1)),
            ("", "2021-01-26", working(1), (InGrace, 1)),
            ("", "2021-01-27", working(1), (Overdue, 2)),
        ] {
            assert_eq!(state("2021-01-22", done, today, counting), wanted, "{done} {today} {counting:?}");
        }
    }

    #[test]
    fn without_a_day_of_completion_and_a_day_to_look_from_nothing_is_said() {
        let calendar = Calendar::default();
        let counting = Counting { days: Days::Calendar, grace: 0, calendar: &calendar };
        assert_eq!(progress(day("2021-01-22"), None, None, counting), None);
    }

    #[test]
    fn a_level_has_its_own_day_else_that_of_all_else_none() {
        let due = |all, inclusive| Due { by_level: vec![(0, day("2021-01-20"))], all, inclusive };
        assert_eq!(due(None, true).last_day_at(0), Some(day("2021-01-20")));
        assert_eq!(due(None, false).last_day_at(0), Some(day("2021-01-19")));
        assert_eq!(due(Some(day("2021-01-25")), false).last_day_at(1), Some(day("2021-01-24")));
        assert_eq!(due(None, true).last_day_at(1), None);
    }

    #[test]
    fn codes_come_back() {
        for state in MilestoneState::ALL {
            assert_eq!(MilestoneState::of_code(state.code()), Some(state));
        }
        assert_eq!(MilestoneState::of_code("lost"), None);
    }
}
