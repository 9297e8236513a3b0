//! The forms to amend a decision and to revoke its awards: each is a decision of its own, so its date comes first.

use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, get, post};
use askama::Template;
use serde::Deserialize;

use super::decision::{TickedAwards, whole_family};
use super::decision_form::{HeadForm, TypedHead, refusal, ticked};
use super::decisions::{OfferedLines, head_form};
use super::fault::Fault;
use super::form::Form;
use super::head::Head;
use super::page::{Page, rendered};
use super::visit::Visit;
use crate::app::decision::{Amendment, CORRECTED, Correction, Decided, DecidedAward, Revocation};
use crate::app::problem::{FIELD_REFUSED, Problem};
use crate::app::service::Service;
use crate::contest::case::CaseState;
use crate::contest::decision::RevokeReason;

/// How many fields of one form can be corrected.
const CORRECTIONS: usize = 3;

/// The date that a form is for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    date: String,
}

/// What was typed into either form.
#[derive(Debug, Clone, Default)]
struct Typed {
    head: TypedHead,
    code: String,
    reason: String,
    awards: Vec<i64>,
    cases: Vec<i64>,
    corrections: Vec<(String, String, String)>,
}

#[derive(Template)]
#[template(path = "decision_change.html")]
struct ChangePage<'a> {
    page: Page<'a>,
    head: Head,
    decided: &'a Decided,
    form: Option<HeadForm>,
    at: String,
    date: String,
    awards: TickedAwards,
    offered: Option<OfferedLines>,
    typed: &'a Typed,
    refused: Option<String>,
}

impl ChangePage<'_> {
    fn is_amendment(&self) -> bool {
        self.offered.is_some()
    }

    /// The key of the page's title.
    fn title(&self) -> &'static str {
        if self.is_amendment() { "decision-amend" } else { "decision-revoke" }
    }

    fn reasons(&self) -> Vec<&'static str> {
        RevokeReason::ALL.into_iter().map(RevokeReason::code).collect()
    }

    fn fields(&self) -> [&'static str; 2] {
        CORRECTED
    }

    /// The lines to correct something in, as they were typed: their number, the award, the field and the text.
    fn corrections(&self) -> Vec<(usize, &str, &str, &str)> {
        let typed = |at: usize| self.typed.corrections.get(at).map_or(("", "", ""), |(a, b, c)| (a, b, c));
        (0..CORRECTIONS)
            .map(|at| {
                let (award, field, value) = typed(at);
                (at + 1, award, field, value)
            })
            .collect()
    }
}

/// Whether an amendment or a revocation is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Amendment,
    Revocation,
}

impl Kind {
    /// The end of the form's address.
    const fn end(self) -> &'static str {
        match self {
            Self::Amendment => "amend",
            Self::Revocation => "revoke",
        }
    }
}

fn change_page(
    service: &Service,
    page: Page<'_>,
    (kind, (plan, id), date): (Kind, (i64, i64), &str),
    (typed, refused): (&Typed, Option<&Problem>),
) -> Result<String, Problem> {
    let decided = whole_family(service, page, (plan, id))?;
    let (mut told, mut form) = (refused.map(|problem| refusal(page, problem)), None);
    if !date.is_empty() {
        match head_form(page, &decided.frame, date, refused.map(|_| typed.head.clone())) {
            Ok(made) => form = Some(made),
            Err(problem) => told = told.or_else(|| Some(refusal(page, &problem))),
        }
    }
    let offered = match kind {
        Kind::Revocation => None,
        Kind::Amendment => {
            let (_, frame, cases) = service.offered_cases(&page.visitor.actor, plan, CaseState::Submitted)?;
            Some(OfferedLines::of(page, &frame, &cases, ("", Some(&typed.cases))))
        }
    };
    let stands = |one: &DecidedAward| one.row.revoked_by_decision.is_none();
    rendered(&ChangePage {
        page,
        head: Head::of(page, &decided.plan, "way-cases"),
        form,
        at: format!("/plans/{plan}/decisions/{id}/{}", kind.end()),
        date: if date.is_empty() { service.today().to_string() } else { date.to_owned() },
        awards: TickedAwards::of(page, &decided, stands, |id| typed.awards.contains(&id)),
        offered,
        typed,
        refused: told,
        decided: &decided,
    })
}

