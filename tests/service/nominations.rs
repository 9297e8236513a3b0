//! Persons over HTTP: nominated within limits and reach, told apart, accepted, ranked by number, and erased.

use serde_json::{Value, json};
use thidua::app::actor::Role;

use super::house::{Answer, Caller, House, engines, fixture, hand_in};
use super::small::{accept, move_to};

const CASE: &str = "cases/award-no-tie-inside-quota";

/// A name that stands nowhere else.
pub const NAME: &str = "Ẩn Danh Thửnghiệmxyz";

/// What a plan says of persons: units may nominate three each for the medal; `A` leads no others.
pub const PERSONS: &str = r#"
[individuals]
retention_years = 2
unit = { gates = true }

[individuals.clusters]
by = "one"

[[individuals.kind]]
code = "head"
name = { vi = "Lãnh đạo", en = "Head" }
leads = true

[[individuals.kind]]
code = "worker"
name = { vi = "Lao động trực tiếp", en = "Worker" }
leads = false

[[individuals.metric]]
code = "deeds"
name = { vi = "Số việc tốt", en = "Good deeds" }
kind = "count"

[[individuals.metric]]
code = "worthy"
name = { vi = "Xứng đáng", en = "Worthy" }
kind = "yes_no"

[[individuals.metric]]
code = "remark"
name = { vi = "Ghi chú riêng", en = "Remark" }
kind = "text"

[[individuals.criterion]]
code = "worth"
name = { vi = "Xứng đáng", en = "Worthy" }
restated = "Được đánh giá xứng đáng"
gate = true
judged = { of = "worthy", combine = "last" }

[[individuals.criterion]]
code = "deeds"
name = { vi = "Việc tốt", en = "Deeds" }
restated = "Nhiều việc tốt"
count = { of = "deeds" }

[[individuals.ranking]]
by = "gates"

[[individuals.ranking]]
by = "measure"
of = "deeds"
prefer = "highest"

[[individuals.award]]
code = "medal"
name = { vi = "Huy hiệu", en = "Medal" }
restated = "Tặng huy hiệu"
requires = { gates = true }
quota = [{ per = "overall", at_most = 3 }, { per = "source", at_most = 3 }]
on_tie = "ask"
"#;

/// A plan with persons that takes reports; its path.
pub fn with_persons(officer: &Caller) -> String {
    with_persons_as(officer, |text| text)
}

/// The same, of a plan file that is changed before.
pub fn with_persons_as(officer: &Caller, changed: impl FnOnce(String) -> String) -> String {
    let text = changed(String::from_utf8(fixture(&format!("{CASE}/plan.toml"))).unwrap() + PERSONS);
    let made = officer.send("POST", "/api/v1/plans", Some("application/toml"), text.as_bytes()).good();
    let path = format!("/api/v1/plans/{}", made["id"]);
    let units = fixture(&format!("{CASE}/units.csv"));
    officer.send("PUT", &format!("{path}/units"), Some("text/csv"), &units).good();
    for state in ["launched", "collecting"] {
        officer.put(&format!("{path}/state"), &json!({ "to": state })).good();
    }
    path
}

/// The same, ranked.
pub fn ranked_with_persons(officer: &Caller, plan: &str) {
    hand_in(officer, plan, &fixture(&format!("{CASE}/reports.csv")));
    for unit in ["A", "B", "C", "D", "E"] {
        accept(officer, plan, unit, 1);
    }
    move_to(officer, plan, "closed");
    move_to(officer, plan, "ranked");
}

/// A person of a unit.
pub fn person(unit: &str, name: &str, kind: &str, deeds: u32) -> Value {
    json!({
        "nominator": unit, "unit": unit, "kind": kind, "award": "medal", "name": name, "birth_year": 1980,
        "position": format!("chức vụ {name}"), "summary": format!("thành tích {name}"),
        "figures": { "deeds": deeds.to_string(), "remark": format!("ghi chú {name}") },
    })
}

fn nominate(caller: &Caller, plan: &str, body: &Value) -> i64 {
    let answer = caller.post(&format!("{plan}/nominations"), body);
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()["number"].as_i64().unwrap()
}

/// Judges persons worthy and accepts them.
pub fn accepted(officer: &Caller, plan: &str, numbers: &[i64]) {
    for number in numbers {
        let given = officer
            .put(&format!("{plan}/nominations/{number}/figures"), &json!({ "figures": { "worthy": "có" } }));
        given.good();
    }
    officer
        .post(&format!("{plan}/nominations/decide"), &json!({ "numbers": numbers, "accept": true }))
        .good();
}

