//! A council over HTTP: members, sessions, recusal, votes open and secret, ties, and what is refused.

use serde_json::{Value, json};
use thidua::app::actor::Role;

use super::council_room::{OPEN, Room, SECRET, member, user_of, with_cases};
use super::house::{House, engines};

const MEMBERS: &str = "/api/v1/councils/hoi_dong/members";

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told step by step")]
fn a_secret_vote_is_counted_with_every_step_and_a_tie_is_settled() {
    for engine in engines() {
        let room = Room::open(House::on(engine), SECRET);
        let whole = room.officer.get(&room.session).good();
        assert_eq!((&whole["member_count"], &whole["attending"]), (&json!(5), &json!(4)));
        let rule = &whole["items"][0]["rule"];
        assert!(rule["text_vi"].as_str().unwrap().contains("tán thành"), "{rule}");
        // A recommended case: the member of unit A is recused.
        room.open_votes(&[1]).good();
        let item = room.item(&room.officer, 1);
        assert_eq!(item["item"]["recused"], json!([{ "member": room.ids[3], "interest": "own_unit" }]));
        let receipts: Vec<Value> = [0, 1, 2]
            .map(|at| room.vote(&room.members[at], 1, ["for", "for", "blank"][at]).good()["receipt"].clone())
            .to_vec();
        let item = room.item(&room.members[0], 1);
        assert_eq!((&item["item"]["voted"], &item["item"]["tally"]), (&json!(3), &Value::Null));
        assert_eq!(item["ballots"], json!([]), "nothing is told before the vote is closed");
        room.write(4, 1, "for").good();
        room.close_votes(&[1], None).good();
        let item = room.item(&room.officer, 1);
        let tally = json!({ "members": 5, "recused": 1, "entitled": 4, "present": 3, "in_writing": 1, "cast": 4,
            "in_favour": 3, "against": 0, "blank": 1, "base": 4, "required": 3, "reached": true });
        assert_eq!((&item["item"]["tally"], &item["item"]["result"]), (&tally, &json!("accepted")));
        let ballots = item["ballots"].as_array().unwrap();
        assert_eq!(ballots.len(), 4);
        let mine = ballots.iter().find(|ballot| ballot["code"] == receipts[2]).unwrap();
        assert_eq!(mine["choice"], "blank", "each finds the own ballot by its code");
        let case = room.officer.get(&format!("{}/cases/1", room.plan)).good();
        assert_eq!(case["case"]["state"], "voted", "{case}");

        // A tie of three for two seats: one has most, two are equal.
        room.open_votes(&[]).good();
        for (item, choices) in
            [(2, ["for", "for", "for"]), (3, ["for", "for", "against"]), (4, ["for", "against", "for"])]
        {
            for (at, choice) in choices.into_iter().enumerate() {
                room.vote(&room.members[at], item, choice).good();
            }
            room.vote(&room.members[3], item, "for").good();
        }
        room.refuses("not_found", || settle(&room, 1, "bằng nhau"));
        room.close_votes(&[2, 3], None).good();
        room.refuses("tie_open", || settle(&room, 1, "bằng nhau"));
        room.close_votes(&[], None).good();
        let whole = room.officer.get(&room.session).good();
        assert_eq!(whole["ties"], json!([{ "number": 1, "seats": 2, "items": [2, 3, 4] }]));
        room.refuses("session_unfinished", || room.go("closed"));
        room.refuses("field_refused", || settle(&room, 1, " "));
        settle(&room, 1, "xét phiếu tán thành").good();
        let results = |room: &Room| -> Vec<Value> {
            (2..=4).map(|item| room.item(&room.officer, item)["item"]["result"].clone()).collect()
        };
        assert_eq!(results(&room), [json!("seat"), json!("again"), json!("again")]);
        // The second round is about the seat that is left.
        let opened = room.open_votes(&[]).good();
        assert_eq!(opened["items"], json!([5, 6]));
        assert_eq!(room.item(&room.officer, 5)["item"]["rule"]["seats"], 1);
        assert_eq!(room.item(&room.officer, 5)["item"]["round"], 2);
        for at in 0..4 {
            room.vote(&room.members[at], 5, "for").good();
            room.vote(&room.members[at], 6, if at < 3 { "for" } else { "blank" }).good();
        }
        room.close_votes(&[], None).good();
        settle(&room, 1, "lần hai").good();
        let states = |numbers: [i64; 4]| {
            numbers.map(|number| {
                room.officer.get(&format!("{}/cases/{number}", room.plan)).good()["case"]["state"].clone()
            })
        };
        assert_eq!(states([1, 2, 3, 4]), [json!("voted"), json!("voted"), json!("voted"), json!("rejected")]);
        let whole = room.officer.get(&room.session).good();
        assert_eq!(whole["departures"], 2, "each seat at the border departs from the recommendation");
        let departing = whole["items"].as_array().unwrap().iter().find(|item| item["number"] == 5).unwrap();
        assert_eq!(departing["reason"], "lần hai");
        room.go("closed").good();
        room.refuses("session_state", || room.open_votes(&[1]));
        let audit = room.officer.get("/api/v1/audit/verification").good();
        assert!(audit["records"].as_i64().unwrap() > 50, "{audit}");
    }
}

