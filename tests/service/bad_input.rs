//! What can't be taken is refused with a code, a place and words, the same on every engine.

use serde_json::json;
use thidua::app::actor::Role;

use super::house::{Answer, Engine, House, collecting, engines, fixture, new_database};
use super::program::{Server, add_user};

const PLAN: &str = "plans/turnout-2021.toml";
const UNITS: &str = "units/gia-lai-2021.csv";

fn assert_refused(answer: &Answer, status: u16, code: &str, what: &str) {
    assert_eq!(answer.problem(), (status, code.to_owned()), "{what}: {}", answer.text());
    let body = answer.json();
    for text in ["title", "text_vi", "text_en"] {
        assert!(body[text].as_str().is_some_and(|text| text.len() > 5), "{what}");
    }
    assert_ne!(body["text_vi"], body["text_en"], "{what}");
}

#[test]
fn bug_the_character_nul_is_refused_wherever_it_stands() {
    for engine in engines() {
        let house = House::on(engine);
        let administrator = house.user(Role::Administrator, None);
        let plan = collecting(&administrator, PLAN, UNITS);
        for path in [
            "/api/v1/users/a%00b/reset",
            "/api/v1/units/a%00b",
            "/api/v1/audit?actor=a%00b",
            "/api/v1/plans/1/reports/%00/versions",
            "/api/v1/plans/1/uploads?file_name=%00",
        ] {
            assert_refused(&administrator.get(path), 400, "parameter_malformed", path);
        }
        let body = br#"{"login":"a\u0000b","password":"x"}"#;
        let log_in = house.anon().send("POST", "/api/v1/sessions", Some("application/json"), body);
        assert_refused(&log_in, 400, "body_not_text", "a login");
        let hold = br#"{"unit":"622","kind":"hold","reason":"a\u0000"}"#;
        let hold = administrator.send("POST", &format!("{plan}/holds"), Some("application/json"), hold);
        assert_refused(&hold, 400, "body_not_text", "a reason");
        let toml = String::from_utf8(fixture(PLAN)).unwrap().replacen("508/", "508\\u0000/", 1);
        let toml = administrator.send("POST", "/api/v1/plans", Some("application/toml"), toml.as_bytes());
        assert_refused(&toml, 400, "body_not_text", "a plan");
    }
}

#[test]
fn bodies_addresses_and_methods_that_arent_taken_are_told_apart() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = collecting(&officer, PLAN, UNITS);
        let path = format!("{plan}/holds");
        let json = Some("application/json");
        let send = |kind: Option<&str>, body: &str| officer.send("POST", &path, kind, body.as_bytes());
        assert_refused(&send(Some("text/plain"), "{}"), 415, "content_type", "another type");
        let unknown = send(json, "{\"unit\":\"622\",\n\"kind\":\"hold\",\"reason\":\"x\",\"more\":1}");
        assert_refused(&unknown, 400, "body_malformed", "an unknown field");
        assert_eq!(unknown.json()["place"], "line 2, column 33", "{}", unknown.text());
        assert_refused(&send(json, "{\"unit\":622}"), 400, "body_malformed", "another type of value");
        assert_refused(&send(json, "{"), 400, "body_malformed", "half a body");
        assert_refused(&send(json, &" ".repeat(300_000)), 413, "too_large", "a large body");
        let nowhere = json!({ "unit": "none", "kind": "hold", "reason": "x" }).to_string();
        let nowhere = send(json, &nowhere);
        assert_refused(&nowhere, 404, "not_found", "an unknown unit");
        assert_eq!(nowhere.json()["place"], "none");
        let patch = officer.send("PATCH", &plan, json, b"{}");
        assert_refused(&patch, 405, "method_not_allowed", "another method");
        assert_eq!(patch.header("allow"), Some("GET"));
        assert_refused(&officer.get("/api/v1/nothing"), 404, "not_found", "no such address");
        for id in ["x", "99999999999999999999", "1.5", "%20"] {
            let answer = officer.get(&format!("/api/v1/plans/{id}"));
            assert_refused(&answer, 400, "parameter_malformed", id);
        }
        assert_refused(&officer.get("/api/v1/plans/-1"), 404, "not_found", "a number below zero");
        let query = officer.get(&format!("{plan}/units?limit=5&more=1"));
        assert_refused(&query, 400, "parameter_malformed", "an unknown parameter");
    }
}

