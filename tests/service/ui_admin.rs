//! Pages of administration: users, tokens, webhooks, one's own account, the form to log in, the audit log.

use thidua::app::actor::{Actor, Role};
use thidua::app::user::NewUser;

use super::house::{Answer, Caller, Engine, House, collecting, engines};
use super::ui::{at_log_in, hidden, page, send};

const PLAN: &str = "plans/turnout-2021.toml";
const UNITS: &str = "units/gia-lai-2021.csv";

/// What stands in the box of a refusal.
fn refused(answer: &Answer) -> String {
    let text = answer.text();
    let start = text.find("role=\"alert\"").unwrap_or_else(|| panic!("nothing is refused: {text}"));
    text[start..].split("<p>").nth(1).unwrap().split("</p>").next().unwrap().to_owned()
}

/// The secret that a page shows.
fn secret(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.text());
    let text = answer.text();
    let rest = text.split("<code").nth(1).unwrap_or_else(|| panic!("no secret: {text}"));
    rest.split_once('>').unwrap().1.split('<').next().unwrap().to_owned()
}

fn in_english(caller: &Caller) -> Caller {
    let cookie = caller.headers().iter().find(|(name, _)| name == "cookie").unwrap().1.clone();
    caller.clone().with("cookie", &format!("{cookie}; thidua_language=en"))
}

/// The fields of a form for a token, with the key of its page.
fn token<'a>(once: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("once", once),
        ("name", "Hệ thống văn bản"),
        ("scope", "view"),
        ("scope", "capture"),
        ("method", "GET"),
        ("unit", "622"),
        ("range", "127.0.0.0/8"),
        ("expires", "2021-06-24T00:00"),
    ];
    for (name, value) in more {
        fields.retain(|(known, _)| known != name);
        fields.push((name, value));
    }
    fields
}

#[test]
fn a_token_is_made_with_its_secret_shown_once_and_stopped() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        collecting(&officer, PLAN, UNITS);
        let administrator = house.user(Role::Administrator, None);
        let once = hidden(&page(&administrator, "/tokens"), "once");
        let made = send(&administrator, "/tokens", &token(&once, &[]));
        let secret = secret(&made);
        assert!(
            secret.starts_with("thidua_") && made.text().contains("chỉ hiển thị một lần"),
            "{}",
            made.text()
        );
        let program = house.anon().with("authorization", &format!("Bearer {secret}"));
        let me = program.get("/api/v1/me").good();
        assert_eq!((&me["actor"], &me["reach"]), (&"token:1".into(), &"622".into()));
        assert_eq!(me["rights"], serde_json::json!(["view", "capture"]));

        let shown = page(&administrator, "/tokens");
        assert!(!shown.contains(&secret), "it is shown once");
        for part in [
            "Hệ thống văn bản",
            "đang có hiệu lực",
            "127.0.0.0/8",
            "24/06/2021",
            "gửi báo cáo cho các đơn vị",
        ] {
            assert!(shown.contains(part), "{part}: {shown}");
        }
        assert!(page(&in_english(&administrator), "/tokens").contains("in force"));

        let again = send(&administrator, "/tokens", &token(&once, &[]));
        assert_eq!(again.status, 409, "a second press makes no second token");
        assert!(refused(&again).contains("đã được thực hiện") && again.text().contains("tất cả có 1."));
        let other = send(&administrator, "/tokens", &token(&once, &[("name", "Khác")]));
        assert_eq!(other.status, 422);
        assert!(other.text().contains("value=\"Khác\""), "and what was typed is kept");

        let stopped = send(&administrator, "/tokens/1/stop", &[]);
        assert_eq!((stopped.status, stopped.header("location")), (303, Some("/tokens?done=token-stopped")));
        assert_eq!(program.get("/api/v1/me").status, 401);
        let shown = page(&administrator, "/tokens");
        assert!(shown.contains("đã dừng") && !shown.contains("/tokens/1/stop"));
        let twice = send(&administrator, "/tokens/1/stop", &[]);
        assert_eq!((twice.status, refused(&twice)), (404, "Không tìm thấy mã truy cập 1.".to_owned()));
    }
}

