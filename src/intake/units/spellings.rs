//! Names of clusters and sources as a units file writes them: which spellings are one name, and which look alike.

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use crate::intake::fold::fold;

/// A name that differs from an earlier one in diacritics or punctuation alone, so that it may be the same.
pub(super) struct Alike {
    /// The earlier name.
    pub other: String,
}

/// Names in the order in which they first stand in a file.
#[derive(Default)]
pub(super) struct Spellings {
    /// The names, each as it's written first.
    pub names: Vec<String>,
    by_text: FxHashMap<String, u32>,
    by_key: FxHashMap<String, u32>,
    by_fold: FxHashMap<String, u32>,
    /// The name found last: rows of one name often stand together.
    last: u32,
}

impl Spellings {
    /// The index of a name, which is added when it's new; nothing for an empty text. Case, white space and the form of
    /// Unicode don't make another name; diacritics do (`Khối D`, `Khối Đ`).
    pub fn find(&mut self, text: &str) -> (Option<u32>, Option<Alike>) {
        if text.is_empty() {
            return (None, None);
        }
        if self.names.get(self.last as usize).is_some_and(|last| last == text) {
            return (Some(self.last), None);
        }
        if let Some(index) = self.by_text.get(text) {
            self.last = *index;
            return (Some(*index), None);
        }
        let lower: String = text.nfc().flat_map(char::to_lowercase).collect();
        let key = lower.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut alike = None;
        let index = match self.by_key.get(&key) {
            Some(index) => *index,
            None => {
                let index = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
                let first = *self.by_fold.entry(fold(text)).or_insert(index);
                if let Some(other) = self.names.get(first as usize) {
                    alike = Some(Alike { other: other.clone() });
                }
                self.names.push(text.to_owned());
                self.by_key.insert(key, index);
                index
            }
        };
        self.by_text.insert(text.to_owned(), index);
        (Some(index), alike)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn diacritics_make_another_name_and_case_and_white_space_dont() {
        let mut spellings = Spellings::default();
        for (text, index, other) in [
            ("", None, None),
            ("Khối D", Some(0), None),
            ("KHỐI  d", Some(0), None),
            ("Khối Đ", Some(1), Some("Khối D")),
            ("Khối Đ", Some(1), None),
            ("Kho\u{302}\u{301}i D", Some(0), None),
            ("khoi d", Some(2), Some("Khối D")),
            ("Khối E", Some(3), None),
        ] {
            let (found, alike) = spellings.find(text);
            assert_eq!((found, alike.map(|alike| alike.other)), (index, other.map(str::to_owned)), "{text}");
        }
    }
}
