//! Sessions of councils as they stay: entered later, with many items, after members moved, and what is left of secret ballots.

use diesel::Connection;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use serde_json::{Value, json};
use thidua::app::actor::{Actor, Role};

use super::bundle::{bundle_of, member as table, unpack, verdict};
use super::council_room::{OPEN, Room, SECRET, member, with_cases};
use super::decided::sql;
use super::docx_file::Docx;
use super::house::{Caller, Engine, House, engines};
use super::ui::page;

const MEMBERS: &str = "/api/v1/councils/hoi_dong/members";

/// The same user, logged in now; sessions of users end with the day.
fn again(house: &House, login: &str) -> Caller {
    let (_, password) = house.service.reset_user(&Actor::command(), login).unwrap();
    house.anon().log_in(login, &password)
}

#[test]
fn bug_a_session_that_is_entered_later_was_held_after_the_list_had_been_public() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let process = format!(
            "\n[process]\ncouncil = \"hoi_dong\"\npublicity = {{ days = 5, count = \"working\", required = true \
             }}\n\n[[process.vote]]\nawards = [\"merit\"]\n{OPEN}"
        );
        let plan = with_cases(&officer, &process);
        officer.post(MEMBERS, &member(None, "chair", &json!([]))).good();
        let list = json!({ "cases": [1], "starts_on": "2021-05-24", "ends_on": null, "note": null });
        officer.post(&format!("{plan}/publicities"), &list).good();
        house.wait(12 * 86_400);
        let officer = again(&house, "officer");
        officer.post(&format!("{plan}/publicities/1/end"), &json!({})).good();
        // The list was public to the end of 31 May.
        for (number, day, code) in [
            (1, "2021-05-28", "vote_before_publicity"),
            (2, "2021-05-31", "vote_before_publicity"),
            (3, "2021-06-01", ""),
        ] {
            let planned = json!({ "held_on": day, "place": "Phòng họp", "note": null });
            officer.post(&format!("{plan}/sessions"), &planned).good();
            let session = format!("{plan}/sessions/{number}");
            officer.post(&format!("{session}/state"), &json!({ "state": "open" })).good();
            let present = json!({ "member": 1, "kind": "present" });
            officer.post(&format!("{session}/attendance"), &present).good();
            officer.post(&format!("{session}/items"), &json!({ "cases": [1] })).good();
            let opened = officer.post(&format!("{session}/votes/open"), &json!({ "items": [1] }));
            if code.is_empty() {
                opened.good();
            } else {
                assert_eq!(opened.problem(), (409, code.to_owned()), "{day}");
                assert!(opened.json()["text_vi"].as_str().unwrap().contains("31/05/2021"));
                officer.delete(&format!("{session}/items/1")).good();
            }
        }
    }
}

