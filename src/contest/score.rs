//! Scoring a contest: outcomes and totals of every participant, then ranks, then the recommendation.

use rust_decimal::Decimal;

use super::branch::gates;
use super::hold::HoldKind;
use super::judge::judge;
use super::plan::{MissingPoints, PointsPolicy, Rule, Total};
use super::ranking::rank;
use super::recommendation::recommend;
use super::result::{Judgement, Scores, UnitScore};
use super::scored::{Contest, Scored};
use super::standing::standings;
use super::trace::Silent;
use super::view::View;

/// Scores a contest. The order of units, reports and holds in the input doesn't matter to any result.
pub fn score(contest: &Contest<'_>) -> Scored {
    let plan = contest.plan;
    let participants: Vec<u32> = contest.units.participants().collect();
    let criteria = plan.criteria.len();
    let is_standing: Vec<bool> =
        plan.criteria.iter().map(|criterion| matches!(criterion.rule, Rule::Standing { .. })).collect();

    let mut judgements: Vec<Option<Judgement>> = Vec::with_capacity(participants.len() * criteria);
    for &unit in &participants {
        let view = View::reported(contest, unit);
        judgements.extend((0..criteria).map(|criterion| {
            if is_standing[criterion] { None } else { judge(view, criterion, None, &mut Silent) }
        }));
    }
    let standings = standings(contest, &participants, &judgements);
    if is_standing.contains(&true) {
        for (index, &unit) in participants.iter().enumerate() {
            let view = View::reported(contest, unit);
            for criterion in (0..criteria).filter(|&criterion| is_standing[criterion]) {
                judgements[index * criteria + criterion] =
                    judge(view, criterion, standings.get(index, criterion), &mut Silent);
            }
        }
    }
    let mut scores = Scores { units: Vec::with_capacity(participants.len()), criteria, judgements };
    for (index, &unit) in participants.iter().enumerate() {
        let of_unit = &scores.judgements[index * criteria..(index + 1) * criteria];
        scores.units.push(total(contest, unit, of_unit));
    }
    let ranking = rank(contest, &scores);
    let recommendation = recommend(contest, &scores);
    Scored { scores, ranking, recommendation, standings }
}

/// The totals of one unit from its judgements.
pub(crate) fn total(contest: &Contest<'_>, unit: u32, judgements: &[Option<Judgement>]) -> UnitScore {
    let plan = contest.plan;
    let by_hand = |kind: HoldKind| {
        contest.holds.iter().any(|hold| hold.unit == unit && hold.criterion.is_none() && hold.kind == kind)
    };
    let mut score = UnitScore {
        unit,
        gates: gates(plan, judgements, |_| true),
        excluded: by_hand(HoldKind::Exclude),
        on_hold: by_hand(HoldKind::Hold),
        base: Decimal::ZERO,
        bonus: Decimal::ZERO,
        penalty: Decimal::ZERO,
        total: None,
        incomplete: false,
    };
    if let Some(policy) = &plan.points {
        add_points(contest, policy, judgements, &mut score);
    }
    score
}

fn add_points(
    contest: &Contest<'_>,
    policy: &PointsPolicy,
    judgements: &[Option<Judgement>],
    score: &mut UnitScore,
) {
    for (criterion, judgement) in contest.plan.criteria.iter().zip(judgements) {
        let Some(judgement) = judgement.filter(|_| criterion.points.is_some()) else { continue };
        let earns = super::branch::earns_points(contest.plan, criterion, contest.units.get(score.unit));
        let Some(points) = judgement.points else {
            score.incomplete |= earns;
            continue;
        };
        match criterion.total {
            Total::Base => score.base += points,
            Total::Bonus => score.bonus += points,
            Total::Penalty => score.penalty += points,
        }
    }
    score.base = policy.base_at_most.map_or(score.base, |most| score.base.min(most));
    score.bonus = policy.bonus_at_most.map_or(score.bonus, |most| score.bonus.min(most));
    score.penalty = policy.penalty_at_most.map_or(score.penalty, |most| score.penalty.max(-most));
    if !score.incomplete || policy.missing == MissingPoints::CountKnown {
        score.total = Some(score.base + score.bonus + score.penalty);
    }
}
