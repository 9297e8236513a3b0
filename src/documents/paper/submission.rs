//! The submission letter (tờ trình): who is recommended for which award, with the list in its annex.

use chrono::NaiveDate;

use super::annex::{Annexed, annexes, award_lines};
use super::cited::CitedPlan;
use super::filled::Filled;
use super::honoured::{AwardGroup, Counts};
use super::material::{Material, Recommended};
use super::seal::Seal;
use super::{Document, PaperKind, Part, Row, Set, Table, roman};
use crate::contest::plan::{Award, Criterion, Plan};
use crate::text::{Texts, format};

/// The letter; `persons` are the individuals proposed, award by award.
pub fn submission(
    texts: &Texts,
    (material, persons): (&Material<'_>, &[AwardGroup]),
    filled: &Filled,
    seal: &Seal,
) -> Document {
    let plan = material.plan;
    let kinds = if Counts::distinct(persons).is_nobody() {
        "tập thể"
    } else {
        proposed(material, persons).kinds()
    };
    let about = format!("Về việc đề nghị khen thưởng {kinds} trong {}", plan.title.vi);
    let mut parts = vec![filled.letterhead(PaperKind::Submission, "")];
    parts.push(Part::Title("TỜ TRÌNH".to_owned(), about.clone()));
    parts.extend(seal.mark());
    parts.push(filled.to_part(super::BLANK));
    parts.push(Part::Text(format!("{};", basis(plan))));
    parts.push(Part::Text(match &seal.stored {
        Some((number, _)) => format!(
            "Căn cứ kết quả chấm điểm, xếp hạng các đơn vị tham gia (bảng xếp hạng số {number} đã lưu),"
        ),
        None => "Căn cứ kết quả chấm điểm, xếp hạng tạm tính các đơn vị tham gia,".to_owned(),
    }));
    parts.extend(proposal(material, persons, filled));
    parts.push(filled.signature());
    if material.recommended() > 0 {
        parts.push(Part::Annex(
            "DANH SÁCH TẬP THỂ ĐƯỢC ĐỀ NGHỊ KHEN THƯỞNG".to_owned(),
            filled.annex_of(PaperKind::Submission, "Tờ trình"),
        ));
        parts.push(Part::Table(list_of_recommended(texts, material)));
    }
    let what = "ĐƯỢC ĐỀ NGHỊ KHEN THƯỞNG";
    let annexed = Annexed { filled, kind: PaperKind::Submission, named: "Tờ trình", what, remarks: None };
    parts.extend(annexes(persons, annexed));
    Document { title: format!("Tờ trình {about}"), parts, foot: seal.foot() }
}

/// What a letter after a council's votes is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voted {
    /// The plan.
    pub plan: CitedPlan,
    /// The numbers and days of the sessions that voted.
    pub sessions: Vec<(i64, NaiveDate)>,
    /// The awards with whom the council voted for; the remark tells the share of votes.
    pub groups: Vec<AwardGroup>,
    /// Whether cases may be left out, since it is made for a member of the council.
    pub is_extract: bool,
}

/// The letter after a council's votes: it proposes whom the council voted for.
pub fn submission_of_voted(told: &Voted, filled: &Filled, seal: &Seal) -> Document {
    let counts = Counts::distinct(&told.groups);
    let about = format!("Về việc đề nghị khen thưởng {} trong {}", counts.kinds(), told.plan.title);
    let mut parts = vec![filled.letterhead(PaperKind::Submission, "")];
    parts.push(Part::Title("TỜ TRÌNH".to_owned(), about.clone()));
    parts.extend(seal.mark());
    parts.extend(told.is_extract.then(extract_mark));
    parts.push(filled.to_part(super::BLANK));
    parts.push(Part::Text(format!("{};", told.plan.basis())));
    let sessions = told.sessions.iter().map(|(at, day)| format!("số {at} ngày {}", format::date(*day)));
    let sessions = sessions.collect::<Vec<_>>().join(", ");
    parts.push(Part::Text(format!("Căn cứ biên bản phiên họp {sessions} của Hội đồng,")));
    let (issuer, to) = (filled.issuer(), filled.addressee());
    parts.push(Part::Text(format!(
        "{issuer} kính trình {to} xem xét, khen thưởng {} đã được Hội đồng thông qua, cụ thể như sau:",
        counts.told()
    )));
    parts.extend(award_lines(&told.groups));
    parts.push(Part::Text("(Danh sách và tỷ lệ phiếu tán thành tại Phụ lục kèm theo.)".to_owned()));
    parts.push(Part::Text(format!("Kính trình {to} xem xét, quyết định./.")));
    parts.push(filled.signature());
    let annexed = Annexed {
        filled,
        kind: PaperKind::Submission,
        named: "Tờ trình",
        what: "ĐƯỢC ĐỀ NGHỊ KHEN THƯỞNG",
        remarks: Some("Tỷ lệ phiếu tán thành"),
    };
    parts.extend(annexes(&told.groups, annexed));
    Document { title: format!("Tờ trình {about}"), parts, foot: seal.foot() }
}

