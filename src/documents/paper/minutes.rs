//! The minutes of a council's session (biên bản họp Hội đồng): who was there, the quorum, for each case the vote with its
//! arithmetic, who took no part in it, how ties were settled, and where the council departs from the recommendation.

use chrono::{NaiveDate, NaiveDateTime, Timelike};

use super::ballot::{ItemGroup, ToldItem, VoteResult, bar_of, rule_told, table_of_votes};
use super::cited::CitedPlan;
use super::filled::Filled;
use super::honoured::Subject;
use super::seal::Seal;
use super::submission::{extract_mark, number};
use super::{BLANK, Document, PaperKind, Part, Row, Set, Table, or_blank, roman, written_date};
use crate::contest::plan::Threshold;
use crate::contest::words::Language;
use crate::text::format;

/// How a member took part in a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// From the beginning or later, to the end.
    Present,
    /// Present, but left before the end.
    Left,
    /// Not present, but voted in writing.
    InWriting,
    /// Not at all.
    Absent,
}

impl Presence {
    const fn told(self) -> &'static str {
        match self {
            Self::Present => "Có mặt",
            Self::Left => "Có mặt, rời họp trước khi kết thúc",
            Self::InWriting => "Vắng mặt, cho ý kiến bằng văn bản",
            Self::Absent => "Vắng mặt",
        }
    }
}

/// A member of the council.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldMember {
    /// The name.
    pub name: String,
    /// The position.
    pub position: String,
    /// The role in the council.
    pub role: String,
    /// How the member took part.
    pub presence: Presence,
}

/// Whether enough members took part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ToldQuorum {
    /// How many members took part.
    pub attending: i64,
    /// Of how many.
    pub members: i64,
    /// How many it takes.
    pub required: i64,
    /// The bar.
    pub bar: Threshold,
}

/// A tie at the border of a quota that the council settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettledTie {
    /// The award's name.
    pub award: String,
    /// For how many seats; `None` where that isn't known.
    pub seats: Option<u32>,
    /// Who tied, and what became of each.
    pub subjects: Vec<(String, VoteResult)>,
    /// Why, as was said with it; empty where nothing was.
    pub reason: String,
}

/// A case in which the council departs from the recommendation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Departure {
    /// Who it is about.
    pub subject: String,
    /// The award's name.
    pub award: String,
    /// What was recommended, in words.
    pub recommended: String,
    /// What the council decided.
    pub result: VoteResult,
    /// Why.
    pub reason: String,
}

/// A session, as minutes tell it.
#[derive(Debug, Clone)]
pub struct Minutes {
    /// The plan.
    pub plan: CitedPlan,
    /// The council's name.
    pub council: String,
    /// The number of the session.
    pub session: i64,
    /// Where it was held; empty where that isn't known.
    pub place: String,
    /// On which day.
    pub held_on: NaiveDate,
    /// When it was opened, as clocks on the wall show it.
    pub opened: Option<NaiveDateTime>,
    /// When it was closed.
    pub closed: Option<NaiveDateTime>,
    /// Who presided; empty where that isn't known.
    pub chair: String,
    /// Who wrote the minutes; empty where that isn't known.
    pub secretary: String,
    /// The members.
    pub members: Vec<ToldMember>,
    /// What quorum the awards ask for, each once; empty where none does.
    pub quorums: Vec<ToldQuorum>,
    /// The cases, award by award.
    pub groups: Vec<ItemGroup>,
    /// Ties that were settled.
    pub ties: Vec<SettledTie>,
    /// Departures from the recommendation.
    pub departures: Vec<Departure>,
    /// Whether it is made for a member of the council: cases that the member has an interest in are left out, without saying
    /// whether there are any.
    pub is_extract: bool,
}

/// The minutes.
pub fn minutes(told: &Minutes, filled: &Filled, seal: &Seal) -> Document {
    let about = format!(
        "Họp {} xét khen thưởng trong {} (phiên họp số {})",
        told.council, told.plan.title, told.session
    );
    let mut parts = vec![filled.letterhead(PaperKind::Minutes, "")];
    parts.push(Part::Title("BIÊN BẢN".to_owned(), about.clone()));
    parts.extend(seal.mark());
    parts.extend(told.is_extract.then(extract_mark));
    parts.extend(beginning(told));
    let sections = [
        ("THÀNH PHẦN", attendance(told)),
        ("KẾT QUẢ BIỂU QUYẾT", votes(told)),
        ("THÀNH VIÊN KHÔNG THAM GIA BIỂU QUYẾT DO CÓ LIÊN QUAN", recused(told)),
        ("TRƯỜNG HỢP BẰNG NHAU Ở RANH GIỚI CHỈ TIÊU", ties(told)),
        ("TRƯỜNG HỢP KHÁC VỚI ĐỀ NGHỊ", departures(told)),
        ("KẾT LUẬN", conclusion(told)),
    ];
    for (at, (title, inside)) in (1..).zip(sections) {
        parts.push(Part::Heading(format!("{}. {title}", roman(at))));
        parts.extend(inside);
    }
    let end = told.closed.map_or_else(|| moment_blank(told.held_on), moment);
    parts.push(Part::Text(format!("Phiên họp kết thúc vào {end}./.")));
    parts.push(filled.signatures(&told.secretary, &told.chair));
    Document { title: format!("Biên bản {about}"), parts, foot: seal.foot() }
}

