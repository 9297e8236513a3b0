//! A decision: what it says, its awards and their money, what amended it and what was revoked; and the form to hand its awards
//! over.

use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, get, post};
use askama::Template;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Deserialize;

use super::awards::told_form;
use super::decision_form::{person_words, refusal, ticked};
use super::decisions::award_name;
use super::fault::Fault;
use super::form::Form;
use super::head::Head;
use super::page::{Page, rendered};
use super::span::{Span, page_number};
use super::typed_day::typed_day;
use super::visit::Visit;
use crate::app::actor::Right;
use crate::app::award::{AwardState, state_code, state_of_award};
use crate::app::decision::{AMENDMENT, AWARD, Decided, DecidedAward, DecisionRow, HandOver, REVOCATION};
use crate::app::problem::Problem;
use crate::app::rules::rules;
use crate::app::service::Service;
use crate::contest::money::{Sum, Totals};
use crate::text::format;

/// How many awards a page of a decision shows.
const LINES: usize = 100;

/// How many awards the form to hand over offers at once.
const OFFERED: usize = 400;

/// An award as a line of a table.
pub struct AwardLine {
    /// Its number in the register.
    pub id: i64,
    /// The person in words; empty of a collective.
    pub person: String,
    /// The unit's name and code.
    pub unit: (String, String),
    /// The name of the plan's award.
    pub award: String,
    /// The title or form of commendation.
    pub form: String,
    /// How many base wages.
    pub coefficient: String,
    /// The money, in words.
    pub money: String,
    /// Which numbers are to be checked, in words; empty: none.
    pub unsure: String,
    /// The code of where it stands.
    pub state: &'static str,
    /// When it came there, in words.
    pub since: String,
}

impl AwardLine {
    /// The line of an award.
    pub fn of(page: Page<'_>, decided: &Decided, one: &DecidedAward) -> Self {
        let row = &one.row;
        let state = state_of_award(row);
        let unsure = row.unsure.split(',').filter(|code| !code.is_empty());
        let unsure: Vec<String> = unsure.map(|code| page.coded("awards-unsure", code)).collect();
        let reason = row.revoke_reason.as_ref().map(|code| page.coded("awards-reason", code));
        let since = match (row.revoked_on, row.handed_over_on) {
            (Some(day), _) => format!("{} – {}", format::date(day), reason.unwrap_or_default()),
            (None, Some(day)) => format::date(day),
            (None, None) => String::new(),
        };
        let decimal =
            |text: &String| text.parse::<Decimal>().map_or_else(|_| text.clone(), |it| page.decimal(it));
        let award = award_name(page, &decided.frame, &row.award);
        let stored = row.title.as_deref().or(row.form_name.as_deref()).unwrap_or_default();
        // Where the plan names no form of the rules, the decision has the name of the plan's award.
        let form = if row.form.is_empty() { award.clone() } else { told_form(&page, &row.form, stored) };
        Self {
            id: row.id,
            person: person_words(&page, one.person.as_ref()),
            unit: (row.unit_name.clone(), row.unit_code.clone()),
            award,
            form,
            coefficient: row.coefficient.as_ref().map(decimal).unwrap_or_default(),
            money: row.money.map_or_else(|| "–".to_owned(), |money| page.number(money)),
            unsure: unsure.join(", "),
            state: state_code(state),
            since,
        }
    }
}

/// Whether an award waits to be handed over.
fn waits(one: &DecidedAward) -> bool {
    state_of_award(&one.row) == AwardState::Waiting
}

/// A sum of money as a line of a table.
pub struct SumLine {
    /// The source; empty where the plan doesn't say.
    pub budget: String,
    /// The code of who has it; empty: all together.
    pub subject: &'static str,
    /// How many awards.
    pub awards: u64,
    /// How many of them are without money.
    pub without: u64,
    /// The money, in words.
    pub amount: String,
}

