//! Units by code while the units file is read, without a second copy of each code.

use std::hash::{BuildHasher, Hasher};

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::contest::unit::Unit;

/// Units by their code. While codes ascend, as in most long lists, the list itself is searched; else they are found by
/// their hash. The codes stay in the list of units.
#[derive(Debug, Default)]
pub(super) struct CodeIndex {
    likely: usize,
    is_hashed: bool,
    by_hash: FxHashMap<u32, u32>,
    /// Codes whose hash another code had before.
    collided: FxHashMap<Box<str>, u32>,
}

/// Half a hash: the whole table stays near the processor.
fn hash(code: &str) -> u32 {
    let mut hasher = FxBuildHasher.build_hasher();
    hasher.write(code.as_bytes());
    u32::try_from(hasher.finish() >> 32).expect("half of 64 bits are 32")
}

impl CodeIndex {
    /// For about so many codes.
    pub fn of_about(likely: usize) -> Self {
        Self { likely, ..Self::default() }
    }

    /// The unit of a code; `units` are all that were added.
    pub fn get(&self, code: &str, units: &[Unit]) -> Option<u32> {
        if self.is_hashed {
            return self.get_hashed(hash(code), code, units);
        }
        if is_behind(code, units) {
            return None;
        }
        let found = units.binary_search_by(|unit| unit.code().cmp(code));
        found.ok().and_then(|unit| u32::try_from(unit).ok())
    }

    fn get_hashed(&self, hash: u32, code: &str, units: &[Unit]) -> Option<u32> {
        let first = *self.by_hash.get(&hash)?;
        if units.get(first as usize).is_some_and(|unit| unit.code() == code) {
            return Some(first);
        }
        self.collided.get(code).copied()
    }

    /// Adds a code that isn't there yet; its unit follows those in the list now, which were all added before.
    pub fn insert(&mut self, code: &str, units: &[Unit]) {
        if !self.is_hashed {
            if is_behind(code, units) {
                return;
            }
            self.is_hashed = true;
            self.by_hash.reserve(self.likely.max(units.len()));
            for (unit, named) in (0_u32..).zip(units) {
                self.insert_hashed(hash(named.code()), named.code(), unit);
            }
        }
        self.insert_hashed(hash(code), code, u32::try_from(units.len()).unwrap_or(u32::MAX));
    }

    fn insert_hashed(&mut self, hash: u32, code: &str, unit: u32) {
        let first = *self.by_hash.entry(hash).or_insert(unit);
        if first != unit {
            self.collided.insert(code.into(), unit);
        }
    }
}

/// Whether a code comes behind all others of a list in order.
fn is_behind(code: &str, units: &[Unit]) -> bool {
    units.last().is_none_or(|last| last.code() < code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contest::unit::CodeAndName;

    fn unit(code: &str) -> Unit {
        Unit {
            named: CodeAndName::new(code, code),
            level: 0,
            subject: None,
            parent: None,
            cluster: None,
            source: None,
        }
    }

    #[test]
    fn codes_are_told_apart_even_when_their_hashes_are_the_same() {
        let units = [unit("001"), unit("002"), unit("003")];
        let mut index = CodeIndex::default();
        for (at, unit) in (0_u32..).zip(&units) {
            index.insert_hashed(7, unit.code(), at);
        }
        for (at, unit) in (0_u32..).zip(&units) {
            assert_eq!(index.get_hashed(7, unit.code(), &units), Some(at));
        }
        assert_eq!(index.get_hashed(7, "004", &units), None);
    }

    #[test]
    fn codes_are_found_whatever_their_order() {
        for codes in [&["001", "002", "01", "1"][..], &["002", "003", "001", "004", "0"], &["1"], &[]] {
            let (mut index, mut units) = (CodeIndex::default(), Vec::new());
            for code in codes {
                assert_eq!(index.get(code, &units), None, "{code} of {codes:?}");
                index.insert(code, &units);
                units.push(unit(code));
                for (at, known) in (0_u32..).zip(&units) {
                    assert_eq!(index.get(known.code(), &units), Some(at), "{} of {codes:?}", known.code());
                }
            }
            assert_eq!(index.get("0015", &units), None);
        }
    }
}
