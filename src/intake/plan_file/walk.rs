//! The structure of a plan file against its schema: unknown and missing keys, wrong types, values not in their list.

use serde_json::Value;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::expectation::{
    allows, better_forms, choices, expected_choice, expected_type, is_date, is_words, type_name, unquoted,
};
use super::form::{Day, LocalMoment, fits};
use super::mistake::{Mistakes, Note, both, listed, nearest};
use super::written::Span;

/// What is left of a file when its unsound entries are taken out.
#[derive(Debug)]
pub(super) struct Sound<'t> {
    /// The entries whose structure is sound.
    pub table: Spanned<DeTable<'t>>,
    /// What was taken out.
    pub taken_out: TakenOut,
}

/// What was taken out of a file for a mistake of structure, so that what only follows from it isn't noted again.
#[derive(Debug, Default)]
pub(in crate::intake) struct TakenOut {
    /// Keys of the file that are missing or lack entries.
    pub keys: Vec<String>,
    /// Codes that entries taken out declare.
    pub codes: Vec<String>,
}

/// Notes every mistake of structure, and takes out the entries that have one, so that the meaning of the others can
/// still be checked.
pub(super) fn walk<'t>(
    document: Spanned<DeTable<'t>>,
    schema: &Value,
    mistakes: &mut Mistakes<'_>,
) -> Sound<'t> {
    let span = document.span();
    let mut walk = Walk { schema, mistakes, under: Vec::new() };
    let mut taken_out = TakenOut::default();
    let mut sound = DeTable::new();
    let table = document.into_inner();
    walk.check_keys(&table, schema, &(0..0), "");
    let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    taken_out.keys.extend(required.filter(|key| !table.contains_key(*key)).map(str::to_owned));
    for (key, value) in table {
        let name = key.get_ref().to_string();
        let Some(property) = schema["properties"].get(&name) else {
            let keys = schema["properties"].as_object().into_iter().flat_map(serde_json::Map::keys);
            taken_out.keys.extend(nearest(&name, keys.map(String::as_str)));
            collect_codes(value.get_ref(), &mut taken_out.codes);
            continue;
        };
        let property = walk.resolved(property);
        let value_span = value.span();
        match value.into_inner() {
            DeValue::Array(entries) if property["type"] == "array" => {
                let mut kept = DeArray::new();
                for entry in &entries {
                    if walk.check(entry, &property["items"], key.get_ref()) {
                        kept.push(entry.clone());
                    } else if let Some(repaired) = walk.repaired(entry, &property["items"], key.get_ref()) {
                        kept.push(repaired);
                    } else {
                        taken_out.keys.push(name.clone());
                        collect_codes(entry.get_ref(), &mut taken_out.codes);
                    }
                }
                sound.insert(key, Spanned::new(value_span, DeValue::Array(kept)));
            }
            value => {
                let value = Spanned::new(value_span, value);
                if walk.check(&value, property, key.get_ref()) {
                    sound.insert(key, value);
                } else {
                    taken_out.keys.push(name);
                    collect_codes(value.get_ref(), &mut taken_out.codes);
                }
            }
        }
    }
    Sound { table: Spanned::new(span, sound), taken_out }
}

fn collect_codes(value: &DeValue<'_>, codes: &mut Vec<String>) {
    match value {
        DeValue::Table(table) => {
            for (key, value) in table {
                match value.get_ref() {
                    DeValue::String(code) if key.get_ref() == "code" => codes.push(code.to_string()),
                    value => collect_codes(value, codes),
                }
            }
        }
        DeValue::Array(entries) => {
            for entry in entries {
                collect_codes(entry.get_ref(), codes);
            }
        }
        _ => {}
    }
}

/// The comparator keys of a rule, whose values are limits.
const COMPARATORS: [&str; 5] = ["at_least", "more_than", "at_most", "less_than", "equal"];

