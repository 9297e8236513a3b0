//! What becomes of files that aren't as they should be.

use serde_json::{Value, json};
use thidua::app::actor::Role;

use super::house::{Answer, Caller, House, collecting, engines};

const PLAN: &str = "plans/turnout-2021.toml";
const UNITS: &str = "units/gia-lai-2021.csv";

fn opened(house: &House) -> (Caller, String) {
    let officer = house.user(Role::Officer, None);
    let plan = collecting(&officer, PLAN, UNITS);
    (officer, plan)
}

fn upload(caller: &Caller, plan: &str, name: &str, kind: &str, bytes: &[u8]) -> Answer {
    caller.send("POST", &format!("{plan}/uploads?file_name={name}"), Some(kind), bytes)
}

fn preview(caller: &Caller, plan: &str, uploaded: &Value) -> Value {
    caller.get(&format!("{plan}/uploads/{}/preview", uploaded["id"])).good()
}

fn codes(preview: &Value) -> Vec<String> {
    let items = preview["findings"]["items"].as_array().unwrap().iter();
    items.map(|item| item["code"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn reports_in_json_are_read_like_a_long_table() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = opened(&house);
        let figure = |metric: &str, value: &str| json!({ "unit": "622", "metric": metric, "value": value });
        let report = json!({ "figures": [figure("voters", "1000"), figure("took_part", "999")] });
        let path = format!("{plan}/uploads?file_name=a.json");
        let uploaded = officer.post(&path, &report).good();
        let seen = preview(&officer, &plan, &uploaded);
        assert_eq!((&seen["created"], &seen["rejected"]), (&json!(2), &json!(0)), "{seen}");
        assert_eq!(seen["units"][0]["cells"][1]["row"], 3);
        for broken in [r#"{"figures":[{"unit":"622"}]}"#, "[", r#"{"figures":[],"more":1}"#] {
            let uploaded = upload(&officer, &plan, "b.json", "application/json", broken.as_bytes()).good();
            let seen = preview(&officer, &plan, &uploaded);
            assert_eq!(codes(&seen), ["file.unreadable.json"], "{broken}");
            let digest = json!({ "digest": seen["digest"] });
            let commit = officer.post(&format!("{plan}/uploads/{}/commit", uploaded["id"]), &digest);
            assert_eq!(commit.problem(), (422, "file_errors".to_owned()));
        }
    }
}

#[test]
fn rejected_rows_come_back_with_a_reason_and_can_be_handed_in_corrected() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = opened(&house);
        let file = "code;voters;took_part\n622;1000;990\n623;2.0732.328;5\n999999;1;1\n624;=1+1;7\n";
        let uploaded = upload(&officer, &plan, "r.csv", "text/csv", file.as_bytes()).good();
        let seen = preview(&officer, &plan, &uploaded);
        assert!(seen["rejected"].as_u64().unwrap() >= 3, "{seen}");
        let path = format!("{plan}/uploads/{}", uploaded["id"]);
        let refused = officer.post(&format!("{path}/commit"), &json!({ "digest": seen["digest"] }));
        assert_eq!(refused.problem(), (422, "file_errors".to_owned()));
        assert_eq!(officer.get(&format!("{plan}/reports/622/versions")).good()["items"], json!([]));

        let rejected = officer.get(&format!("{path}/rejected"));
        assert_eq!(rejected.header("content-type"), Some("text/csv; charset=utf-8"));
        let text = rejected.text();
        let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(lines.len(), 4, "{text}");
        assert!(lines[0].ends_with(",Ghi chú") && !text.contains("\n622,"), "{text}");
        assert!(text.contains("'=1+1"), "formulas are shielded: {text}");
        let corrected = text.replace("2.0732.328", "2000").replace("'=1+1", "10").replace("999999", "625");
        let again = upload(&officer, &plan, "again.csv", "text/csv", corrected.as_bytes()).good();
        let seen = preview(&officer, &plan, &again);
        assert_eq!((&seen["rejected"], &seen["changed_units"]), (&json!(0), &json!(3)), "{seen}");

        let body =
            json!({ "digest": preview(&officer, &plan, &uploaded)["digest"], "leave_out_rejected": true });
        let taken = officer.post(&format!("{path}/commit"), &body).good();
        assert!(taken["versions"].as_u64().unwrap() >= 1, "{taken}");
    }
}

#[test]
fn bug_the_first_of_two_contradicting_values_was_committed() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = opened(&house);
        let take = |file: &str| {
            let uploaded = upload(&officer, &plan, "r.csv", "text/csv", file.as_bytes()).good();
            let body = json!({ "digest": preview(&officer, &plan, &uploaded)["digest"], "leave_out_rejected": true });
            officer.post(&format!("{plan}/uploads/{}/commit", uploaded["id"]), &body).good()
        };
        assert_eq!(take("code,voters,took_part\n622,900,800\n")["created"], 2);
        let two_rows =
            take("code,voters,took_part\n622,1000,810\n622,1001,810\n623,1000,1000\n623,1000,500\n");
        assert_eq!((&two_rows["created"], &two_rows["changed"]), (&json!(1), &json!(1)), "{two_rows}");
        let two_columns = take("code,voters,voters,took_part\n622,1000,1001,820\n");
        assert_eq!(
            (&two_columns["created"], &two_columns["changed"]),
            (&json!(0), &json!(1)),
            "{two_columns}"
        );
        let uploaded = upload(&officer, &plan, "r.csv", "text/csv", b"code,voters\n622,901\n").good();
        let cell = &preview(&officer, &plan, &uploaded)["units"][0]["cells"][0];
        assert!(cell.to_string().contains("900"), "what stood stays: {cell}");
    }
}

