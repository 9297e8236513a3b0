//! The rules by which criteria are met.

use crate::contest::plan::{Across, Comparator, Compare, Days, Due, Rule, Sum};

use super::super::mistake::{Note, listed, nearest};
use super::super::shape::criterion::{Count, Criterion, DaysName, Flag, Judged, Milestone, Ratio, Standing};
use super::super::shape::metric::Kind;
use super::super::written::{ByName, Span, Written};
use super::judged::judged;
use super::limit::{COMPARATOR_KEYS, Comparators, Measured, bar, comparators};
use super::reading::{Named, Reading, Split};
use super::standing::standing;
use super::sum;

/// Which rule a criterion is written with.
#[derive(Debug, Clone, Copy)]
pub(super) enum RuleShape<'r> {
    /// A ratio against a percentage.
    Ratio(&'r Written<Ratio>),
    /// A count against a limit.
    Count(&'r Written<Count>),
    /// A yes or no.
    Flag(&'r Written<Flag>),
    /// Something to be done by a day.
    Milestone(&'r Written<Milestone>),
    /// A place among peers.
    Standing(&'r Written<Standing>),
    /// Points or a verdict given by scorers.
    Judged(&'r Written<Judged>),
}

impl RuleShape<'_> {
    /// Whether it could be compared with a bar and isn't; where each item is asked for, that is a mistake of its own.
    pub(super) fn lacks_bar(self) -> bool {
        let (keys, across) = match self {
            Self::Ratio(ratio) => (comparators!(ratio), &ratio.across),
            Self::Count(count) => (comparators!(count), &count.across),
            Self::Flag(_) | Self::Milestone(_) | Self::Standing(_) | Self::Judged(_) => return false,
        };
        let each = across.as_ref().is_some_and(|across| across.value == "each");
        !each && keys.iter().all(|(_, limit)| limit.is_none())
    }

    /// In what the rule's measure is written.
    pub(super) fn measured(self) -> Measured {
        if matches!(self, Self::Ratio(_)) { Measured::Percent } else { Measured::Plain }
    }
}

/// The one rule that a criterion is written with; notes when there is none or more than one.
pub(super) fn shape<'r>(
    reading: &mut Reading<'_, '_>,
    criterion: &'r Criterion,
    span: &Span,
) -> Option<RuleShape<'r>> {
    let written = [
        criterion.ratio.as_ref().map(|rule| (RuleShape::Ratio(rule), &rule.span)),
        criterion.count.as_ref().map(|rule| (RuleShape::Count(rule), &rule.span)),
        criterion.flag.as_ref().map(|rule| (RuleShape::Flag(rule), &rule.span)),
        criterion.milestone.as_ref().map(|rule| (RuleShape::Milestone(rule), &rule.span)),
        criterion.standing.as_ref().map(|rule| (RuleShape::Standing(rule), &rule.span)),
        criterion.judged.as_ref().map(|rule| (RuleShape::Judged(rule), &rule.span)),
    ];
    let mut written: Vec<_> = written.into_iter().flatten().collect();
    written.sort_by_key(|(_, span)| span.start);
    if let [(rule, _)] = written.as_slice() {
        return Some(*rule);
    }
    let code = &criterion.code.value.0;
    let expected = "ratio, count, flag, milestone, standing, judged";
    let note = if written.is_empty() {
        Note::new(
            "criterion.no_rule",
            format!("Tiêu chí \"{code}\" không nói cách đánh giá."),
            format!("The criterion \"{code}\" doesn't say how it is judged."),
        )
    } else {
        Note::new(
            "criterion.two_rules",
            format!("Tiêu chí \"{code}\" có nhiều cách đánh giá."),
            format!("The criterion \"{code}\" has more than one rule."),
        )
    };
    let place = written.get(1).map_or(span, |(_, span)| span);
    reading.note(
        place,
        note.expected(format!("đúng một trong {expected}"), format!("exactly one of {expected}")),
    );
    None
}

/// The rule that is written.
pub(super) fn rule(reading: &mut Reading<'_, '_>, shape: RuleShape<'_>) -> Option<Rule> {
    match shape {
        RuleShape::Ratio(ratio) => self::ratio(reading, ratio),
        RuleShape::Count(count) => self::count(reading, count),
        RuleShape::Flag(flag) => self::flag(reading, flag),
        RuleShape::Milestone(milestone) => self::milestone(reading, milestone),
        RuleShape::Standing(written) => standing(reading, written),
        RuleShape::Judged(written) => judged(reading, written),
    }
}

/// How the items of a breakdown are taken together.
fn across(
    reading: &mut Reading<'_, '_>,
    written: Option<&Written<String>>,
    split: Split,
    span: &Span,
    can_pool: bool,
) -> Option<Across> {
    let breakdown = match (split, written) {
        (Split::Unknown, _) => return None,
        (Split::Whole, None) => return Some(Across::Whole),
        (Split::Whole, Some(written)) => {
            let note = Note::new(
                "across.not_split",
                "Có \"across\" nhưng chỉ tiêu không được phân tổ.",
                "There is \"across\", but the metric isn't split.",
            );
            reading.note(&written.span, note.expected("bỏ \"across\"", "no \"across\""));
            return None;
        }
        (Split::By(breakdown), _) => breakdown,
    };
    let file = reading.file;
    let items = file.breakdown[breakdown].item.iter().map(|item| item.code.value.0.as_str());
    let words = if can_pool { ["each", "pooled"].as_slice() } else { ["each"].as_slice() };
    let known: Vec<&str> = words.iter().copied().chain(items.clone()).collect();
    let names = listed(known.iter().copied());
    let Some(written) = written else {
        let note = Note::new(
            "across.missing",
            "Chỉ tiêu được phân tổ: thiếu \"across\".",
            "The metric is split: \"across\" is missing.",
        );
        reading.note(
            span,
            note.expected(format!("across = một trong {names}"), format!("across = one of {names}")),
        );
        return None;
    };
    if let Some(item) = items.clone().position(|item| item == written.value) {
        return Some(Across::One(item));
    }
    match written.value.as_str() {
        "each" => Some(Across::Each),
        "pooled" if can_pool => Some(Across::Pooled),
        other => {
            let note = Note::new(
                "across.unknown",
                format!("\"across\" không nhận \"{other}\"."),
                format!("\"across\" doesn't take \"{other}\"."),
            );
            let note = note.expected(format!("một trong {names}"), format!("one of {names}"));
            reading.note(&written.span, note.suggest(nearest(other, known.iter().copied())));
            None
        }
    }
}

/// Notes `each` without a bar: nothing says which item is the weakest.
fn check_each(reading: &mut Reading<'_, '_>, across: Option<Across>, keys: Comparators<'_>, span: &Span) {
    if across == Some(Across::Each) && keys.iter().all(|(_, limit)| limit.is_none()) {
        let note = Note::new(
            "bar.missing",
            "across = \"each\" cần một mức so sánh: không có mức thì không rõ mục nào kém nhất.",
            "across = \"each\" needs a bar: without one nothing says which item is the weakest.",
        );
        reading.note(
            span,
            note.expected(
                format!("đúng một trong {COMPARATOR_KEYS}"),
                format!("exactly one of {COMPARATOR_KEYS}"),
            ),
        );
    }
}

fn ratio(reading: &mut Reading<'_, '_>, ratio: &Written<Ratio>) -> Option<Rule> {
    let keys = comparators!(ratio);
    let bar = bar(reading, keys, Measured::Percent);
    let (of, to) = (sum::sum(reading, &ratio.of), sum::sum(reading, &ratio.to));
    let stated = ratio.stated.as_ref().and_then(|name| {
        let metric = reading.resolve(Named::Metric, name)?;
        sum::metric_of_kind(reading, metric, &name.span, &[Kind::Percentage])
    });
    let compare = match (&ratio.compare, keys.iter().any(|(_, limit)| limit.is_some())) {
        (Some(compare), _) => compare.value.0,
        (None, false) => Compare::Exact,
        (None, true) => {
            let note = Note::new(
                "compare.missing",
                "Thiếu \"compare\": so sánh giá trị chính xác hay đã làm tròn?",
                "\"compare\" is missing: is the exact or a rounded value compared?",
            );
            let expected = "compare = \"exact\", \"half_up(2)\"";
            reading.note(&ratio.span, note.expected(expected, expected));
            Compare::Exact
        }
    };
    let ((of, of_split), (to, to_split)) = (of?, to?);
    if of.terms.is_empty() {
        let note = Note::new("sum.no_metric", "Không có chỉ tiêu nào.", "There is no metric here.");
        reading.note(&ratio.of.span, note.expected("ít nhất một chỉ tiêu", "at least one metric"));
        return None;
    }
    if !sum::same_split(of_split, to_split) {
        reading.note(&ratio.to.span, sum::mixed());
        return None;
    }
    let split = if of_split == Split::Unknown { to_split } else { of_split };
    let across = across(reading, ratio.across.as_ref(), split, &ratio.span, true);
    check_each(reading, across, keys, &ratio.span);
    check_pooled(reading, across, split, &[(&of, &ratio.of.span), (&to, &ratio.to.span)]);
    if let (Some(metric), Some(name)) = (stated, &ratio.stated) {
        check_stated(reading, name, reading.metrics[metric].split, split, across);
    }
    Some(Rule::Ratio { of, to, stated, across: across?, bar, compare })
}

fn check_stated(
    reading: &mut Reading<'_, '_>,
    name: &Written<String>,
    stated: Split,
    split: Split,
    across: Option<Across>,
) {
    if !sum::same_split(stated, split) {
        reading.note(&name.span, sum::mixed());
    } else if across == Some(Across::Pooled) {
        let note = Note::new(
            "stated.pooled",
            "Tỷ lệ báo cáo sẵn của từng mục không cộng gộp được.",
            "Stated percentages of single items can't be pooled.",
        );
        reading.note(&name.span, note.expected("bỏ \"stated\"", "no \"stated\""));
    }
}

fn count(reading: &mut Reading<'_, '_>, count: &Written<Count>) -> Option<Rule> {
    let keys = comparators!(count);
    let bar = bar(reading, keys, Measured::Plain);
    let (of, split) = sum::sum(reading, &count.of)?;
    if of.terms.is_empty() {
        let note = Note::new("sum.no_metric", "Không có chỉ tiêu nào.", "There is no metric here.");
        reading.note(&count.of.span, note.expected("ít nhất một chỉ tiêu", "at least one metric"));
        return None;
    }
    let across = across(reading, count.across.as_ref(), split, &count.span, true);
    check_each(reading, across, keys, &count.span);
    check_pooled(reading, across, split, &[(&of, &count.of.span)]);
    Some(Rule::Count { of, across: across?, bar })
}

/// Notes pooled sums that could become too large.
fn check_pooled(reading: &mut Reading<'_, '_>, across: Option<Across>, split: Split, sums: &[(&Sum, &Span)]) {
    if let (Some(Across::Pooled), Split::By(breakdown)) = (across, split) {
        let items = reading.file.breakdown[breakdown].item.len();
        for (sum, span) in sums {
            sum::check_pooled(reading, sum, items, span);
        }
    }
}

fn flag(reading: &mut Reading<'_, '_>, flag: &Written<Flag>) -> Option<Rule> {
    let metric = reading.resolve(Named::Metric, &flag.of)?;
    let of = sum::metric_of_kind(reading, metric, &flag.of.span, &[Kind::YesNo])?;
    let across = across(reading, flag.across.as_ref(), reading.metrics[of].split, &flag.span, false)?;
    Some(Rule::Flag { of, expect: flag.expect, across })
}

/// Which days count.
pub(super) const fn days(name: DaysName) -> Days {
    match name {
        DaysName::Calendar => Days::Calendar,
        DaysName::Working => Days::Working,
    }
}

fn milestone(reading: &mut Reading<'_, '_>, milestone: &Written<Milestone>) -> Option<Rule> {
    let due = due(reading, milestone);
    let of = whole_metric(reading, &milestone.of, &[Kind::Date, Kind::Moment]);
    let document = milestone.document.as_ref().map(|name| whole_metric(reading, name, &[Kind::Text]));
    let days = days(milestone.days);
    let document = match document {
        Some(found) => Some(found?),
        None => None,
    };
    Some(Rule::Milestone { of: of?, document, due: due?, grace: i64::from(milestone.grace_days), days })
}

/// A metric of some kinds that isn't split.
fn whole_metric(reading: &mut Reading<'_, '_>, name: &Written<String>, kinds: &[Kind]) -> Option<usize> {
    let metric = reading.resolve(Named::Metric, name)?;
    let of = sum::metric_of_kind(reading, metric, &name.span, kinds)?;
    if let Split::By(_) = reading.metrics[of].split {
        let note = Note::new(
            "metric.split",
            format!("Chỉ tiêu \"{}\" được phân tổ, không dùng được ở đây.", name.value),
            format!("The metric \"{}\" is split and can't be used here.", name.value),
        );
        reading.note(&name.span, note.expected("chỉ tiêu không có \"by\"", "a metric without \"by\""));
        return None;
    }
    Some(of)
}

fn due(reading: &mut Reading<'_, '_>, milestone: &Written<Milestone>) -> Option<Due> {
    let inclusive = milestone.by.is_some() || milestone.by_level.is_some();
    let exclusive = milestone.before.is_some() || milestone.before_level.is_some();
    let expected = "by, by_level | before, before_level";
    if inclusive == exclusive {
        let (code, vi, en) = if inclusive {
            (
                "due.mixed",
                "Có cả \"by\" (kể cả ngày đó) và \"before\" (trước ngày đó).",
                "Both \"by\" (that day included) and \"before\" (that day excluded) are given.",
            )
        } else {
            ("due.missing", "Mốc thời gian không nêu hạn.", "The milestone has no due day.")
        };
        reading.note(&milestone.span, Note::new(code, vi, en).expected(expected, expected));
        return None;
    }
    let mut by_level = Vec::new();
    for ByName(pairs) in milestone.by_level.iter().chain(&milestone.before_level).map(|days| &days.value) {
        for (name, day) in pairs {
            let level = reading.resolve(Named::Level, name);
            by_level.extend(level.map(|level| (level, day.value.0)));
        }
    }
    let all = milestone.by.as_ref().or(milestone.before.as_ref()).map(|day| day.value.0);
    Some(Due { by_level, all, inclusive })
}
