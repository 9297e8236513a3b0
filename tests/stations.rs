//! Every polling station of a real vote, read and scored: exactness and consistency over 96,765 rows.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use thidua::contest::figure::Reports;
use thidua::contest::finding::Findings;
use thidua::contest::fraction::Fraction;
use thidua::contest::result::Outcome;
use thidua::contest::score::score;
use thidua::contest::scored::Contest;
use thidua::contest::unit::Units;

use crate::contest_files::{check, plan_of, reports_of, tell, units_of};

/// How many stations the official results have.
const STATIONS: usize = 96_765;

/// The plan by which the stations are scored.
pub const PLAN: &str = r#"
[plan]
code = "stations"
title = { vi = "Các khu vực bỏ phiếu" }
issuer = "-"
issued = 2020-07-01
period = { from = 2020-06-25, to = 2020-07-01 }

[[level]]
code = "station"
name = { vi = "Khu vực bỏ phiếu" }

[clusters]
by = "column"

[[metric]]
code = "registered"
name = { vi = "Cử tri trong danh sách" }
kind = "count"

[[metric]]
code = "issued"
name = { vi = "Số phiếu phát ra" }
kind = "count"

[[metric]]
code = "collected"
name = { vi = "Số phiếu thu vào" }
kind = "count"

[[metric]]
code = "invalid"
name = { vi = "Số phiếu không hợp lệ" }
kind = "count"

[[metric]]
code = "valid"
name = { vi = "Số phiếu hợp lệ" }
kind = "count"

[[check]]
rule = "valid + invalid = collected"
severity = "error"

[[criterion]]
code = "turnout"
name = { vi = "Tỷ lệ tham gia" }
restated = "Từ 99,90 % trở lên"
gate = true
ratio = { of = "issued", to = "registered", at_least = "99.90%", compare = "exact" }

[[criterion]]
code = "invalid"
name = { vi = "Phiếu không hợp lệ" }
restated = "Dưới 0,2 %"
gate = true
ratio = { of = "invalid", to = "collected", less_than = "0.2%", compare = "exact" }

[[ranking]]
by = "gates"

[[ranking]]
by = "measure"
of = "turnout"
prefer = "highest"
"#;

/// One row as published.
pub struct Station {
    /// The region.
    pub region: String,
    /// The commission above it; those of one stand together.
    pub commission: String,
    /// Voters on the roll.
    pub registered: i64,
    /// Ballots issued.
    pub issued: i64,
    /// Ballots collected.
    pub collected: i64,
    /// Invalid ballots.
    pub invalid: i64,
    /// Valid ballots.
    pub valid: i64,
}

/// All stations as published.
pub fn stations(path: &Path) -> Vec<Station> {
    let unpacked = Command::new("gzip").arg("-dc").arg(path).output().expect("gzip is installed");
    assert!(unpacked.status.success(), "gzip can't unpack {}", path.display());
    let mut reader = csv::Reader::from_reader(unpacked.stdout.as_slice());
    let rows = reader.records().map(|record| {
        let record = record.expect("a row of the table");
        let count = |column: usize| record[column].parse().expect("a count");
        Station {
            region: record[1].to_owned(),
            commission: format!("{}/{}", &record[1], &record[2]),
            registered: count(4),
            issued: count(5),
            collected: count(6),
            invalid: count(7),
            valid: count(8),
        }
    });
    rows.collect()
}

/// The units file and the report file of all stations.
fn files(stations: &[Station]) -> (String, String) {
    let mut units = String::from("code,name,cluster\n");
    let mut reports = String::from("code,registered,issued,collected,invalid,valid\n");
    for (number, station) in (1..).zip(stations) {
        let region = station.region.replace('"', "\"\"");
        writeln!(units, "S{number},Station {number},\"{region}\"").expect("a string takes text");
        let Station { registered, issued, collected, invalid, valid, .. } = station;
        writeln!(reports, "S{number},{registered},{issued},{collected},{invalid},{valid}")
            .expect("a string takes text");
    }
    (units, reports)
}

/// The official results, or `None` after saying that they aren't at hand.
pub fn official_results() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/polling_stations_2020.csv.gz");
    if path.exists() {
        return Some(path);
    }
    let required = std::env::var("THIDUA_REQUIRE_SHARED").is_ok_and(|value| value == "1");
    assert!(!required, "{} is required and isn't there", path.display());
    tell(&format!("LEFT OUT: 96,765 polling stations, since {} isn't there", path.display()));
    None
}

/// A ratio's outcome, worked out again from the published counts alone.
fn expected(part: i64, whole: i64, meets: impl Fn(i128, i128) -> bool) -> (Outcome, Option<Fraction>) {
    if whole == 0 {
        return (Outcome::Missing, None);
    }
    let met = meets(i128::from(part), i128::from(whole));
    (if met { Outcome::Met } else { Outcome::NotMet }, Some(Fraction::new(part, whole)))
}

#[test]
fn every_polling_station_scores_without_error() {
    let Some(path) = official_results() else { return };
    let stations = stations(&path);
    assert_eq!(stations.len(), STATIONS);
    assert!(stations.iter().all(|station| station.valid + station.invalid == station.collected));

    let plan = plan_of("stations.toml", PLAN).expect("the plan is right");
    let (units_file, reports_file) = files(&stations);
    let mut findings = Findings::default();
    let units: Units = units_of("units.csv", units_file.as_bytes(), &plan, &mut findings);
    let reports: Reports =
        reports_of(&[("reports.csv", reports_file.as_bytes())], &plan, &units, &mut findings);
    check(&plan, &units, &reports, &mut findings);
    assert_eq!((findings.errors, findings.warnings), (0, 0), "{:?}", findings.in_order().first());

    let contest =
        Contest { plan: &plan, units: &units, reports: &reports, holds: &[], choices: &[], as_of: None };
    let scored = score(&contest);
    assert_eq!(scored.scores.units.len(), STATIONS);
    for (participant, station) in (0_u32..).zip(&stations) {
        let judgements = scored.scores.judgements_of(participant);
        let found = |criterion: usize| {
            let judgement = judgements[criterion].expect("both criteria apply to every station");
            (judgement.outcome, judgement.measure)
        };
        let turnout = expected(station.issued, station.registered, |part, whole| 1000 * part >= 999 * whole);
        let invalid = expected(station.invalid, station.collected, |part, whole| 1000 * part < 2 * whole);
        assert_eq!(found(0), turnout, "turnout of station {}", participant + 1);
        assert_eq!(found(1), invalid, "invalid ballots of station {}", participant + 1);
    }
    let ranked: usize = scored.ranking.clusters.iter().map(Vec::len).sum();
    assert_eq!(ranked, STATIONS);
}
