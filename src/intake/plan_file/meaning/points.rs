//! How points follow, and how they are rounded, capped and added.

use rust_decimal::Decimal;

use crate::contest::fraction::{Fraction, Numeral};
use crate::contest::plan::{
    Bar, Comparator, MissingPoints, PointsPolicy, PointsRule, Rounding, Rule, Shape, Side, Sum, Total,
};

use super::super::form::{Amount, Limit};
use super::super::mistake::Note;
use super::super::shape::metric::Kind;
use super::super::shape::points::{Band, Linear, MissingName, Points, RoundingName, StepCount, Steps};
use super::super::written::{Span, Written};
use super::limit::{Comparators, Measured, bar, comparators, limit};
use super::range::{LARGEST_FACTOR, check_cap, check_range, decimal};
use super::reading::Reading;
use super::rule::RuleShape;

/// How a number is rounded.
pub(super) fn rounding(name: RoundingName) -> Rounding {
    match name {
        RoundingName::HalfUp => Rounding::HalfUp,
        RoundingName::HalfEven => Rounding::HalfEven,
        RoundingName::Down => Rounding::Down,
        RoundingName::Up => Rounding::Up,
    }
}

/// How points are added; notes points without it, and it without points.
pub(super) fn policy(reading: &mut Reading<'_, '_>) -> Option<PointsPolicy> {
    let file = reading.file;
    let first = file.criterion.iter().find_map(|criterion| criterion.points.as_ref());
    let Some(policy) = &file.points else {
        if let (Some(points), true) = (first, reading.is_whole("points")) {
            let note = Note::new(
                "points.no_policy",
                "Có tiêu chí cho điểm nhưng thiếu bảng [points].",
                "Criteria carry points, but the table [points] is missing.",
            );
            let expected = "[points] scale, rounding, missing";
            reading.note(&points.span, note.expected(expected, expected));
        }
        return None;
    };
    if first.is_none() && reading.is_whole("criterion") {
        let note = Note::new(
            "points.no_criterion",
            "Có bảng [points] nhưng không tiêu chí nào cho điểm.",
            "There is a table [points], but no criterion carries points.",
        );
        reading.note(&policy.span, note.expected("points = { ... }", "points = { ... }"));
    }
    for cap in [&policy.base_at_most, &policy.bonus_at_most, &policy.penalty_at_most].into_iter().flatten() {
        if cap.value.0.mantissa < 0 {
            let note =
                Note::new("points.negative_cap", "Mức trần điểm là số âm.", "A cap on points is negative.");
            reading.note(&cap.span, note.expected("từ 0 trở lên", "0 or more"));
        }
    }
    let mut cap = |cap: Option<&Written<Amount>>| {
        cap.map(|cap| {
            check_cap(reading, cap);
            decimal(reading, cap)
        })
    };
    Some(PointsPolicy {
        scale: policy.scale,
        rounding: rounding(policy.rounding),
        base_at_most: cap(policy.base_at_most.as_ref()),
        bonus_at_most: cap(policy.bonus_at_most.as_ref()),
        penalty_at_most: cap(policy.penalty_at_most.as_ref()),
        missing: match policy.missing {
            MissingName::CountKnown => MissingPoints::CountKnown,
            MissingName::NoTotal => MissingPoints::NoTotal,
        },
    })
}

