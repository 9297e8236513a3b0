//! Taking in an official list of units: chosen with its day, previewed, confirmed with the same file.

use actix_multipart::Multipart;
use actix_web::{HttpResponse, get, post};
use askama::Template;
use chrono::NaiveDate;

use super::fault::Fault;
use super::form::{Form, SentFile};
use super::page::{Page, rendered};
use super::units::{level_name, sentence_of_form};
use super::visit::{Visit, see_done};
use crate::api::parameter::malformed;
use crate::api::plan::LARGEST_UNITS;
use crate::app::actor::{Actor, Right};
use crate::app::problem::{DIGEST_STALE, Problem};
use crate::app::service::Service;
use crate::app::unit::UnitRow;
use crate::app::unit_list::{ChangeKind, ChangedUnit, ListImport, RegisterPreview};
use crate::text::format;

/// How many units a preview shows of each kind of change; all are counted.
const MOST: usize = 50;

/// What was typed into the form.
#[derive(Debug, Clone, Default)]
struct Typed {
    on: String,
    complete: bool,
    digest: String,
}

impl Typed {
    fn of(form: &Form) -> Self {
        Self {
            on: form.field("on").to_owned(),
            complete: !form.field("complete").is_empty(),
            digest: form.field("digest").to_owned(),
        }
    }

    fn import(&self) -> Result<ListImport, Problem> {
        let on = self.on.parse().map_err(|_| malformed("on", "2025-07-01"))?;
        Ok(ListImport { on, complete: self.complete, dry_run: false })
    }
}

#[derive(Template)]
#[template(path = "unit_list.html")]
struct UnitListPage<'a> {
    page: Page<'a>,
    typed: &'a Typed,
    refused: Option<String>,
    is_stale: bool,
    file_name: &'a str,
    preview: Option<&'a RegisterPreview>,
}

impl UnitListPage<'_> {
    fn told_day(&self) -> String {
        self.typed.on.parse::<NaiveDate>().map_or_else(|_| self.typed.on.clone(), format::date)
    }

    /// What is another in a unit, as it stands and as it would be.
    fn told(&self, kind: ChangeKind, unit: &ChangedUnit) -> (String, String) {
        let told = |row: &Option<UnitRow>| {
            let Some(row) = row else { return "–".to_owned() };
            let above = row.parent_code.clone().unwrap_or_else(|| "–".to_owned());
            match kind {
                ChangeKind::Moved => above,
                ChangeKind::OtherLevel => level_name(self.page, &row.level),
                ChangeKind::Renamed => row.name.clone(),
                ChangeKind::Added | ChangeKind::Ended => {
                    format!("{} ({})", level_name(self.page, &row.level), above)
                }
            }
        };
        (told(&unit.before), told(&unit.after))
    }
}

/// The row by which a changed unit is named.
fn row_of(unit: &ChangedUnit) -> &UnitRow {
    unit.after.as_ref().or(unit.before.as_ref()).expect("a change has at least one side")
}

fn unit_list_page(
    service: &Service,
    page: Page<'_>,
    typed: &Typed,
    (refused, file_name): (Option<&Problem>, &str),
    preview: Option<&RegisterPreview>,
) -> Result<String, Problem> {
    service.demand(&page.visitor.actor, Right::ManageUnits)?;
    rendered(&UnitListPage {
        page,
        typed,
        refused: refused.map(|problem| sentence_of_form(page, problem, &[("on", "unit-list-on")])),
        is_stale: refused.is_some_and(|problem| problem.code == &DIGEST_STALE),
        file_name,
        preview,
    })
}

/// The page to choose a list.
#[get("/unit-lists/new")]
pub async fn show_unit_list(visit: Visit) -> Result<HttpResponse, Fault> {
    let shown = |service: &Service, page: Page<'_>| {
        unit_list_page(service, page, &Typed::default(), (None, ""), None)
    };
    visit.page(shown).await
}

/// What was done with a list.
enum Done {
    /// It would change this.
    Previewed(RegisterPreview),
    /// It was taken in.
    Taken,
    /// It was refused, with what it would change if it can be told.
    Refused(Problem, Option<RegisterPreview>),
}

fn take(service: &Service, actor: &Actor, typed: &Typed, file: &SentFile) -> Done {
    let preview = |import| service.preview_units(actor, &file.bytes, import, MOST);
    let import = match typed.import() {
        Ok(import) => import,
        Err(problem) => return Done::Refused(problem, None),
    };
    if typed.digest.is_empty() {
        return match preview(import) {
            Ok(preview) => Done::Previewed(preview),
            Err(problem) => Done::Refused(problem, None),
        };
    }
    match service.import_previewed_units(actor, &file.bytes, import, &typed.digest) {
        Ok(_) => Done::Taken,
        Err(problem) => Done::Refused(problem, preview(import).ok()),
    }
}

/// Shows what a list would change; with the digest of that, takes it in.
#[post("/unit-lists/new")]
pub async fn take_unit_list(visit: Visit, mut parts: Multipart) -> Result<HttpResponse, Fault> {
    visit.run(|service, actor| service.demand(actor, Right::ManageUnits)).await?;
    let read = Form::with_file(&visit.secret, &mut parts, LARGEST_UNITS).await;
    let (form, file) = read.map_err(|problem| visit.fault(problem))?;
    let typed = Typed::of(&form);
    let (asked, file_name) = (typed.clone(), file.as_ref().map_or("", |file| &file.name).to_owned());
    let done = match file {
        Err(problem) => Done::Refused(problem, None),
        Ok(file) => visit.run(move |service, actor| Ok(take(service, actor, &asked, &file))).await?,
    };
    match done {
        Done::Taken => Ok(see_done(&format!("/units?on={}", typed.on), "units-taken")),
        Done::Previewed(preview) => {
            let shown = move |service: &Service, page: Page<'_>| {
                unit_list_page(service, page, &typed, (None, &file_name), Some(&preview))
            };
            visit.page(shown).await
        }
        Done::Refused(problem, preview) => {
            let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
                unit_list_page(service, page, &typed, (Some(problem), &file_name), preview.as_ref())
            };
            visit.again(problem, again).await
        }
    }
}
