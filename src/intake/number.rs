//! Numbers as Vietnamese offices write them: whole, decimal and percentages, in either style of marks.

use crate::contest::fraction::{Fraction, LARGEST_COUNT, LARGEST_SCALE, Numeral};

/// How a file writes its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberStyle {
    /// Point for thousands, comma for decimals: `1.234,5`.
    Vietnamese,
    /// Comma for thousands, point for decimals: `1,234.5`.
    English,
}

impl NumberStyle {
    /// The code by which it is said.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Vietnamese => "vi",
            Self::English => "en",
        }
    }

    /// The style of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        [Self::Vietnamese, Self::English].into_iter().find(|style| style.code() == code)
    }
}

/// Why a text isn't a number that can be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberFault {
    /// Not a number in any style, such as `2.0732.328`.
    Malformed,
    /// A different number in each style, such as `1.234`, and the style isn't known.
    Ambiguous,
    /// Beyond [`LARGEST_COUNT`]; for a decimal number all its digits together.
    TooLarge,
    /// More decimals than [`LARGEST_SCALE`].
    TooPrecise,
    /// Below zero, where a count is wanted.
    Negative,
    /// With decimals, where a count is wanted.
    Fractional,
}

/// A count written with ASCII digits alone, from 0 to [`LARGEST_COUNT`]; `None` for everything else.
#[inline(always)]
pub fn plain_count(text: &[u8]) -> Option<i64> {
    // Sixteen digits reach LARGEST_COUNT and can't overflow.
    if text.is_empty() || text.len() > 16 {
        return None;
    }
    let mut count = 0_i64;
    for byte in text {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        count = count * 10 + i64::from(digit);
    }
    (count <= LARGEST_COUNT).then_some(count)
}

/// The only style in which a text (with or without a percent sign) is a number; `None` when it is one in both or none.
pub fn proves(text: &str) -> Option<NumberStyle> {
    let text = without_percent_sign(text);
    let malformed = |style| in_style(text, style) == Err(NumberFault::Malformed);
    match (malformed(NumberStyle::Vietnamese), malformed(NumberStyle::English)) {
        (false, true) => Some(NumberStyle::Vietnamese),
        (true, false) => Some(NumberStyle::English),
        _ => None,
    }
}

/// Reads a number, keeping the digits that it is written with.
///
/// A text that is a number in one style only is read in that style, whatever `style` says, since files mix them;
/// `style` decides the others. Spaces, also no-break ones, serve as thousands marks in both styles. The text of a
/// typed cell is to be read in the English style.
///
/// # Errors
/// [`NumberFault::Malformed`], [`NumberFault::Ambiguous`], [`NumberFault::TooLarge`] or [`NumberFault::TooPrecise`].
pub fn read_number(text: &str, style: Option<NumberStyle>) -> Result<Numeral, NumberFault> {
    match (in_style(text, NumberStyle::Vietnamese), in_style(text, NumberStyle::English)) {
        (vietnamese, Err(NumberFault::Malformed)) => vietnamese,
        (Err(NumberFault::Malformed), english) => english,
        (vietnamese, english) if vietnamese == english => vietnamese,
        (vietnamese, english) => match style {
            Some(NumberStyle::Vietnamese) => vietnamese,
            Some(NumberStyle::English) => english,
            None => Err(NumberFault::Ambiguous),
        },
    }
}

/// Reads a count, from 0 to [`LARGEST_COUNT`], as [`read_number`] does; decimals that are all zero are allowed.
///
/// # Errors
/// Those of [`read_number`], [`NumberFault::Negative`] or [`NumberFault::Fractional`].
pub fn read_count(text: &str, style: Option<NumberStyle>) -> Result<i64, NumberFault> {
    if let Some(count) = plain_count(text.as_bytes()) {
        return Ok(count);
    }
    let number = read_number(text, style)?;
    if number.mantissa < 0 {
        return Err(NumberFault::Negative);
    }
    let one = Fraction::ten_to(number.scale);
    if number.mantissa % one == 0 { Ok(number.mantissa / one) } else { Err(NumberFault::Fractional) }
}

