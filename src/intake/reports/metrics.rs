//! Which figure a row of a long table states: metric and item, as the file writes them, become a slot.

use rustc_hash::FxHashMap;

use crate::contest::plan::{MetricKind, Plan};
use crate::intake::fold::fold;
use crate::intake::header::{HeaderNames, Meaning};
use crate::intake::table::is_same;

/// Why a row's metric can't be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MetricFault {
    /// No metric is named.
    Missing,
    /// The plan has no such metric.
    Unknown,
    /// The metric is split, and no item is named; index into `Plan::metrics`.
    ItemMissing(usize),
    /// The metric has no such item.
    ItemUnknown(usize),
    /// The metric isn't split, and an item is named.
    NotSplit(usize),
}

/// The metrics of a file as it writes them, each with the one that followed it last time.
pub(super) struct Metrics<'p> {
    plan: &'p Plan,
    pub names: &'p HeaderNames,
    known: Vec<KnownMetric>,
    by_text: FxHashMap<String, usize>,
    last: usize,
    both: String,
}

struct KnownMetric {
    metric: Box<str>,
    item: Box<str>,
    slot: usize,
    kind: MetricKind,
    next: usize,
}

impl<'p> Metrics<'p> {
    pub fn new(plan: &'p Plan, names: &'p HeaderNames) -> Self {
        Self { plan, names, known: Vec::new(), by_text: FxHashMap::default(), last: 0, both: String::new() }
    }

    /// The slot of a metric and an item (empty: none given), and its kind.
    pub fn find(&mut self, metric: &str, item: &str) -> Result<(usize, MetricKind), MetricFault> {
        let Some(next) = self.next_is(metric, item) else { return self.find_by_text(metric, item) };
        self.go_on_to(next);
        Ok((self.known[next].slot, self.known[next].kind))
    }

    /// A metric and an item that is a count, if they are those that came next the last time: what [`Self::go_on_to`]
    /// takes once the row is taken, and the slot.
    #[inline(always)]
    pub fn likely_count(&self, metric: &str, item: &str) -> Option<(usize, usize)> {
        let next = self.next_is(metric, item)?;
        let known = &self.known[next];
        matches!(known.kind, MetricKind::Count).then_some((next, known.slot))
    }

    /// The one that came next the last time, if it is this one.
    #[inline(always)]
    fn next_is(&self, metric: &str, item: &str) -> Option<usize> {
        let next = self.known.get(self.last)?.next;
        let known = &self.known[next];
        // Empty texts point nowhere, which makes comparing them by their bytes slow.
        let same_item = if item.is_empty() { known.item.is_empty() } else { is_same(&known.item, item) };
        (same_item && is_same(&known.metric, metric)).then_some(next)
    }

    /// Notes that a row named this one, so that the one behind it is guessed by it.
    #[inline(always)]
    pub fn go_on_to(&mut self, known: usize) {
        self.last = known;
    }

    fn find_by_text(&mut self, metric: &str, item: &str) -> Result<(usize, MetricKind), MetricFault> {
        self.both.clear();
        self.both.push_str(metric);
        self.both.push('\u{1f}');
        self.both.push_str(item);
        let found = match self.by_text.get(&self.both) {
            Some(found) => *found,
            None => {
                let slot = slot(self.plan, self.names, metric, item)?;
                let kind = self.plan.slot(slot).0.kind;
                let found = self.known.len();
                self.known.push(KnownMetric {
                    metric: metric.into(),
                    item: item.into(),
                    slot,
                    kind,
                    next: found,
                });
                self.by_text.insert(self.both.clone(), found);
                found
            }
        };
        self.known[self.last].next = found;
        self.last = found;
        Ok((self.known[found].slot, self.known[found].kind))
    }
}

/// The slot that a metric and an item (empty: none given) name.
fn slot(plan: &Plan, names: &HeaderNames, metric: &str, item: &str) -> Result<usize, MetricFault> {
    if metric.is_empty() {
        return Err(MetricFault::Missing);
    }
    let by_code = plan.metrics.iter().position(|known| known.code == metric);
    let index = match (by_code, names.meaning(metric)) {
        (Some(index), _) if item.is_empty() && plan.metrics[index].breakdown.is_some() => {
            let only = plan.items_of(&plan.metrics[index]) == 1;
            return if only {
                Ok(plan.metrics[index].first_slot)
            } else {
                Err(MetricFault::ItemMissing(index))
            };
        }
        (Some(index), _) | (None, Meaning::SplitMetric(index)) => index,
        (None, Meaning::Slot(slot)) if item.is_empty() => return Ok(slot),
        (None, Meaning::Slot(slot)) => plan.metrics.partition_point(|metric| metric.first_slot <= slot) - 1,
        (None, _) => return Err(MetricFault::Unknown),
    };
    let known = &plan.metrics[index];
    match (known.breakdown, item.is_empty()) {
        (None, true) => Ok(known.first_slot),
        (None, false) => Err(MetricFault::NotSplit(index)),
        (Some(_), true) => Err(MetricFault::ItemMissing(index)),
        (Some(breakdown), false) => {
            let wanted = fold(item);
            let position = plan.breakdowns[breakdown].items.iter().position(|item| {
                let names = [&item.code, &item.name.vi, &item.name.en];
                names.into_iter().chain(&item.headers).any(|name| fold(name) == wanted)
            });
            let slot = known.first_slot + position.ok_or(MetricFault::ItemUnknown(index))?;
            match names.meaning(metric) {
                Meaning::Slot(other) if by_code.is_none() && other != slot => {
                    Err(MetricFault::ItemUnknown(index))
                }
                _ => Ok(slot),
            }
        }
    }
}
