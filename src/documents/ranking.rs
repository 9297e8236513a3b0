//! A scored contest as documents show it: one value from which every format is written.

use rust_decimal::Decimal;

use crate::contest::explain::{Border, Fragility};
use crate::contest::plan::{Amount, Award, Plan, Quota, QuotaPer};
use crate::contest::result::{About, Judgement, Outcome, Ranked, Reason, Totals, UnitScore};
use crate::contest::scored::{Contest, Scored};
use crate::contest::unit::{Cluster, Unit};
use crate::contest::words::Words;

/// A scored contest with everything that a document of it can show.
#[derive(Clone, Copy)]
pub struct RankingDocument<'a> {
    /// What was scored.
    pub contest: Contest<'a>,
    /// What came out.
    pub scored: &'a Scored,
    /// The borders of the quotas.
    pub borders: &'a [Border],
    /// How firm each participant's rank is, when it was asked for; by index into `Scores::units`.
    pub fragilities: Option<&'a [Fragility]>,
    /// Whether errors were found in the files and the ranking is made without the cells concerned.
    pub provisional: bool,
    /// The only cluster to show; index into `Units::clusters`. Awards are always those of the whole contest.
    pub cluster: Option<usize>,
}

impl<'a> RankingDocument<'a> {
    /// The plan.
    pub const fn plan(&self) -> &'a Plan {
        self.contest.plan
    }

    /// The clusters to show with their units in display order.
    pub fn clusters(&self) -> impl Iterator<Item = (&'a Cluster, &'a [Ranked])> + use<'a> {
        let only = self.cluster;
        let clusters = &self.contest.units.clusters;
        let ranking = &self.scored.ranking;
        ranking
            .order
            .iter()
            .map(|index| *index as usize)
            .filter(move |index| only.is_none_or(|only| only == *index))
            .filter_map(|index| Some((clusters.get(index)?, ranking.clusters.get(index)?.as_slice())))
    }

    /// How many participants are shown.
    pub fn shown(&self) -> usize {
        self.clusters().map(|(_, ranked)| ranked.len()).sum()
    }

    /// How a participant came out as a whole.
    pub fn score(&self, participant: u32) -> &'a UnitScore {
        self.scored.scores.of(participant)
    }

    /// The totals of a participant.
    pub fn totals(&self, participant: u32) -> &'a Totals {
        self.scored.scores.totals_of(participant)
    }

    /// Points with at least the decimals that the plan rounds to, so that 950 and 992.5 read as 950.0 and 992.5.
    pub fn points(&self, points: Decimal) -> Decimal {
        let scale = self.plan().points.as_ref().map_or(0, |policy| policy.scale);
        let mut points = points;
        if points.scale() < scale {
            points.rescale(scale);
        }
        points
    }

    /// The unit of a participant.
    pub fn unit(&self, participant: u32) -> &'a Unit {
        self.contest.units.get(self.score(participant).unit)
    }

    /// Whether a participant has reported nothing at all, and nothing follows from the units below it either.
    pub fn is_silent(&self, participant: u32) -> bool {
        let unit = self.score(participant).unit;
        let settled = |judged: &Option<Judgement>| judged.is_some_and(|it| it.outcome != Outcome::Missing);
        let follows_from_below = || {
            self.scored.scores.judgements_of(participant).iter().any(settled)
                && self.contest.has_figures(unit)
        };
        !self.contest.reports.has_any(unit)
            && self.contest.reports.received(unit).is_none()
            && !follows_from_below()
    }

    /// Whether tables for people show no rank for a participant: it has reported nothing, or is excluded.
    pub fn is_unranked(&self, participant: u32) -> bool {
        self.is_silent(participant) || self.score(participant).excluded
    }

    /// The participants recommended for an award, in the order of clusters and ranks.
    pub fn with_reason(&self, award: usize, wanted: impl Fn(Reason) -> bool) -> Vec<u32> {
        let Some(result) = self.scored.recommendation.awards.get(award) else { return Vec::new() };
        self.scored
            .ranking
            .clusters
            .iter()
            .flatten()
            .map(|ranked| ranked.participant)
            .filter(|participant| {
                result.reasons.get(*participant as usize).is_some_and(|reason| wanted(*reason))
            })
            .collect()
    }

    /// The award that stands for a participant, and the reason there: the first award in the plan's order for which
    /// it is recommended; else the first that a tie still leaves open; else the last award, the nearest to being
    /// reached. `None` when the plan has no award.
    pub fn standing_reason(&self, participant: u32) -> Option<(usize, Reason)> {
        let awards = &self.scored.recommendation.awards;
        let reason = |award: usize| awards.get(award)?.reasons.get(participant as usize).copied();
        let first = |wanted: fn(Reason) -> bool| {
            (0..awards.len()).find_map(|award| reason(award).filter(|it| wanted(*it)).map(|it| (award, it)))
        };
        first(Reason::is_recommended)
            .or_else(|| first(Reason::is_undecided))
            .or_else(|| awards.len().checked_sub(1).and_then(|last| reason(last).map(|it| (last, it))))
    }

    /// The stable second word of a reason: the code of the criterion, of the other award, or what the quota is
    /// counted over; empty where the reason has none.
    pub fn reason_detail(&self, award: usize, reason: Reason) -> &'a str {
        let plan = self.plan();
        match reason.about() {
            About::Criterion(criterion) => &plan.criteria[criterion].code,
            About::Award(other) => &plan.awards[other].code,
            About::Quota(quota) => {
                plan.awards[award].quotas.get(quota).map_or("", |quota| per_code(quota.per))
            }
            About::Nothing => "",
        }
    }

    /// The code of the cluster, source or subject over which a quota is counted; empty for overall.
    pub fn group_code(&self, quota: &Quota, group: u32) -> &'a str {
        let index = group as usize;
        match quota.per {
            QuotaPer::Cluster => self.contest.units.clusters.get(index).map_or("", |cluster| &cluster.code),
            QuotaPer::Source => self.contest.units.sources.get(index).map_or("", String::as_str),
            QuotaPer::Subject => self.plan().subjects.get(index).map_or("", |subject| &subject.code),
            QuotaPer::Overall => "",
        }
    }

    /// The name of the cluster, source or subject over which a quota is counted; empty for overall.
    pub fn group_name(&self, quota: &Quota, group: u32) -> Words {
        let index = group as usize;
        match quota.per {
            QuotaPer::Cluster => {
                self.contest.units.clusters.get(index).map(|cluster| cluster.name.clone()).unwrap_or_default()
            }
            QuotaPer::Source => self.contest.units.sources.get(index).map(Words::same).unwrap_or_default(),
            QuotaPer::Subject => {
                self.plan().subjects.get(index).map(|subject| subject.name.clone()).unwrap_or_default()
            }
            QuotaPer::Overall => Words::default(),
        }
    }
}

