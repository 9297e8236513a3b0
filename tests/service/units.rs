//! The register of units: official lists, hierarchy with dates, mergers.

use serde_json::{Value, json};
use thidua::app::actor::Role;

use super::house::{Answer, Caller, House, engines, fixture};

fn import(officer: &Caller, query: &str, list: &[u8]) -> Answer {
    officer.send("POST", &format!("/api/v1/units/imports?{query}"), Some("text/csv"), list)
}

/// An official list of ../shared/data; `None`, said aloud, where the folder isn't there.
fn official(name: &str) -> Option<Vec<u8>> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(name);
    let found = std::fs::read(&path).ok();
    if found.is_none() {
        assert!(std::env::var("THIDUA_REQUIRE_SHARED").is_err(), "{} isn't there", path.display());
        eprintln!("LEFT OUT: the official list {name}; it isn't there");
    }
    found
}

fn counts(answer: &Value) -> [i64; 4] {
    ["created", "changed", "ended", "unchanged"].map(|key| answer[key].as_i64().unwrap())
}

#[test]
fn the_official_lists_of_2021_and_2026_stand_side_by_side() {
    let (Some(before), Some(after)) = (official("units_2021.csv"), official("units_2026.csv")) else {
        return;
    };
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let began = std::time::Instant::now();
        let first = import(&officer, "on=2021-01-01&complete=true", &before).good();
        assert_eq!(counts(&first), [11_367, 0, 0, 0]);
        let again = import(&officer, "on=2021-01-01&complete=true", &before).good();
        assert_eq!(counts(&again), [0, 0, 0, 11_367], "the same list again changes nothing");
        let planned = import(&officer, "on=2025-07-01&complete=true&dry_run=true", &after).good();
        let done = import(&officer, "on=2025-07-01&complete=true", &after).good();
        assert_eq!(planned, done);
        let [created, changed, ended, unchanged] = counts(&done);
        assert_eq!(created + changed + unchanged, 3_355);
        assert_eq!(changed + unchanged + ended, 11_367);
        assert!(began.elapsed().as_secs() < 60, "{:?}", began.elapsed());
        let on =
            |day: &str, more: &str| officer.get(&format!("/api/v1/units?on={day}&limit=1000{more}")).good();
        assert_eq!(on("2021-05-23", "")["total"], 11_367);
        assert_eq!(on("2025-06-30", "&level=district")["total"], 705);
        assert_eq!(on("2026-01-01", "")["total"], 3_355);
        assert_eq!(on("2026-01-01", "&level=district")["total"], 0);
        assert_eq!(on("2020-12-31", "")["total"], 0);
        let found = on("2021-05-23", "&search=tua%20chua&level=district");
        assert_eq!(found["items"][0]["name"], "Huyện Tủa Chùa", "{found}");
        let mut seen = 0;
        let mut after = String::new();
        loop {
            let page = on("2021-05-23", &format!("&after={after}"));
            seen += page["items"].as_array().unwrap().len();
            let Some(next) = page["next"].as_str() else { break };
            next.clone_into(&mut after);
        }
        assert_eq!(seen, 11_367, "page by page every unit comes once");
    }
}

#[test]
fn a_contest_keeps_the_tree_of_its_day_whatever_is_merged_later() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        import(&officer, "on=2021-01-01", &fixture("units/gia-lai-2021.csv")).good();
        let made = officer.send(
            "POST",
            "/api/v1/plans",
            Some("application/toml"),
            &fixture("plans/turnout-2021.toml"),
        );
        let plan = format!("/api/v1/plans/{}", made.good()["id"]);
        let take = |on: &str| {
            let body = json!({ "on": on, "below": "64" });
            officer.post(&format!("{plan}/units/from-register"), &body)
        };
        take("2021-05-23").good();
        let units = officer.get(&format!("{plan}/units?limit=1000")).good();
        assert_eq!(units["total"], 18);
        officer.put(&format!("{plan}/state"), &json!({ "to": "launched" })).good();
        let merger = |from: &[&str], on: &str| {
            let into = json!({ "code": "622", "name": "Pleiku", "level": "district", "parent_code": "64" });
            officer.post("/api/v1/units/mergers", &json!({ "on": on, "from": from, "into": into }))
        };
        let merged = merger(&["623", "624"], "2025-07-01").good();
        assert_eq!(merged["successions"].as_array().unwrap().len(), 2);
        assert_eq!(officer.get(&format!("{plan}/units?limit=1000")).good(), units);
        assert_eq!(take("2025-07-01").problem(), (409, "plan_state".into()), "it is frozen");
        let day = |day: &str| officer.get(&format!("/api/v1/units?on={day}")).good()["total"].clone();
        assert_eq!((day("2025-06-30"), day("2025-07-01")), (json!(18), json!(16)));
        let history = officer.get("/api/v1/units/623").good();
        assert_eq!(history["validity"][0]["valid_until"], "2025-07-01");
        assert_eq!(history["successions"][0]["successor_code"], "622");
        assert_eq!(merger(&["623"], "2025-08-01").problem(), (404, "not_found".into()), "it has ended");
        assert_eq!(merger(&[], "2025-08-01").problem(), (422, "field_refused".into()));
        assert_eq!(merger(&["625"], "2021-01-01").problem(), (422, "field_refused".into()));
    }
}

