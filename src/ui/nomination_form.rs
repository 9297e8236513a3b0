//! The form by which a person is nominated, and by which a nomination is changed before it is accepted.

use actix_web::web::Path;
use actix_web::{HttpResponse, get, post};
use askama::Template;

use super::fault::Fault;
use super::form::Form;
use super::head::Head;
use super::page::{Page, rendered};
use super::units::sentence_of_form;
use super::visit::Visit;
use crate::api::parameter::malformed;
use crate::app::actor::Right;
use crate::app::nomination::{NominationRow, code_of, expected, figures_of, individuals, slots};
use crate::app::nomination_said::NewNomination;
use crate::app::problem::Problem;
use crate::app::service::Service;
use crate::contest::plan::{Individuals, MetricKind};

/// What was typed into the form of a nomination.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// The code of the unit that nominates.
    pub nominator: String,
    /// The code of the person's unit.
    pub unit: String,
    /// The code of the kind.
    pub kind: String,
    /// The code of the award.
    pub award: String,
    /// The name.
    pub name: String,
    /// The year of birth.
    pub birth_year: String,
    /// The position.
    pub position: String,
    /// The summary of achievements.
    pub summary: String,
    /// Figures by the code of their slot.
    pub figures: Vec<(String, String)>,
}

impl Typed {
    fn of_form(form: &Form) -> Self {
        let field = |name: &str| form.field(name).to_owned();
        Self {
            nominator: field("nominator"),
            unit: field("unit"),
            kind: field("kind"),
            award: field("award"),
            name: field("name"),
            birth_year: field("birth_year"),
            position: field("position"),
            summary: field("summary"),
            figures: figures_of_form(form),
        }
    }

    fn of_row(part: &Individuals, row: &NominationRow, codes: [&str; 2]) -> Self {
        let [nominator, unit] = codes.map(str::to_owned);
        let figures = figures_of(&part.plan, row).into_iter();
        Self {
            nominator,
            unit,
            kind: row.kind.clone(),
            award: row.award.clone(),
            name: row.name.clone(),
            birth_year: row.birth_year.map_or_else(String::new, |year| year.to_string()),
            position: row.position.clone(),
            summary: row.summary.clone(),
            figures: figures.map(|figure| (figure.code, figure.text)).collect(),
        }
    }

    fn asked(self) -> Result<NewNomination, Problem> {
        let year = self.birth_year;
        let birth_year = if year.is_empty() {
            None
        } else {
            Some(year.parse().map_err(|_| malformed("birth_year", "1985"))?)
        };
        Ok(NewNomination {
            nominator: Some(self.nominator),
            unit: self.unit,
            kind: self.kind,
            award: self.award,
            name: self.name,
            birth_year,
            position: self.position,
            summary: self.summary,
            figures: self.figures,
        })
    }
}

/// The figures that a form sends, by the code of their slot.
pub fn figures_of_form(form: &Form) -> Vec<(String, String)> {
    let sent = form.fields().filter_map(|(name, value)| Some((name.strip_prefix("f-")?, value)));
    sent.map(|(code, value)| (code.to_owned(), value.trim().to_owned())).collect()
}

/// Something that is chosen from a list.
pub struct Choice {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// A figure that is asked for.
pub struct AskedFigure {
    /// The code of its slot.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Whether it is a yes or no.
    pub is_answer: bool,
    /// Whether it is a number.
    pub is_number: bool,
    /// What was typed.
    pub typed: String,
}

/// What a form of a person asks for.
pub struct Fields {
    /// The kinds of person.
    pub kinds: Vec<Choice>,
    /// The awards.
    pub awards: Vec<Choice>,
    /// The figures.
    pub figures: Vec<AskedFigure>,
}

/// The figures that are asked for, with what was typed.
pub fn asked_figures(
    page: Page<'_>,
    part: &Individuals,
    with_judged: bool,
    typed: &[(String, String)],
) -> Vec<AskedFigure> {
    let plan = &part.plan;
    let asked = slots(plan, with_judged).into_iter().map(|slot| {
        let code = plan.slot_code(slot);
        let kind = plan.slot(slot).0.kind;
        let found = typed.iter().find(|(known, _)| *known == code);
        AskedFigure {
            name: page.words(&plan.slot_name(slot)).to_owned(),
            is_answer: kind == MetricKind::Flag,
            is_number: matches!(kind, MetricKind::Count | MetricKind::Points),
            typed: found.map_or_else(String::new, |(_, text)| text.clone()),
            code,
        }
    });
    asked.collect()
}

/// The kinds of person of a plan.
pub fn kinds(page: Page<'_>, part: &Individuals) -> Vec<Choice> {
    let kinds = part.plan.subjects.iter();
    kinds.map(|kind| Choice { code: kind.code.clone(), name: page.words(&kind.name).to_owned() }).collect()
}

/// The awards for persons of a plan.
pub fn awards(page: Page<'_>, part: &Individuals) -> Vec<Choice> {
    let awards = part.plan.awards.iter();
    awards
        .map(|award| Choice { code: award.code.clone(), name: page.words(&award.name).to_owned() })
        .collect()
}

/// The labels of the fields, by which a refusal names them.
const LABELS: [(&str, &str); 10] = [
    ("nominator", "nomination-nominator"),
    ("unit", "nomination-unit"),
    ("kind", "nomination-kind"),
    ("award", "nomination-award"),
    ("name", "nomination-name"),
    ("birth_year", "nomination-birth-year"),
    ("position", "nomination-position"),
    ("summary", "nomination-summary"),
    ("note", "nomination-note"),
    ("reason", "nomination-apart-reason"),
];

/// Why something about a person was refused, with fields and figures by their names.
pub fn refused(page: Page<'_>, part: &Individuals, problem: &Problem) -> String {
    let field = problem.arguments.iter().find(|(name, _)| *name == "field").map(|(_, field)| field);
    let plan = &part.plan;
    let slot = field.and_then(|field| slots(plan, true).into_iter().find(|it| plan.slot_code(*it) == *field));
    if let Some(slot) = slot {
        let name = plan.slot_name(slot);
        let expected = expected(plan.slot(slot).0.kind);
        let parts = [("figure", page.words(&name).into()), ("expected", expected.into())];
        return page.texts.get("nomination-figure-refused", &parts);
    }
    sentence_of_form(page, problem, &LABELS)
}

#[derive(Template)]
#[template(path = "nomination_form.html")]
struct FormPage<'a> {
    page: Page<'a>,
    head: Head,
    row: Option<NominationRow>,
    typed: Typed,
    fields: Fields,
    refused: Option<String>,
    once: String,
}

