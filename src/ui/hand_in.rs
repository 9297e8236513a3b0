//! Handing in a file: chosen, understood and previewed, confirmed, with a receipt.

use actix_multipart::Multipart;
use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse, get, post};
use askama::Template;

use super::fault::Fault;
use super::form::{Form, broken_off, file_field};
use super::head::Head;
use super::matching::{HowToRead, LayoutChoices, Refused, ShownMatching, layout_choices, shown};
use super::page::{Page, rendered};
use super::refusal::refusal;
use super::visit::{Visit, see};
use crate::api::answer::blocking;
use crate::api::upload::receive as receive_upload;
use crate::app::actor::Actor;
use crate::app::commit::Commit;
use crate::app::plan::PlanRow;
use crate::app::preview::Preview;
use crate::app::problem::Problem;
use crate::app::service::Service;
use crate::app::stored_figure::written;
use crate::app::upload::UploadRow;
use crate::contest::finding::Severity;
use crate::documents::understood::understood_text;
use crate::intake::reports::ReadOptions;
use crate::intake::template::template;
use crate::text::finding::{place, sentence, severity};

/// How many findings, changes and effects a page shows; all are counted.
const MOST: usize = 200;

#[derive(Template)]
#[template(path = "hand_in.html")]
struct HandInPage<'a> {
    page: Page<'a>,
    head: Head,
    plan: PlanRow,
    refused: Option<String>,
}

/// A figure that would change.
struct Changed {
    unit: String,
    figure: String,
    before: String,
    after: String,
}

/// What was found in a file.
struct Found {
    code: &'static str,
    severity: String,
    is_error: bool,
    place: String,
    read: String,
    text: String,
}

#[derive(Template)]
#[template(path = "preview.html")]
struct PreviewPage<'a> {
    page: Page<'a>,
    head: Head,
    preview: &'a Preview,
    how: &'a HowToRead,
    layout: LayoutChoices,
    unmatched: usize,
    matching: Option<ShownMatching>,
    understood: Option<String>,
    found: Vec<Found>,
    found_in_all: u64,
    changed: Vec<Changed>,
    changed_in_all: u64,
    effects: Vec<String>,
    effects_in_all: usize,
    refused: Option<String>,
    reason: &'a str,
}

#[derive(Template)]
#[template(path = "receipt.html")]
struct ReceiptPage<'a> {
    page: Page<'a>,
    head: Head,
    upload: UploadRow,
}

fn hand_in_page(
    service: &Service,
    page: Page<'_>,
    plan: i64,
    refused: Option<&Problem>,
) -> Result<String, Problem> {
    let row = service.plan(&page.visitor.actor, plan)?;
    rendered(&HandInPage {
        page,
        head: Head::of(page, &row, "way-hand-in"),
        plan: row,
        refused: refused.map(|problem| refusal(page, problem)),
    })
}

/// The page to choose a file.
#[get("/plans/{plan}/hand-in")]
pub async fn show_hand_in(visit: Visit, plan: Path<i64>) -> Result<HttpResponse, Fault> {
    visit.page(move |service, page| hand_in_page(service, page, *plan, None)).await
}

/// The empty form of a plan, as CSV that spreadsheets open right: a row for every unit within reach.
#[get("/plans/{plan}/template")]
pub async fn get_template(visit: Visit, plan: Path<i64>) -> Result<HttpResponse, Fault> {
    let bytes = visit
        .run(move |service, actor| {
            let frame = service.frame(actor, *plan)?;
            Ok(template(&frame.plan, &frame.units, |unit| frame.is_within(unit, actor.reach.as_deref())))
        })
        .await?;
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"mau-bao-cao.csv\""))
        .body(bytes))
}

/// Receives a file; its number.
async fn receive(visit: &Visit, plan: i64, mut parts: Multipart) -> Result<i64, Problem> {
    let (name, mut field) = file_field(&visit.secret, &mut parts).await?;
    let (service, actor) = (visit.service.clone(), visit.visitor.actor.clone());
    let receiving = blocking(move || service.begin_upload(&actor, plan, &name)).await?;
    let (service, actor) = (&visit.service, &visit.visitor.actor);
    Ok(receive_upload(service, actor, &mut field, receiving, broken_off).await?.id)
}

/// Receives a file, and goes on to its preview.
#[post("/plans/{plan}/hand-in")]
pub async fn hand_in(visit: Visit, plan: Path<i64>, parts: Multipart) -> Result<HttpResponse, Fault> {
    let plan = *plan;
    match receive(&visit, plan, parts).await {
        Ok(upload) => Ok(see(&format!("/plans/{plan}/hand-in/{upload}"))),
        Err(problem) => {
            let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
                hand_in_page(service, page, plan, Some(problem))
            };
            visit.again(problem, again).await
        }
    }
}