/// Reads a percentage with or without its sign, keeping its printed digits: `99,90%` is the numeral `99.90`.
///
/// A mark before exactly three digits is taken for a thousands mark only in a number that has another mark too: a
/// single one, as in `99.125%`, is [`NumberFault::Ambiguous`] unless `style` makes it the decimal mark, since
/// percentages of a thousand and more are rare.
///
/// The text of a typed cell (`typed`) is read in the English style. A spreadsheet computes it with up to 15 digits;
/// decimals behind the ninth are cut there, which changes no comparison by `>=` or `<` with a bar that has at most
/// nine decimals.
///
/// # Errors
/// Those of [`read_number`].
pub fn read_percentage(text: &str, style: Option<NumberStyle>, typed: bool) -> Result<Numeral, NumberFault> {
    let text = without_percent_sign(text);
    if typed {
        return in_style(cut_decimals(text), NumberStyle::English);
    }
    let number = read_number(text, style)?;
    let (vietnamese, english) =
        (in_style(text, NumberStyle::Vietnamese), in_style(text, NumberStyle::English));
    let either = vietnamese != Err(NumberFault::Malformed) && english != Err(NumberFault::Malformed);
    if either && vietnamese != english && number.scale == 0 {
        return Err(NumberFault::Ambiguous);
    }
    Ok(number)
}

fn without_percent_sign(text: &str) -> &str {
    text.strip_suffix('%').map_or(text, |number| number.trim_end_matches(is_space))
}

fn cut_decimals(text: &str) -> &str {
    let end = text.find('.').map_or(text.len(), |point| point + 1 + usize::from(LARGEST_SCALE));
    text.get(..end).unwrap_or(text)
}

fn is_space(letter: char) -> bool {
    matches!(letter, ' ' | '\u{A0}' | '\u{2009}' | '\u{202F}')
}

/// The number that a text is in one style; [`NumberFault::Malformed`] when it is none.
fn in_style(text: &str, style: NumberStyle) -> Result<Numeral, NumberFault> {
    let (thousands, decimal) = match style {
        NumberStyle::Vietnamese => ('.', ','),
        NumberStyle::English => (',', '.'),
    };
    let (negative, digits) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, decimals) = match digits.split_once(decimal) {
        Some((_, "")) => return Err(NumberFault::Malformed),
        Some((whole, decimals)) => (whole, decimals),
        None => (digits, ""),
    };
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(decimals) {
        return Err(NumberFault::Malformed);
    }
    let mark = whole.chars().find(|letter| !letter.is_ascii_digit());
    match mark {
        Some(mark) if mark == thousands || is_space(mark) => {
            let mut groups = whole.split(mark);
            let first = groups.next().unwrap_or_default();
            let starts = matches!(first.len(), 1..=3) && !first.starts_with('0');
            if !starts || !groups.all(|group| group.len() == 3 && is_digits(group)) {
                return Err(NumberFault::Malformed);
            }
        }
        Some(_) => return Err(NumberFault::Malformed),
        None => {
            let padded = whole.len() > 1 && whole.starts_with('0') && !decimals.is_empty();
            if whole.is_empty() || padded {
                return Err(NumberFault::Malformed);
            }
        }
    }
    numeral(negative, whole.bytes().chain(decimals.bytes()), decimals.len())
}

