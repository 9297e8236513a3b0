//! The ranking as tables for people: one per cluster, with a legend.

use comfy_table::{
    Cell, CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, Width,
};

use super::fragility::fragility_list;
use super::legend::legend;
use super::ranking::RankingDocument;
use super::reason::{column_label, reason_short};
use super::rule::in_percent;
use super::wrap::{WIDTH, hanging};
use crate::contest::fraction::{Fraction, LARGEST_SCALE};
use crate::contest::plan::{Compare, Criterion, OrderBy, Plan, Rule};
use crate::contest::result::{Judgement, Outcome, Ranked, Reason};
use crate::text::{Texts, format};

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
    text.push_str(&hanging("", plan.title.in_language(language)).join("\n"));
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
        for (index, table) in cluster_tables(texts, document, ranked).iter().enumerate() {
            text.push_str(if index == 0 { "" } else { "\n" });
            for line in table.lines() {
                text.push_str(line.trim_end());
                text.push('\n');
            }
        }
        text.push_str(&remarks(texts, document, ranked));
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

/// What stands below a cluster's table: how many units have reported nothing, and how many are excluded.
fn remarks(texts: &Texts, document: &RankingDocument<'_>, ranked: &[Ranked]) -> String {
    let count = |wanted: fn(&RankingDocument<'_>, u32) -> bool| {
        ranked.iter().filter(|entry| wanted(document, entry.participant)).count()
    };
    let silent = count(|document, participant| {
        document.is_silent(participant) && !document.score(participant).excluded
    });
    let excluded = count(|document, participant| document.score(participant).excluded);
    let lines: Vec<String> = [("ranking-silent", silent), ("ranking-excluded", excluded)]
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(key, count)| texts.get(key, &[("count", count.into())]) + "\n")
        .collect();
    if lines.is_empty() { String::new() } else { format!("\n{}", lines.concat()) }
}

/// The cells of one table, before it is laid out: the rows behind the header, all of the same length.
struct Cells {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
    /// How many columns tell the unit and its total.
    leading: usize,
    /// How many columns are criteria; they stand behind the leading ones.
    criteria: usize,
    /// Which columns are numbers, to be set at the right.
    right: Vec<usize>,
    /// Which columns hold marks alone and need no space behind them.
    bare: Vec<usize>,
}

/// The least width of the column of names, unless all names are shorter.
const NAME_WIDTH: usize = 18;
/// The largest width of codes and recommendations before they are wrapped.
const WRAPPED_WIDTH: usize = 24;
const NAME: usize = 2;

impl Cells {
    fn natural(&self, column: usize) -> usize {
        let cells = self.rows.iter().chain([&self.header]).filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    }

    /// How wide a column must be at least, without the space behind it.
    fn least(&self, column: usize) -> usize {
        let natural = self.natural(column);
        if column == NAME {
            natural.min(NAME_WIDTH)
        } else if self.is_wrapped(column) {
            WRAPPED_WIDTH
        } else {
            natural
        }
    }

    fn is_wrapped(&self, column: usize) -> bool {
        let words = column < NAME || column >= self.leading + self.criteria;
        words && self.natural(column) > WRAPPED_WIDTH
    }

    fn padding(&self, column: usize) -> usize {
        usize::from(!self.bare.contains(&column))
    }

    /// The criteria in blocks that fit the width, each with the leading columns; the recommendation stands in the
    /// last block.
    fn blocks(&self) -> Vec<Vec<usize>> {
        let width = |column: usize| self.least(column) + self.padding(column) + 1;
        let leading: Vec<usize> = (0..self.leading).collect();
        let used: usize = leading.iter().map(|column| width(*column)).sum();
        let mut blocks = vec![leading.clone()];
        let mut free = usize::from(WIDTH).saturating_sub(used);
        for column in self.leading..self.header.len() {
            // The space behind the last column of a line isn't seen.
            let needed = width(column);
            let block_is_empty = blocks.last().is_none_or(|block| block.len() == leading.len());
            if needed > free + 1 && !block_is_empty {
                blocks.push(leading.clone());
                free = usize::from(WIDTH).saturating_sub(used);
            }
            free = free.saturating_sub(needed);
            if let Some(block) = blocks.last_mut() {
                block.push(column);
            }
        }
        blocks
    }

