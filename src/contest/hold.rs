//! Holds and exclusions by hand (criterion kind j), each with its reason.

/// What is decided about a unit by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// Index into `Units::list`.
    pub unit: u32,
    /// The criterion that is held; index into `Plan::criteria`. `None`: the whole unit.
    pub criterion: Option<usize>,
    /// Hold or exclusion.
    pub kind: HoldKind,
    /// Why, as entered.
    pub reason: String,
}

/// Hold or exclusion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoldKind {
    /// The outcome waits (a complaint, an inspection): nothing is recommended until it is released.
    Hold,
    /// The unit isn't considered for any award.
    Exclude,
}
