//! What scoring yields: outcomes, points, ranks and recommendations, as plain values.

use rust_decimal::Decimal;

use super::fraction::Fraction;

/// The outcome of a criterion. Missing is never zero, and "needs judgement" isn't "not met".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The criterion is met.
    Met,
    /// The criterion isn't met.
    NotMet,
    /// The figures are for a person to judge, and nobody has yet.
    NeedsJudgement,
    /// A figure that it needs hasn't been reported.
    Missing,
    /// It waits for a hold to be released.
    OnHold,
}

impl Outcome {
    /// The stable word for files and interfaces.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not_met",
            Self::NeedsJudgement => "needs_judgement",
            Self::Missing => "missing",
            Self::OnHold => "on_hold",
        }
    }

    /// Whether it can still become met or not met.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::NeedsJudgement | Self::Missing | Self::OnHold)
    }
}

/// How a criterion came out for a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judgement {
    /// The outcome.
    pub outcome: Outcome,
    /// The exact measure that it rests on; `None` where there is none.
    pub measure: Option<Fraction>,
    /// The points, rounded at the plan's scale; `None` where the criterion carries none or is open, or where they
    /// follow from a measure of which a part is missing.
    pub points: Option<Decimal>,
}

/// How a unit stands to its gates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gates {
    /// All met.
    Met,
    /// None failed, at least one is open.
    Open,
    /// At least one isn't met.
    NotMet,
}

/// How a participant came out as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitScore {
    /// Index into `Units::list`.
    pub unit: u32,
    /// How it stands to its gates.
    pub gates: Gates,
    /// Excluded by hand from every award. It is shown behind all others of its cluster and takes no rank from them.
    pub excluded: bool,
    /// The unit as a whole is on hold.
    pub on_hold: bool,
    /// Whether the points of a criterion are still open, so that the total can change.
    pub incomplete: bool,
}

/// The totals of a participant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// Points of the base total, after its cap.
    pub base: Decimal,
    /// Bonus, after its cap.
    pub bonus: Decimal,
    /// Penalty; zero or negative.
    pub penalty: Decimal,
    /// Base, bonus and penalty together; `None` when the plan gives no points, or says that open criteria leave
    /// no total.
    pub total: Option<Decimal>,
}

impl Totals {
    /// No points, and no total.
    pub const NONE: Self =
        Self { base: Decimal::ZERO, bonus: Decimal::ZERO, penalty: Decimal::ZERO, total: None };
}

/// The scores of all participants, in the order of the units file.
#[derive(Debug, Clone, Default)]
pub struct Scores {
    /// One entry per participant.
    pub units: Vec<UnitScore>,
    /// One entry per participant; empty where the plan gives no points.
    pub totals: Vec<Totals>,
    /// How many criteria the plan has.
    pub criteria: usize,
    /// `criteria` judgements per participant, one after another; `None`: the criterion doesn't apply to it.
    pub judgements: Vec<Option<Judgement>>,
}

impl Scores {
    /// The judgements of one participant, in the order of the plan's criteria.
    pub fn judgements_of(&self, participant: u32) -> &[Option<Judgement>] {
        let start = participant as usize * self.criteria;
        &self.judgements[start..start + self.criteria]
    }

    /// The totals of one participant.
    pub fn totals_of(&self, participant: u32) -> &Totals {
        self.totals.get(participant as usize).unwrap_or(&Totals::NONE)
    }

    /// The score of one participant.
    pub fn of(&self, participant: u32) -> &UnitScore {
        &self.units[participant as usize]
    }
}

/// The order inside each cluster.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ranking {
    /// One entry per cluster of `Units::clusters`, in that order.
    pub clusters: Vec<Vec<Ranked>>,
    /// The clusters in the order in which they are shown; indexes into `Units::clusters`.
    pub order: Vec<u32>,
}

/// A participant with its rank. Units excluded by hand come behind all others, so that they take no rank from them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ranked {
    /// Index into [`Scores::units`].
    pub participant: u32,
    /// The rank; ties share it (1, 1, 3).
    pub rank: u32,
}

/// Who is recommended for what, and why.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recommendation {
    /// One entry per award of the plan, in the plan's order.
    pub awards: Vec<AwardResult>,
}

/// The result of one award tier.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AwardResult {
    /// One reason per participant, by its index in [`Scores::units`].
    pub reasons: Vec<Reason>,
    /// How far each quota is used, in the order of the award's quotas and then of the groups.
    pub usage: Vec<QuotaUse>,
}

/// How far a quota is used in one cluster, source, subject, or overall.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotaUse {
    /// Index into the award's quotas.
    pub quota: usize,
    /// Index of the cluster, source or subject; 0 for overall.
    pub group: u32,
    /// How many it admits; at most, while a share of the eligible waits for a tie at a higher award.
    pub limit: u32,
    /// How many seats are taken for certain; those of an open tie that somebody of it is sure to take count.
    pub used: u32,
    /// How many may be taken, however open ties are settled.
    pub used_at_most: u32,
}

