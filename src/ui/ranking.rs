//! The ranking: by cluster, sorted, filtered and searched as the address says.

use std::sync::Arc;

use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse, get};
use askama::Template;

use super::cluster_field::ClusterField;
use super::fault::Fault;
use super::firmness::{firmness, standing_of};
use super::head::Head;
use super::page::{Page, mark_of, rendered};
use super::span::Span;
use super::view::{LINES, View};
use super::visit::Visit;
use crate::app::actor::{Actor, Right};
use crate::app::frame::Frame;
use crate::app::live::Basis;
use crate::app::plan::PlanRow;
use crate::app::problem::Problem;
use crate::app::ranking::{LiveRanking, ShownRanking};
use crate::app::service::Service;
use crate::app::snapshot::{Published, StoredRanks};
use crate::contest::plan::{Criterion, Plan};
use crate::contest::words::Words;
use crate::documents::fragility::border_lines;
use crate::documents::ranking_table::{Cell, Line, RankingTable};
use crate::documents::reason::number_of;
use crate::documents::rule::measure_text;

/// How many borders of quotas a page shows; all are counted.
const BORDERS: usize = 20;

/// The ranking that a page shows.
pub struct Shown {
    plan: PlanRow,
    frame: Arc<Frame>,
    of: Of,
}

enum Of {
    Live(Arc<LiveRanking>),
    Stored(Arc<Published>),
}

impl Shown {
    /// The one that a view asks for, if the actor may see it.
    ///
    /// # Errors
    /// When the actor may not, or there is no such plan; and those of the database.
    pub fn of(service: &Service, actor: &Actor, plan_id: i64, view: &View) -> Result<Self, Problem> {
        if let Some(number) = view.stored_number()? {
            let (plan, published) = service.stored_ranking(actor, plan_id, number)?;
            return Ok(Self { plan, frame: service.frame(actor, plan_id)?, of: Of::Stored(published) });
        }
        let basis = view.basis().filter(|_| actor.may(Right::ViewRanking));
        let asked = (basis.unwrap_or(Basis::Submitted), None);
        Ok(match service.shown_ranking(actor, plan_id, basis.is_none(), asked)? {
            ShownRanking::Live(ranking) => {
                Self { plan: ranking.row.clone(), frame: Arc::clone(&ranking.frame), of: Of::Live(ranking) }
            }
            ShownRanking::Stored(plan, published) => {
                Self { plan: *plan, frame: service.frame(actor, plan_id)?, of: Of::Stored(published) }
            }
        })
    }

    /// It as a table.
    pub fn table(&self) -> &RankingTable {
        match &self.of {
            Of::Live(ranking) => ranking.table(),
            Of::Stored(published) => published.table(&self.frame.plan),
        }
    }

    /// The plan's rules.
    pub fn rules(&self) -> &Plan {
        &self.frame.plan
    }

    /// The ranking as it stands, where it is the one shown or the same.
    ///
    /// # Errors
    /// When the actor may not; and those of the database.
    pub fn standing(
        &self,
        service: &Service,
        actor: &Actor,
        plan: i64,
    ) -> Result<Option<Arc<LiveRanking>>, Problem> {
        match &self.of {
            Of::Live(ranking) => Ok(Some(Arc::clone(ranking))),
            Of::Stored(published) => standing_of(service, actor, plan, published),
        }
    }

    fn stored(&self) -> Option<&Published> {
        match &self.of {
            Of::Live(_) => None,
            Of::Stored(published) => Some(published),
        }
    }
}

/// A column of a criterion.
struct CriterionColumn<'a> {
    at: usize,
    criterion: &'a Criterion,
    is_shown: bool,
}

/// A line of the page.
struct ShownLine<'a> {
    line: &'a Line,
    cells: &'a [Cell],
    /// How many places it has risen since the ranking before; negative: fallen.
    moved: Option<i64>,
    /// How firm its place is; empty without a rank, and where it isn't asked for.
    firm: String,
    starts_cluster: bool,
}

#[derive(Template)]
#[template(path = "ranking.html")]
struct RankingPage<'a> {
    page: Page<'a>,
    head: Head,
    plan: &'a Plan,
    view: &'a View,
    table: &'a RankingTable,
    cluster_field: ClusterField<'a>,
    columns: Vec<CriterionColumn<'a>>,
    lines: Vec<ShownLine<'a>>,
    span: Span,
    stored: Option<&'a Published>,
    before: Option<Arc<StoredRanks>>,
    borders: Vec<Vec<String>>,
    borders_in_all: usize,
    has_points: bool,
    /// Whether how firm places are is asked for and can't be told.
    firm_unknown: bool,
}

