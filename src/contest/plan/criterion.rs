//! What is scored: criteria (tiêu chí) and the rules by which they are met.

use chrono::{NaiveDate, NaiveDateTime};

use super::super::fraction::{Fraction, Numeral};
use super::super::words::Words;
use super::metric::Sum;
use super::points::PointsRule;

/// One criterion of a plan.
#[derive(Debug, Clone)]
pub struct Criterion {
    /// The code.
    pub code: String,
    /// The number in the plan's own list ("1", "B", "G"); may be empty.
    pub number: String,
    /// The name shown.
    pub name: Words,
    /// The sentence of the plan that it comes from.
    pub source: String,
    /// Whether `source` is the document's own wording; else it is restated.
    pub verbatim: bool,
    /// The body that determines it (Công an tỉnh ...), when the plan names one.
    pub owner: Option<Words>,
    /// The evidence that is asked for.
    pub evidence: Option<Words>,
    /// Whether it is a gate (điều kiện bắt buộc): it must be met, whatever the points.
    pub gate: bool,
    /// The branch it belongs to; index into `Plan::branches`. `None`: it applies to all.
    pub branch: Option<usize>,
    /// The total its points count to.
    pub total: Total,
    /// How it is judged.
    pub rule: Rule,
    /// A metric of kind flag: where it is reported as yes, the criterion is on hold. Index into `Plan::metrics`.
    pub hold_when: Option<usize>,
    /// How points follow; `None` when it carries none.
    pub points: Option<PointsRule>,
}

/// The total that a criterion's points count to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Total {
    /// The base total.
    Base,
    /// Bonus (điểm thưởng), outside the base total.
    Bonus,
    /// Penalty (điểm trừ); its points are zero or negative.
    Penalty,
}

/// How a criterion is judged. Each rule yields a measure (a fraction), from which outcome and points follow.
#[derive(Debug, Clone)]
pub enum Rule {
    /// A ratio of two sums of counts, against a bar. Measure: part / whole.
    Ratio {
        /// The part.
        of: Sum,
        /// The whole.
        to: Sum,
        /// A metric of kind percentage taken as stated where the counts are missing. Index into `Plan::metrics`.
        stated: Option<usize>,
        /// How the items of the breakdown are taken together.
        across: Across,
        /// The bar; without one the criterion only measures, and is met when it is measured.
        bar: Option<Bar>,
        /// Whether the exact or a rounded value is compared.
        compare: Compare,
    },
    /// A count against a limit. Measure: the count.
    Count {
        /// What is counted.
        of: Sum,
        /// How the items of the breakdown are taken together.
        across: Across,
        /// The limit; without one the criterion only measures.
        bar: Option<Bar>,
    },
    /// A yes or no. Measure: 1 when as expected, else 0.
    Flag {
        /// Index into `Plan::metrics`; of kind flag.
        of: usize,
        /// The answer that meets it.
        expect: bool,
        /// How the items of the breakdown are taken together (never pooled).
        across: Across,
    },
    /// A dated milestone. Measure: days late, 0 when on time.
    Milestone {
        /// Index into `Plan::metrics`; of kind date or moment.
        of: usize,
        /// The number of the document that proves it; index into `Plan::metrics`, of kind text.
        document: Option<usize>,
        /// When it is due.
        due: Due,
        /// Days late that still meet it.
        grace: i64,
        /// How lateness is counted.
        days: Days,
    },
    /// Standing among peers. Measure: the place, 1 being the first; ties share a place (1, 1, 3).
    Standing {
        /// What is compared.
        by: StandingBy,
        /// Which end comes first.
        prefer: Prefer,
        /// Inside the cluster, or among all participants.
        across_clusters: bool,
        /// Who counts as a peer.
        peers: Peers,
        /// Who passes; `None`: every unit that has a place meets it, and the points tell the places apart.
        pass: Option<Pass>,
    },
    /// Points or a verdict given by scorers. Measure: the combined points, or 1 / 0 for a verdict.
    Judged {
        /// Index into `Plan::metrics`; of kind points or flag; split by scorer or not split.
        of: usize,
        /// How several scorers are combined.
        combine: Combine,
        /// The bar on the combined points; without one, points given (or a yes) meet it.
        bar: Option<Bar>,
        /// The most that a scorer can give; above it is a finding.
        maximum: Option<Numeral>,
    },
}

