//! Administrative documents in the layout of Decree 30/2020/NĐ-CP: a value made once, written as DOCX to edit and shown as a
//! page to print.
//!
//! The decree's forms are Vietnamese, and so are the words in this folder, in whatever language pages are shown. What the
//! program doesn't know stays a dotted blank; nothing is made up.

pub mod achievements;
pub mod annex;
pub mod ballot;
pub mod cited;
pub mod decision;
pub mod docx;
pub mod explanation;
pub mod filled;
mod frame;
pub mod honoured;
mod layout;
pub mod material;
pub mod minutes;
pub mod seal;
pub mod submission;
pub mod summary;
pub mod urging;
mod xml;

use chrono::{Datelike, NaiveDate};

/// What stands where something is to be filled in by hand.
pub const BLANK: &str = "……";

/// The kinds of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaperKind {
    /// Submission letter (tờ trình) with the list of the collectives recommended.
    Submission,
    /// Explanation sheet of a unit's points (phiếu giải trình điểm).
    Explanation,
    /// Urging letter (công văn đôn đốc) to units that haven't reported.
    Urging,
    /// Summing-up report (báo cáo tổng kết) for the conference.
    Summary,
    /// Minutes of a council's session (biên bản họp Hội đồng).
    Minutes,
    /// Decision (quyết định) with its annex, also one that amends or revokes.
    Decision,
    /// Summary of achievements (bản tóm tắt thành tích) of all cases.
    Achievements,
}

impl PaperKind {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Submission,
        Self::Achievements,
        Self::Minutes,
        Self::Decision,
        Self::Explanation,
        Self::Urging,
        Self::Summary,
    ];

    /// The stable code for addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Submission => "submission",
            Self::Explanation => "explanation",
            Self::Urging => "urging",
            Self::Summary => "summary",
            Self::Minutes => "minutes",
            Self::Decision => "decision",
            Self::Achievements => "achievements",
        }
    }

    /// The one with a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.code() == code)
    }

    /// What its sign has before the abbreviation of who issues it; letters and sheets have nothing.
    pub const fn sign(self) -> Option<&'static str> {
        match self {
            Self::Submission => Some("TTr"),
            Self::Summary => Some("BC"),
            Self::Minutes => Some("BB"),
            Self::Decision => Some("QĐ"),
            Self::Explanation | Self::Urging | Self::Achievements => None,
        }
    }
}

/// A document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its title, for lists of files.
    pub title: String,
    /// Its parts, from the top down.
    pub parts: Vec<Part>,
    /// What stands small below: where the figures come from.
    pub foot: Vec<String>,
}

impl Document {
    /// What stands over the annex at a position of the parts: numbered by letters where there are several.
    pub fn annex_label(&self, position: usize) -> String {
        let is_annex = |part: &&Part| matches!(part, Part::Annex(..));
        if self.parts.iter().filter(is_annex).count() < 2 {
            return "Phụ lục".to_owned();
        }
        format!("Phụ lục {}", roman(self.parts.iter().take(position + 1).filter(is_annex).count()))
    }
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Who issues it, the national title, number and sign, place and date.
    Letterhead(Letterhead),
    /// A large remark that it isn't final, and why.
    Mark(String, String),
    /// The type of the document and what it is about; of letters neither.
    Title(String, String),
    /// To whom it goes.
    To(Vec<String>),
    /// A line in the middle in bold letters: who decides, and that it is decided.
    Middle(String),
    /// What the document rests on, in italics.
    Basis(String),
    /// An article: its number, and what it says.
    Article(String, String),
    /// A paragraph.
    Text(String),
    /// A heading.
    Heading(String),
    /// An item of a list.
    Item(String),
    /// The beginning of an annex on a new page: its title, and what it belongs to.
    Annex(String, String),
    /// A table.
    Table(Table),
    /// Who signs, and who gets it.
    Signature(Signature),
    /// Two who sign side by side, and who gets it below.
    Signatures(Signatures),
}

impl Part {
    /// Whether it leads to what follows: a page doesn't end with it.
    pub fn leads(&self) -> bool {
        matches!(self, Self::Text(text) | Self::Item(text) | Self::Article(_, text) if text.ends_with(':'))
    }
}

