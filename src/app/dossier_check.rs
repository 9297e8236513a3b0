//! What a file of a dossier is found to be, read from the database part by part.

use std::io::{Error, Read, Result as Read_, Seek, SeekFrom};

use super::dossier_file::PART;
use super::problem::{
    FILE_ACTIVE, FILE_DAMAGED, FILE_EMPTY, FILE_ENDING, FILE_HIDDEN, FILE_LEGACY, FILE_MACRO, FILE_NAME,
    FILE_POINTS, FILE_PROTECTED, FILE_UNKNOWN, FILE_UNPACKS, Problem,
};
use crate::contest::plan::FileType;
use crate::db::Engine;
use crate::db::dossier::file_part;
use crate::intake::evidence::{NameFault, NotTaken, examine};

/// The bytes of a file, of which one part is in memory at a time.
struct Stored<'a> {
    engine: &'a mut Engine,
    file: i64,
    size: u64,
    at: u64,
    part: Option<(u64, Vec<u8>)>,
    failure: Option<Problem>,
}

impl Stored<'_> {
    /// The part that holds the byte where reading stands.
    fn here(&mut self) -> Read_<&[u8]> {
        let number = self.at / PART as u64;
        if self.part.as_ref().is_none_or(|(known, _)| *known != number) {
            let found = i64::try_from(number).map_err(Error::other);
            let found = found.and_then(|number| match file_part(self.engine, self.file, number) {
                Ok(part) => Ok(part.unwrap_or_default()),
                Err(error) => {
                    self.failure = Some(Problem::from(error));
                    Err(Error::other("the database can't be read"))
                }
            });
            self.part = Some((number, found?));
        }
        Ok(self.part.as_ref().map_or(&[], |(_, part)| part.as_slice()))
    }
}

impl Read for Stored<'_> {
    fn read(&mut self, into: &mut [u8]) -> Read_<usize> {
        if self.at >= self.size {
            return Ok(0);
        }
        let offset = usize::try_from(self.at % PART as u64).map_err(Error::other)?;
        let rest = self.here()?.get(offset..).unwrap_or_default();
        let count = rest.len().min(into.len());
        into[..count].copy_from_slice(&rest[..count]);
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Stored<'_> {
    fn seek(&mut self, to: SeekFrom) -> Read_<u64> {
        let wanted = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.size.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = wanted.ok_or_else(|| Error::other("before the start"))?;
        Ok(self.at)
    }
}

/// What a file that was received whole is.
///
/// # Errors
/// Why it isn't taken; and those of the database.
pub(super) fn examined(
    engine: &mut Engine,
    (file, size): (i64, u64),
    name: &str,
) -> Result<FileType, Problem> {
    let mut stored = Stored { engine, file, size, at: 0, part: None, failure: None };
    let found = examine(name, &mut stored);
    match (stored.failure, found) {
        (Some(failure), _) => Err(failure),
        (None, Ok(found)) => Ok(found),
        (None, Err(reason)) => Err(refused(reason)),
    }
}

/// Why a file isn't taken, as a problem.
fn refused(reason: NotTaken) -> Problem {
    match reason {
        NotTaken::Empty => Problem::from(&FILE_EMPTY),
        NotTaken::Name(fault) => name_refused(fault),
        NotTaken::Unknown => Problem::from(&FILE_UNKNOWN),
        NotTaken::Legacy => Problem::from(&FILE_LEGACY),
        NotTaken::Encrypted => Problem::from(&FILE_PROTECTED),
        NotTaken::Macro { place } => FILE_MACRO.with("place", place),
        NotTaken::Active { action } => FILE_ACTIVE.with("action", action),
        NotTaken::Hidden => Problem::from(&FILE_HIDDEN),
        NotTaken::Contradiction { ending, content } => {
            FILE_ENDING.with("ending", ending).with("type", content.code().to_uppercase())
        }
        NotTaken::TooLargeUnpacked { limit } => FILE_UNPACKS.with("limit", limit / 1024 / 1024),
        NotTaken::TooManyPoints { limit } => FILE_POINTS.with("limit", limit / 1_000_000),
        NotTaken::Damaged => Problem::from(&FILE_DAMAGED),
    }
}

/// What is wrong with a file's name, as a problem.
pub(super) fn name_refused(fault: NameFault) -> Problem {
    FILE_NAME.with(
        "fault",
        match fault {
            NameFault::Empty => "empty",
            NameFault::TooLong => "too_long",
            NameFault::Path => "path",
            NameFault::Invisible => "invisible",
        },
    )
}
