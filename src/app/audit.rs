//! The audit log: every change with before and after, chained by hashes so that nothing can be taken out or changed
//! unseen.

use std::collections::hash_map::Entry as MapEntry;

use chrono::NaiveDateTime;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

pub use crate::db::audit::{AuditFilter, AuditRow};

use super::actor::{Actor, Right};
use super::problem::Problem;
use super::service::{Service, sha256};
use crate::db::Engine;
use crate::db::audit::{audit_after, insert_audit, last_audit};

/// The hash before the first record.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What a record tells.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    action: &'static str,
    object: String,
    plan_id: Option<i64>,
    unit_code: Option<String>,
    before: Option<String>,
    after: Option<String>,
}

impl Entry {
    /// Something done to an object.
    pub fn new(action: &'static str, object: impl Into<String>) -> Self {
        Self { action, object: object.into(), ..Self::default() }
    }

    /// For a plan.
    #[must_use]
    pub fn of_plan(mut self, plan_id: i64) -> Self {
        self.plan_id = Some(plan_id);
        self
    }

    /// For a unit.
    #[must_use]
    pub fn of_unit(mut self, code: &str) -> Self {
        self.unit_code = Some(code.to_owned());
        self
    }

    /// As it was before.
    #[must_use]
    pub fn before(mut self, before: &impl Serialize) -> Self {
        self.before = Some(json(before));
        self
    }

    /// As it is after.
    #[must_use]
    pub fn after(mut self, after: &impl Serialize) -> Self {
        self.after = Some(json(after));
        self
    }
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("what is recorded has texts as keys")
}

/// A moment as records and interfaces write it: `2026-11-20T08:30:00.123456Z`.
pub fn written(moment: NaiveDateTime) -> String {
    moment.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}

/// Adds a record at the end of the chain, inside the transaction at hand.
pub(super) fn append(
    engine: &mut Engine,
    now: NaiveDateTime,
    actor: &Actor,
    entry: Entry,
) -> Result<(), Problem> {
    append_all(engine, now, actor, vec![entry])
}

/// Adds records at the end of the chain, in their order, inside the transaction at hand.
pub(super) fn append_all(
    engine: &mut Engine,
    now: NaiveDateTime,
    actor: &Actor,
    entries: Vec<Entry>,
) -> Result<(), Problem> {
    let last = last_audit(engine)?;
    let (mut seq, mut previous_hash) = last.map_or((0, GENESIS.to_owned()), |last| (last.seq, last.hash));
    let mut records = Vec::with_capacity(entries.len());
    for entry in entries {
        seq += 1;
        let mut record = AuditRow {
            seq,
            at: now,
            actor: actor.label.clone(),
            address: actor.address.map(|address| address.to_string()),
            action: entry.action.to_owned(),
            plan_id: entry.plan_id,
            unit_code: entry.unit_code,
            object: entry.object,
            before: entry.before,
            after: entry.after,
            previous_hash,
            hash: String::new(),
        };
        record.hash = hash_of(&record);
        previous_hash = record.hash.clone();
        records.push(record);
    }
    Ok(insert_audit(engine, &records)?)
}

/// SHA-256 over the record as a JSON array: number, moment, actor, address, action, plan, unit, object, before, after,
/// hash of the record before. Anybody can recompute it.
pub fn hash_of(record: &AuditRow) -> String {
    sha256(
        json(&(
            record.seq,
            written(record.at),
            &record.actor,
            &record.address,
            &record.action,
            record.plan_id,
            &record.unit_code,
            &record.object,
            &record.before,
            &record.after,
            &record.previous_hash,
        ))
        .as_bytes(),
    )
}

/// What verifying the chain found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verified {
    /// Every record fits; how many there are, and the hash of the last.
    Whole {
        /// How many.
        records: i64,
        /// The hash of the last; of none, 64 zeros.
        head: String,
    },
    /// The first record that doesn't fit the one before, or its own hash.
    Broken {
        /// Its number.
        seq: i64,
    },
}

const AT_ONCE: i64 = 5000;

