//! Plan files that load, and mistakes with their places.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::contest::fraction::Numeral;
use crate::contest::plan::{
    Across, Amount, Bar, Comparator, Compare, OrderBy, Prefer, QuotaBase, Rounding, Rule, Shape, TiePolicy,
    Total,
};
use crate::contest::words::Language;

const LEADING: &str = include_str!("../../../fixtures/plans/dien-bien-508-2021.toml");
const POINTS: &str = include_str!("../../../fixtures/plans/dien-bien-508-2021-points.toml");

fn load(text: &str) -> Plan {
    match read_plan("plan.toml", text) {
        Ok(plan) => plan,
        Err(mistakes) => {
            let texts: Vec<String> =
                mistakes.iter().map(|mistake| mistake.render(Language::English)).collect();
            panic!("{}", texts.join("\n"))
        }
    }
}

#[test]
fn the_leading_plan_loads() {
    let plan = load(LEADING);
    assert_eq!(plan.code, "508/KH-UBND");
    assert_eq!(plan.issued, NaiveDate::from_ymd_opt(2021, 2, 2).unwrap());
    assert_eq!(plan.criteria.len(), 14);
    assert_eq!(plan.metrics.len(), 27);
    assert_eq!(plan.slot_code(plan.slots() - 1), "under_verification");
    assert_eq!(plan.slots(), 27 + 3 * 11);
    assert_eq!(plan.checks.len(), 9);
    assert!(plan.points.is_none());
    let turnout = &plan.criteria[0];
    assert!(turnout.verbatim && turnout.gate && turnout.branch == Some(0));
    let Rule::Ratio { of, to, stated, across, bar, compare } = &turnout.rule else { panic!() };
    assert_eq!((of.terms[0].metric, to.terms[0].metric, *stated), (2, 0, Some(3)));
    assert_eq!((*across, *compare), (Across::Each, Compare::Exact));
    let value = Numeral { mantissa: 9990, scale: 2 };
    assert_eq!(*bar, Some(Bar { comparator: Comparator::AtLeast, value, percent: true }));
    assert!(!plan.criteria[1].verbatim);
    assert_eq!(plan.criteria[13].hold_when, Some(26));
    assert_eq!(plan.ranking[1], OrderBy::Measure { criterion: 0, prefer: Prefer::Highest });
    let share =
        Amount::Share { percent: Numeral::whole(20), of: QuotaBase::Participants, rounding: Rounding::Up };
    assert_eq!(plan.awards[1].quotas[1].amount, share);
    assert_eq!(plan.awards[2].on_tie, TiePolicy::All);
}

#[test]
fn the_points_variant_loads_with_every_shape_of_points() {
    let plan = load(POINTS);
    let shape = |code: &str| {
        let criterion = plan.criteria.iter().find(|criterion| criterion.code == code).unwrap();
        criterion.points.clone().unwrap().shape
    };
    let Shape::Bands { bands, otherwise } = shape("turnout") else { panic!() };
    assert_eq!((bands.len(), otherwise.to_string().as_str()), (4, "0"));
    assert_eq!(bands[3].1.to_string(), "7.5");
    let Shape::Linear { from, to, .. } = shape("law") else { panic!() };
    assert_eq!((from, to), (Numeral::whole(90).percent(), Numeral::whole(1).fraction()));
    assert!(matches!(shape("regular_reports"), Shape::Steps { rounding: Rounding::Down, .. }));
    let Shape::Places { places, .. } = shape("report_speed") else { panic!() };
    assert_eq!(places.len(), 5);
    assert!(matches!(shape("models"), Shape::Measure { .. }));
    assert!(matches!(shape("security"), Shape::AllOrNothing { .. }));
    assert!(plan.criteria.iter().any(|criterion| criterion.total == Total::Penalty));
    assert_eq!(plan.awards[2].requires.minimum_points.unwrap().to_string(), "75.5");
    let base: rust_decimal::Decimal = plan
        .criteria
        .iter()
        .filter(|criterion| criterion.total == Total::Base && criterion.branch == Some(0))
        .filter_map(|criterion| match criterion.points.as_ref()?.shape.clone() {
            Shape::Bands { bands, .. } => Some(bands[0].1),
            Shape::Linear { points_to, .. } => Some(points_to),
            Shape::Steps { start, .. } => Some(start),
            Shape::Places { places, .. } => Some(places[0]),
            Shape::AllOrNothing { met, .. } => Some(met),
            Shape::Measure { .. } => criterion.points.as_ref()?.at_most,
        })
        .sum();
    assert_eq!(base, plan.points.unwrap().base_at_most.unwrap());
}

#[test]
fn milestones_by_level_and_sums_with_factors_load() {
    let text = LEADING
        .replace(
            "by = 2021-04-13, days = \"calendar\"",
            "before_level = { province = 2021-01-20, commune = 2021-01-27 }, before = 2021-02-01, grace_days = 2, \
             days = \"working\"",
        )
        .replace("rule = \"collected <= issued\"", "rule = \"2 * collected - 1 <= issued * 2 + 3\"");
    let plan = load(&text);
    let Rule::Milestone { due, grace, .. } = &plan.criteria[2].rule else { panic!() };
    let day = |month, day| NaiveDate::from_ymd_opt(2021, month, day).unwrap();
    assert_eq!(due.by_level, [(0, day(1, 20)), (2, day(1, 27))]);
    assert_eq!((due.all, due.inclusive, *grace), (Some(day(2, 1)), false, 2));
    let crate::contest::plan::CheckKind::Relation { left, comparator, right } = &plan.checks[2].kind else {
        panic!()
    };
    assert_eq!((left.terms[0].factor, left.constant, *comparator), (2, -1, Comparator::AtMost));
    assert_eq!((right.terms[0].factor, right.constant), (2, 3));
}

