//! What changes after a case was opened reaches it: holds and exclusions of its unit, a ranking that doesn't recommend it any more,
//! quotas that have no room left, objections; and no session is of a day before the contest.

use serde_json::{Value, json};
use thidua::app::actor::Role;

use super::council_room::{OPEN, Room};
use super::decided::{head, id_of, letter, plan_text, ranked, ranked_by, sql, submitted, voted};
use super::decision_bugs::refused;
use super::house::{Caller, House, engines, hand_in};
use super::person_story::voted_persons;
use super::settled_ties::vote;
use super::small::{accept, move_to, rescore};
use super::ui::page;

/// Who signs.
const SIGNATORY: &str = "\n[[process.signatory]]\nposition = \"Chủ tịch UBND tỉnh\"\nawards = [\"merit\"]\n";

/// Holds or excludes a unit; the hold's id.
fn hold(officer: &Caller, plan: &str, unit: &str, kind: &str) -> i64 {
    let body = json!({ "unit": unit, "kind": kind, "reason": "đang thanh tra" });
    officer.post(&format!("{plan}/holds"), &body).good()["id"].as_i64().unwrap()
}

fn lift(officer: &Caller, plan: &str, hold: i64) {
    let reason = json!({ "reason": "thanh tra xong" });
    officer.post(&format!("{plan}/holds/{hold}/lift"), &reason).good();
}

/// Corrects the report of a unit of a ranked plan, which is ranked anew.
fn correct(officer: &Caller, plan: &str, unit: &str, figures: &str) {
    move_to(officer, plan, "collecting");
    hand_in(officer, plan, format!("code,score,second,clean,note\n{unit},{figures},synthetic\n").as_bytes());
    accept(officer, plan, unit, 2);
    move_to(officer, plan, "closed");
    move_to(officer, plan, "ranked");
}

/// An officer, and a plan whose cases the council has voted for.
fn voted_cases(house: &House) -> (Caller, String) {
    let officer = house.user(Role::Officer, None);
    let plan = ranked(&officer, "01/KH", "mot");
    voted(house, &plan);
    (officer, plan)
}

/// A decision over some cases.
fn decision(number: &str, day: &str, cases: &[i64], reason: Option<&str>) -> Value {
    json!({ "head": head(number, day), "cases": cases, "reason": reason })
}

#[test]
fn bug_a_unit_put_on_hold_had_its_case_voted_on() {
    for engine in engines() {
        let room = Room::open(House::on(engine), OPEN);
        let (officer, plan) = (&room.officer, room.plan.as_str());
        let first = hold(officer, plan, "A", "hold");
        room.refuses("case_unit_held", || room.open_votes(&[1]));
        room.refuses("case_unit_held", || room.open_votes(&[]));
        let told = room.open_votes(&[1]).json();
        let (vi, en) = (told["text_vi"].as_str().unwrap(), told["text_en"].as_str().unwrap());
        assert!(vi.contains("Hồ sơ 1") && vi.contains("(A)") && vi.contains("tạm dừng"), "{vi}");
        assert!(en.contains("Case 1") && en.contains("(A)") && en.contains("on hold"), "{en}");
        room.open_votes(&[2]).good();
        let shown = |kind: Value, words: &str| {
            let case = officer.get(&format!("{plan}/cases/1")).good();
            assert_eq!((&case["case"]["unit_hold"], &case["case"]["held"]), (&kind, &json!(false)));
            let list = officer.get(&format!("{plan}/cases")).good();
            assert_eq!(
                (&list["items"][0]["unit_hold"], &list["items"][1]["unit_hold"]),
                (&kind, &Value::Null)
            );
            assert_eq!(room.item(officer, 1)["item"]["unit_hold"], kind);
            for at in ["cases", "cases/1", "sessions/1/items/1", "sessions/1"] {
                let html = page(officer, &format!("/plans/1/{at}"));
                let tag = format!("<span class=\"tag\">{words}</span>");
                assert_eq!(html.contains(&tag), !words.is_empty(), "{at}: {html}");
                let is_told = html.contains("đến khi đơn vị được xét lại");
                assert_eq!(is_told, at == "cases/1" && !words.is_empty(), "{at}: {html}");
            }
        };
        shown(json!("hold"), "tạm dừng");
        let second = hold(officer, plan, "A", "exclude");
        shown(json!("exclude"), "bị loại");
        lift(officer, plan, first);
        room.refuses("case_unit_held", || room.open_votes(&[1]));
        lift(officer, plan, second);
        for at in ["cases/1", "sessions/1/items/1"] {
            assert!(!page(officer, &format!("/plans/1/{at}")).contains("<span class=\"tag\">bị loại</span>"));
        }
        room.open_votes(&[1]).good();
        // A vote that is open then can be broken off, and held again.
        let third = hold(officer, plan, "A", "hold");
        let void = json!({ "reason": "đang thanh tra" });
        officer.post(&format!("{}/items/1/void", room.session), &void).good();
        lift(officer, plan, third);
        room.add(&[1]).good();
        room.open_votes(&[5]).good();
    }
}

