//! Điện Biên 2021 carried from its plan to its certificates by `thidua demo --decided`, and what the service says of it then:
//! on both engines, over HTTP. What is expected is counted here from the files and by hand.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{Reader, Xlsx, open_workbook_from_rs};
use serde_json::{Value, json};
use thidua::app::actor::{Actor, Role};

use super::bundle::{Members, unpack};
use super::docx_file::Docx;
use super::house::{Caller, Engine, House, engines, fixture, new_database};
use super::program::{run, run_well};

/// The base wage of July 2021, in đồng, and how many of it a provincial certificate brings by Decree 91/2017.
const BASE_WAGE: i64 = 1_490_000;
const OF_COLLECTIVE: i64 = 2 * BASE_WAGE;
const OF_PERSON: i64 = BASE_WAGE;
const BUDGET: &str = "Quỹ thi đua, khen thưởng của tỉnh";

const PLAN: &str = "/api/v1/plans/1";
const SESSION: &str = "/api/v1/plans/1/sessions/1";

/// The played contest, in a house whose clock is past its last act, with who looks at it.
struct Played {
    house: House,
    officer: Caller,
}

fn items(answer: &Value) -> Vec<Value> {
    answer["items"].as_array().unwrap_or_else(|| panic!("no items: {answer}")).clone()
}

fn numbers(rows: &[Value], name: &str) -> BTreeSet<i64> {
    rows.iter().map(|row| row[name].as_i64().unwrap()).collect()
}

impl Played {
    fn on(engine: Engine) -> Self {
        let (database, folder) = new_database(engine);
        let told = run(&["demo", "--decided", "--no-serve", "--database", &database]);
        let said = String::from_utf8_lossy(&told.stderr).into_owned();
        assert!(told.status.success(), "{said}");
        assert!(said.contains("53 collectives and 83 individuals"), "{said}");
        assert!(said.contains("synthetic"), "{said}");
        // What is there stays: a second time adds nothing, which the counts below would show.
        run_well(&["demo", "--decided", "--no-serve", "--database", &database]);
        run_well(&["audit", "verify", "--database", &database]);
        let house = House::at(&database, folder);
        house.wait(200 * 86_400);
        let officer = house.user(Role::Officer, None);
        Self { house, officer }
    }

    /// A user of the demonstration, with a new password.
    fn user(&self, login: &str) -> Caller {
        let (_, password) =
            self.house.service.reset_user(&Actor::command(), login).expect("the user is there");
        self.house.anon().log_in(login, &password)
    }

    fn all(&self, path: &str) -> Vec<Value> {
        items(&self.officer.get(path).good())
    }

    /// The items of the session as somebody sees them.
    fn agenda(&self, caller: &Caller) -> Vec<Value> {
        caller.get(SESSION).good()["items"].as_array().unwrap().clone()
    }

    fn cases_are_where_they_ended(&self) {
        let cases = self.all(&format!("{PLAN}/cases?limit=1000"));
        let count = |subject: &str, state: &str| {
            cases.iter().filter(|case| case["subject"] == subject && case["state"] == state).count()
        };
        assert_eq!(cases.len(), 54 + 83);
        assert_eq!((count("collective", "awarded"), count("collective", "rejected")), (53, 1));
        assert_eq!((count("individual", "awarded"), count("individual", "revoked")), (82, 1));
        let persons = self.all(&format!("{PLAN}/nominations?limit=1000"));
        assert_eq!(persons.len(), 86);
        assert!(persons.iter().all(|person| person["state"] == "accepted"), "no duplicates");
        let names = persons.iter().map(|person| person["name"].as_str().unwrap());
        assert!(names.clone().all(|name| name.starts_with("Cá nhân giả định ")), "no real names");
        // Those without a case: tasks not done, under verification, and the unit's gates not met.
        let with_case = numbers(
            &cases.iter().filter(|case| !case["nomination"].is_null()).cloned().collect::<Vec<_>>(),
            "nomination",
        );
        let without: BTreeSet<&str> = persons
            .iter()
            .filter(|person| !with_case.contains(&person["number"].as_i64().unwrap()))
            .map(|person| person["unit"].as_str().unwrap())
            .collect();
        assert_eq!(without, BTreeSet::from(["GD-D01", "03172", "099"]));
        // Neither who got no seat nor whose certificate was revoked is taken up again.
        let body = json!({ "awards": ["provincial_certificate", "provincial_certificate_person"] });
        let again = self.officer.post(&format!("{PLAN}/cases"), &body).good();
        assert_eq!((&again["opened"], &again["there"]), (&json!([]), &json!(136)));
    }

