//! The cases of a plan: opened, filtered, searched, and taken a step many at once.

use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, get, post};
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use super::fault::Fault;
use super::form::Form;
use super::head::Head;
use super::page::{Page, Whole, query_of, rendered};
use super::refusal::refusal;
use super::span::{Span, page_number};
use super::visit::{Visit, see_done};
use crate::app::case::{COLLECTIVE, CaseFilter, CaseRow, Cases, INDIVIDUAL, Opened, Step};
use crate::app::problem::{FIELD_REFUSED, Problem};
use crate::app::service::Service;
use crate::app::subject::Subject;
use crate::contest::case::{CaseAction, CaseState, RejectReason};
use crate::contest::hold::HoldKind;
use crate::contest::stage::NextStage;
use crate::intake::fold::fold;
use crate::text::format;

/// How many cases a page shows.
const LINES: usize = 200;

/// Which cases are wanted.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    state: String,
    award: String,
    subject: String,
    late: String,
    q: String,
    page: String,
}

impl Wanted {
    fn filter(&self) -> CaseFilter {
        let said = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        CaseFilter { state: said(&self.state), award: said(&self.award), subject: said(&self.subject) }
    }

    /// Whether all cases are wanted.
    fn filter_is_empty(&self) -> bool {
        [&self.state, &self.award, &self.subject, &self.late, &self.q].iter().all(|said| said.is_empty())
    }

    fn on_page(&self, page: usize) -> String {
        query_of(&[
            ("state", &self.state),
            ("award", &self.award),
            ("subject", &self.subject),
            ("late", &self.late),
            ("q", &self.q),
            ("page", &page.to_string()),
        ])
    }
}

/// A line of the list.
pub(super) struct Line<'a> {
    case: &'a CaseRow,
    subject: &'a Subject,
    /// How the unit that it rests on is held.
    unit_hold: Option<HoldKind>,
    next: Option<NextStage>,
    /// The steps that a person may take with it by hand.
    steps: Vec<CaseAction>,
    /// Whether it can be ticked.
    can_step: bool,
}

/// What was typed into the form of a step.
#[derive(Debug, Clone, Default)]
pub struct TypedStep {
    /// The numbers of the cases that were ticked.
    pub cases: Vec<String>,
    /// The code of the action.
    pub action: String,
    /// The code of the legal reason.
    pub reason: String,
    /// Why, in words.
    pub note: String,
}

impl TypedStep {
    /// As a form sent it.
    pub fn of_form(form: &Form) -> Self {
        let field = |name: &str| form.field(name).to_owned();
        Self {
            cases: form.all("case").map(str::to_owned).collect(),
            action: field("action"),
            reason: field("reason"),
            note: field("note"),
        }
    }

    /// The step that is asked for.
    ///
    /// # Errors
    /// When there is no such action or reason.
    pub fn step(&self) -> Result<Step, Problem> {
        let refused = |field: &'static str, codes: Vec<&str>| {
            Err(FIELD_REFUSED.with("field", field).with("expected", codes.join(", ")))
        };
        let Some(action) = CaseAction::of_code(&self.action) else {
            return refused("action", by_hand());
        };
        let reason = match self.reason.as_str() {
            "" => None,
            code => match RejectReason::of_code(code) {
                Some(reason) => Some(reason),
                None => return refused("reason", reject_reasons()),
            },
        };
        // A reason is asked of a rejection alone; the form shows its field to everybody.
        let reason = reason.filter(|_| action == CaseAction::Reject);
        Ok(Step { action, reason, note: Some(self.note.clone()) })
    }

    fn numbers(&self) -> Result<Vec<i64>, Problem> {
        let number = |text: &String| text.parse::<i64>();
        let refused = |_| FIELD_REFUSED.with("field", "cases").with("expected", "1, 2, 3 …");
        self.cases.iter().map(number).collect::<Result<_, _>>().map_err(refused)
    }
}

