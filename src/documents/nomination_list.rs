//! The list of nominated persons as a file for people, in a language. It says who they are, so only who may see that gets it.

use super::csv::push_text;
use crate::text::Texts;

/// A person in the list.
#[derive(Debug, Clone, Default)]
pub struct ListedPerson {
    /// By what the person is named elsewhere: `CN-12`.
    pub code: String,
    /// The name, or what stands for it once it is erased.
    pub name: String,
    /// The year of birth; empty where it wasn't told.
    pub birth_year: String,
    /// The position.
    pub position: String,
    /// The unit's code.
    pub unit: String,
    /// The unit's name.
    pub unit_name: String,
    /// The name of the kind of person.
    pub kind: String,
    /// The name of the award.
    pub award: String,
    /// The code of the nominating unit.
    pub nominator: String,
    /// The code of the state.
    pub state: String,
    /// The summary of achievements.
    pub summary: String,
}

/// The keys of the columns' names, in order.
const HEADERS: [&str; 11] = [
    "nomination-number",
    "nomination-name",
    "nomination-birth-year",
    "nomination-position",
    "nomination-unit",
    "nomination-list-unit-name",
    "nomination-kind",
    "nomination-award",
    "nomination-nominator",
    "state",
    "nomination-summary",
];

/// The list as CSV; spreadsheets read it as UTF-8 by its mark. No cell is taken for a formula.
pub fn nomination_list(texts: &Texts, persons: impl Iterator<Item = ListedPerson>) -> Vec<u8> {
    let mut file = "\u{feff}".as_bytes().to_vec();
    push_row(&mut file, &HEADERS.map(|key| texts.word(key)));
    for person in persons {
        let state = texts.word(&format!("nomination-state-{}", person.state));
        push_row(
            &mut file,
            &[
                person.code,
                person.name,
                person.birth_year,
                person.position,
                person.unit,
                person.unit_name,
                person.kind,
                person.award,
                person.nominator,
                state,
                person.summary,
            ],
        );
    }
    file
}

fn push_row(file: &mut Vec<u8>, cells: &[String]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            file.push(b',');
        }
        push_text(file, cell);
    }
    file.push(b'\n');
}
