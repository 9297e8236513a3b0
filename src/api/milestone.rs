//! Milestones: how they stand by level, and which units are to be urged.

use actix_web::http::header::VARY;
use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, get};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::answer::{Call, json};
use super::export::Form;
use super::page::{WordsBody, next_after};
use super::problem::{Problems, Refused};
use crate::app::milestone::{MilestoneFilter, PlanMilestones, StateCounts, UnitMilestone};
use crate::contest::milestone::{Milestone, MilestoneState};
use crate::contest::plan::Days;
use crate::documents::milestones::{is_number, milestones_csv};

/// How the units of a level stand to a milestone.
#[derive(Serialize, ToSchema)]
pub struct MilestoneLevel {
    /// The level's code.
    #[schema(example = "commune")]
    pub level: String,
    /// The level's name.
    pub name: WordsBody,
    /// The last day on time.
    pub due: NaiveDate,
    /// How many units within reach it is asked of: the base of the other numbers.
    pub units: u64,
    /// Done in time.
    pub on_time: u64,
    /// Done late.
    pub late: u64,
    /// Not done and late already.
    pub overdue: u64,
    /// Not done, past the last day, not counted as late yet.
    pub in_grace: u64,
    /// Not done and not due before today.
    pub not_yet_due: u64,
    /// Done, without the number of the document that is asked for.
    pub without_number: u64,
}

/// A milestone of a plan.
#[derive(Serialize, ToSchema)]
pub struct MilestoneBody {
    /// The code of its criterion.
    pub milestone: String,
    /// Its number in the plan's own list; may be empty.
    pub number: String,
    /// Its name.
    pub name: WordsBody,
    /// The metric with the day of completion.
    pub metric: String,
    /// The metric with the number of the document that proves it; null when none is asked for.
    pub document: Option<String>,
    /// Days late that still meet it.
    pub grace_days: i64,
    /// How days are counted: `calendar` or `working`.
    #[schema(example = "calendar")]
    pub days: String,
    /// By level, from the top down; levels without units that it is asked of aren't there.
    pub levels: Vec<MilestoneLevel>,
}

/// The milestones of a plan.
#[derive(Serialize, ToSchema)]
pub struct MilestoneList {
    /// The day that is looked from.
    pub as_of: NaiveDate,
    /// The milestones, in the plan's order.
    pub items: Vec<MilestoneBody>,
}

/// From which day milestones are looked at.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MilestoneQuery {
    /// The day that is looked from; without it, today in Vietnam.
    #[param(example = "2021-03-01")]
    pub as_of: Option<NaiveDate>,
}

fn level_body(found: &PlanMilestones, level: usize, due: NaiveDate, counts: &StateCounts) -> MilestoneLevel {
    let named = &found.frame.plan.levels[level];
    MilestoneLevel {
        level: named.code.clone(),
        name: WordsBody::from(&named.name),
        due,
        units: counts.units(),
        on_time: counts.on_time,
        late: counts.late,
        overdue: counts.overdue,
        in_grace: counts.in_grace,
        not_yet_due: counts.due,
        without_number: counts.without_number,
    }
}

fn milestone_body(
    found: &PlanMilestones,
    milestone: &Milestone<'_>,
    levels: Vec<MilestoneLevel>,
) -> MilestoneBody {
    let plan = &found.frame.plan;
    let criterion = &plan.criteria[milestone.criterion];
    MilestoneBody {
        milestone: criterion.code.clone(),
        number: criterion.number.clone(),
        name: WordsBody::from(&criterion.name),
        metric: plan.metrics[milestone.of].code.clone(),
        document: milestone.document.map(|metric| plan.metrics[metric].code.clone()),
        grace_days: milestone.grace,
        days: match milestone.days {
            Days::Calendar => "calendar".to_owned(),
            Days::Working => "working".to_owned(),
        },
        levels,
    }
}

