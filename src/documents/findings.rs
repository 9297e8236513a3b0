//! Findings as a list for people and as JSON.
//!
//! The JSON is a stable interface: `{"errors", "warnings", "notices", "shown", "files": [...], "findings": [...]}`.
//! `files` tells how each file of reports was understood, as [`super::understood`] says; a file that couldn't be read
//! has findings alone. Each finding has
//! `code`, `severity` (`error`, `warning`, `notice`), `file`, `row` (as a spreadsheet counts; null when the whole file
//! is meant), `column` (letters; null when the whole row is meant), `header`, `unit`, `read`,
//! `expected_vi`, `expected_en` (what was expected in its place; null for notices), `text_vi`, `text_en`.

use std::io::{self, Write};

use serde::Serialize;

use super::understood::{UnderstoodJson, understood_json};
use crate::contest::finding::{Finding, Findings};
use crate::contest::words::Language;
use crate::intake::understood::Understood;
use crate::text::{Texts, finding, format};

/// The list of findings with their total, for people.
pub fn findings_text(texts: &Texts, findings: &Findings) -> String {
    let mut text = String::new();
    let ordered = findings.in_order();
    for found in &ordered {
        text.push_str(&finding::place(texts, &found.spot));
        text.push_str(" – ");
        text.push_str(&finding::severity(texts, found.severity).to_uppercase());
        text.push_str(" [");
        text.push_str(found.code);
        text.push_str("]\n    ");
        text.push_str(&finding::sentence(texts, found));
        text.push('\n');
    }
    if !ordered.is_empty() {
        text.push('\n');
    }
    let shown = u64::try_from(ordered.len()).unwrap_or(u64::MAX);
    if findings.total() > shown {
        text.push_str(
            &texts.get("findings-cut", &[("shown", shown.into()), ("total", findings.total().into())]),
        );
        text.push('\n');
    }
    text.push_str(&counts_text(texts, findings));
    text.push('\n');
    text
}

/// How many findings there are of each kind.
pub fn counts_text(texts: &Texts, findings: &Findings) -> String {
    if findings.total() == 0 {
        return texts.word("findings-none");
    }
    texts.get(
        "findings-counts",
        &[
            ("errors", findings.errors.into()),
            ("warnings", findings.warnings.into()),
            ("notices", findings.notices.into()),
        ],
    )
}

#[derive(Serialize)]
struct FindingsJson<'a> {
    errors: u64,
    warnings: u64,
    notices: u64,
    shown: usize,
    files: Vec<UnderstoodJson<'a>>,
    findings: Vec<FindingJson<'a>>,
}

#[derive(Serialize)]
struct FindingJson<'a> {
    code: &'static str,
    severity: &'static str,
    file: &'a str,
    row: Option<u32>,
    column: Option<String>,
    header: &'a str,
    unit: &'a str,
    read: &'a str,
    expected_vi: Option<String>,
    expected_en: Option<String>,
    text_vi: String,
    text_en: String,
}

/// Writes the findings as JSON, with how each file was understood.
///
/// # Errors
/// Those of the writer.
pub fn write_findings_json(
    findings: &Findings,
    understood: &[Understood],
    out: &mut impl Write,
) -> io::Result<()> {
    let vietnamese = Texts::new(Language::Vietnamese);
    let english = Texts::new(Language::English);
    let ordered = findings.in_order();
    let json = FindingsJson {
        errors: findings.errors,
        warnings: findings.warnings,
        notices: findings.notices,
        shown: ordered.len(),
        files: understood.iter().map(understood_json).collect(),
        findings: ordered.iter().map(|found| finding_json(&vietnamese, &english, found)).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &json)?;
    out.write_all(b"\n")
}

fn finding_json<'a>(vietnamese: &Texts, english: &Texts, found: &'a Finding) -> FindingJson<'a> {
    FindingJson {
        code: found.code,
        severity: finding::severity_code(found.severity),
        file: &found.spot.file,
        row: Some(found.spot.row).filter(|row| *row > 0),
        column: Some(found.spot.column).filter(|it| *it > 0).map(|it| format::column_letters(it.into())),
        header: &found.spot.header,
        unit: &found.unit,
        read: &found.read,
        expected_vi: finding::expected(vietnamese, found),
        expected_en: finding::expected(english, found),
        text_vi: finding::sentence(vietnamese, found),
        text_en: finding::sentence(english, found),
    }
}
