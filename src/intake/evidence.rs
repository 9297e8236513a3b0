//! What a file of evidence really is, by its bytes and structure and never by its name alone, and why one isn't taken.
//!
//! A file is read piece by piece, so that a large one never stands in memory whole. What this doesn't find: a file that
//! misuses a mistake of the program that opens it, an object embedded in a document (a table inside a text is one),
//! actions that a PDF hides in streams of other filters than the usual one (such a stream is refused where it may
//! hold objects), and lies told in plain words. It is no scanner for malicious programs.

mod image;
mod name;
mod office;
mod pdf;
mod sweep;

use std::io::{Read, Seek, SeekFrom};

pub use name::plain_or_refused;

use crate::contest::plan::FileType;

/// Why a file of evidence isn't taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotTaken {
    /// It has no byte.
    Empty,
    /// Its name is empty, too long, or holds a path or characters that can't be seen.
    Name(NameFault),
    /// It is none of the kinds that are taken.
    Unknown,
    /// An old binary file of an office program (.doc, .xls, .ppt).
    Legacy,
    /// It is protected by a password, so nobody can look into it.
    Encrypted,
    /// It carries macros, or the name of a file that does; and where.
    Macro {
        /// The part of the file, or the ending of its name.
        place: String,
    },
    /// A PDF that runs something when it is opened or used; and what it names.
    Active {
        /// The name in the PDF.
        action: &'static str,
    },
    /// A PDF that holds objects packed in a way that isn't looked into.
    Hidden,
    /// The ending of the name says another kind than the content.
    Contradiction {
        /// The ending of the name.
        ending: String,
        /// What the content is.
        content: FileType,
    },
    /// It unpacks to more than is read of one file.
    TooLargeUnpacked {
        /// How many bytes are read.
        limit: u64,
    },
    /// A picture with more points than a reader's machine should have to show.
    TooManyPoints {
        /// How many are taken.
        limit: u64,
    },
    /// It is broken off or damaged.
    Damaged,
}

/// What is wrong with a file's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameFault {
    /// Nothing is left of it.
    Empty,
    /// It has more characters than are kept.
    TooLong,
    /// It names a folder.
    Path,
    /// It holds characters that can't be seen.
    Invisible,
}

/// Bytes of a file that can be read from anywhere.
pub trait Source: Read + Seek {}

impl<T: Read + Seek> Source for T {}

const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
const ZIP: &[u8] = b"PK\x03\x04";
const JPEG: &[u8] = &[0xFF, 0xD8, 0xFF];
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
const PDF: &[u8] = b"%PDF-";

/// What a file of evidence is, when it may be taken.
///
/// # Errors
/// Why it isn't taken. A source that can't be read counts as damaged; who reads from something that may fail asks it.
pub fn examine<S: Source>(name: &str, source: &mut S) -> Result<FileType, NotTaken> {
    let plain = plain_or_refused(name).map_err(NotTaken::Name)?;
    let mut head = Vec::with_capacity(16);
    start(source)?.by_ref().take(16).read_to_end(&mut head).map_err(|_| NotTaken::Damaged)?;
    let ending = name::ending(&plain);
    if head.is_empty() {
        return Err(NotTaken::Empty);
    }
    if head.starts_with(OLE) {
        return Err(office::old(start(source)?));
    }
    if name::is_of_macros(&ending) {
        return Err(NotTaken::Macro { place: format!(".{ending}") });
    }
    let content = if head.starts_with(PDF) {
        pdf::check(start(source)?)?;
        FileType::Pdf
    } else if head.starts_with(PNG) {
        image::check_png(start(source)?)?;
        FileType::Png
    } else if head.starts_with(JPEG) {
        image::check_jpeg(start(source)?)?;
        FileType::Jpeg
    } else if head.starts_with(ZIP) {
        office::check(start(source)?)?
    } else {
        return Err(NotTaken::Unknown);
    };
    if name::type_by_ending(&ending) == Some(content) {
        Ok(content)
    } else {
        Err(NotTaken::Contradiction { ending, content })
    }
}

fn start<S: Source>(source: &mut S) -> Result<&mut S, NotTaken> {
    source.seek(SeekFrom::Start(0)).map_err(|_| NotTaken::Damaged)?;
    Ok(source)
}

#[cfg(test)]
mod tests;
