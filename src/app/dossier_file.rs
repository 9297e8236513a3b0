//! Files of dossiers: received in parts, looked into, given out again, taken out of the dossier with a reason.

use chrono::TimeDelta;

use super::actor::{Actor, Right};
use super::audit::Entry;
use super::dossier::{DossierFileRow, Owner, Whose, demand_handing_in};
use super::dossier_check::{examined, name_refused};
use super::problem::{
    ALREADY_THERE, BODY_BROKEN_OFF, DOSSIER_FULL, FILE_EMPTY, FILE_TOO_LARGE, FILE_TYPE, NOT_FOUND,
    PART_UNKNOWN, Problem,
};
use super::service::{Change, Service};
use super::text_field::{LONGEST_TEXT, required};
use crate::contest::plan::{DossierPart, FileType};
use crate::db::Engine;
use crate::db::dossier::{
    count_files, delete_receiving_file, delete_unfinished_files, file_by_id, file_part, insert_file,
    insert_file_part, next_file_id, update_file,
};
use crate::intake::evidence::plain_or_refused;

/// How many bytes a part of a file's bytes has.
pub const PART: usize = 256 * 1024;

/// How many bytes a megabyte of a plan has.
const MEGABYTE: u64 = 1_000_000;

/// How many bytes a file may have, whatever the plan says.
pub const LARGEST_FILE: u64 = 50 * MEGABYTE;

/// How many files a dossier may have, with those taken out again and those that are being received.
const MOST_FILES: i64 = 200;

/// How long receiving a file takes at most; what began earlier and never ended is taken away.
const LONGEST_RECEIVING: TimeDelta = TimeDelta::hours(1);

/// A file of a dossier while it is received.
#[derive(Debug)]
pub struct ReceivingFile {
    row: DossierFileRow,
    whose: Whose,
    parts: i64,
    size: u64,
    limit: u64,
}

/// What is needed to take away a file that couldn't be received whole.
#[derive(Debug)]
pub struct BegunFile(DossierFileRow);

impl ReceivingFile {
    /// What is needed to take it away.
    pub fn begun(&self) -> BegunFile {
        BegunFile(self.row.clone())
    }

    /// Counts bytes that came.
    ///
    /// # Errors
    /// When they are more than the part of the dossier takes.
    pub fn count(&mut self, bytes: usize) -> Result<(), Problem> {
        self.size += bytes as u64;
        demand_size(self.size, self.limit)
    }
}

/// Refuses a file that is too large.
fn demand_size(size: u64, limit: u64) -> Result<(), Problem> {
    if size <= limit { Ok(()) } else { Err(FILE_TOO_LARGE.with("limit", limit / MEGABYTE)) }
}

/// Refuses by what a client says of a file's size, before anything of it is read.
///
/// # Errors
/// When it is larger than any file may be.
pub fn demand_stated_size(stated: Option<u64>) -> Result<(), Problem> {
    stated.map_or(Ok(()), |stated| demand_size(stated, LARGEST_FILE))
}

/// A part of the dossier of an award.
fn known_part<'a>(
    process: &'a crate::contest::plan::Process,
    award: &str,
    code: &str,
) -> Result<&'a DossierPart, Problem> {
    process.parts_of(award).find(|part| part.code == code).ok_or_else(|| {
        let known: Vec<&str> = process.parts_of(award).map(|part| part.code.as_str()).collect();
        PART_UNKNOWN.with("part", code).with("parts", known.join(", "))
    })
}

/// What the audit log keeps of a file: not its name, which may tell who somebody is.
fn told(row: &DossierFileRow, is_removed: bool) -> serde_json::Value {
    serde_json::json!({
        "part": row.part, "type": row.media_type, "size": row.size, "sha256": row.sha256, "removed": is_removed,
    })
}

