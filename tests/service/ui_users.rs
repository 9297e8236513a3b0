//! Pages about people: users, one's own account, the form to log in; and the audit log of what they did.

use thidua::app::actor::{Actor, Role};
use thidua::app::user::NewUser;

use super::house::{Caller, Engine, House, collecting, engines};
use super::ui::{at_log_in, hidden, page, send};
use super::ui_admin::{in_english, refused, secret};

const PLAN: &str = "plans/turnout-2021.toml";
const UNITS: &str = "units/gia-lai-2021.csv";

#[test]
fn a_user_is_changed_and_two_administrators_dont_overwrite_each_other() {
    for engine in engines() {
        let house = House::on(engine);
        let administrator = house.user(Role::Administrator, None);
        let officer = house.user(Role::Officer, None);
        collecting(&officer, PLAN, UNITS);
        let viewer = house.user(Role::Viewer, None);
        let seen = hidden(&page(&administrator, "/users/viewer"), "change");
        let change = |login: &str, seen: &str, (name, role, unit): (&str, &str, &str)| {
            let fields = [("change", seen), ("name", name), ("role", role), ("unit", unit)];
            send(&administrator, &format!("/users/{login}/change"), &fields)
        };
        let done = change("viewer", &seen, ("Tên mới", "reporter", "622"));
        assert_eq!(done.header("location"), Some("/users/viewer?done=changed"), "{}", done.text());
        assert!(page(&administrator, "/users/viewer?done=changed").contains("Đã lưu thay đổi."));
        let me = viewer.get("/api/v1/me").good();
        assert_eq!((&me["role"], &me["reach"]), (&"reporter".into(), &"622".into()), "sessions go on");

        let stale = change("viewer", &seen, ("Tên khác", "officer", ""));
        assert_eq!(stale.status, 412);
        assert!(refused(&stale).contains("Người khác đã thay đổi"), "{}", refused(&stale));
        let text = stale.text();
        assert!(text.contains("value=\"Tên khác\"") && text.contains("value=\"officer\" selected"), "{text}");
        assert!(text.contains("<dd>622</dd>") && text.contains("Tên mới"), "what stands is shown: {text}");
        let now = hidden(&text, "change");
        assert_eq!(
            change("viewer", &now, ("Tên khác", "officer", "")).status,
            303,
            "looked over, it is saved"
        );

        for (login, seen, typed, status, words) in [
            ("viewer", "", ("A", "viewer", ""), 400, ""),
            ("viewer", "3", ("", "viewer", ""), 422, "Tên: phải có"),
            ("viewer", "3", ("A", "king", ""), 422, "Hãy chọn một vai trò"),
            ("viewer", "3", ("A", "reporter", ""), 422, "vai trò đơn vị báo cáo phải có mã"),
            ("viewer", "3", ("A", "reporter", "99999"), 404, "Không tìm thấy đơn vị 99999."),
            ("administrator", "1", ("A", "viewer", ""), 409, "quản trị viên cuối cùng"),
        ] {
            let answer = change(login, seen, typed);
            assert_eq!(answer.status, status, "{typed:?}: {}", answer.text());
            assert!(refused(&answer).contains(words), "{typed:?}: {}", refused(&answer));
            assert!(answer.text().contains(&format!("name=\"name\" value=\"{}\"", typed.0)), "it is kept");
        }
        assert_eq!(change("nobody", "1", ("A", "viewer", "")).status, 404);
    }
}

#[test]
fn sessions_of_a_user_are_ended_and_the_last_administrator_stays() {
    for engine in engines() {
        let house = House::on(engine);
        let administrator = house.user(Role::Administrator, None);
        let viewer = house.user(Role::Viewer, None);
        let ended = send(&administrator, "/users/viewer/end-sessions", &[]);
        assert_eq!(ended.header("location"), Some("/users/viewer?done=sessions-ended"));
        assert_eq!(viewer.get("/account").status, 303, "they must log in again");
        let password = secret(&send(&administrator, "/users/viewer/reset", &[]));
        assert_eq!(house.anon().log_in("viewer", &password).get("/account").status, 200);
        let last = send(&administrator, "/users/administrator/disable", &[]);
        assert_eq!(last.status, 409);
        assert!(refused(&last).contains("quản trị viên cuối cùng"));
    }
}