/// How the points of a criterion follow.
pub(super) fn rule(
    reading: &mut Reading<'_, '_>,
    points: &Written<Points>,
    judged_by: RuleShape<'_>,
    rule: Option<&Rule>,
    total: Total,
) -> Option<PointsRule> {
    let shape = shape(reading, points, judged_by)?;
    for cap in [&points.at_least, &points.at_most].into_iter().flatten() {
        check_cap(reading, cap);
    }
    let at_least = points.at_least.as_ref().map(|least| decimal(reading, least));
    let at_most = points.at_most.as_ref().map(|most| decimal(reading, most));
    if let (Some(least), Some(most), Some(written)) = (at_least, at_most, &points.at_least)
        && least > most
    {
        let note = Note::new(
            "points.caps_reversed",
            format!("at_least {least} lớn hơn at_most {most}."),
            format!("at_least {least} is above at_most {most}."),
        );
        reading.note(
            &written.span,
            note.expected("at_least không quá at_most", "at_least no more than at_most"),
        );
    }
    if let (Total::Penalty, Some(rule)) = (total, rule) {
        let capped = match (largest(reading, &shape, rule), at_most) {
            (Some(largest), Some(most)) => Some(largest.min(most)),
            (largest, most) => largest.or(most),
        };
        let lifted = at_least.is_some_and(|least| least > Decimal::ZERO);
        if lifted || capped.is_none_or(|largest| largest > Decimal::ZERO) {
            let note = Note::new(
                "points.penalty_above_zero",
                "Điểm trừ có thể lớn hơn 0.",
                "The points of a penalty can be above zero.",
            );
            let note = note.expected(
                "điểm bằng 0 hoặc âm (hoặc at_most = 0)",
                "points of zero or below (or at_most = 0)",
            );
            reading.note(&points.span, note);
        }
    }
    Some(PointsRule { shape, at_most, at_least })
}

/// The most points that a shape can give; `None` when nothing limits them.
fn largest(reading: &Reading<'_, '_>, shape: &Shape, rule: &Rule) -> Option<Decimal> {
    match shape {
        Shape::AllOrNothing { met, not_met } => Some(*met.max(not_met)),
        Shape::Bands { bands, otherwise } => {
            bands.iter().map(|(_, points)| *points).chain([*otherwise]).max()
        }
        Shape::Linear { points_from, points_to, .. } => Some(*points_from.max(points_to)),
        Shape::Steps { start, .. } => Some(*start),
        Shape::Places { places, otherwise } => places.iter().copied().chain([*otherwise]).max(),
        Shape::Measure { factor } => {
            (never_negative(reading, rule) && factor.mantissa <= 0).then_some(Decimal::ZERO)
        }
    }
}

/// Whether a rule's measure can't be below zero.
fn never_negative(reading: &Reading<'_, '_>, rule: &Rule) -> bool {
    let adds = |sum: &Sum| sum.constant >= 0 && sum.terms.iter().all(|term| term.factor > 0);
    match rule {
        Rule::Ratio { of, to, .. } => adds(of) && adds(to),
        Rule::Count { of, .. } => adds(of),
        Rule::Judged { of, .. } => reading.metrics[*of].kind == Kind::YesNo,
        Rule::Flag { .. } | Rule::Milestone { .. } | Rule::Standing { .. } => true,
    }
}

const SHAPES: &str = "met + not_met, bands, linear, steps, places, measure";

fn shape(reading: &mut Reading<'_, '_>, points: &Written<Points>, judged_by: RuleShape<'_>) -> Option<Shape> {
    check_one_shape(reading, points)?;
    let measured = judged_by.measured();
    if let Some(bands) = &points.bands {
        let bands = self::bands(reading, bands, measured);
        let otherwise = needed(reading, points, points.otherwise.as_ref(), "otherwise")?;
        return Some(Shape::Bands { bands, otherwise });
    }
    if let Some(places) = &points.places {
        return self::places(reading, points, places, judged_by);
    }
    if let Some(otherwise) = &points.otherwise {
        let note = Note::new(
            "points.otherwise_unused",
            "\"otherwise\" chỉ đi cùng \"bands\" hoặc \"places\".",
            "\"otherwise\" only goes with \"bands\" or \"places\".",
        );
        reading.note(&otherwise.span, note.expected("bỏ \"otherwise\"", "no \"otherwise\""));
    }
    if let Some(linear) = &points.linear {
        return self::linear(reading, linear, measured);
    }
    if let Some(steps) = &points.steps {
        return self::steps(reading, steps, measured);
    }
    if let Some(measure) = &points.measure {
        check_range(reading, &measure.factor, LARGEST_FACTOR);
        return Some(Shape::Measure { factor: measure.factor.value.0 });
    }
    let met = needed(reading, points, points.met.as_ref(), "met");
    let not_met = needed(reading, points, points.not_met.as_ref(), "not_met");
    Some(Shape::AllOrNothing { met: met?, not_met: not_met? })
}

