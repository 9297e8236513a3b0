//! What holds for every contest: order of input, fairness, ranges, quotas and fragility.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use num_rational::Ratio;
use proptest::prelude::*;
use rust_decimal::Decimal;
use thidua::contest::choice::{Choice, ChoiceKind};
use thidua::contest::figure::{Figure, Place, Reports, Value};
use thidua::contest::fraction::{Fraction, Numeral};
use thidua::contest::fragility::{borders, fragilities};
use thidua::contest::plan::*;
use thidua::contest::result::{AwardResult, Outcome, Reason};
use thidua::contest::score::score;
use thidua::contest::scored::{Contest, Scored};
use thidua::contest::unit::{Cluster, CodeAndName, Unit, Units};
use thidua::contest::words::Words;

const WHOLE: usize = 0;
const PART: usize = 1;
const BAD: usize = 2;
const LATE: usize = 3;
const JUDGED: usize = 4;
const SLOTS: usize = 5;

/// One unit of a random contest: cluster, source, and its figures.
#[derive(Debug, Clone, PartialEq)]
struct Row {
    code: String,
    cluster: u32,
    source: u32,
    figures: [Option<i64>; SLOTS],
}

fn metric(code: &str, kind: MetricKind, first_slot: usize) -> Metric {
    let name = Words::same(code);
    Metric {
        code: code.into(),
        counted: name.clone(),
        name,
        headers: vec![],
        kind,
        breakdown: None,
        summed_from: None,
        first_slot,
    }
}

fn sum(metric: usize) -> Sum {
    Sum { terms: vec![Term { factor: 1, metric }], constant: 0 }
}

fn bar(comparator: Comparator, mantissa: i64, scale: u8) -> Option<Bar> {
    Some(Bar { comparator, value: Numeral { mantissa, scale }, percent: true })
}

fn criterion(code: &str, gate: bool, rule: Rule, shape: Shape) -> Criterion {
    Criterion {
        code: code.into(),
        number: String::new(),
        name: Words::same(code),
        source: String::new(),
        verbatim: false,
        owner: None,
        evidence: None,
        gate,
        branch: None,
        total: Total::Base,
        rule,
        hold_when: None,
        points: Some(PointsRule { shape, at_most: None, at_least: Some(Decimal::ZERO) }),
    }
}

fn ratio(of: usize, bar: Option<Bar>) -> Rule {
    Rule::Ratio {
        of: sum(of),
        to: sum(WHOLE),
        stated: None,
        across: Across::Whole,
        bar,
        compare: Compare::Exact,
    }
}

fn linear(from: i64, points_from: i64, to: i64, points_to: i64) -> Shape {
    Shape::Linear {
        from: Fraction::new(from, 1000),
        points_from: Decimal::from(points_from),
        to: Fraction::new(to, 1000),
        points_to: Decimal::from(points_to),
    }
}

fn criteria() -> Vec<Criterion> {
    let steps = Shape::Steps {
        start: Decimal::from(10),
        deduct: Decimal::new(25, 1),
        from: Fraction::whole(0),
        step: Fraction::whole(1),
        side: Side::Above,
        rounding: Rounding::Down,
    };
    let late = Rule::Count { of: sum(LATE), across: Across::Whole, bar: bar(Comparator::AtMost, 300, 0) };
    let judged = Rule::Judged { of: JUDGED, combine: Combine::Last, bar: None, maximum: None };
    vec![
        criterion("part", true, ratio(PART, bar(Comparator::AtLeast, 50, 0)), linear(500, 0, 1000, 40)),
        criterion("bad", true, ratio(BAD, bar(Comparator::LessThan, 40, 0)), linear(400, 0, 0, 20)),
        criterion("late", false, late, steps),
        criterion("judged", false, judged, Shape::Measure { factor: Numeral::whole(1) }),
    ]
}

