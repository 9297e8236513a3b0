//! What a person gives a document, checked: lines of a bounded length, each field only for the documents that have a place for
//! it.

use chrono::{Datelike, NaiveDate};

use super::problem::{FIELD_REFUSED, Problem};
use super::text_field::{LONGEST_CODE, optional};
use crate::documents::paper::PaperKind;
use crate::documents::paper::filled::Filled;
use crate::documents::paper::urging::Lacking;

/// How many characters a line may have.
pub const LONGEST_LINE: usize = 200;

/// How many lines a field may have.
pub const MOST_LINES: usize = 30;

/// What a person gives a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PaperFields {
    /// The body above the one that issues the document.
    pub superior: String,
    /// Who issues it.
    pub issuer: String,
    /// The abbreviation in its sign.
    pub abbreviation: String,
    /// Its number.
    pub number: String,
    /// The place.
    pub place: String,
    /// The date.
    pub date: Option<NaiveDate>,
    /// To whom it goes, a line each.
    pub to: String,
    /// Who else gets it, a line each.
    pub recipients: String,
    /// For whom it is signed.
    pub authority: String,
    /// The signatory's position.
    pub position: String,
    /// The signatory's name.
    pub signatory: String,
    /// The number of the stored ranking that it is made from; `None`: of the one that stands.
    pub ranking: Option<i64>,
    /// The id of the letter that is printed as it was entered; `None`: a letter of what stands now.
    pub letter: Option<i64>,
    /// The unit that is explained.
    pub unit: String,
    /// The only cluster of which units are urged.
    pub cluster: String,
    /// Which units are urged: the code of what they lack; empty: all.
    pub lacking: String,
    /// The day until which units are asked to report.
    pub answer_by: Option<NaiveDate>,
    /// The plan that the contest is compared with.
    pub compare: Option<i64>,
    /// The number of its stored ranking; `None`: of the one that stands.
    pub compare_ranking: Option<i64>,
    /// The number of the session that minutes are of.
    pub session: Option<i64>,
    /// The id of the decision.
    pub decision: Option<i64>,
    /// Who asked for the decision.
    pub proposer: String,
    /// Who carries the decision out, besides those in its lists.
    pub executors: String,
}

impl PaperFields {
    /// What a person filled in, checked for a kind of document.
    ///
    /// # Errors
    /// When a field is too long, or the document has no place for it.
    pub(super) fn checked(&self, kind: PaperKind) -> Result<Filled, Problem> {
        self.refuse_strange(kind)?;
        for (field, date) in [("date", self.date), ("answer_by", self.answer_by)] {
            if date.is_some_and(|date| !(1900..2200).contains(&date.year())) {
                return Err(FIELD_REFUSED.with("field", field).with("expected", "1900-2199"));
            }
        }
        line("proposer", &self.proposer)?;
        line("executors", &self.executors)?;
        Ok(Filled {
            superior: line("superior", &self.superior)?,
            issuer: line("issuer", &self.issuer)?,
            abbreviation: line("abbreviation", &self.abbreviation)?,
            number: line("number", &self.number)?,
            place: line("place", &self.place)?,
            date: self.date,
            to: lines("to", &self.to)?,
            recipients: lines("recipients", &self.recipients)?,
            authority: line("authority", &self.authority)?,
            position: line("position", &self.position)?,
            signatory: line("signatory", &self.signatory)?,
        })
    }

