//! Who sees what is said of persons, and that it goes with them: over nominators and units, cases and decisions.

use serde_json::{Value, json};
use thidua::app::actor::{Actor, Role};
use thidua::app::dossier::Whose;

use super::decided::{head, submitted};
use super::house::{Caller, House, engines, fixture, hand_in};
use super::nominations::{
    NAME, PERSONS, accepted, person, ranked_with_persons, with_persons, with_persons_as,
};
use super::nominations_private::{TRACES, tables_with};
use super::person_story::{opened_persons, revoked_person, voted_persons};
use super::small::{accept, move_to};
use super::way::{PROCESS, appraise, audit_text, officer_now, opened, pdf, send_part};

const DAY: i64 = 86_400;

/// A second award of persons, chosen from the list of the first.
const STAR: &str = r#"
[[individuals.award]]
code = "star"
name = { vi = "Ngôi sao", en = "Star" }
restated = "Tặng ngôi sao"
requires = { gates = true }
quota = [{ per = "overall", at_most = 3 }]
on_tie = "ask"
from = "medal"
"#;

fn step_of(officer: &Caller, plan: &str, case: i64, action: &str) -> Value {
    let body = json!({ "action": action, "reason": null, "note": "theo kế hoạch" });
    officer.post(&format!("{plan}/cases/{case}/steps"), &body).good()
}

#[test]
fn bug_a_dossier_found_complete_isnt_changed_through_the_other_case_of_the_same_person() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = with_persons_as(&officer, |text| text + STAR + PROCESS);
        let mut body = person("A", NAME, "head", 5);
        body["award"] = json!("star");
        officer.post(&format!("{plan}/nominations"), &body).good();
        accepted(&officer, &plan, &[1]);
        ranked_with_persons(&officer, &plan);
        officer.post(&format!("{plan}/nominations/rankings"), &json!({})).good();
        let cases = json!({ "awards": ["medal", "star"] });
        let made = officer.post(&format!("{plan}/cases"), &cases).good();
        assert_eq!(made["opened"], json!([1, 2]), "{made}");
        let own = house.user(Role::Reporter, Some("A"));
        let ways = ["cases/1", "cases/2", "nominations/1"].map(|way| format!("{plan}/{way}"));
        let file = send_part(&own, &ways[2], ("report", "a.pdf"), &pdf("a")).good()["id"].clone();
        for complete in [1, 2] {
            step_of(&officer, &plan, complete, "complete");
            for at in &ways {
                assert_eq!(own.get(&format!("{at}/files")).good()["is_open"], false, "{at}");
                let added = send_part(&own, at, ("report", "b.pdf"), &pdf("b"));
                assert_eq!(added.problem(), (409, "dossier_closed".into()), "{at}");
                let told = added.json()["text_vi"].as_str().unwrap().to_owned();
                assert!(told.contains(&format!("Hồ sơ {complete} ")), "{told}");
                let removed =
                    own.post(&format!("{at}/files/{file}/remove"), &json!({ "reason": "nộp nhầm" }));
                assert_eq!(removed.problem(), (409, "dossier_closed".into()), "{at}");
            }
            step_of(&officer, &plan, complete, "return");
        }
        send_part(&own, &ways[0], ("report", "b.pdf"), &pdf("b")).good();
        own.post(&format!("{}/files/{file}/remove", ways[1]), &json!({ "reason": "nộp nhầm" })).good();
    }
}

