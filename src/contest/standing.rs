//! Places among peers (criterion kind e): found over all participants before any of them is judged by them.

use super::branch::{applies, first_obstacle, gates};
use super::fraction::Fraction;
use super::judge::standing_value;
use super::plan::{Criterion, Peers, Prefer, Rule, StandingBy};
use super::result::{Gates, Judgement, Outcome};
use super::scored::{Contest, Peer, Standing, Standings};
use super::trace::Silent;
use super::view::View;

/// Finds the places of every standing criterion.
///
/// `judgements` holds, per participant, the judgements of the criteria that aren't standings.
pub(crate) fn standings(
    contest: &Contest<'_>,
    participants: &[u32],
    judgements: &[Option<Judgement>],
) -> Standings {
    let plan = contest.plan;
    let mut standings = Standings::empty(plan, participants.len());
    for criterion in 0..plan.criteria.len() {
        let Rule::Standing { by, prefer, across_clusters, peers, .. } = plan.criteria[criterion].rule else {
            continue;
        };
        let mut values: Vec<(usize, Fraction)> = Vec::new();
        for (index, &unit) in participants.iter().enumerate() {
            if !applies(plan, &plan.criteria[criterion], contest.units.get(unit)) {
                continue;
            }
            let of_unit = &judgements[index * plan.criteria.len()..(index + 1) * plan.criteria.len()];
            match peer_value(contest, unit, of_unit, by, peers) {
                Ok(value) => values.push((index, value)),
                Err(without) => standings.put(index, criterion, without),
            }
        }
        let cluster = |index: usize| {
            if across_clusters { None } else { contest.units.get(participants[index]).cluster }
        };
        values.sort_by(|(left, left_value), (right, right_value)| {
            cluster(*left).cmp(&cluster(*right)).then_with(|| match prefer {
                Prefer::Highest => right_value.cmp(left_value),
                Prefer::Lowest => left_value.cmp(right_value),
            })
        });
        for group in values.chunk_by(|(left, _), (right, _)| cluster(*left) == cluster(*right)) {
            place(group, criterion, &mut standings);
        }
    }
    standings
}

/// What a unit is compared by among its peers; else why it has no place.
fn peer_value(
    contest: &Contest<'_>,
    unit: u32,
    judgements: &[Option<Judgement>],
    by: StandingBy,
    peers: Peers,
) -> Result<Fraction, Peer> {
    let plan = contest.plan;
    if excluded(contest, unit) {
        return Err(Peer::Out);
    }
    if peers == Peers::GatesMet {
        // Standings aren't judged yet, so that they are no obstacle here.
        let is_standing = |criterion: &Criterion| matches!(criterion.rule, Rule::Standing { .. });
        match gates(plan, judgements, |criterion| !is_standing(criterion)) {
            Gates::Met => {}
            Gates::NotMet => return Err(Peer::Out),
            Gates::Open => {
                let obstacle = first_obstacle(plan, judgements, contest.units.get(unit));
                return Err(Peer::Open(obstacle.map_or(Outcome::Missing, |(_, outcome)| outcome)));
            }
        }
    }
    let (value, outcome) = match by {
        StandingBy::Criterion(other) => {
            let Some(judged) = judgements[other] else { return Err(Peer::Out) };
            (judged.measure, judged.outcome)
        }
        StandingBy::Received { .. } => {
            (standing_value(View::reported(contest, unit), by, &mut Silent), Outcome::Missing)
        }
    };
    value.ok_or(Peer::Open(if outcome.is_open() { outcome } else { Outcome::Missing }))
}

/// A unit excluded by hand is nobody's peer.
fn excluded(contest: &Contest<'_>, unit: u32) -> bool {
    use super::hold::HoldKind;
    contest.holds.iter().any(|hold| hold.unit == unit && hold.kind == HoldKind::Exclude)
}

/// Gives places to a sorted group; ties share one (1, 1, 3).
fn place(group: &[(usize, Fraction)], criterion: usize, standings: &mut Standings) {
    let peers = u32::try_from(group.len()).unwrap_or(u32::MAX);
    let mut place = 0_u32;
    let mut before: Option<Fraction> = None;
    for (position, (index, value)) in (1_u32..).zip(group) {
        if before != Some(*value) {
            place = position;
            before = Some(*value);
        }
        standings.put(*index, criterion, Peer::Placed(Standing { place, peers }));
    }
}