fn settle(room: &Room, tie: i64, reason: &str) -> super::house::Answer {
    room.officer.post(&format!("{}/ties/{tie}", room.session), &json!({ "reason": reason }))
}

#[test]
fn an_open_vote_tells_who_voted_how_and_declining_needs_a_reason() {
    for engine in engines() {
        let room = Room::open(House::on(engine), OPEN);
        room.open_votes(&[1]).good();
        for at in 0..3 {
            assert_eq!(room.vote(&room.members[at], 1, "against").good()["receipt"], Value::Null);
        }
        let before = room.item(&room.members[0], 1);
        assert!(before["members"].as_array().unwrap().iter().all(|it| it["choice"].is_null()));
        room.close_votes(&[1], None).good();
        let item = room.item(&room.officer, 1);
        assert_eq!(
            (&item["item"]["result"], &item["item"]["departs"]),
            (&json!("reason_missing"), &json!(true))
        );
        let choices: Vec<&Value> =
            item["members"].as_array().unwrap().iter().map(|it| &it["choice"]).collect();
        assert_eq!(choices[..3], [&json!("against"), &json!("against"), &json!("against")]);
        let explain = |reason: &str| {
            room.officer.post(&format!("{}/items/1/reason", room.session), &json!({ "reason": reason }))
        };
        room.refuses("session_unfinished", || room.go("closed"));
        room.refuses("field_refused", || explain(""));
        explain("thành tích chưa rõ").good();
        room.refuses("vote_closed", || explain("lần nữa"));
        let whole = room.officer.get(&room.session).good();
        assert_eq!(whole["departures"], 1);
        assert_eq!(whole["items"][0]["reason"], "thành tích chưa rõ");
        let case = room.officer.get(&format!("{}/cases/1", room.plan)).good();
        assert_eq!(case["case"]["state"], "rejected");
        // What wasn't voted on is left for another session.
        room.go("closed").good();
        let planned = json!({ "held_on": "2021-05-25", "place": "Phòng họp số 2", "note": "phiên sau" });
        room.officer.post(&format!("{}/sessions", room.plan), &planned).good();
        let again = format!("{}/sessions/2/items", room.plan);
        assert_eq!(room.officer.post(&again, &json!({ "cases": [] })).good()["total"], 3);
    }
}

