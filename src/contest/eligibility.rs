//! Who is eligible for an award, before any quota.

use super::branch::first_obstacle;
use super::plan::Award;
use super::result::{AwardResult, Gates, Outcome, Reason, Scores};
use super::scored::Contest;

/// What is to be said of a participant as long as every quota has room, from an award's requirements and the awards
/// already worked out: recommended; waiting, where that hangs on an open tie at another award; or why it can't be.
pub(crate) fn eligibility(
    contest: &Contest<'_>,
    scores: &Scores,
    award: usize,
    participant: u32,
    done: &[Option<AwardResult>],
) -> Reason {
    let requirement = &contest.plan.awards[award];
    if let Some(reason) = obstacle(contest, scores, requirement, participant) {
        return reason;
    }
    let reason_at = |other: usize| done[other].as_ref().map(|result| result.reasons[participant as usize]);
    let mut depends = None;
    if let Some(list) = requirement.from {
        match reason_at(list) {
            Some(reason) if reason.is_recommended() => {}
            Some(reason) if reason.is_undecided() => depends = Some(list),
            _ => return Reason::NotOnList(list),
        }
    }
    // Of several awards chosen from one list, too, a unit gets the highest.
    let excludes = |higher: usize| match requirement.from {
        Some(list) => contest.plan.awards[higher].from == Some(list),
        None => !comes_from(contest, higher, award),
    };
    for other in (0..award).filter(|&higher| excludes(higher)) {
        match reason_at(other) {
            Some(reason) if reason.is_recommended() => return Reason::HigherAward(other),
            Some(reason) if reason.is_undecided() => depends = depends.or(Some(other)),
            _ => {}
        }
    }
    depends.map_or(Reason::Recommended, Reason::WaitsForAward)
}

/// Whether an award is chosen, directly or over others, from another's list.
fn comes_from(contest: &Contest<'_>, mut award: usize, list: usize) -> bool {
    while let Some(from) = contest.plan.awards[award].from {
        if from == list {
            return true;
        }
        award = from;
    }
    false
}

/// What keeps a unit from meeting the requirements, if anything.
fn obstacle(contest: &Contest<'_>, scores: &Scores, award: &Award, participant: u32) -> Option<Reason> {
    let score = scores.of(participant);
    let unit = contest.units.get(score.unit);
    let judgements = scores.judgements_of(participant);
    let requires = &award.requires;
    let of_outcome = |criterion: usize, outcome: Outcome| {
        if outcome.is_open() { Reason::Open(criterion) } else { Reason::NotMet(criterion) }
    };
    let is_subject = unit.subject.is_some_and(|subject| requires.subjects.contains(&usize::from(subject)));
    if !requires.subjects.is_empty() && !is_subject {
        return Some(Reason::OtherSubject);
    }
    if score.excluded {
        return Some(Reason::Excluded);
    }
    if score.on_hold {
        return Some(Reason::OnHold);
    }
    if requires.gates && score.gates != Gates::Met {
        let (criterion, outcome) = first_obstacle(contest.plan, judgements, unit)?;
        return Some(of_outcome(criterion, outcome));
    }
    for &criterion in &requires.criteria {
        // A criterion that doesn't apply to the unit isn't met by it.
        let outcome = judgements[criterion].map_or(Outcome::NotMet, |judgement| judgement.outcome);
        if outcome != Outcome::Met {
            return Some(of_outcome(criterion, outcome));
        }
    }
    let enough = requires
        .minimum_points
        .is_none_or(|minimum| scores.totals_of(participant).total.is_some_and(|total| total >= minimum));
    (!enough).then_some(Reason::TooFewPoints)
}
