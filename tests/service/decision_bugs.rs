//! Decisions and letters where one thing must go with another: corrections, dates, numbers, tiers, cases sent back.

use serde_json::{Value, json};
use thidua::app::actor::Role;

use super::bundle::{bundle_of, unpack, verdict};
use super::council_room::{OPEN, Room};
use super::decided::{decided, head, letter, sql, submitted};
use super::house::{Caller, House, engines};
use super::ui::page;
use super::ui_admin::{in_english, refused as refused_in_words};

/// The ids of the awards that a decision gave.
fn awards_of(made: &Value) -> Vec<i64> {
    made["awards"].as_array().unwrap().iter().map(|it| it["award"]["id"].as_i64().unwrap()).collect()
}

/// Asserts that a change is refused with words in both languages, and changes neither decisions nor the register.
pub fn refused(officer: &Caller, plan: &str, (path, body): (&str, &Value), expected: (u16, &str)) {
    let everything = || {
        let decisions = officer.get(&format!("{plan}/decisions")).text();
        let letters = officer.get(&format!("{plan}/submissions")).text();
        let cases = officer.get(&format!("{plan}/cases")).text();
        [decisions, letters, cases, officer.get("/api/v1/awards").text()]
    };
    let before = everything();
    let answer = officer.post(path, body);
    assert_eq!(answer.problem(), (expected.0, expected.1.to_owned()), "{}", answer.text());
    let told = answer.json();
    let (vi, en) = (told["text_vi"].as_str().unwrap(), told["text_en"].as_str().unwrap());
    assert!(vi != en && !vi.contains("{$") && !vi.contains("problem-"), "{vi} / {en}");
    assert_eq!(everything(), before);
}

#[test]
fn bug_two_corrections_of_one_award_are_both_kept_and_one_field_is_corrected_once() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let (plan, made) = decided(&house, &officer, "01/KH", "", "100/QĐ");
        let path = format!("{plan}/decisions/{}/amendments", made["decision"]["id"]);
        let first = awards_of(&made)[0];
        let one = |field: &str, value: &str| json!({ "award": first, "field": field, "value": value });
        let body = |correct: Vec<Value>| json!({ "head": head("101/QĐ", "2021-05-18"), "reason": "Đính chính", "correct": correct });
        let twice = body(vec![one("budget", "Quỹ A"), one("budget", "Quỹ B")]);
        refused(&officer, &plan, (&path, &twice), (422, "listed_twice"));
        let removed =
            json!({ "head": head("101/QĐ", "2021-05-18"), "reason": "Đính chính", "remove": [first, first] });
        refused(&officer, &plan, (&path, &removed), (422, "listed_twice"));

        let both = body(vec![one("unit_name", "Xã Mới (giả định)"), one("budget", "Quỹ huyện")]);
        officer.post(&path, &both).good();
        let found = officer.get("/api/v1/awards?search=xa%20moi").good();
        assert_eq!(found["total"], 1, "the name that was corrected is found");
        let award = &found["items"][0]["award"];
        assert_eq!(
            (&award["unit_name"], &award["budget"]),
            (&json!("Xã Mới (giả định)"), &json!("Quỹ huyện"))
        );
        assert_eq!(
            officer.get("/api/v1/awards?search=don%20vi%20a").good()["total"],
            1,
            "the other award of A"
        );
        let whole = officer.get(&format!("{plan}/decisions/{}", made["decision"]["id"])).good();
        let changes: Vec<&Value> =
            whole["changes"].as_array().unwrap().iter().map(|change| &change["before"]).collect();
        assert_eq!(changes, ["Đơn vị A (giả định)", "Quỹ tỉnh"], "each says what stood there");
    }
}

