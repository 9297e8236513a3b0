//! Persons: files of them as spreadsheets, how many a unit may nominate for which award, what their units must have reached, and the
//! command that erases those who are due.

use serde_json::{Value, json};
use thidua::app::actor::Role;

use super::house::{Answer, Caller, House, engines};
use super::nominations::{NAME, accepted, person, ranked_with_persons, with_persons, with_persons_as};
use super::nominations_private::{TRACES, tables_with};
use super::program::{run, run_well};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A workbook with rows of texts.
fn workbook(rows: &[[&str; 8]]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (at, row) in (0_u32..).zip(rows) {
        for (column, text) in (0_u16..).zip(row) {
            match text.parse::<f64>() {
                Ok(number) => sheet.write(at, column, number).unwrap(),
                Err(_) => sheet.write(at, column, *text).unwrap(),
            };
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn a_file_of_persons_is_taken_as_a_spreadsheet_too() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = with_persons(&officer);
        let at = format!("{plan}/nominations");
        let header = ["unit", "name", "birth_year", "kind", "award", "position", "summary", "deeds"];
        let one = ["B", "Hoà Quý", "1980", "worker", "medal", "Công nhân", "Làm tốt", "3"];
        let two = ["B", "Đỗ Ý Nhi", "", "head", "medal", "", "Làm tốt", "7"];
        let send = |query: &str, bytes: &[u8]| {
            officer.send("POST", &format!("{at}/file?nominator=B&{query}"), Some(XLSX), bytes)
        };
        let good = workbook(&[header, one, two]);
        let trial = send("file_name=cn.xlsx&dry_run=true", &good).good();
        assert_eq!((&trial["persons"], &trial["first"]), (&json!(2), &Value::Null), "{trial}");
        assert_eq!(officer.get(&at).good()["total"], 0);
        let taken = send("file_name=cn.xlsx", &good).good();
        assert_eq!((&taken["first"], &taken["last"]), (&json!(1), &json!(2)));
        let all = officer.get(&at).good();
        let told: Vec<Value> = all["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| json!([it["name"], it["birth_year"], it["kind"], it["figures"]["deeds"]]))
            .collect();
        assert_eq!(told, [json!(["Hoà Quý", 1980, "worker", "3"]), json!(["Đỗ Ý Nhi", null, "head", "7"])]);
        let mut wrong = two;
        wrong[3] = "boss";
        let refused = send("file_name=cn.xlsx", &workbook(&[header, wrong]));
        assert_eq!(refused.status, 422);
        let finding = refused.json()["findings"]["items"][0].clone();
        assert_eq!((&finding["column"], &finding["row"]), (&json!("D"), &json!(2)), "{finding}");
        assert_eq!(send("file_name=cn.xlsx", b"PK\x03\x04 no workbook").status, 422);
        assert_eq!(officer.get(&at).good()["total"], 2);
    }
}

/// Another award of persons; units may nominate one each for it, B two; for the medal two each.
const FLAG: &str = r#"
[[individuals.award]]
code = "flag"
name = { vi = "Cờ", en = "Flag" }
restated = "Tặng cờ"
requires = { gates = true }
quota = [{ per = "overall", at_most = 9 }, { per = "source", at_most = 1, except = { B = 2 } }]
on_tie = "ask"
"#;

#[test]
fn a_unit_nominates_as_many_as_the_plan_lets_it_for_each_award() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = with_persons_as(&officer, |text| {
            text.replace("{ per = \"source\", at_most = 3 }", "{ per = \"source\", at_most = 2 }") + FLAG
        });
        let at = format!("{plan}/nominations");
        let nominate = |unit: &str, award: &str, name: &str| -> Answer {
            let mut body = person(unit, name, "worker", 5);
            body["award"] = json!(award);
            officer.post(&at, &body)
        };
        for (unit, award, most) in [("A", "flag", 1), ("A", "medal", 2), ("B", "flag", 2), ("B", "medal", 2)]
        {
            for more in 0..most {
                nominate(unit, award, &format!("Người {unit} {award} {more}")).good();
            }
            let beyond = nominate(unit, award, "Thêm");
            assert_eq!(beyond.problem(), (409, "nomination_limit".into()), "{unit} {award}");
            let told = beyond.json()["text_vi"].as_str().unwrap().to_owned();
            assert!(told.contains(&format!("chỉ được đề cử {most}")), "{told}");
        }
        assert_eq!(officer.get(&at).good()["total"], 7, "what is beyond isn't there");
        // One award's room is no other's; a change of award counts as well.
        let mut moved = person("A", "Người A medal 0", "worker", 5);
        moved["award"] = json!("flag");
        assert_eq!(officer.put(&format!("{at}/2"), &moved).problem(), (409, "nomination_limit".into()));
        officer.post(&format!("{at}/1/withdraw"), &json!({})).good();
        officer.put(&format!("{at}/2"), &moved).good();
        nominate("A", "medal", "Người A medal 2").good();
        // The ranking keeps to the same numbers.
        let csv = "unit,name,kind,award,summary,deeds\nB,Thêm,worker,flag,tốt,3\n";
        let file = officer.send("POST", &format!("{at}/file?nominator=B"), Some("text/csv"), csv.as_bytes());
        assert_eq!(file.status, 422);
        assert_eq!(file.json()["findings"]["items"][0]["code"], "nomination.limit");
    }
}