/// Replaces a passage; `«` in the new text marks the place where the mistake is.
fn broken(text: &str, old: &str, new: &str) -> (String, usize, usize) {
    assert!(text.contains(old), "the plan has no passage {old}");
    let marked = text.replacen(old, new, 1);
    let at = marked.find('«').unwrap_or_else(|| panic!("no mark in {new}"));
    let (before, after) = (&marked[..at], &marked[at + '«'.len_utf8()..]);
    let line = before.split('\n').count();
    let column = before.split('\n').next_back().unwrap().chars().count() + 1;
    (format!("{before}{after}"), line, column)
}

/// What is wrong with how a mistake is reported; `None` when it is as expected.
fn differs(text: &str, old: &str, new: &str, code: &str, suggestion: Option<&str>) -> Option<String> {
    let (text, line, column) = broken(text, old, new);
    let Err(mistakes) = read_plan("plan.toml", &text) else {
        return Some(format!("{new}: taken without a mistake"));
    };
    let shown: Vec<String> = mistakes.iter().map(|mistake| mistake.render(Language::English)).collect();
    let shown = shown.join("\n");
    let [mistake] = mistakes.as_slice() else { return Some(format!("{new}: not one mistake\n{shown}")) };
    let found = (mistake.code, mistake.line, mistake.column, mistake.suggestion.as_deref());
    let bilingual = [&mistake.message, &mistake.expected]
        .iter()
        .all(|words| !words.vi.is_empty() && !words.en.is_empty());
    let line_shown = text.lines().nth(line - 1) == Some(mistake.text_of_line.as_str());
    let right = found == (code, line, column, suggestion)
        && bilingual
        && line_shown
        && mistake.message.vi != mistake.message.en;
    (!right).then(|| format!("{new}: expected {code} at {line}:{column}, {suggestion:?}\n{shown}"))
}

/// A passage, what is written instead, the code of the mistake and its suggestion.
type Row = (&'static str, &'static str, &'static str, Option<&'static str>);

fn check_rows(text: &str, rows: &[Row]) {
    let differences: Vec<String> = rows
        .iter()
        .filter_map(|(old, new, code, suggestion)| differs(text, old, new, code, *suggestion))
        .collect();
    assert!(differences.is_empty(), "{}", differences.join("\n----\n"));
}

#[test]
fn a_syntax_error_has_its_place() {
    check_rows(
        LEADING,
        &[
            ("issued = 2021-02-02", "issued = «2021-02-32", "toml.syntax", None),
            ("number = \"2\"", "number = \"2\"\n«number = \"2\"", "toml.syntax", None),
            ("number = \"2\"", "number = \"2«", "toml.syntax", None),
            ("number = \"2\"", "number = «", "toml.syntax", None),
        ],
    );
}

#[test]
fn a_mistake_of_structure_has_its_place_and_a_suggestion() {
    check_rows(
        LEADING,
        &[
            ("issuer = \"UBND", "«isuer = \"UBND", "key.unknown", Some("issuer")),
            ("[plan]\ncode = \"508/KH-UBND\"\n", "«[plan]\n", "key.missing", None),
            ("[participants]", "[«participant]", "key.unknown", Some("participants")),
            ("at_least = \"95%\"", "«at_lest = \"95%\"", "key.unknown", Some("at_least")),
            ("at_least = \"95%\"", "«minimum = \"95%\"", "key.unknown", None),
            ("kind = \"percentage\"", "kind = «\"percent_age\"", "value.not_in_list", Some("percentage")),
            ("severity = \"error\"", "severity = «\"eror\"", "value.not_in_list", Some("error")),
            ("severity = \"error\"", "severity = «1", "value.not_in_list", None),
            ("gate = true", "gate = «\"true\"", "value.wrong_type", Some("true")),
            ("issued = 2021-02-02", "issued = «\"2021-02-02\"", "value.wrong_type", Some("2021-02-02")),
            ("issued = 2021-02-02", "issued = «2021-02-02T10:00:00", "value.wrong_type", None),
            ("2021-05-23T19:00:00", "«2021-05-23T19:00:00Z", "value.wrong_type", None),
            ("at_least = \"99.90%\"", "at_least = «\"99,90%\"", "value.malformed", Some("99.90%")),
            ("at_least = \"99.90%\"", "at_least = «99.90", "number.unquoted", Some("\"99.90%\"")),
            ("share = \"20%\"", "share = «\"20\"", "value.malformed", Some("20%")),
            ("compare = \"exact\"", "compare = «\"half_up\"", "value.malformed", None),
            ("compare = \"exact\"", "compare = «\"Half_up( 2 )\"", "value.malformed", Some("half_up(2)")),
            ("at_most = 53", "at_most = «-1", "number.out_of_range", None),
            ("at_most = 53", "at_most = «4294967296", "number.out_of_range", None),
            ("code = \"law\"", "code = «\"Law-1\"", "value.malformed", Some("law_1")),
            ("vi = \"Tỉnh\"", "vi = «\" \"", "text.empty", None),
            ("headers = [\"Quốc hội\"]", "headers = «\"Quốc hội\"", "value.wrong_type", None),
            ("number = \"2\"", "number = «2", "value.wrong_type", Some("\"2\"")),
            ("requires = { gates = true }", "requires = «\"gates\"", "value.wrong_type", None),
        ],
    );
    check_rows(
        POINTS,
        &[
            ("scale = 2", "scale = «7", "number.out_of_range", None),
            ("places = [10, 8, 6, 4, 2]", "places = «[]", "list.empty", None),
            ("met = 5", "met = «5.5", "number.unquoted", Some("\"5.5\"")),
        ],
    );
}

