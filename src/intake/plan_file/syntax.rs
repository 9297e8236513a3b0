//! Mistakes of TOML itself, found statement by statement, so that one of them hides nothing in the rest of the file.

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml_parser::Source;
use toml_parser::lexer::{Token, TokenKind};

use super::expectation::expected_syntax;
use super::mistake::{Mistakes, Note};
use super::walk::{TakenOut, collect_codes};
use super::written::Span;

/// A file as far as it can be read.
#[derive(Debug)]
pub(super) struct Readable<'t> {
    /// What it says.
    pub document: Spanned<DeTable<'t>>,
    /// The places of values that can't be read; each is noted. Something stands in the document there.
    pub holes: Vec<Span>,
    /// What stands under headers that can't be read.
    pub taken_out: TakenOut,
}

/// A header (`[table]`, `[[table]]`) or `key = value`, on one line or several.
#[derive(Debug)]
struct Statement {
    span: Span,
    is_header: bool,
    /// The names of the header or the key, as far as they can be read.
    names: Vec<String>,
    unclosed: Option<Unclosed>,
}

/// A bracket that is never closed: where it stands, and where its closing one was to be.
#[derive(Debug, Clone, Copy)]
struct Unclosed {
    bracket: usize,
    end: usize,
}

/// Reads a file; every statement that isn't TOML is noted and leaves a hole. `rest` keeps what the document is read from.
pub(super) fn readable<'t>(text: &'t str, rest: &'t mut String, mistakes: &mut Mistakes<'_>) -> Readable<'t> {
    let (document, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return Readable { document, holes: Vec::new(), taken_out: TakenOut::default() };
    }
    let mut kept = text.as_bytes().to_vec();
    let (mut broken, mut taken_out) = (Vec::new(), TakenOut::default());
    // The names of the header that the statements stand under, and those of the last that can't be read.
    let (mut header, mut lost): (Vec<String>, Option<Vec<String>>) = (Vec::new(), None);
    for statement in statements(text) {
        let is_sound = note_errors(text, &statement, mistakes);
        if statement.is_header {
            header.clone_from(&statement.names);
            // What stands below a header that can't be read is lost with it.
            lost = lost.filter(|lost| header.len() > lost.len() && header.starts_with(lost));
            if !is_sound {
                lost = Some(header.clone());
            }
        }
        if is_sound && lost.is_none() {
            continue;
        }
        for byte in kept[statement.span.clone()].iter_mut().filter(|byte| !matches!(byte, b'\n' | b'\r')) {
            *byte = b' ';
        }
        if lost.is_some() {
            let (lost, _) = DeTable::parse_recoverable(&text[statement.span.clone()]);
            collect_codes(&DeValue::Table(lost.into_inner()), &mut taken_out.codes);
            taken_out.unnamed.extend(header.last().cloned());
        }
        let mut path = header.clone();
        path.extend(statement.names.first().filter(|_| !statement.is_header).cloned());
        if lost.is_none() || (statement.is_header && !is_sound) {
            broken.push((path, statement.span));
        }
    }
    *rest = String::from_utf8(kept).expect("whole statements became spaces");
    let (mut document, errors) = DeTable::parse_recoverable(rest);
    for error in &errors {
        mistakes.add(&error.span().unwrap_or_default(), note(error.message()));
    }
    for (path, span) in &broken {
        dig(document.get_mut(), path, span);
    }
    Readable { document, holes: broken.into_iter().map(|(_, span)| span).collect(), taken_out }
}

/// Notes what isn't TOML in a statement, once per line; whether there is nothing.
fn note_errors(text: &str, statement: &Statement, mistakes: &mut Mistakes<'_>) -> bool {
    if let Some(Unclosed { bracket, end }) = statement.unclosed {
        let line = mistakes.line(&(bracket..bracket));
        let (open, close) = if text[bracket..].starts_with('{') { ('{', '}') } else { ('[', ']') };
        let note = Note::new(
            "toml.syntax",
            format!("Sai cú pháp TOML: dấu {open} mở ở dòng {line} không được đóng."),
            format!("This isn't TOML: the {open} opened in line {line} isn't closed."),
        );
        mistakes.add(&(end..end), note.expected(format!("`{close}`"), format!("`{close}`")));
        return false;
    }
    let start = statement.span.start;
    let (_, errors) = DeTable::parse_recoverable(&text[statement.span.clone()]);
    let mut lines = Vec::new();
    for error in &errors {
        let span = error.span().unwrap_or_default();
        let place = start + span.start..start + span.end;
        let line = mistakes.line(&place);
        if !lines.contains(&line) {
            lines.push(line);
            mistakes.add(&place, note(error.message()));
        }
    }
    errors.is_empty()
}

