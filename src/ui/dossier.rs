//! The dossier of a case or of a nomination: its parts, their files, what is lacking; files handed in and taken out.

use actix_multipart::Multipart;
use actix_web::web::{Path, Query};
use actix_web::{HttpRequest, HttpResponse, get, post};
use askama::Template;
use serde::Deserialize;

use super::fault::Fault;
use super::form::{Form, broken_off, file_field};
use super::head::Head;
use super::page::{Page, rendered};
use super::refusal::refusal;
use super::visit::Visit;
use crate::api::answer::blocking;
use crate::api::dossier_file::{given_out, read_on, receive_file, stated_size};
use crate::app::dossier::{Dossier, DossierFileRow, PartOfDossier, Whose};
use crate::app::dossier_file::{demand_stated_size, type_of};
use crate::app::nomination::shown_name;
use crate::app::problem::Problem;
use crate::app::service::Service;

/// How many bytes of a form may be its own and not its file's.
const OF_FORM: u64 = 4096;

#[derive(Template)]
#[template(path = "dossier.html")]
struct DossierPage<'a> {
    page: Page<'a>,
    head: Head,
    dossier: &'a Dossier,
    address: String,
    subject: String,
    award: String,
    needed: usize,
    there: usize,
    refused: Option<String>,
    typed: &'a Typed,
}

/// What was typed into the form that was refused.
#[derive(Debug, Clone, Default)]
struct Typed {
    file: i64,
    reason: String,
}

impl DossierPage<'_> {
    /// What the files of a part may be, as a sentence says it.
    fn types(&self, part: &PartOfDossier) -> String {
        part.part.types.iter().map(|kind| kind.code().to_uppercase()).collect::<Vec<_>>().join(", ")
    }

    /// The endings that a browser offers for a part.
    fn endings(&self, part: &PartOfDossier) -> String {
        let ending = |code: &str| if code == "jpeg" { ".jpg,.jpeg".to_owned() } else { format!(".{code}") };
        part.part.types.iter().map(|kind| ending(kind.code())).collect::<Vec<_>>().join(",")
    }

    /// The names of the required parts that are lacking.
    fn missing(&self) -> String {
        let missing = self.dossier.parts.iter().filter(|part| part.is_missing());
        missing.map(|part| self.page.words(&part.part.name)).collect::<Vec<_>>().join(", ")
    }

    fn kind(&self, file: &DossierFileRow) -> String {
        type_of(file).map_or_else(String::new, |kind| kind.code().to_uppercase())
    }

    /// How large a file is, in kilobytes.
    fn size(&self, file: &DossierFileRow) -> String {
        self.page.counted("dossier-kilobytes", (file.size + 999) / 1000)
    }

    /// How large a file of a part may be.
    fn largest(&self, part: &PartOfDossier) -> String {
        self.page.counted("dossier-largest", part.part.largest_mb)
    }

    fn reason(&self, file: &DossierFileRow) -> &str {
        if self.typed.file == file.id { &self.typed.reason } else { "" }
    }
}

/// The address of the page.
fn address_of(plan: i64, whose: Whose) -> String {
    match whose {
        Whose::Case(number) => format!("/plans/{plan}/cases/{number}/files"),
        Whose::Nomination(number) => format!("/plans/{plan}/nominations/{number}/files"),
    }
}

fn dossier_page(
    service: &Service,
    page: Page<'_>,
    (plan, whose): (i64, Whose),
    (refused, typed): (Option<&Problem>, &Typed),
) -> Result<String, Problem> {
    let dossier = service.dossier(&page.visitor.actor, plan, whose)?;
    let subject = match &dossier.owner.nomination {
        Some(nomination) => shown_name(nomination, page.visitor.language),
        None => dossier.frame.units.get(dossier.owner.unit).name().to_owned(),
    };
    let award = dossier.frame.plan.award_named(&dossier.owner.award);
    rendered(&DossierPage {
        page,
        head: Head::of(page, &dossier.plan, "way-cases"),
        address: address_of(plan, whose),
        subject,
        award: award.map_or(&*dossier.owner.award, |award| page.words(&award.name)).to_owned(),
        needed: dossier.parts.iter().filter(|part| part.part.required).count(),
        there: dossier.parts.iter().filter(|part| part.part.required && part.is_there()).count(),
        refused: refused.map(|problem| refusal(page, problem)),
        typed,
        dossier: &dossier,
    })
}

async fn shown(visit: &Visit, plan: i64, whose: Whose) -> Result<HttpResponse, Fault> {
    visit
        .page(move |service, page| dossier_page(service, page, (plan, whose), (None, &Typed::default())))
        .await
}

/// Goes on to the page with what was done, or shows it again with why not.
async fn told(
    visit: &Visit,
    (plan, whose): (i64, Whose),
    done: Result<DossierFileRow, Problem>,
    (typed, what): (Typed, &str),
) -> Result<HttpResponse, Fault> {
    let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
        dossier_page(service, page, (plan, whose), (Some(problem), &typed))
    };
    visit.told(done.map(|_| address_of(plan, whose)), what, again).await
}

