//! How often official results are remarked: every polling station of a real vote, by kind and threshold.
//!
//! Nobody knows which of these results deserve a look, so each rate is the most that false alarms can be. It is printed
//! by `cargo test --test main plausibility_rates -- --nocapture`, and compared with what is documented.

use std::fmt::Write as _;
use std::time::Instant;

use thidua::contest::figure::Reports;
use thidua::contest::finding::Findings;
use thidua::contest::plausibility::{Examined, Sight, look};
use thidua::contest::unit::Units;

use crate::contest_files::{plan_of, reports_of, tell, units_of};
use crate::stations::{PLAN, Station, official_results, stations};

/// What is looked for, and how much of it there is: examined, remarked.
const LOOKED_FOR: [(&str, u64, u64); 24] = [
    (
        r#"copied_rows = { of = ["registered", "issued", "valid"], per = "all", not_below = 100, at_least_figures = 3 }"#,
        90_572,
        6_261,
    ),
    (
        r#"copied_rows = { of = ["registered", "issued", "valid"], per = "cluster", not_below = 100, at_least_figures = 3 }"#,
        90_572,
        561,
    ),
    (
        r#"copied_rows = { of = ["registered", "issued", "valid"], per = "parent", not_below = 10, at_least_figures = 3 }"#,
        96_650,
        725,
    ),
    (
        r#"copied_rows = { of = ["registered", "issued", "valid"], per = "parent", not_below = 50, at_least_figures = 3 }"#,
        94_943,
        136,
    ),
    (
        r#"copied_rows = { of = ["registered", "issued", "valid"], per = "parent", not_below = 100, at_least_figures = 3 }"#,
        90_572,
        76,
    ),
    (
        r#"copied_rows = { of = ["registered", "issued", "valid"], per = "parent", not_below = 200, at_least_figures = 3 }"#,
        79_724,
        30,
    ),
    (
        r#"round_numbers = { of = ["registered", "issued", "valid"], multiple_of = 10, at_least_figures = 3, share = "60%" }"#,
        96_754,
        5_242,
    ),
    (
        r#"round_numbers = { of = ["registered", "issued", "valid"], multiple_of = 10, at_least_figures = 3, share = "100%" }"#,
        96_754,
        543,
    ),
    (
        r#"round_numbers = { of = ["registered", "issued", "valid"], multiple_of = 50, at_least_figures = 3, share = "100%" }"#,
        96_754,
        63,
    ),
    (
        r#"round_numbers = { of = ["registered", "issued", "valid"], multiple_of = 100, at_least_figures = 3, share = "100%" }"#,
        96_754,
        27,
    ),
    (
        r#"last_digit = { of = ["registered"], per = "parent", not_below = 100, at_least_figures = 30, chi_square_above = "21.67" }"#,
        1_313,
        13,
    ),
    (
        r#"last_digit = { of = ["registered"], per = "parent", not_below = 100, at_least_figures = 30, chi_square_above = "27.88" }"#,
        1_313,
        3,
    ),
    (
        r#"last_digit = { of = ["registered"], per = "cluster", not_below = 100, at_least_figures = 100, chi_square_above = "27.88" }"#,
        83,
        1,
    ),
    (
        r#"last_digit = { of = ["issued"], per = "parent", not_below = 100, at_least_figures = 30, chi_square_above = "27.88" }"#,
        1_265,
        14,
    ),
    (
        r#"last_digit = { of = ["valid"], per = "parent", not_below = 100, at_least_figures = 30, chi_square_above = "27.88" }"#,
        1_263,
        4,
    ),
    (
        r#"last_digit = { of = ["valid"], per = "cluster", not_below = 100, at_least_figures = 100, chi_square_above = "27.88" }"#,
        83,
        0,
    ),
    (
        r#"always_equal = { left = "issued", right = "collected", per = "parent", at_least_units = 10 }"#,
        2_619,
        1_299,
    ),
    (
        r#"always_equal = { left = "issued", right = "collected", per = "parent", at_least_units = 50 }"#,
        535,
        109,
    ),
    (
        r#"always_equal = { left = "issued", right = "collected", per = "cluster", at_least_units = 50 }"#,
        86,
        1,
    ),
    (
        r#"outlier = { of = "turnout", score_above = "3.5", at_least_units = 20, no_spread = "nothing" }"#,
        96_747,
        2_620,
    ),
    (
        r#"outlier = { of = "turnout", score_above = "5", at_least_units = 20, no_spread = "nothing" }"#,
        96_747,
        551,
    ),
    (
        r#"outlier = { of = "turnout", score_above = "7", at_least_units = 20, no_spread = "nothing" }"#,
        96_747,
        110,
    ),
    (
        r#"outlier = { of = "invalid", score_above = "7", at_least_units = 20, no_spread = "nothing" }"#,
        96_747,
        1_736,
    ),
    (
        r#"outlier = { of = "invalid", score_above = "15", at_least_units = 20, no_spread = "nothing" }"#,
        96_747,
        498,
    ),
];

