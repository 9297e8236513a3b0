//! Moments as fields of forms hold them: on the wall, to the minute.

use chrono::NaiveDateTime;

use crate::app::moment::{in_utc, on_the_wall};
use crate::app::problem::{FIELD_REFUSED, Problem};

/// How a field for a moment writes it.
const WRITTEN: &str = "%Y-%m-%dT%H:%M";

/// A moment as its field holds it.
pub fn moment_text(moment: NaiveDateTime) -> String {
    let moment = on_the_wall(moment);
    let seconds = if moment.format("%S").to_string() == "00" { "" } else { ":%S" };
    moment.format(&format!("{WRITTEN}{seconds}")).to_string()
}

/// The moment that a field brought; `None` when it is empty. Browsers write it with a `T`, people with a space, and as
/// pages show it: `24/05/2021 08:00`.
///
/// # Errors
/// When it is no moment.
pub fn typed_moment(field: &'static str, text: &str) -> Result<Option<NaiveDateTime>, Problem> {
    if text.is_empty() {
        return Ok(None);
    }
    let known = [WRITTEN, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S"];
    let read = known.iter().find_map(|pattern| NaiveDateTime::parse_from_str(text, pattern).ok());
    let read = read.ok_or_else(|| FIELD_REFUSED.with("field", field).with("expected", "24/05/2021 17:00"))?;
    Ok(Some(in_utc(read)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_brings_back_the_moment_that_it_held() {
        let moment: NaiveDateTime = "2021-05-24T18:30:00".parse().unwrap();
        assert_eq!(moment_text(moment), "2021-05-25T01:30");
        for text in ["2021-05-25T01:30", "2021-05-25T01:30:00", "2021-05-25 01:30", "25/05/2021 01:30"] {
            assert_eq!(typed_moment("until", text).unwrap(), Some(moment), "{text}");
        }
        let odd: NaiveDateTime = "2021-05-24T18:30:07".parse().unwrap();
        assert_eq!(typed_moment("until", &moment_text(odd)).unwrap(), Some(odd));
        assert_eq!(typed_moment("until", "").unwrap(), None);
        for text in ["25/05", "2021-02-30T10:00", "mai", "05/25/2021 10:00"] {
            assert!(typed_moment("until", text).is_err(), "{text}");
        }
    }
}
