//! Figures that need a look: what to look for.

use crate::contest::fraction::{Fraction, Numeral};
use crate::contest::plan::plausibility::{
    AlwaysEqual, Change, CopiedRows, LastDigit, NoSpread, Outlier, Per, RoundNumbers,
};
use crate::contest::plan::{Plausibility, PlausibilityKind};

use super::super::mistake::Note;
use super::super::shape::metric::Kind;
use super::super::shape::plausibility::{self as shape, NoSpreadName, PerName};
use super::super::written::{Span, Written};
use super::limit::share;
use super::reading::{Named, Reading};
use super::sum;

/// The keys of which an entry has one.
const KINDS: &str = "copied_rows, round_numbers, last_digit, always_equal, outlier, change";

/// The largest limit for chi-square, a score or a percentage: far above what anybody needs, and safe to multiply with.
const LARGEST_LIMIT: i64 = 1_000_000;

/// What the plan has looked for.
pub(super) fn plausibility(reading: &mut Reading<'_, '_>) -> Vec<Plausibility> {
    let file = reading.file;
    let mut all = Vec::with_capacity(file.plausibility.len());
    for entry in &file.plausibility {
        let levels = reading.resolve_all(Named::Level, &entry.levels);
        if let Some(kind) = kind(reading, entry) {
            let code = entry.code.value.0.clone();
            all.push(Plausibility { code, advice: entry.advice.as_ref().map(Into::into), levels, kind });
        }
    }
    all
}

/// What an entry looks for; notes when it says not exactly one thing.
fn kind(reading: &mut Reading<'_, '_>, entry: &Written<shape::Plausibility>) -> Option<PlausibilityKind> {
    let mut written: Vec<&Span> = [
        entry.copied_rows.as_ref().map(|it| &it.span),
        entry.round_numbers.as_ref().map(|it| &it.span),
        entry.last_digit.as_ref().map(|it| &it.span),
        entry.always_equal.as_ref().map(|it| &it.span),
        entry.outlier.as_ref().map(|it| &it.span),
        entry.change.as_ref().map(|it| &it.span),
    ]
    .into_iter()
    .flatten()
    .collect();
    written.sort_by_key(|span| span.start);
    if written.len() != 1 {
        let code = &entry.code.value.0;
        let note = Note::new(
            "plausibility.not_one",
            format!("Mục cần xem lại \"{code}\" cần đúng một cách xem."),
            format!("The thing to look for \"{code}\" needs exactly one kind."),
        );
        let note = note.expected(format!("đúng một trong {KINDS}"), format!("exactly one of {KINDS}"));
        reading.note(written.get(1).map_or(&entry.code.span, |second| second), note);
        return None;
    }
    if let Some(rule) = &entry.copied_rows {
        return copied_rows(reading, rule);
    }
    if let Some(rule) = &entry.round_numbers {
        return round_numbers(reading, rule);
    }
    if let Some(rule) = &entry.last_digit {
        return last_digit(reading, rule);
    }
    if let Some(rule) = &entry.always_equal {
        return always_equal(reading, rule);
    }
    if let Some(rule) = &entry.outlier {
        return outlier(reading, rule);
    }
    entry.change.as_ref().and_then(|rule| change(reading, rule))
}

fn copied_rows(reading: &mut Reading<'_, '_>, rule: &Written<shape::CopiedRows>) -> Option<PlausibilityKind> {
    let of = counts(reading, &rule.of)?;
    check_figures(reading, &of, rule.at_least_figures, &rule.span);
    Some(PlausibilityKind::CopiedRows(CopiedRows {
        of,
        per: per(rule.per),
        not_below: rule.not_below,
        at_least_figures: rule.at_least_figures,
    }))
}

