//! Figures that need a look: remarks for people, with all that they rest on.
//!
//! A remark is never a verdict. No outcome, point or rank depends on one, and nothing waits for one to be settled.

mod always_equal;
mod change;
mod copied_rows;
mod group;
pub mod last_digit;
mod outlier;
mod round_numbers;
#[cfg(test)]
mod tests;

use num_bigint::BigInt;
use num_rational::Ratio;

use super::figure::Reports;
use super::fraction::Fraction;
use super::plan::{Plan, Plausibility, PlausibilityKind};
use super::unit::Units;

pub use group::Group;

/// An exact number without bound.
pub type Exact = Ratio<BigInt>;

/// What is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Sight<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// All units.
    pub units: &'a Units,
    /// Their figures as they stand.
    pub reports: &'a Reports,
    /// Of each unit the figures of the report before the one that stands; `None` where nobody keeps earlier reports.
    pub earlier: Option<&'a Reports>,
}

/// Something that needs a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// What the plan has looked for; index into `Plan::plausibility`.
    pub entry: usize,
    /// Whose figures.
    pub about: About,
    /// Which figures; indexes of slots.
    pub slots: Vec<usize>,
    /// The numbers that it rests on.
    pub workings: Workings,
}

/// Whose figures need a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// These units, in the order of the units file.
    Units(Vec<u32>),
    /// So many units of a group, taken together.
    Group {
        /// The group.
        group: Group,
        /// How many of its units have the figures.
        units: u32,
    },
}

/// The numbers that a remark rests on. Slots are those of the remark, in the same order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Workings {
    /// The figures that are the same in all of the units; `None` where all of them lack it.
    CopiedRows {
        /// By slot.
        figures: Vec<Option<i64>>,
        /// How many of them are large enough to count.
        counted: u32,
    },
    /// The figures above zero of which many are round.
    RoundNumbers {
        /// By slot.
        figures: Vec<i64>,
        /// How many of them are round.
        round: u32,
    },
    /// How often each last digit occurs.
    LastDigit {
        /// By digit, from 0 to 9.
        digits: [u64; 10],
    },
    /// That two figures are equal in every unit.
    AlwaysEqual,
    /// How far a measure is from the middle of its cluster.
    Outlier(Box<Distance>),
    /// Figures before and now.
    Change {
        /// By slot: the earlier figure and the one that stands.
        figures: Vec<(i64, i64)>,
    },
}

/// How far a measure is from the middle of its cluster; exact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Distance {
    /// The cluster; index into `Units::clusters`.
    pub cluster: u32,
    /// How many of its units have the measure.
    pub units: u32,
    /// The measure.
    pub measure: Fraction,
    /// The median of the cluster.
    pub median: Exact,
    /// The median of all distances from the median (MAD).
    pub spread: Exact,
    /// 0.6745 · |measure − median| / MAD; `None` where MAD is zero.
    pub score: Option<Exact>,
}

/// How much was looked at for one entry of the plan: units, or groups where the entry is about groups.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Examined {
    /// How many had what the entry needs; the base of `remarked`.
    pub examined: u64,
    /// How many of them are remarked.
    pub remarked: u64,
    /// How many had some of it, but less than the entry needs.
    pub too_few: u64,
    /// How many of those examined are in a cluster without spread, so that nothing is divided.
    pub without_spread: u64,
    /// Whether it couldn't be looked at, since nobody keeps earlier reports.
    pub without_earlier: bool,
}

/// All that was found, and how much was looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Looked {
    /// The remarks: in the order of the plan's entries, of one entry in the order of units or groups.
    pub remarks: Vec<Remark>,
    /// By entry of the plan.
    pub examined: Vec<Examined>,
}

/// Looks for everything that the plan has looked for. The order of units matters to the order of remarks alone.
pub fn look(sight: &Sight<'_>) -> Looked {
    let mut looked = Looked::default();
    for (index, entry) in sight.plan.plausibility.iter().enumerate() {
        let mut finding =
            Finding { entry: index, remarks: &mut looked.remarks, examined: Examined::default() };
        match &entry.kind {
            PlausibilityKind::CopiedRows(rule) => copied_rows::look(sight, entry, rule, &mut finding),
            PlausibilityKind::RoundNumbers(rule) => round_numbers::look(sight, entry, rule, &mut finding),
            PlausibilityKind::LastDigit(rule) => last_digit::look(sight, entry, rule, &mut finding),
            PlausibilityKind::AlwaysEqual(rule) => always_equal::look(sight, entry, rule, &mut finding),
            PlausibilityKind::Outlier(rule) => outlier::look(sight, entry, rule, &mut finding),
            PlausibilityKind::Change(rule) => change::look(sight, entry, rule, &mut finding),
        }
        let examined = finding.examined;
        looked.examined.push(examined);
    }
    looked
}

/// Where one entry puts what it finds.
struct Finding<'f> {
    entry: usize,
    remarks: &'f mut Vec<Remark>,
    examined: Examined,
}

impl Finding<'_> {
    fn remark(&mut self, about: About, slots: Vec<usize>, workings: Workings) {
        self.examined.remarked += match &about {
            About::Units(units) => units.len() as u64,
            About::Group { .. } => 1,
        };
        self.remarks.push(Remark { entry: self.entry, about, slots, workings });
    }
}

impl Sight<'_> {
    /// The units that an entry looks at and that have reported anything, in the order of the units file.
    fn wanted<'s>(&'s self, entry: &'s Plausibility) -> impl Iterator<Item = u32> + 's {
        let units = (0_u32..).zip(&self.units.list);
        let is_wanted = |level: u16| entry.levels.is_empty() || entry.levels.contains(&usize::from(level));
        let wanted = units.filter(move |(_, unit)| is_wanted(unit.level)).map(|(index, _)| index);
        wanted.filter(|unit| self.reports.has_any(*unit))
    }
}

impl Remark {
    /// Whether it is about a unit: by itself, or as one of a group.
    pub fn concerns(&self, unit: u32, units: &Units) -> bool {
        match &self.about {
            About::Units(all) => all.binary_search(&unit).is_ok(),
            About::Group { group, .. } => group.has(unit, units),
        }
    }
}

impl Looked {
    /// How many remarks each entry of the plan has, in the plan's order.
    pub fn remarks_by_entry(&self) -> Vec<usize> {
        let mut all = vec![0; self.examined.len()];
        self.remarks.iter().for_each(|remark| all[remark.entry] += 1);
        all
    }
}