/// The codes of the actions that a person takes by hand.
pub fn by_hand() -> Vec<&'static str> {
    CaseAction::ALL.iter().filter(|action| action.is_by_hand()).map(|action| action.code()).collect()
}

/// The codes of the legal reasons of a rejection.
pub fn reject_reasons() -> Vec<&'static str> {
    RejectReason::ALL.iter().map(|reason| reason.code()).collect()
}

/// Whether no step forward is among some: then none is chosen beforehand, for each of them ends a case or sends it back.
pub fn none_is_forward(actions: &[&str]) -> bool {
    let forward = [CaseAction::Complete, CaseAction::Appraise].map(CaseAction::code);
    !actions.first().is_some_and(|first| forward.contains(first))
}

#[derive(Template)]
#[template(path = "cases.html")]
struct CasesPage<'a> {
    page: Page<'a>,
    head: Head,
    all: &'a Cases,
    wanted: &'a Wanted,
    lines: Vec<Line<'a>>,
    span: Span,
    counts: Vec<(&'static str, usize)>,
    refused: Option<String>,
    opened: Option<&'a Opened>,
    typed: &'a TypedStep,
    can_open: bool,
    /// The codes of the steps that can be taken with some case of the page.
    actions: Vec<&'static str>,
}

impl CasesPage<'_> {
    /// The query of the page at hand.
    fn here(&self) -> String {
        self.wanted.on_page(self.span.number)
    }

    fn states(&self) -> Vec<&'static str> {
        CaseState::ALL.iter().map(|state| state.code()).collect()
    }

    fn subjects(&self) -> [&'static str; 2] {
        [COLLECTIVE, INDIVIDUAL]
    }

    fn awards(&self) -> Vec<(&str, &str)> {
        let plan = &self.all.frame.plan;
        plan.award_codes().map(|code| (code, self.award(code))).collect()
    }

    fn award<'s>(&'s self, code: &'s str) -> &'s str {
        self.all.frame.plan.award_named(code).map_or(code, |award| self.page.words(&award.name))
    }

    fn has_individuals(&self) -> bool {
        self.all.frame.plan.individuals.is_some()
    }

    fn must_choose(&self) -> bool {
        none_is_forward(&self.actions)
    }

    fn reasons(&self) -> Vec<&'static str> {
        reject_reasons()
    }

    fn date(&self, day: &NaiveDate) -> String {
        format::date(*day)
    }

    fn is_ticked(&self, case: &CaseRow) -> bool {
        self.typed.cases.contains(&case.number.to_string())
    }

    fn opened_text(&self, opened: &Opened) -> String {
        let parts = [
            ("count", Whole::part(&opened.cases.len())),
            ("there", Whole::part(&opened.there)),
            ("waiting", Whole::part(&opened.waiting)),
            ("awarded", Whole::part(&opened.awarded)),
        ];
        self.page.texts.get("cases-opened", &parts)
    }
}

/// What the page shows besides the list.
#[derive(Default)]
struct Shown<'a> {
    refused: Option<&'a Problem>,
    opened: Option<&'a Opened>,
    typed: TypedStep,
}

