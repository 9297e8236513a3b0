//! A list that is shown page by page: what comes after a number, and how many there are in all.

use serde::Deserialize;

use super::page::{Page, Whole};
use crate::api::parameter::malformed;
use crate::app::problem::Problem;

/// How many lines a page of a list shows.
pub const LINES: i64 = 100;

/// How many lines are asked for: one more tells whether there is another page.
pub const ASKED: i64 = LINES + 1;

/// From where on a list is wanted.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct From {
    after: String,
}

impl From {
    /// The number after which it is wanted.
    ///
    /// # Errors
    /// When it is none.
    pub fn number(&self) -> Result<i64, Problem> {
        let said = self.after.trim();
        if said.is_empty() {
            return Ok(0);
        }
        said.parse().ok().filter(|after| *after >= 0).ok_or_else(|| malformed("after", "0, 1, 2 …"))
    }
}

/// A page of a list.
pub struct Listing<T> {
    /// Its lines.
    pub lines: Vec<T>,
    /// How many there are in all.
    pub total: i64,
    /// Whether it begins with the first.
    pub is_first: bool,
    /// After which number the next page begins, if there is one.
    pub next: Option<i64>,
}

impl<T> Listing<T> {
    /// A page from what was found after a number, of [`ASKED`] lines at most.
    pub fn of(after: i64, (mut lines, total): (Vec<T>, i64), number: impl Fn(&T) -> i64) -> Self {
        let shown = usize::try_from(LINES).expect("a hundred is a size");
        let is_cut = lines.len() > shown;
        lines.truncate(shown);
        let next = lines.last().filter(|_| is_cut).map(number);
        Self { lines, total, is_first: after == 0, next }
    }

    /// How many are shown, of how many.
    pub fn shown(&self, page: &Page<'_>) -> String {
        let parts = [("count", Whole::part(&self.lines.len())), ("total", Whole::part(&self.total))];
        page.texts.get("list-shown", &parts)
    }
}
