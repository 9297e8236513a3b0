//! Milestones: by level, unit by unit, as a calendar, and on their pages, on a plan that was worked by hand.
//!
//! Days of the plan: committee before 20/01 (commune before 25/01), plan by Friday 21/05 with a working day of grace and a
//! holiday on Monday 24/05, training in communes by 24/05, summary by 31/05. Today is Thursday 27/05/2021.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use thidua::app::actor::Role;

use super::house::{Caller, House, collecting, engines, hand_in};
use super::ui::{bare_keys, hidden, page, send};

const PLAN: &str = "cases/kind-d-milestone-document/plan.toml";
const UNITS: &str = "cases/kind-d-milestone-document/units.csv";
const REPORTS: &str = "cases/kind-d-milestone-document/reports.csv";
const AT: &str = "/api/v1/plans/1/milestones";

/// A house with the plan and its reports, three days after its beginning.
fn opened(house: &House) -> Caller {
    house.wait(3 * 86_400);
    let officer = house.user(Role::Officer, None);
    let plan = collecting(&officer, PLAN, UNITS);
    hand_in(&officer, &plan, &super::house::fixture(REPORTS));
    officer
}

/// The counts of a milestone at a level: units, on time, late, overdue, in grace, not yet due, without number.
fn counts(list: &Value, milestone: &str, level: &str) -> Option<[u64; 7]> {
    let milestone = list["items"].as_array()?.iter().find(|it| it["milestone"] == milestone)?;
    let level = milestone["levels"].as_array()?.iter().find(|it| it["level"] == level)?;
    let names = ["units", "on_time", "late", "overdue", "in_grace", "not_yet_due", "without_number"];
    Some(names.map(|name| level[name].as_u64().unwrap()))
}

/// Units with milestones as `UNIT milestone state`.
fn told(list: &Value) -> Vec<String> {
    let items = list["items"].as_array().unwrap();
    let text = |item: &Value, name: &str| item[name].as_str().unwrap_or("-").to_owned();
    items
        .iter()
        .map(|it| format!("{} {} {}", text(it, "unit"), text(it, "milestone"), text(it, "state")))
        .collect()
}

#[test]
fn a_saturday_that_is_worked_is_told_in_the_month_and_in_the_plan_in_words() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let text = String::from_utf8(super::house::fixture(PLAN)).unwrap();
        let swapped = "holidays = [2021-05-24]\nworking_days = [2021-05-29]";
        let text = text.replace("holidays = [2021-05-24]", swapped);
        officer.send("POST", "/api/v1/plans", Some("application/toml"), text.as_bytes()).good();
        let month = page(&officer, "/plans/1/milestones/calendar?month=2021-05");
        assert_eq!(month.matches("<small>ngày làm bù</small>").count(), 1, "{month}");
        assert_eq!(month.matches("<small>ngày nghỉ</small>").count(), 1, "{month}");
        assert!(page(&officer, "/plans/1/file").contains("Ngày làm bù vào thứ bảy, chủ nhật: 29/05/2021"));
    }
}

#[test]
fn milestones_are_counted_by_level_as_they_stand_on_a_day() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = opened(&house);
        let list = officer.get(AT).good();
        assert_eq!(list["as_of"], "2021-05-27");
        assert_eq!(counts(&list, "committee", "province"), Some([1, 1, 0, 0, 0, 0, 0]));
        assert_eq!(counts(&list, "committee", "district"), Some([2, 1, 1, 0, 0, 0, 1]));
        assert_eq!(counts(&list, "committee", "commune"), Some([4, 2, 1, 1, 0, 0, 1]));
        assert_eq!(counts(&list, "plan", "commune"), Some([4, 2, 0, 2, 0, 0, 0]));
        assert_eq!(counts(&list, "training", "commune"), Some([4, 2, 1, 1, 0, 0, 0]));
        assert_eq!(counts(&list, "training", "district"), None, "nothing is asked of districts");
        assert_eq!(counts(&list, "summary", "district"), Some([2, 0, 0, 0, 0, 2, 0]));
        assert_eq!(list["items"][0]["levels"][2]["due"], "2021-01-24", "before the 25th is by the 24th");
        assert_eq!(list["items"][0]["document"], "committee_number");
        let earlier = officer.get(&format!("{AT}?as_of=2021-05-24")).good();
        assert_eq!(counts(&earlier, "plan", "commune"), Some([4, 2, 0, 0, 2, 0, 0]), "a holiday, then grace");
        assert_eq!(counts(&earlier, "training", "commune"), Some([4, 2, 1, 0, 0, 1, 0]), "due today");
        assert_eq!(officer.get(&format!("{AT}?as_of=mai")).problem().1, "parameter_malformed");
        assert_eq!(officer.get("/api/v1/plans/9/milestones").status, 404);
    }
}