/// A ranked plan with the district H, its communes X and Y, and the district N; H nominated [`NAME`] of X, X somebody of
/// its own. Cases 1 and 2 are of these.
fn with_districts(officer: &Caller) -> String {
    let text = String::from_utf8(fixture("cases/award-no-tie-inside-quota/plan.toml")).unwrap();
    let districts = "[[level]]\ncode = \"district\"\nname = { vi = \"Huyện\", en = \"District\" }\n\n";
    let text = text.replace("[[level]]\n", &format!("{districts}[[level]]\n")) + PERSONS + PROCESS;
    let made = officer.send("POST", "/api/v1/plans", Some("application/toml"), text.as_bytes()).good();
    let plan = format!("/api/v1/plans/{}", made["id"]);
    let units = "code,name,level,parent_code\nH,Huyện H (giả định),district,\nN,Huyện N (giả định),district,\n\
                 X,Xã X (giả định),unit,H\nY,Xã Y (giả định),unit,H\n";
    officer.send("PUT", &format!("{plan}/units"), Some("text/csv"), units.as_bytes()).good();
    for state in ["launched", "collecting"] {
        officer.put(&format!("{plan}/state"), &json!({ "to": state })).good();
    }
    for (nominator, name, deeds) in [("H", NAME, 9), ("X", "Hai", 5)] {
        let mut body = person("X", name, "worker", deeds);
        body["nominator"] = json!(nominator);
        officer.post(&format!("{plan}/nominations"), &body).good();
    }
    accepted(officer, &plan, &[1, 2]);
    let reports = "code,score,second,clean,note\nH,10,1,có,\nN,8,3,có,\nX,8,2,có,\nY,5,9,có,\n";
    hand_in(officer, &plan, reports.as_bytes());
    for unit in ["H", "N", "X", "Y"] {
        accept(officer, &plan, unit, 1);
    }
    move_to(officer, &plan, "closed");
    move_to(officer, &plan, "ranked");
    officer.post(&format!("{plan}/nominations/rankings"), &json!({})).good();
    officer.post(&format!("{plan}/cases"), &json!({ "awards": ["medal"] })).good();
    plan
}

#[test]
fn bug_a_person_is_seen_by_the_unit_that_nominated_it_not_by_the_one_it_works_in() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = with_districts(&officer);
        let [h, x, y, n] = ["H", "X", "Y", "N"].map(|code| house.user(Role::Reporter, Some(code)));
        let file = send_part(&h, &format!("{plan}/cases/1"), ("report", "a.pdf"), &pdf("a")).good();
        let file = file["id"].clone();
        let other = send_part(&x, &format!("{plan}/cases/2"), ("report", "b.pdf"), &pdf("b")).good();
        let list = json!({ "cases": [1, 2], "starts_on": "2021-05-24", "ends_on": null, "note": null });
        for (caller, numbers) in [(&h, &[1_i64, 2][..]), (&x, &[2]), (&y, &[]), (&n, &[])] {
            let seen = caller.get(&format!("{plan}/cases")).good();
            let items: Vec<i64> =
                seen["items"].as_array().unwrap().iter().map(|it| it["number"].as_i64().unwrap()).collect();
            assert_eq!(items, numbers);
            let due = caller.get(&format!("{plan}/case-deadlines")).good();
            assert_eq!(due["total"], numbers.len());
            assert_eq!(caller.get("/plans/1/cases").text().contains(NAME), numbers.contains(&1));
            for (case, own) in [(1, file.clone()), (2, other["id"].clone())] {
                let status = if numbers.contains(&case) { 200 } else { 404 };
                for path in ["", "/files", &format!("/files/{own}")] {
                    let path = format!("/cases/{case}{path}");
                    assert_eq!(caller.get(&format!("{plan}{path}")).status, status, "{path}");
                    assert_eq!(caller.get(&format!("/plans/1{path}")).status, status, "{path}");
                }
            }
        }
        for caller in [&x, &y, &n] {
            for way in ["cases/1", "nominations/1"] {
                let at = format!("{plan}/{way}");
                let taken = caller.post(&format!("{at}/files/{file}/remove"), &json!({ "reason": "x" }));
                assert_eq!(taken.problem(), (404, "not_found".into()));
                assert_eq!(send_part(caller, &at, ("report", "c.pdf"), &pdf("c")).status, 404);
            }
        }
        assert_eq!(x.get(&format!("{plan}/cases/2/files")).good()["is_open"], true);
        for action in ["complete", "appraise"] {
            let step = json!({ "cases": [1, 2], "action": action, "reason": null, "note": null });
            officer.post(&format!("{plan}/case-steps"), &step).good();
        }
        officer.post(&format!("{plan}/publicities"), &list).good();
        assert_eq!(x.get(&format!("{plan}/publicities/1")).good()["cases"], json!([2]));
        assert_eq!(h.get(&format!("{plan}/publicities/1")).good()["cases"], json!([1, 2]));
        assert_eq!(y.get(&format!("{plan}/publicities/1")).status, 404);
    }
}

