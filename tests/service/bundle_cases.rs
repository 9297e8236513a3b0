//! Every case that was worked out by hand is bundled and computed again by the other program, which knows the file alone: all kinds
//! of criteria, of points and of quotas.

use std::path::Path;

use serde_json::{Value, json};
use thidua::app::actor::Role;

use super::bundle::{bundle_of, computed_by_other, is_other_there, told, unpack, verdict};
use super::house::{Caller, Engine, House, fixture, hand_in};
use super::small::{accept, move_to};
use crate::cases::case_folders;

/// Points above the maximum are a mistake in a report, which keeps a plan from being ranked.
const NOT_RANKED: &str = "kind-f-above-the-maximum";

/// A case as a plan that is ranked.
pub fn ranked(officer: &Caller, name: &str, folder: &Path) -> String {
    let text = String::from_utf8(fixture(&format!("cases/{name}/plan.toml"))).unwrap();
    let text = text.replacen("code = \"", &format!("code = \"({name}) "), 1);
    let made = officer.send("POST", "/api/v1/plans", Some("application/toml"), text.as_bytes()).good();
    let plan = format!("/api/v1/plans/{}", made["id"]);
    let units = fixture(&format!("cases/{name}/units.csv"));
    officer.send("PUT", &format!("{plan}/units"), Some("text/csv"), &units).good();
    for state in ["launched", "collecting"] {
        officer.put(&format!("{plan}/state"), &json!({ "to": state })).good();
    }
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut reports: Vec<_> =
        files.filter(|file| file.file_name().unwrap().to_str().unwrap().starts_with("reports")).collect();
    reports.sort();
    for file in reports {
        hand_in(officer, &plan, &std::fs::read(file).unwrap());
    }
    let listed = officer.get(&format!("{plan}/reports?limit=1000")).good();
    let units: Vec<&Value> = listed["items"].as_array().unwrap().iter().collect();
    for report in units.iter().filter(|report| report["state"] == "submitted") {
        accept(officer, &plan, report["unit"].as_str().unwrap(), report["version"].as_i64().unwrap());
    }
    move_to(officer, &plan, "closed");
    for report in units.iter().filter(|report| report["state"] == "missing") {
        let hold = json!({ "unit": report["unit"], "kind": "exclude", "reason": "Không báo cáo" });
        officer.post(&format!("{plan}/holds"), &hold).good();
    }
    move_to(officer, &plan, "ranked");
    plan
}

#[test]
fn every_kind_of_criterion_of_points_and_of_quota_is_computed_again_from_the_file_alone() {
    if !is_other_there() {
        return;
    }
    let house = House::on(Engine::Sqlite);
    let officer = house.user(Role::Officer, None);
    let mut count = 0;
    for (name, folder) in case_folders() {
        let is_wanted = ["kind-", "points-", "award-"].iter().any(|family| name.starts_with(family));
        if !is_wanted || name == NOT_RANKED {
            continue;
        }
        let plan = ranked(&officer, &name, &folder);
        let members = unpack(&bundle_of(&officer, &plan, 1));
        assert!(verdict(&members).is_equal(), "{name}: {}", told(&members));
        let (code, said) = computed_by_other(&members);
        assert!(code == Some(0) && said.contains("EQUAL"), "{name}: {said}");
        count += 1;
    }
    assert!(count >= 40, "{count} cases");
}
