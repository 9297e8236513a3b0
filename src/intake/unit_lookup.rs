//! Finds the unit that a row means: by code, by a code that lost its leading zeros, or by name inside its parent.

use std::cell::{Cell, OnceCell};

use rustc_hash::FxHashMap;

use super::fold::{fold, fold_unit_name};
use super::suggest::nearest;
use super::table::is_bare;
use crate::contest::unit::{Unit, Units};

/// What a row says about its unit, as written; empty where it doesn't say.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Named<'r> {
    /// Its code.
    pub code: &'r str,
    /// Its name.
    pub name: &'r str,
    /// Code or name of the unit above.
    pub parent: &'r str,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// The unit.
    Unit(u32),
    /// The unit, whose code has more or fewer leading zeros.
    LeadingZero(u32),
    /// Several units of that name, or whose codes differ in leading zeros only.
    Several(Vec<u32>),
    /// No unit.
    Nothing,
    /// Neither code nor name.
    Unnamed,
}

/// Units by code and by name; each index is made when it's needed first.
pub(super) struct UnitLookup<'u> {
    units: &'u Units,
    by_code: OnceCell<FxHashMap<&'u str, u32>>,
    /// Codes of digits without their leading zeros, in order.
    by_digits: OnceCell<Vec<(&'u str, u32)>>,
    by_name: OnceCell<FxHashMap<String, Vec<u32>>>,
    comparisons_left: Cell<usize>,
    /// The unit behind the one found last: files usually have the order of the units file.
    next: Cell<u32>,
}

/// How many names and codes suggestions may be compared with in all, so that a bad file isn't slow.
const COMPARISONS: usize = 3_000_000;

/// A code without the forms in which spreadsheets keep leading zeros: `="00123"`, `'00123`.
#[inline]
pub(super) fn plain_code(text: &str) -> &str {
    match text.as_bytes() {
        [b'=' | b'\'', ..] => unwrapped_code(text),
        bytes if is_bare(bytes) => text,
        _ => text.trim(),
    }
}

