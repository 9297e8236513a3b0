//! Changes of the recommendation by hand over HTTP.

use serde_json::{Value, json};
use thidua::app::actor::Role;

use super::house::{Caller, House, collecting, engines, fixture, hand_in};
use super::small::{accept, move_to, ranked, reported};

const TIE: &str = "cases/award-tie-ask";

/// A plan where B, C and D tie for two seats.
fn tied(officer: &Caller) -> String {
    let plan = collecting(officer, &format!("{TIE}/plan.toml"), &format!("{TIE}/units.csv"));
    hand_in(officer, &plan, &fixture(&format!("{TIE}/reports.csv")));
    plan
}

fn chosen(kind: &str, units: &[&str]) -> Value {
    json!({ "award": "merit", "kind": kind, "units": units, "reason": "hội đồng thống nhất" })
}

/// The reason of every unit at the only award.
fn reasons(caller: &Caller, plan: &str) -> Vec<String> {
    let page = caller.get(&format!("{plan}/recommendations?basis=submitted")).good();
    let mut items: Vec<&Value> = page["items"].as_array().unwrap().iter().collect();
    items.sort_by_key(|item| item["unit"].as_str().unwrap().to_owned());
    items.iter().map(|item| item["reason"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_tie_is_settled_by_taking_units_in() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = tied(&officer);
        let ties = ["recommended", "tie_to_settle", "tie_to_settle", "tie_to_settle", "quota_full"];
        assert_eq!(reasons(&officer, &plan), ties);
        let path = format!("{plan}/choices");
        // Three for two seats: none is taken in.
        let refused = officer.post(&path, &chosen("take_in", &["B", "C", "D"]));
        assert_eq!(refused.problem(), (409, "choice_without_effect".to_owned()));
        assert_eq!(reasons(&officer, &plan), ties);
        assert_eq!(officer.get(&path).good()["total"], 0);
        let made = officer.post(&path, &chosen("take_in", &["B", "D"]));
        assert_eq!(made.status, 201);
        assert_eq!(made.json()["total"], 2);
        assert_eq!(
            reasons(&officer, &plan),
            ["recommended", "taken_in", "quota_full", "taken_in", "quota_full"]
        );
        let again = officer.post(&path, &chosen("leave_out", &["B"]));
        assert_eq!(again.problem(), (409, "already_there".to_owned()));
        let found = officer.get("/api/v1/audit?action=choice.add").good();
        assert_eq!(found["items"].as_array().unwrap().len(), 2);
        assert!(found["items"][0]["after"].as_str().unwrap().contains("hội đồng thống nhất"));
    }
}

#[test]
fn a_seat_left_goes_to_who_comes_next_and_back_when_the_choice_is_lifted() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = reported(&officer);
        let at_first = ["recommended", "recommended", "recommended", "recommended", "quota_full"];
        assert_eq!(reasons(&officer, &plan), at_first);
        let path = format!("{plan}/choices");
        // Nobody is taken in past a better one, nor who is in anyway.
        for unit in ["E", "A"] {
            let refused = officer.post(&path, &chosen("take_in", &[unit]));
            assert_eq!(refused.problem(), (409, "choice_without_effect".to_owned()));
        }
        officer.post(&path, &chosen("leave_out", &["A"]));
        assert_eq!(
            reasons(&officer, &plan),
            ["left_out", "recommended", "recommended", "recommended", "recommended"]
        );
        let told = officer.get(&format!("{plan}/recommendations")).good();
        let left_out = told["items"].as_array().unwrap().iter().find(|item| item["unit"] == "A").unwrap();
        // Why it was is for who may see rankings; others read the recommendation as well.
        assert!(!left_out["text_vi"].as_str().unwrap().contains("hội đồng thống nhất"), "{left_out}");
        // The order stays what it is: nobody's rank is changed by hand.
        let ranking = officer.get(&format!("{plan}/ranking")).good();
        assert_eq!((&ranking["items"][0]["unit"], &ranking["items"][0]["rank"]), (&json!("A"), &json!(1)));
        let id = officer.get(&path).good()["items"][0]["id"].clone();
        let lift = json!({ "reason": "xem lại" });
        assert_eq!(officer.post(&format!("{path}/{id}/lift"), &lift).good()["lift_reason"], "xem lại");
        assert_eq!(reasons(&officer, &plan), at_first);
        assert_eq!(officer.post(&format!("{path}/{id}/lift"), &lift).status, 404);
    }
}

#[test]
fn bug_a_refused_choice_stayed_in_memory_as_if_it_had_been_made() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = tied(&officer);
        // At once, before anything has read the reports.
        let refused = officer.post(&format!("{plan}/choices"), &chosen("take_in", &["B", "E"]));
        assert_eq!(refused.problem(), (409, "choice_without_effect".to_owned()));
        let ties = ["recommended", "tie_to_settle", "tie_to_settle", "tie_to_settle", "quota_full"];
        assert_eq!(reasons(&officer, &plan), ties);
    }
}