async fn shown(
    visit: Visit,
    kind: Kind,
    path: Path<(i64, i64)>,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Fault> {
    let (path, wanted) = (path.into_inner(), wanted.into_inner());
    visit
        .page(move |service, page| {
            change_page(service, page, (kind, path, &wanted.date), (&Typed::default(), None))
        })
        .await
}

/// The form to amend a decision.
#[get("/plans/{plan}/decisions/{decision}/amend")]
pub async fn show_amend(
    visit: Visit,
    path: Path<(i64, i64)>,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Fault> {
    shown(visit, Kind::Amendment, path, wanted).await
}

/// The form to revoke awards.
#[get("/plans/{plan}/decisions/{decision}/revoke")]
pub async fn show_revoke(
    visit: Visit,
    path: Path<(i64, i64)>,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Fault> {
    shown(visit, Kind::Revocation, path, wanted).await
}

fn typed_of(visit: &Visit, form: &Form) -> Result<Typed, Fault> {
    let numbers = |name| ticked(form, name).map_err(|problem| visit.fault(problem));
    let line = |at: usize| {
        let field = |name: &str| form.field(&format!("{name}-{at}")).to_owned();
        (field("award"), field("field"), field("value"))
    };
    Ok(Typed {
        head: TypedHead::of_form(form),
        code: form.field("code").to_owned(),
        reason: form.field("reason").to_owned(),
        awards: numbers("award")?,
        cases: numbers("case")?,
        corrections: (1..=CORRECTIONS).map(line).collect(),
    })
}

/// What is to be corrected: the lines that aren't empty.
fn corrections(typed: &Typed) -> Result<Vec<Correction>, Problem> {
    let filled = typed.corrections.iter().filter(|(award, _, value)| !award.is_empty() || !value.is_empty());
    filled
        .map(|(award, field, value)| {
            let award =
                award.parse().map_err(|_| FIELD_REFUSED.with("field", "award").with("expected", "7"))?;
            Ok(Correction { award, field: field.clone(), value: value.clone() })
        })
        .collect()
}

async fn told(
    visit: Visit,
    (kind, (plan, id)): (Kind, (i64, i64)),
    typed: Typed,
    done: Result<Decided, Problem>,
) -> Result<HttpResponse, Fault> {
    let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
        let date = typed.head.issued_on.clone();
        change_page(service, page, (kind, (plan, id), &date), (&typed, Some(problem)))
    };
    let what = if kind == Kind::Amendment { "amended" } else { "award-revoked" };
    visit.told(done.map(|made| format!("/plans/{plan}/decisions/{}", made.row.id)), what, again).await
}

/// Amends a decision.
#[post("/plans/{plan}/decisions/{decision}/amend")]
pub async fn amend(visit: Visit, path: Path<(i64, i64)>, form: Form) -> Result<HttpResponse, Fault> {
    let (plan, id) = path.into_inner();
    let typed = typed_of(&visit, &form)?;
    let asked = typed.clone();
    let done = visit
        .run(move |service, actor| {
            let new = corrections(&asked).and_then(|correct| {
                let head = asked.head.asked()?;
                Ok(Amendment { head, reason: asked.reason, add: asked.cases, remove: asked.awards, correct })
            });
            Ok(new.and_then(|new| service.add_amendment(actor, plan, id, &new)))
        })
        .await?;
    told(visit, (Kind::Amendment, (plan, id)), typed, done).await
}

/// Revokes awards.
#[post("/plans/{plan}/decisions/{decision}/revoke")]
pub async fn revoke(visit: Visit, path: Path<(i64, i64)>, form: Form) -> Result<HttpResponse, Fault> {
    let (plan, id) = path.into_inner();
    let typed = typed_of(&visit, &form)?;
    let asked = typed.clone();
    let done = visit
        .run(move |service, actor| {
            let codes = || RevokeReason::ALL.map(RevokeReason::code).join(", ");
            let reason = RevokeReason::of_code(&asked.code)
                .ok_or_else(|| FIELD_REFUSED.with("field", "reason").with("expected", codes()));
            let new = reason.and_then(|reason| {
                let head = asked.head.asked()?;
                Ok(Revocation { head, reason, note: asked.reason, awards: asked.awards })
            });
            Ok(new.and_then(|new| service.add_revocation(actor, plan, id, &new)))
        })
        .await?;
    told(visit, (Kind::Revocation, (plan, id)), typed, done).await
}
