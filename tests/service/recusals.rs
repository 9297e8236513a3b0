//! Interests over HTTP: which units give them, how they are declared and taken back, what order the agenda takes from them, and what
//! is told of hidden cases after the vote.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use thidua::app::actor::Role;
use thidua::contest::council::agenda::leavings;

use super::council_room::{OPEN, Room, SECRET, member, user_of};
use super::house::{Caller, House, engines};
use super::two_worlds::{OWN_TIE, OWN_UNIT, world};

const MEMBERS: &str = "/api/v1/councils/hoi_dong/members";

/// Adds a member who logs in, with what it belongs to.
fn added(room: &Room, login: &str, role: Role, units: &Value) -> (Caller, i64) {
    let caller = user_of(&room.house, login, role);
    let made = room.officer.post(MEMBERS, &member(Some(login), "member", units)).good();
    (caller, made["id"].as_i64().unwrap())
}

fn of_unit(unit: &str, until: Option<&str>) -> Value {
    json!([{ "unit": unit, "from": "2020-01-01", "until": until }])
}

#[test]
fn units_above_below_and_of_the_past_give_an_interest() {
    for engine in engines() {
        let room = Room::new(House::on(engine), SECRET);
        let register = "code,name,level,parent_code\nX,Cấp trên (giả định),province,\nA,Đơn vị A (giả định),unit,X\n\
                        A1,Cấp dưới (giả định),unit,A\nX1,Bên cạnh (giả định),unit,X\n";
        let address = "/api/v1/units/imports?on=2021-01-01";
        room.officer.send("POST", address, Some("text/csv"), register.as_bytes()).good();
        room.add(&[1]).good();
        for (login, units, interest) in [
            ("tv.duoi", of_unit("A1", None), Some("unit_above")),
            ("tv.tren", of_unit("X", None), Some("unit_below")),
            ("tv.truoc", of_unit("A", Some("2021-03-01")), Some("past_unit")),
            ("tv.duoi.truoc", of_unit("A1", Some("2021-05-24")), Some("past_unit")),
            // It left on the contest's first day, or stands beside.
            ("tv.xua", of_unit("A", Some("2021-01-04")), None),
            ("tv.canh", of_unit("X1", None), None),
        ] {
            let (caller, id) = added(&room, login, Role::CouncilMember, &units);
            let item = room.item(&room.officer, 1);
            let recused = item["item"]["recused"].as_array().unwrap();
            let found = recused.iter().find(|it| it["member"] == id).map(|it| it["interest"].clone());
            assert_eq!(found, interest.map(Value::from), "{login}");
            let status = if interest.is_some() { 404 } else { 200 };
            for path in ["cases/1", "sessions/1/items/1"] {
                let answer = caller.get(&format!("{}/{path}", room.plan));
                assert_eq!(answer.status, status, "{login} {path}");
            }
        }
    }
}

#[test]
fn the_agenda_is_taken_so_that_recused_members_leave_once() {
    for engine in engines() {
        let room = Room::new(House::on(engine), SECRET);
        added(&room, "tv.b", Role::CouncilMember, &of_unit("B", None));
        room.add(&[2, 1, 3, 4]).good();
        let items = room.officer.get(&room.session).good()["items"].as_array().unwrap().clone();
        let recused = |item: &Value| -> BTreeSet<i64> {
            item["recused"].as_array().unwrap().iter().map(|it| it["member"].as_i64().unwrap()).collect()
        };
        let taken: Vec<BTreeSet<i64>> = items.iter().map(recused).collect();
        let mut by_number = items.clone();
        by_number.sort_by_key(|item| item["number"].as_i64());
        let entered: Vec<BTreeSet<i64>> = by_number.iter().map(recused).collect();
        assert_eq!((leavings(&entered), leavings(&taken)), (3, 2));
        let cases: Vec<&Value> = items.iter().map(|item| &item["case"]).collect();
        assert_eq!(cases, [2, 3, 4, 1], "those of the tie stand together");
    }
}

#[test]
fn bug_an_interest_was_declared_while_another_case_of_its_tie_was_voted_on() {
    for engine in engines() {
        let room = Room::open(House::on(engine), OPEN);
        let declare = |case: i64| {
            let body = json!({ "case": case, "member": null, "reason": "người thân" });
            room.members[0].post(&format!("{}/recusals", room.session), &body)
        };
        room.open_votes(&[2]).good();
        room.refuses("vote_opened", || declare(3));
        room.vote(&room.members[0], 2, "for").good();
        room.close_votes(&[2], None).good();
        room.refuses("vote_opened", || declare(4));
        // Of what doesn't tie with it an interest can be declared.
        declare(1).good();
    }
}

