//! What is said on standard error, and colour where a person looks at a terminal.

use std::io::{self, Write};

/// Says a line on standard error. That nobody listens is no error.
pub fn say(line: &str) {
    // Nothing better can be done when standard error is closed.
    let _ignored = writeln!(io::stderr().lock(), "{line}");
}

/// Colours the marks of outcomes and sets titles in bold. Laid-out text keeps its width: only escapes are added.
pub fn painted(text: &str) -> String {
    let mut painted = String::with_capacity(text.len() + text.len() / 4);
    for line in text.split_inclusive('\n') {
        let words = line.trim_end();
        let letters = words.chars().any(char::is_alphabetic);
        if letters && words == words.to_uppercase() && !words.starts_with(' ') {
            painted.push_str("\u{1b}[1m");
            painted.push_str(words);
            painted.push_str("\u{1b}[0m\n");
            continue;
        }
        for character in line.chars() {
            let colour = match character {
                '✓' => "32",
                '✗' => "31",
                '?' | '‖' => "33",
                _ => {
                    painted.push(character);
                    continue;
                }
            };
            painted.push_str("\u{1b}[");
            painted.push_str(colour);
            painted.push('m');
            painted.push(character);
            painted.push_str("\u{1b}[0m");
        }
    }
    painted
}

/// Whether colour is wanted on a terminal: not when `NO_COLOR` is set or the terminal is dumb.
pub fn wants_colour() -> bool {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    set("NO_COLOR").is_none() && set("TERM").is_none_or(|term| term != "dumb")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paint_adds_only_escapes() {
        let text = "ĐỀ NGHỊ KHEN THƯỞNG\n  1 ✓ 99,94  ✗  – ‖ ?\n";
        let mut bare = painted(text);
        for escape in ["\u{1b}[1m", "\u{1b}[0m", "\u{1b}[31m", "\u{1b}[32m", "\u{1b}[33m"] {
            bare = bare.replace(escape, "");
        }
        assert_eq!(bare, text);
        assert_ne!(painted(text), text);
    }
}