#[test]
fn users_are_shown_page_by_page() {
    let house = House::on(Engine::Sqlite);
    let administrator = house.user(Role::Administrator, None);
    let first = page(&administrator, "/users");
    assert!(!first.contains("rel=\"next\"") && !first.contains("rel=\"first\""));
    for number in 0..150 {
        let new = NewUser {
            login: format!("u{number}"),
            name: "Người thử".to_owned(),
            role: Role::Viewer,
            unit_code: None,
        };
        house.service.add_user(&Actor::command(), &new).unwrap();
    }
    let first = page(&administrator, "/users");
    assert!(first.contains("Trang này có 100 dòng, tất cả có 151."), "{first}");
    let next = first.split("rel=\"next\" href=\"").nth(1).unwrap().split('"').next().unwrap();
    let second = page(&administrator, next);
    assert!(second.contains("Trang này có 51 dòng, tất cả có 151.") && !second.contains("rel=\"next\""));
    assert!(second.contains("/users/u149\"") && !first.contains("/users/u149\""));
    let found = administrator.get("/users?login=+u149");
    assert_eq!((found.status, found.header("location")), (303, Some("/users/u149")));
    let nobody = administrator.get("/users?login=khong.co");
    assert_eq!((nobody.status, refused(&nobody)), (404, "Không tìm thấy người dùng khong.co.".to_owned()));
    assert!(nobody.text().contains("value=\"khong.co\""), "what was sought is kept");
    let wrong = administrator.get("/users?after=x");
    assert_eq!(wrong.status, 400);
    assert!(refused(&wrong).contains("Số bản ghi phải là số nguyên"), "{}", refused(&wrong));
}

#[test]
fn people_see_who_they_are_and_end_their_own_sessions() {
    for engine in engines() {
        let house = House::on(engine);
        let administrator = house.user(Role::Administrator, None);
        let reporter = NewUser {
            login: "don.vi".to_owned(),
            name: "Đơn vị thử".to_owned(),
            role: Role::Reporter,
            unit_code: Some("622".to_owned()),
        };
        let (_, password) = house.service.add_user(&Actor::command(), &reporter).unwrap();
        let [here, there, third] = [(); 3].map(|()| house.anon().log_in("don.vi", &password));
        let shown = page(&here, "/account");
        for part in [
            "Đơn vị thử",
            "đơn vị báo cáo",
            "622 và các đơn vị trực thuộc",
            "127.0.0.1",
            "phiên này",
            "3 phiên",
        ] {
            assert!(shown.contains(part), "{part}: {shown}");
        }
        assert!(page(&in_english(&here), "/account").contains("My sessions"));
        let end = shown.split("action=\"").find(|it| it.starts_with("/account/sessions/")).unwrap();
        let end = end.split('"').next().unwrap();
        assert_eq!(send(&administrator, end, &[]).status, 404, "nobody else's");
        assert_eq!(send(&here, end, &[]).header("location"), Some("/account?done=session-ended"));
        assert_eq!(
            (there.get("/account").status, third.get("/account").status),
            (303, 200),
            "the oldest other"
        );
        let twice = send(&here, end, &[]);
        assert_eq!(twice.status, 404);
        assert!(refused(&twice).contains("Không tìm thấy phiên làm việc"));
    }
}

#[test]
fn people_change_their_own_password_and_their_other_sessions_end() {
    for engine in engines() {
        let house = House::on(engine);
        house.user(Role::Viewer, None);
        let (_, password) = house.service.reset_user(&Actor::command(), "viewer").unwrap();
        let [here, third] = [(); 2].map(|()| house.anon().log_in("viewer", &password));
        let change = |old: &str, new: &str, again: &str| {
            send(&here, "/account/password", &[("old", old), ("new", new), ("again", again)])
        };
        for (old, new, again, words) in [
            ("sai", "mật khẩu rất dài", "mật khẩu rất dài", "Mật khẩu cũ không đúng"),
            (password.as_str(), "ngắn", "ngắn", "12 đến 200 ký tự"),
            (password.as_str(), password.as_str(), password.as_str(), "khác mật khẩu cũ"),
            (password.as_str(), "mật khẩu rất dài", "mật khẩu rất dai", "không giống nhau"),
        ] {
            let answer = change(old, new, again);
            assert_eq!(answer.status, 422, "{new}");
            assert!(refused(&answer).contains(words), "{}", refused(&answer));
            assert!(
                !answer.text().contains(new) && !answer.text().contains(&password),
                "no password is sent back"
            );
        }
        let done = change(&password, "mật khẩu rất dài", "mật khẩu rất dài");
        assert_eq!(done.header("location"), Some("/account?done=password-changed"));
        assert!(
            page(&here, "/account?done=password-changed").contains("Đã đổi mật khẩu."),
            "this session goes on"
        );
        assert_eq!(third.get("/account").status, 303, "the others end");
        assert_eq!(house.anon().log_in("viewer", "mật khẩu rất dài").get("/account").status, 200);
    }
}

