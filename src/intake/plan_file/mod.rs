//! A plan file (TOML) becomes a plan, or a list of every mistake in it.
//!
//! First the structure is checked against the schema of [`shape`], then the meaning of what is sound.

mod expectation;
pub mod form;
pub mod keys;
mod meaning;
pub(in crate::intake) mod mistake;
pub mod shape;
mod walk;
pub mod written;

use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;
use toml::de::DeTable;

use crate::contest::plan::Plan;

pub use mistake::Mistake;
use mistake::{Mistakes, Note};

/// The schema, made once.
static SCHEMA: LazyLock<Value> = LazyLock::new(schema);

/// Reads a plan file.
///
/// # Errors
/// Every mistake in it, in the order of the file. While the file isn't TOML, mistakes of meaning (unknown names,
/// contradictions) aren't looked for; an entry that has a mistake of structure is left out when the meaning of the
/// others is checked.
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

/// What a TOML file says in the shape that a schema describes, with what had to be taken out of it; `None` when nothing
/// can be read. Mistakes of syntax and structure are added.
pub(in crate::intake) fn parsed<T: DeserializeOwned>(
    text: &str,
    schema: &Value,
    mistakes: &mut Mistakes<'_>,
) -> Option<(T, walk::TakenOut)> {
    let (document, errors) = DeTable::parse_recoverable(text);
    let sound = walk::walk(document, schema, mistakes);
    if !errors.is_empty() {
        let lines: Vec<usize> =
            errors.iter().map(|error| mistakes.line(&error.span().unwrap_or_default())).collect();
        // What may only follow from a syntax error is left out: missing keys, and mistakes on the same line.
        mistakes.retain(|code, line| code != "key.missing" && !lines.contains(&line));
        for error in &errors {
            mistakes.add(&error.span().unwrap_or_default(), syntax_note(error.message()));
        }
        return None;
    }
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

/// A syntax error, in the words of the TOML reader; those that are often met are in Vietnamese too.
fn syntax_note(message: &str) -> Note {
    let (what, expected) = message.split_once(", expected ").unwrap_or((message, "key = value, [table]"));
    let vi = match what {
        "duplicate key" => "khóa này đã có ở trên",
        "string values must be quoted" => "chữ phải đặt trong ngoặc kép",
        "invalid basic string" => "chữ thiếu ngoặc kép đóng hoặc có ký tự không hợp lệ",
        "unexpected key or value" => "thừa khóa hoặc giá trị",
        "invalid date" => "ngày không hợp lệ",
        "unclosed array" => "danh sách thiếu dấu ]",
        "unclosed inline table" => "bảng thiếu dấu }",
        "unclosed table" | "unclosed array table" => "tên bảng thiếu dấu ]",
        "missing comma between array elements" | "missing comma between key-value pairs" => "thiếu dấu phẩy",
        "extra comma in array" | "extra comma in inline table" => "thừa dấu phẩy",
        "missing assignment between key-value pairs" => "thiếu dấu =",
        "extra `=`" | "extra assignment between key-value pairs" => "thừa dấu =",
        "missing value" | "missing value for key" | "key with no value" => "khóa không có giá trị",
        "missing opening quote" => "chữ thiếu ngoặc kép mở",
        "unexpected leading zero" => "số không được bắt đầu bằng 0",
        "unexpected content" => "thừa nội dung",
        "invalid value" => "giá trị không hợp lệ",
        other => other,
    };
    let expected = expectation::expected_syntax(expected);
    Note::new("toml.syntax", format!("Sai cú pháp TOML: {vi}."), format!("This isn't TOML: {what}."))
        .expected(expected.vi, expected.en)
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
mod tests;
