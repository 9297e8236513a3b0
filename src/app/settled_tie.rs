//! What the council settled of units that tie at the border of a quota is taken over into the recommendation: votes change no
//! ranking by themselves, so an officer does it, and the contest is scored anew.
//!
//! From then on recommendation and ranking show who was taken in, to everybody who may see these, members who were recused from
//! the tie among them: it is the officer's published act, no longer a vote. The choices themselves, with their records and events,
//! stay hidden from who is recused.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::actor::{Actor, Right};
use super::case::{COLLECTIVE, CaseRow, reject_reasons};
use super::choice::{ChoiceRow, NewChoices, shown_by};
use super::frame::Frame;
use super::moment::on_the_wall;
use super::plan::{PlanRow, PlanState, demand_state, state_of, touch};
use super::problem::Problem;
use super::service::Service;
use crate::contest::case::{CaseState, RejectReason};
use crate::contest::choice::{Choice, ChoiceKind};
use crate::contest::plan::Plan;
use crate::contest::result::Reason;
use crate::contest::scored::{Contest, Scored};
use crate::db::Engine;

/// Why they are chosen, for readers of both languages.
const REASON: &str = "Theo biểu quyết của hội đồng. / As the council voted.";

/// What a case of a tie says of its unit: it has a seat, or gets none. `None` while that is open, and for who found no seat
/// left, which follows from the seats of the others.
fn outcome(case: &CaseRow, reject_reason: Option<&str>) -> Option<ChoiceKind> {
    match case.state_now() {
        CaseState::Recommended | CaseState::Complete | CaseState::Appraised | CaseState::Published => None,
        CaseState::Voted
        | CaseState::Submitted
        | CaseState::Decided
        | CaseState::Awarded
        | CaseState::Revoked => Some(ChoiceKind::TakeIn),
        CaseState::Withdrawn => Some(ChoiceKind::LeaveOut),
        CaseState::Rejected => {
            (reject_reason != Some(RejectReason::NoSeat.code())).then_some(ChoiceKind::LeaveOut)
        }
    }
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

    /// What is to be chosen, one after the other. Cases that the actor mustn't see are left to others.
    fn settled(
        &self,
        engine: &mut Engine,
        actor: &Actor,
        (plan, frame): (&PlanRow, &Frame),
    ) -> Result<Vec<NewChoices>, Problem> {
        // Of a unit and an award the last case counts: one that was rejected may have been opened anew.
        let mut last: BTreeMap<(&str, u32), &CaseRow> = BTreeMap::new();
        let cases = self.cases_at_hand(engine, actor, plan.id)?;
        let of_ties = cases.iter().filter(|case| case.border.is_some() && case.subject == COLLECTIVE);
        for case in of_ties {
            if frame.is_within(case.unit_index(), actor.reach.as_deref()) {
                last.insert((&case.award, case.unit_index()), case);
            }
        }
        let reasons = reject_reasons(engine, plan.id)?;
        let reason = |case: &CaseRow| reasons.get(&case.id).map(String::as_str);
        let outcomes = last.into_iter().filter_map(|(key, case)| Some((key, outcome(case, reason(case))?)));
        let mut outcomes: BTreeMap<(&str, u32), ChoiceKind> = outcomes.collect();
        if outcomes.is_empty() {
            return Ok(Vec::new());
        }
        let (basis, as_of) = shown_by(engine, plan)?;
        let live = self.live.reports(engine, plan, frame, basis)?;
        let contest = live.contest(frame, as_of.map(on_the_wall));
        let mut choices = live.choices.clone();
        let mut settled = Vec::new();
        // Who is left out first: where that leaves enough seats for the others, nobody has to be taken in.
        while let Some((award, kind, units)) =
            next_settled(&self.score(&Contest { choices: &choices, ..contest }), &frame.plan, &outcomes)
        {
            let code = &frame.plan.awards[award].code;
            for &unit in &units {
                outcomes.remove(&(code.as_str(), unit));
                choices.push(Choice { unit, award, kind, reason: REASON.to_owned() });
            }
            let units = units.iter().map(|unit| frame.units.get(*unit).code().to_owned()).collect();
            settled.push(NewChoices { award: code.clone(), kind, units, reason: REASON.to_owned() });
        }
        Ok(settled)
    }
}

/// Of the units that tie though their outcome is known, those of one award and one kind, whom to leave out first.
fn next_settled(
    scored: &Scored,
    plan: &Plan,
    outcomes: &BTreeMap<(&str, u32), ChoiceKind>,
) -> Option<(usize, ChoiceKind, Vec<u32>)> {
    let all = plan.awards.iter().enumerate().flat_map(|(at, award)| {
        [ChoiceKind::LeaveOut, ChoiceKind::TakeIn].map(|kind| (at, award.code.as_str(), kind))
    });
    all.into_iter().find_map(|(at, award, kind)| {
        let reasons = &scored.recommendation.awards[at].reasons;
        let tied = scored.scores.units.iter().zip(reasons);
        let tied = tied.filter(|(_, reason)| matches!(reason, Reason::TieToSettle(_)));
        let units = tied.map(|(score, _)| score.unit);
        let units: Vec<u32> = units.filter(|unit| outcomes.get(&(award, *unit)) == Some(&kind)).collect();
        (!units.is_empty()).then_some((at, kind, units))
    })
}
