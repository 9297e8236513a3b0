//! Pages of lists: by key, with the total; never cut silently.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which part of a list is wanted.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Page {
    /// Only what comes after this key; `next` of the page before.
    #[serde(default)]
    #[param(minimum = 0, example = 0)]
    pub after: i64,
    /// At most so many, 1 to 1000.
    #[serde(default = "fifty")]
    #[param(minimum = 1, maximum = 1000, example = 50)]
    pub limit: i64,
}

/// How many items a page has when nobody says.
pub const fn fifty() -> i64 {
    50
}

impl Page {
    /// The limit, kept from 1 to 1000.
    pub fn limit(self) -> i64 {
        self.limit.clamp(1, 1000)
    }
}

/// The key for the next page: that of the last item, when the page is full.
pub fn next_after<T>(items: &[T], limit: i64, key: impl Fn(&T) -> i64) -> Option<i64> {
    let is_full = i64::try_from(items.len()).is_ok_and(|count| count == limit);
    items.last().filter(|_| is_full).map(key)
}

/// A text in both languages.
#[derive(Debug, Serialize, ToSchema)]
pub struct WordsBody {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

impl From<&crate::contest::words::Words> for WordsBody {
    fn from(words: &crate::contest::words::Words) -> Self {
        Self { vi: words.vi.clone(), en: words.en.clone() }
    }
}
