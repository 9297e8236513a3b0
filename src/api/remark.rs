//! Figures that need a look.

use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::answer::{Call, json};
use super::page::{WordsBody, next_after};
use super::problem::{Problems, Refused, with_texts};
use crate::app::frame::Frame;
use crate::app::remark::{Remarks, Seen};
use crate::contest::plausibility::{About, Exact, Examined, Group, Remark, Workings};
use crate::contest::words::{Language, Words};
use crate::documents::remark::{Telling, innocent_text};

/// How many units of a remark are listed.
const LISTED: usize = 100;

/// A unit of a remark.
#[derive(Serialize, ToSchema)]
pub struct RemarkUnit {
    /// The unit's code.
    #[schema(example = "00127")]
    pub code: String,
    /// The unit's name.
    pub name: String,
}

/// A group of units that a remark is about.
#[derive(Serialize, ToSchema)]
pub struct RemarkGroup {
    /// `parent`, `cluster` or `all`.
    #[schema(example = "cluster")]
    pub per: String,
    /// The code of the unit above, or of the cluster; empty for all units.
    pub code: String,
    /// How many of its units have the figures.
    pub units: u32,
}

/// A figure of a remark.
#[derive(Serialize, ToSchema)]
pub struct RemarkFigure {
    /// The figure's code.
    #[schema(example = "took_part")]
    pub figure: String,
    /// The count; null where it isn't reported, or is that of many units.
    pub count: Option<i64>,
    /// The count of the earlier report; null where none is compared.
    pub earlier: Option<i64>,
}

/// How far a measure is from the middle of its cluster. Numbers are exact, `above/below`.
#[derive(Serialize, ToSchema)]
pub struct RemarkDistance {
    /// The measure.
    #[schema(example = "31913/31935")]
    pub measure: String,
    /// The median of the cluster.
    #[schema(example = "1")]
    pub median: String,
    /// The median of the distances from it (MAD).
    #[schema(example = "1/5000")]
    pub spread: String,
    /// The modified z-score; null where MAD is zero.
    #[schema(example = "148/43")]
    pub score: Option<String>,
    /// How many units of the cluster have the measure.
    pub units: u32,
}

/// Figures that need a look. Not a verdict: nothing waits for it, and no result depends on it.
#[derive(Serialize, ToSchema)]
pub struct RemarkBody {
    /// Its number; what `after` takes. It holds until something of the plan changes.
    #[schema(example = 1)]
    pub number: i64,
    /// The code of the plan's entry that asks for it.
    #[schema(example = "copied")]
    pub code: String,
    /// `copied_rows`, `round_numbers`, `last_digit`, `always_equal`, `outlier` or `change`.
    #[schema(example = "copied_rows")]
    pub kind: String,
    /// Its units within reach, at most the first hundred; none where it is about a group.
    pub units: Vec<RemarkUnit>,
    /// How many units it has within reach.
    pub units_total: usize,
    /// How many units it has beyond reach.
    pub units_beyond: usize,
    /// The group that it is about.
    pub group: Option<RemarkGroup>,
    /// The figures that it is about.
    pub figures: Vec<RemarkFigure>,
    /// For `last_digit`: how many figures end in each digit, from 0 to 9.
    pub digits: Option<Vec<u64>>,
    /// For `outlier`: how far the measure is from the middle.
    pub distance: Option<RemarkDistance>,
    /// The numbers worked out against the plan's threshold, in words.
    pub text: WordsBody,
    /// What innocent reasons there may be.
    pub innocent: WordsBody,
    /// What the plan says to it.
    pub advice: Option<WordsBody>,
}

/// How much was looked at for one entry of the plan.
#[derive(Serialize, ToSchema)]
pub struct ExaminedBody {
    /// The entry's code.
    #[schema(example = "copied")]
    pub code: String,
    /// What it looks for.
    #[schema(example = "copied_rows")]
    pub kind: String,
    /// How many units (or groups, for `last_digit` and `always_equal`) had what the entry needs.
    pub examined: u64,
    /// How many of them have a remark.
    pub remarked: u64,
    /// How many had too little of it.
    pub too_few: u64,
    /// How many of those examined are in a cluster without spread.
    pub without_spread: u64,
}

/// Figures that need a look.
#[derive(Serialize, ToSchema)]
pub struct RemarkList {
    /// The remarks of this page, in the order of the plan's entries.
    pub items: Vec<RemarkBody>,
    /// How many remarks there are within reach, of the unit when one is asked for.
    pub total: usize,
    /// What `after` takes for the next page; null on the last.
    pub next: Option<i64>,
    /// How much was looked at in the whole plan; null for who reaches but a part of it.
    pub examined: Option<Vec<ExaminedBody>>,
}

/// Which remarks are wanted.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RemarkQuery {
    /// Only those about the unit with this code, by itself or as one of a group.
    #[param(example = "00127")]
    pub unit: Option<String>,
    /// Only what comes after this key; `next` of the page before.
    #[serde(default)]
    #[param(minimum = 0, example = 0)]
    pub after: i64,
    /// At most so many, 1 to 1000.
    #[serde(default = "super::page::fifty")]
    #[param(minimum = 1, maximum = 1000, example = 50)]
    pub limit: i64,
}

