//! A text in the two languages of the product.

/// A text in Vietnamese and in English, as a plan states it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct Words {
    /// Vietnamese; never empty in a checked plan.
    pub vi: String,
    /// English; the Vietnamese text where the plan gives none.
    pub en: String,
}

/// The language in which texts are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// Vietnamese, the default.
    #[default]
    Vietnamese,
    /// English.
    English,
}

impl Words {
    /// The same text in both languages (codes, proper names).
    pub fn same(text: impl Into<String>) -> Self {
        let vi = text.into();
        Self { en: vi.clone(), vi }
    }

    /// The text in one language.
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Vietnamese => &self.vi,
            Language::English => &self.en,
        }
    }
}
