//! How is voted on an item of an agenda, written down when the vote is opened, so that it is counted by that and nothing
//! else.

use std::fmt;

use super::super::fraction::Fraction;
use super::super::plan::{Recused, Threshold, VoteBase, VotingRule};

/// How is voted on an item.
#[derive(Debug, Clone, Copy)]
pub struct ItemRule {
    /// The share of votes in favour that is needed.
    pub threshold: Threshold,
    /// Of which number the share is taken.
    pub of: VoteBase,
    /// Whether recused members are left out of that number.
    pub recused: Recused,
    /// Whether nobody learns how a member voted.
    pub secret: bool,
    /// Whether absent members may vote in writing.
    pub in_writing: bool,
    /// The share of all members that must be there.
    pub quorum: Option<Threshold>,
    /// At a tie at the border of a quota: how many seats it is about.
    pub seats: Option<u32>,
}

impl ItemRule {
    /// The rule of a plan for an item, with the seats that a tie is about.
    pub const fn of(rule: &VotingRule, seats: Option<u32>) -> Self {
        Self {
            threshold: rule.threshold,
            of: rule.of,
            recused: rule.recused,
            secret: rule.secret,
            in_writing: rule.in_writing,
            quorum: rule.quorum,
            seats,
        }
    }

    /// The same as a plan says it.
    pub const fn as_of_plan(&self) -> VotingRule {
        VotingRule {
            awards: Vec::new(),
            threshold: self.threshold,
            of: self.of,
            recused: self.recused,
            secret: self.secret,
            in_writing: self.in_writing,
            quorum: self.quorum,
        }
    }

    /// The rule that a text says, as [`ItemRule`] is displayed.
    pub fn read(text: &str) -> Option<Self> {
        let of = |key: &str| {
            text.split(' ').find_map(|part| part.split_once('=').filter(|(it, _)| *it == key)).map(|it| it.1)
        };
        let seats = match of("seats") {
            Some(seats) => Some(seats.parse().ok()?),
            None => None,
        };
        let quorum = match of("quorum") {
            Some(quorum) => Some(read_threshold(quorum)?),
            None => None,
        };
        Some(Self {
            threshold: read_threshold(of("votes")?)?,
            of: base_of_code(of("of")?)?,
            recused: recused_of_code(of("recused")?)?,
            secret: of("secret")? == "yes",
            in_writing: of("in_writing")? == "yes",
            quorum,
            seats,
        })
    }
}

/// As it is kept: `votes=more_than:50/100 of=all recused=leave_out secret=yes in_writing=no quorum=at_least:2/3 seats=1`.
impl fmt::Display for ItemRule {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let yes = |is_so: bool| if is_so { "yes" } else { "no" };
        write!(
            to,
            "votes={} of={} recused={} secret={} in_writing={}",
            written(self.threshold),
            base_code(self.of),
            recused_code(self.recused),
            yes(self.secret),
            yes(self.in_writing)
        )?;
        if let Some(quorum) = self.quorum {
            write!(to, " quorum={}", written(quorum))?;
        }
        if let Some(seats) = self.seats {
            write!(to, " seats={seats}")?;
        }
        Ok(())
    }
}

/// A share as it is kept: `more_than:1/2`.
pub fn written(threshold: Threshold) -> String {
    let kind = if threshold.strict { "more_than" } else { "at_least" };
    format!("{kind}:{}/{}", threshold.share.numerator(), threshold.share.denominator())
}

fn read_threshold(text: &str) -> Option<Threshold> {
    let (kind, share) = text.split_once(':')?;
    let (numerator, denominator) = share.split_once('/')?;
    let (numerator, denominator) = (numerator.parse().ok()?, denominator.parse().ok()?);
    let strict = match kind {
        "more_than" => true,
        "at_least" => false,
        _ => return None,
    };
    (denominator > 0).then(|| Threshold { share: Fraction::new(numerator, denominator), strict })
}

/// The stable code of the number that a share is taken of.
pub const fn base_code(base: VoteBase) -> &'static str {
    match base {
        VoteBase::All => "all",
        VoteBase::Present => "present",
        VoteBase::Cast => "cast",
    }
}

fn base_of_code(code: &str) -> Option<VoteBase> {
    [VoteBase::All, VoteBase::Present, VoteBase::Cast].into_iter().find(|it| base_code(*it) == code)
}

/// The stable code of what becomes of recused members.
pub const fn recused_code(recused: Recused) -> &'static str {
    match recused {
        Recused::LeaveOut => "leave_out",
        Recused::Count => "count",
    }
}

fn recused_of_code(code: &str) -> Option<Recused> {
    [Recused::LeaveOut, Recused::Count].into_iter().find(|it| recused_code(*it) == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_comes_back_from_its_text() {
        for text in [
            "votes=more_than:50/100 of=all recused=leave_out secret=yes in_writing=no quorum=at_least:2/3 seats=1",
            "votes=at_least:9000/10000 of=present recused=count secret=no in_writing=yes",
            "votes=at_least:2/3 of=cast recused=leave_out secret=yes in_writing=yes seats=0",
        ] {
            assert_eq!(ItemRule::read(text).unwrap().to_string(), text);
        }
        for broken in [
            "",
            "votes=more_than:50/100",
            "votes=most:1/2 of=all recused=count secret=no in_writing=no",
            "votes=at_least:1/0 of=all recused=count secret=no in_writing=no",
            "votes=at_least:1/2 of=some recused=count secret=no in_writing=no",
            "votes=at_least:1/2 of=all recused=count secret=no in_writing=no seats=-1",
        ] {
            assert!(ItemRule::read(broken).is_none(), "{broken}");
        }
    }
}
