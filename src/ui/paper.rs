//! Documents of a plan: which there are, and for each a form for what the program doesn't know, the document to print, and the
//! way to the same as DOCX.

use actix_web::web::{Path, Query};
use actix_web::{HttpRequest, HttpResponse, get};
use askama::Template;

use super::fault::Fault;
use super::head::Head;
use super::page::{Page, query_of, rendered};
use super::paper_form::{Field, Input, fields_of};
use super::refusal::refusal;
use super::visit::Visit;
use crate::api::award_list::{ListQuery, list_of};
use crate::api::paper::{answer, file_of, kind_of};
use crate::app::actor::Right;
use crate::app::award_list::AwardList;
use crate::app::paper::{Paper, papers_for};
use crate::app::problem::Problem;
use crate::app::service::Service;
use crate::documents::paper::{Document, PaperKind, Part, Row, Set, Table};

/// How many rows of tables a page shows in all; what is beyond is told, and stands in the file.
const ROWS: usize = 500;

#[derive(Template)]
#[template(path = "papers.html")]
struct PapersPage<'a> {
    page: Page<'a>,
    head: Head,
    kinds: Vec<PaperKind>,
    lists: Vec<OfferedList>,
}

#[derive(Template)]
#[template(path = "paper.html")]
struct PaperPage<'a> {
    page: Page<'a>,
    head: Head,
    kind: PaperKind,
    fields: Vec<Field>,
    document: Option<Shown>,
    /// What was typed, as the query of the file's address.
    query: String,
    refused: Option<String>,
}

/// A document as a page shows it.
struct Shown {
    document: Document,
    /// Per part how many rows of its table are shown.
    rows: Vec<usize>,
}

impl Shown {
    fn of(document: Document) -> Self {
        let mut left = ROWS;
        let rows = document.parts.iter().map(|part| match part {
            Part::Table(table) => {
                let shown = table.rows.len().min(left);
                left -= shown;
                shown
            }
            _ => 0,
        });
        Self { rows: rows.collect(), document }
    }

    /// What stands over the annex at a position.
    fn annex(&self, at: &usize) -> String {
        self.document.annex_label(*at)
    }

    fn parts(&self) -> impl Iterator<Item = (&Part, &usize)> {
        self.document.parts.iter().zip(&self.rows)
    }
}

impl PaperPage<'_> {
    fn set(&self, table: &Table, at: &usize) -> &'static str {
        match table.columns.get(*at).map(|column| column.set) {
            Some(Set::Middle) => "middle",
            Some(Set::Right) => "right",
            Some(Set::Left) | None => "left",
        }
    }

    /// The rows of a table that are shown.
    fn rows<'t>(&self, table: &'t Table, shown: &usize) -> &'t [Row] {
        table.rows.get(..*shown).unwrap_or(&table.rows)
    }

    /// How many rows of a table are shown, where that isn't all.
    fn cut(&self, table: &Table, shown: &usize) -> Option<String> {
        let parts = [("shown", (*shown).into()), ("total", table.rows.len().into())];
        (*shown < table.rows.len()).then(|| self.page.texts.get("paper-cut", &parts))
    }

    /// The sign after a line of a list: the last one ends it.
    fn end(&self, at: &usize, of: usize) -> &'static str {
        if at + 1 == of { "." } else { ";" }
    }
}

/// Why a document can't be made: fields by their labels on this page.
fn refused_as(page: Page<'_>, problem: &Problem) -> String {
    let argument = |wanted: &str| {
        let found = problem.arguments.iter().find(|(name, _)| *name == wanted);
        found.map_or("", |(_, value)| value.as_str())
    };
    let key = format!("paper-refused-{}", argument("field"));
    if page.texts.has(&key) {
        return page.texts.get(&key, &[("expected", argument("expected").into())]);
    }
    refusal(page, problem)
}

/// The documents of a plan.
#[get("/plans/{plan}/documents")]
pub async fn show_papers(visit: Visit, plan: Path<i64>) -> Result<HttpResponse, Fault> {
    visit
        .page(move |service, page| {
            let row = service.plan(&page.visitor.actor, *plan)?;
            let kinds = papers_for(&page.visitor.actor, &row);
            let lists = lists_for(service, page, *plan)?;
            rendered(&PapersPage { page, head: Head::of(page, &row, "way-documents"), kinds, lists })
        })
        .await
}

/// A list that is offered; of lists made public, with their numbers and days.
type OfferedList = (AwardList, Vec<(i64, String)>);

