//! Who is recommended for which award: eligibility first, over the eligible pool alone; then all quotas at once, the
//! better units first; at a tie on the border of a quota the plan's policy decides, or the product asks.

use sha2::{Digest, Sha256};

use super::eligibility::{Eligibility, eligibility};
use super::plan::{Award, OrderBy, QuotaPer, TiePolicy};
use super::quota::Ledger;
use super::ranking::{Order, compare};
use super::result::{AwardResult, Ranking, Reason, Recommendation, Scores};
use super::scored::Contest;
use super::tie::Tie;

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
    for &participant in participants {
        match eligibility(contest, scores, award_index, participant, done) {
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
    let eligible: Vec<_> =
        pool.iter().map(|(participant, depends)| (unit(*participant), depends.is_none())).collect();
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

/// The units of one cluster that were seen so far, the best first, while places are found.
#[derive(Debug, Clone, Default)]
struct Seen {
    last: Option<u32>,
    /// How many are eligible for certain, or at most.
    certain: u32,
    at_most: u32,
    /// How many of these stand before the last one.
    certain_before: u32,
    at_most_before: u32,
    /// The award that the first of those depends on that aren't eligible for certain.
    depends: Option<usize>,
}

/// Keeps the units of the first places among the eligible ones of their cluster. Whoever comes in only when one
/// before it turns out not to be eligible depends on what that one depends on.
fn within_place(
    contest: &Contest<'_>,
    scores: &Scores,
    order: &Order,
    pool: Vec<(u32, Option<usize>)>,
    last: u32,
    reasons: &mut [Reason],
) -> Vec<(u32, Option<usize>)> {
    let mut clusters = vec![Seen::default(); contest.units.clusters.len()];
    let mut within = Vec::with_capacity(pool.len());
    for (participant, depends) in pool {
        let Some(cluster) = contest.units.get(scores.of(participant).unit).cluster else { continue };
        let seen = &mut clusters[cluster as usize];
        if seen.last.is_none_or(|other| order.compare(other, participant).is_ne()) {
            (seen.certain_before, seen.at_most_before) = (seen.certain, seen.at_most);
        }
        seen.last = Some(participant);
        seen.at_most += 1;
        seen.certain += u32::from(depends.is_none());
        if seen.certain_before >= last {
            reasons[participant as usize] = Reason::PlaceTooLow;
        } else if seen.at_most_before >= last {
            within.push((participant, depends.or(seen.depends)));
        } else {
            within.push((participant, depends));
        }
        seen.depends = seen.depends.or(depends);
    }
    within
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
        self.ledger.change_all(participant, |seats| seats.take(0, 1));
        self.reasons[participant as usize] = reason;
    }

    /// Settles units that stand equal.
    fn settle(&mut self, group: Vec<u32>, policy: &TiePolicy) {
        let mut open = self.without_full(group);
        if let [alone] = open[..] {
            return self.admit(alone, Reason::Recommended);
        }
        let mut tie = Tie::of(&self.ledger, &open);
        match policy {
            TiePolicy::All => return self.admit_all(&open, &tie),
            TiePolicy::NextCriterion(keys) if tie.is_contested() => {
                return self.by_next_criterion(open, keys);
            }
            _ => {}
        }
        // Every seat that is taken for certain may make others certain.
        while let (certain, rest) = tie.certain(&self.ledger, &open)
            && !certain.is_empty()
        {
            for participant in certain {
                self.admit(participant, Reason::Recommended);
            }
            open = self.without_full(rest);
            tie = Tie::of(&self.ledger, &open);
        }
        match policy {
            TiePolicy::None => self.admit_none(&open, &tie),
            TiePolicy::Lot { seed } => self.draw(open, &tie, seed),
            _ => self.ask(&open, &tie),
        }
    }

    /// Admits every one of the units, even above a quota.
    fn admit_all(&mut self, open: &[u32], tie: &Tie) {
        for &participant in open {
            let by_tie = tie.contested(&self.ledger, participant);
            self.admit(participant, by_tie.map_or(Reason::Recommended, Reason::RecommendedByTie));
        }
    }

    /// Leaves out units for which a quota is full, for certain or perhaps. One that waits may take the last seat
    /// of another, which then waits as well.
    fn without_full(&mut self, mut open: Vec<u32>) -> Vec<u32> {
        loop {
            let perhaps_full = |participant: u32| {
                self.ledger.first(participant, |_, seats| seats.free() == 0).map(|(quota, _)| quota)
            };
            let waiting: Vec<_> = open
                .iter()
                .filter_map(|&participant| Some((participant, perhaps_full(participant)?)))
                .collect();
            if waiting.is_empty() {
                return open;
            }
            open.retain(|&participant| perhaps_full(participant).is_none());
            for (participant, quota) in waiting {
                self.wait(participant, Reason::WaitsForTie(quota));
            }
        }
    }

    /// Admits none of the units, and nobody behind them.
    fn admit_none(&mut self, open: &[u32], tie: &Tie) {
        for &participant in open {
            if let Some(quota) = tie.contested(&self.ledger, participant) {
                self.refuse(participant, Reason::TieAdmitsNone(quota));
            }
        }
        let contested: Vec<_> = tie.all_contested(&self.ledger).collect();
        for scope in contested {
            self.ledger.change(scope, |seats| seats.closed = true);
        }
    }

    /// Lets further keys decide; what still ties is asked.
    fn by_next_criterion(&mut self, mut open: Vec<u32>, keys: &[OrderBy]) {
        let scores = self.scores;
        open.sort_by(|&left, &right| compare(keys, scores, left, right));
        for equal in open.chunk_by(|&left, &right| compare(keys, scores, left, right).is_eq()) {
            self.settle(equal.to_vec(), &TiePolicy::Ask);
        }
    }

    /// Leaves a tie open: the seats are taken by some of the units, nobody knows yet by whom.
    fn ask(&mut self, open: &[u32], tie: &Tie) {
        for &participant in open {
            if let Some(quota) = tie.contested(&self.ledger, participant) {
                self.refuse(participant, Reason::TieToSettle(quota));
            }
        }
        for (scope, at_least, at_most) in tie.taken(&self.ledger) {
            self.ledger.change(scope, |seats| seats.take(at_least, at_most));
        }
    }

    /// Draws lots: the order of SHA-256 over seed, award and unit code, which anybody can recompute.
    fn draw(&mut self, mut open: Vec<u32>, tie: &Tie, seed: &str) {
        let code = |participant: u32| &*self.contest.units.get(self.scores.of(participant).unit).code;
        open.sort_by_cached_key(|&participant| lot(seed, &self.award.code, code(participant)));
        let drawn: Vec<_> = open.iter().map(|&one| (one, tie.contested(&self.ledger, one))).collect();
        for (participant, contested) in drawn {
            let full = self.ledger.first(participant, |_, seats| seats.is_full());
            let perhaps_full = self.ledger.first(participant, |_, seats| seats.free() == 0);
            match (full, perhaps_full) {
                (Some((quota, _)), _) => self.refuse(participant, Reason::LostLot(quota)),
                (None, Some((quota, _))) => self.wait(participant, Reason::WaitsForTie(quota)),
                (None, None) => {
                    self.admit(participant, contested.map_or(Reason::Recommended, Reason::RecommendedByLot));
                }
            }
        }
    }
}

/// A unit's lot; the lowest wins.
fn lot(seed: &str, award: &str, unit: &str) -> [u8; 32] {
    Sha256::digest(format!("{seed}\n{award}\n{unit}")).into()
}