#[test]
fn a_token_that_cant_be_made_so_is_refused_in_words_with_all_that_was_typed() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        collecting(&officer, PLAN, UNITS);
        let administrator = house.user(Role::Administrator, None);
        let cases: [(&[(&str, &str)], u16, &str); 8] = [
            (&[("name", " ")], 422, "Tên: phải có"),
            (&[("scope", "")], 422, "ít nhất một quyền"),
            (&[("method", "TRACE")], 422, "ít nhất một phương thức"),
            (&[("range", "10.0.0")], 422, "như 10.20.0.0/16"),
            (&[("expires", "mai")], 422, "hết hạn phải sau hiện nay"),
            (&[("expires", "2021-05-24T07:59")], 422, "hết hạn phải sau hiện nay"),
            (&[("expires", "2024-01-01T00:00")], 422, "không quá 400 ngày"),
            (&[("unit", "99999")], 404, "Không tìm thấy đơn vị 99999."),
        ];
        for (more, status, words) in cases {
            let once = hidden(&page(&administrator, "/tokens"), "once");
            let answer = send(&administrator, "/tokens", &token(&once, more));
            assert_eq!(answer.status, status, "{more:?}: {}", answer.text());
            assert!(refused(&answer).contains(words), "{more:?}: {}", refused(&answer));
            let text = answer.text();
            let (name, value) = more[0];
            if name != "scope" && name != "method" {
                assert!(text.contains(&format!("value=\"{}\"", value.trim())), "{more:?} is kept: {text}");
            }
            for (field, kept) in [
                ("name", "value=\"Hệ thống văn bản\""),
                ("scope", "value=\"capture\" checked"),
                ("method", "value=\"GET\" checked"),
                ("unit", "value=\"622\""),
                ("expires", "value=\"2021-06-24T00:00\""),
            ] {
                assert!(field == name || text.contains(kept), "{more:?}: {kept}: {text}");
            }
            assert!(!text.contains("value=\"manage_users\" checked"));
        }
        assert!(page(&administrator, "/tokens").contains("tất cả có 0."), "nothing was made");
        assert_eq!(
            send(&administrator, "/tokens", &token("", &[])).status,
            400,
            "a form of ours has its key"
        );
    }
}

#[test]
fn a_token_that_is_over_or_whose_maker_is_shut_out_says_so() {
    for engine in engines() {
        let house = House::on(engine);
        let administrator = house.user(Role::Administrator, None);
        let second = NewUser {
            login: "quan.tri.hai".to_owned(),
            name: "Người thử".to_owned(),
            role: Role::Administrator,
            unit_code: None,
        };
        let (_, password) = house.service.add_user(&Actor::command(), &second).unwrap();
        let second = house.anon().log_in("quan.tri.hai", &password);
        let make = |caller: &Caller, expires: &str| {
            let once = hidden(&page(caller, "/tokens"), "once");
            let fields = token(&once, &[("unit", ""), ("expires", expires)]);
            assert_eq!(send(caller, "/tokens", &fields).status, 200);
        };
        make(&second, "2021-06-24T00:00");
        make(&administrator, "2021-05-24T12:00");
        assert_eq!(send(&administrator, "/users/quan.tri.hai/disable", &[]).status, 303);
        house.wait(5 * 3600);
        let shown = page(&administrator, "/tokens");
        assert!(shown.contains("ngừng vì người tạo đã bị khóa") && shown.contains("đã hết hạn"), "{shown}");
        assert!(shown.contains("/tokens/1/stop"), "it would work again with its maker, so it can be stopped");
        assert!(!shown.contains("/tokens/2/stop"));
    }
}

