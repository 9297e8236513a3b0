//! Pages as a browser without a script meets them: each role's way, forms, refusals in words, both languages.

use thidua::app::actor::Role;

use super::house::{Answer, Caller, Engine, House, collecting, engines, fixture, hand_in};

const PLAN: &str = "plans/dien-bien-508-2021.toml";
const UNITS: &str = "units/dien-bien-2021.csv";
const REPORTS: &str = "reports/dien-bien-2021.csv";

/// Sends a form with the sign of the session.
pub fn send(caller: &Caller, path: &str, fields: &[(&str, &str)]) -> Answer {
    let csrf =
        caller.headers().iter().find(|(name, _)| name == "x-csrf-token").map(|(_, value)| value.as_str());
    let mut fields = fields.to_vec();
    fields.push(("csrf", csrf.unwrap_or("")));
    let body = serde_urlencoded::to_string(fields).unwrap();
    caller.send("POST", path, Some("application/x-www-form-urlencoded"), body.as_bytes())
}

/// Sends a file as a browser does.
pub fn send_file(caller: &Caller, path: &str, name: &str, file: &[u8]) -> Answer {
    let csrf = caller.headers().iter().find(|(name, _)| name == "x-csrf-token").unwrap().1.clone();
    let mut body = format!(
        "--b\r\ncontent-disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--b\r\ncontent-disposition: \
         form-data; name=\"file\"; filename=\"{name}\"\r\ncontent-type: text/csv\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--b--\r\n");
    caller.send("POST", path, Some("multipart/form-data; boundary=b"), &body)
}

/// A page that is shown.
pub fn page(caller: &Caller, path: &str) -> String {
    let answer = caller.get(path);
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.text()
}

/// The value of a hidden field.
pub fn hidden(page: &str, name: &str) -> String {
    let start = page.find(&format!("name=\"{name}\" value=\"")).expect("the field is there");
    let rest = &page[start + name.len() + 15..];
    rest[..rest.find('"').unwrap()].to_owned()
}

/// Somebody at the page to log in, with its cookie and the sign of its form.
pub fn at_log_in(house: &House) -> Caller {
    let answer = house.anon().get("/log-in");
    let cookie = answer.header("set-cookie").expect("a cookie").split(';').next().unwrap().to_owned();
    house.anon().with("cookie", &cookie).with("x-csrf-token", &hidden(&answer.text(), "csrf"))
}

/// Keys of texts that stand where their text should.
#[expect(clippy::too_many_lines, reason = "one story, told step by step")]
pub fn bare_keys(page: &str) -> Vec<&str> {
    let parts = page.split(['<', '>', '"']);
    let is_key = |text: &&str| {
        let mut words = text.split('-');
        let first = words.next().unwrap_or("");
        [
            "way",
            "done",
            "overview",
            "ranking",
            "report",
            "reports",
            "preview",
            "receipt",
            "mine",
            "event",
            "short",
            "mark",
            "page",
            "nav",
            "users",
            "audit",
            "help",
            "move",
            "criterion",
            "criteria",
            "user",
            "token",
            "tokens",
            "webhook",
            "webhooks",
            "account",
            "right",
            "kind",
            "method",
            "refused",
            "thing",
            "list",
            "made",
            "units",
            "unit-list",
            "merger",
            "clusters",
            "level",
            "match",
            "appraisals",
            "deadlines",
            "rankings",
            "dossier",
            "publicity",
            "objection",
            "public",
            "stage",
            "rescore",
            "paper",
            "awards",
            "decision",
            "decisions",
            "rules",
            "submission",
            "submissions",
            "council",
            "session",
            "ballot",
            "ballots",
            "tally",
            "item",
            "recusal",
            "standing",
            "interest",
            "attendance",
            "vote",
        ]
        .contains(&first)
            && text.contains('-')
            && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-' || byte == b'_')
    };
    // Classes of the style are told apart by what comes before them.
    parts.filter(is_key).filter(|text| !page.contains(&format!("class=\"{text}\""))).collect()
}

