//! Spellings of one name become one text. Only for matching: what is shown stays as it was written.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folds a text for matching.
///
/// Case, NFC or NFD, diacritics and the place of tone marks (`Hoà`, `Hòa`), `đ` and `d`, a closing `y` and `i`
/// (`Quý`, `Quí`) don't matter. Apostrophes vanish; punctuation and white space become single spaces.
pub fn fold(text: &str) -> String {
    let folded = bare(text);
    if folded.contains('y') { with_vowel_i(&folded) } else { folded }
}

/// The same, but a closing `y` stays one: small letters without diacritics, and single spaces.
pub fn bare(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.nfd().flat_map(char::to_lowercase) {
        match letter {
            'đ' | 'ð' => folded.push('d'),
            '\'' | '’' | '‘' | 'ʼ' | '`' | '´' | '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{FEFF}' => {}
            _ if is_combining_mark(letter) => {}
            _ if letter.is_alphanumeric() => folded.push(letter),
            _ if folded.is_empty() || folded.ends_with(' ') => {}
            _ => folded.push(' '),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// Writes `i` for a `y` that is a syllable's only vowel (`ky`, `my`) or stands behind `qu`; `tay` and `thuy` keep theirs.
fn with_vowel_i(folded: &str) -> String {
    let mut written = String::with_capacity(folded.len());
    let mut letters = folded.chars().peekable();
    while let Some(letter) = letters.next() {
        let closes = letters.peek().is_none_or(|next| *next == ' ');
        let after_consonant = written
            .chars()
            .next_back()
            .is_some_and(|before| before.is_alphabetic() && !"aeiouy".contains(before));
        let only_vowel = closes && after_consonant;
        written.push(if letter == 'y' && (only_vowel || written.ends_with("qu")) { 'i' } else { letter });
    }
    written
}

/// Words for kinds of unit that may also begin a proper name (`Xa Dung`), by their spelling and its fold.
const SHORT_PREFIXES: [(&str, &str); 5] =
    [("tỉnh", "tinh"), ("quận", "quan"), ("huyện", "huyen"), ("xã", "xa"), ("phường", "phuong")];
/// Prefixes, folded, that begin no proper name.
const SURE_PREFIXES: [&str; 6] = ["thanh pho ", "thi xa ", "thi tran ", "tp ", "tx ", "tt "];

/// Folds the name of an administrative unit for matching, and leaves out the prefix that says what kind of unit it is.
///
/// `Tỉnh`, `Thành phố` (`TP.`), `Quận` (`Q.`), `Huyện` (`H.`), `Thị xã` (`TX.`), `Thị trấn` (`TT.`), `Phường` (`P.`),
/// `Xã` (`X.`). Where diacritics are missing altogether, a word that may belong to the name (`Xa Dung`) is left out
/// only when more than one word, or a number, follows. Nothing is left out that would leave nothing.
pub fn fold_unit_name(text: &str) -> String {
    let folded = fold(text);
    for prefix in SURE_PREFIXES {
        if let Some(name) = folded.strip_prefix(prefix) {
            return name.to_owned();
        }
    }
    let Some((first, name)) = folded.split_once(' ') else {
        return folded;
    };
    let leaves = match first {
        "h" | "p" | "q" | "x" => text.trim_start().chars().nth(1) == Some('.'),
        _ => SHORT_PREFIXES
            .iter()
            .find(|(_, prefix)| *prefix == first)
            .is_some_and(|(spelled, _)| spells(text, spelled, name)),
    };
    if leaves { name.to_owned() } else { folded }
}

/// Whether a text begins with a prefix in its own spelling, or without any diacritics where `name` shows it to be one.
fn spells(text: &str, prefix: &str, name: &str) -> bool {
    let first: String = text
        .nfc()
        .flat_map(char::to_lowercase)
        .skip_while(|letter| !letter.is_alphanumeric())
        .take_while(|letter| letter.is_alphanumeric())
        .collect();
    first == prefix
        || (text.is_ascii() && (name.contains(' ') || name.bytes().all(|byte| byte.is_ascii_digit())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_fold_to_one_text() {
        for (spellings, folded) in [
            (
                &["Hoà Bình", "Hòa Bình", "HOÀ  BÌNH", "hoa binh", "Ho\u{61}\u{300} Bi\u{300}nh"][..],
                "hoa binh",
            ),
            (&["Phú Quý", "Phú Quí", "phu qui"], "phu qui"),
            (&["Kỳ Sơn", "Kì Sơn"], "ki son"),
            (&["Điện Biên", "Ðiện Biên", "DIEN BIEN", "điện\u{A0}biên"], "dien bien"),
            (&["Đắk Lắk", "Đăk Lăk", "Đak Lak"], "dak lak"),
            (&["Kbang", "KBang", "K'Bang", "K’bang"], "kbang"),
            (&["Số cử tri (tham gia)", "so_cu-tri  tham gia:"], "so cu tri tham gia"),
            (&["Quỳnh", "Quình"], "quinh"),
        ] {
            for spelling in spellings {
                assert_eq!(fold(spelling), folded, "{spelling}");
            }
        }
    }

    #[test]
    fn different_names_stay_different() {
        assert_ne!(fold("Tân Hải"), fold("Tân Hay"));
        assert_ne!(fold("Thúy"), fold("Thúi"));
        assert_ne!(fold("Luân Giói"), fold("Luân Gói"));
        assert_ne!(fold("Tủa Chùa"), fold("Tủa Chù"));
        assert_eq!(fold("Tây Ninh"), "tay ninh");
        assert_eq!(fold("Thủy Nguyên"), "thuy nguyen");
    }

    #[test]
    fn nothing_but_punctuation_folds_to_nothing() {
        for text in ["", " ", "—", "(%)", "\u{FEFF}"] {
            assert_eq!(fold(text), "");
        }
    }

    #[test]
    fn prefixes_of_units_are_left_out() {
        for (text, folded) in [
            ("Tỉnh Điện Biên", "dien bien"),
            ("TỈNH ĐIỆN BIÊN", "dien bien"),
            ("Tinh Dien Bien", "dien bien"),
            ("Thành phố Hà Nội", "ha noi"),
            ("TP. Hà Nội", "ha noi"),
            ("TP.Hà Nội", "ha noi"),
            ("TP Hà Nội", "ha noi"),
            ("Quận 1", "1"),
            ("Q.1", "1"),
            ("Huyện Tủa Chùa", "tua chua"),
            ("H. Tủa Chùa", "tua chua"),
            ("Thị xã Mường Lay", "muong lay"),
            ("TX.Mường Lay", "muong lay"),
            ("Thị trấn Tủa Chùa", "tua chua"),
            ("TT. Tủa Chùa", "tua chua"),
            ("Phường Na Lay", "na lay"),
            ("P. Na Lay", "na lay"),
            ("Phuong 12", "12"),
            ("Xã Mường Luân", "muong luan"),
            ("Xa\u{303} Mường Luân", "muong luan"),
            ("XA MUONG LUAN", "muong luan"),
            ("X. Mường Luân", "muong luan"),
        ] {
            assert_eq!(fold_unit_name(text), folded, "{text}");
        }
    }

    #[test]
    fn what_belongs_to_the_name_stays() {
        for (text, folded) in [
            ("Xa Dung", "xa dung"),
            ("Xã Xa Dung", "xa dung"),
            ("Quan Sơn", "quan son"),
            ("Huyền Hội", "huyen hoi"),
            ("Phượng Mao", "phuong mao"),
            ("Tĩnh Gia", "tinh gia"),
            ("Huyện Tĩnh Gia", "tinh gia"),
            ("Xã", "xa"),
            ("Thị trấn", "thi tran"),
            ("P Hoà", "p hoa"),
            ("", ""),
        ] {
            assert_eq!(fold_unit_name(text), folded, "{text}");
        }
    }
}