    fn laid_out(&self, columns: &[usize]) -> String {
        let mut table = Table::new();
        table.load_style(TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─')));
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(WIDTH);
        table.set_truncation_indicator("…");
        let cell = |row: &[String], column: usize| {
            let cell = Cell::new(row.get(column).map_or("", String::as_str));
            if self.right.contains(&column) { cell.set_alignment(CellAlignment::Right) } else { cell }
        };
        table.set_header(columns.iter().map(|column| {
            let is_rank = *column == 0;
            if is_rank { Cell::new(&self.header[0]) } else { cell(&self.header, *column) }
        }));
        for row in &self.rows {
            table.add_row(columns.iter().map(|column| cell(row, *column)));
        }
        for (index, table_column) in table.column_iter_mut().enumerate() {
            let column = columns[index];
            let padding = if self.bare.contains(&column) { 0 } else { 1 };
            table_column.set_padding((0, padding));
            table_column.set_constraint(if column == NAME {
                let least = u16::try_from(self.least(NAME)).unwrap_or(WIDTH) + padding;
                ColumnConstraint::LowerBoundary(Width::Fixed(least))
            } else if self.is_wrapped(column) {
                let width = u16::try_from(WRAPPED_WIDTH).unwrap_or(WIDTH) + padding;
                ColumnConstraint::Absolute(Width::Fixed(width))
            } else {
                ColumnConstraint::ContentWidth
            });
        }
        table.to_string()
    }
}

/// The tables of a cluster: one, or several with some criteria each where one would be too wide.
fn cluster_tables(texts: &Texts, document: &RankingDocument<'_>, ranked: &[Ranked]) -> Vec<String> {
    let plan = document.plan();
    let applies: Vec<usize> = (0..plan.criteria.len())
        .filter(|criterion| {
            ranked
                .iter()
                .any(|entry| document.scored.scores.judgements_of(entry.participant)[*criterion].is_some())
        })
        .collect();
    let points = plan.points.is_some();
    let mut header: Vec<String> =
        ["column-rank", "column-code", "column-name"].map(|key| texts.word(key)).into();
    if points {
        header.push(texts.word("column-total"));
    }
    let leading = header.len();
    header.extend(applies.iter().map(|criterion| column_label(plan, *criterion)));
    if !plan.awards.is_empty() {
        header.push(texts.word("column-recommendation"));
    }
    let bare = |(index, criterion): (usize, &usize)| {
        (!points && !decides(plan, *criterion)).then_some(leading + index)
    };
    let cells = Cells {
        header,
        rows: ranked.iter().map(|entry| row(texts, document, *entry, &applies)).collect(),
        leading,
        criteria: applies.len(),
        right: if points { vec![0, leading - 1] } else { vec![0] },
        bare: applies.iter().enumerate().filter_map(bare).collect(),
    };
    cells.blocks().iter().map(|columns| cells.laid_out(columns)).collect()
}

fn row(texts: &Texts, document: &RankingDocument<'_>, entry: Ranked, applies: &[usize]) -> Vec<String> {
    let plan = document.plan();
    let language = texts.language();
    let unit = document.unit(entry.participant);
    let score = document.score(entry.participant);
    let rank =
        if document.is_unranked(entry.participant) { "–".to_owned() } else { entry.rank.to_string() };
    let mut cells = vec![rank, unit.code().to_string(), unit.name().to_string()];
    if plan.points.is_some() {
        let total = document
            .totals(entry.participant)
            .total
            .map_or_else(|| "–".to_owned(), |total| format::decimal(document.points(total), language));
        let open = if score.incomplete { "*" } else { "" };
        cells.push(format!("{total}{open}"));
    }
    let judgements = document.scored.scores.judgements_of(entry.participant);
    cells.extend(applies.iter().map(|criterion| {
        judgements[*criterion]
            .map_or_else(String::new, |judgement| judgement_text(texts, document, *criterion, &judgement))
    }));
    if !plan.awards.is_empty() {
        cells.push(recommendation(texts, document, entry.participant));
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
                percentage(texts, &criterion.rule, measure)
            } else {
                format::short_fraction(measure, texts.language())
            };
            format!("{mark} {shown}")
        }
        _ => mark.to_owned(),
    }
}

