//! The rows of a file that can't be taken, with why: to be corrected and handed in again.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::actor::{Actor, Right};
use super::audit::Entry;
use super::judged_cell::leave_out_judged;
use super::preview::{content_of, read_content};
use super::problem::Problem;
use super::service::Service;
use super::upload::known_upload;
use crate::contest::finding::{Findings, Severity};
use crate::contest::words::Language;
use crate::db::upload::upload_bytes;
use crate::documents::csv::push_text;
use crate::intake::reports::ReadOptions;
use crate::intake::table::Table;
use crate::text::Texts;
use crate::text::finding::sentence;

/// How many findings are kept whole when rows are told with their reasons: more than a file has rows of use.
const MOST_REASONS: usize = 2_000_000;

impl Service {
    /// The header and every row with an error of a file handed in, with a last column that says why. The column is
    /// called a note, which is left out when the file is read again. A file that can't be read at all, or whose header
    /// isn't found, gives no row.
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
            let (mut reports, understood) =
                read_content(&frame, &upload.file_name, &content, options, &mut findings);
            leave_out_judged(actor, &frame, &mut reports, &mut findings);
            Ok((content, findings, understood.map_or(0, |understood| understood.header_row)))
        })?;
        let entry = Entry::new("export", format!("rejected:{upload_id}")).of_plan(plan_id);
        self.note(actor, entry)?;
        let bytes = content.unwrap_or_default();
        Ok(rows_with_reasons(&bytes, &reasons(&findings, language), header_row, language))
    }
}

/// Why each row with errors can't be taken, by row.
fn reasons(findings: &Findings, language: Language) -> BTreeMap<u32, String> {
    let texts = Texts::new(language);
    let mut reasons: BTreeMap<u32, String> = BTreeMap::new();
    for finding in findings.in_order() {
        if finding.severity != Severity::Error || finding.spot.row == 0 {
            continue;
        }
        let reason = reasons.entry(finding.spot.row).or_default();
        if !reason.is_empty() {
            reason.push_str("; ");
        }
        if !finding.spot.header.is_empty() {
            reason.push_str(&finding.spot.header);
            reason.push_str(": ");
        }
        reason.push_str(&sentence(&texts, finding));
    }
    reasons
}

fn rows_with_reasons(
    bytes: &[u8],
    reasons: &BTreeMap<u32, String>,
    header_row: u32,
    language: Language,
) -> Vec<u8> {
    let mut out = "\u{feff}".as_bytes().to_vec();
    let Ok(table) = Table::read(bytes) else { return out };
    let mut width = 0;
    table.for_each_row(|row| {
        let is_header = row.number == header_row;
        let note = if is_header {
            width = row.cells.len();
            Some(Texts::new(language).word("column-note"))
        } else {
            reasons.get(&row.number).filter(|_| row.number > header_row).cloned()
        };
        if let Some(note) = note {
            for cell in row.cells {
                push_text(&mut out, cell.text);
                out.push(b',');
            }
            // A short row still has its note in the last column.
            out.extend(std::iter::repeat_n(b',', width.saturating_sub(row.cells.len())));
            push_text(&mut out, &note);
            out.extend_from_slice(b"\r\n");
        }
        ControlFlow::Continue(())
    });
    out
}
