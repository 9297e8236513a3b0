//! The audit log: records are added, never changed.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::engine::{Engine, on};
use super::schema::audit;

/// A record of a change, a log-in, an export or a refusal.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = audit)]
#[diesel(treat_none_as_default_value = false)]
pub struct AuditRow {
    /// Its number; 1 is the first, without gaps.
    pub seq: i64,
    /// When, by the server's clock.
    pub at: NaiveDateTime,
    /// Who: `user:LOGIN`, `token:ID`, `command` or `nobody`.
    pub actor: String,
    /// From which network address, when over the network.
    pub address: Option<String>,
    /// What was done, such as `report.accept`.
    pub action: String,
    /// The plan concerned.
    pub plan_id: Option<i64>,
    /// The unit concerned.
    pub unit_code: Option<String>,
    /// What was changed, such as `report_version:12`.
    pub object: String,
    /// As it was before, as JSON.
    pub before: Option<String>,
    /// As it is after, as JSON.
    pub after: Option<String>,
    /// The hash of the record before; of the first, 64 zeros.
    pub previous_hash: String,
    /// The hash of this record.
    pub hash: String,
}

/// The last record.
///
/// # Errors
/// Those of the database.
pub fn last_audit(connection: &mut Engine) -> QueryResult<Option<AuditRow>> {
    audit::table.order(audit::seq.desc()).first(connection).optional()
}

/// Adds records.
///
/// # Errors
/// Those of the database.
pub fn insert_audit(connection: &mut Engine, records: &[AuditRow]) -> QueryResult<()> {
    on!(connection, |inner| {
        // Both engines bound the values in one statement.
        for few in records.chunks(500) {
            diesel::insert_into(audit::table).values(few).execute(inner)?;
        }
    });
    Ok(())
}

/// Which records are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Only those of a plan.
    pub plan_id: Option<i64>,
    /// Only those of a unit.
    pub unit_code: Option<String>,
    /// Only those of an actor.
    pub actor: Option<String>,
    /// Only those of an action.
    pub action: Option<String>,
}

/// The records after a number, at most so many, in order.
///
/// # Errors
/// Those of the database.
pub fn audit_after(
    connection: &mut Engine,
    after: i64,
    limit: i64,
    filter: &AuditFilter,
) -> QueryResult<Vec<AuditRow>> {
    let mut query =
        audit::table.filter(audit::seq.gt(after)).order(audit::seq.asc()).limit(limit).into_boxed();
    if let Some(plan_id) = filter.plan_id {
        query = query.filter(audit::plan_id.eq(plan_id));
    }
    if let Some(unit_code) = &filter.unit_code {
        query = query.filter(audit::unit_code.eq(unit_code.clone()));
    }
    if let Some(actor) = &filter.actor {
        query = query.filter(audit::actor.eq(actor.clone()));
    }
    if let Some(action) = &filter.action {
        query = query.filter(audit::action.eq(action.clone()));
    }
    query.load(connection)
}

/// The number of the last record; 0 without any.
///
/// # Errors
/// Those of the database.
pub fn last_seq(connection: &mut Engine) -> QueryResult<i64> {
    let last: Option<i64> = audit::table.select(diesel::dsl::max(audit::seq)).first(connection)?;
    Ok(last.unwrap_or(0))
}
