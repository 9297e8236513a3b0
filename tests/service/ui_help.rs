//! Help: every key of a plan file and every kind of criterion has a page, and pages lead there where the question arises.

use thidua::app::actor::Role;
use thidua::contest::plan::CriterionKind;
use thidua::contest::words::Language;
use thidua::intake::plan_file::keys::{BOUNDS, plan_keys};
use thidua::text::Texts;

use super::house::{Engine, House, collecting, engines, fixture};
use super::ui::{page, send, send_file};
use super::ui_admin::in_english;

const PLAN: &str = "plans/dien-bien-508-2021-points.toml";

/// A text as HTML writes it.
fn escaped(text: &str) -> String {
    let text = text.replace('&', "&#38;").replace('<', "&#60;").replace('>', "&#62;");
    text.replace('"', "&#34;").replace('\'', "&#39;")
}

#[test]
fn every_key_of_a_plan_file_has_a_page_with_its_sentence_in_both_languages() {
    let house = House::on(Engine::Sqlite);
    let officer = house.user(Role::Officer, None);
    for (language, caller) in
        [(Language::Vietnamese, officer.clone()), (Language::English, in_english(&officer))]
    {
        let texts = Texts::new(language);
        let all = page(&caller, "/help/plan");
        for key in plan_keys() {
            let at = format!("/help/plan/{}", key.path);
            assert!(all.contains(&format!("href=\"{at}\"")), "{at}");
            assert!(all.contains(&escaped(key.sentence)), "{at}");
            let shown = page(&caller, &at);
            assert!(shown.contains(&format!("<p lang=\"en\">{}", escaped(key.sentence))), "{at}: {shown}");
            if key.choices.is_empty() {
                assert!(shown.contains(&escaped(key.takes.in_language(language))), "{at}: {shown}");
            }
            let needed = texts.word(if key.is_required { "help-key-required" } else { "help-key-optional" });
            assert!(shown.contains(&needed), "{at}: {shown}");
            for (choice, _) in &key.choices {
                assert!(shown.contains(&format!("<dt><code>{choice}</code></dt>")), "{at}: {shown}");
            }
            assert!(!shown.contains("help-"), "{at}: {shown}");
            for below in plan_keys().iter().filter(|below| below.parent() == Some(&key.path)) {
                assert!(shown.contains(&format!("href=\"/help/plan/{}\"", below.path)), "{at}: {shown}");
            }
        }
        assert!(BOUNDS.iter().all(|bound| texts.has(&format!("help-bound-{bound}"))));
    }
    let tie = page(&officer, "/help/plan/award.on_tie");
    assert!(tie.contains("bốc thăm") && tie.contains("[[award]]\non_tie = "), "{tie}");
    assert!(page(&officer, "/help/plan/award.quota.per").contains("mỗi cụm"));
    assert!(page(&officer, "/help/plan/points.scale").contains("đến 6"));
    assert_eq!(officer.get("/help/plan/award.lot").status, 404);
    assert_eq!(page(&house.anon(), "/help/plan/award"), page(&officer, "/help/plan/award"), "for everybody");
}

#[test]
fn every_value_of_quotas_ties_and_places_has_words_in_vietnamese() {
    let house = House::on(Engine::Sqlite);
    let officer = house.user(Role::Officer, None);
    for path in [
        "award.on_tie",
        "award.quota.per",
        "award.quota.of",
        "award.quota.rounding",
        "criterion.milestone.days",
        "criterion.standing.prefer",
        "criterion.standing.among",
    ] {
        let shown = page(&officer, &format!("/help/plan/{path}"));
        assert!(!shown.contains("<dd><span lang=\"en\">"), "{path}: {shown}");
    }
}

#[test]
fn every_kind_of_criterion_has_a_page_with_its_keys_and_an_example() {
    let house = House::on(Engine::Sqlite);
    let officer = house.user(Role::Officer, None);
    for (language, caller) in
        [(Language::Vietnamese, officer.clone()), (Language::English, in_english(&officer))]
    {
        let texts = Texts::new(language);
        let all = page(&caller, "/help/criterion");
        for kind in CriterionKind::ALL.map(CriterionKind::code) {
            for family in ["help-kind-name", "help-kind-about"] {
                assert!(texts.has(&format!("{family}-{kind}")), "{family}-{kind}");
            }
            let shown = page(&caller, &format!("/help/criterion/{kind}"));
            assert!(all.contains(&format!("href=\"/help/criterion/{kind}\"")), "{kind}");
            assert!(shown.contains(&texts.word(&format!("help-kind-about-{kind}"))), "{shown}");
            assert!(shown.contains("href=\"/help/plan/"), "{shown}");
            assert!(shown.contains(&texts.word("help-example-from")), "{kind} has an example: {shown}");
        }
    }
    assert!(page(&officer, "/help/criterion/ratio").contains("href=\"/help/plan/criterion.ratio.at_least\""));
    assert_eq!(officer.get("/help/criterion/nothing").status, 404);
}

#[test]
fn criteria_mistakes_and_findings_lead_to_their_help() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        collecting(&officer, PLAN, "units/dien-bien-2021.csv");
        let criteria = page(&officer, "/plans/1/criteria");
        for kind in ["ratio", "gate", "bonus", "penalty", "milestone"] {
            assert!(criteria.contains(&format!("href=\"/help/criterion/{kind}\"")), "{kind}: {criteria}");
        }
        let turnout = page(&officer, "/plans/1/criteria/turnout");
        assert!(turnout.contains("<a href=\"/help/criterion/ratio\">Tỷ lệ</a>"), "{turnout}");
        assert!(!turnout.contains("/help/criterion/milestone"), "{turnout}");
        for at in ["/plans/new", "/plans/1/file"] {
            assert!(page(&officer, at).contains("href=\"/help/plan\""), "{at}");
        }
        let toml =
            String::from_utf8(fixture(PLAN)).unwrap().replacen("code = \"508/KH-UBND", "code = \"508/DT", 1);
        let wrong = toml.replacen("on_tie = \"", "on_tie = \"x", 1).replacen("scale = ", "scal = ", 1);
        for at in ["/plans/check", "/plans/new"] {
            let told = send(&officer, at, &[("source", &wrong)]).text();
            assert!(told.contains("href=\"/help/plan/award.on_tie\""), "{at}: {told}");
            assert!(told.contains("href=\"/help/plan/points\""), "the table that has no such key: {told}");
        }
        assert_eq!(send(&officer, "/plans/new", &[("source", &toml)]).status, 303);
        let units = send_file(&officer, "/plans/2/units", "u.csv", b"code,name,level\nA,A,none\n").text();
        assert!(units.contains("href=\"/help/") && units.contains("Vấn đề phát hiện"), "{units}");
    }
}
