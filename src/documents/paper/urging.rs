//! The urging letter (công văn đôn đốc) to units that haven't reported, have to report again, or reported late.

use chrono::{NaiveDate, NaiveDateTime};

use super::filled::Filled;
use super::seal::Seal;
use super::submission::number;
use super::{BLANK, Document, PaperKind, Part, Row, Set, Table, roman};
use crate::contest::plan::Plan;
use crate::text::format;

/// Why a unit is urged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lacking {
    /// It has sent nothing.
    Missing,
    /// Its report was returned, and it has sent no other.
    Returned,
    /// Its report came late.
    Late,
}

impl Lacking {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Missing, Self::Returned, Self::Late];

    /// The stable code for addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Returned => "returned",
            Self::Late => "late",
        }
    }

    /// The one with a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|lacking| lacking.code() == code)
    }
}

/// A unit that is urged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Urged {
    /// Its name.
    pub name: String,
    /// Its code.
    pub code: String,
    /// Why.
    pub lacking: Lacking,
    /// Until when it has to report, as clocks on the wall show it; `None`: no deadline is set.
    pub due: Option<NaiveDateTime>,
}

/// What the letter is made from.
#[derive(Debug, Clone)]
pub struct Urging<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The clusters in the plan's order, each with who is urged in it; those without anybody are left out.
    pub clusters: Vec<(String, Vec<Urged>)>,
    /// How many units should report, among all that the letter is about.
    pub expected: usize,
    /// How many of them have sent something.
    pub received: usize,
    /// The only cluster that it is about.
    pub only: Option<String>,
    /// The plan's deadline, as clocks on the wall show it.
    pub due: Option<NaiveDateTime>,
    /// The day until which units are asked to report now.
    pub answer_by: Option<NaiveDate>,
    /// Now, as clocks on the wall show it.
    pub now: NaiveDateTime,
}

impl Urging<'_> {
    fn count(&self, lacking: Lacking) -> usize {
        let all = self.clusters.iter().flat_map(|(_, units)| units);
        all.filter(|unit| unit.lacking == lacking).count()
    }
}

/// The letter.
pub fn urging(urging: &Urging<'_>, filled: &Filled, seal: &Seal) -> Document {
    let about = format!("V/v đôn đốc báo cáo thực hiện {}", urging.plan.title.vi);
    let mut parts = vec![filled.letterhead(PaperKind::Urging, &about)];
    let mut named = urging.clusters.iter().flat_map(|(_, units)| units).map(|unit| unit.name.as_str());
    let to = match (named.next(), named.next()) {
        (Some(only), None) => only,
        (None, _) => BLANK,
        _ => "Các đơn vị có tên trong danh sách kèm theo",
    };
    parts.push(filled.to_part(to));
    parts.extend(said(urging, filled).into_iter().map(Part::Text));
    parts.push(filled.signature());
    if !urging.clusters.is_empty() {
        parts.push(Part::Annex(
            "DANH SÁCH ĐƠN VỊ CHƯA BÁO CÁO, PHẢI BÁO CÁO LẠI HOẶC BÁO CÁO MUỘN".to_owned(),
            filled.annex_of(PaperKind::Urging, "Công văn"),
        ));
        parts.push(Part::Table(list(urging)));
    }
    Document { title: about, parts, foot: seal.foot() }
}

fn said(urging: &Urging<'_>, filled: &Filled) -> Vec<String> {
    let plan = urging.plan;
    let due = match urging.due {
        Some(due) => format!("gửi báo cáo chậm nhất vào {}", format::moment(due)),
        None => "gửi báo cáo (kế hoạch chưa đặt hạn)".to_owned(),
    };
    let mut lines = vec![format!(
        "Thực hiện Kế hoạch số {} ngày {} của {}, các đơn vị tham gia {due}.",
        plan.code,
        format::date(plan.issued),
        plan.issuer
    )];
    let place = urging.only.as_ref().map_or_else(String::new, |name| format!(" của {name}"));
    let at = urging.now.format("%d/%m/%Y %H:%M");
    let (received, expected) = (number(urging.received), number(urging.expected));
    let counts: Vec<String> = [
        (Lacking::Missing, "chưa gửi báo cáo"),
        (Lacking::Returned, "bị trả lại, chưa gửi lại"),
        (Lacking::Late, "gửi muộn"),
    ]
    .into_iter()
    .map(|(lacking, words)| (urging.count(lacking), words))
    .filter(|(count, _)| *count > 0)
    .map(|(count, words)| format!("{} đơn vị {words}", number(count)))
    .collect();
    let mut state = format!("Đến {at}, {received}/{expected} đơn vị{place} đã gửi báo cáo");
    if counts.is_empty() {
        state.push_str("; không có đơn vị nào phải đôn đốc.");
        lines.push(state);
        return lines;
    }
    lines.push(format!("{state}; {} (danh sách kèm theo).", counts.join("; ")));
    let issuer = filled.issuer();
    if urging.count(Lacking::Missing) + urging.count(Lacking::Returned) > 0 {
        let until = urging.answer_by.map_or_else(|| BLANK.to_owned(), format::date);
        lines.push(format!(
            "{issuer} đề nghị các đơn vị chưa gửi báo cáo và các đơn vị bị trả lại khẩn trương hoàn thành, gửi báo cáo chậm nhất \
             vào {until}."
        ));
    }
    if urging.count(Lacking::Late) > 0 {
        lines.push(
            "Các đơn vị gửi muộn rút kinh nghiệm, thực hiện đúng hạn trong các kỳ báo cáo tiếp theo."
                .to_owned(),
        );
    }
    lines.push(format!("{issuer} đề nghị các đơn vị quan tâm, thực hiện./."));
    lines
}

fn list(urging: &Urging<'_>) -> Table {
    let columns = [
        ("TT", 80, Set::Middle),
        ("Đơn vị", 350, Set::Left),
        ("Mã đơn vị", 130, Set::Middle),
        ("Hạn báo cáo", 170, Set::Middle),
        ("Tình trạng", 270, Set::Left),
    ];
    let mut table = Table::new("Đơn vị được đôn đốc", &columns);
    let mut at = 0;
    for (part, (cluster, units)) in (1..).zip(&urging.clusters) {
        let count = number(units.len());
        table.rows.push(Row::Group(format!("{}. {cluster} ({count} đơn vị)", roman(part))));
        for unit in units {
            at += 1;
            let due = unit.due.map_or_else(|| "–".to_owned(), format::moment);
            table.rows.push(Row::Cells(vec![
                number(at),
                unit.name.clone(),
                unit.code.clone(),
                due,
                state(unit, urging.now),
            ]));
        }
    }
    table
}

/// How a unit's report stands, with how many whole days it is over its time.
fn state(unit: &Urged, now: NaiveDateTime) -> String {
    let over = unit.due.filter(|due| now > *due).map(|due| (now - due).num_days());
    let over = match over {
        Some(0) => "; quá hạn chưa đến 1 ngày".to_owned(),
        Some(days) => format!("; quá hạn {days} ngày"),
        None => String::new(),
    };
    match unit.lacking {
        Lacking::Missing => format!("Chưa gửi báo cáo{over}"),
        Lacking::Returned => format!("Bị trả lại, chưa gửi lại{over}"),
        Lacking::Late => "Đã gửi, muộn".to_owned(),
    }
}
