//! What a person gives a document that the program doesn't know: number, date, place, who signs, who gets it.

use chrono::NaiveDate;

use super::{BLANK, Letterhead, PaperKind, Part, Signature, or_blank, written_date};

/// What a person filled in; empty texts stay blanks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filled {
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
    /// To whom it goes.
    pub to: Vec<String>,
    /// Who else gets it.
    pub recipients: Vec<String>,
    /// For whom it is signed.
    pub authority: String,
    /// The signatory's position.
    pub position: String,
    /// The signatory's name.
    pub signatory: String,
}

impl Filled {
    /// What stands at the top; `subject` is what a letter is about.
    pub fn letterhead(&self, kind: PaperKind, subject: &str) -> Part {
        Part::Letterhead(Letterhead {
            superior: self.superior.clone(),
            issuer: or_blank(&self.issuer).to_owned(),
            number: self.number_line(kind),
            subject: subject.to_owned(),
            place_date: format!("{}, {}", or_blank(&self.place), written_date(self.date)),
        })
    }

    /// Number and sign as the first line has them. A sheet has them only when they are given: the decree knows no sign for it.
    fn number_line(&self, kind: PaperKind) -> String {
        if kind == PaperKind::Explanation && self.number.is_empty() {
            return String::new();
        }
        format!("Số: {}", self.sign(kind))
    }

    /// Number and sign: `15/TTr-SNV`.
    pub fn sign(&self, kind: PaperKind) -> String {
        let (number, abbreviation) = (or_blank(&self.number), or_blank(&self.abbreviation));
        match kind.sign() {
            Some(sign) => format!("{number}/{sign}-{abbreviation}"),
            None if kind == PaperKind::Explanation && self.abbreviation.is_empty() => number.to_owned(),
            None => format!("{number}/{abbreviation}"),
        }
    }

    /// Who issues it.
    pub fn issuer(&self) -> &str {
        or_blank(&self.issuer)
    }

    /// To whom it goes, on a line.
    pub fn addressee(&self) -> String {
        if self.to.is_empty() { BLANK.to_owned() } else { self.to.join(", ") }
    }

    /// To whom it goes; a blank, or what is told for it, where that isn't filled in.
    pub fn to_part(&self, otherwise: &str) -> Part {
        Part::To(if self.to.is_empty() { vec![otherwise.to_owned()] } else { self.to.clone() })
    }

    /// What an annex belongs to: `(Kèm theo Tờ trình số 15/TTr-SNV ngày … của …)`.
    pub fn annex_of(&self, kind: PaperKind, named: &str) -> String {
        let (sign, date) = (self.sign(kind), written_date(self.date));
        format!("(Kèm theo {named} số {sign} {date} của {})", self.issuer())
    }

    /// Who signs, and who gets it.
    pub fn signature(&self) -> Part {
        Part::Signature(Signature {
            authority: self.authority.clone(),
            position: or_blank(&self.position).to_owned(),
            name: or_blank(&self.signatory).to_owned(),
            recipients: if self.recipients.is_empty() {
                vec![BLANK.to_owned()]
            } else {
                self.recipients.clone()
            },
        })
    }
}