fn unwrapped_code(text: &str) -> &str {
    let inner = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    inner.or_else(|| text.strip_prefix('\'')).unwrap_or(text).trim()
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a folded name has the words of another, next to each other and in their order.
fn has_words(name: &str, part: &str) -> bool {
    format!(" {name} ").contains(&format!(" {part} "))
}

impl<'u> UnitLookup<'u> {
    pub fn new(units: &'u Units) -> Self {
        Self {
            units,
            by_code: OnceCell::new(),
            by_digits: OnceCell::new(),
            by_name: OnceCell::new(),
            comparisons_left: Cell::new(COMPARISONS),
            next: Cell::new(0),
        }
    }

    /// The unit of exactly this code.
    pub fn code(&self, code: &str) -> Option<u32> {
        let by_code = self.by_code.get_or_init(|| {
            let mut by_code =
                FxHashMap::with_capacity_and_hasher(self.units.list.len(), rustc_hash::FxBuildHasher);
            for (index, unit) in (0_u32..).zip(&self.units.list) {
                by_code.entry(unit.code()).or_insert(index);
            }
            by_code
        });
        by_code.get(code).copied()
    }

    /// The unit that a row names. A code that no unit has isn't passed over in favour of the name beside it.
    pub fn find(&self, named: Named<'_>) -> Found {
        let code = plain_code(named.code);
        if code.is_empty() && named.name.is_empty() {
            return Found::Unnamed;
        }
        if code.is_empty() {
            return self.by_name(named.name, named.parent);
        }
        let next = self.next.get();
        let guessed = self.units.list.get(next as usize).is_some_and(|unit| unit.code() == code);
        if let Some(unit) = if guessed { Some(next) } else { self.code(code) } {
            self.next.set(unit.saturating_add(1));
            return Found::Unit(unit);
        }
        let same = self.same_digits(code);
        if !same.is_empty() {
            return self.of_same_digits(same, named.name);
        }
        if named.name.is_empty() { self.by_name(code, named.parent) } else { Found::Nothing }
    }

    /// The units whose codes differ from one of digits in nothing but leading zeros; none for another code.
    fn same_digits(&self, code: &str) -> &[(&'u str, u32)] {
        if !is_digits(code) {
            return &[];
        }
        let all = self.by_digits.get_or_init(|| {
            let units = (0_u32..).zip(&self.units.list).filter(|(_, unit)| is_digits(unit.code()));
            let mut all: Vec<_> =
                units.map(|(index, unit)| (unit.code().trim_start_matches('0'), index)).collect();
            all.sort_unstable();
            all
        });
        let digits = code.trim_start_matches('0');
        let from = all.partition_point(|(known, _)| *known < digits);
        &all[from..from + all[from..].partition_point(|(known, _)| *known == digits)]
    }

    /// Of units whose codes differ in leading zeros only, the one of a row's name.
    fn of_same_digits(&self, same: &[(&'u str, u32)], name: &str) -> Found {
        if let [(_, only)] = same {
            return Found::LeadingZero(*only);
        }
        let all = same.iter().map(|(_, unit)| *unit);
        let mut of_name = all.clone().filter(|unit| !name.is_empty() && !self.name_differs(*unit, name));
        match (of_name.next(), of_name.next()) {
            (Some(unit), None) => Found::LeadingZero(unit),
            _ => Found::Several(all.collect()),
        }
    }

    fn by_name(&self, name: &str, parent: &str) -> Found {
        let name = name.strip_prefix('\'').unwrap_or(name);
        let by_name = self.by_name.get_or_init(|| {
            let mut by_name: FxHashMap<String, Vec<u32>> = FxHashMap::default();
            for (index, unit) in (0_u32..).zip(&self.units.list) {
                by_name.entry(fold_unit_name(unit.name())).or_default().push(index);
            }
            by_name
        });
        let mut candidates = by_name.get(&fold_unit_name(name)).cloned().unwrap_or_default();
        if !parent.is_empty() {
            candidates.retain(|unit| self.is_below(*unit, parent));
        }
        let exact = fold(name);
        for narrow in [
            &(|unit: u32| fold(self.units.get(unit).name()) == exact) as &dyn Fn(u32) -> bool,
            &|unit: u32| self.units.get(unit).cluster.is_some(),
        ] {
            if candidates.len() > 1 && candidates.iter().any(|unit| narrow(*unit)) {
                candidates.retain(|unit| narrow(*unit));
            }
        }
        match candidates[..] {
            [] => Found::Nothing,
            [unit] => Found::Unit(unit),
            _ => Found::Several(candidates),
        }
    }

    /// Whether some unit above has this code, or else a code with other leading zeros, or this name.
    fn is_below(&self, unit: u32, parent: &str) -> bool {
        let code = plain_code(parent);
        let exact = self.code(code);
        let exact = exact.or(match self.same_digits(code) {
            [(_, only)] => Some(*only),
            _ => None,
        });
        let folded = fold_unit_name(parent);
        let mut above = self.units.get(unit).parent;
        // A tree is never deeper than its number of units; checked units have no circle.
        for _ in 0..self.units.list.len() {
            let Some(index) = above else { return false };
            let found = match exact {
                Some(parent) => index == parent,
                None => fold_unit_name(self.units.get(index).name()) == folded,
            };
            if found {
                return true;
            }
            above = self.units.get(index).parent;
        }
        false
    }

    /// Whether a name is clearly another one than the unit's: neither is part of the other, word by word, as
    /// `Luân` is of `Mường Luân`.
    pub fn name_differs(&self, unit: u32, name: &str) -> bool {
        let own = self.units.get(unit).name();
        if own == name {
            return false;
        }
        let (own, name) = (fold_unit_name(own), fold_unit_name(name.strip_prefix('\'').unwrap_or(name)));
        !name.is_empty() && !has_words(&own, &name) && !has_words(&name, &own)
    }

    /// Units near to what a row names, comma-separated; empty when there are none, and in a file with very many
    /// unknown units after the first ones.
    pub fn suggestions(&self, named: Named<'_>) -> String {
        let size = self.units.list.len();
        if self.comparisons_left.get() < size {
            return String::new();
        }
        self.comparisons_left.set(self.comparisons_left.get() - size);
        let code = plain_code(named.code);
        if let (false, Found::Unit(unit)) = (named.name.is_empty(), self.by_name(named.name, named.parent)) {
            return self.shown(unit);
        }
        if is_digits(code) {
            let near = nearest(code, self.units.list.iter().map(Unit::code));
            return self.list(near.iter().filter_map(|code| self.code(code)));
        }
        let name = if named.name.is_empty() { code } else { named.name };
        let near = nearest(name, self.units.list.iter().map(Unit::name));
        self.list(near.iter().filter_map(|name| {
            (0_u32..).zip(&self.units.list).find(|(_, unit)| unit.name() == *name).map(|(index, _)| index)
        }))
    }

    /// Codes with names, comma-separated.
    pub fn list(&self, units: impl Iterator<Item = u32>) -> String {
        units.map(|unit| self.shown(unit)).collect::<Vec<_>>().join(", ")
    }

    fn shown(&self, unit: u32) -> String {
        let unit = self.units.get(unit);
        format!("{} ({})", unit.code(), unit.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contest::unit::CodeAndName;

    #[test]
    fn a_name_differs_unless_one_has_the_words_of_the_other() {
        for (own, name, differs) in [
            ("Xã Mường Luân", "Xã Mường Luân", false),
            ("Xã Mường Luân", "mường luân", false),
            ("Xã Mường Luân", "Luân", false),
            ("Huyện Điện Biên", "Điện Biên Đông", false),
            ("Huyện Điện Biên", "UBND huyện Điện Biên", false),
            ("Xã Mường Luân", "", false),
            ("Xã Mường Luân", "'Mường Luân", false),
            ("Phường 1", "Phường 11", true),
            ("Phường 11", "Phường 1", true),
            ("Xã An", "Xã Ban", true),
            ("Xã Mường Luân", "Luân Mường", true),
            ("Xã Mường Luân", "Mường Lu", true),
            ("Xã Tả Sìn Thàng", "Xã Sính Phình", true),
        ] {
            let units = Units::of(vec![unit("1", own, None)]);
            assert_eq!(UnitLookup::new(&units).name_differs(0, name), differs, "{own} / {name}");
        }
    }

    fn unit(code: &str, name: &str, cluster: Option<u32>) -> Unit {
        Unit {
            named: CodeAndName::new(code, name),
            level: 0,
            subject: None,
            parent: None,
            cluster,
            source: None,
        }
    }

    #[test]
    fn bug_of_codes_that_differ_in_leading_zeros_the_name_beside_them_decides() {
        let units = Units::of(vec![
            unit("01", "Thành phố Hà Nội", None),
            unit("001", "Quận Ba Đình", Some(0)),
            unit("00001", "Phường Phúc Xá", Some(0)),
            unit("02", "Tỉnh Hà Giang", None),
            unit("002", "Quận Hoàn Kiếm", Some(0)),
            unit("0", "Không", None),
        ]);
        let lookup = UnitLookup::new(&units);
        let find = |code, name| lookup.find(Named { code, name, parent: "" });
        for (code, name, found) in [
            ("001", "Phường Phúc Xá", Found::Unit(1)),
            ("1", "Quận Ba Đình", Found::LeadingZero(1)),
            ("1", "Hà Nội", Found::LeadingZero(0)),
            ("0001", "Phúc Xá", Found::LeadingZero(2)),
            ("1", "", Found::Several(vec![0, 1, 2])),
            ("1", "Sơn La", Found::Several(vec![0, 1, 2])),
            ("2", "", Found::Several(vec![3, 4])),
            ("2", "Hà Giang", Found::LeadingZero(3)),
            ("00", "", Found::LeadingZero(5)),
            ("3", "Quận Ba Đình", Found::Nothing),
        ] {
            assert_eq!(find(code, name), found, "{code} {name}");
        }
    }
}
