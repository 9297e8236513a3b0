//! Recusal (không tham gia biểu quyết): whether a member of a council has an interest in a unit, by the units that the
//! member belongs or belonged to. For a person the unit is the one that the person works in.
//!
//! A member has an interest in a unit that it belongs to, in every unit above it and in every unit below it. A unit that the
//! member has left counts just so when the membership lasted into the contest or beyond, for then part of what is
//! judged is the member's own work; one that was left before the contest began doesn't count. What a unit became
//! part of, and what became part of it, counts as that unit.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::council::coded;

coded! {
    /// What interest a member has.
    Interest {
        /// In the member's own unit.
        OwnUnit = "own_unit",
        /// In a unit above the member's own.
        UnitAbove = "unit_above",
        /// In a unit below the member's own.
        UnitBelow = "unit_below",
        /// In a unit that the member left during the contest or after it, or one above or below that.
        PastUnit = "past_unit",
        /// The member said so.
        Declared = "declared",
        /// In another case of the same tie at the border of a quota: a seat for one is none for the other.
        SameTie = "same_tie",
    }
}

/// A unit that a member belongs or belonged to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Belonging {
    /// The unit's code.
    pub unit: String,
    /// Up to this day, which no longer counts; `None`: until further notice.
    pub until: Option<NaiveDate>,
}

impl Belonging {
    /// Whether it lasted into a contest that began on a day, or is of later.
    fn counts(&self, contest_from: NaiveDate) -> bool {
        self.until.is_none_or(|until| contest_from < until)
    }

    /// Whether it has ended by a day.
    fn has_ended(&self, today: NaiveDate) -> bool {
        self.until.is_some_and(|until| until <= today)
    }
}

/// A unit that stands right below another.
const BELOW: &str = "below";
/// A unit that became part of another.
const BECAME: &str = "became";

/// Which unit stands above which, and what became part of what, by codes.
#[derive(Debug, Clone, Default)]
pub struct Kinship {
    above: BTreeMap<String, BTreeSet<String>>,
    became: BTreeMap<String, BTreeSet<String>>,
    came_from: BTreeMap<String, BTreeSet<String>>,
}

impl Kinship {
    /// Notes that a unit stands right above another. A unit may have had several above it, one after the other.
    pub fn stands_above(&mut self, unit: &str, above: &str) {
        self.above.entry(unit.to_owned()).or_default().insert(above.to_owned());
    }

    /// Notes that a unit became part of another.
    pub fn became_part_of(&mut self, unit: &str, successor: &str) {
        self.became.entry(unit.to_owned()).or_default().insert(successor.to_owned());
        self.came_from.entry(successor.to_owned()).or_default().insert(unit.to_owned());
    }

    /// Everything noted: `below` or `became`, the unit, and the unit that it stands right below or became part of.
    pub fn pairs(&self) -> impl Iterator<Item = (&'static str, &str, &str)> {
        let below = self.above.iter().map(|ways| (BELOW, ways));
        let became = self.became.iter().map(|ways| (BECAME, ways));
        below.chain(became).flat_map(|(kind, (unit, others))| {
            others.iter().map(move |other| (kind, unit.as_str(), other.as_str()))
        })
    }

    /// Notes a pair as [`Self::pairs`] tells it; `None`: there is no such kind.
    pub fn note(&mut self, kind: &str, unit: &str, other: &str) -> Option<()> {
        match kind {
            BELOW => self.stands_above(unit, other),
            BECAME => self.became_part_of(unit, other),
            _ => return None,
        }
        Some(())
    }

    /// A unit, what it became part of, and what became part of it, at whatever remove.
    fn same<'a>(&'a self, unit: &'a str) -> BTreeSet<&'a str> {
        let mut same = reached(&self.became, BTreeSet::from([unit]));
        same.extend(reached(&self.came_from, BTreeSet::from([unit])));
        same
    }

    /// Every unit above some units, and they themselves.
    fn up<'a>(&'a self, units: BTreeSet<&'a str>) -> BTreeSet<&'a str> {
        reached(&self.above, units)
    }
}

/// Everything that can be reached from some codes, and they themselves. Circles do no harm.
fn reached<'a>(ways: &'a BTreeMap<String, BTreeSet<String>>, from: BTreeSet<&'a str>) -> BTreeSet<&'a str> {
    let mut open: Vec<&str> = from.iter().copied().collect();
    let mut found = from;
    while let Some(code) = open.pop() {
        for next in ways.get(code).into_iter().flatten() {
            if found.insert(next) {
                open.push(next);
            }
        }
    }
    found
}

/// What follows from the units of one member.
#[derive(Debug)]
pub struct Interests<'a> {
    kinship: &'a Kinship,
    units: Vec<OfOne<'a>>,
}

/// What follows from one unit of a member.
#[derive(Debug)]
struct OfOne<'a> {
    has_ended: bool,
    same: BTreeSet<&'a str>,
    above: BTreeSet<&'a str>,
}