fn contest(house: &House) -> Caller {
    let officer = house.user(Role::Officer, None);
    let plan = collecting(&officer, PLAN, UNITS);
    hand_in(&officer, &plan, &fixture(REPORTS));
    officer
}

#[test]
fn whoever_must_log_in_comes_back_to_where_they_wanted_to_be() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = contest(&house);
        let sent = house.anon().get("/plans/1/ranking?q=a%20b");
        assert_eq!(sent.status, 303);
        let location = sent.header("location").unwrap().to_owned();
        assert_eq!(location, "/log-in?then=%2Fplans%2F1%2Franking%3Fq%3Da%2520b&why=session");
        let shown = page(&house.anon(), &location);
        assert_eq!(hidden(&shown, "then"), "/plans/1/ranking?q=a%20b");

        let (_, password) =
            house.service.reset_user(&thidua::app::actor::Actor::command(), "officer").unwrap();
        let wrong =
            send(&at_log_in(&house), "/log-in", &[("login", "officer"), ("password", "no"), ("then", "/x")]);
        assert_eq!(wrong.status, 401);
        let text = wrong.text();
        assert!(text.contains("value=\"officer\"") && text.contains("role=\"alert\""), "{text}");
        for (then, to) in
            [("/plans/1?x=1", "/plans/1?x=1"), ("//evil.example/", "/"), ("https://evil", "/"), ("", "/")]
        {
            let fields = [("login", "officer"), ("password", password.as_str()), ("then", then)];
            let done = send(&at_log_in(&house), "/log-in", &fields);
            assert_eq!((done.status, done.header("location")), (303, Some(to)), "{then}");
            let cookie = done.header("set-cookie").unwrap();
            assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
        }
        assert_eq!(officer.get("/plans/1").status, 303, "the password was reset, so this session is over");
    }
}

#[test]
fn everybody_lands_where_their_work_is() {
    let house = House::on(Engine::Sqlite);
    let officer = contest(&house);
    let reporter = house.user(Role::Reporter, Some("099"));
    let landing = |caller: &Caller| caller.get("/").header("location").unwrap().to_owned();
    assert_eq!((landing(&officer), landing(&reporter)), ("/plans/1".into(), "/plans/1/mine".into()));
    assert_eq!(landing(&house.anon()), "/log-in?then=%2F&why=session");
    collecting(&officer, "plans/turnout-2021.toml", "units/gia-lai-2021.csv");
    assert_eq!(landing(&officer), "/plans");
    assert_eq!(landing(&reporter), "/plans/1/mine", "the other plan is of other units");
}

