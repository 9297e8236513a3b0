//! What every form of a decision has: number, date, issuer, who signs, and what it rests on. The date is said first, since the
//! rules that go with it, and so the lines that a decision rests on, follow from it.

use chrono::NaiveDate;

use super::form::Form;
use super::page::Page;
use super::typed_day::typed_day;
use super::units::sentence_of_form;
use crate::app::decision::{DecisionHead, Person};
use crate::app::frame::Frame;
use crate::app::problem::{FIELD_REFUSED, Problem};
use crate::app::rules::pack_on;
use crate::text::format;

/// What was typed into the fields that every decision has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedHead {
    /// The number.
    pub number: String,
    /// The date, as a field of a form holds it.
    pub issued_on: String,
    /// Who issues it.
    pub issuer: String,
    /// Who signs it.
    pub signatory: String,
    /// In which position.
    pub position: String,
    /// What it rests on, a line each.
    pub bases: String,
}

/// What the fields are filled from.
pub struct HeadForm {
    /// What was typed, or is proposed.
    pub typed: TypedHead,
    /// The positions that the plan names; none: it leaves that open.
    pub positions: Vec<String>,
    /// The name of the rules of the date.
    pub pack: String,
    /// Whether some of what the rules say is to be checked.
    pub is_unsure: bool,
}

/// The fields as forms label them.
const LABELS: [(&str, &str); 17] = [
    ("number", "decision-number"),
    ("issued_on", "decision-date"),
    ("issuer", "decision-issuer"),
    ("signatory", "decision-signatory"),
    ("position", "decision-position"),
    ("bases", "decision-bases"),
    ("reason", "decision-reason"),
    ("note", "decision-note"),
    ("sent_on", "submission-date"),
    ("day", "decision-handed-over-on"),
    ("value", "decision-corrected-to"),
    ("search", "search"),
    ("award", "awards-number"),
    ("plan", "audit-plan"),
    ("state", "state"),
    ("subject", "awards-who"),
    ("year", "awards-year"),
];

/// Why something about decisions is refused, with fields as their forms label them.
pub fn refusal(page: Page<'_>, problem: &Problem) -> String {
    sentence_of_form(page, problem, &LABELS)
}

/// The numbers that were ticked.
///
/// # Errors
/// When one is none: nothing is done as if it were another.
pub fn ticked(form: &Form, name: &'static str) -> Result<Vec<i64>, Problem> {
    let number =
        |text: &str| text.parse().map_err(|_| FIELD_REFUSED.with("field", name).with("expected", "7"));
    form.all(name).map(number).collect()
}

impl TypedHead {
    /// As a form sent it.
    pub fn of_form(form: &Form) -> Self {
        let field = |name: &str| form.field(name).to_owned();
        Self {
            number: field("number"),
            issued_on: field("issued_on"),
            issuer: field("issuer"),
            signatory: field("signatory"),
            position: field("position"),
            bases: field("bases"),
        }
    }

    /// What is asked for.
    ///
    /// # Errors
    /// When the date is none.
    pub fn asked(self) -> Result<DecisionHead, Problem> {
        let issued_on = typed_day("issued_on", &self.issued_on)?;
        let lines = self.bases.lines().map(str::trim).filter(|line| !line.is_empty());
        Ok(DecisionHead {
            number: self.number,
            issued_on,
            issuer: self.issuer,
            signatory: self.signatory,
            position: self.position,
            bases: Some(lines.map(str::to_owned).collect()),
        })
    }
}

impl HeadForm {
    /// The form for a decision of a day; what was typed stays.
    ///
    /// # Errors
    /// When there are no rules for that day.
    pub fn of(
        page: Page<'_>,
        frame: &Frame,
        day: NaiveDate,
        typed: Option<TypedHead>,
    ) -> Result<Self, Problem> {
        let pack = pack_on(day)?;
        let signatories = &frame.plan.process.signatories;
        let mut positions: Vec<String> = signatories.iter().map(|one| one.position.clone()).collect();
        positions.dedup();
        let proposed = || TypedHead {
            issued_on: day.to_string(),
            issuer: frame.plan.issuer.clone(),
            bases: pack.bases.iter().map(|basis| basis.text.vi.as_str()).collect::<Vec<_>>().join("\n"),
            ..TypedHead::default()
        };
        Ok(Self {
            typed: typed.unwrap_or_else(proposed),
            positions,
            pack: page.words(&pack.name).to_owned(),
            is_unsure: pack.bases.iter().any(|basis| !basis.origin.is_certain),
        })
    }

    /// The date as people write it.
    pub fn day(&self) -> String {
        self.typed.issued_on.parse().map_or_else(|_| self.typed.issued_on.clone(), format::date)
    }

    /// Whether a position is the one that was chosen.
    pub fn is_chosen(&self, position: &str) -> bool {
        self.typed.position == position
    }
}

/// A person in words, as who visits may see it; empty of a collective.
pub fn person_words(page: &Page<'_>, person: Option<&Person>) -> String {
    let Some(person) = person else { return String::new() };
    match &person.name {
        Some(name) => name.clone(),
        None if person.is_erased => page.counted("awards-person-erased", person.number),
        None => page.counted("awards-person", person.number),
    }
}