#[test]
fn the_urging_list_is_filtered_paged_and_told_with_days_and_numbers() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = opened(&house);
        let list = |query: &str| officer.get(&format!("{AT}/units?limit=100&{query}")).good();
        let all = list("");
        assert_eq!((all["total"].as_i64(), all["asked"].as_i64()), (Some(25), Some(25)));
        let overdue = ["X3 plan overdue", "X4 committee overdue", "X4 plan overdue", "X4 training overdue"];
        assert_eq!(told(&list("state=overdue")), overdue);
        assert_eq!(list("state=overdue")["items"][1]["days_late"], 123);
        assert_eq!(told(&list("state=open&within=3")), overdue, "the summary is due in four days");
        assert_eq!(list("state=open&within=4")["total"], 10);
        assert_eq!(list("state=due")["items"][0]["days_left"], 4);
        assert_eq!(
            told(&list("state=overdue&parent=H2&milestone=plan")),
            overdue[..1].iter().chain(&overdue[2..3]).copied().collect::<Vec<_>>()
        );
        assert_eq!(list("cluster=district")["total"], 6);
        assert_eq!(list("level=province")["total"], 3);
        assert_eq!(told(&list("without_number=true")), ["H2 committee on_time", "X2 committee late"]);
        assert_eq!(list("state=not_asked")["total"], 3, "training is asked of communes alone");
        let first = &list("level=province")["items"][0];
        assert_eq!((&first["done"], &first["number"]), (&json!("2021-01-19"), &json!("15/QĐ-T")));
        let mut seen = Vec::new();
        let mut after = json!(0);
        while !after.is_null() {
            let part = officer.get(&format!("{AT}/units?limit=4&after={after}")).good();
            seen.extend(told(&part));
            after = part["next"].clone();
        }
        assert_eq!(seen, told(&all), "page by page the same as at once");
        for wrong in ["milestone=none", "parent=zzz", "level=none", "cluster=none"] {
            assert_eq!(officer.get(&format!("{AT}/units?{wrong}")).status, 404, "{wrong}");
        }
        for wrong in ["state=lost", "within=x", "more=1"] {
            assert_eq!(
                officer.get(&format!("{AT}/units?{wrong}")).problem().1,
                "parameter_malformed",
                "{wrong}"
            );
        }
    }
}

#[test]
fn the_urging_list_is_a_file_by_accept_and_in_words_from_its_page() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = opened(&house);
        let csv = officer.clone().with("accept", "text/csv");
        let file = csv.get(&format!("{AT}/units?state=overdue&limit=1")).text();
        let lines: Vec<&str> = file.lines().collect();
        assert_eq!(lines.len(), 5, "the whole of it, however long a page is");
        assert_eq!(
            lines[2],
            "X4,Xã X4 (giả định),commune,commune,H2,committee,Thành lập Ban Chỉ đạo,overdue,2021-01-24,,,123,"
        );
        let sheet = officer.clone().with("accept", thidua::api::export::XLSX).get(&format!("{AT}/units"));
        assert!(sheet.body.starts_with(b"PK"));
        let words =
            officer.get("/plans/1/milestones/units/file?as=csv&state=overdue&milestone=committee").text();
        assert!(words.contains("Mã đơn vị,Đơn vị,Cấp"), "{words}");
        assert!(words.contains("Quá hạn,24/01/2021,,,123,") && !words.contains("X3"), "{words}");
        assert!(officer.get("/plans/1/milestones/units/file?as=xlsx").body.starts_with(b"PK"));
        let noted = officer.get("/api/v1/audit?action=export&limit=100").good();
        assert_eq!(noted["items"].as_array().unwrap().len(), 4, "every export is noted");
    }
}

