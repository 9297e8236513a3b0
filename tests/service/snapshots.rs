//! Stored rankings and re-scores.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use thidua::app::actor::Role;

use super::house::{Answer, Caller, House, collecting, engines, fixture, hand_in};

const PLAN: &str = "plans/turnout-2021.toml";
const UNITS: &str = "units/gia-lai-2021.csv";
const REPORTS: &str = "reports/gia-lai-2021.csv";

fn to(officer: &Caller, plan: &str, state: &str, reason: &str) -> Answer {
    officer.put(&format!("{plan}/state"), &json!({ "to": state, "reason": reason }))
}

/// A contest that has been ranked: every report accepted.
fn ranked(house: &House) -> (Caller, String) {
    let officer = house.user(Role::Officer, None);
    let plan = collecting(&officer, PLAN, UNITS);
    hand_in(&officer, &plan, &fixture(REPORTS));
    assert_eq!(to(&officer, &plan, "closed", "").status, 200);
    let blocked = to(&officer, &plan, "ranked", "");
    assert_eq!(blocked.problem(), (409, "plan_blocked".into()), "reports wait to be accepted");
    for report in officer.get(&format!("{plan}/reports")).good()["items"].as_array().unwrap() {
        if let Some(version) = report["version"].as_i64() {
            let unit = report["unit"].as_str().unwrap();
            let body = json!({ "version": version, "note": "Đã đối chiếu" });
            officer.post(&format!("{plan}/reports/{unit}/accept"), &body).good();
        }
    }
    assert_eq!(to(&officer, &plan, "ranked", "").status, 200);
    (officer, plan)
}

fn snapshots(caller: &Caller, plan: &str) -> Vec<Value> {
    caller.get(&format!("{plan}/snapshots")).good()["items"].as_array().unwrap().clone()
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_ranked_plan_has_its_ranking_stored_with_hashes_that_can_be_recomputed() {
    let mut hashes = Vec::new();
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = ranked(&house);
        let stored = snapshots(&officer, &plan);
        assert_eq!((stored.len(), &stored[0]["state"]), (1, &json!("current")));
        let result = officer.get(&format!("{plan}/snapshots/1/result"));
        assert_eq!(sha256(&result.body), stored[0]["result_hash"].as_str().unwrap());
        let result = result.good();
        assert_eq!((&result["format"], &result["provisional"]), (&json!("thidua.ranking/1"), &json!(false)));

        // The hash of what it rests on, as its documentation says, from the plan and the accepted versions.
        let source = officer.get(&format!("{plan}/source"));
        let as_of = stored[0]["as_of"].as_str().unwrap();
        let on_the_wall: chrono::NaiveDateTime = as_of.trim_end_matches('Z').parse().unwrap();
        let on_the_wall = on_the_wall + chrono::TimeDelta::hours(7);
        let mut lines = format!("plan\t{}\nas of\t{on_the_wall}\n", sha256(&source.body));
        let metrics = ["voters", "took_part", "turnout_stated"];
        for unit in officer.get(&format!("{plan}/units?limit=1000")).good()["items"].as_array().unwrap() {
            let code = unit["code"].as_str().unwrap();
            let versions = officer.get(&format!("{plan}/reports/{code}/versions")).good();
            let number = versions["items"].as_array().unwrap().len();
            lines.push_str(&format!("unit\t{code}\t{number}\n"));
            if number > 0 {
                let version = officer.get(&format!("{plan}/reports/{code}/versions/{number}")).good();
                for figure in version["figures"].as_array().unwrap() {
                    let slot = metrics.iter().position(|metric| figure["metric"] == *metric).unwrap();
                    lines.push_str(&format!("figure\t{slot}\t{}\n", figure["value"].as_str().unwrap()));
                }
            }
        }
        assert_eq!(sha256(lines.as_bytes()), stored[0]["input_hash"].as_str().unwrap(), "{lines}");
        hashes.push((stored[0]["input_hash"].clone(), stored[0]["result_hash"].clone()));
    }
    hashes.dedup();
    assert_eq!(hashes.len(), 1, "both engines store the same");
}