fn plan(on_tie: &TiePolicy, per_cluster: u32, overall: u32) -> Plan {
    let points = PointsPolicy {
        scale: 2,
        rounding: Rounding::HalfUp,
        base_at_most: None,
        bonus_at_most: None,
        penalty_at_most: None,
        missing: MissingPoints::CountKnown,
    };
    let quota = |per, limit| Quota { per, amount: Amount::AtMost(limit), except: vec![] };
    let award = |code: &str, from, quotas| Award {
        code: code.into(),
        name: Words::same(code),
        source: String::new(),
        requires: Requirement { gates: true, ..Requirement::default() },
        from,
        quotas,
        on_tie: on_tie.clone(),
        form: None,
        budget: None,
    };
    let day = NaiveDate::from_ymd_opt(2021, 5, 23).unwrap();
    let name = |code: &str| Named { code: code.into(), name: Words::same(code) };
    Plan {
        code: "thử".into(),
        title: Words::same("thử"),
        issuer: String::new(),
        issued: day,
        from: day,
        to: day,
        levels: vec![name("one")],
        subjects: vec![],
        breakdowns: vec![],
        metrics: vec![
            metric("whole", MetricKind::Count, WHOLE),
            metric("part", MetricKind::Count, PART),
            metric("bad", MetricKind::Count, BAD),
            metric("late", MetricKind::Count, LATE),
            metric("judged", MetricKind::Points, JUDGED),
        ],
        checks: vec![],
        branches: vec![],
        branch_choice: BranchChoice::BySubject,
        criteria: criteria(),
        points: Some(points),
        participants: Participants::default(),
        clusters: Clustering::Column,
        ranking: vec![OrderBy::Gates, OrderBy::Points],
        awards: vec![
            award("chosen", Some(1), vec![quota(QuotaPer::Source, 2)]),
            award(
                "list",
                None,
                vec![quota(QuotaPer::Cluster, per_cluster), quota(QuotaPer::Overall, overall)],
            ),
        ],
        calendar: thidua::contest::calendar::Calendar::default(),
        plausibility: vec![],
        process: Process::default(),
        individuals: None,
    }
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let figures = (1_i64..30, 0_i64..=30, 0_i64..=10, 0_i64..4, 0_i64..=5, 0_u8..20);
    prop::collection::vec((0_u32..3, 0_u32..2, figures), 1..24).prop_map(|rows| {
        let row = |(index, (cluster, source, (whole, part, bad, late, judged, blank))): (usize, _)| Row {
            code: format!("{index:03}"),
            cluster,
            source,
            figures: {
                let known = [whole, Ord::min(part, whole), Ord::min(bad, whole), late, judged].map(Some);
                let mut figures = known;
                if usize::from(blank) < SLOTS {
                    figures[usize::from(blank)] = None;
                }
                figures
            },
        };
        rows.into_iter().enumerate().map(row).collect()
    })
}

fn policy() -> impl Strategy<Value = TiePolicy> {
    prop_oneof![
        Just(TiePolicy::All),
        Just(TiePolicy::None),
        Just(TiePolicy::Ask),
        Just(TiePolicy::Lot { seed: "biên bản 12".into() }),
        Just(TiePolicy::NextCriterion(vec![OrderBy::Measure { criterion: 0, prefer: Prefer::Highest }])),
    ]
}

/// Rows of which many are equal.
fn tying_rows() -> impl Strategy<Value = Vec<Row>> {
    let row = (0_u32..3, 0_u32..2, 0_i64..2);
    prop::collection::vec(row, 1..14).prop_map(|rows| {
        let row = |(index, (cluster, source, judged)): (usize, _)| Row {
            code: format!("{index:03}"),
            cluster,
            source,
            figures: [10, 8, 1, 0, judged].map(Some),
        };
        rows.into_iter().enumerate().map(row).collect()
    })
}

/// The plan with three quotas on its list, in any order, and nothing chosen from it.
fn three_quotas(on_tie: &TiePolicy, limits: [u32; 3], order: &[usize]) -> Plan {
    let mut plan = plan(on_tie, 0, 0);
    let per = [QuotaPer::Cluster, QuotaPer::Source, QuotaPer::Overall];
    let quota = |&at: &usize| Quota { per: per[at], amount: Amount::AtMost(limits[at]), except: vec![] };
    plan.awards[1].quotas = order.iter().map(quota).collect();
    plan
}

/// Rank, total, outcomes and reasons of a unit.
type Result = (u32, Option<Decimal>, Vec<Option<Outcome>>, Vec<Reason>);

