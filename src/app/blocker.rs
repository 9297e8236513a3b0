//! What keeps a plan from going on.

use super::actor::{Actor, Right};
use super::live::Basis;
use super::moment::on_the_wall;
use super::plan::{PlanState, known_plan, state_of};
use super::problem::Problem;
use super::service::Service;
use crate::contest::hold::HoldKind;
use crate::db::Engine;
use crate::db::plan::PlanRow;
use crate::db::report::versions_after;
use crate::db::snapshot::snapshot_in_state;

/// Something that keeps a plan from its next state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocker {
    /// The stable code.
    pub code: &'static str,
    /// How many there are of it.
    pub count: usize,
}

impl Service {
    /// What keeps a plan from a state, for who may take it there.
    ///
    /// # Errors
    /// When the actor may not, or there is no such plan; and those of the database.
    pub fn plan_blockers(&self, actor: &Actor, plan_id: i64, to: PlanState) -> Result<Vec<Blocker>, Problem> {
        self.read(actor, Right::ManagePlans, |engine| {
            let row = known_plan(engine, plan_id)?;
            // All that is in the way, from where the plan stands.
            let mut all = Vec::new();
            let from = state_of(&row);
            for step in PlanState::ALL.iter().filter(|step| (**step > from && **step < to) || **step == to) {
                all.extend(self.blockers(engine, &row, *step)?);
            }
            if from < PlanState::Ranked {
                // The ranking isn't stored yet, and is made anew then.
                all.retain(|blocker| blocker.code != "ranking_stale");
            }
            Ok(all)
        })
    }

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
                // By unit and number: the last of each unit is the one that waits. One that was returned waits for
                // the unit, which may never answer, so it keeps nothing back.
                let versions = versions_after(engine, row.id, 0)?;
                let last = versions.chunk_by(|left, right| left.unit == right.unit).filter_map(<[_]>::last);
                block("reports_to_decide", last.filter(|version| version.state == "submitted").count());
            }
            PlanState::Finalised => {
                let accepted = self.live.reports(engine, row, &frame, Basis::Accepted)?;
                // What is published is the stored ranking, with the moment that it was made as of.
                let current = snapshot_in_state(engine, row.id, "current")?;
                let as_of = current.and_then(|current| current.as_of).map(on_the_wall);
                let scored = self.score(&accepted.contest(&frame, as_of));
                // A unit that ties for one award waits with the others that depend on it, and counts once.
                let is_undecided = |participant: &usize| {
                    let mut awards = scored.recommendation.awards.iter();
                    awards.any(|award| award.reasons[*participant].is_undecided())
                };
                let participants = 0..scored.scores.units.len();
                block("ties_to_settle", participants.filter(is_undecided).count());
                let open = scored.scores.units.iter().filter(|score| score.incomplete).count();
                block("points_open", open);
                block("ranking_stale", usize::from(self.is_ranking_stale(engine, row)?));
                let held = accepted.holds.iter().filter(|hold| hold.kind == HoldKind::Hold).count();
                block("holds_open", held);
            }
            PlanState::Draft | PlanState::Collecting | PlanState::Closed => {}
        }
        Ok(blockers)
    }
}
