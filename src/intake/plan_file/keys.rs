//! Every key of a plan file with what its schema says of it, where it stands in a file, and an example of it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::expectation::{allows, choices, expected_type, resolved};
use super::mistake::both;
use super::read_plan;
use super::written::Span;
use crate::contest::plan::{CriterionKind, Plan};
use crate::contest::words::Words;

/// The plan files that ship with the program.
const SHIPPED: [(&str, &str); 3] = [
    ("dien-bien-508-2021.toml", include_str!("../../../fixtures/plans/dien-bien-508-2021.toml")),
    (
        "dien-bien-508-2021-points.toml",
        include_str!("../../../fixtures/plans/dien-bien-508-2021-points.toml"),
    ),
    (
        "turnout-2021-plausibility.toml",
        include_str!("../../../fixtures/plans/turnout-2021-plausibility.toml"),
    ),
];

/// The words of the schema that bound a value.
pub const BOUNDS: [&str; 4] = ["minimum", "maximum", "minItems", "minLength"];

/// A key of a plan file.
#[derive(Debug)]
pub struct PlanKey {
    /// The keys down to it, such as `award.quota.per`.
    pub path: String,
    /// What it means, in English.
    pub sentence: &'static str,
    /// What its values mean, in English, where the schema says more of them.
    pub values: Option<&'static str>,
    /// What it takes.
    pub takes: Words,
    /// Whether its table must have it.
    pub is_required: bool,
    /// The values it allows, each with its sentence in English; none when it isn't one of a list.
    pub choices: Vec<(&'static str, &'static str)>,
    /// The value when it is left out, where the schema names it.
    pub default: Option<String>,
    /// Its bounds, by the words of [`BOUNDS`].
    pub bounds: Vec<(&'static str, String)>,
    /// The pattern that its text fits.
    pub pattern: Option<&'static str>,
}

impl PlanKey {
    /// The path of the table it stands in; `None` for a key of the file itself.
    pub fn parent(&self) -> Option<&str> {
        self.path.rsplit_once('.').map(|(parent, _)| parent)
    }

    /// The last part of its path.
    pub fn name(&self) -> &str {
        self.path.rsplit('.').next().unwrap_or(&self.path)
    }

    /// Whether it stands somewhere below a path, or is it.
    pub fn is_within(&self, path: &str) -> bool {
        self.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}

/// An example of a key.
#[derive(Debug)]
pub struct Example {
    /// The number of the plan it is taken from.
    pub plan: String,
    /// The lines.
    pub lines: String,
}

static KEYS: LazyLock<Vec<PlanKey>> = LazyLock::new(|| {
    let mut keys = Vec::new();
    collect(&super::SCHEMA, "", &mut keys);
    keys
});

static BY_PATH: LazyLock<BTreeMap<&str, &PlanKey>> =
    LazyLock::new(|| KEYS.iter().map(|key| (key.path.as_str(), key)).collect());

static PLANS: LazyLock<Vec<Plan>> = LazyLock::new(|| {
    SHIPPED
        .iter()
        .map(|(name, text)| {
            read_plan(name, text).expect("the tests read the plans that ship with the program")
        })
        .collect()
});

/// Every key, in the order of the schema; a table's keys follow it.
pub fn plan_keys() -> &'static [PlanKey] {
    &KEYS
}

/// The key with a path.
pub fn plan_key(path: &str) -> Option<&'static PlanKey> {
    BY_PATH.get(path).copied()
}

/// The plans that ship with the program.
pub fn shipped_plans() -> &'static [Plan] {
    &PLANS
}

/// The keys that a kind of criterion is written with; those below them belong to it too.
pub fn roots_of(kind: CriterionKind) -> Vec<String> {
    let own = |key: &str| format!("criterion.{key}");
    match kind {
        CriterionKind::Bonus => vec![own("total"), own("points"), "points.bonus_at_most".to_owned()],
        CriterionKind::Penalty => vec![own("total"), own("points"), "points.penalty_at_most".to_owned()],
        CriterionKind::Branch => vec![own("branch"), "branch".to_owned(), "branches".to_owned()],
        CriterionKind::Tier => ["from", "requires", "quota", "on_tie", "lot_seed", "next"]
            .map(|key| format!("award.{key}"))
            .into(),
        CriterionKind::Hold => vec![own("hold_when")],
        CriterionKind::Gate => {
            vec![own("gate"), own("owner"), own("evidence"), "award.requires.gates".to_owned()]
        }
        judged => vec![own(judged.code())],
    }
}

