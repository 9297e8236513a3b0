//! Bodies that can't be read: where, and what was expected there, in signs that every language reads.

use crate::app::problem::{BODY_BROKEN_OFF, BODY_MALFORMED, BODY_NOT_TEXT, Problem};

/// The refusal of a body that ended before its end, or wasn't sent as HTTP sends bodies.
pub fn broken_off(error: &impl std::fmt::Display) -> Problem {
    tracing::debug!(%error, "a body was broken off");
    Problem::from(&BODY_BROKEN_OFF)
}

/// The refusal of a body that isn't the JSON that the operation takes.
pub fn malformed(error: &serde_json::Error) -> Problem {
    let told = error.to_string();
    BODY_MALFORMED
        .with("line", error.line())
        .with("column", error.column())
        .with("expected", expected(&told).unwrap_or_else(|| "JSON".to_owned()))
}

/// What was expected, from the words of the library.
fn expected(told: &str) -> Option<String> {
    if let Some(missing) = told.strip_prefix("missing field ") {
        return Some(format!("{}: …", between_ticks(missing).first()?));
    }
    let (_, expected) = told.split_once(", expected ")?;
    let named = between_ticks(expected);
    if !named.is_empty() {
        return Some(named.join(", "));
    }
    let shapes = [
        ("a string", "\"…\""),
        ("a boolean", "true, false"),
        ("a sequence", "[…]"),
        ("a map", "{…}"),
        ("struct", "{…}"),
        ("i64", "-9223372036854775808 … 9223372036854775807"),
        ("u64", "0 … 18446744073709551615"),
        ("usize", "0 … 18446744073709551615"),
        ("RFC 3339", "2021-05-24T02:30:00Z"),
    ];
    let shape = shapes.iter().find(|(words, _)| expected.starts_with(words) || expected.contains(words));
    shape.map(|(_, shape)| (*shape).to_owned())
}

/// The names that the library sets between ticks.
fn between_ticks(told: &str) -> Vec<&str> {
    let odd = told.split('`').enumerate().filter(|(number, _)| number % 2 == 1);
    odd.map(|(_, name)| name).collect()
}

/// Refuses a body that is no text in UTF-8, or that holds or names the character NUL, which not every database keeps.
///
/// # Errors
/// With the place of the first byte that isn't text.
pub fn demand_text(bytes: &[u8]) -> Result<&str, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|error| not_text(error.valid_up_to()))?;
    match nul_in(bytes) {
        Some(at) => Err(not_text(at)),
        None => Ok(text),
    }
}

fn not_text(at: usize) -> Problem {
    BODY_NOT_TEXT.with("byte", at + 1)
}

/// Where the character NUL stands, or is named as JSON and TOML name it.
fn nul_in(bytes: &[u8]) -> Option<usize> {
    let named = ["\\u0000", "\\U00000000", "\\x00"].iter().flat_map(|name| {
        memchr::memmem::find_iter(bytes, name.as_bytes()).filter(|at| {
            // A backslash before it makes of it a backslash and a few letters.
            let before = bytes[..*at].iter().rev().take_while(|byte| **byte == b'\\').count();
            before % 2 == 0
        })
    });
    named.chain(memchr::memchr(0, bytes)).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize, Debug)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only read")]
    struct Body {
        unit: String,
        count: i64,
        done: bool,
        names: Vec<String>,
    }

    #[test]
    fn what_was_expected_is_told_without_words_of_a_language() {
        let all = |rest: &str| format!(r#"{{"unit":"a","count":1,"done":true,"names":[]{rest}}}"#);
        for (body, wanted) in [
            (all(r#","more":1"#), "unit, count, done, names"),
            (r#"{"unit":"a"}"#.to_owned(), "count: …"),
            (all("").replace("\"a\"", "5"), "\"…\""),
            (all("").replace("1", "\"x\""), "-9223372036854775808 … 9223372036854775807"),
            (all("").replace("1", "1.5"), "-9223372036854775808 … 9223372036854775807"),
            (all("").replace("true", "1"), "true, false"),
            (all("").replace("[]", "{}"), "[…]"),
            ("[]".to_owned(), "{…}"),
            ("\"x\"".to_owned(), "{…}"),
            ("{".to_owned(), "JSON"),
            ("{\"unit\"".to_owned(), "JSON"),
        ] {
            let error = serde_json::from_str::<Body>(&body).expect_err(&body);
            let problem = malformed(&error);
            assert_eq!(problem.arguments[2].1, wanted, "{body}: {error}");
        }
    }

    #[test]
    fn bug_an_escaped_backslash_before_u0000_is_no_nul() {
        assert_eq!(demand_text(br#""a\\u0000""#).ok(), Some(r#""a\\u0000""#));
        for (bytes, byte) in [
            (&br#""a\u0000""#[..], "3"),
            (br#""a\\\u0000""#, "5"),
            (b"a\0b", "2"),
            (br#""\U00000000""#, "2"),
            (b"ab\xff", "3"),
        ] {
            assert_eq!(demand_text(bytes).unwrap_err().arguments, [("byte", byte.to_owned())], "{bytes:?}");
        }
    }
}
