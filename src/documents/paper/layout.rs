//! What the layout of a table follows from its contents: columns wide enough for their longest words, and which rows may be
//! torn apart between pages.

use super::frame::WIDTH;
use super::{Column, Row, Table};
use crate::documents::text_width::{lines_of, of_longest_word};

/// What a cell keeps free beside its text, in twentieths of a point.
const BESIDE: usize = 150;

/// How wide a column becomes at most for a long word, in thousandths.
const WIDEST: usize = 450;

/// How many lines a row has at most that isn't torn apart between pages.
const WHOLE: usize = 12;

impl Table {
    /// The size of the letters in its cells, in twentieths of a point.
    const fn size(&self) -> usize {
        if self.is_small { 220 } else { 240 }
    }

    /// The widths of its columns in thousandths: as they were asked for, but wide enough that no word is broken as long as
    /// other columns have room to give.
    pub fn widths(&self) -> Vec<u16> {
        let mut needed: Vec<usize> = self.columns.iter().map(needed_by_name).collect();
        for row in &self.rows {
            let Row::Cells(cells) = row else { continue };
            for (needed, cell) in needed.iter_mut().zip(cells) {
                *needed = (*needed).max(thousandths(of_longest_word(cell) * self.size() / 1_000));
            }
        }
        let mut widths: Vec<u16> = self.columns.iter().map(|column| column.width).collect();
        let needed: Vec<u16> =
            needed.into_iter().map(|needed| u16::try_from(needed.min(WIDEST)).unwrap_or(u16::MAX)).collect();
        for at in 0..widths.len() {
            while widths[at] < needed[at] {
                let spare = |other: usize| widths[other].saturating_sub(needed[other]);
                let Some(giver) = (0..widths.len()).max_by_key(|other| spare(*other)) else { break };
                let given = spare(giver).min(needed[at] - widths[at]);
                if given == 0 {
                    break;
                }
                widths[giver] -= given;
                widths[at] += given;
            }
        }
        widths
    }

    /// Whether a row is too high to be kept on one page; `widths` are those of the columns.
    pub fn is_torn(&self, row: &Row, widths: &[u16]) -> bool {
        let Row::Cells(cells) = row else { return false };
        cells.iter().zip(widths).any(|(cell, width)| {
            let room = (WIDTH as usize * usize::from(*width) / 1_000).saturating_sub(BESIDE);
            lines_of(cell, room * 1_000 / self.size()) > WHOLE
        })
    }
}

/// The width that a text of some length takes with what is beside it, in thousandths.
const fn thousandths(length: usize) -> usize {
    ((length + BESIDE) * 1_000).div_ceil(WIDTH as usize)
}

/// The width that the longest word of a column's name takes; names stand in bold letters.
fn needed_by_name(column: &Column) -> usize {
    thousandths(of_longest_word(&column.name) * 255 / 1_000)
}

#[cfg(test)]
mod tests {
    use super::super::Set;
    use super::*;

    fn table(cells: [&str; 3]) -> Table {
        let columns = [("TT", 60, Set::Middle), ("Tên", 640, Set::Left), ("Lý do", 300, Set::Left)];
        let mut table = Table::new("x", &columns);
        table.rows.push(Row::Cells(cells.map(str::to_owned).into()));
        table
    }

    #[test]
    fn a_number_of_many_digits_isnt_broken_and_the_widest_column_gives_the_room() {
        assert_eq!(table(["1", "Xã", "Đạt"]).widths(), [60, 640, 300]);
        let widths = table(["12.345", "Xã", "Đạt"]).widths();
        assert!(widths[0] > 80 && widths[1] < 640 && widths[2] == 300, "{widths:?}");
        assert_eq!(widths.iter().sum::<u16>(), 1_000);
    }

    #[test]
    fn a_word_without_end_takes_no_more_than_others_can_give() {
        let long = "m".repeat(500);
        let widths = table(["1", &long, &long]).widths();
        assert_eq!(widths.iter().sum::<u16>(), 1_000);
        assert!(widths[2] == 450 && widths[0] == 60, "{widths:?}");
    }

    #[test]
    fn only_rows_of_many_lines_are_torn_apart() {
        let torn = |reason: &str| {
            let table = table(["1", "Xã", reason]);
            table.is_torn(&table.rows[0], &table.widths())
        };
        assert!(!torn("Đạt") && !torn(&"dòng\n".repeat(11)));
        assert!(torn(&"dòng\n".repeat(13)) && torn(&"đủ điều kiện ".repeat(80)));
        assert!(!table(["", "", ""]).is_torn(&Row::Group("nhóm ".repeat(500)), &[60, 640, 300]));
    }
}
