//! Days and moments as Vietnamese offices write them, the day always before the month, and in ISO form.

use chrono::{Duration, NaiveDate, NaiveDateTime, NaiveTime};

/// Why a text isn't a day or a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateFault {
    /// Not in a form that is read, such as a year of two digits.
    Malformed,
    /// A day or a time of day that doesn't exist, such as 31/02/2021 or 25:00; with the month first, 05/23/2021.
    NoSuchDay,
}

/// How far the local time of Viet Nam is ahead of universal time, in minutes.
const LOCAL_OFFSET_MINUTES: i64 = 7 * 60;

/// Reads a day: `23/05/2021`, `23-5-2021`, `23.05.2021`, `ngày 23 tháng 5 năm 2021`, or ISO `2021-05-23`.
///
/// The day stands before the month, always. Years have four digits.
///
/// # Errors
/// When the text has another form, or there is no such day.
pub fn read_date(text: &str) -> Result<NaiveDate, DateFault> {
    let lower = text.to_lowercase();
    let text = lower.trim();
    let text = text.strip_prefix("ngày").map_or(text, str::trim_start);
    if let Some((day, rest)) = text.split_once("tháng") {
        let (month, year) = rest.split_once("năm").ok_or(DateFault::Malformed)?;
        return day_of(year, month, day);
    }
    let mark = text.chars().find(|letter| matches!(letter, '/' | '-' | '.')).ok_or(DateFault::Malformed)?;
    let parts: Vec<&str> = text.split(mark).collect();
    match parts[..] {
        [year, month, day] if year.len() == 4 && mark != '.' => day_of(year, month, day),
        [day, month, year] => day_of(year, month, day),
        _ => Err(DateFault::Malformed),
    }
}

fn day_of(year: &str, month: &str, day: &str) -> Result<NaiveDate, DateFault> {
    let year = i32::try_from(digits(year, 4, 4)?).map_err(|_| DateFault::Malformed)?;
    NaiveDate::from_ymd_opt(year, digits(month, 1, 2)?, digits(day, 1, 2)?).ok_or(DateFault::NoSuchDay)
}

/// Reads a number of at least `least` and at most `most` digits, spaces around it left out.
fn digits(text: &str, least: usize, most: usize) -> Result<u32, DateFault> {
    let text = text.trim();
    if text.len() < least || text.len() > most || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(DateFault::Malformed);
    }
    text.parse().map_err(|_| DateFault::Malformed)
}

/// Reads a day with a time of day, in local time: `2021-05-23 19:00`, `2021-05-23T19:00:00`, `23/05/2021 19:00`,
/// `19:00 23/05/2021`, `19h30 ngày 23/05/2021`, `19 giờ 30 phút ngày 23 tháng 5 năm 2021`.
///
/// An offset from universal time (`Z`, `+07:00`) is turned into the local time of Viet Nam. A day alone is no moment.
///
/// # Errors
/// When the text has another form, or there is no such day or time of day.
pub fn read_moment(text: &str) -> Result<NaiveDateTime, DateFault> {
    let lower = text.to_lowercase().replace('\u{A0}', " ");
    let text =
        lower.trim().trim_start_matches("lúc ").trim_start_matches("vào ").trim_start_matches("hồi ").trim();
    if let Some((time, date)) = text.split_once("ngày") {
        return Ok(read_date(date)?.and_time(read_time(time.trim_matches([' ', ',']))?));
    }
    if let Some((date, time)) = text.split_once('t')
        && date.len() == 10
    {
        return with_offset(date, time);
    }
    let (first, second) = text.split_once([' ', ',']).ok_or(DateFault::Malformed)?;
    let second = second.trim_matches([' ', ',']);
    if first.contains([':', 'h']) {
        return Ok(read_date(second)?.and_time(read_time(first)?));
    }
    with_offset(first, second.trim_start_matches("lúc "))
}

/// A moment whose time may carry an offset from universal time.
fn with_offset(date: &str, time: &str) -> Result<NaiveDateTime, DateFault> {
    let date = read_date(date)?;
    let (time, minutes_ahead) = match time.find(['z', '+', '-', '\u{2212}']) {
        None => return Ok(date.and_time(read_time(time)?)),
        Some(at) => (time[..at].trim_end(), offset_minutes(&time[at..])?),
    };
    let moment = date.and_time(read_time(time)?);
    moment
        .checked_add_signed(Duration::minutes(LOCAL_OFFSET_MINUTES - minutes_ahead))
        .ok_or(DateFault::NoSuchDay)
}

/// The minutes that an offset (`z`, `+07`, `+0700`, `-05:30`) is ahead of universal time.
fn offset_minutes(text: &str) -> Result<i64, DateFault> {
    if text == "z" {
        return Ok(0);
    }
    let (negative, rest) = match text.strip_prefix('+') {
        Some(rest) => (false, rest),
        None => (true, text.strip_prefix(['-', '\u{2212}']).ok_or(DateFault::Malformed)?),
    };
    let (hours, minutes) = match rest.split_once(':') {
        Some(parts) => parts,
        None if rest.len() == 4 => rest.split_at_checked(2).ok_or(DateFault::Malformed)?,
        None => (rest, "00"),
    };
    let (hours, minutes) = (digits(hours, 2, 2)?, digits(minutes, 2, 2)?);
    if hours > 14 || minutes > 59 {
        return Err(DateFault::Malformed);
    }
    let ahead = i64::from(hours * 60 + minutes);
    Ok(if negative { -ahead } else { ahead })
}

