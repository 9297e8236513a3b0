//! The kinds of criteria that plans are made of: how a criterion is judged, and what is done with the outcome.

use super::criterion::{Criterion, Rule, Total};

/// A kind of criterion. A criterion has one of the first six, and any of the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CriterionKind {
    /// A ratio against a bar.
    Ratio,
    /// A yes or no.
    Flag,
    /// A count against a limit.
    Count,
    /// Something to be done by a day.
    Milestone,
    /// A place among peers.
    Standing,
    /// Points or a verdict given by scorers.
    Judged,
    /// What must be met, whatever the points.
    Gate,
    /// Points outside the base total.
    Bonus,
    /// Points taken away.
    Penalty,
    /// What applies to some types of subject only.
    Branch,
    /// Award tiers that depend on each other, and quotas.
    Tier,
    /// What is on hold.
    Hold,
}

impl CriterionKind {
    /// Every kind.
    pub const ALL: [Self; 12] = [
        Self::Ratio,
        Self::Flag,
        Self::Count,
        Self::Milestone,
        Self::Standing,
        Self::Judged,
        Self::Gate,
        Self::Bonus,
        Self::Penalty,
        Self::Branch,
        Self::Tier,
        Self::Hold,
    ];

    /// The stable code, as in `/help/criterion/ratio`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ratio => "ratio",
            Self::Flag => "flag",
            Self::Count => "count",
            Self::Milestone => "milestone",
            Self::Standing => "standing",
            Self::Judged => "judged",
            Self::Gate => "gate",
            Self::Bonus => "bonus",
            Self::Penalty => "penalty",
            Self::Branch => "branch",
            Self::Tier => "tier",
            Self::Hold => "hold",
        }
    }

    /// The kind with a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// How a rule judges.
    pub const fn of_rule(rule: &Rule) -> Self {
        match rule {
            Rule::Ratio { .. } => Self::Ratio,
            Rule::Flag { .. } => Self::Flag,
            Rule::Count { .. } => Self::Count,
            Rule::Milestone { .. } => Self::Milestone,
            Rule::Standing { .. } => Self::Standing,
            Rule::Judged { .. } => Self::Judged,
        }
    }

    /// The kinds of a criterion: how it is judged first.
    pub fn of(criterion: &Criterion) -> Vec<Self> {
        let mut kinds = vec![Self::of_rule(&criterion.rule)];
        if criterion.gate {
            kinds.push(Self::Gate);
        }
        match criterion.total {
            Total::Base => {}
            Total::Bonus => kinds.push(Self::Bonus),
            Total::Penalty => kinds.push(Self::Penalty),
        }
        if criterion.branch.is_some() {
            kinds.push(Self::Branch);
        }
        if criterion.hold_when.is_some() {
            kinds.push(Self::Hold);
        }
        kinds
    }
}
