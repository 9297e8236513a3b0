//! Tokens of programs: what they were made for and nothing else, and when they stop.

use serde_json::{Value, json};
use thidua::app::actor::Role;

use super::house::{Answer, Caller, House, collecting, engines, hand_in};

const PLAN: &str = "plans/turnout-2021.toml";
const UNITS: &str = "units/gia-lai-2021.csv";

fn token(administrator: &Caller, more: &Value) -> Answer {
    let mut body = json!({
        "name": "Hệ thống văn bản", "scopes": ["view", "capture"], "methods": ["GET", "POST"],
        "unit_code": "622", "expires_at": "2021-06-24T00:00:00Z",
    });
    for (key, value) in more.as_object().unwrap() {
        body[key] = value.clone();
    }
    administrator.post("/api/v1/tokens", &body)
}

#[test]
fn a_token_does_what_it_was_made_for_and_nothing_else() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = collecting(&officer, PLAN, UNITS);
        let administrator = house.user(Role::Administrator, None);
        let made = token(&administrator, &json!({})).good();
        let bearer = |made: &Value| {
            house.anon().with("authorization", &format!("Bearer {}", made["secret"].as_str().unwrap()))
        };
        let program = bearer(&made);
        assert_eq!(program.get("/api/v1/me").good()["actor"], "token:1");
        assert_eq!(hand_in(&program, &plan, b"code,voters,took_part\n622,1000,990\n")["versions"], 1);
        assert_eq!(program.get(&format!("{plan}/reports/623/versions")).status, 403);
        assert_eq!(program.get(&format!("{plan}/ranking")).problem().1, "forbidden");
        let put = program.put(&format!("{plan}/state"), &json!({ "to": "closed" }));
        assert_eq!(put.problem(), (403, "token_refused".into()));
        let elsewhere = token(&administrator, &json!({ "address_range": "10.0.0.0/8" })).good();
        assert_eq!(bearer(&elsewhere).get("/api/v1/me").problem(), (403, "token_refused".into()));
        let here = token(&administrator, &json!({ "address_range": "127.0.0.0/8" })).good();
        assert_eq!(bearer(&here).get("/api/v1/me").status, 200);
        administrator.delete("/api/v1/tokens/3").good();
        assert_eq!(bearer(&here).get("/api/v1/me").status, 401);
        assert_eq!(administrator.delete("/api/v1/tokens/3").status, 404);
        let listed = administrator.get("/api/v1/tokens").good();
        assert_eq!(listed["total"], 3);
        assert!(!listed.to_string().contains("thidua_"), "secrets are told once");
        house.wait(31 * 86_400);
        assert_eq!(program.get("/api/v1/me").status, 401, "it is over");
    }
}

#[test]
fn a_token_cant_carry_more_than_its_maker_or_be_kept_for_ever() {
    let house = House::on(engines()[0]);
    let administrator = house.user(Role::Administrator, None);
    for (more, field) in [
        (json!({ "scopes": [] }), "scopes"),
        (json!({ "scopes": ["fly"] }), "scopes"),
        (json!({ "methods": ["TRACE"] }), "methods"),
        (json!({ "address_range": "10.0.0.0/99" }), "address_range"),
        (json!({ "expires_at": "2021-05-23T00:00:00Z" }), "expires_at"),
        (json!({ "expires_at": "2031-05-23T00:00:00Z" }), "expires_at"),
        (json!({ "name": " " }), "name"),
    ] {
        let refused = token(&administrator, &more);
        assert_eq!(refused.problem(), (422, "field_refused".into()), "{more}");
        assert!(refused.text().contains(field), "{}", refused.text());
    }
    let bounded = house.user(Role::Administrator, Some("622"));
    assert_eq!(token(&bounded, &json!({ "unit_code": "623" })).problem().0, 422);
    assert_eq!(token(&bounded, &json!({ "unit_code": null })).good()["token"]["unit_code"], "622");
    let maker = house.user(Role::Administrator, Some("624"));
    let made = token(&maker, &json!({ "unit_code": "624" })).good();
    administrator.post("/api/v1/users/administrator.624/disable", &json!({})).good();
    let bearer = format!("Bearer {}", made["secret"].as_str().unwrap());
    let answer = house.anon().with("authorization", &bearer).get("/api/v1/me");
    assert_eq!(answer.status, 401, "a token stops with its maker");
}

/// The objects of the refusals in the audit log, in order.
fn refusals(administrator: &Caller) -> Vec<(String, String)> {
    let listed = administrator.get("/api/v1/audit?action=refused&limit=1000").good();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let items = listed["items"].as_array().unwrap();
    items.iter().map(|item| (text(&item["actor"]), text(&item["object"]))).collect()
}