#[test]
fn names_stand_where_words_do_to_the_last_revocation_and_are_gone_once_erased() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = revoked_person(&house);
        let mut found = tables_with(&house, engine, TRACES[0]);
        found.sort_unstable();
        let words = [
            "awards",
            "case_steps",
            "council_sessions",
            "decisions",
            "dossier_file_parts",
            "dossier_files",
            "nominations",
            "objections",
            "publicities",
            "recusals",
            "submissions",
        ];
        assert_eq!(found, words, "the story writes words everywhere");
        assert!(!audit_text(&officer).contains(TRACES[0]), "the log names nobody");
        officer.post(&format!("{plan}/nominations/1/erase"), &json!({ "reason": "request" })).good();
        // The file of the other person stays with that person.
        let left = tables_with(&house, engine, TRACES[0]);
        assert!(left.iter().all(|table| table.starts_with("dossier_file")), "{left:?}");
        officer.post(&format!("{plan}/nominations/2/erase"), &json!({ "reason": "request" })).good();
        for trace in TRACES {
            assert_eq!(tables_with(&house, engine, trace), [""; 0], "{trace}");
        }
        for decision in 1..=3 {
            let told = officer.get(&format!("{plan}/decisions/{decision}")).good();
            assert_eq!(told["decision"]["reason"], "[đã xóa]", "{told}");
        }
        let decision = officer.get(&format!("{plan}/decisions/3")).good();
        assert_eq!(decision["decision"]["reason_code"], "false_declaration", "the legal reason stays");
        assert_eq!(decision["awards"][0]["award"]["hand_over_note"], Value::Null);
        assert_eq!(officer.get(&format!("{plan}/publicities/1")).good()["note"], Value::Null);
    }
}

#[test]
fn everybody_is_erased_at_once_with_all_words_about_them() {
    for engine in engines() {
        let house = House::on(engine);
        let (_, plan) = revoked_person(&house);
        house.wait(960 * DAY);
        let officer = officer_now(&house, "hai");
        let erased = officer.post(&format!("{plan}/nominations/erase-due"), &json!({})).good();
        assert_eq!(erased["numbers"], json!([1, 2]));
        for trace in TRACES {
            assert_eq!(tables_with(&house, engine, trace), [""; 0], "{trace}");
        }
    }
}

#[test]
fn bug_why_a_decision_was_made_is_read_by_who_sees_cases_alone() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = submitted(&house, &officer, "01/KH", "");
        let body =
            json!({ "head": head("1/QĐ", "2021-05-16"), "cases": [1, 2, 3], "reason": "Chờ xác minh ông B" });
        let made = officer.post(&format!("{plan}/decisions"), &body).good();
        let path = format!("{plan}/decisions/{}", made["decision"]["id"]);
        let award = made["awards"][0]["award"]["id"].clone();
        let handed = json!({ "awards": [award], "day": "2021-05-17", "note": "Ông B nhận thay" });
        officer.post(&format!("{path}/hand-over"), &handed).good();
        let revoked = json!({
            "head": head("2/QĐ", "2021-05-18"), "reason": "other", "note": "Ông B khai sai", "awards": [award],
        });
        officer.post(&format!("{path}/revocations"), &revoked).good();
        let member = house.user(Role::CouncilMember, None);
        for (caller, sees, decides) in [
            (&officer, true, true),
            (&member, true, false),
            (&house.user(Role::Viewer, None), false, false),
            (&house.user(Role::Reporter, Some("A")), false, false),
        ] {
            for (path, said) in [
                (path.clone(), "Chờ xác minh ông B"),
                (path.clone(), "Ông B nhận thay"),
                (path.clone(), "Ông B khai sai"),
                (format!("{plan}/decisions"), "Chờ xác minh ông B"),
                ("/api/v1/awards".to_owned(), "Ông B nhận thay"),
                (path.replace("/api/v1", ""), "Chờ xác minh ông B"),
            ] {
                let answer = caller.get(&path);
                assert_eq!(answer.status, 200, "{path}");
                // Why a decision departs from what was recommended is for who decides about awards alone.
                let is_told = sees && (decides || !said.starts_with("Chờ"));
                assert_eq!(answer.text().contains(said), is_told, "{path}: {said}");
            }
            let told = caller.get(&path).good();
            assert_eq!(told["later"][0]["reason_code"], "other", "the legal reason is for everybody");
        }
    }
}