#[test]
fn bug_an_award_is_not_taken_away_before_it_was_given_or_handed_over() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = submitted(&house, &officer, "01/KH", "");
        let some = json!({ "head": head("100/QĐ", "2021-05-15"), "cases": [1, 2], "reason": null });
        let made = officer.post(&format!("{plan}/decisions"), &some).good();
        let at = format!("{plan}/decisions/{}", made["decision"]["id"]);
        let (amend, revoke) = (format!("{at}/amendments"), format!("{at}/revocations"));
        let add = json!({ "head": head("101/QĐ", "2021-05-18"), "reason": "Bổ sung", "add": [3, 4, 5, 6] });
        let added = awards_of(&officer.post(&amend, &add).good());
        let revoking = |day: &str, award: i64| json!({ "head": head("102/QĐ", day), "reason": "other", "note": "Thu hồi", "awards": [award] });
        let removing = |day: &str, award: i64| json!({ "head": head("102/QĐ", day), "reason": "Điều chỉnh", "remove": [award] });
        let correcting = |day: &str, award: i64| {
            let correct = json!([{ "award": award, "field": "budget", "value": "Quỹ" }]);
            json!({ "head": head("102/QĐ", day), "reason": "Đính chính", "correct": correct })
        };
        // After the first decision, but before the amendment that gave the award.
        refused(
            &officer,
            &plan,
            (&revoke, &revoking("2021-05-16", added[0])),
            (422, "revocation_before_award"),
        );
        refused(
            &officer,
            &plan,
            (&amend, &removing("2021-05-17", added[0])),
            (422, "amendment_before_decision"),
        );
        refused(
            &officer,
            &plan,
            (&amend, &correcting("2021-05-17", added[0])),
            (422, "amendment_before_decision"),
        );
        // After the award was given, but before it was handed over.
        let first = awards_of(&made)[0];
        let over = json!({ "awards": [first, added[1]], "day": "2021-05-20", "note": null });
        officer.post(&format!("{at}/hand-over"), &over).good();
        let early = (422, "revocation_before_hand_over");
        refused(&officer, &plan, (&revoke, &revoking("2021-05-17", first)), early);
        refused(&officer, &plan, (&amend, &removing("2021-05-19", added[1])), early);
        officer.post(&revoke, &revoking("2021-05-20", first)).good();
        let mut later = removing("2021-05-20", added[1]);
        later["head"]["number"] = json!("103/QĐ");
        officer.post(&amend, &later).good();
    }
}

#[test]
fn bug_a_number_is_used_once_however_the_issuer_is_typed() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = submitted(&house, &officer, "01/KH", "");
        let path = format!("{plan}/decisions");
        let body = |number: &str, issuer: &str, cases: &[i64]| {
            let mut head = head(number, "2021-05-15");
            head["issuer"] = json!(issuer);
            json!({ "head": head, "cases": cases, "reason": "xét từng hình thức" })
        };
        officer.post(&path, &body("100/QĐ-UBND", "UBND tỉnh", &[1, 2])).good();
        for issuer in [
            "Ủy ban nhân dân tỉnh",
            "UBND tỉnh Điện Biên",
            "Uỷ ban Nhân dân tỉnh Điện Biên",
            "Chủ tịch UBND tỉnh",
            "ubnd tinh",
        ] {
            let again = body("0100/qđ-ubnd", issuer, &[3, 4, 5, 6]);
            refused(&officer, &plan, (&path, &again), (409, "decision_number_used"));
        }
        // In another plan what one issuer is called is compared as a whole.
        let other = submitted(&house, &officer, "02/KH", "khac");
        let elsewhere = format!("{other}/decisions");
        let again = body("100/QĐ-UBND", "Uỷ ban nhân dân tỉnh", &[1, 2]);
        refused(&officer, &other, (&elsewhere, &again), (409, "decision_number_used"));
        // Another level has numbers of its own, and so has another year.
        officer.post(&path, &body("100/QĐ-UBND", "UBND huyện Điện Biên", &[3, 4, 5, 6])).good();
    }
}

#[test]
fn bad_input_the_number_of_a_letter_used_twice() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = super::decided::ranked(&officer, "01/KH", "");
        super::decided::voted(&house, &plan);
        let path = format!("{plan}/submissions");
        officer.post(&path, &letter("12/TTr-SNV", "2021-05-12", &[1, 2])).good();
        for number in ["12/TTr-SNV", " 012/ttr-snv "] {
            let again = letter(number, "2021-05-13", &[3, 4]);
            refused(&officer, &plan, (&path, &again), (409, "letter_number_used"));
        }
        officer.post(&path, &letter("13/TTr-SNV", "2021-05-13", &[3, 4])).good();
        // Another plan has letters of its own.
        let other = super::decided::ranked(&officer, "02/KH", "khac");
        super::decided::voted(&house, &other);
        officer.post(&format!("{other}/submissions"), &letter("12/TTr-SNV", "2021-05-12", &[1])).good();
    }
}

/// Ends case 4, which B has for the award below that of case 2.
fn end_below(officer: &Caller, plan: &str, action: &str, reason: Option<&str>) {
    let step = json!({ "action": action, "reason": reason, "note": "theo kết luận" });
    officer.post(&format!("{plan}/cases/4/steps"), &step).good();
}

