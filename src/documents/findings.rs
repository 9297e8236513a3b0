//! Findings as a list for people and as JSON.
//!
//! The JSON is a stable interface: `{"errors", "warnings", "notices", "shown", "findings": [...]}`, each finding with
//! `code`, `severity` (`error`, `warning`, `notice`), `file`, `row` (as a spreadsheet counts; null when the whole file
//! is meant), `column` (letters; null when the whole row is meant), `header`, `unit`, `read`, `text_vi`, `text_en`.

use std::io::{self, Write};

use serde::Serialize;

use crate::contest::finding::{Finding, Findings};
use crate::contest::words::Language;
use crate::intake::decode::Encoding;
use crate::intake::number::NumberStyle;
use crate::intake::table::Separator;
use crate::intake::understood::{NumbersUnderstood, Shape, Understood, UnderstoodColumn};
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
    text_vi: String,
    text_en: String,
}

/// Writes the findings as JSON.
///
/// # Errors
/// Those of the writer.
pub fn write_findings_json(findings: &Findings, out: &mut impl Write) -> io::Result<()> {
    let vietnamese = Texts::new(Language::Vietnamese);
    let english = Texts::new(Language::English);
    let ordered = findings.in_order();
    let json = FindingsJson {
        errors: findings.errors,
        warnings: findings.warnings,
        notices: findings.notices,
        shown: ordered.len(),
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
        text_vi: finding::sentence(vietnamese, found),
        text_en: finding::sentence(english, found),
    }
}

/// How a file of reports was understood, so that a person can see it and object.
pub fn understood_text(texts: &Texts, understood: &Understood) -> String {
    let shape = texts.word(match understood.shape {
        Shape::Wide => "understood-wide",
        Shape::Long => "understood-long",
    });
    let mut lines = vec![texts.get(
        "understood-file",
        &[
            ("file", (&understood.file).into()),
            ("shape", shape.into()),
            ("rows", understood.rows.into()),
            ("figures", understood.figures.into()),
            ("header_row", understood.header_row.into()),
        ],
    )];
    lines.push(match (understood.encoding, understood.separator) {
        (Some(encoding), Some(separator)) => texts.get(
            "understood-text",
            &[
                ("encoding", encoding_name(encoding).into()),
                ("separator", separator_name(texts, separator).into()),
            ],
        ),
        _ => texts.word("understood-spreadsheet"),
    });
    lines.push(
        texts.get("understood-numbers", &[("numbers", numbers_text(texts, understood.numbers).into())]),
    );
    let (read, left_out): (Vec<&UnderstoodColumn>, Vec<&UnderstoodColumn>) =
        understood.columns.iter().partition(|column| column.meaning.is_some());
    for (key, columns) in [("understood-columns-read", read), ("understood-columns-left-out", left_out)] {
        let columns: Vec<String> = columns
            .into_iter()
            .filter(|column| !column.header.trim().is_empty())
            .map(|column| match &column.meaning {
                Some(meaning) if meaning.in_language(texts.language()) != column.header => {
                    format!("{} → {}", column.header, meaning.in_language(texts.language()))
                }
                _ => column.header.clone(),
            })
            .collect();
        if !columns.is_empty() {
            lines.push(texts.get(key, &[("columns", columns.join("; ").into())]));
        }
    }
    lines.join("\n  ") + "\n"
}

const fn encoding_name(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Utf8 => "UTF-8",
        Encoding::Utf8WithMark => "UTF-8 (BOM)",
        Encoding::Utf16LittleEndian => "UTF-16 LE",
        Encoding::Utf16BigEndian => "UTF-16 BE",
        Encoding::Windows1258 => "Windows-1258",
    }
}

fn separator_name(texts: &Texts, separator: Separator) -> String {
    texts.word(match separator {
        Separator::Comma => "separator-comma",
        Separator::Semicolon => "separator-semicolon",
        Separator::Tab => "separator-tab",
    })
}

fn numbers_text(texts: &Texts, numbers: NumbersUnderstood) -> String {
    let style = |style: NumberStyle| {
        texts.word(match style {
            NumberStyle::Vietnamese => "style-vi",
            NumberStyle::English => "style-en",
        })
    };
    match numbers {
        NumbersUnderstood::NotNeeded => texts.word("numbers-not_needed"),
        NumbersUnderstood::Stated(stated) => texts.get("numbers-stated", &[("style", style(stated).into())]),
        NumbersUnderstood::Proven(proven) => texts.get("numbers-proven", &[("style", style(proven).into())]),
        NumbersUnderstood::Mixed => texts.word("numbers-mixed"),
        NumbersUnderstood::Unproven => texts.word("numbers-unproven"),
    }
}
