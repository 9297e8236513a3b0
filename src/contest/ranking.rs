//! Ranks inside clusters: by the plan's keys, then shared (1, 1, 3). Inside a shared rank units are shown in the
//! order of the Vietnamese alphabet, then of their codes.

use std::cmp::Ordering;

use icu_collator::options::CollatorOptions;
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale_core::locale;

use super::plan::{OrderBy, Prefer};
use super::result::{Judgement, Ranked, Ranking, Scores, UnitScore};
use super::scored::Contest;
use super::unit::Units;

/// What a participant is ordered by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Standpoint<'a> {
    /// Its totals.
    pub score: &'a UnitScore,
    /// Its judgements.
    pub judgements: &'a [Option<Judgement>],
}

impl<'a> Standpoint<'a> {
    /// A participant as scored.
    pub fn of(scores: &'a Scores, participant: u32) -> Self {
        Self { score: scores.of(participant), judgements: scores.judgements_of(participant) }
    }
}

/// Compares two participants by the keys of an order, the better one first.
pub(crate) fn compare(keys: &[OrderBy], scores: &Scores, left: u32, right: u32) -> Ordering {
    compare_standpoints(keys, Standpoint::of(scores, left), Standpoint::of(scores, right))
}

/// Compares two standpoints by the keys of an order, the better one first.
pub(crate) fn compare_standpoints(keys: &[OrderBy], left: Standpoint<'_>, right: Standpoint<'_>) -> Ordering {
    keys.iter()
        .map(|key| compare_by(*key, left, right))
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

/// Compares by one key.
pub(crate) fn compare_by(key: OrderBy, left: Standpoint<'_>, right: Standpoint<'_>) -> Ordering {
    match key {
        OrderBy::Gates => left.score.gates.cmp(&right.score.gates),
        OrderBy::Points => highest_first(left.score.total, right.score.total),
        OrderBy::Measure { criterion, prefer } => {
            let measure = |of: Standpoint<'_>| of.judgements[criterion].and_then(|judged| judged.measure);
            match prefer {
                Prefer::Highest => highest_first(measure(left), measure(right)),
                Prefer::Lowest => lowest_first(measure(left), measure(right)),
            }
        }
        OrderBy::CriterionPoints { criterion } => {
            let points = |of: Standpoint<'_>| of.judgements[criterion].and_then(|judged| judged.points);
            highest_first(points(left), points(right))
        }
    }
}

/// The highest first; what is missing comes last.
fn highest_first<T: Ord + Copy>(left: Option<T>, right: Option<T>) -> Ordering {
    right.cmp(&left)
}

/// The lowest first; what is missing comes last.
fn lowest_first<T: Ord + Copy>(left: Option<T>, right: Option<T>) -> Ordering {
    match (left, right) {
        (Some(left), Some(right)) => left.cmp(&right),
        (left, right) => right.is_some().cmp(&left.is_some()),
    }
}

/// Ranks the participants of every cluster.
pub(crate) fn rank(contest: &Contest<'_>, scores: &Scores) -> Ranking {
    let mut clusters: Vec<Vec<u32>> = vec![Vec::new(); contest.units.clusters.len()];
    for (participant, score) in (0_u32..).zip(&scores.units) {
        if let Some(cluster) = contest.units.get(score.unit).cluster {
            clusters[cluster as usize].push(participant);
        }
    }
    let alphabet = vietnamese();
    let ranked = |members: Vec<u32>| rank_cluster(contest, scores, alphabet.as_ref(), members);
    Ranking { clusters: clusters.into_iter().map(ranked).collect(), order: cluster_order(contest.units) }
}

fn rank_cluster(
    contest: &Contest<'_>,
    scores: &Scores,
    alphabet: Option<&CollatorBorrowed<'static>>,
    mut members: Vec<u32>,
) -> Vec<Ranked> {
    let keys = &contest.plan.ranking;
    members.sort_by(|&left, &right| compare(keys, scores, left, right));
    let mut ranked = Vec::with_capacity(members.len());
    let mut rank = 1_u32;
    let mut start = 0;
    while start < members.len() {
        let first = members[start];
        let length =
            members[start..].iter().take_while(|&&other| compare(keys, scores, first, other).is_eq()).count();
        let tied = &mut members[start..start + length];
        if length > 1 {
            tied.sort_by(|&left, &right| by_name(contest, scores, alphabet, left, right));
        }
        ranked.extend(tied.iter().map(|&participant| Ranked { participant, rank }));
        rank += u32::try_from(length).unwrap_or(u32::MAX);
        start += length;
    }
    ranked
}

/// The order of names in the Vietnamese alphabet, then of codes.
pub(crate) fn by_name(
    contest: &Contest<'_>,
    scores: &Scores,
    alphabet: Option<&CollatorBorrowed<'static>>,
    left: u32,
    right: u32,
) -> Ordering {
    let (left, right) = (contest.units.get(scores.of(left).unit), contest.units.get(scores.of(right).unit));
    let names = match alphabet {
        Some(alphabet) => alphabet.compare(&left.name, &right.name),
        None => left.name.cmp(&right.name),
    };
    names.then_with(|| left.code.cmp(&right.code))
}

/// The clusters in the order in which they are shown: by name, numbers by their value (Cụm 2 before Cụm 10), then by
/// code.
fn cluster_order(units: &Units) -> Vec<u32> {
    let mut preferences = CollatorPreferences::from(locale!("vi"));
    preferences.numeric_ordering = Some(CollationNumericOrdering::True);
    let alphabet = Collator::try_new(preferences, CollatorOptions::default()).ok();
    let mut order: Vec<u32> = (0_u32..).zip(&units.clusters).map(|(index, _)| index).collect();
    order.sort_by(|&left, &right| {
        let (left, right) = (&units.clusters[left as usize], &units.clusters[right as usize]);
        let names = alphabet.as_ref().map(|alphabet| alphabet.compare(&left.name.vi, &right.name.vi));
        names.unwrap_or(Ordering::Equal).then_with(|| left.code.cmp(&right.code))
    });
    order
}

/// The Vietnamese alphabet of CLDR; its data is part of the program.
pub(crate) fn vietnamese() -> Option<CollatorBorrowed<'static>> {
    Collator::try_new(locale!("vi").into(), CollatorOptions::default()).ok()
}
