//! Checks figures against each other: the plan's rules, sums of children, percentages and their counts, maximum points.

use rust_decimal::Decimal;

use super::figure::{Place, Reports, Value};
use super::finding::{Argument, Findings, Spot, WorkedSum, WorkedTerm};
use super::finding_code as codes;
use super::fraction::Fraction;
use super::milestone::milestones;
use super::plan::{Check, CheckKind, Comparator, Metric, MetricKind, Plan, Rule, Sum};
use super::summing::standing_count;
use super::unit::Units;
use super::words::Words;

/// Checks the figures of all units that have any, in the order of the units file.
///
/// A check is left out where a figure that it needs is missing. Breaches of the plan's rules are as serious as the plan
/// says. A stated percentage agrees with its counts when it is their value rounded half up or cut at the stated digits.
pub fn check_consistency(plan: &Plan, units: &Units, reports: &Reports, findings: &mut Findings) {
    check_consistency_of((0_u32..).take(units.list.len()), plan, units, reports, findings);
}

/// Like [`check_consistency`], for some units alone. Their children's figures are looked at all the same.
pub fn check_consistency_of(
    wanted: impl Iterator<Item = u32>,
    plan: &Plan,
    units: &Units,
    reports: &Reports,
    findings: &mut Findings,
) {
    let checks = Checks::of(plan, units, reports);
    for unit in wanted {
        checks.check(unit, plan, units, reports, findings);
    }
}

/// Checks some units, each by itself, and hands over what was found at each. What takes all units together to work out
/// is worked out once. Of each unit so many findings are kept whole.
pub fn check_consistency_by_unit(
    wanted: impl Iterator<Item = u32>,
    (plan, units): (&Plan, &Units),
    (reports, kept): (&Reports, usize),
    mut found: impl FnMut(u32, Findings),
) {
    let checks = Checks::of(plan, units, reports);
    for unit in wanted {
        let mut findings = Findings::keeping(kept);
        checks.check(unit, plan, units, reports, &mut findings);
        found(unit, findings);
    }
}

/// A unit whose figures don't fit each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unsound {
    /// Index into `Units::list`.
    pub unit: u32,
    /// Whether there is an error among what was found; else there are warnings alone.
    pub is_error: bool,
}

/// The units among some whose figures have errors or warnings between them, in the same order.
pub fn unsound(
    wanted: impl Iterator<Item = u32>,
    plan: &Plan,
    units: &Units,
    reports: &Reports,
) -> Vec<Unsound> {
    let mut all = Vec::new();
    check_consistency_by_unit(wanted, (plan, units), (reports, 0), |unit, found| {
        let is_error = found.errors > 0;
        all.extend((found.errors + found.warnings > 0).then_some(Unsound { unit, is_error }));
    });
    all
}

/// Everything that is checked, made ready for many units.
struct Checks<'p> {
    relations: Vec<Relation<'p>>,
    sums: Vec<ChildSums<'p>>,
    percentages: Vec<Percentage>,
    maxima: Vec<Maximum<'p>>,
    numbers: Vec<Numbered>,
}

impl<'p> Checks<'p> {
    fn of(plan: &'p Plan, units: &Units, reports: &Reports) -> Self {
        Self {
            relations: relations(plan),
            sums: sums_of_children(plan, units, reports),
            percentages: percentages(plan),
            maxima: maxima(plan),
            numbers: numbers(plan),
        }
    }

    fn check(&self, unit: u32, plan: &Plan, units: &Units, reports: &Reports, findings: &mut Findings) {
        if !reports.has_any(unit) {
            return;
        }
        let mut checking = Checking { plan, units, reports, unit, code: units.get(unit).code(), findings };
        for relation in &self.relations {
            checking.relation(relation);
        }
        for sums in &self.sums {
            checking.sum_of_children(sums);
        }
        for percentage in &self.percentages {
            checking.percentage(percentage);
        }
        for maximum in &self.maxima {
            checking.maximum(maximum);
        }
        for numbered in &self.numbers {
            checking.numbered(*numbered);
        }
    }
}

