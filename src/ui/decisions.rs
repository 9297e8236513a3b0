//! The decisions of a plan and the letters before them: listed, and the forms to submit cases and to enter a decision.

use std::sync::Arc;

use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, get, post};
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use super::decision_form::{HeadForm, TypedHead, person_words, refusal, ticked};
use super::fault::Fault;
use super::form::Form;
use super::head::Head;
use super::listing::{ASKED, From, Listing};
use super::page::{Page, rendered};
use super::typed_day::typed_day;
use super::visit::Visit;
use crate::app::actor::Right;
use crate::app::decision::{Listed, NewDecision, Offered};
use crate::app::frame::Frame;
use crate::app::plan::{PlanState, state_of};
use crate::app::problem::Problem;
use crate::app::service::Service;
use crate::app::submission::{NewSubmission, Submission};
use crate::contest::case::CaseState;
use crate::text::format;

/// How many cases a form offers at once; of more, one letter's are chosen.
const OFFERED: usize = 400;

/// How many letters the list shows, the latest ones.
const LETTERS: usize = 50;

#[derive(Template)]
#[template(path = "decisions.html")]
struct DecisionsPage<'a> {
    page: Page<'a>,
    head: Head,
    list: Listing<Listed>,
    letters: Vec<Submission>,
    all_letters: usize,
    address: String,
    can_submit: bool,
    can_decide: bool,
    /// Whether letters can be printed.
    sees_all: bool,
}

impl DecisionsPage<'_> {
    fn day(&self, day: &NaiveDate) -> String {
        format::date(*day)
    }
}

/// The decisions of a plan.
#[get("/plans/{plan}/decisions")]
pub async fn show_decisions(visit: Visit, plan: Path<i64>, from: Query<From>) -> Result<HttpResponse, Fault> {
    visit
        .page(move |service, page| {
            let actor = &page.visitor.actor;
            let after = from.number()?;
            let row = service.plan(actor, *plan)?;
            let list = Listing::of(after, service.decisions(actor, *plan, (after, ASKED))?, |it| it.row.id);
            let mut letters =
                if actor.may(Right::ViewCases) { service.submissions(actor, *plan)? } else { Vec::new() };
            letters.reverse();
            let all_letters = letters.len();
            letters.truncate(LETTERS);
            let is_ranked = matches!(state_of(&row), PlanState::Ranked | PlanState::Finalised);
            rendered(&DecisionsPage {
                page,
                head: Head::of(page, &row, "way-cases"),
                list,
                letters,
                all_letters,
                address: format!("/plans/{plan}/decisions"),
                can_submit: actor.can(Right::ManageCases) && is_ranked,
                can_decide: actor.can(Right::DecideAwards) && is_ranked,
                sees_all: actor.reach.is_none(),
            })
        })
        .await
}

/// Which form is wanted.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    date: String,
    letter: String,
}

/// A case that a form offers.
pub struct OfferedLine {
    /// Its number.
    pub number: i64,
    /// The award's name.
    pub award: String,
    /// The unit's name.
    pub unit: String,
    /// The person in words; empty of a collective.
    pub person: String,
    /// The letter that submitted it.
    pub letter: String,
    /// Whether awarding it departs from what is recommended now.
    pub departs: bool,
    /// Whether it is ticked.
    pub is_ticked: bool,
}

/// The cases that a form offers, and how many there are.
pub struct OfferedLines {
    /// Those that are shown.
    pub lines: Vec<OfferedLine>,
    /// How many there are.
    pub total: usize,
    /// The letters that they come from: id and number.
    pub letters: Vec<(i64, String)>,
}

