//! Bars, shares and other limits that rules set.

use crate::contest::fraction::Numeral;
use crate::contest::plan::{Bar, Comparator};

use super::super::form::Limit;
use super::super::mistake::Note;
use super::super::written::{Span, Written};
use super::reading::Reading;

/// In what a measure and its bars are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measured {
    /// In percent.
    Percent,
    /// As a plain number.
    Plain,
}

/// The comparator keys of a table that carries all five.
macro_rules! comparators {
    ($shape:expr) => {
        [
            (Comparator::AtLeast, $shape.at_least.as_ref()),
            (Comparator::MoreThan, $shape.more_than.as_ref()),
            (Comparator::AtMost, $shape.at_most.as_ref()),
            (Comparator::LessThan, $shape.less_than.as_ref()),
            (Comparator::Equal, $shape.equal.as_ref()),
        ]
    };
}
pub(super) use comparators;

/// The comparator keys of a table.
pub(super) type Comparators<'r> = [(Comparator, Option<&'r Written<Limit>>); 5];

/// The keys, for sentences.
pub(super) const COMPARATOR_KEYS: &str = "at_least, more_than, at_most, less_than, equal";

/// The bar that a table sets, when it sets one; notes when it sets more than one.
pub(super) fn bar(reading: &mut Reading<'_, '_>, keys: Comparators<'_>, measured: Measured) -> Option<Bar> {
    let mut written: Vec<_> =
        keys.into_iter().filter_map(|(comparator, limit)| Some((comparator, limit?))).collect();
    written.sort_by_key(|(_, limit)| limit.span.start);
    if let Some((_, second)) = written.get(1) {
        let note = Note::new("bar.twice", "Có nhiều mức so sánh.", "More than one bar is set.").expected(
            format!("nhiều nhất một trong {COMPARATOR_KEYS}"),
            format!("no more than one of {COMPARATOR_KEYS}"),
        );
        reading.note(&second.span, note);
    }
    let (comparator, limit) = *written.first()?;
    let value = self::limit(reading, limit, measured)?;
    Some(Bar { comparator, value, percent: measured == Measured::Percent })
}

/// The value of a limit, when it is written as the measure is.
pub(super) fn limit(
    reading: &mut Reading<'_, '_>,
    limit: &Written<Limit>,
    measured: Measured,
) -> Option<Numeral> {
    let value = limit.value.value;
    if limit.percent == (measured == Measured::Percent) {
        return Some(value);
    }
    let (note, suggestion) = if limit.percent {
        let note = Note::new(
            "limit.percent",
            format!("\"{value}%\" là tỷ lệ, nhưng ở đây so sánh số."),
            format!("\"{value}%\" is a percentage, but a plain number is compared here."),
        );
        (note.expected("số không có dấu %", "a number without %"), format!("\"{value}\""))
    } else {
        let note = Note::new(
            "limit.not_percent",
            format!("\"{value}\" thiếu dấu %: ở đây so sánh tỷ lệ."),
            format!("\"{value}\" lacks the % sign: a ratio is compared here."),
        );
        (note.expected("tỷ lệ như \"99.90%\"", "a percentage such as \"99.90%\""), format!("\"{value}%\""))
    };
    reading.note(&limit.span, note.suggest(Some(suggestion)));
    None
}

/// Notes a number of places below one.
pub(super) fn at_least_one(reading: &mut Reading<'_, '_>, number: &Written<u32>) {
    if number.value == 0 {
        let note = Note::new("place.zero", "Thứ hạng bắt đầu từ 1.", "Places begin at 1.");
        reading.note(&number.span, note.expected("từ 1 trở lên", "1 or more"));
    }
}

/// A share in percent; notes one outside 0 to 100.
pub(super) fn share(reading: &mut Reading<'_, '_>, percent: Numeral, span: &Span) -> Numeral {
    if percent.mantissa < 0 || percent.fraction() > Numeral::whole(100).fraction() {
        let note = Note::new(
            "share.out_of_range",
            format!("Tỷ lệ {percent}% nằm ngoài 0% đến 100%."),
            format!("The share {percent}% is outside 0% to 100%."),
        );
        reading.note(span, note.expected("từ 0% đến 100%", "from 0% to 100%"));
    }
    percent
}

/// The mistake of a share that doesn't say how it is rounded.
pub(super) fn rounding_missing() -> Note {
    let expected = "rounding = \"up\", \"down\", \"half_up\", \"half_even\"";
    Note::new(
        "rounding.missing",
        "Thiếu \"rounding\": phần lẻ của đơn vị làm tròn thế nào?",
        "\"rounding\" is missing: how is a part of a unit rounded?",
    )
    .expected(expected, expected)
}
