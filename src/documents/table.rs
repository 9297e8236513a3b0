//! The ranking as tables for people: one per cluster, with a legend.

use comfy_table::{
    Cell, CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, Width,
};

use super::fragility::fragility_short;
use super::ranking::RankingDocument;
use super::reason::{number_of, reason_short};
use super::rule::in_percent;
use crate::contest::explain::Fragility;
use crate::contest::plan::{Criterion, OrderBy, Plan, Prefer};
use crate::contest::result::{Judgement, Outcome, Ranked};
use crate::text::{Texts, format};

/// The width that tables are laid out for, in columns of a terminal.
pub const WIDTH: u16 = 100;

const OUTCOMES: [Outcome; 5] =
    [Outcome::Met, Outcome::NotMet, Outcome::NeedsJudgement, Outcome::Missing, Outcome::OnHold];

/// The mark of an outcome, so that it can be told without colour.
pub const fn mark(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Met => "✓",
        Outcome::NotMet => "✗",
        Outcome::NeedsJudgement => "?",
        Outcome::Missing => "–",
        Outcome::OnHold => "‖",
    }
}

/// The title, a table for each cluster, and the legend.
pub fn ranking_text(texts: &Texts, document: &RankingDocument<'_>) -> String {
    let plan = document.plan();
    let language = texts.language();
    let mut text = String::new();
    if document.provisional {
        text.push_str(&texts.word("provisional"));
        text.push_str("\n\n");
    }
    text.push_str(
        &texts.get("ranking-title", &[("code", (&plan.code).into()), ("issuer", (&plan.issuer).into())]),
    );
    text.push('\n');
    text.push_str(plan.title.in_language(language));
    text.push('\n');
    if let Some(as_of) = document.contest.as_of {
        text.push_str(&texts.get("ranking-as-of", &[("moment", format::moment(as_of).into())]));
        text.push('\n');
    }
    for (cluster, ranked) in document.clusters() {
        let title = texts.get(
            "ranking-cluster",
            &[("cluster", cluster.name.in_language(language).into()), ("count", ranked.len().into())],
        );
        text.push('\n');
        text.push_str(&title);
        text.push_str("\n\n");
        for line in cluster_table(texts, document, ranked).lines() {
            text.push_str(line.trim_end());
            text.push('\n');
        }
        if let Some(fragilities) = document.fragilities {
            text.push_str(&fragility_list(texts, document, ranked, fragilities));
        }
    }
    text.push('\n');
    if document.fragilities.is_none() {
        text.push_str(&texts.word("fragility-on-request"));
        text.push_str("\n\n");
    }
    text.push_str(&legend(texts, document));
    text
}

/// The smallest change of a figure, or else of the weights, that moves each rank.
fn fragility_list(
    texts: &Texts,
    document: &RankingDocument<'_>,
    ranked: &[Ranked],
    fragilities: &[Fragility],
) -> String {
    let mut text = format!("\n{}\n", texts.word("fragility-title"));
    for entry in ranked {
        let short = fragilities.get(entry.participant as usize);
        let short = short.map_or_else(String::new, |it| fragility_short(texts, document, it));
        text.push_str(&format!("  {:>3}  {}: {short}\n", entry.rank, document.unit(entry.participant).name));
    }
    text
}

