//! Rows of totals ("Tổng cộng"): known by their word or by their sums, and left out.

use unicode_normalization::UnicodeNormalization;

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
    /// How many of its figures aren't zero.
    summands: u32,
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

/// What rows of totals are called.
const WORDS: [&str; 15] = [
    "tổng cộng",
    "tổng số",
    "tổng",
    "tổng hợp",
    "cộng",
    "toàn tỉnh",
    "toàn huyện",
    "toàn thành phố",
    "toàn xã",
    "cộng toàn tỉnh",
    "cả tỉnh",
    "total",
    "grand total",
    "sum",
    "totals",
];

/// Words before others that name the whole.
const BEGINNINGS: [&str; 2] = ["tổng cộng", "tổng số"];
/// The words that may follow those.
const FOLLOWING: [&str; 16] = [
    "toàn",
    "cả",
    "các",
    "chung",
    "của",
    "theo",
    "tỉnh",
    "thành",
    "huyện",
    "quận",
    "thị",
    "xã",
    "phường",
    "cụm",
    "khối",
    "đơn",
];

/// Single words before others that name the whole. They begin names too (Cộng Hòa; Cong Thanh without diacritics), so less may
/// follow, and diacritics are needed.
const BEGINNINGS_OF_ONE_WORD: [&str; 2] = ["tổng", "cộng"];
/// The words that may follow those.
const FOLLOWING_ONE_WORD: [&str; 11] =
    ["toàn", "cả", "các", "chung", "cụm", "khối", "tỉnh", "huyện", "quận", "xã", "phường"];

/// Whether a text is the word for totals: with its diacritics where it has any, so that `Tổng công ty` (a general
/// corporation) isn't `Tổng cộng`. A number may stand in it where it says how many units there are (`Tổng cộng 5 xã`) or which
/// cluster it is (`Cộng cụm 1`).
pub(super) fn is_total(text: &str) -> bool {
    if text.len() > 120 {
        return false;
    }
    let words = words(text);
    let is = |known: &str, word: &str| known == word || (words.is_ascii() && fold(known) == fold(word));
    let among = |word: &str, all: &[&str]| all.iter().any(|known| is(known, word));
    let is_number = |word: &str| word.starts_with(|first: char| first.is_ascii_digit());
    let parts: Vec<&str> = words.split(' ').collect();
    let has_number = words.bytes().any(|byte| byte.is_ascii_digit());
    let goes_on = |rest: &[&str], following: &[&str]| match rest {
        [number, of, ..] if is_number(number) => among(of, &FOLLOWING),
        [next, then @ ..] => {
            among(next, following) && (!has_number || then.iter().any(|word| is_number(word)))
        }
        [] => false,
    };
    match parts.as_slice() {
        _ if !has_number && among(&words, &WORDS) => true,
        [first, rest @ ..]
            if BEGINNINGS_OF_ONE_WORD.contains(first) && goes_on(rest, &FOLLOWING_ONE_WORD) =>
        {
            true
        }
        [first, second, rest @ ..] => {
            among(&format!("{first} {second}"), &BEGINNINGS) && goes_on(rest, &FOLLOWING)
        }
        _ => false,
    }
}

