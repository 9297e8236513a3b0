//! A list made public: its cases, objections entered and settled, its last day put off, its end recorded.

use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, get, post};
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use super::fault::Fault;
use super::form::Form;
use super::head::Head;
use super::page::{Page, rendered};
use super::publicities::award_name;
use super::refusal::refusal;
use super::typed_day::typed_day;
use super::visit::Visit;
use crate::api::export::Form as FileForm;
use crate::api::publicity::list_file;
use crate::app::actor::{Actor, Right};
use crate::app::case::CaseRow;
use crate::app::objection::{NewObjection, Settlement};
use crate::app::problem::Problem;
use crate::app::publicity::{ObjectionRow, Publicity, PublicityState};
use crate::app::service::Service;
use crate::app::subject::Subject;
use crate::contest::case::CaseAction;
use crate::text::format;

/// A case on the list.
struct Line {
    case: CaseRow,
    subject: Subject,
    award: String,
}

#[derive(Template)]
#[template(path = "publicity.html")]
struct PublicityPage<'a> {
    page: Page<'a>,
    head: Head,
    list: &'a Publicity,
    lines: Vec<Line>,
    state: PublicityState,
    today: NaiveDate,
    refused: Option<String>,
    typed: &'a Typed,
}

/// What was typed into a form that was refused.
#[derive(Debug, Clone, Default)]
struct Typed {
    case: String,
    received_on: String,
    sender: String,
    content: String,
    objection: i64,
    outcome: String,
    note: String,
    ends_on: String,
}

/// How an objection can be settled: its code in the form, and what that means.
const OUTCOMES: [(&str, bool, Option<CaseAction>); 5] = [
    ("rejected", false, None),
    ("return", true, Some(CaseAction::Return)),
    ("hold", true, Some(CaseAction::Hold)),
    ("reject", true, Some(CaseAction::Reject)),
    ("upheld", true, None),
];

impl PublicityPage<'_> {
    fn date(&self, day: &NaiveDate) -> String {
        format::date(*day)
    }

    fn outcomes(&self) -> [&'static str; 5] {
        OUTCOMES.map(|(code, ..)| code)
    }

    fn is_over(&self) -> bool {
        self.state == PublicityState::Over
    }

    fn is_running(&self) -> bool {
        self.state == PublicityState::Running
    }

    fn is_ended(&self) -> bool {
        self.state == PublicityState::Ended
    }

    /// The number of the case that an objection is about.
    fn case_of(&self, objection: &ObjectionRow) -> i64 {
        let case = self.list.cases.iter().find(|case| case.id == objection.case_id);
        case.map_or(0, |case| case.number)
    }

    /// Who or what it is about.
    fn name_of(&self, objection: &ObjectionRow) -> &str {
        let line = self.lines.iter().find(|line| line.case.id == objection.case_id);
        line.map_or("", |line| &line.subject.name)
    }

    fn is_typed(&self, objection: &ObjectionRow) -> bool {
        self.typed.objection == objection.id
    }

    fn note(&self, objection: &ObjectionRow) -> &str {
        if self.is_typed(objection) { &self.typed.note } else { "" }
    }

    fn received_on(&self) -> String {
        if self.typed.received_on.is_empty() {
            self.today.to_string()
        } else {
            self.typed.received_on.clone()
        }
    }
}

fn publicity_page(
    service: &Service,
    page: Page<'_>,
    (plan, number): (i64, i64),
    (refused, typed): (Option<&Problem>, &Typed),
) -> Result<String, Problem> {
    let actor = &page.visitor.actor;
    let (all, list) = service.publicity(actor, plan, number)?;
    let subjects = service.subjects(actor, &all.frame, &list.cases)?;
    let lines = list.cases.iter().zip(subjects).map(|(case, subject)| Line {
        award: award_name(page, &all, &case.award),
        case: case.clone(),
        subject,
    });
    rendered(&PublicityPage {
        page,
        head: Head::of(page, &all.plan, "way-cases"),
        lines: lines.collect(),
        state: list.row.state_on(all.today),
        today: all.today,
        refused: refused.map(|problem| refusal(page, problem)),
        typed,
        list: &list,
    })
}

/// A list.
#[get("/plans/{plan}/publicities/{publicity}")]
pub async fn show_publicity(visit: Visit, path: Path<(i64, i64)>) -> Result<HttpResponse, Fault> {
    let at = path.into_inner();
    visit.page(move |service, page| publicity_page(service, page, at, (None, &Typed::default()))).await
}

