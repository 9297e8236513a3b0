//! Days between dates, in calendar or working days.

use std::collections::BTreeSet;

use chrono::{Datelike, Days as Step, NaiveDate, Weekday};

use super::plan::Days;

/// How many days `done` is after `last`; 0 when it isn't. Working days are Monday to Friday without `holidays`.
pub(crate) fn days_late(last: NaiveDate, done: NaiveDate, days: Days, holidays: &[NaiveDate]) -> i64 {
    if done <= last {
        return 0;
    }
    let calendar_days = (done - last).num_days();
    match days {
        Days::Calendar => calendar_days,
        Days::Working => {
            let weeks = calendar_days / 7;
            let rest =
                (1..=calendar_days % 7).filter(|&day| is_weekday(last + chrono::Duration::days(day))).count();
            let is_free = |day: &&NaiveDate| last < **day && **day <= done && is_weekday(**day);
            let free = holidays.iter().filter(is_free).collect::<BTreeSet<_>>().len();
            weeks * 5 + i64::try_from(rest).unwrap_or(0) - i64::try_from(free).unwrap_or(0)
        }
    }
}

/// The last day that is on time: the day itself, or the day before it.
pub(crate) fn last_day(due: NaiveDate, inclusive: bool) -> NaiveDate {
    if inclusive { due } else { due.checked_sub_days(Step::new(1)).unwrap_or(due) }
}

fn is_weekday(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn calendar_days_count_from_the_day_after() {
        let last = day("2021-01-20");
        for (done, late) in [("2021-01-19", 0), ("2021-01-20", 0), ("2021-01-21", 1), ("2021-02-20", 31)] {
            assert_eq!(days_late(last, day(done), Days::Calendar, &[]), late, "{done}");
        }
    }

    #[test]
    fn working_days_skip_weekends_and_holidays() {
        let friday = day("2021-04-16");
        let holidays = [day("2021-04-21"), day("2021-04-24"), day("2021-04-30")];
        for (done, late) in [
            ("2021-04-16", 0),
            ("2021-04-17", 0),
            ("2021-04-18", 0),
            ("2021-04-19", 1),
            ("2021-04-21", 2),
            ("2021-04-22", 3),
            ("2021-04-23", 4),
            ("2021-04-26", 5),
            ("2021-05-03", 9),
        ] {
            assert_eq!(days_late(friday, day(done), Days::Working, &holidays), late, "{done}");
            let twice = [holidays, holidays].concat();
            assert_eq!(days_late(friday, day(done), Days::Working, &twice), late, "{done}");
        }
    }

    #[test]
    fn before_a_day_ends_on_the_day_before() {
        assert_eq!(last_day(day("2021-01-25"), false), day("2021-01-24"));
        assert_eq!(last_day(day("2021-01-25"), true), day("2021-01-25"));
    }
}
