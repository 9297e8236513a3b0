//! Figures that need a look: what a plan has looked for among them, each with its thresholds.
//!
//! What is found is a remark, never a verdict: it blocks nothing and changes no outcome, point or rank.

use super::super::fraction::Numeral;
use super::super::words::Words;

/// Something that the plan has looked for.
#[derive(Debug, Clone)]
pub struct Plausibility {
    /// The code.
    pub code: String,
    /// What to tell whoever looks, besides the numbers.
    pub advice: Option<Words>,
    /// Only units of these levels are looked at; empty means all. Indexes into `Plan::levels`.
    pub levels: Vec<usize>,
    /// What is looked for.
    pub kind: PlausibilityKind,
}

/// What is looked for. Metrics are indexes into `Plan::metrics`, all of kind count.
#[derive(Debug, Clone)]
pub enum PlausibilityKind {
    /// Units of a group whose figures are all the same.
    CopiedRows(CopiedRows),
    /// Units whose figures are multiples of a number more often than not.
    RoundNumbers(RoundNumbers),
    /// Groups in whose figures some last digits are too frequent.
    LastDigit(LastDigit),
    /// Groups in which two metrics are equal in every unit.
    AlwaysEqual(AlwaysEqual),
    /// Units far from the middle of their cluster.
    Outlier(Outlier),
    /// Units whose figures differ much from those of their earlier report.
    Change(Change),
}

impl PlausibilityKind {
    /// The stable code, which is the key of the plan file too.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::CopiedRows(_) => "copied_rows",
            Self::RoundNumbers(_) => "round_numbers",
            Self::LastDigit(_) => "last_digit",
            Self::AlwaysEqual(_) => "always_equal",
            Self::Outlier(_) => "outlier",
            Self::Change(_) => "change",
        }
    }

    /// Whether it is asked of groups; else of units.
    pub const fn is_of_groups(&self) -> bool {
        matches!(self, Self::LastDigit(_) | Self::AlwaysEqual(_))
    }
}

/// Which units are looked at together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    /// Units under the same parent; a unit without one belongs to no group.
    Parent,
    /// Units of the same cluster; a unit that doesn't take part belongs to no group.
    Cluster,
    /// All units.
    All,
}

/// The same figures in two or more units of a group: all that are listed, missing ones included.
#[derive(Debug, Clone)]
pub struct CopiedRows {
    /// The metrics that are compared.
    pub of: Vec<usize>,
    /// Which units are compared with each other.
    pub per: Per,
    /// Only figures from this size on speak for a copy: small ones are often the same by chance. At least 1.
    pub not_below: i64,
    /// How many such figures a unit must have to be looked at.
    pub at_least_figures: u32,
}

/// Too many round numbers in a unit. Zeros count on neither side.
#[derive(Debug, Clone)]
pub struct RoundNumbers {
    /// The metrics that are looked at.
    pub of: Vec<usize>,
    /// What a round number is a multiple of; at least 2.
    pub multiple_of: i64,
    /// How many figures a unit must have to be looked at.
    pub at_least_figures: u32,
    /// From this percentage of them on, the unit is remarked.
    pub share: Numeral,
}

/// Last digits that aren't equally frequent, over all figures of a group.
#[derive(Debug, Clone)]
pub struct LastDigit {
    /// The metrics whose figures are taken together.
    pub of: Vec<usize>,
    /// Which units are taken together.
    pub per: Per,
    /// Only figures from this size on: last digits of small ones aren't equally frequent anyway.
    pub not_below: i64,
    /// How many figures a group must have to be looked at.
    pub at_least_figures: u32,
    /// Above this chi-square (ten digits, nine degrees of freedom) the group is remarked.
    pub chi_square_above: Numeral,
}

/// Two metrics that are equal in every unit of a group.
#[derive(Debug, Clone)]
pub struct AlwaysEqual {
    /// One metric.
    pub left: usize,
    /// The other; split like the first.
    pub right: usize,
    /// Which units are taken together.
    pub per: Per,
    /// How many units a group must have in which both are reported and not both are zero.
    pub at_least_units: u32,
}

/// A measure far from the middle of its cluster, by the modified z-score: 0.6745 · |measure − median| / MAD, where MAD
/// is the median of the distances from the median.
#[derive(Debug, Clone)]
pub struct Outlier {
    /// Index into `Plan::criteria`; not a standing.
    pub of: usize,
    /// Above this score the unit is remarked.
    pub score_above: Numeral,
    /// How many units with the measure a cluster must have to be looked at.
    pub at_least_units: u32,
    /// What happens where MAD is zero, since nothing can be divided by it.
    pub no_spread: NoSpread,
}

/// What happens where at least half of a cluster has the same measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoSpread {
    /// No unit is remarked; that the cluster has no spread is told.
    Nothing,
    /// Every unit with another measure is remarked.
    AnyDifference,
}

/// Figures that differ from those of the unit's earlier report.
#[derive(Debug, Clone)]
pub struct Change {
    /// The metrics that are compared.
    pub of: Vec<usize>,
    /// More than this percentage of the earlier figure.
    pub more_than: Numeral,
    /// And by at least so much; at least 1.
    pub by_at_least: i64,
}
