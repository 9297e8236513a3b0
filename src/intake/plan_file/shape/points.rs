//! Points as a plan file writes them: how they follow, how they are rounded, capped and added.

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::form::{Amount, Limit};
use super::super::written::Written;

/// How points follow: exactly one of `met` with `not_met`, `bands`, `linear`, `steps`, `places`, `measure`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Points {
    /// Points when the criterion is met; with `not_met`.
    pub met: Option<Written<Amount>>,
    /// Points when it isn't; with `met`.
    pub not_met: Option<Written<Amount>>,
    /// Points by the first band whose bar holds; with `otherwise`.
    #[schemars(length(min = 1))]
    pub bands: Option<Vec<Written<Band>>>,
    /// Points by place 1, 2, 3 ..., for a standing; with `otherwise`.
    #[schemars(length(min = 1))]
    pub places: Option<Written<Vec<Written<Amount>>>>,
    /// Points when no band holds, or of every later place.
    pub otherwise: Option<Written<Amount>>,
    /// Points on a line between two values of the measure.
    pub linear: Option<Written<Linear>>,
    /// A deduction for each step on the wrong side of a value.
    pub steps: Option<Written<Steps>>,
    /// The measure itself, multiplied by a factor.
    pub measure: Option<Written<Measure>>,
    /// No more points than this.
    pub at_most: Option<Written<Amount>>,
    /// No fewer points than this.
    pub at_least: Option<Written<Amount>>,
}

/// A band: one bar on the measure and its points.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// From this value up.
    pub at_least: Option<Written<Limit>>,
    /// Above this value.
    pub more_than: Option<Written<Limit>>,
    /// Up to this value.
    pub at_most: Option<Written<Limit>>,
    /// Below this value.
    pub less_than: Option<Written<Limit>>,
    /// At exactly this value.
    pub equal: Option<Written<Limit>>,
    /// The points.
    pub points: Written<Amount>,
}

/// Linear between two values of the measure, constant outside.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Linear {
    /// The value where the line starts.
    pub from: Written<Limit>,
    /// The value where it ends.
    pub to: Written<Limit>,
    /// Points at the start and beyond.
    pub points_from: Written<Amount>,
    /// Points at the end and beyond.
    pub points_to: Written<Amount>,
}

/// A deduction for each step below or above a value.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Steps {
    /// Points without a deduction.
    pub start: Written<Amount>,
    /// The deduction for each step, above zero.
    pub deduct: Written<Amount>,
    /// The length of a step, above zero.
    pub each: Written<Limit>,
    /// Steps count below this value; either this or `above`.
    pub below: Option<Written<Limit>>,
    /// Steps count above this value; either this or `below`.
    pub above: Option<Written<Limit>>,
    /// Which steps count.
    pub count: StepCount,
}

/// Which steps count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepCount {
    /// Full steps only.
    Full,
    /// A step that has begun counts.
    Begun,
}

/// The measure itself, multiplied by a factor.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// The factor; negative for a penalty by count.
    pub factor: Written<Amount>,
}

/// How points are rounded, capped and added.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Decimals of the points of each criterion; rounding happens there and nowhere else.
    #[schemars(range(min = 0, max = 6))]
    pub scale: u32,
    /// How they are rounded.
    pub rounding: RoundingName,
    /// The most that the base total can reach; without it, it isn't capped.
    pub base_at_most: Option<Written<Amount>>,
    /// The most that the bonus can reach; without it, it isn't capped.
    pub bonus_at_most: Option<Written<Amount>>,
    /// The most that penalties can take away, as a positive number; without it, they aren't capped.
    pub penalty_at_most: Option<Written<Amount>>,
    /// What an open criterion (missing, on hold, to be judged) does to the total.
    pub missing: MissingName,
}

/// What an open criterion does to the total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MissingName {
    /// The total adds what is known, and says that it is incomplete.
    CountKnown,
    /// There is no total until every criterion with points is settled.
    NoTotal,
}

/// How a number is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoundingName {
    /// To the nearest; exactly one half away from zero.
    HalfUp,
    /// To the nearest; exactly one half to the even digit.
    HalfEven,
    /// Down, towards minus infinity.
    Down,
    /// Up, towards plus infinity.
    Up,
}
