//! A unit's full explanation: every criterion with its steps, every award with its reason, and how firm the rank is.

use rust_decimal::Decimal;

use super::figure::Value;
use super::fraction::Fraction;
use super::fragility::fragility;
use super::judge::{judge, standing_value};
use super::plan::Rule;
use super::result::{Judgement, Reason};
use super::scored::{Contest, Scored};
use super::trace::{Change, ExactPoints, Silent, Step};
use super::view::View;

/// The explanation of one participant.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// Index into `Scores::units`.
    pub participant: u32,
    /// Its rank in its cluster.
    pub rank: u32,
    /// How many units its cluster has.
    pub cluster_size: u32,
    /// One entry per criterion of the plan that applies to the unit.
    pub criteria: Vec<CriterionExplanation>,
    /// One reason per award of the plan.
    pub awards: Vec<Reason>,
    /// How firm the rank is; `None` where that is told nobody.
    pub fragility: Option<Fragility>,
}

/// How one criterion came out, step by step.
#[derive(Debug, Clone)]
pub struct CriterionExplanation {
    /// Index into `Plan::criteria`.
    pub criterion: usize,
    /// The result; the same as in the scores.
    pub judgement: Judgement,
    /// The steps that led to it, in order.
    pub steps: Vec<Step>,
}

/// How firm a rank is: the distance to the nearest unit with a better and with a worse rank.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fragility {
    /// Against the next better rank.
    pub above: Option<Distance>,
    /// Against the next worse rank.
    pub below: Option<Distance>,
}

/// How far the order of two units is from changing. `better` stands before `worse`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Distance {
    /// The unit before; index into `Scores::units`.
    pub better: u32,
    /// The unit behind.
    pub worse: u32,
    /// Points between them; `None` when the plan gives none or either has no total.
    pub gap: Option<Decimal>,
    /// By what share every criterion's weight may move, each up or down on its own, without changing the order:
    /// gap / Σ weight·|difference|. `None` where there is no gap, or where no criterion differs.
    pub margin: Option<ExactPoints>,
    /// The smallest change of one figure of either unit after which `better` no longer stands before `worse`, both
    /// places in standings held: what a figure does to the places of others isn't followed.
    pub correction: Option<Correction>,
}

/// A change of one unit's figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Correction {
    /// Whose figure; index into `Scores::units`.
    pub participant: u32,
    /// Which figure, and by how much.
    pub change: Change,
    /// What it would be then; `None` for a count.
    pub to: Option<Value>,
}

/// The border of a quota: the last unit inside and the first outside, or two of those that tie where a tie leaves
/// nobody inside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Border {
    /// Index into `Plan::awards`.
    pub award: usize,
    /// Index into the award's quotas.
    pub quota: usize,
    /// Index of the cluster, source or subject; 0 for overall.
    pub group: u32,
    /// How firm it is.
    pub distance: Distance,
}

/// Explains one participant: the same code that scored it runs again and notes its steps.
pub fn explain(contest: &Contest<'_>, scored: &Scored, participant: u32) -> Explanation {
    let score = scored.scores.of(participant);
    let view = View::reported(contest, score.unit);
    let criteria = (0..contest.plan.criteria.len()).filter_map(|criterion| {
        let mut steps = Vec::new();
        let peer = scored.standings.peer(participant as usize, criterion);
        let judgement = judge(view, criterion, peer, &mut steps)?;
        add_border(contest, scored, participant, criterion, &mut steps);
        Some(CriterionExplanation { criterion, judgement, steps })
    });
    let criteria = criteria.collect();
    let cluster =
        contest.units.get(score.unit).cluster.map(|cluster| &scored.ranking.clusters[cluster as usize]);
    let ranked = cluster.and_then(|ranked| ranked.iter().find(|ranked| ranked.participant == participant));
    Explanation {
        participant,
        rank: ranked.map_or(0, |ranked| ranked.rank),
        cluster_size: cluster.map_or(0, |ranked| u32::try_from(ranked.len()).unwrap_or(u32::MAX)),
        criteria,
        awards: scored
            .recommendation
            .awards
            .iter()
            .map(|award| award.reasons[participant as usize])
            .collect(),
        fragility: Some(fragility(contest, scored, participant)),
    }
}

/// Adds to a standing's step the value of the last peer that passes, and the one that is just good enough.
fn add_border(
    contest: &Contest<'_>,
    scored: &Scored,
    participant: u32,
    criterion: usize,
    steps: &mut [Step],
) {
    let Rule::Standing { by, across_clusters, .. } = contest.plan.criteria[criterion].rule else {
        return;
    };
    let cluster_of = |participant: u32| contest.units.get(scored.scores.of(participant).unit).cluster;
    for step in steps {
        let Step::Standing { last_passing: Some(last), border, turn, .. } = step else { continue };
        let peers = (0_u32..).zip(&scored.scores.units).filter_map(|(peer, score)| {
            let place = scored.standings.get(peer as usize, criterion)?.place;
            let same_group = across_clusters || cluster_of(peer) == cluster_of(participant);
            let value = standing_value(View::reported(contest, score.unit), by, &mut Silent)?;
            same_group.then_some((peer, place, value))
        });
        let mut peers: Vec<(u32, u32, Fraction)> = peers.collect();
        peers.sort_by_key(|(peer, place, _)| (*place, *peer));
        *border = peers.iter().rfind(|(_, place, _)| place <= last).map(|(.., value)| *value);
        // Who is as good as the last of so many others has at most one fewer before it.
        let mut others = peers.iter().filter(|(peer, ..)| *peer != participant);
        *turn =
            (*last as usize).checked_sub(1).and_then(|before| others.nth(before)).map(|(.., value)| *value);
    }
}
