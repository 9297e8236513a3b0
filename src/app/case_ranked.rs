//! What the rankings that stand say of cases, which may have been opened from earlier ones: whether awarding one departs from the
//! recommendation, and whether the quotas have room for it.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::border::{Limits, QuotaLimit, group_of_nomination, group_of_unit};
use super::case::CaseRow;
use super::frame::Frame;
use super::nomination::code_of;
use super::nomination_contest::cluster;
use super::nomination_ranking::read_persons;
use super::plan::PlanRow;
use super::problem::{Problem, QUOTA_EXCEEDED};
use super::service::Service;
use super::snapshot::Published;
use crate::contest::result::Reason;
use crate::contest::within_quota::{Seated, departs};
use crate::db::Engine;
use crate::db::case::cases_of;
use crate::db::nomination::{NominationRow, last_nomination_ranking, nominations_by_ids};
use crate::documents::stored::{StoredRanking, StoredUnit};

/// A ranking with its lines by code, and what it says of quotas.
struct Ranked<R> {
    ranking: R,
    /// The cluster and the place in it, by code.
    lines: FxHashMap<String, (usize, usize)>,
    limits: Limits,
}

impl<R: std::borrow::Borrow<StoredRanking>> Ranked<R> {
    fn of(ranking: R, result: &str) -> Result<Self, Problem> {
        let clusters = ranking.borrow().clusters.iter().enumerate();
        let lines = clusters.flat_map(|(at, cluster)| {
            cluster.units.iter().enumerate().map(move |(place, unit)| (unit.code.clone(), (at, place)))
        });
        Ok(Self { lines: lines.collect(), limits: Limits::read(result)?, ranking })
    }

    fn line(&self, code: &str) -> Option<&StoredUnit> {
        let (cluster, place) = *self.lines.get(code)?;
        self.ranking.borrow().clusters.get(cluster)?.units.get(place)
    }
}

/// The ranking of units that stands, which many share.
struct OfUnits(Arc<Published>);

impl std::borrow::Borrow<StoredRanking> for OfUnits {
    fn borrow(&self) -> &StoredRanking {
        &self.0.ranking
    }
}

/// The rankings that stand for a plan: of units, and of persons.
pub(super) struct RankedNow<'f> {
    frame: &'f Frame,
    units: Option<Ranked<OfUnits>>,
    persons: Option<Ranked<StoredRanking>>,
    /// The persons whom cases are about, by id.
    people: FxHashMap<i64, NominationRow>,
}