/// How the items of a breakdown are taken together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Across {
    /// The metric isn't split.
    Whole,
    /// Every item must meet the bar; the weakest is the measure.
    Each,
    /// Counts are added over the items first.
    Pooled,
    /// One item alone; index into the breakdown's items.
    One(usize),
}

/// A comparator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparator {
    /// `>=`
    AtLeast,
    /// `>`
    MoreThan,
    /// `<=`
    AtMost,
    /// `<`
    LessThan,
    /// `=`
    Equal,
}

/// A comparator and a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    /// The comparator.
    pub comparator: Comparator,
    /// The value as the plan writes it.
    pub value: Numeral,
    /// Whether the value is in percent.
    pub percent: bool,
}

/// Whether the exact or a rounded value is compared with the bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    /// The exact fraction.
    Exact,
    /// The value rounded half up to this many decimals, of the percentage when the bar is in percent.
    HalfUp(u8),
}

/// When a milestone is due: the same day for all, or by level.
#[derive(Debug, Clone)]
pub struct Due {
    /// Dates by level; indexes into `Plan::levels`.
    pub by_level: Vec<(usize, NaiveDate)>,
    /// The date for every other level.
    pub all: Option<NaiveDate>,
    /// Whether the day itself is still on time (`by`) or already late (`before`).
    pub inclusive: bool,
}

/// How days are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Days {
    /// Every day.
    Calendar,
    /// Monday to Friday without the plan's holidays, and the days at weekends that it says are worked.
    Working,
}

/// What standing is compared by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StandingBy {
    /// The measure of another criterion, which isn't a standing itself; index into `Plan::criteria`.
    Criterion(usize),
    /// Seconds from this start (never before it) to the receipt of the report's last correction.
    Received {
        /// The start of the clock, in the plan's local time.
        since: NaiveDateTime,
    },
}

/// Which end of a measure is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prefer {
    /// The highest first.
    Highest,
    /// The lowest first.
    Lowest,
}

/// Who counts as a peer in a standing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Peers {
    /// Every unit that has the measure.
    Reporting,
    /// Of these, the units that meet all gates that aren't standings themselves.
    GatesMet,
}

/// Who passes a standing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pass {
    /// Places 1 to n.
    First(u32),
    /// The first share of the peers, rounded as stated.
    Share {
        /// Percent of the peers.
        percent: Numeral,
        /// How a part of a unit is rounded.
        rounding: super::points::Rounding,
    },
}

/// How several scorers are combined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Combine {
    /// The last scorer in the breakdown's order who gave points decides.
    Last,
    /// The mean of all; all must have given points.
    Mean,
    /// The middle one (mean of the two middle ones); all must have given points.
    Median,
    /// The lowest; all must have given points.
    Lowest,
    /// The highest; all must have given points.
    Highest,
    /// The sum; all must have given points.
    Sum,
    /// The weighted mean, a whole weight for each scorer; all must have given points.
    Weighted(Vec<u32>),
}

impl Comparator {
    /// Whether `left` stands to `right` as the comparator says.
    pub fn holds<T: Ord + Copy>(self, left: T, right: T) -> bool {
        match self {
            Self::AtLeast => left >= right,
            Self::MoreThan => left > right,
            Self::AtMost => left <= right,
            Self::LessThan => left < right,
            Self::Equal => left == right,
        }
    }

    /// The comparator as a sign.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::AtLeast => ">=",
            Self::MoreThan => ">",
            Self::AtMost => "<=",
            Self::LessThan => "<",
            Self::Equal => "=",
        }
    }
}

impl Bar {
    /// The bar's value as a fraction (of one, when it is in percent).
    pub fn fraction(self) -> Fraction {
        if self.percent { self.value.percent() } else { self.value.fraction() }
    }
}