#[test]
fn bug_a_unit_put_on_hold_had_its_case_submitted_and_decided() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = voted_cases(&house);
        let path = format!("{plan}/submissions");
        let held = hold(&officer, &plan, "D", "hold");
        let body = letter("12/TTr", "2021-05-12", &[3, 4, 5, 6]);
        refused(&officer, &plan, (&path, &body), (409, "case_unit_held"));
        let form = page(&officer, &format!("/plans/{}/submissions/new", id_of(&plan)));
        assert!(form.contains("Đơn vị E (giả định)") && !form.contains("Đơn vị D (giả định)"), "{form}");
        lift(&officer, &plan, held);
        officer.post(&path, &body).good();
        let held = hold(&officer, &plan, "D", "exclude");
        let decisions = format!("{plan}/decisions");
        let all = decision("1/QĐ", "2021-05-16", &[3, 4, 5, 6], None);
        refused(&officer, &plan, (&decisions, &all), (409, "case_unit_held"));
        // The others wait for a ranking without it, and leaving it out is no departure.
        let others = decision("1/QĐ", "2021-05-16", &[3, 4, 6], None);
        refused(&officer, &plan, (&decisions, &others), (409, "plan_blocked"));
        rescore(&officer, &plan);
        let made = officer.post(&decisions, &others).good();
        assert_eq!(made["decision"]["departures"], 0);
        let amend = format!("{decisions}/{}/amendments", made["decision"]["id"]);
        let add = json!({ "head": head("2/QĐ", "2021-05-17"), "reason": "Bổ sung", "add": [5] });
        refused(&officer, &plan, (&amend, &add), (409, "case_unit_held"));
        lift(&officer, &plan, held);
        refused(&officer, &plan, (&amend, &add), (409, "plan_blocked"));
        rescore(&officer, &plan);
        officer.post(&amend, &add).good();
    }
}

#[test]
fn bug_a_person_whose_unit_is_on_hold_was_submitted_though_the_plan_wants_something_of_the_unit() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = voted_persons(&house);
        let path = format!("{plan}/submissions");
        let held = hold(&officer, &plan, "A", "hold");
        let body = letter("12/TTr", "2021-05-24", &[1, 2]);
        refused(&officer, &plan, (&path, &body), (409, "case_unit_held"));
        assert_eq!(officer.get(&format!("{plan}/cases/1")).good()["case"]["unit_hold"], "hold");
        lift(&officer, &plan, held);
        officer.post(&path, &body).good();
    }
}

#[test]
fn bug_letters_and_decisions_rested_on_a_ranking_that_no_longer_stood() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = voted_cases(&house);
        let path = format!("{plan}/submissions");
        let held = hold(&officer, &plan, "E", "hold");
        let body = letter("12/TTr", "2021-05-12", &[3]);
        refused(&officer, &plan, (&path, &body), (409, "plan_blocked"));
        lift(&officer, &plan, held);
        officer.post(&path, &body).good();
        hold(&officer, &plan, "E", "hold");
        let body = decision("1/QĐ", "2021-05-16", &[3], None);
        refused(&officer, &plan, (&format!("{plan}/decisions"), &body), (409, "plan_blocked"));
    }
}

#[test]
fn bug_a_decision_did_not_see_that_a_subject_is_no_longer_recommended() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = submitted(&house, &officer, "01/KH", "mot");
        correct(&officer, &plan, "E", "6,0,không");
        let path = format!("{plan}/decisions");
        let all = |reason| decision("1/QĐ", "2021-05-16", &[3, 4, 5, 6], reason);
        refused(&officer, &plan, (&path, &all(None)), (422, "departure_without_reason"));
        let form = page(&officer, &format!("/plans/{}/decisions/new?date=2021-05-16", id_of(&plan)));
        assert_eq!(form.matches("<span class=\"tag\">khác đề nghị</span>").count(), 1, "{form}");
        let made = officer.post(&path, &all(Some("đã xem xét riêng"))).good();
        assert_eq!(made["decision"]["departures"], 1);
        // Who isn't recommended is left out without departing.
        let plan = submitted(&house, &officer, "02/KH", "hai");
        correct(&officer, &plan, "E", "6,0,không");
        let without = decision("2/QĐ", "2021-05-16", &[3, 4, 5], None);
        let made = officer.post(&format!("{plan}/decisions"), &without).good();
        assert_eq!(made["decision"]["departures"], 0);
    }
}

