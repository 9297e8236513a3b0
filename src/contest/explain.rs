//! A unit's full explanation: every criterion with its steps, every award with its reason, and how firm the rank is.

use rust_decimal::Decimal;

use super::result::{Judgement, Reason};
use super::trace::{Change, ExactPoints, Step};

/// The explanation of one participant.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// Index into `Scores::units`.
    pub participant: u32,
    /// Its rank in its cluster.
    pub rank: u32,
    /// How many units its cluster has.
    pub cluster_size: u32,
    /// One entry per criterion of the plan that applies to the unit.
    pub criteria: Vec<CriterionExplanation>,
    /// One reason per award of the plan.
    pub awards: Vec<Reason>,
    /// How firm the rank is.
    pub fragility: Fragility,
}

/// How one criterion came out, step by step.
#[derive(Debug, Clone)]
pub struct CriterionExplanation {
    /// Index into `Plan::criteria`.
    pub criterion: usize,
    /// The result; the same as in the scores.
    pub judgement: Judgement,
    /// The steps that led to it, in order.
    pub steps: Vec<Step>,
}

/// How firm a rank is: the distance to the nearest unit with a better and with a worse rank.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fragility {
    /// Against the next better rank.
    pub above: Option<Distance>,
    /// Against the next worse rank.
    pub below: Option<Distance>,
}

/// How far the order of two units is from changing. `better` stands before `worse`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Distance {
    /// The unit before; index into `Scores::units`.
    pub better: u32,
    /// The unit behind.
    pub worse: u32,
    /// Points between them; `None` when the plan gives none or either has no total.
    pub gap: Option<Decimal>,
    /// By what share every criterion's weight may move, each up or down on its own, without changing the order:
    /// gap / Σ weight·|difference|. `None` where there is no gap, or where no criterion differs.
    pub margin: Option<ExactPoints>,
    /// The smallest change of one figure of either unit after which `better` no longer stands before `worse`.
    pub correction: Option<Correction>,
}

/// A change of one unit's figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Correction {
    /// Whose figure; index into `Scores::units`.
    pub participant: u32,
    /// Which figure, and by how much.
    pub change: Change,
}

/// The border of a quota: the last unit inside and the first outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Border {
    /// Index into `Plan::awards`.
    pub award: usize,
    /// Index into the award's quotas.
    pub quota: usize,
    /// Index of the cluster, source or subject; 0 for overall.
    pub group: u32,
    /// How firm it is.
    pub distance: Distance,
}
