//! Decisions over HTTP: submitted, decided, amended, revoked, handed over; and what is refused.

use serde_json::{Value, json};
use thidua::app::actor::Role;
use thidua::app::case::CaseFilter;

use super::decided::{decided, head, letter, ranked, ranked_by, sql, submitted, voted, with_persons};
use super::house::{Answer, Caller, House, engines};

/// The state of each case of a plan, by number.
fn states(house: &House, plan: &str) -> Vec<String> {
    let id = super::decided::id_of(plan);
    let cases = house
        .service
        .cases(&thidua::app::actor::Actor::command(), id, &CaseFilter::default())
        .expect("cases can be read");
    cases.rows.iter().map(|case| case.state.clone()).collect()
}

/// How much there is of everything that a refused request could have changed.
fn everything(officer: &Caller, house: &House, plan: &str) -> (Vec<String>, Value, Value, Value) {
    let of = |path: &str| officer.get(path).good();
    let decisions = of(&format!("{plan}/decisions"));
    let audit = of("/api/v1/audit?limit=1000");
    let changes = audit["items"].as_array().unwrap().iter().filter(|it| it["action"] != "refused").count();
    (states(house, plan), decisions, of("/api/v1/awards"), json!(changes))
}

/// Asserts that a request is refused with a problem in both languages, and changes nothing.
fn refused(house: &House, officer: &Caller, plan: &str, send: impl Fn() -> Answer, expected: (u16, &str)) {
    let before = everything(officer, house, plan);
    let answer = send();
    assert_eq!(answer.problem(), (expected.0, expected.1.to_owned()), "{}", answer.text());
    let body = answer.json();
    let (vi, en) = (body["text_vi"].as_str().unwrap(), body["text_en"].as_str().unwrap());
    assert!(vi != en && !vi.contains("{$") && !vi.contains("problem-"), "{vi} / {en}");
    assert_eq!(everything(officer, house, plan), before);
}

#[test]
fn cases_go_from_a_vote_to_an_award_handed_over_and_the_money_is_told() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let (plan, made) = decided(&house, &officer, "01/KH", "", "100/QĐ-UBND");
        assert_eq!(states(&house, &plan), ["decided"; 6]);
        let decision = &made["decision"];
        assert_eq!((&decision["kind"], &decision["departures"]), (&json!("award"), &json!(0)));
        assert_eq!(decision["rule_pack"], "decree_91_2017", "the rules of its date");
        assert!(decision["bases"][0].as_str().unwrap().starts_with("Luật Thi đua"), "{decision}");
        let awards = made["awards"].as_array().unwrap();
        let first = &awards[0]["award"];
        assert_eq!(
            (&first["unit"], &first["coefficient"], &first["base_wage"]),
            (&json!("A"), &json!("2.0"), &json!(1_490_000))
        );
        assert_eq!(
            (&first["money"], &first["unsure"]),
            (&json!(2_980_000), &json!(["coefficient", "base_wage"]))
        );
        assert_eq!(
            (&first["title"], &first["form_name"]),
            (&json!(null), &json!("Bằng khen cấp bộ, ban, ngành, tỉnh"))
        );
        let second = &awards[2]["award"];
        // 0.6 × 1,490,000 = 894,000, rounded up to ten thousand.
        assert_eq!((&second["money"], &second["budget"]), (&json!(900_000), &json!(null)));
        assert_eq!(second["unsure"], json!(["coefficient", "base_wage", "rounding"]));
        let given = &made["given"];
        assert_eq!((&given["awards"], &given["amount"]), (&json!(6), &json!(2 * 2_980_000 + 4 * 900_000)));
        let sums = given["by_budget"].as_array().unwrap();
        assert_eq!((&sums[0]["budget"], &sums[0]["amount"]), (&json!(null), &json!(3_600_000)));
        assert_eq!((&sums[1]["budget"], &sums[1]["amount"]), (&json!("Quỹ tỉnh"), &json!(5_960_000)));

        let path = format!("{plan}/decisions/{}", decision["id"]);
        let ids: Vec<i64> = awards.iter().map(|it| it["award"]["id"].as_i64().unwrap()).collect();
        let over = json!({ "awards": ids, "day": "2021-05-20", "note": "Hội nghị tổng kết" });
        let done = officer.post(&format!("{path}/hand-over"), &over).good();
        assert_eq!(done["awards"][5]["award"]["state"], "handed_over");
        assert_eq!(states(&house, &plan), ["awarded"; 6]);
        let list = officer.get(&format!("{plan}/decisions")).good();
        assert_eq!((&list["total"], &list["items"][0]["standing"]), (&json!(1), &json!(6)));
        assert_eq!(officer.get("/api/v1/audit/verification").good()["whole"], true);
        let letters = officer.get(&format!("{plan}/submissions")).good();
        assert_eq!(letters["items"][0]["cases"], json!([1, 2, 3, 4, 5, 6]));
    }
}

