//! What was found in files and among figures.

use serde::Serialize;
use utoipa::ToSchema;

use super::problem::with_texts;
use crate::contest::finding::{Finding, Findings, Severity};
use crate::contest::words::Language;
use crate::text::finding::{expected, sentence};
use crate::text::format::column_letters;

/// Something found in a file or among figures.
#[derive(Serialize, ToSchema)]
pub struct FindingBody {
    /// The stable code.
    #[schema(example = "number.malformed")]
    pub code: String,
    /// `error`, `warning` or `notice`.
    #[schema(example = "error")]
    pub severity: String,
    /// The file.
    pub file: String,
    /// The row as a spreadsheet counts; null when the whole file is meant.
    pub row: Option<u32>,
    /// The column's letters; null when the whole row is meant.
    #[schema(example = "C")]
    pub column: Option<String>,
    /// The header of the column.
    pub header: String,
    /// The code of the unit concerned; empty when none is.
    pub unit: String,
    /// The value as read.
    pub read: String,
    /// What was expected in its place, in Vietnamese; null for notices.
    #[schema(example = "số, như 31.913 hoặc 31913")]
    pub expected_vi: Option<String>,
    /// The same in English.
    #[schema(example = "a number, such as 31,913 or 31913")]
    pub expected_en: Option<String>,
    /// What is wrong, what was expected and what to do, in Vietnamese.
    pub text_vi: String,
    /// The same in English.
    pub text_en: String,
}

impl From<&Finding> for FindingBody {
    fn from(finding: &Finding) -> Self {
        let text = |language| with_texts(language, |texts| sentence(texts, finding));
        let expected = |language| with_texts(language, |texts| expected(texts, finding));
        Self {
            code: finding.code.to_owned(),
            severity: match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Notice => "notice",
            }
            .to_owned(),
            file: finding.spot.file.clone(),
            row: (finding.spot.row > 0).then_some(finding.spot.row),
            column: (finding.spot.column > 0).then(|| column_letters(finding.spot.column.into())),
            header: finding.spot.header.clone(),
            unit: finding.unit.clone(),
            read: finding.read.clone(),
            expected_vi: expected(Language::Vietnamese),
            expected_en: expected(Language::English),
            text_vi: text(Language::Vietnamese),
            text_en: text(Language::English),
        }
    }
}

/// Everything found: all of it counted, the first thousand whole.
#[derive(Serialize, ToSchema)]
pub struct FindingsBody {
    /// How many errors there are in all.
    pub errors: u64,
    /// How many warnings there are in all.
    pub warnings: u64,
    /// How many notices there are in all.
    pub notices: u64,
    /// The findings, by file, row and column; at most the first thousand.
    pub items: Vec<FindingBody>,
}

impl From<&Findings> for FindingsBody {
    fn from(findings: &Findings) -> Self {
        Self {
            errors: findings.errors,
            warnings: findings.warnings,
            notices: findings.notices,
            items: findings.in_order().into_iter().map(FindingBody::from).collect(),
        }
    }
}
