//! Headers: which column means what, by code or by name, with or without diacritics.

use rustc_hash::FxHashMap;

use super::fold::fold;
use super::suggest::nearest;
use crate::contest::plan::Plan;
use crate::contest::words::Words;

/// What a column means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Meaning {
    /// A unit's code.
    UnitCode,
    /// A unit's name.
    UnitName,
    /// A unit by code or by name; in the presence of a column for one of them, the other.
    Unit,
    /// The code of the unit above.
    ParentCode,
    /// The name of the unit above.
    ParentName,
    /// A unit's level.
    Level,
    /// A unit's type of subject.
    Subject,
    /// A unit's cluster.
    Cluster,
    /// Who proposes a unit.
    Source,
    /// When a report was received.
    ReceivedAt,
    /// The metric of a long table.
    Metric,
    /// The item of a long table.
    Item,
    /// The value of a long table.
    Value,
    /// A figure of a wide table: a slot of the plan.
    Slot(usize),
    /// A split metric without its item; index into `Plan::metrics`.
    SplitMetric(usize),
    /// The criterion of a hold.
    Criterion,
    /// Hold or exclusion.
    HoldKind,
    /// The reason of a hold.
    Reason,
    /// Known and of no use here (a running number, a note).
    Ignored,
    /// Not known.
    Unknown,
    /// No header.
    Blank,
}

/// One column of a header row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The header as the file writes it.
    pub text: String,
    /// What it means.
    pub meaning: Meaning,
}

/// A header row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The row as a spreadsheet counts it.
    pub row: u32,
    /// Its columns.
    pub columns: Vec<Column>,
}

impl Header {
    /// The first column of a meaning.
    pub fn position(&self, meaning: Meaning) -> Option<usize> {
        self.columns.iter().position(|column| column.meaning == meaning)
    }

    /// Whether several columns have a meaning, so that nobody knows which of them is meant.
    pub fn is_double(&self, meaning: Meaning) -> bool {
        self.columns.iter().filter(|column| column.meaning == meaning).nth(1).is_some()
    }
}

/// Vietnamese name, English name, and every header under which a column is known; codes first.
type Known = (Meaning, &'static str, &'static str, &'static [&'static str]);

const UNIT_CODE: Known = (
    Meaning::UnitCode,
    "Mã đơn vị",
    "Unit code",
    &["code", "unit_code", "mã", "mã đơn vị", "mã đv", "mã số", "mã đvhc", "mã đơn vị hành chính"],
);
const UNIT_NAME: Known = (
    Meaning::UnitName,
    "Tên đơn vị",
    "Unit name",
    &["name", "unit_name", "tên", "tên đơn vị", "tên đv", "tên địa phương", "địa phương", "địa bàn"],
);
const UNIT: Known = (Meaning::Unit, "Đơn vị", "Unit", &["unit", "đơn vị", "tập thể"]);
const PARENT_CODE: Known = (
    Meaning::ParentCode,
    "Mã cấp trên",
    "Code of the unit above",
    &["parent_code", "parent", "mã cấp trên", "mã đơn vị cấp trên", "cấp trên"],
);
const PARENT_NAME: Known = (
    Meaning::ParentName,
    "Tên cấp trên",
    "Name of the unit above",
    &["parent_name", "tên cấp trên", "đơn vị cấp trên", "tên đơn vị cấp trên", "trực thuộc", "thuộc"],
);
const LEVEL: Known = (Meaning::Level, "Cấp", "Level", &["level", "cấp", "cấp hành chính"]);
const SUBJECT: Known = (
    Meaning::Subject,
    "Đối tượng",
    "Subject",
    &["subject", "đối tượng", "loại đối tượng", "đối tượng thi đua"],
);
const CLUSTER: Known = (
    Meaning::Cluster,
    "Cụm, khối",
    "Cluster",
    &["cluster", "cụm", "khối", "cụm, khối", "cụm/khối", "cụm thi đua", "khối thi đua", "cụm, khối thi đua"],
);
const SOURCE: Known =
    (Meaning::Source, "Nguồn đề nghị", "Source", &["source", "nguồn", "nguồn đề nghị", "đơn vị đề nghị"]);