#[test]
fn an_award_is_revoked_by_a_decision_of_its_own_and_the_money_that_is_left_is_told() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let (plan, made) = decided(&house, &officer, "01/KH", "", "100/QĐ-UBND");
        let path = format!("{plan}/decisions/{}/revocations", made["decision"]["id"]);
        let first = made["awards"][0]["award"]["id"].as_i64().unwrap();
        let body = |number: &str, day: &str, awards: &[i64]| json!({ "head": head(number, day), "reason": "false_declaration", "note": "Kê khai sai", "awards": awards });
        let check = |body: Value, expected: (u16, &str)| {
            refused(&house, &officer, &plan, || officer.post(&path, &body), expected);
        };
        check(body("200/QĐ-UBND", "2021-05-14", &[first]), (422, "revocation_before_award"));
        check(body("200/QĐ-UBND", "2021-05-25", &[first]), (422, "date_in_future"));
        check(body("200/QĐ-UBND", "2021-05-22", &[]), (422, "decision_empty"));
        check(body("200/QĐ-UBND", "2021-05-22", &[first, first]), (422, "listed_twice"));
        check(body("200/QĐ-UBND", "2021-05-22", &[999]), (422, "award_not_of_decision"));
        check(body("100/QĐ-UBND", "2021-05-22", &[first]), (409, "decision_number_used"));
        let mut weak = body("200/QĐ-UBND", "2021-05-22", &[first]);
        weak["head"]["position"] = json!("Chủ tịch UBND huyện");
        check(weak, (422, "signatory_without_power"));

        let done = officer.post(&path, &body("200/QĐ-UBND", "2021-05-22", &[first])).good();
        assert_eq!(
            (&done["decision"]["kind"], &done["decision"]["reason_code"]),
            (&json!("revocation"), &json!("false_declaration"))
        );
        assert_eq!(done["awards"][0]["award"]["state"], "revoked");
        assert_eq!(
            (&done["given"]["amount"], &done["standing"]["amount"]),
            (&json!(9_560_000), &json!(6_580_000))
        );
        assert_eq!(states(&house, &plan)[0], "revoked");
        check(body("201/QĐ-UBND", "2021-05-23", &[first]), (409, "award_revoked"));
        let whole = officer.get(&format!("{plan}/decisions/{}", made["decision"]["id"])).good();
        assert_eq!(whole["awards"].as_array().unwrap().len(), 6, "nothing is deleted");
        assert_eq!(whole["later"][0]["number"], "200/QĐ-UBND");
        let over = json!({ "awards": [first], "day": "2021-05-23", "note": null });
        let path = format!("{plan}/decisions/{}/hand-over", made["decision"]["id"]);
        refused(&house, &officer, &plan, || officer.post(&path, &over), (409, "award_revoked"));
    }
}