/// A text in both languages.
fn both(text: impl Fn(Language) -> String) -> WordsBody {
    WordsBody::from(&Words { vi: text(Language::Vietnamese), en: text(Language::English) })
}

fn exact(number: &Exact) -> String {
    number.to_string()
}

fn group(frame: &Frame, remark: &Remark) -> Option<RemarkGroup> {
    let About::Group { group, units } = remark.about else { return None };
    let (per, code) = match group {
        Group::All => ("all", ""),
        Group::Parent(unit) => ("parent", frame.units.get(unit).code()),
        Group::Cluster(cluster) => ("cluster", frame.units.clusters[cluster as usize].code.as_str()),
    };
    Some(RemarkGroup { per: per.to_owned(), code: code.to_owned(), units })
}

fn figures(frame: &Frame, remark: &Remark) -> Vec<RemarkFigure> {
    let counts = |at: usize| match &remark.workings {
        Workings::CopiedRows { figures, .. } => (figures[at], None),
        Workings::RoundNumbers { figures, .. } => (Some(figures[at]), None),
        Workings::Change { figures } => (Some(figures[at].1), Some(figures[at].0)),
        Workings::LastDigit { .. } | Workings::AlwaysEqual | Workings::Outlier(_) => (None, None),
    };
    let slots = remark.slots.iter().enumerate();
    let figures = slots.map(|(at, slot)| {
        let (count, earlier) = counts(at);
        RemarkFigure { figure: frame.plan.slot_code(*slot), count, earlier }
    });
    figures.collect()
}

fn distance(workings: &Workings) -> Option<RemarkDistance> {
    let Workings::Outlier(distance) = workings else { return None };
    Some(RemarkDistance {
        measure: format!("{}/{}", distance.measure.numerator(), distance.measure.denominator()),
        median: exact(&distance.median),
        spread: exact(&distance.spread),
        score: distance.score.as_ref().map(exact),
        units: distance.units,
    })
}

fn body(remarks: &Remarks, seen: &Seen) -> RemarkBody {
    let (frame, remark) = (&remarks.frame, remarks.remark(seen));
    let entry = &frame.plan.plausibility[remark.entry];
    let named = seen.units.iter().take(LISTED).map(|unit| {
        let unit = frame.units.get(*unit);
        RemarkUnit { code: unit.code().to_owned(), name: unit.name().to_owned() }
    });
    let sentence = |language| {
        let told = |texts: &_| Telling { texts, plan: &frame.plan, units: &frame.units }.sentence(remark);
        with_texts(language, told)
    };
    RemarkBody {
        number: number_of(seen),
        code: entry.code.clone(),
        kind: entry.kind.code().to_owned(),
        units: named.collect(),
        units_total: seen.units.len(),
        units_beyond: seen.beyond,
        group: group(frame, remark),
        figures: figures(frame, remark),
        digits: match &remark.workings {
            Workings::LastDigit { digits } => Some(digits.to_vec()),
            _ => None,
        },
        distance: distance(&remark.workings),
        text: both(sentence),
        innocent: both(|language| with_texts(language, |texts| innocent_text(texts, &entry.kind))),
        advice: entry.advice.as_ref().map(WordsBody::from),
    }
}

fn number_of(seen: &Seen) -> i64 {
    i64::try_from(seen.position).map_or(i64::MAX, |position| position + 1)
}

fn examined(remarks: &Remarks) -> Option<Vec<ExaminedBody>> {
    let all = remarks.examined.as_ref()?;
    let entries = remarks.frame.plan.plausibility.iter().zip(all);
    let bodies = entries.map(|(entry, of): (_, &Examined)| ExaminedBody {
        code: entry.code.clone(),
        kind: entry.kind.code().to_owned(),
        examined: of.examined,
        remarked: of.remarked,
        too_few: of.too_few,
        without_spread: of.without_spread,
    });
    Some(bodies.collect())
}

/// List figures that need a look
///
/// What the plan's section `[[plausibility]]` asks to look at, with the numbers worked out; of units within reach, for who
/// may appraise. A remark is never a verdict: it blocks nothing and changes no outcome, point, rank or hash.
#[utoipa::path(tag = "reports", operation_id = "list_remarks", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1), RemarkQuery),
    responses((status = 200, description = "The remarks", body = RemarkList), Problems))]
#[get("/plans/{plan}/remarks")]
pub async fn list_remarks(
    call: Call,
    plan: Path<i64>,
    query: Query<RemarkQuery>,
) -> Result<HttpResponse, Refused> {
    let query = query.into_inner();
    let limit = query.limit.clamp(1, 1000);
    let list = call
        .run(move |service, actor| {
            let remarks = service.remarks(actor, *plan, query.unit.as_deref())?;
            let after = remarks.seen.iter().filter(|seen| number_of(seen) > query.after);
            let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
            let items: Vec<RemarkBody> = after.take(wanted).map(|seen| body(&remarks, seen)).collect();
            let next = next_after(&items, limit, |item| item.number);
            Ok(RemarkList { total: remarks.seen.len(), next, examined: examined(&remarks), items })
        })
        .await?;
    Ok(json(&list))
}
