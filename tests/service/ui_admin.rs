//! Pages for administrators: tokens and webhooks, and for whom pages of administration are.

use thidua::app::actor::{Actor, Role};
use thidua::app::user::NewUser;

use super::house::{Answer, Caller, Engine, House, collecting, engines};
use super::ui::{hidden, page, send};

const PLAN: &str = "plans/turnout-2021.toml";
const UNITS: &str = "units/gia-lai-2021.csv";

/// What stands in the box of a refusal.
pub fn refused(answer: &Answer) -> String {
    let text = answer.text();
    let start = text.find("role=\"alert\"").unwrap_or_else(|| panic!("nothing is refused: {text}"));
    text[start..].split("<p>").nth(1).unwrap().split("</p>").next().unwrap().to_owned()
}

/// The secret that a page shows.
pub fn secret(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.text());
    let text = answer.text();
    let rest = text.split("<code").nth(1).unwrap_or_else(|| panic!("no secret: {text}"));
    rest.split_once('>').unwrap().1.split('<').next().unwrap().to_owned()
}

pub fn in_english(caller: &Caller) -> Caller {
    let cookie = caller.headers().iter().find(|(name, _)| name == "cookie").unwrap().1.clone();
    caller.clone().with("cookie", &format!("{cookie}; thidua_language=en"))
}

/// What else is typed, the status, and words of the refusal.
type Case<'a> = (&'a [(&'a str, &'a str)], u16, &'a str);

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
        let cases: [Case; 8] = [
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
