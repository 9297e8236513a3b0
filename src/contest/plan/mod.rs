//! A plan (kế hoạch thi đua): the contest as data, checked and resolved. Names have become indexes.
//!
//! A plan is made from its TOML file by `intake::plan_file`; the core only reads it.

pub mod award;
pub mod criterion;
pub mod individuals;
pub mod kind;
pub mod metric;
pub mod plausibility;
pub mod points;
pub mod process;
#[cfg(test)]
pub mod sample;

use chrono::NaiveDate;

pub use award::{Amount, Award, Quota, QuotaBase, QuotaPer, Requirement, TiePolicy};
pub use criterion::{
    Across, Bar, Combine, Comparator, Compare, Criterion, Days, Due, Pass, Peers, Prefer, Rule, StandingBy,
    Total,
};
pub use individuals::{Individuals, UnitMust};
pub use kind::CriterionKind;
pub use metric::{Breakdown, Check, CheckKind, Item, Metric, MetricKind, Sum, Term};
pub use plausibility::{Plausibility, PlausibilityKind};
pub use points::{MissingPoints, PointsPolicy, PointsRule, Rounding, Shape, Side};
pub use process::{
    DossierPart, FileType, Process, PublicityRule, Recused, Signatory, Stage, Threshold, VoteBase, VotingRule,
};

use super::calendar::Calendar;
use super::words::Words;

/// A contest as data.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The document's number, such as `12/KH`.
    pub code: String,
    /// The document's title.
    pub title: Words,
    /// Who issued it.
    pub issuer: String,
    /// The date of issue.
    pub issued: NaiveDate,
    /// First day of the contest.
    pub from: NaiveDate,
    /// Last day of the contest.
    pub to: NaiveDate,
    /// Levels of units (province, commune ...), from the top down.
    pub levels: Vec<Named>,
    /// Types of subject: who may take part (localities, advising bodies ...).
    pub subjects: Vec<Subject>,
    /// The ways in which metrics are split (by kind of residence, by scorer ...).
    pub breakdowns: Vec<Breakdown>,
    /// What is reported.
    pub metrics: Vec<Metric>,
    /// Consistency rules between figures.
    pub checks: Vec<Check>,
    /// Groups of criteria of which a subject takes one, some or all.
    pub branches: Vec<Branch>,
    /// How branches are combined.
    pub branch_choice: BranchChoice,
    /// What is scored, in the plan's order.
    pub criteria: Vec<Criterion>,
    /// How points are rounded, capped and added; `None` when the plan gives no points.
    pub points: Option<PointsPolicy>,
    /// Which units take part.
    pub participants: Participants,
    /// How participants are put into clusters.
    pub clusters: Clustering,
    /// How units inside a cluster are ordered, first key first.
    pub ranking: Vec<OrderBy>,
    /// Award tiers, highest first.
    pub awards: Vec<Award>,
    /// Days that differ from those of an ordinary week.
    pub calendar: Calendar,
    /// What is looked for among the figures, for people to look at; nothing else comes of it.
    pub plausibility: Vec<Plausibility>,
    /// What is judged in persons; `None` where only collectives take part.
    pub individuals: Option<Box<Individuals>>,
    /// From a recommendation to a decision.
    pub process: Process,
}

/// Something with a code and a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The code used in files and in the plan.
    pub code: String,
    /// The name shown.
    pub name: Words,
}

/// A type of subject.
#[derive(Debug, Clone)]
pub struct Subject {
    /// The code used in the units file's `subject` column.
    pub code: String,
    /// The name shown.
    pub name: Words,
    /// Units of these levels are of this type when the units file doesn't say; indexes into [`Plan::levels`].
    pub levels: Vec<usize>,
}

/// A group of criteria for some types of subject (criterion kind h).
#[derive(Debug, Clone)]
pub struct Branch {
    /// The code that criteria name.
    pub code: String,
    /// The name shown.
    pub name: Words,
    /// The verbatim sentence of the plan.
    pub source: String,
    /// The types of subject it is for; indexes into [`Plan::subjects`].
    pub subjects: Vec<usize>,
}

