//! The composition of those who are recommended: leaders against others, and by kind.

use super::plan::Individuals;

/// How many of one kind are recommended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfKind {
    /// The kind; index into the types of subject of the plan for persons.
    pub kind: usize,
    /// Whether such persons lead others.
    pub leads: bool,
    /// How many are nominated for the award and accepted.
    pub accepted: u32,
    /// How many of them are recommended.
    pub recommended: u32,
}

/// The composition of one award.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composition {
    /// The award; index into the awards of the plan for persons.
    pub award: usize,
    /// By kind, in the plan's order.
    pub kinds: Vec<OfKind>,
}

impl Composition {
    /// Nobody yet.
    pub fn empty(award: usize, individuals: &Individuals) -> Self {
        let kinds = individuals.leads.iter().enumerate();
        let of_kind =
            |(kind, leads): (usize, &bool)| OfKind { kind, leads: *leads, accepted: 0, recommended: 0 };
        Self { award, kinds: kinds.map(of_kind).collect() }
    }

    /// How many are recommended: the base of every share.
    pub fn recommended(&self) -> u32 {
        self.kinds.iter().map(|kind| kind.recommended).sum()
    }

    /// How many of the recommended lead others.
    pub fn leaders(&self) -> u32 {
        self.kinds.iter().filter(|kind| kind.leads).map(|kind| kind.recommended).sum()
    }
}
