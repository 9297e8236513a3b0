//! Points from a measure and an outcome: exact first, then rounded once at the plan's scale, then capped.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedMul, CheckedSub, One, Signed, ToPrimitive};
use rust_decimal::Decimal;

use super::fraction::{Fraction, LARGEST_SCALE};
use super::plan::{PointsPolicy, PointsRule, Rounding, Shape, Side};
use super::trace::{ExactPoints, Step, Trace};

/// The points of a criterion that came out as `met`, with its measure. `None` when the rule needs a measure that
/// isn't there: one item has failed, so that the criterion isn't met, but another is still missing, so that points
/// that follow from the weakest item are open.
pub(crate) fn points(
    rule: &PointsRule,
    policy: &PointsPolicy,
    met: bool,
    measure: Option<Fraction>,
    trace: &mut impl Trace,
) -> Option<Decimal> {
    let (rounded, exact) = if let Some(fixed) = fixed_points(&rule.shape, met, measure)? {
        let exact = fixed_ratio::<i128>(fixed);
        (round(&exact, policy.scale, policy.rounding).unwrap_or(fixed), Some(exact))
    } else {
        let measure = measure?;
        match sloped::<i128>(&rule.shape, measure)
            .and_then(|exact| Some((round(&exact, policy.scale, policy.rounding)?, exact)))
        {
            Some((rounded, exact)) => (rounded, Some(exact)),
            None => {
                let exact = sloped::<BigInt>(&rule.shape, measure)?;
                (round(&exact, policy.scale, policy.rounding)?, None)
            }
        }
    };
    Some(capped(rule, rounded, exact, trace))
}

/// The points of a unit that is out of a standing for good: those of a criterion that isn't met, of every later place,
/// of no band; zero where points follow from the place by a slope.
pub(crate) fn points_without_place(
    rule: &PointsRule,
    policy: &PointsPolicy,
    trace: &mut impl Trace,
) -> Option<Decimal> {
    let fixed = match &rule.shape {
        Shape::AllOrNothing { not_met, .. } => *not_met,
        Shape::Bands { otherwise, .. } | Shape::Places { otherwise, .. } => *otherwise,
        Shape::Linear { .. } | Shape::Steps { .. } | Shape::Measure { .. } => Decimal::ZERO,
    };
    let exact = fixed_ratio::<i128>(fixed);
    Some(capped(rule, round(&exact, policy.scale, policy.rounding)?, Some(exact), trace))
}

/// The points as they count, and the step that tells them.
fn capped(
    rule: &PointsRule,
    rounded: Decimal,
    exact: Option<Ratio<i128>>,
    trace: &mut impl Trace,
) -> Decimal {
    let counted = rule.at_least.map_or(rounded, |least| rounded.max(least));
    let counted = rule.at_most.map_or(counted, |most| counted.min(most));
    trace.note(|| Step::Points {
        exact: exact.map(|exact| ExactPoints { numerator: *exact.numer(), denominator: *exact.denom() }),
        counted,
        capped: counted != rounded,
    });
    counted
}

/// Points that the plan states as they are; `Some(None)` when they follow from the measure by a slope.
#[expect(clippy::option_option, reason = "no points without a measure, and no fixed points, are two answers")]
fn fixed_points(shape: &Shape, met: bool, measure: Option<Fraction>) -> Option<Option<Decimal>> {
    Some(Some(match shape {
        Shape::AllOrNothing { met: points, not_met } => *if met { points } else { not_met },
        Shape::Bands { bands, otherwise } => {
            let measure = measure?;
            let band = bands.iter().find(|(bar, _)| bar.comparator.holds(measure, bar.fraction()));
            band.map_or(*otherwise, |(_, points)| *points)
        }
        Shape::Places { places, otherwise } => {
            let place = measure?.numerator();
            let index = usize::try_from(place - 1).unwrap_or(usize::MAX);
            *places.get(index).unwrap_or(otherwise)
        }
        Shape::Linear { .. } | Shape::Steps { .. } | Shape::Measure { .. } => return Some(None),
    }))
}

/// Whole numbers in which exact points are worked out: `i128` first, without bound where that isn't enough.
trait Exact: Clone + Integer + Signed + CheckedAdd + CheckedSub + CheckedMul + From<i128> + ToPrimitive {}
impl Exact for i128 {}
impl Exact for BigInt {}

