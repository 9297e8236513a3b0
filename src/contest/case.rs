//! A case (hồ sơ): a subject on its way to an award, and which step may follow which.

/// Where a case is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CaseState {
    /// Recommended by a stored ranking.
    Recommended,
    /// Its dossier is complete.
    Complete,
    /// Its dossier was appraised.
    Appraised,
    /// It was made public.
    Published,
    /// The council is for it.
    Voted,
    /// Submitted for decision.
    Submitted,
    /// A decision is signed.
    Decided,
    /// The award was handed over.
    Awarded,
    /// Rejected, with one of the legal reasons.
    Rejected,
    /// Withdrawn by who proposed it.
    Withdrawn,
    /// The award was revoked.
    Revoked,
}

/// What is done with a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CaseAction {
    /// Find the dossier complete.
    Complete,
    /// Find that what the dossier says is right.
    Appraise,
    /// Make public.
    Publish,
    /// The council has voted for it.
    Accept,
    /// Submit for decision.
    Submit,
    /// A decision was signed.
    Decide,
    /// The award was handed over.
    HandOver,
    /// Send back: a dossier to whom it came from, to be mended; what was submitted to be submitted anew.
    Return,
    /// Reject, with one of the legal reasons.
    Reject,
    /// Hold: nothing goes on while something is verified.
    Hold,
    /// Let it go on.
    Release,
    /// Withdraw.
    Withdraw,
    /// Revoke the award.
    Revoke,
}

/// Why a case is rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RejectReason {
    /// Requirements aren't met after all.
    RequirementsNotMet,
    /// The dossier is still not complete after its deadline.
    DossierIncomplete,
    /// The achievement was commended already.
    AlreadyAwarded,
    /// Discipline or a violation of law.
    Discipline,
    /// What was declared is false.
    FalseDeclaration,
    /// An objection was upheld.
    ObjectionUpheld,
    /// The council didn't vote for it.
    NotVoted,
    /// No seat of the quota was left at a tie.
    NoSeat,
}

/// Why a step can't be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseRefusal {
    /// It doesn't follow the state that the case is in.
    Order,
    /// The case is on hold.
    Held,
    /// The case isn't on hold.
    NotHeld,
}

macro_rules! case_codes {
    ($name:ident { $($variant:ident = $code:literal),* $(,)? }) => {
        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The stable code for interfaces and the database.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            /// The one with a code.
            pub fn of_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.code() == code)
            }
        }
    };
}

case_codes!(CaseState {
    Recommended = "recommended",
    Complete = "complete",
    Appraised = "appraised",
    Published = "published",
    Voted = "voted",
    Submitted = "submitted",
    Decided = "decided",
    Awarded = "awarded",
    Rejected = "rejected",
    Withdrawn = "withdrawn",
    Revoked = "revoked",
});

case_codes!(CaseAction {
    Complete = "complete",
    Appraise = "appraise",
    Publish = "publish",
    Accept = "accept",
    Submit = "submit",
    Decide = "decide",
    HandOver = "hand_over",
    Return = "return",
    Reject = "reject",
    Hold = "hold",
    Release = "release",
    Withdraw = "withdraw",
    Revoke = "revoke",
});

case_codes!(RejectReason {
    RequirementsNotMet = "requirements_not_met",
    DossierIncomplete = "dossier_incomplete",
    AlreadyAwarded = "already_awarded",
    Discipline = "discipline",
    FalseDeclaration = "false_declaration",
    ObjectionUpheld = "objection_upheld",
    NotVoted = "not_voted",
    NoSeat = "no_seat",
});

impl CaseState {
    /// The states on the way, in order.
    pub const WAY: [Self; 8] = [
        Self::Recommended,
        Self::Complete,
        Self::Appraised,
        Self::Published,
        Self::Voted,
        Self::Submitted,
        Self::Decided,
        Self::Awarded,
    ];

    /// How far on the way it is; `None` when it has left it.
    pub fn step(self) -> Option<usize> {
        Self::WAY.iter().position(|state| *state == self)
    }

    /// Whether nothing can be done any more before a decision: it has left the way.
    pub const fn is_closed(self) -> bool {
        matches!(self, Self::Rejected | Self::Withdrawn | Self::Revoked)
    }

    /// Whether a decision stands that gives the award.
    pub const fn is_decided(self) -> bool {
        matches!(self, Self::Decided | Self::Awarded)
    }
}

impl CaseAction {
    /// Whether a reason in words must be given.
    pub const fn needs_note(self) -> bool {
        matches!(
            self,
            Self::Return | Self::Reject | Self::Hold | Self::Release | Self::Withdraw | Self::Revoke
        )
    }

    /// Whether a person takes it by itself; the others follow from a publicity, a vote or a decision.
    pub const fn is_by_hand(self) -> bool {
        matches!(
            self,
            Self::Complete
                | Self::Appraise
                | Self::Return
                | Self::Reject
                | Self::Hold
                | Self::Release
                | Self::Withdraw
        )
    }
}