#[test]
fn a_declared_interest_is_taken_back_by_the_member_before_any_vote_of_its_tie() {
    for engine in engines() {
        let room = Room::open(House::on(engine), OPEN);
        let recusals = format!("{}/recusals", room.session);
        let declare = |case: i64, by: &Caller, member: Option<i64>| {
            by.post(&recusals, &json!({ "case": case, "member": member, "reason": "người thân" }))
        };
        let back = |by: &Caller, case: i64| by.delete(&format!("{recusals}/{case}"));
        let sees = |case: i64| room.members[0].get(&format!("{}/cases/{case}", room.plan)).status == 200;
        let declared = || room.members[0].get(&room.session).good()["declared"].clone();
        declare(3, &room.members[0], None).good();
        assert_eq!((declared(), sees(2), sees(3)), (json!([3]), false, false));
        assert_eq!(back(&room.members[1], 3).problem().1, "not_found", "another declared it");
        assert_eq!(back(&room.officer, 3).problem().1, "not_found");
        assert_eq!(back(&room.members[0], 2).problem().1, "not_found", "it was declared of case 3");
        assert_eq!(back(&room.members[0], 3).status, 204);
        assert_eq!((declared(), sees(2), sees(3)), (json!([]), true, true));
        assert_eq!(back(&room.members[0], 3).problem().1, "not_found");
        // What follows from units stays, and so does what an officer entered.
        assert_eq!(back(&room.members[3], 1).problem().1, "not_found");
        declare(1, &room.officer, Some(room.ids[0])).good();
        assert_eq!((declared(), back(&room.members[0], 1).problem().1), (json!([]), "not_found".to_owned()));
        // Once a vote of the tie was opened, it stays.
        declare(4, &room.members[0], None).good();
        room.open_votes(&[2]).good();
        room.refuses("vote_opened", || back(&room.members[0], 4));
        room.attend(1, "left").good();
        let void = json!({ "reason": "thiếu người" });
        room.officer.post(&format!("{}/items/2/void", room.session), &void).good();
        room.refuses("vote_opened", || back(&room.members[0], 4));
        let audit = room.officer.get("/api/v1/audit?action=session.recuse_back").good();
        assert_eq!(audit["items"].as_array().unwrap().len(), 1, "{audit}");
    }
}

#[test]
fn bug_the_audit_log_told_how_members_voted_before_an_open_vote_was_closed() {
    for engine in engines() {
        let room = Room::open(House::on(engine), OPEN);
        room.open_votes(&[1]).good();
        room.vote(&room.members[0], 1, "against").good();
        let audit = room.officer.get("/api/v1/audit?action=vote.cast").text();
        assert!(audit.contains("vote.cast") && !audit.contains("against"), "{audit}");
        let administrator = user_of(&room.house, "quan.tri", Role::Administrator);
        assert!(!administrator.get("/api/v1/audit?limit=1000").text().contains("against"));
        room.close_votes(&[1], Some("chưa đạt")).good();
        assert_eq!(room.item(&room.officer, 1)["members"][0]["choice"], "against");
    }
}

