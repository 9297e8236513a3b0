//! How points follow from a criterion's measure and outcome, and how they are rounded, capped and added.

use rust_decimal::Decimal;

use super::super::fraction::{Fraction, Numeral};
use super::criterion::Bar;

/// How the points of a criterion follow.
#[derive(Debug, Clone)]
pub struct PointsRule {
    /// The shape of the rule.
    pub shape: Shape,
    /// No more than this; above is cut to it.
    pub at_most: Option<Decimal>,
    /// No less than this; below is lifted to it.
    pub at_least: Option<Decimal>,
}

impl PointsRule {
    /// The most points that it can give; `None` where they follow from a measure without a cap.
    pub fn most(&self) -> Option<Decimal> {
        let most = match &self.shape {
            Shape::AllOrNothing { met, not_met } => Some(*met.max(not_met)),
            Shape::Bands { bands, otherwise } => {
                bands.iter().map(|(_, points)| *points).chain([*otherwise]).max()
            }
            Shape::Linear { points_from, points_to, .. } => Some(*points_from.max(points_to)),
            Shape::Steps { start, .. } => Some(*start),
            Shape::Places { places, otherwise } => places.iter().copied().chain([*otherwise]).max(),
            Shape::Measure { .. } => None,
        };
        match (most, self.at_most) {
            (Some(most), Some(cap)) => Some(most.min(cap)),
            (most, cap) => most.or(cap),
        }
    }
}

/// The shape of a points rule.
#[derive(Debug, Clone)]
pub enum Shape {
    /// All or nothing.
    AllOrNothing {
        /// Points when the criterion is met.
        met: Decimal,
        /// Points when it isn't; negative for a penalty.
        not_met: Decimal,
    },
    /// The first band whose bar holds.
    Bands {
        /// Bars on the exact measure with their points, tried in this order.
        bands: Vec<(Bar, Decimal)>,
        /// Points when none holds.
        otherwise: Decimal,
    },
    /// Linear between two values of the measure, constant outside.
    Linear {
        /// The measure where the line starts.
        from: Fraction,
        /// Points there and beyond.
        points_from: Decimal,
        /// The measure where it ends; different from `from`.
        to: Fraction,
        /// Points there and beyond.
        points_to: Decimal,
    },
    /// A deduction for each step on the wrong side of a value.
    Steps {
        /// Points without a deduction.
        start: Decimal,
        /// The deduction for each step; above zero.
        deduct: Decimal,
        /// The value from which steps count.
        from: Fraction,
        /// The length of a step; above zero.
        step: Fraction,
        /// On which side of `from` steps count.
        side: Side,
        /// Whether a step that has begun counts (`Up`), or only a full one (`Down`).
        rounding: Rounding,
    },
    /// Points by place; for standings.
    Places {
        /// Points of place 1, 2, 3 ...
        places: Vec<Decimal>,
        /// Points of every later place.
        otherwise: Decimal,
    },
    /// The measure itself, multiplied by a factor; for judged points and counts of bonus points.
    Measure {
        /// The factor.
        factor: Numeral,
    },
}

/// A side of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Below it.
    Below,
    /// Above it.
    Above,
}

/// How a number is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// To the nearest; exactly one half away from zero.
    HalfUp,
    /// To the nearest; exactly one half to the even digit.
    HalfEven,
    /// Towards minus infinity.
    Down,
    /// Towards plus infinity.
    Up,
}

/// How points are rounded, capped and added.
#[derive(Debug, Clone)]
pub struct PointsPolicy {
    /// Decimals of the points of each criterion; rounding happens there and nowhere else. At most 6.
    pub scale: u32,
    /// How they are rounded.
    pub rounding: Rounding,
    /// The most that the base total can reach.
    pub base_at_most: Option<Decimal>,
    /// The most that the bonus can reach.
    pub bonus_at_most: Option<Decimal>,
    /// The most that penalties can take away, as a positive number.
    pub penalty_at_most: Option<Decimal>,
    /// What an open criterion (missing, on hold, needs judgement) does to the total.
    pub missing: MissingPoints,
}

/// What an open criterion does to a unit's total.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MissingPoints {
    /// The total adds what is known, and says that it is incomplete.
    CountKnown,
    /// There is no total until every criterion with points is settled.
    NoTotal,
}
