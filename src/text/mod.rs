//! Texts for people, in Vietnamese and English.

pub mod finding;
pub mod format;

use std::borrow::Cow;
use std::cell::OnceCell;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::contest::words::Language;

const VIETNAMESE: &str = concat!(include_str!("vi.ftl"), "\n", include_str!("pages.vi.ftl"));
const ENGLISH: &str = concat!(include_str!("en.ftl"), "\n", include_str!("pages.en.ftl"));

/// A named part of a text.
#[derive(Debug, Clone)]
pub enum Part<'a> {
    /// A text that is put in as it is.
    Text(Cow<'a, str>),
    /// A whole number: grouped as the language does, and deciding between singular and plural.
    Count(i64),
}

impl<'a> From<&'a str> for Part<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Part<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Part<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<i64> for Part<'_> {
    fn from(number: i64) -> Self {
        Self::Count(number)
    }
}

impl From<u32> for Part<'_> {
    fn from(number: u32) -> Self {
        Self::Count(i64::from(number))
    }
}

impl From<usize> for Part<'_> {
    fn from(number: usize) -> Self {
        Self::Count(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<u64> for Part<'_> {
    fn from(number: u64) -> Self {
        Self::Count(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

/// All texts of one language, read when one of them is asked for first: a command that says nothing needs none.
pub struct Texts {
    language: Language,
    bundle: OnceCell<FluentBundle<FluentResource>>,
}

impl Texts {
    /// The texts of a language.
    pub const fn new(language: Language) -> Self {
        Self { language, bundle: OnceCell::new() }
    }

    fn bundle(&self) -> &FluentBundle<FluentResource> {
        self.bundle.get_or_init(|| Self::read(self.language))
    }

    fn read(language: Language) -> FluentBundle<FluentResource> {
        let (tag, source) = match language {
            Language::Vietnamese => ("vi", VIETNAMESE),
            Language::English => ("en", ENGLISH),
        };
        let tag: LanguageIdentifier = tag.parse().unwrap_or_default();
        // A text with a mistake is left out and shows as its key; tests refuse such a file.
        let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(kept, _)| kept);
        let mut bundle = FluentBundle::new(vec![tag]);
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match language {
            Language::Vietnamese => |value, _| group(value, Language::Vietnamese),
            Language::English => |value, _| group(value, Language::English),
        }));
        bundle.add_resource_overriding(resource);
        bundle
    }

    /// The language of the texts.
    pub const fn language(&self) -> Language {
        self.language
    }

    /// The text of a key without parts; the key itself where there is no such text.
    pub fn word(&self, key: &str) -> String {
        self.get(key, &[])
    }

    /// The text of a key with its parts put in; the key itself where there is no such text.
    pub fn get(&self, key: &str, parts: &[(&str, Part<'_>)]) -> String {
        let Some(pattern) = self.bundle().get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let mut arguments = FluentArgs::with_capacity(parts.len());
        for (name, part) in parts {
            match part {
                Part::Text(text) => arguments.set(*name, FluentValue::String(text.clone())),
                Part::Count(number) => arguments.set(*name, FluentValue::from(*number)),
            }
        }
        self.bundle().format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned()
    }

    /// Whether there is a text for a key.
    pub fn has(&self, key: &str) -> bool {
        self.bundle().has_message(key)
    }
}

fn group(value: &FluentValue<'_>, language: Language) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(format::digits(&number.as_string(), language)),
        FluentValue::String(_) | FluentValue::Custom(_) | FluentValue::None | FluentValue::Error => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::contest::finding::{Argument, Finding, Severity, Spot, WorkedSum, WorkedTerm};
    use crate::contest::finding_code::FINDING_CODES;
    use crate::contest::plan::Comparator;
    use crate::contest::result::{Outcome, Reason};
    use crate::contest::words::Words;

    const BOTH: [Language; 2] = [Language::Vietnamese, Language::English];

    #[test]
    fn bug_findings_spoke_of_the_command_line_over_http_too() {
        for language in BOTH {
            let texts = Texts::new(language);
            for code in FINDING_CODES {
                let arguments: Vec<(&str, Part<'_>)> =
                    code.arguments.iter().map(|name| (*name, Part::from("x"))).collect();
                let sentence = texts.get(&finding::key_of(code.code), &arguments);
                assert!(!sentence.contains("--"), "{sentence}");
                assert_eq!(sentence.contains("numbers = vi"), code.code == "number.ambiguous", "{sentence}");
            }
        }
    }

    /// The keys of a text file with the variables of each.
    fn keys(source: &str) -> BTreeMap<String, BTreeSet<String>> {
        let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut current = String::new();
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            if let Some((key, _)) = line.split_once(" = ").filter(|(key, _)| {
                key.starts_with(|first: char| first.is_ascii_lowercase())
                    && key.chars().all(|it| it.is_ascii_alphanumeric() || it == '-' || it == '_')
            }) {
                current = key.to_owned();
                assert!(keys.insert(current.clone(), BTreeSet::new()).is_none(), "{current} stands twice");
            }
            for variable in line.split('$').skip(1) {
                let end = variable.find(|it: char| !it.is_ascii_alphanumeric() && it != '_');
                let name = &variable[..end.unwrap_or(variable.len())];
                keys.entry(current.clone()).or_default().insert(name.to_owned());
            }
        }
        keys
    }

    #[test]
    fn both_files_are_sound() {
        for source in [VIETNAMESE, ENGLISH] {
            let resource = FluentResource::try_new(source.to_owned());
            assert!(resource.is_ok(), "{:?}", resource.err().map(|(_, errors)| errors));
        }
    }

    #[test]
    fn both_files_have_the_same_keys_and_variables() {
        let (vietnamese, english) = (keys(VIETNAMESE), keys(ENGLISH));
        let names = |keys: &BTreeMap<String, BTreeSet<String>>| keys.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&vietnamese), names(&english));
        for (key, variables) in &vietnamese {
            assert_eq!(variables, &english[key], "{key}");
        }
    }

    #[test]
    fn every_text_formats_with_its_variables() {
        for (language, source) in [(Language::Vietnamese, VIETNAMESE), (Language::English, ENGLISH)] {
            let texts = Texts::new(language);
            for (key, variables) in keys(source) {
                let parts: Vec<(&str, Part<'_>)> =
                    variables.iter().map(|name| (name.as_str(), Part::Count(2))).collect();
                let text = texts.get(&key, &parts);
                assert_ne!(text, key);
                assert!(!text.contains('{') && !text.contains('}'), "{key}: {text}");
            }
        }
    }

    #[test]
    fn every_finding_has_a_text_that_uses_its_arguments() {
        for (language, source) in [(Language::Vietnamese, VIETNAMESE), (Language::English, ENGLISH)] {
            let keys = keys(source);
            for code in FINDING_CODES {
                let key = finding::key_of(code.code);
                assert!(keys.contains_key(&key), "{key} has no text");
                let variables = &keys[&key];
                for argument in code.arguments {
                    assert!(variables.contains(*argument), "{key} doesn't use {argument} in {language:?}");
                }
                for variable in variables.iter().filter(|it| *it != "read" && *it != "unit") {
                    assert!(code.arguments.contains(&variable.as_str()), "{key} uses unknown {variable}");
                }
            }
        }
    }

    #[test]
    fn every_finding_that_asks_for_something_says_what_was_expected() {
        for source in [VIETNAMESE, ENGLISH] {
            let mut keys = keys(source);
            for code in FINDING_CODES {
                let expected = keys.remove(&finding::expected_key_of(code.code));
                assert_eq!(expected.is_some(), code.severity != Some(Severity::Notice), "{}", code.code);
                for variable in expected.iter().flatten() {
                    assert!(code.arguments.contains(&variable.as_str()), "{}: {variable}", code.code);
                }
            }
            let left = keys.keys().find(|key| key.starts_with("expected-"));
            assert_eq!(left, None, "no finding has this code");
        }
    }

    #[test]
    fn every_code_of_the_core_has_texts() {
        let outcomes =
            [Outcome::Met, Outcome::NotMet, Outcome::NeedsJudgement, Outcome::Missing, Outcome::OnHold];
        let reasons = [
            Reason::Recommended,
            Reason::RecommendedByTie(0),
            Reason::RecommendedByLot(0),
            Reason::TakenIn(0),
            Reason::LeftOut(0),
            Reason::TieToSettle(0),
            Reason::WaitsForTie(0),
            Reason::WaitsForAward(0),
            Reason::TieAdmitsNone(0),
            Reason::LostLot(0),
            Reason::QuotaFull(0),
            Reason::HigherAward(0),
            Reason::NotOnList(0),
            Reason::OtherSubject,
            Reason::Excluded,
            Reason::OnHold,
            Reason::NotMet(0),
            Reason::Open(0),
            Reason::TooFewPoints,
            Reason::PlaceTooLow,
        ];
        for texts in BOTH.map(Texts::new) {
            for outcome in outcomes {
                assert!(texts.has(&format!("outcome-{}", outcome.code())));
            }
            for reason in reasons {
                assert!(texts.has(&format!("reason-{}", reason.code())), "{}", reason.code());
                assert!(texts.has(&format!("short-{}", reason.code())), "{}", reason.code());
            }
            for per in ["cluster", "source", "subject", "overall"] {
                assert!(texts.has(&format!("quota-per-{per}")));
            }
            for gates in ["met", "open", "not_met"] {
                assert!(texts.has(&format!("gates-{gates}")));
            }
        }
    }

    /// Every key that the program's source names as a literal.
    #[test]
    fn every_key_named_in_the_source_has_a_text() {
        let sources = [
            include_str!("finding.rs"),
            include_str!("../documents/explanation.rs"),
            include_str!("../documents/findings.rs"),
            include_str!("../documents/fragility.rs"),
            include_str!("../documents/legend.rs"),
            include_str!("../documents/points_rule.rs"),
            include_str!("../documents/reason.rs"),
            include_str!("../documents/recommendation.rs"),
            include_str!("../documents/rule.rs"),
            include_str!("../documents/step.rs"),
            include_str!("../documents/table.rs"),
            include_str!("../documents/understood.rs"),
            include_str!("../cli/demo.rs"),
            include_str!("../cli/files.rs"),
            include_str!("../cli/help.rs"),
            include_str!("../cli/failure.rs"),
            include_str!("../cli/lookup.rs"),
            include_str!("../cli/mod.rs"),
            include_str!("../cli/plan.rs"),
            include_str!("../cli/progress.rs"),
            include_str!("../cli/rank.rs"),
            include_str!("../cli/reports.rs"),
            include_str!("../ui/hand_in.rs"),
            include_str!("../ui/head.rs"),
            include_str!("../ui/page.rs"),
            include_str!("../ui/report.rs"),
        ];
        let texts = Texts::new(Language::Vietnamese);
        let known = keys(VIETNAMESE);
        let families: BTreeSet<&str> = known.keys().filter_map(|key| key.split('-').next()).collect();
        let mut named = 0;
        for source in sources {
            for literal in source.split('"').skip(1).step_by(2) {
                let family = literal.split('-').next().unwrap_or_default();
                let shaped = literal.contains('-')
                    && !literal.ends_with('-')
                    && literal.chars().all(|it| it.is_ascii_lowercase() || it == '-' || it == '_');
                if shaped && families.contains(family) {
                    assert!(texts.has(literal), "{literal}");
                    named += 1;
                }
            }
        }
        assert!(named > 150, "{named}");
    }

    #[test]
    fn numbers_are_grouped_and_counted_as_the_language_does() {
        let [vietnamese, english] = BOTH.map(Texts::new);
        let change = |texts: &Texts, count: i64| {
            texts.get("change-more", &[("count", count.into()), ("counted", "x".into())])
        };
        assert_eq!(change(&vietnamese, 1_234), "thêm 1.234 x");
        assert_eq!(change(&english, 1_234), "x: 1,234 more");
        assert_eq!(english.get("recommendation-count", &[("count", 1_u32.into())]), "1 unit recommended");
        assert_eq!(english.get("recommendation-count", &[("count", 0_u32.into())]), "0 units recommended");
    }

    #[test]
    fn an_unknown_key_shows_itself() {
        assert_eq!(Texts::new(Language::English).word("no-such-key"), "no-such-key");
    }

    #[test]
    fn a_finding_reads_as_a_sentence_with_its_place() {
        let spot = Spot { file: "so-lieu.csv".into(), row: 12, column: 4, header: "Số cử tri".into() };
        let found = Finding::new("unit.unknown", Severity::Error, spot)
            .with_read("Xã Mường Phăn")
            .with("suggestions", "Xã Mường Phăng");
        let texts = Texts::new(Language::Vietnamese);
        assert_eq!(finding::place(&texts, &found.spot), "so-lieu.csv, dòng 12, cột D (Số cử tri)");
        assert_eq!(
            finding::sentence(&texts, &found),
            "Không có đơn vị “Xã Mường Phăn” trong danh sách. Có phải là: Xã Mường Phăng? \
             Đơn vị mới phải được thêm vào danh sách đơn vị trước."
        );
        let bare = Finding::new("unit.unknown", Severity::Error, Spot::default()).with("suggestions", "");
        assert!(!finding::sentence(&texts, &bare).contains("Có phải"));
    }

    #[test]
    fn a_broken_rule_names_its_figures_with_their_numbers() {
        let term = |factor: i64, vi: &str, en: &str, count: i64| WorkedTerm {
            factor,
            name: Words { vi: vi.to_owned(), en: en.to_owned() },
            count,
        };
        let valid = term(1, "Số phiếu hợp lệ (ĐBQH)", "Valid ballots (National Assembly)", 990);
        let invalid = term(1, "Số phiếu không hợp lệ (ĐBQH)", "Invalid ballots (National Assembly)", 8);
        let collected = term(1, "Số phiếu thu vào (ĐBQH)", "Ballots collected (National Assembly)", 1_000);
        let sum = |terms: &[&WorkedTerm], constant: i64, total: i128| WorkedSum {
            terms: terms.iter().map(|term| (*term).clone()).collect(),
            constant,
            total,
        };
        let sentence = |language: Language, left: WorkedSum, comparator: Comparator, right: WorkedSum| {
            let found = Finding::new("rule.broken", Severity::Error, Spot::default())
                .with("rule", "valid + invalid = collected")
                .with("left", left)
                .with("breach", Argument::Breach(comparator))
                .with("right", right)
                .with("advice", "");
            finding::sentence(&Texts::new(language), &found)
        };
        let both = sum(&[&valid, &invalid], 0, 998);
        assert_eq!(
            sentence(Language::Vietnamese, both.clone(), Comparator::Equal, sum(&[&collected], 0, 1_000)),
            "Số phiếu hợp lệ (ĐBQH) 990 + Số phiếu không hợp lệ (ĐBQH) 8 = 998, khác Số phiếu thu vào (ĐBQH) \
             1.000. Quy tắc của kế hoạch: valid + invalid = collected."
        );
        assert_eq!(
            sentence(Language::English, both, Comparator::Equal, sum(&[&collected], 0, 1_000)),
            "Valid ballots (National Assembly) 990 + Invalid ballots (National Assembly) 8 = 998, not Ballots \
             collected (National Assembly) 1,000. The plan's rule: valid + invalid = collected."
        );
        let factors = sum(&[&term(-2, "a", "a", 3), &term(-1, "b", "b", 4)], 7, -3);
        for (comparator, words) in [
            (Comparator::AtLeast, "nhỏ hơn"),
            (Comparator::MoreThan, "không lớn hơn"),
            (Comparator::AtMost, "lớn hơn"),
            (Comparator::LessThan, "không nhỏ hơn"),
            (Comparator::Equal, "khác"),
        ] {
            let sentence = sentence(Language::Vietnamese, factors.clone(), comparator, sum(&[], 5, 5));
            let expected = format!("−2 × a 3 − b 4 + 7 = -3, {words} 5. ");
            assert!(sentence.starts_with(&expected), "{sentence}");
        }
    }

    #[test]
    fn files_and_headers_that_cant_be_read_are_told_in_words_of_an_office() {
        let texts = Texts::new(Language::Vietnamese);
        let other = |format: &str| {
            let found = Finding::new("file.unreadable.other_format", Severity::Error, Spot::default());
            finding::sentence(&texts, &found.with("format", format))
        };
        assert_eq!(other("XLS"), "Tệp Excel kiểu cũ (.xls) không đọc được: lưu lại thành .xlsx hoặc .csv.");
        assert!(other("PDF").starts_with("Đây là tệp PDF, không phải bảng."));
        let header = |nearest: i64, read: &str, recognised: &str, suggestions: &str| {
            let found = Finding::new("header.not_found", Severity::Error, Spot::default()).with_read(read);
            let found = found.with("rows", 20).with("nearest", nearest);
            let found = found.with("recognised_count", i64::from(!recognised.is_empty()));
            let found = found.with("recognised", recognised).with("suggestions", suggestions);
            finding::sentence(&texts, &found)
        };
        let near = header(2, "Mã đơn vị, Số vụ vieec", "Mã đơn vị", "Số vụ việc");
        let expected =
            "Giống nhất là dòng 2 (“Mã đơn vị, Số vụ vieec”), nhận ra: Mã đơn vị. Có phải là: Số vụ việc?";
        assert!(near.ends_with(expected), "{near}");
        assert!(header(1, "x", "", "").ends_with("các cột số liệu. Giống nhất là dòng 1 (“x”)."));
        assert!(header(0, "", "", "").ends_with("các cột số liệu."));
    }

    #[test]
    fn units_without_a_report_and_figures_without_a_column_are_told_with_how_many_more() {
        let texts = Texts::new(Language::Vietnamese);
        let silent = |others: i64| {
            let found = Finding::new("unit.no_report", Severity::Notice, Spot::default());
            let found = found.with("missing", 5).with("participants", 130).with("units", "Xã A, Xã B");
            finding::sentence(&texts, &found.with("others", others))
        };
        assert_eq!(silent(0), "5/130 đơn vị chưa báo cáo: Xã A, Xã B.");
        assert_eq!(silent(3), "5/130 đơn vị chưa báo cáo: Xã A, Xã B và 3 đơn vị nữa.");
        let found = Finding::new("metric.no_column", Severity::Warning, Spot::default());
        let found = found.with("metrics", "Số A").with("others", 0).with("suggestions", "So a");
        assert!(finding::sentence(&texts, &found).ends_with("tiêu chí: Số A. Có phải là: So a?"));
        assert_eq!(finding::place(&texts, &found.spot), "Tất cả tệp báo cáo");
    }

    #[test]
    fn a_percentage_that_disagrees_is_written_as_the_language_does() {
        let found = Finding::new("percentage.disagrees", Severity::Warning, Spot::default())
            .with("figure", "Tỷ lệ")
            .with("stated", "99.90")
            .with("rounded", "99.89")
            .with("truncated", "99.88")
            .with("part", 1_998_i64)
            .with("whole", 2_000_i64);
        let sentence = finding::sentence(&Texts::new(Language::Vietnamese), &found);
        assert!(sentence.contains("99,90 %") && sentence.contains("1.998 trên 2.000"), "{sentence}");
        assert!(sentence.contains("99,89 % (làm tròn) hoặc 99,88 % (cắt bớt)"), "{sentence}");
        let arguments = found.arguments.clone().into_iter().map(|(name, argument)| match name {
            "truncated" => (name, Argument::from("99.89")),
            _ => (name, argument),
        });
        let alike = Finding { arguments: arguments.collect(), ..found };
        let sentence = finding::sentence(&Texts::new(Language::Vietnamese), &alike);
        assert!(sentence.contains("là 99,89 %. Kết quả"), "{sentence}");
    }
}
