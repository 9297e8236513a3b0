//! Everything that is kept of a person is told, to the last revocation: without names of who voted or objected.

use serde_json::{Value, json};
use thidua::app::actor::Role;

use super::house::{House, engines};
use super::nominations::NAME;
use super::person_story::revoked_person;

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told step by step")]
fn a_person_whose_award_was_revoked_is_told_everything_that_is_kept_of_it() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = revoked_person(&house);
        let answer = officer.get(&format!("{plan}/nominations/1/export"));
        let told = answer.good();
        assert_eq!((&told["name"], told["cases"].as_array().unwrap().len()), (&json!(NAME), 1));
        assert_eq!(told["files"].as_array().unwrap().len(), 2, "also the one taken out again");
        let case = &told["cases"][0];
        assert_eq!((&case["number"], &case["state"]), (&json!(1), &json!("revoked")));
        let actions: Vec<&str> =
            case["steps"].as_array().unwrap().iter().map(|it| it["action"].as_str().unwrap()).collect();
        let way = [
            "hold",
            "release",
            "complete",
            "appraise",
            "publish",
            "accept",
            "submit",
            "decide",
            "hand_over",
            "revoke",
        ];
        assert_eq!(actions, way);
        let list = &case["publicities"][0];
        assert_eq!((&list["number"], &list["note"]), (&json!(1), &json!(format!("Gặp {NAME}"))));
        let objection = &case["objections"][0];
        assert_eq!(objection["content"], format!("Về {NAME}"));
        assert_eq!(
            (&objection["settlement"], &objection["settle_note"]),
            (&json!("rejected"), &json!(format!("{NAME} đúng")))
        );
        let vote = case["votes"][0].as_object().unwrap();
        let counts = ["members", "recused", "present", "cast", "in_favour", "against", "blank", "required"];
        let counted: Vec<i64> = counts.iter().map(|count| vote[*count].as_i64().unwrap()).collect();
        assert_eq!(counted, [4, 1, 3, 3, 2, 1, 0, 2]);
        assert_eq!((&vote["reached"], &vote["result"]), (&json!(true), &json!("accepted")));
        assert_eq!(case["recusals"][0]["reason"], format!("Vợ là {NAME}"));
        assert_eq!(case["submissions"][0]["number"], "12/TTr");
        let award = &case["awards"][0];
        // 0.3 × 1,490,000 = 447,000, rounded up to ten thousand.
        assert_eq!((&award["money"], &award["coefficient"]), (&json!(450_000), &json!("0.3")));
        assert_eq!((&award["decision"]["number"], &award["budget"]), (&json!("34/QĐ"), &json!("Quỹ khác")));
        let change = &award["changes"][0];
        assert_eq!((&change["before"], &change["decision"]["number"]), (&json!("Quỹ"), &json!("35/QĐ")));
        assert_eq!(award["hand_over_note"], format!("{NAME} vắng"));
        let revocation = &award["revocation"];
        assert_eq!(
            (&revocation["number"], &revocation["reason_code"], &revocation["reason"]),
            (&json!("36/QĐ"), &json!("false_declaration"), &json!(format!("{NAME} kê khai sai")))
        );
        let text = answer.text();
        for secret in ["tv.1", "chu.tich", "Thành viên mẫu", "Bà con", "choice"] {
            assert!(!text.contains(secret), "{secret}: who voted or objected is another person");
        }
        let other = officer.get(&format!("{plan}/nominations/2/export")).good();
        let case = &other["cases"][0];
        assert_eq!(
            (&case["state"], &case["objections"], &case["recusals"]),
            (&json!("awarded"), &json!([]), &json!([]))
        );
        assert_eq!(case["awards"][0]["revocation"], Value::Null);
        for role in [Role::Reporter, Role::CouncilMember] {
            let reach = (role == Role::Reporter).then_some("A");
            let refused = house.user(role, reach).get(&format!("{plan}/nominations/1/export"));
            assert_eq!(refused.status, 403);
        }
        officer.post(&format!("{plan}/nominations/1/erase"), &json!({ "reason": "order" })).good();
        let after = officer.get(&format!("{plan}/nominations/1/export"));
        assert!(!after.text().contains("Thửnghiệm"), "{}", after.text());
        assert_eq!(after.good()["cases"][0]["awards"][0]["decision"]["reason"], "[đã xóa]");
    }
}
