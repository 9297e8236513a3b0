//! What the council settled of units that tie at the border of a quota is taken over into the recommendation: votes change no
//! ranking by themselves, so an officer does it, and the contest is scored anew.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::actor::{Actor, Right};
use super::case::{COLLECTIVE, CaseRow};
use super::choice::{ChoiceRow, NewChoices, shown_by};
use super::frame::Frame;
use super::moment::on_the_wall;
use super::plan::{PlanRow, PlanState, demand_state, state_of, touch};
use super::problem::Problem;
use super::service::Service;
use crate::contest::case::{CaseState, RejectReason};
use crate::contest::choice::ChoiceKind;
use crate::contest::result::Reason;
use crate::db::Engine;
use crate::db::case::{cases_of, steps_of};

/// Why they are chosen, for readers of both languages.
const REASON: &str = "Theo biểu quyết của hội đồng. / As the council voted.";

/// What a case of a tie says of its unit: it has a seat, or gets none. `None` while that is open, and for who found no seat
/// left, which follows from the seats of the others.
fn outcome(engine: &mut Engine, case: &CaseRow) -> Result<Option<ChoiceKind>, Problem> {
    Ok(match case.state_now() {
        CaseState::Recommended | CaseState::Complete | CaseState::Appraised | CaseState::Published => None,
        CaseState::Voted
        | CaseState::Submitted
        | CaseState::Decided
        | CaseState::Awarded
        | CaseState::Revoked => Some(ChoiceKind::TakeIn),
        CaseState::Withdrawn => Some(ChoiceKind::LeaveOut),
        CaseState::Rejected => {
            let steps = steps_of(engine, case.id)?;
            let why = steps.last().and_then(|step| step.reason.as_deref());
            (why != Some(RejectReason::NoSeat.code())).then_some(ChoiceKind::LeaveOut)
        }
    })
}

impl Service {
    /// How many units the recommendation leaves in a tie though the council has settled it.
    ///
    /// # Errors
    /// When the actor may not; and those of the database.
    pub fn settled_ties(&self, actor: &Actor, plan_id: i64) -> Result<usize, Problem> {
        self.read(actor, Right::DecideRanking, |engine| {
            let (plan, frame) = self.framed(engine, plan_id)?;
            if state_of(&plan) != PlanState::Ranked {
                return Ok(0);
            }
            let settled = self.settled(engine, actor, (&plan, &frame))?;
            Ok(settled.iter().map(|choices| choices.units.len()).sum())
        })
    }

    /// Takes in for an award whom the council gave a seat at a tie, and leaves out whom it wasn't for; where the
    /// recommendation leaves none of them open, nothing is changed. The contest is scored anew after it.
    ///
    /// # Errors
    /// When the actor may not, no ranking is stored, the plan is finalised, or there are fewer seats now than the council
    /// gave; and those of the database.
    pub fn take_over_ties(
        &self,
        actor: &Actor,
        plan_id: i64,
    ) -> Result<(Arc<Frame>, Vec<ChoiceRow>), Problem> {
        self.change(actor, Right::DecideRanking, |change| {
            let (mut plan, frame) = self.framed(change.engine, plan_id)?;
            demand_state(&plan, &[PlanState::Ranked])?;
            let settled = self.settled(change.engine, actor, (&plan, &frame))?;
            let mut rows = Vec::new();
            for choices in &settled {
                rows.extend(self.choose(change, (&plan, &frame), choices)?);
            }
            if !rows.is_empty() {
                touch(change, &mut plan)?;
            }
            Ok((frame, rows))
        })
    }

    /// What is to be chosen, by award, those with a seat first. Cases that the actor mustn't see are left to others.
    fn settled(
        &self,
        engine: &mut Engine,
        actor: &Actor,
        (plan, frame): (&PlanRow, &Frame),
    ) -> Result<Vec<NewChoices>, Problem> {
        let hidden = self.hidden_cases(engine, actor, plan.id)?;
        // Of a unit and an award the last case counts: one that was rejected may have been opened anew.
        let mut last: BTreeMap<(&str, u32), &CaseRow> = BTreeMap::new();
        let cases = cases_of(engine, plan.id)?;
        let of_ties = cases.iter().filter(|case| case.border.is_some() && case.subject == COLLECTIVE);
        for case in of_ties.filter(|case| !hidden.contains(&case.id)) {
            if frame.is_within(case.unit_index(), actor.reach.as_deref()) {
                last.insert((&case.award, case.unit_index()), case);
            }
        }
        let mut outcomes: BTreeMap<(&str, u32), ChoiceKind> = BTreeMap::new();
        for (key, case) in last {
            outcomes.extend(outcome(engine, case)?.map(|kind| (key, kind)));
        }
        if outcomes.is_empty() {
            return Ok(Vec::new());
        }
        let (basis, as_of) = shown_by(engine, plan)?;
        let live = self.live.reports(engine, plan, frame, basis)?;
        let scored = self.score(&live.contest(frame, as_of.map(on_the_wall)));
        let mut settled: BTreeMap<(usize, bool), NewChoices> = BTreeMap::new();
        for (participant, score) in scored.scores.units.iter().enumerate() {
            for (at, award) in frame.plan.awards.iter().enumerate() {
                let reason = scored.recommendation.awards[at].reasons[participant];
                let outcome = outcomes.get(&(award.code.as_str(), score.unit));
                let (Some(&kind), Reason::TieToSettle(_)) = (outcome, reason) else { continue };
                let choices =
                    settled.entry((at, kind == ChoiceKind::LeaveOut)).or_insert_with(|| NewChoices {
                        award: award.code.clone(),
                        kind,
                        units: Vec::new(),
                        reason: REASON.to_owned(),
                    });
                choices.units.push(frame.units.get(score.unit).code().to_owned());
            }
        }
        Ok(settled.into_values().collect())
    }
}
