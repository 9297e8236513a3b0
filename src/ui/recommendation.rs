//! Who is recommended for each award and why, how far quotas are used, and what a person must settle.

use std::sync::Arc;

use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse, get, post};
use askama::Template;

use super::fault::Fault;
use super::form::Form;
use super::head::Head;
use super::page::{Page, rendered};
use super::refusal::refusal;
use super::view::View;
use super::visit::Visit;
use crate::app::choice::{ChoiceRow, NewChoices, STATES, basis_of};
use crate::app::live::Basis;
use crate::app::plan::state_of;
use crate::app::problem::{FIELD_REFUSED, PLAN_BLOCKED, Problem};
use crate::app::ranking::LiveRanking;
use crate::app::service::Service;
use crate::contest::choice::ChoiceKind;
use crate::contest::explain::Border;
use crate::contest::result::Reason;
use crate::documents::fragility::border_lines;
use crate::documents::ranking::{RankingDocument, is_closed};
use crate::documents::reason::{quota_text, reason_text};

/// How many units, quotas and borders are listed with each award; all are counted.
const MOST: usize = 100;

/// A unit in or out.
struct Entry {
    code: String,
    name: String,
    reason: String,
    /// Whether something can be decided about it by hand: it is eligible, and nothing is yet.
    can_be_chosen: bool,
}

/// A change by hand that stands.
struct Change {
    id: i64,
    unit: Entry,
    award: String,
    kind: String,
    made: String,
    /// Why it has no effect now; `None` when it has.
    without_effect: Option<String>,
}

/// What was ticked and typed.
#[derive(Debug, Clone, Default)]
struct Typed {
    award: String,
    units: Vec<String>,
    /// Codes of units that the page doesn't list.
    codes: String,
    reason: String,
}

/// How far a quota is used.
struct Use {
    name: String,
    limit: u32,
    used: u32,
    left: u32,
}

/// The first of a list, and how many there are in all.
struct Listed<T> {
    first: Vec<T>,
    in_all: usize,
}

impl<T> Listed<T> {
    fn of<S>(all: impl ExactSizeIterator<Item = S>, make: impl Fn(S) -> T) -> Self {
        let in_all = all.len();
        Self { first: all.take(MOST).map(make).collect(), in_all }
    }

    fn is_cut(&self) -> bool {
        self.first.len() < self.in_all
    }
}

/// An award.
struct AwardPart {
    code: String,
    name: String,
    is_closed: bool,
    inside: Listed<Entry>,
    to_settle: Listed<Entry>,
    outside: Listed<Entry>,
    quotas: Listed<Use>,
    borders: Listed<String>,
}

#[derive(Template)]
#[template(path = "recommendation.html")]
struct RecommendationPage<'a> {
    page: Page<'a>,
    head: Head,
    stored: Option<i64>,
    stale: bool,
    awards: Vec<AwardPart>,
    holds: Listed<Entry>,
    changes: Listed<Change>,
    can_choose: bool,
    /// How many units the council settled a tie of, which isn't taken over yet.
    settled: usize,
    refused: Option<String>,
    typed: Typed,
}

impl RecommendationPage<'_> {
    fn is_ticked(&self, award: &str, unit: &str) -> bool {
        self.typed.award == award && self.typed.units.iter().any(|ticked| ticked == unit)
    }
}

fn entry(page: Page<'_>, document: &RankingDocument<'_>, award: usize, participant: u32) -> Entry {
    let unit = document.unit(participant);
    let reason = document.scored.recommendation.awards[award].reasons[participant as usize];
    Entry {
        code: unit.code().to_owned(),
        name: unit.name().to_owned(),
        reason: reason_text(page.texts, document, participant, (award, reason)),
        can_be_chosen: can_be_chosen(reason),
    }
}

/// Whether a unit is eligible, so that it can be taken in or left out, and neither was done yet.
fn can_be_chosen(reason: Reason) -> bool {
    let is_chosen = matches!(reason, Reason::TakenIn(_) | Reason::LeftOut(_));
    reason.is_eligible() && !is_chosen && !matches!(reason, Reason::WaitsForAward(_))
}

