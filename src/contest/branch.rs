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

/// How a unit stands to its gates of one branch, or to the common ones, leaving out criteria for which `counts` says no.
fn state(
    plan: &Plan,
    judgements: &[Option<Judgement>],
    wanted: impl Fn(Option<usize>) -> bool,
    counts: impl Fn(&Criterion) -> bool,
) -> Gates {
    let judged = plan.criteria.iter().zip(judgements);
    judged
        .filter(|(criterion, _)| criterion.gate && wanted(criterion.branch) && counts(criterion))
        .filter_map(|(_, judgement)| Some(state_of((*judgement)?.outcome)))
        .max()
        .unwrap_or(Gates::Met)
}

/// How a unit stands to the branch that it stands best to.
fn best_branch(
    plan: &Plan,
    judgements: &[Option<Judgement>],
    counts: impl Fn(&Criterion) -> bool + Copy,
) -> Gates {
    let of = |branch| state(plan, judgements, |of| of == Some(branch), counts);
    (0..plan.branches.len()).map(of).min().unwrap_or(Gates::Met)
}

/// How a unit stands to its gates, leaving out the criteria for which `counts` says no.
pub(crate) fn gates(
    plan: &Plan,
    judgements: &[Option<Judgement>],
    counts: impl Fn(&Criterion) -> bool + Copy,
) -> Gates {
    if plan.branch_choice != BranchChoice::Any || plan.branches.is_empty() {
        return state(plan, judgements, |_| true, counts);
    }
    let common = state(plan, judgements, |branch| branch.is_none(), counts);
    common.max(best_branch(plan, judgements, counts))
}

/// The first criterion that keeps a unit from meeting its gates, with its outcome: one not met before one open.
/// Where any branch is enough, only branches that can still be met are looked at, if there are any, and the unit's
/// own one first.
pub(crate) fn first_obstacle(
    plan: &Plan,
    judgements: &[Option<Judgement>],
    unit: &Unit,
) -> Option<(usize, Outcome)> {
    let best = (plan.branch_choice == BranchChoice::Any).then(|| best_branch(plan, judgements, |_| true));
    let is_looked_at = |branch: usize| {
        best.is_none_or(|best| {
            best != Gates::Met && state(plan, judgements, |of| of == Some(branch), |_| true) == best
        })
    };
    let mut first: Option<((bool, bool), usize, Outcome)> = None;
    for (index, (criterion, judgement)) in plan.criteria.iter().zip(judgements).enumerate() {
        let Some(judgement) = judgement.filter(|judged| criterion.gate && judged.outcome != Outcome::Met)
        else {
            continue;
        };
        if !criterion.branch.is_none_or(is_looked_at) {
            continue;
        }
        let foreign = best.is_some() && criterion.branch.is_some_and(|branch| !is_own(plan, branch, unit));
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
