//! The order of units, the award tiers and their quotas.

use crate::contest::plan::{Amount, Award, OrderBy, Quota, QuotaBase, QuotaPer, Requirement, TiePolicy};

use super::super::mistake::Note;
use super::super::shape::ClustersBy;
use super::super::shape::award::{
    Award as AwardShape, BaseName, OnTie, Per, Quota as QuotaShape, RankingBy, RankingKey, Requires,
};
use super::super::written::{ByName, Span, Written};
use super::limit::{at_least_one, rounding_missing, share};
use super::points::{check_points_exist, rounding};
use super::range::decimal;
use super::reading::{Named, Reading};
use super::standing::prefer;

/// The order of units inside a cluster.
pub(super) fn ranking(reading: &mut Reading<'_, '_>) -> Vec<OrderBy> {
    let file = reading.file;
    if file.ranking.is_empty() && reading.is_whole("ranking") {
        let note = Note::new(
            "ranking.none",
            "Kế hoạch không nói xếp hạng theo gì.",
            "The plan doesn't say how units are ranked.",
        );
        reading.note(&(0..0), note.expected("ít nhất một [[ranking]]", "at least one [[ranking]]"));
    }
    order(reading, &file.ranking)
}

fn order(reading: &mut Reading<'_, '_>, keys: &[Written<RankingKey>]) -> Vec<OrderBy> {
    keys.iter().filter_map(|key| order_by(reading, key)).collect()
}

fn order_by(reading: &mut Reading<'_, '_>, key: &Written<RankingKey>) -> Option<OrderBy> {
    let by = key.by.value;
    if let (Some(name), RankingBy::Gates | RankingBy::Points) = (&key.of, by) {
        let note = Note::new("ranking.of_unused", "\"of\" không dùng ở đây.", "\"of\" isn't used here.");
        reading.note(
            &name.span,
            note.expected("by = \"measure\", \"criterion_points\"", "by = \"measure\", \"criterion_points\""),
        );
    }
    if let (Some(end), true) = (&key.prefer, by != RankingBy::Measure) {
        let note =
            Note::new("ranking.prefer_unused", "\"prefer\" không dùng ở đây.", "\"prefer\" isn't used here.");
        reading.note(&end.span, note.expected("by = \"measure\"", "by = \"measure\""));
    }
    match by {
        RankingBy::Gates => Some(OrderBy::Gates),
        RankingBy::Points => {
            check_points_exist(reading, &key.by.span);
            Some(OrderBy::Points)
        }
        RankingBy::Measure => {
            let criterion = criterion(reading, key);
            let Some(end) = &key.prefer else {
                let note = Note::new("ranking.prefer_missing", "Thiếu \"prefer\".", "\"prefer\" is missing.");
                let expected = "prefer = \"highest\", \"lowest\"";
                reading.note(&key.span, note.expected(expected, expected));
                return None;
            };
            Some(OrderBy::Measure { criterion: criterion?, prefer: prefer(end.value) })
        }
        RankingBy::CriterionPoints => {
            let criterion = criterion(reading, key)?;
            if let (None, Some(name)) = (&reading.file.criterion[criterion].points, &key.of) {
                let note = Note::new(
                    "ranking.criterion_without_points",
                    format!("Tiêu chí \"{}\" không cho điểm.", name.value),
                    format!("The criterion \"{}\" carries no points.", name.value),
                );
                reading
                    .note(&name.span, note.expected("tiêu chí có \"points\"", "a criterion with \"points\""));
            }
            Some(OrderBy::CriterionPoints { criterion })
        }
    }
}

fn criterion(reading: &mut Reading<'_, '_>, key: &Written<RankingKey>) -> Option<usize> {
    if key.of.is_none() {
        let note = Note::new(
            "ranking.of_missing",
            "Thiếu \"of\": xếp theo tiêu chí nào?",
            "\"of\" is missing: by which criterion?",
        );
        reading.note(&key.span, note.expected("of = mã tiêu chí", "of = the code of a criterion"));
    }
    key.of.as_ref().and_then(|name| reading.resolve(Named::Criterion, name))
}

