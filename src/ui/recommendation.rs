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
use crate::contest::explain::Border;
use crate::contest::result::Reason;
use crate::documents::fragility::border_lines;
use crate::documents::ranking::{RankingDocument, is_closed};
use crate::documents::reason::{quota_text, reason_text};

/// How many units, quotas and borders are listed with each award; all are counted.
const MOST: usize = 100;

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

/// The first of a list, and how many there are in all.
struct Listed<T> {
    first: Vec<T>,
    in_all: usize,
}

impl<T> Listed<T> {
    fn of<S>(all: impl ExactSizeIterator<Item = S>, make: impl Fn(S) -> T) -> Self {
        let in_all = all.len();
        Self { first: all.take(MOST).map(make).collect(), in_all }
    }

    fn is_cut(&self) -> bool {
        self.first.len() < self.in_all
    }
}

/// An award.
struct AwardPart {
    code: String,
    name: String,
    is_closed: bool,
    inside: Listed<Entry>,
    to_settle: Listed<Entry>,
    outside: Listed<Entry>,
    quotas: Listed<Use>,
    borders: Listed<String>,
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
    let listed = |wanted: fn(Reason) -> bool| {
        Listed::of(document.with_reason(award, wanted).into_iter(), |it| entry(page, document, award, it))
    };
    let uses = Listed::of(document.scored.recommendation.awards[award].usage.iter(), |usage| {
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
    let borders: Vec<&Border> = document.borders.iter().filter(|border| border.award == award).collect();
    AwardPart {
        code: rules.code.clone(),
        name: page.words(&rules.name).to_owned(),
        is_closed: is_closed(rules),
        inside: listed(Reason::is_recommended),
        to_settle: listed(Reason::is_undecided),
        outside: listed(|reason| !reason.is_recommended() && !reason.is_undecided()),
        quotas: uses,
        borders: Listed::of(borders.into_iter(), |border| {
            border_lines(page.texts, document, border).join(" ")
        }),
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
