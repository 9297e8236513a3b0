//! Stored rankings and re-scores as people meet them; and what waits on the overview.

use serde_json::json;
use thidua::app::actor::Role;

use super::house::{Caller, House, collecting, engines, fixture, hand_in};
use super::small::{accept, move_to, ranked, reported};
use super::ui::{page, send};

const AT: &str = "/plans/1/rankings";

/// Corrects D, so that it falls out of the quota and E comes in.
fn corrected(officer: &Caller, plan: &str, score: u32, version: i64) {
    move_to(officer, plan, "collecting");
    hand_in(officer, plan, format!("code,score\nD,{score}\n").as_bytes());
    accept(officer, plan, "D", version);
    move_to(officer, plan, "closed");
}

fn in_english(caller: &Caller) -> Caller {
    let cookie = caller.headers().iter().find(|(name, _)| name == "cookie").unwrap().1.clone();
    caller.clone().with("cookie", &format!("{cookie}; thidua_language=en"))
}

#[test]
fn a_re_score_is_staged_looked_at_and_applied() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = ranked(&officer);
        let listed = page(&officer, AT);
        assert!(
            listed.contains("Kết quả số 1") && listed.contains("đang dùng") && listed.contains("SHA-256")
        );
        corrected(&officer, &plan, 1, 2);
        for (reason, as_of) in [("", ""), ("thử", "hôm nay")] {
            let refused = send(&officer, AT, &[("reason", reason), ("as_of", as_of)]);
            assert_eq!(refused.status, 422, "{reason} {as_of}");
            let text = refused.text();
            assert!(text.contains("role=\"alert\"") && text.contains(&format!("value=\"{as_of}\"")));
        }
        let done = send(&officer, AT, &[("reason", "xã D đính chính"), ("as_of", "")]);
        assert_eq!(done.header("location"), Some("/plans/1/rankings/2?done=staged"), "{}", done.text());
        let at = "/plans/1/rankings/2";
        let shown = page(&officer, at);
        for told in
            ["xã D đính chính", "chờ quyết định", "5 → 4", "▲ 1 hạng lên", "▼ 3 hạng xuống", "phiên bản 2"]
        {
            assert!(shown.contains(told), "{told}: {shown}");
        }
        assert!(page(&in_english(&officer), at).contains("places up"));
        let awards = page(&officer, &format!("{at}?what=awards&q=don%20vi%20d"));
        assert!(awards.contains("/ranking/D\"") && !awards.contains("/ranking/E\""));
        assert!(page(&officer, "/plans/1").contains("Lần chấm lại số 2 đang chờ quyết định."));
        let second = send(&officer, AT, &[("reason", "lần nữa"), ("as_of", "")]);
        assert_eq!(second.status, 409);
        let without = send(&officer, &format!("{at}/apply"), &[("reason", " ")]);
        assert_eq!(without.status, 422);
        assert!(without.text().contains("role=\"alert\""));
        let applied = send(&officer, &format!("{at}/apply"), &[("reason", "hội đồng đồng ý")]);
        assert_eq!(applied.header("location"), Some("/plans/1/rankings/2?done=applied"));
        let listed = page(&officer, AT);
        assert!(listed.contains("đã thay thế") && listed.contains("hội đồng đồng ý"));
        let again = send(&officer, &format!("{at}/apply"), &[("reason", "lần hai")]);
        assert_eq!(again.status, 409, "a second press does no harm");
        assert!(!page(&officer, "/plans/1").contains("đang chờ quyết định"));
    }
}

#[test]
fn a_stale_re_score_says_so_and_is_only_cancelled() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = ranked(&officer);
        corrected(&officer, &plan, 1, 2);
        send(&officer, AT, &[("reason", "xã D đính chính"), ("as_of", "")]);
        let at = "/plans/1/rankings/2";
        assert!(!page(&officer, at).contains("điều chỉnh) đã thay đổi"));
        corrected(&officer, &plan, 9, 3);
        let shown = page(&officer, at);
        assert!(
            shown.contains("điều chỉnh) đã thay đổi") && !shown.contains("Áp dụng kết quả này"),
            "{shown}"
        );
        let refused = send(&officer, &format!("{at}/apply"), &[("reason", "cứ áp dụng")]);
        assert_eq!(refused.status, 409);
        assert!(refused.text().contains("value=\"cứ áp dụng\""));
        assert_eq!(send(&officer, &format!("{at}/cancel"), &[("reason", "đã cũ")]).status, 303);
        let shown = page(&officer, at);
        assert!(shown.contains("đã hủy") && shown.contains("đã cũ"));
        assert_eq!(send(&officer, &format!("{at}/keep"), &[("reason", "x")]).status, 404);
    }
}

