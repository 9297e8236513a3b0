//! A nomination: what it says of the person, and all that can be done with it.

use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::web::Path;
use actix_web::{HttpResponse, get, post};
use askama::Template;

use super::fault::Fault;
use super::form::Form;
use super::head::Head;
use super::nomination_form::{AskedFigure, asked_figures, figures_of_form, refused};
use super::page::{Page, rendered};
use super::visit::Visit;
use crate::api::parameter::malformed;
use crate::app::actor::{Actor, Right};
use crate::app::nominate::{STATES, Verdict};
use crate::app::nomination::{
    Nomination, NominationRow, NominationState, code_of, figures_of, shown_name, state_of,
};
use crate::app::nomination_privacy::ErasureReason;
use crate::app::plan::state_of as plan_state;
use crate::app::problem::Problem;
use crate::app::service::Service;

/// What was typed into the forms of the page.
#[derive(Debug, Clone, Default)]
struct Typed {
    accept: String,
    back: String,
    apart: String,
    figures: Option<Vec<(String, String)>>,
}

#[derive(Template)]
#[template(path = "nomination.html")]
struct NominationPage<'a> {
    page: Page<'a>,
    head: Head,
    row: NominationRow,
    code: String,
    name: String,
    unit: String,
    nominator: String,
    kind: String,
    award: String,
    duplicates: Vec<i64>,
    figures: Vec<AskedFigure>,
    files: Vec<String>,
    explanation: Option<String>,
    refused: Option<String>,
    typed: Typed,
    can_change: bool,
    can_withdraw: bool,
    can_decide: bool,
    can_accept: bool,
    can_appraise: bool,
    can_manage: bool,
}

impl NominationPage<'_> {
    fn reasons(&self) -> Vec<&'static str> {
        ErasureReason::ALL.iter().map(|reason| reason.code()).collect()
    }
}

/// What an actor may do with a nomination as it stands.
struct May {
    change: bool,
    withdraw: bool,
    decide: bool,
    accept: bool,
    appraise: bool,
    manage: bool,
}

fn may(actor: &Actor, found: &Nomination) -> May {
    let (state, manage) = (state_of(&found.row), actor.can(Right::ManageCases));
    let is_open = STATES.contains(&plan_state(&found.plan)) && found.row.erased_at.is_none();
    let waits = matches!(state, NominationState::Submitted | NominationState::Returned);
    let stands = state != NominationState::Withdrawn;
    let decided_on = matches!(state, NominationState::Submitted | NominationState::Accepted);
    May {
        change: is_open && waits && actor.may(Right::Nominate),
        withdraw: is_open && actor.may(Right::Nominate) && (waits || (stands && manage)),
        decide: is_open && manage && decided_on,
        accept: state == NominationState::Submitted,
        appraise: is_open && manage && stands,
        manage,
    }
}

fn nomination_page(
    service: &Service,
    page: Page<'_>,
    (plan, number): (i64, i64),
    (refusal, typed): (Option<&Problem>, Typed),
) -> Result<String, Problem> {
    let actor = &page.visitor.actor;
    let found = service.nomination(actor, plan, number)?;
    let explanation = service.explain_person(actor, plan, number)?;
    let explanation = explanation.map(|told| page.either(&told.text_vi, &told.text_en).to_owned());
    let (part, may) = (found.individuals(), may(actor, &found));
    let unit = |position: i64| {
        let unit = u32::try_from(position).ok().map(|unit| found.frame.units.get(unit));
        unit.map_or_else(String::new, |unit| format!("{} ({})", unit.name(), unit.code()))
    };
    let row = found.row.clone();
    let known: Vec<(String, String)> =
        figures_of(&part.plan, &row).into_iter().map(|figure| (figure.code, figure.text)).collect();
    let kind = part.kind(&row.kind).map(|kind| page.words(&part.plan.subjects[kind].name));
    let award = part.award(&row.award).map(|award| page.words(&part.plan.awards[award].name));
    rendered(&NominationPage {
        page,
        head: Head::of(page, &found.plan, "way-cases"),
        code: code_of(number),
        name: shown_name(&row, page.visitor.language),
        unit: unit(row.unit),
        nominator: unit(row.nominator),
        kind: kind.unwrap_or(&row.kind).to_owned(),
        award: award.unwrap_or(&row.award).to_owned(),
        duplicates: found.duplicates.clone(),
        figures: asked_figures(page, part, true, typed.figures.as_ref().unwrap_or(&known)),
        files: found.files.iter().map(|file| file.file_name.clone()).collect(),
        explanation,
        refused: refusal.map(|problem| refused(page, part, problem)),
        typed,
        can_change: may.change,
        can_withdraw: may.withdraw,
        can_decide: may.decide,
        can_accept: may.accept,
        can_appraise: may.appraise,
        can_manage: may.manage,
        row,
    })
}

