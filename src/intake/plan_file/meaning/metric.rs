//! Breakdowns, metrics and checks.

use std::collections::BTreeMap;

use crate::contest::finding::Severity;
use crate::contest::plan::{Breakdown, Check, CheckKind, Item, Metric, MetricKind};
use crate::contest::words::Words;

use super::super::mistake::Note;
use super::super::shape::metric::{Kind, Metric as MetricShape, Seriousness};
use super::super::written::{Span, Written};
use super::reading::{Named, Reading, Split};
use super::sum;

/// The breakdowns with their items.
pub(super) fn breakdowns(reading: &mut Reading<'_, '_>) -> Vec<Breakdown> {
    let file = reading.file;
    let mut breakdowns = Vec::with_capacity(file.breakdown.len());
    for breakdown in &file.breakdown {
        let mut items = Vec::with_capacity(breakdown.item.len());
        for item in &breakdown.item {
            if matches!(item.code.value.0.as_str(), "each" | "pooled") {
                let note = Note::new(
                    "item.reserved",
                    format!("\"{}\" là từ dành riêng cho \"across\".", item.code.value.0),
                    format!("\"{}\" is a word of \"across\".", item.code.value.0),
                );
                reading.note(&item.code.span, note.expected("một mã khác", "another code"));
            }
            items.push(Item {
                code: item.code.value.0.clone(),
                name: (&item.name).into(),
                headers: item.headers.clone(),
                levels: reading.resolve_all(Named::Level, &item.levels),
            });
        }
        breakdowns.push(Breakdown {
            code: breakdown.code.value.0.clone(),
            name: (&breakdown.name).into(),
            items,
        });
    }
    breakdowns
}

/// The metrics with their slots.
pub(super) fn metrics(reading: &mut Reading<'_, '_>) -> Vec<Metric> {
    let file = reading.file;
    check_headers(reading);
    let mut first_slot = 0;
    let mut metrics = Vec::with_capacity(file.metric.len());
    for (index, metric) in file.metric.iter().enumerate() {
        if let Some(by) = &metric.by {
            reading.resolve(Named::Breakdown, by);
        }
        let breakdown = match reading.metrics[index].split {
            Split::By(breakdown) => Some(breakdown),
            Split::Whole | Split::Unknown => None,
        };
        metrics.push(Metric {
            code: metric.code.value.0.clone(),
            name: (&metric.name).into(),
            headers: metric.headers.iter().map(|header| header.value.clone()).collect(),
            counted: metric.counted.as_ref().map_or_else(|| (&metric.name).into(), Words::from),
            kind: kind(reading, metric, index),
            breakdown,
            summed_from: summed_from(reading, metric),
            first_slot,
        });
        first_slot += breakdown.map_or(1, |breakdown| file.breakdown[breakdown].item.len());
    }
    metrics
}

fn kind(reading: &mut Reading<'_, '_>, metric: &MetricShape, index: usize) -> MetricKind {
    if let (Some(of), false) = (&metric.of, metric.kind == Kind::Percentage) {
        let note = Note::new(
            "metric.of_not_percentage",
            "\"of\" chỉ dùng cho chỉ tiêu kiểu percentage.",
            "\"of\" is for metrics of kind percentage.",
        );
        reading.note(&of.span, note.expected("bỏ \"of\"", "no \"of\""));
    }
    match metric.kind {
        Kind::Count => MetricKind::Count,
        Kind::Percentage => MetricKind::Percentage {
            of: metric.of.as_ref().and_then(|of| part_and_whole(reading, of, index)),
        },
        Kind::YesNo => MetricKind::Flag,
        Kind::Date => MetricKind::Date,
        Kind::Moment => MetricKind::Moment,
        Kind::Points => MetricKind::Points,
        Kind::Text => MetricKind::Text,
    }
}

/// The level whose units a count is added up from.
fn summed_from(reading: &mut Reading<'_, '_>, metric: &MetricShape) -> Option<usize> {
    let from = metric.summed_from.as_ref()?;
    if metric.kind != Kind::Count {
        let note = Note::new(
            "metric.summed_not_count",
            "\"summed_from\" chỉ dùng cho chỉ tiêu kiểu count: tỷ lệ không cộng, không lấy trung bình.",
            "\"summed_from\" is for metrics of kind count: ratios are neither added nor averaged.",
        );
        reading.note(&from.span, note.expected("bỏ \"summed_from\"", "no \"summed_from\""));
        return None;
    }
    let level = reading.resolve(Named::Level, from)?;
    if level == 0 {
        let note = Note::new(
            "metric.summed_from_top",
            format!("Không có cấp nào trên \"{}\" để cộng lên.", from.value),
            format!("No level stands above \"{}\", so there is nothing to sum for.", from.value),
        );
        reading.note(&from.span, note.expected("một cấp dưới cấp đầu tiên", "a level below the first"));
        return None;
    }
    Some(level)
}

