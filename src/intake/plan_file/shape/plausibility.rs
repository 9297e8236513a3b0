//! Figures that need a look, as a plan file says what to look for. No threshold has a default.

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::form::{Amount, Code, Percent};
use super::super::written::Written;
use super::Text;

/// What is looked for among the figures. Exactly one of `copied_rows`, `round_numbers`, `last_digit`, `always_equal`,
/// `outlier`, `change` says what. Metrics are counts; of a split metric every item is looked at.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Plausibility {
    /// The code.
    pub code: Written<Code>,
    /// What to tell whoever looks, besides the numbers and the innocent reasons there may be.
    pub advice: Option<Text>,
    /// Only units of these levels are looked at; without it, of all.
    #[serde(default)]
    #[schemars(length(min = 1))]
    pub levels: Vec<Written<String>>,
    /// Two or more units of a group whose figures are all the same.
    pub copied_rows: Option<Written<CopiedRows>>,
    /// A unit many of whose figures are round. Zeros count on neither side.
    pub round_numbers: Option<Written<RoundNumbers>>,
    /// A group in whose figures some last digits are much more frequent than others.
    pub last_digit: Option<Written<LastDigit>>,
    /// A group in which two metrics are equal in every unit. Items of split metrics are looked at one by one.
    pub always_equal: Option<Written<AlwaysEqual>>,
    /// A unit whose measure is far from the middle of its cluster.
    pub outlier: Option<Written<Outlier>>,
    /// A unit whose figures differ much from those of its earlier report.
    pub change: Option<Written<Change>>,
}

/// Which units are looked at together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PerName {
    /// Units under the same parent; a unit without one belongs to no group.
    Parent,
    /// Units of the same cluster; a unit that doesn't take part belongs to no group.
    Cluster,
    /// All units.
    All,
}

/// Two or more units of a group whose figures are all the same, missing ones included.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CopiedRows {
    /// The metrics that are compared, best such as don't follow from each other.
    #[schemars(length(min = 1))]
    pub of: Vec<Written<String>>,
    /// Which units are compared with each other.
    pub per: PerName,
    /// Only figures from this size on speak for a copy: small ones are often the same by chance.
    #[schemars(range(min = 1, max = 1_000_000_000))]
    pub not_below: i64,
    /// How many such figures a unit must have to be looked at.
    #[schemars(range(min = 1))]
    pub at_least_figures: u32,
}

/// A unit many of whose figures are round.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoundNumbers {
    /// The metrics that are looked at.
    #[schemars(length(min = 1))]
    pub of: Vec<Written<String>>,
    /// What a round number is a multiple of, such as 10 or 50.
    #[schemars(range(min = 2, max = 1_000_000_000))]
    pub multiple_of: i64,
    /// How many figures above zero a unit must have to be looked at.
    #[schemars(range(min = 1))]
    pub at_least_figures: u32,
    /// From this share of them on, the unit is remarked.
    pub share: Written<Percent>,
}

/// A group in whose figures some last digits are much more frequent than others.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LastDigit {
    /// The metrics whose figures are taken together: such as don't follow from each other, for each figure counts by itself.
    #[schemars(length(min = 1))]
    pub of: Vec<Written<String>>,
    /// Which units are taken together.
    pub per: PerName,
    /// Only figures from this size on: small ones don't end in each digit equally often anyway.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    pub not_below: i64,
    /// How many figures a group must have to be looked at.
    #[schemars(range(min = 1))]
    pub at_least_figures: u32,
    /// Above this chi-square of the ten digits the group is remarked. By chance it is above "21.67" once in a hundred
    /// groups, above "27.88" once in a thousand.
    pub chi_square_above: Written<Amount>,
}

/// A group in which two metrics are equal in every unit.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AlwaysEqual {
    /// One metric.
    pub left: Written<String>,
    /// The other; split like the first.
    pub right: Written<String>,
    /// Which units are taken together.
    pub per: PerName,
    /// How many units a group must have in which both are reported and not both are zero.
    #[schemars(range(min = 2))]
    pub at_least_units: u32,
}

/// A unit whose measure is far from the middle of its cluster: 0.6745 · |measure − median| / MAD, where MAD is the median of
/// the distances from the median.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Outlier {
    /// The criterion whose measure is looked at; not a standing.
    pub of: Written<String>,
    /// Above this score the unit is remarked; "3.5" is usual.
    pub score_above: Written<Amount>,
    /// How many units with the measure a cluster must have to be looked at.
    #[schemars(range(min = 3))]
    pub at_least_units: u32,
    /// What happens where MAD is zero, since nothing can be divided by it.
    pub no_spread: NoSpreadName,
}

/// What happens where at least half of a cluster has the same measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoSpreadName {
    /// No unit is remarked; that there is no spread is told.
    Nothing,
    /// Every unit with another measure is remarked.
    AnyDifference,
}

/// A unit whose figures differ much from those of its earlier report.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The metrics that are compared.
    #[schemars(length(min = 1))]
    pub of: Vec<Written<String>>,
    /// By more than this percentage of the earlier figure; of an earlier zero, every difference is more.
    pub more_than: Written<Percent>,
    /// And by at least so much.
    #[schemars(range(min = 1, max = 1_000_000_000))]
    pub by_at_least: i64,
}
