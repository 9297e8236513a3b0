//! Two rankings of the same figures side by side: what each criterion and award did in both, and for whom it matters.

use std::collections::BTreeMap;

use super::ranking::RankingDocument;
use super::rehearsal::{AwardSummary, CriterionSummary, Summaries};
use crate::contest::words::Words;

/// Two rankings side by side. Criteria, awards and units are the same where their codes are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// What each criterion did, in the order of the first plan, then what only the second has.
    pub criteria: Vec<Pair<CriterionSummary>>,
    /// What each award found, in the same way.
    pub awards: Vec<Pair<AwardSummary>>,
    /// Units that are recommended for another award, or for one instead of none; in the order of the first ranking.
    pub moved: Vec<Moved>,
    /// How many units have another rank.
    pub reranked: usize,
}

/// Something that one or both plans have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair<T> {
    /// Its code.
    pub code: String,
    /// Its name, as the first plan that has it says.
    pub name: Words,
    /// What it did in the first; `None`: it isn't there.
    pub first: Option<T>,
    /// What it did in the second.
    pub second: Option<T>,
}

/// A unit that is recommended for something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its rank in each; `None` where it doesn't take part, or has none.
    pub ranks: [Option<u32>; 2],
    /// The code and name of the highest award that it is recommended for in each.
    pub awards: [Option<(String, Words)>; 2],
}

/// Where a unit stands in one ranking.
struct Standing {
    name: String,
    rank: Option<u32>,
    award: Option<(String, Words)>,
}

/// The units of a ranking by code, and the codes in its order.
fn standings(document: &RankingDocument<'_>) -> (BTreeMap<String, Standing>, Vec<String>) {
    let (mut standings, mut order) = (BTreeMap::new(), Vec::new());
    for ranked in document.clusters().flat_map(|(_, ranked)| ranked) {
        let unit = document.unit(ranked.participant);
        let awards = document.plan().awards.iter().zip(&document.scored.recommendation.awards);
        let mut recommended = awards
            .filter(|(_, result)| result.reasons[ranked.participant as usize].is_recommended())
            .map(|(award, _)| (award.code.clone(), award.name.clone()));
        order.push(unit.code().to_owned());
        standings.insert(
            unit.code().to_owned(),
            Standing {
                name: unit.name().to_owned(),
                rank: (!document.is_unranked(ranked.participant)).then_some(ranked.rank),
                award: recommended.next(),
            },
        );
    }
    (standings, order)
}

/// Pairs by code, those of the first in their order, then what only the second has.
fn paired<T>(first: Vec<(String, Words, T)>, second: Vec<(String, Words, T)>) -> Vec<Pair<T>> {
    let mut pairs: Vec<Pair<T>> = first
        .into_iter()
        .map(|(code, name, first)| Pair { code, name, first: Some(first), second: None })
        .collect();
    for (code, name, of_second) in second {
        match pairs.iter_mut().find(|pair| pair.code == code) {
            Some(pair) => pair.second = Some(of_second),
            None => pairs.push(Pair { code, name, first: None, second: Some(of_second) }),
        }
    }
    pairs
}

/// A ranking with what it says about its plan.
pub type Summarised<'d> = (&'d RankingDocument<'d>, &'d Summaries);

/// What every criterion did, with its code and name.
fn criteria((document, summaries): Summarised<'_>) -> Vec<(String, Words, CriterionSummary)> {
    let each = document.plan().criteria.iter().zip(&summaries.criteria);
    each.map(|(one, summary)| (one.code.clone(), one.name.clone(), summary.clone())).collect()
}

fn awards((document, summaries): Summarised<'_>) -> Vec<(String, Words, AwardSummary)> {
    let each = document.plan().awards.iter().zip(&summaries.awards);
    each.map(|(one, summary)| (one.code.clone(), one.name.clone(), summary.clone())).collect()
}

/// Compares two rankings.
pub fn compare(first: Summarised<'_>, second: Summarised<'_>) -> Comparison {
    let (mut before, order) = standings(first.0);
    let (mut after, order_after) = standings(second.0);
    let (mut moved, mut reranked) = (Vec::new(), 0);
    for code in order.into_iter().chain(order_after) {
        let (one, other) = (before.remove(&code), after.remove(&code));
        let rank = |standing: &Option<Standing>| standing.as_ref().and_then(|standing| standing.rank);
        let award =
            |standing: &Option<Standing>| standing.as_ref().and_then(|standing| standing.award.clone());
        let Some(name) = one.as_ref().or(other.as_ref()).map(|standing| standing.name.clone()) else {
            continue;
        };
        let (ranks, awards) = ([rank(&one), rank(&other)], [award(&one), award(&other)]);
        reranked += usize::from(ranks[0] != ranks[1]);
        if awards[0].as_ref().map(|(code, _)| code) != awards[1].as_ref().map(|(code, _)| code) {
            moved.push(Moved { code, name, ranks, awards });
        }
    }
    Comparison {
        criteria: paired(criteria(first), criteria(second)),
        awards: paired(awards(first), awards(second)),
        moved,
        reranked,
    }
}