#[test]
fn bug_rejected_rows_gave_no_reason_when_the_file_or_its_header_was_wrong() {
    let house = House::on(engines()[0]);
    let (officer, plan) = opened(&house);
    let rejected = |bytes: &[u8]| {
        let uploaded = upload(&officer, &plan, "r.csv", "text/csv", bytes).good();
        let text = officer.get(&format!("{plan}/uploads/{}/rejected", uploaded["id"])).text();
        let lines = text.trim_start_matches('\u{feff}').lines().map(str::to_owned);
        lines.collect::<Vec<String>>()
    };
    let two_columns = rejected(b"code,voters,voters,took_part\n622,1,1,1\n623,1,1,x\n");
    assert_eq!(two_columns.len(), 3, "{two_columns:?}");
    assert_eq!(two_columns[0], "code,voters,voters,took_part,Ghi chú");
    assert!(two_columns[1].starts_with(",,,,") && two_columns[1].contains("Hai cột"), "{two_columns:?}");
    assert!(two_columns[2].starts_with("623,1,1,x,"), "{two_columns:?}");
    for (bytes, reason) in [
        (&b"code,voters\n622,\"1\n"[..], "dòng 2: "),
        (b"a,b\n1,2\n", "tiêu đề"),
        (b"PK\x03\x04 no archive", "Excel"),
    ] {
        let lines = rejected(bytes);
        assert_eq!((lines.len(), lines[0].as_str()), (2, "Ghi chú"), "{lines:?}");
        assert!(lines[1].contains(reason), "{lines:?}");
    }
    assert_eq!(rejected(b"code,voters,took_part\n622,1,1\n").len(), 1, "nothing is wrong");
}

#[test]
fn bug_the_preview_didnt_say_that_no_file_has_a_column_for_a_figure() {
    let house = House::on(engines()[0]);
    let (officer, plan) = opened(&house);
    let see = |text: &str| {
        let uploaded = upload(&officer, &plan, "r.csv", "text/csv", text.as_bytes()).good();
        (preview(&officer, &plan, &uploaded), format!("{plan}/uploads/{}/commit", uploaded["id"]))
    };
    let alone = "code,voters\n622,1000\n";
    let (seen, _) = see(alone);
    assert_eq!((codes(&seen), &seen["rejected"]), (vec!["metric.no_column".to_owned()], &json!(0)), "{seen}");
    let (seen, commit) = see("code,took_part\n623,900\n");
    assert_eq!(codes(&seen), ["metric.no_column"], "{seen}");
    officer.post(&commit, &json!({ "digest": seen["digest"] })).good();
    let (seen, _) = see(alone);
    assert_eq!(codes(&seen), [""; 0], "figures of it stand already: {seen}");
}

#[test]
fn files_that_are_no_reports_are_told_apart() {
    let house = House::on(engines()[0]);
    let (officer, plan) = opened(&house);
    let long_cell = format!("code,voters\n622,{}\n", "9".repeat(1_000_000));
    let cases: [(&str, &[u8], &str); 5] = [
        ("nul.csv", b"code,voters\n622,1\0\n", "file.undecodable.nul_byte"),
        ("cell.csv", long_cell.as_bytes(), "file.unreadable.cell_too_long"),
        ("quote.csv", b"code,voters\n622,\"1\n", "file.unreadable.broken_quote"),
        ("no.xlsx", b"PK\x03\x04 no archive", "file.unreadable.spreadsheet"),
        ("words.csv", b"a,b\n1,2\n", "header.not_found"),
    ];
    for (name, bytes, code) in cases {
        let uploaded = upload(&officer, &plan, name, "application/octet-stream", bytes).good();
        let seen = preview(&officer, &plan, &uploaded);
        assert!(codes(&seen).iter().any(|found| found == code), "{name}: {:?}", codes(&seen));
        for item in seen["findings"]["items"].as_array().unwrap() {
            assert!(!item["text_vi"].as_str().unwrap().is_empty());
            assert_ne!(item["text_vi"], item["text_en"]);
        }
    }
}

#[test]
fn what_cant_be_a_file_of_reports_is_refused_at_once() {
    let house = House::on(engines()[0]);
    let (officer, plan) = opened(&house);
    assert_eq!(upload(&officer, &plan, "a", "image/png", b"x").problem(), (415, "content_type".into()));
    assert_eq!(upload(&officer, &plan, "a", "text/csv", b"").problem(), (422, "file_empty".into()));
    let folders = upload(&officer, &plan, "..%2F..%2Fetc%2Fpasswd", "text/csv", b"a").good();
    assert_eq!(folders["file_name"], "passwd");
    let closed = officer.put(&format!("{plan}/state"), &json!({ "to": "closed" }));
    assert_eq!(closed.status, 200, "{}", closed.text());
    assert_eq!(upload(&officer, &plan, "a", "text/csv", b"a").problem(), (409, "plan_state".into()));
}

#[test]
fn figures_of_units_out_of_reach_are_refused_whole() {
    for engine in engines() {
        let house = House::on(engine);
        let (_, plan) = opened(&house);
        let reporter = house.user(Role::Reporter, Some("622"));
        let file = b"code,voters\n622,10\n623,10\n";
        let uploaded = upload(&reporter, &plan, "r.csv", "text/csv", file).good();
        let refused = reporter.get(&format!("{plan}/uploads/{}/preview", uploaded["id"]));
        assert_eq!(refused.problem(), (403, "out_of_reach".to_owned()));
        let other = house.user(Role::Reporter, Some("623"));
        let foreign = other.get(&format!("{plan}/uploads/{}/preview", uploaded["id"]));
        assert_eq!(foreign.problem(), (404, "not_found".to_owned()));
    }
}
