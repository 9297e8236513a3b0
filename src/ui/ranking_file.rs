//! The part of a ranking that a page shows, whole, as a file.

use std::io::Write;

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
use crate::contest::parallel::{on_parts, part_length};
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
                csv_of(table, rules, &view, (&chosen, firm.as_deref()), service.threads())
            })
        })
        .await?;
    Ok(form.answer("ranking", bytes))
}

/// The lines of a table that are chosen, with how firm their places are where that is told; written on some threads.
fn csv_of(
    table: &RankingTable,
    plan: &Plan,
    view: &View,
    (chosen, firm): (&[usize], Option<&[String]>),
    threads: usize,
) -> Vec<u8> {
    let shown: Vec<usize> =
        (0..plan.criteria.len()).filter(|at| !view.hidden.contains(&plan.criteria[*at].code)).collect();
    // With its mark, spreadsheets read the file as UTF-8.
    let mut file = "\u{feff}cluster,code,name,rank,total_points,recommendation,reason".as_bytes().to_vec();
    for at in &shown {
        let code = &plan.criteria[*at].code;
        written(&mut file, format_args!(",{code},{code}.points"));
    }
    if firm.is_some() {
        file.extend_from_slice(b",firmness");
    }
    file.push(b'\n');
    let length = part_length(chosen.len(), threads);
    let parts: Vec<(usize, &[usize])> = chosen.chunks(length).enumerate().collect();
    let parts = on_parts(parts, |(part, chosen)| {
        let mut lines = Vec::new();
        for (number, at) in (part * length..).zip(chosen) {
            push_line(&mut lines, table, *at, &shown);
            if let Some(told) = firm.and_then(|firm| firm.get(number)) {
                lines.push(b',');
                push_text(&mut lines, told);
            }
            lines.push(b'\n');
        }
        lines
    });
    parts.iter().for_each(|part| file.extend_from_slice(part));
    file
}

/// A line as far as its criteria, without its end.
fn push_line(file: &mut Vec<u8>, table: &RankingTable, at: usize, shown: &[usize]) {
    let line = &table.lines[at];
    for text in [&table.clusters[line.cluster].0, &line.code, &line.name] {
        push_text(file, text);
        file.push(b',');
    }
    if !line.is_unranked {
        written(file, format_args!("{}", line.rank));
    }
    file.push(b',');
    if let Some(total) = line.total {
        written(file, format_args!("{total}"));
    }
    for text in [&line.award, &line.reason] {
        file.push(b',');
        push_text(file, text.as_deref().unwrap_or(""));
    }
    let cells = table.cells(at);
    for criterion in shown {
        file.push(b',');
        let Some(cell) = cells.get(*criterion) else {
            file.push(b',');
            continue;
        };
        file.extend_from_slice(cell.outcome.as_bytes());
        file.push(b',');
        if let Some(points) = cell.points {
            written(file, format_args!("{points}"));
        }
    }
}

fn written(file: &mut Vec<u8>, text: std::fmt::Arguments<'_>) {
    file.write_fmt(text).expect("memory takes whatever is written to it");
}
