//! Figures that need a look, over HTTP and on pages: shown to who appraises, deciding nothing.

use serde_json::{Value, json};
use thidua::app::actor::{Actor, Role};

use super::house::{Caller, House, collecting, engines, fixture, hand_in};
use super::ui::page;

const PLAN: &str = "cases/plausibility-copied-rows/plan.toml";
const UNITS: &str = "cases/plausibility-copied-rows/units.csv";

/// A plan that collects, with one report file handed in after another.
fn contest(house: &House, reports: &[&str]) -> (Caller, String) {
    let officer = house.user(Role::Officer, None);
    let plan = collecting(&officer, PLAN, UNITS);
    for file in reports {
        hand_in(&officer, &plan, &fixture(&format!("cases/plausibility-{file}")));
    }
    (officer, plan)
}

/// The entry and the units of each remark.
fn told(list: &Value) -> Vec<(String, Vec<String>)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let items = list["items"].as_array().unwrap().iter();
    items
        .map(|item| {
            let units = item["units"].as_array().unwrap().iter().map(|unit| text(&unit["code"])).collect();
            (text(&item["code"]), units)
        })
        .collect()
}

fn of(entry: &str, units: &[&str]) -> (String, Vec<String>) {
    (entry.to_owned(), units.iter().map(|unit| (*unit).to_owned()).collect())
}

#[test]
fn remarks_are_listed_with_their_numbers_worked_out_in_both_languages() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = contest(&house, &["outlier/reports.csv"]);
        let list = officer.get(&format!("{plan}/remarks")).good();
        assert_eq!(told(&list), [of("far", &["26"])]);
        let remark = &list["items"][0];
        assert_eq!((&remark["kind"], &remark["number"]), (&json!("outlier"), &json!(1)));
        let distance = json!({
            "measure": "901/1000", "median": "959/1000", "spread": "7/1000", "score": "39121/7000", "units": 6,
        });
        assert_eq!(remark["distance"], distance);
        let text = |language: &str| remark["text"][language].as_str().unwrap().to_owned();
        assert!(text("en").contains("0.6745 × |90.1 % − 95.9 %| / 0.7 % = 5.5887…"), "{}", text("en"));
        assert!(text("vi").contains("0,6745 × |90,1 % − 95,9 %| / 0,7 % = 5,5887…"), "{}", text("vi"));
        let examined = &list["examined"][4];
        assert_eq!(
            (&examined["code"], &examined["examined"], &examined["remarked"]),
            (&json!("far"), &json!(12), &json!(1))
        );
    }
}

#[test]
fn lists_of_remarks_are_paged_and_asked_by_unit() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = contest(&house, &["change/earlier.csv", "change/reports.csv"]);
        let list = |query: &str| officer.get(&format!("{plan}/remarks?{query}")).good();
        assert_eq!(told(&list("")), [of("changed", &["16"]), of("changed", &["21"])]);
        let first = list("limit=1");
        assert_eq!(
            (told(&first), &first["total"], &first["next"]),
            (vec![of("changed", &["16"])], &json!(2), &json!(1))
        );
        let second = list("limit=1&after=1");
        assert_eq!((told(&second), &second["total"]), (vec![of("changed", &["21"])], &json!(2)));
        assert_eq!(told(&list("limit=1&after=2")), []);
        let of_unit = list("unit=21");
        assert_eq!((told(&of_unit), &of_unit["total"]), (vec![of("changed", &["21"])], &json!(1)));
        let figure = json!({ "figure": "took_part", "count": 1483, "earlier": 1348 });
        assert_eq!(list("unit=16")["items"][0]["figures"], json!([figure]));
        assert_eq!(officer.get(&format!("{plan}/remarks?unit=99")).status, 404);
        assert_eq!(officer.get(&format!("{plan}/remarks?size=1")).status, 400);
    }
}

