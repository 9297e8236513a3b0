//! What a schema expects and what a value is, in words.

use serde_json::Value;
use toml::de::DeValue;

use crate::contest::words::Words;

use super::form::{Day, LocalMoment, fits};
use super::mistake::{both, listed, nearest};

/// A schema, or the one that it refers to inside the whole.
pub(super) fn resolved<'s>(whole: &'s Value, schema: &'s Value) -> &'s Value {
    let path = schema["$ref"].as_str().and_then(|path| path.strip_prefix('#'));
    path.and_then(|path| whole.pointer(path)).unwrap_or(schema)
}

/// The keys that a schema's table must have.
pub(super) fn required(schema: &Value) -> impl Iterator<Item = &str> {
    schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str)
}

/// The values of an enumeration: `enum`, or `oneOf` with `const`.
pub(super) fn choices(schema: &Value) -> Option<Vec<&str>> {
    if let Some(values) = schema["enum"].as_array() {
        return Some(values.iter().filter_map(Value::as_str).collect());
    }
    let values = schema["oneOf"].as_array()?.iter().flat_map(|one| match one["enum"].as_array() {
        Some(values) => values.iter().collect::<Vec<_>>(),
        None => vec![&one["const"]],
    });
    Some(values.filter_map(Value::as_str).collect())
}

/// One of these values.
pub(super) fn expected_choice(choices: &[&str]) -> Words {
    let names = listed(choices.iter().copied());
    both(format!("một trong {names}"), format!("one of {names}"))
}

/// Whether a schema takes values of a JSON type.
pub(super) fn allows(schema: &Value, name: &str) -> bool {
    match &schema["type"] {
        Value::String(one) => one == name,
        Value::Array(several) => several.iter().any(|one| one == name),
        _ => false,
    }
}

/// Whether a schema takes a TOML date or a date and time.
pub(super) fn is_date(schema: &Value) -> bool {
    matches!(schema["format"].as_str(), Some("date" | "local-date-time"))
}

/// Whether a schema takes a text in both languages.
pub(super) fn is_words(schema: &Value) -> bool {
    allows(schema, "object")
        && schema["properties"]["vi"].is_object()
        && schema["properties"]["en"].is_object()
}

/// What the reader of TOML expected, in Vietnamese where it is one of the common things; literals stay as they are.
pub(super) fn expected_syntax(expected: &str) -> Words {
    let vi: Vec<&str> = expected
        .split(", ")
        .map(|one| match one {
            "key" => "khóa",
            "value" => "giá trị",
            "numbers" | "digits" => "chữ số",
            "letters" => "chữ cái",
            "characters" | "printable characters" => "ký tự in được",
            "newline" | "`\\n`" => "xuống dòng",
            "comment" => "ghi chú sau dấu #",
            "basic string" | "multi-line basic string" => "chữ trong ngoặc kép",
            "literal string" | "multi-line literal string" => "chữ trong ngoặc đơn",
            "unquoted string" => "chữ không có ngoặc",
            "unicode hexadecimal value" => "mã Unicode",
            "non-double-quote visible characters" => "ký tự khác ngoặc kép",
            "non-single-quote visible characters" | "non-single-quote characters" => "ký tự khác ngoặc đơn",
            "key = value" => "khóa = giá trị",
            "[table]" => "[bảng]",
            literal => literal,
        })
        .collect();
    both(vi.join(", "), expected)
}

