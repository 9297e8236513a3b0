//! What a recused member sees doesn't depend on what it mustn't see: two worlds in which the council votes otherwise on
//! hidden cases answer that member alike, byte for byte, at every operation that reads or writes and on every page.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use thidua::app::actor::{Actor, Role};

use super::council_room::{OPEN, SECRET};
use super::house::{Caller, Engine, House, engines};
use super::operations::{addresses, writes};
use super::two_worlds::{Hidden, OWN_TIE, OWN_UNIT, World, difference, plain, world};

/// What is hidden, and how is voted.
type Story = (Hidden, &'static str);

/// Each kind of interest and of vote, on the engines at hand.
fn stories() -> Vec<(Engine, Story)> {
    let on_each = |engine| [(engine, (OWN_UNIT, SECRET)), (engine, (OWN_TIE, OPEN))];
    let mut all: Vec<(Engine, Story)> = engines().into_iter().flat_map(on_each).collect();
    all.push((engines()[0], (OWN_UNIT, OPEN)));
    all
}

/// Both worlds, each made by a thread of its own.
fn worlds(engine: Engine, (hidden, rule): Story) -> [World; 2] {
    let make = |is_other| world(House::on(engine), rule, hidden, is_other);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| make(true));
        [make(false), other.join().expect("a world can be made")]
    })
}

