//! Persons carried from their nomination to a revoked award, with the name of one in everything that is written in words.

use serde_json::{Value, json};
use thidua::app::actor::Role;

use super::council_room::{OPEN, member, user_of};
use super::decided::{head, letter};
use super::house::{Caller, House};
use super::nominations::{NAME, accepted, person, ranked_with_persons, with_persons_as};
use super::way::{pdf, send_part};

/// The day on which everything happens.
const TODAY: &str = "2021-05-24";

/// What the plan says of the way: a list may be public, and a council votes openly.
const WAY: &str = r#"
[process]
council = "hoi_dong"
publicity = { days = 5, count = "working", required = false }

[[process.part]]
code = "report"
name = { vi = "Báo cáo thành tích", en = "Achievement report" }
required = true
types = ["pdf"]
largest_mb = 1

[[process.vote]]
awards = ["medal"]
"#;

/// A plan with two persons whose cases are opened: 1 of [`NAME`], of unit A, and 2 of unit B.
pub fn opened_persons(officer: &Caller, process: &str) -> String {
    let plan = with_persons_as(officer, |text| {
        let award = "code = \"medal\"\nform = \"commendation\"\nbudget = \"Quỹ\"\n";
        text.replace("code = \"medal\"\n", award) + process
    });
    for (unit, name, deeds) in [("A", NAME, 9), ("B", "Hai", 5)] {
        officer.post(&format!("{plan}/nominations"), &person(unit, name, "worker", deeds)).good();
    }
    accepted(officer, &plan, &[1, 2]);
    ranked_with_persons(officer, &plan);
    officer.post(&format!("{plan}/nominations/rankings"), &json!({})).good();
    let opened = officer.post(&format!("{plan}/cases"), &json!({ "awards": ["medal"] })).good();
    assert_eq!(opened["opened"], json!([1, 2]));
    plan
}

/// Two persons whose cases a council has voted for, while their list is public.
pub fn voted_persons(house: &House) -> (Caller, String) {
    let officer = house.user(Role::Officer, None);
    let plan = opened_persons(&officer, &format!("{WAY}{OPEN}"));
    let post = |path: &str, body: &Value| officer.post(&format!("{plan}/{path}"), body).good();
    prepare(&officer, &plan);
    let list = json!({ "cases": [1, 2], "starts_on": TODAY, "ends_on": null, "note": format!("Gặp {NAME}") });
    post("publicities", &list);
    let objection = json!({
        "case": 1, "received_on": TODAY, "sender": format!("Bà con của {NAME}"), "content": format!("Về {NAME}"),
    });
    post("publicities/1/objections", &objection);
    let settled = json!({ "upheld": false, "note": format!("{NAME} đúng"), "then": null });
    post("publicities/1/objections/1/settle", &settled);
    let members =
        ["chu.tich", "tv.1", "tv.2", "tv.3"].map(|login| user_of(house, login, Role::CouncilMember));
    for (login, role) in [("chu.tich", "chair"), ("tv.1", "member"), ("tv.2", "member"), ("tv.3", "member")] {
        officer.post("/api/v1/councils/hoi_dong/members", &member(Some(login), role, &json!([]))).good();
    }
    let session = json!({ "held_on": TODAY, "place": "Phòng họp", "note": format!("Mời {NAME}") });
    post("sessions", &session);
    post("sessions/1/state", &json!({ "state": "open" }));
    for member in 1..=4 {
        post("sessions/1/attendance", &json!({ "member": member, "kind": "present" }));
    }
    let declared = json!({ "case": 1, "member": null, "reason": format!("Vợ là {NAME}") });
    members[3].post(&format!("{plan}/sessions/1/recusals"), &declared).good();
    post("sessions/1/items", &json!({ "cases": [1, 2] }));
    post("sessions/1/votes/open", &json!({ "items": [] }));
    for (at, choice) in ["for", "for", "against"].into_iter().enumerate() {
        for item in [1, 2] {
            let vote = json!({ "choice": choice, "member": null });
            members[at].post(&format!("{plan}/sessions/1/items/{item}/votes"), &vote).good();
        }
    }
    let vote = json!({ "choice": "for", "member": null });
    members[3].post(&format!("{plan}/sessions/1/items/2/votes"), &vote).good();
    post("sessions/1/votes/close", &json!({ "items": [], "reason": format!("Tin {NAME}") }));
    post("sessions/1/state", &json!({ "state": "closed" }));
    (officer, plan)
}

/// Dossiers handed in, of which a file is taken out again; a hold; and both cases appraised.
fn prepare(officer: &Caller, plan: &str) {
    let post = |path: &str, body: &Value| officer.post(&format!("{plan}/{path}"), body).good();
    for number in [1, 2] {
        let at = format!("{plan}/nominations/{number}");
        let name = format!("{NAME} {number}.pdf");
        send_part(officer, &at, ("report", &name), &pdf(&format!("{NAME} {number}"))).good();
    }
    let at = format!("{plan}/nominations/1");
    let twice = send_part(officer, &at, ("report", "nhầm.pdf"), &pdf("nhầm")).good();
    let remove = json!({ "reason": format!("Không phải của {NAME}") });
    post(&format!("nominations/1/files/{}/remove", twice["id"]), &remove);
    for action in ["hold", "release"] {
        let step = json!({ "action": action, "reason": null, "note": format!("Xác minh {NAME}") });
        post("cases/1/steps", &step);
    }
    for action in ["complete", "appraise"] {
        let step = json!({ "cases": [1, 2], "action": action, "reason": null, "note": null });
        post("case-steps", &step);
    }
}

/// The same persons, awarded together; then the award of [`NAME`] is revoked.
pub fn revoked_person(house: &House) -> (Caller, String) {
    let (officer, plan) = voted_persons(house);
    let post = |path: &str, body: &Value| officer.post(&format!("{plan}/{path}"), body).good();
    let mut submitted = letter("12/TTr", TODAY, &[1, 2]);
    submitted["note"] = json!(format!("Kèm hồ sơ {NAME}"));
    post("submissions", &submitted);
    let decision =
        json!({ "head": head("34/QĐ", TODAY), "cases": [1, 2], "reason": format!("Khen cả {NAME}") });
    let made = post("decisions", &decision);
    let awards: Vec<i64> =
        made["awards"].as_array().unwrap().iter().map(|it| it["award"]["id"].as_i64().unwrap()).collect();
    let at = format!("decisions/{}", made["decision"]["id"]);
    let amended = json!({
        "head": head("35/QĐ", TODAY), "reason": format!("Đính chính cho {NAME}"), "add": [], "remove": [],
        "correct": [{ "award": awards[0], "field": "budget", "value": "Quỹ khác" }],
    });
    post(&format!("{at}/amendments"), &amended);
    let handed = json!({ "awards": awards, "day": TODAY, "note": format!("{NAME} vắng") });
    post(&format!("{at}/hand-over"), &handed);
    let revoked = json!({
        "head": head("36/QĐ", TODAY), "reason": "false_declaration", "note": format!("{NAME} kê khai sai"),
        "awards": [awards[0]],
    });
    post(&format!("{at}/revocations"), &revoked);
    (officer, plan)
}
