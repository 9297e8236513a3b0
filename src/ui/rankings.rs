//! Stored rankings: every one of a plan with what became of it; and the form that stages a re-score.

use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, get, post};
use askama::Template;
use serde::Deserialize;

use super::fault::Fault;
use super::form::Form;
use super::head::Head;
use super::page::{Page, query_of, rendered};
use super::refusal::refusal;
use super::span::{Span, page_number};
use super::typed_moment::{moment_text, typed_moment};
use super::visit::Visit;
use crate::app::plan::{PlanState, state_of};
use crate::app::problem::Problem;
use crate::app::service::Service;
use crate::app::snapshot::SnapshotRow;

/// How many stored rankings a page shows.
const LINES: usize = 50;

/// What was typed into the form of a re-score.
#[derive(Debug, Clone, Default)]
struct Typed {
    reason: String,
    as_of: Option<String>,
}

#[derive(Template)]
#[template(path = "rankings.html")]
struct RankingsPage<'a> {
    page: Page<'a>,
    head: Head,
    rows: Vec<SnapshotRow>,
    span: Span,
    staged: Option<i64>,
    can_stage: bool,
    is_ranked: bool,
    refused: Option<String>,
    typed: &'a Typed,
    as_of: String,
}

impl RankingsPage<'_> {
    fn on_page(&self, page: usize) -> String {
        query_of(&[("page", &page.to_string())])
    }
}

/// Which page is wanted.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    page: String,
}

fn rankings_page(
    service: &Service,
    page: Page<'_>,
    (plan, wanted): (i64, &Wanted),
    (refused, typed): (Option<&Problem>, &Typed),
) -> Result<String, Problem> {
    let actor = &page.visitor.actor;
    let row = service.plan(actor, plan)?;
    let (mut rows, _) = service.snapshots_after(actor, plan, 0, i64::MAX)?;
    // The last stands first.
    rows.reverse();
    let in_state = |state: &str| rows.iter().find(|row| row.state == state);
    let staged = in_state("staged").map(|row| row.number);
    let current_as_of = in_state("current").and_then(|row| row.as_of);
    let is_ranked = in_state("current").is_some();
    let span = Span::of(rows.len(), page_number(&wanted.page), LINES);
    let state = state_of(&row);
    let takes = matches!(state, PlanState::Collecting | PlanState::Closed | PlanState::Ranked);
    rendered(&RankingsPage {
        page,
        head: Head::of(page, &row, "way-ranking"),
        rows: span.cut(rows.into_iter()).collect(),
        span,
        staged,
        can_stage: page.may("decide_ranking") && takes && is_ranked && staged.is_none(),
        is_ranked,
        refused: refused.map(|problem| refusal(page, problem)),
        as_of: typed.as_of.clone().unwrap_or_else(|| current_as_of.map_or_else(String::new, moment_text)),
        typed,
    })
}

/// The stored rankings of a plan.
#[get("/plans/{plan}/rankings")]
pub async fn show_rankings(
    visit: Visit,
    plan: Path<i64>,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Fault> {
    visit
        .page(move |service, page| rankings_page(service, page, (*plan, &wanted), (None, &Typed::default())))
        .await
}

/// Stages a re-score, and shows how it differs.
#[post("/plans/{plan}/rankings")]
pub async fn stage(visit: Visit, plan: Path<i64>, form: Form) -> Result<HttpResponse, Fault> {
    let plan = *plan;
    let typed =
        Typed { reason: form.field("reason").to_owned(), as_of: Some(form.field("as_of").to_owned()) };
    let asked = typed.clone();
    let done = visit
        .run(move |service, actor| {
            let as_of = typed_moment("as_of", asked.as_of.as_deref().unwrap_or(""));
            Ok(as_of.and_then(|as_of| service.stage_rescore(actor, plan, as_of, &asked.reason)))
        })
        .await?;
    let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
        rankings_page(service, page, (plan, &Wanted::default()), (Some(problem), &typed))
    };
    let address = done.map(|staged| format!("/plans/{plan}/rankings/{}", staged.row.number));
    visit.told(address, "staged", again).await
}
