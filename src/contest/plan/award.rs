//! Award tiers (hình thức khen thưởng), what they require, and their quotas (chỉ tiêu khen thưởng).

use rust_decimal::Decimal;

use super::super::fraction::Numeral;
use super::super::words::Words;
use super::OrderBy;
use super::points::Rounding;

/// One award tier.
#[derive(Debug, Clone)]
pub struct Award {
    /// The code.
    pub code: String,
    /// The name shown.
    pub name: Words,
    /// The verbatim sentence of the plan.
    pub source: String,
    /// What a unit must reach.
    pub requires: Requirement,
    /// Only units recommended for this award can be recommended; index into `Plan::awards`. Such a unit keeps
    /// both, but only the highest of several awards chosen from the same list. Without it, a unit that is
    /// recommended for a higher tier isn't considered here: one achievement isn't commended twice.
    pub from: Option<usize>,
    /// Limits that hold at once.
    pub quotas: Vec<Quota>,
    /// What happens when units tie at the border of a quota.
    pub on_tie: TiePolicy,
    /// The form of commendation in the rule pack of the decision's date, by code.
    pub form: Option<String>,
    /// The budget that the money comes from.
    pub budget: Option<String>,
}

/// What a unit must reach to be eligible for an award.
#[derive(Debug, Clone, Default)]
pub struct Requirement {
    /// All gates that apply to the unit are met.
    pub gates: bool,
    /// Criteria that must be met; one that doesn't apply to a unit isn't met by it. Indexes into `Plan::criteria`.
    pub criteria: Vec<usize>,
    /// The least total points.
    pub minimum_points: Option<Decimal>,
    /// The last place among the eligible units of the cluster.
    pub place_at_most: Option<u32>,
    /// Types of subject; empty means all. Indexes into `Plan::subjects`.
    pub subjects: Vec<usize>,
}

/// A limit on how many units can be recommended.
#[derive(Debug, Clone)]
pub struct Quota {
    /// What it is counted over.
    pub per: QuotaPer,
    /// How many.
    pub amount: Amount,
    /// Other numbers for single clusters, sources or subjects, by their code.
    pub except: Vec<(String, u32)>,
}

/// What a quota is counted over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuotaPer {
    /// Each cluster.
    Cluster,
    /// Each source (the units file's column `source`: who proposes the unit).
    Source,
    /// Each type of subject.
    Subject,
    /// All units together.
    Overall,
}

/// How many units a quota admits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// A number.
    AtMost(u32),
    /// A share of units, in percent.
    Share {
        /// Percent, such as 20.
        percent: Numeral,
        /// Of which units.
        of: QuotaBase,
        /// How a part of a unit is rounded.
        rounding: Rounding,
    },
}

/// The units that a share is taken of, inside the quota's cluster, source or subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuotaBase {
    /// All participants.
    Participants,
    /// Those eligible for the award.
    Eligible,
}

/// What happens when units tie at the border of a quota.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TiePolicy {
    /// All of them are recommended; the quota is exceeded, and the result says so.
    All,
    /// None of them is recommended, and the quota stays unfilled.
    None,
    /// Further keys decide; what still ties is asked.
    NextCriterion(Vec<OrderBy>),
    /// A lot with a recorded seed decides.
    Lot {
        /// The seed, as recorded in the minutes.
        seed: String,
    },
    /// The product stops and asks.
    Ask,
}
