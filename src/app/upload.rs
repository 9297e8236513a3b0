//! Files handed in: received in parts, kept as they came.

pub use crate::db::upload::UploadRow;

use chrono::TimeDelta;

use super::actor::{Actor, Right};
use super::audit::Entry;
use super::plan::{PlanState, demand_state, known_plan};
use super::problem::{FIELD_REFUSED, NOT_FOUND, Problem};
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

impl Receiving {
    /// The upload's id.
    pub const fn id(&self) -> i64 {
        self.row.id
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
        let (id, number) = (receiving.row.id, receiving.parts);
        self.database.write(|engine| Ok::<_, Problem>(insert_part(engine, id, number, bytes)?))?;
        receiving.parts += 1;
        Ok(())
    }

    /// Takes away a file that couldn't be received whole.
    ///
    /// # Errors
    /// Those of the database.
    pub fn discard_upload(&self, id: i64) -> Result<(), Problem> {
        self.database.write(|engine| Ok::<_, Problem>(delete_receiving(engine, id)?))
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
            return Err(FIELD_REFUSED.with("field", "body").with("expected", "1-"));
        }
        let mut row = receiving.row;
        "received".clone_into(&mut row.state);
        row.size = i64::try_from(size).unwrap_or(i64::MAX);
        row.sha256 = sha256;
        self.change(actor, Right::Capture, |change| {
            update_upload(change.engine, &row)?;
            let after = serde_json::json!({ "file": row.file_name, "size": row.size, "sha256": row.sha256 });
            let entry = Entry::new("upload", format!("upload:{}", row.id)).of_plan(row.plan_id);
            change.record(entry.after(&after))
        })?;
        Ok(row)
    }
}

/// A file that was received whole, of who asks or of anybody for who decides.
pub(super) fn known_upload(
    engine: &mut Engine,
    actor: &Actor,
    plan_id: i64,
    id: i64,
) -> Result<UploadRow, Problem> {
    let seen = |upload: &UploadRow| {
        upload.state != "receiving" && (upload.uploaded_by == actor.label || actor.may(Right::DecideReports))
    };
    upload_by_id(engine, plan_id, id)?
        .filter(seen)
        .ok_or_else(|| NOT_FOUND.with("what", format!("upload {id}")))
}
