//! One achievement is commended once: whether a subject already holds an award for it, over all plans and forms.

/// Who is commended, so that the same is known in another plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identity<'a> {
    /// A collective: the code of its unit.
    Collective(&'a str),
    /// A person.
    Individual {
        /// The name, folded; empty once the person was erased.
        folded: &'a str,
        /// The code of the unit.
        unit: &'a str,
        /// The year of birth, when it is known.
        birth_year: Option<i64>,
        /// How the person was nominated.
        nominated: Nominated<'a>,
    },
}

/// The nomination of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nominated<'a> {
    /// The plan.
    pub plan: i64,
    /// The number in the plan.
    pub number: i64,
    /// The numbers of nominations of that plan that were found to be of other persons, though they look the same.
    pub apart_from: &'a [i64],
}

impl Nominated<'_> {
    /// Whether two were found to be of different persons.
    fn is_apart(self, other: Nominated<'_>) -> bool {
        let apart = self.apart_from.contains(&other.number) || other.apart_from.contains(&self.number);
        self.plan == other.plan && apart
    }
}

impl Identity<'_> {
    /// Whether two are taken for the same subject. Persons are the same by name, unit and, where both say it, year of
    /// birth, unless they were told apart where they were nominated. Nobody is known again who was erased.
    pub fn is(self, other: Identity<'_>) -> bool {
        use Identity::{Collective, Individual};
        match (self, other) {
            (Collective(code), Collective(other)) => code == other,
            (
                Individual { folded, unit, birth_year, nominated },
                Individual { folded: name, unit: at, birth_year: born, nominated: beside },
            ) => {
                let is_born_then = birth_year.is_none_or(|year| born.is_none_or(|born| born == year));
                let looks_same = !folded.is_empty() && folded == name && unit == at && is_born_then;
                looks_same && !nominated.is_apart(beside)
            }
            _ => false,
        }
    }
}

/// What somebody is to be awarded, or holds: an award of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Achievement<'a> {
    /// Who.
    pub identity: Identity<'a>,
    /// The plan.
    pub plan: i64,
    /// The topic (chuyên đề) that the plan names.
    pub topic: Option<&'a str>,
    /// The award's code.
    pub award: &'a str,
}

impl Achievement<'_> {
    /// Whether the plans of both name the same topic.
    pub fn has_topic_of(&self, other: &Achievement<'_>) -> bool {
        self.topic.is_some() && self.topic == other.topic
    }
}

/// The first award that somebody already holds for the same achievement; revoked ones aren't among `held`. In the same
/// plan an award doesn't count that is connected with the one wanted (`award.from`); in another plan every award does
/// that has the same topic.
pub fn already_awarded<'h>(
    wanted: &Achievement<'_>,
    held: &[Achievement<'h>],
    is_connected: impl Fn(&str, &str) -> bool,
) -> Option<usize> {
    held.iter().position(|one| {
        let is_same = if one.plan == wanted.plan {
            one.award == wanted.award || !is_connected(wanted.award, one.award)
        } else {
            one.has_topic_of(wanted)
        };
        is_same && wanted.identity.is(one.identity)
    })
}