#[test]
fn every_stored_ranking_keeps_its_table() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = ranked(&officer);
        corrected(&officer, &plan, 1, 2);
        send(&officer, AT, &[("reason", "xã D đính chính"), ("as_of", "")]);
        let order = |number: i64| -> Vec<String> {
            let shown = page(&officer, &format!("/plans/1/ranking?stored={number}"));
            assert!(shown.contains(&format!("Kết quả đã lưu số {number}.")));
            let rows = shown.split("scope=\"row\" class=\"name\"><a ").skip(1);
            rows.map(|row| row.split("/ranking/").nth(1).unwrap()[..1].to_owned()).collect()
        };
        assert_eq!((order(1).concat(), order(2).concat()), ("ABCDE".to_owned(), "ABCED".to_owned()));
        let file = officer.get("/plans/1/ranking/file?stored=1&as=csv").text();
        assert_eq!(file.lines().nth(5).unwrap().split(',').nth(1), Some("E"), "{file}");
        for (wrong, status) in [("stored=9", 404), ("stored=x", 400)] {
            assert_eq!(officer.get(&format!("/plans/1/ranking?{wrong}")).status, status, "{wrong}");
        }
        assert_eq!(officer.get("/plans/1/rankings/9").status, 404);
    }
}

#[test]
fn only_who_may_see_rankings_finds_them_and_only_who_may_decide_stages() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = reported(&officer);
        assert!(page(&officer, AT).contains("href=\"/plans/1\""), "how a plan becomes ranked is told");
        assert_eq!(send(&officer, AT, &[("reason", "thử"), ("as_of", "")]).status, 404);
        for unit in ["A", "B", "C", "D", "E"] {
            accept(&officer, &plan, unit, 1);
        }
        move_to(&officer, &plan, "closed");
        move_to(&officer, &plan, "ranked");
        let (council, viewer) = (house.user(Role::CouncilMember, None), house.user(Role::Viewer, None));
        let shown = page(&council, AT);
        assert!(shown.contains("Kết quả số 1") && !shown.contains("name=\"reason\""));
        assert_eq!(send(&council, AT, &[("reason", "thử"), ("as_of", "")]).status, 403);
        assert_eq!(send(&council, "/plans/1/rankings/1/cancel", &[("reason", "thử")]).status, 403);
        for path in [AT, "/plans/1/rankings/1", "/plans/1/ranking?stored=1"] {
            assert_eq!(viewer.get(path).status, 403, "{path}");
        }
        let bounded = house.user(Role::Officer, Some("A"));
        assert_eq!(send(&bounded, AT, &[("reason", "thử"), ("as_of", "")]).status, 403, "of all units");
    }
}

#[test]
fn a_unit_whose_stored_place_is_old_is_told_both() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = ranked(&officer);
        let at = "/plans/1/ranking/D";
        assert!(!page(&officer, at).contains("điều chỉnh) đã thay đổi"), "what is stored is what stands");
        let hold = json!({ "unit": "A", "kind": "exclude", "reason": "đơn thư" });
        officer.post(&format!("{plan}/holds"), &hold).good();
        let shown = page(&officer, at);
        assert!(shown.contains("điều chỉnh) đã thay đổi từ khi lưu kết quả số 1."), "{shown}");
        assert!(shown.contains("Hạng trong kết quả số 1</dt><dd>2<small>/5"), "{shown}");
        assert!(shown.contains("Hạng</dt><dd>1<small>"), "{shown}");
        assert!(page(&in_english(&officer), at).contains("Figures have changed since ranking 1 was stored."));
    }
}

