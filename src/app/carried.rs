//! Figures of one contest in the units and metrics of another: by code, and where units became part of others since, by
//! adding counts up. Nothing is divided, and no ratio is averaged.

use std::collections::BTreeMap;
use std::ops::Bound;

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::frame::Frame;
use crate::contest::figure::{Figure, Reports, Value};
use crate::contest::fraction::LARGEST_COUNT;
use crate::contest::plan::Metric;
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

    /// The place here of a unit that was there on a day: its own, unless it had ended when the contest here begins, else
    /// that of the first it became part of.
    fn place(&self, code: &'a str, day: NaiveDate, to: &Frame) -> Option<u32> {
        let (mut code, mut day) = (code, day);
        loop {
            let later = (Bound::Excluded(day), Bound::Unbounded);
            let next = self.0.get(code).and_then(|days| days.range(later).next());
            let place = to.unit(code).filter(|_| next.is_none_or(|(on, _)| *on > to.plan.from));
            match (place, next) {
                (None, Some((on, into))) => (code, day) = (into, *on),
                (place, _) => return place,
            }
        }
    }
}

/// The figures of a contest in the slots and units of another. Slots are the same by their code where the metric's kind
/// takes the value. A unit has the figures of the unit that it was; of several that became part of it, the sum of each
/// count that the plan lets be summed, and nothing else.
pub fn carried(from: &Frame, figures: &Reports, to: &Frame, successors: &[SuccessorRow]) -> Carried {
    let successors = Successors::new(successors);
    let (pairs, left_out) = pairs(from, figures, to, &successors);
    let mut reports = Reports::empty(to.units.list.len(), to.plan.slots());
    reports.texts.clone_from(&figures.texts);
    let slots = slots_by_code(from, to);
    let mut merged = Vec::new();
    for sources in pairs.chunk_by(|one, other| one.0 == other.0) {
        let target = sources[0].0;
        let only = if let [(_, source)] = sources { Some(*source) } else { None };
        if let Some(source) = only {
            reports.set_received(target, figures.received(source));
        } else if sources.iter().any(|(_, source)| figures.has_any(*source)) {
            merged.push(target);
        }
        for (there, here, metric) in &slots {
            let all = || sources.iter().map(|(_, source)| figures.figure(*source, *there));
            let figure = match only {
                Some(source) => figures.figure(source, *there),
                None if metric.summed_from.is_some() => added(all()),
                None => None,
            };
            reports.put(target, *here, figure.filter(|figure| metric.kind.takes(figure.value)));
        }
    }
    Carried { reports, merged, left_out }
}

/// Each unit here with each that it was there, in the order here; and the codes of those with figures that have no
/// place here.
fn pairs(
    from: &Frame,
    figures: &Reports,
    to: &Frame,
    successors: &Successors<'_>,
) -> (Vec<(u32, u32)>, Vec<String>) {
    let (mut pairs, mut left_out) = (Vec::with_capacity(from.units.list.len()), Vec::new());
    // Most lists of units are in the same order, so that the next unit is tried before it is searched for.
    let mut next = 0;
    for (source, unit) in (0_u32..).zip(&from.units.list) {
        let code = unit.code();
        let is_next = !successors.0.contains_key(code)
            && to.units.list.get(next as usize).is_some_and(|unit| unit.code() == code);
        let target = if is_next { Some(next) } else { successors.place(code, from.plan.from, to) };
        match target {
            Some(target) => {
                next = target + 1;
                pairs.push((target, source));
            }
            None if figures.has_any(source) => left_out.push(unit.code().to_owned()),
            None => {}
        }
    }
    pairs.sort_unstable();
    (pairs, left_out)
}

/// The slots of two plans that stand for the same, there and here, with their metric here.
fn slots_by_code<'a>(from: &Frame, to: &'a Frame) -> Vec<(usize, usize, &'a Metric)> {
    let there: FxHashMap<String, usize> =
        (0..from.plan.slots()).map(|slot| (from.plan.slot_code(slot), slot)).collect();
    let here = 0..to.plan.slots();
    here.filter_map(|slot| Some((*there.get(&to.plan.slot_code(slot))?, slot, to.plan.slot(slot).0)))
        .collect()
}

/// The sum of counts, once all of them are there; in the place of the first.
fn added(mut figures: impl Iterator<Item = Option<Figure>>) -> Option<Figure> {
    let mut sum = figures.next()??;
    for figure in figures {
        let (Value::Count(count), Value::Count(more)) = (sum.value, figure?.value) else { return None };
        sum.value = Value::Count(count.checked_add(more).filter(|sum| *sum <= LARGEST_COUNT)?);
    }
    matches!(sum.value, Value::Count(_)).then_some(sum)
}
