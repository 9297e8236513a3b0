//! Walks `fixtures/cases/*/case.toml`: files in, and findings, outcomes, ranks and recommendations compared.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;

use rust_decimal::Decimal;
use thidua::contest::finding::{Finding, Severity};
use thidua::contest::fraction::Fraction;
use thidua::contest::result::{Judgement, Reason, UnitScore};
use thidua::contest::score::score;
use thidua::contest::scored::Scored;

use crate::case_file::{
    CaseFile, ExpectedAward, ExpectedFinding, ExpectedOutcome, ExpectedQuota, ExpectedRank, ExpectedTotal,
};
use crate::contest_files::{ContestFiles, read_contest, tell};

/// The families of cases: the folder's name starts with the family's.
const FAMILIES: [&str; 8] = ["E", "golden", "contest", "kind", "points", "award", "file", "demo"];

/// The ids of `real_cases.csv`, for when that file isn't at hand.
const REAL_CASES: [&str; 19] = [
    "E01", "E02", "E03", "E04", "E06", "E07", "E09", "E09b", "E11", "E12", "E13", "E14", "E15", "E16", "E17",
    "E18", "E21", "E22", "E24",
];

fn case_folders() -> Vec<(String, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cases");
    let mut folders: Vec<(String, PathBuf)> = fs::read_dir(&root)
        .expect("fixtures/cases is a folder")
        .map(|entry| entry.expect("fixtures/cases can be listed").path())
        .filter(|path| path.is_dir())
        .map(|path| (path.file_name().expect("a folder has a name").to_string_lossy().into_owned(), path))
        .collect();
    folders.sort();
    folders
}

fn family_of(name: &str) -> Option<&'static str> {
    if name.starts_with('E') && name[1..].starts_with(|second: char| second.is_ascii_digit()) {
        return Some("E");
    }
    FAMILIES
        .into_iter()
        .skip(1)
        .find(|family| name.strip_prefix(family).is_some_and(|rest| rest.starts_with('-')))
}

/// Runs every case of a family and fails with all differences at once.
fn run_family(family: &str) {
    let mut report = String::new();
    let mut cases = 0;
    for (name, folder) in case_folders() {
        if family_of(&name) != Some(family) {
            continue;
        }
        cases += 1;
        for difference in differences(&folder) {
            writeln!(report, "{name}: {difference}").expect("a string takes text");
        }
    }
    assert!(cases > 0, "no case of family {family}");
    assert!(report.is_empty(), "\n{report}");
}

/// How a case comes out otherwise than expected; empty when it comes out right.
fn differences(folder: &Path) -> Vec<String> {
    match case_at(folder) {
        Ok(case) => differences_of(folder, &case),
        Err(error) => vec![format!("case.toml: {error}")],
    }
}

fn case_at(folder: &Path) -> Result<CaseFile, String> {
    let text = fs::read_to_string(folder.join("case.toml")).map_err(|error| error.to_string())?;
    toml::from_str(&text).map_err(|error| error.to_string())
}

fn differences_of(folder: &Path, case: &CaseFile) -> Vec<String> {
    if case.expect.is_empty() {
        return vec!["expects nothing, so it proves nothing".to_owned()];
    }
    let mut differences: Vec<String> = [("title", &case.title), ("source", &case.source), ("why", &case.why)]
        .into_iter()
        .filter(|(_, text)| text.trim().is_empty())
        .map(|(key, _)| format!("{key} is empty"))
        .collect();
    let read = match read_contest(folder, case) {
        Ok(read) => read,
        Err(error) => return vec![error],
    };
    compare_findings(case, &read, &mut differences);
    if !case.expect.needs_scores() {
        return differences;
    }
    if read.findings.errors > 0 {
        differences.push("errors block, so nothing is scored".to_owned());
        return differences;
    }
    let scored = score(&read.contest());
    let result = Compared { read: &read, scored: &scored };
    let expect = &case.expect;
    differences.extend(expect.outcomes.iter().filter_map(|expected| result.outcome(expected).err()));
    differences.extend(expect.totals.iter().filter_map(|expected| result.total(expected).err()));
    differences.extend(expect.ranks.iter().filter_map(|expected| result.rank(expected).err()));
    differences.extend(expect.awards.iter().filter_map(|expected| result.award(expected).err()));
    differences.extend(expect.quotas.iter().filter_map(|expected| result.quota(expected).err()));
    differences
}

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

fn compare_findings(case: &CaseFile, read: &ContestFiles, differences: &mut Vec<String>) {
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

/// What was read and how it came out.
struct Compared<'a> {
    read: &'a ContestFiles,
    scored: &'a Scored,
}

