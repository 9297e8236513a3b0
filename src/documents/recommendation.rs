//! The recommendation as text: by award, with quotas used and left, ties to settle, and the borders.

use super::fragility::border_lines;
use super::ranking::{RankingDocument, is_closed};
use super::reason::quota_text;
use crate::contest::plan::{QuotaPer, TiePolicy};
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

/// Whether a tie waits for a person.
pub fn has_open_ties(document: &RankingDocument<'_>) -> bool {
    let settle = |reason: Reason| matches!(reason, Reason::TieToSettle(_));
    document.scored.recommendation.awards.iter().any(|award| award.reasons.iter().any(|it| settle(*it)))
}

fn listed(document: &RankingDocument<'_>, participants: &[u32]) -> Vec<String> {
    participants
        .iter()
        .map(|participant| {
            let unit = document.unit(*participant);
            format!("    - {} ({})", unit.name, unit.code)
        })
        .collect()
}

fn tie_lines(texts: &Texts, document: &RankingDocument<'_>, award: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for quota in 0..document.plan().awards[award].quotas.len() {
        let tied = document.with_reason(award, |reason| reason == Reason::TieToSettle(quota));
        if !tied.is_empty() {
            let quota = quota_text(texts, &document.plan().awards[award].quotas[quota]);
            let parts = [("count", tied.len().into()), ("quota", Part::from(quota))];
            lines.push(format!("    {}", texts.get("recommendation-tie", &parts)));
            lines.extend(listed(document, &tied).into_iter().map(|line| format!("  {line}")));
            if document.plan().awards[award].on_tie == TiePolicy::Ask {
                lines.push(format!("      {}", texts.word("recommendation-tie-ask")));
            }
        }
    }
    let waiting = document.with_reason(award, |reason| matches!(reason, Reason::WaitsForTie(_)));
    if !waiting.is_empty() {
        lines
            .push(format!("    {}", texts.get("recommendation-waiting", &[("count", waiting.len().into())])));
    }
    lines
}

fn quota_lines(texts: &Texts, document: &RankingDocument<'_>, award: usize) -> Vec<String> {
    let award_of_plan = &document.plan().awards[award];
    let Some(result) = document.scored.recommendation.awards.get(award) else { return Vec::new() };
    let used = |usage: &QuotaUse| {
        let quota = &award_of_plan.quotas[usage.quota];
        let group = document.group_name(quota, usage.group);
        let group = if quota.per == QuotaPer::Overall {
            texts.word("quota-overall")
        } else {
            group.in_language(texts.language()).to_owned()
        };
        let mut line = texts.get(
            "quota-use",
            &[
                ("group", Part::from(group)),
                ("used", usage.used.into()),
                ("limit", usage.limit.into()),
                ("left", usage.limit.saturating_sub(usage.used).into()),
            ],
        );
        if usage.used_at_most > usage.used {
            line.push_str(&texts.get("quota-use-at-most", &[("most", usage.used_at_most.into())]));
        }
        if usage.used > usage.limit {
            line.push_str(&texts.word("quota-exceeded"));
        }
        line
    };
    let mut lines = Vec::new();
    for (index, quota) in award_of_plan.quotas.iter().enumerate() {
        lines
            .push(format!("    {}", texts.get("quota-title", &[("quota", quota_text(texts, quota).into())])));
        lines.extend(
            result
                .usage
                .iter()
                .filter(|usage| usage.quota == index)
                .map(|usage| format!("      {}", used(usage))),
        );
    }
    lines
}
