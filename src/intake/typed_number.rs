//! A decimal that a person types into a field, or answers a question with.

use crate::contest::fraction::Numeral;

/// Reads a decimal from zero with a comma or a point. A mark before exactly three digits may be one for thousands, so it
/// isn't understood (`1.200`), unless nothing but zero stands before it (`0,125`): nothing is guessed.
pub fn typed_decimal(text: &str) -> Option<Numeral> {
    let plain = text.trim().replace(',', ".");
    if let Some((whole, decimals)) = plain.split_once('.')
        && decimals.len() == 3
        && whole.trim_start_matches('0').len().clamp(1, 3) == whole.len()
        && whole != "0"
    {
        return None;
    }
    Numeral::parse(&plain).filter(|number| number.mantissa >= 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_thousands_isnt_guessed() {
        let read = |text: &str| typed_decimal(text).map(|number| number.to_string());
        for (text, number) in [
            ("99,90", "99.90"),
            (" 0.2 ", "0.2"),
            ("53", "53"),
            ("0,125", "0.125"),
            ("12345.678", "12345.678"),
            ("99,9000", "99.9000"),
        ] {
            assert_eq!(read(text).as_deref(), Some(number));
        }
        for text in ["1.200", "1,000", "999.999", "1.234,5", "-1", "x", "", "1,", "9999999999999999"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
