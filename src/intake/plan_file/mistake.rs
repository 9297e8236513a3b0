//! Mistakes in a plan file: each with its place, what was expected and, where there is one, a suggestion.

use std::collections::BTreeSet;

use toml::de::DeTable;

use crate::contest::words::{Language, Words};

use super::keys::{Paths, plan_key};
use super::written::Span;

/// A mistake in a plan file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The file's name as given.
    pub file: String,
    /// The line, 1 being the first.
    pub line: usize,
    /// The column in characters (not bytes; a tab is one), 1 being the first.
    pub column: usize,
    /// The whole line.
    pub text_of_line: String,
    /// The stable code, such as `name.unknown`.
    pub code: &'static str,
    /// What is wrong, as a sentence.
    pub message: Words,
    /// What was expected.
    pub expected: Words,
    /// What to write instead, when something close exists.
    pub suggestion: Option<String>,
    /// The key that it is about, by its path, where it is about one that the schema knows.
    pub key: Option<String>,
}

impl Mistake {
    /// The mistake as plain text: place and sentence, the line with a mark under the place, what was expected and
    /// the suggestion. Ends with a line break.
    pub fn render(&self, language: Language) -> String {
        let number = self.line.to_string();
        let margin = " ".repeat(number.chars().count());
        let before: String = self
            .text_of_line
            .chars()
            .take(self.column - 1)
            .filter(|character| !('\u{300}'..='\u{36f}').contains(character))
            .map(|character| if character == '\t' { '\t' } else { ' ' })
            .collect();
        let (expected, suggestion) = match language {
            Language::Vietnamese => ("cần", "có phải ý là"),
            Language::English => ("expected", "did you mean"),
        };
        let mut text = format!(
            "{}:{}:{}: {} [{}]\n{margin} |\n{number} | {}\n{margin} | {before}^\n{margin} = {expected}: {}\n",
            self.file,
            self.line,
            self.column,
            self.message.in_language(language),
            self.code,
            self.text_of_line,
            self.expected.in_language(language),
        );
        if let Some(better) = &self.suggestion {
            text.push_str(&format!("{margin} = {suggestion}: {better}\n"));
        }
        text
    }
}

/// What a mistake says, before it has a place.
#[derive(Debug, Clone)]
pub(in crate::intake) struct Note {
    code: &'static str,
    message: Words,
    expected: Words,
    suggestion: Option<String>,
    lacking: Option<String>,
}

impl Note {
    /// A sentence in both languages.
    pub(in crate::intake) fn new(code: &'static str, vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code, message: both(vi, en), expected: Words::default(), suggestion: None, lacking: None }
    }

    /// What was expected, in both languages.
    pub(in crate::intake) fn expected(mut self, vi: impl Into<String>, en: impl Into<String>) -> Self {
        self.expected = both(vi, en);
        self
    }

    /// What to write instead.
    pub(super) fn suggest(mut self, suggestion: Option<String>) -> Self {
        self.suggestion = suggestion;
        self
    }

    /// The key that the table at the place lacks.
    pub(super) fn lacking(mut self, key: &str) -> Self {
        self.lacking = Some(key.to_owned());
        self
    }
}

/// A text in both languages.
pub(super) fn both(vi: impl Into<String>, en: impl Into<String>) -> Words {
    Words { vi: vi.into(), en: en.into() }
}

/// Mistakes as they are collected.
#[derive(Debug)]
pub(in crate::intake) struct Mistakes<'a> {
    text: &'a str,
    /// Where each line begins.
    line_starts: Vec<usize>,
    list: Vec<(Span, Note)>,
    filled: Filled,
}

/// Where something sound was put instead of what is written.
#[derive(Debug, Default)]
pub(super) struct Filled {
    /// Where it, and each table around it, begins and ends.
    places: BTreeSet<(usize, usize)>,
    /// Where what stands beside it in the same table begins, and the furthest end of all that begin no later.
    beside: Vec<(usize, usize)>,
}

impl Filled {
    /// These places, and what stands beside them.
    pub(super) fn new(places: Vec<Span>, mut beside: Vec<Span>) -> Self {
        beside.sort_by_key(|place| (place.start, place.end));
        let mut furthest = 0;
        let beside = beside.into_iter().map(|place| {
            furthest = furthest.max(place.end);
            (place.start, furthest)
        });
        let beside = beside.collect();
        Self { places: places.into_iter().map(|place| (place.start, place.end)).collect(), beside }
    }

