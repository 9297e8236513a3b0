//! The audit log: filtered, page by page, and verified.

use actix_web::web::Query;
use actix_web::{HttpResponse, get};
use askama::Template;
use serde::Deserialize;

use super::fault::Fault;
use super::page::{Page, query_of, rendered};
use super::refusal::refusal;
use super::visit::Visit;
use crate::api::parameter::malformed;
use crate::app::actor::{Actor, Right};
use crate::app::audit::{AuditFilter, AuditRow, Verified};
use crate::app::problem::{PARAMETER_MALFORMED, Problem};
use crate::app::service::Service;

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
    /// What is filtered by.
    ///
    /// # Errors
    /// When the plan is no number: nothing is shown as if it weren't filtered.
    fn filter(&self) -> Result<AuditFilter, Problem> {
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        Ok(AuditFilter {
            plan_id: number("plan", &self.plan)?,
            unit_code: given(&self.unit),
            actor: given(&self.actor),
            action: given(&self.action),
        })
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

/// The number that a field carries, if anything was typed.
fn number(field: &str, typed: &str) -> Result<Option<i64>, Problem> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    typed.parse().map(Some).map_err(|_| malformed(field, "0, 1, 2 …"))
}

#[derive(Template)]
#[template(path = "audit.html")]
struct AuditPage<'a> {
    page: Page<'a>,
    wanted: &'a Wanted,
    found: Found,
    refused: Option<String>,
}

/// What is shown of the log.
#[derive(Default)]
struct Found {
    records: Vec<AuditRow>,
    next: Option<i64>,
    verified: Option<Verified>,
}

fn found(service: &Service, actor: &Actor, wanted: &Wanted) -> Result<Found, Problem> {
    let filter = wanted.filter()?;
    let is_whole = filter == AuditFilter::default();
    // Unless told from where on, the whole log begins with its last records.
    let start = if is_whole { (service.last_event()? - MOST).max(0) } else { 0 };
    let after = number("after", &wanted.after)?.unwrap_or(start);
    let records = service.audit_after(actor, after, MOST, &filter)?;
    let is_full = i64::try_from(records.len()).is_ok_and(|count| count == MOST);
    let next = records.last().filter(|_| is_full).map(|last| last.seq);
    let verified = if wanted.verify.is_empty() { None } else { Some(service.verify_audit(actor)?) };
    Ok(Found { records, next, verified })
}

/// The audit log.
#[get("/audit")]
pub async fn show_audit(visit: Visit, wanted: Query<Wanted>) -> Result<HttpResponse, Fault> {
    let wanted = wanted.into_inner();
    let asked = wanted.clone();
    let looked = visit.run(move |service, actor| match found(service, actor, &asked) {
        // What was typed wrong is told beside the field; whoever may not look sees nothing of the page.
        Err(problem) if problem.code == &PARAMETER_MALFORMED => {
            service.demand(actor, Right::ViewAudit)?;
            Ok(Err(problem))
        }
        other => other.map(Ok),
    });
    match looked.await? {
        Ok(found) => {
            let shown = move |_: &Service, page: Page<'_>| {
                rendered(&AuditPage { page, wanted: &wanted, found, refused: None })
            };
            visit.page(shown).await
        }
        Err(problem) => {
            let again = move |_: &Service, page: Page<'_>, problem: &Problem| {
                let refused = Some(refusal(page, problem));
                rendered(&AuditPage { page, wanted: &wanted, found: Found::default(), refused })
            };
            visit.again(problem, again).await
        }
    }
}
