//! Which figures people give by hand: points and verdicts of judged criteria, and yes or no.

use super::branch::applies;
use super::plan::{Across, Combine, Criterion, MetricKind, Plan, Rule};
use super::scored::Contest;
use super::view::View;

/// The metric that a criterion is judged by hand by; `None` where it is counted.
pub fn given_metric(plan: &Plan, criterion: &Criterion) -> Option<usize> {
    let of = match &criterion.rule {
        Rule::Judged { of, .. } | Rule::Flag { of, .. } => *of,
        _ => return None,
    };
    let kind = &plan.metrics.get(of)?.kind;
    matches!(kind, MetricKind::Points | MetricKind::Flag).then_some(of)
}

/// The slots of a unit that a criterion is judged by; none where it is counted, or doesn't apply to the unit.
pub fn given_slots(contest: &Contest<'_>, unit: u32, criterion: &Criterion) -> Vec<usize> {
    let plan = contest.plan;
    let Some(of) = given_metric(plan, criterion) else { return Vec::new() };
    if !applies(plan, criterion, contest.units.get(unit)) {
        return Vec::new();
    }
    let across = match &criterion.rule {
        Rule::Flag { across, .. } => *across,
        _ => Across::Each,
    };
    let view = View::reported(contest, unit);
    let items = view.items(&plan.metrics[of], across);
    items.map(|item| view.slot(of, item)).collect()
}

/// The slots of a unit in which something is still to be given, so that a criterion can be judged.
pub fn open_slots(contest: &Contest<'_>, unit: u32, criterion: &Criterion) -> Vec<usize> {
    let mut slots = given_slots(contest, unit, criterion);
    let is_given = |slot: &usize| contest.reports.figure(unit, *slot).is_some();
    let is_last = matches!(&criterion.rule, Rule::Judged { combine: Combine::Last, .. });
    if is_last && slots.iter().any(is_given) {
        // The last of them that gave decides.
        return Vec::new();
    }
    slots.retain(|slot| !is_given(slot));
    slots
}