/// Receives the file of a form. What isn't taken is read to its end all the same, so that the browser shows why.
async fn receive(
    visit: &Visit,
    (plan, whose): (i64, Whose),
    part: String,
    stated: Option<u64>,
    mut parts: Multipart,
) -> Result<DossierFileRow, Problem> {
    let (name, mut field) = file_field(&visit.secret, &mut parts).await?;
    let stated = stated.map(|stated| stated.saturating_sub(OF_FORM));
    let (service, actor) = (visit.service.clone(), visit.visitor.actor.clone());
    let begun = match demand_stated_size(stated) {
        Err(problem) => Err(problem),
        Ok(()) => {
            let begin = move || service.begin_dossier_file(&actor, (plan, whose), &part, &name, stated);
            blocking(begin).await
        }
    };
    match begun {
        Ok(receiving) => {
            let (service, actor) = (&visit.service, &visit.visitor.actor);
            receive_file(service, actor, &mut field, receiving, broken_off).await
        }
        Err(problem) => {
            read_on(&mut field).await;
            Err(problem)
        }
    }
}

/// Which part of the dossier a file is for.
#[derive(Deserialize)]
pub struct OfPart {
    #[serde(default)]
    part: String,
}

async fn handed_in(
    visit: &Visit,
    at: (i64, Whose),
    part: OfPart,
    (request, parts): (&HttpRequest, Multipart),
) -> Result<HttpResponse, Fault> {
    let done = receive(visit, at, part.part, stated_size(request), parts).await;
    told(visit, at, done, (Typed::default(), "file-added")).await
}

async fn taken_out(visit: &Visit, at: (i64, Whose), file: i64, form: &Form) -> Result<HttpResponse, Fault> {
    let typed = Typed { file, reason: form.field("reason").to_owned() };
    let reason = typed.reason.clone();
    let done = visit.run(move |service, actor| Ok(service.remove_dossier_file(actor, at, file, &reason)));
    told(visit, at, done.await?, (typed, "file-removed")).await
}

async fn given(visit: &Visit, at: (i64, Whose), file: i64) -> Result<HttpResponse, Fault> {
    let row = visit.run(move |service, actor| service.dossier_file(actor, at, file)).await?;
    Ok(given_out(visit.service.clone(), row))
}

/// The dossier of a case.
#[get("/plans/{plan}/cases/{case}/files")]
pub async fn show_case_dossier(visit: Visit, path: Path<(i64, i64)>) -> Result<HttpResponse, Fault> {
    let (plan, case) = path.into_inner();
    shown(&visit, plan, Whose::Case(case)).await
}

/// Takes a file for a part of a case's dossier.
#[post("/plans/{plan}/cases/{case}/files")]
pub async fn add_case_file(
    visit: Visit,
    request: HttpRequest,
    path: Path<(i64, i64)>,
    part: Query<OfPart>,
    parts: Multipart,
) -> Result<HttpResponse, Fault> {
    let (plan, case) = path.into_inner();
    handed_in(&visit, (plan, Whose::Case(case)), part.into_inner(), (&request, parts)).await
}

/// Gives out a file of a case's dossier.
#[get("/plans/{plan}/cases/{case}/files/{file}")]
pub async fn get_case_file(visit: Visit, path: Path<(i64, i64, i64)>) -> Result<HttpResponse, Fault> {
    let (plan, case, file) = path.into_inner();
    given(&visit, (plan, Whose::Case(case)), file).await
}

/// Takes a file out of a case's dossier.
#[post("/plans/{plan}/cases/{case}/files/{file}/remove")]
pub async fn remove_case_file(
    visit: Visit,
    path: Path<(i64, i64, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let (plan, case, file) = path.into_inner();
    taken_out(&visit, (plan, Whose::Case(case)), file, &form).await
}

/// The dossier of a nomination.
#[get("/plans/{plan}/nominations/{nomination}/files")]
pub async fn show_nomination_dossier(visit: Visit, path: Path<(i64, i64)>) -> Result<HttpResponse, Fault> {
    let (plan, nomination) = path.into_inner();
    shown(&visit, plan, Whose::Nomination(nomination)).await
}

/// Takes a file for a part of a nomination's dossier.
#[post("/plans/{plan}/nominations/{nomination}/files")]
pub async fn add_nomination_file(
    visit: Visit,
    request: HttpRequest,
    path: Path<(i64, i64)>,
    part: Query<OfPart>,
    parts: Multipart,
) -> Result<HttpResponse, Fault> {
    let (plan, nomination) = path.into_inner();
    handed_in(&visit, (plan, Whose::Nomination(nomination)), part.into_inner(), (&request, parts)).await
}

/// Gives out a file of a nomination's dossier.
#[get("/plans/{plan}/nominations/{nomination}/files/{file}")]
pub async fn get_nomination_file(visit: Visit, path: Path<(i64, i64, i64)>) -> Result<HttpResponse, Fault> {
    let (plan, nomination, file) = path.into_inner();
    given(&visit, (plan, Whose::Nomination(nomination)), file).await
}

/// Takes a file out of a nomination's dossier.
#[post("/plans/{plan}/nominations/{nomination}/files/{file}/remove")]
pub async fn remove_nomination_file(
    visit: Visit,
    path: Path<(i64, i64, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let (plan, nomination, file) = path.into_inner();
    taken_out(&visit, (plan, Whose::Nomination(nomination)), file, &form).await
}
