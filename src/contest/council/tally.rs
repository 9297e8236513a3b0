//! Counting votes: who may vote, of which number the share is taken, how many votes in favour are needed, and whether
//! they are reached. Shares are compared by cross multiplication of integers.

use super::super::plan::{Recused, Threshold, VoteBase};
use super::rule::ItemRule;

/// The council when a vote is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Room {
    /// All members on the day of the session.
    pub members: u32,
    /// Those of them who came, also those who leave the room for this item.
    pub attending: u32,
    /// Those of all members who have an interest in the item and don't vote.
    pub recused: u32,
    /// Those of the recused who came.
    pub recused_attending: u32,
    /// Those who are absent and voted in writing.
    pub in_writing: u32,
}

/// Votes cast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Votes {
    /// In favour.
    pub in_favour: u32,
    /// Against.
    pub against: u32,
    /// Neither. A blank vote is cast: it counts wherever votes cast are counted.
    pub blank: u32,
}

/// What came out, with the whole arithmetic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// All members.
    pub members: u32,
    /// Those who don't vote.
    pub recused: u32,
    /// Those who may vote.
    pub entitled: u32,
    /// Those of them who were in the room.
    pub present: u32,
    /// Those of them who voted in writing.
    pub in_writing: u32,
    /// Votes cast, in the room and in writing.
    pub cast: u32,
    /// The votes.
    pub votes: Votes,
    /// The number that the share is taken of.
    pub base: u32,
    /// The least number of votes in favour that is enough.
    pub required: u32,
    /// Whether it was reached.
    pub reached: bool,
}

impl Votes {
    /// All votes cast.
    pub const fn cast(self) -> u32 {
        self.in_favour + self.against + self.blank
    }
}

impl Tally {
    /// Counts.
    ///
    /// Recused members stay in a number of all or of those present where the rule says `count`. Nobody who is recused casts
    /// a vote, so among votes cast there is nothing to leave out. Without any base nothing is reached; and without a
    /// vote in favour nothing is reached either, however small the share.
    pub fn of(rule: &ItemRule, room: Room, votes: Votes) -> Self {
        let entitled = room.members.saturating_sub(room.recused);
        let present = room.attending.saturating_sub(room.recused_attending);
        let base = match (rule.of, rule.recused) {
            (VoteBase::All, Recused::Count) => room.members,
            (VoteBase::All, Recused::LeaveOut) => entitled,
            (VoteBase::Present, Recused::Count) => room.attending + room.in_writing,
            (VoteBase::Present, Recused::LeaveOut) => present + room.in_writing,
            (VoteBase::Cast, _) => votes.cast(),
        };
        let required = least(rule.threshold, base).max(1);
        Self {
            members: room.members,
            recused: room.recused,
            entitled,
            present,
            in_writing: room.in_writing,
            cast: votes.cast(),
            votes,
            base,
            required,
            reached: base > 0 && votes.in_favour >= required,
        }
    }
}

/// Whether a part of a whole reaches a share, or passes it where the share says so.
pub fn reaches(threshold: Threshold, part: u32, whole: u32) -> bool {
    let (numerator, denominator) = sides(threshold, part, whole);
    if threshold.strict { numerator > denominator } else { numerator >= denominator }
}

/// The part and the share of the whole, both times the share's denominator.
fn sides(threshold: Threshold, part: u32, whole: u32) -> (i128, i128) {
    let share = threshold.share;
    (i128::from(part) * i128::from(share.denominator()), i128::from(whole) * i128::from(share.numerator()))
}

/// The least part of a whole that reaches a share; one more than the whole where no part does.
pub fn least(threshold: Threshold, whole: u32) -> u32 {
    let (_, wanted) = sides(threshold, 0, whole);
    let denominator = i128::from(threshold.share.denominator());
    let down = wanted.div_euclid(denominator);
    let is_exact = wanted.rem_euclid(denominator) == 0;
    let least = if is_exact && !threshold.strict { down } else { down + 1 };
    u32::try_from(least.max(0)).unwrap_or(u32::MAX)
}

