//! Who may do what: without log-in, by role, with a foreign unit; and what is closed to other sites.

use serde_json::{Value, json};
use thidua::app::actor::Role;

use super::house::{House, collecting, engines, fixture};

const PLAN: &str = "plans/turnout-2021.toml";
const UNITS: &str = "units/gia-lai-2021.csv";

/// Every operation of the document: method, path with its parameters filled in, operation id, whether it is public.
fn operations() -> Vec<(String, String, String, bool)> {
    let document = serde_json::to_value(thidua::api::document()).unwrap();
    let mut all = Vec::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let path: Vec<&str> =
                path.split('/').map(|part| if part.starts_with('{') { "1" } else { part }).collect();
            let public = operation["security"] == json!([{}]);
            let id = operation["operationId"].as_str().unwrap().to_owned();
            all.push((method.to_uppercase(), path.join("/"), id, public));
        }
    }
    all
}

#[test]
fn every_operation_without_log_in_answers_401_unless_it_is_public() {
    let house = House::on(engines()[0]);
    let mut public = Vec::new();
    for (method, path, id, is_public) in operations() {
        if is_public {
            public.push(id);
            continue;
        }
        for caller in [
            house.anon(),
            house.anon().with("cookie", "thidua_session=stale"),
            house.anon().with("authorization", "Bearer thidua_stale"),
        ] {
            let answer = caller.send(&method, &path, Some("application/json"), b"{ not json");
            assert_eq!(answer.problem(), (401, "unauthenticated".into()), "{method} {path}");
        }
    }
    assert_eq!(public, ["get_public_list", "log_in"]);
}

/// Which operations each role is refused for want of a right, whatever they are asked with.
#[test]
fn every_role_is_refused_what_isnt_its_work() {
    let house = House::on(engines()[0]);
    let officer = house.user(Role::Officer, None);
    collecting(&officer, PLAN, UNITS);
    let users = ["add_user", "disable_user", "list_users", "reset_user"];
    let tokens = ["list_tokens", "revoke_token"];
    let audit = ["list_audit", "verify_audit"];
    let rankings = ["get_ranking", "export_ranking", "get_recommendations", "list_snapshots"];
    type Some<'a> = &'a [&'a [&'a str]];
    let expected: [(Role, Some<'_>, Some<'_>); 4] = [
        (Role::Officer, &[&users, &tokens], &[&audit, &rankings]),
        (Role::CouncilMember, &[&users, &tokens, &audit], &[&rankings]),
        (Role::Appraiser, &[&users, &tokens, &audit], &[&rankings]),
        (Role::Viewer, &[&users, &tokens, &audit, &rankings], &[]),
    ];
    for (role, refused, allowed) in expected {
        let caller = if role == Role::Officer { officer.clone() } else { house.user(role, None) };
        for (method, path, id, _) in operations() {
            let body = if method == "GET" { Value::Null } else { json!({ "login": "x" }) };
            let sent = || caller.send(&method, &path, Some("application/json"), body.to_string().as_bytes());
            if refused.iter().any(|some| some.contains(&id.as_str())) && id != "add_user" {
                assert_eq!(sent().problem(), (403, "forbidden".into()), "{role:?} {id}");
            }
            if allowed.iter().any(|some| some.contains(&id.as_str())) {
                assert_ne!(sent().status, 403, "{role:?} {id}");
            }
        }
    }
}

#[test]
fn changes_by_cookie_need_the_header_that_proves_where_they_come_from() {
    let house = House::on(engines()[0]);
    let officer = house.user(Role::Officer, None);
    let path = "/api/v1/plans";
    for header in ["", "wrong"] {
        let forged = officer.clone().with("x-csrf-token", header);
        let answer = forged.send("POST", path, Some("application/toml"), &fixture(PLAN));
        assert_eq!(answer.problem(), (403, "csrf_refused".into()));
        let form = forged.send("POST", path, Some("application/x-www-form-urlencoded"), b"a=b");
        assert_eq!(form.problem(), (403, "csrf_refused".into()));
    }
    let answer = officer.get("/api/v1/me");
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("cache-control", "no-store"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{name}");
    }
    assert!(answer.header("content-security-policy").unwrap().contains("default-src 'none'"));
    assert_eq!(answer.good()["rights"].as_array().unwrap().len(), 14);
}

#[test]
fn refusals_are_in_the_audit_log_but_dont_flood_it() {
    let house = House::on(engines()[0]);
    let officer = house.user(Role::Officer, None);
    let plan = collecting(&officer, PLAN, UNITS);
    let reporter = house.user(Role::Reporter, Some("622"));
    reporter.get(&format!("{plan}/reports/623/versions"));
    reporter.get(&format!("{plan}/ranking"));
    reporter.clone().with("x-csrf-token", "").post(&format!("{plan}/uploads"), &json!({}));
    for _ in 0..100 {
        reporter.get(&format!("{plan}/holds"));
    }
    let listed = officer.get("/api/v1/audit?action=refused&limit=1000").good();
    let objects: Vec<&str> =
        listed["items"].as_array().unwrap().iter().map(|it| it["object"].as_str().unwrap()).collect();
    assert_eq!(objects[..3], ["reach:623", "right:view_ranking", "csrf"]);
    assert_eq!(objects.len(), 60, "of a flood the first of each hour");
}

#[test]
fn an_administrator_of_one_unit_has_no_say_in_others_and_the_last_one_stays() {
    for engine in engines() {
        let house = House::on(engine);
        let last = house.user(Role::Administrator, None);
        let disabled = last.post("/api/v1/users/administrator/disable", &json!({}));
        assert_eq!(disabled.problem(), (409, "last_administrator".into()));
        let bounded = house.user(Role::Administrator, Some("622"));
        let user = |login: &str, unit: Value| json!({ "login": login, "name": "Người thử", "role": "administrator", "unit_code": unit });
        for unit in [Value::Null, json!("623")] {
            let refused = bounded.post("/api/v1/users", &user("other", unit));
            assert_eq!(refused.problem(), (403, "out_of_reach".into()));
        }
        bounded.post("/api/v1/users", &user("own", json!("622"))).good();
        for action in ["reset", "disable"] {
            let refused = bounded.post(&format!("/api/v1/users/administrator/{action}"), &json!({}));
            assert_eq!(refused.problem(), (403, "out_of_reach".into()), "{action}");
        }
        last.post("/api/v1/users/own/disable", &json!({})).good();
    }
}