impl Compared<'_> {
    fn participant(&self, code: &str) -> Result<u32, String> {
        (0_u32..)
            .zip(&self.scored.scores.units)
            .find(|(_, score)| &*self.read.units.get(score.unit).code == code)
            .map(|(participant, _)| participant)
            .ok_or_else(|| format!("{code} doesn't take part"))
    }

    fn criterion(&self, code: &str) -> Result<usize, String> {
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
        let score: &UnitScore = self.scored.scores.of(self.participant(&expected.unit)?);
        let what = |part: &str| format!("{} {part}", expected.unit);
        same_points(&what("total"), &expected.total, score.total)?;
        let parts = [
            ("base", &expected.base, score.base),
            ("bonus", &expected.bonus, score.bonus),
            ("penalty", &expected.penalty, score.penalty),
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

fn same<T: PartialEq + std::fmt::Debug + ?Sized>(what: &str, expected: &T, found: &T) -> Result<(), String> {
    if expected == found { Ok(()) } else { Err(format!("{what}: {expected:?} expected, {found:?} found")) }
}

fn same_points(what: &str, expected: &str, found: Option<Decimal>) -> Result<(), String> {
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

#[test]
fn cases_that_really_happened_come_out_right() {
    run_family("E");
}

#[test]
fn golden_boundaries_come_out_right() {
    run_family("golden");
}

#[test]
fn contests_of_published_figures_come_out_right() {
    run_family("contest");
}

#[test]
fn every_kind_of_criterion_comes_out_right() {
    run_family("kind");
}

#[test]
fn every_shape_of_points_comes_out_right() {
    run_family("points");
}

#[test]
fn every_policy_of_awards_comes_out_right() {
    run_family("award");
}

#[test]
fn every_form_of_file_comes_out_right() {
    run_family("file");
}

#[test]
fn the_demonstration_comes_out_right() {
    run_family("demo");
}

#[test]
fn every_case_folder_belongs_to_a_family() {
    let strays: Vec<String> =
        case_folders().into_iter().map(|(name, _)| name).filter(|name| family_of(name).is_none()).collect();
    assert!(strays.is_empty(), "no test runs {strays:?}");
}

#[test]
fn every_real_case_has_a_folder() {
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/real_cases.csv");
    let ids: BTreeSet<String> = match csv::Reader::from_path(&list) {
        Ok(mut reader) => {
            reader.records().map(|record| record.expect("real_cases.csv is a table")[0].to_owned()).collect()
        }
        Err(_) => {
            tell(
                "LEFT OUT: the ids of ../shared/data/real_cases.csv, which isn't there; the committed list is taken",
            );
            REAL_CASES.map(str::to_owned).into()
        }
    };
    assert_eq!(ids, REAL_CASES.map(str::to_owned).into(), "the committed list is the list of real_cases.csv");
    let folders = case_folders();
    let without: Vec<&String> = ids
        .iter()
        .filter(|id| !folders.iter().any(|(name, _)| name.starts_with(&format!("{id}-"))))
        .collect();
    assert!(without.is_empty(), "real cases without a folder: {without:?}");
}

/// A case of the folder, changed so that it no longer expects what comes out.
fn spoiled(name: &str, spoil: impl FnOnce(&mut CaseFile)) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cases").join(name);
    let mut case = case_at(&folder).expect("the case can be read");
    assert_eq!(differences_of(&folder, &case), Vec::<String>::new(), "{name} is right as it stands");
    spoil(&mut case);
    differences_of(&folder, &case)
}

#[test]
fn every_kind_of_wrong_expectation_is_noticed() {
    let spoil = |name: &str, spoil: fn(&mut CaseFile)| {
        let differences = spoiled(name, spoil);
        assert_eq!(differences.len(), 1, "{name}: {differences:?}");
    };
    spoil("E21-preliminary-and-final", |case| case.expect.outcomes[0].outcome = "not_met".into());
    spoil("E21-preliminary-and-final", |case| case.expect.outcomes[0].measure = Some("366120/366340".into()));
    spoil("E21-preliminary-and-final", |case| case.expect.outcomes[0].unit = "99".into());
    spoil("E21-preliminary-and-final", |case| case.expect.ranks[0].rank = 2);
    spoil("E21-preliminary-and-final", |case| {
        case.expect.findings.as_mut().expect("it states findings").pop();
    });
    spoil("E21-preliminary-and-final", |case| {
        case.expect.findings.as_mut().expect("it states findings")[0].row = Some(9);
        case.expect.findings_at_least = case.expect.findings.take();
    });
    spoil("E09-published-percentage-wrong", |case| case.expect.findings = None);
    spoil("points-bands", |case| case.expect.outcomes[0].points = Some("9".into()));
    spoil("kind-g-bonus-and-penalty", |case| case.expect.totals[0].total = "960".into());
    spoil("kind-g-bonus-and-penalty", |case| case.expect.totals[3].incomplete = Some(false));
    spoil("award-tie-all", |case| case.expect.awards[0].reason = "quota_full".into());
    spoil("award-not-on-the-list", |case| {
        case.expect.awards.last_mut().expect("it states awards").by = Some("provincial".into());
    });
    spoil("award-tie-all", |case| case.expect.quotas[0].used = 3);
    spoil("E21-preliminary-and-final", |case| case.expect = crate::case_file::Expect::default());
    spoil("E21-preliminary-and-final", |case| case.title.clear());
}
