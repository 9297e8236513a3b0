//! Scoring a contest: outcomes and totals of every participant, then ranks, then the recommendation.

use rust_decimal::Decimal;

use super::branch::gates;
use super::hold::HoldKind;
use super::judge::judge;
use super::parallel::{on_parts, part_length};
use super::plan::{MissingPoints, PointsPolicy, Rule, Total};
use super::ranking::rank;
use super::recommendation::recommend;
use super::result::{Judgement, Scores, Totals, UnitScore};
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
    let (units, totals) = totals(contest, &participants, &judgements, threads);
    let scores = Scores { units, totals, criteria, judgements };
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

/// How every participant came out as a whole, and its totals where the plan gives points.
fn totals(
    contest: &Contest<'_>,
    participants: &[u32],
    judgements: &[Option<Judgement>],
    threads: usize,
) -> (Vec<UnitScore>, Vec<Totals>) {
    let criteria = contest.plan.criteria.len();
    let length = part_length(participants.len(), threads);
    let of = |participant: usize| {
        let judgements = &judgements[participant * criteria..][..criteria];
        unit_score(contest, participants[participant], judgements)
    };
    let mut units: Vec<UnitScore> = (0..participants.len()).map(of).collect();
    let Some(policy) = &contest.plan.points else { return (units, Vec::new()) };
    let mut totals = vec![Totals::NONE; participants.len()];
    let parts = units.chunks_mut(length).zip(totals.chunks_mut(length)).enumerate();
    on_parts(parts.collect(), |(part, (units, totals))| {
        for (index, (score, totals)) in units.iter_mut().zip(totals).enumerate() {
            let judgements = &judgements[(part * length + index) * criteria..][..criteria];
            *totals = add_points(contest, policy, judgements, score);
        }
    });
    (units, totals)
}

/// How one unit came out as a whole, from its judgements, and its totals.
pub(crate) fn total(
    contest: &Contest<'_>,
    unit: u32,
    judgements: &[Option<Judgement>],
) -> (UnitScore, Totals) {
    let mut score = unit_score(contest, unit, judgements);
    let policy = contest.plan.points.as_ref();
    let totals = policy.map_or(Totals::NONE, |policy| add_points(contest, policy, judgements, &mut score));
    (score, totals)
}

fn unit_score(contest: &Contest<'_>, unit: u32, judgements: &[Option<Judgement>]) -> UnitScore {
    let by_hand = |kind: HoldKind| {
        contest.holds.iter().any(|hold| {
            // An exclusion concerns the unit, whichever criterion it is for.
            let whole = kind == HoldKind::Exclude || hold.criterion.is_none();
            hold.unit == unit && hold.kind == kind && whole
        })
    };
    UnitScore {
        unit,
        gates: gates(contest.plan, judgements, |_| true),
        excluded: by_hand(HoldKind::Exclude),
        on_hold: by_hand(HoldKind::Hold),
        incomplete: false,
    }
}

/// Adds up the points of one unit; notes when some are still open.
fn add_points(
    contest: &Contest<'_>,
    policy: &PointsPolicy,
    judgements: &[Option<Judgement>],
    score: &mut UnitScore,
) -> Totals {
    let mut totals = Totals::NONE;
    for (criterion, judgement) in contest.plan.criteria.iter().zip(judgements) {
        let Some(judgement) = judgement.filter(|_| criterion.points.is_some()) else { continue };
        let earns = super::branch::earns_points(contest.plan, criterion, contest.units.get(score.unit));
        let Some(points) = judgement.points else {
            score.incomplete |= earns;
            continue;
        };
        match criterion.total {
            Total::Base => add(&mut totals.base, points),
            Total::Bonus => add(&mut totals.bonus, points),
            Total::Penalty => add(&mut totals.penalty, points),
        }
    }
    totals.base = policy.base_at_most.map_or(totals.base, |most| totals.base.min(most));
    totals.bonus = policy.bonus_at_most.map_or(totals.bonus, |most| totals.bonus.min(most));
    totals.penalty = policy.penalty_at_most.map_or(totals.penalty, |most| totals.penalty.max(-most));
    if !score.incomplete || policy.missing == MissingPoints::CountKnown {
        let mut total = totals.base;
        add(&mut total, totals.bonus);
        add(&mut total, totals.penalty);
        totals.total = Some(total);
    }
    totals
}

/// Adds points. A checked plan bounds them so that only sums of quadrillions, in many criteria at once, could reach
/// the end of a decimal; they stay there.
fn add(sum: &mut Decimal, points: Decimal) {
    *sum = sum.saturating_add(points);
}
