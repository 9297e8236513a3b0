//! A small synthetic plan for tests; tests change what they need.

use chrono::NaiveDate;

use super::{
    BranchChoice, Breakdown, Check, CheckKind, Clustering, Comparator, Item, Metric, MetricKind, Named,
    Participants, Plan, Sum, Term,
};
use crate::contest::calendar::Calendar;
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
        summed_from: None,
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
    /// Households, permanent.
    pub const HOUSEHOLDS_PERMANENT: usize = 0;
    /// Households, temporary.
    pub const HOUSEHOLDS_TEMPORARY: usize = 1;
    /// Visited, permanent.
    pub const VISITED_PERMANENT: usize = 2;
    /// Visited, temporary.
    pub const VISITED_TEMPORARY: usize = 3;
    /// Coverage, permanent.
    pub const COVERAGE_PERMANENT: usize = 4;
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
    let mut households =
        metric("households", "Số hộ trong danh sách", "Households on the list", MetricKind::Count, Some(0));
    households.headers.push("Tổng số hộ".to_owned());
    vec![
        households,
        metric("visited", "Số hộ đã thăm", "Households visited", MetricKind::Count, Some(0)),
        metric(
            "coverage",
            "Tỷ lệ hộ được thăm",
            "Coverage as stated",
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

/// Three levels of which the two lower take part, two kinds of residence (the temporary one at communes only), a metric
/// of each kind, and the rule that no more households take part than there are.
pub fn plan() -> Plan {
    let residence = Breakdown {
        code: "residence".to_owned(),
        name: words("Loại cư trú", "Residence"),
        items: vec![
            item("permanent", "thường trú", "permanent", Vec::new()),
            item("temporary", "tạm trú", "temporary", vec![2]),
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
        breakdowns: vec![residence],
        metrics: metrics(),
        checks: vec![Check {
            text: "visited <= households".to_owned(),
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
        calendar: Calendar::default(),
        plausibility: Vec::new(),
        individuals: None,
        process: super::Process::default(),
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
