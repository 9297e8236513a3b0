//! Logging in: throttled, in the same time for names that aren't there; sessions and passwords.

use serde_json::json;
use thidua::app::actor::Role;

use super::house::{Answer, Caller, Engine, House, engines};

fn log_in(caller: &Caller, login: &str, password: &str) -> Answer {
    caller.post("/api/v1/sessions", &json!({ "login": login, "password": password }))
}

#[test]
fn attempts_to_log_in_are_throttled_and_let_through_again_later() {
    for engine in engines() {
        let house = House::on(engine);
        let administrator = house.user(Role::Administrator, None);
        house.user(Role::Viewer, None);
        for _ in 0..10 {
            let refused = log_in(&house.anon(), "viewer", "wrong password");
            assert_eq!(refused.problem(), (401, "login_refused".into()));
        }
        let throttled = log_in(&house.anon(), "viewer", "wrong password");
        assert_eq!(throttled.problem(), (429, "too_many_requests".into()));
        let seconds: i64 = throttled.header("retry-after").unwrap().parse().unwrap();
        assert!((1..=300).contains(&seconds));
        assert_eq!(log_in(&house.anon(), "somebody", "else").status, 401, "other names aren't concerned");
        house.wait(seconds + 1);
        assert_eq!(log_in(&house.anon(), "viewer", "wrong password").status, 401);
        let refused = administrator.get("/api/v1/audit?action=login.refused&limit=1000").good();
        assert_eq!(refused["items"].as_array().unwrap().len(), 12);
        let whole = administrator.get("/api/v1/audit/verification").good();
        assert_eq!(whole["whole"], true);
    }
}

#[test]
fn the_session_cookie_is_kept_from_scripts_and_ends_with_the_log_out() {
    let house = House::on(engines()[0]);
    let viewer = house.user(Role::Viewer, None);
    let administrator = house.user(Role::Administrator, None);
    let answer = administrator.post("/api/v1/users/viewer/reset", &json!({}));
    let password = answer.good()["password"].as_str().unwrap().to_owned();
    assert_eq!(viewer.get("/api/v1/me").status, 401, "a new password ends all sessions");
    let answer = log_in(&house.anon(), "viewer", &password);
    let cookie = answer.header("set-cookie").unwrap().to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    let again = house.anon().log_in("viewer", &password);
    assert_eq!(again.delete("/api/v1/sessions/current").status, 204);
    assert_eq!(again.get("/api/v1/me").status, 401);
    administrator.post("/api/v1/users/viewer/disable", &json!({})).good();
    assert_eq!(log_in(&house.anon(), "viewer", &password).problem().0, 401);
}

#[test]
fn a_log_in_costs_one_hashing_whoever_it_is_for() {
    for engine in engines() {
        let house = House::on(engine);
        house.user(Role::Viewer, None);
        let administrator = house.user(Role::Administrator, None);
        house.user(Role::Officer, None);
        administrator.post("/api/v1/users/officer/disable", &json!({})).good();
        for login in ["viewer", "officer", "nobody.at.all", "", "xã'; --"] {
            let before = house.service.hashings();
            let refused = log_in(&house.anon(), login, "wrong password");
            assert_eq!(refused.problem(), (401, "login_refused".into()), "{login}");
            assert_eq!(house.service.hashings() - before, 1, "{login}");
        }
    }
}

#[test]
fn a_throttled_log_in_costs_no_hashing() {
    let house = House::on(engines()[0]);
    for _ in 0..10 {
        assert_eq!(log_in(&house.anon(), "somebody", "else").status, 401);
    }
    let before = house.service.hashings();
    assert_eq!(log_in(&house.anon(), "somebody", "else").status, 429);
    assert_eq!(house.service.hashings(), before);
}

#[test]
fn one_address_tries_fifty_names_a_minute_and_no_more() {
    let house = House::on(engines()[0]);
    for number in 0..50 {
        assert_eq!(log_in(&house.anon(), &format!("name{number}"), "wrong").status, 401);
    }
    assert_eq!(log_in(&house.anon(), "another", "wrong").problem(), (429, "too_many_requests".into()));
    house.wait(61);
    assert_eq!(log_in(&house.anon(), "another", "wrong").status, 401);
}

#[test]
fn a_flood_by_strangers_fills_no_more_than_some_hundred_records_an_hour() {
    let house = House::on(engines()[0]);
    let administrator = house.user(Role::Administrator, None);
    let records = || {
        let listed = administrator.get("/api/v1/audit?actor=nobody&limit=1000").good();
        let items = listed["items"].as_array().unwrap().clone();
        (items.len(), items.last().map(|item| item["object"].clone()))
    };
    for minute in 0..13 {
        for number in 0..50 {
            log_in(&house.anon(), &format!("name{minute}.{number}"), "wrong");
        }
        house.wait(61);
    }
    assert_eq!(records(), (601, Some(json!("more:unwritten"))), "the last says that there may be more");
    for _ in 0..100 {
        house.anon().with("authorization", "Bearer thidua_0").get("/api/v1/me");
    }
    assert_eq!(records().0, 601);
    house.wait(3600);
    log_in(&house.anon(), "later", "wrong");
    assert_eq!(records().0, 602, "in the next hour it is written on");
}

