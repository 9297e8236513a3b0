//! Texts and spreadsheets of the Office Open XML family, and the old binary files before them.

use std::io::Read;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use super::name::{ending, is_of_macros};
use super::sweep::holds;
use super::{NotTaken, Source};
use crate::contest::plan::FileType;

/// How many bytes all parts of a file may unpack to.
pub const MOST_UNPACKED: u64 = 256 * 1024 * 1024;
/// How many bytes a part that tells of other parts may unpack to.
const MOST_TELLING: u64 = 4 * 1024 * 1024;
/// How many parts a file may have.
const MOST_PARTS: usize = 20_000;

const TYPES: &str = "[content_types].xml";
const TEXT: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
const SHEETS: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";

/// Why an old binary file isn't taken. One of the new family that a password protects is wrapped in such a file.
pub fn old(source: &mut impl Source) -> NotTaken {
    let wrapped: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    match holds(source, &wrapped) {
        Ok(true) => NotTaken::Encrypted,
        Ok(false) => NotTaken::Legacy,
        Err(_) => NotTaken::Damaged,
    }
}

/// Reads every part of a file once, within bounds.
///
/// # Errors
/// When it isn't of the family, carries macros, is protected, damaged or unpacks to too much.
pub fn check(source: &mut impl Source) -> Result<FileType, NotTaken> {
    let mut archive = ZipArchive::new(source).map_err(|_| NotTaken::Damaged)?;
    if archive.len() > MOST_PARTS {
        return Err(NotTaken::TooLargeUnpacked { limit: MOST_UNPACKED });
    }
    let mut kind = None;
    let mut left = MOST_UNPACKED;
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(zip::result::ZipError::PASSWORD_REQUIRED) => {
                NotTaken::Encrypted
            }
            _ => NotTaken::Damaged,
        })?;
        let name = part.name().map_err(|_| NotTaken::Damaged)?.to_lowercase();
        if name.contains("vbaproject") || name.contains("vbadata") || is_of_macros(&ending(&name)) {
            return Err(NotTaken::Macro { place: name });
        }
        let telling = name == TYPES || ending(&name) == "rels";
        let bound = if telling { left.min(MOST_TELLING) } else { left };
        let mut text = Vec::new();
        let mut bounded = part.by_ref().take(bound + 1);
        let read = if telling {
            bounded.read_to_end(&mut text).and_then(|read| u64::try_from(read).map_err(std::io::Error::other))
        } else {
            std::io::copy(&mut bounded, &mut std::io::sink())
        };
        let read = read.map_err(|_| NotTaken::Damaged)?;
        if read > bound {
            return Err(NotTaken::TooLargeUnpacked {
                limit: if telling { MOST_TELLING } else { MOST_UNPACKED },
            });
        }
        left -= read;
        if name == TYPES {
            kind = Some(stated_kind(&text)?);
        } else if telling {
            check_relations(&name, &text)?;
        }
    }
    kind.flatten().ok_or(NotTaken::Unknown)
}

/// The kind that the list of content types states.
fn stated_kind(text: &[u8]) -> Result<Option<FileType>, NotTaken> {
    let mut kind = None;
    for_each_element(text, |element| {
        let Some(stated) = value_of(element, "ContentType")? else { return Ok(()) };
        let folded = stated.to_lowercase();
        if folded.contains("macro") || folded.contains("vba") {
            return Err(NotTaken::Macro { place: stated });
        }
        let found = match stated.as_str() {
            TEXT => FileType::Docx,
            SHEETS => FileType::Xlsx,
            _ => return Ok(()),
        };
        if kind.replace(found).is_some_and(|before| before != found) {
            return Err(NotTaken::Damaged);
        }
        Ok(())
    })?;
    Ok(kind)
}

/// Refuses parts that name macros, and templates that are fetched from elsewhere and may carry some.
fn check_relations(name: &str, text: &[u8]) -> Result<(), NotTaken> {
    for_each_element(text, |element| {
        let kind = value_of(element, "Type")?.unwrap_or_default().to_lowercase();
        let target = value_of(element, "Target")?.unwrap_or_default().to_lowercase();
        let elsewhere =
            target.starts_with("http:") || target.starts_with("https:") || target.starts_with("\\\\");
        let of_macros = kind.ends_with("/vbaproject") || kind.ends_with("macrosheet");
        if of_macros || kind.ends_with("/attachedtemplate") && elsewhere {
            return Err(NotTaken::Macro { place: name.to_owned() });
        }
        Ok(())
    })
}

/// Visits every element of a text in XML.
fn for_each_element(
    text: &[u8],
    mut visit: impl FnMut(&BytesStart<'_>) -> Result<(), NotTaken>,
) -> Result<(), NotTaken> {
    // What is read here is UTF-8, as the family's programs write it; a file in another encoding isn't guessed at.
    let text = std::str::from_utf8(text).map_err(|_| NotTaken::Damaged)?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{FEFF}'));
    loop {
        match reader.read_event().map_err(|_| NotTaken::Damaged)? {
            Event::Start(element) | Event::Empty(element) => visit(&element)?,
            Event::DocType(_) => return Err(NotTaken::Damaged),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The value of an attribute of an element.
fn value_of(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, NotTaken> {
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|_| NotTaken::Damaged)?;
        if attribute.key.local_name().as_ref() == name {
            let value = attribute.normalized_value(XmlVersion::default()).map_err(|_| NotTaken::Damaged)?;
            return Ok(Some(value.into_owned()));
        }
    }
    Ok(None)
}
