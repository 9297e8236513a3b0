//! The summing-up report (báo cáo tổng kết) for the conference: figures, results by criterion, strengths and limits, who is
//! commended, and the comparison with an earlier contest.

use super::annex::{Annexed, annexes, award_lines, money_in_all};
use super::cited::CitedDecision;
use super::filled::Filled;
use super::honoured::{AwardGroup, Counts, money};
use super::material::{Material, Tally};
use super::seal::Seal;
use super::submission::{
    award_items, basis, list_of_recommended, number, number_in_table, proposed, undecided,
};
use super::{BLANK, Document, PaperKind, Part, Row, Set, Table, roman};
use crate::contest::fraction::Fraction;
use crate::contest::plan::Criterion;
use crate::contest::words::Language;
use crate::documents::reason::number_of;
use crate::text::{Texts, format};

/// How many criteria are named as strengths, and as limits.
const NAMED: usize = 3;

/// How reports came in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reporting {
    /// How many units should report.
    pub expected: u64,
    /// How many have.
    pub received: u64,
    /// How many of them in time.
    pub on_time: u64,
    /// How many of them late.
    pub late: u64,
    /// How many were accepted.
    pub accepted: u64,
}

/// What the report is made from.
#[derive(Debug)]
pub struct Summary<'a> {
    /// The contest.
    pub now: Material<'a>,
    /// How reports came in.
    pub reporting: Reporting,
    /// The contest that it is compared with, and the number of its stored ranking.
    pub before: Option<(Material<'a>, i64)>,
    /// Individuals, and who was commended.
    pub people: People<'a>,
}

/// Individuals proposed, and who was commended.
#[derive(Debug, Clone, Copy, Default)]
pub struct People<'a> {
    /// The individuals proposed, award by award.
    pub persons: &'a [AwardGroup],
    /// Who was commended; `None` before there is a decision.
    pub commended: Option<&'a Commended>,
    /// Who was commended in the contest that it is compared with; `None` where that has no decision.
    pub commended_before: Option<&'a Commended>,
}

/// Who was commended, after decisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commended {
    /// The decisions.
    pub decisions: Vec<CitedDecision>,
    /// The awards with their lists, as they stand: what was revoked is left out.
    pub groups: Vec<AwardGroup>,
    /// How many awards were revoked.
    pub revoked: usize,
}

/// The report.
pub fn summary(texts: &Texts, told: &Summary<'_>, filled: &Filled, seal: &Seal) -> Document {
    let about = format!("Tổng kết {}", told.now.plan.title.vi);
    let mut parts = vec![filled.letterhead(PaperKind::Summary, "")];
    parts.push(Part::Title("BÁO CÁO".to_owned(), about.clone()));
    parts.extend(seal.mark());
    if !filled.to.is_empty() {
        parts.push(Part::To(filled.to.clone()));
    }
    parts.push(Part::Text(format!("{},", basis(told.now.plan))));
    parts.push(Part::Text(format!("{} báo cáo kết quả như sau:", filled.issuer())));
    let mut sections = vec![
        ("QUY MÔ VÀ VIỆC BÁO CÁO", scale(told)),
        ("KẾT QUẢ THEO TIÊU CHÍ", vec![Part::Table(by_criterion(&told.now))]),
        ("ƯU ĐIỂM, HẠN CHẾ", strengths_and_limits(&told.now)),
        match told.people.commended {
            Some(decided) => ("TẬP THỂ, CÁ NHÂN ĐƯỢC KHEN THƯỞNG", commended(decided)),
            None if told.people.persons.is_empty() => {
                ("TẬP THỂ ĐƯỢC ĐỀ NGHỊ KHEN THƯỞNG", recommended(&told.now, &[]))
            }
            None => {
                ("TẬP THỂ, CÁ NHÂN ĐƯỢC ĐỀ NGHỊ KHEN THƯỞNG", recommended(&told.now, told.people.persons))
            }
        },
    ];
    if let Some((before, number)) = &told.before {
        sections.push(("SO SÁNH VỚI ĐỢT THI ĐUA TRƯỚC", compared(told, before, *number)));
    }
    sections.push(("PHƯƠNG HƯỚNG, NHIỆM VỤ THỜI GIAN TỚI", vec![Part::Text(BLANK.to_owned())]));
    for (at, (title, inside)) in (1..).zip(sections) {
        parts.push(Part::Heading(format!("{}. {title}", roman(at))));
        parts.extend(inside);
    }
    parts.push(filled.signature());
    parts.extend(lists(texts, told, filled));
    Document { title: format!("Báo cáo {about}"), parts, foot: seal.foot() }
}

