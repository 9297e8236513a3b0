//! By when a case must enter its next state, and how late it is.

use chrono::NaiveDate;

use super::calendar::{add_days, days_late};
use super::case::CaseState;
use super::plan::Plan;

/// What is to be done next with a case, and by when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextStage {
    /// The state to be entered.
    pub to: CaseState,
    /// The last day on which that is on time.
    pub due: NaiveDate,
    /// How many days late it is today, as the plan counts them; 0 when it isn't.
    pub late: i64,
}

/// By when a case that entered its state on a day must enter the next one. `None` when the plan says nothing of it, the case
/// has left the way, or is on hold: nobody can go on with it meanwhile. The days of a hold count again once it is released.
pub fn next_stage(
    plan: &Plan,
    (state, held): (CaseState, bool),
    since: NaiveDate,
    today: NaiveDate,
) -> Option<NextStage> {
    if held {
        return None;
    }
    let way = CaseState::WAY;
    let mut to = *way.get(state.step()? + 1)?;
    let of = |to: CaseState| plan.process.stages.iter().find(|stage| stage.to == to);
    let is_public = plan.process.publicity.is_some_and(|rule| rule.required);
    if to == CaseState::Published && !is_public && of(to).is_none() {
        // What needn't be made public is voted on next.
        to = CaseState::Voted;
    }
    let stage = of(to)?;
    let due = add_days(since, i64::from(stage.within), stage.days, &plan.calendar)?;
    Some(NextStage { to, due, late: days_late(due, today, stage.days, &plan.calendar) })
}

#[cfg(test)]
mod tests {
    use super::super::plan::{Days, PublicityRule, Stage, sample};
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn plan() -> Plan {
        let stage = |to, within, days| Stage { to, within, days };
        let mut plan = sample::plan();
        plan.calendar.holidays = vec![day("2021-04-30"), day("2021-05-03")];
        plan.process.stages = vec![
            stage(CaseState::Complete, 5, Days::Working),
            stage(CaseState::Voted, 30, Days::Calendar),
            stage(CaseState::Awarded, 10, Days::Calendar),
        ];
        plan
    }

    #[test]
    fn the_next_state_has_its_day_counted_from_when_the_state_before_was_entered() {
        let plan = plan();
        let told = |state, since: &str, today: &str| {
            next_stage(&plan, (state, false), day(since), day(today))
                .map(|next| (next.to.code(), next.due.to_string(), next.late))
        };
        let some = |to, due: &str, late| Some((to, due.to_owned(), late));
        // Two holidays and two ends of weeks lie between.
        assert_eq!(
            told(CaseState::Recommended, "2021-04-26", "2021-05-05"),
            some("complete", "2021-05-05", 0)
        );
        assert_eq!(
            told(CaseState::Recommended, "2021-04-26", "2021-05-06"),
            some("complete", "2021-05-05", 1)
        );
        assert_eq!(
            told(CaseState::Recommended, "2021-04-26", "2021-05-10"),
            some("complete", "2021-05-05", 3)
        );
        assert_eq!(told(CaseState::Complete, "2021-04-26", "2021-05-10"), None);
        assert_eq!(told(CaseState::Appraised, "2021-05-01", "2021-06-02"), some("voted", "2021-05-31", 2));
        assert_eq!(told(CaseState::Decided, "2021-05-01", "2021-05-01"), some("awarded", "2021-05-11", 0));
        for state in [CaseState::Awarded, CaseState::Rejected, CaseState::Withdrawn, CaseState::Revoked] {
            assert_eq!(told(state, "2021-05-01", "2022-05-01"), None);
        }
    }

    #[test]
    fn where_a_list_is_made_public_that_comes_before_the_vote() {
        let mut plan = plan();
        plan.process.publicity = Some(PublicityRule { days: 5, count: Days::Working, required: true });
        let of = |plan: &Plan, state| next_stage(plan, (state, false), day("2021-05-01"), day("2021-05-01"));
        assert_eq!(of(&plan, CaseState::Appraised), None);
        assert_eq!(of(&plan, CaseState::Published).map(|next| next.to), Some(CaseState::Voted));
        plan.process.stages.push(Stage { to: CaseState::Published, within: 3, days: Days::Calendar });
        assert_eq!(of(&plan, CaseState::Appraised).map(|next| next.to), Some(CaseState::Published));
    }

    #[test]
    fn nothing_is_due_while_a_case_is_on_hold() {
        let plan = plan();
        assert_eq!(
            next_stage(&plan, (CaseState::Recommended, true), day("2021-04-26"), day("2021-06-01")),
            None
        );
    }
}