/// Sums of money as lines: by source and by who has it, then by who has it, then all together.
pub fn sum_lines(page: Page<'_>, totals: &Totals) -> Vec<SumLine> {
    let amount = |sum: &Sum| format::count(sum.amount, page.visitor.language);
    let line = |budget: String, subject, sum: &Sum| SumLine {
        budget,
        subject,
        awards: sum.awards,
        without: sum.without,
        amount: amount(sum),
    };
    let unsaid = || page.word("decision-budget-unsaid");
    let by_budget = totals
        .by_budget
        .iter()
        .map(|((budget, commended), sum)| line(budget.clone().unwrap_or_else(unsaid), commended.code(), sum));
    let every = page.word("decision-all-budgets");
    // Of one kind alone, its sum is that of all together.
    let kinds = totals.by_commended.iter().filter(|_| totals.by_commended.len() > 1);
    let by_commended = kinds.map(|(commended, sum)| line(every.clone(), commended.code(), sum));
    by_budget.chain(by_commended).chain([line(every.clone(), "", &totals.overall)]).collect()
}

/// What an amendment changes, as a sentence.
struct ChangeLine {
    decision: i64,
    number: String,
    sentence: String,
}

#[derive(Template)]
#[template(path = "decision.html")]
struct DecisionPage<'a> {
    page: Page<'a>,
    head: Head,
    decided: &'a Decided,
    pack: String,
    lines: Vec<AwardLine>,
    span: Span,
    changes: Vec<ChangeLine>,
    given: Vec<SumLine>,
    standing: Vec<SumLine>,
    is_unsure: bool,
    can_decide: bool,
}

impl DecisionPage<'_> {
    fn day(&self, day: &NaiveDate) -> String {
        format::date(*day)
    }

    /// Whether awards of it can be handed over, revoked or amended.
    fn is_root(&self) -> bool {
        self.decided.row.kind == AWARD
    }

    fn is_revocation(&self) -> bool {
        self.decided.row.kind == REVOCATION
    }

    /// Whether it has awards that stand, so that they can be amended or revoked.
    fn has_standing(&self) -> bool {
        self.can_decide && self.is_root() && self.decided.standing.overall.awards > 0
    }

    fn has_waiting(&self) -> bool {
        self.has_standing() && self.decided.waiting > 0
    }

    fn was_reduced(&self) -> bool {
        self.decided.given != self.decided.standing
    }
}

fn change_lines(page: Page<'_>, decided: &Decided) -> Vec<ChangeLine> {
    let rows = std::iter::once(&decided.row).chain(&decided.later);
    let numbers: Vec<(i64, &DecisionRow)> = rows.map(|row| (row.id, row)).collect();
    let line = |change: &crate::app::decision::DecisionChangeRow| {
        let parts = [
            ("award", change.award_id.into()),
            (
                "field",
                change
                    .field
                    .as_ref()
                    .map_or_else(String::new, |field| page.coded("decision-field", field))
                    .into(),
            ),
            ("before", change.before_text.clone().unwrap_or_else(|| "–".to_owned()).into()),
            ("after", change.after_text.clone().unwrap_or_default().into()),
        ];
        let by = numbers.iter().find(|(id, _)| *id == change.decision_id);
        ChangeLine {
            decision: change.decision_id,
            number: by.map_or_else(String::new, |(_, row)| row.number.clone()),
            sentence: page.texts.get(&format!("decision-change-{}", change.kind), &parts),
        }
    };
    decided.changes.iter().take(OFFERED).map(line).collect()
}

/// Which part of a decision's list is wanted.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    page: String,
}

fn decision_page(
    service: &Service,
    page: Page<'_>,
    (plan, id): (i64, i64),
    wanted: &Wanted,
) -> Result<String, Problem> {
    let decided = service.decision(&page.visitor.actor, plan, id)?;
    let span = Span::of(decided.awards.len(), page_number(&wanted.page), LINES);
    let lines = span.cut(decided.awards.iter()).map(|one| AwardLine::of(page, &decided, one)).collect();
    let pack = rules().pack(&decided.row.rule_pack);
    rendered(&DecisionPage {
        page,
        head: Head::of(page, &decided.plan, "way-cases"),
        pack: pack.map_or_else(|| decided.row.rule_pack.clone(), |pack| page.words(&pack.name).to_owned()),
        lines,
        span,
        changes: change_lines(page, &decided),
        given: sum_lines(page, &decided.given),
        standing: sum_lines(page, &decided.standing),
        is_unsure: decided.awards.iter().any(|one| !one.row.unsure.is_empty()),
        can_decide: page.visitor.actor.can(Right::DecideAwards),
        decided: &decided,
    })
}