/// Every page that is read.
pub const PAGES: &[&str] = &[
    "/units",
    "/units/099",
    "/unit-lists/new",
    "/unit-mergers/new",
    "/plans/1/clusters",
    "/plans/1/deadlines?unit=099",
    "/plans/1/rankings",
    "/plans/1/ranking?firm=1",
    "/plans/1/rankings/1",
    "/plans/1/nominations",
    "/plans/1/nominations/new",
    "/plans/1/nominations/file",
    "/plans/1/nominations/ranking",
    "/plans/1/nominations/1",
    "/plans/1/nominations/1/change",
    "/plans/1/nominations/1/files",
    "/plans/1/cases/1/files",
    "/plans/1/publicities",
    "/plans/1/publicities/1",
    "/plans/1/case-deadlines",
    "/cong-khai/1/1",
    "/plans/1/appraisals",
    "/plans/1/appraisals?criterion=compliance&show=open",
    "/plans",
    "/plans/1",
    "/plans/1/mine",
    "/plans/1/hand-in",
    "/plans/1/milestones",
    "/plans/1/milestones?as_of=2021-04-13",
    "/plans/1/milestones/calendar",
    "/plans/1/milestones/units",
    "/plans/1/reports",
    "/plans/1/remarks",
    "/plans/1/reports/099",
    "/plans/1/reports/095",
    "/plans/1/ranking",
    "/plans/1/ranking/099",
    "/plans/1/ranking/095",
    "/plans/1/recommendation",
    "/plans/1/criteria",
    "/councils",
    "/councils/hoi_dong",
    "/councils/hoi_dong/members/1",
    "/plans/1/cases",
    "/plans/1/cases?state=recommended&late=true",
    "/plans/1/cases/1",
    "/plans/1/sessions",
    "/plans/1/sessions/1",
    "/plans/1/sessions/1/vote",
    "/plans/1/sessions/1/items/1",
    "/plans/1/documents",
    "/plans/1/documents/submission",
    "/plans/1/documents/submission?ranking=7",
    "/plans/1/documents/explanation?unit=099",
    "/plans/1/documents/urging",
    "/plans/1/documents/summary",
    "/plans/1/documents/achievements",
    "/plans/1/documents/minutes?session=1",
    "/plans/1/documents/decision?decision=1",
    "/plans/1/decisions",
    "/plans/1/decisions/new",
    "/plans/1/decisions/new?date=2021-05-20",
    "/plans/1/decisions/1",
    "/plans/1/decisions/1/hand-over",
    "/plans/1/decisions/1/amend?date=2021-05-24",
    "/plans/1/decisions/1/revoke?date=2021-05-24",
    "/plans/1/submissions/new",
    "/awards",
    "/awards?q=x&state=waiting",
    "/awards/statistics",
    "/rules",
    "/plans/1/rehearsal",
    "/plans/1/rehearsal?from=1&bar.turnout=99,8",
    "/plans/1/file",
    "/plans/new",
    "/plans/1/criteria/turnout",
    "/plans/1/criteria/turnout?bar=99,5",
    "/users",
    "/users?after=2",
    "/users/officer",
    "/users/nobody",
    "/tokens",
    "/webhooks",
    "/webhooks/7",
    "/account",
    "/audit",
    "/audit?action=login&verify=1",
    "/audit?after=0",
    "/users/reporter.099",
    "/help",
    "/manual/reporter",
    "/manual/officer",
    "/manual/appraiser",
    "/manual/viewer",
    "/manual/administrator",
    "/manual/nobody",
    "/help/figure.duplicate",
    "/help/digest_stale",
    "/help/plan",
    "/help/plan/award.quota.per",
    "/help/plan/criterion",
    "/help/criterion",
    "/help/criterion/standing",
    "/help/criterion/nothing",
    "/plans/7",
    "/nowhere",
];

#[test]
fn every_page_is_shown_to_every_role_in_both_languages_or_says_why_not() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = contest(&house);
        let viewer = house.user(Role::Viewer, None);
        let reporter = house.user(Role::Reporter, Some("099"));
        let council = house.user(Role::CouncilMember, None);
        let administrator = house.user(Role::Administrator, None);
        for caller in [&officer, &viewer, &reporter, &council, &administrator] {
            for language in ["vi", "en"] {
                let cookie = caller.headers().iter().find(|(name, _)| name == "cookie").unwrap().1.clone();
                let caller = caller.clone().with("cookie", &format!("{cookie}; thidua_language={language}"));
                for path in PAGES.iter().copied() {
                    let answer = caller.get(path);
                    let text = answer.text();
                    assert!([200, 403, 404].contains(&answer.status), "{path}: {}: {text}", answer.status);
                    assert!(text.contains(&format!("<html lang=\"{language}\">")), "{path}");
                    assert!(text.contains("<h1>") && text.ends_with("</html>"), "{path}: {text}");
                    assert_eq!(bare_keys(&text), [""; 0], "{path} in {language}");
                    let policy = answer.header("content-security-policy").unwrap();
                    assert!(policy.starts_with("default-src 'none'; style-src 'self'"), "{policy}");
                    assert!(
                        !text.contains(" style=")
                            && !text.contains("<script>")
                            && !text.contains(" onclick=")
                    );
                    assert!(text.len() < 300_000, "{path} has {} bytes", text.len());
                }
            }
        }
        assert_eq!(reporter.get("/plans/1/ranking").status, 403);
        assert_eq!(reporter.get("/plans/1/ranking/095").status, 403, "another unit's");
        assert_eq!(reporter.get("/plans/1/reports/095").status, 403);
        assert!(page(&reporter, "/plans/1/ranking/099").contains("Huyện Tuần Giáo"));
        assert!(
            !page(&reporter, "/plans/1/ranking/099").contains("Huyện Mường Nhé"),
            "neighbours stay unnamed"
        );
    }
}