#[test]
fn an_amendment_adds_removes_and_corrects_and_the_original_stays() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = submitted(&house, &officer, "01/KH", "");
        let some = json!({ "head": head("100/QĐ", "2021-05-15"), "cases": [1, 2, 3], "reason": "ba trường hợp cấp huyện xét sau" });
        let made = officer.post(&format!("{plan}/decisions"), &some).good();
        assert_eq!(made["decision"]["departures"], 3, "three of the same letter and award were left out");
        let id = made["decision"]["id"].clone();
        let path = format!("{plan}/decisions/{id}/amendments");
        let award = |at: usize| made["awards"][at]["award"]["id"].clone();
        let body = |day: &str| {
            json!({
                "head": head("101/QĐ", day), "reason": "Đính chính", "add": [4, 5, 6], "remove": [award(1)],
                "correct": [{ "award": award(0), "field": "unit_name", "value": "Đơn vị A mới (giả định)" }],
            })
        };
        let check = |body: Value, expected: (u16, &str)| {
            refused(&house, &officer, &plan, || officer.post(&path, &body), expected);
        };
        check(body("2021-05-14"), (422, "amendment_before_decision"));
        let mut empty = body("2021-05-18");
        for key in ["add", "remove", "correct"] {
            empty[key] = json!([]);
        }
        check(empty, (422, "amendment_empty"));
        let mut same = body("2021-05-18");
        same["correct"][0]["value"] = json!("Đơn vị A (giả định)");
        check(same, (422, "amendment_empty"));
        let mut removed = body("2021-05-18");
        removed["correct"][0]["award"] = award(1);
        check(removed, (409, "award_revoked"));

        let done = officer.post(&path, &body("2021-05-18")).good();
        let kinds: Vec<&str> =
            done["changes"].as_array().unwrap().iter().map(|it| it["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["remove", "correct", "add", "add", "add"]);
        assert_eq!(done["changes"][1]["before"], "Đơn vị A (giả định)");
        assert_eq!(states(&house, &plan), ["decided", "revoked", "decided", "decided", "decided", "decided"]);
        assert_eq!((&done["given"]["awards"], &done["standing"]["awards"]), (&json!(6), &json!(5)));
        let whole = officer.get(&format!("{plan}/decisions/{id}")).good();
        assert_eq!(whole["awards"].as_array().unwrap().len(), 3, "the original list stays");
        assert_eq!(whole["awards"][1]["award"]["revoke_reason"], "amended");
        assert_eq!(whole["decision"]["number"], "100/QĐ");
        // What was added by the amendment is handed over with the rest, not before the amendment.
        let added = done["awards"][2]["award"]["id"].clone();
        let over = |day: &str| json!({ "awards": [added.clone()], "day": day, "note": null });
        let path = format!("{plan}/decisions/{id}/hand-over");
        refused(
            &house,
            &officer,
            &plan,
            || officer.post(&path, &over("2021-05-17")),
            (422, "hand_over_before_decision"),
        );
        officer.post(&path, &over("2021-05-18")).good();
    }
}