/// The mistakes of the leading plan with one passage written differently, in Vietnamese.
fn mistakes_with(from: &str, to: &str) -> Vec<Mistake> {
    assert!(LEADING.contains(from), "{from}");
    read_plan("plan.toml", &LEADING.replacen(from, to, 1)).unwrap_err()
}

#[test]
fn messages_show_the_form_that_is_needed() {
    let text = mistakes_with("name = { vi = \"Tỷ lệ cử tri đi bầu\"", "name = \"Đi bầu\"\n# name = {");
    assert_eq!(text[0].suggestion.as_deref(), Some("{ vi = \"Đi bầu\", en = \"…\" }"));
    assert_eq!(text[0].expected.vi, "{ vi = \"…\", en = \"…\" }");
    let ratio = mistakes_with("at_least = \"99.90%\"", "at_least = 99.90");
    assert_eq!(ratio.len(), 1);
    assert_eq!(ratio[0].suggestion.as_deref(), Some("\"99.90%\""));
    assert_eq!(ratio[0].message.vi, "\"at_least\": số thập phân 99.90 phải đặt trong ngoặc kép.");
    let syntax = mistakes_with("code = \"voters\"", "code \"voters\"");
    assert!(!syntax[0].expected.vi.contains("value"), "{}", syntax[0].render(Language::Vietnamese));
}

#[test]
fn a_mistake_in_a_comparator_hides_no_other_mistake_of_its_rule() {
    for limit in ["99.90", "\"99,90%\"", "[]", "true"] {
        let from = "of = \"took_part\", to = \"voters\"";
        let rule = LEADING.split(from).nth(1).unwrap().split('}').next().unwrap();
        assert!(rule.contains("at_least = \"99.90%\""), "{rule}");
        let changed = rule.replace("\"99.90%\"", limit);
        let text = LEADING.replacen(
            &format!("{from}{rule}"),
            &format!("of = \"tok_part\", to = \"voters\"{changed}"),
            1,
        );
        let mistakes = read_plan("plan.toml", &text).unwrap_err();
        let codes: Vec<&str> = mistakes.iter().map(|mistake| mistake.code).collect();
        assert_eq!(codes.len(), 2, "{codes:?}");
        assert!(codes.contains(&"metric.unknown"), "{codes:?}");
    }
}

#[test]
fn a_code_that_stands_twice_names_its_first_line_and_is_listed_once() {
    let mistakes = mistakes_with("code = \"law\"", "code = \"turnout\"");
    let line = 1 + LEADING.lines().position(|line| line == "code = \"turnout\"").unwrap();
    let twice = mistakes.iter().find(|mistake| mistake.code == "code.twice").unwrap();
    assert!(twice.message.vi.ends_with(&format!("đã có ở dòng {line}.")), "{}", twice.message.vi);
    assert_eq!(mistake::listed(["a", "b", "a"]), "\"a\", \"b\"");
}

#[test]
fn an_unknown_name_has_its_place_and_a_suggestion() {
    check_rows(
        LEADING,
        &[
            ("of = \"took_part\", to", "of = \"«tok_part\", to", "metric.unknown", Some("took_part")),
            ("rule = \"valid + invalid =", "rule = \"valid + «invald =", "metric.unknown", Some("invalid")),
            ("by = \"ballot_type\"", "by = «\"ballot_types\"", "breakdown.unknown", Some("ballot_type")),
            ("levels = [\"body\"]", "levels = [«\"bodi\"]", "level.unknown", Some("body")),
            ("subjects = [\"locality\"]", "subjects = [«\"localty\"]", "subject.unknown", Some("locality")),
            ("branch = \"advising\"", "branch = «\"advisng\"", "branch.unknown", Some("advising")),
            ("of = \"report_speed\"", "of = «\"speed\"", "criterion.unknown", None),
            ("across = \"each\"", "across = «\"eech\"", "across.unknown", Some("each")),
            (
                "across = \"each\"",
                "across = «\"province_counsil\"",
                "across.unknown",
                Some("province_council"),
            ),
            ("by = 2021-04-13,", "by_level = { «provinc = 2021-01-20 },", "level.unknown", Some("province")),
            ("on_tie = \"all\"", "on_tie = \"all\"\nfrom = «\"stat\"", "award.unknown", Some("state")),
            (
                "hold_when = \"under_verification\"",
                "hold_when = «\"under_verificaton\"",
                "metric.unknown",
                Some("under_verification"),
            ),
        ],
    );
}

