//! The clusters of a plan: each with its units, the sources that propose them, and how they came to be.

use std::sync::Arc;

use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, get};
use askama::Template;
use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::fault::Fault;
use super::head::Head;
use super::page::{Page, query_of, rendered};
use super::span::{Span, page_number};
use super::view::LINES;
use super::visit::Visit;
use crate::app::actor::Right;
use crate::app::frame::Frame;
use crate::app::plan::{PlanState, state_of};
use crate::contest::plan::Clustering;
use crate::contest::unit::{Cluster, Unit};
use crate::intake::fold::fold;

/// How many units of a cluster are named; all are counted.
const NAMED: usize = 5;

/// A cluster with its first units.
struct Shown<'a> {
    code: &'a str,
    name: String,
    members: usize,
    first: Vec<&'a Unit>,
}

/// Which page is wanted.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    page: String,
    q: String,
}

#[derive(Template)]
#[template(path = "clusters.html")]
struct ClustersPage<'a> {
    page: Page<'a>,
    head: Head,
    rule: &'static str,
    participants: usize,
    levels: String,
    subjects: String,
    under: String,
    clusters: Vec<Shown<'a>>,
    search: &'a str,
    span: Span,
    sources: Vec<(&'a str, usize)>,
    sources_in_all: usize,
    is_draft: bool,
    sees_ranking: bool,
}

impl ClustersPage<'_> {
    fn on_page(&self, number: usize) -> String {
        query_of(&[("q", self.search), ("page", &number.to_string())])
    }
}

/// The key of how units are put into clusters.
const fn rule(clustering: &Clustering) -> &'static str {
    match clustering {
        Clustering::Column => "clusters-by-column",
        Clustering::Parent => "clusters-by-parent",
        Clustering::Level => "clusters-by-level",
        Clustering::Subject => "clusters-by-subject",
        Clustering::One => "clusters-by-one",
    }
}

/// The clusters whose code begins with what is searched for, or whose name holds it.
fn found(frame: &Frame, search: &str) -> Vec<u32> {
    let (code, name) = (search.trim(), fold(search));
    let fits = |(_, cluster): &(u32, &Cluster)| {
        cluster.code.starts_with(code)
            || fold(&cluster.name.vi).contains(&name)
            || fold(&cluster.name.en).contains(&name)
    };
    (0..).zip(&frame.units.clusters).filter(fits).map(|(at, _)| at).collect()
}

/// The clusters of a page, each with its first units.
fn shown<'f>(page: Page<'_>, frame: &'f Frame, clusters: impl Iterator<Item = u32>) -> Vec<Shown<'f>> {
    let mut place_of = FxHashMap::default();
    let of_page = clusters.enumerate().map(|(place, at)| {
        place_of.insert(at, place);
        let cluster = &frame.units.clusters[at as usize];
        let name = page.words(&cluster.name).to_owned();
        Shown { code: &cluster.code, name, members: 0, first: Vec::new() }
    });
    let mut clusters: Vec<Shown<'f>> = of_page.collect();
    for unit in &frame.units.list {
        let place = unit.cluster.and_then(|cluster| place_of.get(&cluster));
        if let Some(cluster) = place.and_then(|place| clusters.get_mut(*place)) {
            cluster.members += 1;
            if cluster.first.len() < NAMED {
                cluster.first.push(unit);
            }
        }
    }
    clusters
}

/// The sources with how many participants each proposes.
fn sources(frame: &Frame) -> Vec<(&str, usize)> {
    let mut sources: Vec<(&str, usize)> =
        frame.units.sources.iter().map(|source| (source.as_str(), 0)).collect();
    let proposed = frame.units.list.iter().filter(|unit| unit.cluster.is_some());
    for source in proposed.filter_map(|unit| unit.source) {
        sources[source as usize].1 += 1;
    }
    sources
}

/// The clusters of a plan.
#[get("/plans/{plan}/clusters")]
pub async fn show_clusters(
    visit: Visit,
    plan: Path<i64>,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Fault> {
    visit
        .page(move |service, page| {
            let actor = &page.visitor.actor;
            let row = service.plan(actor, *plan)?;
            let frame: Arc<Frame> = service.frame(actor, *plan)?;
            let who = &frame.plan.participants;
            let found = found(&frame, &wanted.q);
            let span = Span::of(found.len(), page_number(&wanted.page), LINES);
            let levels = who.levels.iter().map(|level| page.words(&frame.plan.levels[*level].name));
            let subjects = who.subjects.iter().map(|subject| page.words(&frame.plan.subjects[*subject].name));
            let all_sources = sources(&frame);
            rendered(&ClustersPage {
                page,
                head: Head::of(page, &row, "way-clusters"),
                rule: rule(&frame.plan.clusters),
                participants: frame.units.participants().count(),
                levels: levels.collect::<Vec<_>>().join(", "),
                subjects: subjects.collect::<Vec<_>>().join(", "),
                under: who.under.join(", "),
                clusters: shown(page, &frame, span.cut(found.into_iter())),
                search: &wanted.q,
                span,
                sources_in_all: all_sources.len(),
                sources: all_sources.into_iter().take(LINES).collect(),
                is_draft: state_of(&row) == PlanState::Draft && page.may("manage_plans"),
                sees_ranking: actor.may(Right::ViewRanking) || state_of(&row) == PlanState::Finalised,
            })
        })
        .await
}