#[test]
fn a_webhook_is_added_stopped_started_told_again_and_removed() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        collecting(&officer, PLAN, UNITS);
        let administrator = house.user(Role::Administrator, None);
        let shown = page(&administrator, "/webhooks");
        let once = hidden(&shown, "once");
        assert!(shown.contains("value=\"report.accepted\"> báo cáo được duyệt"), "{shown}");
        let fields = [
            ("once", once.as_str()),
            ("url", "http://127.0.0.1:9/nhan"),
            ("kind", "report.accepted"),
            ("kind", "hold.add"),
            ("plan", "1"),
        ];
        let made = send(&administrator, "/webhooks", &fields);
        let secret = secret(&made);
        assert!(secret.len() == 64 && made.text().contains("chỉ hiển thị một lần"));
        assert_eq!(send(&administrator, "/webhooks", &fields).status, 409, "a second press adds no second");
        let listed = administrator.get("/api/v1/webhooks").good();
        assert_eq!(listed["total"], 1);
        let kinds = serde_json::json!(["report.accepted", "hold.add"]);
        assert_eq!((&listed["items"][0]["kinds"], &listed["items"][0]["plan"]), (&kinds, &1.into()));

        let at = "/webhooks/1";
        let shown = page(&administrator, at);
        assert!(!shown.contains(&secret), "it is shown once");
        assert!(shown.contains("báo cáo được duyệt; đơn vị bị tạm dừng hoặc loại"), "{shown}");
        let switch = |to: &str| send(&administrator, &format!("{at}/switch"), &[("to", to)]);
        assert_eq!(switch("off").header("location"), Some("/webhooks/1?done=webhook-stopped"));
        assert!(page(&administrator, at).contains("Gửi tiếp</button>"));
        assert!(page(&administrator, "/webhooks").contains("<td>đã dừng"));
        assert_eq!(switch("on").header("location"), Some("/webhooks/1?done=webhook-started"));
        let kept = administrator.get("/api/v1/webhooks/1").good();
        assert_eq!((&kept["kinds"], &kept["disabled_at"]), (&kinds, &serde_json::Value::Null));

        let again = |after: &str| send(&administrator, &format!("{at}/again"), &[("after", after)]);
        for wrong in ["", "x", "-1", "100000"] {
            let answer = again(wrong);
            assert_eq!(answer.status, 422, "{wrong}");
            assert!(refused(&answer).contains("Số bản ghi phải là số nguyên trong khoảng: 0-"));
            assert!(answer.text().contains(&format!("name=\"after\" value=\"{wrong}\"")), "it is kept");
        }
        assert_eq!(again("2").header("location"), Some("/webhooks/1?done=webhook-again"));
        assert!(page(&administrator, at).contains("đến bản ghi số 2 trong"));
        assert!(page(&in_english(&administrator), at).contains("up to record 2 of"));

        let removed = send(&administrator, &format!("{at}/remove"), &[]);
        assert_eq!(removed.header("location"), Some("/webhooks?done=webhook-removed"));
        assert_eq!(administrator.get(at).status, 404);
        assert_eq!(send(&administrator, &format!("{at}/remove"), &[]).status, 404);
    }
}

#[test]
fn a_webhook_tells_how_its_deliveries_went() {
    for engine in engines() {
        let house = House::on(engine);
        let administrator = house.user(Role::Administrator, None);
        let once = hidden(&page(&administrator, "/webhooks"), "once");
        // Nobody listens at the port of discarding.
        let fields = [("once", once.as_str()), ("url", "http://127.0.0.1:9/nhan"), ("plan", "")];
        assert_eq!(send(&administrator, "/webhooks", &fields).status, 200);
        let officer = house.user(Role::Officer, None);
        collecting(&officer, PLAN, UNITS);
        assert!(page(&administrator, "/webhooks").contains("<td>đang chờ gửi"));
        let messenger = house.service.messenger();
        house.service.deliver_due(&messenger).unwrap();
        for path in ["/webhooks", "/webhooks/1"] {
            let shown = page(&administrator, path);
            assert!(shown.contains("gửi chưa được, sẽ thử lại") && shown.contains("Thử lại lúc"), "{shown}");
        }
        assert!(page(&administrator, "/webhooks").contains("1 lần không gửi được"));
        for _ in 0..12 {
            house.wait(30_000);
            house.service.deliver_due(&messenger).unwrap();
        }
        let (_, password) = house.service.reset_user(&Actor::command(), "administrator").unwrap();
        let administrator = house.anon().log_in("administrator", &password);
        assert!(page(&administrator, "/webhooks").contains("đã ngừng sau nhiều lần không gửi được"));
    }
}