/// The numeral of some digits, other bytes left out; `scale` of them stand behind the decimal mark.
fn numeral(negative: bool, digits: impl Iterator<Item = u8>, scale: usize) -> Result<Numeral, NumberFault> {
    let scale = u8::try_from(scale).ok().filter(|scale| *scale <= LARGEST_SCALE);
    let scale = scale.ok_or(NumberFault::TooPrecise)?;
    let mut mantissa = 0_i64;
    for digit in digits.filter(u8::is_ascii_digit) {
        mantissa = mantissa * 10 + i64::from(digit - b'0');
        if mantissa > LARGEST_COUNT {
            return Err(NumberFault::TooLarge);
        }
    }
    Ok(Numeral { mantissa: if negative { -mantissa } else { mantissa }, scale })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::NumberFault::{Ambiguous, Fractional, Malformed, Negative, TooLarge, TooPrecise};
    use super::NumberStyle::{English, Vietnamese};
    use super::*;

    fn numeral(text: &str) -> Numeral {
        Numeral::parse(text).unwrap()
    }

    #[test]
    fn plain_counts_are_digits_alone_up_to_the_largest() {
        for (text, expected) in [
            ("0", Some(0)),
            ("007", Some(7)),
            ("366340", Some(366_340)),
            ("1000000000000000", Some(LARGEST_COUNT)),
            ("1000000000000001", None),
            ("99999999999999999", None),
            ("", None),
            ("-1", None),
            ("1 ", None),
            ("1.0", None),
            ("１", None),
        ] {
            assert_eq!(plain_count(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn a_text_proves_a_style_only_when_it_is_no_number_in_the_other() {
        for (text, expected) in [
            ("1.234.567", Some(Vietnamese)),
            ("99,93", Some(Vietnamese)),
            ("99,93%", Some(Vietnamese)),
            ("1.234,5", Some(Vietnamese)),
            ("1.234,567", Some(Vietnamese)),
            ("1 234,567", Some(Vietnamese)),
            ("0,125", Some(Vietnamese)),
            ("0.5", Some(English)),
            ("98.61%", Some(English)),
            ("1,234,567", Some(English)),
            ("1,234.5", Some(English)),
            ("1234.567", Some(English)),
            ("0.500", Some(English)),
            ("1.234", None),
            ("1,234", None),
            ("12", None),
            ("1 234", None),
            ("2.0732.328", None),
            ("Mường Luân", None),
            ("", None),
        ] {
            assert_eq!(proves(text), expected, "{text}");
        }
    }

    #[test]
    fn numbers_are_read_in_their_own_style_and_else_in_the_given_one() {
        for (text, style, expected) in [
            ("12", None, Ok(numeral("12"))),
            ("-12,50", None, Ok(numeral("-12.50"))),
            ("\u{2212}0.5", None, Ok(numeral("-0.5"))),
            ("+3", None, Ok(numeral("3"))),
            ("1.234", None, Err(Ambiguous)),
            ("1.234", Some(Vietnamese), Ok(numeral("1234"))),
            ("1.234", Some(English), Ok(numeral("1.234"))),
            ("1,234", None, Err(Ambiguous)),
            ("1,234", Some(Vietnamese), Ok(numeral("1.234"))),
            ("1,234", Some(English), Ok(numeral("1234"))),
            ("98.61", Some(Vietnamese), Ok(numeral("98.61"))),
            ("98,40", Some(English), Ok(numeral("98.40"))),
            ("1 234 567,8", None, Ok(numeral("1234567.8"))),
            ("1\u{A0}234", None, Ok(numeral("1234"))),
            ("1\u{202F}234.5", None, Ok(numeral("1234.5"))),
            ("1 234.567,8", None, Err(Malformed)),
            ("12 34", None, Err(Malformed)),
            ("1..234", None, Err(Malformed)),
            ("1.", None, Err(Malformed)),
            (",5", None, Err(Malformed)),
            ("01.234", Some(Vietnamese), Err(Malformed)),
            ("00,5", None, Err(Malformed)),
            ("--1", None, Err(Malformed)),
            ("1e5", None, Err(Malformed)),
            ("5%", None, Err(Malformed)),
            ("", None, Err(Malformed)),
            ("0,123456789", None, Ok(numeral("0.123456789"))),
            ("0,1234567890", None, Err(TooPrecise)),
            ("1.000.000.000.000.000", None, Ok(numeral("1000000000000000"))),
            ("1.000.000.000.000.001", None, Err(TooLarge)),
            ("99999999999999999999999999", None, Err(TooLarge)),
        ] {
            assert_eq!(read_number(text, style), expected, "{text} {style:?}");
        }
    }

    #[test]
    fn counts_refuse_what_is_no_count() {
        for (text, style, expected) in [
            ("31913", None, Ok(31_913)),
            ("31.913", Some(Vietnamese), Ok(31_913)),
            ("31.913", Some(English), Err(Fractional)),
            ("31.913", None, Err(Ambiguous)),
            ("31,935", Some(English), Ok(31_935)),
            ("1.095.831", None, Ok(1_095_831)),
            ("438.30", Some(Vietnamese), Err(Fractional)),
            ("438.30", None, Err(Fractional)),
            ("100.0", None, Ok(100)),
            ("100,00", Some(English), Ok(100)),
            ("-5", None, Err(Negative)),
            ("-0", None, Ok(0)),
            ("-0,5", None, Err(Negative)),
            ("0", None, Ok(0)),
            ("2.0732.328", Some(Vietnamese), Err(Malformed)),
            ("96,38%", None, Err(Malformed)),
            ("1000000000000000", None, Ok(LARGEST_COUNT)),
            ("1000000000000001", None, Err(TooLarge)),
        ] {
            assert_eq!(read_count(text, style), expected, "{text} {style:?}");
        }
    }

    #[test]
    fn percentages_keep_their_printed_digits() {
        for (text, style, typed, expected) in [
            ("99,93%", None, false, Ok(numeral("99.93"))),
            ("99.90 %", None, false, Ok(numeral("99.90"))),
            ("99,8", None, false, Ok(numeral("99.8"))),
            ("100%", None, false, Ok(numeral("100"))),
            ("99.125%", None, false, Err(Ambiguous)),
            ("99.125%", Some(Vietnamese), false, Err(Ambiguous)),
            ("99.125%", Some(English), false, Ok(numeral("99.125"))),
            ("99,125%", Some(Vietnamese), false, Ok(numeral("99.125"))),
            ("99.125%", None, true, Ok(numeral("99.125"))),
            ("1.234,5%", None, false, Ok(numeral("1234.5"))),
            ("99.9402194682535%", None, true, Ok(numeral("99.940219468"))),
            ("99.9402194682535%", None, false, Err(TooPrecise)),
            ("%", None, false, Err(Malformed)),
            ("99,9%%", None, false, Err(Malformed)),
            ("99,9 phần trăm", None, false, Err(Malformed)),
        ] {
            assert_eq!(read_percentage(text, style, typed), expected, "{text} {style:?} {typed}");
        }
    }

    #[test]
    fn e15_malformed_numbers_of_official_texts_are_refused() {
        let (part, whole) = "2.0732.328/2.095.831".split_once('/').unwrap();
        assert_eq!(read_count(part, Some(Vietnamese)), Err(Malformed));
        assert_eq!(read_count(whole, Some(Vietnamese)), Ok(2_095_831));
        assert_eq!(read_count("438.30", Some(Vietnamese)), Err(Fractional));
        assert_eq!(read_percentage("96,38%", Some(Vietnamese), false), Ok(numeral("96.38")));
        assert_eq!(read_percentage("99.34%", Some(Vietnamese), false), Ok(numeral("99.34")));
    }

    #[test]
    fn e16_mixed_styles_of_official_lists_are_read() {
        assert_eq!(read_count("31.913", Some(Vietnamese)), Ok(31_913));
        assert_eq!(read_count("31.935", Some(Vietnamese)), Ok(31_935));
        assert_eq!(read_count("269660", Some(Vietnamese)), Ok(269_660));
        for (text, expected) in
            [("99,93%", "99.93"), ("99,8", "99.8"), ("98.61%", "98.61"), ("98,40%", "98.40")]
        {
            for style in [None, Some(Vietnamese), Some(English)] {
                assert_eq!(read_percentage(text, style, false), Ok(numeral(expected)));
            }
        }
    }

    fn grouped(count: i64, mark: &str) -> String {
        let digits = count.to_string();
        let groups: Vec<String> = digits
            .as_bytes()
            .rchunks(3)
            .rev()
            .map(|group| String::from_utf8_lossy(group).into_owned())
            .collect();
        groups.join(mark)
    }

    proptest! {
        #[test]
        fn a_count_is_read_back_in_every_style(count in 0..=LARGEST_COUNT) {
            prop_assert_eq!(read_count(&count.to_string(), None), Ok(count));
            prop_assert_eq!(read_count(&grouped(count, "."), Some(Vietnamese)), Ok(count));
            prop_assert_eq!(read_count(&grouped(count, ","), Some(English)), Ok(count));
            prop_assert_eq!(read_count(&grouped(count, "\u{A0}"), None), Ok(count));
        }

        #[test]
        fn no_text_is_read_against_the_style_that_it_proves(text in "[-+]?[0-9., ]{0,12}%?") {
            if let Some(style) = proves(&text) {
                let text = text.trim_end_matches('%');
                prop_assert_eq!(read_number(text, None), read_number(text, Some(style)));
                prop_assert_eq!(read_number(text, Some(Vietnamese)), read_number(text, Some(English)));
            }
        }
    }
}
