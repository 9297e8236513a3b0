//! Mistakes of TOML itself, found statement by statement, so that one of them hides nothing in the rest of the file.

use std::collections::BTreeMap;

use serde_json::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use super::edits::Edits;
use super::expectation::{allows, expected_syntax, resolved};
use super::mistake::{Mistakes, Note};
use super::statement::{Statement, Unclosed, part_at, statements};
use super::walk::{TakenOut, collect_codes};
use super::written::Span;

/// A file as far as it can be read.
#[derive(Debug)]
pub(super) struct Readable<'t> {
    /// What it says.
    pub document: Spanned<DeTable<'t>>,
    /// The values that can't be read. Something stands in the document at their places.
    pub holes: Vec<Hole>,
    /// What stands under tables that are there twice.
    pub taken_out: TakenOut,
}

/// A value that can't be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hole {
    /// Where it begins.
    pub at: usize,
    /// What is written there.
    pub text: String,
    /// Whether it is noted already; else whoever knows what was expected notes it.
    pub is_noted: bool,
}

/// Reads a file; every statement that isn't TOML is noted and mended. `mended` keeps what the document is read from.
pub(super) fn readable<'t>(
    text: &'t str,
    mended: &'t mut String,
    schema: &Value,
    mistakes: &mut Mistakes<'_>,
) -> Readable<'t> {
    let (document, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return Readable { document, holes: Vec::new(), taken_out: TakenOut::default() };
    }
    let mut mender = Mender { text, schema, mistakes, edits: Edits::default(), holes: Vec::new() };
    let taken_out = mender.mend(statements(text));
    let Mender { edits, holes, .. } = mender;
    *mended = edits.applied(text);
    let (document, errors) = DeTable::parse_recoverable(mended);
    for error in &errors {
        let span = error.span().unwrap_or_default();
        mistakes.add(&(edits.back(span.start)..edits.back(span.end)), note(error.message()));
    }
    let span = document.span();
    let document = edits.moved_table(document.into_inner());
    Readable { document: Spanned::new(span, document), holes, taken_out }
}

/// How many places of one statement are mended; with more, the statement is left out as a whole.
const MOST_MENDED: usize = 50;

struct Mender<'t, 'm, 'x> {
    text: &'t str,
    schema: &'m Value,
    mistakes: &'m mut Mistakes<'x>,
    edits: Edits,
    holes: Vec<Hole>,
}

