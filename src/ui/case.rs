//! A case: whom it is about, where it is, every step it took, and the steps that may follow.

use actix_web::web::Path;
use actix_web::{HttpResponse, get, post};
use askama::Template;
use chrono::{NaiveDate, NaiveDateTime};

use super::cases::{TypedStep, none_is_forward, reject_reasons};
use super::fault::Fault;
use super::form::Form;
use super::head::Head;
use super::page::{Page, Whole, rendered};
use super::refusal::refusal;
use super::visit::{Visit, see_done};
use crate::app::case::Case;
use crate::app::moment::on_the_wall;
use crate::app::problem::Problem;
use crate::app::service::Service;
use crate::contest::case::{CaseAction, CaseState};
use crate::contest::stage::NextStage;
use crate::text::format;

#[derive(Template)]
#[template(path = "case.html")]
struct CasePage<'a> {
    page: Page<'a>,
    head: Head,
    case: &'a Case,
    next: Option<NextStage>,
    actions: Vec<&'static str>,
    refused: Option<String>,
    typed: &'a TypedStep,
}

/// A state on the way of a case.
struct OnTheWay {
    code: &'static str,
    is_past: bool,
    is_here: bool,
}

impl CasePage<'_> {
    fn award(&self) -> &str {
        let code = &self.case.row.award;
        self.case.frame.plan.award_named(code).map_or(code, |award| self.page.words(&award.name))
    }

    /// That the case for the award from whose list this one's is chosen has left the way, and what follows.
    fn below(&self) -> Option<String> {
        let lost = self.case.below.as_ref()?;
        let award = self.case.frame.plan.award_named(&lost.award);
        let award = award.map_or(lost.award.as_str(), |award| self.page.words(&award.name));
        let key = if lost.is_given_up { "case-below-given_up" } else { "case-below-lost" };
        let parts = [
            ("case", Whole::part(&lost.number)),
            ("award", award.into()),
            ("state", lost.state.code().into()),
        ];
        Some(self.page.texts.get(key, &parts))
    }

    fn way(&self) -> Vec<OnTheWay> {
        let here = self.case.row.state_now().step();
        let each = CaseState::WAY.iter().enumerate().map(|(step, state)| OnTheWay {
            code: state.code(),
            is_past: here.is_some_and(|here| step < here),
            is_here: here == Some(step),
        });
        each.collect()
    }

    fn must_choose(&self) -> bool {
        none_is_forward(&self.actions)
    }

    fn is_closed(&self) -> bool {
        self.case.row.state_now().is_closed()
    }

    fn reasons(&self) -> Vec<&'static str> {
        reject_reasons()
    }

    /// What an officer does next, and where under the plan's address; nothing of a case that is on hold or
    /// whose unit is, or at the end of its way.
    fn todo(&self) -> Option<(&'static str, String)> {
        let row = &self.case.row;
        let needs = |right| self.page.may(right) && !row.held && self.case.unit_hold.is_none();
        let is_public = self.case.frame.plan.process.publicity.is_some_and(|rule| rule.required);
        let (right, key, address) = match row.state_now() {
            CaseState::Recommended => {
                ("manage_cases", "case-todo-recommended", format!("cases/{}/files", row.number))
            }
            CaseState::Complete => ("manage_cases", "case-todo-complete", String::new()),
            CaseState::Appraised if is_public => {
                ("manage_cases", "case-todo-publish", "publicities".to_owned())
            }
            CaseState::Appraised => ("manage_cases", "case-todo-vote", "sessions".to_owned()),
            CaseState::Published => ("manage_cases", "case-todo-published", "sessions".to_owned()),
            CaseState::Voted => ("decide_awards", "case-todo-voted", "submissions/new".to_owned()),
            CaseState::Submitted => ("decide_awards", "case-todo-submitted", "decisions/new".to_owned()),
            CaseState::Decided => ("decide_awards", "case-todo-decided", "decisions".to_owned()),
            CaseState::Awarded | CaseState::Rejected | CaseState::Withdrawn | CaseState::Revoked => {
                return None;
            }
        };
        needs(right).then_some((key, address))
    }

    fn date(&self, day: &NaiveDate) -> String {
        format::date(*day)
    }

    fn moment(&self, moment: &NaiveDateTime) -> String {
        format::moment(on_the_wall(*moment))
    }
}

fn case_page(
    service: &Service,
    page: Page<'_>,
    (plan, number): (i64, i64),
    (refused, typed): (Option<&Problem>, &TypedStep),
) -> Result<String, Problem> {
    let case = service.case(&page.visitor.actor, plan, number)?;
    let may = page.may("manage_cases");
    let follow = case.row.may_follow(&case.frame.plan.process);
    let actions = follow.filter(|action| may && action.is_by_hand()).map(CaseAction::code).collect();
    rendered(&CasePage {
        page,
        head: Head::of(page, &case.plan, "way-cases"),
        next: case.row.next_stage(&case.frame, service.today()),
        actions,
        refused: refused.map(|problem| refusal(page, problem)),
        typed,
        case: &case,
    })
}

/// A case.
#[get("/plans/{plan}/cases/{case}")]
pub async fn show_case(visit: Visit, path: Path<(i64, i64)>) -> Result<HttpResponse, Fault> {
    let path = path.into_inner();
    visit.page(move |service, page| case_page(service, page, path, (None, &TypedStep::default()))).await
}

/// Takes a step with a case, unless somebody else was quicker.
#[post("/plans/{plan}/cases/{case}/steps")]
pub async fn step_case(visit: Visit, path: Path<(i64, i64)>, form: Form) -> Result<HttpResponse, Fault> {
    let (plan, number) = path.into_inner();
    let (typed, seen) = (TypedStep::of_form(&form), form.number("change"));
    let asked = typed.step();
    let taken = move |service: &Service, actor: &_| {
        let done = seen.and_then(|seen| service.step_case(actor, plan, number, (Some(seen), &asked?)));
        Ok(done.map(|_| ()))
    };
    match visit.run(taken).await? {
        Ok(()) => Ok(see_done(&format!("/plans/{plan}/cases/{number}"), "case-stepped")),
        Err(problem) => {
            let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
                case_page(service, page, (plan, number), (Some(problem), &typed))
            };
            visit.again(problem, again).await
        }
    }
}
