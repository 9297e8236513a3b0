//! Criteria and the rules by which they are met, as a plan file writes them.

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::form::{Amount, Code, Comparison, Day, Limit, LocalMoment, Percent};
use super::super::written::{ByName, Written};
use super::Text;
use super::points::{Points, RoundingName};

/// What is scored. Exactly one of `ratio`, `count`, `flag`, `milestone`, `standing`, `judged` says how.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// The code.
    pub code: Written<Code>,
    /// The number in the document's own list, such as "5c"; without it, none is shown.
    #[serde(default)]
    pub number: String,
    /// The name shown.
    pub name: Text,
    /// The document's own sentence; either this or `restated`.
    pub source: Option<Written<String>>,
    /// The meaning, where the document's wording isn't at hand; either this or `source`.
    pub restated: Option<Written<String>>,
    /// The body that determines it.
    pub owner: Option<Text>,
    /// The evidence that is asked for.
    pub evidence: Option<Text>,
    /// The branch it belongs to; without it, it applies to all.
    pub branch: Option<Written<String>>,
    /// Whether it is a gate (điều kiện bắt buộc): it must be met, whatever the points.
    #[serde(default)]
    pub gate: bool,
    /// The total that its points count to.
    pub total: Option<Written<TotalName>>,
    /// A yes/no metric: where it is reported as yes, the criterion is on hold.
    pub hold_when: Option<Written<String>>,
    /// A ratio of counts against a percentage.
    pub ratio: Option<Written<Ratio>>,
    /// A count against a limit.
    pub count: Option<Written<Count>>,
    /// A yes or no.
    pub flag: Option<Written<Flag>>,
    /// Something to be done by a day.
    pub milestone: Option<Written<Milestone>>,
    /// A place among peers.
    pub standing: Option<Written<Standing>>,
    /// Points or a verdict given by scorers.
    pub judged: Option<Written<Judged>>,
    /// How points follow; without it, the criterion carries none.
    pub points: Option<Written<Points>>,
}

/// The total that points count to; `base` when a criterion doesn't say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TotalName {
    /// The base total.
    Base,
    /// Bonus points (điểm thưởng), outside the base total.
    Bonus,
    /// Penalty points (điểm trừ), zero or negative.
    Penalty,
}

/// A ratio of two sums of counts. Without `at_least`, `more_than`, `at_most`, `less_than` or `equal` it only measures.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ratio {
    /// The part: a metric or a sum such as `valid + invalid`.
    pub of: Written<String>,
    /// The whole: a metric or a sum.
    pub to: Written<String>,
    /// A percentage metric that is taken as stated where the counts are missing.
    pub stated: Option<Written<String>>,
    /// For split metrics: "each" item must meet the bar, counts are "pooled" first, or the code of one item.
    pub across: Option<Written<String>>,
    /// Met from this percentage up.
    pub at_least: Option<Written<Limit>>,
    /// Met above this percentage.
    pub more_than: Option<Written<Limit>>,
    /// Met up to this percentage.
    pub at_most: Option<Written<Limit>>,
    /// Met below this percentage.
    pub less_than: Option<Written<Limit>>,
    /// Met at exactly this percentage.
    pub equal: Option<Written<Limit>>,
    /// Whether the exact or a rounded value is compared; needed with a bar.
    pub compare: Option<Written<Comparison>>,
}

/// A count. Without `at_least`, `more_than`, `at_most`, `less_than` or `equal` it only measures.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// A count metric or a sum such as `extra_elections + re_elections`.
    pub of: Written<String>,
    /// For split metrics: "each" item must meet the limit, counts are "pooled" first, or the code of one item.
    pub across: Option<Written<String>>,
    /// Met from this number up.
    pub at_least: Option<Written<Limit>>,
    /// Met above this number.
    pub more_than: Option<Written<Limit>>,
    /// Met up to this number.
    pub at_most: Option<Written<Limit>>,
    /// Met below this number.
    pub less_than: Option<Written<Limit>>,
    /// Met at exactly this number.
    pub equal: Option<Written<Limit>>,
}

