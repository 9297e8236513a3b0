//! Which cases a bundle holds, and which other stored rankings are needed to check them: a contest may be scored anew while the
//! council's votes rest on the ranking before.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDateTime;
use serde::Deserialize;

use super::Way;
use super::persons::rankings_with;
use super::rankings::{Since, needed};
use crate::app::audit::written;
use crate::app::bundle::container::{OtherHead, RankingOf};
use crate::app::case::INDIVIDUAL;
use crate::app::problem::{INTERNAL, Problem};
use crate::db::Engine;
use crate::db::audit::{AuditFilter, audit_after};
use crate::db::case::{CaseRow, cases_of};
use crate::db::nomination::{NominationRankingRow, nomination_rankings_of};
use crate::db::snapshot::{SnapshotRow, snapshot_by_number, snapshots_after};

/// Since when a stored ranking of units stood; `None`: it never did.
pub(in super::super) fn stood_from(row: &SnapshotRow) -> Option<NaiveDateTime> {
    let has_stood = ["current", "superseded"].contains(&row.state.as_str());
    has_stood.then(|| row.decided_at.unwrap_or(row.made_at))
}

/// The cases of a plan that were opened from a ranking or from one before it, of persons from one that goes with these; and
/// whoever ties with such a case, since they share its seats.
pub(super) fn cases_up_to(
    engine: &mut Engine,
    row: &SnapshotRow,
    persons: &[NominationRankingRow],
) -> Result<Vec<CaseRow>, Problem> {
    let mut rankings = snapshots_after(engine, row.plan_id, 0, i64::MAX)?;
    rankings.retain(|other| other.number <= row.number);
    let hashes: Vec<&str> = rankings.iter().map(|other| other.result_hash.as_str()).collect();
    let persons: BTreeSet<i64> = rankings_with(persons, &hashes).map(|ranking| ranking.number).collect();
    let mut cases = cases_of(engine, row.plan_id)?;
    let is_up_to = |case: &CaseRow| match case.subject.as_str() {
        INDIVIDUAL => persons.contains(&case.snapshot),
        _ => case.snapshot <= row.number,
    };
    let of_these = cases.iter().filter(|case| is_up_to(case));
    let ties: BTreeSet<i64> = of_these.filter_map(|case| case.border).collect();
    cases.retain(|case| is_up_to(case) || case.border.is_some_and(|tie| ties.contains(&tie)));
    Ok(cases)
}

/// The other stored rankings, with their results, that are needed to check a way: all but the ranking that a bundle proves, and
/// that of persons.
pub(in super::super) fn other_rankings(
    engine: &mut Engine,
    way: &Way,
    (row, proven): (&SnapshotRow, Option<&NominationRankingRow>),
) -> Result<Vec<(OtherHead, String)>, Problem> {
    if way.cases.is_empty() {
        return Ok(Vec::new());
    }
    let units = snapshots_after(engine, row.plan_id, 0, i64::MAX)?;
    let persons = nomination_rankings_of(engine, row.plan_id)?;
    let mut all: Vec<Since> =
        units.iter().map(|it| ((RankingOf::Units, it.number), stood_from(it))).collect();
    all.extend(persons.iter().map(|it| ((RankingOf::Persons, it.number), Some(it.made_at))));
    let mut keys = needed(way, &all);
    keys.remove(&(RankingOf::Units, row.number));
    proven.map(|proven| keys.remove(&(RankingOf::Persons, proven.number)));
    let mut others = Vec::new();
    for (of, number) in keys {
        let found = match of {
            RankingOf::Units => snapshot_by_number(engine, row.plan_id, number)?.map(of_units),
            RankingOf::Persons => of_persons(&persons, number),
        };
        let missing = || {
            tracing::error!(plan = row.plan_id, number, "a stored ranking that cases rest on isn't there");
            Problem::from(&INTERNAL)
        };
        others.push(found.ok_or_else(missing)?);
    }
    Ok(others)
}

fn of_units(row: SnapshotRow) -> (OtherHead, String) {
    let head = OtherHead {
        of: RankingOf::Units,
        number: row.number,
        stood_from: written(stood_from(&row).unwrap_or(row.made_at)),
        state: row.state,
        input_hash: row.input_hash,
        result_hash: row.result_hash,
    };
    (head, row.result)
}

fn of_persons(all: &[NominationRankingRow], number: i64) -> Option<(OtherHead, String)> {
    let row = all.iter().find(|row| row.number == number)?;
    let head = OtherHead {
        of: RankingOf::Persons,
        number,
        state: state_of_persons(all, number).to_owned(),
        stood_from: written(row.made_at),
        input_hash: row.input_hash.clone(),
        result_hash: row.result_hash.clone(),
    };
    Some((head, row.result.clone()))
}

/// How a stored ranking of persons stands: the last is current.
pub(super) fn state_of_persons(all: &[NominationRankingRow], number: i64) -> &'static str {
    if all.last().is_some_and(|last| last.number == number) { "current" } else { "superseded" }
}

/// By session and item, when its tie was settled.
pub(super) type SettledAt = BTreeMap<(i64, i64), NaiveDateTime>;

/// When the ties of a plan were settled, by the audit log.
pub(super) fn settled_at(engine: &mut Engine, plan_id: i64) -> Result<SettledAt, Problem> {
    #[derive(Deserialize)]
    struct Told {
        session: i64,
        item: i64,
    }
    let action = Some("vote.settle".to_owned());
    let filter = AuditFilter { plan_id: Some(plan_id), action, ..AuditFilter::default() };
    let records = audit_after(engine, 0, i64::MAX, &filter)?;
    let told = records.into_iter().filter_map(|record| {
        let Told { session, item } = serde_json::from_str(record.after.as_deref()?).ok()?;
        Some(((session, item), record.at))
    });
    Ok(told.collect())
}
