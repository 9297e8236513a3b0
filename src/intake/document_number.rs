//! Numbers of documents: by which one is known again however it is typed.

use super::fold::fold;

/// What issuers are called in few letters, folded.
const SHORT: [(&str, &str); 3] =
    [(" uy ban nhan dan ", " ubnd "), (" hoi dong nhan dan ", " hdnd "), (" thanh pho ", " tp ")];

/// A document's number in a year: case, diacritics, spaces and zeros at the front don't matter.
pub fn number_in_year(year: i32, number: &str) -> String {
    let number = fold(number);
    format!("\t{year}\t{}", number.trim_start_matches('0'))
}

/// The key of a document's number in a year of its issuer. It ends in [`number_in_year`].
pub fn number_key(issuer: &str, year: i32, number: &str) -> String {
    issuer_key(issuer) + &number_in_year(year, number)
}

/// Who issues a document, folded and with the usual abbreviations.
pub fn issuer_key(issuer: &str) -> String {
    let mut key = format!(" {} ", fold(issuer));
    for (long, short) in SHORT {
        key = key.replace(long, short);
    }
    key.trim().to_owned()
}

/// Whether two texts may name the same issuer: one has every word of the other, as `UBND tỉnh` and `Ủy ban nhân dân tỉnh Điện
/// Biên`, but not `UBND tỉnh` and `UBND huyện`.
pub fn may_be_one_issuer(one: &str, other: &str) -> bool {
    let (one, other) = (issuer_key(one), issuer_key(other));
    let has_all = |whole: &str, part: &str| part.split(' ').all(|word| whole.split(' ').any(|it| it == word));
    has_all(&one, &other) || has_all(&other, &one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_the_same_however_it_is_typed() {
        let key = number_key("UBND tỉnh", 2021, "123/QĐ-UBND");
        for (issuer, number) in
            [("UBND  Tỉnh", "123/qđ-ubnd"), ("ubnd tinh", " 0123/QD-UBND "), ("UBND tỉnh", "123 / QĐ - UBND")]
        {
            assert_eq!(number_key(issuer, 2021, number), key, "{issuer} {number}");
        }
        for (issuer, year, number) in [
            ("UBND tỉnh", 2022, "123/QĐ-UBND"),
            ("Sở Nội vụ", 2021, "123/QĐ-UBND"),
            ("UBND tỉnh", 2021, "12/3-QĐ-UBND"),
        ] {
            assert_ne!(number_key(issuer, year, number), key);
        }
        assert!(key.ends_with(&number_in_year(2021, "123/QĐ-UBND")));
    }

    #[test]
    fn an_issuer_is_the_same_in_full_and_in_few_letters() {
        let key = issuer_key("UBND tỉnh Điện Biên");
        for issuer in [
            "Ủy ban nhân dân tỉnh Điện Biên",
            "Uỷ ban Nhân dân Tỉnh Điện Biên",
            "ỦY BAN NHÂN DÂN TỈNH ĐIỆN BIÊN",
        ] {
            assert_eq!(issuer_key(issuer), key);
        }
        assert_ne!(issuer_key("HĐND tỉnh Điện Biên"), key);
    }

    #[test]
    fn one_that_says_more_may_be_the_same_issuer_and_another_level_is_not() {
        for (one, other, is_same) in [
            ("UBND tỉnh", "UBND tỉnh Điện Biên", true),
            ("Chủ tịch UBND tỉnh Điện Biên", "Uỷ ban nhân dân tỉnh", true),
            ("UBND Điện Biên", "UBND tỉnh Điện Biên", true),
            ("UBND tỉnh", "UBND huyện", false),
            ("UBND tỉnh Điện Biên", "UBND huyện Điện Biên", false),
            ("UBND huyện Mường Chà", "UBND huyện Tủa Chùa", false),
            ("UBND tỉnh", "Sở Nội vụ", false),
        ] {
            assert_eq!(may_be_one_issuer(one, other), is_same, "{one} / {other}");
            assert_eq!(may_be_one_issuer(other, one), is_same, "{other} / {one}");
        }
    }
}