#[test]
fn how_firm_a_place_is_stands_in_a_column_when_it_is_wanted() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = ranked(&officer);
        let shown = page(&officer, "/plans/1/ranking");
        assert!(!shown.contains("ngang hoặc") && shown.contains("name=\"firm\""));
        let shown = page(&officer, "/plans/1/ranking?firm=1");
        assert!(shown.contains("ngang hoặc vượt") && shown.contains("Thứ hạng vững đến đâu"), "{shown}");
        let file = in_english(&officer).get("/plans/1/ranking/file?firm=1&as=csv").text();
        assert!(file.lines().next().unwrap().ends_with(",firmness"), "{file}");
        assert_eq!(file.matches(" lower").count(), 5, "each line says it: {file}");
        let hold = json!({ "unit": "A", "kind": "exclude", "reason": "đơn thư" });
        officer.post(&format!("{plan}/holds"), &hold).good();
        let shown = page(&officer, "/plans/1/ranking?firm=1");
        assert!(shown.contains("Không tính được độ vững"), "it is of other figures");
        assert_eq!(officer.get("/plans/1/ranking/file?firm=1&as=csv").status, 409);
        assert!(page(&officer, "/plans/1/ranking?firm=1&basis=accepted").contains("ngang hoặc"));
    }
}

#[test]
fn the_overview_tells_everybody_what_waits_for_them() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = collecting(&officer, "plans/dien-bien-508-2021-points.toml", "units/dien-bien-2021.csv");
        hand_in(&officer, &plan, &fixture("reports/dien-bien-2021.csv"));
        let bad = b"code,voters.commune_council,took_part.commune_council\n099,10,11\n";
        hand_in(&officer, &plan, bad);
        let shown = page(&officer, "/plans/1");
        assert!(shown.contains("href=\"/plans/1/reports?found="), "{shown}");
        assert!(shown.contains("href=\"/plans/1/appraisals?show=open\""));
        let kind = if shown.contains("found=errors") { "errors" } else { "warnings" };
        let found = page(&officer, &format!("/plans/1/reports?found={kind}"));
        assert!(found.contains("/reports/099\""), "{found}");
        let hold = json!({ "unit": "095", "kind": "hold", "reason": "xác minh" });
        officer.post(&format!("{plan}/holds"), &hold).good();
        assert!(
            page(&officer, "/plans/1").contains("href=\"/plans/1/recommendation#holds\"><strong>1</strong>")
        );

        let appraiser = house.user(Role::Appraiser, Some("099"));
        let open = |caller: &Caller| -> usize {
            let shown = page(caller, "/plans/1");
            let Some(rest) = shown.split("appraisals?show=open\"><strong>").nth(1) else { return 0 };
            rest.split('<').next().unwrap().replace('.', "").parse().unwrap()
        };
        let (own, all) = (open(&appraiser), open(&officer));
        assert!(0 < own && own < all, "{own} of {all}");
        assert!(!page(&appraiser, "/plans/1").contains("reports?found="), "findings are for who decides");
        let body =
            json!({ "unit": "099", "metric": "propaganda_points", "item": "cluster_peers", "value": "8" });
        officer.post(&format!("{plan}/appraisals"), &body).good();
        assert_eq!((open(&appraiser), open(&officer)), (own - 1, all - 1));
        let reporter = house.user(Role::Reporter, Some("099"));
        let shown = page(&reporter, "/plans/1");
        assert!(!shown.contains("appraisals?show") && !shown.contains("#holds"));
        assert_eq!(reporter.get("/plans/1/reports?found=errors").status, 403);
    }
}

#[test]
fn bug_a_unit_was_told_that_its_rank_is_provisional_when_the_plan_was_finalised() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = ranked(&officer);
        let clerk = house.user(Role::Reporter, Some("D"));
        let mine = page(&clerk, "/plans/1/mine");
        assert!(mine.contains("Hạng 2 / 5</a> (TẠM TÍNH)"), "{mine}");
        move_to(&officer, &plan, "finalised");
        let mine = page(&clerk, "/plans/1/mine");
        assert!(mine.contains("Hạng 2 / 5</a>") && !mine.contains("TẠM TÍNH"), "{mine}");
    }
}