fn refused(answer: &Answer, status: u16, code: &str) {
    assert_eq!(answer.problem(), (status, code.to_owned()), "{}", answer.text());
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told step by step")]
fn persons_are_nominated_accepted_ranked_and_stored_by_number() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = with_persons(&officer);
        let at = format!("{plan}/nominations");
        let a = house.user(Role::Reporter, Some("A"));
        let mut numbers = Vec::new();
        for (unit, name, kind, deeds) in [
            ("A", "Một", "head", 5),
            ("A", "Hai", "worker", 4),
            ("B", "Ba", "worker", 9),
            ("E", "Bốn", "worker", 1),
        ] {
            numbers.push(nominate(&officer, &plan, &person(unit, name, kind, deeds)));
        }
        assert_eq!(numbers, [1, 2, 3, 4]);
        let own = a.get(&at).good();
        assert_eq!(own["total"], 2, "{own}");
        assert_eq!(own["items"][0]["name"], "Một");
        assert_eq!(own["items"][0]["figures"]["deeds"], "5");
        refused(&a.get(&format!("{at}/3")), 404, "not_found");
        refused(&a.get(&format!("{at}/ranking")), 403, "forbidden");

        // Judged figures come from the officer alone.
        let mut told = person("A", "Năm", "worker", 1);
        told["figures"]["worthy"] = json!("true");
        refused(&a.post(&at, &told), 422, "field_refused");
        accepted(&officer, &plan, &numbers);
        let standing = a.get(&format!("{at}/1/standing")).good();
        assert!(standing["text_vi"].as_str().unwrap().contains("CN-1"), "{standing}");
        assert_eq!(officer.get(&at).good()["items"][0]["figures"]["worthy"], "true");

        refused(&officer.post(&format!("{at}/rankings"), &json!({})), 409, "plan_state");
        ranked_with_persons(&officer, &plan);
        let stored = officer.post(&format!("{at}/rankings"), &json!({}));
        assert_eq!(stored.status, 201, "{}", stored.text());
        let again = officer.post(&format!("{at}/rankings"), &json!({})).json();
        assert_eq!(again, stored.json(), "nothing changed: the last one stays");
        let ranking = officer.get(&format!("{at}/ranking")).good();
        let order: Vec<i64> = ranking["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["number"].as_i64().unwrap())
            .collect();
        assert_eq!(order, [3, 1, 2, 4]);
        let composition = &ranking["compositions"][0];
        assert_eq!(composition["recommended"], 3);
        assert_eq!((&composition["leaders"], &composition["leaders_share"]), (&json!(1), &json!("1/3")));
        assert_eq!(composition["kinds"][1]["share"], "2/3");
        assert_eq!(composition["kinds"][1]["accepted"], 3);
        let inputs = officer.get(&format!("{at}/rankings/1/inputs")).text();
        assert!(inputs.starts_with("thidua.persons/1\nunits\t"), "{inputs}");
        assert!(inputs.contains("\nfigures\tCN-1\t"), "{inputs}");
        let hash = |text: &str| thidua::app::service::sha256(text.as_bytes());
        assert_eq!(stored.json()["input_hash"], hash(&inputs));
        let result = officer.get(&format!("{at}/rankings/1")).text();
        assert_eq!(stored.json()["result_hash"], hash(&result));
        let public = officer.get(&format!("{at}/public")).good();
        assert_eq!(public["total"], 3, "{public}");
        assert_eq!(
            public["items"][0],
            json!({ "code": "CN-3", "unit": "B", "kind": "worker", "award": "medal", "reason": "recommended" })
        );
        refused(&a.get(&format!("{at}/public")), 403, "forbidden");
    }
}

