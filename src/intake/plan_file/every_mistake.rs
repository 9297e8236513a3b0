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
