//! Steps of cases by hand: legal reasons, withdrawal, who was quicker, several at once; holidays within deadlines and lists; late
//! objections; parts of dossiers that belong to some awards.

use serde_json::{Value, json};
use thidua::app::actor::Role;

use super::council_room::{OPEN, member};
use super::decided::{decided, ranked};
use super::house::{Answer, Caller, House, engines};
use super::nominations::{NAME, accepted, person, ranked_with_persons, with_persons_as};
use super::way::{PROCESS, appraise, officer_now, opened, opened_with, pdf, send_part};

const DAY: i64 = 86_400;

fn step(officer: &Caller, plan: &str, case: i64, (action, reason, note): (&str, Value, Value)) -> Answer {
    let body = json!({ "action": action, "reason": reason, "note": note });
    officer.post(&format!("{plan}/cases/{case}/steps"), &body)
}

fn state(officer: &Caller, plan: &str, case: i64) -> String {
    officer.get(&format!("{plan}/cases/{case}")).good()["case"]["state"].as_str().unwrap().to_owned()
}

fn changes(officer: &Caller) -> Value {
    officer.get("/api/v1/audit?limit=1").good()["total"].clone()
}

#[test]
fn a_case_is_rejected_by_hand_with_a_legal_reason_and_words() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = opened(&house);
        let before = changes(&officer);
        for (said, field) in [
            (("reject", Value::Null, json!("vi phạm")), "reason"),
            (("reject", json!("discipline"), Value::Null), "note"),
            (("reject", json!("discipline"), json!("  ")), "note"),
            (("withdraw", json!("discipline"), json!("xin rút")), "reason"),
            (("withdraw", Value::Null, Value::Null), "note"),
        ] {
            let refused = step(&officer, &plan, 1, said.clone());
            assert_eq!(refused.problem(), (422, "field_refused".into()), "{said:?}");
            assert_eq!(refused.json()["place"], field, "{said:?}");
        }
        let unknown = step(&officer, &plan, 1, ("reject", json!("because"), json!("vi phạm")));
        assert!(unknown.status == 400 || unknown.status == 422, "{}", unknown.text());
        assert_eq!((state(&officer, &plan, 1).as_str(), changes(&officer)), ("recommended", before));
        let done = step(&officer, &plan, 1, ("reject", json!("discipline"), json!("đang bị kỷ luật"))).good();
        assert_eq!((&done["case"]["state"], &done["case"]["next"]), (&json!("rejected"), &json!([])));
        let last = &done["steps"][0];
        assert_eq!((&last["reason"], &last["note"]), (&json!("discipline"), &json!("đang bị kỷ luật")));
        let page = officer.get("/plans/1/cases/1").text();
        assert!(page.contains("đang bị kỷ luật"), "{page}");
        let again = step(&officer, &plan, 1, ("reject", json!("discipline"), json!("lần nữa")));
        assert_eq!(again.problem(), (409, "case_step".into()));
    }
}

#[test]
fn a_case_that_was_withdrawn_goes_on_no_list_and_can_be_opened_anew() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = opened(&house);
        appraise(&house, &officer, &plan, &[1]);
        let done = step(&officer, &plan, 1, ("withdraw", Value::Null, json!("đơn vị xin rút"))).good();
        assert_eq!(done["case"]["state"], "withdrawn");
        let list = json!({ "cases": [1], "starts_on": "2021-05-24", "ends_on": null, "note": null });
        let refused = officer.post(&format!("{plan}/publicities"), &list);
        assert_eq!(refused.problem(), (409, "case_step".into()));
        let made = officer.post(&format!("{plan}/cases"), &json!({ "awards": [] })).good();
        assert_eq!((&made["opened"], &made["there"]), (&json!([5]), &json!(3)), "{made}");
        assert_eq!(state(&officer, &plan, 5), "recommended");
        let own = house.user(Role::Reporter, Some("A"));
        let refused = step(&own, &plan, 5, ("withdraw", Value::Null, json!("xin rút")));
        assert_eq!(refused.problem(), (403, "forbidden".into()));
    }
}

#[test]
fn a_step_is_taken_by_who_has_seen_the_case_as_it_is() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = opened(&house);
        let read = officer.get(&format!("{plan}/cases/1"));
        let tag = read.header("etag").expect("a tag").to_owned();
        let quoting = |tag: &str| officer.clone().with("if-match", tag);
        let hold = || ("hold", Value::Null, json!("xác minh"));
        let stale = step(&quoting("\"9\""), &plan, 1, hold());
        assert_eq!(stale.problem(), (412, "stale".into()));
        assert_eq!(officer.get(&format!("{plan}/cases/1")).good()["case"]["held"], false);
        let taken = step(&quoting(&tag), &plan, 1, hold());
        assert_eq!((taken.status, taken.json()["case"]["held"].clone()), (201, json!(true)));
        let twice = step(&quoting(&tag), &plan, 1, ("release", Value::Null, json!("xong")));
        assert_eq!(twice.problem(), (412, "stale".into()), "somebody was quicker");
        let new = taken.header("etag").expect("a tag").to_owned();
        step(&quoting(&new), &plan, 1, ("release", Value::Null, json!("xong"))).good();
    }
}

