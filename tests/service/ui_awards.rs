//! Pages of the way from a recommendation to an award: shown to who may see them, with no way that leads nowhere.

use std::collections::BTreeSet;

use serde_json::json;
use thidua::app::actor::{Actor, Role};

use super::events_of_awards::decided;
use super::house::{Caller, House, engines};
use super::ui::{bare_keys, page, send};

/// The pages of the way, of a contest that was decided.
const WAY: &[&str] = &[
    "/plans/1",
    "/plans/1/cases",
    "/plans/1/cases?state=rejected",
    "/plans/1/cases/1",
    "/plans/1/cases/2",
    "/plans/1/cases/2/files",
    "/plans/1/case-deadlines",
    "/plans/1/publicities",
    "/plans/1/sessions",
    "/plans/1/sessions/1",
    "/plans/1/sessions/1/items/2",
    "/plans/1/sessions/1/vote",
    "/plans/1/submissions/new",
    "/plans/1/decisions",
    "/plans/1/decisions/new",
    "/plans/1/decisions/1",
    "/plans/1/decisions/1/hand-over",
    "/plans/1/decisions/1/amend",
    "/plans/1/decisions/1/amend?date=2021-05-24",
    "/plans/1/decisions/1/revoke?date=2021-05-24",
    "/plans/1/decisions/2",
    "/plans/1/documents",
    "/plans/1/documents/decision?decision=1",
    "/plans/1/documents/minutes?session=1",
    "/plans/1/documents/achievements",
    "/plans/1/rankings/1",
    "/awards",
    "/awards?state=revoked",
    "/awards/statistics",
    "/rules",
    "/councils",
    "/councils/hoi_dong",
    "/councils/hoi_dong/members/1",
];

/// The addresses of our own that a page leads to.
fn ways(shown: &str) -> BTreeSet<String> {
    let links = shown.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let own = links.filter(|link| link.starts_with('/') && !link.starts_with("/assets/"));
    own.map(|link| link.replace("&amp;", "&").replace("&#38;", "&")).collect()
}

fn in_language(caller: &Caller, language: &str) -> Caller {
    let cookie = caller.headers().iter().find(|(name, _)| name == "cookie").unwrap().1.clone();
    caller.clone().with("cookie", &format!("{cookie}; thidua_language={language}"))
}

#[test]
fn every_page_of_the_way_is_shown_in_both_languages_to_who_runs_it() {
    for engine in engines() {
        let room = decided(House::on(engine), ["for", "for", "for"]);
        for language in ["vi", "en"] {
            let officer = in_language(&room.officer, language);
            for path in WAY {
                let text = page(&officer, path);
                assert_eq!(bare_keys(&text), [""; 0], "{path} in {language}");
                assert_eq!(text.matches("<h1>").count(), 1, "{path}");
                assert!(text.len() < 300_000, "{path}");
            }
        }
    }
}

#[test]
fn no_page_of_the_way_leads_where_its_reader_may_not_go() {
    for engine in engines() {
        let room = decided(House::on(engine), ["for", "for", "for"]);
        let others = [(Role::Reporter, Some("B")), (Role::Appraiser, None), (Role::Viewer, None)];
        for (role, unit) in others {
            room.house.user(role, unit);
        }
        for login in ["officer", "chu.tich", "tv.a", "reporter.B", "appraiser", "viewer"] {
            // Each logs in when its turn comes: a connection that waits long is closed.
            let (_, password) = room.house.service.reset_user(&Actor::command(), login).unwrap();
            let caller = room.house.anon().log_in(login, &password);
            let mut known = BTreeSet::new();
            for path in WAY {
                let answer = caller.get(path);
                if answer.status != 200 {
                    continue;
                }
                for way in ways(&answer.text()) {
                    if known.insert(way.clone()) {
                        let status = caller.get(&way).status;
                        assert!(status < 400, "{login}: {path} leads to {way}: {status}");
                    }
                }
            }
            assert!(known.len() > 5, "{login}: {known:?}");
        }
    }
}

