//! What every part of the meaning needs: names and what they stand for, and where to note mistakes.

use std::collections::BTreeMap;

use crate::contest::words::Words;

use super::super::form::Code;
use super::super::mistake::{Mistakes, Note, listed, nearest};
use super::super::placeholder;
use super::super::shape::metric::Kind;
use super::super::shape::{PlanFile, Text};
use super::super::walk::TakenOut;
use super::super::written::{Span, Written};

/// A plan file while its meaning is found.
#[derive(Debug)]
pub(super) struct Reading<'r, 'x> {
    /// The file.
    pub file: &'r PlanFile,
    /// What each metric is, in the order of the file.
    pub metrics: Vec<MetricFacts>,
    taken_out: TakenOut,
    /// The place of what is about the file as a whole.
    whole: Span,
    mistakes: &'r mut Mistakes<'x>,
}

/// What a metric is, as far as rules need it.
#[derive(Debug, Clone, Copy)]
pub(super) struct MetricFacts {
    /// What kind of value it takes.
    pub kind: Kind,
    /// How it is split.
    pub split: Split,
}

/// How a metric is split.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Split {
    /// It isn't.
    Whole,
    /// By a breakdown; index into `PlanFile::breakdown`.
    By(usize),
    /// By a breakdown that isn't known; that is noted where the metric is declared.
    Unknown,
}

/// What a name can stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// A level of units.
    Level,
    /// A type of subject.
    Subject,
    /// A breakdown.
    Breakdown,
    /// A metric.
    Metric,
    /// A branch.
    Branch,
    /// A criterion.
    Criterion,
    /// An award.
    Award,
    /// Something that is looked for among the figures.
    Plausibility,
}

impl Named {
    const ALL: [Self; 8] = [
        Self::Level,
        Self::Subject,
        Self::Breakdown,
        Self::Metric,
        Self::Branch,
        Self::Criterion,
        Self::Award,
        Self::Plausibility,
    ];

    /// The key of the file whose entries declare it.
    fn key(self) -> &'static str {
        match self {
            Self::Level => "level",
            Self::Subject => "subject",
            Self::Breakdown => "breakdown",
            Self::Metric => "metric",
            Self::Branch => "branch",
            Self::Criterion => "criterion",
            Self::Award => "award",
            Self::Plausibility => "plausibility",
        }
    }

    /// The code of the mistake, and the word in Vietnamese and English.
    fn texts(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Level => ("level.unknown", "cấp", "level"),
            Self::Subject => ("subject.unknown", "loại đối tượng", "type of subject"),
            Self::Breakdown => ("breakdown.unknown", "cách phân tổ", "breakdown"),
            Self::Metric => ("metric.unknown", "chỉ tiêu", "metric"),
            Self::Branch => ("branch.unknown", "nhánh", "branch"),
            Self::Criterion => ("criterion.unknown", "tiêu chí", "criterion"),
            Self::Award => ("award.unknown", "hình thức khen thưởng", "award"),
            Self::Plausibility => ("plausibility.unknown", "mục cần xem lại", "thing to look for"),
        }
    }
}

impl<'r, 'x> Reading<'r, 'x> {
    /// The file, with the facts of its metrics.
    pub(super) fn new(file: &'r PlanFile, taken_out: TakenOut, mistakes: &'r mut Mistakes<'x>) -> Self {
        let metrics = file.metric.iter().map(|metric| MetricFacts {
            kind: metric.kind,
            split: match &metric.by {
                None => Split::Whole,
                Some(by) if taken_out.codes.contains(&by.value) => Split::Unknown,
                Some(by) => file
                    .breakdown
                    .iter()
                    .position(|breakdown| breakdown.code.0 == by.value)
                    .map_or(Split::Unknown, Split::By),
            },
        });
        Self { file, metrics: metrics.collect(), taken_out, whole: 0..0, mistakes }
    }

