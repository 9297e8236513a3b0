//! What a person gives a document that the program doesn't know: number, date, place, who signs, who gets it.

use chrono::NaiveDate;

use super::{BLANK, Letterhead, PaperKind, Part, Signature, Signatures, or_blank, written_date};

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
            place_date: match kind {
                PaperKind::Minutes => String::new(),
                _ => format!("{}, {}", or_blank(&self.place), written_date(self.date)),
            },
        })
    }

    /// Number and sign as the first line has them. Sheets and summaries of achievements have them only when they are given: the
    /// decree knows no sign for them.
    fn number_line(&self, kind: PaperKind) -> String {
        if is_without_sign(kind) && self.number.is_empty() {
            return String::new();
        }
        format!("Số: {}", self.sign(kind))
    }

    /// Number and sign: `15/TTr-SNV`. A number that holds its sign already stays as it is.
    pub fn sign(&self, kind: PaperKind) -> String {
        if self.number.contains('/') {
            return self.number.clone();
        }
        let (number, abbreviation) = (or_blank(&self.number), or_blank(&self.abbreviation));
        match kind.sign() {
            Some(sign) => format!("{number}/{sign}-{abbreviation}"),
            None if is_without_sign(kind) && self.abbreviation.is_empty() => number.to_owned(),
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
            recipients: self.recipients(),
        })
    }

    /// Two who sign side by side: the secretary on the left, who presided on the right.
    pub fn signatures(&self, secretary: &str, chair: &str) -> Part {
        let signer = |position: &str, name: &str| (position.to_owned(), or_blank(name).to_owned());
        Part::Signatures(Signatures {
            left: signer("Thư ký", secretary),
            right: signer("Chủ tọa", chair),
            recipients: self.recipients(),
        })
    }

    fn recipients(&self) -> Vec<String> {
        if self.recipients.is_empty() { vec![BLANK.to_owned()] } else { self.recipients.clone() }
    }
}

/// Whether the decree knows no sign for a kind.
fn is_without_sign(kind: PaperKind) -> bool {
    matches!(kind, PaperKind::Explanation | PaperKind::Achievements)
}