#[test]
fn a_contradiction_among_metrics_has_its_place() {
    let issued = "rule = \"collected <= issued\"";
    check_rows(
        LEADING,
        &[
            ("of = \"late_reports\"", "of = \"«report_complete\"", "metric.wrong_kind", None),
            ("{ of = \"report_complete\"", "{ of = «\"late_reports\"", "metric.wrong_kind", None),
            ("sum_of_children = \"voters\"", "sum_of_children = «\"plan_number\"", "metric.wrong_kind", None),
            ("[\"invalid\", \"collected\"]", "[\"invalid\", «\"law_voters\"]", "sum.mixed_breakdowns", None),
            ("[\"invalid\", \"collected\"]", "«[\"invalid\"]", "metric.of_not_two", None),
            ("kind = \"text\"", "kind = \"text\"\nof = «[]", "metric.of_not_percentage", None),
            (
                "kind = \"text\"",
                "kind = \"text\"\nsummed_from = «\"commune\"",
                "metric.summed_not_count",
                None,
            ),
            (
                "kind = \"count\"",
                "kind = \"count\"\nsummed_from = «\"province\"",
                "metric.summed_from_top",
                None,
            ),
            (
                "kind = \"count\"",
                "kind = \"count\"\nsummed_from = «\"communes\"",
                "level.unknown",
                Some("commune"),
            ),
            (issued, "rule = \"collected + «law_voters <= issued\"", "sum.mixed_breakdowns", None),
            (issued, "rule = «\"collected <= law_voters\"", "sum.mixed_breakdowns", None),
            (issued, "rule = \"«collected issued\"", "check.comparator", None),
            (issued, "rule = \"collected = issued «= 3\"", "check.comparator", None),
            (issued, "rule = \"collected <= issued + «+\"", "sum.malformed", None),
            (issued, "rule = \"collected <= issued «/ 2\"", "sum.malformed", None),
            (issued, "rule = «\"0 * collected <= issued\"", "sum.out_of_range", None),
            (issued, "rule = «\"1 <= 2\"", "sum.no_metric", None),
            (issued, "rule = \"collected <= issued\"\nsum_of_children = «\"voters\"", "check.not_one", None),
            ("code = \"law\"", "code = «\"turnout\"", "code.twice", None),
            ("code = \"province_council\"", "code = «\"national_assembly\"", "code.twice", None),
            ("code = \"national_assembly\"", "code = «\"pooled\"", "item.reserved", None),
            ("[\"Tỷ lệ đi bầu\"]", "[«\"Voted\"]", "metric.header_twice", None),
            (
                "levels = [\"province\", \"district\", \"commune\"]",
                "levels = [\"province\", «\"province\"]",
                "name.twice",
                None,
            ),
            ("levels = [\"body\"]", "levels = [«\"commune\"]", "subject.level_twice", None),
            ("{ from = 2021-01-20, to", "«{ from = 2021-06-16, to", "period.reversed", None),
        ],
    );
}

const TURNOUT: &str = "ratio = { of = \"took_part\", to = \"voters\", stated = \"turnout_stated\", across = \"each\", \
                   at_least = \"99.90%\", compare = \"exact\" }";
const TURNOUT_START: &str = "of = \"took_part\", to = \"voters\"";

const CRITERION_ROWS: &[Row] = &[
    (
        TURNOUT,
        "ratio = «{ of = \"took_part\", to = \"voters\", at_least = \"99%\", compare = \"exact\" }",
        "across.missing",
        None,
    ),
    (TURNOUT, "ratio = «{ of = \"took_part\", to = \"voters\", across = \"each\" }", "bar.missing", None),
    (
        TURNOUT,
        "ratio = «{ of = \"took_part\", to = \"voters\", across = \"each\", at_least = \"9%\" }",
        "compare.missing",
        None,
    ),
    (TURNOUT_START, "of = \"took_part\", to = «\"law_voters\"", "sum.mixed_breakdowns", None),
    ("of = \"late_reports\",", "of = \"late_reports\", across = «\"pooled\",", "across.not_split", None),
    (
        "stated = \"turnout_stated\", across = \"each\"",
        "stated = «\"turnout_stated\", across = \"pooled\"",
        "stated.pooled",
        None,
    ),
    ("at_least = \"99.90%\"", "at_least = \"99.90%\", at_most = «\"100%\"", "bar.twice", None),
    ("at_least = \"99.90%\"", "at_least = «\"99.90\"", "limit.not_percent", Some("\"99.90%\"")),
    (
        "at_most = 0 }\n\n[[criterion]]",
        "at_most = «\"0%\" }\n\n[[criterion]]",
        "limit.percent",
        Some("\"0\""),
    ),
    (
        "[[criterion]]\ncode = \"law\"",
        "«[[criterion]]\ncode = \"law1\"\nname = { vi = \"x\" }\nsource = \"x\"\n\
              [[criterion]]\ncode = \"law\"",
        "criterion.no_rule",
        None,
    ),
    (
        "count = { of = \"late_reports\"",
        "flag = { of = \"security_kept\", expect = true }\n\
              count = «{ of = \"late_reports\"",
        "criterion.two_rules",
        None,
    ),
    ("restated = \"Từ 95%", "source = \"Từ\"\nrestated = «\"Từ 95%", "source.twice", None),
    (
        "[[criterion]]\ncode = \"turnout\"\nnumber = \"1\"\nname = { vi = \"Tỷ lệ cử tri đi bầu\", en = \"Turnout\" \
              }\nsource =",
        "«[[criterion]]\ncode = \"turnout\"\nnumber = \"1\"\nname = { vi = \"Tỷ lệ\" }\n#",
        "source.missing",
        None,
    ),
    ("{ of = \"plan_issued_on\", by = 2021-04-13,", "«{ of = \"plan_issued_on\",", "due.missing", None),
    ("{ of = \"plan_issued_on\",", "«{ of = \"plan_issued_on\", before_level = {},", "due.mixed", None),
    ("received_since = 2021-05-23T19:00:00", "of = «\"report_speed\"", "standing.of_standing", None),
    ("received_since = 2021", "of = \"law\", received_since = «2021", "standing.not_one", None),
    ("passes = \"all\"", "first = «0", "place.zero", None),
    ("passes = \"all\"", "share = «\"30%\"", "rounding.missing", None),
    ("passes = \"all\"", "rounding = «\"up\"", "rounding.no_share", None),
    ("passes = \"all\"", "first = 3, share = «\"30%\"", "pass.twice", None),
    ("passes = \"all\"", "passes = \"all\", first = «3", "pass.twice", None),
    ("combine = \"last\" }", "combine = «\"mean\" }", "combine.verdict", None),
    ("combine = \"last\" }", "combine = \"last\", maximum = «10 }", "judged.verdict_with_points", None),
    ("gate = true", "total = «\"bonus\"", "criterion.total_without_points", None),
];

