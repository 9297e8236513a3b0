//! Numbers, percentages, dates and times as people of each language write them.

use chrono::{NaiveDate, NaiveDateTime, Timelike};
use rust_decimal::Decimal;

use crate::contest::fraction::{Fraction, Numeral};
use crate::contest::words::Language;

const fn thousands(language: Language) -> char {
    match language {
        Language::Vietnamese => '.',
        Language::English => ',',
    }
}

const fn decimal_mark(language: Language) -> char {
    match language {
        Language::Vietnamese => ',',
        Language::English => '.',
    }
}

/// Groups the digits of a number written with an optional sign and an optional decimal point: `-1234.50` becomes
/// `-1.234,50` in Vietnamese and `-1,234.50` in English.
pub fn digits(plain: &str, language: Language) -> String {
    let (sign, unsigned) = plain.strip_prefix('-').map_or(("", plain), |rest| ("-", rest));
    let (whole, decimals) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let mut grouped = String::with_capacity(plain.len() + plain.len() / 3);
    grouped.push_str(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(thousands(language));
        }
        grouped.push(digit);
    }
    if !decimals.is_empty() {
        grouped.push(decimal_mark(language));
        grouped.push_str(decimals);
    }
    grouped
}

/// A whole number: 1.234 or 1,234.
pub fn count(number: impl Into<i128>, language: Language) -> String {
    digits(&number.into().to_string(), language)
}

/// A decimal with the digits it carries: 95,50 or 95.50.
pub fn decimal(number: Decimal, language: Language) -> String {
    digits(&number.to_string(), language)
}

/// A numeral with the digits it was written with.
pub fn numeral(number: Numeral, language: Language) -> String {
    decimal(number.decimal(), language)
}

/// A numeral that is in percent: 99,90 % or 99.90 %.
pub fn percent(number: Numeral, language: Language) -> String {
    format!("{} %", numeral(number, language))
}

/// A fraction as the two integers it was made of: 366.121/366.340 or 366,121/366,340.
pub fn fraction(value: Fraction, language: Language) -> String {
    quotient(value.numerator().into(), value.denominator().into(), language)
}

/// Two integers as a fraction; the first alone when the second is one.
pub fn quotient(numerator: i128, denominator: i128, language: Language) -> String {
    let numerator = count(numerator, language);
    if denominator == 1 { numerator } else { format!("{numerator}/{}", count(denominator, language)) }
}

/// A mantissa at a scale, with all its digits: 9994 at scale 2 is 99,94.
pub fn scaled(mantissa: i128, scale: u8, language: Language) -> String {
    let scale = usize::from(scale);
    let sign = if mantissa < 0 { "-" } else { "" };
    let magnitude = format!("{:0>width$}", mantissa.unsigned_abs(), width = scale + 1);
    let (whole, decimals) = magnitude.split_at(magnitude.len() - scale);
    let plain = if scale == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{decimals}") };
    digits(&plain, language)
}

/// A fraction of one as a percentage cut (not rounded) to `scale` decimals, with an ellipsis where digits were cut,
/// so that it never shows a bar as reached that isn't: 952/953 at scale 4 is 99,8950… %.
pub fn exact_percent(value: Fraction, scale: u8, language: Language) -> String {
    let cut = value.truncated(100, scale);
    let unit = i128::from(Fraction::ten_to(scale));
    let exact = cut * i128::from(value.denominator()) == i128::from(value.numerator()) * 100 * unit;
    let mark = if exact { "" } else { "…" };
    format!("{}{mark} %", scaled(cut, scale, language))
}

/// A fraction of one as a percentage with as few digits as it needs, at most four; cut with an ellipsis beyond.
pub fn short_percent(value: Fraction, language: Language) -> String {
    shortest(value, 100, language)
        .map_or_else(|| exact_percent(value, 4, language), |digits| format!("{digits} %"))
}

/// A fraction as a decimal with as few digits as it needs, at most four; as the fraction itself beyond.
pub fn short_fraction(value: Fraction, language: Language) -> String {
    shortest(value, 1, language).unwrap_or_else(|| fraction(value, language))
}

fn shortest(value: Fraction, factor: i64, language: Language) -> Option<String> {
    (0..=4_u8).find_map(|scale| {
        let cut = value.truncated(factor, scale);
        let whole = i128::from(value.numerator()) * i128::from(factor) * i128::from(Fraction::ten_to(scale));
        (cut * i128::from(value.denominator()) == whole).then(|| scaled(cut, scale, language))
    })
}

