//! Writing a plan: its file with every mistake told beside it, checked while it is typed, and its list of units.

use actix_multipart::Multipart;
use actix_web::http::StatusCode;
use actix_web::web::Path;
use actix_web::{HttpResponse, get, post};
use askama::Template;

use super::fault::Fault;
use super::form::{Form, SentFile};
use super::head::Head;
use super::page::{Page, html, rendered, status_of};
use super::refusal::refusal;
use super::visit::{Visit, see_done};
use crate::api::plan::LARGEST_UNITS;
use crate::api::problem::with_texts;
use crate::app::actor::Right;
use crate::app::plan::{PlanFile, PlanRow, PlanState, state_of};
use crate::app::problem::Problem;
use crate::app::service::Service;
use crate::contest::finding::Findings;
use crate::documents::plan_text::{Section, plan_sections};
use crate::intake::plan_file::{Mistake, read_plan};
use crate::intake::source_file::SourceFile;

/// How many findings in a list of units are shown; all are counted.
const MOST: usize = 200;

/// The name of a file that was typed.
const TYPED: &str = "plan.toml";

/// A mistake in a plan file.
struct Wrong {
    line: usize,
    column: usize,
    text_of_line: String,
    message: String,
    expected: String,
    suggestion: Option<String>,
    key: Option<String>,
}

fn wrongs(page: Page<'_>, mistakes: &[Mistake]) -> Vec<Wrong> {
    let each = mistakes.iter().map(|mistake| Wrong {
        line: mistake.line,
        column: mistake.column,
        text_of_line: mistake.text_of_line.clone(),
        message: page.words(&mistake.message).to_owned(),
        expected: page.words(&mistake.expected).to_owned(),
        suggestion: mistake.suggestion.clone(),
        key: mistake.key.clone(),
    });
    each.collect()
}

#[derive(Template)]
#[template(path = "mistakes.html")]
struct Mistakes<'a> {
    page: Page<'a>,
    wrongs: Vec<Wrong>,
    is_checked: bool,
}

#[derive(Template)]
#[template(path = "new_plan.html")]
struct NewPlanPage<'a> {
    page: Page<'a>,
    source: &'a str,
    refused: Option<String>,
    mistakes: String,
}

#[derive(Template)]
#[template(path = "plan_file.html")]
struct PlanFilePage<'a> {
    page: Page<'a>,
    head: Head,
    plan: PlanRow,
    source: &'a str,
    is_draft: bool,
    units: usize,
    refused: Option<String>,
    mistakes: String,
    found: Vec<(String, &'static str)>,
    found_in_all: u64,
    words: Vec<Section>,
}

fn mistakes_part(page: Page<'_>, mistakes: &[Mistake], is_checked: bool) -> Result<String, Problem> {
    rendered(&Mistakes { page, wrongs: wrongs(page, mistakes), is_checked })
}

fn new_plan_page(page: Page<'_>, source: &str, problem: Option<&Problem>) -> Result<String, Problem> {
    let mistakes = problem.map_or(&[][..], |problem| problem.mistakes.as_slice());
    rendered(&NewPlanPage {
        page,
        source,
        refused: problem.map(|problem| refusal(page, problem)),
        mistakes: mistakes_part(page, mistakes, false)?,
    })
}

/// The page to write a new plan.
#[get("/plans/new")]
pub async fn show_new_plan(visit: Visit) -> Result<HttpResponse, Fault> {
    visit
        .page(|service, page| {
            service.demand(&page.visitor.actor, Right::ManagePlans)?;
            new_plan_page(page, "", None)
        })
        .await
}

/// Keeps a new plan as a draft.
#[post("/plans/new")]
pub async fn add_plan(visit: Visit, form: Form) -> Result<HttpResponse, Fault> {
    let source = form.text("source").to_owned();
    let text = source.clone();
    let made = visit
        .run(move |service, actor| Ok(service.add_plan(actor, PlanFile { name: TYPED, text: &text })))
        .await?;
    match made {
        Ok(row) => Ok(see_done(&format!("/plans/{}/file", row.id), "saved")),
        Err(problem) => {
            visit.again(problem, move |_, page, problem| new_plan_page(page, &source, Some(problem))).await
        }
    }
}

