//! Nominating many persons with a file: looked at first, then taken in whole. The file isn't kept, so it is chosen again.

use actix_multipart::Multipart;
use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::web::Path;
use actix_web::{HttpResponse, get, post};
use askama::Template;

use super::fault::Fault;
use super::form::Form;
use super::head::Head;
use super::nomination_form::refused;
use super::page::{Page, rendered};
use super::visit::{Visit, see_done};
use crate::api::export::Form as FileForm;
use crate::api::nomination::told;
use crate::api::plan::LARGEST_UNITS;
use crate::api::problem::with_texts;
use crate::app::actor::Right;
use crate::app::nomination::{individuals, slots};
use crate::app::nomination_file::NominationFile;
use crate::app::problem::Problem;
use crate::app::service::Service;
use crate::contest::finding::Findings;
use crate::documents::nomination_list::nomination_list;
use crate::intake::nominations::Said;
use crate::intake::source_file::SourceFile;

/// How many findings a page shows; all are counted.
const MOST: usize = 200;

/// What a file came to.
#[derive(Debug, Clone, Default)]
struct Looked {
    name: String,
    persons: usize,
    errors: u64,
    findings: Vec<String>,
    total: u64,
}

/// What the page shows besides its form.
#[derive(Default)]
struct Shown<'a> {
    nominator: Option<String>,
    is_sure: bool,
    looked: Option<(Looked, Findings)>,
    refused: Option<&'a Problem>,
}

#[derive(Template)]
#[template(path = "nomination_file.html")]
struct FilePage<'a> {
    page: Page<'a>,
    head: Head,
    nominator: String,
    is_sure: bool,
    columns: Vec<(String, String)>,
    looked: Option<Looked>,
    refused: Option<String>,
}

fn file_page(service: &Service, page: Page<'_>, plan: i64, shown: Shown<'_>) -> Result<String, Problem> {
    let actor = &page.visitor.actor;
    service.demand(actor, Right::Nominate)?;
    let (row, frame) = (service.plan(actor, plan)?, service.frame(actor, plan)?);
    let part = individuals(&frame.plan)?;
    let said =
        Said::ALL.into_iter().map(|said| (said.code().to_owned(), page.words(&said.name()).to_owned()));
    let figures = slots(&part.plan, false).into_iter();
    let figures =
        figures.map(|slot| (part.plan.slot_code(slot), page.words(&part.plan.slot_name(slot)).to_owned()));
    let looked = shown.looked.map(|(looked, findings)| {
        let told = findings.in_order().into_iter().take(MOST).map(|finding| page.finding(finding));
        Looked { findings: told.collect(), total: findings.total(), ..looked }
    });
    rendered(&FilePage {
        page,
        head: Head::of(page, &row, "way-cases"),
        nominator: shown.nominator.or_else(|| actor.reach.clone()).unwrap_or_default(),
        is_sure: shown.is_sure,
        columns: said.chain(figures).collect(),
        looked,
        refused: shown.refused.map(|problem| refused(page, part, problem)),
    })
}

/// The page to choose a file.
#[get("/plans/{plan}/nominations/file")]
pub async fn show_file(visit: Visit, plan: Path<i64>) -> Result<HttpResponse, Fault> {
    visit.page(move |service, page| file_page(service, page, *plan, Shown::default())).await
}

/// Tells what is in a file, or takes it in.
#[post("/plans/{plan}/nominations/file")]
pub async fn take_file(visit: Visit, plan: Path<i64>, mut parts: Multipart) -> Result<HttpResponse, Fault> {
    visit.run(|service, actor| service.demand(actor, Right::Nominate)).await?;
    let read = Form::with_file(&visit.secret, &mut parts, LARGEST_UNITS).await;
    let (form, file) = read.map_err(|problem| visit.fault(problem))?;
    let (plan, nominator) = (*plan, form.field("nominator").to_owned());
    let dry_run = form.field("do") != "take";
    let asked = nominator.clone();
    let done = match file {
        Err(problem) => Err(problem),
        Ok(file) => {
            let taken = visit.run(move |service, actor| {
                let mut findings = Findings::default();
                let source = SourceFile::new(&file.name, &file.bytes);
                let given = NominationFile { file: source, nominator: Some(&asked), dry_run };
                let done = service.nominate_many(actor, plan, given, &mut findings);
                Ok(told(done, findings).map(|(taken, findings)| (file.name, taken, findings)))
            });
            taken.await?
        }
    };
    let (name, taken, findings) = match done {
        Ok(done) => done,
        Err(problem) => {
            let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
                let shown = Shown {
                    nominator: Some(nominator),
                    is_sure: !dry_run,
                    refused: Some(problem),
                    ..Shown::default()
                };
                file_page(service, page, plan, shown)
            };
            return visit.again(problem, again).await;
        }
    };
    if !dry_run && taken.is_some() {
        return Ok(see_done(&format!("/plans/{plan}/nominations"), "nominations_taken"));
    }
    let persons = taken.map_or(0, |taken| taken.persons);
    let looked = Looked { name, persons, errors: findings.errors, ..Looked::default() };
    let is_sure = dry_run && looked.errors == 0 && looked.persons > 0;
    visit
        .page(move |service, page| {
            let looked = Some((looked, findings));
            file_page(
                service,
                page,
                plan,
                Shown { nominator: Some(nominator), is_sure, looked, refused: None },
            )
        })
        .await
}

/// The empty table that a file is made from.
#[get("/plans/{plan}/nominations/template")]
pub async fn get_template(visit: Visit, plan: Path<i64>) -> Result<HttpResponse, Fault> {
    let bytes = visit.run(move |service, actor| service.nomination_template(actor, *plan)).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"nominations.csv\""))
        .body(bytes))
}

/// The list of nominations as a spreadsheet, in words.
#[get("/plans/{plan}/nominations/list")]
pub async fn get_list(visit: Visit, plan: Path<i64>) -> Result<HttpResponse, Fault> {
    let language = visit.visitor.language;
    let bytes = visit
        .run(move |service, actor| {
            let found = service.nominations(actor, *plan)?;
            let list = with_texts(language, |texts| nomination_list(texts, found.listed(language)));
            service.note_export(actor, *plan, "nominations")?;
            FileForm::Xlsx.list(list, |_| false, service.threads())
        })
        .await?;
    Ok(FileForm::Xlsx.answer("nominations", bytes))
}
