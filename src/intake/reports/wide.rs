//! Wide tables: one row per unit, one column per figure.

use std::ops::ControlFlow;

use super::reading::{Reading, Receipt};
use super::rows::{has_code, may_be_figure};
use super::value::{Evidence, Numbers, Said, is_missing, is_number, read_value};
use crate::contest::figure::Value;
use crate::contest::finding::Argument;
use crate::contest::finding_code as codes;
use crate::contest::plan::MetricKind;
use crate::intake::header::{Header, Meaning};
use crate::intake::source_file::column_letters;
use crate::intake::table::{Row, Table};
use crate::intake::totals::{TotalCell, is_total};
use crate::intake::unit_lookup::{Found, Named};

/// A column of figures.
#[derive(Debug, Clone, Copy)]
struct FigureColumn {
    column: usize,
    slot: usize,
    kind: MetricKind,
}

/// Reads a wide table.
pub(super) fn read_wide(table: &Table<'_>, reading: &mut Reading<'_, '_>) {
    let (columns, double) = figure_columns(reading);
    check_split_metrics(reading);
    let header_row = reading.header.row;
    let evidence = || gather(table, header_row, &columns);
    let mut blank_columns: Vec<usize> = Vec::new();
    for (index, column) in reading.header.columns.iter().enumerate() {
        if column.meaning == Meaning::Blank {
            blank_columns.push(index);
        }
    }
    table.for_each_row(|row| {
        if row.number > header_row && row.cells.iter().any(|cell| !cell.text.is_empty()) {
            reading.count_row();
            check_cells(row, &mut blank_columns, reading);
            read_row(row, &columns, &double, &evidence, reading);
        }
        ControlFlow::Continue(())
    });
    finish(&columns, reading);
}

/// The columns of figures, and those of which several are for one slot (an error already): none of them is taken.
fn figure_columns(reading: &Reading<'_, '_>) -> (Vec<FigureColumn>, Vec<usize>) {
    let mut columns: Vec<FigureColumn> = Vec::new();
    let mut double = Vec::new();
    for (column, header) in reading.header.columns.iter().enumerate() {
        let Meaning::Slot(slot) = header.meaning else { continue };
        if reading.header.is_double(header.meaning) {
            double.push(column);
        } else {
            columns.push(FigureColumn { column, slot, kind: reading.ground.plan.slot(slot).0.kind });
        }
    }
    (columns, double)
}

/// A column that names a split metric alone, beside columns of its items or not: which item is it for?
fn check_split_metrics(reading: &mut Reading<'_, '_>) {
    let header: &Header = reading.header;
    for (index, column) in header.columns.iter().enumerate() {
        let Meaning::SplitMetric(metric) = column.meaning else { continue };
        let plan = reading.ground.plan;
        let metric = &plan.metrics[metric];
        let slots = metric.first_slot..metric.first_slot + plan.items_of(metric);
        let at = reading.spot(header.row, Some(index));
        codes::COLUMN_WHICH_ITEM.raise(reading.findings, |draft| {
            let items: Vec<String> = slots.map(|slot| plan.slot_code(slot)).collect();
            draft
                .at(at)
                .with_read(&column.text)
                .with("metric", metric.name.clone())
                .with("items", items.join(", "))
        });
    }
}

/// Cells beyond the header, and in columns without a header.
fn check_cells(row: Row<'_>, blank_columns: &mut Vec<usize>, reading: &mut Reading<'_, '_>) {
    let columns = reading.header.columns.len();
    if row.cells.len() > columns && row.cells[columns..].iter().any(|cell| !cell.text.is_empty()) {
        let at = reading.spot(row.number, None);
        codes::ROW_TOO_LONG.raise(reading.findings, |draft| {
            let count = |length: usize| i64::try_from(length).unwrap_or(i64::MAX);
            draft.at(at).with("cells", count(row.cells.len())).with("columns", count(columns))
        });
    }
    let used = |column: &usize| row.cells.get(*column).is_some_and(|cell| !cell.text.is_empty());
    if let Some(at) = blank_columns.iter().position(used) {
        let column = blank_columns.remove(at);
        let at = reading.spot(row.number, Some(column));
        codes::COLUMN_WITHOUT_HEADER
            .raise(reading.findings, |draft| draft.at(at).with_read(row.cells[column].text));
    }
}

fn text<'r>(row: Row<'r>, column: usize) -> &'r str {
    row.cells.get(column).map_or("", |cell| cell.text)
}

fn read_row(
    row: Row<'_>,
    columns: &[FigureColumn],
    double: &[usize],
    evidence: &dyn Fn() -> Evidence,
    reading: &mut Reading<'_, '_>,
) {
    let named = reading.columns.named(|column| text(row, column));
    if reading.leave_out_column_numbers(row, named) {
        return;
    }
    let unit = match reading.unit(named, row.number) {
        Ok(unit) => unit,
        Err(found) => return unplaced(row, named, &found, columns, evidence, reading),
    };
    if reading.totals.has_pending() {
        for earlier in reading.totals.known() {
            reading.not_a_total(&earlier);
        }
    }
    let received = match reading.columns.received() {
        None => None,
        Some(column) => match reading.receipt(text(row, column), row.number) {
            Receipt::At(received) => received,
            Receipt::Later => {
                return add_later(row, reading.ground.units.get(unit).level, columns, evidence, reading);
            }
        },
    };
    let level = reading.ground.units.get(unit).level;
    let before = reading.figures;
    for FigureColumn { column, slot, kind } in columns.iter().copied() {
        let Some(cell) = row.cells.get(column).copied() else { continue };
        let place = (row.number, column);
        reading.take((cell, kind), (unit, level, slot), place, received, evidence);
    }
    if double.iter().any(|column| !is_missing(text(row, *column))) {
        reading.versions.note_refused(unit);
    }
    if reading.figures > before {
        reading.check_participant(unit, row.number);
    }
}