#[test]
fn a_step_with_several_cases_is_taken_with_all_or_none() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = opened(&house);
        for case in [1, 2] {
            let at = format!("{plan}/cases/{case}");
            send_part(&officer, &at, ("report", "a.pdf"), &pdf("a")).good();
        }
        let before = changes(&officer);
        let all = |cases: &[i64], action: &str| {
            let body = json!({ "cases": cases, "action": action, "reason": null, "note": null });
            officer.post(&format!("{plan}/case-steps"), &body)
        };
        for (cases, action, status, code) in [
            (&[1, 2, 3][..], "complete", 409, "dossier_incomplete"),
            (&[1, 2, 99], "complete", 404, "not_found"),
            (&[1, 2], "appraise", 409, "case_step"),
            (&[1, 2], "hold", 422, "field_refused"),
            (&[], "complete", 422, "field_refused"),
        ] {
            assert_eq!(all(cases, action).problem(), (status, code.to_owned()), "{cases:?} {action}");
            assert_eq!(changes(&officer), before, "{cases:?} {action}: nothing is written down");
            for case in 1..=4 {
                assert_eq!(state(&officer, &plan, case), "recommended");
            }
        }
        let done = all(&[2, 1, 2], "complete").good();
        assert_eq!(done["total"], 2);
        assert!(done["items"].as_array().unwrap().iter().all(|case| case["state"] == "complete"));
    }
}

#[test]
fn who_holds_an_award_for_the_same_achievement_gets_no_case_and_that_is_counted() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        decided(&house, &officer, "01/KH", "chuyen_de", "100/QĐ");
        let same = ranked(&officer, "02/KH", "chuyen_de");
        let made = officer.post(&format!("{same}/cases"), &json!({ "awards": [] })).good();
        assert_eq!((&made["opened"], &made["awarded"]), (&json!([]), &json!(6)), "{made}");
        assert_eq!(officer.get(&format!("{same}/cases")).good()["total"], 0);
        let other = ranked(&officer, "03/KH", "viec_khac");
        let made = officer.post(&format!("{other}/cases"), &json!({ "awards": [] })).good();
        assert_eq!((made["opened"].as_array().unwrap().len(), &made["awarded"]), (6, &json!(0)));
    }
}

#[test]
fn a_holiday_inside_makes_a_deadline_and_a_list_a_day_longer_and_calendar_days_know_none() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let calendar = "\n[calendar]\nholidays = [2021-05-26]\n";
        // 24/05/2021 is a Monday. Two working days on is Wednesday, a holiday: so Thursday.
        let plan = opened_with(&house, &officer, &format!("{PROCESS}{calendar}"));
        let due = officer.get(&format!("{plan}/case-deadlines")).good();
        assert_eq!(due["items"][0]["due"], "2021-05-27", "{due}");
        appraise(&house, &officer, &plan, &[1]);
        let list = json!({ "cases": [1], "starts_on": "2021-05-25", "ends_on": null, "note": null });
        let made = officer.post(&format!("{plan}/publicities"), &list).good();
        assert_eq!(made["ends_on"], "2021-06-02", "five working days on, without the holiday");

        let other = House::on(engine);
        let officer = other.user(Role::Officer, None);
        let process = PROCESS
            .replace("count = \"working\"", "count = \"calendar\"")
            .replace("days = \"working\"", "days = \"calendar\"");
        let plan = opened_with(&other, &officer, &format!("{process}{calendar}"));
        let due = officer.get(&format!("{plan}/case-deadlines")).good();
        assert_eq!(due["items"][0]["due"], "2021-05-26");
        appraise(&other, &officer, &plan, &[1]);
        let early = json!({ "cases": [1], "starts_on": "2021-05-25", "ends_on": "2021-05-29", "note": null });
        let refused = officer.post(&format!("{plan}/publicities"), &early);
        assert_eq!(refused.problem(), (422, "publicity_ends".into()));
        let made = officer.post(&format!("{plan}/publicities"), &list).good();
        assert_eq!(made["ends_on"], "2021-05-30", "a Sunday is a day as any other");
    }
}

