//! Who is recommended for each award and why, how far quotas are used, and what a person must settle.

use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse, get};
use askama::Template;

use super::fault::Fault;
use super::head::Head;
use super::page::{Page, rendered};
use super::view::View;
use super::visit::Visit;
use crate::app::problem::Problem;
use crate::app::ranking::LiveRanking;
use crate::contest::result::Reason;
use crate::documents::fragility::border_lines;
use crate::documents::ranking::{RankingDocument, is_closed};
use crate::documents::reason::{quota_text, reason_text};

/// How many units outside are listed with each award; all are counted.
const MOST_OUTSIDE: usize = 100;

/// A unit in or out.
struct Entry {
    code: String,
    name: String,
    reason: String,
}

/// How far a quota is used.
struct Use {
    name: String,
    limit: u32,
    used: u32,
    left: u32,
}

/// An award.
struct AwardPart {
    code: String,
    name: String,
    is_closed: bool,
    inside: Vec<Entry>,
    to_settle: Vec<Entry>,
    outside: Vec<Entry>,
    outside_in_all: usize,
    quotas: Vec<Use>,
    borders: Vec<String>,
}

#[derive(Template)]
#[template(path = "recommendation.html")]
struct RecommendationPage<'a> {
    page: Page<'a>,
    head: Head,
    stored: Option<i64>,
    awards: Vec<AwardPart>,
    holds: Vec<Entry>,
}

fn entry(page: Page<'_>, document: &RankingDocument<'_>, award: usize, participant: u32) -> Entry {
    let unit = document.unit(participant);
    let reason = document.scored.recommendation.awards[award].reasons[participant as usize];
    Entry {
        code: unit.code().to_owned(),
        name: unit.name().to_owned(),
        reason: reason_text(page.texts, document, participant, (award, reason)),
    }
}

fn award_part(page: Page<'_>, document: &RankingDocument<'_>, award: usize) -> AwardPart {
    let rules = &document.plan().awards[award];
    let chosen = |wanted: fn(Reason) -> bool| -> Vec<Entry> {
        document.with_reason(award, wanted).into_iter().map(|it| entry(page, document, award, it)).collect()
    };
    let outside = document.with_reason(award, |reason| !reason.is_recommended() && !reason.is_undecided());
    let uses = document.scored.recommendation.awards[award].usage.iter().map(|usage| {
        let quota = &rules.quotas[usage.quota];
        let group = document.group_name(quota, usage.group);
        let group = page.words(&group);
        let text = quota_text(page.texts, quota);
        Use {
            name: if group.is_empty() { text } else { format!("{group}: {text}") },
            limit: usage.limit,
            used: usage.used,
            left: usage.limit.saturating_sub(usage.used),
        }
    });
    let borders = document.borders.iter().filter(|border| border.award == award);
    AwardPart {
        code: rules.code.clone(),
        name: page.words(&rules.name).to_owned(),
        is_closed: is_closed(rules),
        inside: chosen(Reason::is_recommended),
        to_settle: chosen(Reason::is_undecided),
        outside_in_all: outside.len(),
        outside: outside.into_iter().take(MOST_OUTSIDE).map(|it| entry(page, document, award, it)).collect(),
        quotas: uses.collect(),
        borders: borders.map(|border| border_lines(page.texts, document, border).join(" ")).collect(),
    }
}

fn recommendation_page(
    page: Page<'_>,
    ranking: &LiveRanking,
    stored: Option<i64>,
    document: &RankingDocument<'_>,
) -> Result<String, Problem> {
    let sees_holds = page.may("view_ranking");
    let holds = document.contest.holds.iter().filter(|_| sees_holds).map(|hold| {
        let unit = document.contest.units.get(hold.unit);
        Entry { code: unit.code().to_owned(), name: unit.name().to_owned(), reason: hold.reason.clone() }
    });
    rendered(&RecommendationPage {
        page,
        head: Head::of(page, &ranking.row, "way-recommendation"),
        stored,
        awards: (0..document.plan().awards.len()).map(|award| award_part(page, document, award)).collect(),
        holds: holds.collect(),
    })
}

/// The recommendation of a plan.
#[get("/plans/{plan}/recommendation")]
pub async fn show_recommendation(
    visit: Visit,
    request: HttpRequest,
    plan: Path<i64>,
) -> Result<HttpResponse, Fault> {
    let view = View::of_query(request.query_string());
    visit
        .page(move |service, page| {
            let (ranking, stored) = service.recommended(&page.visitor.actor, *plan, view.basis())?;
            ranking.with_document(|document| recommendation_page(page, &ranking, stored, document))
        })
        .await
}
