//! By when cases must enter their next states.

use actix_web::web::Path;
use actix_web::{HttpResponse, get};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::{Call, json};
use super::problem::{Problems, Refused};
use crate::app::stage::CaseDeadline;

/// A case with what is to be done next.
#[derive(Serialize, ToSchema)]
pub struct CaseDeadlineBody {
    /// The number of the case.
    #[schema(example = 1)]
    pub case: i64,
    /// The name of the unit or of the person.
    #[schema(example = "Huyện Điện Biên Đông")]
    pub name: String,
    /// The code of the unit; of a person, of that which it works in.
    #[schema(example = "095")]
    pub unit: String,
    /// The state that the case is in.
    #[schema(example = "recommended")]
    pub state: String,
    /// The state to be entered next.
    #[schema(example = "complete")]
    pub to: String,
    /// The last day on which that is on time.
    pub due: NaiveDate,
    /// How many days late it is, as the plan counts them; 0 when it isn't.
    #[schema(example = 3)]
    pub days_late: i64,
}

impl From<&CaseDeadline> for CaseDeadlineBody {
    fn from(line: &CaseDeadline) -> Self {
        Self {
            case: line.case.number,
            name: line.subject.name.clone(),
            unit: line.subject.code.clone(),
            state: line.case.state.clone(),
            to: line.stage.to.code().to_owned(),
            due: line.stage.due,
            days_late: line.stage.late,
        }
    }
}

/// Cases that have a deadline for their next state.
#[derive(Serialize, ToSchema)]
pub struct CaseDeadlineList {
    /// The latest ones first.
    pub items: Vec<CaseDeadlineBody>,
    /// How many there are.
    pub total: usize,
    /// How many of them are late.
    pub overdue: usize,
}

/// List by when cases must enter their next states
///
/// Those that the caller may see, as the plan says; a case on hold has no deadline meanwhile.
#[utoipa::path(tag = "cases", operation_id = "list_case_deadlines", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 200, description = "All of them", body = CaseDeadlineList), Problems))]
#[get("/plans/{plan}/case-deadlines")]
pub async fn list_case_deadlines(call: Call, plan: Path<i64>) -> Result<HttpResponse, Refused> {
    let found = call.run(move |service, actor| service.case_deadlines(actor, *plan)).await?;
    let items: Vec<CaseDeadlineBody> = found.lines.iter().map(CaseDeadlineBody::from).collect();
    Ok(json(&CaseDeadlineList { total: items.len(), overdue: found.overdue(), items }))
}
