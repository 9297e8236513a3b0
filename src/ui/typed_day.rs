//! Days as fields of forms bring them.

use chrono::NaiveDate;

use crate::app::problem::{FIELD_REFUSED, Problem};

/// The day that a field brought: as browsers write it, `2021-05-31`, or as people do, `31/05/2021`.
///
/// # Errors
/// When it is none, or the field is empty.
pub fn typed_day(field: &'static str, text: &str) -> Result<NaiveDate, Problem> {
    let text = text.trim();
    let day = NaiveDate::parse_from_str(text, "%d/%m/%Y").or_else(|_| text.parse());
    day.map_err(|_| FIELD_REFUSED.with("field", field).with("expected", "31/05/2021"))
}

/// The same of a field that may be left empty.
///
/// # Errors
/// When it is no day.
pub fn typed_day_or_none(field: &'static str, text: &str) -> Result<Option<NaiveDate>, Problem> {
    if text.trim().is_empty() { Ok(None) } else { typed_day(field, text).map(Some) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_browsers_and_as_people_write_it() {
        let day = NaiveDate::from_ymd_opt(2021, 5, 31);
        for text in ["2021-05-31", "31/05/2021", " 31/05/2021 "] {
            assert_eq!(typed_day("from", text).ok(), day, "{text}");
            assert_eq!(typed_day_or_none("from", text).unwrap(), day, "{text}");
        }
        assert_eq!(typed_day_or_none("from", " ").unwrap(), None);
        for text in ["", "31/06/2021", "05/31/2021", "mai"] {
            assert!(typed_day("from", text).is_err(), "{text}");
        }
    }
}
