//! Values of a plan file that are texts with a form: codes, percentages, decimals, dates, comparisons.

use std::borrow::Cow;

use chrono::{NaiveDate, NaiveDateTime};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, Error};
use toml::Value;
use toml::value::Datetime;

use crate::contest::fraction::{Fraction, Numeral};
use crate::contest::plan::Compare;

/// A code as declared: small letters without diacritics, digits and `_`, beginning with a letter.
#[derive(Debug, Clone)]
pub struct Code(pub String);

/// A percentage in quotes, such as `"20%"`.
#[derive(Debug, Clone, Copy)]
pub struct Percent(pub Numeral);

/// A decimal number: a whole number, or digits with a decimal point in quotes (`"12.5"`).
#[derive(Debug, Clone, Copy)]
pub struct Amount(pub Numeral);

/// A value that a measure is compared with: a percentage or a decimal number.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    /// The number as written.
    pub value: Numeral,
    /// Whether a percent sign follows it.
    pub percent: bool,
}

/// How a ratio is compared: `"exact"` or `"half_up(2)"`.
#[derive(Debug, Clone, Copy)]
pub struct Comparison(pub Compare);

/// A part of a whole: a fraction (`"2/3"`) or a percentage (`"50%"`).
#[derive(Debug, Clone, Copy)]
pub struct Part(pub Fraction);

/// A day, such as `2021-01-20`, without quotes.
#[derive(Debug, Clone, Copy)]
pub struct Day(pub NaiveDate);

/// A day and time, such as `2021-05-23T19:00:00`, without quotes and without offset.
#[derive(Debug, Clone, Copy)]
pub struct LocalMoment(pub NaiveDateTime);

impl Code {
    fn parse(text: &str) -> Option<Self> {
        let first = text.bytes().next()?;
        let rest = text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
        (first.is_ascii_lowercase() && rest).then(|| Self(text.to_owned()))
    }
}

impl Percent {
    fn parse(text: &str) -> Option<Self> {
        Numeral::parse(text.strip_suffix('%')?.trim_end()).map(Self)
    }
}

impl Limit {
    fn parse(text: &str) -> Option<Self> {
        match Percent::parse(text) {
            Some(Percent(value)) => Some(Self { value, percent: true }),
            None => Numeral::parse(text).map(|value| Self { value, percent: false }),
        }
    }
}

impl Comparison {
    fn parse(text: &str) -> Option<Self> {
        if text == "exact" {
            return Some(Self(Compare::Exact));
        }
        let decimals = text.strip_prefix("half_up(")?.strip_suffix(')')?;
        match decimals.as_bytes() {
            [digit @ b'0'..=b'9'] => Some(Self(Compare::HalfUp(digit - b'0'))),
            _ => None,
        }
    }
}

impl Part {
    fn parse(text: &str) -> Option<Self> {
        let short = |text: &str| Some(text).filter(|it| it.len() <= 9)?.parse::<i64>().ok();
        if let Some((above, below)) = text.split_once('/') {
            let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            if !all_digits(above) || !all_digits(below) {
                return None;
            }
            let (above, below) = (short(above)?, short(below)?);
            return (below > 0).then(|| Self(Fraction::new(above, below)));
        }
        let Percent(percent) = Percent::parse(text)?;
        let below = Fraction::ten_to(percent.scale).checked_mul(100)?;
        (percent.mantissa >= 0).then(|| Self(Fraction::new(percent.mantissa, below)))
    }
}

impl Day {
    /// The day of a TOML date; `None` when it carries a time.
    pub fn from_toml(datetime: &Datetime) -> Option<Self> {
        match (datetime.date, datetime.time, datetime.offset) {
            (Some(date), None, None) => {
                let (year, month, day) = (date.year.into(), date.month.into(), date.day.into());
                NaiveDate::from_ymd_opt(year, month, day).map(Self)
            }
            _ => None,
        }
    }
}

