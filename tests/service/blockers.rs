//! What keeps a plan from going on is told all at once.

use serde_json::json;
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
    assert_eq!(blocked.json()["text_en"], "In the way: 17 reports wait to be accepted or returned.");
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

#[test]
fn finalising_lists_its_blockers_and_goes_on_once_they_are_settled() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = ranked(&house);
        let hold = json!({ "unit": "627", "kind": "hold", "reason": "Đang xác minh" });
        let hold = officer.post(&format!("{plan}/holds"), &hold).good();
        let blockers = officer.get(&format!("{plan}/blockers?to=finalised")).good();
        let codes: Vec<&str> =
            blockers["items"].as_array().unwrap().iter().map(|it| it["code"].as_str().unwrap()).collect();
        assert_eq!(codes, ["ties_to_settle", "ranking_stale", "holds_open"], "{blockers}");
        for item in blockers["items"].as_array().unwrap() {
            assert!(item["text"]["vi"] != item["text"]["en"] && item["count"].as_u64() > Some(0), "{item}");
        }
        assert_eq!(to(&officer, &plan, "finalised", "").problem(), (409, "plan_blocked".into()));
        let lift = json!({ "reason": "Đơn không đúng" });
        officer.post(&format!("{plan}/holds/{}/lift", hold["id"]), &lift).good();
        // The tie at the border is settled by hand: those behind are excluded, then all is scored again.
        let tied = officer.get(&format!("{plan}/ranking?limit=1000&basis=accepted")).good();
        let tied = tied["items"].as_array().unwrap().iter().filter(|it| it["reason"] == "tie_to_settle");
        let tied: Vec<String> = tied.map(|it| it["unit"].as_str().unwrap().to_owned()).collect();
        assert!(tied.len() > 2, "{tied:?}");
        for unit in &tied[2..] {
            let body = json!({ "unit": unit, "kind": "exclude", "reason": "Bốc thăm tại phiên họp" });
            officer.post(&format!("{plan}/holds"), &body).good();
        }
        let staged = officer.post(&format!("{plan}/rescores"), &json!({ "reason": "Bốc thăm" })).good();
        let path = format!("{plan}/rescores/{}", staged["snapshot"]["number"]);
        officer.put(&path, &json!({ "state": "applied", "reason": "Đã bốc thăm" })).good();
        assert_eq!(to(&officer, &plan, "finalised", "").status, 200);
        let refused =
            officer.post(&format!("{plan}/holds"), &json!({ "unit": "627", "kind": "hold", "reason": "x" }));
        assert_eq!(refused.problem(), (409, "plan_state".into()));
    }
}
