//! Bugs that a second reader and somebody new to the service found.

use std::io::{Read, Write};

use serde_json::{Value, json};
use thidua::app::actor::{Actor, Role};

use super::house::{Caller, Engine, House, collecting, engines, fixture, hand_in, new_database};
use super::program::run;

const PLAN: &str = "plans/turnout-2021.toml";
const UNITS: &str = "units/gia-lai-2021.csv";
const POINTS: &str = "plans/dien-bien-508-2021-points.toml";

/// A plan of metrics `a`, `b` … that are counted.
fn plan_of(metrics: &[&str]) -> String {
    let metrics: String = metrics
        .iter()
        .map(|code| {
            format!("[[metric]]\ncode = \"{code}\"\nname = {{ vi = \"{code}\" }}\nkind = \"count\"\n")
        })
        .collect();
    format!(
        "[plan]\ncode = \"P\"\ntitle = {{ vi = \"P\" }}\nissuer = \"X\"\nissued = 2021-01-01\n\
         period = {{ from = 2021-01-01, to = 2021-12-31 }}\n[[level]]\ncode = \"commune\"\nname = {{ vi = \"Xã\" }}\n\
         [participants]\nlevels = [\"commune\"]\n[clusters]\nby = \"one\"\n{metrics}\
         [[criterion]]\ncode = \"c\"\nname = {{ vi = \"c\" }}\nsource = \"c\"\ncount = {{ of = \"a\", at_least = 1 }}\n\
         [[ranking]]\nby = \"measure\"\nof = \"c\"\nprefer = \"highest\"\n"
    )
}

fn put_text(caller: &Caller, path: &str, kind: &str, text: &str) -> super::house::Answer {
    caller.send("PUT", path, Some(kind), text.as_bytes())
}

#[test]
fn bug_reports_kept_for_a_draft_were_used_after_its_plan_got_more_metrics() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let made =
            officer.send("POST", "/api/v1/plans", Some("application/toml"), plan_of(&["a"]).as_bytes());
        let plan = format!("/api/v1/plans/{}", made.good()["id"]);
        let units = "code,name,level\n1,Xã Một,commune\n2,Xã Hai,commune\n";
        put_text(&officer, &format!("{plan}/units"), "text/csv", units).good();
        officer.get(&format!("{plan}/reports")).good();
        officer.get(&format!("{plan}/ranking")).good();
        put_text(&officer, &format!("{plan}/source"), "application/toml", &plan_of(&["a", "b"])).good();
        put_text(&officer, &format!("{plan}/units"), "text/csv", units).good();
        for state in ["launched", "collecting"] {
            officer.put(&format!("{plan}/state"), &json!({ "to": state })).good();
        }
        hand_in(&officer, &plan, b"code,a,b\n1,1,2\n2,3,4\n");
        hand_in(&officer, &plan, b"code,a\n1,9\n");
        let version = officer.get(&format!("{plan}/reports/1/versions/2")).good();
        let figures: Vec<&str> =
            version["figures"].as_array().unwrap().iter().filter_map(|it| it["value"].as_str()).collect();
        assert_eq!(figures, ["9", "2"], "{engine:?}");
    }
}

#[test]
fn bug_methods_that_clients_make_up_were_measured_each_for_itself() {
    let house = House::on(Engine::Sqlite);
    let administrator = house.user(Role::Administrator, None);
    for number in 0..5 {
        let mut stream = std::net::TcpStream::connect(house.address).unwrap();
        write!(stream, "MADEUP{number} /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
    }
    let told = administrator.get("/metrics").text();
    assert!(!told.contains("MADEUP") && told.contains("method=\"other\""));
}

#[test]
fn bug_a_report_in_json_with_a_key_was_never_taken() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = collecting(&officer, PLAN, UNITS);
        let body = br#"{"units": [{"code": "622", "figures": {"voters": "1000", "took_part": "990"}}]}"#;
        let keyed = officer.clone().with("idempotency-key", "report-1");
        let sent = keyed.send("POST", &format!("{plan}/uploads"), Some("application/json"), body);
        assert_eq!(sent.status, 201, "{}", sent.text());
    }
}

#[test]
fn bug_a_file_given_up_meanwhile_was_written_into_the_next_one() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        collecting(&officer, PLAN, UNITS);
        let actor = Actor::command();
        let mut slow = house.service.begin_upload(&actor, 1, "slow.csv").unwrap();
        let begun = slow.begun();
        house.wait(3700);
        let mut next = house.service.begin_upload(&actor, 1, "next.csv").unwrap();
        assert_eq!(house.service.receive_part(&mut slow, b"slow").unwrap_err().code.code, "body_broken_off");
        assert!(house.service.discard_upload(&begun).is_err());
        let ended = house.service.end_upload(&actor, slow, 4, "0".repeat(64));
        assert_eq!(ended.unwrap_err().code.code, "body_broken_off", "{engine:?}");
        house.service.receive_part(&mut next, b"code\n").unwrap();
        let row = house.service.end_upload(&actor, next, 5, "1".repeat(64)).unwrap();
        assert_eq!((row.file_name.as_str(), row.size), ("next.csv", 5));
    }
}

