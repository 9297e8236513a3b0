//! From a recommendation to a decision: which council votes by which rule, what a dossier holds, how long a list is public,
//! by when each step is done, and who signs.

use super::super::fraction::Fraction;
use super::super::words::Words;
use super::Days;

/// The way from a recommendation to a decision. What a plan leaves out isn't asked for.
#[derive(Debug, Clone, Default)]
pub struct Process {
    /// The code of the council that votes.
    pub council: Option<String>,
    /// The topic (chuyên đề): achievements of one topic are commended once, over all plans.
    pub topic: Option<String>,
    /// For how long a list is public.
    pub publicity: Option<PublicityRule>,
    /// By when a case enters its states.
    pub stages: Vec<Stage>,
    /// The parts of a dossier.
    pub parts: Vec<DossierPart>,
    /// How is voted.
    pub votes: Vec<VotingRule>,
    /// Who may sign.
    pub signatories: Vec<Signatory>,
}

/// For how long a list is public before a council votes on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicityRule {
    /// How many days.
    pub days: u32,
    /// Which days count.
    pub count: Days,
    /// Whether no session votes on a case before its publicity has ended.
    pub required: bool,
}

/// By when a case enters a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// The state to be entered: a code of [`CaseState`](super::super::case::CaseState).
    pub to: super::super::case::CaseState,
    /// So many days after the case entered the state before.
    pub within: u32,
    /// Which days count.
    pub days: Days,
}

/// A part of a dossier.
#[derive(Debug, Clone)]
pub struct DossierPart {
    /// The code.
    pub code: String,
    /// The name shown.
    pub name: Words,
    /// Whether a dossier isn't complete without it.
    pub required: bool,
    /// The awards it is for, by code; empty: all.
    pub awards: Vec<String>,
    /// What its files may be.
    pub types: Vec<FileType>,
    /// The largest file in megabytes (1,000,000 bytes).
    pub largest_mb: u32,
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileType {
    /// Portable document.
    Pdf,
    /// Word document without macros.
    Docx,
    /// Workbook without macros.
    Xlsx,
    /// Photograph.
    Jpeg,
    /// Picture.
    Png,
}

/// How is voted on some awards.
#[derive(Debug, Clone)]
pub struct VotingRule {
    /// The awards it is for, by code.
    pub awards: Vec<String>,
    /// The share of votes in favour that is needed.
    pub threshold: Threshold,
    /// Of which number the share is taken.
    pub of: VoteBase,
    /// Whether recused members are left out of that number.
    pub recused: Recused,
    /// Whether nobody learns how a member voted.
    pub secret: bool,
    /// Whether absent members may vote in writing.
    pub in_writing: bool,
    /// The share of all members that must be there; `None`: no quorum is asked for.
    pub quorum: Option<Threshold>,
}

/// A share that is reached or passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Threshold {
    /// The share, from 0 to 1.
    pub share: Fraction,
    /// Whether it must be passed rather than reached.
    pub strict: bool,
}

/// Of which number the share of votes in favour is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VoteBase {
    /// Of all members of the council.
    All,
    /// Of those present, with those who vote in writing.
    Present,
    /// Of the votes cast; a blank vote is cast.
    Cast,
}

/// What becomes of recused members in the number that a share is taken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recused {
    /// They are left out of it.
    LeaveOut,
    /// They count in it, though they don't vote.
    Count,
}

/// Who may sign decisions on some awards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signatory {
    /// The position, such as "Chủ tịch UBND tỉnh".
    pub position: String,
    /// The awards, by code.
    pub awards: Vec<String>,
}

impl Process {
    /// The voting rule of an award.
    pub fn vote_rule(&self, award: &str) -> Option<&VotingRule> {
        self.votes.iter().find(|rule| rule.awards.iter().any(|code| code == award))
    }

    /// The parts of the dossier of an award.
    pub fn parts_of(&self, award: &str) -> impl Iterator<Item = &DossierPart> {
        self.parts.iter().filter(move |part| part.is_for(award))
    }
}

impl DossierPart {
    /// Whether it belongs to the dossier of an award.
    pub fn is_for(&self, award: &str) -> bool {
        self.awards.is_empty() || self.awards.iter().any(|code| code == award)
    }
}

impl FileType {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Pdf, Self::Docx, Self::Xlsx, Self::Jpeg, Self::Png];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Jpeg => "jpeg",
            Self::Png => "png",
        }
    }
    /// The one with a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }

    /// The media type by which such a file is given out.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    /// The one that a media type stands for.
    pub fn of_media_type(media_type: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.media_type() == media_type)
    }
}