#[test]
fn persons_of_units_that_arent_recommended_for_the_award_that_the_plan_names_are_kept_out() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = with_persons_as(&officer, |text| {
            text.replace("unit = { gates = true }", "unit = { award = \"merit\" }")
        });
        let at = format!("{plan}/nominations");
        // Four of five units are recommended: all but E, which reaches the gates all the same.
        for unit in ["A", "E"] {
            officer.post(&at, &person(unit, &format!("Người {unit}"), "worker", 5)).good();
        }
        accepted(&officer, &plan, &[1, 2]);
        ranked_with_persons(&officer, &plan);
        let ranking = officer.get(&format!("{at}/ranking")).good();
        let told: Vec<Value> = ranking["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| json!([it["number"], it["excluded"], it["awards"][0]["reason"]]))
            .collect();
        assert_eq!(told, [json!([1, false, "recommended"]), json!([2, true, "excluded"])], "{ranking}");
        let why = officer.get(&format!("{at}/2/standing")).good();
        for (text, said) in [("text_vi", "được đề nghị Khen"), ("text_en", "recommended for")] {
            assert!(why[text].as_str().unwrap().contains(said), "{why}");
        }
        officer.post(&format!("{at}/rankings"), &json!({})).good();
        let opened = officer.post(&format!("{plan}/cases"), &json!({ "awards": ["medal"] })).good();
        assert_eq!(opened["opened"], json!([1]));
        assert_eq!(officer.get(&format!("{plan}/cases/1")).good()["case"]["unit"], "A");
    }
}

/// What is told about a person's place follows what changes, though it is kept meanwhile.
#[test]
fn a_persons_standing_is_as_it_is_now_after_every_change() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = with_persons(&officer);
        let at = format!("{plan}/nominations");
        for (unit, deeds) in [("A", 5), ("B", 4)] {
            officer.post(&at, &person(unit, &format!("Người {unit}"), "worker", deeds)).good();
        }
        accepted(&officer, &plan, &[1, 2]);
        ranked_with_persons(&officer, &plan);
        let standing = |caller: &Caller| caller.get(&format!("{at}/1/standing")).good()["text_vi"].clone();
        let own = house.user(Role::Reporter, Some("A"));
        let first = standing(&own);
        assert_eq!(standing(&own), first, "asked again, told again");
        let figures = json!({ "figures": { "deeds": "3" } });
        officer.put(&format!("{at}/1/figures"), &figures).good();
        let second = standing(&own);
        assert_ne!(second, first, "its own figure was changed");
        let exclude = json!({ "unit": "A", "criterion": null, "kind": "exclude", "reason": "vi phạm" });
        officer.post(&format!("{plan}/holds"), &exclude).good();
        let third = standing(&own);
        assert!(third.as_str().unwrap().contains("Bị loại khỏi diện xét"), "its unit was excluded: {third}");
        let order = |caller: &Caller| {
            let items = caller.get(&format!("{at}/ranking")).good()["items"].as_array().unwrap().clone();
            items.iter().map(|it| it["number"].as_i64().unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(order(&officer), [2, 1]);
        let back = json!({ "numbers": [1], "accept": false, "note": "thiếu" });
        officer.post(&format!("{at}/decide"), &back).good();
        assert_eq!(order(&officer), [2]);
    }
}

#[test]
fn the_command_tells_who_is_due_and_erases_them() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = with_persons(&officer);
        for unit in ["A", "B"] {
            officer.post(&format!("{plan}/nominations"), &person(unit, NAME, "head", 5)).good();
        }
        let database = house.database.as_str();
        let command = |what: &str, named: &str| run(&["persons", what, "--database", database, named]);
        let unknown = command("due", "99/KH");
        assert!(!unknown.status.success());
        assert!(String::from_utf8_lossy(&unknown.stderr).contains("99/KH"));
        // The program's clock is the system's, which is past the plan's two years.
        let told = run_well(&["persons", "due", "--database", database, "01/KH-GD"]);
        assert!(
            told.contains("2 years") && told.contains("31/12/2023") && told.contains("2 persons"),
            "{told}"
        );
        assert!(!tables_with(&house, engine, TRACES[0]).is_empty(), "telling erases nobody");
        let told = run_well(&["persons", "erase-due", "--database", database, "01/KH-GD"]);
        assert!(told.contains("CN-1, CN-2"), "{told}");
        for trace in TRACES {
            assert_eq!(tables_with(&house, engine, trace), [""; 0], "{trace}");
        }
        let again = command("erase-due", "01/KH-GD");
        assert!(!again.status.success(), "nobody is left");
        let log = officer.get("/api/v1/audit?action=nomination.erase_due").good();
        assert_eq!(log["items"][0]["actor"], "command");
    }
}
