//! Days between dates, in calendar or working days.

use std::collections::BTreeSet;

use chrono::{Datelike, Days as Step, NaiveDate, Weekday};

use super::plan::Days;

/// In what a plan's days differ from those of an ordinary week.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Days that aren't working days, besides Saturdays and Sundays; in order.
    pub holidays: Vec<NaiveDate>,
    /// Saturdays and Sundays that are working days all the same (ngày làm bù); in order.
    pub working_days: Vec<NaiveDate>,
}

/// How many days `done` is after `last`; 0 when it isn't. Working days are Monday to Friday without the calendar's
/// holidays, and the days at weekends that it says are worked.
pub(crate) fn days_late(last: NaiveDate, done: NaiveDate, days: Days, calendar: &Calendar) -> i64 {
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
            let between = |days: &[NaiveDate], on_weekdays: bool| {
                let is_meant =
                    |day: &&NaiveDate| last < **day && **day <= done && is_weekday(**day) == on_weekdays;
                i64::try_from(days.iter().filter(is_meant).collect::<BTreeSet<_>>().len()).unwrap_or(0)
            };
            let (free, worked) = (between(&calendar.holidays, true), between(&calendar.working_days, false));
            weeks * 5 + i64::try_from(rest).unwrap_or(0) - free + worked
        }
    }
}

/// The first day that is `count` days after `from`, as [`days_late`] counts them; for no days it is `from` itself. `None`
/// beyond the last day that a calendar knows, and for less than no days.
pub fn add_days(from: NaiveDate, count: i64, days: Days, calendar: &Calendar) -> Option<NaiveDate> {
    let steps = u64::try_from(count).ok()?;
    if days == Days::Calendar {
        return from.checked_add_days(Step::new(steps));
    }
    // A week has five working days, and all weeks together those more that are worked at weekends: so many weeks on,
    // no more days than `count` have been worked.
    let more = u64::try_from(calendar.working_days.len()).ok()?;
    let mut day = from.checked_add_days(Step::new((steps.saturating_sub(more) / 5).checked_mul(7)?))?;
    while days_late(from, day, days, calendar) < count {
        day = day.succ_opt()?;
    }
    while day > from && days_late(from, day.pred_opt()?, days, calendar) == count {
        day = day.pred_opt()?;
    }
    Some(day)
}

/// The last day that is on time: the day itself, or the day before it.
pub(crate) fn last_day(due: NaiveDate, inclusive: bool) -> NaiveDate {
    if inclusive { due } else { due.checked_sub_days(Step::new(1)).unwrap_or(due) }
}