/// The events of a calendar, unfolded: each a list of names with values.
fn events(file: &str) -> Vec<BTreeMap<String, String>> {
    assert!(file.ends_with("END:VCALENDAR\r\n"));
    assert!(file.split("\r\n").all(|line| line.len() <= 75), "{file}");
    let mut all = Vec::new();
    let mut open: Option<BTreeMap<String, String>> = None;
    for line in file.replace("\r\n ", "").split("\r\n") {
        match line {
            "BEGIN:VEVENT" => open = Some(BTreeMap::new()),
            "END:VEVENT" => all.extend(open.take()),
            _ => {
                if let (Some(event), Some((name, value))) = (&mut open, line.split_once(':')) {
                    event.insert(name.to_owned(), value.to_owned());
                }
            }
        }
    }
    all
}

#[test]
fn the_calendar_has_a_day_for_each_milestone_and_level_and_for_the_reports() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = opened(&house);
        let answer = officer.get(&format!("{AT}.ics"));
        assert_eq!(answer.header("content-type"), Some("text/calendar; charset=utf-8"));
        let all = events(&answer.text());
        assert_eq!(all.len(), 10, "three committees, three plans, a training, three summaries");
        let of = |summary: &str| all.iter().find(|it| it["SUMMARY"] == summary).unwrap().clone();
        let commune = of("Hạn: Thành lập Ban Chỉ đạo – Xã");
        assert_eq!(commune["DTSTART;VALUE=DATE"], "20210124");
        assert_eq!(commune["DTEND;VALUE=DATE"], "20210125", "the end isn't part of it");
        assert!(commune["DESCRIPTION"].starts_with("01/KH-GD\\n"), "{}", commune["DESCRIPTION"]);
        assert!(commune["DESCRIPTION"].contains("tỉnh\\, huyện trước 20/01"), "{}", commune["DESCRIPTION"]);
        let ids: std::collections::BTreeSet<&String> = all.iter().map(|it| &it["UID"]).collect();
        assert_eq!(ids.len(), all.len());
        assert_eq!(events(&officer.get(&format!("{AT}.ics?level=province")).text()).len(), 3);
        assert_eq!(officer.get(&format!("{AT}.ics?level=none")).status, 404);
        let change = hidden(&page(&officer, "/plans/1/deadlines"), "shown");
        let due = [("shown", change.as_str()), ("due", "2021-06-10T17:00"), ("what", "")];
        assert_eq!(send(&officer, "/plans/1/deadlines", &due).status, 303);
        let later = events(&officer.get(&format!("{AT}.ics?language=en")).text());
        let reports = later.iter().find(|it| it["UID"].ends_with("-reports@thidua")).unwrap();
        assert_eq!(reports["DTSTART;VALUE=DATE"], "20210610");
        assert!(reports["SUMMARY"].contains("10/06/2021 17:00"), "{}", reports["SUMMARY"]);
        assert!(later.iter().any(|it| it["UID"] == commune["UID"]), "the same day is known by the same name");
    }
}

/// The addresses that a page shows once.
fn addresses(page: &str) -> Vec<String> {
    let parts = page.split("<code class=\"secret\">").skip(1);
    parts.map(|part| part[..part.find('<').unwrap()].replace("&amp;", "&").replace("&#38;", "&")).collect()
}

fn path_of(address: &str) -> String {
    address[address.find("/api/").unwrap()..].to_owned()
}

