//! The format of `fixtures/cases/<case>/case.toml`: a contest's files, and what must come out.

use serde::Deserialize;

/// A case as its file says it. File names are relative to the case's folder.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseFile {
    /// What happens, in one line.
    pub title: String,
    /// Where the figures come from; "synthetic" where they are made up.
    pub source: String,
    /// Why it matters.
    pub why: String,
    /// The plan file.
    pub plan: String,
    /// The units file.
    pub units: String,
    /// The report files, in the order in which they are read.
    pub reports: Vec<String>,
    /// Earlier reports, to look for changes against.
    #[serde(default)]
    pub earlier: Vec<String>,
    /// The file of holds and exclusions by hand.
    pub holds: Option<String>,
    /// How the files are read.
    #[serde(default)]
    pub options: Options,
    /// What must come out.
    pub expect: Expect,
}

/// How the files are read.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Options {
    /// How numbers are written: `vi` or `en`.
    pub numbers: Option<String>,
    /// The encoding, by its code.
    #[serde(default)]
    pub encoding: String,
    /// What separates cells, by its code.
    #[serde(default)]
    pub separator: String,
    /// The row of the header.
    pub header_row: Option<u32>,
    /// The moment as of which the contest is scored.
    pub as_of: Option<toml::value::Datetime>,
}

/// What must come out. A list that is left out isn't compared, except findings: without either list there must
/// be no error and no warning.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// Exactly these findings, notices included.
    pub findings: Option<Vec<ExpectedFinding>>,
    /// These findings at least; besides them there is no error and no warning.
    pub findings_at_least: Option<Vec<ExpectedFinding>>,
    /// How each file of reports was understood, in the order of the files.
    #[serde(default)]
    pub files: Vec<ExpectedFile>,
    /// Outcomes of criteria.
    #[serde(default)]
    pub outcomes: Vec<ExpectedOutcome>,
    /// Totals of points.
    #[serde(default)]
    pub totals: Vec<ExpectedTotal>,
    /// Ranks inside clusters.
    #[serde(default)]
    pub ranks: Vec<ExpectedRank>,
    /// Recommendations.
    #[serde(default)]
    pub awards: Vec<ExpectedAward>,
    /// How far quotas are used.
    #[serde(default)]
    pub quotas: Vec<ExpectedQuota>,
    /// Smallest changes of a figure that would change an outcome, as explanations tell them.
    #[serde(default)]
    pub changes: Vec<ExpectedChange>,
    /// The only other value of a figure that would change an outcome; "none" where explanations tell none.
    #[serde(default)]
    pub instead: Vec<ExpectedInstead>,
    /// The value at which a place among peers turns; "none" where every one passes.
    #[serde(default)]
    pub turns: Vec<ExpectedTurn>,
    /// Exactly where the exact and the rounded ratio disagree about the bar, so that explanations print both.
    pub disagree: Option<Vec<ExpectedDisagreement>>,
    /// How far the order of two neighbours in rank is from changing.
    #[serde(default)]
    pub distances: Vec<ExpectedDistance>,
    /// Exactly these borders of quotas.
    pub borders: Option<Vec<ExpectedBorder>>,
    /// Exactly these remarks on figures that need a look, in this order.
    pub remarks: Option<Vec<ExpectedRemark>>,
}

/// A remark on figures that need a look.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedRemark {
    /// The code of the plan's entry.
    pub entry: String,
    /// The codes of its units; none when it is about a group.
    #[serde(default)]
    pub units: Vec<String>,
    /// The code of the group's parent or cluster, or `all`.
    pub group: Option<String>,
    /// How many units of the group have the figures.
    pub in_group: Option<u32>,
    /// A part of what is told in English.
    pub says: String,
}

/// A finding; what is left out isn't compared.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedFinding {
    /// The stable code.
    pub code: String,
    /// `error`, `warning` or `notice`.
    pub severity: String,
    /// The row as a spreadsheet counts it.
    pub row: Option<u32>,
    /// The column, 1 being A.
    pub column: Option<u16>,
    /// The code of the unit.
    pub unit: Option<String>,
    /// The value as read.
    pub read: Option<String>,
}

/// How one file of reports was understood.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedFile {
    /// The encoding's name; `none` for a spreadsheet.
    pub encoding: String,
    /// What stands between cells: `comma`, `semicolon`, `tab`; `none` for a spreadsheet.
    pub separator: String,
}

/// An outcome of one criterion for one unit.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedOutcome {
    /// The code of the unit.
    pub unit: String,
    /// The code of the criterion.
    pub criterion: String,
    /// The outcome's word, or `not_applicable`.
    pub outcome: String,
    /// The exact measure as `part/whole`, or `none`.
    pub measure: Option<String>,
    /// The points as a decimal, or `none`.
    pub points: Option<String>,
}

