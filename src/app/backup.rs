//! Backup and restore: everything in one file of the embedded engine, whichever engine it comes from or goes to.

use std::path::Path;

use super::audit::{Verified, verify};
use super::open::{NotOpened, open};
use super::problem::Problem;
use crate::db::Database;
use crate::db::backup::{copy_all, count_all};

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
    let (from, _) = open(address, 1).map_err(NotCopied::Opened)?;
    let beside = file.with_added_extension("part");
    let leave = |_: &std::io::Error| ();
    let done = (|| {
        std::fs::remove_file(&beside).or_else(|error| {
            if error.kind() == std::io::ErrorKind::NotFound { Ok(()) } else { Err(unsound(error)) }
        })?;
        let (to, _) = open(&format!("sqlite://{}", beside.display()), 1).map_err(NotCopied::Opened)?;
        let copied = copy(&from, &to)?;
        to.end_log().map_err(unsound)?;
        drop(to);
        // What is acknowledged survives a power cut: the file first, then its name.
        let written = std::fs::File::open(&beside).and_then(|file| file.sync_all());
        written.map_err(unsound)?;
        std::fs::rename(&beside, file).map_err(unsound)?;
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        std::fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(unsound)?;
        Ok(copied)
    })();
    if done.is_err() {
        let _nothing_kept = std::fs::remove_file(&beside).map_err(|error| leave(&error));
    }
    done
}

/// Reads everything from a backup into an empty database, all of it or nothing, and verifies what came.
///
/// # Errors
/// When the file is no backup, the database can't be opened or isn't empty, or the copy isn't sound.
pub fn restore(address: &str, file: &Path) -> Result<Copied, NotCopied> {
    let unreadable = |reason: String| NotCopied::Unreadable(file.display().to_string(), reason);
    std::fs::File::open(file).map_err(|error| unreadable(error.to_string()))?;
    // Opening brings a database to the program's version; the backup itself is left as it is.
    let scratch = tempfile_beside(file).map_err(|error| unreadable(error.to_string()))?;
    let done = (|| {
        let opened = open(&format!("sqlite://{}", scratch.display()), 1);
        let (from, _) = opened.map_err(|why| unreadable(format!("{why:?}")))?;
        let (to, _) = open(address, 1).map_err(NotCopied::Opened)?;
        let filled: i64 = to.with(count_all).map_err(unsound)?.map_err(unsound)?;
        if filled > 0 {
            return Err(NotCopied::Filled(to.url().shown()));
        }
        copy(&from, &to)
    })();
    for ending in ["", "-wal", "-shm"] {
        let mut name = scratch.clone().into_os_string();
        name.push(ending);
        let _may_not_be_there = std::fs::remove_file(name);
    }
    done
}

/// A copy of a backup to work with.
fn tempfile_beside(file: &Path) -> std::io::Result<std::path::PathBuf> {
    let scratch = std::env::temp_dir().join(format!("thidua-restore-{}.db", std::process::id()));
    std::fs::copy(file, &scratch)?;
    Ok(scratch)
}

/// Copies everything in one transaction on either side, then reads it back.
fn copy(from: &Database, to: &Database) -> Result<Copied, NotCopied> {
    let rows = from
        .read(|from| to.write(|to| Ok::<_, Problem>(copy_all(from, to)?)))
        .map_err(|problem: Problem| unsound(problem.code.code))?;
    let counted: i64 = to.with(count_all).map_err(unsound)?.map_err(unsound)?;
    if counted != rows {
        return Err(NotCopied::Unsound(format!("{counted} != {rows}")));
    }
    match to.read(verify).map_err(|problem| unsound(problem.code.code))? {
        Verified::Whole { records, head } => Ok(Copied { rows, records, head }),
        Verified::Broken { seq } => Err(NotCopied::Unsound(format!("audit {seq}"))),
    }
}
