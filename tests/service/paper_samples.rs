//! Documents of councils and decisions made from plain values: samples that tests read back, and that the command which shows
//! documents converts to pictures. Nobody in them is real.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use thidua::contest::council::rule::ItemRule;
use thidua::contest::fraction::Fraction;
use thidua::contest::plan::{Recused, Threshold, VoteBase};
use thidua::documents::paper::Document;
use thidua::documents::paper::achievements::{
    Achieved, Achievements, CaseAchievement, CriterionLine, achievements,
};
use thidua::documents::paper::ballot::{Ballots, ItemGroup, ToldItem, VoteResult};
use thidua::documents::paper::cited::{CitedDecision, CitedPlan};
use thidua::documents::paper::decision::{Act, Decision, decision};
use thidua::documents::paper::filled::Filled;
use thidua::documents::paper::honoured::{AwardGroup, Collective, Honoured, Person, Prize, Subject};
use thidua::documents::paper::minutes::{
    Departure, Minutes, Presence, SettledTie, ToldMember, ToldQuorum, minutes,
};
use thidua::documents::paper::seal::{Resting, Seal, Standing};

pub const AWARD: &str = "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh";

/// A name as long as a register allows it.
pub fn very_long() -> String {
    "Ban Chỉ đạo công tác bầu cử đại biểu Quốc hội và đại biểu Hội đồng nhân dân các cấp (ví dụ) "
        .repeat(3)
        .trim()
        .to_owned()
}

pub fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2021, 6, day).unwrap()
}

pub fn plan() -> CitedPlan {
    CitedPlan {
        code: "508/KH-UBND".to_owned(),
        issued: NaiveDate::from_ymd_opt(2021, 2, 2).unwrap(),
        issuer: "Ủy ban nhân dân tỉnh Điện Biên".to_owned(),
        title: "đợt thi đua (ví dụ) bầu cử đại biểu Quốc hội khóa XV và đại biểu Hội đồng nhân dân các cấp"
            .to_owned(),
    }
}

pub fn filled() -> Filled {
    Filled {
        superior: "Cơ quan cấp trên (ví dụ)".to_owned(),
        issuer: "Cơ quan ban hành (ví dụ)".to_owned(),
        abbreviation: "VD".to_owned(),
        number: "15".to_owned(),
        place: "Điện Biên".to_owned(),
        date: Some(day(5)),
        to: vec!["Nơi nhận thứ nhất (ví dụ)".to_owned()],
        recipients: vec!["Như Điều 3".to_owned(), "Lưu: VT".to_owned()],
        authority: "KT. Thủ trưởng".to_owned(),
        position: "Phó thủ trưởng".to_owned(),
        signatory: "(họ tên người ký)".to_owned(),
    }
}

pub fn seal() -> Seal {
    Seal {
        standing: Standing::Final,
        stored: Some((1, "ab".repeat(32))),
        others: vec![Resting { is_of_persons: true, number: 2, hash: "cd".repeat(32) }],
        audit: (77, "ef".repeat(32)),
        made: "05/06/2021 08:00".to_owned(),
    }
}

pub fn collective(at: usize) -> Subject {
    let name = if at == 3 { very_long() } else { format!("Đơn vị ví dụ số {at}") };
    let cluster = format!("Cụm thi đua số {} (ví dụ)", at % 4 + 1);
    Subject::Collective(Collective { name, code: format!("{at:05}"), cluster })
}

pub fn person(at: usize) -> Subject {
    let name = if at == 2 {
        "Người Có Tên Rất Dài ".repeat(6).trim().to_owned()
    } else {
        format!("Người Ví Dụ {at}")
    };
    let number = i64::try_from(at).unwrap();
    Subject::Person(Person {
        number,
        name: if at == 4 { String::new() } else { name },
        is_erased: at == 4,
        position: "Công chức Văn phòng - Thống kê".to_owned(),
        unit: format!("Đơn vị ví dụ số {at}"),
        kind: "Trực tiếp công tác".to_owned(),
    })
}

fn prize(is_first: bool) -> Prize {
    let budget = if is_first { "Quỹ thi đua, khen thưởng tỉnh" } else { "Ngân sách huyện" };
    Prize {
        coefficient: Decimal::new(15, 1),
        base_wage: 1_490_000,
        amount: 2_235_000,
        budget: budget.to_owned(),
    }
}

/// Awards with their lists: so many collectives and so many persons.
pub fn groups((collectives, persons): (usize, usize), has_money: bool) -> Vec<AwardGroup> {
    let honoured = |subject: Subject, at: usize| Honoured {
        subject,
        prize: has_money.then(|| prize(!at.is_multiple_of(5))),
        remark: String::new(),
    };
    let group = |award: &str, collectives: usize, persons: usize| AwardGroup {
        award: award.to_owned(),
        honoured: (1..=collectives)
            .map(|at| honoured(collective(at), at))
            .chain((1..=persons).map(|at| honoured(person(at), at)))
            .collect(),
    };
    vec![group(AWARD, collectives, persons), group("Giấy khen (ví dụ)", collectives / 4, persons / 4)]
}

