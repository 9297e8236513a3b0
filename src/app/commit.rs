//! Commits: what a preview showed becomes new versions of reports, all of them or none.

use chrono::NaiveDateTime;
use serde::Serialize;

use super::actor::{Actor, Right};
use super::audit::Entry;
use super::deadline::Deadlines;
use super::live::{Basis, LiveReports};
use super::moment::in_utc;
use super::plan::{PlanState, demand_state, touch};
use super::preview::{Compared, check_changed, compare};
use super::problem::{DIGEST_STALE, FIELD_REFUSED, FILE_ERRORS, Problem, UPLOAD_COMMITTED};
use super::read_file::{ReadFile, read_upload};
use super::service::{Change, Service};
use super::stored_figure::write_figure;
use super::text_field::{LONGEST_TEXT, optional, plausible, required};
use super::upload::known_upload;
use crate::db::plan::PlanRow;
use crate::db::report::{FigureListRow, VersionRow, insert_figures, insert_versions, next_version_id};
use crate::db::upload::{UploadRow, update_upload};
use crate::intake::reports::ReadOptions;

/// What goes with a commit.
#[derive(Debug, Clone, Default)]
pub struct Commit {
    /// The digest of the preview that the caller has seen.
    pub digest: String,
    /// How the file is to be read; as for the preview.
    pub options: ReadOptions,
    /// Whether cells with errors are left out; otherwise a file with any is refused whole.
    pub leave_out_rejected: bool,
    /// Why figures are corrected.
    pub reason: Option<String>,
    /// When it was received on paper, and who vouches for that.
    pub paper: Option<Paper>,
}

/// A report that came on paper.
#[derive(Debug, Clone, Serialize)]
pub struct Paper {
    /// When it was received.
    pub received_at: NaiveDateTime,
    /// Who vouches for it.
    pub vouched_by: String,
}

/// What a commit did.
#[derive(Debug, Clone)]
pub struct Committed {
    /// The file.
    pub upload: UploadRow,
    /// How many units have a new version.
    pub versions: usize,
    /// How many figures were created.
    pub created: u64,
    /// How many were changed.
    pub changed: u64,
    /// How many stayed.
    pub unchanged: u64,
    /// How many of the versions came after the deadline.
    pub late: usize,
    /// When it was received.
    pub received_at: NaiveDateTime,
}

impl Commit {
    /// The same with what people wrote trimmed and bounded: each new version carries it.
    fn checked(&self) -> Result<Self, Problem> {
        let paper = self.paper.as_ref().map(|paper| {
            plausible("received_at", paper.received_at)?;
            let vouched_by = required("vouched_by", &paper.vouched_by, 200)?;
            Ok::<_, Problem>(Paper { received_at: paper.received_at, vouched_by })
        });
        Ok(Self {
            reason: optional("reason", self.reason.as_deref(), LONGEST_TEXT)?,
            paper: paper.transpose()?,
            ..self.clone()
        })
    }
}

impl Service {
    /// Commits a file: every changed unit gets a new version, all of them or none.
    ///
    /// # Errors
    /// When the actor may not, the plan takes no reports, the digest isn't that of a preview made now, the file has
    /// errors and they aren't to be left out; and those of the database.
    pub fn commit(
        &self,
        actor: &Actor,
        plan_id: i64,
        upload_id: i64,
        commit: &Commit,
    ) -> Result<Committed, Problem> {
        if commit.paper.is_some() && !actor.may(Right::CapturePaper) {
            self.demand(actor, Right::CapturePaper)?;
        }
        let commit = &commit.checked()?;
        self.change(actor, Right::Capture, |change| {
            let (mut row, frame) = self.framed(change.engine, plan_id)?;
            demand_state(&row, &[PlanState::Collecting])?;
            let upload = known_upload(change.engine, actor, plan_id, upload_id)?;
            let mut file = read_upload(change.engine, actor, &frame, upload, &commit.options)?;
            let live = self.live.reports(change.engine, &row, &frame, Basis::Submitted)?;
            let mut compared = compare(actor, &frame, &live, &file)?;
            if compared.digest != commit.digest && file.upload.state == "committed" {
                return Err(Problem::from(&UPLOAD_COMMITTED));
            }
            if compared.digest != commit.digest {
                return Err(Problem::from(&DIGEST_STALE));
            }
            if file.findings.errors > 0 && !commit.leave_out_rejected {
                return Err(FILE_ERRORS.with("errors", file.findings.errors));
            }
            let received_at = commit.paper.as_ref().map_or(change.now, |paper| paper.received_at);
            if received_at > change.now {
                return Err(FIELD_REFUSED.with("field", "received_at").with("expected", "≤ now"));
            }
            let rejected = file.findings.errors;
            check_changed(&frame, &mut compared, &mut file.findings);
            let late = store(change, &mut row, (&live, &mut file, rejected), &compared, commit, received_at)?;
            Ok(Committed {
                versions: compared.units.len(),
                created: compared.created,
                changed: compared.changed,
                unchanged: compared.unchanged,
                upload: file.upload,
                late,
                received_at,
            })
        })
    }
}