impl Mender<'_, '_, '_> {
    fn mend(&mut self, statements: Vec<Statement>) -> TakenOut {
        let mut taken_out = TakenOut::default();
        // The tables that have a header so far, with their lines; the keys under the last header, likewise.
        let (mut tables, mut keys) =
            (BTreeMap::<Vec<String>, usize>::new(), BTreeMap::<String, usize>::new());
        let (mut header, mut is_list, mut is_lost) = (Vec::new(), false, false);
        for statement in statements {
            let line = self.mistakes.line(&statement.span);
            if statement.is_header {
                header.clone_from(&statement.names);
                let found = self.mend_header(&statement);
                is_list = found == Some(true);
                keys.clear();
                if is_list {
                    // Tables below a list belong to its last entry.
                    tables.retain(|names, _| !names.starts_with(&header));
                }
                let before = if is_list { None } else { tables.insert(header.clone(), line) };
                is_lost = found.is_none() || before.is_some();
                if let Some(before) = before {
                    self.mistakes.add(&statement.span, twice(&format!("[{}]", header.join(".")), before));
                    self.blank(&statement.span);
                }
                continue;
            }
            if is_lost {
                let (lost, _) = DeTable::parse_recoverable(&self.text[statement.span.clone()]);
                collect_codes(&DeValue::Table(lost.into_inner()), &mut taken_out.codes);
                taken_out.keys.extend(header.first().cloned());
                self.blank(&statement.span);
                continue;
            }
            let name = statement.names.first().filter(|_| statement.names.len() == 1);
            if let Some(before) = name.and_then(|name| keys.insert(name.clone(), line)) {
                if is_list && name.is_some_and(|name| name == "code") {
                    let missing = format!("[[{}]]", header.join("."));
                    self.mistakes.add(&statement.span, header_missing(&missing, before));
                    self.edits.add(statement.span.start..statement.span.start, format!("{missing}\n"));
                    keys = BTreeMap::from([("code".to_owned(), line)]);
                } else {
                    self.mistakes.add(&statement.span, twice(&format!("\"{}\"", statement.names[0]), before));
                    self.blank(&statement.span);
                    continue;
                }
            }
            self.mend_pair(&statement);
        }
        taken_out
    }

    fn blank(&mut self, span: &Span) {
        self.edits.add(span.clone(), String::new());
    }

    /// Writes a header as the schema has it; whether it is that of a list's entry. `None` when its names can't be read.
    fn mend_header(&mut self, statement: &Statement) -> Option<bool> {
        let written = &self.text[statement.span.clone()];
        let (_, errors) = DeTable::parse_recoverable(written);
        let as_written = written.starts_with("[[");
        let can_be_read = !statement.names.is_empty() && statement.names.iter().all(|name| is_plain(name));
        if let (Some(error), false) = (errors.first(), can_be_read) {
            self.mistakes.add(&statement.span, note(error.message()));
            self.blank(&statement.span);
            return None;
        }
        let is_list = is_list_at(self.schema, &statement.names).unwrap_or(as_written);
        let path = statement.names.join(".");
        let header = if is_list { format!("[[{path}]]") } else { format!("[{path}]") };
        if let Some(error) = errors.first() {
            let span = error.span().unwrap_or_default();
            let start = statement.span.start;
            self.mistakes.add(
                &(start + span.start..start + span.end),
                note(error.message()).suggest(Some(header.clone())),
            );
        } else if is_list != as_written {
            self.mistakes.add(&statement.span, header_note(&header));
        } else {
            return Some(is_list);
        }
        self.edits.add(statement.span.clone(), header);
        Some(is_list)
    }

    /// Notes what isn't TOML in `key = value`, and puts something in the place of each value that can't be read.
    fn mend_pair(&mut self, statement: &Statement) {
        let Span { start, end } = statement.span;
        if let Some(Unclosed { mark, end }) = statement.unclosed {
            let note = unclosed_note(&self.text[mark..], self.mistakes.line(&(mark..mark)));
            self.mistakes.add(&(end..end), note);
            return self.give_up(statement);
        }
        let written = &self.text[start..end];
        let equals = Source::new(written).lex().find(|token| token.kind() == TokenKind::Equals);
        let Some(equals) = equals.map(|token| token.span().start()) else {
            self.mistakes.add(&statement.span, no_pair_note());
            return self.give_up(statement);
        };
        let mut current = written.as_bytes().to_vec();
        let mut told_lines = Vec::new();
        // Each round mends one place.
        for _ in 0..MOST_MENDED {
            let now = String::from_utf8_lossy(&current).into_owned();
            let (_, errors) = DeTable::parse_recoverable(&now);
            let Some(error) = errors.first() else {
                if now != written {
                    self.edits.add(start..end, now);
                }
                return;
            };
            let at = error.span().unwrap_or_default().start.min(now.len());
            let place = start + at..start + error.span().unwrap_or_default().end.max(at);
            let mut tell = |mistakes: &mut Mistakes<'_>| {
                // What follows on a line may only be a consequence.
                let line = mistakes.line(&place);
                if !told_lines.contains(&line) {
                    told_lines.push(line);
                    mistakes.add(&place, note(error.message()));
                }
            };
            if error.message().starts_with("missing comma") && now[..at].ends_with([' ', '\t', '\n']) {
                tell(self.mistakes);
                current[at - 1] = b',';
                continue;
            }
            let part = part_at(&now, at).filter(|part| {
                at >= equals && !statement.names.is_empty() && now[part.clone()].trim() != "0"
            });
            let Some(part) = part else {
                tell(self.mistakes);
                break;
            };
            let text = &written[part.clone()];
            let is_bare = !text.is_empty() && !text.starts_with(['"', '\'', '[', '{']) && !text.contains('=');
            if !is_bare {
                tell(self.mistakes);
            }
            if part.is_empty() {
                break;
            }
            self.holes.push(Hole { at: start + part.start, text: text.to_owned(), is_noted: !is_bare });
            for (index, byte) in current[part].iter_mut().enumerate().filter(|(_, byte)| **byte != b'\n') {
                *byte = if index == 0 { b'0' } else { b' ' };
            }
        }
        self.give_up(statement);
    }

    /// Leaves a hole where the whole value stands.
    fn give_up(&mut self, statement: &Statement) {
        let name = statement.names.first().filter(|name| is_plain(name));
        let mut instead = name.map_or_else(String::new, |name| format!("{name} = 0"));
        if instead.len() == statement.span.len() {
            // All of it has the place of the statement.
            instead.push(' ');
        }
        self.edits.add(statement.span.clone(), instead);
        let at = statement.span.start;
        self.holes.retain(|hole| hole.at < at);
        self.holes.push(Hole { at, text: String::new(), is_noted: true });
    }
}

