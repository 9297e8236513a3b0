//! What the council settled of a tie is taken over into the recommendation, so that the plan can be finalised.

use serde_json::{Value, json};

use super::council_room::{OPEN, Room};
use super::house::{House, engines};
use super::small::{move_to, rescore};

/// The council votes on A, B, C and D; B, C and D tie for two seats.
pub fn vote(room: &Room, votes: [[&str; 4]; 3]) {
    room.open_votes(&[]).good();
    for at in 0..3 {
        room.vote(&room.members[at], 1, "for").good();
    }
    for (item, choices) in (2..).zip(votes) {
        for (member, choice) in room.members.iter().zip(choices) {
            room.vote(member, item, choice).good();
        }
    }
    room.close_votes(&[], None).good();
    let body = json!({ "reason": "xét phiếu tán thành" });
    room.officer.post(&format!("{}/ties/1", room.session), &body).good();
}

fn reasons(room: &Room) -> Vec<Value> {
    let page = room.officer.get(&format!("{}/recommendations?basis=accepted", room.plan)).good();
    let mut items = page["items"].as_array().unwrap().clone();
    items.sort_by_key(|item| item["unit"].as_str().unwrap().to_owned());
    items.into_iter().map(|item| item["reason"].clone()).collect()
}

fn blockers(room: &Room) -> Vec<(String, u64)> {
    let told = room.officer.get(&format!("{}/blockers?to=finalised", room.plan)).good();
    let of = |item: &Value| (item["code"].as_str().unwrap().to_owned(), item["count"].as_u64().unwrap());
    told["items"].as_array().unwrap().iter().map(of).collect()
}

#[test]
fn a_tie_that_the_council_settled_is_taken_over_and_no_longer_keeps_the_plan_from_being_finalised() {
    for engine in engines() {
        let room = Room::open(House::on(engine), OPEN);
        let path = format!("{}/choices/council", room.plan);
        let take_over = || room.officer.post(&path, &json!({}));
        assert_eq!(take_over().good()["total"], 0, "nothing is settled yet");
        assert_eq!(blockers(&room), [("ties_to_settle".to_owned(), 3)]);
        vote(&room, [["for"; 4], ["for"; 4], ["for", "for", "for", "blank"]]);
        assert_eq!(reasons(&room)[1..4], ["tie_to_settle", "tie_to_settle", "tie_to_settle"]);
        assert_eq!(room.members[1].post(&path, &json!({})).problem(), (403, "forbidden".to_owned()));
        let made = take_over().good();
        let told = |item: &Value| (item["unit"].clone(), item["kind"].clone(), item["award"].clone());
        let told: Vec<_> = made["items"].as_array().unwrap().iter().map(told).collect();
        let (award, kind) = (json!("merit"), json!("take_in"));
        assert_eq!(told, [(json!("B"), kind.clone(), award.clone()), (json!("C"), kind, award)]);
        assert_eq!(reasons(&room), ["recommended", "taken_in", "taken_in", "quota_full", "quota_full"]);
        assert_eq!(take_over().good()["total"], 0, "once is enough");
        assert_eq!(blockers(&room), [("ranking_stale".to_owned(), 1)]);
        rescore(&room.officer, &room.plan);
        let opened = room.officer.post(&format!("{}/cases", room.plan), &json!({ "awards": [] })).good();
        assert_eq!(opened["opened"], json!([]), "no case is opened twice: {opened}");
        move_to(&room.officer, &room.plan, "finalised");
        assert_eq!(take_over().problem().1, "plan_state");
    }
}

#[test]
fn who_the_council_was_not_for_at_a_tie_leaves_its_seat_to_who_comes_next() {
    for engine in engines() {
        let room = Room::open(House::on(engine), OPEN);
        vote(&room, [["for"; 4], ["against"; 4], ["against"; 4]]);
        let path = format!("{}/choices/council", room.plan);
        assert_eq!(room.officer.post(&path, &json!({})).good()["total"], 2, "two are left out");
        assert_eq!(reasons(&room), ["recommended", "recommended", "left_out", "left_out", "recommended"]);
    }
}

#[test]
fn an_officer_with_an_interest_in_a_tie_takes_nothing_of_it_over() {
    for engine in engines() {
        let room = Room::new(House::on(engine), OPEN);
        let own = super::council_room::user_of(&room.house, "can.bo.b", thidua::app::actor::Role::Officer);
        let of_b = json!([{ "unit": "B", "from": "2020-01-01", "until": null }]);
        let new = super::council_room::member(Some("can.bo.b"), "secretary", &of_b);
        room.officer.post("/api/v1/councils/hoi_dong/members", &new).good();
        room.go("open").good();
        for at in 0..4 {
            room.attend(at, "present").good();
        }
        room.add(&[1, 2, 3, 4]).good();
        vote(&room, [["for"; 4], ["for"; 4], ["for", "for", "for", "blank"]]);
        let path = format!("{}/choices/council", room.plan);
        assert_eq!(own.post(&path, &json!({})).good()["total"], 0);
        assert_eq!(room.officer.post(&path, &json!({})).good()["total"], 2);
    }
}

#[test]
fn bug_a_tie_opened_in_two_goes_gave_out_its_seats_twice() {
    for engine in engines() {
        let room = Room::new(House::on(engine), OPEN);
        let step = |cases: &[i64], action: &str| {
            let body = json!({ "cases": cases, "action": action, "reason": null, "note": "rút nhầm" });
            room.officer.post(&format!("{}/case-steps", room.plan), &body).good();
        };
        step(&[2], "withdraw");
        let opened = room.officer.post(&format!("{}/cases", room.plan), &json!({ "awards": [] })).good();
        assert_eq!(opened["opened"].as_array().unwrap().len(), 1, "{opened}");
        let again = room.officer.get(&format!("{}/cases/5", room.plan)).good();
        assert_eq!((&again["case"]["unit"], &again["case"]["border"]), (&json!("B"), &json!(1)));
        step(&[5], "complete");
        step(&[5], "appraise");
        room.go("open").good();
        for at in 0..4 {
            room.attend(at, "present").good();
        }
        room.add(&[1, 3, 4, 5]).good();
        vote(&room, [["for"; 4], ["for"; 4], ["for", "for", "for", "blank"]]);
        let cases = room.officer.get(&format!("{}/cases?state=voted", room.plan)).good();
        assert_eq!(cases["total"], 3, "one that is recommended, and two seats: {cases}");
    }
}

#[test]
fn bug_cases_were_opened_from_a_ranking_that_no_longer_stood() {
    for engine in engines() {
        let room = Room::new(House::on(engine), OPEN);
        let hold = json!({ "unit": "E", "kind": "hold", "reason": "đang xác minh" });
        room.officer.post(&format!("{}/holds", room.plan), &hold);
        let open = || room.officer.post(&format!("{}/cases", room.plan), &json!({ "awards": [] }));
        let refused = open();
        assert_eq!(refused.problem(), (409, "plan_blocked".to_owned()));
        assert!(refused.text().contains("chấm lại"), "{}", refused.text());
        let hold = room.officer.get(&format!("{}/holds", room.plan)).good()["items"][0]["id"].clone();
        let lift = json!({ "reason": "xác minh xong" });
        room.officer.post(&format!("{}/holds/{hold}/lift", room.plan), &lift).good();
        assert_eq!(open().good()["there"], 4);
    }
}
