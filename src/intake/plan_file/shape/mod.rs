//! A plan file as it is written: every key with its meaning. The JSON Schema and the reference of keys come from here.

pub mod award;
pub mod criterion;
pub mod individuals;
pub mod metric;
pub mod plausibility;
pub mod points;
pub mod process;

use schemars::JsonSchema;
use serde::Deserialize;

use super::form::{Code, Day};
use super::written::Written;
use award::{Award, RankingKey};
use criterion::Criterion;
use individuals::Individuals;
use metric::{Breakdown, Check, Metric};
use plausibility::Plausibility;
use points::Policy;
use process::Process;

/// An emulation contest (thi đua) as data.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("required" = ["plan", "level", "clusters", "metric", "criterion", "ranking"]))]
pub struct PlanFile {
    /// The document that the contest rests on.
    pub plan: Option<Heading>,
    /// Levels of units (tỉnh, huyện, xã ...), from the top down.
    #[serde(default)]
    pub level: Vec<Level>,
    /// Types of subject: localities, advising bodies, enterprises ...
    #[serde(default)]
    pub subject: Vec<Subject>,
    /// Which units take part; without it, all of them.
    pub participants: Option<Participants>,
    /// How participants are put into clusters (cụm, khối thi đua).
    pub clusters: Option<Clusters>,
    /// Days that differ from those of an ordinary week.
    pub calendar: Option<Calendar>,
    /// Ways in which metrics are split: by ballot type, by scorer ...
    #[serde(default)]
    pub breakdown: Vec<Written<Breakdown>>,
    /// What units report (chỉ tiêu, số liệu).
    #[serde(default)]
    pub metric: Vec<Written<Metric>>,
    /// Consistency rules between figures.
    #[serde(default)]
    pub check: Vec<Written<Check>>,
    /// How branches are combined; needed when there are branches.
    pub branches: Option<Branches>,
    /// Groups of criteria for some types of subject.
    #[serde(default)]
    pub branch: Vec<Written<Branch>>,
    /// What is scored (tiêu chí), in the plan's order.
    #[serde(default)]
    pub criterion: Vec<Written<Criterion>>,
    /// How points are rounded, capped and added; needed when criteria carry points.
    pub points: Option<Written<Policy>>,
    /// The order of units inside a cluster, first key first.
    #[serde(default)]
    pub ranking: Vec<Written<RankingKey>>,
    /// Award tiers (hình thức khen thưởng), highest first.
    #[serde(default)]
    pub award: Vec<Written<Award>>,
    /// What is looked for among the figures, for people to look at; without it, nothing. No remark is a verdict: it
    /// blocks nothing and changes no outcome, point or rank.
    #[serde(default)]
    pub plausibility: Vec<Written<Plausibility>>,
    /// Persons who are nominated for awards; without it, only collectives take part.
    pub individuals: Option<Written<Individuals>>,
    /// From a recommendation to a decision: council, publicity, dossiers, deadlines, signatories.
    pub process: Option<Process>,
}

/// A text in Vietnamese and English.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Vietnamese.
    #[schemars(length(min = 1))]
    pub vi: String,
    /// English; without it, the Vietnamese text is shown.
    #[schemars(length(min = 1))]
    pub en: Option<String>,
}

/// The document that the contest rests on.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Heading {
    /// The document's number, such as `508/KH-UBND`.
    #[schemars(length(min = 1))]
    pub code: String,
    /// The document's title.
    pub title: Text,
    /// Who issued it.
    #[schemars(length(min = 1))]
    pub issuer: String,
    /// The date of issue.
    pub issued: Day,
    /// First and last day of the contest.
    pub period: Written<Period>,
}

/// First and last day of the contest.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

/// A level of units.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// The code that the units file's column `level` holds.
    pub code: Written<Code>,
    /// The name shown.
    pub name: Text,
}

/// A type of subject.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Subject {
    /// The code that the units file's column `subject` holds.
    pub code: Written<Code>,
    /// The name shown.
    pub name: Text,
    /// Units of these levels are of this type when the units file doesn't say.
    #[serde(default)]
    pub levels: Vec<Written<String>>,
}

/// Which units take part. What is left out doesn't restrict.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Participants {
    /// Codes of levels.
    #[serde(default)]
    #[schemars(length(min = 1))]
    pub levels: Vec<Written<String>>,
    /// Codes of types of subject.
    #[serde(default)]
    #[schemars(length(min = 1))]
    pub subjects: Vec<Written<String>>,
    /// Official codes of units; they and everything below them may take part.
    #[serde(default)]
    #[schemars(length(min = 1))]
    pub under: Vec<String>,
}

/// How participants are put into clusters.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Clusters {
    /// What makes a cluster.
    pub by: Written<ClustersBy>,
}

/// What makes a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClustersBy {
    /// The units file's column `cluster`.
    Column,
    /// The same parent.
    Parent,
    /// The same level.
    Level,
    /// The same type of subject.
    Subject,
    /// All participants are one cluster.
    One,
}

/// Days that differ from those of an ordinary week.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// Holidays, besides Saturdays and Sundays.
    #[serde(default)]
    pub holidays: Vec<Day>,
    /// Saturdays and Sundays that are working days all the same, in place of another day (ngày làm bù).
    #[serde(default)]
    pub working_days: Vec<Written<Day>>,
}

/// How branches are combined.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Branches {
    /// Which branches a subject is judged by.
    pub choice: Choice,
}

/// Which branches a subject is judged by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// The branches that name its type of subject, and no other.
    BySubject,
    /// Every branch.
    All,
    /// One branch whose gates are all met is enough; points count from the branches of its own type.
    Any,
}

/// A group of criteria for some types of subject.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Branch {
    /// The code that criteria name.
    pub code: Written<Code>,
    /// The name shown.
    pub name: Text,
    /// The document's own sentence; either this or `restated`.
    pub source: Option<Written<String>>,
    /// The meaning, where the document's wording isn't at hand; either this or `source`.
    pub restated: Option<Written<String>>,
    /// The types of subject it is for.
    #[serde(default)]
    pub subjects: Vec<Written<String>>,
}
