//! Rows of totals ("Tổng cộng"): known by their word or by their sums, and left out.

use super::fold::fold;

/// How many rows of totals are kept for a comparison with the sums; further ones are only left out.
const COMPARED: usize = 1000;
/// How many rows of unknown units are kept while they may turn out to be totals at the end of the file.
const PENDING: usize = 3;

/// A count in a row of totals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TotalCell {
    /// The slot.
    pub slot: usize,
    /// The column, from 0.
    pub column: usize,
    /// What is stated.
    pub stated: i64,
}

/// A row of totals, or one that may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TotalRow {
    /// The row as a spreadsheet counts it.
    pub row: u32,
    /// What it says about its unit: code, name, unit above.
    pub named: [String; 3],
    /// Its counts.
    pub cells: Vec<TotalCell>,
    /// The sums since the row of totals before, in the order of `cells`.
    group: Vec<i128>,
}

/// A row of totals that states another sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Difference {
    /// The row as a spreadsheet counts it.
    pub row: u32,
    /// The cell.
    pub cell: TotalCell,
    /// What the column adds up to.
    pub sum: i128,
}

/// What a column adds up to so far, for the units of one level.
#[derive(Debug, Clone, Copy, Default)]
struct ColumnSum {
    sum: i128,
    rows: u32,
}

/// The sums of a file's counts, by level of unit, and its rows of totals.
#[derive(Debug)]
pub(super) struct Totals {
    slots: usize,
    levels: usize,
    columns: Vec<ColumnSum>,
    group: Vec<i128>,
    named: Vec<TotalRow>,
    pending: Vec<TotalRow>,
}

/// Whether a text is the word for totals.
pub(super) fn is_total(text: &str) -> bool {
    const WORDS: [&str; 14] = [
        "tong cong",
        "tong so",
        "tong",
        "cong",
        "toan tinh",
        "toan huyen",
        "toan thanh pho",
        "toan xa",
        "cong toan tinh",
        "ca tinh",
        "total",
        "grand total",
        "sum",
        "totals",
    ];
    const BEGINNINGS: [&str; 2] = ["tong cong ", "tong so "];
    if text.len() > 120 || text.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let key = fold(text);
    WORDS.contains(&key.as_str()) || BEGINNINGS.iter().any(|beginning| key.starts_with(beginning))
}

impl Totals {
    /// No row yet. `grouped`: rows of totals may stand for the rows since the one before, as in wide tables.
    pub fn new(levels: usize, slots: usize, grouped: bool) -> Self {
        Self {
            slots,
            levels,
            columns: vec![ColumnSum::default(); levels * slots],
            group: if grouped { vec![0; slots] } else { Vec::new() },
            named: Vec::new(),
            pending: Vec::new(),
        }
    }

    /// Adds a count of a unit of some level.
    #[inline]
    pub fn add(&mut self, level: u16, slot: usize, count: i64) {
        let at = usize::from(level) * self.slots + slot;
        let column = &mut self.columns[at];
        column.sum += i128::from(count);
        column.rows = column.rows.saturating_add(1);
        if let Some(group) = self.group.get_mut(slot) {
            *group += i128::from(count);
        }
    }

    /// A row that carries the word; it ends a group of rows.
    pub fn named(&mut self, row: u32, named: [String; 3], cells: Vec<TotalCell>) {
        if self.named.len() < COMPARED {
            let group = cells.iter().map(|cell| self.group[cell.slot]).collect();
            self.named.push(TotalRow { row, named, cells, group });
        }
        self.group.fill(0);
    }

    /// A row of a long table that carries the word; each of them states one sum.
    pub fn alone(&mut self, row: u32, named: [String; 3], cell: TotalCell) {
        if self.named.len() < COMPARED {
            self.named.push(TotalRow { row, named, cells: vec![cell], group: Vec::new() });
        }
    }

    /// A row whose unit isn't known. Returns an earlier one that can't be at the end of the file any more.
    pub fn unknown(&mut self, row: u32, named: [String; 3], cells: Vec<TotalCell>) -> Option<TotalRow> {
        self.pending.push(TotalRow { row, named, cells, group: Vec::new() });
        (self.pending.len() > PENDING).then(|| self.pending.remove(0))
    }

    /// A row of a known unit follows: the rows kept so far aren't totals at the end of the file.
    pub fn known(&mut self) -> Vec<TotalRow> {
        std::mem::take(&mut self.pending)
    }

    /// Whether rows of unknown units are kept.
    pub fn has_pending(&self) -> bool {
        !self.pending.is_empty()
    }

    /// The sums of a slot that a row of totals may mean: of all rows, then of each level.
    fn candidates(&self) -> impl Iterator<Item = Option<usize>> + '_ {
        std::iter::once(None).chain((0..self.levels).map(Some))
    }

    fn sum(&self, level: Option<usize>, slot: usize) -> i128 {
        match level {
            Some(level) => self.columns[level * self.slots + slot].sum,
            None => (0..self.levels).map(|level| self.columns[level * self.slots + slot].sum).sum(),
        }
    }

    fn rows(&self, level: Option<usize>, slot: usize) -> u32 {
        match level {
            Some(level) => self.columns[level * self.slots + slot].rows,
            None => (0..self.levels).map(|level| self.columns[level * self.slots + slot].rows).sum(),
        }
    }

    /// Where rows that carry the word state another sum: compared with the sums of all rows, of one level, or of
    /// the rows since the row of totals before, whichever agrees in most columns.
    pub fn differences(&self) -> Vec<Difference> {
        let mut differences = Vec::new();
        for total in &self.named {
            let by_level = self
                .candidates()
                .map(|level| total.cells.iter().map(|cell| self.sum(level, cell.slot)).collect::<Vec<_>>());
            let mut best: Option<(usize, Vec<i128>)> = None;
            for sums in by_level.chain((!total.group.is_empty()).then(|| total.group.clone())) {
                let agrees = |(cell, sum): &(&TotalCell, &i128)| i128::from(cell.stated) == **sum;
                let agreeing = total.cells.iter().zip(&sums).filter(agrees).count();
                if best.as_ref().is_none_or(|(most, _)| agreeing > *most) {
                    best = Some((agreeing, sums));
                }
            }
            let Some((_, sums)) = best else { continue };
            for (cell, sum) in total.cells.iter().zip(sums) {
                if i128::from(cell.stated) != sum {
                    differences.push(Difference { row: total.row, cell: *cell, sum });
                }
            }
        }
        differences
    }

    /// Of the rows of unknown units at the end of the file, those that are totals by their sums, and the others.
    /// `count_columns`: how many columns of counts the file has.
    pub fn by_sum(&mut self, count_columns: usize) -> (Vec<TotalRow>, Vec<TotalRow>) {
        let pending = std::mem::take(&mut self.pending);
        pending.into_iter().partition(|row| self.adds_up(row, count_columns))
    }

    fn adds_up(&self, total: &TotalRow, count_columns: usize) -> bool {
        if total.cells.len() < count_columns.min(2) || total.cells.is_empty() {
            return false;
        }
        let not_trivial = total.cells.iter().any(|cell| cell.stated > 0);
        not_trivial
            && self.candidates().any(|level| {
                total.cells.iter().all(|cell| {
                    self.rows(level, cell.slot) > 1 && i128::from(cell.stated) == self.sum(level, cell.slot)
                })
            })
    }
}