#[test]
fn a_contradiction_in_a_criterion_has_its_place() {
    check_rows(LEADING, CRITERION_ROWS);
}

#[test]
fn bug_a_gate_without_a_bar_was_met_by_everybody() {
    for bar in [", at_least = \"95%\", compare = \"exact\"", ", at_most = 0"] {
        let mistakes = mistakes_with(bar, "");
        let codes: Vec<&str> = mistakes.iter().map(|mistake| mistake.code).collect();
        assert_eq!(codes, ["gate.no_bar"], "{bar}");
    }
}

#[test]
fn a_contradiction_among_branches_has_its_place() {
    let branches = "[branches]\nchoice = \"by_subject\"";
    let without = LEADING.replacen(branches, "# choice", 1);
    check_rows(&without, &[("[[branch]]", "«[[branch]]", "branches.missing", None)]);
    let without = LEADING.replacen("subjects = [\"advising_body\"]", "", 1);
    let advising = "[[branch]]\ncode = \"advising\"";
    check_rows(&without, &[(advising, "«[[branch]]\ncode = \"advising\"", "branch.no_subject", None)]);
    let other = "[[subject]]\ncode = «\"other\"\nname = { vi = \"Khác\" }\n\n[branches]";
    check_rows(LEADING, &[("[branches]", other, "subject.no_branch", None)]);
}

#[test]
fn a_contradiction_in_the_order_or_an_award_has_its_place() {
    check_rows(
        LEADING,
        &[
            ("share = \"20%\"", "share = «\"100.1%\"", "share.out_of_range", None),
            ("share = \"20%\", of = \"participants\"", "share = «\"20%\"", "quota.of_missing", None),
            ("at_most = 53 }", "at_most = 53, of = «\"eligible\" }", "quota.share_keys_unused", None),
            ("at_most = 53 }", "at_most = 53, except = «{ a = 1 } }", "quota.except_overall", None),
            ("{ per = \"overall\", at_most = 53 }", "«{ per = \"overall\" }", "quota.not_one", None),
            (
                "{ per = \"overall\", at_most = 53 }",
                "{ per = \"subject\", at_most = 5, except = { «localty = 1 } }",
                "subject.unknown",
                Some("locality"),
            ),
            ("on_tie = \"ask\"", "on_tie = «\"lot\"", "on_tie.key_missing", None),
            ("on_tie = \"ask\"", "on_tie = «\"next_criterion\"", "on_tie.key_missing", None),
            ("on_tie = \"ask\"", "on_tie = \"ask\"\nlot_seed = «\"7\"", "on_tie.key_unused", None),
            ("on_tie = \"ask\"", "on_tie = \"ask\"\nfrom = «\"state\"", "award.from_itself", None),
            ("requires = { gates = true }", "requires = { minimum_points = «90 }", "points.none", None),
            ("requires = { gates = true }", "requires = { place_at_most = «0 }", "place.zero", None),
            ("by = \"gates\"", "by = «\"points\"", "points.none", None),
            (
                "by = \"gates\"",
                "by = \"criterion_points\"\nof = «\"law\"",
                "ranking.criterion_without_points",
                None,
            ),
            ("by = \"gates\"", "by = \"gates\"\nof = «\"law\"", "ranking.of_unused", None),
            ("by = \"gates\"", "by = \"gates\"\nprefer = «\"lowest\"", "ranking.prefer_unused", None),
            (
                "[[ranking]]\nby = \"gates\"",
                "«[[ranking]]\nby = \"measure\"\nof = \"law\"",
                "ranking.prefer_missing",
                None,
            ),
            (
                "[[ranking]]\nby = \"gates\"",
                "«[[ranking]]\nby = \"measure\"\nprefer = \"lowest\"",
                "ranking.of_missing",
                None,
            ),
        ],
    );
}

#[test]
fn awards_picked_from_each_other_are_each_noted() {
    let text = LEADING
        .replace("requires = { gates = true }\nquota = []", "from = \"provincial_certificate\"\nrequires = { gates = true }\nquota = []")
        .replace("requires = { gates = true }\nquota = [{ per = \"overall\", at_most = 53", "from = \"commendation\"\nrequires = { gates = true }\nquota = [{ per = \"overall\", at_most = 53");
    let mistakes = read_plan("plan.toml", &text).unwrap_err();
    let codes: Vec<&str> = mistakes.iter().map(|mistake| mistake.code).collect();
    assert_eq!(codes, ["award.from_itself", "award.from_itself"]);
}

#[test]
fn an_award_can_be_picked_from_a_lower_one() {
    let text = LEADING.replace(
        "requires = { gates = true }\nquota = [{ per = \"overall\", at_most = 53",
        "from = \"commendation\"\nrequires = { gates = true }\nquota = [{ per = \"overall\", at_most = 53",
    );
    assert_eq!(load(&text).awards[1].from, Some(2));
}