impl RankingPage<'_> {
    fn cluster_name(&self, at: &usize) -> &str {
        self.table.clusters.get(*at).map_or("", |(_, name): &(String, Words)| self.page.words(name))
    }

    fn value(&self, column: &CriterionColumn<'_>, cell: &Cell) -> String {
        if let Some(points) = cell.points {
            return self.page.decimal(points);
        }
        cell.measure.map_or_else(String::new, |it| measure_text(self.page.texts, column.criterion, it))
    }

    fn award_name(&self, code: &str) -> &str {
        let award = self.plan.awards.iter().find(|award| award.code == code);
        award.map_or("", |award| self.page.words(&award.name))
    }

    fn mark(&self, outcome: &str) -> &'static str {
        mark_of(outcome)
    }

    fn clusters_shown(&self) -> bool {
        self.view.sort.is_empty()
    }

    fn reason(&self, line: &Line) -> String {
        let Some(reason) = &line.reason else { return String::new() };
        let criterion = self.plan.criteria.iter().find(|criterion| criterion.code == line.reason_detail);
        let award = self.award_name(&line.reason_detail);
        let part = criterion.map_or(award, |criterion| number_of(criterion));
        self.page.texts.get(&format!("short-{reason}"), &[("part", part.into())])
    }

    fn outcomes(&self) -> [&'static str; 5] {
        ["met", "not_met", "needs_judgement", "missing", "on_hold"]
    }

    fn rose(&self, moved: &i64) -> bool {
        *moved > 0
    }

    fn size_of(&self, moved: &i64) -> u64 {
        moved.unsigned_abs()
    }
}

/// The borders of quotas, the first of them, and how many there are in all.
fn borders_of(page: Page<'_>, shown: &Shown) -> (Vec<Vec<String>>, usize) {
    let Of::Live(ranking) = &shown.of else { return (Vec::new(), 0) };
    ranking.with_document(|document| {
        let told = document.borders.iter().take(BORDERS);
        let told = told.map(|border| border_lines(page.texts, document, border)).collect();
        (told, document.borders.len())
    })
}

/// A ranking.
#[get("/plans/{plan}/ranking")]
pub async fn show_ranking(
    visit: Visit,
    request: HttpRequest,
    plan: Path<i64>,
) -> Result<HttpResponse, Fault> {
    let view = View::of_query(request.query_string());
    visit
        .page(move |service, page| {
            let shown = Shown::of(service, &page.visitor.actor, *plan, &view)?;
            let (table, rules) = (shown.table(), &shown.frame.plan);
            let chosen = table.select(&view.wanted(table, rules)?);
            let number = shown.stored().map(|stored| stored.row.number);
            let before = service.ranks_before(&page.visitor.actor, *plan, number)?;
            let span = Span::of(chosen.len(), view.page, LINES);
            let moved = |line: &Line| {
                let before = before.as_ref()?.of(&line.code)?;
                Some(i64::from(before) - i64::from(line.rank)).filter(|_| !line.is_unranked)
            };
            let on_page: Vec<usize> = span.cut(chosen.iter().copied()).collect();
            let standing =
                if view.firm { shown.standing(service, &page.visitor.actor, *plan)? } else { None };
            let told: Vec<&Line> = on_page.iter().map(|at| &table.lines[*at]).collect();
            let firm = standing.as_ref().map(|ranking| firmness(page.texts, ranking, &told));
            let mut firm = firm.unwrap_or_default().into_iter();
            let mut last_cluster = None;
            let lines = on_page.iter().map(|at| {
                let line = &table.lines[*at];
                let starts_cluster = last_cluster != Some(line.cluster);
                last_cluster = Some(line.cluster);
                let firm = firm.next().unwrap_or_default();
                ShownLine { line, cells: table.cells(*at), moved: moved(line), firm, starts_cluster }
            });
            let columns = rules.criteria.iter().enumerate().map(|(at, criterion)| CriterionColumn {
                at,
                criterion,
                is_shown: !view.hidden.contains(&criterion.code),
            });
            let (borders, borders_in_all) = borders_of(page, &shown);
            rendered(&RankingPage {
                page,
                head: Head::of(page, &shown.plan, "way-ranking"),
                plan: rules,
                view: &view,
                table,
                cluster_field: ClusterField::new(
                    page,
                    *plan,
                    table.clusters.iter().map(|(code, name)| (code.as_str(), name)),
                    &view.cluster,
                ),
                columns: columns.collect(),
                lines: lines.collect(),
                span,
                stored: shown.stored(),
                borders,
                borders_in_all,
                before: before.clone(),
                has_points: rules.points.is_some(),
                firm_unknown: view.firm && standing.is_none(),
            })
        })
        .await
}
