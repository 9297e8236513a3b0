//! Groups of units that are looked at together.

use super::super::plan::Plausibility;
use super::super::plan::plausibility::Per;
use super::super::unit::Units;
use super::Sight;

/// A group of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// All units.
    All,
    /// The units under a parent; index into `Units::list`.
    Parent(u32),
    /// The units of a cluster; index into `Units::clusters`.
    Cluster(u32),
}

impl Group {
    /// The group of a unit.
    fn of(per: Per, unit: u32, units: &Units) -> Option<Self> {
        match per {
            Per::Parent => units.get(unit).parent.map(Self::Parent),
            Per::Cluster => units.get(unit).cluster.map(Self::Cluster),
            Per::All => Some(Self::All),
        }
    }

    /// Whether a unit belongs to it.
    pub fn has(self, unit: u32, units: &Units) -> bool {
        match self {
            Self::All => true,
            Self::Parent(parent) => units.get(unit).parent == Some(parent),
            Self::Cluster(cluster) => units.get(unit).cluster == Some(cluster),
        }
    }
}

/// The units that an entry looks at, each with its group: group after group, in a group in the order of the units file.
pub(super) fn members(sight: &Sight<'_>, entry: &Plausibility, per: Per) -> Vec<(Group, u32)> {
    let with_group = |unit: u32| Some((Group::of(per, unit, sight.units)?, unit));
    let mut members: Vec<(Group, u32)> = sight.wanted(entry).filter_map(with_group).collect();
    members.sort_unstable();
    members
}

/// The members of one group after another.
pub(super) fn groups(members: &[(Group, u32)]) -> impl Iterator<Item = (Group, &[(Group, u32)])> {
    members.chunk_by(|left, right| left.0 == right.0).map(|group| (group[0].0, group))
}