#[test]
fn bug_who_lost_the_award_below_is_not_given_the_one_chosen_from_its_list() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let body = |number: &str, cases: &[i64]| json!({ "head": head(number, "2021-05-16"), "cases": cases, "reason": "có lý do" });
        // Declined by the council.
        let plan = submitted(&house, &officer, "01/KH", "mot");
        let path = format!("{plan}/decisions");
        let case = || officer.get(&format!("{plan}/cases/2")).good();
        assert_eq!(case()["below"], Value::Null);
        end_below(&officer, &plan, "reject", Some("not_voted"));
        let below = json!({ "case": 4, "award": "district", "state": "rejected", "given_up": false });
        assert_eq!(case()["below"], below);
        refused(&officer, &plan, (&path, &body("1/QĐ", &[1, 2])), (409, "award_below_lost"));
        let told = officer.post(&path, &body("1/QĐ", &[2])).json();
        assert!(
            told["text_vi"]
                .as_str()
                .unwrap()
                .contains("hồ sơ 4 của cùng đối tượng ở hình thức đó đã bị loại")
        );
        let id = super::decided::id_of(&plan);
        let shown = page(&officer, &format!("/plans/{id}/cases/2"));
        assert!(
            shown.contains("chọn từ danh sách Giấy khen") && shown.contains("không ban hành quyết định"),
            "{shown}"
        );
        let english = page(&in_english(&officer), &format!("/plans/{id}/cases/2"));
        assert!(english.contains("no decision can be issued on this case"), "{english}");
        assert!(
            !page(&officer, &format!("/plans/{id}/cases/1")).contains("chọn từ danh sách"),
            "A is on the list"
        );
        officer.post(&path, &body("1/QĐ", &[1])).good();

        // Revoked, after a decision gave it.
        let plan = submitted(&house, &officer, "02/KH", "hai");
        let path = format!("{plan}/decisions");
        let made = officer.post(&path, &body("2/QĐ", &[3, 4, 5, 6])).good();
        let revoke = json!({ "head": head("3/QĐ", "2021-05-17"), "reason": "false_declaration", "note": "Kê khai sai", "awards": [awards_of(&made)[1]] });
        officer.post(&format!("{path}/{}/revocations", made["decision"]["id"]), &revoke).good();
        assert_eq!(officer.get(&format!("{plan}/cases/2")).good()["below"]["state"], "revoked");
        refused(&officer, &plan, (&path, &body("4/QĐ", &[1, 2])), (409, "award_below_lost"));
        // Neither by an amendment.
        let given = officer.post(&path, &body("4/QĐ", &[1])).good();
        let add = json!({ "head": head("5/QĐ", "2021-05-17"), "reason": "Bổ sung", "add": [2] });
        let amend = format!("{path}/{}/amendments", given["decision"]["id"]);
        refused(&officer, &plan, (&amend, &add), (409, "award_below_lost"));
    }
}

#[test]
fn who_was_withdrawn_from_the_list_below_is_chosen_from_it_only_for_a_reason_and_that_is_counted() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let body = |number: &str, reason: Option<&str>| json!({ "head": head(number, "2021-05-16"), "cases": [1, 2], "reason": reason });
        for (code, topic, number, action, reason) in [
            ("01/KH", "mot", "1/QĐ", "withdraw", None),
            ("02/KH", "hai", "2/QĐ", "reject", Some("already_awarded")),
        ] {
            let plan = submitted(&house, &officer, code, topic);
            let path = format!("{plan}/decisions");
            end_below(&officer, &plan, action, reason);
            assert_eq!(officer.get(&format!("{plan}/cases/2")).good()["below"]["given_up"], true);
            let shown = page(&officer, &format!("/plans/{}/cases/2", super::decided::id_of(&plan)));
            assert!(shown.contains("phải nêu lý do"), "{shown}");
            refused(&officer, &plan, (&path, &body(number, None)), (422, "departure_without_reason"));
            let made = officer.post(&path, &body(number, Some("chỉ nhận hình thức cao nhất"))).good();
            assert_eq!(made["decision"]["departures"], 1);
        }
    }
}

