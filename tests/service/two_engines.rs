//! The same requests, in the same order, are answered byte for byte the same on both engines.

use serde_json::{Value, json};
use thidua::app::actor::Role;

use super::house::{Answer, Caller, Engine, House, POSTGRES, collecting, fixture};

const PLAN: &str = "plans/turnout-2021.toml";
const UNITS: &str = "units/gia-lai-2021.csv";

/// Headers that may differ: the moment by the machine's clock.
const MOMENTS: [&str; 1] = ["date"];

/// Sends requests and keeps every one with its answer.
struct Script {
    lines: Vec<String>,
}

impl Script {
    fn send(&mut self, caller: &Caller, method: &str, path: &str, kind: Option<&str>, body: &[u8]) -> Answer {
        let answer = caller.send(method, path, kind, body);
        let mut headers: Vec<String> = answer
            .headers
            .iter()
            .filter(|(name, _)| !MOMENTS.contains(&name.as_str()))
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        headers.sort();
        self.lines.push(format!(
            "{method} {path}\n{}\n{}\n{}",
            answer.status,
            headers.join("\n"),
            answer.text()
        ));
        answer
    }

    fn get(&mut self, caller: &Caller, path: &str) -> Answer {
        self.send(caller, "GET", path, None, &[])
    }

    fn json(&mut self, caller: &Caller, method: &str, path: &str, body: &Value) -> Answer {
        self.send(caller, method, path, Some("application/json"), body.to_string().as_bytes())
    }
}

/// Who calls in the script.
struct Callers {
    officer: Caller,
    reporter: Caller,
    all: Vec<Caller>,
}

fn callers(house: &House) -> Callers {
    let officer = house.user(Role::Officer, None);
    let reporter = house.user(Role::Reporter, Some("622"));
    let mut all = vec![house.anon(), officer.clone(), reporter.clone()];
    for role in [Role::Administrator, Role::Appraiser, Role::CouncilMember, Role::Viewer] {
        all.push(house.user(role, None));
    }
    Callers { officer, reporter, all }
}

/// A value for a parameter of the address.
fn parameter(name: &str) -> &'static str {
    match name {
        "plan" | "upload" | "version" => "1",
        "unit" | "code" => "622",
        "login" => "officer",
        "hold" => "1",
        _ => "1",
    }
}

/// The address with every parameter filled in.
fn filled(path: &str) -> String {
    let parts: Vec<&str> = path
        .split('/')
        .map(|part| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            Some(name) => parameter(name),
            None => part,
        })
        .collect();
    parts.join("/")
}

/// Every operation that reads and ends, as each caller, in both languages.
fn read_everything(script: &mut Script, callers: &Callers) {
    let document = serde_json::to_value(thidua::api::document()).unwrap();
    for (path, operations) in document["paths"].as_object().unwrap() {
        let Some(operation) = operations.get("get") else { continue };
        if operation.to_string().contains("text/event-stream") {
            continue;
        }
        for caller in &callers.all {
            for language in ["vi", "en"] {
                script.get(&caller.clone().with("accept-language", language), &filled(path));
            }
        }
    }
}

/// Lists page by page, with odd keys and limits.
fn page_through(script: &mut Script, callers: &Callers) {
    for list in ["/plans/1/units", "/plans/1/reports", "/plans/1/ranking", "/audit", "/plans"] {
        for query in
            ["", "?limit=5", "?limit=5&after=5", "?limit=1000", "?after=9223372036854775807", "?limit=x"]
        {
            script.get(&callers.officer, &format!("/api/v1{list}{query}"));
        }
    }
    for query in ["?basis=accepted", "?basis=other", "?as_of=2021-05-30T00:00:00Z", "?cluster=none&limit=3"] {
        script.get(&callers.officer, &format!("/api/v1/plans/1/ranking{query}"));
    }
}

fn reports(units: &[(&str, i64, i64)]) -> Vec<u8> {
    let mut file = "code,voters,took_part\n".to_owned();
    for (code, voters, took_part) in units {
        file.push_str(&format!("{code},{voters},{took_part}\n"));
    }
    file.into_bytes()
}

