//! Days as a calendar file (RFC 5545, iCalendar): one event for each, lasting the whole day.

use chrono::{Days, NaiveDate, NaiveDateTime};

/// A day in a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarDay {
    /// What it is known by, the same whenever the calendar is read again.
    pub id: String,
    /// The day.
    pub day: NaiveDate,
    /// What is due.
    pub summary: String,
    /// What is to know of it.
    pub description: String,
}

/// The most octets that a line has, without its end.
const LONGEST: usize = 75;

/// A calendar with a name, made at a moment in UTC.
pub fn icalendar(name: &str, made: NaiveDateTime, days: &[CalendarDay]) -> String {
    let mut file = String::new();
    for fixed in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//thidua//thidua//VI", "CALSCALE:GREGORIAN"] {
        push(&mut file, fixed);
    }
    push(&mut file, "METHOD:PUBLISH");
    push(&mut file, &format!("X-WR-CALNAME:{}", escaped(name)));
    let made = made.format("%Y%m%dT%H%M%SZ");
    for CalendarDay { id, day, summary, description } in days {
        // The end isn't part of the event any more.
        let after = day.checked_add_days(Days::new(1)).unwrap_or(*day);
        push(&mut file, "BEGIN:VEVENT");
        push(&mut file, &format!("UID:{}", escaped(id)));
        push(&mut file, &format!("DTSTAMP:{made}"));
        push(&mut file, &format!("DTSTART;VALUE=DATE:{}", day.format("%Y%m%d")));
        push(&mut file, &format!("DTEND;VALUE=DATE:{}", after.format("%Y%m%d")));
        push(&mut file, &format!("SUMMARY:{}", escaped(summary)));
        push(&mut file, &format!("DESCRIPTION:{}", escaped(description)));
        push(&mut file, "TRANSP:TRANSPARENT");
        push(&mut file, "END:VEVENT");
    }
    push(&mut file, "END:VCALENDAR");
    file
}

/// A line, folded where it is too long: what follows begins with a space, and no letter is cut in two.
fn push(file: &mut String, line: &str) {
    let mut used = 0;
    for letter in line.chars() {
        if used + letter.len_utf8() > LONGEST {
            file.push_str("\r\n ");
            used = 1;
        }
        file.push(letter);
        used += letter.len_utf8();
    }
    file.push_str("\r\n");
}

/// A text as a value: what divides values there is escaped, and other control characters are left out.
fn escaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for letter in text.replace("\r\n", "\n").chars() {
        match letter {
            '\\' | ';' | ',' => value.extend(['\\', letter]),
            '\n' | '\r' => value.push_str("\\n"),
            _ if letter.is_control() => {}
            _ => value.push(letter),
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made() -> NaiveDateTime {
        "2021-05-24T01:00:00".parse().unwrap()
    }

    fn day(summary: &str, description: &str) -> CalendarDay {
        CalendarDay {
            id: "7-committee-commune@thidua".to_owned(),
            day: "2021-01-31".parse().unwrap(),
            summary: summary.to_owned(),
            description: description.to_owned(),
        }
    }

    #[test]
    fn an_event_lasts_its_day_and_ends_before_the_next() {
        let file = icalendar("Lịch", made(), &[day("Hạn", "Một dòng")]);
        let lines: Vec<&str> = file.split("\r\n").collect();
        assert_eq!(
            lines,
            [
                "BEGIN:VCALENDAR",
                "VERSION:2.0",
                "PRODID:-//thidua//thidua//VI",
                "CALSCALE:GREGORIAN",
                "METHOD:PUBLISH",
                "X-WR-CALNAME:Lịch",
                "BEGIN:VEVENT",
                "UID:7-committee-commune@thidua",
                "DTSTAMP:20210524T010000Z",
                "DTSTART;VALUE=DATE:20210131",
                "DTEND;VALUE=DATE:20210201",
                "SUMMARY:Hạn",
                "DESCRIPTION:Một dòng",
                "TRANSP:TRANSPARENT",
                "END:VEVENT",
                "END:VCALENDAR",
                "",
            ]
        );
    }

    #[test]
    fn what_divides_values_is_escaped_and_lines_cant_be_slipped_in() {
        let file = icalendar("a", made(), &[day("x, y; z\\", "một\r\nEND:VEVENT\rhai\u{7}")]);
        assert!(file.contains("SUMMARY:x\\, y\\; z\\\\\r\n"), "{file}");
        assert!(file.contains("DESCRIPTION:một\\nEND:VEVENT\\nhai\r\n"), "{file}");
        assert_eq!(file.matches("\r\nEND:VEVENT\r\n").count(), 1);
    }

    #[test]
    fn long_lines_are_folded_at_75_octets_and_unfold_to_what_they_were() {
        let text = "Thành lập Ủy ban bầu cử ở ba cấp 𝄞 ".repeat(20);
        let file = icalendar("a", made(), &[day(&text, "")]);
        assert!(file.split("\r\n").all(|line| line.len() <= 75));
        assert!(file.split("\r\n").any(|line| line.len() > 70));
        assert!(file.replace("\r\n ", "").contains(&format!("SUMMARY:{text}\r\n")));
    }
}