impl OfferedLines {
    /// The lines of cases, of one letter if one is chosen; `kept` holds what was ticked, and nothing when all are.
    pub fn of(
        page: Page<'_>,
        frame: &Frame,
        offered: &[Offered],
        (letter, kept): (&str, Option<&[i64]>),
    ) -> Self {
        let mut letters: Vec<(i64, String)> = Vec::new();
        for row in offered.iter().filter_map(|one| one.letter.as_ref()) {
            if !letters.iter().any(|(id, _)| *id == row.id) {
                letters.push((row.id, row.number.clone()));
            }
        }
        let is_of_letter = |one: &&Offered| {
            letter.is_empty() || one.letter.as_ref().is_some_and(|row| row.id.to_string() == letter)
        };
        let wanted: Vec<&Offered> = offered.iter().filter(is_of_letter).collect();
        let line = |one: &&Offered| OfferedLine {
            number: one.case.number,
            award: award_name(page, frame, &one.case.award),
            unit: frame.units.get(one.case.unit_index()).name().to_owned(),
            person: person_words(&page, one.person.as_ref()),
            letter: one.letter.as_ref().map_or_else(String::new, |row| row.number.clone()),
            departs: one.departs,
            is_ticked: kept.is_none_or(|kept| kept.contains(&one.case.number)),
        };
        Self { lines: wanted.iter().take(OFFERED).map(line).collect(), total: wanted.len(), letters }
    }

    /// Whether not all are shown.
    pub fn is_cut(&self) -> bool {
        self.lines.len() < self.total
    }
}

/// The name of a plan's award.
pub fn award_name(page: Page<'_>, frame: &Frame, code: &str) -> String {
    frame.plan.award_named(code).map_or_else(|| code.to_owned(), |award| page.words(&award.name).to_owned())
}

/// What was typed into the form of a letter.
#[derive(Debug, Clone, Default)]
struct TypedLetter {
    number: String,
    sent_on: String,
    note: String,
    cases: Vec<i64>,
}

#[derive(Template)]
#[template(path = "submission.html")]
struct SubmissionPage<'a> {
    page: Page<'a>,
    head: Head,
    offered: OfferedLines,
    typed: &'a TypedLetter,
    refused: Option<String>,
}

fn submission_page(
    service: &Service,
    page: Page<'_>,
    plan: i64,
    (typed, refused): (&TypedLetter, Option<&Problem>),
) -> Result<String, Problem> {
    let (row, frame, cases) = service.offered_cases(&page.visitor.actor, plan, CaseState::Voted)?;
    let kept = refused.map(|_| typed.cases.as_slice());
    rendered(&SubmissionPage {
        page,
        head: Head::of(page, &row, "way-cases"),
        offered: OfferedLines::of(page, &frame, &cases, ("", kept)),
        typed,
        refused: refused.map(|problem| refusal(page, problem)),
    })
}

/// The form to submit cases.
#[get("/plans/{plan}/submissions/new")]
pub async fn show_submission(visit: Visit, plan: Path<i64>) -> Result<HttpResponse, Fault> {
    visit
        .page(move |service, page| {
            let typed = TypedLetter { sent_on: service.today().to_string(), ..TypedLetter::default() };
            submission_page(service, page, *plan, (&typed, None))
        })
        .await
}

/// Submits cases.
#[post("/plans/{plan}/submissions/new")]
pub async fn submit(visit: Visit, plan: Path<i64>, form: Form) -> Result<HttpResponse, Fault> {
    let field = |name: &str| form.field(name).to_owned();
    let cases = ticked(&form, "case").map_err(|problem| visit.fault(problem))?;
    let typed =
        TypedLetter { number: field("number"), sent_on: field("sent_on"), note: field("note"), cases };
    let asked = typed.clone();
    let plan = *plan;
    let done = visit
        .run(move |service, actor| {
            let sent_on = typed_day("sent_on", &asked.sent_on);
            Ok(sent_on.and_then(|sent_on| {
                let TypedLetter { number, note, cases, .. } = asked;
                let new = NewSubmission { number, sent_on, cases, note: Some(note) };
                service.add_submission(actor, plan, &new)
            }))
        })
        .await?;
    let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
        submission_page(service, page, plan, (&typed, Some(problem)))
    };
    visit.told(done.map(|_| format!("/plans/{plan}/decisions")), "submitted", again).await
}

