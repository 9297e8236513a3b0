//! Figures as they are stored, and back.
//!
//! The figures of a version are one text: a line per figure with tabs between slot, kind, value, file, row and column.

use std::fmt::Write;

use crate::contest::figure::{Figure, Value};
use crate::contest::fraction::Numeral;

const DATE: &str = "%Y-%m-%d";
const MOMENT: &str = "%Y-%m-%dT%H:%M:%S";

/// A figure of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredFigure {
    /// The plan's slot.
    pub slot: usize,
    /// The value; a text is an index into the texts that were read with it.
    pub value: Value,
    /// The file that it was read from.
    pub upload_id: Option<i64>,
    /// The row there, 1 being the first.
    pub row: u32,
    /// The column there, 0 being the first.
    pub column: u16,
}

/// Adds a figure to a list.
pub fn write_figure(list: &mut String, slot: usize, figure: Figure, texts: &[String], upload_id: i64) {
    if !list.is_empty() {
        list.push('\n');
    }
    let (kind, number, text) = parts_of(figure.value, texts);
    write!(list, "{slot}\t{kind}\t").expect("a text takes whatever is written to it");
    match (number, text) {
        (Some(number), _) => write!(list, "{number}").expect("a text takes whatever is written to it"),
        (None, text) => escape(list, &text.unwrap_or_default()),
    }
    let place = figure.place;
    write!(list, "\t{upload_id}\t{}\t{}", place.row, place.column)
        .expect("a text takes whatever is written to it");
}

/// Reads every figure of a list; texts go to `texts`. `None` for a list that the program didn't write.
pub fn read_figures(list: &str, texts: &mut Vec<String>, mut visit: impl FnMut(StoredFigure)) -> Option<()> {
    for line in list.split('\n').filter(|line| !line.is_empty()) {
        let mut parts = line.split('\t');
        let mut part = || parts.next();
        let (slot, kind, value) = (part()?, part()?, part()?);
        let (upload, row, column) = (part()?, part()?, part()?);
        visit(StoredFigure {
            slot: slot.parse().ok()?,
            value: value_of(kind, value, texts)?,
            upload_id: if upload.is_empty() { None } else { Some(upload.parse().ok()?) },
            row: row.parse().ok()?,
            column: column.parse().ok()?,
        });
        if parts.next().is_some() {
            return None;
        }
    }
    Some(())
}

fn value_of(kind: &str, value: &str, texts: &mut Vec<String>) -> Option<Value> {
    Some(match kind {
        "1" => Value::Count(value.parse().ok()?),
        "2" => Value::Percentage(Numeral::parse(value)?),
        "3" => Value::Points(Numeral::parse(value)?),
        "4" => Value::Flag(value != "0"),
        "5" => Value::Date(chrono::NaiveDate::parse_from_str(value, DATE).ok()?),
        "6" => Value::Moment(chrono::NaiveDateTime::parse_from_str(value, MOMENT).ok()?),
        "7" => {
            let index = u32::try_from(texts.len()).ok()?;
            texts.push(unescaped(value));
            Value::Text(index)
        }
        _ => return None,
    })
}

/// Tabs and ends of lines stand for themselves in a list.
fn escape(list: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '\\' => list.push_str("\\\\"),
            '\t' => list.push_str("\\t"),
            '\n' => list.push_str("\\n"),
            other => list.push(other),
        }
    }
}

fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some('t') => plain.push('\t'),
                Some('n') => plain.push('\n'),
                other => plain.extend(other),
            },
            other => plain.push(other),
        }
    }
    plain
}

/// Kind, number and text of a value.
pub fn parts_of(value: Value, texts: &[String]) -> (i64, Option<i64>, Option<String>) {
    match value {
        Value::Count(count) => (1, Some(count), None),
        Value::Percentage(numeral) => (2, None, Some(numeral.to_string())),
        Value::Points(numeral) => (3, None, Some(numeral.to_string())),
        Value::Flag(answer) => (4, Some(i64::from(answer)), None),
        Value::Date(day) => (5, None, Some(day.format(DATE).to_string())),
        Value::Moment(moment) => (6, None, Some(moment.format(MOMENT).to_string())),
        Value::Text(index) => (7, None, texts.get(index as usize).cloned()),
    }
}

/// A value as people and interfaces write it: `1234`, `99.90`, `true`, `2021-05-23`.
pub fn written(value: Value, texts: &[String]) -> String {
    match (value, parts_of(value, texts)) {
        (Value::Flag(answer), _) => answer.to_string(),
        (_, (_, Some(number), _)) => number.to_string(),
        (_, (_, None, text)) => text.unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contest::figure::Place;
    use chrono::NaiveDate;
    use proptest::prelude::*;

    #[test]
    fn every_kind_of_value_comes_back_from_its_list() {
        let day = NaiveDate::from_ymd_opt(2021, 5, 23).unwrap();
        let values = [
            Value::Count(0),
            Value::Count(1_000_000_000_000_000),
            Value::Percentage(Numeral { mantissa: 9990, scale: 2 }),
            Value::Points(Numeral { mantissa: -80, scale: 1 }),
            Value::Flag(true),
            Value::Flag(false),
            Value::Date(day),
            Value::Moment(day.and_hms_opt(19, 30, 59).unwrap()),
            Value::Text(0),
        ];
        let texts = ["số 12".to_owned()];
        let mut list = String::new();
        for (slot, value) in values.iter().enumerate() {
            let figure = Figure { value: *value, place: Place { file: 0, column: 3, row: 7 } };
            write_figure(&mut list, slot, figure, &texts, 5);
        }
        let (mut read, mut found) = (Vec::new(), Vec::new());
        read_figures(&list, &mut read, |figure| found.push(figure)).unwrap();
        let wanted = values.iter().enumerate();
        let wanted: Vec<StoredFigure> = wanted
            .map(|(slot, value)| StoredFigure { slot, value: *value, upload_id: Some(5), row: 7, column: 3 })
            .collect();
        assert_eq!((found, read.as_slice()), (wanted, &texts[..]));
    }

    #[test]
    fn what_the_program_didnt_write_isnt_read() {
        for list in ["x", "0\t1\t5\t1\t2", "0\t1\t5\t1\t2\t3\t4", "0\t9\t5\t1\t2\t3", "0\t1\t\t1\t2\t3"] {
            assert_eq!(read_figures(list, &mut Vec::new(), |_| {}), None, "{list:?}");
        }
        assert_eq!(read_figures("", &mut Vec::new(), |_| {}), Some(()));
        assert_eq!(
            read_figures("0\t1\t5\t\t2\t3", &mut Vec::new(), |it| assert_eq!(it.upload_id, None)),
            Some(())
        );
    }

    proptest! {
        #[test]
        fn every_text_comes_back(first in "(?s).*", second in "[\\\\nt\n\t]*") {
            let texts = [first, second];
            let mut list = String::new();
            for index in 0..2 {
                let place = Place { file: 0, column: 0, row: 1 };
                write_figure(&mut list, 4, Figure { value: Value::Text(index), place }, &texts, 1);
            }
            let mut read = Vec::new();
            prop_assert_eq!(read_figures(&list, &mut read, |_| {}), Some(()));
            prop_assert_eq!(&read, &texts);
        }
    }
}