    /// A file that was made of a part of this one, which is declared at a place.
    pub(super) fn inside<'n>(&'n mut self, file: &'n PlanFile, at: &Span) -> Reading<'n, 'x> {
        let keys = self.taken_out.keys.iter().filter(|key| *key == "level").cloned().collect();
        let TakenOut { codes, unnamed, .. } = &self.taken_out;
        let taken_out = TakenOut { keys, codes: codes.clone(), unnamed: unnamed.clone() };
        Reading { whole: at.clone(), ..Reading::new(file, taken_out, self.mistakes) }
    }

    /// Whether a key of the file is as it was written: nothing was taken out of it for a mistake of structure.
    pub(super) fn is_whole(&self, key: &str) -> bool {
        !self.taken_out.keys.iter().any(|taken_out| taken_out == key)
    }

    /// Notes a mistake.
    pub(super) fn note(&mut self, span: &Span, note: Note) {
        self.mistakes.add(if span.end == 0 { &self.whole } else { span }, note);
    }

    /// The line of a place.
    pub(super) fn line(&self, span: &Span) -> usize {
        self.mistakes.line(span)
    }

    /// The place of a part of a quoted value.
    pub(super) fn part(&self, written: &Written<String>, part: &Span) -> Span {
        self.mistakes.part(&written.span, &written.value, part)
    }

    fn codes(&self, named: Named) -> Vec<&'r Written<Code>> {
        let file = self.file;
        match named {
            Named::Level => file.level.iter().map(|one| &one.code).collect(),
            Named::Subject => file.subject.iter().map(|one| &one.code).collect(),
            Named::Breakdown => file.breakdown.iter().map(|one| &one.code).collect(),
            Named::Metric => file.metric.iter().map(|one| &one.code).collect(),
            Named::Branch => file.branch.iter().map(|one| &one.code).collect(),
            Named::Criterion => file.criterion.iter().map(|one| &one.code).collect(),
            Named::Award => file.award.iter().map(|one| &one.code).collect(),
            Named::Plausibility => file.plausibility.iter().map(|one| &one.code).collect(),
        }
    }

    /// The index that a name stands for; notes it when it is unknown.
    pub(super) fn resolve(&mut self, named: Named, name: &Written<String>) -> Option<usize> {
        self.resolve_at(named, &name.value, &name.span)
    }

    /// The index that a name at a place stands for; notes it when it is unknown. What isn't as written can't be relied
    /// on, so its name stands for nothing.
    pub(super) fn resolve_at(&mut self, named: Named, name: &str, span: &Span) -> Option<usize> {
        if self.taken_out.codes.iter().any(|code| code == name) {
            return None;
        }
        let codes = self.codes(named);
        // A list that is missing is noted already.
        if codes.is_empty() && (named == Named::Level || !self.is_whole(named.key())) {
            return None;
        }
        if let Some(found) = codes.iter().position(|code| code.value.0 == name) {
            return Some(found);
        }
        let known = codes.iter().map(|code| code.value.0.as_str()).filter(|code| *code != placeholder::CODE);
        let (code, vi, en) = named.texts();
        let note = Note::new(
            code,
            format!("Chưa khai báo {vi} \"{name}\"."),
            format!("No {en} \"{name}\" is declared."),
        );
        let (close, names) = (nearest(name, known.clone()), listed(known));
        // It may be the code that can't be read, unless it is a slip of the pen in another.
        let is_slip = close.as_ref().is_some_and(|close| strsim::damerau_levenshtein(close, name) == 1);
        if !is_slip && self.taken_out.unnamed.iter().any(|key| key == named.key()) {
            return None;
        }
        let note = note.expected(format!("một {vi}: {names}"), format!("a {en}: {names}"));
        self.note(span, note.suggest(close));
        None
    }

    /// The indexes that names stand for; notes those that are unknown or stand twice.
    pub(super) fn resolve_all(&mut self, named: Named, names: &[Written<String>]) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::with_capacity(names.len());
        for name in names {
            if let Some(index) = self.resolve(named, name) {
                if found.contains(&index) {
                    self.note(&name.span, twice(&name.value, "name.twice"));
                }
                found.push(index);
            }
        }
        found
    }

    /// Notes codes that are declared twice.
    pub(super) fn check_codes(&mut self) {
        for named in Named::ALL {
            let codes = self.codes(named);
            self.check_unique(&codes);
        }
        for breakdown in &self.file.breakdown {
            let codes: Vec<_> = breakdown.item.iter().map(|item| &item.code).collect();
            self.check_unique(&codes);
        }
    }

    /// Notes codes that stand twice in a list.
    pub(super) fn check_unique(&mut self, codes: &[&Written<Code>]) {
        let mut seen: BTreeMap<&str, &Span> = BTreeMap::new();
        for code in codes {
            let name: &str = &code.value.0;
            match seen.get(name) {
                Some(first) => {
                    let line = self.mistakes.line(first);
                    let note = Note::new(
                        "code.twice",
                        format!("\"{name}\" đã có ở dòng {line}."),
                        format!("\"{name}\" stands in line {line} already."),
                    );
                    self.note(&code.span, note.expected("mỗi mã một lần", "each code once"));
                }
                None => {
                    seen.insert(name, &code.span);
                }
            }
        }
    }

    /// The sentence of the document and whether it is verbatim; notes when not exactly one of both is given.
    pub(super) fn sentence(
        &mut self,
        span: &Span,
        source: Option<&Written<String>>,
        restated: Option<&Written<String>>,
    ) -> (String, bool) {
        let (text, verbatim) = match (source, restated) {
            (Some(text), None) => (text, true),
            (None, Some(text)) => (text, false),
            (None, None) => {
                self.note(
                    span,
                    sentence_note(
                        "source.missing",
                        "Thiếu câu gốc của văn bản.",
                        "The document's sentence is missing.",
                    ),
                );
                return (String::new(), false);
            }
            (Some(text), Some(second)) => {
                let (vi, en) =
                    ("Có cả \"source\" và \"restated\".", "Both \"source\" and \"restated\" are given.");
                self.note(&second.span, sentence_note("source.twice", vi, en));
                (text, true)
            }
        };
        if text.value.trim().is_empty() {
            self.note(
                &text.span,
                sentence_note("source.missing", "Câu gốc để trống.", "The sentence is empty."),
            );
        }
        (text.value.clone(), verbatim)
    }
}

fn sentence_note(code: &'static str, vi: &str, en: &str) -> Note {
    Note::new(code, vi, en).expected(
        "source = nguyên văn, hoặc restated = diễn đạt lại; chỉ một trong hai",
        "source = the document's wording, or restated = its meaning; one of the two",
    )
}

fn twice(name: &str, code: &'static str) -> Note {
    Note::new(code, format!("\"{name}\" xuất hiện hai lần."), format!("\"{name}\" stands twice."))
        .expected("mỗi mã một lần", "each code once")
}

impl From<&Text> for Words {
    fn from(text: &Text) -> Self {
        Self { vi: text.vi.clone(), en: text.en.as_ref().unwrap_or(&text.vi).clone() }
    }
}