/// The same value with an unsound limit of a rule replaced by a sound one.
fn with_sound_limits<'t>(value: &Spanned<DeValue<'t>>, under: &str) -> Spanned<DeValue<'t>> {
    let DeValue::Table(table) = value.get_ref() else { return value.clone() };
    let mut sound = DeTable::new();
    for (key, entry) in table {
        let name = key.get_ref().as_ref();
        let is_unsound = COMPARATORS.contains(&name)
            && entry.get_ref().as_integer().is_none()
            && entry.get_ref().as_str().is_none_or(|text| fits("limit", text) == Some(false));
        let entry = if is_unsound {
            let limit = if under == "ratio" { "0%" } else { "0" };
            Spanned::new(entry.span(), DeValue::String(limit.into()))
        } else {
            with_sound_limits(entry, name)
        };
        sound.insert(key.clone(), entry);
    }
    Spanned::new(value.span(), DeValue::Table(sound))
}

struct Walk<'s, 'm, 'x> {
    schema: &'s Value,
    mistakes: &'m mut Mistakes<'x>,
    /// The keys above the value that is looked at, inside its entry.
    under: Vec<String>,
}

impl<'s> Walk<'s, '_, '_> {
    fn resolved(&self, schema: &'s Value) -> &'s Value {
        match schema["$ref"].as_str().and_then(|path| path.strip_prefix('#')) {
            Some(path) => self.schema.pointer(path).unwrap_or(schema),
            None => schema,
        }
    }

    /// An entry whose only mistakes are limits of its rule, noted already, with sound ones in their place, so that the
    /// rest of the rule can still be checked; `None` when it has others.
    fn repaired<'t>(
        &self,
        entry: &Spanned<DeValue<'t>>,
        schema: &'s Value,
        name: &str,
    ) -> Option<Spanned<DeValue<'t>>> {
        let repaired = with_sound_limits(entry, name);
        let mut others = Mistakes::of("");
        let mut walk = Walk { schema: self.schema, mistakes: &mut others, under: Vec::new() };
        walk.check(&repaired, schema, name).then_some(repaired)
    }

    /// Checks a value and everything in it; whether it is sound.
    fn check(&mut self, value: &Spanned<DeValue<'_>>, schema: &'s Value, name: &str) -> bool {
        let schema = self.resolved(schema);
        if let Some(choices) = choices(schema) {
            return self.check_choice(value, &choices, name);
        }
        match value.get_ref() {
            DeValue::Table(table) if allows(schema, "object") => {
                let sound = self.check_keys(table, schema, &value.span(), name);
                self.check_values(table, schema) && sound
            }
            DeValue::Array(entries) if allows(schema, "array") => {
                self.check_entries(value, entries, schema, name)
            }
            DeValue::String(text) if allows(schema, "string") && !is_date(schema) => {
                self.check_text(&value.span(), text, schema, name)
            }
            DeValue::Integer(number) if allows(schema, "integer") => {
                self.check_integer(&value.span(), &number.to_string(), schema, name)
            }
            DeValue::Boolean(_) if allows(schema, "boolean") => true,
            DeValue::Datetime(datetime)
                if schema["format"] == "date" && Day::from_toml(datetime).is_some() =>
            {
                true
            }
            DeValue::Datetime(datetime)
                if schema["format"] == "local-date-time" && LocalMoment::from_toml(datetime).is_some() =>
            {
                true
            }
            other => {
                self.wrong_type(&value.span(), other, schema, name);
                false
            }
        }
    }

    fn check_keys(&mut self, table: &DeTable<'_>, schema: &'s Value, span: &Span, name: &str) -> bool {
        let Some(properties) = schema["properties"].as_object() else { return true };
        let mut sound = true;
        let mut unknown: Vec<String> = Vec::new();
        for (key, _) in table {
            let written = key.get_ref().as_ref();
            if !properties.contains_key(written) {
                sound = false;
                let suggestion = nearest(written, properties.keys().map(String::as_str));
                unknown.extend(suggestion.clone());
                let place = if name.is_empty() { String::new() } else { format!(" ({name})") };
                let note = Note::new(
                    "key.unknown",
                    format!("Không có khóa \"{written}\" ở đây{place}."),
                    format!("There is no key \"{written}\" here{place}."),
                );
                let known = listed(properties.keys().map(String::as_str));
                let note = note.expected(format!("một trong {known}"), format!("one of {known}"));
                self.mistakes.add(&key.span(), note.suggest(suggestion));
            }
        }
        for required in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            // A mistyped key is reported once, not a second time as missing.
            if !table.contains_key(required) && !unknown.iter().any(|meant| meant == required) {
                sound = false;
                self.missing(span, &properties[required], required, &entry_name(table, name));
            }
        }
        sound
    }

    fn missing(&mut self, span: &Span, schema: &'s Value, required: &str, name: &str) {
        let (vi, en) = if name.is_empty() {
            (format!("Tệp thiếu \"{required}\"."), format!("The file lacks \"{required}\"."))
        } else {
            (format!("{name} thiếu khóa \"{required}\"."), format!("{name} lacks the key \"{required}\"."))
        };
        let schema = self.resolved(schema);
        let expected =
            choices(schema).map_or_else(|| expected_type(schema), |choices| expected_choice(&choices));
        let note = Note::new("key.missing", vi, en)
            .expected(format!("{required} = {}", expected.vi), format!("{required} = {}", expected.en))
            .lacking(required);
        self.mistakes.add(span, note);
    }

    fn check_values(&mut self, table: &DeTable<'_>, schema: &'s Value) -> bool {
        let mut sound = true;
        for (key, value) in table {
            let property = match schema["properties"].get(key.get_ref().as_ref()) {
                Some(property) => property,
                None if schema["additionalProperties"].is_object() => &schema["additionalProperties"],
                None => continue,
            };
            self.under.push(key.get_ref().to_string());
            sound &= self.check(value, property, key.get_ref());
            self.under.pop();
        }
        sound
    }

    fn check_entries(
        &mut self,
        value: &Spanned<DeValue<'_>>,
        entries: &DeArray<'_>,
        schema: &'s Value,
        name: &str,
    ) -> bool {
        let mut sound = true;
        for entry in entries {
            sound &= self.check(entry, &schema["items"], name);
        }
        if entries.is_empty() && schema["minItems"].as_u64().is_some_and(|least| least > 0) {
            let note = Note::new(
                "list.empty",
                format!("Danh sách \"{name}\" trống."),
                format!("The list \"{name}\" is empty."),
            );
            self.mistakes.add(&value.span(), note.expected("ít nhất một mục", "at least one entry"));
            sound = false;
        }
        sound
    }

    fn check_choice(&mut self, value: &Spanned<DeValue<'_>>, choices: &[&str], name: &str) -> bool {
        let written = value.get_ref().as_str();
        if written.is_some_and(|written| choices.contains(&written)) {
            return true;
        }
        let shown = written.map_or_else(|| type_name(value.get_ref()), |written| both(written, written));
        let note = Note::new(
            "value.not_in_list",
            format!("\"{name}\" không nhận giá trị \"{}\".", shown.vi),
            format!("\"{name}\" doesn't take \"{}\".", shown.en),
        );
        let expected = expected_choice(choices);
        let suggestion = nearest(written.unwrap_or(""), choices.iter().copied());
        self.mistakes.add(&value.span(), note.expected(expected.vi, expected.en).suggest(suggestion));
        false
    }

    fn check_text(&mut self, span: &Span, text: &str, schema: &Value, name: &str) -> bool {
        let expected = expected_type(schema);
        if text.trim().is_empty() && schema["minLength"].as_u64().is_some_and(|least| least > 0) {
            let note =
                Note::new("text.empty", format!("\"{name}\" để trống."), format!("\"{name}\" is empty."));
            self.mistakes.add(span, note.expected(expected.vi, expected.en));
            return false;
        }
        let Some(format) = schema["format"].as_str() else { return true };
        if fits(format, text) != Some(false) {
            return true;
        }
        let note = Note::new(
            "value.malformed",
            format!("Không đọc được giá trị \"{text}\" của \"{name}\"."),
            format!("The value \"{text}\" of \"{name}\" can't be read."),
        );
        let suggestion = better_forms(text).into_iter().find(|form| fits(format, form) == Some(true));
        self.mistakes.add(span, note.expected(expected.vi, expected.en).suggest(suggestion));
        false
    }

    fn check_integer(&mut self, span: &Span, number: &str, schema: &Value, name: &str) -> bool {
        let in_form = schema["format"].as_str().and_then(|format| fits(format, number)).unwrap_or(true);
        let least = schema["minimum"].as_i64().unwrap_or(i64::MIN);
        let unsigned = schema["format"] == "uint32";
        let most =
            schema["maximum"].as_i64().unwrap_or(if unsigned { i64::from(u32::MAX) } else { i64::MAX });
        if in_form && number.parse::<i64>().is_ok_and(|number| (least..=most).contains(&number)) {
            return true;
        }
        let note = Note::new(
            "number.out_of_range",
            format!("Số {number} của \"{name}\" nằm ngoài giới hạn."),
            format!("The number {number} of \"{name}\" is out of range."),
        );
        let note = if schema["minimum"].is_i64() || schema["minimum"].is_u64() {
            note.expected(format!("từ {least} đến {most}"), format!("from {least} to {most}"))
        } else {
            let expected = expected_type(schema);
            note.expected(expected.vi, expected.en)
        };
        self.mistakes.add(span, note);
        false
    }

    fn wrong_type(&mut self, span: &Span, value: &DeValue<'_>, schema: &Value, name: &str) {
        let (expected, found) = (expected_type(schema), type_name(value));
        let decimal = allows(schema, "string") && schema["format"].is_string() && !is_date(schema);
        if let DeValue::Float(float) = value
            && decimal
        {
            let number = float.as_str();
            let note = Note::new(
                "number.unquoted",
                format!("\"{name}\": số thập phân {number} phải đặt trong ngoặc kép."),
                format!("\"{name}\": the decimal number {number} must stand in quotes."),
            );
            let is_percentage = schema["format"] == "percent" || self.is_in_ratio();
            let sign = if is_percentage { "%" } else { "" };
            let suggestion = Some(format!("\"{number}{sign}\""));
            self.mistakes.add(span, note.expected(expected.vi, expected.en).suggest(suggestion));
            return;
        }
        let suggestion = match value {
            DeValue::String(text) if is_words(schema) => Some(format!("{{ vi = \"{text}\", en = \"…\" }}")),
            DeValue::String(text) => unquoted(text, schema),
            DeValue::Integer(number) if allows(schema, "string") && !is_date(schema) => {
                Some(format!("\"{number}\""))
            }
            _ => None,
        };
        let note = Note::new(
            "value.wrong_type",
            format!("\"{name}\" là {}; ở đây cần kiểu khác.", found.vi),
            format!("\"{name}\" is {}, which it doesn't take.", found.en),
        );
        self.mistakes.add(span, note.expected(expected.vi, expected.en).suggest(suggestion));
    }

    /// Whether the value that is looked at stands in the table of a ratio.
    fn is_in_ratio(&self) -> bool {
        self.under.len() > 1 && self.under[self.under.len() - 2] == "ratio"
    }
}

/// The name of a table for a sentence, with its code where it has one.
fn entry_name(table: &DeTable<'_>, name: &str) -> String {
    match table.get("code").and_then(|code| code.get_ref().as_str()) {
        Some(code) if !name.is_empty() => format!("{name} \"{code}\""),
        _ => name.to_owned(),
    }
}
