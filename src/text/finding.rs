//! Findings as sentences: what is wrong, what was expected, what to do; and where.

use super::{Part, Texts, format};
use crate::contest::finding::{Argument, Finding, Severity, Spot, WorkedSum};
use crate::contest::fraction::Numeral;
use crate::contest::plan::Comparator;
use crate::contest::words::Language;

/// The key of the text of a finding's code: `number.malformed` is `finding-number-malformed`.
pub fn key_of(code: &str) -> String {
    format!("finding-{}", code.replace('.', "-"))
}

/// The sentence of a finding; its code and value where there is no text for it.
pub fn sentence(texts: &Texts, finding: &Finding) -> String {
    let key = key_of(finding.code);
    if texts.has(&key) { told(texts, &key, finding) } else { format!("{}: {}", finding.code, finding.read) }
}

/// The key of what a finding's code expects: `number.malformed` is `expected-number-malformed`.
pub fn expected_key_of(code: &str) -> String {
    format!("expected-{}", code.replace('.', "-"))
}

/// What was expected in place of what was found; `None` for what is only told.
pub fn expected(texts: &Texts, finding: &Finding) -> Option<String> {
    let key = expected_key_of(finding.code);
    texts.has(&key).then(|| told(texts, &key, finding))
}

/// A text with the parts of a finding.
fn told(texts: &Texts, key: &str, finding: &Finding) -> String {
    let mut parts: Vec<(&str, Part<'_>)> =
        vec![("read", Part::from(&finding.read)), ("unit", Part::from(&finding.unit))];
    for (name, argument) in &finding.arguments {
        let part = match argument {
            Argument::Text(text) => text_part(texts, finding.code, name, text),
            Argument::Words(words) => {
                text_part(texts, finding.code, name, words.in_language(texts.language()))
            }
            Argument::Count(count) => Part::Count(*count),
            Argument::Sum(sum) => Part::from(worked_sum(sum, texts.language())),
            Argument::Breach(comparator) => Part::from(texts.word(breach_key(*comparator))),
        };
        parts.push((name, part));
    }
    if finding.code == "percentage.disagrees" {
        // Rounded and cut alike, it is one value.
        let of = |wanted: &str| finding.arguments.iter().find(|(name, _)| *name == wanted).map(|(_, it)| it);
        if of("rounded") == of("truncated")
            && let Some((_, part)) = parts.iter_mut().find(|(name, _)| *name == "truncated")
        {
            *part = Part::from("same");
        }
    }
    texts.get(key, &parts)
}

/// A sum with its figures: `Số hộ đã thăm 8 + Số hộ vắng 3 = 11`; a single figure stands without its sum.
fn worked_sum(sum: &WorkedSum, language: Language) -> String {
    let mut text = String::new();
    for term in &sum.terms {
        text.push_str(match (text.is_empty(), term.factor < 0) {
            (true, true) => "−",
            (true, false) => "",
            (false, true) => " − ",
            (false, false) => " + ",
        });
        if term.factor.unsigned_abs() != 1 {
            text.push_str(&format::count(term.factor.unsigned_abs(), language));
            text.push_str(" × ");
        }
        text.push_str(term.name.in_language(language));
        text.push(' ');
        text.push_str(&format::count(term.count, language));
    }
    if sum.terms.is_empty() {
        return format::count(sum.total, language);
    }
    if sum.constant != 0 {
        text.push_str(if sum.constant < 0 { " − " } else { " + " });
        text.push_str(&format::count(sum.constant.unsigned_abs(), language));
    }
    let single = sum.constant == 0 && matches!(sum.terms.as_slice(), [term] if term.factor == 1);
    if single { text } else { format!("{text} = {}", format::count(sum.total, language)) }
}

/// The key of how two sides stand that break a comparator.
const fn breach_key(comparator: Comparator) -> &'static str {
    match comparator {
        Comparator::AtLeast => "finding-part-breach-at_least",
        Comparator::MoreThan => "finding-part-breach-more_than",
        Comparator::AtMost => "finding-part-breach-at_most",
        Comparator::LessThan => "finding-part-breach-less_than",
        Comparator::Equal => "finding-part-breach-equal",
    }
}

/// Parts that may be empty bring their own words along, so that a sentence reads well without them; the numerals of
/// percentages are written as the language does.
fn text_part<'a>(texts: &Texts, code: &str, name: &str, text: &'a str) -> Part<'a> {
    match name {
        "suggestions" | "advice" if text.is_empty() => Part::from(""),
        "suggestions" | "advice" => {
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

/// Where something is: `so-lieu.csv, dòng 12, cột D (Số cử tri)`; all files where it names none.
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
    if parts.is_empty() { texts.word("finding-part-all_files") } else { parts.join(", ") }
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
