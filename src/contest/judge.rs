//! How a criterion comes out for one unit: measure, outcome, points, and every step on the way.

use super::branch::{applies, earns_points};
use super::fraction::Fraction;
use super::judged::{JudgedRule, judged};
use super::milestone::{Counting, Milestone, MilestoneState, Progress, day_of, progress};
use super::plan::{Across, Bar, Criterion, Pass, Rule, StandingBy, Sum};
use super::points::{points, points_without_place, share};
use super::ratio::ratio;
use super::result::{Judgement, Outcome};
use super::scored::{Peer, Standing};
use super::trace::{Instead, Reach, Silent, Step, Trace};
use super::turning::{Sought, note_change, note_other_day};
use super::view::View;
use crate::contest::figure::Value;
use crate::contest::hold::HoldKind;

/// What a rule found: an outcome and the measure that it rests on.
pub(crate) type Found = (Outcome, Option<Fraction>);

/// Judges one criterion for one unit; `None` when it doesn't apply to the unit.
///
/// `peer` is the unit's place when the criterion is a standing, found beforehand over all peers.
pub(crate) fn judge(
    view: View<'_>,
    criterion: usize,
    peer: Option<Peer>,
    trace: &mut impl Trace,
) -> Option<Judgement> {
    let plan = view.contest.plan;
    let criterion_index = criterion;
    let criterion = &plan.criteria[criterion_index];
    if !applies(plan, criterion, view.contest.units.get(view.unit)) {
        return None;
    }
    let (outcome, measure) = match held(view, criterion_index, criterion, trace) {
        Some(outcome) => (outcome, None),
        None => find(view, (criterion_index, criterion), peer, trace),
    };
    let earned =
        criterion.points.as_ref().zip(plan.points.as_ref()).filter(|_| {
            !outcome.is_open() && earns_points(plan, criterion, view.contest.units.get(view.unit))
        });
    let points = earned.and_then(|(rule, policy)| match peer {
        Some(Peer::Out) => points_without_place(rule, policy, trace),
        _ => points(rule, policy, outcome == Outcome::Met, measure, trace),
    });
    trace.note(|| Step::Outcome(outcome));
    Some(Judgement { outcome, measure, points })
}

/// On hold by hand, or by a flag that the unit's figures carry.
fn held(view: View<'_>, index: usize, criterion: &Criterion, trace: &mut impl Trace) -> Option<Outcome> {
    let by_hand = view.contest.holds.iter().position(|hold| {
        hold.unit == view.unit && hold.criterion == Some(index) && hold.kind == HoldKind::Hold
    });
    let flagged = criterion.hold_when.is_some_and(|metric| {
        let slot = view.slot(metric, 0);
        view.note(slot, trace);
        view.value(slot) == Some(Value::Flag(true))
    });
    if by_hand.is_none() && !flagged {
        return None;
    }
    trace.note(|| Step::Held { hold: by_hand });
    Some(Outcome::OnHold)
}

fn find(
    view: View<'_>,
    (index, criterion): (usize, &Criterion),
    peer: Option<Peer>,
    trace: &mut impl Trace,
) -> Found {
    match &criterion.rule {
        Rule::Ratio { of, to, stated, across, bar, compare } => ratio(
            view,
            &super::ratio::RatioRule {
                of,
                to,
                stated: *stated,
                across: *across,
                bar: *bar,
                compare: *compare,
            },
            trace,
        ),
        Rule::Count { of, across, bar } => count(view, of, *across, *bar, trace),
        Rule::Flag { of, expect, across } => flag(view, *of, *expect, *across, trace),
        Rule::Milestone { of, document, due, grace, days } => milestone(
            view,
            &Milestone { criterion: index, of: *of, document: *document, due, grace: *grace, days: *days },
            trace,
        ),
        Rule::Standing { by, pass, .. } => standing_outcome(view, *by, *pass, peer, trace),
        Rule::Judged { of, combine, bar, maximum } => {
            judged(view, JudgedRule { of: *of, combine, bar: *bar, maximum: *maximum }, trace)
        }
    }
}

/// The outcome of something compared with an optional bar.
pub(crate) fn against(met: Option<bool>) -> Outcome {
    if met.unwrap_or(true) { Outcome::Met } else { Outcome::NotMet }
}

/// Takes items together of which each must be met: one failed decides, then one missing, then all are met.
/// The measure is the weakest of all, and there is none while one is missing.
pub(crate) fn each(found: impl Iterator<Item = Option<(bool, Fraction)>>, weakest_is_highest: bool) -> Found {
    let mut failed = false;
    let mut missing = false;
    let mut weakest: Option<Fraction> = None;
    for item in found {
        match item {
            None => missing = true,
            Some((met, measure)) => {
                failed |= !met;
                weakest = Some(match weakest {
                    None => measure,
                    Some(known) if weakest_is_highest => known.max(measure),
                    Some(known) => known.min(measure),
                });
            }
        }
    }
    let outcome = match (failed, missing || weakest.is_none()) {
        (true, _) => Outcome::NotMet,
        (false, true) => Outcome::Missing,
        (false, false) => Outcome::Met,
    };
    (outcome, weakest.filter(|_| !missing))
}