#[test]
fn bug_a_person_no_longer_recommended_was_awarded_without_a_reason() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = voted_persons(&house);
        let unworthy = json!({ "figures": { "worthy": "không" } });
        officer.put(&format!("{plan}/nominations/2/figures"), &unworthy).good();
        let path = format!("{plan}/submissions");
        let body = letter("12/TTr", "2021-05-24", &[1, 2]);
        refused(&officer, &plan, (&path, &body), (409, "plan_blocked"));
        officer.post(&format!("{plan}/nominations/rankings"), &json!({})).good();
        officer.post(&path, &body).good();
        let path = format!("{plan}/decisions");
        let both = |reason| decision("1/QĐ", "2021-05-24", &[1, 2], reason);
        refused(&officer, &plan, (&path, &both(None)), (422, "departure_without_reason"));
        let made = officer.post(&path, &both(Some("đã xem xét riêng"))).good();
        assert_eq!(made["decision"]["departures"], 1);
    }
}

#[test]
fn bug_cases_of_two_rankings_gave_more_awards_than_the_quota() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = voted_cases(&house);
        // C takes the last seat of E, whose case goes on.
        correct(&officer, &plan, "C", "8,0,có");
        let opened = officer.post(&format!("{plan}/cases"), &json!({ "awards": [] })).good();
        assert_eq!(opened["opened"], json!([7]));
        sql(&house, &format!("UPDATE cases SET state = 'voted' WHERE plan_id = {}", id_of(&plan)));
        let letters = format!("{plan}/submissions");
        let of = |number: &str, cases: &[i64]| letter(number, "2021-05-12", cases);
        refused(&officer, &plan, (&letters, &of("12/TTr", &[3, 4, 5, 6, 7])), (409, "quota_exceeded"));
        let told = officer.post(&letters, &of("12/TTr", &[3, 4, 5, 6, 7])).json();
        let (vi, en) = (told["text_vi"].as_str().unwrap(), told["text_en"].as_str().unwrap());
        assert!(vi.contains("district tính chung: được 4") && vi.contains("thành 5"), "{vi}");
        assert!(en.contains("district over all admits 4") && en.contains("be 5"), "{en}");
        officer.post(&letters, &of("12/TTr", &[3, 4, 5, 7])).good();
        refused(&officer, &plan, (&letters, &of("13/TTr", &[6])), (409, "quota_exceeded"));
        // Whatever way it came into a letter, a decision doesn't go beyond the quota either.
        sql(&house, "UPDATE cases SET state = 'submitted' WHERE number = 6");
        let path = format!("{plan}/decisions");
        let reason = Some("đã xem xét riêng");
        let five = decision("1/QĐ", "2021-05-16", &[3, 4, 5, 6, 7], reason);
        refused(&officer, &plan, (&path, &five), (409, "quota_exceeded"));
        let made = officer.post(&path, &decision("1/QĐ", "2021-05-16", &[3, 4, 5, 7], None)).good();
        let more = decision("2/QĐ", "2021-05-16", &[6], reason);
        refused(&officer, &plan, (&path, &more), (409, "quota_exceeded"));
        let last = made["awards"].as_array().unwrap().last().unwrap()["award"]["id"].clone();
        let amend = format!("{path}/{}/amendments", made["decision"]["id"]);
        let body = |remove: Value| json!({ "head": head("3/QĐ", "2021-05-17"), "reason": "Thay", "add": [6], "remove": remove });
        refused(&officer, &plan, (&amend, &body(json!([]))), (409, "quota_exceeded"));
        // The seat of an award that is removed is free.
        assert_eq!(officer.post(&amend, &body(json!([last]))).good()["decision"]["departures"], 1);
    }
}

#[test]
fn bug_a_share_that_fell_after_the_vote_still_admitted_as_many() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let share = "share = \"100%\", of = \"eligible\", rounding = \"down\" }]";
        let text = plan_text("01/KH", "mot").replace("at_most = 4 }]", share);
        let plan = ranked_by(&officer, &text);
        voted(&house, &plan);
        correct(&officer, &plan, "E", "6,0,không");
        let letters = format!("{plan}/submissions");
        let of = |cases: &[i64]| letter("12/TTr", "2021-05-12", cases);
        refused(&officer, &plan, (&letters, &of(&[3, 4, 5, 6])), (409, "quota_exceeded"));
        officer.post(&letters, &of(&[3, 4, 5])).good();
    }
}