fn joined(table: &str, name: &str) -> String {
    if table.is_empty() { name.to_owned() } else { format!("{table}.{name}") }
}

fn collect(table: &'static Value, path: &str, keys: &mut Vec<PlanKey>) {
    let required =
        |name: &str| table["required"].as_array().is_some_and(|all| all.iter().any(|it| it == name));
    for (name, property) in table["properties"].as_object().into_iter().flatten() {
        let is_list = allows(property, "array");
        let is_by_name = property["additionalProperties"].is_object();
        let schema = if is_list {
            resolved(&super::SCHEMA, &property["items"])
        } else if is_by_name {
            resolved(&super::SCHEMA, &property["additionalProperties"])
        } else {
            resolved(&super::SCHEMA, property)
        };
        let key = described(joined(path, name), property, schema, required(name));
        let inner = key.path.clone();
        keys.push(key);
        collect(schema, &inner, keys);
    }
}

/// A key: `property` is how its table names it, `schema` is that of its value or of the entries of its value.
fn described(path: String, property: &'static Value, schema: &'static Value, is_required: bool) -> PlanKey {
    let sentence = property["description"].as_str().unwrap_or_default();
    let values = schema["description"].as_str().filter(|values| *values != sentence);
    // A sentence that goes on in that of the values isn't said twice.
    let goes_on = values.filter(|values| values.starts_with(sentence.trim_end_matches('.')));
    let (sentence, values) = goes_on.map_or((sentence, values), |whole| (whole, None));
    let one = expected_type(schema);
    let takes = if std::ptr::eq(property, schema) || property["$ref"].is_string() {
        one
    } else {
        let whole = expected_type(property);
        both(format!("{}: {}", whole.vi, one.vi), format!("{}: {}", whole.en, one.en))
    };
    let said = |word: &str| [property, schema].into_iter().map(|it| &it[word]).find(|it| !it.is_null());
    PlanKey {
        path,
        sentence,
        values,
        takes,
        is_required,
        choices: choices(schema).into_iter().flatten().map(|it| (it, meaning_of(schema, it))).collect(),
        default: property.get("default").map(Value::to_string),
        bounds: BOUNDS
            .into_iter()
            .filter_map(|word| said(word).map(|value| (word, value.to_string())))
            .collect(),
        pattern: said("pattern").and_then(Value::as_str),
    }
}