#[test]
fn bad_decisions_are_refused_with_their_own_problem_and_change_nothing() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = submitted(&house, &officer, "01/KH", "");
        let path = format!("{plan}/decisions");
        let body = |number: &str, day: &str, cases: &[i64]| json!({ "head": head(number, day), "cases": cases, "reason": null });
        let check = |body: Value, expected: (u16, &str)| {
            refused(&house, &officer, &plan, || officer.post(&path, &body), expected);
        };
        check(body("1/QĐ", "2021-05-15", &[]), (422, "decision_empty"));
        check(body("1/QĐ", "2021-05-15", &[1, 1]), (422, "listed_twice"));
        check(body("1/QĐ", "2021-05-15", &[1, 99]), (404, "not_found"));
        check(body("1/QĐ", "2021-05-09", &[1, 2]), (422, "decision_before_vote"));
        check(body("1/QĐ", "2021-05-11", &[1, 2]), (422, "decision_before_submission"));
        check(body("1/QĐ", "2021-05-25", &[1, 2]), (422, "date_in_future"));
        check(body("1/QĐ", "2017-09-30", &[1, 2]), (422, "no_rules"));
        check(body("1/QĐ", "2021-05-15", &[1]), (422, "departure_without_reason"));
        check(body(" ", "2021-05-15", &[1, 2]), (422, "field_refused"));
        let mut weak = body("1/QĐ", "2021-05-15", &[1, 2]);
        weak["head"]["position"] = json!("Chủ tịch UBND huyện");
        check(weak, (422, "signatory_without_power"));
        let mut unknown = body("1/QĐ", "2021-05-15", &[3, 4, 5, 6]);
        unknown["head"]["position"] = json!("Giám đốc");
        check(unknown, (422, "signatory_without_power"));
        let mut bases = body("1/QĐ", "2021-05-15", &[1, 2]);
        bases["head"]["bases"] = json!([]);
        check(bases, (422, "field_refused"));
        // One that can't be decided takes all others with it.
        sql(&house, "UPDATE cases SET state = 'voted' WHERE number = 2");
        check(body("1/QĐ", "2021-05-15", &[1, 2]), (409, "case_not_submitted"));
        sql(
            &house,
            "UPDATE cases SET state = 'submitted' WHERE number = 2; UPDATE cases SET held = TRUE WHERE number = 6",
        );
        check(body("1/QĐ", "2021-05-15", &[3, 4, 5, 6]), (409, "case_held"));
        sql(&house, "UPDATE cases SET held = FALSE");
        officer.post(&path, &body("1/QĐ", "2021-05-15", &[1, 2])).good();
        check(body("01/qđ", "2021-05-16", &[3, 4, 5, 6]), (409, "decision_number_used"));
        check(body("2/QĐ", "2021-05-16", &[1]), (409, "case_not_submitted"));
        let mut other = body("1/QĐ", "2021-05-16", &[3, 4, 5, 6]);
        other["head"]["issuer"] = json!("UBND huyện");
        other["head"]["position"] = json!("Chủ tịch UBND huyện");
        officer.post(&path, &other).good();
    }
}

#[test]
fn letters_are_dated_after_the_vote_and_submit_only_what_was_voted_for() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = ranked(&officer, "01/KH", "");
        let path = format!("{plan}/submissions");
        house.service.open_cases(&thidua::app::actor::Actor::command(), 1, &[]).unwrap();
        let check = |body: Value, expected: (u16, &str)| {
            refused(&house, &officer, &plan, || officer.post(&path, &body), expected);
        };
        check(letter("1/TTr", "2021-05-12", &[1]), (409, "case_step"));
        sql(
            &house,
            "UPDATE cases SET state = 'voted';
             INSERT INTO council_sessions (id, plan_id, number, state, place, held_on, change, made_by, made_at)
             VALUES (1, 1, 1, 'closed', '-', '2021-05-10', 1, 'command', '2021-05-10 01:00:00');
             INSERT INTO session_items (id, session_id, number, case_id, round, state, closed_at)
             SELECT id, 1, number, id, 1, 'closed', '2021-05-10 02:00:00' FROM cases;",
        );
        check(letter("1/TTr", "2021-05-09", &[1]), (422, "submission_before_vote"));
        check(letter("1/TTr", "2021-05-25", &[1]), (422, "date_in_future"));
        check(letter("1/TTr", "2021-05-12", &[]), (422, "decision_empty"));
        check(letter("1/TTr", "2021-05-12", &[1, 1]), (422, "listed_twice"));
        check(letter("1/TTr", "2021-05-12", &[1, 77]), (404, "not_found"));
        officer.post(&path, &letter("1/TTr", "2021-05-10", &[1, 2])).good();
        check(letter("2/TTr", "2021-05-12", &[1]), (409, "case_step"));
    }
}