/// Who is recused, in both worlds.
fn recused([one, other]: &[World; 2]) -> [(&'static str, [Caller; 2]); 2] {
    [
        ("member", [one.member.clone(), other.member.clone()]),
        ("officer", [one.officer.clone(), other.officer.clone()]),
    ]
}

/// What an officer who isn't recused sees of the hidden cases.
fn hidden_cases(world: &World, hidden: Hidden) -> Vec<(String, String)> {
    let room = &world.room;
    let of_case = |case: &i64| {
        ["cases/", "sessions/1/items/"].map(|path| format!("{}/{path}{case}", room.plan)).to_vec()
    };
    let mut all: Vec<String> = hidden.cases.iter().flat_map(of_case).collect();
    let lists: &[&str] = if hidden.cases.contains(&5) { &["1", "2"] } else { &["1", "3"] };
    all.extend(lists.iter().map(|list| format!("{}/publicities/{list}", room.plan)));
    all.extend(hidden.cases.iter().map(|case| format!("{}/cases/{case}/files", room.plan)));
    let nomination = if hidden.unit == "A" { 1 } else { 2 };
    all.push(format!("{}/nominations/{nomination}", room.plan));
    all.into_iter()
        .map(|address| {
            let mut told = room.officer.get(&address).good();
            // Of a list with others too, what is hidden alone.
            for name in ["cases", "objections"] {
                if let (Some(items), true) = (told[name].as_array_mut(), address.contains("/publicities/")) {
                    let number = |item: &Value| item["case"].as_i64().or(item.as_i64());
                    items.retain(|item| number(item).is_some_and(|case| hidden.cases.contains(&case)));
                }
            }
            (address, told.to_string())
        })
        .collect()
}

fn assert_none(leaks: &[String]) {
    assert!(leaks.is_empty(), "{} leaks:\n{}", leaks.len(), leaks.join("\n"));
}

#[test]
fn a_recused_member_sees_the_same_whatever_the_council_votes() {
    for (engine, story) in stories() {
        let worlds = worlds(engine, story);
        let (mut shown, mut leaks) = (0, Vec::new());
        for address in addresses() {
            for (who, callers) in recused(&worlds) {
                let answers = callers.map(|caller| caller.get(&address));
                shown += usize::from(answers[0].status == 200);
                let [first, second] = answers.map(|answer| plain(&answer));
                let found = difference(&first, &second);
                leaks.extend(found.map(|found| format!("{:?} {who} {address}: {found}", story.0.unit)));
            }
        }
        assert_none(&leaks);
        assert!(shown > 60, "only {shown} answers showed anything");
        // The test sees what there is to be seen: who isn't recused is answered otherwise.
        let hidden = if story.0.unit == "A" { "1" } else { "2" };
        for address in [
            "/api/v1/plans/1/sessions/1",
            &format!("/api/v1/plans/1/sessions/1/items/{hidden}"),
            &format!("/api/v1/plans/1/cases/{hidden}"),
        ] {
            let [first, second] = [&worlds[0], &worlds[1]].map(|it| plain(&it.room.members[1].get(address)));
            assert_ne!(first, second, "{address}");
        }
    }
}

#[test]
fn whatever_a_recused_member_or_officer_sends_is_answered_the_same_and_changes_nothing_of_a_hidden_case() {
    for (engine, story) in stories() {
        let worlds = worlds(engine, story);
        let seen = || [&worlds[0], &worlds[1]].map(|world| hidden_cases(world, story.0));
        let before = seen();
        let (mut done, mut leaks) = (0, Vec::new());
        let mut forbidden = BTreeSet::new();
        let mut are_cases_compared = false;
        for write in writes() {
            if write.comes_last() && !are_cases_compared {
                are_cases_compared = true;
                assert_eq!(seen(), before, "hidden cases are as they were");
            }
            for (who, callers) in recused(&worlds) {
                let key = (who, write.operation.clone());
                if forbidden.contains(&key) {
                    continue;
                }
                let answers = callers.map(|caller| write.send(&caller));
                done += usize::from(answers[0].status < 300);
                if answers.iter().all(|answer| answer.status == 403 && answer.problem().1 == "forbidden") {
                    forbidden.insert(key);
                }
                let [first, second] = answers.map(|answer| plain(&answer));
                let found = difference(&first, &second);
                leaks.extend(found.map(|found| format!("{:?} {who} {}: {found}", story.0.unit, write.told)));
            }
        }
        assert_none(&leaks);
        assert!(are_cases_compared && done > 20, "only {done} requests did anything");
        // What these wrote is seen the same, too.
        for address in
            ["cases", "sessions/1", "sessions/2", "publicities", "submissions", "decisions", "choices"]
        {
            for (who, callers) in recused(&worlds) {
                let [first, second] =
                    callers.map(|caller| plain(&caller.get(&format!("/api/v1/plans/1/{address}"))));
                let found = difference(&first, &second);
                leaks.extend(found.map(|found| format!("afterwards {who} {address}: {found}")));
            }
        }
        assert_none(&leaks);
    }
}

#[test]
fn neither_events_nor_what_webhooks_listen_for_tell_of_a_hidden_case() {
    let heard = |is_other: bool| -> Vec<String> {
        let world = world(House::on(engines()[0]), OPEN, OWN_UNIT, is_other);
        let rights = Role::CouncilMember.rights().to_vec();
        let actor = Actor { label: "user:tv.lien.quan".to_owned(), rights, ..Actor::nobody(None) };
        let events = world.room.house.service.events_after(&actor, None, 0).unwrap().events;
        let told = |event| serde_json::to_value(event).unwrap();
        let told = events.into_iter().map(told).map(|mut event: Value| {
            event["at"].take();
            event.to_string()
        });
        told.collect()
    };
    assert_eq!(heard(false), heard(true));
}

#[test]
fn a_recused_officer_runs_nothing_of_the_hidden_case() {
    for engine in engines() {
        let World { room, officer, .. } = world(House::on(engine), SECRET, OWN_UNIT, false);
        for (method, path, body) in [
            ("POST", "sessions/1/votes/open", json!({ "items": [1] })),
            ("POST", "sessions/1/votes/close", json!({ "items": [1], "reason": null })),
            ("POST", "sessions/1/items/1/reason", json!({ "reason": "x" })),
            ("POST", "sessions/1/items/1/void", json!({ "reason": "x" })),
            ("DELETE", "sessions/1/items/1", Value::Null),
            ("POST", "sessions/1/items", json!({ "cases": [1] })),
            ("POST", "sessions/1/recusals", json!({ "case": 1, "member": 2, "reason": "x" })),
            ("POST", "sessions/1/items/1/votes", json!({ "choice": "for", "member": room.ids[4] })),
            ("POST", "cases/1/steps", json!({ "action": "hold", "reason": null, "note": "x" })),
            ("POST", "nominations/decide", json!({ "numbers": [1], "accept": true })),
            (
                "POST",
                "publicities",
                json!({ "cases": [1], "starts_on": "2021-05-25", "ends_on": "2021-05-26", "note": null }),
            ),
            ("POST", "publicities/2/extend", json!({ "ends_on": "2021-05-30" })),
            ("POST", "publicities/2/end", json!({})),
            (
                "POST",
                "publicities/1/objections",
                json!({ "case": 1, "received_on": "2021-05-25", "sender": null, "content": "x" }),
            ),
            (
                "POST",
                "publicities/1/objections/1/settle",
                json!({ "upheld": false, "note": "x", "then": null }),
            ),
            (
                "POST",
                "publicities/2/objections/3/settle",
                json!({ "upheld": false, "note": "x", "then": null }),
            ),
        ] {
            let address = format!("{}/{path}", room.plan);
            let answer = match method {
                "DELETE" => officer.delete(&address),
                _ => officer.post(&address, &body),
            };
            assert_eq!(answer.problem(), (404, "not_found".to_owned()), "{method} {path}: {}", answer.text());
        }
        // What is done with several cases at once, a hidden one among them, is left to others.
        for (path, body) in [
            ("publicities/1/extend", json!({ "ends_on": "2021-05-30" })),
            ("publicities/1/end", json!({})),
            ("sessions/1/state", json!({ "state": "closed" })),
            ("choices", json!({ "award": "merit", "kind": "leave_out", "units": ["A"], "reason": "x" })),
        ] {
            let answer = officer.post(&format!("{}/{path}", room.plan), &body);
            assert_eq!(answer.problem(), (403, "recused".to_owned()), "{path}: {}", answer.text());
            let told = answer.json();
            assert!(told["text_vi"].as_str().unwrap().contains("cán bộ khác"), "{told}");
        }
        let extended = json!({ "ends_on": "2021-05-30" });
        officer.post(&format!("{}/publicities/3/extend", room.plan), &extended).good();
        room.officer.post(&format!("{}/publicities/1/extend", room.plan), &extended).good();
    }
}
