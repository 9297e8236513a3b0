//! The second part of the script that both engines are compared by: one small contest from its nominations to a revoked award,
//! with every operation on that way succeeding at least once.

use serde_json::{Value, json};
use thidua::app::actor::{Actor, Role};

use super::council_room::{OPEN, SECRET, member, user_of};
use super::decided::{head, letter};
use super::house::{Answer, Caller, House, fixture, hand_in};
use super::nominations::PERSONS;
use super::small::{accept, move_to};
use super::two_engines::{Callers, Script, read_everything};
use super::way::pdf;

const CASE: &str = "cases/award-tie-ask";
const DAY: i64 = 86_400;

/// The day on which the list was public long enough: the session's, and that of all that follows.
const LATER: &str = "2021-06-02";

/// What the plan says of the way from a recommendation to an award.
const PROCESS: &str = r#"
[process]
council = "hoi_dong"
topic = "chuyen_de"
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

[[process.signatory]]
position = "Chủ tịch UBND tỉnh"
awards = ["merit", "medal"]
"#;

/// The contest with who takes part in it.
struct Contest<'a> {
    script: &'a mut Script,
    house: &'a House,
    officer: Caller,
    /// The reporter of unit A.
    reporter: Caller,
    /// The chair, two members, and the member of unit A.
    members: Vec<Caller>,
    /// The plan's path under the API.
    plan: String,
}

/// Somebody who logs in anew, for sessions end with the day.
fn again(house: &House, login: &str) -> Caller {
    let (_, password) = house.service.reset_user(&Actor::command(), login).expect("the user is there");
    house.anon().log_in(login, &password)
}

/// Everybody who looks, logged in anew.
fn all_again(house: &House) -> Callers {
    let named = |login: &str| again(house, login);
    let (administrator, officer, reporter) =
        (named("administrator"), named("officer"), named("reporter.622"));
    let mut all = vec![administrator.clone(), officer.clone(), reporter.clone(), house.anon()];
    all.extend(["appraiser", "council_member", "viewer", "reporter.A"].map(named));
    Callers { officer, reporter, administrator, all }
}

/// A person as it is nominated.
fn person(unit: &str, number: u32, kind: &str) -> Value {
    json!({
        "nominator": unit, "unit": unit, "kind": kind, "award": "medal",
        "name": format!("Cá nhân giả định {number}"), "birth_year": 1980, "position": "Chức vụ giả định",
        "summary": "Thành tích giả định", "figures": { "deeds": "5", "remark": "giả định" },
    })
}

/// The plan with its units, open for reports.
fn made(script: &mut Script, officer: &Caller) -> String {
    let text = String::from_utf8(fixture(&format!("{CASE}/plan.toml"))).unwrap();
    let text =
        text.replace("code = \"merit\"\n", "code = \"merit\"\nform = \"commendation\"\nbudget = \"Quỹ\"\n");
    let votes = [("merit", SECRET), ("medal", OPEN)]
        .map(|(award, rule)| format!("\n[[process.vote]]\nawards = [\"{award}\"]\n{rule}"));
    let text = text + PERSONS + PROCESS + &votes.concat();
    let toml = Some("application/toml");
    let made = script.send(officer, "POST", "/api/v1/plans", toml, text.as_bytes()).good();
    let plan = format!("/api/v1/plans/{}", made["id"]);
    let units = fixture(&format!("{CASE}/units.csv"));
    script.send(officer, "PUT", &format!("{plan}/units"), Some("text/csv"), &units).good();
    for state in ["launched", "collecting"] {
        move_to(officer, &plan, state);
    }
    plan
}