#[test]
fn what_pages_are_drawn_with_is_there_and_kept_for_ever() {
    let house = House::on(Engine::Sqlite);
    let shown = page(&house.anon(), "/log-in");
    let assets: Vec<&str> = shown.split('"').filter(|it| it.starts_with("/assets/")).collect();
    assert!(assets.len() >= 3, "{assets:?}");
    let folder = assets[0].rsplit_once('/').unwrap().0;
    let fonts = ["latin-400", "latin-600", "vietnamese-400", "vietnamese-600"]
        .map(|it| format!("{folder}/{it}.woff2"));
    for path in assets.into_iter().map(str::to_owned).chain(fonts) {
        let answer = house.anon().get(&path);
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.header("cache-control").unwrap().contains("immutable"));
    }
    assert_eq!(house.anon().get("/assets/0000000000000000/style.css").status, 404);
    assert!(house.anon().get("/log-in").header("cache-control").unwrap().contains("no-store"));
}

#[test]
fn forms_without_the_sign_of_a_page_of_ours_do_nothing() {
    let house = House::on(Engine::Sqlite);
    let officer = contest(&house);
    let stranger = officer.clone().with("x-csrf-token", "0");
    for path in ["/plans/1/reports/099/accept", "/plans/1/hand-in/1", "/log-out"] {
        assert_eq!(send(&stranger, path, &[("version", "1")]).status, 403, "{path}");
    }
    assert_eq!(send_file(&stranger, "/plans/1/hand-in", "a.csv", b"code\n").status, 403);
    assert!(page(&officer, "/plans/1/reports/099").contains("report-submitted"));
}

#[test]
fn an_officer_accepts_and_goes_on_returns_and_is_told_when_somebody_was_quicker() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = contest(&house);
        let at = "/plans/1/reports/099";
        let accepted =
            send(&officer, &format!("{at}/accept"), &[("version", "1"), ("note", ""), ("next", "1")]);
        assert_eq!(accepted.status, 303, "{}", accepted.text());
        let next = accepted.header("location").unwrap().to_owned();
        assert!(next.starts_with("/plans/1/reports/") && next.ends_with("?done=accepted"), "{next}");
        assert!(!next.contains("/099"));
        assert!(page(&officer, &next).contains("Đã duyệt báo cáo."));
        let again = send(&officer, &format!("{at}/accept"), &[("version", "1"), ("note", "lần hai")]);
        assert_eq!(again.status, 409, "a second press does no harm");
        assert!(again.text().contains("role=\"alert\""));
        let unit = next.trim_start_matches("/plans/1/reports/").split('?').next().unwrap().to_owned();
        let back = |questions: &str| {
            let fields = [("version", "1"), ("questions", questions)];
            send(&officer, &format!("/plans/1/reports/{unit}/return"), &fields)
        };
        assert_eq!(back("").status, 422);
        assert_eq!(back("Số cử tri có đúng không?").status, 303);
        let shown = page(&officer, &format!("/plans/1/reports/{unit}"));
        assert!(shown.contains("Số cử tri có đúng không?") && shown.contains("report-returned"));
        let gone = send(
            &officer,
            &format!("/plans/1/reports/{unit}/accept"),
            &[("version", "9"), ("note", "giữ lại")],
        );
        assert_eq!(gone.status, 412);
    }
}

