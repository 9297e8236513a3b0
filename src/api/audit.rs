//! The audit log.

use actix_web::web::Query;
use actix_web::{HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::answer::{Call, json};
use super::page::next_after;
use super::problem::{Problems, Refused};
use crate::app::audit::{AuditFilter, AuditRow};
use crate::app::audit::{Verified, written};

/// Which records are wanted.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// Only records after this number; `next` of the page before.
    #[serde(default)]
    #[param(minimum = 0, example = 0)]
    pub after: i64,
    /// At most so many, 1 to 1000.
    #[serde(default = "hundred")]
    #[param(minimum = 1, maximum = 1000, example = 100)]
    pub limit: i64,
    /// Only those of a plan.
    pub plan: Option<i64>,
    /// Only those of a unit.
    pub unit: Option<String>,
    /// Only those of an actor.
    pub actor: Option<String>,
    /// Only those of an action.
    pub action: Option<String>,
}

const fn hundred() -> i64 {
    100
}

/// A record of the audit log.
#[derive(Serialize, ToSchema)]
pub struct AuditBody {
    /// Its number; 1 is the first, without gaps.
    pub seq: i64,
    /// When.
    #[schema(format = DateTime)]
    pub at: String,
    /// Who.
    pub actor: String,
    /// From which network address.
    pub address: Option<String>,
    /// What was done.
    pub action: String,
    /// The plan concerned.
    pub plan: Option<i64>,
    /// The unit concerned.
    pub unit: Option<String>,
    /// What was changed.
    pub object: String,
    /// As it was before, as JSON text.
    pub before: Option<String>,
    /// As it is after, as JSON text.
    pub after: Option<String>,
    /// The hash of the record before.
    pub previous_hash: String,
    /// The hash of this record.
    pub hash: String,
}

impl From<AuditRow> for AuditBody {
    fn from(row: AuditRow) -> Self {
        Self {
            seq: row.seq,
            at: written(row.at),
            actor: row.actor,
            address: row.address,
            action: row.action,
            plan: row.plan_id,
            unit: row.unit_code,
            object: row.object,
            before: row.before,
            after: row.after,
            previous_hash: row.previous_hash,
            hash: row.hash,
        }
    }
}

/// Records of the audit log, by number.
#[derive(Serialize, ToSchema)]
pub struct AuditList {
    /// The records of this page.
    pub items: Vec<AuditBody>,
    /// What `after` takes for the next page; null on the last.
    pub next: Option<i64>,
}

/// What verifying the chain found.
#[derive(Serialize, ToSchema)]
pub struct VerifiedBody {
    /// Whether every record fits.
    pub whole: bool,
    /// How many records there are; of a broken chain, how many fit.
    pub records: i64,
    /// The hash of the last record; of a broken chain null.
    pub head: Option<String>,
    /// The number of the first record that doesn't fit.
    pub broken_at: Option<i64>,
}

/// List audit records
///
/// By number, the oldest first: every change with before and after, log-ins, exports and refusals.
#[utoipa::path(tag = "audit", operation_id = "list_audit", params(AuditQuery),
    responses((status = 200, description = "A page of records", body = AuditList), Problems))]
#[get("/audit")]
pub async fn list_audit(call: Call, query: Query<AuditQuery>) -> Result<HttpResponse, Refused> {
    let query = query.into_inner();
    let limit = query.limit.clamp(1, 1000);
    let filter =
        AuditFilter { plan_id: query.plan, unit_code: query.unit, actor: query.actor, action: query.action };
    let rows =
        call.run(move |service, actor| service.audit_after(actor, query.after, limit, &filter)).await?;
    let next = next_after(&rows, limit, |row| row.seq);
    Ok(json(&AuditList { items: rows.into_iter().map(AuditBody::from).collect(), next }))
}

/// Verify the audit log
///
/// Goes through the whole chain of hashes.
#[utoipa::path(tag = "audit", operation_id = "verify_audit",
    responses((status = 200, description = "What was found", body = VerifiedBody), Problems))]
#[get("/audit/verification")]
pub async fn verify_audit(call: Call) -> Result<HttpResponse, Refused> {
    let found = call.run(crate::app::service::Service::verify_audit).await?;
    Ok(json(&match found {
        Verified::Whole { records, head } => {
            VerifiedBody { whole: true, records, head: Some(head), broken_at: None }
        }
        Verified::Broken { seq } => {
            VerifiedBody { whole: false, records: seq - 1, head: None, broken_at: Some(seq) }
        }
    }))
}