const LINEAR: &str = "from = \"90%\", to = \"100%\"";
const LAW: &str = "points = { linear = { from = \"90%\", to = \"100%\", points_from = 0, points_to = 15 } }";
const STEPS: &str = "{ start = 5, deduct = \"0.5\", each = 1, above = 0, count = \"begun\" }";

const POINTS_ROWS: &[Row] = &[
    (
        "{ at_least = \"99.95%\", points = 18 }",
        "«{ at_least = \"100%\", points = 18 }",
        "bands.out_of_order",
        None,
    ),
    (
        "{ at_least = \"99.95%\", points = 18 }",
        "«{ more_than = \"100%\", points = 18 }",
        "bands.out_of_order",
        None,
    ),
    ("{ at_least = \"99.95%\", points = 18 }", "«{ points = 18 }", "band.no_bar", None),
    (
        "{ at_least = \"99.95%\", points = 18 }",
        "{ at_least = «1, points = 18 }",
        "limit.not_percent",
        Some("\"1%\""),
    ),
    (LINEAR, "from = \"90%\", to = «\"90.0%\"", "linear.no_length", None),
    (LAW, "points = «{ at_most = 1 }", "points.no_shape", None),
    (LAW, "points = «{ met = 1 }", "points.incomplete", None),
    (LAW, "points = { met = 1, not_met = 0, measure = «{ factor = 1 } }", "points.two_shapes", None),
    (LAW, "points = { met = 1, not_met = 0, otherwise = «0 }", "points.otherwise_unused", None),
    (LAW, "points = { places = «[1], otherwise = 0 }", "places.no_standing", None),
    (LAW, "points = { met = 1, not_met = 0, at_most = 0, at_least = «1 }", "points.caps_reversed", None),
    (
        STEPS,
        "{ start = 5, deduct = \"0.5\", each = «0, above = 0, count = \"begun\" }",
        "steps.not_above_zero",
        None,
    ),
    (
        STEPS,
        "{ start = 5, deduct = «-1, each = 1, above = 0, count = \"begun\" }",
        "steps.not_above_zero",
        None,
    ),
    (STEPS, "«{ start = 5, deduct = 1, each = 1, count = \"begun\" }", "steps.not_one", None),
    (
        "points = { measure = { factor = -1 }, at_least = -5 }",
        "points = «{ measure = { factor = 1 } }",
        "points.penalty_above_zero",
        None,
    ),
    ("weighted\", weights = [1, 1, 2]", "mean\", weights = «[1, 1, 2]", "weights.unused", None),
    (
        STEPS,
        "{ start = 5, deduct = 1, each = 1, above = «0, below = 0, count = \"full\" }",
        "steps.not_one",
        None,
    ),
    ("base_at_most = 100", "base_at_most = «-1", "points.negative_cap", None),
    ("weights = [1, 1, 2]", "weights = «[1, 2]", "weights.count", None),
    ("weights = [1, 1, 2]", "weights = «[0, 0, 0]", "weights.all_zero", None),
    ("weights = [1, 1, 2]", "weights = «[1, 1, 1001]", "weights.out_of_range", None),
    (LAW, "points = { met = «1000000001, not_met = 0 }", "points.out_of_range", None),
    (LAW, "points = { met = «\"0.0000001\", not_met = 0 }", "points.out_of_range", None),
    (LAW, "points = { met = 1, not_met = 0, at_most = «\"2.555\" }", "points.cap_decimals", None),
    (LAW, "points = { measure = { factor = «1001 } }", "points.out_of_range", None),
    ("combine = \"weighted\", weights = [1, 1, 2]", "combine = «\"weighted\"", "weights.missing", None),
    (
        "judged = { of = \"propaganda_points\", combine = \"weighted\", weights = [1, 1, 2],",
        "judged = «{ of = \"propaganda_points\",",
        "combine.missing",
        None,
    ),
];

#[test]
fn a_contradiction_in_points_has_its_place() {
    check_rows(POINTS, POINTS_ROWS);
}

#[test]
fn points_need_a_policy_and_a_policy_needs_points() {
    let at = POINTS.find("[points]").unwrap();
    let end = POINTS[at..].find("\n\n").unwrap();
    let without = format!("{}{}", &POINTS[..at], &POINTS[at + end..]);
    let codes: Vec<&str> = read_plan("plan.toml", &without).unwrap_err().iter().map(|one| one.code).collect();
    // The first criterion with points, the ranking by points and the two awards with minimum points.
    assert_eq!(codes, ["points.no_policy", "points.none", "points.none", "points.none"]);
    let none = format!("{LEADING}\n[points]\nscale = 0\nrounding = \"down\"\nmissing = \"no_total\"\n");
    assert_eq!(read_plan("plan.toml", &none).unwrap_err()[0].code, "points.no_criterion");
}