impl Contest<'_> {
    fn post_as(&mut self, caller: &Caller, path: &str, body: &Value) -> Value {
        self.script.json(caller, "POST", &format!("{}/{path}", self.plan), body).good()
    }

    /// What the officer does, which succeeds.
    fn post(&mut self, path: &str, body: &Value) -> Value {
        let officer = self.officer.clone();
        self.post_as(&officer, path, body)
    }

    /// What the officer tries, which may be refused.
    fn try_post(&mut self, path: &str, body: &Value) -> Answer {
        let officer = self.officer.clone();
        self.script.json(&officer, "POST", &format!("{}/{path}", self.plan), body)
    }

    fn put(&mut self, path: &str, body: &Value) -> Value {
        let officer = self.officer.clone();
        self.script.json(&officer, "PUT", &format!("{}/{path}", self.plan), body).good()
    }

    fn get(&mut self, path: &str) -> Answer {
        let officer = self.officer.clone();
        self.script.get(&officer, &format!("{}/{path}", self.plan))
    }

    /// Hands in a part of a dossier, takes it out and hands it in again.
    fn dossier(&mut self, at: &str) {
        let officer = self.officer.clone();
        let path = format!("{}/{at}/files?part=report&file_name=bao-cao.pdf", self.plan);
        let kind = Some("application/octet-stream");
        let first = self.script.send(&officer, "POST", &path, kind, &pdf("a")).good();
        let remove = json!({ "reason": "nộp nhầm" });
        self.post(&format!("{at}/files/{}/remove", first["id"]), &remove);
        self.script.send(&officer, "POST", &path, kind, b"MZ");
        let second = self.script.send(&officer, "POST", &path, kind, &pdf("b")).good();
        self.get(&format!("{at}/files/{}", second["id"]));
        self.get(&format!("{at}/files"));
    }

    /// Persons: handed in one by one and as a file, judged, told apart, accepted, returned, withdrawn and erased.
    fn nominate(&mut self) {
        let (officer, reporter) = (self.officer.clone(), self.reporter.clone());
        self.post_as(&reporter, "nominations", &person("A", 1, "head"));
        self.post("nominations", &person("B", 2, "worker"));
        self.try_post("nominations", &person("none", 2, "worker"));
        let header = "unit,name,birth_year,kind,award,position,summary,deeds,remark";
        for (unit, query) in [("Z", "dry_run=true"), ("Z", ""), ("B", "dry_run=true"), ("B", "")] {
            let file = format!("{header}\n{unit},Cá nhân giả định 2,,worker,medal,,Thành tích giả định,3,\n");
            let path = format!("{}/nominations/file?nominator=B&file_name=a.csv&{query}", self.plan);
            self.script.send(&officer, "POST", &path, Some("text/csv"), file.as_bytes());
        }
        self.post("nominations", &person("C", 4, "worker"));
        self.post("nominations/4/withdraw", &json!({}));
        self.put("nominations/1", &person("A", 1, "worker"));
        for number in [1, 2] {
            self.put(&format!("nominations/{number}/figures"), &json!({ "figures": { "worthy": "có" } }));
            self.dossier(&format!("nominations/{number}"));
        }
        let all = json!({ "numbers": [1, 2], "accept": true });
        self.try_post("nominations/decide", &all);
        self.post("nominations/2/apart", &json!({ "reason": "hai người trùng tên" }));
        self.post("nominations/decide", &all);
        let back = json!({ "numbers": [3], "accept": false, "note": "thiếu minh chứng" });
        self.post("nominations/decide", &back);
        for _ in 0..2 {
            self.try_post("nominations/4/erase", &json!({ "reason": "request" }));
        }
        for query in
            ["?duplicates=true", "?state=accepted", "?limit=1", "?search=gia%20dinh", "?limit=1&after=1"]
        {
            self.get(&format!("nominations{query}"));
        }
    }

    /// Ranks units and persons, and opens cases: 1 of the best unit, 2 to 4 of a tie, 5 and 6 of persons.
    fn open_cases(&mut self) {
        let (officer, plan) = (self.officer.clone(), self.plan.clone());
        hand_in(&officer, &plan, &fixture(&format!("{CASE}/reports.csv")));
        for unit in ["A", "B", "C", "D", "E"] {
            accept(&officer, &plan, unit, 1);
        }
        for state in ["closed", "ranked"] {
            move_to(&officer, &plan, state);
        }
        for _ in 0..2 {
            self.post("nominations/rankings", &json!({}));
        }
        for award in ["merit", "medal", "medal"] {
            self.try_post("cases", &json!({ "awards": [award] }));
        }
        for case in 1..=4 {
            self.dossier(&format!("cases/{case}"));
        }
        self.get("case-deadlines");
        let step = |action: &str, note: Value| json!({ "action": action, "reason": null, "note": note });
        self.post("cases/1/steps", &step("hold", json!("đang xác minh")));
        self.try_post("cases/1/steps", &step("complete", Value::Null));
        self.post("cases/1/steps", &step("release", json!("đã xác minh")));
        for action in ["complete", "appraise", "appraise"] {
            let body = json!({ "cases": [1, 2, 3, 4, 5, 6], "action": action, "reason": null, "note": null });
            self.try_post("case-steps", &body);
        }
    }

    /// A list made public, objected to, and made public longer.
    fn publish(&mut self) {
        let list =
            json!({ "cases": [1, 2, 3, 4, 5, 6], "starts_on": "2021-05-24", "ends_on": null, "note": null });
        self.post("publicities", &list);
        self.try_post("publicities", &list);
        for case in [2, 3, 9] {
            let objection = json!({
                "case": case, "received_on": "2021-05-24", "sender": "Người gửi giả định",
                "content": "Nội dung giả định",
            });
            self.try_post("publicities/1/objections", &objection);
        }
        let settled = json!({ "upheld": false, "note": "đã đối chiếu biên bản", "then": null });
        for objection in [2, 1, 1] {
            self.try_post(&format!("publicities/1/objections/{objection}/settle"), &settled);
        }
        self.post("publicities/1/extend", &json!({ "ends_on": "2021-06-01" }));
        self.try_post("publicities/1/end", &json!({}));
    }

    /// The council, with a session on a later day.
    fn call_council(&mut self) {
        let officer = self.officer.clone();
        let path = "/api/v1/councils/hoi_dong/members";
        let of_a = json!([{ "unit": "A", "from": "2020-01-01", "until": null }]);
        let none = json!([]);
        for (login, role, units) in [
            (Some("chu.tich"), "chair", &none),
            (Some("tv.1"), "member", &none),
            (Some("tv.2"), "member", &none),
            (Some("tv.a"), "member", &of_a),
            (None, "member", &none),
            (Some("khong.co"), "member", &none),
        ] {
            self.script.json(&officer, "POST", path, &member(login, role, units));
        }
        let secretary = member(Some("tv.2"), "secretary", &none);
        for tag in ["\"7\"", "\"1\""] {
            let tagged = officer.clone().with("if-match", tag);
            self.script.json(&tagged, "PUT", &format!("{path}/3"), &secretary);
        }
        let planned = |day: &str| json!({ "held_on": day, "place": "Phòng họp số 1", "note": null });
        self.post("sessions", &planned("2021-06-01"));
        self.put("sessions/1", &planned(LATER));
        self.try_post("sessions/1/state", &json!({ "state": "open" }));
    }

    /// Sets the clock to the day of the session.
    fn wait(&mut self) -> Callers {
        self.house.wait(9 * DAY);
        let callers = all_again(self.house);
        self.officer = callers.officer.clone();
        self.reporter = callers.all.last().expect("the last is the reporter of A").clone();
        self.members = ["chu.tich", "tv.1", "tv.2", "tv.a"].map(|login| again(self.house, login)).to_vec();
        callers
    }

    fn attend(&mut self, member: i64, kind: &str) {
        self.post("sessions/1/attendance", &json!({ "member": member, "kind": kind }));
    }

    /// Opens votes, lets the members (first to fourth) vote on each item, and closes them.
    fn vote(&mut self, votes: &[(i64, &[(usize, &str)])]) {
        let items: Vec<i64> = votes.iter().map(|(item, _)| *item).collect();
        self.post("sessions/1/votes/open", &json!({ "items": items }));
        for (item, choices) in votes {
            for (at, choice) in *choices {
                let caller = self.members[*at].clone();
                let body = json!({ "choice": choice, "member": null });
                self.post_as(&caller, &format!("sessions/1/items/{item}/votes"), &body);
            }
            self.get(&format!("sessions/1/items/{item}"));
        }
        self.post("sessions/1/votes/close", &json!({ "items": items, "reason": null }));
        for item in items {
            self.get(&format!("sessions/1/items/{item}"));
        }
    }

    /// The agenda, an interest that is declared, and a vote broken off.
    fn open_session(&mut self) {
        self.post("publicities/1/end", &json!({}));
        self.post("sessions/1/state", &json!({ "state": "open" }));
        for member in 1..=4 {
            self.attend(member, "present");
        }
        self.attend(5, "in_writing");
        self.post("sessions/1/items", &json!({ "cases": [1, 2, 3, 4, 5, 6] }));
        let officer = self.officer.clone();
        for _ in 0..2 {
            let path = format!("{}/sessions/1/items/6", self.plan);
            self.script.send(&officer, "DELETE", &path, None, &[]);
        }
        self.post("sessions/1/items", &json!({ "cases": [6] }));
        let chair = self.members[0].clone();
        let declared = json!({ "case": 5, "member": null, "reason": "người thân" });
        self.post_as(&chair, "sessions/1/recusals", &declared);
        let taken_back = format!("{}/sessions/1/recusals/5", self.plan);
        for _ in 0..2 {
            self.script.send(&chair, "DELETE", &taken_back, None, &[]);
        }
        self.post_as(&chair, "sessions/1/recusals", &declared);
        self.post("sessions/1/votes/open", &json!({ "items": [7] }));
        self.post_as(&chair, "sessions/1/items/7/votes", &json!({ "choice": "for", "member": null }));
        self.attend(3, "left");
        self.try_post("sessions/1/votes/close", &json!({ "items": [7], "reason": null }));
        self.post("sessions/1/items/7/void", &json!({ "reason": "thiếu người" }));
        self.attend(3, "present");
        self.post("sessions/1/items", &json!({ "cases": [6] }));
    }

    /// The votes: secret on units with a tie, open on persons, of whom one is declined.
    fn hold_session(&mut self) {
        self.open_session();
        let secret: &[(usize, &str)] = &[(0, "for"), (1, "for"), (2, "for")];
        self.vote(&[(1, secret)]);
        let all: &[(usize, &str)] = &[(0, "for"), (1, "for"), (2, "for"), (3, "for")];
        let most: &[(usize, &str)] = &[(0, "for"), (1, "against"), (2, "for"), (3, "for")];
        self.post("sessions/1/votes/open", &json!({ "items": [2] }));
        for choice in ["for", "blank"] {
            self.try_post("sessions/1/items/2/votes", &json!({ "choice": choice, "member": 5 }));
        }
        for (at, choice) in all {
            let caller = self.members[*at].clone();
            let body = json!({ "choice": choice, "member": null });
            self.post_as(&caller, "sessions/1/items/2/votes", &body);
        }
        self.post("sessions/1/votes/close", &json!({ "items": [2], "reason": null }));
        self.try_post("sessions/1/ties/1", &json!({ "reason": "theo số phiếu" }));
        self.vote(&[(3, all), (4, most)]);
        self.post("sessions/1/ties/1", &json!({ "reason": "theo số phiếu" }));
        // Once: nothing is left to take over after that.
        for _ in 0..2 {
            self.post("choices/council", &json!({}));
        }
        self.vote(&[(5, &[(1, "against"), (2, "against")])]);
        self.post("sessions/1/items/5/reason", &json!({ "reason": "thành tích chưa rõ" }));
        self.vote(&[(8, all)]);
        self.post("sessions/1/state", &json!({ "state": "closed" }));
    }

    /// What each member sees, of whom one is recused from a case by a unit and one by what it declared.
    fn members_look(&mut self) {
        for caller in self.members.clone() {
            for path in
                ["sessions/1", "sessions/1/items/1", "sessions/1/items/5", "cases", "cases/1", "publicities"]
            {
                self.script.get(&caller, &format!("{}/{path}", self.plan));
            }
        }
    }

    /// What was taken over of the tie enters the rankings, since letters and decisions rest on none that doesn't stand any more.
    fn score_again(&mut self) {
        let officer = self.officer.clone();
        let letter = letter("11/TTr", LATER, &[1]);
        self.try_post("submissions", &letter);
        let staged = self.post("rescores", &json!({ "reason": "theo biểu quyết" }));
        let at = format!("{}/rescores/{}", self.plan, staged["snapshot"]["number"]);
        let apply = json!({ "state": "applied", "reason": "theo biểu quyết" });
        self.script.json(&officer, "PUT", &at, &apply).good();
        self.post("nominations/rankings", &json!({}));
    }

    /// The letter, the decisions, and what becomes of their awards.
    fn decide(&mut self) {
        self.score_again();
        self.post("submissions", &letter("12/TTr", LATER, &[1, 2, 3, 6]));
        self.try_post("submissions", &letter("13/TTr", LATER, &[1]));
        let decision = |number: &str, cases: Value, reason: Value| json!({ "head": head(number, LATER), "cases": cases, "reason": reason });
        self.try_post("decisions", &decision("34/QĐ", json!([1, 2]), Value::Null));
        let made = self.post("decisions", &decision("34/QĐ", json!([1, 2]), json!("đợt một")));
        let at = format!("decisions/{}", made["decision"]["id"]);
        self.post("decisions", &decision("35/QĐ", json!([6]), Value::Null));
        let award = |at: usize| made["awards"][at]["award"]["id"].clone();
        let amendment = json!({
            "head": head("36/QĐ", LATER), "reason": "Đính chính", "add": [3], "remove": [],
            "correct": [{ "award": award(0), "field": "unit_name", "value": "Đơn vị A mới (giả định)" }],
        });
        for _ in 0..2 {
            self.try_post(&format!("{at}/amendments"), &amendment);
        }
        self.post(&format!("{at}/hand-over"), &json!({ "awards": [award(0)], "day": LATER, "note": null }));
        let revocation = json!({
            "head": head("37/QĐ", LATER), "reason": "false_declaration", "note": "Kê khai sai",
            "awards": [award(1)],
        });
        self.post(&format!("{at}/revocations"), &revocation);
        self.try_post(
            &format!("{at}/hand-over"),
            &json!({ "awards": [award(1)], "day": LATER, "note": null }),
        );
        self.get(&at);
    }

    /// Documents, lists and the register, as everybody who may see them is answered.
    fn papers(&mut self, callers: &Callers) {
        for path in [
            "documents/submission",
            "documents/achievements",
            "documents/minutes?session=1",
            "documents/decision?decision=1",
            "documents/decision?decision=2",
            "documents/decision?decision=3",
            "documents/decision?decision=4",
            "documents/decision?decision=9",
            "award-lists/proposed",
            "award-lists/decided",
            "award-lists/public?publicity=1",
            "award-lists/public",
            "cases?limit=2",
            "cases?state=rejected",
            "cases?limit=2&after=2",
            "case-deadlines?show=late",
        ] {
            let path = format!("{}/{path}", self.plan);
            for caller in [&callers.officer, &callers.all[5], &callers.all[6]] {
                self.script.get(caller, &path);
            }
        }
        let awards = [
            "?limit=1",
            "?limit=2&after=1",
            "?subject=individual",
            "?state=revoked",
            "?search=gia%20dinh",
            "/statistics?year=2021",
            "/statistics?year=2020",
        ];
        for query in awards {
            for kind in ["application/json", "text/csv"] {
                for caller in [&callers.officer, &callers.all[6]] {
                    let caller = caller.clone().with("accept", kind);
                    self.script.get(&caller, &format!("/api/v1/awards{query}"));
                }
            }
        }
        for kind in ["json", "csv"] {
            let officer = self
                .officer
                .clone()
                .with("accept", if kind == "csv" { "text/csv" } else { "application/json" });
            for path in ["publicities/1/file", "nominations/export", "ranking/export"] {
                self.script.get(&officer, &format!("{}/{path}", self.plan));
            }
        }
    }
}

/// Plays the contest; at its end persons are erased, for their time has come.
pub fn play(script: &mut Script, house: &House, callers: &Callers) {
    let officer = callers.officer.clone();
    let plan = made(script, &officer);
    let reporter = house.user(Role::Reporter, Some("A"));
    let members = ["chu.tich", "tv.1", "tv.2", "tv.a"];
    let members = members.map(|login| user_of(house, login, Role::CouncilMember)).to_vec();
    let mut contest = Contest { script, house, officer, reporter, members, plan };
    contest.nominate();
    contest.open_cases();
    contest.publish();
    contest.call_council();
    let plan = contest.plan.rsplit('/').next().expect("a plan has an id").to_owned();
    read_everything(contest.script, callers, &plan);
    let callers = contest.wait();
    contest.members_look();
    contest.hold_session();
    contest.members_look();
    contest.decide();
    contest.papers(&callers);
    read_everything(contest.script, &callers, &plan);
    house.wait(960 * DAY);
    contest.officer = again(house, "officer");
    for _ in 0..2 {
        contest.get("nominations/due");
        contest.try_post("nominations/erase-due", &json!({}));
    }
    for path in ["nominations", "cases", "decisions/2", "cases/6/files"] {
        contest.get(path);
    }
}