fn changes(preview: &Preview) -> Vec<Changed> {
    let each = preview.units.iter().flat_map(|unit| unit.cells.iter().map(move |cell| (unit.unit, cell)));
    let told = |value| written(value, &preview.texts);
    each.take(MOST)
        .map(|(unit, cell)| Changed {
            unit: preview.frame.units.get(unit).name().to_owned(),
            figure: preview.frame.plan.slot_name(cell.slot).vi,
            before: cell.before.map_or_else(|| "–".to_owned(), told),
            after: told(cell.figure.value),
        })
        .collect()
}

fn effects(page: Page<'_>, preview: &Preview) -> Vec<String> {
    let told = |effect| preview.told(page.texts, effect, |total| page.decimal(total));
    preview.effects.iter().take(MOST).map(told).collect()
}

fn preview_page(
    service: &Service,
    page: Page<'_>,
    (plan, upload): (i64, i64),
    how: &HowToRead,
    (refused, reason): (Option<&Problem>, &str),
) -> Result<String, Problem> {
    let actor = &page.visitor.actor;
    let row = service.plan(actor, plan)?;
    let known = service.upload(actor, plan, upload)?;
    let head = Head::of(page, &row, "way-hand-in");
    if known.state == "committed" && refused.is_none() {
        return rendered(&ReceiptPage { page, head, upload: known });
    }
    let how = &HowToRead { refused: refused.map_or(Refused::Nothing, Refused::by), ..how.clone() };
    let preview = service.preview(actor, plan, upload, &how.options()?)?;
    let found = preview.findings.in_order().into_iter().take(MOST).map(|finding| Found {
        code: finding.code,
        severity: severity(page.texts, finding.severity),
        is_error: finding.severity == Severity::Error,
        place: place(page.texts, &finding.spot),
        read: finding.read.clone(),
        text: sentence(page.texts, finding),
    });
    let matching = shown(page, &preview, how);
    rendered(&PreviewPage {
        page,
        head,
        how,
        unmatched: matching.as_ref().map_or(0, |matching| matching.unmatched),
        matching,
        layout: layout_choices(page, &preview, how),
        understood: preview.understood.as_ref().map(|it| understood_text(page.texts, it)),
        found: found.collect(),
        found_in_all: preview.findings.total(),
        changed: changes(&preview),
        changed_in_all: preview.created + preview.changed,
        effects: effects(page, &preview),
        effects_in_all: preview.effects.len(),
        refused: refused.map(|problem| refusal(page, problem)),
        reason,
        preview: &preview,
    })
}

/// What a file would change; or the receipt of one that was committed.
#[get("/plans/{plan}/hand-in/{upload}")]
pub async fn show_preview(
    visit: Visit,
    request: HttpRequest,
    path: Path<(i64, i64)>,
) -> Result<HttpResponse, Fault> {
    let at = path.into_inner();
    let how = HowToRead::of_query(request.query_string()).map_err(|problem| visit.fault(problem))?;
    let asked = how.clone();
    let made = move |service: &Service, page: Page<'_>| preview_page(service, page, at, &asked, (None, ""));
    match visit.try_page(StatusCode::OK, made).await? {
        Err(problem) if Refused::by(&problem) != Refused::Nothing => {
            let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
                preview_page(service, page, at, &how, (Some(problem), ""))
            };
            visit.again(problem, again).await
        }
        made => made.map_err(|problem| visit.fault(problem)),
    }
}

/// Commits a file; when something moved since the preview, it is shown anew, with what was typed kept.
#[post("/plans/{plan}/hand-in/{upload}")]
pub async fn commit_upload(visit: Visit, path: Path<(i64, i64)>, form: Form) -> Result<HttpResponse, Fault> {
    let at = path.into_inner();
    let reason = form.field("reason").to_owned();
    let how = HowToRead::of_fields(form.fields()).map_err(|problem| visit.fault(problem))?;
    let commit = Commit {
        digest: form.field("digest").to_owned(),
        options: ReadOptions::default(),
        leave_out_rejected: !form.field("leave_out_rejected").is_empty(),
        reason: Some(reason.clone()).filter(|reason| !reason.is_empty()),
        paper: None,
    };
    let said = how.options();
    let committed = move |service: &Service, actor: &Actor| {
        service.commit(actor, at.0, at.1, &Commit { options: said?, ..commit })
    };
    let done = visit.run(move |service, actor| Ok(committed(service, actor))).await?;
    let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
        preview_page(service, page, at, &how, (Some(problem), &reason))
    };
    visit.told(done.map(|_| format!("/plans/{}/hand-in/{}", at.0, at.1)), "committed", again).await
}

/// The rows of a file that can't be taken, with the reason of each, to be corrected and handed in again.
#[get("/plans/{plan}/hand-in/{upload}/rejected")]
pub async fn get_rejected(
    visit: Visit,
    request: HttpRequest,
    path: Path<(i64, i64)>,
) -> Result<HttpResponse, Fault> {
    let (plan, upload) = path.into_inner();
    let how = HowToRead::of_query(request.query_string()).map_err(|problem| visit.fault(problem))?;
    let language = super::visit::language_for(&request);
    let bytes = visit
        .run(move |service, actor| service.rejected_rows(actor, plan, upload, &how.options()?, language))
        .await?;
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"dong-loi.csv\""))
        .body(bytes))
}
