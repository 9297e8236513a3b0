//! What is said of a person stays in its nomination: it stands nowhere else, is told whole to who may ask, and is erased.

use std::time::Instant;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use serde_json::{Value, json};
use thidua::app::actor::Role;
use thidua::db::backup::COPIED;

use super::house::{Caller, Engine, House, engines};
use super::nominations::{NAME, accepted, person, ranked_with_persons, with_persons};

/// Parts of what is said of persons in these tests, and of its folded name.
pub const TRACES: [&str; 2] = ["Thửnghiệmxyz", "thunghiemxyz"];

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    rows: i64,
}

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    name: String,
}

/// In which tables a text stands.
pub fn tables_with(house: &House, engine: Engine, trace: &str) -> Vec<String> {
    let count = |table: &str| match engine {
        Engine::Sqlite => {
            let file = house.database.strip_prefix("sqlite://").unwrap();
            let mut connection = SqliteConnection::establish(file).unwrap();
            connection.batch_execute("PRAGMA busy_timeout = 10000").unwrap();
            let columns = format!("SELECT name FROM pragma_table_info('{table}')");
            let columns: Vec<Column> = diesel::sql_query(columns).load(&mut connection).unwrap();
            let columns: Vec<String> = columns
                .iter()
                .map(|column| format!("instr(CAST(\"{}\" AS TEXT), '{trace}') > 0", column.name))
                .collect();
            let query = format!("SELECT count(*) AS rows FROM {table} WHERE {}", columns.join(" OR "));
            diesel::sql_query(query).get_result::<Count>(&mut connection).unwrap().rows
        }
        Engine::PostgreSql => {
            let mut connection = PgConnection::establish(&house.database).unwrap();
            let hex: String = trace.bytes().map(|byte| format!("{byte:02x}")).collect();
            let query = format!(
                "SELECT count(*) AS rows FROM {table} t WHERE t::text LIKE '%{trace}%' OR t::text LIKE '%{hex}%'"
            );
            diesel::sql_query(query).get_result::<Count>(&mut connection).unwrap().rows
        }
    };
    COPIED.iter().filter(|table| count(table) > 0).map(|table| (*table).to_owned()).collect()
}

fn file(caller: &Caller, plan: &str, query: &str, text: &str) -> super::house::Answer {
    caller.send("POST", &format!("{plan}/nominations/file?{query}"), Some("text/csv"), text.as_bytes())
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told step by step")]
fn names_stand_in_nominations_alone_and_are_gone_once_erased() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let administrator = house.user(Role::Administrator, None);
        let plan = with_persons(&officer);
        let at = format!("{plan}/nominations");
        let once = officer.clone().with("idempotency-key", "one");
        assert_eq!(once.post(&at, &person("A", NAME, "head", 5)).status, 201);
        assert_eq!(once.post(&at, &person("A", NAME, "head", 5)).json()["number"], 1, "answered again");
        let csv = format!(
            "unit,name,birth_year,kind,award,position,summary,deeds,remark\n\
             B,{NAME},,worker,medal,chức {NAME},tích {NAME},3,chú {NAME}\n"
        );
        let taken =
            file(&officer.clone().with("idempotency-key", "two"), &plan, "nominator=B&file_name=a.csv", &csv);
        assert_eq!(taken.good()["first"], 2);
        // A file with a mistake tells of it without the name.
        let wrong = file(&officer, &plan, "nominator=B", &csv.replace("medal", "none"));
        assert_eq!(wrong.status, 422);
        officer.put(&format!("{at}/1"), &person("A", NAME, "worker", 6)).good();
        officer.post(&format!("{at}/1/apart"), &json!({ "reason": format!("{NAME} khác") })).good();
        accepted(&officer, &plan, &[1, 2]);
        let back = json!({ "numbers": [2], "accept": false, "note": format!("{NAME} thiếu") });
        officer.post(&format!("{at}/decide"), &back).good();
        ranked_with_persons(&officer, &plan);
        assert_eq!(officer.post(&format!("{at}/rankings"), &json!({})).status, 201);
        let told = officer.get(&format!("{at}/1/export")).good();
        assert_eq!((&told["name"], &told["birth_year"]), (&json!(NAME), &json!(1980)));
        assert_eq!(told["rankings"][0]["rank"], 1);
        for trace in TRACES {
            let found = tables_with(&house, engine, trace);
            assert_eq!(found, ["nominations"], "{trace}");
        }
        let council = house.user(Role::CouncilMember, None);
        let viewer = house.user(Role::Viewer, None);
        for (caller, address) in [
            (&administrator, "/api/v1/audit?limit=1000".to_owned()),
            (&officer, plan.clone()),
            (&officer, format!("{plan}/ranking?basis=accepted")),
            (&officer, format!("{plan}/recommendations")),
            (&officer, format!("{plan}/snapshots/1")),
            (&officer, format!("{plan}/snapshots/1/inputs")),
            (&officer, format!("{at}/ranking")),
            (&officer, format!("{at}/rankings")),
            (&officer, format!("{at}/rankings/1")),
            (&officer, format!("{at}/rankings/1/inputs")),
            (&officer, format!("{at}/public")),
            (&officer, format!("{at}/1/standing")),
            (&officer, format!("{at}/due")),
            (&officer, format!("{plan}/snapshots/1/bundle")),
            (&council, format!("{at}/ranking")),
            (&viewer, plan.clone()),
        ] {
            let answer = caller.get(&address);
            assert_eq!(answer.status, 200, "{address}: {}", answer.text());
            assert!(TRACES.iter().all(|trace| !answer.text().contains(trace)), "{address}");
        }
        // Erased: the number and what was counted stay.
        let hash = officer.get(&format!("{at}/rankings")).good()["items"][0]["result_hash"].clone();
        for number in [1, 2] {
            officer.post(&format!("{at}/{number}/erase"), &json!({ "reason": "request" })).good();
            let again = officer.post(&format!("{at}/{number}/erase"), &json!({ "reason": "request" }));
            assert_eq!(again.problem(), (409, "nomination_erased".into()));
        }
        for trace in TRACES {
            assert_eq!(tables_with(&house, engine, trace), [""; 0], "{trace}");
        }
        let row = officer.get(&format!("{at}/1")).good();
        assert_eq!(row["name"], "cá nhân số 1 (đã xóa dữ liệu)");
        assert_eq!(row["figures"], json!({ "deeds": "6", "worthy": "true" }));
        assert_eq!(
            (&row["birth_year"], &row["position"], &row["summary"]),
            (&Value::Null, &json!(""), &json!(""))
        );
        let kept = officer.post(&format!("{at}/rankings"), &json!({})).json();
        assert_eq!(kept["result_hash"], hash, "the ranking is the same without the names");
        let log = administrator.get("/api/v1/audit?action=nomination.erase").good();
        assert_eq!(log["items"].as_array().unwrap().len(), 2);
        assert!(log["items"][0]["after"].as_str().unwrap().contains("\"reason\":\"request\""), "{log}");
    }
}