fn round_numbers(
    reading: &mut Reading<'_, '_>,
    rule: &Written<shape::RoundNumbers>,
) -> Option<PlausibilityKind> {
    let of = counts(reading, &rule.of)?;
    check_figures(reading, &of, rule.at_least_figures, &rule.span);
    let share = share(reading, rule.share.value.0, &rule.share.span);
    if share.mantissa == 0 {
        let note = Note::new(
            "share.out_of_range",
            "Tỷ lệ 0% làm mọi đơn vị đều phải xem lại.",
            "With a share of 0% every unit is remarked.",
        );
        reading.note(&rule.share.span, note.expected("trên 0% đến 100%", "above 0% to 100%"));
    }
    Some(PlausibilityKind::RoundNumbers(RoundNumbers {
        of,
        multiple_of: rule.multiple_of,
        at_least_figures: rule.at_least_figures,
        share,
    }))
}

fn last_digit(reading: &mut Reading<'_, '_>, rule: &Written<shape::LastDigit>) -> Option<PlausibilityKind> {
    let of = counts(reading, &rule.of)?;
    let limit = &rule.chi_square_above;
    Some(PlausibilityKind::LastDigit(LastDigit {
        of,
        per: per(rule.per),
        not_below: rule.not_below,
        at_least_figures: rule.at_least_figures,
        chi_square_above: limit_of(reading, limit.value.0, &limit.span),
    }))
}

fn always_equal(
    reading: &mut Reading<'_, '_>,
    rule: &Written<shape::AlwaysEqual>,
) -> Option<PlausibilityKind> {
    let left = count(reading, &rule.left);
    let right = count(reading, &rule.right);
    let (left, right) = (left?, right?);
    if left == right {
        let note = Note::new(
            "plausibility.same_metric",
            "Hai vế là cùng một chỉ tiêu.",
            "Both sides are the same metric.",
        );
        reading.note(&rule.right.span, note.expected("hai chỉ tiêu khác nhau", "two different metrics"));
        return None;
    }
    if !sum::same_split(reading.metrics[left].split, reading.metrics[right].split) {
        reading.note(&rule.right.span, sum::mixed());
        return None;
    }
    Some(PlausibilityKind::AlwaysEqual(AlwaysEqual {
        left,
        right,
        per: per(rule.per),
        at_least_units: rule.at_least_units,
    }))
}

fn outlier(reading: &mut Reading<'_, '_>, rule: &Written<shape::Outlier>) -> Option<PlausibilityKind> {
    let limit = &rule.score_above;
    let score_above = limit_of(reading, limit.value.0, &limit.span);
    let of = reading.resolve(Named::Criterion, &rule.of)?;
    if reading.file.criterion[of].standing.is_some() {
        let name = &rule.of.value;
        let note = Note::new(
            "plausibility.of_standing",
            format!("Tiêu chí \"{name}\" là thứ bậc, không phải số đo của đơn vị."),
            format!("The criterion \"{name}\" is a standing, not a measure of the unit."),
        );
        let note = note.expected("tiêu chí đo được, không phải thứ bậc", "a criterion that isn't a standing");
        reading.note(&rule.of.span, note);
        return None;
    }
    Some(PlausibilityKind::Outlier(Outlier {
        of,
        score_above,
        at_least_units: rule.at_least_units,
        no_spread: match rule.no_spread {
            NoSpreadName::Nothing => NoSpread::Nothing,
            NoSpreadName::AnyDifference => NoSpread::AnyDifference,
        },
    }))
}

fn change(reading: &mut Reading<'_, '_>, rule: &Written<shape::Change>) -> Option<PlausibilityKind> {
    let of = counts(reading, &rule.of)?;
    let percent = &rule.more_than;
    let more_than = limit_of(reading, percent.value.0, &percent.span);
    Some(PlausibilityKind::Change(Change { of, more_than, by_at_least: rule.by_at_least }))
}

const fn per(name: PerName) -> Per {
    match name {
        PerName::Parent => Per::Parent,
        PerName::Cluster => Per::Cluster,
        PerName::All => Per::All,
    }
}