fn cases_page(
    service: &Service,
    page: Page<'_>,
    plan: i64,
    wanted: &Wanted,
    shown: &Shown<'_>,
) -> Result<String, Problem> {
    let actor = &page.visitor.actor;
    let all = service.cases(actor, plan, &wanted.filter())?;
    let today = service.today();
    let may_step = page.may("manage_cases");
    let search = fold(&wanted.q);
    let counts = CaseState::ALL.iter().map(|state| {
        let count = all.rows.iter().filter(|row| row.state_now() == *state).count();
        (state.code(), count)
    });
    let counts: Vec<_> = counts.filter(|(_, count)| *count > 0).collect();
    let rows = all.rows.iter().zip(&all.subjects).zip(&all.unit_holds);
    let lines = rows.map(|((case, subject), hold)| {
        let next = case.next_stage(&all.frame, today);
        let follow = case.may_follow(&all.frame.plan.process);
        let steps: Vec<CaseAction> = follow.filter(|action| may_step && action.is_by_hand()).collect();
        Line { case, subject, unit_hold: *hold, next, can_step: !steps.is_empty(), steps }
    });
    let is_late = |line: &Line<'_>| line.next.is_some_and(|next| next.late > 0);
    let fits = |line: &Line<'_>| {
        (wanted.late.is_empty() || is_late(line))
            && (search.is_empty()
                || fold(&line.subject.name).contains(&search)
                || line.subject.code.starts_with(wanted.q.trim()))
    };
    let found: Vec<Line<'_>> = lines.filter(fits).collect();
    let span = Span::of(found.len(), page_number(&wanted.page), LINES);
    let lines: Vec<Line<'_>> = span.cut(found.into_iter()).collect();
    let can_be_taken = |action: &CaseAction| lines.iter().any(|line| line.steps.contains(action));
    let actions = CaseAction::ALL.iter().filter(|it| can_be_taken(it)).map(|action| action.code()).collect();
    rendered(&CasesPage {
        page,
        head: Head::of(page, &all.plan, "way-cases"),
        wanted,
        lines,
        span,
        actions,
        counts,
        refused: shown.refused.map(|problem| refusal(page, problem)),
        opened: shown.opened,
        typed: &shown.typed,
        can_open: page.may("manage_cases") && ["ranked", "finalised"].contains(&all.plan.state.as_str()),
        all: &all,
    })
}

/// The cases of a plan.
#[get("/plans/{plan}/cases")]
pub async fn show_cases(visit: Visit, plan: Path<i64>, wanted: Query<Wanted>) -> Result<HttpResponse, Fault> {
    let wanted = wanted.into_inner();
    visit.page(move |service, page| cases_page(service, page, *plan, &wanted, &Shown::default())).await
}

/// Opens a case for each subject that is recommended and has none.
#[post("/plans/{plan}/cases")]
pub async fn open_cases(visit: Visit, plan: Path<i64>, form: Form) -> Result<HttpResponse, Fault> {
    let awards: Vec<String> = form.all("award").map(str::to_owned).collect();
    let plan = plan.into_inner();
    match visit.run(move |service, actor| Ok(service.open_cases(actor, plan, &awards))).await? {
        Ok(opened) => {
            let shown = move |service: &Service, page: Page<'_>| {
                let shown = Shown { opened: Some(&opened), ..Shown::default() };
                cases_page(service, page, plan, &Wanted::default(), &shown)
            };
            visit.page(shown).await
        }
        Err(problem) => {
            let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
                let shown = Shown { refused: Some(problem), ..Shown::default() };
                cases_page(service, page, plan, &Wanted::default(), &shown)
            };
            visit.again(problem, again).await
        }
    }
}

/// Takes a step with the cases that were ticked: all of them, or none.
#[post("/plans/{plan}/case-steps")]
pub async fn step_cases(
    visit: Visit,
    plan: Path<i64>,
    wanted: Query<Wanted>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let (plan, wanted, typed) = (plan.into_inner(), wanted.into_inner(), TypedStep::of_form(&form));
    let asked = typed.clone();
    let taken = move |service: &Service, actor: &_| {
        let done = asked.step().and_then(|step| service.step_cases(actor, plan, &asked.numbers()?, &step));
        Ok(done.map(|_| ()))
    };
    match visit.run(taken).await? {
        Ok(()) => {
            let query = wanted.on_page(page_number(&wanted.page));
            Ok(see_done(&format!("/plans/{plan}/cases?{query}"), "cases-stepped"))
        }
        Err(problem) => {
            let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
                let shown = Shown { refused: Some(problem), typed, ..Shown::default() };
                cases_page(service, page, plan, &wanted, &shown)
            };
            visit.again(problem, again).await
        }
    }
}