#[test]
fn a_rule_with_a_zero_boundary_is_taken_at_the_boundary_only() {
    for (share, taken) in
        [("0%", true), ("100%", true), ("100.0%", true), ("100.000000001%", false), ("-1%", false)]
    {
        let text = LEADING.replace("share = \"20%\"", &format!("share = \"{share}\""));
        assert_eq!(read_plan("plan.toml", &text).is_ok(), taken, "{share}");
    }
    for (places, taken) in [("0", false), ("1", true), ("4294967295", true)] {
        let text = LEADING.replace("passes = \"all\"", &format!("first = {places}"));
        assert_eq!(read_plan("plan.toml", &text).is_ok(), taken, "{places}");
    }
    for (factor, taken) in
        [("1", true), ("9000", true), ("9001", false), ("0", false), ("9223372036854775808", false)]
    {
        let text = LEADING
            .replace("rule = \"collected <= issued\"", &format!("rule = \"{factor} * collected <= issued\""));
        assert_eq!(read_plan("plan.toml", &text).is_ok(), taken, "{factor}");
    }
}

#[test]
fn all_mistakes_of_a_file_are_reported_in_its_order() {
    let text = LEADING
        .replacen("issuer =", "isuer =", 1)
        .replacen("valid + invalid = collected", "valid + invald = collected", 1)
        .replacen("at_least = \"95%\"", "at_least = \"95\"", 1)
        .replacen("expect = true", "expect = 1", 1)
        .replacen("rounding = \"up\"", "rounding = \"upp\"", 1)
        .replacen("by = \"gates\"", "by = \"points\"", 1)
        .replacen("of = \"turnout\"", "of = \"turnaut\"", 1);
    let mistakes = read_plan("plan.toml", &text).unwrap_err();
    let codes: Vec<&str> = mistakes.iter().map(|mistake| mistake.code).collect();
    let expected = [
        "key.unknown",
        "metric.unknown",
        "limit.not_percent",
        "value.wrong_type",
        "points.none",
        "criterion.unknown",
        "value.not_in_list",
    ];
    assert_eq!(codes, expected);
    assert!(mistakes.is_sorted_by_key(|mistake| (mistake.line, mistake.column)));
}

#[test]
fn naming_an_entry_that_has_a_mistake_itself_is_no_second_mistake() {
    // The metric and the criterion are left out of the check of meaning, but others name them.
    let text = LEADING.replacen("code = \"took_part\"\n", "code = \"took_part\"\nkindd = 1\n", 1).replacen(
        "code = \"turnout\"\n",
        "code = \"turnout\"\ngates = true\n",
        1,
    );
    let mistakes = read_plan("plan.toml", &text).unwrap_err();
    let codes: Vec<&str> = mistakes.iter().map(|mistake| mistake.code).collect();
    assert_eq!(codes, ["key.unknown", "key.unknown"]);
    assert_eq!(mistakes[0].suggestion.as_deref(), Some("kind"));
    for (old, new) in
        [("[points]\nscale = 2", "[points]\nscale = 7"), ("[points]", "[pionts]"), ("[[level]]", "[[levl]]")]
    {
        let text = POINTS.replace(old, new);
        let mistakes = read_plan("plan.toml", &text).unwrap_err();
        let codes: Vec<&str> = mistakes.iter().map(|mistake| mistake.code).collect();
        assert_eq!(codes.len(), 1, "{codes:?}");
    }
}

#[test]
fn an_empty_file_lacks_what_every_plan_needs() {
    let mistakes = read_plan("empty.toml", "").unwrap_err();
    let lacking: Vec<&str> = mistakes.iter().map(|mistake| mistake.message.en.as_str()).collect();
    assert_eq!(lacking.len(), 6);
    assert!(lacking.contains(&"The file lacks \"plan\"."));
    assert!(mistakes.iter().all(|mistake| (mistake.line, mistake.column) == (1, 1)));
}

#[test]
fn a_mistake_is_shown_with_its_line_and_a_mark_under_the_place() {
    let text = LEADING.replacen("issuer = \"UBND tỉnh Điện Biên\"", "\tissuer = \"tỉnh\" ; x = 1", 1);
    let mistakes = read_plan("plan.toml", &text).unwrap_err();
    assert_eq!(
        mistakes[0].render(Language::English),
        "plan.toml:9:18: This isn't TOML: unexpected key or value. [toml.syntax]\n  |\n\
         9 | \tissuer = \"tỉnh\" ; x = 1\n  | \t                ^\n  = expected: newline, `#`\n"
    );
    let text = LEADING.replacen("name = { vi = \"Tỉnh\"", "name = { vi = \"Ti\u{309}nh\", e = \"x\"", 1);
    let mistakes = read_plan("plan.toml", &text).unwrap_err();
    // The combining mark counts as a character, but takes no room.
    assert_eq!(mistakes[0].column, 24);
    let shown = mistakes[0].render(Language::Vietnamese);
    assert!(shown.contains(&format!("| {}^\n", " ".repeat(22))), "{shown}");
    assert!(shown.contains("Không có khóa \"e\" ở đây (name)"), "{shown}");
}

#[test]
fn carriage_returns_and_a_byte_order_mark_change_nothing() {
    let text = format!("\u{feff}{}", LEADING.replace('\n', "\r\n"));
    assert_eq!(format!("{:?}", load(&text)), format!("{:?}", load(LEADING)));
    let broken = text.replacen("at_least = \"95%\"", "at_lest = \"95%\"", 1);
    let mistakes = read_plan("plan.toml", &broken).unwrap_err();
    assert!(!mistakes[0].text_of_line.contains('\r'));
    assert_eq!(mistakes.len(), 1);
}

#[test]
fn the_committed_schema_is_fresh() {
    let committed = include_str!("../../../openapi/plan.schema.json");
    assert!(
        committed == schema_text(),
        "openapi/plan.schema.json is stale: thidua plan schema > openapi/plan.schema.json"
    );
}

