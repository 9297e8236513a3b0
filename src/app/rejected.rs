//! The rows of a file that can't be taken, with why: to be corrected and handed in again.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::actor::{Actor, Right};
use super::audit::Entry;
use super::judged_cell::leave_out_judged;
use super::problem::Problem;
use super::read_file::{ReadContent, content_of, read_content};
use super::service::Service;
use super::upload::known_upload;
use crate::contest::finding::{Findings, Severity, Spot};
use crate::contest::words::Language;
use crate::db::upload::upload_bytes;
use crate::documents::csv::push_text;
use crate::intake::content::Content;
use crate::intake::reports::ReadOptions;
use crate::intake::table::{Cell, Table};
use crate::text::Texts;
use crate::text::finding::{place, sentence};

/// How many findings are kept whole when rows are told with their reasons: more than a file has rows of use.
const MOST_REASONS: usize = 2_000_000;

impl Service {
    /// The header and every row with an error of a file handed in, with a last column that says why. The column is
    /// called a note, which is left out when the file is read again. What is wrong with no row of figures but with the
    /// file or its header stands in a first line below the header, alone; of a file that can't be read, or whose header
    /// isn't found, that is all there is.
    ///
    /// # Errors
    /// When the actor may not, or there is no such file; and those of the database.
    pub fn rejected_rows(
        &self,
        actor: &Actor,
        plan_id: i64,
        upload_id: i64,
        options: &ReadOptions,
        language: Language,
    ) -> Result<Vec<u8>, Problem> {
        let (content, findings, header_row) = self.read(actor, Right::Capture, |engine| {
            let (_, frame) = self.framed(engine, plan_id)?;
            let upload = known_upload(engine, actor, plan_id, upload_id)?;
            let content = content_of(&upload.file_name, upload_bytes(engine, &upload)?);
            let mut findings = Findings::keeping(MOST_REASONS);
            let ReadContent { mut reports, understood, .. } =
                read_content(&frame, &upload.file_name, &content, options, &mut findings)?;
            leave_out_judged(actor, &frame, &mut reports, &mut findings);
            Ok((content, findings, understood.map_or(0, |understood| understood.header_row)))
        })?;
        let entry = Entry::new("export", format!("rejected:{upload_id}")).of_plan(plan_id);
        self.note(actor, entry)?;
        let bytes = content.unwrap_or_default();
        Ok(rows_with_reasons(
            Table::read_as(Content::Bytes(&bytes), &options.layout).ok(),
            &reasons(&findings, header_row, language),
            header_row,
            language,
        ))
    }
}

/// Why rows can't be taken.
#[derive(Debug, Default)]
struct Reasons {
    /// What is wrong with the whole file or its header; empty when nothing is.
    of_file: String,
    /// Why each row with errors can't be taken, by row.
    of_rows: BTreeMap<u32, String>,
}

fn reasons(findings: &Findings, header_row: u32, language: Language) -> Reasons {
    let texts = Texts::new(language);
    let mut reasons = Reasons::default();
    for finding in findings.in_order() {
        if finding.severity != Severity::Error {
            continue;
        }
        let spot = &finding.spot;
        let of_file = header_row == 0 || spot.row <= header_row;
        let reason =
            if of_file { &mut reasons.of_file } else { reasons.of_rows.entry(spot.row).or_default() };
        if !reason.is_empty() {
            reason.push_str("; ");
        }
        if of_file && spot.row > 0 {
            reason.push_str(&place(&texts, &Spot { file: String::new(), ..spot.clone() }));
            reason.push_str(": ");
        } else if !spot.header.is_empty() {
            reason.push_str(&spot.header);
            reason.push_str(": ");
        }
        reason.push_str(&sentence(&texts, finding));
    }
    reasons
}

/// Writes cells and a note in the column behind `width` columns.
fn write_line(out: &mut Vec<u8>, cells: &[Cell<'_>], width: usize, note: &str) {
    for cell in cells {
        push_text(out, cell.text);
        out.push(b',');
    }
    // A short row still has its note in the last column.
    out.extend(std::iter::repeat_n(b',', width.saturating_sub(cells.len())));
    push_text(out, note);
    out.extend_from_slice(b"\r\n");
}

fn rows_with_reasons(
    table: Option<Table<'_>>,
    reasons: &Reasons,
    header_row: u32,
    language: Language,
) -> Vec<u8> {
    let mut out = "\u{feff}".as_bytes().to_vec();
    let title = Texts::new(language).word("column-note");
    let Some(table) = table.filter(|_| header_row > 0) else {
        write_line(&mut out, &[], 0, &title);
        write_line(&mut out, &[], 0, &reasons.of_file);
        return out;
    };
    let mut width = 0;
    table.for_each_row(|row| {
        if row.number == header_row {
            width = row.cells.len();
            write_line(&mut out, row.cells, width, &title);
            if !reasons.of_file.is_empty() {
                write_line(&mut out, &[], width, &reasons.of_file);
            }
        } else if let Some(reason) = reasons.of_rows.get(&row.number) {
            write_line(&mut out, row.cells, width, reason);
        }
        ControlFlow::Continue(())
    });
    out
}
