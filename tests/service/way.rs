//! A small contest on its way from a recommendation to a decision: units A to D have a case each.

use thidua::app::actor::{Actor, Role};
use thidua::app::case::Step;
use thidua::app::user::NewUser;
use thidua::contest::case::CaseAction;

use super::house::{Answer, Caller, House, fixture, hand_in};
use super::small::{accept, move_to};

const CASE: &str = "cases/award-no-tie-inside-quota";

/// What the plan says of the way.
pub const PROCESS: &str = r#"
[process]
council = "hoi_dong"
publicity = { days = 5, count = "working", required = true }

[[process.stage]]
to = "complete"
within = 2
days = "working"

[[process.part]]
code = "report"
name = { vi = "Báo cáo thành tích", en = "Achievement report" }
required = true
types = ["pdf", "docx"]
largest_mb = 1

[[process.part]]
code = "photo"
name = { vi = "Ảnh", en = "Photographs" }
required = false
types = ["jpeg", "png"]
largest_mb = 50
"#;

/// The plan's file with what it says of the way.
pub fn plan_file(process: &str) -> Vec<u8> {
    [fixture(&format!("{CASE}/plan.toml")), process.as_bytes().to_vec()].concat()
}

/// A ranked plan with a case for each recommended unit; its path under the API.
pub fn opened_with(house: &House, officer: &Caller, process: &str) -> String {
    let made = officer.send("POST", "/api/v1/plans", Some("application/toml"), &plan_file(process)).good();
    let plan = format!("/api/v1/plans/{}", made["id"]);
    let units = fixture(&format!("{CASE}/units.csv"));
    officer.send("PUT", &format!("{plan}/units"), Some("text/csv"), &units).good();
    for state in ["launched", "collecting"] {
        move_to(officer, &plan, state);
    }
    hand_in(officer, &plan, &fixture(&format!("{CASE}/reports.csv")));
    for unit in ["A", "B", "C", "D", "E"] {
        accept(officer, &plan, unit, 1);
    }
    move_to(officer, &plan, "closed");
    move_to(officer, &plan, "ranked");
    let id = made["id"].as_i64().unwrap();
    house.service.open_cases(&Actor::command(), id, &[]).expect("cases can be opened");
    plan
}

/// The same with [`PROCESS`], and the officer who handles it.
pub fn opened(house: &House) -> (Caller, String) {
    let officer = house.user(Role::Officer, None);
    let plan = opened_with(house, &officer, PROCESS);
    (officer, plan)
}

/// Takes a step with a case of the first plan by hand.
pub fn step(house: &House, case: i64, action: CaseAction) {
    let note = action.needs_note().then(|| "theo kế hoạch".to_owned());
    let step = Step { action, reason: None, note };
    house.service.step_case(&Actor::command(), 1, case, (None, &step)).expect("the step follows");
}

/// A small PDF that says something.
pub fn pdf(said: &str) -> Vec<u8> {
    format!("%PDF-1.4\n1 0 obj << /Title ({said}) >> endobj\nstartxref\n9\n%%EOF\n").into_bytes()
}

/// Hands in a file for a part of a case's dossier.
pub fn send_part(caller: &Caller, at: &str, (part, name): (&str, &str), bytes: &[u8]) -> Answer {
    let query = serde_urlencoded::to_string([("part", part), ("file_name", name)]).unwrap();
    caller.send("POST", &format!("{at}/files?{query}"), Some("application/octet-stream"), bytes)
}

/// Takes cases from a recommendation through a complete dossier to an appraisal.
pub fn appraise(house: &House, officer: &Caller, plan: &str, cases: &[i64]) {
    for case in cases {
        send_part(officer, &format!("{plan}/cases/{case}"), ("report", "bao-cao.pdf"), &pdf("a")).good();
        step(house, *case, CaseAction::Complete);
        step(house, *case, CaseAction::Appraise);
    }
}

/// The names of the audit log's actions with all that they keep, as one text.
pub fn audit_text(officer: &Caller) -> String {
    officer.get("/api/v1/audit?limit=1000").text()
}

/// An officer who logs in now, for sessions end with the day.
pub fn officer_now(house: &House, login: &str) -> Caller {
    let new = NewUser {
        login: login.to_owned(),
        name: "Người thử".to_owned(),
        role: Role::Officer,
        unit_code: None,
    };
    let (_, password) = house.service.add_user(&Actor::command(), &new).expect("a user can be made");
    house.anon().log_in(login, &password)
}