/// The plan of all stations with a level for the commissions above them, and what is looked for.
fn plan_text() -> String {
    let mut text = PLAN.replace(
        "[clusters]",
        "[[level]]\ncode = \"commission\"\nname = { vi = \"Ban bầu cử\" }\n\n[participants]\nlevels = [\"station\"]\n\n[clusters]",
    );
    for (number, (rule, ..)) in LOOKED_FOR.iter().enumerate() {
        writeln!(text, "\n[[plausibility]]\ncode = \"l{number}\"\nlevels = [\"station\"]\n{rule}")
            .expect("a string takes text");
    }
    text
}

/// The units file and the report file of all stations under their commissions.
fn files(stations: &[Station]) -> (String, String) {
    let mut units = String::from("code,name,level,cluster,parent_code\n");
    let mut reports = String::from("code,registered,issued,collected,invalid,valid\n");
    let (mut commission, mut last) = (0, None);
    for (number, station) in (1..).zip(stations) {
        let region = station.region.replace('"', "\"\"");
        if last.replace(&station.commission) != Some(&station.commission) {
            commission += 1;
            writeln!(units, "C{commission},Commission {commission},commission,,")
                .expect("a string takes text");
        }
        writeln!(units, "S{number},Station {number},station,\"{region}\",C{commission}")
            .expect("a string takes text");
        let Station { registered, issued, collected, invalid, valid, .. } = station;
        writeln!(reports, "S{number},{registered},{issued},{collected},{invalid},{valid}")
            .expect("a string takes text");
    }
    (units, reports)
}

#[test]
fn official_results_are_remarked_as_often_as_is_documented() {
    let Some(path) = official_results() else { return };
    let (units_file, reports_file) = files(&stations(&path));
    let plan = plan_of("stations.toml", &plan_text()).expect("the plan is right");
    let mut findings = Findings::default();
    let units: Units = units_of("units.csv", units_file.as_bytes(), &plan, &mut findings);
    let reports: Reports =
        reports_of(&[("reports.csv", reports_file.as_bytes())], &plan, &units, &mut findings);
    assert_eq!(findings.errors, 0, "{:?}", findings.in_order().first());
    let begun = Instant::now();
    let looked = look(&Sight { plan: &plan, units: &units, reports: &reports, earlier: None });
    let mut table = format!("looked for {} things in {:?}\n", LOOKED_FOR.len(), begun.elapsed());
    for ((rule, ..), examined) in LOOKED_FOR.iter().zip(&looked.examined) {
        let Examined { examined, remarked, too_few, without_spread, .. } = examined;
        let rate = remarked * 100_000 / examined.max(&1);
        writeln!(
            table,
            "{remarked} of {examined} ({}.{:03} %; {too_few} too few, {without_spread} without spread): {rule}",
            rate / 1000,
            rate % 1000
        )
        .expect("a string takes text");
    }
    tell(&table);
    for ((rule, examined, remarked), found) in LOOKED_FOR.iter().zip(&looked.examined) {
        assert_eq!((found.examined, found.remarked), (*examined, *remarked), "{rule}");
    }
}