/// The totals of one unit.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedTotal {
    /// The code of the unit.
    pub unit: String,
    /// Everything together, or `none`.
    pub total: String,
    /// The base total.
    pub base: Option<String>,
    /// The bonus.
    pub bonus: Option<String>,
    /// The penalty; zero or negative.
    pub penalty: Option<String>,
    /// Whether a criterion with points is still open.
    pub incomplete: Option<bool>,
}

/// The rank of one unit in its cluster.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedRank {
    /// The code of the unit.
    pub unit: String,
    /// The rank; ties share it.
    pub rank: u32,
}

/// Whether one unit is recommended for one award, and why.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedAward {
    /// The code of the unit.
    pub unit: String,
    /// The code of the award.
    pub award: String,
    /// The reason's word.
    pub reason: String,
    /// The code of the criterion or award that the reason names.
    pub by: Option<String>,
}

/// How far one quota is used, found by its place in the plan and the order of its groups.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedQuota {
    /// The code of the award.
    pub award: String,
    /// Which of the award's quotas, 0 being the first.
    pub quota: usize,
    /// Which cluster, source or subject, in the order of the units file; 0 for overall.
    pub group: u32,
    /// How many it admits.
    pub limit: u32,
    /// How many are recommended for certain.
    pub used: u32,
    /// How many may be, once every open tie is settled.
    pub used_at_most: Option<u32>,
}

/// The smallest change of one figure that would change the outcome of a criterion.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedChange {
    /// The code of the unit.
    pub unit: String,
    /// The code of the criterion.
    pub criterion: String,
    /// The code of the figure: `metric` or `metric.item`.
    pub figure: String,
    /// By how much; negative means fewer.
    pub by: i64,
}

/// The nearest other value of a figure that isn't a count, with which the outcome of a criterion would be another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedInstead {
    /// The code of the unit.
    pub unit: String,
    /// The code of the criterion.
    pub criterion: String,
    /// The code of the figure and the value: `done_on = 2021-01-19 or before`.
    pub says: String,
}

/// The value that is just good enough to pass in a standing.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedTurn {
    /// The code of the unit.
    pub unit: String,
    /// The code of the criterion.
    pub criterion: String,
    /// The value, as a whole number or a fraction.
    pub value: String,
}

/// The units of which a criterion is met exactly and not rounded, or the reverse.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedDisagreement {
    /// The code of the criterion.
    pub criterion: String,
    /// The codes of all such units, in the order of the units file.
    pub units: Vec<String>,
}

/// How far the order of two units is from changing; what is left out isn't compared.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedDistance {
    /// The code of the unit before.
    pub better: String,
    /// The code of the unit behind.
    pub worse: String,
    /// Points between them as a decimal, or `none`.
    pub gap: Option<String>,
    /// The share by which every weight may move, as `part/whole` in lowest terms, or `none`.
    pub margin: Option<String>,
    /// The smallest correction of one figure that flips the order.
    pub correction: Option<ExpectedCorrection>,
}

/// A correction of one unit's figure.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedCorrection {
    /// The code of the unit.
    pub unit: String,
    /// The code of the figure: `metric` or `metric.item`.
    pub figure: String,
    /// By how much; negative means fewer.
    pub by: i64,
}

/// The border of a quota: the last unit inside and the first outside.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedBorder {
    /// The code of the award.
    pub award: String,
    /// Which of the award's quotas, 0 being the first.
    pub quota: usize,
    /// Which cluster, source or subject, in the order of the units file; 0 for overall.
    pub group: u32,
    /// How far the two units are apart: `better` is inside, `worse` outside.
    pub distance: ExpectedDistance,
}

impl Expect {
    /// Whether nothing at all is expected, so that the case would prove nothing.
    pub const fn is_empty(&self) -> bool {
        self.findings.is_none()
            && self.findings_at_least.is_none()
            && self.files.is_empty()
            && self.remarks.is_none()
            && !self.needs_scores()
    }

    /// Whether something is expected that only scoring yields.
    pub const fn needs_scores(&self) -> bool {
        !(self.outcomes.is_empty()
            && self.totals.is_empty()
            && self.ranks.is_empty()
            && self.awards.is_empty()
            && self.quotas.is_empty()
            && self.changes.is_empty()
            && self.instead.is_empty()
            && self.turns.is_empty()
            && self.disagree.is_none()
            && self.distances.is_empty()
            && self.borders.is_none())
    }
}