pub fn decision_with(act: Act, groups: Vec<AwardGroup>) -> Document {
    let told = Decision {
        act,
        plan: plan(),
        authority: "Chủ tịch Ủy ban nhân dân tỉnh (ví dụ)".to_owned(),
        bases: vec![
            "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19/6/2015;".to_owned(),
            "Căn cứ Luật Thi đua, Khen thưởng ngày 26/11/2003 và các luật sửa đổi, bổ sung".to_owned(),
            "Căn cứ Nghị định số 91/2017/NĐ-CP ngày 31/7/2017 của Chính phủ quy định chi tiết thi hành một số điều của Luật \
             Thi đua, Khen thưởng;"
                .to_owned(),
        ],
        proposer: "Giám đốc Sở Nội vụ tại Tờ trình số 20/TTr-VD ngày 03/06/2021".to_owned(),
        executors: "Chánh Văn phòng, Giám đốc Sở Nội vụ".to_owned(),
        groups,
    };
    decision(&told, &filled(), &seal())
}

pub fn other_decision() -> CitedDecision {
    CitedDecision {
        number: "1200/QĐ-VD".to_owned(),
        issued: day(4),
        issuer: "cơ quan ban hành (ví dụ)".to_owned(),
    }
}

fn ballots(votes_for: i64) -> Ballots {
    Ballots {
        entitled: 8,
        present: 7,
        in_writing: 1,
        recused: 1,
        votes_for,
        against: 7 - votes_for,
        blank: 1,
        base: 8,
        required: 5,
    }
}

fn item(at: usize, subject: Subject) -> ToldItem {
    let votes_for = i64::try_from(at % 8).unwrap();
    let is_passed = votes_for >= 5;
    let recused = if at.is_multiple_of(9) {
        vec![("Thành viên Ví Dụ 2".to_owned(), "Cùng đơn vị với trường hợp được xét".to_owned())]
    } else {
        Vec::new()
    };
    ToldItem {
        subject,
        case: i64::try_from(at).unwrap(),
        round: if at == 8 { 2 } else { 1 },
        ballots: (at != 11).then(|| ballots(votes_for)),
        result: match (at, is_passed) {
            (11, _) => VoteResult::NotHeld,
            (_, true) => VoteResult::Passed,
            _ => VoteResult::Failed,
        },
        recused,
    }
}

/// A session on so many collectives and so many persons.
#[expect(clippy::too_many_lines, reason = "one story, told step by step")]
pub fn session(collectives: usize, persons: usize) -> Minutes {
    let rule = Some(ItemRule {
        threshold: Threshold { share: Fraction::new(1, 2), strict: true },
        of: VoteBase::All,
        recused: Recused::LeaveOut,
        secret: true,
        in_writing: true,
        quorum: None,
        seats: None,
    });
    let member = |at: usize, role: &str, presence: Presence| ToldMember {
        name: format!("Thành viên Ví Dụ {at}"),
        position: "Chức vụ (ví dụ)".to_owned(),
        role: role.to_owned(),
        presence,
    };
    let at = |hour, minute| day(3).and_hms_opt(hour, minute, 0);
    let first = (1..=collectives).map(|at| item(at, collective(at)));
    let second = (1..=persons).map(|at| item(collectives + at, person(at)));
    let bar = Threshold { share: Fraction::new(2, 3), strict: false };
    let quorum = ToldQuorum { attending: 4, members: 5, required: 4, bar };
    let subjects =
        vec![("Đơn vị ví dụ số 5".to_owned(), VoteResult::Passed), (very_long(), VoteResult::NoSeat)];
    let tie = SettledTie {
        award: AWARD.to_owned(),
        seats: Some(1),
        subjects,
        reason: "Theo số phiếu (ví dụ)".to_owned(),
    };
    let is_empty = collectives + persons == 0;
    let group = |award: &str, items: Vec<ToldItem>| ItemGroup { award: award.to_owned(), rule, items };
    Minutes {
        plan: plan(),
        council: "Hội đồng Thi đua - Khen thưởng tỉnh".to_owned(),
        session: 1,
        place: if is_empty { String::new() } else { "Phòng họp số 2 (ví dụ)".to_owned() },
        held_on: day(3),
        opened: at(8, 0).filter(|_| !is_empty),
        closed: at(11, 5).filter(|_| !is_empty),
        chair: if is_empty { String::new() } else { "Thành viên Ví Dụ 1".to_owned() },
        secretary: if is_empty { String::new() } else { "Thành viên Ví Dụ 3".to_owned() },
        members: if is_empty {
            Vec::new()
        } else {
            vec![
                member(1, "Chủ tịch Hội đồng", Presence::Present),
                member(2, "Ủy viên", Presence::Left),
                member(3, "Ủy viên, thư ký", Presence::Present),
                member(4, "Ủy viên", Presence::InWriting),
                member(5, "Ủy viên", Presence::Absent),
            ]
        },
        quorums: if is_empty { Vec::new() } else { vec![quorum] },
        groups: if is_empty {
            Vec::new()
        } else {
            vec![group(AWARD, first.collect()), group("Giấy khen (ví dụ)", second.collect())]
        },
        ties: if is_empty { Vec::new() } else { vec![tie] },
        departures: if is_empty {
            Vec::new()
        } else {
            vec![Departure {
                subject: "Đơn vị ví dụ số 4".to_owned(),
                award: AWARD.to_owned(),
                recommended: "Trong số đề nghị".to_owned(),
                result: VoteResult::Failed,
                reason: "Hội đồng cho rằng thành tích chưa nổi bật (ví dụ)".to_owned(),
            }]
        },
        is_extract: false,
    }
}

