//! Two worlds that differ in how a council votes on cases from which a member and an officer are recused, and in nothing else;
//! and whether two answers are the same.

use std::io::Read;

use serde_json::{Value, json};
use thidua::app::actor::Role;

use super::council_room::{Room, member, user_of};
use super::decided::{head, letter};
use super::house::{Answer, Caller, House, fixture, hand_in};
use super::nominations::{PERSONS, accepted, person};
use super::small::{accept, move_to};
use super::way::{pdf, send_part};

/// The day of the session, and of all that follows.
pub const TODAY: &str = "2021-05-25";

const TIE: &str = "cases/award-tie-ask";

/// What the plan says of the way from a recommendation to an award.
const PROCESS: &str = r#"
[process]
council = "hoi_dong"

[[process.part]]
code = "report"
name = { vi = "Báo cáo thành tích", en = "Achievement report" }
required = false
types = ["pdf"]
largest_mb = 1

[[process.signatory]]
position = "Chủ tịch UBND tỉnh"
awards = ["merit", "medal"]

[[process.vote]]
awards = ["merit", "medal"]
"#;

/// From which cases the member and the officer are recused. Cases 1 to 4 are of units A to D, of which B, C and D tie for two
/// seats; 5 and 6 are of persons of A and B.
#[derive(Debug, Clone, Copy)]
pub struct Hidden {
    /// The unit that both belong to.
    pub unit: &'static str,
    /// The cases of it, of its persons, and of the tie that it is in.
    pub cases: &'static [i64],
    /// How the others vote on the first five cases; in the other world the hidden ones have the second list.
    votes: [[&'static str; 4]; 5],
    otherwise: [[&'static str; 4]; 5],
    /// Of the cases that the council voted for, the one that is decided about; the rest is left out.
    decided: i64,
}

const FOR: [&str; 4] = ["for"; 4];
const NO: [&str; 4] = ["against", "blank", "against", "against"];

/// Interest in the unit and in a person of it.
pub const OWN_UNIT: Hidden = Hidden {
    unit: "A",
    cases: &[1, 5],
    votes: [FOR, FOR, FOR, NO, FOR],
    otherwise: [NO, FOR, FOR, NO, NO],
    decided: 2,
};

/// Interest in one unit of a tie, and so in the tie.
pub const OWN_TIE: Hidden = Hidden {
    unit: "B",
    cases: &[2, 3, 4, 6],
    votes: [FOR, FOR, FOR, NO, FOR],
    otherwise: [FOR, NO, FOR, FOR, FOR],
    decided: 1,
};

/// A world.
pub struct World {
    pub room: Room,
    /// The council's member who is recused.
    pub member: Caller,
    /// The officer who is recused, as a past member of the unit.
    pub officer: Caller,
}

/// The plan with reports and persons, ranked, its six cases appraised, three lists of them public for a day, and objections.
fn published(officer: &Caller, rule: &str) {
    let plan = String::from_utf8(fixture(&format!("{TIE}/plan.toml"))).unwrap() + PERSONS + PROCESS + rule;
    officer.send("POST", "/api/v1/plans", Some("application/toml"), plan.as_bytes()).good();
    let plan = "/api/v1/plans/1";
    let units = fixture(&format!("{TIE}/units.csv"));
    officer.send("PUT", &format!("{plan}/units"), Some("text/csv"), &units).good();
    for state in ["launched", "collecting"] {
        move_to(officer, plan, state);
    }
    hand_in(officer, plan, &fixture(&format!("{TIE}/reports.csv")));
    for unit in ["A", "B", "C", "D", "E"] {
        accept(officer, plan, unit, 1);
    }
    for (unit, name) in [("A", "Một giả định"), ("B", "Hai giả định")] {
        officer.post(&format!("{plan}/nominations"), &person(unit, name, "worker", 5)).good();
    }
    accepted(officer, plan, &[1, 2]);
    move_to(officer, plan, "closed");
    move_to(officer, plan, "ranked");
    officer.post(&format!("{plan}/nominations/rankings"), &json!({})).good();
    officer.post(&format!("{plan}/cases"), &json!({ "awards": [] })).good();
    for dossier in ["cases/1", "cases/2", "nominations/1"] {
        send_part(officer, &format!("{plan}/{dossier}"), ("report", "bao-cao.pdf"), &pdf("a")).good();
    }
    for action in ["complete", "appraise"] {
        let body = json!({ "cases": [1, 2, 3, 4, 5, 6], "action": action, "reason": null, "note": null });
        officer.post(&format!("{plan}/case-steps"), &body).good();
    }
    for cases in [[1, 2].as_slice(), &[5], &[3, 4]] {
        let list =
            json!({ "cases": cases, "starts_on": "2021-05-24", "ends_on": "2021-05-24", "note": null });
        officer.post(&format!("{plan}/publicities"), &list).good();
    }
}

/// Objections to some cases that come once a decision is signed: before, they would stop it.
fn objected(room: &Room) {
    for (list, case) in [(1, 1), (1, 2), (2, 5), (3, 3)] {
        let objection = json!({
            "case": case, "received_on": "2021-05-24", "sender": "Người gửi giả định", "content": "Nội dung giả định",
        });
        room.officer.post(&format!("{}/publicities/{list}/objections", room.plan), &objection).good();
    }
}

/// The council on the next day, with a session that is open and another that is planned.
fn council(house: House, hidden: Hidden) -> World {
    let officer = user_of(&house, "can.bo.hai", Role::Officer);
    let logins = ["chu.tich", "tv.1", "tv.2", "tv.lien.quan"];
    let members = logins.map(|login| user_of(&house, login, Role::CouncilMember)).to_vec();
    let own_officer = user_of(&house, "can.bo.lien.quan", Role::Officer);
    let of = |until: Option<&str>| json!([{ "unit": hidden.unit, "from": "2020-01-01", "until": until }]);
    let mut ids = Vec::new();
    for (login, role, units) in [
        (Some("chu.tich"), "chair", json!([])),
        (Some("tv.1"), "member", json!([])),
        (Some("tv.2"), "member", json!([])),
        (Some("tv.lien.quan"), "member", of(None)),
        (None, "member", json!([])),
        (Some("can.bo.lien.quan"), "secretary", of(Some("2021-03-01"))),
    ] {
        let made = officer.post("/api/v1/councils/hoi_dong/members", &member(login, role, &units)).good();
        ids.push(made["id"].as_i64().unwrap());
    }
    let plan = "/api/v1/plans/1".to_owned();
    for place in ["Phòng họp số 1", "Phòng họp số 2"] {
        let planned = json!({ "held_on": TODAY, "place": place, "note": null });
        officer.post(&format!("{plan}/sessions"), &planned).good();
    }
    let session = format!("{plan}/sessions/1");
    let member = members[3].clone();
    let room = Room { house, officer, plan, session, members, ids };
    room.go("open").good();
    for id in [0, 1, 2, 3, 5].map(|at: usize| room.ids[at]) {
        room.attend_id(id, "present").good();
    }
    room.attend(4, "in_writing").good();
    World { room, member, officer: own_officer }
}

/// A world up to a decision that leaves out some of what was submitted. The sixth case waits for its vote.
pub fn world(house: House, rule: &str, hidden: Hidden, is_other: bool) -> World {
    published(&user_of(&house, "can.bo.mot", Role::Officer), rule);
    house.wait(86_400);
    let world = council(house, hidden);
    let room = &world.room;
    room.add(&[1, 2, 3, 4, 5, 6]).good();
    room.open_votes(&[1, 2, 3, 4, 5]).good();
    for (item, choices) in (1..).zip(if is_other { hidden.otherwise } else { hidden.votes }) {
        let voters = if hidden.cases.contains(&item) { 3 } else { 4 };
        for (caller, choice) in room.members.iter().zip(choices).take(voters) {
            room.vote(caller, item, choice).good();
        }
    }
    room.close_votes(&[1, 2, 3, 4], Some("theo biểu quyết")).good();
    room.close_votes(&[5], None).good();
    // Where the person of the hidden case isn't voted for, other steps are taken with that case: as many records as in the
    // other world, so that their numbers tell nothing.
    let is_declined = is_other && hidden.cases.contains(&5);
    let pad = |action: &str| {
        let step = json!({ "action": action, "reason": null, "note": "đang xác minh" });
        if is_declined {
            room.officer.post(&format!("{}/cases/5/steps", room.plan), &step).good();
        }
    };
    pad("hold");
    let reason = json!({ "reason": "theo số phiếu" });
    room.officer.post(&format!("{}/ties/1", room.session), &reason).good();
    let voted = room.officer.get(&format!("{}/cases?state=voted", room.plan)).good();
    let number = |case: &Value| case["number"].as_i64().unwrap();
    let voted: Vec<i64> = voted["items"].as_array().unwrap().iter().map(number).collect();
    pad("release");
    room.officer.post(&format!("{}/submissions", room.plan), &letter("12/TTr", TODAY, &voted)).good();
    pad("hold");
    let decision = json!({ "head": head("34/QĐ", TODAY), "cases": [hidden.decided], "reason": format!("của {voted:?}") });
    room.officer.post(&format!("{}/decisions", room.plan), &decision).good();
    objected(room);
    world
}

/// What somebody is answered, without what differs between any two services: long texts of hexadecimal digits are secrets and
/// hashes, and the clock goes on with each look at it.
pub fn plain(answer: &Answer) -> String {
    without_hashes(&without_seconds(&format!("{} {}", answer.status, unpacked(&answer.body))))
}

/// What is packed, member by member; anything else as it is.
fn unpacked(body: &[u8]) -> String {
    let Ok(mut archive) = zip::ZipArchive::new(std::io::Cursor::new(body)) else {
        return String::from_utf8_lossy(body).into_owned();
    };
    let mut text = String::new();
    for at in 0..archive.len() {
        let mut member = archive.by_index(at).unwrap();
        let mut bytes = member.name().unwrap().into_owned().into_bytes();
        member.read_to_end(&mut bytes).unwrap();
        text.push_str(&String::from_utf8_lossy(&bytes));
        text.push('\n');
    }
    text
}

/// Moments are cut to the minute: `01:00:02.989000Z` is `01:00Z`, and `25/05/2021 08:00:01` is `25/05/2021 08:00`.
fn without_seconds(text: &str) -> String {
    let looks = |at: usize, shape: &str| {
        text.as_bytes().get(at..at + shape.len()).is_some_and(|found| {
            found.iter().zip(shape.bytes()).all(|(sign, wanted)| match wanted {
                b'0' => sign.is_ascii_digit(),
                wanted => *sign == wanted,
            })
        })
    };
    let mut out = String::with_capacity(text.len());
    let mut rest = 0;
    for (at, _) in text.match_indices(':') {
        let is_machine = looks(at, ":00.000000Z");
        let is_page = at >= 16 && looks(at - 16, "00/00/0000 00:00:00");
        if is_machine || is_page {
            out.push_str(&text[rest..at]);
            rest = at + if is_machine { ":00.000000".len() } else { ":00".len() };
        }
    }
    out + &text[rest..]
}

fn without_hashes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = String::new();
    for sign in text.chars().chain(['\n']) {
        if sign.is_ascii_hexdigit() {
            run.push(sign);
            continue;
        }
        out.push_str(if run.len() >= 16 { "#" } else { &run });
        run.clear();
        out.push(sign);
    }
    // How many bytes a packed bundle has depends on the hashes in it.
    let mut parts = out.split("bytes&#34;:").flat_map(|part| part.split("bytes\\\":"));
    let first = parts.next().unwrap_or("").to_owned();
    parts
        .fold(first, |all, part| all + "bytes:" + part.trim_start_matches(|sign: char| sign.is_ascii_digit()))
}

/// Where two answers differ, with what stands there.
pub fn difference(first: &str, second: &str) -> Option<String> {
    if first == second {
        return None;
    }
    let at = first.chars().zip(second.chars()).take_while(|(a, b)| a == b).count();
    let near = |text: &str| text.chars().skip(at.saturating_sub(60)).take(160).collect::<String>();
    Some(format!("…{}… | …{}…", near(first), near(second)))
}