#[test]
fn a_change_is_against_the_version_before_the_one_that_stands() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = contest(&house, &["change/earlier.csv"]);
        let found = || {
            let all = told(&officer.get(&format!("{plan}/remarks")).good());
            all.into_iter().filter(|(entry, _)| entry == "changed").collect::<Vec<_>>()
        };
        assert_eq!(found(), [], "there is no earlier report yet");
        hand_in(&officer, &plan, &fixture("cases/plausibility-change/reports.csv"));
        assert_eq!(found(), [of("changed", &["16"]), of("changed", &["21"])]);
        // Corrected a little once more: now the version before is the second.
        let correct = |row: &str| {
            let file = format!("code,voters,took_part,collected,invalid,valid\n{row}\n");
            hand_in(&officer, &plan, file.as_bytes());
        };
        correct("16,1562,1484,1484,11,1473");
        assert_eq!(found(), [of("changed", &["21"])]);
        // Returned: the second stands again, and the first is before it.
        let body = json!({ "version": 3, "questions": "Vì sao?" });
        officer.post(&format!("{plan}/reports/16/return"), &body).good();
        assert_eq!(found(), [of("changed", &["16"]), of("changed", &["21"])]);
    }
}

#[test]
fn remarks_are_for_who_appraises_and_show_units_within_reach() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = contest(&house, &["always-equal/reports.csv", "copied-rows/reports.csv"]);
        let of_caller = |caller: &Caller| caller.get(&format!("{plan}/remarks"));
        assert_eq!(
            told(&of_caller(&officer).good()),
            [of("copied", &["11", "13"]), of("changed", &["13"]), of("changed", &["26"])]
        );
        let district = house.user(Role::Appraiser, Some("2"));
        let list = of_caller(&district).good();
        assert_eq!(told(&list), [of("changed", &["26"])]);
        assert_eq!((&list["total"], &list["examined"]), (&json!(1), &Value::Null));
        let commune = house.user(Role::Appraiser, Some("13"));
        let list = of_caller(&commune).good();
        assert_eq!(told(&list), [of("copied", &["13"]), of("changed", &["13"])]);
        assert_eq!(
            (&list["items"][0]["units_total"], &list["items"][0]["units_beyond"]),
            (&json!(1), &json!(1))
        );
        assert!(!of_caller(&commune).text().contains("Xã 11"), "a unit beyond reach isn't named");
        assert_eq!(commune.get(&format!("{plan}/remarks?unit=11")).status, 403);
        for role in [Role::Reporter, Role::Viewer, Role::CouncilMember] {
            let caller = house.user(role, (role == Role::Reporter).then_some("11"));
            assert_eq!(of_caller(&caller).status, 403, "{role:?}");
            assert_eq!(caller.get("/plans/1/remarks").status, 403, "{role:?}");
            assert!(!caller.get("/plans/1").text().contains("/remarks"), "{role:?}");
            assert!(!caller.get("/plans/1/reports/11").text().contains("id=\"remarks\""), "{role:?}");
        }
        assert_eq!(of_caller(&house.anon()).status, 401);
    }
}

#[test]
fn groups_are_for_who_reaches_all_of_them() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = contest(&house, &["last-digit/reports.csv"]);
        let list = officer.get(&format!("{plan}/remarks")).good();
        assert_eq!(told(&list), [of("digits", &[])]);
        assert_eq!(list["items"][0]["group"], json!({ "per": "all", "code": "", "units": 12 }));
        assert_eq!(list["items"][0]["digits"], json!([0, 0, 1, 0, 0, 11, 0, 0, 0, 0]));
        assert_eq!(told(&officer.get(&format!("{plan}/remarks?unit=11")).good()), [of("digits", &[])]);
        let district = house.user(Role::Appraiser, Some("1"));
        assert_eq!(told(&district.get(&format!("{plan}/remarks")).good()), []);
    }
}