#[test]
fn a_clerk_hands_in_corrects_and_gets_a_receipt() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        collecting(&officer, "plans/turnout-2021.toml", "units/gia-lai-2021.csv");
        let clerk = house.user(Role::Reporter, Some("622"));
        let form = clerk.get("/plans/1/template");
        assert!(form.text().contains("Thành phố Pleiku") && !form.text().contains("Huyện Mang Yang"));
        let sent =
            send_file(&clerk, "/plans/1/hand-in", "báo cáo.csv", b"code,voters,took_part\n622,1000,x\n");
        assert_eq!(sent.status, 303, "{}", sent.text());
        let at = sent.header("location").unwrap().to_owned();
        let shown = page(&clerk, &at);
        assert!(shown.contains("leave_out_rejected") && shown.contains("báo cáo.csv"));
        let rejected = clerk.get(&format!("{at}/rejected")).text();
        assert!(rejected.contains("622,1000,x"), "{rejected}");
        let sent = send_file(&clerk, "/plans/1/hand-in", "r.csv", b"code,voters,took_part\n622,1000,990\n");
        let at = sent.header("location").unwrap().to_owned();
        let digest = hidden(&page(&clerk, &at), "digest");
        // Somebody else's figures come in between: the preview is made anew, and what was typed is kept.
        hand_in(&officer, "/api/v1/plans/1", b"code,voters,took_part\n622,1000,980\n");
        let stale = send(&clerk, &at, &[("digest", &digest), ("reason", "đính chính")]);
        assert_eq!(stale.status, 409);
        assert!(stale.text().contains("value=\"đính chính\"") && stale.text().contains("role=\"alert\""));
        let digest = hidden(&stale.text(), "digest");
        let done = send(&clerk, &at, &[("digest", &digest), ("reason", "đính chính")]);
        assert_eq!(done.status, 303, "{}", done.text());
        let receipt = page(&clerk, done.header("location").unwrap());
        assert!(receipt.contains("SHA-256") && receipt.contains("r.csv"), "{receipt}");
        let twice = send(&clerk, &at, &[("digest", &digest)]);
        assert_eq!(twice.status, 409, "a second press does no harm");
        let mine = page(&clerk, "/plans/1/mine");
        assert!(mine.contains("Thành phố Pleiku") && mine.contains("report-submitted"), "{mine}");
        assert_eq!(send_file(&clerk, "/plans/1/hand-in", "", b"").status, 422);
        assert_eq!(send_file(&clerk, "/plans/1/hand-in", "leer.csv", b"").status, 422);
    }
}

#[test]
fn a_plan_is_moved_on_and_back_and_what_is_in_the_way_is_told() {
    let house = House::on(Engine::Sqlite);
    let officer = contest(&house);
    let change = || hidden(&page(&officer, "/plans/1"), "change");
    let move_to = |to: &str, reason: &str, change: &str| {
        send(&officer, "/plans/1/state", &[("to", to), ("reason", reason), ("change", change)])
    };
    assert_eq!(move_to("closed", "", "0").status, 412, "somebody was quicker");
    assert_eq!(move_to("closed", "", "").status, 400, "what was seen is told, never guessed");
    assert_eq!(move_to("closed", "", &change()).status, 303);
    let blocked = move_to("ranked", "thử", &change());
    assert_eq!(blocked.status, 409);
    assert!(
        blocked.text().contains("25 báo cáo") && blocked.text().contains("value=\"thử\""),
        "{}",
        blocked.text()
    );
    assert_eq!(move_to("collecting", "", &change()).status, 422, "back needs a reason");
    assert_eq!(move_to("collecting", "Nhận thêm báo cáo", &change()).status, 303);
}