const RECEIVED_AT: Known = (
    Meaning::ReceivedAt,
    "Thời điểm nhận",
    "Received at",
    &["received_at", "received", "thời điểm nhận", "thời gian nhận", "nhận lúc", "thời điểm nhận báo cáo"],
);
const METRIC: Known = (
    Meaning::Metric,
    "Chỉ tiêu",
    "Metric",
    &["metric", "metric_code", "chỉ tiêu", "mã chỉ tiêu", "tên chỉ tiêu"],
);
const ITEM: Known = (Meaning::Item, "Mục", "Item", &["item", "breakdown", "mục", "phân loại", "chi tiết"]);
const VALUE: Known = (Meaning::Value, "Giá trị", "Value", &["value", "giá trị", "số liệu", "kết quả"]);
const CRITERION: Known =
    (Meaning::Criterion, "Tiêu chí", "Criterion", &["criterion", "tiêu chí", "mã tiêu chí", "tiêu chuẩn"]);
const HOLD_KIND: Known =
    (Meaning::HoldKind, "Hình thức", "Kind", &["kind", "hold", "hình thức", "loại", "xử lý"]);
const REASON: Known = (Meaning::Reason, "Lý do", "Reason", &["reason", "lý do", "lí do"]);
const RUNNING: Known = (
    Meaning::Ignored,
    "Số thứ tự",
    "Number",
    &["no", "stt", "tt", "số tt", "số thứ tự", "note", "notes", "ghi chú"],
);
const SOURCE_IGNORED: Known = (Meaning::Ignored, "Nguồn", "Source", &["source", "nguồn", "nguồn số liệu"]);

/// The headers that a kind of file can have.
#[derive(Debug, Clone)]
pub struct HeaderNames {
    meanings: FxHashMap<String, Meaning>,
    spelled: Vec<String>,
    shown: FxHashMap<Meaning, Words>,
}

impl HeaderNames {
    fn of(known: &[Known]) -> Self {
        let mut names =
            Self { meanings: FxHashMap::default(), spelled: Vec::new(), shown: FxHashMap::default() };
        for (meaning, vi, en, spellings) in known {
            for spelling in *spellings {
                names.learn(spelling, *meaning);
            }
            names.shown.entry(*meaning).or_insert_with(|| Words { vi: (*vi).into(), en: (*en).into() });
        }
        names
    }

    /// The headers of a units file.
    pub fn of_units() -> Self {
        Self::of(&[UNIT_CODE, UNIT_NAME, LEVEL, PARENT_CODE, SUBJECT, CLUSTER, SOURCE, RUNNING])
    }

    /// The headers of a file of holds.
    pub fn of_holds() -> Self {
        Self::of(&[
            UNIT_CODE,
            UNIT_NAME,
            UNIT,
            PARENT_CODE,
            PARENT_NAME,
            CRITERION,
            HOLD_KIND,
            REASON,
            RUNNING,
        ])
    }

    /// The headers of a file of reports: those of every slot in each usual form, and the fixed ones.
    pub fn of_reports(plan: &Plan) -> Self {
        let mut names = Self::of(&[UNIT_CODE, UNIT_NAME, UNIT, PARENT_CODE, PARENT_NAME, RECEIVED_AT]);
        for slot in 0..plan.slots() {
            names.learn(&plan.slot_code(slot), Meaning::Slot(slot));
            names.shown.insert(Meaning::Slot(slot), plan.slot_name(slot));
        }
        for (index, metric) in plan.metrics.iter().enumerate() {
            let items = plan.items_of(metric);
            if metric.breakdown.is_some() {
                let meaning =
                    if items == 1 { Meaning::Slot(metric.first_slot) } else { Meaning::SplitMetric(index) };
                names.learn(&metric.code, meaning);
                names.shown.insert(Meaning::SplitMetric(index), metric.name.clone());
            }
            for slot in metric.first_slot..metric.first_slot + items {
                for header in slot_spellings(plan, slot) {
                    names.learn_unless_two(&header, Meaning::Slot(slot));
                }
            }
            if metric.breakdown.is_some() && items > 1 {
                for header in metric_spellings(plan, index) {
                    names.learn_unless_two(header, Meaning::SplitMetric(index));
                }
            }
        }
        for (meaning, vi, en, spellings) in [METRIC, ITEM, VALUE, RUNNING, SOURCE_IGNORED] {
            for spelling in spellings {
                names.learn(spelling, meaning);
            }
            names.shown.entry(meaning).or_insert_with(|| Words { vi: vi.into(), en: en.into() });
        }
        for breakdown in &plan.breakdowns {
            for spelling in [&breakdown.code, &breakdown.name.vi, &breakdown.name.en] {
                names.learn(spelling, Meaning::Item);
            }
        }
        names
    }