fn award_part(page: Page<'_>, document: &RankingDocument<'_>, award: usize) -> AwardPart {
    let rules = &document.plan().awards[award];
    let listed = |wanted: fn(Reason) -> bool| {
        Listed::of(document.with_reason(award, wanted).into_iter(), |it| entry(page, document, award, it))
    };
    let uses = Listed::of(document.scored.recommendation.awards[award].usage.iter(), |usage| {
        let quota = &rules.quotas[usage.quota];
        let group = document.group_name(quota, usage.group);
        let group = page.words(&group);
        let text = quota_text(page.texts, document.plan(), quota);
        Use {
            name: if group.is_empty() { text } else { format!("{group}: {text}") },
            limit: usage.limit,
            used: usage.used,
            left: usage.limit.saturating_sub(usage.used),
        }
    });
    let borders: Vec<&Border> = document.borders.iter().filter(|border| border.award == award).collect();
    AwardPart {
        code: rules.code.clone(),
        name: page.words(&rules.name).to_owned(),
        is_closed: is_closed(rules),
        inside: listed(Reason::is_recommended),
        to_settle: listed(Reason::is_undecided),
        outside: listed(|reason| !reason.is_recommended() && !reason.is_undecided()),
        quotas: uses,
        borders: Listed::of(borders.into_iter(), |border| {
            border_lines(page.texts, document, border).join(" ")
        }),
    }
}

fn change(page: Page<'_>, document: &RankingDocument<'_>, row: &ChoiceRow) -> Change {
    let position = u32::try_from(row.unit).unwrap_or(u32::MAX);
    let unit = document.contest.units.list.get(position as usize);
    let award = document.plan().awards.iter().position(|award| award.code == row.award);
    let participant = document.scored.scores.units.iter().position(|score| score.unit == position);
    let reason = award.zip(participant).and_then(|(award, participant)| {
        let reason = document.scored.recommendation.awards[award].reasons[participant];
        let is_done = matches!(reason, Reason::TakenIn(_) | Reason::LeftOut(_));
        let participant = u32::try_from(participant).ok().filter(|_| !is_done)?;
        Some(reason_text(page.texts, document, participant, (award, reason)))
    });
    let who = page.who(&row.made_by);
    Change {
        id: row.id,
        unit: Entry {
            code: unit.map_or("", |unit| unit.code()).to_owned(),
            name: unit.map_or("", |unit| unit.name()).to_owned(),
            reason: row.reason.clone(),
            can_be_chosen: false,
        },
        award: award
            .map_or(row.award.as_str(), |award| page.words(&document.plan().awards[award].name))
            .to_owned(),
        kind: row.kind.clone(),
        made: format!("{who}, {}", page.moment(&row.made_at)),
        without_effect: reason,
    }
}

/// The ranking to show: the stored one; as it stands now, and saying so, when that isn't what the figures yield any more.
fn shown(
    service: &Service,
    page: Page<'_>,
    plan: i64,
    view: &View,
) -> Result<(Arc<LiveRanking>, Option<i64>, bool), Problem> {
    let actor = &page.visitor.actor;
    match service.recommended(actor, plan, view.basis()) {
        Err(problem) if problem.code == &PLAN_BLOCKED && page.may("view_ranking") => {
            // As of the moment by which the stored one was made.
            let as_of = service.published(actor, plan)?.and_then(|(_, published)| published.row.as_of);
            Ok((service.ranking(actor, plan, Basis::Accepted, as_of)?, None, true))
        }
        found => found.map(|(ranking, stored)| (ranking, stored, false)),
    }
}

