//! Whole rankings as files: which form a client wants, and how it is answered.

use actix_web::http::header::{ACCEPT, CONTENT_DISPOSITION, VARY};
use actix_web::{HttpRequest, HttpResponse};

use crate::app::problem::{FIELD_REFUSED, INTERNAL, Problem};
use crate::documents::xlsx::{XlsxError, workbook_of, workbook_with};

/// The media type of a spreadsheet.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

fn broken(error: XlsxError) -> Problem {
    match error {
        // A sheet has 1,048,576 rows; a CSV has no end.
        XlsxError::RowColumnLimitError => {
            FIELD_REFUSED.with("field", "XLSX").with("expected", "≤ 1048576, CSV")
        }
        XlsxError::MaxStringLengthExceeded => {
            FIELD_REFUSED.with("field", "XLSX").with("expected", "≤ 32767, CSV")
        }
        error => {
            tracing::error!(%error, "a spreadsheet can't be made");
            Problem::from(&INTERNAL)
        }
    }
}

/// The form of an export.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// JSON, unless another is asked for.
    Json,
    /// CSV.
    Csv,
    /// A spreadsheet.
    Xlsx,
}

impl Form {
    /// What a client asks for by `Accept`.
    pub fn of(request: &HttpRequest) -> Self {
        let accepted = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("");
        match accepted {
            accepted if accepted.contains(XLSX) => Self::Xlsx,
            accepted if accepted.contains("text/csv") => Self::Csv,
            _ => Self::Json,
        }
    }

    /// The bytes, from the JSON or the CSV of a ranking; a spreadsheet is made on some threads.
    ///
    /// # Errors
    /// When a spreadsheet can't hold them.
    pub fn bytes(
        self,
        threads: usize,
        json: impl FnOnce() -> Vec<u8>,
        csv: impl FnOnce() -> Vec<u8>,
    ) -> Result<Vec<u8>, Problem> {
        match self {
            Self::Json => Ok(json()),
            Self::Csv => Ok(csv()),
            Self::Xlsx => workbook_of(&csv(), threads).map_err(broken),
        }
    }

    /// The bytes of a list, from its CSV: in a spreadsheet with numbers in the columns whose headers say so.
    ///
    /// # Errors
    /// When a spreadsheet can't hold it.
    pub fn list(
        self,
        csv: Vec<u8>,
        is_number: impl Fn(&str) -> bool,
        threads: usize,
    ) -> Result<Vec<u8>, Problem> {
        self.list_from(csv, is_number, &[], threads)
    }

    /// The same, with notes that say where the list comes from: in a spreadsheet on a sheet of their own.
    ///
    /// # Errors
    /// When a spreadsheet can't hold it.
    pub fn list_from(
        self,
        csv: Vec<u8>,
        is_number: impl Fn(&str) -> bool,
        notes: &[String],
        threads: usize,
    ) -> Result<Vec<u8>, Problem> {
        match self {
            Self::Json | Self::Csv => Ok(csv),
            Self::Xlsx => workbook_with(&csv, is_number, notes, threads).map_err(broken),
        }
    }

    /// The answer: a file with a name.
    pub fn answer(self, name: &str, bytes: Vec<u8>) -> HttpResponse {
        let (kind, ending) = match self {
            Self::Json => ("application/json", "json"),
            Self::Csv => ("text/csv; charset=utf-8", "csv"),
            Self::Xlsx => (XLSX, "xlsx"),
        };
        HttpResponse::Ok()
            .content_type(kind)
            .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.{ending}\"")))
            .insert_header((VARY, "accept"))
            .body(bytes)
    }
}