fn cluster_table(texts: &Texts, document: &RankingDocument<'_>, ranked: &[Ranked]) -> String {
    let plan = document.plan();
    let applies: Vec<usize> = (0..plan.criteria.len())
        .filter(|criterion| {
            ranked
                .iter()
                .any(|entry| document.scored.scores.judgements_of(entry.participant)[*criterion].is_some())
        })
        .collect();
    let mut table = Table::new();
    table.load_style(TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─')));
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(WIDTH);
    table.set_truncation_indicator("…");
    let points = plan.points.is_some();
    let mut header = vec![
        Cell::new(texts.word("column-rank")),
        Cell::new(texts.word("column-code")),
        Cell::new(texts.word("column-name")),
    ];
    if points {
        header.push(Cell::new(texts.word("column-total")).set_alignment(CellAlignment::Right));
    }
    header.extend(applies.iter().map(|criterion| Cell::new(number_of(&plan.criteria[*criterion]))));
    if !plan.awards.is_empty() {
        header.push(Cell::new(texts.word("column-recommendation")));
    }
    table.set_header(header);
    for entry in ranked {
        table.add_row(row(texts, document, *entry, &applies));
    }
    let first_criterion = 3 + usize::from(points);
    for (index, column) in table.column_iter_mut().enumerate() {
        let criterion = index.checked_sub(first_criterion).and_then(|index| applies.get(index));
        let bare = criterion.is_some_and(|criterion| !points && !decides(plan, *criterion));
        column.set_padding(if bare { (0, 0) } else { (0, 1) });
        if index == 2 {
            column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(18)));
        } else if index < first_criterion + applies.len() {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    table.to_string()
}

fn row(texts: &Texts, document: &RankingDocument<'_>, entry: Ranked, applies: &[usize]) -> Vec<Cell> {
    let plan = document.plan();
    let language = texts.language();
    let unit = document.unit(entry.participant);
    let score = document.score(entry.participant);
    let mut cells = vec![
        Cell::new(entry.rank).set_alignment(CellAlignment::Right),
        Cell::new(&unit.code),
        Cell::new(&unit.name),
    ];
    if plan.points.is_some() {
        let total = score
            .total
            .map_or_else(|| "–".to_owned(), |total| format::decimal(document.points(total), language));
        let open = if score.incomplete { "*" } else { "" };
        cells.push(Cell::new(format!("{total}{open}")).set_alignment(CellAlignment::Right));
    }
    let judgements = document.scored.scores.judgements_of(entry.participant);
    cells.extend(applies.iter().map(|criterion| {
        Cell::new(
            judgements[*criterion].map_or_else(String::new, |judgement| {
                judgement_text(texts, document, *criterion, &judgement)
            }),
        )
    }));
    if !plan.awards.is_empty() {
        cells.push(Cell::new(recommendation(texts, document, entry.participant)));
    }
    cells
}

/// The mark, with the points or, for a criterion that decides the order, its measure.
fn judgement_text(
    texts: &Texts,
    document: &RankingDocument<'_>,
    index: usize,
    judgement: &Judgement,
) -> String {
    let mark = mark(judgement.outcome);
    let plan = document.plan();
    if let Some(points) = judgement.points {
        return format!("{mark} {}", format::decimal(points.normalize(), texts.language()));
    }
    match judgement.measure {
        Some(measure) if decides(plan, index) => {
            let criterion: &Criterion = &plan.criteria[index];
            let shown = if in_percent(criterion) {
                format::scaled(measure.half_up(100, 2), 2, texts.language())
            } else {
                format::short_fraction(measure, texts.language())
            };
            format!("{mark} {shown}")
        }
        _ => mark.to_owned(),
    }
}

/// Whether the measure of a criterion decides the order of ranking.
fn decides(plan: &Plan, index: usize) -> bool {
    plan.ranking.iter().any(|key| matches!(key, OrderBy::Measure { criterion, .. } if *criterion == index))
}

/// `[2]` for the second award, with a question mark while a tie is open; else why not, in short.
fn recommendation(texts: &Texts, document: &RankingDocument<'_>, participant: u32) -> String {
    let Some((award, reason)) = document.standing_reason(participant) else { return String::new() };
    let number = award + 1;
    if reason.is_recommended() {
        format!("[{number}]")
    } else if reason.is_undecided() {
        format!("[{number}]? {}", reason_short(texts, document, reason))
    } else {
        reason_short(texts, document, reason)
    }
}

fn legend(texts: &Texts, document: &RankingDocument<'_>) -> String {
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
        .map(|criterion| {
            let gate = if criterion.gate { "•" } else { "" };
            format!("{}{gate} {}", number_of(criterion), criterion.name.in_language(language))
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
        lines.extend(wrapped(&texts.word("legend-order"), &order_keys(texts, document)));
    }
    lines.join("\n") + "\n"
}

/// The keys of the plan's order in words.
fn order_keys(texts: &Texts, document: &RankingDocument<'_>) -> Vec<String> {
    let plan = document.plan();
    let name = |criterion: usize| plan.criteria[criterion].name.in_language(texts.language());
    plan.ranking
        .iter()
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
fn wrapped(title: &str, entries: &[String]) -> Vec<String> {
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