    /// Learns a header, unless it's known already.
    fn learn(&mut self, spelling: &str, meaning: Meaning) {
        let key = fold(spelling);
        if !key.is_empty() && !self.meanings.contains_key(&key) {
            self.meanings.insert(key, meaning);
            self.spelled.push(spelling.to_owned());
        }
    }

    /// Learns a name of the plan; one that would mean two figures means none.
    fn learn_unless_two(&mut self, spelling: &str, meaning: Meaning) {
        let key = fold(spelling);
        match (self.meanings.get(&key), meaning) {
            (Some(Meaning::Slot(other)), Meaning::Slot(slot)) if *other != slot => {
                self.meanings.insert(key, Meaning::Unknown);
            }
            _ => self.learn(spelling, meaning),
        }
    }

    /// What a header means.
    pub fn meaning(&self, header: &str) -> Meaning {
        let key = fold(header);
        if key.is_empty() {
            return if header.is_empty() { Meaning::Blank } else { Meaning::Unknown };
        }
        self.meanings.get(&key).copied().unwrap_or(Meaning::Unknown)
    }

    /// The columns of a row, were it the header row.
    pub fn columns<'t>(&self, texts: impl Iterator<Item = &'t str>) -> Vec<Column> {
        let columns = texts.map(|text| Column { text: text.to_owned(), meaning: self.meaning(text) });
        Self::settled(columns.collect())
    }

    /// The columns of a header row, of which some mean what a person says.
    pub fn with_chosen(&self, columns: &[Column], chosen: &[(usize, Meaning)]) -> Vec<Column> {
        let said = |index| chosen.iter().find(|(column, _)| *column == index).map(|(_, meaning)| *meaning);
        let columns = columns.iter().enumerate().map(|(index, column)| Column {
            text: column.text.clone(),
            meaning: said(index).unwrap_or_else(|| self.meaning(&column.text)),
        });
        Self::settled(columns.collect())
    }

    /// Columns without blank ones at the end; a unit beside a column of codes is a name, beside one of names a code.
    fn settled(mut columns: Vec<Column>) -> Vec<Column> {
        while columns.last().is_some_and(|column| column.meaning == Meaning::Blank) {
            columns.pop();
        }
        let has = |meaning| columns.iter().any(|column: &Column| column.meaning == meaning);
        let unit_means = match (has(Meaning::UnitCode), has(Meaning::UnitName)) {
            (false, false) => Meaning::Unit,
            (true, false) => Meaning::UnitName,
            (false, true) => Meaning::UnitCode,
            (true, true) => Meaning::Ignored,
        };
        for column in &mut columns {
            if column.meaning == Meaning::Unit {
                column.meaning = unit_means;
            }
        }
        columns
    }

    /// Near headers, comma-separated.
    pub fn suggestions(&self, header: &str) -> String {
        nearest(header, self.spelled.iter().map(String::as_str)).join(", ")
    }

    /// A meaning as it's shown.
    pub fn shown(&self, meaning: Meaning) -> Words {
        self.shown.get(&meaning).cloned().unwrap_or_default()
    }
}

/// The names of a metric besides its code.
fn metric_spellings(plan: &Plan, metric: usize) -> Vec<&str> {
    let metric = &plan.metrics[metric];
    let mut spellings = vec![metric.name.vi.as_str(), metric.name.en.as_str()];
    spellings.extend(metric.headers.iter().map(String::as_str));
    spellings
}

/// Every usual way to write a slot: the metric's code or a name, with the item's before or behind it.
pub(super) fn slot_spellings(plan: &Plan, slot: usize) -> Vec<String> {
    let (metric, item) = plan.slot(slot);
    let mut metrics = vec![metric.code.as_str(), metric.name.vi.as_str(), metric.name.en.as_str()];
    metrics.extend(metric.headers.iter().map(String::as_str));
    let Some(item) = item else { return metrics.into_iter().map(str::to_owned).collect() };
    let mut items = vec![item.code.as_str(), item.name.vi.as_str(), item.name.en.as_str()];
    items.extend(item.headers.iter().map(String::as_str));
    let mut spellings = Vec::with_capacity(metrics.len() * items.len() * 2);
    if plan.items_of(metric) == 1 {
        spellings.extend(metrics.iter().map(|metric| (*metric).to_owned()));
    }
    for metric in &metrics {
        for item in &items {
            spellings.push(format!("{metric} ({item})"));
            spellings.push(format!("{item} - {metric}"));
        }
    }
    spellings
}
