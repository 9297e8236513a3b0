//! A file handed in as it is read against a plan, before it is compared with what stands.

use super::actor::Actor;
use super::frame::Frame;
use super::judged_cell::leave_out_judged;
use super::problem::{COLUMN_NOT_THERE, COLUMNS_FOR_ONE, MEANING_NOT_THERE, Problem};
use crate::contest::figure::Reports;
use crate::contest::finding::{Findings, Spot};
use crate::contest::finding_code::{FILE_CHOICE_OF_TEXT, FILE_UNREADABLE_JSON};
use crate::db::Engine;
use crate::db::upload::{UploadRow, upload_bytes};
use crate::intake::column_choice::ChoiceFault;
use crate::intake::json_figures::long_table;
use crate::intake::layout::Layout;
use crate::intake::reports::{Matching, ReadOptions, open_reports, read_reports};
use crate::intake::source_file::SourceFile;
use crate::intake::understood::Understood;

/// A file as it was read: its figures alone.
pub(super) struct ReadFile {
    pub upload: UploadRow,
    pub reports: Reports,
    pub understood: Option<Understood>,
    pub findings: Findings,
    pub matching: Option<Matching>,
    pub sheets: Vec<String>,
    /// What the actor says of how it is to be read, by name.
    pub said: Vec<(&'static str, String)>,
}

/// What the content of a file says.
pub(super) struct ReadContent {
    pub reports: Reports,
    pub understood: Option<Understood>,
    pub matching: Option<Matching>,
    /// The names of a spreadsheet's visible sheets.
    pub sheets: Vec<String>,
}

/// Reads a file handed in against a plan.
pub(super) fn read_upload(
    engine: &mut Engine,
    actor: &Actor,
    frame: &Frame,
    upload: UploadRow,
    options: &ReadOptions,
) -> Result<ReadFile, Problem> {
    let content = content_of(&upload.file_name, upload_bytes(engine, &upload)?);
    let mut findings = Findings::default();
    let ReadContent { mut reports, understood, matching, sheets } =
        read_content(frame, &upload.file_name, &content, options, &mut findings)?;
    leave_out_judged(actor, frame, &mut reports, &mut findings);
    Ok(ReadFile { understood, upload, reports, findings, matching, sheets, said: options.said() })
}

/// What is read of a file: its bytes, or the long table that a report in JSON stands for; else what is wrong with it.
pub(super) fn content_of(file_name: &str, bytes: Vec<u8>) -> Result<Vec<u8>, String> {
    if is_json(file_name) { long_table(&bytes) } else { Ok(bytes) }
}

/// Whether a file's name says that it is JSON.
pub fn is_json(file_name: &str) -> bool {
    std::path::Path::new(file_name).extension().is_some_and(|it| it.eq_ignore_ascii_case("json"))
}

/// Reads the content of a file against a plan.
///
/// # Errors
/// When the columns can't mean what is said of them.
pub(super) fn read_content(
    frame: &Frame,
    file_name: &str,
    content: &Result<Vec<u8>, String>,
    options: &ReadOptions,
    findings: &mut Findings,
) -> Result<ReadContent, Problem> {
    let whole = || Spot { file: file_name.to_owned(), ..Spot::default() };
    let nothing = || {
        let reports = Reports::empty(frame.units.list.len(), frame.plan.slots());
        ReadContent { reports, understood: None, matching: None, sheets: Vec::new() }
    };
    if is_json(file_name) && options.layout != Layout::default() {
        FILE_CHOICE_OF_TEXT.raise(findings, |draft| draft.at(whole()).with("format", "JSON"));
        return Ok(nothing());
    }
    match content {
        Ok(bytes) => {
            let opened = open_reports(&[SourceFile::new(file_name, bytes)], &options.layout);
            let matching = opened.first().map(|file| file.matching(&frame.plan, &options.columns));
            let matching = matching.transpose().map_err(refused_choice)?.flatten();
            let sheets = opened.first().map_or_else(Vec::new, |file| file.sheets().to_vec());
            let (reports, understood) =
                read_reports(opened, &frame.plan, &frame.units, options, findings, &|_| {});
            Ok(ReadContent { reports, understood: understood.into_iter().next(), matching, sheets })
        }
        Err(reason) => {
            FILE_UNREADABLE_JSON.raise(findings, |draft| draft.at(whole()).with("reason", reason.as_str()));
            Ok(nothing())
        }
    }
}

/// The refusal of what is said of columns.
fn refused_choice(fault: ChoiceFault) -> Problem {
    match fault {
        ChoiceFault::NoColumn { column, last } => COLUMN_NOT_THERE.with("column", column).with("last", last),
        ChoiceFault::NoMeaning { column, means } => {
            MEANING_NOT_THERE.with("column", column).with("means", means)
        }
        ChoiceFault::Two { columns: [column, other], means } => {
            COLUMNS_FOR_ONE.with("column", column).with("other", other).with("means", means)
        }
    }
}
