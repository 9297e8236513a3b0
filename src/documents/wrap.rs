//! Long lines are broken at the width that documents for people are laid out for.

/// The width that documents are laid out for, in columns of a terminal.
pub const WIDTH: u16 = 100;

/// A text behind an opening, broken between words so that each line fits the width; further lines stand under the
/// text. A word longer than a line stays whole.
pub fn hanging(opening: &str, text: &str) -> Vec<String> {
    let indent = " ".repeat(opening.chars().count());
    let mut lines = Vec::new();
    let mut line = opening.to_owned();
    let mut length = indent.len();
    let mut is_empty = true;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let letters = word.chars().count();
        if !is_empty && length + 1 + letters > usize::from(WIDTH) {
            lines.push(std::mem::replace(&mut line, indent.clone()));
            length = indent.len();
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
            length += 1;
        }
        line.push_str(word);
        length += letters;
        is_empty = false;
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_is_lost_and_further_lines_stand_under_the_text() {
        let text = (0..60).map(|index| format!("từ{index}")).collect::<Vec<_>>().join(" ");
        let lines = hanging("  - ", &text);
        assert!(lines.len() > 1);
        assert!(lines.iter().all(|line| line.chars().count() <= usize::from(WIDTH)));
        assert!(lines[0].starts_with("  - từ0 ") && lines[1].starts_with("    từ"));
        let words: Vec<&str> = lines.iter().flat_map(|line| line.split_whitespace()).skip(1).collect();
        assert_eq!(words.join(" "), text);
    }

    #[test]
    fn a_line_of_exactly_the_width_is_kept_and_a_longer_word_stays_whole() {
        let fits = "a".repeat(98);
        assert_eq!(hanging("- ", &fits), [format!("- {fits}")]);
        let long = "a".repeat(150);
        assert_eq!(
            hanging("- ", &format!("b {long} c")),
            ["- b".to_owned(), format!("  {long}"), "  c".to_owned()]
        );
    }
}
