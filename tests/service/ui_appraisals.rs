//! The page of appraisals: what is given by hand and what isn't yet, many cells in one go, all of it or nothing.

use thidua::app::actor::Role;

use super::house::{Caller, House, collecting, engines, fixture, hand_in};
use super::ui::{hidden, page, send};

const PLAN: &str = "plans/dien-bien-508-2021-points.toml";
const UNITS: &str = "units/dien-bien-2021.csv";
const REPORTS: &str = "reports/dien-bien-2021.csv";
const AT: &str = "/plans/1/appraisals?criterion=propaganda";

fn contest(house: &House) -> Caller {
    let officer = house.user(Role::Officer, None);
    let plan = collecting(&officer, PLAN, UNITS);
    hand_in(&officer, &plan, &fixture(REPORTS));
    officer
}

/// The names of the fields of a unit's cells, one per scorer.
fn cells(page: &str, name: &str) -> Vec<String> {
    let row =
        page.split("<tr>").find(|row| row.contains("scope=\"row\" class=\"name\"") && row.contains(name));
    let row = row.unwrap_or_else(|| panic!("{name} has a row"));
    row.split("name=\"v-").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

/// What a form sends of a page for some cells: what was typed, what was there, and which number was seen.
fn fields(page: &str, typed: &[(&str, &str)], note: &str) -> Vec<(String, String)> {
    let mut fields = vec![("note".to_owned(), note.to_owned())];
    for (cell, value) in typed {
        fields.push((format!("v-{cell}"), (*value).to_owned()));
        for hide in ["w", "n"] {
            let name = format!("{hide}-{cell}");
            fields.push((name.clone(), hidden(page, &name)));
        }
    }
    fields
}

fn give(caller: &Caller, page: &str, typed: &[(&str, &str)], note: &str) -> super::house::Answer {
    let fields = fields(page, typed, note);
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    send(caller, AT, &fields)
}

#[test]
fn points_of_many_units_are_given_in_one_go_and_shown_with_who_gave_them() {
    for engine in engines() {
        let house = House::on(engine);
        contest(&house);
        let appraiser = house.user(Role::Appraiser, None);
        let shown = page(&appraiser, AT);
        let (one, other) = (cells(&shown, "Huyện Tuần Giáo"), cells(&shown, "Huyện Mường Nhé"));
        assert_eq!((one.len(), other.len()), (3, 3), "one cell per scorer");
        let typed = [
            (one[0].as_str(), "10"),
            (one[1].as_str(), "8"),
            (one[2].as_str(), "9,5"),
            (other[2].as_str(), "7.25"),
        ];
        let done = give(&appraiser, &shown, &typed, "");
        assert_eq!(done.status, 303, "{}", done.text());
        assert_eq!(done.header("location"), Some("/plans/1/appraisals?criterion=propaganda&done=appraised"));
        let shown = page(&appraiser, done.header("location").unwrap());
        assert!(shown.contains("Đã ghi kết quả thẩm định.") && shown.contains("value=\"9,5\""), "{shown}");
        assert!(shown.contains("value=\"7,25\"") && shown.contains("appraiser, 24/05/2021 08:00"));
        let ranked = appraiser.get("/api/v1/plans/1/ranking/units/099").good();
        let criteria = ranked["unit"]["criteria"].as_array().unwrap().clone();
        let judged = criteria.iter().find(|it| it["criterion"] == "propaganda").unwrap();
        assert_eq!(judged["outcome"], "met", "{judged}");
        // What was given is corrected and withdrawn with a note, and stays as history.
        let corrected = give(&appraiser, &shown, &[(&one[2], "3"), (&one[1], "")], "Nhập nhầm");
        assert_eq!(corrected.status, 303, "{}", corrected.text());
        let shown = page(&appraiser, AT);
        assert!(shown.contains("Nhập nhầm") && shown.contains("<strong>9,5</strong>"), "{shown}");
        assert!(shown.contains("rút lại") && shown.contains("<strong>8</strong>"));
        let english = appraiser.clone();
        let cookie = english.headers().iter().find(|(name, _)| name == "cookie").unwrap().1.clone();
        let english = english.with("cookie", &format!("{cookie}; thidua_language=en"));
        assert!(page(&english, AT).contains("<strong>9.5</strong>"));
    }
}

#[test]
fn one_cell_refused_keeps_all_from_being_given_and_what_was_typed_stays() {
    for engine in engines() {
        let house = House::on(engine);
        contest(&house);
        let appraiser = house.user(Role::Appraiser, None);
        let shown = page(&appraiser, AT);
        let (one, other) = (cells(&shown, "Huyện Tuần Giáo"), cells(&shown, "Huyện Mường Nhé"));
        let typed = [(one[0].as_str(), "10"), (one[1].as_str(), "mười"), (other[0].as_str(), "10,5")];
        let refused = give(&appraiser, &shown, &typed, "biên bản 3");
        assert_eq!(refused.status, 422, "{engine:?}");
        let text = refused.text();
        assert!(
            text.contains("role=\"alert\"") && text.contains("Huyện Tuần Giáo, Cụm thi đua chấm: "),
            "{text}"
        );
        assert!(text.contains(&format!("<a href=\"#v-{}\">Huyện Mường Nhé", other[0])), "each is named");
        for kept in ["value=\"mười\"", "value=\"10,5\"", "value=\"10\"", "value=\"biên bản 3\""] {
            assert!(text.contains(kept), "{kept} is kept");
        }
        assert_eq!(text.matches("aria-invalid").count(), 2);
        assert_eq!(appraiser.get("/api/v1/plans/1/appraisals").good()["total"], 0, "nothing is given");
        let nothing = give(&appraiser, &shown, &[(&one[0], "")], "");
        assert_eq!(nothing.status, 422);
        assert!(nothing.text().contains("Chưa có ô nào thay đổi."));
        // Somebody else was quicker: what they gave isn't overwritten unseen.
        let second = house.user(Role::Officer, Some("099"));
        let seen_by_both = page(&second, AT);
        assert_eq!(give(&second, &seen_by_both, &[(&one[0], "4")], "").status, 303);
        let late = give(&appraiser, &shown, &[(&one[0], "9")], "thẩm định lại");
        assert_eq!(late.status, 412);
        assert!(late.text().contains("<strong>4</strong>") && late.text().contains("value=\"9\""));
        let unsaid = give(&appraiser, &late.text(), &[(&one[0], "9")], "");
        assert_eq!(unsaid.status, 422, "a correction says why");
        assert_eq!(give(&appraiser, &late.text(), &[(&one[0], "9")], "thẩm định lại").status, 303);
    }
}

#[test]
fn what_is_still_to_give_is_found_by_criterion_cluster_and_unit() {
    let house = House::on(super::house::Engine::Sqlite);
    let officer = contest(&house);
    let rows =
        |query: &str| page(&officer, &format!("/plans/1/appraisals?{query}")).matches(" id=\"u-").count();
    let all = rows("criterion=propaganda");
    assert!(all > 20 && rows("criterion=propaganda&show=open") == all);
    assert_eq!(rows("criterion=propaganda&q=tuan+giao"), 1);
    let shown = page(&officer, AT);
    let cells = cells(&shown, "Huyện Tuần Giáo");
    let typed: Vec<(&str, &str)> = cells.iter().map(|cell| (cell.as_str(), "6")).collect();
    assert_eq!(give(&officer, &shown, &typed, "").status, 303);
    assert_eq!(rows("criterion=propaganda&show=open"), all - 1);
    assert!(page(&officer, "/plans/1/appraisals?criterion=compliance").contains("<option value=\"true\""));
    for (wrong, status) in [("criterion=zzz", 400), ("criterion=turnout", 400), ("cluster=zzz", 404)] {
        assert_eq!(officer.get(&format!("/plans/1/appraisals?{wrong}")).status, status, "{wrong}");
    }
}

#[test]
fn only_who_may_appraise_sees_the_page_and_only_units_within_reach() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = contest(&house);
        for role in [Role::Reporter, Role::CouncilMember, Role::Viewer] {
            let caller = house.user(role, Some("099"));
            assert_eq!(caller.get(AT).status, 403, "{role:?}");
            assert_eq!(send(&caller, AT, &[]).status, 403);
            assert!(!page(&caller, "/plans/1").contains("/appraisals"), "no way there");
        }
        let bounded = house.user(Role::Appraiser, Some("099"));
        let shown = page(&bounded, AT);
        assert!(shown.contains("Huyện Tuần Giáo") && !shown.contains("Huyện Mường Nhé"));
        let whole = page(&officer, AT);
        let other = cells(&whole, "Huyện Mường Nhé");
        assert_eq!(give(&bounded, &whole, &[(&other[0], "9")], "").status, 403, "another unit's");
        let wrong = send(&officer, AT, &[("v-x", "1")]);
        assert_eq!(wrong.status, 400, "a form that no page of ours made");
        let stranger = officer.clone().with("x-csrf-token", "0");
        assert_eq!(give(&stranger, &whole, &[(&other[0], "9")], "").status, 403);
        officer.put("/api/v1/plans/1/state", &serde_json::json!({ "to": "closed" })).good();
        assert_eq!(
            give(&officer, &whole, &[(&other[0], "9")], "").status,
            303,
            "appraised after reports close"
        );
    }
}
