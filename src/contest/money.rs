//! The money that goes with an award: coefficient times the base wage of the decision's date, exactly, rounded once to
//! whole đồng as the rules of that date say; and sums of it.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::plan::Rounding;
use super::rules::{BaseWage, Coefficient, Commended, MoneyRounding};

/// The money of one award.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Money {
    /// How many base wages.
    pub coefficient: Decimal,
    /// The base wage in đồng.
    pub base_wage: i64,
    /// In đồng, before it is rounded.
    pub exact: Decimal,
    /// In đồng.
    pub amount: i64,
    /// Which of the numbers that it rests on weren't checked against their documents.
    pub unsure: Vec<Unsure>,
}

/// A number that wasn't checked against its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unsure {
    /// The coefficient.
    Coefficient,
    /// The base wage.
    BaseWage,
    /// How it is rounded; named only where rounding changed the amount.
    Rounding,
}

impl Unsure {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Coefficient, Self::BaseWage, Self::Rounding];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Coefficient => "coefficient",
            Self::BaseWage => "base_wage",
            Self::Rounding => "rounding",
        }
    }

    /// The one with a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }
}

/// The money of an award; `None` when it is beyond all money there is (more than 64 bits of đồng).
pub fn money(coefficient: &Coefficient, wage: &BaseWage, rounding: &MoneyRounding) -> Option<Money> {
    let exact = coefficient.value.checked_mul(Decimal::from(wage.amount))?.normalize();
    let amount = rounded(exact, rounding)?;
    let is_rounded = Decimal::from(amount) != exact;
    let unsure = [
        (!coefficient.origin.is_certain, Unsure::Coefficient),
        (!wage.origin.is_certain, Unsure::BaseWage),
        (!rounding.origin.is_certain && is_rounded, Unsure::Rounding),
    ];
    Some(Money {
        coefficient: coefficient.value,
        base_wage: wage.amount,
        exact,
        amount,
        unsure: unsure.into_iter().filter(|(is_unsure, _)| *is_unsure).map(|(_, unsure)| unsure).collect(),
    })
}

fn rounded(exact: Decimal, rounding: &MoneyRounding) -> Option<i64> {
    let step = Decimal::from(rounding.step.max(1));
    let rest = exact.checked_rem(step)?;
    let below = exact.checked_sub(rest)?;
    let twice = rest.checked_add(rest)?;
    let goes_up = match rounding.rounding {
        Rounding::Up => !rest.is_zero(),
        Rounding::Down => false,
        Rounding::HalfUp => twice >= step,
        Rounding::HalfEven => {
            let is_odd = !(below / step).checked_rem(Decimal::TWO)?.is_zero();
            twice > step || (twice == step && is_odd)
        }
    };
    let amount = if goes_up { below.checked_add(step)? } else { below };
    amount.to_i64()
}

/// What is summed: an award's budget source, who gets it, and its money.
#[derive(Debug, Clone, Copy)]
pub struct Payment<'a> {
    /// Where the money comes from; `None` when the plan doesn't say.
    pub budget: Option<&'a str>,
    /// Who gets it.
    pub commended: Commended,
    /// In đồng; `None` when no money goes with the award, or it isn't known.
    pub amount: Option<i64>,
}

/// A sum of money.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many awards.
    pub awards: u64,
    /// How many of them are without money.
    pub without: u64,
    /// In đồng.
    pub amount: i128,
}

impl Sum {
    pub(super) fn add(&mut self, amount: Option<i64>) {
        self.awards += 1;
        match amount {
            Some(amount) => self.amount += i128::from(amount),
            None => self.without += 1,
        }
    }
}

/// Sums of money.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    /// By budget source and who gets it; awards whose source isn't said come first.
    pub by_budget: BTreeMap<(Option<String>, Commended), Sum>,
    /// By who gets it.
    pub by_commended: BTreeMap<Commended, Sum>,
    /// Of all.
    pub overall: Sum,
}