#[test]
fn a_plan_is_written_with_its_mistakes_told_and_gets_its_units() {
    let house = House::on(Engine::Sqlite);
    let officer = house.user(Role::Officer, None);
    let good = String::from_utf8(fixture("plans/turnout-2021.toml")).unwrap();
    let wrong = good.replace("gate = true", "gaet = true");
    let refused = send(&officer, "/plans/new", &[("source", &wrong)]);
    assert_eq!(refused.status, 422);
    let text = refused.text();
    assert!(text.contains("data-line=\"71\"") && text.contains("<code>gate</code>"), "{text}");
    assert!(text.contains("gaet = true"), "what was typed is kept");
    let checked = send(&officer, "/plans/check", &[("source", &wrong)]);
    assert!(checked.text().starts_with("<ol class=\"mistakes\">"), "{}", checked.text());
    assert!(send(&officer, "/plans/check", &[("source", &good)]).text().contains("không có lỗi"));
    let made = send(&officer, "/plans/new", &[("source", &good)]);
    assert_eq!((made.status, made.header("location")), (303, Some("/plans/1/file?done=saved")));
    let bad = send_file(&officer, "/plans/1/units", "u.csv", b"code,name,level\n1,A,nowhere\n");
    assert_eq!(bad.status, 422, "{}", bad.text());
    let units = send_file(&officer, "/plans/1/units", "u.csv", &fixture("units/gia-lai-2021.csv"));
    assert!(units.status == 303 || units.text().contains("17 đơn vị"), "{}", units.text());
    let change = hidden(&page(&officer, "/plans/1/file"), "change");
    let renamed = good.replace("Turnout of districts", "Turnout in districts");
    let fields = [("source", renamed.as_str()), ("change", change.as_str())];
    assert_eq!(send(&officer, "/plans/1/file", &fields).status, 303);
    assert_eq!(send(&officer, "/plans/1/file", &fields).status, 412, "a second window is told");
    let viewer = house.user(Role::Viewer, None);
    assert_eq!(viewer.get("/plans/new").status, 403);
    assert_eq!(send(&viewer, "/plans/check", &[("source", &good)]).status, 403);
    let nowhere = officer.get("/plans/abc");
    assert_eq!((nowhere.status, nowhere.header("content-type")), (404, Some("text/html; charset=utf-8")));
}

#[test]
fn a_unit_is_held_back_and_let_go_with_a_reason() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = contest(&house);
        let at = "/plans/1/ranking/095";
        let hold = |reason: &str| {
            let fields = [("kind", "hold"), ("criterion", ""), ("reason", reason)];
            send(&officer, &format!("{at}/holds"), &fields)
        };
        assert_eq!(hold("").status, 422);
        assert_eq!(hold("Đang xác minh đơn thư").status, 303);
        let again = hold("lần nữa");
        assert_eq!(again.status, 409);
        assert!(again.text().contains("value=\"lần nữa\""), "what was typed is kept");
        let shown = page(&officer, at);
        assert!(shown.contains("Đang xác minh đơn thư") && shown.contains("/holds/1/lift"), "{shown}");
        assert!(page(&officer, "/plans/1/recommendation").contains("Đang xác minh đơn thư"));
        let lift = send(&officer, &format!("{at}/holds/1/lift"), &[("reason", "Đã làm rõ")]);
        assert_eq!(lift.status, 303);
        assert!(!page(&officer, at).contains("/holds/1/lift"));
        let council = house.user(Role::CouncilMember, None);
        assert_eq!(send(&council, &format!("{at}/holds"), &[("kind", "hold"), ("reason", "x")]).status, 403);
    }
}

