//! Known names that somebody may have meant by a name that isn't known.

use super::fold::fold_unit_name;

/// How many names are suggested at most.
pub const MOST_SUGGESTIONS: usize = 3;

/// The known names nearest to the wanted one: at most [`MOST_SUGGESTIONS`], best first, equally near ones in their
/// given order.
///
/// Names are compared folded, without the prefix of their kind of unit. One that needs more than a third of the wanted
/// letters changed isn't near.
pub fn nearest<'a>(wanted: &str, known: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let folded = fold_unit_name(wanted);
    let length = folded.chars().count();
    let furthest = (length / 3).min(3);
    let mut near: Vec<((usize, usize), &'a str)> = Vec::new();
    for name in known {
        // Folding adds no Latin letter, so a name that is too short stays so.
        if folded.is_empty() || name.chars().count() + furthest < length {
            continue;
        }
        let other = fold_unit_name(name);
        if other.chars().count().abs_diff(length) > furthest {
            continue;
        }
        let distance = strsim::osa_distance(&folded, &other);
        if distance > furthest {
            continue;
        }
        let key = (distance, strsim::osa_distance(wanted, name));
        let at = near.partition_point(|(other, _)| *other <= key);
        if at < MOST_SUGGESTIONS && !near.iter().any(|(_, other)| *other == name) {
            near.insert(at, (key, name));
            near.truncate(MOST_SUGGESTIONS);
        }
    }
    near.into_iter().map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(wanted: &str, known: &[&str], expected: &[&str]) {
        assert_eq!(nearest(wanted, known.iter().copied()), expected, "{wanted}");
    }

    #[test]
    fn e17_variants_of_a_name_suggest_it() {
        let communes = ["Xã Luân Giới", "Xã Luân Giói", "Xã Mường Luân", "Thị trấn Tủa Chùa", "Xã Tủa Thàng"];
        check("Luân Gói", &communes, &["Xã Luân Giói", "Xã Luân Giới"]);
        check("Thị trấn Tủa Chù", &communes, &["Thị trấn Tủa Chùa"]);
        let districts = ["Huyện Krông Bông", "Huyện Krông Búk", "Huyện Krông Pắc"];
        check("Krông Pắk", &districts, &["Huyện Krông Pắc", "Huyện Krông Búk"]);
        check("Đăk Đoa", &["Huyện Đak Đoa"], &["Huyện Đak Đoa"]);
        check("KBang", &["Huyện Kbang"], &["Huyện Kbang"]);
    }

    #[test]
    fn nothing_far_fetched_is_suggested() {
        check("Mường Luân", &["Xã Pú Nhi", "Xã Keo Lôm"], &[]);
        check("", &["Xã A", ""], &[]);
        check("ab", &["cd", "ac"], &[]);
        check("12", &["Quận 1", "Quận 2"], &[]);
    }

    #[test]
    fn codes_and_metrics_are_suggested_too() {
        check("voter", &["voters", "collected", "valid"], &["voters"]);
        check("collceted", &["voters", "collected", "valid"], &["collected"]);
    }

    #[test]
    fn at_most_three_are_suggested_and_ties_keep_their_order() {
        check("abcdef", &["abcdex", "abcdey", "abcdez", "abcdew", "abcdef"], &["abcdef", "abcdex", "abcdey"]);
        check("abcdef", &["abcdef", "abcdef"], &["abcdef"]);
    }
}
