//! A plan with some of its numbers changed, to ask "what if": a bar, the weight of a criterion's points, a quota.

use rust_decimal::Decimal;

use super::fraction::Numeral;
use super::plan::{Amount, Bar, Plan, PointsRule, Rule, Shape};

/// One number of a plan that is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variation {
    /// The value of a criterion's bar, in the bar's own unit.
    Bar {
        /// Index into `Plan::criteria`.
        criterion: usize,
        /// The value; not below zero.
        value: Numeral,
    },
    /// All points of a criterion, taken at this many percent: 100 changes nothing.
    Weight {
        /// Index into `Plan::criteria`.
        criterion: usize,
        /// Percent, from 0 to [`LARGEST_WEIGHT`].
        percent: Numeral,
    },
    /// How many a quota admits; its exceptions stay.
    Quota {
        /// Index into `Plan::awards`.
        award: usize,
        /// Index into its quotas.
        quota: usize,
        /// A whole number of units, or percent where the quota is a share.
        amount: Numeral,
    },
}

/// The largest weight, in percent.
pub const LARGEST_WEIGHT: i64 = 1000;

/// Why a number of a plan can't be changed so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misfit {
    /// The criterion has no bar.
    NoBar,
    /// The criterion carries no points.
    NoPoints,
    /// The quota takes a whole number.
    NotWhole,
    /// The number is below zero, or larger than there is sense in.
    OutOfRange,
}

impl Plan {
    /// The plan with some of its numbers changed, one after the other.
    ///
    /// # Errors
    /// The first change that doesn't fit, by its position, and why.
    pub fn varied(&self, variations: &[Variation]) -> Result<Self, (usize, Misfit)> {
        let mut plan = self.clone();
        for (at, variation) in variations.iter().enumerate() {
            plan.vary(*variation).map_err(|misfit| (at, misfit))?;
        }
        Ok(plan)
    }

    fn vary(&mut self, variation: Variation) -> Result<(), Misfit> {
        match variation {
            Variation::Bar { criterion, value } => {
                let bar = self.criteria[criterion].bar_mut().ok_or(Misfit::NoBar)?;
                bar.value = not_negative(value)?;
            }
            Variation::Weight { criterion, percent } => {
                let percent = not_negative(percent)?.decimal();
                if percent > Decimal::from(LARGEST_WEIGHT) {
                    return Err(Misfit::OutOfRange);
                }
                let rule = self.criteria[criterion].points.as_mut().ok_or(Misfit::NoPoints)?;
                rule.weigh(percent / Decimal::ONE_HUNDRED)?;
            }
            Variation::Quota { award, quota, amount } => {
                let amount = not_negative(amount)?;
                match &mut self.awards[award].quotas[quota].amount {
                    Amount::AtMost(most) => {
                        let whole = amount.decimal();
                        if !whole.fract().is_zero() {
                            return Err(Misfit::NotWhole);
                        }
                        *most = u32::try_from(whole.mantissa() / 10_i128.pow(whole.scale()))
                            .map_err(|_| Misfit::OutOfRange)?;
                    }
                    Amount::Share { percent, .. } if amount.decimal() <= Decimal::ONE_HUNDRED => {
                        *percent = amount;
                    }
                    Amount::Share { .. } => return Err(Misfit::OutOfRange),
                }
            }
        }
        Ok(())
    }
}

fn not_negative(number: Numeral) -> Result<Numeral, Misfit> {
    if number.mantissa < 0 { Err(Misfit::OutOfRange) } else { Ok(number) }
}

impl super::plan::Criterion {
    /// The bar, where the rule has one.
    pub const fn bar(&self) -> Option<Bar> {
        match &self.rule {
            Rule::Ratio { bar, .. } | Rule::Count { bar, .. } | Rule::Judged { bar, .. } => *bar,
            Rule::Flag { .. } | Rule::Milestone { .. } | Rule::Standing { .. } => None,
        }
    }

    const fn bar_mut(&mut self) -> Option<&mut Bar> {
        match &mut self.rule {
            Rule::Ratio { bar, .. } | Rule::Count { bar, .. } | Rule::Judged { bar, .. } => bar.as_mut(),
            Rule::Flag { .. } | Rule::Milestone { .. } | Rule::Standing { .. } => None,
        }
    }
}

