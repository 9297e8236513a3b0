//! Why a unit is or isn't recommended, and what a quota admits, in words.

use super::ranking::{RankingDocument, per_code};
use crate::contest::plan::{Amount, Criterion, Plan, Quota, QuotaBase, QuotaPer, Rounding, TiePolicy};
use crate::contest::result::{About, Outcome, Reason};
use crate::text::{Part, Texts, format};

/// A participant's reason at an award as a whole sentence.
pub fn reason_text(
    texts: &Texts,
    document: &RankingDocument<'_>,
    participant: u32,
    (award, reason): (usize, Reason),
) -> String {
    let plan = document.plan();
    let language = texts.language();
    let held = if is_held(document, participant, reason) { "-held" } else { "" };
    let key = format!("reason-{}{held}", reason.code());
    match reason.about() {
        About::Criterion(criterion) => {
            let name = criterion_label(texts, &plan.criteria[criterion]);
            texts.get(&key, &[("criterion", name.into())])
        }
        About::Award(other) => {
            texts.get(&key, &[("award", plan.awards[other].name.in_language(language).into())])
        }
        About::Quota(quota) => {
            let quota = plan.awards[award].quotas.get(quota).map(|quota| quota_text(texts, plan, quota));
            let seed = match &plan.awards[award].on_tie {
                TiePolicy::Lot { seed } => seed.as_str(),
                _ => "",
            };
            texts.get(&key, &[("quota", quota.unwrap_or_default().into()), ("seed", seed.into())])
        }
        About::Nothing => texts.word(&key),
    }
}

/// A participant's reason in two or three words, for a column.
pub fn reason_short(
    texts: &Texts,
    document: &RankingDocument<'_>,
    participant: u32,
    reason: Reason,
) -> String {
    let held = if is_held(document, participant, reason) { "-held" } else { "" };
    let key = format!("short-{}{held}", reason.code());
    let part = match reason {
        Reason::NotMet(criterion) | Reason::Open(criterion) => column_label(document.plan(), criterion),
        Reason::HigherAward(other) | Reason::NotOnList(other) | Reason::WaitsForAward(other) => {
            (other + 1).to_string()
        }
        _ => String::new(),
    };
    texts.get(&key, &[("part", Part::from(part))])
}

/// Whether a criterion is open because it is on hold.
fn is_held(document: &RankingDocument<'_>, participant: u32, reason: Reason) -> bool {
    let Reason::Open(criterion) = reason else { return false };
    document.scored.scores.judgements_of(participant)[criterion]
        .is_some_and(|judgement| judgement.outcome == Outcome::OnHold)
}

/// How long the number of a criterion may be to head a column.
const LONGEST_LABEL: usize = 5;

/// What heads a criterion's column: its number in the plan's list; a running number, above all numbers of the list,
/// where it has none or a long one. The legend explains it.
pub fn column_label(plan: &Plan, index: usize) -> String {
    let numbered = |criterion: &Criterion| (1..=LONGEST_LABEL).contains(&criterion.number.chars().count());
    let criterion = &plan.criteria[index];
    if numbered(criterion) {
        return criterion.number.clone();
    }
    let leading = |criterion: &Criterion| {
        let digits = criterion.number.chars().take_while(char::is_ascii_digit).collect::<String>();
        digits.parse::<usize>().unwrap_or(0)
    };
    let largest =
        plan.criteria.iter().filter(|criterion| numbered(criterion)).map(leading).max().unwrap_or(0);
    let before = plan.criteria[..index].iter().filter(|criterion| !numbered(criterion)).count();
    (largest + before + 1).to_string()
}

/// The number of a criterion in the plan's list, or its code where it has none.
pub fn number_of(criterion: &Criterion) -> &str {
    if criterion.number.is_empty() { &criterion.code } else { &criterion.number }
}

/// A criterion's number and name: `1 (Tỷ lệ cử tri đi bầu)`.
pub fn criterion_label(texts: &Texts, criterion: &Criterion) -> String {
    format!("{} ({})", number_of(criterion), criterion.name.in_language(texts.language()))
}

/// How many groups with a number of their own a quota names where it stands inside a sentence.
const MOST_EXCEPTIONS: usize = 3;

/// What a quota admits, for the middle of a sentence: `tối đa 2 đơn vị mỗi loại đối tượng; riêng Cá nhân: 3`. More than
/// a few groups with a number of their own are only counted.
pub fn quota_text(texts: &Texts, plan: &Plan, quota: &Quota) -> String {
    if quota.except.len() <= MOST_EXCEPTIONS {
        return whole_quota_text(texts, plan, quota);
    }
    let more = texts.get("words-excepted", &[("count", quota.except.len().into())]);
    format!("{}; {more}", common_quota_text(texts, quota))
}

/// What a quota admits, with every group that has a number of its own.
pub fn whole_quota_text(texts: &Texts, plan: &Plan, quota: &Quota) -> String {
    let named = |code: &str| {
        let subject = plan.subjects.iter().find(|it| quota.per == QuotaPer::Subject && it.code == code);
        subject.map_or(code, |subject| subject.name.in_language(texts.language())).to_owned()
    };
    let mut text = common_quota_text(texts, quota);
    for (code, limit) in &quota.except {
        let parts = [("group", Part::from(named(code))), ("limit", (*limit).into())];
        text.push_str("; ");
        text.push_str(&texts.get(&format!("words-except-{}", per_code(quota.per)), &parts));
    }
    text
}

/// What a quota admits of every group without a number of its own: `tối đa 2 đơn vị mỗi cụm`.
fn common_quota_text(texts: &Texts, quota: &Quota) -> String {
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