    /// Refuses what the document has no place for, rather than leaving it aside.
    fn refuse_strange(&self, kind: PaperKind) -> Result<(), Problem> {
        use PaperKind::{Achievements, Decision, Explanation, Minutes, Submission, Summary, Urging};
        const TO: &[PaperKind] = &[Submission, Explanation, Urging, Summary];
        const SIGNED_BY_ONE: &[PaperKind] =
            &[Submission, Explanation, Urging, Summary, Decision, Achievements];
        let given: [(&'static str, bool, &[PaperKind]); 18] = [
            ("session", self.session.is_some(), &[Minutes]),
            ("decision", self.decision.is_some(), &[Decision]),
            ("proposer", !self.proposer.is_empty(), &[Decision]),
            ("executors", !self.executors.is_empty(), &[Decision]),
            ("to", !self.to.is_empty(), TO),
            ("place", !self.place.is_empty(), SIGNED_BY_ONE),
            ("date", self.date.is_some(), SIGNED_BY_ONE),
            ("authority", !self.authority.is_empty(), SIGNED_BY_ONE),
            ("position", !self.position.is_empty(), SIGNED_BY_ONE),
            ("signatory", !self.signatory.is_empty(), SIGNED_BY_ONE),
            ("ranking", self.ranking.is_some(), &[Submission, Summary]),
            ("letter", self.letter.is_some(), &[Submission]),
            ("unit", !self.unit.is_empty(), &[Explanation]),
            ("cluster", !self.cluster.is_empty(), &[Urging]),
            ("lacking", !self.lacking.is_empty(), &[Urging]),
            ("answer_by", self.answer_by.is_some(), &[Urging]),
            ("compare", self.compare.is_some(), &[Summary]),
            ("compare_ranking", self.compare_ranking.is_some(), &[Summary]),
        ];
        for (field, is_given, kinds) in given {
            if is_given && !kinds.contains(&kind) {
                let kinds: Vec<&str> = kinds.iter().map(|kind| kind.code()).collect();
                return Err(FIELD_REFUSED.with("field", field).with("expected", kinds.join(", ")));
            }
        }
        if self.letter.is_some() && self.ranking.is_some() {
            return Err(FIELD_REFUSED.with("field", "letter").with("expected", Submission.code()));
        }
        if self.compare_ranking.is_some() && self.compare.is_none() {
            return Err(FIELD_REFUSED.with("field", "compare").with("expected", "1"));
        }
        Ok(())
    }

    /// The code of the unit that is explained.
    ///
    /// # Errors
    /// When there is none.
    pub(super) fn unit(&self) -> Result<&str, Problem> {
        let code = self.unit.trim();
        if (1..=LONGEST_CODE).contains(&code.chars().count()) {
            return Ok(code);
        }
        Err(FIELD_REFUSED.with("field", "unit").with("expected", format!("1-{LONGEST_CODE}")))
    }

    /// Which units are urged; `None`: all that lack something.
    ///
    /// # Errors
    /// When there is no such code.
    pub(super) fn lacking(&self) -> Result<Option<Lacking>, Problem> {
        if self.lacking.is_empty() {
            return Ok(None);
        }
        let codes: Vec<&str> = Lacking::ALL.iter().map(|lacking| lacking.code()).collect();
        let refused = || FIELD_REFUSED.with("field", "lacking").with("expected", codes.join(", "));
        Lacking::of_code(&self.lacking).map(Some).ok_or_else(refused)
    }
}

/// A line; empty when nothing was given.
fn line(field: &'static str, text: &str) -> Result<String, Problem> {
    let text = optional(field, Some(text), LONGEST_LINE)?.unwrap_or_default();
    if text.contains(['\n', '\r', '\t']) {
        return Err(FIELD_REFUSED.with("field", field).with("expected", format!("1-{LONGEST_LINE}")));
    }
    Ok(text)
}

/// Lines, without the dashes and semicolons that the document gives them itself.
fn lines(field: &'static str, text: &str) -> Result<Vec<String>, Problem> {
    let plain = |text: &str| {
        let text = text.trim().trim_start_matches(['-', '–', '+']).trim_start();
        text.trim_end_matches([';', '.']).trim_end().to_owned()
    };
    let all: Vec<String> = text.lines().map(plain).filter(|text| !text.is_empty()).collect();
    if all.len() > MOST_LINES {
        return Err(FIELD_REFUSED.with("field", field).with("expected", format!("1-{MOST_LINES}")));
    }
    all.iter().map(|text| line(field, text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(kind: PaperKind, fields: &PaperFields) -> Option<String> {
        let problem = fields.checked(kind).err()?;
        problem.arguments.into_iter().find(|(name, _)| *name == "field").map(|(_, field)| field)
    }

    #[test]
    fn a_field_for_another_document_is_refused_and_not_left_aside() {
        let unit = PaperFields { unit: "099".to_owned(), ..PaperFields::default() };
        assert_eq!(refused(PaperKind::Explanation, &unit), None);
        assert_eq!(refused(PaperKind::Submission, &unit).as_deref(), Some("unit"));
        let compared = PaperFields { compare_ranking: Some(1), ..PaperFields::default() };
        assert_eq!(refused(PaperKind::Summary, &compared).as_deref(), Some("compare"));
        let ranking = PaperFields { ranking: Some(1), ..PaperFields::default() };
        assert_eq!(refused(PaperKind::Urging, &ranking).as_deref(), Some("ranking"));
    }

    #[test]
    fn lines_are_bounded_and_lose_the_marks_that_the_document_gives() {
        let given = PaperFields {
            to: " - Sở Nội vụ;\r\n\n– UBND tỉnh.\n".to_owned(),
            ..PaperFields::default()
        };
        let filled = given.checked(PaperKind::Summary).ok().unwrap();
        assert_eq!(filled.to, ["Sở Nội vụ", "UBND tỉnh"]);
        for (number, to) in [("1\n2", ""), (&*"đ".repeat(201), ""), ("", &*"a\n".repeat(31)), ("\u{7}", "")]
        {
            let fields =
                PaperFields { number: number.to_owned(), to: to.to_owned(), ..PaperFields::default() };
            assert!(refused(PaperKind::Summary, &fields).is_some(), "{number:?}");
        }
        let late = PaperFields { date: NaiveDate::from_ymd_opt(9999, 1, 1), ..PaperFields::default() };
        assert_eq!(refused(PaperKind::Summary, &late).as_deref(), Some("date"));
    }
}
