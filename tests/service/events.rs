//! The stream of events, and the figures on the service itself.

use serde_json::{Value, json};
use thidua::app::actor::Role;

use super::house::{Caller, House, collecting, engines, hand_in, new_database};
use super::program::{Server, add_user};

const PLAN: &str = "plans/turnout-2021.toml";
const UNITS: &str = "units/gia-lai-2021.csv";

/// The next events of a stream, so many.
fn events(lines: &mut impl Iterator<Item = String>, count: usize) -> Vec<Value> {
    lines.filter_map(|line| serde_json::from_str(line.strip_prefix("data: ")?).ok()).take(count).collect()
}

/// Waits until a stream has begun.
fn begun(lines: &mut impl Iterator<Item = String>) {
    assert!(lines.any(|line| line == ": listening"), "the stream begins");
}

fn kinds(events: &[Value]) -> Vec<(&str, Option<&str>)> {
    events.iter().map(|event| (event["kind"].as_str().unwrap(), event["unit"].as_str())).collect()
}

fn report(caller: &Caller, plan: &str, unit: &str, figure: u32) {
    hand_in(caller, plan, format!("code,voters,took_part\n{unit},1000,{figure}\n").as_bytes());
}

#[test]
fn events_come_in_order_to_whom_they_concern_and_go_on_where_a_stream_broke_off() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = collecting(&officer, PLAN, UNITS);
        let reporter = house.user(Role::Reporter, Some("622"));
        let (mut all, mut own) = (officer.listen("/api/v1/events?plan=1"), reporter.listen("/api/v1/events"));
        begun(&mut all);
        begun(&mut own);
        report(&officer, &plan, "623", 900);
        report(&reporter, &plan, "622", 900);
        officer.post(&format!("{plan}/reports/623/accept"), &json!({ "version": 1, "note": "x" })).good();
        let hold = json!({ "unit": "622", "kind": "hold", "reason": "Đang xác minh" });
        officer.post(&format!("{plan}/holds"), &hold).good();
        officer.post(&format!("{plan}/reports/622/accept"), &json!({ "version": 1, "note": "x" })).good();
        officer.put(&format!("{plan}/state"), &json!({ "to": "closed" })).good();
        let seen = events(&mut all, 6);
        assert_eq!(
            kinds(&seen),
            [
                ("report.commit", None),
                ("report.commit", None),
                ("report.accept", Some("623")),
                ("hold.add", Some("622")),
                ("report.accept", Some("622")),
                ("plan.move", None)
            ],
        );
        let concerned = events(&mut own, 3);
        assert_eq!(
            kinds(&concerned),
            [("report.commit", None), ("report.accept", Some("622")), ("plan.move", None)],
            "neither others' reports nor holds"
        );
        let broke_off = seen[1]["seq"].to_string();
        let mut again = officer.clone().with("last-event-id", &broke_off).listen("/api/v1/events?plan=1");
        assert_eq!(events(&mut again, 4), seen[2..], "nothing is lost, nothing comes twice");
        let bad = officer.clone().with("last-event-id", "x").get("/api/v1/events");
        assert_eq!(bad.problem(), (400, "parameter_malformed".into()));
    }
}

#[test]
fn a_stream_ends_with_the_session() {
    let house = House::on(engines()[0]);
    let officer = house.user(Role::Officer, None);
    let mut lines = officer.listen("/api/v1/events");
    begun(&mut lines);
    assert_eq!(officer.delete("/api/v1/sessions/current").status, 204);
    let began = std::time::Instant::now();
    assert!(lines.all(|line| !line.starts_with("data:")));
    assert!(began.elapsed().as_secs() < 8, "the server ended it");
}

#[test]
fn what_another_process_does_is_told_too() {
    for engine in engines() {
        let (database, _kept) = new_database(engine);
        let password = add_user(&database, "officer", "officer");
        let servers = [Server::start(&database), Server::start(&database)];
        let [one, other] = servers.each_ref().map(|server| server.anon().log_in("officer", &password));
        let plan = collecting(&one, PLAN, UNITS);
        let mut lines = other.listen("/api/v1/events");
        begun(&mut lines);
        report(&one, &plan, "622", 900);
        assert_eq!(kinds(&events(&mut lines, 1)), [("report.commit", None)]);
    }
}

#[test]
fn figures_on_the_service_are_for_who_may_read_the_audit_log() {
    let house = House::on(engines()[0]);
    let officer = house.user(Role::Officer, None);
    collecting(&officer, PLAN, UNITS);
    assert_eq!(house.anon().get("/metrics").status, 401);
    assert_eq!(house.user(Role::Viewer, None).get("/metrics").status, 403);
    let text = officer.get("/metrics").text();
    for name in [
        "thidua_requests_seconds_count{method=\"PUT\",route=\"/api/v1/plans/{plan}/state\",status=\"200\"}",
        "thidua_database_connections ",
        "thidua_audit_records ",
        "thidua_event_listeners ",
    ] {
        assert!(text.contains(name), "{name}: {text}");
    }
    assert_eq!(house.anon().get("/healthz").text(), "ok\n");
    assert_eq!(house.anon().get("/readyz").text(), "ready\n");
}
