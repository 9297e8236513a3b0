//! The register of awards over HTTP: searched, paged, written as files, counted by year.

use calamine::{Reader, Xlsx};
use serde_json::json;
use thidua::app::actor::Role;

use super::decided::{decided, head, submitted, with_persons};
use super::house::{Caller, House, engines};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The last record of the audit log, as documents name it.
pub fn last_record(officer: &Caller) -> String {
    let (mut after, mut last) = (0, String::new());
    loop {
        let found = officer.get(&format!("/api/v1/audit?after={after}&limit=1000")).good();
        for record in found["items"].as_array().unwrap() {
            let hash = record["hash"].as_str().unwrap();
            last = format!("Nhật ký số {}, SHA-256 {hash}", record["seq"]);
        }
        match found["next"].as_i64() {
            Some(next) => after = next,
            None => return last,
        }
    }
}

/// Two plans: six awards of collectives, one of them revoked; and two of persons, one handed over.
fn register(house: &House) -> Caller {
    let officer = house.user(Role::Officer, None);
    let (plan, made) = decided(house, &officer, "01/KH", "", "100/QĐ");
    let revoke = json!({ "head": head("101/QĐ", "2021-05-20"), "reason": "later_verdict", "note": "-", "awards": [1] });
    officer.post(&format!("{plan}/decisions/{}/revocations", made["decision"]["id"]), &revoke).good();
    let plan = submitted(house, &officer, "02/KH", "");
    with_persons(house, &plan, ["=Người Thử Một", "Người Thử Hai"]);
    let body = json!({ "head": head("102/QĐ", "2021-05-16"), "cases": [5, 6], "reason": "đợt một" });
    let made = officer.post(&format!("{plan}/decisions"), &body).good();
    let over = json!({ "awards": [8], "day": "2021-05-20", "note": null });
    officer.post(&format!("{plan}/decisions/{}/hand-over", made["decision"]["id"]), &over).good();
    officer
}

#[test]
fn the_register_is_searched_without_diacritics_and_paged_with_its_total() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = register(&house);
        let total = |query: &str| officer.get(&format!("/api/v1/awards{query}")).good()["total"].clone();
        for (query, expected) in [
            ("", 8),
            ("?plan=1", 6),
            ("?year=2021", 8),
            ("?year=2020", 0),
            ("?form=commendation", 6),
            ("?form=provincial_certificate_of_merit", 2),
            ("?state=revoked", 1),
            ("?state=handed_over", 1),
            ("?state=waiting", 6),
            ("?subject=individual", 2),
            ("?subject=collective&state=waiting", 5),
            ("?search=DON%20VI%20a", 2),
            ("?search=%C4%90%C6%A1n%20v%E1%BB%8B", 8),
            ("?search=E", 2),
            ("?search=nguoi%20thu", 2),
            ("?search=%25", 0),
            ("?search=%20", 8),
        ] {
            assert_eq!(total(query), expected, "{query}");
        }
        let first = officer.get("/api/v1/awards?limit=5").good();
        assert_eq!((&first["total"], &first["next"]), (&json!(8), &json!(5)));
        let second = officer.get("/api/v1/awards?limit=5&after=5").good();
        assert_eq!((&second["next"], second["items"].as_array().unwrap().len()), (&json!(null), 3));
        let one = &second["items"][1];
        assert_eq!((&one["decision_number"], &one["plan_code"]), (&json!("102/QĐ"), &json!("02/KH")));
        assert_eq!(officer.get("/api/v1/awards?year=x").problem().1, "parameter_malformed");
        assert_eq!(officer.get("/api/v1/awards?colour=red").problem().1, "parameter_malformed");
        let long = format!("/api/v1/awards?search={}", "a".repeat(201));
        assert!(officer.get(&long).status >= 400);
    }
}