/// The two counts that a percentage is taken of.
fn part_and_whole(
    reading: &mut Reading<'_, '_>,
    of: &Written<Vec<Written<String>>>,
    index: usize,
) -> Option<(usize, usize)> {
    let [part, whole] = of.value.as_slice() else {
        let note = Note::new(
            "metric.of_not_two",
            format!("\"of\" có {} mục.", of.value.len()),
            format!("\"of\" has {} entries.", of.value.len()),
        );
        reading.note(&of.span, note.expected("[tử số, mẫu số]", "[part, whole]"));
        return None;
    };
    let mut count = |name: &Written<String>| {
        let metric = reading.resolve(Named::Metric, name)?;
        let metric = sum::metric_of_kind(reading, metric, &name.span, &[Kind::Count])?;
        if !sum::same_split(reading.metrics[metric].split, reading.metrics[index].split) {
            reading.note(&name.span, sum::mixed());
        }
        Some(metric)
    };
    let (part, whole) = (count(part), count(whole));
    Some((part?, whole?))
}

/// Notes column headers that would mean two metrics.
fn check_headers(reading: &mut Reading<'_, '_>) {
    let mut owners: BTreeMap<String, usize> = BTreeMap::new();
    for (index, metric) in reading.file.metric.iter().enumerate() {
        let mut names: Vec<(&str, &Span)> =
            vec![(&metric.name.vi, &metric.code.span), (&metric.code.value.0, &metric.code.span)];
        names.extend(metric.name.en.iter().map(|name| (name.as_str(), &metric.code.span)));
        names.extend(metric.headers.iter().map(|header| (header.value.as_str(), &header.span)));
        for (name, span) in names {
            let first = *owners.entry(name.trim().to_lowercase()).or_insert(index);
            let first = &reading.file.metric[first].code.value.0;
            if *first != metric.code.value.0 {
                let note = Note::new(
                    "metric.header_twice",
                    format!("Tiêu đề cột \"{name}\" đã thuộc chỉ tiêu \"{first}\"."),
                    format!("The column header \"{name}\" already belongs to the metric \"{first}\"."),
                );
                reading.note(span, note.expected("mỗi tên thuộc một chỉ tiêu", "each name for one metric"));
            }
        }
    }
}

/// The consistency rules.
pub(super) fn checks(reading: &mut Reading<'_, '_>) -> Vec<Check> {
    let file = reading.file;
    let mut checks = Vec::with_capacity(file.check.len());
    for check in &file.check {
        let (text, kind) = match (&check.rule, &check.sum_of_children) {
            (Some(rule), None) => {
                let relation = sum::relation(reading, rule);
                let kind =
                    relation.map(|(left, comparator, right)| CheckKind::Relation { left, comparator, right });
                (rule.value.clone(), kind)
            }
            (None, Some(name)) => {
                let metric = reading.resolve(Named::Metric, name);
                let metric = metric
                    .and_then(|metric| sum::metric_of_kind(reading, metric, &name.span, &[Kind::Count]));
                (
                    format!("sum_of_children = {}", name.value),
                    metric.map(|metric| CheckKind::SumOfChildren { metric }),
                )
            }
            (_, second) => {
                let note = Note::new(
                    "check.not_one",
                    "Quy tắc kiểm tra cần đúng một trong \"rule\" và \"sum_of_children\".",
                    "A check needs exactly one of \"rule\" and \"sum_of_children\".",
                );
                let expected = "rule = \"valid + invalid = collected\"";
                let span = second.as_ref().map_or(&check.span, |name| &name.span);
                reading.note(span, note.expected(expected, expected));
                continue;
            }
        };
        let severity = match check.severity {
            Seriousness::Error => Severity::Error,
            Seriousness::Warning => Severity::Warning,
            Seriousness::Notice => Severity::Notice,
        };
        if let Some(kind) = kind {
            checks.push(Check { text, severity, advice: check.advice.as_ref().map(Into::into), kind });
        }
    }
    checks
}
