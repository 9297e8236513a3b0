//! Passages of a text that are replaced, and the way back from places in the mended text.

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::written::Span;

/// What is written instead of passages of a text, from the first to the last; what is as long keeps its places.
#[derive(Debug, Default)]
pub(super) struct Edits(Vec<Edit>);

#[derive(Debug)]
struct Edit {
    passage: Span,
    instead: String,
    /// Where it begins in the mended text.
    begins: usize,
}

impl Edits {
    /// Writes something instead of a passage behind those that are there.
    pub(super) fn add(&mut self, passage: Span, instead: String) {
        // A passage is replaced once; what is said of it last stands.
        self.0.pop_if(|last| !last.passage.is_empty() && last.passage == passage);
        let begins = self.0.last().map_or(passage.start, |last| {
            last.begins + last.instead.len() + passage.start - last.passage.end
        });
        self.0.push(Edit { passage, instead, begins });
    }

    /// The mended text.
    pub(super) fn applied(&self, text: &str) -> String {
        let mut mended = String::with_capacity(text.len());
        let mut from = 0;
        for Edit { passage, instead, .. } in &self.0 {
            mended.push_str(&text[from..passage.start]);
            mended.push_str(instead);
            from = passage.end;
        }
        mended.push_str(&text[from..]);
        mended
    }

    /// The place in the text of a place in the mended one.
    pub(super) fn back(&self, at: usize) -> usize {
        let before = self.0.partition_point(|edit| edit.begins <= at);
        let Some(Edit { passage, instead, begins }) = before.checked_sub(1).map(|last| &self.0[last]) else {
            return at;
        };
        let inside = at - begins;
        match inside.checked_sub(instead.len()) {
            Some(after) => passage.end + after,
            None if instead.len() == passage.len() => passage.start + inside,
            None => passage.start,
        }
    }

    fn moved_span(&self, span: &Span) -> Span {
        self.back(span.start)..self.back(span.end)
    }

    /// The same table with its places in the text.
    pub(super) fn moved_table<'t>(&self, table: DeTable<'t>) -> DeTable<'t> {
        let mut moved = DeTable::new();
        for (key, value) in table {
            let span = self.moved_span(&key.span());
            moved.insert(Spanned::new(span, key.into_inner()), self.moved(value));
        }
        moved
    }

    fn moved<'t>(&self, value: Spanned<DeValue<'t>>) -> Spanned<DeValue<'t>> {
        let span = self.moved_span(&value.span());
        let value = match value.into_inner() {
            DeValue::Table(table) => DeValue::Table(self.moved_table(table)),
            DeValue::Array(entries) => {
                DeValue::Array(entries.into_iter().map(|entry| self.moved(entry)).collect::<DeArray<'t>>())
            }
            single => single,
        };
        Spanned::new(span, value)
    }
}
