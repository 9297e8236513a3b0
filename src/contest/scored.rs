//! A contest and everything that scoring it yields.

use chrono::NaiveDateTime;

use super::choice::Choice;
use super::figure::Reports;
use super::hold::Hold;
use super::plan::{Plan, Rule};
use super::result::{Outcome, Ranking, Recommendation, Scores};
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
    /// Changes of the recommendation by hand; of two about one unit and award the first counts.
    pub choices: &'a [Choice],
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
    /// The places of every participant in every standing criterion.
    pub standings: Standings,
}

/// A place among peers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The place; ties share it.
    pub place: u32,
    /// How many peers there are.
    pub peers: u32,
}

/// Whether a participant has a place in a standing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Peer {
    /// It has one.
    Placed(Standing),
    /// It has none, for good: excluded, or a gate that peers must meet isn't met.
    Out,
    /// It has none yet, for what it is compared by, or a gate that peers must meet, is open.
    Open(Outcome),
}

/// The places of participants in the standing criteria of a plan.
#[derive(Debug, Clone, Default)]
pub struct Standings {
    /// For each criterion of the plan, which standing it is; `None` for other rules.
    columns: Vec<Option<usize>>,
    width: usize,
    peers: Vec<Option<Peer>>,
}

impl Standings {
    /// No place yet.
    pub(crate) fn empty(plan: &Plan, participants: usize) -> Self {
        let mut width = 0;
        let columns = plan
            .criteria
            .iter()
            .map(|criterion| {
                matches!(criterion.rule, Rule::Standing { .. }).then(|| {
                    width += 1;
                    width - 1
                })
            })
            .collect();
        Self { columns, width, peers: vec![None; width * participants] }
    }

    /// The place of a participant in a criterion; `None` when it has none or the criterion is no standing.
    pub fn get(&self, participant: usize, criterion: usize) -> Option<Standing> {
        match self.peer(participant, criterion)? {
            Peer::Placed(standing) => Some(standing),
            Peer::Out | Peer::Open(_) => None,
        }
    }

    /// Whether a participant has a place in a criterion; `None` when the criterion doesn't apply or is no standing.
    pub(crate) fn peer(&self, participant: usize, criterion: usize) -> Option<Peer> {
        self.peers[participant * self.width + self.columns[criterion]?]
    }

    pub(crate) fn put(&mut self, participant: usize, criterion: usize, peer: Peer) {
        if let Some(column) = self.columns[criterion] {
            self.peers[participant * self.width + column] = Some(peer);
        }
    }
}
