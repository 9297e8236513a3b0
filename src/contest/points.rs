//! Points from a measure and an outcome: exact first, then rounded once at the plan's scale, then capped.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedMul, CheckedSub, One, Signed, ToPrimitive};
use rust_decimal::Decimal;

use super::fraction::Fraction;
use super::plan::{PointsPolicy, PointsRule, Rounding, Shape, Side};
use super::trace::{ExactPoints, Step, Trace};

/// The points of a criterion that came out as `met`, with its measure. `None` when the rule needs a measure that
/// isn't there.
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
    let counted = rule.at_least.map_or(rounded, |least| rounded.max(least));
    let counted = rule.at_most.map_or(counted, |most| counted.min(most));
    trace.note(|| Step::Points {
        exact: exact.map(|exact| ExactPoints { numerator: *exact.numer(), denominator: *exact.denom() }),
        counted,
        capped: counted != rounded,
    });
    Some(counted)
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
pub(crate) fn mean(sum: Ratio<i128>, weight: i128) -> Option<Fraction> {
    let mean = sum / Ratio::from_integer(weight.max(i128::one()));
    Some(Fraction::new(i64::try_from(*mean.numer()).ok()?, i64::try_from(*mean.denom()).ok()?))
}
