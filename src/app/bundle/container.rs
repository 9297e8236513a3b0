//! The archive that a bundle is, with the member that tells of all others.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::num::TryFromIntError;

use serde::{Deserialize, Serialize};

use super::{FORMAT, HEAD, members_of};
use crate::app::service::sha256;
use crate::documents::archive::{Archive, Packer};
use crate::intake::sheet::MOST_UNPACKED_BYTES;

/// How many members an archive may have before it isn't looked into at all.
const MOST_MEMBERS: usize = 100;

/// How large the member may be that tells of all others.
const MOST_HEAD_BYTES: u64 = 1 << 20;

/// By how much a member may be larger than stated and is still unpacked, so that what was changed in it can be told.
const SLACK: u64 = 1 << 20;

/// What a bundle says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// [`super::FORMAT`], or an earlier one.
    pub format: String,
    /// The version of the program that made it.
    pub program: String,
    /// The plan.
    pub plan: PlanHead,
    /// The stored ranking.
    pub ranking: RankingHead,
    /// The stored ranking of persons that goes with it, when there is one that can be made again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub persons: Option<PersonsHead>,
    /// Other stored rankings that cases rest on, or that told the seats of a tie when it was voted on: of units, then of
    /// persons, by number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_rankings: Vec<OtherHead>,
    /// The audit log.
    pub audit: AuditHead,
    /// Every other member.
    pub members: Vec<Member>,
}

/// Which plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanHead {
    /// Its code.
    pub code: String,
}

/// Which stored ranking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RankingHead {
    /// Its number in the plan.
    pub number: i64,
    /// `current`, `superseded`, `staged` or `cancelled`, when the bundle was made.
    pub state: String,
    /// When it was stored, in UTC.
    pub made_at: String,
    /// Since when it stood, in UTC; `None`: it never did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stood_from: Option<String>,
    /// The moment, in UTC, as of which milestones were overdue.
    pub as_of: Option<String>,
    /// Why it was made anew.
    pub reason: Option<String>,
    /// Why it was applied or cancelled.
    pub decision_reason: Option<String>,
    /// SHA-256 of the inputs.
    pub input_hash: String,
    /// SHA-256 of the result.
    pub result_hash: String,
}

/// Which stored ranking of persons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonsHead {
    /// Its number in the plan.
    pub number: i64,
    /// `current` or `superseded`, when the bundle was made.
    pub state: String,
    /// When it was stored, in UTC.
    pub made_at: String,
    /// SHA-256 of the inputs.
    pub input_hash: String,
    /// SHA-256 of the result.
    pub result_hash: String,
}

/// Whom a stored ranking ranks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RankingOf {
    /// Units.
    Units,
    /// Persons.
    Persons,
}

/// Another stored ranking, whose result is a member of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherHead {
    /// Whom it ranks.
    pub of: RankingOf,
    /// Its number in the plan.
    pub number: i64,
    /// `current` or `superseded`, when the bundle was made.
    pub state: String,
    /// Since when it stood, in UTC.
    pub stood_from: String,
    /// SHA-256 of the inputs, which aren't in the bundle.
    pub input_hash: String,
    /// SHA-256 of the result.
    pub result_hash: String,
}

impl OtherHead {
    /// The name of the member that its result is.
    pub fn member(&self) -> String {
        let folder = match self.of {
            RankingOf::Units => "rankings",
            RankingOf::Persons => "persons",
        };
        format!("{folder}/{}.json", self.number)
    }
}

impl Head {
    /// The names of all other members.
    pub(super) fn known_members(&self) -> Vec<String> {
        let always = members_of(&self.format).unwrap_or_default().iter().map(|name| (*name).to_owned());
        always.chain(self.other_rankings.iter().map(OtherHead::member)).collect()
    }
}

/// The audit log when the bundle was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditHead {
    /// How many records it had.
    pub records: i64,
    /// The hash of the last.
    pub head: String,
    /// The record that tells of the stored ranking.
    pub stored: Option<StoredRecord>,
}

/// A record of the audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoredRecord {
    /// Its number.
    pub seq: i64,
    /// Its hash.
    pub hash: String,
}

/// A member of the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// How many bytes it has.
    pub bytes: usize,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// Why a file can't be looked into as a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotABundle {
    /// It isn't a whole ZIP archive; why.
    NotAnArchive(String),
    /// It has no member that tells of the others, or that can't be read; why.
    NoHead(String),
    /// It is of another format; which.
    OtherFormat(String),
    /// It is, or unpacks to, more than so many bytes, or has too many members.
    TooLarge,
}

