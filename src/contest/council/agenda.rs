//! The order of an agenda: cases with the same recused members stand together, and these groups so that recused members
//! leave the room as few times as can be.

use std::collections::{BTreeMap, BTreeSet};

/// Up to how many groups the best of all orders is found; of more, each group is followed by the one that suits it best.
const SEARCHED: usize = 12;

/// The order in which items are taken, as indexes; each item is given by its recused members. Items of one group keep
/// their order, and of equally good orders the one that keeps to the order given is taken.
pub fn order(items: &[BTreeSet<i64>]) -> Vec<usize> {
    let mut groups: BTreeMap<&BTreeSet<i64>, Vec<usize>> = BTreeMap::new();
    for (index, recused) in items.iter().enumerate() {
        groups.entry(recused).or_default().push(index);
    }
    let mut groups: Vec<(&BTreeSet<i64>, Vec<usize>)> = groups.into_iter().collect();
    groups.sort_by_key(|(_, items)| items[0]);
    let sets: Vec<&BTreeSet<i64>> = groups.iter().map(|(recused, _)| *recused).collect();
    let ordered = if sets.len() <= SEARCHED { best(&sets) } else { step_by_step(&sets) };
    ordered.into_iter().flat_map(|group| groups[group].1.clone()).collect()
}

/// How many times somebody leaves the room when items are taken in an order.
pub fn leavings<'a>(items: impl IntoIterator<Item = &'a BTreeSet<i64>>) -> usize {
    let mut outside = &BTreeSet::new();
    let mut count = 0;
    for recused in items {
        count += recused.difference(outside).count();
        outside = recused;
    }
    count
}

/// The best of all orders: for each set of groups that are still to come and each group before them, how few leavings
/// there can be.
fn best(sets: &[&BTreeSet<i64>]) -> Vec<usize> {
    let count = sets.len();
    let leaving = |from: usize, to: usize| sets[to].difference(sets[from]).count();
    // By the set of groups already taken, as bits, and the last of them.
    let mut rest = vec![vec![usize::MAX; count]; 1 << count];
    if let Some(last) = rest.last_mut() {
        last.fill(0);
    }
    for taken in (1..(1_usize << count).saturating_sub(1)).rev() {
        for last in (0..count).filter(|last| taken & (1 << last) != 0) {
            let next = (0..count).filter(|next| taken & (1 << next) == 0);
            let least = next.map(|next| leaving(last, next) + rest[taken | (1 << next)][next]).min();
            rest[taken][last] = least.unwrap_or(0);
        }
    }
    let (mut ordered, mut taken): (Vec<usize>, usize) = (Vec::with_capacity(count), 0);
    while ordered.len() < count {
        let last = ordered.last().copied();
        let cost = |next: usize| {
            last.map_or(sets[next].len(), |last| leaving(last, next)) + rest[taken | (1 << next)][next]
        };
        let next = (0..count).filter(|next| taken & (1 << next) == 0).min_by_key(|next| cost(*next));
        let next = next.expect("fewer groups are taken than there are");
        taken |= 1 << next;
        ordered.push(next);
    }
    ordered
}

/// An order in which each group is followed by the one for which fewest leave, then fewest come back.
fn step_by_step(sets: &[&BTreeSet<i64>]) -> Vec<usize> {
    let mut open: Vec<usize> = (0..sets.len()).collect();
    let mut ordered = Vec::with_capacity(sets.len());
    let nobody = BTreeSet::new();
    while !open.is_empty() {
        let outside = ordered.last().map_or(&nobody, |last: &usize| sets[*last]);
        let cost =
            |next: usize| (sets[next].difference(outside).count(), outside.difference(sets[next]).count());
        let at = (0..open.len()).min_by_key(|at| cost(open[*at])).expect("some are open");
        ordered.push(open.remove(at));
    }
    ordered
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sets(items: &[&[i64]]) -> Vec<BTreeSet<i64>> {
        items.iter().map(|members| members.iter().copied().collect()).collect()
    }

    #[test]
    fn who_is_recused_leaves_once_where_that_can_be() {
        for (items, wanted) in [
            (vec![], vec![]),
            (vec![&[][..]], vec![0]),
            (vec![&[1][..], &[], &[1], &[]], vec![0, 2, 1, 3]),
            (vec![&[1][..], &[2], &[1], &[2]], vec![0, 2, 1, 3]),
            (vec![&[1][..], &[2], &[1, 2]], vec![0, 2, 1]),
            (vec![&[1, 2][..], &[3], &[2, 3], &[1]], vec![1, 2, 0, 3]),
        ] {
            let items = sets(&items);
            let ordered = order(&items);
            assert_eq!(ordered, wanted, "{items:?}");
            let members: BTreeSet<i64> = items.iter().flatten().copied().collect();
            assert_eq!(leavings(ordered.iter().map(|at| &items[*at])), members.len(), "each leaves once");
        }
    }

    #[test]
    fn where_somebody_must_leave_twice_it_is_no_more() {
        // Three members of whom each pair is recused somewhere, and nobody alone in the middle.
        let items = sets(&[&[1, 2], &[2, 3], &[1, 3]]);
        let ordered = order(&items);
        assert_eq!(leavings(ordered.iter().map(|at| &items[*at])), 4);
    }

    #[test]
    fn many_groups_are_ordered_as_well() {
        let items: Vec<BTreeSet<i64>> = (0..40).map(|at| BTreeSet::from([at % 20, (at + 1) % 20])).collect();
        let ordered = order(&items);
        let mut all = ordered.clone();
        all.sort_unstable();
        assert_eq!(all, (0..40).collect::<Vec<_>>());
        assert!(leavings(ordered.iter().map(|at| &items[*at])) <= 21);
    }

    proptest! {
        #[test]
        fn no_order_of_the_items_is_better_and_none_is_lost(
            items in prop::collection::vec(prop::collection::btree_set(0..4_i64, 0..3), 0..6), seed: u64,
        ) {
            let ordered = order(&items);
            let least = leavings(ordered.iter().map(|at| &items[*at]));
            let mut other: Vec<usize> = (0..items.len()).collect();
            // Some order, by a simple rule that the seed turns.
            let mut state = seed | 1;
            other.sort_by_key(|_| { state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1); state });
            prop_assert!(least <= leavings(other.iter().map(|at| &items[*at])));
            let mut all = ordered.clone();
            all.sort_unstable();
            prop_assert_eq!(all, (0..items.len()).collect::<Vec<_>>());
            prop_assert_eq!(order(&items), ordered);
        }
    }
}
