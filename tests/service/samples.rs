//! Every case that can be handed in is worked again over HTTP, and every page of a plan is shown with it in both languages.

use std::fmt::Write as _;
use std::path::Path;

use rust_decimal::Decimal;
use serde_json::{Value, json};
use thidua::app::actor::Role;

use super::house::{Caller, House, engines, fixture};
use super::ui::bare_keys;
use crate::case_file::{CaseFile, Expect};
use crate::cases::{case_at, case_folders};

/// A case in the service: the address of its plan, and what its ranking is asked with.
struct Sample {
    plan: String,
    asked: String,
}

/// What a case says of how its files are read, by the names that the API has for it.
fn said(case: &CaseFile) -> Vec<(&'static str, String)> {
    let options = &case.options;
    let filled = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    let all = [
        ("numbers", options.numbers.clone()),
        ("encoding", filled(&options.encoding)),
        ("separator", filled(&options.separator)),
        ("header_row", options.header_row.map(|row| row.to_string())),
    ];
    all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// Hands in a case's files as an officer would; `None` where a file is refused, so that there is nothing to score.
fn handed_in(officer: &Caller, folder: &str, case: &CaseFile) -> Result<Option<Sample>, String> {
    let file = |name: &str| fixture(&format!("cases/{folder}/{name}"));
    // Cases share plans; in one service each needs a number of its own.
    let plan = String::from_utf8(file(&case.plan)).map_err(|error| error.to_string())?;
    let plan = plan.replacen("code = \"", &format!("code = \"{folder}: "), 1);
    let made = officer.send("POST", "/api/v1/plans", Some("application/toml"), plan.as_bytes()).good();
    let plan = format!("/plans/{}", made["id"]);
    let api = format!("/api/v1{plan}");
    let units = officer.send("PUT", &format!("{api}/units"), Some("text/csv"), &file(&case.units));
    if units.status == 422 {
        return Ok(None);
    }
    units.good();
    for state in ["launched", "collecting"] {
        officer.put(&format!("{api}/state"), &json!({ "to": state })).good();
    }
    for name in &case.reports {
        let kind = if name.ends_with(".xlsx") {
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        } else {
            "text/csv"
        };
        let upload =
            officer.send("POST", &format!("{api}/uploads?file_name={name}"), Some(kind), &file(name));
        let path = format!("{api}/uploads/{}", upload.good()["id"]);
        let said = said(case);
        let asked: Vec<String> = said.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let preview = officer.get(&format!("{path}/preview?{}", asked.join("&"))).good();
        let mut body = json!({ "digest": preview["digest"] });
        for (name, value) in said {
            // Only the row of the header is a number.
            body[name] = value.parse().map_or_else(|_| json!(value), |row: u32| json!(row));
        }
        let committed = officer.post(&format!("{path}/commit"), &body);
        if committed.status == 422 {
            return Ok(None);
        }
        if committed.status >= 400 {
            return Err(committed.text());
        }
    }
    if let Some(holds) = &case.holds {
        let mut reader = csv::Reader::from_reader(std::io::Cursor::new(file(holds)));
        for line in reader.records() {
            let line = line.map_err(|error| error.to_string())?;
            let criterion = Some(&line[1]).filter(|code| !code.is_empty());
            let hold = json!({ "unit": line[0], "criterion": criterion, "kind": line[2], "reason": line[3] });
            officer.post(&format!("{api}/holds"), &hold).good();
        }
    }
    let mut asked = "?basis=submitted&limit=1000".to_owned();
    if let Some(as_of) = case.options.as_of {
        let local: chrono::NaiveDateTime = as_of.to_string().parse().map_err(|_| "as_of".to_owned())?;
        let moment = (local - chrono::Duration::hours(7)).and_utc();
        write!(asked, "&as_of={}", moment.format("%Y-%m-%dT%H:%M:%SZ")).expect("a string takes text");
    }
    Ok(Some(Sample { plan, asked }))
}

/// How a ranking over HTTP is otherwise than expected.
fn differences(expect: &Expect, items: &[Value], recommended: &[Value]) -> Vec<String> {
    let unit = |code: &str| items.iter().find(|item| item["unit"] == code);
    let mut told = Vec::new();
    let mut compare = |what: String, expected: &Value, found: &Value| {
        if expected != found {
            told.push(format!("{what}: {found} instead of {expected}"));
        }
    };
    for it in &expect.outcomes {
        let criteria = unit(&it.unit).and_then(|unit| unit["criteria"].as_array());
        let found = criteria.and_then(|all| all.iter().find(|one| one["criterion"] == it.criterion.as_str()));
        let expected = if it.outcome == "not_applicable" { Value::Null } else { json!(it.outcome) };
        let place = format!("{} {}", it.unit, it.criterion);
        compare(place, &expected, found.map_or(&json!("nothing"), |found| &found["outcome"]));
    }
    for it in &expect.ranks {
        compare(it.unit.clone(), &json!(it.rank), unit(&it.unit).map_or(&Value::Null, |unit| &unit["rank"]));
    }
    for it in &expect.totals {
        let found = unit(&it.unit).and_then(|unit| unit["total_points"].as_str());
        let amount = |text: &str| text.parse().ok().map(|amount: Decimal| amount.normalize());
        compare(it.unit.clone(), &json!(amount(&it.total)), &json!(found.and_then(amount)));
    }
    for it in &expect.awards {
        let line = recommended.iter().find(|line| line["unit"] == *it.unit && line["award"] == *it.award);
        let reason = line.map_or(&Value::Null, |line| &line["reason"]);
        compare(format!("{} {}", it.unit, it.award), &json!(it.reason), reason);
    }
    told
}

/// The pages of a plan, with one of its units and each of its criteria.
fn pages(plan: &str, items: &[Value]) -> Vec<String> {
    let mut pages: Vec<String> = [
        "",
        "/mine",
        "/hand-in",
        "/reports",
        "/reports?state=submitted",
        "/ranking",
        "/ranking?firm=1",
        "/recommendation",
        "/criteria",
        "/rehearsal",
        "/file",
        "/clusters",
        "/appraisals",
        "/deadlines",
        "/rankings",
    ]
    .iter()
    .map(|page| format!("{plan}{page}"))
    .collect();
    if let Some(item) = items.first() {
        let code = item["unit"].as_str().expect("units have codes");
        pages.extend([format!("{plan}/reports/{code}"), format!("{plan}/ranking/{code}")]);
        let criteria = item["criteria"].as_array().into_iter().flatten();
        let codes = criteria.filter_map(|criterion| criterion["criterion"].as_str());
        pages.extend(codes.map(|code| format!("{plan}/criteria/{code}")));
    }
    pages
}

/// What is wrong with a page.
fn faults(caller: &Caller, path: &str, language: &str) -> Option<String> {
    let answer = caller.get(path);
    let text = answer.text();
    let is_whole = text.contains(&format!("<html lang=\"{language}\">")) && text.ends_with("</html>");
    let keys = bare_keys(&text);
    (answer.status != 200 || !is_whole || !keys.is_empty() || text.len() > 300_000)
        .then(|| format!("{path} in {language}: {}, {} bytes, keys {keys:?}", answer.status, text.len()))
}

#[test]
fn every_case_comes_out_the_same_over_http_and_is_shown_on_every_page() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Administrator, None);
        let cookie =
            officer.headers().iter().find(|(name, _)| name == "cookie").expect("a session").1.clone();
        let (mut report, mut worked, mut refused) = (String::new(), 0, 0);
        for (folder, path) in case_folders() {
            let case = case_at(Path::new(&path)).expect("case files are read by a test of their own");
            let sample = match handed_in(&officer, &folder, &case) {
                Ok(Some(sample)) => sample,
                Ok(None) => {
                    refused += 1;
                    if case.expect.needs_scores() {
                        writeln!(report, "{folder}: refused").expect("a string takes text");
                    }
                    continue;
                }
                Err(told) => {
                    writeln!(report, "{folder}: {told}").expect("a string takes text");
                    continue;
                }
            };
            worked += 1;
            let ranking = officer.get(&format!("/api/v1{}/ranking{}", sample.plan, sample.asked)).good();
            let items = ranking["items"].as_array().expect("a ranking has lines");
            let path = format!("/api/v1{}/recommendations?basis=submitted&limit=1000", sample.plan);
            let recommended = officer.get(&path).good();
            let recommended = recommended["items"].as_array().expect("a list of recommendations");
            let mut told = differences(&case.expect, items, recommended);
            for language in ["vi", "en"] {
                let caller = officer.clone().with("cookie", &format!("{cookie}; thidua_language={language}"));
                let pages = pages(&sample.plan, items);
                told.extend(pages.iter().filter_map(|path| faults(&caller, path, language)));
            }
            for line in told {
                writeln!(report, "{folder}: {line}").expect("a string takes text");
            }
        }
        assert!(report.is_empty(), "{engine:?}\n{report}");
        assert!(worked > 80 && refused > 5, "{worked} worked, {refused} refused");
    }
}
