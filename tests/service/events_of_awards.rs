//! Events of the way from a recommendation to an award, in the stream and to webhooks: who hears them, and what of.

use serde_json::{Value, json};
use thidua::app::actor::{Actor, Right, Role};

use super::council_room::{OPEN, Room};
use super::decided::{head, letter};
use super::house::{House, engines};
use super::nominations::{accepted, person, with_persons};

/// What the events of the way say, as `kind number count`, for a login with the rights of a role.
fn heard(house: &House, login: &str, role: Role) -> Vec<String> {
    let actor =
        Actor { label: format!("user:{login}"), rights: role.rights().to_vec(), ..Actor::nobody(None) };
    told(house, &actor)
}

fn told(house: &House, actor: &Actor) -> Vec<String> {
    let events = house.service.events_after(actor, None, 0).unwrap().events;
    let families = ["nomination.", "cases.", "publicity.", "objection.", "session.", "decision.", "award."];
    let of_way = events.iter().filter(|it| families.iter().any(|family| it.kind.starts_with(family)));
    let text = |number: Option<String>| number.unwrap_or_else(|| "-".to_owned());
    of_way
        .map(|it| {
            assert!(it.units.is_empty() && it.state.is_none() && it.change.is_none());
            assert_eq!(it.unit.is_some(), it.kind.starts_with("nomination."), "{}", it.kind);
            let (number, count) = (it.number.map(|it| it.to_string()), it.count.map(|it| it.to_string()));
            format!("{} {} {}", it.kind, text(number), text(count))
        })
        .collect()
}

/// A council that votes on all cases, case 1 as said, a session that is closed, a decision on what was voted and one that
/// revokes an award of it.
pub fn decided(house: House, choices: [&str; 3]) -> Room {
    let room = Room::open(house, OPEN);
    room.open_votes(&[]).good();
    for (at, choice) in choices.into_iter().enumerate() {
        room.vote(&room.members[at], 1, choice).good();
        for item in [2, 3] {
            room.vote(&room.members[at], item, "for").good();
        }
        // Two seats for three who tie: the third has fewer votes.
        room.vote(&room.members[at], 4, if at == 1 { "against" } else { "for" }).good();
    }
    for item in [2, 3, 4] {
        room.vote(&room.members[3], item, "for").good();
    }
    room.close_votes(&[1, 2, 3, 4], Some("theo biểu quyết")).good();
    room.officer.post(&format!("{}/ties/1", room.session), &json!({ "reason": "theo số phiếu" })).good();
    room.go("closed").good();
    let listed = room.officer.get(&format!("{}/cases?state=voted", room.plan)).good();
    let voted: Vec<i64> =
        listed["items"].as_array().unwrap().iter().map(|it| it["number"].as_i64().unwrap()).collect();
    let day = "2021-05-24";
    room.officer.post(&format!("{}/submissions", room.plan), &letter("12/TTr", day, &voted)).good();
    let body = json!({ "head": head("34/QĐ", day), "cases": voted, "reason": "theo Hội đồng" });
    let made = room.officer.post(&format!("{}/decisions", room.plan), &body).good();
    let revocation = json!({
        "head": head("37/QĐ", day), "reason": "false_declaration", "note": "Kê khai sai",
        "awards": [made["awards"][0]["award"]["id"]],
    });
    let at = format!("{}/decisions/{}/revocations", room.plan, made["decision"]["id"]);
    room.officer.post(&at, &revocation).good();
    room
}

#[test]
fn cases_lists_sessions_and_decisions_are_told_to_who_may_see_cases() {
    for engine in engines() {
        let room = decided(House::on(engine), ["for", "for", "for"]);
        let house = &room.house;
        let voted = room.officer.get(&format!("{}/decisions", room.plan)).good();
        assert_eq!(voted["total"], 2);
        let given = json!({ "awards": [2, 3], "day": "2021-05-24", "note": null });
        room.officer.post(&format!("{}/decisions/1/hand-over", room.plan), &given).good();
        let all = heard(house, "officer", Role::Officer);
        assert_eq!(all[0], "cases.opened - 4", "opened together, told once");
        assert_eq!(all[1], "session.closed 1 -");
        assert_eq!(all[2..], ["decision.issued 1 3", "award.revoked 2 1", "award.handed_over 1 2"]);
        assert_eq!(heard(house, "tv.1", Role::CouncilMember), all);
        for role in [Role::Reporter, Role::Viewer, Role::Appraiser] {
            assert_eq!(heard(house, "ai.do", role), [""; 0], "{role:?}");
        }
        let own = Actor { reach: Some("A".to_owned()), rights: Right::ALL.to_vec(), ..Actor::nobody(None) };
        assert_eq!(told(house, &own), [""; 0], "who reaches one unit");
    }
}

