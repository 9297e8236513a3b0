//! What proves where a document comes from: whether it is final, the stored ranking with its hash, the head of the audit log.

use super::Part;

/// How far what a document shows is final.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Nothing can change it any more.
    Final,
    /// It can still change, and why.
    Provisional(&'static str),
    /// It has nothing to do with a ranking: a letter about reports.
    OfReports,
}

/// Where what a document shows comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// How far it is final.
    pub standing: Standing,
    /// The number and the hash of the stored ranking; `None` without one.
    pub stored: Option<(i64, String)>,
    /// The number and the hash of the last record of the audit log.
    pub audit: (i64, String),
    /// When it was made, as clocks on the wall show it.
    pub made: String,
}

impl Seal {
    /// The large remark that it isn't final; none when it is.
    pub fn mark(&self) -> Option<Part> {
        match self.standing {
            Standing::Provisional(why) => Some(Part::Mark("TẠM TÍNH".to_owned(), why.to_owned())),
            Standing::Final | Standing::OfReports => None,
        }
    }

    /// What stands small below.
    pub fn foot(&self) -> Vec<String> {
        let state = match self.standing {
            Standing::Final => "Chính thức",
            Standing::Provisional(_) => "TẠM TÍNH",
            Standing::OfReports => "Theo báo cáo nhận được",
        };
        let ranking = match (&self.stored, &self.standing) {
            (Some((number, hash)), _) => format!("Bảng xếp hạng số {number}, SHA-256 {hash}"),
            (None, Standing::OfReports) => String::new(),
            (None, _) => "Chưa lưu bảng xếp hạng".to_owned(),
        };
        let (seq, hash) = &self.audit;
        let mut lines = vec![format!("{state} · lập lúc {}", self.made)];
        if !ranking.is_empty() {
            lines.push(ranking);
        }
        lines.push(format!("Nhật ký số {seq}, SHA-256 {hash}"));
        lines
    }
}
