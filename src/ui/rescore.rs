//! One stored ranking; and of a staged re-score how it differs from the ranking that stands, with the decision on it.

use std::borrow::Borrow;

use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, get, post};
use askama::Template;
use serde::Deserialize;

use super::fault::Fault;
use super::form::Form;
use super::head::Head;
use super::page::{Page, query_of, rendered};
use super::refusal::refusal;
use super::span::{Span, page_number};
use super::view::LINES;
use super::visit::Visit;
use crate::app::frame::Frame;
use crate::app::inputs::InputChange;
use crate::app::problem::{NOT_FOUND, Problem};
use crate::app::rescore::{Rescore, RescoreDecision, UnitDifference};
use crate::app::service::Service;
use crate::app::snapshot::SnapshotRow;
use crate::intake::fold::fold;
use crate::text::format;

/// A unit that differs, in words.
struct Differing {
    code: String,
    name: String,
    rank: [Option<u32>; 2],
    moved: Option<i64>,
    total: [String; 2],
    awards: [String; 2],
}

/// An input that differs.
struct Input {
    kind: String,
    unit: Option<String>,
    before: String,
    after: String,
}

/// A part of a list: one page of it, and how many there are.
struct Part<T> {
    shown: Vec<T>,
    span: Span,
}

impl<T> Part<T> {
    fn of<S>(all: &[S], wanted: &str, make: impl Fn(&S) -> T) -> Self {
        let span = Span::of(all.len(), page_number(wanted), LINES);
        Self { shown: span.cut(all.iter()).map(make).collect(), span }
    }
}

/// How a staged re-score differs.
struct Difference {
    compared_with: Option<i64>,
    stale: bool,
    /// Units that differ: in all, in rank, in total, in awards.
    counts: [(&'static str, usize); 4],
    total_units: usize,
    units: Part<Differing>,
    inputs: Part<Input>,
}

#[derive(Template)]
#[template(path = "rescore.html")]
struct RescorePage<'a> {
    page: Page<'a>,
    head: Head,
    row: SnapshotRow,
    difference: Option<Difference>,
    can_decide: bool,
    /// Whether the visitor may have the file that proves it.
    may_prove: bool,
    wanted: &'a Wanted,
    refused: Option<String>,
    reason: &'a str,
}

impl RescorePage<'_> {
    fn rank(&self, rank: &Option<u32>) -> String {
        rank.map_or_else(|| "–".to_owned(), |rank| rank.to_string())
    }

    fn rose(&self, moved: &i64) -> bool {
        *moved > 0
    }

    fn size_of(&self, moved: &i64) -> u64 {
        moved.unsigned_abs()
    }
}

/// Which differences are wanted.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    what: String,
    q: String,
    page: String,
    inputs: String,
}

impl Wanted {
    fn on(&self, page: impl Borrow<usize>, inputs: impl Borrow<usize>) -> String {
        query_of(&[
            ("what", &self.what),
            ("q", &self.q),
            ("page", &page.borrow().to_string()),
            ("inputs", &inputs.borrow().to_string()),
        ])
    }

    fn fits(&self, search: &str, unit: &UnitDifference) -> bool {
        differs(&self.what, unit)
            && (search.is_empty()
                || fold(&unit.name).contains(search)
                || unit.unit.starts_with(self.q.trim()))
    }
}

/// Whether a unit differs in something.
fn differs(what: &str, unit: &UnitDifference) -> bool {
    match what {
        "rank" => unit.rank_before != unit.rank_after,
        "total" => unit.total_before != unit.total_after,
        "awards" => unit.awards_before != unit.awards_after,
        _ => true,
    }
}

fn differing(page: Page<'_>, frame: &Frame, unit: &UnitDifference) -> Differing {
    let total = |text: &Option<String>| {
        let text = text.as_deref().unwrap_or("–");
        if text == "–" { text.to_owned() } else { format::digits(text, page.visitor.language) }
    };
    let awards = |codes: &[String]| {
        let name = |code: &String| {
            let award = frame.plan.awards.iter().find(|award| award.code == *code);
            award.map_or(code.as_str(), |award| page.words(&award.name)).to_owned()
        };
        let names: Vec<String> = codes.iter().map(name).collect();
        if names.is_empty() { page.word("ranking-not-recommended") } else { names.join(", ") }
    };
    let moved = unit.rank_before.zip(unit.rank_after);
    Differing {
        code: unit.unit.clone(),
        name: unit.name.clone(),
        rank: [unit.rank_before, unit.rank_after],
        moved: moved.map(|(before, after)| i64::from(before) - i64::from(after)),
        total: [total(&unit.total_before), total(&unit.total_after)],
        awards: [awards(&unit.awards_before), awards(&unit.awards_after)],
    }
}

