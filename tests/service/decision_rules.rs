//! Decisions under the rules of their dates, and what the register tells of them.

use serde_json::{Value, json};
use thidua::app::actor::Role;

use super::decided::{decided, head, plan_text, ranked_by, submitted, voted, with_persons};
use super::house::{House, engines};
use super::way::officer_now;

#[test]
fn a_decision_rests_on_the_rules_of_its_date_whenever_it_is_entered() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = submitted(&house, &officer, "01/KH", "");
        with_persons(&house, &plan, ["Người Thử Một", "Người Thử Hai"]);
        // To August 2025.
        house.wait(1530 * 86_400);
        let officer = officer_now(&house, "can.bo");
        for (day, basis) in [("2021-08-01", "91/2017"), ("2024-08-01", "98/2023"), ("2025-08-01", "152/2025")]
        {
            let form = officer.get(&format!("/plans/1/decisions/new?date={day}")).text();
            assert!(form.contains(&format!("{basis}/NĐ-CP")), "the form offers the bases of {day}: {form}");
        }
        let path = format!("{plan}/decisions");
        let decide = |number: &str, day: &str, cases: &[i64]| {
            let body = json!({ "head": head(number, day), "cases": cases, "reason": "xét từng đợt" });
            officer.post(&path, &body).good()
        };
        let told = |made: &Value, at: usize| {
            let award = &made["awards"][at]["award"];
            let of = |key: &str| award[key].clone();
            (of("coefficient"), of("base_wage"), of("money"), of("year"))
        };
        let award = |coefficient: &str, wage: i64, money: i64, year: i64| {
            (json!(coefficient), json!(wage), json!(money), json!(year))
        };
        // On the two sides of the day on which the base wage changed.
        let before = decide("1/QĐ", "2024-06-30", &[1]);
        assert_eq!(before["decision"]["rule_pack"], "decree_98_2023");
        assert_eq!(told(&before, 0), award("3.0", 1_800_000, 5_400_000, 2024));
        let after = decide("2/QĐ", "2024-07-01", &[2, 5]);
        assert_eq!(told(&after, 0), award("3.0", 2_340_000, 7_020_000, 2024));
        // 0.3 × 2,340,000 = 702,000, rounded up to ten thousand.
        assert_eq!(told(&after, 1), award("0.3", 2_340_000, 710_000, 2024));
        let bases = after["decision"]["bases"].to_string();
        assert!(bases.contains("98/2023/NĐ-CP") && !bases.contains("91/2017"), "{bases}");
        // On the two sides of the day on which the decree changed.
        let last = decide("3/QĐ", "2025-06-30", &[3]);
        assert_eq!(last["decision"]["rule_pack"], "decree_98_2023");
        let first = decide("4/QĐ", "2025-07-01", &[4, 6]);
        assert_eq!(first["decision"]["rule_pack"], "decree_152_2025");
        assert_eq!(told(&first, 0), award("0.6", 2_340_000, 1_410_000, 2025));
        assert_eq!(told(&first, 1), award("0.3", 2_340_000, 710_000, 2025));
        let bases = first["decision"]["bases"].to_string();
        assert!(bases.contains("152/2025/NĐ-CP") && !bases.contains("98/2023"), "{bases}");
        // What isn't checked is said: of a person's commendation in 2025 the coefficient is.
        let unsure = |at: usize| first["awards"][at]["award"]["unsure"].clone();
        assert_eq!((unsure(0)[0].clone(), unsure(1)[0].clone()), (json!("coefficient"), json!("base_wage")));
        let years: Vec<Value> = [2021, 2024, 2025]
            .map(|year| officer.get(&format!("/api/v1/awards?year={year}")).good()["total"].clone())
            .to_vec();
        assert_eq!(years, [json!(0), json!(3), json!(3)], "the register counts by the decision's year");
        let statistics = officer.get("/api/v1/awards/statistics?year=2025").good();
        // Two of 0.6 and one of 0.3 base wages.
        assert_eq!(statistics["money"]["amount"], 2 * 1_410_000 + 710_000);
    }
}

#[test]
fn what_an_amendment_removed_is_not_counted_as_revoked() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let (plan, made) = decided(&house, &officer, "01/KH", "", "100/QĐ");
        let at = format!("{plan}/decisions/{}", made["decision"]["id"]);
        let award = |at: usize| made["awards"][at]["award"]["id"].clone();
        let statistics = || officer.get("/api/v1/awards/statistics?year=2021").good();
        let total = |found: &Value| found["forms"].as_array().unwrap().last().unwrap()["total"].clone();
        assert_eq!((statistics()["revoked"].clone(), total(&statistics())), (json!(0), json!(6)));
        let remove =
            json!({ "head": head("101/QĐ", "2021-05-18"), "reason": "Ghi nhầm", "remove": [award(5)] });
        officer.post(&format!("{at}/amendments"), &remove).good();
        assert_eq!((statistics()["revoked"].clone(), total(&statistics())), (json!(0), json!(5)));
        let revoke = json!({ "head": head("102/QĐ", "2021-05-19"), "reason": "later_verdict", "note": "-", "awards": [award(0)] });
        officer.post(&format!("{at}/revocations"), &revoke).good();
        assert_eq!((statistics()["revoked"].clone(), total(&statistics())), (json!(1), json!(4)));
    }
}

#[test]
fn a_title_stands_in_its_own_field_for_the_database_of_civil_servants() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let text = plan_text("01/KH", "")
            .replace("form = \"commendation\"", "form = \"advanced_labour_collective\"");
        let plan = ranked_by(&officer, &text);
        voted(&house, &plan);
        let letter = super::decided::letter("1/TTr", "2021-05-12", &[1, 2, 3, 4, 5, 6]);
        officer.post(&format!("{plan}/submissions"), &letter).good();
        let body = json!({ "head": head("9/QĐ", "2021-05-16"), "cases": [1, 2, 3, 4, 5, 6], "reason": null });
        let made = officer.post(&format!("{plan}/decisions"), &body).good();
        let title = &made["awards"][2]["award"];
        assert_eq!(
            (&title["title"], &title["form_name"]),
            (&json!("Tập thể lao động tiên tiến"), &json!(null))
        );
        let csv = officer.with("accept", "text/csv").get("/api/v1/awards?fields=civil_servants").text();
        let lines: Vec<&str> = csv.lines().collect();
        assert_eq!(lines[0], "code,decision,issued_on,title,form_name");
        assert!(lines[1].ends_with(",9/QĐ,2021-05-16,,\"Bằng khen cấp bộ, ban, ngành, tỉnh\""), "{csv}");
        assert!(lines[3].ends_with(",9/QĐ,2021-05-16,Tập thể lao động tiên tiến,"), "{csv}");
    }
}
