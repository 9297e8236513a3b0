//! The ranking of nominated persons as it stands, its composition, and storing it.

use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, get, post};
use askama::Template;

use super::fault::Fault;
use super::form::Form;
use super::head::Head;
use super::listing::{From, LINES};
use super::nomination_form::refused;
use super::page::{Page, rendered};
use super::visit::Visit;
use crate::api::nomination_ranking::share;
use crate::app::actor::Right;
use crate::app::nomination::shown_name;
use crate::app::nomination_ranking::{NominationRankingRow, PersonRanking};
use crate::app::plan::{PlanState, state_of};
use crate::app::problem::Problem;
use crate::app::service::Service;
use crate::contest::composition::Composition;
use crate::documents::ranking::{RankingDocument, gates_code};
use crate::documents::reason::reason_text;

/// A kind of person in a composition.
struct KindLine {
    name: String,
    accepted: u32,
    recommended: u32,
    share: String,
}

/// The composition of an award.
struct AwardTold {
    name: String,
    recommended: u32,
    leaders: u32,
    others: u32,
    leaders_share: String,
    others_share: String,
    lines: Vec<KindLine>,
}

/// A person in the ranking.
struct Line {
    cluster: String,
    rank: String,
    number: i64,
    name: String,
    kind: String,
    unit: String,
    gates: &'static str,
    awards: Vec<String>,
    /// Why the person is kept out or on hold.
    why: Option<String>,
}

#[derive(Template)]
#[template(path = "nomination_ranking.html")]
struct RankingPage<'a> {
    page: Page<'a>,
    head: Head,
    stored: Option<NominationRankingRow>,
    compositions: Vec<AwardTold>,
    lines: Vec<Line>,
    first: usize,
    last: usize,
    total: usize,
    refused: Option<String>,
    can_store: bool,
}

fn composition(page: Page<'_>, persons: &PersonRanking, composition: &Composition) -> AwardTold {
    let plan = &persons.individuals().plan;
    let (recommended, leaders) = (composition.recommended(), composition.leaders());
    let of_all = |part: u32| share(part, recommended).unwrap_or_else(|| "–".to_owned());
    let line = |of_kind: &crate::contest::composition::OfKind| KindLine {
        name: page.words(&plan.subjects[of_kind.kind].name).to_owned(),
        accepted: of_kind.accepted,
        recommended: of_kind.recommended,
        share: of_all(of_kind.recommended),
    };
    AwardTold {
        name: page.words(&plan.awards[composition.award].name).to_owned(),
        recommended,
        leaders,
        others: recommended - leaders,
        leaders_share: of_all(leaders),
        others_share: of_all(recommended - leaders),
        lines: composition.kinds.iter().map(line).collect(),
    }
}

fn line(
    page: Page<'_>,
    persons: &PersonRanking,
    document: &RankingDocument<'_>,
    (cluster, participant, rank): (&str, u32, u32),
) -> Option<Line> {
    let plan = &persons.individuals().plan;
    let unit = document.unit(participant);
    let row = persons.row(unit.code())?;
    let of = unit.parent.map(|parent| document.contest.units.get(parent));
    let awards = plan.awards.iter().enumerate().map(|(award, told)| {
        let reason = document.scored.recommendation.awards[award].reasons[participant as usize];
        let reason = reason_text(page.texts, document, participant, (award, reason));
        format!("{}: {reason}", page.words(&told.name))
    });
    Some(Line {
        cluster: cluster.to_owned(),
        rank: if document.is_unranked(participant) { "–".to_owned() } else { rank.to_string() },
        number: row.number,
        name: shown_name(row, page.visitor.language),
        kind: unit
            .subject
            .map_or_else(String::new, |kind| page.words(&plan.subjects[usize::from(kind)].name).to_owned()),
        unit: of.map_or_else(String::new, |unit| format!("{} ({})", unit.name(), unit.code())),
        gates: gates_code(document.score(participant).gates),
        awards: awards.collect(),
        why: why(page, document, participant),
    })
}

/// Why a person is kept out or on hold, in the visitor's language: the reason is written in both.
fn why(page: Page<'_>, document: &RankingDocument<'_>, participant: u32) -> Option<String> {
    let unit = document.score(participant).unit;
    let hold = document.contest.holds.iter().find(|hold| hold.unit == unit)?;
    let (vi, en) = hold.reason.split_once(" / ").unwrap_or((&hold.reason, &hold.reason));
    Some(page.either(vi, en).to_owned())
}

fn ranking_page(
    service: &Service,
    page: Page<'_>,
    (plan, after): (i64, i64),
    refusal: Option<&Problem>,
) -> Result<String, Problem> {
    let actor = &page.visitor.actor;
    let persons = service.person_ranking(actor, plan)?;
    let stored = service.person_rankings(actor, plan)?.pop();
    let skipped = usize::try_from(after).unwrap_or(usize::MAX);
    let most = usize::try_from(LINES).unwrap_or(usize::MAX);
    let (lines, total) = persons.ranking.with_plain_document(|document| {
        let clusters = document.clusters();
        let all = clusters.flat_map(|(cluster, ranked)| ranked.iter().map(move |entry| (cluster, entry)));
        let shown: Vec<_> =
            all.filter(|(_, entry)| persons.row(document.unit(entry.participant).code()).is_some()).collect();
        let part = shown.iter().skip(skipped).take(most).filter_map(|(cluster, entry)| {
            let at = (page.words(&cluster.name), entry.participant, entry.rank);
            line(page, &persons, document, at)
        });
        (part.collect::<Vec<Line>>(), shown.len())
    });
    let row = &persons.ranking.row;
    let is_ranked = matches!(state_of(row), PlanState::Ranked | PlanState::Finalised);
    let compositions = persons.compositions();
    rendered(&RankingPage {
        page,
        head: Head::of(page, row, "way-cases"),
        stored,
        compositions: compositions.iter().map(|one| composition(page, &persons, one)).collect(),
        first: if lines.is_empty() { 0 } else { skipped + 1 },
        last: skipped.saturating_add(lines.len()).min(total),
        total,
        lines,
        refused: refusal.map(|problem| refused(page, persons.individuals(), problem)),
        can_store: is_ranked && actor.can(Right::ManageCases),
    })
}

/// The ranking of persons.
#[get("/plans/{plan}/nominations/ranking")]
pub async fn show_person_ranking(
    visit: Visit,
    plan: Path<i64>,
    from: Query<From>,
) -> Result<HttpResponse, Fault> {
    visit.page(move |service, page| ranking_page(service, page, (*plan, from.number()?), None)).await
}

/// Stores the ranking of persons.
#[post("/plans/{plan}/nominations/ranking")]
pub async fn store_person_ranking(visit: Visit, plan: Path<i64>, _form: Form) -> Result<HttpResponse, Fault> {
    let plan = *plan;
    let done = visit.run(move |service, actor| Ok(service.store_person_ranking(actor, plan))).await?;
    let address = done.map(|_| format!("/plans/{plan}/nominations/ranking"));
    let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
        ranking_page(service, page, (plan, 0), Some(problem))
    };
    visit.told(address, "persons_ranked", again).await
}