/// The page with what was done, or again with why not.
async fn told(
    visit: &Visit,
    at: (i64, i64),
    done: Result<(), Problem>,
    (typed, what): (Typed, &str),
) -> Result<HttpResponse, Fault> {
    let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
        publicity_page(service, page, at, (Some(problem), &typed))
    };
    visit.told(done.map(|()| format!("/plans/{}/publicities/{}", at.0, at.1)), what, again).await
}

/// Runs what only who handles cases may do.
async fn handled(
    visit: &Visit,
    work: impl FnOnce(&Service, &Actor) -> Result<(), Problem> + Send + 'static,
) -> Result<Result<(), Problem>, Fault> {
    visit
        .run(move |service, actor| {
            service.demand(actor, Right::ManageCases)?;
            Ok(work(service, actor))
        })
        .await
}

/// Lets a list be public longer.
#[post("/plans/{plan}/publicities/{publicity}/extend")]
pub async fn extend(visit: Visit, path: Path<(i64, i64)>, form: Form) -> Result<HttpResponse, Fault> {
    let at = path.into_inner();
    let typed = Typed { ends_on: form.field("ends_on").to_owned(), ..Typed::default() };
    let day = typed_day("ends_on", &typed.ends_on);
    let done =
        handled(&visit, move |service, actor| service.extend_publicity(actor, at.0, at.1, day?).map(drop));
    told(&visit, at, done.await?, (typed, "publicity-extended")).await
}

/// Records that a list's time is over.
#[post("/plans/{plan}/publicities/{publicity}/end")]
pub async fn end(visit: Visit, path: Path<(i64, i64)>, _form: Form) -> Result<HttpResponse, Fault> {
    let at = path.into_inner();
    let done =
        handled(&visit, move |service, actor| service.end_publicity(actor, at.0, at.1).map(drop)).await?;
    told(&visit, at, done, (Typed::default(), "publicity-ended")).await
}

/// Enters an objection.
#[post("/plans/{plan}/publicities/{publicity}/objections")]
pub async fn object(visit: Visit, path: Path<(i64, i64)>, form: Form) -> Result<HttpResponse, Fault> {
    let at = path.into_inner();
    let field = |name: &str| form.field(name).to_owned();
    let typed = Typed {
        case: field("case"),
        received_on: field("received_on"),
        sender: field("sender"),
        content: field("content"),
        ..Typed::default()
    };
    let (asked, case) = (typed.clone(), form.number("case"));
    let done = handled(&visit, move |service, actor| {
        let new = NewObjection {
            case: case?,
            received_on: typed_day("received_on", &asked.received_on)?,
            sender: Some(asked.sender),
            content: asked.content,
        };
        service.add_objection(actor, at, &new).map(drop)
    });
    told(&visit, at, done.await?, (typed, "objection-added")).await
}

/// Settles an objection.
#[post("/plans/{plan}/publicities/{publicity}/objections/{objection}/settle")]
pub async fn settle(visit: Visit, path: Path<(i64, i64, i64)>, form: Form) -> Result<HttpResponse, Fault> {
    let (plan, number, objection) = path.into_inner();
    let typed = Typed {
        objection,
        outcome: form.field("outcome").to_owned(),
        note: form.field("note").to_owned(),
        ..Typed::default()
    };
    let outcome = OUTCOMES.into_iter().find(|(code, ..)| *code == typed.outcome);
    let note = typed.note.clone();
    let done = handled(&visit, move |service, actor| {
        let missing =
            || crate::api::parameter::malformed("outcome", "rejected, return, hold, reject, upheld");
        let (_, is_upheld, then) = outcome.ok_or_else(missing)?;
        let settlement = Settlement { is_upheld, note, then };
        service.settle_objection(actor, (plan, number), objection, &settlement).map(drop)
    });
    told(&visit, (plan, number), done.await?, (typed, "objection-settled")).await
}

/// In which form a file is wanted.
#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default, rename = "as")]
    form: String,
}

/// The list as CSV or as a spreadsheet, in words.
#[get("/plans/{plan}/publicities/{publicity}/file")]
pub async fn export(
    visit: Visit,
    path: Path<(i64, i64)>,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Fault> {
    let at = path.into_inner();
    let form = if wanted.form == "xlsx" { FileForm::Xlsx } else { FileForm::Csv };
    let language = visit.visitor.language;
    let bytes = visit.run(move |service, actor| list_file(service, actor, at, (form, language))).await?;
    Ok(form.answer(&format!("cong-khai-{}", at.1), bytes))
}