/// The decimals that official percentages carry.
const USUAL_SCALE: u8 = 2;

/// A measure in percent, rounded to as many decimals as it takes to stand on its own side of the criterion's bar:
/// 952/953 against 99.90 % is 99.895, not 99.90. Where the plan itself compares rounded values, its decimals are shown.
fn percentage(texts: &Texts, rule: &Rule, measure: Fraction) -> String {
    let language = texts.language();
    let shown = |scale: u8| format::scaled(measure.half_up(100, scale), scale, language);
    match *rule {
        Rule::Ratio { compare: Compare::HalfUp(scale), .. } => shown(scale),
        Rule::Ratio { bar: Some(bar), compare: Compare::Exact, .. } => {
            let holds = bar.comparator.holds(measure, bar.fraction());
            let unit = |scale: u8| i128::from(Fraction::ten_to(scale));
            let side = |scale: &u8| {
                let rounded = measure.half_up(100, *scale) * unit(bar.value.scale);
                bar.comparator.holds(rounded, i128::from(bar.value.mantissa) * unit(*scale)) == holds
            };
            (USUAL_SCALE..=LARGEST_SCALE).find(side).map_or_else(
                || format::scaled(measure.truncated(100, LARGEST_SCALE), LARGEST_SCALE, language) + "…",
                shown,
            )
        }
        _ => shown(USUAL_SCALE),
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
    if matches!(reason, Reason::Open(_)) && document.is_silent(participant) {
        texts.word("short-silent")
    } else if reason.is_recommended() {
        format!("[{number}]")
    } else if reason.is_undecided() {
        format!("[{number}]? {}", reason_short(texts, document, participant, reason))
    } else {
        reason_short(texts, document, participant, reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contest::fraction::Numeral;
    use crate::contest::plan::sample::sum;
    use crate::contest::plan::{Across, Bar, Comparator};
    use crate::contest::words::Language;

    fn turnout(compare: Compare) -> Rule {
        let value = Numeral { mantissa: 9_990, scale: 2 };
        Rule::Ratio {
            of: sum(&[(1, 1)]),
            to: sum(&[(1, 0)]),
            stated: None,
            across: Across::Whole,
            bar: Some(Bar { comparator: Comparator::AtLeast, value, percent: true }),
            compare,
        }
    }

    #[test]
    fn a_percentage_has_the_decimals_that_put_it_on_its_side_of_the_bar() {
        let texts = Texts::new(Language::Vietnamese);
        for (part, whole, shown) in [
            (952, 953, "99,895"),
            (999, 1_000, "99,90"),
            (1_000, 1_000, "100,00"),
            (9_989_999, 10_000_000, "99,89999"),
            (9_990_001, 10_000_000, "99,90"),
            (998_999_999_999_999, 1_000_000_000_000_000, "99,899999999…"),
            (0, 953, "0,00"),
        ] {
            let exact = turnout(Compare::Exact);
            assert_eq!(percentage(&texts, &exact, Fraction::new(part, whole)), shown, "{part}/{whole}");
        }
        let rounded = turnout(Compare::HalfUp(1));
        assert_eq!(percentage(&texts, &rounded, Fraction::new(952, 953)), "99,9");
    }
}
