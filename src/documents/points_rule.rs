//! How the points of a criterion follow, in words.

use super::reason::rounding_text;
use super::rule::{bar_text, measure_text};
use crate::contest::fraction::Fraction;
use crate::contest::plan::{Criterion, PointsRule, Rule, Shape, Side};
use crate::text::{Part, Texts, format};

/// How points follow, with their caps.
pub fn points_text(texts: &Texts, criterion: &Criterion, rule: &PointsRule) -> String {
    let language = texts.language();
    let mut parts = vec![shape_text(texts, criterion, &rule.shape)];
    parts.extend(
        rule.at_most
            .map(|most| texts.get("points-at_most", &[("points", format::decimal(most, language).into())])),
    );
    parts.extend(
        rule.at_least.map(|least| {
            texts.get("points-at_least", &[("points", format::decimal(least, language).into())])
        }),
    );
    parts.join("; ")
}

fn shape_text(texts: &Texts, criterion: &Criterion, shape: &Shape) -> String {
    let language = texts.language();
    match shape {
        Shape::AllOrNothing { met, not_met } => texts.get(
            "points-all_or_nothing",
            &[
                ("met", format::decimal(*met, language).into()),
                ("not_met", format::decimal(*not_met, language).into()),
            ],
        ),
        Shape::Bands { bands, otherwise } => {
            let mut bands: Vec<String> = bands
                .iter()
                .map(|(bar, points)| {
                    let bar = in_days(texts, criterion, bar_text(texts, *bar));
                    format!("{bar}: {}", format::decimal(*points, language))
                })
                .collect();
            bands.push(
                texts.get("points-otherwise", &[("points", format::decimal(*otherwise, language).into())]),
            );
            texts.get("points-bands", &[("bands", bands.join("; ").into())])
        }
        Shape::Linear { from, points_from, to, points_to } => texts.get(
            "points-linear",
            &[
                ("from", Part::from(value_text(texts, criterion, *from))),
                ("points_from", format::decimal(*points_from, language).into()),
                ("to", value_text(texts, criterion, *to).into()),
                ("points_to", format::decimal(*points_to, language).into()),
            ],
        ),
        Shape::Steps { start, deduct, from, step, side, rounding } => texts.get(
            match side {
                Side::Below => "points-steps-below",
                Side::Above if is_milestone(criterion) && *from == Fraction::whole(0) => "points-steps-late",
                Side::Above => "points-steps-above",
            },
            &[
                ("start", Part::from(format::decimal(*start, language))),
                ("deduct", format::decimal(*deduct, language).into()),
                ("from", value_text(texts, criterion, *from).into()),
                ("step", value_text(texts, criterion, *step).into()),
                ("rounding", rounding_text(texts, *rounding).into()),
            ],
        ),
        Shape::Places { places, otherwise } => {
            let places: Vec<String> =
                places.iter().map(|points| format::decimal(*points, language)).collect();
            texts.get(
                "points-places",
                &[
                    ("places", places.join("; ").into()),
                    ("otherwise", format::decimal(*otherwise, language).into()),
                ],
            )
        }
        Shape::Measure { factor } => {
            texts.get("points-measure", &[("factor", format::numeral(*factor, language).into())])
        }
    }
}

/// A value of a criterion's measure, with what it counts where that isn't plain: days late.
fn value_text(texts: &Texts, criterion: &Criterion, value: Fraction) -> String {
    in_days(texts, criterion, measure_text(texts, criterion, value))
}

fn in_days(texts: &Texts, criterion: &Criterion, value: String) -> String {
    if is_milestone(criterion) { texts.get("points-days", &[("value", value.into())]) } else { value }
}

const fn is_milestone(criterion: &Criterion) -> bool {
    matches!(criterion.rule, Rule::Milestone { .. })
}
