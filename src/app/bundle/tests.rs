//! Every contest among the cases goes into a bundle and comes out of it the same.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDateTime;
use serde::Deserialize;

use super::container::{AuditHead, Head, PlanHead, RankingHead, packed};
use super::contents::{Contents, Origin, SourceFile, StandingFigure, StandingReport};
use super::council::Way;
use super::gather::Gathered;
use super::read_tables::unshielded;
use super::tables::{members, shielded};
use super::{FORMAT, verify};
use crate::app::audit::{GENESIS, written};
use crate::app::frame::Frame;
use crate::app::moment::{in_utc, on_the_wall};
use crate::app::score_files::{ContestFiles, GivenFile, Loaded, load, load_plan};
use crate::app::service::sha256;
use crate::app::snapshot::{SnapshotRow, whole_result};
use crate::contest::choice::{Choice, ChoiceKind};
use crate::contest::score::score_on;
use crate::intake::number::NumberStyle;
use crate::intake::reports::ReadOptions;

/// What a case is made from.
#[derive(Deserialize)]
struct Case {
    plan: String,
    units: String,
    reports: Vec<String>,
    holds: Option<String>,
    #[serde(default)]
    options: Options,
}

#[derive(Default, Deserialize)]
struct Options {
    numbers: Option<String>,
    as_of: Option<toml::value::Datetime>,
}

fn given(folder: &Path, name: &str) -> GivenFile {
    let bytes = std::fs::read(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    GivenFile { name: name.to_owned(), bytes }
}

/// The moment as of which a case is scored, by the clock on the wall.
fn as_of(case: &Case) -> Option<NaiveDateTime> {
    case.options.as_of.map(|moment| moment.to_string().parse().unwrap())
}

/// A contest without a mistake in its files, and the plan file as text.
fn loaded(folder: &Path, case: &Case) -> Option<(Loaded, String)> {
    let plan_file = given(folder, &case.plan);
    let plan = load_plan(&plan_file).ok()?;
    let files = ContestFiles {
        units: given(folder, &case.units).into(),
        reports: case.reports.iter().map(|name| given(folder, name).into()).collect(),
        holds: case.holds.as_ref().map(|name| given(folder, name).into()),
    };
    let numbers = case.options.numbers.as_deref().and_then(NumberStyle::of_code);
    let options = ReadOptions { numbers, as_of: as_of(case), ..ReadOptions::default() };
    let loaded = load(plan, &files, &options, 1, &|_| {});
    (loaded.findings.errors == 0).then(|| (loaded, String::from_utf8(plan_file.bytes).unwrap()))
}

/// The same as if it came from a database: with the first unit taken in by hand for every award.
fn contents(case: &Case, loaded: Loaded, plan_file: &str) -> Contents {
    let Loaded { plan, units, reports, mut holds, .. } = loaded;
    holds.sort_by_key(|hold| hold.unit);
    let awards = 0..plan.awards.len();
    let first = units.participants().next().unwrap_or_default();
    let reason = "'=1+1".to_owned();
    let choices =
        awards.map(|award| Choice { unit: first, award, kind: ChoiceKind::TakeIn, reason: reason.clone() });
    let choices = choices.collect();
    let all = || 0..u32::try_from(units.list.len()).unwrap();
    let figures = all().flat_map(|unit| {
        let origin = Origin::Cell(Some(0), 7, 3);
        let figures = reports.figures_of(unit);
        figures.map(move |(slot, figure)| StandingFigure { unit, slot, value: figure.value, origin })
    });
    let received = all().filter_map(|unit| Some((unit, reports.received(unit)?)));
    Contents {
        files: vec![SourceFile { name: "báo, cáo.csv".to_owned(), bytes: 7, sha256: "a".repeat(64) }],
        figures: figures.collect(),
        reports: received
            .map(|(unit, received)| StandingReport { unit, version: 1, received, file: Some(0) })
            .collect(),
        as_of: as_of(case).map(in_utc),
        texts: reports.texts.clone(),
        holds,
        choices,
        frame: Arc::new(Frame::of(sha256(plan_file.as_bytes()), plan, units)),
    }
}

fn gathered(contents: Contents, plan_file: String) -> Gathered {
    let live = contents.live();
    let contest = live.contest(&contents.frame, contents.as_of.map(on_the_wall));
    let [result, csv] = whole_result(contest, &score_on(&contest, 1), 1);
    let inputs = contents.inputs(&live);
    let now = chrono::DateTime::from_timestamp_micros(1_621_818_000_123_456).unwrap().naive_utc();
    let head = Head {
        format: FORMAT.to_owned(),
        program: env!("CARGO_PKG_VERSION").to_owned(),
        plan: PlanHead { code: contents.frame.plan.code.clone() },
        ranking: RankingHead {
            number: 1,
            state: "current".to_owned(),
            made_at: written(now),
            stood_from: Some(written(now)),
            as_of: contents.as_of.map(written),
            reason: None,
            decision_reason: None,
            input_hash: sha256(inputs.as_bytes()),
            result_hash: sha256(result.as_bytes()),
        },
        persons: None,
        other_rankings: Vec::new(),
        audit: AuditHead { records: 0, head: GENESIS.to_owned(), stored: None },
        members: Vec::new(),
    };
    let row = SnapshotRow {
        id: 1,
        plan_id: 1,
        number: 1,
        state: String::new(),
        change: 1,
        as_of: contents.as_of,
        input_hash: head.ranking.input_hash.clone(),
        inputs,
        result_hash: head.ranking.result_hash.clone(),
        result,
        csv,
        made_by: String::new(),
        made_at: now,
        reason: None,
        decided_by: None,
        decided_at: None,
        decision_reason: None,
    };
    Gathered { head, plan_file, row, contents, way: Way::default(), persons: None, others: Vec::new() }
}

#[test]
fn every_case_goes_into_a_bundle_and_is_computed_from_it_the_same() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cases");
    let folders = std::fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = folders.filter(|path| path.is_dir()).collect();
    folders.sort();
    let mut verified = 0;
    for folder in folders {
        let case = std::fs::read_to_string(folder.join("case.toml")).unwrap();
        let case: Case = toml::from_str(&case).unwrap();
        let Some((loaded, plan_file)) = loaded(&folder, &case) else { continue };
        let gathered = gathered(contents(&case, loaded, &plan_file), plan_file);
        let bundle = packed(&gathered.head, &members(&gathered)).unwrap();
        let verdict = verify(&bundle, 1).unwrap_or_else(|why| panic!("{}: {why:?}", folder.display()));
        assert!(verdict.is_equal(), "{}: {:?}", folder.display(), verdict.differences);
        verified += 1;
    }
    assert!(verified > 80, "only {verified} cases");
}

