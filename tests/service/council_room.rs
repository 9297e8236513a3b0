//! A council for tests: a small contest with a tie for two seats at the border of a quota, its cases opened and appraised,
//! and a council of five: chair, two members, one of unit A, and one who votes in writing.

use serde_json::{Value, json};
use thidua::app::actor::{Actor, Role};
use thidua::app::user::NewUser;

use super::house::{Caller, House, fixture, hand_in};
use super::small::{accept, move_to};

const TIE: &str = "cases/award-tie-ask";

/// The rule of most tests.
pub const SECRET: &str = "more_than = \"50%\"\nof = \"all\"\nrecused = \"leave_out\"\nsecret = true\n\
                          in_writing = true\nquorum = { at_least = \"2/3\" }\n";

/// The same, open.
pub const OPEN: &str = "more_than = \"50%\"\nof = \"all\"\nrecused = \"leave_out\"\nsecret = false\n\
                        in_writing = false\nquorum = { at_least = \"2/3\" }\n";

/// A council with its session.
pub struct Room {
    pub house: House,
    pub officer: Caller,
    /// The plan's path under the API.
    pub plan: String,
    /// The session's path.
    pub session: String,
    /// The chair, two members, and the member of unit A.
    pub members: Vec<Caller>,
    /// The ids of these, and last of the member who has no login.
    pub ids: Vec<i64>,
}

/// A user of a login and a role.
pub fn user_of(house: &House, login: &str, role: Role) -> Caller {
    let new = NewUser { login: login.to_owned(), name: "Người thử".to_owned(), role, unit_code: None };
    let (_, password) = house.service.add_user(&Actor::command(), &new).expect("a user can be made");
    house.anon().log_in(login, &password)
}

/// A member as it is written.
pub fn member(login: Option<&str>, role: &str, units: &Value) -> Value {
    json!({ "login": login, "name": "Thành viên mẫu", "position": "Chức vụ mẫu", "role": role,
            "from": "2021-01-01", "until": null, "units": units })
}

/// A plan whose cases are opened and appraised, with a process.
pub fn with_cases(officer: &Caller, process: &str) -> String {
    let mut file = String::from_utf8(fixture(&format!("{TIE}/plan.toml"))).unwrap();
    file.push_str(process);
    let made = officer.send("POST", "/api/v1/plans", Some("application/toml"), file.as_bytes()).good();
    let plan = format!("/api/v1/plans/{}", made["id"]);
    let units = fixture(&format!("{TIE}/units.csv"));
    officer.send("PUT", &format!("{plan}/units"), Some("text/csv"), &units).good();
    for state in ["launched", "collecting"] {
        officer.put(&format!("{plan}/state"), &json!({ "to": state })).good();
    }
    hand_in(officer, &plan, &fixture(&format!("{TIE}/reports.csv")));
    for unit in ["A", "B", "C", "D", "E"] {
        accept(officer, &plan, unit, 1);
    }
    move_to(officer, &plan, "closed");
    move_to(officer, &plan, "ranked");
    officer.post(&format!("{plan}/cases"), &json!({ "awards": [] })).good();
    for action in ["complete", "appraise"] {
        let body = json!({ "cases": [1, 2, 3, 4], "action": action, "reason": null, "note": null });
        officer.post(&format!("{plan}/case-steps"), &body).good();
    }
    plan
}

impl Room {
    /// A council that has a session planned for today, by a voting rule.
    pub fn new(house: House, rule: &str) -> Self {
        let officer = house.user(Role::Officer, None);
        let process =
            format!("\n[process]\ncouncil = \"hoi_dong\"\n\n[[process.vote]]\nawards = [\"merit\"]\n{rule}");
        let plan = with_cases(&officer, &process);
        Self::seated(house, officer, plan)
    }

    /// The same for a plan whose cases are opened.
    pub fn seated(house: House, officer: Caller, plan: String) -> Self {
        let logins = ["chu.tich", "tv.1", "tv.2", "tv.a"];
        let members = logins.map(|login| user_of(&house, login, Role::CouncilMember)).to_vec();
        let of_a = json!([{ "unit": "A", "from": "2020-01-01", "until": null }]);
        let mut ids = Vec::new();
        for (login, role, units) in [
            (Some("chu.tich"), "chair", &json!([])),
            (Some("tv.1"), "member", &json!([])),
            (Some("tv.2"), "member", &json!([])),
            (Some("tv.a"), "member", &of_a),
            (None, "member", &json!([])),
        ] {
            let made = officer.post("/api/v1/councils/hoi_dong/members", &member(login, role, units)).good();
            ids.push(made["id"].as_i64().unwrap());
        }
        let planned = json!({ "held_on": "2021-05-24", "place": "Phòng họp số 1", "note": null });
        let made = officer.post(&format!("{plan}/sessions"), &planned).good();
        let session = format!("{plan}/sessions/{}", made["number"]);
        Self { house, officer, plan, session, members, ids }
    }

