//! The same requests, in the same order, are answered byte for byte the same on both engines.

use serde_json::{Value, json};
use thidua::app::actor::Role;

use super::house::{Answer, Caller, Engine, House, POSTGRES, collecting, fixture};
use super::two_engines_awards;

const PLAN: &str = "plans/turnout-2021.toml";
const UNITS: &str = "units/gia-lai-2021.csv";

/// Headers that may differ: the moment by the machine's clock, and whether the connection is kept.
const MOMENTS: [&str; 2] = ["date", "connection"];

/// A request with its answer.
pub struct Recorded {
    pub method: String,
    pub path: String,
    pub body: Vec<u8>,
    pub answer: Answer,
}

impl Recorded {
    /// Everything that must be the same on both engines.
    fn told(&self) -> String {
        let headers = self.answer.headers.iter().filter(|(name, _)| !MOMENTS.contains(&name.as_str()));
        let mut headers: Vec<String> = headers.map(|(name, value)| format!("{name}: {value}")).collect();
        headers.sort();
        let Self { method, path, answer, .. } = self;
        format!("{method} {path}\n{}\n{}\n{}", answer.status, headers.join("\n"), answer.text())
    }
}

/// Sends requests and keeps every one with its answer.
pub(super) struct Script {
    sent: Vec<Recorded>,
}

impl Script {
    pub(super) fn send(
        &mut self,
        caller: &Caller,
        method: &str,
        path: &str,
        kind: Option<&str>,
        body: &[u8],
    ) -> Answer {
        let answer = caller.send(method, path, kind, body);
        self.sent.push(Recorded {
            method: method.to_owned(),
            path: path.to_owned(),
            body: body.to_vec(),
            answer: answer.clone(),
        });
        answer
    }

    pub(super) fn get(&mut self, caller: &Caller, path: &str) -> Answer {
        self.send(caller, "GET", path, None, &[])
    }

    pub(super) fn json(&mut self, caller: &Caller, method: &str, path: &str, body: &Value) -> Answer {
        self.send(caller, method, path, Some("application/json"), body.to_string().as_bytes())
    }
}

/// Who calls in the script.
pub(super) struct Callers {
    pub(super) officer: Caller,
    pub(super) reporter: Caller,
    pub(super) administrator: Caller,
    /// These, somebody who isn't logged in, an appraiser, a council member and a viewer.
    pub(super) all: Vec<Caller>,
}

fn callers(house: &House) -> Callers {
    let officer = house.user(Role::Officer, None);
    let reporter = house.user(Role::Reporter, Some("622"));
    let administrator = house.user(Role::Administrator, None);
    let mut all = vec![administrator.clone(), officer.clone(), reporter.clone(), house.anon()];
    for role in [Role::Appraiser, Role::CouncilMember, Role::Viewer] {
        all.push(house.user(role, None));
    }
    Callers { officer, reporter, administrator, all }
}

/// A value for a parameter of the address, of a plan.
fn parameter(name: &str, path: &str, plan: &str) -> String {
    let value = match name {
        "plan" => plan,
        // The files of the contest in `two_engines_awards`: two of each nomination, then two of each case.
        "file" if path.contains("{case}") => "6",
        "file" => "2",
        "unit" if plan != "1" => "A",
        "unit" | "code" => "622",
        "login" => "officer",
        "kind" => "urging",
        "list" => "proposed",
        "council" => "hoi_dong",
        // Everything else is counted from one.
        _ => "1",
    };
    value.to_owned()
}

/// The address with every parameter filled in.
fn filled(path: &str, plan: &str) -> String {
    let parts: Vec<String> = path
        .split('/')
        .map(|part| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            Some(name) => parameter(name, path, plan),
            None => part.to_owned(),
        })
        .collect();
    parts.join("/")
}

