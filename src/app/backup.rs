//! Backup and restore: everything in one file of the embedded engine, whichever engine it comes from or goes to.

use std::path::Path;

use super::audit::{Verified, verify};
use super::open::{NotOpened, open, open_known};
use super::problem::{AUDIT_BROKEN, BACKUP_DIFFERS, Problem};
use crate::db::backup::{
    Manifest, copy_all, count_all, count_rows_of_backup, integrity, read_manifest, write_manifest,
};
use crate::db::{Database, DatabaseUrl, Engine};

/// What was copied and verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// Rows in all tables.
    pub rows: i64,
    /// Records of the audit log.
    pub records: i64,
    /// The hash of the last.
    pub head: String,
}

/// Why nothing was copied.
#[derive(Debug)]
pub enum NotCopied {
    /// A database can't be opened.
    Opened(NotOpened),
    /// The file to write is there already.
    Exists(String),
    /// The file to read isn't there or is no backup; its name and why.
    Unreadable(String, String),
    /// The database to restore into isn't empty.
    Filled(String),
    /// The copy was read back and isn't what it should be, or the engine failed.
    Unsound(String),
}

fn unsound(reason: impl std::fmt::Debug) -> NotCopied {
    NotCopied::Unsound(format!("{reason:?}"))
}

/// Writes everything in a database into a file. It is written beside, read back and verified before it gets its name,
/// so there is never half a file; the service may run meanwhile.
///
/// # Errors
/// When the database can't be opened, the file is there already or can't be written, or the copy isn't sound.
pub fn backup(address: &str, file: &Path) -> Result<Copied, NotCopied> {
    if file.exists() {
        return Err(NotCopied::Exists(file.display().to_string()));
    }
    let (from, _) = open_known(address, 1).map_err(NotCopied::Opened)?;
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // A folder of its own beside, so that nothing stays whatever happens and nobody else reads along.
    let beside = tempfile::Builder::new().prefix(".thidua-backup").tempdir_in(folder).map_err(unsound)?;
    let part = beside.path().join("backup.db");
    let (to, _) = open(&format!("sqlite://{}", part.display()), 1).map_err(NotCopied::Opened)?;
    let copied = copy(&from, &to, &Expected::ToBeNoted)?;
    to.end_log().map_err(unsound)?;
    drop(to);
    // Read back from the file as it is now.
    let (written, _) = open(&format!("sqlite://{}", part.display()), 1).map_err(NotCopied::Opened)?;
    demand_sound(&written)?;
    let again = written.read(verify_all).map_err(|problem| unsound(problem.code.code))?;
    if again != copied {
        return Err(unsound("read back"));
    }
    written.end_log().map_err(unsound)?;
    drop(written);
    // What is acknowledged survives a power cut: the file first, then its name.
    std::fs::File::open(&part).and_then(|file| file.sync_all()).map_err(unsound)?;
    std::fs::hard_link(&part, file).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => NotCopied::Exists(file.display().to_string()),
        _ => unsound(error),
    })?;
    std::fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(unsound)?;
    Ok(copied)
}

/// Reads everything from a backup into an empty database, all of it or nothing, and verifies what came.
///
/// # Errors
/// When the file is no backup, the database can't be opened or isn't empty, or the copy isn't sound.
pub fn restore(address: &str, file: &Path) -> Result<Copied, NotCopied> {
    let unreadable = |reason: String| NotCopied::Unreadable(file.display().to_string(), reason);
    let mut backup = std::fs::File::open(file).map_err(|error| unreadable(error.to_string()))?;
    // Opening brings a database to the program's version, so a copy is opened and the backup left as it is.
    let folder = tempfile::tempdir().map_err(|error| unreadable(error.to_string()))?;
    let scratch = folder.path().join("restore.db");
    std::fs::File::create_new(&scratch)
        .and_then(|mut scratch| std::io::copy(&mut backup, &mut scratch))
        .map_err(|error| unreadable(error.to_string()))?;
    let address_of_scratch = format!("sqlite://{}", scratch.display());
    let url = DatabaseUrl::parse(&address_of_scratch).map_err(|why| unreadable(format!("{why:?}")))?;
    let as_written = Database::open(&url, 1).map_err(|why| unreadable(format!("{why:?}")))?;
    let of_file = |error: crate::db::QueryError| unreadable(error.to_string());
    let manifest = as_written.with(read_manifest).map_err(unsound)?.map_err(of_file)?;
    let rows = as_written.with(count_rows_of_backup).map_err(unsound)?.map_err(of_file)?;
    if rows != manifest.rows {
        return Err(NotCopied::Unsound(format!("{} {rows}", BACKUP_DIFFERS.code)));
    }
    drop(as_written);
    let (from, upgraded) = open(&address_of_scratch, 1).map_err(|why| unreadable(format!("{why:?}")))?;
    demand_sound(&from)?;
    let (to, _) = open(address, 1).map_err(NotCopied::Opened)?;
    let filled: i64 = to.with(count_all).map_err(unsound)?.map_err(unsound)?;
    if filled > 0 {
        return Err(NotCopied::Filled(to.url().shown()));
    }
    // The digest is that of rows as the writing program had them: an older one's can't be made again.
    let expected = if upgraded.is_empty() { Expected::Digest(&manifest) } else { Expected::WhatIsThere };
    copy(&from, &to, &expected)
}

/// Asks the embedded engine whether its file is sound.
fn demand_sound(database: &Database) -> Result<(), NotCopied> {
    let told = database.with(integrity).map_err(unsound)?.map_err(unsound)?;
    if told == "ok" { Ok(()) } else { Err(NotCopied::Unsound(told)) }
}

/// What a copy holds, with its chain of audit records verified.
fn verify_all(engine: &mut Engine) -> Result<Copied, Problem> {
    let rows = count_all(engine)?;
    match verify(engine)? {
        Verified::Whole { records, head } => Ok(Copied { rows, records, head }),
        Verified::Broken { seq } => Err(AUDIT_BROKEN.with("seq", seq)),
    }
}

/// What a copy is held against.
enum Expected<'a> {
    /// The manifest of the backup that is read.
    Digest(&'a Manifest),
    /// As many rows as the database has that is read.
    WhatIsThere,
    /// The same; and the copy is a backup, which gets its manifest.
    ToBeNoted,
}

/// Copies everything in one transaction on either side, and keeps it only if it is what it should be: as many rows as
/// there were, with the digest that is expected, and a whole chain of audit records.
fn copy(from: &Database, to: &Database, expected: &Expected<'_>) -> Result<Copied, NotCopied> {
    let done = from.read(|from| {
        to.write(|to| {
            let made = copy_all(from, to)?;
            let copied = verify_all(to)?;
            let as_said = match expected {
                Expected::Digest(manifest) => **manifest == made,
                Expected::WhatIsThere | Expected::ToBeNoted => true,
            };
            if copied.rows != made.rows || !as_said {
                return Err(BACKUP_DIFFERS.with("rows", made.rows));
            }
            if matches!(expected, Expected::ToBeNoted) {
                write_manifest(to, &made)?;
            }
            Ok(copied)
        })
    });
    done.map_err(|problem: Problem| {
        let argument = problem.arguments.first().map_or("", |(_, value)| value);
        NotCopied::Unsound(format!("{} {argument}", problem.code.code).trim().to_owned())
    })
}
