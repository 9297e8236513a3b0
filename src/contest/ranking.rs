//! Ranks inside clusters: by the plan's keys, then shared (1, 1, 3). Inside a shared rank units are shown in the
//! order of the Vietnamese alphabet, then of their codes.

use std::cmp::{Ordering, Reverse};

use icu_collator::options::CollatorOptions;
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale_core::locale;
use rust_decimal::Decimal;

use super::fraction::Fraction;
use super::parallel::{on_parts, part_length};
use super::plan::{OrderBy, Prefer};
use super::result::{Gates, Judgement, Ranked, Ranking, Scores, Totals, UnitScore};
use super::scored::Contest;
use super::unit::{Unit, Units, fetch_names};

/// What a participant is ordered by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Standpoint<'a> {
    /// How it came out as a whole.
    pub score: &'a UnitScore,
    /// Its totals.
    pub totals: &'a Totals,
    /// Its judgements.
    pub judgements: &'a [Option<Judgement>],
}

impl<'a> Standpoint<'a> {
    /// A participant as scored.
    pub fn of(scores: &'a Scores, participant: u32) -> Self {
        Self {
            score: scores.of(participant),
            totals: scores.totals_of(participant),
            judgements: scores.judgements_of(participant),
        }
    }
}

/// What one key of an order compares, the lowest first; what is missing comes last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Compared {
    /// Whether a unit is excluded by hand: it stands behind all others, and takes no rank from them.
    Excluded(bool),
    /// A measure, lowest first.
    Lowest(Fraction),
    /// A measure, highest first.
    Highest(Reverse<Fraction>),
    /// Points, highest first.
    Points(Reverse<Decimal>),
    /// How a unit stands to its gates.
    Gates(Gates),
    /// Missing.
    Missing,
}

impl Compared {
    /// A share of the numbers up to `most`: the better, the smaller. What differs may have the same one. What is missing
    /// has the last; `None` for what isn't put into numbers.
    fn rough(self, most: u64) -> Option<u64> {
        match self {
            Self::Lowest(measure) => Some(fixed(measure).min(most - 1)),
            Self::Highest(Reverse(measure)) => Some(most - 1 - fixed(measure).min(most - 1)),
            Self::Missing => Some(most),
            Self::Excluded(_) | Self::Gates(_) | Self::Points(_) => None,
        }
    }
}

/// A measure in parts of 2^32, cut; nothing below zero.
fn fixed(measure: Fraction) -> u64 {
    let Ok(numerator) = u64::try_from(measure.numerator()) else { return 0 };
    let denominator = measure.denominator().unsigned_abs();
    if numerator >> 32 == 0 {
        return (numerator << 32) / denominator;
    }
    u64::try_from((u128::from(numerator) << 32) / u128::from(denominator)).unwrap_or(u64::MAX)
}

/// A measure in parts of 2^32, cut, where no two different ones become the same number; `None` for any other one.
fn exactly_fixed(measure: Fraction) -> Option<u64> {
    let numerator = u64::try_from(measure.numerator()).ok()?;
    let denominator = measure.denominator().unsigned_abs();
    // With denominators up to 2^16, what differs does so by a part or more.
    (numerator >> 30 == 0 && denominator <= 1 << 16).then(|| (numerator << 32) / denominator)
}

/// How many bits a measure takes in an exact number; the highest value is for what is missing.
const MEASURE_BITS: u32 = 62;

/// Keys as one number that compares as they do; `None` where they can't be put into one.
fn exact(keys: impl Iterator<Item = Compared>) -> Option<u128> {
    const MISSING: u64 = (1 << MEASURE_BITS) - 1;
    let (mut number, mut free) = (0, u128::BITS);
    for key in keys {
        let (part, bits) = match key {
            Compared::Excluded(excluded) => (u64::from(excluded), 1),
            Compared::Gates(gates) => (gates as u64, 2),
            Compared::Lowest(measure) => (exactly_fixed(measure)?, MEASURE_BITS),
            Compared::Highest(Reverse(measure)) => (MISSING - 1 - exactly_fixed(measure)?, MEASURE_BITS),
            Compared::Missing => (MISSING, MEASURE_BITS),
            Compared::Points(_) => return None,
        };
        free = free.checked_sub(bits)?;
        number |= u128::from(part) << free;
    }
    Some(number)
}

