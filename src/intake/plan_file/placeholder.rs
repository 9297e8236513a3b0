//! What stands in place of a value that is missing or unsound, so that the rest of its entry can still be checked.

use serde_json::Value;
use toml::de::{DeArray, DeTable, DeValue};
use toml::{Spanned, de::DeString};

use super::expectation::{allows, choices, required, resolved};
use super::written::Span;

/// The code in place of one that is missing or unsound.
pub(super) const CODE: &str = "placeholder";

/// A value that fits a schema, with the place that it stands for. `whole` is where references lead; limits of a ratio are
/// percentages.
pub(super) fn placeholder(whole: &Value, schema: &Value, is_in_ratio: bool, span: &Span) -> DeValue<'static> {
    let schema = resolved(whole, schema);
    if let Some(choices) = choices(schema) {
        return text(choices.first().copied().unwrap_or_default());
    }
    let inner = |schema: &Value| Spanned::new(span.clone(), placeholder(whole, schema, is_in_ratio, span));
    match schema["format"].as_str() {
        Some("code") => text(CODE),
        Some("percent") => text("0%"),
        Some("part") => text("1/2"),
        Some("decimal") => text("0"),
        Some("limit") => text(if is_in_ratio { "0%" } else { "0" }),
        Some("compare") => text("exact"),
        Some("date") => toml_value("2000-01-01"),
        Some("local-date-time") => toml_value("2000-01-01T00:00:00"),
        _ if allows(schema, "object") => {
            let mut table = DeTable::new();
            for name in required(schema) {
                let key: DeString<'static> = name.to_owned().into();
                table.insert(Spanned::new(span.clone(), key), inner(&schema["properties"][name]));
            }
            DeValue::Table(table)
        }
        _ if allows(schema, "array") => {
            let needs_one = schema["minItems"].as_u64().is_some_and(|least| least > 0);
            let entries: DeArray<'static> = needs_one.then(|| inner(&schema["items"])).into_iter().collect();
            DeValue::Array(entries)
        }
        _ if allows(schema, "boolean") => DeValue::Boolean(false),
        _ if allows(schema, "integer") => match schema["minimum"].as_u64() {
            Some(3) => toml_value("3"),
            Some(2) => toml_value("2"),
            _ => toml_value("1"),
        },
        _ => text("…"),
    }
}

fn text(value: &str) -> DeValue<'static> {
    DeValue::String(value.to_owned().into())
}

/// What a text of TOML says.
fn toml_value(text: &'static str) -> DeValue<'static> {
    DeValue::parse(text).expect("it is TOML").into_inner()
}
