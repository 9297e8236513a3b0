//! `thidua backup` and `thidua restore`.

use std::io::Write;

use super::arguments::{BackupArguments, RestoreArguments};
use super::failure::Failure;
use super::files::Target;
use super::rank::show;
use super::serve::not_opened;
use crate::app::backup::{self, Copied, NotCopied};
use crate::text::Texts;

fn not_copied(texts: &Texts, why: NotCopied) -> Failure {
    let file_and_reason = |key: &str, file: String, reason: String| {
        texts.get(key, &[("file", file.into()), ("reason", reason.into())])
    };
    match why {
        NotCopied::Opened(why) => not_opened(texts, why),
        NotCopied::Exists(file) => {
            Failure::WrongUse(texts.get("error-backup-exists", &[("file", file.into())]))
        }
        NotCopied::Unreadable(file, reason) => {
            Failure::WrongUse(file_and_reason("error-backup-file", file, reason))
        }
        NotCopied::Filled(database) => {
            Failure::WrongUse(texts.get("error-restore-filled", &[("database", database.into())]))
        }
        NotCopied::Unsound(reason) => {
            Failure::WrongUse(texts.get("error-backup-unsound", &[("reason", reason.into())]))
        }
    }
}

fn told(texts: &Texts, key: &str, done: Result<Copied, NotCopied>) -> Result<(), Failure> {
    let Copied { rows, records, head } = done.map_err(|why| not_copied(texts, why))?;
    let mut target = Target::open(texts, None, &[])?;
    let parts = [("rows", rows.into()), ("records", records.into()), ("head", head.into())];
    show(&mut target, &(texts.get(key, &parts) + "\n"))?;
    Ok(target.flush()?)
}

/// Writes everything into one file.
pub fn backup(texts: &Texts, arguments: &BackupArguments) -> Result<(), Failure> {
    told(texts, "backup-done", backup::backup(&arguments.database.database, &arguments.file))
}

/// Reads everything from such a file into an empty database.
pub fn restore(texts: &Texts, arguments: &RestoreArguments) -> Result<(), Failure> {
    told(texts, "restore-done", backup::restore(&arguments.database.database, &arguments.file))
}
