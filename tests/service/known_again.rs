//! Who is known again, and who isn't: persons of one name who were told apart, and awards of plans without the same topic.

use std::collections::BTreeSet;

use serde_json::json;
use thidua::app::actor::Role;

use super::decided::{decided, head, id_of, letter, ranked, voted_on};
use super::house::{House, engines};
use super::nominations::{accepted, person, ranked_with_persons, with_persons_as};
use super::ui::page;

#[test]
fn bug_two_persons_of_one_name_who_were_told_apart_couldnt_both_be_awarded() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = with_persons_as(&officer, |text| {
            text.replace(
                "code = \"medal\"\n",
                "code = \"medal\"\nform = \"commendation\"\nbudget = \"Quỹ\"\n",
            ) + "\n[process]\n"
        });
        for deeds in [9, 5] {
            officer.post(&format!("{plan}/nominations"), &person("A", "Trùng Tên", "worker", deeds)).good();
        }
        let apart = json!({ "reason": "hai người khác nhau" });
        officer.post(&format!("{plan}/nominations/2/apart"), &apart).good();
        accepted(&officer, &plan, &[1, 2]);
        ranked_with_persons(&officer, &plan);
        officer.post(&format!("{plan}/nominations/rankings"), &json!({})).good();
        let opened = officer.post(&format!("{plan}/cases"), &json!({ "awards": ["medal"] })).good();
        assert_eq!(opened["opened"], json!([1, 2]));
        let day = "2021-05-24";
        voted_on(&house, id_of(&plan), day);
        officer.post(&format!("{plan}/submissions"), &letter("12/TTr", day, &[1, 2])).good();
        let body = json!({ "head": head("34/QĐ", day), "cases": [1, 2], "reason": null });
        let made = officer.post(&format!("{plan}/decisions"), &body).good();
        assert_eq!(made["awards"].as_array().map(Vec::len), Some(2));
    }
}

#[test]
fn awards_of_plans_without_the_same_topic_are_shown_to_be_looked_at() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        // One of the same topic as the last, one of another, one of none.
        for (code, topic, number) in
            [("01/KH", "bau_cu", "1/QĐ"), ("02/KH", "khac", "2/QĐ"), ("03/KH", "", "3/QĐ")]
        {
            decided(&house, &officer, code, topic, number);
        }
        let last = ranked(&officer, "04/KH", "bau_cu");
        let opened = officer.post(&format!("{last}/cases"), &json!({ "awards": [] })).good();
        assert_eq!(opened["opened"], json!([]), "what has the same topic isn't commended again");
        let last = ranked(&officer, "05/KH", "moi");
        officer.post(&format!("{last}/cases"), &json!({ "awards": [] })).good();
        let case = officer.get(&format!("{last}/cases/1")).good();
        let held = case["held_elsewhere"].as_array().unwrap();
        let numbers: BTreeSet<&str> = held.iter().map(|one| one["decision"].as_str().unwrap()).collect();
        assert_eq!(numbers, BTreeSet::from(["1/QĐ", "2/QĐ", "3/QĐ"]), "{case}");
        assert_eq!(held[0]["issued_on"], "2021-05-15");
        assert!(held.iter().any(|one| one["plan"] == "03/KH"), "{case}");
        let page = page(&officer, "/plans/5/cases/1");
        assert!(page.contains("Đối tượng đang giữ khen thưởng của kế hoạch khác") && page.contains("3/QĐ"));
        let own = house.user(Role::Reporter, Some("A"));
        assert_eq!(own.get(&format!("{last}/cases/1")).good()["held_elsewhere"], json!([]));
    }
}
