//! How far quotas are used while an award is worked out: certainly, and at most, once open ties are settled.

use super::plan::{Amount, Award, Plan, Quota, QuotaBase, QuotaPer};
use super::points::share;
use super::result::QuotaUse;
use super::unit::{Unit, Units};

/// One quota in one group (cluster, source, subject, or overall).
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Seats {
    /// How many it admits for certain.
    pub limit: u32,
    /// How many it admits at most: a share of the eligible waits for those that may have a higher award.
    pub limit_at_most: u32,
    /// Taken for certain.
    pub taken: u32,
    /// Taken at most.
    pub taken_at_most: u32,
    /// Closed to every further unit, since a tie left seats empty on purpose.
    pub closed: bool,
}

impl Seats {
    /// Nobody else gets in, however open ties are settled.
    pub fn is_full(&self) -> bool {
        self.closed || self.taken >= self.limit_at_most
    }

    /// How many get in for certain.
    pub fn free(&self) -> u32 {
        if self.closed { 0 } else { self.limit.saturating_sub(self.taken_at_most) }
    }

    /// How many may get in, when what is open is settled in their favour.
    pub fn free_at_most(&self) -> u32 {
        if self.closed { 0 } else { self.limit_at_most.saturating_sub(self.taken) }
    }

    /// Takes so many seats more, at least and at most.
    pub fn take(&mut self, at_least: u32, at_most: u32) {
        self.taken += at_least;
        self.taken_at_most = (self.taken_at_most + at_most).min(self.limit_at_most.max(self.taken_at_most));
    }
}

/// A quota and one of its groups.
pub(crate) type Scope = (usize, usize);

/// The seats of all quotas of an award.
#[derive(Debug, Clone)]
pub(crate) struct Ledger {
    seats: Vec<Vec<Seats>>,
    per: Vec<QuotaPer>,
    /// For every participant, its group in each quota, one participant after another.
    groups: Vec<u32>,
}

/// The group of a unit in a quota. Units without a source share a group behind all sources; likewise subjects.
pub(crate) fn group_of(plan: &Plan, units: &Units, per: QuotaPer, unit: &Unit) -> u32 {
    let last = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    match per {
        QuotaPer::Overall => 0,
        QuotaPer::Cluster => unit.cluster.unwrap_or_else(|| last(units.clusters.len())),
        QuotaPer::Source => unit.source.unwrap_or_else(|| last(units.sources.len())),
        QuotaPer::Subject => unit.subject.map_or_else(|| last(plan.subjects.len()), u32::from),
    }
}

fn group_codes<'a>(plan: &'a Plan, units: &'a Units, per: QuotaPer) -> Vec<&'a str> {
    let mut codes: Vec<&str> = match per {
        QuotaPer::Overall => return vec![""],
        QuotaPer::Cluster => units.clusters.iter().map(|cluster| cluster.code.as_str()).collect(),
        QuotaPer::Source => units.sources.iter().map(String::as_str).collect(),
        QuotaPer::Subject => plan.subjects.iter().map(|subject| subject.code.as_str()).collect(),
    };
    codes.push("");
    codes
}

impl Ledger {
    /// Empty seats for an award, given the participants and those of them that are eligible, for certain or perhaps.
    pub fn new(
        plan: &Plan,
        units: &Units,
        award: &Award,
        participants: &[&Unit],
        eligible: &[(&Unit, bool)],
    ) -> Self {
        let seats = award.quotas.iter().map(|quota| {
            let codes = group_codes(plan, units, quota.per);
            // How many of whom a share is taken, for certain and at most.
            let mut bases = vec![(0_u32, 0_u32); codes.len()];
            let mut count = |unit: &Unit, certain: bool| {
                let base = &mut bases[group_of(plan, units, quota.per, unit) as usize];
                base.0 += u32::from(certain);
                base.1 += 1;
            };
            match quota.amount {
                Amount::Share { of: QuotaBase::Eligible, .. } => {
                    eligible.iter().for_each(|&(unit, certain)| count(unit, certain));
                }
                _ => participants.iter().for_each(|unit| count(unit, true)),
            }
            let seats = |(code, (certain, at_most)): (&&str, (u32, u32))| Seats {
                limit: limit(quota, code, certain),
                limit_at_most: limit(quota, code, at_most),
                ..Seats::default()
            };
            codes.iter().zip(bases).map(seats).collect()
        });
        let per: Vec<QuotaPer> = award.quotas.iter().map(|quota| quota.per).collect();
        let groups =
            participants.iter().flat_map(|unit| per.iter().map(|&per| group_of(plan, units, per, unit)));
        Self { seats: seats.collect(), groups: groups.collect(), per }
    }

    /// The (quota, group) pairs that a participant takes a seat in.
    pub fn scopes(&self, participant: u32) -> impl Iterator<Item = Scope> + use<'_> {
        let start = participant as usize * self.per.len();
        self.groups[start..start + self.per.len()].iter().map(|&group| group as usize).enumerate()
    }

    /// The first of a participant's quotas and groups for which `wanted` holds.
    pub fn first(&self, participant: u32, wanted: impl Fn(Scope, &Seats) -> bool) -> Option<Scope> {
        self.scopes(participant).find(|&scope| wanted(scope, self.at(scope)))
    }

    /// The seats of a quota in a group.
    pub fn at(&self, (quota, group): Scope) -> &Seats {
        &self.seats[quota][group]
    }

    /// Changes the seats of a quota in a group.
    pub fn change(&mut self, (quota, group): Scope, change: impl FnOnce(&mut Seats)) {
        change(&mut self.seats[quota][group]);
    }

    /// Changes the seats of every quota that a participant takes a seat in.
    pub fn change_all(&mut self, participant: u32, change: impl Fn(&mut Seats)) {
        let start = participant as usize * self.per.len();
        for quota in 0..self.per.len() {
            change(&mut self.seats[quota][self.groups[start + quota] as usize]);
        }
    }

    /// How far each quota is used, without groups that nobody belongs to and that admit nobody.
    pub fn usage(&self) -> Vec<QuotaUse> {
        let mut usage = Vec::new();
        for (quota, groups) in self.seats.iter().enumerate() {
            let real = if self.per[quota] == QuotaPer::Overall { 1 } else { groups.len() - 1 };
            for (group, seats) in (0_u32..).zip(groups) {
                if (group as usize) < real || seats.taken_at_most > 0 {
                    usage.push(QuotaUse {
                        quota,
                        group,
                        limit: seats.limit_at_most,
                        used: seats.taken,
                        used_at_most: seats.taken_at_most,
                    });
                }
            }
        }
        usage
    }
}

fn limit(quota: &Quota, code: &str, base: u32) -> u32 {
    let exception = |same: &dyn Fn(&str) -> bool| {
        quota.except.iter().find(|(other, _)| !code.is_empty() && same(other)).map(|(_, limit)| *limit)
    };
    // Clusters of a units file are one whichever case they are written in.
    let in_small = code.to_lowercase();
    if let Some(limit) =
        exception(&|other| other == code).or_else(|| exception(&|other| other.to_lowercase() == in_small))
    {
        return limit;
    }
    match quota.amount {
        Amount::AtMost(limit) => limit,
        Amount::Share { percent, rounding, .. } => share(percent.percent(), base, rounding),
    }
}