#[test]
fn an_objection_that_comes_after_the_recorded_end_keeps_the_council_from_voting() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let process = format!("{PROCESS}\n[[process.vote]]\nawards = [\"merit\"]\n{OPEN}");
        let plan = opened_with(&house, &officer, &process);
        appraise(&house, &officer, &plan, &[1, 2]);
        let list = json!({ "cases": [1, 2], "starts_on": "2021-05-24", "ends_on": null, "note": null });
        officer.post(&format!("{plan}/publicities"), &list).good();
        officer.post("/api/v1/councils/hoi_dong/members", &member(None, "chair", &json!([]))).good();
        house.wait(9 * DAY);
        let officer = officer_now(&house, "hai");
        let post = |path: &str, body: &Value| officer.post(&format!("{plan}/{path}"), body);
        post("publicities/1/end", &json!({})).good();
        let objection = json!({
            "case": 1, "received_on": "2021-06-02", "sender": null, "content": "Số liệu chưa đúng",
        });
        let entered = post("publicities/1/objections", &objection).good();
        assert_eq!(entered["is_late"], true);
        post("sessions", &json!({ "held_on": "2021-06-02", "place": "Phòng họp", "note": null })).good();
        post("sessions/1/state", &json!({ "state": "open" })).good();
        post("sessions/1/attendance", &json!({ "member": 1, "kind": "present" })).good();
        post("sessions/1/items", &json!({ "cases": [1, 2] })).good();
        let items = officer.get(&format!("{plan}/sessions/1")).good()["items"].as_array().unwrap().clone();
        let item_of = |case: i64| {
            items.iter().find(|item| item["case"] == case).expect("it is on the agenda")["number"].clone()
        };
        post("sessions/1/votes/open", &json!({ "items": [item_of(2)] })).good();
        let refused = post("sessions/1/votes/open", &json!({ "items": [item_of(1)] }));
        assert_eq!(refused.problem(), (409, "vote_before_publicity".into()));
        let settled = json!({ "upheld": false, "note": "không đúng", "then": null });
        post(&format!("publicities/1/objections/{}/settle", entered["id"]), &settled).good();
        post("sessions/1/votes/open", &json!({ "items": [item_of(1)] })).good();
    }
}

#[test]
fn an_objection_that_is_upheld_can_hold_the_case_until_it_is_released() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = opened(&house);
        appraise(&house, &officer, &plan, &[1]);
        let post = |path: &str, body: &Value| officer.post(&format!("{plan}/{path}"), body);
        let list = json!({ "cases": [1], "starts_on": "2021-05-24", "ends_on": null, "note": null });
        post("publicities", &list).good();
        for _ in 0..2 {
            let objection =
                json!({ "case": 1, "received_on": "2021-05-24", "sender": null, "content": "Chưa đúng" });
            post("publicities/1/objections", &objection).good();
        }
        let settled = |then: Value| json!({ "upheld": true, "note": "cần xác minh", "then": then });
        post("publicities/1/objections/1/settle", &settled(json!("hold"))).good();
        let case = officer.get(&format!("{plan}/cases/1")).good()["case"].clone();
        assert_eq!((&case["state"], &case["held"]), (&json!("published"), &json!(true)));
        assert_eq!(case["next"], json!(["return", "reject", "release", "withdraw"]), "{case}");
        let twice = post("publicities/1/objections/2/settle", &settled(json!("hold")));
        assert_eq!(twice.problem(), (409, "case_held".into()));
        post("publicities/1/objections/2/settle", &settled(Value::Null)).good();
        step(&officer, &plan, 1, ("release", Value::Null, json!("đã xác minh"))).good();
        assert_eq!(officer.get(&format!("{plan}/cases/1")).good()["case"]["held"], false);
    }
}

#[test]
fn a_part_of_the_dossier_of_some_awards_is_asked_of_their_cases_alone() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let of_medal = PROCESS.replace("code = \"report\"\n", "code = \"report\"\nawards = [\"medal\"]\n");
        let plan = with_persons_as(&officer, |text| text + &of_medal);
        officer.post(&format!("{plan}/nominations"), &person("A", NAME, "head", 5)).good();
        accepted(&officer, &plan, &[1]);
        ranked_with_persons(&officer, &plan);
        officer.post(&format!("{plan}/nominations/rankings"), &json!({})).good();
        officer.post(&format!("{plan}/cases"), &json!({ "awards": [] })).good();
        let cases = officer.get(&format!("{plan}/cases")).good()["items"].as_array().unwrap().clone();
        let case_for = |award: &str| {
            cases.iter().find(|case| case["award"] == award).expect("it has a case")["number"]
                .as_i64()
                .unwrap()
        };
        let parts = |case: i64| {
            let dossier = officer.get(&format!("{plan}/cases/{case}/files")).good();
            let parts = dossier["parts"].as_array().unwrap().iter().map(|part| part["code"].clone());
            (parts.collect::<Vec<Value>>(), dossier["missing"].clone())
        };
        let (merit, medal) = (case_for("merit"), case_for("medal"));
        assert_eq!(parts(medal), (vec![json!("report"), json!("photo")], json!(["report"])));
        assert_eq!(parts(merit), (vec![json!("photo")], json!([])));
        let sent = send_part(&officer, &format!("{plan}/cases/{merit}"), ("report", "a.pdf"), &pdf("a"));
        assert_eq!(sent.problem(), (422, "part_unknown".into()));
        step(&officer, &plan, merit, ("complete", Value::Null, Value::Null)).good();
        let lacking = step(&officer, &plan, medal, ("complete", Value::Null, Value::Null));
        assert_eq!(lacking.problem(), (409, "dossier_incomplete".into()));
        send_part(&officer, &format!("{plan}/cases/{medal}"), ("report", "a.pdf"), &pdf("a")).good();
        step(&officer, &plan, medal, ("complete", Value::Null, Value::Null)).good();
    }
}