    /// Whether what is said of a place only follows from what was put there, or beside it: there, what a value says by
    /// itself still counts.
    fn explains(&self, span: &Span, code: &str) -> bool {
        const BY_ITSELF: [&str; 6] =
            ["unknown", "malformed", "out_of_range", "not_percent", "wrong_kind", "twice"];
        let is_by_itself = code.rsplit('.').next().is_some_and(|last| BY_ITSELF.contains(&last));
        let before = self.beside.partition_point(|(start, _)| *start <= span.start);
        let is_beside = before.checked_sub(1).is_some_and(|last| self.beside[last].1 >= span.end);
        self.places.contains(&(span.start, span.end)) || (!is_by_itself && is_beside)
    }
}

impl<'a> Mistakes<'a> {
    /// None yet in this text.
    pub(in crate::intake) fn of(text: &'a str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self {
            text,
            line_starts: [0].into_iter().chain(breaks).collect(),
            list: Vec::new(),
            filled: Filled::default(),
        }
    }

    /// Adds a mistake at a place, unless it only follows from something that was put instead of what is written.
    pub(in crate::intake) fn add(&mut self, span: &Span, note: Note) {
        if !self.filled.explains(span, note.code) {
            self.list.push((span.clone(), note));
        }
    }

    /// Where something was put for a mistake that is noted already.
    pub(super) fn fill(&mut self, filled: Filled) {
        self.filled = filled;
    }

    /// Whether there is none.
    pub(in crate::intake) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The place of a part of a quoted value, given in bytes of the value; the whole value where the file writes it
    /// with escapes.
    pub(super) fn part(&self, span: &Span, value: &str, part: &Span) -> Span {
        let inner = span.start + 1..span.end.saturating_sub(1);
        if self.text.get(inner.clone()) == Some(value) && part.end <= value.len() {
            inner.start + part.start..inner.start + part.end
        } else {
            span.clone()
        }
    }

    /// The line of a place, 1 being the first.
    pub(super) fn line(&self, span: &Span) -> usize {
        self.place(span).0
    }

    fn place(&self, span: &Span) -> (usize, usize, &'a str) {
        let start = self.text.floor_char_boundary(span.start);
        let line = self.line_starts.partition_point(|line_start| *line_start <= start);
        let line_start = self.line_starts[line - 1];
        let column = self.text[line_start..start].chars().count() + 1;
        let text_of_line = self.text[line_start..].lines().next().unwrap_or("");
        (line, column, text_of_line)
    }

    /// All of them, in the order of the file.
    pub(in crate::intake) fn in_order(mut self, file: &str) -> Vec<Mistake> {
        let mut list = std::mem::take(&mut self.list);
        list.sort_by(|(left, first), (right, second)| {
            (left.start, first.code, &first.message.en).cmp(&(right.start, second.code, &second.message.en))
        });
        let (document, _) = DeTable::parse_recoverable(self.text);
        let paths = Paths::of(document.get_ref());
        let finished = list.into_iter().map(|(span, note)| {
            let (line, column, text_of_line) = self.place(&span);
            Mistake {
                file: file.to_owned(),
                line,
                column,
                text_of_line: text_of_line.to_owned(),
                code: note.code,
                message: note.message,
                expected: note.expected,
                suggestion: note.suggestion,
                key: key_of(&paths, &span, note.lacking.as_deref()),
            }
        });
        let mut finished: Vec<Mistake> = finished.collect();
        finished.dedup();
        finished
    }
}

/// The key that a mistake is about: the one at its place, or the one that is lacking there.
fn key_of(paths: &Paths, span: &Span, lacking: Option<&str>) -> Option<String> {
    // Mistakes of the whole file stand before its first byte.
    let here = if span.end == 0 { None } else { paths.at(span.start).map(str::to_owned) };
    let Some(lacking) = lacking else { return here };
    let path = here.as_ref().map_or_else(|| lacking.to_owned(), |table| format!("{table}.{lacking}"));
    plan_key(&path).map(|key| key.path.clone()).or(here)
}

/// The candidate closest to a mistyped name, when one is close enough to be meant.
pub(super) fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<String> {
    let folded = name.trim().to_lowercase().replace(['-', ' '], "_");
    let close = (folded.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&folded, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= close)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate.to_owned())
}

/// How many names a sentence lists; further ones are counted.
const LISTED_NAMES: usize = 24;

/// Names as they are listed in a sentence, each once.
pub(super) fn listed<'c>(names: impl IntoIterator<Item = &'c str>) -> String {
    let mut seen = BTreeSet::new();
    let once = names.into_iter().filter(|name| seen.insert(*name));
    let names: Vec<String> = once.map(|name| format!("\"{name}\"")).collect();
    match names.len() {
        0 => "-".to_owned(),
        count if count > LISTED_NAMES => {
            format!("{}, … (+{})", names[..LISTED_NAMES].join(", "), count - LISTED_NAMES)
        }
        _ => names.join(", "),
    }
}