#[test]
fn who_is_recused_from_the_award_below_learns_nothing_of_it_and_lets_another_decide() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, administrator) =
            (house.user(Role::Officer, None), house.user(Role::Administrator, None));
        let text =
            super::decided::plan_text("01/KH", "").replace("[process]\n", "[process]\ncouncil = \"hd\"\n");
        let plan = super::decided::ranked_by(&officer, &text);
        super::decided::voted(&house, &plan);
        sql(
            &house,
            "INSERT INTO council_members (id, council, login, name, position, role, from_date, change, made_by, made_at)
             VALUES (1, 'hd', 'officer', '(ủy viên)', '-', 'member', '2021-01-01', 1, 'command', '2021-01-01 00:00:00');
             INSERT INTO recusals (session_id, case_id, member_id, reason, made_by, made_at)
             SELECT session_id, case_id, 1, '-', 'command', '2021-05-09 00:00:00' FROM session_items WHERE number = 4;",
        );
        administrator
            .post(&format!("{plan}/submissions"), &letter("12/TTr", "2021-05-12", &[1, 2, 3, 4, 5, 6]))
            .good();
        let path = format!("{plan}/decisions");
        let body = |cases: &[i64]| json!({ "head": head("1/QĐ", "2021-05-16"), "cases": cases, "reason": "có lý do" });
        let hidden = (403, "award_below_hidden".to_owned());
        assert_eq!(officer.post(&path, &body(&[2])).problem(), hidden, "as long as all is well");
        end_below(&administrator, &plan, "withdraw", None);
        assert_eq!(officer.post(&path, &body(&[2])).problem(), hidden, "and afterwards");
        assert_eq!(officer.get(&format!("{plan}/cases/2")).good()["below"], Value::Null);
        assert_eq!(administrator.get(&format!("{plan}/cases/2")).good()["below"]["case"], 4);
        administrator.post(&path, &body(&[2])).good();
    }
}

/// Who signs.
const SIGNATORY: &str = "\n[[process.signatory]]\nposition = \"Chủ tịch UBND tỉnh\"\nawards = [\"merit\"]\n";