/// A yes or no.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Flag {
    /// A yes/no metric.
    pub of: Written<String>,
    /// The answer that meets it.
    pub expect: bool,
    /// For a split metric: "each" item, or the code of one item.
    pub across: Option<Written<String>>,
}

/// Something to be done by a day (`by`, `by_level`) or before it (`before`, `before_level`).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Milestone {
    /// A metric of kind date or moment: when it was done.
    pub of: Written<String>,
    /// A metric of kind text: the number of the document that proves it. A day without its number is a warning.
    pub document: Option<Written<String>>,
    /// The last day that is on time, for every level without a day of its own.
    pub by: Option<Written<Day>>,
    /// The last day that is on time, by level.
    pub by_level: Option<Written<ByName<Day>>>,
    /// The first day that is late, for every level without a day of its own.
    pub before: Option<Written<Day>>,
    /// The first day that is late, by level.
    pub before_level: Option<Written<ByName<Day>>>,
    /// Days late that still meet it.
    #[serde(default)]
    pub grace_days: u32,
    /// How days late are counted.
    pub days: DaysName,
}

/// How days are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DaysName {
    /// Every day.
    Calendar,
    /// Monday to Friday without the holidays of the calendar, and the weekend days that it says are worked.
    Working,
}

/// A place among peers, by another criterion (`of`) or by the receipt of the report (`received_since`).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Standing {
    /// The criterion whose measure is compared; it isn't a standing itself.
    pub of: Option<Written<String>>,
    /// The start of the clock: compared is the time from here to the receipt of the report's last correction.
    pub received_since: Option<Written<LocalMoment>>,
    /// Which end comes first.
    pub prefer: PreferName,
    /// Inside the cluster or among all participants.
    pub among: Among,
    /// Who counts as a peer.
    pub peers: PeersName,
    /// "all": every unit that has a place passes, as without `first` and `share`.
    pub passes: Option<Written<PassesName>>,
    /// Places 1 to this pass.
    pub first: Option<Written<u32>>,
    /// This share of the peers passes, best first; with `rounding`.
    pub share: Option<Written<Percent>>,
    /// How a part of a unit is rounded in `share`.
    pub rounding: Option<Written<RoundingName>>,
}

/// Who passes in a standing without a last place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PassesName {
    /// Every unit that has a place; the place counts for points and ranking.
    All,
}

/// Which end of a measure is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PreferName {
    /// The highest first.
    Highest,
    /// The lowest first.
    Lowest,
}

/// Among whom a standing is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Among {
    /// The unit's cluster.
    Cluster,
    /// All participants.
    All,
}

/// Who counts as a peer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PeersName {
    /// Every unit that has the measure.
    Reporting,
    /// Of these, the units that meet all gates that aren't standings themselves.
    GatesMet,
}

/// Points or a verdict given by scorers. Without a bar, points given (or a yes) meet it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Judged {
    /// A metric of kind points or yes_no; when it is split, its items are the scorers.
    pub of: Written<String>,
    /// How several scorers are combined; needed when the metric is split.
    pub combine: Option<Written<CombineName>>,
    /// For `weighted`: a whole weight for each scorer, in the breakdown's order.
    pub weights: Option<Written<Vec<u32>>>,
    /// Met from these points up.
    pub at_least: Option<Written<Limit>>,
    /// Met above these points.
    pub more_than: Option<Written<Limit>>,
    /// Met up to these points.
    pub at_most: Option<Written<Limit>>,
    /// Met below these points.
    pub less_than: Option<Written<Limit>>,
    /// Met at exactly these points.
    pub equal: Option<Written<Limit>>,
    /// The most that a scorer can give; above it is a finding.
    pub maximum: Option<Written<Amount>>,
}

/// How several scorers are combined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CombineName {
    /// The last scorer in the breakdown's order who gave points decides.
    Last,
    /// The mean of all.
    Mean,
    /// The middle one.
    Median,
    /// The lowest.
    Lowest,
    /// The highest.
    Highest,
    /// The sum.
    Sum,
    /// The weighted mean.
    Weighted,
}