/// Metrics of kind count; `None` when one of them isn't.
fn counts(reading: &mut Reading<'_, '_>, names: &[Written<String>]) -> Option<Vec<usize>> {
    let found = reading.resolve_all(Named::Metric, names);
    let known = found.len() == names.len();
    let mut all_count = true;
    for name in names {
        let metric = reading.file.metric.iter().position(|metric| metric.code.value.0 == name.value);
        all_count &= metric
            .is_none_or(|metric| sum::metric_of_kind(reading, metric, &name.span, &[Kind::Count]).is_some());
    }
    (known && all_count).then_some(found)
}

/// A metric of kind count.
fn count(reading: &mut Reading<'_, '_>, name: &Written<String>) -> Option<usize> {
    let metric = reading.resolve(Named::Metric, name)?;
    sum::metric_of_kind(reading, metric, &name.span, &[Kind::Count])
}

/// Notes a number of figures that no unit can have.
fn check_figures(reading: &mut Reading<'_, '_>, of: &[usize], wanted: u32, span: &Span) {
    let file = reading.file;
    let items = |metric: &usize| match reading.metrics[*metric].split {
        super::reading::Split::By(breakdown) => file.breakdown[breakdown].item.len(),
        _ => 1,
    };
    let most: usize = of.iter().map(items).sum();
    if wanted as usize > most {
        let note = Note::new(
            "plausibility.too_many_figures",
            format!("Cần {wanted} số liệu, nhưng các chỉ tiêu này chỉ có {most}."),
            format!("{wanted} figures are needed, but these metrics have only {most}."),
        );
        reading.note(span, note.expected(format!("từ 1 đến {most}"), format!("from 1 to {most}")));
    }
}

/// A limit; notes one below zero or beyond what is worked with.
fn limit_of(reading: &mut Reading<'_, '_>, limit: Numeral, span: &Span) -> Numeral {
    if limit.mantissa < 0 || limit.fraction() > Fraction::whole(LARGEST_LIMIT) {
        let note = Note::new(
            "plausibility.limit_out_of_range",
            format!("Ngưỡng {limit} nằm ngoài giới hạn."),
            format!("The threshold {limit} is out of range."),
        );
        let expected = format!("0 – {LARGEST_LIMIT}");
        reading.note(span, note.expected(expected.clone(), expected));
    }
    limit
}

#[cfg(test)]
mod tests {
    use super::super::super::read_plan;
    use super::*;

    const PLAN: &str = include_str!("../../../../fixtures/plans/turnout-2021-plausibility.toml");

    /// The codes and lines of the mistakes once a part of the plan is written otherwise.
    fn mistakes(from: &str, to: &str) -> Vec<(&'static str, String)> {
        assert!(PLAN.contains(from), "{from}");
        let found = read_plan("plan.toml", &PLAN.replacen(from, to, 1)).unwrap_err();
        found.into_iter().map(|mistake| (mistake.code, mistake.text_of_line)).collect()
    }

    #[test]
    fn every_kind_is_read_with_its_thresholds() {
        let plan = read_plan("plan.toml", PLAN).unwrap();
        let codes: Vec<&str> = plan.plausibility.iter().map(|entry| entry.kind.code()).collect();
        assert_eq!(codes.join(", "), KINDS);
        let PlausibilityKind::LastDigit(rule) = &plan.plausibility[2].kind else { panic!("last digits") };
        assert_eq!((rule.per, rule.not_below, rule.at_least_figures), (Per::Parent, 100, 30));
        assert_eq!(rule.chi_square_above.to_string(), "27.88");
        let PlausibilityKind::Outlier(rule) = &plan.plausibility[4].kind else { panic!("outliers") };
        assert_eq!((rule.of, rule.no_spread, rule.at_least_units), (0, NoSpread::Nothing, 20));
        assert_eq!(plan.plausibility[0].levels, [2]);
        assert!(plan.plausibility[4].levels.is_empty());
    }