#[test]
fn bad_input_a_vote_by_a_recused_member() {
    for engine in engines() {
        let room = Room::open(House::on(engine), SECRET);
        room.refuses("voter_recused", || room.vote(&room.members[3], 1, "for"));
        room.open_votes(&[1]).good();
        room.refuses("voter_recused", || room.vote(&room.members[3], 1, "for"));
        assert_eq!(room.members[3].get(&format!("{}/items/1", room.session)).status, 404);
        // An interest that is declared counts just so.
        let declare = json!({ "case": 2, "member": null, "reason": "người thân" });
        let recusals = format!("{}/recusals", room.session);
        room.members[0].post(&recusals, &declare).good();
        room.open_votes(&[2]).good();
        room.refuses("voter_recused", || room.vote(&room.members[0], 2, "for"));
        // Who has an interest in one case of a tie has one in all of them.
        assert_eq!(room.members[0].get(&format!("{}/items/3", room.session)).status, 404);
        let late = json!({ "case": 1, "member": null, "reason": "quên" });
        room.refuses("vote_opened", || room.members[1].post(&recusals, &late));
        let for_other = json!({ "case": 3, "member": room.ids[2], "reason": "x" });
        room.refuses("forbidden", || room.members[1].post(&recusals, &for_other));
    }
}

#[test]
fn bad_input_a_vote_by_an_absent_member() {
    for engine in engines() {
        let room = Room::new(House::on(engine), SECRET);
        room.go("open").good();
        for at in [0, 1, 2, 4] {
            room.attend(at, "present").good();
        }
        room.add(&[2]).good();
        room.open_votes(&[1]).good();
        room.refuses("voter_absent", || room.vote(&room.members[3], 1, "for"));
        // Who comes late wasn't there when the vote was opened.
        room.attend(3, "present").good();
        room.refuses("voter_absent", || room.vote(&room.members[3], 1, "for"));
        // And who has left doesn't vote, though it was.
        room.attend(2, "left").good();
        room.refuses("voter_absent", || room.vote(&room.members[2], 1, "for"));
        room.refuses("writing_refused", || room.write(2, 1, "for"));
    }
}

#[test]
fn bad_input_a_vote_by_somebody_who_is_no_member() {
    for engine in engines() {
        let room = Room::open(House::on(engine), SECRET);
        room.open_votes(&[1, 2]).good();
        let stranger = user_of(&room.house, "nguoi.la", Role::CouncilMember);
        room.refuses("not_a_member", || room.vote(&stranger, 1, "for"));
        room.refuses("not_a_member", || room.vote(&room.officer, 1, "for"));
        let viewer = user_of(&room.house, "nguoi.xem", Role::Viewer);
        room.refuses("forbidden", || room.vote(&viewer, 1, "for"));
        let body = json!({ "choice": "for", "member": 99 });
        room.refuses("not_a_member", || room.officer.post(&format!("{}/items/1/votes", room.session), &body));
        let by_other = json!({ "choice": "for", "member": room.ids[4] });
        let path = format!("{}/items/1/votes", room.session);
        room.refuses("forbidden", || room.members[0].post(&path, &by_other));
    }
}

#[test]
fn bad_input_a_second_vote_a_vote_before_and_a_vote_after() {
    for engine in engines() {
        for rule in [SECRET, OPEN] {
            let room = Room::open(House::on(engine), rule);
            room.refuses("vote_not_open", || room.vote(&room.members[0], 2, "for"));
            room.refuses("vote_not_open", || room.close_votes(&[2], None));
            room.open_votes(&[2]).good();
            room.refuses("vote_opened", || room.open_votes(&[2]));
            room.refuses("field_refused", || room.vote(&room.members[0], 2, "yes"));
            room.vote(&room.members[0], 2, "for").good();
            room.refuses("voted_already", || room.vote(&room.members[0], 2, "against"));
            if rule == SECRET {
                room.write(4, 2, "for").good();
                room.refuses("voted_already", || room.write(4, 2, "for"));
            } else {
                room.refuses("writing_refused", || room.write(4, 2, "for"));
            }
            room.close_votes(&[2], None).good();
            room.refuses("vote_closed", || room.vote(&room.members[1], 2, "for"));
            room.refuses("vote_closed", || room.close_votes(&[2], None));
            room.refuses("vote_closed", || room.open_votes(&[2]));
            let removed = || room.officer.delete(&format!("{}/items/2", room.session));
            room.refuses("vote_closed", removed);
            room.refuses("not_found", || room.vote(&room.members[1], 77, "for"));
        }
    }
}

