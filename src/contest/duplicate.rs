//! The same person nominated twice: found, never decided. Whether two are one person is for people to say.

use std::collections::BTreeMap;

/// What tells who is nominated.
#[derive(Debug, Clone, Copy)]
pub struct Nominee<'a> {
    /// The number of the nomination.
    pub number: i64,
    /// The name, folded; empty when it isn't known any more.
    pub folded: &'a str,
    /// The year of birth, where it was told.
    pub birth_year: Option<i64>,
    /// The unit that the person belongs to.
    pub unit: i64,
    /// The unit that nominates.
    pub nominator: i64,
}

impl Nominee<'_> {
    /// Whether both may be the same person: the same name, no two different years of birth, and the same unit or two
    /// different nominators.
    pub fn may_be(&self, other: &Self) -> bool {
        let years_agree = match (self.birth_year, other.birth_year) {
            (Some(one), Some(another)) => one == another,
            _ => true,
        };
        let is_named = !self.folded.is_empty() && self.folded == other.folded;
        is_named && years_agree && (self.unit == other.unit || self.nominator != other.nominator)
    }
}

/// How many others are told for one nomination; whether there are any is always told.
pub const MOST_TOLD: usize = 20;

/// For each number the numbers of those that may be the same person, the first ones. `apart` says of two numbers
/// whether they were declared to be different persons.
pub fn duplicates(nominees: &[Nominee<'_>], apart: impl Fn(i64, i64) -> bool) -> BTreeMap<i64, Vec<i64>> {
    let mut by_name: BTreeMap<&str, Vec<&Nominee<'_>>> = BTreeMap::new();
    for nominee in nominees.iter().filter(|nominee| !nominee.folded.is_empty()) {
        by_name.entry(nominee.folded).or_default().push(nominee);
    }
    let mut found = BTreeMap::new();
    for group in by_name.values().filter(|group| group.len() > 1) {
        for one in group {
            let others = group.iter().filter(|other| {
                other.number != one.number && one.may_be(other) && !apart(one.number, other.number)
            });
            let others: Vec<i64> = others.map(|other| other.number).take(MOST_TOLD).collect();
            if !others.is_empty() {
                found.insert(one.number, others);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nominee(number: i64, folded: &str, birth_year: Option<i64>, unit: i64, nominator: i64) -> Nominee<'_> {
        Nominee { number, folded, birth_year, unit, nominator }
    }

    #[test]
    fn the_same_name_is_one_person_unless_year_or_unit_tell_them_apart() {
        let all = [
            nominee(1, "a b", Some(1980), 1, 1),
            nominee(2, "a b", None, 2, 2),
            nominee(3, "a b", Some(1990), 1, 1),
            nominee(4, "a b", Some(1980), 5, 1),
            nominee(5, "", None, 1, 1),
            nominee(6, "", None, 1, 1),
            nominee(7, "c d", None, 1, 1),
        ];
        let found = duplicates(&all, |_, _| false);
        assert_eq!(found.get(&1).unwrap(), &[2]);
        assert_eq!(found.get(&2).unwrap(), &[1, 3, 4], "no year, another nominator");
        assert_eq!(found.get(&3).unwrap(), &[2], "another year");
        assert_eq!(found.get(&4).unwrap(), &[2], "one nominator, two units: two persons");
        assert_eq!(found.len(), 4, "{found:?}");
        let apart = duplicates(&all, |one, other| one.min(other) == 1 || one.max(other) == 4);
        assert_eq!(apart.keys().copied().collect::<Vec<_>>(), [2, 3]);
    }
}
