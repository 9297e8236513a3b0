//! Findings as sentences: what is wrong, what was expected, what to do; and where.

use super::{Part, Texts, format};
use crate::contest::finding::{Argument, Finding, Severity, Spot};
use crate::contest::fraction::Numeral;

/// The key of the text of a finding's code: `number.malformed` is `finding-number-malformed`.
pub fn key_of(code: &str) -> String {
    format!("finding-{}", code.replace('.', "-"))
}

/// The sentence of a finding; its code and value where there is no text for it.
pub fn sentence(texts: &Texts, finding: &Finding) -> String {
    let key = key_of(finding.code);
    if !texts.has(&key) {
        return format!("{}: {}", finding.code, finding.read);
    }
    let mut parts: Vec<(&str, Part<'_>)> =
        vec![("read", Part::from(&finding.read)), ("unit", Part::from(&finding.unit))];
    for (name, argument) in &finding.arguments {
        let part = match argument {
            Argument::Text(text) => text_part(texts, finding.code, name, text),
            Argument::Words(words) => {
                text_part(texts, finding.code, name, words.in_language(texts.language()))
            }
            Argument::Count(count) => Part::Count(*count),
        };
        parts.push((name, part));
    }
    texts.get(&key, &parts)
}

/// Parts that may be empty bring their own words along, so that a sentence reads well without them; the numerals of
/// percentages are written as the language does.
fn text_part<'a>(texts: &Texts, code: &str, name: &str, text: &'a str) -> Part<'a> {
    match name {
        "suggestions" | "advice" | "item" if text.is_empty() => Part::from(""),
        "suggestions" | "advice" | "item" => {
            Part::from(texts.get(&format!("finding-part-{name}"), &[("text", text.into())]))
        }
        "stated" | "rounded" | "truncated" if code == "percentage.disagrees" => {
            let plain = text.trim_end_matches(['%', ' ']);
            Numeral::parse(plain)
                .map_or(Part::from(text), |numeral| Part::from(format::numeral(numeral, texts.language())))
        }
        _ => Part::from(text),
    }
}

/// Where something is: `so-lieu.csv, dòng 12, cột D (Số cử tri)`.
pub fn place(texts: &Texts, spot: &Spot) -> String {
    let mut parts = Vec::new();
    if !spot.file.is_empty() {
        parts.push(spot.file.clone());
    }
    if spot.row > 0 {
        parts.push(texts.get("place-row", &[("row", spot.row.to_string().into())]));
    }
    if spot.column > 0 {
        let column = format::column_letters(spot.column.into());
        parts.push(if spot.header.is_empty() {
            texts.get("place-column", &[("column", column.into())])
        } else {
            let header = spot.header.split_whitespace().collect::<Vec<_>>().join(" ");
            texts.get("place-column-header", &[("column", column.into()), ("header", header.into())])
        });
    }
    parts.join(", ")
}

/// The word for a severity.
pub fn severity(texts: &Texts, severity: Severity) -> String {
    texts.word(match severity {
        Severity::Error => "severity-error",
        Severity::Warning => "severity-warning",
        Severity::Notice => "severity-notice",
    })
}

/// The stable word for a severity in files and interfaces.
pub const fn severity_code(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Notice => "notice",
    }
}
