//! Figures of one contest in the units and metrics of another: by code, and where units became part of others since, by
//! adding counts up. Nothing is divided, and no ratio is averaged.

use std::collections::BTreeMap;
use std::ops::Bound;

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::frame::Frame;
use crate::contest::figure::{Figure, Reports, Value};
use crate::contest::fraction::LARGEST_COUNT;
use crate::contest::plan::IfMissing;
use crate::db::unit::SuccessorRow;

/// Figures that were carried over.
#[derive(Debug)]
pub struct Carried {
    /// The figures.
    pub reports: Reports,
    /// Units that several units with figures became part of: their counts were added where the plan says how.
    pub merged: Vec<u32>,
    /// Codes of units with figures that have no place there: neither they nor what they became part of. What was divided
    /// is among them, for figures can't be divided.
    pub left_out: Vec<String>,
}

/// What units became part of, and when.
struct Successors<'a>(FxHashMap<&'a str, BTreeMap<NaiveDate, &'a str>>);

impl<'a> Successors<'a> {
    fn new(rows: &'a [SuccessorRow]) -> Self {
        let mut by_code: FxHashMap<&str, BTreeMap<NaiveDate, &str>> = FxHashMap::default();
        for row in rows {
            by_code.entry(&row.code).or_default().insert(row.on_date, &row.successor_code);
        }
        Self(by_code)
    }

    /// The code of what a unit that was there on a day is part of now.
    fn follow(&self, code: &'a str, day: NaiveDate) -> &'a str {
        let (mut code, mut day) = (code, day);
        let next = |code: &str, day| {
            let later = (Bound::Excluded(day), Bound::Unbounded);
            self.0.get(code)?.range(later).next().map(|(on, into)| (*into, *on))
        };
        while let Some(later) = next(code, day) {
            (code, day) = later;
        }
        code
    }
}

/// The figures of a contest in the slots and units of another. Slots are the same by their code where the metric's kind
/// takes the value. A unit has the figures of the unit that it was; of several that became part of it, the sum of each
/// count that the plan lets be summed, and nothing else.
pub fn carried(from: &Frame, figures: &Reports, to: &Frame, successors: &[SuccessorRow]) -> Carried {
    let successors = Successors::new(successors);
    let mut sources: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    let mut left_out = Vec::new();
    for (source, unit) in (0_u32..).zip(&from.units.list) {
        let now = successors.follow(unit.code(), from.plan.from);
        match to.unit(now).or_else(|| to.unit(unit.code())) {
            Some(target) => sources.entry(target).or_default().push(source),
            None if figures.has_any(source) => left_out.push(unit.code().to_owned()),
            None => {}
        }
    }
    let mut reports = Reports::empty(to.units.list.len(), to.plan.slots());
    reports.texts.clone_from(&figures.texts);
    let slots = slots_by_code(from, to);
    let mut merged = Vec::new();
    for (target, sources) in sources {
        if let [source] = sources.as_slice() {
            reports.set_received(target, figures.received(*source));
        } else if sources.iter().any(|source| figures.has_any(*source)) {
            merged.push(target);
        }
        for &(there, here) in &slots {
            let metric = to.plan.slot(here).0;
            let all = || sources.iter().map(|source| figures.figure(*source, there));
            let figure = match (sources.as_slice(), metric.summed) {
                ([source], _) => figures.figure(*source, there),
                (_, Some(summed)) => added(all(), summed.if_missing),
                (_, None) => None,
            };
            reports.put(target, here, figure.filter(|figure| metric.kind.takes(figure.value)));
        }
    }
    merged.sort_unstable();
    Carried { reports, merged, left_out }
}

/// The slots of two plans that stand for the same: there and here.
fn slots_by_code(from: &Frame, to: &Frame) -> Vec<(usize, usize)> {
    let there: FxHashMap<String, usize> =
        (0..from.plan.slots()).map(|slot| (from.plan.slot_code(slot), slot)).collect();
    (0..to.plan.slots()).filter_map(|slot| Some((*there.get(&to.plan.slot_code(slot))?, slot))).collect()
}

/// The sum of counts; in the place of the first.
fn added(figures: impl Iterator<Item = Option<Figure>>, if_missing: IfMissing) -> Option<Figure> {
    let mut sum: Option<(i64, Figure)> = None;
    for figure in figures {
        match figure {
            Some(figure) => {
                let Value::Count(count) = figure.value else { return None };
                let (before, first) = sum.unwrap_or((0, figure));
                sum = Some((before.checked_add(count).filter(|sum| *sum <= LARGEST_COUNT)?, first));
            }
            None if if_missing == IfMissing::Open => return None,
            None => {}
        }
    }
    sum.map(|(count, first)| Figure { value: Value::Count(count), ..first })
}
