//! What a process remembers of callers and answers never outlives a change, by whichever process, or the moment that
//! ends it.

use chrono::TimeDelta;
use thidua::app::actor::{Actor, Right, Role};
use thidua::app::token::NewToken;

use super::house::{House, collecting, engines, fixture, hand_in};

const PLAN: &str = "plans/turnout-2021.toml";
const UNITS: &str = "units/gia-lai-2021.csv";

#[test]
fn who_has_just_asked_is_shut_out_at_once_by_another_process_and_by_time() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let path = format!("{}/ranking", collecting(&officer, PLAN, UNITS));
        let other_process = house.strict_service();
        let asks = |caller: &super::house::Caller| caller.get(&path).status;

        assert_eq!((asks(&officer), asks(&officer)), (200, 200));
        other_process.disable_user(&Actor::command(), "officer").unwrap();
        assert_eq!(asks(&officer), 401, "{engine:?}: the user is disabled");

        let expires_at = house.service.now() + TimeDelta::hours(1);
        let token = |address_range: Option<&str>| NewToken {
            name: "integration".to_owned(),
            scopes: vec![Right::View, Right::ViewRanking],
            methods: vec!["GET".to_owned()],
            unit_code: None,
            address_range: address_range.map(|range| range.parse().unwrap()),
            expires_at,
        };
        let with = |secret: &str| house.anon().with("authorization", &format!("Bearer {secret}"));
        let (row, secret) = house.service.add_token(&Actor::command(), &token(None)).unwrap();
        assert_eq!((asks(&with(&secret)), asks(&with(&secret))), (200, 200));
        other_process.revoke_token(&Actor::command(), row.id).unwrap();
        assert_eq!(asks(&with(&secret)), 401, "{engine:?}: the token is revoked");

        let (_, secret) = house.service.add_token(&Actor::command(), &token(Some("127.0.0.0/8"))).unwrap();
        assert_eq!((asks(&with(&secret)), asks(&with(&secret))), (200, 200));
        let sent = with(&secret).send("DELETE", &path, None, b"");
        assert_eq!(sent.status, 403, "{engine:?}: what it may do by GET it may not by DELETE");
        house.wait(3600);
        assert_eq!(asks(&with(&secret)), 401, "{engine:?}: its time is over, and nothing was changed since");

        let viewer = house.user(Role::Officer, Some("64"));
        assert_eq!((asks(&viewer), asks(&viewer)), (200, 200));
        house.wait(12 * 3600);
        assert_eq!(asks(&viewer), 401, "{engine:?}: the session is over");
    }
}

#[test]
fn an_answer_just_given_is_made_anew_when_another_process_has_changed_something() {
    for engine in engines() {
        let (house, folder) = (House::on(engine), tempfile::tempdir().unwrap());
        let other = House::at(&house.database, folder);
        let officer = house.user(Role::Officer, None);
        let plan = collecting(&officer, PLAN, UNITS);
        let path = format!("{plan}/ranking?cluster=64&limit=3");
        let there = officer.moved_to(other.address);
        let before = officer.get(&path).good();
        assert_eq!(officer.get(&path).good(), before);
        hand_in(&there, &plan, &fixture("reports/gia-lai-2021.csv"));
        let after = officer.get(&path).good();
        assert_ne!(after["items"], before["items"], "{engine:?}");
        assert_eq!(after, there.get(&path).good(), "{engine:?}");
        assert_eq!(after, officer.get(&path).good(), "{engine:?}");
    }
}

#[test]
fn who_may_not_see_a_ranking_gets_nothing_that_was_kept_for_another() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let reporter = house.user(Role::Reporter, Some("622"));
        let path = format!("{}/ranking", collecting(&officer, PLAN, UNITS));
        assert_eq!(officer.get(&path).status, 200);
        assert_eq!(officer.get(&path).status, 200);
        assert_eq!(reporter.get(&path).status, 403, "{engine:?}");
        assert_eq!(house.anon().get(&path).status, 401, "{engine:?}");
    }
}