/// The award tiers, highest first.
pub(super) fn awards(reading: &mut Reading<'_, '_>) -> Vec<Award> {
    let file = reading.file;
    let mut awards: Vec<Award> = Vec::with_capacity(file.award.len());
    for award in &file.award {
        let (source, _) = reading.sentence(&award.span, award.source.as_ref(), award.restated.as_ref());
        let mut quotas = Vec::with_capacity(award.quota.len());
        for quota in &award.quota {
            quotas.extend(self::quota(reading, quota));
        }
        awards.push(Award {
            code: award.code.value.0.clone(),
            name: (&award.name).into(),
            source,
            requires: requirement(reading, &award.requires),
            from: award.from.as_ref().and_then(|name| reading.resolve(Named::Award, name)),
            quotas,
            on_tie: on_tie(reading, award),
            form: award.form.as_ref().map(|form| form.value.0.clone()),
            budget: award.budget.clone(),
        });
    }
    check_cycles(reading, &awards);
    awards
}

/// Notes awards that are, in a circle, picked from each other.
fn check_cycles(reading: &mut Reading<'_, '_>, awards: &[Award]) {
    for (start, award) in awards.iter().enumerate() {
        let mut at = award.from;
        for _ in 0..awards.len() {
            if at == Some(start) {
                break;
            }
            at = at.and_then(|award| awards[award].from);
        }
        if let (true, Some(written)) = (at == Some(start), &reading.file.award[start].from) {
            let note = Note::new(
                "award.from_itself",
                format!("\"{}\" được chọn từ chính nó, trực tiếp hoặc qua hình thức khác.", award.code),
                format!("\"{}\" is picked from itself, directly or by way of others.", award.code),
            );
            reading.note(
                &written.span,
                note.expected("hình thức khác, không vòng lại", "another award, without a circle"),
            );
        }
    }
}

fn requirement(reading: &mut Reading<'_, '_>, requires: &Requires) -> Requirement {
    if let Some(points) = &requires.minimum_points {
        check_points_exist(reading, &points.span);
    }
    if let Some(place) = &requires.place_at_most {
        at_least_one(reading, place);
    }
    Requirement {
        gates: requires.gates,
        criteria: reading.resolve_all(Named::Criterion, &requires.criteria),
        minimum_points: requires.minimum_points.as_ref().map(|points| decimal(reading, points)),
        place_at_most: requires.place_at_most.as_ref().map(|place| place.value),
        subjects: reading.resolve_all(Named::Subject, &requires.subjects),
    }
}

fn on_tie(reading: &mut Reading<'_, '_>, award: &Written<AwardShape>) -> TiePolicy {
    let on_tie = award.on_tie.value;
    let unused = [
        (award.lot_seed.as_ref().map(|seed| &seed.span), OnTie::Lot, "lot_seed", "lot"),
        (award.next.as_ref().map(|next| &next.span), OnTie::NextCriterion, "next", "next_criterion"),
    ];
    for (span, policy, key, word) in unused {
        if let (Some(span), true) = (span, on_tie != policy) {
            let note = Note::new(
                "on_tie.key_unused",
                format!("\"{key}\" chỉ đi cùng on_tie = \"{word}\"."),
                format!("\"{key}\" only goes with on_tie = \"{word}\"."),
            );
            let expected = format!("on_tie = \"{word}\"");
            reading.note(span, note.expected(expected.clone(), expected));
        }
    }
    match on_tie {
        OnTie::All => TiePolicy::All,
        OnTie::None => TiePolicy::None,
        OnTie::Ask => TiePolicy::Ask,
        OnTie::Lot => {
            let seed = award.lot_seed.as_ref().map(|seed| seed.value.trim().to_owned()).unwrap_or_default();
            if seed.is_empty() {
                tie_key_missing(reading, &award.on_tie.span, "lot_seed = \"...\"");
            }
            TiePolicy::Lot { seed }
        }
        OnTie::NextCriterion => {
            let next = award.next.as_ref().map_or(&[][..], |next| &next.value);
            if next.is_empty() {
                tie_key_missing(
                    reading,
                    &award.on_tie.span,
                    "next = [{ by = \"measure\", of = \"...\", prefer = \"highest\" }]",
                );
            }
            TiePolicy::NextCriterion(order(reading, next))
        }
    }
}