#[test]
fn a_recused_member_hears_the_same_whatever_becomes_of_the_hidden_case() {
    for engine in engines() {
        let worlds = [["for", "for", "for"], ["against", "blank", "against"]];
        let [one, other] = worlds.map(|choices| {
            let room = decided(House::on(engine), choices);
            let of_case = room.officer.get(&format!("{}/cases/1", room.plan)).good()["case"]["state"].clone();
            (heard(&room.house, "tv.a", Role::CouncilMember), of_case)
        });
        assert_ne!(one.1, other.1, "the worlds differ");
        assert_eq!(one.0, other.0);
        assert_eq!(
            one.0,
            ["cases.opened - 3", "session.closed 1 -"],
            "neither decisions nor what was hidden"
        );
    }
}

#[test]
fn a_list_that_is_made_public_and_ends_is_told_and_webhooks_choose_such_kinds() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = super::way::opened(&house);
        super::way::appraise(&house, &officer, &plan, &[1, 2]);
        let list = json!({ "cases": [1, 2], "starts_on": "2021-05-24", "ends_on": null, "note": null });
        officer.post(&format!("{plan}/publicities"), &list).good();
        let objection =
            json!({ "case": 2, "received_on": "2021-05-24", "sender": "-", "content": "Số liệu sai" });
        officer.post(&format!("{plan}/publicities/1/objections"), &objection).good();
        let answer = json!({ "upheld": false, "note": "đã đối chiếu", "then": null });
        officer.post(&format!("{plan}/publicities/1/objections/1/settle"), &answer).good();
        house.wait(8 * 86_400);
        let officer = super::way::officer_now(&house, "hai");
        officer.post(&format!("{plan}/publicities/1/end"), &json!({})).good();
        let all = heard(&house, "hai", Role::Officer);
        assert_eq!(
            all,
            [
                "cases.opened - 4",
                "publicity.published 1 2",
                "objection.made 2 -",
                "objection.settled 2 -",
                "publicity.ended 1 -",
            ]
        );
        let administrator = house.user(Role::Administrator, None);
        let kinds = json!(["cases.opened", "publicity.published", "session.closed", "award.revoked"]);
        let wish = json!({ "url": "http://127.0.0.1:9/told", "kinds": kinds });
        let made = administrator.post("/api/v1/webhooks", &wish).good();
        assert_eq!(made["webhook"]["kinds"], kinds);
        let shown = officer.get("/plans/1").text();
        assert!(shown.contains("công khai 2 hồ sơ, đợt 1"), "{shown}");
        let log: Value = officer.get("/api/v1/audit?action=publicity.end").good();
        assert_eq!(log["items"].as_array().map(Vec::len), Some(1));
    }
}

#[test]
fn nominations_are_told_to_their_unit_and_to_who_sees_cases() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = with_persons(&officer);
        let at = format!("{plan}/nominations");
        for (unit, name) in [("A", "Một"), ("A", "Hai"), ("B", "Ba")] {
            officer.post(&at, &person(unit, name, "worker", 5)).good();
        }
        let csv = "unit,name,kind,award,summary,deeds\nB,Bốn,worker,medal,tốt,3\nB,Năm,worker,medal,tốt,4\n";
        officer.send("POST", &format!("{at}/file?nominator=B"), Some("text/csv"), csv.as_bytes()).good();
        officer.put(&format!("{at}/1"), &person("A", "Một", "worker", 6)).good();
        accepted(&officer, &plan, &[1, 2, 3]);
        officer.post(&format!("{at}/5/withdraw"), &json!({})).good();
        let back = json!({ "numbers": [2], "accept": false, "note": "bổ sung" });
        officer.post(&format!("{at}/decide"), &back).good();
        assert_eq!(
            heard(&house, "ai.do", Role::Officer),
            [
                "nomination.made 1 1",
                "nomination.made 2 1",
                "nomination.made 3 1",
                "nomination.made - 2",
                "nomination.changed 1 1",
                "nomination.accepted - 2",
                "nomination.accepted 3 1",
                "nomination.withdrawn 5 1",
                "nomination.returned 2 1",
            ]
        );
        let of_b = Actor {
            reach: Some("B".to_owned()),
            rights: Role::Reporter.rights().to_vec(),
            ..Actor::nobody(None)
        };
        assert_eq!(
            told(&house, &of_b),
            [
                "nomination.made 3 1",
                "nomination.made - 2",
                "nomination.accepted 3 1",
                "nomination.withdrawn 5 1"
            ]
        );
        assert_eq!(heard(&house, "ai.do", Role::Viewer), [""; 0]);
    }
}