/// The stable word for what a quota is counted over.
pub const fn per_code(per: QuotaPer) -> &'static str {
    match per {
        QuotaPer::Cluster => "cluster",
        QuotaPer::Source => "source",
        QuotaPer::Subject => "subject",
        QuotaPer::Overall => "overall",
    }
}

/// Whether an award admits nobody at all, such as a tier that still waits for guidance.
pub fn is_closed(award: &Award) -> bool {
    award.quotas.iter().any(|quota| quota.amount == Amount::AtMost(0) && quota.except.is_empty())
}

/// The stable word for how a participant stands to its gates.
pub const fn gates_code(gates: crate::contest::result::Gates) -> &'static str {
    match gates {
        crate::contest::result::Gates::Met => "met",
        crate::contest::result::Gates::Open => "open",
        crate::contest::result::Gates::NotMet => "not_met",
    }
}

/// Scores a contest and shows its document, with everything that can be in it, to a test.
#[cfg(test)]
pub(crate) fn with_whole_document<T>(
    contest: Contest<'_>,
    tell: impl FnOnce(&RankingDocument<'_>) -> T,
) -> T {
    use crate::contest::fragility::{borders, fragilities};

    let scored = crate::contest::score::score(&contest);
    let all_borders = borders(&contest, &scored);
    let all_fragilities = fragilities(&contest, &scored, None);
    tell(&RankingDocument {
        contest,
        scored: &scored,
        borders: &all_borders,
        fragilities: Some(&all_fragilities),
        provisional: false,
        cluster: None,
    })
}
