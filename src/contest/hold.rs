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

impl Hold {
    /// Whether it keeps the unit as a whole from every award, not just one of its criteria.
    pub fn is_of_whole_unit(&self) -> bool {
        self.criterion.is_none() || self.kind == HoldKind::Exclude
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hold_of_one_criterion_leaves_the_unit_on_its_way_and_an_exclusion_never_does() {
        let whole =
            |criterion, kind| Hold { unit: 0, criterion, kind, reason: String::new() }.is_of_whole_unit();
        assert!(whole(None, HoldKind::Hold) && whole(None, HoldKind::Exclude));
        assert!(!whole(Some(1), HoldKind::Hold) && whole(Some(1), HoldKind::Exclude));
    }
}