impl PointsRule {
    /// Every number of points in the rule, for reading or changing.
    fn each_points(&mut self, mut change: impl FnMut(&mut Decimal)) {
        match &mut self.shape {
            Shape::AllOrNothing { met, not_met } => [met, not_met].into_iter().for_each(&mut change),
            Shape::Bands { bands, otherwise } => {
                bands.iter_mut().for_each(|(_, points)| change(points));
                change(otherwise);
            }
            Shape::Linear { points_from, points_to, .. } => {
                [points_from, points_to].into_iter().for_each(&mut change);
            }
            Shape::Steps { start, deduct, .. } => [start, deduct].into_iter().for_each(&mut change),
            Shape::Places { places, otherwise } => {
                places.iter_mut().for_each(&mut change);
                change(otherwise);
            }
            Shape::Measure { .. } => {}
        }
        [&mut self.at_most, &mut self.at_least].into_iter().flatten().for_each(change);
    }

    /// Takes all points times a factor. Without points for each step, no step deducts anything.
    fn weigh(&mut self, factor: Decimal) -> Result<(), Misfit> {
        let mut fits = true;
        self.each_points(|points| match points.checked_mul(factor) {
            Some(weighed) => *points = weighed.normalize(),
            None => fits = false,
        });
        if let Shape::Measure { factor: slope } = &mut self.shape {
            let weighed = slope.decimal() * factor;
            *slope = Numeral::parse(&weighed.normalize().to_string()).ok_or(Misfit::OutOfRange)?;
        }
        if fits { Ok(()) } else { Err(Misfit::OutOfRange) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::plan::sample::plan;
    use super::super::plan::{Across, Comparator, Criterion, Sum, Term, Total};
    use super::super::words::Words;
    use super::*;

    fn numeral(text: &str) -> Numeral {
        Numeral::parse(text).unwrap()
    }

    #[test]
    fn points_are_weighed_in_every_shape() {
        let decimal = |text: &str| text.parse::<Decimal>().unwrap();
        let rule = |shape| PointsRule { shape, at_most: Some(decimal("10")), at_least: None };
        let mut steps = rule(Shape::Measure { factor: numeral("0.5") });
        steps.weigh(decimal("1.5")).unwrap();
        assert_eq!(steps.at_most, Some(decimal("15")));
        assert!(matches!(steps.shape, Shape::Measure { factor } if factor == numeral("0.75")));
        let mut met = rule(Shape::AllOrNothing { met: decimal("5"), not_met: decimal("-8") });
        met.weigh(decimal("0.25")).unwrap();
        assert!(matches!(met.shape, Shape::AllOrNothing { met, not_met }
            if (met, not_met) == (decimal("1.25"), decimal("-2"))));
    }

    #[test]
    fn what_cant_be_changed_is_refused_with_the_reason() {
        let mut plan = plan();
        let criterion = |rule| Criterion {
            code: "a".to_owned(),
            number: String::new(),
            name: Words::same("a"),
            source: "a".to_owned(),
            verbatim: false,
            owner: None,
            evidence: None,
            gate: false,
            branch: None,
            total: Total::Base,
            rule,
            hold_when: None,
            points: None,
        };
        let sum = || Sum { terms: vec![Term { factor: 1, metric: 0 }], constant: 0 };
        let bar = Some(Bar { comparator: Comparator::AtMost, value: numeral("3"), percent: false });
        plan.criteria = vec![
            criterion(Rule::Count { of: sum(), across: Across::Whole, bar }),
            criterion(Rule::Count { of: sum(), across: Across::Whole, bar: None }),
        ];
        let (with_bar, without) = (0, 1);
        let bar = |criterion, text| Variation::Bar { criterion, value: numeral(text) };
        let varied = plan.varied(&[bar(with_bar, "12.5")]).unwrap();
        assert_eq!(varied.criteria[with_bar].bar().unwrap().value, numeral("12.5"));
        let refused = |variations: &[Variation]| plan.varied(variations).err();
        assert_eq!(refused(&[bar(with_bar, "1"), bar(without, "1")]), Some((1, Misfit::NoBar)));
        assert_eq!(refused(&[bar(with_bar, "-1")]), Some((0, Misfit::OutOfRange)));
        let weight = |criterion, text| Variation::Weight { criterion, percent: numeral(text) };
        assert_eq!(refused(&[weight(with_bar, "50")]), Some((0, Misfit::NoPoints)));
        assert_eq!(refused(&[weight(with_bar, "1000.01")]), Some((0, Misfit::OutOfRange)));
    }
}