/// A day: 23/05/2021.
pub fn date(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

/// A day and a time: 23/05/2021 19:00, with seconds when they aren't zero.
pub fn moment(moment: NaiveDateTime) -> String {
    let pattern = if moment.second() == 0 { "%d/%m/%Y %H:%M" } else { "%d/%m/%Y %H:%M:%S" };
    moment.format(pattern).to_string()
}

/// A length of time to the second: 1 ngày 2 giờ 15 phút, or 1 d 2 h 15 min.
pub fn duration(seconds: i64, language: Language) -> String {
    let units = match language {
        Language::Vietnamese => ["ngày", "giờ", "phút", "giây"],
        Language::English => ["d", "h", "min", "s"],
    };
    let lengths = [86_400, 3_600, 60, 1];
    let mut rest = seconds;
    let mut parts = Vec::new();
    for (length, unit) in lengths.into_iter().zip(units) {
        let whole = rest / length;
        rest %= length;
        if whole != 0 {
            parts.push(format!("{} {unit}", count(whole, language)));
        }
    }
    if parts.is_empty() { format!("0 {}", units[3]) } else { parts.join(" ") }
}

/// A column as spreadsheets name it: 1 is A, 27 is AA. Zero has no name.
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const VI: Language = Language::Vietnamese;
    const EN: Language = Language::English;

    #[test]
    fn counts_are_grouped_by_threes() {
        let table = [
            (0_i64, "0", "0"),
            (999, "999", "999"),
            (1_000, "1.000", "1,000"),
            (366_340, "366.340", "366,340"),
            (1_234_567, "1.234.567", "1,234,567"),
            (-12, "-12", "-12"),
            (-1_234, "-1.234", "-1,234"),
            (1_000_000_000_000_000, "1.000.000.000.000.000", "1,000,000,000,000,000"),
        ];
        for (number, vietnamese, english) in table {
            assert_eq!(count(number, VI), vietnamese);
            assert_eq!(count(number, EN), english);
        }
    }

    #[test]
    fn decimals_keep_their_digits() {
        assert_eq!(decimal(Decimal::new(9_550, 2), VI), "95,50");
        assert_eq!(decimal(Decimal::new(-800, 2), EN), "-8.00");
        assert_eq!(decimal(Decimal::new(1_234_500, 3), VI), "1.234,500");
        assert_eq!(percent(Numeral { mantissa: 9_990, scale: 2 }, VI), "99,90 %");
        assert_eq!(percent(Numeral { mantissa: 2, scale: 1 }, EN), "0.2 %");
    }

    #[test]
    fn an_exact_percentage_is_cut_and_says_so() {
        assert_eq!(exact_percent(Fraction::new(952, 953), 4, VI), "99,8950… %");
        assert_eq!(exact_percent(Fraction::new(999, 1000), 4, VI), "99,9000 %");
        assert_eq!(exact_percent(Fraction::new(0, 5), 2, EN), "0.00 %");
        assert_eq!(exact_percent(Fraction::new(1, 1), 4, EN), "100.0000 %");
    }

    #[test]
    fn short_numbers_carry_no_digit_too_many() {
        assert_eq!(short_percent(Fraction::new(9_990, 10_000), VI), "99,9 %");
        assert_eq!(short_percent(Fraction::new(1, 3), EN), "33.3333… %");
        assert_eq!(short_fraction(Fraction::new(5, 2), VI), "2,5");
        assert_eq!(short_fraction(Fraction::new(1, 3), VI), "1/3");
        assert_eq!(short_fraction(Fraction::whole(1_200), EN), "1,200");
    }

    #[test]
    fn scaled_numbers_have_a_digit_before_the_mark() {
        assert_eq!(scaled(9_994, 2, VI), "99,94");
        assert_eq!(scaled(6, 2, VI), "0,06");
        assert_eq!(scaled(0, 2, EN), "0.00");
        assert_eq!(scaled(-5, 1, EN), "-0.5");
        assert_eq!(scaled(7, 0, EN), "7");
    }

    #[test]
    fn fractions_stand_as_they_were_made() {
        assert_eq!(fraction(Fraction::new(366_121, 366_340), VI), "366.121/366.340");
        assert_eq!(fraction(Fraction::new(60_000, 60_000), EN), "60,000/60,000");
        assert_eq!(fraction(Fraction::whole(3), VI), "3");
    }

    #[test]
    fn dates_and_lengths_of_time_are_written_for_people() {
        let day = NaiveDate::from_ymd_opt(2021, 5, 23).unwrap();
        assert_eq!(date(day), "23/05/2021");
        assert_eq!(moment(day.and_hms_opt(19, 0, 0).unwrap()), "23/05/2021 19:00");
        assert_eq!(moment(day.and_hms_opt(19, 0, 7).unwrap()), "23/05/2021 19:00:07");
        assert_eq!(duration(0, VI), "0 giây");
        assert_eq!(duration(8_100, VI), "2 giờ 15 phút");
        assert_eq!(duration(86_401, EN), "1 d 1 s");
    }

    #[test]
    fn columns_are_lettered_as_in_spreadsheets() {
        let table = [(0, ""), (1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (703, "AAA"), (65_536, "CRXP")];
        for (column, letters) in table {
            assert_eq!(column_letters(column), letters);
        }
    }
}
