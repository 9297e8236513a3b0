//! Findings: what is wrong or worth a look in what was read, as data. Texts are made from them in `text`.

use super::plan::Comparator;
use super::words::Words;

/// How serious a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Blocks: the figures can't be accepted as they are.
    Error,
    /// Can be accepted with an explanation.
    Warning,
    /// Worth knowing; nothing to do.
    Notice,
}

/// A part of a finding's sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Argument {
    /// A text that is the same in both languages.
    Text(String),
    /// A name with its two languages.
    Words(Words),
    /// A count.
    Count(i64),
    /// A sum with the figures that it's made of.
    Sum(WorkedSum),
    /// How two sides stand to each other that should stand as the comparator says.
    Breach(Comparator),
}

/// A sum with its figures, such as `households visited 8 + households not met 3 = 11`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WorkedSum {
    /// The figures, in the order of the rule.
    pub terms: Vec<WorkedTerm>,
    /// What is added to them.
    pub constant: i64,
    /// What it comes to.
    pub total: i128,
}

/// A figure in a [`WorkedSum`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkedTerm {
    /// What the figure is multiplied by; not zero.
    pub factor: i64,
    /// The figure's name.
    pub name: Words,
    /// The figure.
    pub count: i64,
}

/// Where a finding is. Row and column are as a spreadsheet shows them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Spot {
    /// The file's name as given.
    pub file: String,
    /// The row, 1 being the first; 0 when the whole file is meant.
    pub row: u32,
    /// The column, 1 being A; 0 when the whole row is meant.
    pub column: u16,
    /// The header of the column, as the file writes it; empty when there is none.
    pub header: String,
}

/// Something found in a file or among figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The stable code, such as `number.malformed`; every code has a text in both languages.
    pub code: &'static str,
    /// How serious it is.
    pub severity: Severity,
    /// Where.
    pub spot: Spot,
    /// The code of the unit concerned; empty when none is.
    pub unit: String,
    /// The value as read, cut to 200 characters with an ellipsis.
    pub read: String,
    /// Named parts of the sentence.
    pub arguments: Vec<(&'static str, Argument)>,
}

/// Findings as they are collected: the first ones whole, all of them counted.
#[derive(Debug, Clone)]
pub struct Findings {
    kept: Vec<Finding>,
    limit: usize,
    /// How many errors there are in all.
    pub errors: u64,
    /// How many warnings there are in all.
    pub warnings: u64,
    /// How many notices there are in all.
    pub notices: u64,
}

/// How many findings are kept whole; further ones are counted.
pub const KEPT_FINDINGS: usize = 1000;

impl Default for Findings {
    fn default() -> Self {
        Self { kept: Vec::new(), limit: KEPT_FINDINGS, errors: 0, warnings: 0, notices: 0 }
    }
}

impl Findings {
    /// Findings of which so many are kept whole.
    pub fn keeping(limit: usize) -> Self {
        Self { limit, ..Self::default() }
    }

    /// Counts a finding, and keeps it while there is room; only then is it made.
    pub fn add(&mut self, severity: Severity, make: impl FnOnce() -> Finding) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Notice => self.notices += 1,
        }
        if self.kept.len() < self.limit {
            self.kept.push(make());
        }
    }

    /// The findings kept, ordered by file, row, column and code.
    pub fn in_order(&self) -> Vec<&Finding> {
        let mut ordered: Vec<&Finding> = self.kept.iter().collect();
        ordered.sort_by(|left, right| (&left.spot, left.code).cmp(&(&right.spot, right.code)));
        ordered
    }

    /// How many findings there are in all.
    pub fn total(&self) -> u64 {
        self.errors + self.warnings + self.notices
    }

    /// Takes over the findings of another collection.
    pub fn append(&mut self, other: Self) {
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.notices += other.notices;
        let room = self.limit.saturating_sub(self.kept.len());
        self.kept.extend(other.kept.into_iter().take(room));
    }
}

impl Finding {
    /// A finding without unit, value or arguments.
    pub fn new(code: &'static str, severity: Severity, spot: Spot) -> Self {
        Self { code, severity, spot, unit: String::new(), read: String::new(), arguments: Vec::new() }
    }

    /// With the unit's code.
    #[must_use]
    pub fn with_unit(mut self, unit: &str) -> Self {
        unit.clone_into(&mut self.unit);
        self
    }

    /// With the value as read.
    #[must_use]
    pub fn with_read(mut self, read: &str) -> Self {
        self.read = match read.char_indices().nth(200) {
            Some((end, _)) => format!("{}…", &read[..end]),
            None => read.to_owned(),
        };
        self
    }

    /// With a named part of its sentence.
    #[must_use]
    pub fn with(mut self, name: &'static str, argument: impl Into<Argument>) -> Self {
        self.arguments.push((name, argument.into()));
        self
    }
}

impl From<&str> for Argument {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Argument {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<WorkedSum> for Argument {
    fn from(sum: WorkedSum) -> Self {
        Self::Sum(sum)
    }
}

impl From<Words> for Argument {
    fn from(words: Words) -> Self {
        Self::Words(words)
    }
}

impl From<i64> for Argument {
    fn from(count: i64) -> Self {
        Self::Count(count)
    }
}