/// Why a unit is or isn't recommended for an award.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Recommended: eligible and inside every quota.
    Recommended,
    /// Recommended above the quota, since the plan admits all units that tie at its border. Index of the quota.
    RecommendedByTie(usize),
    /// Recommended by lot among units that tie at the border. Index of the quota.
    RecommendedByLot(usize),
    /// Taken in by hand. Index of the choice.
    TakenIn(usize),
    /// Eligible, but left out by hand. Index of the choice.
    LeftOut(usize),
    /// Ties at the border of a quota; a person has to decide. Index of the quota.
    TieToSettle(usize),
    /// Waits for a tie at the border of a quota to be settled. Index of the quota.
    WaitsForTie(usize),
    /// Waits for a tie at another award to be settled, on which this one depends. Index of that award.
    WaitsForAward(usize),
    /// Ties at the border, and the plan admits none of these. Index of the quota.
    TieAdmitsNone(usize),
    /// Lost the lot. Index of the quota.
    LostLot(usize),
    /// Eligible, but the quota is full. Index of the quota.
    QuotaFull(usize),
    /// Already recommended for a higher award. Index of that award.
    HigherAward(usize),
    /// Not recommended for the award from whose list this one is chosen. Index of that award.
    NotOnList(usize),
    /// The award is for other types of subject.
    OtherSubject,
    /// Excluded by hand.
    Excluded,
    /// On hold.
    OnHold,
    /// A gate or a required criterion isn't met. Index of the criterion.
    NotMet(usize),
    /// A gate or a required criterion is still open. Index of the criterion.
    Open(usize),
    /// No total yet, or fewer points than required.
    TooFewPoints,
    /// Behind the last place that the award requires.
    PlaceTooLow,
}

/// What a reason refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// A criterion; index into `Plan::criteria`.
    Criterion(usize),
    /// Another award; index into `Plan::awards`.
    Award(usize),
    /// A quota of the award itself; index into its quotas.
    Quota(usize),
    /// Nothing besides the unit.
    Nothing,
}

impl Reason {
    /// What the reason refers to.
    pub const fn about(self) -> About {
        match self {
            Self::NotMet(criterion) | Self::Open(criterion) => About::Criterion(criterion),
            Self::HigherAward(award) | Self::NotOnList(award) | Self::WaitsForAward(award) => {
                About::Award(award)
            }
            Self::RecommendedByTie(quota)
            | Self::RecommendedByLot(quota)
            | Self::TieToSettle(quota)
            | Self::WaitsForTie(quota)
            | Self::TieAdmitsNone(quota)
            | Self::LostLot(quota)
            | Self::QuotaFull(quota) => About::Quota(quota),
            Self::Recommended
            | Self::TakenIn(_)
            | Self::LeftOut(_)
            | Self::OtherSubject
            | Self::Excluded
            | Self::OnHold
            | Self::TooFewPoints
            | Self::PlaceTooLow => About::Nothing,
        }
    }

    /// Whether the unit is recommended.
    pub const fn is_recommended(self) -> bool {
        matches!(
            self,
            Self::Recommended | Self::RecommendedByTie(_) | Self::RecommendedByLot(_) | Self::TakenIn(_)
        )
    }

    /// Whether a reason with this stable word is one for which a unit is recommended.
    pub fn is_recommended_code(code: &str) -> bool {
        let all = [Self::Recommended, Self::RecommendedByTie(0), Self::RecommendedByLot(0), Self::TakenIn(0)];
        all.iter().any(|reason| reason.code() == code)
    }

    /// Whether the unit meets what the award requires, however its quotas are filled.
    pub const fn is_eligible(self) -> bool {
        self.is_recommended()
            || self.is_undecided()
            || matches!(
                self,
                Self::LeftOut(_) | Self::TieAdmitsNone(_) | Self::LostLot(_) | Self::QuotaFull(_)
            )
    }

    /// Whether a person still has to decide.
    pub const fn is_undecided(self) -> bool {
        matches!(self, Self::TieToSettle(_) | Self::WaitsForTie(_) | Self::WaitsForAward(_))
    }

    /// The stable word for files and interfaces.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Recommended => "recommended",
            Self::RecommendedByTie(_) => "recommended_by_tie",
            Self::RecommendedByLot(_) => "recommended_by_lot",
            Self::TakenIn(_) => "taken_in",
            Self::LeftOut(_) => "left_out",
            Self::TieToSettle(_) => "tie_to_settle",
            Self::WaitsForTie(_) => "waits_for_tie",
            Self::WaitsForAward(_) => "waits_for_award",
            Self::TieAdmitsNone(_) => "tie_admits_none",
            Self::LostLot(_) => "lost_lot",
            Self::QuotaFull(_) => "quota_full",
            Self::HigherAward(_) => "higher_award",
            Self::NotOnList(_) => "not_on_list",
            Self::OtherSubject => "other_subject",
            Self::Excluded => "excluded",
            Self::OnHold => "on_hold",
            Self::NotMet(_) => "not_met",
            Self::Open(_) => "open",
            Self::TooFewPoints => "too_few_points",
            Self::PlaceTooLow => "place_too_low",
        }
    }
}