/// A row received later is left out, but a row of totals below counts it.
fn add_later(
    row: Row<'_>,
    level: u16,
    columns: &[FigureColumn],
    evidence: &dyn Fn() -> Evidence,
    reading: &mut Reading<'_, '_>,
) {
    for cell in total_cells(row, columns, evidence, &mut reading.numbers) {
        reading.totals.add(level, cell.slot, cell.stated);
    }
}

/// A row without a known unit: a row of totals, a line of text, or a mistake.
fn unplaced(
    row: Row<'_>,
    named: Named<'_>,
    found: &Found,
    columns: &[FigureColumn],
    evidence: &dyn Fn() -> Evidence,
    reading: &mut Reading<'_, '_>,
) {
    let owned = || [named.code.to_owned(), named.name.to_owned(), named.parent.to_owned()];
    let first = row.cells.iter().map(|cell| cell.text).find(|text| !text.is_empty()).unwrap_or_default();
    let word = [named.code, named.name, first].into_iter().find(|text| is_total(text));
    if let Some(word) = word {
        let at = reading.spot(row.number, reading.columns.unit());
        codes::ROW_TOTAL.raise(reading.findings, |draft| draft.at(at).with_read(word));
        let cells = total_cells(row, columns, evidence, &mut reading.numbers);
        reading.totals.named(row.number, owned(), cells);
        return;
    }
    let may_report = |column: &FigureColumn| may_be_figure(text(row, column.column), column.kind);
    let missing = |column: &FigureColumn| is_missing(text(row, column.column));
    if columns.iter().all(missing) || !has_code(named) && !columns.iter().any(may_report) {
        let at = reading.spot(row.number, None);
        codes::ROW_WITHOUT_FIGURES.raise(reading.findings, |draft| draft.at(at).with_read(first));
        return;
    }
    for FigureColumn { column, slot, kind } in columns.iter().copied() {
        let Some(cell) = row.cells.get(column).copied() else { continue };
        if let Err(code) = read_value(cell, kind, &mut reading.numbers, evidence) {
            reading.fault(code, None, slot, (row.number, column), cell.text);
        }
    }
    let cells = total_cells(row, columns, evidence, &mut reading.numbers);
    if cells.is_empty() {
        return reading.unknown_unit(named, found, row.number);
    }
    if let Some(earlier) = reading.totals.unknown(row.number, owned(), cells) {
        reading.not_a_total(&earlier);
    }
}

/// The counts of a row that may be one of totals.
fn total_cells(
    row: Row<'_>,
    columns: &[FigureColumn],
    evidence: &dyn Fn() -> Evidence,
    numbers: &mut Numbers,
) -> Vec<TotalCell> {
    let mut cells = Vec::new();
    for FigureColumn { column, slot, kind } in columns.iter().copied() {
        let Some(cell) = row.cells.get(column).copied().filter(|_| kind == MetricKind::Count) else {
            continue;
        };
        if let Ok(Said::Value(Value::Count(stated))) = read_value(cell, kind, numbers, evidence) {
            cells.push(TotalCell { slot, column, stated });
        }
    }
    cells
}

fn finish(columns: &[FigureColumn], reading: &mut Reading<'_, '_>) {
    let counts = columns.iter().filter(|column| column.kind == MetricKind::Count).count();
    let (totals, others) = reading.totals.by_sum(counts);
    for row in &totals {
        let at = reading.spot(row.row, reading.columns.unit());
        let header = reading.header;
        codes::ROW_TOTAL_BY_SUM.raise(reading.findings, |draft| {
            let columns: Vec<String> = row
                .cells
                .iter()
                .map(|cell| format!("{} ({})", column_letters(cell.column), header.columns[cell.column].text))
                .collect();
            let [code, name, _] = &row.named;
            draft
                .at(at)
                .with_read(if code.is_empty() { name } else { code })
                .with("columns", Argument::Text(columns.join(", ")))
        });
    }
    for row in &others {
        reading.not_a_total(row);
    }
}

/// What the numbers of the whole file prove about their style.
fn gather(table: &Table<'_>, header_row: u32, columns: &[FigureColumn]) -> Evidence {
    let mut evidence = Evidence::default();
    table.for_each_row(|row| {
        if row.number > header_row {
            for column in columns.iter().filter(|column| is_number(column.kind)) {
                if let Some(cell) = row.cells.get(column.column)
                    && evidence.see(*cell, column.kind)
                {
                    return ControlFlow::Break(());
                }
            }
        }
        ControlFlow::Continue(())
    });
    evidence
}