#[test]
fn an_address_for_a_calendar_program_opens_the_calendar_and_nothing_else() {
    for engine in engines() {
        let house = House::on(engine);
        opened(&house);
        let reporter = house.user(Role::Reporter, Some("H2"));
        let shown = page(&reporter, "/plans/1/milestones");
        let once = hidden(&shown, "once");
        let make = |once: &str| send(&reporter, "/plans/1/milestones/address", &[("once", once)]);
        let made = make(&once).text();
        let all = addresses(&made);
        assert_eq!(all.len(), 3, "every level, district, commune: {made}");
        let path = path_of(&all[0]);
        let program = house.anon();
        let calendar = program.get(&path);
        assert_eq!(calendar.status, 200, "{}", calendar.text());
        assert_eq!(
            events(&calendar.text()).len(),
            7,
            "a committee, a plan and a summary each, and a training"
        );
        assert_eq!(events(&program.get(&path_of(&all[1])).text()).len(), 3);
        let secret = path.split("key=").nth(1).unwrap().to_owned();
        let bearer = program.clone().with("authorization", &format!("Bearer {secret}"));
        assert_eq!(bearer.get(&format!("{AT}.ics")).status, 200);
        for other in ["/api/v1/me", AT, "/api/v1/plans", "/api/v1/plans/1/milestones/units", "/metrics"] {
            assert_eq!(program.get(&format!("{other}?key={secret}")).status, 401, "{other}");
            assert_eq!(bearer.get(other).problem(), (403, "token_refused".into()), "{other}");
        }
        assert_eq!(
            program.get(&format!("{AT}.ics?key=thidua_stale")).problem(),
            (401, "unauthenticated".into())
        );
        assert_eq!(program.get(&format!("{AT}.ics")).status, 401);
        assert_eq!(make(&once).status, 409, "once is once");
        assert_eq!(program.get(&path).status, 200);
        assert!(!page(&reporter, "/plans/1/milestones").contains(&secret), "it is told once");
        let anew = make(&hidden(&page(&reporter, "/plans/1/milestones"), "once")).text();
        assert_eq!(program.get(&path).status, 401, "the one before ends");
        let path = path_of(&addresses(&anew)[0]);
        assert_eq!(program.get(&path).status, 200);
        let stopped = send(&reporter, "/plans/1/milestones/address/stop", &[]);
        assert_eq!(stopped.header("location"), Some("/plans/1/milestones?done=calendar-stopped"));
        assert_eq!(program.get(&path).status, 401);
        let again = send(&reporter, "/plans/1/milestones/address/stop", &[]);
        assert!(again.status == 404 && again.text().contains("role=\"alert\""), "{}", again.text());
    }
}

#[test]
fn only_a_token_for_calendars_alone_may_stand_in_an_address_and_no_secret_is_noted() {
    for engine in engines() {
        let house = House::on(engine);
        opened(&house);
        let administrator = house.user(Role::Administrator, None);
        let token = |scopes: Value| {
            let body = json!({ "name": "Lịch", "scopes": scopes, "methods": ["GET"],
                "unit_code": null, "address_range": null, "expires_at": "2021-12-31T17:00:00Z" });
            administrator.post("/api/v1/tokens", &body).good()["secret"].as_str().unwrap().to_owned()
        };
        let (both, viewing, alone) =
            (token(json!(["view", "calendar"])), token(json!(["view"])), token(json!(["calendar"])));
        let by_key = |secret: &str| house.anon().get(&format!("{AT}.ics?key={secret}"));
        assert_eq!(by_key(&both).problem(), (403, "token_refused".into()));
        assert_eq!(by_key(&viewing).problem(), (403, "token_refused".into()));
        assert_eq!(by_key(&alone).status, 200);
        let bearer = house.anon().with("authorization", &format!("Bearer {viewing}"));
        assert_eq!(bearer.get(&format!("{AT}.ics")).status, 200, "who may see the plan may see its days");
        let audit = administrator.get("/api/v1/audit?limit=1000").text();
        assert!(
            audit.contains("token:key")
                && ![both, viewing, alone].iter().any(|it| audit.contains(it.as_str()))
        );
    }
}

