//! Stored rankings over HTTP.

use serde_json::json;
use sha2::{Digest, Sha256};
use thidua::app::actor::Role;

use super::house::{House, engines, hand_in};
use super::small::{accept, move_to, ranked, reported};

fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write;
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

#[test]
fn moving_to_ranked_stores_the_ranking_and_anybody_can_recompute_its_hashes() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = ranked(&officer);
        let list = officer.get(&format!("{plan}/snapshots")).good();
        assert_eq!((&list["total"], &list["items"][0]["state"]), (&json!(1), &json!("current")));
        let inputs = officer.get(&format!("{plan}/snapshots/1/inputs"));
        assert_eq!(sha256(&inputs.body), list["items"][0]["input_hash"]);
        let result = officer.get(&format!("{plan}/snapshots/1"));
        assert_eq!(sha256(&result.body), list["items"][0]["result_hash"]);
        assert_eq!(result.good()["format"], "thidua.ranking/1");
        // A line of figures, recomputed from the version that it names.
        let lines = "score\t1\t10\nsecond\t1\t1\nclean\t4\ttrue\n";
        let line = inputs.text().lines().find(|line| line.starts_with("figures\tA\t")).unwrap().to_owned();
        assert!(line.starts_with("figures\tA\t1\t2021-05-24T08:00:"), "{line}");
        assert!(line.ends_with(&format!("\t3\t{}", sha256(lines.as_bytes()))), "{line}");
        let plan_file = officer.get(&format!("{plan}/source"));
        assert!(
            inputs.text().contains(&format!("\nplan\t{}\n", sha256(&plan_file.body))),
            "{}",
            plan_file.text()
        );
        let csv = officer.clone().with("accept", "text/csv").get(&format!("{plan}/snapshots/1"));
        assert_eq!(csv.text().lines().count(), 6, "{}", csv.text());
        let audit = officer.get("/api/v1/audit?action=ranking.store").good();
        assert_eq!(audit["items"].as_array().unwrap().len(), 1);
    }
}

#[test]
fn the_same_inputs_give_the_same_hashes() {
    for engine in engines() {
        let hashes = || {
            let house = House::on(engine);
            let officer = house.user(Role::Officer, None);
            let plan = ranked(&officer);
            let list = officer.get(&format!("{plan}/snapshots")).good();
            let hashes = (list["items"][0]["input_hash"].clone(), list["items"][0]["result_hash"].clone());
            // Ranked again from the same inputs, the same ranking stays.
            move_to(&officer, &plan, "closed");
            move_to(&officer, &plan, "ranked");
            assert_eq!(officer.get(&format!("{plan}/snapshots")).good()["total"], 1);
            hashes
        };
        assert_eq!(hashes(), hashes());
    }
}

#[test]
fn what_is_published_is_the_stored_ranking_even_after_the_inputs_moved() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let reporter = house.user(Role::Reporter, Some("D"));
        let viewer = house.user(Role::Viewer, None);
        let plan = ranked(&officer);
        let live = officer.get(&format!("{plan}/ranking?basis=accepted")).good();
        assert_eq!((&live["snapshot"], &live["basis"]), (&json!(null), &json!("accepted")));
        assert_eq!(viewer.get(&format!("{plan}/ranking")).status, 403);
        assert_eq!(viewer.get(&format!("{plan}/snapshots/1")).status, 403);
        move_to(&officer, &plan, "finalised");
        let stored = viewer.get(&format!("{plan}/ranking")).good();
        assert_eq!((&stored["snapshot"], &stored["provisional"]), (&json!(1), &json!(false)));
        assert_eq!(stored["items"], live["items"]);
        assert_eq!(viewer.get(&format!("{plan}/ranking?basis=submitted")).status, 403);
        let whole = viewer.get(&format!("{plan}/snapshots/1"));
        assert_eq!(viewer.get(&format!("{plan}/ranking/export")).body, whole.body);
        let standing = reporter.get(&format!("{plan}/ranking/units/D")).good();
        assert_eq!((&standing["snapshot"], &standing["unit"]["rank"]), (&json!(1), &json!(2)));
        assert!(standing["text_en"].as_str().unwrap().len() > 300);
        // Taken back and corrected: until it is stored anew the ranking that was stored stays what it was.
        for state in ["ranked", "collecting"] {
            move_to(&officer, &plan, state);
        }
        hand_in(&officer, &plan, "code,score\nD,1\n".as_bytes());
        accept(&officer, &plan, "D", 2);
        assert_eq!(viewer.get(&format!("{plan}/ranking")).status, 403);
        assert_eq!(officer.get(&format!("{plan}/snapshots/1")).body, whole.body);
        move_to(&officer, &plan, "closed");
        move_to(&officer, &plan, "ranked");
        let list = officer.get(&format!("{plan}/snapshots")).good();
        let states: Vec<_> = list["items"].as_array().unwrap().iter().map(|it| it["state"].clone()).collect();
        assert_eq!(states, [json!("superseded"), json!("current")]);
        move_to(&officer, &plan, "finalised");
        let standing = reporter.get(&format!("{plan}/ranking/units/D")).good();
        assert_eq!((&standing["snapshot"], &standing["unit"]["rank"]), (&json!(2), &json!(5)));
    }
}

#[test]
fn nothing_is_stored_before_every_report_is_decided() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = reported(&officer);
        move_to(&officer, &plan, "closed");
        let refused = officer.put(&format!("{plan}/state"), &json!({ "to": "ranked" }));
        assert_eq!(refused.problem(), (409, "plan_blocked".to_owned()));
        assert_eq!(officer.get(&format!("{plan}/snapshots")).good()["total"], 0);
        assert_eq!(officer.get(&format!("{plan}/snapshots/1")).problem(), (404, "not_found".to_owned()));
    }
}