#[test]
fn a_remark_blocks_nothing_and_changes_no_result() {
    for engine in engines() {
        let with = House::on(engine);
        let (officer, plan) = contest(&with, &["copied-rows/reports.csv"]);
        let without = House::on(engine);
        let other = without.user(Role::Officer, None);
        let text = String::from_utf8(fixture(PLAN)).unwrap();
        let (before, _) = text.split_once("[[plausibility]]").unwrap();
        let made = other.send("POST", "/api/v1/plans", Some("application/toml"), before.as_bytes()).good();
        assert_eq!(format!("/api/v1/plans/{}", made["id"]), plan);
        other.send("PUT", &format!("{plan}/units"), Some("text/csv"), &fixture(UNITS)).good();
        for state in ["launched", "collecting"] {
            other.put(&format!("{plan}/state"), &json!({ "to": state })).good();
        }
        hand_in(&other, &plan, &fixture("cases/plausibility-copied-rows/reports.csv"));
        // Without a note.
        let accept = |caller: &Caller| {
            caller.post(&format!("{plan}/reports/13/accept"), &json!({ "version": 1 })).good()
        };
        let accepted = accept(&officer);
        assert_eq!((&accepted["state"], &accepted["warnings"]), (&json!("accepted"), &json!(0)));
        accept(&other);
        let ranking = |caller: &Caller| caller.get(&format!("{plan}/ranking?basis=submitted")).good();
        assert_eq!(ranking(&officer)["clusters"], ranking(&other)["clusters"]);
        assert_eq!(other.get(&format!("{plan}/remarks")).good()["total"], 0);
        assert!(page(&other, "/plans/1/remarks").contains("Kế hoạch không nêu số liệu nào cần xem lại"));
    }
}

#[test]
fn pages_show_remarks_with_their_sums_and_innocent_reasons() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, _) = contest(&house, &["round-numbers/reports.csv"]);
        let overview = page(&officer, "/plans/1");
        assert!(overview.contains("<a href=\"/plans/1/remarks\"><strong>2</strong>"), "{overview}");
        let shown = page(&officer, "/plans/1/remarks");
        assert!(shown.contains("2 điểm cần xem lại") && shown.contains("không phải kết luận"), "{shown}");
        assert!(shown.contains("Bội của 50: 2 trên 3 = 66,66… %") && shown.contains("Có thể là bình thường"));
        assert!(shown.contains("Kế hoạch lưu ý: Đối chiếu với biên bản."));
        assert!(shown.contains("href=\"/plans/1/reports/12\"") && shown.contains("id=\"looked\""), "{shown}");
        let one = page(&officer, "/plans/1/remarks?unit=12&entry=round");
        assert!(one.contains("1 điểm cần xem lại") && !one.contains("/plans/1/reports/22"), "{one}");
        assert!(page(&officer, "/plans/1/remarks?entry=copied").contains("Không thấy điểm nào"));
        assert_eq!(officer.get("/plans/1/remarks?unit=99").status, 404);
        let of_unit = page(&officer, "/plans/1/reports/12");
        assert!(of_unit.contains("id=\"remarks\"") && of_unit.contains("66,66… %"), "{of_unit}");
        assert!(!page(&officer, "/plans/1/reports/13").contains("id=\"remarks\""));
        let cookie = officer.headers().iter().find(|(name, _)| name == "cookie").unwrap().1.clone();
        let english = officer.clone().with("cookie", &format!("{cookie}; thidua_language=en"));
        let shown = page(&english, "/plans/1/remarks");
        assert!(
            shown.contains("Multiples of 50: 2 of 3 = 66.66… %") && shown.contains("not verdicts"),
            "{shown}"
        );
        let appraiser = house.user(Role::Appraiser, Some("2"));
        let shown = page(&appraiser, "/plans/1/remarks");
        assert!(shown.contains("1 điểm cần xem lại") && !shown.contains("id=\"looked\""), "{shown}");
        assert_eq!(house.service.remarks(&Actor::command(), 1, None).unwrap().seen.len(), 2);
    }
}

#[test]
fn figures_that_break_rules_are_shown_in_the_same_place() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        collecting(&officer, "plans/turnout-2021-plausibility.toml", "units/dien-bien-tua-chua-2021.csv");
        let plan = "/api/v1/plans/1";
        let list = officer.get(&format!("{plan}/units")).good();
        let code = list["items"].as_array().unwrap().last().unwrap()["code"].as_str().unwrap().to_owned();
        hand_in(&officer, plan, format!("code,voters,took_part\n{code},1000,1001\n").as_bytes());
        let shown = page(&officer, "/plans/1/remarks");
        assert!(shown.contains(&format!("href=\"/plans/1/reports/{code}#found\"")), "{shown}");
        assert!(shown.contains("/plans/1/reports?found=warnings"));
    }
}
