//! Reports from file to ranking, over HTTP.

use serde_json::json;
use thidua::app::actor::Role;
use thidua::app::score_files::{ContestFiles, GivenFile, load, load_plan};
use thidua::contest::score::score;
use thidua::documents::csv::write_csv;
use thidua::documents::ranking::RankingDocument;
use thidua::intake::reports::ReadOptions;

use super::house::{House, collecting, engines, fixture, hand_in};

const PLAN: &str = "plans/dien-bien-508-2021-points.toml";
const UNITS: &str = "units/dien-bien-2021.csv";
const REPORTS: &str = "reports/dien-bien-2021.csv";

#[test]
fn a_file_handed_in_twice_changes_nothing() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = collecting(&officer, PLAN, UNITS);
        let first = hand_in(&officer, &plan, &fixture(REPORTS));
        assert_eq!(
            (&first["versions"], &first["created"], &first["unchanged"]),
            (&json!(25), &json!(716), &json!(0))
        );
        let ranking = officer.get(&format!("{plan}/ranking")).good();
        let second = hand_in(&officer, &plan, &fixture(REPORTS));
        assert_eq!(
            (&second["versions"], &second["changed"], &second["unchanged"]),
            (&json!(0), &json!(0), &json!(716))
        );
        assert_eq!(officer.get(&format!("{plan}/ranking")).good(), ranking);
    }
}

#[test]
fn the_ranking_of_the_service_is_that_of_the_files() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = collecting(&officer, PLAN, UNITS);
        hand_in(&officer, &plan, &fixture(REPORTS));
        let answer = officer.with("accept", "text/csv").get(&format!("{plan}/ranking/export"));
        let expected = ranked_from_files();
        let unprovisional = answer.text().replace(",true\n", ",false\n");
        assert_eq!(unprovisional, expected);
    }
}

/// The ranking that `thidua rank` makes from the same files.
fn ranked_from_files() -> String {
    let given = |name: &str| GivenFile { name: name.to_owned(), bytes: fixture(name) };
    let files =
        ContestFiles { units: given(UNITS).into(), reports: vec![given(REPORTS).into()], holds: None };
    let loaded = load(load_plan(&given(PLAN)).unwrap(), &files, &ReadOptions::default(), 1, &|_| {});
    let contest = loaded.contest(None);
    let scored = score(&contest);
    let document = RankingDocument {
        contest,
        scored: &scored,
        borders: &[],
        fragilities: None,
        provisional: false,
        cluster: None,
    };
    let mut bytes = Vec::new();
    write_csv(&document, 1, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_reporter_sees_its_own_unit_alone() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = collecting(&officer, PLAN, UNITS);
        hand_in(&officer, &plan, &fixture(REPORTS));
        let reporter = house.user(Role::Reporter, Some("099"));
        assert_eq!(reporter.get(&format!("{plan}/ranking/units/099")).status, 200);
        let refused = [
            reporter.get(&format!("{plan}/ranking/units/100")),
            reporter.get(&format!("{plan}/ranking")),
            reporter.get(&format!("{plan}/reports/100/versions")),
            reporter.post(&format!("{plan}/reports/099/accept"), &json!({ "version": 1 })),
        ];
        for answer in refused {
            assert_eq!(answer.status, 403, "{}", answer.text());
        }
        let listed = reporter.get(&format!("{plan}/reports")).good();
        assert_eq!(listed["total"], 1);
    }
}