/// List milestones
///
/// Every dated milestone of the plan with its last day by level, and how the units within reach stand to it.
#[utoipa::path(tag = "milestones", operation_id = "list_milestones", params(MilestoneQuery,
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 200, description = "The milestones", body = MilestoneList), Problems))]
#[get("/plans/{plan}/milestones")]
pub async fn list_milestones(
    call: Call,
    plan: Path<i64>,
    query: Query<MilestoneQuery>,
) -> Result<HttpResponse, Refused> {
    let as_of = query.as_of;
    let body = call
        .run(move |service, actor| {
            let found = service.milestones(actor, *plan, as_of)?;
            let by_level = found.by_level();
            let items = found.milestones().into_iter().map(|milestone| {
                let own = by_level.iter().filter(|one| one.criterion == milestone.criterion);
                let levels = own.map(|one| level_body(&found, one.level, one.last, &one.counts));
                milestone_body(&found, &milestone, levels.collect())
            });
            Ok(MilestoneList { as_of: found.today, items: items.collect() })
        })
        .await?;
    Ok(json(&body))
}

/// How a milestone stands.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MilestoneStateCode {
    /// Done in time.
    OnTime,
    /// Done late.
    Late,
    /// Not done and late already.
    Overdue,
    /// Not done, past the last day, not counted as late yet.
    InGrace,
    /// Not done and not due before today.
    Due,
    /// Not asked of the unit.
    NotAsked,
    /// Not done, whether it is late already or not: overdue, in grace or due.
    Open,
}

impl MilestoneStateCode {
    fn states(self) -> Vec<MilestoneState> {
        use MilestoneState as S;
        match self {
            Self::OnTime => vec![S::OnTime],
            Self::Late => vec![S::Late],
            Self::Overdue => vec![S::Overdue],
            Self::InGrace => vec![S::InGrace],
            Self::Due => vec![S::Due],
            Self::NotAsked => vec![S::NotAsked],
            Self::Open => S::ALL.into_iter().filter(|state| state.is_open()).collect(),
        }
    }
}

/// Which units with which milestones are wanted.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct UnitMilestoneQuery {
    /// The day that is looked from; without it, today in Vietnam.
    #[param(example = "2021-03-01")]
    pub as_of: Option<NaiveDate>,
    /// Only the milestone with this code.
    #[param(example = "committee")]
    pub milestone: Option<String>,
    /// Only units of the level with this code.
    #[param(example = "commune")]
    pub level: Option<String>,
    /// Only what stands so; without it, whatever is asked of a unit.
    #[param(inline, example = "open")]
    pub state: Option<MilestoneStateCode>,
    /// Of what isn't due yet, only what is due within so many days, as the plan counts them.
    #[param(minimum = 0, example = 7)]
    pub within: Option<i64>,
    /// Only units of the cluster with this code.
    #[param(example = "64")]
    pub cluster: Option<String>,
    /// Only the unit with this code and those below it.
    #[param(example = "622")]
    pub parent: Option<String>,
    /// Only what was done without the number of its document.
    #[serde(default)]
    #[param(example = false)]
    pub without_number: bool,
    /// Only what comes after this key; `next` of the page before.
    #[serde(default)]
    #[param(minimum = 0, example = 0)]
    pub after: i64,
    /// At most so many, 1 to 1000.
    #[serde(default = "super::page::fifty")]
    #[param(minimum = 1, maximum = 1000, example = 50)]
    pub limit: i64,
}

/// Where a milestone stands for a unit.
#[derive(Serialize, ToSchema)]
pub struct UnitMilestoneBody {
    /// Its place in the list of all; what `after` takes.
    pub position: i64,
    /// The unit's code.
    pub unit: String,
    /// The unit's name.
    pub name: String,
    /// The code of the unit's level.
    pub level: String,
    /// The code of the unit's cluster.
    pub cluster: Option<String>,
    /// The code of the unit above.
    pub parent: Option<String>,
    /// The code of the milestone's criterion.
    pub milestone: String,
    /// `on_time`, `late`, `overdue`, `in_grace`, `due` or `not_asked`.
    #[schema(example = "overdue")]
    pub state: String,
    /// The last day on time; null when it isn't asked of the unit.
    pub due: Option<NaiveDate>,
    /// The day of completion.
    pub done: Option<NaiveDate>,
    /// The number of the document that proves it.
    pub number: Option<String>,
    /// Days late, as the plan counts them; null when the last day isn't over.
    pub days_late: Option<i64>,
    /// Days left until the last day, as the plan counts them; null when it is done or over.
    pub days_left: Option<i64>,
}