fn ratio<T: Exact>(numerator: i128, denominator: i128) -> Ratio<T> {
    let divisor = numerator.gcd(&denominator);
    Ratio::new_raw(T::from(numerator / divisor), T::from(denominator / divisor))
}

fn fixed_ratio<T: Exact>(points: Decimal) -> Ratio<T> {
    ratio(points.mantissa(), 10_i128.pow(points.scale()))
}

fn measure_ratio<T: Exact>(measure: Fraction) -> Ratio<T> {
    ratio(i128::from(measure.numerator()), i128::from(measure.denominator()))
}

/// Points that follow from the measure by a slope; `None` when the type is too small.
fn sloped<T: Exact>(shape: &Shape, measure: Fraction) -> Option<Ratio<T>> {
    match shape {
        Shape::Linear { from, points_from, to, points_to } => {
            let (low, high) = if from < to { (from, to) } else { (to, from) };
            let inside = measure.clamp(*low, *high);
            let start = fixed_ratio::<T>(*points_from);
            let rise = fixed_ratio::<T>(*points_to).checked_sub(&start)?;
            let run = measure_ratio::<T>(*to).checked_sub(&measure_ratio(*from))?;
            let way = measure_ratio::<T>(inside).checked_sub(&measure_ratio(*from))?;
            start.checked_add(&way.checked_mul(&rise)?.checked_mul(&run.recip())?)
        }
        Shape::Steps { start, deduct, from, step, side, rounding } => {
            let over = match side {
                Side::Above => measure_ratio::<T>(measure).checked_sub(&measure_ratio(*from))?,
                Side::Below => measure_ratio::<T>(*from).checked_sub(&measure_ratio(measure))?,
            };
            let start = fixed_ratio::<T>(*start);
            if !over.is_positive() {
                return Some(start);
            }
            let steps = over.checked_mul(&measure_ratio::<T>(*step).recip())?;
            let steps = match rounding {
                Rounding::Up => steps.ceil(),
                Rounding::Down => steps.floor(),
                Rounding::HalfUp | Rounding::HalfEven => steps.round(),
            };
            start.checked_sub(&steps.checked_mul(&fixed_ratio(*deduct))?)
        }
        Shape::Measure { factor } => {
            measure_ratio::<T>(measure).checked_mul(&measure_ratio(factor.fraction()))
        }
        Shape::AllOrNothing { .. } | Shape::Bands { .. } | Shape::Places { .. } => None,
    }
}

/// Rounds to `scale` decimals; `None` when the type is too small or the result beyond a decimal.
fn round<T: Exact>(exact: &Ratio<T>, scale: u32, rounding: Rounding) -> Option<Decimal> {
    let ten_to_scale = T::from(10_i128.pow(scale));
    let scaled = exact.numer().checked_mul(&ten_to_scale)?;
    let (whole, rest) = scaled.div_mod_floor(exact.denom());
    let twice = rest.checked_add(&rest)?;
    let up = match rounding {
        Rounding::Down => false,
        Rounding::Up => !rest.is_zero(),
        Rounding::HalfUp if scaled.is_negative() => twice > *exact.denom(),
        Rounding::HalfUp => twice >= *exact.denom(),
        Rounding::HalfEven => twice > *exact.denom() || (twice == *exact.denom() && whole.is_odd()),
    };
    let mantissa = if up { whole.checked_add(&T::one())? } else { whole };
    Decimal::try_from_i128_with_scale(mantissa.to_i128()?, scale).ok()
}

/// Rounds a share of a whole number of units: `percent` / 100 × `count`.
pub(crate) fn share(percent: Fraction, count: u32, rounding: Rounding) -> u32 {
    let exact = Ratio::<i128>::new(
        i128::from(percent.numerator()) * i128::from(count),
        i128::from(percent.denominator()),
    );
    let whole = round(&exact, 0, rounding).and_then(|decimal| decimal.to_u32());
    whole.unwrap_or(u32::MAX)
}

