//! Whom cases are about, by name. Names of persons stand with their nominations alone.

use super::actor::{Actor, Right};
use super::case::CaseRow;
use super::frame::Frame;
use super::problem::Problem;
use super::service::Service;
use crate::db::Engine;

/// Whom a case is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The name of the collective or of the person.
    pub name: String,
    /// The name of the unit: of a person, that which it works in; of a collective, that which it stands below.
    pub unit: Option<String>,
    /// The code of the collective, or of the person's unit.
    pub code: String,
}

/// Whom cases are about, in their order.
pub(super) fn subjects_of(
    _engine: &mut Engine,
    frame: &Frame,
    cases: &[CaseRow],
) -> Result<Vec<Subject>, Problem> {
    let subject = |case: &CaseRow| {
        let unit = frame.units.get(case.unit_index());
        let above = unit.parent.map(|parent| frame.units.get(parent).name().to_owned());
        Subject { name: unit.name().to_owned(), unit: above, code: unit.code().to_owned() }
    };
    Ok(cases.iter().map(subject).collect())
}

impl Service {
    /// Whom cases are about that an actor may see, in their order.
    ///
    /// # Errors
    /// Those of the database.
    pub fn subjects(&self, actor: &Actor, frame: &Frame, cases: &[CaseRow]) -> Result<Vec<Subject>, Problem> {
        self.read(actor, Right::View, |engine| subjects_of(engine, frame, cases))
    }
}
