//! Who is proposed, decided or commended, award by award: collectives and individuals, with the money where there is any.
//!
//! Names of persons come from nominations when a document is made, and are kept nowhere else.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::submission::number;
use crate::contest::words::Language;
use crate::text::format;

/// The money of an award for one subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prize {
    /// The coefficient of the award.
    pub coefficient: Decimal,
    /// The base wage of the date, in dong.
    pub base_wage: i64,
    /// The sum, in dong.
    pub amount: i64,
    /// The budget that pays it; empty where none is told.
    pub budget: String,
}

impl Prize {
    /// How it comes about: `1,5 × 1.490.000`.
    pub fn calculation(&self) -> String {
        let coefficient = format::decimal(self.coefficient.normalize(), Language::Vietnamese);
        format!("{coefficient} × {}", format::count(self.base_wage, Language::Vietnamese))
    }
}

/// A collective in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collective {
    /// Its name.
    pub name: String,
    /// Its code.
    pub code: String,
    /// Its cluster; empty where none is told.
    pub cluster: String,
}

/// A person in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The number of the nomination.
    pub number: i64,
    /// The name; empty where it was erased, or mustn't be told.
    pub name: String,
    /// Whether it was erased.
    pub is_erased: bool,
    /// The position.
    pub position: String,
    /// The unit's name.
    pub unit: String,
    /// The kind of person (leader, direct worker ...); empty where none is told.
    pub kind: String,
}

impl Person {
    /// The name; without one, the number of the nomination.
    pub fn shown(&self) -> String {
        if self.is_erased {
            format!("Cá nhân số CN-{} (đã xóa dữ liệu cá nhân)", self.number)
        } else if self.name.is_empty() {
            format!("Cá nhân số CN-{}", self.number)
        } else {
            self.name.clone()
        }
    }
}

/// Who gets an award, or is to get it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A collective.
    Collective(Collective),
    /// A person.
    Person(Person),
}

impl Subject {
    /// Whether it is a collective.
    pub const fn is_collective(&self) -> bool {
        matches!(self, Self::Collective(_))
    }

    /// The name as lists have it.
    pub fn shown(&self) -> String {
        match self {
            Self::Collective(unit) => unit.name.clone(),
            Self::Person(person) => person.shown(),
        }
    }
}

/// A subject in the list of an award.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Honoured {
    /// Who.
    pub subject: Subject,
    /// The money; `None` where the award has none.
    pub prize: Option<Prize>,
    /// What the list remarks of it, such as why an award is revoked; empty where there is nothing.
    pub remark: String,
}

/// An award with its list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AwardGroup {
    /// The award's name.
    pub award: String,
    /// Who is in its list.
    pub honoured: Vec<Honoured>,
}

impl AwardGroup {
    /// How many collectives and how many individuals are in it.
    pub fn counts(&self) -> Counts {
        let collectives = self.honoured.iter().filter(|one| one.subject.is_collective()).count();
        Counts { collectives, individuals: self.honoured.len() - collectives }
    }
}

/// How many collectives and individuals.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Collectives.
    pub collectives: usize,
    /// Individuals.
    pub individuals: usize,
}

impl Counts {
    /// Of all awards: each counts once, for however many.
    pub fn distinct(groups: &[AwardGroup]) -> Self {
        let (mut codes, mut numbers) = (BTreeSet::new(), BTreeSet::new());
        for one in groups.iter().flat_map(|group| &group.honoured) {
            match &one.subject {
                Subject::Collective(unit) => codes.insert(unit.code.as_str()),
                Subject::Person(person) => numbers.insert(person.number),
            };
        }
        Self { collectives: codes.len(), individuals: numbers.len() }
    }

    /// Whether there is nobody.
    pub const fn is_nobody(self) -> bool {
        self.collectives == 0 && self.individuals == 0
    }

    /// In words: `53 tập thể, 83 cá nhân`; kinds of which there are none are left out.
    pub fn told(self) -> String {
        let parts = [(self.collectives, "tập thể"), (self.individuals, "cá nhân")];
        let told = parts.into_iter().filter(|(count, _)| *count > 0);
        let told: Vec<String> = told.map(|(count, what)| format!("{} {what}", number(count))).collect();
        if told.is_empty() { "0 tập thể, 0 cá nhân".to_owned() } else { told.join(", ") }
    }

    /// Which kinds there are, in words: `tập thể, cá nhân`; both where there is nobody.
    pub const fn kinds(self) -> &'static str {
        match (self.collectives, self.individuals) {
            (0, 1..) => "cá nhân",
            (1.., 0) => "tập thể",
            _ => "tập thể, cá nhân",
        }
    }
}

/// The money of a list by budget, in the order in which budgets come first, with how many it pays for.
pub fn by_budget(groups: &[AwardGroup]) -> Vec<(String, usize, i128)> {
    let mut budgets: Vec<(String, usize, i128)> = Vec::new();
    for prize in groups.iter().flat_map(|group| &group.honoured).filter_map(|one| one.prize.as_ref()) {
        let amount = i128::from(prize.amount);
        match budgets.iter_mut().find(|(name, ..)| *name == prize.budget) {
            Some((_, count, sum)) => {
                *count += 1;
                *sum += amount;
            }
            None => budgets.push((prize.budget.clone(), 1, amount)),
        }
    }
    budgets
}

/// A sum of money: `2.235.000 đồng`.
pub fn money(amount: i128) -> String {
    format!("{} đồng", format::count(amount, Language::Vietnamese))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prize(budget: &str, amount: i64) -> Honoured {
        let unit = Collective { name: "Xã".to_owned(), code: "1".to_owned(), cluster: String::new() };
        let prize = Prize {
            coefficient: Decimal::new(150, 2),
            base_wage: 1_490_000,
            amount,
            budget: budget.to_owned(),
        };
        Honoured { subject: Subject::Collective(unit), prize: Some(prize), remark: String::new() }
    }

    #[test]
    fn money_is_summed_by_budget_without_overflow() {
        let honoured = vec![prize("A", i64::MAX), prize("B", 5), prize("A", i64::MAX)];
        let groups = [AwardGroup { award: "x".to_owned(), honoured }];
        let wanted = [("A".to_owned(), 2, i128::from(i64::MAX) * 2), ("B".to_owned(), 1, 5)];
        assert_eq!(by_budget(&groups), wanted);
        assert_eq!(prize("A", 1).prize.unwrap().calculation(), "1,5 × 1.490.000");
        assert_eq!(money(2_235_000), "2.235.000 đồng");
    }

    #[test]
    fn counts_name_what_there_is() {
        let told = |collectives, individuals| Counts { collectives, individuals }.told();
        assert_eq!(told(53, 83), "53 tập thể, 83 cá nhân");
        assert_eq!(told(1, 0), "1 tập thể");
        assert_eq!(told(0, 1_000), "1.000 cá nhân");
        assert_eq!(told(0, 0), "0 tập thể, 0 cá nhân");
        assert_eq!(Counts { collectives: 0, individuals: 2 }.kinds(), "cá nhân");
    }
}