fn count(view: View<'_>, of: &Sum, across: Across, bar: Option<Bar>, trace: &mut impl Trace) -> Found {
    let together = view.judged_together(view.leading(of), across);
    each(together.map(|items| count_at(view, of, (&items, across), bar, trace)), is_upper(bar))
}

/// One item of a count, or all pooled.
fn count_at<'a>(
    view: View<'a>,
    of: &Sum,
    (items, across): (&[usize], Across),
    bar: Option<Bar>,
    trace: &mut impl Trace,
) -> Option<(bool, Fraction)> {
    let value = |view: View<'a>| Some(Fraction::whole(view.narrow_sum(of, items)?));
    view.note_all(of, items, trace);
    let counted = value(view)?;
    let met = bar.map(|bar| bar.comparator.holds(counted, bar.fraction()));
    trace.note(|| Step::Count { item: view.shown(of, items, across), value: counted.numerator(), met });
    if let Some(bar) = bar {
        let furthest = counted.numerator().saturating_abs().saturating_add(bar.value.mantissa.abs());
        let side = |changed: View<'a>| Some(value(changed)?.cmp(&bar.fraction()));
        let sought =
            Sought { sum: of, items, comparator: bar.comparator, furthest: furthest.saturating_add(1) };
        note_change(view, &sought, side, trace);
    }
    Some((met.unwrap_or(true), counted))
}

/// Whether a bar is a ceiling, so that the highest value is the weakest.
pub(crate) fn is_upper(bar: Option<Bar>) -> bool {
    use super::plan::Comparator::{AtMost, LessThan};
    bar.is_some_and(|bar| matches!(bar.comparator, AtMost | LessThan))
}

fn flag(view: View<'_>, of: usize, expect: bool, across: Across, trace: &mut impl Trace) -> Found {
    let metric = &view.contest.plan.metrics[of];
    let split = metric.breakdown.is_some();
    each(
        view.items(metric, across).map(|item| {
            let slot = view.slot(of, item);
            view.note(slot, trace);
            let Some(Value::Flag(answer)) = view.value(slot) else { return None };
            let met = answer == expect;
            trace.note(|| Step::Flag { item: split.then_some(item), answer, met });
            let other = Instead { slot, value: Value::Flag(!answer), reach: Reach::Exactly };
            trace.note(|| Step::Instead(other));
            Some((met, Fraction::whole(i64::from(met))))
        }),
        false,
    )
}

fn milestone(view: View<'_>, rule: &Milestone<'_>, trace: &mut impl Trace) -> Found {
    let level = usize::from(view.contest.units.get(view.unit).level);
    let Some(last) = rule.due.last_day_at(level) else { return (Outcome::Missing, None) };
    let slot = view.slot(rule.of, 0);
    view.note(slot, trace);
    rule.document.into_iter().for_each(|document| view.note(view.slot(document, 0), trace));
    let done = day_of(view.value(slot));
    let today = view.contest.as_of.map(|now| now.date());
    let counting = Counting { days: rule.days, grace: rule.grace, calendar: &view.contest.plan.calendar };
    let Some(Progress { state, late }) = progress(last, done, today, counting) else {
        return (Outcome::Missing, None);
    };
    let met = match state {
        MilestoneState::OnTime => true,
        MilestoneState::Late | MilestoneState::Overdue => false,
        MilestoneState::InGrace | MilestoneState::Due | MilestoneState::NotAsked => {
            return (Outcome::Missing, None);
        }
    };
    trace.note(|| Step::Milestone { due: last, done, late, grace: rule.grace });
    note_other_day(slot, (last, met), counting, trace);
    (against(Some(met)), Some(Fraction::whole(late)))
}

fn standing_outcome(
    view: View<'_>,
    by: StandingBy,
    pass: Option<Pass>,
    peer: Option<Peer>,
    trace: &mut impl Trace,
) -> Found {
    let value = standing_value(view, by, trace);
    let (place, peers, value) = match (peer, value) {
        (Some(Peer::Placed(Standing { place, peers })), Some(value)) => (place, peers, value),
        (Some(Peer::Out), _) => return (Outcome::NotMet, None),
        (Some(Peer::Open(outcome)), _) => return (outcome, None),
        (None, _) | (_, None) => return (Outcome::Missing, None),
    };
    let last_passing = pass.map(|pass| last_passing(pass, peers));
    let met = last_passing.is_none_or(|last| place <= last);
    trace.note(|| Step::Standing { place, peers, last_passing, value, border: None, turn: None });
    (against(Some(met)), Some(Fraction::whole(i64::from(place))))
}

/// The last place that passes among so many peers.
pub(crate) fn last_passing(pass: Pass, peers: u32) -> u32 {
    match pass {
        Pass::First(last) => last,
        Pass::Share { percent, rounding } => share(percent.percent(), peers, rounding),
    }
}

/// What a unit is compared by in a standing.
pub(crate) fn standing_value(view: View<'_>, by: StandingBy, trace: &mut impl Trace) -> Option<Fraction> {
    match by {
        StandingBy::Criterion(other) => judge(view, other, None, &mut Silent)?.measure,
        StandingBy::Received { since } => {
            let at = view.contest.reports.received(view.unit)?;
            let seconds = (at - since).num_seconds().max(0);
            trace.note(|| Step::Received { since, at, seconds });
            Some(Fraction::whole(seconds))
        }
    }
}
