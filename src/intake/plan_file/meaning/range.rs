//! The ranges of points: with them, points can be worked out and added without leaving a decimal.

use rust_decimal::Decimal;

use crate::contest::fraction::Fraction;

use super::super::form::Amount;
use super::super::mistake::Note;
use super::super::written::Written;
use super::reading::Reading;

/// The most points that a plan can name, above or below zero.
const LARGEST_POINTS: i64 = 1_000_000_000;
/// The most decimals that points can have.
const MOST_DECIMALS: u8 = 6;
/// The largest factor by which points follow from a measure, above or below zero.
pub(super) const LARGEST_FACTOR: i64 = 1000;

/// The points of an amount; notes those that are out of range.
pub(super) fn decimal(reading: &mut Reading<'_, '_>, amount: &Written<Amount>) -> Decimal {
    check_range(reading, amount, LARGEST_POINTS);
    amount.value.0.decimal()
}

/// Notes an amount above a limit or with too many decimals, so that points can always be added.
pub(super) fn check_range(reading: &mut Reading<'_, '_>, amount: &Written<Amount>, largest: i64) {
    let number = amount.value.0;
    let size = Fraction::new(number.mantissa.abs(), Fraction::ten_to(number.scale));
    if size > Fraction::whole(largest) || number.scale > MOST_DECIMALS {
        let note = Note::new(
            "points.out_of_range",
            format!("\"{number}\" ngoài giới hạn."),
            format!("\"{number}\" is out of range."),
        );
        let note = note.expected(
            format!("từ -{largest} đến {largest}, nhiều nhất {MOST_DECIMALS} chữ số thập phân"),
            format!("from -{largest} to {largest}, with at most {MOST_DECIMALS} decimals"),
        );
        reading.note(&amount.span, note);
    }
}

/// Notes a cap with more decimals than points have: it would leave points that the plan doesn't give.
pub(super) fn check_cap(reading: &mut Reading<'_, '_>, cap: &Written<Amount>) {
    let Some(scale) = reading.file.points.as_ref().map(|policy| policy.scale) else { return };
    if u32::from(cap.value.0.scale) > scale {
        let number = cap.value.0;
        let note = Note::new(
            "points.cap_decimals",
            format!("Mức giới hạn \"{number}\" có nhiều chữ số thập phân hơn điểm."),
            format!("The cap \"{number}\" has more decimals than points have."),
        );
        let note = note.expected(
            format!("nhiều nhất {scale} chữ số thập phân (scale = {scale})"),
            format!("at most {scale} decimals (scale = {scale})"),
        );
        reading.note(&cap.span, note);
    }
}