/// Notes points that follow in no way or in several.
fn check_one_shape(reading: &mut Reading<'_, '_>, points: &Written<Points>) -> Option<()> {
    let spans = [
        points.met.as_ref().or(points.not_met.as_ref()).map(|points| &points.span),
        points.bands.as_ref().map(|bands| bands.first().map_or(&points.span, |band| &band.span)),
        points.linear.as_ref().map(|linear| &linear.span),
        points.steps.as_ref().map(|steps| &steps.span),
        points.places.as_ref().map(|places| &places.span),
        points.measure.as_ref().map(|measure| &measure.span),
    ];
    let written: Vec<&Span> = spans.into_iter().flatten().collect();
    if written.len() == 1 {
        return Some(());
    }
    let (code, vi, en) = if written.is_empty() {
        ("points.no_shape", "Không rõ điểm tính thế nào.", "It isn't said how the points follow.")
    } else {
        ("points.two_shapes", "Có nhiều cách tính điểm.", "The points follow in more than one way.")
    };
    let note = Note::new(code, vi, en);
    let place = written.into_iter().max_by_key(|span| span.start).unwrap_or(&points.span);
    reading
        .note(place, note.expected(format!("đúng một trong {SHAPES}"), format!("exactly one of {SHAPES}")));
    None
}

fn places(
    reading: &mut Reading<'_, '_>,
    points: &Written<Points>,
    places: &Written<Vec<Written<Amount>>>,
    judged_by: RuleShape<'_>,
) -> Option<Shape> {
    if !matches!(judged_by, RuleShape::Standing(_)) {
        let note = Note::new(
            "places.no_standing",
            "Điểm theo thứ hạng nhưng tiêu chí không phải là thứ bậc.",
            "Points go by place, but the criterion isn't a standing.",
        );
        reading.note(&places.span, note.expected("standing = { ... }", "standing = { ... }"));
    }
    let otherwise = needed(reading, points, points.otherwise.as_ref(), "otherwise")?;
    let places = places.value.iter().map(|amount| decimal(reading, amount)).collect();
    Some(Shape::Places { places, otherwise })
}

/// Points that must be said.
fn needed(
    reading: &mut Reading<'_, '_>,
    points: &Written<Points>,
    amount: Option<&Written<Amount>>,
    key: &'static str,
) -> Option<Decimal> {
    if amount.is_none() {
        let note = Note::new(
            "points.incomplete",
            format!("Cách tính điểm thiếu \"{key}\"."),
            format!("The points lack \"{key}\"."),
        );
        let expected = format!("{key} = \"0\"");
        reading.note(&points.span, note.expected(expected.clone(), expected));
    }
    amount.map(|amount| decimal(reading, amount))
}

fn bands(
    reading: &mut Reading<'_, '_>,
    written: &[Written<Band>],
    measured: Measured,
) -> Vec<(Bar, Decimal)> {
    let mut bands: Vec<(Bar, Decimal)> = Vec::with_capacity(written.len());
    for band in written {
        let keys: Comparators<'_> = comparators!(band);
        if keys.iter().all(|(_, limit)| limit.is_none()) {
            let note = Note::new("band.no_bar", "Khoảng điểm không nêu mức.", "The band sets no bar.");
            let expected = "{ at_least = \"99.9%\", points = \"10\" }";
            reading.note(&band.span, note.expected(expected, expected));
        }
        let Some(bar) = bar(reading, keys, measured) else { continue };
        if bands.iter().any(|(earlier, _)| covers(*earlier, bar)) {
            let note = Note::new(
                "bands.out_of_order",
                "Khoảng điểm này không bao giờ được dùng: một khoảng đứng trước đã bao trùm nó.",
                "This band is never reached: a band before it covers it.",
            );
            reading.note(&band.span, note.expected("khoảng hẹp hơn đứng trước", "the narrower band first"));
        }
        bands.push((bar, decimal(reading, &band.points)));
    }
    bands
}