#[test]
fn a_webhook_that_cant_be_told_is_refused_in_words_with_all_that_was_typed() {
    let house = House::on(Engine::Sqlite);
    let officer = house.user(Role::Officer, None);
    collecting(&officer, PLAN, UNITS);
    let administrator = house.user(Role::Administrator, None);
    for (url, kind, plan, status, words) in [
        ("ftp://a/", "plan.moved", "1", 422, "Địa chỉ nhận phải viết đúng dạng"),
        ("http://169.254.169.254/", "plan.moved", "1", 422, "169.254.169.254"),
        ("http://127.0.0.1/", "plan.flew", "1", 422, "Có loại sự kiện không có trong danh sách"),
        ("http://127.0.0.1/", "plan.moved", "9", 404, "Không tìm thấy kế hoạch số 9"),
        ("http://127.0.0.1/", "plan.moved", "x", 400, "Số kế hoạch phải là số nguyên"),
    ] {
        let once = hidden(&page(&administrator, "/webhooks"), "once");
        let fields = [("once", once.as_str()), ("url", url), ("kind", kind), ("plan", plan)];
        let answer = send(&administrator, "/webhooks", &fields);
        assert_eq!(answer.status, status, "{url} {kind} {plan}: {}", answer.text());
        assert!(refused(&answer).contains(words), "{}", refused(&answer));
        let text = answer.text();
        assert!(text.contains(&format!("value=\"{url}\"")), "{text}");
        assert!(kind != "plan.moved" || text.contains("value=\"plan.moved\" checked"), "{text}");
        assert!(plan != "1" || text.contains("value=\"1\" selected"), "{text}");
    }
}

#[test]
fn pages_of_administration_are_for_administrators_and_within_their_reach() {
    for engine in engines() {
        let house = House::on(engine);
        let administrator = house.user(Role::Administrator, None);
        let officer = house.user(Role::Officer, None);
        collecting(&officer, PLAN, UNITS);
        house.user(Role::Viewer, Some("622"));
        let once = hidden(&page(&administrator, "/tokens"), "once");
        assert_eq!(send(&administrator, "/tokens", &token(&once, &[("unit", "")])).status, 200);
        let once = hidden(&page(&administrator, "/webhooks"), "once");
        let fields = [("once", once.as_str()), ("url", "http://127.0.0.1:9/")];
        assert_eq!(send(&administrator, "/webhooks", &fields).status, 200);

        for path in ["/users", "/users/officer", "/tokens", "/webhooks", "/webhooks/1"] {
            let answer = officer.get(path);
            assert_eq!(answer.status, 403, "{path}");
            assert!(refused(&answer).contains("quản trị người dùng"), "{path}: {}", refused(&answer));
        }
        let way = page(&officer, "/plans");
        assert!(!way.contains("href=\"/tokens\"") && !way.contains("href=\"/webhooks\""));
        for path in
            ["/tokens", "/tokens/1/stop", "/webhooks", "/webhooks/1/remove", "/users/viewer.622/change"]
        {
            let answer =
                send(&officer, path, &[("once", &once), ("change", "1"), ("role", "viewer"), ("name", "x")]);
            assert_eq!(answer.status, 403, "{path}");
        }

        let local = house.user(Role::Administrator, Some("622"));
        assert!(page(&local, "/users").contains("/users/viewer.622"));
        assert!(page(&local, "/users/viewer.622").contains("/users/viewer.622/change"));
        let beyond = page(&local, "/users/officer");
        assert!(
            !beyond.contains("/users/officer/change") && beyond.contains("ngoài phạm vi của bạn"),
            "{beyond}"
        );
        assert!(!page(&local, "/tokens").contains("/tokens/1/stop"));
        assert!(!page(&local, "/webhooks").contains("href=\"/webhooks/1\""));
        assert_eq!(local.get("/webhooks/1").status, 403);
        for path in [
            "/tokens/1/stop",
            "/users/officer/disable",
            "/users/officer/reset",
            "/users/officer/end-sessions",
        ] {
            let answer = send(&local, path, &[]);
            assert_eq!(
                (answer.status, refused(&answer)),
                (403, "Ngoài phạm vi của bạn: mọi đơn vị.".to_owned()),
                "{path}"
            );
        }
        assert_eq!(officer.get("/plans").status, 200, "nobody was shut out");
    }
}

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
    let wrong = administrator.get("/users?after=x");
    assert_eq!(wrong.status, 400);
    assert!(refused(&wrong).contains("Số bản ghi phải là số nguyên"), "{}", refused(&wrong));
}

#[test]
fn people_change_their_own_password_and_end_their_own_sessions() {
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
        assert_eq!(house.anon().log_in("don.vi", "mật khẩu rất dài").get("/account").status, 200);
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
