//! Breakdowns, metrics and checks as a plan file writes them.

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::form::Code;
use super::super::written::Written;
use super::Text;

/// A way in which metrics are split.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Breakdown {
    /// The code that metrics name.
    pub code: Written<Code>,
    /// The name shown.
    pub name: Text,
    /// Its items, in the order in which they are shown.
    #[schemars(length(min = 1))]
    pub item: Vec<Item>,
}

/// One item of a breakdown.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The code; a column header is `metric.item`.
    pub code: Written<Code>,
    /// The name shown.
    pub name: Text,
    /// Further names under which files carry it.
    #[serde(default)]
    pub headers: Vec<String>,
    /// Levels of units that have this item; without it, all.
    #[serde(default)]
    #[schemars(length(min = 1))]
    pub levels: Vec<Written<String>>,
}

/// Something that units report.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Metric {
    /// The code, also a column header.
    pub code: Written<Code>,
    /// The name shown, also a column header.
    pub name: Text,
    /// Further column headers under which files carry it.
    #[serde(default)]
    pub headers: Vec<Written<String>>,
    /// What is counted ("cử tri", "voters"), for sentences such as "12 more voters"; without it, the name.
    pub counted: Option<Text>,
    /// What kind of value it takes.
    pub kind: Kind,
    /// The breakdown it is split by; without it, it isn't split.
    pub by: Option<Written<String>>,
    /// For a percentage: the counts it is taken of, [part, whole]. Where both are reported, it is checked against them.
    pub of: Option<Written<Vec<Written<String>>>>,
    /// For a count: a unit above this level that doesn't report it has the sum of the units of this level below it, once
    /// all of them have it. What the unit itself reports goes first. Without it, it must be reported.
    pub summed_from: Option<Written<String>>,
}

/// What kind of value a metric takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A count: a whole number from zero.
    Count,
    /// A percentage as stated, with its printed digits.
    Percentage,
    /// Yes or no.
    YesNo,
    /// A day.
    Date,
    /// A day and a time of day.
    Moment,
    /// Points or another decimal number given by a scorer.
    Points,
    /// A text, such as the number of a document.
    Text,
}

/// A rule that figures must keep: either `rule` or `sum_of_children`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// Two sums and `=`, `<=`, `<`, `>=` or `>` between them: `valid + invalid = collected`, `elected <= 2 * seats`.
    pub rule: Option<Written<String>>,
    /// A count that is the sum of the counts of the units below.
    pub sum_of_children: Option<Written<String>>,
    /// How serious a breach is.
    pub severity: Seriousness,
    /// What to tell the reporting unit besides the numbers.
    pub advice: Option<Text>,
}

/// How serious a breach is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Seriousness {
    /// The figures can't be accepted as they are.
    Error,
    /// They can be accepted with an explanation.
    Warning,
    /// Worth knowing; nothing to do.
    Notice,
}