#[test]
fn who_sees_but_some_units_counts_and_reads_those_alone() {
    for engine in engines() {
        let house = House::on(engine);
        opened(&house);
        let reporter = house.user(Role::Reporter, Some("H2"));
        let list = reporter.get(AT).good();
        assert_eq!(counts(&list, "committee", "commune"), Some([2, 1, 0, 1, 0, 0, 0]));
        assert_eq!(counts(&list, "committee", "province"), None);
        let units = reporter.get(&format!("{AT}/units?limit=100")).good();
        assert_eq!((units["total"].as_i64(), units["asked"].as_i64()), (Some(11), Some(11)));
        assert!(!units.to_string().contains("X1"));
        let other = reporter.get(&format!("{AT}/units?parent=X1")).good();
        assert_eq!(other["total"], 0, "naming another unit shows nothing of it");
    }
}

#[test]
fn pages_show_the_timeline_the_month_and_the_list_in_both_languages() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = opened(&house);
        let shown = page(&officer, "/plans/1/milestones");
        for told in [
            "class=\"timeline\"",
            "Thành lập Ban Chỉ đạo",
            "milestone=committee&#38;level=commune&#38;state=overdue",
            "27/05/2021",
        ] {
            assert!(shown.contains(told), "{told}: {shown}");
        }
        assert_eq!(shown.matches("<rect class=\"part\"").count(), 10, "a bar for each milestone and level");
        let month = page(&officer, "/plans/1/milestones/calendar?month=2021-01");
        assert!(
            month.contains("Tháng 01/2021")
                && month.contains("?month=2020-12")
                && month.contains("?month=2021-02")
        );
        assert!(month.contains("1/2 đơn vị đã xong") || month.contains("2/2 đơn vị đã xong"), "{month}");
        assert!(
            page(&officer, "/plans/1/milestones/calendar").contains("Tháng 05/2021"),
            "the month at hand"
        );
        let empty = page(&officer, "/plans/1/milestones/calendar?month=2021-03");
        assert!(empty.contains("Trong tháng này không có ngày hạn nào") && empty.contains("?month=2021-05"));
        for wrong in ["2021-13", "x", "99999-01", "0001-01"] {
            assert_eq!(
                officer.get(&format!("/plans/1/milestones/calendar?month={wrong}")).status,
                400,
                "{wrong}"
            );
        }
        let list = page(&officer, "/plans/1/milestones/units?state=open&within=3&sort=days");
        assert!(list.contains("Quá hạn 123 ngày") && list.contains("Quá hạn 3 ngày làm việc"), "{list}");
        assert!(list.find("123").unwrap() < list.find("3 ngày làm việc").unwrap(), "the latest first");
        assert!(
            page(&officer, "/plans/1/milestones/units?q=x4").contains("Xã X4"),
            "searched by code or name"
        );
        assert_eq!(officer.get("/plans/1/milestones/units?within=x").status, 400);
        assert!(page(&officer, "/plans/1").contains("/plans/1/milestones/units?state=overdue"));
        assert!(page(&officer, "/plans/1").contains("href=\"/plans/1/milestones\""));
        let report = page(&officer, "/plans/1/reports/X4");
        assert!(report.contains("Báo cáo kèm số văn bản minh chứng."), "{report}");
        let english = officer.clone().with(
            "cookie",
            &format!(
                "{}; thidua_language=en",
                officer.headers().iter().find(|(name, _)| name == "cookie").unwrap().1
            ),
        );
        for path in ["", "/calendar", "/units?state=open"] {
            for caller in [&officer, &english] {
                let shown = page(caller, &format!("/plans/1/milestones{path}"));
                assert!(bare_keys(&shown).is_empty(), "{:?}", bare_keys(&shown));
            }
        }
        assert!(page(&english, "/plans/1/milestones").contains("Set up the committee"));
    }
}

