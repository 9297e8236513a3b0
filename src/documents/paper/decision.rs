//! A decision (quyết định): legal bases, articles, and in annexes who gets which award, with the money where there is any. One
//! that amends or revokes another is a decision of its own.

use super::annex::{Annexed, annexes, award_lines, kinds, money_in_all, money_lines};
use super::cited::{CitedDecision, CitedPlan};
use super::filled::Filled;
use super::honoured::{AwardGroup, Counts, money};
use super::seal::Seal;
use super::{BLANK, Document, PaperKind, Part, or_blank};

/// What a decision does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// It gives awards.
    Commend,
    /// It amends another decision: the lists are what it gives besides.
    Amend {
        /// The other one.
        of: CitedDecision,
        /// Why.
        reason: String,
        /// What else changes, a line each.
        changes: Vec<String>,
    },
    /// It revokes awards that another decision gave: the lists are those it takes back.
    Revoke {
        /// The other one.
        of: CitedDecision,
        /// Why.
        reason: String,
    },
}

/// A decision, as its document tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What it does.
    pub act: Act,
    /// The plan.
    pub plan: CitedPlan,
    /// Who decides, as its head says: `CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH …`; empty where that isn't known.
    pub authority: String,
    /// The legal bases, a line each.
    pub bases: Vec<String>,
    /// Who asked for it, as its last basis says; empty where that isn't known.
    pub proposer: String,
    /// Who carries it out, besides those in the lists; empty where that isn't known.
    pub executors: String,
    /// The awards with their lists.
    pub groups: Vec<AwardGroup>,
}

/// The decision's document.
pub fn decision(told: &Decision, filled: &Filled, seal: &Seal) -> Document {
    let about = about(told);
    let mut parts = vec![filled.letterhead(PaperKind::Decision, "")];
    parts.push(Part::Title("QUYẾT ĐỊNH".to_owned(), about.clone()));
    parts.extend(seal.mark());
    parts.push(Part::Middle(or_blank(&told.authority).to_uppercase()));
    parts.extend(bases(told));
    parts.push(Part::Middle("QUYẾT ĐỊNH:".to_owned()));
    parts.extend(articles(told));
    parts.push(filled.signature());
    let (what, remarks) = match told.act {
        Act::Commend => ("ĐƯỢC KHEN THƯỞNG", None),
        Act::Amend { .. } => ("ĐƯỢC KHEN THƯỞNG BỔ SUNG", None),
        Act::Revoke { .. } => ("BỊ HỦY BỎ QUYẾT ĐỊNH KHEN THƯỞNG", Some("Lý do")),
    };
    let has_remarks = told.groups.iter().flat_map(|group| &group.honoured).any(|one| !one.remark.is_empty());
    let annexed = Annexed {
        filled,
        kind: PaperKind::Decision,
        named: "Quyết định",
        what,
        remarks: remarks.or(has_remarks.then_some("Ghi chú")),
    };
    parts.extend(annexes(&told.groups, annexed));
    Document { title: format!("Quyết định {about}"), parts, foot: seal.foot() }
}

fn about(told: &Decision) -> String {
    let (kinds, title) = (kinds(&told.groups), &told.plan.title);
    match &told.act {
        Act::Commend => format!("Về việc khen thưởng {kinds} trong {title}"),
        Act::Amend { of, .. } => format!("Về việc sửa đổi, bổ sung {}", of.named()),
        Act::Revoke { of, .. } => format!("Về việc hủy bỏ quyết định khen thưởng {kinds} tại {}", of.named()),
    }
}

