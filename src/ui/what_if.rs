//! Numbers of a plan as fields to change, and two rankings of the same figures side by side.

use rust_decimal::Decimal;

use super::page::Page;
use crate::contest::fraction::Numeral;
use crate::contest::plan::{Amount, Plan};
use crate::contest::variation::LARGEST_WEIGHT;
use crate::documents::comparison::{Comparison, Moved, Pair};
use crate::documents::reason::{criterion_label, quota_text};
use crate::documents::rehearsal::{AwardSummary, CriterionSummary};
use crate::documents::rule::bar_text;
use crate::text::format;

/// How many units that move are named; all are counted.
const NAMED: usize = 200;

/// A number of the plan that can be changed. The ends are those of a slider; what is typed may lie beyond.
pub struct NumberField {
    /// Its name.
    pub name: String,
    /// What it is.
    pub label: String,
    /// What the plan says.
    pub planned: String,
    /// What was typed; empty: as planned.
    pub typed: String,
    /// The least value of the slider.
    pub least: Decimal,
    /// Its greatest value.
    pub most: Decimal,
    /// Its step.
    pub step: Decimal,
    /// Where it stands at first.
    pub start: Decimal,
}

/// The ends and the step of a slider around a value: as fine as the value is written.
fn around(value: Numeral, percent: bool) -> (Decimal, Decimal, Decimal) {
    let (value, step) = (value.decimal(), Decimal::new(1, u32::from(value.scale)));
    let reach = step * Decimal::from(500);
    let most =
        if percent { (value + reach).min(Decimal::ONE_HUNDRED) } else { value * Decimal::TWO + Decimal::TEN };
    ((value - reach).max(Decimal::ZERO), most, step)
}

/// Every number of a plan that can be changed, with what was typed.
pub fn number_fields(page: Page<'_>, plan: &Plan, typed: &[(String, String)]) -> Vec<NumberField> {
    let typed_of = |name: &str| {
        typed.iter().find(|(other, _)| other == name).map_or_else(String::new, |(_, value)| value.clone())
    };
    let shown = |value: Numeral, percent: bool| {
        let language = page.visitor.language;
        if percent { format::percent(value, language) } else { format::numeral(value, language) }
    };
    let field = |name: String, label: String, value: Numeral, (percent, ends): (bool, _)| {
        let (least, most, step) = ends;
        let (typed, planned) = (typed_of(&name), shown(value, percent));
        NumberField { name, label, planned, typed, least, most, step, start: value.decimal() }
    };
    let mut fields = Vec::new();
    for criterion in &plan.criteria {
        let label = criterion_label(page.texts, criterion);
        if let Some(bar) = criterion.bar() {
            let what = format!("{label}: {}", bar_text(page.texts, bar));
            let ends = (bar.percent, around(bar.value, bar.percent));
            fields.push(field(format!("bar.{}", criterion.code), what, bar.value, ends));
        }
        if criterion.points.is_some() {
            let what = format!("{label}: {}", page.word("what-if-weight"));
            let ends = (Decimal::ZERO, Decimal::from(LARGEST_WEIGHT / 5), Decimal::from(5));
            fields.push(field(format!("weight.{}", criterion.code), what, Numeral::whole(100), (true, ends)));
        }
    }
    for award in &plan.awards {
        for (number, quota) in (1..).zip(&award.quotas) {
            let what = format!("{}: {}", page.words(&award.name), quota_text(page.texts, plan, quota));
            let (value, percent) = match &quota.amount {
                Amount::AtMost(most) => (Numeral::whole(i64::from(*most)), false),
                Amount::Share { percent, .. } => (*percent, true),
            };
            let ends = (percent, around(value, percent));
            fields.push(field(format!("quota.{}.{number}", award.code), what, value, ends));
        }
    }
    fields
}

/// A criterion or an award in two rankings.
pub struct ComparedLine {
    /// Its name.
    pub name: String,
    /// Where it is in one of the plans alone, the text that says so.
    pub only: Option<String>,
    /// Numbers of the first and of the second: `18 → 20`.
    pub cells: Vec<String>,
}

/// A line of numbers in both rankings.
fn line<T, const N: usize>(page: Page<'_>, pair: &Pair<T>, counts: fn(&T) -> [usize; N]) -> ComparedLine {
    let (first, second) = (pair.first.as_ref().map(counts), pair.second.as_ref().map(counts));
    let shown = |counts: &Option<[usize; N]>, at: usize| {
        counts.map_or_else(|| "–".to_owned(), |counts| page.number(counts[at]))
    };
    let only = match (&first, &second) {
        (Some(_), None) => Some("what-if-first-only"),
        (None, Some(_)) => Some("what-if-second-only"),
        _ => None,
    };
    ComparedLine {
        name: page.words(&pair.name).to_owned(),
        only: only.map(|key| page.word(key)),
        cells: (0..N).map(|at| format!("{} → {}", shown(&first, at), shown(&second, at))).collect(),
    }
}

/// Two rankings side by side, as a page shows them.
pub struct Compared {
    /// How many meet each criterion, don't, and are open.
    pub criteria: Vec<ComparedLine>,
    /// How many are eligible for each award, recommended and undecided, and how many quotas stay empty.
    pub awards: Vec<ComparedLine>,
    /// The first units that are recommended for something else.
    pub moved: Vec<Moved>,
    /// How many there are.
    pub moved_in_all: usize,
    /// How many units have another rank.
    pub reranked: usize,
}

impl Compared {
    /// What a comparison says, for a page.
    pub fn of(page: Page<'_>, comparison: Comparison) -> Self {
        let Comparison { criteria, awards, mut moved, reranked } = comparison;
        let of_criterion = |it: &CriterionSummary| [it.met, it.not_met, it.open];
        let of_award = |it: &AwardSummary| [it.eligible, it.recommended, it.undecided, it.empty_quotas];
        let moved_in_all = moved.len();
        moved.truncate(NAMED);
        Self {
            criteria: criteria.iter().map(|pair| line(page, pair, of_criterion)).collect(),
            awards: awards.iter().map(|pair| line(page, pair, of_award)).collect(),
            moved,
            moved_in_all,
            reranked,
        }
    }
}
