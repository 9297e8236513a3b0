//! Awards that are chosen from the list of another (`award.from`): a case rests on the case of the same subject for the award
//! below, and falls with it.

use rustc_hash::{FxHashMap, FxHashSet};

use super::actor::Actor;
use super::awarded::chosen_from;
use super::case::{CaseRow, Whom, reject_reasons};
use super::frame::Frame;
use super::problem::{AWARD_BELOW_HIDDEN, Problem};
use super::service::Service;
use crate::contest::case::{CaseState, RejectReason};
use crate::contest::decision::Below;
use crate::db::Engine;
use crate::db::case::cases_of;

/// The case that another rests on, when it has left the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostBelow {
    /// Its number.
    pub number: i64,
    /// The code of its award.
    pub award: String,
    /// Where it is.
    pub state: CaseState,
    /// Whether it was given up rather than lost: withdrawn, or left out since the subject has another award. Then a decision
    /// on the case above gives a reason; otherwise there is none.
    pub is_given_up: bool,
}

/// The cases of a plan by award and subject.
pub(super) struct Tiers<'a> {
    frame: &'a Frame,
    cases: FxHashMap<(&'a str, Whom), Vec<&'a CaseRow>>,
    reject_reasons: FxHashMap<i64, String>,
    hidden: &'a FxHashSet<i64>,
}

impl<'a> Tiers<'a> {
    /// Of all cases of a plan; `hidden` are those that the actor mustn't see.
    ///
    /// # Errors
    /// Those of the database.
    pub(super) fn of(
        engine: &mut Engine,
        (plan_id, frame): (i64, &'a Frame),
        (all, hidden): (&'a [CaseRow], &'a FxHashSet<i64>),
    ) -> Result<Self, Problem> {
        let mut cases: FxHashMap<(&str, Whom), Vec<&CaseRow>> = FxHashMap::default();
        for case in all {
            cases.entry((&case.award, case.whom())).or_default().push(case);
        }
        Ok(Self { frame, cases, reject_reasons: reject_reasons(engine, plan_id)?, hidden })
    }

    /// The cases of the same subject for the awards from whose lists a case's award is chosen, the nearest first.
    fn below(&self, case: &CaseRow) -> impl Iterator<Item = &Vec<&'a CaseRow>> {
        let awards = chosen_from(&self.frame.plan, &case.award);
        awards.into_iter().filter_map(|award| self.cases.get(&(award, case.whom())))
    }

    /// The first case that another rests on and that has left the way, where no other took its place.
    ///
    /// # Errors
    /// When the actor mustn't see a case that it rests on.
    fn lost(&self, case: &CaseRow) -> Result<Option<LostBelow>, Problem> {
        for cases in self.below(case) {
            if cases.iter().any(|case| self.hidden.contains(&case.id)) {
                return Err(AWARD_BELOW_HIDDEN.with("case", case.number));
            }
            let stands = cases.iter().any(|case| !case.state_now().is_closed());
            let Some(last) = cases.last().filter(|_| !stands) else { continue };
            let state = last.state_now();
            let is_given_up = match state {
                CaseState::Withdrawn => true,
                CaseState::Rejected => {
                    let reason = self.reject_reasons.get(&last.id);
                    reason.is_some_and(|it| it == RejectReason::AlreadyAwarded.code())
                }
                _ => false,
            };
            let (number, award) = (last.number, last.award.clone());
            return Ok(Some(LostBelow { number, award, state, is_given_up }));
        }
        Ok(None)
    }

    /// How a case stands by the awards below its own.
    ///
    /// # Errors
    /// When the actor mustn't see a case that it rests on.
    pub(super) fn standing(&self, case: &CaseRow) -> Result<Below, Problem> {
        Ok(match self.lost(case)? {
            None => Below::Stands,
            Some(lost) if lost.is_given_up => Below::GivenUp,
            Some(lost) => Below::Lost { other: lost.number, state: lost.state.code() },
        })
    }
}

impl Service {
    /// The case that a case rests on, when it has left the way; of what the actor mustn't see nothing is told.
    pub(super) fn lost_below(
        &self,
        engine: &mut Engine,
        actor: &Actor,
        frame: &Frame,
        case: &CaseRow,
    ) -> Result<Option<LostBelow>, Problem> {
        if case.state_now().is_closed() || chosen_from(&frame.plan, &case.award).is_empty() {
            return Ok(None);
        }
        let hidden = self.hidden_cases(engine, actor, case.plan_id)?;
        let all = cases_of(engine, case.plan_id)?;
        match Tiers::of(engine, (case.plan_id, frame), (&all, &hidden))?.lost(case) {
            Err(problem) if problem.code == &AWARD_BELOW_HIDDEN => Ok(None),
            found => found,
        }
    }
}
