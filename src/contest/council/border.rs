//! A tie at the border of a quota, settled by votes: whoever has more votes in favour takes a seat first; who is equal at
//! the last seat is voted on again.

coded! {
    /// What became of a case of a tie.
    Settled {
        /// It takes a seat.
        Seat = "seat",
        /// It is equal with others at the last seat, and voted on again.
        Again = "again",
        /// It was voted for, and others had more votes for all seats.
        NoSeat = "no_seat",
        /// It wasn't voted for.
        NotVoted = "not_voted",
    }
}

/// A case of a tie, as it was voted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VotedOn {
    /// The votes in favour.
    pub in_favour: u32,
    /// Whether these reached what was required.
    pub reached: bool,
}

/// Settles a tie of cases for so many seats. The order of the cases is no matter.
pub fn settle(cases: &[VotedOn], seats: u32) -> Vec<Settled> {
    let of_one = |case: &VotedOn| {
        if !case.reached {
            return Settled::NotVoted;
        }
        let others = || cases.iter().filter(|other| other.reached);
        let before = others().filter(|other| other.in_favour > case.in_favour).count();
        let with = others().filter(|other| other.in_favour >= case.in_favour).count();
        let seats = usize::try_from(seats).unwrap_or(usize::MAX);
        if with <= seats {
            Settled::Seat
        } else if before < seats {
            Settled::Again
        } else {
            Settled::NoSeat
        }
    };
    cases.iter().map(of_one).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cases(votes: &[(u32, bool)]) -> Vec<VotedOn> {
        votes.iter().map(|&(in_favour, reached)| VotedOn { in_favour, reached }).collect()
    }

    #[test]
    fn seats_go_to_the_most_votes_and_a_tie_at_the_last_is_voted_on_again() {
        use Settled as S;
        let (yes, no) = (true, false);
        for (votes, seats, wanted) in [
            (vec![], 3, vec![]),
            (vec![(9, yes)], 0, vec![S::NoSeat]),
            (vec![(9, yes)], 1, vec![S::Seat]),
            (vec![(4, no)], 1, vec![S::NotVoted]),
            (vec![(9, yes), (8, yes)], 1, vec![S::Seat, S::NoSeat]),
            (vec![(8, yes), (8, yes)], 1, vec![S::Again, S::Again]),
            (vec![(8, yes), (8, yes)], 2, vec![S::Seat, S::Seat]),
            (vec![(9, yes), (8, yes), (8, yes), (7, yes)], 2, vec![S::Seat, S::Again, S::Again, S::NoSeat]),
            (vec![(9, yes), (8, yes), (8, yes), (7, yes)], 3, vec![S::Seat, S::Seat, S::Seat, S::NoSeat]),
            (vec![(9, yes), (8, yes), (4, no)], 5, vec![S::Seat, S::Seat, S::NotVoted]),
            (vec![(4, no), (8, yes), (8, yes), (8, yes)], 2, vec![S::NotVoted, S::Again, S::Again, S::Again]),
            (vec![(u32::MAX, yes), (0, no)], u32::MAX, vec![S::Seat, S::NotVoted]),
        ] {
            assert_eq!(settle(&cases(&votes), seats), wanted, "{votes:?} for {seats}");
        }
    }

    proptest! {
        #[test]
        fn never_more_than_the_seats_and_none_left_empty_while_somebody_reached(
            votes in prop::collection::vec((0..6_u32, any::<bool>()), 0..12), seats in 0..12_u32,
        ) {
            let cases = cases(&votes);
            let settled = settle(&cases, seats);
            let count = |wanted| u32::try_from(settled.iter().filter(|it| **it == wanted).count()).unwrap();
            let (taken, again) = (count(Settled::Seat), count(Settled::Again));
            prop_assert!(taken <= seats);
            // Another round is only held for seats that are left, and among more cases than those.
            prop_assert!(again == 0 || (taken < seats && again > seats - taken));
            let reached = u32::try_from(votes.iter().filter(|(_, reached)| *reached).count()).unwrap();
            prop_assert!(again > 0 || taken == seats.min(reached));
            let turned: Vec<VotedOn> = cases.iter().rev().copied().collect();
            let back: Vec<Settled> = settle(&turned, seats).into_iter().rev().collect();
            prop_assert_eq!(settled, back);
        }
    }
}
