//! How a file handed in is to be read: its layout, its numbers, and what its columns mean, as the address and forms say
//! it.

use super::page::{Page, query_of};
use crate::api::parameter::malformed;
use crate::api::read_query::{Said, read_options};
use crate::app::preview::Preview;
use crate::app::problem::{COLUMN_NOT_THERE, COLUMNS_FOR_ONE, FIELD_REFUSED, MEANING_NOT_THERE, Problem};
use crate::app::read_file::is_json;
use crate::intake::column_choice::{ColumnChoice, IGNORE, choosable};
use crate::intake::header::{HeaderNames, Meaning};
use crate::intake::layout::{ENCODINGS, SEPARATORS};
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
    /// The code of an encoding; empty: as it is recognised.
    pub encoding: String,
    /// The code of a separator; empty: as it is recognised.
    pub separator: String,
    /// The row of the header; empty: the one that is found.
    pub header_row: String,
    /// The name of a spreadsheet's sheet; empty: the first one that has cells.
    pub sheet: String,
    /// What a person says that columns mean.
    pub columns: Vec<ColumnChoice>,
    /// What of that was refused, so that the file is read without it.
    pub refused: Refused,
}

/// What was refused of how a file is to be read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Refused {
    /// Nothing.
    #[default]
    Nothing,
    /// What columns mean.
    Columns,
    /// Anything else: the file is read as it is recognised.
    All,
}

impl Refused {
    /// What a problem refuses.
    pub fn by(problem: &Problem) -> Self {
        if [&COLUMN_NOT_THERE, &MEANING_NOT_THERE, &COLUMNS_FOR_ONE].contains(&problem.code) {
            return Self::Columns;
        }
        let is_said = |(name, value): &(&str, String)| *name == "field" && FIELDS.contains(&value.as_str());
        if *problem.code == FIELD_REFUSED && problem.arguments.iter().any(is_said) {
            Self::All
        } else {
            Self::Nothing
        }
    }
}

/// The fields of a form by which a person says how a file is to be read, but for its columns.
const FIELDS: [&str; 5] = ["numbers", "encoding", "separator", "header_row", "sheet"];

impl HowToRead {
    /// Reads the query of an address.
    ///
    /// # Errors
    /// When columns aren't said as `C:took_part,D:ignore`.
    pub fn of_query(query: &str) -> Result<Self, Problem> {
        let pairs = serde_urlencoded::from_str::<Vec<(String, String)>>(query).unwrap_or_default();
        Self::of_fields(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())))
    }

    /// Reads the fields of a form: `numbers`, `encoding`, `separator`, `header_row`, `sheet`, `columns` as one text, and
    /// `column-C` for each column that a list stands for.
    ///
    /// # Errors
    /// When columns aren't said as `C:took_part,D:ignore`.
    pub fn of_fields<'f>(fields: impl Iterator<Item = (&'f str, &'f str)>) -> Result<Self, Problem> {
        let mut how = Self::default();
        for (name, value) in fields {
            match name {
                "numbers" => value.clone_into(&mut how.numbers),
                "encoding" => value.clone_into(&mut how.encoding),
                "separator" => value.clone_into(&mut how.separator),
                "header_row" => value.clone_into(&mut how.header_row),
                "sheet" => value.clone_into(&mut how.sheet),
                "columns" => {
                    how.columns = ColumnChoice::read(value)
                        .ok_or_else(|| malformed("columns", "C:took_part,D:ignore"))?;
                }
                _ => {
                    let letters = name.strip_prefix("column-").filter(|_| !value.trim().is_empty());
                    how.columns.extend(letters.and_then(|letters| ColumnChoice::of(letters, value)));
                }
            }
        }
        Ok(how)
    }

    /// What is asked of the intake.
    ///
    /// # Errors
    /// When something can't be said so, and wasn't refused already.
    pub fn options(&self) -> Result<ReadOptions, Problem> {
        if self.refused == Refused::All {
            return Ok(ReadOptions::default());
        }
        let Self { numbers, encoding, separator, header_row, sheet, .. } = self;
        let read = read_options(&Said { numbers, encoding, separator, header_row, sheet, columns: "" })?;
        let columns = if self.refused == Refused::Columns { Vec::new() } else { self.columns.clone() };
        Ok(ReadOptions { columns, ..read })
    }

    /// What the file is read with, by the names of fields; empty where nothing is said or it was refused.
    pub fn said(&self) -> [(&'static str, String); 6] {
        let said = self.options().map_or_else(|_| Vec::new(), |options| options.said());
        ["numbers", "encoding", "separator", "header_row", "sheet", "columns"].map(|name| {
            let of_name = said.iter().find(|(known, _)| *known == name);
            (name, of_name.map_or_else(String::new, |(_, said)| said.clone()))
        })
    }

    /// The query of an address at which the file is read so.
    pub fn query(&self) -> String {
        query_of(&self.said().each_ref().map(|(name, said)| (*name, said.as_str())))
    }

    /// Whether anything is said, refused or not.
    pub fn is_said(&self) -> bool {
        !self.columns.is_empty()
            || [&self.numbers, &self.encoding, &self.separator, &self.header_row, &self.sheet]
                .iter()
                .any(|said| !said.is_empty())
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

/// What a page lets choose of how a file is laid out.
pub struct LayoutChoices {
    /// Encodings: code and name; none where the file is no text.
    pub encodings: Vec<(&'static str, &'static str)>,
    /// Separators: code and name.
    pub separators: Vec<(&'static str, String)>,
    /// The sheets of a spreadsheet; none where there is nothing to choose.
    pub sheets: Vec<String>,
    /// Whether the row of the header can be said.
    pub has_header_row: bool,
}

/// What a page lets choose of how a file that was previewed is laid out: nothing of JSON, and of a spreadsheet its
/// sheet and the row of its header, unless more was said, which has to be taken back.
pub fn layout_choices(page: Page<'_>, preview: &Preview, how: &HowToRead) -> LayoutChoices {
    let is_sheet = preview.understood.as_ref().is_some_and(|understood| understood.encoding.is_none())
        || !preview.sheets.is_empty();
    let is_said =
        [&how.encoding, &how.separator, &how.header_row, &how.sheet].iter().any(|said| !said.is_empty());
    let mut sheets = preview.sheets.clone();
    if !how.sheet.is_empty() && !sheets.contains(&how.sheet) {
        sheets.push(how.sheet.clone());
    }
    if sheets.len() < 2 && how.sheet.is_empty() {
        sheets.clear();
    }
    let has_header_row = is_said || !is_json(&preview.upload.file_name);
    if is_sheet || !has_header_row {
        return LayoutChoices { encodings: Vec::new(), separators: Vec::new(), sheets, has_header_row };
    }
    let separator = |code: &'static str| (code, page.word(&format!("separator-{code}")));
    LayoutChoices {
        encodings: ENCODINGS.into_iter().map(|(code, encoding)| (code, encoding.name())).collect(),
        separators: SEPARATORS.into_iter().map(|(code, _)| separator(code)).collect(),
        sheets,
        has_header_row,
    }
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