/// The mean of so many numbers, or their weighted mean: a sum over a whole weight, as a fraction.
///
/// It is exact wherever it fits two `i64`. Numbers of up to sixteen digits with very different decimals can pass that;
/// then it is rounded half up to as many decimals, at most 9, as fit, so that given points never count as not given.
pub(crate) fn mean(sum: Ratio<i128>, weight: i128) -> Option<Fraction> {
    let mean = sum / Ratio::from_integer(weight.max(i128::one()));
    let fitting = |numerator: i128, denominator: i128| {
        Some(Fraction::new(i64::try_from(numerator).ok()?, i64::try_from(denominator).ok()?))
    };
    fitting(*mean.numer(), *mean.denom()).or_else(|| {
        (0..=LARGEST_SCALE).rev().find_map(|scale| {
            let rounded = round(&mean, u32::from(scale), Rounding::HalfUp)?;
            fitting(rounded.mantissa(), 10_i128.pow(rounded.scale()))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::fraction::Numeral;
    use super::super::plan::Bar;
    use super::super::plan::{Comparator, MissingPoints};
    use super::super::trace::Silent;
    use super::*;

    fn policy(scale: u32, rounding: Rounding) -> PointsPolicy {
        let missing = MissingPoints::NoTotal;
        PointsPolicy {
            scale,
            rounding,
            base_at_most: None,
            bonus_at_most: None,
            penalty_at_most: None,
            missing,
        }
    }

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn earned(shape: Shape, measure: Fraction) -> String {
        let rule = PointsRule { shape, at_most: None, at_least: None };
        points(&rule, &policy(2, Rounding::HalfUp), true, Some(measure), &mut Silent).unwrap().to_string()
    }

    #[test]
    fn a_mean_is_exact_or_as_near_as_two_integers_get() {
        let ratio = |numerator, denominator| Ratio::<i128>::new(numerator, denominator);
        for (sum, weight, numerator, denominator) in [
            (ratio(7, 1), 2, 7, 2),
            (ratio(0, 1), 3, 0, 1),
            (ratio(-5, 2), 3, -5, 6),
            (ratio(i128::from(i64::MAX), 1), 1, i64::MAX, 1),
            (ratio(10_i128.pow(24) + 1, 10_i128.pow(9)), 1000, 10_i64.pow(18), 1_000_000),
            (ratio(2 * 10_i128.pow(24) + 1, 2 * 10_i128.pow(9)), 1, 10_i64.pow(18), 1000),
        ] {
            let mean = mean(sum, weight).unwrap();
            assert_eq!((mean.numerator(), mean.denominator()), (numerator, denominator), "{sum} / {weight}");
        }
    }

    #[test]
    fn a_line_is_exact_between_its_ends_and_flat_outside() {
        let line = || Shape::Linear {
            from: Fraction::new(95, 100),
            points_from: decimal("0"),
            to: Fraction::new(1, 1),
            points_to: decimal("10"),
        };
        for (part, whole, expected) in [
            (0, 100, "0.00"),
            (95, 100, "0.00"),
            (951, 1000, "0.20"),
            (9_740_625, 10_000_000, "4.81"),
            (97_403, 100_000, "4.81"),
            (366_121, 366_340, "9.88"),
            (100, 100, "10.00"),
            (101, 100, "10.00"),
        ] {
            assert_eq!(earned(line(), Fraction::new(part, whole)), expected, "{part}/{whole}");
        }
    }

    #[test]
    fn a_line_may_fall() {
        let line = Shape::Linear {
            from: Fraction::new(2, 1000),
            points_from: decimal("0"),
            to: Fraction::whole(0),
            points_to: decimal("5"),
        };
        assert_eq!(earned(line, Fraction::new(1, 1000)), "2.50");
    }

    #[test]
    fn a_line_with_the_largest_counts_does_not_overflow() {
        let line = Shape::Linear {
            from: Fraction::new(123_456_789_123_457, 1_000_000_000_000_000),
            points_from: decimal("0.000001"),
            to: Fraction::new(999_999_999_999_989, 1_000_000_000_000_000),
            points_to: decimal("999999.999999"),
        };
        let measure = Fraction::new(999_999_999_999_988, 999_999_999_999_999);
        assert_eq!(earned(line, measure), "1000000.00");
    }

    #[test]
    fn steps_count_full_or_begun() {
        let steps = |rounding| Shape::Steps {
            start: decimal("10"),
            deduct: decimal("0.5"),
            from: Fraction::new(999, 1000),
            step: Fraction::new(1, 1000),
            side: Side::Below,
            rounding,
        };
        for (measure, full, begun) in [
            (Fraction::new(1, 1), "10.00", "10.00"),
            (Fraction::new(999, 1000), "10.00", "10.00"),
            (Fraction::new(9989, 10000), "10.00", "9.50"),
            (Fraction::new(998, 1000), "9.50", "9.50"),
            (Fraction::new(9979, 10000), "9.50", "9.00"),
        ] {
            assert_eq!(earned(steps(Rounding::Down), measure), full, "{measure:?}");
            assert_eq!(earned(steps(Rounding::Up), measure), begun, "{measure:?}");
        }
    }

    #[test]
    fn the_first_band_that_holds_counts() {
        let at_least = |mantissa, scale| Bar {
            comparator: Comparator::AtLeast,
            value: Numeral { mantissa, scale },
            percent: true,
        };
        let bands = || Shape::Bands {
            bands: vec![(at_least(9990, 2), decimal("10")), (at_least(99, 0), decimal("8"))],
            otherwise: decimal("0"),
        };
        for (part, expected) in [(98_999, "0.00"), (99_000, "8.00"), (99_899, "8.00"), (99_900, "10.00")] {
            assert_eq!(earned(bands(), Fraction::new(part, 100_000)), expected, "{part}");
        }
    }

    #[test]
    fn places_beyond_the_list_get_the_rest() {
        let places = || Shape::Places { places: vec![decimal("10"), decimal("8")], otherwise: decimal("1") };
        for (place, expected) in [(1, "10.00"), (2, "8.00"), (3, "1.00"), (4_000_000_000, "1.00")] {
            assert_eq!(earned(places(), Fraction::whole(place)), expected);
        }
    }

    #[test]
    fn caps_come_after_rounding() {
        let shape = Shape::Measure { factor: Numeral { mantissa: 15, scale: 1 } };
        let rule = PointsRule { shape, at_most: Some(decimal("5")), at_least: Some(decimal("-8")) };
        let policy = policy(1, Rounding::HalfUp);
        for (measure, expected) in [(3, "4.5"), (4, "5"), (-5, "-7.5"), (-6, "-8")] {
            let earned = points(&rule, &policy, true, Some(Fraction::whole(measure)), &mut Silent);
            assert_eq!(earned, Some(decimal(expected)), "{measure}");
        }
    }

    #[test]
    fn points_that_need_a_measure_stay_open_without_one() {
        let rule =
            PointsRule { shape: Shape::Measure { factor: Numeral::whole(1) }, at_most: None, at_least: None };
        assert_eq!(points(&rule, &policy(0, Rounding::Up), false, None, &mut Silent), None);
    }

    #[test]
    fn every_rounding_at_one_half_and_beside_it() {
        let cases = [
            (25, "3", "2", "2", "3"),
            (35, "4", "4", "3", "4"),
            (24, "2", "2", "2", "3"),
            (-25, "-3", "-2", "-3", "-2"),
        ];
        for (tenths, half_up, half_even, down, up) in cases {
            let exact = Ratio::<i128>::new(tenths, 10);
            for (rounding, expected) in [
                (Rounding::HalfUp, half_up),
                (Rounding::HalfEven, half_even),
                (Rounding::Down, down),
                (Rounding::Up, up),
            ] {
                assert_eq!(round(&exact, 0, rounding), Some(decimal(expected)), "{tenths} {rounding:?}");
            }
        }
    }

    #[test]
    fn a_share_of_units_is_rounded_as_stated() {
        let fifth = Numeral::whole(20).percent();
        for (count, down, half_up, up) in
            [(0, 0, 0, 0), (1, 0, 0, 1), (7, 1, 1, 2), (10, 2, 2, 2), (13, 2, 3, 3)]
        {
            assert_eq!(share(fifth, count, Rounding::Down), down);
            assert_eq!(share(fifth, count, Rounding::HalfUp), half_up);
            assert_eq!(share(fifth, count, Rounding::Up), up);
        }
    }
}
