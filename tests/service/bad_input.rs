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
        assert_refused(&log_in, 400, "body_malformed", "a login");
        let hold = br#"{"unit":"622","kind":"hold","reason":"a\u0000"}"#;
        let hold = administrator.send("POST", &format!("{plan}/holds"), Some("application/json"), hold);
        assert_refused(&hold, 400, "body_malformed", "a reason");
        let toml = String::from_utf8(fixture(PLAN)).unwrap().replacen("508/", "508\\u0000/", 1);
        let toml = administrator.send("POST", "/api/v1/plans", Some("application/toml"), toml.as_bytes());
        assert_refused(&toml, 400, "body_malformed", "a plan");
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
