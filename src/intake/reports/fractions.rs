//! Percentages that may be fractions: `0.999` in a column of others like `99.9`.

use super::reading::Reading;
use crate::contest::finding_code as codes;
use crate::contest::fraction::{Fraction, Numeral};

/// How many such cells of a file are kept.
const KEPT: usize = 1000;

/// A cell: unit, slot, row and column.
type Cell = (u32, usize, u32, usize);

/// The percentages of a file up to 1, and which figures have others above 1.
#[derive(Debug)]
pub(super) struct Fractions {
    above_one: Vec<bool>,
    small: Vec<(Cell, String)>,
}

impl Fractions {
    pub fn new(slots: usize) -> Self {
        Self { above_one: vec![false; slots], small: Vec::new() }
    }

    /// A figure has a percentage above 1.
    pub fn above_one(&mut self, slot: usize) {
        self.above_one[slot] = true;
    }

    /// A percentage up to 100, as read. Zero, and what is written with its sign, is meant as it is.
    pub fn see(&mut self, stated: Numeral, cell: Cell, read: &str) {
        let (_, slot, ..) = cell;
        if stated.fraction() > Fraction::whole(1) {
            self.above_one(slot);
        } else if stated.mantissa > 0 && !read.ends_with('%') && self.small.len() < KEPT {
            self.small.push((cell, read.to_owned()));
        }
    }
}

impl Reading<'_, '_> {
    /// Says which percentages are up to 1 where others of the same figure aren't.
    pub fn tell_fractions(&mut self) {
        for ((unit, slot, row, column), read) in std::mem::take(&mut self.fractions.small) {
            if self.fractions.above_one[slot] {
                self.fault(&codes::PERCENTAGE_MAYBE_FRACTION, Some(unit), slot, (row, column), &read);
            }
        }
    }
}
