//! What is remarked at, below and above each threshold, and what doesn't matter to it.

use proptest::prelude::*;

use super::super::figure::{Figure, Place, Value};
use super::super::fraction::{LARGEST_COUNT, Numeral};
use super::super::plan::plausibility::{
    AlwaysEqual, Change, CopiedRows, LastDigit, NoSpread, Outlier, Per, RoundNumbers,
};
use super::super::plan::sample;
use super::super::plan::{Across, Compare, Criterion, MetricKind, Rule, Total};
use super::super::unit::{CodeAndName, Unit};
use super::super::words::Words;
use super::last_digit::chi_square;
use super::*;

/// The cluster of a unit and its counts in the slots a, b, c, d.
type Row = (u32, [Option<i64>; 4]);

fn row<const N: usize>(cluster: u32, counts: [i64; N]) -> Row {
    let mut all = [None; 4];
    all.iter_mut().zip(counts).for_each(|(slot, count)| *slot = Some(count));
    (cluster, all)
}

/// A plan of four counts a, b, c, d that are all at the level of communes, and the criterion a / b.
fn plan(kind: PlausibilityKind) -> Plan {
    let mut plan = sample::plan();
    let metric = |code| sample::metric(code, code, code, MetricKind::Count, None);
    plan.metrics = ["a", "b", "c", "d"].map(metric).into();
    plan.checks.clear();
    sample::number_slots(&mut plan);
    plan.criteria = vec![Criterion {
        code: "share".into(),
        number: String::new(),
        name: Words::same("share"),
        source: String::new(),
        verbatim: false,
        owner: None,
        evidence: None,
        gate: false,
        branch: None,
        total: Total::Base,
        rule: Rule::Ratio {
            of: sample::sum(&[(1, 0)]),
            to: sample::sum(&[(1, 1)]),
            stated: None,
            across: Across::Whole,
            bar: None,
            compare: Compare::Exact,
        },
        hold_when: None,
        points: None,
    }];
    plan.plausibility = vec![Plausibility { code: "look".into(), advice: None, levels: Vec::new(), kind }];
    plan
}

fn reports(rows: &[Row]) -> Reports {
    let mut reports = Reports::empty(rows.len(), 4);
    for (unit, (_, counts)) in (0..).zip(rows) {
        for (slot, count) in counts.iter().enumerate() {
            let figure = count.map(|count| Figure {
                value: Value::Count(count),
                place: Place { file: 0, column: 0, row: 0 },
            });
            reports.put(unit, slot, figure);
        }
    }
    reports
}

fn units(rows: &[Row]) -> Units {
    let unit = |(index, (cluster, _)): (usize, &Row)| Unit {
        named: CodeAndName::new(&index.to_string(), "unit"),
        level: 2,
        subject: None,
        parent: None,
        cluster: Some(*cluster),
        source: None,
    };
    Units::of(rows.iter().enumerate().map(unit).collect())
}

fn found(kind: PlausibilityKind, rows: &[Row], earlier: Option<&[Row]>) -> Looked {
    let earlier = earlier.map(reports);
    let (plan, units, reports) = (plan(kind), units(rows), reports(rows));
    look(&Sight { plan: &plan, units: &units, reports: &reports, earlier: earlier.as_ref() })
}

fn numeral(text: &str) -> Numeral {
    Numeral::parse(text).unwrap()
}

/// The units of each remark.
fn remarked(looked: &Looked) -> Vec<Vec<u32>> {
    let units = |remark: &Remark| match &remark.about {
        About::Units(units) => units.clone(),
        About::Group { units, .. } => vec![*units],
    };
    looked.remarks.iter().map(units).collect()
}

fn copied() -> PlausibilityKind {
    PlausibilityKind::CopiedRows(CopiedRows {
        of: vec![0, 1, 2, 3],
        per: Per::Cluster,
        not_below: 10,
        at_least_figures: 3,
    })
}