/// The annexes: who was commended, or before a decision who is proposed.
fn lists(texts: &Texts, told: &Summary<'_>, filled: &Filled) -> Vec<Part> {
    let annexed =
        |what| Annexed { filled, kind: PaperKind::Summary, named: "Báo cáo", what, remarks: None };
    if let Some(decided) = told.people.commended {
        return annexes(&decided.groups, annexed("ĐƯỢC KHEN THƯỞNG"));
    }
    let mut parts = Vec::new();
    if told.now.recommended() > 0 {
        parts.push(Part::Annex(
            "DANH SÁCH TẬP THỂ ĐƯỢC ĐỀ NGHỊ KHEN THƯỞNG".to_owned(),
            filled.annex_of(PaperKind::Summary, "Báo cáo"),
        ));
        parts.push(Part::Table(list_of_recommended(texts, &told.now)));
    }
    parts.extend(annexes(told.people.persons, annexed("ĐƯỢC ĐỀ NGHỊ KHEN THƯỞNG")));
    parts
}

fn count(number: u64) -> String {
    format::count(i128::from(number), Language::Vietnamese)
}

fn scale(told: &Summary<'_>) -> Vec<Part> {
    let (plan, table, reporting) = (told.now.plan, told.now.table, told.reporting);
    let ranked = table.lines.iter().filter(|line| !line.is_unranked).count();
    vec![
        Part::Item(format!("Thời gian: từ {} đến {}.", format::date(plan.from), format::date(plan.to))),
        Part::Item(format!(
            "Tham gia: {} đơn vị trong {} cụm, khối thi đua; {} đơn vị được xếp hạng.",
            number(table.lines.len()),
            number(table.clusters.len()),
            number(ranked)
        )),
        Part::Item(format!(
            "Báo cáo: {}/{} đơn vị đã gửi; {} đúng hạn, {} muộn; {} báo cáo đã duyệt.",
            count(reporting.received),
            count(reporting.expected),
            count(reporting.on_time),
            count(reporting.late),
            count(reporting.accepted)
        )),
    ]
}

/// A share in percent with two digits, cut and never rounded up, so that it doesn't show all where one is missing; on one line.
/// The numbers that it is of stand beside it.
fn percent(share: Option<Fraction>) -> String {
    let told = share.map(|share| format::scaled(share.truncated(100, 2), 2, Language::Vietnamese));
    told.map_or_else(|| "–".to_owned(), |told| format!("{told}\u{a0}%"))
}

fn by_criterion(material: &Material<'_>) -> Table {
    let columns = [
        ("TT", 70, Set::Middle),
        ("Tiêu chí", 370, Set::Left),
        ("Áp dụng", 105, Set::Right),
        ("Đạt", 95, Set::Right),
        ("Không đạt", 105, Set::Right),
        ("Chưa kết luận", 110, Set::Right),
        ("Tỷ lệ đạt", 145, Set::Right),
    ];
    let mut table = Table::new("Kết quả theo tiêu chí (số đơn vị)", &columns);
    table.rows = material
        .plan
        .criteria
        .iter()
        .enumerate()
        .map(|(at, criterion)| {
            let tally = material.tally(at);
            Row::Cells(vec![
                number_in_table(criterion),
                criterion.name.vi.clone(),
                number(tally.applies()),
                number(tally.met),
                number(tally.not_met),
                number(tally.open),
                percent(tally.share()),
            ])
        })
        .collect();
    table
}