/// Puts something where a value can't be read: into the list that stands there already, where there is one.
fn dig(table: &mut DeTable<'_>, path: &[String], hole: &Span) {
    let Some((name, rest)) = path.split_first() else { return };
    if rest.is_empty() {
        let value = Spanned::new(hole.clone(), DeValue::Boolean(false));
        match table.get_mut(name.as_str()).map(Spanned::get_mut) {
            Some(DeValue::Array(entries)) => entries.push(value),
            Some(_) => {}
            None => drop(table.insert(Spanned::new(hole.clone(), name.clone().into()), value)),
        }
        return;
    }
    match table.get_mut(name.as_str()).map(Spanned::get_mut) {
        Some(DeValue::Table(inner)) => dig(inner, rest, hole),
        Some(DeValue::Array(entries)) => {
            // What stands under a header belongs to the last entry above it.
            let above = entries.iter_mut().rev().find(|entry| entry.span().start <= hole.start);
            if let Some(DeValue::Table(inner)) = above.map(Spanned::get_mut) {
                dig(inner, rest, hole);
            }
        }
        _ => {}
    }
}

/// The statements of a file, in its order.
fn statements(text: &str) -> Vec<Statement> {
    let mut statements = Vec::new();
    let mut from = 0;
    while from < text.len() {
        let tokens: Vec<Token> = Source::new(&text[from..]).lex().collect();
        let mut reader = Reader { text, from, tokens: &tokens };
        from = reader.read_all(&mut statements);
    }
    statements
}

/// The tokens of a file from a place on.
struct Reader<'t> {
    text: &'t str,
    from: usize,
    tokens: &'t [Token],
}

