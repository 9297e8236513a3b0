//! A ranking as a table that people sort, filter and search: made once from a ranking as it stands or from a stored one,
//! and the same from either.

use std::cmp::Ordering;
use std::sync::OnceLock;

use rust_decimal::Decimal;
use serde_json::Value;

use super::ranking::{RankingDocument, gates_code};
use super::stored::{StoredRanking, StoredUnit};
use crate::contest::fraction::Fraction;
use crate::contest::plan::Plan;
use crate::contest::ranking::alphabetical_keys;
use crate::contest::result::Ranked;
use crate::contest::words::Words;
use crate::intake::fold::fold;

/// A ranking as a table.
#[derive(Debug, Default)]
pub struct RankingTable {
    /// Its clusters in the order in which they are shown: code and name.
    pub clusters: Vec<(String, Words)>,
    /// Its lines in the order of clusters and ranks.
    pub lines: Vec<Line>,
    criteria: usize,
    cells: Vec<Cell>,
    alphabet: OnceLock<Vec<Vec<u8>>>,
}

/// A unit in its cluster.
#[derive(Debug)]
pub struct Line {
    /// The position of its cluster.
    pub cluster: usize,
    /// The unit's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its rank; ties share it.
    pub rank: u32,
    /// Whether people are shown no rank: it has reported nothing, or is excluded.
    pub is_unranked: bool,
    /// `met`, `open` or `not_met`.
    pub gates: String,
    /// Its total.
    pub total: Option<Decimal>,
    /// Whether points are open.
    pub incomplete: bool,
    /// Excluded by hand.
    pub excluded: bool,
    /// On hold as a whole.
    pub on_hold: bool,
    /// The code of the award it is recommended for.
    pub award: Option<String>,
    /// The code of the reason it is in or out.
    pub reason: Option<String>,
    /// What the reason refers to: the code of a criterion, an award or a quota's kind.
    pub reason_detail: String,
    folded: String,
}

/// How one criterion came out for a unit.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// The outcome's code; empty where the criterion doesn't apply.
    pub outcome: &'static str,
    /// The points.
    pub points: Option<Decimal>,
    /// The exact measure.
    pub measure: Option<Fraction>,
}

/// What lines are sorted by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Column {
    /// Rank.
    Rank,
    /// Code.
    Code,
    /// Name, by the Vietnamese alphabet.
    Name,
    /// Total.
    Total,
    /// Points of a criterion, or its measure where it has none; by its position.
    Criterion(usize),
}

/// Which lines are wanted.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only the cluster at this position.
    pub cluster: Option<usize>,
    /// Only lines whose name or code has this in it, however it is written.
    pub search: String,
    /// Only lines for which a criterion came out so: its position and the outcome's code.
    pub outcome: Option<(usize, String)>,
    /// Only lines recommended for the award with this code; `none`: for none.
    pub award: Option<String>,
    /// What they are sorted by, the first first; `true`: the other way round. Without any: clusters and ranks.
    pub sort: Vec<(Column, bool)>,
}

const OUTCOMES: [&str; 5] = ["met", "not_met", "needs_judgement", "missing", "on_hold"];

impl RankingTable {
    /// From a ranking as it stands.
    pub fn of_document(document: &RankingDocument<'_>) -> Self {
        let mut table = Self { criteria: document.plan().criteria.len(), ..Self::default() };
        for (at, (cluster, ranked)) in document.clusters().enumerate() {
            table.clusters.push((cluster.code.clone(), cluster.name.clone()));
            for entry in ranked {
                table.lines.push(line_of(document, at, *entry));
                let judged = document.scored.scores.judgements_of(entry.participant);
                table.cells.extend(judged.iter().map(|judged| {
                    judged.as_ref().map_or_else(Cell::default, |judged| Cell {
                        outcome: judged.outcome.code(),
                        points: judged.points.map(|points| document.points(points)),
                        measure: judged.measure,
                    })
                }));
            }
        }
        table
    }

    /// From a stored ranking of a plan.
    pub fn of_stored(stored: &StoredRanking, plan: &Plan) -> Self {
        let mut table = Self { criteria: plan.criteria.len(), ..Self::default() };
        for (at, cluster) in stored.clusters.iter().enumerate() {
            let name = Words { vi: cluster.name.vi.clone(), en: cluster.name.en.clone() };
            table.clusters.push((cluster.code.clone(), name));
            for unit in &cluster.units {
                table.lines.push(line_of_stored(unit, at));
                table.cells.extend(plan.criteria.iter().map(|criterion| {
                    unit.criteria.get(&criterion.code).map_or_else(Cell::default, cell_of_stored)
                }));
            }
        }
        table
    }

    /// The cells of the line at a position, one per criterion.
    pub fn cells(&self, line: usize) -> &[Cell] {
        self.cells.get(line * self.criteria..(line + 1) * self.criteria).unwrap_or_default()
    }

