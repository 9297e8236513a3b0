//! Compares what a contest yields with what its case expects, difference by difference.

use std::str::FromStr as _;

use rust_decimal::Decimal;
use thidua::contest::finding::{Finding, Severity};
use thidua::contest::fraction::Fraction;
use thidua::contest::result::{Judgement, Reason, UnitScore};
use thidua::contest::scored::Scored;
use thidua::intake::decode::Encoding;
use thidua::intake::separator::Separator;

use crate::case_file::{
    CaseFile, Expect, ExpectedAward, ExpectedFinding, ExpectedOutcome, ExpectedQuota, ExpectedRank,
    ExpectedTotal,
};
use crate::compare_firmness::compare_firmness;
use crate::contest_files::ContestFiles;

const fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Notice => "notice",
    }
}

fn matches(expected: &ExpectedFinding, found: &Finding) -> bool {
    expected.code == found.code
        && expected.severity == severity_word(found.severity)
        && expected.row.is_none_or(|row| row == found.spot.row)
        && expected.column.is_none_or(|column| column == found.spot.column)
        && expected.unit.as_ref().is_none_or(|unit| *unit == found.unit)
        && expected.read.as_ref().is_none_or(|read| *read == found.read)
}

/// How the findings differ from those expected.
pub fn compare_findings(case: &CaseFile, read: &ContestFiles, differences: &mut Vec<String>) {
    let (expected, exact) = match (&case.expect.findings, &case.expect.findings_at_least) {
        (Some(_), Some(_)) => {
            differences.push("states both findings and findings_at_least".to_owned());
            return;
        }
        (Some(findings), None) => (findings.as_slice(), true),
        (None, Some(findings)) => (findings.as_slice(), false),
        (None, None) => (&[][..], false),
    };
    let mut found = read.found();
    for finding in expected {
        match found.iter().position(|found| matches(finding, found)) {
            Some(at) => {
                found.remove(at);
            }
            None => differences.push(format!("expected {finding:?}, which wasn't found")),
        }
    }
    for finding in found {
        if exact || finding.severity < Severity::Notice {
            differences.push(format!(
                "unexpected {} {} in {} row {} column {} unit {:?} read {:?} {:?}",
                severity_word(finding.severity),
                finding.code,
                finding.spot.file,
                finding.spot.row,
                finding.spot.column,
                finding.unit,
                finding.read,
                finding.arguments
            ));
        }
    }
}

/// How the files were understood otherwise than expected.
pub fn compare_files(case: &CaseFile, read: &ContestFiles, differences: &mut Vec<String>) {
    if case.expect.files.is_empty() {
        return;
    }
    let found: Vec<(&str, &str)> = read
        .understood
        .iter()
        .map(|file| {
            let separator = file.separator.map_or("none", |separator| match separator {
                Separator::Comma => "comma",
                Separator::Semicolon => "semicolon",
                Separator::Tab => "tab",
            });
            (file.encoding.map_or("none", Encoding::name), separator)
        })
        .collect();
    let expected: Vec<(&str, &str)> =
        case.expect.files.iter().map(|file| (file.encoding.as_str(), file.separator.as_str())).collect();
    differences.extend(same("files", &expected, &found).err());
}

/// What was read and how it came out.
pub struct Compared<'a> {
    /// What was read.
    pub read: &'a ContestFiles,
    /// What came out.
    pub scored: &'a Scored,
}

/// How outcomes, totals, ranks, awards and quotas differ from those expected.
pub fn compare_scores(expect: &Expect, read: &ContestFiles, scored: &Scored) -> Vec<String> {
    let result = Compared { read, scored };
    let outcomes = expect.outcomes.iter().map(|expected| result.outcome(expected));
    let totals = expect.totals.iter().map(|expected| result.total(expected));
    let ranks = expect.ranks.iter().map(|expected| result.rank(expected));
    let awards = expect.awards.iter().map(|expected| result.award(expected));
    let quotas = expect.quotas.iter().map(|expected| result.quota(expected));
    let scores = outcomes.chain(totals).chain(ranks).chain(awards).chain(quotas);
    scores.filter_map(Result::err).chain(compare_firmness(expect, &result)).collect()
}

