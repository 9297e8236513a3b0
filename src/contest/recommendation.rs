//! Who is recommended for which award: eligibility first, over the eligible pool alone; then all quotas at once, the
//! better units first; at a tie on the border of a quota the plan's policy decides, or a person does.

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

use super::choice::ChoiceKind;
use super::eligibility::eligibility;
use super::plan::{Award, OrderBy, QuotaPer, TiePolicy};
use super::quota::Ledger;
use super::ranking::{Order, compare};
use super::result::{AwardResult, Ranking, Reason, Recommendation, Scores};
use super::scored::Contest;
use super::tie::Tie;

/// A participant on its way through an award.
#[derive(Debug, Clone, Copy)]
struct Contender {
    participant: u32,
    cluster: u32,
    /// Its place in the order that the award goes by; those that tie share it.
    position: u32,
    /// The award on which it depends whether this one can be had.
    depends: Option<usize>,
}

/// Works out every award.
pub(crate) fn recommend(contest: &Contest<'_>, scores: &Scores, ranking: &Ranking) -> Recommendation {
    let awards = &contest.plan.awards;
    let overall = (!awards.iter().all(is_by_cluster)).then(|| overall(contest, scores, ranking));
    let mut done: Vec<Option<AwardResult>> = vec![None; awards.len()];
    // Lists come before the awards that are chosen from them; a checked plan has no circle.
    while let Some(next) = (0..awards.len())
        .find(|&award| done[award].is_none() && awards[award].from.is_none_or(|list| done[list].is_some()))
    {
        let contenders: &mut dyn Iterator<Item = Contender> = match &overall {
            Some(overall) if !is_by_cluster(&awards[next]) => &mut overall.iter().copied(),
            _ => &mut by_cluster(ranking),
        };
        done[next] = Some(work_out(contest, scores, contenders, next, &done));
    }
    Recommendation { awards: done.into_iter().flatten().collect() }
}

/// Where every quota is counted by cluster, clusters don't touch each other.
fn is_by_cluster(award: &Award) -> bool {
    award.quotas.iter().all(|quota| quota.per == QuotaPer::Cluster)
}

/// All participants, cluster by cluster in the order of their ranks.
fn by_cluster(ranking: &Ranking) -> impl Iterator<Item = Contender> + '_ {
    (0_u32..).zip(&ranking.clusters).flat_map(|(cluster, ranked)| {
        ranked.iter().map(move |ranked| Contender {
            participant: ranked.participant,
            cluster,
            position: ranked.rank,
            depends: None,
        })
    })
}

/// All participants in one order, whatever their clusters.
fn overall(contest: &Contest<'_>, scores: &Scores, ranking: &Ranking) -> Vec<Contender> {
    let order = Order::new(&contest.plan.ranking, scores);
    let all: Vec<Contender> = by_cluster(ranking).collect();
    let mut places = vec![0; scores.units.len()];
    for (place, contender) in all.iter().enumerate() {
        places[contender.participant as usize] = place;
    }
    let participants: Vec<u32> = all.iter().map(|contender| contender.participant).collect();
    let mut contenders = Vec::with_capacity(all.len());
    let mut position = 0;
    order.sort(&participants, |tied| {
        position += 1;
        // Those that tie stay in the order of their clusters.
        let mut tied: Vec<usize> = tied.iter().map(|participant| places[*participant as usize]).collect();
        tied.sort_unstable();
        contenders.extend(tied.into_iter().map(|place| Contender { position, ..all[place] }));
    });
    contenders
}

/// One award while it is worked out.
struct Work<'a> {
    contest: &'a Contest<'a>,
    scores: &'a Scores,
    award: &'a Award,
    ledger: Ledger,
    reasons: Vec<Reason>,
    /// What was chosen by hand for this award, by unit.
    chosen: FxHashMap<u32, (usize, ChoiceKind)>,
}

