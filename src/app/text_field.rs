//! Texts that people enter: trimmed, bounded, without control characters that no database keeps.

use chrono::{Datelike, NaiveDateTime};

use super::problem::{FIELD_REFUSED, Problem};

/// How many characters the code of a unit has at most.
pub const LONGEST_CODE: usize = 64;

/// The longest reason, note or question, in characters.
pub const LONGEST_TEXT: usize = 2000;

/// A text that must be there, without spaces around it.
///
/// # Errors
/// When it is empty or longer than so many characters, or has control characters besides line ends and tabs.
pub fn required(field: &'static str, text: &str, longest: usize) -> Result<String, Problem> {
    let trimmed = text.trim();
    let plain = trimmed.chars().all(|character| !character.is_control() || "\n\r\t".contains(character));
    if trimmed.is_empty() || trimmed.chars().count() > longest || !plain {
        return Err(FIELD_REFUSED.with("field", field).with("expected", format!("1-{longest}")));
    }
    Ok(trimmed.to_owned())
}

/// A text that may be left out; an empty one counts as left out.
///
/// # Errors
/// As [`required`].
pub fn optional(field: &'static str, text: Option<&str>, longest: usize) -> Result<Option<String>, Problem> {
    match text.map(str::trim) {
        None | Some("") => Ok(None),
        Some(text) => required(field, text, longest).map(Some),
    }
}

/// Refuses a moment that no contest is of, and that not every database keeps.
///
/// # Errors
/// When it is before 1900 or after 2199.
pub fn plausible(field: &'static str, moment: NaiveDateTime) -> Result<(), Problem> {
    if (1900..2200).contains(&moment.year()) {
        return Ok(());
    }
    Err(FIELD_REFUSED.with("field", field).with("expected", "1900-2199"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_bounded_and_without_control_characters() {
        assert_eq!(required("reason", "  Đơn thư\n ", 10).ok().as_deref(), Some("Đơn thư"));
        assert!(required("reason", &"đ".repeat(10), 10).is_ok());
        for refused in ["", "  ", "a\0b", "\u{7}", &"đ".repeat(11)] {
            assert!(required("reason", refused, 10).is_err(), "{refused:?}");
        }
        assert_eq!(optional("note", Some(" "), 10).ok(), Some(None));
        assert_eq!(optional("note", None, 10).ok(), Some(None));
    }
}
