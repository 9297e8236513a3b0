//! Texts for people, in Vietnamese and English.

pub mod finding;
pub mod format;

use std::borrow::Cow;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::contest::words::Language;

const VIETNAMESE: &str = include_str!("vi.ftl");
const ENGLISH: &str = include_str!("en.ftl");

/// A named part of a text.
#[derive(Debug, Clone)]
pub enum Part<'a> {
    /// A text that is put in as it is.
    Text(Cow<'a, str>),
    /// A whole number: grouped as the language does, and deciding between singular and plural.
    Count(i64),
}

impl<'a> From<&'a str> for Part<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Part<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Part<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<i64> for Part<'_> {
    fn from(number: i64) -> Self {
        Self::Count(number)
    }
}

impl From<u32> for Part<'_> {
    fn from(number: u32) -> Self {
        Self::Count(i64::from(number))
    }
}

impl From<usize> for Part<'_> {
    fn from(number: usize) -> Self {
        Self::Count(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<u64> for Part<'_> {
    fn from(number: u64) -> Self {
        Self::Count(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

/// All texts of one language.
pub struct Texts {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Texts {
    /// The texts of a language.
    pub fn new(language: Language) -> Self {
        let (tag, source) = match language {
            Language::Vietnamese => ("vi", VIETNAMESE),
            Language::English => ("en", ENGLISH),
        };
        let tag: LanguageIdentifier = tag.parse().unwrap_or_default();
        // A text with a mistake is left out and shows as its key; tests refuse such a file.
        let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(kept, _)| kept);
        let mut bundle = FluentBundle::new(vec![tag]);
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match language {
            Language::Vietnamese => |value, _| group(value, Language::Vietnamese),
            Language::English => |value, _| group(value, Language::English),
        }));
        bundle.add_resource_overriding(resource);
        Self { language, bundle }
    }

    /// The language of the texts.
    pub const fn language(&self) -> Language {
        self.language
    }

    /// The text of a key without parts; the key itself where there is no such text.
    pub fn word(&self, key: &str) -> String {
        self.get(key, &[])
    }

    /// The text of a key with its parts put in; the key itself where there is no such text.
    pub fn get(&self, key: &str, parts: &[(&str, Part<'_>)]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let mut arguments = FluentArgs::with_capacity(parts.len());
        for (name, part) in parts {
            match part {
                Part::Text(text) => arguments.set(*name, FluentValue::String(text.clone())),
                Part::Count(number) => arguments.set(*name, FluentValue::from(*number)),
            }
        }
        self.bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned()
    }

    /// Whether there is a text for a key.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }
}

fn group(value: &FluentValue<'_>, language: Language) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(format::digits(&number.as_string(), language)),
        FluentValue::String(_)
        | FluentValue::Custom(_)
        | FluentValue::None
        | FluentValue::Error => None,
    }
}