/// How keys compare as far as one number can tell: the smaller one is better for sure, equal ones tell nothing.
fn leading(keys: impl Iterator<Item = Compared>) -> u64 {
    let (mut number, mut most) = (0, u64::MAX);
    for key in keys {
        let (part, bits) = match key {
            Compared::Excluded(excluded) => (u64::from(excluded), 1),
            Compared::Gates(gates) => (gates as u64, 2),
            rough => return number | rough.rough(most).unwrap_or(0),
        };
        // What is said exactly leaves the lower bits to the keys behind it.
        most >>= bits;
        number |= part * (most + 1);
        if most < u64::from(u32::MAX) {
            break;
        }
    }
    number
}

fn compared(key: OrderBy, of: Standpoint<'_>) -> Compared {
    let found = match key {
        OrderBy::Gates => Some(Compared::Gates(of.score.gates)),
        OrderBy::Points => of.totals.total.map(|total| Compared::Points(Reverse(total))),
        OrderBy::Measure { criterion, prefer } => {
            let measure = of.judgements[criterion].and_then(|judged| judged.measure);
            measure.map(|measure| match prefer {
                Prefer::Highest => Compared::Highest(Reverse(measure)),
                Prefer::Lowest => Compared::Lowest(measure),
            })
        }
        OrderBy::CriterionPoints { criterion } => {
            let points = of.judgements[criterion].and_then(|judged| judged.points);
            points.map(|points| Compared::Points(Reverse(points)))
        }
    };
    found.unwrap_or(Compared::Missing)
}

/// Compares two standpoints by one key, the better one first.
pub(crate) fn compare_by(key: OrderBy, left: Standpoint<'_>, right: Standpoint<'_>) -> Ordering {
    compared(key, left).cmp(&compared(key, right))
}

/// Compares two standpoints by the keys of an order, the better one first.
pub(crate) fn compare_standpoints(keys: &[OrderBy], left: Standpoint<'_>, right: Standpoint<'_>) -> Ordering {
    keys.iter()
        .map(|key| compare_by(*key, left, right))
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

/// Compares two participants by the keys of an order, the better one first.
pub(crate) fn compare(keys: &[OrderBy], scores: &Scores, left: u32, right: u32) -> Ordering {
    compare_standpoints(keys, Standpoint::of(scores, left), Standpoint::of(scores, right))
}

/// The order of all participants by a plan's keys, whatever their clusters.
pub(crate) struct Order<'a> {
    keys: &'a [OrderBy],
    scores: &'a Scores,
    numbers: Numbers,
}

/// For each participant its keys as a number, so that sorting touches little memory.
enum Numbers {
    /// They compare as the keys do.
    Exact(Vec<u128>),
    /// The smaller one is better for sure, which decides nearly always; equal ones tell nothing.
    Leading(Vec<u64>),
}

impl<'a> Order<'a> {
    /// The order by some keys.
    pub fn new(keys: &'a [OrderBy], scores: &'a Scores) -> Self {
        let keys_of = |participant| {
            let of = Standpoint::of(scores, participant);
            let excluded = std::iter::once(Compared::Excluded(of.score.excluded));
            excluded.chain(keys.iter().map(move |key| compared(*key, of)))
        };
        let participants = (0_u32..).take(scores.units.len());
        let mut exactly = Vec::with_capacity(scores.units.len());
        let mut put = |participant| exact(keys_of(participant)).map(|number| exactly.push(number));
        let numbers = if participants.clone().all(|participant| put(participant).is_some()) {
            Numbers::Exact(exactly)
        } else {
            Numbers::Leading(participants.map(|participant| leading(keys_of(participant))).collect())
        };
        Self { keys, scores, numbers }
    }

