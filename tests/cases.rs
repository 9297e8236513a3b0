//! Walks `fixtures/cases/*/case.toml`: files in, and findings, outcomes, ranks and recommendations compared.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use thidua::contest::score::score;

use crate::case_file::CaseFile;
use crate::compare::{compare_files, compare_findings, compare_scores};
use crate::compare_remarks::compare_remarks;
use crate::contest_files::{read_contest, tell};

/// The families of cases: the folder's name starts with the family's.
const FAMILIES: [&str; 11] =
    ["E", "golden", "contest", "kind", "points", "award", "file", "demo", "sum", "plan", "plausibility"];

/// The ids of `real_cases.csv`, for when that file isn't at hand.
const REAL_CASES: [&str; 19] = [
    "E01", "E02", "E03", "E04", "E06", "E07", "E09", "E09b", "E11", "E12", "E13", "E14", "E15", "E16", "E17",
    "E18", "E21", "E22", "E24",
];

/// The folders of all cases, by name.
pub fn case_folders() -> Vec<(String, PathBuf)> {
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

/// What a case's file says.
pub fn case_at(folder: &Path) -> Result<CaseFile, String> {
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
    compare_files(case, &read, &mut differences);
    compare_remarks(case, &read, &mut differences);
    if !case.expect.needs_scores() {
        return differences;
    }
    if read.findings.errors > 0 {
        differences.push("errors block, so nothing is scored".to_owned());
        return differences;
    }
    differences.extend(compare_scores(&case.expect, &read, &score(&read.contest())));
    differences
}

#[test]
fn cases_that_really_happened_come_out_right() {
    run_family("E");
}

#[test]
fn figures_summed_from_the_units_below_come_out_right() {
    run_family("sum");
}

#[test]
fn contests_of_every_source_plan_come_out_right() {
    run_family("plan");
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
fn figures_that_need_a_look_come_out_right() {
    run_family("plausibility");
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
    spoil("golden-953", |case| case.expect.changes[0].by = 2);
    spoil("kind-f-three-scorers", |case| case.expect.instead[0].says = "mark.office = 7.9".into());
    spoil("kind-e-standing-first-and-share", |case| case.expect.turns[0].value = "9".into());
    spoil("golden-953", |case| {
        case.expect.disagree.as_mut().expect("it states disagreements")[0].units.pop();
    });
    spoil("points-margin", |case| case.expect.distances[0].margin = Some("1/12".into()));
    spoil("points-margin", |case| case.expect.distances[0].gap = Some("2".into()));
    spoil("points-margin", |case| case.expect.distances[1].worse = "A".into());
    spoil("points-margin", |case| {
        case.expect.distances[1].correction.as_mut().expect("it states a correction").by = 4;
    });
    spoil("points-margin", |case| case.expect.borders = Some(Vec::new()));
    spoil("plausibility-outlier", |case| {
        case.expect.remarks.as_mut().expect("it states remarks")[0].says = "5.5888".into();
    });
    spoil("plausibility-no-spread", |case| case.expect.remarks = None);
    spoil("file-utf-16-tabs", |case| case.expect.files[0].encoding = "UTF-8".into());
    spoil("E21-preliminary-and-final", |case| case.expect = crate::case_file::Expect::default());
    spoil("E21-preliminary-and-final", |case| case.title.clear());
}