#[test]
fn bug_choices_and_their_records_told_who_got_a_seat_to_who_is_recused_from_the_tie() {
    for engine in engines() {
        let room = Room::new(House::on(engine), OPEN);
        let (own, own_id) = added(&room, "can.bo.b", Role::Officer, &of_unit("B", None));
        room.go("open").good();
        for at in 0..4 {
            room.attend(at, "present").good();
        }
        room.attend_id(own_id, "absent").good();
        room.add(&[]).good();
        room.open_votes(&[]).good();
        for (item, choices) in
            [(1, ["for"; 4]), (2, ["for"; 4]), (3, ["for"; 4]), (4, ["for", "for", "for", "against"])]
        {
            for (caller, choice) in room.members.iter().zip(choices).take(if item == 1 { 3 } else { 4 }) {
                room.vote(caller, item, choice).good();
            }
        }
        room.close_votes(&[], None).good();
        let settled = json!({ "reason": "theo số phiếu" });
        room.officer.post(&format!("{}/ties/1", room.session), &settled).good();
        let path = format!("{}/choices", room.plan);
        let made = room.officer.post(&format!("{path}/council"), &json!({})).good();
        assert_eq!(made["total"], 2, "{made}");
        let audit = "/api/v1/audit?limit=1000";
        let of_choices = |caller: &Caller| caller.get(audit).text().matches("choice.add").count();
        assert_eq!(room.officer.get(&path).good()["total"], made["total"]);
        assert_eq!(of_choices(&room.officer), made["items"].as_array().unwrap().len());
        assert_eq!((&own.get(&path).good()["total"], of_choices(&own)), (&json!(0), 0));
        let lift = format!("{path}/{}/lift", made["items"][0]["id"]);
        assert_eq!(own.post(&lift, &json!({ "reason": "x" })).problem(), (404, "not_found".to_owned()));
        let by_hand = json!({ "award": "merit", "kind": "leave_out", "units": ["C"], "reason": "x" });
        assert_eq!(own.post(&path, &by_hand).problem(), (403, "recused".to_owned()));
        let page = own.get("/plans/1/recommendation").text();
        assert!(!page.contains("Theo biểu quyết của hội đồng"), "{page}");
        // The member of unit A has no interest in the tie; but records about several cases are closed to it.
        assert_eq!(room.members[3].get(&path).good()["total"], made["total"]);
    }
}

#[test]
fn bug_a_signed_decision_told_everybody_that_a_case_the_council_was_for_was_left_out() {
    for engine in engines() {
        let world = world(House::on(engine), SECRET, OWN_UNIT, false);
        let (room, plan) = (&world.room, &world.room.plan);
        let viewer = user_of(&room.house, "nguoi.xem", Role::Viewer);
        let told = |caller: &Caller| {
            let list = caller.get(&format!("{plan}/decisions")).good()["items"][0]["decision"].clone();
            let one = caller.get(&format!("{plan}/decisions/1")).good()["decision"].clone();
            assert_eq!(list, one);
            (one["departures"].clone(), one["reason"].clone())
        };
        assert_eq!(told(&room.officer), (json!(2), json!("của [1, 2, 3, 5]")));
        for caller in [&viewer, &world.member, &world.officer, &room.members[0]] {
            assert_eq!(told(caller), (Value::Null, Value::Null));
            for page in ["decisions", "decisions/1", "papers/decision?decision=1"] {
                let page = caller.get(&format!("/plans/1/{page}")).text();
                assert!(!page.contains("của [1, 2"), "{page}");
            }
        }
        assert!(room.officer.get("/plans/1/decisions/1").text().contains("của [1, 2, 3, 5]"));
    }
}

#[test]
fn register_and_statistics_count_no_case_that_is_hidden_before_it_is_decided() {
    for (engine, hidden, decided) in
        [(engines()[0], OWN_UNIT, "B"), (*engines().last().unwrap(), OWN_TIE, "A")]
    {
        let world = world(House::on(engine), SECRET, hidden, false);
        for caller in [&world.member, &world.officer, &world.room.officer] {
            let register = caller.get("/api/v1/awards");
            if register.status == 403 {
                continue;
            }
            // Others were voted for and submitted; one was decided.
            let register = register.good();
            assert_eq!(
                (&register["total"], &register["items"][0]["award"]["unit"]),
                (&json!(1), &json!(decided)),
                "{register}"
            );
            let statistics = caller.get("/api/v1/awards/statistics?year=2021").good();
            assert_eq!(statistics, world.room.officer.get("/api/v1/awards/statistics?year=2021").good());
            assert_eq!(statistics["money"]["awards"], 1, "{statistics}");
        }
    }
}

#[test]
fn a_member_of_a_tie_sees_no_case_of_it_and_counts_none() {
    let world = world(House::on(engines()[0]), OPEN, OWN_TIE, false);
    for caller in [&world.member, &world.officer] {
        let cases = caller.get(&format!("{}/cases", world.room.plan)).good();
        let numbers: Vec<&Value> =
            cases["items"].as_array().unwrap().iter().map(|case| &case["number"]).collect();
        assert_eq!((numbers, &cases["total"]), (vec![&json!(1), &json!(5)], &json!(2)));
        let session = caller.get(&world.room.session).good();
        assert_eq!(session["items"].as_array().unwrap().len(), 2);
        assert_eq!((&session["departures"], &session["ties"]), (&json!(0), &json!([])));
    }
}