#[test]
fn ties_of_which_the_plan_admits_all_are_submitted_and_decided_beyond_the_quota() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let all = "at_most = 3 }]\non_tie = \"all\"";
        let text = plan_text("01/KH", "mot").replace("at_most = 4 }]\non_tie = \"ask\"", all);
        let plan = ranked_by(&officer, &text);
        correct(&officer, &plan, "E", "7,0,có");
        voted(&house, &plan);
        let numbers = [1, 2, 3, 4, 5, 6];
        officer.post(&format!("{plan}/submissions"), &letter("12/TTr", "2021-05-12", &numbers)).good();
        let body = decision("1/QĐ", "2021-05-16", &numbers, None);
        let made = officer.post(&format!("{plan}/decisions"), &body).good();
        assert_eq!(made["decision"]["departures"], 0);
        assert_eq!(made["awards"].as_array().unwrap().len(), 6);
    }
}

#[test]
fn a_tie_that_the_council_settled_is_submitted_and_decided_before_and_after_it_is_taken_over() {
    for engine in engines() {
        for first in ["decide", "take over"] {
            let room = Room::open(House::on(engine), &format!("{OPEN}{SIGNATORY}"));
            let (officer, plan) = (&room.officer, room.plan.as_str());
            vote(&room, [["for"; 4], ["for"; 4], ["for", "for", "for", "blank"]]);
            let letters = format!("{plan}/submissions");
            let (of_all, today) = (letter("12/TTr", "2021-05-24", &[1, 2, 3]), "2021-05-24");
            if first == "take over" {
                officer.post(&format!("{plan}/choices/council"), &json!({})).good();
                refused(officer, plan, (&letters, &of_all), (409, "plan_blocked"));
                rescore(officer, plan);
            }
            officer.post(&letters, &of_all).good();
            let body = decision("1/QĐ", today, &[1, 2, 3], None);
            let made = officer.post(&format!("{plan}/decisions"), &body).good();
            assert_eq!(made["decision"]["departures"], 0);
            if first == "decide" {
                officer.post(&format!("{plan}/choices/council"), &json!({})).good();
                rescore(officer, plan);
            }
            move_to(officer, plan, "finalised");
        }
    }
}

#[test]
fn bug_an_open_objection_did_not_stop_the_letter_and_the_decision() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = voted_persons(&house);
        let today = "2021-05-24";
        let object = || {
            let objection =
                json!({ "case": 1, "received_on": today, "sender": null, "content": "Không đúng" });
            let made = officer.post(&format!("{plan}/publicities/1/objections"), &objection).good();
            format!("{plan}/publicities/1/objections/{}/settle", made["id"])
        };
        let settled = json!({ "upheld": false, "note": "đã xác minh", "then": null });
        let open = object();
        let letters = format!("{plan}/submissions");
        let both = letter("12/TTr", today, &[1, 2]);
        refused(&officer, &plan, (&letters, &both), (409, "objections_open"));
        let vi = officer.post(&letters, &both).json()["text_vi"].clone();
        assert!(vi.as_str().unwrap().contains("Còn 1 ý kiến phản ánh chưa giải quyết về hồ sơ 1."), "{vi}");
        officer.post(&open, &settled).good();
        officer.post(&letters, &both).good();
        let open = object();
        let path = format!("{plan}/decisions");
        refused(&officer, &plan, (&path, &decision("1/QĐ", today, &[1, 2], None)), (409, "objections_open"));
        // The other goes on, without departing from what is recommended.
        let made = officer.post(&path, &decision("1/QĐ", today, &[2], None)).good();
        assert_eq!(made["decision"]["departures"], 0);
        officer.post(&open, &settled).good();
        officer.post(&path, &decision("2/QĐ", today, &[1], None)).good();
    }
}

#[test]
fn bad_input_a_session_of_a_day_before_the_contest() {
    for engine in engines() {
        let room = Room::new(House::on(engine), OPEN);
        let of = |day: &str| json!({ "held_on": day, "place": "Phòng họp số 2", "note": null });
        let sessions = format!("{}/sessions", room.plan);
        room.refuses("field_refused", || room.officer.post(&sessions, &of("2021-01-03")));
        let told = room.officer.post(&sessions, &of("2021-01-03")).text();
        assert!(told.contains("04/01/2021"), "{told}");
        room.refuses("field_refused", || room.officer.put(&room.session, &of("2021-01-03")));
        room.officer.post(&sessions, &of("2021-01-04")).good();
        room.officer.put(&room.session, &of("2021-01-04")).good();
    }
}