/// Whether a day is one of Monday to Friday.
pub(crate) fn is_weekday(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn without(holidays: &[NaiveDate]) -> Calendar {
        Calendar { holidays: holidays.to_vec(), working_days: Vec::new() }
    }

    #[test]
    fn calendar_days_count_from_the_day_after() {
        let last = day("2021-01-20");
        for (done, late) in [("2021-01-19", 0), ("2021-01-20", 0), ("2021-01-21", 1), ("2021-02-20", 31)] {
            assert_eq!(days_late(last, day(done), Days::Calendar, &Calendar::default()), late, "{done}");
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
            assert_eq!(days_late(friday, day(done), Days::Working, &without(&holidays)), late, "{done}");
            let twice = [holidays, holidays].concat();
            assert_eq!(days_late(friday, day(done), Days::Working, &without(&twice)), late, "{done}");
        }
    }

    #[test]
    fn days_are_added_as_they_are_counted() {
        // Hùng Kings' day, Reunification day and Labour day of 2021; 24/04 is a Saturday.
        let holidays = without(&[day("2021-04-21"), day("2021-04-24"), day("2021-04-30"), day("2021-05-03")]);
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
        let plain = Calendar::default();
        assert_eq!(add_days(day("2021-04-16"), -1, Days::Working, &plain), None);
        assert_eq!(add_days(day("2021-04-16"), i64::MAX, Days::Working, &plain), None);
        assert_eq!(add_days(NaiveDate::MAX, 1, Days::Calendar, &plain), None);
        assert_eq!(add_days(NaiveDate::MAX, 1, Days::Working, &plain), None);
    }

    /// 2024: 30/04 and 01/05 are holidays; Monday 29/04 was free as well, and Saturday 04/05 worked in its place.
    #[test]
    fn a_saturday_that_is_worked_in_place_of_a_monday_counts() {
        let swapped = Calendar {
            holidays: vec![day("2024-04-29"), day("2024-04-30"), day("2024-05-01")],
            working_days: vec![day("2024-05-04")],
        };
        for (from, done, late) in [
            ("2024-04-26", "2024-04-28", 0),
            ("2024-04-26", "2024-04-29", 0),
            ("2024-04-26", "2024-05-01", 0),
            ("2024-04-26", "2024-05-02", 1),
            ("2024-04-26", "2024-05-03", 2),
            ("2024-04-26", "2024-05-04", 3),
            ("2024-04-26", "2024-05-05", 3),
            ("2024-04-26", "2024-05-06", 4),
            ("2024-05-03", "2024-05-04", 1),
            ("2024-05-04", "2024-05-05", 0),
            ("2024-05-04", "2024-05-06", 1),
            ("2024-04-22", "2024-05-13", 13),
        ] {
            assert_eq!(days_late(day(from), day(done), Days::Working, &swapped), late, "{from} to {done}");
        }
        for (from, count, until) in [
            ("2024-04-26", 1, "2024-05-02"),
            ("2024-04-26", 2, "2024-05-03"),
            ("2024-04-26", 3, "2024-05-04"),
            ("2024-04-26", 4, "2024-05-06"),
            ("2024-05-03", 1, "2024-05-04"),
            ("2024-05-04", 1, "2024-05-06"),
            ("2024-04-22", 5, "2024-05-02"),
        ] {
            assert_eq!(
                add_days(day(from), count, Days::Working, &swapped),
                Some(day(until)),
                "{from} + {count}"
            );
        }
        // Every day counts anyway, where every day counts.
        assert_eq!(days_late(day("2024-05-03"), day("2024-05-05"), Days::Calendar, &swapped), 2);
    }

    proptest::proptest! {
        #[test]
        fn a_day_that_is_some_days_on_is_that_many_days_late_and_no_earlier_one_is(
            start in 0_i64..4000, count in 0_i64..400, free in proptest::collection::vec(0_i64..4800, 0..40),
            worked in proptest::collection::vec(0_i64..4800, 0..400), working: bool
        ) {
            let at = |number: i64| day("2015-01-01") + chrono::Duration::days(number);
            let (from, kind) = (at(start), if working { Days::Working } else { Days::Calendar });
            let calendar = Calendar {
                holidays: free.into_iter().map(at).collect(),
                working_days: worked.into_iter().map(at).filter(|day| !is_weekday(*day)).collect(),
            };
            let until = add_days(from, count, kind, &calendar).unwrap();
            proptest::prop_assert_eq!(days_late(from, until, kind, &calendar), count);
            if count > 0 {
                proptest::prop_assert!(days_late(from, until.pred_opt().unwrap(), kind, &calendar) < count);
            }
        }

        #[test]
        fn days_late_are_those_that_are_worked_one_by_one(
            start in 0_i64..400, length in 0_i64..100, free in proptest::collection::vec(0_i64..500, 0..60),
            worked in proptest::collection::vec(0_i64..500, 0..60)
        ) {
            let at = |number: i64| day("2024-01-01") + chrono::Duration::days(number);
            let calendar = Calendar {
                holidays: free.into_iter().map(at).collect(),
                working_days: worked.into_iter().map(at).filter(|day| !is_weekday(*day)).collect(),
            };
            let is_worked = |day: &NaiveDate| {
                calendar.working_days.contains(day) || (is_weekday(*day) && !calendar.holidays.contains(day))
            };
            let one_by_one = (1..=length).map(|step| at(start + step)).filter(is_worked).count();
            let found = days_late(at(start), at(start + length), Days::Working, &calendar);
            proptest::prop_assert_eq!(usize::try_from(found).unwrap(), one_by_one);
        }
    }

    #[test]
    fn before_a_day_ends_on_the_day_before() {
        assert_eq!(last_day(day("2021-01-25"), false), day("2021-01-24"));
        assert_eq!(last_day(day("2021-01-25"), true), day("2021-01-25"));
    }
}