#[test]
fn a_log_in_is_in_the_audit_log_with_its_address_and_without_its_secrets() {
    for engine in engines() {
        let house = House::on(engine);
        let administrator = house.user(Role::Administrator, None);
        let password = administrator.post(
            "/api/v1/users",
            &json!({
                "login": "nguoi.xem", "name": "Người xem", "role": "viewer",
            }),
        );
        let password = password.good()["password"].as_str().unwrap().to_owned();
        let answer = log_in(&house.anon(), "nguoi.xem", &password);
        let secret = answer.header("set-cookie").unwrap().split(['=', ';']).nth(1).unwrap().to_owned();
        let listed = administrator.get("/api/v1/audit?actor=user:nguoi.xem").good();
        assert_eq!(listed["items"][0]["action"], "login");
        assert_eq!(listed["items"][0]["address"], "127.0.0.1");
        let everything = administrator.get("/api/v1/audit?limit=1000").text();
        assert!(!everything.contains(&password) && !everything.contains(&secret));
    }
}

#[test]
fn people_see_their_own_sessions_and_end_any_of_them() {
    for engine in engines() {
        let house = House::on(engine);
        let here = house.user(Role::Viewer, None);
        let administrator = house.user(Role::Administrator, None);
        let password =
            administrator.post("/api/v1/users/viewer/reset", &json!({})).good()["password"].clone();
        let password = password.as_str().unwrap();
        assert_eq!(here.get("/api/v1/me").status, 401, "a new password ended the first session");
        let here = house.anon().log_in("viewer", password);
        let there = house.anon().log_in("viewer", password);
        let listed = here.get("/api/v1/sessions").good();
        assert_eq!((&listed["total"], &listed["next"]), (&json!(2), &json!(null)));
        let items = listed["items"].as_array().unwrap();
        assert_eq!((&items[0]["is_current"], &items[1]["is_current"]), (&json!(true), &json!(false)));
        assert_eq!(items[1]["address"], "127.0.0.1");
        let path = format!("/api/v1/sessions/{}", items[1]["id"].as_str().unwrap());
        assert_eq!(administrator.delete(&path).status, 404, "nobody else's");
        assert_eq!(here.delete(&path).status, 204);
        assert_eq!(there.get("/api/v1/me").status, 401);
        assert_eq!(here.get("/api/v1/me").status, 200);
        assert_eq!(here.delete(&path).status, 404);
        house.wait(13 * 3600);
        assert_eq!(here.get("/api/v1/me").status, 401, "it is over");
    }
}

#[test]
fn a_new_password_needs_the_old_one_and_ends_the_other_sessions() {
    for engine in engines() {
        let house = House::on(engine);
        house.user(Role::Viewer, None);
        let administrator = house.user(Role::Administrator, None);
        let old = administrator.post("/api/v1/users/viewer/reset", &json!({})).good()["password"].clone();
        let old = old.as_str().unwrap();
        let (here, there) = (house.anon().log_in("viewer", old), house.anon().log_in("viewer", old));
        let change = |old: &str, new: &str| {
            here.put("/api/v1/me/password", &json!({ "old_password": old, "new_password": new }))
        };
        for refused in ["", "elevenchars", &"đ".repeat(201), old] {
            assert_eq!(change(old, refused).problem(), (422, "field_refused".into()), "{refused}");
        }
        assert_eq!(change("not the old one", "twelve chars").problem(), (422, "password_refused".into()));
        assert_eq!(change(old, "mười hai chữ").status, 204);
        assert_eq!(here.get("/api/v1/me").status, 200);
        assert_eq!(there.get("/api/v1/me").status, 401);
        assert_eq!(log_in(&house.anon(), "viewer", old).status, 401);
        assert_eq!(log_in(&house.anon(), "viewer", "mười hai chữ").status, 201);
        let listed = administrator.get("/api/v1/audit?action=user.password").good();
        assert_eq!(listed["items"][0]["after"], "{\"ended_sessions\":1}");
        for _ in 0..10 {
            assert_eq!(change("guessed", "another password").status, 422);
        }
        assert_eq!(change("guessed", "another password").status, 429, "guesses are throttled as log-ins are");
    }
}

#[test]
fn a_user_has_a_hundred_sessions_at_most() {
    let house = House::on(engines()[0]);
    let administrator = house.user(Role::Administrator, None);
    let first = house.user(Role::Viewer, None);
    assert_eq!(first.get("/api/v1/sessions").good()["total"], 1);
    let password = administrator.post("/api/v1/users/viewer/reset", &json!({})).good()["password"].clone();
    let password = password.as_str().unwrap();
    let oldest = house.anon().log_in("viewer", password);
    let second = house.anon().log_in("viewer", password);
    for _ in 0..99 {
        log_in(&house.anon(), "viewer", password);
    }
    assert_eq!(oldest.get("/api/v1/me").status, 401);
    assert_eq!(second.get("/api/v1/sessions").good()["total"], 100);
}

#[test]
fn behind_a_proxy_that_is_trusted_everybody_is_throttled_by_their_own_address() {
    let attempts = |settings: &[(&str, &str)]| {
        let (database, _kept) = super::house::new_database(Engine::Sqlite);
        super::program::add_user(&database, "officer", "officer");
        let server = super::program::Server::start_with(&database, settings);
        let from = |address: &str| {
            let caller = server.anon().with("x-forwarded-for", address);
            let body = json!({ "login": "officer", "password": "wrong" });
            caller.post("/api/v1/sessions", &body).status
        };
        // The last part that isn't a proxy's own counts; what a client writes before it doesn't.
        let flood: Vec<u16> = (0..11).map(|at| from(&format!("10.0.0.{at}, 192.0.2.1, 127.0.0.1"))).collect();
        (flood.last().copied(), from("192.0.2.2"))
    };
    assert_eq!(attempts(&[("THIDUA_PROXIES", "127.0.0.0/8")]), (Some(429), 401));
    assert_eq!(attempts(&[]), (Some(429), 429), "without a trusted proxy the header says nothing");
}