/// How branches are combined where the plan's text leaves it open. Criteria without a branch always apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BranchChoice {
    /// Each subject is judged by the branches that name its type, and by no other.
    BySubject,
    /// Every branch applies to every subject.
    All,
    /// One branch whose gates are all met is enough; points count from the branches of the subject's own type.
    Any,
}

/// Which units take part. An empty list doesn't restrict.
#[derive(Debug, Clone, Default)]
pub struct Participants {
    /// Indexes into [`Plan::levels`].
    pub levels: Vec<usize>,
    /// Indexes into [`Plan::subjects`].
    pub subjects: Vec<usize>,
    /// Codes of units; they and everything below them may take part.
    pub under: Vec<String>,
}

/// How participants are put into clusters (cụm, khối thi đua).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clustering {
    /// By the units file's column `cluster`.
    Column,
    /// Units under the same parent.
    Parent,
    /// Units of the same level.
    Level,
    /// Units of the same type of subject.
    Subject,
    /// One cluster of all.
    One,
}

/// One key of the order inside a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderBy {
    /// All gates met, then gates still open (needs judgement, missing, on hold), then a gate not met.
    Gates,
    /// Total points, highest first; units without a total come last.
    Points,
    /// The exact measure of a criterion; units without it come last.
    Measure {
        /// Index into [`Plan::criteria`].
        criterion: usize,
        /// Which end comes first.
        prefer: Prefer,
    },
    /// The points of one criterion, highest first.
    CriterionPoints {
        /// Index into [`Plan::criteria`].
        criterion: usize,
    },
}

impl Plan {
    /// The codes of the awards, of collectives and of individuals.
    pub fn award_codes(&self) -> impl Iterator<Item = &str> {
        let of_persons = self.individuals.iter().flat_map(|part| &part.plan.awards);
        self.awards.iter().chain(of_persons).map(|award| award.code.as_str())
    }

    /// How many figures a unit can report: the sum over metrics of their items.
    pub fn slots(&self) -> usize {
        self.metrics.last().map_or(0, |metric| metric.first_slot + self.items_of(metric))
    }

    /// How many items a metric is split into; 1 when it isn't split.
    pub fn items_of(&self, metric: &Metric) -> usize {
        metric.breakdown.map_or(1, |breakdown| self.breakdowns[breakdown].items.len())
    }

    /// The slots of some metrics, in their order.
    pub fn slots_of(&self, metrics: &[usize]) -> Vec<usize> {
        let of = |metric: &usize| {
            let metric = &self.metrics[*metric];
            metric.first_slot..metric.first_slot + self.items_of(metric)
        };
        metrics.iter().flat_map(of).collect()
    }

    /// The metric and the item (when it is split) that a slot holds.
    pub fn slot(&self, slot: usize) -> (&Metric, Option<&Item>) {
        let at = self.metrics.partition_point(|metric| metric.first_slot <= slot) - 1;
        let metric = &self.metrics[at];
        let item =
            metric.breakdown.map(|breakdown| &self.breakdowns[breakdown].items[slot - metric.first_slot]);
        (metric, item)
    }

    /// The code of a slot: `households`, or `households.permanent` for a split metric.
    pub fn slot_code(&self, slot: usize) -> String {
        match self.slot(slot) {
            (metric, None) => metric.code.clone(),
            (metric, Some(item)) => format!("{}.{}", metric.code, item.code),
        }
    }

    /// The name of a slot: the metric's name, with the item's name in brackets when it is split.
    pub fn slot_name(&self, slot: usize) -> Words {
        match self.slot(slot) {
            (metric, None) => metric.name.clone(),
            (metric, Some(item)) => Words {
                vi: format!("{} ({})", metric.name.vi, item.name.vi),
                en: format!("{} ({})", metric.name.en, item.name.en),
            },
        }
    }
}