/// The criteria that most and that fewest have met, of those that could be concluded for somebody.
fn strengths_and_limits(material: &Material<'_>) -> Vec<Part> {
    let all = material.plan.criteria.iter().enumerate();
    let mut judged: Vec<(&Criterion, Tally, Fraction)> = all
        .map(|(at, criterion)| (criterion, material.tally(at)))
        .filter(|(_, tally)| tally.met + tally.not_met > 0)
        .filter_map(|(criterion, tally)| Some((criterion, tally, tally.share()?)))
        .collect();
    // What is alike stays in the plan's order.
    judged.sort_by_key(|(.., share)| std::cmp::Reverse(*share));
    let (strong, rest) = judged.split_at(with_ties(&judged, judged.len().div_ceil(2).min(NAMED)));
    let mut weak: Vec<_> = rest.iter().filter(|(_, tally, _)| tally.met < tally.applies()).copied().collect();
    weak.sort_by_key(|(.., share)| *share);
    weak.truncate(with_ties(&weak, weak.len().min(NAMED)));
    let line = |(criterion, tally, share): &(&Criterion, Tally, Fraction)| {
        Part::Item(format!(
            "Tiêu chí {} ({}): {}/{} đơn vị đạt, {}.",
            number_of(criterion),
            criterion.name.vi,
            number(tally.met),
            number(tally.applies()),
            percent(Some(*share))
        ))
    };
    let weak: Vec<Part> = weak.iter().map(line).collect();
    let nothing = || Part::Text("Chưa có tiêu chí nào để nêu.".to_owned());
    let mut parts = vec![Part::Text("1. Ưu điểm: các tiêu chí được nhiều đơn vị đạt nhất:".to_owned())];
    parts.extend(strong.iter().map(line));
    if strong.is_empty() {
        parts.push(nothing());
    }
    parts.push(Part::Text("2. Hạn chế: các tiêu chí ít đơn vị đạt nhất:".to_owned()));
    if weak.is_empty() {
        parts.push(nothing());
    }
    parts.extend(weak);
    parts.push(Part::Text(format!("3. Nguyên nhân: {BLANK}")));
    parts
}

/// So many, and all that are like the last of them.
fn with_ties(sorted: &[(&Criterion, Tally, Fraction)], count: usize) -> usize {
    let Some((.., last)) = count.checked_sub(1).and_then(|at| sorted.get(at)) else { return count };
    count + sorted[count..].iter().take_while(|(.., share)| share == last).count()
}

fn recommended(material: &Material<'_>, persons: &[AwardGroup]) -> Vec<Part> {
    let counts = proposed(material, persons);
    let mut parts = vec![Part::Text(if counts.is_nobody() {
        "Đến nay chưa có tập thể nào được đề nghị khen thưởng.".to_owned()
    } else {
        format!("{} được đề nghị khen thưởng (danh sách tại Phụ lục), gồm:", counts.told())
    })];
    parts.extend(award_items(material));
    parts.extend(award_lines(persons));
    parts.extend(undecided(material));
    parts
}

fn commended(decided: &Commended) -> Vec<Part> {
    let counts = Counts::distinct(&decided.groups);
    let decisions: Vec<String> = decided.decisions.iter().map(CitedDecision::named).collect();
    let mut parts = vec![Part::Text(format!(
        "{} được khen thưởng (danh sách tại Phụ lục), theo {}, gồm:",
        counts.told(),
        decisions.join("; ")
    ))];
    parts.extend(award_lines(&decided.groups));
    if let Some(sum) = money_in_all(&decided.groups) {
        parts.push(Part::Text(format!("Tiền thưởng: {}.", money(sum))));
    }
    if decided.revoked > 0 {
        let revoked = number(decided.revoked);
        parts.push(Part::Text(format!(
            "{revoked} trường hợp đã bị hủy bỏ quyết định khen thưởng hoặc rút khỏi danh sách, không tính ở trên."
        )));
    }
    parts
}

