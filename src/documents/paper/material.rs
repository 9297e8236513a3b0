//! A ranking as documents tell of it: from one that is stored or as it stands now, the same from either.

use crate::contest::fraction::Fraction;
use crate::contest::plan::{Award, Plan};
use crate::contest::result::Reason;
use crate::documents::ranking::{RankingDocument, per_code};
use crate::documents::ranking_table::{Line, RankingTable};
use crate::documents::reason::{criterion_label, quota_text};
use crate::documents::stored::StoredRanking;
use crate::text::Texts;

/// A unit that is recommended for an award.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recommended {
    /// Its line in the table.
    pub line: usize,
    /// The code of the reason.
    pub reason: String,
    /// What the reason refers to.
    pub detail: String,
}

/// An award with who is recommended for it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AwardList {
    /// Who is recommended, in the order of clusters and ranks.
    pub inside: Vec<Recommended>,
    /// How many wait for somebody to decide.
    pub undecided: usize,
}

/// A ranking with its plan.
#[derive(Debug)]
pub struct Material<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The ranking as a table.
    pub table: &'a RankingTable,
    /// Per award of the plan who is recommended.
    pub awards: Vec<AwardList>,
}

/// How many units a criterion came out for in which way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Met.
    pub met: usize,
    /// Not met.
    pub not_met: usize,
    /// Neither is known yet.
    pub open: usize,
}

impl Tally {
    /// How many units the criterion applies to.
    pub const fn applies(self) -> usize {
        self.met + self.not_met + self.open
    }

    /// Which share of them has met it; `None` where it applies to nobody.
    pub fn share(self) -> Option<Fraction> {
        let above = i64::try_from(self.met).ok()?;
        let below = i64::try_from(self.applies()).ok().filter(|below| *below > 0)?;
        Some(Fraction::new(above, below))
    }
}

impl<'a> Material<'a> {
    /// From a stored ranking.
    pub fn of_stored(stored: &StoredRanking, plan: &'a Plan, table: &'a RankingTable) -> Self {
        let awards = plan.awards.iter().map(|award| {
            let mut list = AwardList::default();
            for (line, (_, unit)) in stored.units().enumerate() {
                let Some(told) = unit.awards.get(&award.code) else { continue };
                let text = |name: &str| told[name].as_str().unwrap_or("").to_owned();
                let reason = text("reason");
                if Reason::is_recommended_code(&reason) {
                    list.inside.push(Recommended { line, reason, detail: text("reason_detail") });
                } else if UNDECIDED.contains(&reason.as_str()) {
                    list.undecided += 1;
                }
            }
            list
        });
        Self { plan, table, awards: awards.collect() }
    }

    /// From a ranking as it stands.
    pub fn of_document(document: &RankingDocument<'a>, table: &'a RankingTable) -> Self {
        let plan = document.plan();
        let awards = (0..plan.awards.len()).map(|award| {
            let mut list = AwardList::default();
            let reasons = &document.scored.recommendation.awards[award].reasons;
            let shown = document.clusters().flat_map(|(_, ranked)| ranked);
            for (line, ranked) in shown.enumerate() {
                let reason = reasons[ranked.participant as usize];
                if reason.is_recommended() {
                    let detail = document.reason_detail(award, reason).to_owned();
                    list.inside.push(Recommended { line, reason: reason.code().to_owned(), detail });
                } else if reason.is_undecided() {
                    list.undecided += 1;
                }
            }
            list
        });
        Self { plan, table, awards: awards.collect() }
    }

    /// The line of a unit.
    pub fn line(&self, at: usize) -> &'a Line {
        &self.table.lines[at]
    }

    /// The name of a line's cluster.
    pub fn cluster(&self, line: &Line) -> &'a str {
        self.table.clusters.get(line.cluster).map_or("", |(_, name)| name.vi.as_str())
    }

    /// The awards for which somebody is recommended or undecided, with their lists.
    pub fn used_awards(&self) -> impl Iterator<Item = (&'a Award, &AwardList)> {
        let all = self.plan.awards.iter().zip(&self.awards);
        all.filter(|(_, list)| !list.inside.is_empty() || list.undecided > 0)
    }

    /// How many collectives are recommended: each counts once, for however many awards.
    pub fn recommended(&self) -> usize {
        let mut lines: Vec<usize> =
            self.awards.iter().flat_map(|list| list.inside.iter().map(|one| one.line)).collect();
        lines.sort_unstable();
        lines.dedup();
        lines.len()
    }

    /// How many wait for somebody to decide, in all awards.
    pub fn undecided(&self) -> usize {
        self.awards.iter().map(|list| list.undecided).sum()
    }

    /// How a criterion came out, by its position.
    pub fn tally(&self, criterion: usize) -> Tally {
        let mut tally = Tally::default();
        for line in 0..self.table.lines.len() {
            match self.table.cells(line).get(criterion).map_or("", |cell| cell.outcome) {
                "met" => tally.met += 1,
                "not_met" => tally.not_met += 1,
                "" => {}
                _ => tally.open += 1,
            }
        }
        tally
    }

    /// The reason for which a unit is recommended, in words.
    pub fn reason(&self, texts: &Texts, award: &Award, one: &Recommended) -> String {
        let quota = award.quotas.iter().find(|quota| per_code(quota.per) == one.detail);
        let quota = quota.map_or_else(String::new, |quota| quota_text(texts, self.plan, quota));
        let criterion = self.plan.criteria.iter().find(|criterion| criterion.code == one.detail);
        let criterion = criterion.map_or_else(String::new, |it| criterion_label(texts, it));
        let parts = [("quota", quota.into()), ("criterion", criterion.into())];
        texts.get(&format!("reason-{}", one.reason), &parts)
    }
}

/// Codes of reasons that a person still has to decide.
const UNDECIDED: [&str; 3] = ["tie_to_settle", "waits_for_tie", "waits_for_award"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_open_reasons_are_those_of_the_core() {
        let all = [Reason::TieToSettle(0), Reason::WaitsForTie(0), Reason::WaitsForAward(0)];
        assert!(all.iter().all(|reason| reason.is_undecided() && UNDECIDED.contains(&reason.code())));
    }

    #[test]
    fn a_share_is_exact_and_of_nobody_there_is_none() {
        assert_eq!(Tally { met: 2, not_met: 0, open: 1 }.share(), Some(Fraction::new(2, 3)));
        assert_eq!(Tally::default().share(), None);
    }
}