/// A moment as minutes write it: `14 giờ 05 phút, ngày 05 tháng 6 năm 2021`.
fn moment(at: NaiveDateTime) -> String {
    format!("{:02} giờ {:02} phút, {}", at.hour(), at.minute(), written_date(Some(at.date())))
}

/// The same where only the day is known.
fn moment_blank(day: NaiveDate) -> String {
    format!("{BLANK} giờ {BLANK} phút, {}", written_date(Some(day)))
}

fn beginning(told: &Minutes) -> Vec<Part> {
    let start = told.opened.map_or_else(|| moment_blank(told.held_on), moment);
    let lines = [
        format!("{}.", told.plan.basis()),
        format!("Thời gian bắt đầu: {start}."),
        format!("Địa điểm: {}.", or_blank(&told.place)),
        format!("Chủ trì: {}.", or_blank(&told.chair)),
        format!("Thư ký (người ghi biên bản): {}.", or_blank(&told.secretary)),
    ];
    lines.into_iter().map(Part::Text).collect()
}

fn attendance(told: &Minutes) -> Vec<Part> {
    let count = |wanted: &[Presence]| {
        number(told.members.iter().filter(|member| wanted.contains(&member.presence)).count())
    };
    let mut parts = vec![Part::Text(format!(
        "{} thành viên Hội đồng: {} có mặt, {} cho ý kiến bằng văn bản, {} vắng mặt.",
        number(told.members.len()),
        count(&[Presence::Present, Presence::Left]),
        count(&[Presence::InWriting]),
        count(&[Presence::Absent])
    ))];
    if told.quorums.is_empty() {
        parts.push(Part::Text("Kế hoạch không đặt số thành viên tối thiểu phải dự họp.".to_owned()));
    }
    parts.extend(told.quorums.iter().map(|quorum| {
        let whole = |number: i64| format::count(number, Language::Vietnamese);
        let reached = if quorum.attending >= quorum.required { "đủ" } else { "KHÔNG đủ" };
        Part::Text(format!(
            "Điều kiện họp: {}, tức là từ {} thành viên; dự họp {}/{} thành viên, {reached} điều kiện.",
            bar_of(quorum.bar, "tổng số thành viên"),
            whole(quorum.required),
            whole(quorum.attending),
            whole(quorum.members)
        ))
    }));
    if !told.members.is_empty() {
        let columns = [
            ("TT", 70, Set::Middle),
            ("Họ và tên", 260, Set::Left),
            ("Chức vụ", 280, Set::Left),
            ("Trong Hội đồng", 180, Set::Left),
            ("Dự họp", 210, Set::Left),
        ];
        let mut table = Table::new("Thành viên Hội đồng", &columns);
        let rows = (1..).zip(&told.members);
        table.rows.extend(rows.map(|(at, member)| {
            Row::Cells(vec![
                number(at),
                member.name.clone(),
                member.position.clone(),
                member.role.clone(),
                member.presence.told().to_owned(),
            ])
        }));
        parts.push(Part::Table(table));
    }
    parts
}

fn votes(told: &Minutes) -> Vec<Part> {
    if told.groups.iter().all(|group| group.items.is_empty()) {
        return vec![Part::Text("Không có trường hợp nào được đưa ra biểu quyết.".to_owned())];
    }
    let mut parts: Vec<Part> = vec![Part::Text("Cách biểu quyết:".to_owned())];
    parts.extend(told.groups.iter().map(|group| {
        let rule = group.rule.as_ref().map_or_else(|| BLANK.to_owned(), rule_told);
        Part::Item(format!("{}: {rule}.", group.award))
    }));
    parts.push(Part::Text(
        "Kết quả từng trường hợp (tỷ lệ là phân số chính xác, làm tròn đến hai chữ số thập phân):".to_owned(),
    ));
    parts.push(Part::Table(table_of_votes(&told.groups)));
    parts
}

