//! Lists of awards as workbooks: of the proposed, of the decided, and of those whose names are made public.

use chrono::NaiveDate;

use super::list_book::{Cell, List};
use super::paper::cited::{CitedDecision, CitedPlan};
use super::paper::honoured::{Prize, Subject};
use crate::text::format;

/// A case in the list of the proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedCase {
    /// The award's name.
    pub award: String,
    /// Who.
    pub subject: Subject,
    /// The number of the case.
    pub case: i64,
    /// Its state, in words.
    pub state: String,
    /// What the list remarks of it.
    pub remark: String,
}

/// An award in the list of the decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedAward {
    /// The award's name.
    pub award: String,
    /// Who.
    pub subject: Subject,
    /// The number of the case.
    pub case: i64,
    /// The decision.
    pub decision: CitedDecision,
    /// The money; `None` where there is none.
    pub prize: Option<Prize>,
    /// When it was handed over.
    pub handed_over: Option<NaiveDate>,
    /// When it was revoked.
    pub revoked: Option<NaiveDate>,
    /// What the list remarks of it.
    pub remark: String,
}

/// A case in a public list: as much as may be shown to everybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedPublic {
    /// The award's name.
    pub award: String,
    /// The name as it may be shown.
    pub name: String,
    /// The unit's name; of a collective that of its cluster.
    pub unit: String,
    /// Whether it is a collective.
    pub is_collective: bool,
}

/// The list of the proposed: collectives and individuals on a sheet each.
pub fn proposed(plan: &CitedPlan, cases: &[ListedCase]) -> Vec<List> {
    [true, false]
        .map(|is_collective| {
            let inside = cases.iter().filter(|case| case.subject.is_collective() == is_collective);
            let rows = (1..).zip(inside).map(|(at, case)| {
                let mut cells = vec![Cell::Number(at), Cell::text(&case.award)];
                cells.extend(subject(&case.subject));
                cells.extend([Cell::Number(case.case), Cell::text(&case.state), Cell::text(&case.remark)]);
                cells
            });
            let columns = [("Hồ sơ số", 10), ("Trạng thái", 22), ("Ghi chú", 36)];
            list(plan, "ĐƯỢC ĐỀ NGHỊ KHEN THƯỞNG", is_collective, &columns, rows.collect())
        })
        .into()
}

/// The list of the decided: collectives and individuals on a sheet each.
pub fn decided(plan: &CitedPlan, awards: &[ListedAward]) -> Vec<List> {
    [true, false]
        .map(|is_collective| {
            let inside = awards.iter().filter(|award| award.subject.is_collective() == is_collective);
            let rows = (1..).zip(inside).map(|(at, one)| {
                let mut cells = vec![Cell::Number(at), Cell::text(&one.award)];
                cells.extend(subject(&one.subject));
                cells.extend([Cell::text(&one.decision.number), Cell::Date(one.decision.issued)]);
                cells.extend(prize(one.prize.as_ref()));
                cells.extend([Cell::date(one.handed_over), Cell::date(one.revoked)]);
                cells.extend([Cell::Number(one.case), Cell::text(&one.remark)]);
                cells
            });
            let columns = [
                ("Số quyết định", 16),
                ("Ngày quyết định", 12),
                ("Hệ số", 8),
                ("Mức lương cơ sở (đồng)", 14),
                ("Tiền thưởng (đồng)", 17),
                ("Nguồn kinh phí", 20),
                ("Ngày trao", 13),
                ("Ngày hủy bỏ", 13),
                ("Hồ sơ số", 8),
                ("Ghi chú", 24),
            ];
            list(plan, "ĐƯỢC KHEN THƯỞNG", is_collective, &columns, rows.collect())
        })
        .into()
}

/// The public list: collectives and individuals together, from its first day to its last.
pub fn public(plan: &CitedPlan, (from, to): (NaiveDate, NaiveDate), listed: &[ListedPublic]) -> Vec<List> {
    let rows = (1..).zip(listed).map(|(at, one)| {
        let kind = if one.is_collective { "Tập thể" } else { "Cá nhân" };
        vec![
            Cell::Number(at),
            Cell::text(kind),
            Cell::text(&one.name),
            Cell::text(&one.unit),
            Cell::text(&one.award),
        ]
    });
    vec![List {
        name: "Công khai",
        title: "DANH SÁCH CÔNG KHAI LẤY Ý KIẾN VỀ KHEN THƯỞNG".to_owned(),
        about: format!("{}; công khai từ {} đến {}", about(plan), format::date(from), format::date(to)),
        columns: vec![
            ("TT", 6),
            ("Đối tượng", 12),
            ("Tập thể, cá nhân", 44),
            ("Cụm, khối hoặc đơn vị", 44),
            ("Hình thức đề nghị", 40),
        ],
        rows: rows.collect(),
    }]
}

fn about(plan: &CitedPlan) -> String {
    format!(
        "Kế hoạch số {} ngày {} của {}: {}",
        plan.code,
        format::date(plan.issued),
        plan.issuer,
        plan.title
    )
}

/// A list of collectives or of individuals, with columns behind those that name them.
fn list(
    plan: &CitedPlan,
    what: &str,
    is_collective: bool,
    behind: &[(&'static str, u16)],
    rows: Vec<Vec<Cell>>,
) -> List {
    let mut columns = vec![("TT", 6), ("Hình thức khen thưởng", 34)];
    columns.extend_from_slice(if is_collective {
        &[("Mã đơn vị", 12), ("Tập thể", 36), ("Cụm, khối thi đua", 26)]
    } else {
        &[("Họ và tên", 28), ("Chức vụ", 28), ("Đơn vị", 32), ("Nhóm đối tượng", 20)]
    });
    columns.extend_from_slice(behind);
    let (name, who) = if is_collective { ("Tập thể", "TẬP THỂ") } else { ("Cá nhân", "CÁ NHÂN") };
    List { name, title: format!("DANH SÁCH {who} {what}"), about: about(plan), columns, rows }
}

/// The cells that name a subject.
fn subject(subject: &Subject) -> Vec<Cell> {
    match subject {
        Subject::Collective(unit) => {
            vec![Cell::text(&unit.code), Cell::text(&unit.name), Cell::text(&unit.cluster)]
        }
        Subject::Person(person) => vec![
            Cell::text(&person.shown()),
            Cell::text(&person.position),
            Cell::text(&person.unit),
            Cell::text(&person.kind),
        ],
    }
}

fn prize(prize: Option<&Prize>) -> [Cell; 4] {
    match prize {
        None => [Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty],
        Some(prize) => [
            Cell::Decimal(prize.coefficient),
            Cell::Count(prize.base_wage),
            Cell::Count(prize.amount),
            Cell::text(&prize.budget),
        ],
    }
}