impl RankedNow<'_> {
    /// What a ranking says of a case's subject.
    fn line(&self, case: &CaseRow) -> Option<&StoredUnit> {
        match case.nomination_id {
            None => self.units.as_ref()?.line(self.frame.code_at(case.unit)),
            Some(id) => self.persons.as_ref()?.line(&code_of(self.people.get(&id)?.number)),
        }
    }

    /// The code of the reason for which a case's subject is recommended now for its award, or isn't; where no such ranking is
    /// stored, as it was when the case was opened.
    fn reason<'s>(&'s self, case: &'s CaseRow) -> Option<&'s str> {
        let is_ranked =
            if case.nomination_id.is_none() { self.units.is_some() } else { self.persons.is_some() };
        if !is_ranked {
            return Some(&case.reason);
        }
        self.line(case)?.awards.get(&case.award)?["reason"].as_str()
    }

    /// Whether awarding a case departs from what is recommended now.
    pub fn departs(&self, case: &CaseRow) -> bool {
        departs(self.reason(case), case.border.is_some())
    }

    /// The quotas of a case's award, in all groups.
    fn quotas(&self, case: &CaseRow) -> &[QuotaLimit] {
        let limits = match case.nomination_id {
            None => self.units.as_ref().map(|ranked| &ranked.limits),
            Some(_) => self.persons.as_ref().map(|ranked| &ranked.limits),
        };
        let of_award = limits.and_then(|all| all.awards.iter().find(|award| award.code == case.award));
        of_award.map_or(&[], |award| &award.quotas)
    }

    /// The group of a case's subject in a quota that is counted over something.
    fn group(&self, per: &str, case: &CaseRow) -> Option<String> {
        let Some(id) = case.nomination_id else {
            return Some(group_of_unit(self.frame, per, self.line(case)?));
        };
        let row = self.people.get(&id)?;
        let part = self.frame.plan.individuals.as_deref()?;
        let (code, _) = cluster(self.frame, part, case.unit_index(), part.kind(&row.kind)?);
        Some(group_of_nomination(self.frame, per, (row, &code)))
    }

    /// Refuses to give awards to some cases, beside those that have a seat already, beyond a quota.
    fn demand_seats(&self, cases: &[&CaseRow], seated: &[&CaseRow]) -> Result<(), Problem> {
        let mut counted: BTreeMap<(bool, &str, &str, String), Seated> = BTreeMap::new();
        for case in cases.iter().chain(seated) {
            let mut pers: Vec<&str> = self.quotas(case).iter().map(|quota| quota.per.as_str()).collect();
            pers.sort_unstable();
            pers.dedup();
            let is_recommended = self.reason(case).is_some_and(Reason::is_recommended_code);
            for per in pers {
                let Some(group) = self.group(per, case) else { continue };
                let key = (case.nomination_id.is_some(), case.award.as_str(), per, group);
                counted.entry(key).or_default().add(is_recommended);
            }
        }
        for case in cases {
            for quota in self.quotas(case) {
                let Some(group) = self.group(&quota.per, case) else { continue };
                if quota.group.as_deref().unwrap_or("") != group {
                    continue;
                }
                let key = (case.nomination_id.is_some(), case.award.as_str(), quota.per.as_str(), group);
                let Some(seated) = counted.get(&key).filter(|seated| seated.is_beyond(quota.limit)) else {
                    continue;
                };
                let told = QUOTA_EXCEEDED.with("award", &case.award).with("per", &quota.per);
                let told = told.with("group", quota.group.as_deref().unwrap_or("–"));
                return Err(told.with("limit", quota.limit).with("count", seated.all));
            }
        }
        Ok(())
    }
}

impl Service {
    /// What the rankings that stand say of cases of a plan.
    ///
    /// # Errors
    /// When a stored ranking can't be read; and those of the database.
    pub(super) fn ranked_now<'f, 'c>(
        &self,
        engine: &mut Engine,
        (plan, frame): (&PlanRow, &'f Frame),
        cases: impl Iterator<Item = &'c CaseRow>,
    ) -> Result<RankedNow<'f>, Problem> {
        let units = self.standing_ranking(engine, plan)?;
        let units = units.map(|published| {
            let result = Arc::clone(&published);
            Ranked::of(OfUnits(published), &result.row.result)
        });
        let people: Vec<i64> = cases.filter_map(|case| case.nomination_id).collect();
        let persons = if people.is_empty() { None } else { last_nomination_ranking(engine, plan.id)? };
        let persons = persons.map(|row| Ranked::of(read_persons(&row)?, &row.result));
        let people = nominations_by_ids(engine, &people)?.into_iter().map(|row| (row.id, row)).collect();
        Ok(RankedNow { frame, units: units.transpose()?, persons: persons.transpose()?, people })
    }

    /// Refuses to give awards to some cases beyond a quota, beside the awards that stand and other cases that wait for theirs.
    /// Whoever asks knows of the latter; awards that stand are known to everybody.
    ///
    /// # Errors
    /// When a quota admits fewer, or a stored ranking can't be read; and those of the database.
    pub(super) fn demand_quotas(
        &self,
        engine: &mut Engine,
        (plan, frame): (&PlanRow, &Frame),
        cases: &[CaseRow],
        waiting: &[&CaseRow],
    ) -> Result<(), Problem> {
        let all = cases_of(engine, plan.id)?;
        let ranked = self.ranked_now(engine, (plan, frame), all.iter())?;
        let cases: Vec<&CaseRow> = cases.iter().collect();
        let standing = all.iter().filter(|case| case.state_now().is_decided());
        let seated = standing.chain(waiting.iter().copied());
        let seated: Vec<&CaseRow> =
            seated.filter(|case| !cases.iter().any(|other| other.id == case.id)).collect();
        ranked.demand_seats(&cases, &seated)
    }
}