#[test]
fn bug_a_submitted_case_is_sent_back_stands_in_another_letter_and_is_decided() {
    for engine in engines() {
        let room = Room::open(House::on(engine), &format!("{OPEN}{SIGNATORY}"));
        let (officer, plan) = (&room.officer, room.plan.as_str());
        room.open_votes(&[1]).good();
        for at in 0..3 {
            room.vote(&room.members[at], 1, "for").good();
        }
        room.close_votes(&[1], None).good();
        let path = format!("{plan}/submissions");
        officer.post(&path, &letter("12/TTr", "2021-05-24", &[1])).good();
        let steps = format!("{plan}/cases/1/steps");
        let step = |note: Option<&str>| json!({ "action": "return", "reason": null, "note": note });
        let next = || officer.get(&format!("{plan}/cases/1")).good()["case"]["next"].clone();
        assert_eq!(next(), json!(["return", "reject", "hold", "withdraw"]));
        refused(officer, plan, (&steps, &step(None)), (422, "field_refused"));
        let shown = page(officer, "/plans/1/cases/1");
        assert!(shown.contains("<option value=\"return\""), "the page offers it: {shown}");
        officer.post(&steps, &step(Some("Người ký yêu cầu bổ sung tóm tắt thành tích"))).good();
        let case = officer.get(&format!("{plan}/cases/1")).good();
        assert_eq!(case["case"]["state"], "voted", "{case}");
        let last = case["steps"].as_array().unwrap().last().unwrap();
        assert_eq!((&last["from"], &last["to"]), (&json!("submitted"), &json!("voted")));
        // The vote stands, so it goes no further back.
        assert_eq!(next(), json!(["reject", "hold", "withdraw"]));
        refused(officer, plan, (&steps, &step(Some("nữa"))), (409, "case_step"));
        let agenda = officer.post(&format!("{}/items", room.session), &json!({ "cases": [1] }));
        assert_eq!(agenda.problem().1, "case_not_ready");
        let decision = json!({ "head": head("34/QĐ", "2021-05-25"), "cases": [1], "reason": null });
        room.house.wait(86_400);
        let (_, password) =
            room.house.service.reset_user(&thidua::app::actor::Actor::command(), "officer").unwrap();
        let officer = &room.house.anon().log_in("officer", &password);
        refused(officer, plan, (&format!("{plan}/decisions"), &decision), (409, "case_not_submitted"));
        // The form offers it again; another letter isn't dated before the first.
        assert!(page(officer, "/plans/1/submissions/new").contains("Đơn vị A (giả định)"));
        let used = letter("12/TTr", "2021-05-25", &[1]);
        refused(officer, plan, (&path, &used), (409, "letter_number_used"));
        officer.post(&path, &letter("15/TTr", "2021-05-25", &[1])).good();
        officer.post(&steps, &step(Some("Trả lại lần hai"))).good();
        let early = letter("16/TTr", "2021-05-24", &[1]);
        refused(officer, plan, (&path, &early), (422, "letter_before_letter"));
        officer.post(&path, &letter("17/TTr", "2021-05-25", &[1])).good();
        let letters = officer.get(&path).good();
        let told: Vec<(&str, &Value)> = letters["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| (one["number"].as_str().unwrap(), &one["cases"]))
            .collect();
        let one = json!([1]);
        assert_eq!(
            told,
            [("12/TTr", &one), ("15/TTr", &one), ("17/TTr", &one)],
            "each letter keeps its record"
        );
        let made = officer.post(&format!("{plan}/decisions"), &decision).good();
        assert_eq!(made["decision"]["departures"], 0);
        assert_eq!(verdict(&unpack(&bundle_of(officer, plan, 1))).differences.len(), 0);
        assert_eq!(officer.get("/api/v1/audit/verification").good()["whole"], true);
    }
}

#[test]
fn a_case_is_sent_back_on_its_page_in_words() {
    let house = House::on(engines()[0]);
    let officer = house.user(Role::Officer, None);
    submitted(&house, &officer, "01/KH", "");
    let change = |case: &str| super::ui::hidden(case, "change");
    let shown = page(&officer, "/plans/1/cases/1");
    let send = |change: &str, note: &str| {
        let fields = [("action", "return"), ("reason", ""), ("note", note), ("change", change)];
        super::ui::send(&officer, "/plans/1/cases/1/steps", &fields)
    };
    let empty = send(&change(&shown), "");
    assert_eq!(empty.status, 422);
    assert!(!refused_in_words(&empty).is_empty());
    assert_eq!(send(&change(&shown), "Bổ sung tóm tắt").status, 303);
    let shown = page(&officer, "/plans/1/cases/1");
    assert!(shown.contains("Bổ sung tóm tắt") && !shown.contains("<option value=\"return\""), "{shown}");
}

#[test]
fn bad_input_a_signatory_without_power_in_an_amendment() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = submitted(&house, &officer, "01/KH", "");
        let some = json!({ "head": head("100/QĐ", "2021-05-15"), "cases": [1, 3, 4, 5, 6], "reason": "một trường hợp xét sau" });
        let made = officer.post(&format!("{plan}/decisions"), &some).good();
        let path = format!("{plan}/decisions/{}/amendments", made["decision"]["id"]);
        let ids = awards_of(&made);
        let body = |what: &str, list: Value| {
            let mut body = json!({ "head": head("101/QĐ", "2021-05-18"), "reason": "Điều chỉnh" });
            body["head"]["position"] = json!("Chủ tịch UBND huyện");
            body[what] = list;
            body
        };
        let correct = |id: i64| json!([{ "award": id, "field": "budget", "value": "Quỹ khác" }]);
        for (what, list) in [("add", json!([2])), ("remove", json!([ids[0]])), ("correct", correct(ids[0]))] {
            refused(&officer, &plan, (&path, &body(what, list)), (422, "signatory_without_power"));
        }
        // For awards of its own level it has power.
        officer.post(&path, &body("correct", correct(ids[1]))).good();
    }
}

#[test]
fn two_decisions_of_one_number_at_once_are_one() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = submitted(&house, &officer, "01/KH", "");
        let path = format!("{plan}/decisions");
        let bodies = [json!([1, 2]), json!([3, 4, 5, 6])]
            .map(|cases| json!({ "head": head("100/QĐ", "2021-05-15"), "cases": cases, "reason": null }));
        let start = std::sync::Barrier::new(bodies.len());
        let mut statuses: Vec<(u16, String)> = std::thread::scope(|scope| {
            let send = |body: &Value| {
                start.wait();
                let answer = officer.post(&path, body);
                let code = answer.json()["code"].as_str().unwrap_or("").to_owned();
                (answer.status, code)
            };
            let threads: Vec<_> = bodies.iter().map(|body| scope.spawn(move || send(body))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        statuses.sort();
        assert_eq!(statuses, [(201, String::new()), (409, "decision_number_used".to_owned())], "{engine:?}");
        assert_eq!(officer.get(&path).good()["total"], 1);
        assert_eq!(officer.get("/api/v1/audit/verification").good()["whole"], true);
    }
}
