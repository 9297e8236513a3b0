//! Which criteria apply to which unit (criterion kind h), and how a unit stands to its gates.

use super::plan::{BranchChoice, Criterion, Plan};
use super::result::{Gates, Judgement, Outcome};
use super::unit::Unit;

/// Whether a branch is for the unit's type of subject.
fn is_own(plan: &Plan, branch: usize, unit: &Unit) -> bool {
    unit.subject.is_some_and(|subject| plan.branches[branch].subjects.contains(&usize::from(subject)))
}

/// Whether a criterion is judged for a unit.
pub(crate) fn applies(plan: &Plan, criterion: &Criterion, unit: &Unit) -> bool {
    match (criterion.branch, plan.branch_choice) {
        (None, _) | (Some(_), BranchChoice::All | BranchChoice::Any) => true,
        (Some(branch), BranchChoice::BySubject) => is_own(plan, branch, unit),
    }
}

/// Whether a criterion's points count for a unit.
pub(crate) fn earns_points(plan: &Plan, criterion: &Criterion, unit: &Unit) -> bool {
    match (criterion.branch, plan.branch_choice) {
        (Some(branch), BranchChoice::Any) => is_own(plan, branch, unit),
        _ => true,
    }
}

/// How a unit stands to its gates, leaving out the criteria for which `counts` says no.
pub(crate) fn gates(
    plan: &Plan,
    judgements: &[Option<Judgement>],
    counts: impl Fn(&Criterion) -> bool,
) -> Gates {
    let over = |wanted: &dyn Fn(Option<usize>) -> bool| {
        let mut state = Gates::Met;
        for (criterion, judgement) in plan.criteria.iter().zip(judgements) {
            if let Some(judgement) =
                judgement.filter(|_| criterion.gate && wanted(criterion.branch) && counts(criterion))
            {
                state = state.max(state_of(judgement.outcome));
            }
        }
        state
    };
    if plan.branch_choice != BranchChoice::Any || plan.branches.is_empty() {
        return over(&|_| true);
    }
    let common = over(&|branch| branch.is_none());
    let best = (0..plan.branches.len()).map(|branch| over(&|of| of == Some(branch))).min();
    common.max(best.unwrap_or(Gates::Met))
}

/// The first criterion that keeps a unit from meeting its gates, with its outcome: one not met before one open.
/// Where any branch is enough, the unit's own branch is looked at first.
pub(crate) fn first_obstacle(
    plan: &Plan,
    judgements: &[Option<Judgement>],
    unit: &Unit,
) -> Option<(usize, Outcome)> {
    let is_any = plan.branch_choice == BranchChoice::Any;
    let mut first: Option<((bool, bool), usize, Outcome)> = None;
    for (index, (criterion, judgement)) in plan.criteria.iter().zip(judgements).enumerate() {
        let Some(judgement) = judgement.filter(|judged| criterion.gate && judged.outcome != Outcome::Met)
        else {
            continue;
        };
        let foreign = is_any && criterion.branch.is_some_and(|branch| !is_own(plan, branch, unit));
        let weight = (foreign, judgement.outcome.is_open());
        if first.is_none_or(|(lightest, ..)| weight < lightest) {
            first = Some((weight, index, judgement.outcome));
        }
    }
    first.map(|(_, index, outcome)| (index, outcome))
}

fn state_of(outcome: Outcome) -> Gates {
    match outcome {
        Outcome::Met => Gates::Met,
        Outcome::NotMet => Gates::NotMet,
        Outcome::NeedsJudgement | Outcome::Missing | Outcome::OnHold => Gates::Open,
    }
}