fn recommendation_page(
    service: &Service,
    page: Page<'_>,
    (plan, view): (i64, &View),
    (refused, typed): (Option<&Problem>, Typed),
) -> Result<String, Problem> {
    let (ranking, stored, stale) = shown(service, page, plan, view)?;
    let sees_all = page.may("view_ranking");
    let mut choices = if sees_all { service.choices(&page.visitor.actor, plan)?.1 } else { Vec::new() };
    choices.retain(|row| row.lifted_at.is_none());
    let decides = page.may("decide_ranking");
    let settled = if decides { service.settled_ties(&page.visitor.actor, plan)? } else { 0 };
    ranking.with_document(|document| {
        let holds = if sees_all { document.contest.holds } else { &[] };
        let holds = Listed::of(holds.iter(), |hold| {
            let unit = document.contest.units.get(hold.unit);
            let (code, name) = (unit.code().to_owned(), unit.name().to_owned());
            Entry { code, name, reason: hold.reason.clone(), can_be_chosen: false }
        });
        let awards = 0..document.plan().awards.len();
        let changes = Listed::of(choices.iter(), |row| change(page, document, row));
        let is_of_decision = view.basis().is_none_or(|basis| basis == basis_of(&ranking.row));
        rendered(&RecommendationPage {
            page,
            head: Head::of(page, &ranking.row, "way-recommendation"),
            stored,
            stale,
            awards: awards.map(|award| award_part(page, document, award)).collect(),
            holds,
            changes,
            can_choose: decides && is_of_decision && STATES.contains(&state_of(&ranking.row)),
            settled,
            refused: refused.map(|problem| refusal(page, problem)),
            typed,
        })
    })
}

/// The recommendation of a plan.
#[get("/plans/{plan}/recommendation")]
pub async fn show_recommendation(
    visit: Visit,
    request: HttpRequest,
    plan: Path<i64>,
) -> Result<HttpResponse, Fault> {
    let view = View::of_query(request.query_string());
    let made = move |service: &Service, page: Page<'_>| {
        recommendation_page(service, page, (*plan, &view), (None, Typed::default()))
    };
    visit.page(made).await
}

/// What became of a change: the page, or again with why not and what was ticked.
async fn told(
    visit: &Visit,
    plan: i64,
    done: Result<(), Problem>,
    (typed, what): (Typed, &str),
) -> Result<HttpResponse, Fault> {
    let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
        recommendation_page(service, page, (plan, &View::of_query("")), (Some(problem), typed))
    };
    visit.told(done.map(|()| format!("/plans/{plan}/recommendation")), what, again).await
}

/// The codes that were typed, divided by commas, semicolons or white space.
fn codes_of(form: &Form) -> impl Iterator<Item = &str> {
    let codes = form.field("codes").split(|sign: char| sign == ',' || sign == ';' || sign.is_whitespace());
    codes.filter(|code| !code.is_empty())
}

/// Takes the ticked units in for an award, or leaves them out.
#[post("/plans/{plan}/recommendation")]
pub async fn add_choices(visit: Visit, plan: Path<i64>, form: Form) -> Result<HttpResponse, Fault> {
    let typed = Typed {
        award: form.field("award").to_owned(),
        units: form.all("unit").chain(codes_of(&form)).map(str::to_owned).collect(),
        codes: form.field("codes").to_owned(),
        reason: form.field("reason").to_owned(),
    };
    let Typed { award, units, reason, .. } = typed.clone();
    let (plan, kind) = (*plan, ChoiceKind::of_code(form.field("kind")));
    let done = visit
        .run(move |service, actor| {
            let Some(kind) = kind else {
                return Ok(Err(FIELD_REFUSED.with("field", "kind").with("expected", "take_in, leave_out")));
            };
            Ok(service.add_choices(actor, plan, &NewChoices { award, kind, units, reason }).map(drop))
        })
        .await?;
    told(&visit, plan, done, (typed, "chosen")).await
}

/// Takes over what the council settled of ties.
#[post("/plans/{plan}/recommendation/council")]
pub async fn take_over_ties(visit: Visit, plan: Path<i64>, _form: Form) -> Result<HttpResponse, Fault> {
    let plan = *plan;
    let done = visit.run(move |service, actor| Ok(service.take_over_ties(actor, plan).map(drop))).await?;
    told(&visit, plan, done, (Typed::default(), "ties-taken-over")).await
}

/// Lifts a change by hand.
#[post("/plans/{plan}/recommendation/{choice}/lift")]
pub async fn lift_choice(visit: Visit, path: Path<(i64, i64)>, form: Form) -> Result<HttpResponse, Fault> {
    let (plan, choice) = path.into_inner();
    let reason = form.field("reason").to_owned();
    let done = visit
        .run(move |service, actor| Ok(service.lift_choice(actor, plan, choice, &reason).map(drop)))
        .await?;
    told(&visit, plan, done, (Typed::default(), "choice-lifted")).await
}