/// The link led to a page that there isn't.
#[test]
fn bug_a_case_led_to_no_explanation_of_its_unit() {
    for engine in engines() {
        let room = decided(House::on(engine), ["for", "for", "for"]);
        let shown = page(&room.officer, "/plans/1/cases/1");
        assert!(shown.contains("href=\"/plans/1/ranking/A\""), "{shown}");
        page(&room.officer, "/plans/1/ranking/A");
    }
}

#[test]
fn bug_the_file_that_proves_a_ranking_was_offered_to_who_may_not_have_it() {
    for engine in engines() {
        let room = decided(House::on(engine), ["for", "for", "for"]);
        let appraiser = room.house.user(Role::Appraiser, None);
        let offers = |caller: &Caller| page(caller, "/plans/1/rankings/1").contains("/snapshots/1/bundle");
        assert!(offers(&room.officer) && offers(&room.members[0]));
        assert!(!offers(&appraiser), "it holds votes and cases");
        assert!(!offers(&room.members[3]), "of a case that this member is recused from");
    }
}

#[test]
fn only_cases_that_have_a_step_are_ticked_and_only_steps_that_some_have_are_offered() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, _) = super::way::opened(&house);
        let list = "/plans/1/cases";
        let shown = page(&officer, list);
        assert_eq!(shown.matches("name=\"case\"").count(), 4);
        assert!(
            shown.contains("value=\"complete\"") && !shown.contains("<option value=\"appraise\""),
            "{shown}"
        );
        let withdrawn = [("case", "1"), ("action", "withdraw"), ("note", "đơn vị rút"), ("reason", "")];
        assert_eq!(send(&officer, "/plans/1/case-steps?", &withdrawn).status, 303);
        let shown = page(&officer, list);
        assert_eq!(shown.matches("name=\"case\"").count(), 3, "what was withdrawn has no step");
        let ended = page(&officer, "/plans/1/cases?state=withdrawn");
        assert!(!ended.contains("name=\"case\"") && !ended.contains("name=\"action\""), "{ended}");
        let reporter = house.user(Role::Reporter, Some("B"));
        assert!(!page(&reporter, list).contains("name=\"case\""));
    }
}

#[test]
fn a_case_says_what_to_do_next_and_where() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = super::way::opened(&house);
        let at = "/plans/1/cases/1";
        assert!(page(&officer, at).contains("<a href=\"/plans/1/cases/1/files\">Kiểm tra thành phần hồ sơ"));
        super::way::appraise(&house, &officer, &plan, &[1]);
        assert!(page(&officer, at).contains("<a href=\"/plans/1/publicities\">Công khai danh sách</a>"));
        let shown = page(&officer, at);
        let first = shown.split("<select id=\"action\"").nth(1).unwrap().split("<option ").nth(1).unwrap();
        assert!(first.starts_with("value=\"\""), "what ends a case isn't chosen beforehand: {first}");
        let step = json!({ "action": "hold", "reason": null, "note": "đang xác minh" });
        officer.post(&format!("{plan}/cases/1/steps"), &step).good();
        assert!(!page(&officer, at).contains("Việc tiếp theo"), "nothing while it is on hold");
        let room = decided(House::on(engine), ["for", "for", "for"]);
        assert!(page(&room.officer, "/plans/1/cases/2").contains("Việc tiếp theo"));
        assert!(
            !page(&room.members[0], "/plans/1/cases/2").contains("Việc tiếp theo"),
            "a member decides nothing"
        );
    }
}

#[test]
fn bug_pages_in_english_named_forms_of_awards_in_vietnamese() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        super::decided::decided(&house, &officer, "01/KH-GD", "chuyen_de", "34/QĐ");
        for (language, name) in [
            ("vi", "Bằng khen cấp bộ, ban, ngành, tỉnh"),
            ("en", "Certificate of merit of a ministry or province"),
        ] {
            let officer = in_language(&officer, language);
            for path in ["/plans/1/decisions/1", "/awards", "/awards/statistics?year=2021"] {
                assert!(page(&officer, path).contains(name), "{path} in {language}");
            }
        }
        let english = page(&in_language(&officer, "en"), "/plans/1/decisions/1");
        assert!(!english.contains("Bằng khen cấp"), "{english}");
    }
}