#[test]
fn rows_are_copies_when_all_figures_are_the_same_and_enough_are_large() {
    let looked = |left: Row, right: Row| remarked(&found(copied(), &[left, right], None));
    let same = row(0, [10, 11, 12, 0]);
    assert_eq!(looked(same, same), [[0, 1]]);
    assert_eq!(looked(same, (1, same.1)), Vec::<Vec<u32>>::new(), "of two clusters");
    assert_eq!(looked(same, row(0, [10, 11, 12, 1])), Vec::<Vec<u32>>::new(), "one differs");
    let small = row(0, [9, 11, 12, 0]);
    assert_eq!(looked(small, small), Vec::<Vec<u32>>::new(), "two large figures are too few");
    let missing = row(0, [10, 11, 12]);
    assert_eq!(looked(missing, missing), [[0, 1]], "both lack a figure");
    assert_eq!(looked(missing, same), Vec::<Vec<u32>>::new(), "missing isn't zero");
    let zeros = row(0, [0, 0, 0, 0]);
    assert_eq!(looked(zeros, zeros), Vec::<Vec<u32>>::new(), "zeros are no copies");
}

#[test]
fn copies_come_in_the_order_of_their_first_units_and_are_counted() {
    let (one, two) = (row(0, [50, 60, 70]), row(0, [10, 20, 30]));
    let looked = found(copied(), &[two, one, row(0, [1, 2, 3]), two, one, two, row(0, [99, 98, 97])], None);
    assert_eq!(remarked(&looked), [vec![0, 3, 5], vec![1, 4]]);
    let examined = Examined { examined: 6, remarked: 5, ..Examined::default() };
    assert_eq!(looked.examined, [examined]);
    let figures = vec![Some(10), Some(20), Some(30), None];
    assert_eq!(looked.remarks[0].workings, Workings::CopiedRows { figures, counted: 3 });
}

#[test]
fn round_numbers_are_remarked_from_the_share_on() {
    let kind = |share: &str| {
        PlausibilityKind::RoundNumbers(RoundNumbers {
            of: vec![0, 1, 2, 3],
            multiple_of: 10,
            at_least_figures: 3,
            share: numeral(share),
        })
    };
    let of = |share, counts| found(kind(share), &[(0, counts)], None);
    let remarks = |share, counts: [i64; 4]| of(share, row(0, counts).1).remarks.len();
    assert_eq!(remarks("75", [10, 20, 30, 41]), 1, "exactly three quarters");
    assert_eq!(remarks("75.000000001", [10, 20, 30, 41]), 0);
    assert_eq!(remarks("75", [10, 20, 31, 41]), 0, "half");
    assert_eq!(remarks("100", [10, 20, 30, 0]), 1, "zero counts on neither side");
    assert_eq!(remarks("1", [10, 20, 0, 0]), 0, "two figures are too few");
    assert_eq!(of("1", row(0, [10, 20, 0, 0]).1).examined[0].too_few, 1);
    assert_eq!(remarks("100", [LARGEST_COUNT; 4]), 1);
    let looked = of("60", row(0, [10, 0, 30, 7]).1);
    assert_eq!(looked.remarks[0].slots, [0, 2, 3]);
    assert_eq!(looked.remarks[0].workings, Workings::RoundNumbers { figures: vec![10, 30, 7], round: 2 });
}

#[test]
fn chi_square_of_last_digits_is_exact_at_its_limit() {
    // 100 figures: 19 end in 0, 9 in each other digit: 10 · (361 + 9 · 81) / 100 − 100 = 9.
    let mut digits = [9; 10];
    digits[0] = 19;
    assert_eq!(chi_square(&digits), (900, 100));
    for (limit, is_above) in [("8.999999999", true), ("9", false), ("9.000000001", false)] {
        assert_eq!(last_digit::is_above(&digits, numeral(limit)), is_above, "{limit}");
    }
    assert_eq!(chi_square(&[7; 10]).0, 0, "equally frequent");
    let all_zero = [u64::from(u32::MAX), 0, 0, 0, 0, 0, 0, 0, 0, 0];
    let figures = i128::from(u32::MAX);
    assert_eq!(chi_square(&all_zero), (9 * figures * figures, figures));
    assert!(last_digit::is_above(&all_zero, numeral("1000000")));
}

#[test]
fn last_digits_are_taken_together_over_a_group() {
    let kind = |figures| {
        PlausibilityKind::LastDigit(LastDigit {
            of: vec![0, 1],
            per: Per::Cluster,
            not_below: 100,
            at_least_figures: figures,
            chi_square_above: numeral("21.67"),
        })
    };
    let made_up: Vec<Row> = (0..10).map(|unit| row(unit % 2, [105 + 10 * i64::from(unit), 95])).collect();
    // Five figures that end in 5: 10 · 25 / 5 − 5 = 45.
    assert_eq!(remarked(&found(kind(5), &made_up, None)), [[5], [5]]);
    let few = found(kind(6), &made_up, None);
    assert_eq!((few.remarks.len(), few.examined[0].too_few, few.examined[0].examined), (0, 2, 0));
    let largest = [row(0, [LARGEST_COUNT - 1, LARGEST_COUNT - 11]), row(0, [LARGEST_COUNT - 21, 1000])];
    let looked = found(kind(4), &largest, None);
    assert_eq!(looked.examined[0].examined, 1);
    // Three end in 9, one in 0: 10 · (9 + 1) / 4 − 4 = 21, which isn't above.
    assert_eq!(looked.remarks, []);
}