#[test]
fn after_the_plans_time_of_keeping_one_action_erases_everybody() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = with_persons(&officer);
        let at = format!("{plan}/nominations");
        for unit in ["A", "B"] {
            assert_eq!(officer.post(&at, &person(unit, NAME, "head", 5)).status, 201);
        }
        let due = officer.get(&format!("{at}/due")).good();
        assert_eq!(due, json!({ "from": "2023-12-31", "years": 2, "numbers": [] }));
        let early = officer.post(&format!("{at}/erase-due"), &json!({}));
        assert_eq!(early.problem(), (409, "not_yet_due".into()));
        house.wait(960 * 24 * 3600);
        let officer = house.user(Role::Administrator, None);
        assert_eq!(officer.get(&format!("{at}/due")).good()["numbers"], json!([1, 2]));
        assert_eq!(officer.post(&format!("{at}/erase-due"), &json!({})).good()["numbers"], json!([1, 2]));
        for trace in TRACES {
            assert_eq!(tables_with(&house, engine, trace), [""; 0], "{trace}");
        }
        assert_eq!(officer.post(&format!("{at}/erase-due"), &json!({})).status, 409);
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told step by step")]
fn a_file_is_taken_whole_or_not_at_all_and_says_what_is_wrong_in_it() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = with_persons(&officer);
        let at = format!("{plan}/nominations");
        let a = house.user(Role::Reporter, Some("A"));
        let template = a.get(&format!("{at}/template")).text();
        assert_eq!(
            template.trim_start_matches('\u{feff}').trim(),
            "unit,name,birth_year,kind,award,position,summary,deeds,remark"
        );
        let header = template.trim();
        let codes = |answer: &super::house::Answer| -> Vec<String> {
            let items = answer.json()["findings"]["items"].clone();
            let told = items.as_array().unwrap().iter().map(|item| {
                format!(
                    "{} {}{}",
                    item["code"].as_str().unwrap(),
                    item["column"].as_str().unwrap_or("-"),
                    item["row"]
                )
            });
            told.collect()
        };
        let wrong = format!(
            "{header}\nA,Một,1980,head,medal,,tốt,5,\nB,Hai,,head,medal,,tốt,5,\nZ,Ba,,head,medal,,tốt,5,\nA,,,head,medal,,tốt,5,\n\
             A,Năm,xx,head,medal,,tốt,5,\nA,Sáu,,boss,medal,,tốt,5,\nA,Bảy,,head,none,,tốt,5,\nA,Tám,,head,medal,,,5,\nA,Chín,,head,medal,,tốt,nhiều,\n"
        );
        let told = file(&a, &plan, "dry_run=true", &wrong);
        assert_eq!(
            codes(&told),
            [
                "nomination.refused A3",
                "unit.unknown A4",
                "nomination.refused B5",
                "nomination.refused C6",
                "nomination.refused D7",
                "nomination.refused E8",
                "nomination.refused G9",
                "nomination.refused H10"
            ],
            "{}",
            told.text()
        );
        assert_eq!(file(&a, &plan, "", &wrong).status, 422);
        assert_eq!(officer.get(&at).good()["total"], 0);
        for broken in ["", "x", "a,b\n1,2\n", "unit,name\nA,\"Một\n"] {
            let answer = file(&a, &plan, "", broken);
            assert_eq!(answer.status, 422, "{broken:?}: {}", answer.text());
        }
        let four = format!("{header}\n{}", "A,Người,,head,medal,,tốt,5,\n".repeat(4));
        let beyond = file(&a, &plan, "", &four);
        assert_eq!(beyond.status, 422);
        assert!(codes(&beyond).contains(&"nomination.limit E5".to_owned()), "{:?}", codes(&beyond));
        let twice = format!("{header}\nA,Người,,head,medal,,tốt,5,\nA,nguoi,,head,medal,,tốt,5,\n");
        let taken = file(&a, &plan, "", &twice);
        assert_eq!(
            (taken.status, codes(&taken)),
            (200, vec!["nomination.duplicate B2".to_owned(), "nomination.duplicate B3".to_owned()])
        );
        assert_eq!(taken.json()["last"], 2);
        assert_eq!(file(&a, &plan, "nominator=B", &twice).problem(), (403, "out_of_reach".into()));
        assert_eq!(
            file(&house.user(Role::Viewer, None), &plan, "", &twice).problem(),
            (403, "forbidden".into())
        );
        // What a spreadsheet would take for a formula is one nowhere.
        let formula = format!("{header}\nA,=cmd()|x,,head,medal,+1+1,@sum(1),5,\n");
        file(&a, &plan, "", &formula).good();
        let csv = a.clone().with("accept", "text/csv").get(&format!("{at}/export")).text();
        assert!(csv.contains(",'=cmd()|x,") && csv.contains(",'+1+1,") && csv.contains(",'@sum(1)"), "{csv}");
    }
}