#[test]
fn awards_are_handed_over_once_and_not_before_their_decision() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let (plan, made) = decided(&house, &officer, "01/KH", "", "100/QĐ");
        let path = format!("{plan}/decisions/{}/hand-over", made["decision"]["id"]);
        let first = made["awards"][0]["award"]["id"].as_i64().unwrap();
        let over = |awards: &[i64], day: &str| json!({ "awards": awards, "day": day, "note": null });
        let check = |body: Value, expected: (u16, &str)| {
            refused(&house, &officer, &plan, || officer.post(&path, &body), expected);
        };
        check(over(&[first], "2021-05-14"), (422, "hand_over_before_decision"));
        check(over(&[first], "2021-05-25"), (422, "date_in_future"));
        check(over(&[], "2021-05-20"), (422, "decision_empty"));
        check(over(&[first, 999], "2021-05-20"), (422, "award_not_of_decision"));
        check(over(&[first, first], "2021-05-20"), (422, "listed_twice"));
        officer.post(&path, &over(&[first], "2021-05-15")).good();
        check(over(&[first], "2021-05-20"), (409, "award_handed_over"));
    }
}

#[test]
fn one_achievement_is_not_awarded_twice_over_all_plans_and_revoked_awards_dont_count() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let first = submitted(&house, &officer, "01/KH", "bau_cu");
        // Another topic is another achievement.
        decided(&house, &officer, "02/KH", "khac", "101/QĐ");
        let plan = submitted(&house, &officer, "03/KH", "bau_cu");
        let all =
            json!({ "head": head("100/QĐ", "2021-05-15"), "cases": [1, 2, 3, 4, 5, 6], "reason": null });
        let made = officer.post(&format!("{first}/decisions"), &all).good();
        let body = |cases: &[i64], reason: Option<&str>| json!({ "head": head("102/QĐ", "2021-05-16"), "cases": cases, "reason": reason });
        let path = format!("{plan}/decisions");
        let twice = (409, "already_awarded");
        refused(&house, &officer, &plan, || officer.post(&path, &body(&[1, 2], None)), twice);
        let told = officer.post(&path, &body(&[1, 2], None)).json();
        assert!(
            told["text_vi"].as_str().unwrap().contains("100/QĐ")
                && told["text_vi"].as_str().unwrap().contains("01/KH"),
            "{told}"
        );
        // Both awards of D in the first plan are of the same topic; once revoked, it may be awarded again.
        let d = made["awards"][4]["award"]["id"].clone();
        let revoke = json!({ "head": head("103/QĐ", "2021-05-17"), "reason": "other", "note": "Thu hồi", "awards": [d] });
        officer.post(&format!("{first}/decisions/{}/revocations", made["decision"]["id"]), &revoke).good();
        officer.post(&path, &body(&[5], Some("các trường hợp khác đã được khen"))).good();
    }
}

#[test]
fn an_award_of_the_same_plan_is_held_beside_another_only_where_the_plan_connects_them() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let apart = super::decided::plan_text("01/KH", "").replace("from = \"district\"\n", "");
        let plan = ranked_by(&officer, &apart);
        house.service.open_cases(&thidua::app::actor::Actor::command(), 1, &[]).unwrap();
        // Without the connection nobody is recommended for both; a case that was opened by mistake would be.
        sql(
            &house,
            "UPDATE cases SET state = 'submitted';
             UPDATE cases SET unit = (SELECT unit FROM cases WHERE number = 1) WHERE number = 3;",
        );
        let body = |number: &str, cases: &[i64]| json!({ "head": head(number, "2021-05-16"), "cases": cases, "reason": "xét sau" });
        let path = format!("{plan}/decisions");
        officer.post(&path, &body("1/QĐ", &[1])).good();
        refused(
            &house,
            &officer,
            &plan,
            || officer.post(&path, &body("2/QĐ", &[3])),
            (409, "already_awarded"),
        );
    }
}

#[test]
fn a_person_is_known_again_in_another_plan_by_name_and_unit() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let people = ["Người Thử Một", "Người Thử Hai"];
        let first = submitted(&house, &officer, "01/KH", "bau_cu");
        with_persons(&house, &first, people);
        let body = |number: &str, cases: &[i64]| json!({ "head": head(number, "2021-05-16"), "cases": cases, "reason": "đợt một" });
        let second = submitted(&house, &officer, "02/KH", "bau_cu");
        with_persons(&house, &second, ["NGƯỜI  thử một", "Người Thử Ba"]);
        officer.post(&format!("{first}/decisions"), &body("1/QĐ", &[5])).good();
        let path = format!("{second}/decisions");
        refused(
            &house,
            &officer,
            &second,
            || officer.post(&path, &body("2/QĐ", &[5])),
            (409, "already_awarded"),
        );
        officer.post(&path, &body("2/QĐ", &[6])).good();
    }
}

