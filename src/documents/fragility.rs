//! How firm a rank or a quota's border is, in words.

use super::ranking::RankingDocument;
use super::reason::quota_text;
use super::step::{change_text, value_text};
use super::wrap::hanging;
use crate::contest::explain::{Border, Correction, Distance, Fragility};
use crate::contest::plan::{Criterion, Rule};
use crate::contest::result::{Ranked, Reason};
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
        ("quota", quota_text(texts, document.plan(), quota).into()),
        ("group", group.into()),
    ];
    let units = [
        ("inside", unit_name(document, border.distance.better).into()),
        ("outside", unit_name(document, border.distance.worse).into()),
    ];
    let reasons = &document.scored.recommendation.awards[border.award].reasons;
    let tied = match reasons[border.distance.better as usize] {
        Reason::TieAdmitsNone(_) => Some("border-admits-none"),
        reason => reason.is_undecided().then_some("border-inside-tie"),
    };
    if let Some(tied) = tied {
        let told = texts.get(tied, &units);
        return [hanging("  ", &texts.get("border", &heading)), hanging("    ", &told)].concat();
    }
    let distance = distance_text(texts, document, &border.distance);
    [
        hanging("  ", &texts.get("border", &heading)),
        hanging("    ", &texts.get("border-units", &units)),
        hanging("    ", &capitalised(&distance)),
    ]
    .concat()
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

/// Below a table: for each rank the smallest change of a figure and of the weights that moves it, and against whom.
/// Units without a rank are left out; those whose rank no single change moves are counted together.
pub fn fragility_list(
    texts: &Texts,
    document: &RankingDocument<'_>,
    ranked: &[Ranked],
    fragilities: &[Fragility],
) -> String {
    if ranked.iter().all(|entry| document.is_unranked(entry.participant)) {
        return String::new();
    }
    let mut text = format!("\n{}\n", texts.word("fragility-title"));
    let (mut firm, mut moved) = (0_usize, 0_usize);
    for entry in ranked.iter().filter(|entry| !document.is_unranked(entry.participant)) {
        let fragility = fragilities.get(entry.participant as usize);
        match fragility.and_then(|it| fragility_short(texts, document, entry.participant, it)) {
            Some(short) => {
                moved += 1;
                let name = unit_name(document, entry.participant);
                let entries = format!("{name} {short}");
                for line in hanging(&format!("  {:>3}  ", entry.rank), &entries) {
                    text.push_str(&line);
                    text.push('\n');
                }
            }
            None => firm += 1,
        }
    }
    let key = if moved == 0 { "fragility-firm-all" } else { "fragility-firm" };
    if firm > 0 {
        for line in hanging("    –  ", &texts.get(key, &[("count", firm.into())])) {
            text.push_str(&line);
            text.push('\n');
        }
    }
    text
}

/// How firm a rank is in few words, for a line: the smallest correction and the margin of the weights, each against
/// the nearer of its neighbours; `None` where there is neither.
pub fn fragility_short(
    texts: &Texts,
    document: &RankingDocument<'_>,
    participant: u32,
    fragility: &Fragility,
) -> Option<String> {
    let distances = || [&fragility.above, &fragility.below].into_iter().flatten();
    let sentence = |kind: &str, whose: &str, distance: &Distance, change: String| {
        let (way, other) = if distance.worse == participant {
            ("above", distance.better)
        } else {
            ("below", distance.worse)
        };
        let parts = [("other", unit_name(document, other).into()), ("change", Part::from(change))];
        texts.get(&format!("fragility-{kind}-{way}{whose}"), &parts)
    };
    let corrected = distances().filter_map(|it| Some((it, it.correction?)));
    let corrected = corrected.min_by_key(|(_, it)| (it.to.is_some(), it.change.by.unsigned_abs())).map(
        |(distance, correction)| {
            let there = if correction.participant == participant { "" } else { "-there" };
            let change = corrected_text(texts, document, correction);
            sentence("change", there, distance, change)
        },
    );
    let margins = distances().filter_map(|it| Some((it, it.margin?)));
    let weighed = margins
        .min_by(|left, right| compare(left.1, right.1))
        .map(|(distance, margin)| sentence("weights", "", distance, share(texts, margin)));
    let parts: Vec<String> = corrected.into_iter().chain(weighed).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

fn correction_text(texts: &Texts, document: &RankingDocument<'_>, correction: Correction) -> String {
    let change = corrected_text(texts, document, correction);
    let unit = unit_name(document, correction.participant);
    texts.get("correction", &[("unit", unit.into()), ("change", change.into())])
}

/// What a correction changes: `thêm 12 cử tri`, `“Báo cáo đầy đủ” là không`.
fn corrected_text(texts: &Texts, document: &RankingDocument<'_>, correction: Correction) -> String {
    let Some(to) = correction.to else { return change_text(texts, document.plan(), correction.change) };
    let name = document.plan().slot_name(correction.change.slot).in_language(texts.language()).to_owned();
    texts.get("change-to", &[("name", name.into()), ("value", value_text(texts, document, to).into())])
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
        None => format::quotient(margin.numerator, margin.denominator, texts.language()),
    }
}

fn unit_name<'a>(document: &RankingDocument<'a>, participant: u32) -> &'a str {
    document.unit(participant).name()
}