#[test]
fn a_unit_sees_its_own_milestones_with_what_to_do_next() {
    for engine in engines() {
        let house = House::on(engine);
        opened(&house);
        let reporter = house.user(Role::Reporter, Some("X2"));
        let mine = page(&reporter, "/plans/1/mine");
        assert!(
            mine.contains("Bổ sung số văn bản minh chứng"),
            "the number of the decision is missing: {mine}"
        );
        assert!(mine.contains("Hoàn thành chậm 1 ngày") && mine.contains("Còn 4 ngày"), "{mine}");
        assert!(!page(&house.user(Role::Reporter, Some("X1")), "/plans/1/mine").contains("Bổ sung số"));
    }
}

#[test]
fn a_plan_without_milestones_says_so_and_shows_no_picture() {
    let house = House::on(engines()[0]);
    let officer = house.user(Role::Officer, None);
    collecting(&officer, "plans/turnout-2021.toml", "units/gia-lai-2021.csv");
    for path in ["", "/calendar", "/units"] {
        let shown = page(&officer, &format!("/plans/1/milestones{path}"));
        assert!(
            shown.contains("Kế hoạch này không có mốc thời hạn nào")
                && !shown.contains("<svg class=\"timeline\"")
        );
    }
    assert!(!page(&officer, "/plans/1").contains("href=\"/plans/1/milestones\""));
    assert_eq!(officer.get(AT).good()["items"], json!([]));
    assert!(events(&officer.get(&format!("{AT}.ics")).text()).is_empty());
    assert_eq!(house.anon().get("/plans/1/milestones").status, 303);
}

#[test]
fn a_day_without_its_number_is_a_warning_that_accepting_needs_a_note_for() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = opened(&house);
        let report = page(&officer, "/plans/1/reports/H2");
        assert!(
            report.contains("đã có ngày nhưng chưa có “Số quyết định thành lập Ban Chỉ đạo”"),
            "{report}"
        );
        let accept = |body: Value| officer.post("/api/v1/plans/1/reports/H2/accept", &body);
        assert_eq!(accept(json!({ "version": 1 })).problem().1, "report_warnings");
        accept(json!({ "version": 1, "note": "Đã xem bản giấy" })).good();
        assert!(page(&house.anon(), "/help/milestone.number_missing").contains("milestone.number_missing"));
    }
}

#[test]
fn the_list_says_of_every_day_what_the_ranking_says() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = opened(&house);
        let csv = officer.clone().with("accept", "text/csv");
        for day in
            ["2021-01-20", "2021-01-25", "2021-05-21", "2021-05-24", "2021-05-25", "2021-05-26", "2021-06-01"]
        {
            let ranked = csv
                .get(&format!("/api/v1/plans/1/ranking/export?basis=submitted&as_of={day}T01:00:00Z"))
                .text();
            let lines: Vec<Vec<&str>> = ranked.lines().map(|line| line.split(',').collect()).collect();
            let column = |name: &str| lines[0].iter().position(|it| *it == name).unwrap();
            let mut judged = Vec::new();
            for line in &lines[1..] {
                for milestone in ["committee", "plan", "training", "summary"] {
                    let outcome = line[column(&format!("{milestone}.outcome"))];
                    judged.push(format!("{} {milestone} {outcome}", line[column("code")]));
                }
            }
            judged.sort_unstable();
            let mut listed = Vec::new();
            for state in ["open", "on_time", "late", "not_asked"] {
                let list = officer.get(&format!("{AT}/units?limit=100&as_of={day}&state={state}")).good();
                listed.extend(told(&list).into_iter().map(|line| {
                    let (what, state) = line.rsplit_once(' ').unwrap();
                    let outcome = match state {
                        "on_time" => "met",
                        "late" | "overdue" => "not_met",
                        _ => "missing",
                    };
                    format!("{what} {outcome}")
                }));
            }
            listed.sort_unstable();
            assert_eq!(listed, judged, "{day}");
        }
    }
}