/// Sums payments.
pub fn totals<'a>(payments: impl IntoIterator<Item = Payment<'a>>) -> Totals {
    let mut totals = Totals::default();
    for Payment { budget, commended, amount } in payments {
        totals.by_budget.entry((budget.map(str::to_owned), commended)).or_default().add(amount);
        totals.by_commended.entry(commended).or_default().add(amount);
        totals.overall.add(amount);
    }
    totals
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use proptest::prelude::*;

    use super::*;
    use crate::contest::rules::{Days, Origin};

    fn origin(is_certain: bool) -> Origin {
        Origin { source: "1/2020/NĐ-CP".to_owned(), is_certain }
    }

    fn coefficient(text: &str) -> Coefficient {
        Coefficient { value: text.parse().unwrap(), origin: origin(true) }
    }

    fn wage(amount: i64) -> BaseWage {
        let from = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
        BaseWage { days: Days { from, until: None }, amount, origin: origin(true) }
    }

    fn by(step: i64, rounding: Rounding) -> MoneyRounding {
        MoneyRounding { step, rounding, origin: origin(false) }
    }

    fn amount(of: &str, base: i64, rule: &MoneyRounding) -> i64 {
        money(&coefficient(of), &wage(base), rule).unwrap().amount
    }

    #[test]
    fn money_is_the_coefficient_times_the_base_wage() {
        let whole = by(1, Rounding::HalfUp);
        for (of, base, expected) in [
            ("1.5", 2_340_000, 3_510_000),
            ("0.3", 2_340_000, 702_000),
            ("3.0", 2_340_000, 7_020_000),
            ("0.3", 1_490_000, 447_000),
            ("0.15", 1_490_000, 223_500),
            ("0", 1_490_000, 0),
        ] {
            assert_eq!(amount(of, base, &whole), expected, "{of} × {base}");
        }
    }

    #[test]
    fn rounding_is_as_stated_below_at_and_above_the_half() {
        use Rounding::{Down, HalfEven, HalfUp, Up};
        // (exact in đồng, step, rounding, rounded)
        for (base, step, rounding, expected) in [
            (447_000, 10_000, Up, 450_000),
            (450_000, 10_000, Up, 450_000),
            (450_001, 10_000, Up, 460_000),
            (449_999, 10_000, Down, 440_000),
            (444_999, 10_000, HalfUp, 440_000),
            (445_000, 10_000, HalfUp, 450_000),
            (445_001, 10_000, HalfUp, 450_000),
            (445_000, 10_000, HalfEven, 440_000),
            (455_000, 10_000, HalfEven, 460_000),
            (455_001, 10_000, HalfEven, 460_000),
        ] {
            assert_eq!(amount("1", base, &by(step, rounding)), expected, "{base} by {step}");
        }
        assert_eq!(amount("0.15", 3, &by(1, Up)), 1, "0.45 đồng");
        assert_eq!(amount("0.5", 3, &by(1, HalfUp)), 2, "1.5 đồng");
        assert_eq!(amount("0.5", 3, &by(1, Down)), 1);
    }

    #[test]
    fn what_is_not_sure_is_named_and_rounding_only_where_it_changes_the_amount() {
        let unsure = |of: &str, base: i64| {
            let found = money(&coefficient(of), &wage(base), &by(10_000, Rounding::Up)).unwrap();
            found.unsure
        };
        assert_eq!(unsure("1.5", 2_340_000), []);
        assert_eq!(unsure("0.3", 1_490_000), [Unsure::Rounding]);
        let guessed = Coefficient { origin: origin(false), ..coefficient("1") };
        let both = BaseWage { origin: origin(false), ..wage(5) };
        let found = money(&guessed, &both, &by(1, Rounding::Up)).unwrap();
        assert_eq!(found.unsure, [Unsure::Coefficient, Unsure::BaseWage]);
    }

    #[test]
    fn money_beyond_all_there_is_is_none() {
        assert_eq!(money(&coefficient("3"), &wage(i64::MAX), &by(1, Rounding::Up)), None);
    }

    #[test]
    fn totals_keep_who_is_without_money_apart() {
        let of = |budget, commended, amount| Payment { budget, commended, amount };
        let found = totals([
            of(Some("Quỹ tỉnh"), Commended::Collective, Some(7_020_000)),
            of(Some("Quỹ tỉnh"), Commended::Individual, Some(3_510_000)),
            of(None, Commended::Individual, None),
            of(Some("Quỹ tỉnh"), Commended::Individual, Some(3_510_000)),
        ]);
        assert_eq!(found.overall, Sum { awards: 4, without: 1, amount: 14_040_000 });
        let own = found.by_budget[&(Some("Quỹ tỉnh".to_owned()), Commended::Individual)];
        assert_eq!(own, Sum { awards: 2, without: 0, amount: 7_020_000 });
        assert_eq!(found.by_commended[&Commended::Individual].without, 1);
    }

    proptest! {
        #[test]
        fn rounded_money_is_a_multiple_of_the_step_and_less_than_one_step_away(
            mantissa in 0_i64..1_000_000,
            scale in 0_u32..5,
            base in 0_i64..1_000_000_000,
            step in prop::sample::select(vec![1_i64, 10, 1_000, 10_000]),
            which in 0_usize..4,
        ) {
            let rounding = [Rounding::Up, Rounding::Down, Rounding::HalfUp, Rounding::HalfEven][which];
            let of = Coefficient { value: Decimal::new(mantissa, scale), origin: origin(true) };
            let found = money(&of, &wage(base), &by(step, rounding)).unwrap();
            prop_assert_eq!(found.exact, of.value * Decimal::from(base));
            prop_assert_eq!(found.amount % step, 0);
            let away = Decimal::from(found.amount) - found.exact;
            prop_assert!(away.abs() < Decimal::from(step));
            match rounding {
                Rounding::Up => prop_assert!(away >= Decimal::ZERO),
                Rounding::Down => prop_assert!(away <= Decimal::ZERO),
                Rounding::HalfUp | Rounding::HalfEven => {
                    prop_assert!(away.abs() * Decimal::TWO <= Decimal::from(step));
                }
            }
        }

        #[test]
        fn totals_are_the_same_in_any_order_and_parts_add_up(
            payments in prop::collection::vec((0_usize..3, any::<bool>(), prop::option::of(0_i64..10_000_000)), 0..40),
        ) {
            const BUDGETS: [Option<&str>; 3] = [None, Some("A"), Some("B")];
            let made: Vec<Payment<'_>> = payments
                .iter()
                .map(|(budget, is_person, amount)| Payment {
                    budget: BUDGETS[*budget],
                    commended: if *is_person { Commended::Individual } else { Commended::Collective },
                    amount: *amount,
                })
                .collect();
            let found = totals(made.iter().copied());
            prop_assert_eq!(&found, &totals(made.iter().rev().copied()));
            let sum: i128 = found.by_budget.values().map(|sum| sum.amount).sum();
            prop_assert_eq!(sum, found.overall.amount);
            let count: u64 = found.by_commended.values().map(|sum| sum.awards).sum();
            prop_assert_eq!(count, found.overall.awards);
        }
    }
}