#[test]
fn two_metrics_are_always_equal_when_no_unit_differs() {
    let kind = |units| {
        PlausibilityKind::AlwaysEqual(AlwaysEqual {
            left: 0,
            right: 1,
            per: Per::Cluster,
            at_least_units: units,
        })
    };
    let equal = [row(0, [5, 5]), row(0, [7, 7]), row(0, [0, 0]), row(0, [9])];
    assert_eq!(remarked(&found(kind(2), &equal, None)), [[2]], "zeros and missing ones aren't counted");
    let looked = found(kind(3), &equal, None);
    assert_eq!((looked.remarks.len(), looked.examined[0].too_few), (0, 1));
    let mut one_differs = equal.to_vec();
    one_differs.push(row(0, [5, 6]));
    let looked = found(kind(2), &one_differs, None);
    assert_eq!((looked.remarks.len(), looked.examined[0].examined), (0, 1));
}

fn outlier(score: &str, no_spread: NoSpread) -> PlausibilityKind {
    let rule = Outlier { of: 0, score_above: numeral(score), at_least_units: 5, no_spread };
    PlausibilityKind::Outlier(rule)
}

#[test]
fn an_outlier_is_measured_exactly_against_median_and_mad() {
    // Measures 10 to 50 and 100 of 100; median 40/100 of five, distances 30, 10, 0, 10, 60: MAD 10/100.
    let rows = [10, 30, 40, 50, 100].map(|part| row(0, [part, 100]));
    // 0.6745 · 60 / 10 = 4.047; 0.6745 · 30 / 10 = 2.0235.
    for (limit, units) in [
        ("4.047", vec![]),
        ("4.046999999", vec![vec![4]]),
        ("2.0235", vec![vec![4]]),
        ("2.0234", vec![vec![0], vec![4]]),
    ] {
        assert_eq!(remarked(&found(outlier(limit, NoSpread::Nothing), &rows, None)), units, "{limit}");
    }
    let looked = found(outlier("3.5", NoSpread::Nothing), &rows, None);
    let Workings::Outlier(distance) = &looked.remarks[0].workings else { panic!("an outlier") };
    let exact = |above: i64, below: i64| Exact::new(above.into(), below.into());
    assert_eq!((&distance.median, &distance.spread), (&exact(2, 5), &exact(1, 10)));
    assert_eq!(distance.score, Some(exact(4047, 1000)));
    assert_eq!((distance.units, distance.measure), (5, Fraction::new(100, 100)));
    let few = found(outlier("0", NoSpread::Nothing), &rows[..4], None);
    assert_eq!((few.remarks.len(), few.examined[0].too_few), (0, 4));
}

#[test]
fn the_median_of_an_even_number_is_the_mean_of_the_middle_two() {
    // Median (30 + 40) / 2 = 35; distances 25, 5, 5, 65, 15, 15: the middle two are 15 and 15.
    let rows = [10, 30, 40, 100, 20, 50].map(|part| row(0, [part, 100]));
    let looked = found(outlier("2.9", NoSpread::Nothing), &rows, None);
    assert_eq!(remarked(&looked), [[3]]);
    let Workings::Outlier(distance) = &looked.remarks[0].workings else { panic!("an outlier") };
    assert_eq!(distance.median, Exact::new(35.into(), 100.into()));
    assert_eq!(distance.spread, Exact::new(15.into(), 100.into()));
}

#[test]
fn nothing_is_divided_by_a_mad_of_zero() {
    let rows = [100, 100, 100, 99, 98].map(|part| row(0, [part, 100]));
    let silent = found(outlier("3.5", NoSpread::Nothing), &rows, None);
    assert_eq!((silent.remarks.len(), silent.examined[0].without_spread), (0, 5));
    let told = found(outlier("3.5", NoSpread::AnyDifference), &rows, None);
    assert_eq!(remarked(&told), [[3], [4]]);
    let Workings::Outlier(distance) = &told.remarks[0].workings else { panic!("an outlier") };
    assert_eq!(distance.score, None);
}