/// The minutes of the first session as text.
fn minutes(officer: &Caller, plan: &str) -> String {
    let kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    let answer = officer.clone().with("accept", kind).get(&format!("{plan}/documents/minutes?session=1"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    Docx::of(&answer.body).text()
}

/// What the API, the pages, the minutes and the bundle say of who was recused, and why.
fn told(officer: &Caller, room: &Room) -> Vec<String> {
    let session = officer.get(&room.session).good();
    let items = session["items"].as_array().unwrap().iter();
    let mut said: Vec<String> = items.map(|item| item["recused"].to_string()).collect();
    for item in 1..=4 {
        let whole = officer.get(&format!("{}/items/{item}", room.session)).good();
        let members = whole["members"].as_array().unwrap().iter();
        said.extend(members.map(|member| format!("{} {}", member["standing"], member["interest"])));
        let shown = page(officer, &format!("/plans/1/sessions/1/items/{item}"));
        said.push(
            shown[shown.find("<h2 id=\"item-members\"").or_else(|| shown.find("<table")).unwrap_or(0)..]
                .to_owned(),
        );
    }
    let minutes = minutes(officer, &room.plan);
    said.push(minutes.lines().skip_while(|line| !line.contains("BIÊN BẢN")).collect::<Vec<_>>().join("\n"));
    said
}

#[test]
fn bug_who_was_recused_stays_as_it_was_when_the_vote_was_opened() {
    for engine in engines() {
        let room = Room::open(House::on(engine), OPEN);
        room.open_votes(&[1]).good();
        for at in 0..3 {
            room.vote(&room.members[at], 1, "for").good();
        }
        room.close_votes(&[1], None).good();
        room.go("closed").good();
        let before = told(&room.officer, &room);
        assert_eq!(before[0], json!([{ "member": room.ids[3], "interest": "own_unit" }]).to_string());
        assert!(before.last().unwrap().contains("Thuộc đơn vị được xét"), "{}", before.last().unwrap());
        let stood = |officer: &Caller| table(&unpack(&bundle_of(officer, &room.plan, 1)), "item_members.csv");
        let bundled = stood(&room.officer);
        assert!(bundled.contains(",recused,own_unit"), "{bundled}");

        // Afterwards one leaves unit A, and another comes to it.
        room.house.wait(10 * 86_400);
        let officer = again(&room.house, "officer");
        let change = |at: usize, login: &str, units: Value| {
            officer
                .put(&format!("{MEMBERS}/{}", room.ids[at]), &member(Some(login), "member", &units))
                .good();
        };
        change(3, "tv.a", json!([{ "unit": "A", "from": "2020-01-01", "until": "2021-05-30" }]));
        change(1, "tv.1", json!([{ "unit": "A", "from": "2021-06-01", "until": null }]));
        assert_eq!(told(&officer, &room), before);
        assert_eq!(stood(&officer), bundled);
        assert_eq!(verdict(&unpack(&bundle_of(&officer, &room.plan, 1))).differences.len(), 0);
        // What is voted on from now on goes by the units of now.
        let planned = json!({ "held_on": "2021-06-03", "place": "Phòng họp số 2", "note": null });
        officer.post(&format!("{}/sessions", room.plan), &planned).good();
    }
}

#[test]
fn bug_the_members_of_a_day_on_which_was_voted_stay_those_members() {
    for engine in engines() {
        let room = Room::open(House::on(engine), OPEN);
        let latecomer = member(None, "member", &json!([]));
        let made = room.officer.post(MEMBERS, &latecomer).good();
        room.officer
            .put(&format!("{MEMBERS}/{}", made["id"]), &{
                let mut ended = latecomer.clone();
                ended["until"] = json!("2021-05-24");
                ended
            })
            .good();
        room.open_votes(&[1]).good();
        room.refuses("membership_voted", || room.officer.post(MEMBERS, &latecomer));
        let mut ended = member(Some("tv.1"), "member", &json!([]));
        ended["until"] = json!("2021-05-20");
        let path = format!("{MEMBERS}/{}", room.ids[1]);
        room.refuses("membership_voted", || room.officer.put(&path, &ended));
        let mut later = ended.clone();
        later["until"] = json!("2021-05-25");
        room.officer.put(&path, &later).good();
        let mut new = latecomer.clone();
        new["from"] = json!("2021-05-25");
        room.officer.post(MEMBERS, &new).good();
        // Another council is another matter.
        room.officer.post("/api/v1/councils/khac/members", &latecomer).good();
    }
}

#[test]
fn bug_a_member_is_shown_every_item_that_waits_for_its_vote_among_hundreds() {
    for engine in engines() {
        let room = Room::open(House::on(engine), OPEN);
        // More cases of unit E, such as a large contest has.
        let copies: String = (5..=330)
            .map(|number| {
                format!(
                    "INSERT INTO cases (id, plan_id, number, subject, unit, award, state, held, snapshot, reason, since, change,
                        made_by, made_at)
                     SELECT {number}, plan_id, {number}, subject, unit, award, 'appraised', held, snapshot, 'recommended', since, 1,
                        made_by, made_at FROM cases WHERE number = 4;"
                )
            })
            .collect();
        sql(&room.house, &copies);
        assert_eq!(room.add(&[]).good()["total"], 326);
        let member = &room.members[1];
        // What waits can be told of an interest, to the last item.
        let vote = "/plans/1/sessions/1/vote";
        let first = page(member, vote);
        assert!(first.contains("Có 330 nội dung chưa mở biểu quyết."), "{first}");
        assert!(first.contains("href=\"/plans/1/sessions/1/vote?waiting=100\""), "{first}");
        let last = page(member, &format!("{vote}?waiting=300"));
        assert!(
            last.contains("<option value=\"330\">") && !last.contains("<option value=\"300\">"),
            "{last}"
        );

        room.open_votes(&[]).good();
        let forms = |page: &str| page.matches("class=\"ballot\"").count();
        let first = page(member, vote);
        assert!(
            first.contains("Có 330 nội dung chờ bạn biểu quyết.") && first.len() < 300_000,
            "{}",
            first.len()
        );
        let mut shown = forms(&first);
        for after in [100, 200, 300] {
            let next = page(member, &format!("{vote}?after={after}"));
            assert!(next.contains(&format!("name=\"item\" value=\"{}\"", after + 1)));
            shown += forms(&next);
        }
        assert_eq!(shown, 330);
        // Whatever was voted on makes room, and only of that something is left out, which is said.
        for item in 1..=105 {
            room.vote(member, item, "for").good();
        }
        let rest = page(member, vote);
        assert!(
            rest.contains("Có 225 nội dung chờ bạn biểu quyết.") && forms(&rest) == 100,
            "{}",
            forms(&rest)
        );
        assert!(rest.contains("100 nội dung gần nhất trong 105 nội dung đã biểu quyết"), "{rest}");
        let fields = [("item", "330"), ("choice", "for"), ("after", "300")];
        let done = super::ui::send(member, vote, &fields);
        assert_eq!(done.header("location"), Some("/plans/1/sessions/1/vote?after=300&done=vote-cast"));
        // The officer's page goes on to the last item too.
        let session = page(&room.officer, "/plans/1/sessions/1");
        assert!(session.contains("href=\"/plans/1/sessions/1?after=300\""));
        assert!(page(&room.officer, "/plans/1/sessions/1?after=300").contains("/sessions/1/items/330\""));
    }
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = diesel::sql_types::Text)]
    found: String,
}

