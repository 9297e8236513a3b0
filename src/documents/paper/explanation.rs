//! The explanation sheet of a unit's points (phiếu giải trình điểm): every criterion with its figures and where they were read,
//! its rule, the exact value, the points.

use super::filled::Filled;
use super::seal::Seal;
use super::submission::{number, number_in_table};
use super::{Document, PaperKind, Part, Row, Set, Table};
use crate::contest::explain::{CriterionExplanation, Explanation};
use crate::contest::figure::Figure;
use crate::contest::trace::Step;
use crate::documents::points_rule::points_text;
use crate::documents::ranking::{RankingDocument, gates_code};
use crate::documents::reason::reason_text;
use crate::documents::rule::rule_text;
use crate::documents::step::{Telling, figure_place, step_lines};
use crate::text::{Texts, format};

/// Where a figure was read, in words; `None` where nothing better is known than the file as the ranking names it.
type Place<'a> = &'a dyn Fn(Figure) -> Option<String>;

/// Where figures were read.
#[derive(Clone, Copy)]
pub struct Places<'a> {
    /// Where a figure was read, with the number of its file.
    pub place: Place<'a>,
    /// The numbers and names of the files.
    pub files: &'a [(usize, String)],
}

/// The sheet of a participant.
pub fn explanation_sheet(
    (texts, places): (&Texts, Places<'_>),
    (document, explanation): (&RankingDocument<'_>, &Explanation),
    filled: &Filled,
    seal: &Seal,
) -> Document {
    let unit = document.unit(explanation.participant);
    let plan = document.plan();
    let about = format!("{} (mã {})", unit.name(), unit.code());
    let mut parts = vec![filled.letterhead(PaperKind::Explanation, "")];
    parts.push(Part::Title("PHIẾU GIẢI TRÌNH ĐIỂM".to_owned(), about.clone()));
    parts.extend(seal.mark());
    if !filled.to.is_empty() {
        parts.push(Part::To(filled.to.clone()));
    }
    parts.push(Part::Item(format!(
        "Kế hoạch: số {} ngày {} của {}; {}.",
        plan.code,
        format::date(plan.issued),
        plan.issuer,
        plan.title.vi
    )));
    parts.extend(standing(texts, document, explanation).into_iter().map(Part::Item));
    parts.push(Part::Heading("1. Kết quả từng tiêu chí".to_owned()));
    parts.push(Part::Table(criteria((texts, places.place), document, explanation)));
    let files = places.files.iter().map(|(number, name)| Part::Item(format!("Tệp {number}: {name}.")));
    parts.extend(files);
    if !explanation.awards.is_empty() {
        parts.push(Part::Heading("2. Đề nghị khen thưởng".to_owned()));
        let told = explanation.awards.iter().enumerate().map(|(award, reason)| {
            let reason = reason_text(texts, document, explanation.participant, (award, *reason));
            Part::Item(format!("{}: {reason}", plan.awards[award].name.vi))
        });
        parts.extend(told);
    }
    parts.push(filled.signature());
    Document { title: format!("Phiếu giải trình điểm {about}"), parts, foot: seal.foot() }
}

/// Where the unit stands as a whole.
fn standing(texts: &Texts, document: &RankingDocument<'_>, explanation: &Explanation) -> Vec<String> {
    let participant = explanation.participant;
    let (unit, score) = (document.unit(participant), document.score(participant));
    let cluster = unit.cluster.and_then(|at| document.contest.units.clusters.get(at as usize));
    let mut lines = Vec::new();
    if let Some(cluster) = cluster {
        lines.push(format!("Cụm, khối thi đua: {}.", cluster.name.vi));
    }
    let (rank, size) = (explanation.rank as usize, explanation.cluster_size as usize);
    lines.push(if document.is_silent(participant) {
        "Thứ hạng: không xếp hạng, đơn vị chưa báo cáo số liệu nào.".to_owned()
    } else if document.is_unranked(participant) {
        "Thứ hạng: không xếp hạng, bị loại khỏi diện xét.".to_owned()
    } else {
        format!("Thứ hạng: {} trong {} đơn vị của cụm.", number(rank), number(size))
    });
    if document.plan().points.is_some() {
        let totals = document.totals(participant);
        let told = |points| format::decimal(document.points(points), texts.language());
        let total = totals.total.map_or_else(|| "chưa có".to_owned(), told);
        let open = if score.incomplete { "; còn tiêu chí chưa có điểm" } else { "" };
        lines.push(format!(
            "Tổng điểm: {total} (điểm chuẩn {}; điểm thưởng {}; điểm trừ {}){open}.",
            told(totals.base),
            told(totals.bonus),
            told(totals.penalty)
        ));
    }
    lines.push(format!("Điều kiện bắt buộc: {}.", texts.word(&format!("gates-{}", gates_code(score.gates)))));
    if score.on_hold {
        lines.push("Đơn vị đang tạm dừng xét.".to_owned());
    }
    lines
}

fn criteria(
    (texts, places): (&Texts, Place<'_>),
    document: &RankingDocument<'_>,
    explanation: &Explanation,
) -> Table {
    let has_points = document.plan().points.is_some();
    let mut columns = vec![
        ("TT", 55, Set::Middle),
        ("Tiêu chí và quy tắc", 275, Set::Left),
        ("Số liệu và nơi đọc", 240, Set::Left),
        ("Cách tính", 240, Set::Left),
        ("Kết quả", 100, Set::Middle),
    ];
    if has_points {
        columns.push(("Điểm", 90, Set::Right));
    }
    let mut table = Table::new("Kết quả từng tiêu chí", &columns);
    table.is_small = true;
    let told = explanation.criteria.iter();
    table.rows =
        told.map(|one| row((texts, places), document, (explanation.participant, one), has_points)).collect();
    table
}

fn row(
    (texts, places): (&Texts, Place<'_>),
    document: &RankingDocument<'_>,
    (participant, explained): (u32, &CriterionExplanation),
    has_points: bool,
) -> Row {
    let plan = document.plan();
    let criterion = &plan.criteria[explained.criterion];
    let telling = Telling { texts, document, unit: document.score(participant).unit, criterion };
    let (mut figures, mut others) = (Vec::new(), Vec::new());
    for step in &explained.steps {
        let told = step_lines(&telling, step);
        match step {
            Step::Used(used) => {
                let better = used.figure.and_then(|figure| Some((figure, places(figure)?)));
                figures.extend(told.into_iter().map(|line| match &better {
                    Some((figure, place)) => line.replace(&figure_place(texts, document, *figure), place),
                    None => line,
                }));
            }
            _ => others.extend(told),
        }
    }
    let gate = if criterion.gate { " (điều kiện bắt buộc)" } else { "" };
    let mut rule = vec![
        format!("{}{gate}", criterion.name.vi),
        format!("Quy tắc: {}.", rule_text(texts, plan, criterion)),
    ];
    if let Some(points) = &criterion.points {
        rule.push(format!("Cách cho điểm: {}.", points_text(texts, criterion, points)));
    }
    let outcome = texts.word(&format!("outcome-{}", explained.judgement.outcome.code()));
    let mut cells =
        vec![number_in_table(criterion), rule.join("\n"), figures.join("\n"), others.join("\n"), outcome];
    if has_points {
        let points = explained.judgement.points;
        let points = points.map(|points| format::decimal(document.points(points), texts.language()));
        cells.push(points.unwrap_or_else(|| "–".to_owned()));
    }
    Row::Cells(cells)
}
