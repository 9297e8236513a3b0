//! `Idempotency-Key`: done once, answered again.

use serde_json::json;
use thidua::app::actor::Role;

use super::house::{Caller, House, collecting, engines};

const PLAN: &str = "plans/turnout-2021.toml";
const UNITS: &str = "units/gia-lai-2021.csv";

fn keyed(caller: &Caller, key: &str) -> Caller {
    caller.clone().with("idempotency-key", key)
}

#[test]
fn a_request_with_a_key_is_done_once_and_answered_again() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = collecting(&officer, PLAN, UNITS);
        let path = format!("{plan}/holds");
        let hold = json!({ "unit": "622", "kind": "hold", "reason": "Đang xác minh" });
        let once = keyed(&officer, "hold-1");
        let first = once.post(&path, &hold);
        assert_eq!((first.status, first.header("idempotency-replayed")), (201, None));
        let again = once.post(&path, &hold);
        assert_eq!((again.status, again.header("idempotency-replayed")), (201, Some("true")));
        assert_eq!(again.text(), first.text());
        assert_eq!(again.header("content-type"), first.header("content-type"));
        assert_eq!(officer.get(&path).good()["total"], 1, "done once");

        let other = json!({ "unit": "623", "kind": "hold", "reason": "Đang xác minh" });
        assert_eq!(once.post(&path, &other).problem(), (422, "once_differs".into()));
        let elsewhere = once.post(&format!("{plan}/extensions"), &hold);
        assert_eq!(elsewhere.problem(), (422, "once_differs".into()));
        let somebody = keyed(&house.user(Role::Officer, Some("624")), "hold-1");
        assert_eq!(somebody.post(&path, &other).problem().0, 403, "keys are each caller's own");

        house.wait(24 * 3600 + 1);
        assert_eq!(once.post(&path, &other).status, 401, "the session is over by then");
        let officer = house.user(Role::Officer, Some("623"));
        keyed(&officer, "hold-1").post(&path, &other).good();
        assert_eq!(officer.get(&path).good()["total"], 1, "holds of other units are out of reach");
    }
}

#[test]
fn a_refused_request_changed_nothing_and_may_be_sent_again_with_its_key() {
    let house = House::on(engines()[0]);
    let officer = house.user(Role::Officer, None);
    let plan = collecting(&officer, PLAN, UNITS);
    let once = keyed(&officer, "k");
    let wrong = json!({ "unit": "nowhere", "kind": "hold", "reason": "x" });
    assert!(once.post(&format!("{plan}/holds"), &wrong).status >= 400);
    let right = json!({ "unit": "622", "kind": "hold", "reason": "Đang xác minh" });
    once.post(&format!("{plan}/holds"), &right).good();
    for key in ["", "two words", &"x".repeat(129)] {
        let refused = keyed(&officer, key).post(&format!("{plan}/holds"), &right);
        assert_eq!(refused.problem(), (422, "field_refused".into()), "{key:?}");
    }
    let longest = keyed(&officer, &"x".repeat(128)).post(&format!("{plan}/holds"), &right);
    assert_ne!(longest.status, 422);
}

#[test]
fn a_secret_is_told_once_even_with_a_key() {
    for engine in engines() {
        let house = House::on(engine);
        let administrator = keyed(&house.user(Role::Administrator, None), "k");
        let user = json!({ "login": "can.bo", "name": "Cán bộ", "role": "officer" });
        let made = administrator.post("/api/v1/users", &user).good();
        let again = administrator.post("/api/v1/users", &user);
        assert_eq!(again.problem(), (409, "once_done".into()));
        assert!(!again.text().contains(made["password"].as_str().unwrap()));
        assert_eq!(administrator.get("/api/v1/users").good()["total"], 2, "done once");
    }
}

#[test]
fn many_at_once_with_one_key_do_it_once() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = collecting(&officer, PLAN, UNITS);
        let once = keyed(&officer, "k");
        let path = format!("{plan}/holds");
        let hold = json!({ "unit": "622", "kind": "hold", "reason": "Đang xác minh" });
        let statuses: Vec<u16> = std::thread::scope(|scope| {
            let all: Vec<_> = (0..8).map(|_| scope.spawn(|| once.post(&path, &hold).status)).collect();
            all.into_iter().map(|one| one.join().unwrap()).collect()
        });
        assert!(statuses.iter().all(|status| [201, 409].contains(status)), "{statuses:?}");
        assert!(statuses.contains(&201), "{statuses:?}");
        assert_eq!(officer.get(&path).good()["total"], 1, "done once");
    }
}
