//! Publicity over HTTP: a list for anybody while it runs, objections, its end; what is out of order is refused.

use serde_json::{Value, json};
use thidua::app::actor::{Actor, Role};
use thidua::app::case::CaseFilter;
use thidua::contest::case::CaseAction;

use super::house::{Answer, Caller, House, engines};
use super::way::{PROCESS, appraise, audit_text, officer_now, opened, opened_with, step};

/// A day in seconds.
const DAY: i64 = 86_400;

fn assert_refused(answer: &Answer, status: u16, code: &str, what: &str) {
    assert_eq!(answer.problem(), (status, code.to_owned()), "{what}: {}", answer.text());
    let body = answer.json();
    for text in ["text_vi", "text_en"] {
        let text = body[text].as_str().unwrap_or("");
        assert!(text.len() > 20 && !text.contains("problem-"), "{what}: {text}");
    }
    assert_ne!(body["text_vi"], body["text_en"], "{what}");
}

#[expect(clippy::needless_pass_by_value, reason = "a test hands over what it has just made")]
fn publish(officer: &Caller, plan: &str, cases: &[i64], starts_on: &str, ends_on: Value) -> Answer {
    let body = json!({ "cases": cases, "starts_on": starts_on, "ends_on": ends_on, "note": "Sở Nội vụ" });
    officer.post(&format!("{plan}/publicities"), &body)
}

fn object(officer: &Caller, list: &str, case: i64, received_on: &str) -> Answer {
    let body = json!({
        "case": case, "received_on": received_on, "sender": "Ông Trần Văn B", "content": "Số liệu chưa đúng",
    });
    officer.post(&format!("{list}/objections"), &body)
}

#[expect(clippy::needless_pass_by_value, reason = "a test hands over what it has just made")]
fn settle(officer: &Caller, list: &str, objection: i64, upheld: bool, then: Value) -> Answer {
    let body = json!({ "upheld": upheld, "note": "đã đối chiếu biên bản", "then": then });
    officer.post(&format!("{list}/objections/{objection}/settle"), &body)
}

fn state_of(house: &House, case: i64) -> String {
    let cases = house.service.cases(&Actor::command(), 1, &CaseFilter::default()).unwrap().rows;
    cases.iter().find(|row| row.number == case).unwrap().state.clone()
}

#[test]
fn a_list_is_public_for_its_days_and_then_ended() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = opened(&house);
        appraise(&house, &officer, &plan, &[1, 2]);
        // 24/05/2021 is a Monday; five working days on is the next one.
        let made = publish(&officer, &plan, &[2, 1, 2], "2021-05-25", Value::Null).good();
        assert_eq!((&made["ends_on"], &made["state"]), (&json!("2021-06-01"), &json!("coming")));
        assert_eq!((&made["cases"], state_of(&house, 1).as_str()), (&json!([1, 2]), "published"));
        let (list, public) = (format!("{plan}/publicities/1"), "/api/v1/public-lists/1/1");
        assert_eq!(house.anon().get(public).problem(), (404, "not_found".into()), "it hasn't begun");
        house.wait(DAY);
        let shown = house.anon().get(public);
        assert_eq!(shown.header("cache-control"), Some("no-store"));
        let shown = shown.good();
        assert_eq!((&shown["total"], &shown["note"]), (&json!(2), &json!("Sở Nội vụ")));
        let line = &shown["awards"][0]["items"][0];
        assert_eq!(line.as_object().unwrap().keys().collect::<Vec<_>>(), ["case", "name", "unit"]);
        assert!(house.anon().get("/api/v1/public-lists/1/2").status == 404);
        assert!(house.anon().get("/api/v1/public-lists/9/1").status == 404);
        let officer = officer_now(&house, "hai");
        assert_refused(&officer.post(&format!("{list}/end"), &json!({})), 409, "list_public", "it runs");
        let longer = officer.post(&format!("{list}/extend"), &json!({ "ends_on": "2021-06-02" })).good();
        assert_eq!(longer["ends_on"], "2021-06-02");
        let shorter = officer.post(&format!("{list}/extend"), &json!({ "ends_on": "2021-06-02" }));
        assert_refused(&shorter, 422, "publicity_ends", "no longer");
        house.wait(8 * DAY);
        assert_eq!(house.anon().get(public).status, 200, "the last day");
        house.wait(DAY);
        assert_eq!(house.anon().get(public).status, 404, "over");
        let officer = officer_now(&house, "ba");
        assert_eq!(officer.get(&list).good()["state"], "over");
        let ended = officer.post(&format!("{list}/end"), &json!({})).good();
        assert_eq!((&ended["state"], &ended["ended_by"]), (&json!("ended"), &json!("user:ba")));
        for (path, body) in [("end", json!({})), ("extend", json!({ "ends_on": "2021-07-02" }))] {
            let again = officer.post(&format!("{list}/{path}"), &body);
            assert_refused(&again, 409, "publicity_ended", path);
        }
        let file = officer.clone().with("accept", "text/csv").get(&format!("{list}/file"));
        assert_eq!(file.text().lines().count(), 3, "{}", file.text());
        let audit = audit_text(&officer);
        for action in ["publicity.add", "publicity.extend", "publicity.end"] {
            assert!(audit.contains(action), "{action}");
        }
    }
}

