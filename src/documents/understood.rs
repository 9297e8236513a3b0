//! How files of reports were understood, as text for people and as JSON.
//!
//! The JSON is a stable interface. Each file has `file`; `encoding` (`UTF-8`, `UTF-8 (BOM)`, `UTF-16 LE`, `UTF-16 BE`,
//! `Windows-1258`, and when asked for `TCVN3 (ABC)`, `VNI`) and `separator` (`comma`, `semicolon`, `tab`), both null for spreadsheets; `sheet`, its name, null for texts; `shape` (`wide`, `long`);
//! `number_style` (`vi`: 1.234,5; `en`: 1,234.5; null when none was needed or known) and `number_evidence`
//! (`not_needed`: plain digits alone; `stated`: the user said so; `proven`: by other numbers of the file; `mixed`: the
//! file proves both, and `unproven`: nothing proves either, so that ambiguous numbers were refused); `header_row` as a
//! spreadsheet counts; `columns`, each with `column` (letters), `header` as written, `meaning_vi` and `meaning_en`
//! (null when the column was left out); `rows` below the header that aren't blank; `figures` read.

use serde::Serialize;

use crate::intake::decode::Encoding;
use crate::intake::number::NumberStyle;
use crate::intake::separator::Separator;
use crate::intake::understood::{NumbersUnderstood, Shape, Understood, UnderstoodColumn};
use crate::text::{Texts, format};

/// How a file was understood, as JSON.
#[derive(Serialize)]
pub struct UnderstoodJson<'a> {
    file: &'a str,
    encoding: Option<&'static str>,
    separator: Option<&'static str>,
    sheet: Option<&'a str>,
    shape: &'static str,
    number_style: Option<&'static str>,
    number_evidence: &'static str,
    header_row: u32,
    columns: Vec<ColumnJson<'a>>,
    rows: u64,
    figures: u64,
}

#[derive(Serialize)]
struct ColumnJson<'a> {
    column: String,
    header: &'a str,
    meaning_vi: Option<&'a str>,
    meaning_en: Option<&'a str>,
}

/// How a file was understood, with its stable words.
pub fn understood_json(understood: &Understood) -> UnderstoodJson<'_> {
    let (number_evidence, style) = match understood.numbers {
        NumbersUnderstood::NotNeeded => ("not_needed", None),
        NumbersUnderstood::Stated(style) => ("stated", Some(style)),
        NumbersUnderstood::Proven(style) => ("proven", Some(style)),
        NumbersUnderstood::Mixed => ("mixed", None),
        NumbersUnderstood::Unproven => ("unproven", None),
    };
    let columns = (1_u32..).zip(&understood.columns).map(|(number, column)| ColumnJson {
        column: format::column_letters(number),
        header: &column.header,
        meaning_vi: column.meaning.as_ref().map(|meaning| meaning.vi.as_str()),
        meaning_en: column.meaning.as_ref().map(|meaning| meaning.en.as_str()),
    });
    UnderstoodJson {
        file: &understood.file,
        encoding: understood.encoding.map(Encoding::name),
        separator: understood.separator.map(Separator::code),
        sheet: understood.sheet.as_deref(),
        shape: match understood.shape {
            Shape::Wide => "wide",
            Shape::Long => "long",
        },
        number_style: style.map(NumberStyle::code),
        number_evidence,
        header_row: understood.header_row,
        columns: columns.collect(),
        rows: understood.rows,
        figures: understood.figures,
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
            &[("encoding", encoding.name().into()), ("separator", separator_name(texts, separator).into())],
        ),
        _ => {
            let sheet = understood.sheet.as_deref().unwrap_or("");
            texts.get("understood-spreadsheet", &[("sheet", sheet.into())])
        }
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