fn tie_key_missing(reading: &mut Reading<'_, '_>, span: &Span, expected: &str) {
    let note = Note::new(
        "on_tie.key_missing",
        "Cách xử lý khi bằng nhau còn thiếu một khóa.",
        "What happens at a tie lacks a key.",
    );
    reading.note(span, note.expected(expected, expected));
}

fn quota(reading: &mut Reading<'_, '_>, quota: &Written<QuotaShape>) -> Option<Quota> {
    let per = match quota.per {
        Per::Cluster => QuotaPer::Cluster,
        Per::Source => QuotaPer::Source,
        Per::Subject => QuotaPer::Subject,
        Per::Overall => QuotaPer::Overall,
    };
    let except =
        quota.except.as_ref().map(|except| self::except(reading, except, quota.per)).unwrap_or_default();
    Some(Quota { per, amount: amount(reading, quota)?, except })
}

fn amount(reading: &mut Reading<'_, '_>, quota: &Written<QuotaShape>) -> Option<Amount> {
    match (&quota.at_most, &quota.share) {
        (Some(number), None) => {
            let extra = [
                quota.of.as_ref().map(|of| &of.span),
                quota.rounding.as_ref().map(|rounding| &rounding.span),
            ];
            for span in extra.into_iter().flatten() {
                let note = Note::new(
                    "quota.share_keys_unused",
                    "Khóa này chỉ đi cùng \"share\".",
                    "This key only goes with \"share\".",
                );
                reading.note(span, note.expected("share = \"20%\"", "share = \"20%\""));
            }
            Some(Amount::AtMost(number.value))
        }
        (None, Some(written)) => {
            let percent = share(reading, written.value.0, &written.span);
            if quota.of.is_none() {
                let note = Note::new(
                    "quota.of_missing",
                    "Thiếu \"of\": tỷ lệ của những đơn vị nào?",
                    "\"of\" is missing: a share of which units?",
                );
                let expected = "of = \"participants\", \"eligible\"";
                reading.note(&written.span, note.expected(expected, expected));
            }
            if quota.rounding.is_none() {
                reading.note(&written.span, rounding_missing());
            }
            let of = match quota.of.as_ref()?.value {
                BaseName::Participants => QuotaBase::Participants,
                BaseName::Eligible => QuotaBase::Eligible,
            };
            Some(Amount::Share { percent, of, rounding: rounding(quota.rounding.as_ref()?.value) })
        }
        (_, second) => {
            let note = Note::new(
                "quota.not_one",
                "Chỉ tiêu cần đúng một trong \"at_most\" và \"share\".",
                "A quota needs exactly one of \"at_most\" and \"share\".",
            );
            let expected = "at_most = 5 | share = \"20%\"";
            reading.note(
                second.as_ref().map_or(&quota.span, |share| &share.span),
                note.expected(expected, expected),
            );
            None
        }
    }
}

/// Other numbers for single clusters, sources or subjects; names are checked where the plan itself declares them.
fn except(reading: &mut Reading<'_, '_>, except: &Written<ByName<u32>>, per: Per) -> Vec<(String, u32)> {
    if per == Per::Overall && !except.value.0.is_empty() {
        let note = Note::new(
            "quota.except_overall",
            "Chỉ tiêu chung không có ngoại lệ theo mã.",
            "An overall quota has no exceptions by code.",
        );
        reading.note(&except.span, note.expected("bỏ \"except\"", "no \"except\""));
        return Vec::new();
    }
    let clusters = reading.file.clusters.as_ref().map(|clusters| clusters.by.value);
    let named = match (per, clusters) {
        (Per::Subject, _) | (Per::Cluster, Some(ClustersBy::Subject)) => Some(Named::Subject),
        (Per::Cluster, Some(ClustersBy::Level)) => Some(Named::Level),
        _ => None,
    };
    let mut numbers = Vec::with_capacity(except.value.0.len());
    for (name, number) in &except.value.0 {
        if let Some(named) = named {
            reading.resolve(named, name);
        }
        numbers.push((name.value.clone(), number.value));
    }
    numbers
}