impl Reader<'_> {
    /// Adds all statements; the place from which the file must be read anew, its end if it needn't.
    fn read_all(&mut self, statements: &mut Vec<Statement>) -> usize {
        let mut at = self.significant(0);
        while self.kind(at) != TokenKind::Eof {
            let is_header = self.kind(at) == TokenKind::LeftSquareBracket;
            let (end, unclosed) = if is_header { (self.line_end(at), None) } else { self.end_of_pair(at) };
            let mut span = self.span(at).start..self.span(end - 1).end;
            // A text in three quotes that never ends would swallow the file: its statement ends with its line.
            let endless = (at..end).find(|it| self.is_endless(*it)).map(|it| self.span(it).start);
            if let Some(place) = endless {
                span.end =
                    self.text[place..].find(['\n', '\r']).map_or(self.text.len(), |length| place + length);
            }
            let names = self.names(at);
            statements.push(Statement { span: span.clone(), is_header, names, unclosed });
            if endless.is_some() {
                return span.end;
            }
            at = self.significant(end);
        }
        self.text.len()
    }

    fn kind(&self, at: usize) -> TokenKind {
        self.tokens.get(at).map_or(TokenKind::Eof, Token::kind)
    }

    /// The place of a token in the file.
    fn span(&self, at: usize) -> Span {
        let end = self.text.len()..self.text.len();
        self.tokens
            .get(at)
            .map_or(end, |token| self.from + token.span().start()..self.from + token.span().end())
    }

    fn is_endless(&self, at: usize) -> bool {
        let quotes = match self.kind(at) {
            TokenKind::MlBasicString => "\"\"\"",
            TokenKind::MlLiteralString => "'''",
            _ => return false,
        };
        let inside = self.text[self.span(at)].strip_prefix(quotes);
        !inside.is_some_and(|inside| inside.ends_with(quotes))
    }

    /// The first token from one on that is neither space, comment nor line break.
    fn significant(&self, mut at: usize) -> usize {
        while matches!(self.kind(at), TokenKind::Whitespace | TokenKind::Comment | TokenKind::Newline) {
            at += 1;
        }
        at
    }

    fn line_end(&self, mut at: usize) -> usize {
        while !matches!(self.kind(at), TokenKind::Newline | TokenKind::Eof) {
            at += 1;
        }
        at
    }

    /// The end of `key = value`, and the bracket in it that is never closed.
    fn end_of_pair(&self, begin: usize) -> (usize, Option<Unclosed>) {
        let mut open: Vec<usize> = Vec::new();
        let (mut at, mut last) = (begin, begin);
        loop {
            match self.kind(at) {
                TokenKind::LeftCurlyBracket | TokenKind::LeftSquareBracket => open.push(at),
                closing @ (TokenKind::RightCurlyBracket | TokenKind::RightSquareBracket) => {
                    let opening = match closing {
                        TokenKind::RightCurlyBracket => TokenKind::LeftCurlyBracket,
                        _ => TokenKind::LeftSquareBracket,
                    };
                    let matching = open.iter().rposition(|it| self.kind(*it) == opening);
                    open.truncate(matching.unwrap_or(open.len()));
                }
                TokenKind::Newline | TokenKind::Eof => match open.last() {
                    None => return (at, None),
                    Some(bracket) if self.begins_anew(*bracket, last, self.significant(at)) => {
                        let bracket = self.span(*bracket).start;
                        return (last + 1, Some(Unclosed { bracket, end: self.span(last).end }));
                    }
                    Some(_) => {}
                },
                TokenKind::Whitespace | TokenKind::Comment => {
                    at += 1;
                    continue;
                }
                _ => {}
            }
            if self.kind(at) != TokenKind::Newline {
                last = at;
            }
            at += 1;
        }
    }

    /// Whether what follows a line break inside brackets can only be another statement.
    fn begins_anew(&self, bracket: usize, last: usize, next: usize) -> bool {
        let is_table = self.kind(bracket) == TokenKind::LeftCurlyBracket;
        match self.kind(next) {
            TokenKind::Eof => true,
            TokenKind::LeftSquareBracket => is_table || self.is_header(next),
            _ if !self.is_pair(next) => false,
            // A table goes on after a comma.
            _ => !is_table || !matches!(self.kind(last), TokenKind::Comma | TokenKind::LeftCurlyBracket),
        }
    }

    /// Whether a line is a header of names, which is no list of values.
    fn is_header(&self, at: usize) -> bool {
        let line: String = (at..self.line_end(at)).map(|it| &self.text[self.span(it)]).collect();
        let inside = line.trim_start_matches('[').split(']').next().unwrap_or_default();
        inside.starts_with(|first: char| first.is_ascii_lowercase()) && !matches!(inside, "true" | "false")
    }

    /// Whether `key =` stands here.
    fn is_pair(&self, mut at: usize) -> bool {
        while matches!(
            self.kind(at),
            TokenKind::Atom | TokenKind::Dot | TokenKind::BasicString | TokenKind::LiteralString
        ) {
            at = self.spaces(at + 1);
        }
        self.kind(at) == TokenKind::Equals
    }

    fn spaces(&self, mut at: usize) -> usize {
        while self.kind(at) == TokenKind::Whitespace {
            at += 1;
        }
        at
    }

    /// The names of a header or a key.
    fn names(&self, mut at: usize) -> Vec<String> {
        let mut names = Vec::new();
        loop {
            match self.kind(at) {
                TokenKind::Atom | TokenKind::BasicString | TokenKind::LiteralString => {
                    names.push(self.text[self.span(at)].trim_matches(['"', '\'']).to_owned());
                    if self.kind(self.spaces(at + 1)) != TokenKind::Dot {
                        return names;
                    }
                }
                TokenKind::Whitespace | TokenKind::Dot | TokenKind::LeftSquareBracket => {}
                _ => return names,
            }
            at += 1;
        }
    }
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
        other => other,
    };
    let expected = expected_syntax(expected);
    Note::new("toml.syntax", format!("Sai cú pháp TOML: {vi}."), format!("This isn't TOML: {what}."))
        .expected(expected.vi, expected.en)
}
