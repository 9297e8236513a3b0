//! Units by code while the units file is read, without a second copy of each code.

use std::hash::{BuildHasher, Hasher};

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::contest::unit::Unit;

/// Indexes of units by the hash of their code; the codes stay in the list of units.
#[derive(Debug, Default)]
pub(super) struct CodeIndex {
    by_hash: FxHashMap<u64, u32>,
    /// Codes whose hash another code had before.
    collided: FxHashMap<Box<str>, u32>,
}

fn hash(code: &str) -> u64 {
    let mut hasher = FxBuildHasher.build_hasher();
    hasher.write(code.as_bytes());
    hasher.finish()
}

impl CodeIndex {
    /// With room for so many codes.
    pub fn with_capacity(codes: usize) -> Self {
        let by_hash = FxHashMap::with_capacity_and_hasher(codes, FxBuildHasher);
        Self { by_hash, collided: FxHashMap::default() }
    }

    /// The unit of a code.
    pub fn get(&self, code: &str, units: &[Unit]) -> Option<u32> {
        self.get_hashed(hash(code), code, units)
    }

    fn get_hashed(&self, hash: u64, code: &str, units: &[Unit]) -> Option<u32> {
        let first = *self.by_hash.get(&hash)?;
        if units.get(first as usize).is_some_and(|unit| unit.code() == code) {
            return Some(first);
        }
        self.collided.get(code).copied()
    }

    /// Adds a code that isn't there yet; its unit stands at `unit` from now on.
    pub fn insert(&mut self, code: &str, unit: u32) {
        self.insert_hashed(hash(code), code, unit);
    }

    fn insert_hashed(&mut self, hash: u64, code: &str, unit: u32) {
        let first = *self.by_hash.entry(hash).or_insert(unit);
        if first != unit {
            self.collided.insert(code.into(), unit);
        }
    }
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
    fn a_code_is_found_as_soon_as_its_unit_stands_in_the_list() {
        let units = [unit("001")];
        let mut index = CodeIndex::default();
        assert_eq!(index.get("001", &units), None);
        index.insert("001", 0);
        assert_eq!((index.get("001", &units), index.get("01", &units)), (Some(0), None));
    }
}
