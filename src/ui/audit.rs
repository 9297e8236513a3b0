//! The audit log: filtered, page by page, and verified.

use actix_web::web::Query;
use actix_web::{HttpResponse, get};
use askama::Template;
use serde::Deserialize;

use super::fault::Fault;
use super::page::{Page, query_of, rendered};
use super::visit::Visit;
use crate::app::audit::{AuditFilter, AuditRow, Verified};

/// How many records a page shows.
const MOST: i64 = 100;

/// Which records are wanted.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    actor: String,
    action: String,
    unit: String,
    plan: String,
    after: String,
    verify: String,
}

impl Wanted {
    fn filter(&self) -> AuditFilter {
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        AuditFilter {
            plan_id: self.plan.trim().parse().ok(),
            unit_code: given(&self.unit),
            actor: given(&self.actor),
            action: given(&self.action),
        }
    }

    fn after(&self, seq: i64) -> String {
        query_of(&[
            ("actor", &self.actor),
            ("action", &self.action),
            ("unit", &self.unit),
            ("plan", &self.plan),
            ("after", &seq.to_string()),
        ])
    }
}

#[derive(Template)]
#[template(path = "audit.html")]
struct AuditPage<'a> {
    page: Page<'a>,
    wanted: &'a Wanted,
    records: Vec<AuditRow>,
    next: Option<i64>,
    verified: Option<Verified>,
}

/// The audit log.
#[get("/audit")]
pub async fn show_audit(visit: Visit, wanted: Query<Wanted>) -> Result<HttpResponse, Fault> {
    visit
        .page(move |service, page| {
            let actor = &page.visitor.actor;
            let filter = wanted.filter();
            let is_whole = filter == AuditFilter::default();
            // Unless told from where on, the whole log begins with its last records.
            let start = if is_whole { (service.last_event()? - MOST).max(0) } else { 0 };
            let after = wanted.after.parse().unwrap_or(start);
            let records = service.audit_after(actor, after, MOST, &filter)?;
            let is_full = i64::try_from(records.len()).is_ok_and(|count| count == MOST);
            let next = records.last().filter(|_| is_full).map(|last| last.seq);
            let verified = if wanted.verify.is_empty() { None } else { Some(service.verify_audit(actor)?) };
            rendered(&AuditPage { page, wanted: &wanted, records, next, verified })
        })
        .await
}