/// Every operation that reads and ends, about a plan, as each caller, in both languages.
pub(super) fn read_everything(script: &mut Script, callers: &Callers, plan: &str) {
    let document = serde_json::to_value(thidua::api::document()).unwrap();
    for (path, operations) in document["paths"].as_object().unwrap() {
        let Some(operation) = operations.get("get") else { continue };
        if operation.to_string().contains("text/event-stream") {
            continue;
        }
        for caller in &callers.all {
            for language in ["vi", "en"] {
                script.get(&caller.clone().with("accept-language", language), &filled(path, plan));
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
    for query in ["?state=missing", "?state=lost", "?cluster=none", "?late=false&limit=2", "?late=maybe"] {
        script.get(&callers.officer, &format!("/api/v1/plans/1/reports{query}"));
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

/// What people do about their own sessions and password.
fn own_sessions(script: &mut Script, caller: &Caller, password: &str) {
    let there = caller.clone().log_in("xa.moi", password);
    let listed = script.get(caller, "/api/v1/sessions").good();
    let last = listed["items"].as_array().unwrap().last().unwrap()["id"].as_str().unwrap().to_owned();
    for _ in 0..2 {
        script.send(caller, "DELETE", &format!("/api/v1/sessions/{last}"), None, &[]);
    }
    script.get(&there, "/api/v1/me");
    for (old, new) in [(password, "short"), ("wrong", "correct horse"), (password, "correct horse")] {
        let body = json!({ "old_password": old, "new_password": new });
        script.json(caller, "PUT", "/api/v1/me/password", &body);
    }
}

/// What administrators do.
fn administer(script: &mut Script, callers: &Callers) {
    let administrator = &callers.administrator;
    for body in [
        json!({ "login": "xa.moi", "name": "Xã mới", "role": "reporter", "unit_code": "623" }),
        json!({ "login": "xa.moi", "name": "Xã mới", "role": "reporter", "unit_code": "623" }),
        json!({ "login": "xã", "name": "Xã", "role": "reporter" }),
        json!({ "login": "xa", "name": "Xã", "role": "king", "more": 1 }),
    ] {
        let made = script.json(administrator, "POST", "/api/v1/users", &body);
        if made.status < 300 {
            let log_in = json!({ "login": "xa.moi", "password": made.json()["password"] });
            let anon = callers.all[3].clone();
            let opened = script.json(&anon, "POST", "/api/v1/sessions", &log_in);
            let cookie = opened.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
            let csrf = opened.json()["csrf_token"].as_str().unwrap().to_owned();
            let caller = anon.with("cookie", &cookie).with("x-csrf-token", &csrf);
            own_sessions(script, &caller, made.json()["password"].as_str().unwrap());
            script.send(&caller, "DELETE", "/api/v1/sessions/current", None, &[]);
        }
    }
    let path = "/api/v1/users/xa.moi";
    let changed = json!({ "name": "Xã mới lập", "role": "reporter", "unit_code": "623" });
    script.get(administrator, path);
    for tag in ["\"2\"", "\"2\"", "2"] {
        script.json(&administrator.clone().with("if-match", tag), "PUT", path, &changed);
    }
    script.send(administrator, "DELETE", &format!("{path}/sessions"), None, &[]);
    script.json(administrator, "POST", "/api/v1/users/administrator/disable", &json!({}));
    for action in ["reset", "disable"] {
        script.json(administrator, "POST", &format!("/api/v1/users/xa.moi/{action}"), &json!({}));
        script.json(&callers.officer, "POST", &format!("/api/v1/users/xa.moi/{action}"), &json!({}));
    }
    let token = json!({
        "name": "Hệ thống văn bản", "scopes": ["view", "capture"], "methods": ["GET", "POST"],
        "unit_code": "622", "address_range": "10.20.0.0/16", "expires_at": "2021-12-31T17:00:00Z",
    });
    script.json(administrator, "POST", "/api/v1/tokens", &token);
    script.get(administrator, "/api/v1/tokens");
    script.send(administrator, "DELETE", "/api/v1/tokens/1", None, &[]);
    script.send(administrator, "DELETE", "/api/v1/tokens/1", None, &[]);
}

/// The register of units, with what goes wrong in lists.
fn register(script: &mut Script, officer: &Caller) {
    let csv = Some("text/csv");
    let list = fixture("units/gia-lai-2021.csv");
    for query in ["on=2021-01-01&dry_run=true", "on=2021-01-01", "on=2021-01-01", "on=x"] {
        script.send(officer, "POST", &format!("/api/v1/units/imports?{query}"), csv, &list);
    }
    let broken = b"code,name,level,parent_code\n01,A,province,02\n02,B,province,01\n01,C,x,\n";
    script.send(officer, "POST", "/api/v1/units/imports?on=2021-02-01", csv, broken);
    let merger = json!({
        "on": "2025-07-01", "from": ["623", "624"],
        "into": { "code": "622", "name": "Thành phố Pleiku", "level": "district", "parent_code": "64" },
    });
    script.json(officer, "POST", "/api/v1/units/mergers", &merger);
    script.json(officer, "POST", "/api/v1/units/mergers", &merger);
    for query in ["2021-05-23", "2025-07-01", "2020-01-01", "2021-05-23&search=chu%20p&limit=2"] {
        script.get(officer, &format!("/api/v1/units?on={query}"));
    }
    for code in ["622", "623", "none"] {
        script.get(officer, &format!("/api/v1/units/{code}"));
    }
}

/// Drafts a plan and changes it before it is launched.
fn draft(script: &mut Script, officer: &Caller) {
    let toml = Some("application/toml");
    script.send(officer, "POST", "/api/v1/plans", toml, b"[plan]\ncode = 1\n");
    let file = fixture("plans/dien-bien-508-2021-points.toml");
    script.send(officer, "POST", "/api/v1/plans?file_name=ke-hoach-508.toml", toml, &file);
    script.send(officer, "PUT", "/api/v1/plans/2/source", toml, &file);
    let stale = officer.clone().with("if-match", "\"1\"");
    script.send(&stale, "PUT", "/api/v1/plans/2/source", toml, &file);
    let units = fixture("units/dien-bien-2021.csv");
    script.send(officer, "PUT", "/api/v1/plans/2/units", Some("text/csv"), &units);
    script.send(officer, "PUT", "/api/v1/plans/2/units", Some("text/csv"), b"code,name\n1,2\n");
    let turnout = fixture(PLAN);
    let other = String::from_utf8(turnout).unwrap().replacen("508/KH-UBND, tiêu chí 1", "thử", 1);
    script.send(officer, "POST", "/api/v1/plans", toml, other.as_bytes());
    let taken = json!({ "on": "2021-05-23", "below": "64" });
    script.json(officer, "POST", "/api/v1/plans/3/units/from-register", &taken);
    script.get(officer, "/api/v1/plans/3/units");
    for state in ["launched", "finalised", "collecting"] {
        script.json(officer, "PUT", "/api/v1/plans/2/state", &json!({ "to": state }));
    }
    let points = json!({
        "unit": "099", "metric": "propaganda_points", "item": "standing_office", "value": "9.5",
        "note": "Theo biên bản thẩm định",
    });
    script.json(officer, "POST", "/api/v1/plans/2/appraisals", &points);
    script.json(officer, "POST", "/api/v1/plans/2/appraisals", &json!({ "unit": "099", "metric": "x" }));
    script.get(officer, "/api/v1/plans/2/appraisals");
    for list in [".ics?level=district", "?as_of=2021-04-01", "/units?state=open&limit=3", "/units?within=x"] {
        script.get(officer, &format!("/api/v1/plans/2/milestones{list}"));
    }
    let csv = officer.clone().with("accept", "text/csv");
    script.get(&csv, "/api/v1/plans/2/milestones/units?milestone=rollout");
    script.get(officer, "/api/v1/plans/2/ranking");
}

/// What is decided by hand.
fn decide_by_hand(script: &mut Script, officer: &Caller, plan: &str) {
    let later = json!({
        "unit": "622", "until": "2021-05-28T10:00:00Z", "granted_by": "Giám đốc Sở Nội vụ",
        "reason": "Mưa lũ chia cắt địa bàn",
    });
    script.json(officer, "POST", &format!("{plan}/extensions"), &later);
    script.get(officer, &format!("{plan}/extensions"));
    let hold = json!({ "unit": "627", "criterion": null, "kind": "hold", "reason": "Đang xác minh đơn thư" });
    script.json(officer, "POST", &format!("{plan}/holds"), &hold);
    script.json(officer, "POST", &format!("{plan}/holds"), &hold);
    script.get(officer, &format!("{plan}/holds"));
    let lift = json!({ "reason": "Đã có kết luận: đơn không đúng" });
    script.json(officer, "POST", &format!("{plan}/holds/1/lift"), &lift);
    script.json(officer, "POST", &format!("{plan}/holds/1/lift"), &lift);
}

/// Accepts whatever waits.
fn accept_all(script: &mut Script, officer: &Caller, plan: &str) {
    let listed = script.get(officer, &format!("{plan}/reports?limit=1000")).good();
    for report in listed["items"].as_array().unwrap().iter().filter(|it| it["state"] == "submitted") {
        let body = json!({ "version": report["version"], "note": "Đã đối chiếu" });
        let unit = report["unit"].as_str().unwrap();
        script.json(officer, "POST", &format!("{plan}/reports/{unit}/accept"), &body);
    }
}

/// Settles a tie, and takes a part of that back.
fn choose_by_hand(script: &mut Script, officer: &Caller, plan: &str) {
    let page = script.get(officer, &format!("{plan}/recommendations?basis=accepted")).good();
    let ties = page["awards"][0]["ties_to_settle"].as_array().expect("ties are a list");
    let choice = json!({
        "award": "commended", "kind": "take_in", "units": ties[..2], "reason": "Hội đồng thống nhất tại phiên họp",
    });
    for _ in 0..2 {
        script.json(officer, "POST", &format!("{plan}/choices"), &choice);
    }
    script.get(officer, &format!("{plan}/choices"));
    let id: i64 = plan.rsplit('/').next().and_then(|id| id.parse().ok()).expect("a plan has an id");
    let rehearsed = json!({ "figures_of": id, "numbers": [{ "name": "bar.turnout", "value": "99.50" }] });
    script.json(officer, "POST", &format!("{plan}/rehearsal"), &rehearsed);
    let lift = json!({ "reason": "Hội đồng xem xét lại" });
    for _ in 0..2 {
        script.json(officer, "POST", &format!("{plan}/choices/1/lift"), &lift);
    }
}

/// Ranks, and scores again.
fn rank(script: &mut Script, officer: &Caller, plan: &str) {
    script.get(officer, &format!("{plan}/blockers?to=ranked"));
    for state in ["closed", "ranked"] {
        script.json(officer, "PUT", &format!("{plan}/state"), &json!({ "to": state }));
    }
    let exclude = json!({ "unit": "627", "kind": "exclude", "reason": "Bị kỷ luật" });
    script.json(officer, "POST", &format!("{plan}/holds"), &exclude);
    choose_by_hand(script, officer, plan);
    script.get(officer, &format!("{plan}/blockers?to=finalised"));
    let reason = json!({ "reason": "Đã có kết luận xác minh đơn thư" });
    script.json(officer, "POST", &format!("{plan}/rescores"), &reason);
    script.json(officer, "POST", &format!("{plan}/rescores"), &reason);
    script.get(officer, &format!("{plan}/rescores/2"));
    for state in ["applied", "cancelled"] {
        let decided = json!({ "state": state, "reason": "Hội đồng đã xem chênh lệch" });
        script.json(officer, "PUT", &format!("{plan}/rescores/2"), &decided);
    }
    for path in [
        "snapshots",
        "snapshots/1",
        "snapshots/2",
        "snapshots/2/inputs",
        "snapshots/2/bundle",
        "recommendations",
    ] {
        script.get(officer, &format!("{plan}/{path}"));
    }
}

/// Documents, whose bytes are the same on both engines, and what can't be made.
fn documents(script: &mut Script, officer: &Caller, plan: &str) {
    let filled =
        "number=15&issuer=S%E1%BB%9F%20N%E1%BB%99i%20v%E1%BB%A5&date=2021-06-05&to=A%0AB&recipients=C";
    for asked in [
        "submission",
        "submission?ranking=1",
        "submission?ranking=9",
        "explanation?unit=622",
        "explanation?unit=none",
        "explanation",
        "urging?lacking=late&answer_by=2021-06-10",
        "urging?cluster=none",
        "summary",
        "summary?compare=2",
        "summary?compare=1",
        "minutes",
    ] {
        script.get(officer, &format!("{plan}/documents/{asked}"));
    }
    script.get(officer, &format!("{plan}/documents/submission?{filled}"));
}

/// Webhooks, which nobody listens to here.
fn webhooks(script: &mut Script, callers: &Callers) {
    let administrator = &callers.administrator;
    let webhook = json!({ "url": "http://127.0.0.1:9/thidua", "kinds": ["report.accepted"], "plan": 1 });
    script.json(administrator, "POST", "/api/v1/webhooks", &webhook);
    script.json(&callers.officer, "POST", "/api/v1/webhooks", &webhook);
    let far = json!({ "url": "http://169.254.169.254/latest", "kinds": [] });
    script.json(administrator, "POST", "/api/v1/webhooks", &far);
    script.get(administrator, "/api/v1/webhooks");
    script.get(administrator, "/api/v1/webhooks/1");
    let changed = json!({ "url": "http://127.0.0.1:9/other", "kinds": [], "plan": null, "enabled": false });
    script.json(administrator, "PUT", "/api/v1/webhooks/1", &changed);
    script.json(administrator, "POST", "/api/v1/webhooks/1/redeliveries", &json!({ "after": 0 }));
    script.send(administrator, "DELETE", "/api/v1/webhooks/1", None, &[]);
}

/// A contest from its plan to the end, with what people do wrong on the way.
pub fn play(house: &House) -> Vec<Recorded> {
    let mut script = Script { sent: Vec::new() };
    let callers = callers(house);
    let officer = &callers.officer;
    read_everything(&mut script, &callers, "1");
    let plan = collecting(officer, PLAN, UNITS);
    assert_eq!(plan, "/api/v1/plans/1");
    administer(&mut script, &callers);
    register(&mut script, officer);
    draft(&mut script, officer);
    script.send(officer, "POST", "/api/v1/plans", Some("application/toml"), &fixture(PLAN));
    read_everything(&mut script, &callers, "1");
    hand_in(&mut script, officer, &fixture("reports/gia-lai-2021.csv"));
    hand_in(&mut script, &callers.reporter, &reports(&[("622", 1000, 999)]));
    hand_in(&mut script, &callers.reporter, &reports(&[("623", 1000, 999)]));
    hand_in(&mut script, officer, &reports(&[("622", 1000, 1001), ("624", -1, 5), ("999", 1, 1)]));
    hand_in(&mut script, officer, b"code,voters\n622,\"1\n");
    let due = json!({ "reports_due": "2021-05-24T00:00:00Z" });
    script.json(officer, "PUT", &format!("{plan}/reports-due"), &due);
    decide_by_hand(&mut script, officer, &plan);
    hand_in(&mut script, officer, &reports(&[("623", 2000, 2000), ("625", 31_913, 31_900)]));
    read_everything(&mut script, &callers, "1");
    page_through(&mut script, &callers);
    for (unit, version) in [("622", 1), ("622", 2), ("623", 2), ("623", 2), ("625", 9), ("none", 1)] {
        let path = format!("{plan}/reports/{unit}");
        let questions =
            json!({ "version": version, "questions": "Vì sao nhiều hơn cử tri trong danh sách?" });
        if unit == "623" {
            script.json(officer, "POST", &format!("{path}/return"), &questions);
        }
        script.json(officer, "POST", &format!("{path}/accept"), &json!({ "version": version }));
        let noted = json!({ "version": version, "note": "Đã đối chiếu" });
        script.json(officer, "POST", &format!("{path}/accept"), &noted);
        script.json(officer, "POST", &format!("{path}/return"), &questions);
        script.get(officer, &format!("{path}/versions"));
    }
    for (to, reason) in
        [("ranked", ""), ("closed", ""), ("collecting", ""), ("collecting", "Bổ sung báo cáo")]
    {
        let body = json!({ "to": to, "reason": reason });
        script.json(officer, "PUT", &format!("{plan}/state"), &body);
    }
    read_everything(&mut script, &callers, "1");
    page_through(&mut script, &callers);
    accept_all(&mut script, officer, &plan);
    rank(&mut script, officer, &plan);
    documents(&mut script, officer, &plan);
    webhooks(&mut script, &callers);
    read_everything(&mut script, &callers, "1");
    two_engines_awards::play(&mut script, house, &callers);
    script.sent
}

#[test]
fn some_hundred_requests_are_answered_the_same_on_both_engines() {
    if std::env::var(POSTGRES).is_err() {
        eprintln!("LEFT OUT: the same answers on both engines; {POSTGRES} isn't set");
        return;
    }
    let told = |engine: Engine| play(&House::on(engine)).iter().map(Recorded::told).collect::<Vec<_>>();
    let (sqlite, postgresql) = (told(Engine::Sqlite), told(Engine::PostgreSql));
    assert!(sqlite.len() > 500, "only {} requests", sqlite.len());
    for (left, right) in sqlite.iter().zip(&postgresql) {
        assert_eq!(left, right);
    }
    assert_eq!(sqlite.len(), postgresql.len());
    let broken = sqlite.iter().find(|answer| answer.contains("\n500\n"));
    assert!(broken.is_none(), "a request is a mistake of the program: {broken:?}");
}