/// Whether one of two awards is chosen from the list of the other, perhaps by others between; `from` gives for each award
/// the one whose list it is chosen from, by indexes.
pub fn are_connected(from: &[Option<usize>], one: usize, other: usize) -> bool {
    let leads_to = |start: usize, end: usize| {
        let mut at = start;
        // A chain is no longer than there are awards.
        for _ in 0..from.len() {
            match from.get(at).copied().flatten() {
                Some(next) if next == end => return true,
                Some(next) => at = next,
                None => return false,
            }
        }
        false
    };
    leads_to(one, other) || leads_to(other, one)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn unit(code: &str, plan: i64, topic: Option<&'static str>, award: &'static str) -> Achievement<'static> {
        let code: &'static str = if code == "1" { "1" } else { "2" };
        Achievement { identity: Identity::Collective(code), plan, topic, award }
    }

    #[test]
    fn an_award_of_the_same_topic_in_another_plan_counts() {
        let wanted = unit("1", 1, Some("t"), "a");
        let apart = |_: &str, _: &str| false;
        let cases = [
            (unit("1", 2, Some("t"), "b"), true),
            (unit("1", 2, Some("u"), "b"), false),
            (unit("1", 2, None, "a"), false),
            (unit("2", 2, Some("t"), "b"), false),
        ];
        for (held, counts) in cases {
            assert_eq!(already_awarded(&wanted, &[held], apart).is_some(), counts, "{held:?}");
        }
        let without = unit("1", 1, None, "a");
        assert_eq!(
            already_awarded(&without, &[unit("1", 2, None, "a")], apart),
            None,
            "no topic is no topic"
        );
    }

    #[test]
    fn in_one_plan_only_connected_awards_are_held_together() {
        let wanted = unit("1", 1, None, "a");
        let held = [unit("1", 1, None, "b")];
        assert_eq!(already_awarded(&wanted, &held, |_, _| false), Some(0));
        assert_eq!(already_awarded(&wanted, &held, |_, _| true), None);
        let same = [unit("1", 1, None, "a")];
        assert_eq!(already_awarded(&wanted, &same, |_, _| true), Some(0), "the same award once");
    }

    #[test]
    fn a_person_is_known_by_name_unit_and_year_of_birth() {
        let nominated = Nominated { plan: 1, number: 1, apart_from: &[] };
        let of = |folded, unit, birth_year| Identity::Individual { folded, unit, birth_year, nominated };
        let one = of("a b", "1", Some(1980));
        assert!(one.is(of("a b", "1", Some(1980))) && one.is(of("a b", "1", None)));
        assert!(!one.is(of("a b", "1", Some(1981))) && !one.is(of("a b", "2", Some(1980))));
        assert!(!one.is(of("a c", "1", Some(1980))) && !one.is(Identity::Collective("1")));
        assert!(!of("", "1", None).is(of("", "1", None)), "erased persons are nobody in particular");
    }

    #[test]
    fn persons_of_one_name_are_two_where_one_plan_told_them_apart() {
        let of = |plan, number, apart_from| Identity::Individual {
            folded: "a b",
            unit: "1",
            birth_year: None,
            nominated: Nominated { plan, number, apart_from },
        };
        let (one, other) = (of(1, 1, &[]), of(1, 2, &[1]));
        assert!(!one.is(other) && !other.is(one));
        assert!(one.is(of(1, 3, &[2])) && one.is(one), "the others are as before");
        assert!(one.is(of(2, 2, &[1])), "numbers of another plan say nothing here");
    }

    #[test]
    fn awards_are_connected_along_the_lists_they_are_chosen_from() {
        // 0 from 1, 1 from 2, 3 apart; 4 and 5 in a circle.
        let from = [Some(1), Some(2), None, None, Some(5), Some(4)];
        assert!(are_connected(&from, 0, 1) && are_connected(&from, 2, 0) && are_connected(&from, 4, 5));
        assert!(!are_connected(&from, 0, 3) && !are_connected(&from, 3, 3) && !are_connected(&from, 4, 0));
    }

    proptest! {
        #[test]
        fn connection_is_mutual_and_ends(from in prop::collection::vec(prop::option::of(0_usize..6), 6), one in 0_usize..6, other in 0_usize..6) {
            prop_assert_eq!(are_connected(&from, one, other), are_connected(&from, other, one));
        }

        #[test]
        fn the_same_is_mutual(left in any::<(u8, u8, Option<u8>)>(), right in any::<(u8, u8, Option<u8>)>()) {
            const NAMES: [&str; 3] = ["", "a", "b"];
            let of = |(name, unit, year): (u8, u8, Option<u8>)| Identity::Individual {
                folded: NAMES[usize::from(name) % 3],
                unit: NAMES[usize::from(unit) % 3],
                birth_year: year.map(|year| i64::from(year % 2)),
                nominated: Nominated { plan: 1, number: i64::from(name), apart_from: &[1, 2] },
            };
            prop_assert_eq!(of(left).is(of(right)), of(right).is(of(left)));
        }
    }
}
