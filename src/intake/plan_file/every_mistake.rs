//! No mistake in a plan file hides another, and none is told twice.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::mistake::Mistake;
use super::read_plan;
use crate::contest::words::Language;

const LEADING: &str = include_str!("../../../fixtures/plans/dien-bien-508-2021.toml");
const POINTS: &str = include_str!("../../../fixtures/plans/dien-bien-508-2021-points.toml");
const PLAUSIBILITY: &str = include_str!("../../../fixtures/plans/turnout-2021-plausibility.toml");

fn mistakes_in(text: &str) -> Vec<Mistake> {
    read_plan("plan.toml", text).unwrap_err()
}

fn shown(mistakes: &[Mistake]) -> String {
    mistakes.iter().map(|mistake| mistake.render(Language::English)).collect()
}

/// The places of all values of a file that aren't tables or lists.
fn single_values(value: &Spanned<DeValue<'_>>, places: &mut Vec<Range<usize>>) {
    match value.get_ref() {
        DeValue::Table(table) => table.values().for_each(|value| single_values(value, places)),
        DeValue::Array(entries) => entries.iter().for_each(|value| single_values(value, places)),
        _ => places.push(value.span()),
    }
}

#[test]
fn each_value_that_cannot_be_read_is_one_mistake() {
    let mut differences = Vec::new();
    for (offset, text) in [LEADING, POINTS, PLAUSIBILITY].into_iter().enumerate() {
        let document = DeTable::parse(text).unwrap();
        let mut places = Vec::new();
        single_values(&Spanned::new(document.span(), DeValue::Table(document.into_inner())), &mut places);
        assert!(places.len() > 100);
        // Of another kind and no TOML by turns, since there are hundreds of values.
        for (index, place) in places.into_iter().enumerate() {
            let instead = ["[[]]", "@"][(index + offset) % 2];
            let changed = format!("{}{instead}{}", &text[..place.start], &text[place.end..]);
            let line = text[..place.start].split('\n').count();
            let mistakes = mistakes_in(&changed);
            if mistakes.len() != 1 || mistakes[0].line != line {
                differences.push(format!("{line}: {}\n{}", &text[place], shown(&mistakes)));
            }
        }
    }
    assert!(differences.is_empty(), "{}\n{}", differences.len(), differences.join("\n----\n"));
}

#[test]
fn each_bracket_or_quote_that_is_forgotten_is_one_mistake_on_its_line() {
    let mut differences = Vec::new();
    for text in [LEADING, POINTS] {
        let lines: Vec<&str> = text.lines().collect();
        for (index, line) in lines.iter().enumerate() {
            let cut = line.strip_suffix(['}', ']', '"']);
            let Some(cut) = cut.filter(|cut| cut.contains(['=', '[']) && !cut.contains('#')) else {
                continue;
            };
            let mut changed = lines.clone();
            changed[index] = cut;
            let mistakes = mistakes_in(&changed.join("\n"));
            if mistakes.len() != 1 || mistakes[0].line != index + 1 || mistakes[0].code != "toml.syntax" {
                differences.push(format!("{}: {line}\n{}", index + 1, shown(&mistakes)));
            }
        }
    }
    assert!(differences.is_empty(), "{}\n{}", differences.len(), differences.join("\n----\n"));
}

#[test]
fn mistakes_of_all_kinds_stand_beside_each_other() {
    let text = LEADING
        .replacen("[[level]]", "[[level]", 1)
        .replacen("issued = 2021-02-02", "issued = 2021-02-32", 1)
        .replacen("valid + invalid = collected\"", "valid + invald = collected\"\nsevrity = \"eror\"", 1)
        .replacen("prefer = \"highest\"", "prefer = \"hihest\"", 1)
        .replacen("of = \"turnout\"", "of = \"turnuot\"", 1)
        .replacen("to = \"law_voters\"", "too = \"law_voterz\"", 1)
        .replacen("of = \"law_studied\",", "of = \"law_studid\",", 1)
        .replacen("at_most = 53 }", "at_most = 53", 1);
    let mistakes = mistakes_in(&text);
    let found: Vec<(&str, &str)> =
        mistakes.iter().map(|mistake| (mistake.code, mistake.text_of_line.trim())).collect();
    let named = |code: &str| found.iter().filter(|(found, _)| *found == code).count();
    assert_eq!(named("toml.syntax"), 3, "{}", shown(&mistakes));
    assert_eq!(named("metric.unknown"), 2, "{}", shown(&mistakes));
    assert_eq!(named("criterion.unknown"), 1, "{}", shown(&mistakes));
    assert_eq!(named("key.unknown"), 2, "{}", shown(&mistakes));
    assert_eq!(named("value.not_in_list"), 1, "{}", shown(&mistakes));
    assert_eq!(mistakes.len(), 9, "{}", shown(&mistakes));
}

