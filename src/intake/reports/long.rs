//! Long tables: one row per figure (unit, metric, value). The path for very many rows.

use std::ops::ControlFlow;

use super::metrics::{MetricFault, Metrics};
use super::reading::{Reading, Receipt};
use super::rows::{has_code, may_be_figure};
use super::value::{Evidence, Said, is_missing, is_number, read_value};
use crate::contest::figure::Value;
use crate::contest::finding_code as codes;
use crate::contest::plan::{MetricKind, Plan};
use crate::intake::header::{HeaderNames, Meaning};
use crate::intake::number::plain_count;
use crate::intake::source_file::missing_column;
use crate::intake::table::{Cell, Row, Table, is_same};
use crate::intake::totals::{TotalCell, is_total};
use crate::intake::unit_lookup::{Found, plain_code};

/// Where the columns of a long table are.
#[derive(Debug, Clone, Copy)]
struct Columns {
    metric: usize,
    item: Option<usize>,
    value: usize,
}

/// Reads a long table.
pub(super) fn read_long(table: &Table<'_>, names: &HeaderNames, reading: &mut Reading<'_, '_>) {
    let header = reading.header;
    let (Some(metric), Some(value)) = (header.position(Meaning::Metric), header.position(Meaning::Value))
    else {
        let missing =
            if header.position(Meaning::Metric).is_none() { Meaning::Metric } else { Meaning::Value };
        return missing_column(&reading.file, header, names, missing, reading.findings);
    };
    if [Meaning::Metric, Meaning::Item, Meaning::Value].into_iter().any(|meaning| header.is_double(meaning)) {
        // An error already; which of the columns is meant isn't known, so no value is taken.
        table.for_each_row(|row| {
            if row.number > header.row {
                reading.count_row();
            }
            ControlFlow::Continue(())
        });
        return;
    }
    let columns = Columns { metric, item: header.position(Meaning::Item), value };
    let plan = reading.ground.plan;
    let evidence = || gather(table, header.row, columns, names, plan);
    let mut metrics = Metrics::new(plan, names);
    let mut last = LastUnit { text: String::new(), unit: LastFound::None };
    table.for_each_row(|row| {
        if row.number > header.row {
            reading.count_row();
            if !take_likely(row, columns, &mut metrics, &last, reading) {
                read_row(row, columns, &mut metrics, &mut last, &evidence, reading);
            }
        }
        ControlFlow::Continue(())
    });
}

/// The unit of the row before; units usually fill several rows.
struct LastUnit {
    text: String,
    unit: LastFound,
}

#[derive(Clone, Copy)]
enum LastFound {
    /// No row yet, or one whose unit is told by more than its code.
    None,
    /// The unit and its level.
    Unit(u32, u16),
}

#[inline]
fn text<'r>(row: Row<'r>, column: Option<usize>) -> &'r str {
    column.and_then(|column| row.cells.get(column)).map_or("", |cell| cell.text)
}

/// Takes a row that states the first count of what usually comes next, of the unit of the row before: nearly every row
/// of a large file. False, and nothing is done, for any other one.
#[inline(always)]
fn take_likely(
    row: Row<'_>,
    columns: Columns,
    metrics: &mut Metrics<'_>,
    last: &LastUnit,
    reading: &mut Reading<'_, '_>,
) -> bool {
    let LastFound::Unit(unit, level) = last.unit else { return false };
    let Some(value) = row.cells.get(columns.value) else { return false };
    if row.cells.len() > reading.header.columns.len()
        || reading.columns.received().is_some()
        || !is_same(text(row, reading.columns.code()), &last.text)
    {
        return false;
    }
    let likely = metrics.likely_count(text(row, Some(columns.metric)), text(row, columns.item));
    let Some((metric, slot)) = likely else { return false };
    let Some(count) = plain_count(value.text.as_bytes()) else { return false };
    let is_taken = reading.take_first_count(count, (unit, level, slot), (row.number, columns.value), None);
    if is_taken {
        metrics.go_on_to(metric);
    }
    is_taken
}

