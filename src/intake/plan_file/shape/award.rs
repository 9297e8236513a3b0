//! The order of units and the award tiers, as a plan file writes them.

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::form::{Amount, Code, Percent};
use super::super::written::{ByName, Written};
use super::Text;
use super::criterion::PreferName;
use super::points::RoundingName;

/// One key of an order of units.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RankingKey {
    /// What is compared.
    pub by: Written<RankingBy>,
    /// The criterion, for `measure` and `criterion_points`.
    pub of: Option<Written<String>>,
    /// Which end comes first, for `measure`.
    pub prefer: Option<Written<PreferName>>,
}

/// What is compared in an order of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RankingBy {
    /// All gates met, then gates still open, then a gate not met.
    Gates,
    /// Total points, highest first.
    Points,
    /// The exact measure of a criterion.
    Measure,
    /// The points of one criterion, highest first.
    CriterionPoints,
}

/// An award tier.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Award {
    /// The code.
    pub code: Written<Code>,
    /// The name shown.
    pub name: Text,
    /// The document's own sentence; either this or `restated`.
    pub source: Option<Written<String>>,
    /// The meaning, where the document's wording isn't at hand; either this or `source`.
    pub restated: Option<Written<String>>,
    /// What a unit must reach.
    pub requires: Requires,
    /// Only units recommended for this award can be recommended here, and keep both. Without it, a unit that is
    /// recommended for a higher tier isn't considered here.
    pub from: Option<Written<String>>,
    /// Limits that hold at once; an empty list sets none.
    pub quota: Vec<Written<Quota>>,
    /// What happens when units tie at the border of a quota.
    pub on_tie: Written<OnTie>,
    /// For `lot`: the seed, as recorded in the minutes.
    pub lot_seed: Option<Written<String>>,
    /// For `next_criterion`: further keys that decide; what still ties is asked.
    pub next: Option<Written<Vec<Written<RankingKey>>>>,
    /// The form of commendation in the rule pack of the decision's date, by code; without it, no money is worked out.
    pub form: Option<Written<Code>>,
    /// The budget that the money comes from.
    #[schemars(length(min = 1))]
    pub budget: Option<String>,
}

/// What a unit must reach.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Requires {
    /// All gates that apply to the unit are met.
    #[serde(default)]
    pub gates: bool,
    /// Criteria that must be met.
    #[serde(default)]
    #[schemars(length(min = 1))]
    pub criteria: Vec<Written<String>>,
    /// The least total points.
    pub minimum_points: Option<Written<Amount>>,
    /// The last place among the eligible units of the cluster.
    pub place_at_most: Option<Written<u32>>,
    /// Types of subject; without it, all.
    #[serde(default)]
    #[schemars(length(min = 1))]
    pub subjects: Vec<Written<String>>,
}

/// A limit on how many units can be recommended: `at_most`, or `share` with `of` and `rounding`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Quota {
    /// What it is counted over.
    pub per: Per,
    /// A number of units.
    pub at_most: Option<Written<u32>>,
    /// A share of units, such as "20%".
    pub share: Option<Written<Percent>>,
    /// Of which units the share is taken.
    pub of: Option<Written<BaseName>>,
    /// How a part of a unit is rounded.
    pub rounding: Option<Written<RoundingName>>,
    /// Other numbers for single clusters, sources or types of subject, by their code.
    pub except: Option<Written<ByName<u32>>>,
}

/// What a quota is counted over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// Each cluster.
    Cluster,
    /// Each source: who proposes the unit.
    Source,
    /// Each type of subject.
    Subject,
    /// All units together.
    Overall,
}

/// The units that a share is taken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BaseName {
    /// All participants.
    Participants,
    /// Those eligible for the award.
    Eligible,
}

/// What happens when units tie at the border of a quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OnTie {
    /// All of them are recommended; the quota is exceeded, and the result says so.
    All,
    /// None of them is recommended.
    None,
    /// Further keys decide.
    NextCriterion,
    /// A lot with a recorded seed decides.
    Lot,
    /// The program stops and asks.
    Ask,
}
