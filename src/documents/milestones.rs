//! Units with their milestones as a file: with codes for programs, or in words for people.
//!
//! For programs: UTF-8 without a byte order mark, comma, `\n`, a header line; `unit,name,level,cluster,parent,milestone,
//! milestone_name,state,due,done,number,days_late,days_left`. Days are ISO dates; `due` is the last day on time; of the
//! two counts, both as the plan counts days, the one that fits is filled.

use super::csv::push_text;
use crate::contest::milestone::{MilestoneState, Standing};
use crate::contest::plan::{Criterion, Named};
use crate::contest::unit::{Cluster, Unit};
use crate::contest::words::Language;
use crate::text::{Texts, format};

/// A unit with a milestone.
#[derive(Debug, Clone, Copy)]
pub struct MilestoneLine<'a> {
    /// The unit.
    pub unit: &'a Unit,
    /// Its level.
    pub level: &'a Named,
    /// Its cluster.
    pub cluster: Option<&'a Cluster>,
    /// The unit above it.
    pub parent: Option<&'a Unit>,
    /// The criterion that the milestone is.
    pub criterion: &'a Criterion,
    /// Where it stands.
    pub standing: Standing<'a>,
}

/// A milestone's name, after its number in the plan's own list if it has one.
pub fn milestone_name(criterion: &Criterion, language: Language) -> String {
    let name = criterion.name.in_language(language);
    if criterion.number.is_empty() { name.to_owned() } else { format!("{}. {name}", criterion.number) }
}

impl MilestoneLine<'_> {
    /// Days late, where it is past its last day or done.
    pub const fn days_late(&self) -> Option<i64> {
        match self.standing.state {
            MilestoneState::Due | MilestoneState::NotAsked => None,
            _ => Some(self.standing.days),
        }
    }

    /// Days left until the last day, where that isn't over.
    pub const fn days_left(&self) -> Option<i64> {
        match self.standing.state {
            MilestoneState::Due => Some(self.standing.days),
            _ => None,
        }
    }
}

/// The columns of the file for programs.
const COLUMNS: [&str; 13] = [
    "unit",
    "name",
    "level",
    "cluster",
    "parent",
    "milestone",
    "milestone_name",
    "state",
    "due",
    "done",
    "number",
    "days_late",
    "days_left",
];

/// Whether a column of the file for programs holds numbers.
pub fn is_number(header: &str) -> bool {
    header == "days_late" || header == "days_left"
}

/// The same by its place, which is the same in the file for people.
pub fn is_number_column(at: usize) -> bool {
    COLUMNS.get(at).is_some_and(|column| is_number(column))
}

/// The headers of the file for people.
pub fn headers(texts: &Texts) -> Vec<String> {
    COLUMNS.iter().map(|column| texts.word(&format!("milestone-column-{column}"))).collect()
}

/// The file for programs.
pub fn milestones_csv<'a>(lines: impl Iterator<Item = MilestoneLine<'a>>) -> Vec<u8> {
    let mut file = Vec::new();
    push_row(&mut file, &COLUMNS.map(str::to_owned));
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    for line in lines {
        let Standing { state, last, done, number, .. } = line.standing;
        let row = [
            line.unit.code().to_owned(),
            line.unit.name().to_owned(),
            line.level.code.clone(),
            line.cluster.map(|cluster| cluster.code.clone()).unwrap_or_default(),
            line.parent.map(|parent| parent.code().to_owned()).unwrap_or_default(),
            line.criterion.code.clone(),
            line.criterion.name.vi.clone(),
            state.code().to_owned(),
            day(last),
            day(done),
            number.unwrap_or_default().to_owned(),
            counted(line.days_late()),
            counted(line.days_left()),
        ];
        push_row(&mut file, &row);
    }
    file
}

/// The file for people, in a language; spreadsheets read it as UTF-8 by its mark.
pub fn milestones_in_words<'a>(texts: &Texts, lines: impl Iterator<Item = MilestoneLine<'a>>) -> Vec<u8> {
    let mut file = "\u{feff}".as_bytes().to_vec();
    push_row(&mut file, &headers(texts));
    let language = texts.language();
    let day = |day: Option<chrono::NaiveDate>| day.map(format::date).unwrap_or_default();
    for line in lines {
        let Standing { state, last, done, number, .. } = line.standing;
        let row = [
            line.unit.code().to_owned(),
            line.unit.name().to_owned(),
            line.level.name.in_language(language).to_owned(),
            line.cluster.map(|cluster| cluster.name.in_language(language).to_owned()).unwrap_or_default(),
            line.parent.map(|parent| parent.name().to_owned()).unwrap_or_default(),
            line.criterion.number.clone(),
            line.criterion.name.in_language(language).to_owned(),
            texts.word(&format!("milestone-state-{}", state.code())),
            day(last),
            day(done),
            number.unwrap_or_default().to_owned(),
            counted(line.days_late()),
            counted(line.days_left()),
        ];
        push_row(&mut file, &row);
    }
    file
}

fn counted(days: Option<i64>) -> String {
    days.map(|days| days.to_string()).unwrap_or_default()
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