#[test]
fn bug_a_later_choice_took_the_seat_of_an_earlier_one() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = tied(&officer);
        let path = format!("{plan}/choices");
        assert_eq!(officer.post(&path, &chosen("take_in", &["C", "D"])).status, 201);
        let third = officer.post(&path, &chosen("take_in", &["B"]));
        assert_eq!(third.problem(), (409, "choice_without_effect".to_owned()));
        let settled = ["recommended", "quota_full", "taken_in", "taken_in", "quota_full"];
        assert_eq!(reasons(&officer, &plan), settled);
    }
}

#[test]
fn bug_units_taken_in_counted_as_not_recommended_in_stored_rankings() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = tied(&officer);
        for unit in ["A", "B", "C", "D", "E"] {
            accept(&officer, &plan, unit, 1);
        }
        assert_eq!(officer.post(&format!("{plan}/choices"), &chosen("take_in", &["B", "D"])).status, 201);
        move_to(&officer, &plan, "closed");
        move_to(&officer, &plan, "ranked");
        let lifted =
            officer.post(&format!("{plan}/choices/1/lift"), &json!({ "reason": "hội đồng xem lại" }));
        assert_eq!(lifted.status, 200);
        let staged = officer.post(&format!("{plan}/rescores"), &json!({ "reason": "hội đồng" })).good();
        let mut changed: Vec<&str> =
            staged["items"].as_array().unwrap().iter().map(|it| it["unit"].as_str().unwrap()).collect();
        changed.sort_unstable();
        assert_eq!(changed, ["B"], "{staged}");
        assert_eq!(staged["items"][0]["awards_before"], json!(["merit"]));
        let shown = officer.get(&format!("/plans/1/rankings/{}", staged["snapshot"]["number"])).text();
        assert!(
            shown.contains("điều chỉnh danh sách đề nghị") && !shown.contains("rescore-input"),
            "{shown}"
        );
    }
}

#[test]
fn a_choice_makes_the_stored_ranking_stale_until_it_is_stored_again() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = ranked(&officer);
        officer.post(&format!("{plan}/choices"), &chosen("leave_out", &["A"]));
        let blocked = officer.put(&format!("{plan}/state"), &json!({ "to": "finalised" }));
        assert_eq!(blocked.problem(), (409, "plan_blocked".to_owned()));
        let staged = officer.post(&format!("{plan}/rescores"), &json!({ "reason": "hội đồng" })).good();
        let inputs = staged["inputs"].as_array().unwrap();
        assert_eq!(
            (inputs.len(), &inputs[0]["kind"], &inputs[0]["unit"]),
            (1, &json!("choice"), &json!("A"))
        );
        assert_eq!(staged["awards_changed"], 2);
        let number = staged["snapshot"]["number"].clone();
        let decided = json!({ "state": "applied", "reason": "biên bản họp" });
        officer.put(&format!("{plan}/rescores/{number}"), &decided).good();
        move_to(&officer, &plan, "finalised");
        let late = officer.post(&format!("{plan}/choices"), &chosen("leave_out", &["B"]));
        assert_eq!(late.problem(), (409, "plan_state".to_owned()));
    }
}

#[test]
fn what_a_choice_may_not_be_is_refused() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = reported(&officer);
        let path = format!("{plan}/choices");
        let without = |name: &str, value: Value| {
            let mut body = chosen("leave_out", &["A"]);
            body[name] = value;
            officer.post(&path, &body).problem()
        };
        assert_eq!(without("award", json!("other")), (422, "field_refused".to_owned()));
        assert_eq!(without("units", json!([])), (422, "field_refused".to_owned()));
        assert_eq!(without("units", json!(vec!["A"; 1001])), (422, "field_refused".to_owned()));
        assert_eq!(without("units", json!(["A", "A"])), (409, "already_there".to_owned()));
        assert_eq!(without("units", json!(["Z"])), (404, "not_found".to_owned()));
        assert_eq!(without("reason", json!(" ")), (422, "field_refused".to_owned()));
        assert_eq!(without("kind", json!("drop")).0, 400);
        // Who doesn't meet the plan can't be taken in.
        hand_in(&officer, &plan, "code,clean\nE,không\n".as_bytes());
        let unfit = officer.post(&path, &chosen("take_in", &["E"]));
        assert_eq!(unfit.problem(), (409, "choice_without_effect".to_owned()));
        assert!(
            unfit.json()["text_en"].as_str().is_some_and(|text| text.contains("required criterion")),
            "{}",
            unfit.text()
        );
        assert_eq!(officer.get(&path).good()["total"], 0);
        for role in [Role::CouncilMember, Role::Viewer, Role::Appraiser] {
            let other = house.user(role, None);
            assert_eq!(other.post(&path, &chosen("leave_out", &["A"])).status, 403);
        }
    }
}
