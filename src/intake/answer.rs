//! Yes and no as people write them in a cell.

use unicode_normalization::UnicodeNormalization;

use super::fold::fold;

const YES: [&str; 10] = ["có", "đạt", "đúng", "rồi", "x", "yes", "y", "true", "1", "✓"];
const NO: [&str; 10] = ["không", "không đạt", "chưa", "chưa đạt", "không có", "no", "n", "false", "0", "✗"];

/// Reads a yes (`có`, `đạt`, `x`, `yes`, `true`, `1` ...) or a no (`không`, `không đạt`, `chưa`, `no`, `false`, `0` ...).
///
/// Case doesn't matter. The words count with all their diacritics or with none: `có` and `co`, but not `cô`. An empty
/// text is neither yes nor no.
pub fn read_answer(text: &str) -> Option<bool> {
    let lower: String = text.nfc().flat_map(char::to_lowercase).collect();
    let word = lower.split_whitespace().collect::<Vec<_>>().join(" ");
    let names = |known: &&str| *known == word || (word.is_ascii() && !word.is_empty() && fold(known) == word);
    if YES.iter().any(names) {
        return Some(true);
    }
    NO.iter().any(names).then_some(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_and_no_are_read_in_both_languages_and_nothing_else_is() {
        for text in [
            "có",
            "Có",
            "CÓ",
            "co",
            "co\u{301}",
            "x",
            "X",
            "Đạt",
            "dat",
            "yes",
            "TRUE",
            "true",
            "1",
            "Y",
            "✓",
        ] {
            assert_eq!(read_answer(text), Some(true), "{text}");
        }
        for text in
            ["không", "Khong", "không  đạt", "KHÔNG ĐẠT", "khong dat", "chưa", "no", "N", "false", "0"]
        {
            assert_eq!(read_answer(text), Some(false), "{text}");
        }
        for text in ["", " ", "cô", "cỗ", "2", "-", "có thể", "khổng", "01", "dạt", "?"] {
            assert_eq!(read_answer(text), None, "{text}");
        }
    }
}