/// The remark on a copy for a member of the council, which doesn't say whether anything is left out.
pub(super) fn extract_mark() -> Part {
    Part::Mark(
        "BẢN TRÍCH".to_owned(),
        "Lập cho một thành viên Hội đồng: không gồm nội dung mà thành viên đó không được tham gia (nếu có)."
            .to_owned(),
    )
}

/// What the plan is, as documents rest on it.
pub(super) fn basis(plan: &Plan) -> String {
    CitedPlan::of(plan).basis()
}

/// How many collectives and how many individuals are proposed: each counts once, for however many awards.
pub(super) fn proposed(material: &Material<'_>, persons: &[AwardGroup]) -> Counts {
    Counts { collectives: material.recommended(), individuals: Counts::distinct(persons).individuals }
}

fn proposal(material: &Material<'_>, persons: &[AwardGroup], filled: &Filled) -> Vec<Part> {
    let (issuer, to, counts) = (filled.issuer(), filled.addressee(), proposed(material, persons));
    let mut parts = Vec::new();
    if counts.is_nobody() {
        parts.push(Part::Text(format!(
            "{issuer} báo cáo {to}: đến nay chưa có tập thể nào được đề nghị khen thưởng."
        )));
    } else {
        parts.push(Part::Text(format!(
            "{issuer} kính trình {to} xem xét, khen thưởng {}, cụ thể như sau:",
            counts.told()
        )));
    }
    parts.extend(award_items(material));
    parts.extend(award_lines(persons));
    parts.extend(undecided(material));
    if counts.individuals > 0 {
        parts.push(Part::Text("(Danh sách tập thể, cá nhân tại Phụ lục kèm theo.)".to_owned()));
    } else if counts.collectives > 0 {
        parts.push(Part::Text(
            "(Danh sách, thứ hạng, tổng điểm và lý do đề nghị tại Phụ lục kèm theo.)".to_owned(),
        ));
    }
    parts.push(Part::Text(format!("Kính trình {to} xem xét, quyết định./.")));
    parts
}

/// How many are recommended for each award.
pub(super) fn award_items(material: &Material<'_>) -> Vec<Part> {
    let used = material.used_awards().filter(|(_, list)| !list.inside.is_empty());
    used.map(|(award, list)| Part::Item(format!("{}: {} tập thể.", award.name.vi, number(list.inside.len()))))
        .collect()
}

/// Who isn't in the list because nobody has decided yet.
pub(super) fn undecided(material: &Material<'_>) -> Option<Part> {
    let waiting = material.undecided();
    (waiting > 0).then(|| {
        Part::Text(format!(
            "Còn {} trường hợp chưa quyết định (bằng nhau ở ranh giới chỉ tiêu, hoặc phải chờ các trường hợp đó), chưa đưa vào \
             danh sách.",
            number(waiting)
        ))
    })
}

/// Everybody recommended, award by award.
pub(super) fn list_of_recommended(texts: &Texts, material: &Material<'_>) -> Table {
    let has_points = material.plan.points.is_some();
    let mut columns = vec![
        ("TT", 60, Set::Middle),
        ("Tập thể", 280, Set::Left),
        ("Cụm, khối thi đua", 190, Set::Left),
        ("Hạng", 80, Set::Middle),
    ];
    if has_points {
        columns.push(("Tổng điểm", 100, Set::Right));
    }
    columns.push(("Lý do", 0, Set::Left));
    // The reason takes what the others leave.
    let left = 1000 - columns.iter().map(|(_, width, _)| width).sum::<u16>();
    if let Some((_, width, _)) = columns.last_mut() {
        *width = left;
    }
    let mut table = Table::new("Tập thể được đề nghị khen thưởng", &columns);
    let used = material.used_awards().filter(|(_, list)| !list.inside.is_empty());
    for (part, (award, list)) in (1..).zip(used) {
        let (name, count) = (&award.name.vi, number(list.inside.len()));
        table.rows.push(Row::Group(format!("{}. {name} ({count} tập thể)", roman(part))));
        let rows = (1..).zip(&list.inside);
        table.rows.extend(rows.map(|(at, one)| row(texts, material, award, (at, one), has_points)));
    }
    table
}

fn row(
    texts: &Texts,
    material: &Material<'_>,
    award: &Award,
    (at, one): (usize, &Recommended),
    has_points: bool,
) -> Row {
    let line = material.line(one.line);
    let mut cells = vec![
        number(at),
        line.name.clone(),
        material.cluster(line).to_owned(),
        if line.is_unranked { "–".to_owned() } else { number(line.rank as usize) },
    ];
    if has_points {
        let total = line.total.map(|total| format::decimal(total, texts.language()));
        cells.push(total.unwrap_or_else(|| "–".to_owned()));
    }
    cells.push(material.reason(texts, award, one));
    Row::Cells(cells)
}

/// A whole number as Vietnamese documents write it.
pub(super) fn number(number: usize) -> String {
    let number = i128::try_from(number).unwrap_or(i128::MAX);
    format::count(number, crate::contest::words::Language::Vietnamese)
}

/// The number of a criterion in the plan's list, as a table shows it.
pub(super) fn number_in_table(criterion: &Criterion) -> String {
    if criterion.number.is_empty() { "–".to_owned() } else { criterion.number.clone() }
}