#[test]
fn the_largest_figures_are_measured_without_overflow() {
    let parts = [LARGEST_COUNT, LARGEST_COUNT - 1, LARGEST_COUNT - 2, LARGEST_COUNT - 3, 1];
    let wholes =
        [LARGEST_COUNT, LARGEST_COUNT - 7, LARGEST_COUNT - 11, LARGEST_COUNT - 13, LARGEST_COUNT - 17];
    let rows: Vec<Row> = parts.iter().zip(wholes).map(|(part, whole)| row(0, [*part, whole])).collect();
    assert_eq!(remarked(&found(outlier("1000000", NoSpread::Nothing), &rows, None)), [[4]]);
}

#[test]
fn a_change_is_remarked_above_its_percentage_and_from_its_size_on() {
    let kind =
        || PlausibilityKind::Change(Change { of: vec![0, 1], more_than: numeral("20"), by_at_least: 5 });
    let remarks = |before: Row, now: Row| found(kind(), &[now], Some(&[before])).remarks;
    for (before, now, is_remarked) in [
        (100, 120, false),
        (100, 121, true),
        (100, 80, false),
        (100, 79, true),
        (10, 14, false),
        (10, 15, true),
        (0, 4, false),
        (0, 5, true),
        (5, 0, true),
        (LARGEST_COUNT, 0, true),
        (0, LARGEST_COUNT, true),
    ] {
        let remarks = remarks(row(0, [before]), row(0, [now]));
        assert_eq!(remarks.len(), usize::from(is_remarked), "{before} -> {now}");
    }
    let remarks = remarks(row(0, [100, 100]), row(0, [100, 50]));
    assert_eq!(remarks[0].slots, [1]);
    assert_eq!(remarks[0].workings, Workings::Change { figures: vec![(100, 50)] });
    let nothing = found(kind(), &[row(0, [1])], Some(&[row(0, [])]));
    assert_eq!(nothing.examined, [Examined::default()], "what wasn't there before isn't compared");
    let nobody = found(kind(), &[row(0, [1])], None);
    assert!(nobody.examined[0].without_earlier);
}

#[test]
fn items_of_split_metrics_are_looked_at_one_by_one() {
    use sample::slots::*;
    let mut plan = sample::plan();
    let rule = AlwaysEqual { left: 0, right: 1, per: Per::All, at_least_units: 2 };
    plan.plausibility.push(Plausibility {
        code: "look".into(),
        advice: None,
        levels: Vec::new(),
        kind: PlausibilityKind::AlwaysEqual(rule),
    });
    let units = units(&[row(0, []); 2]);
    let mut reports = Reports::empty(2, plan.slots());
    let place = Place { file: 0, column: 0, row: 0 };
    for (unit, visited) in [(0, 30), (1, 29)] {
        for (slot, count) in [
            (HOUSEHOLDS_PERMANENT, 50),
            (VISITED_PERMANENT, 50),
            (HOUSEHOLDS_TEMPORARY, 30),
            (VISITED_TEMPORARY, visited),
        ] {
            reports.put(unit, slot, Some(Figure { value: Value::Count(count), place }));
        }
    }
    let looked = look(&Sight { plan: &plan, units: &units, reports: &reports, earlier: None });
    assert_eq!(looked.examined[0].examined, 2);
    assert_eq!(looked.remarks.len(), 1, "the temporary ones differ in one unit");
    assert_eq!(looked.remarks[0].slots, [HOUSEHOLDS_PERMANENT, VISITED_PERMANENT]);
}

#[test]
fn units_of_other_levels_are_left_alone() {
    let mut plan = plan(copied());
    let rows = [row(0, [10, 20, 30]); 3];
    let (mut units, reports) = (units(&rows), reports(&rows));
    units.list[1].level = 1;
    let mut of_levels = |levels: &[usize]| {
        plan.plausibility[0].levels = levels.to_vec();
        remarked(&look(&Sight { plan: &plan, units: &units, reports: &reports, earlier: None }))
    };
    assert_eq!(of_levels(&[]), [vec![0, 1, 2]]);
    assert_eq!(of_levels(&[2]), [vec![0, 2]]);
    assert_eq!(of_levels(&[1]), Vec::<Vec<u32>>::new());
}

