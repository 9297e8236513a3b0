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
    /// It waits for a complaint or an inspection. A unit on hold isn't recommended until it is released. A criterion
    /// on hold has neither measure nor points until then; it keeps the unit from an award only where it is a gate
    /// or required by the award.
    Hold,
    /// The unit isn't considered for any award, and is nobody's peer, whichever criterion the exclusion is for.
    Exclude,
}