/// A decision.
#[get("/plans/{plan}/decisions/{decision}")]
pub async fn show_decision(
    visit: Visit,
    path: Path<(i64, i64)>,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Fault> {
    let (path, wanted) = (path.into_inner(), wanted.into_inner());
    visit.page(move |service, page| decision_page(service, page, path, &wanted)).await
}

/// Awards that a form offers to be ticked.
pub struct TickedAwards {
    /// Those that are shown.
    pub lines: Vec<(AwardLine, bool)>,
    /// How many there are.
    pub total: usize,
}

impl TickedAwards {
    /// The awards of a decision that fit; `kept` holds what was ticked.
    pub fn of(
        page: Page<'_>,
        decided: &Decided,
        fits: impl Fn(&DecidedAward) -> bool,
        kept: impl Fn(i64) -> bool,
    ) -> Self {
        let fitting: Vec<&DecidedAward> = decided.awards.iter().filter(|one| fits(one)).collect();
        let line = |one: &&DecidedAward| (AwardLine::of(page, decided, one), kept(one.row.id));
        Self { lines: fitting.iter().take(OFFERED).map(line).collect(), total: fitting.len() }
    }

    /// Whether not all are shown.
    pub fn is_cut(&self) -> bool {
        self.lines.len() < self.total
    }
}

/// A decision with the awards of its amendments: all that can be handed over, revoked or amended.
pub fn whole_family(service: &Service, page: Page<'_>, (plan, id): (i64, i64)) -> Result<Decided, Problem> {
    let actor = &page.visitor.actor;
    service.demand(actor, Right::DecideAwards)?;
    let mut decided = service.decision(actor, plan, id)?;
    let amendments: Vec<i64> =
        decided.later.iter().filter(|row| row.kind == AMENDMENT).map(|row| row.id).collect();
    for amendment in amendments {
        let more = service.decision(actor, plan, amendment)?;
        decided.awards.extend(more.awards.into_iter().filter(|one| one.row.decision_id == amendment));
    }
    Ok(decided)
}

/// What was typed into the form to hand over.
#[derive(Debug, Clone, Default)]
struct TypedHandOver {
    day: String,
    note: String,
    awards: Vec<i64>,
}

#[derive(Template)]
#[template(path = "hand_over.html")]
struct HandOverPage<'a> {
    page: Page<'a>,
    head: Head,
    decided: &'a Decided,
    awards: TickedAwards,
    typed: &'a TypedHandOver,
    refused: Option<String>,
}

fn hand_over_page(
    service: &Service,
    page: Page<'_>,
    path: (i64, i64),
    (typed, refused): (&TypedHandOver, Option<&Problem>),
) -> Result<String, Problem> {
    let decided = whole_family(service, page, path)?;
    let kept = |id: i64| refused.is_none() || typed.awards.contains(&id);
    rendered(&HandOverPage {
        page,
        head: Head::of(page, &decided.plan, "way-cases"),
        awards: TickedAwards::of(page, &decided, waits, kept),
        typed,
        refused: refused.map(|problem| refusal(page, problem)),
        decided: &decided,
    })
}

/// The form to hand awards over.
#[get("/plans/{plan}/decisions/{decision}/hand-over")]
pub async fn show_hand_over(visit: Visit, path: Path<(i64, i64)>) -> Result<HttpResponse, Fault> {
    let path = path.into_inner();
    visit
        .page(move |service, page| {
            let typed = TypedHandOver { day: service.today().to_string(), ..TypedHandOver::default() };
            hand_over_page(service, page, path, (&typed, None))
        })
        .await
}

/// Hands awards over.
#[post("/plans/{plan}/decisions/{decision}/hand-over")]
pub async fn hand_over(visit: Visit, path: Path<(i64, i64)>, form: Form) -> Result<HttpResponse, Fault> {
    let (plan, id) = path.into_inner();
    let awards = ticked(&form, "award").map_err(|problem| visit.fault(problem))?;
    let typed =
        TypedHandOver { day: form.field("day").to_owned(), note: form.field("note").to_owned(), awards };
    let asked = typed.clone();
    let done = visit
        .run(move |service, actor| {
            Ok(typed_day("day", &asked.day).and_then(|day| {
                let new = HandOver { awards: asked.awards, day, note: Some(asked.note) };
                service.hand_over(actor, plan, id, &new)
            }))
        })
        .await?;
    let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
        hand_over_page(service, page, (plan, id), (&typed, Some(problem)))
    };
    visit.told(done.map(|_| format!("/plans/{plan}/decisions/{id}")), "handed-over", again).await
}