    /// Two communes of Tủa Chùa tied for the last seat of their cluster; all six members are entitled, four are there, one
    /// votes in writing and one is absent. Needed is more than half of six: four.
    fn the_tie_was_settled_by_votes(&self) {
        let agenda = self.agenda(&self.officer);
        let tied: Vec<&Value> = agenda.iter().filter(|item| !item["tie"].is_null()).collect();
        assert_eq!(tied.len(), 2);
        for (unit, in_favour, against, result) in [("03229", 5, 0, "seat"), ("03241", 4, 1, "no_seat")] {
            let item = tied.iter().find(|item| item["unit"] == unit).expect("it tied");
            assert_eq!(item["result"], result, "{item}");
            assert_eq!(item["rule"]["seats"], 1);
            let tally = &item["tally"];
            let blank = 5 - in_favour - against;
            for (name, number) in [
                ("members", 6),
                ("recused", 0),
                ("entitled", 6),
                ("present", 4),
                ("in_writing", 1),
                ("cast", 5),
                ("in_favour", in_favour),
                ("against", against),
                ("blank", blank),
                ("base", 6),
                ("required", 4),
            ] {
                assert_eq!(tally[name], number, "{unit} {name}: {tally}");
            }
            assert_eq!(tally["reached"], true, "{unit}");
        }
        let rejected = self.all(&format!("{PLAN}/cases?state=rejected"));
        assert_eq!(rejected.len(), 1);
        let case = self.officer.get(&format!("{PLAN}/cases/{}", rejected[0]["number"])).good();
        assert!(case.to_string().contains("no_seat"), "{case}");
    }

    /// The member of Tuần Giáo sees nothing of its communes and persons, in whatever is asked.
    fn the_recused_member_sees_nothing_of_his_items(&self) {
        let agenda = self.agenda(&self.officer);
        let of_unit = |item: &&Value| {
            let recused = item["recused"].as_array().unwrap();
            recused.iter().any(|one| one["interest"] == "unit_below" || one["interest"] == "own_unit")
        };
        let his: Vec<&Value> = agenda.iter().filter(of_unit).collect();
        let units: BTreeSet<&str> = his.iter().map(|item| item["unit"].as_str().unwrap()).collect();
        assert_eq!(units, BTreeSet::from(["03253", "03259", "03260", "03262"]));
        assert_eq!(his.len(), 4 + 4, "four communes, and two persons of each of two of them");
        for item in &his {
            // Five are entitled without him: needed are three.
            let tally = &item["tally"];
            assert_eq!(
                (&tally["recused"], &tally["base"], &tally["required"]),
                (&json!(1), &json!(5), &json!(3))
            );
        }
        let member = self.user("hoi.dong.tuan.giao");
        let seen = self.agenda(&member);
        assert_eq!(seen.len(), 137 - 8);
        assert!(seen.iter().all(|item| !units.contains(item["unit"].as_str().unwrap())));
        let cases = items(&member.get(&format!("{PLAN}/cases?limit=1000")).good());
        assert_eq!(cases.len(), 137 - 8);
        assert!(cases.iter().all(|case| !units.contains(case["unit"].as_str().unwrap())));
        for item in &his {
            assert_eq!(member.get(&format!("{SESSION}/items/{}", item["number"])).status, 404);
            assert_eq!(member.get(&format!("{PLAN}/cases/{}", item["case"])).status, 404);
        }
        // One more is hidden from the member who declared an interest.
        let declared: Vec<&Value> = agenda
            .iter()
            .filter(|item| {
                item["recused"].as_array().unwrap().iter().any(|one| one["interest"] == "declared")
            })
            .collect();
        assert_eq!(declared.len(), 1);
        let member = self.user("hoi.dong");
        assert_eq!(member.get(&format!("{PLAN}/cases/{}", declared[0]["case"])).status, 404);
        assert_eq!(self.agenda(&member).len(), 136);
    }