/// A rule between two sums, for one item.
struct Relation<'p> {
    check: &'p Check,
    left: SlotSum,
    comparator: Comparator,
    right: SlotSum,
}

/// A sum of figures: factors and slots, and a constant.
struct SlotSum {
    terms: Vec<(i64, usize)>,
    constant: i64,
}

/// A stated percentage with its counts, for one item.
struct Percentage {
    stated: usize,
    part: usize,
    whole: usize,
}

/// The most that a scorer can give.
struct Maximum<'p> {
    slot: usize,
    maximum: super::fraction::Numeral,
    criterion: &'p Words,
}

/// A milestone's day of completion, and the number of the document that proves it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Numbered {
    day: usize,
    number: usize,
}

/// For one rule and slot what the children of each unit add up to.
struct ChildSums<'p> {
    check: &'p Check,
    slot: usize,
    of_unit: Vec<ChildSum>,
}

#[derive(Clone, Copy, Default)]
struct ChildSum {
    children: u32,
    reported: u32,
    sum: i128,
}

/// One metric's slot for an item of the breakdown that the rule is evaluated for.
fn slot_of(metric: &Metric, item: usize) -> usize {
    if metric.breakdown.is_some() { metric.first_slot + item } else { metric.first_slot }
}

fn relations(plan: &Plan) -> Vec<Relation<'_>> {
    let mut relations = Vec::new();
    for check in &plan.checks {
        let CheckKind::Relation { left, comparator, right } = &check.kind else { continue };
        let breakdown = left
            .terms
            .iter()
            .chain(&right.terms)
            .find_map(|term| plan.metrics[term.metric].breakdown)
            .map(|breakdown| &plan.breakdowns[breakdown]);
        for item in 0..breakdown.map_or(1, |breakdown| breakdown.items.len()) {
            let sum = |sum: &Sum| SlotSum {
                terms: sum
                    .terms
                    .iter()
                    .map(|term| (term.factor, slot_of(&plan.metrics[term.metric], item)))
                    .collect(),
                constant: sum.constant,
            };
            relations.push(Relation { check, left: sum(left), comparator: *comparator, right: sum(right) });
        }
    }
    relations
}

fn percentages(plan: &Plan) -> Vec<Percentage> {
    let mut percentages = Vec::new();
    for metric in &plan.metrics {
        let MetricKind::Percentage { of: Some((part, whole)) } = metric.kind else { continue };
        for item in 0..plan.items_of(metric) {
            percentages.push(Percentage {
                stated: slot_of(metric, item),
                part: slot_of(&plan.metrics[part], item),
                whole: slot_of(&plan.metrics[whole], item),
            });
        }
    }
    percentages
}

fn maxima(plan: &Plan) -> Vec<Maximum<'_>> {
    let mut maxima = Vec::new();
    for criterion in &plan.criteria {
        let Rule::Judged { of, maximum: Some(maximum), .. } = criterion.rule else { continue };
        let metric = &plan.metrics[of];
        for slot in metric.first_slot..metric.first_slot + plan.items_of(metric) {
            maxima.push(Maximum { slot, maximum, criterion: &criterion.name });
        }
    }
    maxima
}

/// Each pair once, however many milestones share it.
fn numbers(plan: &Plan) -> Vec<Numbered> {
    let mut numbers = Vec::new();
    for milestone in milestones(plan) {
        let slot = |metric: usize| plan.metrics[metric].first_slot;
        let Some(number) = milestone.document.map(slot) else { continue };
        let numbered = Numbered { day: slot(milestone.of), number };
        if !numbers.contains(&numbered) {
            numbers.push(numbered);
        }
    }
    numbers
}