    /// Sorts participants, the best one first, and hands over those that tie, in no order among themselves.
    pub fn sort(&self, members: &[u32], mut take: impl FnMut(&[u32])) {
        match &self.numbers {
            Numbers::Exact(numbers) => sort_by_number(members, numbers, take),
            Numbers::Leading(numbers) => sort_by_number(members, numbers, |alike| match alike {
                [_] => take(alike),
                _ => self.sort_alike(alike, &mut take),
            }),
        }
    }

    /// Sorts participants that one number doesn't tell apart.
    fn sort_alike(&self, alike: &[u32], take: &mut impl FnMut(&[u32])) {
        // Side by side, since the participants are scattered in memory.
        let keys_of = |participant: &u32| {
            let of = Standpoint::of(self.scores, *participant);
            self.keys.iter().map(move |key| compared(*key, of))
        };
        let width = self.keys.len();
        let compared: Vec<Compared> = alike.iter().flat_map(keys_of).collect();
        let keys = |index: usize| &compared[index * width..][..width];
        let mut sorted: Vec<usize> = (0..alike.len()).collect();
        sorted.sort_unstable_by(|left, right| keys(*left).cmp(keys(*right)));
        for tied in sorted.chunk_by(|left, right| keys(*left) == keys(*right)) {
            take(&tied.iter().map(|index| alike[*index]).collect::<Vec<_>>());
        }
    }
}

/// Sorts participants by their numbers, the lowest first, and hands over those with the same one.
fn sort_by_number<N: Copy + Ord>(members: &[u32], numbers: &[N], mut take: impl FnMut(&[u32])) {
    let mut placed: Vec<(N, u32)> =
        members.iter().map(|member| (numbers[*member as usize], *member)).collect();
    placed.sort_unstable_by_key(|(number, _)| *number);
    let sorted: Vec<u32> = placed.iter().map(|(_, participant)| *participant).collect();
    let mut rest = &sorted[..];
    for alike in placed.chunk_by(|left, right| left.0 == right.0) {
        let (alike, behind) = rest.split_at(alike.len());
        take(alike);
        rest = behind;
    }
}

/// Ranks the participants of every cluster.
pub(crate) fn rank(contest: &Contest<'_>, scores: &Scores, threads: usize) -> Ranking {
    let order = Order::new(&contest.plan.ranking, scores);
    let members = contest.units.members();
    let mut clusters: Vec<Vec<u32>> = members.into_iter().map(Vec::with_capacity).collect();
    for (participant, score) in (0_u32..).zip(&scores.units) {
        if let Some(cluster) = contest.units.get(score.unit).cluster {
            clusters[cluster as usize].push(participant);
        }
    }
    let length = part_length(clusters.len(), threads);
    let parts = clusters.chunks(length).collect();
    let ranked = on_parts(parts, |part: &[Vec<u32>]| {
        let alphabet = vietnamese();
        let ranked = |members: &Vec<u32>| rank_cluster(contest, &order, alphabet.as_ref(), members);
        part.iter().map(ranked).collect::<Vec<_>>()
    });
    Ranking { clusters: ranked.into_iter().flatten().collect(), order: cluster_order(contest.units) }
}

fn rank_cluster(
    contest: &Contest<'_>,
    order: &Order<'_>,
    alphabet: Option<&CollatorBorrowed<'static>>,
    members: &[u32],
) -> Vec<Ranked> {
    let mut ranked = Vec::with_capacity(members.len());
    let mut rank = 1_u32;
    order.sort(members, |tied| {
        match tied {
            [participant] => ranked.push(Ranked { participant: *participant, rank }),
            _ => {
                let tied = in_order_of_names(contest, order.scores, alphabet, tied);
                ranked.extend(tied.into_iter().map(|participant| Ranked { participant, rank }));
            }
        }
        rank += u32::try_from(tied.len()).unwrap_or(u32::MAX);
    });
    ranked
}

/// Compares participants by their names in the Vietnamese alphabet, then by their codes.
pub(crate) fn by_name(
    contest: &Contest<'_>,
    scores: &Scores,
    alphabet: Option<&CollatorBorrowed<'static>>,
    left: u32,
    right: u32,
) -> Ordering {
    let named = |participant: u32| Named::of(contest.units.get(scores.of(participant).unit));
    named(left).compare(&named(right), alphabet)
}