/// What the decision rests on: a line each, all but the last ending in a semicolon.
fn bases(told: &Decision) -> Vec<Part> {
    let plain = |text: &String| {
        let text = text.trim().trim_end_matches([';', '.', ',']).trim_end();
        let is_told = text.is_empty() || text.starts_with("Căn cứ") || text.starts_with("Theo ");
        if is_told { text.to_owned() } else { format!("Căn cứ {text}") }
    };
    let mut lines: Vec<String> = told.bases.iter().map(plain).filter(|text| !text.is_empty()).collect();
    if lines.is_empty() {
        lines.push(format!("Căn cứ {BLANK}"));
    }
    lines.push(told.plan.basis());
    if let Act::Amend { of, .. } | Act::Revoke { of, .. } = &told.act {
        lines.push(format!("Căn cứ {}", of.named()));
    }
    lines.push(format!("Theo đề nghị của {}", or_blank(&told.proposer)));
    let last = lines.len() - 1;
    let ended = lines.into_iter().enumerate();
    ended.map(|(at, text)| Part::Basis(format!("{text}{}", if at == last { '.' } else { ';' }))).collect()
}

/// Articles, numbered as they come.
#[derive(Default)]
struct Articles {
    parts: Vec<Part>,
    count: usize,
}

impl Articles {
    fn push(&mut self, text: String) {
        self.count += 1;
        self.parts.push(Part::Article(format!("Điều {}.", self.count), text));
    }
}

fn articles(told: &Decision) -> Vec<Part> {
    let mut articles = Articles::default();
    let counts = Counts::distinct(&told.groups);
    match &told.act {
        Act::Commend => commend(told, counts, &mut articles),
        Act::Amend { of, reason, changes } => {
            let why = or_blank(reason);
            articles.push(format!("Sửa đổi, bổ sung {}. Lý do: {why}. Nội dung:", of.named()));
            let ended = changes.iter().map(|line| format!("{}.", line.trim_end_matches(['.', ';', ' '])));
            articles.parts.extend(ended.map(Part::Item));
            if !counts.is_nobody() {
                articles.parts.push(Part::Item(format!(
                    "Khen thưởng bổ sung {} (danh sách tại Phụ lục kèm theo), gồm:",
                    counts.told()
                )));
                articles.parts.extend(award_lines(&told.groups));
            }
            prizes(told, &mut articles);
        }
        Act::Revoke { of, reason } => revoke(told, of, reason, &mut articles),
    }
    let who = match counts.kinds() {
        "tập thể" => "tập thể",
        "cá nhân" => "cá nhân",
        _ => "tập thể, cá nhân",
    };
    articles.push(format!(
        "Quyết định này có hiệu lực kể từ ngày ký. {} và các {who} có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./.",
        or_blank(&told.executors)
    ));
    articles.parts
}

fn commend(told: &Decision, counts: Counts, articles: &mut Articles) {
    if counts.is_nobody() {
        articles.push(format!("Khen thưởng {BLANK}."));
        return;
    }
    articles.push(format!(
        "Khen thưởng {} đã có thành tích trong {} (danh sách tại Phụ lục kèm theo), gồm:",
        counts.told(),
        told.plan.title
    ));
    articles.parts.extend(award_lines(&told.groups));
    prizes(told, articles);
}

/// The article of the money, where there is any.
fn prizes(told: &Decision, articles: &mut Articles) {
    let Some(sum) = money_in_all(&told.groups) else { return };
    articles.push(format!(
        "Tiền thưởng kèm theo là {}, tính theo hệ số và mức lương cơ sở tại Phụ lục, lấy từ nguồn:",
        money(sum)
    ));
    articles.parts.extend(money_lines(&told.groups));
}

fn revoke(told: &Decision, of: &CitedDecision, reason: &str, articles: &mut Articles) {
    articles.push(format!(
        "Hủy bỏ quyết định khen thưởng tại {} đối với {} (danh sách tại Phụ lục kèm theo). Lý do: {}.",
        of.named(),
        Counts::distinct(&told.groups).told(),
        or_blank(reason)
    ));
    articles.parts.extend(award_lines(&told.groups));
    let sum = money_in_all(&told.groups);
    let returned = sum.map_or_else(String::new, |sum| format!(" và tiền thưởng đã nhận ({})", money(sum)));
    articles.push(format!(
        "Thu hồi hiện vật khen thưởng{returned} của {} có tên tại Điều 1 theo quy định của pháp luật.",
        kinds(&told.groups)
    ));
}
