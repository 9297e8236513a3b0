//! Finds the unit or the cluster that a user means: by its code, or by its name or a part of it.

use super::failure::Failure;
use crate::contest::unit::Units;
use crate::intake::fold::{fold, fold_unit_name};
use crate::intake::suggest::nearest;
use crate::text::Texts;

/// How many units or clusters are listed to a user who names none or several of them.
const LISTED: usize = 20;

/// What a user can name.
#[derive(Debug, Clone, Copy)]
struct Known<'a> {
    code: &'a str,
    names: [&'a str; 2],
    /// Whether it goes before others of the same name: a unit that takes part.
    is_first: bool,
}

/// The unit that a text names; index into `Units::list`.
///
/// # Errors
/// When it names none or several.
pub fn unit(texts: &Texts, units: &Units, wanted: &str) -> Result<u32, Failure> {
    let known: Vec<Known<'_>> = units
        .list
        .iter()
        .map(|unit| Known { code: unit.code(), names: [unit.name(); 2], is_first: unit.cluster.is_some() })
        .collect();
    let found = find(wanted, &known).and_then(|index| u32::try_from(index).map_err(|_| Vec::new()));
    found.map_err(|several| refusal(texts, "unit", wanted, &known, &several))
}

/// The cluster that a text names; index into `Units::clusters`.
///
/// # Errors
/// When it names none or several.
pub fn cluster(texts: &Texts, units: &Units, wanted: &str) -> Result<usize, Failure> {
    let known: Vec<Known<'_>> = units
        .clusters
        .iter()
        .map(|cluster| Known {
            code: &cluster.code,
            names: [&cluster.name.vi, &cluster.name.en],
            is_first: true,
        })
        .collect();
    find(wanted, &known).map_err(|mut several| {
        if several.is_empty() && known.len() <= LISTED {
            several = (0..known.len()).collect();
            return refusal_listing(texts, "error-unknown-cluster", wanted, &known, &several);
        }
        refusal(texts, "cluster", wanted, &known, &several)
    })
}

/// The only one that is meant; else all that may be. The code goes before the whole name, the whole name before a part.
fn find(wanted: &str, known: &[Known<'_>]) -> Result<usize, Vec<usize>> {
    let digits = |code: &str| {
        let is_number = !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| code.trim_start_matches('0').to_owned())
    };
    let (folded, bare) = (fold(wanted), fold_unit_name(wanted));
    let within = |name: &str| format!(" {} ", fold(name)).contains(&format!(" {folded} "));
    let ways: [&dyn Fn(&Known<'_>) -> bool; 6] = [
        &|it| it.code == wanted,
        &|it| digits(it.code).is_some_and(|code| Some(code) == digits(wanted)),
        &|it| !folded.is_empty() && fold(it.code) == folded,
        &|it| !folded.is_empty() && it.names.iter().any(|name| fold(name) == folded),
        &|it| !bare.is_empty() && it.names.iter().any(|name| fold_unit_name(name) == bare),
        &|it| !folded.is_empty() && it.names.iter().any(|name| within(name)),
    ];
    for way in ways {
        let mut found: Vec<usize> = (0..known.len()).filter(|index| way(&known[*index])).collect();
        if found.len() > 1 && found.iter().any(|index| known[*index].is_first) {
            found.retain(|index| known[*index].is_first);
        }
        match found.as_slice() {
            [] => {}
            [only] => return Ok(*only),
            _ => return Err(found),
        }
    }
    Err(Vec::new())
}

fn refusal(texts: &Texts, kind: &str, wanted: &str, known: &[Known<'_>], several: &[usize]) -> Failure {
    if !several.is_empty() {
        return refusal_listing(texts, &format!("error-several-{kind}s"), wanted, known, several);
    }
    let near: Vec<&str> = [
        nearest(wanted, known.iter().map(|it| it.code)),
        nearest(wanted, known.iter().map(|it| it.names[0])),
    ]
    .concat();
    let is_near =
        |index: &usize| near.contains(&known[*index].code) || near.contains(&known[*index].names[0]);
    let listed: Vec<usize> = (0..known.len()).filter(is_near).collect();
    refusal_listing(texts, &format!("error-unknown-{kind}"), wanted, known, &listed)
}

/// The sentence, and those that may be meant with their codes in quotes, each in a line of its own.
fn refusal_listing(texts: &Texts, key: &str, wanted: &str, known: &[Known<'_>], listed: &[usize]) -> Failure {
    let mut message = texts.get(key, &[("code", wanted.into())]);
    if !listed.is_empty() {
        message.push(' ');
        message.push_str(&texts.word("error-may-be"));
    }
    for index in listed.iter().take(LISTED) {
        let it = known[*index];
        let name = if it.names[0] == it.code { String::new() } else { format!(" {}", it.names[0]) };
        message.push_str(&format!("\n  “{}”{name}", it.code));
    }
    if listed.len() > LISTED {
        let more = listed.len() - LISTED;
        message.push_str(&format!("\n  {}", texts.get("error-may-be-more", &[("count", more.into())])));
    }
    Failure::WrongUse(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Vec<Known<'static>> {
        let unit = |code, name, is_first| Known { code, names: [name, name], is_first };
        vec![
            unit("11", "Tỉnh Điện Biên", false),
            unit("098", "Huyện Tủa Chùa", true),
            unit("100", "Huyện Điện Biên", true),
            unit("101", "Huyện Điện Biên Đông", true),
            unit("03217", "Thị trấn Tủa Chùa", true),
            unit("03220", "Xã Huổi Só", true),
            unit("GD-A", "Cơ quan tham mưu A", true),
        ]
    }

    #[test]
    fn a_code_a_name_or_a_part_of_it_finds_the_only_one() {
        for (wanted, found) in [
            ("098", Ok(1)),
            ("98", Ok(1)),
            ("3217", Ok(4)),
            ("11", Ok(0)),
            ("gd-a", Ok(6)),
            ("huyen tua chua", Ok(1)),
            ("Điện Biên", Ok(2)),
            ("điện biên đông", Ok(3)),
            ("huoi", Ok(5)),
            ("Tủa Chùa", Err(vec![1, 4])),
            ("huyện", Err(vec![1, 2, 3])),
            ("Sơn La", Err(vec![])),
            ("", Err(vec![])),
            ("0", Err(vec![])),
        ] {
            assert_eq!(find(wanted, &known()), found, "{wanted}");
        }
    }

    #[test]
    fn suggestions_stand_in_quotes_each_in_its_line() {
        use crate::contest::words::Language;
        let texts = Texts::new(Language::Vietnamese);
        let Failure::WrongUse(message) = refusal(&texts, "unit", "Tủa Chùa", &known(), &[1, 4]) else {
            panic!("wrong use");
        };
        let lines: Vec<&str> = message.lines().collect();
        assert_eq!(lines[1..], ["  “098” Huyện Tủa Chùa", "  “03217” Thị trấn Tủa Chùa"]);
        let Failure::WrongUse(message) = refusal(&texts, "unit", "Huổi Sò", &known(), &[]) else {
            panic!("wrong use");
        };
        assert!(message.ends_with("\n  “03220” Xã Huổi Só"), "{message}");
    }
}