impl<'a> Interests<'a> {
    /// What follows from the units of a member, for a contest that began on a day, as of today.
    pub fn of(
        belongings: &'a [Belonging],
        kinship: &'a Kinship,
        contest_from: NaiveDate,
        today: NaiveDate,
    ) -> Self {
        let of_one = |belonging: &'a Belonging| {
            let same = kinship.same(&belonging.unit);
            let above = kinship.up(same.clone());
            OfOne { has_ended: belonging.has_ended(today), same, above }
        };
        let units = belongings.iter().filter(|it| it.counts(contest_from)).map(of_one).collect();
        Self { kinship, units }
    }

    /// The interest in a unit. Of several the nearest is told: the own unit, one above, one below, a past one.
    pub fn in_unit(&self, unit: &str) -> Option<Interest> {
        let up = self.kinship.up(BTreeSet::from([unit]));
        let of_one = |one: &OfOne<'_>| {
            let interest = if one.same.contains(unit) {
                Interest::OwnUnit
            } else if one.above.contains(unit) {
                Interest::UnitAbove
            } else if one.same.iter().any(|same| up.contains(same)) {
                Interest::UnitBelow
            } else {
                return None;
            };
            Some(if one.has_ended { Interest::PastUnit } else { interest })
        };
        self.units.iter().filter_map(of_one).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// A province with two districts; the first has two communes. District 03 became part of 02 later.
    fn kinship() -> Kinship {
        let mut kinship = Kinship::default();
        for (unit, above) in [("01", "0"), ("02", "0"), ("03", "0"), ("011", "01"), ("012", "01")] {
            kinship.stands_above(unit, above);
        }
        kinship.became_part_of("03", "02");
        kinship.became_part_of("04", "02");
        kinship
    }

    fn interest(unit: &str, until: Option<&str>, subject: &str) -> Option<Interest> {
        let belongings = [Belonging { unit: unit.to_owned(), until: until.map(day) }];
        let kinship = kinship();
        Interests::of(&belongings, &kinship, day("2021-01-20"), day("2021-06-20")).in_unit(subject)
    }

    #[test]
    fn a_member_has_an_interest_in_its_unit_in_all_above_and_in_all_below() {
        use Interest as I;
        for (unit, subject, wanted) in [
            ("01", "01", Some(I::OwnUnit)),
            ("01", "0", Some(I::UnitAbove)),
            ("011", "0", Some(I::UnitAbove)),
            ("01", "011", Some(I::UnitBelow)),
            ("0", "012", Some(I::UnitBelow)),
            ("01", "02", None),
            ("011", "012", None),
            ("02", "011", None),
            ("unknown", "01", None),
            ("unknown", "unknown", Some(I::OwnUnit)),
        ] {
            assert_eq!(interest(unit, None, subject), wanted, "{unit} in {subject}");
        }
    }

    #[test]
    fn a_past_unit_counts_when_it_was_left_after_the_contest_began() {
        use Interest as I;
        for (until, wanted) in [
            ("2021-01-19", None),
            ("2021-01-20", None),
            ("2021-01-21", Some(I::PastUnit)),
            ("2021-06-20", Some(I::PastUnit)),
            ("2021-06-21", Some(I::OwnUnit)),
        ] {
            assert_eq!(interest("01", Some(until), "01"), wanted, "{until}");
        }
        for subject in ["0", "011"] {
            assert_eq!(interest("01", Some("2021-03-01"), subject), Some(I::PastUnit), "{subject}");
        }
        assert_eq!(interest("01", Some("2021-03-01"), "02"), None);
    }

    #[test]
    fn what_a_unit_became_part_of_counts_as_the_unit_and_what_stood_beside_it_does_not() {
        use Interest as I;
        for (unit, subject, wanted) in [
            ("03", "02", Some(I::OwnUnit)),
            ("02", "03", Some(I::OwnUnit)),
            ("03", "04", None),
            ("04", "0", Some(I::UnitAbove)),
            ("0", "03", Some(I::UnitBelow)),
        ] {
            assert_eq!(interest(unit, None, subject), wanted, "{unit} in {subject}");
        }
    }

    #[test]
    fn of_several_units_the_nearest_interest_is_told() {
        let belongings = [
            Belonging { unit: "01".to_owned(), until: Some(day("2021-03-01")) },
            Belonging { unit: "011".to_owned(), until: None },
        ];
        let kinship = kinship();
        let interests = Interests::of(&belongings, &kinship, day("2021-01-20"), day("2021-06-20"));
        assert_eq!(interests.in_unit("01"), Some(Interest::UnitAbove));
        assert_eq!(interests.in_unit("012"), Some(Interest::PastUnit));
        assert_eq!(interests.in_unit("02"), None);
        let none = Interests::of(&[], &kinship, day("2021-01-20"), day("2021-06-20"));
        assert_eq!(none.in_unit("01"), None);
    }

    #[test]
    fn units_that_stand_above_each_other_in_a_circle_do_no_harm() {
        let mut kinship = Kinship::default();
        kinship.stands_above("a", "b");
        kinship.stands_above("b", "a");
        kinship.became_part_of("a", "a");
        let belongings = [Belonging { unit: "a".to_owned(), until: None }];
        let interests = Interests::of(&belongings, &kinship, day("2021-01-20"), day("2021-06-20"));
        assert_eq!(interests.in_unit("b"), Some(Interest::UnitAbove));
    }
}