fn work_out(
    contest: &Contest<'_>,
    scores: &Scores,
    contenders: &mut dyn Iterator<Item = Contender>,
    award_index: usize,
    done: &[Option<AwardResult>],
) -> AwardResult {
    let award = &contest.plan.awards[award_index];
    // In the order of the scores first, which is quick to go through, then in that of the contenders.
    let mut reasons: Vec<Reason> = (0_u32..)
        .take(scores.units.len())
        .map(|participant| eligibility(contest, scores, award_index, participant, done))
        .collect();
    let may_come = |reason: &&Reason| matches!(reason, Reason::Recommended | Reason::WaitsForAward(_));
    let mut pool: Vec<Contender> = Vec::with_capacity(reasons.iter().filter(may_come).count());
    for contender in contenders {
        match reasons[contender.participant as usize] {
            Reason::Recommended => pool.push(contender),
            Reason::WaitsForAward(other) => pool.push(Contender { depends: Some(other), ..contender }),
            _ => {}
        }
    }
    if let Some(last) = award.requires.place_at_most {
        pool = within_place(contest, pool, last, &mut reasons);
    }
    let all: Vec<_> = scores.units.iter().map(|score| contest.units.get(score.unit)).collect();
    let eligible: Vec<_> = pool
        .iter()
        .map(|contender| (all[contender.participant as usize], contender.depends.is_none()))
        .collect();
    let ledger = Ledger::new(contest.plan, contest.units, award, &all, &eligible);
    let chosen = chosen_for(contest, award_index);
    let mut work = Work { contest, scores, award, ledger, reasons, chosen };
    let apart = is_by_cluster(award);
    pool.retain(|contender| !work.leave_out(contender.participant));
    let equal = |left: &Contender, right: &Contender| {
        left.position == right.position && (!apart || left.cluster == right.cluster)
    };
    for group in pool.chunk_by(equal) {
        if let [Contender { participant, depends: None, .. }] = group {
            work.settle_alone(*participant);
            continue;
        }
        for contender in group {
            if let Some(other) = contender.depends {
                work.wait(contender.participant, Reason::WaitsForAward(other));
            }
        }
        let certain = group.iter().filter(|contender| contender.depends.is_none());
        work.settle(certain.map(|contender| contender.participant).collect(), &award.on_tie);
    }
    AwardResult { reasons: work.reasons, usage: work.ledger.usage() }
}

/// What was chosen by hand for an award; of two choices about one unit the first counts.
fn chosen_for(contest: &Contest<'_>, award: usize) -> FxHashMap<u32, (usize, ChoiceKind)> {
    let choices = contest.choices.iter().enumerate().rev();
    choices
        .filter(|(_, choice)| choice.award == award)
        .map(|(index, choice)| (choice.unit, (index, choice.kind)))
        .collect()
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
    pool: Vec<Contender>,
    last: u32,
    reasons: &mut [Reason],
) -> Vec<Contender> {
    let mut clusters = vec![Seen::default(); contest.units.clusters.len()];
    let mut within = Vec::with_capacity(pool.len());
    for contender in pool {
        let seen = &mut clusters[contender.cluster as usize];
        if seen.last != Some(contender.position) {
            (seen.certain_before, seen.at_most_before) = (seen.certain, seen.at_most);
        }
        seen.last = Some(contender.position);
        seen.at_most += 1;
        seen.certain += u32::from(contender.depends.is_none());
        if seen.certain_before >= last {
            reasons[contender.participant as usize] = Reason::PlaceTooLow;
        } else if seen.at_most_before >= last {
            within.push(Contender { depends: contender.depends.or(seen.depends), ..contender });
        } else {
            within.push(contender);
        }
        seen.depends = seen.depends.or(contender.depends);
    }
    within
}

impl Work<'_> {
    fn refuse(&mut self, participant: u32, reason: Reason) {
        self.reasons[participant as usize] = reason;
    }

    /// What was chosen by hand about a participant.
    fn chosen(&self, participant: u32) -> Option<(usize, ChoiceKind)> {
        self.chosen.get(&self.scores.of(participant).unit).copied()
    }

    /// Leaves an eligible participant out, if that was chosen by hand.
    fn leave_out(&mut self, participant: u32) -> bool {
        let Some((index, ChoiceKind::LeaveOut)) = self.chosen(participant) else { return false };
        self.refuse(participant, Reason::LeftOut(index));
        true
    }

    /// Takes those in that were chosen by hand among units that tie, as far as there are seats; the others are left.
    fn take_in(&mut self, open: &[u32]) -> Vec<u32> {
        let mut rest = Vec::with_capacity(open.len());
        for &participant in open {
            match self.chosen(participant) {
                Some((index, ChoiceKind::TakeIn))
                    if self.ledger.first(participant, |_, seats| seats.free() == 0).is_none() =>
                {
                    self.admit(participant, Reason::TakenIn(index));
                }
                _ => rest.push(participant),
            }
        }
        rest
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

    /// Settles a unit that no other stands equal to.
    fn settle_alone(&mut self, participant: u32) {
        match self.ledger.first(participant, |_, seats| seats.free() == 0) {
            None => self.admit(participant, Reason::Recommended),
            // Only what an earlier tie left open can let it in.
            Some((quota, _)) => self.wait(participant, Reason::WaitsForTie(quota)),
        }
    }

    /// Settles units that stand equal.
    fn settle(&mut self, group: Vec<u32>, policy: &TiePolicy) {
        let mut open = self.without_full(group);
        if let [alone] = open[..] {
            return self.settle_alone(alone);
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
            _ => {
                let rest = self.take_in(&open);
                if rest.len() < open.len() { self.settle(rest, policy) } else { self.ask(&open, &tie) }
            }
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
        let code = |participant: u32| self.contest.units.get(self.scores.of(participant).unit).code();
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