/// The new versions of a file's units.
fn new_versions(
    change: &mut Change<'_>,
    row: &PlanRow,
    (live, file): (&LiveReports, &ReadFile),
    compared: &Compared,
    commit: &Commit,
    received_at: NaiveDateTime,
) -> Result<Vec<VersionRow>, Problem> {
    let first_id = next_version_id(change.engine)?;
    let deadlines = Deadlines::of_plan(change.engine, row)?;
    // Who may enter paper reports also vouches for the times of receipt that a file says.
    let said = |unit: u32| {
        let said = file.reports.received(unit).filter(|_| change.actor.may(Right::CapturePaper));
        said.map(in_utc).filter(|_| commit.paper.is_none())
    };
    let vouched = |unit: u32| {
        let by_file = said(unit).map(|_| change.actor.label.clone());
        commit.paper.as_ref().map(|paper| paper.vouched_by.clone()).or(by_file)
    };
    let versions: Vec<VersionRow> = (first_id..)
        .zip(&compared.units)
        .map(|(id, unit)| VersionRow {
            id,
            plan_id: row.id,
            unit: i64::from(unit.unit),
            number: live.last[unit.unit as usize].number + 1,
            state: "submitted".to_owned(),
            change: row.change,
            upload_id: Some(file.upload.id),
            errors: i64::try_from(unit.errors).unwrap_or(i64::MAX),
            warnings: i64::try_from(unit.warnings).unwrap_or(i64::MAX),
            late: deadlines.of(unit.unit).is_some_and(|due| said(unit.unit).unwrap_or(received_at) > due),
            received_at: said(unit.unit).unwrap_or(received_at),
            made_by: change.actor.label.clone(),
            made_at: change.now,
            vouched_by: vouched(unit.unit),
            reason: commit.reason.clone(),
            decided_by: None,
            decided_at: None,
            decision_note: None,
        })
        .collect();
    Ok(versions)
}

/// Stores the new versions of a file; how many of them are late.
fn store(
    change: &mut Change<'_>,
    row: &mut PlanRow,
    (live, file, rejected): (&LiveReports, &mut ReadFile, u64),
    compared: &Compared,
    commit: &Commit,
    received_at: NaiveDateTime,
) -> Result<usize, Problem> {
    let before = file.upload.state.clone();
    "committed".clone_into(&mut file.upload.state);
    if let Some(understood) = &file.understood {
        let headers: Vec<String> = understood.headers().collect();
        file.upload.headers = serde_json::to_string(&headers).unwrap_or_default();
    }
    let mut late = 0;
    if !compared.units.is_empty() {
        touch(change, row)?;
        let versions = new_versions(change, row, (live, file), compared, commit, received_at)?;
        late = versions.iter().filter(|version| version.late).count();
        insert_versions(change.engine, &versions)?;
        insert_figures(change.engine, &figure_lists(&versions, live, file, compared))?;
    }
    update_upload(change.engine, &file.upload)?;
    let mut after = serde_json::json!({
        "file": file.upload.file_name,
        "sha256": file.upload.sha256,
        "digest": commit.digest,
        "units": compared.units.len(),
        "created": compared.created,
        "changed": compared.changed,
        "unchanged": compared.unchanged,
        "left_out": rejected,
        "received_at": super::audit::written(received_at),
        "late": late,
        "reason": commit.reason,
        "paper": commit.paper,
        "change": row.change,
    });
    for (name, said) in &file.said {
        after[*name] = said.as_str().into();
    }
    let entry = Entry::new("report.commit", format!("upload:{}", file.upload.id)).of_plan(row.id);
    change.record(entry.before(&serde_json::json!({ "state": before })).after(&after))?;
    Ok(late)
}

/// Every figure of the changed units: those of the file, and those that stay.
fn figure_lists(
    versions: &[VersionRow],
    live: &LiveReports,
    file: &ReadFile,
    compared: &Compared,
) -> Vec<FigureListRow> {
    let each = versions.iter().zip(&compared.units).map(|(version, unit)| {
        let mut list = String::new();
        let mut changed = unit.cells.iter().peekable();
        for slot in 0..compared.slots {
            let new = changed.next_if(|cell| cell.slot == slot).map(|cell| (cell.figure, file.upload.id));
            let own = || {
                let own = live.own_figure(unit.unit, slot)?;
                Some((own, live.uploads.get(usize::from(own.place.file)).copied().unwrap_or(0)))
            };
            if let Some((figure, upload)) = new.or_else(own) {
                write_figure(&mut list, slot, figure, &compared.merged.texts, upload);
            }
        }
        FigureListRow { version_id: version.id, list }
    });
    each.collect()
}