#[test]
fn bad_input_quorum_lost_midway() {
    for engine in engines() {
        let room = Room::open(House::on(engine), SECRET);
        // Two thirds of five are four: all who are there.
        room.open_votes(&[2]).good();
        room.vote(&room.members[0], 2, "for").good();
        room.attend(2, "left").good();
        room.refuses("quorum_lost", || room.vote(&room.members[1], 2, "for"));
        room.refuses("quorum_lost", || room.write(4, 2, "for"));
        room.refuses("quorum_lost", || room.close_votes(&[2], None));
        room.refuses("quorum_lost", || room.open_votes(&[3]));
        room.attend(2, "present").good();
        room.vote(&room.members[1], 2, "for").good();
        // Or the vote is broken off, and held again.
        let void = || {
            room.officer.post(&format!("{}/items/2/void", room.session), &json!({ "reason": "thiếu người" }))
        };
        room.refuses("vote_opened", void);
        room.attend(2, "left").good();
        void().good();
        room.attend(2, "present").good();
        assert_eq!(room.add(&[2]).good()["items"], json!([5]));
        room.open_votes(&[5]).good();
        room.vote(&room.members[0], 5, "for").good();
    }
}

#[test]
fn bad_input_a_quota_lowered_after_the_vote() {
    for engine in engines() {
        let room = Room::open(House::on(engine), SECRET);
        room.open_votes(&[2, 3, 4]).good();
        for item in [2, 3, 4] {
            for at in 0..4 {
                room.vote(&room.members[at], item, "for").good();
            }
        }
        room.close_votes(&[], None).good();
        // A correction lifts E before all others: it takes one of the seats that were voted on.
        let correction = "code,score,second,clean,note\nE,9,9,có,synthetic\n";
        let body = json!({ "reason": "đính chính" });
        super::small::move_to(&room.officer, &room.plan, "collecting");
        super::house::hand_in(&room.officer, &room.plan, correction.as_bytes());
        super::small::accept(&room.officer, &room.plan, "E", 2);
        super::small::move_to(&room.officer, &room.plan, "closed");
        super::small::move_to(&room.officer, &room.plan, "ranked");
        room.refuses("quota_changed", || settle(&room, 1, "theo phiếu"));
        for item in [2, 3, 4] {
            room.officer.post(&format!("{}/items/{item}/void", room.session), &body).good();
        }
        room.add(&[2, 3, 4]).good();
        room.open_votes(&[]).good();
    }
}

