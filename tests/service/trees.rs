//! The same contest in the tree of two levels of local government and in that of three, with mergers between them.

use serde_json::json;
use thidua::app::actor::Role;

use super::house::{House, collecting, engines, fixture, hand_in};
use super::small::{accept, move_to};
use super::ui::page;

const CASE: &str = "cases/sum-three-levels";

/// The number of units that meet a criterion, don't, and are open, as a rehearsal's page tells them.
fn counts(page: &str, criterion: &str) -> Vec<String> {
    let row = page.split(&format!(" {criterion}")).nth(1).expect("the criterion has a row");
    let cells = row.split("<td class=\"number\">").skip(1).take(3);
    cells.map(|cell| cell.split('<').next().expect("a cell ends").to_owned()).collect()
}

#[test]
fn a_contest_of_the_old_tree_is_rehearsed_in_the_new_one_by_adding_counts_and_stays_what_it_was() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Administrator, None);
        let plan = collecting(&officer, &format!("{CASE}/plan.toml"), &format!("{CASE}/units.csv"));
        hand_in(&officer, &plan, &fixture(&format!("{CASE}/reports.csv")));
        for unit in ["H2", "X1", "X2", "X3", "X4", "X5"] {
            accept(&officer, &plan, unit, 1);
        }
        let import = |on: &str, list: &[u8]| {
            officer.send("POST", &format!("/api/v1/units/imports?on={on}"), Some("text/csv"), list).good()
        };
        import("2021-01-01", &fixture(&format!("{CASE}/units.csv")));
        move_to(&officer, &plan, "closed");
        move_to(&officer, &plan, "ranked");
        let before = officer.get(&format!("{plan}/ranking?limit=100")).good();

        // From July 2025 there are no districts; two pairs of communes are merged, one keeps a code.
        import("2025-07-01", "code,name,level,parent_code\nX3,Xã Ba,commune,T\n".as_bytes());
        for (from, into) in [(["X1", "X2"], "N1"), (["X4", "X5"], "X4")] {
            let into = json!({ "code": into, "name": "Xã Mới", "level": "commune", "parent_code": "T" });
            let body = json!({ "on": "2025-07-01", "from": from, "into": into });
            officer.post("/api/v1/units/mergers", &body).good();
        }
        let text = String::from_utf8(fixture(&format!("{CASE}/plan.toml"))).expect("fixtures are UTF-8");
        let text = text.replacen("01/KH-GD", "02/KH-GD", 1);
        let text = text.replace("[[level]]\ncode = \"district\"\nname = { vi = \"Huyện\" }\n\n", "");
        officer.send("POST", "/api/v1/plans", Some("application/toml"), text.as_bytes()).good();
        let units = "code,name,level,parent_code\nT,Tỉnh,province,\nN1,Xã Mới,commune,T\nX3,Xã Ba,commune,T\nX4,Xã \
                     Mới,commune,T\n";
        officer.send("PUT", "/api/v1/plans/2/units", Some("text/csv"), units.as_bytes()).good();
        let shown = page(&officer, "/plans/2/rehearsal?from=1");
        assert!(shown.contains("2 đơn vị có số liệu của các đơn vị đã sáp nhập"), "{shown}");
        // N1 has 10,984 of 11,000 and X3 4,990 of 5,000: neither meets 99.90 %. X5 lacks its counts, so X4 is open, and so is T.
        assert_eq!(counts(&shown, "Tỷ lệ"), ["0", "2", "2"], "{shown}");
        // N1 1 + 1 = 2, X4 0 + 1 = 1, X3 none, and so none of T.
        assert_eq!(counts(&shown, "Không có vụ việc"), ["1", "1", "2"], "{shown}");
        // On its own figures a plan comes out as it did: who was merged later has a place of its own there.
        let own = page(&officer, "/plans/1/rehearsal?from=1");
        assert!(!own.contains("đã sáp nhập") && !own.contains("không có chỗ"), "{own}");
        let share = counts(&own, "Tỷ lệ");
        let outcomes =
            before["items"].as_array().expect("a list").iter().map(|item| &item["criteria"][0]["outcome"]);
        let met = outcomes.filter(|outcome| **outcome == json!("met")).count();
        assert_eq!(share[0], met.to_string(), "{own}");
        assert!(page(&officer, "/plans/1/ranking/H1").contains("cộng từ 2 đơn vị trực thuộc"));
        assert_eq!(officer.get(&format!("{plan}/ranking?limit=100")).good(), before, "what was, stays");
        let explained = officer.get(&format!("{plan}/ranking/units/H1")).good();
        let figures = explained["explained"][0]["figures"].as_array().expect("the ratio has figures").clone();
        let told: Vec<_> = figures.iter().map(|it| (&it["value"], &it["summed_units"])).collect();
        assert_eq!(told, [(&json!("10984"), &json!(2)), (&json!("11000"), &json!(2))]);
    }
}

#[test]
fn figures_follow_a_unit_that_was_renamed_and_those_without_a_place_are_told() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Administrator, None);
        let plan = collecting(&officer, &format!("{CASE}/plan.toml"), &format!("{CASE}/units.csv"));
        hand_in(&officer, &plan, &fixture(&format!("{CASE}/reports.csv")));
        let list = fixture(&format!("{CASE}/units.csv"));
        officer.send("POST", "/api/v1/units/imports?on=2021-01-01", Some("text/csv"), &list).good();
        let into = json!({ "code": "N1", "name": "Xã Mới", "level": "commune", "parent_code": "H1" });
        let body = json!({ "on": "2023-01-01", "from": ["X2"], "into": into });
        officer.post("/api/v1/units/mergers", &body).good();
        let text = String::from_utf8(fixture(&format!("{CASE}/plan.toml"))).expect("fixtures are UTF-8");
        let text = text.replacen("01/KH-GD", "02/KH-GD", 1);
        officer.send("POST", "/api/v1/plans", Some("application/toml"), text.as_bytes()).good();
        let units = "code,name,level,parent_code\nN1,N1,commune,\nX1,X1,commune,\n";
        officer.send("PUT", "/api/v1/plans/2/units", Some("text/csv"), units.as_bytes()).good();
        let shown = page(&officer, "/plans/2/rehearsal?from=1");
        assert!(!shown.contains("đã sáp nhập"), "renamed is not merged: {shown}");
        assert_eq!(counts(&shown, "Tỷ lệ"), ["1", "1", "0"], "{shown}");
        let told = shown.split("4 đơn vị có số liệu nhưng không có chỗ").nth(1).expect("H2, X3, X4 and X5");
        assert!(
            ["H2", "X3", "X4", "X5"].iter().all(|code| told.contains(&format!("<li>{code}</li>"))),
            "{told}"
        );
    }
}