/// What stands at the top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letterhead {
    /// The body above the one that issues it; empty without one.
    pub superior: String,
    /// Who issues it.
    pub issuer: String,
    /// Number and sign; empty where the document has none.
    pub number: String,
    /// What a letter is about; empty of other documents.
    pub subject: String,
    /// Place and date; empty of minutes, which tell both in their text.
    pub place_date: String,
}

/// Who signs, and who gets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// For whom it is signed, such as `TM. ỦY BAN NHÂN DÂN`; empty without one.
    pub authority: String,
    /// The signatory's position.
    pub position: String,
    /// The signatory's name.
    pub name: String,
    /// Who gets it.
    pub recipients: Vec<String>,
}

/// Two who sign side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signatures {
    /// On the left: position and name.
    pub left: (String, String),
    /// On the right: position and name.
    pub right: (String, String),
    /// Who gets it.
    pub recipients: Vec<String>,
}

/// A table whose header is repeated on each page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What it shows, for readers that hear it.
    pub caption: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// Whether its letters are a point smaller, since much stands in it.
    pub is_small: bool,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// How much of the width it takes, in thousandths.
    pub width: u16,
    /// How its cells are set.
    pub set: Set,
}

/// How cells are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Set {
    /// From the left.
    Left,
    /// In the middle.
    Middle,
    /// To the right.
    Right,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// A heading over the rows that follow.
    Group(String),
    /// A cell per column; line ends divide paragraphs.
    Cells(Vec<String>),
}

impl Table {
    /// A table whose columns are told as name, width in thousandths, and how they are set. What the widths lack of a thousand
    /// goes to the widest.
    pub fn new(caption: &str, columns: &[(&str, u16, Set)]) -> Self {
        let mut columns: Vec<Column> = columns
            .iter()
            .map(|(name, width, set)| Column { name: (*name).to_owned(), width: *width, set: *set })
            .collect();
        let missing = 1000_u16.saturating_sub(columns.iter().map(|column| column.width).sum());
        if let Some(widest) = columns.iter_mut().max_by_key(|column| column.width) {
            widest.width += missing;
        }
        Self { caption: caption.to_owned(), columns, rows: Vec::new(), is_small: false }
    }
}

/// A text, or the blank where there is none.
pub fn or_blank(text: &str) -> &str {
    if text.is_empty() { BLANK } else { text }
}

/// A date as documents write it: `ngày 05 tháng 02 năm 2021`; days below ten and the first two months with a nought.
pub fn written_date(date: Option<NaiveDate>) -> String {
    let Some(date) = date else { return format!("ngày {BLANK} tháng {BLANK} năm {BLANK}") };
    let month = if date.month() < 3 { format!("{:02}", date.month()) } else { date.month().to_string() };
    format!("ngày {:02} tháng {month} năm {}", date.day(), date.year())
}

/// A number as the letters that count main parts.
pub fn roman(number: usize) -> String {
    const MARKS: [(usize, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = number;
    let mut text = String::new();
    for (value, mark) in MARKS {
        while rest >= value {
            text.push_str(mark);
            rest -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_the_decree_says() {
        let date = |year, month, day| written_date(NaiveDate::from_ymd_opt(year, month, day));
        assert_eq!(date(2021, 2, 5), "ngày 05 tháng 02 năm 2021");
        assert_eq!(date(2021, 3, 15), "ngày 15 tháng 3 năm 2021");
        assert_eq!(date(2021, 12, 1), "ngày 01 tháng 12 năm 2021");
        assert_eq!(written_date(None), "ngày …… tháng …… năm ……");
    }

    #[test]
    fn main_parts_are_counted_by_letters() {
        let all: Vec<String> = [1, 4, 9, 14, 40, 99, 2026].into_iter().map(roman).collect();
        assert_eq!(all, ["I", "IV", "IX", "XIV", "XL", "XCIX", "MMXXVI"]);
    }

    #[test]
    fn the_widest_column_takes_what_is_left() {
        let table = Table::new("x", &[("a", 100, Set::Left), ("b", 300, Set::Left)]);
        assert_eq!(table.columns.iter().map(|column| column.width).collect::<Vec<_>>(), [100, 900]);
    }
}
