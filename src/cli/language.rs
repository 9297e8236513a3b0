//! Which language to speak: `--lang`, else the locale, else Vietnamese.

use std::ffi::OsString;

use crate::contest::words::Language;

/// The language for the arguments given; looked up before they are parsed, since help and errors need it.
pub fn choose(given: &[OsString]) -> Language {
    stated(given).or_else(|| of_tag(&sys_locale::get_locale()?)).unwrap_or_default()
}

fn stated(given: &[OsString]) -> Option<Language> {
    let given: Vec<_> = given.iter().map(|argument| argument.to_string_lossy()).collect();
    let value = given.iter().enumerate().find_map(|(index, argument)| {
        argument
            .strip_prefix("--lang=")
            .or_else(|| (argument == "--lang").then(|| given.get(index + 1).map_or("", |value| value)))
    })?;
    of_tag(value)
}

/// English for `en`, `en-GB`, `en_US.UTF-8`; anything else is Vietnamese.
fn of_tag(tag: &str) -> Option<Language> {
    let primary = tag.split(['-', '_', '.']).next()?;
    Some(if primary.eq_ignore_ascii_case("en") { Language::English } else { Language::Vietnamese })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(arguments: &[&str]) -> Vec<OsString> {
        arguments.iter().map(OsString::from).collect()
    }

    #[test]
    fn a_stated_language_is_found_in_both_spellings() {
        assert_eq!(stated(&given(&["thidua", "rank", "--lang", "en"])), Some(Language::English));
        assert_eq!(stated(&given(&["thidua", "--lang=vi", "demo"])), Some(Language::Vietnamese));
        assert_eq!(stated(&given(&["thidua", "demo"])), None);
    }

    #[test]
    fn only_english_locales_speak_english() {
        let table = [
            ("en", Language::English),
            ("en-GB", Language::English),
            ("en_US.UTF-8", Language::English),
            ("vi-VN", Language::Vietnamese),
            ("fr-FR", Language::Vietnamese),
            ("C", Language::Vietnamese),
        ];
        for (tag, language) in table {
            assert_eq!(of_tag(tag), Some(language), "{tag}");
        }
    }
}
