//! A rule file as it is written: every key with its meaning.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::intake::plan_file::form::{Amount, Code, Day};
use crate::intake::plan_file::shape::Text;
pub use crate::intake::plan_file::shape::points::RoundingName as Rounding;
use crate::intake::plan_file::written::Written;

/// Rules of commendation with dates: a pack, or base wages, or both.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleFile {
    /// The pack.
    pub pack: Option<Written<Heading>>,
    /// What decisions rest on, in the order in which they name it.
    #[serde(default)]
    pub basis: Vec<Written<Basis>>,
    /// Forms of commendation.
    #[serde(default)]
    pub form: Vec<Written<Form>>,
    /// Base wages.
    #[serde(default)]
    pub wage: Vec<Written<Wage>>,
}

/// A pack's name and days.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Heading {
    /// The code that decisions keep.
    pub code: Written<Code>,
    /// The name shown.
    pub name: Text,
    /// The first day on which decisions follow it.
    pub from: Written<Day>,
    /// The last one; without it, until further notice.
    pub until: Option<Written<Day>>,
    /// How money is rounded.
    pub money: Money,
}

/// How money is rounded.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// To a multiple of so many đồng.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub step: i64,
    /// Which way.
    pub rounding: Rounding,
    /// The document that says so.
    #[schemars(length(min = 1))]
    pub source: String,
    /// Whether it was checked against the document.
    pub certain: bool,
}

/// A line that decisions rest on.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// The document's number.
    #[schemars(length(min = 1))]
    pub number: String,
    /// Its date.
    pub date: Day,
    /// The line, as a decision has it.
    pub text: Text,
    /// Whether it was checked against the document.
    pub certain: bool,
}

/// A form of commendation.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// The code that plans name.
    pub code: Written<Code>,
    /// The name shown.
    pub name: Text,
    /// Which field of the database of civil servants it belongs into.
    pub field: FieldName,
    /// The money of an individual.
    pub individual: Option<Coefficient>,
    /// The money of a collective.
    pub collective: Option<Coefficient>,
}

/// A field of the database of civil servants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldName {
    /// Danh hiệu.
    Title,
    /// Hình thức.
    Form,
}

/// How many base wages go with a form.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Coefficient {
    /// The number.
    pub coefficient: Written<Amount>,
    /// The document that says so.
    #[schemars(length(min = 1))]
    pub source: String,
    /// Whether it was checked against the document.
    pub certain: bool,
}

/// A base wage.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Wage {
    /// The first day on which it holds.
    pub from: Written<Day>,
    /// The last one; without it, until further notice.
    pub until: Option<Written<Day>>,
    /// In đồng.
    #[schemars(range(min = 1, max = 1_000_000_000))]
    pub amount: i64,
    /// The document that sets it.
    #[schemars(length(min = 1))]
    pub source: String,
    /// Whether it was checked against the document.
    pub certain: bool,
}