#[test]
fn whatever_a_text_begins_with_it_comes_back() {
    for text in ["", "'", "''", "=1+1", "'=1", "-5", "-x", "+84", "@", "\tx", "a'b", "Xã A"] {
        assert_eq!(unshielded(&shielded(text)), text);
    }
    assert_eq!((shielded("-5"), shielded("=1")), ("-5".into(), "'=1".into()));
}

#[test]
fn a_name_that_stands_there_twice_is_told() {
    use crate::documents::archive::{Archive, Packer};
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cases/award-no-tie-inside-quota");
    let case: Case = toml::from_str(&std::fs::read_to_string(folder.join("case.toml")).unwrap()).unwrap();
    let (loaded, plan_file) = loaded(&folder, &case).unwrap();
    let gathered = gathered(contents(&case, loaded, &plan_file), plan_file);
    let members = members(&gathered);
    let sound = packed(&gathered.head, &members).unwrap();
    let head = super::container::unpacked(&sound).unwrap().head;
    let mut archive = Archive::default();
    archive.push(super::HEAD, &[Packer::packed(&serde_json::to_vec(&head).unwrap())]).unwrap();
    archive.push("holds.csv", &[Packer::packed(b"another")]).unwrap();
    for (name, bytes) in &members {
        archive.push(name, &[Packer::packed(bytes)]).unwrap();
    }
    let verdict = verify(&archive.finish().unwrap(), 1).unwrap();
    assert!(!verdict.is_equal());
    assert!(format!("{:?}", verdict.differences).contains("Strange"), "{:?}", verdict.differences);
}
