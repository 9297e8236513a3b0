//! Clusters, and which reports are missing, late or waiting: numbers with their base.

use serde_json::{Value, json};
use thidua::app::actor::Role;

use super::house::{House, collecting, engines, hand_in};

fn units(list: &Value) -> Vec<&str> {
    list["items"].as_array().unwrap().iter().map(|item| item["unit"].as_str().unwrap()).collect()
}

#[test]
fn reports_are_listed_by_state_cluster_and_lateness_with_their_base() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = collecting(&officer, "plans/turnout-2021.toml", "units/gia-lai-2021.csv");
        let due = json!({ "reports_due": "2021-05-24T02:00:00Z" });
        officer.put(&format!("{plan}/reports-due"), &due).good();
        hand_in(&officer, &plan, b"code,voters,took_part\n622,1000,999\n623,1000,990\n");
        house.wait(7200);
        hand_in(&officer, &plan, b"code,voters,took_part\n624,1000,998\n");
        let decide = |unit: &str, how: &str, body: Value| {
            officer.post(&format!("{plan}/reports/{unit}/{how}"), &body).good();
        };
        decide("622", "accept", json!({ "version": 1, "note": "Đã đối chiếu" }));
        decide("623", "return", json!({ "version": 1, "questions": "Vì sao?" }));

        let list = |query: &str| officer.get(&format!("{plan}/reports?{query}")).good();
        let counts = officer.get(&format!("{plan}/completeness")).good()["all"].clone();
        assert_eq!(
            counts,
            json!({
                "expected": 17, "received": 3, "on_time": 2, "late": 1, "complete": counts["complete"],
                "submitted": 1, "accepted": 1, "returned": 1,
            })
        );
        for (query, expected) in [
            ("state=accepted", vec!["622"]),
            ("state=returned", vec!["623"]),
            ("state=submitted", vec!["624"]),
            ("late=true", vec!["624"]),
            ("state=submitted&late=false", vec![]),
            ("state=submitted&cluster=64", vec!["624"]),
        ] {
            let found = list(query);
            assert_eq!(units(&found), expected, "{query}");
            assert_eq!((&found["total"], &found["participants"]), (&json!(expected.len()), &json!(17)));
        }
        let missing = list("state=missing&limit=10");
        assert_eq!((&missing["total"], units(&missing).len()), (&json!(14), 10));
        let rest = list(&format!("state=missing&limit=10&after={}", missing["next"]));
        assert_eq!((units(&rest).len(), &rest["next"]), (4, &Value::Null));
        assert_eq!(officer.get(&format!("{plan}/reports?state=lost")).status, 400);
        let unknown = officer.get(&format!("{plan}/reports?state=submitted&cluster=65"));
        assert_eq!(unknown.status, 404, "an unknown cluster is told, not an empty list");
        let reporter = house.user(Role::Reporter, Some("624"));
        let own = reporter.get(&format!("{plan}/reports?state=submitted")).good();
        assert_eq!((&own["total"], &own["participants"]), (&json!(1), &json!(1)));
    }
}

#[test]
fn clusters_are_listed_with_their_members() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = collecting(&officer, "plans/dien-bien-508-2021-points.toml", "units/dien-bien-2021.csv");
        let found = officer.get(&format!("{plan}/clusters")).good();
        let ranking = officer.get(&format!("{plan}/ranking?limit=1000")).good();
        let ranked = ranking["items"].as_array().unwrap();
        assert_eq!(found["participants"], ranking["total"]);
        let clusters = found["items"].as_array().unwrap();
        assert!(clusters.len() > 1 && found["total"] == clusters.len(), "{found}");
        for cluster in clusters {
            let members = ranked.iter().filter(|line| line["cluster"] == cluster["code"]).count();
            assert_eq!(cluster["members"], members, "{cluster}");
            assert!(!cluster["name"]["vi"].as_str().unwrap().is_empty());
        }
    }
}