#[test]
fn the_recommendation_is_changed_by_hand_with_a_reason_and_back() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let case = "cases/award-tie-ask";
        let plan = collecting(&officer, &format!("{case}/plan.toml"), &format!("{case}/units.csv"));
        hand_in(&officer, &plan, &fixture(&format!("{case}/reports.csv")));
        let at = "/plans/1/recommendation";
        let shown = page(&officer, at);
        assert!(shown.contains("value=\"B\" aria-label=") && !shown.contains(" checked"), "{shown}");
        let choose = |kind: &str, reason: &str, units: &[&'static str]| {
            let mut fields = vec![("award", "merit"), ("kind", kind), ("reason", reason)];
            fields.extend(units.iter().map(|unit| ("unit", *unit)));
            send(&officer, at, &fields)
        };
        let refused = choose("take_in", "Biên bản số 3", &["B", "C", "D"]);
        assert_eq!(refused.status, 409);
        let again = refused.text();
        assert_eq!(again.matches(" checked").count(), 3, "what was ticked is kept");
        assert!(again.contains("value=\"Biên bản số 3\""), "what was typed is kept");
        assert_eq!(choose("take_in", "", &["B"]).status, 422);
        assert_eq!(choose("", "x", &["B"]).status, 422);
        assert_eq!(choose("take_in", "Biên bản số 3", &["B", "D"]).status, 303);
        let shown = page(&officer, at);
        assert!(shown.contains("Biên bản số 3") && shown.contains("/recommendation/2/lift"), "{shown}");
        assert!(!shown.contains("value=\"B\" aria-label="), "what is decided is lifted first");
        let lift = |reason: &str| send(&officer, &format!("{at}/2/lift"), &[("reason", reason)]);
        assert_eq!(lift("").status, 422);
        assert_eq!(lift("Xem lại").status, 303);
        assert!(!page(&officer, at).contains("/recommendation/2/lift"));
        let council = house.user(Role::CouncilMember, None);
        assert!(!page(&council, at).contains("<form id="));
        assert_eq!(
            send(&council, at, &[("award", "merit"), ("kind", "leave_out"), ("unit", "A"), ("reason", "x")])
                .status,
            403
        );
    }
}

#[test]
fn a_plan_is_rehearsed_on_figures_that_are_there_and_nothing_is_stored() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = contest(&house);
        let toml = String::from_utf8(fixture(PLAN)).unwrap();
        let draft = toml.replacen("code = \"508/KH-UBND", "code = \"508/DT", 1);
        let made = send(&officer, "/plans/new", &[("source", &draft)]);
        assert_eq!(made.status, 303, "{}", made.text());
        let at = "/plans/2/rehearsal";
        assert!(page(&officer, at).contains("508/KH-UBND"));
        let empty = page(&officer, &format!("{at}?from=1"));
        assert!(empty.contains("role=\"alert\""), "no units yet: {empty}");
        // Its units come in another order.
        let units = String::from_utf8(fixture(UNITS)).unwrap();
        let (header, lines) = units.split_once('\n').unwrap();
        let turned: String = lines.lines().rev().map(|line| format!("{line}\n")).collect();
        let turned = format!("{header}\n{turned}").into_bytes();
        assert_eq!(send_file(&officer, "/plans/2/units", "u.csv", &turned).status, 303);
        let shown = page(&officer, &format!("{at}?from=1"));
        // The same figures in the same plan come out the same.
        let real = officer.get("/api/v1/plans/1/recommendations").good();
        for award in real["awards"].as_array().unwrap() {
            let name = award["name"]["vi"].as_str().unwrap();
            let row = shown.split(&format!("<th scope=\"row\">{name}</th>")).nth(1).unwrap();
            let cells: Vec<&str> = row.split("<td class=\"number\">").skip(1).take(3).collect();
            let recommended = cells[1].split('<').next().unwrap();
            assert_eq!(recommended, award["recommended"].to_string(), "{name}");
        }
        assert!(shown.contains("tiêu chí không phân loại được"), "{shown}");
        let of_file = send_file(&officer, at, "r.csv", &fixture(REPORTS));
        assert_eq!(of_file.status, 200, "{}", of_file.text());
        assert!(of_file.text().contains("r.csv"));
        let broken = send_file(&officer, at, "r.csv", b"");
        assert_eq!(broken.status, 422);
        let odd = send_file(&officer, at, "r.csv", b"code,what\nzzz,1\n");
        assert_eq!(odd.status, 200);
        assert!(odd.text().contains("Vấn đề phát hiện"), "what the file lacks is told: {}", odd.text());
        assert_eq!(officer.get(&format!("{at}?from=x")).status, 404);
        // Nothing was kept.
        assert_eq!(officer.get("/api/v1/plans/2/reports").good()["items"][0]["state"], "missing");
        let viewer = house.user(Role::Viewer, None);
        assert_eq!(viewer.get(at).status, 403);
    }
}