/// A contest with its own copies of everything.
struct Held {
    plan: Plan,
    units: Units,
    reports: Reports,
}

impl Held {
    fn new(plan: Plan, rows: &[Row]) -> Self {
        let unit = |row: &Row| Unit {
            named: CodeAndName::new(&row.code, &format!("Xã {}", row.code)),
            level: 0,
            subject: None,
            parent: None,
            cluster: Some(row.cluster),
            source: Some(row.source),
        };
        let cluster = |code: &str| Cluster { code: code.into(), name: Words::same(code) };
        let mut units = Units::of(rows.iter().map(unit).collect());
        units.clusters = ["A", "B", "C"].map(cluster).to_vec();
        units.sources = vec!["x".into(), "y".into()];
        let mut reports = Reports::empty(rows.len(), SLOTS);
        for (unit, row) in (0_u32..).zip(rows) {
            for (slot, figure) in row.figures.iter().enumerate() {
                let value = |count| {
                    if slot == JUDGED { Value::Points(Numeral::whole(count)) } else { Value::Count(count) }
                };
                let place = Place { file: 0, column: 0, row: unit };
                reports.put(unit, slot, figure.map(|count| Figure { value: value(count), place }));
            }
        }
        Self { plan, units, reports }
    }

    fn contest(&self) -> Contest<'_> {
        Contest {
            plan: &self.plan,
            units: &self.units,
            reports: &self.reports,
            holds: &[],
            choices: &[],
            as_of: None,
        }
    }

    fn score(&self) -> Scored {
        score(&self.contest())
    }

    /// Rank, total, outcomes and reasons by unit code.
    fn by_code(&self) -> BTreeMap<String, Result> {
        let scored = self.score();
        let ranks = ranks(&scored);
        let of = |participant: u32| {
            let score = scored.scores.of(participant);
            let outcomes = scored.scores.judgements_of(participant).iter();
            let outcomes = outcomes.map(|judged| judged.map(|judged| judged.outcome)).collect();
            let awards = scored.recommendation.awards.iter();
            let reasons = awards.map(|award| award.reasons[participant as usize]).collect();
            let code = self.units.get(score.unit).code().to_string();
            (code, (ranks[&participant], scored.scores.totals_of(participant).total, outcomes, reasons))
        };
        ranks.keys().map(|&participant| of(participant)).collect()
    }
}

fn ranks(scored: &Scored) -> BTreeMap<u32, u32> {
    scored.ranking.clusters.iter().flatten().map(|ranked| (ranked.participant, ranked.rank)).collect()
}

