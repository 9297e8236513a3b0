//! Questions on a terminal: asked until the answer can be understood.

use std::io::{self, BufRead, Write};

use chrono::NaiveDate;

use crate::intake::date::read_date;
use crate::intake::typed_number::typed_decimal;
use crate::text::{Part, Texts};

/// The most characters of an answer.
const LONGEST: usize = 2000;

/// Somebody who is asked.
pub struct Asking<'a, R, W> {
    texts: &'a Texts,
    input: R,
    output: W,
}

impl<'a, R: BufRead, W: Write> Asking<'a, R, W> {
    /// Asks on one stream and reads from the other.
    pub const fn new(texts: &'a Texts, input: R, output: W) -> Self {
        Self { texts, input, output }
    }

    /// Says a line.
    pub fn say(&mut self, key: &str, parts: &[(&str, Part<'_>)]) -> io::Result<()> {
        writeln!(self.output, "{}", self.texts.get(key, parts))
    }

    /// Asks until `read` understands the answer; what it doesn't understand it answers with the key of what is expected.
    pub fn ask<T>(
        &mut self,
        key: &str,
        parts: &[(&str, Part<'_>)],
        read: impl Fn(&str) -> Result<T, &'static str>,
    ) -> io::Result<T> {
        loop {
            write!(self.output, "{} ", self.texts.get(key, parts))?;
            self.output.flush()?;
            let mut line = String::new();
            if self.input.read_line(&mut line)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let answer = line.trim();
            let is_text = answer.chars().count() <= LONGEST && !answer.chars().any(char::is_control);
            match if is_text { read(answer) } else { Err("ask-expected-text") } {
                Ok(understood) => return Ok(understood),
                Err(expected) => self.say(expected, &[])?,
            }
        }
    }

    /// A text that isn't empty.
    pub fn text(&mut self, key: &str) -> io::Result<String> {
        self.ask(
            key,
            &[],
            |answer| if answer.is_empty() { Err("ask-expected-text") } else { Ok(answer.to_owned()) },
        )
    }

    /// A text, or nothing.
    pub fn text_or_none(&mut self, key: &str) -> io::Result<Option<String>> {
        self.ask(key, &[], |answer| Ok(Some(answer.to_owned()).filter(|answer| !answer.is_empty())))
    }

    /// A day, not before another.
    pub fn day(&mut self, key: &str, not_before: Option<NaiveDate>) -> io::Result<NaiveDate> {
        self.ask(key, &[], |answer| {
            let day = read_date(answer).map_err(|_| "ask-expected-day")?;
            if not_before.is_some_and(|first| day < first) { Err("ask-expected-later") } else { Ok(day) }
        })
    }

    /// A day for something named, or nothing.
    pub fn day_or_none(&mut self, key: &str, name: &str) -> io::Result<Option<NaiveDate>> {
        self.ask(key, &[("name", name.into())], |answer| match answer {
            "" => Ok(None),
            answer => read_date(answer).map(Some).map_err(|_| "ask-expected-day"),
        })
    }

    /// Yes or no.
    pub fn yes(&mut self, key: &str, parts: &[(&str, Part<'_>)]) -> io::Result<bool> {
        self.ask(key, parts, |answer| match answer.to_lowercase().as_str() {
            "c" | "có" | "co" | "y" | "yes" => Ok(true),
            "k" | "không" | "khong" | "n" | "no" => Ok(false),
            _ => Err("ask-expected-yes"),
        })
    }

    /// The number of one of so many choices, which the question lists from 1 on; counted from 0.
    pub fn choice(&mut self, key: &str, choices: usize) -> io::Result<usize> {
        self.ask(key, &[], |answer| {
            let chosen = answer.parse().ok().filter(|chosen| (1..=choices).contains(chosen));
            chosen.map(|chosen: usize| chosen - 1).ok_or("ask-expected-choice")
        })
    }

    /// A decimal from zero, with a comma or a point, as a plan file writes it.
    pub fn amount(&mut self, key: &str) -> io::Result<String> {
        self.ask(key, &[], |answer| decimal(answer).ok_or("ask-expected-amount"))
    }
}

/// A decimal as a plan file writes it.
pub fn decimal(text: &str) -> Option<String> {
    typed_decimal(text).map(|number| number.to_string())
}
