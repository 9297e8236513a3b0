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
    /// It tells cases as they stand.
    OfCases,
    /// It tells the register of awards, of all contests, as it stands.
    OfRegister,
}

/// Another stored ranking that a document rests on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Resting {
    /// Whether persons are ranked in it.
    pub is_of_persons: bool,
    /// Its number.
    pub number: i64,
    /// Its hash.
    pub hash: String,
}

/// Where what a document shows comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// How far it is final.
    pub standing: Standing,
    /// The number and the hash of the stored ranking; `None` without one.
    pub stored: Option<(i64, String)>,
    /// Other stored rankings that cases rest on: of persons, or earlier ones. Each is told as it should be printed.
    pub others: Vec<Resting>,
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
            Standing::Final | Standing::OfReports | Standing::OfCases | Standing::OfRegister => None,
        }
    }

    /// What stands small below.
    pub fn foot(&self) -> Vec<String> {
        let state = match self.standing {
            Standing::Final => "Chính thức",
            Standing::Provisional(_) => "TẠM TÍNH",
            Standing::OfReports => "Theo báo cáo nhận được",
            Standing::OfCases => "Theo hồ sơ đến lúc lập",
            Standing::OfRegister => "Theo sổ khen thưởng đến lúc lập",
        };
        let ranking = match (&self.stored, &self.standing) {
            (Some((number, hash)), _) => format!("Bảng xếp hạng số {number}, SHA-256 {hash}"),
            (None, Standing::OfReports | Standing::OfRegister) => String::new(),
            (None, _) if !self.others.is_empty() => String::new(),
            (None, _) => "Chưa lưu bảng xếp hạng".to_owned(),
        };
        let (seq, hash) = &self.audit;
        let mut lines = vec![format!("{state} · lập lúc {}", self.made)];
        if !ranking.is_empty() {
            lines.push(ranking);
        }
        lines.extend(self.others.iter().map(|other| {
            let what =
                if other.is_of_persons { "Bảng xếp hạng cá nhân" } else { "Bảng xếp hạng" };
            format!("{what} số {}, SHA-256 {}", other.number, other.hash)
        }));
        lines.push(format!("Nhật ký số {seq}, SHA-256 {hash}"));
        lines
    }
}
