//! The calendar: holidays, and days at weekends that are worked.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::contest::calendar::{Calendar, is_weekday};

use super::super::mistake::Note;
use super::reading::Reading;

/// The days that differ from those of an ordinary week; notes a worked day that isn't at a weekend or is a holiday.
pub(super) fn calendar(reading: &mut Reading<'_, '_>) -> Calendar {
    let Some(shape) = &reading.file.calendar else { return Calendar::default() };
    let holidays: BTreeSet<NaiveDate> = shape.holidays.iter().map(|day| day.0).collect();
    for worked in &shape.working_days {
        let day = worked.0;
        if holidays.contains(&day) {
            let note = Note::new(
                "calendar.both",
                format!("Ngày {day} vừa là ngày nghỉ, vừa là ngày làm bù."),
                format!("{day} is a holiday and a working day at once."),
            );
            let (vi, en) = (
                "chỉ ghi ở một trong \"holidays\" và \"working_days\"",
                "\"holidays\" or \"working_days\", not both",
            );
            reading.note(&worked.span, note.expected(vi, en));
        } else if is_weekday(day) {
            let note = Note::new(
                "calendar.not_at_a_weekend",
                format!("Ngày {day} không phải thứ bảy hay chủ nhật, nên không thể là ngày làm bù."),
                format!("{day} is neither a Saturday nor a Sunday, so it is a working day anyway."),
            );
            let (vi, en) = ("một ngày thứ bảy hoặc chủ nhật", "a Saturday or a Sunday");
            reading.note(&worked.span, note.expected(vi, en));
        }
    }
    let working_days: BTreeSet<NaiveDate> = shape.working_days.iter().map(|day| day.0).collect();
    Calendar { holidays: holidays.into_iter().collect(), working_days: working_days.into_iter().collect() }
}
