//! The structure of a plan file against its schema: unknown and missing keys, wrong types, values not in their list.

use std::collections::BTreeMap;

use serde_json::Value;
use toml::Spanned;
use toml::de::{DeArray, DeString, DeTable, DeValue};

use super::expectation::{
    allows, better_forms, choices, expected_choice, expected_type, is_date, is_words, meant, required,
    resolved, type_name, unquoted,
};
use super::form::{Day, LocalMoment, fits};
use super::mistake::{Filled, Mistakes, Note, both, listed, nearest};
use super::placeholder::placeholder;
use super::syntax::{Hole, Readable, header_note};
use super::written::Span;

/// A file whose structure is sound: what wasn't has something in its place.
#[derive(Debug)]
pub(super) struct Sound<'t> {
    /// The file.
    pub table: Spanned<DeTable<'t>>,
    /// What in it isn't as written.
    pub taken_out: TakenOut,
}

/// What isn't as written for a mistake of syntax or structure, so that what only follows from it isn't noted again.
#[derive(Debug, Default)]
pub(in crate::intake) struct TakenOut {
    /// Keys of the file that are missing or have such a mistake somewhere in them.
    pub keys: Vec<String>,
    /// Codes that entries with such a mistake declare.
    pub codes: Vec<String>,
    /// Lists with an entry whose own code can't be read.
    pub unnamed: Vec<String>,
}

/// Notes every mistake of structure and puts something sound in its place, so that everything else can still be checked.
pub(super) fn walk<'t>(readable: Readable<'t>, schema: &Value, mistakes: &mut Mistakes<'_>) -> Sound<'t> {
    let Readable { mut document, holes, mut taken_out } = readable;
    let mut walk = Walk {
        schema,
        mistakes,
        holes: holes.into_iter().map(|hole| (hole.at, hole)).collect(),
        filled: Vec::new(),
        beside: Vec::new(),
        unnamed: Vec::new(),
        under: Vec::new(),
    };
    let table = document.get_mut();
    taken_out.keys.extend(required(schema).filter(|key| !table.contains_key(*key)).map(str::to_owned));
    let meant = mistyped(table, schema, &mut taken_out);
    walk.check_keys(table, schema, &(0..0), "");
    for (key, value) in meant {
        put(table, key, value);
    }
    let mut header_mistakes = Vec::new();
    for (key, value) in table.iter_mut() {
        let name = key.get_ref().to_string();
        let property = walk.resolved(&schema["properties"][&name]);
        walk.under = vec![name.clone()];
        let mut check = |value: &mut Spanned<DeValue<'t>>, schema| {
            let mut codes = Vec::new();
            collect_codes(value.get_ref(), &mut codes);
            if !walk.check(value, schema, &name) {
                taken_out.keys.push(name.clone());
                taken_out.codes.extend(codes);
            }
        };
        match value.get_mut() {
            DeValue::Array(entries) if property["type"] == "array" => {
                entries.iter_mut().for_each(|entry| check(entry, &property["items"]));
            }
            DeValue::Table(entry) if property["type"] == "array" => {
                let entry = DeValue::Table(std::mem::take(entry));
                let span = value.span();
                header_mistakes.push((span.clone(), header_note(&format!("[[{name}]]"))));
                let mut entry = Spanned::new(span, entry);
                check(&mut entry, &property["items"]);
                taken_out.keys.push(name.clone());
                *value.get_mut() = DeValue::Array(std::iter::once(entry).collect());
            }
            _ => check(value, property),
        }
    }
    for (span, note) in header_mistakes {
        walk.mistakes.add(&span, note);
    }
    taken_out.unnamed.append(&mut walk.unnamed);
    // What stands under a key that there isn't has nothing that says what is expected.
    for hole in walk.holes.values().filter(|hole| !hole.is_noted) {
        let note = unreadable(&hole.text, "?", &Value::Null).expected("một giá trị TOML", "a TOML value");
        walk.mistakes.add(&(hole.at..hole.at + hole.text.len()), note);
    }
    let filled = Filled::new(walk.filled, walk.beside);
    mistakes.fill(filled);
    Sound { table: document, taken_out }
}

/// What stands under mistyped names of the file, by the names that are meant, so that it is checked too.
fn mistyped<'t>(
    table: &DeTable<'t>,
    schema: &Value,
    taken_out: &mut TakenOut,
) -> Vec<(Spanned<DeString<'t>>, Spanned<DeValue<'t>>)> {
    let mut meant = Vec::new();
    for (key, value) in table {
        if schema["properties"].get(key.get_ref().as_ref()).is_some() {
            continue;
        }
        collect_codes(value.get_ref(), &mut taken_out.codes);
        let keys = schema["properties"].as_object().into_iter().flat_map(serde_json::Map::keys);
        let Some(name) = nearest(key.get_ref(), keys.map(String::as_str)) else { continue };
        taken_out.keys.push(name.clone());
        if value.get_ref().is_array() || !table.contains_key(name.as_str()) {
            meant.push((Spanned::new(key.span(), name.into()), value.clone()));
        }
    }
    meant
}