#[test]
fn every_refused_token_is_in_the_audit_log_with_the_reason() {
    for engine in engines() {
        let house = House::on(engine);
        let administrator = house.user(Role::Administrator, None);
        let made = |more: &Value| {
            let secret = token(&administrator, more).good()["secret"].as_str().unwrap().to_owned();
            house.anon().with("authorization", &format!("Bearer {secret}"))
        };
        let (revoked, elsewhere, over) = (
            made(&json!({})),
            made(&json!({ "address_range": "10.0.0.0/8" })),
            made(&json!({ "expires_at": "2021-05-24T02:00:00Z" })),
        );
        administrator.delete("/api/v1/tokens/1").good();
        assert_eq!(revoked.get("/api/v1/me").status, 401);
        assert_eq!(elsewhere.get("/api/v1/me").status, 403);
        assert_eq!(elsewhere.put("/api/v1/plans/1/state", &json!({})).status, 403);
        house.wait(3600);
        assert_eq!(over.get("/api/v1/me").status, 401);
        let unknown = house.anon().with("authorization", "Bearer thidua_0");
        assert_eq!(unknown.get("/api/v1/me").status, 401);
        let expected = [
            ("token:1", "token:revoked"),
            ("token:2", "token:address"),
            ("token:2", "token:method"),
            ("token:3", "token:over"),
            ("nobody", "token:unknown"),
        ];
        let told = refusals(&administrator);
        let told: Vec<(&str, &str)> = told.iter().map(|(who, what)| (who.as_str(), what.as_str())).collect();
        assert_eq!(told, expected);
    }
}

#[test]
fn a_token_needs_no_header_against_forged_requests_and_makes_no_tokens() {
    for engine in engines() {
        let house = House::on(engine);
        let administrator = house.user(Role::Administrator, None);
        let all = json!({ "unit_code": null, "scopes": ["view", "manage_users", "manage_units"] });
        let made = token(&administrator, &all).good();
        let bearer = format!("Bearer {}", made["secret"].as_str().unwrap());
        let program = house.anon().with("authorization", &bearer);
        let list = "code,name,level,parent_code\n01,Tỉnh A,province,\n";
        let path = "/api/v1/units/imports?on=2021-01-01";
        assert_eq!(program.send("POST", path, Some("text/csv"), list.as_bytes()).status, 200);
        assert_eq!(token(&program, &all).problem(), (403, "token_refused".into()));
        let sessions = program.get("/api/v1/sessions");
        assert_eq!(sessions.problem(), (403, "token_refused".into()));
        // Its scopes are the most that it can give or touch.
        let user = |role: &str| {
            let body = json!({ "login": role, "name": "Người thử", "role": role });
            program.post("/api/v1/users", &body)
        };
        assert_eq!(user("administrator").problem(), (403, "forbidden".into()));
        assert_eq!(user("officer").problem(), (403, "forbidden".into()));
        assert_eq!(user("viewer").status, 201);
        let reset = program.post("/api/v1/users/administrator/reset", &json!({}));
        assert_eq!(reset.problem(), (403, "forbidden".into()));
    }
}

#[test]
fn a_token_loses_what_its_maker_loses() {
    for engine in engines() {
        let house = House::on(engine);
        let administrator = house.user(Role::Administrator, None);
        house.user(Role::Administrator, Some("622"));
        let maker = "/api/v1/users/administrator.622";
        let password = administrator.post(&format!("{maker}/reset"), &json!({})).good()["password"].clone();
        let bounded = house.anon().log_in("administrator.622", password.as_str().unwrap());
        let made = token(&bounded, &json!({ "scopes": ["view", "capture", "view_audit"] })).good();
        let bearer = format!("Bearer {}", made["secret"].as_str().unwrap());
        let program = house.anon().with("authorization", &bearer);
        assert_eq!(program.get("/api/v1/me").good()["rights"], json!(["view", "capture", "view_audit"]));
        let change = |role: &str, unit: &str| {
            let body = json!({ "name": "Người thử", "role": role, "unit_code": unit });
            administrator.put(maker, &body).good();
        };
        change("reporter", "622");
        assert_eq!(program.get("/api/v1/me").good()["rights"], json!(["view", "capture"]));
        change("reporter", "623");
        assert_eq!(program.get("/api/v1/me").status, 401, "its maker doesn't reach the unit any more");
    }
}

#[test]
fn the_secret_of_a_token_is_kept_nowhere() {
    for engine in engines() {
        let house = House::on(engine);
        let administrator = house.user(Role::Administrator, None);
        let made = token(&administrator, &json!({})).good();
        let secret = made["secret"].as_str().unwrap().trim_start_matches("thidua_");
        let told = [
            administrator.get("/api/v1/tokens").text(),
            administrator.get("/api/v1/audit?limit=1000").text(),
        ];
        assert!(told.iter().all(|text| !text.contains(secret)));
    }
}
