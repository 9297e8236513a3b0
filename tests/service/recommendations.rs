//! Recommendations and the effects of files over HTTP.

use serde_json::{Value, json};
use thidua::app::actor::Role;

use super::house::{Caller, House, collecting, engines, fixture, hand_in};
use super::small::{move_to, ranked, reported};

/// What a file would do, as its preview tells.
fn effects(officer: &Caller, plan: &str, file: &[u8]) -> Vec<Value> {
    let path = format!("{plan}/uploads?file_name=r.csv");
    let upload = officer.send("POST", &path, Some("text/csv"), file).good();
    let preview = officer.get(&format!("{plan}/uploads/{}/preview", upload["id"])).good();
    preview["effects"].as_array().unwrap().clone()
}

#[test]
fn every_unit_is_in_or_out_with_a_reason_in_both_languages() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = ranked(&officer);
        let path = format!("{plan}/recommendations");
        let page = officer.get(&path).good();
        assert_eq!((&page["snapshot"], &page["total"]), (&json!(1), &json!(5)));
        let award = &page["awards"][0];
        assert_eq!((&award["code"], &award["recommended"]), (&json!("merit"), &json!(4)));
        let quota = &award["quotas"][0];
        assert_eq!((&quota["limit"], &quota["used"], &quota["left"]), (&json!(4), &json!(4), &json!(0)));
        let border = &page["borders"][0];
        assert_eq!((&border["award"], &border["worse"]), (&json!("merit"), &json!("E")));
        assert!(!border["text_vi"].as_str().unwrap().is_empty() && border["text_vi"] != border["text_en"]);
        let last = &page["items"][4];
        assert_eq!((&last["unit"], &last["reason"]), (&json!("E"), &json!("quota_full")));
        assert_eq!(last["recommended"], false);
        assert!(!last["text_en"].as_str().unwrap().is_empty() && last["text_vi"] != last["text_en"]);
        // Page by page it is the same list.
        let first = officer.get(&format!("{path}?limit=3")).good();
        assert_eq!((&first["next"], first["items"].as_array().unwrap().len()), (&json!(3), 3));
        let second = officer.get(&format!("{path}?limit=3&after=3")).good();
        assert_eq!((&second["items"][1], &second["next"]), (last, &json!(null)));
        let none = officer.get(&format!("{path}?award=other")).good();
        assert_eq!(none["total"], 0);
        let viewer = house.user(Role::Viewer, None);
        assert_eq!(viewer.get(&path).status, 403);
        assert_eq!(officer.get(&format!("{path}?basis=x")).problem().1, "field_refused");
        move_to(&officer, &plan, "finalised");
        assert_eq!(viewer.get(&path).good()["items"], page["items"]);
        assert_eq!(viewer.get(&format!("{path}?basis=accepted")).status, 403);
    }
}

#[test]
fn ties_at_a_border_are_shown_to_be_settled() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = reported(&officer);
        hand_in(&officer, &plan, b"code,score\nE,8\n");
        let page = officer.get(&format!("{plan}/recommendations")).good();
        assert_eq!(page["snapshot"], json!(null));
        assert_eq!(page["awards"][0]["ties_to_settle"], json!(["B", "C", "D", "E"]));
    }
}

#[test]
fn a_preview_says_in_words_what_a_file_does_to_ranks_and_quotas() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = reported(&officer);
        let found = effects(&officer, &plan, b"code,score\nD,1\n");
        assert_eq!(found.len(), 2);
        let texts: Vec<&str> = found.iter().map(|it| it["text_en"].as_str().unwrap()).collect();
        assert!(texts[0].starts_with("Đơn vị D (giả định) ("), "{}", texts[0]);
        assert!(texts[0].ends_with(" falls 2 -> 5, leaves the quota of Khen."), "{}", texts[0]);
        assert!(texts[1].ends_with(" rises 5 -> 4, enters the quota of Khen."), "{}", texts[1]);
        let vietnamese = found[0]["text_vi"].as_str().unwrap();
        assert!(vietnamese.ends_with(" xuống hạng 2 -> 5, ra khỏi chỉ tiêu Khen."), "{vietnamese}");
    }
}

#[test]
fn effects_on_a_real_contest_name_unit_cluster_and_places() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = collecting(&officer, "plans/dien-bien-508-2021-points.toml", "units/dien-bien-2021.csv");
        let reports = String::from_utf8(fixture("reports/dien-bien-2021.csv")).unwrap();
        // Every second unit of the real file reports first; then the file as it is.
        let mut lines = reports.lines();
        let mut half = vec![lines.next().unwrap()];
        half.extend(lines.step_by(2));
        hand_in(&officer, &plan, (half.join("\n") + "\n").as_bytes());
        let found = effects(&officer, &plan, reports.as_bytes());
        assert!(!found.is_empty());
        for effect in &found {
            let text = effect["text_en"].as_str().unwrap();
            let name = effect["name"].as_str().unwrap();
            assert!(text.starts_with(&format!("{name} (")) && text.ends_with('.'), "{text}");
            let (before, after) = (&effect["rank_before"], &effect["rank_after"]);
            if before.is_null() {
                assert!(text.contains(&format!("first time: rank {after}")), "{text}");
            } else if before != after {
                assert!(text.contains(&format!("s {before} -> {after}")), "{text}");
            }
        }
    }
}

#[test]
fn an_explanation_is_told_as_data_down_to_the_cell() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = collecting(&officer, "plans/dien-bien-508-2021-points.toml", "units/dien-bien-2021.csv");
        hand_in(&officer, &plan, &fixture("reports/dien-bien-2021.csv"));
        let reporter = house.user(Role::Reporter, Some("099"));
        let standing = reporter.get(&format!("{plan}/ranking/units/099")).good();
        let explained = standing["explained"].as_array().unwrap();
        assert!(!explained.is_empty());
        let mut cells = 0;
        for criterion in explained {
            let listed = standing["unit"]["criteria"].as_array().unwrap();
            let listed = listed.iter().find(|it| it["criterion"] == criterion["criterion"]).unwrap();
            assert_eq!(
                (&listed["outcome"], &listed["points"]),
                (&criterion["outcome"], &criterion["points"])
            );
            assert!(!criterion["rule_vi"].as_str().unwrap().is_empty());
            for figure in criterion["figures"].as_array().unwrap() {
                if !figure["value"].is_null() {
                    assert_eq!((&figure["unit"], &figure["upload"]), (&json!("099"), &json!(1)));
                    assert!(figure["row"].as_u64().unwrap() > 1 && figure["column"].is_string());
                    cells += 1;
                }
            }
            for step in criterion["steps"].as_array().unwrap() {
                assert!(!step["kind"].as_str().unwrap().is_empty(), "{step}");
                assert!(!step["text_en"].as_str().unwrap().is_empty(), "{step}");
            }
        }
        assert!(cells > 10, "{cells}");
        let steps = || explained.iter().flat_map(|it| it["steps"].as_array().unwrap());
        assert!(steps().any(|step| step["kind"] == "ratio" && step["denominator"].is_string()));
        assert!(steps().any(|step| step["kind"] == "points" && step["rounded"].is_string()));
    }
}