/// Participants in the order of their names in the Vietnamese alphabet, then of their codes.
fn in_order_of_names(
    contest: &Contest<'_>,
    scores: &Scores,
    alphabet: Option<&CollatorBorrowed<'static>>,
    participants: &[u32],
) -> Vec<u32> {
    let units: Vec<&Unit> =
        participants.iter().map(|participant| contest.units.get(scores.of(*participant).unit)).collect();
    fetch_names(&units);
    let named = units.into_iter().map(Named::of);
    let mut named: Vec<(Named<'_>, u32)> = named.zip(participants.iter().copied()).collect();
    named.sort_unstable_by(|(left, _), (right, _)| left.compare(right, alphabet));
    named.into_iter().map(|(_, participant)| participant).collect()
}

/// A unit's name, with the number that it ends in, and its code.
struct Named<'a> {
    name: &'a str,
    numbered: Option<(&'a str, u64)>,
    code: &'a str,
}

impl<'a> Named<'a> {
    fn of(unit: &'a Unit) -> Self {
        Self { name: unit.name(), numbered: numbered(unit.name()), code: unit.code() }
    }

    fn compare(&self, other: &Self, alphabet: Option<&CollatorBorrowed<'static>>) -> Ordering {
        let names = match (alphabet, self.numbered, other.numbered) {
            (Some(_), Some((head, number)), Some((other_head, other))) if head == other_head => {
                number.cmp(&other)
            }
            (Some(alphabet), ..) => alphabet.compare(self.name, other.name),
            (None, ..) => self.name.cmp(other.name),
        };
        names.then_with(|| self.code.cmp(other.code))
    }
}

/// A name that ends in a number, apart from it. Of two names that differ in it alone the number decides in the alphabet
/// too, which takes far longer; a property holds that. Numbers with leading zeros are left to the alphabet.
fn numbered(name: &str) -> Option<(&str, u64)> {
    let head = name.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let digits = &name[head.len()..];
    if digits.starts_with('0') { None } else { Some((head, digits.parse().ok()?)) }
}

/// The clusters in the order in which they are shown: by name, numbers by their value (Cụm 2 before Cụm 10), then by
/// code.
fn cluster_order(units: &Units) -> Vec<u32> {
    let alphabet = vietnamese();
    let mut order: Vec<u32> = (0_u32..).zip(&units.clusters).map(|(index, _)| index).collect();
    order.sort_by(|&left, &right| {
        let (left, right) = (&units.clusters[left as usize], &units.clusters[right as usize]);
        let names = alphabet.as_ref().map(|alphabet| alphabet.compare(&left.name.vi, &right.name.vi));
        names.unwrap_or(Ordering::Equal).then_with(|| left.code.cmp(&right.code))
    });
    order
}

/// The Vietnamese alphabet of CLDR, numbers by their value (Phường 2 before Phường 14); its data is part of the
/// program.
pub(crate) fn vietnamese() -> Option<CollatorBorrowed<'static>> {
    let mut preferences = CollatorPreferences::from(locale!("vi"));
    preferences.numeric_ordering = Some(CollationNumericOrdering::True);
    Collator::try_new(preferences, CollatorOptions::default()).ok()
}

