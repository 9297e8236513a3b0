//! Yearly statistics of awards: by form, and by kind of collective and of person; leaders against direct workers.

use std::collections::BTreeMap;

use super::money::Sum;
use super::rules::Commended;
use super::words::Words;

/// An award that stands, as statistics count it.
#[derive(Debug, Clone, Copy)]
pub struct CountedAward<'a> {
    /// The code of its form in the rules; empty where the plan names none.
    pub form: &'a str,
    /// The form's name.
    pub form_name: &'a str,
    /// Whether it is an emulation title.
    pub is_title: bool,
    /// Who has it.
    pub commended: Commended,
    /// The code of the kind of collective or person.
    pub kind: &'a str,
    /// Its name.
    pub kind_name: (&'a str, &'a str),
    /// Whether a person leads; `None` where that isn't known.
    pub leads: Option<bool>,
    /// Its money in đồng.
    pub money: Option<i64>,
}

/// A kind of collective or person.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kind {
    /// Whose kind it is.
    pub commended: Commended,
    /// The code.
    pub code: String,
    /// The name in Vietnamese and in English: plans may give one code to different kinds.
    pub name: (String, String),
}

/// How many awards of a form there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormCount {
    /// By kind, in the order of [`Statistics::kinds`].
    pub by_kind: Vec<u64>,
    /// Of collectives.
    pub collectives: u64,
    /// Of individuals.
    pub individuals: u64,
    /// Of individuals who lead others.
    pub leaders: u64,
    /// Of individuals who don't: direct workers.
    pub direct: u64,
    /// Of individuals of whom that isn't known.
    pub unsaid: u64,
    /// Their money.
    pub money: Sum,
}

/// A form in the statistics.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FormKey {
    /// Whether it isn't an emulation title; titles come first.
    pub is_form: bool,
    /// The code in the rules; empty where a plan names none.
    pub code: String,
    /// The name.
    pub name: String,
}

/// The statistics of a year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Statistics {
    /// The kinds that occur: collectives first, by code.
    pub kinds: Vec<Kind>,
    /// The forms that occur, with their counts.
    pub forms: Vec<(FormKey, FormCount)>,
    /// Of all forms together.
    pub overall: FormCount,
}

impl Kind {
    fn of(award: &CountedAward<'_>) -> Self {
        let (vi, en) = award.kind_name;
        Self { commended: award.commended, code: award.kind.to_owned(), name: (vi.to_owned(), en.to_owned()) }
    }

    /// The name in both languages.
    pub fn words(&self) -> Words {
        Words { vi: self.name.0.clone(), en: self.name.1.clone() }
    }
}

impl FormCount {
    fn add(&mut self, award: &CountedAward<'_>, kind: usize, kinds: usize) {
        self.by_kind.resize(kinds, 0);
        self.by_kind[kind] += 1;
        match (award.commended, award.leads) {
            (Commended::Collective, _) => self.collectives += 1,
            (Commended::Individual, leads) => {
                self.individuals += 1;
                match leads {
                    Some(true) => self.leaders += 1,
                    Some(false) => self.direct += 1,
                    None => self.unsaid += 1,
                }
            }
        }
        self.money.add(award.money);
    }
}

/// Counts awards that stand.
pub fn statistics(awards: &[CountedAward<'_>]) -> Statistics {
    let mut kinds: Vec<Kind> = awards.iter().map(Kind::of).collect();
    kinds.sort();
    kinds.dedup();
    let mut forms: BTreeMap<FormKey, FormCount> = BTreeMap::new();
    let mut overall = FormCount { by_kind: vec![0; kinds.len()], ..FormCount::default() };
    for award in awards {
        let at = kinds.binary_search(&Kind::of(award)).unwrap_or_else(|_| unreachable!("it was put there"));
        let key = FormKey {
            is_form: !award.is_title,
            code: award.form.to_owned(),
            name: award.form_name.to_owned(),
        };
        forms.entry(key).or_default().add(award, at, kinds.len());
        overall.add(award, at, kinds.len());
    }
    Statistics { kinds, forms: forms.into_iter().collect(), overall }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn award(form: &'static str, commended: Commended, kind: &'static str) -> CountedAward<'static> {
        CountedAward {
            form,
            form_name: form,
            is_title: form == "t",
            commended,
            kind,
            kind_name: (kind, kind),
            leads: None,
            money: Some(10),
        }
    }

    #[test]
    fn awards_are_counted_by_form_kind_and_leadership() {
        use Commended::{Collective, Individual};
        let leader = CountedAward { leads: Some(true), ..award("f", Individual, "x") };
        let worker = CountedAward { leads: Some(false), ..award("f", Individual, "y") };
        let unsaid = CountedAward { money: None, ..award("f", Individual, "y") };
        let found =
            statistics(&[leader, worker, unsaid, award("f", Collective, "c"), award("t", Collective, "d")]);
        let kinds: Vec<&str> = found.kinds.iter().map(|kind| kind.code.as_str()).collect();
        assert_eq!(kinds, ["c", "d", "x", "y"], "collectives first");
        let forms: Vec<&str> = found.forms.iter().map(|(key, _)| key.code.as_str()).collect();
        assert_eq!(forms, ["t", "f"], "titles first");
        let form = &found.forms[1].1;
        assert_eq!((form.collectives, form.individuals), (1, 3));
        assert_eq!((form.leaders, form.direct, form.unsaid), (1, 1, 1));
        assert_eq!(form.by_kind, [1, 0, 1, 2]);
        assert_eq!(form.money, Sum { awards: 4, without: 1, amount: 30 });
        assert_eq!(found.overall.by_kind, [1, 1, 1, 2]);
        assert_eq!(statistics(&[]).forms, []);
    }

    proptest! {
        #[test]
        fn parts_add_up_to_the_whole_in_any_order(
            list in prop::collection::vec((0_usize..3, any::<bool>(), 0_usize..3, prop::option::of(any::<bool>())), 0..40),
        ) {
            const NAMES: [&str; 3] = ["t", "f", "g"];
            let made: Vec<CountedAward<'_>> = list
                .iter()
                .map(|(form, is_person, kind, leads)| CountedAward {
                    leads: leads.filter(|_| *is_person),
                    ..award(NAMES[*form], if *is_person { Commended::Individual } else { Commended::Collective }, NAMES[*kind])
                })
                .collect();
            let found = statistics(&made);
            let reversed: Vec<CountedAward<'_>> = made.iter().rev().copied().collect();
            prop_assert_eq!(&found, &statistics(&reversed));
            let all = &found.overall;
            prop_assert_eq!(all.collectives + all.individuals, made.len() as u64);
            prop_assert_eq!(all.leaders + all.direct + all.unsaid, all.individuals);
            prop_assert_eq!(all.by_kind.iter().sum::<u64>(), made.len() as u64);
            for at in 0..found.kinds.len() {
                let sum: u64 = found.forms.iter().map(|(_, form)| form.by_kind[at]).sum();
                prop_assert_eq!(sum, all.by_kind[at]);
            }
        }
    }
}
