//! Why something was refused, in the words of the pages: fields by their labels, rights and things by their names. What
//! has no words of its own here is told as the API tells it.

use super::page::Page;
use crate::api::problem::{sentence, thing};
use crate::app::problem::Problem;
use crate::text::{Part, Texts};

/// The sentence of a problem for a person at a page.
pub fn refusal(page: Page<'_>, problem: &Problem) -> String {
    let texts = page.texts;
    let value = |wanted: &str| problem.arguments.iter().find(|(name, _)| *name == wanted).map(|it| &it.1);
    if let Some(field) = value("field") {
        let key = format!("refused-field-{field}");
        if texts.has(&key) {
            let expected = value("expected").map_or("", String::as_str);
            return texts.get(&key, &[("expected", expected.into())]);
        }
    }
    let key = format!("refused-{}", problem.code.code);
    if !texts.has(&key) {
        return sentence(problem, page.visitor.language);
    }
    let told = |(name, value): &(&'static str, String)| {
        let value = match *name {
            "right" => named(texts, "right", value),
            "what" => thing(texts, value),
            "units" if value == "*" => texts.word("refused-all-units"),
            _ => value.clone(),
        };
        (*name, Part::from(value))
    };
    let parts: Vec<(&str, Part<'_>)> = problem.arguments.iter().map(told).collect();
    texts.get(&key, &parts)
}

/// The name of a code of a family; the code where it has none.
fn named(texts: &Texts, family: &str, code: &str) -> String {
    let key = format!("{family}-{code}");
    if texts.has(&key) { texts.word(&key) } else { code.to_owned() }
}

#[cfg(test)]
mod tests {
    use crate::app::actor::Right;
    use crate::app::event::all_kinds;
    use crate::app::token::{METHODS, TokenState};
    use crate::contest::words::Language;
    use crate::text::Texts;

    #[test]
    fn whatever_can_be_missing_has_a_name() {
        let mut kinds = std::collections::BTreeSet::new();
        let mut folders = vec![std::path::PathBuf::from("src")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if let Ok(text) = std::fs::read_to_string(&path) {
                    for named in text.split("NOT_FOUND.with(\"what\", ").skip(1) {
                        let text = named.strip_prefix("format!(").unwrap_or(named);
                        let text = text.strip_prefix('"').and_then(|text| text.split(['"', ' ', '/']).next());
                        kinds.extend(text.filter(|kind| !kind.contains('{')).map(str::to_owned));
                    }
                }
            }
        }
        assert!(kinds.len() > 20, "{kinds:?}");
        for texts in [Language::Vietnamese, Language::English].map(Texts::new) {
            for kind in &kinds {
                assert!(texts.has(&format!("thing-{kind}")), "{kind}");
            }
        }
    }

    #[test]
    fn what_is_chosen_from_by_codes_has_words() {
        for texts in [Language::Vietnamese, Language::English].map(Texts::new) {
            let rights = Right::ALL.iter().map(|right| format!("right-{}", right.code()));
            let kinds = all_kinds().map(|kind| format!("kind-{}", kind.replace('.', "-")));
            let methods = METHODS.iter().map(|method| format!("method-{method}"));
            let states = TokenState::ALL.iter().map(|state| format!("token-state-{}", state.code()));
            for key in rights.chain(kinds).chain(methods).chain(states) {
                assert!(texts.has(&key), "{key}");
            }
        }
    }
}