#[test]
fn bad_input_a_session_before_the_publicity_has_ended() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let process = format!(
            "\n[process]\ncouncil = \"hoi_dong\"\npublicity = {{ days = 5, count = \"working\", required = true \
             }}\n\n[[process.vote]]\nawards = [\"merit\"]\n{OPEN}"
        );
        let plan = with_cases(&officer, &process);
        officer.post(MEMBERS, &member(None, "chair", &json!([]))).good();
        let planned = |day: &str| json!({ "held_on": day, "place": "Phòng họp", "note": null });
        officer.post(&format!("{plan}/sessions"), &planned("2021-05-25")).good();
        let session = format!("{plan}/sessions/1");
        let go = |state: &str| officer.post(&format!("{session}/state"), &json!({ "state": state }));
        assert_eq!(go("open").problem(), (409, "session_early".to_owned()));
        let changed = officer.put(&session, &planned("2021-05-24")).good();
        assert_eq!(changed["held_on"], "2021-05-24");
        go("open").good();
        assert_eq!(officer.put(&session, &planned("2021-05-26")).problem().1, "session_state");
        let add = || officer.post(&format!("{session}/items"), &json!({ "cases": [1] }));
        assert_eq!(add().problem(), (409, "case_not_ready".to_owned()));
        let list = json!({ "cases": [1], "starts_on": "2021-05-24", "ends_on": null, "note": null });
        officer.post(&format!("{plan}/publicities"), &list).good();
        add().good();
        let present = json!({ "member": 1, "kind": "present" });
        officer.post(&format!("{session}/attendance"), &present).good();
        let open = || officer.post(&format!("{session}/votes/open"), &json!({ "items": [] }));
        let refused = open();
        assert_eq!(refused.problem(), (409, "vote_before_publicity".to_owned()));
        assert!(refused.json()["text_vi"].as_str().unwrap().contains("31/05/2021"), "{}", refused.text());
        house.wait(8 * 86_400);
        // Sessions of users end in the meantime.
        let (_, password) =
            house.service.reset_user(&thidua::app::actor::Actor::command(), "officer").unwrap();
        let officer = house.anon().log_in("officer", &password);
        let open = || officer.post(&format!("{session}/votes/open"), &json!({ "items": [] }));
        assert_eq!(open().problem().1, "vote_before_publicity", "its end must be recorded");
        officer.post(&format!("{plan}/publicities/1/end"), &json!({})).good();
        assert_eq!(open().problem().1, "vote_before_publicity", "the session is of a day before its end");
        officer.delete(&format!("{session}/items/1")).good();
        officer.post(&format!("{plan}/sessions"), &planned("2021-06-01")).good();
        let session = format!("{plan}/sessions/2");
        officer.post(&format!("{session}/state"), &json!({ "state": "open" })).good();
        officer.post(&format!("{session}/attendance"), &present).good();
        officer.post(&format!("{session}/items"), &json!({ "cases": [1] })).good();
        officer.post(&format!("{session}/votes/open"), &json!({ "items": [] })).good();
    }
}

#[test]
fn bad_input_an_item_twice_on_the_agenda() {
    for engine in engines() {
        let room = Room::new(House::on(engine), SECRET);
        room.refuses("case_on_agenda", || room.add(&[1, 1]));
        room.add(&[1, 2]).good();
        room.refuses("case_on_agenda", || room.add(&[3, 1]));
        room.refuses("not_found", || room.add(&[9]));
        let planned = json!({ "held_on": "2021-05-24", "place": "Phòng họp số 2", "note": null });
        room.officer.post(&format!("{}/sessions", room.plan), &planned).good();
        let other = format!("{}/sessions/2/items", room.plan);
        room.refuses("case_on_agenda", || room.officer.post(&other, &json!({ "cases": [2] })));
        assert_eq!(room.officer.post(&other, &json!({ "cases": [] })).good()["total"], 2);
        // Taken off, it can be put on again.
        room.officer.delete(&format!("{}/items/1", room.session)).good();
        assert_eq!(room.add(&[1]).good()["items"], json!([3]));
        // A case on hold isn't voted on.
        let hold = json!({ "action": "hold", "reason": null, "note": "đang xác minh" });
        room.officer.post(&format!("{}/cases/2/steps", room.plan), &hold).good();
        room.go("open").good();
        for at in 0..4 {
            room.attend(at, "present").good();
        }
        room.refuses("case_held", || room.open_votes(&[2]));
    }
}

#[test]
fn bad_input_attendance_and_dates_out_of_order() {
    for engine in engines() {
        let room = Room::new(House::on(engine), SECRET);
        room.refuses("session_state", || room.attend(0, "present"));
        room.go("open").good();
        room.refuses("attendance_order", || room.attend(0, "left"));
        room.attend(0, "present").good();
        room.refuses("attendance_order", || room.attend(0, "present"));
        room.refuses("attendance_order", || room.attend(0, "in_writing"));
        room.refuses("attendance_order", || room.attend(0, "absent"));
        room.attend(0, "left").good();
        room.refuses("attendance_order", || room.attend(0, "left"));
        room.refuses("field_refused", || room.attend(0, "asleep"));
        let body = json!({ "member": 77, "kind": "present" });
        let attendance = format!("{}/attendance", room.session);
        room.refuses("not_found", || room.officer.post(&attendance, &body));

        let mut backwards = member(None, "member", &json!([]));
        backwards["until"] = json!("2020-12-31");
        room.refuses("dates_order", || room.officer.post(MEMBERS, &backwards));
        let units = json!([{ "unit": "A", "from": "2021-02-01", "until": "2021-02-01" }]);
        room.refuses("dates_order", || room.officer.post(MEMBERS, &member(None, "member", &units)));
        room.refuses("session_state", || room.go("cancelled"));
        room.refuses("field_refused", || room.go("planned"));
    }
}

