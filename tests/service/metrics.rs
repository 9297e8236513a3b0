//! The figures on the service itself.

use thidua::app::actor::Role;

use super::house::{House, collecting, engines};

const PLAN: &str = "plans/turnout-2021.toml";
const UNITS: &str = "units/gia-lai-2021.csv";

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