/// The mistakes of a plan file as it stands while it is typed; nothing is kept.
#[post("/plans/check")]
pub async fn check_plan(visit: Visit, form: Form) -> Result<HttpResponse, Fault> {
    let language = visit.visitor.language;
    let visitor = visit.visitor.clone();
    let source = form.text("source").to_owned();
    let part = visit
        .run(move |service, actor| {
            service.demand(actor, Right::ManagePlans)?;
            let mistakes = read_plan(TYPED, &source).err().unwrap_or_default();
            with_texts(language, |texts| mistakes_part(Page { texts, visitor: &visitor }, &mistakes, true))
        })
        .await?;
    Ok(html(StatusCode::OK, language, part))
}

/// What was refused of a plan's file or of its list of units.
#[derive(Default)]
struct Refused {
    problem: Option<Problem>,
    source: Option<String>,
    findings: Findings,
}

fn plan_file_page(
    service: &Service,
    page: Page<'_>,
    plan: i64,
    refused: &Refused,
) -> Result<String, Problem> {
    let actor = &page.visitor.actor;
    let row = service.plan(actor, plan)?;
    let frame = service.frame(actor, plan)?;
    let mistakes = refused.problem.as_ref().map_or(&[][..], |problem| problem.mistakes.as_slice());
    let found = refused.findings.in_order().into_iter().take(MOST);
    rendered(&PlanFilePage {
        page,
        head: Head::of(page, &row, "way-file"),
        is_draft: state_of(&row) == PlanState::Draft && page.may("manage_plans"),
        source: refused.source.as_deref().unwrap_or(&row.source),
        units: frame.units.participants().count(),
        refused: refused.problem.as_ref().map(|problem| refusal(page, problem)),
        mistakes: mistakes_part(page, mistakes, false)?,
        found: found.map(|finding| (page.finding(finding), finding.code)).collect(),
        found_in_all: refused.findings.total(),
        words: plan_sections(page.texts, &frame.plan),
        plan: row.clone(),
    })
}

/// A plan's file.
#[get("/plans/{plan}/file")]
pub async fn show_plan_file(visit: Visit, plan: Path<i64>) -> Result<HttpResponse, Fault> {
    visit.page(move |service, page| plan_file_page(service, page, *plan, &Refused::default())).await
}

/// Shows a plan's file again with why something was refused.
async fn refused_page(visit: &Visit, plan: i64, refused: Refused) -> Result<HttpResponse, Fault> {
    let status = refused.problem.as_ref().map_or(StatusCode::UNPROCESSABLE_ENTITY, status_of);
    visit.page_with(status, move |service, page| plan_file_page(service, page, plan, &refused)).await
}

/// Replaces the file of a draft.
#[post("/plans/{plan}/file")]
pub async fn replace_plan(visit: Visit, plan: Path<i64>, form: Form) -> Result<HttpResponse, Fault> {
    let (plan, source) = (*plan, form.text("source").to_owned());
    let seen = Some(form.number("change").map_err(|problem| visit.fault(problem))?);
    let text = source.clone();
    let done = visit
        .run(move |service, actor| {
            Ok(service.replace_plan(actor, plan, seen, PlanFile { name: TYPED, text: &text }))
        })
        .await?;
    match done {
        Ok(_) => Ok(see_done(&format!("/plans/{plan}/file"), "saved")),
        Err(problem) => {
            let refused =
                Refused { problem: Some(problem), source: Some(source), findings: Findings::default() };
            refused_page(&visit, plan, refused).await
        }
    }
}

/// Replaces the units of a draft.
#[post("/plans/{plan}/units")]
pub async fn replace_units(
    visit: Visit,
    plan: Path<i64>,
    mut parts: Multipart,
) -> Result<HttpResponse, Fault> {
    let plan = *plan;
    let file = match SentFile::read(&visit.secret, &mut parts, LARGEST_UNITS).await {
        Ok(file) => file,
        Err(problem) => {
            return refused_page(&visit, plan, Refused { problem: Some(problem), ..Refused::default() })
                .await;
        }
    };
    let (done, findings) = visit
        .run(move |service, actor| {
            let mut findings = Findings::default();
            let source = SourceFile::new(&file.name, &file.bytes);
            let done = service.replace_units(actor, plan, None, source, &mut findings);
            Ok((done, findings))
        })
        .await?;
    match done {
        Ok(_) if findings.total() == 0 => Ok(see_done(&format!("/plans/{plan}/file"), "saved")),
        Ok(_) => refused_page(&visit, plan, Refused { findings, ..Refused::default() }).await,
        Err(problem) => {
            let refused = Refused { problem: Some(problem), source: None, findings };
            refused_page(&visit, plan, refused).await
        }
    }
}