#[inline(never)]
fn read_row(
    row: Row<'_>,
    columns: Columns,
    metrics: &mut Metrics<'_>,
    last: &mut LastUnit,
    evidence: &dyn Fn() -> Evidence,
    reading: &mut Reading<'_, '_>,
) {
    if row.cells.len() > reading.header.columns.len() {
        check_length(row, reading);
    }
    if reading.rows == 1 {
        let named = reading.columns.named(|column| text(row, Some(column)));
        if reading.leave_out_column_numbers(row, named) {
            return;
        }
    }
    let Some((unit, level)) = find_unit(row, columns, last, reading) else {
        return unplaced(row, columns, metrics, evidence, reading);
    };
    let received = match reading.columns.received() {
        None => None,
        Some(column) => match reading.receipt(text(row, Some(column)), row.number) {
            Receipt::At(received) => received,
            Receipt::Later => return add_later(row, level, columns, metrics, evidence, reading),
        },
    };
    let Some(cell) = row.cells.get(columns.value).copied().filter(|cell| !cell.text.is_empty()) else {
        return;
    };
    let place = (row.number, columns.value);
    let (slot, kind) = match metrics.find(text(row, Some(columns.metric)), text(row, columns.item)) {
        Ok(found) => found,
        Err(_) if is_missing(cell.text) => return,
        Err(fault) => return unknown_metric(row, columns, &fault, metrics, unit, reading),
    };
    reading.take((cell, kind), (unit, level, slot), place, received, evidence);
}

/// A row received later is left out, but a row of totals below counts it.
fn add_later(
    row: Row<'_>,
    level: u16,
    columns: Columns,
    metrics: &mut Metrics<'_>,
    evidence: &dyn Fn() -> Evidence,
    reading: &mut Reading<'_, '_>,
) {
    if let Some(cell) = row.cells.get(columns.value).copied()
        && let Ok((slot, MetricKind::Count)) =
            metrics.find(text(row, Some(columns.metric)), text(row, columns.item))
        && let Ok(Said::Value(Value::Count(count))) =
            read_value(cell, MetricKind::Count, &mut reading.numbers, evidence)
    {
        reading.totals.add(level, slot, count);
    }
}

fn check_length(row: Row<'_>, reading: &mut Reading<'_, '_>) {
    let columns = reading.header.columns.len();
    if row.cells[columns..].iter().any(|cell| !cell.text.is_empty()) {
        let at = reading.spot(row.number, None);
        codes::ROW_TOO_LONG.raise(reading.findings, |draft| {
            let count = |length: usize| i64::try_from(length).unwrap_or(i64::MAX);
            draft.at(at).with("cells", count(row.cells.len())).with("columns", count(columns))
        });
    }
}

/// The unit of a row with its level; a row with the code of the row before has its unit.
#[inline]
fn find_unit(
    row: Row<'_>,
    columns: Columns,
    last: &mut LastUnit,
    reading: &mut Reading<'_, '_>,
) -> Option<(u32, u16)> {
    let code = text(row, reading.columns.code());
    if let LastFound::Unit(unit, level) = last.unit
        && is_same(code, &last.text)
    {
        return Some((unit, level));
    }
    find_other_unit(row, columns, code, last, reading)
}

fn find_other_unit(
    row: Row<'_>,
    columns: Columns,
    code: &str,
    last: &mut LastUnit,
    reading: &mut Reading<'_, '_>,
) -> Option<(u32, u16)> {
    let units = reading.ground.units;
    let named = reading.columns.named(|column| text(row, Some(column)));
    let Ok(unit) = reading.unit(named, row.number) else {
        last.unit = LastFound::None;
        return None;
    };
    let known = units.get(unit);
    if !is_missing(text(row, Some(columns.value))) {
        reading.check_participant(unit, row.number);
    }
    // A name inside its parent isn't told by its own cell alone, a code may be without a name beside it, and that a unit
    // doesn't take part is told at its first figure.
    last.unit = if code.is_empty() || plain_code(code) != known.code() || known.cluster.is_none() {
        LastFound::None
    } else {
        code.clone_into(&mut last.text);
        LastFound::Unit(unit, known.level)
    };
    Some((unit, known.level))
}