/// Children whose level doesn't have the item aren't waited for.
fn sums_of_children<'p>(plan: &'p Plan, units: &Units, reports: &Reports) -> Vec<ChildSums<'p>> {
    let mut sums = Vec::new();
    for check in &plan.checks {
        let CheckKind::SumOfChildren { metric } = check.kind else { continue };
        let metric = &plan.metrics[metric];
        for slot in metric.first_slot..metric.first_slot + plan.items_of(metric) {
            let item = plan.slot(slot).1;
            let mut of_unit = vec![ChildSum::default(); units.list.len()];
            for (index, unit) in (0_u32..).zip(&units.list) {
                let Some(parent) = unit.parent else { continue };
                let has_item = item.is_none_or(|item| {
                    item.levels.is_empty() || item.levels.contains(&usize::from(unit.level))
                });
                if !has_item {
                    continue;
                }
                let of_parent = &mut of_unit[parent as usize];
                of_parent.children += 1;
                if let Some(count) = standing_count(plan, units, reports, (index, slot)) {
                    of_parent.reported += 1;
                    of_parent.sum += i128::from(count);
                }
            }
            sums.push(ChildSums { check, slot, of_unit });
        }
    }
    sums
}

/// The checks of one unit.
struct Checking<'c> {
    plan: &'c Plan,
    units: &'c Units,
    reports: &'c Reports,
    unit: u32,
    code: &'c str,
    findings: &'c mut Findings,
}