    fn the_late_unit_the_hold_and_the_objection_are_told(&self) {
        let reports = self.all(&format!("{PLAN}/reports?limit=1000"));
        assert_eq!(reports.len(), 242);
        let late: Vec<&Value> = reports.iter().filter(|report| report["late"] == true).collect();
        assert_eq!(late.iter().map(|report| &report["unit"]).collect::<Vec<_>>(), ["GD-D11"]);
        assert!(reports.iter().all(|report| report["state"] == "accepted"));
        let holds = self.all(&format!("{PLAN}/holds"));
        assert_eq!(holds.len(), 1);
        assert_eq!((&holds[0]["unit"], &holds[0]["lifted_by"]), (&json!("03253"), &json!("user:can.bo")));
        assert!(holds[0]["lift_reason"].as_str().unwrap().starts_with("Giả định"));
        let lists = self.all(&format!("{PLAN}/publicities"));
        assert_eq!(lists.len(), 1);
        // Wednesday, 16/06/2021, and five working days on.
        assert_eq!(
            (&lists[0]["starts_on"], &lists[0]["ends_on"]),
            (&json!("2021-06-16"), &json!("2021-06-23"))
        );
        assert_eq!((&lists[0]["state"], lists[0]["cases"].as_array().unwrap().len()), (&json!("ended"), 137));
        let objections = self.all(&format!("{PLAN}/publicities/1/objections"));
        assert_eq!(objections.len(), 1);
        assert_eq!(
            (&objections[0]["settlement"], &objections[0]["settled_on"]),
            (&json!("rejected"), &json!("2021-06-22"))
        );
    }

    fn money_is_that_of_2021(&self) {
        let decisions = self.all(&format!("{PLAN}/decisions"));
        assert_eq!(decisions.len(), 3);
        let by_number = |number: &str| {
            let found = decisions.iter().find(|one| one["decision"]["number"] == number);
            let id = &found.expect("the decision is there")["decision"]["id"];
            self.officer.get(&format!("{PLAN}/decisions/{id}")).good()
        };
        for (number, count, standing, each, subject) in [
            ("01-GĐ/QĐ-UBND", 53, 53, OF_COLLECTIVE, "collective"),
            ("02-GĐ/QĐ-UBND", 83, 82, OF_PERSON, "individual"),
        ] {
            let decided = by_number(number);
            assert_eq!(decided["decision"]["signatory"], "Người ký giả định");
            assert_eq!(decided["decision"]["departures"], 0);
            for (name, awards) in [("given", count), ("standing", standing)] {
                let sums = json!([{ "budget": BUDGET, "subject": subject, "awards": awards, "without_money": 0,
                                    "amount": awards * each }]);
                assert_eq!(decided[name]["by_budget"], sums, "{number} {name}");
            }
        }
        let statistics = self.officer.get("/api/v1/awards/statistics?year=2021").good();
        let all = statistics["forms"].as_array().unwrap().last().unwrap();
        assert_eq!(
            (&all["total"], &all["collectives"], &all["individuals"], &statistics["revoked"]),
            (&json!(53 + 82), &json!(53), &json!(82), &json!(1))
        );
        let leaders = fixture("nominations/dien-bien-508-2021.csv");
        let leaders = String::from_utf8(leaders).unwrap();
        // Nobody of those three who aren't recommended leads; the revoked one doesn't either.
        let leaders = leaders.lines().filter(|line| line.contains(",leading_official,")).count();
        assert_eq!((&all["leaders"], &all["unsaid"]), (&json!(leaders), &json!(0)));
        assert_eq!(statistics["money"]["amount"], 53 * OF_COLLECTIVE + 82 * OF_PERSON);
        assert_eq!(53 * OF_COLLECTIVE + 82 * OF_PERSON, 280_120_000);
    }

