//! The part of a plan file about persons, as it is written.

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::form::Code;
use super::super::written::Written;
use super::award::{Award, RankingKey};
use super::criterion::Criterion;
use super::metric::Metric;
use super::points::Policy;
use super::{Branch, Branches, Clusters, Text};

/// Persons who are nominated for awards of their own; what is judged in them stands here and nowhere else.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("required" = ["retention_years", "kind", "metric", "clusters", "criterion", "ranking", "award"]))]
pub struct Individuals {
    /// For how many years after the contest's last day names and what is written of a person are kept.
    #[schemars(range(min = 1, max = 70))]
    pub retention_years: Written<u32>,
    /// What the unit of a person, or the nearest above it that takes part, must have reached itself; without it, nothing.
    pub unit: Option<Written<UnitMust>>,
    /// Kinds of person: leaders, officials, workers ...
    #[serde(default)]
    pub kind: Vec<PersonKind>,
    /// What is told of a person: counts, yes or no, points or texts.
    #[serde(default)]
    pub metric: Vec<Written<Metric>>,
    /// How persons are put into clusters: `column` and `parent` follow the person's unit, `subject` the kind.
    pub clusters: Option<Clusters>,
    /// How branches are combined; needed when there are branches.
    pub branches: Option<Branches>,
    /// Groups of criteria for some kinds of person.
    #[serde(default)]
    pub branch: Vec<Written<Branch>>,
    /// What is scored in persons, in the plan's order.
    #[serde(default)]
    pub criterion: Vec<Written<Criterion>>,
    /// How points are rounded, capped and added; needed when criteria carry points.
    pub points: Option<Written<Policy>>,
    /// The order of persons inside a cluster, first key first.
    #[serde(default)]
    pub ranking: Vec<Written<RankingKey>>,
    /// Award tiers for persons, highest first; no code of the plan's other awards stands here again. A quota `per =
    /// "source"` limits what one unit nominates, one `per = "subject"` each kind of person.
    #[serde(default)]
    pub award: Vec<Written<Award>>,
}

/// A kind of person.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonKind {
    /// The code that a nomination names.
    pub code: Written<Code>,
    /// The name shown.
    pub name: Text,
    /// Whether such persons lead others; the composition of a list tells leaders from the others.
    pub leads: bool,
}

/// What the unit of a person must have reached itself: either `gates` or `award`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnitMust {
    /// All gates that apply to the unit are met.
    #[serde(default)]
    pub gates: bool,
    /// The unit is recommended for this award of the plan.
    pub award: Option<Written<String>>,
}
