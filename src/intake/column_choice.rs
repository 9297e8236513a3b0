//! Columns whose meaning a person says: `C:took_part,D:ignore`. What isn't said is recognised by its header.

use super::header::{Column, Meaning};
use super::source_file::column_letters;
use crate::contest::plan::Plan;

/// What a person says that a column means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnChoice {
    /// The column, 0 being the first.
    pub column: usize,
    /// The code of what it means; one of [`choosable`].
    pub means: String,
}

/// Why what was said of columns can't be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChoiceFault {
    /// The file has no such column.
    NoColumn {
        /// The letters of the column.
        column: String,
        /// The letters of the last column that there is.
        last: String,
    },
    /// Nothing has such a code.
    NoMeaning {
        /// The letters of the column.
        column: String,
        /// The code that was said.
        means: String,
    },
    /// Two columns would mean the same.
    Two {
        /// The letters of the columns.
        columns: [String; 2],
        /// The code of what both would mean.
        means: String,
    },
}

/// The code of a column that is left out.
pub const IGNORE: &str = "ignore";

/// Meanings that stand before the figures of a plan.
const OF_UNITS: [(&str, Meaning); 5] = [
    ("unit_code", Meaning::UnitCode),
    ("unit_name", Meaning::UnitName),
    ("parent_code", Meaning::ParentCode),
    ("parent_name", Meaning::ParentName),
    ("received_at", Meaning::ReceivedAt),
];

/// Meanings that stand behind the figures of a plan.
const OF_LONG_TABLES: [(&str, Meaning); 4] = [
    ("metric", Meaning::Metric),
    ("item", Meaning::Item),
    ("value", Meaning::Value),
    (IGNORE, Meaning::Ignored),
];

/// Everything that a column of reports can be said to mean, with its code: units, the plan's figures, the parts of a
/// long table, nothing. Where a figure has the code of something before it, that comes first, as in headers.
pub fn choosable(plan: &Plan) -> Vec<(String, Meaning)> {
    let fixed = |(code, meaning): (&str, Meaning)| (code.to_owned(), meaning);
    let figures = (0..plan.slots()).map(|slot| (plan.slot_code(slot), Meaning::Slot(slot)));
    let all = OF_UNITS.into_iter().map(fixed).chain(figures);
    all.chain(OF_LONG_TABLES.into_iter().map(fixed)).collect()
}

/// The code of a meaning of a column of reports; `None` of a column that isn't recognised.
pub fn code_of(plan: &Plan, meaning: Meaning) -> Option<String> {
    match meaning {
        Meaning::Slot(slot) => Some(plan.slot_code(slot)),
        Meaning::Unit => Some("unit".to_owned()),
        other => {
            let mut known = OF_UNITS.into_iter().chain(OF_LONG_TABLES);
            known.find(|(_, meaning)| *meaning == other).map(|(code, _)| code.to_owned())
        }
    }
}

/// The column of letters as spreadsheets write them, 0 being `A`.
fn column_of(letters: &str) -> Option<usize> {
    let is_plain = (1..=3).contains(&letters.len()) && letters.bytes().all(|it| it.is_ascii_alphabetic());
    if !is_plain {
        return None;
    }
    let value = |letter: u8| usize::from(letter.to_ascii_uppercase() - b'A') + 1;
    letters.bytes().fold(0, |number, letter| number * 26 + value(letter)).checked_sub(1)
}

impl ColumnChoice {
    /// What is said of one column, by its letters; `None` when they are no letters.
    pub fn of(letters: &str, means: &str) -> Option<Self> {
        Some(Self { column: column_of(letters.trim())?, means: means.trim().to_owned() })
    }

    /// What is said of columns, as [`ColumnChoice::written`] writes it; `None` when it isn't of that form, or says two
    /// things of one column.
    pub fn read(text: &str) -> Option<Vec<Self>> {
        let each = text.split(',').filter(|part| !part.trim().is_empty());
        let choices: Option<Vec<Self>> = each
            .map(|part| part.split_once(':').and_then(|(letters, means)| Self::of(letters, means)))
            .collect();
        let is_once = |choices: &Vec<Self>| {
            let mut columns: Vec<usize> = choices.iter().map(|choice| choice.column).collect();
            columns.sort_unstable();
            columns.windows(2).all(|two| two[0] != two[1])
        };
        choices.filter(is_once)
    }

    /// What is said of columns as one text.
    pub fn written(choices: &[Self]) -> String {
        let each = choices.iter().map(|choice| format!("{}:{}", column_letters(choice.column), choice.means));
        each.collect::<Vec<_>>().join(",")
    }
}

/// What is said, with codes resolved; what can't be is left to [`check`].
pub(super) fn resolved(plan: &Plan, choices: &[ColumnChoice]) -> Vec<(usize, Meaning)> {
    if choices.is_empty() {
        return Vec::new();
    }
    let known = choosable(plan);
    let meaning = |choice: &ColumnChoice| {
        known.iter().find(|(code, _)| *code == choice.means).map(|(_, meaning)| (choice.column, *meaning))
    };
    choices.iter().filter_map(meaning).collect()
}

/// Refuses what can't be said of the columns of a header row, in which it is taken in already.
pub(super) fn check(plan: &Plan, columns: &[Column], choices: &[ColumnChoice]) -> Result<(), ChoiceFault> {
    let known = choosable(plan);
    for choice in choices {
        let letters = column_letters(choice.column);
        if choice.column >= columns.len() {
            let last = column_letters(columns.len().saturating_sub(1));
            return Err(ChoiceFault::NoColumn { column: letters, last });
        }
        let Some((_, meaning)) = known.iter().find(|(code, _)| *code == choice.means) else {
            return Err(ChoiceFault::NoMeaning { column: letters, means: choice.means.clone() });
        };
        let same = |(other, column): &(usize, &Column)| {
            *other != choice.column && column.meaning == *meaning && *meaning != Meaning::Ignored
        };
        if let Some((other, _)) = columns.iter().enumerate().find(same) {
            let letters = [letters, column_letters(other)];
            return Err(ChoiceFault::Two { columns: letters, means: choice.means.clone() });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_columns_is_read_as_it_is_written() {
        let choices = ColumnChoice::read("C:took_part, ab:ignore").unwrap();
        assert_eq!((choices[0].column, choices[1].column), (2, 27));
        assert_eq!(ColumnChoice::written(&choices), "C:took_part,AB:ignore");
        assert_eq!(ColumnChoice::read(""), Some(Vec::new()));
        for wrong in ["C", "3:voters", "ABCD:voters", ":voters", "C;voters", "C:voters,C:ignore"] {
            assert_eq!(ColumnChoice::read(wrong), None, "{wrong}");
        }
    }
}
