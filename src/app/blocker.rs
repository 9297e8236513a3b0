//! What keeps a plan from going on.

use super::live::Basis;
use super::plan::PlanState;
use super::problem::Problem;
use super::service::Service;
use crate::contest::score::score;
use crate::db::Engine;
use crate::db::plan::PlanRow;

/// Something that keeps a plan from its next state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocker {
    /// The stable code.
    pub code: &'static str,
    /// How many there are of it.
    pub count: usize,
}

impl Service {
    /// What keeps a plan from a state; all of it at once.
    pub(super) fn blockers(
        &self,
        engine: &mut Engine,
        row: &PlanRow,
        to: PlanState,
    ) -> Result<Vec<Blocker>, Problem> {
        let frame = self.live.frame(engine, row)?;
        let mut blockers = Vec::new();
        let mut block = |code: &'static str, count: usize| {
            if count > 0 {
                blockers.push(Blocker { code, count });
            }
        };
        match to {
            PlanState::Launched => {
                block("no_participants", usize::from(frame.units.participants().next().is_none()));
            }
            PlanState::Ranked => {
                let submitted = self.live.reports(engine, row, &frame, Basis::Submitted)?;
                let accepted = self.live.reports(engine, row, &frame, Basis::Accepted)?;
                let waiting = submitted
                    .standing
                    .iter()
                    .zip(&accepted.standing)
                    .filter(|(now, accepted)| now != accepted);
                block("reports_to_decide", waiting.count());
            }
            PlanState::Finalised => {
                let accepted = self.live.reports(engine, row, &frame, Basis::Accepted)?;
                let scored = score(&accepted.contest(&frame, None));
                let reasons = scored.recommendation.awards.iter().flat_map(|award| &award.reasons);
                block("ties_to_settle", reasons.filter(|reason| reason.is_undecided()).count());
                let open = scored.scores.units.iter().filter(|score| score.incomplete).count();
                block("points_open", open);
                block("ranking_stale", usize::from(self.is_ranking_stale(engine, row)?));
            }
            PlanState::Draft | PlanState::Collecting | PlanState::Closed => {}
        }
        Ok(blockers)
    }
}
