//! What a recused member sees doesn't depend on what it mustn't see: two worlds in which the council votes otherwise on a
//! hidden case answer that member alike, byte for byte, at every operation and on every page.

use std::io::Read;

use serde_json::{Value, json};
use thidua::app::actor::{Actor, Role};

use super::council_room::{OPEN, Room, SECRET, member, user_of};
use super::house::{Answer, Caller, House, engines};

/// A council with a member and an officer of unit A, which has voted on the case of unit A, and on others alike.
fn world(house: House, rule: &str, choices: [&str; 3]) -> (Room, Caller) {
    let room = Room::new(house, rule);
    let officer_of_a = user_of(&room.house, "can.bo.a", Role::Officer);
    let of_a = json!([{ "unit": "A", "from": "2020-01-01", "until": "2021-03-01" }]);
    let added = room
        .officer
        .post("/api/v1/councils/hoi_dong/members", &member(Some("can.bo.a"), "secretary", &of_a))
        .good();
    room.go("open").good();
    for id in room.ids[..4].iter().copied().chain([added["id"].as_i64().unwrap()]) {
        room.attend_id(id, "present").good();
    }
    room.attend(4, "in_writing").good();
    room.add(&[1, 2, 3, 4]).good();
    room.open_votes(&[]).good();
    for (at, choice) in choices.into_iter().enumerate() {
        room.vote(&room.members[at], 1, choice).good();
        room.vote(&room.members[at], 2, ["for", "for", "against"][at]).good();
        room.vote(&room.members[at], 3, "for").good();
    }
    room.vote(&room.members[3], 2, "for").good();
    room.close_votes(&[1, 2], Some("theo biểu quyết")).good();
    (room, officer_of_a)
}

/// Long texts of hexadecimal digits are secrets and hashes; these differ between any two services.
fn plain(answer: &Answer) -> String {
    without_hashes(&format!("{} {}", answer.status, unpacked(&answer.body)))
}

/// What is packed, member by member; anything else as it is.
fn unpacked(body: &[u8]) -> String {
    let Ok(mut archive) = zip::ZipArchive::new(std::io::Cursor::new(body)) else {
        return String::from_utf8_lossy(body).into_owned();
    };
    let mut text = String::new();
    for at in 0..archive.len() {
        let mut member = archive.by_index(at).unwrap();
        let mut bytes = member.name().unwrap().into_owned().into_bytes();
        member.read_to_end(&mut bytes).unwrap();
        text.push_str(&String::from_utf8_lossy(&bytes));
        text.push('\n');
    }
    text
}

fn without_hashes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = String::new();
    for sign in text.chars().chain(['\n']) {
        if sign.is_ascii_hexdigit() {
            run.push(sign);
            continue;
        }
        out.push_str(if run.len() >= 16 { "#" } else { &run });
        run.clear();
        out.push(sign);
    }
    // How many bytes a packed bundle has depends on the hashes in it.
    let mut parts = out.split("bytes&#34;:").flat_map(|part| part.split("bytes\\\":"));
    let first = parts.next().unwrap_or("").to_owned();
    parts
        .fold(first, |all, part| all + "bytes:" + part.trim_start_matches(|sign: char| sign.is_ascii_digit()))
}

/// What a parameter of an address may be in these worlds.
fn values(name: &str) -> &'static [&'static str] {
    match name {
        "plan" => &["1"],
        "council" => &["hoi_dong"],
        "unit" | "code" | "nominator" => &["A", "B"],
        "login" => &["tv.a"],
        "criterion" => &["result"],
        "kind" => &["submission", "minutes", "summary", "urging", "decision", "explanation"],
        "session" | "item" | "case" | "tie" | "member" => &["1", "2", "3", "4"],
        _ => &["1", "2"],
    }
}

/// Every address that can be read, with the parameters filled in.
fn addresses() -> Vec<String> {
    let document = serde_json::to_value(thidua::api::document()).unwrap();
    let mut all = Vec::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        // A stream never ends; what it tells is looked at below.
        if operations.get("get").is_none() || path.ends_with("/events") {
            continue;
        }
        let mut made = vec![String::new()];
        for part in path.trim_start_matches('/').split('/') {
            let name = part.strip_prefix('{').and_then(|part| part.strip_suffix('}'));
            let choices: Vec<&str> = name.map_or_else(|| vec![part], |name| values(name).to_vec());
            made = made
                .iter()
                .flat_map(|begun| choices.iter().map(move |choice| format!("{begun}/{choice}")))
                .collect();
        }
        all.extend(made);
    }
    for pages in super::ui::PAGES {
        all.push(pages.replace("099", "A").replace("095", "B"));
    }
    for case in 1..=4 {
        all.push(format!("/plans/1/cases/{case}"));
        all.push(format!("/plans/1/sessions/1/items/{case}"));
        all.push(format!("/plans/1/cases/{case}/dossier"));
    }
    for page in [
        "cases",
        "cases?state=voted",
        "cases?state=rejected",
        "nominations",
        "publicities",
        "sessions",
        "sessions/1",
        "sessions/1/vote",
        "decisions",
        "submissions",
    ] {
        all.push(format!("/plans/1/{page}"));
    }
    for state in ["voted", "rejected", "published", "appraised"] {
        all.push(format!("/api/v1/plans/1/cases?state={state}"));
    }
    all.extend(
        ["/awards", "/awards/statistics", "/councils", "/councils/hoi_dong", "/audit?action=vote.cast"]
            .map(str::to_owned),
    );
    for limit in [1, 5, 1000] {
        all.push(format!("/api/v1/audit?limit={limit}"));
    }
    all
}

