//! A small synthetic plan for tests; tests change what they need.

use chrono::NaiveDate;

use super::{
    BranchChoice, Breakdown, Check, CheckKind, Clustering, Comparator, Item, Metric, MetricKind, Named,
    Participants, Plan, Sum, Term,
};
use crate::contest::finding::Severity;
use crate::contest::words::Words;

fn words(vi: &str, en: &str) -> Words {
    Words { vi: vi.to_owned(), en: en.to_owned() }
}

/// A metric; its slots are numbered by [`plan`].
pub fn metric(code: &str, vi: &str, en: &str, kind: MetricKind, breakdown: Option<usize>) -> Metric {
    Metric {
        code: code.to_owned(),
        name: words(vi, en),
        headers: Vec::new(),
        counted: words("đơn vị tính", "units"),
        kind,
        breakdown,
        first_slot: 0,
    }
}

fn item(code: &str, vi: &str, en: &str, levels: Vec<usize>) -> Item {
    Item { code: code.to_owned(), name: words(vi, en), headers: Vec::new(), levels }
}

fn named(code: &str, vi: &str, en: &str) -> Named {
    Named { code: code.to_owned(), name: words(vi, en) }
}

/// Slots of the sample plan.
pub mod slots {
    /// Voters national.
    pub const VOTERS_NATIONAL: usize = 0;
    /// Voters commune.
    pub const VOTERS_COMMUNE: usize = 1;
    /// Took part national.
    pub const TOOK_PART_NATIONAL: usize = 2;
    /// Took part commune.
    pub const TOOK_PART_COMMUNE: usize = 3;
    /// Turnout national.
    pub const TURNOUT_NATIONAL: usize = 4;
    /// Incidents.
    pub const INCIDENTS: usize = 6;
    /// Complete.
    pub const COMPLETE: usize = 7;
    /// Plan day.
    pub const PLAN_DAY: usize = 8;
    /// Finished at.
    pub const FINISHED_AT: usize = 9;
    /// Score.
    pub const SCORE: usize = 10;
    /// Number.
    pub const NUMBER: usize = 11;
}

/// Numbers the slots of metrics anew.
pub fn number_slots(plan: &mut Plan) {
    let mut next = 0;
    for at in 0..plan.metrics.len() {
        plan.metrics[at].first_slot = next;
        next += plan.items_of(&plan.metrics[at]);
    }
}

/// One metric of each kind; the first three are split by the first breakdown.
fn metrics() -> Vec<Metric> {
    let mut voters =
        metric("voters", "Cử tri trong danh sách", "Voters on the roll", MetricKind::Count, Some(0));
    voters.headers.push("Tổng số cử tri".to_owned());
    vec![
        voters,
        metric("took_part", "Cử tri đã bỏ phiếu", "Voters who took part", MetricKind::Count, Some(0)),
        metric(
            "turnout",
            "Tỷ lệ đi bầu",
            "Turnout as stated",
            MetricKind::Percentage { of: Some((1, 0)) },
            Some(0),
        ),
        metric("incidents", "Số vụ việc", "Incidents", MetricKind::Count, None),
        metric("complete", "Báo cáo đầy đủ", "Report complete", MetricKind::Flag, None),
        metric("plan_day", "Ngày ban hành kế hoạch", "Date of the plan", MetricKind::Date, None),
        metric("finished_at", "Thời điểm kết thúc", "Finished at", MetricKind::Moment, None),
        metric("score", "Điểm chấm", "Score", MetricKind::Points, None),
        metric("number", "Số kế hoạch", "Number of the plan", MetricKind::Text, None),
    ]
}

/// Three levels of which the two lower take part, two types of ballot (that of the commune at communes only), a metric
/// of each kind, and the rule that no more voters take part than there are.
pub fn plan() -> Plan {
    let ballot_type = Breakdown {
        code: "ballot_type".to_owned(),
        name: words("Loại phiếu", "Ballot type"),
        items: vec![
            item("national", "ĐBQH", "National Assembly", Vec::new()),
            item("commune", "HĐND xã", "Commune council", vec![2]),
        ],
    };
    let mut plan = Plan {
        code: "1/KH-THU".to_owned(),
        title: words("Kế hoạch thử", "Synthetic plan"),
        issuer: "Cơ quan thử".to_owned(),
        issued: day(2021, 1, 1),
        from: day(2021, 1, 1),
        to: day(2021, 6, 30),
        levels: vec![
            named("province", "Tỉnh", "Province"),
            named("district", "Huyện", "District"),
            named("commune", "Xã", "Commune"),
        ],
        subjects: Vec::new(),
        breakdowns: vec![ballot_type],
        metrics: metrics(),
        checks: vec![Check {
            text: "took_part <= voters".to_owned(),
            severity: Severity::Warning,
            advice: None,
            kind: CheckKind::Relation {
                left: sum(&[(1, 1)]),
                comparator: Comparator::AtMost,
                right: sum(&[(1, 0)]),
            },
        }],
        branches: Vec::new(),
        branch_choice: BranchChoice::BySubject,
        criteria: Vec::new(),
        points: None,
        participants: Participants { levels: vec![1, 2], ..Participants::default() },
        clusters: Clustering::Level,
        ranking: Vec::new(),
        awards: Vec::new(),
        holidays: Vec::new(),
    };
    number_slots(&mut plan);
    plan
}

/// A sum of metrics with their factors.
pub fn sum(terms: &[(i64, usize)]) -> Sum {
    let terms = terms.iter().map(|(factor, metric)| Term { factor: *factor, metric: *metric }).collect();
    Sum { terms, constant: 0 }
}

/// A day that exists.
pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}