#[test]
fn bug_a_unit_isnt_told_what_was_said_of_a_hold_or_where_an_objection_was_settled() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = opened(&house);
        step_of(&officer, &plan, 1, "hold");
        step_of(&officer, &plan, 1, "release");
        appraise(&house, &officer, &plan, &[1]);
        let list = json!({ "cases": [1], "starts_on": "2021-05-24", "ends_on": null, "note": null });
        officer.post(&format!("{plan}/publicities"), &list).good();
        let objection = json!({
            "case": 1, "received_on": "2021-05-24", "sender": "Ông B", "content": "Số liệu chưa đúng",
        });
        officer.post(&format!("{plan}/publicities/1/objections"), &objection).good();
        let settled = json!({ "upheld": true, "note": "Ông B tố cáo đúng", "then": "return" });
        officer.post(&format!("{plan}/publicities/1/objections/1/settle"), &settled).good();
        for (action, note) in [("complete", Value::Null), ("return", json!("Thiếu chữ ký"))] {
            let step = json!({ "action": action, "reason": null, "note": note });
            officer.post(&format!("{plan}/cases/1/steps"), &step).good();
        }
        let unit =
            officer.get(&format!("{plan}/cases/1")).good()["case"]["unit"].as_str().unwrap().to_owned();
        let own = house.user(Role::Reporter, Some(&unit));
        let notes = |caller: &Caller| {
            let steps = caller.get(&format!("{plan}/cases/1")).good()["steps"].as_array().unwrap().clone();
            steps.iter().map(|step| json!([step["action"], step["note"]])).collect::<Vec<_>>()
        };
        let all = notes(&officer);
        assert_eq!(all[0], json!(["hold", "theo kế hoạch"]));
        assert_eq!(all[5], json!(["return", "Ông B tố cáo đúng"]));
        assert_eq!(notes(&house.user(Role::CouncilMember, None)), all, "who sees cases reads it all");
        let seen = notes(&own);
        assert_eq!((&seen[0][1], &seen[1][1], &seen[5][1]), (&Value::Null, &Value::Null, &Value::Null));
        assert_eq!(seen[7], json!(["return", "Thiếu chữ ký"]), "what the unit is to mend is told");
        let page = own.get("/plans/1/cases/1").text();
        assert!(page.contains("Thiếu chữ ký") && !page.contains("tố cáo"), "{page}");
    }
}

#[test]
fn bug_a_case_that_was_voted_on_stays_on_its_list_while_that_runs() {
    for engine in engines() {
        let house = House::on(engine);
        let (_, plan) = voted_persons(&house);
        let public = house.anon().get("/api/v1/public-lists/1/1").good();
        assert_eq!(public["total"], 2, "{public}");
        let states = house.user(Role::CouncilMember, None).get(&format!("{plan}/cases")).good();
        assert!(states["items"].as_array().unwrap().iter().all(|case| case["state"] == "voted"), "{states}");
    }
}

#[test]
fn bad_input_a_list_is_not_extended_to_a_day_that_is_past() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = opened(&house);
        appraise(&house, &officer, &plan, &[1]);
        let list = json!({ "cases": [1], "starts_on": "2021-05-24", "ends_on": null, "note": null });
        officer.post(&format!("{plan}/publicities"), &list).good();
        house.wait(10 * DAY);
        let officer = officer_now(&house, "hai");
        let at = format!("{plan}/publicities/1/extend");
        let past = officer.post(&at, &json!({ "ends_on": "2021-06-02" }));
        assert_eq!(past.problem(), (422, "publicity_ends".into()));
        assert!(past.json()["text_vi"].as_str().unwrap().contains("03/06/2021"), "{}", past.text());
        assert_eq!(officer.get(&format!("{plan}/publicities/1")).good()["state"], "over");
        officer.post(&at, &json!({ "ends_on": "2021-06-03" })).good();
        assert_eq!(officer.get(&format!("{plan}/publicities/1")).good()["state"], "running");
    }
}