#[test]
fn an_own_password_is_tried_so_often_and_no_more() {
    let house = House::on(Engine::Sqlite);
    let viewer = house.user(Role::Viewer, None);
    let fields = [("old", "sai"), ("new", "mật khẩu rất dài"), ("again", "mật khẩu rất dài")];
    for _ in 0..10 {
        assert_eq!(send(&viewer, "/account/password", &fields).status, 422);
    }
    let throttled = send(&viewer, "/account/password", &fields);
    assert_eq!(throttled.status, 429);
    assert!(refused(&throttled).contains("giây"), "{}", refused(&throttled));
}

#[test]
fn nobody_is_logged_in_by_another_site() {
    for engine in engines() {
        let house = House::on(engine);
        house.user(Role::Viewer, None);
        let (_, password) = house.service.reset_user(&Actor::command(), "viewer").unwrap();
        let fields = [("login", "viewer"), ("password", password.as_str()), ("then", "/account")];
        let mine = at_log_in(&house);
        let cookie = house.anon().get("/log-in").header("set-cookie").unwrap().to_owned();
        assert!(cookie.contains("SameSite=Lax") && cookie.contains("HttpOnly"), "{cookie}");
        // Without the cookie, with another's sign, with a cookie of the other's own making.
        let other = at_log_in(&house);
        let header = |caller: &Caller, wanted: &str| {
            caller.headers().iter().find(|(name, _)| name == wanted).unwrap().1.clone()
        };
        let foreign = [
            house.anon(),
            house.anon().with("x-csrf-token", &header(&mine, "x-csrf-token")),
            mine.clone().with("x-csrf-token", &header(&other, "x-csrf-token")),
            house
                .anon()
                .with("cookie", "thidua_log_in=x")
                .with("x-csrf-token", &header(&mine, "x-csrf-token")),
        ];
        for caller in foreign {
            let answer = send(&caller, "/log-in", &fields);
            assert_eq!(answer.status, 403, "{}", answer.text());
            assert!(refused(&answer).contains("không đến từ một trang còn hiệu lực"));
            let text = answer.text();
            assert!(text.contains("value=\"viewer\"") && !text.contains(&password), "{text}");
            let set: Vec<_> = answer.headers.iter().filter(|(name, _)| name == "set-cookie").collect();
            assert!(set.iter().all(|(_, value)| !value.starts_with("thidua_session=")), "{set:?}");
        }
        // A second window doesn't spoil the first.
        let second = mine.get("/log-in").text();
        assert_eq!(hidden(&second, "csrf"), header(&mine, "x-csrf-token"));
        let done = send(&mine, "/log-in", &fields);
        assert_eq!((done.status, done.header("location")), (303, Some("/account")));
    }
}

#[test]
fn the_audit_log_refuses_a_plan_that_is_no_number() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        collecting(&officer, PLAN, UNITS);
        let wrong = officer.get("/audit?plan=508%2FKH&actor=user:officer&action=plan.add");
        assert_eq!(wrong.status, 400);
        assert!(refused(&wrong).contains("Số kế hoạch phải là số nguyên"), "{}", refused(&wrong));
        let text = wrong.text();
        assert!(text.contains("value=\"508&#x2F;KH\"") || text.contains("value=\"508/KH\""), "{text}");
        assert!(text.contains("value=\"user:officer\"") && text.contains("value=\"plan.add\""), "{text}");
        assert!(!text.contains("<th scope=\"row\">"), "nothing is shown as if it weren't filtered");
        let right = page(&officer, "/audit?plan=1&action=plan.add");
        assert_eq!(right.matches("<th scope=\"row\">").count(), 1, "{right}");
        assert_eq!(officer.get("/audit?after=x").status, 400);
        let english = in_english(&officer).get("/audit?plan=x");
        assert!(refused(&english).contains("whole number"), "{}", refused(&english));
        let viewer = house.user(Role::Viewer, None);
        assert_eq!((viewer.get("/audit").status, viewer.get("/audit?plan=x").status), (403, 403));
    }
}

#[test]
fn a_form_sent_after_the_session_is_over_leads_back_to_its_page() {
    let house = House::on(Engine::Sqlite);
    let administrator = house.user(Role::Administrator, None);
    house.user(Role::Viewer, None);
    house.wait(13 * 3600);
    for (form, back) in [
        ("/tokens", "%2Ftokens"),
        ("/webhooks/1/switch", "%2Fwebhooks%2F1"),
        ("/users/viewer/change", "%2Fusers%2Fviewer"),
        ("/account/sessions/0/end", "%2Faccount"),
    ] {
        let sent = send(&administrator, form, &[]);
        let to = format!("/log-in?then={back}&why=session");
        assert_eq!((sent.status, sent.header("location")), (303, Some(to.as_str())), "{form}");
    }
}
