//! Awards that are given one by one, held against the ranking that stands by then: whether one departs from it, and whether all
//! of them together keep to its quotas.

use super::result::Reason;

/// Whether awarding somebody departs from what a ranking says with the code of its reason: it isn't recommended there, nor does it
/// tie there at a border at which the council gave it a seat. `None`: it isn't there.
pub fn departs(reason: Option<&str>, has_seat_of_tie: bool) -> bool {
    !reason.is_some_and(|code| {
        Reason::is_recommended_code(code) || has_seat_of_tie && code == Reason::TieToSettle(0).code()
    })
}

/// Awards of one quota in one group: those that stand, and those that are to be given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Seated {
    /// How many.
    pub all: u32,
    /// How many of them the ranking that stands recommends.
    pub recommended: u32,
}

impl Seated {
    /// Counts one more.
    pub fn add(&mut self, is_recommended: bool) {
        self.all += 1;
        self.recommended += u32::from(is_recommended);
    }

    /// Whether they go beyond the limit of a quota. Those whom the ranking recommends never do: it kept to its quotas, and where
    /// the plan admits all who tie at a border, it goes beyond them by the plan's own word. Anybody else has a seat within the
    /// limit alone.
    pub fn is_beyond(self, limit: u32) -> bool {
        self.all > limit && self.recommended < self.all
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn who_is_not_recommended_any_more_departs_but_for_a_seat_that_the_council_gave_at_a_tie() {
        for code in ["recommended", "recommended_by_tie", "recommended_by_lot", "taken_in"] {
            assert!(!departs(Some(code), false) && !departs(Some(code), true), "{code}");
        }
        assert!(!departs(Some("tie_to_settle"), true));
        assert!(departs(Some("tie_to_settle"), false), "that it ties now nobody settled");
        for code in ["quota_full", "not_met", "on_hold", "excluded", "left_out", "waits_for_tie"] {
            assert!(departs(Some(code), false) && departs(Some(code), true), "{code}");
        }
        assert!(departs(None, true));
    }

    #[test]
    fn ties_that_the_plan_admits_all_of_are_not_beyond_its_quota_and_somebody_else_is() {
        assert!(!Seated { all: 5, recommended: 5 }.is_beyond(4), "the ranking's own");
        assert!(Seated { all: 5, recommended: 4 }.is_beyond(4), "one of an earlier ranking");
        assert!(!Seated { all: 4, recommended: 2 }.is_beyond(4), "seats of a tie are within the limit");
        assert!(Seated { all: 1, recommended: 0 }.is_beyond(0));
    }

    proptest! {
        #[test]
        fn a_seat_more_never_makes_room(given in prop::collection::vec(any::<bool>(), 0..12), limit in 0_u32..12) {
            let mut seated = Seated::default();
            let mut was_beyond = false;
            for is_recommended in given {
                seated.add(is_recommended);
                prop_assert!(seated.is_beyond(limit) || !was_beyond);
                was_beyond = seated.is_beyond(limit);
            }
        }
    }
}