/// What the schema says of one value of a list.
fn meaning_of(schema: &'static Value, choice: &str) -> &'static str {
    let values = schema["oneOf"].as_array().into_iter().flatten();
    let found = values.into_iter().find(|value| value["const"] == choice);
    found.and_then(|value| value["description"].as_str()).unwrap_or_default()
}

/// The keys that the places of a file belong to.
#[derive(Debug)]
pub(super) struct Paths(Vec<(Span, String)>);

impl Paths {
    /// Of a file.
    pub(super) fn of(file: &DeTable<'_>) -> Self {
        let mut all = Vec::new();
        collect_paths(file, "", &mut all);
        // What stands inside something comes after it.
        all.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
        Self(all)
    }

    /// The path of the key that a place belongs to: the innermost one that the schema knows.
    pub(super) fn at(&self, at: usize) -> Option<&str> {
        let before = self.0.partition_point(|(span, _)| span.start <= at);
        let found = self.0[..before].iter().rev().find(|(span, _)| span.contains(&at) || span.start == at);
        found.map(|(_, path)| path.as_str())
    }
}

fn collect_paths(table: &DeTable<'_>, path: &str, all: &mut Vec<(Span, String)>) {
    for (key, value) in table {
        let inner = joined(path, key.get_ref());
        // What the schema doesn't know belongs to the table around it.
        let is_known = plan_key(&inner).is_some();
        let path = if is_known { inner.as_str() } else { path };
        if !path.is_empty() {
            all.push((key.span(), path.to_owned()));
            all.push((value.span(), path.to_owned()));
        }
        if is_known {
            collect_below(value, path, all);
        }
    }
}

fn collect_below(value: &Spanned<DeValue<'_>>, path: &str, all: &mut Vec<(Span, String)>) {
    match value.get_ref() {
        DeValue::Table(table) => collect_paths(table, path, all),
        DeValue::Array(entries) => {
            for entry in entries {
                all.push((entry.span(), path.to_owned()));
                collect_below(entry, path, all);
            }
        }
        _ => {}
    }
}

/// The first example of a key in the plans that ship with the program.
pub fn example_of(path: &str) -> Option<Example> {
    SHIPPED.iter().zip(shipped_plans()).find_map(|((_, text), plan)| {
        let (document, _) = DeTable::parse_recoverable(text);
        let names: Vec<&str> = path.split('.').collect();
        let span = first_of(document.get_ref(), &names)?;
        Some(Example { plan: plan.code.clone(), lines: lines_of(text, &span) })
    })
}

/// From the key to the end of its value, where it is first written.
fn first_of(table: &DeTable<'_>, names: &[&str]) -> Option<Span> {
    let (name, rest) = names.split_first()?;
    let (key, value) = table.get_key_value(*name)?;
    if rest.is_empty() {
        return Some(key.span().start..value.span().end.max(key.span().end));
    }
    match value.get_ref() {
        DeValue::Table(inner) => first_of(inner, rest),
        DeValue::Array(entries) => entries
            .iter()
            .filter_map(|entry| entry.get_ref().as_table())
            .find_map(|entry| first_of(entry, rest)),
        _ => None,
    }
}

/// The whole lines of a place, under the header that they stand under; of a header, all that stands under it.
fn lines_of(text: &str, span: &Span) -> String {
    let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let is_header = |line: &str| line.starts_with('[');
    if is_header(&text[start..]) {
        let mut lines = text[start..].lines();
        let header = lines.next().unwrap_or_default();
        let under = lines.take_while(|line| !is_header(line) && !line.trim().is_empty());
        return std::iter::once(header).chain(under).collect::<Vec<_>>().join("\n");
    }
    let end = text[span.end..].find('\n').map_or(text.len(), |at| span.end + at);
    let header = text[..start].lines().rev().find(|line| is_header(line));
    header.into_iter().chain(std::iter::once(&text[start..end])).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_says_what_it_means_and_is_found_again() {
        assert!(plan_keys().len() > 100);
        for key in plan_keys() {
            assert!(!key.sentence.is_empty() && !key.takes.vi.is_empty(), "{}", key.path);
            assert!(std::ptr::eq(plan_key(&key.path).unwrap(), key), "{} is there twice", key.path);
            assert!(key.choices.iter().all(|(_, meaning)| !meaning.is_empty()), "{}", key.path);
        }
        let per = plan_key("award.quota.per").unwrap();
        assert_eq!((per.parent(), per.is_required), (Some("award.quota"), true));
        assert!(per.choices.contains(&("overall", "All units together.")));
    }

    #[test]
    fn every_kind_is_written_with_keys_that_there_are() {
        for kind in CriterionKind::ALL {
            for root in roots_of(kind) {
                assert!(plan_key(&root).is_some(), "{root}");
            }
        }
        let rules = plan_keys().iter().filter(|key| {
            let has_keys = plan_keys().iter().any(|it| it.parent() == Some(&key.path));
            let is_text = plan_key(&format!("{}.vi", key.path)).is_some();
            key.parent() == Some("criterion") && has_keys && !is_text && key.name() != "points"
        });
        let rules: Vec<&str> = rules.map(PlanKey::name).collect();
        assert_eq!(rules.len(), 6);
        assert!(rules.iter().all(|rule| CriterionKind::of_code(rule).is_some()), "{rules:?}");
    }

    #[test]
    fn an_example_stands_under_its_header() {
        let example = example_of("award.on_tie").unwrap();
        assert_eq!(example.plan, "508/KH-UBND");
        assert!(example.lines.starts_with("[[award]]\non_tie = "), "{}", example.lines);
        assert!(example_of("ranking").unwrap().lines.starts_with("[[ranking]]\nby = "));
        assert!(example_of("award.lot").is_none());
    }

    #[test]
    fn a_mistake_knows_the_key_it_is_about() {
        let text =
            SHIPPED[0].1.replacen("on_tie = \"", "on_tie = \"x", 1).replacen("[clusters]", "[cluster]", 1);
        let mistakes = read_plan("plan.toml", &text).unwrap_err();
        let keys: Vec<Option<&str>> = mistakes.iter().map(|mistake| mistake.key.as_deref()).collect();
        assert!(keys.contains(&Some("award.on_tie")), "{keys:?}");
        let lacking = SHIPPED[0].1.replacen("on_tie = ", "# ", 1);
        let mistakes = read_plan("plan.toml", &lacking).unwrap_err();
        assert_eq!(mistakes[0].key.as_deref(), Some("award.on_tie"), "{mistakes:?}");
    }
}