/// A nomination.
#[get("/plans/{plan}/nominations/{number}")]
pub async fn show_nomination(visit: Visit, path: Path<(i64, i64)>) -> Result<HttpResponse, Fault> {
    let at = path.into_inner();
    visit.page(move |service, page| nomination_page(service, page, at, (None, Typed::default()))).await
}

/// Does something with a nomination, and says so; or shows it again with why not and what was typed.
async fn done(
    visit: &Visit,
    at: (i64, i64),
    (what, typed): (&str, Typed),
    work: impl FnOnce(&Service, &Actor) -> Result<(), Problem> + Send + 'static,
) -> Result<HttpResponse, Fault> {
    let done = visit.run(move |service, actor| Ok(work(service, actor))).await?;
    let address = done.map(|()| format!("/plans/{}/nominations/{}", at.0, at.1));
    let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
        nomination_page(service, page, at, (Some(problem), typed))
    };
    visit.told(address, what, again).await
}

/// Accepts a nomination.
#[post("/plans/{plan}/nominations/{number}/accept")]
pub async fn accept(visit: Visit, path: Path<(i64, i64)>, form: Form) -> Result<HttpResponse, Fault> {
    let (plan, number) = path.into_inner();
    let note = form.field("note").to_owned();
    let typed = Typed { accept: note.clone(), ..Typed::default() };
    done(&visit, (plan, number), ("nomination_accepted", typed), move |service, actor| {
        service.decide_nominations(actor, plan, &[number], (Verdict::Accept, Some(&note))).map(drop)
    })
    .await
}

/// Returns a nomination with a reason.
#[post("/plans/{plan}/nominations/{number}/return")]
pub async fn give_back(visit: Visit, path: Path<(i64, i64)>, form: Form) -> Result<HttpResponse, Fault> {
    let (plan, number) = path.into_inner();
    let note = form.field("note").to_owned();
    let typed = Typed { back: note.clone(), ..Typed::default() };
    done(&visit, (plan, number), ("nomination_returned", typed), move |service, actor| {
        service.decide_nominations(actor, plan, &[number], (Verdict::Return, Some(&note))).map(drop)
    })
    .await
}

/// Declares that persons who look the same are different.
#[post("/plans/{plan}/nominations/{number}/apart")]
pub async fn tell_apart(visit: Visit, path: Path<(i64, i64)>, form: Form) -> Result<HttpResponse, Fault> {
    let (plan, number) = path.into_inner();
    let reason = form.field("reason").to_owned();
    let typed = Typed { apart: reason.clone(), ..Typed::default() };
    done(&visit, (plan, number), ("nomination_apart", typed), move |service, actor| {
        service.tell_apart(actor, plan, number, &reason).map(drop)
    })
    .await
}

/// Gives figures at appraisal.
#[post("/plans/{plan}/nominations/{number}/figures")]
pub async fn appraise(visit: Visit, path: Path<(i64, i64)>, form: Form) -> Result<HttpResponse, Fault> {
    let (plan, number) = path.into_inner();
    let (figures, change) = (figures_of_form(&form), form.number("change"));
    let typed = Typed { figures: Some(figures.clone()), ..Typed::default() };
    done(&visit, (plan, number), ("nomination_appraised", typed), move |service, actor| {
        service.appraise_nomination(actor, plan, number, (Some(change?), &figures)).map(drop)
    })
    .await
}

/// Withdraws a nomination.
#[post("/plans/{plan}/nominations/{number}/withdraw")]
pub async fn withdraw(visit: Visit, path: Path<(i64, i64)>, form: Form) -> Result<HttpResponse, Fault> {
    let (plan, number) = path.into_inner();
    let change = form.number("change");
    done(&visit, (plan, number), ("nomination_withdrawn", Typed::default()), move |service, actor| {
        service.withdraw_nomination(actor, plan, number, Some(change?)).map(drop)
    })
    .await
}

/// Erases what is written of a person.
#[post("/plans/{plan}/nominations/{number}/erase")]
pub async fn erase(visit: Visit, path: Path<(i64, i64)>, form: Form) -> Result<HttpResponse, Fault> {
    let (plan, number) = path.into_inner();
    let reason = ErasureReason::of_code(form.field("reason")).filter(|_| form.field("sure") == "1");
    done(&visit, (plan, number), ("nomination_erased", Typed::default()), move |service, actor| {
        let reason = reason.ok_or_else(|| malformed("reason", "request, order, mistake, retention"))?;
        service.erase_person(actor, plan, number, reason).map(drop)
    })
    .await
}

/// Everything that is kept about a person, as a file.
#[get("/plans/{plan}/nominations/{number}/export")]
pub async fn export(visit: Visit, path: Path<(i64, i64)>) -> Result<HttpResponse, Fault> {
    let (plan, number) = path.into_inner();
    let told = visit.run(move |service, actor| service.export_person(actor, plan, number)).await?;
    let name = format!("attachment; filename=\"{}.json\"", code_of(number));
    Ok(HttpResponse::Ok().insert_header((CONTENT_DISPOSITION, name)).json(told))
}