#[test]
fn a_list_with_wrong_rows_is_refused_whole_and_every_one_is_told() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        import(&officer, "on=2021-01-01", b"code,name,level\n01,A,province\n").good();
        let table: [(&str, &str, &str); 5] = [
            (
                "2021-02-01",
                "code,name,level,parent_code\n02,B,district,99\n03,C,district,98\n",
                "2 (parent_code), 3",
            ),
            (
                "2021-02-01",
                "code,name,level,parent_code\n02,B,district,03\n03,C,district,02\n",
                "parent_code",
            ),
            ("2020-02-01", "code,name,level\n01,A,province\n", "2 (code: later)"),
            ("2021-01-01", "code,name,level\n01,Khác,province\n", "2 (code: same day)"),
            ("2021-02-01", "a,b\n1,2\n", "1 ("),
        ];
        for (on, list, told) in table {
            let refused = import(&officer, &format!("on={on}"), list.as_bytes());
            assert_eq!(refused.problem(), (422, "rows_refused".into()), "{list}");
            assert!(refused.json()["place"].as_str().unwrap().contains(told), "{}", refused.text());
        }
        let renamed = import(&officer, "on=2021-02-01", "code,name,level\n01,Á,province\n".as_bytes());
        assert_eq!(counts(&renamed.good()), [0, 1, 0, 0]);
        assert_eq!(officer.get("/api/v1/units?on=2021-06-01").good()["total"], 1);
        let reporter = house.user(Role::Reporter, Some("01"));
        assert_eq!(import(&reporter, "on=2021-03-01", b"code,name,level\n").status, 403);
    }
}

#[test]
fn bug_nothing_hangs_below_a_unit_that_ends() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        // Synthetic: two provinces with a commune each.
        let list = "code,name,level,parent_code\nA,A,province,\nB,B,province,\nA1,A một,commune,A\nB1,B một,commune,B\n";
        import(&officer, "on=2021-01-01", list.as_bytes()).good();
        let merger = |into: Value| {
            officer.post(
                "/api/v1/units/mergers",
                &json!({ "on": "2025-07-01", "from": ["A", "B"], "into": into }),
            )
        };
        let below_itself = json!({ "code": "C", "name": "C", "level": "province", "parent_code": "B" });
        assert_eq!(merger(below_itself).problem(), (404, "not_found".into()), "B ends with the merger");
        merger(json!({ "code": "C", "name": "C", "level": "province", "parent_code": null })).good();
        let parents = |day: &str| {
            let units = officer.get(&format!("/api/v1/units?on={day}")).good();
            let items = units["items"].as_array().unwrap().clone();
            items
                .iter()
                .map(|it| format!("{}<{}", it["code"], it["parent_code"]))
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(parents("2025-06-30"), r#""A"<null "A1"<"A" "B"<null "B1"<"B""#);
        assert_eq!(parents("2025-07-01"), r#""A1"<"C" "B1"<"C" "C"<null"#);

        let orphans = "code,name,level,parent_code\nD,D,province,\nD1,D một,commune,C\n";
        let refused = import(&officer, "on=2026-01-01&complete=true", orphans.as_bytes());
        assert_eq!(refused.problem(), (422, "rows_refused".into()), "C isn't in the whole list");
        import(&officer, "on=2026-01-01", orphans.as_bytes()).good();
    }
}
