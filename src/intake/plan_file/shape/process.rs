//! The way from a recommendation to a decision, as a plan file writes it.

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::form::{Code, Part};
use super::super::written::Written;
use super::Text;
use super::criterion::DaysName;

/// From a recommendation to a decision. What is left out isn't asked for.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Process {
    /// The code of the council that votes (hội đồng thi đua - khen thưởng).
    pub council: Option<Code>,
    /// The topic (chuyên đề): achievements of one topic are commended once, over all plans.
    pub topic: Option<Code>,
    /// For how long a list is public.
    pub publicity: Option<Publicity>,
    /// By when a case enters a state.
    #[serde(default)]
    pub stage: Vec<Written<Stage>>,
    /// Parts of a dossier.
    #[serde(default)]
    pub part: Vec<Written<DossierPart>>,
    /// How is voted on awards.
    #[serde(default)]
    pub vote: Vec<Written<Vote>>,
    /// Who may sign decisions on awards.
    #[serde(default)]
    pub signatory: Vec<Written<Signatory>>,
}

/// For how long a list is public.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Publicity {
    /// How many days.
    pub days: Written<u32>,
    /// Which days count.
    pub count: DaysName,
    /// Whether no session votes on a case before its publicity has ended.
    pub required: bool,
}

/// By when a case enters a state, counted from the day on which it entered the one before.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// The state.
    pub to: Written<StageName>,
    /// How many days.
    pub within: Written<u32>,
    /// Which days count.
    pub days: DaysName,
}

/// A state that a case enters on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StageName {
    /// Its dossier is complete.
    Complete,
    /// Its dossier was appraised.
    Appraised,
    /// It was made public.
    Published,
    /// The council is for it.
    Voted,
    /// Submitted for decision.
    Submitted,
    /// A decision is signed.
    Decided,
    /// The award was handed over.
    Awarded,
}

/// A part of a dossier.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DossierPart {
    /// The code.
    pub code: Written<Code>,
    /// The name shown.
    pub name: Text,
    /// Whether a dossier isn't complete without it.
    pub required: bool,
    /// Codes of the awards it is for; without it, all.
    #[serde(default)]
    #[schemars(length(min = 1))]
    pub awards: Vec<Written<String>>,
    /// What its files may be.
    #[schemars(length(min = 1))]
    pub types: Vec<FileTypeName>,
    /// The largest file in megabytes (1,000,000 bytes), 1 to 50.
    pub largest_mb: Written<u32>,
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FileTypeName {
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

/// How is voted on some awards: `more_than` or `at_least`, `of` a number.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Vote {
    /// Codes of the awards.
    #[schemars(length(min = 1))]
    pub awards: Vec<Written<String>>,
    /// The share of votes in favour that must be passed.
    pub more_than: Option<Written<Part>>,
    /// The share of votes in favour that must be reached.
    pub at_least: Option<Written<Part>>,
    /// Of which number.
    pub of: VoteBaseName,
    /// Whether recused members count in that number.
    pub recused: RecusedName,
    /// Whether nobody learns how a member voted.
    pub secret: bool,
    /// Whether absent members may vote in writing.
    pub in_writing: bool,
    /// Which part of all members must be there; without it, no quorum is asked for.
    pub quorum: Option<Written<Quorum>>,
}

/// Which part of all members must be there: `more_than` or `at_least`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Quorum {
    /// The part that must be passed.
    pub more_than: Option<Written<Part>>,
    /// The part that must be reached.
    pub at_least: Option<Written<Part>>,
}

/// Of which number the share of votes in favour is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum VoteBaseName {
    /// Of all members of the council.
    All,
    /// Of those present, with those who vote in writing.
    Present,
    /// Of the votes cast; a blank vote is cast.
    Cast,
}

/// What becomes of recused members in the number that a share is taken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecusedName {
    /// They are left out of it.
    LeaveOut,
    /// They count in it, though they don't vote.
    Count,
}

/// Who may sign decisions on some awards.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Signatory {
    /// The position, such as "Chủ tịch UBND tỉnh".
    #[schemars(length(min = 1))]
    pub position: Written<String>,
    /// Codes of the awards.
    #[schemars(length(min = 1))]
    pub awards: Vec<Written<String>>,
}