    /// The positions of the lines that are wanted, in the order that is wanted.
    pub fn select(&self, wanted: &Wanted) -> Vec<usize> {
        let search = fold(&wanted.search);
        let code = wanted.search.trim();
        let fits = |at: &usize| {
            let line = &self.lines[*at];
            wanted.cluster.is_none_or(|cluster| line.cluster == cluster)
                && (search.is_empty() || line.folded.contains(&search) || line.code.starts_with(code))
                && wanted.outcome.as_ref().is_none_or(|(criterion, outcome)| {
                    self.cells(*at).get(*criterion).is_some_and(|cell| cell.outcome == outcome)
                })
                && wanted
                    .award
                    .as_deref()
                    .is_none_or(|award| line.award.as_deref().unwrap_or("none") == award)
        };
        let mut chosen: Vec<usize> = (0..self.lines.len()).filter(fits).collect();
        if !wanted.sort.is_empty() {
            // What is alike stays in the order of clusters and ranks.
            chosen.sort_by(|left, right| self.compare(&wanted.sort, *left, *right));
        }
        chosen
    }

    fn compare(&self, sort: &[(Column, bool)], left: usize, right: usize) -> Ordering {
        let (one, other) = (&self.lines[left], &self.lines[right]);
        let by = |(column, turned): &(Column, bool)| {
            let turn = |order: Ordering| if *turned { order.reverse() } else { order };
            match column {
                Column::Rank => turn(one.rank.cmp(&other.rank)),
                Column::Code => turn(one.code.cmp(&other.code)),
                Column::Name => {
                    let keys = self.alphabet();
                    turn(keys[left].cmp(&keys[right]))
                }
                Column::Total => known_first(one.total, other.total, turn),
                Column::Criterion(at) => {
                    let cell = |line: usize| self.cells(line).get(*at);
                    let (Some(one), Some(other)) = (cell(left), cell(right)) else { return Ordering::Equal };
                    known_first(one.points, other.points, turn)
                        .then_with(|| known_first(one.measure, other.measure, turn))
                }
            }
        };
        sort.iter().map(by).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }

    /// What the names are sorted by.
    fn alphabet(&self) -> &[Vec<u8>] {
        self.alphabet.get_or_init(|| alphabetical_keys(self.lines.iter().map(|line| line.name.as_str())))
    }
}

/// What isn't known stands behind, whichever way the rest is turned.
fn known_first<T: Ord>(left: Option<T>, right: Option<T>, turn: impl Fn(Ordering) -> Ordering) -> Ordering {
    match (left, right) {
        (Some(left), Some(right)) => turn(left.cmp(&right)),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}

fn line_of(document: &RankingDocument<'_>, cluster: usize, entry: Ranked) -> Line {
    let participant = entry.participant;
    let (unit, score) = (document.unit(participant), document.score(participant));
    let standing = document.standing_reason(participant);
    let award = standing.filter(|(_, reason)| reason.is_recommended());
    Line {
        cluster,
        code: unit.code().to_owned(),
        name: unit.name().to_owned(),
        folded: fold(unit.name()),
        rank: entry.rank,
        is_unranked: document.is_unranked(participant),
        gates: gates_code(score.gates).to_owned(),
        total: document.totals(participant).total.map(|points| document.points(points)),
        incomplete: score.incomplete,
        excluded: score.excluded,
        on_hold: score.on_hold,
        award: award.map(|(award, _)| document.plan().awards[award].code.clone()),
        reason: standing.map(|(_, reason)| reason.code().to_owned()),
        reason_detail: standing
            .map_or_else(String::new, |(award, reason)| document.reason_detail(award, reason).to_owned()),
    }
}

fn line_of_stored(unit: &StoredUnit, cluster: usize) -> Line {
    Line {
        cluster,
        code: unit.code.clone(),
        name: unit.name.clone(),
        folded: fold(&unit.name),
        rank: unit.rank,
        is_unranked: unit.is_unranked(),
        gates: unit.gates.clone(),
        total: unit.total_points.as_deref().and_then(|points| points.parse().ok()),
        incomplete: unit.incomplete,
        excluded: unit.excluded,
        on_hold: unit.on_hold,
        award: unit.recommendation.clone(),
        reason: unit.reason.clone(),
        reason_detail: unit.reason_detail.clone().unwrap_or_default(),
    }
}

fn cell_of_stored(cell: &Value) -> Cell {
    let outcome = cell["outcome"].as_str().unwrap_or("");
    let number = |name: &str| match &cell["measure"][name] {
        Value::String(text) => text.parse().ok(),
        other => other.as_i64(),
    };
    Cell {
        outcome: OUTCOMES.into_iter().find(|known| *known == outcome).unwrap_or(""),
        points: cell["points"].as_str().and_then(|points| points.parse().ok()),
        measure: number("numerator")
            .zip(number("denominator").filter(|below| *below > 0))
            .map(|(above, below)| Fraction::new(above, below)),
    }
}