#[test]
fn every_key_of_the_schema_is_described_and_none_takes_null() {
    fn visit(schema: &Value, path: &str) {
        assert!(schema["type"] != "null", "{path} takes null");
        for (key, property) in schema["properties"].as_object().into_iter().flatten() {
            assert!(property["description"].is_string() || property["$ref"].is_string(), "{path}.{key}");
            visit(property, &format!("{path}.{key}"));
        }
        for (name, definition) in schema["$defs"].as_object().into_iter().flatten() {
            assert!(definition["description"].is_string(), "{name}");
            visit(definition, name);
        }
        if schema["properties"].is_object() {
            assert_eq!(schema["additionalProperties"], false, "{path}");
        }
    }
    visit(&schema(), "plan");
}

/// Whether a plan has as many entries of each kind as its file: none is dropped without a mistake.
fn holds_every_entry(plan: &Plan, text: &str) -> bool {
    let file: toml::Table = text.parse().unwrap();
    let written = |key: &str| file.get(key).and_then(toml::Value::as_array).map_or(0, Vec::len);
    let with_points = |criterion: &&toml::Value| criterion.get("points").is_some();
    let criteria = file["criterion"].as_array().unwrap();
    let quotas = |award: &toml::Value| award["quota"].as_array().map_or(0, Vec::len);
    let quotas: usize =
        file.get("award").and_then(toml::Value::as_array).map_or(0, |awards| awards.iter().map(quotas).sum());
    plan.criteria.len() == written("criterion")
        && plan.metrics.len() == written("metric")
        && plan.checks.len() == written("check")
        && plan.ranking.len() == written("ranking")
        && plan.awards.len() == written("award")
        && plan.branches.len() == written("branch")
        && plan.criteria.iter().filter(|criterion| criterion.points.is_some()).count()
            == criteria.iter().filter(with_points).count()
        && plan.awards.iter().map(|award| award.quotas.len()).sum::<usize>() == quotas
}

#[test]
fn the_fixtures_lose_no_entry() {
    for text in [LEADING, POINTS] {
        assert!(holds_every_entry(&load(text), text));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_read_or_refused_with_places_inside_it(text in "\\PC{0,200}") {
        if let Err(mistakes) = read_plan("any.toml", &text) {
            prop_assert!(!mistakes.is_empty());
            for mistake in mistakes {
                prop_assert!(mistake.line >= 1 && mistake.line <= text.split('\n').count());
                prop_assert!(mistake.column <= mistake.text_of_line.chars().count() + 2);
                mistake.render(Language::Vietnamese);
            }
        }
    }

    #[test]
    fn a_plan_with_a_passage_cut_out_or_doubled_is_read_or_refused(
        at in 0..POINTS.len(), length in 1..60_usize, doubled: bool,
    ) {
        let start = POINTS.floor_char_boundary(at);
        let end = POINTS.ceil_char_boundary((at + length).min(POINTS.len()));
        let text = if doubled {
            format!("{}{}", &POINTS[..end], &POINTS[start..])
        } else {
            format!("{}{}", &POINTS[..start], &POINTS[end..])
        };
        match read_plan("mutated.toml", &text) {
            Ok(plan) => prop_assert!(holds_every_entry(&plan, &text)),
            Err(mistakes) => {
                prop_assert!(!mistakes.is_empty());
                prop_assert!(mistakes.is_sorted_by_key(|mistake| (mistake.line, mistake.column)));
            }
        }
    }

    #[test]
    fn a_plan_with_its_words_exchanged_is_read_or_refused(from in 0..400_usize, to in 0..400_usize) {
        let words: Vec<&str> = POINTS.split_inclusive(' ').collect();
        let mut exchanged = words.clone();
        exchanged.swap(from % words.len(), to % words.len());
        let text = exchanged.concat();
        match read_plan("mutated.toml", &text) {
            Ok(plan) => prop_assert!(holds_every_entry(&plan, &text)),
            Err(mistakes) => prop_assert!(!mistakes.is_empty()),
        }
    }
}

/// Monday 29/04/2024 was exchanged for Saturday 04/05/2024.
const SWAPPED: &str =
    "[calendar]\nholidays = [2024-04-29, 2024-04-30]\nworking_days = [2024-05-04]\n\n[participants]";

#[test]
fn a_saturday_that_is_worked_stands_beside_the_holidays() {
    let plan = load(&LEADING.replace("[participants]", SWAPPED));
    let day = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
    assert_eq!(plan.calendar.holidays, [day(4, 29), day(4, 30)]);
    assert_eq!(plan.calendar.working_days, [day(5, 4)]);
    let alone = SWAPPED.replace("holidays = [2024-04-29, 2024-04-30]\n", "");
    assert_eq!(load(&LEADING.replace("[participants]", &alone)).calendar.working_days, [day(5, 4)]);
}

#[test]
fn a_day_that_is_free_and_worked_or_worked_anyway_is_a_mistake() {
    let swapped = LEADING.replace("[participants]", SWAPPED);
    check_rows(
        &swapped,
        &[
            ("[2024-05-04]", "[2024-05-04, «2024-05-06]", "calendar.not_at_a_weekend", None),
            (
                "2024-04-30]\nworking_days = [2024-05-04]",
                "2024-05-04]\nworking_days = [«2024-05-04]",
                "calendar.both",
                None,
            ),
            ("[2024-05-04]", "[2024-05-05, «2024-04-29]", "calendar.both", None),
            ("[2024-05-04]", "[«\"2024-05-04\"]", "value.wrong_type", Some("2024-05-04")),
        ],
    );
}