impl Service {
    /// Begins to receive a file for a part of a dossier. `stated` is how many bytes the client says it has.
    ///
    /// # Errors
    /// When the actor may not, the dossier is closed or full, it has no such part, or the file's name or size isn't taken; and those of
    /// the database.
    pub fn begin_dossier_file(
        &self,
        actor: &Actor,
        (plan_id, whose): (i64, Whose),
        part: &str,
        file_name: &str,
        stated: Option<u64>,
    ) -> Result<ReceivingFile, Problem> {
        self.change(actor, Right::Nominate, |change| {
            let (_, frame) = self.framed(change.engine, plan_id)?;
            let owner = self.owner(change.engine, actor, (&frame, plan_id), whose)?;
            owner.demand_open()?;
            let known = known_part(&frame.plan.process, &owner.award, part)?;
            let limit = (u64::from(known.largest_mb) * MEGABYTE).min(LARGEST_FILE);
            stated.map_or(Ok(()), |stated| demand_size(stated, limit))?;
            let file_name = plain_or_refused(file_name).map_err(name_refused)?;
            delete_unfinished_files(change.engine, change.now - LONGEST_RECEIVING)?;
            let nomination_id = owner.nomination.as_ref().map(|nomination| nomination.id);
            let case_id = owner.case.as_ref().filter(|_| nomination_id.is_none()).map(|case| case.id);
            if count_files(change.engine, (nomination_id, case_id))? >= MOST_FILES {
                return Err(DOSSIER_FULL.with("most", MOST_FILES));
            }
            let row = DossierFileRow {
                id: next_file_id(change.engine)?,
                plan_id,
                case_id,
                nomination_id,
                state: "receiving".to_owned(),
                part: known.code.clone(),
                file_name,
                media_type: String::new(),
                size: 0,
                sha256: String::new(),
                made_by: actor.label.clone(),
                made_at: change.now,
                removed_by: None,
                removed_at: None,
                remove_reason: None,
            };
            insert_file(change.engine, &row)?;
            Ok(ReceivingFile { row, whose, parts: 0, size: 0, limit })
        })
    }

    /// Keeps the next part of a file's bytes.
    ///
    /// # Errors
    /// Those of the database.
    pub fn receive_file_part(&self, receiving: &mut ReceivingFile, bytes: &[u8]) -> Result<(), Problem> {
        let (row, number) = (&receiving.row, receiving.parts);
        self.database.write(|engine| {
            demand_still_receiving(engine, row)?;
            Ok::<_, Problem>(insert_file_part(engine, row.id, number, bytes)?)
        })?;
        receiving.parts += 1;
        Ok(())
    }

    /// Takes away a file that couldn't be received whole, or isn't taken.
    ///
    /// # Errors
    /// Those of the database.
    pub fn discard_dossier_file(&self, begun: &BegunFile) -> Result<(), Problem> {
        self.database.write(|engine| {
            demand_still_receiving(engine, &begun.0)?;
            Ok::<_, Problem>(delete_receiving_file(engine, begun.0.id)?)
        })
    }

    /// Ends receiving: looks into the file, and from then on it is in the dossier.
    ///
    /// # Errors
    /// When it is empty, isn't what the part takes, or stands there already; when the dossier was closed meanwhile; and those of
    /// the database.
    pub fn end_dossier_file(
        &self,
        actor: &Actor,
        receiving: ReceivingFile,
        sha256: String,
    ) -> Result<DossierFileRow, Problem> {
        let ReceivingFile { mut row, whose, size, .. } = receiving;
        if size == 0 {
            return Err(Problem::from(&FILE_EMPTY));
        }
        // Nobody but who receives it changes it meanwhile, so it can be read outside of the change.
        let found = self.database.read(|engine| {
            demand_still_receiving(engine, &row)?;
            examined(engine, (row.id, size), &row.file_name)
        })?;
        "received".clone_into(&mut row.state);
        row.media_type = found.media_type().to_owned();
        row.size = i64::try_from(size).unwrap_or(i64::MAX);
        row.sha256 = sha256;
        self.change(actor, Right::Nominate, |change| {
            let (_, frame) = self.framed(change.engine, row.plan_id)?;
            let owner = self.owner(change.engine, actor, (&frame, row.plan_id), whose)?;
            owner.demand_open()?;
            let part = known_part(&frame.plan.process, &owner.award, &row.part)?;
            if !part.types.contains(&found) {
                let taken: Vec<String> = part.types.iter().map(|it| it.code().to_uppercase()).collect();
                let found = found.code().to_uppercase();
                return Err(FILE_TYPE.with("type", found).with("taken", taken.join(", ")));
            }
            demand_new(change.engine, &owner, &row)?;
            demand_still_receiving(change.engine, &row)?;
            update_file(change.engine, &row)?;
            let entry = Entry::new("dossier.add", owner.label()).of_plan(row.plan_id);
            let unit = frame.code_at(i64::from(owner.unit));
            change.record(entry.of_unit(unit).after(&told(&row, false)))
        })?;
        Ok(row)
    }

