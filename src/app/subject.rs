//! Whom cases are about, by name. Names of persons stand with their nominations alone.

use super::actor::{Actor, Right};
use super::case::CaseRow;
use super::decision::named;
use super::frame::Frame;
use super::nomination::{NominationRow, code_of};
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
    /// The number of the nomination, of a person.
    pub nomination: Option<i64>,
}

/// Whom cases are about, in their order. A person whose name was erased is named by number.
pub(super) fn subjects_of(
    engine: &mut Engine,
    frame: &Frame,
    cases: &[CaseRow],
) -> Result<Vec<Subject>, Problem> {
    let persons = named(engine, cases.iter().filter_map(|case| case.nomination_id))?;
    let subject = |case: &CaseRow| {
        let unit = frame.units.get(case.unit_index());
        let code = unit.code().to_owned();
        if let Some(person) = case.nomination_id.and_then(|id| persons.get(&id)) {
            let (name, number) = (name_of(person), Some(person.number));
            return Subject { name, unit: Some(unit.name().to_owned()), code, nomination: number };
        }
        let above = unit.parent.map(|parent| frame.units.get(parent).name().to_owned());
        Subject { name: unit.name().to_owned(), unit: above, code, nomination: None }
    };
    Ok(cases.iter().map(subject).collect())
}

/// A person's name; the code once it is erased.
fn name_of(person: &NominationRow) -> String {
    if person.erased_at.is_some() { code_of(person.number) } else { person.name.clone() }
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