#[test]
fn names_of_persons_are_shown_to_who_may_see_cases_and_stand_in_no_audit_record() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = submitted(&house, &officer, "01/KH", "");
        with_persons(&house, &plan, ["Người Thử Một", "Người Thử Hai"]);
        let body =
            json!({ "head": head("1/QĐ", "2021-05-16"), "cases": [5, 6], "reason": "gương Người Thử Một" });
        let made = officer.post(&format!("{plan}/decisions"), &body).good();
        assert_eq!(made["awards"][0]["award"]["person"]["name"], "Người Thử Một");
        // 0.3 × 1,490,000 = 447,000, rounded up to ten thousand.
        assert_eq!(made["awards"][0]["award"]["money"], 450_000);
        let path = format!("{plan}/decisions/{}", made["decision"]["id"]);
        let viewer = house.user(Role::Viewer, None);
        let seen = viewer.get(&path).good();
        assert_eq!(
            seen["awards"][0]["award"]["person"],
            json!({ "number": 1, "name": null, "position": null, "erased": false })
        );
        assert_eq!(
            viewer.get("/api/v1/awards?search=nguoi%20thu%20mot").good()["total"],
            0,
            "nor are they found by it"
        );
        assert_eq!(officer.get("/api/v1/awards?search=nguoi%20thu%20mot").good()["total"], 1);
        sql(
            &house,
            "UPDATE nominations SET name = '', folded = '', erased_at = '2021-05-20 01:00:00', erased_by = 'command' WHERE number = 1",
        );
        let erased = officer.get(&path).good();
        assert_eq!(
            erased["awards"][0]["award"]["person"],
            json!({ "number": 1, "name": null, "position": null, "erased": true })
        );
        assert_eq!(erased["awards"][1]["award"]["person"]["name"], "Người Thử Hai");
        let audit = officer.get("/api/v1/audit?limit=1000").text();
        assert!(!audit.contains("Người Thử") && !audit.contains("(người ký)"), "{audit}");
        let events = officer.get("/api/v1/audit?action=decision.add").good();
        assert_eq!(events["items"].as_array().unwrap().len(), 1);
    }
}

#[test]
fn only_who_may_decide_makes_decisions() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let (plan, made) = decided(&house, &officer, "01/KH", "", "100/QĐ");
        let path = format!("{plan}/decisions/{}", made["decision"]["id"]);
        for role in [Role::Viewer, Role::Appraiser, Role::CouncilMember, Role::Reporter] {
            let caller = house.user(role, (role == Role::Reporter).then_some("A"));
            let new = json!({ "head": head("9/QĐ", "2021-05-16"), "cases": [1], "reason": null });
            let over = json!({ "awards": [1], "day": "2021-05-20", "note": null });
            let revoke =
                json!({ "head": head("9/QĐ", "2021-05-16"), "reason": "other", "note": "-", "awards": [1] });
            let amend = json!({ "head": head("9/QĐ", "2021-05-16"), "reason": "-", "remove": [1] });
            for (address, body) in [
                (format!("{plan}/decisions"), new),
                (format!("{path}/hand-over"), over),
                (format!("{path}/revocations"), revoke),
                (format!("{path}/amendments"), amend),
                (format!("{plan}/submissions"), letter("1/TTr", "2021-05-12", &[1])),
            ] {
                assert_eq!(
                    caller.post(&address, &body).problem(),
                    (403, "forbidden".to_owned()),
                    "{role:?} {address}"
                );
            }
            assert_eq!(
                caller.get(&path).good()["awards"].as_array().unwrap().len(),
                6,
                "a signed decision is known"
            );
        }
        // An officer of some units decides nothing: decisions are of all.
        let local = house.user(Role::Officer, Some("A"));
        let new = json!({ "head": head("9/QĐ", "2021-05-16"), "cases": [1], "reason": null });
        assert_eq!(local.post(&format!("{plan}/decisions"), &new).problem().1, "out_of_reach");
        assert_eq!(house.anon().get(&path).status, 401);
    }
}