impl Checking<'_> {
    fn spot(&self, place: Place) -> Spot {
        Spot {
            file: self.reports.files.get(usize::from(place.file)).cloned().unwrap_or_default(),
            row: place.row,
            column: place.column.saturating_add(1),
            header: self.header(place).cloned().unwrap_or_default(),
        }
    }

    /// The header of the column that a figure was read from.
    fn header(&self, place: Place) -> Option<&String> {
        self.reports.headers.get(usize::from(place.file))?.get(usize::from(place.column))
    }

    /// Where the first figure of a sum was read.
    fn place(&self, sums: [&SlotSum; 2]) -> Option<Place> {
        let mut slots = sums.into_iter().flat_map(|sum| &sum.terms);
        slots.find_map(|(_, slot)| self.reports.figure(self.unit, *slot)).map(|figure| figure.place)
    }

    /// The count that stands: what was reported, else the sum over the units below.
    fn count(&self, slot: usize) -> Option<i64> {
        standing_count(self.plan, self.units, self.reports, (self.unit, slot))
    }

    fn sum(&self, sum: &SlotSum) -> Option<i128> {
        let mut total = i128::from(sum.constant);
        for (factor, slot) in &sum.terms {
            total += i128::from(*factor) * i128::from(self.count(*slot)?);
        }
        Some(total)
    }

    /// A sum with its figures, none of which is missing.
    fn worked(&self, sum: &SlotSum, total: i128) -> WorkedSum {
        let terms = sum.terms.iter().filter_map(|&(factor, slot)| {
            let count = self.count(slot)?;
            Some(WorkedTerm { factor, name: self.plan.slot_name(slot), count })
        });
        WorkedSum { terms: terms.collect(), constant: sum.constant, total }
    }

    fn relation(&mut self, relation: &Relation<'_>) {
        let (Some(left), Some(right)) = (self.sum(&relation.left), self.sum(&relation.right)) else { return };
        if relation.comparator.holds(left, right) {
            return;
        }
        let Some(place) = self.place([&relation.left, &relation.right]) else { return };
        let at = self.spot(place);
        let check = relation.check;
        let (left, right) = (self.worked(&relation.left, left), self.worked(&relation.right, right));
        codes::RULE_BROKEN.raise_as(check.severity, self.findings, |draft| {
            draft
                .at(at)
                .with_unit(self.code)
                .with("rule", check.text.as_str())
                .with("left", left)
                .with("breach", Argument::Breach(relation.comparator))
                .with("right", right)
                .with("advice", check.advice.clone().unwrap_or_default())
        });
    }

    fn sum_of_children(&mut self, sums: &ChildSums<'_>) {
        let ChildSum { children, reported, sum } = sums.of_unit[self.unit as usize];
        let Some(figure) = self.reports.figure(self.unit, sums.slot) else { return };
        let Value::Count(stated) = figure.value else { return };
        if children == 0 || reported < children || i128::from(stated) == sum {
            return;
        }
        let at = self.spot(figure.place);
        let check = sums.check;
        codes::RULE_SUM_OF_CHILDREN.raise_as(check.severity, self.findings, |draft| {
            draft
                .at(at)
                .with_unit(self.code)
                .with_read(&stated.to_string())
                .with("figure", self.plan.slot_name(sums.slot))
                .with("stated", stated)
                .with("sum", count(sum))
                .with("children", i64::from(children))
                .with("advice", check.advice.clone().unwrap_or_default())
        });
    }

    fn percentage(&mut self, percentage: &Percentage) {
        let Some(figure) = self.reports.figure(self.unit, percentage.stated) else { return };
        let Value::Percentage(stated) = figure.value else { return };
        let (part, whole) = (self.count(percentage.part), self.count(percentage.whole));
        let (Some(part), Some(whole)) = (part, whole) else { return };
        if whole == 0 {
            return;
        }
        let exact = Fraction::new(part, whole);
        let (rounded, truncated) = (exact.half_up(100, stated.scale), exact.truncated(100, stated.scale));
        if [rounded, truncated].contains(&i128::from(stated.mantissa)) {
            return;
        }
        let at = self.spot(figure.place);
        codes::PERCENTAGE_DISAGREES.raise(self.findings, |draft| {
            draft
                .at(at)
                .with_unit(self.code)
                .with_read(&format!("{stated}%"))
                .with("figure", self.plan.slot_name(percentage.stated))
                .with("stated", stated.to_string())
                .with("rounded", numeral(rounded, stated.scale))
                .with("truncated", numeral(truncated, stated.scale))
                .with("part", part)
                .with("whole", whole)
        });
    }

    fn maximum(&mut self, maximum: &Maximum<'_>) {
        let Some(figure) = self.reports.figure(self.unit, maximum.slot) else { return };
        let Value::Points(points) = figure.value else { return };
        if points.fraction() <= maximum.maximum.fraction() {
            return;
        }
        let at = self.spot(figure.place);
        codes::JUDGED_ABOVE_MAXIMUM.raise(self.findings, |draft| {
            draft
                .at(at)
                .with_unit(self.code)
                .with_read(&points.to_string())
                .with("figure", self.plan.slot_name(maximum.slot))
                .with("criterion", maximum.criterion.clone())
                .with("points", points.to_string())
                .with("maximum", maximum.maximum.to_string())
        });
    }

    fn numbered(&mut self, Numbered { day, number }: Numbered) {
        let Some(figure) = self.reports.figure(self.unit, day) else { return };
        if self.reports.figure(self.unit, number).is_some() {
            return;
        }
        let at = self.spot(figure.place);
        codes::MILESTONE_NUMBER_MISSING.raise(self.findings, |draft| {
            draft
                .at(at)
                .with_unit(self.code)
                .with("figure", self.plan.slot_name(day))
                .with("document", self.plan.slot_name(number))
        });
    }
}

/// A sum as a part of a sentence.
fn count(sum: i128) -> Argument {
    i64::try_from(sum).map_or_else(|_| Argument::Text(sum.to_string()), Argument::Count)
}

/// A mantissa with its decimals.
fn numeral(mantissa: i128, scale: u8) -> String {
    Decimal::try_from_i128_with_scale(mantissa, u32::from(scale))
        .map_or_else(|_| mantissa.to_string(), |decimal| decimal.to_string())
}

#[cfg(test)]
mod tests {
    use super::super::figure::Figure;
    use super::super::finding::Severity;
    use super::super::fraction::Numeral;
    use super::super::plan::sample::{self, slots::*};
    use super::super::plan::{Combine, Criterion, Total};
    use super::super::unit::{CodeAndName, Unit};
    use super::*;

    const PARENT: u32 = 0;
    const CHILD_ONE: u32 = 1;
    const CHILD_TWO: u32 = 2;