pub fn minutes_of(told: &Minutes) -> Document {
    minutes(told, &filled(), &seal())
}

pub fn achievements_of(collectives: usize, persons: usize) -> Document {
    let line = |number: &str, name: &str, figures: &str, outcome: &str| CriterionLine {
        number: number.to_owned(),
        name: name.to_owned(),
        figures: figures.to_owned(),
        outcome: outcome.to_owned(),
        points: "10,00".to_owned(),
    };
    let lines = vec![
        line("1", "Cử tri đã đi bầu cử", "5.230/5.232 = 99,96 %", "đạt"),
        line("2", "Cử tri được học tập, quán triệt luật bầu cử", "5.100/5.232 = 97,48 %", "đạt"),
        line("6", "Phiếu không hợp lệ", "", "thiếu số liệu"),
    ];
    let case = |subject: Subject, case: usize, achieved: Achieved| CaseAchievement {
        subject,
        case: i64::try_from(case).unwrap(),
        achieved,
    };
    let standing = || vec!["Hạng 1 trong 12 đơn vị của cụm; tổng điểm 95,50.".to_owned()];
    let first = (1..=collectives)
        .map(|at| case(collective(at), at, Achieved::Criteria(standing(), lines.clone())))
        .collect();
    let written = |at: usize| {
        let text = "Tham mưu, tổ chức thực hiện tốt công tác bầu cử tại đơn vị (nội dung ví dụ). ";
        if at == 4 {
            Vec::new()
        } else {
            vec![text.repeat(at % 5 + 1), "Đã được đơn vị xác nhận (ví dụ).".to_owned()]
        }
    };
    let second =
        (1..=persons).map(|at| case(person(at), collectives + at, Achieved::Written(written(at)))).collect();
    let told = Achievements {
        plan: plan(),
        groups: vec![(AWARD.to_owned(), first), ("Giấy khen (ví dụ)".to_owned(), second)],
    };
    achievements(&told, &filled(), &seal())
}

/// All samples by name.
pub fn all() -> Vec<(&'static str, Document)> {
    let amend = |changes: &[&str]| Act::Amend {
        of: other_decision(),
        reason: "Bổ sung trường hợp đã được Hội đồng thông qua (ví dụ)".to_owned(),
        changes: changes.iter().map(|text| (*text).to_owned()).collect(),
    };
    let revoke = Act::Revoke {
        of: other_decision(),
        reason: "Kê khai không đúng thành tích (ví dụ)".to_owned(),
    };
    let mut revoked = groups((1, 1), true);
    for one in revoked.iter_mut().flat_map(|group| &mut group.honoured) {
        one.remark = "Kê khai không đúng thành tích (ví dụ)".to_owned();
    }
    let mut extract = session(3, 2);
    extract.is_extract = true;
    vec![
        ("minutes", minutes_of(&session(12, 9))),
        ("minutes-extract", minutes_of(&extract)),
        ("minutes-empty", minutes(&session(0, 0), &Filled::default(), &seal())),
        ("decision", decision_with(Act::Commend, groups((53, 83), true))),
        ("decision-plain", decision_with(Act::Commend, groups((2, 0), false))),
        ("decision-empty", decision_with(Act::Commend, Vec::new())),
        ("decision-amend", decision_with(amend(&["Sửa tên đơn vị số 2 (ví dụ)"]), groups((1, 2), true))),
        ("decision-revoke", decision_with(revoke, revoked)),
        ("achievements", achievements_of(12, 14)),
        ("achievements-empty", achievements_of(0, 0)),
    ]
}
