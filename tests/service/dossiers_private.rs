//! Dossiers and publicity of persons, and of cases from which a member of the council is recused.

use serde_json::{Value, json};
use thidua::app::actor::{Actor, Role};
use thidua::app::user::NewUser;
use thidua::contest::case::CaseAction;

use super::house::{Caller, House, engines};
use super::nominations::{NAME, accepted, person, ranked_with_persons, with_persons_as};
use super::way::{PROCESS, appraise, audit_text, opened, pdf, send_part, step};

/// A member of the council who belongs to a unit.
fn member_of(house: &House, officer: &Caller, unit: &str) -> Caller {
    let new = NewUser {
        login: "thanh.vien".to_owned(),
        name: "Người thử".to_owned(),
        role: Role::CouncilMember,
        unit_code: None,
    };
    let (_, password) = house.service.add_user(&Actor::command(), &new).expect("a user can be made");
    let member = json!({
        "login": "thanh.vien", "name": "Thành viên mẫu", "position": "Chức vụ mẫu", "role": "member",
        "from": "2021-01-01", "until": null, "units": [{ "unit": unit, "from": "2020-01-01", "until": null }],
    });
    officer.post("/api/v1/councils/hoi_dong/members", &member).good();
    house.anon().log_in("thanh.vien", &password)
}

#[test]
fn a_recused_member_sees_no_file_list_objection_or_deadline_of_the_case() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = opened(&house);
        let cases = officer.get(&format!("{plan}/cases")).good()["items"].as_array().unwrap().clone();
        let of_a =
            cases.iter().find(|case| case["unit"] == "A").expect("A has one")["number"].as_i64().unwrap();
        let other = 1 + of_a % 4;
        let member = member_of(&house, &officer, "A");
        assert_eq!(member.get(&format!("{plan}/case-deadlines")).good()["total"], 3, "not of its own unit");
        appraise(&house, &officer, &plan, &[of_a, other]);
        let published = |case: i64| {
            let body = json!({ "cases": [case], "starts_on": "2021-05-24", "ends_on": null, "note": null });
            officer.post(&format!("{plan}/publicities"), &body).good()["number"].as_i64().unwrap()
        };
        let (hidden, shown) = (published(of_a), published(other));
        let objection = json!({
            "case": of_a, "received_on": "2021-05-24", "sender": null, "content": "Số liệu chưa đúng",
        });
        officer.post(&format!("{plan}/publicities/{hidden}/objections"), &objection).good();
        let lists = member.get(&format!("{plan}/publicities")).good();
        assert_eq!((&lists["total"], &lists["items"][0]["number"]), (&json!(1), &json!(shown)));
        for path in [
            format!("cases/{of_a}/files"),
            format!("cases/{of_a}/files/1"),
            format!("publicities/{hidden}"),
            format!("publicities/{hidden}/objections"),
            format!("publicities/{hidden}/file"),
        ] {
            let refused = member.get(&format!("{plan}/{path}"));
            assert_eq!(refused.problem(), (404, "not_found".into()), "{path}");
            assert_eq!(member.get(&format!("/plans/1/{path}")).status, 404, "{path}");
        }
        let page = member.get("/plans/1/publicities").text();
        assert!(!page.contains(&format!("/publicities/{hidden}\"")), "{page}");
        assert_eq!(member.get(&format!("{plan}/cases/{other}/files")).status, 200);
    }
}

#[test]
fn the_dossier_of_a_person_is_that_of_its_case_and_goes_with_the_person() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = with_persons_as(&officer, |text| text + PROCESS);
        officer.post(&format!("{plan}/nominations"), &person("A", NAME, "head", 5)).good();
        let (at, own) = (format!("{plan}/nominations/1"), house.user(Role::Reporter, Some("A")));
        let other = house.user(Role::Reporter, Some("B"));
        let name = format!("{NAME}.pdf");
        let made = send_part(&own, &at, ("report", &name), &pdf("a")).good();
        assert_eq!(made["file_name"], name);
        assert_eq!(other.get(&format!("{at}/files")).status, 404, "another unit's");
        assert_eq!(send_part(&other, &at, ("report", "b.pdf"), &pdf("b")).status, 404);
        let member = house.user(Role::CouncilMember, None);
        assert_eq!(member.get(&format!("{at}/files")).status, 404, "there is no case yet");
        accepted(&officer, &plan, &[1]);
        ranked_with_persons(&officer, &plan);
        officer.post(&format!("{plan}/nominations/rankings"), &json!({})).good();
        officer.post(&format!("{plan}/cases"), &json!({ "awards": ["medal"] })).good();
        let dossier = officer.get(&format!("{plan}/cases/1/files")).good();
        assert_eq!((&dossier["nomination"], &dossier["missing"]), (&json!(1), &json!([])), "{dossier}");
        assert_eq!(officer.get(&format!("{at}/files")).good(), dossier, "one dossier");
        assert_eq!(member.get(&format!("{plan}/cases/1/files/1")).status, 200);
        assert_eq!(member.get(&format!("{at}/files")).status, 200, "there is a case now");
        let page = officer.get("/plans/1/nominations/1/files").text();
        assert!(page.contains(NAME) && page.contains("/plans/1/cases/1\""), "{page}");
        step(&house, 1, CaseAction::Complete);
        let closed = send_part(&own, &at, ("report", "b.pdf"), &pdf("b"));
        assert_eq!(closed.problem(), (409, "dossier_closed".into()));
        step(&house, 1, CaseAction::Appraise);
        let body = json!({ "cases": [1], "starts_on": "2021-05-24", "ends_on": null, "note": null });
        officer.post(&format!("{plan}/publicities"), &body).good();
        let public = house.anon().get("/api/v1/public-lists/1/1").good();
        let line = public["awards"][0]["items"][0].clone();
        assert_eq!(line["name"], NAME);
        assert!(!public.to_string().contains("chức vụ") && !public.to_string().contains("1980"), "{public}");
        let objection = json!({
            "case": 1, "received_on": "2021-05-24", "sender": NAME, "content": format!("về {NAME}"),
        });
        officer.post(&format!("{plan}/publicities/1/objections"), &objection).good();
        assert!(!audit_text(&officer).contains("Thửnghiệm"), "the log names nobody");
        officer.post(&format!("{at}/erase"), &json!({ "reason": "request" })).good();
        assert_eq!(officer.get(&format!("{at}/files/1")).status, 404, "the bytes are gone");
        let after = officer.get(&format!("{plan}/cases/1/files")).good();
        assert!(!after.to_string().contains("Thửnghiệm"), "{after}");
        let objections = officer.get(&format!("{plan}/publicities/1/objections")).good();
        assert_eq!(objections["items"][0]["sender"], Value::Null);
        assert!(!objections.to_string().contains("Thửnghiệm"), "{objections}");
        assert_eq!(
            house.anon().get("/api/v1/public-lists/1/1").good()["awards"][0]["items"][0]["name"],
            "CN-1"
        );
        let late = send_part(&officer, &at, ("report", "c.pdf"), &pdf("c"));
        assert_eq!(late.problem(), (409, "nomination_erased".into()));
    }
}