/// The codes of the units that are recommended.
fn codes<'m>(material: &'m Material<'_>) -> std::collections::BTreeSet<&'m str> {
    let lines = material.awards.iter().flat_map(|list| &list.inside);
    lines.map(|one| material.table.lines[one.line].code.as_str()).collect()
}

fn compared(told: &Summary<'_>, before: &Material<'_>, stored: i64) -> Vec<Part> {
    let (now, plan) = (&told.now, before.plan);
    let then: std::collections::BTreeSet<&str> =
        before.table.lines.iter().map(|line| line.code.as_str()).collect();
    let both = now.table.lines.iter().filter(|line| then.contains(line.code.as_str())).count();
    let (commended_then, commended_now) = (codes(before), codes(now));
    let again = commended_now.intersection(&commended_then).count();
    let mut parts = vec![
        Part::Text(format!(
            "So với Kế hoạch số {} ngày {} của {} (bảng xếp hạng số {stored} đã lưu): {} đơn vị có mặt ở cả hai đợt (cùng mã \
             đơn vị); {} tập thể được đề nghị khen thưởng ở cả hai đợt.",
            plan.code,
            format::date(plan.issued),
            plan.issuer,
            number(both),
            number(again)
        )),
        Part::Table(comparison(told, before)),
    ];
    let shared = now.plan.criteria.iter().filter(|one| same(before, one).is_some()).count();
    let (all, alone) = (now.plan.criteria.len(), now.plan.criteria.len() - shared);
    if alone > 0 {
        parts.push(Part::Text(format!(
            "{}/{} tiêu chí của đợt này không có trong kế hoạch trước (theo mã tiêu chí), nên không so sánh.",
            number(alone),
            number(all)
        )));
    }
    parts
}

/// The position of the criterion with the same code in an earlier contest.
fn same(before: &Material<'_>, criterion: &Criterion) -> Option<usize> {
    before.plan.criteria.iter().position(|other| other.code == criterion.code)
}

fn comparison(told: &Summary<'_>, before: &Material<'_>) -> Table {
    let now = &told.now;
    let columns =
        [("Nội dung", 560, Set::Left), ("Đợt trước", 220, Set::Right), ("Đợt này", 220, Set::Right)];
    let mut table = Table::new("So sánh hai đợt thi đua", &columns);
    let of_tally = |tally: Tally| {
        format!("{}/{}\n{}", number(tally.met), number(tally.applies()), percent(tally.share()))
    };
    let mut row =
        |name: String, then: String, now: String| table.rows.push(Row::Cells(vec![name, then, now]));
    row("Số đơn vị tham gia".into(), number(before.table.lines.len()), number(now.table.lines.len()));
    row("Số cụm, khối thi đua".into(), number(before.table.clusters.len()), number(now.table.clusters.len()));
    row(
        "Số tập thể được đề nghị khen thưởng".into(),
        number(before.recommended()),
        number(now.recommended()),
    );
    if told.people.commended.is_some() || told.people.commended_before.is_some() {
        let decided = |commended: Option<&Commended>| {
            commended
                .map_or_else(|| "–".to_owned(), |it| Counts::distinct(&it.groups).told().replace(", ", "\n"))
        };
        let (then, now) = (decided(told.people.commended_before), decided(told.people.commended));
        row("Số tập thể, cá nhân được khen thưởng theo quyết định".into(), then, now);
    }
    for (at, criterion) in now.plan.criteria.iter().enumerate() {
        let Some(then) = same(before, criterion) else { continue };
        row(
            format!("Số đơn vị đạt tiêu chí {} ({})", number_of(criterion), criterion.name.vi),
            of_tally(before.tally(then)),
            of_tally(now.tally(at)),
        );
    }
    table
}