#[test]
fn a_list_that_isnt_in_order_is_refused_and_nothing_changes() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = opened(&house);
        appraise(&house, &officer, &plan, &[1]);
        step_held(&house, &officer, &plan);
        let before = officer.get("/api/v1/audit?limit=1").good()["total"].clone();
        let asked = |cases: &[i64], starts: &str, ends: Value| publish(&officer, &plan, cases, starts, ends);
        for (answer, status, code, what) in [
            (asked(&[1], "2021-05-23", Value::Null), 422, "publicity_begins", "yesterday"),
            (asked(&[1], "2021-05-25", json!("2021-05-24")), 422, "publicity_ends", "before it begins"),
            (asked(&[1], "2021-05-25", json!("2021-05-31")), 422, "publicity_ends", "earlier than demanded"),
            (asked(&[1, 3], "2021-05-25", Value::Null), 409, "case_step", "a case that isn't appraised"),
            (asked(&[2], "2021-05-25", Value::Null), 409, "case_held", "a case on hold"),
            (asked(&[], "2021-05-25", Value::Null), 422, "field_refused", "no case"),
            (asked(&[1], "2031-05-25", Value::Null), 422, "field_refused", "a mistyped year"),
        ] {
            assert_refused(&answer, status, code, what);
        }
        assert_eq!(asked(&[99], "2021-05-25", Value::Null).problem(), (404, "not_found".into()));
        assert_eq!(officer.get(&format!("{plan}/publicities")).good()["total"], 0);
        assert_eq!(state_of(&house, 1), "appraised");
        assert_eq!(officer.get("/api/v1/audit?limit=1").good()["total"], before);
        let later = asked(&[1], "2021-05-24", json!("2021-06-30")).good();
        assert_eq!(later["ends_on"], "2021-06-30", "later by hand");
        assert_refused(&asked(&[1], "2021-05-24", Value::Null), 409, "case_step", "public already");
    }
}

/// Case 2 is appraised and then held.
fn step_held(house: &House, officer: &Caller, plan: &str) {
    appraise(house, officer, plan, &[2]);
    step(house, 2, CaseAction::Hold);
}