#[test]
fn bug_who_reaches_one_unit_read_files_of_others_and_ran_the_whole_contest() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = collecting(&officer, POINTS, "units/dien-bien-2021.csv");
        let bounded = house.user(Role::Officer, Some("099"));
        let file = b"code,voters.na\n096,x\n";
        let upload = officer.send("POST", &format!("{plan}/uploads"), Some("text/csv"), file).good();
        let path = format!("{plan}/uploads/{}", upload["id"]);
        for of in ["preview", "rejected"] {
            assert_eq!(bounded.get(&format!("{path}/{of}")).status, 404, "{of}");
        }
        let refused = (403, "out_of_reach".to_owned());
        let closed = json!({ "to": "closed" });
        assert_eq!(bounded.put(&format!("{plan}/state"), &closed).problem(), refused);
        let due = json!({ "reports_due": "2021-06-01T00:00:00Z" });
        assert_eq!(bounded.put(&format!("{plan}/reports-due"), &due).problem(), refused);
        let reason = json!({ "reason": "x" });
        assert_eq!(bounded.post(&format!("{plan}/rescores"), &reason).problem(), refused);
        for list in ["/api/v1/audit".to_owned(), format!("{plan}/appraisals")] {
            assert_eq!(bounded.get(&list).problem(), refused, "{list}");
        }
        let merger =
            json!({ "on": "2025-07-01", "from": ["1"], "into": { "code": "1", "name": "x", "level": "x" } });
        assert_eq!(bounded.post("/api/v1/units/mergers", &merger).problem(), refused);
        assert_eq!(officer.get("/api/v1/audit").status, 200, "{engine:?}");
    }
}

#[test]
fn bug_an_administrator_of_one_unit_turned_a_webhook_of_all_to_itself() {
    for engine in engines() {
        let house = House::on(engine);
        let administrator = house.user(Role::Administrator, None);
        let bounded = house.user(Role::Administrator, Some("625"));
        let mine = json!({ "url": "http://127.0.0.1:9/mine", "kinds": [] });
        let made = administrator.post("/api/v1/webhooks", &mine).good();
        let path =
            format!("/api/v1/webhooks/{}", made["webhook"]["id"].as_i64().or(made["id"].as_i64()).unwrap());
        let stolen = json!({ "url": "http://127.0.0.1:9/stolen", "kinds": [], "enabled": true });
        let refused = (403, "out_of_reach".to_owned());
        assert_eq!(bounded.get(&path).problem(), refused, "{engine:?}");
        assert_eq!(bounded.put(&path, &stolen).problem(), refused);
        assert_eq!(bounded.post(&format!("{path}/redeliveries"), &json!({ "after": 0 })).problem(), refused);
        assert_eq!(bounded.delete(&path).problem(), refused);
        administrator.delete(&path);
    }
}

#[test]
fn bug_a_unit_was_told_how_far_its_neighbours_are_before_the_ranking_is_published() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = collecting(&officer, PLAN, UNITS);
        hand_in(&officer, &plan, &fixture("reports/gia-lai-2021.csv"));
        let reporter = house.user(Role::Reporter, Some("625"));
        let path = format!("{plan}/ranking/units/625");
        let (seen, whole) = (reporter.get(&path).good(), officer.get(&path).good());
        let text = |body: &Value| body["text_en"].as_str().unwrap().to_owned();
        assert!(text(&whole).contains("HOW FIRM"), "{}", text(&whole));
        assert!(!text(&seen).contains("HOW FIRM"), "{engine:?}");
        assert!(text(&whole).starts_with(text(&seen).trim_end()), "all else is the same");
    }
}

#[test]
fn bug_reasons_of_any_length_went_into_every_version() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = collecting(&officer, PLAN, UNITS);
        let file = b"code,voters,took_part\n622,1000,990\n";
        let upload = officer.send("POST", &format!("{plan}/uploads"), Some("text/csv"), file).good();
        let path = format!("{plan}/uploads/{}", upload["id"]);
        let digest = officer.get(&format!("{path}/preview")).good()["digest"].clone();
        let commit = |more: Value| {
            let mut body = json!({ "digest": digest });
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            officer.post(&format!("{path}/commit"), &body)
        };
        let long = "đ".repeat(2001);
        let refused = (422, "field_refused".to_owned());
        assert_eq!(commit(json!({ "reason": long })).problem(), refused);
        let paper = |at: &str, by: &str| json!({ "received_at": at, "vouched_by": by });
        assert_eq!(commit(paper("2021-05-24T00:00:00Z", &long)).problem(), refused);
        assert_eq!(
            commit(paper("-5000-01-01T00:00:00Z", "A")).status,
            422,
            "{engine:?}: a year of no contest"
        );
        commit(json!({ "reason": "đ".repeat(2000) })).good();
        let questions = json!({ "version": 1, "questions": long });
        assert_eq!(officer.post(&format!("{plan}/reports/622/return"), &questions).problem(), refused);
    }
}

