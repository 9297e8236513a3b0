//! The part of a ranking that a page shows, whole, as a file.

use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse, get};
use serde::Deserialize;

use super::fault::Fault;
use super::firmness::firmness;
use super::ranking::Shown;
use super::view::View;
use super::visit::Visit;
use crate::api::export::Form;
use crate::api::problem::with_texts;
use crate::app::problem::PLAN_BLOCKED;
use crate::contest::plan::Plan;
use crate::documents::csv::push_text;
use crate::documents::ranking_table::{Line, RankingTable};

/// In which form a part of a ranking is wanted.
#[derive(Deserialize)]
pub struct As {
    #[serde(rename = "as", default)]
    form: String,
}

/// The part of a ranking that a page shows, whole, as CSV or as a spreadsheet.
#[get("/plans/{plan}/ranking/file")]
pub async fn export_view(
    visit: Visit,
    request: HttpRequest,
    plan: Path<i64>,
    chosen: actix_web::web::Query<As>,
) -> Result<HttpResponse, Fault> {
    let view = View::of_query(request.query_string());
    let form = if chosen.form == "xlsx" { Form::Xlsx } else { Form::Csv };
    let language = visit.visitor.language;
    let bytes = visit
        .run(move |service, actor| {
            let shown = Shown::of(service, actor, *plan, &view)?;
            let (table, rules) = (shown.table(), shown.rules());
            let chosen = table.select(&view.wanted(table, rules)?);
            let firm = if view.firm {
                let standing = shown.standing(service, actor, *plan)?;
                let standing = standing.ok_or_else(|| PLAN_BLOCKED.with("blockers", "ranking_stale"))?;
                let lines: Vec<&Line> = chosen.iter().map(|at| &table.lines[*at]).collect();
                Some(with_texts(language, |texts| firmness(texts, &standing, &lines)))
            } else {
                None
            };
            service.note_export(actor, *plan, "ranking")?;
            form.bytes(service.threads(), Vec::new, || {
                csv_of(table, rules, &view, (&chosen, firm.as_deref()))
            })
        })
        .await?;
    Ok(form.answer("ranking", bytes))
}

fn csv_of(
    table: &RankingTable,
    plan: &Plan,
    view: &View,
    (chosen, firm): (&[usize], Option<&[String]>),
) -> Vec<u8> {
    let shown: Vec<usize> =
        (0..plan.criteria.len()).filter(|at| !view.hidden.contains(&plan.criteria[*at].code)).collect();
    // With its mark, spreadsheets read the file as UTF-8.
    let mut file = "\u{feff}cluster,code,name,rank,total_points,recommendation,reason".as_bytes().to_vec();
    for at in &shown {
        let code = &plan.criteria[*at].code;
        file.extend_from_slice(format!(",{code},{code}.points").as_bytes());
    }
    if firm.is_some() {
        file.extend_from_slice(b",firmness");
    }
    file.push(b'\n');
    for (number, at) in chosen.iter().enumerate() {
        let line = &table.lines[*at];
        let rank = if line.is_unranked { String::new() } else { line.rank.to_string() };
        let total = line.total.map_or_else(String::new, |total| total.to_string());
        let cluster = &table.clusters[line.cluster].0;
        let award = line.award.as_deref().unwrap_or("");
        let reason = line.reason.as_deref().unwrap_or("");
        let texts = [cluster, &line.code, &line.name, &rank, &total, award, reason];
        for (column, text) in texts.iter().enumerate() {
            if column > 0 {
                file.push(b',');
            }
            push_text(&mut file, text);
        }
        for criterion in &shown {
            let cell = table.cells(*at).get(*criterion).cloned().unwrap_or_default();
            let points = cell.points.map_or_else(String::new, |points| points.to_string());
            file.extend_from_slice(format!(",{},{points}", cell.outcome).as_bytes());
        }
        if let Some(told) = firm.and_then(|firm| firm.get(number)) {
            file.push(b',');
            push_text(&mut file, told);
        }
        file.push(b'\n');
    }
    file
}