fn recused(told: &Minutes) -> Vec<Part> {
    let columns = [("Trường hợp", 380, Set::Left), ("Thành viên", 250, Set::Left), ("Lý do", 370, Set::Left)];
    let mut table = Table::new("Thành viên không tham gia biểu quyết do có liên quan", &columns);
    for item in told.groups.iter().flat_map(|group| &group.items) {
        let rows = item.recused.iter();
        table.rows.extend(rows.map(|(name, why)| Row::Cells(vec![item.named(), name.clone(), why.clone()])));
    }
    if table.rows.is_empty() {
        return vec![Part::Text("Không có.".to_owned())];
    }
    vec![Part::Table(table)]
}

fn ties(told: &Minutes) -> Vec<Part> {
    if told.ties.is_empty() {
        return vec![Part::Text("Không có.".to_owned())];
    }
    let mut parts = Vec::new();
    for (at, tie) in (1..).zip(&told.ties) {
        let count = number(tie.subjects.len());
        let seats = tie.seats.map_or_else(String::new, |seats| format!(" cho {seats} chỉ tiêu"));
        let why = if tie.reason.is_empty() { String::new() } else { format!(" ({})", tie.reason) };
        parts.push(Part::Text(format!(
            "{at}. {}: {count} trường hợp bằng nhau{seats}. Kết quả{why}:",
            tie.award
        )));
        let subjects = tie.subjects.iter();
        parts.extend(
            subjects.map(|(name, result)| Part::Item(format!("{name}: {}.", result.told().to_lowercase()))),
        );
    }
    parts
}

fn departures(told: &Minutes) -> Vec<Part> {
    if told.departures.is_empty() {
        return vec![Part::Text("Không có.".to_owned())];
    }
    let columns = [
        ("TT", 60, Set::Middle),
        ("Tập thể, cá nhân", 250, Set::Left),
        ("Được đề nghị", 190, Set::Left),
        ("Hội đồng", 160, Set::Left),
        ("Lý do", 340, Set::Left),
    ];
    let mut table = Table::new("Trường hợp khác với đề nghị", &columns);
    table.rows.extend((1..).zip(&told.departures).map(|(at, one)| {
        Row::Cells(vec![
            number(at),
            format!("{}\n{}", one.subject, one.award),
            one.recommended.clone(),
            one.result.told().to_owned(),
            or_blank(&one.reason).to_owned(),
        ])
    }));
    let count = number(told.departures.len());
    vec![
        Part::Text(format!("{count} trường hợp Hội đồng quyết định khác với đề nghị từ xếp hạng:")),
        Part::Table(table),
    ]
}

fn conclusion(told: &Minutes) -> Vec<Part> {
    let mut parts = Vec::new();
    for group in &told.groups {
        // Of a case that was voted on again, the last round counts.
        let is_last = |item: &&ToldItem| {
            group.items.iter().all(|other| other.case != item.case || other.round <= item.round)
        };
        let items: Vec<&ToldItem> = group.items.iter().filter(is_last).collect();
        let kinds: Vec<bool> = [true, false]
            .into_iter()
            .filter(|kind| items.iter().any(|item| item.subject.is_collective() == *kind))
            .collect();
        let counted = |wanted: VoteResult| {
            let counts = kinds.iter().map(|is_collective| {
                let of_kind = items.iter().filter(|item| item.subject.is_collective() == *is_collective);
                let count = number(of_kind.filter(|item| item.result == wanted).count());
                format!("{count} {}", if *is_collective { "tập thể" } else { "cá nhân" })
            });
            counts.collect::<Vec<_>>().join(", ")
        };
        let has = |wanted: VoteResult| items.iter().any(|item| item.result == wanted);
        let mut told = format!("{}: thông qua {}", group.award, counted(VoteResult::Passed));
        let others =
            VoteResult::ALL.into_iter().filter(|result| *result != VoteResult::Passed && has(*result));
        for result in others {
            told.push_str(&format!("; {} {}", result.told().to_lowercase(), counted(result)));
        }
        parts.push(Part::Item(format!("{told}.")));
    }
    if parts.is_empty() {
        parts.push(Part::Text(BLANK.to_owned()));
    }
    parts
}

/// A subject as lists of ties and departures name it.
pub fn named(subject: &Subject) -> String {
    match subject {
        Subject::Collective(unit) => unit.name.clone(),
        Subject::Person(person) if person.unit.is_empty() => person.shown(),
        Subject::Person(person) => format!("{}, {}", person.shown(), person.unit),
    }
}