#[derive(Template)]
#[template(path = "decision_new.html")]
struct NewDecisionPage<'a> {
    page: Page<'a>,
    head: Head,
    form: Option<HeadForm>,
    at: String,
    date: String,
    letter: &'a str,
    offered: OfferedLines,
    reason: &'a str,
    refused: Option<String>,
}

/// What was typed into the form of a decision.
#[derive(Debug, Clone, Default)]
struct TypedDecision {
    head: TypedHead,
    cases: Vec<i64>,
    reason: String,
    letter: String,
}

fn new_page(
    service: &Service,
    page: Page<'_>,
    (plan, wanted): (i64, &Wanted),
    typed: Option<(&TypedDecision, &Problem)>,
) -> Result<String, Problem> {
    let (row, frame, cases) = service.offered_cases(&page.visitor.actor, plan, CaseState::Submitted)?;
    let (mut refused, mut form) = (typed.map(|(_, problem)| refusal(page, problem)), None);
    let date = if wanted.date.is_empty() { service.today().to_string() } else { wanted.date.clone() };
    if !wanted.date.is_empty() {
        let made = head_form(page, &frame, &wanted.date, typed.map(|(typed, _)| typed.head.clone()));
        match made {
            Ok(made) => form = Some(made),
            Err(problem) => refused = refused.or_else(|| Some(refusal(page, &problem))),
        }
    }
    rendered(&NewDecisionPage {
        page,
        head: Head::of(page, &row, "way-cases"),
        form,
        at: format!("/plans/{plan}/decisions/new"),
        date,
        letter: &wanted.letter,
        offered: OfferedLines::of(
            page,
            &frame,
            &cases,
            (&wanted.letter, typed.map(|(typed, _)| typed.cases.as_slice())),
        ),
        reason: typed.map_or("", |(typed, _)| &typed.reason),
        refused,
    })
}

/// The form for a decision of the day that was typed.
///
/// # Errors
/// When it is none, or there are no rules for it.
pub fn head_form(
    page: Page<'_>,
    frame: &Arc<Frame>,
    day: &str,
    typed: Option<TypedHead>,
) -> Result<HeadForm, Problem> {
    HeadForm::of(page, frame, typed_day("issued_on", day)?, typed)
}

/// The form of a decision: first its date, then everything else.
#[get("/plans/{plan}/decisions/new")]
pub async fn show_new(visit: Visit, plan: Path<i64>, wanted: Query<Wanted>) -> Result<HttpResponse, Fault> {
    let wanted = wanted.into_inner();
    visit.page(move |service, page| new_page(service, page, (*plan, &wanted), None)).await
}

/// Enters a decision.
#[post("/plans/{plan}/decisions/new")]
pub async fn decide(visit: Visit, plan: Path<i64>, form: Form) -> Result<HttpResponse, Fault> {
    let cases = ticked(&form, "case").map_err(|problem| visit.fault(problem))?;
    let typed = TypedDecision {
        head: TypedHead::of_form(&form),
        cases,
        reason: form.field("reason").to_owned(),
        letter: form.field("letter").to_owned(),
    };
    let (plan, asked) = (*plan, typed.clone());
    let done = visit
        .run(move |service, actor| {
            Ok(asked.head.asked().and_then(|head| {
                let new = NewDecision { head, cases: asked.cases, reason: Some(asked.reason) };
                service.add_decision(actor, plan, &new)
            }))
        })
        .await?;
    let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
        let wanted = Wanted { date: typed.head.issued_on.clone(), letter: typed.letter.clone() };
        new_page(service, page, (plan, &wanted), Some((&typed, problem)))
    };
    let address = done.map(|made| format!("/plans/{plan}/decisions/{}", made.row.id));
    visit.told(address, "decided", again).await
}