#[test]
fn an_administrator_adds_shuts_out_and_lets_in_again() {
    let house = House::on(Engine::Sqlite);
    contest(&house);
    let administrator = house.user(Role::Administrator, None);
    let add = |login: &str, unit: &str| {
        let fields = [("login", login), ("name", "Người mới"), ("role", "reporter"), ("unit", unit)];
        send(&administrator, "/users", &fields)
    };
    let wrong = add("moi", "999");
    assert_eq!(wrong.status, 404);
    assert!(wrong.text().contains("value=\"moi\""), "what was typed is kept");
    let made = add("moi", "099").text();
    let password = made.split("<code>").nth(1).unwrap().split('<').next().unwrap().to_owned();
    assert!(house.anon().log_in("moi", &password).get("/plans/1/mine").status == 200);
    assert!(!page(&administrator, "/users").contains(&password), "it is shown once");
    assert_eq!(send(&administrator, "/users/moi/disable", &[]).status, 303);
    assert!(page(&administrator, "/users").contains("đã khóa"));
    assert!(send(&administrator, "/users/moi/reset", &[]).text().contains("<code>"));
    assert_eq!(send(&administrator, "/users/administrator/disable", &[]).status, 409, "the last one stays");
}

#[test]
fn a_ranking_is_sorted_filtered_searched_and_exported_as_it_is_shown() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = contest(&house);
        let names = |query: &str| -> Vec<String> {
            let shown = page(&officer, &format!("/plans/1/ranking?{query}"));
            let rows = shown.split("scope=\"row\" class=\"name\"><a ").skip(1);
            rows.map(|row| row.split_once('>').unwrap().1.split('<').next().unwrap().to_owned()).collect()
        };
        assert_eq!(names("").len(), 25);
        let found = names("q=MUONG");
        assert!(found.len() > 2 && found.iter().all(|name| name.contains("Mường")), "{found:?}");
        let (up, down) = (names("sort=name&q=xa"), names("sort=-name&q=xa"));
        assert_eq!(up, down.iter().rev().cloned().collect::<Vec<_>>());
        let not_met = names("outcome=turnout:not_met");
        assert!(!not_met.is_empty() && not_met.len() < 25);
        let export = officer.get("/plans/1/ranking/file?outcome=turnout:not_met&as=csv").text();
        assert_eq!(export.lines().count(), not_met.len() + 1, "{export}");
        let book = officer.get("/plans/1/ranking/file?as=xlsx");
        assert!(book.body.starts_with(b"PK"));
        for (wrong, status) in [("cluster=zzz", 404), ("sort=zzz", 400), ("outcome=zzz:met", 400)] {
            let refused = officer.get(&format!("/plans/1/ranking?{wrong}"));
            assert_eq!(refused.status, status, "{wrong}");
            assert!(refused.text().contains("role=\"alert\""));
        }
        let hidden = page(&officer, "/plans/1/ranking?hide=turnout&hide=law");
        assert!(!hidden.contains("sort=-c.turnout"), "the column is gone");
    }
}