/// One side of an input that differs, in words; its columns are those of the text that is hashed.
fn side(page: Page<'_>, kind: &str, text: Option<&str>) -> String {
    let Some(text) = text else { return page.word("rescore-not-there") };
    let columns: Vec<&str> = text.split('\t').collect();
    match (kind, columns.as_slice()) {
        ("figures", [version, received, count, ..]) => {
            let moment = chrono::NaiveDateTime::parse_from_str(received, "%Y-%m-%dT%H:%M:%S%.f");
            let moment = moment.map_or_else(|_| (*received).to_owned(), format::moment);
            let parts =
                [("version", (*version).into()), ("received", moment.into()), ("count", (*count).into())];
            page.texts.get("rescore-figures", &parts)
        }
        ("as_of", [moment]) => moment
            .parse::<chrono::DateTime<chrono::Utc>>()
            .map_or_else(|_| text.to_owned(), |moment| page.moment(&moment.naive_utc())),
        ("plan", _) => text.to_owned(),
        _ => text.replace('\t', " · ").replace('\n', "; "),
    }
}

fn input(page: Page<'_>, frame: &Frame, change: &InputChange) -> Input {
    let named = |code: &String| {
        let unit = frame.unit(code).map_or("", |unit| frame.units.get(unit).name());
        format!("{unit} ({code})")
    };
    Input {
        kind: page.coded("rescore-input", &change.kind),
        unit: change.unit.as_ref().map(named),
        before: side(page, &change.kind, change.before.as_deref()),
        after: side(page, &change.kind, change.after.as_deref()),
    }
}

fn difference(page: Page<'_>, frame: &Frame, staged: &Rescore, wanted: &Wanted) -> Difference {
    let search = fold(&wanted.q);
    let units: Vec<&UnitDifference> = staged.units.iter().filter(|unit| wanted.fits(&search, unit)).collect();
    let count = |what: &'static str| (what, staged.units.iter().filter(|unit| differs(what, unit)).count());
    Difference {
        compared_with: staged.compared_with,
        stale: staged.stale,
        counts: ["all", "rank", "total", "awards"].map(count),
        total_units: staged.total_units,
        units: Part::of(&units, &wanted.page, |unit| differing(page, frame, unit)),
        inputs: Part::of(&staged.inputs, &wanted.inputs, |change| input(page, frame, change)),
    }
}

fn rescore_page(
    service: &Service,
    page: Page<'_>,
    (plan, number, wanted): (i64, i64, &Wanted),
    (refused, reason): (Option<&Problem>, &str),
) -> Result<String, Problem> {
    let actor = &page.visitor.actor;
    let row = service.stored_row(actor, plan, number)?;
    let plan_row = service.plan(actor, plan)?;
    let is_staged = row.state == "staged";
    let difference = if is_staged {
        let frame = service.frame(actor, plan)?;
        Some(difference(page, &frame, &*service.kept_rescore(actor, plan, number)?, wanted))
    } else {
        None
    };
    rendered(&RescorePage {
        page,
        head: Head::of(page, &plan_row, "way-ranking"),
        row,
        difference,
        can_decide: is_staged && page.may("decide_ranking"),
        may_prove: service.gives_bundle(&page.visitor.actor, plan)?,
        wanted,
        refused: refused.map(|problem| refusal(page, problem)),
        reason,
    })
}

/// A stored ranking.
#[get("/plans/{plan}/rankings/{number}")]
pub async fn show_stored(
    visit: Visit,
    path: Path<(i64, i64)>,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Fault> {
    let (plan, number) = path.into_inner();
    visit.page(move |service, page| rescore_page(service, page, (plan, number, &wanted), (None, ""))).await
}

/// Applies a staged re-score or cancels it, as a whole and with a reason.
#[post("/plans/{plan}/rankings/{number}/{decision}")]
pub async fn decide(visit: Visit, path: Path<(i64, i64, String)>, form: Form) -> Result<HttpResponse, Fault> {
    let (plan, number, decision) = path.into_inner();
    let (decision, what) = match decision.as_str() {
        "apply" => (RescoreDecision::Apply, "applied"),
        "cancel" => (RescoreDecision::Cancel, "cancelled"),
        _ => return Err(Fault::of(visit.visitor, NOT_FOUND.with("what", decision))),
    };
    let reason = form.field("reason").to_owned();
    let why = reason.clone();
    let done = visit
        .run(move |service, actor| Ok(service.decide_rescore(actor, plan, number, decision, &why).map(drop)))
        .await?;
    let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
        rescore_page(service, page, (plan, number, &Wanted::default()), (Some(problem), &reason))
    };
    visit.told(done.map(|()| format!("/plans/{plan}/rankings/{number}")), what, again).await
}