#[test]
fn the_register_is_written_as_csv_and_as_a_spreadsheet_without_formulas() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = register(&house);
        let csv = officer.clone().with("accept", "text/csv").get("/api/v1/awards");
        assert_eq!(csv.header("content-type"), Some("text/csv; charset=utf-8"));
        let text = csv.text();
        let mut lines = text.lines();
        assert!(
            lines.next().unwrap().starts_with("number,decision,issued_on,issuer,plan,subject,unit_code"),
            "{text}"
        );
        assert_eq!(lines.count(), 8);
        assert!(text.contains("1,100/QĐ,2021-05-15,UBND tỉnh,01/KH,collective,A,"), "{text}");
        assert!(text.contains("'=Người Thử Một"), "what a spreadsheet would run is disarmed: {text}");
        assert!(text.contains("revoked,,2021-05-20,later_verdict"), "{text}");
        let viewer = house.user(Role::Viewer, None).with("accept", "text/csv");
        assert!(!viewer.get("/api/v1/awards").text().contains("Người Thử"));

        let book = officer.clone().with("accept", XLSX).get("/api/v1/awards?subject=individual");
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(book.body)).unwrap();
        let sheet = book.worksheet_range_at(0).unwrap().unwrap();
        assert_eq!(sheet.get_size(), (3, 24));
        assert_eq!(sheet.get((1, 9)).unwrap().to_string(), "=Người Thử Một");
        assert_eq!(sheet.get((1, 17)).unwrap(), &calamine::Data::Float(450_000.0));
        for (address, text) in [
            ("/api/v1/awards", "Theo sổ khen thưởng"),
            ("/api/v1/awards/statistics?year=2021", "lập lúc"),
            ("/awards/file?file=xlsx", "Theo sổ khen thưởng"),
            ("/awards/statistics/file?year=2021&file=xlsx", "lập lúc"),
        ] {
            let head = last_record(&officer);
            let book = officer.clone().with("accept", XLSX).get(address);
            let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(book.body)).unwrap();
            let source = book.worksheet_range("Nguồn").unwrap();
            let lines: Vec<String> = source.rows().map(|row| row[0].to_string()).collect();
            assert!(lines[0].contains(text), "{address}: {lines:?}");
            assert_eq!(lines.last(), Some(&head), "{address}");
        }
        let audit = officer.get("/api/v1/audit?action=export").good();
        assert!(audit["items"].as_array().unwrap().len() >= 2);
    }
}

#[test]
fn the_database_of_civil_servants_gets_its_two_fields_beside_code_decision_and_date() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = register(&house).with("accept", "text/csv");
        let text = officer.get("/api/v1/awards?fields=civil_servants&subject=individual").text();
        assert_eq!(
            text,
            "code,decision,issued_on,title,form_name\n\
             02/KH CN-1,102/QĐ,2021-05-16,,Giấy khen\n\
             02/KH CN-2,102/QĐ,2021-05-16,,Giấy khen\n"
        );
        let all = officer.get("/api/v1/awards?fields=civil_servants").text();
        assert_eq!(all.lines().count(), 1 + 7, "without the one that was revoked");
    }
}

#[test]
fn a_years_statistics_count_what_stands_and_say_what_isnt_collected() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = register(&house);
        let found = officer.get("/api/v1/awards/statistics?year=2021").good();
        assert_eq!(found["revoked"], 1);
        let forms = found["forms"].as_array().unwrap();
        let of = |code: &str| forms.iter().find(|form| form["form"] == code).unwrap().clone();
        let certificate = of("provincial_certificate_of_merit");
        assert_eq!((&certificate["total"], &certificate["collectives"]), (&json!(1), &json!(1)));
        let commendation = of("commendation");
        assert_eq!((&commendation["collectives"], &commendation["individuals"]), (&json!(4), &json!(2)));
        let all = forms.last().unwrap();
        assert_eq!((&all["form"], &all["total"]), (&json!(null), &json!(7)));
        assert_eq!(found["kinds"].as_array().unwrap().len(), all["by_kind"].as_array().unwrap().len());
        assert_eq!(found["money"]["awards"], 7);
        let missing = found["missing"].as_array().unwrap();
        assert!(
            missing.iter().any(|one| one["code"] == "women" && one["text_vi"] != one["text_en"]),
            "{missing:?}"
        );
        assert_eq!(officer.get("/api/v1/awards/statistics?year=2020").good()["forms"][0]["total"], 0);
        assert_eq!(officer.get("/api/v1/awards/statistics?year=1").problem().1, "field_refused");
        assert_eq!(officer.get("/api/v1/awards/statistics").problem().1, "parameter_malformed");
        let csv =
            officer.clone().with("accept", "text/csv").get("/api/v1/awards/statistics?year=2021").text();
        assert!(csv.starts_with("year,form,form_name,counted,subject,kind,count\n"), "{csv}");
        assert!(csv.contains("2021,commendation,Giấy khen,individuals,,,2\n"), "{csv}");
        let book = officer.clone().with("accept", XLSX).get("/api/v1/awards/statistics?year=2021");
        assert_eq!(book.header("content-type"), Some(XLSX));
    }
}

#[test]
fn rules_are_listed_with_their_sources() {
    for engine in engines() {
        let house = House::on(engine);
        let viewer = house.user(Role::Viewer, None);
        let found = viewer.get("/api/v1/rules").good();
        let last = found["packs"].as_array().unwrap().last().unwrap().clone();
        assert_eq!(
            (&last["code"], &last["from"], &last["until"]),
            (&json!("decree_152_2025"), &json!("2025-07-01"), &json!(null))
        );
        let forms = last["forms"].as_array().unwrap();
        let certificate =
            forms.iter().find(|form| form["code"] == "provincial_certificate_of_merit").unwrap();
        assert_eq!(
            certificate["individual"],
            json!({ "value": "1.5", "source": "152/2025/NĐ-CP", "certain": true })
        );
        assert_eq!(certificate["collective"]["certain"], false);
        assert_eq!(house.anon().get("/api/v1/rules").status, 401);
    }
}