/// Reads a time of day: `19:00`, `19:00:30`, `19:00:30.5`, `19h`, `19h30`, `19h30'`, `19 giờ 30 phút`.
fn read_time(text: &str) -> Result<NaiveTime, DateFault> {
    let text = text.trim().trim_end_matches(['\'', '’', 'p']).trim_end_matches("phút").trim();
    let (hour, rest) = match text.split_once(':') {
        Some(parts) => parts,
        None => match text.split_once("giờ").or_else(|| text.split_once('h')) {
            Some((hour, "")) => (hour, "00"),
            Some(parts) => parts,
            None => return Err(DateFault::Malformed),
        },
    };
    let (minute, second) = rest.split_once(':').unwrap_or((rest, "0"));
    let (second, fraction) = second.split_once('.').unwrap_or((second, "0"));
    let places = u32::try_from(fraction.trim().len()).map_err(|_| DateFault::Malformed)?;
    let nanosecond = digits(fraction, 1, 9)? * 10_u32.pow(9_u32.saturating_sub(places));
    NaiveTime::from_hms_nano_opt(
        digits(hour, 1, 2)?,
        digits(minute, 1, 2)?,
        digits(second, 1, 2)?,
        nanosecond,
    )
    .filter(|_| digits(second, 1, 2).is_ok_and(|second| second < 60))
    .ok_or(DateFault::NoSuchDay)
}

#[cfg(test)]
mod tests {
    use super::DateFault::{Malformed, NoSuchDay};
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn days_are_read_day_first_or_in_iso_form() {
        let election = Ok(day(2021, 5, 23));
        for (text, expected) in [
            ("23/05/2021", election),
            ("23/5/2021", election),
            ("23-05-2021", election),
            ("23.05.2021", election),
            ("2021-05-23", election),
            ("2021/05/23", election),
            ("23 / 05 / 2021", election),
            ("ngày 23 tháng 5 năm 2021", election),
            ("Ngày 23/05/2021", election),
            ("05/06/2021", Ok(day(2021, 6, 5))),
            ("1/2/2021", Ok(day(2021, 2, 1))),
            ("29/02/2024", Ok(day(2024, 2, 29))),
            ("29/02/2021", Err(NoSuchDay)),
            ("31/04/2021", Err(NoSuchDay)),
            ("05/23/2021", Err(NoSuchDay)),
            ("0/1/2021", Err(NoSuchDay)),
            ("23/05/21", Err(Malformed)),
            ("23/05", Err(Malformed)),
            ("23/05-2021", Err(Malformed)),
            ("2021.05.23", Err(Malformed)),
            ("20210523", Err(Malformed)),
            ("2021-05-23 19:00", Err(Malformed)),
            ("44339", Err(Malformed)),
            ("+1/2/2021", Err(Malformed)),
            ("", Err(Malformed)),
        ] {
            assert_eq!(read_date(text), expected, "{text}");
        }
    }

    #[test]
    fn moments_are_read_in_local_time() {
        let at = |hour, minute| Ok(day(2021, 5, 23).and_hms_opt(hour, minute, 0).unwrap());
        for (text, expected) in [
            ("2021-05-23 19:00", at(19, 0)),
            ("2021-05-23 19:00:00", at(19, 0)),
            ("2021-05-23T19:00:00", at(19, 0)),
            ("2021-05-23T19:00:00.000", at(19, 0)),
            ("23/05/2021 19:00", at(19, 0)),
            ("23/05/2021  7:05", at(7, 5)),
            ("23/05/2021, 19:00", at(19, 0)),
            ("19:00 23/05/2021", at(19, 0)),
            ("19:00, 23/05/2021", at(19, 0)),
            ("19h30 ngày 23/05/2021", at(19, 30)),
            ("19h30 23/5/2021", at(19, 30)),
            ("Lúc 19h ngày 23/5/2021", at(19, 0)),
            ("19 giờ 30 phút ngày 23 tháng 5 năm 2021", at(19, 30)),
            ("19 giờ, ngày 23/5/2021", at(19, 0)),
            ("2021-05-23T12:00:00Z", at(19, 0)),
            ("2021-05-23T19:00:00+07:00", at(19, 0)),
            ("2021-05-23T19:00:00+0700", at(19, 0)),
            ("2021-05-23T05:30:00-06:30", at(19, 0)),
            ("2021-05-22T23:30:00-01", at(7, 30)),
            ("2021-05-23 00:00", at(0, 0)),
            ("23/05/2021", Err(Malformed)),
            ("2021-05-23", Err(Malformed)),
            ("19:00", Err(Malformed)),
            ("2021-05-23 24:00", Err(NoSuchDay)),
            ("2021-05-23 19:60", Err(NoSuchDay)),
            ("2021-05-23 19:00:60", Err(NoSuchDay)),
            ("31/02/2021 19:00", Err(NoSuchDay)),
            ("23/05/2021 7:00 PM", Err(Malformed)),
            ("2021-05-23T19:00:00+25:00", Err(Malformed)),
            ("tối 23/05/2021", Err(Malformed)),
            ("", Err(Malformed)),
        ] {
            assert_eq!(read_moment(text), expected, "{text}");
        }
    }

    #[test]
    fn fractions_of_a_second_are_kept() {
        let moment = read_moment("2021-05-23T19:00:00.25").unwrap();
        assert_eq!(moment, day(2021, 5, 23).and_hms_milli_opt(19, 0, 0, 250).unwrap());
    }
}