#[test]
fn a_text_in_three_quotes_that_never_ends_hides_nothing_below_it() {
    let text = LEADING.replacen("issuer = \"UBND", "issuer = \"\"\"UBND", 1).replacen(
        "of = \"turnout\"",
        "of = \"turnuot\"",
        1,
    );
    let mistakes = mistakes_in(&text);
    let codes: Vec<&str> = mistakes.iter().map(|mistake| mistake.code).collect();
    assert_eq!(codes, ["toml.syntax", "criterion.unknown"], "{}", shown(&mistakes));
    assert!(mistakes[0].text_of_line.starts_with("issuer"), "{}", shown(&mistakes));
}

/// What is told of the leading plan with a passage written differently: codes, and suggestions where there are any.
fn told(from: &str, to: &str) -> Vec<(&'static str, Option<String>)> {
    assert!(LEADING.contains(from), "{from}");
    let mistakes = mistakes_in(&LEADING.replacen(from, to, 1));
    mistakes.into_iter().map(|mistake| (mistake.code, mistake.suggestion)).collect()
}

#[test]
fn what_is_written_without_quotes_is_told_as_what_it_was_meant() {
    for (from, to, suggestion) in [
        ("at_least = \"99.90%\"", "at_least = 99.90%", Some("\"99.90%\"")),
        ("gate = true", "gate = có", Some("true")),
        ("gate = true", "gate = True", Some("true")),
        ("gate = true", "gate = no", Some("false")),
        ("issued = 2021-02-02", "issued = 02/02/2021", Some("2021-02-02")),
        ("issued = 2021-02-02", "issued = 2021-02-30", None),
        ("code = \"law\"", "code = “law”", Some("\"law\"")),
        ("code = \"law\"", "code = law", Some("\"law\"")),
        ("kind = \"percentage\"", "kind = percentage", Some("\"percentage\"")),
        ("number = \"2\"", "number = hai", Some("\"hai\"")),
    ] {
        assert_eq!(told(from, to), [("toml.syntax", suggestion.map(str::to_owned))], "{to}");
    }
}

#[test]
fn mistakes_inside_one_table_are_all_told() {
    let rule = "ratio = { of = \"law_studied\", to = \"law_voters\", stated = \"law_studied_stated\", \
                at_least = \"95%\", compare = \"exact\" }";
    let codes = |to: &str| told(rule, to).into_iter().map(|(code, _)| code).collect::<Vec<_>>();
    assert_eq!(
        codes("ratio = { of = \"law_studid\", to = \"law_voter\", at_least = 95%, compare = \"exat\" }"),
        ["metric.unknown", "metric.unknown", "toml.syntax", "value.malformed"]
    );
    assert_eq!(
        codes(
            "ratio = {\n  of = \"law_studid\",\n  to = \"law_voters\"\n  at_least = \"95%\",\n  compare = \"exact\"\n}"
        ),
        ["metric.unknown", "toml.syntax"]
    );
    assert_eq!(
        codes("ratio = { of = \"law_studid\", to = \"law_voters\" at_least = \"95%\", compare = \"exact\" }"),
        ["metric.unknown", "toml.syntax"]
    );
    assert_eq!(
        codes("ratio = { of = \"law_studied\", to = \"law_voters, at_least = \"95%\", compare = \"exact\" }")
            .len(),
        1
    );
}

#[test]
fn a_header_with_a_mistake_hides_nothing_below_it() {
    let below = "code = \"law\"\nnumber = \"2\"";
    let of = |header: &str| {
        let text = LEADING.replacen(&format!("[[criterion]]\n{below}"), &format!("{header}{below}"), 1);
        let mistakes = mistakes_in(&text.replacen("of = \"law_studied\",", "of = \"law_studid\",", 1));
        let told = mistakes.iter().map(|mistake| (mistake.code, mistake.suggestion.clone()));
        (told.collect::<Vec<_>>(), shown(&mistakes))
    };
    for (header, code, suggestion) in [
        ("[[criterion]\n", "toml.syntax", Some("[[criterion]]")),
        ("[criterion]\n", "toml.header", Some("[[criterion]]")),
        ("[[criterian]]\n", "key.unknown", Some("criterion")),
        ("", "toml.syntax", None),
    ] {
        let (told, shown) = of(header);
        let expected =
            [(code, suggestion.map(str::to_owned)), ("metric.unknown", Some("law_studied".to_owned()))];
        assert_eq!(told, expected, "{header}\n{shown}");
    }
    assert_eq!(told("[[level]]\ncode = \"province\"", "[level]\ncode = \"province\"").len(), 1);
    assert_eq!(told("[clusters]", "[clusters]\nby = \"parent\"\n\n[clusters]").len(), 1);
}

#[test]
fn a_line_that_is_no_toml_at_all_is_one_mistake() {
    for line in ["Văn bản không nêu hạn", "ghi chú: xem lại", "kind", "= 3", "loại = 1"] {
        let mistakes = told("number = \"2\"", &format!("number = \"2\"\n{line}"));
        assert_eq!(mistakes.len(), 1, "{line}: {mistakes:?}");
    }
}