/// How often a text stands in a file.
fn count_in(file: &str, text: &str) -> usize {
    let Ok(bytes) = std::fs::read(file) else { return 0 };
    memchr::memmem::find_iter(&bytes, text.as_bytes()).count()
}

/// What the engine keeps of each ballot beside the one that stands: on SQLite how often its code stands in the files more often than
/// in a copy that has but the present state; on PostgreSQL whether places of rows were passed over.
fn leavings(room: &Room, engine: Engine, codes: &[String]) -> usize {
    match engine {
        Engine::Sqlite => {
            let file = room.house.database.strip_prefix("sqlite://").unwrap();
            let copy = format!("{file}.copy");
            let mut connection = SqliteConnection::establish(file).unwrap();
            connection.batch_execute(&format!("VACUUM INTO '{copy}'")).unwrap();
            let log = format!("{file}-wal");
            let more = |code: &String| {
                (count_in(file, code) + count_in(&log, code)).saturating_sub(count_in(&copy, code))
            };
            let sum = codes.iter().map(more).sum();
            std::fs::remove_file(&copy).unwrap();
            sum
        }
        Engine::PostgreSql => {
            let mut connection = PgConnection::establish(&room.house.database).unwrap();
            let query = "SELECT ctid::text AS found FROM ballots ORDER BY ctid";
            let rows: Vec<Found> = diesel::sql_query(query).load(&mut connection).unwrap();
            let places = rows.iter().zip(1..);
            places.filter(|(row, place)| row.found != format!("(0,{place})")).count()
        }
    }
}

/// Somebody who has changed something on the PostgreSQL server and isn't done, in a transaction that sees the state of now. What
/// it might still see the engine keeps, if it's let.
fn somebody_else(room: &Room, engine: Engine) -> Option<PgConnection> {
    if engine == Engine::Sqlite {
        return None;
    }
    let mut connection = PgConnection::establish(&room.house.database).unwrap();
    let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ; CREATE TABLE of_somebody_else (id BIGINT)";
    connection.batch_execute(begin).unwrap();
    Some(connection)
}

/// How many ballots there are for somebody else.
fn seen_by(somebody: &mut PgConnection) -> String {
    let query = "SELECT count(*)::text AS found FROM ballots";
    diesel::sql_query(query).load::<Found>(somebody).unwrap()[0].found.clone()
}

#[test]
fn bug_nothing_of_earlier_states_of_secret_ballots_is_left_when_the_vote_is_closed() {
    for engine in engines() {
        let room = Room::open(House::on(engine), SECRET);
        room.open_votes(&[2]).good();
        let mut codes: Vec<String> = Vec::new();
        for (at, choice) in ["for", "against", "for", "blank"].into_iter().enumerate() {
            let receipt = room.vote(&room.members[at], 2, choice).good()["receipt"].clone();
            codes.push(receipt.as_str().unwrap().to_owned());
        }
        codes.push(room.write(4, 2, "for").good()["receipt"].as_str().unwrap().to_owned());
        assert!(leavings(&room, engine, &codes) > 0, "while the vote is open, earlier states can be read");
        let mut somebody = somebody_else(&room, engine);
        room.close_votes(&[2], None).good();
        assert_eq!(leavings(&room, engine, &codes), 0, "{engine:?}");
        assert_eq!(room.item(&room.officer, 2)["ballots"].as_array().unwrap().len(), 5);
        if let Some(somebody) = &mut somebody {
            assert_eq!(seen_by(somebody), "5", "who began to read before sees them, not an empty table");
        }
        drop(somebody);
        // One that is broken off leaves nothing either.
        room.open_votes(&[3]).good();
        let mut codes: Vec<String> = Vec::new();
        for at in 0..3 {
            let receipt = room.vote(&room.members[at], 3, "for").good()["receipt"].clone();
            codes.push(receipt.as_str().unwrap().to_owned());
        }
        for at in 0..3 {
            room.attend(at, "left").good();
        }
        let why = json!({ "reason": "không đủ thành viên" });
        room.officer.post(&format!("{}/items/3/void", room.session), &why).good();
        assert_eq!(leavings(&room, engine, &codes), 0, "{engine:?}");
    }
}