#[test]
fn members_are_added_changed_and_end_and_a_login_belongs_to_one() {
    for engine in engines() {
        let room = Room::new(House::on(engine), SECRET);
        let twice = room.officer.post(MEMBERS, &member(Some("TV.1"), "member", &json!([])));
        assert_eq!(twice.problem(), (409, "already_there".to_owned()));
        let nobody = room.officer.post(MEMBERS, &member(Some("khong.co"), "member", &json!([])));
        assert_eq!(nobody.problem(), (404, "not_found".to_owned()));
        let no_unit = json!([{ "unit": "ZZ", "from": "2021-01-01", "until": null }]);
        let unknown = room.officer.post(MEMBERS, &member(None, "member", &no_unit));
        assert_eq!(unknown.problem(), (404, "not_found".to_owned()));
        let king = room.officer.post(MEMBERS, &member(None, "king", &json!([])));
        assert_eq!(king.problem(), (422, "field_refused".to_owned()));
        assert_eq!(room.members[0].post(MEMBERS, &member(None, "member", &json!([]))).status, 403);
        let path = format!("{MEMBERS}/{}", room.ids[1]);
        let read = room.members[0].get(&path);
        assert_eq!(read.header("etag"), Some("\"1\""));
        let mut ended = member(Some("tv.1"), "secretary", &json!([]));
        ended["until"] = json!("2021-05-20");
        let stale = room.officer.clone().with("if-match", "\"7\"").put(&path, &ended);
        assert_eq!(stale.problem(), (412, "stale".to_owned()));
        room.officer.clone().with("if-match", "\"1\"").put(&path, &ended).good();
        // Ended, it isn't one of a later day; and the login may belong to another.
        assert_eq!(room.officer.get(&room.session).good()["member_count"], 4);
        let mut again = member(Some("tv.1"), "member", &json!([]));
        again["from"] = json!("2021-05-20");
        room.officer.post(MEMBERS, &again).good();
        assert_eq!(room.officer.get(&room.session).good()["member_count"], 5);
        assert_eq!(room.officer.get(MEMBERS).good()["total"], 6);
        assert_eq!(room.officer.get("/api/v1/councils").good()["items"], json!(["hoi_dong"]));
        // Nobody changes by which units they are recused.
        room.officer.post(MEMBERS, &member(Some("officer"), "secretary", &json!([]))).good();
        let own = format!("{MEMBERS}/7");
        let change = room.officer.put(&own, &member(Some("officer"), "chair", &json!([])));
        assert_eq!(change.problem(), (403, "own_membership".to_owned()));
    }
}

#[test]
fn a_program_never_votes() {
    let room = Room::open(House::on(engines()[0]), SECRET);
    let administrator = user_of(&room.house, "quan.tri", Role::Administrator);
    room.officer.post(MEMBERS, &member(Some("quan.tri"), "member", &json!([]))).good();
    room.attend_id(6, "present").good();
    room.open_votes(&[1]).good();
    let new = json!({ "name": "chương trình", "scopes": ["view", "view_cases", "vote"], "methods": ["GET", "POST"],
        "unit_code": null, "address_range": null, "expires_at": "2021-12-31T00:00:00Z" });
    let made = administrator.post("/api/v1/tokens", &new).good();
    let secret =
        made["secret"].as_str().or(made["token_secret"].as_str()).unwrap_or_else(|| panic!("{made}"));
    let program = room.house.anon().with("authorization", &format!("Bearer {secret}"));
    let answer = room.vote(&program, 1, "for");
    assert_eq!(answer.problem().1, "not_a_member", "{}", answer.text());
    room.vote(&administrator, 1, "for").good();
}
