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

/// The first day that is `count` days after `from`, as [`days_late`] counts them; for no days it is `from` itself. `None`
/// beyond the last day that a calendar knows, and for less than no days.
pub fn add_days(from: NaiveDate, count: i64, days: Days, holidays: &[NaiveDate]) -> Option<NaiveDate> {
    let steps = u64::try_from(count).ok()?;
    if days == Days::Calendar {
        return from.checked_add_days(Step::new(steps));
    }
    // A week has five working days at most, so this isn't beyond the day that is looked for by more than a week's end.
    let mut day = from.checked_add_days(Step::new((steps / 5).checked_mul(7)?))?;
    while days_late(from, day, days, holidays) < count {
        day = day.succ_opt()?;
    }
    while day > from && days_late(from, day.pred_opt()?, days, holidays) == count {
        day = day.pred_opt()?;
    }
    Some(day)
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
    fn days_are_added_as_they_are_counted() {
        // Hùng Kings' day, Reunification day and Labour day of 2021; 24/04 is a Saturday.
        let holidays = [day("2021-04-21"), day("2021-04-24"), day("2021-04-30"), day("2021-05-03")];
        for (from, count, kind, until) in [
            ("2021-04-16", 0, Days::Working, "2021-04-16"),
            ("2021-04-16", 1, Days::Working, "2021-04-19"),
            ("2021-04-16", 2, Days::Working, "2021-04-20"),
            ("2021-04-16", 3, Days::Working, "2021-04-22"),
            ("2021-04-16", 5, Days::Working, "2021-04-26"),
            ("2021-04-17", 1, Days::Working, "2021-04-19"),
            ("2021-04-18", 1, Days::Working, "2021-04-19"),
            ("2021-04-17", 5, Days::Working, "2021-04-26"),
            ("2021-04-24", 5, Days::Working, "2021-05-04"),
            ("2021-04-29", 1, Days::Working, "2021-05-04"),
            ("2021-05-08", 5, Days::Working, "2021-05-14"),
            ("2021-05-09", 10, Days::Working, "2021-05-21"),
            ("2021-04-30", 0, Days::Working, "2021-04-30"),
            ("2021-04-16", 5, Days::Calendar, "2021-04-21"),
            ("2021-04-29", 1, Days::Calendar, "2021-04-30"),
            ("2020-02-28", 2, Days::Calendar, "2020-03-01"),
        ] {
            assert_eq!(add_days(day(from), count, kind, &holidays), Some(day(until)), "{from} + {count}");
        }
        assert_eq!(add_days(day("2021-04-16"), -1, Days::Working, &[]), None);
        assert_eq!(add_days(day("2021-04-16"), i64::MAX, Days::Working, &[]), None);
        assert_eq!(add_days(NaiveDate::MAX, 1, Days::Calendar, &[]), None);
        assert_eq!(add_days(NaiveDate::MAX, 1, Days::Working, &[]), None);
    }

    proptest::proptest! {
        #[test]
        fn a_day_that_is_some_days_on_is_that_many_days_late_and_no_earlier_one_is(
            start in 0_i64..4000, count in 0_i64..400, free in proptest::collection::vec(0_i64..4800, 0..40), working: bool
        ) {
            let at = |number: i64| day("2015-01-01") + chrono::Duration::days(number);
            let (from, kind) = (at(start), if working { Days::Working } else { Days::Calendar });
            let holidays: Vec<NaiveDate> = free.into_iter().map(at).collect();
            let until = add_days(from, count, kind, &holidays).unwrap();
            proptest::prop_assert_eq!(days_late(from, until, kind, &holidays), count);
            if count > 0 {
                proptest::prop_assert!(days_late(from, until.pred_opt().unwrap(), kind, &holidays) < count);
            }
        }
    }

    #[test]
    fn before_a_day_ends_on_the_day_before() {
        assert_eq!(last_day(day("2021-01-25"), false), day("2021-01-24"));
        assert_eq!(last_day(day("2021-01-25"), true), day("2021-01-25"));
    }
}