#[test]
fn objections_are_entered_settled_once_and_all_before_the_end() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = opened(&house);
        appraise(&house, &officer, &plan, &[1, 2, 3]);
        publish(&officer, &plan, &[1, 2, 3], "2021-05-25", Value::Null).good();
        let list = format!("{plan}/publicities/1");
        house.wait(2 * DAY);
        let officer = officer_now(&house, "hai");
        assert_refused(&object(&officer, &list, 1, "2021-05-24"), 422, "objection_day", "before it began");
        assert_refused(&object(&officer, &list, 1, "2021-05-27"), 422, "objection_day", "not received yet");
        assert_eq!(object(&officer, &list, 4, "2021-05-26").problem(), (404, "not_found".into()));
        let first = object(&officer, &list, 1, "2021-05-26").good();
        assert_eq!((&first["is_late"], &first["sender"]), (&json!(false), &json!("Ông Trần Văn B")));
        house.wait(7 * DAY);
        let officer = officer_now(&house, "ba");
        let late = object(&officer, &list, 2, "2021-06-02").good();
        assert_eq!(late["is_late"], true);
        let open = officer.post(&format!("{list}/end"), &json!({}));
        assert_refused(&open, 409, "objections_open", "two are open");
        assert_refused(&settle(&officer, &list, 1, true, Value::Null), 422, "field_refused", "and the case?");
        assert_refused(&settle(&officer, &list, 1, false, json!("hold")), 422, "field_refused", "why?");
        let held = settle(&officer, &list, 1, true, json!("return")).good();
        assert_eq!((&held["settlement"], state_of(&house, 1).as_str()), (&json!("upheld"), "recommended"));
        let twice = settle(&officer, &list, 1, false, Value::Null);
        assert_refused(&twice, 409, "objection_settled", "settled once");
        assert_eq!(state_of(&house, 1), "recommended");
        settle(&officer, &list, 2, false, Value::Null).good();
        assert_eq!(state_of(&house, 2), "published");
        let third = object(&officer, &list, 3, "2021-06-01").good();
        let rejected = settle(&officer, &list, third["id"].as_i64().unwrap(), true, json!("reject")).good();
        assert_eq!(
            (&rejected["settled_on"], state_of(&house, 3).as_str()),
            (&json!("2021-06-02"), "rejected")
        );
        officer.post(&format!("{list}/end"), &json!({})).good();
        let all = officer.get(&format!("{list}/objections")).good();
        assert_eq!((&all["total"], &all["open"]), (&json!(3), &json!(0)));
        let audit = audit_text(&officer);
        assert!(audit.contains("objection.add") && audit.contains("objection.settle"));
        assert!(
            !audit.contains("Trần") && !audit.contains("Số liệu chưa đúng"),
            "whoever objects isn't in the log"
        );
    }
}

#[test]
fn what_left_the_list_meanwhile_isnt_on_it_any_more_and_can_be_public_anew() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = opened(&house);
        appraise(&house, &officer, &plan, &[1, 2]);
        publish(&officer, &plan, &[1, 2], "2021-05-24", Value::Null).good();
        assert_eq!(house.anon().get("/api/v1/public-lists/1/1").good()["total"], 2);
        step(&house, 2, CaseAction::Return);
        assert_eq!(house.anon().get("/api/v1/public-lists/1/1").good()["total"], 1);
        step(&house, 2, CaseAction::Complete);
        step(&house, 2, CaseAction::Appraise);
        let again = publish(&officer, &plan, &[2], "2021-05-24", Value::Null).good();
        assert_eq!(again["number"], 2);
        assert_eq!(
            house.anon().get("/api/v1/public-lists/1/1").good()["total"],
            1,
            "its new list tells of it"
        );
    }
}

#[test]
fn lists_are_seen_and_handled_by_who_may() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = opened(&house);
        appraise(&house, &officer, &plan, &[1, 2]);
        publish(&officer, &plan, &[1], "2021-05-24", Value::Null).good();
        let list = format!("{plan}/publicities/1");
        object(&officer, &list, 1, "2021-05-24").good();
        let member = house.user(Role::CouncilMember, None);
        let seen = member.get(&format!("{list}/objections")).good();
        assert_eq!((&seen["total"], &seen["items"][0]["sender"]), (&json!(1), &Value::Null));
        let codes: Vec<String> = ["A", "B", "C", "D"].map(str::to_owned).to_vec();
        let reporters: Vec<Caller> =
            codes.iter().map(|code| house.user(Role::Reporter, Some(code))).collect();
        let seeing = reporters.iter().filter(|it| it.get(&list).status == 200).count();
        assert_eq!(seeing, 1, "the unit of the case alone");
        for caller in &reporters {
            if caller.get(&list).status == 200 {
                assert_eq!(caller.get(&list).good()["objections"], json!([]), "objections aren't for units");
            }
            assert_eq!(object(caller, &list, 1, "2021-05-24").status, 403);
            assert_eq!(caller.get(&format!("{list}/file")).status, 403);
        }
        for caller in [&member, &house.user(Role::Viewer, None)] {
            assert_eq!(publish(caller, &plan, &[2], "2021-05-24", Value::Null).status, 403);
            assert_eq!(settle(caller, &list, 1, false, Value::Null).status, 403);
            assert_eq!(caller.post(&format!("{list}/end"), &json!({})).status, 403);
        }
        assert_eq!(house.user(Role::Appraiser, None).get(&format!("{plan}/publicities")).status, 403);
    }
}