    fn units() -> Units {
        let unit = |code: &str, level, parent| Unit {
            named: CodeAndName::new(code, code),
            level,
            subject: None,
            parent,
            cluster: None,
            source: None,
        };
        Units::of(vec![unit("1", 1, None), unit("11", 2, Some(0)), unit("12", 2, Some(0))])
    }

    fn check(plan: &Plan, figures: &[(u32, usize, Value)]) -> Vec<super::super::finding::Finding> {
        let units = units();
        let mut reports = Reports::empty(units.list.len(), plan.slots());
        reports.files.push("1.csv".to_owned());
        reports.headers.push((0..plan.slots()).map(|slot| plan.slot_code(slot)).collect());
        for (unit, slot, value) in figures {
            let column = u16::try_from(*slot).unwrap();
            let place = Place { file: 0, column, row: unit + 2 };
            reports.put(*unit, *slot, Some(Figure { value: *value, place }));
        }
        let mut findings = Findings::default();
        check_consistency(plan, &units, &reports, &mut findings);
        findings.in_order().into_iter().cloned().collect()
    }

    fn percentage(mantissa: i64, scale: u8) -> Value {
        Value::Percentage(Numeral { mantissa, scale })
    }

    #[test]
    fn rules_are_checked_for_each_item_and_are_as_serious_as_the_plan_says() {
        let plan = sample::plan();
        for (visited, households, broken) in [(9, 10, false), (10, 10, false), (11, 10, true), (0, 0, false)]
        {
            let found = check(
                &plan,
                &[
                    (PARENT, VISITED_PERMANENT, Value::Count(visited)),
                    (PARENT, HOUSEHOLDS_PERMANENT, Value::Count(households)),
                    (PARENT, HOUSEHOLDS_TEMPORARY, Value::Count(0)),
                ],
            );
            assert_eq!(!found.is_empty(), broken, "{visited} of {households}");
            if let [finding] = found.as_slice() {
                assert_eq!((finding.code, finding.severity), ("rule.broken", Severity::Warning));
                assert_eq!((finding.spot.row, finding.spot.column), (2, 3));
                assert_eq!(finding.spot.header, "visited.permanent");
                let side = |name: &str, count: i64| {
                    let name = Words { vi: format!("{name} (thường trú)"), en: String::new() };
                    WorkedSum {
                        terms: vec![WorkedTerm { factor: 1, name, count }],
                        constant: 0,
                        total: count.into(),
                    }
                };
                let vietnamese = |argument: &Argument| match argument.clone() {
                    Argument::Sum(mut sum) => {
                        sum.terms[0].name.en.clear();
                        sum
                    }
                    other => unreachable!("{other:?} is a side"),
                };
                assert_eq!(vietnamese(&finding.arguments[1].1), side("Số hộ đã thăm", 11));
                assert_eq!(finding.arguments[2].1, Argument::Breach(Comparator::AtMost));
                assert_eq!(vietnamese(&finding.arguments[3].1), side("Số hộ trong danh sách", 10));
            }
        }
    }

    #[test]
    fn a_rule_is_left_out_where_a_figure_is_missing() {
        let plan = sample::plan();
        assert!(check(&plan, &[(PARENT, VISITED_PERMANENT, Value::Count(11))]).is_empty());
    }

    #[test]
    fn sums_beyond_an_integer_are_compared_exactly() {
        let mut plan = sample::plan();
        plan.checks[0].severity = Severity::Error;
        plan.checks[0].kind = CheckKind::Relation {
            left: sample::sum(&[(i64::MAX, 3)]),
            comparator: Comparator::Equal,
            right: sample::sum(&[(1, 3)]),
        };
        let largest = super::super::fraction::LARGEST_COUNT;
        let found = check(&plan, &[(PARENT, INCIDENTS, Value::Count(largest))]);
        let Argument::Sum(left) = &found[0].arguments[1].1 else { unreachable!("a side is a sum") };
        assert_eq!((left.terms[0].factor, left.terms[0].count), (i64::MAX, largest));
        assert_eq!(left.total, i128::from(i64::MAX) * i128::from(largest));
        assert!(check(&plan, &[(PARENT, INCIDENTS, Value::Count(0))]).is_empty());
    }