/// Puts a value under a key of the file; entries of a list stand beside those that are there.
fn put<'t>(table: &mut DeTable<'t>, key: Spanned<DeString<'t>>, value: Spanned<DeValue<'t>>) {
    let there = table.get_mut(key.get_ref().as_ref()).map(Spanned::get_mut);
    match (there, value.get_ref()) {
        (Some(DeValue::Array(there)), DeValue::Array(entries)) => {
            entries.iter().for_each(|entry| there.push(entry.clone()));
        }
        _ => drop(table.insert(key, value)),
    }
}

/// The codes that a value declares.
pub(super) fn collect_codes(value: &DeValue<'_>, codes: &mut Vec<String>) {
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

struct Walk<'s, 'm, 'x> {
    schema: &'s Value,
    mistakes: &'m mut Mistakes<'x>,
    /// The values that can't be read, by their places.
    holes: BTreeMap<usize, Hole>,
    /// Where something sound was put, and the tables around it.
    filled: Vec<Span>,
    /// What stands beside it in the same table.
    beside: Vec<Span>,
    /// Lists with an entry whose own code can't be read.
    unnamed: Vec<String>,
    /// The keys down to the value that is looked at.
    under: Vec<String>,
}

impl<'s> Walk<'s, '_, '_> {
    fn resolved(&self, schema: &'s Value) -> &'s Value {
        resolved(self.schema, schema)
    }

    /// Checks a value and everything in it, and puts something sound in the place of what isn't; whether nothing was.
    fn check(&mut self, value: &mut Spanned<DeValue<'_>>, schema: &'s Value, name: &str) -> bool {
        let schema = self.resolved(schema);
        let span = value.span();
        let is_sound = match value.get_mut() {
            _ if self.note_hole(&span, schema, name) => false,
            DeValue::Table(table) if allows(schema, "object") => {
                let has_keys = self.check_keys(table, schema, &span, name);
                return self.check_values(table, schema, &span) && has_keys;
            }
            DeValue::Array(entries)
                if allows(schema, "array") && !self.is_empty(entries, schema, &span, name) =>
            {
                let mut is_sound = true;
                for entry in entries.iter_mut() {
                    is_sound &= self.check(entry, &schema["items"], name);
                }
                return is_sound;
            }
            DeValue::Array(_) if allows(schema, "array") => false,
            other => self.check_single(&span, other, schema, name),
        };
        if !is_sound {
            let meant = choices(schema).and_then(|choices| nearest(value.get_ref().as_str()?, choices));
            *value.get_mut() = match meant {
                Some(meant) => DeValue::String(meant.into()),
                None => self.placeholder(schema, &span),
            };
            self.filled.push(span);
        }
        is_sound
    }

    /// Whether a value can't be read; notes it where that isn't done yet.
    fn note_hole(&mut self, span: &Span, schema: &Value, name: &str) -> bool {
        let Some(hole) = self.holes.get_mut(&span.start) else { return false };
        if !std::mem::replace(&mut hole.is_noted, true) {
            let expected =
                choices(schema).map_or_else(|| expected_type(schema), |choices| expected_choice(&choices));
            let note = unreadable(&hole.text, name, schema).expected(expected.vi, expected.en);
            self.mistakes.add(span, note.suggest(meant(&hole.text, schema)));
        }
        true
    }

    /// Checks a value that is neither a table nor a list.
    fn check_single(&mut self, span: &Span, value: &DeValue<'_>, schema: &'s Value, name: &str) -> bool {
        if let Some(choices) = choices(schema) {
            return self.check_choice(span, value, &choices, name);
        }
        match value {
            DeValue::String(text) if allows(schema, "string") && !is_date(schema) => {
                self.check_text(span, text, schema, name)
            }
            DeValue::Integer(number) if allows(schema, "integer") => {
                self.check_integer(span, &number.to_string(), schema, name)
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
                self.wrong_type(span, other, schema, name);
                false
            }
        }
    }

    fn placeholder(&self, schema: &'s Value, span: &Span) -> DeValue<'static> {
        placeholder(self.schema, schema, self.is_in_ratio(), span)
    }

    /// Checks that a table has the keys that it needs and no others, and makes it so.
    fn check_keys(&mut self, table: &mut DeTable<'_>, schema: &'s Value, span: &Span, name: &str) -> bool {
        let Some(properties) = schema["properties"].as_object() else { return true };
        let mut unknown: Vec<String> = Vec::new();
        let mut meant: Vec<String> = Vec::new();
        for (key, value) in table.iter() {
            let written = key.get_ref().as_ref();
            // What is no key at all is noted already.
            let is_noted = self.holes.get(&value.span().start).is_some_and(|hole| hole.is_noted);
            if !properties.contains_key(written) && is_noted {
                unknown.push(written.to_owned());
                meant.extend(nearest(written, properties.keys().map(String::as_str)));
            } else if !properties.contains_key(written) {
                let suggestion = nearest(written, properties.keys().map(String::as_str));
                unknown.push(written.to_owned());
                meant.extend(suggestion.clone());
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
        for key in &unknown {
            table.remove(key.as_str());
        }
        let missing: Vec<&str> = required(schema).filter(|key| !table.contains_key(*key)).collect();
        let entry = entry_name(table, name);
        for key in &missing {
            // A mistyped key is reported once, not a second time as missing.
            if !meant.iter().any(|meant| meant == key) {
                self.missing(span, &properties[*key], key, &entry);
            }
            if *key == "code" {
                self.unnamed.push(name.to_owned());
            }
            let placeholder = self.placeholder(&properties[*key], span);
            let key = Spanned::new(span.clone(), (*key).to_owned().into());
            table.insert(key, Spanned::new(span.clone(), placeholder));
        }
        let is_sound = unknown.is_empty() && missing.is_empty();
        // What follows from a missing table of the file is kept apart by `TakenOut`.
        if !is_sound && span.end > 0 {
            self.fill_in(table, span);
        }
        is_sound
    }

    /// Something sound was put into a table.
    fn fill_in(&mut self, table: &DeTable<'_>, span: &Span) {
        self.filled.push(span.clone());
        self.beside.extend(table.values().map(Spanned::span));
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

    fn check_values(&mut self, table: &mut DeTable<'_>, schema: &'s Value, span: &Span) -> bool {
        let mut is_sound = true;
        for (key, value) in table.iter_mut() {
            let property = match schema["properties"].get(key.get_ref().as_ref()) {
                Some(property) => property,
                None if schema["additionalProperties"].is_object() => &schema["additionalProperties"],
                None => continue,
            };
            self.under.push(key.get_ref().to_string());
            let is_whole = self.check(value, property, key.get_ref());
            if !is_whole && key.get_ref() == "code" {
                self.unnamed.extend(self.under.iter().nth_back(1).cloned());
            }
            self.under.pop();
            is_sound &= is_whole;
        }
        if !is_sound {
            self.fill_in(table, span);
        }
        is_sound
    }

    /// Whether a list lacks the entry that it needs; notes it.
    fn is_empty(&mut self, entries: &DeArray<'_>, schema: &Value, span: &Span, name: &str) -> bool {
        let is_empty = entries.is_empty() && schema["minItems"].as_u64().is_some_and(|least| least > 0);
        if is_empty {
            let note = Note::new(
                "list.empty",
                format!("Danh sách \"{name}\" trống."),
                format!("The list \"{name}\" is empty."),
            );
            self.mistakes.add(span, note.expected("ít nhất một mục", "at least one entry"));
        }
        is_empty
    }

    fn check_choice(&mut self, span: &Span, value: &DeValue<'_>, choices: &[&str], name: &str) -> bool {
        let written = value.as_str();
        if written.is_some_and(|written| choices.contains(&written)) {
            return true;
        }
        let shown = written.map_or_else(|| type_name(value), |written| both(written, written));
        let note = Note::new(
            "value.not_in_list",
            format!("\"{name}\" không nhận giá trị \"{}\".", shown.vi),
            format!("\"{name}\" doesn't take \"{}\".", shown.en),
        );
        let expected = expected_choice(choices);
        let suggestion = nearest(written.unwrap_or(""), choices.iter().copied());
        self.mistakes.add(span, note.expected(expected.vi, expected.en).suggest(suggestion));
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

/// A value that isn't TOML.
fn unreadable(text: &str, name: &str, schema: &Value) -> Note {
    let shape: String = text.chars().map(|it| if it.is_ascii_digit() { '0' } else { it }).collect();
    if is_date(schema) && (shape == "0000-00-00" || shape.starts_with("0000-00-00T")) {
        return Note::new(
            "toml.syntax",
            format!("Lịch không có ngày hay giờ {text}."),
            format!("The calendar has no day {text}."),
        );
    }
    Note::new(
        "toml.syntax",
        format!("Không đọc được giá trị {text} của \"{name}\"."),
        format!("The value {text} of \"{name}\" can't be read."),
    )
}

/// The name of a table for a sentence, with its code where it has one.
fn entry_name(table: &DeTable<'_>, name: &str) -> String {
    match table.get("code").and_then(|code| code.get_ref().as_str()) {
        Some(code) if !name.is_empty() => format!("{name} \"{code}\""),
        _ => name.to_owned(),
    }
}
