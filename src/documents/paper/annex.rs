//! Annexes of documents that propose, decide or tell awards: a list of collectives and a list of individuals, award by award.

use super::filled::Filled;
use super::honoured::{AwardGroup, Counts, Honoured, Prize, Subject, by_budget, money};
use super::submission::number;
use super::{PaperKind, Part, Row, Set, Table, roman};
use crate::contest::words::Language;
use crate::text::format;

/// What an annex belongs to and what is asked of it.
#[derive(Clone, Copy)]
pub(super) struct Annexed<'a> {
    /// What people gave the document.
    pub filled: &'a Filled,
    /// The kind of the document.
    pub kind: PaperKind,
    /// The document's name in its annexes, such as `Quyết định`.
    pub named: &'a str,
    /// What happens to those in the lists, such as `ĐƯỢC KHEN THƯỞNG`.
    pub what: &'a str,
    /// The heading of the column of remarks; without it, there is none.
    pub remarks: Option<&'a str>,
}

/// The annexes: of collectives, of individuals, and, where several budgets or lists pay, of the money. None for nobody.
pub(super) fn annexes(groups: &[AwardGroup], annexed: Annexed<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    for is_collective in [true, false] {
        let table = list(groups, is_collective, annexed.remarks);
        if table.rows.is_empty() {
            continue;
        }
        let who = if is_collective { "TẬP THỂ" } else { "CÁ NHÂN" };
        parts.push(Part::Annex(
            format!("DANH SÁCH {who} {}", annexed.what),
            annexed.filled.annex_of(annexed.kind, annexed.named),
        ));
        parts.push(Part::Table(table));
    }
    parts
}

/// The list of collectives, or that of individuals.
pub(super) fn list(groups: &[AwardGroup], is_collective: bool, remarks: Option<&str>) -> Table {
    let has_money = groups.iter().flat_map(|group| &group.honoured).any(|one| one.prize.is_some());
    let mut columns = vec![("TT", 55, Set::Middle)];
    let has_cluster = is_collective && has_clusters(groups);
    // Names take what the other columns leave.
    if is_collective {
        columns.push(("Tập thể", 0, Set::Left));
        if has_cluster {
            columns.push(("Cụm, khối thi đua", 300, Set::Left));
        }
    } else {
        columns.push(("Họ và tên", 0, Set::Left));
        columns.push(("Chức vụ", 210, Set::Left));
        columns.push(("Đơn vị", 220, Set::Left));
    }
    if has_money {
        columns.push(("Hệ số × lương cơ sở", 165, Set::Right));
        columns.push(("Tiền thưởng (đồng)", 130, Set::Right));
    }
    if let Some(name) = remarks {
        columns.push((name, 255, Set::Left));
    }
    let (caption, what) = if is_collective {
        ("Danh sách tập thể", "tập thể")
    } else {
        ("Danh sách cá nhân", "cá nhân")
    };
    let mut table = Table::new(caption, &fitted(columns));
    table.is_small = has_money;
    let (mut part, mut count, mut sum) = (0, 0, 0);
    for group in groups {
        let inside: Vec<&Honoured> =
            group.honoured.iter().filter(|one| one.subject.is_collective() == is_collective).collect();
        if inside.is_empty() {
            continue;
        }
        part += 1;
        count += inside.len();
        sum +=
            inside.iter().filter_map(|one| one.prize.as_ref()).map(|it| i128::from(it.amount)).sum::<i128>();
        let told = number(inside.len());
        table.rows.push(Row::Group(format!("{}. {} ({told} {what})", roman(part), group.award)));
        let shape = Shape { has_cluster, has_money, has_remarks: remarks.is_some() };
        table.rows.extend((1..).zip(inside).map(|(at, one)| row(at, one, shape)));
    }
    if has_money && count > 0 {
        table.rows.push(Row::Group(format!("Cộng: {} {what}, {}", number(count), money(sum))));
    }
    table
}

/// The narrowest column of names and of other texts.
const NARROWEST: u16 = 165;

/// Columns that make a thousand together: the one of names takes what the others leave; where that is too little, other texts
/// give of theirs.
fn fitted(mut columns: Vec<(&str, u16, Set)>) -> Vec<(&str, u16, Set)> {
    let used = columns.iter().map(|(_, width, _)| width).sum::<u16>();
    let mut over = (used + NARROWEST).saturating_sub(1000);
    for (_, width, _) in columns.iter_mut().skip(2).filter(|(_, _, set)| *set == Set::Left) {
        let taken = over.min(width.saturating_sub(NARROWEST));
        *width -= taken;
        over -= taken;
    }
    let left = 1000_u16.saturating_sub(columns.iter().map(|(_, width, _)| width).sum());
    if let Some((_, width, _)) = columns.get_mut(1) {
        *width = left;
    }
    columns
}

fn has_clusters(groups: &[AwardGroup]) -> bool {
    let all = groups.iter().flat_map(|group| &group.honoured);
    all.into_iter().any(|one| matches!(&one.subject, Subject::Collective(unit) if !unit.cluster.is_empty()))
}

/// Which columns a list has.
#[derive(Clone, Copy)]
struct Shape {
    has_cluster: bool,
    has_money: bool,
    has_remarks: bool,
}

fn row(at: usize, one: &Honoured, shape: Shape) -> Row {
    let mut cells = vec![number(at), one.subject.shown()];
    match &one.subject {
        Subject::Collective(unit) => cells.extend(shape.has_cluster.then(|| unit.cluster.clone())),
        Subject::Person(person) => cells.extend([person.position.clone(), person.unit.clone()]),
    }
    if shape.has_money {
        let prize = one.prize.as_ref();
        cells.push(prize.map_or_else(|| "–".to_owned(), Prize::calculation));
        let amount = prize.map(|prize| format::count(prize.amount, Language::Vietnamese));
        cells.push(amount.unwrap_or_else(|| "–".to_owned()));
    }
    if shape.has_remarks {
        cells.push(one.remark.clone());
    }
    Row::Cells(cells)
}

/// How many collectives and individuals each award has, as items.
pub(super) fn award_lines(groups: &[AwardGroup]) -> Vec<Part> {
    let used = groups.iter().filter(|group| !group.counts().is_nobody());
    used.map(|group| Part::Item(format!("{}: {}.", group.award, group.counts().told()))).collect()
}

/// The money by budget, as items; with a sum where several budgets pay.
pub(super) fn money_lines(groups: &[AwardGroup]) -> Vec<Part> {
    let budgets = by_budget(groups);
    budgets
        .iter()
        .map(|(budget, count, sum)| {
            let name = super::or_blank(budget);
            Part::Item(format!("{name}: {} ({} suất).", money(*sum), number(*count)))
        })
        .collect()
}

/// The sum of all money.
pub(super) fn money_in_all(groups: &[AwardGroup]) -> Option<i128> {
    let budgets = by_budget(groups);
    (!budgets.is_empty()).then(|| budgets.iter().map(|(.., sum)| sum).sum())
}

/// The kinds of subjects in words: `tập thể, cá nhân`.
pub(super) fn kinds(groups: &[AwardGroup]) -> &'static str {
    Counts::distinct(groups).kinds()
}
