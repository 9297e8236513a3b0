//! Units that stand equal and want more seats than there are: which of them get one however the tie is settled, and
//! how many seats of every quota are taken at least and at most. All quotas hold at once, so their order is no matter.

use std::collections::BTreeMap;

use super::quota::{Ledger, Scope};

/// How many of some equal units want a seat, by quota and group.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tie {
    wanted: BTreeMap<Scope, u32>,
    /// How many want a seat in two at once; left empty where nothing is contested.
    wanted_both: BTreeMap<Scope, BTreeMap<Scope, u32>>,
    is_contested: bool,
}

impl Tie {
    /// What the units want. Every one of them must find a free seat in each of its quotas.
    pub fn of(ledger: &Ledger, units: &[u32]) -> Self {
        let mut tie = Self::default();
        for scope in units.iter().flat_map(|&participant| ledger.scopes(participant)) {
            *tie.wanted.entry(scope).or_default() += 1;
        }
        let is_contested = tie.all_contested(ledger).next().is_some();
        tie.is_contested = is_contested;
        if tie.is_contested {
            for &participant in units {
                for scope in ledger.scopes(participant) {
                    let others = tie.wanted_both.entry(scope).or_default();
                    for other in ledger.scopes(participant).filter(|other| other.0 != scope.0) {
                        *others.entry(other).or_default() += 1;
                    }
                }
            }
        }
        tie
    }

    /// Whether there are fewer seats than wanted anywhere.
    pub fn is_contested(&self) -> bool {
        self.is_contested
    }

    /// The first of a unit's quotas in which there are fewer seats than wanted.
    pub fn contested(&self, ledger: &Ledger, participant: u32) -> Option<usize> {
        ledger.first(participant, |scope, seats| self.wanted(scope) > seats.free()).map(|(quota, _)| quota)
    }

    /// The quotas and groups in which there are fewer seats than wanted.
    pub fn all_contested<'a>(&'a self, ledger: &'a Ledger) -> impl Iterator<Item = Scope> + 'a {
        self.wanted
            .iter()
            .filter(|&(&scope, &count)| count > ledger.at(scope).free())
            .map(|(&scope, _)| scope)
    }

    /// Splits the units into those that get a seat however the tie is settled, and the others.
    ///
    /// A unit is certain when in each of its quotas the others can't take all seats: no more of them get in than the
    /// other quotas admit. The search is cautious: where three quotas cross, it may leave a certain unit to be asked.
    pub fn certain(&self, ledger: &Ledger, units: &[u32]) -> (Vec<u32>, Vec<u32>) {
        if !self.is_contested {
            return (units.to_vec(), Vec::new());
        }
        let others_admitted = |participant: u32, scope: Scope| {
            let by_other_quotas = ledger.scopes(participant).filter(|other| other.0 != scope.0).map(|own| {
                let counts_itself = self.wanted_both(scope, own) <= ledger.at(own).free_at_most();
                self.admitted_by(ledger, scope, own.0) - u32::from(counts_itself)
            });
            by_other_quotas.min().unwrap_or(u32::MAX).min(self.wanted(scope) - 1)
        };
        units.iter().partition(|&&participant| {
            ledger
                .scopes(participant)
                .all(|scope| others_admitted(participant, scope) < ledger.at(scope).free())
        })
    }

    /// How many seats the units take, at least and at most, in every quota and group that they want one in.
    pub fn taken(&self, ledger: &Ledger) -> Vec<(Scope, u32, u32)> {
        let quotas = self.wanted.keys().map(|scope| scope.0).max().map_or(0, |last| last + 1);
        let of = |(&scope, &count): (&Scope, &u32)| {
            let free = ledger.at(scope).free();
            // Where seats stay free, whoever isn't admitted is kept out by another quota that is full.
            let kept_out = self
                .others(scope)
                .map(|(other, both)| both.min(self.wanted(other).saturating_sub(ledger.at(other).free())));
            let at_least = count.saturating_sub(kept_out.sum()).min(free);
            let by_other_quotas = (0..quotas)
                .filter(|quota| *quota != scope.0)
                .map(|quota| self.admitted_by(ledger, scope, quota));
            let at_most = by_other_quotas.min().unwrap_or(count).min(count);
            (scope, at_least, at_most)
        };
        self.wanted.iter().map(of).collect()
    }

    fn wanted(&self, scope: Scope) -> u32 {
        self.wanted.get(&scope).copied().unwrap_or(0)
    }

    fn wanted_both(&self, scope: Scope, other: Scope) -> u32 {
        self.wanted_both.get(&scope).and_then(|others| others.get(&other)).copied().unwrap_or(0)
    }

    /// The quotas and groups that units of a scope want seats in, too, with how many do.
    fn others(&self, scope: Scope) -> impl Iterator<Item = (Scope, u32)> + '_ {
        self.wanted_both.get(&scope).into_iter().flatten().map(|(&other, &both)| (other, both))
    }

    /// How many units of a scope another quota admits at most.
    fn admitted_by(&self, ledger: &Ledger, scope: Scope, quota: usize) -> u32 {
        let groups = self.others(scope).filter(|(other, _)| other.0 == quota);
        groups.map(|(other, both)| both.min(ledger.at(other).free_at_most())).sum()
    }
}