    fn the_register_holds_all_and_one_as_revoked(&self) {
        let total =
            |query: &str| self.officer.get(&format!("/api/v1/awards?{query}")).good()["total"].clone();
        assert_eq!((total("subject=collective"), total("subject=individual")), (json!(53), json!(83)));
        assert_eq!((total("state=handed_over"), total("state=waiting")), (json!(135), json!(0)));
        let revoked = self.all("/api/v1/awards?state=revoked");
        assert_eq!(revoked.len(), 1);
        let award = &revoked[0]["award"];
        assert_eq!(
            (&award["revoke_reason"], &award["revoked_on"], &award["handed_over_on"]),
            (&json!("false_declaration"), &json!("2021-10-12"), &json!("2021-07-15"))
        );
        assert_eq!(award["person"]["number"], 3);
        // The unit of the border that got no seat isn't there, the other is.
        assert_eq!((total("search=03229&subject=collective"), total("search=03241")), (json!(1), json!(0)));
    }

    /// Persons stand in nominations alone: the audit log names none.
    fn no_person_is_in_the_audit_log(&self) {
        let (mut after, mut records) = (0, 0);
        loop {
            let answer = self.officer.get(&format!("/api/v1/audit?limit=1000&after={after}"));
            assert!(!answer.text().contains("Cá nhân giả định"), "after {after}");
            let page = items(&answer.good());
            let Some(last) = page.last() else { break };
            (after, records) = (last["seq"].as_i64().unwrap(), records + page.len());
        }
        assert!(records > 1500, "every vote is there: {records}");
    }

    /// Every kind of document, as a file and as a page.
    fn documents_are_made(&self) {
        for (kind, query, told) in DOCUMENTS {
            let answer = self.officer.get(&format!("{PLAN}/documents/{kind}?{query}"));
            assert_eq!(answer.status, 200, "{kind}: {}", answer.text());
            let text = Docx::of(&answer.body).text();
            assert!(text.contains(told), "{kind} {query}: {told}\n{text}");
            let page = self.officer.get(&format!("/plans/1/documents/{kind}?{query}"));
            assert_eq!(page.status, 200, "{kind}");
            assert!(page.text().contains("<article class=\"paper\""), "{kind}");
        }
        for (list, query) in LISTS {
            let answer = self.officer.get(&format!("{PLAN}/award-lists/{list}?{query}"));
            assert_eq!(answer.status, 200, "{list}: {}", answer.text());
            let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(answer.body)).unwrap();
            let sheets = book.worksheets();
            let has = |text: &str| {
                sheets
                    .iter()
                    .any(|(_, cells)| cells.rows().flatten().any(|cell| cell.to_string().contains(text)))
            };
            assert!(has("Thị xã Mường Lay") && has("Cơ quan giả định D01"), "{list}");
            assert!(has("Cá nhân giả định 85"), "{list}");
        }
    }
}

/// Documents with what is asked for, and something that they say.
const DOCUMENTS: &[(&str, &str, &str)] = &[
    ("submission", "", "Xã Lao Xả Phình"),
    ("explanation", "unit=03229", "Xã Lao Xả Phình"),
    ("urging", "lacking=late", "Cơ quan giả định D11"),
    ("summary", "", "508/KH-UBND"),
    ("achievements", "", "Cá nhân giả định 01"),
    ("minutes", "session=1", "Thành viên hội đồng 2 (giả định)"),
    ("decision", "decision=1", "Xã Lao Xả Phình"),
    ("decision", "decision=2", "Cá nhân giả định 85"),
    ("decision", "decision=3", "Cá nhân giả định 03"),
];

