//! How a file handed in is to be read: its numbers, and what its columns mean, as the address and forms say it.

use super::page::{Page, query_of};
use crate::api::parameter::malformed;
use crate::app::preview::Preview;
use crate::app::problem::Problem;
use crate::intake::column_choice::{ColumnChoice, IGNORE, choosable};
use crate::intake::header::{HeaderNames, Meaning};
use crate::intake::number::NumberStyle;
use crate::intake::reports::ReadOptions;
use crate::text::format::column_letters;

/// How many columns a page lets choose for; all are counted.
pub const MOST_COLUMNS: usize = 200;

/// How many choices a page offers by lists; beyond, codes are typed with one list of proposals.
const MOST_OPTIONS: usize = 1000;

/// How a file is to be read.
#[derive(Debug, Clone, Default)]
pub struct HowToRead {
    /// `vi` or `en`; empty: as the file's numbers prove.
    pub numbers: String,
    /// What a person says that columns mean.
    pub columns: Vec<ColumnChoice>,
    /// Whether that was refused, so that the file is read without it.
    pub is_refused: bool,
}

impl HowToRead {
    /// Reads the query of an address or the fields of a form: `numbers`, `columns` as one text, and `column-C` for each
    /// column that a list stands for.
    ///
    /// # Errors
    /// When columns aren't said as `C:took_part,D:ignore`.
    pub fn of_query(query: &str) -> Result<Self, Problem> {
        let pairs = serde_urlencoded::from_str::<Vec<(String, String)>>(query).unwrap_or_default();
        let mut how = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "numbers" => how.numbers = value,
                "columns" => how.say(&value)?,
                _ => {
                    let letters = name.strip_prefix("column-").filter(|_| !value.trim().is_empty());
                    how.columns.extend(letters.and_then(|letters| ColumnChoice::of(letters, &value)));
                }
            }
        }
        Ok(how)
    }

    /// What columns mean, as one text says it.
    ///
    /// # Errors
    /// When it isn't of that form.
    pub fn say(&mut self, columns: &str) -> Result<(), Problem> {
        self.columns =
            ColumnChoice::read(columns).ok_or_else(|| malformed("columns", "C:took_part,D:ignore"))?;
        Ok(())
    }

    /// What is asked of the intake.
    pub fn options(&self) -> ReadOptions {
        let numbers = match self.numbers.as_str() {
            "vi" => Some(NumberStyle::Vietnamese),
            "en" => Some(NumberStyle::English),
            _ => None,
        };
        let columns = if self.is_refused { Vec::new() } else { self.columns.clone() };
        ReadOptions { numbers, columns, ..ReadOptions::default() }
    }

    /// What columns mean as one text; empty when that was refused.
    pub fn written(&self) -> String {
        ColumnChoice::written(&self.options().columns)
    }

    /// The query of an address at which the file is read so.
    pub fn query(&self) -> String {
        query_of(&[("numbers", &self.numbers), ("columns", &self.written())])
    }
}

/// A column that a person can say the meaning of.
pub struct ShownColumn {
    /// Its letters.
    pub letters: String,
    /// Its header.
    pub header: String,
    /// What it is read as; `None`: left out.
    pub read_as: Option<String>,
    /// What it is recognised as when nobody says anything; `None`: nothing.
    pub recognised: Option<String>,
    /// The code that was chosen; empty: none.
    pub chosen: String,
}

/// What a page shows of the columns of a file.
pub struct ShownMatching {
    /// The row of the header.
    pub header_row: u32,
    /// The first columns.
    pub columns: Vec<ShownColumn>,
    /// How many there are.
    pub total: usize,
    /// How many are left out though they have a header.
    pub unmatched: usize,
    /// What can be chosen: code and name.
    pub choices: Vec<(String, String)>,
    /// Whether each column has a list of its own.
    pub has_lists: bool,
}

/// What a page shows of the columns of a file that was previewed.
pub fn shown(page: Page<'_>, preview: &Preview, how: &HowToRead) -> Option<ShownMatching> {
    let matching = preview.matching.as_ref()?;
    let plan = &preview.frame.plan;
    let names = HeaderNames::of_reports(plan);
    let name = |(code, meaning): (String, Meaning)| {
        let name = if code == IGNORE {
            page.word("match-ignore")
        } else {
            page.words(&names.shown(meaning)).to_owned()
        };
        (code, name)
    };
    let choices: Vec<(String, String)> = choosable(plan).into_iter().map(name).collect();
    let chosen = |index: usize| {
        let said = how.columns.iter().find(|choice| choice.column == index);
        said.map_or_else(String::new, |choice| choice.means.clone())
    };
    let columns = matching.columns.iter().enumerate().take(MOST_COLUMNS).map(|(index, column)| ShownColumn {
        letters: column_letters(u32::try_from(index + 1).unwrap_or(u32::MAX)),
        header: column.header.clone(),
        read_as: column.name.as_ref().map(|name| page.words(name).to_owned()),
        recognised: column.recognised.as_ref().map(|name| page.words(name).to_owned()),
        chosen: chosen(index),
    });
    let columns: Vec<ShownColumn> = columns.collect();
    let is_unmatched = |column: &&crate::intake::reports::MatchedColumn| {
        column.means.is_none() && !column.header.trim().is_empty()
    };
    Some(ShownMatching {
        header_row: matching.header_row,
        total: matching.columns.len(),
        unmatched: matching.columns.iter().filter(is_unmatched).count(),
        has_lists: columns.len() * choices.len() <= MOST_OPTIONS,
        columns,
        choices,
    })
}
