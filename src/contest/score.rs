//! Scoring a contest: outcomes and totals of every participant, then ranks, then the recommendation.

use rust_decimal::Decimal;

use super::branch::gates;
use super::hold::HoldKind;
use super::judge::judge;
use super::parallel::{on_parts, part_length};
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
    score_on(contest, 1)
}

/// Scores a contest on so many threads; the result is the same for any number of them.
pub fn score_on(contest: &Contest<'_>, threads: usize) -> Scored {
    let plan = contest.plan;
    let participants: Vec<u32> = contest.units.participants().collect();
    let criteria = plan.criteria.len();
    let is_standing = |criterion: usize| matches!(plan.criteria[criterion].rule, Rule::Standing { .. });

    let mut judgements: Vec<Option<Judgement>> = vec![None; participants.len() * criteria];
    for_each_unit(&participants, &mut judgements, criteria, threads, |_, unit, judgements| {
        let view = View::reported(contest, unit);
        for criterion in (0..criteria).filter(|&criterion| !is_standing(criterion)) {
            judgements[criterion] = judge(view, criterion, None, &mut Silent);
        }
    });
    let standings = standings(contest, &participants, &judgements);
    if (0..criteria).any(is_standing) {
        for_each_unit(&participants, &mut judgements, criteria, threads, |participant, unit, judgements| {
            let view = View::reported(contest, unit);
            for criterion in (0..criteria).filter(|&criterion| is_standing(criterion)) {
                let peer = standings.peer(participant, criterion);
                judgements[criterion] = judge(view, criterion, peer, &mut Silent);
            }
        });
    }
    let units = totals(contest, &participants, &judgements, threads);
    let scores = Scores { units, criteria, judgements };
    let ranking = rank(contest, &scores, threads);
    let recommendation = recommend(contest, &scores, &ranking);
    Scored { scores, ranking, recommendation, standings }
}

/// Visits every participant with its index, its unit and its judgements, on so many threads.
fn for_each_unit(
    participants: &[u32],
    judgements: &mut [Option<Judgement>],
    criteria: usize,
    threads: usize,
    visit: impl Fn(usize, u32, &mut [Option<Judgement>]) + Sync,
) {
    if criteria == 0 {
        return;
    }
    let length = part_length(participants.len(), threads);
    let parts = participants.chunks(length).zip(judgements.chunks_mut(length * criteria)).enumerate();
    on_parts(parts.collect(), |(part, (units, judgements))| {
        for (index, (unit, judgements)) in units.iter().zip(judgements.chunks_mut(criteria)).enumerate() {
            visit(part * length + index, *unit, judgements);
        }
    });
}

fn totals(
    contest: &Contest<'_>,
    participants: &[u32],
    judgements: &[Option<Judgement>],
    threads: usize,
) -> Vec<UnitScore> {
    let criteria = contest.plan.criteria.len();
    let length = part_length(participants.len(), threads);
    let parts = participants.chunks(length).enumerate().collect();
    let totals = on_parts(parts, |(part, units): (usize, &[u32])| {
        let of = |index: usize| &judgements[(part * length + index) * criteria..][..criteria];
        units.iter().enumerate().map(|(index, &unit)| total(contest, unit, of(index))).collect::<Vec<_>>()
    });
    totals.concat()
}

/// The totals of one unit from its judgements.
pub(crate) fn total(contest: &Contest<'_>, unit: u32, judgements: &[Option<Judgement>]) -> UnitScore {
    let plan = contest.plan;
    let by_hand = |kind: HoldKind| {
        contest.holds.iter().any(|hold| {
            // An exclusion concerns the unit, whichever criterion it is for.
            let whole = kind == HoldKind::Exclude || hold.criterion.is_none();
            hold.unit == unit && hold.kind == kind && whole
        })
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
            Total::Base => add(&mut score.base, points),
            Total::Bonus => add(&mut score.bonus, points),
            Total::Penalty => add(&mut score.penalty, points),
        }
    }
    score.base = policy.base_at_most.map_or(score.base, |most| score.base.min(most));
    score.bonus = policy.bonus_at_most.map_or(score.bonus, |most| score.bonus.min(most));
    score.penalty = policy.penalty_at_most.map_or(score.penalty, |most| score.penalty.max(-most));
    if !score.incomplete || policy.missing == MissingPoints::CountKnown {
        let mut total = score.base;
        add(&mut total, score.bonus);
        add(&mut total, score.penalty);
        score.total = Some(total);
    }
}

/// Adds points. A checked plan bounds them so that only sums of quadrillions, in many criteria at once, could reach
/// the end of a decimal; they stay there.
fn add(sum: &mut Decimal, points: Decimal) {
    *sum = sum.saturating_add(points);
}
