//! Users: seen, changed, disabled; nobody gives or takes what they haven't.

use serde_json::json;
use thidua::app::actor::{Actor, Role};

use super::house::{House, engines};

#[test]
fn a_user_is_changed_by_who_has_seen_the_latest_state() {
    for engine in engines() {
        let house = House::on(engine);
        let administrator = house.user(Role::Administrator, None);
        let officer = house.user(Role::Officer, None);
        let path = "/api/v1/users/officer";
        let seen = administrator.get(path);
        assert_eq!((seen.header("etag"), &seen.good()["role"]), (Some("\"1\""), &json!("officer")));
        let wanted = json!({ "name": " Nguyễn Văn Thử ", "role": "viewer" });
        let quoting = administrator.clone().with("if-match", "\"1\"");
        let changed = quoting.put(path, &wanted);
        assert_eq!(
            (changed.header("etag"), &changed.good()["name"]),
            (Some("\"2\""), &json!("Nguyễn Văn Thử"))
        );
        assert_eq!(quoting.put(path, &wanted).problem(), (412, "stale".into()));
        assert_eq!(
            officer.get("/api/v1/me").good()["rights"],
            json!(["view"]),
            "the session goes on with less"
        );
        let refused = administrator.put(path, &json!({ "name": "x", "role": "reporter" }));
        assert_eq!(refused.problem(), (422, "field_refused".into()));
        let refused = administrator.put(path, &json!({ "name": "x", "role": "king" }));
        assert_eq!(refused.problem(), (422, "field_refused".into()));
        assert_eq!(administrator.get("/api/v1/users/none").problem(), (404, "not_found".into()));
        assert_eq!(administrator.put("/api/v1/users/none", &wanted).problem(), (404, "not_found".into()));
        let record = administrator.get("/api/v1/audit?action=user.change").good()["items"][0].clone();
        assert!(record["before"].as_str().unwrap().contains("\"role\":\"officer\""));
        assert!(record["after"].as_str().unwrap().contains("\"role\":\"viewer\""));
        assert!(!record.to_string().contains("argon2"));
    }
}

#[test]
fn the_last_administrator_stays_one() {
    for engine in engines() {
        let house = House::on(engine);
        let administrator = house.user(Role::Administrator, None);
        house.user(Role::Administrator, Some("622"));
        let path = "/api/v1/users/administrator";
        let disable = format!("{path}/disable");
        let last = (409, "last_administrator".to_owned());
        assert_eq!(administrator.post(&disable, &json!({})).problem(), last);
        for (role, unit) in [("officer", None), ("administrator", Some("622"))] {
            let wanted = json!({ "name": "x", "role": role, "unit_code": unit });
            assert_eq!(administrator.put(path, &wanted).problem(), last, "{role} {unit:?}");
        }
        assert!(house.service.disable_user(&Actor::command(), "administrator").is_err(), "nor by command");
        let renamed = administrator.put(path, &json!({ "name": "Quản trị", "role": "administrator" }));
        assert_eq!(renamed.status, 200);
        let second = json!({ "login": "second", "name": "Người thử", "role": "administrator" });
        administrator.post("/api/v1/users", &second).good();
        administrator.post(&disable, &json!({})).good();
        assert_eq!(administrator.get("/api/v1/me").status, 401);
    }
}

#[test]
fn an_administrator_of_a_unit_gives_and_takes_nothing_beyond_it() {
    for engine in engines() {
        let house = House::on(engine);
        house.user(Role::Administrator, None);
        house.user(Role::Reporter, Some("623"));
        let bounded = house.user(Role::Administrator, Some("622"));
        let user = |login: &str, unit: Option<&str>| json!({ "login": login, "name": "Người thử", "role": "viewer", "unit_code": unit });
        let beyond = (403, "out_of_reach".to_owned());
        assert_eq!(bounded.post("/api/v1/users", &user("a", None)).problem(), beyond);
        assert_eq!(bounded.post("/api/v1/users", &user("b", Some("623"))).problem(), beyond);
        assert_eq!(bounded.post("/api/v1/users", &user("c", Some("622"))).status, 201);
        for login in ["administrator", "reporter.623"] {
            let path = format!("/api/v1/users/{login}");
            assert_eq!(bounded.post(&format!("{path}/reset"), &json!({})).problem(), beyond, "{login}");
            assert_eq!(bounded.post(&format!("{path}/disable"), &json!({})).problem(), beyond, "{login}");
            assert_eq!(bounded.delete(&format!("{path}/sessions")).problem(), beyond, "{login}");
            let wanted = json!({ "name": "x", "role": "viewer", "unit_code": "622" });
            assert_eq!(bounded.put(&path, &wanted).problem(), beyond, "{login}");
        }
        let widened = json!({ "name": "x", "role": "administrator", "unit_code": null });
        assert_eq!(bounded.put("/api/v1/users/administrator.622", &widened).problem(), beyond);
    }
}

#[test]
fn an_administrator_ends_all_sessions_of_a_user() {
    for engine in engines() {
        let house = House::on(engine);
        let administrator = house.user(Role::Administrator, None);
        house.user(Role::Viewer, None);
        let reset = administrator.post("/api/v1/users/viewer/reset", &json!({})).good();
        let password = reset["password"].as_str().unwrap();
        let sessions: Vec<_> = (0..3).map(|_| house.anon().log_in("viewer", password)).collect();
        assert_eq!(administrator.delete("/api/v1/users/viewer/sessions").good(), json!({ "ended": 3 }));
        assert!(sessions.iter().all(|session| session.get("/api/v1/me").status == 401));
        house.anon().log_in("viewer", password);
        assert_eq!(administrator.delete("/api/v1/users/none/sessions").status, 404);
    }
}