    #[test]
    fn a_plan_without_the_section_looks_for_nothing() {
        let (before, _) = PLAN.split_once("# Valid ballots rather").unwrap();
        assert!(read_plan("plan.toml", before).unwrap().plausibility.is_empty());
    }

    #[test]
    fn no_threshold_has_a_default() {
        for threshold in [
            ", not_below = 100, at_least_figures = 3",
            "multiple_of = 50, ",
            ", share = \"100%\"",
            ", chi_square_above = \"27.88\"",
            ", at_least_units = 50",
            ", score_above = \"7\"",
            ", no_spread = \"nothing\"",
            ", more_than = \"5%\"",
            ", by_at_least = 50",
            ", per = \"all\"",
        ] {
            let found = mistakes(threshold, if threshold.starts_with(',') { "" } else { " " });
            assert!(!found.is_empty() && found.iter().all(|(code, _)| *code == "key.missing"), "{found:?}");
        }
    }

    #[test]
    fn every_mistake_of_meaning_names_its_line() {
        for (from, to, code) in [
            ("code = \"far\"", "code = \"copied\"", "code.twice"),
            ("left = \"took_part\"", "left = \"tookpart\"", "metric.unknown"),
            ("right = \"collected\"", "right = \"took_part\"", "plausibility.same_metric"),
            ("outlier = { of = \"turnout\"", "outlier = { of = \"turnot\"", "criterion.unknown"),
            (
                "not_below = 100, at_least_figures = 3 ",
                "not_below = 100, at_least_figures = 4 ",
                "plausibility.too_many_figures",
            ),
            (
                "not_below = 100, at_least_figures = 3 ",
                "not_below = 0, at_least_figures = 3 ",
                "number.out_of_range",
            ),
            ("multiple_of = 50", "multiple_of = 1", "number.out_of_range"),
            ("share = \"100%\"", "share = \"100.01%\"", "share.out_of_range"),
            ("share = \"100%\"", "share = \"0%\"", "share.out_of_range"),
            ("chi_square_above = \"27.88\"", "chi_square_above = \"-1\"", "plausibility.limit_out_of_range"),
            ("score_above = \"7\"", "score_above = 7.5", "number.unquoted"),
            ("more_than = \"5%\"", "more_than = \"5\"", "value.malformed"),
            ("no_spread = \"nothing\"", "no_spread = \"none\"", "value.not_in_list"),
            ("levels = [\"commune\"]\nround", "levels = [\"communes\"]\nround", "level.unknown"),
            ("levels = [\"commune\"]\nround", "levels = []\nround", "list.empty"),
        ] {
            let found = mistakes(from, to);
            assert_eq!(found.len(), 1, "{to}: {found:?}");
            assert_eq!(found[0].0, code, "{to}: {found:?}");
            assert!(to.contains(&found[0].1) || found[0].1.contains(to.lines().next().unwrap()), "{found:?}");
        }
    }

    #[test]
    fn an_entry_looks_for_exactly_one_thing() {
        let found = mistakes(
            "[[plausibility]]\ncode = \"far\"",
            "[[plausibility]]\ncode = \"none\"\n\n[[plausibility]]\ncode = \"far\"",
        );
        assert_eq!(found, [("plausibility.not_one", "code = \"none\"".to_owned())]);
        let second = "change = { of = [\"voters\"], more_than = \"5%\", by_at_least = 5 }";
        let found = mistakes("code = \"far\"\n", &format!("code = \"far\"\n{second}\n"));
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].0, "plausibility.not_one");
        let percentage = mistakes("kind = \"count\"\n\n[[check]]", "kind = \"points\"\n\n[[check]]");
        assert!(
            percentage
                .iter()
                .any(|(code, line)| *code == "metric.wrong_kind" && line.contains("copied_rows"))
        );
    }
}