/// Packs the members, with the one that tells of them. The same members give the same bytes.
///
/// # Errors
/// When they are more than is ever unpacked.
pub(super) fn packed(head: &Head, members: &[(String, Vec<u8>)]) -> Result<Vec<u8>, String> {
    let size: usize = members.iter().map(|(_, bytes)| bytes.len()).sum();
    if u64::try_from(size).is_ok_and(|size| size > MOST_UNPACKED_BYTES) {
        return Err(format!("{size} bytes are more than is ever unpacked"));
    }
    if members.len() >= MOST_MEMBERS {
        return Err(format!("{} members are more than are ever looked into", members.len()));
    }
    let listed = members.iter().map(|(name, bytes)| Member {
        name: name.clone(),
        bytes: bytes.len(),
        sha256: sha256(bytes),
    });
    let head = Head { members: listed.collect(), ..head.clone() };
    let mut text = serde_json::to_string_pretty(&head).expect("what is told has texts as keys");
    text.push('\n');
    archived(&text, members).map_err(|error| error.to_string())
}

fn archived(head: &str, members: &[(String, Vec<u8>)]) -> Result<Vec<u8>, TryFromIntError> {
    let mut archive = Archive::default();
    archive.push(HEAD, &[Packer::packed(head.as_bytes())])?;
    for (name, bytes) in members {
        archive.push(name, &[Packer::packed(bytes)])?;
    }
    archive.finish()
}

/// An archive unpacked in memory.
#[derive(Debug)]
pub(super) struct Unpacked {
    /// What it says of itself.
    pub head: Head,
    /// The known members but for that one, by name.
    pub members: BTreeMap<String, Vec<u8>>,
    /// Members that no bundle has, and names that stand there twice.
    pub strange: Vec<String>,
    /// Members whose bytes can't be unpacked, and why.
    pub broken: Vec<(String, String)>,
}

/// Unpacks an archive in memory, never more than the limit, and nothing to disk.
pub(super) fn unpacked(bytes: &[u8]) -> Result<Unpacked, NotABundle> {
    if u64::try_from(bytes.len()).is_ok_and(|size| size > MOST_UNPACKED_BYTES) {
        return Err(NotABundle::TooLarge);
    }
    let opened = zip::ZipArchive::new(Cursor::new(bytes));
    let mut archive = opened.map_err(|error| NotABundle::NotAnArchive(error.to_string()))?;
    if archive.len() > MOST_MEMBERS {
        return Err(NotABundle::TooLarge);
    }
    let at = archive.index_for_name(HEAD).ok_or_else(|| NotABundle::NoHead(HEAD.to_owned()))?;
    let head = member(&mut archive, at, MOST_HEAD_BYTES).map_err(NotABundle::NoHead)?;
    let head = read_head(&head)?;
    let stated = |name: &str| {
        let stated = head.members.iter().find(|member| member.name == name);
        stated.and_then(|stated| u64::try_from(stated.bytes).ok())
    };
    let known_members = head.known_members();
    let sizes = known_members.iter().filter_map(|name| stated(name)).try_fold(0_u64, u64::checked_add);
    if sizes.is_none_or(|sizes| sizes > MOST_UNPACKED_BYTES) {
        return Err(NotABundle::TooLarge);
    }
    let (mut members, mut strange, mut broken) = (BTreeMap::new(), Vec::new(), Vec::new());
    if archive.has_duplicate_names() {
        strange.push("?".to_owned());
    }
    for at in 0..archive.len() {
        let name = archive.name_for_index(at).transpose();
        let name = name.ok().flatten().map_or_else(|| "?".to_owned(), std::borrow::Cow::into_owned);
        if !known_members.contains(&name) {
            if name != HEAD {
                strange.push(name);
            }
            continue;
        }
        match member(&mut archive, at, stated(&name).unwrap_or(0) + SLACK) {
            Ok(bytes) => drop(members.insert(name, bytes)),
            Err(reason) => broken.push((name, reason)),
        }
    }
    Ok(Unpacked { head, members, strange, broken })
}

/// The bytes of a member, or why they can't be unpacked. What the archive states of the size isn't believed: no more
/// than so many bytes are ever unpacked.
fn member(archive: &mut zip::ZipArchive<Cursor<&[u8]>>, at: usize, most: u64) -> Result<Vec<u8>, String> {
    let opened = archive.by_index(at).map_err(|error| error.to_string())?;
    let mut bytes = Vec::new();
    opened.take(most + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if u64::try_from(bytes.len()).is_ok_and(|size| size > most) {
        return Err(format!("> {most} bytes"));
    }
    Ok(bytes)
}

fn read_head(bytes: &[u8]) -> Result<Head, NotABundle> {
    #[derive(Deserialize)]
    struct Format {
        format: String,
    }
    let unreadable = |error: serde_json::Error| NotABundle::NoHead(error.to_string());
    let Format { format } = serde_json::from_slice(bytes).map_err(unreadable)?;
    if members_of(&format).is_none() {
        return Err(NotABundle::OtherFormat(format));
    }
    let head: Head = serde_json::from_slice(bytes).map_err(unreadable)?;
    // Each stands there once, and formats before this one know none.
    let keys: Vec<_> = head.other_rankings.iter().map(|other| (other.of, other.number)).collect();
    let is_before = format != FORMAT;
    if !keys.is_sorted_by(|one, next| one < next) || is_before && !keys.is_empty() {
        return Err(NotABundle::NoHead("other_rankings".to_owned()));
    }
    Ok(head)
}
