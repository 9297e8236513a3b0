//! A small contest with decisions: cases opened from its ranking and brought to where a test needs them.

use diesel::Connection;
use diesel::connection::SimpleConnection;
use serde_json::{Value, json};
use thidua::app::actor::Actor;

use super::house::{Caller, House, fixture, hand_in};
use super::small::{accept, move_to};

const CASE: &str = "cases/award-from-the-list-below";

/// What the plan says of decisions: who signs what, and the topic.
const PROCESS: &str = "
[process]
topic = \"chuyen_de\"

[[process.signatory]]
position = \"Chủ tịch UBND tỉnh\"
awards = [\"provincial\", \"district\"]

[[process.signatory]]
position = \"Chủ tịch UBND huyện\"
awards = [\"district\"]
";

/// Runs statements on a house's database, for what is another part's to bring about.
pub fn sql(house: &House, statements: &str) {
    if let Some(file) = house.database.strip_prefix("sqlite://") {
        let mut connection = diesel::SqliteConnection::establish(file).expect("the file is there");
        connection.batch_execute(statements).expect("the statements are right");
    } else {
        let mut connection = diesel::PgConnection::establish(&house.database).expect("the server answers");
        connection.batch_execute(statements).expect("the statements are right");
    }
}

/// The text of the plan, with another number and topic (empty: none).
pub fn plan_text(code: &str, topic: &str) -> String {
    let text = String::from_utf8(fixture(&format!("{CASE}/plan.toml"))).expect("fixtures are UTF-8");
    let text = text.replace("01/KH-GD", code);
    let text = text.replace(
        "code = \"provincial\"\n",
        "code = \"provincial\"\nform = \"provincial_certificate_of_merit\"\nbudget = \"Quỹ tỉnh\"\n",
    );
    let text = text.replace("code = \"district\"\n", "code = \"district\"\nform = \"commendation\"\n");
    let process = PROCESS.replace("topic = \"chuyen_de\"\n", "");
    let topic = if topic.is_empty() { String::new() } else { format!("topic = \"{topic}\"\n") };
    text + &process.replace("[process]\n", &format!("[process]\n{topic}"))
}

/// A ranked plan of which A and B get the provincial certificate, and A, B, D and E the commendation; its address.
pub fn ranked(officer: &Caller, code: &str, topic: &str) -> String {
    ranked_by(officer, &plan_text(code, topic))
}

/// The same by another plan file.
pub fn ranked_by(officer: &Caller, text: &str) -> String {
    let made = officer.send("POST", "/api/v1/plans", Some("application/toml"), text.as_bytes()).good();
    let plan = format!("/api/v1/plans/{}", made["id"]);
    officer
        .send("PUT", &format!("{plan}/units"), Some("text/csv"), &fixture(&format!("{CASE}/units.csv")))
        .good();
    for state in ["launched", "collecting"] {
        officer.put(&format!("{plan}/state"), &json!({ "to": state })).good();
    }
    hand_in(officer, &plan, &fixture(&format!("{CASE}/reports.csv")));
    for unit in ["A", "B", "C", "D", "E"] {
        accept(officer, &plan, unit, 1);
    }
    move_to(officer, &plan, "closed");
    move_to(officer, &plan, "ranked");
    plan
}

/// The id in a plan's address.
pub fn id_of(plan: &str) -> i64 {
    plan.rsplit('/').next().and_then(|id| id.parse().ok()).expect("the address ends in an id")
}

/// Opens the cases of a plan (1 and 2: provincial of A and B; 3 to 6: district of A, B, D and E) and brings them to where the
/// council, on 10 May 2021, voted for them.
pub fn voted(house: &House, plan: &str) {
    let id = id_of(plan);
    let opened = house.service.open_cases(&Actor::command(), id, &[]).expect("cases can be opened");
    assert_eq!(opened.cases.len(), 6);
    voted_on(house, id, "2021-05-10");
}

/// Brings all cases of a plan to where the council, on a day, voted for them.
pub fn voted_on(house: &House, id: i64, day: &str) {
    sql(
        house,
        &format!(
            "UPDATE cases SET state = 'voted' WHERE plan_id = {id};
             INSERT INTO council_sessions (id, plan_id, number, state, place, held_on, change, made_by, made_at)
             VALUES ({id}, {id}, 1, 'closed', 'Hội trường', '{day}', 1, 'command', '{day} 01:00:00');
             INSERT INTO session_items (id, session_id, number, case_id, round, state, closed_at, result)
             SELECT cases.id, {id}, cases.number, cases.id, 1, 'closed', '{day} 02:00:00', 'accepted'
             FROM cases WHERE plan_id = {id};"
        ),
    );
}

/// What every decision says.
pub fn head(number: &str, day: &str) -> Value {
    json!({
        "number": number,
        "issued_on": day,
        "issuer": "UBND tỉnh",
        "signatory": "(người ký)",
        "position": "Chủ tịch UBND tỉnh",
        "bases": null,
    })
}

/// A letter that submits cases.
pub fn letter(number: &str, day: &str, cases: &[i64]) -> Value {
    json!({ "number": number, "sent_on": day, "cases": cases, "note": null })
}

/// A plan whose six cases were submitted on 12 May 2021.
pub fn submitted(house: &House, officer: &Caller, code: &str, topic: &str) -> String {
    let plan = ranked(officer, code, topic);
    voted(house, &plan);
    officer.post(&format!("{plan}/submissions"), &letter("12/TTr", "2021-05-12", &[1, 2, 3, 4, 5, 6])).good();
    plan
}

/// A plan with a decision of 15 May 2021 over all six cases; its address and the decision.
pub fn decided(house: &House, officer: &Caller, code: &str, topic: &str, number: &str) -> (String, Value) {
    let plan = submitted(house, officer, code, topic);
    let body = json!({ "head": head(number, "2021-05-15"), "cases": [1, 2, 3, 4, 5, 6], "reason": null });
    let made = officer.post(&format!("{plan}/decisions"), &body).good();
    (plan, made)
}

/// Makes the last two cases of a plan those of persons: nominations 1 and 2 of the plan, with their names.
pub fn with_persons(house: &House, plan: &str, names: [&str; 2]) {
    let id = id_of(plan);
    for (at, name) in (1..).zip(names) {
        let folded = thidua::intake::fold::fold(name);
        let case = at + 4;
        sql(
            house,
            &format!(
                "INSERT INTO nominations (id, plan_id, number, unit, nominator, kind, award, name, folded, position,
                    summary, figures, state, change, made_by, made_at)
                 VALUES ({id} * 100 + {at}, {id}, {at}, 3, 3, 'leader', 'district', '{name}', '{folded}', 'Công chức',
                    '-', '', 'handed_in', 1, 'command', '2021-05-01 01:00:00');
                 UPDATE cases SET subject = 'individual', nomination_id = {id} * 100 + {at}
                 WHERE plan_id = {id} AND number = {case};"
            ),
        );
    }
}
