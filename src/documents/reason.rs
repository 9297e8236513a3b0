//! Why a unit is or isn't recommended, and what a quota admits, in words.

use super::ranking::{RankingDocument, per_code};
use crate::contest::plan::{Amount, Criterion, Quota, QuotaBase, Rounding};
use crate::contest::result::Reason;
use crate::text::{Part, Texts, format};

/// A reason as a whole sentence.
pub fn reason_text(texts: &Texts, document: &RankingDocument<'_>, award: usize, reason: Reason) -> String {
    let plan = document.plan();
    let language = texts.language();
    let key = format!("reason-{}", reason.code());
    match reason {
        Reason::NotMet(criterion) | Reason::Open(criterion) => {
            let name = criterion_label(texts, &plan.criteria[criterion]);
            texts.get(&key, &[("criterion", name.into())])
        }
        Reason::HigherAward(other) | Reason::NotOnList(other) | Reason::WaitsForAward(other) => {
            texts.get(&key, &[("award", plan.awards[other].name.in_language(language).into())])
        }
        Reason::RecommendedByTie(quota)
        | Reason::RecommendedByLot(quota)
        | Reason::TieToSettle(quota)
        | Reason::WaitsForTie(quota)
        | Reason::TieAdmitsNone(quota)
        | Reason::LostLot(quota)
        | Reason::QuotaFull(quota) => {
            let quota = plan.awards[award].quotas.get(quota).map(|quota| quota_text(texts, quota));
            texts.get(&key, &[("quota", quota.unwrap_or_default().into())])
        }
        Reason::Recommended
        | Reason::OtherSubject
        | Reason::Excluded
        | Reason::OnHold
        | Reason::TooFewPoints
        | Reason::PlaceTooLow => texts.word(&key),
    }
}

/// A reason in two or three words, for a column.
pub fn reason_short(texts: &Texts, document: &RankingDocument<'_>, reason: Reason) -> String {
    let key = format!("short-{}", reason.code());
    let part = match reason {
        Reason::NotMet(criterion) | Reason::Open(criterion) => {
            number_of(&document.plan().criteria[criterion]).to_owned()
        }
        Reason::HigherAward(other) | Reason::NotOnList(other) | Reason::WaitsForAward(other) => {
            (other + 1).to_string()
        }
        _ => String::new(),
    };
    texts.get(&key, &[("part", Part::from(part))])
}

/// The number of a criterion in the plan's list, or its code where it has none.
pub fn number_of(criterion: &Criterion) -> &str {
    if criterion.number.is_empty() { &criterion.code } else { &criterion.number }
}

/// A criterion's number and name: `1 (Tỷ lệ cử tri đi bầu)`.
pub fn criterion_label(texts: &Texts, criterion: &Criterion) -> String {
    format!("{} ({})", number_of(criterion), criterion.name.in_language(texts.language()))
}

/// What a quota admits: `tối đa 2 đơn vị mỗi cụm`.
pub fn quota_text(texts: &Texts, quota: &Quota) -> String {
    let per = texts.word(&format!("quota-per-{}", per_code(quota.per)));
    match quota.amount {
        Amount::AtMost(limit) => texts.get("quota-number", &[("limit", limit.into()), ("per", per.into())]),
        Amount::Share { percent, of, rounding } => {
            let base = texts.word(match of {
                QuotaBase::Participants => "quota-of-participants",
                QuotaBase::Eligible => "quota-of-eligible",
            });
            let percent = format::percent(percent, texts.language());
            let parts = [
                ("percent", Part::from(percent)),
                ("base", base.into()),
                ("per", per.into()),
                ("rounding", rounding_text(texts, rounding).into()),
            ];
            texts.get("quota-share", &parts)
        }
    }
}

/// How a number is rounded, in words.
pub fn rounding_text(texts: &Texts, rounding: Rounding) -> String {
    texts.word(match rounding {
        Rounding::HalfUp => "rounding-half_up",
        Rounding::HalfEven => "rounding-half_even",
        Rounding::Down => "rounding-down",
        Rounding::Up => "rounding-up",
    })
}
