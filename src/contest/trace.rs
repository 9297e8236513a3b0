//! The worked explanation of an outcome, noted down by the same code that reaches it.

use chrono::{NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;

use super::figure::{Figure, Value};
use super::fraction::{Fraction, Numeral};
use super::result::Outcome;
use super::summing::SumBelow;

/// Takes down the steps of a judgement. Bulk scoring passes [`Silent`], which costs nothing.
pub trait Trace {
    /// Whether anybody listens; steps that cost a search are left out when nobody does.
    const LISTENS: bool;

    /// Notes a step; `make` is called only when somebody listens.
    fn note(&mut self, make: impl FnOnce() -> Step);
}

/// Notes nothing.
#[derive(Debug, Clone, Copy)]
pub struct Silent;

impl Trace for Silent {
    const LISTENS: bool = false;

    fn note(&mut self, _make: impl FnOnce() -> Step) {}
}

impl Trace for Vec<Step> {
    const LISTENS: bool = true;

    fn note(&mut self, make: impl FnOnce() -> Step) {
        self.push(make());
    }
}

/// A figure that a step used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Used {
    /// Unit whose figure it is; index into `Units::list`.
    pub unit: u32,
    /// The slot of the plan.
    pub slot: usize,
    /// The figure with its place; `None` when it isn't reported.
    pub figure: Option<Figure>,
    /// The sum over the units below that stands in for a figure that isn't reported.
    pub sum: Option<SumBelow>,
}

/// One step of an explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A figure was looked up.
    Used(Used),
    /// A ratio was compared with the bar.
    Ratio {
        /// The item of the breakdown; `None` when pooled or not split.
        item: Option<usize>,
        /// The exact value.
        value: Fraction,
        /// Whether the value is a stated percentage that can't be recomputed from counts.
        stated: bool,
        /// Whether the exact value meets the bar; `None` without a bar.
        exact_met: Option<bool>,
        /// The value rounded half up (to the compare policy's decimals, or 2), in the bar's unit.
        rounded: Rounded,
        /// Whether the rounded value meets the bar; `None` without a bar. Where it differs from `exact_met`, the
        /// explanation prints both.
        rounded_met: Option<bool>,
    },
    /// A count was compared with the limit.
    Count {
        /// The item of the breakdown.
        item: Option<usize>,
        /// The count.
        value: i64,
        /// Whether it meets the limit; `None` without one.
        met: Option<bool>,
    },
    /// A yes or no was looked at.
    Flag {
        /// The item of the breakdown.
        item: Option<usize>,
        /// The answer.
        answer: bool,
        /// Whether it is the answer expected.
        met: bool,
    },
    /// A milestone was compared with its date.
    Milestone {
        /// The last day that is on time.
        due: NaiveDate,
        /// The day it was done; `None` when it isn't.
        done: Option<NaiveDate>,
        /// Days late so far, as the plan counts them.
        late: i64,
        /// Days late that still meet it.
        grace: i64,
    },
    /// The clock was read.
    Received {
        /// The start of the clock.
        since: NaiveDateTime,
        /// Receipt of the last correction.
        at: NaiveDateTime,
        /// Seconds between them; 0 when received before the start.
        seconds: i64,
    },
    /// A place among peers was found.
    Standing {
        /// The place; ties share it.
        place: u32,
        /// How many peers there are.
        peers: u32,
        /// The last place that passes; `None` when points alone follow.
        last_passing: Option<u32>,
        /// The value that was compared.
        value: Fraction,
        /// The value of the last unit that passes.
        border: Option<Fraction>,
        /// The value that is just good enough to pass, the others staying as they are; `None` where every one passes.
        turn: Option<Fraction>,
    },
    /// Scorers' points were combined.
    Judged {
        /// The points of each scorer, in the breakdown's order.
        given: Vec<Option<Numeral>>,
        /// The combined value; `None` while the judgement is open.
        combined: Option<Fraction>,
        /// Whether it meets the bar; `None` without a bar.
        met: Option<bool>,
    },
    /// The criterion or the unit is on hold.
    Held {
        /// Index into the holds given; `None` when a reported flag holds it.
        hold: Option<usize>,
    },
    /// The smallest change of one count that would change the outcome.
    Change(Change),
    /// The nearest other value of one figure that isn't a count, with which the outcome would be another.
    Instead(Instead),
    /// Points followed.
    Points {
        /// The exact points before rounding and caps; `None` where they don't fit (beyond 38 digits).
        exact: Option<ExactPoints>,
        /// The points as they count.
        counted: Decimal,
        /// Whether a cap (`at_most`, `at_least`) changed them.
        capped: bool,
    },
    /// The outcome.
    Outcome(Outcome),
}

/// A rounded value with its decimals; larger than a [`Numeral`] can be, since it is worked out and not written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rounded {
    /// All digits as one integer.
    pub mantissa: i128,
    /// How many of them stand behind the decimal mark.
    pub scale: u8,
}

/// Points before rounding, as a fraction in lowest terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExactPoints {
    /// What stands above the line.
    pub numerator: i128,
    /// What stands below the line; above zero.
    pub denominator: i128,
}

/// The smallest change of one figure that would change something ("12 more households would meet the bar").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The slot whose figure would change.
    pub slot: usize,
    /// By how much; negative means fewer. Of a percentage or points in steps of the last printed digit, of a day in days;
    /// an answer changes by 1.
    pub by: i64,
}

/// Another value of a figure ("would be met if done by 20/01/2021").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instead {
    /// The slot whose figure would be another.
    pub slot: usize,
    /// The value.
    pub value: Value,
    /// Which values beyond it do as well.
    pub reach: Reach,
}

/// Which values beyond one do as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Nothing is said of them.
    Exactly,
    /// Those before it.
    UpTo,
    /// Those after it.
    From,
}