#[test]
fn a_recused_member_sees_the_same_whatever_the_council_votes() {
    for engine in engines() {
        for rule in [SECRET, OPEN] {
            let (one, officer_of_one) = world(House::on(engine), rule, ["for", "for", "for"]);
            let (other, officer_of_other) = world(House::on(engine), rule, ["against", "blank", "against"]);
            let states = [&one, &other].map(|room| {
                room.officer.get(&format!("{}/cases/1", room.plan)).good()["case"]["state"].clone()
            });
            assert_eq!(states, [json!("voted"), json!("rejected")], "the worlds differ");
            let recused = [
                ("member", &one.members[3], &other.members[3]),
                ("officer", &officer_of_one, &officer_of_other),
            ];
            let (mut shown, mut leaks) = (0, Vec::new());
            for address in addresses() {
                for (who, in_one, in_other) in &recused {
                    let answers = [in_one.get(&address), in_other.get(&address)];
                    shown += usize::from(answers[0].status == 200);
                    let [first, second] = answers.map(|answer| plain(&answer));
                    if first != second {
                        let at = first.bytes().zip(second.bytes()).take_while(|(a, b)| a == b).count();
                        let near = |text: &str| {
                            let text: String = text.chars().skip(at.saturating_sub(60)).take(160).collect();
                            text
                        };
                        leaks.push(format!("{who} {address}: …{}… | …{}…", near(&first), near(&second)));
                    }
                }
            }
            assert!(leaks.is_empty(), "{} leaks:\n{}", leaks.len(), leaks.join("\n"));
            assert!(shown > 60, "only {shown} answers showed anything");
            // The test sees what there is to be seen: who isn't recused is answered otherwise.
            for address in [
                "/api/v1/plans/1/sessions/1",
                "/api/v1/plans/1/sessions/1/items/1",
                "/api/v1/plans/1/cases/1",
            ] {
                let [first, second] = [&one, &other].map(|room| plain(&room.members[1].get(address)));
                assert_ne!(first, second, "{address}");
            }
        }
    }
}

#[test]
fn neither_events_nor_what_webhooks_listen_for_tell_of_a_hidden_case() {
    let heard = |choices: [&str; 3]| -> Vec<String> {
        let (room, _) = world(House::on(engines()[0]), OPEN, choices);
        let rights = Role::CouncilMember.rights().to_vec();
        let actor = Actor { label: "user:tv.a".to_owned(), rights, ..Actor::nobody(None) };
        let events = room.house.service.events_after(&actor, None, 0).unwrap().events;
        events.iter().map(|event| serde_json::to_value(event).unwrap().to_string()).collect()
    };
    assert_eq!(heard(["for", "for", "for"]), heard(["against", "blank", "against"]));
}

#[test]
fn a_recused_officer_runs_nothing_of_the_hidden_case() {
    for engine in engines() {
        let (room, officer) = world(House::on(engine), SECRET, ["for", "for", "for"]);
        for (method, path, body) in [
            ("POST", "votes/open", json!({ "items": [1] })),
            ("POST", "votes/close", json!({ "items": [1], "reason": null })),
            ("POST", "items/1/reason", json!({ "reason": "x" })),
            ("POST", "items/1/void", json!({ "reason": "x" })),
            ("DELETE", "items/1", Value::Null),
            ("POST", "items", json!({ "cases": [1] })),
            ("POST", "recusals", json!({ "case": 1, "member": 2, "reason": "x" })),
        ] {
            let address = format!("{}/{path}", room.session);
            let answer = match method {
                "DELETE" => officer.delete(&address),
                _ => officer.post(&address, &body),
            };
            assert_eq!(answer.problem(), (404, "not_found".to_owned()), "{method} {path}: {}", answer.text());
        }
        let step = json!({ "action": "hold", "reason": null, "note": "x" });
        assert_eq!(officer.post(&format!("{}/cases/1/steps", room.plan), &step).status, 404);
        let written = json!({ "choice": "for", "member": room.ids[4] });
        assert_eq!(officer.post(&format!("{}/items/1/votes", room.session), &written).status, 404);
    }
}