fn every_kind() -> Vec<PlausibilityKind> {
    vec![
        copied(),
        PlausibilityKind::RoundNumbers(RoundNumbers {
            of: vec![0, 1, 2],
            multiple_of: 2,
            at_least_figures: 2,
            share: numeral("80"),
        }),
        PlausibilityKind::LastDigit(LastDigit {
            of: vec![0, 1],
            per: Per::Cluster,
            not_below: 1,
            at_least_figures: 3,
            chi_square_above: numeral("12"),
        }),
        PlausibilityKind::AlwaysEqual(AlwaysEqual {
            left: 0,
            right: 1,
            per: Per::Cluster,
            at_least_units: 2,
        }),
        outlier("1.5", NoSpread::AnyDifference),
        PlausibilityKind::Change(Change { of: vec![0, 1, 2], more_than: numeral("10"), by_at_least: 2 }),
    ]
}

/// What is remarked, by the codes that units keep wherever they stand in the list: entry, codes, slots and workings.
fn by_code(kind: PlausibilityKind, rows: &[(usize, Row)], of_cluster: Option<u32>) -> Vec<String> {
    let plain: Vec<Row> = rows.iter().map(|(_, row)| *row).collect();
    let before: Vec<Row> =
        plain.iter().map(|(cluster, counts)| (*cluster, counts.map(|it| it.map(|it| it / 2 + 3)))).collect();
    let looked = found(kind, &plain, Some(&before));
    let mut told: Vec<String> = looked
        .remarks
        .iter()
        .filter(|remark| {
            of_cluster.is_none_or(|cluster| match &remark.about {
                About::Units(units) => units.iter().all(|unit| plain[*unit as usize].0 == cluster),
                About::Group { group, .. } => *group == Group::Cluster(cluster),
            })
        })
        .map(|remark| {
            let mut codes: Vec<usize> = match &remark.about {
                About::Units(units) => units.iter().map(|unit| rows[*unit as usize].0).collect(),
                About::Group { units, .. } => vec![*units as usize],
            };
            codes.sort_unstable();
            format!("{codes:?} {:?} {:?}", remark.slots, remark.workings)
        })
        .collect();
    told.sort();
    told
}

fn any_rows() -> impl Strategy<Value = Vec<(usize, Row)>> {
    let counts = prop::array::uniform4(prop::option::weighted(0.9, 0..25_i64));
    prop::collection::vec((0..3_u32, counts), 1..40).prop_map(|rows| rows.into_iter().enumerate().collect())
}

proptest! {
    #[test]
    fn the_order_of_units_changes_nothing(rows in any_rows(), seed in any::<u64>()) {
        let mut shuffled = rows.clone();
        shuffled.sort_by_key(|(code, _)| (*code as u64).wrapping_mul(seed | 1).rotate_left(17));
        for kind in every_kind() {
            prop_assert_eq!(by_code(kind.clone(), &rows, None), by_code(kind, &shuffled, None));
        }
    }

    #[test]
    fn a_unit_of_another_group_changes_nothing_in_this_one(rows in any_rows(), count in 0..25_i64) {
        let mut more = rows.clone();
        more.push((rows.len(), row(7, [count; 4])));
        for kind in every_kind() {
            for cluster in 0..3 {
                let cluster = Some(cluster);
                prop_assert_eq!(by_code(kind.clone(), &rows, cluster), by_code(kind.clone(), &more, cluster));
            }
        }
    }

    #[test]
    fn bounded_and_unbounded_arithmetic_find_the_same(
        parts in prop::collection::vec((0..200_i64, 1..200_i64), 3..30), score in 0..50_000_i64,
    ) {
        let measures: Vec<(u32, Fraction)> =
            (0..).zip(&parts).map(|(unit, (part, whole))| (unit, Fraction::new(*part, *whole))).collect();
        let rule = Outlier {
            of: 0,
            score_above: Numeral { mantissa: score, scale: 4 },
            at_least_units: 3,
            no_spread: NoSpread::AnyDifference,
        };
        prop_assert!(outlier::fits_i128(&measures, rule.score_above));
        let (bounded, unbounded) = (outlier::far::<i128>(&measures, &rule), outlier::far::<BigInt>(&measures, &rule));
        prop_assert_eq!(&bounded.places, &unbounded.places);
        prop_assert_eq!((bounded.median, &bounded.spread), (unbounded.median, &unbounded.spread));
    }
}
