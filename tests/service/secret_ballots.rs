//! Secret votes: nothing that is kept or told ties a member to a choice.

use diesel::prelude::*;
use serde_json::{Value, json};

use super::council_room::{Room, SECRET};
use super::house::{Engine, House, engines};

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = diesel::sql_types::Text)]
    line: String,
}

fn lines(room: &Room, engine: Engine, sqlite: &str, postgresql: &str) -> Vec<String> {
    let rows: Vec<Line> = match engine {
        Engine::Sqlite => {
            let file = room.house.database.strip_prefix("sqlite://").unwrap();
            let mut connection = SqliteConnection::establish(file).unwrap();
            diesel::sql_query(sqlite).load(&mut connection).unwrap()
        }
        Engine::PostgreSql => {
            let mut connection = PgConnection::establish(&room.house.database).unwrap();
            diesel::sql_query(postgresql).load(&mut connection).unwrap()
        }
    };
    rows.into_iter().map(|row| row.line).collect()
}

/// Every row of a table as text, in the order in which the engine gives them unasked.
fn rows(room: &Room, engine: Engine, table: &str) -> Vec<String> {
    let columns = lines(
        room,
        engine,
        &format!("SELECT name AS line FROM pragma_table_info('{table}')"),
        &format!(
            "SELECT column_name::text AS line FROM information_schema.columns WHERE table_name = '{table}'"
        ),
    );
    assert!(!columns.is_empty(), "{table}");
    let quoted: Vec<String> = columns.iter().map(|column| format!("quote({column})")).collect();
    let sqlite = format!("SELECT {} AS line FROM {table}", quoted.join(" || '|' || "));
    lines(room, engine, &sqlite, &format!("SELECT t::text AS line FROM {table} t ORDER BY ctid"))
}

/// A council that votes in secret on one item, each as told; the receipts.
fn voted(engine: Engine, choices: [&str; 4]) -> (Room, Vec<Value>) {
    let room = Room::open(House::on(engine), SECRET);
    room.open_votes(&[2]).good();
    let mut receipts = Vec::new();
    for (at, choice) in choices.into_iter().enumerate() {
        // A client that names its request by a key leaves no trace of its choice either.
        let caller = room.members[at].clone().with("idempotency-key", &format!("khoa-{at}"));
        receipts.push(room.vote(&caller, 2, choice).good()["receipt"].clone());
    }
    room.write(4, 2, "blank").good();
    (room, receipts)
}

#[test]
fn two_councils_that_differ_in_who_chose_what_keep_the_same_but_for_the_ballots() {
    for engine in engines() {
        let (one, receipts) = voted(engine, ["for", "against", "for", "against"]);
        let (other, _) = voted(engine, ["against", "for", "against", "for"]);
        let tables = [
            "votes",
            "item_members",
            "session_items",
            "audit",
            "once_keys",
            "case_steps",
            "cases",
            "attendance",
            "recusals",
            "council_sessions",
            "council_members",
            "snapshots",
            "plans",
        ];
        for closed in [false, true] {
            for table in tables {
                assert_eq!(rows(&one, engine, table), rows(&other, engine, table), "{table}");
            }
            for room in [&one, &other] {
                if !closed {
                    room.close_votes(&[2], None).good();
                }
            }
        }
        // A ballot is an item, a code and a choice, kept in the order of codes.
        let columns = lines(
            &one,
            engine,
            "SELECT name AS line FROM pragma_table_info('ballots') ORDER BY name",
            "SELECT column_name::text AS line FROM information_schema.columns WHERE table_name = 'ballots' \
             ORDER BY column_name",
        );
        assert_eq!(columns, ["choice", "code", "item_id"]);
        let unasked = lines(
            &one,
            engine,
            "SELECT code AS line FROM ballots",
            "SELECT code AS line FROM ballots ORDER BY ctid",
        );
        let mut sorted = unasked.clone();
        sorted.sort();
        assert_eq!((unasked.len(), &unasked), (5, &sorted));
        // All of them carry the mark of one transaction, the last one's.
        if engine == Engine::PostgreSql {
            let marks = "SELECT DISTINCT xmin::text AS line FROM ballots";
            assert_eq!(lines(&one, engine, "", marks).len(), 1);
        }
        let mut codes: Vec<&str> = receipts.iter().map(|code| code.as_str().unwrap()).collect();
        codes.sort_unstable();
        assert!(codes.iter().all(|code| sorted.iter().any(|it| it == code)));
        let audit = one.officer.get("/api/v1/audit?limit=1000").text();
        assert!(codes.iter().all(|code| !audit.contains(code)), "no record knows a ballot");
        let told = rows(&one, engine, "votes").join("\n");
        assert!(!told.contains("for") && !told.contains("against") && !told.contains("2021"), "{told}");
    }
}

#[test]
fn nobody_is_told_how_a_member_voted_and_each_finds_the_own_ballot() {
    for engine in engines() {
        let (room, receipts) = voted(engine, ["for", "against", "for", "blank"]);
        let before = room.item(&room.officer, 2);
        assert_eq!(before["ballots"], json!([]));
        room.close_votes(&[2], None).good();
        for caller in room.members.iter().chain([&room.officer]) {
            let item = room.item(caller, 2);
            for member in item["members"].as_array().unwrap() {
                assert_eq!(member["choice"], Value::Null);
            }
            let ballots = item["ballots"].as_array().unwrap();
            assert_eq!(ballots.len(), 5);
            for (receipt, choice) in receipts.iter().zip(["for", "against", "for", "blank"]) {
                let found = ballots.iter().find(|ballot| ballot["code"] == *receipt).unwrap();
                assert_eq!(found["choice"], choice);
                assert_eq!(found.as_object().unwrap().len(), 2, "a ballot has no name, time or order");
            }
        }
        let tally = &room.item(&room.officer, 2)["item"]["tally"];
        assert_eq!(
            (&tally["in_favour"], &tally["against"], &tally["blank"]),
            (&json!(2), &json!(1), &json!(2))
        );
    }
}
