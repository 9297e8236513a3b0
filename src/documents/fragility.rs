//! How firm a rank or a quota's border is, in words.

use super::ranking::RankingDocument;
use super::reason::quota_text;
use super::step::change_text;
use crate::contest::explain::{Border, Correction, Distance, Fragility};
use crate::contest::plan::{Criterion, Rule};
use crate::contest::trace::ExactPoints;
use crate::text::{Part, Texts, format};

/// One line for the unit before and one for the unit behind, as far as there are such.
pub fn fragility_lines(texts: &Texts, document: &RankingDocument<'_>, fragility: &Fragility) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(distance) = &fragility.above {
        let other = unit_name(document, distance.better);
        lines.push(texts.get(
            "fragility-above",
            &[("unit", other.into()), ("distance", distance_text(texts, document, distance).into())],
        ));
    }
    if let Some(distance) = &fragility.below {
        let other = unit_name(document, distance.worse);
        lines.push(texts.get(
            "fragility-below",
            &[("unit", other.into()), ("distance", distance_text(texts, document, distance).into())],
        ));
    }
    if lines.is_empty() {
        lines.push(texts.word("fragility-none"));
    }
    lines
}

/// The border of a quota: who is the last inside, who the first outside, and how far they are apart.
pub fn border_lines(texts: &Texts, document: &RankingDocument<'_>, border: &Border) -> Vec<String> {
    let award = &document.plan().awards[border.award];
    let quota = &award.quotas[border.quota];
    let group = document.group_name(quota, border.group);
    let group = group.in_language(texts.language());
    let group = if group.is_empty() { String::new() } else { format!(" – {group}") };
    let heading = [
        ("award", Part::from(award.name.in_language(texts.language()))),
        ("quota", quota_text(texts, quota).into()),
        ("group", group.into()),
    ];
    let units = [
        ("inside", unit_name(document, border.distance.better).into()),
        ("outside", unit_name(document, border.distance.worse).into()),
    ];
    let distance = distance_text(texts, document, &border.distance);
    vec![
        format!("  {}", texts.get("border", &heading)),
        format!("    {}", texts.get("border-units", &units)),
        format!("    {}", capitalised(&distance)),
    ]
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).chain(['.']).collect())
}

/// A distance in words: points, by how much weights may move, and the smallest correction.
pub fn distance_text(texts: &Texts, document: &RankingDocument<'_>, distance: &Distance) -> String {
    let mut parts = Vec::new();
    if let Some(gap) = distance.gap {
        parts.push(texts.get(
            "distance-gap",
            &[("points", format::decimal(document.points(gap), texts.language()).into())],
        ));
    }
    if let Some(margin) = distance.margin {
        parts.push(texts.get("distance-margin", &[("margin", share(texts, margin).into())]));
    }
    parts.push(match distance.correction {
        Some(correction) => texts.get(
            "distance-correction",
            &[("correction", correction_text(texts, document, correction).into())],
        ),
        None => texts.word("distance-no-correction"),
    });
    let is_standing = |criterion: &Criterion| matches!(criterion.rule, Rule::Standing { .. });
    if document.plan().criteria.iter().any(is_standing) {
        parts.push(texts.word("distance-places-held"));
    }
    parts.join("; ")
}

/// The nearest of the two distances in few words, for a column: the smallest correction, else the margin of the
/// weights.
pub fn fragility_short(texts: &Texts, document: &RankingDocument<'_>, fragility: &Fragility) -> String {
    let nearest = [&fragility.above, &fragility.below]
        .into_iter()
        .flatten()
        .filter_map(|distance| distance.correction)
        .min_by_key(|correction| correction.change.by.unsigned_abs());
    if let Some(correction) = nearest {
        return correction_text(texts, document, correction);
    }
    let margins = [&fragility.above, &fragility.below].into_iter().flatten().filter_map(|it| it.margin);
    margins.min_by(|left, right| compare(*left, *right)).map_or_else(|| "–".to_owned(), |it| share(texts, it))
}

fn correction_text(texts: &Texts, document: &RankingDocument<'_>, correction: Correction) -> String {
    let change = change_text(texts, document.plan(), correction.change);
    let unit = unit_name(document, correction.participant);
    texts.get("correction", &[("unit", unit.into()), ("change", change.into())])
}

fn compare(left: ExactPoints, right: ExactPoints) -> std::cmp::Ordering {
    let products =
        left.numerator.checked_mul(right.denominator).zip(right.numerator.checked_mul(left.denominator));
    products.map_or(std::cmp::Ordering::Equal, |(left, right)| left.cmp(&right))
}

/// A share as a percentage cut to two decimals, so that it never promises more than holds.
fn share(texts: &Texts, margin: ExactPoints) -> String {
    match margin.numerator.checked_mul(10_000) {
        Some(scaled) => {
            let cut = scaled / margin.denominator;
            let mark = if cut * margin.denominator == scaled { "" } else { "…" };
            format!("{}{mark} %", format::scaled(cut, 2, texts.language()))
        }
        None => format!("{}/{}", margin.numerator, margin.denominator),
    }
}

fn unit_name<'a>(document: &RankingDocument<'a>, participant: u32) -> &'a str {
    &document.unit(participant).name
}
