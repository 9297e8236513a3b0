//! The legend below the tables of a ranking: marks, criteria, awards, and the order.

use super::ranking::RankingDocument;
use super::reason::column_label;
use super::table::mark;
use super::wrap::WIDTH;
use crate::contest::plan::{OrderBy, Plan, Prefer};
use crate::contest::result::Outcome;
use crate::text::Texts;

const OUTCOMES: [Outcome; 5] =
    [Outcome::Met, Outcome::NotMet, Outcome::NeedsJudgement, Outcome::Missing, Outcome::OnHold];

/// The legend of a ranking.
pub fn legend(texts: &Texts, document: &RankingDocument<'_>) -> String {
    let plan = document.plan();
    let language = texts.language();
    let outcomes: Vec<String> = OUTCOMES
        .into_iter()
        .map(|outcome| format!("{} {}", mark(outcome), texts.word(&format!("outcome-{}", outcome.code()))))
        .collect();
    let mut lines = vec![texts.get("legend-marks", &[("marks", outcomes.join("   ").into())])];
    let shown = document.clusters().flat_map(|(_, ranked)| ranked).collect::<Vec<_>>();
    if plan.points.is_some() && shown.iter().any(|entry| document.score(entry.participant).incomplete) {
        lines.push(texts.word("legend-incomplete"));
    }
    let criteria: Vec<String> = plan
        .criteria
        .iter()
        .enumerate()
        .map(|(index, criterion)| {
            let gate = if criterion.gate { "•" } else { "" };
            format!("{}{gate} {}", column_label(plan, index), criterion.name.in_language(language))
        })
        .collect();
    lines.extend(wrapped(&texts.word("legend-criteria"), &criteria));
    let awards: Vec<String> = plan
        .awards
        .iter()
        .enumerate()
        .map(|(index, award)| format!("[{}] {}", index + 1, award.name.in_language(language)))
        .collect();
    if !awards.is_empty() {
        lines.extend(wrapped(&texts.word("legend-awards"), &awards));
    }
    if plan.points.is_none() {
        lines.extend(wrapped(&texts.word("legend-order"), &order_keys(texts, plan, &plan.ranking)));
    }
    lines.join("\n") + "\n"
}

/// The keys of an order in words.
pub fn order_keys(texts: &Texts, plan: &Plan, keys: &[OrderBy]) -> Vec<String> {
    let name = |criterion: usize| plan.criteria[criterion].name.in_language(texts.language());
    keys.iter()
        .map(|key| match key {
            OrderBy::Gates => texts.word("order-gates"),
            OrderBy::Points => texts.word("order-points"),
            OrderBy::Measure { criterion, prefer } => {
                let key = match prefer {
                    Prefer::Highest => "order-highest",
                    Prefer::Lowest => "order-lowest",
                };
                texts.get(key, &[("criterion", name(*criterion).into())])
            }
            OrderBy::CriterionPoints { criterion } => {
                texts.get("order-criterion_points", &[("criterion", name(*criterion).into())])
            }
        })
        .collect()
}

/// Lays entries out in lines of the tables' width, under a title.
pub fn wrapped(title: &str, entries: &[String]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = title.to_owned();
    for (index, entry) in entries.iter().enumerate() {
        let separator = if index == 0 { " " } else { " · " };
        let needed = line.chars().count() + separator.chars().count() + entry.chars().count();
        if needed > usize::from(WIDTH) && index > 0 {
            lines.push(std::mem::replace(&mut line, format!("  {entry}")));
        } else {
            line.push_str(separator);
            line.push_str(entry);
        }
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_wrap_at_the_width_and_none_is_lost() {
        let entries: Vec<String> = (0..40).map(|index| format!("mục {index}")).collect();
        let lines = wrapped("Tiêu chí:", &entries);
        assert!(lines.len() > 1);
        assert!(lines.iter().all(|line| line.chars().count() <= usize::from(WIDTH)));
        for entry in &entries {
            assert_eq!(
                lines
                    .iter()
                    .filter(|line| line.split(" · ").any(|it| it.trim().ends_with(entry.as_str())))
                    .count(),
                1
            );
        }
    }

    #[test]
    fn every_outcome_has_a_mark_of_its_own() {
        let mut marks: Vec<&str> = OUTCOMES.into_iter().map(mark).collect();
        marks.sort_unstable();
        marks.dedup();
        assert_eq!(marks.len(), OUTCOMES.len());
    }
}