impl Compared<'_> {
    /// The participant of a unit's code.
    pub fn participant(&self, code: &str) -> Result<u32, String> {
        (0_u32..)
            .zip(&self.scored.scores.units)
            .find(|(_, score)| self.read.units.get(score.unit).code() == code)
            .map(|(participant, _)| participant)
            .ok_or_else(|| format!("{code} doesn't take part"))
    }

    /// The criterion of a code.
    pub fn criterion(&self, code: &str) -> Result<usize, String> {
        self.read
            .plan
            .criteria
            .iter()
            .position(|criterion| criterion.code == code)
            .ok_or_else(|| format!("the plan has no criterion {code}"))
    }

    fn award_at(&self, code: &str) -> Result<usize, String> {
        let found = self.read.plan.awards.iter().position(|award| award.code == code);
        found.ok_or_else(|| format!("the plan has no award {code}"))
    }

    fn outcome(&self, expected: &ExpectedOutcome) -> Result<(), String> {
        let participant = self.participant(&expected.unit)?;
        let criterion = self.criterion(&expected.criterion)?;
        let judgement = self.scored.scores.judgements_of(participant)[criterion];
        let what = format!("{} {}", expected.unit, expected.criterion);
        let outcome = judgement.map_or("not_applicable", |judgement| judgement.outcome.code());
        same(&format!("{what} outcome"), expected.outcome.as_str(), outcome)?;
        if let Some(measure) = &expected.measure {
            let found = judgement.and_then(|judgement: Judgement| judgement.measure);
            if parse_measure(measure)? != found {
                return Err(format!("{what}: measure {measure} expected, {} found", written(found)));
            }
        }
        if let Some(points) = &expected.points {
            same_points(&format!("{what} points"), points, judgement.and_then(|judgement| judgement.points))?;
        }
        Ok(())
    }

    fn total(&self, expected: &ExpectedTotal) -> Result<(), String> {
        let participant = self.participant(&expected.unit)?;
        let score: &UnitScore = self.scored.scores.of(participant);
        let totals = self.scored.scores.totals_of(participant);
        let what = |part: &str| format!("{} {part}", expected.unit);
        same_points(&what("total"), &expected.total, totals.total)?;
        let parts = [
            ("base", &expected.base, totals.base),
            ("bonus", &expected.bonus, totals.bonus),
            ("penalty", &expected.penalty, totals.penalty),
        ];
        for (part, wanted, found) in parts {
            if let Some(wanted) = wanted {
                same_points(&what(part), wanted, Some(found))?;
            }
        }
        match expected.incomplete {
            Some(incomplete) if incomplete != score.incomplete => {
                Err(format!("{}: incomplete {incomplete} expected", expected.unit))
            }
            _ => Ok(()),
        }
    }

    fn rank(&self, expected: &ExpectedRank) -> Result<(), String> {
        let participant = self.participant(&expected.unit)?;
        let mut ranked = self.scored.ranking.clusters.iter().flatten();
        let found = ranked.find(|ranked| ranked.participant == participant).map(|ranked| ranked.rank);
        same(&format!("{} rank", expected.unit), &Some(expected.rank), &found)
    }

    fn award(&self, expected: &ExpectedAward) -> Result<(), String> {
        let participant = self.participant(&expected.unit)?;
        let award = self.award_at(&expected.award)?;
        let reason = self.scored.recommendation.awards[award].reasons[participant as usize];
        let what = format!("{} {}", expected.unit, expected.award);
        same(&format!("{what} reason"), &expected.reason.as_str(), &reason.code())?;
        if let Some(by) = &expected.by {
            let found = match reason {
                Reason::NotMet(criterion) | Reason::Open(criterion) => {
                    &self.read.plan.criteria[criterion].code
                }
                Reason::HigherAward(award) | Reason::NotOnList(award) => &self.read.plan.awards[award].code,
                _ => return Err(format!("{what}: {} names no criterion or award", reason.code())),
            };
            same(&format!("{what} reason by"), by, found)?;
        }
        Ok(())
    }

    fn quota(&self, expected: &ExpectedQuota) -> Result<(), String> {
        let award = self.award_at(&expected.award)?;
        let what = format!("{} quota {} group {}", expected.award, expected.quota, expected.group);
        let found = self.scored.recommendation.awards[award]
            .usage
            .iter()
            .find(|usage| usage.quota == expected.quota && usage.group == expected.group)
            .ok_or_else(|| format!("{what} isn't there"))?;
        same(&format!("{what} limit"), &expected.limit, &found.limit)?;
        same(&format!("{what} used"), &expected.used, &found.used)?;
        let at_most = expected.used_at_most.unwrap_or(expected.used);
        same(&format!("{what} used_at_most"), &at_most, &found.used_at_most)
    }
}

/// Nothing, or that something else was found.
pub fn same<T: PartialEq + std::fmt::Debug + ?Sized>(
    what: &str,
    expected: &T,
    found: &T,
) -> Result<(), String> {
    if expected == found { Ok(()) } else { Err(format!("{what}: {expected:?} expected, {found:?} found")) }
}

/// Like [`same`] for points, `none` being none.
pub fn same_points(what: &str, expected: &str, found: Option<Decimal>) -> Result<(), String> {
    let wanted = match expected {
        "none" => None,
        text => Some(Decimal::from_str(text).map_err(|error| format!("{what} expects {text:?}: {error}"))?),
    };
    if wanted == found { Ok(()) } else { Err(format!("{what}: {expected} expected, {found:?} found")) }
}

fn parse_measure(text: &str) -> Result<Option<Fraction>, String> {
    if text == "none" {
        return Ok(None);
    }
    let (numerator, denominator) = text.split_once('/').unwrap_or((text, "1"));
    match (numerator.parse(), denominator.parse::<i64>()) {
        (Ok(numerator), Ok(denominator)) if denominator > 0 => {
            Ok(Some(Fraction::new(numerator, denominator)))
        }
        _ => Err(format!("the measure {text:?} isn't a fraction")),
    }
}

fn written(measure: Option<Fraction>) -> String {
    measure.map_or_else(
        || "none".to_owned(),
        |measure| format!("{}/{}", measure.numerator(), measure.denominator()),
    )
}