#[test]
fn a_form_that_the_rules_of_the_date_dont_have_is_refused_and_one_without_form_has_no_money() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let text = super::decided::plan_text("01/KH", "")
            .replace("form = \"provincial_certificate_of_merit\"", "form = \"golden_cup\"")
            .replace("form = \"commendation\"\n", "");
        let plan = ranked_by(&officer, &text);
        voted(&house, &plan);
        officer
            .post(&format!("{plan}/submissions"), &letter("1/TTr", "2021-05-12", &[1, 2, 3, 4, 5, 6]))
            .good();
        let path = format!("{plan}/decisions");
        let body =
            |cases: &[i64]| json!({ "head": head("1/QĐ", "2021-05-16"), "cases": cases, "reason": null });
        refused(&house, &officer, &plan, || officer.post(&path, &body(&[1, 2])), (422, "form_not_in_rules"));
        let made = officer.post(&path, &body(&[3, 4, 5, 6])).good();
        let award = &made["awards"][0]["award"];
        assert_eq!(
            (&award["money"], &award["form"], &award["form_name"]),
            (&json!(null), &json!(""), &json!("Giấy khen"))
        );
        assert_eq!(made["given"]["without_money"], 4);
    }
}

#[test]
fn what_a_recused_officer_mustnt_see_is_left_out_of_letters_and_decisions_in_the_making() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let administrator = house.user(Role::Administrator, None);
        let text =
            super::decided::plan_text("01/KH", "").replace("[process]\n", "[process]\ncouncil = \"hd\"\n");
        let plan = ranked_by(&officer, &text);
        voted(&house, &plan);
        sql(
            &house,
            "INSERT INTO council_members (id, council, login, name, position, role, from_date, change, made_by, made_at)
             VALUES (1, 'hd', 'officer', '(ủy viên)', '-', 'member', '2021-01-01', 1, 'command', '2021-01-01 00:00:00');
             INSERT INTO member_units (member_id, unit_code, from_date) VALUES (1, 'A', '2021-01-01');",
        );
        let path = format!("{plan}/submissions");
        administrator.post(&path, &letter("1/TTr", "2021-05-12", &[1, 2, 3, 4, 5, 6])).good();
        assert_eq!(officer.get(&path).good()["items"][0]["cases"], json!([2, 4, 5, 6]));
        let form = officer.get("/plans/1/decisions/new?date=2021-05-15").text();
        assert!(form.contains("Đơn vị B") && !form.contains("Đơn vị A"), "{form}");
        let body = |number: &str, cases: &[i64]| json!({ "head": head(number, "2021-05-15"), "cases": cases, "reason": null });
        let path = format!("{plan}/decisions");
        refused(&house, &officer, &plan, || officer.post(&path, &body("1/QĐ", &[1, 2])), (404, "not_found"));
        // What it doesn't see isn't told of by a count either.
        let made = officer.post(&path, &body("1/QĐ", &[2])).good();
        let told = administrator.get(&format!("{path}/{}", made["decision"]["id"])).good();
        assert_eq!(told["decision"]["departures"], 0);
        assert_eq!(made["decision"]["departures"], Value::Null, "who is recused isn't told of departures");
        let audit = officer.get("/api/v1/audit?limit=1000").text();
        assert!(!audit.contains("submission.add") && !audit.contains("decision.add"), "{audit}");
        // A signed decision is known to all.
        let signed = administrator.post(&path, &body("2/QĐ", &[1])).good();
        let seen = officer.get(&format!("{path}/{}", signed["decision"]["id"])).good();
        assert_eq!(seen["awards"][0]["award"]["unit"], "A");
    }
}