#[test]
fn a_re_score_is_staged_with_its_difference_then_applied_or_cancelled_as_a_whole() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = ranked(&house);
        let rescores = format!("{plan}/rescores");
        let stage = || officer.post(&rescores, &json!({ "reason": "Có đơn thư" }));
        let nothing = stage().good();
        assert_eq!(nothing["differing_units"], 0);
        assert_eq!(stage().problem(), (409, "already_there".into()));
        let decide = |number: &Value, state: &str| {
            officer.put(&format!("{rescores}/{number}"), &json!({ "state": state }))
        };
        decide(&nothing["snapshot"]["number"], "cancelled").good();
        assert_eq!(decide(&nothing["snapshot"]["number"], "applied").problem().0, 404);

        let exclude = |unit: &str| {
            let body = json!({ "unit": unit, "kind": "exclude", "reason": "Bị kỷ luật" });
            officer.post(&format!("{plan}/holds"), &body).good()
        };
        exclude("627");
        let before = officer.get(&format!("{plan}/snapshots/1/result")).body;
        let staged = stage().good();
        assert!(staged["differing_units"].as_u64().unwrap() >= 1, "{staged}");
        assert_eq!(staged["differences"].as_array().unwrap().last().unwrap()["unit"], "627");
        exclude("639");
        let number = &staged["snapshot"]["number"];
        assert_eq!(decide(number, "applied").problem(), (409, "snapshot_outdated".into()));
        decide(number, "cancelled").good();
        let again = stage().good();
        decide(&again["snapshot"]["number"], "applied").good();
        let states: Vec<Value> =
            snapshots(&officer, &plan).iter().map(|snapshot| snapshot["state"].clone()).collect();
        assert_eq!(states, ["replaced", "cancelled", "cancelled", "current"]);
        assert_eq!(officer.get(&format!("{plan}/snapshots/1/result")).body, before, "nothing is overwritten");
        let viewer = house.user(Role::Viewer, None);
        assert_eq!(viewer.post(&rescores, &json!({ "reason": "x" })).status, 403);
        assert_eq!(viewer.get(&format!("{plan}/snapshots")).status, 403, "not published yet");
    }
}

#[test]
fn what_is_published_is_what_was_stored_and_finalising_lists_its_blockers() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = ranked(&house);
        let hold = json!({ "unit": "627", "kind": "hold", "reason": "Đang xác minh" });
        let hold = officer.post(&format!("{plan}/holds"), &hold).good();
        let blockers = officer.get(&format!("{plan}/blockers?to=finalised")).good();
        let codes: Vec<&str> =
            blockers["items"].as_array().unwrap().iter().map(|it| it["code"].as_str().unwrap()).collect();
        assert_eq!(codes, ["ties_to_settle", "ranking_outdated", "holds_open"], "{blockers}");
        for item in blockers["items"].as_array().unwrap() {
            assert!(item["text"]["vi"] != item["text"]["en"] && item["count"].as_u64() > Some(0), "{item}");
        }
        assert_eq!(to(&officer, &plan, "finalised", "").problem(), (409, "plan_blocked".into()));
        let lift = json!({ "reason": "Đơn không đúng" });
        officer.post(&format!("{plan}/holds/{}/lift", hold["id"]), &lift).good();
        // The tie at the border is settled by hand: those behind are excluded, then all is scored again.
        let recommendation = officer.get(&format!("{plan}/recommendation")).good();
        let award = &recommendation["awards"][0];
        let tied = award["units"].as_array().unwrap().iter().filter(|unit| unit["undecided"] == true);
        let tied: Vec<&str> = tied.map(|unit| unit["unit"].as_str().unwrap()).collect();
        assert!(tied.len() > 2, "{award}");
        let limit = usize::try_from(award["quotas"][0]["limit"].as_u64().unwrap()).unwrap();
        for unit in &tied[limit..] {
            let body = json!({ "unit": unit, "kind": "exclude", "reason": "Bốc thăm tại phiên họp" });
            officer.post(&format!("{plan}/holds"), &body).good();
        }
        let staged = officer.post(&format!("{plan}/rescores"), &json!({ "reason": "Bốc thăm" })).good();
        let path = format!("{plan}/rescores/{}", staged["snapshot"]["number"]);
        officer.put(&path, &json!({ "state": "applied" })).good();
        assert_eq!(to(&officer, &plan, "finalised", "").status, 200);
        let viewer = house.user(Role::Viewer, None);
        let current = snapshots(&viewer, &plan);
        assert_eq!(current.len(), 1, "others than the current one aren't published");
        let exported = viewer.get(&format!("{plan}/ranking/export"));
        assert_eq!(sha256(&exported.body), current[0]["result_hash"].as_str().unwrap());
        let refused =
            officer.post(&format!("{plan}/holds"), &json!({ "unit": "627", "kind": "hold", "reason": "x" }));
        assert_eq!(refused.problem(), (409, "plan_state".into()));
    }
}
