//! Persons of a plan: they are scored by a plan of their own, in which a person is a participant.

use super::{Award, Plan};

/// The part of a plan about persons.
#[derive(Debug, Clone)]
pub struct Individuals {
    /// What persons are scored by. Its types of subject are the kinds of person; its last level is that of persons,
    /// those before it are the plan's own.
    pub plan: Plan,
    /// Whether each kind of person leads others, in the order of the kinds.
    pub leads: Vec<bool>,
    /// What a person's unit must have reached; `None`: nothing.
    pub unit: Option<UnitMust>,
    /// For how many years after the contest's last day names are kept.
    pub retention_years: u32,
}

/// What a person's unit must have reached in the plan's own contest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitMust {
    /// All gates that apply to it are met.
    Gates,
    /// It is recommended for an award; index into the awards of the plan for collectives.
    Award(usize),
}

impl Individuals {
    /// The level of persons; index into the levels of [`Individuals::plan`].
    pub fn level(&self) -> usize {
        self.plan.levels.len().saturating_sub(1)
    }

    /// The kind with a code; index into the types of subject of [`Individuals::plan`].
    pub fn kind(&self, code: &str) -> Option<usize> {
        self.plan.subjects.iter().position(|kind| kind.code == code)
    }

    /// The award for persons with a code; index into the awards of [`Individuals::plan`].
    pub fn award(&self, code: &str) -> Option<usize> {
        self.plan.awards.iter().position(|award| award.code == code)
    }
}

impl Plan {
    /// The award with a code, of collectives or of individuals.
    pub fn award_named(&self, code: &str) -> Option<&Award> {
        self.awards.iter().find(|award| award.code == code).or_else(|| self.person_award(code))
    }

    /// The award for persons with a code.
    pub fn person_award(&self, code: &str) -> Option<&Award> {
        self.individuals.iter().flat_map(|part| &part.plan.awards).find(|award| award.code == code)
    }
}