/// Whether so many are there that votes may be taken: of all members, whoever is recused on this item among them on both
/// sides. Who votes in writing isn't there.
pub fn has_quorum(quorum: Option<Threshold>, room: Room) -> bool {
    quorum.is_none_or(|quorum| room.members > 0 && reaches(quorum, room.attending, room.members))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::contest::fraction::Fraction;

    fn threshold(text: &str) -> Threshold {
        let (kind, share) = text.split_once(' ').unwrap();
        let (numerator, denominator) = share.split_once('/').unwrap();
        Threshold {
            share: Fraction::new(numerator.parse().unwrap(), denominator.parse().unwrap()),
            strict: kind == ">",
        }
    }

    fn rule(votes: &str, of: VoteBase, recused: Recused) -> ItemRule {
        let threshold = threshold(votes);
        ItemRule { threshold, of, recused, secret: true, in_writing: true, quorum: None, seats: None }
    }

    #[test]
    fn the_least_number_of_votes_lies_at_the_share_or_above_it() {
        for (share, whole, wanted) in [
            ("> 1/2", 0, 1),
            ("> 1/2", 1, 1),
            ("> 1/2", 2, 2),
            ("> 1/2", 10, 6),
            ("> 1/2", 11, 6),
            ("> 50/100", 10, 6),
            (">= 1/2", 0, 0),
            (">= 1/2", 1, 1),
            (">= 1/2", 10, 5),
            (">= 1/2", 11, 6),
            (">= 70/100", 10, 7),
            (">= 70/100", 11, 8),
            (">= 80/100", 9, 8),
            (">= 80/100", 10, 8),
            ("> 80/100", 10, 9),
            (">= 90/100", 19, 18),
            (">= 90/100", 20, 18),
            (">= 90/100", 21, 19),
            (">= 2/3", 9, 6),
            (">= 2/3", 10, 7),
            ("> 2/3", 9, 7),
            ("> 2/3", 10, 7),
            (">= 6667/10000", 9, 7),
            (">= 1/1", 12, 12),
            ("> 1/1", 12, 13),
            (">= 0/1", 12, 0),
            ("> 0/1", 12, 1),
            ("> 1/2", u32::MAX, 2_147_483_648),
            (">= 1/1", u32::MAX, u32::MAX),
            (">= 999999999999999/1000000000000000", u32::MAX, u32::MAX),
        ] {
            assert_eq!(least(threshold(share), whole), wanted, "{share} of {whole}");
        }
    }

    #[test]
    fn below_at_and_above_the_share() {
        for (share, part, whole, wanted) in [
            ("> 1/2", 5, 11, false),
            ("> 1/2", 5, 10, false),
            ("> 1/2", 6, 10, true),
            (">= 2/3", 5, 9, false),
            (">= 2/3", 6, 9, true),
            (">= 2/3", 7, 9, true),
            ("> 2/3", 6, 9, false),
            (">= 2/3", 0, 0, true),
            ("> 2/3", 0, 0, false),
        ] {
            assert_eq!(reaches(threshold(share), part, whole), wanted, "{part} of {whole} {share}");
        }
    }

    #[test]
    fn of_which_number_the_share_is_taken() {
        let room = Room { members: 15, attending: 11, recused: 3, recused_attending: 2, in_writing: 2 };
        let votes = Votes { in_favour: 6, against: 3, blank: 1 };
        for (of, recused, base, required, reached) in [
            (VoteBase::All, Recused::Count, 15, 8, false),
            (VoteBase::All, Recused::LeaveOut, 12, 7, false),
            (VoteBase::Present, Recused::Count, 13, 7, false),
            (VoteBase::Present, Recused::LeaveOut, 11, 6, true),
            (VoteBase::Cast, Recused::Count, 10, 6, true),
            (VoteBase::Cast, Recused::LeaveOut, 10, 6, true),
        ] {
            let tally = Tally::of(&rule("> 50/100", of, recused), room, votes);
            assert_eq!(
                (tally.base, tally.required, tally.reached),
                (base, required, reached),
                "{of:?} {recused:?}"
            );
            assert_eq!((tally.entitled, tally.present, tally.in_writing, tally.cast), (12, 9, 2, 10));
        }
    }

    #[test]
    fn a_blank_vote_is_cast_and_is_not_in_favour() {
        let room = Room { members: 5, attending: 5, ..Room::default() };
        for (votes, reached) in [
            (Votes { in_favour: 2, against: 1, blank: 0 }, true),
            (Votes { in_favour: 2, against: 1, blank: 1 }, false),
            (Votes { in_favour: 2, against: 0, blank: 2 }, false),
            (Votes { in_favour: 3, against: 0, blank: 2 }, true),
        ] {
            let tally = Tally::of(&rule("> 1/2", VoteBase::Cast, Recused::LeaveOut), room, votes);
            assert_eq!((tally.base, tally.reached), (votes.cast(), reached), "{votes:?}");
        }
    }

    #[test]
    fn of_nobody_and_without_a_vote_in_favour_nothing_is_reached() {
        for of in [VoteBase::All, VoteBase::Present, VoteBase::Cast] {
            for share in ["> 0/1", ">= 0/1", "> 1/2", ">= 1/1"] {
                let rule = rule(share, of, Recused::LeaveOut);
                assert!(!Tally::of(&rule, Room::default(), Votes::default()).reached, "{share} of {of:?}");
                let room = Room { members: 9, attending: 9, ..Room::default() };
                let tally = Tally::of(&rule, room, Votes { against: 1, ..Votes::default() });
                assert!(!tally.reached && tally.required >= 1, "{share} of {of:?}");
            }
        }
        let all_recused = Room { members: 3, attending: 3, recused: 3, recused_attending: 3, in_writing: 0 };
        let tally =
            Tally::of(&rule(">= 1/2", VoteBase::All, Recused::LeaveOut), all_recused, Votes::default());
        assert_eq!((tally.entitled, tally.present, tally.base, tally.reached), (0, 0, 0, false));
    }

    #[test]
    fn a_quorum_is_of_all_members_and_counts_who_is_there() {
        let two_thirds = Some(threshold(">= 2/3"));
        for (attending, in_writing, wanted) in [(5, 4, false), (6, 0, true), (7, 0, true), (0, 9, false)] {
            let room = Room { members: 9, attending, in_writing, ..Room::default() };
            assert_eq!(has_quorum(two_thirds, room), wanted, "{attending}");
            assert!(has_quorum(None, room));
        }
        let recused = Room { members: 9, attending: 6, recused: 3, recused_attending: 3, in_writing: 0 };
        assert!(has_quorum(two_thirds, recused));
        assert!(!has_quorum(two_thirds, Room::default()), "a council without members has no quorum");
    }

    proptest! {
        #[test]
        fn the_least_number_reaches_the_share_and_one_less_does_not(
            numerator in 0..=1000_i64, more in 0..=1000_i64, whole: u32, strict: bool,
        ) {
            let share = Fraction::new(numerator, (numerator + more).max(1));
            let threshold = Threshold { share, strict };
            let least = least(threshold, whole);
            prop_assert!(u64::from(least) <= u64::from(whole) + 1);
            if least > 0 {
                prop_assert!(!reaches(threshold, least - 1, whole));
            }
            prop_assert!(least > whole || reaches(threshold, least, whole));
        }

        #[test]
        fn a_tally_adds_up(
            members in 0..200_u32, attending in 0..=200_u32, recused in 0..=200_u32, there in 0..=200_u32,
            writing in 0..=200_u32, (yes, no) in (0..=200_u32, 0..=200_u32), strict: bool,
        ) {
            // Those who came are some of the recused and some of the others.
            let recused = recused.min(members);
            let recused_attending = there.min(recused);
            let others = attending.min(members - recused);
            let attending = recused_attending + others;
            let absent = members - recused - others;
            let room = Room { members, attending, recused, recused_attending, in_writing: writing.min(absent) };
            let most = others + room.in_writing;
            let in_favour = yes.min(most);
            let against = no.min(most - in_favour);
            let votes = Votes { in_favour, against, blank: 0 };
            let threshold = Threshold { share: Fraction::new(2, 3), strict };
            for of in [VoteBase::All, VoteBase::Present, VoteBase::Cast] {
                let of_rule = |recused| ItemRule {
                    threshold, of, recused, secret: false, in_writing: true, quorum: None, seats: None,
                };
                let left_out = Tally::of(&of_rule(Recused::LeaveOut), room, votes);
                let counted = Tally::of(&of_rule(Recused::Count), room, votes);
                prop_assert!(left_out.base <= counted.base && left_out.required <= counted.required);
                prop_assert!(!counted.reached || left_out.reached);
                prop_assert_eq!(left_out.reached, left_out.base > 0 && in_favour > 0
                    && reaches(threshold, in_favour, left_out.base));
                prop_assert_eq!(left_out.entitled + left_out.recused, left_out.members);
                prop_assert!(left_out.cast <= left_out.entitled);
            }
        }
    }
}