#[test]
fn a_unit_that_fails_keeps_its_persons_out_with_a_reason() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = with_persons(&officer);
        let number = nominate(&officer, &plan, &person("A", "Một", "head", 5));
        accepted(&officer, &plan, &[number]);
        // Nothing is reported: it is open.
        let at = format!("{plan}/nominations");
        let item = officer.get(&format!("{at}/ranking")).good()["items"][0].clone();
        assert_eq!((&item["on_hold"], &item["excluded"]), (&json!(true), &json!(false)), "{item}");
        hand_in(&officer, &plan, &fixture(&format!("{CASE}/reports.csv")));
        let item = officer.get(&format!("{at}/ranking")).good()["items"][0].clone();
        assert_eq!(item["on_hold"], false, "{item}");
        assert_eq!(item["awards"][0]["reason"], "recommended");
        officer
            .post(
                &format!("{plan}/holds"),
                &json!({ "unit": "A", "criterion": null, "kind": "exclude", "reason": "vi phạm" }),
            )
            .good();
        let item = officer.get(&format!("{at}/ranking")).good()["items"][0].clone();
        assert_eq!((&item["excluded"], &item["awards"][0]["reason"]), (&json!(true), &json!("excluded")));
        let told = officer.get(&format!("{at}/{number}/standing")).good();
        for (text, said) in
            [("text_vi", "không đạt điều kiện bắt buộc"), ("text_en", "doesn't reach the gates")]
        {
            assert!(told[text].as_str().unwrap().contains(said), "{told}");
        }
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told step by step")]
fn what_isnt_allowed_is_refused_in_words_and_nothing_changes() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = with_persons(&officer);
        let at = format!("{plan}/nominations");
        let a = house.user(Role::Reporter, Some("A"));
        for (field, value) in
            [("kind", "nobody"), ("award", "nothing"), ("name", " "), ("summary", ""), ("name", "...")]
        {
            let mut body = person("A", "Một", "head", 5);
            body[field] = json!(value);
            let answer = a.post(&at, &body);
            refused(&answer, 422, "field_refused");
            assert_eq!(answer.json()["place"], field);
        }
        for year in [1899, 2030] {
            let mut body = person("A", "Một", "head", 5);
            body["birth_year"] = json!(year);
            refused(&a.post(&at, &body), 422, "field_refused");
        }
        let mut body = person("A", "Một", "head", 5);
        body["figures"] = json!({ "deeds": "1.234" });
        refused(&a.post(&at, &body), 422, "field_refused");
        refused(&a.post(&at, &person("B", "Một", "head", 5)), 403, "out_of_reach");
        let mut foreign = person("A", "Một", "head", 5);
        foreign["unit"] = json!("B");
        refused(&a.post(&at, &foreign), 403, "out_of_reach");
        assert_eq!(officer.get(&at).good()["total"], 0);
        for name in ["Một", "Hai", "Ba"] {
            nominate(&a, &plan, &person("A", name, "head", 5));
        }
        let beyond = a.post(&at, &person("A", "Bốn", "head", 5));
        refused(&beyond, 409, "nomination_limit");
        let told = beyond.json()["text_vi"].as_str().unwrap().to_owned();
        assert!(told.contains("chỉ được đề cử 3") && told.contains("đã đề cử 3"), "{told}");
        a.post(&format!("{at}/3/withdraw"), &json!({})).good();
        nominate(&a, &plan, &person("A", "Bốn", "head", 5));
        refused(&a.post(&format!("{at}/3/withdraw"), &json!({})), 409, "nomination_state");
        let stale =
            a.clone().with("if-match", "\"9\"").put(&format!("{at}/1"), &person("A", "Một", "head", 6));
        refused(&stale, 412, "stale");
        a.put(&format!("{at}/1"), &person("A", "Một", "worker", 6)).good();
        assert_eq!(a.get(&format!("{at}/1")).good()["kind"], "worker");
        accepted(&officer, &plan, &[1]);
        refused(&a.put(&format!("{at}/1"), &person("A", "Một", "head", 6)), 409, "nomination_state");
        refused(&a.post(&format!("{at}/1/withdraw"), &json!({})), 403, "forbidden");
        refused(
            &officer.post(&format!("{at}/decide"), &json!({ "numbers": [1], "accept": false })),
            422,
            "field_refused",
        );
        let back = json!({ "numbers": [1], "accept": false, "note": "thiếu minh chứng" });
        assert_eq!(officer.post(&format!("{at}/decide"), &back).good()["items"][0]["state"], "returned");
        assert_eq!(a.get(&format!("{at}/1")).good()["decision_note"], "thiếu minh chứng");
        a.put(&format!("{at}/1"), &person("A", "Một", "head", 6)).good();
        let row = a.get(&format!("{at}/1")).good();
        assert_eq!((&row["state"], &row["figures"]["worthy"]), (&json!("submitted"), &json!("true")));
        for role in [Role::Viewer, Role::Appraiser] {
            let caller = house.user(role, None);
            refused(&caller.get(&at), 403, "forbidden");
            refused(&caller.get(&format!("{at}/1")), 403, "forbidden");
            refused(&caller.post(&at, &person("A", "X", "head", 1)), 403, "forbidden");
        }
        let other = House::on(engine);
        let officer = other.user(Role::Officer, None);
        let plain = super::small::reported(&officer);
        refused(&officer.get(&format!("{plain}/nominations")), 409, "no_individuals");
    }
}

#[test]
fn one_person_nominated_twice_is_found_and_must_be_settled() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = with_persons(&officer);
        let at = format!("{plan}/nominations");
        let (a, b) = (house.user(Role::Reporter, Some("A")), house.user(Role::Reporter, Some("B")));
        nominate(&a, &plan, &person("A", "Hòa Quý", "head", 5));
        nominate(&b, &plan, &person("B", "hoà quí", "head", 5));
        assert_eq!(a.get(&at).good()["items"][0]["duplicates"], json!([]), "another unit's is nobody else's");
        let all = officer.get(&format!("{at}?duplicates=true")).good();
        assert_eq!(all["total"], 2);
        assert_eq!(all["items"][0]["duplicates"], json!([2]));
        let accept = |number: i64| {
            officer.post(&format!("{at}/decide"), &json!({ "numbers": [number], "accept": true }))
        };
        let found = accept(1);
        refused(&found, 409, "nomination_duplicate");
        assert!(found.json()["text_vi"].as_str().unwrap().contains("CN-2"));
        refused(&a.post(&format!("{at}/1/apart"), &json!({ "reason": "khác" })), 403, "forbidden");
        refused(&officer.post(&format!("{at}/1/apart"), &json!({ "reason": " " })), 422, "field_refused");
        officer.post(&format!("{at}/1/apart"), &json!({ "reason": "hai người trùng tên" })).good();
        accept(1).good();
        // Somebody of the same name again: the declaration is of those two alone.
        nominate(&b, &plan, &person("B", "Hòa Quý", "worker", 1));
        refused(&accept(2), 409, "nomination_duplicate");
        b.post(&format!("{at}/3/withdraw"), &json!({})).good();
        accept(2).good();
    }
}