#[test]
fn ten_thousand_persons_are_nominated_ranked_and_listed_in_time() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = with_persons_limited_to(&officer, 20_000);
        let at = format!("{plan}/nominations");
        let header = "unit,name,birth_year,kind,award,position,summary,deeds\n";
        let rows: String = (0..10_000)
            .map(|number| format!("A,Người số {number},,worker,medal,,thành tích {number},{}\n", number % 97))
            .collect();
        let began = Instant::now();
        let taken = file(&officer, &plan, "nominator=A", &format!("{header}{rows}"));
        assert_eq!(taken.good()["persons"], 10_000);
        let import = began.elapsed();
        let began = Instant::now();
        for from in (1..=10_000).step_by(1000) {
            let numbers: Vec<i64> = (from..from + 1000).collect();
            officer.post(&format!("{at}/decide"), &json!({ "numbers": numbers, "accept": true })).good();
        }
        let decide = began.elapsed();
        let began = Instant::now();
        let ranking = officer.get(&format!("{at}/ranking")).good();
        assert_eq!(ranking["total"], 10_000);
        let rank = began.elapsed();
        let began = Instant::now();
        assert_eq!(officer.get(&format!("{at}?limit=50")).good()["total"], 10_000);
        let list = began.elapsed();
        let page = officer.get(&format!("/plans/{}/nominations", plan.rsplit('/').next().unwrap()));
        assert!(page.status == 200 && page.body.len() < 300_000, "{}", page.body.len());
        let page = officer.get(&format!("/plans/{}/nominations/ranking", plan.rsplit('/').next().unwrap()));
        assert!(page.status == 200 && page.body.len() < 300_000, "{}", page.body.len());
        let began = Instant::now();
        for number in 1..=20 {
            officer.get(&format!("{at}/{number}")).good();
            officer.get(&format!("{at}/{number}/standing")).good();
        }
        let look = began.elapsed();
        house.wait(960 * 24 * 3600);
        let officer = house.user(Role::Administrator, None);
        let began = Instant::now();
        let erased = officer.post(&format!("{at}/erase-due"), &json!({})).good();
        assert_eq!(erased["numbers"].as_array().unwrap().len(), 10_000);
        let erase = began.elapsed();
        println!(
            "10,000 persons on {engine:?}: file {import:?}, accept {decide:?}, rank {rank:?}, list {list:?}, \
             look at 20 {look:?}, erase {erase:?}"
        );
        assert!(import.as_secs() < 60 && decide.as_secs() < 60 && rank.as_secs() < 60);
        assert!(list.as_secs() < 30 && look.as_secs() < 60 && erase.as_secs() < 60);
    }
}

/// A plan in which a unit may nominate so many.
fn with_persons_limited_to(officer: &Caller, most: u32) -> String {
    super::nominations::with_persons_as(officer, |text| {
        text.replace(
            "{ per = \"source\", at_most = 3 }",
            &format!("{{ per = \"source\", at_most = {most} }}"),
        )
    })
}