/// Goes through the whole chain.
///
/// # Errors
/// Those of the database.
pub fn verify(engine: &mut Engine) -> Result<Verified, Problem> {
    let (mut seq, mut head) = (0, GENESIS.to_owned());
    loop {
        let records = audit_after(engine, seq, AT_ONCE, &AuditFilter::default())?;
        for record in &records {
            seq += 1;
            if record.seq != seq || record.previous_hash != head || record.hash != hash_of(record) {
                return Ok(Verified::Broken { seq });
            }
            head.clone_from(&record.hash);
        }
        if records.is_empty() {
            return Ok(Verified::Whole { records: seq, head });
        }
    }
}

impl Service {
    /// Verifies the audit log.
    ///
    /// # Errors
    /// When the actor may not, and those of the database.
    pub fn verify_audit(&self, actor: &Actor) -> Result<Verified, Problem> {
        self.read(actor, Right::ViewAudit, verify)
    }

    /// The records after a number, at most so many. Whoever is recused from cases in a council is told nothing of these, nor
    /// of what is done with several cases at once: the chain can still be verified whole.
    ///
    /// # Errors
    /// When the actor may not, and those of the database.
    pub fn audit_after(
        &self,
        actor: &Actor,
        after: i64,
        limit: i64,
        filter: &AuditFilter,
    ) -> Result<Vec<AuditRow>, Problem> {
        self.read(actor, Right::ViewAudit, |engine| {
            let mut hidden = HiddenRecords::default();
            let (mut shown, mut seen) = (Vec::new(), after);
            loop {
                let records = audit_after(engine, seen, limit, filter)?;
                let is_last = i64::try_from(records.len()).is_ok_and(|count| count < limit);
                for record in records {
                    seen = record.seq;
                    if i64::try_from(shown.len()).is_ok_and(|count| count >= limit) {
                        return Ok(shown);
                    }
                    if !self.is_hidden(engine, actor, &mut hidden, &record)? {
                        shown.push(record);
                    }
                }
                if is_last {
                    return Ok(shown);
                }
            }
        })
    }

    /// Whether a record may tell of a case that the actor is recused from.
    pub(super) fn is_hidden(
        &self,
        engine: &mut Engine,
        actor: &Actor,
        hidden: &mut HiddenRecords,
        record: &AuditRow,
    ) -> Result<bool, Problem> {
        let Some(plan_id) = record.plan_id else { return Ok(false) };
        let family = record.action.split('.').next().unwrap_or("");
        let of = |kind: &str| record.object.strip_prefix(kind).and_then(|id| id.parse::<i64>().ok());
        // A file of nominations is named after its first one, and tells of all.
        let is_file = record.action == "nomination.import";
        let (case, nomination) = (of("case:"), of("nomination:").filter(|_| !is_file));
        if !OF_CASES.contains(&family) && case.is_none() && nomination.is_none() && !is_file {
            return Ok(false);
        }
        let (cases, nominations) = match hidden.by_plan.entry(plan_id) {
            MapEntry::Occupied(found) => found.into_mut(),
            MapEntry::Vacant(free) => free.insert((
                self.hidden_cases(engine, actor, plan_id)?,
                self.hidden_nominations(engine, actor, plan_id)?,
            )),
        };
        Ok(match (case, nomination) {
            (Some(case), _) => cases.contains(&case),
            (None, Some(nomination)) => nominations.contains(&nomination),
            (None, None) if is_file => !nominations.is_empty(),
            (None, None) => !cases.is_empty(),
        })
    }
}

/// The families of actions that are done with cases, one or several, or that take over what became of them.
const OF_CASES: &[&str] = &[
    "case",
    "dossier",
    "publicity",
    "objection",
    "agenda",
    "vote",
    "choice",
    "submission",
    "decision",
    "award",
];

/// By plan, the cases that an actor is recused from, and the nominations of these, as far as they were asked for.
#[derive(Debug, Default)]
pub(super) struct HiddenRecords {
    by_plan: FxHashMap<i64, (FxHashSet<i64>, FxHashSet<i64>)>,
}