/// Whether a name can be written without quotes.
fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// Whether the schema has a list of tables under these names; `None` where it has nothing.
fn is_list_at(schema: &Value, names: &[String]) -> Option<bool> {
    let mut here = schema;
    let mut is_list = None;
    for name in names {
        let property = resolved(schema, here["properties"].get(name)?);
        is_list = Some(allows(property, "array"));
        here = if allows(property, "array") { resolved(schema, &property["items"]) } else { property };
    }
    is_list
}

/// Something stands a second time.
fn twice(what: &str, before: usize) -> Note {
    Note::new(
        "toml.syntax",
        format!("Sai cú pháp TOML: {what} đã có ở dòng {before}."),
        format!("This isn't TOML: {what} stands in line {before} already."),
    )
    .expected("mỗi khóa một lần", "each key once")
}

/// An entry begins without its header.
fn header_missing(header: &str, before: usize) -> Note {
    Note::new(
        "toml.syntax",
        format!("Sai cú pháp TOML: \"code\" đã có ở dòng {before}; một mục mới cần dòng {header} ở trên."),
        format!(
            "This isn't TOML: \"code\" stands in line {before} already; a new entry needs {header} above it."
        ),
    )
    .expected(header, header)
}

/// A header with other brackets than its table has.
pub(super) fn header_note(header: &str) -> Note {
    Note::new(
        "toml.header",
        "Tên bảng sai số dấu ngoặc vuông.",
        "The header has the wrong number of brackets.",
    )
    .expected(header, header)
    .suggest(Some(header.to_owned()))
}

/// A line that is neither a header nor `key = value`.
fn no_pair_note() -> Note {
    Note::new(
        "toml.syntax",
        "Sai cú pháp TOML: dòng này không phải khóa = giá trị.",
        "This isn't TOML: the line isn't key = value.",
    )
    .expected("khóa = giá trị; đầu dòng ghi chú có dấu #", "key = value; a remark begins with #")
}

/// What is opened and never closed.
fn unclosed_note(from: &str, line: usize) -> Note {
    let (open, close) = match from.chars().next() {
        Some('{') => ("{", "}"),
        Some('[') => ("[", "]"),
        Some('\'') => ("'", "'"),
        _ => ("\"", "\""),
    };
    let note = Note::new(
        "toml.syntax",
        format!("Sai cú pháp TOML: dấu {open} mở ở dòng {line} không được đóng."),
        format!("This isn't TOML: the {open} opened in line {line} isn't closed."),
    );
    note.expected(format!("`{close}`"), format!("`{close}`"))
}

/// A syntax error, in the words of the TOML reader; those that are often met are in Vietnamese too.
fn note(message: &str) -> Note {
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
        "invalid unquoted key" => "tên khóa có ký tự không hợp lệ",
        "unquoted keys cannot be empty" | "missing key for inline table element" => "thiếu tên khóa",
        "invalid multi-line basic string" => {
            "chữ trong ba dấu ngoặc kép có ký tự không hợp lệ hoặc không được đóng"
        }
        "carriage return must be followed by newline" => "dấu xuống dòng không đúng kiểu",
        "invalid key-value pair" => "không phải khóa = giá trị",
        _ => "không đọc được",
    };
    let expected = expected_syntax(expected);
    Note::new("toml.syntax", format!("Sai cú pháp TOML: {vi}."), format!("This isn't TOML: {what}."))
        .expected(expected.vi, expected.en)
}
