//! Numbers of documents: by which one is known again however it is typed.

use super::fold::fold;

/// The key of a document's number in a year of its issuer: case, diacritics, spaces and zeros at the front don't matter.
pub fn number_key(issuer: &str, year: i32, number: &str) -> String {
    let number = fold(number);
    format!("{}\t{year}\t{}", fold(issuer), number.trim_start_matches('0'))
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
    }
}