/// Hands in a file: preview, commit, and each once more.
fn hand_in(script: &mut Script, caller: &Caller, file: &[u8]) {
    let path = "/api/v1/plans/1/uploads";
    let uploaded =
        script.send(caller, "POST", &format!("{path}?file_name=b%C3%A1o.csv"), Some("text/csv"), file);
    let path = format!("{path}/{}", uploaded.good()["id"]);
    let preview = script.get(caller, &format!("{path}/preview"));
    script.get(caller, &format!("{path}/rejected"));
    script.json(caller, "POST", &format!("{path}/commit"), &json!({ "digest": "stale" }));
    if preview.status == 200 {
        let digest = json!({ "digest": preview.json()["digest"], "reason": "Đã kiểm lại" });
        script.json(caller, "POST", &format!("{path}/commit"), &digest);
        script.json(caller, "POST", &format!("{path}/commit"), &digest);
    }
    script.get(caller, &format!("{path}/preview"));
}

/// A contest from its plan to the end, with what people do wrong on the way.
fn play(house: &House) -> Vec<String> {
    let mut script = Script { lines: Vec::new() };
    let callers = callers(house);
    let officer = &callers.officer;
    read_everything(&mut script, &callers);
    script.send(officer, "POST", "/api/v1/plans", Some("application/toml"), b"[plan]\ncode = 1\n");
    let plan = collecting(officer, PLAN, UNITS);
    assert_eq!(plan, "/api/v1/plans/1");
    script.send(officer, "POST", "/api/v1/plans", Some("application/toml"), &fixture(PLAN));
    read_everything(&mut script, &callers);
    hand_in(&mut script, officer, &fixture("reports/gia-lai-2021.csv"));
    hand_in(&mut script, &callers.reporter, &reports(&[("622", 1000, 999)]));
    hand_in(&mut script, &callers.reporter, &reports(&[("623", 1000, 999)]));
    hand_in(&mut script, officer, &reports(&[("622", 1000, 1001), ("624", -1, 5), ("999", 1, 1)]));
    hand_in(&mut script, officer, b"code,voters\n622,\"1\n");
    let due = json!({ "reports_due": "2021-05-24T00:00:00Z" });
    script.json(officer, "PUT", &format!("{plan}/reports-due"), &due);
    hand_in(&mut script, officer, &reports(&[("623", 2000, 2000), ("625", 31_913, 31_900)]));
    read_everything(&mut script, &callers);
    page_through(&mut script, &callers);
    for (unit, version) in [("622", 1), ("622", 2), ("623", 2), ("623", 2), ("625", 9), ("none", 1)] {
        let path = format!("{plan}/reports/{unit}");
        script.json(officer, "POST", &format!("{path}/accept"), &json!({ "version": version }));
        let noted = json!({ "version": version, "note": "Đã đối chiếu" });
        script.json(officer, "POST", &format!("{path}/accept"), &noted);
        let questions = json!({ "version": version, "questions": "Vì sao?" });
        script.json(officer, "POST", &format!("{path}/return"), &questions);
        script.get(officer, &format!("{path}/versions"));
    }
    for (to, reason) in
        [("ranked", ""), ("closed", ""), ("collecting", ""), ("collecting", "Bổ sung báo cáo")]
    {
        let body = json!({ "to": to, "reason": reason });
        script.json(officer, "PUT", &format!("{plan}/state"), &body);
    }
    read_everything(&mut script, &callers);
    page_through(&mut script, &callers);
    script.lines
}

#[test]
fn some_hundred_requests_are_answered_the_same_on_both_engines() {
    if std::env::var(POSTGRES).is_err() {
        eprintln!("LEFT OUT: the same answers on both engines; {POSTGRES} isn't set");
        return;
    }
    let (sqlite, postgresql) = (play(&House::on(Engine::Sqlite)), play(&House::on(Engine::PostgreSql)));
    assert!(sqlite.len() > 500, "only {} requests", sqlite.len());
    for (left, right) in sqlite.iter().zip(&postgresql) {
        assert_eq!(left, right);
    }
    assert_eq!(sqlite.len(), postgresql.len());
    assert!(
        !sqlite.iter().any(|answer| answer.contains("\n500\n")),
        "no request is a mistake of the program"
    );
}
