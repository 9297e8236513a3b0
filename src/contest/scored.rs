//! A contest and everything that scoring it yields.

use chrono::NaiveDateTime;

use super::figure::Reports;
use super::hold::Hold;
use super::plan::Plan;
use super::result::{Ranking, Recommendation, Scores};
use super::unit::Units;

/// What is scored: values only, so that the same contest always comes out the same.
#[derive(Debug, Clone, Copy)]
pub struct Contest<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// All units.
    pub units: &'a Units,
    /// Their figures.
    pub reports: &'a Reports,
    /// Holds and exclusions by hand.
    pub holds: &'a [Hold],
    /// The moment as of which milestones are overdue; `None`: a milestone without a date is missing, never overdue.
    pub as_of: Option<NaiveDateTime>,
}

/// The result of a contest.
#[derive(Debug, Clone, Default)]
pub struct Scored {
    /// Outcomes and totals.
    pub scores: Scores,
    /// Ranks by cluster.
    pub ranking: Ranking,
    /// Who is recommended.
    pub recommendation: Recommendation,
    /// The place of each participant in each standing criterion, and how many peers it has there.
    pub standings: Vec<Option<Standing>>,
}

/// A place among peers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The place; ties share it.
    pub place: u32,
    /// How many peers there are.
    pub peers: u32,
}