impl LocalMoment {
    /// The moment of a TOML date and time without offset and without parts of a second; `None` for anything else.
    pub fn from_toml(datetime: &Datetime) -> Option<Self> {
        let (Some(date), Some(time), None) = (datetime.date, datetime.time, datetime.offset) else {
            return None;
        };
        if time.nanosecond.is_some_and(|part| part > 0) {
            return None;
        }
        NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())?
            .and_hms_opt(time.hour.into(), time.minute.into(), time.second.unwrap_or(0).into())
            .map(Self)
    }
}

/// Whether a text has the form that a schema's `format` names; `None` when the format isn't one of ours.
pub fn fits(format: &str, text: &str) -> Option<bool> {
    Some(match format {
        "code" => Code::parse(text).is_some(),
        "percent" => Percent::parse(text).is_some(),
        "decimal" => Numeral::parse(text).is_some(),
        "limit" => Limit::parse(text).is_some(),
        "part" => Part::parse(text).is_some(),
        "compare" => Comparison::parse(text).is_some(),
        _ => return None,
    })
}

/// A form of text (`$schema` names it and gives its pattern), read with `$parse`.
macro_rules! text_form {
    ($form:ty, $name:literal, $types:tt, $pattern:literal, $text:literal, $parse:expr) => {
        impl<'de> Deserialize<'de> for $form {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = match Value::deserialize(deserializer)? {
                    Value::String(text) => text,
                    Value::Integer(number) => number.to_string(),
                    _ => return Err(D::Error::custom($text)),
                };
                let parse: fn(&str) -> Option<Self> = $parse;
                parse(&text).ok_or_else(|| D::Error::custom($text))
            }
        }

        impl JsonSchema for $form {
            fn schema_name() -> Cow<'static, str> {
                stringify!($form).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": $types, "format": $name, "pattern": $pattern, "description": $text })
            }
        }
    };
}

text_form!(
    Code,
    "code",
    "string",
    "^[a-z][a-z0-9_]*$",
    "A code: small letters without diacritics, digits and _, beginning with a letter.",
    Self::parse
);
text_form!(
    Percent,
    "percent",
    "string",
    "^-?[0-9]+(\\.[0-9]{1,9})? *%$",
    "A percentage in quotes with a decimal point, such as \"99.90%\".",
    Self::parse
);
text_form!(
    Part,
    "part",
    "string",
    "^([0-9]{1,9}/[0-9]{1,9}|[0-9]+(\\.[0-9]{1,9})? *%)$",
    "A part of a whole in quotes: a fraction such as \"2/3\", or a percentage such as \"50%\".",
    Self::parse
);
text_form!(
    Amount,
    "decimal",
    ["string", "integer"],
    "^-?[0-9]+(\\.[0-9]{1,9})?$",
    "A whole number, or a number with a decimal point in quotes, such as \"12.5\".",
    |text| Numeral::parse(text).map(Amount)
);
text_form!(
    Limit,
    "limit",
    ["string", "integer"],
    "^-?[0-9]+(\\.[0-9]{1,9})?( *%)?$",
    "A percentage in quotes (\"99.90%\"), a whole number, or a number with a decimal point in quotes (\"12.5\").",
    Self::parse
);
text_form!(
    Comparison,
    "compare",
    "string",
    "^(exact|half_up\\([0-9]\\))$",
    "\"exact\" compares the exact fraction; \"half_up(2)\" rounds the percentage half up to 2 decimals first.",
    Self::parse
);

/// A TOML date of one kind.
macro_rules! date_form {
    ($form:ty, $name:literal, $text:literal) => {
        impl<'de> Deserialize<'de> for $form {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let datetime = Datetime::deserialize(deserializer)?;
                Self::from_toml(&datetime).ok_or_else(|| D::Error::custom($text))
            }
        }

        impl JsonSchema for $form {
            fn schema_name() -> Cow<'static, str> {
                stringify!($form).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "format": $name, "description": $text })
            }
        }
    };
}

date_form!(Day, "date", "A day without quotes, such as 2021-01-20.");
date_form!(
    LocalMoment,
    "local-date-time",
    "A day and time in the plan's local time, without quotes, such as 2021-05-23T19:00:00."
);