#[test]
fn a_public_list_is_asked_for_so_often_a_minute_from_one_address() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = opened(&house);
        appraise(&house, &officer, &plan, &[1]);
        publish(&officer, &plan, &[1], "2021-05-24", Value::Null).good();
        let anybody = house.anon();
        for _ in 0..120 {
            assert_eq!(anybody.get("/api/v1/public-lists/1/1").status, 200);
        }
        let flood = anybody.get("/api/v1/public-lists/1/1");
        assert_eq!(flood.problem(), (429, "too_many_requests".into()));
        assert!(flood.header("retry-after").is_some());
        house.wait(61);
        assert_eq!(anybody.get("/api/v1/public-lists/1/1").status, 200);
    }
}

#[test]
fn a_plan_that_demands_no_publicity_can_have_one_all_the_same() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let process = PROCESS.replace("publicity = { days = 5, count = \"working\", required = true }", "");
        let plan = opened_with(&house, &officer, &process);
        appraise(&house, &officer, &plan, &[1]);
        let unsaid = publish(&officer, &plan, &[1], "2021-05-24", Value::Null);
        assert_refused(&unsaid, 422, "field_refused", "no rule says until when");
        publish(&officer, &plan, &[1], "2021-05-24", json!("2021-05-26")).good();
    }
}

/// Monday 29/04/2024 was exchanged for Saturday 04/05; 30/04 and 01/05 are holidays. Three working days from Friday
/// 26/04 are Thursday, Friday and that Saturday.
#[test]
fn a_saturday_that_is_worked_counts_towards_deadlines_and_publicity() {
    for engine in engines() {
        let house = House::on(engine);
        house.wait(1068 * DAY);
        let officer = house.user(Role::Officer, None);
        let calendar =
            "[calendar]\nholidays = [2024-04-29, 2024-04-30, 2024-05-01]\nworking_days = [2024-05-04]\n";
        let plan = opened_with(&house, &officer, &(PROCESS.replace("within = 2", "within = 3") + calendar));
        let due = |officer: &Caller| {
            let told = officer.get(&format!("{plan}/case-deadlines")).good();
            (told["items"][0]["due"].clone(), told["items"][0]["days_late"].clone())
        };
        assert_eq!(due(&officer), (json!("2024-05-04"), json!(0)));
        let words = officer.get("/plans/1/file").text();
        assert!(words.contains("Ngày làm bù vào thứ bảy, chủ nhật: 04/05/2024"), "{words}");
        appraise(&house, &officer, &plan, &[1]);
        let made = publish(&officer, &plan, &[1], "2024-04-26", Value::Null).good();
        assert_eq!(made["ends_on"], "2024-05-07");
        house.wait(10 * DAY);
        // Monday 06/05 is the first working day after that Saturday.
        assert_eq!(due(&officer_now(&house, "hai")), (json!("2024-05-04"), json!(1)));
    }
}

#[test]
fn a_step_that_is_late_is_told_by_so_many_days() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = opened(&house);
        let late = |officer: &Caller| {
            let told = officer.get(&format!("{plan}/case-deadlines")).good();
            let items = told["items"].as_array().unwrap().clone();
            let items: Vec<Value> =
                items.iter().map(|it| json!([it["case"], it["due"], it["days_late"]])).collect();
            (told["overdue"].as_u64().unwrap(), items)
        };
        let due = |case: i64, days: i64| json!([case, "2021-05-26", days]);
        assert_eq!(late(&officer), (0, (1..=4).map(|case| due(case, 0)).collect()));
        house.wait(7 * DAY);
        // Two working days from Monday are Wednesday; Saturday and Sunday don't count.
        let officer = officer_now(&house, "hai");
        assert_eq!(late(&officer), (4, (1..=4).map(|case| due(case, 3)).collect()));
        let shown = officer.get("/plans/1/case-deadlines?show=late").text();
        assert!(
            shown.contains("Quá hạn: 4 hồ sơ") && shown.contains("26/05/2021") && shown.contains("3 ngày"),
            "{shown}"
        );
        assert!(
            officer.get("/plans/1").text().contains("hồ sơ khen thưởng quá hạn"),
            "the plan's page tells of it"
        );
        step(&house, 2, CaseAction::Hold);
        assert_eq!(
            late(&officer),
            (3, [1, 3, 4].map(|case| due(case, 3)).to_vec()),
            "nothing is due on hold"
        );
        let own = house.user(Role::Reporter, Some("A"));
        assert_eq!(late(&own).1.len(), 1, "its own alone");
        assert_eq!(house.user(Role::Viewer, None).get(&format!("{plan}/case-deadlines")).status, 403);
    }
}