/// The state that follows when something is done with a case; on hold or released, it stays where it is.
///
/// A list that needn't be public is voted on when appraised, so `publicity` says whether a vote needs one.
///
/// # Errors
/// When the step doesn't follow the state, or the case is on hold.
pub fn next(
    state: CaseState,
    held: bool,
    action: CaseAction,
    publicity: bool,
) -> Result<CaseState, CaseRefusal> {
    use CaseAction as A;
    use CaseState as S;
    let step = state.step().filter(|_| !state.is_decided());
    match action {
        A::Hold if held => return Err(CaseRefusal::Held),
        A::Release if !held => return Err(CaseRefusal::NotHeld),
        // What left the way or is decided can't be held; that is for a revocation.
        A::Hold | A::Release => return step.map(|_| state).ok_or(CaseRefusal::Order),
        // What is wrong can be ended or sent back while it is held.
        A::Reject | A::Withdraw | A::Return | A::Revoke => {}
        _ if held => return Err(CaseRefusal::Held),
        _ => {}
    }
    match (action, state) {
        (A::Complete, S::Recommended) => Ok(S::Complete),
        (A::Appraise, S::Complete) => Ok(S::Appraised),
        (A::Publish, S::Appraised) => Ok(S::Published),
        (A::Accept, S::Published) => Ok(S::Voted),
        (A::Accept, S::Appraised) if !publicity => Ok(S::Voted),
        (A::Submit, S::Voted) => Ok(S::Submitted),
        (A::Decide, S::Submitted) => Ok(S::Decided),
        (A::HandOver, S::Decided) => Ok(S::Awarded),
        (A::Revoke, S::Decided | S::Awarded) => Ok(S::Revoked),
        // A dossier goes back to whom it came from, but not behind a vote, which stands.
        (A::Return, S::Complete | S::Appraised | S::Published) => Ok(S::Recommended),
        // Who signs sends a case back: it can stand in another letter.
        (A::Return, S::Submitted) => Ok(S::Voted),
        (A::Reject | A::Withdraw, _) if step.is_some() => match (action, state) {
            (A::Reject, _) => Ok(S::Rejected),
            _ => Ok(S::Withdrawn),
        },
        _ => Err(CaseRefusal::Order),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What may follow each state, besides holding and releasing.
    fn followers(state: CaseState, held: bool, publicity: bool) -> Vec<&'static str> {
        let hold = [CaseAction::Hold, CaseAction::Release];
        let may =
            |action: &&CaseAction| !hold.contains(action) && next(state, held, **action, publicity).is_ok();
        CaseAction::ALL.iter().filter(may).map(|action| action.code()).collect()
    }

    #[test]
    fn each_state_has_its_steps() {
        use CaseState as S;
        for (state, wanted) in [
            (S::Recommended, vec!["complete", "reject", "withdraw"]),
            (S::Complete, vec!["appraise", "return", "reject", "withdraw"]),
            (S::Appraised, vec!["publish", "return", "reject", "withdraw"]),
            (S::Published, vec!["accept", "return", "reject", "withdraw"]),
            (S::Voted, vec!["submit", "reject", "withdraw"]),
            (S::Submitted, vec!["decide", "return", "reject", "withdraw"]),
            (S::Decided, vec!["hand_over", "revoke"]),
            (S::Awarded, vec!["revoke"]),
            (S::Rejected, vec![]),
            (S::Withdrawn, vec![]),
            (S::Revoked, vec![]),
        ] {
            assert_eq!(followers(state, false, true), wanted, "{state:?}");
        }
        assert_eq!(
            followers(CaseState::Appraised, false, false),
            ["publish", "accept", "return", "reject", "withdraw"]
        );
    }

    #[test]
    fn what_was_submitted_goes_back_to_the_vote_and_no_further() {
        use CaseAction as A;
        use CaseState as S;
        assert_eq!(next(S::Submitted, false, A::Return, true), Ok(S::Voted));
        assert_eq!(next(S::Voted, false, A::Return, true), Err(CaseRefusal::Order));
        assert_eq!(next(S::Voted, false, A::Submit, true), Ok(S::Submitted), "by another letter");
        assert_eq!(next(S::Decided, false, A::Return, true), Err(CaseRefusal::Order));
    }

    #[test]
    fn on_hold_nothing_goes_on_but_it_can_be_ended_or_sent_back() {
        assert_eq!(followers(CaseState::Published, true, true), ["return", "reject", "withdraw"]);
        assert_eq!(followers(CaseState::Recommended, true, true), ["reject", "withdraw"]);
        assert_eq!(followers(CaseState::Submitted, true, true), ["return", "reject", "withdraw"]);
        assert_eq!(followers(CaseState::Voted, true, true), ["reject", "withdraw"], "a vote stands");
        for state in CaseState::ALL {
            let is_open = state.step().is_some() && !state.is_decided();
            let wanted = if is_open { Ok(*state) } else { Err(CaseRefusal::Order) };
            assert_eq!(next(*state, false, CaseAction::Hold, true), wanted, "{state:?}");
            assert_eq!(next(*state, true, CaseAction::Release, true), wanted, "{state:?}");
        }
        assert_eq!(next(CaseState::Voted, true, CaseAction::Hold, true), Err(CaseRefusal::Held));
        assert_eq!(next(CaseState::Voted, false, CaseAction::Release, true), Err(CaseRefusal::NotHeld));
    }

    #[test]
    fn codes_come_back() {
        for state in CaseState::ALL {
            assert_eq!(CaseState::of_code(state.code()), Some(*state));
        }
        for action in CaseAction::ALL {
            assert_eq!(CaseAction::of_code(action.code()), Some(*action));
        }
        for reason in RejectReason::ALL {
            assert_eq!(RejectReason::of_code(reason.code()), Some(*reason));
        }
        assert_eq!(CaseState::of_code("lost"), None);
    }
}