/// The lists that a visitor may have; for lists made public, their numbers and days.
fn lists_for(service: &Service, page: Page<'_>, plan: i64) -> Result<Vec<OfferedList>, Problem> {
    let actor = &page.visitor.actor;
    let sees = actor.may(Right::ViewCases);
    let mut lists = Vec::new();
    if sees {
        lists.push((AwardList::Proposed, Vec::new()));
    }
    if service.decisions(actor, plan, (0, 1))?.1 > 0 {
        lists.push((AwardList::Decided, Vec::new()));
    }
    if sees {
        let all = service.publicities(actor, plan)?.lists.into_iter();
        let public = all.map(|list| {
            let days = [list.row.starts_on, list.row.ends_on].map(crate::text::format::date);
            (list.row.number, days.join(" – "))
        });
        let public: Vec<(i64, String)> = public.collect();
        if !public.is_empty() {
            lists.push((AwardList::Public, public));
        }
    }
    Ok(lists)
}

/// A list of awards as a workbook.
#[get("/plans/{plan}/award-lists/{list}")]
pub async fn get_award_list_file(
    visit: Visit,
    path: Path<(i64, String)>,
    query: Query<ListQuery>,
) -> Result<HttpResponse, Fault> {
    let (plan, code) = path.into_inner();
    let list = list_of(&code).map_err(|problem| visit.fault(problem))?;
    let publicity = query.publicity;
    let bytes = visit.run(move |service, actor| service.award_list(actor, plan, (list, publicity))).await?;
    Ok(crate::api::award_list::answer(list, bytes))
}

/// What was typed, by the names of fields.
pub type Typed = Vec<(String, String)>;

/// What the query of an address says. Line ends stay: some fields have several lines.
fn typed_in(query: &str) -> Typed {
    let mut typed = serde_urlencoded::from_str::<Typed>(query).unwrap_or_default();
    typed.retain(|(_, value)| !value.trim().is_empty());
    typed
}

fn paper_page(
    service: &Service,
    page: Page<'_>,
    (plan, kind, typed): (i64, PaperKind, &Typed),
    (document, refused): (Option<Document>, Option<&Problem>),
) -> Result<String, Problem> {
    let row = service.plan(&page.visitor.actor, plan)?;
    let fields = super::paper_form::shown(service, page, (plan, kind), typed)?;
    let said: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    rendered(&PaperPage {
        page,
        head: Head::of(page, &row, "way-documents"),
        kind,
        fields,
        document: document.map(Shown::of),
        query: query_of(&said),
        refused: refused.map(|problem| refused_as(page, problem)),
    })
}

/// Makes the document that the query of an address asks for.
fn made(
    service: &Service,
    actor: &crate::app::actor::Actor,
    (plan, kind, typed): (i64, PaperKind, &Typed),
) -> Result<Paper, Problem> {
    service.paper(actor, plan, kind, &fields_of(typed)?)
}

/// A document, with the form for what the program doesn't know.
#[get("/plans/{plan}/documents/{kind}")]
pub async fn show_paper(
    visit: Visit,
    request: HttpRequest,
    path: Path<(i64, String)>,
) -> Result<HttpResponse, Fault> {
    let (plan, code) = path.into_inner();
    let kind = kind_of(&code).map_err(|problem| visit.fault(problem))?;
    let typed = typed_in(request.query_string());
    // Whose points are explained is asked first, and of which session or decision the document is.
    let needed = match kind {
        PaperKind::Explanation => Some("unit"),
        PaperKind::Minutes => Some("session"),
        PaperKind::Decision => Some("decision"),
        _ => None,
    };
    if needed.is_some_and(|needed| typed.iter().all(|(name, _)| name != needed)) {
        let form = move |service: &Service, page: Page<'_>| {
            paper_page(service, page, (plan, kind, &typed), (None, None))
        };
        return visit.page(form).await;
    }
    let asked = typed.clone();
    let done = visit.run(move |service, actor| Ok(made(service, actor, (plan, kind, &asked)))).await?;
    match done {
        Ok(paper) => {
            let shown = move |service: &Service, page: Page<'_>| {
                paper_page(service, page, (plan, kind, &typed), (Some(paper.document), None))
            };
            visit.page(shown).await
        }
        Err(problem) if problem.code.status == 403 => Err(visit.fault(problem)),
        Err(problem) => {
            let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
                paper_page(service, page, (plan, kind, &typed), (None, Some(problem)))
            };
            visit.again(problem, again).await
        }
    }
}

/// The same document as DOCX.
#[get("/plans/{plan}/documents/{kind}/docx")]
pub async fn get_paper_file(
    visit: Visit,
    request: HttpRequest,
    path: Path<(i64, String)>,
) -> Result<HttpResponse, Fault> {
    let (plan, code) = path.into_inner();
    let kind = kind_of(&code).map_err(|problem| visit.fault(problem))?;
    let typed = typed_in(request.query_string());
    let bytes = visit
        .run(move |service, actor| {
            let paper = made(service, actor, (plan, kind, &typed))?;
            service.note_export(actor, plan, &format!("document:{}", kind.code()))?;
            file_of(&paper.document)
        })
        .await?;
    Ok(answer(kind, bytes))
}