/// For each name what it is sorted by in the Vietnamese alphabet: bytes that compare as the names do.
pub fn alphabetical_keys<'a>(names: impl Iterator<Item = &'a str>) -> Vec<Vec<u8>> {
    let alphabet = vietnamese();
    let key = |name: &str| {
        let mut key = Vec::with_capacity(name.len());
        let written = alphabet.as_ref().map(|alphabet| alphabet.write_sort_key_to(name, &mut key));
        // Without the alphabet, names are sorted as they are written.
        if !matches!(written, Some(Ok(_))) {
            key = name.as_bytes().to_vec();
        }
        key
    };
    names.map(key).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::contest::result::Outcome;

    fn any_measure() -> impl Strategy<Value = Option<Fraction>> {
        let small = (-2_i64..6, 1_i64..6);
        let any = (any::<i64>(), 1..=i64::MAX);
        prop_oneof![
            Just(None),
            small.prop_map(|(part, whole)| Some(Fraction::new(part, whole))),
            any.prop_map(|(part, whole)| Some(Fraction::new(part, whole))),
        ]
    }

    fn any_keys() -> impl Strategy<Value = Vec<Compared>> {
        let gates = prop_oneof![Just(Gates::Met), Just(Gates::Open), Just(Gates::NotMet)];
        (any::<bool>(), gates, any_measure(), any_measure(), any_measure()).prop_map(
            |(excluded, gates, first, second, points)| {
                let of = |found: Option<Compared>| found.unwrap_or(Compared::Missing);
                vec![
                    Compared::Excluded(excluded),
                    Compared::Gates(gates),
                    of(first.map(|measure| Compared::Highest(Reverse(measure)))),
                    of(second.map(Compared::Lowest)),
                    of(points.map(|points| Compared::Points(Reverse(Decimal::from(points.numerator()))))),
                ]
            },
        )
    }

    /// Measures about the borders of what a number holds exactly, some beyond them.
    fn exact_measure() -> impl Strategy<Value = Option<Fraction>> {
        let part =
            prop::sample::select(vec![0, 1, 2, 3, 65_534, 65_535, 65_536, (1 << 30) - 2, (1 << 30) - 1]);
        let whole = prop::sample::select(vec![1, 2, 3, 4, 6, 65_534, 65_535, 65_536]);
        prop::option::weighted(0.9, (part, whole).prop_map(|(part, whole)| Fraction::new(part, whole)))
    }

    /// Like those of a plan, most of which fit into a number; the last one are points.
    fn exact_keys() -> impl Strategy<Value = Vec<Compared>> {
        let beyond = prop::sample::select(vec![(-1, 2), (1, 65_537), (65_536, 65_537), (1 << 30, 1)]);
        let beyond = beyond.prop_map(|(part, whole)| Some(Fraction::new(part, whole)));
        let second = prop_oneof![9 => exact_measure().boxed(), 1 => beyond.boxed()];
        (any_keys(), exact_measure(), second).prop_map(|(mut keys, first, second)| {
            let of = |found: Option<Compared>| found.unwrap_or(Compared::Missing);
            keys[2] = of(first.map(|measure| Compared::Highest(Reverse(measure))));
            keys[3] = of(second.map(Compared::Lowest));
            keys
        })
    }

    fn scored(unit: u32, excluded: bool) -> UnitScore {
        UnitScore { unit, gates: Gates::Met, excluded, on_hold: false, incomplete: false }
    }

    #[test]
    fn what_fits_into_an_exact_number_is_told_to_the_last() {
        let largest = (1 << 30) - 1;
        let measures = [
            ((largest, 1), true),
            ((largest, 65_536), true),
            ((largest + 1, 1), false),
            ((0, 1), true),
            ((0, 65_537), false),
            ((1, 65_536), true),
            ((1, 65_537), false),
            ((-1, 2), false),
        ];
        for ((part, whole), fits) in measures {
            let key = Compared::Lowest(Fraction::new(part, whole));
            assert_eq!(exact([key].into_iter()).is_some(), fits, "{part} / {whole}");
        }
        let [excluded, gates, missing] =
            [Compared::Excluded(false), Compared::Gates(Gates::Met), Compared::Missing];
        let half = Compared::Highest(Reverse(Fraction::new(1, 2)));
        let points = Compared::Points(Reverse(Decimal::ONE));
        let keys: [(&[Compared], bool); 6] = [
            (&[excluded, gates, half, missing], true),
            (&[excluded, half, missing], true),
            (&[half, half, half], false),
            (&[missing, missing, missing], false),
            (&[excluded, points], false),
            (&[excluded, gates, points], false),
        ];
        for (keys, fit) in keys {
            assert_eq!(exact(keys.iter().copied()).is_some(), fit, "{keys:?}");
        }
    }

    proptest! {
        #[test]
        fn a_smaller_leading_number_is_better_whichever_keys_lead(left in any_keys(), right in any_keys()) {
            for turn in 0..left.len() {
                let of = |keys: &[Compared]| {
                    let mut turned = keys.to_vec();
                    turned.rotate_left(turn);
                    turned
                };
                let (left, right) = (of(&left), of(&right));
                let numbers = leading(left.iter().copied()).cmp(&leading(right.iter().copied()));
                prop_assert!(numbers.is_eq() || numbers == left.cmp(&right), "{left:?} {right:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn an_exact_number_compares_as_the_keys_do(
            left in exact_keys(),
            right in exact_keys(),
            from in 0_usize..4,
            length in 0_usize..4,
        ) {
            let of = |keys: &[Compared]| keys[from..keys.len().min(from + length)].to_vec();
            let (left, right) = (of(&left), of(&right));
            let numbers = [&left, &right].map(|keys| exact(keys.iter().copied()));
            if let [Some(one), Some(other)] = numbers {
                prop_assert_eq!(one.cmp(&other), left.cmp(&right), "{:?} {:?}", left, right);
            }
        }

        #[test]
        fn an_order_is_that_of_the_keys(
            measures in prop::collection::vec((any::<bool>(), exact_measure(), any_measure()), 1..30),
            is_exact in any::<bool>(),
        ) {
            let keys = [
                OrderBy::Measure { criterion: 0, prefer: Prefer::Highest },
                OrderBy::Measure { criterion: 1, prefer: Prefer::Lowest },
            ];
            let judged = |measure| Some(Judgement { outcome: Outcome::Met, measure, points: None });
            let second = |any: Option<Fraction>| any.filter(|any| !is_exact || exactly_fixed(*any).is_some());
            let scores = Scores {
                criteria: 2,
                judgements: measures.iter().flat_map(|(_, first, any)| [judged(*first), judged(second(*any))]).collect(),
                units: (0..).zip(&measures).map(|(unit, (excluded, ..))| scored(unit, *excluded)).collect(),
                totals: Vec::new(),
            };
            let order = Order::new(&keys, &scores);
            if is_exact {
                prop_assert!(matches!(order.numbers, Numbers::Exact(_)));
            }
            let members: Vec<u32> = (0..u32::try_from(measures.len()).unwrap()).collect();
            let mut sorted: Vec<Vec<u32>> = Vec::new();
            order.sort(&members, |tied| sorted.push(tied.to_vec()));
            let compared = |left: u32, right: u32| {
                let excluded = |participant| scores.of(participant).excluded;
                excluded(left).cmp(&excluded(right)).then(compare(&keys, &scores, left, right))
            };
            for tied in &sorted {
                prop_assert!(tied.iter().all(|one| compared(tied[0], *one).is_eq()));
            }
            prop_assert!(sorted.is_sorted_by(|one, next| compared(one[0], next[0]).is_lt()));
            prop_assert_eq!(sorted.concat().len(), members.len());
        }

        #[test]
        fn a_closing_number_decides_as_the_alphabet_does(
            head in "[a-cđĐôạA0-2０٣ .,№#\u{301}-]{0,6}",
            left in 1_u64..,
            right in 1_u64..,
            digits in 1_usize..20,
        ) {
            let short = |number: u64| -> String { format!("{head}{}", number.to_string().split_at(digits.min(number.to_string().len())).0) };
            let (left, right) = (short(left), short(right));
            if let (Some((head, number)), Some((other_head, other))) = (numbered(&left), numbered(&right))
                && head == other_head
            {
                prop_assert_eq!(number.cmp(&other), vietnamese().unwrap().compare(&left, &right), "{} {}", left, right);
            }
        }
    }

    #[test]
    fn names_are_in_the_vietnamese_alphabet_and_numbers_in_them_by_their_value() {
        let alphabet = vietnamese().unwrap();
        let ordered = ["Phường 2", "Phường 14", "Phường Đa", "Phường Ga", "Xã Ân", "Xã Bản 3", "Xã Bản 10"];
        for pair in ordered.windows(2) {
            assert_eq!(alphabet.compare(pair[0], pair[1]), Ordering::Less, "{pair:?}");
        }
        let keys = alphabetical_keys(ordered.into_iter());
        assert!(keys.is_sorted(), "keys compare as names do");
    }
}
