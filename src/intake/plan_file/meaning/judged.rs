//! Points and verdicts given by scorers.

use crate::contest::plan::{Combine, Comparator, Rule};

use super::super::mistake::Note;
use super::super::shape::criterion::{CombineName, Judged};
use super::super::shape::metric::Kind;
use super::super::written::Written;
use super::limit::{Measured, bar, comparators};
use super::reading::{Named, Reading, Split};
use super::sum;

/// The largest weight of a scorer.
const LARGEST_WEIGHT: u32 = 1000;

/// Points or a verdict given by scorers.
pub(super) fn judged(reading: &mut Reading<'_, '_>, judged: &Written<Judged>) -> Option<Rule> {
    let bar = bar(reading, comparators!(judged), Measured::Plain);
    let metric = reading.resolve(Named::Metric, &judged.of)?;
    let of = sum::metric_of_kind(reading, metric, &judged.of.span, &[Kind::Points, Kind::YesNo])?;
    let facts = reading.metrics[of];
    let scorers = match facts.split {
        Split::Whole => Some(1),
        Split::By(breakdown) => Some(reading.file.breakdown[breakdown].item.len()),
        Split::Unknown => None,
    };
    let combine = combine(reading, judged, facts.kind, scorers);
    if facts.kind == Kind::YesNo {
        let written = [
            comparators!(judged).into_iter().find_map(|(_, limit)| Some(&limit?.span)),
            judged.maximum.as_ref().map(|maximum| &maximum.span),
        ];
        for span in written.into_iter().flatten() {
            let note = Note::new(
                "judged.verdict_with_points",
                "Nhận xét có/không thì không có mức điểm.",
                "A verdict of yes or no has no limit in points.",
            );
            reading.note(span, note.expected("chỉ tiêu kiểu points", "a metric of kind points"));
        }
    }
    let maximum = judged.maximum.as_ref().map(|maximum| maximum.value.0);
    Some(Rule::Judged { of, combine: combine?, bar, maximum })
}

fn combine(
    reading: &mut Reading<'_, '_>,
    judged: &Written<Judged>,
    kind: Kind,
    scorers: Option<usize>,
) -> Option<Combine> {
    let Some(name) = &judged.combine else {
        if scorers.is_some_and(|scorers| scorers > 1) {
            let note = Note::new(
                "combine.missing",
                "Có nhiều người chấm: thiếu \"combine\".",
                "There are several scorers: \"combine\" is missing.",
            );
            let expected =
                "combine = \"last\", \"mean\", \"median\", \"lowest\", \"highest\", \"sum\", \"weighted\"";
            reading.note(&judged.span, note.expected(expected, expected));
        }
        check_weights(reading, judged, None, scorers);
        return Some(Combine::Last);
    };
    check_weights(reading, judged, Some(name), scorers);
    let combine = match name.value {
        CombineName::Last => Combine::Last,
        CombineName::Mean => Combine::Mean,
        CombineName::Median => Combine::Median,
        CombineName::Lowest => Combine::Lowest,
        CombineName::Highest => Combine::Highest,
        CombineName::Sum => Combine::Sum,
        CombineName::Weighted => Combine::Weighted(judged.weights.as_ref()?.value.clone()),
    };
    if kind == Kind::YesNo && !matches!(combine, Combine::Last | Combine::Lowest | Combine::Highest) {
        let note = Note::new(
            "combine.verdict",
            "Nhận xét có/không không cộng hay lấy trung bình được.",
            "Verdicts of yes or no can't be added or averaged.",
        );
        let expected = "\"last\", \"lowest\", \"highest\"";
        reading.note(&name.span, note.expected(expected, expected));
    }
    Some(combine)
}

fn check_weights(
    reading: &mut Reading<'_, '_>,
    judged: &Written<Judged>,
    combine: Option<&Written<CombineName>>,
    scorers: Option<usize>,
) {
    let weighted = combine.filter(|combine| combine.value == CombineName::Weighted);
    match (weighted, &judged.weights) {
        (None, None) => {}
        (None, Some(weights)) => {
            let note = Note::new(
                "weights.unused",
                "\"weights\" chỉ đi cùng combine = \"weighted\".",
                "\"weights\" only go with combine = \"weighted\".",
            );
            reading.note(&weights.span, note.expected("bỏ \"weights\"", "no \"weights\""));
        }
        (Some(combine), None) => {
            let note = Note::new("weights.missing", "Thiếu \"weights\".", "\"weights\" are missing.");
            reading.note(&combine.span, note.expected("weights = [1, 2]", "weights = [1, 2]"));
        }
        (Some(_), Some(weights)) => {
            let count = weights.value.len();
            let wanted = scorers.unwrap_or(count);
            if count != wanted {
                let note = Note::new(
                    "weights.count",
                    format!("Có {count} trọng số cho {wanted} người chấm."),
                    format!("There are {count} weights for {wanted} scorers."),
                );
                let note = note.expected(format!("{wanted} số nguyên"), format!("{wanted} whole numbers"));
                reading.note(&weights.span, note);
            } else if weights.value.iter().any(|weight| *weight > LARGEST_WEIGHT) {
                let note = Note::new("weights.out_of_range", "Trọng số quá lớn.", "A weight is too large.");
                let expected = format!("0 - {LARGEST_WEIGHT}");
                reading.note(&weights.span, note.expected(expected.clone(), expected));
            } else if weights.value.iter().all(|weight| *weight == 0) {
                let note = Note::new("weights.all_zero", "Mọi trọng số đều bằng 0.", "All weights are zero.");
                reading.note(
                    &weights.span,
                    note.expected("ít nhất một số lớn hơn 0", "at least one above zero"),
                );
            }
        }
    }
}
