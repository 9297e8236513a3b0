//! The recommendation as text: by award, with quotas used and left, ties to settle, and the borders.

use std::collections::BTreeMap;

use super::fragility::border_lines;
use super::ranking::{RankingDocument, is_closed};
use super::reason::quota_text;
use super::wrap::hanging;
use crate::contest::plan::{Quota, QuotaPer, TiePolicy};
use crate::contest::result::{QuotaUse, Reason};
use crate::text::{Part, Texts};

/// Who is recommended for each award of the whole contest, how far quotas are used, what a person must settle.
pub fn recommendation_text(texts: &Texts, document: &RankingDocument<'_>) -> String {
    let plan = document.plan();
    let mut lines = vec![texts.word("recommendation-title").to_uppercase()];
    if plan.awards.is_empty() {
        lines.push(texts.word("recommendation-no-awards"));
    }
    for (index, award) in plan.awards.iter().enumerate() {
        let chosen = document.with_reason(index, Reason::is_recommended);
        lines.push(String::new());
        lines.push(format!(
            "[{}] {}: {}",
            index + 1,
            award.name.in_language(texts.language()),
            texts.get("recommendation-count", &[("count", chosen.len().into())])
        ));
        if is_closed(award) {
            lines.push(format!("    {}", texts.word("recommendation-closed")));
        }
        lines.extend(listed(document, &chosen));
        lines.extend(tie_lines(texts, document, index));
        lines.extend(quota_lines(texts, document, index));
    }
    if !document.borders.is_empty() {
        lines.push(String::new());
        lines.push(texts.word("borders-title").to_uppercase());
        lines.extend(document.borders.iter().flat_map(|border| border_lines(texts, document, border)));
    }
    lines.join("\n") + "\n"
}

/// Whether a tie waits for a person; one that concerns a single participant, when one is given.
pub fn has_open_ties(document: &RankingDocument<'_>, participant: Option<u32>) -> bool {
    document.scored.recommendation.awards.iter().any(|award| match participant {
        Some(participant) => award.reasons.get(participant as usize).is_some_and(|it| it.is_undecided()),
        None => award.reasons.iter().any(|reason| matches!(reason, Reason::TieToSettle(_))),
    })
}

fn listed(document: &RankingDocument<'_>, participants: &[u32]) -> Vec<String> {
    participants
        .iter()
        .map(|participant| {
            let unit = document.unit(*participant);
            format!("    - {} ({})", unit.name(), unit.code())
        })
        .collect()
}

fn tie_lines(texts: &Texts, document: &RankingDocument<'_>, award: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let award_of_plan = &document.plan().awards[award];
    for (index, quota) in award_of_plan.quotas.iter().enumerate() {
        let tied = document.with_reason(award, |reason| reason == Reason::TieToSettle(index));
        if !tied.is_empty() {
            let quota = Part::from(quota_text(texts, document.plan(), quota));
            let parts = [("count", tied.len().into()), ("quota", quota)];
            lines.extend(hanging("    ", &texts.get("recommendation-tie", &parts)));
            lines.extend(hanging("      ", &several(document, &tied)));
            let key = match award_of_plan.on_tie {
                TiePolicy::NextCriterion(_) => "recommendation-tie-next_criterion",
                TiePolicy::All | TiePolicy::None | TiePolicy::Lot { .. } | TiePolicy::Ask => {
                    "recommendation-tie-ask"
                }
            };
            lines.extend(hanging("      ", &texts.word(key)));
        }
    }
    let waiting = document
        .with_reason(award, |reason| matches!(reason, Reason::WaitsForTie(_) | Reason::WaitsForAward(_)));
    if !waiting.is_empty() {
        let parts = [("count", waiting.len().into())];
        lines.extend(hanging("    ", &texts.get("recommendation-waiting", &parts)));
        lines.extend(hanging("      ", &several(document, &waiting)));
    }
    lines
}

/// Several units in one sentence: `Xã A (001), Xã B (002)`.
fn several(document: &RankingDocument<'_>, participants: &[u32]) -> String {
    let names: Vec<String> = participants
        .iter()
        .map(|participant| {
            let unit = document.unit(*participant);
            format!("{} ({})", unit.name(), unit.code())
        })
        .collect();
    names.join(", ")
}

fn quota_lines(texts: &Texts, document: &RankingDocument<'_>, award: usize) -> Vec<String> {
    let award_of_plan = &document.plan().awards[award];
    let Some(result) = document.scored.recommendation.awards.get(award) else { return Vec::new() };
    let recommended = document.with_reason(award, Reason::is_recommended);
    let mut lines = Vec::new();
    for (index, quota) in award_of_plan.quotas.iter().enumerate() {
        let title = texts.get("quota-title", &[("quota", quota_text(texts, document.plan(), quota).into())]);
        lines.extend(hanging("    ", &title));
        let mut certain: BTreeMap<u32, u32> = BTreeMap::new();
        for group in recommended.iter().filter_map(|participant| group_of(document, quota, *participant)) {
            *certain.entry(group).or_default() += 1;
        }
        for usage in result.usage.iter().filter(|usage| usage.quota == index) {
            let certain = certain.get(&usage.group).copied().unwrap_or(0);
            lines.extend(hanging("      ", &usage_text(texts, document, quota, (usage, certain))));
        }
    }
    lines
}

/// The group in which a quota counts a participant.
fn group_of(document: &RankingDocument<'_>, quota: &Quota, participant: u32) -> Option<u32> {
    let unit = document.unit(participant);
    match quota.per {
        QuotaPer::Cluster => unit.cluster,
        QuotaPer::Source => unit.source,
        QuotaPer::Subject => unit.subject.map(u32::from),
        QuotaPer::Overall => Some(0),
    }
}

/// How far a quota is used in a group: how many are really recommended (`certain`), and how many seats an open tie is
/// sure to fill.
fn usage_text(
    texts: &Texts,
    document: &RankingDocument<'_>,
    quota: &Quota,
    (usage, certain): (&QuotaUse, u32),
) -> String {
    let group = if quota.per == QuotaPer::Overall {
        texts.word("quota-overall")
    } else {
        document.group_name(quota, usage.group).in_language(texts.language()).to_owned()
    };
    let open = usage.used.saturating_sub(certain);
    let left = usage.limit.saturating_sub(usage.used);
    let parts = [
        ("group", Part::from(group)),
        ("used", certain.into()),
        ("limit", usage.limit.into()),
        ("open", open.into()),
        ("left", left.into()),
    ];
    let mut line = texts.get(if open > 0 { "quota-use-open" } else { "quota-use" }, &parts);
    if usage.used_at_most > usage.used {
        line.push_str(&texts.get("quota-use-at-most", &[("most", usage.used_at_most.into())]));
    }
    if usage.used > usage.limit {
        line.push_str(&texts.word("quota-exceeded"));
    }
    line
}
