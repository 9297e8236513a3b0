//! Exact numbers: a numeral as it was written, and a fraction of two integers.

use std::cmp::Ordering;
use std::fmt;
use std::num::NonZeroI64;

use rust_decimal::Decimal;

/// The largest count that a figure may state; larger ones are refused when they are read.
pub const LARGEST_COUNT: i64 = 1_000_000_000_000_000;
/// The largest number of decimals that a numeral may carry.
pub const LARGEST_SCALE: u8 = 9;

const TENS: [i64; 19] = {
    let mut tens = [1_i64; 19];
    let mut exponent = 1;
    while exponent < 19 {
        tens[exponent] = tens[exponent - 1] * 10;
        exponent += 1;
    }
    tens
};

/// A decimal number with the digits it was written with: `99.90` has mantissa 9990 and scale 2.
///
/// The mantissa is within ±[`LARGEST_COUNT`], the scale at most [`LARGEST_SCALE`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Numeral {
    /// All digits as one integer.
    pub mantissa: i64,
    /// How many of them stand behind the decimal mark.
    pub scale: u8,
}

impl Numeral {
    /// A whole number.
    pub const fn whole(mantissa: i64) -> Self {
        Self { mantissa, scale: 0 }
    }

    /// Reads digits with an optional sign and an optional decimal point (`-12.50`); nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
        if whole.is_empty() || (digits.len() > whole.len() && decimals.is_empty()) {
            return None;
        }
        let mut mantissa = 0_i64;
        for byte in whole.bytes().chain(decimals.bytes()) {
            if !byte.is_ascii_digit() {
                return None;
            }
            mantissa = mantissa.checked_mul(10)?.checked_add(i64::from(byte - b'0'))?;
        }
        let scale = u8::try_from(decimals.len()).ok()?;
        if mantissa > LARGEST_COUNT || scale > LARGEST_SCALE {
            return None;
        }
        Some(Self { mantissa: if negative { -mantissa } else { mantissa }, scale })
    }

    /// The value as a fraction.
    pub fn fraction(self) -> Fraction {
        Fraction::new(self.mantissa, TENS[usize::from(self.scale)])
    }

    /// The value as a fraction of one: `99.90` percent is 9990 / 10000.
    pub fn percent(self) -> Fraction {
        Fraction::new(self.mantissa, TENS[usize::from(self.scale) + 2])
    }

    /// The same value with at least so many decimals; `None` where it has no room for them.
    pub fn at_scale(self, scale: u8) -> Option<Self> {
        let more = TENS.get(usize::from(scale.saturating_sub(self.scale)))?;
        Some(Self { mantissa: self.mantissa.checked_mul(*more)?, scale: scale.max(self.scale) })
    }

    /// The same value without zeros at its end, with at least so many decimals.
    pub fn without_zeros(self, least: u8) -> Self {
        let mut number = self;
        while number.scale > least && number.mantissa % 10 == 0 {
            number = Self { mantissa: number.mantissa / 10, scale: number.scale - 1 };
        }
        number
    }

    /// The value as a decimal with the same digits.
    pub fn decimal(self) -> Decimal {
        Decimal::new(self.mantissa, u32::from(self.scale))
    }
}

impl fmt::Display for Numeral {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.decimal().fmt(formatter)
    }
}

/// A fraction of two integers; the denominator is above zero. It isn't reduced, so it shows what it was made of.
///
/// Comparison is by cross multiplication in `i128` and can't overflow.
#[derive(Debug, Clone, Copy)]
pub struct Fraction {
    numerator: i64,
    denominator: NonZeroI64,
}

impl Fraction {
    /// `numerator / denominator`.
    ///
    /// # Panics
    /// When the denominator is zero or below: callers turn that into a missing figure first.
    pub const fn new(numerator: i64, denominator: i64) -> Self {
        assert!(denominator > 0, "a fraction's denominator is above zero");
        match NonZeroI64::new(denominator) {
            Some(denominator) => Self { numerator, denominator },
            None => unreachable!(),
        }
    }

    /// A whole number.
    pub const fn whole(number: i64) -> Self {
        Self::new(number, 1)
    }

    /// What stands above the line.
    pub const fn numerator(self) -> i64 {
        self.numerator
    }

    /// What stands below the line; above zero.
    pub const fn denominator(self) -> i64 {
        self.denominator.get()
    }

    /// Ten to the power of `exponent` (at most 18).
    pub const fn ten_to(exponent: u8) -> i64 {
        TENS[exponent as usize]
    }

    /// The value times `factor`, rounded half up (away from zero at exactly one half) to `scale` decimals.
    /// Returns the mantissa at that scale: 366121/366340 times 100 at scale 2 is 9994.
    pub fn half_up(self, factor: i64, scale: u8) -> i128 {
        let numerator =
            i128::from(self.numerator) * i128::from(factor) * i128::from(TENS[usize::from(scale)]);
        let denominator = i128::from(self.denominator.get());
        let magnitude = (numerator.abs() * 2 + denominator) / (denominator * 2);
        if numerator < 0 { -magnitude } else { magnitude }
    }

    /// The value times `factor`, cut (towards zero) to `scale` decimals.
    pub fn truncated(self, factor: i64, scale: u8) -> i128 {
        i128::from(self.numerator) * i128::from(factor) * i128::from(TENS[usize::from(scale)])
            / i128::from(self.denominator.get())
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        let left = i128::from(self.numerator) * i128::from(other.denominator.get());
        let right = i128::from(other.numerator) * i128::from(self.denominator.get());
        left.cmp(&right)
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Fraction {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Fraction {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_numeral_keeps_its_digits() {
        for (text, mantissa, scale) in
            [("0", 0, 0), ("99.90", 9990, 2), ("-8", -8, 0), ("007", 7, 0), ("0.2", 2, 1)]
        {
            assert_eq!(Numeral::parse(text), Some(Numeral { mantissa, scale }), "{text}");
        }
        assert_eq!(Numeral::parse("99.90").unwrap().to_string(), "99.90");
        for text in [
            "",
            "-",
            ".",
            "1.",
            ".5",
            "1,5",
            "1e3",
            "+1",
            " 1",
            "1.0000000000",
            "1000000000000001",
            "2.073.2",
        ] {
            assert_eq!(Numeral::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_largest_fractions_compare_exactly() {
        let left = Fraction::new(i64::MAX - 1, i64::MAX);
        let right = Fraction::new(i64::MAX - 2, i64::MAX - 1);
        assert!(left > right);
        assert_eq!(Fraction::new(2, 4), Fraction::new(1, 2));
    }

    #[test]
    fn rounding_half_up_goes_away_from_zero() {
        for (numerator, denominator, scale, expected) in [
            (366_121, 366_340, 2, 9994),
            (952, 953, 2, 9990),
            (1, 8, 1, 125),
            (99_995, 100_000, 2, 10_000),
            (-5, 1000, 0, -1),
        ] {
            assert_eq!(
                Fraction::new(numerator, denominator).half_up(100, scale),
                expected,
                "{numerator}/{denominator}"
            );
        }
        assert_eq!(Fraction::new(952, 953).truncated(100, 2), 9989);
    }
}
