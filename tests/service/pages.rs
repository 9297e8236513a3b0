//! Pages of a ranking that are kept as bytes: the same as if they were made anew, and gone with what they were made from.

use thidua::app::actor::Role;

use super::house::{House, collecting, engines, hand_in};

const PLAN: &str = "plans/turnout-2021.toml";
const UNITS: &str = "units/gia-lai-2021.csv";

#[test]
fn a_page_kept_is_that_of_the_reports_as_they_stand() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = collecting(&officer, PLAN, UNITS);
        let path = format!("{plan}/ranking?limit=5");
        let before = officer.get(&path);
        assert_eq!(officer.get(&path).text(), before.text());
        let tag = before.header("etag").unwrap().to_owned();
        let knowing = officer.clone().with("if-none-match", &tag);
        let again = knowing.get(&path);
        assert_eq!(
            (again.status, again.text().as_str(), again.header("etag")),
            (304, "", Some(tag.as_str()))
        );
        assert_eq!(officer.clone().with("if-none-match", "\"x\", \"y\"").get(&path).status, 200);

        hand_in(&officer, &plan, b"code,voters,took_part\n622,1000,1000\n");
        let after = knowing.get(&path);
        assert_eq!(after.status, 200, "it has changed");
        assert_ne!(after.text(), before.text());
        assert_eq!(after.json()["items"][0]["unit"], "622");

        let pages = [
            "?limit=3",
            "?limit=3&after=3",
            "?cluster=64&limit=3",
            "?cluster=none",
            "?basis=accepted&limit=3",
        ];
        let texts: Vec<String> =
            pages.iter().map(|query| officer.get(&format!("{plan}/ranking{query}")).text()).collect();
        for (query, text) in pages.iter().zip(&texts) {
            assert_eq!(&officer.get(&format!("{plan}/ranking{query}")).text(), text, "{query}");
        }
        assert_eq!(texts[0], texts[2], "the only cluster");
        assert_ne!(texts[0], texts[1]);
    }
}

#[test]
fn a_page_kept_packed_is_the_same_page() {
    let house = House::on(engines()[0]);
    let officer = house.user(Role::Officer, None);
    let plan = collecting(&officer, PLAN, UNITS);
    let path = format!("{plan}/ranking");
    let plain = officer.clone().with("accept-encoding", "identity").get(&path);
    assert_eq!(plain.header("content-encoding"), None);
    for _ in 0..2 {
        let packed = officer.clone().with("accept-encoding", "br;q=1.0, gzip;q=0.8").get(&path);
        assert_eq!(packed.header("content-encoding"), Some("gzip"));
        assert!(packed.body.len() * 3 < plain.body.len(), "{} of {}", packed.body.len(), plain.body.len());
        let mut text = String::new();
        let mut reader = flate2::read::GzDecoder::new(packed.body.as_slice());
        std::io::Read::read_to_string(&mut reader, &mut text).unwrap();
        assert_eq!(text, plain.text());
    }
    let refusing = officer.with("accept-encoding", "gzip;q=0").get(&path);
    assert_eq!((refusing.status, refusing.header("content-encoding")), (200, None));
}

#[test]
fn an_export_is_the_same_ranking_in_every_form() {
    use calamine::Reader;
    let house = House::on(engines()[0]);
    let officer = house.user(Role::Officer, None);
    let plan = collecting(&officer, PLAN, UNITS);
    hand_in(&officer, &plan, b"code,voters,took_part\n622,1000,1000\n623,1000,10\n");
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let get = |accept: &str| officer.clone().with("accept", accept).get(&format!("{plan}/ranking/export"));
    let (csv, sheet, json) = (get("text/csv"), get(kind), get("application/json"));
    assert_eq!(sheet.header("content-type"), Some(kind));
    assert_eq!(sheet.header("content-disposition"), Some("attachment; filename=\"ranking.xlsx\""));
    let mut book: calamine::Xlsx<_> =
        calamine::open_workbook_from_rs(std::io::Cursor::new(sheet.body)).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    let mut lines = csv::Reader::from_reader(csv.body.as_slice());
    let codes: Vec<String> = lines.records().map(|line| line.unwrap()[1].to_owned()).collect();
    let in_sheet: Vec<String> = range.rows().skip(1).map(|row| row[1].to_string()).collect();
    assert_eq!((in_sheet.len(), &in_sheet), (17, &codes));
    let units = json.json()["clusters"][0]["units"].clone();
    let in_json = units.as_array().unwrap().iter().map(|unit| unit["code"].as_str().unwrap().to_owned());
    assert_eq!(in_json.collect::<Vec<_>>(), codes);
    let audit = officer.get("/api/v1/audit?limit=1000").text();
    assert_eq!(audit.matches("\"export\"").count(), 3, "each is noted");
}
