//! What a contest's result says about its plan: which criteria decide something, which awards find somebody.

use super::ranking::RankingDocument;
use crate::contest::result::{AwardResult, Judgement, Outcome, Reason};

/// How a criterion came out over all units that it applies to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CriterionSummary {
    /// How many units meet it.
    pub met: usize,
    /// How many don't.
    pub not_met: usize,
    /// For how many it is open: figures are missing, or a person has to judge.
    pub open: usize,
    /// What stands out.
    pub remark: Option<CriterionRemark>,
}

/// What stands out at a criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CriterionRemark {
    /// It applies to nobody.
    AppliesToNobody,
    /// No unit has the figures that it needs.
    NoFigures,
    /// Whoever has figures meets it, and all with the same points: it tells nobody from anybody.
    DecidesNothing,
    /// Nobody who has figures meets it.
    NobodyMeets,
}

impl CriterionRemark {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::AppliesToNobody => "applies_to_nobody",
            Self::NoFigures => "no_figures",
            Self::DecidesNothing => "decides_nothing",
            Self::NobodyMeets => "nobody_meets",
        }
    }
}

/// How an award came out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AwardSummary {
    /// How many units meet what it requires.
    pub eligible: usize,
    /// How many are recommended.
    pub recommended: usize,
    /// How many tie at the border of a quota, or wait for such a tie.
    pub undecided: usize,
    /// How many quotas there are, each cluster, source and subject by itself.
    pub quotas: usize,
    /// How many of them stay empty although they admit somebody.
    pub empty_quotas: usize,
}

/// What every criterion of the plan did, in the plan's order.
pub fn criterion_summaries(document: &RankingDocument<'_>) -> Vec<CriterionSummary> {
    let scores = &document.scored.scores;
    let participants = || (0_u32..).take(scores.units.len());
    let of_criterion = |criterion: usize| {
        let judged: Vec<Judgement> =
            participants().filter_map(|participant| scores.judgements_of(participant)[criterion]).collect();
        summary_of(&judged)
    };
    (0..document.plan().criteria.len()).map(of_criterion).collect()
}

fn summary_of(judged: &[Judgement]) -> CriterionSummary {
    let count = |wanted: fn(Outcome) -> bool| judged.iter().filter(|it| wanted(it.outcome)).count();
    let (met, not_met) = (count(|it| it == Outcome::Met), count(|it| it == Outcome::NotMet));
    let mut points = judged.iter().filter(|it| !it.outcome.is_open()).map(|it| it.points);
    let first = points.next();
    let same = points.all(|points| Some(points) == first);
    let remark = match (met, not_met) {
        (0, 0) if judged.is_empty() => Some(CriterionRemark::AppliesToNobody),
        (0, 0) => Some(CriterionRemark::NoFigures),
        (0, _) => Some(CriterionRemark::NobodyMeets),
        (2.., 0) if same => Some(CriterionRemark::DecidesNothing),
        _ => None,
    };
    CriterionSummary { met, not_met, open: judged.len() - met - not_met, remark }
}

/// What became of every award of the plan, in the plan's order.
pub fn award_summaries(document: &RankingDocument<'_>) -> Vec<AwardSummary> {
    document.scored.recommendation.awards.iter().map(award_summary).collect()
}

fn award_summary(award: &AwardResult) -> AwardSummary {
    let count = |wanted: fn(Reason) -> bool| award.reasons.iter().filter(|it| wanted(**it)).count();
    AwardSummary {
        eligible: count(Reason::is_eligible),
        recommended: count(Reason::is_recommended),
        undecided: count(Reason::is_undecided),
        quotas: award.usage.len(),
        empty_quotas: award.usage.iter().filter(|it| it.limit > 0 && it.used_at_most == 0).count(),
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    #[test]
    fn what_stands_out_is_said_at_every_border() {
        let judged = |outcome: Outcome, points: i64| Judgement {
            outcome,
            measure: None,
            points: Some(Decimal::from(points)),
        };
        let remark = |all: &[Judgement]| summary_of(all).remark.map(CriterionRemark::code);
        let (met, other) = (judged(Outcome::Met, 5), judged(Outcome::Met, 4));
        let (not_met, missing) = (judged(Outcome::NotMet, 0), judged(Outcome::Missing, 0));
        assert_eq!(remark(&[]), Some("applies_to_nobody"));
        assert_eq!(remark(&[missing, missing]), Some("no_figures"));
        assert_eq!(remark(&[met]), None, "one unit alone says nothing about the criterion");
        assert_eq!(remark(&[met, met, missing]), Some("decides_nothing"));
        assert_eq!(remark(&[met, other]), None, "points differ");
        assert_eq!(remark(&[met, not_met]), None);
        assert_eq!(remark(&[not_met, missing]), Some("nobody_meets"));
        let summary = summary_of(&[met, other, not_met, missing]);
        assert_eq!((summary.met, summary.not_met, summary.open), (2, 1, 1));
    }
}
