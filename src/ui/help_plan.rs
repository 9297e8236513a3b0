//! Help on plan files: a page for every key, made from the schema that plan files are checked against.

use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse, get};
use askama::Template;

use super::fault::Fault;
use super::help::shown;
use super::page::{Page, rendered};
use crate::app::problem::NOT_FOUND;
use crate::contest::plan::CriterionKind;
use crate::intake::plan_file::keys::{Example, PlanKey, example_of, plan_key, plan_keys, roots_of};

/// A value that a key allows.
struct Choice {
    value: &'static str,
    /// What it means, in English as the schema says it.
    meaning: &'static str,
    /// What it means in the words of documents, where they have some.
    own: Option<String>,
}

/// A key as it is told.
pub struct KeyTold {
    /// Its path.
    pub path: &'static str,
    /// Its sentence.
    pub sentence: &'static str,
    /// What it takes, whether it must be there, its default and bounds.
    pub facts: String,
    choices: Vec<Choice>,
}

impl KeyTold {
    /// Tells a key.
    pub fn of(page: Page<'_>, key: &'static PlanKey) -> Self {
        let choices = key.choices.iter().map(|(value, meaning)| Choice {
            value,
            meaning,
            own: words_of(key)
                .map(|family| format!("{family}-{value}"))
                .and_then(|word| own_words(page, &word)),
        });
        Self { path: &key.path, sentence: key.sentence, facts: facts(page, key), choices: choices.collect() }
    }
}

/// The family of texts with which documents tell the values of a key.
fn words_of(key: &PlanKey) -> Option<&'static str> {
    Some(match key.name() {
        "per" => "quota-per",
        "of" if key.path == "award.quota.of" => "quota-of",
        "on_tie" => "help-on-tie",
        "rounding" => "rounding",
        "days" => "rule-days",
        "prefer" => "rule-prefer",
        "among" => "rule-among",
        // The weighted mean names its weights, which are the plan's.
        "combine" => "rule-combine",
        _ => return None,
    })
}

fn own_words(page: Page<'_>, word: &str) -> Option<String> {
    (page.texts.has(word) && word != "rule-combine-weighted").then(|| page.word(word))
}

fn facts(page: Page<'_>, key: &PlanKey) -> String {
    let with = |text: &str, value: &str| page.texts.get(text, &[("value", value.to_owned().into())]);
    let mut facts = vec![page.word(if key.is_required { "help-key-required" } else { "help-key-optional" })];
    if key.choices.is_empty() {
        facts.push(with("help-key-type", page.words(&key.takes)));
    } else {
        facts.push(page.word("help-key-one-of"));
    }
    facts.extend(key.default.iter().map(|value| with("help-key-default", value)));
    facts.extend(key.bounds.iter().map(|(bound, value)| with(&format!("help-bound-{bound}"), value)));
    facts.join("; ")
}

/// A key of the file with those below it.
struct Table {
    key: KeyTold,
    keys: Vec<KeyTold>,
}

#[derive(Template)]
#[template(path = "help_plan.html")]
struct KeysPage<'a> {
    page: Page<'a>,
    tables: Vec<Table>,
}

#[derive(Template)]
#[template(path = "help_key.html")]
struct KeyPage<'a> {
    page: Page<'a>,
    key: KeyTold,
    values: Option<&'static str>,
    pattern: Option<&'static str>,
    above: Vec<&'static str>,
    below: Vec<KeyTold>,
    kinds: Vec<&'static str>,
    example: Option<Example>,
}

/// Every key of a plan file.
#[get("/help/plan")]
pub async fn show_plan_keys(request: HttpRequest) -> Result<HttpResponse, Fault> {
    shown(&request, |page| {
        let tops = plan_keys().iter().filter(|key| key.parent().is_none());
        let tables = tops.map(|top| Table {
            key: KeyTold::of(page, top),
            keys: plan_keys()
                .iter()
                .filter(|key| key.is_within(&top.path) && key.path != top.path)
                .map(|key| KeyTold::of(page, key))
                .collect(),
        });
        rendered(&KeysPage { page, tables: tables.collect() })
    })
}

/// One key.
#[get("/help/plan/{key}")]
pub async fn show_plan_key(request: HttpRequest, path: Path<String>) -> Result<HttpResponse, Fault> {
    shown(&request, |page| {
        let key = plan_key(&path).ok_or_else(|| NOT_FOUND.with("what", path.as_str()))?;
        let above = std::iter::successors(key.parent(), |above| plan_key(above)?.parent());
        let mut above: Vec<&str> = above.collect();
        above.reverse();
        let is_of = |kind: &CriterionKind| roots_of(*kind).iter().any(|root| key.is_within(root));
        rendered(&KeyPage {
            page,
            key: KeyTold::of(page, key),
            values: key.values,
            pattern: key.pattern,
            above,
            below: plan_keys()
                .iter()
                .filter(|below| below.parent() == Some(&key.path))
                .map(|below| KeyTold::of(page, below))
                .collect(),
            kinds: CriterionKind::ALL.into_iter().filter(is_of).map(CriterionKind::code).collect(),
            example: example_of(&key.path),
        })
    })
}
