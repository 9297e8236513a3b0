//! The form of a document: one field for each thing that a person gives it.

use chrono::NaiveDate;

use super::page::Page;
use super::paper::Typed;
use crate::api::parameter::malformed;
use crate::app::actor::Right;
use crate::app::paper::PaperFields;
use crate::app::plan::{PlanState, state_of};
use crate::app::problem::Problem;
use crate::app::service::Service;
use crate::documents::paper::PaperKind;
use crate::documents::paper::urging::Lacking;

/// How many plans are offered to compare with.
const PLANS: i64 = 200;

/// How many clusters are offered; beyond, their code is typed.
const CLUSTERS: usize = 200;

/// How a field is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A line.
    Line,
    /// Several lines.
    Lines,
    /// A date.
    Date,
    /// A number.
    Number,
    /// One of these, by value and name.
    Choice(Vec<(String, String)>),
}

/// A field of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What is in it.
    pub value: String,
    /// How it is filled in.
    pub input: Input,
    /// Whether it must be.
    pub is_needed: bool,
}

/// Fields that every document has.
const COMMON: &[(&str, Input)] = &[
    ("superior", Input::Line),
    ("issuer", Input::Line),
    ("abbreviation", Input::Line),
    ("number", Input::Line),
    ("place", Input::Line),
    ("date", Input::Date),
    ("authority", Input::Line),
    ("position", Input::Line),
    ("signatory", Input::Line),
    ("to", Input::Lines),
    ("recipients", Input::Lines),
];

/// What was typed under a name.
fn typed_as<'a>(typed: &'a Typed, name: &str) -> &'a str {
    typed.iter().rfind(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
}

/// The fields of a document's form: first its own, then those of every document.
///
/// # Errors
/// Those of the database.
pub fn shown(
    service: &Service,
    page: Page<'_>,
    (plan, kind): (i64, PaperKind),
    typed: &Typed,
) -> Result<Vec<Field>, Problem> {
    let sees_all = page.visitor.actor.may(Right::ViewRanking);
    let own = match kind {
        PaperKind::Submission if sees_all => vec![("ranking", Input::Number)],
        PaperKind::Submission | PaperKind::Minutes | PaperKind::Decision | PaperKind::Achievements => {
            Vec::new()
        }
        PaperKind::Explanation => vec![("unit", Input::Line)],
        PaperKind::Urging => vec![
            ("cluster", clusters(service, page, plan)?),
            ("lacking", lacking(page)),
            ("answer_by", Input::Date),
        ],
        PaperKind::Summary => {
            let compare = ("compare", plans(service, page, plan)?);
            let own = [("ranking", Input::Number), compare, ("compare_ranking", Input::Number)];
            own.into_iter().filter(|(name, _)| sees_all || *name == "compare").collect()
        }
    };
    let all = own.into_iter().chain(COMMON.iter().cloned());
    Ok(all
        .map(|(name, input)| {
            let value = typed_as(typed, name).to_owned();
            Field { name, value, input, is_needed: name == "unit" }
        })
        .collect())
}

fn clusters(service: &Service, page: Page<'_>, plan: i64) -> Result<Input, Problem> {
    let frame = service.frame(&page.visitor.actor, plan)?;
    if frame.clusters().len() > CLUSTERS {
        return Ok(Input::Line);
    }
    let named = frame.clusters().map(|(code, name)| (code.to_owned(), page.words(name).to_owned()));
    Ok(Input::Choice(named.collect()))
}

fn lacking(page: Page<'_>) -> Input {
    let named = Lacking::ALL.iter().map(|it| (it.code().to_owned(), page.coded("paper-lacking", it.code())));
    Input::Choice(named.collect())
}

/// Plans that have a stored ranking; a number where there are too many to list.
fn plans(service: &Service, page: Page<'_>, plan: i64) -> Result<Input, Problem> {
    let (rows, total) = service.plans_after(&page.visitor.actor, 0, PLANS)?;
    if total > PLANS {
        return Ok(Input::Number);
    }
    let has_ranking = |state| matches!(state, PlanState::Ranked | PlanState::Finalised);
    let rows = rows.into_iter().filter(|row| row.id != plan && has_ranking(state_of(row)));
    let named = rows.map(|row| {
        let title = page.either(&row.title_vi, &row.title_en).to_owned();
        (row.id.to_string(), format!("{} – {title}", row.code))
    });
    Ok(Input::Choice(named.collect()))
}

/// What was typed, read.
///
/// # Errors
/// When a number or a date can't be read.
pub fn fields_of(typed: &Typed) -> Result<PaperFields, Problem> {
    let text = |name: &str| typed_as(typed, name).to_owned();
    let number = |name: &str| -> Result<Option<i64>, Problem> {
        let text = typed_as(typed, name).trim();
        if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| malformed(name, "1")) }
    };
    let date = |name: &str| -> Result<Option<NaiveDate>, Problem> {
        let text = typed_as(typed, name).trim();
        if text.is_empty() {
            Ok(None)
        } else {
            text.parse().map(Some).map_err(|_| malformed(name, "2021-06-15"))
        }
    };
    Ok(PaperFields {
        superior: text("superior"),
        issuer: text("issuer"),
        abbreviation: text("abbreviation"),
        number: text("number"),
        place: text("place"),
        date: date("date")?,
        to: text("to"),
        recipients: text("recipients"),
        authority: text("authority"),
        position: text("position"),
        signatory: text("signatory"),
        ranking: number("ranking")?,
        unit: text("unit"),
        cluster: text("cluster"),
        lacking: text("lacking"),
        answer_by: date("answer_by")?,
        compare: number("compare")?,
        compare_ranking: number("compare_ranking")?,
        session: number("session")?,
        decision: number("decision")?,
        proposer: text("proposer"),
        executors: text("executors"),
    })
}
