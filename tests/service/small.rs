//! A small contest worked by hand, taken from its files to any state.

use serde_json::{Value, json};

use super::house::{Caller, collecting, fixture, hand_in};

const CASE: &str = "cases/award-no-tie-inside-quota";

/// A plan that collects, its first reports handed in: units A to E, four of them recommended.
pub fn reported(officer: &Caller) -> String {
    let plan = collecting(officer, &format!("{CASE}/plan.toml"), &format!("{CASE}/units.csv"));
    hand_in(officer, &plan, &fixture(&format!("{CASE}/reports.csv")));
    plan
}

/// Accepts a version of a unit's report.
pub fn accept(officer: &Caller, plan: &str, unit: &str, version: i64) -> Value {
    let body = json!({ "version": version, "note": "đã kiểm tra" });
    officer.post(&format!("{plan}/reports/{unit}/accept"), &body).good()
}

/// Moves a plan, with a reason.
pub fn move_to(officer: &Caller, plan: &str, state: &str) -> Value {
    let body = json!({ "to": state, "reason": "theo kế hoạch" });
    officer.put(&format!("{plan}/state"), &body).good()
}

/// A plan that is ranked: every first report accepted.
pub fn ranked(officer: &Caller) -> String {
    let plan = reported(officer);
    for unit in ["A", "B", "C", "D", "E"] {
        accept(officer, &plan, unit, 1);
    }
    move_to(officer, &plan, "closed");
    move_to(officer, &plan, "ranked");
    plan
}

/// Scores a plan again, and applies that.
pub fn rescore(officer: &Caller, plan: &str) {
    let staged = officer.post(&format!("{plan}/rescores"), &json!({ "reason": "chấm lại" })).good();
    let path = format!("{plan}/rescores/{}", staged["snapshot"]["number"]);
    officer.put(&path, &json!({ "state": "applied", "reason": "chấm lại" })).good();
}