/// Lists as workbooks.
const LISTS: &[(&str, &str)] = &[("proposed", ""), ("decided", ""), ("public", "publicity=1")];

/// The members of a bundle without the codes of ballots, and without the head, which has the hash of those.
fn without_chance(mut members: Members) -> Members {
    members.retain(|(name, _)| name != "bundle.json");
    let choices = |text: String| {
        let mut lines: Vec<String> = text
            .lines()
            .map(|line| {
                let cells: Vec<&str> = line.split(',').collect();
                let [session, item, _, choice] = cells[..] else { panic!("{line}") };
                format!("{session},{item},{choice}")
            })
            .collect();
        lines.sort();
        lines.join("\n").into_bytes()
    };
    for (name, bytes) in &mut members {
        if name == "ballots.csv" {
            *bytes = choices(String::from_utf8(bytes.clone()).unwrap());
        }
    }
    members
}

/// The bundle of the plan's ranking, written by the program.
fn bundle(played: &Played) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bundle.zip");
    let file = file.to_str().unwrap();
    run_well(&["bundle", "508/KH-UBND", "--database", &played.house.database, "-o", file]);
    let said = run_well(&["verify", file]);
    for told in [
        "EQUAL",
        "After the ranking: 137 cases, 1 sessions, 137 items voted on, 136 cases decided",
        // The council voted on what the first rankings say; the tie was taken over and the contest scored anew afterwards.
        "Plan 508/KH-UBND, ranking 2,",
        "Ranking 1, which stood from",
        ": 54 cases rest on it",
        "Ranking of persons 1, which stood from",
        ": 83 cases rest on it",
    ] {
        assert!(said.contains(told), "no {told} in {said}");
    }
    let bytes = std::fs::read(file).unwrap();
    for (name, text) in unpack(&bytes) {
        assert!(!String::from_utf8_lossy(&text).contains("Cá nhân giả định"), "{name} names nobody");
    }
    bytes
}

#[test]
fn a_whole_contest_is_carried_from_its_plan_to_certificates_handed_over_and_one_revoked() {
    let mut bundles = Vec::new();
    for engine in engines() {
        let played = Played::on(engine);
        played.cases_are_where_they_ended();
        played.the_tie_was_settled_by_votes();
        played.the_recused_member_sees_nothing_of_his_items();
        played.the_late_unit_the_hold_and_the_objection_are_told();
        played.money_is_that_of_2021();
        played.the_register_holds_all_and_one_as_revoked();
        played.documents_are_made();
        played.no_person_is_in_the_audit_log();
        bundles.push(bundle(&played));
    }
    // Both engines give the same bundle, but for the codes of secret ballots, which are chance.
    let compared: Vec<Members> = bundles.iter().map(|bundle| without_chance(unpack(bundle))).collect();
    for bundle in &compared[1..] {
        for (one, other) in compared[0].iter().zip(bundle) {
            assert!(one == other, "{} differs from {}", one.0, other.0);
        }
        assert_eq!(bundle.len(), compared[0].len());
    }
}

#[test]
fn the_demonstrations_keep_out_of_each_others_databases_and_of_anybody_elses() {
    let (database, folder) = new_database(Engine::Sqlite);
    run_well(&["user", "add", "--database", &database, "ai.do", "--name", "Ai đó", "--role", "officer"]);
    let refused = run(&["demo", "--decided", "--no-serve", "--database", &database]);
    assert_eq!(refused.status.code(), Some(2), "{}", String::from_utf8_lossy(&refused.stderr));
    let house = House::at(&database, folder);
    assert_eq!(house.user(Role::Officer, None).get("/api/v1/plans").good()["total"], 0, "nothing was made");
}
