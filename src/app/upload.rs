//! Files handed in: received in parts, kept as they came.

pub use crate::db::upload::UploadRow;

use chrono::TimeDelta;

use super::actor::{Actor, Right};
use super::audit::Entry;
use super::plan::{PlanState, demand_state, known_plan};
use super::problem::{BODY_BROKEN_OFF, FILE_EMPTY, NOT_FOUND, Problem};
use super::service::Service;
use crate::db::Engine;
use crate::db::upload::{
    delete_receiving, delete_unfinished, insert_part, insert_upload, next_upload_id, update_upload,
    upload_by_id,
};

/// How many bytes a file may have.
pub const LARGEST_UPLOAD: u64 = 64 * 1024 * 1024;

/// How many bytes a part has.
pub const PART: usize = 256 * 1024;

/// A file while it is received.
#[derive(Debug)]
pub struct Receiving {
    row: UploadRow,
    parts: i64,
}

/// What is needed to take away a file that couldn't be received whole.
#[derive(Debug)]
pub struct Begun(UploadRow);

impl Receiving {
    /// What is needed to take it away.
    pub fn begun(&self) -> Begun {
        Begun(self.row.clone())
    }
}

/// How long receiving a file takes at most; what began earlier and never ended is taken away.
const LONGEST_RECEIVING: TimeDelta = TimeDelta::hours(1);

/// A file's name without folders and control characters, cut to 200 characters.
pub fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or("");
    let plain: String = last.chars().filter(|character| !character.is_control()).take(200).collect();
    match plain.as_str() {
        "" | "." | ".." => "upload".to_owned(),
        _ => plain,
    }
}

impl Service {
    /// A file that was received.
    ///
    /// # Errors
    /// When the actor may not, or there is none that it may see; and those of the database.
    pub fn upload(&self, actor: &Actor, plan_id: i64, id: i64) -> Result<UploadRow, Problem> {
        self.read(actor, Right::Capture, |engine| known_upload(engine, actor, plan_id, id))
    }

    /// Begins to receive a file of reports.
    ///
    /// # Errors
    /// When the actor may not, or the plan takes no reports; and those of the database.
    pub fn begin_upload(&self, actor: &Actor, plan_id: i64, file_name: &str) -> Result<Receiving, Problem> {
        self.change(actor, Right::Capture, |change| {
            let plan = known_plan(change.engine, plan_id)?;
            demand_state(&plan, &[PlanState::Collecting])?;
            delete_unfinished(change.engine, change.now - LONGEST_RECEIVING)?;
            let row = UploadRow {
                id: next_upload_id(change.engine)?,
                plan_id,
                state: "receiving".to_owned(),
                file_name: plain_name(file_name),
                size: 0,
                sha256: String::new(),
                uploaded_by: actor.label.clone(),
                uploaded_at: change.now,
                headers: "[]".to_owned(),
            };
            insert_upload(change.engine, &row)?;
            Ok(Receiving { row, parts: 0 })
        })
    }

    /// Keeps the next part of a file.
    ///
    /// # Errors
    /// Those of the database.
    pub fn receive_part(&self, receiving: &mut Receiving, bytes: &[u8]) -> Result<(), Problem> {
        let (row, number) = (&receiving.row, receiving.parts);
        self.database.write(|engine| {
            demand_still_receiving(engine, row)?;
            Ok::<_, Problem>(insert_part(engine, row.id, number, bytes)?)
        })?;
        receiving.parts += 1;
        Ok(())
    }

    /// Takes away a file that couldn't be received whole.
    ///
    /// # Errors
    /// Those of the database.
    pub fn discard_upload(&self, begun: &Begun) -> Result<(), Problem> {
        self.database.write(|engine| {
            demand_still_receiving(engine, &begun.0)?;
            Ok::<_, Problem>(delete_receiving(engine, begun.0.id)?)
        })
    }

    /// Ends receiving: from now on the file is there.
    ///
    /// # Errors
    /// When it is empty; and those of the database.
    pub fn end_upload(
        &self,
        actor: &Actor,
        receiving: Receiving,
        size: u64,
        sha256: String,
    ) -> Result<UploadRow, Problem> {
        if size == 0 {
            return Err(Problem::from(&FILE_EMPTY));
        }
        let mut row = receiving.row;
        "received".clone_into(&mut row.state);
        row.size = i64::try_from(size).unwrap_or(i64::MAX);
        row.sha256 = sha256;
        self.change(actor, Right::Capture, |change| {
            demand_still_receiving(change.engine, &row)?;
            update_upload(change.engine, &row)?;
            let after = serde_json::json!({ "file": row.file_name, "size": row.size, "sha256": row.sha256 });
            let entry = Entry::new("upload", format!("upload:{}", row.id)).of_plan(row.plan_id);
            change.record(entry.after(&after))
        })?;
        Ok(row)
    }
}

/// Refuses to go on with a file that was given up meanwhile: its number may be another file's by now.
fn demand_still_receiving(engine: &mut Engine, row: &UploadRow) -> Result<(), Problem> {
    let same = |known: &UploadRow| {
        known.state == "receiving"
            && known.uploaded_by == row.uploaded_by
            && known.uploaded_at == row.uploaded_at
    };
    let is_there = upload_by_id(engine, row.plan_id, row.id)?.is_some_and(|known| same(&known));
    if is_there { Ok(()) } else { Err(Problem::from(&BODY_BROKEN_OFF)) }
}

/// A file that was received whole, of who asks or of anybody for who decides on all units.
pub(super) fn known_upload(
    engine: &mut Engine,
    actor: &Actor,
    plan_id: i64,
    id: i64,
) -> Result<UploadRow, Problem> {
    // A file may name any unit, so one of somebody else's is only for who reaches all.
    let reaches = |upload: &UploadRow| {
        upload.uploaded_by == actor.label || (actor.may(Right::DecideReports) && actor.reach.is_none())
    };
    let seen = |upload: &UploadRow| upload.state != "receiving" && reaches(upload);
    upload_by_id(engine, plan_id, id)?
        .filter(seen)
        .ok_or_else(|| NOT_FOUND.with("what", format!("upload {id}")))
}
