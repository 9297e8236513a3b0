//! Units (đơn vị): who takes part, in which tree and which cluster.

use std::hint::black_box;
use std::sync::OnceLock;

/// A unit of the units file, resolved against a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Code and name.
    pub named: CodeAndName,
    /// Index into `Plan::levels`.
    pub level: u16,
    /// Index into `Plan::subjects`; `None` where the plan declares no types of subject.
    pub subject: Option<u16>,
    /// The unit above; index into [`Units::list`].
    pub parent: Option<u32>,
    /// The cluster of a participant; index into [`Units::clusters`]. `None`: it doesn't take part.
    pub cluster: Option<u32>,
    /// Who proposes it; index into [`Units::sources`].
    pub source: Option<u32>,
}

/// The code and the name of a unit, kept in one piece of memory: a list of units has many of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeAndName {
    text: Box<str>,
    name_at: u32,
}

impl CodeAndName {
    /// A code and a name.
    pub fn new(code: &str, name: &str) -> Self {
        let name_at = u32::try_from(code.len()).expect("a cell is far shorter than 4 GB");
        let mut text = String::with_capacity(code.len() + name.len());
        text.push_str(code);
        text.push_str(name);
        Self { text: text.into(), name_at }
    }
}

impl Unit {
    /// The official code; text with leading zeros.
    pub fn code(&self) -> &str {
        &self.named.text[..self.named.name_at as usize]
    }

    /// The name as the file writes it.
    pub fn name(&self) -> &str {
        &self.named.text[self.named.name_at as usize..]
    }
}

/// Touches units and then their names, which are scattered in memory, so that the processor waits for many of them at
/// once rather than for one after another. Nothing else comes of it.
pub fn fetch_names(units: &[&Unit]) {
    for unit in units {
        black_box(unit.level);
    }
    for unit in units {
        black_box(unit.name().as_bytes().last().copied());
    }
}

/// A cluster (cụm, khối thi đua) of participants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cluster {
    /// The code: the column's text, the parent's code, the level's or subject's code, or `all`.
    pub code: String,
    /// The name shown.
    pub name: super::words::Words,
}

/// All units of a contest, in the order of the file.
#[derive(Debug, Clone, Default)]
pub struct Units {
    /// The units; other structures refer to them by their index here.
    pub list: Vec<Unit>,
    /// Clusters in the order in which they first appear.
    pub clusters: Vec<Cluster>,
    /// Sources in the order in which they first appear.
    pub sources: Vec<String>,
    /// For each unit, those right below it; made when it is first asked for, once the list is whole.
    children: OnceLock<Vec<Vec<u32>>>,
}

impl Units {
    /// Indexes of the units that take part, in the order of the file.
    pub fn participants(&self) -> impl Iterator<Item = u32> + '_ {
        (0_u32..).zip(&self.list).filter(|(_, unit)| unit.cluster.is_some()).map(|(index, _)| index)
    }

    /// How many participants each cluster has, in the order of clusters.
    pub fn members(&self) -> Vec<usize> {
        let mut members = vec![0; self.clusters.len()];
        for cluster in self.list.iter().filter_map(|unit| unit.cluster) {
            members[cluster as usize] += 1;
        }
        members
    }

    /// A list whose clusters and sources are still to be filled.
    pub fn of(list: Vec<Unit>) -> Self {
        Self { list, ..Self::default() }
    }

    /// Every unit below one, at whatever depth.
    pub fn below(&self, unit: u32) -> impl Iterator<Item = u32> + '_ {
        let children = self.children.get_or_init(|| {
            let mut children = vec![Vec::new(); self.list.len()];
            for (index, unit) in (0_u32..).zip(&self.list) {
                if let Some(parent) = unit.parent {
                    children[parent as usize].push(index);
                }
            }
            children
        });
        let mut open: Vec<u32> = children[unit as usize].clone();
        std::iter::from_fn(move || {
            let next = open.pop()?;
            open.extend(&children[next as usize]);
            Some(next)
        })
    }

    /// The unit at an index.
    pub fn get(&self, index: u32) -> &Unit {
        &self.list[index as usize]
    }
}