#[test]
fn bug_a_number_named_twice_is_decided_once() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = with_persons(&officer);
        for unit in ["A", "B"] {
            officer.post(&format!("{plan}/nominations"), &person(unit, NAME, "head", 5)).good();
        }
        officer.post(&format!("{plan}/nominations/1/apart"), &json!({ "reason": "khác" })).good();
        let all = json!({ "numbers": [2, 1, 2], "accept": true });
        let decided = officer.post(&format!("{plan}/nominations/decide"), &all).good();
        let numbers: Vec<&Value> =
            decided["items"].as_array().unwrap().iter().map(|row| &row["number"]).collect();
        assert_eq!(numbers, [&json!(2), &json!(1)]);
        let log = officer.get("/api/v1/audit?action=nomination.accept").good();
        assert_eq!(log["items"].as_array().unwrap().len(), 2);
        assert_eq!(log["items"][1]["object"], "nomination:1");
        let row = officer.get(&format!("{plan}/nominations/2")).good();
        assert_eq!((&row["state"], &row["change"]), (&json!("accepted"), &decided["items"][0]["change"]));
        assert!(officer.get("/api/v1/audit/verification").good().to_string().contains("true"));
    }
}

#[test]
fn bug_who_is_told_apart_is_so_as_long_as_both_are_whom_they_were() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = with_persons(&officer);
        let at = format!("{plan}/nominations");
        for unit in ["A", "B"] {
            officer.post(&at, &person(unit, NAME, "head", 5)).good();
        }
        let open = || officer.get(&format!("{at}?duplicates=true")).good()["total"].clone();
        // Declared at the first; the first changes, then the second.
        for (number, unit) in [(1, "A"), (2, "B")] {
            officer.post(&format!("{at}/1/apart"), &json!({ "reason": "khác" })).good();
            assert_eq!(open(), 0);
            let mut same = person(unit, NAME, "worker", 7);
            officer.put(&format!("{at}/{number}"), &same).good();
            assert_eq!(open(), 0, "figures and kind say nothing of who it is");
            same["birth_year"] = json!(1981);
            officer.put(&format!("{at}/{number}"), &same).good();
            same["birth_year"] = json!(1980);
            officer.put(&format!("{at}/{number}"), &same).good();
            assert_eq!(open(), 2, "it must be looked at again");
        }
        let one = officer.get(&format!("{at}/1")).good();
        assert_eq!(one["duplicates"], json!([2]), "{one}");
    }
}

#[test]
fn bad_input_more_files_begun_at_once_than_a_dossier_may_have() {
    for engine in engines() {
        let house = House::on(engine);
        opened(&house);
        let begin = || {
            let whose = (1, Whose::Case(1));
            house.service.begin_dossier_file(&Actor::command(), whose, "report", "a.pdf", None)
        };
        for _ in 0..200 {
            begin().expect("there is room");
        }
        assert_eq!(begin().unwrap_err().code.code, "dossier_full");
        house.wait(3601);
        begin().expect("what never ended takes no room");
    }
}

#[test]
fn bug_a_file_of_an_erased_person_that_was_being_received_is_gone() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = opened_persons(&officer, PROCESS);
        let name = format!("{NAME}.pdf");
        let (whose, command) = ((1, Whose::Nomination(1)), Actor::command());
        let mut file = house.service.begin_dossier_file(&command, whose, "report", &name, None).unwrap();
        let bytes = pdf(NAME);
        file.count(bytes.len()).unwrap();
        house.service.receive_file_part(&mut file, &bytes).unwrap();
        officer.post(&format!("{plan}/nominations/1/erase"), &json!({ "reason": "request" })).good();
        for trace in TRACES {
            assert_eq!(tables_with(&house, engine, trace), [""; 0], "{trace}");
        }
        let more = house.service.receive_file_part(&mut file, &bytes).unwrap_err();
        assert_eq!(more.code.code, "body_broken_off");
        let end = house.service.end_dossier_file(&command, file, String::new()).unwrap_err();
        assert_eq!(end.code.code, "body_broken_off");
    }
}
