//! Places among peers (criterion kind e): found over all participants before any of them is judged by them.

use super::branch::gates;
use super::fraction::Fraction;
use super::judge::standing_value;
use super::plan::{Peers, Prefer, Rule, StandingBy};
use super::result::{Gates, Judgement};
use super::scored::{Contest, Standing, Standings};
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
        let mut values = peer_values(contest, participants, judgements, criterion, by, peers);
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

/// The participants that are peers in a standing, with what they are compared by.
fn peer_values(
    contest: &Contest<'_>,
    participants: &[u32],
    judgements: &[Option<Judgement>],
    criterion: usize,
    by: StandingBy,
    peers: Peers,
) -> Vec<(usize, Fraction)> {
    let plan = contest.plan;
    let count = plan.criteria.len();
    let is_standing = |rule: &Rule| matches!(rule, Rule::Standing { .. });
    let value = |(index, &unit): (usize, &u32)| {
        let view = View::reported(contest, unit);
        let of_unit = &judgements[index * count..(index + 1) * count];
        if !super::branch::applies(plan, &plan.criteria[criterion], contest.units.get(unit))
            || excluded(contest, unit)
        {
            return None;
        }
        if peers == Peers::GatesMet && gates(plan, of_unit, |other| !is_standing(&other.rule)) != Gates::Met {
            return None;
        }
        let value = match by {
            StandingBy::Criterion(other) => of_unit[other]?.measure?,
            StandingBy::Received { .. } => standing_value(view, by, &mut Silent)?,
        };
        Some((index, value))
    };
    participants.iter().enumerate().filter_map(value).collect()
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
        standings.put(*index, criterion, Standing { place, peers });
    }
}