/// Whether every value that meets `inner` meets `outer` too.
fn covers(outer: Bar, inner: Bar) -> bool {
    use Comparator::{AtLeast, AtMost, Equal, LessThan, MoreThan};
    let (from, to) = (outer.fraction(), inner.fraction());
    match (outer.comparator, inner.comparator) {
        (AtLeast, AtLeast | MoreThan | Equal) | (MoreThan, MoreThan) => from <= to,
        (MoreThan, AtLeast | Equal) => from < to,
        (AtMost, AtMost | LessThan | Equal) | (LessThan, LessThan) => from >= to,
        (LessThan, AtMost | Equal) => from > to,
        (Equal, Equal) => from == to,
        _ => false,
    }
}

fn linear(reading: &mut Reading<'_, '_>, linear: &Written<Linear>, measured: Measured) -> Option<Shape> {
    let from = value(reading, &linear.from, measured);
    let to = value(reading, &linear.to, measured);
    let (from, to) = (from?, to?);
    if from == to {
        let note = Note::new(
            "linear.no_length",
            "Hai đầu \"from\" và \"to\" bằng nhau.",
            "\"from\" and \"to\" are the same.",
        );
        reading.note(&linear.to.span, note.expected("hai giá trị khác nhau", "two different values"));
    }
    Some(Shape::Linear {
        from,
        points_from: decimal(reading, &linear.points_from),
        to,
        points_to: decimal(reading, &linear.points_to),
    })
}

fn steps(reading: &mut Reading<'_, '_>, steps: &Written<Steps>, measured: Measured) -> Option<Shape> {
    let step = value(reading, &steps.each, measured);
    for (span, number) in
        [(&steps.each.span, steps.each.value.value), (&steps.deduct.span, steps.deduct.value.0)]
    {
        if number.mantissa <= 0 {
            let note = Note::new(
                "steps.not_above_zero",
                format!("Bước trừ điểm là {number}."),
                format!("A step or deduction is {number}."),
            );
            reading.note(span, note.expected("lớn hơn 0", "above zero"));
        }
    }
    let (from, side) = match (&steps.below, &steps.above) {
        (Some(below), None) => (value(reading, below, measured), Side::Below),
        (None, Some(above)) => (value(reading, above, measured), Side::Above),
        (_, second) => {
            let note = Note::new(
                "steps.not_one",
                "Cần đúng một trong \"below\" và \"above\".",
                "Exactly one of \"below\" and \"above\" is needed.",
            );
            let expected = "below = \"99.9%\" | above = 0";
            let place = second.as_ref().map_or(&steps.span, |above| &above.span);
            reading.note(place, note.expected(expected, expected));
            return None;
        }
    };
    Some(Shape::Steps {
        start: decimal(reading, &steps.start),
        deduct: decimal(reading, &steps.deduct),
        from: from?,
        step: step?,
        side,
        rounding: match steps.count {
            StepCount::Full => Rounding::Down,
            StepCount::Begun => Rounding::Up,
        },
    })
}

/// A value of the measure as a fraction.
fn value(reading: &mut Reading<'_, '_>, written: &Written<Limit>, measured: Measured) -> Option<Fraction> {
    let value = limit(reading, written, measured)?;
    Some(match measured {
        Measured::Percent => Numeral::percent(value),
        Measured::Plain => value.fraction(),
    })
}

/// Notes what needs points where the plan gives none.
pub(super) fn check_points_exist(reading: &mut Reading<'_, '_>, span: &Span) {
    if reading.file.points.is_none() && reading.is_whole("points") {
        let note = Note::new(
            "points.none",
            "Ở đây cần tổng điểm, nhưng kế hoạch không cho điểm.",
            "A total is needed here, but the plan gives no points.",
        );
        reading.note(span, note.expected("bảng [points]", "a table [points]"));
    }
}
