//! The statements of a TOML file, as far as they can be told from each other where some of them aren't TOML.

use toml_parser::Source;
use toml_parser::lexer::{Token, TokenKind};

use super::written::Span;

/// A header (`[table]`, `[[table]]`) or `key = value`, on one line or several.
#[derive(Debug)]
pub(super) struct Statement {
    /// Where it stands.
    pub span: Span,
    /// Whether it is a header.
    pub is_header: bool,
    /// The names of the header or the key, as far as they can be read.
    pub names: Vec<String>,
    /// What in it is never closed.
    pub unclosed: Option<Unclosed>,
}

/// A bracket or a quote that is never closed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unclosed {
    /// Where it is opened.
    pub mark: usize,
    /// Where it was to be closed at the latest.
    pub end: usize,
}

/// The statements of a file, in its order.
pub(super) fn statements(text: &str) -> Vec<Statement> {
    let mut statements = Vec::new();
    let mut from = 0;
    while from < text.len() {
        let tokens: Vec<Token> = Source::new(&text[from..]).lex().collect();
        let mut reader = Reader { text, from, tokens: &tokens };
        from = reader.read_all(&mut statements);
    }
    statements
}

/// How many brackets inside a closing one are looked at for the one that it closes.
const NEAR: usize = 8;

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

    /// Whether a text in quotes isn't closed on its line.
    fn is_open_text(&self, at: usize) -> bool {
        let quote = match self.kind(at) {
            TokenKind::BasicString => '"',
            TokenKind::LiteralString => '\'',
            _ => return false,
        };
        let text = &self.text[self.span(at)];
        text.len() < 2 || !text.ends_with(quote)
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
                    // A bracket that was forgotten isn't far inside.
                    let inside = open.iter().rev().take(NEAR).position(|it| self.kind(*it) == opening);
                    open.truncate(open.len() - inside.map_or(0, |inside| inside + 1));
                }
                TokenKind::Newline | TokenKind::Eof => {
                    let Some(bracket) = open.last() else { return (at, None) };
                    let next = self.significant(at);
                    if self.begins_anew(*bracket, last, next) {
                        // A quote that isn't closed swallows the closing bracket.
                        let mark = if self.is_open_text(last) { last } else { *bracket };
                        let (mark, end) = (self.span(mark).start, self.span(last).end);
                        return (last + 1, Some(Unclosed { mark, end }));
                    }
                    at = next;
                    continue;
                }
                TokenKind::Whitespace | TokenKind::Comment => {
                    at += 1;
                    continue;
                }
                _ => {}
            }
            last = at;
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
            // A table goes on after a comma; one that begins with a line break ends with its bracket.
            _ if is_table => {
                self.kind(self.spaces(bracket + 1)) != TokenKind::Newline
                    && !matches!(self.kind(last), TokenKind::Comma | TokenKind::LeftCurlyBracket)
            }
            _ => true,
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

/// The innermost value of a `key = value` that a place belongs to, without the spaces around it: of a table or the whole
/// what stands behind `=`, of a list an entry.
pub(super) fn part_at(text: &str, at: usize) -> Option<Span> {
    struct Frame {
        is_list: bool,
        from: usize,
        value_from: Option<usize>,
    }
    let part = |frame: &Frame, end: usize| -> Option<Span> {
        if at < frame.from || at > end {
            return None;
        }
        let from = if frame.is_list { frame.from } else { frame.value_from.unwrap_or(frame.from) };
        let inside = text.get(from..end)?;
        let start = from + (inside.len() - inside.trim_start().len());
        Some(start..start + inside.trim().len())
    };
    let mut frames = vec![Frame { is_list: false, from: 0, value_from: None }];
    for token in Source::new(text).lex() {
        let (start, end) = (token.span().start(), token.span().end());
        let frame = frames.last_mut()?;
        match token.kind() {
            TokenKind::Equals if frame.value_from.is_none() => frame.value_from = Some(end),
            TokenKind::LeftCurlyBracket | TokenKind::LeftSquareBracket => {
                let is_list = token.kind() == TokenKind::LeftSquareBracket;
                frames.push(Frame { is_list, from: end, value_from: None });
            }
            TokenKind::Comma if frames.len() > 1 => {
                let frame = frames.last_mut()?;
                if let Some(found) = part(frame, start) {
                    return Some(found);
                }
                (frame.from, frame.value_from) = (end, None);
            }
            TokenKind::RightCurlyBracket | TokenKind::RightSquareBracket if frames.len() > 1 => {
                if let Some(found) = frames.pop().and_then(|frame| part(&frame, start)) {
                    return Some(found);
                }
            }
            _ => {}
        }
    }
    frames.iter().rev().find_map(|frame| part(frame, text.len()))
}