#[test]
fn a_file_of_fifty_megabytes_is_received_without_standing_in_memory() {
    let (database, _kept) = new_database(Engine::Sqlite);
    let password = add_user(&database, "officer", "officer");
    let server = Server::start(&database);
    let officer = server.anon().log_in("officer", &password);
    let plan = collecting(&officer, PLAN, UNITS);
    let before = server.peak_memory();
    let large = b"622,1000,1\n".repeat(50 * 1024 * 1024 / 11);
    let path = format!("{plan}/uploads?file_name=large.csv");
    let sent = officer.send("POST", &path, Some("text/csv"), &large).good();
    assert_eq!(sent["size"], large.len());
    let grown = server.peak_memory() - before;
    assert!(grown < 16 << 20, "{} MB more", grown >> 20);
    let larger = b"622,1000,1\n".repeat(65 * 1024 * 1024 / 11);
    assert_refused(&officer.send("POST", &path, Some("text/csv"), &larger), 413, "too_large", "65 MB");
}

#[test]
fn a_packed_body_is_refused_and_a_body_broken_off_leaves_nothing() {
    let house = House::on(engines()[0]);
    let officer = house.user(Role::Officer, None);
    let plan = collecting(&officer, PLAN, UNITS);
    let path = format!("{plan}/uploads?file_name=r.csv");
    let packed = officer.clone().with("content-encoding", "gzip");
    let answer = packed.send("POST", &path, Some("text/csv"), b"\x1f\x8b\x08");
    assert_refused(&answer, 415, "body_packed", "gzip");
    assert_eq!(officer.clone().with("content-encoding", "identity").get(&plan).status, 200);

    // A client that goes in the middle of a part, and one whose parts aren't parts.
    for tail in ["400\r\ncode,voters", "zz\r\n"] {
        let mut stream = std::net::TcpStream::connect(house.address).unwrap();
        let cookies: String =
            officer.headers().iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: x\r\n{cookies}content-type: text/csv\r\ntransfer-encoding: chunked\r\n\r\n{tail}"
        );
        std::io::Write::write_all(&mut stream, head.as_bytes()).unwrap();
        drop(stream);
    }
    let sound =
        officer.send("POST", &path, Some("text/csv"), b"code,voters,took_part\n622,1000,990\n").good();
    let path = format!("{plan}/uploads/{}/preview", sound["id"]);
    assert_eq!(officer.get(&path).good()["created"], 2, "the next one is received as ever");
    let list = officer.get("/api/v1/audit?limit=1000").text();
    assert_eq!(list.matches("\"upload\"").count(), 1, "only what was received whole is noted");
}

#[test]
fn files_made_to_harm_are_told_apart_or_taken_as_text() {
    let house = House::on(engines()[0]);
    let officer = house.user(Role::Officer, None);
    let plan = collecting(&officer, PLAN, UNITS);
    let send = |name: &str, kind: &str, bytes: &[u8]| {
        officer.send("POST", &format!("{plan}/uploads?file_name={name}"), Some(kind), bytes)
    };
    let previewed =
        |answer: &Answer| officer.get(&format!("{plan}/uploads/{}/preview", answer.good()["id"])).good();
    let codes = |preview: &serde_json::Value| {
        let items = preview["findings"]["items"].as_array().unwrap();
        items.iter().map(|item| item["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };

    // A folder in a name is no folder: the last part of it is the name.
    let named = send("..%2F..%2Fetc%2Fpasswd.csv", "text/csv", b"code,voters\n622,1\n").good();
    assert_eq!(named["file_name"], "passwd.csv");

    // A sheet that unpacks to far more than it is.
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "code").unwrap();
    let mut bomb = book.save_to_buffer().unwrap();
    let entry = memchr::memmem::find(&bomb, b"PK\x01\x02").unwrap();
    bomb[entry + 24..entry + 28].copy_from_slice(&(1_u32 << 31).to_le_bytes());
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let found = previewed(&send("b.xlsx", kind, &bomb));
    assert_eq!((&found["rejected"], codes(&found).len()), (&json!(1), 1), "{found}");

    // A cell of a megabyte: its place is told, not its content.
    let large = format!("code,voters,took_part\n622,{},990\n", "9".repeat(1 << 20));
    let found = previewed(&send("large.csv", "text/csv", large.as_bytes()));
    assert_eq!(codes(&found), ["file.unreadable.cell_too_long"]);
    let item = &found["findings"]["items"][0];
    assert_eq!((&item["row"], &item["column"]), (&json!(2), &json!("B")));
    assert!(found.to_string().len() < 20_000, "the cell isn't told whole");

    // A formula is text, so it is no number; what is given out again is no formula any more.
    let found = previewed(&send("f.csv", "text/csv", b"code,voters,took_part\n623,=1+1,990\n622,1000,990\n"));
    assert_eq!((&found["rejected"], &found["created"]), (&json!(1), &json!(3)), "{found}");
    let upload = found["upload"]["id"].as_i64().unwrap();
    let rejected = officer.get(&format!("{plan}/uploads/{upload}/rejected")).text();
    assert!(rejected.contains("'=1+1"), "{rejected}");
}
