//! How members stand when a vote is opened, how they vote, and what is counted of that.

use super::actor::codes;
use super::sitting::{AttendanceKind, Sitting, number};
use crate::contest::council::rule::ItemRule;
use crate::contest::council::tally::{Room, Votes};

codes! {
    /// How somebody votes.
    VoteChoice {
        /// In favour.
        For = "for",
        /// Against.
        Against = "against",
        /// Neither.
        Blank = "blank",
    }
}

codes! {
    /// How a member stood when a vote was opened.
    Standing {
        /// In the room.
        Present = "present",
        /// Not there.
        Absent = "absent",
        /// Not there, and votes in writing.
        InWriting = "in_writing",
        /// Came, and leaves the room since it has an interest.
        Recused = "recused",
        /// Has an interest and isn't there.
        RecusedAbsent = "recused_absent",
    }
}

impl Standing {
    /// Of a member when a vote is opened. Who votes in writing does so only where the rule allows it.
    pub(super) fn of(sitting: &Sitting, member: i64, case: i64, rule: &ItemRule) -> Self {
        let has_interest = sitting.recusals.of(member, case).is_some();
        Self::by(has_interest, sitting.whereabouts(member), rule)
    }

    /// By whether a member has an interest, and what was entered of it last.
    pub(super) fn by(has_interest: bool, whereabouts: Option<AttendanceKind>, rule: &ItemRule) -> Self {
        match (has_interest, whereabouts) {
            (true, Some(AttendanceKind::Present)) => Self::Recused,
            (true, _) => Self::RecusedAbsent,
            (false, Some(AttendanceKind::InWriting)) if rule.in_writing => Self::InWriting,
            (false, Some(AttendanceKind::Present)) => Self::Present,
            (false, _) => Self::Absent,
        }
    }

    /// Whether the member doesn't vote since it has an interest.
    pub(super) const fn is_recused(self) -> bool {
        matches!(self, Self::Recused | Self::RecusedAbsent)
    }
}

/// The council when a vote was opened, by how its members stood, with those who voted in writing.
pub(super) fn room_of(standings: &[Standing], in_writing: u32) -> Room {
    let of = |wanted: &[Standing]| number(standings.iter().filter(|it| wanted.contains(it)).count());
    Room {
        members: number(standings.len()),
        attending: of(&[Standing::Present, Standing::Recused]),
        recused: of(&[Standing::Recused, Standing::RecusedAbsent]),
        recused_attending: of(&[Standing::Recused]),
        in_writing,
    }
}

/// Votes by how they were cast.
pub(super) fn votes_of(choices: &[VoteChoice]) -> Votes {
    let with = |choice: VoteChoice| number(choices.iter().filter(|it| **it == choice).count());
    Votes {
        in_favour: with(VoteChoice::For),
        against: with(VoteChoice::Against),
        blank: with(VoteChoice::Blank),
    }
}