/// Whether somebody is recommended beyond a quota because the plan admits ties. Where a tie stands at the borders of two
/// quotas at once, the reason names the first.
fn admitted_by_tie(award: &AwardResult) -> bool {
    award.reasons.iter().any(|reason| matches!(reason, Reason::RecommendedByTie(_)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn the_order_of_units_changes_nothing(rows in rows(), policy in policy(), seed in any::<u64>()) {
        let mut shuffled = rows.clone();
        shuffled.sort_by_key(|row| row.code.bytes().fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)));
        let plan = plan(&policy, 2, 4);
        prop_assert_eq!(Held::new(plan.clone(), &rows).by_code(), Held::new(plan, &shuffled).by_code());
    }

    #[test]
    fn better_figures_never_rank_worse(rows in rows(), at in any::<prop::sample::Index>(), slot in 1..SLOTS) {
        let plan = plan(&TiePolicy::All, 2, 4);
        let index = at.index(rows.len());
        let mut better = rows.clone();
        let known = rows[index].figures;
        let (Some(whole), Some(count)) = (known[WHOLE], known[slot]) else { return Ok(()) };
        let by = if slot == PART || slot == JUDGED { 1 } else { -1 };
        if count + by < 0 || (slot == PART && count + by > whole) { return Ok(()) }
        better[index].figures[slot] = Some(count + by);
        let code = &rows[index].code;
        let before = Held::new(plan.clone(), &rows).by_code()[code].clone();
        let after = Held::new(plan, &better).by_code()[code].clone();
        prop_assert!(after.0 <= before.0, "rank {} became {}", before.0, after.0);
        prop_assert!(after.1 >= before.1);
        prop_assert!(!before.3[1].is_recommended() || after.3[1].is_recommended());
    }

    #[test]
    fn the_order_in_which_quotas_are_named_changes_nothing(
        rows in tying_rows(), policy in policy(), per_cluster in 0_u32..4, per_source in 0_u32..5, overall in 0_u32..7, turn in 0_usize..6,
    ) {
        let reasons = |order: &[usize]| {
            let held = Held::new(three_quotas(&policy, [per_cluster, per_source, overall], order), &rows);
            held.score().recommendation.awards[1].reasons.iter().map(|reason| reason.code()).collect::<Vec<_>>()
        };
        let turned = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]][turn];
        prop_assert_eq!(reasons(&[0, 1, 2]), reasons(&turned));
    }

    #[test]
    fn the_order_of_units_changes_no_border(rows in tying_rows(), policy in policy(), seed in any::<u64>()) {
        let mut shuffled = rows.clone();
        shuffled.sort_by_key(|row| row.code.bytes().fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)));
        let named = |rows: &[Row]| {
            let held = Held::new(plan(&policy, 2, 4), rows);
            let scored = held.score();
            let code = |participant: u32| held.units.get(scored.scores.of(participant).unit).code().to_string();
            let pairs = borders(&held.contest(), &scored).into_iter();
            pairs.map(|border| (border.award, border.quota, border.group, code(border.distance.better), code(border.distance.worse))).collect::<Vec<_>>()
        };
        prop_assert_eq!(named(&rows), named(&shuffled));
    }

    /// Fills the seats in every way that keeps to the ranks and the quotas, and compares with what is certain.
    #[test]
    fn what_is_certain_holds_however_ties_are_settled(
        rows in tying_rows(), per_cluster in 0_u32..4, per_source in 0_u32..5, overall in 0_u32..7, seed in any::<u64>(),
    ) {
        let limits = [per_cluster, per_source, overall];
        let held = Held::new(three_quotas(&TiePolicy::Ask, limits, &[0, 1, 2]), &rows);
        let scored = held.score();
        let award = &scored.recommendation.awards[1];
        let mut in_order: Vec<usize> = (0..rows.len()).filter(|&unit| award.reasons[unit].is_recommended() || award.reasons[unit].is_undecided() || matches!(award.reasons[unit], Reason::QuotaFull(_))).collect();
        let standpoint = |unit: usize| {
            let total = scored.scores.totals_of(u32::try_from(unit).unwrap()).total;
            (scored.scores.units[unit].gates, std::cmp::Reverse(total))
        };
        for draw in 0..20_u64 {
            in_order.sort_by_key(|&unit| (standpoint(unit), (unit as u64 + 1).wrapping_mul(seed ^ (draw << 7) | 1).rotate_left(23)));
            let mut taken: BTreeMap<(usize, u32), u32> = BTreeMap::new();
            for &unit in &in_order {
                let scopes = [(0, rows[unit].cluster), (1, rows[unit].source), (2, 0)];
                let gets_in = scopes.iter().all(|scope| taken.get(scope).copied().unwrap_or(0) < limits[scope.0]);
                prop_assert!(gets_in || !award.reasons[unit].is_recommended(), "{unit} isn't certain");
                prop_assert!(!gets_in || !matches!(award.reasons[unit], Reason::QuotaFull(_)), "{unit} may get in");
                if gets_in {
                    scopes.iter().for_each(|scope| *taken.entry(*scope).or_default() += 1);
                }
            }
            for usage in &award.usage {
                let used = taken.get(&(usage.quota, usage.group)).copied().unwrap_or(0);
                prop_assert!(usage.used <= used && used <= usage.used_at_most, "{usage:?}, {used}");
            }
        }
    }

    #[test]
    fn equal_figures_tie(rows in rows()) {
        let mut doubled = rows.clone();
        doubled.extend(rows.iter().map(|row| Row { code: format!("{}b", row.code), ..row.clone() }));
        let results = Held::new(plan(&TiePolicy::Ask, 2, 4), &doubled).by_code();
        for row in &rows {
            prop_assert_eq!(results[&row.code].0, results[&format!("{}b", row.code)].0);
        }
    }

    #[test]
    fn points_stay_in_range(rows in rows()) {
        let held = Held::new(plan(&TiePolicy::All, 2, 4), &rows);
        let scored = held.score();
        for judged in scored.scores.judgements.iter().flatten().filter_map(|judged| judged.points) {
            prop_assert!(judged >= Decimal::ZERO && judged <= Decimal::from(40) && judged.scale() <= 2);
        }
        prop_assert_eq!(scored.scores.totals.len(), scored.scores.units.len());
        for totals in &scored.scores.totals {
            prop_assert!(totals.total.is_some_and(|total| total <= Decimal::from(75)));
        }
    }

    #[test]
    fn a_unit_that_is_not_eligible_never_moves_one_that_is(rows in rows(), policy in policy()) {
        let plan = plan(&policy, 2, 3);
        let all = Held::new(plan.clone(), &rows).by_code();
        let eligible = |row: &&Row| !matches!(all[&row.code].3[1], Reason::NotMet(_) | Reason::Open(_));
        let left: Vec<Row> = rows.iter().filter(eligible).cloned().collect();
        if left.is_empty() { return Ok(()) }
        let alone = Held::new(plan, &left).by_code();
        for row in &left {
            prop_assert_eq!(&all[&row.code].3, &alone[&row.code].3);
        }
    }

    #[test]
    fn quotas_are_exceeded_only_where_the_plan_admits_ties(rows in rows(), policy in policy(), cluster in 0_u32..4, overall in 0_u32..7) {
        let scored = Held::new(plan(&policy, cluster, overall), &rows).score();
        for award in &scored.recommendation.awards {
            for usage in &award.usage {
                prop_assert!(usage.used <= usage.used_at_most);
                let by_tie = admitted_by_tie(award);
                prop_assert!(usage.used_at_most <= usage.limit || (policy == TiePolicy::All && by_tie));
            }
            prop_assert!(policy != TiePolicy::All || !award.reasons.iter().any(|reason| reason.is_undecided()));
        }
    }

    /// Whoever is chosen by hand gets in within the quotas or not at all; whoever is left out is; and nobody who doesn't
    /// meet the plan gets in.
    #[test]
    fn a_choice_by_hand_keeps_to_the_plan_and_its_quotas(
        rows in rows(), policy in policy(), cluster in 0_u32..4, overall in 0_u32..7, chosen in prop::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 0..5),
    ) {
        let held = Held::new(plan(&policy, cluster, overall), &rows);
        let before = held.score();
        let kind = |takes_in| if takes_in { ChoiceKind::TakeIn } else { ChoiceKind::LeaveOut };
        let choice = |(at, takes_in): &(prop::sample::Index, bool)| Choice {
            unit: u32::try_from(at.index(rows.len())).unwrap(), award: 1, kind: kind(*takes_in), reason: "thử".into(),
        };
        let choices: Vec<Choice> = chosen.iter().map(choice).collect();
        let after = score(&Contest { choices: &choices, ..held.contest() });
        let (before, after) = (&before.recommendation.awards[1], &after.recommendation.awards[1]);
        for usage in &after.usage {
            let by_tie = admitted_by_tie(after);
            prop_assert!(usage.used_at_most <= usage.limit || (policy == TiePolicy::All && by_tie));
        }
        for (unit, (before, after)) in before.reasons.iter().zip(&after.reasons).enumerate() {
            let first = choices.iter().position(|choice| choice.unit as usize == unit);
            let unfit = matches!(before, Reason::NotMet(_) | Reason::Open(_));
            match (*after, first) {
                _ if unfit => prop_assert_eq!(before, after),
                (Reason::TakenIn(at) | Reason::LeftOut(at), _) => prop_assert_eq!(Some(at), first),
                (_, Some(at)) => prop_assert_eq!(choices[at].kind, ChoiceKind::TakeIn),
                _ => {}
            }
        }
    }

    #[test]
    fn nobody_worse_gets_in_before_somebody_better_of_the_same_groups(rows in rows(), policy in policy()) {
        let held = Held::new(plan(&policy, 2, 4), &rows);
        let scored = held.score();
        let award = &scored.recommendation.awards[1];
        for ranked in &scored.ranking.clusters {
            for pair in ranked.windows(2).filter(|pair| pair[0].rank < pair[1].rank) {
                let reason = |at: usize| award.reasons[pair[at].participant as usize];
                let left_out = matches!(reason(0), Reason::QuotaFull(_) | Reason::TieAdmitsNone(_));
                prop_assert!(!(left_out && reason(1).is_recommended()));
            }
        }
    }

    #[test]
    fn the_order_holds_while_weights_move_within_the_margin(rows in rows(), moves in prop::collection::vec(-99_i128..=99, 4)) {
        let held = Held::new(plan(&TiePolicy::All, 2, 4), &rows);
        let scored = held.score();
        let points = |participant: u32, criterion: usize| {
            let judged = scored.scores.judgements_of(participant)[criterion];
            judged.and_then(|judged| judged.points).unwrap_or_default()
        };
        for distance in fragilities(&held.contest(), &scored, None).into_iter().filter_map(|fragility| fragility.below) {
            let Some(margin) = distance.margin else { continue };
            let margin = Ratio::new(margin.numerator, margin.denominator);
            let difference = |criterion| {
                let exact = points(distance.better, criterion) - points(distance.worse, criterion);
                Ratio::new(exact.mantissa(), 10_i128.pow(exact.scale()))
            };
            let gap = |by: &dyn Fn(usize) -> Ratio<i128>| -> Ratio<i128> {
                (0..4).map(|criterion| difference(criterion) * (Ratio::from_integer(1) + by(criterion))).sum()
            };
            let within = gap(&|criterion| margin * Ratio::new(moves[criterion], 100));
            prop_assert!(within > Ratio::from_integer(0));
            let against = gap(&|criterion| if difference(criterion) > Ratio::from_integer(0) { -margin } else { margin });
            prop_assert_eq!(against, Ratio::from_integer(0));
        }
    }

    #[test]
    fn the_smallest_correction_flips_the_order_and_one_less_does_not(rows in rows()) {
        let held = Held::new(plan(&TiePolicy::All, 2, 4), &rows);
        let scored = held.score();
        let strictly_before = |by: i64, correction: &thidua::contest::explain::Correction, better: u32, worse: u32| {
            let mut changed = rows.clone();
            let figure = &mut changed[correction.participant as usize].figures[correction.change.slot];
            *figure = figure.map(|count| count + by);
            let ranks = ranks(&Held::new(held.plan.clone(), &changed).score());
            ranks[&better] < ranks[&worse]
        };
        for distance in fragilities(&held.contest(), &scored, None).into_iter().filter_map(|fragility| fragility.below) {
            let Some(correction) = distance.correction else { continue };
            let (by, better, worse) = (correction.change.by, distance.better, distance.worse);
            prop_assert!(!strictly_before(by, &correction, better, worse));
            prop_assert!(strictly_before(by - by.signum(), &correction, better, worse));
        }
        for border in borders(&held.contest(), &scored) {
            let reasons = &scored.recommendation.awards[border.award].reasons;
            let better = reasons[border.distance.better as usize];
            let tied = matches!(better, Reason::TieToSettle(_) | Reason::TieAdmitsNone(_));
            prop_assert!(better.is_recommended() || tied);
            prop_assert!(!reasons[border.distance.worse as usize].is_recommended());
        }
    }

    #[test]
    fn what_is_missing_is_never_zero_and_never_met(rows in rows()) {
        let held = Held::new(plan(&TiePolicy::All, 2, 4), &rows);
        let scored = held.score();
        for (participant, row) in (0_u32..).zip(&rows) {
            let judged = scored.scores.judgements_of(participant);
            for (criterion, slot, open) in [(0, PART, Outcome::Missing), (1, BAD, Outcome::Missing), (2, LATE, Outcome::Missing), (3, JUDGED, Outcome::NeedsJudgement)] {
                let outcome = judged[criterion].map(|judged| (judged.outcome, judged.points.is_some()));
                if row.figures[slot].is_none() {
                    prop_assert_eq!(outcome, Some((open, false)));
                } else if row.figures[WHOLE].is_some() {
                    prop_assert!(outcome.is_some_and(|(outcome, points)| !outcome.is_open() && points));
                }
            }
        }
    }
}
