//! How wide texts are in Times New Roman, near enough to give a column room for its longest word and a row for its lines.
//!
//! Widths are in thousandths of the size of the letters, rather too wide than too narrow.

/// The width of a sign; a mark above or below a letter takes no room of its own.
fn of_sign(sign: char) -> usize {
    match sign {
        '\u{300}'..='\u{36f}' => 0,
        ' ' | '\u{a0}' | '.' | ',' | ';' | ':' | '\'' | '|' | '/' => 280,
        'f' | 'i' | 'j' | 'l' | 'r' | 't' | 'ì' | 'í' | 'ĩ' | 'ỉ' | 'ị' | 'I' | '(' | ')' | '[' | ']'
        | '-' | '!' => 340,
        'm' | 'w' | '%' => 830,
        'M' | 'W' | '…' => 960,
        'a'..='z' | '0'..='9' => 500,
        sign if sign.is_uppercase() => 740,
        '\u{80}'..='\u{1eff}' => 560,
        _ => 700,
    }
}

/// The width of a text on one line.
pub fn of_text(text: &str) -> usize {
    text.chars().map(of_sign).sum()
}

/// The width of the longest word, which is what a line can't be broken in.
pub fn of_longest_word(text: &str) -> usize {
    text.split([' ', '\n']).map(of_text).max().unwrap_or(0)
}

/// How many lines a text takes in so much room, broken between words as word processors do.
pub fn lines_of(text: &str, room: usize) -> usize {
    let space = of_sign(' ');
    let lines_of_paragraph = |paragraph: &str| {
        let (mut lines, mut used) = (1, 0);
        for word in paragraph.split(' ').map(of_text) {
            if used > 0 && used + space + word > room {
                lines += 1;
                used = 0;
            }
            used += if used > 0 { space + word } else { word };
            // A word that is longer than the line is broken where the line ends.
            while used > room && room > 0 {
                lines += 1;
                used -= room;
            }
        }
        lines
    };
    text.split('\n').map(lines_of_paragraph).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_takes_the_lines_that_its_words_need() {
        assert_eq!(lines_of("", 1_000), 1);
        assert_eq!(lines_of("ab ab", 2_280), 1);
        assert_eq!(lines_of("ab ab", 2_279), 2);
        assert_eq!(lines_of("ab\nab\n\nab", 5_000), 4);
        assert_eq!(lines_of("abcdef", 1_000), 3);
        assert_eq!(lines_of("ab", 0), 1);
    }

    #[test]
    fn a_word_ends_at_a_space_that_may_be_broken() {
        assert_eq!(of_longest_word("1 12 123\n1234"), 2_000);
        assert_eq!(of_longest_word("1\u{a0}2"), 1_280);
        assert_eq!(of_longest_word(""), 0);
        assert_eq!(of_text("a\u{301}"), of_text("a"));
    }
}
