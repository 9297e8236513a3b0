//! What is reported: metrics (chỉ tiêu, số liệu), how they are split, and the rules that hold between them.

use super::super::figure::Value;
use super::super::finding::Severity;
use super::super::words::Words;
use super::criterion::Comparator;

/// Something that units report.
#[derive(Debug, Clone)]
pub struct Metric {
    /// The code, also accepted as a column header.
    pub code: String,
    /// The name shown, also accepted as a column header.
    pub name: Words,
    /// Further column headers under which files carry it.
    pub headers: Vec<String>,
    /// What is counted ("hộ", "households"), for sentences such as "12 more households".
    pub counted: Words,
    /// What kind of value it takes.
    pub kind: MetricKind,
    /// The breakdown it is split by; index into `Plan::breakdowns`.
    pub breakdown: Option<usize>,
    /// The level whose units are added up for a unit above it that hasn't reported the count; `None`: it must be
    /// reported. Index into `Plan::levels`.
    pub summed_from: Option<usize>,
    /// The first slot of its figures; the items of its breakdown follow one after another.
    pub first_slot: usize,
}

/// What kind of value a metric takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MetricKind {
    /// A count: an integer from 0 to `LARGEST_COUNT`.
    Count,
    /// A percentage as stated, kept with its printed digits.
    Percentage {
        /// The counts it is a percentage of: (part, whole), indexes into `Plan::metrics` of metrics with the
        /// same breakdown. When they are reported, the percentage is checked against them.
        of: Option<(usize, usize)>,
    },
    /// Yes or no.
    Flag,
    /// A day.
    Date,
    /// A day and a time of day, in the plan's local time.
    Moment,
    /// Points or another decimal number, given by a scorer; may be negative.
    Points,
    /// A text, such as the number of a document.
    Text,
}

impl MetricKind {
    /// Whether a figure can have a value.
    pub const fn takes(self, value: Value) -> bool {
        matches!(
            (self, value),
            (Self::Count, Value::Count(_))
                | (Self::Percentage { .. }, Value::Percentage(_))
                | (Self::Flag, Value::Flag(_))
                | (Self::Date, Value::Date(_))
                | (Self::Moment, Value::Moment(_))
                | (Self::Points, Value::Points(_))
                | (Self::Text, Value::Text(_))
        )
    }
}

/// A way in which metrics are split, such as by kind of residence (loại cư trú) or by scorer.
#[derive(Debug, Clone)]
pub struct Breakdown {
    /// The code that metrics name.
    pub code: String,
    /// The name shown.
    pub name: Words,
    /// Its items, in the plan's order.
    pub items: Vec<Item>,
}

/// One item of a breakdown.
#[derive(Debug, Clone)]
pub struct Item {
    /// The code, used in column headers as `metric.item`.
    pub code: String,
    /// The name shown, accepted in column headers together with a metric's name.
    pub name: Words,
    /// Further names under which files carry it.
    pub headers: Vec<String>,
    /// The levels of units that have this item; empty means all. Indexes into `Plan::levels`.
    pub levels: Vec<usize>,
}

/// A sum of metrics, such as `valid + invalid` or `roll - absent + 1`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// The metrics with their signs or factors; all have the same breakdown.
    pub terms: Vec<Term>,
    /// A constant added to them.
    pub constant: i64,
}

/// One term of a [`Sum`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// What the metric is multiplied by; not zero.
    pub factor: i64,
    /// Index into `Plan::metrics`; a metric of kind count.
    pub metric: usize,
}

/// A rule that figures of one unit, or of a unit and its children, must keep.
#[derive(Debug, Clone)]
pub struct Check {
    /// The rule as the plan writes it: `valid + invalid = collected`.
    pub text: String,
    /// How serious a breach is.
    pub severity: Severity,
    /// What to tell the reporting unit besides the numbers.
    pub advice: Option<Words>,
    /// What is compared.
    pub kind: CheckKind,
}

/// What a [`Check`] compares. Evaluated for each item of a breakdown; skipped where a figure is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckKind {
    /// Two sums of the same unit.
    Relation {
        /// The left side.
        left: Sum,
        /// How the sides must stand to each other.
        comparator: Comparator,
        /// The right side.
        right: Sum,
    },
    /// The unit's figure is the sum of its children's, as soon as every child has reported it.
    SumOfChildren {
        /// Index into `Plan::metrics`; a metric of kind count.
        metric: usize,
    },
}