#[test]
fn bug_nul_named_as_toml_names_bytes_came_through() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = plan_of(&["a"]).replace("issuer = \"X\"", "issuer = \"X\\x00\"");
        let sent = officer.send("POST", "/api/v1/plans", Some("application/toml"), plan.as_bytes());
        assert_eq!(sent.problem(), (400, "body_not_text".to_owned()), "{engine:?}");
    }
}

#[test]
fn bug_a_unit_gave_itself_the_points_of_other_scorers() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = collecting(&officer, POINTS, "units/dien-bien-2021.csv");
        let reporter = house.user(Role::Reporter, Some("096"));
        let file = b"code,propaganda_points.own_unit,propaganda_points.cluster_peers\n096,9,10\n";
        let upload = reporter.send("POST", &format!("{plan}/uploads"), Some("text/csv"), file).good();
        let preview = reporter.get(&format!("{plan}/uploads/{}/preview", upload["id"])).good();
        assert_eq!((&preview["rejected"], &preview["created"]), (&json!(1), &json!(1)), "{preview}");
        let found = preview["findings"]["items"].as_array().or(preview["findings"].as_array()).unwrap();
        let one = found.iter().find(|it| it["code"] == "figure.appraised").expect("it is found");
        assert_eq!((&one["row"], &one["column"]), (&json!(2), &json!("C")), "{engine:?}: {one}");
        let mine = officer.send("POST", &format!("{plan}/uploads"), Some("text/csv"), file).good();
        let preview = officer.get(&format!("{plan}/uploads/{}/preview", mine["id"])).good();
        assert_eq!(preview["rejected"], 0, "who appraises hands in what others gave");
    }
}

#[test]
fn bug_a_mistyped_database_was_made_and_found_whole() {
    let (database, _kept) = new_database(Engine::Sqlite);
    let file = database.strip_prefix("sqlite://").unwrap();
    let backup = format!("{file}.backup");
    let commands: [&[&str]; 4] = [
        &["backup", &backup, "--database", &database],
        &["audit", "verify", "--database", &database],
        &["user", "disable", "x", "--database", &database],
        &["token", "revoke", "1", "--database", &database],
    ];
    for command in commands {
        let done = run(command);
        assert_eq!(done.status.code(), Some(2), "{command:?}");
        assert!(!std::path::Path::new(file).exists(), "{command:?} makes nothing");
    }
}

#[test]
fn bug_what_is_in_the_way_of_finalising_was_told_step_by_step() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = collecting(&officer, PLAN, UNITS);
        hand_in(&officer, &plan, b"code,voters,took_part\n622,1000,990\n");
        let told = officer.get(&format!("{plan}/blockers?to=finalised")).good();
        let items = told["items"].as_array().unwrap();
        let codes: Vec<&str> = items.iter().filter_map(|it| it["code"].as_str()).collect();
        assert!(codes.contains(&"reports_to_decide") && !codes.contains(&"ranking_stale"), "{codes:?}");
    }
}

#[test]
fn bug_odd_requests_were_taken_or_refused_without_a_word() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let administrator = house.user(Role::Administrator, None);
        let plan = collecting(&officer, PLAN, UNITS);
        // What doesn't take part is given nothing.
        let hold = json!({ "unit": "64", "kind": "hold", "reason": "x" });
        assert_eq!(officer.post(&format!("{plan}/holds"), &hold).problem(), (422, "field_refused".into()));
        // A parameter with named values names them.
        let wrong = officer.get(&format!("{plan}/reports?state=zzz")).json();
        assert_eq!(wrong["place"], "state");
        assert!(
            wrong["text_en"].as_str().unwrap().contains("missing, submitted, accepted, returned"),
            "{wrong}"
        );
        // A user of a unit that nobody knows would see nothing; logins differ by more than capitals.
        let user = |login: &str, unit: &str| json!({ "login": login, "name": "x", "role": "reporter", "unit_code": unit });
        let add = |login: &str, unit: &str| administrator.post("/api/v1/users", &user(login, unit));
        assert_eq!(add("r1", "999999").problem(), (404, "not_found".into()), "{engine:?}");
        add("r622", "622").good();
        assert_eq!(add("R622", "622").problem(), (409, "already_there".into()));
    }
}
