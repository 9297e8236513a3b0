//! Commands that a user can copy from what the program says.

use std::path::Path;

use super::arguments::RankArguments;

/// The program as the user started it.
pub fn program() -> String {
    std::env::args_os().next().map_or_else(|| "thidua".to_owned(), |name| quoted(&name.to_string_lossy()))
}

/// The command that shows every finding in the files of a ranking.
pub fn check_of(program: &str, arguments: &RankArguments) -> String {
    let path = |path: &Path| quoted(&path.to_string_lossy());
    let mut words = vec![program.to_owned(), "reports check --plan".to_owned(), path(&arguments.plan)];
    words.extend(["--units".to_owned(), path(&arguments.units)]);
    if let Some(holds) = &arguments.holds {
        words.extend(["--holds".to_owned(), path(holds)]);
    }
    if let Some(as_of) = arguments.as_of {
        words.extend(["--as-of".to_owned(), as_of.format("%Y-%m-%dT%H:%M:%S").to_string()]);
    }
    for (name, said) in arguments.reading.options(None).said() {
        words.extend([format!("--{}", name.replace('_', "-")), quoted(&said)]);
    }
    words.extend(arguments.reports.iter().map(|report| path(report)));
    words.join(" ")
}

/// A word as a shell takes it: in single quotes where it has anything but letters, digits and plain signs.
pub fn quoted(word: &str) -> String {
    let is_plain = |letter: char| letter.is_alphanumeric() || "-_./:=+,@%\\".contains(letter);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::arguments::{Arguments, Command};
    use clap::Parser;

    #[test]
    fn the_command_has_the_paths_that_were_given() {
        let given = "thidua rank --plan k/p.toml --units u.csv --holds h.csv --as-of 24/05/2021 --numbers vi \
             --header-row 3 --encoding TCVN3 --separator tab --sheet Số_liệu";
        let given = given.split(' ').chain(["--reports", "báo cáo 1.csv", "b.xlsx"]);
        let Command::Rank(arguments) = Arguments::try_parse_from(given).unwrap().command else {
            panic!("rank");
        };
        let command = check_of("thidua", &arguments);
        assert_eq!(
            command,
            "thidua reports check --plan k/p.toml --units u.csv --holds h.csv --as-of 2021-05-24T23:59:59 \
             --encoding tcvn3 --separator tab --header-row 3 --sheet Số_liệu --numbers vi 'báo cáo 1.csv' b.xlsx"
        );
        let words = command.replace('\'', "").replace("báo cáo 1", "báo-cáo");
        assert!(Arguments::try_parse_from(words.split(' ')).is_ok());
    }

    #[test]
    fn words_are_quoted_where_a_shell_would_take_them_apart() {
        let table = [
            ("a/b-c.csv", "a/b-c.csv"),
            ("a b", "'a b'"),
            ("", "''"),
            ("it's", "'it'\\''s'"),
            ("a$b", "'a$b'"),
        ];
        for (word, shown) in table {
            assert_eq!(quoted(word), shown);
        }
    }
}