/// Units with their milestones.
#[derive(Serialize, ToSchema)]
pub struct UnitMilestoneList {
    /// The day that is looked from.
    pub as_of: NaiveDate,
    /// What stands on this page, by unit and milestone.
    pub items: Vec<UnitMilestoneBody>,
    /// How many the filters leave.
    pub total: i64,
    /// How many there are without filters, of units within reach that they are asked of: the base of `total`.
    pub asked: i64,
    /// What `after` takes for the next page; null on the last.
    pub next: Option<i64>,
}

fn unit_body(found: &PlanMilestones, one: &UnitMilestone<'_>) -> UnitMilestoneBody {
    let line = found.line(one);
    UnitMilestoneBody {
        position: one.position,
        unit: line.unit.code().to_owned(),
        name: line.unit.name().to_owned(),
        level: line.level.code.clone(),
        cluster: line.cluster.map(|cluster| cluster.code.clone()),
        parent: line.parent.map(|parent| parent.code().to_owned()),
        milestone: line.criterion.code.clone(),
        state: one.standing.state.code().to_owned(),
        due: one.standing.last,
        done: one.standing.done,
        number: one.standing.number.map(str::to_owned),
        days_late: line.days_late(),
        days_left: line.days_left(),
    }
}

fn unit_list(
    found: &PlanMilestones,
    filter: &MilestoneFilter,
    (after, limit): (i64, i64),
) -> Result<UnitMilestoneList, crate::app::problem::Problem> {
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let wanted = found.list(filter)?;
    let asked = found.list(&MilestoneFilter::default())?.len();
    let rest = wanted.iter().filter(|one| one.position > after);
    let shown = rest.take(usize::try_from(limit).unwrap_or(0)).map(|one| unit_body(found, one));
    let items: Vec<UnitMilestoneBody> = shown.collect();
    let next = next_after(&items, limit, |item| item.position);
    Ok(UnitMilestoneList { as_of: found.today, total: count(wanted.len()), asked: count(asked), next, items })
}

/// List units with their milestones
///
/// The urging list (danh sách đôn đốc): where every milestone stands for every unit within reach. As JSON page by page;
/// as CSV (`Accept: text/csv`) or as a spreadsheet (XLSX) all that the filters leave, noted in the audit log.
#[utoipa::path(tag = "milestones", operation_id = "list_unit_milestones", params(UnitMilestoneQuery,
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 200, description = "A page of the list, or the whole list as a file", content((UnitMilestoneList = "application/json"), (String = "text/csv"), (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), Problems))]
#[get("/plans/{plan}/milestones/units")]
pub async fn list_unit_milestones(
    call: Call,
    plan: Path<i64>,
    query: Query<UnitMilestoneQuery>,
) -> Result<HttpResponse, Refused> {
    let query = query.into_inner();
    let paged = (query.after, query.limit.clamp(1, 1000));
    let filter = MilestoneFilter {
        milestone: query.milestone,
        level: query.level,
        states: query.state.map(MilestoneStateCode::states).unwrap_or_default(),
        within: query.within,
        cluster: query.cluster,
        parent: query.parent,
        lacks_number: query.without_number,
    };
    let form = Form::of(call.request());
    if form == Form::Json {
        let list = call
            .run(move |service, actor| {
                unit_list(&service.milestones(actor, *plan, query.as_of)?, &filter, paged)
            })
            .await?;
        let mut answer = json(&list);
        answer.headers_mut().insert(VARY, actix_web::http::header::HeaderValue::from_static("accept"));
        return Ok(answer);
    }
    let bytes = call
        .run(move |service, actor| {
            let found = service.milestones(actor, *plan, query.as_of)?;
            let wanted = found.list(&filter)?;
            service.note_export(actor, *plan, "milestones")?;
            form.list(milestones_csv(wanted.iter().map(|one| found.line(one))), is_number, service.threads())
        })
        .await?;
    Ok(form.answer("milestones", bytes))
}