/// A row without a known unit: of totals, of text, or a mistake.
fn unplaced(
    row: Row<'_>,
    columns: Columns,
    metrics: &mut Metrics<'_>,
    evidence: &dyn Fn() -> Evidence,
    reading: &mut Reading<'_, '_>,
) {
    let named = reading.columns.named(|column| text(row, Some(column)));
    let cell = row.cells.get(columns.value).copied().unwrap_or(Cell { text: "", typed: false });
    if let Some(word) = [named.code, named.name].into_iter().find(|text| is_total(text)) {
        let at = reading.spot(row.number, reading.columns.unit());
        codes::ROW_TOTAL.raise(reading.findings, |draft| draft.at(at).with_read(word));
        if let Ok((slot, MetricKind::Count)) =
            metrics.find(text(row, Some(columns.metric)), text(row, columns.item))
            && let Ok(Said::Value(Value::Count(stated))) =
                read_value(cell, MetricKind::Count, &mut reading.numbers, evidence)
        {
            let owned = [named.code.to_owned(), named.name.to_owned(), named.parent.to_owned()];
            reading.totals.alone(row.number, owned, TotalCell { slot, column: columns.value, stated });
        }
        return;
    }
    let known = metrics.find(text(row, Some(columns.metric)), text(row, columns.item)).is_ok();
    if is_missing(cell.text) || !known && !has_code(named) && !may_be_figure(cell.text, MetricKind::Flag) {
        let at = reading.spot(row.number, None);
        let first = row.cells.iter().map(|cell| cell.text).find(|text| !text.is_empty()).unwrap_or_default();
        codes::ROW_WITHOUT_FIGURES.raise(reading.findings, |draft| draft.at(at).with_read(first));
        return;
    }
    let found: Found = reading.ground.lookup.find(named);
    reading.unknown_unit(named, &found, row.number);
    if let Ok((slot, kind)) = metrics.find(text(row, Some(columns.metric)), text(row, columns.item))
        && let Err(code) = read_value(cell, kind, &mut reading.numbers, evidence)
    {
        reading.fault(code, None, slot, (row.number, columns.value), cell.text);
    }
}

fn unknown_metric(
    row: Row<'_>,
    columns: Columns,
    fault: &MetricFault,
    metrics: &Metrics<'_>,
    unit: u32,
    reading: &mut Reading<'_, '_>,
) {
    let plan = reading.ground.plan;
    let code = reading.ground.units.get(unit).code();
    let in_item = matches!(fault, MetricFault::ItemUnknown(_) | MetricFault::NotSplit(_));
    let column = if in_item { columns.item.unwrap_or(columns.metric) } else { columns.metric };
    let read = text(row, Some(column));
    let at = reading.spot(row.number, Some(column));
    let items = |metric: usize| {
        let metric = &plan.metrics[metric];
        let items = metric.breakdown.map_or(&[][..], |breakdown| &plan.breakdowns[breakdown].items);
        items.iter().map(|item| item.code.as_str()).collect::<Vec<_>>().join(", ")
    };
    let name = |metric: usize| plan.metrics[metric].name.clone();
    let findings = &mut *reading.findings;
    match *fault {
        MetricFault::Missing => codes::METRIC_MISSING.raise(findings, |draft| draft.at(at).with_unit(code)),
        MetricFault::Unknown => codes::METRIC_UNKNOWN.raise(findings, |draft| {
            draft.at(at).with_unit(code).with_read(read).with("suggestions", metrics.names.suggestions(read))
        }),
        MetricFault::ItemMissing(metric) => codes::ITEM_MISSING.raise(findings, |draft| {
            let draft = draft.at(at).with_unit(code).with_read(read);
            draft.with("metric", name(metric)).with("items", items(metric))
        }),
        MetricFault::ItemUnknown(metric) => codes::ITEM_UNKNOWN.raise(findings, |draft| {
            let draft = draft.at(at).with_unit(code).with_read(read);
            draft.with("metric", name(metric)).with("items", items(metric))
        }),
        MetricFault::NotSplit(metric) => codes::ITEM_NOT_SPLIT.raise(findings, |draft| {
            draft.at(at).with_unit(code).with_read(read).with("metric", name(metric))
        }),
    }
}

/// What the numbers of the whole file prove about their style.
fn gather(
    table: &Table<'_>,
    header_row: u32,
    columns: Columns,
    names: &HeaderNames,
    plan: &Plan,
) -> Evidence {
    let mut evidence = Evidence::default();
    let mut metrics = Metrics::new(plan, names);
    table.for_each_row(|row| {
        if row.number > header_row
            && let (Some(cell), Ok((_, kind))) = (
                row.cells.get(columns.value),
                metrics.find(text(row, Some(columns.metric)), text(row, columns.item)),
            )
            && is_number(kind)
            && evidence.see(*cell, kind)
        {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    });
    evidence
}
