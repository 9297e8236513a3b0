//! Figures as rows of the database, and back.

use crate::contest::figure::{Figure, Value};
use crate::contest::fraction::Numeral;
use crate::db::report::FigureRow;

const DATE: &str = "%Y-%m-%d";
const MOMENT: &str = "%Y-%m-%dT%H:%M:%S";

/// The value in a row; a text goes to `texts`. `None` for a row that the program didn't write.
pub fn value_of(row: &FigureRow, texts: &mut Vec<String>) -> Option<Value> {
    let text = row.text.as_deref();
    Some(match row.kind {
        1 => Value::Count(row.number?),
        2 => Value::Percentage(Numeral::parse(text?)?),
        3 => Value::Points(Numeral::parse(text?)?),
        4 => Value::Flag(row.number? != 0),
        5 => Value::Date(chrono::NaiveDate::parse_from_str(text?, DATE).ok()?),
        6 => Value::Moment(chrono::NaiveDateTime::parse_from_str(text?, MOMENT).ok()?),
        7 => {
            let index = u32::try_from(texts.len()).ok()?;
            texts.push(text?.to_owned());
            Value::Text(index)
        }
        _ => return None,
    })
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

/// A figure as a row of a version.
pub fn row_of(version_id: i64, slot: usize, figure: Figure, texts: &[String], upload_id: i64) -> FigureRow {
    let (kind, number, text) = parts_of(figure.value, texts);
    FigureRow {
        version_id,
        slot: i64::try_from(slot).unwrap_or(i64::MAX),
        kind,
        number,
        text,
        upload_id: Some(upload_id),
        row: i64::from(figure.place.row),
        col: i64::from(figure.place.column),
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

    #[test]
    fn every_kind_of_value_comes_back_from_its_row() {
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
        for value in values {
            let figure = Figure { value, place: Place { file: 0, column: 3, row: 7 } };
            let row = row_of(1, 2, figure, &["số 12".to_owned()], 5);
            let mut texts = Vec::new();
            assert_eq!(value_of(&row, &mut texts), Some(value), "{row:?}");
            assert_eq!((row.upload_id, row.row, row.col), (Some(5), 7, 3));
        }
    }
}
