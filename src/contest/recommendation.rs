//! Who is recommended for which award: eligibility first, over the eligible pool alone; then all quotas at once, the
//! better units first; at a tie on the border of a quota the plan's policy decides, or the product asks.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::eligibility::{Eligibility, eligibility};
use super::plan::{Award, OrderBy, QuotaPer, TiePolicy};
use super::quota::{Ledger, Scope};
use super::ranking::{Order, compare};
use super::result::{AwardResult, Ranking, Reason, Recommendation, Scores};
use super::scored::Contest;

/// Works out every award.
pub(crate) fn recommend(
    contest: &Contest<'_>,
    scores: &Scores,
    ranking: &Ranking,
    order: &Order,
) -> Recommendation {
    // By clusters and ranks, which is nearly the order of the pool: sorting it merges what is sorted already.
    let participants: Vec<u32> = ranking.clusters.iter().flatten().map(|ranked| ranked.participant).collect();
    let awards = &contest.plan.awards;
    let mut done: Vec<Option<AwardResult>> = vec![None; awards.len()];
    // Lists come before the awards that are chosen from them; a checked plan has no circle.
    while let Some(next) = (0..awards.len())
        .find(|&award| done[award].is_none() && awards[award].from.is_none_or(|list| done[list].is_some()))
    {
        done[next] = Some(work_out(contest, scores, (&participants, order), next, &done));
    }
    Recommendation { awards: done.into_iter().flatten().collect() }
}

/// One award while it is worked out.
struct Work<'a> {
    contest: &'a Contest<'a>,
    scores: &'a Scores,
    award: &'a Award,
    ledger: Ledger,
    reasons: Vec<Reason>,
}

fn work_out(
    contest: &Contest<'_>,
    scores: &Scores,
    (participants, order): (&[u32], &Order),
    award_index: usize,
    done: &[Option<AwardResult>],
) -> AwardResult {
    let award = &contest.plan.awards[award_index];
    let mut reasons = vec![Reason::Recommended; scores.units.len()];
    let mut pool: Vec<(u32, Option<usize>)> = Vec::new();
    // In the order of the scores first, which is quick to go through, then in that of the ranks.
    let eligibilities: Vec<Eligibility> = (0_u32..)
        .take(scores.units.len())
        .map(|participant| eligibility(contest, scores, award_index, participant, done))
        .collect();
    for &participant in participants {
        match eligibilities[participant as usize] {
            Eligibility::Eligible => pool.push((participant, None)),
            Eligibility::Depends(other) => pool.push((participant, Some(other))),
            Eligibility::Not(reason) => reasons[participant as usize] = reason,
        }
    }
    let unit = |participant: u32| contest.units.get(scores.of(participant).unit);
    // Where every quota is counted by cluster, clusters don't touch each other, and each is in order already.
    let apart = award.quotas.iter().all(|quota| quota.per == QuotaPer::Cluster);
    if !apart {
        pool.sort_by(|left, right| order.compare(left.0, right.0));
    }
    if let Some(last) = award.requires.place_at_most {
        pool = within_place(contest, scores, order, pool, last, &mut reasons);
    }
    let all: Vec<_> = scores.units.iter().map(|score| contest.units.get(score.unit)).collect();
    let eligible: Vec<_> = pool.iter().map(|(participant, _)| unit(*participant)).collect();
    let ledger = Ledger::new(contest.plan, contest.units, award, &all, &eligible);
    let mut work = Work { contest, scores, award, ledger, reasons };
    let equal = |left: u32, right: u32| {
        order.compare(left, right).is_eq() && (!apart || unit(left).cluster == unit(right).cluster)
    };
    for group in pool.chunk_by(|left, right| equal(left.0, right.0)) {
        for &(participant, depends) in group {
            if let Some(other) = depends {
                work.wait(participant, Reason::WaitsForAward(other));
            }
        }
        let certain =
            group.iter().filter(|(_, depends)| depends.is_none()).map(|(participant, _)| *participant);
        work.settle(certain.collect(), &award.on_tie);
    }
    AwardResult { reasons: work.reasons, usage: work.ledger.usage() }
}