    #[test]
    fn a_parent_is_the_sum_of_its_children_once_all_have_reported() {
        let mut plan = sample::plan();
        plan.checks[0].kind = CheckKind::SumOfChildren { metric: 0 };
        let parent = (PARENT, HOUSEHOLDS_PERMANENT, Value::Count(30));
        let one = (CHILD_ONE, HOUSEHOLDS_PERMANENT, Value::Count(10));
        for (two, broken) in [(19, true), (20, false), (21, true)] {
            let found = check(&plan, &[parent, one, (CHILD_TWO, HOUSEHOLDS_PERMANENT, Value::Count(two))]);
            assert_eq!(
                found.iter().map(|finding| finding.code).collect::<Vec<_>>(),
                if broken { vec!["rule.sum_of_children"] } else { vec![] }
            );
        }
        assert!(check(&plan, &[parent, one]).is_empty());
        assert!(check(&plan, &[parent]).is_empty());
    }

    #[test]
    fn a_stated_percentage_agrees_when_it_is_rounded_or_cut() {
        let plan = sample::plan();
        // 2 of 3 is 66.666... percent.
        for (stated, agrees) in [
            (percentage(6667, 2), true),
            (percentage(6666, 2), true),
            (percentage(6665, 2), false),
            (percentage(6668, 2), false),
            (percentage(67, 0), true),
            (percentage(66, 0), true),
            (percentage(66_700, 3), false),
            (percentage(66_666_666_666, 9), true),
        ] {
            let found = check(
                &plan,
                &[
                    (PARENT, VISITED_PERMANENT, Value::Count(2)),
                    (PARENT, HOUSEHOLDS_PERMANENT, Value::Count(3)),
                    (PARENT, COVERAGE_PERMANENT, stated),
                ],
            );
            assert_eq!(found.is_empty(), agrees, "{stated:?}");
        }
    }

    #[test]
    fn a_percentage_that_disagrees_shows_both_values() {
        let found = check(
            &sample::plan(),
            &[
                (PARENT, VISITED_PERMANENT, Value::Count(366_121)),
                (PARENT, HOUSEHOLDS_PERMANENT, Value::Count(366_340)),
                (PARENT, COVERAGE_PERMANENT, percentage(9990, 2)),
            ],
        );
        let texts: Vec<&Argument> = found[0].arguments[1..4].iter().map(|(_, argument)| argument).collect();
        assert_eq!(texts, [&"99.90".into(), &"99.94".into(), &Argument::from("99.94")]);
    }

    #[test]
    fn a_percentage_of_nothing_isnt_checked() {
        let figures = [
            (PARENT, VISITED_PERMANENT, Value::Count(0)),
            (PARENT, HOUSEHOLDS_PERMANENT, Value::Count(0)),
            (PARENT, COVERAGE_PERMANENT, percentage(100, 0)),
        ];
        assert!(check(&sample::plan(), &figures).is_empty());
    }

    #[test]
    fn points_above_the_maximum_are_an_error() {
        let mut plan = sample::plan();
        plan.criteria.push(Criterion {
            code: "judged".to_owned(),
            number: String::new(),
            name: Words::same("Chấm điểm"),
            source: String::new(),
            verbatim: false,
            owner: None,
            evidence: None,
            gate: false,
            branch: None,
            total: Total::Base,
            rule: Rule::Judged {
                of: 7,
                combine: Combine::Last,
                bar: None,
                maximum: Some(Numeral { mantissa: 100, scale: 1 }),
            },
            hold_when: None,
            points: None,
        });
        assert!(matches!(plan.criteria[0].rule, Rule::Judged { of, .. } if plan.metrics[of].code == "score"));
        for (mantissa, found) in [(999, 0), (1000, 0), (1001, 1), (-5, 0)] {
            let points = Value::Points(Numeral { mantissa, scale: 2 });
            assert_eq!(check(&plan, &[(PARENT, SCORE, points)]).len(), found, "{mantissa}");
        }
    }
}