    /// Takes a file out of a dossier. The record stays, and so do the bytes.
    ///
    /// # Errors
    /// When the actor may not, the dossier is closed, or the file isn't in it; and those of the database.
    pub fn remove_dossier_file(
        &self,
        actor: &Actor,
        (plan_id, whose): (i64, Whose),
        id: i64,
        reason: &str,
    ) -> Result<DossierFileRow, Problem> {
        demand_handing_in(actor)?;
        let reason = required("reason", reason, LONGEST_TEXT)?;
        self.change(actor, Right::Nominate, |change| {
            let (_, frame) = self.framed(change.engine, plan_id)?;
            let owner = self.owner(change.engine, actor, (&frame, plan_id), whose)?;
            let before = self.seen_file(change.engine, actor, (&owner, plan_id), id)?;
            if !before.stands() {
                return Err(NOT_FOUND.with("what", format!("file {id}")));
            }
            owner.demand_open()?;
            let after = DossierFileRow {
                removed_by: Some(actor.label.clone()),
                removed_at: Some(change.now),
                remove_reason: Some(reason),
                ..before.clone()
            };
            update_file(change.engine, &after)?;
            record_removal(
                change,
                &owner,
                (frame.code_at(i64::from(owner.unit)), plan_id),
                (&before, &after),
            )?;
            Ok(after)
        })
    }

    /// A file of a dossier, to be given out.
    ///
    /// # Errors
    /// When the actor may not see it, or there is none; and those of the database.
    pub fn dossier_file(
        &self,
        actor: &Actor,
        (plan_id, whose): (i64, Whose),
        id: i64,
    ) -> Result<DossierFileRow, Problem> {
        self.read(actor, Right::View, |engine| {
            let (_, frame) = self.framed(engine, plan_id)?;
            let owner = self.owner(engine, actor, (&frame, plan_id), whose)?;
            self.seen_file(engine, actor, (&owner, plan_id), id)
        })
    }

    /// A part of the bytes of a file that was asked for; `None` behind the last one. They go when the person is erased.
    ///
    /// # Errors
    /// Those of the database.
    pub fn dossier_bytes(&self, file: &DossierFileRow, number: i64) -> Result<Option<Vec<u8>>, Problem> {
        self.database.read(|engine| Ok::<_, Problem>(file_part(engine, file.id, number)?))
    }
}

fn record_removal(
    change: &mut Change<'_>,
    owner: &Owner,
    (unit, plan_id): (&str, i64),
    (before, after): (&DossierFileRow, &DossierFileRow),
) -> Result<(), Problem> {
    let entry = Entry::new("dossier.remove", owner.label()).of_plan(plan_id).of_unit(unit);
    change.record(entry.before(&told(before, false)).after(&told(after, true)))
}

/// Refuses the same file in the same part once more.
fn demand_new(engine: &mut Engine, owner: &Owner, row: &DossierFileRow) -> Result<(), Problem> {
    let same = |it: &DossierFileRow| it.stands() && it.part == row.part && it.sha256 == row.sha256;
    match owner.files(engine)?.into_iter().find(same) {
        Some(file) => Err(ALREADY_THERE.with("what", format!("file {}", file.id))),
        None => Ok(()),
    }
}

/// Refuses to go on with a file that was given up meanwhile: its number may be another file's by now.
fn demand_still_receiving(engine: &mut Engine, row: &DossierFileRow) -> Result<(), Problem> {
    let same = |known: &DossierFileRow| {
        known.state == "receiving" && known.made_by == row.made_by && known.made_at == row.made_at
    };
    let is_there = file_by_id(engine, row.plan_id, row.id)?.is_some_and(|known| same(&known));
    if is_there { Ok(()) } else { Err(Problem::from(&BODY_BROKEN_OFF)) }
}

/// The ending that a file given out under another name should have.
pub fn type_of(file: &DossierFileRow) -> Option<FileType> {
    FileType::of_media_type(&file.media_type)
}