/// A text in small letters with their diacritics, its words with a space between them.
fn words(text: &str) -> String {
    let lower: String = text
        .nfc()
        .flat_map(char::to_lowercase)
        .map(|letter| if letter.is_alphanumeric() { letter } else { ' ' })
        .collect();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a text looks like a code rather than like words.
fn is_code_like(text: &str) -> bool {
    !text.is_empty() && text.is_ascii() && !text.contains(char::is_whitespace)
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
    #[inline(always)]
    pub fn add(&mut self, level: u16, slot: usize, count: i64) {
        let at = usize::from(level) * self.slots + slot;
        let column = &mut self.columns[at];
        column.sum += i128::from(count);
        column.summands = column.summands.saturating_add(u32::from(count != 0));
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

    fn summands(&self, level: Option<usize>, slot: usize) -> u32 {
        match level {
            Some(level) => self.columns[level * self.slots + slot].summands,
            None => (0..self.levels).map(|level| self.columns[level * self.slots + slot].summands).sum(),
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

    /// Whether a row can't but be one of totals: two columns add up from several units each; or the only one, from
    /// three at least, in a row that names no code.
    fn adds_up(&self, total: &TotalRow, count_columns: usize) -> bool {
        let [code, _, _] = &total.named;
        if is_code_like(code) {
            return false;
        }
        self.candidates().any(|level| {
            let sums_from = |least: u32| {
                let several = |cell: &&TotalCell| self.summands(level, cell.slot) >= least;
                total.cells.iter().filter(several).count()
            };
            let agrees = |cell: &TotalCell| i128::from(cell.stated) == self.sum(level, cell.slot);
            let enough = sums_from(2) >= 2 || (count_columns == 1 && code.is_empty() && sums_from(3) == 1);
            enough && total.cells.iter().all(agrees)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_for_totals_are_told_from_names_of_units() {
        for text in [
            "Tổng cộng",
            "TỔNG CỘNG:",
            "tong cong",
            "Tổng cộng toàn tỉnh",
            "Tong so cac xa",
            "Cộng",
            "To\u{302}\u{309}ng so\u{302}\u{301}",
            "Total",
            "Tổng cộng (5 xã)",
            "Tổng số 12 đơn vị",
            "Tổng toàn tỉnh",
            "CỘNG TOÀN HUYỆN",
            "Cộng cụm 1",
            "Cộng cụm I",
            "Cộng cụm 1A",
            "Cộng huyện 5",
            "Tổng cụm thi đua số 2",
            "TỔNG HỢP",
        ] {
            assert!(is_total(text), "{text}");
        }
        for text in [
            "Tổng công ty",
            "Tổng công ty Thủy điện",
            "Tong cong ty Thuy dien",
            "Tổng cục Hai",
            "Tổng cộng Hòa",
            "Công",
            "Tổng cộng 12",
            "Tổng công ty 36",
            "Cộng Hòa",
            "Cong Thanh",
            "Cong Hoa",
            "Cộng 5",
            "Tổ 5 xã Cộng Hòa",
            "Tổng kho 186",
            "",
        ] {
            assert!(!is_total(text), "{text}");
        }
    }

    #[test]
    fn a_row_is_one_of_totals_by_its_sums_only_when_they_are_of_several_units() {
        let check = |code: &str, rows: &[&[i64]], stated: &[i64]| {
            let mut totals = Totals::new(1, stated.len(), true);
            for row in rows {
                for (slot, count) in row.iter().enumerate() {
                    totals.add(0, slot, *count);
                }
            }
            let cell = |(slot, stated): (usize, &i64)| TotalCell { slot, column: slot + 1, stated: *stated };
            let named = [code.to_owned(), "Toàn vùng".to_owned(), String::new()];
            totals.unknown(9, named, stated.iter().enumerate().map(cell).collect());
            totals.by_sum(stated.len()).0.len() == 1
        };
        assert!(check("", &[&[1, 2], &[3, 4]], &[4, 6]));
        assert!(check("Huyện X", &[&[1, 2, 0], &[3, 4, 0]], &[4, 6, 0]));
        assert!(!check("CC", &[&[1, 2], &[3, 4]], &[4, 6]));
        assert!(!check("", &[&[1, 2], &[3, 4]], &[4, 7]));
        assert!(!check("", &[&[1, 0], &[3, 4]], &[4, 4]));
        assert!(!check("", &[&[1], &[3]], &[4]));
        assert!(check("", &[&[1], &[0], &[3], &[5]], &[9]));
        assert!(!check("Huyện X", &[&[1], &[3], &[5]], &[9]));
    }
}