/// What a schema takes.
pub(super) fn expected_type(schema: &Value) -> Words {
    match schema["format"].as_str() {
        Some("code") => {
            return both(
                "mã gồm chữ thường không dấu, chữ số và dấu _, bắt đầu bằng chữ",
                "a code of small letters without diacritics, digits and _, beginning with a letter",
            );
        }
        Some("percent") => {
            return both("tỷ lệ trong ngoặc kép, như \"20%\"", "a percentage in quotes, such as \"20%\"");
        }
        Some("part") => {
            return both(
                "một phần trong ngoặc kép, như \"2/3\" hay \"50%\"",
                "a part in quotes, such as \"2/3\" or \"50%\"",
            );
        }
        Some("decimal") => {
            return both(
                "số nguyên, hoặc số có dấu chấm thập phân trong ngoặc kép, như \"12.5\"",
                "a whole number, or a number with a decimal point in quotes, such as \"12.5\"",
            );
        }
        Some("limit") => {
            return both(
                "tỷ lệ hoặc số trong ngoặc kép, như \"99.90%\" hay \"12.5\", hoặc số nguyên",
                "a percentage or number in quotes, such as \"99.90%\" or \"12.5\", or a whole number",
            );
        }
        Some("compare") => return both("\"exact\" hoặc \"half_up(2)\"", "\"exact\" or \"half_up(2)\""),
        Some("date") => {
            return both(
                "ngày không có ngoặc kép, như 2021-01-20",
                "a day without quotes, such as 2021-01-20",
            );
        }
        Some("local-date-time") => {
            return both(
                "ngày giờ không có ngoặc kép, như 2021-05-23T19:00:00",
                "a day and time without quotes, such as 2021-05-23T19:00:00",
            );
        }
        _ => {}
    }
    if is_words(schema) {
        let form = "{ vi = \"…\", en = \"…\" }";
        both(form, form)
    } else if allows(schema, "object") {
        both("một bảng { ... }", "a table { ... }")
    } else if allows(schema, "array") {
        both("một danh sách [ ... ]", "a list [ ... ]")
    } else if allows(schema, "boolean") {
        both("true hoặc false", "true or false")
    } else if allows(schema, "integer") {
        both("số nguyên", "a whole number")
    } else {
        both("chữ trong ngoặc kép", "a text in quotes")
    }
}

/// What a value is.
pub(super) fn type_name(value: &DeValue<'_>) -> Words {
    match value {
        DeValue::String(_) => both("chữ trong ngoặc kép", "a text in quotes"),
        DeValue::Integer(_) => both("số nguyên", "a whole number"),
        DeValue::Float(_) => both("số thập phân không có ngoặc kép", "a decimal number without quotes"),
        DeValue::Boolean(_) => both("true/false", "true or false"),
        DeValue::Datetime(_) => both("ngày hoặc giờ", "a date or time"),
        DeValue::Array(_) => both("một danh sách", "a list"),
        DeValue::Table(_) => both("một bảng", "a table"),
    }
}

/// What a quoted value would be without its quotes, when that is what the schema takes.
pub(super) fn unquoted(text: &str, schema: &Value) -> Option<String> {
    let text = text.trim();
    let takes = if is_date(schema) {
        text.parse::<toml::value::Datetime>().is_ok_and(|datetime| match schema["format"].as_str() {
            Some("date") => Day::from_toml(&datetime).is_some(),
            _ => LocalMoment::from_toml(&datetime).is_some(),
        })
    } else {
        (allows(schema, "integer") && text.parse::<i64>().is_ok())
            || (allows(schema, "boolean") && matches!(text, "true" | "false"))
    };
    takes.then(|| text.to_owned())
}

/// Forms that a malformed text may have been meant as: with a decimal point, as a percentage, as a code.
pub(super) fn better_forms(text: &str) -> Vec<String> {
    let point = text.trim().replace(',', ".");
    let compact: String = text.to_lowercase().split_whitespace().collect();
    let code = text.trim().to_lowercase().replace(['-', ' ', '.'], "_");
    vec![point.clone(), format!("{point}%"), compact, code]
}

/// What something that isn't a TOML value was probably meant as, written as a schema takes it.
pub(super) fn meant(text: &str, schema: &Value) -> Option<String> {
    let inner = text.trim_matches(|mark: char| "“”„‟‘’＂«»\"' ;".contains(mark)).trim();
    if let Some(choices) = choices(schema) {
        return nearest(inner, choices).map(|choice| format!("\"{choice}\""));
    }
    if is_date(schema) {
        let parts: Vec<u32> = inner.split(['/', '-', '.']).map(str::parse).collect::<Result<_, _>>().ok()?;
        let [day, month, year] = parts.as_slice() else { return None };
        return unquoted(&format!("{year:04}-{month:02}-{day:02}"), schema);
    }
    if allows(schema, "boolean") {
        return match inner.to_lowercase().as_str() {
            "true" | "có" | "co" | "yes" | "đúng" => Some("true".to_owned()),
            "false" | "không" | "khong" | "no" | "sai" => Some("false".to_owned()),
            _ => None,
        };
    }
    if !allows(schema, "string") || inner.is_empty() {
        return None;
    }
    let form = match schema["format"].as_str() {
        Some(format) => better_forms(inner).into_iter().find(|form| fits(format, form) == Some(true))?,
        None => inner.to_owned(),
    };
    Some(format!("\"{form}\""))
}
