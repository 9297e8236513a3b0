//! The summary of achievements (bản tóm tắt thành tích) of all cases: of a collective the figures by criterion, of a person what
//! the nomination says.

use super::cited::CitedPlan;
use super::filled::Filled;
use super::honoured::{Counts, Subject};
use super::seal::Seal;
use super::submission::number;
use super::{BLANK, Document, PaperKind, Part, Row, Set, Table, roman};

/// How a criterion came out for a collective.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CriterionLine {
    /// The number of the criterion in the plan; empty without one.
    pub number: String,
    /// Its name.
    pub name: String,
    /// The figures, such as `5.230/5.232 = 99,96 %`; empty where there are none.
    pub figures: String,
    /// How it came out, in words.
    pub outcome: String,
    /// The points; empty where there are none.
    pub points: String,
}

/// What somebody has achieved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Achieved {
    /// A collective: how it stands, and its criteria.
    Criteria(Vec<String>, Vec<CriterionLine>),
    /// A person: the written summary, a paragraph each; empty once it was erased.
    Written(Vec<String>),
}

/// A case with what was achieved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseAchievement {
    /// Who.
    pub subject: Subject,
    /// The number of the case.
    pub case: i64,
    /// What was achieved.
    pub achieved: Achieved,
}

/// What the summary is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Achievements {
    /// The plan.
    pub plan: CitedPlan,
    /// Per award, by its name, the cases.
    pub groups: Vec<(String, Vec<CaseAchievement>)>,
}

/// The summary.
pub fn achievements(told: &Achievements, filled: &Filled, seal: &Seal) -> Document {
    let cases = told.groups.iter().flat_map(|(_, cases)| cases);
    let collectives = cases.clone().filter(|case| case.subject.is_collective()).count();
    let counts = Counts { collectives, individuals: cases.count() - collectives };
    let about = format!("Của {} được đề nghị khen thưởng trong {}", counts.kinds(), told.plan.title);
    let mut parts = vec![filled.letterhead(PaperKind::Achievements, "")];
    parts.push(Part::Title("TÓM TẮT THÀNH TÍCH".to_owned(), about.clone()));
    parts.extend(seal.mark());
    parts.push(Part::Text(format!("{}.", told.plan.basis())));
    if counts.is_nobody() {
        parts.push(Part::Text("Đến nay chưa có hồ sơ nào.".to_owned()));
    } else {
        parts.push(Part::Text(format!("{}, gồm:", counts.told())));
        parts.push(Part::Table(table(told)));
        parts.push(Part::Text(format!("Trên đây là tóm tắt thành tích của {}./.", counts.told())));
    }
    parts.push(filled.signature());
    Document { title: format!("Tóm tắt thành tích {about}"), parts, foot: seal.foot() }
}

fn table(told: &Achievements) -> Table {
    let columns = [
        ("TT", 60, Set::Middle),
        ("Tập thể, cá nhân", 290, Set::Left),
        ("Tóm tắt thành tích", 650, Set::Left),
    ];
    let mut table = Table::new("Tóm tắt thành tích", &columns);
    let used = told.groups.iter().filter(|(_, cases)| !cases.is_empty());
    let mut at = 0;
    for (part, (award, cases)) in (1..).zip(used) {
        let count = number(cases.len());
        table.rows.push(Row::Group(format!("{}. {award} ({count} hồ sơ)", roman(part))));
        for case in cases {
            at += 1;
            table.rows.push(Row::Cells(vec![number(at), named(case), achieved(&case.achieved)]));
        }
    }
    table
}

fn named(case: &CaseAchievement) -> String {
    let mut lines = vec![case.subject.shown()];
    match &case.subject {
        Subject::Collective(unit) => lines.push(unit.cluster.clone()),
        Subject::Person(person) => lines.extend([person.position.clone(), person.unit.clone()]),
    }
    lines.push(format!("Hồ sơ số {}", case.case));
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

fn achieved(achieved: &Achieved) -> String {
    let mut lines: Vec<String> = match achieved {
        Achieved::Written(paragraphs) => paragraphs.clone(),
        Achieved::Criteria(standing, criteria) => {
            standing.iter().cloned().chain(criteria.iter().map(criterion)).collect()
        }
    };
    lines.retain(|line| !line.trim().is_empty());
    if lines.is_empty() { BLANK.to_owned() } else { lines.join("\n") }
}

/// A criterion on a line: `1. Tỷ lệ cử tri đi bầu: 5.230/5.232 = 99,96 %; đạt; 10,00 điểm.`
fn criterion(line: &CriterionLine) -> String {
    let number = if line.number.is_empty() { "-".to_owned() } else { format!("{}.", line.number) };
    let points = if line.points.is_empty() { String::new() } else { format!("{} điểm", line.points) };
    let told = [&line.figures, &line.outcome, &points];
    let told: Vec<&str> = told.into_iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
    format!("{number} {}: {}.", line.name, told.join("; "))
}