/// Keeps the units of the first places among the eligible ones of their cluster.
fn within_place(
    contest: &Contest<'_>,
    scores: &Scores,
    order: &Order,
    pool: Vec<(u32, Option<usize>)>,
    last: u32,
    reasons: &mut [Reason],
) -> Vec<(u32, Option<usize>)> {
    let cluster = |participant: u32| contest.units.get(scores.of(participant).unit).cluster;
    let mut before: Vec<Vec<u32>> = vec![Vec::new(); contest.units.clusters.len()];
    let mut place = vec![0_u32; contest.units.clusters.len()];
    pool.into_iter()
        .filter(|&(participant, _)| {
            let Some(cluster) = cluster(participant) else { return false };
            let (seen, place) = (&mut before[cluster as usize], &mut place[cluster as usize]);
            let ties = seen.last().is_some_and(|&other| order.compare(other, participant).is_eq());
            seen.push(participant);
            if !ties {
                *place = u32::try_from(seen.len()).unwrap_or(u32::MAX);
            }
            let within = *place <= last;
            if !within {
                reasons[participant as usize] = Reason::PlaceTooLow;
            }
            within
        })
        .collect()
}

impl Work<'_> {
    fn refuse(&mut self, participant: u32, reason: Reason) {
        self.reasons[participant as usize] = reason;
    }

    /// Takes a seat for certain.
    fn admit(&mut self, participant: u32, reason: Reason) {
        self.ledger.change_all(participant, |seats| {
            seats.taken += 1;
            seats.taken_at_most += 1;
        });
        self.reasons[participant as usize] = reason;
    }

    /// May take a seat, when something open is settled.
    fn wait(&mut self, participant: u32, reason: Reason) {
        if let Some((quota, _)) = self.ledger.first(participant, |_, seats| seats.is_full()) {
            return self.refuse(participant, Reason::QuotaFull(quota));
        }
        self.ledger.change_all(participant, |seats| {
            seats.taken_at_most = (seats.taken_at_most + 1).min(seats.limit.max(seats.taken_at_most));
        });
        self.reasons[participant as usize] = reason;
    }

    /// Settles units that stand equal.
    fn settle(&mut self, group: Vec<u32>, policy: &TiePolicy) {
        let mut open = self.without_full(group);
        while let Some((scope, members)) = self.first_contested(&open) {
            match policy {
                TiePolicy::All => return self.admit_all(open),
                TiePolicy::None => self.admit_none(scope, &members),
                TiePolicy::Ask => self.ask(scope, &members),
                TiePolicy::NextCriterion(keys) => return self.by_next_criterion(open, keys),
                TiePolicy::Lot { seed } => return self.draw(open, scope, &members, seed),
            }
            open.retain(|participant| members.binary_search(participant).is_err());
            open = self.without_full(open);
        }
        for participant in open {
            self.admit(participant, Reason::Recommended);
        }
    }

    /// How many of the units want a seat, by quota and group.
    fn wanted(&self, open: &[u32]) -> BTreeMap<Scope, u32> {
        let mut wanted = BTreeMap::new();
        for scope in open.iter().flat_map(|&participant| self.ledger.scopes(participant)) {
            *wanted.entry(scope).or_default() += 1;
        }
        wanted
    }

    /// Admits every one of the units, even above a quota.
    fn admit_all(&mut self, open: Vec<u32>) {
        let contested: BTreeSet<Scope> = self
            .wanted(&open)
            .into_iter()
            .filter(|&(scope, count)| count > self.ledger.at(scope).free())
            .map(|(scope, _)| scope)
            .collect();
        for participant in open {
            let by_tie = self.ledger.first(participant, |scope, _| contested.contains(&scope));
            let reason = by_tie.map_or(Reason::Recommended, |(quota, _)| Reason::RecommendedByTie(quota));
            self.admit(participant, reason);
        }
    }

    /// Leaves out units for which a quota is full, for certain or perhaps.
    fn without_full(&mut self, mut open: Vec<u32>) -> Vec<u32> {
        open.retain(|&participant| {
            if let Some((quota, _)) = self.ledger.first(participant, |_, seats| seats.is_full()) {
                self.refuse(participant, Reason::QuotaFull(quota));
                return false;
            }
            let perhaps_full = self.ledger.first(participant, |_, seats| seats.free() == 0);
            if let Some((quota, _)) = perhaps_full {
                self.wait(participant, Reason::WaitsForTie(quota));
            }
            perhaps_full.is_none()
        });
        open
    }

    /// The first quota and group in which more units stand equal than there are seats, with these units in the
    /// order of their indexes. A unit alone contests nothing: quotas that are full were looked at before.
    fn first_contested(&self, open: &[u32]) -> Option<(Scope, Vec<u32>)> {
        if open.len() < 2 {
            return None;
        }
        let (scope, _) =
            self.wanted(open).into_iter().find(|&(scope, count)| count > self.ledger.at(scope).free())?;
        let is_member = |participant: &u32| self.ledger.scopes(*participant).any(|other| other == scope);
        let mut members: Vec<u32> = open.iter().copied().filter(is_member).collect();
        members.sort_unstable();
        Some((scope, members))
    }

    /// Admits none of the members, and nobody behind them.
    fn admit_none(&mut self, scope: Scope, members: &[u32]) {
        for &participant in members {
            self.refuse(participant, Reason::TieAdmitsNone(scope.0));
        }
        self.ledger.change(scope, |seats| seats.closed = true);
    }

    /// Lets further keys decide; what still ties is asked.
    fn by_next_criterion(&mut self, mut open: Vec<u32>, keys: &[OrderBy]) {
        let scores = self.scores;
        open.sort_by(|&left, &right| compare(keys, scores, left, right));
        for equal in open.chunk_by(|&left, &right| compare(keys, scores, left, right).is_eq()) {
            self.settle(equal.to_vec(), &TiePolicy::Ask);
        }
    }

    /// Leaves a tie open: the seats are taken by some of the members, nobody knows yet by whom.
    fn ask(&mut self, scope: Scope, members: &[u32]) {
        let free = self.ledger.at(scope).free();
        let mut wanted: BTreeMap<Scope, u32> = BTreeMap::new();
        for &participant in members {
            self.reasons[participant as usize] = Reason::TieToSettle(scope.0);
            for other in self.ledger.scopes(participant) {
                *wanted.entry(other).or_default() += 1;
            }
        }
        let all = u32::try_from(members.len()).unwrap_or(u32::MAX);
        let is_binding = |(&other, &count): (&Scope, &u32)| self.ledger.at(other).free() < count.min(free);
        let binding = wanted.iter().any(is_binding);
        for (&other, &count) in &wanted {
            self.ledger.change(other, |seats| {
                seats.taken_at_most += count.min(free).min(seats.free());
                seats.taken += if binding { 0 } else { free.saturating_sub(all - count) };
            });
        }
    }

    /// Draws lots: the order of SHA-256 over seed, award and unit code, which anybody can recompute.
    fn draw(&mut self, mut open: Vec<u32>, (drawn, _): Scope, members: &[u32], seed: &str) {
        let code = |participant: u32| &*self.contest.units.get(self.scores.of(participant).unit).code;
        open.sort_by_cached_key(|&participant| lot(seed, &self.award.code, code(participant)));
        for participant in open {
            let in_lot = members.binary_search(&participant).is_ok();
            match self.ledger.first(participant, |_, seats| seats.free() == 0) {
                Some((quota, _)) if in_lot => self.refuse(participant, Reason::LostLot(quota)),
                Some((quota, _)) => self.refuse(participant, Reason::QuotaFull(quota)),
                None if in_lot => self.admit(participant, Reason::RecommendedByLot(drawn)),
                None => self.admit(participant, Reason::Recommended),
            }
        }
    }
}

/// A unit's lot; the lowest wins.
fn lot(seed: &str, award: &str, unit: &str) -> [u8; 32] {
    Sha256::digest(format!("{seed}\n{award}\n{unit}")).into()
}
