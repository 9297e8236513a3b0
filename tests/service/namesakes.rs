//! Persons of one name in one unit: nominated, told apart, and both awarded.

use serde_json::json;
use thidua::app::actor::Role;

use super::decided::{head, id_of, letter, sql};
use super::house::{House, engines};
use super::nominations::{accepted, person, ranked_with_persons, with_persons_as};

#[test]
fn bug_two_persons_of_one_name_who_were_told_apart_couldnt_both_be_awarded() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = with_persons_as(&officer, |text| {
            text.replace("code = \"medal\"\n", "code = \"medal\"\nform = \"commendation\"\nbudget = \"Quỹ\"\n")
                + "\n[process]\n"
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
        let id = id_of(&plan);
        sql(
            &house,
            &format!(
                "UPDATE cases SET state = 'voted' WHERE plan_id = {id};
                 INSERT INTO council_sessions (id, plan_id, number, state, place, held_on, change, made_by, made_at)
                 VALUES ({id}, {id}, 1, 'closed', 'Hội trường', '2021-05-24', 1, 'command', '2021-05-24 01:00:00');
                 INSERT INTO session_items (id, session_id, number, case_id, round, state, closed_at, result)
                 SELECT cases.id, {id}, cases.number, cases.id, 1, 'closed', '2021-05-24 01:00:00', 'accepted'
                 FROM cases WHERE plan_id = {id};"
            ),
        );
        let day = "2021-05-24";
        officer.post(&format!("{plan}/submissions"), &letter("12/TTr", day, &[1, 2])).good();
        let body = json!({ "head": head("34/QĐ", day), "cases": [1, 2], "reason": null });
        let made = officer.post(&format!("{plan}/decisions"), &body).good();
        assert_eq!(made["awards"].as_array().map(Vec::len), Some(2));
    }
}
