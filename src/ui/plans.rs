//! The plans that there are.

use actix_web::{HttpResponse, get};
use askama::Template;

use super::fault::Fault;
use super::page::{Page, rendered};
use super::visit::Visit;
use crate::app::plan::PlanRow;

/// How many plans a page shows.
const MOST: i64 = 200;

#[derive(Template)]
#[template(path = "plans.html")]
struct PlansPage<'a> {
    page: Page<'a>,
    plans: Vec<PlanRow>,
    total: i64,
}

/// The list of plans.
#[get("/plans")]
pub async fn show_plans(visit: Visit) -> Result<HttpResponse, Fault> {
    visit
        .page(|service, page| {
            let (plans, total) = service.plans_after(&page.visitor.actor, 0, MOST)?;
            rendered(&PlansPage { page, plans, total })
        })
        .await
}