impl FormPage<'_> {
    fn title(&self) -> String {
        match &self.row {
            Some(row) => format!("{} {}", self.page.word("nomination-change"), code_of(row.number)),
            None => self.page.word("nomination-new"),
        }
    }

    fn action(&self) -> String {
        match &self.row {
            Some(row) => format!("/plans/{}/nominations/{}/change", self.head.id, row.number),
            None => format!("/plans/{}/nominations/new", self.head.id),
        }
    }
}

fn form_page(
    service: &Service,
    page: Page<'_>,
    (plan, number): (i64, Option<i64>),
    (refusal, typed): (Option<&Problem>, Option<Typed>),
) -> Result<String, Problem> {
    let actor = &page.visitor.actor;
    service.demand(actor, Right::Nominate)?;
    let (row_of_plan, frame) = (service.plan(actor, plan)?, service.frame(actor, plan)?);
    let part = individuals(&frame.plan)?;
    let row = number.map(|number| service.nomination(actor, plan, number)).transpose()?.map(|it| it.row);
    let typed = typed.unwrap_or_else(|| match &row {
        Some(row) => Typed::of_row(part, row, [frame.code_at(row.nominator), frame.code_at(row.unit)]),
        None => {
            let own = actor.reach.clone().unwrap_or_default();
            Typed { nominator: own.clone(), unit: own, ..Typed::default() }
        }
    });
    let fields = Fields {
        kinds: kinds(page, part),
        awards: awards(page, part),
        figures: asked_figures(page, part, false, &typed.figures),
    };
    let head = Head::of(page, &row_of_plan, "way-cases");
    let refused = refusal.map(|problem| refused(page, part, problem));
    rendered(&FormPage { page, head, row, typed, fields, refused, once: service.secret(16) })
}

/// The form of a new nomination.
#[get("/plans/{plan}/nominations/new")]
pub async fn show_new_nomination(visit: Visit, plan: Path<i64>) -> Result<HttpResponse, Fault> {
    visit.page(move |service, page| form_page(service, page, (*plan, None), (None, None))).await
}

/// Nominates a person, once however often the form is sent.
#[post("/plans/{plan}/nominations/new")]
pub async fn add_nomination(visit: Visit, plan: Path<i64>, form: Form) -> Result<HttpResponse, Fault> {
    let (plan, typed) = (*plan, Typed::of_form(&form));
    let asked = typed.clone();
    let add =
        move |service: &Service, actor: &_| asked.asked().and_then(|new| service.nominate(actor, plan, &new));
    let done = visit.run_once(&form, add).await?;
    let address = done.map(|row| format!("/plans/{plan}/nominations/{}", row.number));
    let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
        form_page(service, page, (plan, None), (Some(problem), Some(typed)))
    };
    visit.told(address, "nominated", again).await
}

/// The form of a nomination that is changed.
#[get("/plans/{plan}/nominations/{number}/change")]
pub async fn show_change(visit: Visit, path: Path<(i64, i64)>) -> Result<HttpResponse, Fault> {
    let (plan, number) = path.into_inner();
    visit.page(move |service, page| form_page(service, page, (plan, Some(number)), (None, None))).await
}

/// Changes a nomination.
#[post("/plans/{plan}/nominations/{number}/change")]
pub async fn change_nomination(
    visit: Visit,
    path: Path<(i64, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let (plan, number) = path.into_inner();
    let (typed, expected) = (Typed::of_form(&form), form.number("change"));
    let asked = typed.clone();
    let done = visit
        .run(move |service, actor| {
            Ok(asked
                .asked()
                .and_then(|new| service.change_nomination(actor, plan, number, (Some(expected?), &new))))
        })
        .await?;
    let address = done.map(|_| format!("/plans/{plan}/nominations/{number}"));
    let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
        form_page(service, page, (plan, Some(number)), (Some(problem), Some(typed)))
    };
    visit.told(address, "nomination_changed", again).await
}