    /// The same with the session open, everybody there but the last, who votes in writing, and all cases on the agenda.
    pub fn open(house: House, rule: &str) -> Self {
        let room = Self::new(house, rule);
        room.begin(&[1, 2, 3, 4]);
        room
    }

    /// Opens the session with everybody there but the last, who votes in writing, and these cases on the agenda.
    pub fn begin(&self, cases: &[i64]) {
        self.go("open").good();
        for at in 0..4 {
            self.attend(at, "present").good();
        }
        self.attend(4, "in_writing").good();
        self.add(cases).good();
    }

    /// Settles a tie by the votes counted.
    pub fn settle(&self, tie: i64) {
        let body = json!({ "reason": "theo số phiếu" });
        self.officer.post(&format!("{}/ties/{tie}", self.session), &body).good();
    }

    /// Everybody who is there and may vote votes on an item: so many for it, the others blank.
    pub fn cast(&self, item: i64, voters: &[usize], votes_for: usize) {
        for (at, voter) in voters.iter().enumerate() {
            let choice = if at < votes_for { "for" } else { "blank" };
            self.vote(&self.members[*voter], item, choice).good();
        }
    }

    /// Moves the session.
    pub fn go(&self, state: &str) -> super::house::Answer {
        self.officer.post(&format!("{}/state", self.session), &json!({ "state": state }))
    }

    /// Enters what a member does.
    pub fn attend(&self, member: usize, kind: &str) -> super::house::Answer {
        let body = json!({ "member": self.ids[member], "kind": kind });
        self.officer.post(&format!("{}/attendance", self.session), &body)
    }

    /// Puts cases on the agenda.
    pub fn add(&self, cases: &[i64]) -> super::house::Answer {
        self.officer.post(&format!("{}/items", self.session), &json!({ "cases": cases }))
    }

    /// Opens votes.
    pub fn open_votes(&self, items: &[i64]) -> super::house::Answer {
        self.officer.post(&format!("{}/votes/open", self.session), &json!({ "items": items }))
    }

    /// Closes votes.
    pub fn close_votes(&self, items: &[i64], reason: Option<&str>) -> super::house::Answer {
        let body = json!({ "items": items, "reason": reason });
        self.officer.post(&format!("{}/votes/close", self.session), &body)
    }

    /// Votes.
    pub fn vote(&self, caller: &Caller, item: i64, choice: &str) -> super::house::Answer {
        let body = json!({ "choice": choice, "member": null });
        caller.post(&format!("{}/items/{item}/votes", self.session), &body)
    }

    /// Enters a vote given in writing.
    pub fn write(&self, member: usize, item: i64, choice: &str) -> super::house::Answer {
        let body = json!({ "choice": choice, "member": self.ids[member] });
        self.officer.post(&format!("{}/items/{item}/votes", self.session), &body)
    }

    /// An item as somebody sees it.
    pub fn item(&self, caller: &Caller, item: i64) -> Value {
        caller.get(&format!("{}/items/{item}", self.session)).good()
    }

    /// Everything that there is, as the officer sees it, to compare.
    pub fn all(&self) -> String {
        let session = self.officer.get(&self.session).text();
        let cases = self.officer.get(&format!("{}/cases", self.plan)).text();
        format!("{session}\n{cases}")
    }

    /// Refuses something with a code, and changes nothing.
    pub fn refuses(&self, code: &str, act: impl FnOnce() -> super::house::Answer) {
        let before = self.all();
        let answer = act();
        assert_eq!(answer.problem().1, code, "{}", answer.text());
        let body = answer.json();
        let (vi, en) = (body["text_vi"].as_str().unwrap(), body["text_en"].as_str().unwrap());
        assert!(vi.len() > 10 && en.len() > 10 && vi != en, "{vi} {en}");
        assert_eq!(self.all(), before, "{code}: nothing changes");
    }
}

impl Room {
    /// Enters what a member with an id does.
    pub fn attend_id(&self, member: i64, kind: &str) -> super::house::Answer {
        let body = json!({ "member": member, "kind": kind });
        self.officer.post(&format!("{}/attendance", self.session), &body)
    }
}
