//! A plan file (TOML) becomes a plan, or a list of every mistake in it.
//!
//! First the syntax is checked, then the structure against the schema of [`shape`], then the meaning. What is unsound has
//! something sound put in its place, so that no mistake hides another.

mod edits;
mod expectation;
pub mod form;
pub mod keys;
mod meaning;
pub(in crate::intake) mod mistake;
mod placeholder;
pub mod shape;
mod statement;
mod syntax;
mod walk;
pub mod written;

use std::sync::LazyLock;

use crate::contest::plan::Plan;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;

pub use mistake::Mistake;
use mistake::{Mistakes, Note};

/// The schema, made once.
static SCHEMA: LazyLock<Value> = LazyLock::new(schema);

/// Reads a plan file.
///
/// # Errors
/// Every mistake in it, in the order of the file: of syntax, of structure (keys and kinds of values) and of meaning
/// (unknown names, contradictions). What only follows from another mistake isn't one.
pub fn read_plan(file_name: &str, text: &str) -> Result<Plan, Vec<Mistake>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut mistakes = Mistakes::of(text);
    let plan = read(text, &mut mistakes);
    match plan {
        Some(plan) if mistakes.is_empty() => Ok(plan),
        _ => Err(mistakes.in_order(file_name)),
    }
}

fn read(text: &str, mistakes: &mut Mistakes<'_>) -> Option<Plan> {
    let (file, taken_out) = parsed::<shape::PlanFile>(text, &SCHEMA, mistakes)?;
    meaning::plan(&file, taken_out, mistakes)
}

/// What a TOML file says in the shape that a schema describes, with what in it isn't as written; `None` when nothing
/// can be read. Mistakes of syntax and structure are added; what they are about has something sound in its place.
pub(in crate::intake) fn parsed<T: DeserializeOwned>(
    text: &str,
    schema: &Value,
    mistakes: &mut Mistakes<'_>,
) -> Option<(T, walk::TakenOut)> {
    let mut mended = String::new();
    let readable = syntax::readable(text, &mut mended, schema, mistakes);
    let sound = walk::walk(readable, schema, mistakes);
    match T::deserialize(toml::Deserializer::from(sound.table)) {
        Ok(file) => Some((file, sound.taken_out)),
        Err(error) => {
            let note = Note::new(
                "value.malformed",
                format!("Không đọc được giá trị: {}.", error.message()),
                format!("A value can't be read: {}.", error.message()),
            );
            let note = note.expected("giá trị như lược đồ mô tả", "a value as the schema describes it");
            mistakes.add(&error.span().unwrap_or_default(), note);
            None
        }
    }
}

/// The JSON Schema (2020-12) of a plan file. `openapi/plan.schema.json` is written from it.
pub fn schema() -> Value {
    schema_of::<shape::PlanFile>()
}

/// The JSON Schema (2020-12) of a file of a shape.
pub(in crate::intake) fn schema_of<T: JsonSchema>() -> Value {
    let generator = schemars::generate::SchemaSettings::draft2020_12().into_generator();
    let mut schema = generator.into_root_schema_for::<T>().to_value();
    leave_out_null(&mut schema);
    schema
}

/// The schema as the committed file holds it: indented, with a line break at the end.
pub fn schema_text() -> String {
    format!("{:#}\n", schema())
}

/// TOML has no null: an optional key is left out. So `null` goes wherever the schema allows it beside something else.
fn leave_out_null(schema: &mut Value) {
    match schema {
        Value::Object(keys) => {
            if let Some(Value::Array(types)) = keys.get_mut("type") {
                types.retain(|one| one != "null");
                if let [single] = types.as_slice() {
                    let single = single.clone();
                    keys.insert("type".to_owned(), single);
                }
            }
            if let Some(Value::Array(values)) = keys.get_mut("enum") {
                values.retain(|value| !value.is_null());
            }
            if let Some(Value::Array(choices)) = keys.get_mut("anyOf") {
                choices.retain(|choice| choice["type"] != "null");
                if let [Value::Object(single)] = choices.as_slice() {
                    let single = single.clone();
                    keys.shift_remove("anyOf");
                    keys.extend(single);
                }
            }
            if keys.get("default") == Some(&Value::Null) {
                keys.shift_remove("default");
            }
            keys.values_mut().for_each(leave_out_null);
        }
        Value::Array(entries) => entries.iter_mut().for_each(leave_out_null),
        _ => {}
    }
}

#[cfg(test)]
mod every_mistake;
#[cfg(test)]
mod tests;
